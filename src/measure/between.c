/* Betweenness among any number of alters: Brandes (2001), from each alter in turn. At every step the ties are
 * walked from the side that has fewer of them, and without asking of each tie whether it counts: what does
 * not count adds nothing. The order of every sum is that of the alters, so that the bits are the same
 * everywhere. */
#include "measure/inside.h"

/* Everybody by distance from the starting point: queue[level[k]] .. queue[level[k + 1] - 1] are at k steps.
 */
typedef struct walk {
    uint32_t n, *first; /* neighbours of v: near[first[v]] .. near[first[v + 1] - 1] */
    uint32_t *old;      /* alters have numbers of their own here, by degree: see rank */
    uint16_t *near;
    uint32_t *queue, *level, *left; /* left: who is not reached yet, ascending */
    uint32_t n_left;
    uint64_t ties_left, *ties; /* ties of those who are left, and of each level, from their side */
    double *ways;              /* shortest ways from the starting point */
    double *owed;              /* what everybody behind v owes to v */
    double *hand;              /* what v hands on in this step; 0 for whoever is not in it */
    double *sum;               /* what came in */
} walk;

/* By degree, so that one loop over neighbours is as long as the one before, and the processor guesses well.
 */
static kr_err rank(uint32_t *old, uint32_t *rank_of, kr_arena *arena, const kr_ego_net *net) {
    uint32_t *start = kr_new_n(arena, uint32_t, (size_t)net->n + 1);
    if (!start) return KR_E_MEMORY;
    for (uint32_t v = 0; v < net->n; v++) start[net->degree[v] + 1]++;
    for (uint32_t d = 1; d <= net->n; d++) start[d] += start[d - 1];
    for (uint32_t v = 0; v < net->n; v++) {
        rank_of[v] = start[net->degree[v]]++;
        old[rank_of[v]] = v;
    }
    return KR_OK;
}

static kr_err list_ranked(walk *w, kr_arena *arena, const kr_ego_net *net, const kr_neighbours *near) {
    uint32_t *rank_of = kr_new_n(arena, uint32_t, net->n), at = 0;
    if (!rank_of || rank(w->old, rank_of, arena, net) != KR_OK) return KR_E_MEMORY;
    for (uint32_t v = 0; v < net->n; v++) {
        uint32_t old = w->old[v];
        w->first[v] = at;
        for (uint32_t i = near->first[old]; i < near->first[old + 1]; i++)
            w->near[at++] = (uint16_t)rank_of[near->all[i]];
    }
    w->first[net->n] = at;
    return KR_OK;
}

static kr_err make(walk *w, kr_arena *arena, const kr_ego_net *net, const kr_neighbours *near) {
    size_t n = net->n;
    *w = (walk){.n = net->n};
    w->near = kr_new_n(arena, uint16_t, (size_t)net->ties * 2);
    w->first = kr_new_n(arena, uint32_t, n + 1);
    w->old = kr_new_n(arena, uint32_t, n);
    w->queue = kr_new_n(arena, uint32_t, n);
    w->level = kr_new_n(arena, uint32_t, n + 2);
    w->left = kr_new_n(arena, uint32_t, n);
    w->ties = kr_new_n(arena, uint64_t, n + 2);
    w->ways = kr_new_n(arena, double, n);
    w->owed = kr_new_n(arena, double, n);
    w->hand = kr_new_n(arena, double, n);
    w->sum = kr_new_n(arena, double, n);
    if (!w->near || !w->first || !w->old || !w->queue || !w->level || !w->left || !w->ties)
        return KR_E_MEMORY;
    if (!w->ways || !w->owed || !w->hand || !w->sum) return KR_E_MEMORY;
    return list_ranked(w, arena, net, near);
}

static inline uint32_t degree_of(const walk *w, uint32_t v) {
    return w->first[v + 1] - w->first[v];
}

/* What the neighbours of v hand on; four sums that do not wait for each other. */
static inline double pull(const walk *w, uint32_t v) {
    const uint16_t *near = w->near + w->first[v], *end = w->near + w->first[v + 1];
    double a = 0, b = 0, c = 0, d = 0;
    for (; end - near >= 4; near += 4) {
        a += w->hand[near[0]];
        b += w->hand[near[1]];
        c += w->hand[near[2]];
        d += w->hand[near[3]];
    }
    for (; near < end; near++) a += w->hand[*near];
    return (a + b) + (c + d);
}

