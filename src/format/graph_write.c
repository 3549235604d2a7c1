/* A circle as GraphML, plain and as Network Canvas has it, and as GEXF over time. */
#include "format/graph.h"
#include "core/num.h"

typedef struct writer {
    kr_buf *out;
    kr_buf scratch;
    const kr_network *network;
    kr_column columns[KR_MOST_COLUMNS];
    bool used[KR_MOST_COLUMNS]; /* somebody has a value in it */
    size_t n;
} writer;

static kr_alter as_alter(const kr_person *ego) {
    return (kr_alter){.person = ego};
}

static void begin(writer *w, kr_buf *out, kr_arena *arena, const kr_network *network) {
    *w = (writer){.out = out, .network = network};
    kr_buf_init(&w->scratch, arena, 1u << 20);
    w->n = kr_columns(w->columns);
    for (size_t i = 0; i < w->n; i++) {
        for (size_t k = 0; k < network->n && !w->used[i]; k++)
            w->used[i] = kr_column_value(network, &network->alters[k], w->columns[i].field).op == KR_OP_SET;
        if (network->ego && !w->used[i] && w->columns[i].field->kind == KR_KIND_person)
            w->used[i] = kr_record_get(network->ego, KR_KIND_person, w->columns[i].field).op == KR_OP_SET;
    }
}

/* Borrowed until the next. */
static kr_str written(writer *w, const kr_alter *alter, size_t column) {
    kr_str text = KR_NONE;
    kr_assignment value = kr_column_value(w->network, alter, w->columns[column].field);
    w->scratch.len = 0;
    kr_put_written(&w->scratch, w->columns[column].field, &value);
    if (kr_buf_end(&w->scratch, &text) != KR_OK) w->out->err = w->scratch.err;
    return text;
}

static void put_id(kr_buf *out, kr_id id) {
    char text[17];
    kr_id_text(id, text);
    kr_put_z(out, text);
}

static void put_data(kr_buf *out, const char *key, kr_str value) {
    if (value.len == 0) return;
    kr_put_z(out, "<data key=\"");
    kr_put_z(out, key);
    kr_put_z(out, "\">");
    kr_put_xml(out, value);
    kr_put_z(out, "</data>");
}

/* -- GraphML -- */

static void put_key(kr_buf *out, const char *id, const char *name, const char *of, bool number) {
    kr_put_z(out, " <key id=\"");
    kr_put_z(out, id);
    kr_put_z(out, "\" for=\"");
    kr_put_z(out, of);
    kr_put_z(out, "\" attr.name=\"");
    kr_put_z(out, name);
    kr_put_z(out, number ? "\" attr.type=\"long\"/>\n" : "\" attr.type=\"string\"/>\n");
}

static void put_keys(writer *w, bool canvas) {
    if (!canvas)
        kr_put_z(w->out, " <key id=\"ego\" for=\"node\" attr.name=\"ego\" attr.type=\"boolean\"/>\n");
    if (canvas) put_key(w->out, "networkCanvasUUID", "networkCanvasUUID", "all", false);
    if (canvas) put_key(w->out, "networkCanvasType", "networkCanvasType", "all", false);
    put_key(w->out, "label", "label", "node", false);
    for (size_t i = 0; i < w->n; i++) {
        if (w->used[i])
            put_key(w->out, w->columns[i].name, w->columns[i].name, canvas ? "all" : "node",
                    w->columns[i].field->type == KR_NUMBER);
    }
    put_key(w->out, "tie.acquainted", "acquainted", "edge", false);
    put_key(w->out, "tie.strength", "strength", "edge", false);
    put_key(w->out, "tie.between", "between", "edge", false);
}

static void put_fields(writer *w, const kr_alter *alter) {
    for (size_t i = 0; i < w->n; i++) {
        bool of_tie = w->columns[i].field->kind == KR_KIND_tie;
        if (w->used[i] && !(of_tie && !alter->tie))
            put_data(w->out, w->columns[i].name, written(w, alter, i));
    }
}

static void put_node(writer *w, const kr_alter *alter, bool ego, bool canvas) {
    char id[17];
    kr_id_text(alter->person->id, id);
    kr_put_z(w->out, "  <node id=\"");
    kr_put_z(w->out, id);
    kr_put_z(w->out, "\">");
    if (ego) put_data(w->out, "ego", KR_STR("true"));
    if (canvas) put_data(w->out, "networkCanvasUUID", kr_str_z(id));
    if (canvas)
        put_data(w->out, "networkCanvasType",
                 alter->person->what == KR_what_place   ? KR_STR("Place")
                 : alter->person->what == KR_what_group ? KR_STR("Group")
                                                        : KR_STR("Person"));
    put_data(w->out, "label", alter->person->name);
    put_fields(w, alter);
    kr_put_z(w->out, "</node>\n");
}

