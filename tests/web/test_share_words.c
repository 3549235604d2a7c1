/* Days and names of sharing. The moments were worked out with GNU date, TZ=Europe/Amsterdam. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "web/pages_share.h"

static void a_share_ends_at_midnight_where_people_live(void **state) {
    (void)state;
    static const struct {
        kr_date day;
        int64_t end;
    } days[] = {{20260131, 1769900400}, {20260228, 1772319600}, {20260328, 1774738800},
                {20260329, 1774821600}, {20260630, 1782856800}, {20261024, 1792879200},
                {20261025, 1792969200}, {20261231, 1798758000}, {20280229, 1835478000},
                {20301231, 1924988400}};
    for (size_t i = 0; i < KR_COUNT(days); i++)
        assert_int_equal(kr_share_day_end(days[i].day), days[i].end * 1000);
}

static void somebody_is_called_as_people_would(void **state) {
    (void)state;
    static const struct {
        const char *name, *call;
    } names[] = {{"Sanne", "Sanne"},
                 {"Mark de Wit", "Mark"},
                 {"Dr. Bakker", "Dr. Bakker"},
                 {"Mevrouw Jansen", "Mevrouw Jansen"},
                 {"Tante Riet", "Tante Riet"},
                 {"de mevrouw van 14", "de mevrouw van 14"},
                 {"O. van Dijk", "O. van Dijk"},
                 {"", ""},
                 {"Ömer Yılmaz", "Ömer"}};
    for (size_t i = 0; i < KR_COUNT(names); i++)
        assert_true(kr_str_is(kr_share_call(kr_str_z(names[i].name)), names[i].call));
}

/* Whoever comes begins with little: what is inner, and what stood there before, nobody gets by itself. Who
 * acts for the owner keeps the circle up: how a tie feels and what is noted stays shut for them too. */
static void a_role_begins_with_little(void **state) {
    (void)state;
    static const uint8_t inner[] = {KR_PART_FEEL,   KR_PART_TIME,      KR_PART_LIFE, KR_PART_WAYS,
                                    KR_PART_SHEETS, KR_PART_QUESTIONS, KR_PART_NOTES};
    for (uint8_t role = KR_ROLE_CARER; role <= KR_ROLE_REPRESENTATIVE; role++) {
        kr_share_entry share = {0};
        kr_share_begin_with(&share, role, 1763766000000);
        assert_int_equal(share.role, role);
        assert_int_equal(kr_share_role_named(kr_str_z(kr_share_role_name(role))), role);
        assert_true(share.rules.rights[KR_PART_MAP] >= KR_RIGHT_READ);
        assert_false(share.rules.self_too);
        assert_int_equal(share.rules.rights[KR_PART_FEEL], 0);
        assert_int_equal(share.rules.rights[KR_PART_NOTES], 0);
        for (size_t i = 0; i < KR_COUNT(inner) && role <= KR_ROLE_ALONGSIDE; i++)
            assert_int_equal(share.rules.rights[inner[i]], 0);
        for (unsigned part = 0; part < KR_PARTS && role <= KR_ROLE_ALONGSIDE; part++)
            assert_true(share.rules.rights[part] < KR_RIGHT_EDIT);
        if (role == KR_ROLE_VOLUNTEER || role == KR_ROLE_PROFESSIONAL || role == KR_ROLE_ALONGSIDE)
            assert_true(share.until > 1763766000000);
    }
    uint32_t seen = 0;
    for (size_t i = 0; i < KR_PARTS; i++) seen |= 1u << kr_share_parts()[i];
    assert_int_equal(seen, (1u << KR_PARTS) - 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_share_ends_at_midnight_where_people_live),
        cmocka_unit_test(somebody_is_called_as_people_would),
        cmocka_unit_test(a_role_begins_with_little),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
