/* Up to 64 alters: pairs, their common neighbours, and betweenness: for two alters that are not tied, each in
 * between gets its share of the shortest paths. Compiled twice, see inside.h. */
#include "measure/small.h"

#include <stdalign.h>

#define HALF 32u

/* Once for rows of HALF and once for rows of MOST. */
#define ALWAYS inline __attribute__((always_inline))

/* Vectors as the compiler makes them for any processor. */
typedef uint8_t bytes __attribute__((vector_size(32), may_alias));
typedef uint8_t sixteen_bytes __attribute__((vector_size(16), may_alias));
typedef uint16_t sixteen __attribute__((vector_size(32), may_alias));
typedef uint64_t words __attribute__((vector_size(32), may_alias));
typedef double share_part __attribute__((vector_size(32), may_alias));

/* Of two or of three steps: the ways between two alters for whom that is the distance (else 0), and who can
 * be reached so. A row is `wide` long, HALF or MOST; what is beyond n is 0, so that sums along a row need no
 * test. 62 alters can be between two, and as many ways lead to each of them.
 */
typedef struct steps {
    alignas(32) uint16_t ways[MOST * MOST];
    uint64_t to[MOST];
} steps;

/* Untied pairs of alters by how many others are tied to both; there are none from `end` on. */
typedef struct pairs {
    uint64_t untied[MOST];
    unsigned end;
} pairs;

/* -- Common neighbours of every two: rows of bytes, so that one sum is about 32 others ---------------------
 */

#define SPREAD1(b)                                                                                           \
    {                                                                                                        \
        (b) & 1 ? 255 : 0, (b)&2 ? 255 : 0, (b)&4 ? 255 : 0, (b)&8 ? 255 : 0, (b)&16 ? 255 : 0,              \
            (b)&32 ? 255 : 0, (b)&64 ? 255 : 0, (b)&128 ? 255 : 0                                            \
    }
#define SPREAD4(b)  SPREAD1(b), SPREAD1((b) + 1), SPREAD1((b) + 2), SPREAD1((b) + 3)
#define SPREAD16(b) SPREAD4(b), SPREAD4((b) + 4), SPREAD4((b) + 8), SPREAD4((b) + 12)
#define SPREAD64(b) SPREAD16(b), SPREAD16((b) + 16), SPREAD16((b) + 32), SPREAD16((b) + 48)
/* Eight bits as eight bytes. */
static const uint8_t spread[256][8] = {SPREAD64(0), SPREAD64(64), SPREAD64(128), SPREAD64(192)};

#define FEW 8u /* so many numbers are counted at once */

/* How many bytes are `from`, and how many one more, and so on. At most 255 * 32 bytes. Returns whether any is
 * larger than those that were counted; 255 stands for nobody. */
static bool count_bytes(uint64_t counts[FEW], const uint8_t *keys, unsigned size, unsigned from) {
    bytes few[FEW] = {{0}}, all = {0};
    uint64_t any[4];
    for (unsigned i = 0; i < size; i += 32) {
        bytes key = *(const bytes *)(keys + i);
        for (unsigned c = 0; c < FEW; c++) few[c] -= (bytes)(key == (uint8_t)(from + c));
        all |= (bytes)(key > (uint8_t)(from + FEW - 1)) & (bytes)(key != 255);
    }
    for (unsigned c = 0; c < FEW; c++) { /* two at once, then four */
        words two = ((words)few[c] & 0x00ff00ff00ff00ffu) + ((words)few[c] >> 8 & 0x00ff00ff00ff00ffu);
        counts[c] = ((two[0] + two[1] + two[2] + two[3]) * 0x0001000100010001u) >> 48;
    }
    memcpy(any, &all, sizeof any);
    return (any[0] | any[1] | any[2] | any[3]) != 0;
}

/* out[t]: how many of these are tied to t. */
static inline void add_bytes(bytes *out, uint64_t of, const uint8_t *rows, unsigned wide) {
    bytes sum = {0};
    for (; of; of &= of - 1) sum -= *(const bytes *)(rows + first(of) * wide);
    *out = sum;
}

