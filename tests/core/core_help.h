/* What the tests of core share: numbers from a seed, a maker, a circle that grows change by change. */
#ifndef CORE_HELP_H
#define CORE_HELP_H

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "core/draft.h"
#include "core/observe.h"

typedef struct grow {
    kr_arena arena;
    uint64_t seed;
    kr_change *changes;
    size_t n;
    kr_circle circle;
    int64_t now;
    kr_id author, device;
} grow;

/* An empty circle; memory from `allocator` (kr_heap when NULL). */
void grow_begin(grow *g, const kr_allocator *allocator);
void grow_end(grow *g);
uint64_t grow_random(grow *g);
kr_maker grow_maker(grow *g);
void grow_draft(grow *g, kr_draft *draft, kr_act act);
/* Finishes the draft, adds the change, folds anew and checks every invariant. */
kr_err grow_change(grow *g, kr_draft *draft, kr_error *error);
/* A circle with a person in the middle and these contacts; ids are returned in the order of names. */
void grow_people(grow *g, const char *ego, const char *const *names, kr_id *ids, size_t count);
kr_network grow_network(grow *g);
kr_str text_of(const char *s);

#endif
