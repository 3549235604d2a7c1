/* One contact: a stack of closed drawers, each with one sentence in words and a small form of its own. */
#include "web/pages.h"

#include <stdio.h>

#include "draw/draw.h"

/* What was posted and could not be saved, to be shown again. */
typedef struct shown {
    const kr_layer *layer; /* whose form it was; NULL: nothing was posted */
    kr_str problem;
} shown;

static const kr_form_id other_forms[] = {KR_FORM_WARD, KR_FORM_HORIZONS};

static void put_form(const kr_page *page, kr_model *object, const kr_form *form, const kr_alter *alter) {
    kr_place place = kr_place_of(form, alter);
    kr_put_text(object, "form", kr_str_z(form->name));
    kr_put_word(page->request, object, "form_title", form->title_key);
    kr_put_rings(page, kr_put_array(object, "rings"), form, place.ring_suggested ? 0 : place.ring);
    kr_put_areas(page, kr_put_array(object, "areas"), form, place.area_suggested ? 0 : place.area);
    bool guess = (place.ring && place.ring_suggested) || (place.area && place.area_suggested);
    if (!guess) {
        kr_put_bool(object, "guess", false);
        return;
    }
    kr_word_arg args[2] = {KR_WORD_TEXT("ring", place.ring ? kr_page_ring(page, form, place.ring) : KR_NONE),
                           KR_WORD_TEXT("area", place.area && form->area_field
                                                    ? kr_word(page->lang, form->areas[place.area - 1].key)
                                                    : KR_NONE)};
    bool both = args[0].text.len && args[1].text.len;
    kr_put_say(page->request, object, "guess",
               both               ? "place.guess"
               : args[0].text.len ? "place.guess.ring"
                                  : "place.guess.area",
               args, 2);
}

static void put_places(const kr_page *page, kr_model *layer, const kr_alter *alter) {
    put_form(page, layer, kr_form_of(KR_FORM_LENSINK), alter);
    kr_model *others = kr_put_array(layer, "others");
    for (size_t i = 0; i < KR_COUNT(other_forms); i++)
        put_form(page, kr_add_object(others), kr_form_of(other_forms[i]), alter);
}

static void put_channels(const kr_page *page, kr_model *layer, const kr_alter *alter, bool typed) {
    static const struct {
        uint8_t field;
        const char *icon;
    } channels[] = {{KR_F_tie_live, "ico-door"},
                    {KR_F_tie_phone, "ico-phone"},
                    {KR_F_tie_message, "ico-talk"},
                    {KR_F_tie_online, "ico-screen"}};
    kr_model *array = kr_put_array(layer, "channels");
    for (size_t i = 0; i < KR_COUNT(channels); i++) {
        kr_put_field(page, array, alter->tie, (kr_field_spec){KR_KIND_tie, channels[i].field, KR_AS_SELECT},
                     alter->person->name, typed);
        kr_put_text(kr_model_last(array), "icon", kr_str_z(channels[i].icon));
    }
    kr_model *since = kr_put_array(layer, "since");
    kr_put_field(page, since, alter->tie, (kr_field_spec){KR_KIND_tie, KR_F_tie_since, KR_AS_SHORT},
                 alter->person->name, typed);
    kr_put_field(page, since, alter->tie, (kr_field_spec){KR_KIND_tie, KR_F_tie_how_met, KR_AS_LINE},
                 alter->person->name, typed);
}

static void put_people(const kr_page *page, kr_model *layer, const kr_alter *alter) {
    kr_model *people = kr_put_array(layer, "people");
    size_t self = kr_network_index(&page->net, alter->person->id);
    for (size_t i = 0; i < page->net.n; i++) {
        if (i == self) continue;
        kr_model *person = kr_add_object(people);
        kr_put_face(page, person, &page->net.alters[i]);
        kr_put_bool(person, "checked",
                    self != SIZE_MAX && kr_network_acquainted(&page->net, self, i) == KR_yesno_yes);
    }
    kr_put_bool(layer, "has_people", kr_model_count(people) > 0);
}

