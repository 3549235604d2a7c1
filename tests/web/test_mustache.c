/* What the official tests do not say about our templates: words, strict mode, limits, errors, memory; and
 * what they say about partials, parents and blocks, in cases of our own. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>

#include "json_model.h"
#include "web/mustache.h"

typedef struct shelf {
    kr_arena *arena;
    const char *const *partials; /* name, text, name, text, NULL */
} shelf;

static const kr_template *partial(void *context, kr_str name) {
    shelf *s = context;
    for (const char *const *p = s->partials; p && *p; p += 2) {
        kr_template *made = NULL;
        if (!kr_str_is(name, p[0])) continue;
        return kr_template_compile(&made, s->arena, kr_str_z(p[1]), NULL) == KR_OK ? made : NULL;
    }
    return NULL;
}

typedef struct trial {
    const char *text, *data;
    const char *const *partials;
    bool words, strict;
    kr_lang lang;
    size_t most;
} trial;

static kr_err try_in(kr_arena *arena, const trial *t, kr_str *out, kr_error *error) {
    kr_template *made;
    kr_err err = kr_template_compile(&made, arena, kr_str_z(t->text), error);
    if (err != KR_OK) return err;
    json_t *data = json_loads(t->data ? t->data : "{}", JSON_DECODE_ANY, NULL);
    assert_non_null(data);
    shelf s = {arena, t->partials};
    kr_render how = {
        .partial = partial, .partial_context = &s, .words = t->words, .lang = t->lang, .strict = t->strict};
    kr_buf buf;
    kr_buf_init(&buf, arena, t->most ? t->most : 1 << 20);
    const kr_model *model = model_of_json(arena, data);
    err = model ? kr_template_render(&buf, made, model, &how, error) : KR_E_MEMORY;
    if (err == KR_OK) err = kr_buf_end(&buf, out);
    /* joined to its partials beforehand it says the same */
    kr_str again = KR_NONE;
    kr_template_join(made, partial, &s);
    kr_buf_init(&buf, arena, 1 << 20);
    bool good = err == KR_OK;
    if (good) err = kr_template_render(&buf, made, model, &how, error);
    if (good && err == KR_OK) err = kr_buf_end(&buf, &again);
    json_decref(data); /* the model borrows its names */
    if (good && err == KR_OK) assert_true(kr_str_eq(*out, again));
    return err;
}

static void gives_with(trial t, const char *expected) {
    kr_arena arena;
    kr_arena_init(&arena, kr_heap(), 8 << 20);
    kr_error error = {0};
    kr_str got = KR_NONE;
    kr_err err = try_in(&arena, &t, &got, &error);
    if (err != KR_OK) fail_msg("%s (%s)", error.key, error.detail);
    char text[2000];
    assert_true(got.len < sizeof text);
    memcpy(text, got.ptr, got.len);
    text[got.len] = '\0';
    assert_string_equal(text, expected);
    kr_arena_dispose(&arena);
}

static kr_error fails_with(trial t, kr_err expected) {
    kr_arena arena;
    kr_arena_init(&arena, kr_heap(), 64 << 20);
    kr_error error = {0};
    kr_str got;
    assert_int_equal(try_in(&arena, &t, &got, &error), expected);
    kr_arena_dispose(&arena);
    return error;
}

#define PARTIALS(...) ((const char *const[]){__VA_ARGS__, NULL})

static void gives(const char *text, const char *data, const char *const *partials, const char *expected) {
    gives_with((trial){.text = text, .data = data, .partials = partials}, expected);
}

static void test_inverted(void **state) {
    (void)state;
    gives("{{^a}}none{{/a}}", "{\"a\":[]}", NULL, "none");
    gives("{{^a}}none{{/a}}", "{\"a\":false}", NULL, "none");
    gives("{{^a}}none{{/a}}", "{}", NULL, "none");
    gives("{{^a}}none{{/a}}", "{\"a\":null}", NULL, "none");
    gives("{{^a}}none{{/a}}", "{\"a\":[1]}", NULL, "");
    gives("{{^a.b}}none{{/a.b}}", "{\"a\":{\"b\":true}}", NULL, "");
    gives("x\n  {{^a}}  \n  none\n  {{/a}}\ny", "{}", NULL, "x\n  none\ny");
}

