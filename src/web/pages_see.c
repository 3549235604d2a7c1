/* What stands out: one quiet sentence with names, one open question, and room for an answer in own words. */
#include "web/pages.h"

#include <stdio.h>

#include "core/observe.h"
#include "draw/draw.h"
#include "words/notice.h"

#define SEE_MOST  24
#define SEE_FIRST 6

static kr_str page_word(void *context, const char *key) {
    const kr_page *page = context;
    return kr_word(page->lang, key);
}

static kr_str about_of(const kr_page *page, const kr_observation *o) {
    kr_buf buf = kr_page_buf(page);
    kr_observation_about(&buf, o);
    return kr_page_text(&buf);
}

static kr_str said(const kr_page *page, const kr_observation *o, kr_notice_part part) {
    kr_buf out = kr_page_buf(page);
    kr_say_notice(&out, page->lang, &page->net, o, part);
    return kr_page_text(&out);
}

static void put_fits(const kr_page *page, kr_model *object, const kr_answer *answer) {
    const kr_choice_list *list = kr_list_of(KR_KIND_answer, KR_F_answer_fits);
    kr_put_choices(page->request, object, "fits", list, answer ? answer->fits : 0);
    kr_put_text(object, "words", answer ? answer->words : KR_NONE);
}

static kr_err put_look(const kr_page *page, kr_model *array, const kr_observation *o, size_t nr) {
    kr_model *object = kr_add_object(array);
    kr_str about = about_of(page, o);
    kr_put_number(object, "nr", (int64_t)nr);
    kr_put_text(object, "about", about);
    kr_put_text(object, "look_title", said(page, o, KR_NOTICE_TITLE));
    kr_put_text(object, "say", said(page, o, KR_NOTICE_SAY));
    kr_put_text(object, "ask", said(page, o, KR_NOTICE_ASK));
    put_fits(page, object, kr_page_answer(page, about));
    kr_buf svg = kr_page_buf(page);
    kr_err err = kr_atlas_svg(&svg, page->request->arena, &page->net, o->people, o->n_people, false,
                              page_word, (void *)page);
    if (err) return err;
    kr_put_markup(object, "picture_svg", kr_page_text(&svg));
    return KR_OK;
}

/* One side of one kind of support: dots for the eye, names for whoever reads or listens. */
static void put_side(const kr_page *page, kr_model *row, bool gets, uint8_t kind) {
    kr_model *people = kr_put_array(row, gets ? "they" : "you");
    kr_buf text = kr_page_buf(page);
    kr_str *names = kr_new_n(page->request->arena, kr_str, page->net.n + 1);
    size_t count = 0;
    for (size_t i = 0; names && i < page->net.n; i++) {
        const kr_alter *alter = &page->net.alters[i];
        if (!alter->tie || !((gets ? alter->tie->gets : alter->tie->gives) & (1u << kind))) continue;
        kr_model *person = kr_add_object(people);
        kr_put_face(page, person, alter);
        kr_put_bool(person, "paid", alter->paid);
        kr_buf star = kr_page_buf(page);
        kr_put(&star, alter->person->name);
        if (alter->paid) kr_put_c(&star, '*');
        names[count++] = kr_page_text(&star);
    }
    if (count) kr_say_names(&text, page->lang, names, count, count);
    kr_put_text(row, gets ? "they_text" : "you_text", count ? kr_page_text(&text) : KR_STR("–"));
}

static void put_wing(const kr_page *page) {
    const kr_choice_list *list = kr_list_of(KR_KIND_tie, KR_F_tie_gets);
    kr_model *rows = kr_put_array(page->model, "wing");
    bool any = false;
    for (size_t i = 0; i < page->net.n; i++) {
        const kr_tie *tie = page->net.alters[i].tie;
        any = any || (tie && (tie->gets || tie->gives));
    }
    for (size_t i = 0; any && i < list->count; i++) {
        kr_model *row = kr_add_object(rows);
        char key[48];
        snprintf(key, sizeof key, "hint.support.%s", list->choices[i].name);
        kr_put_text(row, "label", kr_page_choice(page, list, list->choices[i].number));
        kr_put_word(page->request, row, "sub", key);
        put_side(page, row, true, list->choices[i].number);
        put_side(page, row, false, list->choices[i].number);
    }
    kr_put_bool(page->model, "has_wing", any);
    kr_put_areas(page, kr_put_array(page->model, "areas"), kr_form_of(KR_FORM_LENSINK), 0);
}

