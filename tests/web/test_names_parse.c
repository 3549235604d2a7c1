/* What one field of naming makes of what people write and paste. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "web/pages.h"

static void expect(const char *text, const char *wanted) {
    kr_named names[40];
    char got[4096];
    size_t at = 0, count = kr_names_parse(kr_str_z(text), names, 40);
    for (size_t i = 0; i < count; i++) {
        assert_true(at + names[i].name.len + names[i].remark.len + 4 < sizeof got);
        memcpy(got + at, names[i].name.ptr, names[i].name.len);
        at += names[i].name.len;
        if (names[i].remark.len) {
            got[at++] = '=';
            memcpy(got + at, names[i].remark.ptr, names[i].remark.len);
            at += names[i].remark.len;
        }
        got[at++] = '|';
    }
    got[at] = '\0';
    assert_string_equal(got, wanted);
}

static void test_one(void **state) {
    (void)state;
    expect("Sanne", "Sanne|");
    expect("  Sanne  ", "Sanne|");
    expect("de mevrouw van de markt", "de mevrouw van de markt|");
    expect("", "");
    expect(" , ;\n , ", "");
}

static void test_rows(void **state) {
    (void)state;
    expect("Sanne, Bram,Corrie", "Sanne|Bram|Corrie|");
    expect("Sanne; Bram; Corrie", "Sanne|Bram|Corrie|");
    expect("Sanne\nBram\r\nCorrie\n", "Sanne|Bram|Corrie|");
    expect("Sanne\tBram", "Sanne|Bram|");
    expect("1. Sanne\n2) Bram\n- Corrie\n* Kees\n\xe2\x80\xa2 Riet", "Sanne|Bram|Corrie|Kees|Riet|");
    expect("14", "14|");
}

static void test_remarks(void **state) {
    (void)state;
    expect("Corrie (heeft de sleutel)", "Corrie=heeft de sleutel|");
    expect("Corrie (heeft de sleutel, en de kat), Bram", "Corrie=heeft de sleutel, en de kat|Bram|");
    expect("Jan: buurman, van beneden, Piet", "Jan=buurman, van beneden|Piet|");
    expect("Jan: buurman; Piet: zoon", "Jan=buurman|Piet=zoon|");
    expect("Jan (nog niet dicht", "Jan=nog niet dicht|");
    expect("(zonder naam)", "(zonder naam)|");
    expect("Jan:", "Jan|");
    expect("Jan: buur, \xc3\x89lise", "Jan=buur|\xc3\x89lise|");
}

static void test_limits(void **state) {
    (void)state;
    static char text[300001];
    kr_named names[7];
    for (size_t i = 0; i < 300000; i++) text[i] = i % 2 ? ',' : 'a';
    assert_int_equal(kr_names_parse(kr_str_n(text, 300000), names, 7), 7);
    memset(text, 'b', 300000);
    assert_int_equal(kr_names_parse(kr_str_n(text, 300000), names, 7), 1);
    assert_int_equal(names[0].name.len, 200);
    /* A comma after a colon looks ahead over spaces only as far as the next letter. */
    memset(text, ' ', 300000);
    text[0] = 'a', text[1] = ':';
    for (size_t i = 2; i < 300000; i += 100) text[i] = ',';
    assert_int_equal(kr_names_parse(kr_str_n(text, 300000), names, 7), 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_one), cmocka_unit_test(test_rows),
                                       cmocka_unit_test(test_remarks), cmocka_unit_test(test_limits)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
