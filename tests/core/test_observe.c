#include "core_help.h"

/* Five people whose figures can be counted by hand. */
static const char *const names[] = {"Sanne", "Corrie", "Yusuf", "Noor", "Kees"};
enum { SANNE, CORRIE, YUSUF, NOOR, KEES, PEOPLE };

static kr_id tie(grow *g, kr_draft *d, kr_id who) {
    return kr_draft_tie(d, g->circle.self.ego, who);
}

static void tell(grow *g, const kr_id *ids) {
    kr_draft d;
    grow_draft(g, &d, KR_ACT_SAY);
    static const uint8_t sectors[] = {KR_sector_family, KR_sector_neighbour, KR_sector_neighbour,
                                      KR_sector_professional, KR_sector_family};
    for (size_t i = 0; i < PEOPLE; i++)
        kr_draft_number(&d, KR_KIND_person, ids[i], KR_F_person_sector, sectors[i]);
    kr_draft_number(&d, KR_KIND_person, ids[CORRIE], KR_F_person_lives_where, KR_lives_where_street);
    kr_draft_number(&d, KR_KIND_person, ids[YUSUF], KR_F_person_travel_minutes, 0);
    kr_draft_number(&d, KR_KIND_person, ids[KEES], KR_F_person_lives_where, KR_lives_where_abroad);
    kr_draft_number(&d, KR_KIND_tie, tie(g, &d, ids[SANNE]), KR_F_tie_closeness, KR_closeness_intimate);
    kr_draft_number(&d, KR_KIND_tie, tie(g, &d, ids[CORRIE]), KR_F_tie_since, 19980000);
    kr_draft_number(&d, KR_KIND_tie, tie(g, &d, ids[NOOR]), KR_F_tie_since, 20250400);
    kr_draft_set(&d, KR_KIND_tie, tie(g, &d, ids[SANNE]), KR_F_tie_gets, 1 << KR_support_practical);
    kr_draft_set(&d, KR_KIND_tie, tie(g, &d, ids[NOOR]), KR_F_tie_gets,
                 1 << KR_support_practical | 1 << KR_support_advice);
    kr_draft_set(&d, KR_KIND_tie, tie(g, &d, ids[SANNE]), KR_F_tie_gives, 1 << KR_support_listening);
    kr_draft_number(&d, KR_KIND_tie, tie(g, &d, ids[KEES]), KR_F_tie_state, KR_state_dormant);
    kr_draft_acquainted(&d, ids[SANNE], ids[CORRIE], KR_yesno_yes);
    kr_draft_acquainted(&d, ids[YUSUF], ids[CORRIE], KR_yesno_yes);
    kr_draft_acquainted(&d, ids[YUSUF], ids[NOOR], KR_yesno_no);
    assert_int_equal(grow_change(g, &d, NULL), KR_OK);
}

static const kr_observation *find(const kr_observation *list, size_t n, const char *key, const char *word) {
    for (size_t i = 0; i < n; i++) {
        bool same_word = !word || (list[i].word_key && strcmp(list[i].word_key, word) == 0);
        if (strcmp(list[i].key, key) == 0 && same_word) return &list[i];
    }
    return NULL;
}

static void figures(void **state) {
    (void)state;
    grow g;
    kr_id ids[PEOPLE];
    kr_figures f;
    grow_begin(&g, NULL);
    grow_people(&g, "Annie", names, ids, PEOPLE);
    tell(&g, ids);
    kr_network n = grow_network(&g);
    kr_figures_of(&f, &n, 20261121);
    assert_int_equal(f.size, 5);
    assert_int_equal(f.size_unpaid, 4);
    assert_int_equal(f.by_sector[KR_sector_neighbour], 2);
    assert_int_equal(f.pairs_known, 2);
    assert_int_equal(f.pairs_not, 1);
    assert_int_equal(f.pairs_possible, 10);
    assert_true(f.density == 0.2);
    assert_int_equal(f.since_known, 2);
    assert_int_equal(f.since_unknown, 3);
    assert_int_equal(f.ten_years, 1);
    assert_int_equal(f.near, 2);
    assert_int_equal(f.abroad, 1);
    assert_int_equal(f.place_unknown, 2);
    assert_int_equal(f.gets[KR_support_practical], 2);
    assert_int_equal(f.gets_unpaid[KR_support_practical], 1);
    assert_int_equal(f.both_ways, 1);
    assert_int_equal(f.quiet, 1);
    grow_end(&g);
}

