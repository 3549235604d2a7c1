/* The legend of the family tree: one table of what can occur; only what does occur is shown. */
#include "draw/geno.h"
#include "draw/more.h"

enum { G_PEOPLE, G_PARTNERS, G_CHILDREN, G_FEELING, G_GROUPS };
static const char *const groups[G_GROUPS] = {"geno.g.people", "geno.g.partners", "geno.g.children",
                                             "geno.g.feeling"};

enum {
    S_MAN = KR_SIGNS_GENOGRAM,
    S_WOMAN,
    S_DOME,
    S_TRANS_MAN,
    S_TRANS_WOMAN,
    S_INTERSEX,
    S_UNKNOWN,
    S_ROOT,
    S_DIED,
    S_EXPECTED,
    S_LOST,
    S_ABORTED,
    S_STILLBORN,
    S_ANIMAL,
    S_LGB,
    S_ADDICTION,
    S_ADDICTION_MAYBE,
    S_ADDICTION_OVER,
    S_ILLNESS,
    S_ILLNESS_BETTER,
    S_MIGRATION,
    S_SECRET,
    S_INSTITUTION,
    S_THERAPIST,
    S_LETTERS,
    S_FOLDED,
    S_MARRIED,
    S_LIVING,
    S_LAT,
    S_ENGAGED,
    S_AFFAIR,
    S_SEPARATED,
    S_DIVORCED,
    S_AGAIN,
    S_KIN,
    S_HOME,
    S_HOME_PART,
    S_BIRTH,
    S_ADOPTED,
    S_FOSTER,
    S_STEP,
    S_DONOR,
    S_UNSURE,
    S_TWIN,
    S_IDENTICAL,
    S_BONDS
};

typedef struct facts {
    uint64_t seen;  /* bit: symbol less the first */
    uint32_t bonds; /* bit: type */
} facts;

static void see(facts *f, int symbol, bool is) {
    if (is) f->seen |= (uint64_t)1 << (symbol - KR_SIGNS_GENOGRAM);
}

static void see_person(facts *f, const kr_person *p, const kr_draw_options *o) {
    bool closed = (o->layers & KR_LAYER_CONDITIONS) && !o->simple;
    static const uint8_t by_gender[] = {S_UNKNOWN,     S_WOMAN,     S_MAN,      S_UNKNOWN, S_DOME,
                                        S_TRANS_WOMAN, S_TRANS_MAN, S_INTERSEX, S_UNKNOWN};
    if (p->what == KR_what_animal) {
        see(f, S_ANIMAL, true);
        return;
    }
    if (p->arrival <= KR_arrival_alive) see(f, by_gender[p->gender < 9 ? p->gender : 0], true);
    see(f, S_DIED, kr_person_is_dead(p) && p->arrival <= KR_arrival_alive);
    see(f, S_EXPECTED, p->arrival == KR_arrival_expected);
    see(f, S_LOST, p->arrival == KR_arrival_miscarriage);
    see(f, S_ABORTED, p->arrival == KR_arrival_abortion);
    see(f, S_STILLBORN, p->arrival == KR_arrival_stillborn);
    see(f, S_FOLDED, p->branch_hidden == KR_yesno_yes);
    if (!closed) return;
    see(f, S_LGB, p->orientation > KR_orientation_straight);
    for (int i = 0; i < 5; i++) see(f, S_ADDICTION + i, p->condition >> (i + 1) & 1);
    see(f, S_MIGRATION, p->mark >> KR_mark_migration & 1 || p->mark >> KR_mark_cultures & 1);
    see(f, S_SECRET, p->mark >> KR_mark_secret & 1);
    see(f, S_INSTITUTION, p->mark >> KR_mark_institution & 1);
    see(f, S_THERAPIST, p->mark >> KR_mark_therapist & 1);
    see(f, S_LETTERS,
        (p->mark & (1u << KR_mark_smoker | 1u << KR_mark_weight | 1u << KR_mark_language)) != 0);
}

