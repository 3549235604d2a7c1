/* What the tests of format share: memory, files beside the tests, a maker with numbers from a seed, circles.
 */
#ifndef FORMAT_HELP_H
#define FORMAT_HELP_H

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "format/inside.h"

typedef struct help {
    kr_arena arena;
    uint64_t seed;
    kr_error error;
} help;

void help_begin(help *h, const kr_allocator *allocator);
void help_end(help *h);
kr_maker help_maker(help *h);
/* The whole file; ptr NULL when it is not there. Released with free. */
kr_str help_read(const char *path);
/* From KRING_TEST_DATA, or ../shared/data beside the source tree. Skips the test, and says so, when the data
 * is absent. */
kr_str help_data(const char *name);
/* Folds and checks all invariants. */
void help_fold(help *h, kr_circle *circle, const kr_change *changes, size_t count);
kr_network help_network(help *h, const kr_circle *circle, kr_viewer viewer, kr_view *view);
/* A new circle of this text. */
kr_circle help_circle(help *h, kr_format format, const char *text, const char *ego);
kr_import *help_import(help *h, kr_format format, kr_str bytes, bool with_details);
/* The written form of a field in a row; empty when it is not there. */
kr_str help_field(const kr_import_row *row, kr_kind kind, uint16_t field);
const kr_import_row *help_row(const kr_import *import, const char *name);
const kr_import_note *help_note(const kr_import *import, const char *key);
bool help_same_changes(const kr_change *a, const kr_change *b, size_t count);
void help_equal(kr_str have, const char *want);
/* A small table of expectations: the cell in the column of this name. */
kr_str help_cell(const kr_csv *csv, size_t row, const char *column);

#endif
