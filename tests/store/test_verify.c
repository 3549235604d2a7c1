/* Whoever runs the server looks whether all is as it was: every change to the files is found, said of the
 * right circle, and the rest is unharmed. */
#include "share_help.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "store/share_int.h"
#include "store/verify.h"

typedef struct report {
    unsigned kinds; /* a bit for each kr_finding_kind */
    kr_id circle;   /* of the last */
    uint64_t count;
    bool elsewhere; /* something of another circle than `only` */
    kr_id only;
    kr_verified sums;
} report;

static void take(void *context, const kr_finding *finding) {
    report *r = context;
    r->kinds |= 1u << finding->kind;
    r->circle = finding->circle;
    r->count++;
    if (r->only && finding->circle && finding->circle != r->only) r->elsewhere = true;
    assert_true(finding->detail && *finding->detail);
    if (getenv("KRING_TEST_LOUD"))
        print_message("%d %s %d\n", finding->kind, finding->detail, (int)finding->at);
}

static report verify(place *p, kr_id only) {
    report r = {.only = only};
    kr_err err = kr_store_verify(p->store, &r.sums, take, &r, &p->error);
    if (err) print_error("%s %s\n", p->error.key, p->error.detail);
    assert_int_equal(err, KR_OK);
    assert_int_equal(r.count, r.sums.findings);
    return r;
}

static void look(place *p, kr_id circle, uint8_t part, int64_t at) {
    const kr_look row = {.account = p->annie.id, .session = 9, .part = part, .ground = KR_GROUND_OWN};
    assert_int_equal(kr_look_note(p->store, circle, &row, at, &p->error), KR_OK);
}

/* Two circles with everything in them. */
typedef struct pair {
    place p;
    kr_id a, b, sanne, share;
} pair;

static void fill(pair *x, kr_id circle) {
    char code[KR_CODE_TEXT];
    kr_share_entry wish = wish_for("Sanne");
    bool proposed = false;
    naming n = {x->p.store, "Joop", 0, 0};
    kr_id other = 0;
    wish.rules.propose = true;
    place_name(&x->p, circle, "Corrie");
    place_name(&x->p, circle, "Piet");
    x->share = let_in(&x->p, circle, x->sanne, &wish);
    assert_int_equal(
        kr_circle_change_as(x->p.store, NULL, &proposed, x->sanne, circle, name_one, &n, NOW, &x->p.error),
        KR_OK);
    assert_int_equal(kr_share_put(x->p.store, &other, x->p.annie.id, circle, &wish, NOW, &x->p.error), KR_OK);
    assert_int_equal(
        kr_invite_make(x->p.store, code, x->p.annie.id, circle, other, KR_INVITE_MAIL, NOW, &x->p.error),
        KR_OK);
    const kr_once once = {.kind = KR_ONCE_ANSWER, .whom = KR_NONE, .asked = KR_STR("Hoe?"), .said = KR_NONE};
    assert_int_equal(kr_once_make(x->p.store, code, x->p.annie.id, circle, &once, NOW, &x->p.error), KR_OK);
    for (uint8_t part = 0; part < 4; part++) look(&x->p, circle, part, NOW + part * DAY);
}

/* Long ago, by any clock that the command may meet. */
#define LONG_AGO (NOW - 9000 * DAY)
enum { OLD_LOOKS = 9 };

static void add_old(pair *x) {
    const kr_look row = {.event = KR_EVENT_BACKUP, .action = KR_ACTION_EXECUTE, .ground = KR_GROUND_DUTY};
    for (int n = 0; n < OLD_LOOKS; n++) look(&x->p, x->a, 5, LONG_AGO + n * DAY);
    for (int n = 0; n < 3; n++)
        assert_int_equal(kr_look_note(x->p.store, 0, &row, LONG_AGO + n, &x->p.error), KR_OK);
}

static void pair_begin_with(pair *x, bool old) {
    *x = (pair){.a = 0};
    place_begin(&x->p);
    x->sanne = place_account(&x->p, "sanne");
    x->a = place_circle(&x->p);
    x->b = place_circle(&x->p);
    if (old) add_old(x);
    fill(x, x->b);
    fill(x, x->a); /* x->share is of this one */
    const kr_look row = {.event = KR_EVENT_BACKUP,
                         .action = KR_ACTION_EXECUTE,
                         .ground = KR_GROUND_DUTY,
                         .why = KR_STR("elke dag")};
    for (int i = 0; i < 3; i++)
        assert_int_equal(kr_look_note(x->p.store, 0, &row, NOW + i, &x->p.error), KR_OK);
}

static void pair_begin(pair *x) {
    pair_begin_with(x, false);
}

static void shut_open(pair *x) {
    place_shut(&x->p);
    place_open(&x->p);
}

