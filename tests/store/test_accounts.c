/* Accounts, passwords, recovery, slowing down, and sessions. */
#include "store_help.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static kr_err check(place *p, const char *login, const char *password, int64_t now) {
    kr_id id = 0;
    p->error = (kr_error){0};
    kr_err err = kr_account_check(p->store, &id, kr_str_z(login), kr_str_z(password), now, &p->error);
    if (!err) assert_true(id != 0);
    return err;
}

static void test_account(void **state) {
    place p;
    kr_account a;
    (void)state;
    place_begin(&p);
    assert_int_equal(kr_account_get(p.store, &a, &p.arena, p.annie.id, &p.error), KR_OK);
    assert_true(kr_str_is(a.login, "annie"));
    assert_true(kr_str_is(a.name, "Zonnebloem Wachter"));
    assert_int_equal(a.prefs.len, 0);
    assert_int_equal(
        kr_account_update(p.store, a.id, KR_STR(" Annie "), KR_STR("{\"lang\":\"en\"}"), &p.error), KR_OK);
    place_shut(&p);
    place_open(&p);
    assert_int_equal(kr_account_get(p.store, &a, &p.arena, p.annie.id, &p.error), KR_OK);
    assert_true(kr_str_is(a.name, "Annie"));
    assert_true(kr_str_is(a.prefs, "{\"lang\":\"en\"}"));
    assert_int_equal(kr_account_get(p.store, &a, &p.arena, 12345, &p.error), KR_E_NOT_FOUND);
    place_end(&p);
}

static void test_one_login(void **state) {
    place p;
    kr_id id = 0;
    char recovery[64];
    (void)state;
    place_begin(&p);
    static const char *const same[] = {"annie", " Annie", "ANNIE ", "annié", "anni\x65\xcc\x81"};
    for (size_t i = 0; i < KR_COUNT(same); i++) {
        assert_int_equal(kr_account_create(p.store, &id, kr_str_z(same[i]), KR_STR("A"), KR_STR(PASSWORD),
                                           NOW, recovery, &p.error),
                         KR_E_EXISTS);
        assert_string_equal(p.error.key, "error.login_taken");
        assert_string_equal(p.error.field, "login");
        assert_int_equal(check(&p, same[i], PASSWORD, NOW), KR_OK);
    }
    assert_int_equal(id, 0);
    place_end(&p);
}

static void test_limits(void **state) {
    place p;
    kr_id id = 0;
    char recovery[64], long_text[900];
    (void)state;
    place_begin(&p);
    for (size_t i = 0; i < sizeof long_text; i++) long_text[i] = (char)('a' + i * i % 23 + i % 3);
    const kr_str most = {long_text, 100}, over = {long_text, 101}, ok = KR_STR("iemand"),
                 pw = KR_STR(PASSWORD);
    struct {
        kr_str login, name, password;
        const char *field;
    } bad[] = {
        {KR_NONE, ok, pw, "login"},
        {KR_STR(" \t"), ok, pw, "login"},
        {over, ok, pw, "login"},
        {KR_STR("a\xff"), ok, pw, "login"},
        {KR_STR("\xcc\x81"), ok, pw, "login"},
        {ok, KR_NONE, pw, "name"},
        {ok, over, pw, "name"},
        {ok, ok, KR_STR("zeven77"), "password"},
        {ok, ok, {long_text, 201}, "password"},
        {ok, ok, KR_NONE, "password"},
    };
    for (size_t i = 0; i < KR_COUNT(bad); i++) {
        assert_int_equal(kr_account_create(p.store, &id, bad[i].login, bad[i].name, bad[i].password, NOW,
                                           recovery, &p.error),
                         KR_E_INVALID);
        assert_string_equal(p.error.field, bad[i].field);
    }
    assert_int_equal(
        kr_account_create(p.store, &id, most, most, kr_str_n(long_text, 200), NOW, recovery, &p.error),
        KR_OK);
    assert_int_equal(kr_account_check(p.store, &id, most, kr_str_n(long_text, 200), NOW, &p.error), KR_OK);
    /* eight code points of four bytes */
    assert_int_equal(kr_account_create(p.store, &id, ok, ok, KR_STR("😀🌷😺🐝🚲😀🌻🐞"), NOW, recovery, &p.error),
                     KR_OK);
    place_end(&p);
}

