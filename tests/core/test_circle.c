#include "core_help.h"

#include <stdlib.h>

static const char *const names[] = {"Sanne", "Corrie van Dam", "de bakker", "Dr. Bakker", "Riet", "Moes"};
enum { SANNE, CORRIE, BAKER, DOCTOR, RIET, MOES, PEOPLE };

static int begin(void **state) {
    grow *g = malloc(sizeof *g);
    kr_id *ids = malloc(sizeof *ids * PEOPLE);
    if (!g || !ids) return -1;
    grow_begin(g, NULL);
    grow_people(g, "Annie de Groot", names, ids, PEOPLE);
    void **both = malloc(2 * sizeof *both);
    if (!both) return -1;
    both[0] = g;
    both[1] = ids;
    *state = both;
    return 0;
}

static int end(void **state) {
    void **both = *state;
    grow_end(both[0]);
    free(both[0]);
    free(both[1]);
    free(both);
    return 0;
}

#define WITH                                                                                                 \
    grow *g = ((void **)*state)[0];                                                                          \
    kr_id *ids = ((void **)*state)[1];                                                                       \
    (void)ids

static kr_id ego_tie(grow *g, kr_draft *draft, kr_id person) {
    return kr_draft_tie(draft, g->circle.self.ego, person);
}

static void say_closeness(grow *g, kr_id person, uint8_t closeness) {
    kr_draft draft;
    grow_draft(g, &draft, KR_ACT_PLACE);
    kr_draft_number(&draft, KR_KIND_tie, ego_tie(g, &draft, person), KR_F_tie_closeness, closeness);
    assert_int_equal(grow_change(g, &draft, NULL), KR_OK);
}

static const kr_tie *tie_of(grow *g, kr_id person) {
    return kr_circle_tie_between(&g->circle, g->circle.self.ego, person);
}

static void names_make_people(void **state) {
    WITH;
    kr_network n = grow_network(g);
    assert_int_equal(n.n, PEOPLE);
    assert_true(kr_str_is(n.ego->name, "Annie de Groot"));
    assert_true(kr_str_is(n.alters[CORRIE].person->name, "Corrie van Dam"));
    assert_non_null(n.alters[CORRIE].tie);
}

static void wrong_values_are_refused(void **state) {
    WITH;
    kr_error error;
    kr_draft draft;
    char longer[600];
    memset(longer, 'a', sizeof longer);
    struct {
        uint16_t field;
        kr_str written;
        const char *key, *name;
    } cases[] = {
        {KR_F_person_name, {longer, 201}, "error.too_long", "name"},
        {KR_F_person_name, KR_STR("\xff"), "error.not_utf8", "name"},
        {KR_F_person_name, KR_STR("a\x01"), "error.control_character", "name"},
        {KR_F_person_sector, KR_STR("vriend"), "error.choice", "sector"},
        {KR_F_person_travel_minutes, KR_STR("6001"), "error.number_range", "travel_minutes"},
        {KR_F_person_travel_minutes, KR_STR("-1"), "error.number_range", "travel_minutes"},
        {KR_F_person_travel_minutes, KR_STR("ver"), "error.number", "travel_minutes"},
        {KR_F_person_died, KR_STR("2023-02-30"), "error.date", "died"},
        {KR_F_person_gets_about, KR_STR("car,rocket"), "error.choice", "gets_about"},
    };
    for (size_t i = 0; i < KR_COUNT(cases); i++) {
        grow_draft(g, &draft, KR_ACT_SAY);
        kr_draft_text(&draft, KR_KIND_person, ids[0], KR_F_person_lives, KR_STR("Utrecht"));
        kr_draft_written(&draft, KR_KIND_person, ids[0], kr_schema_field(KR_KIND_person, cases[i].field),
                         cases[i].written);
        size_t before = g->n;
        assert_true(grow_change(g, &draft, &error) == KR_E_INVALID);
        assert_string_equal(error.key, cases[i].key);
        assert_string_equal(error.field, cases[i].name);
        assert_int_equal(g->n, before);
        assert_int_equal(kr_circle_person(&g->circle, ids[0])->lives.len, 0);
    }
}

