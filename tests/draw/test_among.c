/* The people among themselves, a group, the table and the cards, on real networks: nothing touches, everybody
 * is there, and the distances are as good as those of Graphviz neato. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "core/draft.h"
#include "draw/netmap.h"
#include "draw/scene.h"
#include "draw/stress.h"
#include "made.h"

/* One network of a file: people by number and who knows whom. */
typedef struct real {
    char label[64];
    long ids[400];
    uint32_t (*links)[2];
    size_t n, n_links;
    kr_network net;
} real;

static size_t number_of(real *r, long id, bool add) {
    for (size_t i = 0; i < r->n; i++)
        if (r->ids[i] == id) return i;
    if (!add || r->n == KR_COUNT(r->ids)) return SIZE_MAX;
    r->ids[r->n] = id;
    return r->n++;
}

static void add_link(real *r, size_t a, size_t b) {
    if (a == SIZE_MAX || b == SIZE_MAX || a == b) return;
    if (a > b) {
        size_t swap = a;
        a = b, b = swap;
    }
    for (size_t i = 0; i < r->n_links; i++)
        if (r->links[i][0] == a && r->links[i][1] == b) return;
    r->links[r->n_links][0] = (uint32_t)a;
    r->links[r->n_links++][1] = (uint32_t)b;
}

static int by_pair(const void *a, const void *b) {
    const kr_pair *p = a, *q = b;
    return p->a != q->a ? (p->a < q->a ? -1 : 1) : p->b < q->b ? -1 : p->b > q->b;
}

/* As a network of a circle, with the names of invented people. */
static void finish(real *r, kr_arena *arena) {
    r->net = made_network(arena, 7 + r->n, r->n, 0);
    kr_pair *pairs = kr_new_n(arena, kr_pair, r->n_links + 1);
    for (size_t i = 0; i < r->n; i++) r->net.alters[i].known = 0;
    for (size_t i = 0; i < r->n_links; i++) {
        pairs[i] = (kr_pair){r->links[i][0], r->links[i][1], NULL, false};
        r->net.alters[pairs[i].a].known++, r->net.alters[pairs[i].b].known++;
    }
    qsort(pairs, r->n_links, sizeof *pairs, by_pair);
    r->net.pairs = pairs;
    r->net.n_pairs = r->net.n_known = r->n_links;
}

/* The first three numbers of a line of CSV. */
static int three(const char *line, long out[3]) {
    int n = 0;
    while (*line && n < 3) {
        while (*line == '"' || *line == ',') line++;
        char *end;
        out[n] = strtol(line, &end, 10);
        if (end == line) break;
        n++;
        line = end;
    }
    return n;
}

typedef void (*with_real)(real *r, kr_arena *arena, void *context);

static FILE *open_data(const char *folder, const char *name) {
    char path[512];
    const char *base = getenv("KRING_TEST_DATA");
    snprintf(path, sizeof path, "%s/%s/%s", base ? base : KR_SOURCE_ROOT "/../shared/data", folder, name);
    return fopen(path, "r");
}

/* Everybody of one person in alters.csv, and the pairs of ties.csv. */
static bool read_one(const char *folder, long ego, real *r, kr_arena *arena) {
    char line[1024];
    long v[3];
    FILE *f = open_data(folder, "alters.csv");
    if (!f) return false;
    *r = (real){.links = kr_arena_alloc(arena, 200000 * sizeof *r->links)};
    snprintf(r->label, sizeof r->label, "%s %ld", folder, ego);
    while (fgets(line, sizeof line, f))
        if (three(line, v) >= 2 && v[0] == ego) (void)number_of(r, v[1], true);
    fclose(f);
    f = open_data(folder, "ties.csv");
    if (!f) return false;
    while (fgets(line, sizeof line, f))
        if (three(line, v) == 3 && v[0] == ego)
            add_link(r, number_of(r, v[1], false), number_of(r, v[2], false));
    fclose(f);
    if (r->n == 0 || r->n > 150) return false;
    finish(r, arena);
    return true;
}

