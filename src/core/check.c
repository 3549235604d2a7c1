#include "core/circle.h"
#include "core/num.h"

static kr_err broken(kr_error *error, const char *key, kr_id id) {
    char text[17];
    kr_id_text(id, text);
    return kr_fail(error, KR_E_CORRUPT, key, NULL, text);
}

typedef struct pair {
    kr_id low, high, tie;
} pair;

static int by_ends(const void *a, const void *b, void *context) {
    const pair *x = a, *y = b;
    (void)context;
    if (x->low != y->low) return x->low < y->low ? -1 : 1;
    if (x->high != y->high) return x->high < y->high ? -1 : 1;
    return 0;
}

static kr_err find_twins(const kr_circle *c, kr_arena *arena, kr_error *error) {
    pair *pairs = kr_new_n(arena, pair, c->n_ties), *scratch = kr_new_n(arena, pair, c->n_ties);
    if (!pairs || !scratch) return kr_fail(error, KR_E_MEMORY, "error.memory", NULL, NULL);
    size_t n = 0;
    for (size_t i = 0; i < c->n_ties; i++) {
        const kr_tie *t = &c->ties[i];
        if (!t->gone) pairs[n++] = (pair){t->a < t->b ? t->a : t->b, t->a < t->b ? t->b : t->a, t->id};
    }
    kr_sort(pairs, n, sizeof *pairs, by_ends, NULL, scratch);
    for (size_t i = 1; i < n; i++) {
        if (by_ends(&pairs[i - 1], &pairs[i], NULL) == 0)
            return broken(error, "error.tie_twice", pairs[i].tie);
    }
    return KR_OK;
}

static kr_err check_ties(const kr_circle *c, kr_error *error) {
    for (size_t i = 0; i < c->n_ties; i++) {
        const kr_tie *t = &c->ties[i];
        if (t->gone) continue;
        if (t->a == t->b || !kr_circle_person(c, t->a) || !kr_circle_person(c, t->b))
            return broken(error, "error.tie_ends", t->id);
    }
    kr_arena arena;
    kr_arena_init(&arena, kr_heap(), SIZE_MAX / 2);
    kr_err err = find_twins(c, &arena, error);
    kr_arena_dispose(&arena);
    return err;
}

static kr_err check_values(const kr_circle *c, kr_error *error) {
    for (size_t i = 0; i < c->n_changes; i++) {
        if (c->changes[i].seq != i + 1) return broken(error, "error.change_order", c->changes[i].seq);
        for (size_t j = 0; j < c->changes[i].count; j++) {
            const kr_assignment *a = &c->changes[i].assignments[j];
            /* What a newer program wrote is not ours to judge. */
            if (!kr_schema_field((kr_kind)a->kind, a->field)) continue;
            kr_err err = kr_assignment_shape(a, error);
            if (err != KR_OK) return err;
        }
    }
    return KR_OK;
}

kr_err kr_circle_check(const kr_circle *c, kr_error *error) {
    kr_err err = check_values(c, error);
    if (err != KR_OK) return err;
    if (c->self.ego && !kr_circle_person(c, c->self.ego))
        return broken(error, "error.ego_missing", c->self.ego);
    for (size_t i = 0; i < c->n_persons; i++) {
        const kr_person *p = &c->persons[i];
        if (!p->merged_into) continue;
        if (p->merged_into == p->id || !kr_circle_person(c, p->merged_into))
            return broken(error, "error.merged_into", p->id);
    }
    return check_ties(c, error);
}
