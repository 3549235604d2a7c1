#include "core/whatif.h"

#define KINDS 5

typedef struct work {
    kr_whatif *out;
    kr_arena *arena;
    const kr_network *network;
    const kr_ways *ways;
    bool *away;       /* chosen */
    uint32_t *before; /* kinds of support that somebody gave according to an earlier change */
    bool failed;
} work;

typedef bool (*test_fn)(const work *w, uint32_t who, unsigned argument);

static bool may(const work *w, uint32_t who, unsigned what) {
    return (w->ways->may[who] & what) == what;
}

static kr_some gather(work *w, test_fn test, unsigned argument) {
    kr_some some = {kr_new_n(w->arena, uint32_t, w->network->n + 1), 0};
    if (!some.who) {
        w->failed = true;
        return (kr_some){0};
    }
    for (uint32_t i = 0; i < w->network->n; i++)
        if (test(w, i, argument)) some.who[some.n++] = i;
    return some;
}

/* -- kinds of support
 * --------------------------------------------------------------------------------------------- */

static bool gives(const work *w, uint32_t who, unsigned kind) {
    return kr_gives_now(&w->network->alters[who], kind);
}

static bool chosen_gives(const work *w, uint32_t who, unsigned kind) {
    return w->away[who] && gives(w, who, kind);
}

static bool own_gives(const work *w, uint32_t who, unsigned kind) {
    return !w->away[who] && may(w, who, KR_MAY_NAME) && !w->network->alters[who].paid && gives(w, who, kind);
}

static bool paid_gives(const work *w, uint32_t who, unsigned kind) {
    return !w->away[who] && may(w, who, KR_MAY_NAME) && w->network->alters[who].paid && gives(w, who, kind);
}

static uint8_t would_ask(const kr_tie *t, unsigned kind) {
    const uint8_t said[KINDS + 1] = {
        0, t->ask_practical, t->ask_listening, t->ask_advice, t->ask_weighing, t->ask_company};
    return said[kind];
}

/* The first reason to ask somebody who does not do it now; KR_ASK_REASONS: none. */
static unsigned reason_of(const work *w, uint32_t who, unsigned kind) {
    const kr_tie *t = w->network->alters[who].tie;
    if (w->away[who] || !t || !may(w, who, KR_MAY_ASK) ||
        w->network->alters[who].person->what == KR_what_place)
        return KR_ASK_REASONS;
    uint8_t would = would_ask(t, kind);
    if (would == KR_would_no || gives(w, who, kind)) return KR_ASK_REASONS;
    if (t->gets_sometimes >> kind & 1) return KR_ASK_SOMETIMES;
    if (t->gets_could >> kind & 1) return KR_ASK_COULD;
    if (would == KR_would_yes) return KR_ASK_WOULD;
    if (w->before[who] >> kind & 1) return KR_ASK_BEFORE;
    return would == KR_would_perhaps ? KR_ASK_PERHAPS : KR_ASK_REASONS;
}

static bool could_ask(const work *w, uint32_t who, unsigned argument) {
    return reason_of(w, who, argument & 7) == argument >> 3;
}

static uint8_t after_of(const kr_whatif_support *s, size_t own_gone) {
    if (s->own_all + s->paid_all == 0) return KR_AFTER_NOBODY;
    if (own_gone == 0 || s->own_all > 1) return KR_AFTER_MORE;
    return s->own_all ? KR_AFTER_ONE : KR_AFTER_PAID;
}

static void look_at_kind(work *w, unsigned kind) {
    kr_whatif_support s = {.kind = (uint8_t)kind, .gone = gather(w, chosen_gives, kind)};
    size_t own_gone = 0;
    if (s.gone.n == 0) return;
    for (uint32_t i = 0; i < w->network->n; i++) {
        if (!gives(w, i, kind)) continue;
        bool paid = w->network->alters[i].paid;
        if (w->away[i])
            own_gone += !paid;
        else if (paid)
            s.paid_all++;
        else
            s.own_all++;
    }
    s.own = gather(w, own_gives, kind);
    s.paid = gather(w, paid_gives, kind);
    s.after = after_of(&s, own_gone);
    for (unsigned r = 0; r < KR_ASK_REASONS; r++) s.ask[r] = gather(w, could_ask, r << 3 | kind);
    w->out->support[w->out->n_support++] = s;
}