static void test_whole(void **state) {
    pair x;
    (void)state;
    pair_begin(&x);
    for (int round = 0; round < 3; round++) {
        report r = verify(&x.p, 0);
        assert_int_equal(r.count, 0);
        assert_int_equal(r.sums.circles, 2);
        assert_int_equal(r.sums.accounts, 2);
        assert_int_equal(r.sums.changes, 6);
        assert_true(r.sums.looks > 20);
        assert_int_equal(r.sums.heads, round ? 3 : 0); /* two circles, and the store's own ledger */
        if (round == 1)
            assert_int_equal(kr_circle_erase(x.p.store, x.p.annie.id, x.a, &x.sanne, 1, NOW, &x.p.error),
                             KR_OK);
        shut_open(&x);
    }
    assert_int_equal(kr_circle_destroy(x.p.store, x.p.annie.id, x.a, NOW, &x.p.error), KR_OK);
    assert_int_equal(verify(&x.p, 0).count, 0);
    assert_int_equal(kr_account_delete(x.p.store, x.sanne, NOW, &x.p.error), KR_OK);
    assert_int_equal(verify(&x.p, 0).count, 0);
    place_end(&x.p);
}

/* -- any change to rows -- */
typedef struct harm_row {
    const char *sql;
    kr_finding_kind kind;
    bool outside; /* only the heads outside tell */
} harm_row;

static const harm_row harms[] = {
    {"DELETE FROM change WHERE circle = #A# AND seq = 3", KR_FOUND_CUT, false},
    {"DELETE FROM change WHERE circle = #A# AND seq = 2", KR_FOUND_CUT, false},
    {"INSERT INTO change SELECT circle, 4, body FROM change WHERE circle = #A# AND seq = 3", KR_FOUND_BODY,
     false},
    {"UPDATE change SET body = (SELECT body FROM change WHERE circle = #B# AND seq = 2) WHERE circle = #A# "
     "AND seq "
     "= 2",
     KR_FOUND_BODY, false},
    {"UPDATE change SET seq = 9 WHERE circle = #A# AND seq = 2; UPDATE change SET seq = 2 WHERE circle = #A# "
     "AND "
     "seq = 3; UPDATE change SET seq = 3 WHERE circle = #A# AND seq = 9",
     KR_FOUND_BODY, false},
    {"UPDATE circle SET seq = 2 WHERE id = #A#", KR_FOUND_HEAD, false},
    {"UPDATE circle SET account = account + 0, created = created + 1 WHERE id = #A#", KR_FOUND_HEAD, false},
    {"UPDATE circle SET mac = zeroblob(7) WHERE id = #A#", KR_FOUND_HEAD, false},
    {"UPDATE circle SET version = 9 WHERE id = #A#", KR_FOUND_KEY, false},
    {"DELETE FROM circle WHERE id = #A#", KR_FOUND_GONE, false},
    {"UPDATE share SET until = 5 WHERE circle = #A#", KR_FOUND_SHARE, false},
    {"DELETE FROM share WHERE circle = #A# AND guest = 0", KR_FOUND_SHARE, false},
    {"DELETE FROM share WHERE circle = #A#; DELETE FROM share_head WHERE circle = #A#", KR_FOUND_SHARE,
     false},
    {"UPDATE invite SET until = until + 1 WHERE circle = #A#", KR_FOUND_SHARE, false},
    {"UPDATE once SET until = until + 1 WHERE circle = #A#", KR_FOUND_SHARE, false},
    {"UPDATE once SET sealed = zeroblob(9) WHERE circle = #A#", KR_FOUND_SHARE, false},
    {"UPDATE proposal SET at = at + 1 WHERE circle = #A#", KR_FOUND_SHARE, false},
    {"UPDATE proposal SET sealed = (SELECT sealed FROM proposal WHERE circle = #B#) WHERE circle = #A#",
     KR_FOUND_SHARE, false},
    /* the ledger: every field of a row, rows away, in another order, cut */
    {"UPDATE look SET at = at + 1 WHERE circle = #A# AND n = 3", KR_FOUND_LEDGER, false},
    {"UPDATE look SET account = account + 1 WHERE circle = #A# AND n = 3", KR_FOUND_LEDGER, false},
    {"UPDATE look SET session = session + 1 WHERE circle = #A# AND n = 3", KR_FOUND_LEDGER, false},
    {"UPDATE look SET share = share + 1 WHERE circle = #A# AND n = 3", KR_FOUND_LEDGER, false},
    {"UPDATE look SET object = object + 1 WHERE circle = #A# AND n = 3", KR_FOUND_LEDGER, false},
    {"UPDATE look SET on_behalf = 1 WHERE circle = #A# AND n = 3", KR_FOUND_LEDGER, false},
    {"UPDATE look SET event = event + 1 WHERE circle = #A# AND n = 3", KR_FOUND_LEDGER, false},
    {"UPDATE look SET action = 67 + (action = 67) WHERE circle = #A# AND n = 3", KR_FOUND_LEDGER, false},
    {"UPDATE look SET outcome = 4 WHERE circle = #A# AND n = 3", KR_FOUND_LEDGER, false},
    {"UPDATE look SET part = part + 1 WHERE circle = #A# AND n = 3", KR_FOUND_LEDGER, false},
    {"UPDATE look SET role = role + 1 WHERE circle = #A# AND n = 3", KR_FOUND_LEDGER, false},
    {"UPDATE look SET ground = ground + 1 WHERE circle = #A# AND n = 3", KR_FOUND_LEDGER, false},
    {"UPDATE look SET why = x'00' WHERE circle = #A# AND n = 3", KR_FOUND_LEDGER, false},
    {"UPDATE look SET form = 1 WHERE circle = #A# AND n = 3", KR_FOUND_LEDGER, false},
    {"UPDATE look SET mac = zeroblob(32) WHERE circle = #A# AND n = 3", KR_FOUND_LEDGER, false},
    {"DELETE FROM look WHERE circle = #A# AND n = 3", KR_FOUND_LEDGER, false},
    {"DELETE FROM look WHERE circle = #A# AND n = 1", KR_FOUND_LEDGER, false},
    {"DELETE FROM look WHERE circle = #A# AND n > 5", KR_FOUND_LEDGER, false},
    {"UPDATE look SET n = 99 WHERE circle = #A# AND n = 3; UPDATE look SET n = 3 WHERE circle = #A# AND n = "
     "4;"
     "UPDATE look SET n = 4 WHERE circle = #A# AND n = 99",
     KR_FOUND_LEDGER, false},
    {"DELETE FROM look WHERE circle = #A# AND n > 5; UPDATE look_head SET n = 5, mac = (SELECT mac FROM look "
     "WHERE "
     "circle = #A# AND n = 5) WHERE circle = #A#",
     KR_FOUND_LEDGER, false},
    {"INSERT INTO look SELECT circle, 999, at, account, session, share, object, on_behalf, event, action, "
     "outcome,"
     " part, role, ground, why, form, mac FROM look WHERE circle = #A# AND n = 3",
     KR_FOUND_LEDGER, false},
    {"INSERT INTO look_anchor VALUES(#A#, 2, (SELECT mac FROM look WHERE circle = #A# AND n = 2), "
     "zeroblob(32));"
     "DELETE FROM look WHERE circle = #A# AND n < 3",
     KR_FOUND_LEDGER, false},
    {"DELETE FROM look WHERE circle = #A#; DELETE FROM look_head WHERE circle = #A#", KR_FOUND_LEDGER, true},
    {"DELETE FROM look WHERE circle = 0 AND n = 2", KR_FOUND_LEDGER, false},
    {"DELETE FROM look WHERE circle = 0; DELETE FROM look_head WHERE circle = 0", KR_FOUND_LEDGER, true},
};

