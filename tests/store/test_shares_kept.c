/* Shares when somebody changes the files, when the circle is sealed anew, destroyed or put back from a
 * backup, when an account goes, and when there are too many. */
#include "share_help.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "store/share_int.h"

/* The guest hears what everybody hears; the owner hears that it is damaged. */
static void expect_told(place *p, kr_id circle, const char *what) {
    kr_share_entry *list;
    size_t n;
    kr_err err = kr_shares_of(p->store, &list, &n, &p->arena, p->annie.id, circle, &p->error);
    if (err != KR_E_CORRUPT) print_error("not told to the owner (%d): %s\n", (int)err, what);
    assert_int_equal(err, KR_E_CORRUPT);
    assert_string_equal(p->error.key, "error.circle_damaged");
}

static void expect_shut(place *p, kr_id guest, kr_id circle, const char *what) {
    kr_err err = look_in(p, guest, circle);
    if (err != KR_E_NOT_FOUND) print_error("comes in (%d): %s\n", (int)err, what);
    assert_int_equal(err, KR_E_NOT_FOUND);
    assert_string_equal(p->error.key, "error.no_circle");
    expect_told(p, circle, what);
}

static void test_tampered(void **state) {
    static const char *const harms[] = {
        "UPDATE share SET until = 0 WHERE id = #A#",
        "UPDATE share SET until = until + 1 WHERE id = #A#",
        "UPDATE share SET confirmed = confirmed + 1 WHERE id = #A#",
        "UPDATE share SET made = made + 1 WHERE id = #A#",
        "UPDATE share SET version = version + 1 WHERE id = #A#",
        "UPDATE share SET sealed = zeroblob(length(sealed)) WHERE id = #A#",
        "UPDATE share SET sealed = x'' WHERE id = #A#",
        "UPDATE share SET sealed = CAST(substr(sealed, 1, 60) || x'00' || substr(sealed, 62) AS BLOB) WHERE "
        "id = "
        "#A#",
        "UPDATE share SET sealed = (SELECT sealed FROM share WHERE id = #B#) WHERE id = #A#",
        "DELETE FROM share WHERE id = #B#",
        ("UPDATE share SET guest = (SELECT guest FROM share WHERE id = #A#), confirmed = 1760000000001,"
         " opened = 1760000000000 WHERE id = #B#"),
        "UPDATE share_head SET n = n + 1",
        "UPDATE share_head SET mac = zeroblob(32)",
        "UPDATE share_head SET mac = zeroblob(3)",
        "DELETE FROM share_head",
        "UPDATE share SET circle = circle, id = id + 1 WHERE id = #A#",
        "DELETE FROM share WHERE id = #B#; UPDATE share_head SET n = n - 1",
    };
    (void)state;
    for (size_t i = 0; i < KR_COUNT(harms); i++)
        for (int cold = 0; cold < 2; cold++) {
            place p;
            place_begin(&p);
            kr_id circle = place_circle(&p), sanne = place_account(&p, "sanne");
            kr_share_entry wish = wish_for("Sanne");
            kr_id other = 0;
            wish.until = NOW + 100 * DAY;
            kr_id share = let_in(&p, circle, sanne, &wish);
            assert_int_equal(kr_share_put(p.store, &other, p.annie.id, circle, &wish, NOW, &p.error), KR_OK);
            assert_int_equal(look_in(&p, sanne, circle), KR_OK);
            if (cold) place_shut(&p);
            harm(&p, harms[i], share, other);
            if (cold) place_open(&p);
            /* not her own row, or inside its sealed text: what was opened before is in memory still, and true
             */
            if (!cold &&
                (strstr(harms[i], "x'00'") || strcmp(harms[i], "DELETE FROM share WHERE id = #B#") == 0))
                expect_told(&p, circle, harms[i]);
            else
                expect_shut(&p, sanne, circle, harms[i]);
            kr_snapshot_release(p.store, place_circle_now(&p, circle)); /* the circle itself is unharmed */
            place_end(&p);
        }
}

/* A withdrawn share stays so: when its row is put back, with the head too, and with the whole database. */
static void test_put_back(void **state) {
    static const char *const back[] = {
        "UPDATE share SET withdrawn = 0 WHERE id = #A#",
        "DELETE FROM share; INSERT INTO share SELECT * FROM old_share",
        ("DELETE FROM share; INSERT INTO share SELECT * FROM old_share;"
         "DELETE FROM share_head; INSERT INTO share_head SELECT * FROM old_share_head"),
    };
    (void)state;
    for (size_t i = 0; i < KR_COUNT(back); i++) {
        place p;
        place_begin(&p);
        kr_id circle = place_circle(&p), sanne = place_account(&p, "sanne");
        kr_share_entry wish = wish_for("Sanne");
        kr_id share = let_in(&p, circle, sanne, &wish);
        place_sql(&p, "kring.db",
                  "CREATE TABLE old_share AS SELECT * FROM share;"
                  "CREATE TABLE old_share_head AS SELECT * FROM share_head");
        assert_int_equal(look_in(&p, sanne, circle), KR_OK);
        assert_int_equal(kr_share_withdraw(p.store, p.annie.id, circle, share, NOW, &p.error), KR_OK);
        harm(&p, back[i], share, 0);
        expect_shut(&p, sanne, circle, back[i]);
        place_shut(&p);
        place_open(&p);
        expect_shut(&p, sanne, circle, back[i]);
        place_end(&p);
    }
}

