/* The row of everybody. Partners form one group; a group stands below the groups of all parents. Where that
 * cannot be (somebody marries into a row above or below), partners keep rows of their own, and a link that
 * would make somebody their own ancestor is left out of the reckoning. */
#include "draw/geno.h"

typedef struct edge {
    uint32_t to, link; /* group below; which link it stands for */
    uint32_t leaves;   /* the parent through whom it leaves */
} edge;

typedef struct ranker {
    kr_geno *g;
    uint32_t *up; /* union-find over persons */
    bool *split;  /* couples whose partners keep rows of their own */
    uint32_t *first;
    edge *edges;
    uint32_t n_edges;
    /* A walk without recursion. */
    uint32_t *stack, *at, *entered;
    uint8_t *state;
    uint32_t *topo, n_topo;
    int32_t *rank;
} ranker;

static uint32_t group_of(ranker *r, uint32_t person) {
    while (r->up[person] != person) {
        r->up[person] = r->up[r->up[person]];
        person = r->up[person];
    }
    return person;
}

static void join(ranker *r) {
    kr_geno *g = r->g;
    for (uint32_t i = 0; i < g->n; i++) r->up[i] = i;
    for (uint32_t i = 0; i < g->n_couples; i++) {
        const kr_geno_couple *c = &g->couples[i];
        if (c->b == KR_NOBODY || r->split[i]) continue;
        uint32_t a = group_of(r, c->a), b = group_of(r, c->b);
        if (a != b) r->up[a > b ? a : b] = a > b ? b : a;
    }
}

static void each_edge(ranker *r, bool fill) {
    kr_geno *g = r->g;
    for (uint32_t i = 0; i < g->n_links; i++) {
        const kr_geno_link *l = &g->links[i];
        const kr_geno_couple *c = &g->couples[l->couple];
        if (l->back) continue;
        uint32_t parents[2] = {c->a, c->b}, child = group_of(r, l->child);
        for (int k = 0; k < 2; k++) {
            if (parents[k] == KR_NOBODY) continue;
            uint32_t from = group_of(r, parents[k]);
            if (fill)
                r->edges[r->first[from]++] = (edge){child, i, parents[k]};
            else
                r->first[from]++;
        }
    }
}

static void make_edges(ranker *r) {
    uint32_t n = r->g->n, sum = 0;
    for (uint32_t i = 0; i <= n; i++) r->first[i] = 0;
    each_edge(r, false);
    for (uint32_t i = 0; i <= n; i++) {
        uint32_t count = r->first[i];
        r->first[i] = sum;
        sum += count;
    }
    r->n_edges = sum;
    each_edge(r, true);
    for (uint32_t i = n; i > 0; i--) r->first[i] = r->first[i - 1];
    r->first[0] = 0;
}

/* A way down that comes back to `group`, from the top of the stack. One of the groups on it is entered
 * through one partner and left through another: their ties are cut. If there is none, the link itself goes.
 */
static void break_cycle(ranker *r, uint32_t depth, const edge *last, bool last_resort) {
    kr_geno *g = r->g;
    uint32_t enter = g->links[last->link].child, leave;
    uint32_t at = depth;
    while (at > 0 && r->stack[at - 1] != last->to) at--;
    for (uint32_t i = at; i > 0 && i <= depth; i++) {
        leave = i == depth ? last->leaves : r->edges[r->at[i - 1] - 1].leaves;
        if (enter != leave && !last_resort) {
            const kr_geno_person *p = &g->persons[enter];
            for (uint32_t k = 0; k < p->n_couples; k++) r->split[g->couples_of[p->first_couple + k]] = true;
            return;
        }
        if (i < depth) enter = g->links[r->edges[r->at[i - 1] - 1].link].child;
    }
    g->links[last->link].back = true;
}

