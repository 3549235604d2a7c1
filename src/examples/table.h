/* The table that make-examples writes. */
#ifndef KR_EXAMPLES_TABLE_H
#define KR_EXAMPLES_TABLE_H

#include "examples/examples.h"

extern const kr_example kr_example_table[];
extern const size_t kr_example_count, kr_practice_count; /* first the examples, then these */

#endif
