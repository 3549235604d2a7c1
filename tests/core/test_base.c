#include "core_help.h"

#include <math.h>
#include <stdio.h>

#include "core/num.h"
#include "core/utf8.h"

static void dates(void **state) {
    (void)state;
    kr_date date = 7;
    char text[11];
    assert_true(kr_date_parse(KR_STR("1998"), &date));
    assert_int_equal(date, 19980000);
    assert_true(kr_date_parse(KR_STR("2024-02-29"), &date));
    assert_int_equal(kr_date_text(date, text), 10);
    assert_string_equal(text, "2024-02-29");
    const char *wrong[] = {"",         "98",   "2023-02-29",  "2023-13", "2023-00",
                           "2023-1-1", "0000", "1998-07-14x", "1998-"};
    for (size_t i = 0; i < KR_COUNT(wrong); i++) {
        date = 7;
        assert_false(kr_date_parse(kr_str_z(wrong[i]), &date));
        assert_int_equal(date, 7);
    }
    /* Known days from the calendar. */
    assert_int_equal(kr_date_of(0), 19700101);
    assert_int_equal(kr_date_of(-1), 19691231);
    assert_int_equal(kr_date_of(951782400000), 20000229);
    assert_int_equal(kr_date_of(1795219200000), 20261121);
}

static void text(void **state) {
    (void)state;
    assert_true(kr_str_eq(kr_str_trim(KR_STR("\xc2\xa0 Jan \t\n")), KR_STR("Jan")));
    assert_true(kr_utf8_valid(KR_STR("Ünal – ğ 🙂")));
    assert_false(kr_utf8_valid(KR_STR("\xc0\xaf")));
    assert_false(kr_utf8_valid(KR_STR("\xed\xa0\x80")));
    assert_false(kr_utf8_valid(KR_STR("\xf5\x80\x80\x80")));
    assert_false(kr_utf8_valid(kr_str_n("a\0b", 3)));
    assert_int_equal(kr_utf8_count(KR_STR("Ünal🙂")), 5);
    assert_true(kr_utf8_collate(KR_STR("Émile"), KR_STR("Eva")) < 0);
    assert_true(kr_utf8_collate(KR_STR("ödön"), KR_STR("Zoë")) < 0);
    assert_int_equal(kr_utf8_collate(KR_STR("Sanne"), KR_STR("Sanne")), 0);
    kr_id id = 5;
    assert_false(kr_id_parse(KR_STR("00000000000000G1"), &id));
    assert_true(kr_id_parse(KR_STR("00000000000000f1"), &id));
    assert_int_equal(id, 0xf1);
    int64_t number = 3;
    assert_false(kr_str_int(KR_STR("9223372036854775808"), &number));
    assert_false(kr_str_int(KR_STR("12a"), &number));
    assert_int_equal(number, 3);
    assert_true(kr_str_int(KR_STR("-12"), &number));
    assert_int_equal(number, -12);
}

static void initials(void **state) {
    (void)state;
    static const char *const pairs[][2] = {{"Sanne", "Sa"},
                                           {"Corrie van Dam", "CD"},
                                           {"de mevrouw van de koffie", "mk"},
                                           {"Dr. Bakker", "DB"},
                                           {"’s", "s"},
                                           {"de", "de"},
                                           {"Ünal", "Ün"},
                                           {"14", "14"}};
    for (size_t i = 0; i < KR_COUNT(pairs); i++) {
        kr_arena arena;
        kr_arena_init(&arena, kr_heap(), 4096);
        kr_buf buf;
        kr_str out;
        kr_buf_init(&buf, &arena, 64);
        kr_put_initials(&buf, kr_str_z(pairs[i][0]));
        assert_int_equal(kr_buf_end(&buf, &out), KR_OK);
        assert_memory_equal(out.ptr, pairs[i][1], strlen(pairs[i][1]));
        assert_int_equal(out.len, strlen(pairs[i][1]));
        kr_arena_dispose(&arena);
    }
}

