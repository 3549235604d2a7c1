#include "core/share_int.h"

#include "core/num.h"

/* May a guest make this change? Judged one assignment after another, against the whole circle and what the
 * guest sees of it. Whatever is not plainly allowed is refused. */

/* A record the change speaks of. */
typedef struct touched {
    kr_id id;
    kr_kind kind;
    bool is_new;
    bool mine;     /* its first assignment was the guest's, or is this one */
    bool met;      /* while looking for who made it */
    uint8_t one;   /* right by which it was opened by itself */
    kr_id a, b;    /* ends of a new tie */
    kr_id part_of; /* the run, sheet or filled-in set that a new piece belongs to */
    bool helper;   /* a note on a way is for whoever helps, after this */
} touched;

typedef struct judge {
    const kr_circle *whole, *shown;
    const kr_share *share;
    const kr_change *change;
    kr_arena *arena;
    touched *all; /* by id */
    size_t n;
} judge;

static kr_err refuse(kr_error *error, const kr_field *field) {
    return kr_fail(error, KR_E_DENIED, "error.share_right", field ? field->name : NULL, NULL);
}

static int by_id(const void *x, const void *y, void *context) {
    const touched *a = x, *b = y;
    (void)context;
    return a->id < b->id ? -1 : a->id > b->id;
}

