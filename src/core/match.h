/* The same people in two circles: two moments of one circle, or two circles that were drawn apart. */
#ifndef KR_MATCH_H
#define KR_MATCH_H

#include "core/network.h"

/* Who is who. A pair that is not sure is no pair: a name that stands in one of the two more than once matches
 * nobody. */
typedef struct kr_matched {
    size_t before, after; /* index in the networks' alters; SIZE_MAX where absent */
    bool by_name;         /* else by their number */
} kr_matched;

typedef struct kr_match {
    kr_matched *all; /* everybody of `after` in order, then those of `before` who have nobody */
    size_t n, by_number, by_name;
    size_t unsure; /* people whose name stands there more than once */
} kr_match;

/* By number when both have somebody with that number; who is left then by name (folded, spaces trimmed). O(n
 * log n). Errors: KR_E_MEMORY. */
kr_err kr_match_make(kr_match *out, kr_arena *arena, const kr_network *before,
                     const kr_network *after) KR_CHECKED;

/* What is said otherwise of somebody, or of their tie with the person in the middle: the fields of both
 * persons or ties that differ, in the order of the schema; photo, times, references and marks of files are
 * not looked at. Returns how many, at most `cap` are filled in. a or b may be NULL. O(fields). */
size_t kr_match_differences(const kr_field **out, size_t cap, kr_kind kind, const void *a, const void *b);

#endif