static void expect_found(pair *x, const harm_row *h, const char *when) {
    report r = verify(&x->p, x->a);
    if (!(r.kinds & 1u << h->kind) || r.elsewhere)
        print_error("%s: found %x, elsewhere %d: %s\n", when, r.kinds, r.elsewhere, h->sql);
    assert_true(r.kinds & 1u << h->kind);
    assert_false(r.elsewhere);
    /* the other circle is unharmed, and so is what is kept in it from now on */
    kr_snapshot_release(x->p.store, place_circle_now(&x->p, x->b));
    place_name(&x->p, x->b, "Nog iemand");
    assert_int_equal(look_in(&x->p, x->sanne, x->b), KR_OK);
}

static void test_harms(void **state) {
    (void)state;
    for (size_t i = 0; i < KR_COUNT(harms); i++) {
        const bool outside = harms[i].outside || i % 2;
        pair x;
        pair_begin(&x);
        if (outside) shut_open(&x); /* writes the heads */
        if (i == 9) place_sql(&x.p, "kring.db", "PRAGMA foreign_keys = OFF");
        harm(&x.p, harms[i].sql, x.a, x.b);
        if (i == 9 && !outside) shut_open(&x); /* keys.db knew of it only now */
        expect_found(&x, &harms[i], outside ? "with heads outside" : "without");
        place_end(&x.p);
    }
}

