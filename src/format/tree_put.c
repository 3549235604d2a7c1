/* A family tree as changes: of a new circle in as few pieces as their limits allow, or into a draft. */
#include "format/tree.h"

#include "core/utf8.h"

#define MOST_ITEMS 150000u
#define MOST_BYTES (8u << 20)

/* Where assignments go: into a draft, or straight into changes, for everything that is put here is new and
 * was made to fit. */
typedef struct sink {
    kr_arena *arena;
    kr_draft *draft;
    kr_maker maker;
    kr_change *changes;
    size_t n_changes, cap_changes;
    kr_assignment *items;
    size_t n, cap, bytes;
    kr_act act;
    kr_err err;
} sink;

static kr_id new_id(sink *s) {
    return s->draft ? kr_draft_new_id(s->draft) : s->maker.ids.next(s->maker.ids.context);
}

/* What was gathered becomes a change. */
static void cut(sink *s, kr_act next) {
    if (s->err == KR_OK && !s->draft && s->n > 0) {
        kr_change *all = kr_grow_one(s->arena, s->changes, s->n_changes, &s->cap_changes, sizeof *all);
        if (!all) {
            s->err = KR_E_MEMORY;
            return;
        }
        s->changes = all;
        all[s->n_changes] = (kr_change){.seq = s->n_changes + 1,
                                        .base = s->n_changes,
                                        .author = s->maker.author,
                                        .author_name = s->maker.author_name,
                                        .device = s->maker.device,
                                        .at_ms = s->maker.at_ms,
                                        .act = (uint16_t)s->act,
                                        .assignments = s->items,
                                        .count = s->n};
        s->n_changes++;
        s->items = NULL;
        s->n = s->cap = s->bytes = 0;
    }
    s->act = next;
}

static void put(sink *s, kr_kind kind, kr_id record, uint16_t field, kr_value value) {
    if (s->err != KR_OK) return;
    if (s->n >= MOST_ITEMS || s->bytes >= MOST_BYTES) cut(s, KR_ACT_IMPORT);
    kr_assignment *all = kr_grow_one(s->arena, s->items, s->n, &s->cap, sizeof *all);
    if (!all) {
        s->err = KR_E_MEMORY;
        return;
    }
    s->items = all;
    all[s->n++] = (kr_assignment){.record = record,
                                  .kind = (uint16_t)kind,
                                  .field = field,
                                  .op = KR_OP_SET,
                                  .type = (uint8_t)kr_schema_field(kind, field)->type,
                                  .value = value};
    s->bytes += value.text.len + 16;
}

/* An empty text, 0 and nobody are not said. */
static void give(sink *s, kr_kind kind, kr_id record, uint16_t field, kr_value value) {
    if (value.text.len == 0 && value.number == 0 && value.ref == 0) return;
    if (!s->draft)
        put(s, kind, record, field, value);
    else if (value.text.len)
        kr_draft_text(s->draft, kind, record, field, value.text);
    else if (value.ref)
        kr_draft_ref(s->draft, kind, record, field, value.ref);
    else
        kr_draft_number(s->draft, kind, record, field, value.number);
}

static void put_text(sink *s, kr_kind kind, kr_id record, uint16_t field, kr_str text) {
    give(s, kind, record, field, (kr_value){.text = text});
}

static void put_number(sink *s, kr_kind kind, kr_id record, uint16_t field, int64_t number) {
    give(s, kind, record, field, (kr_value){.number = number});
}

static void put_ref(sink *s, kr_kind kind, kr_id record, uint16_t field, kr_id ref) {
    give(s, kind, record, field, (kr_value){.ref = ref});
}

/* -- the records -- */

typedef struct putting {
    sink s;
    const kr_tree *t;
    const kr_import *import;
    kr_id *persons, *unions; /* by index; 0: not taken */
    bool *near;
    kr_id ego;   /* the person in the middle of the circle */
    bool *fresh; /* not somebody who was there already */
} putting;

