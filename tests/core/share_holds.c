#include "share_holds.h"

#include "core/draft.h"

static bool same_value(const kr_assignment *a, const kr_assignment *b) {
    if (a->op != b->op) return false;
    if (a->op == KR_OP_CLEAR) return true;
    if (a->type == KR_TEXT) return kr_str_eq(a->value.text, b->value.text);
    if (a->type == KR_SET) return a->value.set == b->value.set;
    if (a->type == KR_REF) return a->value.ref == b->value.ref;
    return a->value.number == b->value.number;
}

/* -- changes -- */

static bool is_guest(const kr_change *change) {
    return change->author == SHARE_GUEST;
}

/* Of somebody of whom nothing may be seen only that they are there. */
static bool only_exists(const kr_change *whole, const kr_assignment *a) {
    if (a->kind != KR_KIND_person || a->field != KR_F_person_gone || a->op != KR_OP_CLEAR) return false;
    for (size_t i = 0; i < whole->count; i++)
        if (whole->assignments[i].record == a->record) return true;
    return false;
}

/* The assignment of the whole circle that this one came from. */
static const kr_assignment *source(const kr_change *whole, const kr_assignment *a) {
    for (size_t i = whole->count; i > 0; i--) { /* said twice in one change, the last holds */
        const kr_assignment *b = &whole->assignments[i - 1];
        if (b->record != a->record || b->kind != a->kind || b->field != a->field) continue;
        if (a->op == KR_OP_CLEAR || same_value(a, b)) return b;
        if (a->op == b->op && a->type == KR_SET && !(a->value.set & ~b->value.set)) return b;
    }
    return NULL;
}

/* Somebody else said something newer of this field, or of one of these elements. */
static bool is_older(const share_world *w, size_t change, const kr_assignment *from) {
    size_t first = (size_t)(from - w->changes[change].assignments) + 1;
    for (size_t i = change; i < w->n; i++, first = 0) {
        if (is_guest(&w->changes[i])) continue;
        for (size_t k = first; k < w->changes[i].count; k++) {
            const kr_assignment *b = &w->changes[i].assignments[k];
            if (b->record == from->record && b->kind == from->kind && b->field == from->field) return true;
        }
    }
    return false;
}

static const char *change_holds(const share_world *w, const kr_change *in, const kr_change *out) {
    bool time = w->share.rights[KR_PART_TIME] != KR_RIGHT_NONE;
    if (in->seq != out->seq) return "a change got another number";
    if (out->count == 0 && (out->author || out->at_ms || out->act || out->device || out->undoes ||
                            out->author_name.len || out->base))
        return "an emptied change tells something";
    bool known = out->author == SHARE_OWNER || is_guest(out);
    if (out->author && !known) return "who else made a change";
    if (out->author_name.len && !known) return "the name of who else made a change";
    if (out->at_ms && !time && !is_guest(out)) return "when a change was made";
    if (out->device && !is_guest(out)) return "a device";
    return NULL;
}

static const char *changes_hold(const share_rules *r, const kr_circle *shown) {
    const share_world *w = r->w;
    bool time = w->share.rights[KR_PART_TIME] != KR_RIGHT_NONE;
    if (shown->n_changes != w->n) return "another number of changes";
    for (size_t i = 0; i < w->n; i++) {
        const kr_change *out = &shown->changes[i];
        const char *wrong = change_holds(w, &w->changes[i], out);
        for (size_t k = 0; k < out->count && !wrong; k++) {
            const kr_assignment *a = &out->assignments[k], *from = source(&w->changes[i], a);
            if (!from && !only_exists(&w->changes[i], a)) return "something that nobody said";
            wrong = share_rules_wrong(r, a);
            if (!wrong && from && !time && a->type != KR_SET && is_older(w, i, from))
                wrong = "what stood there before";
        }
        if (wrong) return wrong;
    }
    return NULL;
}

/* -- records -- */

