/* The figures of one circle: of nobody, of a few people by hand, between two moments, and with too little
 * memory. */
#include "../core/core_help.h"
#include "measure/circle.h"

typedef struct around {
    grow g;
    kr_id ids[5];
    kr_network network;
    kr_measured *all;
    size_t n;
} around;

enum { SANNE, BRAM, KEES, NURSE, NEW };

static void measure(around *a) {
    kr_error error;
    a->network = grow_network(&a->g);
    assert_int_equal(kr_measured_of(&a->all, &a->n, &a->g.arena, &a->g.circle, &a->network, &error), KR_OK);
}

static double figure(const around *a, const char *of, const char *measure, const char *category,
                     unsigned side) {
    for (size_t i = 0; i < a->n; i++) {
        const kr_measured *one = &a->all[i];
        if (strcmp(one->of, of) != 0 || strcmp(one->measure, measure) != 0) continue;
        if ((category == NULL) != (one->category == NULL)) continue;
        if (!category || strcmp(category, one->category) == 0) return one->value[side];
    }
    fail_msg("no %s %s", of, measure);
    return 0;
}

#define IS(of, measure, category, with, without)                                                             \
    do {                                                                                                     \
        assert_true(figure(&a, of, measure, category, KR_WITH_PAID) == (with));                              \
        assert_true(figure(&a, of, measure, category, KR_WITHOUT_PAID) == (without));                        \
    } while (0)
#define IS_BLANK(of, measure, category)                                                                      \
    do {                                                                                                     \
        assert_false(kr_is_defined(figure(&a, of, measure, category, KR_WITH_PAID)));                        \
        assert_false(kr_is_defined(figure(&a, of, measure, category, KR_WITHOUT_PAID)));                     \
    } while (0)

/* Three people and a nurse; Sanne knows Bram and the nurse. */
static void tell(around *a) {
    static const char *const names[] = {"Sanne", "Bram", "Kees", "Nurse"};
    kr_draft draft;
    kr_error error;
    grow_begin(&a->g, NULL);
    grow_people(&a->g, "Annie", names, a->ids, 4);
    grow_draft(&a->g, &draft, KR_ACT_KNOW);
    kr_draft_acquainted(&draft, a->ids[SANNE], a->ids[BRAM], KR_yesno_yes);
    kr_draft_acquainted(&draft, a->ids[SANNE], a->ids[NURSE], KR_yesno_yes);
    kr_draft_acquainted(&draft, a->ids[BRAM], a->ids[KEES], KR_yesno_no);
    kr_draft_number(&draft, KR_KIND_person, a->ids[NURSE], KR_F_person_sector, KR_sector_professional);
    kr_draft_number(&draft, KR_KIND_person, a->ids[BRAM], KR_F_person_sector, KR_sector_neighbour);
    assert_int_equal(grow_change(&a->g, &draft, &error), KR_OK);
}

static void by_hand(void **state) {
    (void)state;
    around a;
    tell(&a);
    measure(&a);
    IS("structure", "size", NULL, 4, 3);
    IS("structure", "ties", NULL, 2, 1);
    IS("structure", "density", NULL, 2.0 / 6, 1.0 / 3);
    IS("structure", "components", NULL, 2, 2);
    IS("structure", "pairs_not_said", NULL, 3, 1);
    IS("structure", "density_of_said_pairs", NULL, 2.0 / 3, 0.5);
    IS("alters", "degree", "min", 0, 0);
    IS("alters", "degree", "max", 2, 1);
    IS("sector", "count", "professional", 1, 0);
    IS("sector", "n_missing", NULL, 2, 2);
    IS_BLANK("gender", "blau", NULL);
    IS_BLANK("years_known", "mean", NULL);
    IS_BLANK("change", "n_from", NULL);
    IS_BLANK("exchange", "balance", NULL);
    grow_end(&a.g);
}

static void nobody(void **state) {
    (void)state;
    around a;
    char text[33];
    kr_buf out;
    kr_str csv;
    grow_begin(&a.g, NULL);
    grow_people(&a.g, "Annie", NULL, NULL, 0);
    measure(&a);
    IS("structure", "size", NULL, 0, 0);
    IS_BLANK("structure", "density", NULL);
    IS_BLANK("structure", "density_of_said_pairs", NULL);
    IS_BLANK("alters", "degree", "min");
    IS_BLANK("sector", "proportion", "family");
    for (size_t i = 0; i < a.n; i++) {
        for (unsigned side = 0; side < KR_PAID_SIDES; side++) {
            kr_str said = kr_str_n(text, kr_measure_text(a.all[i].value[side], text));
            assert_int_equal(said.len > 0, kr_is_defined(a.all[i].value[side]));
        }
    }
    kr_buf_init(&out, &a.g.arena, 1 << 20);
    kr_measured_csv(&out, a.all, a.n);
    assert_int_equal(kr_buf_end(&out, &csv), KR_OK);
    assert_non_null(strstr(csv.ptr, "\nstructure,density,,,\n"));
    assert_null(strstr(csv.ptr, "nan"));
    grow_end(&a.g);
}

/* A moment after which nothing happened is now; after which somebody came and went, it is then. */
static void moments(void **state) {
    (void)state;
    around a;
    kr_draft draft;
    kr_error error;
    tell(&a);
    grow_draft(&a.g, &draft, KR_ACT_MOMENT);
    (void)kr_draft_moment(&draft, KR_STR("Spring"), KR_NONE);
    assert_int_equal(grow_change(&a.g, &draft, &error), KR_OK);
    measure(&a);
    IS_BLANK("change", "n_from", NULL);
    grow_draft(&a.g, &draft, KR_ACT_CARD);
    a.ids[NEW] = kr_draft_contact(&draft, KR_STR("Truus"), KR_what_person);
    kr_draft_leave(&draft, a.ids[KEES]);
    assert_int_equal(grow_change(&a.g, &draft, &error), KR_OK);
    measure(&a);
    IS("change", "n_from", NULL, 4, 3);
    IS("change", "n_to", NULL, 4, 3);
    IS("change", "persisted", NULL, 3, 2);
    IS("change", "jaccard", NULL, 3.0 / 5, 0.5);
    IS("change", "ties_among_persisted_kept", NULL, 2, 1);
    grow_end(&a.g);
}

static void memory_runs_out(void **state) {
    (void)state;
    around a;
    size_t refused = 0;
    tell(&a);
    a.network = grow_network(&a.g);
    for (size_t limit = 1;; limit += limit / 5 + 101) {
        kr_arena arena;
        kr_error error;
        kr_measured *all = NULL;
        size_t n = 0;
        kr_arena_init(&arena, kr_heap(), limit);
        kr_err err = kr_measured_of(&all, &n, &arena, &a.g.circle, &a.network, &error);
        assert_int_equal(all != NULL, err == KR_OK);
        kr_arena_dispose(&arena);
        if (err == KR_OK) break;
        assert_int_equal(err, KR_E_MEMORY);
        refused++;
    }
    assert_true(refused > 5);
    grow_end(&a.g);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(by_hand), cmocka_unit_test(nobody),
                                       cmocka_unit_test(moments), cmocka_unit_test(memory_runs_out)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
