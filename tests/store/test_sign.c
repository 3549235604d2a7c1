/* The second factor and its reserve codes, where somebody is signed in, and what counts once. */
#include "store_help.h"

#include <stdio.h>

#include "store/known.h"
#include "store/store_int.h"

static const unsigned char secret[KR_TOTP_SECRET + 1] = "12345678901234567890";

/* RFC 6238, appendix B, the rows with SHA-1. */
static void test_rfc(void **state) {
    static const struct {
        uint64_t seconds;
        const char *code;
    } rows[] = {{59, "94287082"},         {1111111109, "07081804"}, {1111111111, "14050471"},
                {1234567890, "89005924"}, {2000000000, "69279037"}, {20000000000, "65353130"}};
    char out[9];
    (void)state;
    for (size_t i = 0; i < KR_COUNT(rows); i++) {
        assert_int_equal(kr_totp(out, 8, secret, KR_TOTP_SECRET, rows[i].seconds / 30), KR_OK);
        assert_string_equal(out, rows[i].code);
        assert_int_equal(kr_totp(out, 6, secret, KR_TOTP_SECRET, rows[i].seconds / 30), KR_OK);
        assert_string_equal(out, rows[i].code + 2);
    }
}

static kr_str code_at(char out[7], int64_t ms) {
    assert_int_equal(kr_totp(out, 6, secret, KR_TOTP_SECRET, (uint64_t)ms / KR_TOTP_STEP_MS), KR_OK);
    return kr_str_n(out, 6);
}

static kr_err check(place *p, kr_str code, int64_t now) {
    return kr_second_check(p->store, p->annie.id, code, KR_NONE, now, &p->error);
}

static void switch_on(place *p, char spare[KR_SPARE_CODES][KR_SPARE_TEXT]) {
    char code[7];
    assert_int_equal(kr_second_on(p->store, p->annie.id, secret, code_at(code, NOW), NOW, spare, &p->error),
                     KR_OK);
}

static void test_on_and_off(void **state) {
    place p;
    char spare[KR_SPARE_CODES][KR_SPARE_TEXT], code[7];
    kr_ways ways;
    (void)state;
    place_begin(&p);
    assert_int_equal(kr_account_ways(p.store, &ways, p.annie.id, &p.error), KR_OK);
    assert_true(ways.password && !ways.second && ways.spare == 0 && ways.passkeys == 0);
    assert_int_equal(kr_second_on(p.store, p.annie.id, secret, KR_STR("000000"), NOW, spare, &p.error),
                     KR_E_DENIED);
    assert_string_equal(p.error.key, "error.code");
    assert_int_equal(kr_account_ways(p.store, &ways, p.annie.id, &p.error), KR_OK);
    assert_false(ways.second);
    switch_on(&p, spare);
    assert_int_equal(kr_account_ways(p.store, &ways, p.annie.id, &p.error), KR_OK);
    assert_true(ways.second && ways.spare == KR_SPARE_CODES && ways.since == NOW);
    /* neither the secret nor a reserve code is on disk */
    assert_false(place_holds(&p, (const char *)secret, KR_TOTP_SECRET));
    assert_false(place_holds(&p, spare[0], 11));
    /* the code that switched it on is used up */
    assert_int_equal(check(&p, code_at(code, NOW), NOW), KR_E_DENIED);
    int64_t later = NOW + 10 * KR_TOTP_STEP_MS;
    assert_int_equal(check(&p, code_at(code, later), later), KR_OK);
    assert_int_equal(check(&p, code_at(code, later), later), KR_E_DENIED); /* once */
    assert_int_equal(kr_second_off(p.store, p.annie.id, &p.error), KR_OK);
    assert_int_equal(kr_account_ways(p.store, &ways, p.annie.id, &p.error), KR_OK);
    assert_true(!ways.second && ways.spare == 0);
    assert_int_equal(check(&p, code_at(code, later + 300000), later + 300000), KR_E_DENIED);
    assert_int_equal(kr_account_ways(p.store, &ways, 12345, &p.error), KR_E_NOT_FOUND);
    place_end(&p);
}

