/* The measures of research beside the C library igraph, in one run on one core: the same networks, the same
 * measures, as processor time. Making up the networks is not counted; making them from a list of ties is.
 * One line of JSON per figure.
 *
 * bench_measure NETWORKS ALTERS DENSITY        both, and each measure by itself
 * bench_measure NETWORKS ALTERS DENSITY own    only ours: to see that it is linear */
#include <igraph/igraph.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "measure/measure.h"

enum { AT_ONCE = 200 };

static double now(void) {
    struct timespec at;
    if (clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &at) != 0) return 0;
    return (double)at.tv_sec * 1e6 + (double)at.tv_nsec / 1e3;
}

static void must(bool well, const char *what) {
    if (well) return;
    fprintf(stderr, "bench_measure: %s\n", what);
    exit(1);
}

static uint64_t seed = 88172645463325252u;
static double chance(void) {
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return (double)(seed >> 11) / 9007199254740992.0;
}

typedef struct net {
    kr_ego_tie *ties;
    size_t count;
} net;

static void make_up(net *out, kr_ego_tie *room, unsigned n, double density) {
    out->ties = room;
    out->count = 0;
    for (uint32_t a = 0; a < n; a++) {
        for (uint32_t b = a + 1; b < n; b++) {
            if (chance() < density) out->ties[out->count++] = (kr_ego_tie){a, b};
        }
    }
}

/* -- Ours ----------------------------------------------------------------------------------------------- */

static const struct part {
    const char *name;
    unsigned parts;
} parts[] = {{"build", 0},
             {"components", KR_PART_COMPONENTS},
             {"constraint", KR_PART_CONSTRAINT},
             {"hierarchy", KR_PART_HIERARCHY},
             {"ego_betweenness", KR_PART_EGO_BETWEENNESS},
             {"betweenness", KR_PART_BETWEENNESS},
             {"triangles", KR_PART_TRIANGLES},
             {"cliques", KR_PART_CLIQUES},
             {"cuts", KR_PART_CUTS},
             {"five", KR_PART_COMPONENTS | KR_PART_CONSTRAINT | KR_PART_EGO_BETWEENNESS},
             {"all", KR_PART_ALL}};
enum { PARTS = sizeof parts / sizeof *parts };

static double own(kr_arena *arena, const net *nets, size_t count, unsigned n, unsigned which,
                  double sums[KR_S_COUNT]) {
    double began = now();
    for (size_t i = 0; i < count; i++) {
        kr_ego_net made;
        kr_structure s;
        kr_arena_reset(arena);
        must(kr_ego_net_make(&made, arena, n, nets[i].ties, nets[i].count, NULL) == KR_OK, "no memory");
        must(kr_structure_of(&s, NULL, arena, &made, which) == KR_OK, "no memory");
        for (size_t j = 0; j < KR_S_COUNT; j++) sums[j] += kr_is_defined(s.of[j]) ? s.of[j] : 0;
    }
    return now() - began;
}

/* -- igraph --------------------------------------------------------------------------------------------- */

typedef struct theirs {
    igraph_vector_int_t edges, with_ego, members, sizes, list;
    igraph_vector_t reals;
    double us[PARTS], sums[PARTS]; /* by the names of parts; "five" and "all" are added up at the end */
    double common;                 /* density and degrees: in both */
} theirs;

static void edges_of(theirs *t, const net *one, unsigned n) {
    igraph_vector_int_clear(&t->edges);
    for (size_t i = 0; i < one->count; i++) {
        igraph_vector_int_push_back(&t->edges, (igraph_integer_t)one->ties[i].a);
        igraph_vector_int_push_back(&t->edges, (igraph_integer_t)one->ties[i].b);
    }
    igraph_vector_int_update(&t->with_ego, &t->edges);
    for (unsigned a = 0; a < n; a++) {
        igraph_vector_int_push_back(&t->with_ego, (igraph_integer_t)a);
        igraph_vector_int_push_back(&t->with_ego, (igraph_integer_t)n);
    }
}

static double lap(double *from) {
    double at = now(), took = at - *from;
    *from = at;
    return took;
}

enum { BUILD, COMPONENTS, CONSTRAINT, HIERARCHY, EGO_BETWEENNESS, BETWEENNESS, TRIANGLES, CLIQUES, CUTS };