static void test_wrong(void **state) {
    place p;
    kr_error unknown;
    (void)state;
    place_begin(&p);
    assert_int_equal(check(&p, "niemand", PASSWORD, NOW), KR_E_DENIED);
    unknown = p.error;
    assert_int_equal(check(&p, "annie", "een ander wachtwoord", NOW), KR_E_DENIED);
    assert_memory_equal(&unknown, &p.error, sizeof unknown);
    assert_int_equal(check(&p, "", "", NOW), KR_E_DENIED);
    assert_int_equal(check(&p, "annie", PASSWORD, NOW), KR_OK);
    place_end(&p);
}

/* The figures are those of the promise: five free tries, then growing waits, a quarter of an hour at most. */
static void test_slow(void **state) {
    static const int64_t waits[] = {5, 10, 20, 40, 80, 160, 320, 640, 900, 900};
    place p;
    int64_t now = NOW;
    (void)state;
    place_begin(&p);
    for (int i = 0; i < 5; i++) assert_int_equal(check(&p, "annie", "verkeerd woord", now), KR_E_DENIED);
    for (size_t i = 0; i < KR_COUNT(waits); i++) {
        char seconds[24];
        snprintf(seconds, sizeof seconds, "%lld", (long long)waits[i]);
        assert_int_equal(check(&p, "Annie", PASSWORD, now), KR_E_BUSY); /* even with the right one */
        assert_string_equal(p.error.key, "error.wait");
        assert_string_equal(p.error.detail, seconds);
        if (i == 2) {
            place_shut(&p); /* it survives a restart */
            place_open(&p);
        }
        now += waits[i] * 1000;
        if (i + 1 < KR_COUNT(waits)) assert_int_equal(check(&p, "annie", "verkeerd woord", now), KR_E_DENIED);
    }
    assert_int_equal(check(&p, "annie", PASSWORD, now), KR_OK);
    for (int i = 0; i < 5; i++) assert_int_equal(check(&p, "annie", "verkeerd woord", now), KR_E_DENIED);
    assert_int_equal(check(&p, "annie", PASSWORD, now + DAY), KR_OK);
    /* an unknown name waits just as long */
    for (int i = 0; i < 5; i++) assert_int_equal(check(&p, "niemand", PASSWORD, now), KR_E_DENIED);
    assert_int_equal(check(&p, "niemand", PASSWORD, now), KR_E_BUSY);
    assert_string_equal(p.error.detail, "5");
    place_end(&p);
}