static size_t every_network(with_real act, void *context, size_t most) {
    static const char *const folders[] = {"egonet-milan", "egonet-elders", "egonet-transnat",
                                          "egonet-edgecases", "egonet-facebook"};
    size_t done = 0;
    for (size_t i = 0; i < KR_COUNT(folders); i++) {
        char line[1024];
        long v[3], last = -1;
        FILE *f = open_data(folders[i], "egos.csv");
        size_t here = 0;
        while (f && here < most && fgets(line, sizeof line, f)) {
            if (three(line, v) < 1 || v[0] == last) continue;
            last = v[0];
            kr_arena arena;
            real *r = malloc(sizeof *r);
            assert_non_null(r);
            kr_arena_init(&arena, kr_heap(), (size_t)512 << 20);
            if (read_one(folders[i], last, r, &arena)) {
                act(r, &arena, context);
                here++;
            }
            kr_arena_dispose(&arena);
            free(r);
        }
        if (f) fclose(f);
        done += here;
    }
    return done;
}

static void draw_all(real *r, kr_arena *arena, void *context) {
    static const kr_drawing all[] = {KR_DRAW_SOCIOGRAM, KR_DRAW_SOCIOGRAM, KR_DRAW_MATRIX, KR_DRAW_CARDS};
    size_t *shortened = context;
    for (int narrow = 0; narrow < 2; narrow++) {
        for (size_t i = 0; i < KR_COUNT(all); i++) {
            kr_draw_options o = {
                .as = all[i], .text = made_words, .narrow = narrow, .link_prefix = KR_STR("/k/")};
            kr_scene *scene;
            kr_scene_report report;
            if (i == 1) o.layers = KR_LAYER_EGO;
            assert_int_equal(kr_scene_make(&scene, arena, &r->net, &o, NULL), KR_OK);
            assert_int_equal(kr_scene_check(&report, arena, scene), KR_OK);
            if (report.overlaps || report.persons != r->n)
                print_message("%s %s narrow %d: n %zu, %zu overlaps, %zu drawn\n", r->label,
                              kr_drawing_name(all[i]), narrow, r->n, report.overlaps, report.persons);
            assert_int_equal(report.overlaps, 0);
            assert_int_equal(report.persons, r->n);
            shortened[0] += report.shortened;
            shortened[1] += r->n;
        }
    }
}

static void test_real(void **state) {
    (void)state;
    size_t shortened[2] = {0, 0};
    size_t n = every_network(draw_all, shortened, getenv("KRING_CIRCLES") ? 1000 : 12);
    if (!n) skip();
    print_message("%zu real networks, %zu of %zu names shortened\n", n, shortened[0], shortened[1]);
    assert_true(shortened[0] * 20 <= shortened[1]);
}

/* -- against neato -- */

static bool run_neato(const real *r, const uint32_t *who, size_t n, const uint16_t *steps, int seed,
                      double *stress) {
    char in[] = "/tmp/kring-neato-XXXXXX", command[256], line[512];
    int fd = mkstemp(in);
    if (fd < 0) return false;
    FILE *f = fdopen(fd, "w");
    fprintf(f, "graph{start=%d;maxiter=2000;epsilon=0.00001;\n", seed);
    for (size_t i = 0; i < n; i++) fprintf(f, "%u;", who[i]);
    for (size_t i = 0; i < r->n_links; i++) {
        bool in_part = false;
        for (size_t k = 0; k < n; k++) in_part |= who[k] == r->links[i][0];
        if (in_part) fprintf(f, "%u--%u;", r->links[i][0], r->links[i][1]);
    }
    fprintf(f, "}\n");
    fclose(f);
    snprintf(command, sizeof command, "neato -Tplain %s 2>/dev/null", in);
    FILE *p = popen(command, "r");
    double x[400], y[400];
    size_t seen = 0;
    while (p && fgets(line, sizeof line, p)) {
        unsigned id;
        double a, b;
        if (sscanf(line, "node %u %lf %lf", &id, &a, &b) != 3) continue;
        for (size_t k = 0; k < n; k++)
            if (who[k] == id) x[k] = a, y[k] = b, seen++;
    }
    if (p) (void)pclose(p);
    (void)remove(in);
    if (seen == n) *stress = kr_stress_of(steps, n, x, y);
    return seen == n;
}

