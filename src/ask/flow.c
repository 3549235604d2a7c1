/* Which question comes next. */
#include "ask/inside.h"

static const kr_ask_screen the_end = {KR_ASK_END, KR_ASK_NOWHERE, 1};

/* The repeating group that this item is in, and that ends before `end`; KR_ASK_NOWHERE for none. */
static uint32_t group_of(const kr_ask_set *set, uint32_t item) {
    return item < set->n_items ? set->items[item].repeater : KR_ASK_NOWHERE;
}

static bool is_screen(const kr_ask_filled *f, uint32_t item, uint32_t instance) {
    const kr_ask_item *one = &f->set->items[item];
    return kr_ask_is_question(one) && !one->read_only && kr_ask_on(f, item, instance);
}

/* From this item on; leaving a repeating group that was asked asks whether there is somebody else. */
static kr_ask_screen from_here(const kr_ask_filled *f, uint32_t at, uint32_t group, uint32_t instance) {
    for (; at <= f->set->n_items; at++) {
        uint32_t now = group_of(f->set, at);
        if (group != KR_ASK_NOWHERE && (at == f->set->n_items || now != group)) {
            if (kr_ask_on(f, group, instance)) return (kr_ask_screen){KR_ASK_AGAIN, group, instance};
            group = KR_ASK_NOWHERE;
        }
        if (at == f->set->n_items) return the_end;
        if (now != group) instance = 1;
        group = now;
        if (is_screen(f, at, instance)) return (kr_ask_screen){KR_ASK_QUESTION, at, instance};
    }
    return the_end;
}

kr_ask_screen kr_ask_first(const kr_ask_filled *filled) {
    return from_here(filled, 0, KR_ASK_NOWHERE, 1);
}

kr_ask_screen kr_ask_next(const kr_ask_filled *filled, kr_ask_screen from) {
    const kr_ask_set *set = filled->set;
    if (from.place == KR_ASK_END || from.item >= set->n_items) return the_end;
    if (from.place == KR_ASK_AGAIN) {
        if (from.instance < kr_ask_instances(filled, from.item))
            return kr_ask_open_instance(filled, from.item, from.instance + 1);
        return from_here(filled, set->items[from.item].end, KR_ASK_NOWHERE, 1);
    }
    return from_here(filled, from.item + 1, group_of(set, from.item), from.instance);
}

kr_ask_screen kr_ask_open_instance(const kr_ask_filled *filled, uint32_t group, uint32_t instance) {
    if (instance > KR_ASK_INSTANCES)
        return from_here(filled, filled->set->items[group].end, KR_ASK_NOWHERE, 1);
    return from_here(filled, group + 1, group, instance);
}

static bool same(kr_ask_screen a, kr_ask_screen b) {
    return a.place == b.place && a.item == b.item && a.instance == b.instance;
}

kr_ask_screen kr_ask_before(const kr_ask_filled *filled, kr_ask_screen from) {
    kr_ask_screen at = kr_ask_first(filled), last = at;
    size_t most = (size_t)(filled->set->n_items + 1) * KR_ASK_INSTANCES;
    for (size_t i = 0; i < most && !same(at, from) && at.place != KR_ASK_END; i++) {
        /* Somebody new, who has no answers yet. */
        bool fresh = at.place == KR_ASK_AGAIN && from.item < filled->set->n_items &&
                     group_of(filled->set, from.item) == at.item && from.instance == at.instance + 1;
        last = at;
        at = fresh ? kr_ask_open_instance(filled, at.item, from.instance) : kr_ask_next(filled, at);
    }
    return last;
}

kr_ask_screen kr_ask_resume(const kr_ask_filled *filled) {
    kr_ask_screen at = kr_ask_first(filled), go = at;
    size_t most = (size_t)(filled->set->n_items + 1) * KR_ASK_INSTANCES, n;
    for (size_t i = 0; i < most && at.place != KR_ASK_END; i++) {
        kr_ask_screen next = kr_ask_next(filled, at);
        if (at.place == KR_ASK_QUESTION) {
            (void)kr_ask_answers(filled, at.item, at.instance, &n);
            if (n > 0) go = next;
        }
        at = next;
    }
    return go;
}
