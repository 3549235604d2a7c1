/* The function web, the domains of life, the neighbourhood and circles of one's own: nothing touches, text
 * stays readable, and everybody who was said to stand there does. What ought to be there is counted from the
 * dice, not from the circle. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "core/draft.h"
#include "draw/scene.h"
#include "made.h"

typedef struct expected {
    size_t gets, gives, domains, places, all;
} expected;

typedef struct made_circle {
    kr_circle circle;
    kr_network net;
    kr_id form;
    expected want;
} made_circle;

static kr_id next_id(void *context) {
    made_dice *dice = context;
    return (made_roll(dice, 1u << 30) << 24 | made_roll(dice, 1u << 24)) + 2;
}

static uint32_t some_kinds(made_dice *dice) {
    return (uint32_t)(made_roll(dice, 64) & made_roll(dice, 64) & made_roll(dice, 64) & 62);
}

static void say_support(kr_draft *d, made_dice *dice, kr_id tie, expected *want) {
    static const uint16_t gets[] = {KR_F_tie_gets, KR_F_tie_gets_sometimes, KR_F_tie_gets_could};
    static const uint16_t gives[] = {KR_F_tie_gives, KR_F_tie_gives_sometimes, KR_F_tie_gives_could};
    uint32_t in = 0, out = 0;
    for (int i = 0; i < 3; i++) {
        uint32_t a = some_kinds(dice), b = some_kinds(dice);
        in |= a;
        out |= b;
        if (a) kr_draft_set(d, KR_KIND_tie, tie, gets[i], a);
        if (b) kr_draft_set(d, KR_KIND_tie, tie, gives[i], b);
    }
    want->gets += in != 0;
    want->gives += out != 0;
}

static void say_places(kr_draft *d, made_dice *dice, kr_id person, kr_id tie, int what, expected *want) {
    uint32_t domains =
        (uint32_t)(made_roll(dice, 8192) & made_roll(dice, 8192) & made_roll(dice, 8192) & 8190);
    unsigned visit = what == KR_what_place ? (unsigned)made_roll(dice, 4) : 0;
    want->places += what == KR_what_place;
    want->domains += domains != 0;
    if (domains) {
        if (made_roll(dice, 2))
            kr_draft_set(d, KR_KIND_tie, tie, KR_F_tie_domains, domains);
        else
            kr_draft_set(d, KR_KIND_person, person, KR_F_person_domain, domains);
    }
    if (visit) kr_draft_number(d, KR_KIND_tie, tie, KR_F_tie_visit, visit);
    if (made_roll(dice, 3))
        kr_draft_set(d, KR_KIND_person, person, KR_F_person_reach, (uint32_t)made_roll(dice, 64) << 1);
    if (made_roll(dice, 3))
        kr_draft_number(d, KR_KIND_person, person, KR_F_person_travel_minutes, (int64_t)made_roll(dice, 120));
}

static const char *const ring_words[] = {"heel dichtbij", "dichtbij", "ertussenin",
                                         "gewoon",        "verder",   "ver weg"};
static const char *const area_words[] = {
    "Familie", "Vrienden en kennissen",    "Buren", "Werk",
    "Kerk",    "De soos op dinsdagmiddag", "Zorg",  "Een heel lange naam voor een vak"};

static kr_str some_lines(kr_arena *arena, const char *const *words, size_t n) {
    kr_buf buf;
    kr_str out;
    kr_buf_init(&buf, arena, 4096);
    for (size_t i = 0; i < n; i++) {
        kr_put_z(&buf, words[i]);
        kr_put_z(&buf, "\n");
    }
    assert_int_equal(kr_buf_end(&buf, &out), KR_OK);
    return out;
}

static void say_form(kr_draft *d, made_dice *dice, kr_id form, const kr_id *people, size_t n,
                     kr_arena *arena) {
    size_t rings = 1 + (size_t)made_roll(dice, 6), areas = (size_t)made_roll(dice, 9);
    kr_draft_text(d, KR_KIND_own_form, form, KR_F_own_form_name, KR_STR("Mijn vorm"));
    kr_draft_text(d, KR_KIND_own_form, form, KR_F_own_form_rings, some_lines(arena, ring_words, rings));
    kr_draft_text(d, KR_KIND_own_form, form, KR_F_own_form_areas, some_lines(arena, area_words, areas));
    for (size_t i = 0; i < n; i++) {
        if (made_roll(dice, 8) == 0) continue;
        kr_id place = kr_draft_new_id(d);
        kr_draft_ref(d, KR_KIND_form_place, place, KR_F_form_place_form, form);
        kr_draft_ref(d, KR_KIND_form_place, place, KR_F_form_place_person, people[i]);
        kr_draft_number(d, KR_KIND_form_place, place, KR_F_form_place_ring,
                        1 + (int64_t)made_roll(dice, rings));
        kr_draft_number(d, KR_KIND_form_place, place, KR_F_form_place_area,
                        1 + (int64_t)made_roll(dice, areas ? areas : 1));
    }
}

static void make_circle(made_circle *out, kr_arena *arena, uint64_t seed, size_t n) {
    static const kr_circle nothing;
    made_dice dice = {seed * 0x9e3779b97f4a7c15ull + 3}, ids = {seed * 7919 + 5};
    kr_network names = made_network(arena, seed, n, 0);
    kr_draft d;
    kr_maker maker = {.at_ms = 1, .ids = {next_id, &ids}};
    kr_change *change = kr_new(arena, kr_change);
    kr_id *people = kr_new_n(arena, kr_id, n + 1);
    kr_view view;
    assert_non_null(change);
    assert_non_null(people);
    *out = (made_circle){.want = {.all = n}};
    kr_draft_begin(&d, arena, &nothing, maker, KR_ACT_OTHER, 0);
    kr_draft_ego(&d, KR_STR("Annie"));
    kr_id ego = kr_draft_get(&d, KR_KIND_circle, KR_CIRCLE_RECORD,
                             kr_schema_field(KR_KIND_circle, KR_F_circle_ego)->number)
                    .value.ref;
    for (size_t i = 0; i < n; i++) {
        int what = made_roll(&dice, 4) == 0 ? KR_what_place : 1 + (int)made_roll(&dice, 2);
        people[i] = kr_draft_contact(&d, names.alters[i].person->name, (uint8_t)what);
        kr_id tie = kr_draft_tie(&d, ego, people[i]);
        say_support(&d, &dice, tie, &out->want);
        say_places(&d, &dice, people[i], tie, what, &out->want);
        for (int k = 0; i && k < 3; k++)
            kr_draft_acquainted(&d, people[i], people[made_roll(&dice, i)], KR_yesno_yes);
    }
    out->form = kr_draft_new_id(&d);
    say_form(&d, &dice, out->form, people, n, arena);
    assert_int_equal(kr_draft_end(&d, change, NULL), KR_OK);
    assert_int_equal(kr_circle_fold(&out->circle, arena, change, 1, NULL), KR_OK);
    assert_int_equal(kr_view_make(&view, arena, &out->circle, KR_VIEWER_OWNER, 0, NULL), KR_OK);
    assert_int_equal(kr_network_make(&out->net, arena, &view), KR_OK);
    assert_int_equal(out->net.n, n);
}

static void draw_one(kr_arena *arena, const made_circle *c, const kr_draw_options *o, size_t want,
                     uint64_t seed, size_t *shortened) {
    kr_scene *scene;
    kr_scene_report r;
    kr_error error = {0};
    kr_err err = kr_scene_make(&scene, arena, &c->net, o, &error);
    bool may_be_empty = o->as == KR_DRAW_DOMAINS || o->as == KR_DRAW_NEIGHBOURHOOD;
    if (want == 0 && may_be_empty) {
        assert_int_equal(err, KR_E_NOT_FOUND);
        return;
    }
    if (err != KR_OK)
        print_message("seed %llu: n %zu %s paper %d: %s\n", (unsigned long long)seed, c->net.n,
                      kr_drawing_name(o->as), o->paper, error.key);
    assert_int_equal(err, KR_OK);
    assert_int_equal(kr_scene_check(&r, arena, scene), KR_OK);
    if (r.overlaps || r.persons != want || r.smallest < 7.0)
        print_message("seed %llu: n %zu %s paper %d narrow %d large %d: overlaps %zu persons %zu of %zu "
                      "smallest %.2f\n",
                      (unsigned long long)seed, c->net.n, kr_drawing_name(o->as), o->paper, o->narrow,
                      o->large, r.overlaps, r.persons, want, r.smallest);
    assert_int_equal(r.overlaps, 0);
    assert_int_equal(r.persons, want);
    assert_true(r.smallest >= 7.0);
    *shortened += r.shortened;
}

static void test_random(void **state) {
    (void)state;
    const char *wish = getenv("KRING_CIRCLES");
    uint64_t from = getenv("KRING_FROM") ? strtoull(getenv("KRING_FROM"), NULL, 10) : 1;
    uint64_t count = wish ? strtoull(wish, NULL, 10) : 250;
    kr_arena arena;
    size_t people = 0, shortened = 0;
    kr_arena_init(&arena, kr_heap(), (size_t)256 << 20);
    for (uint64_t seed = from; seed < from + count; seed++) {
        made_dice dice = {seed * 104729 + 7};
        made_circle c;
        kr_arena_reset(&arena);
        make_circle(&c, &arena, seed, 1 + (size_t)made_roll(&dice, 150));
        kr_draw_options o = {.text = made_words, .link_prefix = KR_STR("/k/1/p/"), .form = c.form};
        o.paper = (kr_paper)made_roll(&dice, 3);
        o.large = made_roll(&dice, 6) == 0;
        o.narrow = o.paper == KR_SCREEN && made_roll(&dice, 2) == 0;
        o.roles = made_roll(&dice, 3) == 0;
        o.layers = KR_LAYER_ALL;
        o.title = KR_STR("De kring van Annie");
        people += c.want.all * 5;
        o.as = KR_DRAW_FUNCTIONS;
        draw_one(&arena, &c, &o, c.want.gets, seed, &shortened);
        o.other_side = true;
        draw_one(&arena, &c, &o, c.want.gives, seed, &shortened);
        o.as = KR_DRAW_DOMAINS;
        draw_one(&arena, &c, &o, c.want.domains, seed, &shortened);
        o.as = KR_DRAW_NEIGHBOURHOOD;
        draw_one(&arena, &c, &o, c.want.places, seed, &shortened);
        o.as = KR_DRAW_MAP;
        o.wall = true;
        draw_one(&arena, &c, &o, c.want.all, seed, &shortened);
    }
    print_message("%zu names, %zu shortened\n", people, shortened);
    assert_true(shortened * 20 <= people);
    kr_arena_dispose(&arena);
}

/* Somebody stands in every area where something was said, and only in the innermost ring of each. */
static void test_places(void **state) {
    (void)state;
    kr_arena arena;
    made_circle c;
    kr_arena_init(&arena, kr_heap(), (size_t)64 << 20);
    make_circle(&c, &arena, 5, 30);
    size_t want = 0;
    for (size_t i = 0; i < c.net.n; i++) {
        const kr_tie *t = c.net.alters[i].tie;
        uint32_t any = t->gets | t->gets_sometimes | t->gets_could;
        want += (any >> KR_support_practical & 1) + (any >> KR_support_listening & 1) +
                (any >> KR_support_company & 1) +
                ((any >> KR_support_advice | any >> KR_support_weighing) & 1);
    }
    kr_draw_options o = {.as = KR_DRAW_FUNCTIONS, .text = made_words};
    kr_scene *scene;
    size_t items = 0;
    assert_int_equal(kr_scene_make(&scene, &arena, &c.net, &o, NULL), KR_OK);
    for (size_t i = 0; i < scene->count; i++) items += scene->shapes[i].kind == KR_SH_ITEM;
    assert_int_equal(items, want);
    kr_arena_dispose(&arena);
}

