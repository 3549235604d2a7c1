/* A small invented world, told in any order: for rules that must not care how things came in. */
#ifndef WORLD_H
#define WORLD_H

#include "core/ways.h"
#include "core_help.h"

#define WORLD_MOST 24

typedef struct world_one {
    char name[8];
    uint8_t what, sector, live, closeness, state, wish, lives, died, domain;
    uint8_t gets, sometimes, could, gives, ask[6], energy, balance, carer;
    bool hidden;
} world_one;

typedef struct world {
    size_t n;
    world_one all[WORLD_MOST];
    uint8_t strong[WORLD_MOST][WORLD_MOST]; /* strength of the tie of two, 0 not said; a < b */
    uint8_t knows[WORLD_MOST][WORLD_MOST];  /* yesno, 0 nothing; 3: yes, but in conflict; a < b */
} world;

/* The same seed, the same world. */
void world_make(world *w, uint64_t seed);
/* Tells it: people in the order of `order`, pairs from the last to the first when `backwards`. `ids` are by
 * place in the world. */
void world_tell(const world *w, grow *g, const size_t *order, bool backwards, kr_id *ids);
void world_order(const world *w, size_t *order, uint64_t seed);
/* A network of the circle, with its ways; in the arena of `g`. */
kr_network world_network(grow *g, kr_ways *ways);
/* Names, sorted, so that two results can be compared: "Ab Cd". */
void world_names(kr_buf *out, const kr_network *network, kr_some some);
uint64_t world_roll(uint64_t *seed, uint64_t sides);

#endif
