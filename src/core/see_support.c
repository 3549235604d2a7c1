/* Rules about what people are for each other: each kind of support, give and take, many ways or one. */
#include "core/see.h"

size_t kr_see_bits(uint32_t set) {
    return (size_t)__builtin_popcount(set);
}

const char *kr_see_support_key(unsigned kind) {
    static const char *const keys[] = {NULL,
                                       "support.practical",
                                       "support.listening",
                                       "support.advice",
                                       "support.weighing",
                                       "support.company"};
    return keys[kind];
}

uint8_t kr_see_would(const kr_tie *tie, unsigned kind) {
    const uint8_t asks[] = {
        0, tie->ask_practical, tie->ask_listening, tie->ask_advice, tie->ask_weighing, tie->ask_company};
    return asks[kind];
}

bool kr_holds_gets(const kr_see *see, const kr_alter *a, int32_t kind) {
    (void)see;
    return a->tie && a->tie->gets >> kind & 1;
}

bool kr_holds_gives(const kr_see *see, const kr_alter *a, int32_t kind) {
    (void)see;
    return a->tie && a->tie->gives >> kind & 1;
}

bool kr_holds_both(const kr_see *see, const kr_alter *a, int32_t unused) {
    (void)see, (void)unused;
    return a->tie && a->tie->gets && a->tie->gives;
}

static bool gives_unpaid(const kr_see *see, const kr_alter *a, int32_t kind) {
    return !a->paid && kr_holds_gets(see, a, kind);
}

static bool gives_paid(const kr_see *see, const kr_alter *a, int32_t kind) {
    return a->paid && kr_holds_gets(see, a, kind);
}

/* -- for each kind of support -- */

/* Two or more, with those who do it as work apart. */
static void see_support(kr_see *see, const kr_rule *rule) {
    size_t unpaid, paid;
    uint32_t *people = kr_see_gather(see, gives_unpaid, see->kind, &unpaid);
    uint32_t *helpers = kr_see_gather(see, gives_paid, see->kind, &paid);
    if (unpaid == 0 || unpaid + paid < rule->from) return;
    kr_observation *o = kr_see_say(see, rule, (int64_t)unpaid, (int64_t)(unpaid + paid));
    if (!o) return;
    kr_see_about(o, people, unpaid);
    o->others = helpers;
    o->n_others = paid;
    o->held = (int64_t)(unpaid + paid);
}

/* Nobody else does, marked private or not. */
static void see_paid_only(kr_see *see, const kr_rule *rule) {
    size_t paid;
    if (kr_see_count(see, gives_unpaid, see->kind)) return;
    uint32_t *helpers = kr_see_gather(see, gives_paid, see->kind, &paid);
    if (paid < rule->from) return;
    kr_observation *o = kr_see_say(see, rule, (int64_t)paid, (int64_t)see->living);
    if (o) kr_see_about(o, helpers, paid);
}

static void see_support_one(kr_see *see, const kr_rule *rule) {
    size_t count;
    if (kr_see_count(see, kr_holds_gets, see->kind) != 1) return;
    uint32_t *people = kr_see_gather(see, gives_unpaid, see->kind, &count);
    if (count != rule->from) return;
    kr_observation *o = kr_see_say(see, rule, 1, (int64_t)see->living);
    if (o) kr_see_about(o, people, 1);
}

/* -- who might -- */

static bool could(const kr_see *see, const kr_alter *a, int32_t unused) {
    (void)see, (void)unused;
    return a->tie && !a->paid && a->tie->gets_could & ~a->tie->gets;
}

static bool would_ask(const kr_see *see, const kr_alter *a, int32_t answer) {
    (void)see;
    for (unsigned kind = KR_support_practical; a->tie && kind <= KR_support_company; kind++)
        if (kr_see_would(a->tie, kind) == answer && !(a->tie->gets >> kind & 1)) return true;
    return false;
}

/* -- many ways or one -- */

static size_t ways(const kr_alter *a) {
    return a->tie && !a->paid ? kr_see_bits(a->tie->gets) : 0;
}

static bool many_ways(const kr_see *see, const kr_alter *a, int32_t kinds) {
    (void)see;
    return ways(a) >= (size_t)kinds;
}

static bool one_way(const kr_see *see, const kr_alter *a, int32_t kinds) {
    (void)see;
    return ways(a) == (size_t)kinds;
}

