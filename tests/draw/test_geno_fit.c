/* A family tree that stood on somebody else's sheet stands in ours as it stood there. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
/* clang-format on */
#include <stdio.h>
#include <stdlib.h>

#include "draw/scene.h"
#include "kin.h"

static const char family[] = "circle -; ego a\n"
                             "person p; name Piet; gender man; only_family yes\n"
                             "person q; name Quirine; gender woman; only_family yes\n"
                             "person a; name Anna; gender woman\n"
                             "person b; name Bert; gender man; only_family yes\n"
                             "person c; name Carla; gender woman; only_family yes\n"
                             "person d; name Dirk; gender man; only_family yes\n"
                             "person f; name Vriendin Fien; sector friend\n"
                             "union u; a p; b q; type married\n"
                             "parentage 1; child a; pair u\n"
                             "parentage 2; child b; pair u\n"
                             "parentage 3; child c; pair u\n"
                             "parentage 4; child d; pair u\n";

typedef struct sheet {
    kr_arena arena;
    kr_circle circle;
    kr_network network;
    kr_sheet_spot spots[8];
    size_t n;
} sheet;

static void sheet_begin(sheet *s, const char *lines) {
    *s = (sheet){.n = 0};
    kr_arena_init(&s->arena, kr_heap(), (size_t)1 << 30);
    s->circle = kin_circle(&s->arena, lines);
    s->network = kin_network(&s->arena, &s->circle);
}

static kr_id called(const sheet *s, const char *name) {
    for (size_t i = 0; i < s->circle.n_persons; i++) {
        if (kr_str_is(s->circle.persons[i].name, name)) return s->circle.persons[i].id;
    }
    fail();
    return 0;
}

static void stood(sheet *s, const char *name, double x, uint16_t of) {
    s->spots[s->n++] = (kr_sheet_spot){.person = called(s, name), .x = x, .sheet = of, .move = 7};
}

static double drawn(kr_arena *arena, const char *lines, const char *name) {
    kr_circle circle = kin_circle(arena, lines);
    kr_network network = kin_network(arena, &circle);
    kr_draw_options options = {
        .as = KR_DRAW_GENOGRAM, .layers = KR_LAYER_YEARS, .generations = KR_EVERYBODY, .text = kin_words};
    kr_scene *scene = NULL;
    kr_error error = {0};
    kr_scene_report report;
    assert_int_equal(kr_scene_make(&scene, arena, &network, &options, &error), KR_OK);
    assert_int_equal(kr_scene_check(&report, arena, scene), KR_OK);
    assert_int_equal(report.overlaps, 0);
    for (size_t i = 0; i < scene->count; i++) {
        const kr_shape *shape = &scene->shapes[i];
        if (shape->kind == KR_SH_TEXT && kr_str_is(shape->text, name)) return shape->x;
    }
    fail();
    return 0;
}

/* The same lines with everybody moved as was found. */
static char *moved_lines(const sheet *s, const char *const *keys) {
    char *out = calloc(1, 4000);
    assert_non_null(out);
    size_t len = (size_t)snprintf(out, 4000, "%s", family);
    for (size_t i = 0; i < s->n; i++)
        len += (size_t)snprintf(out + len, 4000 - len,
                                "moved m%zu; drawing genogram; person %s; x %d; y 100000\n", i, keys[i],
                                100000 + (int)s->spots[i].move);
    return out;
}

/* Youngest on the left, with the third twice as far away: so it is drawn, every distance by the same measure.
 */
static void stands_as_it_stood(void **state) {
    static const char *const keys[] = {"a", "b", "c", "d", "p", "q"};
    sheet s;
    (void)state;
    sheet_begin(&s, family);
    stood(&s, "Anna", 300, 0);
    stood(&s, "Bert", 100, 0);
    stood(&s, "Carla", 0, 0);
    stood(&s, "Dirk", -100, 0);
    stood(&s, "Piet", 150, 0);
    stood(&s, "Quirine", 50, 0);
    assert_int_equal(kr_genogram_fit(s.spots, s.n, &s.arena, &s.network, kin_words, NULL), KR_OK);
    char *lines = moved_lines(&s, keys);
    double anna = drawn(&s.arena, lines, "Anna"), bert = drawn(&s.arena, lines, "Bert");
    double carla = drawn(&s.arena, lines, "Carla"), dirk = drawn(&s.arena, lines, "Dirk");
    double measure = (anna - bert) / 200;
    assert_true(measure > 0.5);
    assert_float_equal((bert - carla) / 100, measure, 0.03);
    assert_float_equal((carla - dirk) / 100, measure, 0.03);
    assert_float_equal((drawn(&s.arena, lines, "Piet") - drawn(&s.arena, lines, "Quirine")) / 100, measure,
                       0.03);
    free(lines);
    kr_arena_dispose(&s.arena);
}

/* Two sheets of one file are each fitted by themselves; who has no family tie, or is nobody, stays. */
static void sheets_apart(void **state) {
    sheet s;
    (void)state;
    sheet_begin(&s, family);
    stood(&s, "Anna", 0, 0);
    stood(&s, "Bert", 100, 0);
    stood(&s, "Carla", 500000, 3);
    stood(&s, "Dirk", 500100, 3);
    stood(&s, "Vriendin Fien", 900, 0);
    s.spots[s.n++] = (kr_sheet_spot){.person = 12345, .x = 3, .move = 7};
    assert_int_equal(kr_genogram_fit(s.spots, s.n, &s.arena, &s.network, kin_words, NULL), KR_OK);
    for (size_t i = 0; i < 4; i++) assert_true(s.spots[i].move > -400 && s.spots[i].move < 400);
    assert_int_equal(s.spots[4].move, 0);
    assert_int_equal(s.spots[5].move, 0);
    kr_arena_dispose(&s.arena);
}

/* However far apart, nobody leaves the room there is for a move; and all on one spot make way for each other.
 */
static void far_and_near(void **state) {
    static const char *const keys[] = {"a", "b", "c", "d"};
    static const char *const names[] = {"Anna", "Bert", "Carla", "Dirk"};
    (void)state;
    for (int far = 0; far < 2; far++) {
        sheet s;
        sheet_begin(&s, family);
        for (int i = 0; i < 4; i++) stood(&s, names[i], far ? (i - 2) * 900000.0 : 0, 0);
        assert_int_equal(kr_genogram_fit(s.spots, s.n, &s.arena, &s.network, kin_words, NULL), KR_OK);
        for (size_t i = 0; i < s.n; i++)
            assert_true(s.spots[i].move >= -KR_MOST_MOVE && s.spots[i].move <= KR_MOST_MOVE);
        char *lines = moved_lines(&s, keys);
        (void)drawn(&s.arena, lines, "Anna");
        free(lines);
        kr_arena_dispose(&s.arena);
    }
}

static void nobody_to_fit(void **state) {
    sheet s;
    (void)state;
    sheet_begin(&s, "circle -; ego a\nperson a; name Anna\n");
    stood(&s, "Anna", 0, 0);
    kr_err err = kr_genogram_fit(s.spots, s.n, &s.arena, &s.network, kin_words, NULL);
    assert_true(err == KR_OK || err == KR_E_NOT_FOUND);
    kr_arena_dispose(&s.arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(stands_as_it_stood), cmocka_unit_test(sheets_apart),
                                       cmocka_unit_test(far_and_near), cmocka_unit_test(nobody_to_fit)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
