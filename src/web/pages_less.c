/* "Alleen initialen" and "Helemaal weg": what is left of somebody who would rather not be on the map, and the
 * texts that say their name, which the owner may say otherwise first. */
#include "core/reduce.h"
#include "web/engine.h"
#include "web/pages_people.h"

#include <stdio.h>

#define MOST_TEXTS 200

typedef struct less {
    kr_request *request;
    kr_reduce_found *found;
    size_t count;
} less;

static kr_err find(kr_request *request, const kr_person *person, less *out, kr_error *error) {
    const kr_circle *circle = request->view.circle;
    kr_id *people = kr_new_n(request->arena, kr_id, circle->n_persons + 1);
    kr_reduce *reduce;
    size_t n = 0;
    if (!people) return kr_fail(error, KR_E_MEMORY, "error.memory", "", "");
    people[n++] = person->id;
    for (size_t i = 0; i < circle->n_persons; i++)
        if (circle->persons[i].merged_into == person->id) people[n++] = circle->persons[i].id;
    kr_err err = kr_reduce_make(&reduce, request->arena, circle, people, n);
    *out = (less){.request = request};
    if (!err) err = kr_reduce_find(&out->found, &out->count, request->arena, reduce, circle);
    return err ? kr_fail(error, err, "error.memory", "", "") : KR_OK;
}

/* "tekst.6.0123456789abcdef.1": which field of which record. */
static void field_name(char out[64], const kr_reduce_found *found) {
    char id[17];
    kr_id_text(found->record, id);
    snprintf(out, 64, "tekst.%u.%s.%u", found->kind, id, found->field);
}

static void put_text(const kr_page *page, kr_model *array, const kr_reduce_found *found) {
    const kr_field *field = kr_schema_field((kr_kind)found->kind, found->field);
    kr_kind kind = KR_KIND_none;
    const kr_circle *circle = page->request->view.circle;
    const void *record = found->kind == KR_KIND_circle ? (const void *)&circle->self
                                                       : kr_circle_record_of(circle, found->record, &kind);
    char name[64], key[80];
    if (!field || !record) return;
    field_name(name, found);
    snprintf(key, sizeof key, "field.%s.%s", kr_kind_name((kr_kind)found->kind), field->name);
    kr_model *one = kr_add_object(array);
    kr_put_text(one, "field", kr_arena_copy(page->request->arena, kr_str_z(name)));
    kr_put_text(one, "label", kr_word_known(kr_str_z(key)) ? kr_word(page->lang, key) : KR_NONE);
    kr_put_text(one, "whose", kind == KR_KIND_person ? ((const kr_person *)record)->name : KR_NONE);
    kr_put_text(one, "text", found->text);
    bool posted = kr_posted_has(page->request, name);
    kr_put_text(one, "left", posted ? kr_posted(page->request, name) : found->left);
    kr_put_number(one, "most", field->limit);
}

static kr_err show(kr_request *request, kr_reply *reply, const kr_person *person, bool unsure,
                   kr_error *error) {
    kr_page page;
    less job;
    kr_err err = kr_page_open(&page, request, reply, "people.less.title", error);
    if (err) return err;
    err = find(request, person, &job, error);
    if (err) return err;
    bool away = kr_str_is(kr_posted(request, "hoe"), "weg") || kr_str_is(kr_query(request, "hoe"), "weg");
    kr_page_flow(request, page.model, "/weten", "people.back.told");
    kr_put_text(page.model, "name", person->name);
    kr_put_text(page.model, "action", kr_page_link(&page, "/mens/", person->id, "/minder"));
    kr_put_text(page.model, "contact_href", kr_page_link(&page, "/mens/", person->id, ""));
    kr_put_bool(page.model, "unsure", unsure);
    kr_put_bool(page.model, "away", away);
    kr_model *texts = kr_put_array(page.model, "texts");
    for (size_t i = 0; i < job.count && i < MOST_TEXTS; i++) put_text(&page, texts, &job.found[i]);
    kr_put_bool(page.model, "has_texts", job.count > 0);
    kr_put_bool(page.model, "more_texts", job.count > MOST_TEXTS);
    reply->tmpl = "weten-minder";
    return KR_OK;
}

/* Everybody but the one whose map it is. */
static const kr_person *asked(kr_request *request) {
    const kr_person *person = kr_page_person(request);
    const kr_circle *circle = request->view.circle;
    return person && person->id != circle->self.ego ? person : NULL;
}

kr_err kr_page_less(kr_request *request, kr_reply *reply, kr_error *error) {
    const kr_person *person = asked(request);
    if (!person) return kr_fail(error, KR_E_NOT_FOUND, "error.say.404", "", "");
    return show(request, reply, person, false, error);
}

static void fill_texts(kr_draft *draft, void *context) {
    const less *job = context;
    for (size_t i = 0; i < job->count && i < MOST_TEXTS; i++) {
        const kr_reduce_found *found = &job->found[i];
        char name[64];
        field_name(name, found);
        if (kr_posted_has(job->request, name))
            kr_draft_text(draft, (kr_kind)found->kind, found->record, found->field,
                          kr_posted(job->request, name));
    }
}

kr_err kr_page_less_do(kr_request *request, kr_reply *reply, kr_error *error) {
    const kr_person *person = asked(request);
    less job;
    bool away = kr_str_is(kr_posted(request, "hoe"), "weg");
    if (!person) return kr_fail(error, KR_E_NOT_FOUND, "error.say.404", "", "");
    if (!kr_posted_has(request, "zeker") || (!away && !kr_str_is(kr_posted(request, "hoe"), "letters"))) {
        reply->status = 422;
        return show(request, reply, person, true, error);
    }
    kr_id id = person->id;
    kr_err err = find(request, person, &job, error);
    if (!err) err = kr_page_change(request, KR_ACT_SAY, fill_texts, &job, error);
    if (err) return err;
    err = kr_circle_reduce(request->web->store, request->account.id, request->circle_id, id,
                           away ? KR_REDUCE_AWAY : KR_REDUCE_INITIALS, request->now, error);
    const kr_look look = {.account = request->account.id,
                          .session = request->session.id,
                          .event = KR_EVENT_ERASE,
                          .action = KR_ACTION_DELETE,
                          .ground = KR_GROUND_OWN};
    if (!err) err = kr_look_note(request->web->store, request->circle_id, &look, request->now, error);
    if (err) return err;
    kr_go(request, reply, "/weten", away ? "people.less.away.done" : "people.less.initials.done");
    return KR_OK;
}