/* Two names and nothing that joins them: somebody's own, whoever else is called so. */
static bool is_plain_name(kr_str name) {
    size_t spaces = 0;
    for (size_t i = 0; i < name.len; i++) spaces += name.ptr[i] == ' ';
    return spaces == 1;
}

/* A text in which somebody hidden is named, an older note, a target that is not there: may be missing. */
static bool may_be_missing(const share_rules *r, const kr_circle *shown, const kr_assignment *a) {
    kr_kind kind;
    if (a->type == KR_REF) return !kr_circle_record_of(shown, a->value.ref, &kind);
    if (a->type != KR_TEXT) return false;
    bool name = a->kind == KR_KIND_person && a->field == KR_F_person_name;
    if (name && is_plain_name(a->value.text)) return share_rules_leak(r, a->value.text) != NULL;
    return share_rules_leak(r, a->value.text) != NULL || share_rules_may_go(r, a->value.text);
}

static const char *record_holds(const share_rules *r, const kr_circle *shown, kr_kind kind, const void *whole,
                                const void *seen) {
    size_t count;
    const kr_field *fields = kr_schema_fields(&count);
    for (size_t i = 0; i < count; i++) {
        if (fields[i].kind != kind) continue;
        kr_assignment a = kr_record_get(whole, kind, &fields[i]), b = kr_record_get(seen, kind, &fields[i]);
        if (b.op == KR_OP_SET && !same_value(&a, &b)) return "another value than in the circle";
        if (a.op == KR_OP_CLEAR || b.op == KR_OP_SET || fields[i].type == KR_REF) continue;
        if (kr_str_is(kr_str_z(fields[i].name), "note_for")) continue;
        if (!share_rules_wrong(r, &a) && !may_be_missing(r, shown, &a))
            return "something is missing that was opened";
    }
    return NULL;
}

static bool is_pointed_at(const kr_circle *shown, kr_id person) {
    for (size_t i = 0; i < shown->n_changes; i++)
        for (size_t k = 0; k < shown->changes[i].count; k++) {
            const kr_assignment *a = &shown->changes[i].assignments[k];
            if (a->type == KR_REF && a->op == KR_OP_SET && a->value.ref == person) return true;
            bool called = a->field == KR_F_person_name || a->field == KR_F_person_what ||
                          a->field == KR_F_person_role || a->field == KR_F_person_left ||
                          a->field == KR_F_person_gone || a->field == KR_F_person_merged_into;
            if (a->record == person && !called) return true;
        }
    return false;
}

static const char *persons_hold(const share_rules *r, const kr_circle *shown) {
    bool map = share_rules_reads(r, KR_PART_MAP), reach = share_rules_reads(r, KR_PART_REACH);
    for (size_t i = 0; i < r->c->n_persons; i++) {
        kr_id id = r->c->persons[i].id;
        bool seen = kr_circle_person(shown, id), absent = r->absent[share_thing_of(r->w, id)];
        if (map && !seen && !absent) return "somebody is missing";
        if (seen && !map && !reach && !is_pointed_at(shown, id)) return "somebody nothing speaks of";
    }
    return NULL;
}

static const char *records_hold(const share_rules *r, const kr_circle *shown) {
    const char *wrong = persons_hold(r, shown);
    for (size_t i = 0; i < r->w->n_things && !wrong; i++) {
        const share_thing *t = &r->w->things[i];
        kr_kind kind = KR_KIND_none;
        const void *seen = kr_circle_record_of(shown, t->id, &kind);
        if (seen && r->absent[i]) return "a record that is not there";
        if (seen) wrong = record_holds(r, shown, kind, r->records[i], seen);
    }
    return wrong;
}

static const char *bytes_hold(const share_rules *r, const kr_circle *shown, size_t *marks) {
    kr_buf buf;
    kr_str bytes;
    kr_buf_init(&buf, (kr_arena *)&r->w->arena, 1 << 24);
    kr_changes_encode(&buf, shown->changes, shown->n_changes);
    if (kr_buf_end(&buf, &bytes) != KR_OK) return "no memory";
    *marks += share_marks_in(r->w, bytes);
    return share_rules_leak(r, bytes);
}

