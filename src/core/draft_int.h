/* What the files of the draft share. */
#ifndef KR_DRAFT_INT_H
#define KR_DRAFT_INT_H

#include "core/draft.h"

/* An open-addressing table from two numbers to one. Grows; keys are never removed. */
typedef struct kr_draft_index {
    struct kr_draft_slot {
        uint64_t a, b, value; /* free when a is 0 */
    } * slots;
    size_t count, cap;
} kr_draft_index;

/* The value stored under (a, b), or 0. */
uint64_t kr_draft__find(const kr_draft_index *index, uint64_t a, uint64_t b);
kr_err kr_draft__keep(kr_draft_index **index, kr_arena *arena, uint64_t a, uint64_t b, uint64_t value);
/* One assignment, checked against the schema; nothing when the field already holds it. */
void kr_draft__put(kr_draft *draft, kr_assignment assignment);
void kr_draft__fail(kr_draft *draft, kr_err code, const char *key, const char *field);
bool kr_value_same(const kr_assignment *a, const kr_assignment *b);

#endif