/* `ways` may be NULL. In a row of `out` are all with whom one is no untied pair: they are 255. */
static ALWAYS void count_common(const kr_ego_net *net, const uint8_t *order, unsigned wide, pairs *p,
                                uint16_t *ways) {
    alignas(32) uint8_t out[MOST * MOST], keys[MOST * MOST];
    uint64_t beyond = net->n < MOST ? ~(uint64_t)0 << net->n : 0;
    bool more = true;
    for (unsigned s = 0; s < net->n; s++) {
        uint64_t row = net->rows[s] | bit(s) | beyond;
        for (unsigned t = 0; t < wide; t += 8, row >>= 8) memcpy(out + s * wide + t, spread[row & 255], 8);
    }
    for (unsigned at = 0; at < net->n; at++) {
        unsigned s = order[at];
        for (unsigned t = s * wide; t < (s + 1) * wide; t += HALF) {
            bytes common, none = *(const bytes *)(out + t);
            add_bytes(&common, net->rows[s], out + t % wide, wide);
            *(bytes *)(keys + t) = common | none;
            common &= ~none;
            for (unsigned i = 0; ways && i < HALF; i += 16) {
                sixteen_bytes half;
                memcpy(&half, (const uint8_t *)&common + i, sizeof half);
                *(sixteen *)(ways + t + i) = __builtin_convertvector(half, sixteen);
            }
        }
    }
    for (p->end = 0; more; p->end += FEW) more = count_bytes(p->untied + p->end, keys, net->n * wide, p->end);
}

static void count_pairs(const kr_ego_net *net, const uint8_t *order, pairs *p, uint16_t *ways) {
    if (net->n > HALF)
        count_common(net, order, MOST, p, ways);
    else
        count_common(net, order, HALF, p, ways);
    for (unsigned c = 0; c < p->end; c++) p->untied[c] /= 2; /* from both sides */
}

/* Of all connected triples those are closed whose ends are no untied pair. */
static void pairs_found(kr_found *found, const kr_ego_net *net, const pairs *p) {
    uint64_t triples = 0, open = 0;
    for (unsigned v = 0; v < net->n; v++) triples += (uint64_t)net->degree[v] * (net->degree[v] - 1) / 2;
    for (unsigned c = 0; c < p->end; c++) open += c * p->untied[c];
    found->closed = triples - open;
    found->ego_betweenness = kr_ego_betweenness_of(p->untied, p->end);
}

/* -- Betweenness ----------------------------------------------------------------------------------------- */

/* Two alters who are further apart than three steps. */
typedef struct apart {
    uint8_t s, t;
} apart;

typedef struct near {
    alignas(32) double share[MOST * MOST]; /* one part in so many ways of three steps, 0 at other distances */
    steps two, three;
    const uint64_t *group;
    const uint8_t *order;
    apart far[MOST * MOST / 2];
    unsigned n_far, wide;
} near;

/* Rows are added up HALF at a time, which fits in the registers of the processor. Returns who is tied to any
 * of them. */
static inline uint64_t add_ways(uint16_t *out, uint64_t of, const uint16_t *rows, unsigned wide,
                                const uint64_t *ties) {
    sixteen one = {0}, other = {0};
    uint64_t reached = 0;
    do {
        const sixteen *row = (const sixteen *)(rows + first(of) * wide);
        reached |= ties[first(of)];
        one += row[0];
        other += row[1];
    } while (of &= of - 1);
    ((sixteen *)out)[0] = one;
    ((sixteen *)out)[1] = other;
    return reached;
}

static inline void add_shares(share_part sum[HALF / 4], uint64_t of, const double *rows, unsigned wide) {
    for (unsigned i = 0; i < HALF / 4; i++) sum[i] = (share_part){0};
    do {
        const share_part *row = (const share_part *)(rows + first(of) * wide);
        for (unsigned i = 0; i < HALF / 4; i++) sum[i] += row[i];
    } while (of &= of - 1);
}

