/* Up to 64 alters: groups, cliques, cuts, constraint. Compiled twice, see inside.h. */
#include "measure/small.h"

/* of[v]: everybody in the group of v. */
static void groups(kr_found *found, const kr_ego_net *net, uint64_t of[MOST]) {
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
        for (uint64_t all = group; all; all &= all - 1) {
            found->group[first(all)] = size;
            of[first(all)] = group;
        }
    }
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

/* Two who may join a tie: together when they are tied, else each by itself. */
static inline void last_two(kr_found *found, const uint64_t *rows, uint64_t may, uint64_t done) {
    unsigned a = first(may), b = first(may & (may - 1));
    if (rows[a] >> b & 1) {
        if (!(done & rows[a] & rows[b])) clique(found, 4);
        return;
    }
    if (!(done & rows[a])) clique(found, 3);
    if (!(done & rows[b])) clique(found, 3);
}

/* Two alters who are tied, and who else is tied to both. */
typedef struct tie {
    uint64_t both, may; /* may: those of a higher number than the two */
} tie;

/* Ties with anybody in `may`. Mostly there is nobody; to look first and go on with the others keeps the
 * processor from guessing wrong. `out` has room for one more than all ties. */
static unsigned shared_ties(tie *out, const kr_ego_net *net) {
    unsigned n = 0;
    for (unsigned v = 0; v < net->n; v++) {
        uint64_t row = net->rows[v];
        for (uint64_t after = above(row, v); after; after &= after - 1) {
            unsigned w = first(after);
            uint64_t both = row & net->rows[w], may = above(both, w);
            out[n] = (tie){both, may}; /* written over when there is nobody */
            n += may != 0;
        }
    }
    return n;
}

/* Every tie is a beginning; with one other it is a clique, unless somebody before is tied to all three. */
static void cliques(kr_found *found, const kr_ego_net *net) {
    uint32_t steps_left = KR_CLIQUE_STEPS, threes = 0;
    const uint64_t *rows = net->rows;
    tie ties[MOST * (MOST - 1) / 2 + 1];
    unsigned n = shared_ties(ties, net), more = 0;
    for (unsigned i = 0; i < n; i++) {
        uint64_t both = ties[i].both, may = ties[i].may;
        bool one = !(may & (may - 1));
        threes += one && !(both & rows[first(may)]);
        ties[more] = ties[i];
        more += !one;
    }
    found->cliques = threes;
    found->clique_number = threes ? 3 : net->ties ? 2 : net->n > 0;
    found->cliques_known = true;
    for (unsigned i = 0; i < more && found->cliques_known; i++) {
        uint64_t may = ties[i].may, done = ties[i].both & ~may;
        if (count(may) == 2)
            last_two(found, rows, may, done);
        else
            found->cliques_known = expand(found, rows, may, done, 2, &steps_left);
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

static void constraint(kr_found *found, const kr_ego_net *net, const uint8_t order[MOST]) {
    double each = 1.0 / net->n;
    for (unsigned at = 0; at < net->n; at++) {
        unsigned v = order[at];
        double sum = 0;
        for (uint64_t row = net->rows[v]; row; row &= row - 1)
            sum += kr_one_over[net->degree[first(row)] + 1];
        double share = each + each * sum;
        found->dyadic[v] = share * share;
    }
}

void WAY(kr_small)(kr_found *found, const kr_ego_net *net, unsigned parts) {
    uint8_t order[MOST];
    uint64_t group[MOST];
    by_degree(order, net);
    if (parts & (KR_PART_COMPONENTS | KR_PART_BETWEENNESS)) groups(found, net, group);
    if (parts & (KR_PART_BETWEENNESS | KR_PART_EGO_BETWEENNESS | KR_PART_TRIANGLES))
        WAY(kr_small_paths)(found, net, order, group, parts & KR_PART_BETWEENNESS);
    if (parts & KR_PART_CLIQUES) cliques(found, net);
    if (parts & KR_PART_CUTS) cuts(found, net);
    if (parts & (KR_PART_CONSTRAINT | KR_PART_HIERARCHY)) constraint(found, net, order);
}