/* As it stands in the finished drawing, against the best of twenty runs. */
static void against(real *r, kr_arena *arena, void *context) {
    double *sums = context;
    kr_scene *scene;
    kr_draw_options o = {.as = KR_DRAW_SOCIOGRAM, .text = made_words};
    assert_int_equal(kr_scene_make(&scene, arena, &r->net, &o, NULL), KR_OK);
    double at[400][2];
    for (size_t i = 0; i < scene->count; i++) {
        const kr_shape *s = &scene->shapes[i];
        if (s->mark != KR_MARK_SYMBOL || !s->owner) continue;
        bool box = s->kind == KR_SH_RECT;
        at[s->owner - 1][0] = s->x + (box ? s->a / 2 : 0), at[s->owner - 1][1] = s->y + (box ? s->b / 2 : 0);
    }
    uint16_t *all = kr_new_n(arena, uint16_t, r->n * r->n);
    bool *seen = kr_new_n(arena, bool, r->n);
    assert_int_equal(kr_steps_make(all, arena, (const uint32_t(*)[2])r->links, r->n_links, r->n), KR_OK);
    for (size_t from = 0; from < r->n; from++) {
        uint32_t who[400];
        double x[400], y[400], best = 1e300, one;
        size_t n = 0;
        if (seen[from]) continue;
        for (uint32_t i = 0; i < r->n; i++)
            if (all[from * r->n + i] != UINT16_MAX) who[n++] = i, seen[i] = true;
        if (n < 3) continue;
        uint16_t *steps = kr_new_n(arena, uint16_t, n * n);
        for (size_t i = 0; i < n; i++) {
            for (size_t j = 0; j < n; j++) steps[i * n + j] = all[who[i] * r->n + who[j]];
            x[i] = at[who[i]][0], y[i] = at[who[i]][1];
        }
        double ours = kr_stress_of(steps, n, x, y);
        for (int seed = 1; seed <= 20; seed++)
            if (run_neato(r, who, n, steps, seed, &one) && one < best) best = one;
        assert_true(best < 1e300);
        double pairs = (double)(n * (n - 1) / 2);
        sums[0] += ours, sums[1] += best, sums[2] += 1;
        if (ours / (best + 1e-9) > sums[3] && best > 1e-5 * pairs) sums[3] = ours / best;
        if (ours > best * 1.02 + pairs * 1e-5) {
            print_message("%s: %zu people, stress %.5f, neato %.5f (%.4f)\n", r->label, n, ours, best,
                          ours / best);
            sums[4] += 1;
        }
    }
}

static void test_neato(void **state) {
    (void)state;
    double sums[5] = {0};
    FILE *p = popen("command -v neato", "r");
    bool there = p && fgetc(p) != EOF;
    if (p) (void)pclose(p);
    if (!there) skip();
    if (!every_network(against, sums, getenv("KRING_CIRCLES") ? 1000 : 3)) skip();
    print_message("%.0f connected parts: stress %.4f, best of 20 of neato %.4f, worst %.4f\n", sums[2],
                  sums[0], sums[1], sums[3]);
    assert_int_equal((int)sums[4], 0);
}

/* -- the same every time; memory -- */

static kr_network some_network(kr_arena *arena, size_t n) {
    kr_network net = made_network(arena, 5, n, 0);
    kr_pair *pairs = kr_new_n(arena, kr_pair, n * 3);
    assert_non_null(pairs);
    for (uint32_t i = 0; i + 1 < n; i++) {
        if (i % 7 == 3) continue;
        pairs[net.n_known++] = (kr_pair){i, i + 1, NULL, false};
        if (i + 5 < n && i % 2) pairs[net.n_known++] = (kr_pair){i, i + 5, NULL, false};
    }
    net.pairs = pairs;
    net.n_pairs = net.n_known;
    return net;
}

static const kr_drawing mine[] = {KR_DRAW_SOCIOGRAM, KR_DRAW_MATRIX, KR_DRAW_CARDS};

