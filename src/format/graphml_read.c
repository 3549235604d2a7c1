/* GraphML, plain and as Network Canvas writes it: keys, graphs, nodes, edges, and data of each. */
#include "format/graph.h"
#include "format/xml.h"

#define MOST_KEYS     2000
#define MOST_DEFAULTS 50

typedef struct key {
    kr_str id, name, of, otherwise; /* what it is for; the default */
} key;

typedef struct reader {
    kr_graphs *graphs;
    kr_graph *graph;     /* NULL outside */
    kr_graph_item *item; /* the node or edge we are in; NULL: the graph itself */
    bool of_edge;
    key *keys; /* sorted by id */
    size_t n_keys, cap_keys, n_defaults;
    key *open_key;
    kr_str data; /* key of the data we are in */
    kr_str file;
    int inside; /* depth of a graph within a node; 0 none */
} reader;

static size_t place_of_key(const reader *r, kr_str id) {
    size_t low = 0, high = r->n_keys;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (kr_str_cmp(r->keys[middle].id, id) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static const key *key_of(const reader *r, kr_str id) {
    size_t at = place_of_key(r, id);
    return at < r->n_keys && kr_str_eq(r->keys[at].id, id) ? &r->keys[at] : NULL;
}

static void begin_key(reader *r, kr_xml *xml, const XML_Char **attributes) {
    kr_str id = kr_xml_attribute(xml, attributes, "id"),
           name = kr_xml_attribute(xml, attributes, "attr.name");
    if (r->n_keys >= MOST_KEYS) {
        kr_xml_fail(xml, KR_E_LIMIT);
        return;
    }
    key *keys = kr_grow_one(xml->arena, r->keys, r->n_keys, &r->cap_keys, sizeof *keys);
    if (!keys) {
        kr_xml_fail(xml, KR_E_MEMORY);
        return;
    }
    r->keys = keys;
    size_t at = place_of_key(r, id);
    memmove(&keys[at + 1], &keys[at], (r->n_keys - at) * sizeof *keys);
    keys[at] = (key){id, name.len ? name : id, kr_xml_attribute(xml, attributes, "for"), KR_NONE};
    r->n_keys++;
    r->open_key = &keys[at];
    if (!kr_str_is(keys[at].of, "edge")) kr_graph_column(r->graphs, keys[at].name);
}

/* "a/b.graphml" is called "b". */
static kr_str base_of(kr_str name) {
    for (size_t i = name.len; i-- > 0;) {
        if (name.ptr[i] != '/') continue;
        name = kr_str_n(name.ptr + i + 1, name.len - i - 1);
        break;
    }
    for (size_t i = name.len; i-- > 1;) {
        if (name.ptr[i] == '.') return kr_str_n(name.ptr, i);
    }
    return name;
}

static void begin_graph(reader *r, kr_xml *xml, const XML_Char **attributes) {
    static const char *const ids[] = {"caseId", "caseID", "id"};
    kr_str id = KR_NONE;
    kr_date date;
    if (r->graph) {
        if (!r->inside) r->inside = xml->depth;
        return;
    }
    for (size_t i = 0; i < KR_COUNT(ids) && id.len == 0; i++) id = kr_xml_attribute(xml, attributes, ids[i]);
    r->graph = kr_graph_add(r->graphs, id.len ? id : base_of(r->file));
    r->item = NULL;
    kr_str start = kr_xml_attribute(xml, attributes, "sessionStartTime");
    if (start.len < 10) start = kr_xml_attribute(xml, attributes, "sessionExportTime");
    if (r->graph && start.len >= 10 && kr_date_parse(kr_str_n(start.ptr, 10), &date))
        r->graph->year = date / 10000;
}

static void on_begin(kr_xml *xml, kr_str name, const XML_Char **attributes) {
    reader *r = xml->context;
    uint32_t line = kr_xml_line(xml);
    if (kr_str_is(name, "graph")) {
        begin_graph(r, xml, attributes);
    } else if (r->inside) {
        if (xml->depth == r->inside + 1) kr_rows_note(&r->graphs->notes, "format.note.nested", KR_NONE, line);
    } else if (kr_str_is(name, "key")) {
        begin_key(r, xml, attributes);
    } else if (kr_str_is(name, "node") && r->graph) {
        r->item = kr_graph_node(r->graphs, r->graph, kr_xml_attribute(xml, attributes, "id"), line);
        r->of_edge = false;
    } else if (kr_str_is(name, "edge") && r->graph) {
        r->item = kr_graph_tie(r->graphs, r->graph, kr_xml_attribute(xml, attributes, "source"),
                               kr_xml_attribute(xml, attributes, "target"), line);
        r->of_edge = true;
    } else if (kr_str_is(name, "data")) {
        r->data = kr_xml_attribute(xml, attributes, "key");
    } else if (kr_str_is(name, "hyperedge")) {
        kr_rows_note(&r->graphs->notes, "format.note.hyperedge", KR_NONE, line);
    }
    if (r->graphs->err != KR_OK) kr_xml_fail(xml, r->graphs->err);
}

static void end_data(reader *r, kr_xml *xml, kr_str text) {
    const key *k = key_of(r, r->data);
    kr_str name = k ? k->name : r->data;
    if (!r->graph || text.len == 0) return;
    kr_str value = kr_xml_copy(xml, text);
    kr_graph_item *item = r->item ? r->item : &r->graph->self;
    /* The tool's own "label" is only how it shows somebody: the name may stand in another column. */
    if (r->item && !r->of_edge && kr_str_is(name, "label"))
        item->label = value;
    else
        kr_graph_put(r->graphs, item, name, value, kr_xml_line(xml));
}

static bool has_value(const kr_graph_item *item, kr_str name) {
    for (size_t i = 0; i < item->n_values; i++) {
        if (kr_str_eq(item->values[i].name, name)) return true;
    }
    return false;
}

static void put_defaults(reader *r, kr_xml *xml) {
    if (!r->item || r->n_defaults == 0) return;
    const char *of = r->of_edge ? "edge" : "node";
    for (size_t i = 0; i < r->n_keys; i++) {
        const key *k = &r->keys[i];
        bool here = k->otherwise.len && (kr_str_is(k->of, of) || kr_str_is(k->of, "all"));
        if (here && !has_value(r->item, k->name))
            kr_graph_put(r->graphs, r->item, k->name, k->otherwise, kr_xml_line(xml));
    }
}

static void on_end(kr_xml *xml, kr_str name, kr_str text) {
    reader *r = xml->context;
    if (r->inside) {
        if (xml->depth == r->inside) r->inside = 0;
        return;
    }
    if (kr_str_is(name, "data")) {
        end_data(r, xml, text);
    } else if (kr_str_is(name, "default") && r->open_key && r->n_defaults < MOST_DEFAULTS) {
        r->open_key->otherwise = kr_xml_copy(xml, text);
        r->n_defaults++;
    } else if (kr_str_is(name, "key")) {
        r->open_key = NULL;
    } else if (kr_str_is(name, "node") || kr_str_is(name, "edge")) {
        put_defaults(r, xml);
        r->item = NULL;
    } else if (kr_str_is(name, "graph")) {
        r->graph = NULL;
    }
    if (r->graphs->err != KR_OK) kr_xml_fail(xml, r->graphs->err);
}

/* Network Canvas says in the data of a person what kind it is. */
static void name_kinds(kr_graph *graph) {
    static const struct {
        const char *word;
        uint8_t what;
    } kinds[] = {
        {"place", KR_what_place},       {"location", KR_what_place},     {"venue", KR_what_place},
        {"group", KR_what_group},       {"organization", KR_what_group}, {"organisation", KR_what_group},
        {"institution", KR_what_group}, {"animal", KR_what_animal},      {"pet", KR_what_animal}};
    for (size_t i = 0; i < graph->n_nodes; i++) {
        kr_graph_item *node = &graph->nodes[i];
        for (size_t v = 0; v < node->n_values; v++) {
            if (!kr_str_is(node->values[v].name, "networkCanvasType")) continue;
            for (size_t k = 0; k < KR_COUNT(kinds); k++) {
                if (kr_same_folded(node->values[v].value, kr_str_z(kinds[k].word)))
                    node->what = kinds[k].what;
            }
        }
    }
}

kr_err kr_graphml_read(kr_graphs *graphs, kr_file file, kr_error *error) {
    reader r = {.graphs = graphs, .file = file.name};
    kr_xml xml = {.context = &r, .on_begin = on_begin, .on_end = on_end};
    size_t before = graphs->n;
    kr_err err = kr_xml_read(&xml, graphs->arena, file.bytes, error);
    if (err == KR_E_LIMIT) return kr_fail(error, err, "format.error.study_rows", NULL, "2000000");
    if (err != KR_OK) return err;
    if (graphs->n == before) kr_rows_note(&graphs->notes, "format.note.file", file.name, 0);
    for (size_t i = before; i < graphs->n; i++) name_kinds(&graphs->all[i]);
    return KR_OK;
}
