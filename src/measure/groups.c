/* Groups, cut vertices and bridges of a network of any size: walks without recursion. */
#include "measure/inside.h"

kr_err kr_large_groups(kr_found *found, kr_arena *arena, const kr_ego_net *net, const kr_neighbours *near) {
    uint32_t *queue = kr_new_n(arena, uint32_t, net->n);
    bool *seen = kr_new_n(arena, bool, net->n);
    if (!queue || !seen) return KR_E_MEMORY;
    for (uint32_t s = 0; s < net->n; s++) {
        uint32_t size = 1;
        if (seen[s]) continue;
        seen[s] = true;
        queue[0] = s;
        for (uint32_t at = 0; at < size; at++) {
            uint32_t v = queue[at];
            for (uint32_t i = near->first[v]; i < near->first[v + 1]; i++) {
                uint32_t w = near->all[i];
                if (seen[w]) continue;
                seen[w] = true;
                queue[size++] = w;
            }
        }
        kr_found_group(found, size);
        for (uint32_t at = 0; at < size; at++) found->group[queue[at]] = size;
    }
    return KR_OK;
}

/* order: when somebody was met, from 1; low: the earliest that can be reached from below; next: which
 * neighbour is looked at next. */
typedef struct walk {
    uint32_t *order, *low, *next, *path;
    uint32_t now;
} walk;

static void meet(walk *w, uint32_t v, const kr_neighbours *near) {
    w->order[v] = w->low[v] = ++w->now;
    w->next[v] = near->first[v];
}

static void walk_from(kr_found *found, walk *w, uint32_t root, const kr_neighbours *near) {
    uint32_t depth = 0, branches = 0;
    w->path[0] = root;
    meet(w, root, near);
    for (;;) {
        uint32_t v = w->path[depth], parent = depth ? w->path[depth - 1] : UINT32_MAX;
        if (w->next[v] < near->first[v + 1]) {
            uint32_t other = near->all[w->next[v]++];
            if (other == parent) continue;
            if (w->order[other]) {
                if (w->order[other] < w->low[v]) w->low[v] = w->order[other];
            } else {
                meet(w, other, near);
                w->path[++depth] = other;
            }
            continue;
        }
        if (depth == 0) break;
        depth--;
        if (w->low[v] < w->low[parent]) w->low[parent] = w->low[v];
        found->bridges += w->low[v] > w->order[parent];
        if (depth == 0)
            branches++;
        else if (w->low[v] >= w->order[parent])
            found->cut[parent] = true;
    }
    found->cut[root] = branches > 1;
}

kr_err kr_large_cuts(kr_found *found, kr_arena *arena, const kr_ego_net *net, const kr_neighbours *near) {
    walk w = {.order = kr_new_n(arena, uint32_t, net->n),
              .low = kr_new_n(arena, uint32_t, net->n),
              .next = kr_new_n(arena, uint32_t, net->n),
              .path = kr_new_n(arena, uint32_t, net->n)};
    if (!w.order || !w.low || !w.next || !w.path) return KR_E_MEMORY;
    for (uint32_t v = 0; v < net->n; v++) found->cut[v] = false;
    for (uint32_t v = 0; v < net->n; v++) {
        if (!w.order[v]) walk_from(found, &w, v, near);
    }
    for (uint32_t v = 0; v < net->n; v++) found->cuts += found->cut[v];
    return KR_OK;
}