/* Everybody in this part of the queue hands on to all neighbours. */
static void push(const walk *w, uint32_t from, uint32_t to) {
    double *sum = w->sum;
    memset(sum, 0, w->n * sizeof *sum);
    for (uint32_t i = from; i < to; i++) {
        uint32_t v = w->queue[i];
        const uint16_t *near = w->near + w->first[v], *end = w->near + w->first[v + 1];
        double hand = w->hand[v];
        for (; end - near >= 4; near += 4) { /* four others, since nobody is there twice */
            sum[near[0]] += hand;
            sum[near[1]] += hand;
            sum[near[2]] += hand;
            sum[near[3]] += hand;
        }
        for (; near < end; near++) sum[*near] += hand;
    }
}

/* Those at k steps, from those at k - 1. False when there is nobody. */
static bool further(walk *w, uint32_t k) {
    uint32_t from = w->level[k - 1], to = w->level[k], end = to, left = 0;
    uint64_t ties = 0;
    for (uint32_t i = from; i < to; i++) w->hand[w->queue[i]] = w->ways[w->queue[i]];
    bool pushed = w->ties[k - 1] * 3 <= w->ties_left * 2; /* a tie costs more when it is pushed */
    if (pushed) push(w, from, to);
    for (uint32_t i = 0; i < w->n_left; i++) {
        uint32_t v = w->left[i];
        double ways = pushed ? w->sum[v] : pull(w, v);
        bool found = ways > 0;
        w->ways[v] = ways;
        w->queue[end] = v; /* written over when v is not found; there is room as long as somebody is left */
        w->left[left] = v;
        end += found;
        left += !found;
        ties += degree_of(w, v) & -(uint32_t)found;
    }
    for (uint32_t i = from; i < to; i++) w->hand[w->queue[i]] = 0;
    w->n_left = left;
    w->ties_left -= ties;
    w->ties[k] = ties;
    w->level[k + 1] = end;
    return end > to;
}

/* From those at k steps back to those at k - 1. */
static void back(walk *w, uint32_t k) {
    uint32_t before = w->level[k - 1], from = w->level[k], to = w->level[k + 1];
    for (uint32_t i = from; i < to; i++) {
        uint32_t v = w->queue[i];
        w->hand[v] = (1 + w->owed[v]) / w->ways[v];
    }
    bool pushed = w->ties[k] * 3 <= w->ties[k - 1] * 2;
    if (pushed) push(w, from, to);
    for (uint32_t i = before; i < from; i++) {
        uint32_t v = w->queue[i];
        w->owed[v] = w->ways[v] * (pushed ? w->sum[v] : pull(w, v));
    }
    for (uint32_t i = from; i < to; i++) w->hand[w->queue[i]] = 0;
}

static void begin(walk *w, uint32_t s) {
    w->queue[0] = s;
    w->ways[s] = 1;
    w->level[0] = 0;
    w->level[1] = 1;
    w->ties[0] = degree_of(w, s);
    w->ties_left = w->first[w->n] - degree_of(w, s);
    w->n_left = 0;
    for (uint32_t v = 0; v < w->n; v++) {
        w->left[w->n_left] = v;
        w->n_left += v != s && degree_of(w, v) > 0;
    }
    memset(w->owed, 0, w->n * sizeof *w->owed);
}

kr_err kr_large_betweenness(kr_found *found, kr_arena *arena, const kr_ego_net *net,
                            const kr_neighbours *near) {
    walk w;
    double *between = kr_new_n(arena, double, net->n);
    if (!between || make(&w, arena, net, near) != KR_OK) return KR_E_MEMORY;
    for (uint32_t s = 0; s < net->n; s++) {
        uint32_t k = 1;
        if (!degree_of(&w, s)) continue;
        begin(&w, s);
        while (further(&w, k)) k++;
        for (uint32_t last = k - 1; last >= 2; last--) back(&w, last);
        for (uint32_t i = 1; i < w.level[k]; i++) between[w.queue[i]] += w.owed[w.queue[i]];
    }
    /* Every two alters were seen from both sides. */
    for (uint32_t v = 0; v < net->n; v++) found->betweenness[w.old[v]] = between[v] / 2;
    return KR_OK;
}
