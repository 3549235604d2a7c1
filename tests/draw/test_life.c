/* The life line, the circle over time and the plain picture, for lives that were made up: nothing touches,
 * everything that was said is there, the same circle gives the same bytes, and memory may run out anywhere.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "core/draft.h"
#include "core/life.h"
#include "draw/plain.h"
#include "draw/scene.h"
#include "made.h"

#define TODAY 20261112

static const char *const happened[] = {
    "Getrouwd", "Verhuisd naar een flat met een lift, dicht bij de kinderen",
    "Werk",     "Een heel lang verhaal over de zomer waarin alles anders werd dan gedacht",
    "Ziek",     "Wilhelmina-Charlotte geboren",
    "x"};

static const struct {
    const char *key, *text;
} words[] = {
#include "life_words.inc"
};

static kr_str life_words(void *context, const char *key) {
    for (size_t i = 0; i < KR_COUNT(words); i++)
        if (strcmp(words[i].key, key) == 0) return kr_str_z(words[i].text);
    return made_words(context, key);
}

typedef struct made_life {
    kr_arena *arena;
    made_dice dice;
    kr_id next;
} made_life;

static kr_id next_id(void *context) {
    made_life *m = context;
    return m->next++;
}

static kr_date a_date(made_life *m) {
    kr_date year = (kr_date)(1930 + made_roll(&m->dice, 97)) * 10000;
    uint64_t how = made_roll(&m->dice, 3);
    if (how == 0) return year;
    year += (kr_date)(1 + made_roll(&m->dice, 10)) * 100;
    return how == 1 ? year : year + 1 + (kr_date)made_roll(&m->dice, 28);
}

static void an_event(made_life *m, kr_draft *d, const kr_id *people, size_t n, int crowd) {
    kr_id id = kr_draft_new_id(d);
    kr_date date = crowd == 1 ? 20260504 : crowd == 2 && made_roll(&m->dice, 2) ? 0 : a_date(m);
    kr_draft_text(d, KR_KIND_event, id, KR_F_event_what,
                  kr_str_z(happened[made_roll(&m->dice, KR_COUNT(happened))]));
    if (date) kr_draft_number(d, KR_KIND_event, id, KR_F_event_date, date);
    if (made_roll(&m->dice, 4) == 0) kr_draft_number(d, KR_KIND_event, id, KR_F_event_until, a_date(m));
    if (made_roll(&m->dice, 3) == 0)
        kr_draft_number(d, KR_KIND_event, id, KR_F_event_turning, (int64_t)(1 + made_roll(&m->dice, 6)));
    if (made_roll(&m->dice, 2))
        kr_draft_number(d, KR_KIND_event, id, KR_F_event_strand, (int64_t)(1 + made_roll(&m->dice, 6)));
    for (uint64_t k = n ? made_roll(&m->dice, 4) : 0; k > 0; k--) {
        kr_id p = kr_draft_new_id(d);
        kr_draft_ref(d, KR_KIND_presence, p, KR_F_presence_event, id);
        kr_draft_ref(d, KR_KIND_presence, p, KR_F_presence_person, people[made_roll(&m->dice, n)]);
        kr_draft_number(d, KR_KIND_presence, p, KR_F_presence_part, (int64_t)(1 + made_roll(&m->dice, 4)));
    }
}

/* Somebody with `people` around them and `events` behind them; crowd 1: all on one day; 2: half without a
 * date. */
