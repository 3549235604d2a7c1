#include "core/plan.h"

#include "core/num.h"

#define MOST_UP 64

/* One step while they are put in order. */
typedef struct item {
    const kr_action *action;
    size_t part, made;
    size_t parent, child, last, next; /* in the sorted list; SIZE_MAX: none */
    bool done, hidden;
} item;

typedef struct making {
    kr_arena *arena;
    const kr_circle *circle;
    size_t *place; /* part of each wish of the circle + 1 */
    item *items;
    size_t n;
    uint32_t *at; /* of each action of the circle: its place in items + 1 */
    const kr_success **kept;
} making;

/* -- wishes -- */

typedef struct ranked {
    const kr_wish *wish;
    uint8_t group;
} ranked;

static int by_rank(bool a_has, int64_t a, bool b_has, int64_t b) {
    if (a_has != b_has) return a_has ? -1 : 1;
    if (a_has && a != b) return a < b ? -1 : 1;
    return 0;
}

static int by_group(const void *a, const void *b, void *context) {
    const ranked *x = a, *y = b;
    (void)context;
    if (x->group != y->group) return x->group < y->group ? -1 : 1;
    return by_rank(x->wish->has >> KR_F_wish_rank & 1, x->wish->rank, y->wish->has >> KR_F_wish_rank & 1,
                   y->wish->rank);
}

static kr_err put_wishes(making *m, kr_plan *plan) {
    const kr_circle *c = m->circle;
    ranked *list = kr_new_n(m->arena, ranked, c->n_wishes + 1),
           *scratch = kr_new_n(m->arena, ranked, c->n_wishes + 1);
    plan->parts = kr_new_n(m->arena, kr_plan_part, c->n_wishes + 1);
    if (!list || !scratch || !plan->parts) return KR_E_MEMORY;
    for (size_t i = 0; i < c->n_wishes; i++) {
        const kr_wish *w = &c->wishes[i];
        uint8_t group = w->state == KR_wish_state_resting ? 1 : w->state == KR_wish_state_fulfilled ? 2 : 0;
        if (w->gone) continue;
        plan->n_open += group == 0;
        plan->n_resting += group == 1;
        list[plan->n++] = (ranked){w, group};
    }
    kr_sort(list, plan->n, sizeof *list, by_group, NULL, scratch);
    for (size_t i = 0; i < plan->n; i++) {
        plan->parts[i].wish = list[i].wish;
        m->place[list[i].wish - c->wishes] = i + 1;
    }
    return KR_OK;
}

/* -- steps -- */

static const kr_action *action_of(const kr_circle *c, kr_id id) {
    kr_kind kind = KR_KIND_none;
    const void *record = id && c->index ? kr_circle_record_of(c, id, &kind) : NULL;
    return record && kind == KR_KIND_action ? record : NULL;
}

static const kr_wish *wish_of(const kr_circle *c, kr_id id) {
    kr_kind kind = KR_KIND_none;
    const void *record = id && c->index ? kr_circle_record_of(c, id, &kind) : NULL;
    return record && kind == KR_KIND_wish ? record : NULL;
}

/* A piece without a wish of its own belongs to that of the larger step. */
static const kr_wish *wish_above(const kr_circle *c, const kr_action *a) {
    for (int up = 0; a && up < MOST_UP; up++) {
        if (a->wish) return wish_of(c, a->wish);
        a = action_of(c, a->part_of);
    }
    return NULL;
}

/* What has no words is nothing yet: a fold of half a file may leave such. */
static bool is_shown(const kr_action *a) {
    return !a->gone && a->what.len > 0;
}

static int by_place(const void *a, const void *b, void *context) {
    const item *x = a, *y = b;
    (void)context;
    if (x->part != y->part) return x->part < y->part ? -1 : 1;
    int order = by_rank(x->action->has >> KR_F_action_rank & 1, x->action->rank,
                        y->action->has >> KR_F_action_rank & 1, y->action->rank);
    if (order) return order;
    return x->made < y->made ? -1 : x->made > y->made;
}

static kr_err sort_steps(making *m) {
    const kr_circle *c = m->circle;
    item *scratch = kr_new_n(m->arena, item, c->n_actions + 1);
    m->items = kr_new_n(m->arena, item, c->n_actions + 1);
    m->at = kr_new_n(m->arena, uint32_t, c->n_actions + 1);
    if (!scratch || !m->items || !m->at) return KR_E_MEMORY;
    for (size_t i = 0; i < c->n_actions; i++) {
        const kr_action *a = &c->actions[i];
        if (!is_shown(a)) continue;
        const kr_wish *wish = wish_above(c, a);
        if (wish && wish->gone) continue;
        m->items[m->n++] = (item){.action = a,
                                  .part = wish ? m->place[wish - c->wishes] : 0,
                                  .made = i,
                                  .parent = SIZE_MAX,
                                  .child = SIZE_MAX,
                                  .last = SIZE_MAX,
                                  .next = SIZE_MAX};
    }
    kr_sort(m->items, m->n, sizeof *m->items, by_place, NULL, scratch);
    for (size_t i = 0; i < m->n; i++) m->at[m->items[i].action - c->actions] = (uint32_t)i + 1;
    return KR_OK;
}

