/* One event of a life, with who was there: asked gently, every question open. */
#include "web/pages_life.h"

#define MOST_TICKS 2000

#define EVENT(name, look)                                                                                    \
    { KR_KIND_event, KR_F_event_##name, look }

static const kr_field_spec first[] = {EVENT(what, KR_AS_LINE), EVENT(date, KR_AS_SHORT)};
static const kr_field_spec more[] = {EVENT(until, KR_AS_SHORT),       EVENT(place, KR_AS_LINE),
                                     EVENT(strand, KR_AS_SELECT),     EVENT(turning, KR_AS_SELECT),
                                     EVENT(kind, KR_AS_SELECT),       EVENT(remark, KR_AS_AREA),
                                     EVENT(private_mark, KR_AS_CHECK)};

/* In the order of the form; names of the fields. */
static const struct {
    uint8_t part;
    const char *field, *key;
} parts[] = {{KR_presence_part_there, "erbij", "life.ask.there"},
             {KR_presence_part_helped, "hielp", "life.ask.helped"},
             {KR_presence_part_came, "kwam", "life.ask.came"},
             {KR_presence_part_left, "ging", "life.ask.left"}};

/* Who was there according to the circle: the presences of one event alone. */
typedef struct said {
    const kr_presence **list;
    size_t n;
} said;

static said said_of(kr_arena *arena, const kr_circle *c, kr_id event) {
    said out = {.list = event ? kr_new_n(arena, const kr_presence *, c->n_presences + 1) : NULL};
    for (size_t i = 0; out.list && i < c->n_presences; i++)
        if (!c->presences[i].gone && c->presences[i].event == event) out.list[out.n++] = &c->presences[i];
    return out;
}

static uint8_t part_of(const kr_presence *p) {
    return p->part ? p->part : (uint8_t)KR_presence_part_there;
}

static bool says(const said *s, kr_id person, uint8_t part) {
    for (size_t i = 0; i < s->n; i++)
        if (s->list[i]->person == person && part_of(s->list[i]) == part) return true;
    return false;
}

/* The persons that were ticked in one group of the form. */
typedef struct ticks {
    kr_id *list;
    size_t n;
} ticks;

static ticks ticks_of(kr_arena *arena, const kr_request *request, const char *field) {
    ticks out = {.list = kr_new_n(arena, kr_id, MOST_TICKS)};
    kr_str *values = kr_new_n(arena, kr_str, MOST_TICKS);
    if (!out.list || !values) return (ticks){0};
    size_t n = kr_posted_all(request, field, values, MOST_TICKS);
    for (size_t i = 0; i < n && i < MOST_TICKS; i++)
        if (kr_id_parse(values[i], &out.list[out.n])) out.n++;
    return out;
}

static bool ticked(const ticks *t, kr_id person) {
    for (size_t i = 0; i < t->n; i++)
        if (t->list[i] == person) return true;
    return false;
}

/* A large family from a file is not listed, but for who is ticked already. */
static bool put_people(kr_model *array, const kr_alter *alters, size_t n, const said *before,
                       const ticks *typed, uint8_t part, bool ticked_only) {
    bool any = false;
    for (size_t i = 0; i < n; i++) {
        kr_id id = alters[i].person->id;
        bool on = typed ? ticked(typed, id) : says(before, id, part);
        if (ticked_only && !on) continue;
        kr_model *one = kr_add_object(array);
        char digits[17];
        kr_id_text(id, digits);
        kr_put_text(one, "id", kr_str_z(digits));
        kr_put_text(one, "name", alters[i].person->name);
        kr_put_bool(one, "checked", on);
        any |= on;
    }
    return any;
}

static void put_parts(const kr_page *page, const kr_event *event, bool typed) {
    const kr_network *net = &page->net;
    said before = said_of(page->request->arena, page->request->view.circle, event ? event->id : 0);
    kr_model *groups = kr_put_array(page->model, "parts");
    for (size_t p = 0; p < KR_COUNT(parts); p++) {
        kr_model *group = kr_add_object(groups);
        ticks now = typed ? ticks_of(page->request->arena, page->request, parts[p].field) : (ticks){0};
        const ticks *from = typed ? &now : NULL;
        kr_put_text(group, "field", kr_str_z(parts[p].field));
        kr_put_word(page->request, group, "question", parts[p].key);
        kr_model *people = kr_put_array(group, "people");
        bool any = put_people(people, net->alters, net->n, &before, from, parts[p].part, false);
        any |= put_people(people, net->left, net->n_left, &before, from, parts[p].part, false);
        any |= put_people(people, net->kin, net->n_kin, &before, from, parts[p].part, net->n_kin > 80);
        kr_put_bool(group, "open", any || p == 0);
    }
    kr_put_bool(page->model, "has_people", net->n + net->n_left + net->n_kin > 0);
}

static kr_err show(kr_request *request, kr_reply *reply, const kr_event *event, bool typed, kr_str problem,
                   kr_error *error) {
    kr_page page;
    kr_err err = kr_page_open(&page, request, reply, event ? "title.event" : "title.event.new", error);
    if (err) return err;
    kr_model *array = kr_put_array(page.model, "first");
    for (size_t i = 0; i < KR_COUNT(first); i++) kr_put_field(&page, array, event, first[i], KR_NONE, typed);
    array = kr_put_array(page.model, "more");
    for (size_t i = 0; i < KR_COUNT(more); i++) kr_put_field(&page, array, event, more[i], KR_NONE, typed);
    put_parts(&page, event, typed);
    kr_put_text(page.model, "action",
                event ? kr_page_link(&page, "/levenslijn/", event->id, "")
                      : kr_page_link(&page, "/levenslijn/erbij", 0, ""));
    kr_put_bool(page.model, "is_new", event == NULL);
    kr_put_text(page.model, "what", event ? event->what : KR_NONE);
    if (problem.len)
        kr_put_text(page.model, "problem", problem);
    else
        kr_put_bool(page.model, "problem", false);
    kr_page_flow(request, page.model, "/levenslijn", "life.back");
    return KR_OK;
}

/* The event in the address, when it is there and not in the bin. */
static const kr_event *asked(const kr_request *request) {
    kr_id id;
    kr_kind kind = KR_KIND_none;
    if (!kr_id_parse(request->params[1], &id)) return NULL;
    const kr_event *event = kr_circle_record_of(request->view.circle, id, &kind);
    return event && kind == KR_KIND_event && !event->gone ? event : NULL;
}

kr_err kr_page_event_new(kr_request *request, kr_reply *reply, kr_error *error) {
    return show(request, reply, NULL, false, KR_NONE, error);
}

kr_err kr_page_event_show(kr_request *request, kr_reply *reply, kr_error *error) {
    const kr_event *event = asked(request);
    if (!event) return kr_fail(error, KR_E_NOT_FOUND, "error.say.404", "", "");
    return show(request, reply, event, false, KR_NONE, error);
}

typedef struct saving {
    kr_request *request;
    kr_id event; /* 0: a new one */
} saving;

static void fill_there(kr_draft *draft, const saving *job, kr_id event) {
    said before = said_of(draft->arena, draft->circle, job->event);
    for (size_t which = 0; which < KR_COUNT(parts); which++) {
        ticks now = ticks_of(draft->arena, job->request, parts[which].field);
        for (size_t i = 0; i < before.n; i++)
            if (part_of(before.list[i]) == parts[which].part && !ticked(&now, before.list[i]->person))
                kr_draft_bin(draft, before.list[i]->id);
        for (size_t i = 0; i < now.n; i++) {
            const kr_person *p = kr_circle_person(draft->circle, now.list[i]);
            if (!p || p->gone || p->id == draft->circle->self.ego || says(&before, p->id, parts[which].part))
                continue;
            kr_id id = kr_draft_new_id(draft);
            kr_draft_ref(draft, KR_KIND_presence, id, KR_F_presence_event, event);
            kr_draft_ref(draft, KR_KIND_presence, id, KR_F_presence_person, p->id);
            kr_draft_number(draft, KR_KIND_presence, id, KR_F_presence_part, parts[which].part);
        }
    }
}

static void fill_event(kr_draft *draft, void *context) {
    const saving *job = context;
    if (kr_posted_has(job->request, "weg")) {
        if (job->event) kr_draft_bin(draft, job->event);
        return;
    }
    kr_id id = job->event ? job->event : kr_draft_new_id(draft);
    for (size_t i = 0; i < KR_COUNT(first); i++) kr_draft_posted(draft, job->request, id, first[i]);
    for (size_t i = 0; i < KR_COUNT(more); i++) kr_draft_posted(draft, job->request, id, more[i]);
    fill_there(draft, job, id);
}

static kr_str said_what(const kr_request *request) {
    char name[48];
    kr_field_name(name, first[0]);
    return kr_str_trim(kr_posted(request, name));
}

static kr_err save(kr_request *request, kr_reply *reply, const kr_event *event, kr_error *error) {
    saving job = {request, event ? event->id : 0};
    bool bin = kr_posted_has(request, "weg");
    kr_str problem = KR_NONE;
    kr_err err = KR_OK;
    if (!bin && !said_what(request).len)
        problem = kr_word(request->prefs.lang, "life.ask.nothing");
    else
        err = kr_page_change(request, bin ? KR_ACT_BIN : KR_ACT_SELF, fill_event, &job, error);
    if (err == KR_E_INVALID || err == KR_E_LIMIT) {
        kr_buf say;
        kr_buf_init(&say, request->arena, 4096);
        kr_say_error(&say, request->prefs.lang, error);
        if (kr_buf_end(&say, &problem) != KR_OK) problem = KR_STR("?");
    } else if (err) {
        return err;
    }
    if (problem.len) {
        reply->status = 422;
        reply->tmpl = "event";
        return show(request, reply, event, true, problem, error);
    }
    kr_go(request, reply, "/levenslijn", bin ? "notice.binned" : "notice.saved");
    return KR_OK;
}

kr_err kr_page_event_add(kr_request *request, kr_reply *reply, kr_error *error) {
    return save(request, reply, NULL, error);
}

kr_err kr_page_event_change(kr_request *request, kr_reply *reply, kr_error *error) {
    const kr_event *event = asked(request);
    if (!event) return kr_fail(error, KR_E_NOT_FOUND, "error.say.404", "", "");
    return save(request, reply, event, error);
}