static void nothing_new_is_no_change(void **state) {
    WITH;
    kr_error error;
    kr_draft draft;
    say_closeness(g, ids[SANNE], KR_closeness_intimate);
    grow_draft(g, &draft, KR_ACT_PLACE);
    kr_draft_number(&draft, KR_KIND_tie, ego_tie(g, &draft, ids[SANNE]), KR_F_tie_closeness,
                    KR_closeness_intimate);
    assert_int_equal(grow_change(g, &draft, &error), KR_E_NOT_FOUND);
    assert_string_equal(error.key, "error.nothing_changed");
}

static void one_tie_per_pair(void **state) {
    WITH;
    kr_draft draft;
    grow_draft(g, &draft, KR_ACT_KNOW);
    kr_id tie = kr_draft_tie(&draft, ids[SANNE], ids[CORRIE]);
    assert_true(tie != 0);
    assert_true(kr_draft_tie(&draft, ids[CORRIE], ids[SANNE]) == tie);
    kr_draft_acquainted(&draft, ids[CORRIE], ids[SANNE], KR_yesno_yes);
    assert_int_equal(grow_change(g, &draft, NULL), KR_OK);
    grow_draft(g, &draft, KR_ACT_KNOW);
    assert_true(kr_draft_tie(&draft, ids[CORRIE], ids[SANNE]) == tie);
    kr_network n = grow_network(g);
    assert_int_equal(n.n_known, 1);
    assert_int_equal(kr_network_acquainted(&n, CORRIE, SANNE), KR_yesno_yes);
    assert_int_equal(kr_network_acquainted(&n, RIET, SANNE), 0);
}

static void undo_restores_and_redo_repeats(void **state) {
    WITH;
    size_t kept;
    kr_draft draft;
    say_closeness(g, ids[SANNE], KR_closeness_friend);
    say_closeness(g, ids[SANNE], KR_closeness_intimate);
    uint64_t last = g->n;
    assert_int_equal(kr_undo_next(&g->circle, 0), last);
    grow_draft(g, &draft, KR_ACT_UNDO);
    kr_draft_undo(&draft, last, &kept);
    assert_int_equal(grow_change(g, &draft, NULL), KR_OK);
    assert_int_equal(tie_of(g, ids[SANNE])->closeness, KR_closeness_friend);
    assert_int_equal(kr_undo_next(&g->circle, 0), last - 1);
    uint64_t redo = kr_redo_next(&g->circle, 0);
    assert_int_equal(redo, last + 1);
    grow_draft(g, &draft, KR_ACT_UNDO);
    kr_draft_undo(&draft, redo, &kept);
    assert_int_equal(grow_change(g, &draft, NULL), KR_OK);
    assert_int_equal(tie_of(g, ids[SANNE])->closeness, KR_closeness_intimate);
    assert_int_equal(g->changes[g->n - 1].act, KR_ACT_REDO);
    assert_int_equal(kr_redo_next(&g->circle, 0), 0);
    assert_int_equal(kr_undo_next(&g->circle, 0), last);
}

static void undo_keeps_what_changed_since(void **state) {
    WITH;
    size_t kept;
    kr_draft draft;
    grow_draft(g, &draft, KR_ACT_SAY);
    kr_id tie = ego_tie(g, &draft, ids[RIET]);
    kr_draft_number(&draft, KR_KIND_tie, tie, KR_F_tie_energy, KR_energy_gives);
    kr_draft_number(&draft, KR_KIND_tie, tie, KR_F_tie_live, KR_frequency_weekly);
    assert_int_equal(grow_change(g, &draft, NULL), KR_OK);
    uint64_t said = g->n;
    grow_draft(g, &draft, KR_ACT_SAY);
    kr_draft_number(&draft, KR_KIND_tie, tie, KR_F_tie_energy, KR_energy_both);
    assert_int_equal(grow_change(g, &draft, NULL), KR_OK);
    grow_draft(g, &draft, KR_ACT_UNDO);
    kr_draft_undo(&draft, said, &kept);
    assert_int_equal(kept, 1);
    assert_int_equal(grow_change(g, &draft, NULL), KR_OK);
    assert_int_equal(tie_of(g, ids[RIET])->energy, KR_energy_both);
    assert_int_equal(tie_of(g, ids[RIET])->live, 0);
}