/* -- every byte of every body -- */
static void flip(const place *p, kr_id circle, int64_t seq, int at) {
    sqlite3 *db = NULL;
    sqlite3_blob *blob = NULL;
    sqlite3_stmt *st = NULL;
    char path[300];
    unsigned char body[4000];
    snprintf(path, sizeof path, "%s/kring.db", p->dir);
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    sqlite3_busy_timeout(db, 5000);
    assert_int_equal(
        sqlite3_prepare_v2(db, "SELECT body FROM change WHERE circle = ?1 AND seq = ?2", -1, &st, NULL),
        SQLITE_OK);
    sqlite3_bind_int64(st, 1, (int64_t)circle);
    sqlite3_bind_int64(st, 2, seq);
    assert_int_equal(sqlite3_step(st), SQLITE_ROW);
    int len = sqlite3_column_bytes(st, 0);
    assert_true(len <= (int)sizeof body && at < len);
    memcpy(body, sqlite3_column_blob(st, 0), (size_t)len);
    sqlite3_finalize(st);
    body[at] ^= 0x10;
    assert_int_equal(
        sqlite3_prepare_v2(db, "UPDATE change SET body = ?3 WHERE circle = ?1 AND seq = ?2", -1, &st, NULL),
        SQLITE_OK);
    sqlite3_bind_int64(st, 1, (int64_t)circle);
    sqlite3_bind_int64(st, 2, seq);
    sqlite3_bind_blob(st, 3, body, len, SQLITE_STATIC);
    assert_int_equal(sqlite3_step(st), SQLITE_DONE);
    sqlite3_finalize(st);
    (void)blob;
    sqlite3_close(db);
}

static void test_every_byte(void **state) {
    pair x;
    (void)state;
    pair_begin(&x);
    place_sql(&x.p, "kring.db", "PRAGMA synchronous = OFF");
    for (int64_t seq = 1; seq <= 3; seq++) {
        char text[200];
        snprintf(text, sizeof text, "SELECT length(body) FROM change WHERE circle = %lld AND seq = %d",
                 (long long)x.a, (int)seq);
        int len = (int)place_count(&x.p, "kring.db", text);
        for (int at = 0; at < len; at += seq == 2 ? 1 : 7) {
            flip(&x.p, x.a, seq, at);
            report r = verify(&x.p, x.a);
            assert_int_equal(r.kinds, 1u << KR_FOUND_BODY);
            assert_false(r.elsewhere);
            flip(&x.p, x.a, seq, at);
        }
    }
    assert_int_equal(verify(&x.p, 0).count, 0);
    place_end(&x.p);
}

/* -- rolling back -- */
static void copy_all(const place *p, bool back) {
    static const char *const names[] = {"kring.db", "keys.db"};
    char here[300], there[300];
    for (size_t i = 0; i < KR_COUNT(names); i++) {
        snprintf(here, sizeof here, "%s/%s", p->dir, names[i]);
        snprintf(there, sizeof there, "%s/copy-%s", p->dir, names[i]);
        if (back)
            copy_file(there, here);
        else
            copy_file(here, there);
    }
}

/* Both databases of the same older moment: only the heads outside know. */
static void test_roll_back_all(void **state) {
    (void)state;
    for (int what = 0; what < 3; what++) {
        pair x;
        pair_begin(&x);
        place_shut(&x.p);
        copy_all(&x.p, false);
        place_open(&x.p);
        if (what == 0) place_name(&x.p, x.a, "Later");
        if (what == 1) look(&x.p, x.a, 7, NOW + 50 * DAY);
        if (what == 2)
            assert_int_equal(kr_share_withdraw(x.p.store, x.p.annie.id, x.a, x.share, NOW, &x.p.error),
                             KR_OK);
        place_shut(&x.p);
        copy_all(&x.p, true);
        place_open(&x.p);
        report r = verify(&x.p, x.a);
        assert_true(r.kinds & 1u << (what == 0   ? KR_FOUND_OLDER
                                     : what == 1 ? KR_FOUND_LEDGER
                                                 : KR_FOUND_SHARE));
        assert_false(r.elsewhere);
        /* put back on purpose, and said so */
        assert_int_equal(kr_store_restored(x.p.store, KR_STR("schijf stuk"), NOW, &x.p.error), KR_OK);
        assert_int_equal(verify(&x.p, 0).count, 0);
        place_name(&x.p, x.a, "Weer verder");
        shut_open(&x);
        assert_int_equal(verify(&x.p, 0).count, 0);
        kr_look *looks;
        size_t n;
        assert_int_equal(
            kr_looks_of(x.p.store, &looks, &n, &x.p.arena, x.p.annie.id, x.a, 0, 100, &x.p.error), KR_OK);
        bool told = false;
        for (size_t i = 0; i < n; i++)
            told = told || (looks[i].event == KR_EVENT_RESTORE && kr_str_is(looks[i].why, "schijf stuk"));
        assert_true(told); /* the owner sees what the operator did */
        place_end(&x.p);
    }
}