/* What no XML reader may be given is left out or replaced; all else, of any script, stays. */
static void text_for_xml(void **state) {
    (void)state;
    static const char *const pairs[][2] = {{"a<b>&\"'", "a&lt;b&gt;&amp;&quot;&#39;"},
                                           {"a\x01\x1b\x7f\nb", "a\nb"},
                                           {"Zoë 👩‍👧 שלום", "Zoë 👩‍👧 שלום"},
                                           {"\xEF\xBF\xBEx\xEF\xBF\xBF", "\xEF\xBF\xBDx\xEF\xBF\xBD"},
                                           {"\xEF\xB7\x90", "\xEF\xBF\xBD"},
                                           {"\xEF\xB7\xB0", "\xEF\xB7\xB0"},
                                           {"\xF0\x9F\xBF\xBE<", "\xEF\xBF\xBD&lt;"},
                                           {"\xF4\x8F\xBF\xBF", "\xEF\xBF\xBD"},
                                           {"\xEF\xBF\xBD", "\xEF\xBF\xBD"}};
    for (size_t i = 0; i < KR_COUNT(pairs); i++) {
        kr_arena arena;
        kr_buf buf;
        kr_str out;
        kr_arena_init(&arena, kr_heap(), 4096);
        kr_buf_init(&buf, &arena, 200);
        kr_put_xml(&buf, kr_str_z(pairs[i][0]));
        assert_int_equal(kr_buf_end(&buf, &out), KR_OK);
        assert_int_equal(out.len, strlen(pairs[i][1]));
        assert_memory_equal(out.ptr, pairs[i][1], out.len);
        kr_arena_dispose(&arena);
    }
}

/* Each byte that needs care at each place of a text that is looked at sixteen bytes at a time. */
static void text_for_xml_anywhere(void **state) {
    static const char *const cares[] = {"<",    ">",    "&",    "\"", "'",
                                        "\x01", "\x1f", "\x7f", "\n", "\xEF\xBF\xBE"};
    static const char *const wants[] = {"&lt;", "&gt;", "&amp;", "&quot;", "&#39;",
                                        "",     "",     "",      "\n",     "\xEF\xBF\xBD"};
    static const char filling[] =
        "De buurvrouw van nummer zeventien, een gezellige ti\xC3\xA9n keer per jaar";
    (void)state;
    kr_arena arena;
    kr_arena_init(&arena, kr_heap(), 1 << 20);
    for (size_t c = 0; c < KR_COUNT(cares); c++)
        for (size_t len = 0; len < 50; len++)
            for (size_t at = 0; at <= len; at++) {
                char in[200], want[200];
                kr_buf buf;
                kr_str out;
                snprintf(in, sizeof in, "%.*s%s%.*s%s", (int)at, filling, cares[c], (int)(len - at), filling,
                         at % 2 ? cares[c] : "");
                snprintf(want, sizeof want, "%.*s%s%.*s%s", (int)at, filling, wants[c], (int)(len - at),
                         filling, at % 2 ? wants[c] : "");
                kr_buf_init(&buf, &arena, 400);
                kr_put_xml(&buf, kr_str_z(in));
                assert_int_equal(kr_buf_end(&buf, &out), KR_OK);
                assert_true(kr_str_is(out, want));
                kr_arena_reset(&arena);
            }
    kr_arena_dispose(&arena);
}

static void buffers_have_a_maximum(void **state) {
    (void)state;
    kr_arena arena;
    kr_arena_init(&arena, kr_heap(), 4096);
    kr_buf buf;
    kr_str out = KR_STR("as it was");
    kr_buf_init(&buf, &arena, 10);
    kr_put_z(&buf, "twaalf tekens");
    kr_put_z(&buf, "x");
    assert_int_equal(kr_buf_end(&buf, &out), KR_E_LIMIT);
    assert_true(kr_str_is(out, "as it was"));
    assert_null(kr_arena_alloc(&arena, 5000));
    assert_null(kr_arena_array(&arena, SIZE_MAX / 2, 4));
    kr_arena_dispose(&arena);
}