static void see_union(facts *f, const kr_union *u) {
    static const uint8_t by_type[] = {S_MARRIED, S_MARRIED, S_LIVING, S_MARRIED, S_ENGAGED,
                                      S_LIVING,  S_LIVING,  S_LAT,    S_AFFAIR,  S_AFFAIR,
                                      S_AFFAIR,  S_MARRIED, S_MARRIED};
    if (!u->a || !u->b) return;
    if (u->type && u->type != KR_union_type_unknown) see(f, by_type[u->type < 13 ? u->type : 0], true);
    see(f, S_SEPARATED, u->end == KR_union_end_separated || u->end == KR_union_end_ended);
    see(f, S_DIVORCED, u->end == KR_union_end_divorced || u->end == KR_union_end_divorced_again);
    see(f, S_AGAIN, u->end == KR_union_end_together_again);
}

static void see_child(facts *f, const kr_parentage *p) {
    static const uint8_t by_type[] = {S_BIRTH, S_BIRTH, S_ADOPTED, S_FOSTER, S_STEP,
                                      S_DONOR, S_DONOR, S_STEP,    S_UNSURE};
    see(f, by_type[p->type < 9 ? p->type : 0], true);
    see(f, p->twin_type == KR_twin_type_identical ? S_IDENTICAL : S_TWIN, p->twin != 0);
}

/* What occurs among those who are drawn. */
static void look_at_tree(facts *f, const kr_geno *g, const kr_draw_options *o) {
    bool homes = (o->layers & KR_LAYER_HOUSEHOLDS) && !o->simple;
    const kr_circle *c = g->family.circle;
    see(f, S_ROOT, true);
    for (uint32_t i = 0; i < g->n; i++) {
        const kr_person *p = g->persons[i].who;
        if (g->persons[i].ghost) continue;
        see_person(f, p, o);
        see(f, S_HOME, homes && p->household);
        see(f, S_HOME_PART, homes && p->household && p->second_household);
    }
    for (uint32_t i = 0; i < g->n_couples; i++) {
        if (g->couples[i].record) see_union(f, g->couples[i].record);
        see(f, S_KIN, g->couples[i].related);
    }
    for (uint32_t i = 0; i < g->n_links; i++) see_child(f, g->links[i].record);
    for (size_t i = 0; i < c->n_bonds && (o->layers & KR_LAYER_BONDS) && !o->simple; i++) {
        const kr_bond *b = &c->bonds[i];
        uint32_t from = b->gone ? KR_NOBODY : kr_family_index(&g->family, b->from),
                 to = b->gone ? KR_NOBODY : kr_family_index(&g->family, b->to);
        if (from == KR_NOBODY || to == KR_NOBODY || g->local[from] == KR_NOBODY || g->local[to] == KR_NOBODY)
            continue;
        f->bonds |= 1u << (b->type && b->type < 25 ? b->type : 1);
    }
}

/* Chosen once more: a legend is asked for apart from its drawing. Without memory there is none. */
static facts look_around(const kr_network *network, const kr_draw_options *o, bool indoors) {
    facts f = {0, 0};
    kr_arena arena;
    kr_view view = {.circle = network->circle};
    kr_arena_init(&arena, kr_heap(), (size_t)256 << 20);
    kr_geno g = {.arena = &arena, .options = o, .simple = o->simple};
    kr_err err;
    if (!indoors)
        err = kr_family_make(&g.family, &arena, &view);
    else if (!kr_geno_household(&g, network, &err) && err == KR_OK)
        err = KR_E_NOT_FOUND;
    if (err == KR_OK) err = kr_geno_choose(&g);
    if (err == KR_OK) {
        kr_geno_relate(&g);
        look_at_tree(&f, &g, o);
    }
    kr_arena_dispose(&arena);
    return f;
}

