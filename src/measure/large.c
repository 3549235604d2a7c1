/* Any number of alters. Compiled twice, see inside.h. */
#include "measure/inside.h"

#ifdef KR_FAST
#define WAY(name) name##_fast
#else
#define WAY(name) name##_plain
#endif

kr_err WAY(kr_between)(kr_found *found, kr_arena *arena, const kr_ego_net *net,
                       const kr_neighbours *near) KR_CHECKED;
kr_err WAY(kr_cliques)(kr_found *found, kr_arena *arena, const kr_ego_net *net,
                       const kr_neighbours *near) KR_CHECKED;

static kr_err list_neighbours(kr_neighbours *out, kr_arena *arena, const kr_ego_net *net) {
    uint32_t at = 0;
    out->first = kr_new_n(arena, uint32_t, (size_t)net->n + 1);
    out->all = kr_new_n(arena, uint32_t, (size_t)net->ties * 2);
    if (!out->first || !out->all) return KR_E_MEMORY;
    for (uint32_t v = 0; v < net->n; v++) {
        const uint64_t *row = net->rows + (size_t)v * net->words;
        out->first[v] = at;
        for (uint32_t word = 0; word < net->words; word++) {
            for (uint64_t set = row[word]; set; set &= set - 1)
                out->all[at++] = word * 64 + (uint32_t)__builtin_ctzll(set);
        }
    }
    out->first[net->n] = at;
    return KR_OK;
}

static uint32_t in_common(const uint64_t *a, const uint64_t *b, uint32_t words) {
    uint64_t n = 0;
    for (uint32_t word = 0; word < words; word++) n += (uint64_t)__builtin_popcountll(a[word] & b[word]);
    return (uint32_t)n;
}

/* Of every two alters how many others are tied to both. */
static kr_err pairs(kr_found *found, kr_arena *arena, const kr_ego_net *net) {
    uint64_t *untied = kr_new_n(arena, uint64_t, net->n);
    if (!untied) return KR_E_MEMORY;
    for (uint32_t s = 0; s < net->n; s++) {
        const uint64_t *row = net->rows + (size_t)s * net->words;
        if (!net->degree[s]) {
            untied[0] += net->n - 1 - s;
            continue;
        }
        for (uint32_t t = s + 1; t < net->n; t++) {
            uint32_t common = in_common(row, net->rows + (size_t)t * net->words, net->words);
            if (row[t / 64] >> (t % 64) & 1)
                found->closed += common;
            else
                untied[common]++;
        }
    }
    found->ego_betweenness = kr_ego_betweenness_of(untied, net->n);
    return KR_OK;
}

static kr_err constraint(kr_found *found, kr_arena *arena, const kr_ego_net *net, const kr_neighbours *near) {
    double each = 1.0 / net->n, *part = kr_new_n(arena, double, net->n);
    if (!part) return KR_E_MEMORY;
    for (uint32_t v = 0; v < net->n; v++) part[v] = 1.0 / (net->degree[v] + 1.0);
    for (uint32_t v = 0; v < net->n; v++) {
        double sum = 0;
        for (uint32_t i = near->first[v]; i < near->first[v + 1]; i++) sum += part[near->all[i]];
        double share = each + each * sum;
        found->dyadic[v] = share * share;
    }
    return KR_OK;
}

kr_err WAY(kr_large)(kr_found *found, kr_arena *arena, const kr_ego_net *net, unsigned parts) {
    kr_neighbours near;
    kr_err err = list_neighbours(&near, arena, net);
    if (err == KR_OK && parts & KR_PART_COMPONENTS) err = kr_large_groups(found, arena, net, &near);
    if (err == KR_OK && parts & (KR_PART_TRIANGLES | KR_PART_EGO_BETWEENNESS)) err = pairs(found, arena, net);
    if (err == KR_OK && parts & KR_PART_BETWEENNESS) err = WAY(kr_between)(found, arena, net, &near);
    if (err == KR_OK && parts & KR_PART_CLIQUES) err = WAY(kr_cliques)(found, arena, net, &near);
    if (err == KR_OK && parts & KR_PART_CUTS) err = kr_large_cuts(found, arena, net, &near);
    if (err == KR_OK && parts & (KR_PART_CONSTRAINT | KR_PART_HIERARCHY))
        err = constraint(found, arena, net, &near);
    return err;
}
