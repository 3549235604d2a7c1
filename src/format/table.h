/* Tables of any length, a row at a time, in a fixed amount of memory. */
#ifndef KR_TABLE_H
#define KR_TABLE_H

#include "core/buf.h"

#define KR_TABLE_MOST_ROW     (1u << 20) /* bytes of one row */
#define KR_TABLE_MOST_COLUMNS 1000u

/* Gives the next bytes of a file: at most `most` into `into`; *got is 0 at the end. */
typedef kr_err (*kr_read_more)(void *context, char *into, size_t most, size_t *got, kr_error *error);

/* Caller-owned; everything is borrowed from the arena. The cells of a row live until the next row. */
typedef struct kr_table {
    kr_str *heads; /* of the first line, without white space around */
    size_t width;  /* every row has as many cells */
    kr_str *cells; /* of the row that was read last */
    uint32_t line; /* where it begins, 1-based */
    char delimiter;
    /* private */
    kr_arena *arena, row; /* row: cells in another character set */
    kr_read_more more;
    void *context;
    char *bytes;
    size_t at, len;
    uint32_t next_line;
    bool ended;
} kr_table;

/* Reads the heads. RFC 4180: comma, semicolon or tab (by the first line), CRLF or LF, quotes doubled; a
 * byte-order mark is skipped; what is not UTF-8 is Windows-1252. Errors: KR_E_SYNTAX and KR_E_LIMIT with line
 * and column, those of `more`, KR_E_MEMORY. kr_table_end gives back what belongs to the rows. */
kr_err kr_table_begin(kr_table *out, kr_arena *arena, kr_read_more more, void *context,
                      kr_error *error) KR_CHECKED;
/* The next row that is not blank; *there is false at the end. O(bytes of the row). */
kr_err kr_table_next(kr_table *table, bool *there, kr_error *error) KR_CHECKED;
void kr_table_end(kr_table *table);
/* The column with this head; width when there is none. Errors: KR_E_INVALID when there are two. */
kr_err kr_table_column(const kr_table *table, kr_str head, size_t *column, kr_error *error) KR_CHECKED;

/* Is nothing known: empty, or NA as R writes it. */
bool kr_cell_is_unknown(kr_str cell);
/* A number as tables write it: 12, -3.5, 1e-3, and with `comma` also 3,5. False for anything else. */
bool kr_cell_number(kr_str cell, bool comma, double *out);
/* One cell for a table with commas: quoted where needed, on one line, and never a formula to a spreadsheet.
 */
void kr_put_table_cell(kr_buf *out, kr_str cell);

/* The order of marks in tables: whole numbers by size, then words by their bytes. 0 only for the same text.
 */
int kr_mark_cmp(kr_str a, kr_str b);

#endif