/* As it was: the same rules of today. */
static const char *past_is_a_circle(const kr_circle *whole, const kr_view *past, kr_arena *arena) {
    kr_circle was;
    if (kr_circle_fold(&was, arena, whole->changes, (size_t)past->upto, NULL) != KR_OK) return "no memory";
    bool sound = kr_circle_check(&was, NULL) == KR_OK;
    return sound && kr_circle_check(past->circle, NULL) != KR_OK ? "no past as circles are" : NULL;
}

static const char *past_holds(share_world *w, const share_rules *r, const kr_circle *shown) {
    kr_view past, again;
    uint64_t upto = 1 + share_roll(w, w->n);
    size_t marks;
    kr_err err = kr_view_shared(&past, &w->arena, &w->whole, &w->share, upto, NULL);
    if (!w->share.rights[KR_PART_TIME]) return err == KR_E_DENIED ? NULL : "the past without the part for it";
    if (err != KR_OK || kr_view_make(&again, &w->arena, shown, KR_VIEWER_GUEST, upto, NULL) != KR_OK)
        return "no past";
    if (past.circle->n_persons != again.circle->n_persons || past.circle->n_ties != again.circle->n_ties)
        return "two pasts";
    const char *wrong = past_is_a_circle(&w->whole, &past, &w->arena);
    return wrong ? wrong : bytes_hold(r, past.circle, &marks);
}

const char *share_view_holds(share_world *w, size_t *shown) {
    share_rules rules;
    kr_view view;
    if (w->whole.self.gone) return NULL;
    if (kr_view_shared(&view, &w->arena, &w->whole, &w->share, 0, NULL) != KR_OK) return "no view";
    if (view.viewer != KR_VIEWER_GUEST) return "another viewer";
    if (kr_circle_check(view.circle, NULL) != KR_OK) return "no circle as circles are";
    share_rules_make(&rules, w);
    const char *wrong = changes_hold(&rules, view.circle);
    if (!wrong) wrong = records_hold(&rules, view.circle);
    if (!wrong) wrong = bytes_hold(&rules, view.circle, shown);
    return wrong ? wrong : past_holds(w, &rules, view.circle);
}

/* -- changes by the guest -- */

typedef struct attempt {
    kr_assignment items[12];
    size_t n;
    uint64_t undoes;
} attempt;

static kr_id known_or_new(share_world *w, kr_id fresh) {
    if (share_roll(w, 3) == 0) return fresh;
    return w->things[share_roll(w, w->n_things)].id;
}

static kr_value value_for(share_world *w, const kr_field *f, kr_id fresh) {
    kr_value v = {0};
    if (f->type == KR_TEXT) v.text = KR_STR("Nieuw");
    if (f->type == KR_SET) v.set = 2;
    if (f->type == KR_CHOICE) v.number = f->list->choices[share_roll(w, f->list->count)].number;
    if (f->type == KR_NUMBER || f->type == KR_TIME) v.number = 5;
    if (f->type == KR_DATE) v.number = 20200101;
    if (f->type == KR_REF) v.ref = known_or_new(w, fresh);
    return v;
}

static void add(share_world *w, attempt *t, kr_kind kind, kr_id record, const kr_field *f, kr_id fresh) {
    if (t->n == KR_COUNT(t->items)) return;
    uint8_t op = share_roll(w, 6) ? KR_OP_SET : KR_OP_CLEAR;
    if (f->type == KR_SET) op = share_roll(w, 2) ? KR_OP_ADD : KR_OP_REMOVE;
    kr_value none = {0};
    t->items[t->n++] = (kr_assignment){.record = record,
                                       .kind = (uint16_t)kind,
                                       .field = f->number,
                                       .op = op,
                                       .type = (uint8_t)f->type,
                                       .value = op == KR_OP_CLEAR ? none : value_for(w, f, fresh)};
}

