/* The neighbourhood of a person: places, how one gets there, whether one comes there, whom one knows there.
 */
#include <stdio.h>

#include "web/pages_web.h"

static const kr_field_spec specs[] = {{KR_KIND_person, KR_F_person_reach, KR_AS_DUO},
                                      {KR_KIND_person, KR_F_person_travel_minutes, KR_AS_SHORT},
                                      {KR_KIND_tie, KR_F_tie_visit, KR_AS_PICK},
                                      {KR_KIND_tie, KR_F_tie_feels_there, KR_AS_AREA},
                                      {KR_KIND_person, KR_F_person_opens_door, KR_AS_AREA}};

static bool is_place(const kr_alter *alter) {
    return alter->person->what == KR_what_place || (alter->tie && alter->tie->visit);
}

static bool skip_places(const kr_alter *alter, void *context) {
    (void)context;
    return is_place(alter);
}

/* Who is said to be acquainted with this place. O(pairs). */
static size_t company(const kr_page *page, uint32_t place, uint32_t *who) {
    size_t n = 0;
    for (size_t i = 0; i < page->net.n_known; i++) {
        const kr_pair *pair = &page->net.pairs[i];
        uint32_t other = pair->a == place ? pair->b : pair->b == place ? pair->a : UINT32_MAX;
        if (other != UINT32_MAX && !is_place(&page->net.alters[other])) who[n++] = other;
    }
    return n;
}

static void put_row(const kr_page *page, kr_model *array, uint32_t at, uint32_t *who) {
    const kr_alter *alter = &page->net.alters[at];
    const kr_person *p = alter->person;
    kr_model *row = kr_add_object(array);
    kr_put_face(page, row, alter);
    kr_put_text(row, "edit", kr_page_link(page, "/buurt?wie=", p->id, "#h-plek"));
    kr_put_text(row, "reach", kr_page_high(page, kr_field_words(page, p, specs[0])));
    kr_put_bool(row, "minutes", false);
    if (p->has >> KR_F_person_travel_minutes & 1) {
        kr_word_arg arg = KR_WORD_NUMBER("n", p->travel_minutes);
        kr_put_say(page->request, row, "minutes", "buurt.minutes", &arg, 1);
    }
    kr_put_text(row, "visit", kr_field_words(page, alter->tie, specs[2]));
    kr_put_text(row, "feels", alter->tie ? alter->tie->feels_there : KR_NONE);
    kr_put_text(row, "opens", p->opens_door);
    size_t n = company(page, at, who);
    kr_buf names = kr_page_buf(page);
    kr_page_names(page, &names, who, n, n);
    kr_put_text(row, "known", kr_page_text(&names));
}

/* Whom one knows there, as boxes to tick. */
static void put_company(const kr_page *page, size_t place, uint32_t *who) {
    size_t n = place == SIZE_MAX ? 0 : company(page, (uint32_t)place, who);
    kr_put_everybody(page, page->model, "people", skip_places, NULL);
    kr_model *people = kr_model_get(page->model, "people");
    for (const kr_member *m = kr_model_first(people); m; m = m->next) {
        const kr_model *id = kr_model_get(&m->value, "id");
        bool on = false;
        for (size_t i = 0; id && i < n && !on; i++) {
            char digits[17];
            kr_id_text(page->net.alters[who[i]].person->id, digits);
            on = kr_str_is(kr_str_n(id->as.text, id->len), digits);
        }
        kr_put_bool((kr_model *)(uintptr_t)&m->value, "checked", on);
    }
    kr_put_bool(page->model, "has_people", kr_model_count(people) > 0);
}

static void put_form(const kr_page *page, const kr_alter *one, bool typed, uint32_t *who) {
    kr_model *fields = kr_put_array(page->model, "fields");
    for (size_t i = 0; i < KR_COUNT(specs); i++) {
        const void *record = NULL;
        if (one) record = specs[i].kind == KR_KIND_tie ? (const void *)one->tie : one->person;
        kr_put_field(page, fields, record, specs[i], one ? one->person->name : KR_NONE, typed);
    }
    kr_put_bool(page->model, "one", one != NULL);
    kr_put_text(page->model, "one_name", one ? one->person->name : kr_posted(page->request, "naam"));
    char digits[17] = "";
    if (one) kr_id_text(one->person->id, digits);
    kr_put_text(page->model, "one_id", kr_str_z(digits));
    put_company(page, one ? (size_t)(one - page->net.alters) : SIZE_MAX, who);
}

