/* The table that easyNWK shows of a map, by its rules, so that whoever worked with it finds the same figures.
 * Those rules give 0 where nothing can be said; only here is that done too. */
#include "cli/measure.h"
#include "core/num.h"
#include "core/utf8.h"

enum { FAMILY, FRIENDS, COLLEAGUES, HELP, AREAS };

/* Somebody on the map who can be connected: a living human being within the last horizon. */
typedef struct place {
    kr_str name;
    unsigned area; /* AREAS: none */
    unsigned horizon, gender;
    bool connected;     /* a line to the person in the middle */
    double closeness;   /* KR_UNDEFINED when the distance is not known */
    uint32_t known_all; /* others who can be connected and are known to them */
} place;

typedef struct map {
    kr_str title;
    place *all;
    kr_ego_net net;
} map;

typedef struct category {
    const char *name;
    unsigned areas; /* bit per area; the whole network also has those without */
    bool whole;
} category;
static const category categories[] = {
    {"entire network", 15, true},
    {"family", 1u << FAMILY, false},
    {"friends", 1u << FRIENDS, false},
    {"colleagues", 1u << COLLEAGUES, false},
    {"professional help", 1u << HELP, false},
    {"without professional help", 7, true},
};

static unsigned area_of(const kr_tie *t) {
    static const uint8_t areas[] = {AREAS, FAMILY, FRIENDS, COLLEAGUES, HELP};
    return t && t->horizon_area < KR_COUNT(areas) ? areas[t->horizon_area] : AREAS;
}

/* 1 female, 2 male, 3 diverse, 0 not said. */
static unsigned gender_of(const kr_person *p) {
    switch (p->gender) {
    case KR_gender_woman:
    case KR_gender_trans_woman:
        return 1;
    case KR_gender_man:
    case KR_gender_trans_man:
        return 2;
    case 0:
    case KR_gender_unknown:
        return 0;
    default:
        return 3;
    }
}

static bool has_distance(const kr_tie *t) {
    return t && t->has >> KR_F_tie_horizon_distance & 1;
}

/* 9 in the middle, 0 at the last horizon. */
static double closeness_of(const kr_tie *t) {
    if (!has_distance(t)) return KR_UNDEFINED;
    return 9 - (double)(9 * t->horizon_distance / 100000000);
}

static place place_of(const kr_alter *a) {
    const kr_tie *t = a->tie;
    return (place){.name = a->person->name,
                   .area = area_of(t),
                   .horizon = t ? t->horizon : 0,
                   .gender = gender_of(a->person),
                   .connected = !t || t->drawn_line != KR_drawn_line_none,
                   .closeness = closeness_of(t)};
}

static kr_err map_of(map *out, kr_arena *arena, const kr_network *network, kr_str title) {
    kr_ego_net net;
    uint32_t *who, *within;
    kr_err err = kr_ego_net_of(&net, &who, arena, network, true);
    if (err != KR_OK) return err;
    within = kr_new_n(arena, uint32_t, net.n);
    out->all = kr_new_n(arena, place, net.n);
    if (!within || !out->all) return KR_E_MEMORY;
    size_t n = 0;
    for (uint32_t i = 0; i < net.n; i++) {
        const kr_alter *a = &network->alters[who[i]];
        if (has_distance(a->tie) && a->tie->horizon_distance > 100000000) continue;
        out->all[n] = place_of(a);
        within[n++] = i;
    }
    out->title = title;
    err = kr_ego_net_part(&out->net, arena, &net, within, n);
    for (uint32_t i = 0; err == KR_OK && i < n; i++) out->all[i].known_all = out->net.degree[i];
    return err;
}

/* -- One row --------------------------------------------------------------------------------------------- */

static void put_number(kr_buf *out, double value) {
    char text[33];
    kr_put_c(out, ',');
    kr_put(out, kr_str_n(text, kr_measure_text(value, text)));
}

/* With its decimals, also when they are 0: as that tool writes what need not be whole. */
static void put_real(kr_buf *out, double value) {
    char text[33];
    size_t len = kr_measure_text(value, text);
    put_number(out, value);
    if (len && !memchr(text, '.', len)) kr_put_z(out, ".0000000000");
}