static kr_err look_at_support(work *w) {
    w->out->support = kr_new_n(w->arena, kr_whatif_support, KINDS);
    w->out->alone = kr_new_n(w->arena, kr_whatif_alone, KINDS);
    if (!w->out->support || !w->out->alone) return KR_E_MEMORY;
    for (unsigned kind = 1; kind <= KINDS; kind++) look_at_kind(w, kind);
    for (size_t i = 0; i < w->out->n_support && !w->failed; i++) {
        const kr_whatif_support *s = &w->out->support[i];
        size_t at = 0;
        if (s->after != KR_AFTER_ONE || s->own.n != 1) continue; /* one who is not named stays so */
        while (at < w->out->n_alone && w->out->alone[at].who != s->own.who[0]) at++;
        if (at == w->out->n_alone) w->out->alone[w->out->n_alone++] = (kr_whatif_alone){s->own.who[0], 0};
        w->out->alone[at].kinds |= 1u << s->kind;
    }
    return w->failed ? KR_E_MEMORY : KR_OK;
}

/* Which kinds a tie held once: what was added or set by any change and is not there now. */
static kr_err look_back(work *w) {
    const kr_circle *c = w->network->circle;
    w->before = kr_new_n(w->arena, uint32_t, w->network->n + 1);
    uint32_t *of_tie = kr_new_n(w->arena, uint32_t, c ? c->n_ties + 1 : 1);
    if (!w->before || !of_tie) return KR_E_MEMORY;
    for (uint32_t i = 0; c && i < w->network->n; i++) {
        const kr_tie *t = w->network->alters[i].tie;
        const kr_tie *kept = t ? kr_circle_tie(c, t->id) : NULL;
        if (kept) of_tie[kept - c->ties] = i + 1;
    }
    for (size_t i = 0; c && i < c->n_changes; i++) {
        for (size_t j = 0; j < c->changes[i].count; j++) {
            const kr_assignment *a = &c->changes[i].assignments[j];
            if (a->kind != KR_KIND_tie || a->field != KR_F_tie_gets || a->type != KR_SET) continue;
            if (a->op != KR_OP_SET && a->op != KR_OP_ADD) continue;
            const kr_tie *t = kr_circle_tie(c, a->record);
            if (t && of_tie[t - c->ties]) w->before[of_tie[t - c->ties] - 1] |= a->value.set;
        }
    }
    return KR_OK;
}

/* -- who can still be reached
 * --------------------------------------------------------------------------------------------- */

/* Everybody who is joined to somebody with whom there is contact; without those who are away, or with them.
 */
static kr_err spread(work *w, bool *reached, bool all) {
    uint32_t *queue = kr_new_n(w->arena, uint32_t, w->network->n + 1);
    size_t head = 0, tail = 0;
    if (!queue) return KR_E_MEMORY;
    for (uint32_t i = 0; i < w->network->n; i++) {
        if (!may(w, i, KR_OWN_CONTACT) || (!all && w->away[i])) continue;
        reached[i] = true;
        queue[tail++] = i;
    }
    while (head < tail) {
        uint32_t at = queue[head++];
        for (uint32_t i = w->ways->first[at]; i < w->ways->first[at + 1]; i++) {
            uint32_t to = w->ways->list[i].to;
            if (reached[to] || (!all && w->away[to])) continue;
            reached[to] = true;
            queue[tail++] = to;
        }
    }
    return KR_OK;
}

static kr_err look_at_reach(work *w) {
    size_t n = w->network->n;
    bool *with = kr_new_n(w->arena, bool, n + 1), *without = kr_new_n(w->arena, bool, n + 1);
    kr_some lost = {kr_new_n(w->arena, uint32_t, n + 1), 0};
    if (!with || !without || !lost.who) return KR_E_MEMORY;
    if (spread(w, with, true) != KR_OK || spread(w, without, false) != KR_OK) return KR_E_MEMORY;
    for (uint32_t i = 0; i < n; i++) {
        const kr_person *p = w->network->alters[i].person;
        bool goes = p->what == KR_what_place || p->what == KR_what_animal || kr_person_is_dead(p);
        if (with[i] && !without[i] && !w->away[i] && !goes && may(w, i, KR_MAY_NAME)) lost.who[lost.n++] = i;
    }
    w->out->unreachable = lost;
    return KR_OK;
}

/* -- places and areas of life
 * --------------------------------------------------------------------------------------------- */

static bool is_person(const kr_alter *a) {
    return (a->person->what == 0 || a->person->what == KR_what_person) && !kr_person_is_dead(a->person);
}

static bool is_spot(const kr_alter *a) {
    return a->person->what == KR_what_place || a->person->what == KR_what_group;
}

