/* The measures of research for this circle, for whoever wants to know more: what each is, means and does not
 * say, and its figure with and without those who help as their work. */
#include "measure/circle.h"

#include <stdio.h>

#include "web/pages.h"
#include "words/measures.h"

#define MOST_FILE ((size_t)4 << 20)
#define TO_END    UINT8_MAX

/* Rows of the table of measures, from .. to; `of`: where their figures stand, NULL: nowhere, they are only
 * explained, and the figures come per attribute. */
typedef struct run {
    kr_measure_group group;
    uint8_t from, to;
    const char *of;
} run;

/* `sets`: what the figures of this part are told apart by. */
typedef enum split { NO_SETS, BY_FIELD, BY_NUMBER, BY_YEARS, BY_KIND } split;

typedef struct part {
    const char *name; /* in addresses; key "maten.NAME" and "maten.NAME.say" */
    run runs[3];
    size_t n_runs;
    split sets[2];
    bool said; /* with the measures of what was said about who knows whom */
} part;

static const part parts[] = {
    {"size", {{KR_MEASURES_STRUCTURE, KR_S_size, KR_S_fragmentation, "structure"}}, 1, {NO_SETS}, true},
    {"ties",
     {{KR_MEASURES_STRUCTURE, KR_S_mean_degree, KR_S_clique_number, "structure"},
      {KR_MEASURES_ALTER, KR_A_degree, KR_A_component_size, "alters"}},
     2,
     {NO_SETS},
     false},
    {"holes",
     {{KR_MEASURES_STRUCTURE, KR_S_cut_vertices, KR_S_hierarchy, "structure"},
      {KR_MEASURES_ALTER, KR_A_cut_vertex, KR_A_dyadic_constraint, "alters"}},
     2,
     {NO_SETS},
     false},
    {"composition",
     {{KR_MEASURES_CATEGORY, 0, TO_END, NULL}, {KR_MEASURES_NUMERIC, 0, TO_END, NULL}},
     2,
     {BY_FIELD, BY_NUMBER},
     false},
    {"support",
     {{KR_MEASURES_SUPPORT, 0, TO_END, "support"},
      {KR_MEASURES_EXCHANGE, KR_X_receive_alters, TO_END, "exchange"},
      {KR_MEASURES_FUNCTION, 0, TO_END, NULL}},
     3,
     {BY_KIND},
     false},
    {"time", {{KR_MEASURES_CHANGE, 0, TO_END, "change"}}, 1, {BY_YEARS}, false},
    {"tables",
     {{KR_MEASURES_WEIGHTED, 0, TO_END, ""}, {KR_MEASURES_NAMING, 0, TO_END, ""}},
     2,
     {NO_SETS},
     false},
};

typedef struct maten {
    kr_page page;
    const kr_measured *all;
    size_t n;
} maten;

static bool is(const kr_measured *one, const char *of, const char *measure, const char *category) {
    if (strcmp(one->of, of) != 0 || strcmp(one->measure, measure) != 0) return false;
    return category ? one->category && strcmp(one->category, category) == 0 : !one->category;
}

static const kr_measured *find(const maten *m, const char *of, const char *measure, const char *category) {
    for (size_t i = 0; i < m->n; i++)
        if (is(&m->all[i], of, measure, category)) return &m->all[i];
    return NULL;
}

/* -- Figures -------------------------------------------------------------------------------------------- */

/* At most three decimals, or all ten when those would be noughts; with the sign of the language. */
static kr_str shown(const kr_page *page, double value) {
    char text[64];
    int len = snprintf(text, sizeof text, "%.3f", value);
    if (value != 0 && value > -0.0005 && value < 0.0005) len = snprintf(text, sizeof text, "%.10f", value);
    while (len > 0 && text[len - 1] == '0') len--;
    if (len > 0 && text[len - 1] == '.') len--;
    text[len] = 0;
    kr_buf out = kr_page_buf(page);
    for (int i = 0; i < len; i++) {
        if (text[i] == '-')
            kr_put_z(&out, "−");
        else
            kr_put_c(&out, text[i] == '.' && page->lang == KR_NL ? ',' : text[i]);
    }
    return kr_page_text(&out);
}

