/* Who leaves for good, and who acts for somebody. */
#include "share_help.h"

#include <stdio.h>
#include <string.h>
#include <sqlite3.h>
#include <unistd.h>

#include "store/outbox.h"
#include "store/sign.h"

/* Where the number of this account still stands: "table.column", one after the other. */
static void where_is(const place *p, kr_id account, char *out, size_t room) {
    sqlite3 *db = NULL;
    sqlite3_stmt *columns = NULL, *count = NULL;
    char path[260], sql[400];
    out[0] = '\0';
    snprintf(path, sizeof path, "%s/kring.db", p->dir);
    assert_int_equal(sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL), SQLITE_OK);
    assert_int_equal(
        sqlite3_prepare_v2(db,
                           "SELECT m.name, c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c "
                           "WHERE m.type = 'table' AND c.type = 'INTEGER' ORDER BY 1, 2",
                           -1, &columns, NULL),
        SQLITE_OK);
    while (sqlite3_step(columns) == SQLITE_ROW) {
        const char *table = (const char *)sqlite3_column_text(columns, 0);
        const char *column = (const char *)sqlite3_column_text(columns, 1);
        snprintf(sql, sizeof sql, "SELECT count(*) FROM \"%s\" WHERE \"%s\" = ?1", table, column);
        assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &count, NULL), SQLITE_OK);
        sqlite3_bind_int64(count, 1, (int64_t)account);
        assert_int_equal(sqlite3_step(count), SQLITE_ROW);
        if (sqlite3_column_int(count, 0)) {
            size_t len = strlen(out);
            snprintf(out + len, room - len, "%s.%s ", table, column);
        }
        sqlite3_finalize(count);
    }
    sqlite3_finalize(columns);
    sqlite3_close(db);
}

static void nothing_of_who_left_stays_but_what_others_must_know(void **state) {
    (void)state;
    place p;
    char token[KR_TOKEN_TEXT], browser[KR_TOKEN_TEXT], code[KR_CODE_TEXT], once_code[KR_CODE_TEXT], left[400];
    place_begin(&p);
    kr_id hers = place_circle(&p), guest = place_account(&p, "bas"), third = place_account(&p, "cor");
    kr_id passkey = 0, his = 0, mail = 0, share = 0;
    kr_passkey key = {.account = guest,
                      .credential = KR_STR("0123456789abcdef"),
                      .key = KR_STR("k"),
                      .name = KR_STR("telefoon"),
                      .alg = -7};
    kr_share_entry wish = wish_for("Bas"), told;
    kr_once once = {.kind = KR_ONCE_ANSWER,
                    .whom = KR_STR("Wim"),
                    .asked = KR_STR("Eten?"),
                    .made = NOW,
                    .until = NOW + DAY};
    kr_id let = let_in(&p, hers, guest, &wish);
    assert_int_equal(kr_circle_create(p.store, &his, guest, NULL, 0, NOW, &p.error), KR_OK);
    assert_int_equal(kr_session_begin(p.store, token, guest, NOW, &p.error), KR_OK);
    assert_int_equal(kr_browser_keep(p.store, browser, guest, KR_NONE, NOW, &p.error), KR_OK);
    assert_int_equal(kr_passkey_add(p.store, &passkey, &key, NOW, &p.error), KR_OK);
    assert_int_equal(kr_share_put(p.store, &share, guest, his, &wish, NOW, &p.error), KR_OK);
    assert_int_equal(kr_invite_make(p.store, code, guest, his, share, KR_INVITE_LETTER, NOW, &p.error),
                     KR_OK);
    assert_int_equal(kr_outbox_put(p.store, &mail, guest, his, share, KR_STR("een mail"), NOW, &p.error),
                     KR_OK);
    assert_int_equal(kr_once_make(p.store, once_code, guest, his, &once, NOW, &p.error), KR_OK);
    assert_int_equal(kr_invite_look(p.store, &told, &p.arena, third, kr_str_z(code), NOW, &p.error), KR_OK);

    assert_int_equal(kr_account_delete(p.store, guest, NOW + 2, &p.error), KR_OK);

    kr_once found;
    kr_session session;
    kr_share_entry *shares = NULL;
    size_t count = 0;
    assert_int_equal(look_in(&p, guest, hers), KR_E_NOT_FOUND);
    assert_int_equal(look_in(&p, guest, his), KR_E_NOT_FOUND);
    assert_int_equal(kr_session_find(p.store, &session, kr_str_z(token), NOW + 3, &p.error), KR_E_NOT_FOUND);
    assert_int_equal(kr_invite_open(p.store, &told, &p.arena, third, kr_str_z(code), NOW + 3, &p.error),
                     KR_E_NOT_FOUND);
    assert_int_equal(kr_once_find(p.store, &found, &p.arena, kr_str_z(once_code), NOW + 3, &p.error),
                     KR_E_NOT_FOUND);
    assert_int_equal(kr_shares_of(p.store, &shares, &count, &p.arena, p.annie.id, hers, &p.error), KR_OK);
    assert_int_equal(count, 1);
    assert_true(shares[0].id == let && shares[0].withdrawn);
    /* Who had access, and until when, is hers to know as long as the ledger is kept. */
    where_is(&p, guest, left, sizeof left);
    assert_string_equal(left, "look.account share.guest ");
    where_is(&p, his, left, sizeof left);
    assert_string_equal(left, "");
    place_end(&p);
}

