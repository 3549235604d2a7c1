/* Who could introduce me: ways through people who know each other, to somebody, to a place or a group, to a
 * domain of life, or to something that people can do or like to do.
 *
 * Never through anybody with a private mark, or whose tie is broken, over or better left alone, and never
 * through a conflict (see ways.h). */
#ifndef KR_INTRO_H
#define KR_INTRO_H

#include "core/ways.h"

#define KR_INTRO_MOST 3

/* One of the three. */
typedef struct kr_goal {
    kr_id who;      /* a person, place or group */
    uint8_t domain; /* a domain of life */
    kr_str words; /* "zingen": begins a word of somebody's talents, of what one does together, or of a role */
} kr_goal;

typedef struct kr_intro_step {
    uint32_t who;
    uint8_t kind; /* kr_way_kind: how the one before knows them; 0 for the first */
} kr_intro_step;

/* From whom one could ask to the goal; with one step they are the goal themselves (never for `who`). */
typedef struct kr_intro {
    kr_intro_step *steps;
    size_t n;
    uint8_t width; /* of its narrowest step, the one to the first person included */
} kr_intro;

/* At most KR_INTRO_MOST, each beginning with somebody else: fewest steps first, then the widest, then by
 * name. All begin with somebody with whom there is contact, as far as anybody can be reached so; and nobody
 * stands in the middle who could be asked directly. When few know a place or group, people of the same domain
 * of life follow (KR_WAY_AREA). The same whatever the order in which things were told. O(alters log + ways).
 * KR_E_MEMORY. */
kr_err kr_intro_find(kr_intro out[KR_INTRO_MOST], size_t *count, kr_arena *arena, const kr_network *network,
                     const kr_ways *ways, const kr_goal *goal) KR_CHECKED;
/* May this one be a goal: not hidden, alive, no animal, and not better left alone. */
bool kr_intro_goal(const kr_network *network, const kr_ways *ways, size_t alter);

#endif
