/* Whom one could ask for help: the people around, by what one said about asking them. Nobody is judged and
 * nobody falls away but the dead, animals and places: it is a reminder of one's own words. */
#ifndef KR_ASKING_H
#define KR_ASKING_H

#include "core/network.h"

typedef enum kr_ask_group {
    KR_ASK_YES,     /* said yes to at least one kind of support */
    KR_ASK_PERHAPS, /* said perhaps */
    KR_ASK_OPEN,    /* said nothing about it */
    KR_ASK_NO,      /* said only no, or rather no contact now */
    KR_ASK_GROUPS
} kr_ask_group;

typedef struct kr_ask_hint {
    uint32_t who; /* index of an alter */
    kr_ask_group group;
    uint32_t yes, perhaps, no; /* sets of the support list */
} kr_ask_hint;

/* What was said about asking somebody. O(1). */
kr_ask_hint kr_ask_hint_of(const kr_alter *alter);
/* By group, within a group in the order of naming. Errors: KR_E_MEMORY. O(alters). */
kr_err kr_ask_hints(kr_ask_hint **out, size_t *n, kr_arena *arena, const kr_network *network) KR_CHECKED;

#endif
