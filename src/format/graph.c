/* Building graphs, and finding people in them. */
#include "format/graph.h"
#include "core/num.h"

static void fail(kr_graphs *g, kr_err err) {
    if (g->err == KR_OK) g->err = err;
}

kr_err kr_graphs_begin(kr_graphs *graphs, kr_arena *arena, kr_format format) {
    *graphs = (kr_graphs){.arena = arena, .format = format, .thirds = true};
    return kr_rows_begin(&graphs->notes, arena, format);
}

/* One more of whatever is counted: rows, people, ties. */
static bool counted(kr_graphs *g) {
    if (++g->n_items > KR_STUDY_MOST_ITEMS) fail(g, KR_E_LIMIT);
    return g->err == KR_OK;
}

kr_graph *kr_graph_add(kr_graphs *g, kr_str id) {
    if (g->err != KR_OK) return NULL;
    if (g->n >= KR_STUDY_MOST_CASES) {
        fail(g, KR_E_LIMIT);
        return NULL;
    }
    kr_graph *all = kr_grow_one(g->arena, g->all, g->n, &g->cap, sizeof *all);
    if (!all) {
        fail(g, KR_E_MEMORY);
        return NULL;
    }
    g->all = all;
    all[g->n] = (kr_graph){.id = id};
    return &all[g->n++];
}

static kr_graph_item *add_item(kr_graphs *g, kr_graph_item **items, size_t *n, size_t *cap) {
    if (!counted(g)) return NULL;
    kr_graph_item *all = kr_grow_one(g->arena, *items, *n, cap, sizeof *all);
    if (!all) {
        fail(g, KR_E_MEMORY);
        return NULL;
    }
    *items = all;
    all[*n] = (kr_graph_item){.line = 0};
    return &all[(*n)++];
}

kr_graph_item *kr_graph_node(kr_graphs *g, kr_graph *graph, kr_str id, uint32_t line) {
    kr_graph_item *item = add_item(g, &graph->nodes, &graph->n_nodes, &graph->cap_nodes);
    if (item) item->id = kr_str_trim(id), item->line = line;
    return item;
}

kr_graph_item *kr_graph_tie(kr_graphs *g, kr_graph *graph, kr_str source, kr_str target, uint32_t line) {
    kr_graph_item *item = add_item(g, &graph->ties, &graph->n_ties, &graph->cap_ties);
    if (item) item->source = kr_str_trim(source), item->target = kr_str_trim(target), item->line = line;
    return item;
}

static bool is_missing(kr_str s) {
    static const char *const words[] = {"NA", "NaN", "nan", "N/A", "NULL", "null", "None", "."};
    for (size_t i = 0; i < KR_COUNT(words); i++) {
        if (kr_str_is(s, words[i])) return true;
    }
    return s.len == 0;
}

void kr_graph_put_during(kr_graphs *g, kr_graph_item *item, kr_str name, kr_str value, kr_span span,
                         uint32_t line) {
    value = kr_str_trim(value);
    if (g->err != KR_OK || !item || is_missing(value)) return;
    kr_graph_value *all = kr_grow_one(g->arena, item->values, item->n_values, &item->cap_values, sizeof *all);
    if (!all) {
        fail(g, KR_E_MEMORY);
        return;
    }
    item->values = all;
    all[item->n_values++] = (kr_graph_value){kr_str_trim(name), value, span, line};
}

void kr_graph_put(kr_graphs *g, kr_graph_item *item, kr_str name, kr_str value, uint32_t line) {
    kr_graph_put_during(g, item, name, value, (kr_span){KR_NO_START, KR_NO_END}, line);
}

void kr_graph_spell(kr_graphs *g, kr_graph_item *item, kr_span span) {
    if (g->err != KR_OK || !item || !counted(g)) return;
    kr_span *all = kr_grow_one(g->arena, item->spans, item->n_spans, &item->cap_spans, sizeof *all);
    if (!all) {
        fail(g, KR_E_MEMORY);
        return;
    }
    item->spans = all;
    all[item->n_spans++] = span;
}

