/* Every rule of what stands out: a small circle in which it speaks, about whom, and one in which it is
 * silent. */
#include "core_help.h"

#define TODAY 20261121

/* Something said: of the person in the middle ('@'), of somebody (A..F), of two of them. */
typedef struct told {
    char who, with;
    uint8_t kind, field;
    int64_t value;
    const char *text;
} told;

#define P(who, name, value)                                                                                  \
    { who, 0, KR_KIND_person, KR_F_person_##name, value, NULL }
#define PT(who, name, text)                                                                                  \
    { who, 0, KR_KIND_person, KR_F_person_##name, 0, text }
#define T(who, name, value)                                                                                  \
    { who, 0, KR_KIND_tie, KR_F_tie_##name, value, NULL }
#define TT(who, name, text)                                                                                  \
    { who, 0, KR_KIND_tie, KR_F_tie_##name, 0, text }
#define KNOW(a, b, yesno)                                                                                    \
    { a, b, KR_KIND_tie, KR_F_tie_acquainted, KR_yesno_##yesno, NULL }
#define WISH(about, text)                                                                                    \
    { about, 0, KR_KIND_wish, 0, 0, text }
#define EVENT(date, turning)                                                                                 \
    { 0, 0, KR_KIND_event, turning, date, NULL }
#define THERE(who, part)                                                                                     \
    { who, 0, KR_KIND_presence, 0, part, NULL }
#define BIT(list, name)   (1 << KR_##list##_##name)
#define SECTOR(who, name) P(who, sector, KR_sector_##name)
#define MOST_TOLD         12

typedef struct one {
    const char *key, *word; /* word: catalogue key of {word}; NULL any */
    size_t n;               /* how many people; 0: six */
    const char *about;      /* who is named: "AB" */
    told says[MOST_TOLD];
    size_t n_silent;
    told silent[MOST_TOLD];
} one;

static const one all[] = {
    {"see.beginning", NULL, 4, "ABCD", {{0}}, 5, {{0}}},
    {"see.prompts", NULL, 2, "", {{0}}, 3, {{0}}},
    {"see.close",
     NULL,
     0,
     "AB",
     {T('A', closeness, 1), T('B', closeness, 1), T('C', closeness, 2)},
     0,
     {T('A', closeness, 2)}},
    {"see.size", NULL, 5, "", {SECTOR('A', professional)}, 4, {{0}}},
    {"see.composition",
     NULL,
     0,
     "AB",
     {SECTOR('A', family), SECTOR('B', family), SECTOR('C', friend)},
     0,
     {SECTOR('A', family), SECTOR('B', family)}},
    {"see.kinds",
     NULL,
     0,
     "",
     {SECTOR('A', family), SECTOR('B', friend), SECTOR('C', neighbour), SECTOR('D', fellow)},
     0,
     {SECTOR('A', family), SECTOR('B', friend), SECTOR('C', neighbour)}},
    {"see.ages",
     NULL,
     0,
     "A",
     {P('A', age_group, KR_age_group_child), P('B', age_group, KR_age_group_retired)},
     0,
     {P('A', age_group, KR_age_group_child), P('B', age_group, KR_age_group_adult)}},
    {"see.same_age",
     NULL,
     0,
     "ABC",
     {P('@', age_group, 4), P('A', age_group, 4), P('B', age_group, 4), P('C', age_group, 4)},
     0,
     {P('@', age_group, 4), P('A', age_group, 4), P('B', age_group, 4)}},
    {"see.paid", NULL, 0, "A", {SECTOR('A', professional)}, 0, {SECTOR('A', volunteer)}},
    {"see.paid_most",
     NULL,
     3,
     "AB",
     {SECTOR('A', professional), SECTOR('B', professional)},
     4,
     {SECTOR('A', professional), SECTOR('B', professional)}},
    {"see.volunteer", NULL, 0, "A", {SECTOR('A', volunteer)}, 0, {SECTOR('A', professional)}},
    {"see.family_far",
     NULL,
     0,
     "AB",
     {SECTOR('A', family), P('A', travel_minutes, 61), SECTOR('B', family),
      P('B', lives_where, KR_lives_where_abroad), SECTOR('C', friend), P('C', travel_minutes, 90)},
     0,
     {SECTOR('A', family), P('A', travel_minutes, 60)}},
    {"see.carer", NULL, 0, "A", {P('A', carer, KR_yesno_yes)}, 0, {P('A', carer, KR_yesno_no)}},
    {"see.own_care", NULL, 0, "", {P('@', carer, KR_yesno_yes)}, 0, {P('A', carer, KR_yesno_yes)}},
    {"see.kin",
     NULL,
     0,
     "",
     {P('F', only_family, KR_yesno_yes)},
     0,
     {P('F', only_family, KR_yesno_yes), P('F', died, 19990000)}},
    {"see.visit_want", NULL, 0, "A", {T('A', visit, KR_visit_want)}, 0, {T('A', visit, KR_visit_avoid)}},
    {"see.groups", NULL, 0, "A", {P('A', what, KR_what_group)}, 0, {P('A', what, KR_what_place)}},
    {"see.places", NULL, 0, "A", {T('A', visit, KR_visit_now)}, 0, {T('A', visit, KR_visit_want)}},
    {"see.animals", NULL, 0, "A", {P('A', what, KR_what_animal)}, 0, {P('A', what, KR_what_group)}},
    {"see.domains",
     NULL,
     0,
     "",
     {P('A', domain, BIT(domain, work) | BIT(domain, sport)), T('B', domains, BIT(domain, faith))},
     0,
     {P('A', domain, BIT(domain, work) | BIT(domain, sport)), T('B', domains, BIT(domain, sport))}},
    {"see.quiet",
     NULL,
     0,
     "AB",
     {T('A', state, KR_state_fading), T('B', state, KR_state_dormant)},
     0,
     {T('A', state, KR_state_active), T('B', state, KR_state_broken)}},
    {"see.light",
     NULL,
     0,
     "AB",
     {T('A', strength, KR_strength_light), T('B', closeness, 3)},
     0,
     {T('A', strength, KR_strength_strong), T('A', closeness, 3), SECTOR('B', professional),
      T('B', closeness, 4)}},
    {"see.light_often",
     NULL,
     0,
     "A",
     {T('A', closeness, 3), T('A', live, KR_frequency_weekly)},
     0,
     {T('A', closeness, 3), T('A', live, KR_frequency_monthly)}},
    {"see.restored", NULL, 0, "A", {T('A', state, KR_state_restored)}, 0, {T('A', state, KR_state_active)}},
    {"see.broken",
     NULL,
     0,
     "AB",
     {T('A', state, KR_state_broken), T('B', state, KR_state_ended)},
     0,
     {T('A', state, KR_state_dormant), T('B', state, KR_state_rather_not)}},
    {"see.died",
     NULL,
     0,
     "AB",
     {P('A', died, 20200000), T('B', state, KR_state_died)},
     0,
     {P('A', died, 20200000), T('A', private_mark, KR_yesno_yes)}},
    {"see.chosen",
     NULL,
     0,
     "A",
     {T('A', origin, KR_origin_chosen), T('B', origin, KR_origin_given)},
     0,
     {T('A', origin, KR_origin_chosen), T('B', origin, KR_origin_chosen)}},
    {"see.long",
     NULL,
     0,
     "A",
     {T('A', since, 20160000), T('B', since, 20170101)},
     0,
     {T('A', since, 20170000)}},
    {"see.new",
     NULL,
     0,
     "ABC",
     {T('A', since, 20260000), T('B', since, 20260100), T('C', since, 20251122)},
     0,
     {T('A', since, 20250000), T('B', since, 20251121), T('C', since, 20270000)}},
    {"see.met", NULL, 0, "A", {TT('A', how_met, "Bij het koor.")}, 0, {{0}}},
    {"see.close_seldom",
     NULL,
     0,
     "A",
     {T('A', closeness, 2), T('A', phone, KR_frequency_yearly)},
     0,
     {T('A', closeness, 2), T('A', phone, KR_frequency_monthly), T('B', closeness, 2)}},
    {"see.daily",
     NULL,
     0,
     "A",
     {T('A', message, KR_frequency_daily)},
     0,
     {T('A', message, KR_frequency_weekly)}},
    {"see.weekly",
     NULL,
     0,
     "A",
     {T('A', online, KR_frequency_weekly)},
     0,
     {T('A', online, KR_frequency_daily)}},
    {"see.afar",
     NULL,
     0,
     "A",
     {T('A', live, KR_frequency_never), T('A', phone, KR_frequency_weekly)},
     0,
     {T('A', phone, KR_frequency_weekly)}},
    {"see.energy_gives",
     NULL,
     0,
     "A",
     {T('A', energy, KR_energy_gives)},
     0,
     {T('A', energy, KR_energy_neither)}},
    {"see.energy_costs",
     NULL,
     0,
     "A",
     {T('A', energy, KR_energy_costs)},
     0,
     {T('A', energy, KR_energy_both)}},
    {"see.energy_both", NULL, 0, "A", {T('A', energy, KR_energy_both)}, 0, {T('A', energy, KR_energy_gives)}},
    {"see.supportive", NULL, 0, "A", {T('A', tone, KR_tone_supportive)}, 0, {T('A', tone, KR_tone_neutral)}},
    {"see.tense",
     NULL,
     0,
     "AB",
     {T('A', tone, KR_tone_tense), T('B', tone, KR_tone_ambivalent)},
     0,
     {T('A', tone, KR_tone_supportive)}},
    {"see.bonding",
     NULL,
     0,
     "A",
     {T('A', capital, KR_capital_bonding)},
     0,
     {T('A', capital, KR_capital_linking)}},
    {"see.bridging",
     NULL,
     0,
     "A",
     {T('A', capital, KR_capital_bridging)},
     0,
     {T('A', capital, KR_capital_bonding)}},
    {"see.linking",
     NULL,
     0,
     "A",
     {T('A', capital, KR_capital_linking)},
     0,
     {T('A', capital, KR_capital_bridging)}},
    {"see.close_strangers",
     NULL,
     0,
     "AB",
     {T('A', closeness, 1), T('B', closeness, 2), KNOW('A', 'B', no)},
     0,
     {T('A', closeness, 1), T('B', closeness, 3), KNOW('A', 'B', no)}},
    {"see.know", NULL, 0, "B", {KNOW('A', 'B', yes), KNOW('B', 'C', yes)}, 0, {KNOW('A', 'B', yes)}},
    {"see.know_two", NULL, 0, "AB", {KNOW('A', 'B', yes)}, 0, {KNOW('A', 'B', yes), KNOW('B', 'C', yes)}},
    {"see.know_none", NULL, 0, "", {KNOW('A', 'B', no)}, 0, {KNOW('A', 'B', no), KNOW('B', 'C', yes)}},
    {"see.apart",
     NULL,
     0,
     "AB",
     {KNOW('A', 'B', yes), KNOW('C', 'D', yes)},
     0,
     {KNOW('A', 'B', yes), KNOW('C', 'D', yes), KNOW('B', 'C', yes)}},
    {"see.between",
     NULL,
     0,
     "A",
     {SECTOR('B', family), SECTOR('C', friend), SECTOR('D', neighbour), KNOW('A', 'B', yes),
      KNOW('A', 'C', yes), KNOW('A', 'D', yes)},
     0,
     {SECTOR('B', family), SECTOR('C', friend), SECTOR('D', friend), KNOW('A', 'B', yes), KNOW('A', 'C', yes),
      KNOW('A', 'D', yes)}},
    {"see.trio",
     NULL,
     0,
     "BCD",
     {KNOW('A', 'B', yes), KNOW('B', 'C', yes), KNOW('C', 'D', yes), KNOW('B', 'D', yes)},
     0,
     {KNOW('A', 'B', yes), KNOW('B', 'C', yes), KNOW('C', 'D', yes), KNOW('A', 'D', yes)}},
    {"see.on_own",
     NULL,
     0,
     "C",
     {KNOW('A', 'B', yes), KNOW('A', 'C', no), KNOW('B', 'C', no)},
     0,
     {KNOW('A', 'B', yes), KNOW('A', 'C', no)}},
    {"see.both",
     NULL,
     0,
     "A",
     {T('A', gets, BIT(support, advice)), T('A', gives, BIT(support, company))},
     0,
     {T('A', gets, BIT(support, advice)), T('B', gives, BIT(support, company))}},
    {"see.give_much",
     NULL,
     0,
     "A",
     {T('A', balance, KR_balance_give_much)},
     0,
     {T('A', balance, KR_balance_fine)}},
    {"see.get_much",
     NULL,
     0,
     "A",
     {T('A', balance, KR_balance_get_much)},
     0,
     {T('A', balance, KR_balance_no_opinion)}},
    {"see.own_talents", NULL, 0, "", {PT('@', strengths, "Soep koken")}, 0, {PT('A', talents, "Soep koken")}},
    {"see.give",
     "support.company",
     0,
     "A",
     {T('A', gives, BIT(support, company))},
     0,
     {T('A', gets, BIT(support, company))}},
    {"see.one_carries",
     NULL,
     0,
     "A",
     {T('A', gets, 14), T('B', gets, BIT(support, advice))},
     0,
     {T('A', gets, 14), T('B', gets, 6)}},
    {"see.many_ways",
     NULL,
     0,
     "AB",
     {T('A', gets, 14), T('B', gets, 14)},
     0,
     {T('A', gets, 14), T('B', gets, 6)}},
    {"see.talents",
     NULL,
     0,
     "A",
     {PT('A', talents, "Fietsen maken")},
     0,
     {PT('@', talents, "Fietsen maken")}},
    {"see.together", NULL, 0, "A", {TT('A', together, "Wandelen")}, 0, {{0}}},
    {"see.one_way",
     NULL,
     0,
     "ABC",
     {T('A', gets, 2), T('B', gets, 4), T('C', gets, 8)},
     0,
     {T('A', gets, 2), T('B', gets, 4), T('C', gets, 12)}},
    {"see.support",
     "support.listening",
     0,
     "A",
     {T('A', gets, BIT(support, listening)), SECTOR('B', professional),
      T('B', gets, BIT(support, listening))},
     0,
     {T('A', gets, BIT(support, listening))}},
    {"see.support_paid_only",
     "support.advice",
     0,
     "B",
     {SECTOR('B', professional), T('B', gets, BIT(support, advice))},
     0,
     {SECTOR('B', professional), T('B', gets, BIT(support, advice)), T('A', gets, BIT(support, advice)),
      T('A', private_mark, KR_yesno_yes)}},
    {"see.support_one",
     "support.weighing",
     0,
     "A",
     {T('A', gets, BIT(support, weighing))},
     0,
     {T('A', gets, BIT(support, weighing)), T('B', gets, BIT(support, weighing))}},
    {"see.could",
     NULL,
     0,
     "A",
     {T('A', gets_could, BIT(support, practical))},
     0,
     {T('A', gets_could, BIT(support, practical)), T('A', gets, BIT(support, practical))}},
    {"see.would_ask",
     NULL,
     0,
     "A",
     {T('A', ask_company, KR_would_yes)},
     0,
     {T('A', ask_company, KR_would_yes), T('A', gets, BIT(support, company))}},
    {"see.perhaps_ask",
     NULL,
     0,
     "A",
     {T('A', ask_advice, KR_would_perhaps)},
     0,
     {T('A', ask_advice, KR_would_no)}},
    {"see.has_time", NULL, 0, "A", {PT('A', has_time, "In het weekend")}, 0, {{0}}},
    {"see.companion",
     NULL,
     0,
     "A",
     {P('A', reach, BIT(gets_about, companion))},
     0,
     {P('A', reach, BIT(gets_about, bicycle))}},
    {"see.near",
     NULL,
     0,
     "AB",
     {P('A', lives_where, KR_lives_where_neighbourhood), P('B', travel_minutes, 15)},
     0,
     {P('A', lives_where, KR_lives_where_town), P('B', travel_minutes, 16)}},
    {"see.far", NULL, 0, "A", {P('A', travel_minutes, 61)}, 0, {P('A', travel_minutes, 60)}},
    {"see.same_house",
     NULL,
     0,
     "A",
     {P('A', lives_where, KR_lives_where_same_house)},
     0,
     {P('A', lives_where, KR_lives_where_street)}},
    {"see.abroad",
     NULL,
     0,
     "A",
     {P('A', lives_where, KR_lives_where_abroad)},
     0,
     {P('A', lives_where, KR_lives_where_elsewhere)}},
    {"see.levels",
     NULL,
     0,
     "",
     {P('A', lives_where, 2), P('B', lives_where, 4), P('C', lives_where, 6)},
     0,
     {P('A', lives_where, 2), P('B', lives_where, 4), P('C', lives_where, 4)}},
    {"see.wish_more",
     NULL,
     0,
     "AB",
     {T('A', wish, KR_wish_more), T('B', wish, KR_wish_together)},
     0,
     {T('A', wish, KR_wish_none)}},
    {"see.wish_wake", NULL, 0, "A", {T('A', wish, KR_wish_wake)}, 0, {T('A', wish, KR_wish_keep)}},
    {"see.wish_keep", NULL, 0, "A", {T('A', wish, KR_wish_keep)}, 0, {T('A', wish, KR_wish_different)}},
    {"see.wish_mend", NULL, 0, "A", {T('A', wish, KR_wish_mend)}, 0, {T('A', state, KR_state_broken)}},
    {"see.wish_away",
     NULL,
     0,
     "AB",
     {T('A', wish, KR_wish_distance), T('B', wish, KR_wish_end)},
     0,
     {T('A', energy, KR_energy_costs)}},
    {"see.wishes",
     NULL,
     0,
     "B",
     {WISH('B', "Vaker naar buiten"), WISH(0, "Zingen")},
     0,
     {T('A', wish, KR_wish_more)}},
    {"see.turning", NULL, 0, "", {EVENT(20250301, KR_turning_move)}, 0, {EVENT(20231121, KR_turning_move)}},
    {"see.was_there",
     NULL,
     0,
     "A",
     {THERE('A', KR_presence_part_helped), THERE('B', KR_presence_part_left)},
     0,
     {THERE('A', KR_presence_part_left)}},
};

static const char *const names[] = {"Anna", "Bert", "Cor", "Dora", "Els", "Fred"};
enum { PEOPLE = 6 };

static void put_value(kr_draft *d, kr_kind kind, kr_id record, const told *t) {
    const kr_field *field = kr_schema_field(kind, t->field);
    if (field->type == KR_TEXT)
        kr_draft_text(d, kind, record, t->field, kr_str_z(t->text));
    else if (field->type == KR_SET)
        kr_draft_set(d, kind, record, t->field, (uint32_t)t->value);
    else
        kr_draft_number(d, kind, record, t->field, t->value);
}

static void put_record(kr_draft *d, const kr_id *ids, const told *t) {
    kr_id record = kr_draft_new_id(d), who = t->who ? ids[t->who - 'A'] : 0;
    if (t->kind == KR_KIND_wish) {
        kr_draft_text(d, KR_KIND_wish, record, KR_F_wish_words, kr_str_z(t->text));
        kr_draft_ref(d, KR_KIND_wish, record, KR_F_wish_about, who);
    } else if (t->kind == KR_KIND_event) {
        kr_draft_number(d, KR_KIND_event, record, KR_F_event_date, t->value);
        kr_draft_number(d, KR_KIND_event, record, KR_F_event_turning, t->field);
    } else {
        kr_draft_ref(d, KR_KIND_presence, record, KR_F_presence_person, who);
        kr_draft_number(d, KR_KIND_presence, record, KR_F_presence_part, t->value);
    }
}

static void tell(grow *g, const kr_id *ids, const told *list) {
    kr_draft d;
    if (!list[0].kind) return;
    grow_draft(g, &d, KR_ACT_SAY);
    for (size_t i = 0; i < MOST_TOLD && list[i].kind; i++) {
        const told *t = &list[i];
        kr_id who = t->who == '@' ? g->circle.self.ego : t->who ? ids[t->who - 'A'] : 0;
        if (t->with)
            kr_draft_acquainted(&d, who, ids[t->with - 'A'], (uint8_t)t->value);
        else if (t->kind == KR_KIND_person)
            put_value(&d, KR_KIND_person, who, t);
        else if (t->kind == KR_KIND_tie)
            put_value(&d, KR_KIND_tie, kr_draft_tie(&d, g->circle.self.ego, who), t);
        else
            put_record(&d, ids, t);
    }
    assert_int_equal(grow_change(g, &d, NULL), KR_OK);
}

static const kr_observation *spoken(grow *g, const one *o, size_t n, const told *list) {
    kr_id ids[PEOPLE];
    kr_observation *seen;
    size_t count;
    grow_begin(g, NULL);
    grow_people(g, "Annie", names, ids, n ? n : PEOPLE);
    tell(g, ids, list);
    kr_network *network = kr_new(&g->arena, kr_network);
    *network = grow_network(g);
    assert_int_equal(kr_observe(&seen, &count, &g->arena, network, TODAY, 1000), KR_OK);
    for (size_t i = 0; i < count; i++) {
        bool same = !o->word || (seen[i].word_key && strcmp(seen[i].word_key, o->word) == 0);
        if (same && strcmp(seen[i].key, o->key) == 0) return &seen[i];
    }
    return NULL;
}

static void every_rule_speaks_and_is_silent(void **state) {
    (void)state;
    for (size_t i = 0; i < KR_COUNT(all); i++) {
        const one *o = &all[i];
        grow g;
        const kr_observation *said = spoken(&g, o, o->n, o->says);
        if (!said) fail_msg("%s does not speak", o->key);
        char about[PEOPLE + 1] = "";
        for (size_t k = 0; k < said->n_people && k < PEOPLE; k++) about[k] = (char)('A' + said->people[k]);
        if (strcmp(about, o->about) != 0) fail_msg("%s names %s, not %s", o->key, about, o->about);
        assert_true(said->held >= 0 && said->known >= 0 && said->unknown >= 0);
        grow_end(&g);
        if (spoken(&g, o, o->n_silent, o->silent)) fail_msg("%s is not silent", o->key);
        grow_end(&g);
    }
}

static void every_rule_has_a_case(void **state) {
    (void)state;
    const kr_rule *rules[200];
    size_t n = kr_rules(rules, KR_COUNT(rules));
    assert_true(n >= 48 && n <= 128);
    for (size_t i = 0; i < n; i++) {
        bool there = false;
        for (size_t k = 0; k < KR_COUNT(all); k++) there = there || strcmp(all[k].key, rules[i]->key) == 0;
        if (!there) fail_msg("%s has no case", rules[i]->key);
        for (size_t k = 0; k < i; k++) assert_string_not_equal(rules[k]->key, rules[i]->key);
        assert_in_range(rules[i]->telling, 1, 4);
        assert_true(rules[i]->see || rules[i]->holds);
    }
}

/* The dead are named where it is about them, and nowhere else. */
static void the_dead_are_not_counted(void **state) {
    (void)state;
    static const one any = {.key = "see.close"};
    static const told list[] = {T('A', closeness, 1), P('A', dead, KR_yesno_yes), {0}};
    grow g;
    assert_null(spoken(&g, &any, 0, list));
    grow_end(&g);
}

/* Of how many it is not known is counted too. */
static void unknown_is_said(void **state) {
    (void)state;
    static const one who = {.key = "see.support_one"};
    static const told list[MOST_TOLD] = {T('A', gets, BIT(support, weighing)),
                                         T('B', gets, BIT(support, company)),
                                         T('C', gets, BIT(support, company))};
    grow g;
    const kr_observation *said = spoken(&g, &who, 0, list);
    assert_non_null(said);
    assert_int_equal(said->known, 3);
    assert_int_equal(said->unknown, 3);
    grow_end(&g);
}

/* The first three: by how telling, no two of one theme, and nothing that was put aside. */
static void first_three(void **state) {
    (void)state;
    static const one any = {.key = "see.close"};
    static const told list[MOST_TOLD] = {T('A', closeness, 1), T('B', state, KR_state_dormant),
                                         T('C', wish, KR_wish_more), T('D', wish, KR_wish_wake),
                                         T('E', energy, KR_energy_gives)};
    kr_observation *seen;
    size_t count, out[3];
    grow g;
    assert_non_null(spoken(&g, &any, 0, list));
    kr_network network = grow_network(&g);
    assert_int_equal(kr_observe(&seen, &count, &g.arena, &network, TODAY, 1000), KR_OK);
    for (size_t i = 1; i < count; i++) assert_true(seen[i - 1].rule->telling >= seen[i].rule->telling);
    assert_int_equal(kr_observe_first(out, 3, seen, count, NULL), 3);
    assert_string_equal(seen[out[0]].key, "see.close");
    assert_string_equal(seen[out[1]].key, "see.quiet");
    assert_string_equal(seen[out[2]].key, "see.wish_more"); /* not a second wish */
    bool *aside = kr_new_n(&g.arena, bool, count);
    aside[out[0]] = aside[out[2]] = true;
    assert_int_equal(kr_observe_first(out, 3, seen, count, aside), 3);
    assert_string_equal(seen[out[0]].key, "see.quiet");
    assert_string_equal(seen[out[1]].key, "see.wish_wake");
    assert_int_equal(kr_observe_first(out, 3, seen, 1, NULL), 1);
    assert_int_equal(kr_observe_first(out, 3, seen, 0, NULL), 0);
    grow_end(&g);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_rule_speaks_and_is_silent),
        cmocka_unit_test(every_rule_has_a_case),
        cmocka_unit_test(the_dead_are_not_counted),
        cmocka_unit_test(unknown_is_said),
        cmocka_unit_test(first_three),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
