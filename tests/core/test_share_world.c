/* For any circle and any share: nothing hidden comes out, and no guest changes what they do not see.
 * KRING_WORLDS: how many. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

#include "share_holds.h"

static share_world world;

static size_t how_many(void) {
    const char *said = getenv("KRING_WORLDS");
    long n = said ? strtol(said, NULL, 10) : 0;
    return n > 0 ? (size_t)n : 10000;
}

static void nothing_hidden_comes_out(void **state) {
    (void)state;
    size_t shown = 0, all = 0;
    for (size_t seed = 1; seed <= how_many(); seed++) {
        assert_true(share_world_make(&world, seed));
        kr_error error = {0};
        if (kr_circle_check(&world.whole, &error) != KR_OK) fail_msg("%zu %s", seed, error.key);
        const char *wrong = share_view_holds(&world, &shown);
        if (wrong) fail_msg("world %zu: %s", seed, wrong);
        all += world.n_marks;
        share_world_end(&world);
    }
    /* A view of nothing would be safe too. */
    print_message("%zu of %zu texts were shown\n", shown, all);
    assert_true(shown * 10 > all && shown * 10 < all * 9);
}

static void no_guest_changes_what_they_do_not_see(void **state) {
    (void)state;
    size_t allowed = 0, refused = 0;
    for (size_t seed = 1; seed <= how_many() / 2; seed++) {
        assert_true(share_world_make(&world, seed + 1000000));
        const char *wrong = share_changes_hold(&world, &allowed, &refused);
        if (wrong) fail_msg("world %zu: %s", seed, wrong);
        share_world_end(&world);
    }
    print_message("%zu changes allowed, %zu refused\n", allowed, refused);
    assert_true(allowed * 50 > refused && refused > allowed);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_hidden_comes_out),
        cmocka_unit_test(no_guest_changes_what_they_do_not_see),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
