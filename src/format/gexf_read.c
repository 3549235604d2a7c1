/* GEXF 1.1 to 1.3, with what changes over time: spells of people and ties, values that hold for a while. */
#include "format/graph.h"
#include "format/xml.h"

#define MOST_ATTRIBUTES 2000

typedef struct attribute {
    kr_str id, title;
    bool of_edge;
} attribute;

typedef struct reader {
    kr_graphs *graphs;
    kr_graph *graph;
    kr_graph_item *item;
    bool of_edge, declares_edges, watched_end;
    double watch_end;      /* of the graph itself */
    attribute *attributes; /* sorted by edge and id */
    size_t n_attributes, cap_attributes;
    kr_str file;
} reader;

/* -- time -- */

static int64_t days_of(kr_date date) {
    int64_t year = date / 10000, month = date / 100 % 100, day = date % 100;
    if (month < 1) month = 1;
    if (day < 1) day = 1;
    if (month <= 2) year--;
    int64_t era = year / 400, of_era = year - era * 400;
    int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year;
}

static int two_digits(kr_str s, size_t at) {
    return at + 1 < s.len ? (s.ptr[at] - '0') * 10 + (s.ptr[at + 1] - '0') : 0;
}

/* A number, a day, or a day with an hour; false for "Infinity" and whatever else. */
static bool read_time(kr_str text, double *out) {
    kr_date date;
    text = kr_str_trim(text);
    if (kr_graph_number(text, out)) return true;
    kr_str day = text.len > 10 ? kr_str_n(text.ptr, 10) : text;
    if (!kr_date_parse(day, &date)) return false;
    *out = (double)days_of(date);
    if (text.len >= 16 && text.ptr[10] == 'T' && text.ptr[13] == ':') {
        int seconds = two_digits(text, 11) * 3600 + two_digits(text, 14) * 60 +
                      (text.len >= 19 ? two_digits(text, 17) : 0);
        *out += seconds / 86400.0;
    }
    return true;
}

/* Both ends of whatever element this is; each end that is known is a time of the graph. */
static bool read_span(reader *r, kr_xml *xml, const XML_Char **attributes, kr_span *out) {
    static const char *const begins[] = {"start", "startopen"}, *const ends[] = {"end", "endopen"};
    kr_str from = KR_NONE, until = KR_NONE, at = kr_xml_attribute(xml, attributes, "timestamp");
    *out = (kr_span){KR_NO_START, KR_NO_END};
    for (size_t i = 0; i < 2 && from.len == 0; i++) from = kr_xml_attribute(xml, attributes, begins[i]);
    for (size_t i = 0; i < 2 && until.len == 0; i++) until = kr_xml_attribute(xml, attributes, ends[i]);
    if (at.len && read_time(at, &out->from)) {
        double size = out->from < 0 ? -out->from : out->from;
        out->until = out->from + (size > 1 ? size : 1) * 1e-9; /* at that time alone */
        kr_graph_moment(r->graphs, r->graph, out->from, at);
        return true;
    }
    bool begin = from.len && read_time(from, &out->from), end = until.len && read_time(until, &out->until);
    if (!begin) out->from = KR_NO_START;
    if (!end) out->until = KR_NO_END;
    if (begin) kr_graph_moment(r->graphs, r->graph, out->from, from);
    if (end) kr_graph_moment(r->graphs, r->graph, out->until, until);
    return begin || end;
}

/* -- attributes -- */

static int compare(const attribute *a, bool of_edge, kr_str id) {
    if (a->of_edge != of_edge) return a->of_edge ? 1 : -1;
    return kr_str_cmp(a->id, id);
}