/* One circle back to how it was, in a database that goes on. */
static void test_roll_back_one(void **state) {
    pair x;
    (void)state;
    pair_begin(&x);
    harm(&x.p,
         "CREATE TABLE old_circle AS SELECT * FROM circle; CREATE TABLE old_change AS SELECT * FROM change;"
         "CREATE TABLE old_look AS SELECT * FROM look; CREATE TABLE old_look_head AS SELECT * FROM look_head",
         0, 0);
    place_name(&x.p, x.a, "Later");
    look(&x.p, x.a, 7, NOW + 50 * DAY);
    shut_open(&x);
    harm(&x.p,
         "DELETE FROM change WHERE circle = #A#; INSERT INTO change SELECT * FROM old_change WHERE circle = "
         "#A#;"
         "UPDATE circle SET seq = o.seq, chain = o.chain, mac = o.mac FROM old_circle o WHERE o.id = "
         "circle.id AND "
         "circle.id = #A#;"
         "DELETE FROM look WHERE circle = #A#; INSERT INTO look SELECT * FROM old_look WHERE circle = #A#;"
         "DELETE FROM look_head WHERE circle = #A#; INSERT INTO look_head SELECT * FROM old_look_head WHERE "
         "circle "
         "= #A#",
         x.a, x.b);
    report r = verify(&x.p, x.a);
    assert_int_equal(r.kinds, 1u << KR_FOUND_OLDER | 1u << KR_FOUND_LEDGER);
    assert_false(r.elsewhere);
    place_end(&x.p);
}

/* -- the outside heads themselves -- */
static void test_heads_file(void **state) {
    (void)state;
    for (int what = 0; what < 5; what++) {
        pair x;
        char path[300], text[9000] = "";
        pair_begin(&x);
        shut_open(&x);
        place_name(&x.p, x.b, "Later");
        place_shut(&x.p);
        snprintf(path, sizeof path, "%s.heads", x.p.dir);
        FILE *file = fopen(path, "rb");
        size_t len = fread(text, 1, sizeof text - 1, file);
        fclose(file);
        assert_true(len > 300 && text[len - 1] == '\n');
        size_t last = len - 1, first = 0;
        while (text[last - 1] != '\n') last--;
        while (text[first] != '\n') first++;
        unlink(path);
        if (what == 1) text[40] = text[40] == '1' ? '2' : '1';
        file = fopen(path, "wb");
        if (what == 1) fwrite(text, 1, len, file);                                /* a number changed */
        if (what == 2) fwrite(text, 1, last, file);                               /* the last line away */
        if (what == 3) fwrite(text + first + 1, 1, len - first - 1, file);        /* the first line away */
        if (what == 4) fwrite(text, 1, len, file), fwrite("H 12 34", 1, 7, file); /* half a line: no harm */
        fclose(file);
        place_open(&x.p);
        if (what == 4) {
            place_name(&x.p, x.b, "Nog later");
            shut_open(&x);
        }
        report r = verify(&x.p, 0);
        assert_int_equal(r.kinds, what == 4 ? 0 : 1u << KR_FOUND_HEADS);
        place_end(&x.p);
    }
}

/* -- for the command: a folder with everything, one that was pruned, and each harm as SQL
 * (tests/cli/admin-harms.sh) -- */
static void print_harm(const char *folder, const char *sql, const pair *x, kr_finding_kind kind) {
    static const char *const names[] = {"",    "file",  "account", "head",  "key",    "body",
                                        "cut", "older", "gone",    "share", "ledger", "heads"};
    printf("%s\t%s\t", folder, names[kind]);
    for (const char *at = sql; *at; at++) {
        bool a = strncmp(at, "#A#", 3) == 0;
        if (a || strncmp(at, "#B#", 3) == 0) {
            printf("%lld", (long long)(a ? x->a : x->b));
            at += 2;
        } else
            putchar(*at);
    }
    putchar('\n');
}

/* To what stands where rows were. */
static const char *const anchor_harms[] = {
    "DELETE FROM look_anchor WHERE circle = #A#",
    "DELETE FROM look_anchor WHERE circle = 0",
    "UPDATE look_anchor SET n = n + 1 WHERE circle = #A#",
    "UPDATE look_anchor SET mac = zeroblob(32) WHERE circle = #A#",
    "UPDATE look_anchor SET seal = zeroblob(32) WHERE circle = #A#",
    /* pruning by hand, by who has no key */
    "UPDATE look_anchor SET n = n + 2, mac = (SELECT mac FROM look WHERE circle = #A# AND n = look_anchor.n "
    "+ "
    "2) WHERE circle = #A#; DELETE FROM look WHERE circle = #A# AND n <= (SELECT n FROM look_anchor WHERE "
    "circle = #A#)",
    /* the anchor of another list */
    "REPLACE INTO look_anchor SELECT #A#, n, mac, seal FROM look_anchor WHERE circle = 0",
    "DELETE FROM look WHERE circle = #A#",
    "DELETE FROM look WHERE circle = 0 AND n = (SELECT max(n) FROM look WHERE circle = 0)",
};

static void pruned_harm(char *out, size_t cap, const char *sql, int64_t first) {
    if (strstr(sql, "look_anchor") || strstr(sql, "circle = 0"))
        snprintf(out, cap, "DELETE FROM look_anchor");
    else
        snprintf(
            out, cap,
            "UPDATE look SET n = -n WHERE circle = #A#; UPDATE look SET n = -n - %lld WHERE circle = #A#;"
            "%s;"
            "UPDATE look SET n = -n WHERE circle = #A#; UPDATE look SET n = -n + %lld WHERE circle = "
            "#A#;",
            (long long)first - 1, sql, (long long)first - 1);
}