static void join_pieces(making *m) {
    for (size_t i = 0; i < m->n; i++) {
        item *piece = &m->items[i];
        const kr_action *of = action_of(m->circle, piece->action->part_of);
        uint32_t at = of && of != piece->action ? m->at[of - m->circle->actions] : 0;
        if (!at || m->items[at - 1].part != piece->part) continue;
        item *whole = &m->items[at - 1];
        piece->parent = at - 1;
        if (whole->last == SIZE_MAX)
            whole->child = i;
        else
            m->items[whole->last].next = i;
        whole->last = i;
        whole->hidden = !whole->action->outcome;
    }
}

static kr_err find_kept(making *m) {
    const kr_circle *c = m->circle;
    m->kept = kr_new_n(m->arena, const kr_success *, c->n_actions + 1);
    if (!m->kept) return KR_E_MEMORY;
    for (size_t i = 0; i < c->n_successes; i++) {
        const kr_action *a = c->successes[i].gone ? NULL : action_of(c, c->successes[i].action);
        if (a) m->kept[a - c->actions] = &c->successes[i];
    }
    return KR_OK;
}

/* The step at `i` and all its pieces, pieces of pieces too, without recursion. */
static void put_tree(making *m, kr_plan_part *part, size_t root) {
    size_t i = root;
    while (i != SIZE_MAX) {
        item *it = &m->items[i];
        if (!it->done && !it->hidden)
            part->steps[part->n++] = (kr_plan_step){
                .action = it->action,
                .of = it->parent == SIZE_MAX ? NULL : m->items[it->parent].action,
                .kept = m->kept[it->action - m->circle->actions],
            };
        bool seen = it->done;
        it->done = true;
        if (!seen && it->child != SIZE_MAX) {
            i = it->child;
            continue;
        }
        while (i != root && m->items[i].next == SIZE_MAX) i = m->items[i].parent;
        i = i == root ? SIZE_MAX : m->items[i].next;
    }
}

/* The pieces that point round in a circle have no root: the first of them is taken for it. */
static void put_circle(making *m, kr_plan_part *part, size_t i) {
    m->items[i].hidden = false;
    for (size_t at = i, turns = 0; turns < m->n; turns++) {
        item *it = &m->items[at];
        if (it->done) return;
        it->done = true;
        part->steps[part->n++] =
            (kr_plan_step){.action = it->action, .kept = m->kept[it->action - m->circle->actions]};
        if (it->parent == SIZE_MAX) return;
        at = it->parent;
    }
}

static void put_steps(making *m, kr_plan *plan, kr_plan_step *room) {
    for (size_t from = 0, upto; from < m->n; from = upto) {
        kr_plan_part *part = m->items[from].part ? &plan->parts[m->items[from].part - 1] : &plan->alone;
        part->steps = room;
        for (upto = from; upto < m->n && m->items[upto].part == m->items[from].part; upto++)
            if (m->items[upto].parent == SIZE_MAX) put_tree(m, part, upto);
        for (size_t i = from; i < upto; i++)
            if (!m->items[i].done) put_circle(m, part, i);
        bool rests = part->wish && part->wish->state > KR_wish_state_open;
        for (size_t i = 0; i < part->n && !rests; i++) {
            if (part->steps[i].action->outcome) continue;
            part->steps[i].now = true;
            break;
        }
        room += part->n;
    }
}

kr_err kr_plan_make(kr_plan *out, kr_arena *arena, const kr_circle *circle) {
    kr_plan plan = {0};
    making m = {.arena = arena, .circle = circle};
    m.place = kr_new_n(arena, size_t, circle->n_wishes + 1);
    kr_plan_step *room = kr_new_n(arena, kr_plan_step, circle->n_actions + 1);
    if (!m.place || !room) return KR_E_MEMORY;
    kr_err err = put_wishes(&m, &plan);
    if (!err) err = sort_steps(&m);
    if (!err) err = find_kept(&m);
    if (err) return err;
    join_pieces(&m);
    put_steps(&m, &plan, room);
    *out = plan;
    return KR_OK;
}

static bool holds(const kr_plan_part *part, kr_id record) {
    if (part->wish && part->wish->id == record) return true;
    for (size_t i = 0; i < part->n; i++)
        if (part->steps[i].action->id == record) return true;
    return false;
}

const kr_plan_part *kr_plan_part_of(const kr_plan *plan, kr_id record) {
    for (size_t i = 0; i < plan->n; i++)
        if (holds(&plan->parts[i], record)) return &plan->parts[i];
    return holds(&plan->alone, record) ? &plan->alone : NULL;
}

/* -- people -- */

