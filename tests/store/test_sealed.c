/* All that is sealed, column by column as the databases themselves tell which there are: a byte that changed
 * is found, a row in another's place opens nothing and lets nobody in, and with the key gone nothing that is
 * left opens anything. */
#include "share_help.h"

#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "store/key_ring.h"
#include "store/outbox.h"
#include "store/share_int.h"
#include "store/sign.h"
#include "store/verify.h"

static const unsigned char secret[KR_TOTP_SECRET + 1] = "12345678901234567890";

/* Two accounts with everything, each with a circle shared with the other. */
typedef struct town {
    place p;
    kr_id henk, a, b;
    char token[2][KR_TOKEN_TEXT], recovery[2][64];
} town;

static void settle(town *t, kr_id account, const char *who, int n) {
    char code[7], spare[KR_SPARE_CODES][KR_SPARE_TEXT], browser[KR_TOKEN_TEXT], name[40];
    place *p = &t->p;
    kr_id id;
    snprintf(name, sizeof name, "sleutel van %s", who);
    assert_int_equal(kr_totp(code, 6, secret, KR_TOTP_SECRET, (uint64_t)NOW / KR_TOTP_STEP_MS), KR_OK);
    assert_int_equal(kr_second_on(p->store, account, secret, kr_str_n(code, 6), NOW, spare, &p->error),
                     KR_OK);
    const kr_passkey key = {.account = account,
                            .credential = kr_str_z(name),
                            .key = KR_STR("openbaar"),
                            .alg = -7,
                            .name = kr_str_z(name)};
    assert_int_equal(kr_passkey_add(p->store, &id, &key, NOW, &p->error), KR_OK);
    assert_int_equal(kr_outside_add(p->store, account, KR_STR("https://i.example"), kr_str_z(who),
                                    KR_STR("stichting"), NOW, &p->error),
                     KR_OK);
    assert_int_equal(kr_session_begin(p->store, t->token[n], account, NOW, &p->error), KR_OK);
    assert_int_equal(kr_browser_keep(p->store, browser, account, KR_NONE, NOW, &p->error), KR_OK);
    assert_int_equal(kr_account_check(p->store, &id, kr_str_z(who), KR_STR("niet dit woord"), NOW, &p->error),
                     KR_E_DENIED);
    assert_int_equal(kr_used_note(p->store, "iets", kr_str_z(who), NOW + DAY, &p->error), KR_OK);
}

static void fill(town *t, kr_id owner, kr_id circle, kr_id guest) {
    place *p = &t->p;
    const kr_id annie = p->annie.id;
    char code[KR_CODE_TEXT];
    kr_share_entry wish = wish_for("Sanne");
    bool proposed = false;
    naming n = {p->store, "Joop", 0, 0};
    kr_id other = 0, mail = 0;
    wish.rules.propose = true;
    p->annie.id = owner; /* whose circle the helpers work in */
    place_name(p, circle, "Corrie");
    let_in(p, circle, guest, &wish);
    assert_int_equal(
        kr_circle_change_as(p->store, NULL, &proposed, guest, circle, name_one, &n, NOW, &p->error), KR_OK);
    assert_true(proposed);
    assert_int_equal(kr_share_put(p->store, &other, owner, circle, &wish, NOW, &p->error), KR_OK);
    assert_int_equal(kr_invite_make(p->store, code, owner, circle, other, KR_INVITE_MAIL, NOW, &p->error),
                     KR_OK);
    const kr_once once = {.kind = KR_ONCE_ANSWER, .whom = KR_NONE, .asked = KR_STR("Hoe?"), .said = KR_NONE};
    assert_int_equal(kr_once_make(p->store, code, owner, circle, &once, NOW, &p->error), KR_OK);
    assert_int_equal(
        kr_outbox_put(p->store, &mail, owner, circle, other, KR_STR("a@example.net\nhallo"), NOW, &p->error),
        KR_OK);
    p->annie.id = annie;
}