/* An older kring.db put back: who left does not come back, nor what they opened or was open to them. */
static void who_left_stays_away_when_an_older_database_is_put_back(void **state) {
    (void)state;
    place p;
    char db[300], copy[300], left[400];
    kr_account found;
    place_begin(&p);
    kr_id hers = place_circle(&p), bas = place_account(&p, "bas"), cor = place_account(&p, "cor"), his = 0;
    kr_share_entry wish = wish_for("Bas"), told;
    char code[KR_CODE_TEXT];
    kr_id share = 0;
    (void)let_in(&p, hers, bas, &wish);
    assert_int_equal(kr_circle_create(p.store, &his, bas, NULL, 0, NOW, &p.error), KR_OK);
    assert_int_equal(kr_share_put(p.store, &share, bas, his, &wish, NOW, &p.error), KR_OK);
    assert_int_equal(kr_invite_make(p.store, code, bas, his, share, KR_INVITE_LETTER, NOW, &p.error), KR_OK);
    assert_int_equal(kr_invite_open(p.store, &told, &p.arena, cor, kr_str_z(code), NOW, &p.error), KR_OK);
    assert_int_equal(kr_share_confirm(p.store, bas, his, share, true, NOW, &p.error), KR_OK);
    assert_int_equal(look_in(&p, cor, his), KR_OK);
    place_shut(&p);
    snprintf(db, sizeof db, "%s/kring.db", p.dir);
    snprintf(copy, sizeof copy, "%s/copy", p.dir);
    copy_file(db, copy);
    place_open(&p);
    assert_int_equal(kr_account_delete(p.store, bas, NOW + 2, &p.error), KR_OK);
    place_shut(&p);
    copy_file(copy, db);
    unlink(copy);
    place_sql(&p, "keys.db", "UPDATE circle_key SET seen = NULL; DELETE FROM share_seen");
    place_open(&p);
    for (int tidied = 0; tidied < 2; tidied++) {
        kr_id who = 0;
        assert_int_not_equal(kr_account_get(p.store, &found, &p.arena, bas, &p.error), KR_OK);
        assert_int_not_equal(
            kr_account_check(p.store, &who, KR_STR("bas"), KR_STR(PASSWORD), NOW + 3, &p.error), KR_OK);
        assert_int_equal(look_in(&p, bas, hers), KR_E_NOT_FOUND);
        assert_int_not_equal(look_in(&p, cor, his), KR_OK);
        assert_int_not_equal(look_in(&p, bas, his), KR_OK);
        if (!tidied) assert_int_equal(kr_store_tidy(p.store, NOW + 4, &p.error), KR_OK);
    }
    where_is(&p, bas, left, sizeof left);
    assert_string_equal(left, "look.account share.guest ");
    where_is(&p, his, left, sizeof left);
    assert_string_equal(left, "");
    place_end(&p);
}

static kr_share_entry acting(kr_basis basis, kr_date since) {
    kr_share_entry e = wish_for("Ria");
    e.role = KR_ROLE_REPRESENTATIVE;
    e.basis = (uint8_t)basis;
    e.since = since;
    e.until = NOW + 30 * DAY;
    return e;
}

