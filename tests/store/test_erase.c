/* Erasing: nothing of it is left, nothing else is lost, and a crash or an old backup does not bring it back.
 */
#include "store_help.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "store/store_int.h"

/* Does any change of the circle hold this text? */
static bool says(const kr_circle *c, const char *text) {
    for (size_t i = 0; i < c->n_changes; i++)
        for (size_t j = 0; j < c->changes[i].count; j++) {
            const kr_assignment *a = &c->changes[i].assignments[j];
            if (a->type == KR_TEXT && kr_str_find(a->value.text, kr_str_z(text)) != SIZE_MAX) return true;
        }
    return false;
}

static bool mentions(const kr_circle *c, kr_id id) {
    for (size_t i = 0; i < c->n_changes; i++)
        for (size_t j = 0; j < c->changes[i].count; j++) {
            const kr_assignment *a = &c->changes[i].assignments[j];
            if (a->record == id || (a->type == KR_REF && a->value.ref == id)) return true;
        }
    return false;
}

static void test_erase(void **state) {
    place p;
    (void)state;
    place_begin(&p);
    kr_id circle = place_circle(&p);
    kr_id corrie = place_name(&p, circle, "Corrie van Dam"), joop = place_name(&p, circle, "Joop Terlouw");
    kr_snapshot *old = place_circle_now(&p, circle);
    kr_id tie =
        kr_circle_tie_between(kr_snapshot_circle(old), kr_circle_ego(kr_snapshot_circle(old))->id, corrie)
            ->id;
    assert_true(says(kr_snapshot_circle(old), "Corrie"));
    assert_int_equal(kr_circle_erase(p.store, p.annie.id + 1, circle, &corrie, 1, NOW, &p.error),
                     KR_E_NOT_FOUND);
    assert_int_equal(kr_circle_erase(p.store, p.annie.id, circle, &corrie, 1, NOW, &p.error), KR_OK);
    for (int round = 0; round < 2; round++) {
        kr_snapshot *s = place_circle_now(&p, circle);
        const kr_circle *c = kr_snapshot_circle(s);
        assert_int_equal(c->n_changes, 3); /* the numbers stay */
        assert_int_equal(c->changes[1].act, KR_ACT_ERASED);
        assert_int_equal(c->changes[1].count, 0);
        assert_int_equal(c->changes[2].act, KR_ACT_NAME);
        assert_false(says(c, "Corrie") || mentions(c, corrie) || mentions(c, tie));
        assert_true(says(c, "Joop Terlouw") && mentions(c, joop));
        assert_int_equal(kr_circle_check(c, NULL), KR_OK);
        kr_snapshot_release(p.store, s);
        if (!round) {
            assert_true(
                says(kr_snapshot_circle(old), "Corrie")); /* whoever is still looking is not disturbed */
            kr_snapshot_release(p.store, old);
            place_shut(&p);
            place_open(&p);
        }
    }
    kr_id piet = place_name(&p, circle, "Piet");
    assert_int_equal(kr_circle_erase(p.store, p.annie.id, circle, &piet, 1, NOW, &p.error), KR_OK);
    place_end(&p);
}

/* Somebody who turned out to be the erased person goes along. */
static kr_err merge_two(void *context, kr_arena *arena, const kr_circle *now, kr_change *out,
                        kr_error *error) {
    const kr_id *two = context;
    kr_draft draft;
    kr_maker maker = {.author = 1, .at_ms = NOW};
    kr_draft_begin(&draft, arena, now, maker, KR_ACT_MERGE, now->n_changes);
    kr_draft_merge(&draft, two[0], two[1]);
    return kr_draft_end(&draft, out, error);
}

static void test_erase_merged(void **state) {
    place p;
    (void)state;
    place_begin(&p);
    kr_id circle = place_circle(&p);
    kr_id two[2] = {place_name(&p, circle, "Corrie van Dam"), place_name(&p, circle, "Cor Dam")};
    kr_err err = kr_circle_change(p.store, NULL, p.annie.id, circle, merge_two, two, &p.error);
    if (err) print_error("%s\n", p.error.key);
    assert_int_equal(err, KR_OK);
    assert_int_equal(kr_circle_erase(p.store, p.annie.id, circle, &two[0], 1, NOW, &p.error), KR_OK);
    kr_snapshot *s = place_circle_now(&p, circle);
    assert_false(says(kr_snapshot_circle(s), "Cor"));
    assert_int_equal(kr_snapshot_circle(s)->n_persons, 1);
    kr_snapshot_release(p.store, s);
    place_end(&p);
}

