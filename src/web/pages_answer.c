/* Answers to what stands out, to a characteristic or to a suggestion: kept under what they are about,
 * changed, taken back. And the two sides of support, which the answers stand beside. */
#include "web/pages_see.h"

#include <stdio.h>

/* -- the wing: each kind of support, both ways -- */

/* One side of one kind of support: dots for the eye, names for whoever reads or listens. */
static void put_side(const kr_page *page, kr_model *row, bool gets, uint8_t kind) {
    kr_model *people = kr_put_array(row, gets ? "they" : "you");
    kr_buf text = kr_page_buf(page);
    kr_str *names = kr_new_n(page->request->arena, kr_str, page->net.n + 1);
    size_t count = 0;
    for (size_t i = 0; names && i < page->net.n; i++) {
        const kr_alter *alter = &page->net.alters[i];
        if (!alter->tie || !((gets ? alter->tie->gets : alter->tie->gives) & (1u << kind))) continue;
        if (!kr_see_nameable(alter)) continue;
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

void kr_put_wing(const kr_page *page) {
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

/* -- answers -- */

typedef struct answering {
    kr_request *request;
    kr_str about;
    bool back; /* taken back: the answer goes, the words stay */
} answering;

static kr_id record_of(const kr_circle *circle, kr_str about) {
    for (size_t i = circle->n_answers; i > 0; i--)
        if (!circle->answers[i - 1].gone && kr_str_eq(circle->answers[i - 1].about, about))
            return circle->answers[i - 1].id;
    return 0;
}

static void fill_answer(kr_draft *draft, void *context) {
    const answering *job = context;
    kr_id record = record_of(draft->circle, job->about);
    kr_str words = kr_posted(job->request, "words"), fits = kr_posted(job->request, "fits");
    if (job->back) {
        if (record) kr_draft_clear(draft, KR_KIND_answer, record, KR_F_answer_fits);
        return;
    }
    if (!record && !kr_str_trim(words).len && !fits.len) return;
    if (!record) record = kr_draft_new_id(draft);
    kr_draft_text(draft, KR_KIND_answer, record, KR_F_answer_about, job->about);
    if (kr_posted_has(job->request, "words"))
        kr_draft_text(draft, KR_KIND_answer, record, KR_F_answer_words, words);
    if (kr_posted_has(job->request, "fits"))
        kr_draft_written(draft, KR_KIND_answer, record, kr_schema_field(KR_KIND_answer, KR_F_answer_fits),
                         fits);
}

bool kr_about_plain(kr_str about) {
    for (size_t i = 0; i < about.len; i++) {
        char c = about.ptr[i];
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == ':' || c == '_'))
            return false;
    }
    return about.len > 0 && about.len <= 80;
}

/* Behind "/kenmerken": the same group, with or without those who do it as work, at the same one. */
static void put_trait_place(kr_request *request, kr_buf *to) {
    kr_str part = kr_posted(request, "deel"), group = kr_posted(request, "groep");
    bool grouped = kr_about_plain(group);
    if (grouped) {
        kr_put_z(to, "?groep=");
        kr_put(to, group);
    }
    if (kr_posted_has(request, "zonder")) kr_put_z(to, grouped ? "&zonder=1" : "?zonder=1");
    if (kr_about_plain(part)) {
        kr_put_z(to, "#k-");
        kr_put(to, part);
    }
}

/* The page one came from, by its name; never an address that was posted. */
static kr_err back_to(kr_request *request, kr_str *out) {
    static const struct {
        const char *name, *path;
    } pages[] = {{"ecogram", "/ecogram#h-stil"}, {"tijd", "/tijd#h-naast"}, {"kenmerken", "/kenmerken"},
                 {"naast", "/naast#h-ideeen"},   {"plan", "/plan"},         {"keek", "/opvalt?keek=1"}};
    kr_str back = kr_posted(request, "terug"), theme = kr_posted(request, "thema");
    kr_buf to;
    const char *path = "/opvalt";
    for (size_t i = 0; i < KR_COUNT(pages); i++)
        if (kr_str_is(back, pages[i].name)) path = pages[i].path;
    kr_buf_init(&to, request->arena, 300);
    kr_put_z(&to, path);
    if (!back.len && kr_about_plain(theme)) {
        kr_put_z(&to, "?thema=");
        kr_put(&to, theme);
    }
    if (kr_str_is(back, "kenmerken")) put_trait_place(request, &to);
    kr_put_c(&to, 0);
    return kr_buf_end(&to, out);
}

/* To the form for a wish, which asks for own words, about whom and what it is about. */
static kr_err to_wish(kr_request *request, kr_str about, kr_str *out) {
    kr_buf to;
    kr_buf_init(&to, request->arena, 300);
    kr_put_z(&to, "/wensen");
    if (kr_about_plain(about)) {
        kr_put_z(&to, "?bij=");
        kr_put(&to, about);
    }
    kr_put_z(&to, "#wens");
    kr_put_c(&to, 0);
    return kr_buf_end(&to, out);
}

kr_err kr_page_answer_save(kr_request *request, kr_reply *reply, kr_error *error) {
    answering job = {request, kr_posted(request, "about"), kr_posted_has(request, "terugleggen")};
    if (!job.about.len || job.about.len > 80) return kr_fail(error, KR_E_INVALID, "error.say.400", "", "");
    kr_err err = kr_page_change(request, KR_ACT_ANSWER, fill_answer, &job, error);
    if (err) return err;
    kr_str path = KR_NONE;
    bool wish = kr_posted_has(request, "wens");
    err = wish ? to_wish(request, job.about, &path) : back_to(request, &path);
    if (err) return kr_fail(error, KR_E_MEMORY, "error.memory", "", "");
    kr_go(request, reply, path.ptr, wish ? NULL : job.back ? "notice.laid_back" : "notice.saved");
    return KR_OK;
}