static kr_network a_life(kr_arena *arena, uint64_t seed, size_t people, size_t events, int crowd) {
    made_life m = {arena, {seed * 0x9e3779b97f4a7c15ull + 1}, 1000};
    kr_circle empty = {0}, *circle = kr_new(arena, kr_circle);
    kr_draft d;
    kr_change *change = kr_new(arena, kr_change);
    kr_id *ids = kr_new_n(arena, kr_id, people + 1);
    kr_network named = made_network(arena, seed, people, 0), net;
    assert_true(circle && change && ids);
    kr_draft_begin(&d, arena, &empty, (kr_maker){.ids = {next_id, &m}}, KR_ACT_BEGIN, 0);
    kr_draft_ego(&d, KR_STR("Annie"));
    for (size_t i = 0; i < people; i++) {
        ids[i] = kr_draft_contact(&d, named.alters[i].person->name, (uint8_t)(1 + made_roll(&m.dice, 4)));
        kr_id ego = kr_draft_get(&d, KR_KIND_circle, KR_CIRCLE_RECORD, KR_F_circle_ego).value.ref;
        kr_id tie = kr_draft_tie(&d, ego, ids[i]);
        if (made_roll(&m.dice, 3)) kr_draft_number(&d, KR_KIND_tie, tie, KR_F_tie_since, a_date(&m));
        if (made_roll(&m.dice, 4) == 0)
            kr_draft_number(&d, KR_KIND_tie, tie, KR_F_tie_state, (int64_t)(1 + made_roll(&m.dice, 7)));
        if (made_roll(&m.dice, 6) == 0)
            kr_draft_number(&d, KR_KIND_person, ids[i], KR_F_person_died, a_date(&m));
        kr_draft_number(&d, KR_KIND_tie, tie, KR_F_tie_tone, (int64_t)made_roll(&m.dice, 5));
        kr_draft_number(&d, KR_KIND_tie, tie, KR_F_tie_closeness, (int64_t)made_roll(&m.dice, 5));
        kr_draft_number(&d, KR_KIND_tie, tie, KR_F_tie_lensink_area, (int64_t)made_roll(&m.dice, 5));
    }
    for (size_t i = 0; i < events; i++) an_event(&m, &d, ids, people, crowd);
    assert_int_equal(kr_draft_end(&d, change, NULL), KR_OK);
    assert_int_equal(kr_circle_fold(circle, arena, change, 1, NULL), KR_OK);
    kr_view view = {circle, KR_VIEWER_OWNER, 1};
    assert_int_equal(kr_network_make(&net, arena, &view), KR_OK);
    return net;
}

static kr_scene *scene_of(kr_arena *arena, const kr_network *net, const kr_draw_options *options) {
    kr_scene *scene = NULL;
    kr_error error = {0};
    if (kr_scene_make(&scene, arena, net, options, &error) != KR_OK) print_message("%s\n", error.key);
    assert_non_null(scene);
    return scene;
}

static void check(kr_arena *arena, const kr_network *net, const kr_draw_options *options, uint64_t seed) {
    kr_scene_report report;
    kr_scene *scene = scene_of(arena, net, options);
    assert_int_equal(kr_scene_check(&report, arena, scene), KR_OK);
    if (report.overlaps)
        print_message("%s, seed %d, narrow %d: %d touch\n", kr_drawing_name(options->as), (int)seed,
                      options->narrow, (int)report.overlaps);
    assert_int_equal(report.overlaps, 0);
    if (options->paper) assert_true(report.smallest >= 7);
    for (size_t i = 0; i < scene->count; i++) {
        const kr_shape *s = &scene->shapes[i];
        if (s->kind != KR_SH_TEXT) continue;
        kr_box box = kr_text_box(s);
        if (box.x0 < scene->left - 1 || box.x1 > scene->left + scene->width + 1)
            print_message("%s, seed %d, paper %d, narrow %d: %.*s\n", kr_drawing_name(options->as), (int)seed,
                          (int)options->paper, options->narrow, KR_ARG(s->text));
        assert_true(box.x0 >= scene->left - 1 && box.x1 <= scene->left + scene->width + 1);
        assert_true(box.y0 >= scene->top - 1 && box.y1 <= scene->top + scene->height + 1);
    }
}

