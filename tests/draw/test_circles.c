/* Names and symbols never touch, text stays readable, nobody is lost: in many random circles and in real
 * networks. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "made.h"

typedef struct tally {
    size_t circles, people, shortened, refused;
} totals;

static void draw_one(kr_arena *arena, const kr_network *net, const kr_draw_options *options, totals *tally,
                     uint64_t seed) {
    kr_scene *scene;
    kr_scene_report report;
    kr_error error = {0};
    kr_err err = kr_scene_make(&scene, arena, net, options, &error);
    if (err != KR_OK)
        print_message("seed %llu: n %zu as %d paper %d large %d: %s\n", (unsigned long long)seed, net->n,
                      options->as, options->paper, options->large, error.key);
    assert_int_equal(err, KR_OK);
    assert_int_equal(kr_scene_check(&report, arena, scene), KR_OK);
    if (report.overlaps || report.persons != net->n || report.smallest < 7.0)
        print_message("seed %llu: n %zu as %d paper %d large %d: overlaps %zu persons %zu smallest %.2f\n",
                      (unsigned long long)seed, net->n, options->as, options->paper, options->large,
                      report.overlaps, report.persons, report.smallest);
    assert_int_equal(report.overlaps, 0);
    assert_int_equal(report.persons, net->n);
    assert_true(report.smallest >= 7.0);
    tally->circles++;
    tally->people += net->n;
    tally->shortened += report.shortened;
}

static kr_draw_options some_options(made_dice *dice) {
    kr_draw_options options = {
        .as = (kr_drawing)(1 + made_roll(dice, 5)), .layers = KR_LAYER_ALL, .text = made_words};
    options.paper = (kr_paper)made_roll(dice, 3);
    options.large = made_roll(dice, 6) == 0;
    options.narrow = options.paper == KR_SCREEN && made_roll(dice, 2) == 0;
    options.roles = made_roll(dice, 3) == 0;
    options.title = kr_str_z("De kring van Annie");
    options.date_line = kr_str_z("12 november 2026");
    options.link_prefix = kr_str_z("/k/1/p/");
    return options;
}

static void test_random(void **state) {
    (void)state;
    const char *wish = getenv("KRING_CIRCLES");
    uint64_t from = getenv("KRING_FROM") ? strtoull(getenv("KRING_FROM"), NULL, 10) : 1;
    uint64_t count = wish ? strtoull(wish, NULL, 10) : 1500;
    kr_arena arena;
    totals tally = {0};
    kr_arena_init(&arena, kr_heap(), (size_t)256 << 20);
    for (uint64_t seed = from; seed < from + count; seed++) {
        made_dice dice = {seed * 7919 + 13};
        size_t n = (size_t)made_roll(&dice, 150) + 1;
        static const int crowds[] = {0, 0, 0, 0, 1, 1, 2, 3};
        kr_arena_reset(&arena);
        kr_network net = made_network(&arena, seed, n, crowds[made_roll(&dice, 8)]);
        kr_draw_options options = some_options(&dice);
        if (made_roll(&dice, 4) == 0) options.selected = net.alters[made_roll(&dice, n)].person->id;
        draw_one(&arena, &net, &options, &tally, seed);
    }
    print_message("%zu circles, %zu people, %zu names shortened\n", tally.circles, tally.people,
                  tally.shortened);
    assert_true(tally.shortened * 20 <= tally.people);
    kr_arena_dispose(&arena);
}

/* Everyone of the circle stands still, or nearly everyone, when one more is named. */
static void test_stable(void **state) {
    (void)state;
    kr_arena arena;
    kr_arena_init(&arena, kr_heap(), (size_t)256 << 20);
    size_t stayed = 0, all = 0;
    for (uint64_t seed = 1; seed <= 300; seed++) {
        made_dice dice = {seed * 104729};
        size_t n = 4 + (size_t)made_roll(&dice, 40);
        kr_arena_reset(&arena);
        kr_network net = made_network(&arena, seed, n + 1, 0);
        kr_draw_options options = {.as = KR_DRAW_LENSINK, .layers = KR_LAYER_ALL, .text = made_words};
        kr_str svg[2];
        for (int more = 0; more < 2; more++) {
            kr_scene *scene;
            kr_buf out;
            net.n = n + (size_t)more;
            net.n_pairs = net.n_known = 0;
            assert_int_equal(kr_scene_make(&scene, &arena, &net, &options, NULL), KR_OK);
            kr_buf_init(&out, &arena, 1 << 22);
            kr_scene_svg(&out, scene, false);
            assert_int_equal(kr_buf_end(&out, &svg[more]), KR_OK);
        }
        /* Places in the order of the drawing: each "listitem" of the first is looked for in the second. */
        kr_str rest = svg[0], mark = KR_STR("<g role=\"listitem\" ");
        for (size_t at; (at = kr_str_find(rest, mark)) != SIZE_MAX;) {
            rest = kr_str_n(rest.ptr + at, rest.len - at);
            size_t end = kr_str_find(rest, KR_STR(">"));
            assert_true(end != SIZE_MAX);
            all++;
            stayed += kr_str_find(svg[1], kr_str_n(rest.ptr, end)) != SIZE_MAX;
            rest = kr_str_n(rest.ptr + end, rest.len - end);
        }
    }
    print_message("%zu of %zu stayed where they were\n", stayed, all);
    assert_true(stayed * 100 >= all * 70);
    kr_arena_dispose(&arena);
}

