/* Wishes: a short list in the person's own words. */
#include "web/pages.h"

#include <stdio.h>

static void put_wish(const kr_page *page, kr_model *array, const kr_wish *wish) {
    char digits[17];
    kr_model *object = kr_add_object(array);
    kr_id_text(wish->id, digits);
    kr_put_text(object, "id", kr_str_z(digits));
    kr_put_text(object, "words", wish->words);
    kr_put_choices(page->request, object, "goals", kr_list_of(KR_KIND_wish, KR_F_wish_goal), wish->goal);
    kr_put_text(object, "goal", kr_page_choice(page, kr_list_of(KR_KIND_wish, KR_F_wish_goal), wish->goal));
}

/* What was said with a contact stands here too, with the way to it. */
static void put_tie_wishes(const kr_page *page) {
    kr_model *array = kr_put_array(page->model, "with");
    for (size_t i = 0; i < page->net.n; i++) {
        const kr_alter *alter = &page->net.alters[i];
        kr_buf say = kr_page_buf(page);
        kr_say_wish(page, &say, alter);
        if (!say.len || alter->tie->wish == KR_wish_none) continue;
        kr_model *object = kr_add_object(array);
        kr_put_face(page, object, alter);
        kr_put_text(object, "say", kr_page_text(&say));
    }
    kr_put_bool(page->model, "has_with", kr_model_count(array) > 0);
}

kr_err kr_page_wishes(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_page page;
    kr_err err = kr_page_open(&page, request, reply, "title.wishes", error);
    if (err) return err;
    const kr_circle *circle = request->view.circle;
    kr_model *wishes = kr_put_array(page.model, "wishes");
    for (size_t i = circle->n_wishes; i > 0; i--)
        if (!circle->wishes[i - 1].gone) put_wish(&page, wishes, &circle->wishes[i - 1]);
    kr_put_bool(page.model, "has_wishes", kr_model_count(wishes) > 0);
    kr_put_choices(request, page.model, "goals", kr_list_of(KR_KIND_wish, KR_F_wish_goal), 0);
    put_tie_wishes(&page);
    kr_put_text(page.model, "question", kr_page_question(&page, kr_query(request, "bij")));
    return KR_OK;
}

static const char *const start_keys[] = {"wish.start.eat",  "wish.start.walk", "wish.start.call",
                                         "wish.start.give", "wish.start.sing", "wish.start.fine"};

static const kr_wish *wish_with(const kr_circle *circle, kr_str words) {
    for (size_t i = 0; i < circle->n_wishes; i++)
        if (!circle->wishes[i].gone && kr_str_eq(circle->wishes[i].words, words)) return &circle->wishes[i];
    return NULL;
}

/* The tiles beside naming: ticked ones become a wish, unticked ones go to the bin. */
static void fill_start(kr_draft *draft, const kr_request *request) {
    kr_str values[8];
    size_t count = kr_posted_all(request, "start", values, KR_COUNT(values));
    for (size_t k = 0; k < KR_COUNT(start_keys); k++) {
        kr_str words = kr_word(request->prefs.lang, start_keys[k]);
        const kr_wish *old = wish_with(draft->circle, words);
        bool on = false;
        int64_t nr;
        for (size_t i = 0; i < count && i < KR_COUNT(values); i++)
            on = on || (kr_str_int(values[i], &nr) && nr == (int64_t)k);
        if (on && !old) kr_draft_text(draft, KR_KIND_wish, kr_draft_new_id(draft), KR_F_wish_words, words);
        if (!on && old) kr_draft_bin(draft, old->id);
    }
}

static void fill_wish(kr_draft *draft, void *context) {
    const kr_request *request = context;
    kr_id record = 0;
    kr_kind kind = KR_KIND_none;
    if (kr_posted_has(request, "begin")) {
        fill_start(draft, request);
        return;
    }
    if (kr_id_parse(kr_posted(request, "wens"), &record)) {
        kr_circle_record_of(draft->circle, record, &kind);
        if (kind != KR_KIND_wish) return;
    } else {
        record = kr_draft_new_id(draft);
    }
    if (kr_posted_has(request, "weg")) {
        kr_draft_bin(draft, record);
        return;
    }
    kr_draft_text(draft, KR_KIND_wish, record, KR_F_wish_words, kr_posted(request, "words"));
    if (kr_posted_has(request, "goal"))
        kr_draft_written(draft, KR_KIND_wish, record, kr_schema_field(KR_KIND_wish, KR_F_wish_goal),
                         kr_posted(request, "goal"));
}

kr_err kr_page_wish_save(kr_request *request, kr_reply *reply, kr_error *error) {
    bool begin = kr_posted_has(request, "begin"), bin = kr_posted_has(request, "weg");
    bool empty = !begin && !bin && !kr_str_trim(kr_posted(request, "words")).len;
    if (!empty) {
        kr_err err = kr_page_change(request, KR_ACT_WISH, fill_wish, request, error);
        if (err) return err;
    }
    kr_go(request, reply, begin ? "/namen#h-wens" : "/wensen",
          empty   ? NULL
          : bin   ? "notice.binned"
          : begin ? "notice.saved"
                  : "notice.wish");
    return KR_OK;
}