static void test_nothing_touches(void **state) {
    static const size_t many[] = {1, 3, 9, 25, 60, 200};
    (void)state;
    for (uint64_t seed = 1; seed <= 60; seed++) {
        kr_arena arena;
        kr_arena_init(&arena, kr_heap(), 512 << 20);
        kr_network net = a_life(&arena, seed, (size_t)(seed * 7 % 41), many[seed % 6], (int)(seed % 3));
        for (int way = 0; way < 5; way++) {
            kr_draw_options options = {.today = TODAY,
                                       .text = life_words,
                                       .narrow = way == 1,
                                       .large = way == 2,
                                       .paper = way == 3   ? KR_A4
                                                : way == 4 ? KR_A3
                                                           : KR_SCREEN,
                                       .link_prefix = KR_STR("/p/"),
                                       .event_prefix = KR_STR("/e/")};
            options.as = KR_DRAW_LIFELINE;
            check(&arena, &net, &options, seed);
            options.as = KR_DRAW_PLAIN;
            if (!options.narrow || net.n <= KR_PLAIN_NARROW) check(&arena, &net, &options, seed);
            options.as = KR_DRAW_OVER_TIME;
            if (net.n) check(&arena, &net, &options, seed);
        }
        kr_arena_dispose(&arena);
    }
}

static kr_str svg_of(kr_arena *arena, const kr_network *net, const kr_draw_options *options) {
    kr_buf out;
    kr_str svg;
    kr_buf_init(&out, arena, 1 << 24);
    kr_scene_svg(&out, scene_of(arena, net, options), true);
    assert_int_equal(kr_buf_end(&out, &svg), KR_OK);
    return svg;
}

static void test_same_bytes(void **state) {
    kr_arena a, b;
    (void)state;
    kr_arena_init(&a, kr_heap(), 256 << 20);
    kr_arena_init(&b, kr_heap(), 256 << 20);
    kr_network one = a_life(&a, 5, 20, 40, 0), two = a_life(&b, 5, 20, 40, 0);
    for (int as = KR_DRAW_LIFELINE; as <= KR_DRAW_PLAIN; as++) {
        if (as == KR_DRAW_NEIGHBOURHOOD || as == KR_DRAW_MAP) continue;
        kr_draw_options options = {.as = (kr_drawing)as, .today = TODAY, .text = life_words};
        kr_str x = svg_of(&a, &one, &options), y = svg_of(&b, &two, &options);
        assert_true(kr_str_eq(x, y));
    }
    kr_arena_dispose(&a);
    kr_arena_dispose(&b);
}

/* Every event is an item of a list with its year and words, dated or not; and who was there is said. */
static void test_all_is_said(void **state) {
    kr_arena arena;
    (void)state;
    kr_arena_init(&arena, kr_heap(), 256 << 20);
    kr_network net = a_life(&arena, 2, 12, 30, 2);
    kr_life life;
    assert_int_equal(kr_life_make(&life, &arena, &net, TODAY), KR_OK);
    assert_int_equal(life.n_events, 30);
    assert_true(life.n_dated < 30);
    for (size_t i = 1; i < life.n_dated; i++) assert_true(life.events[i - 1].at <= life.events[i].at);
    for (int narrow = 0; narrow < 2; narrow++) {
        kr_draw_options options = {
            .as = KR_DRAW_LIFELINE, .today = TODAY, .narrow = narrow, .text = life_words};
        kr_scene *scene = scene_of(&arena, &net, &options);
        size_t events = 0, people = 0, names = 0;
        for (size_t i = 0; i < scene->count; i++) {
            const kr_shape *s = &scene->shapes[i];
            if (s->kind == KR_SH_LINK && strcmp(s->cls, "l-event") == 0) events++;
            if (s->kind == KR_SH_LINK && strcmp(s->cls, "l-who") == 0) people++;
            names += s->mark == KR_MARK_NAME;
        }
        assert_int_equal(events, 30);
        assert_int_equal(people, life.n_spans);
        assert_int_equal(names, life.n_spans);
    }
    kr_arena_dispose(&arena);
}

