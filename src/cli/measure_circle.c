/* The measures of one circle: structure, who the people are, who gives what; with everybody and without those
 * who help as their work. */
#include "cli/measure.h"
#include "core/utf8.h"

enum { WITH, WITHOUT, SIDES };

typedef struct figure {
    const char *of, *measure, *category; /* category may be NULL */
    double value[SIDES];
} figure;

/* All figures, in the same order on both sides: the second time only the values are filled in. */
typedef struct figures {
    kr_arena *arena;
    figure *all;
    size_t n, cap, at;
    unsigned side;
    kr_err err;
} figures;

static void put(figures *f, const char *of, const char *measure, const char *category, double value) {
    if (f->err != KR_OK) return;
    if (f->side == WITH && f->n == f->cap) {
        size_t cap = f->cap ? f->cap * 2 : 256;
        figure *all = kr_new_n(f->arena, figure, cap);
        if (!all) {
            f->err = KR_E_MEMORY;
            return;
        }
        if (f->n) memcpy(all, f->all, f->n * sizeof *all);
        f->all = all;
        f->cap = cap;
    }
    if (f->side == WITH) f->all[f->n++] = (figure){.of = of, .measure = measure, .category = category};
    f->all[f->at++].value[f->side] = value;
}

/* One side: the network and who is in it. */
typedef struct around {
    figures *out;
    const kr_network *network;
    kr_ego_net net;
    uint32_t *who;
    kr_date today;
} around;

static const kr_alter *alter_of(const around *s, uint32_t j) {
    return &s->network->alters[s->who[j]];
}

/* -- Structure ------------------------------------------------------------------------------------------ */

/* Pairs of whom it is said that they do not know each other. */
static double said_not(const around *s) {
    double count = 0;
    bool *in = kr_new_n(s->out->arena, bool, s->network->n);
    if (!in) s->out->err = KR_E_MEMORY;
    for (uint32_t j = 0; in && j < s->net.n; j++) in[s->who[j]] = true;
    for (size_t i = s->network->n_known; in && i < s->network->n_pairs; i++)
        count += in[s->network->pairs[i].a] && in[s->network->pairs[i].b];
    return count;
}

static void put_structure(around *s) {
    kr_structure found;
    size_t n;
    const kr_measure *names = kr_measures(KR_MEASURES_STRUCTURE, &n);
    kr_err err = kr_structure_of(&found, NULL, s->out->arena, &s->net, KR_PART_ALL);
    if (err != KR_OK) s->out->err = err;
    if (s->out->err != KR_OK) return;
    for (size_t i = 0; i < n; i++) put(s->out, "structure", names[i].name, NULL, found.of[i]);
    double pairs = (double)s->net.n * ((double)s->net.n - 1) / 2, known = s->net.ties + said_not(s);
    put(s->out, "structure", "pairs_not_said", NULL, pairs - known);
    put(s->out, "structure", "density_of_said_pairs", NULL, known > 0 ? s->net.ties / known : KR_UNDEFINED);
}

/* -- Who they are --------------------------------------------------------------------------------------- */

typedef struct attribute {
    kr_kind kind;
    uint16_t field;
    bool beside_ego;
} attribute;
static const attribute attributes[] = {
    {KR_KIND_person, KR_F_person_sector, false},   {KR_KIND_person, KR_F_person_gender, true},
    {KR_KIND_person, KR_F_person_age_group, true}, {KR_KIND_person, KR_F_person_lives_where, false},
    {KR_KIND_tie, KR_F_tie_closeness, false},      {KR_KIND_tie, KR_F_tie_origin, false},
    {KR_KIND_tie, KR_F_tie_strength, false},       {KR_KIND_tie, KR_F_tie_tone, false},
    {KR_KIND_tie, KR_F_tie_state, false},
};

/* The place of a choice in its list, from 1; 0 unknown. */
static uint16_t choice_at(const kr_field *field, const void *record) {
    if (!record) return 0;
    kr_assignment value = kr_record_get(record, field->kind, field);
    if (value.op == KR_OP_CLEAR) return 0;
    for (size_t i = 0; i < field->list->count; i++) {
        if ((int64_t)field->list->choices[i].number == value.value.number) return (uint16_t)(i + 1);
    }
    return 0;
}

