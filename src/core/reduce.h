/* Somebody who would rather not be on the map: what is left of them when only initials stay, and which texts
 * say their name. Of changes, so that history knows as little as today. */
#ifndef KR_REDUCE_H
#define KR_REDUCE_H

#include "core/circle.h"

/* The names by which these people were ever called in this circle, and their ties. */
typedef struct kr_reduce kr_reduce;

/* `people` are records of persons; those who turned out to be one of them must be among them. Errors:
 * KR_E_MEMORY, KR_E_LIMIT (more than 400 different words). O(assignments). */
kr_err kr_reduce_make(kr_reduce **out, kr_arena *arena, const kr_circle *circle, const kr_id *people,
                      size_t count) KR_CHECKED;

/* The text with initials where a name stood: a word of a name, however it is written, also as the beginning
 * of a longer word ("Corries"). Without one it is the same slice. O(bytes · words). */
kr_err kr_reduce_text(kr_str *out, kr_arena *arena, const kr_reduce *reduce, kr_str text) KR_CHECKED;

/* The same change with what stays: of these people initials and where they stand, but no text, photo, number
 * or date; of their ties no text; everywhere else texts without their names. `out` may be `change`. */
kr_err kr_reduce_change(kr_change *out, kr_arena *arena, const kr_reduce *reduce,
                        const kr_change *change) KR_CHECKED;
bool kr_reduce_has(const kr_reduce *reduce, kr_id person);

/* A text that says the name now, in a record that is not of one of them. */
typedef struct kr_reduce_found {
    kr_id record;
    uint16_t kind, field;
    kr_str text, left; /* and what kr_reduce_text makes of it */
} kr_reduce_found;
/* All of them, in the order of the schema. O(records · fields + text bytes · words). */
kr_err kr_reduce_find(kr_reduce_found **out, size_t *count, kr_arena *arena, const kr_reduce *reduce,
                      const kr_circle *circle) KR_CHECKED;

#endif