/* Years of a date, reckoned by hand. */
static void test_years(void **state) {
    (void)state;
    assert_float_equal(kr_life_year(0), 0, 0);
    assert_float_equal(kr_life_year(19690000), 1969.5, 1e-9);
    assert_float_equal(kr_life_year(19690700), 1969 + 6.5 / 12, 1e-9);
    assert_float_equal(kr_life_year(19690101), 1969, 1e-9);
    assert_true(kr_life_year(19691231) < 1970);
}

/* Whoever stays stands on the same spot at every moment. */
static void test_same_spot(void **state) {
    kr_arena arena;
    (void)state;
    kr_arena_init(&arena, kr_heap(), 256 << 20);
    kr_network all = a_life(&arena, 9, 30, 0, 0), few = all;
    few.n = 20;
    const kr_then thens[] = {{few, KR_STR("Toen"), KR_STR("2025")}, {all, KR_STR("Nu"), KR_STR("2026")}};
    kr_draw_options options = {.as = KR_DRAW_OVER_TIME, .moments = thens, .n_moments = 2, .text = life_words};
    kr_scene *scene = scene_of(&arena, &all, &options);
    size_t n[2] = {0}, came = 0;
    double x[2][64], y[2][64], across = scene->width / 2;
    for (size_t i = 0; i < scene->count; i++) {
        const kr_shape *s = &scene->shapes[i];
        if (s->kind != KR_SH_CIRCLE || !s->cls) continue;
        came += strcmp(s->cls, "o-new") == 0;
        if (strcmp(s->cls, "o-dot") != 0) continue;
        int side = s->x > across;
        x[side][n[side]] = s->x - (side ? across : 0);
        y[side][n[side]++] = s->y;
    }
    assert_true(n[0] > 5 && n[1] > n[0]);
    assert_int_equal(came, n[1] - n[0]);
    for (size_t i = 0; i < n[0]; i++) {
        bool found = false;
        for (size_t j = 0; j < n[1] && !found; j++)
            found = x[1][j] - x[0][i] < 0.01 && x[0][i] - x[1][j] < 0.01 && y[1][j] == y[0][i];
        assert_true(found);
    }
    kr_arena_dispose(&arena);
}

static void test_plain(void **state) {
    static const struct {
        uint8_t tone, energy;
        kr_plain_kind kind;
    } rows[] = {{0, 0, KR_PLAIN_OPEN},
                {KR_tone_supportive, KR_energy_costs, KR_PLAIN_FINE},
                {KR_tone_neutral, 0, KR_PLAIN_ORDINARY},
                {KR_tone_tense, KR_energy_gives, KR_PLAIN_HARD},
                {KR_tone_ambivalent, 0, KR_PLAIN_HARD},
                {0, KR_energy_gives, KR_PLAIN_FINE},
                {0, KR_energy_costs, KR_PLAIN_HARD},
                {0, KR_energy_neither, KR_PLAIN_ORDINARY}};
    (void)state;
    assert_int_equal(kr_plain_kind_of(NULL), KR_PLAIN_OPEN);
    for (size_t i = 0; i < KR_COUNT(rows); i++) {
        kr_tie tie = {.tone = rows[i].tone, .energy = rows[i].energy};
        assert_int_equal(kr_plain_kind_of(&tie), rows[i].kind);
    }
}

/* The same life as on the day somebody looked at it: tests/golden. */
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
    assert_non_null(file);
    char *there = malloc(svg.len + 2);
    assert_non_null(there);
    size_t len = fread(there, 1, svg.len + 1, file);
    (void)fclose(file);
    bool same = len == svg.len && memcmp(there, svg.ptr, len) == 0;
    free(there);
    if (!same) print_message("%s differs; look at it, then KRING_GOLDEN_WRITE=1 writes it\n", path);
    assert_true(same);
}

