/* Up to 64 alters: pairs, their common neighbours, and betweenness: for two alters that are not tied, each in
 * between gets its share of the shortest paths. Compiled twice, see inside.h. */
#include "measure/small.h"

#include <stdalign.h>

#define HALF 32u

/* Vectors as the compiler makes them for any processor. */
typedef uint32_t eight __attribute__((vector_size(32), may_alias));
typedef double share_part __attribute__((vector_size(32), may_alias));
typedef int32_t ways_four __attribute__((vector_size(16), may_alias));

/* Of two or of three steps: the ways between two alters for whom that is the distance (else 0), and who can
 * be reached so. A row is `wide` long, HALF or MOST; what is beyond n is 0, so that sums along a row need no
 * test.
 */
typedef struct steps {
    alignas(32) uint32_t ways[MOST * MOST];
    uint64_t to[MOST];
} steps;

/* Untied pairs of alters by how many others are tied to both. */
typedef struct pairs {
    uint64_t untied[MOST];
} pairs;

/* -- Common neighbours of every two ---------------------------------------------------------------------- */

#define FEW 8u /* so many are counted in vectors */

/* How many bits there are in each lane. (By address: vectors as arguments would tie us to one processor.) */
static inline void count_bits(eight *lanes) {
    eight x = *lanes;
    x -= (x >> 1) & 0x55555555u;
    x = (x & 0x33333333u) + ((x >> 2) & 0x33333333u);
    x = (x + (x >> 4)) & 0x0f0f0f0fu;
    x += x >> 8;
    *lanes = (x + (x >> 16)) & 63;
}

static inline bool is_any(const eight *set) {
    uint64_t words[4];
    memcpy(words, set, sizeof words);
    return (words[0] | words[1] | words[2] | words[3]) != 0;
}

/* Up to 32 alters: rows of one word of 32 bits, and the bit of each. */
typedef struct half {
    alignas(32) uint32_t rows[HALF], lane[HALF];
    uint32_t beyond; /* where nobody is */
} half;

/* Eight alters, from `own` on, each with eight others at once: counted with those above it, so that every
 * pair counts once. `ways` may be NULL. Written out for each `own`, so that the counts stay in registers. */
static inline __attribute__((always_inline)) void count_eight(const half *h, unsigned n, unsigned own,
                                                              pairs *p, uint32_t *ways) {
    eight few[FEW] = {{0}};
    for (unsigned s = own; s < n && s < own + 8; s++) {
        uint32_t row = h->rows[s], taken = row | h->lane[s] | h->beyond, below = taken | (h->lane[s] - 1);
        eight many = {0};
        for (unsigned t = ways ? 0 : own; t < HALF; t += 8) {
            const eight *lane = (const eight *)(h->lane + t);
            eight common = *(const eight *)(h->rows + t) & row;
            count_bits(&common);
            if (ways) *(eight *)(ways + s * HALF + t) = common & (eight)((*lane & taken) == 0);
            if (t < own) continue;
            eight out = (eight)((*lane & below) != 0), key = common | out;
            for (unsigned c = 0; c < FEW; c++) few[c] -= (eight)(key == c);
            many |= common & ~out & ~(FEW - 1);
        }
        if (!is_any(&many)) continue;
        for (uint64_t to = (uint32_t)~below; to; to &= to - 1) {
            unsigned common = count(row & h->rows[first(to)]);
            p->untied[common] += common >= FEW;
        }
    }
    for (unsigned c = 0; c < FEW; c++) {
        for (unsigned i = 0; i < 8; i++) p->untied[c] += few[c][i];
    }
}

static inline __attribute__((always_inline)) void count_half(const kr_ego_net *net, pairs *p,
                                                             uint32_t *ways) {
    half h = {.beyond = net->n < HALF ? UINT32_MAX << net->n : 0};
    for (unsigned t = 0; t < HALF; t++) h.lane[t] = (uint32_t)1 << t;
    for (unsigned s = 0; s < net->n; s++) h.rows[s] = (uint32_t)net->rows[s];
    count_eight(&h, net->n, 0, p, ways);
    if (net->n > 8) count_eight(&h, net->n, 8, p, ways);
    if (net->n > 16) count_eight(&h, net->n, 16, p, ways);
    if (net->n > 24) count_eight(&h, net->n, 24, p, ways);
}