static void test_steps(void **state) {
    place p;
    char spare[KR_SPARE_CODES][KR_SPARE_TEXT], code[7];
    int64_t step = KR_TOTP_STEP_MS, t = NOW - NOW % step + 20 * step;
    (void)state;
    place_begin(&p);
    switch_on(&p, spare);
    assert_int_equal(check(&p, code_at(code, t - 2 * step), t), KR_E_DENIED);
    assert_int_equal(check(&p, code_at(code, t + 2 * step), t), KR_E_DENIED);
    assert_int_equal(check(&p, code_at(code, t - step), t), KR_OK); /* a phone that is slow */
    assert_int_equal(check(&p, code_at(code, t + step), t), KR_OK); /* and one that is fast */
    assert_int_equal(check(&p, code_at(code, t), t), KR_E_DENIED);  /* older than what was used */
    /* as people type it */
    t += 10 * step;
    code_at(code, t);
    char spaced[16];
    snprintf(spaced, sizeof spaced, " %.3s %.3s ", code, code + 3);
    assert_int_equal(check(&p, kr_str_z(spaced), t), KR_OK);
    place_end(&p);
}

static void test_spare(void **state) {
    place p;
    char spare[KR_SPARE_CODES][KR_SPARE_TEXT], fresh[KR_SPARE_CODES][KR_SPARE_TEXT], typed[24];
    kr_ways ways;
    (void)state;
    place_begin(&p);
    kr_id henk = place_account(&p, "henk");
    switch_on(&p, spare);
    assert_int_equal(kr_second_check(p.store, henk, kr_str_z(spare[0]), KR_NONE, NOW, &p.error), KR_E_DENIED);
    assert_int_equal(check(&p, kr_str_z(spare[0]), NOW), KR_OK);
    assert_int_equal(check(&p, kr_str_z(spare[0]), NOW), KR_E_DENIED);
    snprintf(typed, sizeof typed, "%c%.10s ", spare[1][0] | 32, spare[1] + 1); /* one in small letters */
    assert_int_equal(check(&p, kr_str_z(typed), NOW), KR_OK);
    assert_int_equal(kr_account_ways(p.store, &ways, p.annie.id, &p.error), KR_OK);
    assert_int_equal(ways.spare, KR_SPARE_CODES - 2);
    assert_int_equal(kr_second_spare(p.store, p.annie.id, fresh, &p.error), KR_OK);
    assert_int_equal(check(&p, kr_str_z(spare[2]), NOW), KR_E_DENIED);
    assert_int_equal(check(&p, kr_str_z(fresh[9]), NOW), KR_OK);
    for (size_t i = 0; i < KR_SPARE_CODES; i++)
        for (size_t j = 0; j < i; j++) assert_string_not_equal(fresh[i], fresh[j]);
    place_end(&p);
}

/* Whoever guesses waits; a browser that was known before does not wait for them. */
static void test_guessing(void **state) {
    place p;
    char spare[KR_SPARE_CODES][KR_SPARE_TEXT], browser[KR_TOKEN_TEXT];
    (void)state;
    place_begin(&p);
    switch_on(&p, spare);
    assert_int_equal(kr_browser_keep(p.store, browser, p.annie.id, KR_NONE, NOW, &p.error), KR_OK);
    for (int i = 0; i < 5; i++) assert_int_equal(check(&p, KR_STR("123456"), NOW), KR_E_DENIED);
    assert_int_equal(check(&p, kr_str_z(spare[0]), NOW), KR_E_BUSY);
    assert_string_equal(p.error.key, "error.wait");
    assert_int_equal(
        kr_second_check(p.store, p.annie.id, kr_str_z(spare[0]), kr_str_z(browser), NOW, &p.error), KR_OK);
    assert_int_equal(check(&p, kr_str_z(spare[1]), NOW + 5001), KR_OK);
    assert_int_equal(check(&p, KR_STR("123456"), NOW + 5002), KR_E_DENIED); /* counted anew */
    /* the password's own tries are others */
    kr_id id;
    assert_int_equal(kr_account_check(p.store, &id, KR_STR("annie"), KR_STR(PASSWORD), NOW, &p.error), KR_OK);
    place_end(&p);
}

