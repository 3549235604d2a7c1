/* From a graph to an import: the person in the middle, the people, who knows whom; with times, one map for
 * each time at which something begins or ends. */
#include "format/graph.h"
#include "core/num.h"
#include "core/utf8.h"

#define MOST_TIMES 199

typedef struct maker {
    kr_graphs *graphs;
    kr_graph *graph;
    kr_graph_index index;
    const kr_study_options *options;
    uint32_t *rows; /* node -> row + 1 in the map that is being made; 0 not there */
    bool *tied;     /* nodes that have a tie, for the notes; unused nodes stay */
    kr_rows made;
    kr_map map;
    size_t ego; /* node, or SIZE_MAX */
} maker;

static bool is_yes(kr_str s) {
    return kr_str_is(s, "1") || kr_same_folded(s, KR_STR("true")) || kr_same_folded(s, KR_STR("yes")) ||
           kr_same_folded(s, KR_STR("ego"));
}

static bool says_ego(const kr_graph_item *node) {
    for (size_t i = 0; i < node->n_values; i++) {
        const kr_graph_value *v = &node->values[i];
        bool sign = kr_same_folded(v->name, KR_STR("ego")) || kr_same_folded(v->name, KR_STR("is_ego")) ||
                    kr_same_folded(v->name, KR_STR("isego"));
        if (sign && is_yes(v->value)) return true;
    }
    return node->ego || kr_same_folded(node->id, KR_STR("ego")) || kr_same_folded(node->label, KR_STR("ego"));
}

static kr_err find_ego(maker *m, kr_error *error) {
    kr_graph *graph = m->graph;
    m->ego = SIZE_MAX;
    if (m->options->ego.len) {
        m->ego = kr_graph_find(&m->index, m->options->ego);
        return m->ego != SIZE_MAX ? KR_OK : kr_fail(error, KR_E_NOT_FOUND, "format.error.no_ego", NULL, NULL);
    }
    for (size_t i = 0; i < graph->n_nodes && m->ego == SIZE_MAX; i++) {
        if (says_ego(&graph->nodes[i])) m->ego = i;
    }
    return KR_OK;
}

static bool is_during(const kr_graph_value *value, double at) {
    return value->span.from <= at && at < value->span.until;
}

static void put_values(maker *m, const kr_graph_item *item, double at) {
    for (size_t i = 0; i < item->n_values; i++) {
        const kr_graph_value *v = &item->values[i];
        bool sign = kr_same_folded(v->name, KR_STR("ego")) || kr_same_folded(v->name, KR_STR("is_ego")) ||
                    kr_same_folded(v->name, KR_STR("isego"));
        if (!sign && is_during(v, at)) kr_map_value(&m->map, v);
    }
}

static uint64_t mark_of(const kr_graph_item *node, size_t index) {
    kr_id id;
    return node->id.len == 16 && kr_id_parse(node->id, &id) && id ? id : index + 1;
}

/* Ties with the person in the middle say something of that person's tie. */
typedef struct own_ties {
    uint32_t *first, *ties; /* of node i: ties[first[i]] .. ties[first[i + 1] - 1] */
} own_ties;

static size_t other_end(const maker *m, const kr_graph_item *tie) {
    size_t a = kr_graph_find(&m->index, tie->source), b = kr_graph_find(&m->index, tie->target);
    if (a == m->ego && b != SIZE_MAX && b != a) return b;
    return b == m->ego && a != b ? a : SIZE_MAX;
}

static kr_err find_own_ties(maker *m, own_ties *own) {
    size_t n = m->graph->n_nodes, ties = m->ego == SIZE_MAX ? 0 : m->graph->n_ties;
    own->first = kr_new_n(m->graphs->arena, uint32_t, n + 2);
    own->ties = kr_new_n(m->graphs->arena, uint32_t, ties + 1);
    if (!own->first || !own->ties) return KR_E_MEMORY;
    for (size_t i = 0; i < ties; i++) {
        size_t other = other_end(m, &m->graph->ties[i]);
        if (other != SIZE_MAX) own->first[other + 2]++;
    }
    for (size_t i = 2; i < n + 2; i++) own->first[i] += own->first[i - 1];
    for (size_t i = 0; i < ties; i++) {
        size_t other = other_end(m, &m->graph->ties[i]);
        if (other != SIZE_MAX) own->ties[own->first[other + 1]++] = (uint32_t)i;
    }
    return KR_OK;
}