static void put_categories(around *s, const kr_field *field, const kr_category *c, bool beside_ego) {
    size_t n;
    const kr_measure *names = kr_measures(KR_MEASURES_CATEGORY, &n);
    for (size_t i = 0; i < n; i++) {
        if (i >= KR_C_n_same_as_ego && i <= KR_C_ei_with_ego && !beside_ego) continue;
        if (i == KR_C_coleman_homophily) continue; /* there is no reference for a circle */
        if (i != KR_C_count && i != KR_C_proportion) {
            put(s->out, field->name, names[i].name, NULL, c->of[i]);
            continue;
        }
        for (size_t k = 0; k < field->list->count; k++)
            put(s->out, field->name, names[i].name, field->list->choices[k].name,
                i == KR_C_count ? c->counts[k] : c->proportions[k]);
    }
}

static void put_attribute(around *s, const attribute *a) {
    const kr_field *field = kr_schema_field(a->kind, a->field);
    uint16_t *values = kr_new_n(s->out->arena, uint16_t, s->net.n), ego = 0;
    kr_category c;
    if (!values) s->out->err = KR_E_MEMORY;
    if (s->out->err != KR_OK) return;
    for (uint32_t j = 0; j < s->net.n; j++) {
        const kr_alter *alter = alter_of(s, j);
        values[j] = choice_at(field, a->kind == KR_KIND_person ? (const void *)alter->person : alter->tie);
    }
    if (a->beside_ego) ego = choice_at(field, s->network->ego);
    s->out->err = kr_category_of(&c, s->out->arena, &s->net, values, (uint16_t)field->list->count, ego, NULL);
    if (s->out->err == KR_OK) put_categories(s, field, &c, a->beside_ego);
}

static double travel_minutes(const around *s, const kr_alter *a) {
    (void)s;
    return a->person->has >> KR_F_person_travel_minutes & 1 ? (double)a->person->travel_minutes
                                                            : KR_UNDEFINED;
}
static double years_known(const around *s, const kr_alter *a) {
    if (!a->tie || !a->tie->since || a->tie->since > s->today) return KR_UNDEFINED;
    return s->today / 10000 - a->tie->since / 10000;
}
static double contacts_a_year(const around *s, const kr_alter *a) {
    static const double times[] = {0, 365, 52, 12, 1, 0};
    (void)s;
    return a->often && a->often < KR_COUNT(times) ? times[a->often] : KR_UNDEFINED;
}

static void put_numbers(around *s, const char *name, double (*value)(const around *, const kr_alter *)) {
    double *values = kr_new_n(s->out->arena, double, s->net.n);
    kr_numeric numeric;
    size_t n;
    const kr_measure *names = kr_measures(KR_MEASURES_NUMERIC, &n);
    if (!values) s->out->err = KR_E_MEMORY;
    if (s->out->err != KR_OK) return;
    for (uint32_t j = 0; j < s->net.n; j++) values[j] = value(s, alter_of(s, j));
    s->out->err = kr_numeric_of(&numeric, s->out->arena, values, s->net.n, KR_UNDEFINED);
    for (size_t i = 0; i < n; i++) {
        if (i != KR_N_mean_abs_diff_ego && i != KR_N_rms_diff_ego)
            put(s->out, name, names[i].name, NULL, numeric.of[i]);
    }
}

/* -- Who gives what ------------------------------------------------------------------------------------- */

static void put_functions(around *s, const kr_choice_list *kinds, const kr_exchange *e) {
    size_t n;
    const kr_measure *names = kr_measures(KR_MEASURES_FUNCTION, &n);
    for (size_t i = 0; i < n; i++) {
        for (size_t f = 0; f < kinds->count; f++)
            put(s->out, "support", names[i].name, kinds->choices[f].name, e->function[f][i]);
    }
}

