/* Rules about how contact goes: how long, how often, what came and went, how it feels, what it opens. */
#include "core/see.h"

/* -- duration -- */

bool kr_holds_long(const kr_see *see, const kr_alter *a, int32_t years) {
    return a->tie && a->tie->since && see->today / 10000 - a->tie->since / 10000 >= years;
}

/* Only when it is certain: a year alone is certain in that year; a month, until the same month. */
bool kr_holds_new(const kr_see *see, const kr_alter *a, int32_t years) {
    kr_date since = a->tie ? a->tie->since : 0;
    if (!since || since > see->today) return false;
    int32_t month = since / 100 % 100, day = since % 100;
    int32_t from = since + (month ? (day ? 0 : 1) : 101);
    return from + years * 10000 > see->today && (month || since / 10000 + years > see->today / 10000);
}

static bool told_how(const kr_see *see, const kr_alter *a, int32_t unused) {
    (void)see, (void)unused;
    return a->tie && a->tie->how_met.len;
}

/* -- frequency: 1 almost daily, 2 weekly, 3 monthly, 4 some times a year, 5 not -- */

static bool as_often(const kr_see *see, const kr_alter *a, int32_t often) {
    (void)see;
    return a->often == often && a->person->what != KR_what_place;
}

static bool close_seldom(const kr_see *see, const kr_alter *a, int32_t often) {
    return a->person->what != KR_what_place && kr_holds_close(see, a, KR_closeness_friend) &&
           !kr_holds_quiet(see, a, 0) && a->often >= often;
}

static bool light_often(const kr_see *see, const kr_alter *a, int32_t often) {
    return kr_holds_light(see, a, 0) && a->often && a->often <= often;
}

/* Seldom face to face, and still every week in another way. */
static bool from_afar(const kr_see *see, const kr_alter *a, int32_t often) {
    (void)see;
    return a->tie && a->tie->live >= KR_frequency_yearly && a->often && a->often <= often;
}

/* -- what came and went -- */

bool kr_holds_quiet(const kr_see *see, const kr_alter *a, int32_t unused) {
    (void)see, (void)unused;
    return a->tie && (a->tie->state == KR_state_fading || a->tie->state == KR_state_dormant);
}

static bool in_state(const kr_see *see, const kr_alter *a, int32_t state) {
    (void)see;
    return a->tie && a->tie->state == state;
}

static bool is_over(const kr_see *see, const kr_alter *a, int32_t unused) {
    (void)see, (void)unused;
    return a->tie && (a->tie->state == KR_state_broken || a->tie->state == KR_state_ended);
}

static bool from_origin(const kr_see *see, const kr_alter *a, int32_t origin) {
    (void)see;
    return a->tie && a->tie->origin == origin;
}

static void see_chosen(kr_see *see, const kr_rule *rule) {
    size_t chosen, given;
    uint32_t *first = kr_see_gather(see, from_origin, KR_origin_chosen, &chosen);
    uint32_t *second = kr_see_gather(see, from_origin, KR_origin_given, &given);
    if (chosen < rule->from || given < rule->from) return;
    kr_observation *o = kr_see_say(see, rule, (int64_t)chosen, (int64_t)given);
    if (!o) return;
    kr_see_about(o, first, chosen);
    o->others = second;
    o->n_others = given;
    o->held = (int64_t)(chosen + given);
}

/* The dead are named here only, and not when the tie was marked private. */
static void see_died(kr_see *see, const kr_rule *rule) {
    const kr_network *n = see->network;
    uint32_t *people = kr_new_n(see->arena, uint32_t, n->n);
    size_t count = 0;
    if (!people) see->failed = true;
    for (size_t i = 0; people && i < n->n; i++)
        if (!kr_see_alive(&n->alters[i]) && !kr_see_private(&n->alters[i])) people[count++] = (uint32_t)i;
    if (count < rule->from) return;
    kr_observation *o = kr_see_say(see, rule, (int64_t)count, (int64_t)count);
    if (!o) return;
    kr_see_about(o, people, count);
    o->known = (int64_t)count;
}