static void undoing_a_name_bins_it(void **state) {
    WITH;
    size_t kept;
    kr_draft draft;
    uint64_t named = g->n;
    grow_draft(g, &draft, KR_ACT_UNDO);
    kr_draft_undo(&draft, named, &kept);
    assert_int_equal(grow_change(g, &draft, NULL), KR_OK);
    assert_int_equal(grow_network(g).n, PEOPLE - 1);
    grow_draft(g, &draft, KR_ACT_UNDO);
    kr_draft_undo(&draft, g->n, &kept);
    assert_int_equal(grow_change(g, &draft, NULL), KR_OK);
    kr_network n = grow_network(g);
    assert_int_equal(n.n, PEOPLE);
    assert_non_null(n.alters[MOES].tie);
}

static void sets_change_per_element(void **state) {
    WITH;
    size_t kept;
    kr_draft draft;
    grow_draft(g, &draft, KR_ACT_SAY);
    kr_id tie = ego_tie(g, &draft, ids[SANNE]);
    kr_draft_set(&draft, KR_KIND_tie, tie, KR_F_tie_gets, 1 << KR_support_practical | 1 << KR_support_advice);
    assert_int_equal(grow_change(g, &draft, NULL), KR_OK);
    uint64_t first = g->n;
    grow_draft(g, &draft, KR_ACT_SAY);
    kr_draft_set(&draft, KR_KIND_tie, tie, KR_F_tie_gets, 1 << KR_support_advice | 1 << KR_support_company);
    assert_int_equal(grow_change(g, &draft, NULL), KR_OK);
    assert_int_equal(tie_of(g, ids[SANNE])->gets, 1 << KR_support_advice | 1 << KR_support_company);
    grow_draft(g, &draft, KR_ACT_UNDO);
    kr_draft_undo(&draft, first, &kept);
    assert_int_equal(kept, 1);
    assert_int_equal(grow_change(g, &draft, NULL), KR_OK);
    assert_int_equal(tie_of(g, ids[SANNE])->gets, 1 << KR_support_company);
}

static void somebody_elses_change_is_asked_about(void **state) {
    WITH;
    kr_draft draft;
    uint64_t seen = g->n;
    say_closeness(g, ids[SANNE], KR_closeness_friend);
    g->author = 77;
    grow_draft(g, &draft, KR_ACT_PLACE);
    draft.base = seen;
    kr_draft_number(&draft, KR_KIND_tie, ego_tie(g, &draft, ids[SANNE]), KR_F_tie_closeness,
                    KR_closeness_service);
    kr_assignment now[4];
    assert_int_equal(kr_draft_conflicts(&draft, now, 4), 1);
    assert_int_equal(now[0].value.number, KR_closeness_friend);
    draft.base = g->n;
    assert_int_equal(kr_draft_conflicts(&draft, now, 4), 0);
}

static void leaving_and_the_bin(void **state) {
    WITH;
    kr_view past, present;
    kr_draft draft;
    uint64_t moment = g->n;
    grow_draft(g, &draft, KR_ACT_LEAVE);
    kr_draft_leave(&draft, ids[BAKER]);
    assert_int_equal(grow_change(g, &draft, NULL), KR_OK);
    grow_draft(g, &draft, KR_ACT_BIN);
    kr_draft_bin(&draft, ids[DOCTOR]);
    assert_int_equal(grow_change(g, &draft, NULL), KR_OK);
    kr_network n = grow_network(g);
    assert_int_equal(n.n, PEOPLE - 2);
    assert_int_equal(n.n_left, 1);
    assert_int_equal(kr_view_make(&past, &g->arena, &g->circle, KR_VIEWER_OWNER, moment, NULL), KR_OK);
    assert_int_equal(kr_view_make(&present, &g->arena, &g->circle, KR_VIEWER_OWNER, 0, NULL), KR_OK);
    kr_network then;
    assert_int_equal(kr_network_make(&then, &g->arena, &past), KR_OK);
    assert_int_equal(then.n, PEOPLE);
    kr_error error;
    grow_draft(g, &draft, KR_ACT_BIN);
    kr_draft_bin(&draft, g->circle.self.ego);
    assert_int_equal(grow_change(g, &draft, &error), KR_E_INVALID);
    assert_string_equal(error.key, "error.ego_stays");
}

