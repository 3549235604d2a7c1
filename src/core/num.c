#include "core/num.h"

/* Sine and cosine by reduction to [-pi/4, pi/4] and Taylor series: only + - * /, so the same bits everywhere.
 */
static double reduce(double x, int *quadrant) {
    double turns = x / (KR_PI / 2);
    double whole = (double)(int64_t)(turns + (turns < 0 ? -0.5 : 0.5));
    *quadrant = (int)((int64_t)whole & 3);
    /* pi/2 in two parts, so that the difference keeps its digits. */
    return (x - whole * 1.57079632679489655800) - whole * 6.12323399573676603587e-17;
}

/* sum of terms[n] * square^n, nested so that there is no division at run time. */
static double nested(const double *terms, int count, double square) {
    double sum = terms[count - 1];
    for (int n = count - 2; n >= 0; n--) sum = sum * square + terms[n];
    return sum;
}

static double sine_series(double x) {
    static const double terms[] = {1.0,
                                   -1.0 / 6,
                                   1.0 / 120,
                                   -1.0 / 5040,
                                   1.0 / 362880,
                                   -1.0 / 39916800,
                                   1.0 / 6227020800,
                                   -1.0 / 1307674368000,
                                   1.0 / 355687428096000};
    return x * nested(terms, KR_COUNT(terms), x * x);
}

static double cosine_series(double x) {
    static const double terms[] = {1.0,
                                   -1.0 / 2,
                                   1.0 / 24,
                                   -1.0 / 720,
                                   1.0 / 40320,
                                   -1.0 / 3628800,
                                   1.0 / 479001600,
                                   -1.0 / 87178291200,
                                   1.0 / 20922789888000};
    return nested(terms, KR_COUNT(terms), x * x);
}

double kr_sin(double x) {
    int quadrant;
    double rest = reduce(x, &quadrant);
    switch (quadrant) {
    case 0:
        return sine_series(rest);
    case 1:
        return cosine_series(rest);
    case 2:
        return -sine_series(rest);
    default:
        return -cosine_series(rest);
    }
}

double kr_cos(double x) {
    int quadrant;
    double rest = reduce(x, &quadrant);
    switch (quadrant) {
    case 0:
        return cosine_series(rest);
    case 1:
        return -sine_series(rest);
    case 2:
        return -cosine_series(rest);
    default:
        return sine_series(rest);
    }
}

double kr_sqrt(double x) {
    return __builtin_sqrt(x);
}

/* Angle of slope 0..1: two halvings bring it below tan(pi/16), where the series is short. */
static double arc(double slope) {
    for (int i = 0; i < 2; i++) slope = slope / (1.0 + kr_sqrt(1.0 + slope * slope));
    double square = slope * slope, power = slope, sum = slope;
    for (int n = 1; n <= 12; n++) {
        power *= -square;
        sum += power / (2.0 * n + 1.0);
    }
    return 4.0 * sum;
}

double kr_atan2(double y, double x) {
    double ax = x < 0 ? -x : x, ay = y < 0 ? -y : y;
    if (ax == 0 && ay == 0) return 0;
    double angle = ay <= ax ? arc(ay / ax) : KR_PI / 2 - arc(ax / ay);
    if (x < 0) angle = KR_PI - angle;
    return y < 0 ? -angle : angle;
}

double kr_exp(double x) {
    if (x > 700) x = 700;
    if (x < -700) return 0;
    static const double ln2 = 0.69314718055994530942;
    int64_t whole = (int64_t)(x / ln2 + (x < 0 ? -0.5 : 0.5));
    double rest = x - (double)whole * ln2, term = 1.0, sum = 1.0;
    for (int n = 1; n <= 18; n++) {
        term *= rest / n;
        sum += term;
    }
    double factor = whole < 0 ? 0.5 : 2.0;
    for (int64_t i = whole < 0 ? -whole : whole; i > 0; i >>= 1) {
        if (i & 1) sum *= factor;
        factor *= factor;
    }
    return sum;
}

double kr_log(double x) {
    static const double ln2 = 0.69314718055994530942;
    if (!(x > 0)) return 0;
    int halvings = 0;
    while (x > 1.4142135623730951 && halvings < 1100) x *= 0.5, halvings++;
    while (x < 0.7071067811865476 && halvings > -1100) x *= 2.0, halvings--;
    double y = (x - 1.0) / (x + 1.0), square = y * y, power = y, sum = y;
    for (int n = 1; n <= 15; n++) {
        power *= square;
        sum += power / (2.0 * n + 1.0);
    }
    return 2.0 * sum + halvings * ln2;
}

void kr_sort(void *items, size_t count, size_t size, int (*compare)(const void *, const void *, void *),
             void *context, void *scratch) {
    char *from = items, *to = scratch;
    for (size_t width = 1; width < count; width *= 2) {
        for (size_t start = 0; start < count; start += 2 * width) {
            size_t a = start, a_end = start + width < count ? start + width : count;
            size_t b = a_end, b_end = start + 2 * width < count ? start + 2 * width : count;
            /* what stands in order already is only carried along */
            bool in_order = b == b_end || compare(from + (a_end - 1) * size, from + b * size, context) <= 0;
            if (in_order) memcpy(to + start * size, from + start * size, (b_end - start) * size);
            for (size_t out = in_order ? b_end : start; out < b_end; out++) {
                bool first =
                    a < a_end && (b >= b_end || compare(from + a * size, from + b * size, context) <= 0);
                memcpy(to + out * size, from + (first ? a++ : b++) * size, size);
            }
        }
        char *swap = from;
        from = to;
        to = swap;
    }
    if (from != (char *)items && count > 0) memcpy(items, from, count * size);
}