/* The oracle is printf of the C library. */
static void numbers_in_text(void **state) {
    (void)state;
    kr_arena arena;
    kr_arena_init(&arena, kr_heap(), 1 << 20);
    for (int i = -12000; i <= 12000; i++) {
        /* thirds do not stand between two hundredths; quarters and whole numbers do not either */
        double value = i % 3 ? i / 7.0 : i % 2 ? i / 4.0 : i * 1.0;
        char want[64];
        snprintf(want, sizeof want, "%.2f", value);
        char *end = want + strlen(want);
        while (end[-1] == '0') *--end = '\0';
        if (end[-1] == '.') *--end = '\0';
        if (strcmp(want, "-0") == 0) want[0] = '0', want[1] = '\0';
        kr_buf buf;
        kr_str out;
        kr_buf_init(&buf, &arena, 64);
        kr_put_num(&buf, value);
        assert_int_equal(kr_buf_end(&buf, &out), KR_OK);
        assert_true(kr_str_is(out, want));
        kr_arena_reset(&arena);
    }
    kr_arena_dispose(&arena);
}

static void close_to(double ours, double theirs) {
    assert_true(fabs(ours - theirs) <= 1e-12 * fmax(1.0, fabs(theirs)));
}

/* The oracle is the C library's own mathematics. */
static void arithmetic(void **state) {
    (void)state;
    for (double x = -2000; x < 2000; x += 0.731) {
        close_to(kr_sin(x), sin(x));
        close_to(kr_cos(x), cos(x));
        close_to(kr_atan2(x, 3), atan2(x, 3));
        close_to(kr_atan2(-2, x), atan2(-2, x));
        if (x > 0) close_to(kr_log(x), log(x));
        if (x > -40 && x < 40) close_to(kr_exp(x), exp(x));
    }
}

typedef struct item {
    int key, order;
} item;

static int by_key(const void *a, const void *b, void *context) {
    (void)context;
    return ((const item *)a)->key - ((const item *)b)->key;
}

static void sorting_is_stable(void **state) {
    (void)state;
    item items[777], scratch[777];
    uint32_t seed = 5;
    for (int i = 0; i < 777; i++) {
        seed = seed * 1664525u + 1013904223u;
        items[i] = (item){(int)(seed >> 28), i};
    }
    kr_sort(items, 777, sizeof *items, by_key, NULL, scratch);
    for (int i = 1; i < 777; i++) {
        assert_true(items[i - 1].key <= items[i].key);
        if (items[i - 1].key == items[i].key) assert_true(items[i - 1].order < items[i].order);
    }
}

/* Numbers in the schema are permanent: unique, without gaps, choices below 32, every set and choice with a
 * list. */
static void schema_is_sound(void **state) {
    (void)state;
    size_t count;
    const kr_field *fields = kr_schema_fields(&count);
    for (size_t i = 0; i < count; i++) {
        const kr_field *f = &fields[i];
        bool first = i == 0 || fields[i - 1].kind != f->kind;
        assert_int_equal(f->number, first ? 1 : fields[i - 1].number + 1);
        assert_true(f->number < 64);
        assert_ptr_equal(kr_schema_field(f->kind, f->number), f);
        assert_ptr_equal(kr_schema_field_named(f->kind, kr_str_z(f->name)), f);
        assert_true((f->type == KR_CHOICE || f->type == KR_SET) == (f->list != NULL));
        for (size_t c = 0; f->list && c < f->list->count; c++) {
            unsigned number = f->list->choices[c].number;
            assert_int_equal(number, c + 1);
            assert_true(number < 32);
            assert_int_equal(kr_choice_named(f->list, kr_str_z(kr_choice_name(f->list, number))), number);
        }
    }
    assert_null(kr_schema_field(KR_KIND_person, 999));
    assert_null(kr_kind_name((kr_kind)99));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dates),
        cmocka_unit_test(text),
        cmocka_unit_test(initials),
        cmocka_unit_test(text_for_xml),
        cmocka_unit_test(text_for_xml_anywhere),
        cmocka_unit_test(buffers_have_a_maximum),
        cmocka_unit_test(numbers_in_text),
        cmocka_unit_test(arithmetic),
        cmocka_unit_test(sorting_is_stable),
        cmocka_unit_test(schema_is_sound),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
