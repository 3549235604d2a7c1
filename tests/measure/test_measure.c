/* The engine by itself: closed forms, the ways of small and large networks beside each other, the order of
 * ties, failing memory, and real networks at several moments. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <math.h>
#include <cmocka.h>

#include "measure/inside.h"

#define NEAR(have, want) assert_true(fabs((have) - (want)) <= 1e-9 * (fabs(want) > 1 ? fabs(want) : 1))

static uint64_t seed = 88172645463325252u;
static uint64_t number(void) {
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return seed;
}

typedef struct ties {
    kr_ego_tie all[100000];
    size_t count;
} ties;
static ties t;

static void add(uint32_t a, uint32_t b) {
    t.all[t.count++] = (kr_ego_tie){a, b};
}

static kr_ego_net net_of(kr_arena *arena, size_t n) {
    kr_ego_net net;
    assert_int_equal(kr_ego_net_make(&net, arena, n, t.all, t.count, NULL), KR_OK);
    return net;
}

static kr_structure measure(size_t n) {
    kr_arena arena;
    kr_structure s;
    kr_arena_init(&arena, kr_heap(), (size_t)1 << 28);
    kr_ego_net net = net_of(&arena, n);
    assert_int_equal(kr_structure_of(&s, NULL, &arena, &net, KR_PART_ALL), KR_OK);
    kr_arena_dispose(&arena);
    return s;
}

static void random_ties(size_t n, double density) {
    t.count = 0;
    for (uint32_t a = 0; a < n; a++) {
        for (uint32_t b = a + 1; b < n; b++) {
            if ((double)(number() >> 11) / 9007199254740992.0 < density) add(a, b);
        }
    }
}

/* Everybody knows everybody; sizes around the edges of words. */
static void complete(void **state) {
    static const uint32_t sizes[] = {3, 8, 31, 32, 33, 63, 64, 65, 128, 130};
    (void)state;
    for (size_t i = 0; i < KR_COUNT(sizes); i++) {
        double n = sizes[i];
        random_ties(sizes[i], 2);
        kr_structure s = measure(sizes[i]);
        assert_true(s.of[KR_S_density] == 1 && s.of[KR_S_components] == 1 && s.of[KR_S_fragmentation] == 0);
        assert_true(s.of[KR_S_transitivity] == 1 && s.of[KR_S_clique_number] == n &&
                    s.of[KR_S_cliques_ge3] == 1);
        assert_true(s.of[KR_S_triangles] == n * (n - 1) * (n - 2) / 6);
        assert_true(s.of[KR_S_bridges] == 0 && s.of[KR_S_cut_vertices] == 0 &&
                    s.of[KR_S_ego_betweenness] == 0);
        assert_true(s.of[KR_S_betweenness_centralisation] == 0 && s.of[KR_S_degree_centralisation] == 0);
        NEAR(s.of[KR_S_effective_size], 1.0);
        NEAR(s.of[KR_S_hierarchy], 0.0);
        /* n alters, each with (1/n)(1 + (n-1)/n), squared */
        double c = (1 + (n - 1) / n) / n;
        NEAR(s.of[KR_S_constraint], n * c * c);
    }
}

static void star(void **state) {
    static const uint32_t sizes[] = {3, 31, 32, 33, 64, 65, 130};
    (void)state;
    for (size_t i = 0; i < KR_COUNT(sizes); i++) {
        double n = sizes[i];
        t.count = 0;
        for (uint32_t j = 1; j < sizes[i]; j++) add(0, j);
        kr_structure s = measure(sizes[i]);
        NEAR(s.of[KR_S_betweenness_centralisation], 1.0);
        NEAR(s.of[KR_S_degree_centralisation], 1.0);
        assert_true(s.of[KR_S_cut_vertices] == 1 && s.of[KR_S_bridges] == n - 1);
        assert_true(s.of[KR_S_transitivity] == 0 && s.of[KR_S_clique_number] == 2);
        /* pairs of the others have one alter in common */
        NEAR(s.of[KR_S_ego_betweenness], (n - 1) * (n - 2) / 4);
    }
}

