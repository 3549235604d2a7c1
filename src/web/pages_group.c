/* A group: who chooses whom, question by question. What somebody would rather not stands on a layer that is
 * off until it is asked for. */
#include "web/pages_among.h"

#include <stdio.h>

#include "draw/netmap.h"

typedef struct group {
    kr_page page;
    kr_str questions[KR_QUESTIONS], question;
    size_t n_questions, asked; /* asked from 1; 0: a new one */
    const kr_person *one;
    bool with_not;
} group;

/* Somebody around, or the person in the middle. */
static const kr_person *member(const kr_page *page, kr_str text) {
    kr_id id;
    if (!kr_id_parse(text, &id)) return NULL;
    if (page->net.ego && page->net.ego->id == id) return page->net.ego;
    const kr_alter *alter = kr_page_alter(page, id);
    return alter ? alter->person : NULL;
}

/* In the order of the network, the person in the middle behind it. */
static const kr_person *nth(const kr_page *page, size_t i) {
    return i < page->net.n ? page->net.alters[i].person : i == page->net.n ? page->net.ego : NULL;
}

static const kr_nomination *found(const kr_circle *circle, kr_id from, kr_id to, kr_str question) {
    for (size_t i = 0; i < circle->n_nominations; i++) {
        const kr_nomination *one = &circle->nominations[i];
        if (!one->gone && one->from == from && one->to == to && kr_str_eq(one->question, question))
            return one;
    }
    return NULL;
}

static uint8_t says(const group *g, kr_id from, kr_id to) {
    const kr_nomination *one = found(g->page.request->view.circle, from, to, g->question);
    return !one ? 0 : one->rather_not == KR_yesno_yes ? 2 : 1;
}

static void read_asked(group *g) {
    kr_request *request = g->page.request;
    int64_t asked = 1;
    g->n_questions = kr_group_questions(request->view.circle, g->questions, KR_QUESTIONS);
    if (!kr_str_int(kr_query(request, "vraag"), &asked) || asked < 0 || asked > (int64_t)g->n_questions)
        asked = 1;
    g->asked = g->n_questions ? (size_t)asked : 0;
    if (g->asked) g->question = g->questions[g->asked - 1];
    g->one = member(&g->page, kr_query(request, "wie"));
    if (!g->one) g->one = nth(&g->page, 0);
    g->with_not = kr_str_is(kr_query(request, "liever"), "1");
}

static void put_questions(const group *g) {
    static const char *const samples[] = {"group.sample.do", "group.sample.talk", "group.sample.help"};
    const kr_page *page = &g->page;
    kr_model *array = kr_put_array(page->model, "questions"), *ideas = kr_put_array(page->model, "samples");
    for (size_t i = 0; i < g->n_questions; i++) {
        kr_model *one = kr_add_object(array);
        char path[48];
        snprintf(path, sizeof path, "/groep?vraag=%u%s", (unsigned)i + 1, g->with_not ? "&liever=1" : "");
        kr_put_text(one, "label", g->questions[i]);
        kr_put_text(one, "href", kr_page_link(page, path, 0, ""));
        kr_put_bool(one, "current", i + 1 == g->asked);
    }
    for (size_t i = 0; i < KR_COUNT(samples); i++)
        kr_put_word(page->request, kr_add_object(ideas), "label", samples[i]);
    kr_put_bool(page->model, "has_questions", g->n_questions > 0);
    kr_put_text(page->model, "new_href", kr_page_link(page, "/groep?vraag=0#h-wie", 0, ""));
    kr_put_bool(page->model, "fresh", g->asked == 0);
    kr_put_text(page->model, "question", g->question);
}

static void put_form(const group *g) {
    const kr_page *page = &g->page;
    kr_model *people = kr_put_array(page->model, "people"), *others = kr_put_array(page->model, "others");
    char path[64];
    snprintf(path, sizeof path, "/groep?vraag=%u%s&wie=", (unsigned)g->asked, g->with_not ? "&liever=1" : "");
    for (size_t i = 0; nth(page, i); i++) {
        const kr_person *person = nth(page, i);
        kr_put_pick(page, people, person, path, person == g->one);
        if (person == g->one) continue;
        kr_model *other = kr_add_object(others);
        char digits[17];
        uint8_t now = says(g, g->one->id, person->id);
        kr_id_text(person->id, digits);
        kr_put_text(other, "other", kr_str_z(digits));
        kr_put_text(other, "label", person->name);
        kr_put_bool(other, "chosen", now == 1);
        kr_put_bool(other, "not", now == 2);
    }
    char digits[17];
    kr_id_text(g->one->id, digits);
    kr_put_text(page->model, "one_id", kr_str_z(digits));
    kr_put_text(page->model, "one_name", g->one->name);
    kr_put_bool(page->model, "with_not", g->with_not);
}

static void put_sentence(const group *g, kr_model *array, const kr_person *from, uint8_t what,
                         const char *key) {
    const kr_page *page = &g->page;
    kr_buf names = kr_page_buf(page);
    size_t n = 0, at = 0;
    for (size_t i = 0; nth(page, i); i++) n += says(g, from->id, nth(page, i)->id) == what;
    if (!n) return;
    for (size_t i = 0; nth(page, i); i++) {
        if (says(g, from->id, nth(page, i)->id) != what) continue;
        if (at && at + 1 < n) kr_put_z(&names, ", ");
        if (at && at + 1 == n) {
            kr_put_c(&names, ' ');
            kr_put(&names, kr_word(page->lang, "group.and"));
            kr_put_c(&names, ' ');
        }
        kr_put(&names, nth(page, i)->name);
        at++;
    }
    kr_word_arg args[] = {KR_WORD_TEXT("name", from->name), KR_WORD_TEXT("names", kr_page_text(&names))};
    kr_put_say(page->request, kr_add_object(array), "say", key, args, 2);
}

