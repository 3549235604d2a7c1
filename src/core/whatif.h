/* What if somebody is not there for a while: what changes then, as far as it was said. Facts with names; what
 * they mean is for the person themselves. Nothing is stored, nothing is weighed against anything.
 *
 * Whoever has a private mark counts, so that nothing is said that is not so, and is never named: not in one
 * of the lists below but `gone`, which names those who were chosen. */
#ifndef KR_WHATIF_H
#define KR_WHATIF_H

#include "core/ways.h"

/* Why somebody could be asked. A support kind that the person would not ask of them is no reason. */
typedef enum kr_ask_reason {
    KR_ASK_SOMETIMES, /* does it sometimes */
    KR_ASK_COULD,     /* could do it */
    KR_ASK_WOULD,     /* "would I ask": yes */
    KR_ASK_BEFORE,    /* did it before, by an earlier change */
    KR_ASK_PERHAPS,   /* "would I ask": perhaps */
    KR_ASK_REASONS
} kr_ask_reason;

typedef enum kr_whatif_after {
    KR_AFTER_NOBODY, /* the last giver falls away */
    KR_AFTER_PAID,   /* only paid helpers are left, where there was somebody of one's own */
    KR_AFTER_ONE,    /* one of one's own is left, where there were more */
    KR_AFTER_MORE
} kr_whatif_after;

/* One kind of support that somebody who was chosen gives now. */
typedef struct kr_whatif_support {
    uint8_t kind, after;
    kr_some gone;                /* of the chosen: gives it now */
    kr_some own, paid;           /* others who give it now: of one's own, and as their work */
    size_t own_all, paid_all;    /* how many they are, with those who are not named */
    kr_some ask[KR_ASK_REASONS]; /* who could be asked; each person once, under the first reason */
} kr_whatif_support;

/* Who would be the only one of one's own for these kinds. */
typedef struct kr_whatif_alone {
    uint32_t who, kinds;
} kr_whatif_alone;

/* A place or group where nobody else is known. */
typedef struct kr_whatif_door {
    uint32_t place;
    bool own; /* the person goes there themselves */
    kr_some gone;
} kr_whatif_door;

/* An area of life in which nobody else is known. */
typedef struct kr_whatif_area {
    uint8_t domain;
    kr_some gone, places; /* places and groups of that area stay */
} kr_whatif_area;

typedef struct kr_whatif {
    kr_some chosen;
    kr_whatif_support *support; /* by kind; only what changes for somebody */
    size_t n_support;
    kr_whatif_alone *alone;
    size_t n_alone;
    /* People with whom no contact of one's own is known (KR_OWN_CONTACT), and whom only the chosen join to
     * those with whom there is. */
    kr_some unreachable;
    kr_whatif_door *doors;
    size_t n_doors;
    kr_whatif_area *areas;
    size_t n_areas;
    kr_some gives[6]; /* what the person in the middle does for the chosen, by support kind */
} kr_whatif;

/* Ids of people who are not here are passed over; order and repetition do not matter. Lists are in the order
 * in which people were named. O(alters + pairs + assignments). KR_E_MEMORY. */
kr_err kr_whatif_make(kr_whatif *out, kr_arena *arena, const kr_network *network, const kr_ways *ways,
                      const kr_id *chosen, size_t n_chosen) KR_CHECKED;
/* Did anything change for anybody? */
bool kr_whatif_quiet(const kr_whatif *whatif);

#endif
