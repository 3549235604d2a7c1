/* Up to 64 alters: a row of ties is one word. Compiled twice, see inside.h. */
#include "measure/inside.h"

#include <stdalign.h>

#ifdef KR_FAST
#define WAY(name) name##_fast
#else
#define WAY(name) name##_plain
#endif
#define MOST 64u
#define HALF 32u

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

/* 1/k for k = 1..65; [0] is 0, so that what is not there adds nothing. */
#define K(n)  1.0 / (n)
#define K8(n) K(n), K(n + 1), K(n + 2), K(n + 3), K(n + 4), K(n + 5), K(n + 6), K(n + 7)
static const double part[MOST + 2] = {0,        K8(1.0),  K8(9.0),  K8(17.0), K8(25.0),
                                      K8(33.0), K8(41.0), K8(49.0), K8(57.0), K(65.0)};

/* Pairs of alters by how many others are tied to both. Of one alter with those above it, small numbers are
 * counted in the eight bytes of a word, which stays in a register. */
typedef struct pairs {
    uint32_t untied[MOST], tied[MOST];
    uint64_t few_untied, few_tied;
} pairs;
#define FEW 8u

static inline void count_pair(pairs *p, unsigned common, uint64_t tied) {
    if (common < FEW) {
        uint64_t one = (uint64_t)1 << (common * 8);
        p->few_tied += one & -tied;
        p->few_untied += one & (tied - 1);
    } else if (tied) {
        p->tied[common]++;
    } else {
        p->untied[common]++;
    }
}

static inline void count_few(pairs *p) {
    for (unsigned c = 0; c < FEW; c++) {
        p->untied[c] += p->few_untied >> (c * 8) & 255;
        p->tied[c] += p->few_tied >> (c * 8) & 255;
    }
    p->few_untied = p->few_tied = 0;
}

/* Of two and of three steps: the ways between two alters for whom that is the distance (else 0), one part in
 * so many, and who can be reached so. A row is `wide` long, HALF or MOST; what is beyond n is 0, so that sums
 * along a row need no test. */
typedef struct steps {
    alignas(32) double share[MOST * MOST];
    alignas(32) uint16_t ways[MOST * MOST];
    uint64_t to[MOST];
} steps;

/* Only how many; every pair once. */
static void count_pairs(const kr_ego_net *net, pairs *out) {
    const uint64_t *rows = net->rows;
    pairs p = {.few_tied = 0};
    for (unsigned s = 0; s < net->n; s++) {
        uint64_t row = rows[s], tied = row >> s >> 1;
        for (unsigned t = s + 1; t < net->n; t++, tied >>= 1) count_pair(&p, count(row & rows[t]), tied & 1);
        count_few(&p);
    }
    *out = p;
}

static void count_steps(const kr_ego_net *net, pairs *out, steps *two, unsigned wide) {
    const uint64_t *rows = net->rows;
    pairs p = {.few_tied = 0};
    for (unsigned s = 0; s < net->n; s++) {
        uint64_t row = rows[s], tied = row >> s >> 1;
        uint16_t *ways = two->ways + s * wide;
        double *share = two->share + s * wide;
        ways[s] = 0;
        for (unsigned t = net->n; t < wide; t++) ways[t] = 0;
        for (unsigned t = s + 1; t < net->n; t++, tied >>= 1) {
            unsigned common = count(row & rows[t]), is = tied & 1, some = common & (is - 1);
            count_pair(&p, common, is);
            ways[t] = two->ways[t * wide + s] = (uint16_t)some;
            share[t] = part[some];
        }
        count_few(&p);
        uint64_t to = 0;
        for (uint64_t by = row; by; by &= by - 1) to |= rows[first(by)];
        two->to[s] = to & ~row & ~bit(s);
    }
    *out = p;
}

static void pairs_found(kr_found *found, const pairs *p, unsigned n) {
    uint64_t untied[MOST] = {0};
    for (unsigned c = 0; c < n; c++) {
        untied[c] = p->untied[c];
        found->closed += (uint64_t)c * p->tied[c];
    }
    found->ego_betweenness = kr_ego_betweenness_of(untied, n);
}

static void groups(kr_found *found, const kr_ego_net *net) {
    uint64_t left = net->n ? ~(uint64_t)0 >> (64 - net->n) : 0;
    while (left) {
        uint64_t group = left & -left, fresh = group;
        while (fresh) {
            unsigned v = first(fresh);
            group |= net->rows[v];
            left &= ~bit(v);
            fresh = group & left;
        }
        uint32_t size = count(group);
        kr_found_group(found, size);
        for (uint64_t all = group; all; all &= all - 1) found->group[first(all)] = size;
    }
}

/* -- Betweenness: for two alters that are not tied, each in between gets its share of the shortest paths. ---
 */

typedef struct near {
    steps two, three;
    uint64_t group[MOST];
    unsigned wide;
} near;

