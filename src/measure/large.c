/* Any number of alters. Compiled twice, see inside.h. */
#include "measure/inside.h"

#ifdef KR_FAST
#define WAY(name) name##_fast
#else
#define WAY(name) name##_plain
#endif

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

/* common[t]: how many others are tied to s and to t, for t above s. By rows, or by walking to the neighbours
 * of neighbours when that is shorter. */
static void count_common(uint32_t *common, const kr_ego_net *net, const kr_neighbours *near, uint32_t s) {
    const uint64_t *row = net->rows + (size_t)s * net->words;
    uint64_t steps = 0, by_rows = (uint64_t)(net->n - s) * net->words;
    for (uint32_t i = near->first[s]; i < near->first[s + 1]; i++) steps += net->degree[near->all[i]];
    if (steps > by_rows) {
        for (uint32_t t = s + 1; t < net->n; t++)
            common[t] = in_common(row, net->rows + (size_t)t * net->words, net->words);
        return;
    }
    memset(common, 0, net->n * sizeof *common);
    for (uint32_t i = near->first[s]; i < near->first[s + 1]; i++) {
        uint32_t v = near->all[i];
        for (uint32_t at = near->first[v]; at < near->first[v + 1]; at++) common[near->all[at]]++;
    }
}

/* Of every two alters how many others are tied to both. */
static kr_err pairs(kr_found *found, kr_arena *arena, const kr_ego_net *net, const kr_neighbours *near) {
    uint64_t *untied = kr_new_n(arena, uint64_t, (size_t)net->n + 1), all = 0;
    uint32_t *common = kr_new_n(arena, uint32_t, net->n);
    if (!untied || !common) return KR_E_MEMORY;
    for (uint32_t s = 0; s < net->n; s++) {
        count_common(common, net, near, s);
        for (uint32_t t = s + 1; t < net->n; t++) untied[common[t]]++;
        /* The tied ones were counted too. */
        for (uint32_t i = near->first[s]; i < near->first[s + 1]; i++) {
            uint32_t t = near->all[i];
            if (t < s) continue;
            untied[common[t]]--;
            all += common[t];
        }
    }
    found->closed = all;
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
    if (err == KR_OK && parts & (KR_PART_TRIANGLES | KR_PART_EGO_BETWEENNESS))
        err = pairs(found, arena, net, &near);
    if (err == KR_OK && parts & KR_PART_BETWEENNESS)
        err = WAY(kr_large_betweenness)(found, arena, net, &near);
    if (err == KR_OK && parts & KR_PART_CLIQUES) err = WAY(kr_cliques)(found, arena, net, &near);
    if (err == KR_OK && parts & KR_PART_CUTS) err = kr_large_cuts(found, arena, net, &near);
    if (err == KR_OK && parts & (KR_PART_CONSTRAINT | KR_PART_HIERARCHY))
        err = constraint(found, arena, net, &near);
    return err;
}