/* One person who is there in `limit` or more ways, where nobody else is in more than one. */
static void see_one_carries(kr_see *see, const kr_rule *rule) {
    size_t best = SIZE_MAX, most = 0, next = 0;
    for (size_t i = 0; i < see->network->n; i++) {
        const kr_alter *a = &see->network->alters[i];
        size_t kinds = kr_see_alive(a) ? ways(a) : 0;
        if (kinds > most)
            next = most, most = kinds, best = i;
        else if (kinds > next)
            next = kinds;
    }
    if (best == SIZE_MAX || most < (size_t)rule->limit || next > 1 || !see->named[best]) return;
    uint32_t *who = kr_new(see->arena, uint32_t);
    if (!who) {
        see->failed = true;
        return;
    }
    *who = (uint32_t)best;
    kr_observation *o = kr_see_say(see, rule, (int64_t)most, (int64_t)see->living);
    if (!o) return;
    kr_see_about(o, who, 1);
    o->held = 1;
}

static bool has_talents(const kr_see *see, const kr_alter *a, int32_t unused) {
    (void)see, (void)unused;
    return a->person->talents.len > 0;
}

static bool does_together(const kr_see *see, const kr_alter *a, int32_t unused) {
    (void)see, (void)unused;
    return a->tie && a->tie->together.len;
}

/* -- give and take -- */

static void see_own_talents(kr_see *see, const kr_rule *rule) {
    const kr_person *ego = see->network->ego;
    if (ego && (ego->strengths.len || ego->talents.len)) (void)kr_see_say(see, rule, 1, 1);
}

static bool balance_is(const kr_see *see, const kr_alter *a, int32_t balance) {
    (void)see;
    return a->tie && a->tie->balance == balance;
}

#define T(name) .tie_fields = KR_TIE_FIELD(name)
#define GETS    .each_support = true, T(gets)
#define ASKS                                                                                                 \
    .tie_fields = KR_TIE_FIELD(ask_practical) | KR_TIE_FIELD(ask_listening) | KR_TIE_FIELD(ask_advice) |     \
                  KR_TIE_FIELD(ask_weighing) | KR_TIE_FIELD(ask_company)

const kr_rule kr_rules_support[] = {
    {"see.both", KR_THEME_reciprocity, 4, 1, .tie_fields = KR_TIE_FIELD(gets) | KR_TIE_FIELD(gives),
     .holds = kr_holds_both},
    {"see.give_much", KR_THEME_reciprocity, 3, 1, KR_balance_give_much, T(balance), .holds = balance_is},
    {"see.get_much", KR_THEME_reciprocity, 3, 1, KR_balance_get_much, T(balance), .holds = balance_is},
    {"see.own_talents", KR_THEME_reciprocity, 2, 1, .counts = KR_OF_OTHER, .see = see_own_talents},
    {"see.give", KR_THEME_reciprocity, 1, 1, .each_support = true, T(gives), .holds = kr_holds_gives},
    {"see.one_carries", KR_THEME_complexity, 3, 1, 3, T(gets), .see = see_one_carries},
    {"see.many_ways", KR_THEME_complexity, 2, 2, 3, T(gets), .holds = many_ways},
    {"see.talents", KR_THEME_complexity, 2, 1, .person_fields = KR_PERSON_FIELD(talents),
     .holds = has_talents},
    {"see.together", KR_THEME_complexity, 2, 1, T(together), .holds = does_together},
    {"see.one_way", KR_THEME_complexity, 1, 3, 1, T(gets), .holds = one_way},
    {"see.support", KR_THEME_support, 3, 2, GETS, .see = see_support},
    {"see.support_paid_only", KR_THEME_support, 3, 1, GETS, .says_unknown = true, .see = see_paid_only},
    {"see.support_one", KR_THEME_support, 3, 1, GETS, .says_unknown = true, .see = see_support_one},
    {"see.could", KR_THEME_support, 3, 1, T(gets_could), .holds = could},
    {"see.would_ask", KR_THEME_support, 3, 1, KR_would_yes, ASKS, .holds = would_ask},
    {"see.perhaps_ask", KR_THEME_support, 2, 1, KR_would_perhaps, ASKS, .holds = would_ask},
    {0},
};
