/* Small steps one could take: a suggestion with its reason, from what somebody said they want. RADIO (revive,
 * activate, unblock, deepen, maintain) and the five directions, from bonding to bridging to linking. Only a
 * suggestion: nothing is decided, nobody is contacted, whoever has a private mark is left out, and "no wish
 * now" is a complete answer. */
#ifndef KR_IDEAS_H
#define KR_IDEAS_H

#include "core/observe.h"

typedef enum kr_step { KR_STEP_BONDING = 1, KR_STEP_BRIDGING, KR_STEP_LINKING } kr_step;
/* "idea.way.NAME" in the catalogue. */
#define KR_IDEA_WAYS(X)                                                                                      \
    X(revive)                                                                                                \
    X(activate)                                                                                              \
    X(unblock)                                                                                               \
    X(deepen)                                                                                                \
    X(maintain)                                                                                              \
    X(replace)                                                                                               \
    X(larger)                                                                                                \
    X(varied)                                                                                                \
    X(denser)                                                                                                \
    X(reachable)                                                                                             \
    X(caring)
typedef enum kr_idea_way {
#define KR_IDEA_WAY(name) KR_IDEA_##name,
    KR_IDEA_WAYS(KR_IDEA_WAY)
#undef KR_IDEA_WAY
        KR_IDEA_COUNT
} kr_idea_way;
const char *kr_idea_way_name(kr_idea_way way);

typedef struct kr_idea {
    const char *key; /* "idea.wake": .title, .why, .step, .wish in the catalogue */
    kr_step step;
    kr_idea_way way;
    uint32_t people[2]; /* indices of alters */
    size_t n_people;
    uint32_t others[3]; /* who could come along */
    size_t n_others;
    const char *why; /* which reason, where there are several: "idea.wake.why.long"; NULL */
    uint8_t kind;    /* of support; 0 */
    uint8_t goal;    /* wish goal it fits */
} kr_idea;

/* All that fit what was said, in small steps: bonding before bridging before linking, then in the order of
 * the rules and of naming. At most `cap`. O(rules × alters + pairs). */
kr_err kr_ideas(kr_idea **out, size_t *count, kr_arena *arena, const kr_network *network, kr_date today,
                size_t cap) KR_CHECKED;
/* "idea.wake:0123456789abcdef", "idea.activate_listening:...": under this "not now" is kept, for good. */
void kr_idea_about(kr_buf *out, const kr_network *network, const kr_idea *idea);

#endif
