/* With strengths: of the person in the middle with each alter, and among alters. */
#include "core/num.h"
#include "measure/measure.h"

/* One direction of a tie that has a weight. */
typedef struct half {
    uint32_t from, to;
    double weight;
} half;

static int by_ends(const void *a, const void *b, void *context) {
    const half *x = a, *y = b;
    (void)context;
    if (x->from != y->from) return x->from < y->from ? -1 : 1;
    if (x->to != y->to) return x->to < y->to ? -1 : 1;
    return x->weight > y->weight ? -1 : x->weight < y->weight;
}

/* Both directions of every tie once, by their ends: of a pair that is there twice the larger weight. */
static kr_err halves(half **out, size_t *n, kr_arena *arena, size_t alters, const kr_ego_weight *weights,
                     size_t count) {
    half *all = kr_new_n(arena, half, count * 2), *scratch = kr_new_n(arena, half, count * 2);
    size_t used = 0, kept = 0;
    if (!all || !scratch) return KR_E_MEMORY;
    for (size_t i = 0; i < count; i++) {
        const kr_ego_weight *w = &weights[i];
        if (w->a >= alters || w->b >= alters || w->a == w->b || !(w->weight > 0)) continue;
        all[used++] = (half){w->a, w->b, w->weight};
        all[used++] = (half){w->b, w->a, w->weight};
    }
    kr_sort(all, used, sizeof *all, by_ends, NULL, scratch);
    for (size_t i = 0; i < used; i++) {
        if (kept && all[kept - 1].from == all[i].from && all[kept - 1].to == all[i].to) continue;
        all[kept++] = all[i];
    }
    *out = all;
    *n = kept;
    return KR_OK;
}

static double valued_density(const half *all, size_t count, size_t n) {
    double sum = 0, pairs = (double)n * ((double)n - 1) / 2;
    if (n < 2) return KR_UNDEFINED;
    for (size_t i = 0; i < count; i++) {
        if (all[i].from < all[i].to) sum += all[i].weight;
    }
    return sum / pairs;
}

/* Of one alter: all its strength, with ego too, and the largest. */
typedef struct strengths {
    double sum, most;
} strengths;

/* through[j]: over those tied to j, ego's share in them times their share in j, or what they are to j. */
static kr_err burt(kr_weighted *out, kr_arena *arena, size_t n, const double *strength, const half *all,
                   size_t count) {
    double total = 0, constraint = 0, effective = 0;
    strengths *of = kr_new_n(arena, strengths, n);
    double *through = kr_new_n(arena, double, n), *told = kr_new_n(arena, double, n);
    if (!of || !through || !told) return KR_E_MEMORY;
    for (size_t j = 0; j < n; j++) {
        if (!kr_is_defined(strength[j])) return KR_OK;
        total += strength[j];
        of[j] = (strengths){strength[j], strength[j]};
    }
    for (size_t i = 0; i < count; i++) {
        strengths *from = &of[all[i].from];
        from->sum += all[i].weight;
        if (all[i].weight > from->most) from->most = all[i].weight;
    }
    for (size_t i = 0; i < count; i++) {
        const strengths *q = &of[all[i].from], *j = &of[all[i].to];
        double share = total > 0 ? strength[all[i].from] / total : 0;
        through[all[i].to] += share * (all[i].weight / q->sum);
        told[all[i].to] += share * (all[i].weight / j->most);
    }
    for (size_t j = 0; j < n; j++) {
        double share = (total > 0 ? strength[j] / total : 0) + through[j];
        constraint += share * share;
        effective += 1 - told[j];
    }
    if (n == 0) return KR_OK;
    out->of[KR_W_weighted_constraint] = constraint;
    out->of[KR_W_weighted_effective_size] = effective;
    return KR_OK;
}

kr_err kr_weighted_of(kr_weighted *out, kr_arena *arena, size_t n, const double *strength,
                      const kr_ego_weight *weights, size_t count) {
    kr_weighted w;
    half *all;
    size_t used;
    for (size_t i = 0; i < KR_W_COUNT; i++) w.of[i] = KR_UNDEFINED;
    kr_err err = halves(&all, &used, arena, n, weights, count);
    if (err != KR_OK) return err;
    w.of[KR_W_valued_density] = valued_density(all, used, n);
    if (strength) err = burt(&w, arena, n, strength, all, used);
    if (err != KR_OK) return err;
    *out = w;
    return KR_OK;
}