static int64_t prune_pair(pair *x) {
    uint64_t gone = 0;
    char ask[100];
    for (uint8_t part = 0; part < 12; part++) look(&x->p, x->a, part, NOW + 20 * DAY + part);
    shut_open(x);
    const kr_look row = {.event = KR_EVENT_BACKUP, .action = KR_ACTION_EXECUTE, .ground = KR_GROUND_DUTY};
    for (int n = 0; n < 3; n++)
        assert_int_equal(kr_look_note(x->p.store, 0, &row, NOW + 20 * DAY, &x->p.error), KR_OK);
    assert_int_equal(kr_ledger_prune(x->p.store, NOW + DAY, KR_NONE, NOW + 30 * DAY, &gone, &x->p.error),
                     KR_OK);
    assert_true(gone > 10);
    assert_int_equal(verify(&x->p, 0).count, 0);
    look(&x->p, x->a, 3, NOW + 31 * DAY); /* it goes on from the anchor */
    shut_open(x);
    assert_int_equal(verify(&x->p, 0).count, 0);
    snprintf(ask, sizeof ask, "SELECT min(n) FROM look WHERE circle = %lld", (long long)x->a);
    return place_count(&x->p, "kring.db", ask);
}

/* The second folder is to be pruned by the command: its harms are those of after. */
static void write_for_the_command(void **state) {
    (void)state;
    for (int pruned = 0; pruned < 2; pruned++) {
        pair x;
        char text[3000];
        pair_begin_with(&x, pruned);
        const int64_t first = pruned ? OLD_LOOKS + 1 : 1;
        shut_open(&x);
        place_shut(&x.p);
        if (pruned) printf("old\t%s\t%d\n", x.p.dir, OLD_LOOKS + 3);
        for (size_t i = 0; pruned && i < KR_COUNT(anchor_harms); i++)
            print_harm(x.p.dir, anchor_harms[i], &x, KR_FOUND_LEDGER);
        for (size_t i = 0; i < KR_COUNT(harms); i++) {
            if (pruned && harms[i].kind != KR_FOUND_LEDGER) continue;
            if (pruned)
                pruned_harm(text, sizeof text, harms[i].sql, first);
            else
                snprintf(text, sizeof text, "%s", harms[i].sql);
            print_harm(x.p.dir, text, &x, harms[i].kind);
        }
        kr_arena_dispose(&x.p.arena);
    }
}

/* -- pruning -- */
static void test_prune_anchor(void **state) {
    (void)state;
    for (size_t i = 0; i < KR_COUNT(anchor_harms); i++) {
        pair x;
        uint64_t gone = 0;
        pair_begin_with(&x, true);
        assert_int_equal(
            kr_ledger_prune(x.p.store, NOW - 100 * DAY, KR_NONE, NOW + 30 * DAY, &gone, &x.p.error), KR_OK);
        assert_int_equal(gone, OLD_LOOKS + 3);
        if (i % 2) shut_open(&x); /* with the heads outside, and without */
        harm(&x.p, anchor_harms[i], x.a, x.b);
        report r = verify(&x.p, 0);
        if (r.kinds != 1u << KR_FOUND_LEDGER) print_error("%x: %s\n", r.kinds, anchor_harms[i]);
        assert_int_equal(r.kinds, 1u << KR_FOUND_LEDGER);
        place_end(&x.p);
    }
}

static void test_prune(void **state) {
    uint64_t gone = 0;
    (void)state;
    for (size_t i = 0; i <= KR_COUNT(harms); i++) {
        pair x;
        bool ledger = i < KR_COUNT(harms) && harms[i].kind == KR_FOUND_LEDGER;
        if (i < KR_COUNT(harms) && !ledger) continue;
        pair_begin(&x);
        const int64_t first = prune_pair(&x);
        if (ledger) { /* the same harm, to rows that are there now */
            char text[3000];
            pruned_harm(text, sizeof text, harms[i].sql, first);
            harm(&x.p, text, x.a, x.b);
            report r = verify(&x.p, 0);
            if (!(r.kinds & 1u << KR_FOUND_LEDGER)) print_error("after pruning: %s\n", text);
            assert_true(r.kinds & 1u << KR_FOUND_LEDGER);
            /* pruning does not wipe out the traces: nothing at all goes */
            const int64_t rows = place_count(&x.p, "kring.db", "SELECT count(*) FROM look");
            gone = 1;
            assert_int_equal(
                kr_ledger_prune(x.p.store, NOW + 40 * DAY, KR_NONE, NOW + 40 * DAY, &gone, &x.p.error),
                KR_E_CORRUPT);
            assert_string_equal(x.p.error.key, "error.ledger_damaged");
            assert_int_equal(gone, 0);
            assert_int_equal(place_count(&x.p, "kring.db", "SELECT count(*) FROM look"), rows);
        }
        place_end(&x.p);
    }
}