static void test_recovery(void **state) {
    place p;
    kr_id id = 0, found = 0;
    char code[64], fresh[64], typed[80], token[KR_TOKEN_TEXT];
    kr_session session;
    size_t n = 0;
    (void)state;
    place_begin(&p);
    assert_int_equal(
        kr_account_create(p.store, &id, KR_STR("bep"), KR_STR("Bep"), KR_STR(PASSWORD), NOW, code, &p.error),
        KR_OK);
    assert_int_equal(strlen(code), 29);
    assert_int_equal(strspn(code, "0123456789ABCDEFGHJKMNPQRSTVWXYZ-"), 29);
    assert_int_equal(kr_session_begin(p.store, token, id, NOW, &p.error), KR_OK);
    assert_int_equal(kr_account_recover(p.store, &found, KR_STR("bep"),
                                        KR_STR("00000-00000-00000-00000-00000"), KR_STR("nieuw wachtwoord"),
                                        NOW, fresh, &p.error),
                     KR_E_DENIED);
    kr_error wrong = p.error;
    assert_int_equal(kr_account_recover(p.store, &found, KR_STR("niemand"), kr_str_z(code),
                                        KR_STR("nieuw wachtwoord"), NOW, fresh, &p.error),
                     KR_E_DENIED);
    assert_memory_equal(&wrong, &p.error, sizeof wrong);
    /* as somebody would copy it from paper */
    for (size_t i = 0; code[i]; i++) {
        char c = code[i] == '0' ? 'o' : code[i] == '1' ? 'l' : code[i];
        if (c != '-') typed[n++] = c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
        if (i % 4 == 0) typed[n++] = ' ';
    }
    assert_int_equal(kr_account_recover(p.store, &found, KR_STR("Bep"), kr_str_n(typed, n),
                                        KR_STR("nieuw wachtwoord"), NOW, fresh, &p.error),
                     KR_OK);
    assert_int_equal(found, id);
    assert_string_not_equal(code, fresh);
    assert_int_equal(kr_session_find(p.store, &session, kr_str_z(token), NOW, &p.error), KR_E_NOT_FOUND);
    assert_int_equal(check(&p, "bep", PASSWORD, NOW), KR_E_DENIED);
    assert_int_equal(check(&p, "bep", "nieuw wachtwoord", NOW), KR_OK);
    /* the sheet helps who is kept waiting by wrong passwords of somebody else */
    for (int i = 0; i < 9; i++) assert_int_not_equal(check(&p, "bep", "geraden woord", NOW), KR_OK);
    assert_int_equal(check(&p, "bep", "nieuw wachtwoord", NOW), KR_E_BUSY);
    assert_int_equal(kr_account_recover(p.store, &found, KR_STR("bep"), kr_str_z(fresh),
                                        KR_STR("derde wachtwoord"), NOW, fresh, &p.error),
                     KR_OK);
    assert_int_equal(check(&p, "bep", "derde wachtwoord", NOW), KR_OK);
    /* a code works once */
    assert_int_equal(kr_account_recover(p.store, &found, KR_STR("bep"), kr_str_z(code),
                                        KR_STR("weer een ander"), NOW, fresh, &p.error),
                     KR_E_DENIED);
    place_end(&p);
}

static void test_password(void **state) {
    place p;
    (void)state;
    place_begin(&p);
    assert_int_equal(kr_account_password(p.store, p.annie.id, KR_STR("verkeerd woord"),
                                         KR_STR("iets heel anders"), NOW, &p.error),
                     KR_E_DENIED);
    assert_int_equal(
        kr_account_password(p.store, p.annie.id, KR_STR(PASSWORD), KR_STR("kort"), NOW, &p.error),
        KR_E_INVALID);
    assert_int_equal(
        kr_account_password(p.store, p.annie.id, KR_STR(PASSWORD), KR_STR("iets heel anders"), NOW, &p.error),
        KR_OK);
    assert_int_equal(check(&p, "annie", PASSWORD, NOW), KR_E_DENIED);
    assert_int_equal(check(&p, "annie", "iets heel anders", NOW), KR_OK);
    place_end(&p);
}

static kr_err check_from(place *p, const char *browser, const char *password, int64_t now) {
    kr_id id;
    return kr_account_check_from(p->store, &id, KR_STR("annie"), kr_str_z(password), kr_str_z(browser), now,
                                 &p->error);
}

/* Strangers who guess keep strangers waiting; the browser that was known is not slowed down by them, and they
 * not by it. */