static void group_masks(near *a, const kr_ego_net *net) {
    uint64_t left = net->n ? ~(uint64_t)0 >> (64 - net->n) : 0;
    while (left) {
        uint64_t group = left & -left, fresh = group;
        while (fresh) {
            unsigned v = first(fresh);
            group |= net->rows[v];
            left &= ~bit(v);
            fresh = group & left;
        }
        for (uint64_t all = group; all; all &= all - 1) a->group[first(all)] = group;
    }
}

/* Rows are added up HALF at a time, which fits in the registers of the processor. */
typedef uint16_t ways_part __attribute__((vector_size(16), may_alias));
typedef double share_part __attribute__((vector_size(32), may_alias));

static inline void add_ways(uint16_t *out, uint64_t of, const uint16_t *rows, unsigned wide) {
    ways_part sum[HALF / 8] = {{0}};
    do {
        const ways_part *row = (const ways_part *)(rows + first(of) * wide);
        for (unsigned i = 0; i < HALF / 8; i++) sum[i] += row[i];
    } while (of &= of - 1);
    memcpy(out, sum, sizeof sum);
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
    for (unsigned s = 0; s < net->n; s++) {
        uint64_t rest = a->group[s] & ~(bit(s) | net->rows[s] | a->two.to[s]), to = 0;
        uint16_t *ways = a->three.ways + s * a->wide;
        double *share = a->three.share + s * a->wide;
        for (unsigned t = 0; t < a->wide; t += HALF) {
            share_part none[HALF / 4] = {{0}};
            memcpy(share + t, none, sizeof none);
            if (rest) add_ways(ways + t, net->rows[s], a->two.ways + t, a->wide);
        }
        for (; rest; rest &= rest - 1) {
            unsigned t = first(rest), some = ways[t];
            share[t] = some <= MOST ? part[some] : 1.0 / some;
            to |= (uint64_t)(some != 0) << t;
        }
        a->three.to[s] = to;
    }
}

/* Two steps: of any two of my neighbours, the ways go through me once. One loop for all the pairs, so that
 * the processor guesses wrong once. The shares stand in the row of the lower of the two. */
static double between_two(uint64_t row, const steps *two, unsigned wide) {
    uint16_t who[MOST], before[MOST];
    double sum = 0;
    unsigned n = 0;
    for (; row; row &= row - 1) {
        who[n] = (uint16_t)first(row);
        before[n] = (uint16_t)(who[n] * wide);
        n++;
    }
    for (unsigned i = 0, j = 1, left = n * (n - 1) / 2; left > 0; left--) {
        sum += two->share[before[i] + who[j]];
        bool next = ++i == j;
        i = next ? 0 : i;
        j += next;
    }
    return sum;
}

/* Three steps: from one of my neighbours through me to somebody two steps from me. */
static double between_three(uint64_t row, const uint16_t *ways, const steps *three, unsigned wide) {
    double shares[MOST];
    share_part sum = {0};
    for (unsigned t = 0; t < wide; t += HALF) add_shares(shares + t, row, three->share + t, wide);
    for (unsigned t = 0; t < wide; t += 4) {
        share_part by = {ways[t], ways[t + 1], ways[t + 2], ways[t + 3]}, share;
        memcpy(&share, shares + t, sizeof share);
        sum += share * by;
    }
    return (sum[0] + sum[1]) + (sum[2] + sum[3]);
}

