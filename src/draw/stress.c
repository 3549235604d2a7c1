#include "draw/stress.h"

#include "core/num.h"

kr_err kr_steps_make(uint16_t *out, kr_arena *arena, const uint32_t (*links)[2], size_t n_links, size_t n) {
    size_t *first = kr_new_n(arena, size_t, n + 2);
    uint32_t *to = kr_new_n(arena, uint32_t, 2 * n_links + 1), *queue = kr_new_n(arena, uint32_t, n + 1);
    if (!first || !to || !queue) return KR_E_MEMORY;
    for (size_t i = 0; i < n_links; i++) first[links[i][0] + 2]++, first[links[i][1] + 2]++;
    for (size_t i = 2; i < n + 2; i++) first[i] += first[i - 1];
    for (size_t i = 0; i < n_links; i++) {
        to[first[links[i][0] + 1]++] = links[i][1];
        to[first[links[i][1] + 1]++] = links[i][0];
    }
    for (size_t s = 0; s < n; s++) {
        uint16_t *row = out + s * n;
        size_t head = 0, tail = 0;
        for (size_t i = 0; i < n; i++) row[i] = UINT16_MAX;
        row[s] = 0;
        queue[tail++] = (uint32_t)s;
        while (head < tail) {
            uint32_t at = queue[head++];
            for (size_t k = first[at]; k < first[at + 1]; k++) {
                if (row[to[k]] != UINT16_MAX) continue;
                row[to[k]] = (uint16_t)(row[at] + 1);
                queue[tail++] = to[k];
            }
        }
    }
    return KR_OK;
}

double kr_stress_of(const uint16_t *steps, size_t n, const double *x, const double *y) {
    double both = 0, square = 0, pairs = 0;
    for (size_t i = 0; i < n; i++) {
        for (size_t j = i + 1; j < n; j++) {
            double dx = x[i] - x[j], dy = y[i] - y[j], d = steps[i * n + j],
                   e = kr_sqrt(dx * dx + dy * dy) / d;
            both += e;
            square += e * e;
            pairs += 1;
        }
    }
    return square > 0 ? pairs - both * both / square : pairs;
}

/* While it settles, everything is in single precision and in rows of whole fours: four pairs at a time, in
 * the same order on every machine. Weights of what fills up a row are nought. */
typedef struct stressing {
    const uint16_t *steps;
    size_t n, row;
    float *weight; /* n rows: one over the square of the steps */
    float *pull;   /* n rows: one over the steps */
    float *sum;    /* of the weights of one node */
    float *x, *y;
} stressing;

/* Each node goes to where its distances to all others suit best, one after the other: the stress never grows.
 * Two on one spot do not move each other. */
static void settle(const stressing *s) {
    float *x = s->x, *y = s->y;
    for (size_t i = 0; i < s->n; i++) {
        const float *weight = s->weight + i * s->row, *pull = s->pull + i * s->row;
        float xi = x[i], yi = y[i], sx[4] = {0, 0, 0, 0}, sy[4] = {0, 0, 0, 0};
        for (size_t j = 0; j < s->row; j += 4) {
            for (int k = 0; k < 4; k++) {
                float dx = xi - x[j + k], dy = yi - y[j + k];
                float by = pull[j + k] / __builtin_sqrtf(dx * dx + dy * dy + 1e-12f);
                sx[k] += weight[j + k] * x[j + k] + by * dx;
                sy[k] += weight[j + k] * y[j + k] + by * dy;
            }
        }
        x[i] = ((sx[0] + sx[1]) + (sx[2] + sx[3])) / s->sum[i];
        y[i] = ((sy[0] + sy[1]) + (sy[2] + sy[3])) / s->sum[i];
    }
}

/* Each pair twice. */
static double raw(const stressing *s) {
    double all = 0;
    for (size_t i = 0; i < s->n; i++) {
        const float *pull = s->pull + i * s->row;
        float sum[4] = {0, 0, 0, 0};
        for (size_t j = 0; j < s->row; j += 4) {
            for (int k = 0; k < 4; k++) {
                float dx = s->x[i] - s->x[j + k], dy = s->y[i] - s->y[j + k];
                float off = __builtin_sqrtf(dx * dx + dy * dy) * pull[j + k] - 1.0f;
                sum[k] += off * off;
            }
        }
        all += (double)((sum[0] + sum[1]) + (sum[2] + sum[3]));
    }
    /* Nobody with themselves, and what fills up the rows. */
    return all - (double)(s->n * (s->row - s->n + 1));
}

/* Until ten rounds in a row make hardly any difference. */
static double settle_down(const stressing *s, size_t most, double enough) {
    double before = raw(s);
    for (size_t round = 0; round < most; round += 10) {
        for (int i = 0; i < 10; i++) settle(s);
        double now = raw(s);
        if (before - now <= before * enough) return now;
        before = now;
    }
    return before;
}

static double chance(uint64_t *state) {
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (double)(*state >> 40) / 16777216.0 - 0.5;
}

/* The two largest directions of the centred squares of distances, by repeated multiplication. */
static void scaled(const stressing *s, const double *centred, double *v, const double *other, double *image) {
    size_t n = s->n;
    uint64_t state = other ? 77 : 11;
    double length = 0;
    for (size_t i = 0; i < n; i++) v[i] = chance(&state);
    for (int round = 0; round < 24; round++) {
        double along = 0, against = 0;
        for (size_t i = 0; i < n; i++) {
            image[i] = 0;
            for (size_t j = 0; j < n; j++) image[i] += centred[i * n + j] * v[j];
        }
        for (size_t i = 0; other && i < n; i++) along += image[i] * other[i], against += other[i] * other[i];
        length = 0;
        for (size_t i = 0; i < n; i++) {
            if (against > 0) image[i] -= other[i] * (along / against);
            length += image[i] * image[i];
        }
        length = kr_sqrt(length);
        if (length < 1e-12) break;
        for (size_t i = 0; i < n; i++) v[i] = image[i] / length;
    }
    double size = kr_sqrt(length);
    for (size_t i = 0; i < n; i++) v[i] *= size;
}

