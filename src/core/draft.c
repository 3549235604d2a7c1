#include "core/draft_int.h"

#include "core/utf8.h"

static uint64_t hash_pair(uint64_t a, uint64_t b) {
    uint64_t h = a * 0x9e3779b97f4a7c15u ^ (b + 0x7f4a7c15u) * 0xff51afd7ed558ccdu;
    return h ^ h >> 32;
}

static struct kr_draft_slot *slot_of(const kr_draft_index *index, uint64_t a, uint64_t b) {
    size_t mask = index->cap - 1;
    size_t at = hash_pair(a, b) & mask;
    while (index->slots[at].a && (index->slots[at].a != a || index->slots[at].b != b)) at = (at + 1) & mask;
    return &index->slots[at];
}

uint64_t kr_draft__find(const kr_draft_index *index, uint64_t a, uint64_t b) {
    /* A table whose first growth failed has no places. */
    return index && index->cap ? slot_of(index, a, b)->value : 0;
}

static kr_err grow_index(kr_draft_index *index, kr_arena *arena) {
    kr_draft_index larger = {NULL, index->count, index->cap ? index->cap * 2 : 32};
    larger.slots = kr_new_n(arena, struct kr_draft_slot, larger.cap);
    if (!larger.slots) return KR_E_MEMORY;
    for (size_t i = 0; i < index->cap; i++) {
        const struct kr_draft_slot *slot = &index->slots[i];
        if (slot->a) *slot_of(&larger, slot->a, slot->b) = *slot;
    }
    *index = larger;
    return KR_OK;
}

kr_err kr_draft__keep(kr_draft_index **index, kr_arena *arena, uint64_t a, uint64_t b, uint64_t value) {
    if (!*index) *index = kr_new(arena, kr_draft_index);
    if (!*index) return KR_E_MEMORY;
    kr_draft_index *table = *index;
    if ((table->count + 1) * 2 > table->cap) {
        kr_err err = grow_index(table, arena);
        if (err != KR_OK) return err;
    }
    struct kr_draft_slot *slot = slot_of(table, a, b);
    if (!slot->a) table->count++;
    *slot = (struct kr_draft_slot){a, b, value};
    return KR_OK;
}

void kr_draft__fail(kr_draft *draft, kr_err code, const char *key, const char *field) {
    if (draft->error.code == KR_OK) kr_fail(&draft->error, code, key, field, NULL);
}

void kr_draft_begin(kr_draft *draft, kr_arena *arena, const kr_circle *circle, kr_maker maker, kr_act act,
                    uint64_t base) {
    *draft = (kr_draft){.arena = arena, .circle = circle, .maker = maker, .act = (uint16_t)act, .base = base};
}

bool kr_value_same(const kr_assignment *a, const kr_assignment *b) {
    if (a->op != b->op) return false;
    if (a->op == KR_OP_CLEAR) return true;
    switch (a->type) {
    case KR_TEXT:
        return kr_str_eq(a->value.text, b->value.text);
    case KR_REF:
        return a->value.ref == b->value.ref;
    case KR_SET:
        return a->value.set == b->value.set;
    default:
        return a->value.number == b->value.number;
    }
}

static uint64_t field_key(uint16_t kind, uint16_t field) {
    return (uint64_t)kind << 16 | field;
}

/* What the field holds before this draft. */
static kr_assignment in_circle(const kr_draft *draft, kr_kind kind, kr_id record, const kr_field *field) {
    kr_kind found = KR_KIND_none;
    const void *there = draft->circle->index || record == KR_CIRCLE_RECORD
                            ? kr_circle_record_of(draft->circle, record, &found)
                            : NULL;
    if (there && found == kind) return kr_record_get(there, kind, field);
    return (kr_assignment){.record = record,
                           .kind = (uint16_t)kind,
                           .field = field->number,
                           .op = KR_OP_CLEAR,
                           .type = (uint8_t)field->type};
}

kr_assignment kr_draft_get(const kr_draft *draft, kr_kind kind, kr_id record, uint16_t number) {
    const kr_field *field = kr_schema_field(kind, number);
    if (!field) return (kr_assignment){.op = KR_OP_CLEAR};
    uint64_t at = kr_draft__find(draft->fields, record, field_key((uint16_t)kind, number));
    if (at && field->type != KR_SET) return draft->items[at - 1];
    kr_assignment value = in_circle(draft, kind, record, field);
    if (!at) return value;
    /* Elements of sets are added and removed one by one: go through what the draft says of this field. */
    for (size_t i = 0; i < draft->count; i++) {
        const kr_assignment *a = &draft->items[i];
        if (a->record != record || a->kind != kind || a->field != number) continue;
        if (a->op == KR_OP_ADD)
            value.value.set |= a->value.set;
        else if (a->op == KR_OP_REMOVE)
            value.value.set &= ~a->value.set;
        else
            value.value.set = 0;
    }
    value.op = value.value.set ? KR_OP_SET : KR_OP_CLEAR;
    return value;
}

static bool adds_nothing(const kr_draft *draft, const kr_assignment *a) {
    kr_assignment now = kr_draft_get(draft, (kr_kind)a->kind, a->record, a->field);
    if (a->op == KR_OP_ADD) return (now.value.set & a->value.set) == a->value.set;
    if (a->op == KR_OP_REMOVE) return (now.value.set & a->value.set) == 0;
    return kr_value_same(&now, a);
}

/* A field that this draft set before gets its newer value in place; elements of sets are kept one by one. */
static bool replaces(kr_draft *draft, const kr_assignment *a) {
    uint64_t at = kr_draft__find(draft->fields, a->record, field_key(a->kind, a->field));
    if (!at || a->type == KR_SET) return false;
    draft->items[at - 1] = *a;
    return true;
}

