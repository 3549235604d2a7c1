/* A study: files in, cases out. */
#include "format/graph.h"
#include "format/tree.h"
#include "core/num.h"

bool kr_is_study(kr_format format) {
    return format >= KR_FORMAT_EGOR && format <= KR_FORMAT_GEXF;
}

kr_err kr_study_unpack(kr_file **out, size_t *count, kr_arena *arena, kr_file file, kr_error *error) {
    if (kr_is_zip(file.bytes)) return kr_zip_files(out, count, arena, file.bytes, KR_STUDY_MOST_BYTES, error);
    kr_file *one = kr_new(arena, kr_file);
    if (!one) return kr_fail(error, KR_E_MEMORY, "error.memory", NULL, NULL);
    *one = file;
    *out = one;
    *count = 1;
    return KR_OK;
}

size_t kr_study_case_named(const kr_study *study, kr_str id) {
    for (size_t i = 0; i < study->n_cases; i++) {
        if (kr_str_eq(study->cases[i].id, id)) return i;
    }
    return SIZE_MAX;
}

static kr_err with_file(kr_err err, kr_str name, kr_error *error) {
    if (!error || error->field[0] || name.len == 0) return err;
    size_t n = name.len < sizeof error->field ? name.len : sizeof error->field - 1;
    memcpy(error->field, name.ptr, n);
    error->field[n] = '\0';
    return err;
}

static bool is_graph_file(kr_str bytes) {
    kr_str head = kr_str_trim(kr_str_n(bytes.ptr, bytes.len < 400 ? bytes.len : 400));
    return kr_str_starts(head, KR_STR("<")) || kr_str_starts(head, KR_STR("\xEF\xBB\xBF<"));
}

static kr_err read_one(kr_graphs *g, const kr_file *file, kr_error *error) {
    kr_err err = KR_OK;
    if (kr_str_trim(file->bytes).len == 0)
        return kr_fail(error, KR_E_SYNTAX, "format.error.empty", NULL, NULL);
    if (g->format == KR_FORMAT_GEXF)
        err = kr_gexf_read(g, *file, error);
    else if (g->format == KR_FORMAT_GRAPHML || is_graph_file(file->bytes))
        err = kr_graphml_read(g, *file, error);
    else
        err = kr_tables_read(g, file, 1, error);
    return err;
}

/* Tables belong together; graphs stand alone. */
static kr_err read_all(kr_graphs *g, const kr_file *files, size_t count, kr_error *error) {
    bool tables = g->format != KR_FORMAT_GEXF && g->format != KR_FORMAT_GRAPHML;
    for (size_t i = 0; tables && i < count; i++) tables = !is_graph_file(files[i].bytes);
    if (tables) {
        for (size_t i = 0; i < count; i++) {
            if (kr_str_trim(files[i].bytes).len == 0)
                return with_file(kr_fail(error, KR_E_SYNTAX, "format.error.empty", NULL, NULL), files[i].name,
                                 error);
        }
        return kr_tables_read(g, files, count, error);
    }
    for (size_t i = 0; i < count; i++) {
        kr_err err = read_one(g, &files[i], error);
        if (err != KR_OK) return with_file(err, files[i].name, error);
    }
    return KR_OK;
}

/* Steps of strength are only taken from weights when all are 0, 1, 2 or 3 and some are more than 1. */
static void look_at_weights(kr_graphs *g) {
    double most = 0;
    for (size_t i = 0; i < g->n; i++) {
        for (size_t t = 0; t < g->all[i].n_ties; t++) {
            const kr_graph_item *tie = &g->all[i].ties[t];
            for (size_t v = 0; v < tie->n_values; v++) {
                double weight;
                if (!kr_same_folded(tie->values[v].name, KR_STR("weight"))) continue;
                if (!kr_graph_number(tie->values[v].value, &weight)) continue;
                bool step = weight == 0 || weight == 1 || weight == 2 || weight == 3;
                g->thirds = g->thirds && step;
                if (weight > most) most = weight;
            }
        }
    }
    g->thirds = g->thirds && most > 1;
}

/* The names of cases, each once: a second one gets a number behind it. */
typedef struct named {
    kr_str id;
    size_t at;
} named;

