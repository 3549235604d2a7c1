/* The circle as it stands after folding a list of changes: plain typed arrays, immutable. */
#ifndef KR_CIRCLE_H
#define KR_CIRCLE_H

#include "core/change.h"

#define KR_MAX_RECORDS 200000

/* Every kind but the circle itself, in the order of their numbers, and the array that holds them. */
#define KR_RECORD_KINDS(X)                                                                                   \
    X(person, persons)                                                                                       \
    X(tie, ties)                                                                                             \
    X(moment, moments)                                                                                       \
    X(event, events)                                                                                         \
    X(wish, wishes)                                                                                          \
    X(answer, answers)                                                                                       \
    X(union, unions)                                                                                         \
    X(parentage, parentages)                                                                                 \
    X(bond, bonds)                                                                                           \
    X(household, households)                                                                                 \
    X(moved, moves)                                                                                          \
    X(own_form, own_forms)                                                                                   \
    X(form_place, form_places)                                                                               \
    X(nomination, nominations)                                                                               \
    X(presence, presences)                                                                                   \
    X(action, actions)                                                                                       \
    X(success, successes)                                                                                    \
    X(talent, talents)                                                                                       \
    X(role, roles)                                                                                           \
    X(gift, gifts)                                                                                           \
    X(review, reviews)                                                                                       \
    X(asking, askings)                                                                                       \
    X(run, runs)                                                                                             \
    X(run_step, run_steps)                                                                                   \
    X(run_answer, run_answers)                                                                               \
    X(sheet, sheets)                                                                                         \
    X(sheet_part, sheet_parts)                                                                               \
    X(filled, fillings)                                                                                      \
    X(filled_item, filled_items)
#define KR_KIND_LAST KR_KIND_filled_item

/* Arrays are in the order in which the records were first mentioned. Everything is borrowed from the arena
 * and from the changes it was folded from. Invariants: see kr_circle_check. Records in the bin, merged and
 * left ones are all here. */
typedef struct kr_circle {
    kr_circle_record self;
#define KR_ARRAY(kind, plural)                                                                               \
    kr_##kind *plural;                                                                                       \
    size_t n_##plural;
    KR_RECORD_KINDS(KR_ARRAY)
#undef KR_ARRAY
    const kr_change *changes;
    size_t n_changes;
    uint64_t *index; /* id -> kind and place; private to circle.c */
    size_t index_cap;
} kr_circle;

/* Applies the changes in order. Never refuses a change that decoded: what does not fit is skipped (rules are
 * checked when a change is made). Errors: KR_E_MEMORY, KR_E_LIMIT. O(assignments). */
kr_err kr_circle_fold(kr_circle *out, kr_arena *arena, const kr_change *changes, size_t count,
                      kr_error *error) KR_CHECKED;

/* The same, beginning from `before`, which holds the first before->n_changes of these `count` changes: the
 * result equals kr_circle_fold of all. Nothing of `before` is borrowed but what it borrowed from the changes.
 * O(records + assignments added). */
kr_err kr_circle_fold_more(kr_circle *out, kr_arena *arena, const kr_circle *before, const kr_change *changes,
                           size_t count, kr_error *error) KR_CHECKED;

/* A deep copy of changes into an arena, so that they outlive where they came from. */
kr_err kr_changes_copy(kr_change **out, kr_arena *arena, const kr_change *changes, size_t count) KR_CHECKED;

/* The records of a kind, one struct after another (kr_kind_size each); NULL for the circle itself. O(1). */
const void *kr_circle_records(const kr_circle *circle, kr_kind kind, size_t *count);
/* NULL when there is none. O(1). */
const kr_person *kr_circle_person(const kr_circle *circle, kr_id id);
const kr_tie *kr_circle_tie(const kr_circle *circle, kr_id id);
/* Any record as its struct, with its kind; NULL when unknown. */
const void *kr_circle_record_of(const kr_circle *circle, kr_id id, kr_kind *kind);
/* The tie between two persons in either order that is not in the bin, or NULL. O(ties). */
const kr_tie *kr_circle_tie_between(const kr_circle *circle, kr_id a, kr_id b);
/* The person in the middle, or NULL in a circle that has none yet. */
const kr_person *kr_circle_ego(const kr_circle *circle);
/* What a field holds; op is KR_OP_CLEAR in *out when it is unknown. */
kr_assignment kr_record_get(const void *record, kr_kind kind, const kr_field *field);

/* When a record went to the bin, ms since 1970; 0 when it did not. */
int64_t kr_record_gone(const void *record, kr_kind kind);

/* For tests, fuzzers and debug builds: ties name two different existing persons; one live tie per pair; the
 * person in the middle exists and is nobody's contact twice; merged persons name an existing person. */
kr_err kr_circle_check(const kr_circle *circle, kr_error *error) KR_CHECKED;

#endif