static void group_and_burt(theirs *t, const igraph_t *alone, const igraph_t *with, igraph_integer_t n,
                           double *at) {
    igraph_integer_t count;
    igraph_real_t density;
    igraph_density(alone, &density, 0);
    igraph_degree(alone, &t->list, igraph_vss_all(), IGRAPH_ALL, 0);
    t->common += lap(at);
    igraph_connected_components(alone, &t->members, &t->sizes, &count, IGRAPH_WEAK);
    t->sums[COMPONENTS] += (double)count;
    t->us[COMPONENTS] += lap(at);
    igraph_constraint(with, &t->reals, igraph_vss_1(n), NULL);
    t->sums[CONSTRAINT] += VECTOR(t->reals)[0];
    t->us[CONSTRAINT] += lap(at);
}

static void paths_and_cliques(theirs *t, const igraph_t *alone, const igraph_t *with, igraph_integer_t n,
                              double *at) {
    igraph_real_t transitivity;
    igraph_integer_t count;
    igraph_betweenness(with, &t->reals, igraph_vss_1(n), IGRAPH_UNDIRECTED, NULL);
    t->sums[EGO_BETWEENNESS] += VECTOR(t->reals)[0];
    t->us[EGO_BETWEENNESS] += lap(at);
    igraph_betweenness(alone, &t->reals, igraph_vss_all(), IGRAPH_UNDIRECTED, NULL);
    t->us[BETWEENNESS] += lap(at);
    igraph_transitivity_undirected(alone, &transitivity, IGRAPH_TRANSITIVITY_NAN);
    igraph_adjacent_triangles(alone, &t->reals, igraph_vss_all());
    t->sums[TRIANGLES] += igraph_vector_sum(&t->reals) / 3;
    t->us[TRIANGLES] += lap(at);
    igraph_maximal_cliques_count(alone, &count, 3, 0);
    t->sums[CLIQUES] += (double)count;
    igraph_clique_number(alone, &count);
    t->us[CLIQUES] += lap(at);
    igraph_articulation_points(alone, &t->list);
    t->sums[CUTS] += (double)igraph_vector_int_size(&t->list);
    igraph_bridges(alone, &t->list);
    t->us[CUTS] += lap(at);
}

static void measure_theirs(theirs *t, const net *nets, size_t count, unsigned n) {
    for (size_t i = 0; i < count; i++) {
        igraph_t alone, with;
        edges_of(t, &nets[i], n);
        double at = now();
        igraph_create(&alone, &t->edges, (igraph_integer_t)n, IGRAPH_UNDIRECTED);
        igraph_create(&with, &t->with_ego, (igraph_integer_t)n + 1, IGRAPH_UNDIRECTED);
        t->us[BUILD] += lap(&at);
        group_and_burt(t, &alone, &with, (igraph_integer_t)n, &at);
        paths_and_cliques(t, &alone, &with, (igraph_integer_t)n, &at);
        igraph_destroy(&alone);
        igraph_destroy(&with);
        t->us[BUILD] += lap(&at);
    }
}

static void begin_theirs(theirs *t) {
    *t = (theirs){0};
    igraph_vector_int_init(&t->edges, 0);
    igraph_vector_int_init(&t->with_ego, 0);
    igraph_vector_int_init(&t->members, 0);
    igraph_vector_int_init(&t->sizes, 0);
    igraph_vector_int_init(&t->list, 0);
    igraph_vector_init(&t->reals, 0);
}

static void end_theirs(theirs *t) {
    igraph_vector_int_destroy(&t->edges);
    igraph_vector_int_destroy(&t->with_ego);
    igraph_vector_int_destroy(&t->members);
    igraph_vector_int_destroy(&t->sizes);
    igraph_vector_int_destroy(&t->list);
    igraph_vector_destroy(&t->reals);
}

/* Neighbours make noise: everything is done three times (igraph twice), and the quietest counts. */
static double quietest(kr_arena *arena, const net *nets, size_t count, unsigned n, unsigned which,
                       double sums[KR_S_COUNT]) {
    double none[KR_S_COUNT] = {0}, best = own(arena, nets, count, n, which, sums);
    for (int again = 0; again < 2; again++) {
        double took = own(arena, nets, count, n, which, none);
        best = took < best ? took : best;
    }
    return best;
}

static double sum_of(const theirs *t) {
    double sum = t->common;
    for (unsigned i = 0; i < PARTS; i++) sum += t->us[i];
    return sum;
}