void kr_graph_moment(kr_graphs *g, kr_graph *graph, double at, kr_str text) {
    if (g->err != KR_OK) return;
    kr_graph_time *all = kr_grow_one(g->arena, graph->times, graph->n_times, &graph->cap_times, sizeof *all);
    if (!all) {
        fail(g, KR_E_MEMORY);
        return;
    }
    graph->times = all;
    all[graph->n_times++] = (kr_graph_time){at, text};
}

void kr_graph_column(kr_graphs *g, kr_str name) {
    if (g->err != KR_OK || g->n_columns >= 10000) return;
    kr_str *all = kr_grow_one(g->arena, g->columns, g->n_columns, &g->cap_columns, sizeof *all);
    if (!all) {
        fail(g, KR_E_MEMORY);
        return;
    }
    g->columns = all;
    all[g->n_columns++] = name;
}

/* Digits from *at, added to *value; how many. */
static size_t digits(kr_str s, size_t *at, double *value) {
    size_t from = *at;
    while (*at < s.len && s.ptr[*at] >= '0' && s.ptr[*at] <= '9') {
        *value = *value * 10 + (s.ptr[*at] - '0');
        (*at)++;
    }
    return *at - from;
}

static double power_of_ten(int64_t exponent) {
    double power = 1;
    for (int64_t i = exponent < 0 ? -exponent : exponent; i > 0; i--) power *= 10;
    return exponent < 0 ? 1 / power : power;
}

bool kr_graph_number(kr_str s, double *out) {
    double value = 0, fraction = 0;
    size_t at = 0, whole, part = 0;
    int64_t exponent = 0;
    s = kr_str_trim(s);
    if (s.len == 0 || s.len > 40) return false;
    bool minus = s.ptr[0] == '-';
    if (minus || s.ptr[0] == '+') at++;
    whole = digits(s, &at, &value);
    if (at < s.len && (s.ptr[at] == '.' || s.ptr[at] == ',')) {
        at++;
        part = digits(s, &at, &fraction);
    }
    if (whole + part == 0) return false;
    if (at < s.len && (s.ptr[at] == 'e' || s.ptr[at] == 'E')) {
        kr_str rest = kr_str_n(s.ptr + at + 1, s.len - at - 1);
        if (rest.len && rest.ptr[0] == '+') rest = kr_str_n(rest.ptr + 1, rest.len - 1);
        if (!kr_str_int(rest, &exponent) || exponent < -300 || exponent > 250) return false;
        at = s.len;
    }
    if (at != s.len) return false;
    value = (value + fraction * power_of_ten(-(int64_t)part)) * power_of_ten(exponent);
    *out = minus ? -value : value;
    return true;
}

bool kr_graph_present(const kr_graph_item *item, double at) {
    bool present = item->n_spans == 0;
    for (size_t i = 0; i < item->n_spans && !present; i++)
        present = item->spans[i].from <= at && at < item->spans[i].until;
    return present;
}

static int by_id(const void *a, const void *b, void *context) {
    const kr_graph *graph = context;
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    int order = kr_str_cmp(graph->nodes[x].id, graph->nodes[y].id);
    return order ? order : x < y ? -1 : x > y;
}

kr_err kr_graph_index_make(kr_graph_index *out, kr_arena *arena, const kr_graph *graph) {
    uint32_t *order = kr_new_n(arena, uint32_t, graph->n_nodes + 1),
             *scratch = kr_new_n(arena, uint32_t, graph->n_nodes + 1);
    if (!order || !scratch) return KR_E_MEMORY;
    for (size_t i = 0; i < graph->n_nodes; i++) order[i] = (uint32_t)i;
    kr_sort(order, graph->n_nodes, sizeof *order, by_id, (void *)(uintptr_t)graph, scratch);
    *out = (kr_graph_index){graph, order};
    return KR_OK;
}

size_t kr_graph_find(const kr_graph_index *index, kr_str id) {
    const kr_graph *graph = index->graph;
    size_t low = 0, high = graph->n_nodes;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (kr_str_cmp(graph->nodes[index->order[middle]].id, id) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    if (low >= graph->n_nodes) return SIZE_MAX;
    size_t at = index->order[low];
    return kr_str_eq(graph->nodes[at].id, id) ? at : SIZE_MAX;
}
