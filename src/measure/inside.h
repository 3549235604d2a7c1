/* What the ways of working out a structure share. Not for other rooms. */
#ifndef KR_MEASURE_INSIDE_H
#define KR_MEASURE_INSIDE_H

#include "measure/measure.h"

/* What is counted in a network; structure.c makes the measures of it. The arrays have n places and are the
 * caller's. Whole numbers are exact, so that neither way nor order can matter. */
typedef struct kr_found {
    uint32_t max_degree;
    uint64_t triples;                                        /* connected: sum d(d-1)/2 */
    uint32_t components, largest, isolates, dyads, together; /* together: groups of 3 or more */
    uint64_t pairs_together;                                 /* sum s(s-1) */
    uint64_t closed;                                         /* triples that are closed: 3 triangles */
    uint64_t cliques;                                        /* maximal, of 3 or more */
    uint32_t clique_number;
    bool cliques_known;
    uint32_t cuts, bridges;
    double ego_betweenness;
    double *betweenness, *dyadic; /* of each alter */
    uint32_t *group;              /* size of its group */
    bool *cut;
} kr_found;

/* number.c: see kr_measure_ln; here, because some need thirty at once. */
extern const double kr_ln_pieces[64][2];
static inline double kr_ln(double x) {
    static const double ln2 = 0.69314718055994530942;
    const uint64_t offset = 0x3fe6000000000000u;
    uint64_t bits, scaled, shift;
    double z, r, sum;
    if (!(x > 0)) return KR_UNDEFINED;
    int extra = 0;
    while (x < 1e-300) x *= 18446744073709551616.0, extra -= 64; /* below the smallest normal number */
    memcpy(&bits, &x, sizeof bits);
    shift = bits - offset;
    scaled = bits - (shift & 0xfff0000000000000u);
    memcpy(&z, &scaled, sizeof z);
    const double *piece = kr_ln_pieces[shift >> 46 & 63];
    int power = (int)(int64_t)(shift >> 52);
    if (power >= 2048) power -= 4096;
    r = z * piece[0] - 1.0;
    sum = r * (1.0 / 9) - 1.0 / 8;
    sum = sum * r + 1.0 / 7;
    sum = sum * r - 1.0 / 6;
    sum = sum * r + 1.0 / 5;
    sum = sum * r - 1.0 / 4;
    sum = sum * r + 1.0 / 3;
    sum = sum * r - 1.0 / 2;
    return (double)(power + extra) * ln2 + (piece[1] + (r + r * r * sum));
}

/* Sum over how many pairs have so many alters in common: pairs[c]/(c + 1). */
static inline double kr_ego_betweenness_of(const uint64_t *pairs, size_t count) {
    double sum = 0;
    for (size_t c = 0; c < count; c++) sum += (double)pairs[c] / (double)(c + 1);
    return sum;
}

/* Fills in what `parts` asks for. net->n <= 64; degrees and ties are there. Two copies of the same code: for
 * any processor, and for those that count bits in one instruction. Both give the same bits. */
void kr_small_plain(kr_found *found, const kr_ego_net *net, unsigned parts);
void kr_small_fast(kr_found *found, const kr_ego_net *net, unsigned parts);
/* The same for any n. */
kr_err kr_large_plain(kr_found *found, kr_arena *arena, const kr_ego_net *net, unsigned parts) KR_CHECKED;
kr_err kr_large_fast(kr_found *found, kr_arena *arena, const kr_ego_net *net, unsigned parts) KR_CHECKED;

/* Neighbours of each alter, ascending: all[first[j]] .. all[first[j + 1] - 1]. */
typedef struct kr_neighbours {
    uint32_t *first, *all;
} kr_neighbours;

/* cuts.c: groups, cut vertices and bridges. O(n + m). */
kr_err kr_large_groups(kr_found *found, kr_arena *arena, const kr_ego_net *net,
                       const kr_neighbours *near) KR_CHECKED;
kr_err kr_large_cuts(kr_found *found, kr_arena *arena, const kr_ego_net *net,
                     const kr_neighbours *near) KR_CHECKED;
/* between.c */
kr_err kr_large_betweenness_plain(kr_found *found, kr_arena *arena, const kr_ego_net *net,
                                  const kr_neighbours *near) KR_CHECKED;
kr_err kr_large_betweenness_fast(kr_found *found, kr_arena *arena, const kr_ego_net *net,
                                 const kr_neighbours *near) KR_CHECKED;
/* Into the counts: a group of so many. */
void kr_found_group(kr_found *found, uint32_t size);

#endif
