/* Whose shoulders: who gives what, how often, and how that feels to the person in the middle. Facts beside
 * each other, in the order in which people were named; nobody is weighed against anybody. Only when much of
 * it rests on one person that is said, with why.
 *
 * Whoever has a private mark counts and is never in a list. */
#ifndef KR_LOAD_H
#define KR_LOAD_H

#include "core/ways.h"

/* For whose eyes. The carer sees what they do themselves, and nothing of how it feels to the other, nor of
 * anybody else. */
typedef enum kr_load_reader { KR_LOAD_OWNER, KR_LOAD_CARER } kr_load_reader;

/* Why it is said that much rests on somebody; a set. */
enum {
    KR_LOAD_KINDS = 1, /* more than half of all that people of one's own do, and three things or more */
    KR_LOAD_ALONE = 2, /* the only one of one's own for two kinds or more */
    KR_LOAD_TIMES = 4, /* two kinds or more, and more than half of all the times, as far as these are known
                          for at least half of the people */
    KR_LOAD_CARES = 8, /* is called a carer, and does two kinds or more */
    KR_LOAD_FELT = 16  /* the person in the middle said to get much from them; for the owner only */
};

typedef struct kr_load_one {
    uint32_t who;
    uint32_t now, sometimes; /* kinds of support, as sets */
    uint32_t alone;          /* of now: nobody else of one's own does it */
    uint32_t given;          /* what the person in the middle does for them */
    uint8_t often;           /* best frequency, 0 not said */
    uint8_t balance, energy; /* felt, as said; 0 for the carer */
    uint8_t why;             /* KR_LOAD_...; 0 */
    bool paid, carer;
} kr_load_one;

typedef struct kr_load {
    kr_load_one *ones; /* who does something now or sometimes */
    size_t n;
    size_t givers;        /* people of one's own who do something now */
    size_t often_unknown; /* of how many of them it is not said how often */
    kr_load_one *mine;    /* for whom the person in the middle does something: `given` */
    size_t n_mine;
} kr_load;

/* For KR_LOAD_CARER, `carer` is the only one in it, and `mine` is empty. O(alters). KR_E_MEMORY. */
kr_err kr_load_make(kr_load *out, kr_arena *arena, const kr_network *network, const kr_ways *ways,
                    kr_load_reader reader, kr_id carer) KR_CHECKED;

#endif
