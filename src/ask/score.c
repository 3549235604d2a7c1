/* One row of the table, over the answers. */
#include "ask/score.h"

/* "family.1-5" holds "family.3", "everyday.*" holds "everyday.12", "vas" holds "vas". */
static bool token_holds(kr_str token, kr_str name) {
    int64_t from, to, is;
    size_t at = token.len, digits;
    if (kr_str_eq(token, name)) return true;
    if (kr_str_ends(token, KR_STR(".*")))
        return name.len >= token.len && memcmp(name.ptr, token.ptr, token.len - 1) == 0;
    while (at > 0 && token.ptr[at - 1] >= '0' && token.ptr[at - 1] <= '9') at--;
    if (at == token.len || at == 0 || token.ptr[at - 1] != '-') return false;
    if (!kr_str_int(kr_str_n(token.ptr + at, token.len - at), &to)) return false;
    digits = --at;
    while (at > 0 && token.ptr[at - 1] >= '0' && token.ptr[at - 1] <= '9') at--;
    if (!kr_str_int(kr_str_n(token.ptr + at, digits - at), &from)) return false;
    if (name.len <= at || (at && memcmp(name.ptr, token.ptr, at) != 0)) return false;
    if (name.ptr[at] < '1' || name.ptr[at] > '9') return false;
    return kr_str_int(kr_str_n(name.ptr + at, name.len - at), &is) && is >= from && is <= to;
}

static bool list_holds(const char *list, kr_str name) {
    kr_str rest = kr_str_z(list), token;
    while (rest.len) {
        rest = kr_str_cut(rest, ' ', &token);
        if (token_holds(token, name)) return true;
    }
    return false;
}

/* What stands behind "csi." in "csi.1"; empty when it is of another instrument. */
static kr_str name_in(const kr_ask_scale *scale, const kr_ask_item *item) {
    size_t len = strlen(scale->instrument);
    bool ours = item->measure.len > len + 1 && memcmp(item->measure.ptr, scale->instrument, len) == 0 &&
                item->measure.ptr[len] == '.';
    return ours && kr_ask_is_question(item)
               ? kr_str_n(item->measure.ptr + len + 1, item->measure.len - len - 1)
               : KR_NONE;
}

static bool weighs(const kr_ask_item *item, kr_str value, double *out) {
    const kr_ask_option *option = kr_ask_option_of(item, value);
    if (item->type == KR_ASK_BOOLEAN) {
        *out = kr_str_is(value, "true");
        return true;
    }
    if (item->type == KR_ASK_INTEGER || item->type == KR_ASK_DECIMAL) return kr_ask_number(value, out);
    if (!option || !option->weighted) return false;
    *out = option->weight;
    return true;
}

/* 2 of three answers, 3 of five; 0 for any other row of answers. */
static double middle_of(const kr_ask_item *item) {
    uint32_t seen = 0;
    if (item->n_options != 3 && item->n_options != 5) return 0;
    for (uint32_t i = 0; i < item->n_options; i++) {
        double weight = item->options[i].weight;
        for (uint32_t k = 1; k <= item->n_options; k++)
            if (item->options[i].weighted && weight == k) seen |= 1u << k;
    }
    if (seen != (item->n_options == 3 ? 0xEu : 0x3Eu)) return 0;
    return item->n_options == 3 ? 2 : 3;
}

/* What an answer is worth; false when the set does not say. */
static bool points(const kr_ask_scale *scale, const kr_ask_item *item, bool reversed, kr_str value,
                   double *out) {
    double weight, middle = middle_of(item);
    if (!weighs(item, value, &weight)) return false;
    if (scale->points == KR_ASK_MIDDLE) {
        *out = reversed ? weight <= middle : weight >= middle;
        return middle > 0;
    }
    if (weight < scale->item_least || weight > scale->item_most) return false;
    if (scale->points == KR_ASK_YES && weight != 0 && weight != 1) return false;
    *out = reversed ? scale->item_least + scale->item_most - weight : weight;
    return true;
}

static int band_of(const kr_ask_scale *scale, double value) {
    int band = -1;
    for (size_t i = 0; scale->bands && scale->bands[i] >= 0; i++)
        if (value >= scale->bands[i]) band = scale->bands[i];
    return band;
}

static void finish(kr_ask_score *score, uint32_t items, double total, bool weighed) {
    const kr_ask_scale *scale = score->scale;
    bool counts = scale->points == KR_ASK_MIDDLE, mean = scale->sum == KR_ASK_MEAN;
    double n = mean ? 1 : items;
    score->of = scale->count ? scale->count : items;
    score->least = counts ? 0 : n * scale->item_least;
    score->most = counts ? n : n * scale->item_most;
    score->band = -1;
    if (items != score->of)
        score->state = KR_ASK_NO_ITEMS;
    else if (!weighed)
        score->state = KR_ASK_NO_WEIGHTS;
    else if (score->answered + scale->missing < items || score->answered == 0)
        score->state = KR_ASK_UNANSWERED;
    else {
        score->value = mean ? total / score->answered : total;
        score->band = band_of(scale, score->value);
    }
}

/* False when the set has nothing of this scale. */
static bool score_scale(kr_ask_score *score, const kr_ask_scale *scale, const kr_ask_filled *filled) {
    uint32_t items = 0;
    double total = 0;
    bool weighed = true;
    *score = (kr_ask_score){.scale = scale, .state = KR_ASK_SCORED};
    for (uint32_t i = 0; i < filled->set->n_items; i++) {
        const kr_ask_item *item = &filled->set->items[i];
        kr_str name = name_in(scale, item);
        size_t n = 0;
        double worth;
        if (name.len == 0 || !list_holds(scale->items, name)) continue;
        items++;
        const kr_ask_answer *answer = kr_ask_answers(filled, i, 1, &n);
        if (n == 0 || answer->unknown || !kr_ask_on(filled, i, 1)) continue;
        bool reversed = scale->reversed && list_holds(scale->reversed, name);
        score->answered++;
        if (points(scale, item, reversed, answer->value, &worth))
            total += worth;
        else
            weighed = false;
    }
    if (items) finish(score, items, total, weighed);
    return items > 0;
}

kr_err kr_ask_scores(kr_ask_score **out, size_t *count, kr_arena *arena, const kr_ask_filled *filled) {
    size_t all, n = 0;
    const kr_ask_scale *scales = kr_ask_scales(&all);
    kr_ask_score *scores = kr_new_n(arena, kr_ask_score, all);
    if (!scores) return KR_E_MEMORY;
    for (size_t i = 0; i < all; i++) n += score_scale(&scores[n], &scales[i], filled);
    *out = scores;
    *count = n;
    return KR_OK;
}

bool kr_ask_scored(const kr_ask_set *set) {
    size_t all;
    const kr_ask_scale *scales = kr_ask_scales(&all);
    for (uint32_t i = 0; i < set->n_items; i++)
        for (size_t k = 0; k < all; k++) {
            kr_str name = name_in(&scales[k], &set->items[i]);
            if (name.len && list_holds(scales[k].items, name)) return true;
        }
    return false;
}