static void put_person(maker *m, const own_ties *own, size_t i, double at) {
    const kr_graph_item *node = &m->graph->nodes[i];
    bool ego = i == m->ego;
    kr_map_row(&m->map, ego);
    put_values(m, node, at);
    for (uint32_t t = ego ? 0 : own->first[i]; !ego && t < own->first[i + 1]; t++) {
        const kr_graph_item *tie = &m->graph->ties[own->ties[t]];
        if (kr_graph_present(tie, at)) put_values(m, tie, at);
    }
    if (node->what && !kr_rows_has(&m->made, KR_KIND_person, KR_F_person_what))
        kr_rows_choice(&m->made, KR_KIND_person, KR_F_person_what, node->what);
    kr_map_end(&m->map, node->line);
    kr_str name = m->map.name.len ? m->map.name : node->label.len ? node->label : node->id;
    bool named = m->map.name.len || node->label.len;
    if (kr_is_phone(name)) name = node->id, named = false;
    size_t row = kr_rows_row(&m->made, name, named, node->line);
    if (row == SIZE_MAX) return;
    m->made.import->rows[row].mark = mark_of(node, i);
    m->made.import->rows[row].is_ego = ego;
    m->rows[i] = (uint32_t)row + 1;
}

/* The case itself is about the person in the middle, when no node is. */
static void put_self(maker *m) {
    const kr_graph_item *self = &m->graph->self;
    if (m->ego != SIZE_MAX || self->n_values == 0) return;
    kr_map_row(&m->map, true);
    put_values(m, self, 0);
    kr_map_end(&m->map, self->line);
    bool named = m->map.name.len > 0;
    size_t row = kr_rows_row(&m->made, named ? m->map.name : m->graph->id, named, self->line);
    if (row != SIZE_MAX) m->made.import->rows[row].is_ego = true;
}

static void put_tie(maker *m, const kr_graph_item *tie, double at) {
    size_t a = kr_graph_find(&m->index, tie->source), b = kr_graph_find(&m->index, tie->target);
    if (a == SIZE_MAX || b == SIZE_MAX) {
        kr_rows_note(&m->made, "format.note.tie_to_nobody", KR_NONE, tie->line);
        return;
    }
    if (a == b) kr_rows_note(&m->made, "format.note.loop", KR_NONE, tie->line);
    if (a == b || a == m->ego || b == m->ego || !m->rows[a] || !m->rows[b]) return;
    kr_import_pair pair = {.a = m->rows[a] - 1, .b = m->rows[b] - 1};
    for (size_t i = 0; i < tie->n_values; i++) {
        if (is_during(&tie->values[i], at)) kr_map_tie(&m->map, &tie->values[i], &pair);
    }
    kr_rows_tie(&m->made, &pair);
}

static int by_ends(const void *a, const void *b, void *context) {
    const kr_import_pair *x = a, *y = b;
    (void)context;
    if (x->a != y->a) return x->a < y->a ? -1 : 1;
    return x->b < y->b ? -1 : x->b > y->b;
}

/* One of each pair, whichever way round and however often it was said; a yes outweighs a no. */
static kr_err one_of_each(maker *m, kr_import *import) {
    kr_import_pair *scratch = kr_new_n(m->graphs->arena, kr_import_pair, import->n_pairs + 1);
    size_t n = 0;
    if (!scratch) return KR_E_MEMORY;
    for (size_t i = 0; i < import->n_pairs; i++) {
        kr_import_pair *p = &import->pairs[i];
        if (p->a < p->b) continue;
        uint32_t low = p->b;
        p->b = p->a;
        p->a = low;
    }
    if (import->n_pairs)
        kr_sort(import->pairs, import->n_pairs, sizeof *import->pairs, by_ends, NULL, scratch);
    for (size_t i = 0; i < import->n_pairs; i++) {
        kr_import_pair p = import->pairs[i], *last = n ? &import->pairs[n - 1] : NULL;
        if (!last || by_ends(last, &p, NULL) != 0) {
            import->pairs[n++] = p;
            continue;
        }
        last->no = last->no && p.no;
        last->between |= p.between;
        if (p.strength > last->strength) last->strength = p.strength;
    }
    import->n_pairs = n;
    return KR_OK;
}