static kr_err give_photo(void *context, kr_arena *arena, const kr_circle *now, kr_change *out,
                         kr_error *error) {
    const kr_id *person = context;
    kr_draft draft;
    kr_maker maker = {.author = 1, .at_ms = NOW};
    char letters[8001];
    for (size_t i = 0; i < sizeof letters; i++) letters[i] = (char)('A' + (i * 7 + now->n_changes) % 26);
    memcpy(letters, "/9j/", 4);
    kr_draft_begin(&draft, arena, now, maker, KR_ACT_SAY, now->n_changes);
    kr_draft_text(&draft, KR_KIND_person, *person, KR_F_person_photo, kr_str_n(letters, 8000));
    return kr_draft_end(&draft, out, error);
}

/* Every photo somebody ever had goes along, also one that was replaced; somebody else's stays. */
static void test_erase_photo(void **state) {
    place p;
    (void)state;
    place_begin(&p);
    kr_id circle = place_circle(&p);
    kr_id corrie = place_name(&p, circle, "Corrie van Dam"), joop = place_name(&p, circle, "Joop Terlouw");
    for (int i = 0; i < 3; i++)
        assert_int_equal(kr_circle_change(p.store, NULL, p.annie.id, circle, give_photo,
                                          i == 2 ? &joop : &corrie, &p.error),
                         KR_OK);
    assert_false(place_holds(&p, "/9j/", 4)); /* sealed like the rest */
    assert_int_equal(kr_circle_erase(p.store, p.annie.id, circle, &corrie, 1, NOW, &p.error), KR_OK);
    kr_snapshot *s = place_circle_now(&p, circle);
    size_t left = 0;
    const kr_circle *c = kr_snapshot_circle(s);
    for (size_t i = 0; i < c->n_changes; i++)
        for (size_t j = 0; j < c->changes[i].count; j++)
            left += c->changes[i].assignments[j].field == KR_F_person_photo &&
                    c->changes[i].assignments[j].kind == KR_KIND_person;
    assert_int_equal(left, 1);
    assert_false(mentions(c, corrie));
    assert_int_equal(kr_circle_person(c, joop)->photo.len, 8000);
    kr_snapshot_release(p.store, s);
    place_end(&p);
}

static size_t body_of(const place *p, uint64_t seq, unsigned char out[4096]) {
    sqlite3 *db;
    sqlite3_stmt *st;
    char path[400];
    snprintf(path, sizeof path, "%s/kring.db", p->dir);
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, "SELECT body FROM change WHERE seq = ?1", -1, &st, NULL),
                     SQLITE_OK);
    sqlite3_bind_int64(st, 1, (int64_t)seq);
    assert_int_equal(sqlite3_step(st), SQLITE_ROW);
    size_t len = (size_t)sqlite3_column_bytes(st, 0);
    assert_true(len > 0 && len <= 4096);
    memcpy(out, sqlite3_column_blob(st, 0), len);
    sqlite3_finalize(st);
    sqlite3_close(db);
    return len;
}

/* The sealed bytes themselves are gone from every file, and the old key opens none of the new ones. */
static void test_old_key_opens_nothing(void **state) {
    unsigned char before[3][4096], after[4096];
    size_t len[3];
    place p;
    kr_circle_key old;
    kr_str plain;
    uint64_t seen;
    (void)state;
    place_begin(&p);
    kr_id circle = place_circle(&p);
    kr_id corrie = place_name(&p, circle, "Corrie van Dam");
    place_name(&p, circle, "Joop");
    for (uint64_t seq = 1; seq <= 3; seq++) len[seq - 1] = body_of(&p, seq, before[seq - 1]);
    assert_true(place_holds(&p, (char *)before[1], len[1]));
    assert_int_equal(kr_key_get(p.store, &old, circle, 1, &seen, &p.error), KR_OK);
    kr_head at = {.circle = circle, .version = 1};
    assert_int_equal(kr_body_unseal(&plain, &p.arena, &at, &old, 2, kr_str_n((char *)before[1], len[1])),
                     KR_OK);
    assert_int_equal(kr_circle_erase(p.store, p.annie.id, circle, &corrie, 1, NOW, &p.error), KR_OK);
    for (uint64_t seq = 1; seq <= 3; seq++) {
        assert_false(place_holds(&p, (char *)before[seq - 1], len[seq - 1]));
        assert_false(place_holds(&p, (char *)before[seq - 1] + 24, 40)); /* not in part either */
        size_t n = body_of(&p, seq, after);
        for (uint64_t version = 1; version <= 2; version++) {
            kr_head as = {.circle = circle, .version = version};
            assert_int_equal(kr_body_unseal(&plain, &p.arena, &as, &old, seq, kr_str_n((char *)after, n)),
                             KR_E_CORRUPT);
        }
    }
    /* the old key is kept for 30 days, then destroyed */
    assert_int_equal(kr_store_tidy(p.store, NOW + 30 * DAY, &p.error), KR_OK);
    assert_int_equal(kr_key_get(p.store, &old, circle, 1, &seen, &p.error), KR_OK);
    assert_int_equal(kr_store_tidy(p.store, NOW + 30 * DAY + 1, &p.error), KR_OK);
    assert_int_equal(kr_key_get(p.store, &old, circle, 1, &seen, &p.error), KR_E_CORRUPT);
    assert_int_equal(place_count(&p, "keys.db", "SELECT count(*) FROM circle_key"), 1);
    kr_snapshot_release(p.store, place_circle_now(&p, circle));
    place_end(&p);
}