/* An older kring.db put back on purpose: what was withdrawn since is withdrawn again. */
static void test_restored(void **state) {
    place p;
    char db[300], copy[300];
    kr_share_entry *list;
    size_t n;
    (void)state;
    place_begin(&p);
    kr_id circle = place_circle(&p), sanne = place_account(&p, "sanne"), piet = place_account(&p, "piet");
    kr_share_entry wish = wish_for("Sanne");
    kr_id share = let_in(&p, circle, sanne, &wish);
    let_in(&p, circle, piet, &wish);
    place_shut(&p);
    snprintf(db, sizeof db, "%s/kring.db", p.dir);
    snprintf(copy, sizeof copy, "%s/copy", p.dir);
    copy_file(db, copy);
    place_open(&p);
    assert_int_equal(kr_share_withdraw(p.store, p.annie.id, circle, share, NOW, &p.error), KR_OK);
    place_shut(&p);
    copy_file(copy, db);
    unlink(copy);
    place_open(&p);
    expect_shut(&p, sanne, circle, "an older database");
    place_shut(&p);
    place_sql(&p, "keys.db", "UPDATE circle_key SET seen = NULL; DELETE FROM share_seen");
    place_open(&p);
    assert_int_equal(look_in(&p, sanne, circle), KR_E_NOT_FOUND);
    assert_int_equal(look_in(&p, piet, circle), KR_OK);
    assert_int_equal(kr_shared_with(p.store, &list, &n, &p.arena, sanne, NOW, &p.error), KR_OK);
    assert_int_equal(n, 0);
    assert_int_equal(kr_store_tidy(p.store, NOW + 77, &p.error), KR_OK);
    assert_int_equal(place_count(&p, "kring.db", "SELECT count(*) FROM share WHERE withdrawn > 0"), 1);
    assert_int_equal(look_in(&p, sanne, circle), KR_E_NOT_FOUND);
    assert_int_equal(look_in(&p, piet, circle), KR_OK);
    place_end(&p);
}

/* Somebody who writes in the database moves their own code to a share with more rights. */
static void test_moved_code(void **state) {
    place p;
    char code[KR_CODE_TEXT], other[KR_CODE_TEXT];
    kr_share_entry told, wish = wish_for("Piet");
    (void)state;
    place_begin(&p);
    kr_id circle = place_circle(&p), piet = place_account(&p, "piet");
    kr_id low = 0, high = 0;
    assert_int_equal(kr_share_put(p.store, &low, p.annie.id, circle, &wish, NOW, &p.error), KR_OK);
    assert_int_equal(kr_share_put(p.store, &high, p.annie.id, circle, &wish, NOW, &p.error), KR_OK);
    assert_int_equal(kr_invite_make(p.store, code, p.annie.id, circle, low, KR_INVITE_MAIL, NOW, &p.error),
                     KR_OK);
    assert_int_equal(kr_invite_make(p.store, other, p.annie.id, circle, high, KR_INVITE_MAIL, NOW, &p.error),
                     KR_OK);
    harm(&p, "UPDATE invite SET share = #B# WHERE share = #A#", low, high);
    assert_int_equal(kr_invite_open(p.store, &told, &p.arena, piet, kr_str_z(code), NOW, &p.error),
                     KR_E_NOT_FOUND);
    assert_int_equal(kr_invite_open(p.store, &told, &p.arena, piet, kr_str_z(other), NOW, &p.error), KR_OK);
    place_end(&p);
}

/* -- with the circle -- */
static bool proposed_mentions(place *p, kr_id circle, kr_id record, size_t *n) {
    kr_proposal *list;
    bool found = false;
    assert_int_equal(kr_proposals_of(p->store, &list, n, &p->arena, p->annie.id, circle, &p->error), KR_OK);
    for (size_t i = 0; i < *n; i++)
        for (size_t j = 0; j < list[i].change.count; j++)
            found = found || list[i].change.assignments[j].record == record ||
                    list[i].change.assignments[j].value.ref == record;
    return found;
}

