/* Whom the family tree shows: rows around somebody, or everybody. */
#include "draw/geno.h"

typedef struct chooser {
    kr_geno *g;
    const kr_family *f;
    bool *in;     /* by member */
    bool *under;  /* below a branch that is folded */
    bool *met;    /* families without parents */
    int32_t *row; /* from the root */
    uint32_t *queue;
    size_t head, tail;
    int32_t up, down;
} chooser;

static bool folded(const chooser *c, const kr_couple *couple) {
    const kr_relative *m = c->f->members;
    return m[couple->a].person->branch_hidden == KR_yesno_yes ||
           (couple->b != KR_NOBODY && m[couple->b].person->branch_hidden == KR_yesno_yes);
}

static uint32_t root_of(kr_geno *g) {
    const kr_family *f = &g->family;
    uint32_t root = KR_NOBODY;
    if (g->options->root) root = kr_family_index(f, g->options->root);
    if (root == KR_NOBODY && f->circle->self.family_root)
        root = kr_family_index(f, f->circle->self.family_root);
    if (root == KR_NOBODY && f->ego != KR_NOBODY) root = f->ego;
    for (uint32_t i = 0; root == KR_NOBODY && i < f->n; i++) {
        if (kr_relative_related(f, i)) root = i;
    }
    return root;
}

static void take(chooser *c, uint32_t member, int32_t row) {
    if (member == KR_NOBODY || c->in[member]) return;
    c->in[member] = true;
    c->row[member] = row;
    c->queue[c->tail++] = member;
}

typedef void (*each_fn)(chooser *c, uint32_t member, int32_t row);

/* Each family of them once. */
static void each_loose(chooser *c, uint32_t member, each_fn fn) {
    const kr_geno *g = c->g;
    uint32_t first = g->loose_of[member];
    if (!first || c->met[first - 1]) return;
    c->met[first - 1] = true;
    uint32_t end = kr_geno_loose_end(g, first - 1);
    for (uint32_t i = first - 1; i < end; i++) fn(c, g->loose[i].member, c->row[member]);
}

static void each_parent(chooser *c, uint32_t member, each_fn fn) {
    const kr_relative *m = &c->f->members[member];
    for (uint32_t i = 0; i < m->n_origins; i++) {
        const kr_couple *couple = &c->f->couples[c->f->children[c->f->origins[m->first_origin + i]].couple];
        fn(c, couple->a, c->row[member] - 1);
        fn(c, couple->b, c->row[member] - 1);
    }
}

static void each_child(chooser *c, uint32_t member, each_fn fn) {
    const kr_relative *m = &c->f->members[member];
    for (uint32_t i = 0; i < m->n_couples; i++) {
        const kr_couple *couple = &c->f->couples[c->f->couples_of[m->first_couple + i]];
        if (folded(c, couple)) continue;
        for (uint32_t k = 0; k < couple->n_children; k++)
            fn(c, c->f->children[couple->first_child + k].child, c->row[member] + 1);
    }
}

static void each_partner(chooser *c, uint32_t member, each_fn fn) {
    const kr_relative *m = &c->f->members[member];
    for (uint32_t i = 0; i < m->n_couples; i++) {
        const kr_couple *couple = &c->f->couples[c->f->couples_of[m->first_couple + i]];
        fn(c, kr_couple_other(couple, member), c->row[member]);
    }
}

/* Rows around the root: ancestors, all who descend from them, their partners; and the parents of the partners
 * of the root. */