static void test_recover_keeps(void **state) {
    place p;
    char spare[KR_SPARE_CODES][KR_SPARE_TEXT], sheet[64], fresh[64];
    unsigned char before[KR_STAMP_BYTES], after[KR_STAMP_BYTES];
    kr_id id, who;
    kr_ways ways;
    (void)state;
    place_begin(&p);
    assert_int_equal(kr_account_create(p.store, &id, KR_STR("riet"), KR_STR("Riet"), KR_STR(PASSWORD), NOW,
                                       sheet, &p.error),
                     KR_OK);
    p.annie.id = id;
    switch_on(&p, spare);
    assert_int_equal(kr_account_stamp(p.store, before, id, &p.error), KR_OK);
    assert_int_equal(kr_account_recover_check(p.store, &who, KR_STR("riet"), KR_STR("AAAAA"), &p.error),
                     KR_E_DENIED);
    assert_int_equal(kr_account_recover_check(p.store, &who, KR_STR("niemand"), kr_str_z(sheet), &p.error),
                     KR_E_DENIED);
    assert_int_equal(kr_account_recover_check(p.store, &who, KR_STR("Riet"), kr_str_z(sheet), &p.error),
                     KR_OK);
    assert_true(who == id);
    assert_int_equal(kr_account_recover(p.store, &who, KR_STR("riet"), kr_str_z(sheet),
                                        KR_STR("een heel ander woord"), NOW, fresh, &p.error),
                     KR_OK);
    assert_int_equal(kr_account_ways(p.store, &ways, id, &p.error), KR_OK);
    assert_true(ways.second && ways.spare == KR_SPARE_CODES);
    assert_int_equal(kr_account_stamp(p.store, after, id, &p.error), KR_OK);
    assert_memory_not_equal(before, after, sizeof before);
    assert_int_equal(kr_account_delete(p.store, id, NOW, &p.error), KR_OK);
    assert_int_equal(place_count(&p, "kring.db", "SELECT count(*) FROM factor"), 0);
    assert_int_equal(place_count(&p, "kring.db", "SELECT count(*) FROM spare"), 0);
    place_end(&p);
}

static void test_sessions(void **state) {
    place p;
    char phone[KR_TOKEN_TEXT], computer[KR_TOKEN_TEXT], other[KR_TOKEN_TEXT];
    kr_session_entry *list;
    kr_session s;
    size_t n;
    (void)state;
    place_begin(&p);
    kr_id henk = place_account(&p, "henk");
    int64_t t = NOW + 7 * 60000;
    assert_int_equal(
        kr_session_begin_on(p.store, phone, p.annie.id, KR_DEVICE_PHONE, KR_SIGN_PASSWORD, NOW, &p.error),
        KR_OK);
    assert_int_equal(
        kr_session_begin_on(p.store, computer, p.annie.id, KR_DEVICE_COMPUTER, KR_SIGN_PASSKEY, t, &p.error),
        KR_OK);
    assert_int_equal(kr_session_begin(p.store, other, henk, NOW, &p.error), KR_OK);
    assert_int_equal(kr_sessions_of(p.store, &list, &n, &p.arena, p.annie.id, t, &p.error), KR_OK);
    assert_int_equal(n, 2);
    assert_int_equal(list[0].device, KR_DEVICE_COMPUTER);
    assert_int_equal(list[1].device, KR_DEVICE_PHONE);
    assert_true(list[1].begun == NOW && list[0].seen % KR_SEEN_MS == 0 && list[0].seen <= t);
    assert_int_equal(kr_session_end_of(p.store, henk, list[1].id, &p.error), KR_E_NOT_FOUND);
    assert_int_equal(kr_session_find(p.store, &s, kr_str_z(phone), t, &p.error), KR_OK);
    assert_int_equal(kr_session_end_of(p.store, p.annie.id, list[1].id, &p.error), KR_OK);
    assert_int_equal(kr_session_find(p.store, &s, kr_str_z(phone), t, &p.error), KR_E_NOT_FOUND);
    assert_int_equal(kr_session_find(p.store, &s, kr_str_z(computer), t, &p.error), KR_OK);
    /* what is too old to count is not told */
    assert_int_equal(
        kr_sessions_of(p.store, &list, &n, &p.arena, p.annie.id, t + KR_SESSION_IDLE_MS + 1, &p.error),
        KR_OK);
    assert_int_equal(n, 0);
    place_end(&p);
}