/* Some fields of one record, of any kind, that is there or not: mostly nonsense. */
static void anything(share_world *w, attempt *t, const share_thing *thing, size_t most, kr_id fresh) {
    size_t count;
    const kr_field *fields = kr_schema_fields(&count);
    for (size_t k = 0; k < most;) {
        const kr_field *f = &fields[share_roll(w, count)];
        if (f->kind != thing->kind && share_roll(w, 50)) continue;
        add(w, t, f->kind, thing->id, f, fresh);
        k++;
    }
}

static void person_and_tie(share_world *w, attempt *t) {
    share_thing person = {share_roll(w, UINT64_MAX >> 24) + 4096, KR_KIND_person};
    share_thing tie = {person.id + 1, KR_KIND_tie};
    kr_value name = {.text = KR_STR("Lotte")}, a = {.ref = w->people[share_roll(w, 4) ? 0 : w->n_people - 1]},
             b = {.ref = share_roll(w, 4) ? person.id : w->people[share_roll(w, w->n_people)]};
    kr_assignment items[] = {
        {person.id, KR_KIND_person, KR_F_person_name, KR_OP_SET, KR_TEXT, name},
        {tie.id, KR_KIND_tie, KR_F_tie_a, KR_OP_SET, KR_REF, a},
        {tie.id, KR_KIND_tie, KR_F_tie_b, KR_OP_SET, KR_REF, b},
    };
    memcpy(t->items, items, sizeof items);
    t->n = KR_COUNT(items);
    if (share_roll(w, 2)) anything(w, t, &tie, 1, person.id);
}

static void attempt_make(share_world *w, attempt *t) {
    static const share_thing circle = {KR_CIRCLE_RECORD, KR_KIND_circle};
    *t = (attempt){.n = 0};
    share_thing fresh = {share_roll(w, UINT64_MAX >> 24) + 4096,
                         (kr_kind)(KR_KIND_person + share_roll(w, KR_KIND_LAST - 1))};
    uint64_t what = share_roll(w, 12);
    if (what < 2)
        person_and_tie(w, t);
    else if (what < 4)
        anything(w, t, &fresh, 1 + share_roll(w, 2), fresh.id + 1);
    else if (what == 4)
        anything(w, t, &circle, 1, fresh.id);
    else
        anything(w, t, &w->things[share_roll(w, w->n_things)], 1 + share_roll(w, 2), fresh.id);
    if (share_roll(w, 10) == 0) t->undoes = 1 + share_roll(w, w->n + 1);
}

static uint8_t right_for(const share_rules *r, const kr_assignment *a, const kr_field *f, bool mine) {
    const kr_share *s = &r->w->share;
    uint8_t right = s->rights[f->part];
    if (a->kind == KR_KIND_person && mine && s->rights[KR_PART_FAMILY] > right)
        right = s->rights[KR_PART_FAMILY];
    if (a->kind == KR_KIND_person && kr_circle_person(r->c, a->record) && s->rights[KR_PART_FAMILY] > right &&
        kr_circle_person(r->c, a->record)->only_family == KR_yesno_yes)
        right = s->rights[KR_PART_FAMILY];
    for (size_t i = 0; i < s->n_ones; i++)
        if (s->ones[i].right > right && f->part >= KR_PART_WAYS) right = s->ones[i].right;
    return right;
}