static void put_tie_data(writer *w, const kr_tie *tie, bool no, bool canvas) {
    static const uint16_t fields[] = {KR_F_tie_strength, KR_F_tie_between};
    static const char *const names[] = {"tie.strength", "tie.between"};
    if (canvas) put_data(w->out, "networkCanvasType", no ? KR_STR("Knows not") : KR_STR("Knows"));
    put_data(w->out, "tie.acquainted", no ? KR_STR("no") : KR_STR("yes"));
    for (size_t i = 0; i < 2 && tie; i++) {
        kr_str text;
        const kr_field *field = kr_schema_field(KR_KIND_tie, fields[i]);
        kr_assignment value = kr_record_get(tie, KR_KIND_tie, field);
        w->scratch.len = 0;
        kr_put_written(&w->scratch, field, &value);
        if (kr_buf_end(&w->scratch, &text) == KR_OK) put_data(w->out, names[i], text);
    }
}

static void put_edges(writer *w, bool canvas) {
    const kr_network *net = w->network;
    for (size_t i = 0; !canvas && net->ego && i < net->n; i++) {
        kr_put_z(w->out, "  <edge source=\"");
        put_id(w->out, net->ego->id);
        kr_put_z(w->out, "\" target=\"");
        put_id(w->out, net->alters[i].person->id);
        kr_put_z(w->out, "\"/>\n");
    }
    for (size_t i = 0; i < net->n_pairs; i++) {
        kr_put_z(w->out, "  <edge source=\"");
        put_id(w->out, net->alters[net->pairs[i].a].person->id);
        kr_put_z(w->out, "\" target=\"");
        put_id(w->out, net->alters[net->pairs[i].b].person->id);
        kr_put_z(w->out, "\">");
        put_tie_data(w, net->pairs[i].tie, net->pairs[i].no, canvas);
        kr_put_z(w->out, "</edge>\n");
    }
}

kr_err kr_graphml_write(kr_buf *out, kr_arena *arena, const kr_network *network, bool netcanvas,
                        kr_error *error) {
    writer w;
    begin(&w, out, arena, network);
    kr_put_z(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<graphml "
                  "xmlns=\"http://graphml.graphdrawing.org/xmlns\"");
    if (netcanvas) kr_put_z(out, " xmlns:nc=\"http://schema.networkcanvas.com/xmlns\"");
    kr_put_z(out, ">\n");
    put_keys(&w, netcanvas);
    kr_put_z(out, " <graph id=\"kring\" edgedefault=\"undirected\"");
    if (netcanvas) kr_put_z(out, " nc:caseId=\"kring\"");
    kr_put_z(out, ">\n");
    if (network->ego) {
        kr_alter ego = as_alter(network->ego);
        if (netcanvas)
            put_fields(&w, &ego);
        else
            put_node(&w, &ego, true, false);
    }
    for (size_t i = 0; i < network->n && out->err == KR_OK; i++)
        put_node(&w, &network->alters[i], false, netcanvas);
    put_edges(&w, netcanvas);
    kr_put_z(out, " </graph>\n</graphml>\n");
    return out->err == KR_OK ? KR_OK : kr_fail(error, out->err, "error.memory", NULL, NULL);
}

/* -- GEXF -- */

#define MOST_MOMENTS 200

/* What is the same at all times stands in `now`; `then[i]` is the circle at the i-th moment. */
typedef struct whom {
    kr_id id;
    size_t at;
} whom;

typedef struct times {
    kr_network *then;
    whom **by_id; /* the alters of each, to find them in */
    kr_date *days;
    size_t n; /* the last is now */
} times;

static int by_id(const void *a, const void *b, void *context) {
    const whom *x = a, *y = b;
    (void)context;
    return x->id < y->id ? -1 : x->id > y->id;
}

static kr_err index_time(times *t, size_t at, kr_arena *arena) {
    const kr_network *net = &t->then[at];
    whom *list = kr_new_n(arena, whom, net->n + 1), *scratch = kr_new_n(arena, whom, net->n + 1);
    if (!list || !scratch) return KR_E_MEMORY;
    for (size_t i = 0; i < net->n; i++) list[i] = (whom){net->alters[i].person->id, i};
    kr_sort(list, net->n, sizeof *list, by_id, NULL, scratch);
    t->by_id[at] = list;
    return KR_OK;
}