/* As `kring measure` writes it, and as one reads it; false when it cannot be worked out. */
static void put_value(const kr_page *page, kr_model *object, const char *exact, const char *said,
                      double value) {
    char text[33];
    size_t len = kr_measure_text(value, text);
    kr_put_bool(object, exact, false);
    if (len == 0) return;
    kr_put_text(object, exact, kr_str_n(text, len));
    kr_put_text(object, said, shown(page, value));
}

/* Two cells: with and without. `to` (may be NULL) is the other end of what people have. */
static void put_values(const maten *m, kr_model *row, const kr_measured *one, const kr_measured *to) {
    kr_model *values = kr_put_array(row, "values");
    for (unsigned side = 0; side < KR_PAID_SIDES; side++) {
        kr_model *cell = kr_add_object(values);
        kr_put_word(m->page.request, cell, "col", side ? "maten.col.without" : "maten.col.with");
        put_value(&m->page, cell, "exact", "shown", one ? one->value[side] : KR_UNDEFINED);
        put_value(&m->page, cell, "to_exact", "to", to ? to->value[side] : KR_UNDEFINED);
    }
}

/* -- Measures ------------------------------------------------------------------------------------------- */

static void put_said(const maten *m, kr_model *object, const char *name, const kr_measure_row *row,
                     kr_measure_part what) {
    kr_buf out = kr_page_buf(&m->page);
    kr_say_measure(&out, m->page.lang, row, what);
    kr_put_text(object, name, kr_page_text(&out));
}

/* What it is; `of` as in a run. */
static void put_measure(const maten *m, kr_model *array, kr_measure_group group, const kr_measure *measure,
                        const char *of) {
    kr_model *object = kr_add_object(array);
    kr_measure_row row = {kr_measure_group_name(group), measure->name, measure->range, measure->source,
                          measure->formula};
    put_said(m, object, "label", &row, KR_MEASURE_NAME);
    put_said(m, object, "what", &row, KR_MEASURE_WHAT);
    put_said(m, object, "not", &row, KR_MEASURE_NOT);
    put_said(m, object, "formula", &row, KR_MEASURE_FORMULA);
    put_said(m, object, "range", &row, KR_MEASURE_RANGE);
    put_said(m, object, "source", &row, KR_MEASURE_SOURCE);
    kr_put_text(object, "column", kr_str_z(measure->name));
    kr_put_text(object, "group", kr_str_z(row.group));
    bool each = group == KR_MEASURES_ALTER;
    if (of)
        put_values(m, object, find(m, of, measure->name, each ? "min" : NULL),
                   each ? find(m, of, measure->name, "max") : NULL);
}

static void put_run(const maten *m, kr_model *array, const run *r) {
    size_t n;
    const kr_measure *all = kr_measures(r->group, &n);
    for (size_t i = r->from; i < n && i <= r->to; i++) put_measure(m, array, r->group, &all[i], r->of);
}

/* -- The figures of an attribute ------------------------------------------------------------------------ */

static kr_str measure_label(const maten *m, const char *group, const char *name) {
    kr_buf out = kr_page_buf(&m->page);
    kr_measure_row row = {group, name, "", "", ""};
    kr_say_measure(&out, m->page.lang, &row, KR_MEASURE_NAME);
    return kr_page_text(&out);
}

/* "Aantal: familie". */
static void put_label(const maten *m, kr_model *row, const kr_measured *one, const char *group,
                      const char *list) {
    char key[96];
    kr_buf out = kr_page_buf(&m->page);
    kr_put(&out, measure_label(m, group, one->measure));
    if (one->category && list) {
        (void)snprintf(key, sizeof key, "%s.%s", list, one->category);
        kr_put_z(&out, ": ");
        kr_put(&out, kr_page_low(&m->page, kr_word(m->page.lang, key)));
    }
    kr_put_text(row, "label", kr_page_text(&out));
    kr_put_text(row, "of", kr_str_z(one->of));
    kr_put_text(row, "column", kr_str_z(one->measure));
    kr_put_text(row, "category", kr_str_z(one->category ? one->category : ""));
    put_values(m, row, one, NULL);
}

static kr_model *put_set(kr_model *sets, kr_str title) {
    kr_model *set = kr_add_object(sets);
    kr_put_text(set, "title", title);
    return kr_put_array(set, "rows");
}