static kr_err rename_one(void *context, kr_arena *arena, const kr_circle *now, kr_change *out,
                         kr_error *error) {
    kr_draft draft;
    kr_maker maker = {.author = 3, .at_ms = NOW};
    kr_draft_begin(&draft, arena, now, maker, KR_ACT_NAME, now->n_changes);
    kr_draft_text(&draft, KR_KIND_person, *(const kr_id *)context, KR_F_person_name, KR_STR("Anders"));
    return kr_draft_end(&draft, out, error);
}

static void test_erased(void **state) {
    place p;
    char code[KR_CODE_TEXT];
    size_t n;
    (void)state;
    place_begin(&p);
    kr_id circle = place_circle(&p), sanne = place_account(&p, "sanne");
    kr_id corrie = place_name(&p, circle, "Corrie"), joop = place_name(&p, circle, "Joop");
    kr_share_entry wish = wish_for("Sanne"), *list;
    wish.rules.person = corrie;
    wish.rules.n_ones = 2;
    wish.rules.ones[0] = (kr_share_one){corrie, KR_RIGHT_READ};
    wish.rules.ones[1] = (kr_share_one){joop, KR_RIGHT_READ};
    wish.rules.propose = true;
    let_in(&p, circle, sanne, &wish);
    bool proposed = false;
    kr_id both[2] = {corrie, joop};
    for (int i = 0; i < 2; i++)
        assert_int_equal(
            kr_circle_change_as(p.store, NULL, &proposed, sanne, circle, rename_one, &both[i], NOW, &p.error),
            KR_OK);
    const kr_once once = {.kind = KR_ONCE_STEP,
                          .about = corrie,
                          .whom = KR_STR("Kees"),
                          .asked = KR_STR("Kunt u?"),
                          .said = KR_NONE};
    assert_int_equal(kr_once_make(p.store, code, p.annie.id, circle, &once, NOW, &p.error), KR_OK);
    assert_true(proposed_mentions(&p, circle, corrie, &n));
    assert_int_equal(n, 2);
    assert_int_equal(kr_circle_erase(p.store, p.annie.id, circle, &corrie, 1, NOW, &p.error), KR_OK);
    for (int round = 0; round < 2; round++) {
        assert_int_equal(kr_shares_of(p.store, &list, &n, &p.arena, p.annie.id, circle, &p.error), KR_OK);
        assert_int_equal(n, 1);
        assert_true(list[0].rules.person == 0 && list[0].rules.n_ones == 1);
        assert_true(list[0].rules.ones[0].record == joop && kr_str_is(list[0].name, "Sanne"));
        assert_false(proposed_mentions(&p, circle, corrie, &n));
        assert_int_equal(n, 1);
        kr_once got;
        assert_int_equal(kr_once_find(p.store, &got, &p.arena, kr_str_z(code), NOW, &p.error), KR_OK);
        assert_true(got.about == 0 && kr_str_is(got.asked, "Kunt u?"));
        assert_int_equal(look_in(&p, sanne, circle), KR_OK);
        place_shut(&p);
        place_open(&p);
    }
    place_end(&p);
}

/* A damaged share does not keep the circle from being erased in, and is no better after. */
static void test_erased_damaged(void **state) {
    place p;
    (void)state;
    place_begin(&p);
    kr_id circle = place_circle(&p), sanne = place_account(&p, "sanne");
    kr_id corrie = place_name(&p, circle, "Corrie");
    kr_share_entry wish = wish_for("Sanne");
    kr_id share = let_in(&p, circle, sanne, &wish);
    harm(&p, "UPDATE share SET until = 7 WHERE id = #A#", share, 0);
    assert_int_equal(kr_circle_erase(p.store, p.annie.id, circle, &corrie, 1, NOW, &p.error), KR_OK);
    expect_shut(&p, sanne, circle, "damaged before it was sealed anew");
    harm(&p, "UPDATE share SET until = 0 WHERE id = #A#", share, 0);
    expect_shut(&p, sanne, circle, "mended after it was sealed anew");
    place_end(&p);
}

static void test_gone(void **state) {
    static const char *const tables[] = {"share",    "share_head", "invite",   "once",
                                         "proposal", "look",       "look_head"};
    place p;
    char code[KR_CODE_TEXT], text[100];
    (void)state;
    place_begin(&p);
    kr_id circle = place_circle(&p), sanne = place_account(&p, "sanne");
    kr_share_entry wish = wish_for("Sanne");
    let_in(&p, circle, sanne, &wish);
    const kr_once once = {.kind = KR_ONCE_ANSWER, .whom = KR_NONE, .asked = KR_STR("Hoe?"), .said = KR_NONE};
    assert_int_equal(kr_once_make(p.store, code, p.annie.id, circle, &once, NOW, &p.error), KR_OK);
    assert_int_equal(kr_circle_destroy(p.store, p.annie.id, circle, NOW, &p.error), KR_OK);
    for (size_t i = 0; i < KR_COUNT(tables); i++) {
        snprintf(text, sizeof text, "SELECT count(*) FROM %s", tables[i]);
        if (place_count(&p, "kring.db", text)) print_error("left in %s\n", tables[i]);
        assert_int_equal(place_count(&p, "kring.db", text), 0);
    }
    assert_int_equal(place_count(&p, "keys.db", "SELECT count(*) FROM share_seen"), 0);
    assert_int_equal(look_in(&p, sanne, circle), KR_E_NOT_FOUND);
    place_end(&p);
}

