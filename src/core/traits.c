#include "core/traits.h"

#include "core/see.h"

/* One row for each characteristic: a field with choices, or a function that says in which of some parts
 * somebody falls (bit 1 the first; 0 when it is not known). */
typedef uint32_t (*part_fn)(const kr_see *see, const kr_alter *a);
typedef struct row {
    const char *key;
    kr_trait_group group;
    uint8_t kind, field;
    part_fn fn;
    const char *labels[6];
} row;

typedef struct making {
    kr_see see;
    const bool *in; /* per alter: alive, and not left out */
    size_t n_in;
} making;

/* -- in which part somebody falls -- */

static uint32_t by_what(const kr_see *see, const kr_alter *a) {
    (void)see;
    if (a->paid) return 1u << 5;
    return 1u << (a->person->what ? a->person->what : KR_what_person);
}

static uint32_t by_years(const kr_see *see, const kr_alter *a) {
    if (!a->tie || !a->tie->since || a->tie->since > see->today) return 0;
    int32_t years = see->today / 10000 - a->tie->since / 10000;
    if (years == 0 || kr_holds_new(see, a, 1)) return 1u << 1;
    return years < 5 ? 1u << 2 : years < 10 ? 1u << 3 : 1u << 4;
}

static uint32_t by_ways(const kr_see *see, const kr_alter *a) {
    (void)see;
    size_t ways = a->tie ? kr_see_bits(a->tie->gets | a->tie->gives) : 0;
    return ways == 0 ? 0 : 1u << (ways > 3 ? 3 : ways);
}

static uint32_t by_reach(const kr_see *see, const kr_alter *a) {
    bool where = a->person->lives_where || a->person->has >> KR_F_person_travel_minutes & 1;
    uint32_t set = a->person->has_time.len ? 1u << 4 : 0;
    if (!where) return set;
    if (kr_holds_near(see, a, 15)) return set | 1u << 1;
    return set | (kr_holds_far(see, a, 60) ? 1u << 3 : 1u << 2);
}

static uint32_t by_often(const kr_see *see, const kr_alter *a) {
    (void)see;
    return a->often ? 1u << a->often : 0;
}

static uint32_t by_exchange(const kr_see *see, const kr_alter *a) {
    if (!a->tie || !(a->tie->gets | a->tie->gives)) return 0;
    return kr_holds_both(see, a, 0) ? 1u << 1 : a->tie->gets ? 1u << 2 : 1u << 3;
}

static uint32_t by_light(const kr_see *see, const kr_alter *a) {
    if (!a->tie || !(a->tie->closeness || a->tie->strength || a->tie->state)) return 0;
    uint32_t set = (kr_holds_light(see, a, 0) ? 1u << 1 : 0) | (kr_holds_quiet(see, a, 0) ? 1u << 2 : 0);
    return set ? set : 1u << 3;
}

#define PERSON(name) KR_KIND_person, KR_F_person_##name
#define TIE(name)    KR_KIND_tie, KR_F_tie_##name

static const row rows[] = {
    {"trait.size",
     KR_TRAIT_SIX,
     0,
     0,
     by_what,
     {NULL, "trait.part.people", "trait.part.groups", "trait.part.places", "trait.part.animals",
      "trait.part.paid"}},
    {"trait.composition", KR_TRAIT_SIX, PERSON(sector), NULL, {NULL}},
    {"trait.variety", KR_TRAIT_SIX, 0, 0, NULL, {NULL}},
    {"trait.density", KR_TRAIT_SIX, 0, 0, NULL, {NULL}},
    {"trait.stability", KR_TRAIT_SIX, TIE(state), NULL, {NULL}},
    {"trait.complexity",
     KR_TRAIT_SIX,
     0,
     0,
     by_ways,
     {NULL, "trait.part.one_way", "trait.part.two_ways", "trait.part.more_ways"}},
    {"trait.reachability",
     KR_TRAIT_SIX,
     0,
     0,
     by_reach,
     {NULL, "trait.part.near", "trait.part.hour", "trait.part.far", "trait.part.time"}},
    {"trait.frequency",
     KR_TRAIT_CONTACT,
     0,
     0,
     by_often,
     {NULL, "frequency.daily", "frequency.weekly", "frequency.monthly", "frequency.yearly",
      "frequency.never"}},
    {"trait.duration",
     KR_TRAIT_CONTACT,
     0,
     0,
     by_years,
     {NULL, "trait.part.year", "trait.part.five", "trait.part.ten", "trait.part.longer"}},
    {"trait.reciprocity",
     KR_TRAIT_CONTACT,
     0,
     0,
     by_exchange,
     {NULL, "trait.part.both", "trait.part.gets", "trait.part.gives"}},
    {"trait.boundness", KR_TRAIT_CONTACT, TIE(origin), NULL, {NULL}},
    {"trait.likeness", KR_TRAIT_CONTACT, 0, 0, NULL, {NULL}},
    {"trait.light",
     KR_TRAIT_CONTACT,
     0,
     0,
     by_light,
     {NULL, "trait.part.light", "trait.part.quiet", "trait.part.rest"}},
    {"trait.gets", KR_TRAIT_SUPPORT, TIE(gets), NULL, {NULL}},
    {"trait.gives", KR_TRAIT_SUPPORT, TIE(gives), NULL, {NULL}},
    {"trait.capital", KR_TRAIT_OUTWARD, TIE(capital), NULL, {NULL}},
    {"trait.levels", KR_TRAIT_OUTWARD, PERSON(lives_where), NULL, {NULL}},
};