/* "layer.thing.waar" for a group or a place, where the catalogue has it; else "layer.waar". */
static void put_title(const kr_page *page, kr_model *object, const char *name, const char *id,
                      const char *tail, const kr_person *who) {
    char key[64];
    bool thing = who->what == KR_what_group || who->what == KR_what_place;
    snprintf(key, sizeof key, "layer.%s%s%s", thing ? "thing." : "", id, tail);
    if (thing && !kr_word_known(kr_str_z(key))) snprintf(key, sizeof key, "layer.%s%s", id, tail);
    kr_buf buf = kr_page_buf(page);
    kr_say_with(page, &buf, key, "name", who->name);
    kr_put_text(object, name, kr_page_text(&buf));
}

/* Only a place or a group has a door that somebody opens. */
static bool fits(const kr_field_spec *spec, const kr_alter *alter) {
    bool door = spec->kind == KR_KIND_person && spec->field == KR_F_person_opens_door;
    return !door || alter->person->what == KR_what_place || alter->person->what == KR_what_group;
}

static void put_layer(const kr_page *page, kr_model *array, const kr_layer *layer, const kr_alter *alter,
                      const shown *again) {
    kr_str name = alter->person->name;
    bool typed = again->layer == layer;
    kr_buf say = kr_page_buf(page);
    layer->say(page, &say, alter);
    kr_str sentence = kr_page_text(&say);
    if (!sentence.len && !typed && !kr_layer_fits(layer, alter->person)) return;
    bool can = kr_layer_may(page, layer, alter);
    if (!can && !sentence.len && !kr_layer_known(page, layer, alter)) return;
    kr_model *object = kr_add_object(array);
    kr_put_text(object, "id", kr_str_z(layer->id));
    kr_put_text(object, "icon", kr_str_z(layer->icon));
    kr_put_bool(object, "inner", layer->inner && !page->request->guest);
    kr_put_bool(object, "can", can);
    kr_put_layer_known(page, object, layer, alter);
    put_title(page, object, "title", layer->id, "", alter->person);
    if (sentence.len) {
        kr_put_text(object, "say", sentence);
    } else {
        put_title(page, object, "say", layer->id, ".open", alter->person);
    }
    kr_put_bool(object, "done", !typed && kr_str_is(kr_query(page->request, "klaar"), layer->id));
    kr_put_bool(object, "open", typed || kr_str_is(kr_query(page->request, "laag"), layer->id));
    if (typed) {
        kr_put_text(object, "problem", again->problem);
    } else {
        kr_put_bool(object, "problem", false);
    }
    static const struct {
        const char *id, *flag;
    } special[] = {{"plek", "is_plek"},     {"contact", "is_contact"}, {"steun", "is_steun"},
                   {"vragen", "is_vragen"}, {"wens", "is_wens"},       {"kennen", "is_kennen"},
                   {"weet", "is_weet"},     {"energie", "is_energie"}, {"familie", "is_familie"}};
    for (size_t i = 0; i < KR_COUNT(special); i++)
        kr_put_bool(object, special[i].flag, strcmp(special[i].id, layer->id) == 0);
    kr_put_bool(object, "objects", alter->person->knows == KR_knows_objects);
    kr_model *fields = kr_put_array(object, "fields");
    for (size_t i = 0; i < layer->n_fields; i++) {
        if (!kr_field_fits(layer->fields[i], alter->person)) continue;
        const void *record =
            layer->fields[i].kind == KR_KIND_person ? (const void *)alter->person : alter->tie;
        if (!fits(&layer->fields[i], alter)) continue;
        kr_put_field(page, fields, record, layer->fields[i], name, typed);
    }
    if (strcmp(layer->id, "plek") == 0) put_places(page, object, alter);
    if (strcmp(layer->id, "contact") == 0) put_channels(page, object, alter, typed);
    if (strcmp(layer->id, "kennen") == 0) put_people(page, object, alter);
    if (strcmp(layer->id, "steun") == 0 || strcmp(layer->id, "vragen") == 0)
        kr_put_support(page, kr_put_array(object, "support"), alter->tie);
}

static kr_str page_word(void *context, const char *key) {
    const kr_page *page = context;
    return kr_word(page->lang, key);
}