static void around(chooser *c, uint32_t root) {
    take(c, root, 0);
    size_t laws = c->f->members[root].n_couples ? 1 : 0;
    while (c->head < c->tail) {
        uint32_t one = c->queue[c->head++];
        if (c->row[one] > -c->up) each_parent(c, one, take);
        each_loose(c, one, take);
    }
    for (size_t i = 0; i < c->tail; i++) {
        uint32_t one = c->queue[i];
        if (c->row[one] < c->down) each_child(c, one, take);
    }
    size_t blood = c->tail;
    for (size_t i = 0; i < blood; i++) {
        if (c->row[c->queue[i]] > -c->up) each_parent(c, c->queue[i], take);
    }
    blood = c->tail;
    for (size_t i = 0; i < blood; i++) each_partner(c, c->queue[i], take);
    if (!laws || c->up < 1) return;
    const kr_relative *m = &c->f->members[root];
    for (uint32_t i = 0; i < m->n_couples; i++) {
        uint32_t other = kr_couple_other(&c->f->couples[c->f->couples_of[m->first_couple + i]], root);
        if (other == KR_NOBODY || c->row[other] != 0) continue;
        size_t from = c->tail;
        each_parent(c, other, take);
        for (size_t k = from, to = c->tail; k < to; k++) each_child(c, c->queue[k], take);
    }
}

static void mark_under(chooser *c, uint32_t member, int32_t row) {
    (void)row;
    if (member == KR_NOBODY || c->under[member] || c->in[member]) return;
    c->under[member] = true;
    c->queue[c->tail++] = member;
}

/* Everybody who is tied to anybody, but for what lies below a folded branch. */
static void everybody(chooser *c, uint32_t root) {
    for (uint32_t at = 0; at <= c->f->n; at++) {
        uint32_t start = at == 0 ? root : at - 1;
        bool tied = kr_relative_related(c->f, start) || c->g->loose_of[start];
        if (at && (c->in[start] || c->under[start] || !tied)) continue;
        c->head = c->tail = 0;
        take(c, start, 0);
        while (c->head < c->tail) {
            uint32_t one = c->queue[c->head++];
            each_parent(c, one, take);
            each_loose(c, one, take);
            each_partner(c, one, take);
            each_child(c, one, take);
        }
        size_t found = c->tail;
        c->head = c->tail;
        for (size_t i = 0; i < found; i++) {
            const kr_relative *m = &c->f->members[c->queue[i]];
            if (m->person->branch_hidden != KR_yesno_yes) continue;
            for (uint32_t k = 0; k < m->n_couples; k++) {
                const kr_couple *couple = &c->f->couples[c->f->couples_of[m->first_couple + k]];
                for (uint32_t j = 0; j < couple->n_children; j++)
                    mark_under(c, c->f->children[couple->first_child + j].child, 0);
            }
        }
        while (c->head < c->tail) {
            uint32_t one = c->queue[c->head++];
            each_partner(c, one, mark_under);
            each_child(c, one, mark_under);
        }
    }
}

/* -- the part of the family that is drawn -- */

static kr_err gather_persons(chooser *c, uint32_t root) {
    kr_geno *g = c->g;
    g->local = kr_new_n(g->arena, uint32_t, c->f->n + 1);
    g->persons = kr_new_n(g->arena, kr_geno_person, c->f->n + g->n_loose / 2 + 1);
    if (!g->local || !g->persons) return KR_E_MEMORY;
    for (uint32_t i = 0; i < c->f->n; i++) {
        const kr_person *p = c->f->members[i].person;
        g->local[i] = KR_NOBODY;
        bool kin = p->sector == KR_sector_household || p->sector == KR_sector_family ||
                   p->only_family == KR_yesno_yes || p->household;
        bool apart = !g->only && !c->in[i] && kin && !kr_relative_related(c->f, i);
        if (!c->in[i] && !apart) continue;
        g->local[i] = g->n;
        g->persons[g->n++] =
            (kr_geno_person){.who = p, .member = i, .apart = apart, .beside = KR_NOBODY, .block = KR_NOBODY};
    }
    if (g->n > KR_GENO_MOST) return KR_E_LIMIT;
    g->root = g->local[root];
    return KR_OK;
}