const kr_person *kr_plan_person(const kr_circle *circle, kr_id id) {
    const kr_person *p = id && circle->index ? kr_circle_person(circle, id) : NULL;
    for (int up = 0; p && p->merged_into && up < MOST_UP; up++) p = kr_circle_person(circle, p->merged_into);
    return p && !p->gone && !p->merged_into ? p : NULL;
}

const kr_person *kr_plan_about(const kr_circle *circle, const kr_action *action) {
    if (action->person) return kr_plan_person(circle, action->person);
    const kr_wish *wish = circle->index ? wish_above(circle, action) : NULL;
    return wish ? kr_plan_person(circle, wish->about) : NULL;
}

/* -- steps of a draft -- */

void kr_plan_split(kr_draft *draft, const kr_action *action, const kr_str *pieces, size_t count) {
    const kr_wish *wish = wish_above(draft->circle, action);
    for (size_t i = 0; i < count && i < KR_PLAN_PIECES; i++) {
        if (!kr_str_trim(pieces[i]).len) continue;
        kr_id id = kr_draft_new_id(draft);
        kr_draft_text(draft, KR_KIND_action, id, KR_F_action_what, pieces[i]);
        kr_draft_ref(draft, KR_KIND_action, id, KR_F_action_part_of, action->id);
        kr_draft_ref(draft, KR_KIND_action, id, KR_F_action_wish, wish ? wish->id : 0);
        kr_draft_ref(draft, KR_KIND_action, id, KR_F_action_person, action->person);
        kr_draft_text(draft, KR_KIND_action, id, KR_F_action_with_whom, action->with_whom);
        kr_draft_text(draft, KR_KIND_action, id, KR_F_action_who_does, action->who_does);
        kr_draft_ref(draft, KR_KIND_action, id, KR_F_action_run, action->run);
    }
}

/* The larger step that holds this one, when that is there and belongs to the same wish. */
static const kr_action *whole_of(const kr_circle *c, const kr_action *a) {
    const kr_action *of = action_of(c, a->part_of);
    return of && of != a && is_shown(of) && wish_above(c, of) == wish_above(c, a) ? of : NULL;
}

void kr_plan_shift(kr_draft *draft, kr_id action, bool earlier) {
    const kr_circle *c = draft->circle;
    const kr_action *moved = action_of(c, action);
    item *own = kr_new_n(draft->arena, item, c->n_actions + 1),
         *scratch = kr_new_n(draft->arena, item, c->n_actions + 1);
    size_t n = 0, at = SIZE_MAX;
    if (!moved || !own || !scratch) return;
    for (size_t i = 0; i < c->n_actions; i++) {
        const kr_action *a = &c->actions[i];
        bool beside =
            is_shown(a) && whole_of(c, a) == whole_of(c, moved) && wish_above(c, a) == wish_above(c, moved);
        if (beside) own[n++] = (item){.action = a, .made = i};
    }
    kr_sort(own, n, sizeof *own, by_place, NULL, scratch);
    for (size_t i = 0; i < n; i++)
        if (own[i].action == moved) at = i;
    if (at == SIZE_MAX || (earlier ? at == 0 : at + 1 == n)) return;
    size_t other = earlier ? at - 1 : at + 1;
    own[at].action = own[other].action;
    own[other].action = moved;
    for (size_t i = 0; i < n; i++)
        kr_draft_number(draft, KR_KIND_action, own[i].action->id, KR_F_action_rank, (int64_t)i + 1);
}

void kr_plan_keep(kr_draft *draft, const kr_action *action, kr_date on) {
    for (size_t i = 0; i < draft->circle->n_successes; i++)
        if (!draft->circle->successes[i].gone && draft->circle->successes[i].action == action->id) return;
    kr_id id = kr_draft_new_id(draft);
    kr_draft_text(draft, KR_KIND_success, id, KR_F_success_words, action->what);
    kr_draft_number(draft, KR_KIND_success, id, KR_F_success_date,
                    action->outcome_on ? action->outcome_on : on);
    kr_draft_ref(draft, KR_KIND_success, id, KR_F_success_action, action->id);
    kr_draft_ref(draft, KR_KIND_success, id, KR_F_success_run, action->run);
}

void kr_plan_bin_wish(kr_draft *draft, kr_id wish) {
    const kr_circle *c = draft->circle;
    kr_draft_bin(draft, wish);
    for (size_t i = 0; i < c->n_actions; i++) {
        const kr_wish *of = c->actions[i].gone ? NULL : wish_above(c, &c->actions[i]);
        if (of && of->id == wish) kr_draft_bin(draft, c->actions[i].id);
    }
}

void kr_plan_restore_wish(kr_draft *draft, kr_id wish) {
    const kr_circle *c = draft->circle;
    const kr_wish *w = wish_of(c, wish);
    kr_draft_restore(draft, wish);
    for (size_t i = 0; w && i < c->n_actions; i++) {
        const kr_action *a = &c->actions[i];
        if (a->gone && a->gone == w->gone && wish_above(c, a) == w) kr_draft_restore(draft, a->id);
    }
}
