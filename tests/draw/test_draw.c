/* The parts of the drawing room one by one: widths, the writer, the legend, golden drawings, running out of
 * memory. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "draw/scene.h"
#include "made.h"

static bool holds(kr_str text, const char *part) {
    return kr_str_find(text, kr_str_z(part)) != SIZE_MAX;
}

static size_t times(kr_str text, const char *part) {
    size_t n = 0, len = strlen(part);
    for (size_t at; (at = kr_str_find(text, kr_str_z(part))) != SIZE_MAX; n++)
        text = kr_str_n(text.ptr + at + len, text.len - at - len);
    return n;
}

static void test_names(void **state) {
    (void)state;
    for (int as = KR_DRAW_LENSINK; as <= KR_DRAW_ECOGRAM; as++)
        assert_int_equal(kr_drawing_named(kr_str_z(kr_drawing_name((kr_drawing)as))), as);
    assert_int_equal(kr_drawing_named(KR_STR("kwadrant")), 0);
    assert_null(kr_drawing_name((kr_drawing)0));
}

/* From the font itself, read by another program (fontTools): A 613, n 550, ellipsis 781, bold A 634 is not
 * given there. */
static void test_width(void **state) {
    (void)state;
    assert_true(kr_text_width(KR_NONE, 400) == 0);
    assert_float_equal(kr_text_width(KR_STR("An"), 400), 0.613 + 0.550, 0.02);
    assert_true(kr_text_width(KR_STR("Annie"), 700) > kr_text_width(KR_STR("Annie"), 400));
    assert_float_equal(kr_text_width(KR_STR("\xe6\xbc\xa2"), 400), 1.0, 1e-9); /* no such glyph: one em */
    assert_float_equal(kr_text_width(KR_STR("e\xcc\x81"), 400), kr_text_width(KR_STR("e"), 400),
                       1e-9);                                              /* a mark takes no room */
    assert_float_equal(kr_text_width(KR_STR("\xff\xff"), 400), 2.0, 1e-9); /* bad bytes: two unknown glyphs */
}

static kr_str draw(kr_arena *arena, const kr_network *net, const kr_draw_options *options, bool alone) {
    kr_scene *scene;
    kr_buf out;
    kr_str svg;
    assert_int_equal(kr_scene_make(&scene, arena, net, options, NULL), KR_OK);
    kr_buf_init(&out, arena, 1 << 24);
    kr_scene_svg(&out, scene, alone);
    assert_int_equal(kr_buf_end(&out, &svg), KR_OK);
    return svg;
}

static void test_accessible(void **state) {
    (void)state;
    kr_arena arena;
    kr_arena_init(&arena, kr_heap(), 64 << 20);
    kr_network net = made_network(&arena, 11, 12, 0);
    ((kr_person *)(uintptr_t)net.alters[0].person)->name = KR_STR("<b>\"Corrie\" & co</b>");
    for (int as = KR_DRAW_LENSINK; as <= KR_DRAW_ECOGRAM; as++) {
        kr_draw_options options = {.as = (kr_drawing)as, .layers = KR_LAYER_ALL, .text = made_words};
        options.link_prefix = KR_STR("/k/1/p/");
        options.selected = net.alters[3].person->id;
        kr_str page = draw(&arena, &net, &options, false), file = draw(&arena, &net, &options, true);
        assert_true(kr_str_starts(page, KR_STR("<svg")));
        assert_true(holds(page, "role=\"group\" aria-labelledby=") && holds(page, "<title id=") &&
                    holds(page, "<desc id="));
        assert_int_equal(times(page, "role=\"listitem\""), 12);
        assert_int_equal(times(page, "<a class="), 12);
        assert_int_equal(times(page, " href=\"/k/1/p/"), 12);
        assert_int_equal(times(page, "aria-current=\"true\""), 1);
        assert_false(holds(page, "style=") || holds(page, "<style") || holds(page, "<b>") ||
                     holds(page, "<script"));
        assert_true(holds(page, "&lt;b&gt;&quot;Corrie&quot; &amp; co&lt;/b&gt;"));
        assert_true(kr_str_starts(file, KR_STR("<?xml")) && holds(file, "<style>") && holds(file, "xmlns="));
        assert_false(holds(file, " href=") || holds(file, "url(") || holds(file, "http://localhost"));
        assert_int_equal(times(page, "<g"), times(page, "</g>"));
    }
    kr_arena_dispose(&arena);
}

