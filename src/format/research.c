#include "format/research.h"
#include "format/graph.h"

#define MOST_TABLE (256u << 20)

typedef struct column {
    kr_column c;
    bool of_tie, text, band, year;
} column;

typedef struct writer {
    kr_arena *arena;
    const kr_research_options *options;
    kr_error *error;
    kr_leak_names names;
    column columns[KR_MOST_COLUMNS];
    size_t n_columns;
    kr_buf egos, alters, ties, codebook, readme, scratch;
    kr_str file;   /* of the circle that is being written */
    size_t person; /* the how manieth */
    size_t left_out;
    bool failed; /* no memory for a word of the codebook */
} writer;

/* -- which columns -- */

static bool is_never(const kr_field *f) {
    if (f->sensitivity == KR_PRIVATE) return true;
    if (f->kind != KR_KIND_person) return f->number == KR_F_tie_a || f->number == KR_F_tie_b;
    switch (f->number) {
    case KR_F_person_name:
    case KR_F_person_surname:
    case KR_F_person_phone:
    case KR_F_person_email:
    case KR_F_person_address:
    case KR_F_person_source_mark:
    case KR_F_person_mentioned_by:
    case KR_F_person_photo:
    case KR_F_person_pictogram:
        return true;
    default:
        return false;
    }
}

static void choose_columns(writer *w) {
    kr_column all[KR_MOST_COLUMNS];
    size_t n = kr_columns(all);
    for (size_t i = 0; i < n; i++) {
        const kr_field *f = all[i].field;
        if (is_never(f) || (f->type == KR_TEXT && !w->options->with_text)) continue;
        bool birth = f->kind == KR_KIND_person &&
                     (f->number == KR_F_person_birth_year || f->number == KR_F_person_born);
        w->columns[w->n_columns++] = (column){.c = all[i],
                                              .of_tie = f->kind == KR_KIND_tie,
                                              .text = f->type == KR_TEXT,
                                              .band = birth,
                                              .year = f->type == KR_DATE && !birth};
    }
}

/* -- cells -- */

static void put_code(kr_buf *out, const writer *w, kr_id id) {
    /* Digits alone: no word can come out of it. */
    uint64_t code = w->options->code(w->options->code_context, id) % 1000000000000000u;
    char text[16];
    for (size_t i = 15; i-- > 0; code /= 10) text[i] = (char)('0' + code % 10);
    kr_put(out, kr_str_n(text, 15));
}

static void put_year(kr_buf *out, int64_t year, bool band) {
    if (year <= 0) return;
    if (!band) {
        kr_put_int(out, year);
        return;
    }
    kr_put_int(out, year - year % 5);
    kr_put_c(out, '-');
    kr_put_int(out, year - year % 5 + 4);
}

static kr_err refuse(writer *w, const char *key, const column *c) {
    kr_buf where;
    kr_str text;
    kr_buf_init(&where, w->arena, 400);
    kr_put(&where, w->file);
    kr_put_z(&where, " (");
    kr_put_int(&where, (int64_t)w->person);
    kr_put_c(&where, ')');
    kr_put_c(&where, '\0');
    bool told = kr_buf_end(&where, &text) == KR_OK;
    return kr_fail(w->error, KR_E_DENIED, key, c->c.name, told ? text.ptr : NULL);
}

static kr_err put_value(writer *w, kr_buf *out, const column *c, const kr_assignment *value) {
    kr_str text;
    kr_put_c(out, ',');
    if (value->op != KR_OP_SET) return KR_OK;
    if (c->band || c->year) {
        bool date = c->c.field->type == KR_DATE;
        put_year(out, date ? value->value.number / 10000 : value->value.number, c->band);
        return KR_OK;
    }
    w->scratch.len = 0;
    kr_put_written(&w->scratch, c->c.field, value);
    if (kr_buf_end(&w->scratch, &text) != KR_OK)
        return kr_fail(w->error, KR_E_MEMORY, "error.memory", NULL, NULL);
    const char *leak = c->text ? kr_leak_in(&w->names, text) : NULL;
    if (leak) return refuse(w, leak, c);
    kr_put_csv_cell(out, text);
    return KR_OK;
}

/* -- one circle -- */