static void test_bin(void **state) {
    place p;
    (void)state;
    place_begin(&p);
    kr_id circle = place_circle(&p);
    kr_id corrie = place_name(&p, circle, "Corrie"), joop = place_name(&p, circle, "Joop");
    throwing first = {corrie, NOW}, second = {joop, NOW + 3 * DAY};
    assert_int_equal(kr_circle_change(p.store, NULL, p.annie.id, circle, throw_one, &first, &p.error), KR_OK);
    assert_int_equal(kr_circle_change(p.store, NULL, p.annie.id, circle, throw_one, &second, &p.error),
                     KR_OK);
    place_shut(&p);
    place_open(&p);
    static const struct {
        int64_t at;
        bool corrie, joop;
    } steps[] = {{30 * DAY - 1, true, true},
                 {30 * DAY, false, true},
                 {33 * DAY - 1, false, true},
                 {33 * DAY, false, false}};
    for (size_t i = 0; i < KR_COUNT(steps); i++) {
        assert_int_equal(kr_store_tidy(p.store, NOW + steps[i].at, &p.error), KR_OK);
        kr_snapshot *s = place_circle_now(&p, circle);
        assert_int_equal(says(kr_snapshot_circle(s), "Corrie"), steps[i].corrie);
        assert_int_equal(says(kr_snapshot_circle(s), "Joop"), steps[i].joop);
        kr_snapshot_release(p.store, s);
    }
    assert_int_equal(place_count(&p, "kring.db", "SELECT count(*) FROM circle WHERE bin_since > 0"), 0);
    place_end(&p);
}

static void test_bin_whole_circle(void **state) {
    place p;
    kr_snapshot *s = NULL;
    (void)state;
    place_begin(&p);
    kr_id circle = place_circle(&p), stays = place_circle(&p);
    throwing all = {KR_CIRCLE_RECORD, NOW};
    kr_err err = kr_circle_change(p.store, NULL, p.annie.id, circle, throw_one, &all, &p.error);
    if (err) skip(); /* core may not put a circle in the bin */
    assert_int_equal(kr_store_tidy(p.store, NOW + 29 * DAY, &p.error), KR_OK);
    kr_snapshot_release(p.store, place_circle_now(&p, circle));
    assert_int_equal(kr_store_tidy(p.store, NOW + 30 * DAY, &p.error), KR_OK);
    assert_int_equal(kr_circle_open(p.store, &s, p.annie.id, circle, &p.error), KR_E_NOT_FOUND);
    kr_snapshot_release(p.store, place_circle_now(&p, stays));
    place_end(&p);
}

static void paths(const place *p, const char *suffix, char main_path[300], char copy[300]) {
    snprintf(main_path, 300, "%s/kring.db", p->dir);
    snprintf(copy, 300, "%s/%s", p->dir, suffix);
}

/* A backup of kring.db from before an erasure and from before a destruction is put back: both happen again.
 */
static void test_backup_is_cleaned(void **state) {
    place p;
    char main_path[300], copy[300];
    kr_snapshot *s = NULL;
    (void)state;
    place_begin(&p);
    kr_id circle = place_circle(&p), doomed = place_circle(&p);
    kr_id corrie = place_name(&p, circle, "Corrie van Dam");
    place_name(&p, circle, "Joop");
    place_shut(&p); /* with nothing left in the log */
    paths(&p, "backup", main_path, copy);
    copy_file(main_path, copy);
    place_open(&p);
    assert_int_equal(kr_circle_erase(p.store, p.annie.id, circle, &corrie, 1, NOW, &p.error), KR_OK);
    assert_int_equal(kr_circle_destroy(p.store, p.annie.id, doomed, NOW, &p.error), KR_OK);
    place_shut(&p);
    copy_file(copy, main_path);
    place_open(&p);
    kr_circle_entry *list;
    size_t n = 0;
    assert_int_equal(kr_circles_of(p.store, &list, &n, &p.arena, p.annie.id, &p.error), KR_OK);
    assert_int_equal(n, 1); /* what was destroyed is not shown even before tidying */
    assert_int_equal(kr_store_tidy(p.store, NOW + DAY, &p.error), KR_OK);
    s = place_circle_now(&p, circle);
    assert_false(says(kr_snapshot_circle(s), "Corrie"));
    assert_true(says(kr_snapshot_circle(s), "Joop"));
    kr_snapshot_release(p.store, s);
    assert_int_equal(place_count(&p, "kring.db", "SELECT count(*) FROM circle"), 1);
    unlink(copy);
    place_end(&p);
}