/* A circle with nobody in it yet, and one without even a person in the middle. */
static void test_empty(void **state) {
    (void)state;
    kr_arena arena;
    kr_arena_init(&arena, kr_heap(), 64 << 20);
    kr_network net = made_network(&arena, 2, 0, 0), none = {.n = 0};
    for (int as = KR_DRAW_LENSINK; as <= KR_DRAW_ECOGRAM; as++) {
        for (int paper = 0; paper < 3; paper++) {
            kr_draw_options options = {
                .as = (kr_drawing)as, .layers = KR_LAYER_ALL, .paper = (kr_paper)paper, .text = made_words};
            assert_true(holds(draw(&arena, &net, &options, true), net.ego->name.ptr));
            assert_true(holds(draw(&arena, &none, &options, true), ">Ik</text>"));
            options.text = NULL;
            assert_true(kr_str_starts(draw(&arena, &none, &options, false), KR_STR("<svg")));
        }
    }
    kr_buf out;
    kr_buf_init(&out, &arena, 1 << 20);
    assert_int_equal(kr_atlas_svg(&out, &arena, &none, NULL, 0, true, NULL, NULL), KR_OK);
    assert_int_equal(kr_seed_svg(&out, &arena, &none, 0, KR_NONE, KR_NONE), KR_OK);
    assert_int_equal(kr_change_svg(&out, &arena, &none, NULL, 0, true, NULL, NULL), KR_OK);
    kr_arena_dispose(&arena);
}

static void test_spots(void **state) {
    (void)state;
    kr_arena arena;
    kr_arena_init(&arena, kr_heap(), 64 << 20);
    kr_network net = made_network(&arena, 4, 6, 0);
    kr_draw_options options = {
        .as = KR_DRAW_LENSINK, .text = made_words, .spot_prefix = KR_STR("/k/1/place?who=2&")};
    kr_str svg = draw(&arena, &net, &options, false);
    assert_int_equal(times(svg, "class=\"m-spot\""), 16);
    assert_true(
        holds(svg, "href=\"/k/1/place?who=2&amp;ring=4&amp;area=3\" aria-label=\"Hulpverleners, Diensten\""));
    kr_arena_dispose(&arena);
}

static void test_private(void **state) {
    (void)state;
    kr_arena arena;
    kr_arena_init(&arena, kr_heap(), 64 << 20);
    kr_network net = made_network(&arena, 4, 6, 0);
    for (size_t i = 0; i < net.n; i++) {
        if (net.alters[i].tie) ((kr_tie *)(uintptr_t)net.alters[i].tie)->private_mark = KR_yesno_yes;
    }
    kr_draw_options options = {.as = KR_DRAW_LENSINK, .layers = KR_LAYER_ALL, .text = made_words};
    assert_true(holds(draw(&arena, &net, &options, false), "m-lock"));
    options.paper = KR_A4;
    kr_str paper = draw(&arena, &net, &options, false);
    assert_false(holds(paper, "m-lock") || holds(paper, "Alleen voor u"));
    kr_arena_dispose(&arena);
}

static void test_legend(void **state) {
    (void)state;
    kr_arena arena;
    kr_arena_init(&arena, kr_heap(), 64 << 20);
    kr_network net = made_network(&arena, 21, 60, 0), empty = {.n = 0};
    for (int as = KR_DRAW_LENSINK; as <= KR_DRAW_ECOGRAM; as++) {
        kr_draw_options options = {.as = (kr_drawing)as, .layers = KR_LAYER_ALL, .text = made_words};
        kr_legend_entry entries[40];
        size_t n = kr_legend(entries, 40, &net, &options);
        assert_true(n > 4 && n <= 40);
        assert_int_equal(kr_legend(entries, 40, &empty, &options), 0);
        n = kr_legend(entries, 40, &net, &options);
        for (size_t i = 0; i < n; i++) {
            kr_buf out;
            kr_str svg;
            kr_buf_init(&out, &arena, 4096);
            kr_legend_symbol(&out, entries[i].symbol, made_words, NULL);
            assert_int_equal(kr_buf_end(&out, &svg), KR_OK);
            assert_true(kr_str_starts(svg, KR_STR("<svg")) && kr_str_ends(svg, KR_STR("</svg>")) &&
                        svg.len > 105);
            /* Everything in the legend is said by the catalogue. */
            assert_false(kr_str_is(made_words(NULL, entries[i].key), entries[i].key));
        }
        options.layers = 0;
        assert_true(kr_legend(entries, 40, &net, &options) < n);
    }
    kr_arena_dispose(&arena);
}

