/* Answers beside their questions, and which questions are asked with these answers. */
#include "ask/inside.h"
#include "core/num.h"

typedef struct placed {
    uint32_t item;
    const kr_ask_answer *answer;
} placed;

static int by_place(const void *a, const void *b, void *context) {
    const placed *one = a, *two = b;
    (void)context;
    if (one->item != two->item) return one->item < two->item ? -1 : 1;
    return one->answer->turn < two->answer->turn ? -1 : one->answer->turn > two->answer->turn;
}

static uint32_t instance_of(uint32_t turn) {
    return turn ? (turn - 1) / KR_ASK_TURNS + 1 : 1;
}

const kr_ask_answer *kr_ask_answers(const kr_ask_filled *filled, uint32_t item, uint32_t instance,
                                    size_t *count) {
    uint32_t from = filled->first[item], to = filled->first[item + 1];
    bool many = filled->set->items[item].repeater != KR_ASK_NOWHERE;
    while (many && from < to && instance_of(filled->answers[from].turn) < instance) from++;
    uint32_t end = from;
    while (end < to && (!many || instance_of(filled->answers[end].turn) == instance)) end++;
    *count = end - from;
    return filled->answers + from;
}

uint32_t kr_ask_instances(const kr_ask_filled *filled, uint32_t group) {
    uint32_t most = 1;
    if (filled->set->items[group].repeater != group) return 1;
    for (uint32_t i = group + 1; i < filled->set->items[group].end; i++) {
        if (filled->first[i] == filled->first[i + 1]) continue;
        uint32_t last = instance_of(filled->answers[filled->first[i + 1] - 1].turn);
        if (last > most) most = last;
    }
    return most;
}

/* -1, 0, 1; 2 when they cannot be compared. */
static int compare(const kr_ask_item *item, kr_str a, kr_str b) {
    double one, two;
    kr_date first, second;
    if (item->type == KR_ASK_INTEGER || item->type == KR_ASK_DECIMAL) {
        if (!kr_ask_number(a, &one) || !kr_ask_number(b, &two)) return 2;
        return one < two ? -1 : one > two;
    }
    if (item->type == KR_ASK_DATE) {
        if (!kr_date_parse(a, &first) || !kr_date_parse(b, &second)) return 2;
        return first < second ? -1 : first > second;
    }
    int order = kr_str_cmp(a, b);
    return order < 0 ? -1 : order > 0;
}

static bool says(uint8_t op, int order) {
    if (order == 2) return false;
    switch ((kr_ask_operator)op) {
    case KR_ASK_MORE:
        return order > 0;
    case KR_ASK_LESS:
        return order < 0;
    case KR_ASK_AT_LEAST:
        return order >= 0;
    case KR_ASK_AT_MOST:
        return order <= 0;
    default:
        return order == 0;
    }
}

/* "I do not know" is no answer here. An answer to a question that is not asked any more is none either. */
static bool holds(const kr_ask_filled *f, const kr_ask_when *when, uint32_t instance, bool asked) {
    const kr_ask_item *item = &f->set->items[when->item];
    size_t n = 0;
    const kr_ask_answer *answers = kr_ask_answers(f, when->item, instance, &n);
    bool any = false, exists = false;
    for (size_t i = 0; i < n && asked; i++) {
        if (answers[i].unknown) continue;
        exists = true;
        any |= says(when->op == KR_ASK_NOT_EQUAL ? KR_ASK_EQUAL : when->op,
                    compare(item, answers[i].value, when->answer));
    }
    if (when->op == KR_ASK_EXISTS) return exists == kr_str_is(when->answer, "true");
    return when->op == KR_ASK_NOT_EQUAL ? !any : any;
}

static bool is_on(const kr_ask_filled *f, uint8_t *on, uint32_t at, uint32_t instance) {
    const kr_ask_item *item = &f->set->items[at];
    size_t wide = f->instances;
    if (item->parent != KR_ASK_NOWHERE && !on[item->parent * wide + instance - 1]) return false;
    for (uint32_t i = 0; i < item->n_when; i++) {
        uint32_t asked = item->when[i].item;
        /* A question that comes later is taken as it was answered: so no circle can arise. */
        bool there = asked >= at || on[asked * wide + instance - 1];
        bool yes = holds(f, &item->when[i], instance, there);
        if (item->any && yes) return true;
        if (!item->any && !yes) return false;
    }
    return item->n_when == 0 || !item->any;
}

/* One instance more than there are: that of somebody who was not named yet. */
static kr_err find_on(kr_ask_filled *f, kr_arena *arena) {
    uint32_t most = 1;
    for (size_t i = 0; i < f->n_answers; i++) {
        uint32_t at = instance_of(f->answers[i].turn);
        if (at > most) most = at;
    }
    f->instances = most < KR_ASK_INSTANCES ? most + 1 : KR_ASK_INSTANCES;
    uint8_t *on = kr_new_n(arena, uint8_t, (size_t)f->set->n_items * f->instances);
    if (!on) return KR_E_MEMORY;
    for (uint32_t i = 0; i < f->set->n_items; i++)
        for (uint32_t g = 1; g <= f->instances; g++)
            on[(size_t)i * f->instances + g - 1] = is_on(f, on, i, g);
    f->on = on;
    return KR_OK;
}

bool kr_ask_on(const kr_ask_filled *filled, uint32_t item, uint32_t instance) {
    if (instance == 0) instance = 1;
    if (instance > filled->instances) instance = filled->instances;
    return filled->on[(size_t)item * filled->instances + instance - 1];
}

kr_err kr_ask_fill(kr_ask_filled *out, kr_arena *arena, const kr_ask_set *set, const kr_ask_answer *answers,
                   size_t n_answers) {
    placed *places = kr_new_n(arena, placed, n_answers + 1),
           *scratch = kr_new_n(arena, placed, n_answers + 1);
    kr_ask_answer *sorted = kr_new_n(arena, kr_ask_answer, n_answers + 1);
    uint32_t *first = kr_new_n(arena, uint32_t, (size_t)set->n_items + 2);
    size_t n = 0;
    if (!places || !scratch || !sorted || !first) return KR_E_MEMORY;
    for (size_t i = 0; i < n_answers; i++) {
        uint32_t at = kr_ask_find(set, answers[i].link_id);
        bool turn = answers[i].turn >= 1 && answers[i].turn <= KR_ASK_TURNS * KR_ASK_INSTANCES;
        if (at == KR_ASK_NOWHERE || !turn || !kr_ask_is_question(&set->items[at])) continue;
        places[n++] = (placed){at, &answers[i]};
    }
    kr_sort(places, n, sizeof *places, by_place, NULL, scratch);
    uint32_t item = 0;
    for (size_t i = 0; i < n; i++) {
        while (item <= places[i].item) first[item++] = (uint32_t)i;
        sorted[i] = *places[i].answer;
    }
    while (item <= set->n_items) first[item++] = (uint32_t)n;
    *out = (kr_ask_filled){.set = set, .answers = sorted, .n_answers = n, .first = first, .instances = 1};
    return find_on(out, arena);
}