static int by_id(const void *a, const void *b, void *context) {
    const named *x = a, *y = b;
    (void)context;
    int order = kr_str_cmp(x->id, y->id);
    return order ? order : x->at < y->at ? -1 : x->at > y->at;
}

static kr_err name_cases(kr_graphs *g) {
    named *all = kr_new_n(g->arena, named, g->n + 1), *scratch = kr_new_n(g->arena, named, g->n + 1);
    if (!all || !scratch) return KR_E_MEMORY;
    for (size_t i = 0; i < g->n; i++) all[i] = (named){g->all[i].id, i};
    kr_sort(all, g->n, sizeof *all, by_id, NULL, scratch);
    for (size_t i = 0, same = 1; i < g->n; i++) {
        same = i > 0 && kr_str_eq(all[i].id, all[i - 1].id) ? same + 1 : 1;
        if (same == 1 && all[i].id.len) continue;
        kr_buf text;
        kr_buf_init(&text, g->arena, all[i].id.len + 32);
        kr_put(&text, all[i].id);
        if (all[i].id.len) kr_put_c(&text, '#');
        kr_put_int(&text, (int64_t)(all[i].id.len ? same : all[i].at + 1));
        if (kr_buf_end(&text, &g->all[all[i].at].id) != KR_OK) return KR_E_MEMORY;
    }
    return KR_OK;
}

static kr_err make_cases(kr_study *study, kr_graphs *g, const kr_study_options *options, kr_error *error) {
    study->cases = kr_new_n(g->arena, kr_study_case, g->n + 1);
    if (!study->cases) return kr_fail(error, KR_E_MEMORY, "error.memory", NULL, NULL);
    for (size_t i = 0; i < g->n; i++) {
        kr_study_case *one = &study->cases[study->n_cases];
        kr_err err = kr_graph_import(&one->import, g, &g->all[i], options, error);
        /* Several graphs, and one of them has the person who was asked for. */
        if (err == KR_E_NOT_FOUND && g->n > 1) continue;
        if (err != KR_OK) return with_file(err, g->all[i].id, error);
        one->id = g->all[i].id;
        study->n_cases++;
    }
    if (study->n_cases == 0 && g->n) return kr_fail(error, KR_E_NOT_FOUND, "format.error.no_ego", NULL, NULL);
    return KR_OK;
}

kr_err kr_study_read(kr_study **out, kr_arena *arena, kr_format format, const kr_file *files, size_t count,
                     const kr_study_options *options, kr_error *error) {
    kr_graphs g;
    kr_study *study = kr_new(arena, kr_study);
    size_t total = 0;
    if (!study || kr_graphs_begin(&g, arena, format) != KR_OK)
        return kr_fail(error, KR_E_MEMORY, "error.memory", NULL, NULL);
    for (size_t i = 0; i < count && total <= KR_STUDY_MOST_BYTES; i++) total += files[i].bytes.len;
    if (total > KR_STUDY_MOST_BYTES || count > KR_STUDY_MOST_FILES)
        return kr_fail(error, KR_E_LIMIT, "format.error.bytes", NULL, "64");
    kr_err err = read_all(&g, files, count, error);
    if (err != KR_OK) return err;
    if (g.err == KR_OK) g.err = g.notes.err;
    if (g.err == KR_E_LIMIT) return kr_fail(error, g.err, "format.error.study_rows", NULL, "2000000");
    if (g.err != KR_OK) return kr_fail(error, g.err, "error.memory", NULL, NULL);
    if (g.n == 0)
        return with_file(kr_fail(error, KR_E_NOT_FOUND, "format.error.no_cases", NULL, NULL),
                         count == 1 ? files[0].name : KR_NONE, error);
    look_at_weights(&g);
    if (name_cases(&g) != KR_OK) return kr_fail(error, KR_E_MEMORY, "error.memory", NULL, NULL);
    study->format = format;
    err = make_cases(study, &g, options, error);
    if (err != KR_OK) return err;
    study->notes = g.notes.import->notes;
    study->n_notes = g.notes.import->n_notes;
    *out = study;
    return KR_OK;
}