static void test_partials(void **state) {
    (void)state;
    gives("[{{>p}}]", "{\"a\":\"<\"}", PARTIALS("p", "{{a}}"), "[&lt;]");
    gives("[{{>gone}}]", NULL, NULL, "[]");
    gives(" {{>p}}\n|", NULL, PARTIALS("p", "a\n\nb\n"), " a\n\n b\n|");
    /* What comes from the model is not indented, what the partial says is; partials within partials add up.
     */
    gives("  {{>p}}\n", "{\"v\":\"1\\n2\"}", PARTIALS("p", "<\n{{{v}}}\n  {{>q}}\n>\n", "q", "q\nr"),
          "  <\n  1\n2\n    q\n    r  >\n");
    gives("  {{>p}}\n", "{\"s\":[1,2]}", PARTIALS("p", "{{#s}}\n{{.}};\n{{/s}}\n"), "  1;\n  2;\n");
    gives("  {{>p}}\n", "{\"s\":true}", PARTIALS("p", "{{#s}}a{{/s}}\n{{! x }}b\n"), "  a\n  b\n");
    gives("  {{>p}} tail\n", NULL, PARTIALS("p", "a\nb"), "  a\nb tail\n");
    gives("{{>p}}", "{\"c\":\"X\",\"n\":[{\"c\":\"Y\",\"n\":[]}]}",
          PARTIALS("p", "{{c}}<{{#n}}{{>p}}{{/n}}>"), "X<Y<>>");
    gives("|\r\n{{>p}}\r\n|", NULL, PARTIALS("p", ">"), "|\r\n>|");
    gives("{{=<% %>=}}<%>p%>{{x}}", "{\"x\":1}", PARTIALS("p", "{{x}}<%x%>"), "1<%x%>{{x}}");
}

static void test_parents(void **state) {
    (void)state;
    const char *const *layout =
        PARTIALS("page", "<{{$title}}Kring{{/title}}|{{$main}}{{/main}}>", "section",
                 "{{<page}}{{$title}}S{{/title}}{{$main}}({{$part}}-{{/part}}){{/main}}{{/page}}");
    gives("{{<page}}{{/page}}", NULL, layout, "<Kring|>");
    gives("{{<page}} noise {{x}} {{$main}}m{{/main}} noise {{/page}}", NULL, layout, "<Kring|m>");
    gives("{{<section}}{{$part}}p{{/part}}{{/section}}", NULL, layout, "<S|(p)>");
    gives("{{<section}}{{$title}}T{{/title}}{{/section}}", NULL, layout, "<T|(-)>");
    gives("{{<gone}}{{$a}}x{{/a}}{{/gone}}", NULL, layout, "");
    gives("{{<*which}}{{$main}}m{{/main}}{{/*which}}", "{\"which\":\"page\"}", layout, "<Kring|m>");
    /* The model of the place where the block appears. */
    gives("{{<p}}{{$b}}my {{x}}{{/b}}{{/p}}", "{\"x\":1,\"in\":{\"x\":2}}",
          PARTIALS("p", "{{#in}}{{$b}}{{/b}}{{/in}}"), "my 2");
    /* A block of the same name inside an override is another block. */
    gives("{{<page}}{{$main}}{{<box}}{{$main}}inner{{/main}}{{/box}}{{/main}}{{/page}}", NULL,
          PARTIALS("page", "<{{$main}}{{/main}}>", "box", "[{{$main}}{{/main}}]"), "<[inner]>");
}