/* An account that goes leaves what was shared with it. */
static void test_account_gone(void **state) {
    place p;
    kr_share_entry *list;
    size_t n;
    bool proposed = false;
    (void)state;
    place_begin(&p);
    kr_id circle = place_circle(&p), sanne = place_account(&p, "sanne");
    kr_share_entry wish = wish_for("Sanne");
    wish.rules.propose = true;
    let_in(&p, circle, sanne, &wish);
    naming m = {p.store, "Joop", 0, 0};
    assert_int_equal(
        kr_circle_change_as(p.store, NULL, &proposed, sanne, circle, name_one, &m, NOW, &p.error), KR_OK);
    assert_int_equal(kr_account_delete(p.store, sanne, NOW + 5, &p.error), KR_OK);
    assert_int_equal(kr_shares_of(p.store, &list, &n, &p.arena, p.annie.id, circle, &p.error), KR_OK);
    assert_int_equal(n, 1);
    assert_true(list[0].withdrawn == NOW + 5);
    assert_int_equal(place_count(&p, "kring.db", "SELECT count(*) FROM proposal"), 0);
    place_end(&p);
}

/* -- much -- */
static void test_limits(void **state) {
    place p;
    char code[KR_CODE_TEXT];
    (void)state;
    place_begin(&p);
    kr_id circle = place_circle(&p), shares[KR_MOST_SHARES + 1] = {0};
    kr_share_entry wish = wish_for("Sanne");
    for (int i = 0; i <= KR_MOST_SHARES; i++)
        assert_int_equal(kr_share_put(p.store, &shares[i], p.annie.id, circle, &wish, NOW, &p.error),
                         i < KR_MOST_SHARES ? KR_OK : KR_E_LIMIT);
    for (int i = 0; i <= KR_MOST_INVITES; i++)
        assert_int_equal(
            kr_invite_make(p.store, code, p.annie.id, circle, shares[i], KR_INVITE_MAIL, NOW, &p.error),
            i < KR_MOST_INVITES ? KR_OK : KR_E_LIMIT);
    const kr_once once = {.kind = KR_ONCE_ANSWER, .whom = KR_NONE, .asked = KR_STR("Hoe?"), .said = KR_NONE};
    for (int i = 0; i <= KR_MOST_ONCES; i++)
        assert_int_equal(kr_once_make(p.store, code, p.annie.id, circle, &once, NOW, &p.error),
                         i < KR_MOST_ONCES ? KR_OK : KR_E_LIMIT);
    place_end(&p);
}

static void test_forgotten(void **state) {
    place p;
    char code[KR_CODE_TEXT];
    kr_id share = 0;
    (void)state;
    place_begin(&p);
    kr_id circle = place_circle(&p);
    kr_share_entry wish = wish_for("Sanne");
    assert_int_equal(kr_share_put(p.store, &share, p.annie.id, circle, &wish, NOW, &p.error), KR_OK);
    assert_int_equal(kr_invite_make(p.store, code, p.annie.id, circle, share, KR_INVITE_MAIL, NOW, &p.error),
                     KR_OK);
    const kr_once once = {.kind = KR_ONCE_ANSWER, .whom = KR_NONE, .asked = KR_STR("Hoe?"), .said = KR_NONE};
    assert_int_equal(kr_once_make(p.store, code, p.annie.id, circle, &once, NOW, &p.error), KR_OK);
    for (int late = 0; late < 2; late++) {
        assert_int_equal(kr_store_tidy(p.store, NOW + (late ? 45 : 40) * DAY, &p.error), KR_OK);
        assert_int_equal(place_count(&p, "kring.db", "SELECT count(*) FROM invite"), !late);
        assert_int_equal(place_count(&p, "kring.db", "SELECT count(*) FROM once"), !late);
    }
    place_end(&p);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tampered), cmocka_unit_test(test_put_back),
        cmocka_unit_test(test_restored), cmocka_unit_test(test_moved_code),
        cmocka_unit_test(test_erased),   cmocka_unit_test(test_erased_damaged),
        cmocka_unit_test(test_gone),     cmocka_unit_test(test_account_gone),
        cmocka_unit_test(test_limits),   cmocka_unit_test(test_forgotten),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
