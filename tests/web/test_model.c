/* The model of a page: what was put is found again, in its order and as JSON; names with many beside them;
 * bytes that are no text; memory that runs out at every place. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>

#include "core/utf8.h"
#include "json_model.h"
#include "web/mustache.h"

static kr_arena arena;

static int begin(void **state) {
    (void)state;
    kr_arena_init(&arena, kr_heap(), 64 << 20);
    return 0;
}

static int end(void **state) {
    (void)state;
    kr_arena_dispose(&arena);
    return 0;
}

static kr_str json_of(const kr_model *model) {
    kr_buf out;
    kr_str text = KR_NONE;
    kr_buf_init(&out, &arena, 16 << 20);
    kr_model_json(&out, model);
    assert_int_equal(kr_buf_end(&out, &text), KR_OK);
    return text;
}

static void is(const kr_model *model, const char *expected) {
    kr_str text = kr_arena_copy(&arena, json_of(model));
    assert_non_null(text.ptr);
    assert_string_equal(text.ptr, expected);
}

static void test_kinds(void **state) {
    (void)state;
    kr_model *root = kr_model_make(&arena);
    is(root, "{}");
    kr_put_text(root, "text", KR_STR("a\"b\\c\nd\x01/\x7f\xc3\xa9"));
    kr_put_number(root, "number", INT64_MIN);
    kr_put_bool(root, "yes", true);
    kr_put_bool(root, "no", false);
    kr_put_null(root, "null");
    kr_put_markup(root, "markup", KR_STR("<b>"));
    kr_model *list = kr_put_array(root, "list");
    kr_put_number(list, NULL, 1);
    kr_put_text(list, NULL, KR_NONE);
    kr_put_number(kr_add_object(list), "in", 2);
    kr_put_array(root, "empty");
    is(root, "{\"text\":\"a\\\"b\\\\c\\nd\\u0001/\x7f\xc3\xa9\",\"number\":-9223372036854775808,\"yes\":true,"
             "\"no\":false,\"null\":null,\"markup\":\"<b>\",\"list\":[1,\"\",{\"in\":2}],\"empty\":[]}");
    assert_int_equal(kr_model_count(root), 8);
    assert_int_equal(kr_model_count(list), 3);
    assert_int_equal(kr_model_count(kr_model_get(root, "text")), 0);
    assert_ptr_equal(kr_model_get(root, "list"), list);
    assert_int_equal(kr_model_get(kr_model_last(list), "in")->as.number, 2);
    assert_null(kr_model_last(kr_model_get(root, "empty")));
    assert_null(kr_model_get(list, "in"));
    assert_null(kr_model_get(root, "tex"));
    assert_null(kr_model_get(NULL, "x"));
    assert_int_equal(kr_model_ok(root), KR_OK);
    assert_int_equal(kr_model_ok(list), KR_OK);
}

/* Another library reads the same from it. */
static void test_json(void **state) {
    (void)state;
    kr_model *root = kr_model_make(&arena);
    char every[256];
    for (int i = 0; i < 128; i++) every[i] = (char)i;
    kr_put_text(root, "every", kr_str_n(every, 128));
    kr_str text = json_of(root);
    json_t *read = json_loadb(text.ptr, text.len, JSON_ALLOW_NUL, NULL);
    const json_t *got = json_object_get(read, "every");
    assert_int_equal(json_string_length(got), 128);
    assert_memory_equal(json_string_value(got), every, 128);
    json_decref(read);
}

static void test_nothing(void **state) {
    (void)state;
    kr_put_text(NULL, "a", KR_STR("x"));
    kr_put_markup(NULL, "a", KR_STR("x"));
    kr_put_number(NULL, "a", 1);
    kr_put_bool(NULL, "a", true);
    kr_put_null(NULL, "a");
    kr_put_lost(NULL);
    assert_null(kr_put_object(NULL, "a"));
    assert_null(kr_put_array(NULL, "a"));
    assert_null(kr_add_object(NULL));
    assert_int_equal(kr_model_ok(NULL), KR_E_MEMORY);
    assert_int_equal(kr_model_count(NULL), 0);
    assert_null(kr_model_first(NULL));
}