static void test_legends(void **state) {
    (void)state;
    kr_arena arena;
    made_circle c;
    kr_arena_init(&arena, kr_heap(), (size_t)64 << 20);
    make_circle(&c, &arena, 9, 60);
    static const kr_drawing all[] = {KR_DRAW_FUNCTIONS, KR_DRAW_DOMAINS, KR_DRAW_NEIGHBOURHOOD, KR_DRAW_MAP};
    static const kr_network nobody;
    for (size_t i = 0; i < KR_COUNT(all); i++) {
        kr_draw_options o = {.as = all[i], .layers = KR_LAYER_ALL, .text = made_words, .form = c.form};
        kr_legend_entry e[40];
        size_t n = kr_legend(e, 40, &c.net, &o);
        assert_true(n > 0 && n <= 40);
        assert_int_equal(kr_legend(e, 40, &nobody, &o), 0);
        n = kr_legend(e, 40, &c.net, &o);
        for (size_t k = 0; k < n; k++) {
            kr_buf out;
            kr_str svg;
            kr_buf_init(&out, &arena, 65536);
            kr_legend_symbol(&out, e[k].symbol, made_words, NULL);
            assert_int_equal(kr_buf_end(&out, &svg), KR_OK);
            assert_true(kr_str_find(svg, KR_STR("class=\"g-")) != SIZE_MAX);
            assert_true(kr_str_find(svg, KR_STR("<circle")) != SIZE_MAX ||
                        kr_str_find(svg, KR_STR("<rect")) != SIZE_MAX ||
                        kr_str_find(svg, KR_STR("<path")) != SIZE_MAX);
        }
    }
    kr_draw_options o = {.as = KR_DRAW_MAP, .text = made_words, .form = 99};
    kr_scene *scene;
    assert_int_equal(kr_scene_make(&scene, &arena, &c.net, &o, NULL), KR_E_NOT_FOUND);
    assert_int_equal(kr_scene_make(&scene, &arena, &nobody, &o, NULL), KR_E_NOT_FOUND);
    kr_arena_dispose(&arena);
}

