/* Maximal cliques among any number of alters: Bron and Kerbosch with a pivot (Tomita 2006), begun at every
 * alter in the order of degeneracy (Eppstein 2010), so that each beginning is a small network of its own with
 * short rows. Compiled twice, see inside.h. */
#include "measure/inside.h"

#ifdef KR_FAST
#define WAY(name) name##_fast
#else
#define WAY(name) name##_plain
#endif

kr_err WAY(kr_cliques)(kr_found *found, kr_arena *arena, const kr_ego_net *net,
                       const kr_neighbours *near) KR_CHECKED;

/* Whoever has fewest neighbours left goes first: place[v] says when. Buckets by degree. O(n + m). Returns the
 * most neighbours that anybody had left. */
typedef struct peel {
    uint32_t *place, *sorted, *at, *start, *degree;
} peel;

static kr_err peel_make(peel *p, kr_arena *arena, size_t n) {
    p->place = kr_new_n(arena, uint32_t, n);
    p->sorted = kr_new_n(arena, uint32_t, n);
    p->at = kr_new_n(arena, uint32_t, n);
    p->start = kr_new_n(arena, uint32_t, n + 1);
    p->degree = kr_new_n(arena, uint32_t, n);
    return p->place && p->sorted && p->at && p->start && p->degree ? KR_OK : KR_E_MEMORY;
}

/* v moves to the front of its bucket, which then begins behind it: one fewer left. */
static void one_fewer(peel *p, uint32_t v) {
    uint32_t front = p->start[p->degree[v]]++, other = p->sorted[front];
    p->sorted[p->at[v]] = other;
    p->at[other] = p->at[v];
    p->sorted[front] = v;
    p->at[v] = front;
    p->degree[v]--;
}

static uint32_t peel_all(peel *p, const kr_ego_net *net, const kr_neighbours *near) {
    uint32_t most = 0, sum = 0;
    for (uint32_t v = 0; v < net->n; v++) p->start[net->degree[v] + 1]++;
    for (uint32_t d = 0; d <= net->n; d++) p->start[d] = sum += p->start[d];
    for (uint32_t v = 0; v < net->n; v++) {
        p->degree[v] = net->degree[v];
        p->at[v] = p->start[p->degree[v]]++;
        p->sorted[p->at[v]] = v;
    }
    for (uint32_t d = net->n; d > 0; d--) p->start[d] = p->start[d - 1];
    p->start[0] = 0;
    for (uint32_t i = 0; i < net->n; i++) {
        uint32_t v = p->sorted[i];
        p->place[v] = i;
        if (p->degree[v] > most) most = p->degree[v];
        for (uint32_t at = near->first[v]; at < near->first[v + 1]; at++) {
            uint32_t w = near->all[at];
            if (p->at[w] > i && p->degree[w] > p->degree[v]) one_fewer(p, w);
        }
    }
    return most;
}

/* The neighbours of one alter: those who come later may join, those before were tried. Rows are among these
 * alone. One level of the search has three rows: may, done, try. */
typedef struct around {
    uint64_t *rows, *levels;
    uint32_t n, words;
    uint32_t *who;
    uint32_t steps_left;
} around;

static inline uint64_t *level_of(const around *a, size_t depth, unsigned which) {
    return a->levels + (depth * 3 + which) * a->words;
}

static void clique(kr_found *found, uint32_t size) {
    found->cliques += size >= 3;
    if (size > found->clique_number) found->clique_number = size;
}

static bool is_empty(const uint64_t *set, uint32_t words) {
    uint64_t any = 0;
    for (uint32_t word = 0; word < words; word++) any |= set[word];
    return any == 0;
}

/* Whom to try at this level: those who may join and are not tied to the pivot, who has most of them. */
static void choose(const around *a, size_t depth) {
    const uint64_t *may = level_of(a, depth, 0), *done = level_of(a, depth, 1), *pivot = NULL;
    uint64_t *try = level_of(a, depth, 2), most = 0;
    for (uint32_t word = 0; word < a->words; word++) {
        for (uint64_t set = may[word] | done[word]; set; set &= set - 1) {
            const uint64_t *row = a->rows + ((size_t)word * 64 + (size_t)__builtin_ctzll(set)) * a->words;
            uint64_t n = 1;
            for (uint32_t i = 0; i < a->words; i++) n += (uint64_t)__builtin_popcountll(row[i] & may[i]);
            if (n > most) most = n, pivot = row;
        }
    }
    for (uint32_t i = 0; i < a->words; i++) try[i] = pivot ? may[i] & ~pivot[i] : may[i];
}

