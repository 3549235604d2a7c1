/* Rules about who is there: how many, who they are, who does it as work, family, groups and places. */
#include "core/see.h"

bool kr_holds_kind(const kr_see *see, const kr_alter *a, int32_t what) {
    (void)see;
    return a->person->what == what;
}

bool kr_holds_sector(const kr_see *see, const kr_alter *a, int32_t sector) {
    (void)see;
    return a->person->sector == sector;
}

bool kr_holds_close(const kr_see *see, const kr_alter *a, int32_t closeness) {
    (void)see;
    return a->tie && a->tie->closeness && a->tie->closeness <= closeness;
}

/* Known a little: from a nod or a chat. Whoever does it as work is another matter, and so is a place. */
bool kr_holds_light(const kr_see *see, const kr_alter *a, int32_t unused) {
    (void)see, (void)unused;
    if (!a->tie || a->paid || a->person->what == KR_what_place) return false;
    if (a->tie->strength) return a->tie->strength == KR_strength_light;
    return a->tie->closeness == KR_closeness_acquaintance || a->tie->closeness == KR_closeness_service;
}

static bool is_here(const kr_see *see, const kr_alter *a, int32_t unused) {
    (void)see, (void)a, (void)unused;
    return true;
}

/* -- how many -- */

static void see_beginning(kr_see *see, const kr_rule *rule) {
    size_t count;
    if (see->living >= (size_t)rule->limit) return;
    uint32_t *people = kr_see_gather(see, is_here, 0, &count);
    kr_observation *o = kr_see_say(see, rule, (int64_t)see->living, (int64_t)see->living);
    if (o) kr_see_about(o, people, count);
}

static void see_prompts(kr_see *see, const kr_rule *rule) {
    if (see->living < (size_t)rule->limit)
        (void)kr_see_say(see, rule, (int64_t)see->living, (int64_t)see->living);
}

static bool is_paid(const kr_see *see, const kr_alter *a, int32_t unused) {
    (void)see, (void)unused;
    return a->paid;
}

/* When everybody does it as their work, see.paid_most says so; here it would be a bare nought. */
static void see_size(kr_see *see, const kr_rule *rule) {
    if (see->living < rule->from) return;
    size_t unpaid = see->living - kr_see_count(see, is_paid, 0);
    (void)kr_see_say(see, rule, (int64_t)see->living, (int64_t)(unpaid ? unpaid : see->living));
}

/* -- who they are -- */

const char *kr_see_sector_key(unsigned sector) {
    static const char *const keys[] = {NULL,
                                       "sector.household",
                                       "sector.family",
                                       "sector.friend",
                                       "sector.acquaintance",
                                       "sector.neighbour",
                                       "sector.colleague",
                                       "sector.fellow",
                                       "sector.volunteer",
                                       "sector.professional",
                                       "sector.spiritual",
                                       "sector.society"};
    return keys[sector];
}

#define SECTORS 12

/* The kind of contact there is most of, when of at least half of the people (limit: percent) it is said. */
static void see_composition(kr_see *see, const kr_rule *rule) {
    size_t by[SECTORS] = {0}, most = 0, said = 0, count;
    for (size_t i = 0; i < see->network->n; i++) {
        const kr_alter *a = &see->network->alters[i];
        if (kr_see_alive(a) && a->person->sector < SECTORS) by[a->person->sector]++;
    }
    for (size_t i = 1; i < SECTORS; i++) {
        said += by[i];
        if (!most || by[i] > by[most]) most = i;
    }
    if (see->living < rule->from || said * 100 < see->living * (size_t)rule->limit || by[most] < 2) return;
    uint32_t *people = kr_see_gather(see, kr_holds_sector, (int32_t)most, &count);
    kr_observation *o = kr_see_say(see, rule, (int64_t)by[most], (int64_t)said);
    if (!o) return;
    o->word_key = kr_see_sector_key((unsigned)most);
    kr_see_about(o, people, count);
}

static uint32_t sectors_of(const kr_see *see) {
    uint32_t set = 0;
    for (size_t i = 0; i < see->network->n; i++)
        if (see->named[i]) set |= 1u << see->network->alters[i].person->sector;
    return set & ~1u;
}

/* A set of choices in words, when there are at least `limit` of them. */
static void say_words(kr_see *see, const kr_rule *rule, const char *list, uint32_t set) {
    size_t kinds = kr_see_bits(set);
    if (kinds < (size_t)rule->limit) return;
    kr_observation *o = kr_see_say(see, rule, (int64_t)kinds, (int64_t)kinds);
    if (!o) return;
    o->list = kr_choice_list_named(kr_str_z(list));
    o->set = set;
    o->held = o->known;
}

static void see_kinds(kr_see *see, const kr_rule *rule) {
    say_words(see, rule, "sector", sectors_of(see));
}

static void see_domains(kr_see *see, const kr_rule *rule) {
    uint32_t set = 0;
    for (size_t i = 0; i < see->network->n; i++) {
        const kr_alter *a = &see->network->alters[i];
        if (see->named[i]) set |= a->person->domain | (a->tie ? a->tie->domains : 0);
    }
    say_words(see, rule, "domain", set);
}

static bool is_young(const kr_see *see, const kr_alter *a, int32_t unused) {
    (void)see, (void)unused;
    return a->person->age_group && a->person->age_group <= KR_age_group_youth;
}