/* -- people into parts -- */

#define PARTS 32

static uint32_t choice_set(const kr_alter *a, const kr_field *field) {
    const void *record = field->kind == KR_KIND_tie ? (const void *)a->tie : a->person;
    if (!record) return 0;
    kr_assignment said = kr_record_get(record, field->kind, field);
    if (said.op == KR_OP_CLEAR) return 0;
    if (field->type == KR_SET) return said.value.set;
    return said.value.number > 0 && said.value.number < PARTS ? 1u << said.value.number : 0;
}

static uint32_t set_of(const making *m, const row *r, const kr_field *field, size_t i) {
    const kr_alter *a = &m->see.network->alters[i];
    if (!m->in[i]) return 0;
    return field ? choice_set(a, field) : r->fn(&m->see, a);
}

/* One part: who falls in it. */
static bool add_part(making *m, kr_trait *t, const uint32_t *sets, unsigned bit, kr_trait_part part) {
    const kr_network *n = m->see.network;
    part.people = kr_new_n(m->see.arena, uint32_t, n->n);
    if (!part.people) return false;
    for (size_t i = 0; i < n->n; i++) {
        if (!(sets[i] >> bit & 1)) continue;
        part.count++;
        if (m->see.named[i]) part.people[part.n_people++] = (uint32_t)i;
    }
    if (part.count) t->parts[t->n_parts++] = part;
    return true;
}

static kr_err sort_people(making *m, kr_trait *t, const row *r) {
    const kr_network *n = m->see.network;
    const kr_field *field = r->field ? kr_schema_field((kr_kind)r->kind, r->field) : NULL;
    uint32_t *sets = kr_new_n(m->see.arena, uint32_t, n->n);
    t->parts = kr_new_n(m->see.arena, kr_trait_part, PARTS);
    if (!sets || !t->parts) return KR_E_MEMORY;
    for (size_t i = 0; i < n->n; i++) {
        sets[i] = set_of(m, r, field, i);
        t->known += sets[i] != 0;
    }
    t->unknown = m->n_in - t->known;
    bool ok = true;
    if (field) {
        for (size_t c = 0; c < field->list->count && ok; c++)
            ok = add_part(m, t, sets, field->list->choices[c].number,
                          (kr_trait_part){.list = field->list, .choice = field->list->choices[c].number});
    } else {
        for (unsigned c = 1; c < KR_COUNT(r->labels) && ok; c++)
            if (r->labels[c]) ok = add_part(m, t, sets, c, (kr_trait_part){.label_key = r->labels[c]});
    }
    return ok ? KR_OK : KR_E_MEMORY;
}

/* -- variety and likeness: several fields of the person side by side -- */

static const struct {
    uint8_t field;
    const char *label_key;
} sides[] = {{KR_F_person_age_group, "field.person.age_group"},
             {KR_F_person_gender, "field.person.gender"},
             {KR_F_person_marital, "field.person.marital"},
             {KR_F_person_work, "field.person.work"},
             {KR_F_person_schooling, "field.person.schooling"}};