static kr_err make_map(maker *m, const own_ties *own, double at, kr_import **out, kr_error *error) {
    kr_graph *graph = m->graph;
    if (kr_rows_begin(&m->made, m->graphs->arena, m->graphs->format) != KR_OK)
        return kr_fail(error, KR_E_MEMORY, "error.memory", NULL, NULL);
    kr_map_begin(&m->map, &m->made, m->graphs, m->options->with_details);
    m->map.year = graph->year;
    if (graph->n_nodes) memset(m->rows, 0, graph->n_nodes * sizeof *m->rows);
    put_self(m);
    for (size_t i = 0; i < graph->n_nodes && m->made.err == KR_OK; i++) {
        if (kr_graph_find(&m->index, graph->nodes[i].id) != i)
            kr_rows_note(&m->made, "format.note.twice", graph->nodes[i].id, graph->nodes[i].line);
        else if (i == m->ego || kr_graph_present(&graph->nodes[i], at))
            put_person(m, own, i, at);
    }
    for (size_t i = 0; i < graph->n_ties && m->made.err == KR_OK; i++) {
        if (kr_graph_present(&graph->ties[i], at)) put_tie(m, &graph->ties[i], at);
    }
    kr_err err = kr_rows_end(&m->made, out, error);
    if (err == KR_OK && one_of_each(m, *out) != KR_OK)
        return kr_fail(error, KR_E_MEMORY, "error.memory", NULL, NULL);
    return err;
}

/* -- times -- */

static int by_time(const void *a, const void *b, void *context) {
    const kr_graph_time *x = a, *y = b;
    (void)context;
    return x->at < y->at ? -1 : x->at > y->at;
}

/* Sorted, each once; when everything ends together that is the end of the watching. */
static kr_err settle_times(maker *m) {
    kr_graph *g = m->graph;
    kr_graph_time *scratch = kr_new_n(m->graphs->arena, kr_graph_time, g->n_times + 1);
    size_t n = 0;
    if (!scratch) return KR_E_MEMORY;
    if (g->n_times) kr_sort(g->times, g->n_times, sizeof *g->times, by_time, NULL, scratch);
    for (size_t i = 0; i < g->n_times; i++) {
        if (n == 0 || g->times[n - 1].at != g->times[i].at) g->times[n++] = g->times[i];
    }
    if (g->ends_together && n > 1) n--;
    g->n_times = n;
    return KR_OK;
}

static void date_version(struct kr_import_version *version, const kr_graph_time *time) {
    kr_str day = kr_utf8_head(kr_str_trim(time->text), 10);
    if (!kr_date_guess(day, &version->date)) version->date = 0;
    /* A day is called by its day; a number of some other measure by that number. */
    version->title = version->date ? day : kr_utf8_head(kr_str_trim(time->text), 120);
}

static kr_err make_maps(maker *m, const own_ties *own, kr_import **out, kr_error *error) {
    size_t n = m->graph->n_times;
    if (n > MOST_TIMES) return kr_fail(error, KR_E_LIMIT, "format.error.versions", NULL, "199");
    struct kr_import_version *versions = kr_new_n(m->graphs->arena, struct kr_import_version, n);
    if (!versions) return kr_fail(error, KR_E_MEMORY, "error.memory", NULL, NULL);
    for (size_t i = 0; i < n; i++) {
        kr_err err = make_map(m, own, m->graph->times[i].at, &versions[i].map, error);
        if (err != KR_OK) return err;
        date_version(&versions[i], &m->graph->times[i]);
    }
    kr_import *last = versions[n - 1].map;
    last->versions = versions;
    last->n_versions = n;
    *out = last;
    return KR_OK;
}

kr_err kr_graph_import(kr_import **out, kr_graphs *graphs, kr_graph *graph, const kr_study_options *options,
                       kr_error *error) {
    maker m = {.graphs = graphs, .graph = graph, .options = options};
    own_ties own = {NULL, NULL};
    m.rows = kr_new_n(graphs->arena, uint32_t, graph->n_nodes + 1);
    if (!m.rows || kr_graph_index_make(&m.index, graphs->arena, graph) != KR_OK)
        return kr_fail(error, KR_E_MEMORY, "error.memory", NULL, NULL);
    kr_err err = find_ego(&m, error);
    if (err != KR_OK) return err;
    if (find_own_ties(&m, &own) != KR_OK || settle_times(&m) != KR_OK)
        return kr_fail(error, KR_E_MEMORY, "error.memory", NULL, NULL);
    err = graph->n_times ? make_maps(&m, &own, out, error) : make_map(&m, &own, 0, out, error);
    if (err == KR_OK) (*out)->title = kr_utf8_head(graph->title, 120);
    return err;
}
