/* Betweenness among any number of alters: Brandes (2001), eight starting points at a time, so that one walk
 * over the ties serves eight. Compiled twice, see inside.h; the order of every sum is the same in both. */
#include "measure/inside.h"

#ifdef KR_FAST
#define WAY(name) name##_fast
#else
#define WAY(name) name##_plain
#endif
#define LANES   8u
#define NOWHERE UINT16_MAX

kr_err WAY(kr_between)(kr_found *found, kr_arena *arena, const kr_ego_net *net,
                       const kr_neighbours *near) KR_CHECKED;

/* For alter v and lane i: steps from the starting point of the lane, ways there, what v owes to those behind
 * it (delta), and what it hands on in this round (0 when it is not its turn). */
typedef struct lanes {
    uint16_t (*steps)[LANES];
    double (*ways)[LANES], (*owed)[LANES], (*hand)[LANES];
} lanes;

static kr_err make(lanes *l, kr_arena *arena, size_t n) {
    l->steps = kr_arena_array(arena, n, sizeof *l->steps);
    l->ways = kr_arena_array(arena, n, sizeof *l->ways);
    l->owed = kr_arena_array(arena, n, sizeof *l->owed);
    l->hand = kr_arena_array(arena, n, sizeof *l->hand);
    return l->steps && l->ways && l->owed && l->hand ? KR_OK : KR_E_MEMORY;
}

static void start(lanes *l, const kr_ego_net *net, const kr_neighbours *near, uint32_t from) {
    memset(l->steps, 0xff, net->n * sizeof *l->steps);
    memset(l->ways, 0, net->n * sizeof *l->ways);
    memset(l->owed, 0, net->n * sizeof *l->owed);
    for (unsigned i = 0; i < LANES && from + i < net->n; i++) {
        uint32_t s = from + i;
        l->steps[s][i] = 0;
        for (uint32_t at = near->first[s]; at < near->first[s + 1]; at++) {
            l->steps[near->all[at]][i] = 1;
            l->ways[near->all[at]][i] = 1;
        }
    }
}

static inline bool any_at(const uint16_t steps[LANES], uint16_t k) {
    unsigned any = 0;
    for (unsigned i = 0; i < LANES; i++) any |= steps[i] == k;
    return any != 0;
}

/* What the neighbours of v hand on, added up. */
static inline void gather(double sum[LANES], const lanes *l, const kr_neighbours *near, uint32_t v) {
    double part[LANES] = {0};
    for (uint32_t at = near->first[v]; at < near->first[v + 1]; at++) {
        const double *hand = l->hand[near->all[at]];
        for (unsigned i = 0; i < LANES; i++) part[i] += hand[i];
    }
    for (unsigned i = 0; i < LANES; i++) sum[i] = part[i];
}

/* From those at k - 1 steps to those at k; false when nobody is. */
static bool further(lanes *l, const kr_ego_net *net, const kr_neighbours *near, uint16_t k) {
    double sum[LANES];
    unsigned found = 0;
    for (uint32_t v = 0; v < net->n; v++) {
        for (unsigned i = 0; i < LANES; i++) l->hand[v][i] = l->steps[v][i] == k - 1 ? l->ways[v][i] : 0;
    }
    for (uint32_t v = 0; v < net->n; v++) {
        if (!any_at(l->steps[v], NOWHERE)) continue;
        gather(sum, l, near, v);
        for (unsigned i = 0; i < LANES; i++) {
            bool fresh = l->steps[v][i] == NOWHERE && sum[i] > 0;
            found |= fresh;
            l->steps[v][i] = fresh ? k : l->steps[v][i];
            l->ways[v][i] = fresh ? sum[i] : l->ways[v][i];
        }
    }
    return found != 0;
}

/* Back from those at k steps to those at k - 1. */
static void back(lanes *l, const kr_ego_net *net, const kr_neighbours *near, uint16_t k) {
    double sum[LANES];
    for (uint32_t v = 0; v < net->n; v++) {
        double *hand = l->hand[v];
        if (!any_at(l->steps[v], k)) {
            for (unsigned i = 0; i < LANES; i++) hand[i] = 0;
            continue;
        }
        for (unsigned i = 0; i < LANES; i++) {
            bool is = l->steps[v][i] == k;
            double share = (1 + l->owed[v][i]) / (is ? l->ways[v][i] : 1);
            hand[i] = is ? share : 0;
        }
    }
    for (uint32_t v = 0; v < net->n; v++) {
        if (!any_at(l->steps[v], (uint16_t)(k - 1))) continue;
        gather(sum, l, near, v);
        for (unsigned i = 0; i < LANES; i++)
            l->owed[v][i] = l->steps[v][i] == k - 1 ? l->ways[v][i] * sum[i] : l->owed[v][i];
    }
}

kr_err WAY(kr_between)(kr_found *found, kr_arena *arena, const kr_ego_net *net, const kr_neighbours *near) {
    lanes l;
    if (make(&l, arena, net->n) != KR_OK) return KR_E_MEMORY;
    for (uint32_t v = 0; v < net->n; v++) found->betweenness[v] = 0;
    for (uint32_t from = 0; from < net->n; from += LANES) {
        uint16_t last = 1;
        start(&l, net, near, from);
        while (further(&l, net, near, (uint16_t)(last + 1))) last++;
        for (uint16_t k = last; k >= 2; k--) back(&l, net, near, k);
        for (uint32_t v = 0; v < net->n; v++) {
            for (unsigned i = 0; i < LANES; i++) found->betweenness[v] += l.owed[v][i];
        }
    }
    /* Every two alters were seen from both sides. */
    for (uint32_t v = 0; v < net->n; v++) found->betweenness[v] /= 2;
    return KR_OK;
}