/* Everything of a ledger may go. */
static void test_prune_all(void **state) {
    pair x;
    uint64_t gone = 0;
    kr_look *looks;
    size_t n;
    (void)state;
    pair_begin(&x);
    assert_int_equal(
        kr_ledger_prune(x.p.store, NOW + 99 * DAY, KR_STR("na tien jaar"), NOW + 99 * DAY, &gone, &x.p.error),
        KR_OK);
    shut_open(&x);
    assert_int_equal(verify(&x.p, 0).count, 0);
    assert_int_equal(kr_looks_of(x.p.store, &looks, &n, &x.p.arena, x.p.annie.id, x.a, 0, 100, &x.p.error),
                     KR_OK);
    assert_int_equal(n, 1); /* that it was pruned */
    assert_int_equal(looks[0].event, KR_EVENT_PRUNED);
    assert_true(kr_str_is(looks[0].why, "na tien jaar"));
    assert_int_equal(kr_ledger_prune(x.p.store, NOW + 99 * DAY, KR_NONE, NOW + 99 * DAY, &gone, &x.p.error),
                     KR_OK);
    assert_int_equal(gone, 0); /* and nothing is written about nothing */
    assert_int_equal(place_count(&x.p, "kring.db", "SELECT count(*) FROM look"), 1);
    look(&x.p, x.a, 3, NOW + 100 * DAY);
    assert_int_equal(verify(&x.p, 0).count, 0);
    place_end(&x.p);
}

typedef struct many {
    pair *x;
    uint8_t part;
    int count;
} many;

static kr_err add_many(kr_db *db, void *context, kr_error *error) {
    const many *m = context;
    kr_err err = KR_OK;
    for (int n = 0; !err && n < m->count; n++) {
        const kr_look row = {
            .at = NOW + n, .event = KR_EVENT_EXPORT, .action = KR_ACTION_READ, .part = m->part};
        err = kr_ledger_add(m->x->p.store, db, m->x->a, &row, error);
    }
    return err;
}

/* Many go some at a time: stopped in between, what is left is whole, and it can go on. */
static void test_prune_in_steps(void **state) {
    pair x;
    uint64_t gone = 0;
    char ask[100];
    (void)state;
    pair_begin(&x);
    many m = {&x, 3, 4500};
    assert_int_equal(kr_write(x.p.store, add_many, &m, false, &x.p.error), KR_OK);
    look(&x.p, x.a, 5, NOW + 20 * DAY);
    shut_open(&x);
    assert_int_equal(verify(&x.p, 0).count, 0);
    place_sql(
        &x.p, "kring.db",
        "CREATE TRIGGER stop BEFORE DELETE ON look WHEN old.n = 3000 BEGIN SELECT RAISE(ABORT, ''); END");
    kr_err err = kr_ledger_prune(x.p.store, NOW + 10 * DAY, KR_NONE, NOW + 30 * DAY, &gone, &x.p.error);
    assert_int_not_equal(err, KR_OK);
    assert_string_not_equal(x.p.error.key, "error.ledger_damaged");
    snprintf(ask, sizeof ask, "SELECT min(n) FROM look WHERE circle = %lld", (long long)x.a);
    assert_int_equal(place_count(&x.p, "kring.db", ask), 2001);
    place_sql(&x.p, "kring.db", "DROP TRIGGER stop");
    shut_open(&x);
    assert_int_equal(verify(&x.p, 0).count, 0);
    assert_int_equal(kr_ledger_prune(x.p.store, NOW + 10 * DAY, KR_NONE, NOW + 30 * DAY, &gone, &x.p.error),
                     KR_OK);
    assert_true(gone >= 2500);
    snprintf(ask, sizeof ask, "SELECT count(*) FROM look WHERE circle = %lld", (long long)x.a);
    assert_int_equal(place_count(&x.p, "kring.db", ask), 1);
    shut_open(&x);
    assert_int_equal(verify(&x.p, 0).count, 0);
    place_end(&x.p);
}

/* Shares that ended go with the rows of their time; those that stand, and the seal over them, stay. */
static void test_prune_shares(void **state) {
    pair x;
    uint64_t gone = 0;
    kr_share_entry *list;
    size_t n;
    (void)state;
    pair_begin(&x);
    assert_int_equal(kr_share_withdraw(x.p.store, x.p.annie.id, x.a, x.share, NOW + DAY, &x.p.error), KR_OK);
    for (int late = 0; late < 2; late++) {
        assert_int_equal(
            kr_ledger_prune(x.p.store, NOW + (late ? 2 : 1) * DAY, KR_NONE, NOW + 9 * DAY, &gone, &x.p.error),
            KR_OK);
        assert_int_equal(kr_shares_of(x.p.store, &list, &n, &x.p.arena, x.p.annie.id, x.a, &x.p.error),
                         KR_OK);
        assert_int_equal(n, late ? 1 : 2);
        assert_int_equal(look_in(&x.p, x.sanne, x.b), KR_OK);
        shut_open(&x);
        assert_int_equal(verify(&x.p, 0).count, 0);
        assert_int_equal(kr_store_tidy(x.p.store, NOW + 9 * DAY, &x.p.error), KR_OK);
    }
    place_end(&x.p);
}

