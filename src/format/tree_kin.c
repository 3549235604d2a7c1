/* Who stands near somebody in a family tree, and who stands where nobody can. */
#include "format/tree.h"

/* Each step goes over all families once, from those marked in `from` to those it marks in `to`. */
typedef struct steps {
    const kr_tree *t;
    bool *to;
} steps;

static void mark(steps *s, uint32_t person) {
    if (person != KR_NOBODY) s->to[person] = true;
}

static bool is_in(const bool *from, uint32_t person) {
    return person != KR_NOBODY && from[person];
}

static void mark_parents(steps *s, const bool *from) {
    for (size_t i = 0; i < s->t->n_children; i++) {
        const kr_tree_child *c = &s->t->children[i];
        if (!from[c->person]) continue;
        mark(s, s->t->unions[c->pair].a);
        mark(s, s->t->unions[c->pair].b);
    }
}

static void mark_children(steps *s, const bool *from) {
    for (size_t i = 0; i < s->t->n_children; i++) {
        const kr_tree_child *c = &s->t->children[i];
        const kr_tree_union *u = &s->t->unions[c->pair];
        if (is_in(from, u->a) || is_in(from, u->b)) mark(s, c->person);
    }
}

static void mark_partners(steps *s, const bool *from) {
    for (size_t i = 0; i < s->t->n_unions; i++) {
        const kr_tree_union *u = &s->t->unions[i];
        if (is_in(from, u->a)) mark(s, u->b);
        if (is_in(from, u->b)) mark(s, u->a);
    }
}

/* Also those of whom no parent is known. */
static kr_err mark_siblings(steps *s, kr_arena *arena, const bool *from) {
    bool *families = kr_new_n(arena, bool, s->t->n_unions + 1);
    if (!families) return KR_E_MEMORY;
    for (size_t i = 0; i < s->t->n_children; i++) {
        if (from[s->t->children[i].person]) families[s->t->children[i].pair] = true;
    }
    for (size_t i = 0; i < s->t->n_children; i++) {
        if (families[s->t->children[i].pair]) mark(s, s->t->children[i].person);
    }
    return KR_OK;
}

kr_err kr_tree_near(const kr_tree *t, kr_arena *arena, uint32_t ego, bool *near) {
    bool *self = kr_new_n(arena, bool, t->n_persons + 1), *parents = kr_new_n(arena, bool, t->n_persons + 1);
    bool *children = kr_new_n(arena, bool, t->n_persons + 1);
    if (!self || !parents || !children) return KR_E_MEMORY;
    memset(near, 0, t->n_persons * sizeof *near);
    self[ego] = true;
    mark_parents(&(steps){t, parents}, self);
    mark_children(&(steps){t, children}, self);
    steps all = {t, near};
    if (mark_siblings(&all, arena, self) != KR_OK) return KR_E_MEMORY;
    mark_partners(&all, self);
    mark_children(&all, self);
    mark_parents(&all, self);
    mark_children(&all, parents);
    mark_parents(&all, parents);
    mark_children(&all, children);
    for (size_t i = 0; i < t->n_persons; i++) near[i] = near[i] && kr_tree_living(t, &t->persons[i]);
    near[ego] = true;
    return KR_OK;
}

/* -- circles: whoever is left when those without parents, then those without children, are taken away again
 * and again -- */

typedef struct peel {
    const kr_tree *t;
    uint32_t *first, *links; /* for each person, the children (or parents) */
    uint32_t *waits;         /* how many parents (or children) are still there */
    uint32_t *queue;
    bool *gone;
} peel;

typedef void each_link(peel *p, uint32_t parent, uint32_t child);

static void for_links(peel *p, bool up, each_link *each) {
    for (size_t i = 0; i < p->t->n_children; i++) {
        const kr_tree_child *c = &p->t->children[i];
        const uint32_t both[2] = {p->t->unions[c->pair].a, p->t->unions[c->pair].b};
        for (int k = 0; k < 2; k++) {
            if (both[k] == KR_NOBODY || p->gone[both[k]] || p->gone[c->person]) continue;
            if (up)
                each(p, c->person, both[k]);
            else
                each(p, both[k], c->person);
        }
    }
}

static void count_link(peel *p, uint32_t from, uint32_t to) {
    p->first[from + 1]++;
    p->waits[to]++;
}

static void keep_link(peel *p, uint32_t from, uint32_t to) {
    p->links[p->first[from]++] = to;
}

static void take_away(peel *p, bool up) {
    size_t n = p->t->n_persons, head = 0, tail = 0;
    memset(p->first, 0, (n + 2) * sizeof *p->first);
    memset(p->waits, 0, n * sizeof *p->waits);
    for_links(p, up, count_link);
    for (size_t i = 0; i < n; i++) p->first[i + 1] += p->first[i];
    for_links(p, up, keep_link);
    /* keep_link moved each start to its end: which is where the next one began. */
    for (size_t i = n; i > 0; i--) p->first[i] = p->first[i - 1];
    p->first[0] = 0;
    for (size_t i = 0; i < n; i++) {
        if (!p->gone[i] && p->waits[i] == 0) p->queue[tail++] = (uint32_t)i;
    }
    while (head < tail) {
        uint32_t who = p->queue[head++];
        p->gone[who] = true;
        for (uint32_t k = p->first[who]; k < p->first[who + 1]; k++) {
            if (--p->waits[p->links[k]] == 0) p->queue[tail++] = p->links[k];
        }
    }
}

void kr_tree_note_circles(kr_tree *t) {
    size_t n = t->n_persons;
    kr_arena *arena = t->arena;
    peel p = {.t = t};
    if (t->err != KR_OK || t->n_children == 0) return;
    p.first = kr_new_n(arena, uint32_t, n + 2);
    p.waits = kr_new_n(arena, uint32_t, n + 1);
    p.queue = kr_new_n(arena, uint32_t, n + 1);
    p.links = kr_new_n(arena, uint32_t, t->n_children * 2);
    p.gone = kr_new_n(arena, bool, n + 1);
    if (!p.first || !p.waits || !p.queue || !p.links || !p.gone) {
        t->err = KR_E_MEMORY;
        return;
    }
    take_away(&p, false);
    take_away(&p, true);
    for (size_t i = 0; i < n; i++) {
        if (!p.gone[i]) kr_tree_note(t, "format.note.circle", t->persons[i].name, t->persons[i].line);
    }
}
