/* Distances between people as distances on paper: stress majorisation (de Leeuw 1977; Gansner, Koren and
 * North 2004), each pair weighed by one over the square of its distance. */
#ifndef KR_DRAW_STRESS_H
#define KR_DRAW_STRESS_H

#include "core/arena.h"

/* Steps between all pairs of a graph of `n` nodes: `out` is n × n; UINT16_MAX where there is no way. Links
 * are pairs of indices. O(n × (n + links)). KR_E_MEMORY. */
kr_err kr_steps_make(uint16_t *out, kr_arena *arena, const uint32_t (*links)[2], size_t n_links,
                     size_t n) KR_CHECKED;
/* Points for `n` nodes that all have a way to each other, so that one step is about 1; the same on every
 * machine. The best of some fixed starts, one of which is classical scaling. About n² × 300. KR_E_MEMORY. */
kr_err kr_stress_make(double *x, double *y, kr_arena *arena, const uint16_t *steps, size_t n) KR_CHECKED;
/* How much the paper differs from the steps, when it is drawn as large as suits best. O(n²). */
double kr_stress_of(const uint16_t *steps, size_t n, const double *x, const double *y);

#endif