static void test_same(void **state) {
    (void)state;
    kr_arena arena;
    kr_arena_init(&arena, kr_heap(), (size_t)256 << 20);
    kr_network net = some_network(&arena, 40);
    net.n_known = net.n_pairs;
    for (size_t i = 0; i < KR_COUNT(mine); i++) {
        kr_str first = KR_NONE;
        for (int again = 0; again < 2; again++) {
            kr_draw_options o = {.as = mine[i], .text = made_words, .paper = KR_A4};
            kr_scene *scene;
            kr_buf out;
            kr_str svg;
            assert_int_equal(kr_scene_make(&scene, &arena, &net, &o, NULL), KR_OK);
            kr_buf_init(&out, &arena, (size_t)8 << 20);
            kr_scene_svg(&out, scene, true);
            assert_int_equal(kr_buf_end(&out, &svg), KR_OK);
            if (again) assert_true(kr_str_eq(first, svg));
            first = svg;
        }
    }
    kr_arena_dispose(&arena);
}

static void test_memory(void **state) {
    (void)state;
    kr_arena arena;
    kr_arena_init(&arena, kr_heap(), (size_t)64 << 20);
    kr_network net = some_network(&arena, 30);
    for (size_t i = 0; i < KR_COUNT(mine); i++) {
        bool done = false;
        for (size_t most = 4096; !done && most < (size_t)64 << 20; most += most / 3) {
            kr_arena small;
            kr_scene *scene;
            kr_draw_options o = {.as = mine[i], .text = made_words, .paper = KR_A4};
            kr_arena_init(&small, kr_heap(), most);
            kr_err err = kr_scene_make(&scene, &small, &net, &o, NULL);
            assert_true(err == KR_OK || err == KR_E_MEMORY);
            done = err == KR_OK;
            kr_arena_dispose(&small);
        }
        assert_true(done);
    }
    kr_arena_dispose(&arena);
}

/* As they were when somebody looked at them: KRING_GOLDEN_WRITE=1 writes new ones. */
static void test_golden(void **state) {
    (void)state;
    kr_arena arena;
    kr_arena_init(&arena, kr_heap(), (size_t)64 << 20);
    kr_network net = some_network(&arena, 14);
    for (size_t i = 0; i < KR_COUNT(mine); i++) {
        kr_draw_options o = {
            .as = mine[i], .text = made_words, .layers = KR_LAYER_EGO, .link_prefix = KR_STR("/k/")};
        kr_scene *scene;
        kr_buf out;
        kr_str svg;
        char path[512];
        assert_int_equal(kr_scene_make(&scene, &arena, &net, &o, NULL), KR_OK);
        kr_buf_init(&out, &arena, (size_t)1 << 20);
        kr_scene_svg(&out, scene, true);
        assert_int_equal(kr_buf_end(&out, &svg), KR_OK);
        snprintf(path, sizeof path, "%s/tests/golden/%s-page-14.svg", KR_SOURCE_ROOT,
                 kr_drawing_name(mine[i]));
        FILE *f = getenv("KRING_GOLDEN_WRITE") ? fopen(path, "wb") : NULL;
        if (f) assert_int_equal(fwrite(svg.ptr, 1, svg.len, f), svg.len);
        if (f) (void)fclose(f);
        f = fopen(path, "rb");
        assert_non_null(f);
        char *there = malloc(svg.len + 2);
        assert_non_null(there);
        size_t len = fread(there, 1, svg.len + 1, f);
        (void)fclose(f);
        assert_int_equal(len, svg.len);
        assert_memory_equal(there, svg.ptr, len);
        free(there);
    }
    kr_arena_dispose(&arena);
}

/* -- the group -- */

static kr_id next_id(void *context) {
    made_dice *dice = context;
    return (made_roll(dice, 1u << 30) << 24 | made_roll(dice, 1u << 24)) + 2;
}

static kr_id ego_of(const kr_draft *d) {
    return kr_draft_get(d, KR_KIND_circle, KR_CIRCLE_RECORD,
                        kr_schema_field(KR_KIND_circle, KR_F_circle_ego)->number)
        .value.ref;
}

