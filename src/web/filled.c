/* Answers to a question set as records of the circle. */
#include "web/pages_questions.h"

const kr_filled *kr_filled_named(const kr_circle *circle, kr_str id) {
    kr_id record;
    kr_kind kind;
    const void *found = kr_id_parse(id, &record) ? kr_circle_record_of(circle, record, &kind) : NULL;
    if (!found || kind != KR_KIND_filled) return NULL;
    const kr_filled *filled = found;
    return filled->gone ? NULL : filled;
}

kr_err kr_filled_answers(kr_ask_filled *out, kr_arena *arena, const kr_circle *circle, const kr_ask_set *set,
                         kr_id filled) {
    size_t n = 0, count = 0;
    for (size_t i = 0; i < circle->n_filled_items; i++) n += circle->filled_items[i].filled == filled;
    kr_ask_answer *answers = kr_new_n(arena, kr_ask_answer, n + 1);
    if (!answers) return KR_E_MEMORY;
    for (size_t i = 0; i < circle->n_filled_items; i++) {
        const kr_filled_item *one = &circle->filled_items[i];
        bool unknown = one->unknown == KR_yesno_yes;
        if (one->filled != filled || one->gone || (!unknown && one->answer.len == 0)) continue;
        uint32_t turn = one->turn > 0 ? (uint32_t)one->turn : 1;
        answers[count++] = (kr_ask_answer){one->item, turn, unknown ? KR_NONE : one->answer, unknown};
    }
    return kr_ask_fill(out, arena, set, answers, count);
}

/* The record that holds this turn, or held it and lies in the bin; 0 for none. */
static kr_id record_of(const kr_circle *circle, kr_id filled, kr_str link_id, uint32_t turn) {
    for (size_t i = 0; i < circle->n_filled_items; i++) {
        const kr_filled_item *one = &circle->filled_items[i];
        uint32_t is = one->turn > 0 ? (uint32_t)one->turn : 1;
        if (one->filled == filled && is == turn && kr_str_eq(one->item, link_id)) return one->id;
    }
    return 0;
}

static void write_answer(kr_draft *draft, kr_id filled, kr_str link_id, uint32_t turn, kr_str value,
                         bool unknown) {
    kr_id record = record_of(draft->circle, filled, link_id, turn);
    if (!record) {
        record = kr_draft_new_id(draft);
        kr_draft_ref(draft, KR_KIND_filled_item, record, KR_F_filled_item_filled, filled);
        kr_draft_text(draft, KR_KIND_filled_item, record, KR_F_filled_item_item, link_id);
        kr_draft_number(draft, KR_KIND_filled_item, record, KR_F_filled_item_turn, turn);
    }
    kr_draft_text(draft, KR_KIND_filled_item, record, KR_F_filled_item_answer, unknown ? KR_NONE : value);
    kr_draft_number(draft, KR_KIND_filled_item, record, KR_F_filled_item_unknown, unknown ? KR_yesno_yes : 0);
}

/* An answer that was taken back is an empty record: it counts for nothing, and is there for undoing. */
void kr_draft_answers(kr_draft *draft, kr_id filled, const kr_ask_item *item, uint32_t instance,
                      const kr_str *values, size_t n, bool unknown) {
    uint32_t first = (instance - 1) * KR_ASK_TURNS + 1;
    size_t most = unknown ? 1 : n;
    for (size_t i = 0; i < most && i < KR_ASK_TURNS; i++)
        write_answer(draft, filled, item->link_id, first + (uint32_t)i, unknown ? KR_NONE : values[i],
                     unknown);
    for (size_t i = 0; i < draft->circle->n_filled_items; i++) {
        const kr_filled_item *one = &draft->circle->filled_items[i];
        uint32_t turn = one->turn > 0 ? (uint32_t)one->turn : 1;
        bool extra = turn >= first + most && turn < first + KR_ASK_TURNS;
        if (one->filled != filled || !extra || !kr_str_eq(one->item, item->link_id)) continue;
        kr_draft_clear(draft, KR_KIND_filled_item, one->id, KR_F_filled_item_answer);
        kr_draft_clear(draft, KR_KIND_filled_item, one->id, KR_F_filled_item_unknown);
    }
}

kr_str kr_filled_by(const kr_page *page, const kr_filled *filled) {
    if (filled->by != KR_filled_by_other) return KR_NONE;
    return filled->by_whom.len ? filled->by_whom : kr_word(page->lang, "ask.somebody");
}

const kr_question_set *kr_asked_set(const kr_request *request) {
    return kr_questions_find(&request->web->questions, request->params[1]);
}

kr_str kr_filled_path(const kr_request *request, kr_str set, kr_id filled, const char *tail) {
    kr_buf out;
    kr_str text;
    char digits[17];
    kr_id_text(filled, digits);
    kr_buf_init(&out, request->arena, 300);
    kr_put_z(&out, "/vragenlijsten/");
    kr_put(&out, set);
    if (filled) {
        kr_put_c(&out, '/');
        kr_put_z(&out, digits);
    }
    kr_put_z(&out, tail);
    kr_put_c(&out, '\0');
    return kr_buf_end(&out, &text) == KR_OK ? kr_str_n(text.ptr, text.len - 1) : KR_STR("/vragenlijsten");
}

kr_str kr_page_day(const kr_page *page, int64_t ms) {
    kr_buf out = kr_page_buf(page);
    int64_t shift = page->request->local - page->request->now;
    kr_say_date(&out, page->lang, kr_date_of(ms + shift));
    return kr_page_text(&out);
}

kr_str kr_page_words(const kr_page *page, kr_ask_words words) {
    return words.in[page->lang];
}