static void test_small_ones(void **state) {
    (void)state;
    kr_arena arena;
    kr_arena_init(&arena, kr_heap(), 64 << 20);
    kr_network net = made_network(&arena, 8, 30, 0);
    const uint32_t marked[] = {1, 4, 9, 400};
    kr_buf out;
    kr_str svg;
    kr_buf_init(&out, &arena, 1 << 20);
    assert_int_equal(kr_atlas_svg(&out, &arena, &net, marked, 4, true, made_words, NULL), KR_OK);
    assert_int_equal(kr_buf_end(&out, &svg), KR_OK);
    assert_true(holds(svg, "k-atlas") && times(svg, "class=\"a-p") <= 3 && times(svg, "class=\"a-p") >= 1);
    kr_buf_init(&out, &arena, 1 << 20);
    assert_int_equal(kr_seed_svg(&out, &arena, &net, net.alters[29].person->id, KR_STR("Uw kring tot nu toe"),
                                 KR_STR("U")),
                     KR_OK);
    assert_int_equal(kr_buf_end(&out, &svg), KR_OK);
    assert_int_equal(times(svg, "is-new"), 1);
    assert_true(times(svg, "class=\"e-p") <= 24 && times(svg, "class=\"e-p") >= 12);
    kr_difference differences[3] = {
        {.kind = KR_CAME, .after = net.alters[0].person, .tie_after = net.alters[0].tie},
        {.kind = KR_WENT, .before = net.alters[1].person, .tie_before = net.alters[1].tie},
        {.kind = KR_MOVED,
         .before = net.alters[2].person,
         .tie_before = net.alters[2].tie,
         .after = net.alters[2].person,
         .tie_after = net.alters[3].tie}};
    for (int after = 0; after < 2; after++) {
        kr_buf_init(&out, &arena, 1 << 20);
        assert_int_equal(kr_change_svg(&out, &arena, &net, differences, 3, after, made_words, NULL), KR_OK);
        assert_int_equal(kr_buf_end(&out, &svg), KR_OK);
        assert_int_equal(times(svg, "is-ghost"), after ? 1 : 0);
        assert_int_equal(times(svg, "is-new"), after ? 1 : 0);
        assert_int_equal(times(svg, "class=\"a-quad"), 4);
    }
    kr_arena_dispose(&arena);
}

/* Choosing somebody moves nobody, and makes no symbol larger or smaller. */
static void test_choosing(void **state) {
    (void)state;
    for (size_t n = 12; n <= 102; n += 45) {
        kr_arena arena;
        kr_arena_init(&arena, kr_heap(), 256 << 20);
        kr_network net = made_network(&arena, (uint32_t)n, n, 0);
        for (int as = KR_DRAW_LENSINK; as <= KR_DRAW_ECOGRAM; as++) {
            kr_draw_options o = {
                .as = (kr_drawing)as, .layers = KR_LAYER_FREQUENCY | KR_LAYER_PAID, .text = made_words};
            kr_scene *plain, *chosen;
            kr_error error;
            assert_int_equal(kr_scene_make(&plain, &arena, &net, &o, &error), KR_OK);
            for (size_t i = 0; i < n; i += 7) {
                o.selected = net.alters[i].person->id;
                assert_int_equal(kr_scene_make(&chosen, &arena, &net, &o, &error), KR_OK);
                assert_int_equal(plain->count, chosen->count);
                size_t rings = 0;
                for (size_t k = 0; k < plain->count; k++) {
                    const kr_shape *a = &plain->shapes[k], *b = &chosen->shapes[k];
                    bool ring = a->cls && strcmp(a->cls, "sel") == 0;
                    assert_true(ring || (a->x == b->x && a->y == b->y && a->a == b->a));
                    rings += b->current;
                }
                assert_int_equal(rings, 1);
            }
        }
        kr_arena_dispose(&arena);
    }
}

static double text_size(const kr_scene *scene, const char *cls) {
    for (size_t i = 0; i < scene->count; i++) {
        const kr_shape *s = &scene->shapes[i];
        if (s->kind == KR_SH_TEXT && s->cls && strcmp(s->cls, cls) == 0) return s->a / scene->width;
    }
    return 0;
}