static bool is_private(const kr_alter *alter) {
    return alter->tie && alter->tie->private_mark == KR_yesno_yes;
}

static kr_err put_ego(writer *w, const kr_network *net, size_t alters) {
    kr_alter ego = {.person = net->ego};
    put_code(&w->egos, w, net->ego->id);
    kr_put_c(&w->egos, ',');
    kr_put_int(&w->egos, (int64_t)alters);
    w->person = 0;
    for (size_t i = 0; i < w->n_columns; i++) {
        const column *c = &w->columns[i];
        if (c->of_tie) continue;
        kr_assignment value = kr_column_value(net, &ego, c->c.field);
        kr_err err = put_value(w, &w->egos, c, &value);
        if (err != KR_OK) return err;
    }
    kr_put_c(&w->egos, '\n');
    return KR_OK;
}

static kr_err put_alter(writer *w, const kr_network *net, const kr_alter *alter, size_t number) {
    put_code(&w->alters, w, net->ego->id);
    kr_put_c(&w->alters, ',');
    put_code(&w->alters, w, alter->person->id);
    kr_put_c(&w->alters, ',');
    kr_put_int(&w->alters, (int64_t)number);
    w->person = number;
    for (size_t i = 0; i < w->n_columns; i++) {
        kr_assignment value = kr_column_value(net, alter, w->columns[i].c.field);
        kr_err err = put_value(w, &w->alters, &w->columns[i], &value);
        if (err != KR_OK) return err;
    }
    kr_put_c(&w->alters, '\n');
    return KR_OK;
}

static void put_tie(writer *w, const kr_network *net, const kr_pair *pair) {
    static const uint16_t fields[] = {KR_F_tie_strength, KR_F_tie_between};
    put_code(&w->ties, w, net->ego->id);
    kr_put_c(&w->ties, ',');
    put_code(&w->ties, w, net->alters[pair->a].person->id);
    kr_put_c(&w->ties, ',');
    put_code(&w->ties, w, net->alters[pair->b].person->id);
    kr_put_z(&w->ties, pair->no ? ",no" : ",yes");
    for (size_t i = 0; i < KR_COUNT(fields); i++) {
        const kr_field *field = kr_schema_field(KR_KIND_tie, fields[i]);
        kr_put_c(&w->ties, ',');
        if (!pair->tie) continue;
        kr_assignment value = kr_record_get(pair->tie, KR_KIND_tie, field);
        kr_put_written(&w->ties, field, &value);
    }
    kr_put_c(&w->ties, '\n');
}

static kr_err put_circle(writer *w, const kr_research_circle *one) {
    kr_view view;
    kr_network net;
    size_t n = 0;
    kr_err err = kr_view_make(&view, w->arena, one->circle, KR_VIEWER_OWNER, 0, w->error);
    if (err != KR_OK) return err;
    if (kr_network_make(&net, w->arena, &view) != KR_OK)
        return kr_fail(w->error, KR_E_MEMORY, "error.memory", NULL, NULL);
    w->file = one->name;
    if (!net.ego) return KR_OK;
    for (size_t i = 0; i < net.n; i++) {
        if (is_private(&net.alters[i])) {
            w->left_out++;
            continue;
        }
        err = put_alter(w, &net, &net.alters[i], ++n);
        if (err != KR_OK) return err;
    }
    for (size_t i = 0; i < net.n_pairs; i++) {
        const kr_pair *p = &net.pairs[i];
        if (!is_private(&net.alters[p->a]) && !is_private(&net.alters[p->b])) put_tie(w, &net, p);
    }
    return put_ego(w, &net, n);
}

/* -- what explains it -- */

static kr_str word(const writer *w, const char *key) {
    return w->options->text(w->options->text_context, key);
}

static void put_row(writer *w, const char *file, const char *name, kr_str label, const char *type,
                    kr_str values) {
    kr_buf *out = &w->codebook;
    kr_put_z(out, file);
    kr_put_c(out, ',');
    kr_put_z(out, name);
    kr_put_c(out, ',');
    kr_put_csv_cell(out, label);
    kr_put_c(out, ',');
    kr_put_z(out, type);
    kr_put_c(out, ',');
    kr_put_csv_cell(out, values);
    kr_put_c(out, ',');
    kr_put_csv_cell(out, word(w, "research.missing"));
    kr_put_c(out, '\n');
}

