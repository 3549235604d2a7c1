#include "share_world.h"

/* The rules once more, as people read them: slow, plain, and written beside share.h, not beside the code. */

size_t share_thing_of(const share_world *w, kr_id id) {
    for (size_t i = 0; i < w->n_things; i++)
        if (w->things[i].id == id) return i;
    return SIZE_MAX;
}

bool share_rules_reads(const share_rules *r, kr_part part) {
    return r->w->share.rights[part] >= KR_RIGHT_READ;
}

static kr_id ref_of(const void *record, const kr_field *f) {
    kr_id id;
    memcpy(&id, (const char *)record + f->offset, sizeof id);
    return id;
}

static bool named(const kr_field *f, const char *name) {
    return kr_str_is(kr_str_z(f->name), name);
}

/* Where somebody lives, or with whom the children stay, does not make the whole about them. */
static bool makes_it_about(const kr_field *f) {
    return f->type == KR_REF && f->kind != KR_KIND_circle && !named(f, "household") &&
           !named(f, "second_household") && !named(f, "custody");
}

/* Kinds that say how somebody is for the owner, or what the owner plans with them. */
static bool is_inner(kr_kind kind) {
    static const char *const kinds[] = {
        "event", "presence", "wish",   "answer", "nomination", "action",     "success", "talent",
        "role",  "gift",     "review", "asking", "sheet",      "sheet_part", "filled",  "filled_item"};
    for (size_t i = 0; i < KR_COUNT(kinds); i++)
        if (kr_str_is(kr_str_z(kr_kind_name(kind)), kinds[i])) return true;
    return false;
}

/* Whom the key of an answer names, behind its colon; 0 nobody. */
static kr_id in_key(const share_thing *t, const void *record) {
    kr_id id = 0;
    if (t->kind != KR_KIND_answer) return 0;
    kr_str about = ((const kr_answer *)record)->about, head;
    kr_str rest = kr_str_cut(about, ':', &head);
    return kr_id_parse(rest, &id) ? id : 0;
}

/* One round: whatever points at something marked is marked too. */
static bool spread(share_rules *r, bool *marked, bool inner) {
    bool more = false;
    size_t count;
    const kr_field *fields = kr_schema_fields(&count);
    for (size_t i = 0; i < r->w->n_things; i++) {
        const share_thing *t = &r->w->things[i];
        if (marked[i] || !r->records[i] || (inner && (!is_inner(t->kind) || r->mine[i]))) continue;
        kr_id key = in_key(t, r->records[i]);
        if (key && marked[share_thing_of(r->w, key)]) more = marked[i] = true;
        for (size_t f = 0; f < count; f++) {
            if (fields[f].kind != t->kind || !makes_it_about(&fields[f])) continue;
            kr_id to = ref_of(r->records[i], &fields[f]);
            if (inner && t->kind == KR_KIND_presence && to == r->w->share.person) continue;
            size_t at = to ? share_thing_of(r->w, to) : SIZE_MAX;
            if (at != SIZE_MAX && marked[at]) more = marked[i] = true;
        }
    }
    return more;
}

static bool is_kept_apart(kr_kind kind, const void *record) {
    uint8_t mark = kind == KR_KIND_wish     ? ((const kr_wish *)record)->private_mark
                   : kind == KR_KIND_event  ? ((const kr_event *)record)->private_mark
                   : kind == KR_KIND_action ? ((const kr_action *)record)->private_mark
                   : kind == KR_KIND_talent ? ((const kr_talent *)record)->private_mark
                   : kind == KR_KIND_sheet  ? ((const kr_sheet *)record)->private_mark
                                            : 0;
    return mark == KR_yesno_yes;
}

static void mark_hidden(share_rules *r) {
    const kr_circle *c = r->c;
    for (size_t i = 0; i < c->n_ties; i++) {
        const kr_tie *t = &c->ties[i];
        if (t->private_mark != KR_yesno_yes) continue;
        if (t->a != c->self.ego) r->hidden[share_thing_of(r->w, t->a)] = true;
        if (t->b != c->self.ego) r->hidden[share_thing_of(r->w, t->b)] = true;
    }
    for (size_t i = 0; i < r->w->n_things; i++) {
        const share_thing *t = &r->w->things[i];
        if (!r->records[i] || t->id == c->self.ego) continue;
        if (t->kind == KR_KIND_person && ((const kr_person *)r->records[i])->knows == KR_knows_objects)
            r->hidden[i] = true;
        if (is_kept_apart(t->kind, r->records[i])) r->hidden[i] = true;
    }
    while (spread(r, r->hidden, false)) continue;
    const kr_share *s = &r->w->share;
    if (!s->person || s->self_too) return;
    size_t guest = share_thing_of(r->w, s->person);
    r->self[guest] = true;
    while (spread(r, r->self, true)) continue;
    r->self[guest] = false; /* they themselves are there */
}