/* Takes the next one to try at this level: SIZE_MAX when there is none. */
static size_t take(const around *a, size_t depth) {
    uint64_t *try = level_of(a, depth, 2);
    for (uint32_t word = 0; word < a->words; word++) {
        if (!try[word]) continue;
        unsigned low = (unsigned)__builtin_ctzll(try[word]);
        try[word] &= try[word] - 1;
        return (size_t)word * 64 + low;
    }
    return SIZE_MAX;
}

/* The level below, with v in the clique; v is done here. True when there is anybody left to join. */
static bool step(kr_found *found, const around *a, size_t depth, size_t v, uint32_t size) {
    uint64_t *may = level_of(a, depth, 0), *done = level_of(a, depth, 1);
    uint64_t *may_below = level_of(a, depth + 1, 0), *done_below = level_of(a, depth + 1, 1);
    const uint64_t *row = a->rows + v * a->words;
    uint64_t any = 0;
    for (uint32_t i = 0; i < a->words; i++) {
        may_below[i] = may[i] & row[i];
        done_below[i] = done[i] & row[i];
        any |= may_below[i];
    }
    may[v / 64] &= ~((uint64_t)1 << (v % 64));
    done[v / 64] |= (uint64_t)1 << (v % 64);
    if (!any && is_empty(done_below, a->words)) clique(found, size);
    return any != 0;
}

/* From one alter on. False after too many steps. */
static bool search(kr_found *found, around *a) {
    size_t depth = 0;
    choose(a, 0);
    for (;;) {
        size_t v = take(a, depth);
        if (v == SIZE_MAX) {
            if (depth-- == 0) return true;
        } else if (step(found, a, depth, v, (uint32_t)depth + 2)) {
            if (a->steps_left-- == 0) return false;
            choose(a, ++depth);
        }
    }
}

/* Rows among the neighbours of v. */
static void look_around(around *a, const kr_ego_net *net, const kr_neighbours *near, const peel *p,
                        uint32_t v) {
    a->who = near->all + near->first[v];
    a->n = net->degree[v];
    a->words = (a->n + 63) / 64;
    memset(a->rows, 0, (size_t)a->n * a->words * sizeof *a->rows);
    memset(a->levels, 0, (size_t)a->words * 2 * sizeof *a->levels);
    for (uint32_t i = 0; i < a->n; i++) {
        uint64_t own = (uint64_t)1 << (i % 64);
        level_of(a, 0, p->place[a->who[i]] > p->place[v] ? 0 : 1)[i / 64] |= own;
        for (uint32_t j = i + 1; j < a->n; j++) {
            if (!kr_ego_net_tied(net, a->who[i], a->who[j])) continue;
            a->rows[(size_t)i * a->words + j / 64] |= (uint64_t)1 << (j % 64);
            a->rows[(size_t)j * a->words + i / 64] |= own;
        }
    }
}

kr_err WAY(kr_cliques)(kr_found *found, kr_arena *arena, const kr_ego_net *net, const kr_neighbours *near) {
    peel p;
    around a = {.steps_left = KR_CLIQUE_STEPS};
    uint32_t most = 0;
    if (peel_make(&p, arena, net->n) != KR_OK) return KR_E_MEMORY;
    size_t deep = peel_all(&p, net, near);
    for (uint32_t v = 0; v < net->n; v++) most = net->degree[v] > most ? net->degree[v] : most;
    size_t words = ((size_t)most + 63) / 64;
    a.rows = kr_new_n(arena, uint64_t, most * words);
    a.levels = kr_new_n(arena, uint64_t, (deep + 2) * 3 * words);
    if (!a.rows || !a.levels) return KR_E_MEMORY;
    found->clique_number = net->n > 0;
    found->cliques_known = true;
    for (uint32_t i = 0; i < net->n && found->cliques_known; i++) {
        uint32_t v = p.sorted[i];
        if (!net->degree[v]) continue;
        look_around(&a, net, near, &p, v);
        found->cliques_known = is_empty(level_of(&a, 0, 0), a.words) || search(found, &a);
    }
    return KR_OK;
}