static void put_says(const group *g) {
    const kr_page *page = &g->page;
    kr_model *array = kr_put_array(page->model, "says"), *both = kr_put_array(page->model, "mutual");
    for (size_t i = 0; g->question.len && nth(page, i); i++) {
        put_sentence(g, array, nth(page, i), 1, "group.say.chooses");
        if (g->with_not) put_sentence(g, array, nth(page, i), 2, "group.say.not");
        for (size_t k = i + 1; nth(page, k); k++) {
            kr_id a = nth(page, i)->id, b = nth(page, k)->id;
            if (says(g, a, b) != 1 || says(g, b, a) != 1) continue;
            kr_word_arg args[] = {KR_WORD_TEXT("a", nth(page, i)->name),
                                  KR_WORD_TEXT("b", nth(page, k)->name)};
            kr_put_say(page->request, kr_add_object(both), "say", "group.say.mutual", args, 2);
        }
    }
    kr_put_bool(page->model, "has_says", kr_model_count(array) > 0);
    kr_put_bool(page->model, "has_mutual", kr_model_count(both) > 0);
}

kr_err kr_page_group(kr_request *request, kr_reply *reply, kr_error *error) {
    static const kr_layer_switch switches[] = {{KR_LAYER_REJECTIONS, "liever", "group.layer.not", false}};
    group g = {0};
    kr_err err = kr_page_open(&g.page, request, reply, "title.group", error);
    if (err != KR_OK) return err;
    read_asked(&g);
    put_questions(&g);
    kr_put_bool(g.page.model, "has_people", g.page.net.n > 0);
    if (g.page.net.n > 0) put_form(&g);
    put_says(&g);
    char rest[24];
    snprintf(rest, sizeof rest, "vraag=%u", (unsigned)g.asked);
    kr_buf kept = kr_page_buf(&g.page);
    kr_put_z(&kept, rest);
    kr_draw_options options = {.as = KR_DRAW_GROUP, .question = g.question};
    return kr_put_among(&g.page, &options, "group.h", switches, g.n_questions ? KR_COUNT(switches) : 0,
                        g.asked ? kr_page_text(&kept) : KR_NONE, error);
}

typedef struct choosing {
    kr_request *request;
    const kr_page *page;
    const kr_person *from;
    kr_str question;
    bool with_not;
} choosing;

static bool is_among(const kr_str *list, size_t n, kr_id id) {
    char digits[17];
    kr_id_text(id, digits);
    for (size_t i = 0; i < n; i++)
        if (kr_str_is(list[i], digits)) return true;
    return false;
}

static void choose(kr_draft *draft, const choosing *job, kr_id to, uint8_t then) {
    const kr_nomination *one = found(draft->circle, job->from->id, to, job->question);
    uint8_t now = !one ? 0 : one->rather_not == KR_yesno_yes ? 2 : 1;
    if (now == then || (now == 2 && then == 0 && !job->with_not)) return;
    if (then == 0) {
        kr_draft_bin(draft, one->id);
        return;
    }
    kr_id record = one ? one->id : kr_draft_new_id(draft);
    kr_draft_ref(draft, KR_KIND_nomination, record, KR_F_nomination_from, job->from->id);
    kr_draft_ref(draft, KR_KIND_nomination, record, KR_F_nomination_to, to);
    kr_draft_text(draft, KR_KIND_nomination, record, KR_F_nomination_question, job->question);
    kr_draft_number(draft, KR_KIND_nomination, record, KR_F_nomination_rather_not,
                    then == 2 ? KR_yesno_yes : 0);
}

static void fill_group(kr_draft *draft, void *context) {
    const choosing *job = context;
    size_t cap = job->request->n_form + 1;
    kr_str *yes = kr_new_n(draft->arena, kr_str, cap), *no = kr_new_n(draft->arena, kr_str, cap);
    if (!yes || !no) {
        (void)kr_fail(&draft->error, KR_E_MEMORY, "error.memory", NULL, NULL);
        return;
    }
    size_t n_yes = kr_posted_all(job->request, "kiest", yes, cap), n_no = 0;
    if (job->with_not) n_no = kr_posted_all(job->request, "niet", no, cap);
    for (size_t i = 0; nth(job->page, i); i++) {
        kr_id to = nth(job->page, i)->id;
        if (to == job->from->id) continue;
        choose(draft, job, to, is_among(yes, n_yes, to) ? 1 : is_among(no, n_no, to) ? 2 : 0);
    }
}

kr_err kr_page_group_save(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_page page;
    kr_err err = kr_page_open(&page, request, reply, "title.group", error);
    if (err != KR_OK) return err;
    choosing job = {request, &page, member(&page, kr_posted(request, "van")),
                    kr_str_trim(kr_posted(request, "vraag")), kr_posted_has(request, "met-niet")};
    if (!job.from) return kr_fail(error, KR_E_INVALID, "error.say.400", NULL, NULL);
    if (!job.question.len) job.question = kr_word(page.lang, "group.sample.do");
    kr_id from = job.from->id;
    err = kr_page_change(request, KR_ACT_SAY, fill_group, &job, error);
    if (err != KR_OK) return err;
    kr_str all[KR_QUESTIONS];
    size_t n = kr_group_questions(request->view.circle, all, KR_QUESTIONS), at = 0;
    while (at < n && !kr_str_eq(all[at], job.question)) at++;
    char path[96], digits[17];
    kr_id_text(from, digits);
    snprintf(path, sizeof path, "/groep?vraag=%u&wie=%s%s", at < n ? (unsigned)at + 1 : 0, digits,
             job.with_not ? "&liever=1" : "");
    kr_go(request, reply, path, "notice.saved");
    return KR_OK;
}
