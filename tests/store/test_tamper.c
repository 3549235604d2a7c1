/* Somebody changes the files: every change is noticed, and nothing false is ever shown. */
#include "store_help.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "store/store_int.h"

static void expect_damaged(place *p, kr_id circle, const char *what) {
    kr_snapshot *s = NULL;
    kr_err err = kr_circle_open(p->store, &s, p->annie.id, circle, &p->error);
    if (err != KR_E_CORRUPT) print_error("not noticed: %s\n", what);
    assert_int_equal(err, KR_E_CORRUPT);
    assert_string_equal(p->error.key, "error.circle_damaged");
    assert_null(s);
}

static void test_rows(void **state) {
    static const char *const harm[] = {
        "UPDATE change SET body = CAST(substr(body, 1, 30) || x'00' || substr(body, 32) AS BLOB) WHERE seq = "
        "2",
        "DELETE FROM change WHERE seq = 4",
        "DELETE FROM change WHERE seq = 2",
        "DELETE FROM change WHERE seq = 1",
        "DELETE FROM change WHERE seq = 4; UPDATE circle SET seq = 3",
        "DELETE FROM change; UPDATE circle SET seq = 0, chain = zeroblob(32)",
        "UPDATE change SET seq = 9 WHERE seq = 2; UPDATE change SET seq = 2 WHERE seq = 3;"
        "UPDATE change SET seq = 3 WHERE seq = 9",
        "INSERT INTO change SELECT circle, 5, body FROM change WHERE seq = 4",
        "INSERT INTO change SELECT circle, 5, body FROM change WHERE seq = 4; UPDATE circle SET seq = 5",
        "UPDATE change SET body = x''  WHERE seq = 3",
        "UPDATE change SET body = zeroblob(40) WHERE seq = 3",
        "UPDATE circle SET version = 2",
        "UPDATE circle SET chain = zeroblob(32)",
        "UPDATE circle SET chain = zeroblob(5)",
        "UPDATE circle SET mac = zeroblob(32)",
        "UPDATE circle SET created = created + 1",
        "UPDATE circle SET bin_since = 1",
        "PRAGMA foreign_keys = OFF; UPDATE circle SET id = id + 1; UPDATE change SET circle = circle + 1",
    };
    (void)state;
    for (size_t i = 0; i < KR_COUNT(harm); i++) {
        place p;
        place_begin(&p);
        kr_id circle = place_circle(&p);
        place_name(&p, circle, "Corrie");
        place_name(&p, circle, "Joop");
        place_name(&p, circle, "Piet");
        place_shut(&p);
        place_sql(&p, "kring.db", harm[i]);
        place_open(&p);
        expect_damaged(&p, i + 1 == KR_COUNT(harm) ? circle + 1 : circle, harm[i]);
        place_end(&p);
    }
}

/* Another account cannot be made the owner, and one circle's rows do not open in another's place. */
static void test_between_circles(void **state) {
    place p;
    kr_snapshot *s = NULL;
    char text[300];
    (void)state;
    place_begin(&p);
    kr_id mine = place_circle(&p), other = place_circle(&p), bep = place_account(&p, "bep");
    snprintf(text, sizeof text, "UPDATE circle SET account = %lld WHERE id = %lld", (long long)bep,
             (long long)mine);
    place_sql(&p, "kring.db", text);
    assert_int_equal(kr_circle_open(p.store, &s, bep, mine, &p.error), KR_E_CORRUPT);
    snprintf(text, sizeof text,
             "UPDATE change SET body = (SELECT body FROM change WHERE circle = %lld) WHERE circle = %lld",
             (long long)mine, (long long)other);
    place_shut(&p);
    place_sql(&p, "kring.db", text);
    place_open(&p);
    expect_damaged(&p, other, "a row of another circle");
    place_end(&p);
}