/* On the wall: no question marks, and with few people everything is larger. */
static void test_wall(void **state) {
    (void)state;
    for (int as = KR_DRAW_LENSINK; as <= KR_DRAW_ECOGRAM; as++) {
        kr_arena arena;
        kr_arena_init(&arena, kr_heap(), 64 << 20);
        kr_draw_options o = {
            .as = (kr_drawing)as, .layers = KR_LAYER_ALL, .paper = KR_A3, .text = made_words};
        kr_error error;
        kr_scene *few, *more;
        o.title = KR_STR("De kring van Annie");
        kr_network three = made_network(&arena, 5, 3, 0), forty = made_network(&arena, 5, 48, 0);
        assert_int_equal(kr_scene_make(&few, &arena, &three, &o, &error), KR_OK);
        assert_int_equal(kr_scene_make(&more, &arena, &forty, &o, &error), KR_OK);
        /* The names of nine areas of life need the whole circle of the ecogram. */
        if (as != KR_DRAW_ECOGRAM) assert_true(text_size(few, "m-title") > 1.1 * text_size(more, "m-title"));
        for (size_t i = 0; i < more->count; i++) assert_false(kr_str_is(more->shapes[i].text, "?"));
        kr_arena_dispose(&arena);
    }
}

/* In the pictures of two moments who stayed has the same seat, and who moved comes with an arrow. */
static void test_two_moments(void **state) {
    (void)state;
    kr_arena arena;
    kr_arena_init(&arena, kr_heap(), 64 << 20);
    kr_network net = made_network(&arena, 11, 24, 0);
    kr_difference all[24];
    kr_tie near = {.closeness = KR_closeness_intimate}, far = {.closeness = KR_closeness_service};
    for (size_t i = 0; i < 24; i++) {
        const kr_person *p = net.alters[i].person;
        all[i] = (kr_difference){
            .kind = KR_STAYED, .before = p, .after = p, .tie_before = &far, .tie_after = &far};
    }
    all[3].kind = KR_CAME, all[3].before = NULL, all[3].tie_before = NULL;
    all[9].kind = KR_MOVED, all[9].tie_after = &near;
    kr_buf out;
    kr_str svg[2];
    size_t dots = 0;
    for (int after = 0; after < 2; after++) {
        kr_buf_init(&out, &arena, 1 << 20);
        assert_int_equal(kr_change_svg(&out, &arena, &net, all, 24, after, made_words, NULL), KR_OK);
        assert_int_equal(kr_buf_end(&out, &svg[after]), KR_OK);
    }
    for (size_t at = 0; at + 20 < svg[1].len; at++) {
        if (memcmp(svg[1].ptr + at, "<circle class=\"a-d", 18) != 0) continue;
        size_t end = at;
        while (svg[1].ptr[end] != '>') end++;
        assert_true(kr_str_find(svg[0], kr_str_n(svg[1].ptr + at, end - at)) != SIZE_MAX);
        dots++;
    }
    assert_true(dots >= 10);
    bool placed =
        kr_place_of(kr_form_of(KR_FORM_LENSINK), &(kr_alter){.person = all[9].after, .tie = &near}).area != 0;
    assert_int_equal(times(svg[1], "class=\"a-move"), placed ? 1 : 0);
    kr_arena_dispose(&arena);
}

/* -- golden drawings
 * -------------------------------------------------------------------------------------------------- */

static void compare(const char *name, kr_str svg) {
    char path[1024];
    snprintf(path, sizeof path, "%s/tests/golden/%s.svg", KR_SOURCE_ROOT, name);
    if (getenv("KRING_GOLDEN_WRITE")) {
        FILE *out = fopen(path, "wb");
        assert_non_null(out);
        assert_int_equal(fwrite(svg.ptr, 1, svg.len, out), svg.len);
        assert_int_equal(fclose(out), 0);
    }
    FILE *file = fopen(path, "rb");
    if (!file) print_message("%s is not there; KRING_GOLDEN_WRITE=1 writes it\n", path);
    assert_non_null(file);
    char *there = malloc(svg.len + 2);
    assert_non_null(there);
    size_t len = fread(there, 1, svg.len + 1, file);
    (void)fclose(file);
    bool same = len == svg.len && memcmp(there, svg.ptr, len) == 0;
    free(there);
    if (!same) print_message("%s differs; look at it, then KRING_GOLDEN_WRITE=1 writes the new one\n", path);
    assert_true(same);
}