/* Index in the alters of that time, or SIZE_MAX. O(log alters). */
static size_t place_at(const times *t, size_t time, kr_id person) {
    size_t low = 0, high = t->then[time].n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (t->by_id[time][middle].id < person)
            low = middle + 1;
        else
            high = middle;
    }
    bool found = low < t->then[time].n && t->by_id[time][low].id == person;
    return found ? t->by_id[time][low].at : SIZE_MAX;
}

static kr_date day_of(int64_t at) {
    return at > 0 ? kr_date_of(at) : 0;
}

/* Moments by their points in the list, those in the bin left out; two on the same day: the later. */
static kr_err find_times(times *t, kr_arena *arena, const kr_circle *circle, kr_viewer viewer,
                         kr_error *error) {
    size_t most = circle->n_moments + 1;
    t->then = kr_new_n(arena, kr_network, most);
    t->days = kr_new_n(arena, kr_date, most);
    t->by_id = kr_new_n(arena, whom *, most);
    t->n = 0;
    if (!t->then || !t->days || !t->by_id) return kr_fail(error, KR_E_MEMORY, "error.memory", NULL, NULL);
    for (size_t i = 0; i <= circle->n_moments; i++) {
        bool now = i == circle->n_moments;
        const kr_moment *m = now ? NULL : &circle->moments[i];
        int64_t last = circle->n_changes ? circle->changes[circle->n_changes - 1].at_ms : 0;
        uint64_t upto = now ? 0 : (uint64_t)m->upto;
        kr_date day = day_of(now ? last : m->at);
        kr_view view;
        if (!now && (m->gone || !day || !m->upto)) continue;
        /* Days go up: what was kept earlier than the one before it, is not of that day. */
        while (t->n && day && t->days[t->n - 1] >= day && !now) t->n--;
        if (now && t->n && day <= t->days[t->n - 1]) day = 0;
        if (t->n >= MOST_MOMENTS) return kr_fail(error, KR_E_LIMIT, "format.error.versions", NULL, "200");
        kr_err err = kr_view_make(&view, arena, circle, viewer, upto, error);
        if (err != KR_OK) return err;
        if (kr_network_make(&t->then[t->n], arena, &view) != KR_OK)
            return kr_fail(error, KR_E_MEMORY, "error.memory", NULL, NULL);
        t->days[t->n++] = day;
    }
    /* The last is today's; when that is the day of the newest moment, only what is now counts. */
    if (t->n > 1 && t->days[t->n - 1] == 0) {
        t->then[t->n - 2] = t->then[t->n - 1];
        t->n--;
    }
    for (size_t i = 0; i < t->n; i++) {
        if (index_time(t, i, arena) != KR_OK) return kr_fail(error, KR_E_MEMORY, "error.memory", NULL, NULL);
    }
    return KR_OK;
}

static void put_day(kr_buf *out, const char *name, kr_date day) {
    char text[11];
    kr_put_c(out, ' ');
    kr_put_z(out, name);
    kr_put_z(out, "=\"");
    kr_put(out, kr_str_n(text, kr_date_text(day, text)));
    kr_put_c(out, '"');
}

/* From the first time it is there until the first after it that it is not, as often as that happens. */
static void put_spells(kr_buf *out, const times *t, const bool *there) {
    if (t->n < 2) return;
    kr_put_z(out, "<spells>");
    for (size_t i = 0; i < t->n; i++) {
        if (!there[i] || (i > 0 && there[i - 1])) continue;
        size_t end = i;
        while (end < t->n && there[end]) end++;
        kr_put_z(out, "<spell");
        put_day(out, "start", t->days[i]);
        if (end < t->n) put_day(out, "end", t->days[end]);
        kr_put_z(out, "/>");
    }
    kr_put_z(out, "</spells>");
}

static void put_gexf_fields(writer *w, const kr_alter *alter, bool ego) {
    kr_put_z(w->out, "<attvalues>");
    if (ego) kr_put_z(w->out, "<attvalue for=\"ego\" value=\"true\"/>");
    for (size_t i = 0; i < w->n; i++) {
        bool of_tie = w->columns[i].field->kind == KR_KIND_tie;
        if (!w->used[i] || (of_tie && !alter->tie)) continue;
        kr_str text = written(w, alter, i);
        if (text.len == 0) continue;
        kr_put_z(w->out, "<attvalue for=\"");
        kr_put_z(w->out, w->columns[i].name);
        kr_put_z(w->out, "\" value=\"");
        kr_put_xml(w->out, text);
        kr_put_z(w->out, "\"/>");
    }
    kr_put_z(w->out, "</attvalues>");
}

