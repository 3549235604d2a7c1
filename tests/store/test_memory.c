/* Every allocation fails once, and then from there on: no crash, no leak, no half change, and it works again
 * after. The linker sends malloc and calloc of our own code here (--wrap); SQLite is told to allocate here.
 */
#include "share_help.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);

static struct {
    long left;     /* allocations until one fails; 0: none fails */
    bool for_good; /* and all after it */
    bool failed;
} fate;

static bool fails(void) {
    if (fate.for_good && fate.failed) return true;
    if (fate.left == 0 || --fate.left > 0) return false;
    fate.failed = true;
    return true;
}

void *__wrap_malloc(size_t size) {
    return fails() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size) {
    return fails() ? NULL : __real_calloc(count, size);
}

static sqlite3_mem_methods plain;

static void *sqlite_alloc(int size) {
    return fails() ? NULL : plain.xMalloc(size);
}

static void *sqlite_grow(void *ptr, int size) {
    return fails() ? NULL : plain.xRealloc(ptr, size);
}

static void hope(void) {
    fate.left = 0;
    fate.for_good = false;
}

static void expect(kr_err err, const kr_error *error) {
    if (err == KR_OK) return;
    if (err != KR_E_MEMORY) print_error("%d %s %s\n", (int)err, error->key, error->detail);
    assert_int_equal(err, KR_E_MEMORY);
    assert_true(fate.failed);
}

/* A change, opening, erasing: each happened or did not. */
static void live(place *p, kr_id circle, size_t *changes) {
    kr_snapshot *s = NULL;
    kr_error error = {0};
    naming n = {p->store, "Corrie", 0, 0};
    kr_err changed = kr_circle_change(p->store, &s, p->annie.id, circle, name_one, &n, &error);
    expect(changed, &error);
    if (!changed) {
        *changes += 1;
        kr_snapshot_release(p->store, s);
    }
    kr_err opened = kr_circle_open(p->store, &s, p->annie.id, circle, &error);
    expect(opened, &error);
    if (!opened) {
        assert_int_equal(kr_snapshot_circle(s)->n_changes, *changes);
        kr_snapshot_release(p->store, s);
    }
    kr_err erased =
        changed ? KR_E_MEMORY : kr_circle_erase(p->store, p->annie.id, circle, &n.person, 1, NOW, &error);
    if (!changed) expect(erased, &error);
    hope();
    s = place_circle_now(p, circle);
    assert_int_equal(kr_snapshot_circle(s)->n_changes, *changes);
    if (!changed)
        assert_int_equal(kr_circle_person(kr_snapshot_circle(s), n.person) == NULL, erased == KR_OK);
    assert_int_equal(kr_circle_check(kr_snapshot_circle(s), NULL), KR_OK);
    kr_snapshot_release(p->store, s);
}

static void run_through(bool for_good, bool cold) {
    place p;
    size_t changes = 1;
    hope();
    place_begin(&p);
    kr_id circle = place_circle(&p);
    for (long n = 1;; n++) {
        if (cold || n % 50 == 0) { /* with all connections and statements still to be made */
            place_shut(&p);
            place_open(&p);
        }
        if (changes > 30) {
            circle = place_circle(&p);
            changes = 1;
        }
        fate.left = n;
        fate.for_good = for_good;
        fate.failed = false;
        live(&p, circle, &changes);
        if (!fate.failed) break;
        assert_true(n < 5000);
    }
    place_end(&p);
}

static void test_one_fails(void **state) {
    (void)state;
    run_through(false, false);
}

static void test_all_fail_from_there(void **state) {
    (void)state;
    run_through(true, false);
}

static void test_cold(void **state) {
    (void)state;
    run_through(false, true);
}