static void test_accounts(void **state) {
    place p;
    kr_account a;
    kr_id id;
    (void)state;
    place_begin(&p);
    kr_id bep = place_account(&p, "bep");
    place_sql(&p, "kring.db",
              "UPDATE account SET sealed = (SELECT max(sealed) FROM account), password = (SELECT "
              "max(password) FROM account)");
    kr_err one = kr_account_get(p.store, &a, &p.arena, bep, &p.error);
    kr_err two = kr_account_get(p.store, &a, &p.arena, p.annie.id, &p.error);
    assert_true((one == KR_OK) != (two == KR_OK)); /* opens only in its own row */
    one = kr_account_check(p.store, &id, KR_STR("bep"), KR_STR(PASSWORD), NOW, &p.error);
    two = kr_account_check(p.store, &id, KR_STR("annie"), KR_STR(PASSWORD), NOW, &p.error);
    assert_true((one == KR_OK) != (two == KR_OK));
    place_end(&p);
}

/* An older kring.db beside the newest keys.db, and an older state of one circle within kring.db. */
static void test_roll_back(void **state) {
    place p;
    char db[300], copy[300];
    (void)state;
    place_begin(&p);
    kr_id circle = place_circle(&p);
    place_name(&p, circle, "Corrie");
    place_shut(&p);
    snprintf(db, sizeof db, "%s/kring.db", p.dir);
    snprintf(copy, sizeof copy, "%s/copy", p.dir);
    copy_file(db, copy);
    place_open(&p);
    place_name(&p, circle, "Joop");
    place_shut(&p);
    copy_file(copy, db);
    place_open(&p);
    expect_damaged(&p, circle, "an older database");
    place_shut(&p);
    /* whoever puts back a backup on purpose says so to keys.db (docs/decisions) */
    place_sql(&p, "keys.db", "UPDATE circle_key SET seen = NULL");
    place_open(&p);
    kr_snapshot *s = place_circle_now(&p, circle);
    assert_int_equal(kr_snapshot_circle(s)->n_changes, 2);
    kr_snapshot_release(p.store, s);
    place_name(&p, circle, "Piet");
    unlink(copy);
    place_end(&p);
}

static void test_roll_back_while_open(void **state) {
    place p;
    char text[600];
    (void)state;
    place_begin(&p);
    kr_id circle = place_circle(&p);
    place_name(&p, circle, "Corrie");
    place_sql(
        &p, "kring.db",
        "CREATE TABLE old_circle AS SELECT * FROM circle; CREATE TABLE old_change AS SELECT * FROM change");
    place_name(&p, circle, "Joop");
    snprintf(text, sizeof text,
             "DELETE FROM change; INSERT INTO change SELECT * FROM old_change;"
             "UPDATE circle SET seq = o.seq, chain = o.chain, mac = o.mac FROM old_circle o");
    place_sql(&p, "kring.db", text);
    expect_damaged(&p, circle, "an older state of a circle");
    place_end(&p);
}

/* Bytes of the file itself, everywhere: an error or the truth, never a crash, never something else. */
static void test_flipped_bytes(void **state) {
    place p;
    char db[300], copy[300];
    (void)state;
    place_begin(&p);
    kr_id circle = place_circle(&p);
    place_name(&p, circle, "Corrie");
    place_shut(&p);
    snprintf(db, sizeof db, "%s/kring.db", p.dir);
    snprintf(copy, sizeof copy, "%s/copy", p.dir);
    copy_file(db, copy);
    FILE *file = fopen(db, "rb");
    fseek(file, 0, SEEK_END);
    long size = ftell(file);
    fclose(file);
    for (long at = 0; at < size; at += 331) {
        copy_file(copy, db);
        file = fopen(db, "r+b");
        fseek(file, at, SEEK_SET);
        int byte = fgetc(file);
        fseek(file, at, SEEK_SET);
        fputc(byte ^ 0x55, file);
        fclose(file);
        kr_store_options options = {.dir = p.dir};
        kr_snapshot *s = NULL;
        if (kr_store_open(&p.store, &options, &p.error)) continue;
        if (kr_circle_open(p.store, &s, p.annie.id, circle, &p.error) == KR_OK) {
            assert_int_equal(kr_snapshot_circle(s)->n_changes, 2);
            assert_true(kr_str_is(kr_snapshot_circle(s)->persons[1].name, "Corrie"));
            kr_snapshot_release(p.store, s);
        }
        place_shut(&p);
    }
    unlink(copy);
    place_end(&p);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_between_circles),
        cmocka_unit_test(test_accounts),
        cmocka_unit_test(test_roll_back),
        cmocka_unit_test(test_roll_back_while_open),
        cmocka_unit_test(test_flipped_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