/* The person and whom they know, in the small circle beside the drawers. */
static kr_err put_atlas(kr_page *page, const kr_alter *alter, kr_error *error) {
    size_t self = kr_network_index(&page->net, alter->person->id), count = 0;
    uint32_t *marked = kr_new_n(page->request->arena, uint32_t, page->net.n + 1);
    if (!marked) return kr_fail(error, KR_E_MEMORY, "error.memory", "", "");
    if (self == SIZE_MAX) {
        kr_put_bool(page->model, "atlas_svg", false);
        return KR_OK;
    }
    marked[count++] = (uint32_t)self;
    for (size_t i = 0; i < page->net.n && count < 9; i++)
        if (i != self && kr_network_acquainted(&page->net, self, i) == KR_yesno_yes)
            marked[count++] = (uint32_t)i;
    kr_buf svg = kr_page_buf(page);
    kr_err err = kr_atlas_svg(&svg, page->request->arena, &page->net, marked, count, true, page_word, page);
    if (err) return kr_fail(error, err, "error.memory", "", "");
    kr_put_markup(page->model, "atlas_svg", kr_page_text(&svg));
    kr_put_bool(page->model, "atlas_ties", count > 1);
    return KR_OK;
}

static kr_err show(kr_request *request, kr_reply *reply, const kr_person *person, const shown *again,
                   kr_error *error) {
    kr_page page;
    kr_err err = kr_page_open(&page, request, reply, "title.contact", error);
    if (err) return err;
    const kr_alter *alter = kr_page_alter(&page, person->id);
    if (!alter) return kr_fail(error, KR_E_NOT_FOUND, "error.say.404", "", "");
    kr_word_arg args[2] = {KR_WORD_TEXT("person", person->name), KR_WORD_TEXT("name", kr_str_z(page.ego))};
    kr_put_say(request, page.model, "title", "title.contact", args, 2);
    kr_page_flow(request, page.model, "", "contact.back");
    kr_model *object = kr_put_object(page.model, "person");
    kr_put_face(&page, object, alter);
    kr_put_text(page.model, "name", person->name);
    kr_put_bool(object, "has_left", kr_person_status(person) == KR_LEFT);
    kr_buf line = kr_page_buf(&page);
    kr_say_who(&page, &line, alter);
    kr_put_text(object, "line", kr_page_text(&line));
    size_t count;
    const kr_layer *layers = kr_layers(&count);
    kr_model *array = kr_put_array(page.model, "layers");
    for (size_t i = 0; i < count; i++) put_layer(&page, array, &layers[i], alter, again);
    return put_atlas(&page, alter, error);
}

kr_err kr_page_contact(kr_request *request, kr_reply *reply, kr_error *error) {
    const kr_person *person = kr_page_person(request);
    if (!person) return kr_fail(error, KR_E_NOT_FOUND, "error.say.404", "", "");
    if (person->only_family == KR_yesno_yes && kr_person_status(person) == KR_HERE) {
        kr_go_to(request, reply, "/stamboom/mens/", person->id, "", NULL);
        return KR_OK;
    }
    shown nothing = {0};
    return show(request, reply, person, &nothing, error);
}

/* -- saving a drawer
 * --------------------------------------------------------------------------------------------- */

typedef struct saving {
    kr_request *request;
    const kr_layer *layer; /* NULL: the quick panel beside the map */
    kr_id person;
} saving;

static const kr_field_spec quick[] = {
    {KR_KIND_tie, KR_F_tie_live, KR_AS_SELECT},      {KR_KIND_tie, KR_F_tie_gets, KR_AS_OWN},
    {KR_KIND_tie, KR_F_tie_gives, KR_AS_OWN},        {KR_KIND_tie, KR_F_tie_wish_words, KR_AS_AREA},
    {KR_KIND_person, KR_F_person_knows, KR_AS_PICK},
};

void kr_draft_place(kr_draft *draft, const kr_request *request, kr_id tie, const kr_form *form) {
    char name[32];
    int64_t number;
    snprintf(name, sizeof name, "ring.%s", form->name);
    if (kr_posted_has(request, name) && kr_str_int(kr_posted(request, name), &number) && number >= 0 &&
        number <= (int64_t)form->n_rings)
        kr_draft_number(draft, KR_KIND_tie, tie, form->ring_field, number);
    snprintf(name, sizeof name, "vak.%s", form->name);
    if (form->area_field && kr_posted_has(request, name) && kr_str_int(kr_posted(request, name), &number) &&
        number >= 0 && number <= (int64_t)form->n_areas)
        kr_draft_number(draft, KR_KIND_tie, tie, form->area_field,
                        number ? form->areas[number - 1].choice : 0);
}

