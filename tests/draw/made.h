/* Invented circles for the drawing tests: the same seed gives the same circle. */
#ifndef KR_TEST_MADE_H
#define KR_TEST_MADE_H

#include "core/network.h"
#include "draw/draw.h"

/* xorshift64*, so that circles are the same on every machine. */
typedef struct made_dice {
    uint64_t state;
} made_dice;
uint64_t made_roll(made_dice *dice, uint64_t sides);

/* A network with `n` people around somebody; `crowd` 0: spread over all cells; 1: most in a few cells; 2: all
 * in one; 3: nobody has a place. Everything in the arena. */
kr_network made_network(kr_arena *arena, uint64_t seed, size_t n, int crowd);
/* The Dutch words, from po/draw.nl.po as built into the test. */
kr_str made_words(void *context, const char *key);

#endif
