/* What the two files about networks of up to 64 alters share: a row of ties is one word. */
#ifndef KR_MEASURE_SMALL_H
#define KR_MEASURE_SMALL_H

#include "measure/inside.h"

#ifdef KR_FAST
#define WAY(name) name##_fast
#else
#define WAY(name) name##_plain
#endif
#define MOST 64u

static inline uint64_t bit(unsigned i) {
    return (uint64_t)1 << i;
}
static inline unsigned first(uint64_t set) {
    return (unsigned)__builtin_ctzll(set);
}
static inline unsigned count(uint64_t set) {
    return (unsigned)__builtin_popcountll(set);
}
/* The members above i. */
static inline uint64_t above(uint64_t set, unsigned i) {
    return set & ~(uint64_t)1 << i;
}

/* 1/k for k = 1..4095; [0] is 0, so that what is not there adds nothing. */
extern const double kr_one_over[4096];

/* By degree: a loop over neighbours then has the same length again and again, and the processor guesses well.
 */
static inline void by_degree(uint8_t order[MOST], const kr_ego_net *net) {
    uint8_t start[MOST + 1] = {0};
    for (unsigned v = 0; v < net->n; v++) start[net->degree[v] + 1]++;
    for (unsigned d = 1; d <= net->n; d++) start[d] = (uint8_t)(start[d] + start[d - 1]);
    for (unsigned v = 0; v < net->n; v++) order[start[net->degree[v]]++] = (uint8_t)v;
}

/* small_between.c: what has to do with shortest paths. `order` as by_degree gives it; `group`: of each alter,
 * everybody in its group; only betweenness needs them. */
void kr_small_paths_plain(kr_found *found, const kr_ego_net *net, const uint8_t order[MOST],
                          const uint64_t group[MOST], bool betweenness);
void kr_small_paths_fast(kr_found *found, const kr_ego_net *net, const uint8_t order[MOST],
                         const uint64_t group[MOST], bool betweenness);

#endif
