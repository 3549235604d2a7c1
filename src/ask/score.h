/* Scoring: what the makers of a list say comes out of it. No item text is here: a set says by its linkIds, or
 * by the extension urn:kring:instrument-item, which item of which instrument a question is ("csi.1"), and by
 * ordinalValue what each answer weighs. A score is a signal, never a verdict. */
#ifndef KR_ASK_SCORE_H
#define KR_ASK_SCORE_H

#include "ask/ask.h"

/* What one answer is worth. */
typedef enum kr_ask_points {
    KR_ASK_WEIGHT, /* its ordinalValue, within item_least and item_most; a number counts as itself */
    KR_ASK_YES,    /* yes is 1, no is 0 */
    KR_ASK_MIDDLE  /* of three or five answers in order, 1, 2, 3 ...: 1 for the middle one and above; for a
                      question put the other way round, for the middle one and below */
} kr_ask_points;

typedef enum kr_ask_sum { KR_ASK_SUM, KR_ASK_MEAN } kr_ask_sum;

/* One thing that comes out of a list: a row of the table in instruments.c. */
typedef struct kr_ask_scale {
    const char *instrument, *name; /* "csi", "total" */
    const char *items;             /* behind "csi.": "1-13", "family.1-5", "everyday.*" */
    const char *reversed;          /* those of them that count the other way round; NULL */
    uint16_t count;                /* how many there are; 0: as many as the set has */
    uint16_t missing;              /* how many may be without an answer */
    uint8_t points, sum;           /* kr_ask_points, kr_ask_sum */
    int8_t item_least, item_most;  /* of the weight of one answer */
    const int8_t *bands;           /* where each begins, ends with -1; NULL when its makers draw no line */
    bool own_missing;              /* the makers say nothing of missing answers: the rule is ours */
} kr_ask_scale;

const kr_ask_scale *kr_ask_scales(size_t *count);

typedef enum kr_ask_state {
    KR_ASK_SCORED,
    KR_ASK_UNANSWERED, /* too many questions without an answer */
    KR_ASK_NO_WEIGHTS, /* the set does not say what its answers weigh, or they weigh too much */
    KR_ASK_NO_ITEMS    /* the set does not have all items */
} kr_ask_state;

typedef struct kr_ask_score {
    const kr_ask_scale *scale;
    uint8_t state;         /* kr_ask_state */
    double value;          /* when scored */
    double least, most;    /* what it can be */
    uint32_t answered, of; /* questions */
    int band;              /* where the band begins that it falls in; -1 for none */
} kr_ask_score;

/* All that can be said of these answers, in the order of the table; *count is 0 for a set that is not scored.
 * Errors: KR_E_MEMORY. O(scales * items). */
kr_err kr_ask_scores(kr_ask_score **out, size_t *count, kr_arena *arena,
                     const kr_ask_filled *filled) KR_CHECKED;
/* Does anything come out of this set? */
bool kr_ask_scored(const kr_ask_set *set);

#endif
