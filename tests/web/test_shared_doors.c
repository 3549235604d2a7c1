/* What a guest gets through any door: drawings, files, figures, what stands out. Nothing that is hidden comes
 * out of them, for any circle and any share. KRING_WORLDS: how many. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

#include "../core/share_world.h"
#include "core/ideas.h"
#include "core/observe.h"
#include "core/traits.h"
#include "draw/draw.h"
#include "format/format.h"
#include "format/study.h"
#include "measure/circle.h"
#include "words/notice.h"

enum { TODAY = 20261121, BYTES = 64 << 20 };
static share_world world;

typedef struct guest {
    kr_arena arena; /* of one door; the world has its own */
    kr_view view;
    kr_network network;
} guest;

static kr_str dutch(void *context, const char *key) {
    (void)context;
    return kr_word(KR_NL, key);
}

/* -- doors: each writes all it has -- */

static kr_err draw_one(kr_buf *out, guest *g, kr_drawing as, kr_paper paper) {
    kr_then then[4];
    kr_draw_options o = {.as = as,
                         .layers = KR_LAYER_ALL | KR_LAYER_YEARS | KR_LAYER_HOUSEHOLDS | KR_LAYER_BONDS |
                                   KR_LAYER_CONDITIONS | KR_LAYER_EGO | KR_LAYER_REJECTIONS | KR_LAYER_FAMILY,
                         .paper = paper,
                         .roles = true,
                         .generations = KR_EVERYBODY,
                         .today = TODAY,
                         .event_prefix = KR_STR("/e/"),
                         .text = dutch};
    const kr_circle *c = g->view.circle;
    size_t n = 0;
    for (size_t i = 0; i < c->n_moments && n < 3; i++) {
        kr_view past;
        uint64_t upto = (uint64_t)c->moments[i].upto;
        if (kr_view_make(&past, &g->arena, c, g->view.viewer, upto, NULL) != KR_OK) return KR_E_MEMORY;
        if (kr_network_make(&then[n].network, &g->arena, &past) != KR_OK) return KR_E_MEMORY;
        then[n].name = c->moments[i].name;
        then[n++].day = KR_NONE;
    }
    then[n++] = (kr_then){g->network, KR_STR("nu"), KR_NONE};
    o.moments = then;
    o.n_moments = n;
    o.form = c->n_own_forms ? c->own_forms[0].id : 0;
    kr_scene *scene;
    kr_err err = kr_scene_make(&scene, &g->arena, &g->network, &o, NULL);
    if (err == KR_OK) kr_scene_svg(out, scene, paper != KR_SCREEN);
    return err;
}

static kr_err drawings(kr_buf *out, guest *g) {
    kr_err err = KR_OK;
    for (int as = 1; as <= KR_DRAW_LAST && err == KR_OK; as++) {
        err = draw_one(out, g, (kr_drawing)as, KR_SCREEN);
        if (err == KR_OK) err = draw_one(out, g, (kr_drawing)as, KR_A4);
    }
    return err;
}

static kr_err file_kring(kr_buf *out, guest *g) {
    return kr_kring_write(out, &g->view, NULL);
}

static kr_err file_csv(kr_buf *out, guest *g) {
    return kr_csv_write(out, &g->network, true);
}

static kr_err file_json(kr_buf *out, guest *g) {
    return kr_json_write(out, &g->network);
}

static kr_err file_vcard(kr_buf *out, guest *g) {
    return kr_vcard_write(out, &g->network, &(kr_vcard_options){.four = true, .with_remarks = true});
}

static kr_err file_gedcom(kr_buf *out, guest *g) {
    kr_gedcom_options o = {.seven = true, .with_private = true, .with_notes = true, .today = TODAY};
    return kr_gedcom_write(out, &g->arena, &g->view, &o, NULL);
}

static kr_err file_graphml(kr_buf *out, guest *g) {
    return kr_graphml_write(out, &g->arena, &g->network, true, NULL);
}

static kr_err file_gexf(kr_buf *out, guest *g) {
    return kr_gexf_write(out, &g->arena, g->view.circle, g->view.viewer, NULL);
}