static void put_person(putting *p, size_t i) {
    const kr_tree_person *person = &p->t->persons[i];
    kr_id id = p->persons[i];
    sink *s = &p->s;
    const kr_kind kind = KR_KIND_person;
    if (!id || !p->fresh[i]) return;
    put_text(s, kind, id, KR_F_person_name, person->name);
    put_text(s, kind, id, KR_F_person_surname, person->surname);
    put_number(s, kind, id, KR_F_person_what, person->what);
    put_number(s, kind, id, KR_F_person_gender, person->gender);
    put_number(s, kind, id, KR_F_person_born, person->born);
    put_text(s, kind, id, KR_F_person_birth_place, person->birth_place);
    put_number(s, kind, id, KR_F_person_died, person->died);
    if (person->dead && !person->died) put_number(s, kind, id, KR_F_person_dead, KR_yesno_yes);
    put_text(s, kind, id, KR_F_person_death_place, person->death_place);
    put_text(s, kind, id, KR_F_person_occupation, person->occupation);
    put_number(s, kind, id, KR_F_person_arrival, person->arrival);
    put_text(s, kind, id, KR_F_person_family_note, person->note);
    put_text(s, kind, id, KR_F_person_source_mark, person->mark);
    if (id == p->ego) return;
    put_number(s, kind, id, p->near[i] ? KR_F_person_sector : KR_F_person_only_family,
               p->near[i] ? KR_sector_family : KR_yesno_yes);
}

/* The fields somebody who was there already does not have yet. */
static void join_person(putting *p, size_t i) {
    const kr_tree_person *person = &p->t->persons[i];
    kr_id id = p->persons[i];
    kr_draft *draft = p->s.draft;
    const struct {
        uint16_t field;
        kr_str text;
        int64_t number;
    } all[] = {
        {KR_F_person_surname, person->surname, 0},       {KR_F_person_gender, KR_NONE, person->gender},
        {KR_F_person_born, KR_NONE, person->born},       {KR_F_person_birth_place, person->birth_place, 0},
        {KR_F_person_died, KR_NONE, person->died},       {KR_F_person_death_place, person->death_place, 0},
        {KR_F_person_occupation, person->occupation, 0}, {KR_F_person_family_note, person->note, 0},
        {KR_F_person_source_mark, person->mark, 0}};
    if (!id || p->fresh[i] || !draft) return;
    for (size_t k = 0; k < KR_COUNT(all); k++) {
        if (kr_draft_get(draft, KR_KIND_person, id, all[k].field).op == KR_OP_SET) continue;
        put_text(&p->s, KR_KIND_person, id, all[k].field, all[k].text);
        put_number(&p->s, KR_KIND_person, id, all[k].field, all[k].number);
    }
}

static void put_tie(putting *p, size_t i) {
    kr_id id = p->persons[i];
    if (!id || id == p->ego || !p->near[i] || !p->fresh[i]) return;
    if (p->s.draft) {
        (void)kr_draft_tie(p->s.draft, p->ego, id);
        return;
    }
    kr_id tie = new_id(&p->s);
    put_ref(&p->s, KR_KIND_tie, tie, KR_F_tie_a, p->ego);
    put_ref(&p->s, KR_KIND_tie, tie, KR_F_tie_b, id);
}

static kr_id person_id(const putting *p, uint32_t person) {
    return person == KR_NOBODY ? 0 : p->persons[person];
}

static void put_union(putting *p, size_t i) {
    const kr_tree_union *u = &p->t->unions[i];
    sink *s = &p->s;
    const kr_kind kind = KR_KIND_union;
    kr_id a = person_id(p, u->a), b = person_id(p, u->b);
    bool nobody = (u->a != KR_NOBODY || u->b != KR_NOBODY) && !a && !b;
    if (nobody) return; /* neither was taken */
    kr_id id = p->unions[i] = new_id(s);
    put_ref(s, kind, id, KR_F_union_a, a);
    put_ref(s, kind, id, KR_F_union_b, b);
    put_number(s, kind, id, KR_F_union_type, u->type);
    put_number(s, kind, id, KR_F_union_since, u->since);
    put_number(s, kind, id, KR_F_union_end, u->end);
    put_number(s, kind, id, KR_F_union_until, u->until);
    put_text(s, kind, id, KR_F_union_place, u->place);
    put_number(s, kind, id, KR_F_union_rank, u->rank_a);
    put_number(s, kind, id, KR_F_union_rank_b, u->rank_b);
    put_text(s, kind, id, KR_F_union_remark, u->note);
    put_text(s, kind, id, KR_F_union_source_mark, u->mark);
}

