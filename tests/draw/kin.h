/* Families for the drawing tests, written down in lines: KIND KEY; field value; field value. A reference is a
 * KEY. "person jan; name Jan; gender man; birth_year 1944". */
#ifndef KR_TEST_KIN_H
#define KR_TEST_KIN_H

#include "core/network.h"
#include "draw/draw.h"

/* The circle those lines tell; stops the test when a line is wrong. */
kr_circle kin_circle(kr_arena *arena, const char *lines);
kr_network kin_network(kr_arena *arena, const kr_circle *circle);
/* A family that grew by chance, the same for the same seed: up to `n` persons. */
char *kin_grown(kr_arena *arena, uint64_t seed, size_t n);
kr_str kin_words(void *context, const char *key);

#endif