/* All figures of one attribute. `list`: of its categories, NULL for a number. */
static void put_attribute(const maten *m, kr_model *sets, const char *of, const char *title,
                          const char *list) {
    kr_model *rows = put_set(sets, kr_word(m->page.lang, title));
    for (size_t i = 0; i < m->n; i++)
        if (strcmp(m->all[i].of, of) == 0)
            put_label(m, kr_add_object(rows), &m->all[i], list ? "category" : "numeric", list);
}

static const kr_field *field_named(const char *name) {
    const kr_field *field = kr_schema_field_named(KR_KIND_person, kr_str_z(name));
    return field && field->list ? field : kr_schema_field_named(KR_KIND_tie, kr_str_z(name));
}

static void put_fields(const maten *m, kr_model *sets) {
    char title[96];
    for (size_t i = 0; i < m->n; i++) {
        const char *of = m->all[i].of;
        const kr_field *field = field_named(of);
        if ((i && strcmp(m->all[i - 1].of, of) == 0) || !field || !field->list) continue;
        (void)snprintf(title, sizeof title, "field.%s.%s", kr_kind_name(field->kind), field->name);
        put_attribute(m, sets, of, title, field->list->name);
    }
}

/* One table for each kind of support. */
static void put_kinds(const maten *m, kr_model *sets) {
    const kr_choice_list *kinds = kr_choice_list_named(KR_STR("support"));
    for (size_t f = 0; f < kinds->count; f++) {
        kr_model *rows = put_set(sets, kr_page_choice(&m->page, kinds, kinds->choices[f].number));
        for (size_t i = 0; i < m->n; i++) {
            const kr_measured *one = &m->all[i];
            if (strcmp(one->of, "support") == 0 && one->category &&
                strcmp(one->category, kinds->choices[f].name) == 0)
                put_label(m, kr_add_object(rows), one, "function", NULL);
        }
    }
}

static void put_sets(const maten *m, kr_model *array, split by) {
    switch (by) {
    case NO_SETS:
        return;
    case BY_FIELD:
        put_fields(m, array);
        return;
    case BY_NUMBER:
        put_attribute(m, array, "travel_minutes", "maten.set.travel_minutes", NULL);
        put_attribute(m, array, "contacts_a_year", "maten.set.contacts_a_year", NULL);
        return;
    case BY_YEARS:
        put_attribute(m, array, "years_known", "maten.set.years_known", NULL);
        return;
    case BY_KIND:
        put_kinds(m, array);
        return;
    }
}

/* -- The page ------------------------------------------------------------------------------------------- */

static void put_part(const maten *m, kr_model *array, const part *p) {
    char key[48];
    kr_model *object = kr_add_object(array);
    kr_put_text(object, "id", kr_str_z(p->name));
    (void)snprintf(key, sizeof key, "maten.%s", p->name);
    kr_put_word(m->page.request, object, "title", key);
    (void)snprintf(key, sizeof key, "maten.%s.say", p->name);
    kr_put_word(m->page.request, object, "say", key);
    kr_model *rows = kr_put_array(object, "rows"), *listed = kr_put_array(object, "listed"),
             *sets = kr_put_array(object, "sets");
    for (size_t i = 0; i < p->n_runs; i++) put_run(m, p->runs[i].of ? rows : listed, &p->runs[i]);
    size_t n = 0;
    const kr_measure *said = kr_measures_said(&n);
    for (size_t i = 0; p->said && i < n; i++)
        put_measure(m, rows, KR_MEASURES_STRUCTURE, &said[i], "structure");
    for (size_t i = 0; i < KR_COUNT(p->sets); i++) put_sets(m, sets, p->sets[i]);
    kr_put_bool(object, "has_rows", kr_model_count(rows) > 0);
    kr_put_bool(object, "has_listed", kr_model_count(listed) > 0);
    kr_put_bool(object, "has_sets", kr_model_count(sets) > 0);
}