static void test_golden(void **state) {
    (void)state;
    kr_arena arena;
    kr_arena_init(&arena, kr_heap(), 64 << 20);
    for (int as = KR_DRAW_LENSINK; as <= KR_DRAW_ECOGRAM; as++) {
        for (int full = 0; full < 2; full++) {
            kr_network net = made_network(&arena, (uint64_t)as, full ? 45 : 9, 0);
            kr_draw_options options = {.as = (kr_drawing)as, .layers = KR_LAYER_ALL, .text = made_words};
            char name[64];
            options.link_prefix = KR_STR("/k/1/p/");
            options.title = KR_STR("De kring van Annie");
            options.date_line = KR_STR("12 november 2026");
            options.paper = full ? KR_A4 : KR_SCREEN;
            options.roles = !full;
            snprintf(name, sizeof name, "%s-%s", kr_drawing_name(options.as), full ? "a4-45" : "page-9");
            compare(name, draw(&arena, &net, &options, full));
        }
    }
    kr_arena_dispose(&arena);
}

/* -- running out of memory
 * ---------------------------------------------------------------------------------------------- */

typedef struct counting {
    size_t now, left; /* blocks in use; how many may still be given */
} counting;

static void *counted_alloc(void *context, size_t size) {
    counting *c = context;
    if (c->left == 0) return NULL;
    c->left--;
    c->now++;
    return malloc(size);
}

static void counted_release(void *context, void *ptr) {
    ((counting *)context)->now--;
    free(ptr);
}

static kr_err draw_within(const kr_network *net, int as, size_t limit, size_t blocks) {
    counting counts = {.left = blocks};
    const kr_allocator allocator = {counted_alloc, counted_release, &counts};
    kr_arena arena;
    kr_arena_init(&arena, &allocator, limit);
    kr_draw_options options = {
        .as = (kr_drawing)as, .layers = KR_LAYER_ALL, .text = made_words, .link_prefix = KR_STR("/p/")};
    options.spot_prefix = KR_STR("/s?");
    kr_scene *scene = NULL;
    kr_scene_report report;
    kr_buf out;
    kr_str svg;
    kr_err err = kr_scene_make(&scene, &arena, net, &options, NULL);
    if (err == KR_OK)
        err = kr_scene_check(&report, &arena, scene);
    else
        assert_null(scene);
    if (err == KR_OK) {
        kr_buf_init(&out, &arena, 1 << 22);
        kr_scene_svg(&out, scene, true);
        err = kr_buf_end(&out, &svg);
    }
    kr_buf_init(&out, &arena, 1 << 22);
    const uint32_t marked[] = {0, 1, 2};
    if (err == KR_OK) err = kr_atlas_svg(&out, &arena, net, marked, 3, true, made_words, NULL);
    if (err == KR_OK) err = kr_seed_svg(&out, &arena, net, 1000, KR_STR("x"), KR_STR("U"));
    kr_arena_dispose(&arena);
    assert_int_equal(counts.now, 0);
    return err;
}

static void test_memory(void **state) {
    (void)state;
    kr_arena arena;
    kr_arena_init(&arena, kr_heap(), 64 << 20);
    for (int as = KR_DRAW_LENSINK; as <= KR_DRAW_ECOGRAM; as++) {
        kr_network net = made_network(&arena, 3, as == KR_DRAW_ECOGRAM ? 40 : 14, 0);
        kr_err err = KR_E_MEMORY;
        size_t limit = 0, blocks = 0;
        for (; err != KR_OK && limit < 8u << 20; limit += 613) {
            err = draw_within(&net, as, limit, SIZE_MAX);
            if (err != KR_OK) assert_int_equal(err, KR_E_MEMORY);
        }
        assert_int_equal(err, KR_OK);
        for (err = KR_E_MEMORY; err != KR_OK && blocks < 100; blocks++) {
            err = draw_within(&net, as, 64 << 20, blocks);
            if (err != KR_OK) assert_int_equal(err, KR_E_MEMORY);
        }
        assert_int_equal(err, KR_OK);
        assert_true(blocks > 3);
    }
    kr_arena_dispose(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_names),  cmocka_unit_test(test_width),      cmocka_unit_test(test_accessible),
        cmocka_unit_test(test_spots),  cmocka_unit_test(test_empty),      cmocka_unit_test(test_private),
        cmocka_unit_test(test_legend), cmocka_unit_test(test_small_ones), cmocka_unit_test(test_two_moments),
        cmocka_unit_test(test_golden), cmocka_unit_test(test_memory),     cmocka_unit_test(test_choosing),
        cmocka_unit_test(test_wall),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
