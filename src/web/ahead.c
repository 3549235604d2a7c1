/* What the pages that look ahead share: sentences with names, tick boxes, and saving what somebody wrote. */
#include "web/pages_whatif.h"

kr_str kr_ahead_word(void *page, const char *key) {
    return kr_word(((const kr_page *)page)->lang, key);
}

kr_str kr_ahead_names(const kr_page *page, kr_some some) {
    kr_buf names = kr_page_buf(page);
    if (some.n) kr_page_names(page, &names, some.who, some.n, some.n);
    return kr_page_text(&names);
}

kr_str kr_ahead_kinds(const kr_page *page, uint32_t kinds) {
    kr_buf out = kr_page_buf(page);
    kr_page_set(page, &out, kr_list_of(KR_KIND_tie, KR_F_tie_gets), kinds);
    return kr_page_text(&out);
}

void kr_ahead_tell(const kr_page *page, kr_model *lines, const char *key, kr_telling about) {
    kr_word_arg args[] = {KR_WORD_TEXT("names", kr_ahead_names(page, about.names)),
                          KR_WORD_TEXT("others", kr_ahead_names(page, about.others)),
                          KR_WORD_TEXT("kinds", about.kinds), KR_WORD_TEXT("word", about.word),
                          KR_WORD_NUMBER("n", (int64_t)about.names.n)};
    kr_put_say(page->request, kr_add_object(lines), "line", key, args, KR_COUNT(args));
}

size_t kr_ahead_asked(const kr_page *page, const char *name, kr_id *out, size_t cap) {
    const kr_request *request = page->request;
    size_t n = 0;
    for (size_t i = 0; i < request->n_query; i++) {
        kr_id id;
        bool known = false;
        if (!kr_str_is(request->query[i].name, name) || !kr_id_parse(request->query[i].value, &id)) continue;
        if (kr_network_index(&page->net, id) == SIZE_MAX) continue;
        for (size_t k = 0; k < n && k < cap; k++) known = known || out[k] == id;
        if (!known && n < cap) out[n++] = id;
    }
    return n;
}

void kr_ahead_chips(const kr_page *page, const char *name, const kr_id *checked, size_t n) {
    kr_model *chips = kr_put_array(page->model, name);
    for (size_t i = 0; i < page->net.n; i++) {
        const kr_alter *alter = &page->net.alters[i];
        if (alter->person->what == KR_what_place) continue;
        kr_model *chip = kr_add_object(chips);
        bool on = false;
        for (size_t k = 0; k < n; k++) on = on || checked[k] == alter->person->id;
        kr_put_face(page, chip, alter);
        kr_put_bool(chip, "checked", on);
    }
}

/* -- what somebody wrote
 * ----------------------------------------------------------------------------------------------- */

typedef struct keeping {
    kr_request *request;
    kr_str about;
    bool wish;
} keeping;

static void fill(kr_draft *draft, void *context) {
    const keeping *job = context;
    const kr_circle *circle = draft->circle;
    kr_str words = kr_posted(job->request, "words");
    kr_id record = 0;
    if (job->wish) {
        kr_draft_text(draft, KR_KIND_wish, kr_draft_new_id(draft), KR_F_wish_words, words);
        return;
    }
    for (size_t i = circle->n_answers; i > 0 && !record; i--)
        if (!circle->answers[i - 1].gone && kr_str_eq(circle->answers[i - 1].about, job->about))
            record = circle->answers[i - 1].id;
    if (!record && !kr_str_trim(words).len) return;
    if (!record) record = kr_draft_new_id(draft);
    kr_draft_text(draft, KR_KIND_answer, record, KR_F_answer_about, job->about);
    kr_draft_text(draft, KR_KIND_answer, record, KR_F_answer_words, words);
}

kr_err kr_ahead_save(kr_request *request, kr_reply *reply, kr_str about, const char *path, kr_error *error) {
    bool wish = kr_str_is(kr_posted(request, "bewaar"), "wens");
    keeping job = {request, about, wish};
    if (wish && !kr_str_trim(kr_posted(request, "words")).len) {
        kr_go(request, reply, path, NULL);
        return KR_OK;
    }
    kr_err err = kr_page_change(request, wish ? KR_ACT_WISH : KR_ACT_ANSWER, fill, &job, error);
    if (err == KR_OK) kr_go(request, reply, path, wish ? "notice.wish" : "notice.saved");
    return err;
}
