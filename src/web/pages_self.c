/* About the person in the middle and the circle as a whole; the life line as a simple list. */
#include "web/pages.h"

#include <stdio.h>

#define PERSON(name, look)                                                                                   \
    { KR_KIND_person, KR_F_person_##name, look }
#define CIRCLE(name, look)                                                                                   \
    { KR_KIND_circle, KR_F_circle_##name, look }

static const kr_field_spec about_me[] = {
    PERSON(name, KR_AS_LINE),      PERSON(birth_year, KR_AS_SHORT), PERSON(living, KR_AS_AREA),
    PERSON(strengths, KR_AS_AREA), PERSON(comfort, KR_AS_AREA),     PERSON(work, KR_AS_SELECT),
    PERSON(gets_about, KR_AS_DUO), PERSON(channels, KR_AS_DUO),     PERSON(culture, KR_AS_AREA),
};
static const kr_field_spec about_circle[] = {
    CIRCLE(title, KR_AS_LINE),      CIRCLE(own_word, KR_AS_LINE),       CIRCLE(filled_by, KR_AS_LINE),
    CIRCLE(filled_on, KR_AS_SHORT), CIRCLE(filled_agreed, KR_AS_CHECK), CIRCLE(story, KR_AS_AREA),
};

static void put_events(const kr_page *page) {
    const kr_circle *circle = page->request->view.circle;
    kr_model *array = kr_put_array(page->model, "events");
    const kr_choice_list *list = kr_list_of(KR_KIND_event, KR_F_event_turning);
    int32_t before = INT32_MIN;
    /* In order of date, without sorting: a life line is short. */
    for (;;) {
        int32_t next = INT32_MAX;
        for (size_t i = 0; i < circle->n_events; i++)
            if (!circle->events[i].gone && circle->events[i].date > before && circle->events[i].date < next)
                next = circle->events[i].date;
        if (next == INT32_MAX) break;
        before = next;
        for (size_t i = 0; i < circle->n_events; i++) {
            const kr_event *event = &circle->events[i];
            if (event->gone || event->date != next) continue;
            kr_model *object = kr_add_object(array);
            char digits[17];
            kr_buf date = kr_page_buf(page);
            kr_id_text(event->id, digits);
            if (event->date) kr_say_date(&date, page->lang, event->date);
            kr_put_text(object, "id", kr_str_z(digits));
            kr_put_text(object, "date", kr_page_text(&date));
            kr_put_text(object, "what", event->what);
            kr_buf more = kr_page_buf(page);
            kr_put(&more, kr_page_choice(page, list, event->turning));
            if (event->place.len) {
                kr_put_z(&more, more.len ? ", " : "");
                kr_put(&more, event->place);
            }
            kr_put_text(object, "more", kr_page_text(&more));
        }
    }
    kr_put_bool(page->model, "has_events", kr_model_count(array) > 0);
    kr_put_choices(page->request, page->model, "turnings", list, 0);
}

static kr_str id_text(const kr_page *page, kr_id id) {
    char digits[17];
    kr_id_text(id, digits);
    return kr_arena_copy(page->request->arena, kr_str_z(digits));
}

static kr_err show(kr_request *request, kr_reply *reply, const char *typed, kr_str problem, kr_error *error) {
    kr_page page;
    kr_err err = kr_page_open(&page, request, reply, "title.self", error);
    if (err) return err;
    bool me = typed && strcmp(typed, "ik") == 0, whole = typed && strcmp(typed, "kring") == 0;
    kr_model *fields = kr_put_array(page.model, "me");
    for (size_t i = 0; i < KR_COUNT(about_me); i++)
        kr_put_field(&page, fields, page.net.ego, about_me[i], KR_NONE, me);
    fields = kr_put_array(page.model, "whole");
    for (size_t i = 0; i < KR_COUNT(about_circle); i++)
        kr_put_field(&page, fields, &request->view.circle->self, about_circle[i], kr_str_z(page.ego), whole);
    if (problem.len) {
        kr_put_text(page.model, "problem", problem);
    } else {
        kr_put_bool(page.model, "problem", false);
    }
    put_events(&page);
    kr_model *person = kr_put_object(page.model, "person");
    kr_put_bool(person, "photo", false);
    kr_put_text(person, "id", page.net.ego ? id_text(&page, page.net.ego->id) : KR_NONE);
    if (page.net.ego) kr_put_photo(&page, person, page.net.ego);
    kr_put_text(page.model, "name", kr_str_z(page.ego));
    kr_page_flow(request, page.model, "", "contact.back");
    return KR_OK;
}

kr_err kr_page_self(kr_request *request, kr_reply *reply, kr_error *error) {
    return show(request, reply, NULL, KR_NONE, error);
}

static void fill_self(kr_draft *draft, void *context) {
    const kr_request *request = context;
    bool me = kr_str_is(kr_posted(request, "deel"), "ik");
    const kr_field_spec *specs = me ? about_me : about_circle;
    size_t count = me ? KR_COUNT(about_me) : KR_COUNT(about_circle);
    kr_id record = me ? draft->circle->self.ego : KR_CIRCLE_RECORD;
    for (size_t i = 0; i < count; i++) {
        /* The one in the middle keeps a name; an emptied field leaves it as it was. */
        bool name = me && specs[i].field == KR_F_person_name;
        if (name && !kr_str_trim(kr_posted(request, "person.name")).len) continue;
        kr_draft_posted(draft, request, record, specs[i]);
    }
}

kr_err kr_page_self_save(kr_request *request, kr_reply *reply, kr_error *error) {
    bool me = kr_str_is(kr_posted(request, "deel"), "ik");
    kr_err err = kr_page_change(request, KR_ACT_SELF, fill_self, request, error);
    if (err == KR_E_INVALID || err == KR_E_LIMIT) {
        kr_buf say;
        kr_buf_init(&say, request->arena, 4096);
        kr_say_error(&say, request->prefs.lang, error);
        reply->status = 422;
        reply->tmpl = "self";
        return show(request, reply, me ? "ik" : "kring", kr_str_n(say.ptr ? say.ptr : "", say.len), error);
    }
    if (err) return err;
    kr_go(request, reply, me ? "/ik#h-ik" : "/ik#h-kring", "notice.saved");
    return KR_OK;
}

static void fill_event(kr_draft *draft, void *context) {
    static const kr_field_spec specs[] = {{KR_KIND_event, KR_F_event_what, KR_AS_LINE},
                                          {KR_KIND_event, KR_F_event_date, KR_AS_SHORT},
                                          {KR_KIND_event, KR_F_event_place, KR_AS_LINE},
                                          {KR_KIND_event, KR_F_event_turning, KR_AS_SELECT}};
    const kr_request *request = context;
    kr_id record;
    kr_kind kind = KR_KIND_none;
    if (kr_id_parse(kr_posted(request, "weg"), &record)) {
        kr_circle_record_of(draft->circle, record, &kind);
        if (kind == KR_KIND_event) kr_draft_bin(draft, record);
        return;
    }
    record = kr_draft_new_id(draft);
    for (size_t i = 0; i < KR_COUNT(specs); i++) kr_draft_posted(draft, request, record, specs[i]);
}

kr_err kr_page_event_save(kr_request *request, kr_reply *reply, kr_error *error) {
    if (kr_posted_has(request, "weg") || kr_str_trim(kr_posted(request, "event.what")).len) {
        kr_err err = kr_page_change(request, KR_ACT_SELF, fill_event, request, error);
        if (err) return err;
    }
    kr_go(request, reply, "/ik#h-leven", "notice.saved");
    return KR_OK;
}