static kr_err gather_couples(chooser *c) {
    kr_geno *g = c->g;
    const kr_family *f = c->f;
    g->couples = kr_new_n(g->arena, kr_geno_couple, f->n_couples + g->n_loose / 2 + 1);
    g->links = kr_new_n(g->arena, kr_geno_link, f->n_children + g->n_loose + 1);
    if (!g->couples || !g->links) return KR_E_MEMORY;
    for (size_t i = 0; i < f->n_couples; i++) {
        const kr_couple *from = &f->couples[i];
        kr_geno_couple to = {.record = from->record, .leg = KR_NOBODY, .first_link = g->n_links};
        to.a = g->local[from->a];
        to.b = from->b == KR_NOBODY ? KR_NOBODY : g->local[from->b];
        if (to.a == KR_NOBODY) to.a = to.b, to.b = KR_NOBODY;
        if (to.a == KR_NOBODY) continue;
        bool hidden = folded(c, from);
        for (uint32_t k = 0; k < from->n_children; k++) {
            const kr_child *child = &f->children[from->first_child + k];
            uint32_t who = g->local[child->child];
            if (who == KR_NOBODY && hidden) g->persons[to.a].folded = true;
            if (who == KR_NOBODY || (c->under && c->under[child->child])) continue;
            g->links[g->n_links++] = (kr_geno_link){
                .record = child->record, .child = who, .couple = g->n_couples, .twins = KR_NOBODY};
        }
        to.n_links = g->n_links - to.first_link;
        if (to.n_links || to.b != KR_NOBODY) g->couples[g->n_couples++] = to;
    }
    return KR_OK;
}

/* From persons to their couples and origins, in the order the family gives them. */
static kr_err link_up(kr_geno *g) {
    const kr_family *f = &g->family;
    g->couples_of = kr_new_n(g->arena, uint32_t, 2 * (size_t)g->n_couples + 1);
    g->origins = kr_new_n(g->arena, uint32_t, g->n_links + 1);
    uint32_t *mine = kr_new_n(g->arena, uint32_t, f->n_couples + f->n_children + 2);
    if (!g->couples_of || !g->origins || !mine) return KR_E_MEMORY;
    uint32_t at = 0;
    /* Couples keep their order, so the ones that stayed are found by walking along. */
    uint32_t *of = mine, *link_of = mine + f->n_couples;
    for (size_t i = 0; i < f->n_couples; i++) {
        const kr_couple *c = &f->couples[i];
        of[i] = KR_NOBODY;
        for (uint32_t k = 0; k < c->n_children; k++) link_of[c->first_child + k] = KR_NOBODY;
        if (at >= g->n_couples - g->n_ghosts) continue;
        const kr_geno_couple *mine_next = &g->couples[at];
        uint32_t a = g->local[c->a], b = c->b == KR_NOBODY ? KR_NOBODY : g->local[c->b];
        if (a == KR_NOBODY) a = b, b = KR_NOBODY;
        if (mine_next->record != c->record || mine_next->a != a || mine_next->b != b) continue;
        of[i] = at;
        uint32_t next = mine_next->first_link, end = next + mine_next->n_links;
        for (uint32_t k = 0; k < c->n_children && next < end; k++) {
            if (f->children[c->first_child + k].record == g->links[next].record)
                link_of[c->first_child + k] = next++;
        }
        at++;
    }
    uint32_t n = 0, m = 0, *hangs = kr_new_n(g->arena, uint32_t, g->n + 1);
    if (!hangs) return KR_E_MEMORY;
    for (uint32_t i = 0; i < g->n_links; i++) {
        if (g->persons[g->couples[g->links[i].couple].a].ghost) hangs[g->links[i].child] = i + 1;
    }
    for (uint32_t i = 0; i < g->n; i++) {
        kr_geno_person *p = &g->persons[i];
        if (p->ghost) {
            p->first_couple = n, p->first_origin = m, p->n_couples = 1;
            g->couples_of[n++] = g->n_couples - g->n_ghosts + (i - (g->n - g->n_ghosts));
            continue;
        }
        const kr_relative *r = &f->members[p->member];
        p->first_couple = n;
        for (uint32_t k = 0; k < r->n_couples; k++) {
            uint32_t c = of[f->couples_of[r->first_couple + k]];
            if (c != KR_NOBODY) g->couples_of[n++] = c;
        }
        p->n_couples = n - p->first_couple;
        p->first_origin = m;
        for (uint32_t k = 0; k < r->n_origins; k++) {
            uint32_t l = link_of[f->origins[r->first_origin + k]];
            if (l != KR_NOBODY) g->origins[m++] = l;
        }
        if (hangs[i]) g->origins[m++] = hangs[i] - 1;
        p->n_origins = m - p->first_origin;
    }
    return KR_OK;
}