/* For variety which kinds there are; for likeness who is as the person in the middle. */
static kr_err put_side(making *m, kr_trait *t, size_t side, bool like, bool *known) {
    const kr_network *n = m->see.network;
    const kr_field *field = kr_schema_field(KR_KIND_person, sides[side].field);
    uint32_t own = n->ego ? choice_set(&(kr_alter){.person = n->ego}, field) : 0;
    kr_trait_part part = {.label_key = sides[side].label_key, .kinds = field->list};
    if (like && !own) return KR_OK;
    part.people = kr_new_n(m->see.arena, uint32_t, n->n);
    if (!part.people) return KR_E_MEMORY;
    for (size_t i = 0; i < n->n; i++) {
        uint32_t set = m->in[i] ? choice_set(&n->alters[i], field) : 0;
        if (!set) continue;
        known[i] = true;
        part.of++;
        part.set |= set;
        if (like && !(set & own)) continue;
        part.count++;
        if (like && m->see.named[i]) part.people[part.n_people++] = (uint32_t)i;
    }
    if (like) part.set = own;
    if (part.of) t->parts[t->n_parts++] = part;
    return KR_OK;
}

static kr_err put_sides(making *m, kr_trait *t, bool like) {
    bool *known = kr_new_n(m->see.arena, bool, m->see.network->n);
    t->parts = kr_new_n(m->see.arena, kr_trait_part, KR_COUNT(sides));
    if (!known || !t->parts) return KR_E_MEMORY;
    for (size_t s = 0; s < KR_COUNT(sides); s++) {
        kr_err err = put_side(m, t, s, like, known);
        if (err != KR_OK) return err;
    }
    for (size_t i = 0; i < m->see.network->n; i++) t->known += known[i];
    t->unknown = m->n_in - t->known;
    return KR_OK;
}

/* -- pairs -- */

/* Below three people there is nothing to tell. */
static kr_err put_pairs(making *m, kr_trait *t) {
    const kr_network *n = m->see.network;
    size_t yes = 0, no = 0;
    t->parts = kr_new_n(m->see.arena, kr_trait_part, 2);
    if (!t->parts) return KR_E_MEMORY;
    if (m->n_in < 3) return KR_OK;
    for (size_t i = 0; i < n->n_pairs; i++) {
        const kr_pair *p = &n->pairs[i];
        if (!m->in[p->a] || !m->in[p->b]) continue;
        *(p->no ? &no : &yes) += 1;
    }
    t->known = yes + no;
    t->unknown = m->n_in * (m->n_in - 1) / 2 - t->known;
    if (yes) t->parts[t->n_parts++] = (kr_trait_part){.label_key = "trait.part.know", .count = yes};
    if (no) t->parts[t->n_parts++] = (kr_trait_part){.label_key = "trait.part.strangers", .count = no};
    return KR_OK;
}

static kr_err one_trait(making *m, kr_trait *t, const row *r) {
    *t = (kr_trait){.key = r->key, .group = r->group};
    if (r->field || r->fn) return sort_people(m, t, r);
    if (strcmp(r->key, "trait.density") == 0) return put_pairs(m, t);
    return put_sides(m, t, strcmp(r->key, "trait.likeness") == 0);
}

kr_err kr_traits(kr_trait **out, size_t *count, kr_arena *arena, const kr_network *network, kr_date today,
                 bool paid) {
    making m = {.see = {.arena = arena, .network = network, .today = today}};
    bool *in = kr_new_n(arena, bool, network->n), *named = kr_new_n(arena, bool, network->n);
    kr_trait *list = kr_new_n(arena, kr_trait, KR_COUNT(rows));
    if (!in || !named || !list) return KR_E_MEMORY;
    for (size_t i = 0; i < network->n; i++) {
        const kr_alter *a = &network->alters[i];
        in[i] = kr_see_alive(a) && (paid || !a->paid);
        named[i] = in[i] && kr_see_nameable(a);
        m.n_in += in[i];
    }
    m.in = in;
    m.see.named = named;
    for (size_t r = 0; r < KR_COUNT(rows); r++) {
        kr_err err = one_trait(&m, &list[r], &rows[r]);
        if (err != KR_OK) return err;
    }
    *out = list;
    *count = KR_COUNT(rows);
    return KR_OK;
}