static void sentences(void **state) {
    (void)state;
    grow g;
    kr_id ids[PEOPLE];
    kr_observation *all;
    size_t n;
    grow_begin(&g, NULL);
    grow_people(&g, "Annie", names, ids, PEOPLE);
    tell(&g, ids);
    kr_network network = grow_network(&g);
    assert_int_equal(kr_observe(&all, &n, &g.arena, &network, 20261121, 400), KR_OK);
    const kr_observation *close = find(all, n, "see.close", NULL);
    assert_true(close && close->n == 1 && close->people[0] == SANNE);
    const kr_observation *advice = find(all, n, "see.support_paid_only", "support.advice");
    assert_true(advice && advice->n_people == 1 && advice->people[0] == NOOR);
    const kr_observation *help = find(all, n, "see.support", "support.practical");
    assert_true(help && help->n_people == 1 && help->people[0] == SANNE && help->n_others == 1);
    const kr_observation *know = find(all, n, "see.know", NULL);
    assert_true(know && know->n == 2 && know->people[0] == CORRIE);
    assert_int_equal(know->n_others, 2); /* few enough to say whom */
    assert_non_null(find(all, n, "see.quiet", NULL));
    assert_non_null(find(all, n, "see.long", NULL));
    /* Nothing is said of what is not known. */
    assert_null(find(all, n, "see.energy_costs", NULL));
    assert_null(find(all, n, "see.support", "support.company"));
    assert_int_equal(kr_observe(&all, &n, &g.arena, &network, 20261121, 3), KR_OK);
    assert_int_equal(n, 3);
    grow_end(&g);
}

static void who_is_private_is_not_named(void **state) {
    (void)state;
    grow g;
    kr_id ids[PEOPLE];
    kr_observation *all;
    size_t n;
    kr_draft d;
    grow_begin(&g, NULL);
    grow_people(&g, "Annie", names, ids, PEOPLE);
    tell(&g, ids);
    grow_draft(&g, &d, KR_ACT_SAY);
    kr_draft_number(&d, KR_KIND_tie, tie(&g, &d, ids[SANNE]), KR_F_tie_private_mark, KR_yesno_yes);
    assert_int_equal(grow_change(&g, &d, NULL), KR_OK);
    kr_network network = grow_network(&g);
    assert_int_equal(kr_observe(&all, &n, &g.arena, &network, 20261121, 400), KR_OK);
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j < all[i].n_people; j++) assert_int_not_equal(all[i].people[j], SANNE);
        for (size_t j = 0; j < all[i].n_others; j++) assert_int_not_equal(all[i].others[j], SANNE);
    }
    grow_end(&g);
}

static void an_empty_circle_says_little(void **state) {
    (void)state;
    grow g;
    kr_observation *all;
    size_t n;
    grow_begin(&g, NULL);
    grow_people(&g, "Annie", names, NULL, 0);
    kr_network network = grow_network(&g);
    assert_int_equal(kr_observe(&all, &n, &g.arena, &network, 20261121, 12), KR_OK);
    assert_int_equal(n, 2);
    assert_string_equal(all[0].key, "see.beginning");
    assert_string_equal(all[1].key, "see.prompts");
    grow_end(&g);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(figures),
        cmocka_unit_test(sentences),
        cmocka_unit_test(who_is_private_is_not_named),
        cmocka_unit_test(an_empty_circle_says_little),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