static void test_opening(void **state) {
    place p;
    (void)state;
    hope();
    place_begin(&p);
    kr_id circle = place_circle(&p);
    place_shut(&p);
    kr_store_options options = {.dir = p.dir};
    for (long n = 1;; n++) {
        fate.left = n;
        fate.failed = false;
        kr_err err = kr_store_open(&p.store, &options, &p.error);
        hope();
        expect(err, &p.error);
        if (!err) place_shut(&p);
        if (!fate.failed) break;
    }
    place_open(&p);
    kr_snapshot_release(p.store, place_circle_now(&p, circle));
    place_end(&p);
}

/* -- sharing: each step happened or did not, and nobody comes in who may not -- */
static void share_all(place *p, kr_id circle, kr_id guest) {
    kr_error error = {0};
    kr_share_entry wish = wish_for("Sanne"), *list, told;
    kr_access access;
    kr_snapshot *s = NULL;
    kr_id share = 0;
    char code[KR_CODE_TEXT];
    bool proposed;
    size_t n;
    naming m = {p->store, "Corrie", 0, 0};
    kr_err err = kr_share_put(p->store, &share, p->annie.id, circle, &wish, NOW, &error);
    expect(err, &error);
    if (!err)
        expect(err = kr_invite_make(p->store, code, p->annie.id, circle, share, KR_INVITE_MAIL, NOW, &error),
               &error);
    if (!err)
        expect(err = kr_invite_open(p->store, &told, &p->arena, guest, kr_str_z(code), NOW, &error), &error);
    if (!err) expect(err = kr_share_confirm(p->store, p->annie.id, circle, share, true, NOW, &error), &error);
    if (!err)
        expect(err = kr_circle_enter(p->store, &s, &access, &p->arena, guest, circle, NOW, &error), &error);
    if (!err) kr_snapshot_release(p->store, s);
    if (!err)
        expect(kr_circle_change_as(p->store, NULL, &proposed, guest, circle, name_one, &m, NOW, &error),
               &error);
    if (!err) expect(kr_shared_with(p->store, &list, &n, &p->arena, guest, NOW, &error), &error);
    if (!err) expect(kr_shares_of(p->store, &list, &n, &p->arena, p->annie.id, circle, &error), &error);
    bool open = !err;
    if (share) err = kr_share_withdraw(p->store, p->annie.id, circle, share, NOW, &error);
    if (share) expect(err, &error);
    hope();
    bool in = look_in(p, guest, circle) == KR_OK;
    assert_false(in && !(open && err)); /* only when withdrawing failed */
    assert_int_equal(kr_shares_of(p->store, &list, &n, &p->arena, p->annie.id, circle, &error), KR_OK);
    for (size_t i = 0; i < n; i++)
        assert_int_equal(kr_share_withdraw(p->store, p->annie.id, circle, list[i].id, NOW, &error), KR_OK);
    assert_int_equal(look_in(p, guest, circle), KR_E_NOT_FOUND);
}

static void test_sharing(void **state) {
    place p;
    (void)state;
    hope();
    place_begin(&p);
    kr_id guest = place_account(&p, "sanne"), circle = place_circle(&p);
    for (long n = 1;; n++) {
        if (n % 40 == 0) {
            circle = place_circle(&p);
            place_sql(&p, "kring.db", "DELETE FROM attempt"); /* codes that came to nothing are not guesses */
        }
        if (n % 60 == 0) {
            place_shut(&p);
            place_open(&p);
        }
        fate.left = n;
        fate.failed = false;
        share_all(&p, circle, guest);
        place_sql(&p, "kring.db", "DELETE FROM attempt");
        kr_arena_reset(&p.arena);
        if (!fate.failed) break;
        assert_true(n < 5000);
    }
    place_end(&p);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_one_fails), cmocka_unit_test(test_all_fail_from_there),
        cmocka_unit_test(test_cold),      cmocka_unit_test(test_opening),
        cmocka_unit_test(test_sharing),
    };
    sqlite3_config(SQLITE_CONFIG_GETMALLOC, &plain);
    sqlite3_mem_methods ours = plain;
    ours.xMalloc = sqlite_alloc;
    ours.xRealloc = sqlite_grow;
    if (sqlite3_config(SQLITE_CONFIG_MALLOC, &ours) != SQLITE_OK) return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