static bool was_posted(const kr_request *request, kr_id person) {
    char digits[17];
    kr_id_text(person, digits);
    for (size_t i = 0; i < request->n_form; i++)
        if (kr_str_is(request->form[i].name, "kent") && kr_str_is(request->form[i].value, digits))
            return true;
    return false;
}

/* Ticked: they know each other. Not ticked any more: it is not said. A "no" that was said elsewhere stays. */
static void fill_knows(kr_draft *draft, const saving *job) {
    kr_network net;
    kr_view view = {.circle = draft->circle, .viewer = KR_VIEWER_OWNER, .upto = draft->circle->n_changes};
    if (kr_network_make(&net, draft->arena, &view)) {
        (void)kr_fail(&draft->error, KR_E_MEMORY, "error.memory", "", "");
        return;
    }
    size_t self = kr_network_index(&net, job->person);
    for (size_t i = 0; self != SIZE_MAX && i < net.n; i++) {
        if (i == self) continue;
        uint8_t now = kr_network_acquainted(&net, self, i);
        bool yes = was_posted(job->request, net.alters[i].person->id);
        if (yes && now != KR_yesno_yes)
            kr_draft_acquainted(draft, job->person, net.alters[i].person->id, KR_yesno_yes);
        if (!yes && now == KR_yesno_yes) kr_draft_acquainted(draft, job->person, net.alters[i].person->id, 0);
    }
}

static bool needs_tie(const kr_field_spec *fields, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (fields[i].kind == KR_KIND_tie) return true;
    return count == 0;
}

static void fill_layer(kr_draft *draft, void *context) {
    const saving *job = context;
    const kr_field_spec *fields = job->layer ? job->layer->fields : quick;
    size_t count = job->layer ? job->layer->n_fields : KR_COUNT(quick);
    if (job->layer && strcmp(job->layer->id, "kennen") == 0) {
        fill_knows(draft, job);
        return;
    }
    kr_id tie = needs_tie(fields, count) ? kr_draft_tie(draft, draft->circle->self.ego, job->person) : 0;
    if (!job->layer || count == 0) {
        size_t n_forms;
        const kr_form *forms = kr_forms(&n_forms);
        for (size_t i = 0; i < n_forms; i++) kr_draft_place(draft, job->request, tie, &forms[i]);
    }
    for (size_t i = 0; i < count; i++) {
        kr_id record = fields[i].kind == KR_KIND_person ? job->person : tie;
        kr_draft_posted(draft, job->request, record, fields[i]);
    }
}

static kr_str posted_words(const kr_page *page, kr_field_spec spec) {
    const kr_field *field = kr_schema_field((kr_kind)spec.kind, spec.field);
    char name[48];
    kr_field_name(name, spec);
    if (!field || !field->list) return kr_posted(page->request, name);
    kr_str values[40];
    uint32_t set = 0;
    size_t count = kr_posted_all(page->request, name, values, KR_COUNT(values));
    for (size_t i = 0; i < count && i < KR_COUNT(values); i++) {
        unsigned number = kr_choice_named(field->list, values[i]);
        if (number) set |= 1u << number;
    }
    kr_buf buf = kr_page_buf(page);
    kr_page_set(page, &buf, field->list, set);
    return kr_page_text(&buf);
}

