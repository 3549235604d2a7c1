/* The second factor and its reserve codes, where somebody is signed in, and what counts once. */
#include "store_help.h"

#include <stdio.h>

#include "store/sign.h"

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
    assert_int_equal(kr_session_begin_on(p.store, phone, p.annie.id, KR_DEVICE_PHONE, NOW, &p.error), KR_OK);
    assert_int_equal(kr_session_begin_on(p.store, computer, p.annie.id, KR_DEVICE_COMPUTER, t, &p.error),
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

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_rfc),      cmocka_unit_test(test_on_and_off),
                                       cmocka_unit_test(test_steps),    cmocka_unit_test(test_spare),
                                       cmocka_unit_test(test_guessing), cmocka_unit_test(test_recover_keeps),
                                       cmocka_unit_test(test_sessions), cmocka_unit_test(test_once)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
