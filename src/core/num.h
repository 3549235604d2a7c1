/* Arithmetic that gives the same bits on every machine, and a stable sort. Angles in radians. */
#ifndef KR_NUM_H
#define KR_NUM_H

#include "core/base.h"

#define KR_PI 3.14159265358979323846

/* Error below 1e-12 for |x| <= 1e6. */
double kr_sin(double x);
double kr_cos(double x);
/* Angle of (x, y), in (-pi, pi]. */
double kr_atan2(double y, double x);
/* IEEE square root, which is exact everywhere. */
double kr_sqrt(double x);
double kr_exp(double x);
/* Natural logarithm; x > 0. */
double kr_log(double x);

/* Merge sort, stable. `scratch` holds count*size bytes. less-or-equal order by `compare(a, b, context)` <= 0.
 */
void kr_sort(void *items, size_t count, size_t size, int (*compare)(const void *, const void *, void *),
             void *context, void *scratch);

#endif