/* "woman: …; man: …" */
static kr_str values_of(writer *w, const column *c) {
    kr_buf out, key;
    kr_str text = KR_NONE, name;
    if (c->band) return word(w, "research.band");
    if (c->year) return word(w, "research.year");
    if (!c->c.field->list) return KR_NONE;
    kr_buf_init(&out, w->arena, 8192);
    for (size_t i = 0; i < c->c.field->list->count; i++) {
        kr_buf_init(&key, w->arena, 200);
        kr_put_z(&key, c->c.field->list->name);
        kr_put_c(&key, '.');
        kr_put_z(&key, c->c.field->list->choices[i].name);
        kr_put_c(&key, '\0');
        if (kr_buf_end(&key, &name) != KR_OK) {
            w->failed = true;
            return KR_NONE;
        }
        if (i) kr_put_z(&out, "; ");
        kr_put_z(&out, c->c.field->list->choices[i].name);
        kr_put_z(&out, ": ");
        kr_put(&out, word(w, name.ptr));
    }
    w->failed = w->failed || kr_buf_end(&out, &text) != KR_OK;
    return text;
}

static void put_column(writer *w, const char *file, const column *c) {
    static const char *const types[] = {"", "text", "number", "date", "time", "choice", "set", "reference"};
    kr_buf key;
    kr_str name;
    kr_buf_init(&key, w->arena, 200);
    kr_put_z(&key, "field.");
    kr_put_z(&key, kr_kind_name(c->c.field->kind));
    kr_put_c(&key, '.');
    kr_put_z(&key, c->c.field->name);
    kr_put_c(&key, '\0');
    if (kr_buf_end(&key, &name) != KR_OK) {
        w->failed = true;
        return;
    }
    put_row(w, file, c->c.name, word(w, name.ptr),
            c->band   ? "band"
            : c->year ? "year"
                      : types[c->c.field->type],
            values_of(w, c));
}

static void put_codebook(writer *w) {
    column strength = {.c = {.field = kr_schema_field(KR_KIND_tie, KR_F_tie_strength), .name = "strength"}};
    column between = {.c = {.field = kr_schema_field(KR_KIND_tie, KR_F_tie_between), .name = "between"}};
    kr_put_z(&w->codebook, "file,column,meaning,type,values,missing\n");
    put_row(w, "egos.csv", "ego", word(w, "research.code"), "code", KR_NONE);
    put_row(w, "egos.csv", "alters", word(w, "research.alters"), "number", KR_NONE);
    for (size_t i = 0; i < w->n_columns; i++) {
        if (!w->columns[i].of_tie) put_column(w, "egos.csv", &w->columns[i]);
    }
    put_row(w, "alters.csv", "ego", word(w, "research.code"), "code", KR_NONE);
    put_row(w, "alters.csv", "alter", word(w, "research.code"), "code", KR_NONE);
    put_row(w, "alters.csv", "number", word(w, "research.number"), "number", KR_NONE);
    for (size_t i = 0; i < w->n_columns; i++) put_column(w, "alters.csv", &w->columns[i]);
    put_row(w, "ties.csv", "ego", word(w, "research.code"), "code", KR_NONE);
    put_row(w, "ties.csv", "from", word(w, "research.code"), "code", KR_NONE);
    put_row(w, "ties.csv", "to", word(w, "research.code"), "code", KR_NONE);
    put_row(w, "ties.csv", "acquainted", word(w, "research.acquainted"), "choice", KR_STR("yes; no"));
    put_column(w, "ties.csv", &strength);
    put_column(w, "ties.csv", &between);
}

