/* Betweenness among any number of alters: Brandes (2001), from four alters at once, since one look at a tie
 * does for all four. At every step the ties are walked from the side that has fewer of them, and without
 * asking of each tie whether it counts: what does not count adds nothing. The order of every sum follows from
 * the network alone, so that the bits are the same everywhere. Compiled twice, see inside.h. */
#include "measure/inside.h"

#ifdef KR_FAST
#define WAY(name) name##_fast
#else
#define WAY(name) name##_plain
#endif

/* One number for each of the four; vectors as the compiler makes them for any processor. */
#define AT_ONCE 4u
#define BYTES   (AT_ONCE * 8)
typedef double four __attribute__((vector_size(BYTES), may_alias));
typedef int64_t four_bits __attribute__((vector_size(BYTES), may_alias));

/* Everybody by distance from any of the starting points: queue[level[k]] .. queue[level[k + 1] - 1] are at k
 * steps of at least one of them. */
typedef struct walk {
    uint32_t n, *first; /* neighbours of v: near[first[v]] .. near[first[v + 1] - 1] */
    uint32_t *old;      /* alters have numbers of their own here, by degree: see rank */
    uint16_t *near;
    uint32_t *queue, *level, *left; /* left: who is not reached from all */
    uint32_t n_left;
    uint64_t ties_left, *ties; /* ties of those who are left, and of each level, from their side */
    uint32_t *met, *touched;   /* touched: whose sum is not 0, once each; met: when that was last so */
    uint32_t n_touched, now;
    four_bits *steps; /* from each starting point; 0: not reached */
    four *ways;       /* shortest ways from each */
    four *owed;       /* what everybody behind v owes to v */
    four *hand;       /* what v hands on in this step; 0 for whoever is not in it */
    four *next;       /* what v will hand on in the next */
    four *sum;        /* what came in */
    four *between;
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

/* Zeroed, and so that no four lie in two lines of the processor's memory. */
static four *fours(kr_arena *arena, size_t n) {
    char *room = kr_new_n(arena, char, (n + 1) * BYTES);
    return room ? (four *)(void *)(room + (BYTES - (uintptr_t)room % BYTES) % BYTES) : NULL;
}

static kr_err make(walk *w, kr_arena *arena, const kr_ego_net *net, const kr_neighbours *near) {
    size_t n = net->n;
    *w = (walk){.n = net->n};
    w->near = kr_new_n(arena, uint16_t, (size_t)net->ties * 2);
    w->first = kr_new_n(arena, uint32_t, n + 1);
    w->old = kr_new_n(arena, uint32_t, n);
    w->queue = kr_new_n(arena, uint32_t, n * AT_ONCE + 1);
    w->level = kr_new_n(arena, uint32_t, n + 2);
    w->left = kr_new_n(arena, uint32_t, n);
    w->met = kr_new_n(arena, uint32_t, n);
    w->touched = kr_new_n(arena, uint32_t, n + 1);
    w->ties = kr_new_n(arena, uint64_t, n + 2);
    w->steps = (four_bits *)fours(arena, n);
    w->ways = fours(arena, n);
    w->owed = fours(arena, n);
    w->hand = fours(arena, n);
    w->next = fours(arena, n);
    w->sum = fours(arena, n);
    w->between = fours(arena, n);
    if (!w->near || !w->first || !w->old || !w->queue || !w->level || !w->left || !w->met) return KR_E_MEMORY;
    if (!w->touched || !w->ties || !w->steps || !w->ways || !w->owed || !w->hand) return KR_E_MEMORY;
    if (!w->next || !w->sum || !w->between) return KR_E_MEMORY;
    return list_ranked(w, arena, net, near);
}

static inline uint32_t degree_of(const walk *w, uint32_t v) {
    return w->first[v + 1] - w->first[v];
}

/* Of lanes that are all ones or all zeros. */
static inline bool is_any(const four_bits *set) {
#ifdef KR_FAST
    return __builtin_ia32_movmskpd256((double __attribute__((vector_size(BYTES)))) * set) != 0;
#else
    uint64_t words[AT_ONCE], any = 0;
    memcpy(words, set, sizeof words);
    for (unsigned i = 0; i < AT_ONCE; i++) any |= words[i];
    return any != 0;
#endif
}

/* What the neighbours of v hand on; two sums that do not wait for each other. (By address: vectors as results
 * would tie us to one processor.) */
static inline void pull(four *out, const walk *w, uint32_t v) {
    const uint16_t *near = w->near + w->first[v], *end = w->near + w->first[v + 1];
    const four *hand = w->hand;
    four a = {0}, b = {0};
    for (; end - near >= 2; near += 2) {
        a += hand[near[0]];
        b += hand[near[1]];
    }
    if (near < end) a += hand[*near];
    *out = a + b;
}

/* Everybody in this part of the queue hands on to all neighbours. When they are few, who is touched by it is
 * kept, so that nobody else need be looked at. Returns whether that is so. */
static bool push(walk *w, uint32_t from, uint32_t to, uint64_t ties) {
    uint32_t now = ++w->now, n = 0, *met = w->met, *touched = w->touched;
    four *sum = w->sum;
    bool few = ties < w->n / 2;
    for (uint32_t i = from; i < to; i++) {
        uint32_t v = w->queue[i];
        const uint16_t *near = w->near + w->first[v], *end = w->near + w->first[v + 1];
        four hand = w->hand[v];
        for (const uint16_t *at = near; at < end; at++) sum[*at] += hand;
        for (; few && near < end; near++) {
            touched[n] = *near; /* written over when it was there already */
            n += met[*near] != now;
            met[*near] = now;
        }
    }
    w->n_touched = n;
    return few;
}

static void clean(walk *w, bool few) {
    for (uint32_t i = 0; few && i < w->n_touched; i++) w->sum[w->touched[i]] = (four){0};
    if (!few) memset(w->sum, 0, w->n * sizeof *w->sum);
}

static void rest(walk *w, uint32_t from, uint32_t to) {
    four *hand = w->hand;
    for (uint32_t i = from; i < to; i++) hand[w->queue[i]] = (four){0};
}

/* Who is found at this step. */
typedef struct finds {
    uint32_t end; /* of the queue */
    uint64_t ties, ties_done;
} finds;

/* So many ways came in at v: from whom they are the first, v is at k steps. True when v is now reached from
 * all. */
static inline bool settle(walk *w, finds *f, uint32_t v, const four *sum, int64_t k) {
    four ways = w->ways[v];
    four_bits fresh = (four_bits)(ways == 0) & (four_bits)(*sum > 0);
    four more = (four)(fresh & (four_bits)*sum);
    ways += more;
    four_bits open = (four_bits)(ways == 0);
    bool found = is_any(&fresh), whole = !is_any(&open);
    uint32_t degree = degree_of(w, v) & -(uint32_t)found;
    w->ways[v] = ways;
    w->next[v] = more;
    w->steps[v] |= fresh & k;
    w->queue[f->end] = v; /* written over when v is not found */
    f->end += found;
    f->ties += degree;
    f->ties_done += degree & -(uint32_t)whole;
    return whole;
}

static void settle_touched(walk *w, finds *f, uint32_t k) {
    for (uint32_t i = 0; i < w->n_touched; i++) {
        uint32_t v = w->touched[i];
        (void)settle(w, f, v, &w->sum[v], k);
    }
}

static void settle_left(walk *w, finds *f, uint32_t k, bool pushed) {
    uint32_t left = 0, n_left = w->n_left;
    for (uint32_t i = 0; i < n_left; i++) {
        uint32_t v = w->left[i];
        four sum;
        if (pushed)
            sum = w->sum[v];
        else
            pull(&sum, w, v);
        w->left[left] = v;
        left += !settle(w, f, v, &sum, k);
    }
    w->n_left = left;
}

/* Those at k steps, from those at k - 1. False when there is nobody. */
static bool further(walk *w, uint32_t k) {
    uint32_t from = w->level[k - 1], to = w->level[k];
    finds f = {.end = to};
    bool pushed = w->ties[k - 1] * 2 <= w->ties_left; /* a tie costs more when it is pushed */
    bool few = pushed && push(w, from, to, w->ties[k - 1]);
    if (few)
        settle_touched(w, &f, k);
    else
        settle_left(w, &f, k, pushed);
    if (pushed) clean(w, few);
    rest(w, from, to);
    four *hand = w->hand;
    w->hand = w->next;
    w->next = hand;
    w->ties[k] = f.ties;
    w->ties_left -= f.ties_done;
    w->level[k + 1] = f.end;
    return f.end > to;
}

/* From those at k steps back to those at k - 1. */
static void back(walk *w, uint32_t k) {
    uint32_t before = w->level[k - 1], from = w->level[k], to = w->level[k + 1];
    const uint32_t *queue = w->queue;
    const four *ways = w->ways;
    const four_bits *steps = w->steps;
    four *owed = w->owed, *hand = w->hand;
    for (uint32_t i = from; i < to; i++) {
        uint32_t v = queue[i];
        hand[v] = (four)((four_bits)((1 + owed[v]) / ways[v]) & (four_bits)(steps[v] == (int64_t)k));
    }
    bool pushed = w->ties[k] * 2 <= w->ties[k - 1], few = pushed && push(w, from, to, w->ties[k]);
    for (uint32_t i = before; i < from; i++) {
        uint32_t v = queue[i];
        four sum;
        if (pushed)
            sum = w->sum[v];
        else
            pull(&sum, w, v);
        owed[v] += (four)((four_bits)(ways[v] * sum) & (four_bits)(steps[v] == (int64_t)(k - 1)));
    }
    if (pushed) clean(w, few);
    rest(w, from, to);
}

/* Four starting points, or as many as there are. */
static void begin(walk *w, uint32_t s) {
    uint32_t n = w->n - s < AT_ONCE ? w->n - s : AT_ONCE;
    memset(w->owed, 0, w->n * sizeof *w->owed);
    memset(w->ways, 0, w->n * sizeof *w->ways);
    memset(w->steps, 0, w->n * sizeof *w->steps);
    for (uint32_t v = 0; n < AT_ONCE && v < w->n; v++) { /* nobody waits to be reached from nowhere */
        for (uint32_t i = n; i < AT_ONCE; i++) w->ways[v][i] = 1;
    }
    w->n_left = 0;
    for (uint32_t v = 0; v < w->n; v++) {
        w->left[w->n_left] = v;
        w->n_left += degree_of(w, v) > 0;
    }
    w->ties[0] = 0;
    w->ties_left = w->first[w->n];
    for (uint32_t i = 0; i < n; i++) {
        w->queue[i] = s + i;
        w->ways[s + i][i] = w->hand[s + i][i] = 1;
        w->ties[0] += degree_of(w, s + i);
    }
    w->level[0] = 0;
    w->level[1] = n;
}

kr_err WAY(kr_large_betweenness)(kr_found *found, kr_arena *arena, const kr_ego_net *net,
                                 const kr_neighbours *near) {
    walk w;
    uint32_t s = 0;
    if (make(&w, arena, net, near) != KR_OK) return KR_E_MEMORY;
    while (s < w.n && !degree_of(&w, s)) s++; /* those without ties come first */
    for (; s < w.n; s += AT_ONCE) {
        uint32_t k = 1;
        begin(&w, s);
        while (further(&w, k)) k++;
        for (uint32_t last = k - 1; last >= 2; last--) back(&w, last);
        for (uint32_t v = 0; v < w.n; v++) w.between[v] += w.owed[v];
    }
    /* Every two alters were seen from both sides. */
    for (uint32_t v = 0; v < net->n; v++) {
        double sum = 0;
        for (unsigned i = 0; i < AT_ONCE; i++) sum += w.between[v][i];
        found->betweenness[w.old[v]] = sum / 2;
    }
    return KR_OK;
}