/* Running out of memory anywhere is an error, never a crash. */
static void test_memory(void **state) {
    (void)state;
    static const kr_drawing all[] = {KR_DRAW_FUNCTIONS, KR_DRAW_DOMAINS, KR_DRAW_NEIGHBOURHOOD, KR_DRAW_MAP};
    kr_arena arena;
    made_circle c;
    kr_arena_init(&arena, kr_heap(), (size_t)64 << 20);
    make_circle(&c, &arena, 3, 40);
    for (size_t i = 0; i < KR_COUNT(all); i++) {
        bool done = false;
        for (size_t most = 4096; !done && most < (size_t)64 << 20; most += most / 3) {
            kr_arena small;
            kr_scene *scene;
            kr_draw_options o = {.as = all[i], .text = made_words, .form = c.form, .paper = KR_A4};
            kr_arena_init(&small, kr_heap(), most);
            kr_err err = kr_scene_make(&scene, &small, &c.net, &o, NULL);
            assert_true(err == KR_OK || err == KR_E_MEMORY);
            done = err == KR_OK;
            kr_arena_dispose(&small);
        }
        assert_true(done);
    }
    kr_arena_dispose(&arena);
}

/* -- golden drawings: as they stand in a page, without the style sheet */

static void same_as_kept(const char *name, kr_str svg) {
    char path[512];
    static char kept[1 << 20];
    snprintf(path, sizeof path, "%s/tests/golden/%s.svg", KR_SOURCE_ROOT, name);
    if (getenv("KRING_GOLDEN_WRITE")) {
        FILE *file = fopen(path, "wb");
        assert_non_null(file);
        assert_int_equal(fwrite(svg.ptr, 1, svg.len, file), svg.len);
        assert_int_equal(fclose(file), 0);
    }
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    size_t len = fread(kept, 1, sizeof kept, file);
    (void)fclose(file);
    bool same = len == svg.len && memcmp(kept, svg.ptr, len) == 0;
    if (!same) print_message("%s differs; look at it, then KRING_GOLDEN_WRITE=1 writes the new one\n", path);
    assert_true(same);
}