static void put_gexf_node(writer *w, const times *t, const kr_alter *alter, bool ego) {
    bool there[MOST_MOMENTS + 1];
    for (size_t i = 0; i < t->n; i++) there[i] = place_at(t, i, alter->person->id) != SIZE_MAX;
    kr_put_z(w->out, "   <node id=\"");
    put_id(w->out, alter->person->id);
    kr_put_z(w->out, "\" label=\"");
    kr_put_xml(w->out, alter->person->name);
    kr_put_z(w->out, "\">");
    put_gexf_fields(w, alter, ego);
    if (!ego) put_spells(w->out, t, there);
    kr_put_z(w->out, "</node>\n");
}

/* Everybody who was there at any time, each by how they were last. */
static void put_gexf_nodes(writer *w, const times *t) {
    const kr_network *now = &t->then[t->n - 1];
    if (now->ego) {
        kr_alter ego = as_alter(now->ego);
        put_gexf_node(w, t, &ego, true);
    }
    for (size_t i = t->n; i-- > 0;) {
        for (size_t k = 0; k < t->then[i].n && w->out->err == KR_OK; k++) {
            const kr_alter *alter = &t->then[i].alters[k];
            bool later = false;
            for (size_t l = i + 1; l < t->n && !later; l++)
                later = place_at(t, l, alter->person->id) != SIZE_MAX;
            if (!later) w->network = &t->then[i], put_gexf_node(w, t, alter, false);
        }
    }
}

static bool know_each_other(const times *t, size_t time, kr_id a, kr_id b) {
    size_t x = place_at(t, time, a), y = place_at(t, time, b);
    return x != SIZE_MAX && y != SIZE_MAX && kr_network_acquainted(&t->then[time], x, y) == KR_yesno_yes;
}

static void put_gexf_edge(writer *w, const times *t, kr_id a, kr_id b, size_t *number) {
    bool there[MOST_MOMENTS + 1];
    for (size_t i = 0; i < t->n; i++) there[i] = know_each_other(t, i, a, b);
    kr_put_z(w->out, "   <edge id=\"");
    kr_put_int(w->out, (int64_t)(*number)++);
    kr_put_z(w->out, "\" source=\"");
    put_id(w->out, a);
    kr_put_z(w->out, "\" target=\"");
    put_id(w->out, b);
    kr_put_z(w->out, "\">");
    put_spells(w->out, t, there);
    kr_put_z(w->out, "</edge>\n");
}

static void put_gexf_edges(writer *w, const times *t) {
    size_t number = 0;
    for (size_t i = t->n; i-- > 0;) {
        const kr_network *net = &t->then[i];
        for (size_t k = 0; k < net->n_known && w->out->err == KR_OK; k++) {
            kr_id a = net->alters[net->pairs[k].a].person->id, b = net->alters[net->pairs[k].b].person->id;
            bool later = false;
            for (size_t l = i + 1; l < t->n && !later; l++) later = know_each_other(t, l, a, b);
            if (!later) put_gexf_edge(w, t, a, b, &number);
        }
    }
}

kr_err kr_gexf_write(kr_buf *out, kr_arena *arena, const kr_circle *circle, kr_viewer viewer,
                     kr_error *error) {
    times t;
    writer w;
    kr_err err = find_times(&t, arena, circle, viewer, error);
    if (err != KR_OK) return err;
    begin(&w, out, arena, &t.then[t.n - 1]);
    for (size_t i = 0; i < w.n && t.n > 1; i++) w.used[i] = true; /* also what only those say who left */
    kr_put_z(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<gexf xmlns=\"http://gexf.net/1.3\" "
                  "version=\"1.3\">\n <graph defaultedgetype=\"undirected\"");
    kr_put_z(out, t.n > 1 ? " mode=\"dynamic\" timeformat=\"date\" timerepresentation=\"interval\">\n"
                          : " mode=\"static\">\n");
    kr_put_z(out,
             "  <attributes class=\"node\">\n   <attribute id=\"ego\" title=\"ego\" type=\"boolean\"/>\n");
    for (size_t i = 0; i < w.n; i++) {
        if (!w.used[i]) continue;
        kr_put_z(out, "   <attribute id=\"");
        kr_put_z(out, w.columns[i].name);
        kr_put_z(out, "\" title=\"");
        kr_put_z(out, w.columns[i].name);
        kr_put_z(out,
                 w.columns[i].field->type == KR_NUMBER ? "\" type=\"long\"/>\n" : "\" type=\"string\"/>\n");
    }
    kr_put_z(out, "  </attributes>\n  <nodes>\n");
    put_gexf_nodes(&w, &t);
    kr_put_z(out, "  </nodes>\n  <edges>\n");
    put_gexf_edges(&w, &t);
    kr_put_z(out, "  </edges>\n </graph>\n</gexf>\n");
    return out->err == KR_OK ? KR_OK : kr_fail(error, out->err, "error.memory", NULL, NULL);
}
