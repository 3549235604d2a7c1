/* The drawers of a contact when several people look: what a guest may change and what they only read; and who
 * wrote what stands there. */
#include "web/pages.h"

#include <stdio.h>

static kr_id record_of(const kr_alter *alter, kr_field_spec spec) {
    return spec.kind == KR_KIND_person ? alter->person->id : alter->tie ? alter->tie->id : 0;
}

/* May this reader change anything in the drawer? One without fields of its own is about where they stand. */
bool kr_layer_may(const kr_page *page, const kr_layer *layer, const kr_alter *alter) {
    const kr_request *request = page->request;
    if (!request->guest) return true;
    if (layer->n_fields == 0)
        return kr_may_with(request, KR_PART_MAP, KR_RIGHT_EDIT, alter->tie ? alter->tie->id : 0);
    for (size_t i = 0; i < layer->n_fields; i++) {
        const kr_field *field = kr_schema_field((kr_kind)layer->fields[i].kind, layer->fields[i].field);
        if (field && field->sensitivity != KR_PRIVATE &&
            kr_may_with(request, field->part, KR_RIGHT_EDIT, record_of(alter, layer->fields[i])))
            return true;
    }
    return false;
}

static kr_str shown_words(const kr_page *page, kr_field_spec spec, const kr_alter *alter) {
    const void *record = spec.kind == KR_KIND_person ? (const void *)alter->person : alter->tie;
    bool open = kr_may_field(page->request, (kr_kind)spec.kind, spec.field, KR_RIGHT_READ);
    return record && open ? kr_field_words(page, record, spec) : KR_NONE;
}

bool kr_layer_known(const kr_page *page, const kr_layer *layer, const kr_alter *alter) {
    for (size_t i = 0; i < layer->n_fields; i++)
        if (shown_words(page, layer->fields[i], alter).len) return true;
    return false;
}

/* What stands in the drawer, for whoever may only read it. */
static void put_known(const kr_page *page, kr_model *object, const kr_layer *layer, const kr_alter *alter) {
    kr_model *known = kr_put_array(object, "known");
    for (size_t i = 0; i < layer->n_fields && page->request->guest; i++) {
        kr_field_spec spec = layer->fields[i];
        char key[64], name[48];
        kr_str words = shown_words(page, spec, alter);
        if (!words.len) continue;
        kr_field_name(name, spec);
        snprintf(key, sizeof key, "field.%s", name);
        kr_model *row = kr_add_object(known);
        kr_put_word(page->request, row, "label", key);
        kr_put_text(row, "words", words);
    }
}

/* Whoever keeps the circle wrote all of it, but for what somebody they let in did. */
static bool by_guest(const kr_request *request, const kr_change *change) {
    kr_id owner = request->guest ? request->guest->rules.owner : request->account.id;
    return request->signed_in && !request->example && change->author && change->author != owner &&
           change->author != kr_reader(request);
}

static bool is_of(const kr_layer *layer, const kr_alter *alter, const kr_assignment *a) {
    bool person = a->kind == KR_KIND_person && a->record == alter->person->id;
    bool tie = a->kind == KR_KIND_tie && alter->tie && a->record == alter->tie->id;
    if (!person && !tie) return false;
    for (size_t i = 0; i < layer->n_fields; i++)
        if (layer->fields[i].kind == a->kind && layer->fields[i].field == a->field) return true;
    return layer->n_fields == 0 && tie && strcmp(layer->id, "plek") == 0 && a->field >= KR_F_tie_closeness &&
           a->field <= KR_F_tie_horizon_area;
}

/* "Sanne schreef dit op 12 november", when what stands in the drawer last came from somebody else. */
static void put_wrote(const kr_page *page, kr_model *object, const kr_layer *layer, const kr_alter *alter) {
    const kr_circle *circle = page->request->view.circle;
    const kr_change *last = NULL;
    for (size_t c = circle->n_changes; c > 0 && !last; c--) {
        const kr_change *change = &circle->changes[c - 1];
        for (size_t i = 0; i < change->count && !last; i++)
            if (is_of(layer, alter, &change->assignments[i])) last = change;
    }
    if (!last || !last->author_name.len || !by_guest(page->request, last)) {
        kr_put_bool(object, "wrote", false);
        return;
    }
    kr_buf day = kr_page_buf(page);
    kr_say_date(&day, page->lang, kr_date_of(last->at_ms + page->request->local - page->request->now));
    kr_word_arg args[] = {KR_WORD_TEXT("name", last->author_name), KR_WORD_TEXT("date", kr_page_text(&day))};
    kr_put_say(page->request, object, "wrote", "guest.wrote", args, 2);
}

void kr_put_layer_known(const kr_page *page, kr_model *object, const kr_layer *layer, const kr_alter *alter) {
    put_known(page, object, layer, alter);
    put_wrote(page, object, layer, alter);
}