/* The literature, each once, in the order of the alphabet. */
static void put_works(const maten *m) {
    const char *keys[64];
    size_t count = 0, n;
    for (unsigned g = 0; g < KR_MEASURE_GROUPS; g++) {
        const kr_measure *all = kr_measures((kr_measure_group)g, &n);
        for (size_t i = 0; i < n; i++) {
            size_t at = 0;
            while (at < count && strcmp(keys[at], all[i].source) < 0) at++;
            if ((at < count && strcmp(keys[at], all[i].source) == 0) || count == KR_COUNT(keys)) continue;
            memmove(&keys[at + 1], &keys[at], (count - at) * sizeof *keys);
            keys[at] = all[i].source;
            count++;
        }
    }
    kr_model *array = kr_put_array(m->page.model, "works");
    for (size_t i = 0; i < count; i++) {
        kr_measure_row row = {"", "", "", keys[i], ""};
        put_said(m, kr_add_object(array), "work", &row, KR_MEASURE_WORK);
    }
}

static kr_err measured(maten *m, kr_request *request, kr_error *error) {
    kr_measured *all;
    kr_err err = kr_measured_of(&all, &m->n, request->arena, request->view.circle, &m->page.net, error);
    if (err == KR_OK) m->all = all;
    return err;
}

#define WORKS KR_COUNT(parts)

/* Which part is asked for, by its name in the address; the first without. */
static size_t chosen_part(kr_request *request) {
    kr_str wish = kr_query(request, "deel");
    for (size_t i = 0; i < KR_COUNT(parts); i++)
        if (kr_str_is(wish, parts[i].name)) return i;
    return kr_str_is(wish, "works") ? WORKS : 0;
}

/* Where one can go: the parts, and the literature behind them. */
static void put_choices(const maten *m, size_t chosen, bool all) {
    kr_model *array = kr_put_array(m->page.model, "choices");
    for (size_t i = 0; i <= KR_COUNT(parts); i++) {
        char key[48];
        const char *name = i < WORKS ? parts[i].name : "works";
        kr_model *object = kr_add_object(array);
        (void)snprintf(key, sizeof key, "maten.%s", name);
        kr_put_word(m->page.request, object, "label", key);
        kr_put_text(object, "name", kr_str_z(name));
        kr_put_bool(object, "on", !all && i == chosen);
    }
}

/* One part at a time, so that a page stays short; with ?open=1 all of them, opened, to read or to print. */
static kr_err show(kr_request *request, kr_reply *reply, kr_error *error) {
    maten m = {0};
    bool all = kr_query(request, "open").len > 0;
    size_t chosen = chosen_part(request);
    kr_err err = kr_page_open(&m.page, request, reply, "title.maten", error);
    if (err == KR_OK) err = measured(&m, request, error);
    if (err != KR_OK) return err;
    put_choices(&m, chosen, all);
    kr_model *array = kr_put_array(m.page.model, "parts");
    for (size_t i = 0; i < KR_COUNT(parts); i++)
        if (all || i == chosen) put_part(&m, array, &parts[i]);
    kr_put_bool(m.page.model, "has_works", all || chosen == WORKS);
    if (all || chosen == WORKS) put_works(&m);
    kr_put_bool(m.page.model, "open", all);
    return KR_OK;
}

/* The same bytes as `kring measure FILE --csv`. No name of anybody is in it. */
static kr_err take(kr_request *request, kr_reply *reply, kr_error *error) {
    maten m = {0};
    kr_buf text, name;
    char date[11];
    kr_err err = kr_page_open(&m.page, request, reply, "title.maten", error);
    if (err == KR_OK) err = measured(&m, request, error);
    if (err != KR_OK) return err;
    kr_buf_init(&text, request->arena, MOST_FILE);
    kr_buf_init(&name, request->arena, 100);
    kr_measured_csv(&text, m.all, m.n);
    kr_put_z(&name, "kring-maten-");
    kr_put(&name, kr_str_n(date, kr_date_text(kr_date_of(request->local), date)));
    kr_put_z(&name, ".csv");
    err = kr_buf_end(&text, &reply->body);
    if (err == KR_OK) err = kr_buf_end(&name, &reply->filename);
    if (err != KR_OK) return kr_fail(error, err, "error.memory", NULL, NULL);
    reply->type = "text/csv; charset=utf-8";
    return KR_OK;
}

const kr_route kr_routes_measures[] = {
    {"GET", "/kring/:circle/maten", KR_OWNER, false, show, "maten", KR_PART_FEEL, 0, 0},
    {"GET", "/kring/:circle/maten.csv", KR_OWNER, false, take, NULL, KR_PART_FEEL, 0, 0},
    {0},
};