/* -- who looked, in all its fields -- */
static void test_fields(void **state) {
    place p;
    kr_look *looks;
    size_t n;
    char source[33];
    (void)state;
    place_begin(&p);
    kr_id circle = place_circle(&p);
    kr_look row = {.account = 5,
                   .session = 6,
                   .share = 7,
                   .on_behalf = 8,
                   .part = KR_PART_PLAN,
                   .role = KR_ROLE_VOLUNTEER,
                   .ground = KR_GROUND_LET_IN,
                   .action = KR_ACTION_UPDATE,
                   .outcome = KR_OUTCOME_REFUSED};
    for (int again = 0; again < 3; again++)
        assert_int_equal(kr_look_note(p.store, circle, &row, NOW, &p.error), KR_OK);
    row.session = 16; /* another sign-in, another kind of action: rows of their own */
    assert_int_equal(kr_look_note(p.store, circle, &row, NOW, &p.error), KR_OK);
    row.action = KR_ACTION_READ;
    assert_int_equal(kr_look_note(p.store, circle, &row, NOW, &p.error), KR_OK);
    kr_look support = {.event = KR_EVENT_SUPPORT, .ground = KR_GROUND_SUPPORT};
    assert_int_equal(kr_look_note(p.store, circle, &support, NOW + 1, &p.error), KR_E_INVALID);
    assert_string_equal(p.error.key, "error.reason");
    support.why = KR_STR("op verzoek van Annie");
    assert_int_equal(kr_look_note(p.store, circle, &support, NOW + DAY, &p.error), KR_OK);
    assert_false(place_holds(&p, "verzoek van", 11));
    kr_look disabled = {.event = KR_EVENT_ACCOUNT_DISABLED, .object = 99};
    assert_int_equal(kr_look_note(p.store, 0, &disabled, NOW + DAY, &p.error), KR_OK); /* of somebody else */
    disabled.object = p.annie.id;
    assert_int_equal(kr_look_note(p.store, 0, &disabled, NOW + 2 * DAY, &p.error), KR_OK);
    assert_int_equal(kr_looks_of(p.store, &looks, &n, &p.arena, p.annie.id, circle, 0, 100, &p.error), KR_OK);
    assert_int_equal(n, 5);
    assert_int_equal(looks[0].event, KR_EVENT_ACCOUNT_DISABLED);
    assert_true(looks[1].event == KR_EVENT_SUPPORT && kr_str_is(looks[1].why, "op verzoek van Annie"));
    const kr_look *first = &looks[4];
    assert_true(first->n == 1 && first->account == 5 && first->session == 6 && first->share == 7);
    assert_true(first->on_behalf == 8 && first->part == KR_PART_PLAN && first->role == KR_ROLE_VOLUNTEER);
    assert_true(first->ground == KR_GROUND_LET_IN && first->action == 'U' && first->outcome == 4);
    assert_true(first->event == KR_EVENT_LOOK && first->at == NOW - NOW % 900000);
    /* pages: what is older than the last one seen */
    assert_int_equal(kr_looks_of(p.store, &looks, &n, &p.arena, p.annie.id, circle, 0, 1, &p.error), KR_OK);
    assert_int_equal(n, 1);
    assert_int_equal(kr_looks_of(p.store, &looks, &n, &p.arena, p.annie.id, circle, looks[0].at, 2, &p.error),
                     KR_OK);
    assert_int_equal(n, 4); /* those of one quarter stay together */
    kr_store_source(p.store, source);
    assert_int_equal(strlen(source), 32);
    place_end(&p);
}

int main(int argc, char **argv) {
    const struct CMUnitTest write[] = {cmocka_unit_test(write_for_the_command)};
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_whole),          cmocka_unit_test(test_harms),
        cmocka_unit_test(test_every_byte),     cmocka_unit_test(test_roll_back_all),
        cmocka_unit_test(test_roll_back_one),  cmocka_unit_test(test_heads_file),
        cmocka_unit_test(test_prune),          cmocka_unit_test(test_prune_all),
        cmocka_unit_test(test_prune_shares),   cmocka_unit_test(test_fields),
        cmocka_unit_test(test_prune_in_steps), cmocka_unit_test(test_prune_anchor),
    };
    if (argc == 2 && strcmp(argv[1], "write") == 0) return cmocka_run_group_tests(write, NULL, NULL);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
