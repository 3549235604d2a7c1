/* Whom one could ask, by one's own words; and lines of which some are examples. */
#include "core/asking.h"
#include "core/lines.h"
#include "world.h"

static const char *const names[] = {"Sanne", "Corrie", "Jan", "Moos", "Kees", "Yusuf", "Riet", "Ahmet"};
enum { SANNE, CORRIE, JAN, MOOS, KEES, YUSUF, RIET, AHMET, PEOPLE };

static void tie(grow *g, kr_draft *d, kr_id who, uint16_t field, int64_t value) {
    kr_draft_number(d, KR_KIND_tie, kr_draft_tie(d, g->circle.self.ego, who), field, value);
}

static void by_own_words(void **state) {
    (void)state;
    grow g;
    kr_draft d;
    kr_id id[PEOPLE];
    memset(&g, 0, sizeof g);
    grow_begin(&g, NULL);
    grow_people(&g, "Annie", names, id, PEOPLE);
    grow_draft(&g, &d, KR_ACT_SAY);
    tie(&g, &d, id[SANNE], KR_F_tie_ask_practical, KR_would_perhaps);
    tie(&g, &d, id[CORRIE], KR_F_tie_ask_company, KR_would_yes);
    tie(&g, &d, id[CORRIE], KR_F_tie_ask_advice, KR_would_no);
    tie(&g, &d, id[KEES], KR_F_tie_ask_listening, KR_would_no);
    tie(&g, &d, id[YUSUF], KR_F_tie_ask_practical, KR_would_yes);
    tie(&g, &d, id[AHMET], KR_F_tie_ask_practical, KR_would_yes);
    tie(&g, &d, id[AHMET], KR_F_tie_state, KR_state_rather_not);
    kr_draft_number(&d, KR_KIND_person, id[JAN], KR_F_person_died, 20181024);
    kr_draft_number(&d, KR_KIND_person, id[MOOS], KR_F_person_what, KR_what_animal);
    assert_int_equal(grow_change(&g, &d, NULL), KR_OK);

    kr_view view;
    kr_network net;
    kr_ask_hint *hints;
    size_t n;
    assert_int_equal(kr_view_make(&view, &g.arena, &g.circle, KR_VIEWER_OWNER, 0, NULL), KR_OK);
    assert_int_equal(kr_network_make(&net, &g.arena, &view), KR_OK);
    assert_int_equal(kr_ask_hints(&hints, &n, &g.arena, &net), KR_OK);

    /* Yes before perhaps before nothing said before no, and in the order of naming; the dead and the cat are
     * not asked. Whoever wrote "rather no contact" is not led back by an earlier yes. */
    static const struct {
        int who;
        kr_ask_group group;
    } expected[] = {{CORRIE, KR_ASK_YES}, {YUSUF, KR_ASK_YES}, {SANNE, KR_ASK_PERHAPS},
                    {RIET, KR_ASK_OPEN},  {KEES, KR_ASK_NO},   {AHMET, KR_ASK_NO}};
    assert_int_equal(n, KR_COUNT(expected));
    for (size_t i = 0; i < n; i++) {
        assert_int_equal(net.alters[hints[i].who].person->id, id[expected[i].who]);
        assert_int_equal(hints[i].group, expected[i].group);
    }
    assert_int_equal(hints[0].yes, 1u << KR_support_company);
    assert_int_equal(hints[0].no, 1u << KR_support_advice);
    assert_int_equal(hints[0].perhaps, 0);
    grow_end(&g);
}

static kr_str rest_of(kr_arena *arena, const char *text, const kr_str *known, size_t n) {
    kr_buf out;
    kr_str said = KR_NONE;
    kr_buf_init(&out, arena, 200);
    kr_lines_rest(&out, kr_str_z(text), known, n);
    assert_int_equal(kr_buf_end(&out, &said), KR_OK);
    return said;
}

static void lines(void **state) {
    (void)state;
    grow g;
    memset(&g, 0, sizeof g);
    grow_begin(&g, NULL);
    static const char text[] = "  Thee.\r\n\nIets van mij\nTaart.";
    const kr_str known[] = {KR_STR("Thee."), KR_STR("Taart."), KR_STR("Soep.")};
    assert_true(kr_lines_has(kr_str_z(text), known[0]));
    assert_true(kr_lines_has(kr_str_z(text), known[1]));
    assert_false(kr_lines_has(kr_str_z(text), known[2]));
    assert_false(kr_lines_has(kr_str_z(text), KR_STR("Iets")));
    assert_false(kr_lines_has(KR_NONE, known[0]));
    assert_true(kr_str_is(rest_of(&g.arena, text, known, KR_COUNT(known)), "Iets van mij"));
    assert_true(kr_str_is(rest_of(&g.arena, text, known, 0), "Thee.\nIets van mij\nTaart."));
    assert_int_equal(rest_of(&g.arena, "Soep.\n \nSoep.", known, KR_COUNT(known)).len, 0);
    grow_end(&g);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(by_own_words), cmocka_unit_test(lines)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