/* Walks all groups; fills topo, those at the bottom first. Returns how many cycles were broken. */
static size_t walk(ranker *r, bool last_resort) {
    size_t broken = 0;
    uint32_t n = r->g->n;
    r->n_topo = 0;
    memset(r->state, 0, n);
    for (uint32_t i = 0; i < n; i++) {
        if (r->up[i] != i || r->state[i]) continue;
        uint32_t depth = 1;
        r->stack[0] = i;
        r->at[0] = r->first[i];
        r->state[i] = 1;
        while (depth) {
            uint32_t one = r->stack[depth - 1];
            if (r->at[depth - 1] == r->first[one + 1]) {
                r->state[one] = 2;
                r->topo[r->n_topo++] = one;
                depth--;
                continue;
            }
            const edge *e = &r->edges[r->at[depth - 1]++];
            if (r->state[e->to] == 1) {
                if (!r->g->links[e->link].back) break_cycle(r, depth, e, last_resort), broken++;
            } else if (r->state[e->to] == 0) {
                r->state[e->to] = 1;
                r->stack[depth] = e->to;
                r->at[depth++] = r->first[e->to];
            }
        }
    }
    return broken;
}

static void untie(ranker *r) {
    for (int round = 0; round < 40; round++) {
        join(r);
        make_edges(r);
        if (walk(r, false) == 0) return;
    }
    for (uint32_t i = 0; i < r->g->n_couples; i++) r->split[i] = true;
    join(r);
    make_edges(r);
    (void)walk(r, true);
    make_edges(r);
    (void)walk(r, true);
}

/* -- ranks -- */

/* From one person on: partners the same, children one more, parents one less. */
static void spread(ranker *r, uint32_t start) {
    kr_geno *g = r->g;
    uint32_t head = 0, tail = 0, *queue = r->entered;
    queue[tail++] = start;
    r->state[start] = 1;
    r->rank[start] = 0;
    while (head < tail) {
        uint32_t one = queue[head++];
        const kr_geno_person *p = &g->persons[one];
        int32_t rank = r->rank[one];
        for (uint32_t k = 0; k < p->n_couples; k++) {
            uint32_t at = g->couples_of[p->first_couple + k];
            const kr_geno_couple *c = &g->couples[at];
            uint32_t other = c->a == one ? c->b : c->a;
            if (other != KR_NOBODY && !r->split[at] && !r->state[other])
                r->state[other] = 1, r->rank[other] = rank, queue[tail++] = other;
            for (uint32_t j = 0; j < c->n_links; j++) {
                uint32_t child = g->links[c->first_link + j].child;
                if (!r->state[child]) r->state[child] = 1, r->rank[child] = rank + 1, queue[tail++] = child;
            }
        }
        for (uint32_t k = 0; k < p->n_origins; k++) {
            const kr_geno_couple *c = &g->couples[g->links[g->origins[p->first_origin + k]].couple];
            uint32_t parents[2] = {c->a, c->b};
            for (int j = 0; j < 2; j++) {
                if (parents[j] == KR_NOBODY || r->state[parents[j]]) continue;
                r->state[parents[j]] = 1;
                r->rank[parents[j]] = rank - 1;
                queue[tail++] = parents[j];
            }
        }
    }
    int32_t least = 0;
    for (uint32_t i = 0; i < tail; i++) least = r->rank[queue[i]] < least ? r->rank[queue[i]] : least;
    for (uint32_t i = 0; i < tail; i++) r->rank[queue[i]] -= least;
}

static void push_down(ranker *r) {
    for (uint32_t i = r->n_topo; i > 0; i--) {
        uint32_t one = r->topo[i - 1];
        for (uint32_t k = r->first[one]; k < r->first[one + 1]; k++) {
            const edge *e = &r->edges[k];
            if (r->g->links[e->link].back || e->to == one) continue;
            if (r->rank[e->to] <= r->rank[one]) r->rank[e->to] = r->rank[one] + 1;
        }
    }
}

/* Groups without parents come down to just above their children; others too when more lines become short. */
static void pull_down(ranker *r, int32_t *highest, uint32_t *above) {
    uint32_t n = r->g->n;
    for (uint32_t i = 0; i < n; i++) highest[i] = INT32_MAX, above[i] = 0;
    for (uint32_t i = 0; i < r->n_edges; i++) above[r->edges[i].to]++;
    for (uint32_t i = 0; i < r->n_topo; i++) {
        uint32_t one = r->topo[i], below = r->first[one + 1] - r->first[one];
        for (uint32_t k = r->first[one]; k < r->first[one + 1]; k++) {
            const edge *e = &r->edges[k];
            if (r->g->links[e->link].back || e->to == one) continue;
            if (r->rank[e->to] - 1 < highest[one]) highest[one] = r->rank[e->to] - 1;
        }
        if (highest[one] == INT32_MAX || highest[one] <= r->rank[one]) continue;
        if (above[one] == 0 || below > above[one]) r->rank[one] = highest[one];
    }
}