static bool is_old(const kr_see *see, const kr_alter *a, int32_t unused) {
    (void)see, (void)unused;
    return a->person->age_group >= KR_age_group_retired;
}

static void see_ages(kr_see *see, const kr_rule *rule) {
    size_t young, old;
    uint32_t *first = kr_see_gather(see, is_young, 0, &young), *second = kr_see_gather(see, is_old, 0, &old);
    if (young < rule->from || old < rule->from) return;
    kr_observation *o = kr_see_say(see, rule, (int64_t)young, (int64_t)old);
    if (!o) return;
    kr_see_about(o, first, young);
    o->others = second;
    o->n_others = old;
    o->held = (int64_t)(young + old);
}

static bool same_age(const kr_see *see, const kr_alter *a, int32_t unused) {
    (void)unused;
    const kr_person *ego = see->network->ego;
    return ego && ego->age_group && a->person->age_group == ego->age_group;
}

/* -- work, family, groups, places -- */

static void see_paid_most(kr_see *see, const kr_rule *rule) {
    size_t paid = kr_see_count(see, is_paid, 0), count;
    if (see->living < rule->from || paid * 100 <= see->living * (size_t)rule->limit) return;
    uint32_t *people = kr_see_gather(see, is_paid, 0, &count);
    kr_observation *o = kr_see_say(see, rule, (int64_t)paid, (int64_t)see->living);
    if (o) kr_see_about(o, people, count);
}

/* In the tree but not in the circle; whose branch was folded away is left out. */
static void see_kin(kr_see *see, const kr_rule *rule) {
    size_t count = 0;
    for (size_t i = 0; i < see->network->n_kin; i++) {
        const kr_alter *a = &see->network->kin[i];
        count += kr_see_nameable(a) && a->person->branch_hidden != KR_yesno_yes;
    }
    if (count >= rule->from) (void)kr_see_say(see, rule, (int64_t)count, (int64_t)count);
}

static bool family_far(const kr_see *see, const kr_alter *a, int32_t minutes) {
    return a->person->sector == KR_sector_family && kr_holds_far(see, a, minutes);
}

static bool is_carer(const kr_see *see, const kr_alter *a, int32_t unused) {
    (void)see, (void)unused;
    return a->person->carer == KR_yesno_yes;
}

static void see_own_care(kr_see *see, const kr_rule *rule) {
    if (see->network->ego && see->network->ego->carer == KR_yesno_yes) (void)kr_see_say(see, rule, 1, 1);
}

static bool goes_there(const kr_see *see, const kr_alter *a, int32_t visit) {
    (void)see;
    return a->tie && a->tie->visit == visit;
}

#define P(name) .person_fields = KR_PERSON_FIELD(name)
#define T(name) .tie_fields = KR_TIE_FIELD(name)

const kr_rule kr_rules_people[] = {
    {"see.beginning", KR_THEME_size, 4, .limit = 5, .see = see_beginning},
    {"see.prompts", KR_THEME_size, 3, .limit = 3, .see = see_prompts},
    {"see.close", KR_THEME_size, 4, 1, KR_closeness_intimate, T(closeness), .holds = kr_holds_close},
    {"see.size", KR_THEME_size, 2, 5, P(sector), .says_unknown = true, .see = see_size},
    {"see.composition", KR_THEME_composition, 2, 5, 50, P(sector), .says_unknown = true,
     .see = see_composition},
    {"see.kinds", KR_THEME_composition, 1, .limit = 4, P(sector), .see = see_kinds},
    {"see.ages", KR_THEME_composition, 1, 1, P(age_group), .see = see_ages},
    {"see.same_age", KR_THEME_composition, 1, 3, P(age_group), .says_unknown = true, .holds = same_age},
    {"see.paid", KR_THEME_professionals, 2, 1, P(sector), .holds = is_paid},
    {"see.paid_most", KR_THEME_professionals, 2, 3, 50, P(sector), .says_unknown = true,
     .see = see_paid_most},
    {"see.volunteer", KR_THEME_professionals, 1, 1, KR_sector_volunteer, P(sector), .holds = kr_holds_sector},
    {"see.family_far", KR_THEME_family, 2, 1, 60,
     .person_fields = KR_PERSON_FIELD(lives_where) | KR_PERSON_FIELD(travel_minutes), .holds = family_far},
    {"see.carer", KR_THEME_family, 3, 1, P(carer), .holds = is_carer},
    {"see.own_care", KR_THEME_family, 3, 1, .counts = KR_OF_OTHER, .see = see_own_care},
    {"see.kin", KR_THEME_family, 1, 1, .counts = KR_OF_OTHER, .see = see_kin},
    {"see.visit_want", KR_THEME_places, 3, 1, KR_visit_want, T(visit), .holds = goes_there},
    {"see.groups", KR_THEME_places, 2, 1, KR_what_group, P(what), .holds = kr_holds_kind},
    {"see.places", KR_THEME_places, 1, 1, KR_visit_now, T(visit), .holds = goes_there},
    {"see.animals", KR_THEME_places, 2, 1, KR_what_animal, P(what), .holds = kr_holds_kind},
    {"see.domains", KR_THEME_places, 1, .limit = 3, .person_fields = KR_PERSON_FIELD(domain),
     .tie_fields = KR_TIE_FIELD(domains), .see = see_domains},
    {0},
};