static void who_acts_for_somebody_does_so_by_something(void **state) {
    (void)state;
    place p;
    place_begin(&p);
    kr_id circle = place_circle(&p), id = 0;
    const kr_share_entry wrong[] = {acting(0, 20260503), acting(KR_BASIS_MENTOR, 0), acting(9, 20260503)};
    for (size_t i = 0; i < KR_COUNT(wrong); i++)
        assert_int_equal(kr_share_put(p.store, &id, p.annie.id, circle, &wrong[i], NOW, &p.error),
                         KR_E_INVALID);
    kr_share_entry carer = wish_for("Ria");
    carer.basis = KR_BASIS_MENTOR;
    carer.since = 20260503;
    assert_int_equal(kr_share_put(p.store, &id, p.annie.id, circle, &carer, NOW, &p.error), KR_E_INVALID);
    /* Nor does anybody become one, or another one, by new words. */
    kr_share_entry plain = wish_for("Ria"), mentor = acting(KR_BASIS_MENTOR, 20260503);
    kr_share_entry later = acting(KR_BASIS_MENTOR, 20260504), curator = acting(KR_BASIS_CURATOR, 20260503);
    assert_int_equal(kr_share_put(p.store, &id, p.annie.id, circle, &plain, NOW, &p.error), KR_OK);
    assert_int_equal(kr_share_put(p.store, &id, p.annie.id, circle, &mentor, NOW, &p.error), KR_E_INVALID);
    id = 0;
    assert_int_equal(kr_share_put(p.store, &id, p.annie.id, circle, &mentor, NOW, &p.error), KR_OK);
    assert_int_equal(kr_share_put(p.store, &id, p.annie.id, circle, &later, NOW, &p.error), KR_E_INVALID);
    assert_int_equal(kr_share_put(p.store, &id, p.annie.id, circle, &curator, NOW, &p.error), KR_E_INVALID);
    assert_int_equal(kr_share_put(p.store, &id, p.annie.id, circle, &plain, NOW, &p.error), KR_E_INVALID);
    place_end(&p);
}

static void it_is_looked_at_before_it_is_taken_on_and_stands_in_the_ledger(void **state) {
    (void)state;
    place p;
    char code[KR_CODE_TEXT];
    place_begin(&p);
    kr_id circle = place_circle(&p), ria = place_account(&p, "ria"), id = 0;
    kr_share_entry mentor = acting(KR_BASIS_MENTOR, 20260503), told, *list = NULL;
    size_t count = 0;
    assert_int_equal(kr_share_put(p.store, &id, p.annie.id, circle, &mentor, NOW, &p.error), KR_OK);
    assert_int_equal(kr_invite_make(p.store, code, p.annie.id, circle, id, KR_INVITE_TABLE, NOW, &p.error),
                     KR_OK);
    for (int twice = 0; twice < 2; twice++) {
        assert_int_equal(kr_invite_look(p.store, &told, &p.arena, ria, kr_str_z(code), NOW, &p.error), KR_OK);
        assert_true(told.role == KR_ROLE_REPRESENTATIVE && told.basis == KR_BASIS_MENTOR &&
                    told.since == 20260503);
        assert_true(told.until == mentor.until && !told.rules.guest && !told.why.len && !told.word.len);
    }
    assert_int_equal(kr_invite_look(p.store, &told, &p.arena, p.annie.id, kr_str_z(code), NOW, &p.error),
                     KR_E_NOT_FOUND);
    assert_int_equal(kr_invite_open(p.store, &told, &p.arena, ria, kr_str_z(code), NOW, &p.error), KR_OK);
    assert_int_equal(kr_invite_look(p.store, &told, &p.arena, ria, kr_str_z(code), NOW, &p.error),
                     KR_E_NOT_FOUND);
    assert_int_equal(look_in(&p, ria, circle), KR_E_NOT_FOUND);
    assert_int_equal(kr_share_confirm(p.store, p.annie.id, circle, id, true, NOW, &p.error), KR_OK);
    assert_int_equal(look_in(&p, ria, circle), KR_OK);
    place_shut(&p);
    place_open(&p);
    assert_int_equal(kr_shares_of(p.store, &list, &count, &p.arena, p.annie.id, circle, &p.error), KR_OK);
    assert_true(count == 1 && list[0].basis == KR_BASIS_MENTOR && list[0].since == 20260503);
    kr_look *looks = NULL;
    bool handed = false;
    assert_int_equal(kr_looks_of(p.store, &looks, &count, &p.arena, p.annie.id, circle, 0, 50, &p.error),
                     KR_OK);
    for (size_t i = 0; i < count; i++)
        handed = handed || (looks[i].event == KR_EVENT_HANDED_OVER && looks[i].share == id &&
                            looks[i].role == KR_ROLE_REPRESENTATIVE);
    assert_true(handed);
    place_end(&p);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_of_who_left_stays_but_what_others_must_know),
        cmocka_unit_test(who_left_stays_away_when_an_older_database_is_put_back),
        cmocka_unit_test(who_acts_for_somebody_does_so_by_something),
        cmocka_unit_test(it_is_looked_at_before_it_is_taken_on_and_stands_in_the_ledger)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