static void test_browsers(void **state) {
    place p;
    char token[KR_TOKEN_TEXT], again[KR_TOKEN_TEXT], more[KR_TOKEN_TEXT];
    (void)state;
    place_begin(&p);
    kr_id bep = place_account(&p, "bep");
    assert_int_equal(kr_browser_keep(p.store, token, p.annie.id, KR_NONE, NOW, &p.error), KR_OK);
    assert_int_equal(strlen(token), 43);
    for (int i = 0; i < 5; i++) assert_int_equal(check(&p, "annie", "geraden woord", NOW), KR_E_DENIED);
    assert_int_equal(check(&p, "annie", PASSWORD, NOW), KR_E_BUSY);
    assert_int_equal(check_from(&p, "zomaar", PASSWORD, NOW), KR_E_BUSY);
    assert_int_equal(check_from(&p, "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", PASSWORD, NOW), KR_E_BUSY);
    assert_int_equal(check_from(&p, token, PASSWORD, NOW), KR_OK);
    assert_int_equal(check(&p, "annie", PASSWORD, NOW), KR_E_BUSY); /* coming in does not help who guesses */
    /* in it, too, guessing is slow */
    for (int i = 0; i < 5; i++) assert_int_equal(check_from(&p, token, "geraden woord", NOW), KR_E_DENIED);
    assert_int_equal(check_from(&p, token, PASSWORD, NOW), KR_E_BUSY);
    assert_string_equal(p.error.detail, "5");
    assert_int_equal(check_from(&p, token, PASSWORD, NOW + 5000), KR_OK);
    /* who shares the browser is known in it for themselves alone */
    assert_int_equal(kr_browser_keep(p.store, again, bep, kr_str_z(token), NOW + 5000, &p.error), KR_OK);
    assert_string_equal(again, token);
    assert_int_equal(kr_browser_keep(p.store, more, bep, KR_NONE, NOW + 5000, &p.error), KR_OK);
    assert_string_not_equal(more, token);
    for (int i = 0; i < 3; i++) assert_int_not_equal(check(&p, "annie", "geraden woord", NOW + 5000), KR_OK);
    assert_int_equal(check_from(&p, more, PASSWORD, NOW + 5000), KR_E_BUSY);
    assert_int_equal(check_from(&p, token, PASSWORD, NOW + 5000), KR_OK);
    assert_false(place_holds(&p, token, 43));
    /* for a year since it was used */
    const int64_t later = NOW + 5000 + 364 * DAY;
    for (int i = 0; i < 6; i++) assert_int_not_equal(check(&p, "annie", "geraden woord", later), KR_OK);
    assert_int_equal(check_from(&p, token, PASSWORD, later), KR_OK);
    assert_int_equal(kr_browser_keep(p.store, again, p.annie.id, kr_str_z(token), NOW, &p.error), KR_OK);
    for (int i = 0; i < 6; i++) assert_int_not_equal(check(&p, "annie", "geraden woord", later + DAY), KR_OK);
    assert_int_equal(check_from(&p, token, PASSWORD, later + DAY), KR_E_BUSY);
    assert_int_equal(kr_store_tidy(p.store, NOW + 365 * DAY + 1000, &p.error), KR_OK);
    assert_int_equal(place_count(&p, "kring.db", "SELECT count(*) FROM browser"), 2); /* those of Bep */
    place_end(&p);
}

/* Few are kept, and they go with what they belong to. */
static void test_browsers_forgotten(void **state) {
    place p;
    char first[KR_TOKEN_TEXT], token[KR_TOKEN_TEXT], code[64], fresh[64];
    kr_id id = 0;
    (void)state;
    place_begin(&p);
    for (int i = 0; i < 12; i++)
        assert_int_equal(kr_browser_keep(p.store, i ? token : first, p.annie.id, KR_NONE, NOW + i, &p.error),
                         KR_OK);
    assert_int_equal(place_count(&p, "kring.db", "SELECT count(*) FROM browser"), 8);
    for (int i = 0; i < 5; i++) assert_int_equal(check(&p, "annie", "geraden woord", NOW), KR_E_DENIED);
    assert_int_equal(check_from(&p, first, PASSWORD, NOW), KR_E_BUSY);
    assert_int_equal(check_from(&p, token, "geraden woord", NOW), KR_E_DENIED);
    assert_int_equal(kr_browsers_forget(p.store, p.annie.id, kr_str_z(token), &p.error), KR_OK);
    assert_int_equal(place_count(&p, "kring.db", "SELECT count(*) FROM browser"), 1);
    assert_int_equal(check_from(&p, token, PASSWORD, NOW), KR_OK);
    assert_int_equal(check_from(&p, token, "geraden woord", NOW), KR_E_DENIED);
    assert_int_equal(kr_browsers_forget(p.store, p.annie.id, KR_NONE, &p.error), KR_OK);
    assert_int_equal(check_from(&p, token, PASSWORD, NOW), KR_E_BUSY);
    assert_int_equal(place_count(&p, "kring.db", "SELECT count(*) FROM attempt"), 1);
    /* a recovered password is a new beginning */
    assert_int_equal(
        kr_account_create(p.store, &id, KR_STR("bep"), KR_STR("Bep"), KR_STR(PASSWORD), NOW, code, &p.error),
        KR_OK);
    assert_int_equal(kr_browser_keep(p.store, token, id, KR_NONE, NOW, &p.error), KR_OK);
    assert_int_equal(kr_account_recover(p.store, &id, KR_STR("bep"), kr_str_z(code),
                                        KR_STR("nieuw wachtwoord"), NOW, fresh, &p.error),
                     KR_OK);
    assert_int_equal(place_count(&p, "kring.db", "SELECT count(*) FROM browser"), 0);
    /* and who leaves takes everything along */
    assert_int_equal(kr_browser_keep(p.store, token, p.annie.id, KR_NONE, NOW, &p.error), KR_OK);
    assert_int_equal(check_from(&p, token, "geraden woord", NOW), KR_E_DENIED);
    assert_int_equal(kr_account_confirm(p.store, p.annie.id, KR_STR("geraden woord"), NOW, &p.error),
                     KR_E_DENIED);
    assert_int_equal(kr_account_delete(p.store, p.annie.id, NOW, &p.error), KR_OK);
    assert_int_equal(place_count(&p, "kring.db", "SELECT count(*) FROM browser"), 0);
    assert_int_equal(place_count(&p, "kring.db", "SELECT count(*) FROM attempt"), 0);
    place_end(&p);
}