static void test_indented_blocks(void **state) {
    (void)state;
    const char *const *page =
        PARTIALS("page", "a\n  {{$b}}\n  {{/b}}\nz\n", "said", "a\n{{$b}}\n    default\n{{/b}}\nz\n", "line",
                 "a\n  {{$b}}default{{/b}}\nz\n");
    gives("{{<page}}{{$b}}\n      one\n        two\n{{/b}}{{/page}}", NULL, page, "a\n  one\n    two\nz\n");
    gives("{{<said}}\n{{$b}}\none\n{{/b}}\n{{/said}}\n", NULL, page, "a\n    one\nz\n");
    gives("{{<line}}{{$b}}one{{/b}}{{/line}}", NULL, page, "a\n  one\nz\n");
    gives("{{<line}}{{$b}}\none\ntwo{{/b}}{{/line}}", NULL, page, "a\n  one\n  two\nz\n");
    gives("{{<line}}{{/line}}", NULL, page, "a\n  default\nz\n");
    gives("{{<said}}{{/said}}", NULL, page, "a\n    default\nz\n");
    gives("x\n {{<line}}{{$b}}\none\ntwo{{/b}}{{/line}}\ny", NULL, page, "x\n a\n   one\n   two\n z\ny");
    gives("x\n  {{<line}}\n  {{/line}}\ny", NULL, page, "x\n  a\n    default\n  z\ny");
    gives(" {{<line}}{{/line}} y", NULL, PARTIALS("line", "1\n2"), " 1\n2 y");
    /* A block in an override moves along with it. */
    const char *const *three = PARTIALS("top", "{{$b}}{{/b}}\n", "mid",
                                        "{{<top}}{{$b}}\n  one\n  {{$n}}\n    two\n  {{/n}}\n{{/b}}{{/top}}");
    gives("{{<mid}}{{$n}}\nthree\n{{/n}}{{/mid}}", NULL, three, "one\n  three\n\n");
    gives("{{<mid}}{{/mid}}", NULL, three, "one\n  two\n\n");
}

static void test_what_is_shown(void **state) {
    (void)state;
    gives("{{#a}}x{{/a}}{{#b}}x{{/b}}{{#c}}c{{/c}}", "{\"a\":\"\",\"b\":0,\"c\":\"no\"}", NULL, "c");
    gives("{{a}}{{b}}{{c}}", "{\"a\":[1],\"b\":{\"x\":1},\"c\":true}", NULL, "true");
}

static void test_words(void **state) {
    (void)state;
    trial t = {.text = "<p title=\"{{t.words.today}}\">{{t.words.and_others}}</p>",
               .data = "{\"n\":3}",
               .words = true};
    gives_with(t, "<p title=\"vandaag\">en 3 anderen</p>");
    t.lang = KR_EN;
    gives_with(t, "<p title=\"today\">and 3 others</p>");
    t.data = "{\"n\":1}";
    gives_with(t, "<p title=\"today\">and one other</p>");
    /* Arguments come from the frames as tags do, and are escaped. */
    t = (trial){.text = "{{#p}}{{t.words.clock}}{{/p}}",
                .data = "{\"hour\":14,\"p\":{\"minute\":\"<2\"}}",
                .words = true};
    gives_with(t, "14.&lt;2 uur");
    t.text = "{{t.no.such_key}}";
    gives_with(t, "no.such_key");
    /* Without words these are names like any other. */
    gives("{{t.names}}", "{\"t\":{\"names\":\"x\"}}", NULL, "x");
}

static void test_strict(void **state) {
    (void)state;
    assert_string_equal(fails_with((trial){.text = "{{gone}}", .strict = true}, KR_E_NOT_FOUND).detail,
                        "gone");
    fails_with((trial){.text = "{{a.gone}}", .data = "{\"a\":{}}", .strict = true}, KR_E_NOT_FOUND);
    fails_with((trial){.text = "{{>gone}}", .strict = true}, KR_E_NOT_FOUND);
    fails_with((trial){.text = "{{t.gone}}", .strict = true, .words = true}, KR_E_NOT_FOUND);
    kr_error error = fails_with(
        (trial){.text = "{{t.words.clock}}", .data = "{\"hour\":1}", .strict = true, .words = true},
        KR_E_NOT_FOUND);
    assert_string_equal(error.detail, "minute");
    gives_with((trial){.text = "{{a}}{{#gone}}{{/gone}}", .data = "{\"a\":null}", .strict = true}, "");
}