static void town_begin(town *t) {
    *t = (town){.a = 0};
    place *p = &t->p;
    place_begin(p);
    t->henk = place_account(p, "henk");
    const kr_id annie = p->annie.id;
    t->a = place_circle(p);
    p->annie.id = t->henk;
    t->b = place_circle(p);
    p->annie.id = annie;
    fill(t, annie, t->a, t->henk);
    fill(t, t->henk, t->b, annie);
    settle(t, annie, "annie", 0);
    settle(t, t->henk, "henk", 1);
    const kr_look support = {
        .event = KR_EVENT_SUPPORT, .ground = KR_GROUND_SUPPORT, .why = KR_STR("op verzoek")};
    assert_int_equal(kr_look_note(p->store, t->a, &support, NOW, &p->error), KR_OK);
    assert_int_equal(kr_ledger_prune(p->store, NOW + 1, KR_NONE, NOW + DAY, &(uint64_t){0}, &p->error),
                     KR_OK);
    const kr_look again = {.event = KR_EVENT_SUPPORT, .ground = KR_GROUND_SUPPORT, .why = KR_STR("nog eens")};
    assert_int_equal(kr_look_note(p->store, t->a, &again, NOW + 2 * DAY, &p->error), KR_OK);
    assert_int_equal(kr_look_note(p->store, t->b, &again, NOW + 2 * DAY, &p->error), KR_OK);
    place_shut(p);
    place_open(p);
}

/* kring.db as it is, kept aside and put back: cheaper than another town. */
static void keep(town *t, bool back) {
    char db[300], copy[300];
    place_shut(&t->p);
    snprintf(db, sizeof db, "%s/kring.db", t->p.dir);
    snprintf(copy, sizeof copy, "%s/copy", t->p.dir);
    copy_file(back ? copy : db, back ? db : copy);
    place_open(&t->p);
}

static void count_one(void *context, const kr_finding *finding) {
    (void)finding;
    ++*(int *)context;
}

/* How much is found; 100 when the folder is not even opened. */
static int findings(place *p, bool anew) {
    int n = 0;
    kr_verified sums;
    if (anew) {
        const kr_store_options options = {.dir = p->dir};
        place_shut(p);
        if (kr_store_open(&p->store, &options, &p->error) != KR_OK) return 100;
    }
    assert_int_equal(kr_store_verify(p->store, &sums, count_one, &n, &p->error), KR_OK);
    return n;
}

/* -- each column that holds bytes -- */
/* What says nothing and lets nobody in, but only leads to a row: changed, it leads nowhere. */
static bool leads_only(const char *table, const char *column) {
    static const char *const keys[] = {"session.token", "browser.token",   "attempt.login",
                                       "spare.code",    "used.mark",       "passkey.credential",
                                       "account.login", "account.recovery"};
    char both[80];
    snprintf(both, sizeof both, "%.35s.%.35s", table, column);
    for (size_t i = 0; i < KR_COUNT(keys); i++)
        if (strcmp(both, keys[i]) == 0) return true;
    /* mail that does not open is not sent, and its sender reads so (test_outbox.c) */
    return strcmp(both, "outbox.sealed") == 0;
}

static sqlite3 *open_file(const place *p, const char *file) {
    char path[300];
    sqlite3 *db = NULL;
    snprintf(path, sizeof path, "%s/%s", p->dir, file);
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    sqlite3_busy_timeout(db, 5000);
    assert_int_equal(sqlite3_exec(db, "PRAGMA synchronous = OFF", NULL, NULL, NULL), SQLITE_OK);
    return db;
}

typedef struct flipped {
    unsigned char bytes[9000];
    int len, at;
} flipped;

/* The other bit of one byte: found by all its bytes, wherever the row stands now. */
static void flip_value(sqlite3 *db, const char *table, const char *column, flipped *f) {
    char text[300];
    sqlite3_stmt *st = NULL;
    snprintf(text, sizeof text, "UPDATE \"%s\" SET \"%s\" = ?1 WHERE \"%s\" = ?2", table, column, column);
    assert_int_equal(sqlite3_prepare_v2(db, text, -1, &st, NULL), SQLITE_OK);
    sqlite3_bind_blob(st, 2, f->bytes, f->len, SQLITE_TRANSIENT);
    f->bytes[f->at] ^= 0x04;
    sqlite3_bind_blob(st, 1, f->bytes, f->len, SQLITE_TRANSIENT);
    assert_int_equal(sqlite3_step(st), SQLITE_DONE);
    assert_true(sqlite3_changes(db) >= 1);
    sqlite3_finalize(st);
}