static kr_err append(kr_draft *draft, kr_assignment a) {
    if (a.op == KR_OP_SET && a.type == KR_TEXT) {
        a.value.text = kr_arena_copy(draft->arena, a.value.text);
        if (!a.value.text.ptr) return KR_E_MEMORY;
    }
    if (replaces(draft, &a)) return KR_OK;
    if (draft->count == draft->cap) {
        size_t cap = draft->cap ? draft->cap * 2 : 16;
        kr_assignment *items =
            kr_arena_grow(draft->arena, draft->items, draft->cap * sizeof *items, cap * sizeof *items);
        if (!items) return KR_E_MEMORY;
        draft->items = items;
        draft->cap = cap;
    }
    kr_err err =
        kr_draft__keep(&draft->fields, draft->arena, a.record, field_key(a.kind, a.field), draft->count + 1);
    if (err == KR_OK) draft->items[draft->count++] = a;
    return err;
}

void kr_draft__put(kr_draft *draft, kr_assignment a) {
    if (draft->error.code != KR_OK) return;
    if (kr_assignment_check(&a, &draft->error) != KR_OK) return;
    if (draft->count >= KR_MAX_ASSIGNMENTS) {
        kr_draft__fail(draft, KR_E_LIMIT, "error.too_many_changes", NULL);
        return;
    }
    if (adds_nothing(draft, &a)) return;
    if (append(draft, a) != KR_OK) kr_draft__fail(draft, KR_E_MEMORY, "error.memory", NULL);
}

static kr_assignment for_field(kr_kind kind, kr_id record, uint16_t number, kr_op op) {
    const kr_field *field = kr_schema_field(kind, number);
    return (kr_assignment){.record = record,
                           .kind = (uint16_t)kind,
                           .field = number,
                           .op = (uint8_t)op,
                           .type = (uint8_t)(field ? field->type : 0)};
}

void kr_draft_text(kr_draft *draft, kr_kind kind, kr_id record, uint16_t field, kr_str value) {
    value = kr_str_trim(value);
    kr_assignment a = for_field(kind, record, field, value.len ? KR_OP_SET : KR_OP_CLEAR);
    a.value.text = value;
    kr_draft__put(draft, a);
}

void kr_draft_number(kr_draft *draft, kr_kind kind, kr_id record, uint16_t field, int64_t value) {
    kr_assignment a = for_field(kind, record, field, value || 0 ? KR_OP_SET : KR_OP_CLEAR);
    if (a.type == KR_NUMBER) a.op = KR_OP_SET;
    a.value.number = value;
    kr_draft__put(draft, a);
}

void kr_draft_clear(kr_draft *draft, kr_kind kind, kr_id record, uint16_t field) {
    kr_draft__put(draft, for_field(kind, record, field, KR_OP_CLEAR));
}

void kr_draft_set(kr_draft *draft, kr_kind kind, kr_id record, uint16_t field, uint32_t elements) {
    uint32_t now = kr_draft_get(draft, kind, record, field).value.set;
    kr_assignment a = for_field(kind, record, field, KR_OP_ADD);
    a.value.set = elements & ~now;
    if (a.value.set) kr_draft__put(draft, a);
    a.op = KR_OP_REMOVE;
    a.value.set = now & ~elements;
    if (a.value.set) kr_draft__put(draft, a);
}

void kr_draft_ref(kr_draft *draft, kr_kind kind, kr_id record, uint16_t field, kr_id value) {
    kr_assignment a = for_field(kind, record, field, value ? KR_OP_SET : KR_OP_CLEAR);
    a.value.ref = value;
    kr_draft__put(draft, a);
}

kr_err kr_draft_end(kr_draft *draft, kr_change *out, kr_error *error) {
    if (draft->error.code != KR_OK) {
        if (error) *error = draft->error;
        return draft->error.code;
    }
    if (draft->count == 0) return kr_fail(error, KR_E_NOT_FOUND, "error.nothing_changed", NULL, NULL);
    *out = (kr_change){.seq = draft->circle->n_changes + 1,
                       .base = draft->base,
                       .author = draft->maker.author,
                       .author_name = draft->maker.author_name,
                       .device = draft->maker.device,
                       .at_ms = draft->maker.at_ms,
                       .act = draft->act,
                       .undoes = draft->undoes,
                       .assignments = draft->items,
                       .count = draft->count};
    return KR_OK;
}

/* The newest change after `base`, by somebody else or on another device, that set this field. */
static const kr_change *changed_since(const kr_draft *draft, const kr_assignment *a) {
    const kr_circle *c = draft->circle;
    for (size_t i = c->n_changes; i > 0 && c->changes[i - 1].seq > draft->base; i--) {
        const kr_change *change = &c->changes[i - 1];
        if (change->author == draft->maker.author && change->device == draft->maker.device) continue;
        for (size_t j = 0; j < change->count; j++) {
            const kr_assignment *b = &change->assignments[j];
            if (b->record == a->record && b->kind == a->kind && b->field == a->field) return change;
        }
    }
    return NULL;
}

size_t kr_draft_conflicts(const kr_draft *draft, kr_assignment *now, size_t cap) {
    size_t found = 0;
    for (size_t i = 0; i < draft->count; i++) {
        const kr_assignment *a = &draft->items[i];
        /* Elements of a set merge. */
        if (a->type == KR_SET || !changed_since(draft, a)) continue;
        const kr_field *field = kr_schema_field((kr_kind)a->kind, a->field);
        if (!field) continue;
        if (found < cap) now[found] = in_circle(draft, (kr_kind)a->kind, a->record, field);
        found++;
    }
    return found;
}
