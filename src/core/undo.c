#include "core/draft_int.h"

/* What the field held in the circle as it was before the change; the record may not have been there. */
static kr_assignment before(const kr_circle *past, const kr_assignment *what, const kr_field *field) {
    kr_kind kind = KR_KIND_none;
    const void *record = kr_circle_record_of(past, what->record, &kind);
    if (record && kind == (kr_kind)what->kind) return kr_record_get(record, kind, field);
    kr_assignment value = *what;
    value.op = KR_OP_CLEAR;
    value.value = (kr_value){0};
    return value;
}

/* Elements of a set: those that this change added or removed and that are still as it left them go back. */
static bool undo_set(kr_draft *draft, const kr_assignment *did, uint32_t was) {
    kr_assignment now = kr_draft_get(draft, (kr_kind)did->kind, did->record, did->field);
    uint32_t touched = did->op == KR_OP_ADD ? did->value.set & ~was : did->value.set & was;
    uint32_t there = did->op == KR_OP_ADD ? now.value.set : ~now.value.set;
    uint32_t back = touched & there;
    if (back) {
        uint32_t elements = did->op == KR_OP_ADD ? now.value.set & ~back : now.value.set | back;
        kr_draft_set(draft, (kr_kind)did->kind, did->record, did->field, elements);
    }
    return back == touched;
}

/* False when somebody changed the field since. */
static bool undo_one(kr_draft *draft, const kr_circle *past, const kr_assignment *did) {
    const kr_field *field = kr_schema_field((kr_kind)did->kind, did->field);
    if (!field || field->type != (kr_type)did->type) return true;
    kr_assignment was = before(past, did, field);
    if (did->type == KR_SET && did->op != KR_OP_CLEAR) return undo_set(draft, did, was.value.set);
    kr_assignment now = kr_draft_get(draft, (kr_kind)did->kind, did->record, did->field);
    if (!kr_value_same(&now, did)) return false;
    if (was.type == KR_SET)
        kr_draft_set(draft, (kr_kind)did->kind, did->record, did->field, was.value.set);
    else
        kr_draft__put(draft, was);
    return true;
}

/* Records that this change brought into being: their undoing is the bin, so that doing it again finds them
 * whole. */
static bool made_here(const kr_circle *past, const kr_assignment *a) {
    kr_kind kind;
    return a->record != KR_CIRCLE_RECORD && !kr_circle_record_of(past, a->record, &kind);
}

static void unmake(kr_draft *draft, const kr_assignment *a) {
    const kr_field *gone = kr_schema_field_named((kr_kind)a->kind, KR_STR("gone"));
    if (gone) kr_draft_number(draft, (kr_kind)a->kind, a->record, gone->number, draft->maker.at_ms);
}

static bool can_undo(const kr_circle *c, uint64_t seq) {
    if (seq == 0 || seq > c->n_changes) return false;
    uint16_t act = c->changes[seq - 1].act;
    return act != KR_ACT_ERASED && act != KR_ACT_BEGIN;
}

void kr_draft_undo(kr_draft *draft, uint64_t seq, size_t *kept) {
    const kr_circle *c = draft->circle;
    *kept = 0;
    if (!can_undo(c, seq)) {
        kr_draft__fail(draft, KR_E_NOT_FOUND, "error.no_such_change", NULL);
        return;
    }
    kr_circle past;
    if (kr_circle_fold(&past, draft->arena, c->changes, (size_t)seq - 1, &draft->error) != KR_OK) return;
    const kr_change *change = &c->changes[seq - 1];
    draft->undoes = seq;
    if (change->act == KR_ACT_UNDO) draft->act = KR_ACT_REDO;
    for (size_t j = 0; j < change->count; j++) {
        const kr_assignment *a = &change->assignments[j];
        if (made_here(&past, a))
            unmake(draft, a);
        else if (!undo_one(draft, &past, a))
            ++*kept;
    }
    if (draft->count == 0) kr_draft__fail(draft, KR_E_CONFLICT, "error.undo_nothing_left", NULL);
}

/* The newest change that takes `seq` back; 0 when there is none. */
static uint64_t taken_back_by(const kr_circle *c, uint64_t seq) {
    for (size_t i = c->n_changes; i > seq; i--) {
        if (c->changes[i - 1].undoes == seq) return c->changes[i - 1].seq;
    }
    return 0;
}

/* Undone, done again, undone again: what counts is whether the chain of those has an odd length. */
static bool is_undone(const kr_circle *c, uint64_t seq) {
    bool undone = false;
    for (uint64_t by = taken_back_by(c, seq); by; by = taken_back_by(c, by)) undone = !undone;
    return undone;
}

static bool is_own(const kr_change *change, kr_id author) {
    return author == 0 || change->author == author;
}

uint64_t kr_undo_next(const kr_circle *c, kr_id author) {
    for (size_t i = c->n_changes; i > 0; i--) {
        const kr_change *change = &c->changes[i - 1];
        bool step = change->act != KR_ACT_UNDO && change->act != KR_ACT_REDO && change->act != KR_ACT_BEGIN &&
                    change->act != KR_ACT_ERASED;
        if (step && is_own(change, author) && !is_undone(c, change->seq)) return change->seq;
    }
    return 0;
}

uint64_t kr_redo_next(const kr_circle *c, kr_id author) {
    for (size_t i = c->n_changes; i > 0; i--) {
        const kr_change *change = &c->changes[i - 1];
        if (!is_own(change, author)) continue;
        if (change->act == KR_ACT_REDO) continue;
        if (change->act != KR_ACT_UNDO) return 0;
        if (!is_undone(c, change->seq)) return change->seq;
    }
    return 0;
}
