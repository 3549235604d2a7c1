/* The house in the middle of the ecogram, opened into a family tree. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "draw/scene.h"
#include "kin.h"
#include "made.h"

#define MEMORY ((size_t)256 << 20)

static const char annie[] =
    "circle -; ego an\n"
    "person an; name Annie; gender woman; birth_year 1947; household huis\n"
    "person jan; name Jan; gender man; birth_year 1944; died 2018; only_family yes\n"
    "person ex; name Wouter; gender man; birth_year 1940; died 2010; only_family yes\n"
    "person kees; name Kees; gender man; sector family\n"
    "person moos; name Moos; what animal; sector household\n"
    "person fleur; name Fleur; gender woman; birth_year 2004; household huis; sector family; role "
    "kleindochter\n"
    "person sanne; name Sanne; gender woman; birth_year 1971; sector family\n"
    "person noor; name Noor; sector professional; lives_where same_house\n"
    "person koor; name Koor; what group; sector fellow; lives_where same_house\n"
    "household huis; name Thuis\n"
    "union e; a an; b ex; type married; since 1965; end divorced; until 1968\n"
    "union u; a jan; b an; type married; since 1969\n"
    "parentage c; child sanne; pair u\n";

static kr_scene *drawn(kr_arena *arena, const kr_network *network, const kr_draw_options *options) {
    kr_scene *scene = NULL;
    kr_error error = {0};
    kr_err err = kr_scene_make(&scene, arena, network, options, &error);
    if (err != KR_OK) print_message("%s\n", error.key);
    assert_int_equal(err, KR_OK);
    return scene;
}

static kr_str bytes_of(kr_arena *arena, const kr_scene *scene) {
    kr_buf out;
    kr_str svg;
    kr_buf_init(&out, arena, MEMORY / 4);
    kr_scene_svg(&out, scene, false);
    assert_int_equal(kr_buf_end(&out, &svg), KR_OK);
    return svg;
}

/* Is this name within the circle of the house? -1: it is nowhere, 2: it stands twice. */
static int inside(const kr_scene *scene, const char *name) {
    const kr_shape *house = NULL;
    int found = -1;
    for (size_t i = 0; i < scene->count; i++) {
        const kr_shape *s = &scene->shapes[i];
        if (s->kind == KR_SH_CIRCLE && s->cls && strcmp(s->cls, "e-home__c") == 0) house = s;
    }
    assert_non_null(house);
    for (size_t i = 0; i < scene->count; i++) {
        const kr_shape *s = &scene->shapes[i];
        if (s->kind != KR_SH_TEXT || s->mark != KR_MARK_NAME || !kr_str_is(s->text, name)) continue;
        kr_box b = kr_text_box(s);
        int in = 0;
        for (int k = 0; k < 4; k++) {
            double x = (k & 1 ? b.x1 : b.x0) - house->x, y = (k & 2 ? b.y1 : b.y0) - house->y;
            in += x * x + y * y < house->a * house->a;
        }
        assert_true(in == 0 || in == 4); /* never across the edge */
        found = found >= 0 ? 2 : in == 4;
    }
    return found;
}

static const kr_draw_options open_eco = {
    .as = KR_DRAW_ECOGRAM, .layers = KR_LAYER_ALL | KR_LAYER_FAMILY, .today = 20261112, .text = kin_words};

static void who_is_in(void **state) {
    kr_arena arena;
    (void)state;
    kr_arena_init(&arena, kr_heap(), MEMORY);
    kr_circle circle = kin_circle(&arena, annie);
    kr_network network = kin_network(&arena, &circle);
    kr_draw_options options = open_eco;
    kr_scene *scene = drawn(&arena, &network, &options);
    kr_scene_report report;
    const kr_person *at_home[12];
    assert_int_equal(kr_draw_household(at_home, KR_COUNT(at_home), &arena, &network), 5);
    assert_true(kr_str_is(at_home[0]->name, "Annie"));
    assert_int_equal(inside(scene, "Annie"), 1);
    assert_int_equal(inside(scene, "Jan"), 1);   /* together until he died */
    assert_int_equal(inside(scene, "Fleur"), 1); /* the same household */
    assert_int_equal(inside(scene, "Moos"), 1);
    assert_int_equal(inside(scene, "Noor"), 1);
    assert_int_equal(inside(scene, "Koor"), 0);    /* a group is no person in the house */
    assert_int_equal(inside(scene, "Sanne"), 0);   /* lives elsewhere */
    assert_int_equal(inside(scene, "Wouter"), -1); /* they had parted */
    assert_int_equal(kr_scene_check(&report, &arena, scene), KR_OK);
    assert_int_equal(report.overlaps, 0);
    assert_int_equal(report.persons, network.n);
    /* a helper who is left out does not come in by the back door */
    options.layers &= ~(unsigned)KR_LAYER_PAID;
    assert_int_equal(inside(drawn(&arena, &network, &options), "Noor"), -1);
    kr_arena_dispose(&arena);
}