static void two_moments_differ(void **state) {
    WITH;
    kr_draft draft;
    say_closeness(g, ids[SANNE], KR_closeness_friend);
    uint64_t moment = g->n;
    say_closeness(g, ids[SANNE], KR_closeness_intimate);
    grow_draft(g, &draft, KR_ACT_LEAVE);
    kr_draft_leave(&draft, ids[RIET]);
    assert_int_equal(grow_change(g, &draft, NULL), KR_OK);
    grow_draft(g, &draft, KR_ACT_NAME);
    kr_id fenna = kr_draft_contact(&draft, KR_STR("Fenna"), KR_what_person);
    assert_int_equal(grow_change(g, &draft, NULL), KR_OK);
    kr_view past, present;
    kr_difference *all;
    size_t count, moved = 0, came = 0, went = 0;
    assert_int_equal(kr_view_make(&past, &g->arena, &g->circle, KR_VIEWER_OWNER, moment, NULL), KR_OK);
    assert_int_equal(kr_view_make(&present, &g->arena, &g->circle, KR_VIEWER_OWNER, 0, NULL), KR_OK);
    assert_int_equal(kr_view_compare(&all, &count, &g->arena, &past, &present), KR_OK);
    for (size_t i = 0; i < count; i++) {
        if (all[i].kind == KR_MOVED) moved++, assert_true(all[i].person == ids[SANNE] && all[i].closer == 1);
        if (all[i].kind == KR_CAME) came++, assert_true(all[i].person == fenna);
        if (all[i].kind == KR_WENT) went++, assert_true(all[i].person == ids[RIET]);
    }
    assert_int_equal(count, PEOPLE + 1);
    assert_true(moved == 1 && came == 1 && went == 1);
}

static void merging_takes_ties_along(void **state) {
    WITH;
    size_t kept;
    kr_draft draft;
    grow_draft(g, &draft, KR_ACT_SAY);
    kr_draft_text(&draft, KR_KIND_person, ids[DOCTOR], KR_F_person_role, KR_STR("huisarts"));
    kr_draft_set(&draft, KR_KIND_tie, ego_tie(g, &draft, ids[DOCTOR]), KR_F_tie_gets, 1 << KR_support_advice);
    kr_draft_acquainted(&draft, ids[DOCTOR], ids[SANNE], KR_yesno_yes);
    kr_draft_acquainted(&draft, ids[DOCTOR], ids[BAKER], KR_yesno_yes);
    assert_int_equal(grow_change(g, &draft, NULL), KR_OK);
    grow_draft(g, &draft, KR_ACT_MERGE);
    kr_draft_merge(&draft, ids[BAKER], ids[DOCTOR]);
    assert_int_equal(grow_change(g, &draft, NULL), KR_OK);
    kr_network n = grow_network(g);
    assert_int_equal(n.n, PEOPLE - 1);
    const kr_person *kept_person = kr_circle_person(&g->circle, ids[BAKER]);
    assert_true(kr_str_is(kept_person->name, "de bakker"));
    assert_true(kr_str_is(kept_person->role, "huisarts"));
    assert_int_equal(tie_of(g, ids[BAKER])->gets, 1 << KR_support_advice);
    assert_int_equal(kr_network_acquainted(&n, kr_network_index(&n, ids[BAKER]), SANNE), KR_yesno_yes);
    grow_draft(g, &draft, KR_ACT_UNDO);
    kr_draft_undo(&draft, g->n, &kept);
    assert_int_equal(kept, 0);
    assert_int_equal(grow_change(g, &draft, NULL), KR_OK);
    n = grow_network(g);
    assert_int_equal(n.n, PEOPLE);
    assert_int_equal(kr_circle_person(&g->circle, ids[BAKER])->role.len, 0);
    assert_int_equal(tie_of(g, ids[BAKER])->gets, 0);
    assert_int_equal(tie_of(g, ids[DOCTOR])->gets, 1 << KR_support_advice);
    assert_int_equal(kr_network_acquainted(&n, SANNE, DOCTOR), KR_yesno_yes);
    assert_int_equal(kr_network_acquainted(&n, SANNE, BAKER), 0);
}