static size_t place_of(const reader *r, bool of_edge, kr_str id) {
    size_t low = 0, high = r->n_attributes;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (compare(&r->attributes[middle], of_edge, id) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void declare(reader *r, kr_xml *xml, const XML_Char **attributes) {
    kr_str id = kr_xml_attribute(xml, attributes, "id"), title = kr_xml_attribute(xml, attributes, "title");
    if (r->n_attributes >= MOST_ATTRIBUTES) {
        kr_xml_fail(xml, KR_E_LIMIT);
        return;
    }
    attribute *all = kr_grow_one(xml->arena, r->attributes, r->n_attributes, &r->cap_attributes, sizeof *all);
    if (!all) {
        kr_xml_fail(xml, KR_E_MEMORY);
        return;
    }
    r->attributes = all;
    size_t at = place_of(r, r->declares_edges, id);
    memmove(&all[at + 1], &all[at], (r->n_attributes - at) * sizeof *all);
    all[at] = (attribute){id, title.len ? title : id, r->declares_edges};
    r->n_attributes++;
}

static void take_value(reader *r, kr_xml *xml, const XML_Char **attributes) {
    kr_str id = kr_xml_attribute(xml, attributes, "for"), value = kr_xml_attribute(xml, attributes, "value");
    kr_span span;
    if (id.len == 0) id = kr_xml_attribute(xml, attributes, "id");
    size_t at = place_of(r, r->of_edge, id);
    bool known = at < r->n_attributes && compare(&r->attributes[at], r->of_edge, id) == 0;
    (void)read_span(r, xml, attributes, &span);
    kr_graph_put_during(r->graphs, r->item, known ? r->attributes[at].title : id, value, span,
                        kr_xml_line(xml));
}

/* -- people and ties -- */

static void put(reader *r, kr_xml *xml, const XML_Char **attributes, const char *from, const char *name) {
    kr_str value = kr_xml_attribute(xml, attributes, from);
    if (r->item && value.len) kr_graph_put(r->graphs, r->item, kr_str_z(name), value, kr_xml_line(xml));
}

static void begin_item(reader *r, kr_xml *xml, const XML_Char **attributes, bool edge) {
    uint32_t line = kr_xml_line(xml);
    kr_span span;
    r->of_edge = edge;
    if (edge) {
        r->item = kr_graph_tie(r->graphs, r->graph, kr_xml_attribute(xml, attributes, "source"),
                               kr_xml_attribute(xml, attributes, "target"), line);
        put(r, xml, attributes, "weight", "weight");
        put(r, xml, attributes, "kind", "relation");
        put(r, xml, attributes, "label", "relation");
    } else {
        r->item = kr_graph_node(r->graphs, r->graph, kr_xml_attribute(xml, attributes, "id"), line);
        if (r->item) r->item->label = kr_str_trim(kr_xml_attribute(xml, attributes, "label"));
    }
    if (r->item && read_span(r, xml, attributes, &span)) kr_graph_spell(r->graphs, r->item, span);
}

static void begin_graph(reader *r, kr_xml *xml, const XML_Char **attributes) {
    kr_str end = kr_xml_attribute(xml, attributes, "end"), name = r->file;
    for (size_t i = name.len; i-- > 0;) {
        if (name.ptr[i] == '/') {
            name = kr_str_n(name.ptr + i + 1, name.len - i - 1);
            break;
        }
    }
    if (kr_str_ends(name, KR_STR(".gexf"))) name.len -= 5;
    r->graph = kr_graph_add(r->graphs, name);
    r->watched_end = end.len && read_time(end, &r->watch_end);
}

static void on_begin(kr_xml *xml, kr_str name, const XML_Char **attributes) {
    reader *r = xml->context;
    kr_span span;
    if (kr_str_is(name, "graph") && !r->graph) {
        begin_graph(r, xml, attributes);
    } else if (!r->graph) {
        return;
    } else if (kr_str_is(name, "attributes")) {
        r->declares_edges = kr_str_is(kr_xml_attribute(xml, attributes, "class"), "edge");
    } else if (kr_str_is(name, "attribute")) {
        declare(r, xml, attributes);
    } else if (kr_str_is(name, "node") || kr_str_is(name, "edge")) {
        begin_item(r, xml, attributes, kr_str_is(name, "edge"));
    } else if (kr_str_is(name, "attvalue") && r->item) {
        take_value(r, xml, attributes);
    } else if (kr_str_is(name, "spell") && r->item) {
        if (read_span(r, xml, attributes, &span)) kr_graph_spell(r->graphs, r->item, span);
    }
    if (r->graphs->err != KR_OK) kr_xml_fail(xml, r->graphs->err);
}

/* All people have an end: the last of these ends is where the watching stopped. */
static bool all_end(const kr_graph *graph) {
    for (size_t i = 0; i < graph->n_nodes; i++) {
        const kr_graph_item *node = &graph->nodes[i];
        if (node->n_spans == 0) return false;
        for (size_t k = 0; k < node->n_spans; k++) {
            if (node->spans[k].until == KR_NO_END) return false;
        }
    }
    return graph->n_nodes > 0;
}

static double last_end(const kr_graph *graph, bool *any) {
    double last = KR_NO_START, time = KR_NO_START;
    for (size_t i = 0; i < graph->n_nodes; i++) {
        for (size_t k = 0; k < graph->nodes[i].n_spans; k++) {
            double until = graph->nodes[i].spans[k].until;
            if (until != KR_NO_END && until > last) last = until;
        }
    }
    for (size_t i = 0; i < graph->n_times; i++) {
        if (graph->times[i].at > time) time = graph->times[i].at;
    }
    *any = last != KR_NO_START && last == time;
    return last;
}

static void on_end(kr_xml *xml, kr_str name, kr_str text) {
    reader *r = xml->context;
    (void)text;
    if (kr_str_is(name, "node") || kr_str_is(name, "edge")) r->item = NULL;
    if (!kr_str_is(name, "graph") || !r->graph) return;
    bool is_last;
    double last = last_end(r->graph, &is_last);
    r->graph->ends_together = is_last && (all_end(r->graph) || (r->watched_end && r->watch_end == last));
    r->graph = NULL;
}

kr_err kr_gexf_read(kr_graphs *graphs, kr_file file, kr_error *error) {
    reader r = {.graphs = graphs, .file = file.name};
    kr_xml xml = {.context = &r, .on_begin = on_begin, .on_end = on_end};
    size_t before = graphs->n;
    kr_err err = kr_xml_read(&xml, graphs->arena, file.bytes, error);
    if (err == KR_E_LIMIT) return kr_fail(error, err, "format.error.study_rows", NULL, "2000000");
    if (err == KR_OK && graphs->n == before) kr_rows_note(&graphs->notes, "format.note.file", file.name, 0);
    return err;
}