/* Is each assignment of an allowed change within what was given? */
static const char *within_rights(const share_rules *r, const kr_circle *shown, const attempt *t) {
    for (size_t i = 0; i < t->n; i++) {
        const kr_assignment *a = &t->items[i];
        const kr_field *f = kr_schema_field((kr_kind)a->kind, a->field);
        bool gone = kr_str_is(kr_str_z(f->name), "gone");
        kr_kind kind;
        bool is_new = !kr_circle_record_of(r->c, a->record, &kind);
        size_t at = share_thing_of(r->w, a->record);
        bool mine = is_new || (at != SIZE_MAX && r->mine[at]);
        if (f->sensitivity == KR_PRIVATE && !gone) return "a private field was set";
        if (a->kind == KR_KIND_circle && (gone || a->field == KR_F_circle_ego)) return "the middle was moved";
        if (a->kind == KR_KIND_person && a->field == KR_F_person_merged_into) return "two were made one";
        if (a->kind == KR_KIND_person && a->field == KR_F_person_name && a->record == r->c->self.ego)
            return "who stands in the middle was renamed";
        if (!is_new && !kr_circle_record_of(shown, a->record, &kind)) return "a record that is not seen";
        uint8_t right = right_for(r, a, f, mine);
        if (right < (mine ? KR_RIGHT_ADD : KR_RIGHT_EDIT)) return "more than was given";
    }
    return NULL;
}

/* Every field whose value the guest does not see is as it was. */
static const char *hidden_stays(const share_rules *r, const kr_circle *shown, const kr_circle *after) {
    size_t count;
    const kr_field *fields = kr_schema_fields(&count);
    for (size_t i = 0; i < r->w->n_things; i++) {
        kr_kind kind = r->w->things[i].kind, of;
        const void *was = r->records[i], *seen = kr_circle_record_of(shown, r->w->things[i].id, &of);
        const void *is = kr_circle_record_of(after, r->w->things[i].id, &of);
        for (size_t f = 0; f < count && was; f++) {
            if (fields[f].kind != kind) continue;
            kr_assignment a = kr_record_get(was, kind, &fields[f]), b = kr_record_get(is, kind, &fields[f]);
            kr_assignment c =
                seen ? kr_record_get(seen, kind, &fields[f]) : (kr_assignment){.op = KR_OP_CLEAR};
            if ((!seen || !same_value(&a, &c)) && !same_value(&a, &b)) return "a hidden field was changed";
        }
    }
    return NULL;
}

static const char *try_one(share_world *w, const share_rules *r, const kr_circle *shown, size_t *allowed,
                           size_t *refused) {
    attempt t;
    kr_circle after;
    kr_error error = {0};
    attempt_make(w, &t);
    kr_change change = {.seq = w->n + 1,
                        .base = w->n,
                        .author = SHARE_GUEST,
                        .undoes = t.undoes,
                        .author_name = KR_NONE,
                        .assignments = t.items,
                        .count = t.n};
    kr_err err = kr_share_allows(&w->whole, shown, &w->share, &change, &error);
    if (err != KR_OK) {
        ++*refused;
        return err == KR_E_DENIED || err == KR_E_INVALID ? NULL : "refused for another reason";
    }
    ++*allowed;
    kr_change *all = kr_new_n(&w->arena, kr_change, w->n + 1);
    if (!all) return "no memory";
    memcpy(all, w->changes, w->n * sizeof *all);
    all[w->n] = change;
    if (kr_circle_fold(&after, &w->arena, all, w->n + 1, NULL) != KR_OK) return "does not fold";
    if (kr_circle_check(&after, NULL) != KR_OK) return "what was allowed breaks the circle";
    const char *wrong = within_rights(r, shown, &t);
    if (!wrong && t.undoes && w->changes[t.undoes - 1].author != SHARE_GUEST) wrong = "took back another's";
    return wrong ? wrong : hidden_stays(r, shown, &after);
}

const char *share_changes_hold(share_world *w, size_t *allowed, size_t *refused) {
    share_rules rules;
    kr_view view;
    if (w->whole.self.gone) return NULL;
    if (kr_view_shared(&view, &w->arena, &w->whole, &w->share, 0, NULL) != KR_OK) return "no view";
    share_rules_make(&rules, w);
    const char *wrong = NULL;
    for (int i = 0; i < 12 && !wrong; i++) wrong = try_one(w, &rules, view.circle, allowed, refused);
    return wrong;
}