static void syntax(const char *text, unsigned line, unsigned column) {
    kr_error error = fails_with((trial){.text = text}, KR_E_SYNTAX);
    assert_string_equal(error.key, "error.template");
    assert_int_equal(error.line, line);
    assert_int_equal(error.column, column);
}

static void test_errors(void **state) {
    (void)state;
    syntax("ab\n {{name", 2, 2);
    syntax("{{#a}}", 1, 1);
    syntax("{{#a}}{{/b}}", 1, 7);
    syntax("x{{/a}}", 1, 2);
    syntax("{{}}", 1, 1);
    syntax("{{a b}}", 1, 1);
    syntax("{{=<% =}}", 1, 1);
    syntax("{{{a}}", 1, 1);
    syntax("{{<p}}{{$b}}{{/p}}", 1, 13);
}

static char *repeat(const char *what, size_t times) {
    size_t len = strlen(what);
    char *text = malloc(len * times + 1);
    assert_non_null(text);
    for (size_t i = 0; i < times; i++) memcpy(text + i * len, what, len);
    text[len * times] = '\0';
    return text;
}

static void test_limits(void **state) {
    (void)state;
    char *deep = repeat("{{#a}}", 100);
    fails_with((trial){.text = deep}, KR_E_LIMIT);
    free(deep);
    fails_with((trial){.text = "{{>p}}", .partials = PARTIALS("p", "x{{>p}}")}, KR_E_LIMIT);
    fails_with((trial){.text = "{{<p}}{{/p}}", .partials = PARTIALS("p", "{{<p}}{{$a}}{{/a}}{{/p}}")},
               KR_E_LIMIT);
    fails_with((trial){.text = "{{&a}}{{&a}}{{&a}}{{&a}}{{&a}}{{&a}}{{&a}}{{&a}}",
                       .data = "{\"a\":\"0123456789\"}",
                       .most = 70},
               KR_E_MEMORY);
    /* Text that looks like the beginning of much is read once. */
    char *wide = repeat("{{! x }} ", 50000);
    kr_arena arena;
    kr_arena_init(&arena, kr_heap(), 64 << 20);
    kr_template *made;
    assert_int_equal(kr_template_compile(&made, &arena, kr_str_z(wide), NULL), KR_OK);
    kr_arena_dispose(&arena);
    free(wide);
}

/* Every n-th allocation fails: an error, nothing lost. */
typedef struct failing {
    unsigned left, live;
} failing;

static void *fail_alloc(void *context, size_t size) {
    failing *f = context;
    if (f->left == 0) return NULL;
    f->left--;
    f->live++;
    return malloc(size);
}

static void fail_release(void *context, void *ptr) {
    failing *f = context;
    if (ptr) f->live--;
    free(ptr);
}

static void test_memory(void **state) {
    (void)state;
    char *big = repeat("<li>{{name}} {{#a}}{{t.words.today}}{{/a}}</li>\n  {{>p}}\n", 200);
    trial t = {.text = big,
               .data = "{\"name\":\"A\",\"a\":[1,2,3]}",
               .words = true,
               .partials = PARTIALS("p", "x\ny")};
    kr_err err = KR_E_MEMORY;
    unsigned n = 0;
    for (; err != KR_OK && n < 1000; n++) {
        failing f = {n, 0};
        kr_allocator allocator = {fail_alloc, fail_release, &f};
        kr_arena arena;
        kr_arena_init(&arena, &allocator, 64 << 20);
        kr_str got = KR_NONE;
        err = try_in(&arena, &t, &got, NULL);
        assert_true(err == KR_OK || err == KR_E_MEMORY);
        kr_arena_dispose(&arena);
        assert_int_equal(f.live, 0);
    }
    assert_int_equal(err, KR_OK);
    assert_true(n > 3);
    free(big);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_inverted),      cmocka_unit_test(test_partials),
        cmocka_unit_test(test_parents),       cmocka_unit_test(test_indented_blocks),
        cmocka_unit_test(test_what_is_shown), cmocka_unit_test(test_words),
        cmocka_unit_test(test_strict),        cmocka_unit_test(test_errors),
        cmocka_unit_test(test_limits),        cmocka_unit_test(test_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
