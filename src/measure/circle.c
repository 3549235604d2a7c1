/* The measures of one circle: structure, who the people are, who gives what, what changed; with everybody and
 * without those who help as their work. */
#include "measure/circle.h"

enum { WITH = KR_WITH_PAID, SIDES = KR_PAID_SIDES };

/* All figures, in the same order on both sides: the second time only the values are filled in. */
typedef struct figures {
    kr_arena *arena;
    kr_measured *all;
    size_t n, cap, at;
    unsigned side;
    kr_err err;
} figures;

static void put(figures *f, const char *of, const char *measure, const char *category, double value) {
    if (f->err != KR_OK) return;
    if (f->side == WITH && f->n == f->cap) {
        size_t cap = f->cap ? f->cap * 2 : 256;
        kr_measured *all = kr_new_n(f->arena, kr_measured, cap);
        if (!all) {
            f->err = KR_E_MEMORY;
            return;
        }
        if (f->n) memcpy(all, f->all, f->n * sizeof *all);
        f->all = all;
        f->cap = cap;
    }
    if (f->side == WITH) f->all[f->n++] = (kr_measured){.of = of, .measure = measure, .category = category};
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

const kr_measure *kr_measures_said(size_t *count) {
    static const kr_measure said[] = {
        {"pairs_not_said", "0..n(n-1)/2", "mccarty2019", "n(n-1)/2 - pairs of which it is said"},
        {"density_of_said_pairs", "[0,1]; with a pair of which it is said", "marsden1987",
         "m/pairs of which it is said"},
    };
    *count = KR_COUNT(said);
    return said;
}

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

/* Of what each person has, the smallest and the largest: nobody is named, and nobody comes first. */
static void put_each(around *s, const kr_alter_structure *each) {
    size_t n;
    const kr_measure *names = kr_measures(KR_MEASURES_ALTER, &n);
    for (size_t i = 0; i < n; i++) {
        double least = KR_UNDEFINED, most = KR_UNDEFINED;
        for (uint32_t j = 0; j < s->net.n; j++) {
            double value = each[j].of[i];
            if (!kr_is_defined(value)) continue;
            if (!kr_is_defined(least) || value < least) least = value;
            if (!kr_is_defined(most) || value > most) most = value;
        }
        put(s->out, "alters", names[i].name, "min", least);
        put(s->out, "alters", names[i].name, "max", most);
    }
}

static void put_structure(around *s) {
    kr_structure found;
    size_t n;
    const kr_measure *names = kr_measures(KR_MEASURES_STRUCTURE, &n);
    kr_alter_structure *each = kr_new_n(s->out->arena, kr_alter_structure, s->net.n);
    kr_err err = each ? kr_structure_of(&found, each, s->out->arena, &s->net, KR_PART_ALL) : KR_E_MEMORY;
    if (err != KR_OK) s->out->err = err;
    if (s->out->err != KR_OK) return;
    for (size_t i = 0; i < n; i++) put(s->out, "structure", names[i].name, NULL, found.of[i]);
    double pairs = (double)s->net.n * ((double)s->net.n - 1) / 2, known = s->net.ties + said_not(s);
    names = kr_measures_said(&n);
    put(s->out, "structure", names[0].name, NULL, pairs - known);
    put(s->out, "structure", names[1].name, NULL, known > 0 ? s->net.ties / known : KR_UNDEFINED);
    put_each(s, each);
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

/* -- Between two moments -------------------------------------------------------------------------------- */

static uint64_t *marks_of(figures *out, const kr_network *network, const uint32_t *who, size_t n) {
    uint64_t *marks = kr_new_n(out->arena, uint64_t, n);
    for (size_t j = 0; marks && j < n; j++) marks[j] = network->alters[who[j]].person->id;
    if (!marks) out->err = KR_E_MEMORY;
    return marks;
}

/* Without a moment before now everything is undefined. */
static void put_change(around *s, const kr_network *then) {
    kr_change_measures change;
    kr_ego_net before;
    uint32_t *who = NULL;
    size_t n;
    const kr_measure *names = kr_measures(KR_MEASURES_CHANGE, &n);
    for (size_t i = 0; i < n; i++) change.of[i] = KR_UNDEFINED;
    if (then && s->out->err == KR_OK)
        s->out->err = kr_ego_net_of(&before, &who, s->out->arena, then, s->out->side == WITH);
    if (then && s->out->err == KR_OK) {
        uint64_t *from = marks_of(s->out, then, who, before.n),
                 *to = marks_of(s->out, s->network, s->who, s->net.n);
        if (from && to) s->out->err = kr_change_of(&change, s->out->arena, &before, from, &s->net, to);
    }
    for (size_t i = 0; i < n; i++) put(s->out, "change", names[i].name, NULL, change.of[i]);
}

static kr_err measure_side(figures *out, const kr_network *network, const kr_network *then, kr_date today,
                           unsigned which) {
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
    put_change(&s, then);
    return out->err;
}

/* -- Of a circle ---------------------------------------------------------------------------------------- */

/* The change that kept a moment is no change of the circle; a moment after which nothing happened is now. */
static uint64_t upto_before(const kr_circle *circle) {
    int64_t upto = 0;
    for (size_t i = 0; i < circle->n_moments; i++) {
        const kr_moment *m = &circle->moments[i];
        if (!m->gone && m->upto > upto && m->upto + 1 < (int64_t)circle->n_changes) upto = m->upto;
    }
    return (uint64_t)upto;
}

kr_err kr_measured_of(kr_measured **out, size_t *count, kr_arena *arena, const kr_circle *circle,
                      const kr_network *network, kr_error *error) {
    figures f = {.arena = arena};
    kr_view view;
    kr_network before;
    uint64_t upto = upto_before(circle);
    kr_date today = circle->n_changes ? kr_date_of(circle->changes[circle->n_changes - 1].at_ms) : 0;
    kr_err err = KR_OK;
    if (upto) err = kr_view_make(&view, arena, circle, KR_VIEWER_OWNER, upto, error);
    if (err != KR_OK) return err;
    if (upto) err = kr_network_make(&before, arena, &view);
    for (unsigned side = 0; side < SIDES && err == KR_OK; side++)
        err = measure_side(&f, network, upto ? &before : NULL, today, side);
    if (err != KR_OK) return kr_fail(error, err, "error.memory", NULL, NULL);
    *out = f.all;
    *count = f.n;
    return KR_OK;
}

void kr_measured_csv(kr_buf *out, const kr_measured *all, size_t count) {
    char text[33];
    kr_put_z(out, "attribute,measure,category,with_paid,without_paid\n");
    for (size_t i = 0; i < count; i++) {
        kr_put_z(out, all[i].of);
        kr_put_c(out, ',');
        kr_put_z(out, all[i].measure);
        kr_put_c(out, ',');
        kr_put_z(out, all[i].category ? all[i].category : "");
        for (size_t side = 0; side < SIDES; side++) {
            kr_put_c(out, ',');
            kr_put(out, kr_str_n(text, kr_measure_text(all[i].value[side], text)));
        }
        kr_put_c(out, '\n');
    }
}
