/* The domains of life: who and which places belong to each. */
#include <stdio.h>

#include "web/pages_web.h"

/* An open question for a domain where nobody stands yet. */
static bool in_domain(const kr_alter *alter, unsigned domain) {
    uint32_t set = alter->person->domain | (alter->tie ? alter->tie->domains : 0);
    return set >> domain & 1;
}

static bool skip_there(const kr_alter *alter, void *context) {
    return in_domain(alter, *(const unsigned *)context);
}

/* Places after people; with `places` only those. */
static size_t gather(const kr_page *page, unsigned domain, bool places, uint32_t *who) {
    size_t n = 0;
    for (size_t i = 0; i < page->net.n; i++) {
        const kr_alter *alter = &page->net.alters[i];
        if (in_domain(alter, domain) && (alter->person->what == KR_what_place) == places)
            who[n++] = (uint32_t)i;
    }
    return n;
}

static void put_names(const kr_page *page, kr_buf *say, const uint32_t *who, size_t n, const char *key) {
    if (!n) return;
    kr_buf names = kr_page_buf(page);
    kr_page_names(page, &names, who, n, n);
    if (say->len) kr_put_c(say, ' ');
    kr_say_with(page, say, key, "names", kr_page_text(&names));
}

static void put_domain(const kr_page *page, kr_model *array, const kr_choice_list *list,
                       const kr_choice *choice, uint32_t *who) {
    unsigned domain = choice->number;
    kr_model *object = kr_add_object(array);
    kr_buf say = kr_page_buf(page);
    char key[48];
    kr_put_text(object, "value", kr_str_z(choice->name));
    kr_put_text(object, "label", kr_page_choice(page, list, domain));
    snprintf(key, sizeof key, "domains.ask.%s", choice->name);
    kr_put_word(page->request, object, "ask", key);
    kr_model *people = kr_put_array(object, "people");
    for (int places = 0; places < 2; places++) {
        size_t n = gather(page, domain, places, who);
        put_names(page, &say, who, n, places ? "domains.say.places" : "domains.say.people");
        for (size_t i = 0; i < n; i++) kr_put_face(page, kr_add_object(people), &page->net.alters[who[i]]);
    }
    kr_put_bool(object, "has", kr_model_count(people) > 0);
    kr_put_text(object, "sentence", kr_page_text(&say));
    kr_put_everybody(page, object, "others", skip_there, &domain);
}

kr_err kr_page_domains(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_page page;
    kr_err err = kr_page_open(&page, request, reply, "title.domains", error);
    if (err != KR_OK) return err;
    const kr_choice_list *list = kr_list_of(KR_KIND_person, KR_F_person_domain);
    uint32_t *who = kr_new_n(request->arena, uint32_t, page.net.n + 1);
    if (!who) return kr_fail(error, KR_E_MEMORY, "error.memory", NULL, NULL);
    kr_model *domains = kr_put_array(page.model, "domains");
    for (size_t i = 0; i < list->count; i++) put_domain(&page, domains, list, &list->choices[i], who);
    kr_draw_options options = {.as = KR_DRAW_DOMAINS};
    return kr_put_web(&page, &options, "domains.h", error);
}

typedef struct sorting {
    kr_request *request;
    const kr_page *page;
    unsigned domain;
} sorting;

static void set_domain(kr_draft *draft, const kr_alter *alter, kr_id person, unsigned domain, bool on) {
    uint32_t bit = 1u << domain, said = alter && alter->tie ? alter->tie->domains : 0;
    kr_id tie = kr_draft_tie(draft, draft->circle->self.ego, person);
    kr_draft_set(draft, KR_KIND_tie, tie, KR_F_tie_domains, on ? said | bit : said & ~bit);
    if (!on && alter && alter->person->domain & bit)
        kr_draft_set(draft, KR_KIND_person, person, KR_F_person_domain, alter->person->domain & ~bit);
}

/* Whoever was shown and is not ticked any longer goes out; one may come in, by choice or by name. */
static void fill_domain(kr_draft *draft, void *context) {
    const sorting *job = context;
    const kr_page *page = job->page;
    size_t cap = job->request->n_form + 1;
    kr_str *ticked = kr_new_n(draft->arena, kr_str, cap), *shown = kr_new_n(draft->arena, kr_str, cap);
    if (!ticked || !shown) {
        (void)kr_fail(&draft->error, KR_E_MEMORY, "error.memory", NULL, NULL);
        return;
    }
    size_t n_ticked = kr_posted_all(job->request, "hier", ticked, cap),
           n_shown = kr_posted_all(job->request, "was", shown, cap);
    for (size_t i = 0; i < n_shown; i++) {
        const kr_alter *alter = kr_web_alter(page, shown[i]);
        bool on = false;
        for (size_t k = 0; k < n_ticked && !on; k++) on = kr_str_eq(ticked[k], shown[i]);
        if (alter && !on && in_domain(alter, job->domain))
            set_domain(draft, alter, alter->person->id, job->domain, false);
    }
    const kr_alter *fresh = kr_web_alter(page, kr_posted(job->request, "erbij"));
    if (fresh) set_domain(draft, fresh, fresh->person->id, job->domain, true);
    kr_str place = kr_str_trim(kr_posted(job->request, "plek"));
    if (!place.len) return;
    set_domain(draft, NULL, kr_draft_contact(draft, place, KR_what_place), job->domain, true);
}

kr_err kr_page_domains_save(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_page page;
    kr_err err = kr_page_open(&page, request, reply, "title.domains", error);
    if (err != KR_OK) return err;
    const kr_choice_list *list = kr_list_of(KR_KIND_person, KR_F_person_domain);
    sorting job = {request, &page, 0};
    for (size_t i = 0; i < list->count; i++)
        if (kr_str_is(kr_posted(request, "gebied"), list->choices[i].name))
            job.domain = list->choices[i].number;
    if (!job.domain) return kr_fail(error, KR_E_INVALID, "error.say.400", NULL, NULL);
    err = kr_page_change(request, KR_ACT_SAY, fill_domain, &job, error);
    if (err != KR_OK) return err;
    char path[64];
    snprintf(path, sizeof path, "/levensgebieden#h-%s", kr_choice_name(list, job.domain));
    kr_go(request, reply, path, "notice.saved");
    return KR_OK;
}
