#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "words/sentence.h"

static kr_arena arena;
static kr_buf buf;

static int setup(void **state) {
    (void)state;
    kr_arena_init(&arena, kr_heap(), 1 << 20);
    kr_buf_init(&buf, &arena, 1 << 16);
    return 0;
}

static int teardown(void **state) {
    (void)state;
    kr_arena_dispose(&arena);
    return 0;
}

/* What was written since the last time is this. */
static void is(const char *expected) {
    kr_str got;
    assert_int_equal(kr_buf_end(&buf, &got), KR_OK);
    kr_str text = kr_arena_copy(&arena, got);
    assert_non_null(text.ptr);
    assert_string_equal(text.ptr, expected);
    kr_buf_init(&buf, &arena, 1 << 16);
}

static void test_languages(void **state) {
    (void)state;
    kr_lang lang = KR_NL;
    assert_true(kr_lang_parse(KR_STR("en"), &lang));
    assert_int_equal(lang, KR_EN);
    assert_false(kr_lang_parse(KR_STR("de"), &lang));
    assert_false(kr_lang_parse(KR_STR("nl "), &lang));
    assert_int_equal(lang, KR_EN);
    assert_string_equal(kr_lang_code(KR_NL), "nl");
}

static void test_lookup(void **state) {
    (void)state;
    assert_true(kr_str_is(kr_word(KR_NL, "closeness.intimate"), "Heel dichtbij"));
    assert_true(kr_str_is(kr_word(KR_EN, "closeness.intimate"), "Very close"));
    assert_true(kr_str_is(kr_word(KR_NL, "no.such.key"), "no.such.key"));
    assert_true(kr_word_known(KR_STR("closeness.intimate")));
    assert_false(kr_word_known(KR_STR("closeness.intimat")));
    assert_false(kr_word_known(KR_STR("")));
}

/* The index was made by another program, with the same hash. */
static void test_every_key(void **state) {
    (void)state;
    uint32_t found = 0, last = 0;
    assert_int_equal(kr_sentence_slots & (kr_sentence_slots - 1), 0);
    for (uint32_t i = 0; i < kr_sentence_slots; i++) {
        uint16_t place = kr_sentence_index[i];
        if (place == 0) continue;
        assert_ptr_equal(kr_sentence_find(kr_sentences[place - 1].key), &kr_sentences[place - 1]);
        found++;
        if (place > last) last = place;
    }
    assert_int_equal(found, last);
    assert_true(found > 500);
    assert_true(found <= kr_sentence_slots / 2);
}

static void test_arguments(void **state) {
    (void)state;
    const kr_word_arg one[] = {KR_WORD_NUMBER("n", 1), KR_WORD_TEXT("names", KR_STR("Sanne & {n}"))};
    const kr_word_arg three[] = {KR_WORD_NUMBER("n", 3), KR_WORD_TEXT("names", KR_STR("S, B en C"))};
    kr_say(&buf, KR_NL, "see.close.title", one, 2);
    is("Eén naam staat heel dichtbij");
    kr_say(&buf, KR_NL, "see.close.title", three, 2);
    is("Drie namen staan heel dichtbij");
    kr_say(&buf, KR_EN, "see.close.title", three, 2);
    is("Three names stand very close");
    /* What is filled in is not read again. */
    kr_say(&buf, KR_NL, "see.close.say", one, 2);
    is("Dat is Sanne & {n}.");
    kr_say(&buf, KR_NL, "see.close.say", three, 1);
    is("Dat zijn {names}.");
    kr_say(&buf, KR_NL, "no.such.key", NULL, 0);
    is("no.such.key");
}

static bool nothing(void *context, kr_str name, kr_word_arg *out) {
    (void)context, (void)name, (void)out;
    return false;
}

static void test_escaping(void **state) {
    (void)state;
    const kr_sentence *sentence = kr_sentence_find(KR_STR("act.name"));
    assert_non_null(sentence);
    assert_false(kr_say_sentence(&buf, KR_NL, sentence, true, nothing, NULL));
    is("{who} noemde {names}.");
    assert_null(kr_sentence_find(KR_STR("act.nam")));
}

static void test_names(void **state) {
    (void)state;
    const kr_str names[] = {KR_STR("Sanne"), KR_STR("Bram"), KR_STR("Corrie"), KR_STR("Yusuf"),
                            KR_STR("Riet")};
    kr_say_names(&buf, KR_NL, names, 1, 6);
    is("Sanne");
    kr_say_names(&buf, KR_NL, names, 2, 6);
    is("Sanne en Bram");
    kr_say_names(&buf, KR_NL, names, 3, 3);
    is("Sanne, Bram en Corrie");
    kr_say_names(&buf, KR_EN, names, 3, 3);
    is("Sanne, Bram and Corrie");
    kr_say_names(&buf, KR_NL, names, 5, 2);
    is("Sanne, Bram en 3 anderen");
    kr_say_names(&buf, KR_NL, names, 5, 4);
    is("Sanne, Bram, Corrie, Yusuf en nog iemand");
    kr_say_names(&buf, KR_NL, names, 5, 0);
    is("5 mensen");
    kr_say_names(&buf, KR_NL, names, 0, 6);
    is("");
}