/* Between writing the new key and sealing anew the machine stops: the circle opens, and tidying finishes the
 * work. */
static void test_crash_between(void **state) {
    place p;
    kr_circle_key key;
    (void)state;
    place_begin(&p);
    kr_id circle = place_circle(&p);
    kr_id corrie = place_name(&p, circle, "Corrie");
    assert_int_equal(kr_key_make(p.store, &key, circle, 2, &(kr_cut){corrie, KR_CUT_ERASE}, 1, NOW, &p.error),
                     KR_OK);
    place_shut(&p);
    place_open(&p);
    kr_snapshot *s = place_circle_now(&p, circle);
    assert_true(says(kr_snapshot_circle(s), "Corrie"));
    kr_snapshot_release(p.store, s);
    assert_int_equal(kr_store_tidy(p.store, NOW, &p.error), KR_OK);
    s = place_circle_now(&p, circle);
    assert_false(says(kr_snapshot_circle(s), "Corrie"));
    kr_snapshot_release(p.store, s);
    /* the versions no longer used go after 30 days; the circle stays readable all the time */
    assert_int_equal(place_count(&p, "keys.db", "SELECT count(*) FROM circle_key"), 3);
    assert_int_equal(kr_store_tidy(p.store, NOW + 31 * DAY, &p.error), KR_OK);
    assert_int_equal(place_count(&p, "keys.db", "SELECT count(*) FROM circle_key"), 1);
    kr_snapshot_release(p.store, place_circle_now(&p, circle));
    place_end(&p);
}

/* A circle whose key exists but whose row was never written, and a row that belongs to a destroyed key. */
static void test_crash_new_and_destroyed(void **state) {
    place p;
    kr_circle_key key;
    kr_circle_entry *list;
    size_t n = 0;
    (void)state;
    place_begin(&p);
    assert_int_equal(kr_key_make(p.store, &key, 4242, 1, NULL, 0, NOW, &p.error), KR_OK);
    kr_id circle = place_circle(&p);
    assert_int_equal(kr_key_destroy(p.store, circle, NOW, &p.error), KR_OK);
    assert_int_equal(kr_circles_of(p.store, &list, &n, &p.arena, p.annie.id, &p.error), KR_OK);
    assert_int_equal(n, 0);
    assert_int_equal(kr_store_tidy(p.store, NOW, &p.error), KR_OK);
    assert_int_equal(place_count(&p, "kring.db", "SELECT count(*) FROM circle"), 0);
    assert_int_equal(place_count(&p, "kring.db", "SELECT count(*) FROM change"), 0);
    assert_int_equal(kr_store_tidy(p.store, NOW + 31 * DAY, &p.error), KR_OK);
    assert_int_equal(place_count(&p, "keys.db", "SELECT count(*) FROM circle_key"), 0);
    place_end(&p);
}

static void test_tidy_sessions(void **state) {
    place p;
    char token[KR_TOKEN_TEXT];
    kr_id id;
    (void)state;
    place_begin(&p);
    assert_int_equal(kr_session_begin(p.store, token, p.annie.id, NOW, &p.error), KR_OK);
    assert_int_equal(kr_account_check(p.store, &id, KR_STR("wie"), KR_STR("verkeerd woord"), NOW, &p.error),
                     KR_E_DENIED);
    assert_int_equal(kr_store_tidy(p.store, NOW + DAY, &p.error), KR_OK);
    assert_int_equal(place_count(&p, "kring.db", "SELECT count(*) FROM session"), 1);
    assert_int_equal(place_count(&p, "kring.db", "SELECT count(*) FROM attempt"), 1);
    assert_int_equal(kr_store_tidy(p.store, NOW + 30 * DAY + 1, &p.error), KR_OK);
    assert_int_equal(place_count(&p, "kring.db", "SELECT count(*) FROM session"), 0);
    assert_int_equal(place_count(&p, "kring.db", "SELECT count(*) FROM attempt"), 0);
    place_end(&p);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_erase),
        cmocka_unit_test(test_erase_merged),
        cmocka_unit_test(test_erase_photo),
        cmocka_unit_test(test_old_key_opens_nothing),
        cmocka_unit_test(test_bin),
        cmocka_unit_test(test_bin_whole_circle),
        cmocka_unit_test(test_backup_is_cleaned),
        cmocka_unit_test(test_crash_between),
        cmocka_unit_test(test_crash_new_and_destroyed),
        cmocka_unit_test(test_tidy_sessions),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