static void count_whole(const kr_ego_net *net, pairs *p, uint32_t *ways) {
    const uint64_t *rows = net->rows;
    for (unsigned s = 0; s < net->n; s++) {
        uint64_t row = rows[s], tied = row >> s >> 1;
        for (unsigned t = s + 1; t < net->n; t++, tied >>= 1) {
            unsigned common = count(row & rows[t]), is = tied & 1;
            p->untied[common] += !is;
            if (ways) ways[s * MOST + t] = ways[t * MOST + s] = common & (is - 1);
        }
        for (unsigned t = net->n; ways && t < MOST; t++) ways[s * MOST + t] = 0;
        if (ways) ways[s * MOST + s] = 0;
    }
}

/* Of all connected triples those are closed whose ends are no untied pair. */
static void pairs_found(kr_found *found, const kr_ego_net *net, const pairs *p) {
    uint64_t triples = 0, open = 0;
    for (unsigned v = 0; v < net->n; v++) triples += (uint64_t)net->degree[v] * (net->degree[v] - 1) / 2;
    for (unsigned c = 0; c < net->n; c++) {
        open += c * p->untied[c];
    }
    found->closed = triples - open;
    found->ego_betweenness = kr_ego_betweenness_of(p->untied, net->n);
}

/* -- Betweenness ----------------------------------------------------------------------------------------- */

typedef struct near {
    alignas(32) double share[MOST * MOST]; /* one part in so many ways of three steps, 0 at other distances */
    steps two, three;
    const uint64_t *group;
    uint64_t far[MOST]; /* in the same group, above, and further than three steps */
    const uint8_t *order;
    unsigned wide;
} near;

/* Rows are added up HALF at a time, which fits in the registers of the processor. */
/* Returns who is tied to any of them. */
static inline uint64_t add_ways(uint32_t *out, uint64_t of, const uint32_t *rows, unsigned wide,
                                const uint64_t *ties) {
    eight sum[HALF / 8] = {{0}};
    uint64_t reached = 0;
    do {
        const eight *row = (const eight *)(rows + first(of) * wide);
        reached |= ties[first(of)];
        for (unsigned i = 0; i < HALF / 8; i++) sum[i] += row[i];
    } while (of &= of - 1);
    memcpy(out, sum, sizeof sum);
    return reached;
}

static inline void add_shares(double *out, uint64_t of, const double *rows, unsigned wide) {
    share_part sum[HALF / 4] = {{0}};
    do {
        const share_part *row = (const share_part *)(rows + first(of) * wide);
        for (unsigned i = 0; i < HALF / 4; i++) sum[i] += row[i];
    } while (of &= of - 1);
    memcpy(out, sum, sizeof sum);
}

/* The ways of three steps: those of two from each of my neighbours. */
static void find_three(near *a, const kr_ego_net *net) {
    unsigned wide = a->wide;
    memset(a->share, 0, net->n * wide * sizeof *a->share);
    memset(a->three.to, 0, net->n * sizeof *a->three.to);
    for (unsigned at = 0; at < net->n; at++) {
        unsigned s = a->order[at];
        uint64_t row = net->rows[s], two = 0, to = 0;
        uint32_t *ways = a->three.ways + s * wide;
        for (unsigned t = 0; row && t < wide; t += HALF)
            two = add_ways(ways + t, row, a->two.ways + t, wide, net->rows);
        two &= ~(row | bit(s));
        uint64_t further = above(a->group[s] & ~(row | two), s);
        for (uint64_t rest = further; rest; rest &= rest - 1) {
            unsigned t = first(rest), some = ways[t];
            a->share[s * wide + t] = a->share[t * wide + s] = kr_one_over[some];
            to |= (uint64_t)(some != 0) << t;
            a->three.to[t] |= (uint64_t)(some != 0) << s;
        }
        a->two.to[s] = two;
        a->three.to[s] |= to;
        a->far[s] = further & ~to;
    }
}