static void put_child(putting *p, size_t i) {
    const kr_tree_child *c = &p->t->children[i];
    sink *s = &p->s;
    const kr_kind kind = KR_KIND_parentage;
    kr_id child = p->persons[c->person], pair = p->unions[c->pair];
    if (!child || !pair) return;
    kr_id id = new_id(s);
    put_ref(s, kind, id, KR_F_parentage_child, child);
    put_ref(s, kind, id, KR_F_parentage_pair, pair);
    put_number(s, kind, id, KR_F_parentage_type, c->type);
    put_number(s, kind, id, KR_F_parentage_rank, c->rank);
    put_number(s, kind, id, KR_F_parentage_twin, c->twin);
    put_number(s, kind, id, KR_F_parentage_twin_type, c->twin_type);
    put_number(s, kind, id, KR_F_parentage_rank_parent, c->rank_parent);
}

static void put_event(putting *p, size_t i) {
    const kr_tree_event *e = &p->t->events[i];
    sink *s = &p->s;
    const kr_kind kind = KR_KIND_event;
    kr_id owner = e->of_union ? p->unions[e->owner] : p->persons[e->owner];
    if (!owner) return;
    kr_id id = new_id(s);
    put_ref(s, kind, id, e->of_union ? KR_F_event_pair : KR_F_event_about, owner);
    put_number(s, kind, id, KR_F_event_kind, e->kind);
    put_text(s, kind, id, KR_F_event_tag, e->tag);
    put_number(s, kind, id, KR_F_event_date, e->date);
    put_text(s, kind, id, KR_F_event_what, e->what);
    put_text(s, kind, id, KR_F_event_place, e->place);
    put_text(s, kind, id, KR_F_event_detail, e->detail);
    put_text(s, kind, id, KR_F_event_remark, e->note);
}

static void put_bond(putting *p, size_t i) {
    const kr_tree_bond *b = &p->t->bonds[i];
    sink *s = &p->s;
    const kr_kind kind = KR_KIND_bond;
    kr_id from = p->persons[b->from], to = p->persons[b->to];
    if (!from || !to || from == to) return;
    kr_id id = new_id(s);
    put_ref(s, kind, id, KR_F_bond_from, from);
    put_ref(s, kind, id, KR_F_bond_to, to);
    put_number(s, kind, id, KR_F_bond_type, b->type);
    put_text(s, kind, id, KR_F_bond_remark, b->note);
}

static bool failed(const putting *p) {
    return p->s.err != KR_OK || (p->s.draft && p->s.draft->error.code != KR_OK);
}

static void put_rest(putting *p) {
    const kr_tree *t = p->t;
    for (size_t i = 0; i < t->n_persons && !failed(p); i++) put_tie(p, i);
    for (size_t i = 0; i < t->n_unions && !failed(p); i++) put_union(p, i);
    for (size_t i = 0; i < t->n_children && !failed(p); i++) put_child(p, i);
    for (size_t i = 0; i < t->n_events && !failed(p); i++) put_event(p, i);
    for (size_t i = 0; i < t->n_bonds && !failed(p); i++) put_bond(p, i);
}

static uint32_t ego_row(const kr_import *import) {
    for (size_t i = 0; i < import->n_rows; i++) {
        if (import->rows[i].is_ego) return (uint32_t)i;
    }
    return KR_NOBODY;
}

static kr_err begin(putting *p, kr_arena *arena, const kr_import *import, uint32_t ego) {
    const kr_tree *t = import->tree;
    p->t = t;
    p->import = import;
    p->s.arena = arena;
    p->persons = kr_new_n(arena, kr_id, t->n_persons + 1);
    p->unions = kr_new_n(arena, kr_id, t->n_unions + 1);
    p->near = kr_new_n(arena, bool, t->n_persons + 1);
    p->fresh = kr_new_n(arena, bool, t->n_persons + 1);
    if (!p->persons || !p->unions || !p->near || !p->fresh) return KR_E_MEMORY;
    return ego == KR_NOBODY ? KR_OK : kr_tree_near(t, arena, ego, p->near);
}