/* The ways of three steps: those of two from each of my neighbours. */
static ALWAYS void find_three(near *a, const kr_ego_net *net, unsigned wide) {
    unsigned n_far = 0;
    memset(a->share, 0, net->n * wide * sizeof *a->share);
    for (unsigned at = 0; at < net->n; at++) {
        unsigned s = a->order[at];
        uint64_t row = net->rows[s], two = 0;
        uint16_t *ways = a->three.ways + s * wide;
        for (unsigned t = 0; row && t < wide; t += HALF)
            two |= add_ways(ways + t, row, a->two.ways + t, wide, net->rows);
        two &= ~(row | bit(s));
        a->two.to[s] = two;
        for (uint64_t rest = above(a->group[s] & ~(row | two), s); rest; rest &= rest - 1) {
            unsigned t = first(rest);
            a->share[s * wide + t] = a->share[t * wide + s] = kr_one_over[ways[t]];
            a->far[n_far] = (apart){(uint8_t)s, (uint8_t)t}; /* written over unless there are no ways */
            n_far += ways[t] == 0;
        }
    }
    a->n_far = n_far;
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
static ALWAYS double between_two(uint64_t row, const uint16_t *ways, unsigned wide) {
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
static ALWAYS double between_three(uint64_t row, const uint16_t *ways, const double *share, unsigned wide) {
    /* Whole numbers below 2^52 become doubles by their bits, and exactly. */
    const uint64_t power = 0x4330000000000000u;
    share_part sum = {0};
    for (unsigned from = 0; from < wide; from += HALF) {
        share_part shares[HALF / 4];
        add_shares(shares, row, share + from, wide);
        for (unsigned i = 0; i < HALF / 4; i++) {
            const uint16_t *of = ways + from + i * 4;
            words by = {of[0], of[1], of[2], of[3]};
            sum += shares[i] * ((share_part)(by | power) - 4503599627370496.0);
        }
    }
    return (sum[0] + sum[1]) + (sum[2] + sum[3]);
}

static ALWAYS void between(double *b, const kr_ego_net *net, const near *a, unsigned wide) {
    for (unsigned at = 0; at < net->n; at++) {
        unsigned v = a->order[at];
        uint64_t row = net->rows[v];
        b[v] = 0;
        if (!(row & (row - 1))) continue; /* nobody, or the end of a line */
        b[v] =
            between_two(row, a->two.ways, wide) + between_three(row, a->two.ways + v * wide, a->share, wide);
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

/* Who is three steps from those of whom somebody is further. */
static void reach_three(near *a, const kr_ego_net *net) {
    uint64_t *to = a->three.to;
    for (unsigned s = 0; s < net->n; s++) to[s] = a->group[s] & ~(net->rows[s] | a->two.to[s] | bit(s));
    for (unsigned i = 0; i < a->n_far; i++) {
        to[a->far[i].s] &= ~bit(a->far[i].t);
        to[a->far[i].t] &= ~bit(a->far[i].s);
    }
}

/* Four steps, a few pairs. Returns those who have somebody further still. */
static uint64_t between_four(double *b, const kr_ego_net *net, const near *a) {
    const steps *two = &a->two, *three = &a->three;
    uint64_t far = 0;
    for (unsigned i = 0; i < a->n_far; i++) {
        unsigned s = a->far[i].s, t = a->far[i].t;
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
    uint64_t far = 0;
    a.wide = net->n > HALF ? MOST : HALF;
    a.order = order;
    a.group = group;
    count_pairs(net, order, p, a.two.ways);
    if (net->n > HALF) {
        find_three(&a, net, MOST);
        between(b, net, &a, MOST);
    } else {
        find_three(&a, net, HALF);
        between(b, net, &a, HALF);
    }
    if (a.n_far) {
        reach_three(&a, net);
        far = between_four(b, net, &a);
    }
    if (far) between_far(b, net, far);
}

void WAY(kr_small_paths)(kr_found *found, const kr_ego_net *net, const uint8_t order[MOST],
                         const uint64_t group[MOST], bool with_betweenness) {
    pairs p;
    if (with_betweenness)
        betweenness(found, net, &p, order, group);
    else
        count_pairs(net, order, &p, NULL);
    pairs_found(found, net, &p);
}
