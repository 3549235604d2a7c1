/* Would the tests notice? Each rule is switched off in turn (share_int.h), and then some circle must show
 * what was hidden, or some guest must change it. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "core/share_int.h"
#include "share_holds.h"

int share_mutant = 0;
static share_world world;

/* The first circle in which something is wrong, or 0. */
static size_t first_wrong(int rule, const char **why) {
    enum { MOST = 2000 };
    bool of_changes = rule == KR_RULE_HIDDEN_EDIT || rule == KR_RULE_RIGHT;
    *why = NULL;
    for (size_t seed = 1; seed <= MOST; seed++) {
        size_t a = 0, b = 0;
        share_mutant = rule;
        bool made = share_world_make(&world, seed);
        assert_true(made);
        *why = of_changes ? share_changes_hold(&world, &a, &b) : share_view_holds(&world, &a);
        share_world_end(&world);
        if (*why) return seed;
    }
    return 0;
}

static void each_rule_is_missed(void **state) {
    (void)state;
    const char *why;
    for (int rule = 1; rule < KR_RULES; rule++) {
        size_t seed = first_wrong(rule, &why);
        if (!seed) fail_msg("without rule %d nothing is wrong", rule);
        print_message("without rule %d, circle %zu: %s\n", rule, seed, why);
    }
}

static void with_all_rules_nothing_is_wrong(void **state) {
    (void)state;
    share_mutant = 0;
    for (size_t seed = 1; seed <= 100; seed++) {
        size_t a = 0, b = 0;
        assert_true(share_world_make(&world, seed));
        assert_null(share_view_holds(&world, &a));
        assert_null(share_changes_hold(&world, &a, &b));
        share_world_end(&world);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(with_all_rules_nothing_is_wrong),
        cmocka_unit_test(each_rule_is_missed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