static const struct {
    uint8_t symbol, group;
    const char *key;
} rows[] = {
    {S_MAN, G_PEOPLE, "gender.man"},
    {S_WOMAN, G_PEOPLE, "gender.woman"},
    {S_DOME, G_PEOPLE, "gender.non_binary"},
    {S_TRANS_MAN, G_PEOPLE, "gender.trans_man"},
    {S_TRANS_WOMAN, G_PEOPLE, "gender.trans_woman"},
    {S_INTERSEX, G_PEOPLE, "gender.intersex"},
    {S_UNKNOWN, G_PEOPLE, "geno.l.unknown"},
    {S_ROOT, G_PEOPLE, "geno.l.root"},
    {S_DIED, G_PEOPLE, "geno.l.died"},
    {S_EXPECTED, G_PEOPLE, "geno.expected"},
    {S_LOST, G_PEOPLE, "geno.miscarriage"},
    {S_ABORTED, G_PEOPLE, "geno.abortion"},
    {S_STILLBORN, G_PEOPLE, "geno.stillborn"},
    {S_ANIMAL, G_PEOPLE, "geno.l.animal"},
    {S_LGB, G_PEOPLE, "geno.l.lgb"},
    {S_ADDICTION, G_PEOPLE, "condition.addiction"},
    {S_ADDICTION_MAYBE, G_PEOPLE, "condition.addiction_maybe"},
    {S_ADDICTION_OVER, G_PEOPLE, "condition.addiction_over"},
    {S_ILLNESS, G_PEOPLE, "condition.illness"},
    {S_ILLNESS_BETTER, G_PEOPLE, "condition.illness_better"},
    {S_MIGRATION, G_PEOPLE, "mark.migration"},
    {S_SECRET, G_PEOPLE, "mark.secret"},
    {S_INSTITUTION, G_PEOPLE, "mark.institution"},
    {S_THERAPIST, G_PEOPLE, "mark.therapist"},
    {S_LETTERS, G_PEOPLE, "geno.l.letters"},
    {S_FOLDED, G_PEOPLE, "geno.l.folded"},
    {S_MARRIED, G_PARTNERS, "geno.l.married"},
    {S_LIVING, G_PARTNERS, "geno.l.living"},
    {S_LAT, G_PARTNERS, "geno.l.lat"},
    {S_ENGAGED, G_PARTNERS, "geno.l.engaged"},
    {S_AFFAIR, G_PARTNERS, "geno.l.affair"},
    {S_SEPARATED, G_PARTNERS, "geno.l.separated"},
    {S_DIVORCED, G_PARTNERS, "geno.l.divorced"},
    {S_AGAIN, G_PARTNERS, "geno.l.again"},
    {S_KIN, G_PARTNERS, "geno.l.kin"},
    {S_HOME, G_PARTNERS, "geno.l.home"},
    {S_HOME_PART, G_PARTNERS, "geno.l.home_part"},
    {S_BIRTH, G_CHILDREN, "geno.l.birth"},
    {S_ADOPTED, G_CHILDREN, "geno.l.adopted"},
    {S_FOSTER, G_CHILDREN, "geno.l.foster"},
    {S_STEP, G_CHILDREN, "geno.l.step"},
    {S_DONOR, G_CHILDREN, "geno.l.donor"},
    {S_UNSURE, G_CHILDREN, "geno.l.unsure"},
    {S_TWIN, G_CHILDREN, "geno.l.twin"},
    {S_IDENTICAL, G_CHILDREN, "geno.l.identical"},
};

static const char *const bond_keys[] = {NULL,
                                        "bond_type.connected",
                                        "bond_type.close",
                                        "bond_type.fused",
                                        "bond_type.distant",
                                        "bond_type.conflict",
                                        "bond_type.close_conflict",
                                        "bond_type.fused_conflict",
                                        "bond_type.cutoff",
                                        "bond_type.repaired",
                                        "bond_type.focused",
                                        "bond_type.focused_hard",
                                        "bond_type.emotional_abuse",
                                        "bond_type.physical_abuse",
                                        "bond_type.sexual_abuse",
                                        "bond_type.neglect",
                                        "bond_type.caretaker",
                                        "bond_type.spiritual",
                                        "bond_type.controlling",
                                        "bond_type.manipulative",
                                        "bond_type.jealous",
                                        "bond_type.distrust",
                                        "bond_type.indifferent",
                                        "bond_type.in_love",
                                        "bond_type.never_met"};

static void add(kr_legend_entry *out, size_t cap, size_t *n, const char *key, uint8_t symbol, int group,
                int *last) {
    if (*n < cap) out[*n] = (kr_legend_entry){group == *last ? NULL : groups[group], key, symbol};
    *last = group;
    (*n)++;
}