/* -- real networks
 * ------------------------------------------------------------------------------------------------------ */

/* How many alters each ego has, from the first column of alters.csv. */
static size_t read_sizes(const char *folder, size_t *sizes, size_t cap) {
    char path[1024], line[4096];
    const char *data = getenv("KRING_TEST_DATA");
    snprintf(path, sizeof path, "%s/%s/alters.csv", data ? data : KR_SOURCE_ROOT "/../shared/data", folder);
    FILE *file = fopen(path, "r");
    if (!file) return 0;
    long ego = -1;
    size_t n = 0;
    while (fgets(line, sizeof line, file)) {
        char *start = line + (line[0] == '"'), *end;
        long id = strtol(start, &end, 10);
        if (end == start) continue;
        if (id != ego) {
            if (n == cap) break;
            sizes[n++] = 0;
            ego = id;
        }
        sizes[n - 1]++;
    }
    fclose(file);
    return n;
}

static void test_real(void **state) {
    (void)state;
    static const char *const folders[] = {"egonet-elders", "egonet-milan", "egonet-transnat",
                                          "egonet-facebook", "egonet-edgecases"};
    static size_t sizes[4000];
    kr_arena arena;
    totals tally = {0};
    kr_arena_init(&arena, kr_heap(), (size_t)256 << 20);
    for (size_t f = 0; f < KR_COUNT(folders); f++) {
        size_t n = read_sizes(folders[f], sizes, KR_COUNT(sizes));
        for (size_t i = 0; i < n; i++) {
            for (int as = KR_DRAW_LENSINK; as <= KR_DRAW_ECOGRAM && sizes[i] <= 150; as++) {
                kr_arena_reset(&arena);
                kr_network net = made_network(&arena, i + 1, sizes[i], (int)(i % 2));
                kr_draw_options options = {.as = (kr_drawing)as,
                                           .layers = KR_LAYER_ALL,
                                           .paper = (kr_paper)(i % 3),
                                           .text = made_words};
                draw_one(&arena, &net, &options, &tally, i + 1);
            }
        }
    }
    kr_arena_dispose(&arena);
    if (tally.circles == 0) {
        print_message("no KRING_TEST_DATA: skipped\n");
        skip();
    }
    print_message("%zu drawings of real sizes\n", tally.circles);
    assert_true(tally.shortened * 20 <= tally.people);
}

