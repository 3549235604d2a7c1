/* Tables of a study: which file has persons in the middle, people or ties, long or wide, and to whom each row
 * belongs. egor, EgoWeb and Network Canvas differ only in their headings. */
#include "format/graph.h"
#include "core/num.h"
#include "core/utf8.h"

typedef enum role { ROLE_NONE, ROLE_EGOS, ROLE_ALTERS, ROLE_TIES, ROLE_WIDE } role;

typedef struct table {
    kr_str name; /* of the file */
    kr_csv csv;
    role role;
    size_t ego, alter, source, target; /* columns; SIZE_MAX when there is none */
    uint8_t what;                      /* of the people in it */
} table;

/* One row of one table, to be put with its person in the middle. */
typedef struct place {
    kr_str ego;
    uint32_t table, row;
} place;

static const char *const ego_heads[] = {
    "egoid", "networkcanvasegouuid", "puid", "interviewid", "interviewnumber", "ego", NULL};
static const char *const alter_heads[] = {"alterid", "altid", "alternumber", "nodeid", "nameid", NULL};
static const char *const source_heads[] = {"source", "from", "srcid", "alter1number", "alter1", NULL};
static const char *const target_heads[] = {"target", "to",       "tgtid", "alter2number",
                                           "alter2", "targetid", NULL};

static bool head_is(kr_str head, const char *word) {
    size_t at = 0;
    for (size_t i = 0; i < head.len; i++) {
        char c = head.ptr[i];
        if (c >= 'A' && c <= 'Z') c = (char)(c - 'A' + 'a');
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))) continue;
        if (word[at] == '\0' || word[at] != c) return false;
        at++;
    }
    return word[at] == '\0';
}

static size_t column_of(const kr_csv *csv, const char *const *heads) {
    for (; *heads; heads++) {
        for (size_t i = 0; csv->n_rows && i < csv->widths[0]; i++) {
            if (head_is(csv->cells[0][i], *heads)) return i;
        }
    }
    return SIZE_MAX;
}

/* "alter.sex.12": what comes before the number, and the number; 0 when it does not end in one. */
static unsigned tail_number(kr_str head, kr_str *stem) {
    size_t end = head.len;
    unsigned number = 0, scale = 1;
    while (end > 0 && head.ptr[end - 1] >= '0' && head.ptr[end - 1] <= '9' && scale <= 1000) {
        number += (unsigned)(head.ptr[end - 1] - '0') * scale;
        scale *= 10;
        end--;
    }
    if (scale == 1 || end < 2 || (head.ptr[end - 1] != '.' && head.ptr[end - 1] != '_')) return 0;
    *stem = kr_str_n(head.ptr, end - 1);
    return number;
}

/* "weight.3.7" or "3.to.7": two numbers, and so a tie. */
static bool tail_pair(kr_str head, kr_str *stem, unsigned *a, unsigned *b) {
    kr_str rest, more;
    *b = tail_number(head, &rest);
    if (!*b) return false;
    if (kr_str_ends(rest, KR_STR(".to")) || kr_str_ends(rest, KR_STR("_to"))) rest.len -= 3;
    if (rest.len && rest.len <= 3) {
        int64_t number;
        if (!kr_str_int(rest, &number) || number <= 0) return false;
        *a = (unsigned)number;
        *stem = KR_STR("weight");
        return true;
    }
    *a = tail_number(rest, &more);
    *stem = more;
    return *a != 0;
}

static bool is_wide(const kr_csv *csv) {
    kr_str stem;
    bool one = false, two = false;
    for (size_t i = 0; csv->n_rows && i < csv->widths[0]; i++) {
        unsigned number = tail_number(csv->cells[0][i], &stem);
        one = one || number == 1;
        two = two || number == 2;
    }
    return one && two;
}

static role role_of(const kr_graphs *g, const table *t) {
    if (t->source != SIZE_MAX && t->target != SIZE_MAX) return ROLE_TIES;
    if (t->alter != SIZE_MAX) return ROLE_ALTERS;
    if (t->ego == SIZE_MAX) return ROLE_NONE;
    return g->format != KR_FORMAT_NETWORKCANVAS && is_wide(&t->csv) ? ROLE_WIDE : ROLE_EGOS;
}