size_t kr_geno_legend(kr_legend_entry *out, size_t cap, const kr_network *network,
                      const kr_draw_options *options) {
    facts f = look_around(network, options, false);
    size_t n = 0;
    int last = -1;
    for (size_t i = 0; i < KR_COUNT(rows); i++) {
        if (f.seen >> (rows[i].symbol - KR_SIGNS_GENOGRAM) & 1)
            add(out, cap, &n, rows[i].key, rows[i].symbol, rows[i].group, &last);
    }
    for (uint8_t i = 1; i < KR_COUNT(bond_keys); i++) {
        if (f.bonds >> i & 1) add(out, cap, &n, bond_keys[i], (uint8_t)(S_BONDS + i), G_FEELING, &last);
    }
    return n;
}

/* In one group: "Thuis". An animal stands among the signs of the ecogram already. */
size_t kr_geno_legend_indoors(kr_legend_entry *out, size_t cap, const kr_network *network,
                              const kr_draw_options *options) {
    kr_draw_options o = *options;
    o.layers = (o.layers & KR_LAYER_PAID) | KR_LAYER_YEARS;
    o.simple = false;
    facts f = look_around(network, &o, true);
    size_t n = 0;
    for (size_t i = 0; i < KR_COUNT(rows); i++) {
        bool is = f.seen >> (rows[i].symbol - KR_SIGNS_GENOGRAM) & 1;
        if (!is || rows[i].symbol == S_ANIMAL) continue;
        if (n < cap) out[n] = (kr_legend_entry){n ? NULL : "draw.home", rows[i].key, rows[i].symbol};
        n++;
    }
    return n;
}

/* -- how they look -- */

bool kr_genogram_sign_wide(uint8_t symbol) {
    return symbol >= S_MARRIED;
}

static void path(kr_scene *scene, const char *cls, double x, double y, const char *data) {
    kr_shape *s = kr_scene_add(scene, KR_SH_PATH, cls);
    s->x = x;
    s->y = y;
    s->text = kr_str_z(data);
}

static void person_sign(kr_scene *scene, uint8_t symbol, double x, double y) {
    static const uint8_t genders[] = {KR_gender_man,       KR_gender_woman,       KR_gender_non_binary,
                                      KR_gender_trans_man, KR_gender_trans_woman, KR_gender_intersex,
                                      KR_gender_unknown};
    kr_geno_look k = {.gender = KR_gender_woman};
    double r = 8;
    if (symbol <= S_UNKNOWN) k.gender = genders[symbol - S_MAN];
    if (symbol == S_ROOT) k.root = true, r = 4.5;
    if (symbol == S_DIED) k.gender = KR_gender_man, k.died = true;
    if (symbol >= S_EXPECTED && symbol <= S_STILLBORN) {
        k.arrival = (uint8_t)(KR_arrival_expected + (symbol - S_EXPECTED));
        if (symbol != S_EXPECTED) r = 14;
    }
    if (symbol == S_ANIMAL) k.what = KR_what_animal, r = 11;
    if (symbol == S_LGB) k.orientation = KR_orientation_lgb;
    if (symbol >= S_ADDICTION && symbol <= S_ILLNESS_BETTER) k.conditions = 1u << (symbol - S_ADDICTION + 1);
    kr_geno_shape(scene, &k, x, y, r, 0);
    if (scene->count) scene->shapes[scene->count - 1].mark = KR_MARK_NONE;
}

static void other_sign(kr_scene *scene, uint8_t symbol, double x, double y, kr_text_fn text, void *context) {
    const char *key = NULL;
    switch (symbol) {
    case S_MIGRATION:
        path(scene, "g-x", x, y, "M-8 0Q-4-5 0 0T8 0");
        return;
    case S_SECRET:
        path(scene, "g-x", x, y, "M-7 6 0-7 7 6Z");
        return;
    case S_INSTITUTION:
        path(scene, "g-x", x, y, "M-7 6V-2L0-7 7-2V6ZM-2 6V1H2V6");
        return;
    case S_FOLDED:
        path(scene, "g-plus", x, y, "M-6 0H6M0-6V6");
        return;
    case S_THERAPIST:
        key = "geno.mark.therapist";
        break;
    case S_LETTERS:
        key = "geno.mark.language";
        break;
    case S_UNKNOWN:
    default:
        break;
    }
    if (!key) return;
    kr_shape *t = kr_scene_text(scene, "g-markt", x, y + 4, 12, kr_text_of(text, context, key));
    t->mark = KR_MARK_NONE;
}