/* Strangers at the door do not keep waiting who is in already; there, guessing is slow on its own. */
static void test_confirm(void **state) {
    place p;
    (void)state;
    place_begin(&p);
    for (int i = 0; i < 5; i++) assert_int_equal(check(&p, "annie", "geraden woord", NOW), KR_E_DENIED);
    assert_int_equal(check(&p, "annie", PASSWORD, NOW), KR_E_BUSY);
    assert_int_equal(kr_account_confirm(p.store, p.annie.id, KR_STR(PASSWORD), NOW, &p.error), KR_OK);
    for (int i = 0; i < 5; i++)
        assert_int_equal(kr_account_confirm(p.store, p.annie.id, KR_STR("geraden woord"), NOW, &p.error),
                         KR_E_DENIED);
    assert_int_equal(kr_account_confirm(p.store, p.annie.id, KR_STR(PASSWORD), NOW, &p.error), KR_E_BUSY);
    assert_int_equal(
        kr_account_password(p.store, p.annie.id, KR_STR(PASSWORD), KR_STR("iets heel anders"), NOW, &p.error),
        KR_E_BUSY);
    assert_int_equal(check(&p, "annie", PASSWORD, NOW + 5000), KR_OK);
    assert_int_equal(kr_account_confirm(p.store, 77, KR_STR(PASSWORD), NOW, &p.error), KR_E_NOT_FOUND);
    place_end(&p);
}

/* A folder of a newer program is left alone; those of older ones: tests/old. */
static void test_older_folder(void **state) {
    place p;
    (void)state;
    place_begin(&p);
    place_shut(&p);
    int64_t newest = place_count(&p, "kring.db", "PRAGMA user_version");
    char text[64];
    snprintf(text, sizeof text, "PRAGMA user_version = %d", (int)newest + 1);
    place_sql(&p, "kring.db", text);
    const kr_store_options options = {.dir = p.dir};
    assert_int_equal(kr_store_open(&p.store, &options, &p.error), KR_E_UNSUPPORTED);
    snprintf(text, sizeof text, "PRAGMA user_version = %d", (int)newest);
    place_sql(&p, "kring.db", text);
    place_open(&p);
    place_end(&p);
}

static kr_err find(place *p, const char *token, int64_t now, kr_session *out) {
    return kr_session_find(p->store, out, kr_str_z(token), now, &p->error);
}