/* "case_attributeList_Place.csv" says what its rows are. */
static uint8_t what_of(kr_str file) {
    static const struct {
        const char *word;
        uint8_t what;
    } kinds[] = {{"place", KR_what_place},  {"location", KR_what_place},   {"group", KR_what_group},
                 {"organi", KR_what_group}, {"venue", KR_what_place},      {"animal", KR_what_animal},
                 {"pet", KR_what_animal},   {"institution", KR_what_group}};
    size_t at = kr_str_find(file, KR_STR("attributeList_"));
    if (at == SIZE_MAX) return 0;
    kr_str kind = kr_str_n(file.ptr + at + 14, file.len - at - 14);
    for (size_t i = 0; i < KR_COUNT(kinds); i++) {
        size_t n = strlen(kinds[i].word);
        if (kind.len >= n && kr_same_folded(kr_str_n(kind.ptr, n), kr_str_z(kinds[i].word)))
            return kinds[i].what;
    }
    return 0;
}

static kr_err read_table(kr_graphs *g, kr_file file, table *t, kr_error *error) {
    kr_err err = kr_csv_parse_rows(&t->csv, g->arena, file.bytes, KR_STUDY_MOST_ITEMS, error);
    if (err != KR_OK) return err;
    t->name = file.name;
    t->ego = column_of(&t->csv, ego_heads);
    t->alter = column_of(&t->csv, alter_heads);
    t->source = column_of(&t->csv, source_heads);
    t->target = column_of(&t->csv, target_heads);
    t->role = role_of(g, t);
    t->what = what_of(file.name);
    if (t->role == ROLE_NONE || t->ego == SIZE_MAX) {
        t->role = ROLE_NONE;
        kr_rows_note(&g->notes, "format.note.file", file.name, 0);
        return KR_OK;
    }
    g->n_items += t->csv.n_rows;
    if (g->n_items > KR_STUDY_MOST_ITEMS)
        return kr_fail(error, KR_E_LIMIT, "format.error.study_rows", NULL, "2000000");
    for (size_t i = 0; t->role == ROLE_ALTERS && i < t->csv.widths[0]; i++)
        kr_graph_column(g, t->csv.cells[0][i]);
    return KR_OK;
}

/* Without the apostrophe that keeps a spreadsheet from taking it for a sum. */
static kr_str cell_of(const table *t, size_t row, size_t column) {
    kr_str cell = column < t->csv.widths[row] ? kr_str_trim(t->csv.cells[row][column]) : KR_NONE;
    bool guarded = cell.len > 1 && cell.ptr[0] == '\'' && memchr("=+-@'", cell.ptr[1], 5);
    return guarded ? kr_str_n(cell.ptr + 1, cell.len - 1) : cell;
}

/* -- rows to cases -- */

static int by_ego(const void *a, const void *b, void *context) {
    const place *x = a, *y = b;
    (void)context;
    int order = kr_str_cmp(x->ego, y->ego);
    if (order) return order;
    if (x->table != y->table) return x->table < y->table ? -1 : 1;
    return x->row < y->row ? -1 : x->row > y->row;
}

/* Those whose first row comes first, first: `from` is where their rows begin in the sorted list. */
typedef struct group {
    uint32_t table, row;
    size_t from, count;
} group;

static int by_first(const void *a, const void *b, void *context) {
    const group *x = a, *y = b;
    (void)context;
    if (x->table != y->table) return x->table < y->table ? -1 : 1;
    return x->row < y->row ? -1 : x->row > y->row;
}