static void test_once(void **state) {
    place p;
    (void)state;
    place_begin(&p);
    assert_int_equal(kr_used_note(p.store, "a", KR_STR("vraag"), NOW + 1000, &p.error), KR_OK);
    assert_int_equal(kr_used_note(p.store, "a", KR_STR("vraag"), NOW + 1000, &p.error), KR_E_EXISTS);
    assert_int_equal(kr_used_note(p.store, "b", KR_STR("vraag"), NOW + 1000, &p.error), KR_OK);
    assert_int_equal(kr_store_tidy(p.store, NOW + 2000, &p.error), KR_OK);
    assert_int_equal(place_count(&p, "kring.db", "SELECT count(*) FROM used"), 0);
    place_end(&p);
}

/* Many names, one try each: strangers wait for the minute to end, who is known does not. */
static void test_crowd(void **state) {
    place p;
    char browser[KR_TOKEN_TEXT], login[32];
    kr_id id;
    kr_err err = KR_OK;
    int tries = 0;
    (void)state;
    place_begin(&p);
    assert_int_equal(kr_browser_keep(p.store, browser, p.annie.id, KR_NONE, NOW, &p.error), KR_OK);
    for (int i = 0; i < KR_CROWD_MOST - 2; i++) kr_crowd_note(p.store, NOW); /* each is 60 ms otherwise */
    for (; err != KR_E_BUSY && tries < 10; tries++) {
        snprintf(login, sizeof login, "naam%d", tries);
        err = kr_account_check(p.store, &id, kr_str_z(login), KR_STR("x"), NOW, &p.error);
    }
    assert_int_equal(tries, 3);
    assert_string_equal(p.error.key, "error.wait");
    assert_int_equal(kr_account_check(p.store, &id, KR_STR("annie"), KR_STR(PASSWORD), NOW, &p.error),
                     KR_E_BUSY);
    assert_int_equal(kr_account_check_from(p.store, &id, KR_STR("annie"), KR_STR(PASSWORD), kr_str_z(browser),
                                           NOW, &p.error),
                     KR_OK);
    assert_int_equal(kr_account_check(p.store, &id, KR_STR("annie"), KR_STR(PASSWORD), NOW + 60000, &p.error),
                     KR_OK);
    place_end(&p);
}