static void put_readme(writer *w, size_t circles) {
    static const char *const rules[] = {"research.rule.who",   "research.rule.ties",  "research.rule.empty",
                                        "research.rule.dates", "research.rule.codes", "research.rule.left",
                                        "research.rule.care"};
    kr_put(&w->readme, word(w, "research.title"));
    kr_put_z(&w->readme, "\n\n");
    for (size_t i = 0; i < KR_COUNT(rules); i++) {
        kr_put_z(&w->readme, "- ");
        kr_put(&w->readme, word(w, rules[i]));
        kr_put_c(&w->readme, '\n');
    }
    kr_put(&w->readme, word(w, w->options->with_text ? "research.rule.text" : "research.rule.no_text"));
    kr_put_z(&w->readme, "\n\negos ");
    kr_put_int(&w->readme, (int64_t)circles);
    kr_put_z(&w->readme, "\nprivate ");
    kr_put_int(&w->readme, (int64_t)w->left_out);
    kr_put_c(&w->readme, '\n');
}

static void put_heads(writer *w) {
    kr_put_z(&w->egos, "ego,alters");
    kr_put_z(&w->alters, "ego,alter,number");
    kr_put_z(&w->ties, "ego,from,to,acquainted,strength,between\n");
    for (size_t i = 0; i < w->n_columns; i++) {
        kr_buf *both[] = {&w->alters, &w->egos};
        for (size_t k = 0; k < (w->columns[i].of_tie ? 1u : 2u); k++) {
            kr_put_c(both[k], ',');
            kr_put_z(both[k], w->columns[i].c.name);
        }
    }
    kr_put_c(&w->egos, '\n');
    kr_put_c(&w->alters, '\n');
}

/* All names of all circles: also of those who left or lie in the bin, and of who wrote. */
static kr_err gather_names(writer *w, const kr_research_circle *circles, size_t count) {
    w->names.arena = w->arena;
    for (size_t i = 0; i < count && w->options->with_text; i++) {
        const kr_circle *c = circles[i].circle;
        kr_err err = kr_leak_add(&w->names, c->self.filled_by);
        for (size_t k = 0; err == KR_OK && k < c->n_persons; k++) {
            err = kr_leak_add(&w->names, c->persons[k].name);
            if (err == KR_OK) err = kr_leak_add(&w->names, c->persons[k].surname);
        }
        for (size_t k = 0; err == KR_OK && k < c->n_changes; k++)
            err = k && kr_str_eq(c->changes[k].author_name, c->changes[k - 1].author_name)
                      ? KR_OK
                      : kr_leak_add(&w->names, c->changes[k].author_name);
        if (err != KR_OK) return err;
    }
    return kr_leak_sort(&w->names);
}

static kr_err finish(writer *w, kr_buf *out) {
    if (w->failed) return kr_fail(w->error, KR_E_MEMORY, "error.memory", NULL, NULL);
    kr_buf *bufs[] = {&w->egos, &w->alters, &w->ties, &w->codebook, &w->readme};
    static const kr_str names[] = {
        {"egos.csv", 8}, {"alters.csv", 10}, {"ties.csv", 8}, {"codebook.csv", 12}, {"README.txt", 10}};
    kr_file files[KR_COUNT(bufs)];
    for (size_t i = 0; i < KR_COUNT(bufs); i++) {
        files[i].name = names[i];
        if (kr_buf_end(bufs[i], &files[i].bytes) != KR_OK)
            return kr_fail(w->error, bufs[i]->err, "error.memory", NULL, NULL);
    }
    return kr_zip_write(out, w->arena, files, KR_COUNT(files), w->error);
}

kr_err kr_research_write(kr_buf *out, kr_arena *arena, const kr_research_circle *circles, size_t count,
                         const kr_research_options *options, kr_error *error) {
    writer w = {.arena = arena, .options = options, .error = error};
    kr_buf *bufs[] = {&w.egos, &w.alters, &w.ties, &w.codebook, &w.readme};
    for (size_t i = 0; i < KR_COUNT(bufs); i++) kr_buf_init(bufs[i], arena, MOST_TABLE);
    kr_buf_init(&w.scratch, arena, 1u << 20);
    choose_columns(&w);
    if (gather_names(&w, circles, count) != KR_OK)
        return kr_fail(error, KR_E_MEMORY, "error.memory", NULL, NULL);
    put_heads(&w);
    for (size_t i = 0; i < count; i++) {
        kr_err err = put_circle(&w, &circles[i]);
        if (err != KR_OK) return err;
    }
    put_codebook(&w);
    put_readme(&w, count);
    return finish(&w, out);
}