/* In a line alter j lies between all before and all behind it. */
static void line(void **state) {
    static const uint32_t sizes[] = {2, 5, 6, 12, 32, 33, 64, 65, 129, 1001};
    (void)state;
    for (size_t i = 0; i < KR_COUNT(sizes); i++) {
        kr_arena arena;
        kr_structure s;
        uint32_t n = sizes[i];
        t.count = 0;
        for (uint32_t j = 0; j + 1 < n; j++) add(j, j + 1);
        kr_arena_init(&arena, kr_heap(), (size_t)1 << 28);
        kr_ego_net net = net_of(&arena, n);
        kr_alter_structure *alters = kr_new_n(&arena, kr_alter_structure, n);
        assert_int_equal(kr_structure_of(&s, alters, &arena, &net, KR_PART_ALL), KR_OK);
        for (uint32_t j = 0; j < n; j++) {
            NEAR(alters[j].of[KR_A_betweenness], (double)j * (n - 1 - j));
            assert_true(alters[j].of[KR_A_cut_vertex] == (j > 0 && j + 1 < n));
            assert_true(alters[j].of[KR_A_component_size] == n);
        }
        assert_true(s.of[KR_S_bridges] == n - 1);
        kr_arena_dispose(&arena);
    }
}

/* Pairs that are not tied, and everybody else is: 2^pairs maximal cliques. */
static void many_cliques(void **state) {
    (void)state;
    for (uint32_t pairs = 2; pairs <= 35; pairs += pairs < 14 ? 3 : 20) {
        random_ties(pairs * 2, 2);
        size_t kept = 0;
        for (size_t i = 0; i < t.count; i++) {
            if (t.all[i].a / 2 != t.all[i].b / 2) t.all[kept++] = t.all[i];
        }
        t.count = kept;
        kr_structure s = measure(pairs * 2);
        if (pairs > 20) { /* too many to count: said so, by leaving it open */
            assert_false(kr_is_defined(s.of[KR_S_cliques_ge3]));
            assert_false(kr_is_defined(s.of[KR_S_clique_number]));
            continue;
        }
        assert_true(s.of[KR_S_cliques_ge3] == (pairs >= 3 ? (double)((uint64_t)1 << pairs) : 0));
        assert_true(s.of[KR_S_clique_number] == pairs);
    }
}

static void find(kr_found *f, kr_arena *arena, const kr_ego_net *net, int way) {
    size_t n = net->n + 1;
    *f = (kr_found){.betweenness = kr_new_n(arena, double, n),
                    .dyadic = kr_new_n(arena, double, n),
                    .group = kr_new_n(arena, uint32_t, n),
                    .cut = kr_new_n(arena, bool, n)};
    if (way == 0) kr_small_plain(f, net, KR_PART_ALL);
    if (way == 1) assert_int_equal(kr_large_plain(f, arena, net, KR_PART_ALL), KR_OK);
#ifdef KR_HAS_FAST
    if (way == 2) kr_small_fast(f, net, KR_PART_ALL);
    if (way == 3) assert_int_equal(kr_large_fast(f, arena, net, KR_PART_ALL), KR_OK);
#endif
}

static void alike(const kr_found *a, const kr_found *b, uint32_t n, bool bits) {
    assert_int_equal(a->components, b->components);
    assert_int_equal(a->largest, b->largest);
    assert_int_equal(a->isolates, b->isolates);
    assert_int_equal(a->dyads, b->dyads);
    assert_int_equal(a->together, b->together);
    assert_true(a->pairs_together == b->pairs_together && a->closed == b->closed && a->cliques == b->cliques);
    assert_int_equal(a->clique_number, b->clique_number);
    assert_int_equal(a->cuts, b->cuts);
    assert_int_equal(a->bridges, b->bridges);
    assert_memory_equal(&a->ego_betweenness, &b->ego_betweenness, sizeof a->ego_betweenness);
    if (n == 0) return;
    assert_memory_equal(a->group, b->group, n * sizeof *a->group);
    assert_memory_equal(a->cut, b->cut, n * sizeof *a->cut);
    if (bits) assert_memory_equal(a->betweenness, b->betweenness, n * sizeof *a->betweenness);
    if (bits) assert_memory_equal(a->dyadic, b->dyadic, n * sizeof *a->dyadic);
    for (uint32_t j = 0; j < n; j++) {
        NEAR(a->betweenness[j], b->betweenness[j]);
        NEAR(a->dyadic[j], b->dyadic[j]);
    }
}

/* The way for few and the way for many find the same; for both kinds of processor even the same bits. */
static void ways_alike(void **state) {
    static const double densities[] = {0, 0.02, 0.05, 0.1, 0.2, 0.5, 0.9};
    (void)state;
    for (uint32_t n = 0; n <= 64; n += n < 9 || (n >= 29 && n < 36) || n >= 60 ? 1 : 4) {
        for (size_t d = 0; d < KR_COUNT(densities); d++) {
            kr_arena arena;
            kr_found found[4];
            kr_arena_init(&arena, kr_heap(), (size_t)1 << 28);
            random_ties(n, densities[d]);
            kr_ego_net net = net_of(&arena, n);
            for (int way = 0; way < 4; way++) find(&found[way], &arena, &net, way);
            alike(&found[0], &found[1], n, false);
#ifdef KR_HAS_FAST
            if (__builtin_cpu_supports("avx2")) {
                alike(&found[0], &found[2], n, true);
                alike(&found[1], &found[3], n, true);
            }
#endif
            kr_arena_dispose(&arena);
        }
    }
}