/* The pairs of sixteen: that of the first two first, then those of the first three, and so on. */
#define PAIRED 16u
static const uint8_t lower[PAIRED * (PAIRED - 1) / 2] = {
    0,  0, 1, 0, 1, 2,  0, 1, 2, 3, 0, 1,  2,  3,  4,  0, 1,  2,  3, 4, 5, 0, 1, 2, 3, 4,  5,  6,  0,  1,
    2,  3, 4, 5, 6, 7,  0, 1, 2, 3, 4, 5,  6,  7,  8,  0, 1,  2,  3, 4, 5, 6, 7, 8, 9, 0,  1,  2,  3,  4,
    5,  6, 7, 8, 9, 10, 0, 1, 2, 3, 4, 5,  6,  7,  8,  9, 10, 11, 0, 1, 2, 3, 4, 5, 6, 7,  8,  9,  10, 11,
    12, 0, 1, 2, 3, 4,  5, 6, 7, 8, 9, 10, 11, 12, 13, 0, 1,  2,  3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14};
static const uint8_t upper[PAIRED * (PAIRED - 1) / 2] = {
    1,  2,  2,  3,  3,  3,  4,  4,  4,  4,  5,  5,  5,  5,  5,  6,  6,  6,  6,  6,  6,  7,  7,  7,
    7,  7,  7,  7,  8,  8,  8,  8,  8,  8,  8,  8,  9,  9,  9,  9,  9,  9,  9,  9,  9,  10, 10, 10,
    10, 10, 10, 10, 10, 10, 10, 11, 11, 11, 11, 11, 11, 11, 11, 11, 11, 11, 12, 12, 12, 12, 12, 12,
    12, 12, 12, 12, 12, 12, 13, 13, 13, 13, 13, 13, 13, 13, 13, 13, 13, 13, 13, 14, 14, 14, 14, 14,
    14, 14, 14, 14, 14, 14, 14, 14, 14, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15};

/* Two steps apart: of any two of my neighbours, the ways go through me once. */
static double between_two(uint64_t row, const uint32_t *ways, unsigned wide) {
    uint32_t who[MOST], before[MOST];
    double sum = 0;
    unsigned n = 0;
    for (; row; row &= row - 1) {
        who[n] = first(row);
        before[n] = who[n] * wide;
        n++;
    }
    /* Two sums, so that the one need not wait for the other. */
    unsigned few = n < PAIRED ? n : PAIRED, pairs_of_few = few * (few - 1) / 2, k = 0;
    double other = 0;
    for (; k + 1 < pairs_of_few; k += 2) {
        sum += kr_one_over[ways[before[lower[k]] + who[upper[k]]]];
        other += kr_one_over[ways[before[lower[k + 1]] + who[upper[k + 1]]]];
    }
    if (k < pairs_of_few) sum += kr_one_over[ways[before[lower[k]] + who[upper[k]]]];
    sum += other;
    for (unsigned j = PAIRED; j < n; j++) {
        for (unsigned i = 0; i < j; i++) sum += kr_one_over[ways[before[i] + who[j]]];
    }
    return sum;
}

/* Three steps: from one of my neighbours through me to somebody two steps from me. */
static double between_three(uint64_t row, const uint32_t *ways, const double *share, unsigned wide) {
    share_part sum = {0};
    for (unsigned from = 0; from < wide; from += HALF) {
        double shares[HALF];
        add_shares(shares, row, share + from, wide);
        for (unsigned t = 0; t < HALF; t += 4) {
            ways_four by;
            share_part one;
            memcpy(&by, ways + from + t, sizeof by);
            memcpy(&one, shares + t, sizeof one);
            sum += one * __builtin_convertvector(by, share_part);
        }
    }
    return (sum[0] + sum[1]) + (sum[2] + sum[3]);
}

static void between(double *b, const kr_ego_net *net, const near *a) {
    for (unsigned at = 0; at < net->n; at++) {
        unsigned v = a->order[at];
        uint64_t row = net->rows[v];
        b[v] = 0;
        if (!(row & (row - 1))) continue; /* nobody, or the end of a line */
        b[v] = between_two(row, a->two.ways, a->wide) +
               between_three(row, a->two.ways + v * a->wide, a->share, a->wide);
    }
}

/* v is in between: so many ways to the one end, so many to the other. */
static inline void share_of(double *b, const near *a, uint64_t between_them, const steps *here, unsigned s,
                            const steps *there, unsigned t, double share) {
    for (; between_them; between_them &= between_them - 1) {
        unsigned v = first(between_them);
        double to_s = here ? here->ways[s * a->wide + v] : 1, to_t = there ? there->ways[t * a->wide + v] : 1;
        b[v] += to_s * to_t * share;
    }
}