/* -- a new circle -- */

kr_err kr_tree_history(kr_change **changes, size_t *count, kr_arena *arena, const kr_import *import,
                       kr_maker maker, kr_str ego_name, kr_error *error) {
    putting p = {.s = {.maker = maker, .act = KR_ACT_BEGIN}};
    uint32_t ego = ego_row(import);
    if (begin(&p, arena, import, ego) != KR_OK)
        return kr_fail(error, KR_E_MEMORY, "error.memory", NULL, NULL);
    for (size_t i = 0; i < p.t->n_persons; i++) {
        p.fresh[i] = true;
        if (import->rows[i].take || i == ego) p.persons[i] = new_id(&p.s);
    }
    p.ego = ego == KR_NOBODY ? new_id(&p.s) : p.persons[ego];
    put_ref(&p.s, KR_KIND_circle, KR_CIRCLE_RECORD, KR_F_circle_ego, p.ego);
    put_text(&p.s, KR_KIND_circle, KR_CIRCLE_RECORD, KR_F_circle_title, kr_utf8_head(import->title, 120));
    ego_name = kr_str_trim(ego_name);
    if (ego == KR_NOBODY)
        put_text(&p.s, KR_KIND_person, p.ego, KR_F_person_name, ego_name.len ? ego_name : KR_STR("Ik"));
    /* Everybody before the person in the middle is named with them: so all keep the order of the file. */
    for (size_t i = 0; i < p.t->n_persons; i++) {
        put_person(&p, i);
        if (i == ego) cut(&p.s, KR_ACT_IMPORT);
    }
    if (ego == KR_NOBODY) cut(&p.s, KR_ACT_IMPORT);
    put_rest(&p);
    cut(&p.s, KR_ACT_IMPORT);
    if (p.s.err != KR_OK) return kr_fail(error, p.s.err, "error.memory", NULL, NULL);
    *changes = p.s.changes;
    *count = p.s.n_changes;
    return KR_OK;
}

/* -- into a circle -- */

/* Who they are here: somebody who was there, or new. */
static void find_persons(putting *p, kr_draft *draft, kr_import_counts *sum) {
    for (size_t i = 0; i < p->t->n_persons && !failed(p); i++) {
        const kr_import_row *row = &p->import->rows[i];
        bool known = row->join && row->same_as && draft->circle->index &&
                     kr_circle_person(draft->circle, row->same_as);
        if (!row->take) {
            sum->left++;
            continue;
        }
        p->fresh[i] = !known;
        p->persons[i] = known ? row->same_as : new_id(&p->s);
        sum->joined += known;
        sum->taken += !known;
    }
}

kr_err kr_tree_apply(kr_draft *draft, const kr_import *import, kr_str ego_name, kr_import_counts *counts,
                     kr_error *error) {
    kr_import_counts sum = {0};
    putting p = {.s = {.draft = draft, .maker = draft->maker}};
    kr_id ego = kr_draft_get(draft, KR_KIND_circle, KR_CIRCLE_RECORD, KR_F_circle_ego).value.ref;
    if (!ego) {
        kr_draft_ego(draft, ego_name.len ? ego_name : KR_STR("Ik"));
        ego = kr_draft_get(draft, KR_KIND_circle, KR_CIRCLE_RECORD, KR_F_circle_ego).value.ref;
    }
    uint32_t row = KR_NOBODY;
    for (size_t i = 0; i < import->n_rows; i++) {
        if (import->rows[i].join && import->rows[i].same_as == ego) row = (uint32_t)i;
    }
    if (begin(&p, draft->arena, import, row) != KR_OK)
        return kr_fail(error, KR_E_MEMORY, "error.memory", NULL, NULL);
    p.ego = ego;
    find_persons(&p, draft, &sum);
    for (size_t i = 0; i < p.t->n_persons && !failed(&p); i++) {
        put_person(&p, i);
        join_person(&p, i);
    }
    put_rest(&p);
    if (draft->error.code != KR_OK) {
        if (error) *error = draft->error;
        return draft->error.code;
    }
    if (counts) *counts = sum;
    return KR_OK;
}