static void the_wall_keeps_what_is_private(void **state) {
    WITH;
    kr_draft draft;
    kr_view wall;
    grow_draft(g, &draft, KR_ACT_SAY);
    kr_id marked = ego_tie(g, &draft, ids[RIET]), open = ego_tie(g, &draft, ids[SANNE]);
    kr_draft_number(&draft, KR_KIND_tie, marked, KR_F_tie_closeness, KR_closeness_friend);
    kr_draft_number(&draft, KR_KIND_tie, marked, KR_F_tie_energy, KR_energy_costs);
    kr_draft_number(&draft, KR_KIND_tie, marked, KR_F_tie_private_mark, KR_yesno_yes);
    kr_draft_number(&draft, KR_KIND_tie, open, KR_F_tie_energy, KR_energy_gives);
    kr_draft_text(&draft, KR_KIND_person, ids[SANNE], KR_F_person_phone, KR_STR("030 000 00 00"));
    kr_draft_text(&draft, KR_KIND_person, ids[SANNE], KR_F_person_remark, KR_STR("belt elke avond"));
    assert_int_equal(grow_change(g, &draft, NULL), KR_OK);
    assert_int_equal(kr_view_make(&wall, &g->arena, &g->circle, KR_VIEWER_WALL, 0, NULL), KR_OK);
    const kr_tie *t = kr_circle_tie(wall.circle, marked);
    assert_true(t->closeness == KR_closeness_friend && t->energy == 0 && t->private_mark == 0);
    assert_int_equal(kr_circle_tie(wall.circle, open)->energy, KR_energy_gives);
    const kr_person *sanne = kr_circle_person(wall.circle, ids[SANNE]);
    assert_true(kr_str_is(sanne->name, "Sanne"));
    assert_true(sanne->phone.len == 0 && sanne->remark.len == 0);
}

static void crosswalk_only_suggests(void **state) {
    WITH;
    kr_draft draft;
    grow_draft(g, &draft, KR_ACT_SAY);
    kr_draft_number(&draft, KR_KIND_person, ids[CORRIE], KR_F_person_sector, KR_sector_neighbour);
    kr_draft_number(&draft, KR_KIND_tie, ego_tie(g, &draft, ids[CORRIE]), KR_F_tie_closeness,
                    KR_closeness_service);
    assert_int_equal(grow_change(g, &draft, NULL), KR_OK);
    kr_network n = grow_network(g);
    kr_place lensink = kr_place_of(kr_form_of(KR_FORM_LENSINK), &n.alters[CORRIE]);
    assert_true(lensink.ring == 4 && !lensink.ring_suggested && lensink.area == 2 && lensink.area_suggested);
    kr_place ward = kr_place_of(kr_form_of(KR_FORM_WARD), &n.alters[CORRIE]);
    assert_true(ward.ring == 2 && ward.ring_suggested && ward.area == 2 && ward.area_suggested);
    kr_place nobody = kr_place_of(kr_form_of(KR_FORM_LENSINK), &n.alters[RIET]);
    assert_true(nobody.ring == 0 && nobody.area == 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(names_make_people, begin, end),
        cmocka_unit_test_setup_teardown(wrong_values_are_refused, begin, end),
        cmocka_unit_test_setup_teardown(nothing_new_is_no_change, begin, end),
        cmocka_unit_test_setup_teardown(one_tie_per_pair, begin, end),
        cmocka_unit_test_setup_teardown(undo_restores_and_redo_repeats, begin, end),
        cmocka_unit_test_setup_teardown(undo_keeps_what_changed_since, begin, end),
        cmocka_unit_test_setup_teardown(undoing_a_name_bins_it, begin, end),
        cmocka_unit_test_setup_teardown(sets_change_per_element, begin, end),
        cmocka_unit_test_setup_teardown(somebody_elses_change_is_asked_about, begin, end),
        cmocka_unit_test_setup_teardown(leaving_and_the_bin, begin, end),
        cmocka_unit_test_setup_teardown(two_moments_differ, begin, end),
        cmocka_unit_test_setup_teardown(merging_takes_ties_along, begin, end),
        cmocka_unit_test_setup_teardown(the_wall_keeps_what_is_private, begin, end),
        cmocka_unit_test_setup_teardown(crosswalk_only_suggests, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