static void test_dates(void **state) {
    (void)state;
    kr_say_date(&buf, KR_NL, 20261112);
    is("12 november 2026");
    kr_say_date(&buf, KR_EN, 20260301);
    is("1 March 2026");
    kr_say_date(&buf, KR_NL, 20261100);
    is("november 2026");
    kr_say_date(&buf, KR_NL, 20260000);
    is("2026");
    kr_say_date(&buf, KR_NL, 0);
    is("");
}

static void test_clock(void **state) {
    (void)state;
    kr_say_clock(&buf, KR_NL, 14 * 60 + 32);
    is("14.32 uur");
    kr_say_clock(&buf, KR_NL, 9 * 60 + 5);
    is("9.05 uur");
    kr_say_clock(&buf, KR_NL, 0);
    is("0.00 uur");
    kr_say_clock(&buf, KR_EN, 14 * 60 + 32);
    is("14:32");
}

/* 2026-11-12 14:32:10; `date -u -d '2026-11-12 14:32:10' +%s`. */
#define NOON INT64_C(1794493930000)
#define DAY  INT64_C(86400000)

static void test_moments(void **state) {
    (void)state;
    kr_say_moment(&buf, KR_NL, NOON, NOON + 3600000);
    is("vandaag, 14.32 uur");
    kr_say_moment(&buf, KR_NL, NOON, NOON + DAY);
    is("gisteren, 14.32 uur");
    kr_say_moment(&buf, KR_NL, NOON, NOON + 2 * DAY);
    is("12 november, 14.32 uur");
    kr_say_moment(&buf, KR_NL, NOON, NOON + 300 * DAY);
    is("12 november 2026, 14.32 uur");
    kr_say_moment(&buf, KR_EN, NOON, NOON + 2 * DAY);
    is("12 November, 14:32");
    /* A clock that runs ahead. */
    kr_say_moment(&buf, KR_NL, NOON, NOON - 2 * DAY);
    is("12 november, 14.32 uur");
    kr_say_moment(&buf, KR_NL, -1000, -500);
    is("vandaag, 23.59 uur");
}

static void test_counts(void **state) {
    (void)state;
    kr_say_count(&buf, KR_NL, 3, false);
    is("drie");
    kr_say_count(&buf, KR_NL, 1, true);
    is("Eén");
    kr_say_count(&buf, KR_EN, 20, true);
    is("Twenty");
    kr_say_count(&buf, KR_NL, 21, true);
    is("21");
    kr_say_count(&buf, KR_NL, -4, false);
    is("-4");
    for (int n = 0; n <= 20; n++) {
        kr_say_count(&buf, KR_NL, n, n % 2);
        kr_str word;
        assert_int_equal(kr_buf_end(&buf, &word), KR_OK);
        assert_int_equal(kr_str_find(word, KR_STR("umber.")), SIZE_MAX);
        kr_buf_init(&buf, &arena, 1 << 16);
    }
}

static void test_errors(void **state) {
    (void)state;
    kr_error error;
    kr_fail(&error, KR_E_INVALID, "error.too_long", "how_met", "2000");
    kr_say_error(&buf, KR_NL, &error);
    is("‘Hoe u elkaar leerde kennen’: dit is te lang. Er is plaats voor 2000 tekens.");
    kr_fail(&error, KR_E_INVALID, "error.date", "a column", NULL);
    kr_say_error(&buf, KR_EN, &error);
    is("‘a column’: write a year or a date, such as 1998, July 1998 or 14-7-1998.");
    kr_fail_at(&error, KR_E_SYNTAX, "error.template", "{{#a}}", 3, 7);
    kr_say_error(&buf, KR_EN, &error);
    is("The layout of this page is not right: line 3, character 7, at ‘{{#a}}’.");
    error = (kr_error){0};
    kr_say_error(&buf, KR_NL, &error);
    is("Er ging iets mis. Probeer het nog een keer.");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_languages), cmocka_unit_test(test_lookup),   cmocka_unit_test(test_every_key),
        cmocka_unit_test(test_arguments), cmocka_unit_test(test_escaping), cmocka_unit_test(test_names),
        cmocka_unit_test(test_dates),     cmocka_unit_test(test_clock),    cmocka_unit_test(test_moments),
        cmocka_unit_test(test_counts),    cmocka_unit_test(test_errors),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
