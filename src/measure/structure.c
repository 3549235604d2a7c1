#include "measure/inside.h"

void kr_found_group(kr_found *found, uint32_t size) {
    found->components++;
    if (size > found->largest) found->largest = size;
    found->isolates += size == 1;
    found->dyads += size == 2;
    found->together += size >= 3;
    found->pairs_together += (uint64_t)size * (size - 1);
}

#ifdef KR_HAS_FAST
static bool is_fast(void) {
    return __builtin_cpu_supports("popcnt") && __builtin_cpu_supports("bmi") &&
           __builtin_cpu_supports("bmi2") && __builtin_cpu_supports("avx2");
}
#endif

static void find_small(kr_found *found, const kr_ego_net *net, unsigned parts) {
#ifdef KR_HAS_FAST
    if (is_fast()) {
        kr_small_fast(found, net, parts);
        return;
    }
#endif
    kr_small_plain(found, net, parts);
}

static kr_err find_large(kr_found *found, kr_arena *arena, const kr_ego_net *net, unsigned parts) {
#ifdef KR_HAS_FAST
    if (is_fast()) return kr_large_fast(found, arena, net, parts);
#endif
    return kr_large_plain(found, arena, net, parts);
}

static void put_sizes(double *of, const kr_ego_net *net) {
    double n = net->n, m = net->ties;
    uint32_t most = 0;
    for (uint32_t j = 0; j < net->n; j++) most = net->degree[j] > most ? net->degree[j] : most;
    of[KR_S_size] = n;
    of[KR_S_ties] = m;
    if (net->n >= 1) {
        of[KR_S_mean_degree] = 2 * m / n;
        of[KR_S_max_degree] = most;
        of[KR_S_effective_size] = n - 2 * m / n;
        of[KR_S_efficiency] = (n - 2 * m / n) / n;
    }
    if (net->n >= 2) of[KR_S_density] = 2 * m / (n * (n - 1));
    if (net->n >= 3) of[KR_S_degree_centralisation] = (n * most - 2 * m) / ((n - 1) * (n - 2));
}

static void put_groups(double *of, const kr_found *f, double n) {
    of[KR_S_components] = f->components;
    of[KR_S_largest_component] = f->largest;
    of[KR_S_isolates] = f->isolates;
    of[KR_S_dyads] = f->dyads;
    of[KR_S_components_ge3] = f->together;
    if (n >= 2) of[KR_S_fragmentation] = 1 - (double)f->pairs_together / (n * (n - 1));
}

static void put_betweenness(double *of, const kr_found *f, const kr_ego_net *net) {
    double most = 0, short_of = 0, n = net->n;
    if (net->n < 3) return;
    for (uint32_t j = 0; j < net->n; j++) most = f->betweenness[j] > most ? f->betweenness[j] : most;
    for (uint32_t j = 0; j < net->n; j++) short_of += most - f->betweenness[j];
    of[KR_S_betweenness_centralisation] = short_of / ((n - 1) * (n - 1) * (n - 2) / 2);
}

static void put_triangles(double *of, const kr_found *f, const kr_ego_net *net) {
    uint64_t triples = 0;
    for (uint32_t j = 0; j < net->n; j++)
        triples += (uint64_t)net->degree[j] * (net->degree[j] - (net->degree[j] > 0)) / 2;
    of[KR_S_triangles] = (double)(f->closed / 3);
    if (net->n >= 3 && triples) of[KR_S_transitivity] = (double)f->closed / (double)triples;
}

static void put_burt(double *of, const kr_found *f, const kr_ego_net *net, unsigned parts) {
    double sum = 0, spread = 0, n = net->n;
    if (net->n == 0) return;
    for (uint32_t j = 0; j < net->n; j++) sum += f->dyadic[j];
    of[KR_S_constraint] = sum;
    if (net->n < 2 || !(parts & KR_PART_HIERARCHY)) return;
    double mean = sum / n;
    for (uint32_t j = 0; j < net->n; j++) {
        double share = f->dyadic[j] / mean;
        spread += share * kr_ln(share);
    }
    of[KR_S_hierarchy] = spread / (n * kr_measure_ln(n));
}

static void put_all(kr_structure *out, const kr_found *f, const kr_ego_net *net, unsigned parts) {
    double n = net->n, *of = out->of;
    for (size_t i = 0; i < KR_S_COUNT; i++) of[i] = KR_UNDEFINED;
    put_sizes(of, net);
    if (parts & KR_PART_COMPONENTS) put_groups(of, f, n);
    if (parts & KR_PART_BETWEENNESS) put_betweenness(of, f, net);
    if (parts & KR_PART_TRIANGLES) put_triangles(of, f, net);
    if (parts & KR_PART_CLIQUES && f->cliques_known) {
        of[KR_S_cliques_ge3] = (double)f->cliques;
        of[KR_S_clique_number] = f->clique_number;
    }
    if (parts & KR_PART_CUTS) {
        of[KR_S_cut_vertices] = f->cuts;
        of[KR_S_bridges] = f->bridges;
    }
    if (parts & KR_PART_EGO_BETWEENNESS && net->n >= 1) {
        of[KR_S_ego_betweenness] = f->ego_betweenness;
        if (net->n >= 2) of[KR_S_ego_betweenness_norm] = f->ego_betweenness / (n * (n - 1) / 2);
    }
    if (parts & (KR_PART_CONSTRAINT | KR_PART_HIERARCHY)) put_burt(of, f, net, parts);
}

static void put_alters(kr_alter_structure *alters, const kr_found *f, const kr_ego_net *net, unsigned parts) {
    for (uint32_t j = 0; j < net->n; j++) {
        double *of = alters[j].of;
        for (size_t i = 0; i < KR_A_COUNT; i++) of[i] = KR_UNDEFINED;
        of[KR_A_degree] = net->degree[j];
        of[KR_A_nonredundancy] = 1 - net->degree[j] / (double)net->n;
        if (parts & KR_PART_BETWEENNESS) of[KR_A_betweenness] = f->betweenness[j];
        if (parts & KR_PART_COMPONENTS) of[KR_A_component_size] = f->group[j];
        if (parts & KR_PART_CUTS) of[KR_A_cut_vertex] = f->cut[j];
        if (parts & (KR_PART_CONSTRAINT | KR_PART_HIERARCHY)) of[KR_A_dyadic_constraint] = f->dyadic[j];
    }
}

kr_err kr_structure_of(kr_structure *out, kr_alter_structure *alters, kr_arena *arena, const kr_ego_net *net,
                       unsigned parts) {
    double betweenness[64], dyadic[64];
    uint32_t group[64];
    bool cut[64];
    kr_found found = {.betweenness = betweenness, .dyadic = dyadic, .group = group, .cut = cut};
    if (net->n <= 64) {
        find_small(&found, net, parts);
    } else {
        found.betweenness = kr_new_n(arena, double, net->n);
        found.dyadic = kr_new_n(arena, double, net->n);
        found.group = kr_new_n(arena, uint32_t, net->n);
        found.cut = kr_new_n(arena, bool, net->n);
        if (!found.betweenness || !found.dyadic || !found.group || !found.cut) return KR_E_MEMORY;
        kr_err err = find_large(&found, arena, net, parts);
        if (err != KR_OK) return err;
    }
    put_all(out, &found, net, parts);
    if (alters) put_alters(alters, &found, net, parts);
    return KR_OK;
}
