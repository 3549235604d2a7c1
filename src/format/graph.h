/* What all files of research tools become first: one graph per person in the middle, with whatever the file
 * says of each as a name and a value. Not for other rooms.
 *
 * Readers fill it (study_tables.c, graphml_read.c, gexf_read.c); study_case.c makes an import of it, with
 * the table of meanings in study_map.c. */
#ifndef KR_FORMAT_GRAPH_H
#define KR_FORMAT_GRAPH_H

#include <float.h>

#include "format/inside.h"
#include "format/study.h"

#define KR_NO_START (-DBL_MAX)
#define KR_NO_END   DBL_MAX

/* From `from` until just before `until`, in the file's own measure of time. */
typedef struct kr_span {
    double from, until;
} kr_span;

typedef struct kr_graph_value {
    kr_str name, value;
    kr_span span; /* both ends open unless it changes over time */
    uint32_t line;
} kr_graph_value;

/* A person, a tie, or the case itself. */
typedef struct kr_graph_item {
    kr_str id, label;
    kr_str source, target; /* of a tie: ids */
    kr_graph_value *values;
    kr_span *spans; /* when it was there; none: always */
    size_t n_values, cap_values, n_spans, cap_spans;
    uint32_t line;
    uint8_t what; /* of a person: the schema's what, 0 unknown */
    bool ego;
} kr_graph_item;

typedef struct kr_graph_time {
    double at;
    kr_str text; /* as written */
} kr_graph_time;

typedef struct kr_graph {
    kr_str id, title;
    int32_t year; /* of the interview; 0 unknown */
    kr_graph_item self;
    kr_graph_item *nodes, *ties;
    size_t n_nodes, cap_nodes, n_ties, cap_ties;
    kr_graph_time *times; /* every begin and end that the file names */
    size_t n_times, cap_times;
    bool ends_together; /* the last end is that of the watching, not of anybody */
} kr_graph;

typedef struct kr_graphs {
    kr_arena *arena;
    kr_format format;
    kr_graph *all;
    size_t n, cap, n_items;
    kr_str *columns; /* names of columns, to see which belong together ("Gender_Man", "Gender_Woman") */
    size_t n_columns, cap_columns;
    kr_rows notes; /* only for its notes */
    bool thirds;   /* ties have a weight, and all are 0, 1, 2 or 3 */
    kr_err err;    /* the first failure sticks */
} kr_graphs;

/* graph.c: building. NULL when it failed or there are too many; then `err` says so. */
kr_err kr_graphs_begin(kr_graphs *graphs, kr_arena *arena, kr_format format) KR_CHECKED;
kr_graph *kr_graph_add(kr_graphs *graphs, kr_str id);
kr_graph_item *kr_graph_node(kr_graphs *graphs, kr_graph *graph, kr_str id, uint32_t line);
kr_graph_item *kr_graph_tie(kr_graphs *graphs, kr_graph *graph, kr_str source, kr_str target, uint32_t line);
/* What is missing (empty, NA, NaN, null) is left out. Borrows name and value. */
void kr_graph_put(kr_graphs *graphs, kr_graph_item *item, kr_str name, kr_str value, uint32_t line);
void kr_graph_put_during(kr_graphs *graphs, kr_graph_item *item, kr_str name, kr_str value, kr_span span,
                         uint32_t line);
void kr_graph_spell(kr_graphs *graphs, kr_graph_item *item, kr_span span);
void kr_graph_moment(kr_graphs *graphs, kr_graph *graph, double at, kr_str text);
void kr_graph_column(kr_graphs *graphs, kr_str name);
/* The number in a cell: 3, 0.5, 0,5, 1e-3; false for anything else. */
bool kr_graph_number(kr_str s, double *out);
/* Is it there at that time? */
bool kr_graph_present(const kr_graph_item *item, double at);

/* The nodes by id: a sorted list to look them up in. The first of two with the same id. O(log nodes). */
typedef struct kr_graph_index {
    const kr_graph *graph;
    uint32_t *order;
} kr_graph_index;
kr_err kr_graph_index_make(kr_graph_index *out, kr_arena *arena, const kr_graph *graph) KR_CHECKED;
size_t kr_graph_find(const kr_graph_index *index, kr_str id);

/* study_case.c: the import of one graph. */
kr_err kr_graph_import(kr_import **out, kr_graphs *graphs, kr_graph *graph, const kr_study_options *options,
                       kr_error *error) KR_CHECKED;

/* study_map.c: one row at a time. */
typedef struct kr_map {
    kr_rows *rows;
    const kr_graphs *graphs;
    kr_column columns[KR_MOST_COLUMNS];
    size_t n_columns;
    kr_buf remark;
    kr_str name;
    int32_t year;
    bool with_details, about_ego;
} kr_map;
void kr_map_begin(kr_map *map, kr_rows *rows, const kr_graphs *graphs, bool with_details);
/* For each row: first this, then what is known, then the end, which leaves the fields with `rows`. */
void kr_map_row(kr_map *map, bool about_ego);
void kr_map_value(kr_map *map, const kr_graph_value *value);
void kr_map_end(kr_map *map, uint32_t line);
/* Of a tie between two people around: adds to `pair`. */
void kr_map_tie(kr_map *map, const kr_graph_value *value, kr_import_pair *pair);

/* The readers. Errors carry the line; the caller adds the file. */
kr_err kr_tables_read(kr_graphs *graphs, const kr_file *files, size_t count, kr_error *error) KR_CHECKED;
kr_err kr_graphml_read(kr_graphs *graphs, kr_file file, kr_error *error) KR_CHECKED;
kr_err kr_gexf_read(kr_graphs *graphs, kr_file file, kr_error *error) KR_CHECKED;

/* table_write.c: one cell, quoted where needed; what a spreadsheet would take for a sum gets an apostrophe.
 */
void kr_put_csv_cell(kr_buf *out, kr_str cell);

/* csv.c, for more rows than a list of people may have. */
kr_err kr_csv_parse_rows(kr_csv *out, kr_arena *arena, kr_str bytes, size_t most_rows,
                         kr_error *error) KR_CHECKED;
/* zip.c: all files, unpacked, without folders; at most `most` bytes together. */
kr_err kr_zip_files(kr_file **out, size_t *count, kr_arena *arena, kr_str bytes, size_t most,
                    kr_error *error) KR_CHECKED;

#endif