static kr_err begin(ranker *r, kr_geno *g) {
    size_t n = g->n + 2, m = 2 * (size_t)g->n_links + 2;
    *r = (ranker){.g = g};
    r->up = kr_new_n(g->arena, uint32_t, n);
    r->split = kr_new_n(g->arena, bool, g->n_couples + 1);
    r->first = kr_new_n(g->arena, uint32_t, n);
    r->edges = kr_new_n(g->arena, edge, m);
    r->stack = kr_new_n(g->arena, uint32_t, n);
    r->at = kr_new_n(g->arena, uint32_t, n);
    r->entered = kr_new_n(g->arena, uint32_t, n);
    r->state = kr_new_n(g->arena, uint8_t, n);
    r->topo = kr_new_n(g->arena, uint32_t, n);
    r->rank = kr_new_n(g->arena, int32_t, n);
    return r->up && r->split && r->first && r->edges && r->stack && r->at && r->entered && r->state &&
                   r->topo && r->rank
               ? KR_OK
               : KR_E_MEMORY;
}

/* Rows from ranks: rows in which nobody stands are left out. */
static kr_err number_rows(kr_geno *g, const ranker *r) {
    int32_t most = 0;
    for (uint32_t i = 0; i < g->n; i++) most = r->rank[i] > most ? r->rank[i] : most;
    int32_t *used = kr_new_n(g->arena, int32_t, (size_t)most + 2);
    if (!used) return KR_E_MEMORY;
    for (uint32_t i = 0; i < g->n; i++) {
        if (!g->persons[i].apart) used[r->rank[i]] = 1;
    }
    for (int32_t i = 0; i <= most; i++) {
        int32_t taken = used[i];
        used[i] = g->n_rows;
        g->n_rows += taken;
    }
    for (uint32_t i = 0; i < g->n; i++)
        g->persons[i].row = g->persons[i].apart ? g->n_rows : used[r->rank[i]];
    g->rows = kr_new_n(g->arena, kr_geno_row, (size_t)g->n_rows + 2);
    return g->rows ? KR_OK : KR_E_MEMORY;
}

kr_err kr_geno_rows(kr_geno *g) {
    ranker r;
    kr_err err = begin(&r, g);
    if (err != KR_OK) return err;
    untie(&r);
    memset(r.state, 0, g->n);
    spread(&r, g->root);
    for (uint32_t i = 0; i < g->n; i++) {
        if (!r.state[i]) spread(&r, i);
    }
    /* All of a group stand where its first person does. */
    for (uint32_t i = 0; i < g->n; i++) r.rank[i] = r.rank[group_of(&r, i)];
    push_down(&r);
    int32_t *highest = kr_new_n(g->arena, int32_t, g->n + 1);
    uint32_t *above = kr_new_n(g->arena, uint32_t, g->n + 1);
    if (!highest || !above) return KR_E_MEMORY;
    pull_down(&r, highest, above);
    for (uint32_t i = 0; i < g->n; i++) {
        const kr_geno_person *p = &g->persons[i];
        r.rank[i] = p->beside == KR_NOBODY ? r.rank[group_of(&r, i)] : r.rank[group_of(&r, p->beside)];
    }
    err = number_rows(g, &r);
    for (uint32_t i = 0; i < g->n_couples; i++) {
        kr_geno_couple *c = &g->couples[i];
        int32_t a = g->persons[c->a].row, b = c->b == KR_NOBODY ? a : g->persons[c->b].row;
        c->across = a != b;
        c->row = a > b ? a : b;
    }
    for (uint32_t i = 0; i < g->n_links; i++) {
        kr_geno_link *l = &g->links[i];
        if (g->persons[l->child].row <= g->couples[l->couple].row) l->back = true;
    }
    return err;
}