static void line_sign(kr_scene *scene, uint8_t symbol, double x, double y) {
    static const struct {
        uint8_t symbol;
        const char *cls[2], *data[2];
    } signs[] = {
        {S_MARRIED, {"g-u g-u--m", NULL}, {"M-20-7V6H20V-7", NULL}},
        {S_LIVING, {"g-u g-u--lt", NULL}, {"M-20-7V6H20V-7", NULL}},
        {S_LAT, {"g-u g-u--lat", NULL}, {"M-20-7V6H20V-7", NULL}},
        {S_ENGAGED, {"g-u g-u--eng", NULL}, {"M-20-7V6H20V-7", NULL}},
        {S_AFFAIR, {"g-u g-u--affair", NULL}, {"M-20-7V6H20V-7", NULL}},
        {S_SEPARATED, {"g-u g-u--m", "g-slash"}, {"M-20-7V4H20V-7", "M-5 10 4-4"}},
        {S_DIVORCED, {"g-u g-u--m", "g-slash"}, {"M-20-7V4H20V-7", "M-8 10 1-4M-1 10 8-4"}},
        {S_AGAIN, {"g-u g-u--m", "g-slash"}, {"M-20-7V4H20V-7", "M-8 10 1-4M-1 10 8-4M9 10-9-2"}},
        {S_KIN, {"g-u g-u--m", "g-u g-u--kin"}, {"M-20-7V4H20V-7", "M-18 8H18"}},
        {S_BIRTH, {"g-c", NULL}, {"M-14-8H14M0-8V9", NULL}},
        {S_ADOPTED, {"g-c", "g-c g-c--adopt"}, {"M-14-8H14M-2.5-8V9", "M2.5-8V9"}},
        {S_FOSTER, {"g-c", "g-c g-c--foster"}, {"M-14-8H14", "M0-8V9"}},
        {S_STEP, {"g-c", "g-c g-c--step"}, {"M-14-8H14", "M0-8V9"}},
        {S_DONOR, {"g-c", "g-c g-c--donor"}, {"M-14-8H14", "M0-8V9"}},
        {S_UNSURE, {"g-c", "g-c g-c--unknown"}, {"M-14-8H14", "M0-8V9"}},
        {S_TWIN, {"g-c", NULL}, {"M-14-8H14M-8 9 0-8 8 9", NULL}},
        {S_IDENTICAL, {"g-c", NULL}, {"M-14-8H14M-8 9 0-8 8 9M-4.500 1.500H4.500", NULL}},
    };
    for (size_t i = 0; i < KR_COUNT(signs); i++) {
        if (signs[i].symbol != symbol) continue;
        for (int k = 0; k < 2; k++) {
            if (signs[i].cls[k]) path(scene, signs[i].cls[k], x, y, signs[i].data[k]);
        }
    }
}

void kr_genogram_sign(kr_scene *scene, uint8_t symbol, double x, double y, kr_text_fn text, void *context) {
    if (symbol > S_BONDS) {
        kr_geno_point p[2] = {{x - 21, y}, {x + 21, y}};
        size_t first = scene->count;
        kr_geno_bond_line(scene, (uint8_t)(symbol - S_BONDS), p, 2);
        if (first < scene->count) scene->shapes[first].line = false;
    } else if (symbol == S_HOME || symbol == S_HOME_PART) {
        (void)kr_scene_rect(scene, symbol == S_HOME ? "g-h" : "g-h g-h--part", x - 14, y - 8, 28, 16, 5);
    } else if (symbol >= S_MARRIED) {
        line_sign(scene, symbol, x, y);
    } else if (symbol >= S_MIGRATION) {
        other_sign(scene, symbol, x, y, text, context);
    } else {
        size_t first = scene->count;
        person_sign(scene, symbol, x, y);
        if (first < scene->count) scene->shapes[first].mark = KR_MARK_NONE;
        if (symbol != S_UNKNOWN) return;
        kr_shape *t = kr_scene_text(scene, "g-markt", x, y + 4.5, 12, KR_STR("?"));
        t->mark = KR_MARK_NONE;
    }
}
