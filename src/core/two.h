/* Two maps of one network, laid over each other: who stands on both, only here, only there, and whom each put
 * somewhere else. No map is right: what differs is a question to talk about.
 *
 * Both come in as networks made from views of KR_VIEWER_BESIDE, so that nothing else can be compared. */
#ifndef KR_TWO_H
#define KR_TWO_H

#include "core/network.h"

#define KR_TWO_NONE UINT32_MAX

/* Somebody on one of the maps or on both: indices of alters, or KR_TWO_NONE. */
typedef struct kr_two_one {
    uint32_t here, there;
    bool perhaps; /* a role or a first name is the same; nobody said yet whether they are one */
    bool placed;  /* each map says a ring and area of the first circle form */
    bool same;    /* and they are the same */
    int closer;   /* 1 nearer here, -1 nearer there, 0 neither or not known */
} kr_two_one;

/* Two who know each other on one map and not on the other: both said it. */
typedef struct kr_two_pair {
    uint32_t a, b; /* on the map here */
    bool here;     /* it is this map that says yes */
} kr_two_pair;

/* What the reader said about a "perhaps", by the ids on each map. */
typedef struct kr_two_said {
    kr_id here, there;
    bool same;
} kr_two_said;

typedef struct kr_two {
    kr_two_one *ones; /* those here in their order, then those who are only there */
    size_t n;
    size_t n_both, n_here, n_there, n_perhaps;
    kr_two_pair *pairs;
    size_t n_pairs;
    bool one_middle;      /* the same person stands in the middle of both */
    uint32_t their_place; /* the one in the middle there, on the map here; KR_TWO_NONE */
    uint32_t our_place;   /* the one in the middle here, on the map there; KR_TWO_NONE */
} kr_two;

/* People are the same by what the reader said, by their number, by their name (whatever the capitals,
 * accents, order of words, "van" and "de"); a name that stands twice on a map tells nothing. Turning the two
 * round turns the answer round. O(n log n + pairs). KR_E_MEMORY. */
kr_err kr_two_make(kr_two *out, kr_arena *arena, const kr_network *here, const kr_network *there,
                   const kr_two_said *said, size_t n_said) KR_CHECKED;

#endif
