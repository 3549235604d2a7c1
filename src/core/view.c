#include "core/view.h"

#include "core/utf8.h"

kr_status kr_person_status(const kr_person *person) {
    if (person->gone) return KR_GONE;
    if (person->merged_into) return KR_MERGED;
    return person->left ? KR_LEFT : KR_HERE;
}

/* What is filtered against: the circle of today, and for each of its persons whether the owner marked the tie
 * private, whatever it said in the past. */
typedef struct filter {
    const kr_circle *today;
    kr_viewer viewer;
    bool *hidden;
} filter;

static kr_err filter_make(filter *out, kr_arena *arena, const kr_circle *today, kr_viewer viewer) {
    bool *hidden = kr_new_n(arena, bool, today->n_persons);
    if (!hidden) return KR_E_MEMORY;
    for (size_t i = 0; i < today->n_ties; i++) {
        const kr_tie *t = &today->ties[i];
        if (t->private_mark != KR_yesno_yes) continue;
        const kr_person *a = kr_circle_person(today, t->a), *b = kr_circle_person(today, t->b);
        if (a) hidden[a - today->persons] = true;
        if (b) hidden[b - today->persons] = true;
    }
    const kr_person *ego = kr_circle_ego(today);
    if (ego) hidden[ego - today->persons] = false;
    *out = (filter){today, viewer, hidden};
    return KR_OK;
}

static bool is_hidden(const filter *f, kr_id id) {
    const kr_person *person = kr_circle_person(f->today, id);
    return !person || f->hidden[person - f->today->persons];
}

/* Whom somebody chose in a group; never whom they would rather not. */
static bool is_choice(const filter *f, kr_id id) {
    kr_kind kind = KR_KIND_none;
    const void *record = kr_circle_record_of(f->today, id, &kind);
    return record && kind == KR_KIND_nomination &&
           ((const kr_nomination *)record)->rather_not != KR_yesno_yes;
}

/* What happened, and the owner keeps for themselves; who was there then as well. */
static bool is_kept(const filter *f, kr_id id) {
    kr_kind kind = KR_KIND_none;
    const void *record = kr_circle_record_of(f->today, id, &kind);
    if (record && kind == KR_KIND_presence)
        record = kr_circle_record_of(f->today, ((const kr_presence *)record)->event, &kind);
    return record && kind == KR_KIND_event && ((const kr_event *)record)->private_mark == KR_yesno_yes;
}

/* A child who was not born, or not yet: how it came is the owner's to tell, and without that a drawing would
 * make a living person of it. Somebody with a name who is said to have died may be seen. */
static bool is_unborn(const filter *f, kr_id id) {
    const kr_person *p = kr_circle_person(f->today, id);
    if (!p || p->arrival <= KR_arrival_alive) return false;
    return !p->name.len || !kr_person_is_dead(p);
}

/* May anything of this record be seen? Life events, wishes, answers and moments are the owner's own words. */
static bool record_shown(const filter *f, const kr_assignment *a) {
    bool on_wall = f->viewer != KR_VIEWER_INITIALS && f->viewer != KR_VIEWER_BESIDE;
    if (a->kind == KR_KIND_circle) return true;
    if (a->kind == KR_KIND_person) return (on_wall || !is_hidden(f, a->record)) && !is_unborn(f, a->record);
    /* Of the family who belongs to whom; how they are with each other is the owner's alone. Whoever may not
     * be seen is not there, whatever points at them. */
    if (a->kind == KR_KIND_union || a->kind == KR_KIND_parentage || a->kind == KR_KIND_household ||
        a->kind == KR_KIND_moved || a->kind == KR_KIND_own_form || a->kind == KR_KIND_form_place)
        return f->viewer != KR_VIEWER_BESIDE;
    if (a->kind == KR_KIND_event || a->kind == KR_KIND_presence)
        return f->viewer == KR_VIEWER_LIFE && !is_kept(f, a->record);
    if (a->kind == KR_KIND_nomination) return f->viewer == KR_VIEWER_LIFE && is_choice(f, a->record);
    if (a->kind != KR_KIND_tie) return false;
    const kr_tie *t = kr_circle_tie(f->today, a->record);
    return t && (on_wall || (!is_hidden(f, t->a) && !is_hidden(f, t->b)));
}