static void links_and_legend(void **state) {
    kr_arena arena;
    kr_legend_entry entries[80];
    bool home = false;
    (void)state;
    kr_arena_init(&arena, kr_heap(), MEMORY);
    kr_circle circle = kin_circle(&arena, annie);
    kr_network network = kin_network(&arena, &circle);
    kr_draw_options options = open_eco, closed = open_eco;
    closed.layers = KR_LAYER_ALL;
    options.link_prefix = KR_STR("/m/");
    size_t n = kr_legend(entries, KR_COUNT(entries), &network, &options),
           fewer = kr_legend(entries, KR_COUNT(entries), &network, &closed);
    assert_true(n > fewer);
    n = kr_legend(entries, KR_COUNT(entries), &network, &options);
    for (size_t i = 0; i < n; i++)
        home = home || (entries[i].group_key && strcmp(entries[i].group_key, "draw.home") == 0);
    assert_true(home);
    /* links to those around; the one in the middle and the late have no page of that kind */
    kr_str svg = bytes_of(&arena, drawn(&arena, &network, &options));
    size_t links = 0;
    for (size_t at; (at = kr_str_find(svg, KR_STR("href=\"/m/"))) != SIZE_MAX; links++)
        svg = kr_str_n(svg.ptr + at + 9, svg.len - at - 9);
    assert_int_equal(links, network.n);
    kr_arena_dispose(&arena);
}

/* Nobody else at home: the same drawing as without the layer. */
static void alone_at_home(void **state) {
    kr_arena arena;
    (void)state;
    kr_arena_init(&arena, kr_heap(), MEMORY);
    kr_circle circle = kin_circle(&arena, "circle -; ego a\nperson a; name Ali\nperson b; name Bea\n");
    kr_network network = kin_network(&arena, &circle);
    kr_draw_options closed = open_eco;
    closed.layers = KR_LAYER_ALL;
    assert_int_equal(kr_draw_household(NULL, 0, &arena, &network), 0);
    assert_true(kr_str_eq(bytes_of(&arena, drawn(&arena, &network, &open_eco)),
                          bytes_of(&arena, drawn(&arena, &network, &closed))));
    kr_arena_dispose(&arena);
}

/* A household of `home` besides the one in the middle, and `around` others, by chance. */
static char *grown(uint64_t seed, size_t home, size_t around) {
    static const char *const genders[] = {"man", "woman", "non_binary", "unknown"};
    made_dice dice = {seed * 0x9e3779b97f4a7c15ull + 5};
    size_t cap = 20000, len;
    char *text = calloc(1, cap);
    assert_non_null(text);
    len = (size_t)snprintf(text, cap,
                           "circle -; ego e\nperson e; name Middelpunt; gender woman; birth_year 1980\n"
                           "union u; a e; b h0; type married; since 2001\n");
    for (size_t i = 0; i < home; i++) {
        bool animal = made_roll(&dice, 5) == 0;
        const char *what = animal ? "; what animal" : "; birth_year 2004";
        len += (size_t)snprintf(
            text + len, cap - len, "person h%zu; name Huis%zu%s; gender %s; lives_where same_house%s\n", i, i,
            made_roll(&dice, 4) ? "" : " van der Langenaam", genders[made_roll(&dice, 4)], what);
        if (i && !animal && made_roll(&dice, 3))
            len += (size_t)snprintf(text + len, cap - len, "parentage c%zu; child h%zu; pair u; type %s\n", i,
                                    i, made_roll(&dice, 3) ? "birth" : "adopted");
    }
    for (size_t i = 0; i < around; i++)
        len += (size_t)snprintf(text + len, cap - len, "person a%zu; name Kennis%zu; sector %s\n", i, i,
                                i % 3   ? "friend"
                                : i % 2 ? "family"
                                        : "professional");
    return text;
}

static void by_chance(void **state) {
    static const kr_paper papers[] = {KR_SCREEN, KR_A4, KR_A3};
    (void)state;
    for (uint64_t seed = 1; seed <= 60; seed++) {
        kr_arena arena;
        size_t home = 1 + seed % 11, around = seed * 7 % 46;
        char *lines = grown(seed, home, around);
        kr_arena_init(&arena, kr_heap(), MEMORY);
        kr_circle circle = kin_circle(&arena, lines);
        kr_network network = kin_network(&arena, &circle);
        for (size_t i = 0; i < KR_COUNT(papers); i++) {
            kr_draw_options options = open_eco;
            kr_scene_report report;
            options.paper = papers[i];
            options.large = seed % 4 == 0;
            kr_scene *scene = drawn(&arena, &network, &options);
            assert_int_equal(kr_scene_check(&report, &arena, scene), KR_OK);
            if (report.overlaps) print_message("seed %d paper %d\n", (int)seed, (int)i);
            assert_int_equal(report.overlaps, 0);
            assert_int_equal(report.persons, network.n);
            if (papers[i] != KR_SCREEN) assert_true(report.smallest >= 6.99);
        }
        kr_arena_dispose(&arena);
        free(lines);
    }
}

static void memory_runs_out(void **state) {
    kr_arena holds;
    (void)state;
    kr_arena_init(&holds, kr_heap(), MEMORY);
    kr_circle circle = kin_circle(&holds, annie);
    kr_network network = kin_network(&holds, &circle);
    kr_err err = KR_E_MEMORY;
    for (size_t limit = 1024; err != KR_OK; limit += 256) {
        kr_arena arena;
        kr_scene *scene = NULL;
        kr_arena_init(&arena, kr_heap(), limit);
        err = kr_scene_make(&scene, &arena, &network, &open_eco, NULL);
        if (err != KR_OK) assert_int_equal(err, KR_E_MEMORY);
        kr_arena_dispose(&arena);
        assert_true(limit < 8000000);
    }
    kr_arena_dispose(&holds);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_is_in),     cmocka_unit_test(links_and_legend),
        cmocka_unit_test(alone_at_home), cmocka_unit_test(memory_runs_out),
        cmocka_unit_test(by_chance),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