static kr_err find_places(kr_graphs *g, const table *tables, size_t n, place **out, size_t *count) {
    size_t total = 0, have = 0;
    for (size_t i = 0; i < n; i++) total += tables[i].role ? tables[i].csv.n_rows : 0;
    place *all = kr_new_n(g->arena, place, total + 1), *scratch = kr_new_n(g->arena, place, total + 1);
    if (!all || !scratch) return KR_E_MEMORY;
    for (size_t i = 0; i < n; i++) {
        for (size_t row = 1; tables[i].role && row < tables[i].csv.n_rows; row++) {
            kr_str ego = cell_of(&tables[i], row, tables[i].ego);
            if (ego.len)
                all[have++] = (place){ego, (uint32_t)i, (uint32_t)row};
            else
                kr_rows_note(&g->notes, "format.note.no_case", tables[i].name, tables[i].csv.lines[row]);
        }
    }
    kr_sort(all, have, sizeof *all, by_ego, NULL, scratch);
    *out = all;
    *count = have;
    return g->notes.err;
}

static kr_err find_groups(kr_graphs *g, const place *places, size_t n, group **out, size_t *count) {
    group *all = kr_new_n(g->arena, group, n + 1), *scratch = kr_new_n(g->arena, group, n + 1);
    size_t have = 0;
    if (!all || !scratch) return KR_E_MEMORY;
    for (size_t i = 0; i < n; i++) {
        if (i == 0 || !kr_str_eq(places[i].ego, places[i - 1].ego))
            all[have++] = (group){places[i].table, places[i].row, i, 0};
        all[have - 1].count++;
    }
    kr_sort(all, have, sizeof *all, by_first, NULL, scratch);
    *out = all;
    *count = have;
    return KR_OK;
}

static bool is_role_column(const table *t, size_t i) {
    return i == t->ego || i == t->alter || i == t->source || i == t->target;
}

/* In a table of EgoWeb what stands before the number of the alter is about the person in the middle, and the
 * same in each row. */
static bool is_about_ego(const kr_graphs *g, const table *t, size_t column) {
    return g->format == KR_FORMAT_EGOWEB && t->role == ROLE_ALTERS && column < t->alter;
}

static void put_cells(kr_graphs *g, const table *t, size_t row, kr_graph_item *item) {
    for (size_t i = 0; i < t->csv.widths[row] && i < t->csv.widths[0]; i++) {
        if (is_role_column(t, i) || is_about_ego(g, t, i)) continue;
        kr_graph_put(g, item, t->csv.cells[0][i], cell_of(t, row, i), t->csv.lines[row]);
    }
}

static void put_before(kr_graphs *g, const table *t, size_t row, kr_graph *graph) {
    for (size_t i = 0; i < t->alter && i < t->csv.widths[row] && i < t->csv.widths[0]; i++) {
        if (i == t->ego || graph->n_nodes != 1) continue;
        kr_graph_put(g, &graph->self, t->csv.cells[0][i], cell_of(t, row, i), t->csv.lines[row]);
    }
}

/* The number of a slot in a wide table as text. */
static kr_str number_text(kr_graphs *g, unsigned number) {
    kr_buf text;
    kr_str out = KR_NONE;
    kr_buf_init(&text, g->arena, 16);
    kr_put_int(&text, (int64_t)number);
    if (kr_buf_end(&text, &out) != KR_OK && g->err == KR_OK) g->err = KR_E_MEMORY;
    return out;
}

/* One cell of a wide row: of somebody, of a tie, or of the person in the middle. `slots` has node + 1 by
 * number. */
static void put_wide_cell(kr_graphs *g, kr_graph *graph, const table *t, size_t row, size_t column,
                          uint32_t slots[1001]) {
    kr_str head = t->csv.cells[0][column], cell = cell_of(t, row, column), stem;
    uint32_t line = t->csv.lines[row];
    unsigned a, b;
    if (cell.len == 0 || kr_str_is(cell, "NA")) return;
    if (tail_pair(head, &stem, &a, &b)) {
        kr_graph_put(g, kr_graph_tie(g, graph, number_text(g, a), number_text(g, b), line), stem, cell, line);
        return;
    }
    a = tail_number(head, &stem);
    if (a == 0 || a > 1000) {
        kr_graph_put(g, &graph->self, head, cell, line);
        return;
    }
    if (!slots[a]) {
        if (!kr_graph_node(g, graph, number_text(g, a), line)) return;
        slots[a] = (uint32_t)graph->n_nodes;
    }
    kr_graph_put(g, &graph->nodes[slots[a] - 1], stem, cell, line);
}

