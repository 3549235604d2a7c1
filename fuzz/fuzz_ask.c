/* A question set and answers to it, with a form feed between them. What is sound keeps every promise of
 * ask.h: the way through ends, a score lies within its bounds, and what was written is read back. */
#include <stdlib.h>

#include "ask/score.h"
#include "core/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds) {
    if (!holds) abort();
}

static void set_holds(const kr_ask_set *set) {
    must(set->n_items >= 1 && set->n_items <= KR_ASK_MOST_ITEMS);
    for (uint32_t i = 0; i < set->n_items; i++) {
        const kr_ask_item *item = &set->items[i];
        must(kr_ask_find(set, item->link_id) == i);
        must(item->end > i && item->end <= set->n_items);
        must(item->parent == KR_ASK_NOWHERE ||
             (item->parent < i && set->items[item->parent].end >= item->end));
        for (int lang = 0; lang < KR_ASK_LANGS; lang++)
            must(kr_utf8_valid(item->text.in[lang]) || item->text.in[lang].len);
        for (uint32_t k = 0; k < item->n_options; k++)
            must(kr_ask_option_of(item, item->options[k].code) == &item->options[k]);
        for (uint32_t k = 0; k < item->n_when; k++) must(kr_ask_is_question(&set->items[item->when[k].item]));
    }
}

static void way_ends(const kr_ask_filled *filled) {
    kr_ask_screen at = kr_ask_first(filled);
    size_t most = (size_t)(filled->set->n_items + 1) * KR_ASK_INSTANCES, n = 0;
    for (; at.place != KR_ASK_END; at = kr_ask_next(filled, at)) {
        must(at.item < filled->set->n_items && at.instance >= 1 && ++n <= most);
        if (n < 40 && n > 1) must(kr_ask_before(filled, at).place != KR_ASK_END);
    }
    (void)kr_ask_resume(filled);
}

static void scores_hold(kr_arena *arena, const kr_ask_filled *filled) {
    kr_ask_score *scores;
    size_t n;
    if (kr_ask_scores(&scores, &n, arena, filled) != KR_OK) return;
    must((n > 0) == kr_ask_scored(filled->set));
    for (size_t i = 0; i < n; i++) {
        if (scores[i].state == KR_ASK_SCORED)
            must(scores[i].value >= scores[i].least && scores[i].value <= scores[i].most);
        must(scores[i].state != KR_ASK_SCORED || scores[i].answered <= scores[i].of);
    }
}

static void comes_back(kr_arena *arena, const kr_ask_filled *filled, const kr_ask_response *response) {
    kr_buf out;
    kr_str text;
    kr_error error;
    kr_ask_response *again;
    kr_buf_init(&out, arena, 32u << 20);
    if (kr_ask_write(&out, arena, filled, response) != KR_OK || kr_buf_end(&out, &text) != KR_OK) return;
    if (text.len > KR_ASK_MOST_BYTES) return;
    kr_err err = kr_ask_read_response(&again, arena, filled->set, text, &error);
    must(err == KR_OK || err == KR_E_MEMORY || err == KR_E_LIMIT);
    if (err == KR_OK) must(again->n_answers <= filled->n_answers);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    kr_arena arena;
    kr_error error;
    kr_ask_set *set;
    kr_ask_response *response = NULL;
    kr_ask_filled filled;
    kr_str first, rest = kr_str_cut(kr_str_n((const char *)data, size), '\f', &first);
    kr_arena_init(&arena, kr_heap(), (size_t)128 << 20);
    if (kr_ask_read(&set, &arena, first, &error) == KR_OK) {
        set_holds(set);
        if (kr_ask_read_response(&response, &arena, set, rest, &error) != KR_OK) response = NULL;
        if (kr_ask_fill(&filled, &arena, set, response ? response->answers : NULL,
                        response ? response->n_answers : 0) == KR_OK) {
            way_ends(&filled);
            scores_hold(&arena, &filled);
            if (response) comes_back(&arena, &filled, response);
        }
    }
    kr_arena_dispose(&arena);
    return 0;
}