static void test_sessions(void **state) {
    place p;
    char one[KR_TOKEN_TEXT], two[KR_TOKEN_TEXT];
    kr_session s, t;
    (void)state;
    place_begin(&p);
    assert_int_equal(kr_session_begin(p.store, one, p.annie.id, NOW, &p.error), KR_OK);
    assert_int_equal(kr_session_begin(p.store, two, p.annie.id, NOW, &p.error), KR_OK);
    assert_int_equal(strlen(one), 43);
    assert_string_not_equal(one, two);
    assert_int_equal(find(&p, one, NOW, &s), KR_OK);
    assert_true(s.account == p.annie.id && !s.expired);
    /* used every hour and a half it lasts twelve hours, not longer */
    for (int64_t t_ms = 0; t_ms <= KR_SESSION_TOTAL_MS; t_ms += 90 * 60000) {
        assert_int_equal(find(&p, one, NOW + t_ms, &s), KR_OK);
        assert_false(s.expired);
    }
    assert_int_equal(find(&p, one, NOW + KR_SESSION_TOTAL_MS + 1, &s), KR_OK);
    assert_true(s.expired);
    /* not used, it lasts two hours */
    assert_int_equal(find(&p, two, NOW + KR_SESSION_IDLE_MS + 1, &t), KR_OK);
    assert_true(t.expired);
    assert_true(t.id != s.id);
    /* known for thirty days */
    assert_int_equal(find(&p, two, NOW + 30 * DAY, &t), KR_OK);
    assert_int_equal(find(&p, two, NOW + 30 * DAY + 1, &t), KR_E_NOT_FOUND);
    assert_int_equal(kr_session_end_all(p.store, p.annie.id, s.id, &p.error), KR_OK);
    assert_int_equal(find(&p, two, NOW, &t), KR_E_NOT_FOUND);
    assert_int_equal(find(&p, one, NOW, &s), KR_OK);
    assert_int_equal(kr_session_end(p.store, s.id, &p.error), KR_OK);
    assert_int_equal(find(&p, one, NOW, &s), KR_E_NOT_FOUND);
    static const char *const strange[] = {"", "x", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                                          "!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!"};
    for (size_t i = 0; i < KR_COUNT(strange); i++)
        assert_int_equal(find(&p, strange[i], NOW, &s), KR_E_NOT_FOUND);
    assert_false(place_holds(&p, one, 43));
    place_end(&p);
}

static kr_err visit(place *p, kr_visit *out, const char *token, kr_id circle, int64_t now) {
    return kr_visit_begin(p->store, out, &p->arena, kr_str_z(token), circle, now, &p->error);
}