/* A set holds choice n as bit n; functions begin at bit 0. */
static void put_support(around *s) {
    const kr_choice_list *kinds = kr_choice_list_named(KR_STR("support"));
    uint32_t *gets = kr_new_n(s->out->arena, uint32_t, s->net.n),
             *gives = kr_new_n(s->out->arena, uint32_t, s->net.n);
    bool *conflict = kr_new_n(s->out->arena, bool, s->net.n);
    kr_support support;
    kr_exchange exchange;
    size_t n;
    if (!gets || !gives || !conflict) s->out->err = KR_E_MEMORY;
    if (s->out->err != KR_OK) return;
    for (uint32_t j = 0; j < s->net.n; j++) {
        const kr_tie *t = alter_of(s, j)->tie;
        if (!t) continue;
        gets[j] = (uint32_t)t->gets >> 1;
        gives[j] = (uint32_t)t->gives >> 1;
        conflict[j] = t->tone == KR_tone_tense || t->tone == KR_tone_ambivalent;
    }
    kr_support_of(&support, gets, conflict, s->net.n, (unsigned)kinds->count);
    kr_exchange_of(&exchange, gets, gives, s->net.n, (unsigned)kinds->count);
    put_functions(s, kinds, &exchange);
    const kr_measure *names = kr_measures(KR_MEASURES_SUPPORT, &n);
    for (size_t i = 0; i < n; i++) put(s->out, "support", names[i].name, NULL, support.of[i]);
    names = kr_measures(KR_MEASURES_EXCHANGE, &n);
    for (size_t i = 0; i < n; i++) {
        if (i != KR_X_size) put(s->out, "exchange", names[i].name, NULL, exchange.of[i]);
    }
}

static kr_err measure_side(figures *out, const kr_network *network, kr_date today, unsigned which) {
    around s = {.out = out, .network = network, .today = today};
    kr_err err = kr_ego_net_of(&s.net, &s.who, out->arena, network, which == WITH);
    if (err != KR_OK) return err;
    out->side = which;
    out->at = 0;
    put_structure(&s);
    for (size_t i = 0; i < KR_COUNT(attributes); i++) put_attribute(&s, &attributes[i]);
    put_numbers(&s, "travel_minutes", travel_minutes);
    put_numbers(&s, "years_known", years_known);
    put_numbers(&s, "contacts_a_year", contacts_a_year);
    put_support(&s);
    return out->err;
}

/* -- Out ------------------------------------------------------------------------------------------------ */

static kr_str text_of(double value, char text[33]) {
    return kr_str_n(text, kr_measure_text(value, text));
}

static void put_csv(kr_buf *out, const figures *f) {
    char text[33];
    kr_put_z(out, "attribute,measure,category,with_paid,without_paid\n");
    for (size_t i = 0; i < f->n; i++) {
        const figure *one = &f->all[i];
        kr_put_z(out, one->of);
        kr_put_c(out, ',');
        kr_put_z(out, one->measure);
        kr_put_c(out, ',');
        kr_put_z(out, one->category ? one->category : "");
        for (size_t side = 0; side < SIDES; side++) {
            kr_put_c(out, ',');
            kr_put(out, text_of(one->value[side], text));
        }
        kr_put_c(out, '\n');
    }
}

static bool is_with(const figure *a, const figure *b) {
    return strcmp(a->of, b->of) == 0;
}