/* -- an account at an organisation -- */
static void test_outside(void **state) {
    place p;
    kr_id id, who;
    kr_outside *list;
    size_t n;
    kr_ways ways;
    char sheet[64];
    kr_account account;
    const kr_str issuer = KR_STR("https://login.example"), subject = KR_STR("zuster-jolanda");
    (void)state;
    place_begin(&p);
    assert_int_equal(kr_outside_find(p.store, &who, issuer, subject, &p.error), KR_E_NOT_FOUND);
    assert_int_equal(kr_outside_create(p.store, &id, KR_STR("Jolanda"), issuer, subject, KR_STR("stichting"),
                                       NOW, sheet, &p.error),
                     KR_OK);
    assert_int_equal(kr_outside_find(p.store, &who, issuer, subject, &p.error), KR_OK);
    assert_true(who == id);
    /* the border between the two counts */
    assert_int_equal(
        kr_outside_find(p.store, &who, KR_STR("https://login.examplez"), KR_STR("uster-jolanda"), &p.error),
        KR_E_NOT_FOUND);
    assert_int_equal(kr_account_ways(p.store, &ways, id, &p.error), KR_OK);
    assert_false(ways.password);
    assert_int_equal(kr_account_get(p.store, &account, &p.arena, id, &p.error), KR_OK);
    assert_true(kr_str_is(account.name, "Jolanda") && account.login.len > 10);
    assert_int_equal(kr_outside_create(p.store, &who, KR_STR("J"), issuer, subject, KR_STR("stichting"), NOW,
                                       sheet, &p.error),
                     KR_E_EXISTS);
    assert_int_equal(kr_outside_add(p.store, p.annie.id, issuer, subject, KR_STR("stichting"), NOW, &p.error),
                     KR_E_EXISTS);
    assert_false(place_holds(&p, subject.ptr, subject.len));
    assert_false(place_holds(&p, "stichting", 9));
    assert_int_equal(kr_outsides_of(p.store, &list, &n, &p.arena, id, &p.error), KR_OK);
    assert_true(n == 1 && kr_str_is(list[0].provider, "stichting"));
    assert_int_equal(kr_outside_drop(p.store, p.annie.id, list[0].id, &p.error), KR_OK); /* not hers */
    assert_int_equal(kr_outside_find(p.store, &who, issuer, subject, &p.error), KR_OK);
    assert_int_equal(kr_outside_drop(p.store, id, list[0].id, &p.error), KR_OK);
    assert_int_equal(kr_outside_find(p.store, &who, issuer, subject, &p.error), KR_E_NOT_FOUND);
    place_end(&p);
}

/* -- passkeys -- */
static void test_passkeys(void **state) {
    place p;
    kr_passkey key = {.credential = KR_STR("nummer van een apparaat"),
                      .key = KR_STR("sleutel"),
                      .name = KR_STR("Mijn telefoon"),
                      .alg = -7,
                      .counter = 5},
               found, *list;
    size_t n;
    kr_id id, other;
    unsigned char mine[KR_PASSKEY_HANDLE], theirs[KR_PASSKEY_HANDLE];
    (void)state;
    place_begin(&p);
    kr_id henk = place_account(&p, "henk");
    key.account = p.annie.id;
    assert_int_equal(kr_passkey_add(p.store, &id, &key, NOW, &p.error), KR_OK);
    assert_int_equal(kr_passkey_add(p.store, &other, &key, NOW, &p.error), KR_E_EXISTS);
    key.account = henk;
    assert_int_equal(kr_passkey_add(p.store, &other, &key, NOW, &p.error), KR_E_EXISTS);
    assert_int_equal(kr_passkey_find(p.store, &found, &p.arena, key.credential, &p.error), KR_OK);
    assert_true(found.account == p.annie.id && kr_str_eq(found.key, key.key) &&
                kr_str_eq(found.name, key.name));
    assert_int_equal(kr_passkey_find(p.store, &found, &p.arena, KR_STR("ander"), &p.error), KR_E_NOT_FOUND);
    assert_false(place_holds(&p, key.name.ptr, key.name.len));
    assert_false(place_holds(&p, key.credential.ptr, key.credential.len));
    /* its counter only goes up; one that counts nothing stays at 0 */
    assert_int_equal(kr_passkey_used(p.store, id, 5, NOW, &p.error), KR_E_DENIED);
    assert_int_equal(kr_passkey_used(p.store, id, 6, NOW, &p.error), KR_OK);
    assert_int_equal(kr_passkey_used(p.store, id, 0, NOW, &p.error), KR_E_DENIED);
    key.credential = KR_STR("tweede");
    key.counter = 0;
    assert_int_equal(kr_passkey_add(p.store, &other, &key, NOW, &p.error), KR_OK);
    assert_int_equal(kr_passkey_used(p.store, other, 0, NOW, &p.error), KR_OK);
    assert_int_equal(kr_passkey_used(p.store, other, 0, NOW, &p.error), KR_OK);
    assert_int_equal(kr_passkeys_of(p.store, &list, &n, &p.arena, p.annie.id, &p.error), KR_OK);
    assert_true(n == 1 && list[0].used % KR_SEEN_MS == 0);
    assert_int_equal(kr_passkey_drop(p.store, henk, id, &p.error), KR_OK); /* not his */
    assert_int_equal(kr_passkeys_of(p.store, &list, &n, &p.arena, p.annie.id, &p.error), KR_OK);
    assert_int_equal(n, 1);
    assert_int_equal(kr_passkey_drop(p.store, p.annie.id, id, &p.error), KR_OK);
    kr_passkey_handle(p.store, mine, p.annie.id);
    kr_passkey_handle(p.store, theirs, henk);
    assert_memory_not_equal(mine, theirs, sizeof mine);
    for (int i = 0; i < 25; i++) {
        char number[32];
        snprintf(number, sizeof number, "apparaat %d", i);
        key.account = p.annie.id;
        key.credential = kr_str_z(number);
        assert_int_equal(kr_passkey_add(p.store, &id, &key, NOW, &p.error),
                         i < KR_PASSKEYS_MOST ? KR_OK : KR_E_LIMIT);
    }
    place_end(&p);
}

