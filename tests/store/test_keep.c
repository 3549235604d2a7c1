/* How long a circle is kept: as its owner chose, and never shorter. And what they wanted after their death.
 */
#include "store_help.h"

#include "store/operator.h"
#include "store/store_int.h"

#define MONTH (DAY * 61 / 2)

typedef struct wish {
    kr_store *store;
    uint16_t field;
    int64_t choice;
    int64_t at;
} wish;

static kr_err choose(void *context, kr_arena *arena, const kr_circle *now, kr_change *out, kr_error *error) {
    const wish *w = context;
    kr_draft d;
    kr_maker maker = {.author = 1, .at_ms = w->at, .ids = kr_store_ids(w->store)};
    kr_draft_begin(&d, arena, now, maker, KR_ACT_SELF, now->n_changes);
    kr_draft_number(&d, KR_KIND_circle, KR_CIRCLE_RECORD, w->field, w->choice);
    return kr_draft_end(&d, out, error);
}

static void chosen(place *p, kr_id circle, uint16_t field, int64_t choice, int64_t at) {
    wish w = {p->store, field, choice, at};
    assert_int_equal(kr_circle_change(p->store, NULL, p->annie.id, circle, choose, &w, &p->error), KR_OK);
}

static bool there(place *p, kr_id circle) {
    kr_snapshot *s = NULL;
    kr_err err = kr_circle_open(p->store, &s, p->annie.id, circle, &p->error);
    if (!err) kr_snapshot_release(p->store, s);
    assert_true(err == KR_OK || err == KR_E_NOT_FOUND);
    return err == KR_OK;
}

static void test_kept(void **state) {
    place p;
    int64_t until = 1;
    (void)state;
    place_begin(&p);
    kr_id kept = place_circle(&p), half = place_circle(&p), year = place_circle(&p), used = place_circle(&p);
    chosen(&p, half, KR_F_circle_keep_for, KR_keep_for_half_year, NOW);
    chosen(&p, year, KR_F_circle_keep_for, KR_keep_for_year, NOW);
    chosen(&p, used, KR_F_circle_keep_for, KR_keep_for_half_year, NOW);
    assert_int_equal(kr_circle_kept_until(p.store, p.annie.id, kept, &until, &p.error), KR_OK);
    assert_int_equal(until, 0);
    assert_int_equal(kr_circle_kept_until(p.store, p.annie.id, half, &until, &p.error), KR_OK);
    assert_int_equal(until, NOW + 6 * MONTH);
    assert_int_equal(kr_circle_kept_until(p.store, p.annie.id + 1, half, &until, &p.error), KR_E_NOT_FOUND);
    const kr_look look = {.account = p.annie.id, .ground = KR_GROUND_OWN};
    assert_int_equal(kr_look_note(p.store, used, &look, NOW + 4 * MONTH, &p.error), KR_OK);
    assert_int_equal(kr_store_tidy(p.store, NOW + 6 * MONTH - DAY, &p.error), KR_OK);
    assert_true(there(&p, half));
    assert_int_equal(kr_store_tidy(p.store, NOW + 6 * MONTH + DAY, &p.error), KR_OK);
    assert_false(there(&p, half));
    assert_true(there(&p, kept) && there(&p, year) && there(&p, used)); /* somebody opened it since */
    assert_int_equal(kr_store_tidy(p.store, NOW + 13 * MONTH, &p.error), KR_OK);
    assert_true(there(&p, kept));
    assert_false(there(&p, year) || there(&p, used));
    assert_int_equal(kr_store_tidy(p.store, NOW + 200 * MONTH, &p.error), KR_OK);
    assert_true(there(&p, kept)); /* who chose nothing keeps it */
    place_end(&p);
}

static void test_after_death(void **state) {
    place p;
    bool gone = true;
    (void)state;
    place_begin(&p);
    kr_id nothing = place_circle(&p), all = place_circle(&p);
    chosen(&p, all, KR_F_circle_after_death, KR_after_death_destroy, NOW);
    kr_str why = KR_STR("verklaring van erfrecht gezien");
    assert_int_equal(kr_circle_after_death(p.store, all, KR_NONE, &gone, NOW, &p.error), KR_E_INVALID);
    assert_true(there(&p, all)); /* never without a reason */
    assert_int_equal(kr_circle_after_death(p.store, nothing, why, &gone, NOW, &p.error), KR_OK);
    assert_true(!gone && there(&p, nothing));
    assert_int_equal(kr_circle_after_death(p.store, all, why, &gone, NOW, &p.error), KR_OK);
    assert_true(gone && !there(&p, all));
    assert_int_equal(kr_circle_after_death(p.store, all, why, &gone, NOW, &p.error), KR_E_NOT_FOUND);
    place_end(&p);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_kept), cmocka_unit_test(test_after_death)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