static kr_err show(kr_request *request, kr_reply *reply, kr_str asked, kr_str problem, kr_error *error) {
    kr_page page;
    kr_err err = kr_page_open(&page, request, reply, "title.neighbourhood", error);
    if (err != KR_OK) return err;
    uint32_t *who = kr_new_n(request->arena, uint32_t, page.net.n + 1);
    if (!who) return kr_fail(error, KR_E_MEMORY, "error.memory", NULL, NULL);
    kr_model *rows = kr_put_array(page.model, "rows");
    for (size_t i = 0; i < page.net.n; i++)
        if (is_place(&page.net.alters[i])) put_row(&page, rows, (uint32_t)i, who);
    kr_put_bool(page.model, "has_rows", kr_model_count(rows) > 0);
    put_form(&page, kr_web_alter(&page, asked), problem.len > 0, who);
    kr_put_bool(page.model, "problem", false);
    if (problem.len) kr_put_text(page.model, "problem", problem);
    kr_draw_options options = {.as = KR_DRAW_NEIGHBOURHOOD};
    if (kr_may(request, KR_PART_MAP, KR_RIGHT_EDIT))
        options.link_prefix = kr_page_link(&page, "/buurt?wie=", 0, "");
    return kr_put_web(&page, &options, "buurt.h", error);
}

kr_err kr_page_neighbourhood(kr_request *request, kr_reply *reply, kr_error *error) {
    return show(request, reply, kr_query(request, "wie"), KR_NONE, error);
}

typedef struct placing {
    kr_request *request;
    const kr_page *page;
    const kr_alter *one; /* NULL: a new place */
} placing;

static void fill_company(kr_draft *draft, const placing *job, kr_id place) {
    const kr_page *page = job->page;
    size_t cap = job->request->n_form + 1, n = 0;
    kr_str *ticked = kr_new_n(draft->arena, kr_str, cap);
    uint32_t *who = kr_new_n(draft->arena, uint32_t, page->net.n + 1);
    bool *on = kr_new_n(draft->arena, bool, page->net.n + 1);
    if (!ticked || !who || !on) {
        (void)kr_fail(&draft->error, KR_E_MEMORY, "error.memory", NULL, NULL);
        return;
    }
    size_t n_ticked = kr_posted_all(job->request, "kent", ticked, cap);
    for (size_t i = 0; i < n_ticked; i++) {
        const kr_alter *alter = kr_web_alter(page, ticked[i]);
        if (!alter || is_place(alter)) continue;
        on[alter - page->net.alters] = true;
        kr_draft_acquainted(draft, alter->person->id, place, KR_yesno_yes);
    }
    if (job->one) n = company(page, (uint32_t)(job->one - page->net.alters), who);
    for (size_t i = 0; i < n; i++) {
        if (!on[who[i]]) kr_draft_acquainted(draft, page->net.alters[who[i]].person->id, place, 0);
    }
}

static void fill_place(kr_draft *draft, void *context) {
    const placing *job = context;
    kr_str name = kr_str_trim(kr_posted(job->request, "naam"));
    kr_id person = job->one ? job->one->person->id : kr_draft_contact(draft, name, KR_what_place);
    if (job->one && name.len) kr_draft_text(draft, KR_KIND_person, person, KR_F_person_name, name);
    kr_id tie = kr_draft_tie(draft, draft->circle->self.ego, person);
    for (size_t i = 0; i < KR_COUNT(specs); i++)
        kr_draft_posted(draft, job->request, specs[i].kind == KR_KIND_tie ? tie : person, specs[i]);
    fill_company(draft, job, person);
}

kr_err kr_page_neighbourhood_save(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_page page;
    kr_err err = kr_page_open(&page, request, reply, "title.neighbourhood", error);
    if (err != KR_OK) return err;
    placing job = {request, &page, kr_web_alter(&page, kr_posted(request, "wie"))};
    if (!job.one && !kr_str_trim(kr_posted(request, "naam")).len) {
        kr_go(request, reply, "/buurt#h-plek", NULL);
        return KR_OK;
    }
    err = kr_page_change(request, KR_ACT_SAY, fill_place, &job, error);
    if (err == KR_E_INVALID || err == KR_E_LIMIT) {
        kr_buf say;
        kr_str text = KR_NONE;
        kr_buf_init(&say, request->arena, 4096);
        kr_say_error(&say, request->prefs.lang, error);
        if (kr_buf_end(&say, &text) != KR_OK) text = KR_NONE;
        reply->status = 422;
        reply->tmpl = "buurt";
        return show(request, reply, kr_posted(request, "wie"), text, error);
    }
    if (err != KR_OK) return err;
    kr_go(request, reply, "/buurt#h-drawing", "notice.saved");
    return KR_OK;
}