/* As many as make tables grow, and each put twice: the later value stands in the place of the first. */
static void test_many(void **state) {
    (void)state;
    static char names[1000][8];
    for (size_t most = 1; most <= 1000; most += 1 + most / 3) {
        kr_model *root = kr_model_make(&arena);
        for (size_t i = 0; i < most; i++) {
            snprintf(names[i], sizeof names[i], "n%zu", i);
            kr_put_number(root, names[i], -1);
        }
        for (size_t i = most; i-- > 0;) kr_put_number(root, names[i], (int64_t)i);
        assert_int_equal(kr_model_count(root), most);
        int64_t at = 0;
        for (const kr_member *m = kr_model_first(root); m; m = m->next, at++) {
            assert_int_equal(m->value.as.number, at);
            assert_ptr_equal(kr_model_get(root, names[at]), &m->value);
        }
        assert_null(kr_model_get(root, "n1000"));
        assert_null(kr_model_get(root, ""));
    }
}

/* The texts of the caller may go at once, of any length. */
static void test_copies(void **state) {
    (void)state;
    kr_model *list = kr_put_array(kr_model_make(&arena), "list");
    char text[3000];
    for (size_t len = 0; len < sizeof text; len += 1 + len / 7) {
        memset(text, 'a', len);
        if (len > 1) memcpy(text + len - 2, "\xc3\xab", 2);
        kr_put_text(list, NULL, kr_str_n(text, len));
        memset(text, 'z', sizeof text);
        const kr_model *kept = kr_model_last(list);
        assert_int_equal(kept->len, len);
        for (size_t i = 0; i + 2 < len; i++) assert_int_equal(kept->as.text[i], 'a');
        if (len > 1) assert_memory_equal(kept->as.text + len - 2, "\xc3\xab", 2);
    }
}