/* Somebody changed the same since: show both, and let the person choose. */
static kr_err show_conflict(kr_request *request, kr_reply *reply, const saving *job, kr_error *error) {
    kr_page page;
    kr_err err = kr_page_open(&page, request, reply, "title.conflict", error);
    if (err) return err;
    const kr_alter *alter = kr_page_alter(&page, job->person);
    if (!alter) return kr_fail(error, KR_E_NOT_FOUND, "error.say.404", "", "");
    kr_page_flow(request, page.model, "", "contact.back");
    kr_put_face(&page, kr_put_object(page.model, "person"), alter);
    kr_put_text(page.model, "action", request->path);
    kr_model *rows = kr_put_array(page.model, "rows");
    const kr_field_spec *fields = job->layer ? job->layer->fields : quick;
    size_t count = job->layer ? job->layer->n_fields : KR_COUNT(quick);
    for (size_t i = 0; i < count; i++) {
        const void *record = fields[i].kind == KR_KIND_person ? (const void *)alter->person : alter->tie;
        kr_str now = kr_field_words(&page, record, fields[i]), mine = posted_words(&page, fields[i]);
        if (kr_str_eq(kr_page_low(&page, now), kr_page_low(&page, mine))) continue;
        char key[64], name[48];
        kr_field_name(name, fields[i]);
        snprintf(key, sizeof key, "field.%s", name);
        kr_model *row = kr_add_object(rows);
        kr_put_word(request, row, "label", key);
        kr_put_text(row, "now", now.len ? now : kr_word(page.lang, "conflict.nothing"));
        kr_put_text(row, "mine", mine.len ? mine : kr_word(page.lang, "conflict.nothing"));
    }
    kr_put_bool(page.model, "has_rows", kr_model_count(rows) > 0);
    kr_model *hidden = kr_put_array(page.model, "hidden");
    for (size_t i = 0; i < request->n_form; i++) {
        if (kr_str_is(request->form[i].name, "csrf") || kr_str_is(request->form[i].name, "base")) continue;
        kr_model *field = kr_add_object(hidden);
        kr_put_text(field, "field", request->form[i].name);
        kr_put_text(field, "value", request->form[i].value);
    }
    reply->tmpl = "conflict";
    reply->status = 409;
    return KR_OK;
}

static kr_act act_of(const kr_layer *layer) {
    if (!layer || strcmp(layer->id, "plek") == 0) return KR_ACT_PLACE;
    if (strcmp(layer->id, "kennen") == 0) return KR_ACT_KNOW;
    if (strcmp(layer->id, "wens") == 0) return KR_ACT_WISH;
    return KR_ACT_SAY;
}

kr_err kr_page_contact_save(kr_request *request, kr_reply *reply, kr_error *error) {
    const kr_person *person = kr_page_person(request);
    saving job = {request, kr_layer_named(request->params[2]), person ? person->id : 0};
    bool is_quick = kr_str_is(request->params[2], "snel");
    if (!person || person->id == request->view.circle->self.ego || (!job.layer && !is_quick))
        return kr_fail(error, KR_E_NOT_FOUND, "error.say.404", "", "");
    kr_err err = kr_page_change(request, act_of(job.layer), fill_layer, &job, error);
    if (err == KR_E_CONFLICT) return show_conflict(request, reply, &job, error);
    if ((err == KR_E_INVALID || err == KR_E_LIMIT) && job.layer) {
        kr_buf say;
        kr_buf_init(&say, request->arena, 4096);
        kr_say_error(&say, request->prefs.lang, error);
        shown again = {job.layer, kr_str_n(say.ptr ? say.ptr : "", say.len)};
        reply->status = 422;
        reply->tmpl = "contact";
        return show(request, reply, person, &again, error);
    }
    if (err) return err;
    char path[96], digits[17];
    kr_id_text(job.person, digits);
    if (is_quick) {
        kr_str form = kr_posted(request, "vorm");
        snprintf(path, sizeof path, "?vorm=%.*s&wie=%s&klaar=snel", (int)(form.len < 16 ? form.len : 16),
                 form.ptr, digits);
    } else {
        snprintf(path, sizeof path, "/mens/%s?klaar=%s#laag-%s", digits, job.layer->id, job.layer->id);
    }
    kr_go(request, reply, path, NULL);
    return KR_OK;
}

const kr_route kr_routes_contact[] = {
    {"GET", "/kring/:circle/mens/:person", KR_SHARED, false, kr_page_contact, "contact", KR_PART_MAP, 0, 0},
    {"POST", "/kring/:circle/mens/:person/laag/:layer", KR_SHARED, true, kr_page_contact_save, NULL,
     KR_PART_ANY, 0, KR_RIGHT_ADD},
    {"POST", "/kring/:circle/mens/:person/doe", KR_SHARED, true, kr_page_contact_act, NULL, KR_PART_MAP, 0,
     KR_RIGHT_ADD},
    {"GET", "/kring/:circle/mens/:person/samen", KR_OWNER, false, kr_page_merge, "merge", KR_PART_MAP, 0, 0},
    {"POST", "/kring/:circle/mens/:person/samen", KR_OWNER, true, kr_page_merge_save, NULL, KR_PART_MAP, 0,
     0},
    {0},
};
