/* Rules about where people are and when there is time. Near is not better than far. */
#include "core/see.h"

static bool has_minutes(const kr_person *p) {
    return p->has >> KR_F_person_travel_minutes & 1;
}

bool kr_holds_near(const kr_see *see, const kr_alter *a, int32_t minutes) {
    (void)see;
    const kr_person *p = a->person;
    if (p->lives_where) return p->lives_where <= KR_lives_where_neighbourhood;
    return has_minutes(p) && p->travel_minutes <= minutes;
}

bool kr_holds_far(const kr_see *see, const kr_alter *a, int32_t minutes) {
    (void)see;
    const kr_person *p = a->person;
    return p->lives_where == KR_lives_where_abroad || (has_minutes(p) && p->travel_minutes > minutes);
}

static bool lives(const kr_see *see, const kr_alter *a, int32_t where) {
    (void)see;
    return a->person->lives_where == where;
}

static bool has_time(const kr_see *see, const kr_alter *a, int32_t unused) {
    (void)see, (void)unused;
    return a->person->has_time.len > 0;
}

static bool goes_by(const kr_see *see, const kr_alter *a, int32_t way) {
    (void)see;
    return a->person->reach >> way & 1;
}

static void see_levels(kr_see *see, const kr_rule *rule) {
    uint32_t set = 0;
    for (size_t i = 0; i < see->network->n; i++)
        if (see->named[i]) set |= 1u << see->network->alters[i].person->lives_where;
    set &= ~1u;
    if (kr_see_bits(set) < (size_t)rule->limit) return;
    kr_observation *o = kr_see_say(see, rule, (int64_t)kr_see_bits(set), (int64_t)kr_see_bits(set));
    if (!o) return;
    o->list = kr_choice_list_named(KR_STR("lives_where"));
    o->set = set;
    o->held = o->known;
}

#define P(name) .person_fields = KR_PERSON_FIELD(name)
#define WHERE   .person_fields = KR_PERSON_FIELD(lives_where) | KR_PERSON_FIELD(travel_minutes)

const kr_rule kr_rules_near[] = {
    {"see.has_time", KR_THEME_reachability, 2, 1, P(has_time), .holds = has_time},
    {"see.companion", KR_THEME_reachability, 2, 1, KR_gets_about_companion, P(reach), .holds = goes_by},
    {"see.near", KR_THEME_reachability, 1, 1, 15, WHERE, .holds = kr_holds_near},
    {"see.far", KR_THEME_reachability, 1, 1, 60, WHERE, .holds = kr_holds_far},
    {"see.same_house", KR_THEME_levels, 2, 1, KR_lives_where_same_house, P(lives_where), .holds = lives},
    {"see.abroad", KR_THEME_levels, 2, 1, KR_lives_where_abroad, P(lives_where), .holds = lives},
    {"see.levels", KR_THEME_levels, 2, .limit = 3, P(lives_where), .see = see_levels},
    {0},
};
