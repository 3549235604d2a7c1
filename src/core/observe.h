/* What stands out: sentences that count and compare, never judge. Core returns catalogue keys with arguments.
 */
#ifndef KR_OBSERVE_H
#define KR_OBSERVE_H

#include "core/network.h"

/* The plain figures behind the sentences. Unknown stays unknown: `..._unknown` counts for how many it is not
 * said. */
typedef struct kr_figures {
    size_t size, size_unpaid; /* contacts that are here; without paid helpers */
    size_t by_sector[12];     /* index = sector choice; 0 = not said */
    size_t pairs_known, pairs_not, pairs_possible;
    double density; /* known / possible; -1 below three contacts or when nothing is said */
    size_t since_known, since_unknown;
    size_t ten_years;                        /* known for ten years or longer on `today` */
    size_t near, far, abroad, place_unknown; /* same house, street or neighbourhood, or at most 15 minutes;
                                                town and elsewhere; abroad */
    size_t gets[6], gives[6];                /* index = support choice */
    size_t gets_unpaid[6];
    size_t both_ways; /* ties with getting and giving */
    size_t quiet;     /* fading or dormant */
} kr_figures;

void kr_figures_of(kr_figures *out, const kr_network *network, kr_date today);

/* One quiet sentence and one open question. Keys: `key`.title, `key`.say, `key`.ask in the catalogue. */
typedef struct kr_observation {
    const char *key;      /* "see.size" */
    int64_t n, m;         /* the numbers in the sentence: {n}, {m} */
    const char *word_key; /* catalogue key of {word}, e.g. a support kind; NULL */
    uint32_t *people;     /* indices of alters, {names}; at most 6 are named, then {more} others */
    size_t n_people;
    uint32_t *others; /* a second row of names, {others} */
    size_t n_others;
} kr_observation;

/* All that can be said now, the most telling first, at most `cap` (a screenful is 12). Nothing is said of
 * what is not known, and nobody with a private mark is named. O(alters × pairs). */
kr_err kr_observe(kr_observation **out, size_t *count, kr_arena *arena, const kr_network *network,
                  kr_date today, size_t cap) KR_CHECKED;

#endif
