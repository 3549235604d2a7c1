#include "measure/measure.h"

static kr_err empty(kr_ego_net *out, kr_arena *arena, size_t n) {
    if (n > KR_EGO_NET_MOST) return KR_E_LIMIT;
    kr_ego_net net = {.n = (uint32_t)n, .words = n > 64 ? (uint32_t)((n + 63) / 64) : 1};
    net.rows = kr_new_n(arena, uint64_t, n * net.words);
    net.degree = kr_new_n(arena, uint32_t, n);
    if (!net.rows || !net.degree) return KR_E_MEMORY;
    *out = net;
    return KR_OK;
}

/* False when they are tied already. */
static bool tie(kr_ego_net *net, uint32_t a, uint32_t b) {
    uint64_t *row = &net->rows[(size_t)a * net->words + b / 64], bit = (uint64_t)1 << (b % 64);
    if (*row & bit) return false;
    *row |= bit;
    net->rows[(size_t)b * net->words + a / 64] |= (uint64_t)1 << (a % 64);
    net->degree[a]++;
    net->degree[b]++;
    net->ties++;
    return true;
}

/* Without an instruction for it this is quicker than the library's. */
static uint32_t count_bits(uint64_t x) {
    x -= x >> 1 & 0x5555555555555555u;
    x = (x & 0x3333333333333333u) + (x >> 2 & 0x3333333333333333u);
    x = (x + (x >> 4)) & 0x0f0f0f0f0f0f0f0fu;
    x += x >> 8;
    x += x >> 16;
    return (uint32_t)((x + (x >> 32)) & 127);
}

/* Up to 64 alters a row is one word: degrees and doubles are counted afterwards. */
static kr_ego_faults tie_small(kr_ego_net *net, const kr_ego_tie *ties, size_t count) {
    kr_ego_faults wrong = {0};
    uint64_t *rows = net->rows;
    uint32_t n = net->n, sum = 0;
    for (size_t i = 0; i < count; i++) {
        uint32_t a = ties[i].a, b = ties[i].b;
        if (a >= n || b >= n) {
            wrong.unlisted++;
            continue;
        }
        rows[a] |= (uint64_t)1 << b;
        rows[b] |= (uint64_t)1 << a;
        wrong.loops += a == b;
    }
    for (uint32_t j = 0; j < n; j++) {
        rows[j] &= ~((uint64_t)1 << j);
        sum += net->degree[j] = count_bits(rows[j]);
    }
    net->ties = sum / 2;
    wrong.doubles = count - wrong.unlisted - wrong.loops - net->ties;
    return wrong;
}

static kr_ego_faults tie_all(kr_ego_net *net, const kr_ego_tie *ties, size_t count) {
    kr_ego_faults wrong = {0};
    for (size_t i = 0; i < count; i++) {
        if (ties[i].a >= net->n || ties[i].b >= net->n)
            wrong.unlisted++;
        else if (ties[i].a == ties[i].b)
            wrong.loops++;
        else if (!tie(net, ties[i].a, ties[i].b))
            wrong.doubles++;
    }
    return wrong;
}

kr_err kr_ego_net_make(kr_ego_net *out, kr_arena *arena, size_t n, const kr_ego_tie *ties, size_t count,
                       kr_ego_faults *faults) {
    kr_ego_net net;
    kr_err err = empty(&net, arena, n);
    if (err != KR_OK) return err;
    kr_ego_faults wrong = n <= 64 ? tie_small(&net, ties, count) : tie_all(&net, ties, count);
    *out = net;
    if (faults) *faults = wrong;
    return KR_OK;
}

/* A living human being: what the measures of research call an alter. */
static bool counts(const kr_alter *alter, bool with_paid) {
    const kr_person *p = alter->person;
    if (p->what && p->what != KR_what_person) return false;
    if (kr_person_is_dead(p) || (alter->tie && alter->tie->state == KR_state_died)) return false;
    return with_paid || !alter->paid;
}

kr_err kr_ego_net_of(kr_ego_net *out, uint32_t **who, kr_arena *arena, const kr_network *network,
                     bool with_paid) {
    kr_ego_net net;
    uint32_t *place = kr_new_n(arena, uint32_t, network->n), *chosen = kr_new_n(arena, uint32_t, network->n);
    if (!place || !chosen) return KR_E_MEMORY;
    size_t n = 0;
    for (size_t i = 0; i < network->n; i++) {
        place[i] = UINT32_MAX;
        if (!counts(&network->alters[i], with_paid)) continue;
        chosen[n] = (uint32_t)i;
        place[i] = (uint32_t)n++;
    }
    kr_err err = empty(&net, arena, n);
    if (err != KR_OK) return err;
    for (size_t i = 0; i < network->n_known; i++) {
        uint32_t a = place[network->pairs[i].a], b = place[network->pairs[i].b];
        if (a != UINT32_MAX && b != UINT32_MAX) (void)tie(&net, a, b);
    }
    *out = net;
    if (who) *who = chosen;
    return KR_OK;
}

kr_err kr_ego_net_part(kr_ego_net *out, kr_arena *arena, const kr_ego_net *net, const uint32_t *alters,
                       size_t count) {
    kr_ego_net part;
    kr_err err = empty(&part, arena, count);
    if (err != KR_OK) return err;
    for (uint32_t i = 0; i < count; i++) {
        for (uint32_t j = i + 1; j < count; j++) {
            if (kr_ego_net_tied(net, alters[i], alters[j])) (void)tie(&part, i, j);
        }
    }
    *out = part;
    return KR_OK;
}