static void between(double *b, const kr_ego_net *net, const near *a) {
    for (unsigned v = 0; v < net->n; v++) {
        uint64_t row = net->rows[v];
        b[v] = 0;
        if (!(row & (row - 1))) continue; /* nobody, or the end of a line */
        b[v] = between_two(row, &a->two, a->wide) +
               between_three(row, a->two.ways + v * a->wide, &a->three, a->wide);
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
        uint64_t seen = bit(s) | net->rows[s] | two->to[s] | three->to[s];
        for (uint64_t rest = above(a->group[s] & ~seen, s); rest; rest &= rest - 1) {
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

static void __attribute__((noinline)) betweenness(kr_found *found, const kr_ego_net *net, pairs *p) {
    near a;
    double *b = found->betweenness;
    a.wide = net->n > HALF ? MOST : HALF;
    count_steps(net, p, &a.two, a.wide);
    group_masks(&a, net);
    find_three(&a, net);
    between(b, net, &a);
    uint64_t far = between_four(b, net, &a);
    if (far) between_far(b, net, far);
}

/* -- Cliques: Bron and Kerbosch with a pivot ------------------------------------------------------------- */

static void clique(kr_found *found, unsigned size) {
    found->cliques += size >= 3;
    if (size > found->clique_number) found->clique_number = size;
}

/* `may`: who can join the clique of `size`; `done`: who could, but was tried before. False after too many
 * steps. */
static bool expand(kr_found *found, const uint64_t *rows, uint64_t may, uint64_t done, unsigned size,
                   uint32_t *steps_left) {
    unsigned most = 0;
    uint64_t skip = 0;
    if (!--*steps_left) return false;
    for (uint64_t all = may | done; all; all &= all - 1) {
        uint64_t row = rows[first(all)] & may;
        unsigned n = count(row) + 1;
        if (n > most) most = n, skip = row;
    }
    for (uint64_t try = may & ~skip; try; try &= try - 1) {
        unsigned v = first(try);
        uint64_t more = may & rows[v], before = done & rows[v];
        if (!more) {
            if (!before) clique(found, size + 1);
        } else if (!(more & (more - 1))) { /* one: then it is with or without somebody from before */
            if (!(before & rows[first(more)])) clique(found, size + 2);
        } else if (!expand(found, rows, more, before, size + 1, steps_left)) {
            return false;
        }
        may &= ~bit(v);
        done |= bit(v);
    }
    return true;
}

/* Two who may join: together when they are tied, else each by itself. */
static inline void last_two(kr_found *found, const uint64_t *rows, uint64_t may, uint64_t done,
                            unsigned size) {
    unsigned a = first(may), b = first(may & (may - 1));
    if (rows[a] >> b & 1) {
        if (!(done & rows[a] & rows[b])) clique(found, size + 2);
        return;
    }
    if (!(done & rows[a])) clique(found, size + 1);
    if (!(done & rows[b])) clique(found, size + 1);
}

static void cliques(kr_found *found, const kr_ego_net *net) {
    uint32_t steps_left = KR_CLIQUE_STEPS;
    found->clique_number = net->n > 0;
    found->cliques_known = true;
    for (unsigned v = 0; v < net->n && found->cliques_known; v++) {
        uint64_t row = net->rows[v], may = above(row, v), done = row & ~may;
        if (!may) continue;
        if (!(may & (may - 1))) {
            if (!(done & net->rows[first(may)])) clique(found, 2);
            continue;
        }
        if (count(may) == 2) {
            last_two(found, net->rows, may, done, 1);
            continue;
        }
        found->cliques_known = expand(found, net->rows, may, done, 1, &steps_left);
    }
}

/* -- Cut vertices and bridges: one walk in depth; low[v] is the earliest that can be reached from below v. --
 */

static void cuts(kr_found *found, const kr_ego_net *net) {
    uint8_t order[MOST], low[MOST], path[MOST];
    uint64_t left = net->n ? ~(uint64_t)0 >> (64 - net->n) : 0, cut = 0;
    unsigned now = 0;
    while (left) {
        unsigned depth = 0, branches = 0, root = first(left);
        path[0] = (uint8_t)root;
        order[root] = low[root] = (uint8_t)now++;
        left &= left - 1;
        for (;;) {
            unsigned v = path[depth];
            uint64_t next = net->rows[v] & left;
            if (next) {
                unsigned w = first(next);
                left &= ~bit(w);
                order[w] = (uint8_t)now++;
                uint8_t least = order[w];
                for (uint64_t seen = net->rows[w] & ~left & ~bit(v); seen; seen &= seen - 1)
                    if (order[first(seen)] < least) least = order[first(seen)];
                low[w] = least;
                path[++depth] = (uint8_t)w;
                continue;
            }
            if (depth == 0) break;
            unsigned above_v = path[--depth];
            if (low[v] < low[above_v]) low[above_v] = low[v];
            found->bridges += low[v] > order[above_v];
            if (depth == 0)
                branches++;
            else if (low[v] >= order[above_v])
                cut |= bit(above_v);
        }
        if (branches > 1) cut |= bit(root);
    }
    found->cuts = count(cut);
    for (unsigned v = 0; v < net->n; v++) found->cut[v] = cut >> v & 1;
}

static void constraint(kr_found *found, const kr_ego_net *net) {
    double each = 1.0 / net->n;
    for (unsigned v = 0; v < net->n; v++) {
        double sum = 0;
        for (uint64_t row = net->rows[v]; row; row &= row - 1) sum += part[net->degree[first(row)] + 1];
        double share = each + each * sum;
        found->dyadic[v] = share * share;
    }
}

void WAY(kr_small)(kr_found *found, const kr_ego_net *net, unsigned parts) {
    if (parts & KR_PART_COMPONENTS) groups(found, net);
    if (parts & (KR_PART_BETWEENNESS | KR_PART_EGO_BETWEENNESS | KR_PART_TRIANGLES)) {
        pairs p = {0};
        if (parts & KR_PART_BETWEENNESS)
            betweenness(found, net, &p);
        else
            count_pairs(net, &p);
        pairs_found(found, &p, net->n);
    }
    if (parts & KR_PART_CLIQUES) cliques(found, net);
    if (parts & KR_PART_CUTS) cuts(found, net);
    if (parts & (KR_PART_CONSTRAINT | KR_PART_HIERARCHY)) constraint(found, net);
}
