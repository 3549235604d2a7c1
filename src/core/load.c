#include "core/load.h"

#define KINDS 5
#define ALL   62u /* the five kinds as a set */

static unsigned count_of(uint32_t set) {
    unsigned n = 0;
    for (; set; set &= set - 1) n++;
    return n;
}

/* How often a frequency is in a year, to compare only. */
static unsigned times_of(uint8_t often) {
    static const unsigned times[] = {0, 365, 52, 12, 4, 0};
    return often < KR_COUNT(times) ? times[often] : 0;
}

static uint32_t gives_now(const kr_alter *a) {
    uint32_t set = 0;
    for (unsigned kind = 1; kind <= KINDS; kind++)
        if (kr_gives_now(a, kind)) set |= 1u << kind;
    return set;
}

static bool lives(const kr_alter *a) {
    uint8_t state = a->tie ? a->tie->state : 0;
    return !kr_person_is_dead(a->person) && state != KR_state_broken && state != KR_state_ended &&
           state != KR_state_died;
}

/* A cat keeps company, and carries nothing. */
static bool has_shoulders(const kr_alter *a) {
    return a->person->what != KR_what_animal && a->person->what != KR_what_place;
}

/* What everybody of one's own does together. */
typedef struct totals {
    size_t givers, unknown;
    unsigned pairs; /* of somebody and a kind */
    unsigned per_kind[KINDS + 1];
    unsigned long long times;
} totals;

static totals add_up(const kr_network *network) {
    totals t = {0};
    for (size_t i = 0; i < network->n; i++) {
        const kr_alter *a = &network->alters[i];
        uint32_t now = a->paid ? 0 : gives_now(a);
        for (unsigned kind = 1; kind <= KINDS; kind++) t.per_kind[kind] += now >> kind & 1;
        if (!now || !has_shoulders(a)) continue;
        t.givers++;
        t.unknown += a->often == 0;
        t.pairs += count_of(now);
        t.times += (unsigned long long)count_of(now) * times_of(a->often);
    }
    return t;
}

static uint8_t why_of(const kr_load_one *one, const totals *t) {
    unsigned kinds = count_of(one->now), why = 0;
    unsigned long long times = (unsigned long long)kinds * times_of(one->often);
    if (one->paid || !one->now) return 0;
    if (kinds >= 3 && kinds * 2 > t->pairs) why |= KR_LOAD_KINDS;
    if (count_of(one->alone) >= 2) why |= KR_LOAD_ALONE;
    if (kinds >= 2 && times * 2 > t->times && t->unknown * 2 <= t->givers) why |= KR_LOAD_TIMES;
    if (kinds >= 2 && one->carer) why |= KR_LOAD_CARES;
    if (one->balance == KR_balance_get_much) why |= KR_LOAD_FELT;
    return (uint8_t)why;
}

static kr_load_one look_at(const kr_network *network, uint32_t who, const totals *t, kr_load_reader reader) {
    const kr_alter *a = &network->alters[who];
    kr_load_one one = {.who = who, .now = gives_now(a), .often = a->often, .paid = a->paid};
    one.carer = a->person->carer == KR_yesno_yes;
    if (!a->tie) return one;
    one.sometimes = lives(a) ? a->tie->gets_sometimes & ~one.now & ALL : 0;
    one.given = lives(a) ? (a->tie->gives | a->tie->gives_sometimes) & ALL : 0;
    if (reader == KR_LOAD_OWNER) {
        one.balance = a->tie->balance;
        one.energy = a->tie->energy;
    }
    for (unsigned kind = 1; kind <= KINDS && !a->paid; kind++)
        if (one.now >> kind & 1 && t->per_kind[kind] == 1) one.alone |= 1u << kind;
    one.why = has_shoulders(a) ? why_of(&one, t) : 0;
    return one;
}

kr_err kr_load_make(kr_load *out, kr_arena *arena, const kr_network *network, const kr_ways *ways,
                    kr_load_reader reader, kr_id carer) {
    totals t = add_up(network);
    kr_load load = {.givers = t.givers, .often_unknown = t.unknown};
    load.ones = kr_new_n(arena, kr_load_one, network->n + 1);
    load.mine = kr_new_n(arena, kr_load_one, network->n + 1);
    if (!load.ones || !load.mine) return KR_E_MEMORY;
    for (uint32_t i = 0; i < network->n; i++) {
        bool themselves = network->alters[i].person->id == carer;
        if (!(ways->may[i] & KR_MAY_NAME) || (reader == KR_LOAD_CARER && !themselves)) continue;
        kr_load_one one = look_at(network, i, &t, reader);
        if (one.now | one.sometimes) load.ones[load.n++] = one;
        if (reader == KR_LOAD_OWNER && one.given) load.mine[load.n_mine++] = one;
    }
    *out = load;
    return KR_OK;
}
