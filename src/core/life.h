/* The life line of the person in the middle, as data: what happened, when, and who was there. The drawing and
 * the page both read it. */
#ifndef KR_LIFE_H
#define KR_LIFE_H

#include "core/network.h"

typedef struct kr_life_event {
    const kr_event *event;
    double at, until;    /* in years, 1969.39; 0 when not known; until 0: on one day */
    uint8_t strand;      /* as said, else what follows from the kind of event */
    size_t first, there; /* its presences in kr_life.presences */
} kr_life_event;

typedef struct kr_life_presence {
    const kr_presence *said;
    const kr_person *person;
    size_t event, span; /* places in kr_life.events and spans; span SIZE_MAX: has none */
} kr_life_presence;

/* Somebody in the life of the person in the middle, from one year to another. */
typedef struct kr_life_span {
    const kr_person *person;
    double from, until; /* until: the last day when it goes on */
    bool from_known;    /* else it was there before the first time they were named */
    bool goes_on, died;
    bool unknown_end; /* the tie ended, nobody said when */
} kr_life_span;

typedef struct kr_life {
    kr_life_event *events; /* oldest first; those without a date at the end */
    size_t n_events, n_dated;
    kr_life_presence *presences; /* by event */
    size_t n_presences;
    kr_life_span *spans; /* by beginning */
    size_t n_spans;
    size_t n_others;    /* people here of whom nobody said since when */
    double born, today; /* 0 when not known */
} kr_life;

/* Only what happened to the person in the middle: of a family tree that was read from a file the events of
 * others stay out. O(n log n). KR_E_MEMORY. */
kr_err kr_life_make(kr_life *out, kr_arena *arena, const kr_network *network, kr_date today) KR_CHECKED;
/* A date as a year; in the middle of what is not known. 0 for no date. */
double kr_life_year(kr_date date);

#endif