/* Four steps, a few pairs. Returns those who have somebody further still. */
static uint64_t between_four(double *b, const kr_ego_net *net, const near *a) {
    const steps *two = &a->two, *three = &a->three;
    uint64_t far = 0;
    for (unsigned s = 0; s < net->n; s++) {
        for (uint64_t rest = a->far[s]; rest; rest &= rest - 1) {
            unsigned t = first(rest);
            uint64_t last = net->rows[t] & three->to[s];
            double ways = 0;
            if (!last) {
                far |= bit(s) | bit(t);
                continue;
            }
            for (uint64_t v = last; v; v &= v - 1) ways += three->ways[s * a->wide + first(v)];
            double share = 1 / ways;
            share_of(b, a, net->rows[s] & three->to[t], NULL, s, three, t, share);
            share_of(b, a, two->to[s] & two->to[t], two, s, two, t, share);
            share_of(b, a, last, three, s, NULL, t, share);
        }
    }
    return far;
}

/* Levels and ways from each of those who have somebody at five steps or more. */
typedef struct reach {
    uint64_t level[MOST][MOST]; /* [s][k]: at k steps */
    double ways[MOST][MOST];
} reach;

static void reach_from(reach *r, const kr_ego_net *net, unsigned s) {
    uint64_t seen = bit(s) | net->rows[s], last = net->rows[s];
    uint64_t all = ~(uint64_t)0 >> (64 - net->n);
    memset(r->level[s], 0, sizeof r->level[s]);
    for (uint64_t row = last; row; row &= row - 1) r->ways[s][first(row)] = 1;
    for (unsigned k = 1; last; k++) {
        uint64_t next = 0;
        r->level[s][k] = last;
        for (uint64_t rest = all & ~seen; rest; rest &= rest - 1) {
            unsigned w = first(rest);
            uint64_t from = net->rows[w] & last;
            if (!from) continue;
            double sum = 0;
            for (; from; from &= from - 1) sum += r->ways[s][first(from)];
            r->ways[s][w] = sum;
            next |= bit(w);
        }
        seen |= next;
        last = next;
    }
}

static void __attribute__((noinline)) between_far(double *b, const kr_ego_net *net, uint64_t far) {
    reach r;
    for (uint64_t all = far; all; all &= all - 1) reach_from(&r, net, first(all));
    for (uint64_t from = far; from; from &= from - 1) {
        unsigned s = first(from);
        for (unsigned d = 5; d < MOST && r.level[s][d]; d++) {
            for (uint64_t to = above(r.level[s][d], s); to; to &= to - 1) {
                unsigned t = first(to);
                double share = 1.0 / r.ways[s][t];
                for (unsigned k = 1; k < d; k++) {
                    for (uint64_t mid = r.level[s][k] & r.level[t][d - k]; mid; mid &= mid - 1) {
                        unsigned v = first(mid);
                        b[v] += r.ways[s][v] * r.ways[t][v] * share;
                    }
                }
            }
        }
    }
}

static void __attribute__((noinline)) betweenness(kr_found *found, const kr_ego_net *net, pairs *p,
                                                  const uint8_t order[MOST], const uint64_t group[MOST]) {
    near a;
    double *b = found->betweenness;
    a.wide = net->n > HALF ? MOST : HALF;
    a.order = order;
    a.group = group;
    if (net->n > HALF)
        count_whole(net, p, a.two.ways);
    else
        count_half(net, p, a.two.ways);
    find_three(&a, net);
    between(b, net, &a);
    uint64_t far = between_four(b, net, &a);
    if (far) between_far(b, net, far);
}

void WAY(kr_small_paths)(kr_found *found, const kr_ego_net *net, const uint8_t order[MOST],
                         const uint64_t group[MOST], bool with_betweenness) {
    pairs p = {{0}};
    if (with_betweenness)
        betweenness(found, net, &p, order, group);
    else if (net->n > HALF)
        count_whole(net, &p, NULL);
    else
        count_half(net, &p, NULL);
    pairs_found(found, net, &p);
}