static kr_err look_at_doors(work *w) {
    const kr_ways *ways = w->ways;
    size_t n = w->network->n;
    w->out->doors = kr_new_n(w->arena, kr_whatif_door, n + 1);
    if (!w->out->doors) return KR_E_MEMORY;
    for (uint32_t i = 0; i < n; i++) {
        kr_whatif_door door = {.place = i, .own = may(w, i, KR_OWN_CONTACT)};
        size_t others = 0;
        if (!is_spot(&w->network->alters[i]) || w->away[i] || !may(w, i, KR_MAY_NAME)) continue;
        door.gone.who = kr_new_n(w->arena, uint32_t, ways->first[i + 1] - ways->first[i] + 1);
        if (!door.gone.who) return KR_E_MEMORY;
        for (uint32_t k = ways->first[i]; k < ways->first[i + 1]; k++) {
            uint32_t who = ways->list[k].to;
            if (!is_person(&w->network->alters[who])) continue;
            if (w->away[who])
                door.gone.who[door.gone.n++] = who;
            else
                others++;
        }
        if (door.gone.n && !others) w->out->doors[w->out->n_doors++] = door;
    }
    return KR_OK;
}

static bool in_area(const work *w, uint32_t who, unsigned domain) {
    return kr_domains_of(&w->network->alters[who]) >> domain & 1;
}

static bool chosen_in_area(const work *w, uint32_t who, unsigned domain) {
    return w->away[who] && is_person(&w->network->alters[who]) && in_area(w, who, domain);
}

static bool spot_in_area(const work *w, uint32_t who, unsigned domain) {
    return !w->away[who] && is_spot(&w->network->alters[who]) && may(w, who, KR_MAY_NAME) &&
           in_area(w, who, domain);
}

static kr_err look_at_areas(work *w) {
    const kr_choice_list *list = kr_schema_field(KR_KIND_person, KR_F_person_domain)->list;
    w->out->areas = kr_new_n(w->arena, kr_whatif_area, list->count + 1);
    if (!w->out->areas) return KR_E_MEMORY;
    for (size_t d = 0; d < list->count; d++) {
        uint8_t domain = list->choices[d].number;
        bool gone = false, others = false;
        for (uint32_t i = 0; i < w->network->n; i++) {
            if (!in_area(w, i, domain) || !is_person(&w->network->alters[i])) continue;
            gone = gone || w->away[i];
            others = others || !w->away[i];
        }
        if (!gone || others) continue;
        w->out->areas[w->out->n_areas++] =
            (kr_whatif_area){domain, gather(w, chosen_in_area, domain), gather(w, spot_in_area, domain)};
    }
    return w->failed ? KR_E_MEMORY : KR_OK;
}

/* -- all of it
 * ------------------------------------------------------------------------------------------------------ */

static bool is_away(const work *w, uint32_t who, unsigned argument) {
    (void)argument;
    return w->away[who];
}

static bool chosen_receives(const work *w, uint32_t who, unsigned kind) {
    const kr_alter *a = &w->network->alters[who];
    return w->away[who] && a->tie && a->tie->gives >> kind & 1 && !kr_person_is_dead(a->person);
}

kr_err kr_whatif_make(kr_whatif *out, kr_arena *arena, const kr_network *network, const kr_ways *ways,
                      const kr_id *chosen, size_t n_chosen) {
    kr_whatif result = {0};
    work w = {&result, arena, network, ways, kr_new_n(arena, bool, network->n + 1), NULL, false};
    if (!w.away) return KR_E_MEMORY;
    for (size_t i = 0; i < n_chosen; i++) {
        size_t at = kr_network_index(network, chosen[i]);
        if (at != SIZE_MAX) w.away[at] = true;
    }
    result.chosen = gather(&w, is_away, 0);
    kr_err err = look_back(&w);
    if (err == KR_OK) err = look_at_support(&w);
    if (err == KR_OK) err = look_at_reach(&w);
    if (err == KR_OK) err = look_at_doors(&w);
    if (err == KR_OK) err = look_at_areas(&w);
    for (unsigned kind = 1; kind <= KINDS && err == KR_OK; kind++)
        result.gives[kind] = gather(&w, chosen_receives, kind);
    if (err != KR_OK || w.failed) return KR_E_MEMORY;
    *out = result;
    return KR_OK;
}

bool kr_whatif_quiet(const kr_whatif *w) {
    return w->n_support + w->unreachable.n + w->n_doors + w->n_areas == 0;
}
