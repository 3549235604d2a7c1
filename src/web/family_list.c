/* The family as a list: from old to young, children below their parents. */
#include "core/num.h"
#include "web/pages_family.h"

#define MOST_ROWS  1500
#define MOST_DEPTH 24

typedef struct row {
    uint32_t member, depth;
} row;

typedef struct lister {
    const kr_tree *tree;
    bool *done;
    row *rows;
    size_t n, cap;
} lister;

/* At the top of the line: an ancestor of whom no parents are here. */
static bool is_top(const lister *l, uint32_t member) {
    return l->tree->kin[member].line && l->tree->f.members[member].n_origins == 0;
}

/* Children stand below the second of two who are both at the top, so that the two stand together. */
static bool later(const lister *l, uint32_t member, const kr_couple *couple) {
    uint32_t other = kr_couple_other(couple, member);
    return other != KR_NOBODY && !l->done[other] && is_top(l, member) && is_top(l, other);
}

static void go_down(lister *l, uint32_t member, uint32_t depth) {
    const kr_family *f = &l->tree->f;
    const kr_relative *m = &f->members[member];
    if (l->done[member] || l->n == l->cap) return;
    l->done[member] = true;
    l->rows[l->n++] = (row){member, depth};
    for (uint32_t i = 0; i < m->n_couples && depth < MOST_DEPTH; i++) {
        const kr_couple *couple = &f->couples[f->couples_of[m->first_couple + i]];
        if (later(l, member, couple)) continue;
        for (uint32_t k = 0; k < couple->n_children; k++)
            go_down(l, f->children[couple->first_child + k].child, depth + 1);
    }
}

static int by_height(const void *a, const void *b, void *context) {
    const lister *l = context;
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    uint32_t up_x = l->tree->kin[x].up, up_y = l->tree->kin[y].up;
    if (up_x != up_y) return up_x > up_y ? -1 : 1;
    return x < y ? -1 : x > y;
}

/* Everybody of the line: first from the highest, each with their partner at the top beside them. */
static kr_err list_line(lister *l) {
    const kr_family *f = &l->tree->f;
    kr_arena *arena = l->tree->page.request->arena;
    uint32_t *tops = kr_new_n(arena, uint32_t, f->n + 1), *scratch = kr_new_n(arena, uint32_t, f->n + 1);
    size_t n = 0;
    if (!tops || !scratch) return KR_E_MEMORY;
    for (uint32_t i = 0; i < f->n; i++)
        if (is_top(l, i)) tops[n++] = i;
    kr_sort(tops, n, sizeof *tops, by_height, l, scratch);
    for (size_t i = 0; i < n; i++) {
        const kr_relative *m = &f->members[tops[i]];
        go_down(l, tops[i], 0);
        for (uint32_t k = 0; k < m->n_couples; k++) {
            uint32_t other = kr_couple_other(&f->couples[f->couples_of[m->first_couple + k]], tops[i]);
            if (other != KR_NOBODY && is_top(l, other)) go_down(l, other, 0);
        }
    }
    for (uint32_t i = 0; i < f->n; i++)
        if (l->tree->kin[i].line) go_down(l, i, 0);
    return KR_OK;
}

static bool partner_of_done(const lister *l, uint32_t member) {
    const kr_family *f = &l->tree->f;
    const kr_relative *m = &f->members[member];
    for (uint32_t i = 0; i < m->n_couples; i++) {
        uint32_t other = kr_couple_other(&f->couples[f->couples_of[m->first_couple + i]], member);
        if (other != KR_NOBODY && l->done[other]) return true;
    }
    return false;
}

