/* What the files of `kring measure` share. */
#ifndef KR_CLI_MEASURE_H
#define KR_CLI_MEASURE_H

#include "cli/cli.h"
#include "format/case.h"

/* Rows put in order, in memory as long as they fit, else on disk: sealed with a key that only this run has,
 * in a file without a name. */
typedef struct measure_sort measure_sort;
/* A row as it is handed out: the cells live until the next one. */
typedef struct measure_row {
    kr_str *cells;
    size_t n;
    uint32_t line;
} measure_row;
kr_err measure_sort_begin(measure_sort **out, cli *c, size_t n_cells, kr_error *error) KR_CHECKED;
/* Cells are copied. */
kr_err measure_sort_put(measure_sort *sort, const measure_row *row, kr_error *error) KR_CHECKED;
/* No more rows: from now on they are taken, in the order of their first cell and then as they came. */
kr_err measure_sort_turn(measure_sort *sort, kr_error *error) KR_CHECKED;
kr_err measure_sort_take(measure_sort *sort, measure_row *row, bool *there, kr_error *error) KR_CHECKED;
/* Closes the file and forgets the key. NULL is fine. */
void measure_sort_end(measure_sort *sort);

/* One table, in the order of the marks of its egos. */
typedef struct measure_source {
    cli *c;
    const char *path;
    int fd;
    kr_table table;
    const size_t *columns;
    measure_sort *sort; /* NULL: the file is in order as it is */
    measure_row row;    /* the row at hand, with the columns that are wanted */
    bool there;
} measure_source;
/* Reads the heads. */
kr_err measure_source_open(measure_source *out, cli *c, const char *path, kr_error *error) KR_CHECKED;
/* Now it is known which columns are wanted: looks whether the rows are in order, sorts them when they are not
 * (and says so), and takes the first row. */
kr_err measure_source_begin(measure_source *source, const size_t *columns, size_t n_columns,
                            kr_error *error) KR_CHECKED;
kr_err measure_source_next(measure_source *source, kr_error *error) KR_CHECKED;
void measure_source_close(measure_source *source);

/* The three forms of the command. */
int measure_egor(cli *c);
int measure_circle(cli *c);
int measure_easynwk(cli *c);

#endif
