/* What a viewer may see of a circle: the only door for pages, API, drawings, exporters, history and
 * comparison. */
#ifndef KR_VIEW_H
#define KR_VIEW_H

#include "core/circle.h"

typedef enum kr_viewer {
    KR_VIEWER_OWNER, /* sees everything */
    KR_VIEWER_WALL, /* what may hang in the kitchen: names, but no remarks, telephone, mail or address, and of
                       a tie marked private only where the person stands */
    KR_VIEWER_INITIALS, /* names become initials; only open fields without free text; private ties and their
                          people go */
    KR_VIEWER_LIFE,  /* the wall, and what happened in one's life with who was there, without remarks: for the
                       life line, when its owner asks for that on paper */
    KR_VIEWER_GUEST, /* whom the owner let in; made by kr_view_shared (core/share.h), which filters. From the
                        circle of such a view kr_view_make only folds */
    KR_VIEWER_BESIDE /* whoever lays this map beside their own: people and ties, only open fields, of texts
                        only names, roles and what the map is called; private ties and their people go */
} kr_viewer;

typedef enum kr_status {
    KR_HERE,  /* in the circle */
    KR_LEFT,  /* taken out; earlier moments keep them */
    KR_GONE,  /* in the bin */
    KR_MERGED /* turned out to be somebody else */
} kr_status;

/* A smaller, read-only circle. Borrowed from the circle (owner) or the arena (others). */
typedef struct kr_view {
    const kr_circle *circle; /* already filtered: whatever is in it may be shown */
    kr_viewer viewer;
    uint64_t upto; /* the last change that is seen */
} kr_view;

/* `upto` 0: as it is now; else as it was after that change, by today's rules: what is private now disappears
 * from the past too. For the owner of today O(1); otherwise O(assignments). */
kr_err kr_view_make(kr_view *out, kr_arena *arena, const kr_circle *circle, kr_viewer viewer, uint64_t upto,
                    kr_error *error) KR_CHECKED;

kr_status kr_person_status(const kr_person *person);
/* Died, whether or not anybody knows when. */
static inline bool kr_person_is_dead(const kr_person *person) {
    return person->died != 0 || person->dead == KR_yesno_yes;
}

/* Two points in time. Persons are named by id; `before` and `after` are 0-based indices in the two views'
 * persons, or SIZE_MAX where absent. */
typedef enum kr_difference_kind { KR_CAME, KR_WENT, KR_MOVED, KR_STAYED } kr_difference_kind;
typedef struct kr_difference {
    kr_difference_kind kind;
    kr_id person;
    const kr_person *before, *after;      /* NULL where absent */
    const kr_tie *tie_before, *tie_after; /* with the person in the middle; NULL where absent */
    int closer; /* 1 moved nearer, -1 further, 0 neither known nor changed (by closeness) */
} kr_difference;

/* Everyone but the person in the middle, in the order of `after`, then those who went. Moved = another
 * closeness, horizon, ward ring or area. O(persons + ties). */
kr_err kr_view_compare(kr_difference **out, size_t *count, kr_arena *arena, const kr_view *before,
                       const kr_view *after) KR_CHECKED;

#endif