/* On the wall: how a tie feels only where it is not marked private. */
static bool shown_on_wall(const filter *f, const kr_assignment *a, const kr_field *field) {
    if (field->sensitivity == KR_OPEN) return true;
    if (field->sensitivity == KR_PRIVATE) return false;
    /* Only for the life line and the group do records of these kinds come here at all. */
    if (a->kind == KR_KIND_event) return a->field != KR_F_event_remark && a->field != KR_F_event_detail;
    if (a->kind == KR_KIND_presence || a->kind == KR_KIND_nomination) return true;
    if (a->kind != KR_KIND_tie) return false;
    const kr_tie *t = kr_circle_tie(f->today, a->record);
    return t && !is_hidden(f, t->a) && !is_hidden(f, t->b);
}

/* To a stranger, text that a name can be read from goes, but the name itself, which becomes initials. */
static bool field_shown(const filter *f, const kr_assignment *a) {
    const kr_field *field = kr_schema_field((kr_kind)a->kind, a->field);
    if (!field) return false;
    bool in_the_bin = a->kind != KR_KIND_circle && kr_str_is(kr_str_z(field->name), "gone");
    if (in_the_bin) return true;
    bool beside = f->viewer == KR_VIEWER_BESIDE;
    if (f->viewer != KR_VIEWER_INITIALS && !beside) return shown_on_wall(f, a, field);
    if (field->sensitivity != KR_OPEN) return false;
    if (beside && a->kind == KR_KIND_circle) return true;
    if (beside && a->kind == KR_KIND_person && a->field == KR_F_person_role) return true;
    return field->type != KR_TEXT || (a->kind == KR_KIND_person && a->field == KR_F_person_name);
}

static kr_err to_initials(kr_assignment *a, kr_arena *arena) {
    if (a->type != KR_TEXT || a->op != KR_OP_SET) return KR_OK;
    kr_buf buf;
    kr_buf_init(&buf, arena, 64);
    kr_put_initials(&buf, a->value.text);
    return kr_buf_end(&buf, &a->value.text);
}

static kr_err filter_change(kr_change *out, kr_arena *arena, const filter *f, const kr_change *in) {
    *out = *in;
    out->author = 0;
    out->device = 0;
    out->author_name = KR_NONE;
    kr_assignment *items = kr_new_n(arena, kr_assignment, in->count);
    if (!items) return KR_E_MEMORY;
    out->count = 0;
    for (size_t i = 0; i < in->count; i++) {
        const kr_assignment *a = &in->assignments[i];
        if (!record_shown(f, a) || !field_shown(f, a)) continue;
        items[out->count] = *a;
        kr_err err = f->viewer == KR_VIEWER_INITIALS ? to_initials(&items[out->count], arena) : KR_OK;
        if (err != KR_OK) return err;
        out->count++;
    }
    out->assignments = items;
    return KR_OK;
}

static kr_err filter_changes(const kr_change **out, kr_arena *arena, const kr_circle *today, kr_viewer viewer,
                             size_t count) {
    filter f;
    kr_change *shown = kr_new_n(arena, kr_change, count);
    kr_err err = shown ? filter_make(&f, arena, today, viewer) : KR_E_MEMORY;
    for (size_t i = 0; i < count && err == KR_OK; i++)
        err = filter_change(&shown[i], arena, &f, &today->changes[i]);
    if (err == KR_OK) *out = shown;
    return err;
}

kr_err kr_view_make(kr_view *out, kr_arena *arena, const kr_circle *circle, kr_viewer viewer, uint64_t upto,
                    kr_error *error) {
    size_t count = upto && upto < circle->n_changes ? (size_t)upto : circle->n_changes;
    /* What a guest is given was filtered already. */
    bool filtered = viewer == KR_VIEWER_OWNER || viewer == KR_VIEWER_GUEST;
    if (filtered && count == circle->n_changes) {
        *out = (kr_view){circle, viewer, count};
        return KR_OK;
    }
    const kr_change *changes = circle->changes;
    kr_circle *folded = kr_new(arena, kr_circle);
    kr_err err = folded ? KR_OK : KR_E_MEMORY;
    if (err == KR_OK && !filtered) err = filter_changes(&changes, arena, circle, viewer, count);
    if (err != KR_OK) return kr_fail(error, err, "error.memory", NULL, NULL);
    err = kr_circle_fold(folded, arena, changes, count, error);
    if (err == KR_OK) *out = (kr_view){folded, viewer, count};
    return err;
}