static touched *find(const judge *j, kr_id id) {
    size_t low = 0, high = j->n;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (j->all[middle].id == id) return &j->all[middle];
        if (j->all[middle].id < id)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

/* -- which records -- */

static kr_err list_touched(judge *j) {
    size_t count = j->change->count;
    j->all = kr_new_n(j->arena, touched, count + 1);
    touched *scratch = kr_new_n(j->arena, touched, count + 1);
    if (!j->all || !scratch) return KR_E_MEMORY;
    for (size_t i = 0; i < count; i++) {
        const kr_assignment *a = &j->change->assignments[i];
        j->all[i] = (touched){.id = a->record, .kind = (kr_kind)a->kind};
    }
    if (count) kr_sort(j->all, count, sizeof *j->all, by_id, NULL, scratch);
    for (size_t i = 0; i < count; i++)
        if (!j->n || j->all[j->n - 1].id != j->all[i].id) j->all[j->n++] = j->all[i];
    return KR_OK;
}

/* What a new record says of itself, wherever in the change it stands. */
static void hear(judge *j) {
    for (size_t i = 0; i < j->change->count; i++) {
        const kr_assignment *a = &j->change->assignments[i];
        touched *t = find(j, a->record);
        bool set = a->op == KR_OP_SET; /* said twice, the last holds */
        kr_id ref = set ? a->value.ref : 0;
        if (a->kind == KR_KIND_tie && a->field == KR_F_tie_a) t->a = ref;
        if (a->kind == KR_KIND_tie && a->field == KR_F_tie_b) t->b = ref;
        bool piece = (a->kind == KR_KIND_run_step && a->field == KR_F_run_step_run) ||
                     (a->kind == KR_KIND_run_answer && a->field == KR_F_run_answer_run) ||
                     (a->kind == KR_KIND_sheet_part && a->field == KR_F_sheet_part_sheet) ||
                     (a->kind == KR_KIND_filled_item && a->field == KR_F_filled_item_filled);
        if (piece) t->part_of = ref;
        if (a->kind == KR_KIND_run_step && a->field == KR_F_run_step_note_for)
            t->helper = set && a->value.number == KR_note_for_helper;
    }
}

/* What an existing piece belongs to; the record itself when it is no piece. */
static kr_id belongs_to(const void *record, kr_kind kind, kr_id id) {
    switch (kind) {
    case KR_KIND_run_step:
        return ((const kr_run_step *)record)->run;
    case KR_KIND_run_answer:
        return ((const kr_run_answer *)record)->run;
    case KR_KIND_sheet_part:
        return ((const kr_sheet_part *)record)->sheet;
    case KR_KIND_filled_item:
        return ((const kr_filled_item *)record)->filled;
    default:
        return id;
    }
}

/* The record is of one kind, is seen, or is new to the whole circle. */
static bool know(judge *j, touched *t) {
    kr_kind kind = KR_KIND_none;
    const void *seen = kr_circle_record_of(j->shown, t->id, &kind);
    if (seen && kind != t->kind) return false;
    kr_kind of_whole;
    t->is_new = !kr_circle_record_of(j->whole, t->id, &of_whole);
    if (!t->is_new && !seen && !kr_share__off(KR_RULE_HIDDEN_EDIT)) return false;
    if (t->is_new && t->id <= KR_CIRCLE_RECORD) return false;
    t->mine = t->is_new;
    kr_id piece = t->is_new || !seen ? t->part_of : belongs_to(seen, t->kind, t->id);
    kr_part home = kr_share__home(t->kind);
    bool opens = home == KR_PART_WAYS || home == KR_PART_SHEETS || home == KR_PART_QUESTIONS;
    if (opens) t->one = kr_share__one(j->share, piece ? piece : t->id);
    if (seen && t->kind == KR_KIND_run_step && !t->helper)
        t->helper = ((const kr_run_step *)seen)->note_for == KR_note_for_helper;
    return home != KR_PARTS;
}

/* Whose first assignment was it? One look through the changes for all. */
static void look_who_made(judge *j) {
    for (size_t i = 0; i < j->whole->n_changes; i++) {
        const kr_change *change = &j->whole->changes[i];
        for (size_t k = 0; k < change->count; k++) {
            touched *t = find(j, change->assignments[k].record);
            if (!t || t->met) continue;
            t->met = true;
            t->mine = change->author == j->share->guest;
        }
    }
}

/* -- may this be done? -- */

static uint8_t larger(uint8_t a, uint8_t b) {
    return a > b ? a : b;
}

static uint8_t right_to(const judge *j, const touched *t, const kr_field *field) {
    bool gone = kr_str_is(kr_str_z(field->name), "gone");
    uint8_t right = j->share->rights[gone ? kr_share__home(t->kind) : field->part];
    if (t->kind == KR_KIND_person && (gone || kr_share__is_calling(t->kind, field->number))) {
        const kr_person *p = kr_circle_person(j->shown, t->id);
        /* Who is only in the family tree belongs to it. */
        if (t->mine || (p && p->only_family == KR_yesno_yes))
            right = larger(right, j->share->rights[KR_PART_FAMILY]);
    }
    return larger(right, t->one);
}

/* Never by a guest, whatever they were given. */
static bool is_owners(const judge *j, const touched *t, const kr_field *field) {
    bool gone = kr_str_is(kr_str_z(field->name), "gone");
    if (field->sensitivity == KR_PRIVATE && !gone) return true;
    switch (t->kind) {
    case KR_KIND_circle:
        return gone || field->number == KR_F_circle_ego || field->number == KR_F_circle_practice;
    case KR_KIND_person:
        if (field->number == KR_F_person_merged_into) return true;
        if (field->number == KR_F_person_knows) return j->share->rights[KR_PART_MAP] < KR_RIGHT_EDIT;
        return t->id == j->whole->self.ego &&
               (gone || field->number == KR_F_person_name || field->number == KR_F_person_left ||
                field->number == KR_F_person_only_family);
    default:
        return false;
    }
}

/* Nothing stands behind what the guest sees: no value that was left out. */
static bool is_seen(const judge *j, const touched *t, const kr_field *field) {
    if (t->is_new || kr_share__off(KR_RULE_HIDDEN_EDIT)) return true;
    kr_kind kind;
    const void *seen = kr_circle_record_of(j->shown, t->id, &kind);
    const void *there = kr_circle_record_of(j->whole, t->id, &kind);
    if (kr_share__is_own_inner(j->share, t->kind, there, field) ||
        kr_share__is_own_note(t->kind, there, field->number))
        return false;
    kr_assignment a = kr_record_get(there, t->kind, field), b = kr_record_get(seen, t->kind, field);
    if (a.op != b.op) return false;
    if (a.op == KR_OP_CLEAR) return true;
    switch (field->type) {
    case KR_TEXT:
        return kr_str_eq(a.value.text, b.value.text);
    case KR_SET:
        return a.value.set == b.value.set;
    case KR_REF:
        return a.value.ref == b.value.ref;
    default:
        return a.value.number == b.value.number;
    }
}

/* Points at somebody or something the guest sees, or that this change makes. */
static bool reaches_seen(const judge *j, const kr_assignment *a) {
    kr_kind kind;
    if (a->type != KR_REF || a->op != KR_OP_SET) return true;
    if (kr_circle_record_of(j->shown, a->value.ref, &kind)) return a->value.ref != KR_CIRCLE_RECORD;
    const touched *t = find(j, a->value.ref);
    return t && t->is_new;
}

/* Which two a tie is between, and what a piece is a piece of, stays as it was made. */
static bool is_said_once(kr_kind kind, uint16_t field) {
    bool piece = kind == KR_KIND_tie || kind == KR_KIND_run_step || kind == KR_KIND_run_answer ||
                 kind == KR_KIND_sheet_part || kind == KR_KIND_filled_item;
    const kr_field *f = kr_schema_field(kind, field);
    return piece && f && f->type == KR_REF && kr_share__is_essential(kind, field);
}

static bool is_allowed(const judge *j, const touched *t, const kr_assignment *a, const kr_field *field) {
    if (is_owners(j, t, field)) return false;
    if (!is_seen(j, t, field)) return false;
    if (!reaches_seen(j, a) && !kr_share__off(KR_RULE_HIDDEN_EDIT)) return false;
    if (!t->is_new && is_said_once(t->kind, field->number)) return false;
    /* Nobody but the owner keeps a note from others. */
    bool note = t->kind == KR_KIND_run_step &&
                (field->number == KR_F_run_step_note || field->number == KR_F_run_step_note_for);
    if (note && !t->helper && a->op == KR_OP_SET) return false;
    if (kr_share__off(KR_RULE_RIGHT)) return true;
    uint8_t right = right_to(j, t, field);
    return right >= KR_RIGHT_EDIT || (t->mine && right >= KR_RIGHT_ADD);
}

static kr_err judge_each(const judge *j, kr_error *error) {
    for (size_t i = 0; i < j->change->count; i++) {
        const kr_assignment *a = &j->change->assignments[i];
        const kr_field *field = kr_schema_field((kr_kind)a->kind, a->field);
        if (!field) return refuse(error, NULL);
        kr_err err = kr_assignment_check(a, error);
        if (err != KR_OK) return err;
        const touched *t = find(j, a->record);
        if ((kr_kind)a->kind != t->kind || !is_allowed(j, t, a, field)) return refuse(error, field);
    }
    return KR_OK;
}

/* -- new records as a whole -- */

typedef struct pair {
    kr_id low, high;
} pair;

static int by_ends(const void *x, const void *y, void *context) {
    const pair *a = x, *b = y;
    (void)context;
    if (a->low != b->low) return a->low < b->low ? -1 : 1;
    return a->high < b->high ? -1 : a->high > b->high;
}

static pair pair_of(kr_id a, kr_id b) {
    return a < b ? (pair){a, b} : (pair){b, a};
}

static bool is_person(const judge *j, kr_id id) {
    const touched *t = find(j, id);
    return kr_circle_person(j->shown, id) || (t && t->is_new && t->kind == KR_KIND_person);
}

/* A new tie is between two people and the only one between them, also among those the guest does not see. */
static kr_err judge_ties(const judge *j, kr_error *error) {
    size_t n = 0, n_whole = j->whole->n_ties;
    const kr_field *end = kr_schema_field(KR_KIND_tie, KR_F_tie_b);
    for (size_t i = 0; i < j->n; i++) n += j->all[i].is_new && j->all[i].kind == KR_KIND_tie;
    if (n == 0) return KR_OK;
    pair *pairs = kr_new_n(j->arena, pair, n + n_whole), *scratch = kr_new_n(j->arena, pair, n + n_whole);
    if (!pairs || !scratch) return kr_fail(error, KR_E_MEMORY, "error.memory", NULL, NULL);
    n = 0;
    for (size_t i = 0; i < n_whole; i++) {
        const kr_tie *t = &j->whole->ties[i];
        if (!t->gone) pairs[n++] = pair_of(t->a, t->b);
    }
    for (size_t i = 0; i < j->n; i++) {
        const touched *t = &j->all[i];
        if (!t->is_new || t->kind != KR_KIND_tie) continue;
        if (t->a == t->b || !is_person(j, t->a) || !is_person(j, t->b)) return refuse(error, end);
        pairs[n++] = pair_of(t->a, t->b);
    }
    kr_sort(pairs, n, sizeof *pairs, by_ends, NULL, scratch);
    for (size_t i = 1; i < n; i++)
        if (by_ends(&pairs[i - 1], &pairs[i], NULL) == 0) return refuse(error, end);
    return KR_OK;
}

/* -- taking back -- */

static bool same_value(const kr_assignment *a, const kr_assignment *b, kr_type type) {
    if (a->op != b->op) return false;
    if (a->op == KR_OP_CLEAR) return true;
    if (type == KR_TEXT) return kr_str_eq(a->value.text, b->value.text);
    return type == KR_REF ? a->value.ref == b->value.ref : a->value.number == b->value.number;
}

/* Only their own change, and only to what the whole circle held before it: a guest without the part TIME does
 * not have that, and must not wipe out what they cannot see. */
static kr_err judge_undo(const judge *j, kr_error *error) {
    uint64_t seq = j->change->undoes;
    if (!seq) return KR_OK;
    if (seq > j->whole->n_changes || j->whole->changes[seq - 1].author != j->share->guest)
        return refuse(error, NULL);
    kr_circle past;
    kr_err err = kr_circle_fold(&past, j->arena, j->whole->changes, (size_t)seq - 1, error);
    if (err != KR_OK) return err;
    for (size_t i = 0; i < j->change->count; i++) {
        const kr_assignment *a = &j->change->assignments[i];
        const kr_field *field = kr_schema_field((kr_kind)a->kind, a->field);
        if (field->type == KR_SET) continue;
        kr_kind kind = KR_KIND_none;
        const void *record = kr_circle_record_of(&past, a->record, &kind);
        if (!record || kind != (kr_kind)a->kind) continue; /* what the change made goes to the bin */
        kr_assignment was = kr_record_get(record, kind, field);
        if (!same_value(&was, a, field->type)) return refuse(error, field);
    }
    return KR_OK;
}

static kr_err allows(judge *j, kr_error *error) {
    kr_err err = list_touched(j);
    if (err != KR_OK) return kr_fail(error, err, "error.memory", NULL, NULL);
    hear(j);
    for (size_t i = 0; i < j->n; i++)
        if (!know(j, &j->all[i])) return refuse(error, NULL);
    look_who_made(j);
    err = judge_each(j, error);
    if (err == KR_OK) err = judge_ties(j, error);
    return err == KR_OK ? judge_undo(j, error) : err;
}

kr_err kr_share__allows(kr_arena *arena, const kr_circle *whole, const kr_circle *shown,
                        const kr_share *share, const kr_change *change, kr_error *error) {
    if (!share->guest || change->author != share->guest) return refuse(error, NULL);
    judge j = {.whole = whole, .shown = shown, .share = share, .change = change, .arena = arena};
    return allows(&j, error);
}

kr_err kr_share_allows(const kr_circle *whole, const kr_circle *shown, const kr_share *share,
                       const kr_change *change, kr_error *error) {
    kr_arena arena;
    kr_arena_init(&arena, kr_heap(), SIZE_MAX / 2);
    kr_err err = kr_share__allows(&arena, whole, shown, share, change, error);
    kr_arena_dispose(&arena);
    return err;
}