/* Families that come in by marriage: from their own oldest, the two of a couple one below the other. */
static void list_elsewhere(lister *l) {
    const kr_family *f = &l->tree->f;
    for (uint32_t i = 0; i < f->n; i++) {
        const kr_relative *m = &f->members[i];
        if (l->done[i] || m->n_origins > 0 || m->n_couples == 0 || partner_of_done(l, i)) continue;
        go_down(l, i, 0);
        for (uint32_t k = 0; k < m->n_couples; k++) {
            uint32_t other = kr_couple_other(&f->couples[f->couples_of[m->first_couple + k]], i);
            if (other != KR_NOBODY && f->members[other].n_origins == 0) go_down(l, other, 0);
        }
    }
}

/* Partners in the order of those they belong to. */
static void list_partners(lister *l) {
    const kr_family *f = &l->tree->f;
    for (size_t i = 0; i < l->n; i++) {
        const kr_relative *m = &f->members[l->rows[i].member];
        for (uint32_t k = 0; k < m->n_couples; k++) {
            uint32_t other =
                kr_couple_other(&f->couples[f->couples_of[m->first_couple + k]], l->rows[i].member);
            if (other != KR_NOBODY) go_down(l, other, 0);
        }
    }
    for (uint32_t i = 0; i < f->n; i++)
        if (kr_relative_related(f, i)) go_down(l, i, 0);
}

/* Family by what was said about them, but not in the tree yet; people only. */
static void list_unplaced(lister *l) {
    for (uint32_t i = 0; i < l->tree->f.n; i++) {
        const kr_person *p = l->tree->f.members[i].person;
        if (l->done[i] || i == l->tree->f.ego || (p->what && p->what != KR_what_person)) continue;
        if (p->only_family == KR_yesno_yes || p->sector == KR_sector_family ||
            (p->sector == KR_sector_household && !p->household))
            go_down(l, i, 0);
    }
}

static void put_rows(const lister *l, const char *name, const char *flag, size_t from, size_t upto) {
    const kr_tree *tree = l->tree;
    kr_model *array = kr_put_array(tree->page.model, name);
    for (size_t i = from; i < upto; i++) {
        uint32_t depth = l->rows[i].depth, next = i + 1 < upto ? l->rows[i + 1].depth : 0;
        kr_model *object = kr_add_object(array);
        kr_put_relative(tree, object, l->rows[i].member);
        kr_put_text(object, "story", kr_tree_story(tree, l->rows[i].member));
        const kr_alter *alter = kr_page_alter(&tree->page, tree->f.members[l->rows[i].member].person->id);
        kr_put_bool(object, "chosen", alter && alter->tie && alter->tie->origin == KR_origin_chosen);
        kr_put_bool(object, "more", next > depth);
        kr_put_bool(object, "shut", next <= depth);
        kr_model *ends = kr_put_array(object, "ends");
        for (uint32_t d = next; d < depth; d++) kr_add_object(ends);
    }
    kr_put_bool(tree->page.model, flag, upto > from);
}

kr_err kr_put_family_list(const kr_tree *tree) {
    kr_arena *arena = tree->page.request->arena;
    lister l = {.tree = tree, .cap = tree->f.n < MOST_ROWS ? tree->f.n : MOST_ROWS};
    l.done = kr_new_n(arena, bool, tree->f.n + 1);
    l.rows = kr_new_n(arena, row, l.cap + 1);
    if (!l.done || !l.rows) return KR_E_MEMORY;
    kr_err err = list_line(&l);
    if (err != KR_OK) return err;
    size_t line = l.n;
    list_elsewhere(&l);
    size_t elsewhere = l.n;
    list_partners(&l);
    size_t partners = l.n;
    list_unplaced(&l);
    put_rows(&l, "line", "has_line", 0, line);
    put_rows(&l, "elsewhere", "has_elsewhere", line, elsewhere);
    put_rows(&l, "partners", "has_partners", elsewhere, partners);
    put_rows(&l, "unplaced", "has_unplaced", partners, l.n);
    kr_put_bool(tree->page.model, "cut", l.n == l.cap && l.cap < tree->f.n);
    return KR_OK;
}