/* -- two points in time
 * ------------------------------------------------------------------------------------------ */

/* For each person the tie with the person in the middle. */
static const kr_tie **ties_with_ego(kr_arena *arena, const kr_circle *c) {
    const kr_tie **all = kr_new_n(arena, const kr_tie *, c->n_persons + 1);
    for (size_t i = 0; all && c->self.ego && i < c->n_ties; i++) {
        const kr_tie *t = &c->ties[i];
        if (t->gone || (t->a != c->self.ego && t->b != c->self.ego)) continue;
        const kr_person *other = kr_circle_person(c, t->a == c->self.ego ? t->b : t->a);
        if (other && !all[other - c->persons]) all[other - c->persons] = t;
    }
    return all;
}

static const kr_person *here(const kr_circle *c, kr_id id) {
    const kr_person *person = kr_circle_person(c, id);
    bool in_circle = person && kr_person_status(person) == KR_HERE && person->only_family != KR_yesno_yes;
    return in_circle ? person : NULL;
}

static bool same_place(const kr_tie *a, const kr_tie *b) {
    if (!a || !b) return a == b;
    return a->closeness == b->closeness && a->lensink_area == b->lensink_area &&
           a->ward_ring == b->ward_ring && a->ward_area == b->ward_area && a->horizon == b->horizon &&
           a->horizon_area == b->horizon_area;
}

/* 1 nearer, -1 further, by whichever ring both know. */
static int nearer(const kr_tie *a, const kr_tie *b) {
    if (!a || !b) return 0;
    if (a->closeness && b->closeness && a->closeness != b->closeness)
        return a->closeness > b->closeness ? 1 : -1;
    if (a->horizon && b->horizon && a->horizon != b->horizon) return a->horizon > b->horizon ? 1 : -1;
    if (a->ward_ring && b->ward_ring && a->ward_ring != b->ward_ring)
        return a->ward_ring > b->ward_ring ? 1 : -1;
    return 0;
}

/* The two circles, each with its ties. */
typedef struct sides {
    const kr_circle *before, *after;
    const kr_tie **ties_before, **ties_after;
} sides;

static kr_difference difference_of(const sides *s, kr_id id) {
    kr_difference d = {.person = id, .before = here(s->before, id), .after = here(s->after, id)};
    d.tie_before = d.before ? s->ties_before[d.before - s->before->persons] : NULL;
    d.tie_after = d.after ? s->ties_after[d.after - s->after->persons] : NULL;
    d.closer = nearer(d.tie_before, d.tie_after);
    if (!d.before)
        d.kind = KR_CAME;
    else if (!d.after)
        d.kind = KR_WENT;
    else
        d.kind = same_place(d.tie_before, d.tie_after) ? KR_STAYED : KR_MOVED;
    return d;
}

kr_err kr_view_compare(kr_difference **out, size_t *count, kr_arena *arena, const kr_view *before,
                       const kr_view *after) {
    const kr_circle *a = before->circle, *b = after->circle;
    kr_difference *list = kr_new_n(arena, kr_difference, a->n_persons + b->n_persons);
    sides s = {a, b, ties_with_ego(arena, a), ties_with_ego(arena, b)};
    if (!list || !s.ties_before || !s.ties_after) return KR_E_MEMORY;
    size_t n = 0;
    for (size_t i = 0; i < b->n_persons; i++) {
        kr_id id = b->persons[i].id;
        if (id != b->self.ego && here(b, id)) list[n++] = difference_of(&s, id);
    }
    for (size_t i = 0; i < a->n_persons; i++) {
        kr_id id = a->persons[i].id;
        if (id != b->self.ego && here(a, id) && !here(b, id)) list[n++] = difference_of(&s, id);
    }
    *out = list;
    *count = n;
    return KR_OK;
}
