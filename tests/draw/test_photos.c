/* Photos in the circle: only when asked for, only where there is one, within the symbol. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "core/photo.h"
#include "draw/draw.h"
#include "kin.h"
#include "made.h"

static const unsigned char jpeg[] = {0xFF, 0xD8, 0xFF, 0xDB, 0,  5, 1, 2,  3, 0xFF, 0xC0, 0,   11,
                                     8,    0,    64,   0,    64, 1, 1, 17, 0, 0xFF, 0xDA, 0,   4,
                                     1,    2,    9,    9,    9,  9, 9, 9,  9, 9,    9,    9,   9,
                                     9,    9,    9,    9,    9,  9, 9, 9,  9, 9,    0xFF, 0xD9};

static size_t times(kr_str text, const char *part) {
    size_t n = 0, len = strlen(part);
    for (size_t at; (at = kr_str_find(text, kr_str_z(part))) != SIZE_MAX; n++)
        text = kr_str_n(text.ptr + at + len, text.len - at - len);
    return n;
}

/* Gives the first `count` people this photo. */
static void give(kr_arena *arena, kr_network *net, size_t count, kr_str photo) {
    for (size_t i = 0; i < count; i++) {
        kr_person *person = kr_new(arena, kr_person);
        assert_non_null(person);
        *person = *net->alters[i].person;
        person->photo = photo;
        net->alters[i].person = person;
    }
}

static kr_str draw(kr_arena *arena, const kr_network *net, unsigned layers, kr_paper paper,
                   const char *prefix) {
    kr_draw_options options = {.as = KR_DRAW_LENSINK,
                               .layers = layers,
                               .paper = paper,
                               .photo_prefix = kr_str_z(prefix),
                               .text = made_words};
    kr_scene *scene;
    kr_scene_report report;
    kr_buf out;
    kr_str svg;
    assert_int_equal(kr_scene_make(&scene, arena, net, &options, NULL), KR_OK);
    assert_int_equal(kr_scene_check(&report, arena, scene), KR_OK);
    assert_int_equal(report.overlaps, 0);
    assert_int_equal(report.persons, net->n);
    kr_buf_init(&out, arena, 1 << 24);
    kr_scene_svg(&out, scene, paper != KR_SCREEN);
    assert_int_equal(kr_buf_end(&out, &svg), KR_OK);
    return svg;
}

static kr_str drawing(kr_arena *arena, const kr_network *net, const kr_draw_options *options) {
    kr_scene *scene;
    kr_scene_report report;
    kr_buf out;
    kr_str svg;
    assert_int_equal(kr_scene_make(&scene, arena, net, options, NULL), KR_OK);
    assert_int_equal(kr_scene_check(&report, arena, scene), KR_OK);
    assert_int_equal(report.overlaps, 0);
    kr_buf_init(&out, arena, 1 << 24);
    kr_scene_svg(&out, scene, false);
    assert_int_equal(kr_buf_end(&out, &svg), KR_OK);
    return svg;
}

static void test_photos(void **state) {
    kr_arena arena;
    kr_str text;
    (void)state;
    kr_arena_init(&arena, kr_heap(), (size_t)64 << 20);
    kr_network net = made_network(&arena, 5, 12, 0);
    kr_str before = draw(&arena, &net, 0, KR_SCREEN, ""), paper = draw(&arena, &net, 0, KR_A4, "");
    assert_int_equal(kr_photo_text(&text, &arena, kr_str_n((const char *)jpeg, sizeof jpeg)), KR_OK);
    give(&arena, &net, net.n, text);
    /* not asked for: byte for byte what it was */
    assert_true(kr_str_eq(draw(&arena, &net, 0, KR_SCREEN, "/kring/1/mens/"), before));
    assert_true(kr_str_eq(draw(&arena, &net, 0, KR_A4, ""), paper));
    /* in a page by their address, on paper in the drawing itself; cut round by one path */
    kr_str page = draw(&arena, &net, KR_LAYER_PHOTOS, KR_SCREEN, "/kring/1/mens/");
    size_t shown = times(page, "<image");
    assert_true(shown >= 8); /* who waits for a place is too small for a face */
    assert_int_equal(times(page, "href=\"/kring/1/mens/"), shown);
    assert_int_equal(times(page, "/foto\""), shown);
    assert_int_equal(times(page, "data:"), 0);
    assert_int_equal(times(page, "<clipPath"), 1);
    assert_int_equal(times(page, "style="), 0);
    kr_str sheet = draw(&arena, &net, KR_LAYER_PHOTOS, KR_A4, "");
    assert_int_equal(times(sheet, "href=\"data:image/jpeg;base64,/9j/"), times(sheet, "<image"));
    assert_true(times(sheet, "<image") >= 8);
    /* whoever has one has no initials in its place */
    assert_int_equal(times(page, "class=\"m-i ") + times(page, "class=\"m-di ") + shown,
                     times(before, "class=\"m-i ") + times(before, "class=\"m-di "));
    kr_arena_dispose(&arena);
}