static void say(kr_draft *d, kr_id from, kr_id to, const char *question, bool no) {
    kr_id record = kr_draft_new_id(d);
    kr_draft_ref(d, KR_KIND_nomination, record, KR_F_nomination_from, from);
    kr_draft_ref(d, KR_KIND_nomination, record, KR_F_nomination_to, to);
    kr_draft_text(d, KR_KIND_nomination, record, KR_F_nomination_question, kr_str_z(question));
    if (no) kr_draft_number(d, KR_KIND_nomination, record, KR_F_nomination_rather_not, KR_yesno_yes);
}

static size_t count_of(kr_arena *arena, const kr_circle *circle, kr_viewer viewer, unsigned layers,
                       const char *cls) {
    kr_view view;
    kr_network net;
    kr_scene *scene;
    size_t n = 0;
    kr_draw_options o = {
        .as = KR_DRAW_GROUP, .text = made_words, .layers = layers, .question = KR_STR("Wandelen?")};
    assert_int_equal(kr_view_make(&view, arena, circle, viewer, 0, NULL), KR_OK);
    assert_int_equal(kr_network_make(&net, arena, &view), KR_OK);
    if (kr_scene_make(&scene, arena, &net, &o, NULL) != KR_OK) return SIZE_MAX;
    for (size_t i = 0; i < scene->count; i++)
        n += scene->shapes[i].cls && strcmp(scene->shapes[i].cls, cls) == 0;
    return n;
}

/* What somebody would rather not is for the owner's eyes, and only when asked for. */
static void test_group(void **state) {
    (void)state;
    static const kr_circle nothing;
    kr_arena arena;
    made_dice ids = {11};
    kr_draft d;
    kr_circle circle;
    kr_change change;
    kr_maker maker = {.at_ms = 1, .ids = {next_id, &ids}};
    kr_arena_init(&arena, kr_heap(), (size_t)64 << 20);
    kr_draft_begin(&d, &arena, &nothing, maker, KR_ACT_OTHER, 0);
    kr_draft_ego(&d, KR_STR("Annie"));
    kr_id ego = ego_of(&d), a = kr_draft_contact(&d, KR_STR("Corrie"), KR_what_person),
          b = kr_draft_contact(&d, KR_STR("Bram"), KR_what_person),
          c = kr_draft_contact(&d, KR_STR("Sanne"), KR_what_person);
    say(&d, a, b, "Wandelen?", false);
    say(&d, b, a, "Wandelen?", false);
    say(&d, ego, c, "Wandelen?", false);
    say(&d, c, a, "Wandelen?", true);
    say(&d, c, b, "Eten?", false);
    assert_int_equal(kr_draft_end(&d, &change, NULL), KR_OK);
    assert_int_equal(kr_circle_fold(&circle, &arena, &change, 1, NULL), KR_OK);
    assert_int_equal(count_of(&arena, &circle, KR_VIEWER_OWNER, 0, "a-both"), 1);
    assert_int_equal(count_of(&arena, &circle, KR_VIEWER_OWNER, 0, "a-one"), 1);
    assert_int_equal(count_of(&arena, &circle, KR_VIEWER_OWNER, 0, "a-head"), 3);
    assert_int_equal(count_of(&arena, &circle, KR_VIEWER_OWNER, 0, "a-not"), 0);
    assert_int_equal(count_of(&arena, &circle, KR_VIEWER_OWNER, KR_LAYER_REJECTIONS, "a-not"), 1);
    assert_int_equal(count_of(&arena, &circle, KR_VIEWER_LIFE, KR_LAYER_REJECTIONS, "a-not"), 0);
    assert_int_equal(count_of(&arena, &circle, KR_VIEWER_LIFE, KR_LAYER_REJECTIONS, "a-head"), 3);
    assert_int_equal(count_of(&arena, &circle, KR_VIEWER_WALL, 0, "a-one"), SIZE_MAX);
    assert_int_equal(count_of(&arena, &circle, KR_VIEWER_INITIALS, 0, "a-one"), SIZE_MAX);
    kr_arena_dispose(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_real),  cmocka_unit_test(test_neato),
                                       cmocka_unit_test(test_same),  cmocka_unit_test(test_memory),
                                       cmocka_unit_test(test_group), cmocka_unit_test(test_golden)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