static int by_name(const void *a, const void *b, void *context) {
    (void)context;
    return kr_utf8_collate(*(const kr_str *)a, *(const kr_str *)b);
}

/* "Max|Susi" */
static kr_err put_names(kr_buf *out, kr_arena *arena, kr_str *names, size_t n) {
    kr_buf all;
    kr_str text, *scratch = kr_new_n(arena, kr_str, n);
    if (!scratch) return KR_E_MEMORY;
    kr_sort(names, n, sizeof *names, by_name, NULL, scratch);
    kr_buf_init(&all, arena, 1u << 20);
    for (size_t i = 0; i < n; i++) {
        if (i) kr_put_c(&all, '|');
        kr_put(&all, names[i]);
    }
    kr_err err = kr_buf_end(&all, &text);
    kr_put_c(out, ',');
    if (err == KR_OK) kr_put_table_cell(out, text);
    return err;
}

typedef struct sums {
    double n, sum, squares;
} sums;
static void add(sums *s, double value) {
    s->n++;
    s->sum += value;
    s->squares += value * value;
}
static double mean(const sums *s) {
    return s->n > 0 ? s->sum / s->n : KR_UNDEFINED;
}
static double deviation(const sums *s) {
    if (!(s->n > 0)) return KR_UNDEFINED;
    double variance = s->squares / s->n - mean(s) * mean(s);
    return kr_sqrt(variance > 0 ? variance : 0);
}

static void put_counts(kr_buf *out, const place *all, const uint32_t *in, size_t n) {
    double connected = 0, horizons[4] = {0}, genders[4] = {0};
    sums closeness = {0};
    for (size_t i = 0; i < n; i++) {
        const place *p = &all[in[i]];
        if (!p->connected) continue;
        connected++;
        horizons[p->horizon < 4 ? p->horizon : 0]++;
        genders[p->gender]++;
        if (kr_is_defined(p->closeness)) add(&closeness, p->closeness);
    }
    put_number(out, connected);
    put_number(out, (double)n);
    for (size_t i = 1; i < 4; i++) put_number(out, horizons[i]);
    for (size_t i = 1; i < 4; i++) put_number(out, genders[i]);
    put_number(out, genders[0]);
    put_real(out, mean(&closeness));
    put_real(out, deviation(&closeness));
}

static kr_err put_ties(kr_buf *out, kr_arena *arena, const place *all, const uint32_t *in,
                       const kr_ego_net *part) {
    kr_str *names = kr_new_n(arena, kr_str, part->n);
    sums degrees = {0};
    uint32_t most = 0;
    size_t stars = 0;
    if (!names) return KR_E_MEMORY;
    for (uint32_t i = 0; i < part->n; i++) {
        add(&degrees, part->degree[i]);
        if (part->degree[i] > most) most = part->degree[i];
    }
    for (uint32_t i = 0; i < part->n; i++) {
        if (most && part->degree[i] == most) names[stars++] = all[in[i]].name;
    }
    double n = part->n, density = part->n > 1 ? 2 * part->ties / (n * (n - 1)) : 0;
    put_number(out, part->ties);
    put_real(out, density);
    put_real(out, part->n ? mean(&degrees) : 0);
    put_real(out, part->n ? deviation(&degrees) : 0);
    kr_err err = put_names(out, arena, names, stars);
    put_number(out, most);
    return err;
}

/* alone: connected, and tied to nobody; else: not connected. */
static kr_err put_apart(kr_buf *out, kr_arena *arena, const place *all, const uint32_t *in, size_t n,
                        bool alone) {
    kr_str *names = kr_new_n(arena, kr_str, n);
    size_t count = 0;
    if (!names) return KR_E_MEMORY;
    for (size_t i = 0; i < n; i++) {
        const place *p = &all[in[i]];
        if (alone ? p->connected && !p->known_all : !p->connected) names[count++] = p->name;
    }
    return put_names(out, arena, names, count);
}