/* Who lives with somebody in the tree stands beside them: the first of the household, or the root. A pet
 * whose house is not said belongs to the person in the middle. */
static void settle_in(kr_geno *g) {
    uint32_t ego = g->family.ego == KR_NOBODY ? KR_NOBODY : g->local[g->family.ego];
    for (uint32_t i = 0; i < g->n; i++) {
        kr_geno_person *p = &g->persons[i];
        if (!p->apart) continue;
        kr_id home = p->who->household;
        if (home && g->persons[g->root].who->household == home) {
            p->beside = g->root;
        } else if (!home && p->who->sector == KR_sector_household && ego != KR_NOBODY && ego != i &&
                   !g->persons[ego].apart) {
            p->beside = ego;
        }
        for (uint32_t k = 0; home && p->beside == KR_NOBODY && k < g->n && k < 2000; k++) {
            if (!g->persons[k].apart && g->persons[k].who->household == home) p->beside = k;
        }
        if (p->beside != KR_NOBODY) p->apart = false;
    }
}

static kr_err begin(chooser *c, kr_geno *g) {
    size_t n = g->family.n + 2;
    *c = (chooser){.g = g, .f = &g->family};
    kr_err err = kr_geno_find_loose(g);
    if (err != KR_OK) return err;
    c->met = kr_new_n(g->arena, bool, (size_t)g->n_loose + 1);
    c->in = kr_new_n(g->arena, bool, n);
    c->under = kr_new_n(g->arena, bool, n);
    c->row = kr_new_n(g->arena, int32_t, n);
    c->queue = kr_new_n(g->arena, uint32_t, 2 * n);
    return c->met && c->in && c->under && c->row && c->queue ? KR_OK : KR_E_MEMORY;
}

/* Who is drawn is known: the rest is as if it were not there. */
static kr_err choose_only(kr_geno *g) {
    chooser c;
    uint32_t root = g->family.ego;
    kr_err err = begin(&c, g);
    if (err != KR_OK) return err;
    for (uint32_t i = 0; i < g->family.n; i++) c.in[i] = g->only[i];
    err = gather_persons(&c, root);
    if (err == KR_OK) err = gather_couples(&c);
    if (err == KR_OK) err = link_up(g);
    for (uint32_t i = 0; err == KR_OK && i < g->n; i++) {
        kr_geno_person *p = &g->persons[i];
        p->folded = false;
        p->apart = i != g->root && !p->n_couples && !p->n_origins;
    }
    return err;
}

kr_err kr_geno_choose(kr_geno *g) {
    if (g->only) return choose_only(g);
    chooser c;
    int rows = g->options->generations;
    uint32_t root = root_of(g);
    if (root == KR_NOBODY) return KR_E_NOT_FOUND;
    kr_err err = begin(&c, g);
    if (err != KR_OK) return err;
    c.up = rows <= 0 ? 2 : rows / 2;
    c.down = rows <= 0 ? 2 : rows - 1 - rows / 2;
    if (rows >= KR_EVERYBODY)
        everybody(&c, root);
    else
        around(&c, root);
    err = gather_persons(&c, root);
    if (err == KR_OK) err = gather_couples(&c);
    if (err == KR_OK) kr_geno_add_ghosts(g);
    if (err == KR_OK) err = link_up(g);
    if (err != KR_OK) return err;
    settle_in(g);
    return g->n > 1 || (g->n && rows >= KR_EVERYBODY) ? KR_OK : KR_E_NOT_FOUND;
}
