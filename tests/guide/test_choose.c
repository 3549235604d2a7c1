/* From a question to a few guides: what was said is kept to, the same is always the same, and never more than
 * three. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "guide/choose.h"

static kr_arena arena;
static kr_guides guides;

static int begin(void **state) {
    size_t n;
    kr_guide_report report = {0};
    const kr_guide_file *files = kr_guide_files(&n);
    (void)state;
    kr_arena_init(&arena, kr_heap(), 64u << 20);
    return kr_guides_read(&guides, &arena, NULL, files, n, false, &report) == KR_OK ? 0 : -1;
}

static int end(void **state) {
    (void)state;
    kr_arena_dispose(&arena);
    return 0;
}

static bool has(const kr_guide *guide, unsigned goal) {
    for (size_t i = 0; i < guide->n_goals; i++)
        if (guide->goals[i] == goal) return true;
    return false;
}

static void every_answer_fits(void **state) {
    (void)state;
    for (unsigned goal = 1; goal <= kr_guide_list_count(KR_GUIDE_LIST_GOAL); goal++)
        for (unsigned who = 0; who <= kr_guide_list_count(KR_GUIDE_LIST_WHO); who++)
            for (unsigned person = 0; person <= KR_CHOOSE_PROFESSIONAL; person++)
                for (unsigned time = 0; time <= KR_CHOOSE_OFTEN; time++)
                    for (unsigned easy = 0; easy < 2; easy++) {
                        kr_choose_wants w = {(uint8_t)goal, (uint8_t)who, (uint8_t)person, (uint8_t)time,
                                             easy};
                        kr_chosen once[KR_CHOOSE_MOST], again[KR_CHOOSE_MOST];
                        size_t n = kr_guides_choose(once, &guides, &w);
                        assert_true(n >= 1 && n <= KR_CHOOSE_MOST);
                        assert_int_equal(kr_guides_choose(again, &guides, &w), n);
                        for (size_t i = 0; i < n; i++) {
                            assert_ptr_equal(once[i].guide, again[i].guide);
                            assert_true(has(once[i].guide, goal));
                            assert_true(once[i].fits & KR_CHOOSE_FITS_GOAL);
                            for (size_t k = 0; k < i; k++) assert_ptr_not_equal(once[i].guide, once[k].guide);
                        }
                    }
}

/* Whoever says "alone" gets what can be done alone, as long as there is something for that goal. */
static void with_whom_is_kept(void **state) {
    (void)state;
    for (unsigned goal = 1; goal <= kr_guide_list_count(KR_GUIDE_LIST_GOAL); goal++)
        for (unsigned who = 1; who <= kr_guide_list_count(KR_GUIDE_LIST_WHO); who++) {
            size_t there = 0;
            for (size_t i = 0; i < guides.n; i++) {
                const kr_guide *g = &guides.items[i];
                bool carers = g->theme == KR_GUIDE_theme_carers || g->theme == KR_GUIDE_theme_tools_carers;
                there += has(g, goal) && (g->who & KR_GUIDE_BIT(who)) && !carers;
            }
            kr_choose_wants w = {.goal = (uint8_t)goal, .who = (uint8_t)who};
            kr_chosen chosen[KR_CHOOSE_MOST];
            size_t n = kr_guides_choose(chosen, &guides, &w);
            for (size_t i = 0; there && i < n; i++) assert_true(chosen[i].guide->who & KR_GUIDE_BIT(who));
        }
}

static void a_carer_gets_what_is_for_carers(void **state) {
    kr_choose_wants w = {.goal = KR_GUIDE_goal_relieve_carer, .person = KR_CHOOSE_CARER};
    kr_chosen chosen[KR_CHOOSE_MOST];
    (void)state;
    size_t n = kr_guides_choose(chosen, &guides, &w);
    assert_int_equal(n, KR_CHOOSE_MOST);
    for (size_t i = 0; i < n; i++) assert_true(chosen[i].fits & KR_CHOOSE_FITS_PERSON);
}

static void without_guides_there_are_none(void **state) {
    const kr_guides none = {0};
    kr_choose_wants w = {.goal = KR_GUIDE_goal_ask_help};
    kr_chosen chosen[KR_CHOOSE_MOST];
    (void)state;
    assert_int_equal(kr_guides_choose(chosen, &none, &w), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_answer_fits),
        cmocka_unit_test(with_whom_is_kept),
        cmocka_unit_test(a_carer_gets_what_is_for_carers),
        cmocka_unit_test(without_guides_there_are_none),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