static void put_wide(kr_graphs *g, kr_graph *graph, const table *t, size_t row) {
    uint32_t slots[1001] = {0};
    for (size_t i = 0; i < t->csv.widths[row] && i < t->csv.widths[0]; i++) {
        if (i != t->ego) put_wide_cell(g, graph, t, row, i, slots);
    }
}

/* "case_1_..._edgeList_Close.csv": the kind of tie stands in the name of the file. */
static kr_str kind_of_tie(const table *t) {
    size_t at = kr_str_find(t->name, KR_STR("edgeList_"));
    if (at == SIZE_MAX) return KR_NONE;
    kr_str kind = kr_str_n(t->name.ptr + at + 9, t->name.len - at - 9);
    return kr_str_ends(kind, KR_STR(".csv")) ? kr_str_n(kind.ptr, kind.len - 4) : kind;
}

static void put_row(kr_graphs *g, kr_graph *graph, const table *t, size_t row) {
    uint32_t line = t->csv.lines[row];
    kr_graph_item *item = NULL;
    switch (t->role) {
    case ROLE_EGOS:
        item = &graph->self;
        item->line = line;
        break;
    case ROLE_ALTERS:
        item = kr_graph_node(g, graph, cell_of(t, row, t->alter), line);
        if (item) item->what = t->what;
        if (item && g->format == KR_FORMAT_EGOWEB) put_before(g, t, row, graph);
        break;
    case ROLE_TIES:
        item = kr_graph_tie(g, graph, cell_of(t, row, t->source), cell_of(t, row, t->target), line);
        kr_graph_put(g, item, KR_STR("networkCanvasType"), kind_of_tie(t), line);
        break;
    case ROLE_WIDE:
        put_wide(g, graph, t, row);
        return;
    case ROLE_NONE:
        return;
    }
    if (item) put_cells(g, t, row, item);
}

/* Network Canvas: what the case is called and when the interview was. */
static void name_case(kr_graphs *g, kr_graph *graph) {
    for (size_t i = 0; g->format == KR_FORMAT_NETWORKCANVAS && i < graph->self.n_values; i++) {
        const kr_graph_value *v = &graph->self.values[i];
        kr_date date;
        if (kr_str_is(v->name, "networkCanvasCaseID")) graph->id = v->value;
        if ((kr_str_is(v->name, "sessionStart") || kr_str_is(v->name, "sessionFinish")) &&
            kr_date_parse(kr_utf8_head(v->value, 10), &date))
            graph->year = date / 10000;
    }
}

kr_err kr_tables_read(kr_graphs *g, const kr_file *files, size_t count, kr_error *error) {
    table *tables = kr_new_n(g->arena, table, count + 1);
    place *places;
    group *groups;
    size_t n_places, n_groups;
    if (!tables) return kr_fail(error, KR_E_MEMORY, "error.memory", NULL, NULL);
    for (size_t i = 0; i < count; i++) {
        kr_err err = read_table(g, files[i], &tables[i], error);
        if (err != KR_OK) return err;
    }
    if (find_places(g, tables, count, &places, &n_places) != KR_OK ||
        find_groups(g, places, n_places, &groups, &n_groups) != KR_OK)
        return kr_fail(error, KR_E_MEMORY, "error.memory", NULL, NULL);
    for (size_t i = 0; i < n_groups && g->err == KR_OK; i++) {
        kr_graph *graph = kr_graph_add(g, places[groups[i].from].ego);
        for (size_t k = 0; graph && k < groups[i].count; k++) {
            const place *p = &places[groups[i].from + k];
            put_row(g, graph, &tables[p->table], p->row);
        }
        if (graph) name_case(g, graph);
    }
    return KR_OK;
}
