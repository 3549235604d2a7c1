/* Ego networks in three tables (people in the middle, alters, ties) and the measures of each: what
 * `kring measure --egor` does with the rows of one ego, once somebody has brought them together.
 *
 * Which columns mean what, what words are worth and what is named stands in a map: docs/maten.md has its
 * form. Everything works without a map; then only what needs none is measured.
 */
#ifndef KR_CASE_H
#define KR_CASE_H

#include "format/table.h"
#include "measure/measure.h"

#define KR_CASE_MOST_ALTERS KR_EGO_NET_MOST
#define KR_CASE_MOST_TIES   8000000u

/* The map, read. */
typedef struct kr_case_map kr_case_map;
/* Errors: those of kr_yaml_read; KR_E_INVALID with line and column and the word, for a key or value that
 * means nothing here. O(bytes). */
kr_err kr_case_map_read(kr_case_map **out, kr_arena *arena, kr_str bytes, kr_error *error) KR_CHECKED;

typedef enum kr_case_table { KR_CASE_EGOS, KR_CASE_ALTERS, KR_CASE_TIES, KR_CASE_TABLES } kr_case_table;
typedef enum kr_case_layout {
    KR_CASE_STRUCTURE,   /* one row an ego */
    KR_CASE_EACH_ALTER,  /* one row an alter */
    KR_CASE_COMPOSITION, /* one row a figure */
    KR_CASE_SUPPORT      /* one row an ego */
} kr_case_layout;

typedef struct kr_case_options {
    kr_case_layout layout;
    bool has_where, has_no_tie;
    kr_str where_column, where_value; /* only alters with this value; support and size_all count all */
    kr_str no_tie;                    /* a tie with this weight is none */
} kr_case_options;

/* What to take from the tables. Only the cells of these columns are kept of a row, in this order; the first
 * is always the mark of the ego. */
typedef struct kr_case_plan {
    const kr_case_map *map; /* may be NULL */
    kr_case_options options;
    size_t *columns[KR_CASE_TABLES];
    size_t n_columns[KR_CASE_TABLES];
    struct kr_case_places *at; /* private */
} kr_case_plan;

/* Columns that are wanted but not there are an error: KR_E_NOT_FOUND, with the name; *table says in which
 * (KR_CASE_TABLES: the map). Without a map a column `weight` may be missing. */
kr_err kr_case_plan_make(kr_case_plan *out, kr_arena *arena, const kr_case_map *map,
                         const kr_case_options *options, const kr_table *tables[KR_CASE_TABLES],
                         kr_case_table *table, kr_error *error) KR_CHECKED;

typedef struct kr_case_row {
    const kr_str *cells; /* of the columns of the plan */
    uint32_t line;
} kr_case_row;
typedef struct kr_case {
    kr_case_row ego;
    const kr_case_row *alters, *ties;
    size_t n_alters, n_ties;
} kr_case;

/* What was in the tables and does not count; added to. */
typedef struct kr_case_faults {
    kr_ego_faults ties;
    uint64_t unknown_ties; /* the weight is not known */
    uint64_t other_values; /* a value that is not among the categories of its attribute */
} kr_case_faults;

/* The first line of the table. */
void kr_case_put_head(kr_buf *out, const kr_case_plan *plan);
/* The rows of one ego. Alters come in the order of their marks, so that the order of the rows does not
 * matter. Errors, with the line and in *table where: KR_E_EXISTS (an alter twice), KR_E_INVALID (no number
 * where one is needed), KR_E_LIMIT, KR_E_MEMORY. `scratch` is the caller's to reset. */
kr_err kr_case_put(kr_buf *out, const kr_case_plan *plan, kr_arena *scratch, const kr_case *ego,
                   kr_case_faults *faults, kr_case_table *table, kr_error *error) KR_CHECKED;

#endif