static void mark_mine(share_rules *r) {
    bool met[SHARE_MOST] = {false};
    for (size_t i = 0; i < r->w->n; i++)
        for (size_t k = 0; k < r->w->changes[i].count; k++) {
            size_t at = share_thing_of(r->w, r->w->changes[i].assignments[k].record);
            if (at == SIZE_MAX || met[at]) continue;
            met[at] = true;
            r->mine[at] = r->w->changes[i].author == SHARE_GUEST;
        }
}

static bool is_absent(const share_rules *r, size_t i) {
    const share_thing *t = &r->w->things[i];
    if (!r->records[i] || r->hidden[i] || r->self[i]) return true;
    if (t->id == r->c->self.ego) return false;
    if (kr_record_gone(r->records[i], t->kind) || t->kind == KR_KIND_bond) return true;
    if (t->kind == KR_KIND_union && ((const kr_union *)r->records[i])->secret == KR_yesno_yes) return true;
    if (t->kind == KR_KIND_nomination && ((const kr_nomination *)r->records[i])->rather_not == KR_yesno_yes)
        return true;
    if (t->kind == KR_KIND_moment) return !share_rules_reads(r, KR_PART_TIME);
    if (t->kind != KR_KIND_person) return false;
    const kr_person *p = r->records[i];
    bool unborn = p->arrival > KR_arrival_alive && !r->mine[i] && !kr_person_is_dead(p);
    if (unborn || p->merged_into || (p->left && !share_rules_reads(r, KR_PART_TIME))) return true;
    return p->only_family == KR_yesno_yes && !share_rules_reads(r, KR_PART_FAMILY);
}

void share_rules_make(share_rules *out, const share_world *w) {
    memset(out, 0, sizeof *out);
    out->w = w;
    out->c = &w->whole;
    for (size_t i = 0; i < w->n_things; i++) {
        kr_kind kind;
        out->records[i] = kr_circle_record_of(out->c, w->things[i].id, &kind);
    }
    mark_mine(out);
    mark_hidden(out);
    for (size_t i = 0; i < w->n_things; i++) out->absent[i] = is_absent(out, i);
}

/* -- one assignment -- */

static bool opened_alone(const share_rules *r, size_t at) {
    const share_thing *t = &r->w->things[at];
    static const kr_kind can[] = {KR_KIND_run,        KR_KIND_run_step, KR_KIND_run_answer, KR_KIND_sheet,
                                  KR_KIND_sheet_part, KR_KIND_filled,   KR_KIND_filled_item};
    bool opens = false;
    for (size_t i = 0; i < KR_COUNT(can); i++) opens = opens || can[i] == t->kind;
    if (!opens) return false;
    kr_id whole = t->id;
    if (t->kind == KR_KIND_run_step) whole = ((const kr_run_step *)r->records[at])->run;
    if (t->kind == KR_KIND_run_answer) whole = ((const kr_run_answer *)r->records[at])->run;
    if (t->kind == KR_KIND_sheet_part) whole = ((const kr_sheet_part *)r->records[at])->sheet;
    if (t->kind == KR_KIND_filled_item) whole = ((const kr_filled_item *)r->records[at])->filled;
    for (size_t i = 0; i < r->w->share.n_ones; i++)
        if (r->w->share.ones[i].record == whole && r->w->share.ones[i].right) return true;
    return false;
}

static bool goes_along(const kr_assignment *a, const kr_field *f) {
    if (named(f, "gone")) return true;
    if (a->kind == KR_KIND_person)
        return named(f, "name") || named(f, "what") || named(f, "role") || named(f, "left") ||
               named(f, "merged_into");
    return f->type == KR_REF;
}