static kr_err start_scaled(const stressing *s, kr_arena *arena) {
    size_t n = s->n;
    double *centred = kr_new_n(arena, double, n *n), *mean = kr_new_n(arena, double, 2 * n),
           *at = kr_new_n(arena, double, 2 * n), all = 0;
    if (!centred || !mean || !at) return KR_E_MEMORY;
    for (size_t i = 0; i < n * n; i++) {
        double square = (double)s->steps[i] * s->steps[i];
        mean[i / n] += square / (double)n;
        all += square / (double)(n * n);
    }
    for (size_t i = 0; i < n * n; i++) {
        double square = (double)s->steps[i] * s->steps[i];
        centred[i] = -0.5 * (square - mean[i / n] - mean[i % n] + all);
    }
    scaled(s, centred, at, NULL, mean + n);
    scaled(s, centred, at + n, at, mean + n);
    /* People with the same neighbours would stand on one spot, and never leave each other. */
    uint64_t state = 5;
    for (size_t i = 0; i < n; i++) {
        s->x[i] = (float)(at[i] + 0.02 * chance(&state));
        s->y[i] = (float)(at[n + i] + 0.02 * chance(&state));
    }
    return KR_OK;
}

static void start_anywhere(const stressing *s, uint64_t seed) {
    uint64_t state = seed * 0x9e3779b97f4a7c15u + 7;
    double wide = 1 + 2 * (double)(seed % 3); /* crowded or far apart: each finds what the other does not */
    for (size_t i = 0; i < s->n; i++) {
        s->x[i] = (float)(wide * chance(&state));
        s->y[i] = (float)(wide * chance(&state));
    }
}

static kr_err weigh(stressing *s, kr_arena *arena) {
    size_t n = s->n, row = s->row = (n + 3) / 4 * 4;
    s->weight = kr_new_n(arena, float, n *row);
    s->pull = kr_new_n(arena, float, n *row);
    s->sum = kr_new_n(arena, float, n);
    s->x = kr_new_n(arena, float, row);
    s->y = kr_new_n(arena, float, row);
    if (!s->weight || !s->pull || !s->sum || !s->x || !s->y) return KR_E_MEMORY;
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j < n; j++) {
            float d = s->steps[i * n + j];
            if (i == j) continue;
            s->weight[i * row + j] = 1 / (d * d);
            s->pull[i * row + j] = 1 / d;
            s->sum[i] += s->weight[i * row + j];
        }
    }
    return KR_OK;
}

#define KEPT 6

/* Many short beginnings; the most promising go on for a while, and the best of those is it. */
static kr_err best_start(const stressing *s, kr_arena *arena, float *best_at) {
    size_t n = s->n, starts = n < 4 ? 1 : n <= 20 ? 32 : n <= 32 ? 16 : n <= 60 ? 80 : n <= 100 ? 24 : 8;
    size_t n_kept = n > 20 && n <= 32 ? 3 : KEPT;
    float *kept = kr_new_n(arena, float, KEPT * 2 * n);
    double worth[KEPT], best = 0;
    if (!kept) return KR_E_MEMORY;
    for (size_t start = 0; start < starts; start++) {
        size_t at = start;
        if (start) start_anywhere(s, start);
        double stress = settle_down(s, n > 32 && n <= 60 ? 40 : 20, 1e-3);
        if (start >= n_kept) {
            at = 0;
            for (size_t k = 1; k < n_kept; k++)
                if (worth[k] > worth[at]) at = k;
            if (stress >= worth[at]) continue;
        }
        worth[at] = stress;
        memcpy(kept + at * 2 * n, s->x, n * sizeof *kept);
        memcpy(kept + at * 2 * n + n, s->y, n * sizeof *kept);
    }
    for (size_t k = 0; k < n_kept && k < starts; k++) {
        memcpy(s->x, kept + k * 2 * n, n * sizeof *kept);
        memcpy(s->y, kept + k * 2 * n + n, n * sizeof *kept);
        double stress = settle_down(s, 60, 3e-4);
        if (k && stress >= best) continue;
        best = stress;
        memcpy(best_at, s->x, n * sizeof *best_at);
        memcpy(best_at + n, s->y, n * sizeof *best_at);
    }
    memcpy(s->x, best_at, n * sizeof *best_at);
    memcpy(s->y, best_at + n, n * sizeof *best_at);
    return KR_OK;
}

kr_err kr_stress_make(double *x, double *y, kr_arena *arena, const uint16_t *steps, size_t n) {
    stressing s = {.steps = steps, .n = n};
    for (size_t i = 0; i < n; i++) x[i] = y[i] = 0;
    if (n < 2) return KR_OK;
    float *best = kr_new_n(arena, float, 2 * n);
    kr_err err = best ? weigh(&s, arena) : KR_E_MEMORY;
    if (err == KR_OK) err = start_scaled(&s, arena);
    if (err == KR_OK) err = best_start(&s, arena, best);
    if (err != KR_OK) return err;
    (void)settle_down(&s, 400, 1e-4);
    for (size_t i = 0; i < n; i++) x[i] = (double)s.x[i], y[i] = (double)s.y[i];
    return KR_OK;
}