static kr_err file_egor(kr_buf *out, guest *g) {
    kr_file files[3];
    kr_err err = kr_egor_write(files, &g->arena, &g->network, false, NULL);
    for (size_t i = 0; i < 3 && err == KR_OK; i++) kr_put(out, files[i].bytes);
    return err;
}

static kr_err figures(kr_buf *out, guest *g) {
    kr_measured *all;
    size_t count;
    kr_err err = kr_measured_of(&all, &count, &g->arena, g->view.circle, &g->network, NULL);
    if (err == KR_OK) kr_measured_csv(out, all, count);
    return err;
}

static kr_err what_stands_out(kr_buf *out, guest *g) {
    kr_observation *all;
    kr_idea *ideas;
    kr_trait *traits;
    size_t count = 0, n = 0;
    kr_err err = kr_observe(&all, &count, &g->arena, &g->network, TODAY, 200);
    for (size_t i = 0; i < count && err == KR_OK; i++) {
        kr_say_notice(out, KR_NL, &g->network, &all[i], KR_NOTICE_SAY);
        kr_say_notice(out, KR_NL, &g->network, &all[i], KR_NOTICE_COUNT);
    }
    if (err == KR_OK) err = kr_ideas(&ideas, &n, &g->arena, &g->network, TODAY, 50);
    for (size_t i = 0; i < n && err == KR_OK; i++) kr_idea_about(out, &g->network, &ideas[i]);
    return err == KR_OK ? kr_traits(&traits, &n, &g->arena, &g->network, TODAY, false) : err;
}

static const struct {
    const char *name;
    kr_err (*write)(kr_buf *out, guest *g);
    bool marks;   /* texts are to come out of it */
    size_t every; /* the slow ones: only for every so many circles */
} doors[] = {
    {"drawings", drawings, true, 8},
    {".kring", file_kring, true, 1},
    {"CSV", file_csv, true, 1},
    {"JSON", file_json, true, 1},
    {"vCard", file_vcard, true, 1},
    {"GEDCOM", file_gedcom, true, 1},
    {"GraphML", file_graphml, true, 1},
    {"GEXF", file_gexf, true, 2},
    {"egor", file_egor, true, 2},
    {"figures", figures, false, 2},
    {"what stands out", what_stands_out, true, 2},
};

static void through(size_t door, guest *g, const share_rules *rules, size_t *marks, size_t seed) {
    kr_buf out;
    kr_str text;
    kr_arena_init(&g->arena, kr_heap(), (size_t)1 << 30);
    assert_int_equal(kr_network_make(&g->network, &g->arena, &g->view), KR_OK);
    kr_buf_init(&out, &g->arena, BYTES);
    kr_err err = doors[door].write(&out, g);
    if (err != KR_OK && err != KR_E_NOT_FOUND)
        fail_msg("circle %zu, %s: error %d", seed, doors[door].name, err);
    assert_int_equal(kr_buf_end(&out, &text), KR_OK);
    const char *wrong = share_rules_leak(rules, text);
    if (wrong) fail_msg("circle %zu, %s: %s", seed, doors[door].name, wrong);
    *marks += share_marks_in(&world, text);
    kr_arena_dispose(&g->arena);
}

static void no_door_lets_out_what_is_hidden(void **state) {
    (void)state;
    static share_rules rules;
    const char *said = getenv("KRING_WORLDS");
    size_t most = said ? (size_t)strtoul(said, NULL, 10) : 3000, marks[KR_COUNT(doors)] = {0};
    for (size_t seed = 1; seed <= most; seed++) {
        guest g;
        assert_true(share_world_make(&world, seed));
        kr_err err = kr_view_shared(&g.view, &world.arena, &world.whole, &world.share, 0, NULL);
        assert_int_equal(err, KR_OK);
        share_rules_make(&rules, &world);
        for (size_t i = 0; i < KR_COUNT(doors); i++)
            if (seed % doors[i].every == 0) through(i, &g, &rules, &marks[i], seed);
        share_world_end(&world);
    }
    for (size_t i = 0; i < KR_COUNT(doors); i++) {
        print_message("%s: %zu texts\n", doors[i].name, marks[i]);
        assert_true(marks[i] > 0 || !doors[i].marks);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(no_door_lets_out_what_is_hidden)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