kr_err kr_page_see(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_page page;
    kr_err err = kr_page_open(&page, request, reply, "title.see", error);
    if (err) return err;
    kr_observation *list;
    size_t count;
    err = kr_observe(&list, &count, request->arena, &page.net, kr_date_of(request->local), SEE_MOST);
    if (err) return kr_fail(error, err, "error.memory", "", "");
    bool all = kr_query(request, "meer").len > 0;
    kr_put_bool(page.model, "more", !all && count > SEE_FIRST);
    if (!all && count > SEE_FIRST) count = SEE_FIRST;
    kr_model *looks = kr_put_array(page.model, "looks");
    for (size_t i = 0; i < count && !err; i++) err = put_look(&page, looks, &list[i], i);
    if (err) return kr_fail(error, err, "error.memory", "", "");
    kr_put_bool(page.model, "has_looks", count > 0);
    put_wing(&page);
    return KR_OK;
}

/* -- answers
 * -------------------------------------------------------------------------------------------------------- */

typedef struct answering {
    kr_request *request;
    kr_str about;
    bool wish;
    bool fits_given;
} answering;

/* The question of an observation, by what its answer is kept under; nothing when it is not there any more. */
kr_str kr_page_question(const kr_page *page, kr_str about) {
    kr_observation *list;
    size_t count;
    kr_date today = kr_date_of(page->request->local);
    if (!about.len || kr_observe(&list, &count, page->request->arena, &page->net, today, SEE_MOST) != KR_OK)
        return KR_NONE;
    for (size_t i = 0; i < count; i++)
        if (kr_str_eq(about_of(page, &list[i]), about)) return said(page, &list[i], KR_NOTICE_ASK);
    return KR_NONE;
}

static void fill_answer(kr_draft *draft, void *context) {
    const answering *job = context;
    const kr_circle *circle = draft->circle;
    kr_id record = 0;
    kr_str words = kr_posted(job->request, "words");
    for (size_t i = circle->n_answers; i > 0 && !record; i--)
        if (!circle->answers[i - 1].gone && kr_str_eq(circle->answers[i - 1].about, job->about))
            record = circle->answers[i - 1].id;
    bool says = kr_str_trim(words).len || kr_posted(job->request, "fits").len;
    if (record || says) {
        if (!record) record = kr_draft_new_id(draft);
        kr_draft_text(draft, KR_KIND_answer, record, KR_F_answer_about, job->about);
        kr_draft_text(draft, KR_KIND_answer, record, KR_F_answer_words, words);
        const kr_field *fits = kr_schema_field(KR_KIND_answer, KR_F_answer_fits);
        if (kr_posted_has(job->request, "fits"))
            kr_draft_written(draft, KR_KIND_answer, record, fits, kr_posted(job->request, "fits"));
    }
    if (!job->wish) return;
    kr_id wish = kr_draft_new_id(draft);
    kr_str own = kr_str_trim(words);
    kr_draft_text(draft, KR_KIND_wish, wish, KR_F_wish_words, own);
}

/* "see.give:support.practical": nothing that means something in an address. */
static bool plain_about(kr_str about) {
    for (size_t i = 0; i < about.len; i++) {
        char c = about.ptr[i];
        if (!((c >= 'a' && c <= 'z') || c == '.' || c == ':' || c == '_')) return false;
    }
    return true;
}

kr_err kr_page_answer_save(kr_request *request, kr_reply *reply, kr_error *error) {
    answering job = {request, kr_posted(request, "about"), kr_posted_has(request, "wens"), false};
    if (!job.about.len || job.about.len > 80) return kr_fail(error, KR_E_INVALID, "error.say.400", "", "");
    /* A wish is in own words: without any, the page of wishes asks for them. What fits is kept all the same.
     */
    bool ask = job.wish && !kr_str_trim(kr_posted(request, "words")).len;
    if (ask) job.wish = false;
    kr_err err = kr_page_change(request, job.wish ? KR_ACT_WISH : KR_ACT_ANSWER, fill_answer, &job, error);
    if (err) return err;
    kr_str back = kr_posted(request, "terug");
    const char *path = kr_str_is(back, "ecogram") ? "/ecogram#h-stil"
                       : kr_str_is(back, "tijd")  ? "/tijd#h-naast"
                                                  : "/opvalt";
    if (job.wish) path = "/wensen";
    if (ask) {
        kr_buf to;
        kr_str text = KR_NONE;
        kr_buf_init(&to, request->arena, 200);
        kr_put_z(&to, "/wensen");
        if (plain_about(job.about)) {
            kr_put_z(&to, "?bij=");
            kr_put(&to, job.about);
        }
        kr_put_z(&to, "#wens");
        kr_put_c(&to, 0);
        if (kr_buf_end(&to, &text) != KR_OK) return kr_fail(error, KR_E_MEMORY, "error.memory", "", "");
        kr_go(request, reply, text.ptr, NULL);
        return KR_OK;
    }
    kr_go(request, reply, path, job.wish ? "notice.wish" : "notice.saved");
    return KR_OK;
}