/* -- how it feels, and what it opens -- */

static bool has_energy(const kr_see *see, const kr_alter *a, int32_t energy) {
    (void)see;
    return a->tie && a->tie->energy == energy;
}

static bool is_supportive(const kr_see *see, const kr_alter *a, int32_t unused) {
    (void)see, (void)unused;
    return a->tie && a->tie->tone == KR_tone_supportive;
}

static bool is_tense(const kr_see *see, const kr_alter *a, int32_t unused) {
    (void)see, (void)unused;
    return a->tie && (a->tie->tone == KR_tone_tense || a->tie->tone == KR_tone_ambivalent);
}

static bool has_capital(const kr_see *see, const kr_alter *a, int32_t capital) {
    (void)see;
    return a->tie && a->tie->capital == capital;
}

#define T(name) .tie_fields = KR_TIE_FIELD(name)
#define CONTACT                                                                                              \
    .tie_fields = KR_TIE_FIELD(live) | KR_TIE_FIELD(phone) | KR_TIE_FIELD(message) | KR_TIE_FIELD(online)

const kr_rule kr_rules_ties[] = {
    {"see.quiet", KR_THEME_light, 4, 1, T(state), .holds = kr_holds_quiet},
    {"see.light", KR_THEME_light, 2, 1, .tie_fields = KR_TIE_FIELD(closeness) | KR_TIE_FIELD(strength),
     .holds = kr_holds_light},
    {"see.light_often", KR_THEME_light, 2, 1, KR_frequency_weekly, CONTACT, .holds = light_often},
    {"see.restored", KR_THEME_stability, 3, 1, KR_state_restored, T(state), .holds = in_state},
    {"see.broken", KR_THEME_stability, 3, 1, T(state), .holds = is_over},
    {"see.died", KR_THEME_stability, 3, 1, .see = see_died},
    {"see.chosen", KR_THEME_stability, 1, 1, T(origin), .see = see_chosen},
    {"see.long", KR_THEME_duration, 2, 1, 10, T(since), .holds = kr_holds_long},
    {"see.new", KR_THEME_duration, 2, 1, 1, T(since), .holds = kr_holds_new},
    {"see.met", KR_THEME_duration, 1, 1, T(how_met), .holds = told_how},
    {"see.close_seldom", KR_THEME_frequency, 4, 1, KR_frequency_yearly, CONTACT, .holds = close_seldom},
    {"see.daily", KR_THEME_frequency, 3, 1, KR_frequency_daily, CONTACT, .holds = as_often},
    {"see.weekly", KR_THEME_frequency, 2, 1, KR_frequency_weekly, CONTACT, .holds = as_often},
    {"see.afar", KR_THEME_frequency, 2, 1, KR_frequency_weekly, CONTACT, .holds = from_afar},
    {"see.energy_gives", KR_THEME_energy, 3, 1, KR_energy_gives, T(energy), .holds = has_energy},
    {"see.energy_costs", KR_THEME_energy, 3, 1, KR_energy_costs, T(energy), .holds = has_energy},
    {"see.energy_both", KR_THEME_energy, 2, 1, KR_energy_both, T(energy), .holds = has_energy},
    {"see.supportive", KR_THEME_energy, 2, 1, T(tone), .holds = is_supportive},
    {"see.tense", KR_THEME_energy, 2, 1, T(tone), .holds = is_tense},
    {"see.bonding", KR_THEME_capital, 1, 1, KR_capital_bonding, T(capital), .holds = has_capital},
    {"see.bridging", KR_THEME_capital, 2, 1, KR_capital_bridging, T(capital), .holds = has_capital},
    {"see.linking", KR_THEME_capital, 2, 1, KR_capital_linking, T(capital), .holds = has_capital},
    {0},
};