static bool is_own_inner(const share_rules *r, size_t at, const kr_field *f) {
    const kr_share *s = &r->w->share;
    if (!s->person || s->self_too || f->sensitivity != KR_INNER || f->part == KR_PART_REACH) return false;
    if (f->kind == KR_KIND_person) return r->w->things[at].id == s->person;
    const kr_tie *tie = r->records[at];
    return f->kind == KR_KIND_tie && (tie->a == s->person || tie->b == s->person);
}

const char *share_rules_wrong(const share_rules *r, const kr_assignment *a) {
    const kr_field *f = kr_schema_field((kr_kind)a->kind, a->field);
    if (!f) return "a field nobody knows";
    if (f->sensitivity == KR_PRIVATE && !named(f, "gone")) return "a private field";
    size_t at = share_thing_of(r->w, a->record);
    if (a->record != KR_CIRCLE_RECORD) {
        if (at == SIZE_MAX) return "a record from nowhere";
        if (r->hidden[at]) return "about somebody behind a private tie";
        if (r->self[at]) return "inner, about the guest";
        if (r->absent[at]) return "somebody or something that is not there";
        if (is_own_inner(r, at, f)) return "inner, of the guest's own tie";
    }
    bool open = share_rules_reads(r, f->part) || (at != SIZE_MAX && opened_alone(r, at));
    if (!open && !goes_along(a, f)) return "a part that is not opened";
    if (a->op == KR_OP_SET && a->type == KR_REF) {
        size_t to = share_thing_of(r->w, a->value.ref);
        if (to == SIZE_MAX || r->hidden[to] || r->absent[to]) return "points at what is not there";
    }
    if (a->kind != KR_KIND_run_step || f->number != KR_F_run_step_note) return NULL;
    const kr_run_step *step = r->records[at];
    return a->op == KR_OP_SET && step->note_for != KR_note_for_helper ? "a note the owner keeps" : NULL;
}

/* -- what comes out -- */

/* Who turned out to be somebody who may be seen is called as they are. */
static bool is_somebody_shown(const share_rules *r, size_t at) {
    kr_id same = ((const kr_person *)r->records[at])->merged_into;
    size_t to = same ? share_thing_of(r->w, same) : SIZE_MAX;
    return to != SIZE_MAX && !r->hidden[to] && !r->absent[to];
}

static bool names_hidden(const share_rules *r, uint32_t mentions) {
    for (size_t i = 0; i < r->w->n_people; i++) {
        size_t at = share_thing_of(r->w, r->w->people[i]);
        if (mentions >> i & 1 && r->hidden[at] && !is_somebody_shown(r, at)) return true;
    }
    return false;
}

/* Somebody who may be seen is called so too. */
static bool is_own_of_shown(const share_rules *r, uint32_t own) {
    for (size_t i = 0; i < r->w->n_people; i++) {
        size_t at = share_thing_of(r->w, r->w->people[i]);
        if (own >> i & 1 && !r->hidden[at] && !r->absent[at]) return true;
    }
    return false;
}

const char *share_rules_leak(const share_rules *r, kr_str text) {
    size_t at = 0;
    for (size_t m = share_mark_at(text, 0, &at); m != SIZE_MAX; m = share_mark_at(text, at, &at)) {
        if (m >= r->w->n_marks) continue;
        const share_mark *k = &r->w->marks[m];
        if (!k->record) return "the name of somebody who made a change";
        if (k->bearers) {
            /* Whoever left, or is in the bin, may be spoken of; whoever is hidden not. */
            if (names_hidden(r, k->bearers) && !is_own_of_shown(r, k->own))
                return "the name of somebody who is hidden";
            continue;
        }
        if (names_hidden(r, k->mentions)) return "a text in which somebody hidden is named";
        kr_assignment a = {
            .record = k->record, .kind = k->kind, .field = k->field, .op = KR_OP_CLEAR, .type = KR_TEXT};
        const char *wrong = share_rules_wrong(r, &a);
        if (wrong) return wrong;
    }
    return NULL;
}

bool share_rules_may_go(const share_rules *r, kr_str text) {
    size_t at = 0;
    for (size_t m = share_mark_at(text, 0, &at); m != SIZE_MAX; m = share_mark_at(text, at, &at)) {
        const share_mark *k = m < r->w->n_marks ? &r->w->marks[m] : NULL;
        if (k && names_hidden(r, k->lent | k->own | k->bearers)) return true;
    }
    return false;
}
