/* What suggestions rest on: who may be named in one, who may be asked something, with whom there is contact
 * of one's own, and who knows whom. Only what was said; what was not said is no way. */
#ifndef KR_WAYS_H
#define KR_WAYS_H

#include "core/network.h"

/* A few of the alters of a network, in the order in which they were named. */
typedef struct kr_some {
    uint32_t *who;
    size_t n;
} kr_some;

enum {
    KR_MAY_NAME = 1,   /* has no private mark, nor a private tie with anybody */
    KR_MAY_ASK = 2,    /* and is alive, no animal, and the tie is not broken, ended or better left alone */
    KR_OWN_CONTACT = 4 /* the person in the middle sees, hears or writes them, lives beside them, gives them
                          or gets something, goes there, or has their number */
};

typedef enum kr_way_kind {
    KR_WAY_KNOWS = 1,
    KR_WAY_FAMILY, /* said of the two, or partners, or parent and child */
    KR_WAY_FRIENDS,
    KR_WAY_COLLEAGUES,
    KR_WAY_CARERS,
    KR_WAY_COMES, /* one of the two is a place or a group */
    KR_WAY_AREA   /* only the same area of life: not in kr_ways, see intro.h */
} kr_way_kind;

typedef struct kr_way {
    uint32_t to;
    uint8_t kind;
    uint8_t width; /* 1..4: how strong what joins them is, as far as that was said */
} kr_way;

/* One row of ways for each alter, by `to`: list[first[i]] up to list[first[i + 1]]. Both ends have it. Pairs
 * of which it was said that they do not know each other, that they are in conflict or have broken, or whose
 * tie is private, have none. */
typedef struct kr_ways {
    size_t n;
    uint8_t *may; /* KR_MAY_..., one for each alter */
    uint32_t *first;
    kr_way *list;
} kr_ways;

/* O(persons + ties + pairs + family log). KR_E_MEMORY. */
kr_err kr_ways_make(kr_ways *out, kr_arena *arena, const kr_network *network) KR_CHECKED;
/* How near somebody stands to the person in the middle: 1..4. */
uint8_t kr_ego_width(const kr_alter *alter);
/* Gives this kind of support now: said so, alive, and the tie not broken or over. */
bool kr_gives_now(const kr_alter *alter, unsigned kind);
/* Domains of life of somebody, as a set: the person's and the tie's. */
uint32_t kr_domains_of(const kr_alter *alter);

#endif
