/* The family of a view as a graph: members, couples, children of couples. What the genogram, the list of the
 * family and the exchange of family trees work on. */
#ifndef KR_FAMILY_H
#define KR_FAMILY_H

#include "core/view.h"

#define KR_NOBODY UINT32_MAX

/* Two partners, or one whose partner is not known (KR_NOBODY). `record` is NULL for a parent who is known
 * only as a parent. */
typedef struct kr_couple {
    const kr_union *record;
    uint32_t a, b;        /* members; a is never KR_NOBODY */
    uint32_t first_child; /* in `children` */
    uint32_t n_children;
} kr_couple;

/* A child of a couple. One person may be the child of several couples (birth and foster family). */
typedef struct kr_child {
    uint32_t child, couple;
    const kr_parentage *record;
} kr_child;

typedef struct kr_relative {
    const kr_person *person;
    uint32_t first_couple, n_couples; /* in `couples_of`: theirs, in order */
    uint32_t first_origin, n_origins; /* in `origins`: indices in `children`, birth first */
} kr_relative;

typedef struct kr_family {
    const kr_circle *circle;
    kr_relative *members; /* everybody who is here (KR_HERE), and the person in the middle; in the order in
                           which they were named; also those without any family tie */
    size_t n;
    kr_couple *couples;
    size_t n_couples;
    kr_child *children; /* of couple 0, then of couple 1, ...; within a couple oldest first: by rank, date of
                           birth, order in which they were named */
    size_t n_children;
    uint32_t *couples_of, *origins;
    uint32_t ego; /* KR_NOBODY before there is one */
} kr_family;

/* Records that name somebody who is not here, or in the bin, are left out; so is a person who would be their
 * own partner or child. Couples of a member: by rank, beginning, order in which they were named.
 * O((persons + unions + parentages) log). Errors: KR_E_MEMORY. */
kr_err kr_family_make(kr_family *out, kr_arena *arena, const kr_view *view) KR_CHECKED;
/* Index in members, or KR_NOBODY. O(log n). */
uint32_t kr_family_index(const kr_family *family, kr_id person);
/* The other partner, or KR_NOBODY. O(1). */
uint32_t kr_couple_other(const kr_couple *couple, uint32_t member);
/* Has this member a partner, parent or child here? O(1). */
bool kr_relative_related(const kr_family *family, uint32_t member);

/* The year somebody was born or died, 0 unknown: from the date, else the year. O(1). */
int kr_person_born_year(const kr_person *person);
int kr_person_died_year(const kr_person *person);
/* Age in whole years on a day, or at death; -1 when it cannot be told (only a year is known: the difference
 * of the years). O(1). */
int kr_person_age(const kr_person *person, kr_date today);

#endif