static void test_not_text(void **state) {
    (void)state;
    static const char *const texts[][2] = {{"\xff", "\xef\xbf\xbd"},
                                           {"abcdefgh\xc3", "abcdefgh\xef\xbf\xbd"},
                                           {"a\xc0\xaf", "a\xef\xbf\xbd\xef\xbf\xbd"},
                                           {"\xed\xa0\x80z", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbdz"},
                                           {"12345678\x80", "12345678\xef\xbf\xbd"},
                                           {"na\xc3\xafve", "na\xc3\xafve"}};
    for (size_t i = 0; i < KR_COUNT(texts); i++) {
        kr_model *root = kr_model_make(&arena);
        kr_put_text(root, "t", kr_str_z(texts[i][0]));
        const kr_model *kept = kr_model_get(root, "t");
        assert_int_equal(kept->len, strlen(texts[i][1]));
        assert_memory_equal(kept->as.text, texts[i][1], kept->len);
        assert_true(kr_utf8_valid(kr_str_n(kept->as.text, kept->len)));
    }
}

static void test_hash(void **state) {
    (void)state;
    /* not the bytes alone, also how many; and every byte counts, wherever it stands */
    char text[40];
    for (size_t len = 0; len < sizeof text; len++) {
        memset(text, 0, sizeof text);
        uint32_t plain = kr_hash(kr_str_n(text, len));
        assert_int_not_equal(plain, kr_hash(kr_str_n(text, len + 1 < sizeof text ? len + 1 : 0)));
        for (size_t i = 0; i < len; i++) {
            text[i] = 1;
            assert_int_not_equal(kr_hash(kr_str_n(text, len)), plain);
            text[i] = 0;
        }
    }
}

/* Puts of every kind, within so many bytes. */
static kr_err fill(kr_arena *within) {
    static char names[40][8];
    static char large[2000];
    kr_model *root = kr_model_make(within);
    memset(large, 'x', sizeof large - 1);
    for (size_t i = 0; i < KR_COUNT(names); i++) {
        snprintf(names[i], sizeof names[i], "n%zu", i);
        kr_put_text(root, names[i], KR_STR("some text that is not short"));
    }
    kr_put_text(root, "large", kr_str_z(large));
    kr_put_text(root, "bad", KR_STR("\xff\xff"));
    kr_model *list = kr_put_array(root, "list");
    for (int i = 0; i < 60; i++) {
        kr_model *object = kr_add_object(list);
        kr_put_number(object, "n", i);
        kr_put_bool(kr_put_object(object, "o"), "b", true);
    }
    if (kr_model_ok(root) != KR_OK) return KR_E_MEMORY;
    assert_int_equal(kr_model_count(root), KR_COUNT(names) + 3);
    assert_int_equal(kr_model_count(list), 60);
    for (size_t i = 0; i < KR_COUNT(names); i++) assert_int_equal(kr_model_get(root, names[i])->len, 27);
    for (const kr_member *m = kr_model_first(list); m; m = m->next) {
        assert_int_equal(kr_model_count(&m->value), 2);
        assert_int_equal(kr_model_get(kr_model_get(&m->value, "o"), "b")->kind, KR_MODEL_TRUE);
    }
    return KR_OK;
}

/* Whole, or an error: never something in between that says it is well. */
static void test_memory(void **state) {
    (void)state;
    assert_int_equal(fill(&arena), KR_OK);
    size_t needed = arena.used;
    for (size_t limit = 0; limit < needed; limit += 16) {
        kr_arena small;
        kr_arena_init(&small, kr_heap(), limit);
        assert_int_equal(fill(&small), KR_E_MEMORY);
        kr_arena_dispose(&small);
    }
}

static void draw(kr_buf *out, const void *what) {
    kr_put_z(out, what);
}

/* Written where it is asked for, as it is or as text; what does not fit there is an error there. */
static void test_written(void **state) {
    static const char *const cases[][2] = {{"{{{svg}}}", "<svg a=\"b\">"},
                                           {"{{&svg}}", "<svg a=\"b\">"},
                                           {"{{svg}}", "&lt;svg a=&quot;b&quot;&gt;"},
                                           {"{{#svg}}x{{/svg}}", "x"},
                                           {"{{^svg}}x{{/svg}}", ""}};
    (void)state;
    kr_model *root = kr_model_make(&arena);
    kr_put_drawn(root, "svg", draw, "<svg a=\"b\">");
    assert_int_equal(kr_model_ok(root), KR_OK);
    kr_render how = {.strict = true};
    for (size_t i = 0; i < KR_COUNT(cases); i++) {
        kr_template *made;
        kr_str said;
        kr_buf out;
        kr_buf_init(&out, &arena, 100);
        assert_int_equal(kr_template_compile(&made, &arena, kr_str_z(cases[i][0]), NULL), KR_OK);
        assert_int_equal(kr_template_render(&out, made, root, &how, NULL), KR_OK);
        assert_int_equal(kr_buf_end(&out, &said), KR_OK);
        assert_true(kr_str_is(said, cases[i][1]));
        kr_buf_init(&out, &arena, 5);
        if (i < 3) assert_int_equal(kr_template_render(&out, made, root, &how, NULL), KR_E_MEMORY);
    }
    kr_buf json;
    kr_str said;
    kr_buf_init(&json, &arena, 100);
    kr_model_json(&json, root);
    assert_int_equal(kr_buf_end(&json, &said), KR_OK);
    assert_true(kr_str_is(said, "{\"svg\":\"<svg a=\\\"b\\\">\"}"));
    kr_buf_init(&json, &arena, 12);
    kr_model_json(&json, root);
    assert_int_equal(kr_buf_end(&json, &said), KR_E_LIMIT);
}

/* What was lost stays lost, also when there is memory again. */
static void test_lost(void **state) {
    (void)state;
    kr_model *root = kr_model_make(&arena), *list = kr_put_array(root, "list");
    kr_put_lost(kr_add_object(list));
    assert_int_equal(kr_model_ok(root), KR_E_MEMORY);
    kr_put_bool(root, "b", true);
    assert_int_equal(kr_model_ok(root), KR_E_MEMORY);
    assert_int_equal(kr_model_ok(list), KR_E_MEMORY);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_kinds, begin, end),
        cmocka_unit_test_setup_teardown(test_json, begin, end),
        cmocka_unit_test_setup_teardown(test_nothing, begin, end),
        cmocka_unit_test_setup_teardown(test_many, begin, end),
        cmocka_unit_test_setup_teardown(test_copies, begin, end),
        cmocka_unit_test_setup_teardown(test_not_text, begin, end),
        cmocka_unit_test_setup_teardown(test_hash, begin, end),
        cmocka_unit_test_setup_teardown(test_memory, begin, end),
        cmocka_unit_test_setup_teardown(test_written, begin, end),
        cmocka_unit_test_setup_teardown(test_lost, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