static void test_golden(void **state) {
    (void)state;
    static const kr_drawing all[] = {KR_DRAW_FUNCTIONS, KR_DRAW_DOMAINS, KR_DRAW_NEIGHBOURHOOD, KR_DRAW_MAP};
    kr_arena arena;
    made_circle c;
    kr_arena_init(&arena, kr_heap(), (size_t)64 << 20);
    make_circle(&c, &arena, 12, 14);
    for (size_t i = 0; i < KR_COUNT(all); i++) {
        kr_draw_options o = {.as = all[i], .layers = KR_LAYER_FREQUENCY, .text = made_words, .form = c.form};
        kr_scene *scene;
        kr_buf out;
        kr_str svg;
        char name[48];
        assert_int_equal(kr_scene_make(&scene, &arena, &c.net, &o, NULL), KR_OK);
        kr_buf_init(&out, &arena, 1 << 20);
        kr_scene_svg(&out, scene, false);
        assert_int_equal(kr_buf_end(&out, &svg), KR_OK);
        snprintf(name, sizeof name, "%s-page-14", kr_drawing_name(all[i]));
        same_as_kept(name, svg);
    }
    kr_arena_dispose(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_golden), cmocka_unit_test(test_random),
                                       cmocka_unit_test(test_places), cmocka_unit_test(test_legends),
                                       cmocka_unit_test(test_memory)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