/* Who asks and what for, in one reading: never more than the questions apart would give. */
static void test_visit(void **state) {
    place p, q;
    char token[KR_TOKEN_TEXT], other[KR_TOKEN_TEXT];
    kr_visit v;
    kr_session s;
    (void)state;
    place_begin(&p);
    kr_id circle = place_circle(&p), bep = place_account(&p, "bep");
    assert_int_equal(kr_session_begin(p.store, token, p.annie.id, NOW, &p.error), KR_OK);
    assert_int_equal(kr_session_begin(p.store, other, bep, NOW, &p.error), KR_OK);
    assert_int_equal(visit(&p, &v, token, 0, NOW), KR_OK);
    kr_account annie;
    assert_int_equal(kr_account_get(p.store, &annie, &p.arena, p.annie.id, &p.error), KR_OK);
    assert_true(v.account.id == p.annie.id && kr_str_eq(v.account.name, annie.name));
    assert_true(kr_str_eq(v.account.login, annie.login) && kr_str_eq(v.account.prefs, annie.prefs));
    assert_null(v.snapshot);
    assert_int_equal(visit(&p, &v, token, circle, NOW), KR_OK);
    assert_non_null(v.snapshot);
    assert_int_equal(kr_snapshot_circle(v.snapshot)->n_changes, 1);
    kr_snapshot_release(p.store, v.snapshot);
    assert_int_equal(find(&p, token, NOW, &s), KR_OK);
    assert_memory_equal(&v.session, &s, sizeof s);
    /* another process changed it, or took it away: not what is here */
    q = p;
    place_open(&q);
    place_name(&q, circle, "Corrie");
    assert_int_equal(visit(&p, &v, token, circle, NOW), KR_OK);
    assert_null(v.snapshot);
    kr_snapshot_release(p.store, place_circle_now(&p, circle));
    assert_int_equal(visit(&p, &v, token, circle, NOW), KR_OK);
    assert_int_equal(kr_snapshot_circle(v.snapshot)->n_changes, 2);
    kr_snapshot_release(p.store, v.snapshot);
    /* somebody else's, nobody's, and after the time of the session */
    assert_int_equal(visit(&p, &v, other, circle, NOW), KR_OK);
    assert_true(v.account.id == bep && !v.snapshot);
    assert_int_equal(visit(&p, &v, token, circle + 1, NOW), KR_OK);
    assert_null(v.snapshot);
    assert_int_equal(visit(&p, &v, token, circle, NOW + KR_SESSION_IDLE_MS + 1), KR_OK);
    assert_true(v.session.expired && v.session.account == p.annie.id);
    assert_true(v.account.id == 0 && !v.snapshot);
    assert_int_equal(visit(&p, &v, token, circle, NOW + 31 * DAY), KR_E_NOT_FOUND);
    assert_int_equal(visit(&p, &v, "x", circle, NOW), KR_E_NOT_FOUND);
    /* ended there, ended here; erased there, gone here */
    assert_int_equal(kr_session_end(q.store, s.id, &q.error), KR_OK);
    assert_int_equal(visit(&p, &v, token, circle, NOW), KR_E_NOT_FOUND);
    assert_int_equal(kr_session_begin(p.store, token, p.annie.id, NOW, &p.error), KR_OK);
    assert_int_equal(kr_circle_destroy(q.store, q.annie.id, circle, NOW, &q.error), KR_OK);
    assert_int_equal(visit(&p, &v, token, circle, NOW), KR_OK);
    assert_null(v.snapshot);
    assert_int_equal(kr_account_delete(q.store, q.annie.id, NOW, &q.error), KR_OK);
    assert_int_equal(visit(&p, &v, token, 0, NOW), KR_E_NOT_FOUND);
    place_shut(&q);
    place_end(&p);
}

static void test_csrf(void **state) {
    place p;
    char one[KR_TOKEN_TEXT], two[KR_TOKEN_TEXT], a[96], b[96];
    kr_session s, t;
    (void)state;
    place_begin(&p);
    assert_int_equal(kr_session_begin(p.store, one, p.annie.id, NOW, &p.error), KR_OK);
    assert_int_equal(kr_session_begin(p.store, two, p.annie.id, NOW, &p.error), KR_OK);
    assert_int_equal(find(&p, one, NOW, &s), KR_OK);
    assert_int_equal(find(&p, two, NOW, &t), KR_OK);
    kr_csrf_token(&s, a);
    kr_csrf_token(&s, b);
    assert_string_not_equal(a, b);
    assert_true(kr_csrf_check(&s, kr_str_z(a)) && kr_csrf_check(&s, kr_str_z(b)));
    assert_false(kr_csrf_check(&t, kr_str_z(a)));
    assert_false(kr_csrf_check(&s, KR_NONE));
    for (size_t i = 0; i < 85; i++) { /* the last character holds bits that mean nothing */
        char turned[96];
        memcpy(turned, a, sizeof turned);
        turned[i] = turned[i] == 'A' ? 'B' : 'A';
        assert_false(kr_csrf_check(&s, kr_str_z(turned)));
    }
    place_end(&p);
}

