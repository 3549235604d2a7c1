/* Which ties moved since: the story between two moments, laid beside the plan. */
#include "core/plan.h"

typedef struct naming {
    const kr_wish *wish;
    const kr_action *action;
    bool told;
} naming;

static void name_step(const kr_circle *c, naming *by, const kr_action *a) {
    const kr_person *p = a->gone ? NULL : kr_plan_about(c, a);
    if (!p) return;
    naming *n = &by[p - c->persons];
    bool done = a->outcome == KR_outcome_did || a->outcome == KR_outcome_tried;
    bool was = n->action && (n->action->outcome == KR_outcome_did || n->action->outcome == KR_outcome_tried);
    if (!n->action || done || !was) n->action = a;
}

/* For each person of the circle what the plan says about them. */
static naming *name_all(kr_arena *arena, const kr_circle *c) {
    naming *by = kr_new_n(arena, naming, c->n_persons + 1);
    for (size_t i = 0; by && i < c->n_wishes; i++) {
        const kr_person *p = c->wishes[i].gone ? NULL : kr_plan_person(c, c->wishes[i].about);
        if (p) by[p - c->persons].wish = &c->wishes[i];
    }
    for (size_t i = 0; by && i < c->n_actions; i++) name_step(c, by, &c->actions[i]);
    return by;
}

static bool was_done(const naming *n) {
    return n->action && (n->action->outcome == KR_outcome_did || n->action->outcome == KR_outcome_tried);
}

kr_err kr_plan_moves(kr_plan_move **out, size_t *count, kr_arena *arena, const kr_circle *circle,
                     const kr_story *story) {
    naming *by = name_all(arena, circle);
    kr_plan_move *list = kr_new_n(arena, kr_plan_move, circle->n_persons + 1);
    size_t n = 0;
    if (!by || !list) return KR_E_MEMORY;
    for (size_t i = 0; i < story->n; i++) {
        for (size_t k = 0; k < story->lines[i].n; k++) {
            const kr_person *p = kr_circle_person(circle, story->lines[i].who[k]->id);
            naming *by_one = p ? &by[p - circle->persons] : NULL;
            if (!by_one || by_one->told || (!by_one->wish && !by_one->action)) continue;
            by_one->told = true;
            list[n++] = (kr_plan_move){p, &story->lines[i], by_one->wish, by_one->action};
        }
    }
    for (size_t i = 0; i < story->n_differences; i++) {
        const kr_difference *d = &story->differences[i];
        const kr_person *p = d->kind == KR_STAYED ? kr_circle_person(circle, d->person) : NULL;
        naming *by_one = p ? &by[p - circle->persons] : NULL;
        if (!by_one || by_one->told || !was_done(by_one)) continue;
        bool quiet = (d->tie_before && d->tie_before->private_mark == KR_yesno_yes) ||
                     (d->tie_after && d->tie_after->private_mark == KR_yesno_yes);
        if (quiet) continue;
        by_one->told = true;
        list[n++] = (kr_plan_move){p, NULL, by_one->wish, by_one->action};
    }
    *out = list;
    *count = n;
    return KR_OK;
}

const kr_moment *kr_plan_begun_after(const kr_circle *circle) {
    uint64_t first = UINT64_MAX;
    for (size_t i = 0; i < circle->n_changes && first == UINT64_MAX; i++)
        for (size_t k = 0; k < circle->changes[i].count && first == UINT64_MAX; k++) {
            const kr_assignment *a = &circle->changes[i].assignments[k];
            kr_kind kind = KR_KIND_none;
            if (a->kind != KR_KIND_action) continue;
            const kr_action *step = kr_circle_record_of(circle, a->record, &kind);
            if (step && kind == KR_KIND_action && !step->gone) first = circle->changes[i].seq;
        }
    const kr_moment *found = NULL;
    for (size_t i = 0; i < circle->n_moments && first != UINT64_MAX; i++) {
        const kr_moment *m = &circle->moments[i];
        if (m->gone || m->upto <= 0 || (uint64_t)m->upto >= first) continue;
        if (!found || m->upto > found->upto) found = m;
    }
    return found;
}