/* -- passwords that others know -- */
static void test_easy(void **state) {
    static const char *const easy[] = {
        "wachtwoord", "Wachtwoord1!", "w@chtw00rd",  "Welkom2026!",  "12welkom12",    "geheim123",
        "qwertyuiop", "Qwerty!2345",  "12345678",    "87654321",     "abcdefgh",      "aaaaaaaa",
        "abababab",   "123123123",    "14-07-1948",  "Amsterdam020", "feyenoord1908", "Zomer2025",
        "p4$$w0rd",   "kring2026",    "  Kring!!! ", "ikhouvanjou"};
    static const char *const good[] = {
        "een lang wachtwoord",
        "de hond van Corrie blaft",
        "kring-voorbeeld-1",
        "wachtwoordenboekje 3",
        "x7Lq-92mw",
        "amsterdam in de regen",
        "\xe5\xaf\x86\xe7\xa0\x81\xe4\xb8\x80\xe4\xb8\xaa\xe5\xa5\xbd\xe4\xba\xba\xe5\x90\x83"};
    (void)state;
    for (size_t i = 0; i < KR_COUNT(easy); i++)
        if (!kr_password_easy(kr_str_z(easy[i]), KR_STR("annie"), KR_STR("Annie de Groot")))
            fail_msg("'%s' is taken", easy[i]);
    for (size_t i = 0; i < KR_COUNT(good); i++)
        if (kr_password_easy(kr_str_z(good[i]), KR_STR("annie"), KR_STR("Annie de Groot")))
            fail_msg("'%s' is refused", good[i]);
    assert_string_equal(kr_password_easy(KR_STR("Annie1948"), KR_STR("annie"), KR_NONE),
                        "error.password_own");
    assert_string_equal(kr_password_easy(KR_STR("annie de groot9"), KR_STR("x"), KR_STR("Annie de Groot")),
                        "error.password_own");
    assert_string_equal(kr_password_easy(KR_STR("1948ANNIE"), KR_STR("x"), KR_STR("Annie de Groot")),
                        "error.password_own");
}