/* "density": 0.25, or "count": {"family": 3, ...}; names are our own and need no escape. */
static void put_json_side(kr_buf *out, const figures *f, size_t side) {
    char text[33];
    for (size_t i = 0; i < f->n; i++) {
        const figure *one = &f->all[i], *last = i ? one - 1 : NULL, *next = i + 1 < f->n ? one + 1 : NULL;
        bool opens = !last || !is_with(last, one), closes = !next || !is_with(next, one);
        bool first = one->category && (opens || !last->category || strcmp(last->measure, one->measure) != 0);
        bool end = one->category && (closes || !next->category || strcmp(next->measure, one->measure) != 0);
        kr_str value = text_of(one->value[side], text);
        if (last && opens) kr_put_c(out, ',');
        if (opens) {
            kr_put_z(out, "\n  \"");
            kr_put_z(out, one->of);
            kr_put_z(out, "\": {");
        }
        if (!opens && (!one->category || first)) kr_put_c(out, ',');
        if (!one->category || first) {
            kr_put_z(out, "\n    \"");
            kr_put_z(out, one->measure);
            kr_put_z(out, "\": ");
        }
        if (one->category) {
            kr_put_z(out, first ? "{\"" : ", \"");
            kr_put_z(out, one->category);
            kr_put_z(out, "\": ");
        }
        kr_put(out, value.len ? value : KR_STR("null"));
        if (end) kr_put_c(out, '}');
        if (closes) kr_put_c(out, '}');
    }
}

static void put_json(kr_buf *out, const figures *f) {
    kr_put_z(out, "{\"with_paid\": {");
    put_json_side(out, f, WITH);
    kr_put_z(out, "},\n\"without_paid\": {");
    put_json_side(out, f, WITHOUT);
    kr_put_z(out, "}}\n");
}

static void put_padded(kr_buf *out, kr_str text, size_t wide) {
    kr_put(out, text);
    for (size_t n = kr_utf8_count(text); n < wide; n++) kr_put_c(out, ' ');
}

/* For reading: what is known, in columns. */
static void put_plain(kr_buf *out, kr_lang lang, const figures *f) {
    char text[33];
    put_padded(out, KR_NONE, 52);
    put_padded(out, kr_word(lang, "measure.with_paid"), 20);
    kr_put(out, kr_word(lang, "measure.without_paid"));
    kr_put_c(out, '\n');
    for (size_t i = 0; i < f->n; i++) {
        const figure *one = &f->all[i];
        kr_buf name;
        kr_str said = KR_NONE;
        if (!kr_is_defined(one->value[WITH]) && !kr_is_defined(one->value[WITHOUT])) continue;
        kr_buf_init(&name, out->arena, 256);
        kr_put_z(&name, one->of);
        kr_put_c(&name, ' ');
        kr_put_z(&name, one->measure);
        if (one->category) kr_put_c(&name, ' ');
        if (one->category) kr_put_z(&name, one->category);
        if (kr_buf_end(&name, &said) != KR_OK) out->err = KR_E_MEMORY;
        put_padded(out, said, 52);
        put_padded(out, text_of(one->value[WITH], text), 20);
        kr_put(out, text_of(one->value[WITHOUT], text));
        kr_put_c(out, '\n');
    }
}

int measure_circle(cli *c) {
    kr_error error = {0};
    kr_circle circle;
    kr_view view;
    kr_network network;
    kr_buf out;
    kr_str text;
    figures f = {.arena = &c->arena};
    kr_err err = cli_load(c, c->operand, &circle, &error);
    if (err == KR_OK) err = cli_network(c, &circle, KR_VIEWER_OWNER, &view, &network, &error);
    if (err != KR_OK) return cli_fail(c, c->operand, &error);
    kr_date today = circle.n_changes ? kr_date_of(circle.changes[circle.n_changes - 1].at_ms) : 0;
    for (unsigned side = 0; side < SIDES && err == KR_OK; side++)
        err = measure_side(&f, &network, today, side);
    kr_buf_init(&out, &c->arena, CLI_MOST_BYTES);
    if (err == KR_OK && cli_has(c, OPT_CSV)) put_csv(&out, &f);
    if (err == KR_OK && cli_has(c, OPT_JSON)) put_json(&out, &f);
    if (err == KR_OK && !cli_has(c, OPT_CSV) && !cli_has(c, OPT_JSON)) put_plain(&out, c->lang, &f);
    if (err == KR_OK) err = kr_buf_end(&out, &text);
    if (err != KR_OK) return cli_fail_key(c, NULL, "error.memory", NULL);
    err = cli_write(c, "-", text, &error);
    return err == KR_OK ? CLI_DONE : cli_fail(c, "-", &error);
}
