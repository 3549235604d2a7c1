/* The characteristics of a circle: what is known of each, with names and counts, and of how many it is not
 * known. No total, no norm, no order of people. */
#ifndef KR_TRAITS_H
#define KR_TRAITS_H

#include "core/observe.h"

typedef enum kr_trait_group {
    KR_TRAIT_SIX,
    KR_TRAIT_CONTACT,
    KR_TRAIT_SUPPORT,
    KR_TRAIT_OUTWARD
} kr_trait_group;

/* One of the things a characteristic tells apart: "every week". */
typedef struct kr_trait_part {
    const kr_choice_list *list; /* its label is choice `choice` of this list ... */
    uint8_t choice;
    const char *label_key; /* ... or this key, when there is no list */
    uint32_t *people;      /* indices of alters that may be named */
    size_t n_people;
    size_t count; /* all of them, named or not */
    size_t of;    /* variety, likeness: of how many it is known; else 0 */
    uint32_t set; /* variety: which choices of `kinds` there are */
    const kr_choice_list *kinds;
} kr_trait_part;

typedef struct kr_trait {
    const char *key; /* "trait.size": .title and .what in the catalogue; an answer is kept under it */
    kr_trait_group group;
    kr_trait_part *parts; /* those with somebody in them */
    size_t n_parts;
    size_t known, unknown; /* people, or pairs in trait.density */
} kr_trait;

/* All characteristics, in a fixed order. Without `paid`, whoever does it as their work is left out of
 * everything. The dead are not counted. Memory from the arena. O(traits × (alters + pairs)). */
kr_err kr_traits(kr_trait **out, size_t *count, kr_arena *arena, const kr_network *network, kr_date today,
                 bool paid) KR_CHECKED;

#endif