/* In the ecogram within the symbols, in the family tree cut to their shape: square, round, domed, a diamond.
 */
static void test_shapes(void **state) {
    static const char *const genders[] = {"man", "woman", "non_binary"};
    kr_arena arena;
    kr_str photo;
    char lines[4096] = "circle -; ego p0\n";
    (void)state;
    kr_arena_init(&arena, kr_heap(), (size_t)64 << 20);
    for (int i = 0; i < 6; i++) {
        size_t at = strlen(lines);
        snprintf(lines + at, sizeof lines - at, "person p%d; name Naam%d; gender %s%s\n", i, i,
                 genders[i % 3],
                 i == 5   ? "; what animal; sector household"
                 : i == 4 ? "; died 2001"
                          : "");
    }
    size_t end = strlen(lines);
    snprintf(
        lines + end, sizeof lines - end, "%s",
        "union u; a p0; b p1; type married\nparentage a; child p2; pair u\nparentage b; child p3; pair u\n"
        "parentage c; child p4; pair u\n");
    kr_circle circle = kin_circle(&arena, lines);
    kr_network net = kin_network(&arena, &circle);
    assert_int_equal(kr_photo_text(&photo, &arena, kr_str_n((const char *)jpeg, sizeof jpeg)), KR_OK);
    for (size_t i = 0; i < circle.n_persons; i++) ((kr_person *)circle.persons)[i].photo = photo;
    net = kin_network(&arena, &circle);
    kr_draw_options options = {.as = KR_DRAW_GENOGRAM, .layers = KR_LAYER_YEARS, .text = made_words};
    assert_int_equal(times(drawing(&arena, &net, &options), "<image"), 0);
    options.layers |= KR_LAYER_PHOTOS;
    kr_str tree = drawing(&arena, &net, &options);
    assert_int_equal(times(tree, "<image"), 6);
    assert_int_equal(times(tree, "clip-path=\"url(#m-dome)\""), 1);
    assert_int_equal(times(tree, "clip-path=\"url(#m-diamond)\""), 1);
    assert_int_equal(times(tree, "clip-path=\"url(#m-round)\""), 2);
    assert_int_equal(times(tree, "<clipPath"), 3);
    assert_int_equal(times(tree, "class=\"g-s\""), 7);  /* every outline, and the second one of the middle */
    assert_int_equal(times(tree, "class=\"g-xu\""), 1); /* the cross of who died, to be seen on a face */
    options.as = KR_DRAW_ECOGRAM;
    options.layers = KR_LAYER_ALL | KR_LAYER_PHOTOS | KR_LAYER_FAMILY;
    assert_true(times(drawing(&arena, &net, &options), "<image") >= 5);
    kr_arena_dispose(&arena);
}

/* What came in a file and is no photo is never written into a drawing. */
static void test_not_sound(void **state) {
    kr_arena arena;
    (void)state;
    kr_arena_init(&arena, kr_heap(), (size_t)64 << 20);
    kr_network net = made_network(&arena, 5, 12, 0);
    give(&arena, &net, 5,
         KR_STR("/9j/\" onload=\"alert(1)AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"));
    assert_int_equal(times(draw(&arena, &net, KR_LAYER_PHOTOS, KR_A4, ""), "<image"), 0);
    assert_int_equal(times(draw(&arena, &net, KR_LAYER_PHOTOS, KR_A4, ""), "onload"), 0);
    kr_arena_dispose(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_photos), cmocka_unit_test(test_shapes),
                                       cmocka_unit_test(test_not_sound)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