static void test_golden(void **state) {
    static const kr_drawing all[] = {KR_DRAW_LIFELINE, KR_DRAW_OVER_TIME, KR_DRAW_PLAIN};
    kr_arena arena;
    (void)state;
    kr_arena_init(&arena, kr_heap(), 256 << 20);
    kr_network net = a_life(&arena, 3, 11, 12, 0);
    for (size_t i = 0; i < KR_COUNT(all); i++) {
        char name[64];
        kr_draw_options options = {.as = all[i], .today = TODAY, .narrow = true, .text = life_words};
        snprintf(name, sizeof name, "%s-life", kr_drawing_name(all[i]));
        kr_buf out;
        kr_str svg;
        kr_buf_init(&out, &arena, 1 << 24);
        kr_scene_svg(&out, scene_of(&arena, &net, &options), false);
        assert_int_equal(kr_buf_end(&out, &svg), KR_OK);
        compare(name, svg);
    }
    kr_arena_dispose(&arena);
}

/* Icons: about sixty, each with its own name, within 24 by 24, and larger by exactly the scale. */
static void test_icons(void **state) {
    size_t n;
    const kr_icon *icons = kr_icons(&n);
    kr_arena arena;
    (void)state;
    kr_arena_init(&arena, kr_heap(), 64 << 20);
    assert_true(n >= 60);
    for (size_t i = 0; i < n; i++) {
        assert_ptr_equal(kr_icon_named(kr_str_z(icons[i].name)), &icons[i]);
        kr_scene scene = {.arena = &arena, .cap = 8, .shapes = kr_new_n(&arena, kr_shape, 8)};
        kr_scene_icon(&scene, "i", &icons[i], 12, 12, 24);
        assert_int_equal(scene.err, KR_OK);
        assert_true(scene.shapes[0].x == 0 && scene.shapes[0].y == 0 && scene.shapes[0].text.len > 3);
    }
    kr_scene scene = {.arena = &arena, .cap = 8, .shapes = kr_new_n(&arena, kr_shape, 8)};
    const kr_icon arc = {"arc", "M3 12a9 9 0 1 0 18 0.5", false};
    kr_scene_icon(&scene, "i", &arc, 0, 0, 48);
    assert_true(kr_str_is(scene.shapes[0].text, "M6 24a18 18 0 1 0 36 1"));
    kr_arena_dispose(&arena);
}

/* With every size of memory: a drawing or an error, never a crash, and nothing lost on the way. */
static void test_memory(void **state) {
    kr_arena made;
    (void)state;
    kr_arena_init(&made, kr_heap(), 256 << 20);
    kr_network net = a_life(&made, 4, 9, 14, 2);
    for (int as = KR_DRAW_LIFELINE; as <= KR_DRAW_PLAIN; as++) {
        if (as == KR_DRAW_NEIGHBOURHOOD || as == KR_DRAW_MAP) continue;
        kr_err err = KR_E_MEMORY;
        for (size_t limit = 0; err != KR_OK && limit < 4u << 20; limit += 487) {
            kr_arena arena;
            kr_scene *scene;
            kr_draw_options options = {
                .as = (kr_drawing)as, .today = TODAY, .paper = KR_A4, .text = life_words};
            kr_arena_init(&arena, kr_heap(), limit);
            err = kr_scene_make(&scene, &arena, &net, &options, NULL);
            assert_true(err == KR_OK || err == KR_E_MEMORY);
            kr_arena_dispose(&arena);
        }
        assert_int_equal(err, KR_OK);
    }
    kr_arena_dispose(&made);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_nothing_touches), cmocka_unit_test(test_same_bytes),
        cmocka_unit_test(test_all_is_said),     cmocka_unit_test(test_years),
        cmocka_unit_test(test_same_spot),       cmocka_unit_test(test_plain),
        cmocka_unit_test(test_icons),           cmocka_unit_test(test_golden),
        cmocka_unit_test(test_memory)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