/* More than 150: the whole as dots, areas one by one with their names. */
static void test_many(void **state) {
    (void)state;
    kr_arena arena;
    kr_arena_init(&arena, kr_heap(), (size_t)256 << 20);
    for (size_t n = 151; n <= 2000; n = n * 2 + 1) {
        kr_network net = made_network(&arena, n, n, 0);
        kr_draw_options options = {.as = KR_DRAW_LENSINK, .layers = KR_LAYER_ALL, .text = made_words};
        for (options.zoom_area = 0; options.zoom_area <= 4; options.zoom_area++) {
            kr_scene *scene;
            kr_scene_report report;
            kr_arena part;
            kr_arena_init(&part, kr_heap(), (size_t)256 << 20);
            assert_int_equal(kr_scene_make(&scene, &part, &net, &options, NULL), KR_OK);
            assert_int_equal(kr_scene_check(&report, &part, scene), KR_OK);
            assert_int_equal(report.overlaps, 0);
            if (options.zoom_area == 0) assert_int_equal(report.persons, n);
            kr_arena_dispose(&part);
        }
    }
    for (size_t n = 151; n <= 2000; n = n * 2 + 1) {
        for (int crowd = 0; crowd < 4; crowd++) {
            kr_network net = made_network(&arena, n + 1, n, crowd);
            kr_draw_options options = {
                .as = KR_DRAW_LENSINK, .layers = KR_LAYER_ALL, .paper = KR_A4, .text = made_words};
            totals tally = {0};
            draw_one(&arena, &net, &options, &tally, n);
            options.paper = KR_SCREEN;
            draw_one(&arena, &net, &options, &tally, n);
            options.as = KR_DRAW_ECOGRAM;
            draw_one(&arena, &net, &options, &tally, n);
        }
    }
    kr_network net = made_network(&arena, 5, KR_DRAW_MOST + 1, 0);
    kr_draw_options options = {.as = KR_DRAW_LENSINK, .text = made_words};
    kr_scene *scene = NULL;
    assert_int_equal(kr_scene_make(&scene, &arena, &net, &options, NULL), KR_E_LIMIT);
    assert_null(scene);
    kr_arena_dispose(&arena);
}

/* The ecogram of any circle, on any sheet: everybody with a name, on larger paper when that is needed; and
 * one area of life alone. */
static void test_ecogram(void **state) {
    (void)state;
    static const size_t sizes[] = {90, 151, 400, 2000};
    for (size_t i = 0; i < 4 * 3 * 2; i++) {
        size_t n = sizes[i % 4];
        kr_arena arena;
        kr_arena_init(&arena, kr_heap(), (size_t)512 << 20);
        kr_network net = made_network(&arena, 40 + i, n, (int)(i % 3));
        kr_draw_options options = {.as = KR_DRAW_ECOGRAM, .layers = KR_LAYER_ALL, .text = made_words};
        options.paper = (kr_paper)(i / 4 % 3);
        options.large = i >= 12;
        options.title = kr_str_z("De kring van Annie");
        totals tally = {0};
        draw_one(&arena, &net, &options, &tally, i);
        assert_true(tally.shortened * 20 <= n);
        kr_scene *scene;
        kr_scene_report report;
        kr_error error;
        size_t persons = 0, home = 0;
        for (int area = 1; area <= KR_ECO_AREAS + 1; area++) { /* the last has nobody: the house alone */
            options.zoom_area = area;
            assert_int_equal(kr_scene_make(&scene, &arena, &net, &options, &error), KR_OK);
            assert_int_equal(kr_scene_check(&report, &arena, scene), KR_OK);
            assert_int_equal(report.overlaps, 0);
            assert_true(report.smallest >= 7.0);
            persons += report.persons;
            home = report.persons;
        }
        assert_int_equal(persons - KR_ECO_AREAS * home, n);
        kr_arena_dispose(&arena);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_random), cmocka_unit_test(test_stable),  cmocka_unit_test(test_real),
        cmocka_unit_test(test_many),   cmocka_unit_test(test_ecogram),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