static kr_err put_category(kr_buf *out, kr_arena *arena, const map *m, const category *c) {
    kr_ego_net part;
    uint32_t *in = kr_new_n(arena, uint32_t, m->net.n);
    size_t n = 0;
    if (!in) return KR_E_MEMORY;
    for (uint32_t i = 0; i < m->net.n; i++) {
        unsigned area = m->all[i].area;
        if (area == AREAS ? c->whole : c->areas >> area & 1) in[n++] = i;
    }
    kr_err err = kr_ego_net_part(&part, arena, &m->net, in, n);
    if (err != KR_OK) return err;
    kr_put_table_cell(out, m->title);
    kr_put_c(out, ',');
    kr_put_z(out, c->name);
    put_counts(out, m->all, in, n);
    err = put_ties(out, arena, m->all, in, &part);
    if (err == KR_OK) err = put_apart(out, arena, m->all, in, n, true);
    if (err == KR_OK) err = put_apart(out, arena, m->all, in, n, false);
    kr_put_c(out, '\n');
    return err;
}

/* -- All maps: one for each moment, and today's when something changed since ------------------------------
 */

static kr_err put_map(kr_buf *out, cli *c, const kr_circle *circle, uint64_t upto, kr_str title,
                      kr_error *error) {
    kr_view view;
    kr_network network;
    map m;
    kr_err err = kr_view_make(&view, &c->arena, circle, KR_VIEWER_OWNER, upto, error);
    if (err != KR_OK) return err;
    err = kr_network_make(&network, &c->arena, &view);
    if (err == KR_OK) err = map_of(&m, &c->arena, &network, title);
    for (size_t i = 0; err == KR_OK && i < KR_COUNT(categories); i++)
        err = put_category(out, &c->arena, &m, &categories[i]);
    return err == KR_OK ? KR_OK : kr_fail(error, err, "error.memory", NULL, NULL);
}

/* Did anything but moments change after this change. */
static bool changed_after(const kr_circle *circle, uint64_t upto) {
    for (size_t i = 0; i < circle->n_changes; i++) {
        const kr_change *change = &circle->changes[i];
        if (change->seq <= upto) continue;
        for (size_t j = 0; j < change->count; j++) {
            if (change->assignments[j].kind != KR_KIND_moment) return true;
        }
    }
    return false;
}

static kr_err put_maps(kr_buf *out, cli *c, const kr_circle *circle, kr_error *error) {
    uint64_t last = 0;
    kr_put_z(
        out,
        "map,category,size_connected,size_connectable,close,middle,distant,female,male,diverse,unspecified,"
        "closeness_mean,closeness_sd,ties,density,degree_mean,degree_sd,stars,max_degree,isolated,"
        "no_edge_to_ego\n");
    for (size_t i = 0; i < circle->n_moments; i++) {
        const kr_moment *moment = &circle->moments[i];
        if (moment->gone || moment->upto <= 0) continue;
        uint64_t upto = (uint64_t)moment->upto;
        kr_err err = put_map(out, c, circle, upto, moment->name, error);
        if (err != KR_OK) return err;
        if (upto > last) last = upto;
    }
    return changed_after(circle, last) ? put_map(out, c, circle, 0, circle->self.title, error) : KR_OK;
}

int measure_easynwk(cli *c) {
    kr_error error = {0};
    kr_circle circle;
    kr_buf out;
    kr_str text;
    kr_err err = cli_load(c, c->operand, &circle, &error);
    if (err != KR_OK) return cli_fail(c, c->operand, &error);
    kr_buf_init(&out, &c->arena, CLI_MOST_BYTES);
    err = put_maps(&out, c, &circle, &error);
    if (err == KR_OK && kr_buf_end(&out, &text) != KR_OK)
        err = kr_fail(&error, KR_E_MEMORY, "error.memory", NULL, NULL);
    if (err == KR_OK) err = cli_write(c, "-", text, &error);
    return err == KR_OK ? CLI_DONE : cli_fail(c, c->operand, &error);
}