/* Ties in another order, the other way round, and twice; loops and strangers among them. */
static void any_order(void **state) {
    (void)state;
    for (int round = 0; round < 60; round++) {
        kr_arena arena;
        kr_ego_faults faults;
        kr_ego_net net;
        kr_structure a, b;
        size_t n = 1 + number() % 90;
        random_ties(n, 0.2);
        a = measure(n);
        size_t once = t.count;
        for (size_t i = 0; i < once; i += 2) add(t.all[i].b, t.all[i].a);
        add(0, 0);
        add(0, (uint32_t)n);
        for (size_t i = t.count; i > 1; i--) {
            size_t j = number() % i;
            kr_ego_tie swap = t.all[i - 1];
            t.all[i - 1] = t.all[j];
            t.all[j] = swap;
        }
        kr_arena_init(&arena, kr_heap(), (size_t)1 << 28);
        assert_int_equal(kr_ego_net_make(&net, &arena, n, t.all, t.count, &faults), KR_OK);
        assert_int_equal(faults.loops, 1);
        assert_int_equal(faults.unlisted, 1);
        assert_int_equal(faults.doubles, (once + 1) / 2);
        assert_int_equal(kr_structure_of(&b, NULL, &arena, &net, KR_PART_ALL), KR_OK);
        assert_memory_equal(&a, &b, sizeof a);
        kr_arena_dispose(&arena);
    }
}

static void parts_alone(void **state) {
    (void)state;
    random_ties(40, 0.15);
    kr_arena arena;
    kr_arena_init(&arena, kr_heap(), (size_t)1 << 28);
    kr_ego_net net = net_of(&arena, 40);
    kr_structure all, one;
    assert_int_equal(kr_structure_of(&all, NULL, &arena, &net, KR_PART_ALL), KR_OK);
    for (unsigned part = 0; part < KR_PART_ALL; part = part ? part * 2 : 1) {
        assert_int_equal(kr_structure_of(&one, NULL, &arena, &net, part), KR_OK);
        for (size_t i = 0; i < KR_S_COUNT; i++) {
            if (kr_is_defined(one.of[i])) assert_true(one.of[i] == all.of[i]);
        }
    }
    kr_arena_dispose(&arena);
}

static void numbers_as_text(void **state) {
    static const struct {
        double value;
        const char *text;
    } cases[] = {{0, "0"},
                 {-0.0, "0"},
                 {3, "3"},
                 {-1, "-1"},
                 {0.5, "0.5000000000"},
                 {-0.25, "-0.2500000000"},
                 {1.0 / 3, "0.3333333333"},
                 {422394.8031134934, "422394.8031134934"},
                 {1e-12, "0.0000000000"},
                 {-1e-12, "0.0000000000"},
                 {0.99999999999, "1.0000000000"},
                 {1e16, ""}};
    char text[33];
    (void)state;
    for (size_t i = 0; i < KR_COUNT(cases); i++) {
        size_t len = kr_measure_text(cases[i].value, text);
        assert_string_equal(text, cases[i].text);
        assert_int_equal(len, strlen(cases[i].text));
    }
    assert_int_equal(kr_measure_text(KR_UNDEFINED, text), 0);
    assert_int_equal(kr_measure_text(INFINITY, text), 0);
    for (int i = 0; i < 200000; i++) {
        double x = ldexp(1.0 + (double)(number() >> 12) / 4503599627370496.0, (int)(number() % 60) - 30);
        double want = log(x);
        assert_true(fabs(kr_measure_ln(x) - want) <= 4e-16 * (fabs(want) > 1 ? fabs(want) : 1));
    }
    assert_true(kr_measure_ln(1) == 0);
    NEAR(kr_measure_ln(5e-324), log(5e-324));
    NEAR(kr_measure_ln(1.7e308), log(1.7e308));
}

