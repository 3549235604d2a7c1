/* Every figure of one circle that `kring measure` and the page of measures show: each once, with everybody
 * and without those who help as their work. */
#ifndef KR_MEASURE_CIRCLE_H
#define KR_MEASURE_CIRCLE_H

#include "core/buf.h"
#include "measure/measure.h"

enum { KR_WITH_PAID, KR_WITHOUT_PAID, KR_PAID_SIDES };

/* `of`: "structure"; "alters" (category "min" and "max": of what each person has, the smallest and largest);
 * a field ("sector") or number ("travel_minutes", "years_known", "contacts_a_year"); "support", "exchange";
 * "change" (from the newest moment after which something changed, to now). Rows of one `of` and of one
 * measure stand together, but for "support", which has a figure for each kind first. */
typedef struct kr_measured {
    const char *of, *measure, *category; /* static; category may be NULL */
    double value[KR_PAID_SIDES];         /* KR_UNDEFINED: unknown, or not to be worked out */
} kr_measured;

/* The two figures of "structure" that are not in measures.def: what was said about who knows whom. Static. */
const kr_measure *kr_measures_said(size_t *count);

/* `network`: of the circle as its owner sees it now. The same rows in the same order for every circle. Years
 * known are counted until the day of the last change, so that a file gives the same figures on every day.
 * Errors: KR_E_MEMORY, KR_E_LIMIT. Cost: that of kr_structure_of, twice, and one fold for the moment. */
kr_err kr_measured_of(kr_measured **out, size_t *count, kr_arena *arena, const kr_circle *circle,
                      const kr_network *network, kr_error *error) KR_CHECKED;
/* As a table with a head: attribute, measure, category, with_paid, without_paid; undefined is blank. */
void kr_measured_csv(kr_buf *out, const kr_measured *all, size_t count);

#endif