static void flip(sqlite3 *db, const char *table, const char *column, int row, int at, flipped *out) {
    char text[300];
    sqlite3_stmt *st = NULL;
    snprintf(text, sizeof text, "SELECT \"%s\" FROM \"%s\" ORDER BY 1 LIMIT 1 OFFSET %d", column, table, row);
    assert_int_equal(sqlite3_prepare_v2(db, text, -1, &st, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(st), SQLITE_ROW);
    out->len = sqlite3_column_bytes(st, 0);
    out->at = at;
    assert_true(out->len <= (int)sizeof out->bytes && at < out->len);
    memcpy(out->bytes, sqlite3_column_blob(st, 0), (size_t)out->len);
    sqlite3_finalize(st);
    flip_value(db, table, column, out);
}

static int length_of(sqlite3 *db, const char *table, const char *column, int row) {
    char text[300];
    sqlite3_stmt *st = NULL;
    snprintf(text, sizeof text, "SELECT length(\"%s\") FROM \"%s\" ORDER BY \"%s\" LIMIT 1 OFFSET %d", column,
             table, column, row);
    assert_int_equal(sqlite3_prepare_v2(db, text, -1, &st, NULL), SQLITE_OK);
    int len = sqlite3_step(st) == SQLITE_ROW ? sqlite3_column_int(st, 0) : -1;
    sqlite3_finalize(st);
    return len;
}

typedef struct column {
    char table[40], name[40];
} column;

/* Every column that holds bytes. Columns of text: only the names of rows in meta. */
static size_t columns_of(sqlite3 *db, column *list, size_t room) {
    sqlite3_stmt *st = NULL;
    size_t n = 0;
    assert_int_equal(
        sqlite3_prepare_v2(db,
                           "SELECT m.name, c.name, c.type FROM sqlite_master m, pragma_table_info(m.name) c "
                           "WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%' ORDER BY 1, 2",
                           -1, &st, NULL),
        SQLITE_OK);
    while (sqlite3_step(st) == SQLITE_ROW) {
        const char *table = (const char *)sqlite3_column_text(st, 0),
                   *name = (const char *)sqlite3_column_text(st, 1),
                   *type = (const char *)sqlite3_column_text(st, 2);
        if (strcmp(type, "INTEGER") == 0) continue;
        if (strcmp(type, "BLOB") != 0 && strcmp(table, "meta") != 0)
            fail_msg("%s.%s holds %s: words that are not sealed?", table, name, type);
        if (strcmp(type, "BLOB") != 0) continue;
        assert_true(n < room);
        snprintf(list[n].table, sizeof list[n].table, "%s", table);
        snprintf(list[n].name, sizeof list[n].name, "%s", name);
        n++;
    }
    sqlite3_finalize(st);
    return n;
}

static void flip_column(town *t, const char *file, const column *c) {
    const bool keys = strcmp(file, "keys.db") == 0;
    sqlite3 *db = open_file(&t->p, file);
    flipped f;
    int rows = 0;
    for (int row = 0; row < 2; row++) {
        int len = length_of(db, c->table, c->name, row), step = keys ? 37 : len > 300 ? 97 : 13;
        if (len <= 0) continue;
        rows++;
        for (int at = 0; at < len; at += at + step < len || at == len - 1 ? step : len - 1 - at) {
            flip(db, c->table, c->name, row, at, &f);
            int found = findings(&t->p, keys);
            if (found == 0) fail_msg("%s: byte %d of %s.%s, row %d", file, at, c->table, c->name, row);
            flip_value(db, c->table, c->name, &f);
            if (found == 100) place_open(&t->p);
        }
        assert_int_equal(findings(&t->p, keys), 0);
    }
    sqlite3_close(db);
    if (!rows) fail_msg("%s.%s: the town has none", c->table, c->name);
    assert_int_equal(findings(&t->p, true), 0);
}

static void every_column(void **state) {
    static const char *const files[] = {"kring.db", "keys.db"};
    (void)state;
    town t;
    town_begin(&t);
    assert_int_equal(findings(&t.p, false), 0);
    size_t tried = 0;
    for (size_t f = 0; f < KR_COUNT(files); f++) {
        column list[60];
        sqlite3 *db = open_file(&t.p, files[f]);
        size_t n = columns_of(db, list, KR_COUNT(list));
        sqlite3_close(db);
        for (size_t i = 0; i < n; i++) {
            if (leads_only(list[i].table, list[i].name) || strcmp(list[i].table, "meta") == 0) continue;
            if (strcmp(list[i].name, "code") == 0 || strcmp(list[i].name, "subject") == 0)
                continue; /* below */
            flip_column(&t, files[f], &list[i]);
            tried++;
        }
    }
    assert_true(tried >= 18);
    place_end(&t.p);
}

/* Codes and subjects lead to a row, and are held against it. */
static void what_leads_is_held_against_its_row(void **state) {
    static const column list[] = {{"invite", "code"}, {"once", "code"}, {"outside", "subject"}};
    (void)state;
    town t;
    town_begin(&t);
    for (size_t i = 0; i < KR_COUNT(list); i++) flip_column(&t, "kring.db", &list[i]);
    place_end(&t.p);
}

/* -- rows in another's place -- */
static void swapped_rows(void **state) {
    /* what is sealed of one row in the place of another, both ways */
    static const char *const swaps[][3] = {
        {"account", "sealed", "id"},     {"account", "password", "id"},    {"change", "body", "circle"},
        {"share", "sealed", "circle"},   {"once", "sealed", "circle"},     {"proposal", "sealed", "circle"},
        {"factor", "sealed", "account"}, {"passkey", "sealed", "account"}, {"outside", "sealed", "account"},
        {"circle", "chain", "id"},       {"circle", "mac", "id"},          {"share_head", "mac", "circle"},
        {"look", "mac", "circle"},       {"look_head", "mac", "circle"},   {"invite", "mac", "circle"}};
    (void)state;
    town t;
    town_begin(&t);
    keep(&t, false);
    for (size_t i = 0; i < KR_COUNT(swaps); i++) {
        const char *table = swaps[i][0], *name = swaps[i][1], *by = swaps[i][2];
        char text[700];
        const kr_id one = strcmp(by, "account") == 0 || strcmp(table, "account") == 0 ? t.p.annie.id : t.a;
        const kr_id two = one == t.a ? t.b : t.henk;
        snprintf(text, sizeof text,
                 "CREATE TABLE kept AS SELECT rowid AS r, * FROM (SELECT %s AS k, %s AS v FROM \"%s\");"
                 "UPDATE \"%s\" SET %s = (SELECT v FROM kept WHERE k = CASE \"%s\".%s WHEN %lld THEN %lld "
                 "ELSE %lld END LIMIT 1) "
                 "WHERE %s IN (%lld, %lld)",
                 by, name, table, table, name, table, by, (long long)one, (long long)two, (long long)one, by,
                 (long long)one, (long long)two);
        harm(&t.p, text, 0, 0);
        if (findings(&t.p, false) == 0) fail_msg("%s.%s of another is not noticed", table, name);
        keep(&t, true);
        assert_int_equal(findings(&t.p, false), 0);
    }
    place_end(&t.p);
}

/* Who can write in the database, and has an account of their own, does not come in as somebody else. */
static void nobody_comes_in_by_another_row(void **state) {
    static const char *const tries[] = {
        "UPDATE session SET account = #A# WHERE account = #B#", /* Henk's cookie, Annie's account */
        "UPDATE session SET account = #A#, begun = begun + 1 WHERE account = #B#",
        "UPDATE session SET begun = begun + 1 WHERE account = #B#",
        "UPDATE session SET id = id + 1 WHERE account = #B#",
        "UPDATE session SET token = (SELECT token FROM session WHERE account = #B#) WHERE 0; "
        "CREATE TABLE s AS SELECT token FROM session WHERE account = #B#; DELETE FROM session WHERE account "
        "= #B#;"
        "UPDATE session SET token = (SELECT token FROM s) WHERE account = #A#; DROP TABLE s"};
    (void)state;
    town t;
    town_begin(&t);
    keep(&t, false);
    for (size_t i = 0; i < KR_COUNT(tries); i++) {
        kr_session session;
        kr_visit visit;
        assert_int_equal(kr_session_find(t.p.store, &session, kr_str_z(t.token[1]), NOW, &t.p.error), KR_OK);
        assert_true(session.account == t.henk);
        harm(&t.p, tries[i], t.p.annie.id, t.henk);
        if (kr_session_find(t.p.store, &session, kr_str_z(t.token[1]), NOW, &t.p.error) != KR_E_NOT_FOUND)
            fail_msg("%s", tries[i]);
        assert_int_equal(
            kr_visit_begin(t.p.store, &visit, &t.p.arena, kr_str_z(t.token[1]), t.a, NOW, &t.p.error),
            KR_E_NOT_FOUND);
        keep(&t, true);
    }
    /* the same by an organisation: Henk's account there, Annie's here */
    static const char *const outside[] = {
        "UPDATE outside SET account = #A# WHERE account = #B#",
        "CREATE TABLE s AS SELECT subject FROM outside WHERE account = #B#; DELETE FROM outside WHERE "
        "account = #B#;"
        "UPDATE outside SET subject = (SELECT subject FROM s) WHERE account = #A#; DROP TABLE s",
        "CREATE TABLE s AS SELECT sealed FROM outside WHERE account = #A#; UPDATE outside SET account = #A#, "
        "sealed = (SELECT sealed FROM s) "
        "WHERE account = #B#; DROP TABLE s"};
    for (size_t i = 0; i < KR_COUNT(outside); i++) {
        kr_id who = 0;
        assert_int_equal(
            kr_outside_find(t.p.store, &who, KR_STR("https://i.example"), KR_STR("henk"), &t.p.error), KR_OK);
        assert_true(who == t.henk);
        harm(&t.p, outside[i], t.p.annie.id, t.henk);
        if (kr_outside_find(t.p.store, &who, KR_STR("https://i.example"), KR_STR("henk"), &t.p.error) !=
            KR_E_CORRUPT)
            fail_msg("%s", outside[i]);
        keep(&t, true);
    }
    /* by a passkey, by a password */
    kr_passkey key;
    kr_id who = 0;
    harm(&t.p,
         "UPDATE passkey SET account = #A# WHERE account = #B#; UPDATE account SET password = (SELECT "
         "password FROM account WHERE id = #B#), "
         "recovery = (SELECT recovery FROM account WHERE id = #B#) WHERE id = #A#",
         t.p.annie.id, t.henk);
    assert_int_equal(kr_passkey_find(t.p.store, &key, &t.p.arena, KR_STR("sleutel van henk"), &t.p.error),
                     KR_E_CORRUPT);
    assert_int_not_equal(
        kr_account_check(t.p.store, &who, KR_STR("annie"), KR_STR(PASSWORD), NOW + DAY, &t.p.error), KR_OK);
    place_end(&t.p);
}

/* -- the chain of the door -- */
static void the_door_is_verified_too(void **state) {
    static const char *const harms[] = {
        "UPDATE look SET account = account + 1 WHERE circle = 1 AND n = (SELECT max(n) - 1 FROM look WHERE "
        "circle = 1)",
        "DELETE FROM look WHERE circle = 1; DELETE FROM look_head WHERE circle = 1",
        "DELETE FROM look WHERE circle = 1 AND n = (SELECT max(n) FROM look WHERE circle = 1)",
        "DELETE FROM look WHERE circle = 1 AND n = (SELECT max(n) - 1 FROM look WHERE circle = 1)",
        "UPDATE look SET event = event + 1 WHERE circle = 1 AND n = (SELECT max(n) FROM look WHERE circle = "
        "1)"};
    (void)state;
    town t;
    town_begin(&t);
    for (int64_t n = 1; n < 4; n++)
        assert_int_equal(kr_session_begin(t.p.store, t.token[0], t.henk, NOW + n * DAY, &t.p.error), KR_OK);
    keep(&t, false);
    for (size_t i = 0; i < KR_COUNT(harms); i++) {
        assert_int_equal(findings(&t.p, false), 0);
        harm(&t.p, harms[i], t.a, t.b);
        if (findings(&t.p, false) == 0) fail_msg("%s", harms[i]);
        keep(&t, true);
    }
    place_end(&t.p);
}

/* -- keys -- */
/* Tries a key on all bodies of a circle, in their places, whatever version they were of. */
static size_t opened_by(sqlite3 *db, const unsigned char key[KR_KEY_BYTES], kr_id circle) {
    sqlite3_stmt *st = NULL;
    size_t opened = 0;
    assert_int_equal(sqlite3_prepare_v2(db, "SELECT seq, body FROM change WHERE circle = ?1", -1, &st, NULL),
                     SQLITE_OK);
    sqlite3_bind_int64(st, 1, (int64_t)circle);
    while (sqlite3_step(st) == SQLITE_ROW) {
        unsigned char where[24], plain[4000];
        const kr_str body = kr_str_n(sqlite3_column_blob(st, 1), (size_t)sqlite3_column_bytes(st, 1));
        assert_true(body.len < sizeof plain);
        for (uint64_t version = 1; version < 4; version++) {
            kr_put_u64(where, circle);
            kr_put_u64(where + 8, (uint64_t)sqlite3_column_int64(st, 0));
            kr_put_u64(where + 16, version);
            opened += kr_unseal(plain, key, body, where, sizeof where);
        }
    }
    sqlite3_finalize(st);
    return opened;
}

/* With every key that the store can still come by: those of circles, of accounts, the server's own. */
static size_t opened_by_all(town *t, const char *copy, kr_id doomed) {
    sqlite3 *db = open_file(&t->p, copy), *keys = open_file(&t->p, "keys.db");
    sqlite3_stmt *st = NULL;
    size_t opened = 0;
    assert_int_equal(sqlite3_prepare_v2(keys, "SELECT circle, version FROM circle_key", -1, &st, NULL),
                     SQLITE_OK);
    while (sqlite3_step(st) == SQLITE_ROW) {
        kr_circle_key key;
        uint64_t seen;
        assert_int_equal(kr_key_get(t->p.store, &key, (kr_id)sqlite3_column_int64(st, 0),
                                    (uint64_t)sqlite3_column_int64(st, 1), &seen, &t->p.error),
                         KR_OK);
        opened += opened_by(db, key.body, doomed) + opened_by(db, key.head, doomed);
    }
    sqlite3_finalize(st);
    const kr_id accounts[] = {t->p.annie.id, t->henk};
    for (size_t i = 0; i < 2; i++) {
        kr_account_key key;
        assert_int_equal(kr_account_key_get(t->p.store, &key, accounts[i], &t->p.error), KR_OK);
        opened += opened_by(db, key.texts, doomed) + opened_by(db, key.password, doomed);
    }
    for (int purpose = 1; purpose < KR_PURPOSES; purpose++)
        opened += opened_by(db, t->p.store->keys[purpose], doomed);
    sqlite3_close(db);
    sqlite3_close(keys);
    return opened;
}

/* The circle is destroyed; an older kring.db still holds its bodies, and nothing that is left opens one. Of
 * the wrapped key no byte is left in the files either, so that the server's key helps nobody. */
static void a_key_that_is_gone(void **state) {
    char db[300], copy[300];
    unsigned char wrapped[100];
    (void)state;
    town t;
    town_begin(&t);
    place *p = &t.p;
    snprintf(db, sizeof db, "%s/kring.db", p->dir);
    snprintf(copy, sizeof copy, "%s/old.db", p->dir);
    place_shut(p);
    copy_file(db, copy);
    place_open(p);
    const size_t before = opened_by_all(&t, "old.db", t.a);
    assert_true(before >= 2); /* the trial does open what its own key opens */
    sqlite3 *keys = open_file(p, "keys.db");
    sqlite3_stmt *st = NULL;
    assert_int_equal(
        sqlite3_prepare_v2(keys, "SELECT wrapped FROM circle_key WHERE circle = ?1", -1, &st, NULL),
        SQLITE_OK);
    sqlite3_bind_int64(st, 1, (int64_t)t.a);
    assert_int_equal(sqlite3_step(st), SQLITE_ROW);
    int len = sqlite3_column_bytes(st, 0);
    assert_true(len > 32 && len <= (int)sizeof wrapped);
    memcpy(wrapped, sqlite3_column_blob(st, 0), (size_t)len);
    sqlite3_finalize(st);
    sqlite3_close(keys);
    assert_true(place_holds(p, (const char *)wrapped, (size_t)len));
    assert_int_equal(kr_circle_destroy(p->store, p->annie.id, t.a, NOW, &p->error), KR_OK);
    assert_int_equal(opened_by_all(&t, "old.db", t.a), 0);
    assert_true(opened_by_all(&t, "old.db", t.b) >= 2); /* the other circle is unharmed */
    place_shut(p);
    assert_false(place_holds(p, (const char *)wrapped + 24, (size_t)len - 24));
    /* put back on purpose: it stays away, and verifying has nothing to say of it */
    copy_file(copy, db);
    place_open(p);
    kr_snapshot *s = NULL;
    assert_int_not_equal(kr_circle_open(p->store, &s, p->annie.id, t.a, &p->error), KR_OK);
    assert_null(s);
    assert_int_equal(kr_store_restored(p->store, KR_STR("schijf stuk"), NOW, &p->error), KR_OK);
    assert_int_equal(kr_store_tidy(p->store, NOW, &p->error), KR_OK);
    assert_int_equal(place_count(p, "kring.db", "SELECT count(*) FROM circle"), 1);
    place_end(p);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_column),
        cmocka_unit_test(what_leads_is_held_against_its_row),
        cmocka_unit_test(swapped_rows),
        cmocka_unit_test(nobody_comes_in_by_another_row),
        cmocka_unit_test(the_door_is_verified_too),
        cmocka_unit_test(a_key_that_is_gone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