static void weights(void **state) {
    (void)state;
    /* Two tied alters, equally strong all round: as without weights. */
    const double strength[] = {1, 1};
    const kr_ego_weight both[] = {{0, 1, 1}, {1, 0, 0.5}};
    kr_arena arena;
    kr_weighted w;
    kr_arena_init(&arena, kr_heap(), 1 << 20);
    assert_int_equal(kr_weighted_of(&w, &arena, 2, strength, both, 2), KR_OK);
    NEAR(w.of[KR_W_weighted_constraint], 1.125);
    NEAR(w.of[KR_W_valued_density], 1.0);
    NEAR(w.of[KR_W_weighted_effective_size], 1.0);
    const double unknown[] = {1, KR_UNDEFINED};
    assert_int_equal(kr_weighted_of(&w, &arena, 2, unknown, both, 2), KR_OK);
    assert_false(kr_is_defined(w.of[KR_W_weighted_constraint]));
    const double nothing[] = {0, 0};
    assert_int_equal(kr_weighted_of(&w, &arena, 2, nothing, both, 0), KR_OK);
    NEAR(w.of[KR_W_weighted_constraint], 0.0);
    assert_int_equal(kr_weighted_of(&w, &arena, 0, strength, both, 0), KR_OK);
    assert_false(kr_is_defined(w.of[KR_W_weighted_constraint]) || kr_is_defined(w.of[KR_W_valued_density]));
    kr_arena_dispose(&arena);
}

/* -- Failing memory -------------------------------------------------------------------------------------- */

typedef struct meagre {
    size_t count, fail_at, alive;
} meagre;

static void *meagre_alloc(void *context, size_t size) {
    meagre *m = context;
    if (++m->count == m->fail_at) return NULL;
    m->alive++;
    return malloc(size);
}

static void meagre_release(void *context, void *ptr) {
    meagre *m = context;
    m->alive -= ptr != NULL;
    free(ptr);
}

static kr_err everything(kr_arena *arena) {
    kr_ego_net net, part;
    kr_structure s;
    kr_weighted w;
    kr_category c;
    kr_numeric numeric;
    kr_change_measures change;
    uint16_t values[90] = {1, 2, 3, 1};
    double numbers[90] = {3, 1, 2};
    uint64_t marks[90];
    uint32_t some[40];
    kr_ego_weight list[2] = {{0, 1, 1}, {1, 2, 0.5}};
    for (uint32_t i = 0; i < 90; i++) marks[i] = 1000 - i;
    for (uint32_t i = 0; i < 40; i++) some[i] = i;
    kr_err err = kr_ego_net_make(&net, arena, 90, t.all, t.count, NULL);
    if (err == KR_OK) err = kr_structure_of(&s, NULL, arena, &net, KR_PART_ALL);
    if (err == KR_OK) err = kr_ego_net_part(&part, arena, &net, some, 40);
    if (err == KR_OK) err = kr_weighted_of(&w, arena, 90, numbers, list, 2);
    if (err == KR_OK) err = kr_category_of(&c, arena, &net, values, 3, 1, NULL);
    if (err == KR_OK) err = kr_numeric_of(&numeric, arena, numbers, 90, 1);
    if (err == KR_OK) err = kr_change_of(&change, arena, &net, marks, &part, marks);
    return err;
}

static void memory_runs_out(void **state) {
    (void)state;
    random_ties(90, 0.2);
    for (size_t fail_at = 1;; fail_at++) {
        meagre m = {0, fail_at, 0};
        kr_allocator allocator = {meagre_alloc, meagre_release, &m};
        kr_arena arena;
        kr_arena_init(&arena, &allocator, (size_t)1 << 28);
        kr_err err = everything(&arena);
        kr_arena_dispose(&arena);
        assert_int_equal(m.alive, 0);
        if (m.count < fail_at) {
            assert_int_equal(err, KR_OK);
            assert_true(fail_at > 3);
            break;
        }
        assert_int_equal(err, KR_E_MEMORY);
    }
    /* And at any size, so also within a block. */
    for (size_t limit = 1;; limit += limit / 7 + 13) {
        kr_arena arena;
        kr_arena_init(&arena, kr_heap(), limit);
        kr_err err = everything(&arena);
        kr_arena_dispose(&arena);
        if (err == KR_OK) break;
        assert_int_equal(err, KR_E_MEMORY);
    }
}

static void too_many(void **state) {
    (void)state;
    kr_arena arena;
    kr_ego_net net;
    kr_arena_init(&arena, kr_heap(), (size_t)1 << 28);
    assert_int_equal(kr_ego_net_make(&net, &arena, KR_EGO_NET_MOST + 1, NULL, 0, NULL), KR_E_LIMIT);
    kr_arena_dispose(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(complete),        cmocka_unit_test(star),       cmocka_unit_test(line),
        cmocka_unit_test(many_cliques),    cmocka_unit_test(ways_alike), cmocka_unit_test(any_order),
        cmocka_unit_test(parts_alone),     cmocka_unit_test(weights),    cmocka_unit_test(numbers_as_text),
        cmocka_unit_test(memory_runs_out), cmocka_unit_test(too_many),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