static void test_seal_text(void **state) {
    place p;
    kr_str sealed, again, plain;
    (void)state;
    place_begin(&p);
    assert_int_equal(
        kr_seal_text(p.store, &sealed, &p.arena, KR_STR("form"), KR_STR("naam=Corrie"), &p.error), KR_OK);
    assert_int_equal(kr_seal_text(p.store, &again, &p.arena, KR_STR("form"), KR_STR("naam=Corrie"), &p.error),
                     KR_OK);
    assert_false(kr_str_eq(sealed, again));
    assert_int_equal(kr_unseal_text(p.store, &plain, &p.arena, KR_STR("form"), sealed, &p.error), KR_OK);
    assert_true(kr_str_is(plain, "naam=Corrie"));
    assert_int_equal(kr_unseal_text(p.store, &plain, &p.arena, KR_STR("iets"), sealed, &p.error),
                     KR_E_DENIED);
    assert_int_equal(kr_unseal_text(p.store, &plain, &p.arena, KR_STR("form"), KR_NONE, &p.error),
                     KR_E_DENIED);
    assert_int_equal(
        kr_unseal_text(p.store, &plain, &p.arena, KR_STR("form"), kr_str_n(sealed.ptr, 30), &p.error),
        KR_E_DENIED);
    assert_int_equal(kr_unseal_text(p.store, &plain, &p.arena, KR_STR("form"), KR_STR("<script>"), &p.error),
                     KR_E_DENIED);
    place_end(&p);
}

static void test_key_file(void **state) {
    place p;
    kr_store *store = NULL;
    struct stat s;
    char away[240], other[32] = "een heel andere sleutel, 32 lang";
    (void)state;
    place_begin(&p);
    kr_id circle = place_circle(&p);
    place_shut(&p);
    assert_int_equal(stat(p.key, &s), 0);
    assert_int_equal(s.st_size, 32);
    assert_int_equal(s.st_mode & 0777, 0600);
    snprintf(away, sizeof away, "%s.away", p.key);
    assert_int_equal(rename(p.key, away), 0);
    kr_store_options options = {.dir = p.dir};
    assert_int_equal(kr_store_open(&store, &options, &p.error), KR_E_NOT_FOUND);
    assert_string_equal(p.error.key, "error.key_missing");
    assert_int_not_equal(access(p.key, F_OK), 0); /* and none was made */
    FILE *file = fopen(p.key, "wb");
    assert_int_equal(fwrite(other, 1, 32, file), 32);
    fclose(file);
    assert_int_equal(kr_store_open(&store, &options, &p.error), KR_E_DENIED);
    assert_string_equal(p.error.key, "error.key_wrong");
    assert_int_equal(truncate(p.key, 12), 0);
    assert_int_equal(kr_store_open(&store, &options, &p.error), KR_E_DENIED);
    assert_string_equal(p.error.key, "error.key_wrong");
    assert_null(store);
    assert_int_equal(rename(away, p.key), 0);
    place_open(&p);
    kr_snapshot_release(p.store, place_circle_now(&p, circle));
    place_end(&p);
}

static void test_databases_apart(void **state) {
    place p;
    char keys[300], away[300];
    kr_store *store = NULL;
    (void)state;
    place_begin(&p);
    kr_id circle = place_circle(&p);
    place_shut(&p);
    kr_store_options options = {.dir = p.dir};
    snprintf(away, sizeof away, "%s/away", p.dir);
    static const char *const names[] = {"keys.db", "kring.db"}, *const errors[] = {"error.keys_missing",
                                                                                   "error.store_damaged"};
    for (int i = 0; i < 2; i++) {
        snprintf(keys, sizeof keys, "%s/%s", p.dir, names[i]);
        assert_int_equal(rename(keys, away), 0);
        assert_int_equal(kr_store_open(&store, &options, &p.error), KR_E_CORRUPT);
        assert_string_equal(p.error.key, errors[i]);
        assert_int_equal(rename(away, keys), 0);
    }
    place_open(&p);
    kr_snapshot_release(p.store, place_circle_now(&p, circle));
    place_end(&p);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_account),
        cmocka_unit_test(test_one_login),
        cmocka_unit_test(test_limits),
        cmocka_unit_test(test_wrong),
        cmocka_unit_test(test_slow),
        cmocka_unit_test(test_recovery),
        cmocka_unit_test(test_password),
        cmocka_unit_test(test_browsers),
        cmocka_unit_test(test_browsers_forgotten),
        cmocka_unit_test(test_confirm),
        cmocka_unit_test(test_older_folder),
        cmocka_unit_test(test_sessions),
        cmocka_unit_test(test_visit),
        cmocka_unit_test(test_csrf),
        cmocka_unit_test(test_seal_text),
        cmocka_unit_test(test_key_file),
        cmocka_unit_test(test_databases_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