static void test_leaked(void **state) {
    place p;
    char from[300];
    uint64_t n = 0;
    bool on = true;
    (void)state;
    place_begin(&p);
    assert_int_equal(kr_passwords_have(p.dir, &on, KR_STR("de maan is van kaas"), &p.error), KR_OK);
    assert_false(on);
    snprintf(from, sizeof from, "%s/lijst.txt", p.dir);
    FILE *f = fopen(from, "w");
    assert_non_null(f);
    /* sha1sum of "de maan is van kaas"; others seen once; a word as it is; and 3000 to fill it */
    fputs("3305034756404221965443C09C698134495B034A:42\r\n", f);
    fputs("da39a3ee5e6b4b0d3255bfef95601890afd80709:1\n\nhet paard van sinterklaas\n", f);
    for (int i = 0; i < 3000; i++) fprintf(f, "nummer %d van de lijst\n", i);
    fclose(f);
    assert_int_equal(kr_passwords_make(p.dir, from, 2, &n, &p.error), KR_OK);
    assert_int_equal(n, 3002);
    assert_int_equal(kr_passwords_have(p.dir, &on, KR_STR("de maan is van kaas"), &p.error), KR_OK);
    assert_true(on);
    assert_int_equal(kr_passwords_have(p.dir, &on, KR_STR("het paard van sinterklaas"), &p.error), KR_OK);
    assert_true(on);
    int found = 0, by_chance = 0;
    char text[64];
    for (int i = 0; i < 3000; i++) {
        snprintf(text, sizeof text, "nummer %d van de lijst", i);
        assert_int_equal(kr_passwords_have(p.dir, &on, kr_str_z(text), &p.error), KR_OK);
        found += on;
        snprintf(text, sizeof text, "ander nummer %d", i);
        assert_int_equal(kr_passwords_have(p.dir, &on, kr_str_z(text), &p.error), KR_OK);
        by_chance += on;
    }
    assert_int_equal(found, 3000);
    assert_true(by_chance < 30);
    /* choosing one is refused, at the beginning and later */
    kr_id id;
    char sheet[64];
    assert_int_equal(kr_account_create(p.store, &id, KR_STR("piet"), KR_STR("Piet"),
                                       KR_STR("de maan is van kaas"), NOW, sheet, &p.error),
                     KR_E_INVALID);
    assert_string_equal(p.error.key, "error.password_leaked");
    assert_int_equal(kr_account_password_fits(p.store, p.annie.id, KR_STR("nummer 7 van de lijst"), &p.error),
                     KR_E_INVALID);
    assert_int_equal(kr_account_password_fits(p.store, p.annie.id, KR_STR("Zonnebloem99"), &p.error),
                     KR_E_INVALID);
    assert_string_equal(p.error.key, "error.password_own");
    /* a list that is damaged says so, and keeps nobody out */
    char list[300];
    snprintf(list, sizeof list, "%s/%s", p.dir, KR_PASSWORDS_FILE);
    f = fopen(list, "r+");
    assert_non_null(f);
    fputs("iets anders", f);
    fclose(f);
    assert_int_equal(kr_passwords_have(p.dir, &on, KR_STR("x"), &p.error), KR_E_CORRUPT);
    assert_int_equal(kr_account_password_fits(p.store, p.annie.id, KR_STR("de maan is van kaas"), &p.error),
                     KR_OK);
    assert_int_equal(kr_passwords_make(p.dir, "/niet/daar", 1, &n, &p.error), KR_E_NOT_FOUND);
    remove(from);
    remove(list);
    place_end(&p);
}

/* So many may begin in an hour, whoever they are; then it begins anew. */
static void test_newcomers(void **state) {
    place p;
    const int64_t hour = NOW - NOW % 3600000;
    (void)state;
    place_begin(&p);
    for (int n = 0; n < KR_NEWCOMERS_MOST; n++) {
        assert_int_equal(kr_newcomer_look(p.store, hour + n, &p.error), KR_OK);
        kr_newcomer_note(p.store, hour + n);
    }
    assert_int_equal(kr_newcomer_look(p.store, hour + 600000, &p.error), KR_E_BUSY);
    assert_string_equal(p.error.key, "error.newcomers");
    assert_string_equal(p.error.detail, "3000");
    assert_int_equal(kr_newcomer_look(p.store, hour + 3600000, &p.error), KR_OK);
    place_end(&p);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_newcomers),     cmocka_unit_test(test_rfc),
                                       cmocka_unit_test(test_on_and_off),    cmocka_unit_test(test_steps),
                                       cmocka_unit_test(test_spare),         cmocka_unit_test(test_guessing),
                                       cmocka_unit_test(test_recover_keeps), cmocka_unit_test(test_sessions),
                                       cmocka_unit_test(test_once),          cmocka_unit_test(test_crowd),
                                       cmocka_unit_test(test_outside),       cmocka_unit_test(test_passkeys),
                                       cmocka_unit_test(test_easy),          cmocka_unit_test(test_leaked)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
