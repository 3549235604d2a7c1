/* What stands out: sentences that count and put side by side, never judge. Core returns catalogue keys with
 * arguments; every sentence comes from one row of a table (kr_rules), which says what it looks at and when it
 * speaks. The manual's chapter and "Hoe komen we hieraan?" are written from the same rows. */
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

/* -- the rules -- */

/* Catalogue: "see.theme.NAME". */
#define KR_THEMES(X)                                                                                         \
    X(size)                                                                                                  \
    X(composition)                                                                                           \
    X(density)                                                                                               \
    X(stability)                                                                                             \
    X(complexity)                                                                                            \
    X(reachability)                                                                                          \
    X(reciprocity)                                                                                           \
    X(frequency)                                                                                             \
    X(duration)                                                                                              \
    X(support)                                                                                               \
    X(levels)                                                                                                \
    X(capital)                                                                                               \
    X(light)                                                                                                 \
    X(energy)                                                                                                \
    X(wishes)                                                                                                \
    X(family)                                                                                                \
    X(places)                                                                                                \
    X(professionals)                                                                                         \
    X(time)
typedef enum kr_theme {
#define KR_THEME(name) KR_THEME_##name,
    KR_THEMES(KR_THEME)
#undef KR_THEME
        KR_THEME_COUNT
} kr_theme;
/* "size": in addresses and keys. */
const char *kr_theme_name(kr_theme theme);

/* What a rule counts: "see.count.NAME" in the catalogue. */
typedef enum kr_counted { KR_OF_PEOPLE, KR_OF_PAIRS, KR_OF_OTHER } kr_counted;

struct kr_see;
typedef struct kr_rule kr_rule;
typedef bool (*kr_holds_fn)(const struct kr_see *see, const kr_alter *alter, int32_t limit);
typedef void (*kr_see_fn)(struct kr_see *see, const kr_rule *rule);

/* One rule. How telling it is stands fixed beside it and never depends on who somebody is:
 *   4 what somebody wants, how near people stand, what became quiet or goes both ways
 *   3 what people are for each other, and how contact feels
 *   2 how the circle is made up
 *   1 plain facts */
struct kr_rule {
    const char *key; /* catalogue: KEY.title, .say, .ask, .not; and where the general ones do not do, .looks
                        and .when. An answer is kept under it (and the word, see kr_observation_about) */
    uint8_t theme;   /* kr_theme */
    uint8_t telling; /* 1..4 */
    uint8_t from;    /* speaks about at least this many: {from} */
    int32_t limit;   /* what is compared with, in years, minutes, kinds ...: {limit} */
    uint64_t tie_fields, person_fields; /* what it looks at, of the tie and of the person: bit = field number.
                                           It is known of somebody when one of these is said */
    bool each_support;                  /* asked once for each of the five kinds of support */
    bool says_unknown;                  /* the sentence also says of how many it is not known */
    uint8_t counts;                     /* kr_counted */
    kr_holds_fn holds;                  /* for whom; NULL when `see` finds that out itself */
    kr_see_fn see;                      /* NULL: says it about everybody for whom it holds */
};

/* All rules in the order in which the manual lists them; returns how many there are, at most `cap` filled. */
size_t kr_rules(const kr_rule **out, size_t cap);

/* One quiet sentence and one open question. */
typedef struct kr_observation {
    const char *key; /* "see.size" */
    const kr_rule *rule;
    int64_t n, m;               /* the numbers in the sentence: {n}, {m} */
    const char *word_key;       /* catalogue key of {word}, e.g. a support kind; NULL */
    const kr_choice_list *list; /* {words}: these choices of it; NULL */
    uint32_t set;
    uint32_t *people; /* indices of alters, {names}; at most 6 are named, then {more} others */
    size_t n_people;
    uint32_t *others; /* a second row of names, {others} */
    size_t n_others;
    int64_t held, known, unknown; /* the count behind it: for how many it holds, of how many it is known, and
                                     of how many it is not */
} kr_observation;

/* All that can be said now, at most `cap`: by how telling the rule is, then in the order of the rules.
 * Nothing is said of what is not known; nobody with a private mark is named, and the dead only where it is
 * about them. O(rules × (alters + pairs)). */
kr_err kr_observe(kr_observation **out, size_t *count, kr_arena *arena, const kr_network *network,
                  kr_date today, size_t cap) KR_CHECKED;
/* Which come first: in the order of the list without those put `aside` (NULL: none), no two of one theme as
 * long as there are others. Fills places in the list, at most `most`; returns how many. O(count × most). */
size_t kr_observe_first(size_t *out, size_t most, const kr_observation *list, size_t count,
                        const bool *aside);
bool kr_see_alive(const kr_alter *alter);
bool kr_see_private(const kr_alter *alter);
/* Alive and without a private mark: may be named. */
bool kr_see_nameable(const kr_alter *alter);
/* "see.give:support.practical": under this an answer is kept. */
void kr_observation_about(kr_buf *out, const kr_observation *observation);

#endif