static void quietest_theirs(theirs *t, const net *nets, size_t count, unsigned n) {
    theirs once = *t, twice;
    measure_theirs(&once, nets, count, n);
    twice = once;
    twice.common = t->common;
    memcpy(twice.us, t->us, sizeof twice.us);
    memcpy(twice.sums, t->sums, sizeof twice.sums);
    measure_theirs(&twice, nets, count, n);
    bool second = sum_of(&twice) < sum_of(&once);
    double common = second ? twice.common : once.common;
    double us[PARTS], sums[PARTS];
    memcpy(us, second ? twice.us : once.us, sizeof us);
    memcpy(sums, twice.sums, sizeof sums);
    *t = twice; /* the vectors may have grown */
    t->common = common;
    memcpy(t->us, us, sizeof us);
    memcpy(t->sums, sums, sizeof sums);
}

static bool alike(double a, double b) {
    double gap = a > b ? a - b : b - a;
    return gap <= 1e-8 * (a > 1 ? a : 1);
}

/* Both counted the same things. */
static void compare(const theirs *t, const double sums[KR_S_COUNT]) {
    must(alike(t->sums[COMPONENTS], sums[KR_S_components]), "components differ");
    must(alike(t->sums[CONSTRAINT], sums[KR_S_constraint]), "constraint differs");
    must(alike(t->sums[EGO_BETWEENNESS], sums[KR_S_ego_betweenness]), "ego betweenness differs");
    must(alike(t->sums[TRIANGLES], sums[KR_S_triangles]), "triangles differ");
    must(alike(t->sums[CLIQUES], sums[KR_S_cliques_ge3]), "cliques differ");
    must(alike(t->sums[CUTS], sums[KR_S_cut_vertices]), "cut vertices differ");
}

static void print(const char *name, double own_us, double their_us, double networks) {
    printf("{\"name\": \"%s\", \"own_us\": %.4f, \"igraph_us\": %.4f}\n", name, own_us / networks,
           their_us / networks);
}

static void report(const theirs *t, const double us[PARTS], double networks) {
    double all = t->common,
           five = t->common + t->us[BUILD] + t->us[COMPONENTS] + t->us[CONSTRAINT] + t->us[EGO_BETWEENNESS];
    for (unsigned i = 0; i < PARTS - 2; i++) {
        double alone = i == BUILD ? us[i] : us[i] - us[BUILD];
        all += t->us[i];
        print(parts[i].name, alone, t->us[i], networks);
    }
    print("five", us[PARTS - 2], five, networks);
    print("all", us[PARTS - 1], all, networks);
}

int main(int argc, char **argv) {
    if (argc < 4) return 2;
    size_t networks = strtoull(argv[1], NULL, 10);
    unsigned n = (unsigned)strtoul(argv[2], NULL, 10);
    double density = strtod(argv[3], NULL), us[PARTS] = {0}, sums[KR_S_COUNT] = {0};
    size_t at_once = n > 100 ? 1 : AT_ONCE;
    net *nets = calloc(at_once, sizeof *nets);
    theirs t;
    kr_arena arena;
    must(nets != NULL && n > 0 && n <= 20000, "numbers");
    kr_ego_tie *ties = calloc((size_t)n * n / 2 * at_once + 1, sizeof *ties); /* one after another */
    must(ties != NULL, "no memory");
    kr_arena_init(&arena, kr_heap(), (size_t)1 << 30);
    begin_theirs(&t);
    bool only_own = argc > 4;
    for (size_t done = 0; done < networks; done += at_once) {
        size_t count = networks - done < at_once ? networks - done : at_once;
        double none[KR_S_COUNT] = {0};
        for (size_t i = 0; i < count; i++)
            make_up(&nets[i], i ? nets[i - 1].ties + nets[i - 1].count : ties, n, density);
        for (unsigned i = only_own ? PARTS - 1 : 0; i < PARTS; i++)
            us[i] += quietest(&arena, nets, count, n, parts[i].parts, i == PARTS - 1 ? sums : none);
        if (!only_own) quietest_theirs(&t, nets, count, n);
    }
    if (only_own) {
        printf("{\"name\": \"all\", \"own_us\": %.4f}\n", us[PARTS - 1] / (double)networks);
    } else {
        compare(&t, sums);
        report(&t, us, (double)networks);
    }
    end_theirs(&t);
    kr_arena_dispose(&arena);
    free(ties);
    free(nets);
    return 0;
}
