#include "core/family.h"

#include "core/num.h"

/* Where each person of the circle stands among the members, by place in circle->persons. */
typedef struct maker {
    kr_family f;
    kr_arena *arena;
    uint32_t *place;
} maker;

static uint32_t place_of(const maker *m, kr_id id) {
    const kr_person *person = id ? kr_circle_person(m->f.circle, id) : NULL;
    return person ? m->place[person - m->f.circle->persons] : KR_NOBODY;
}

static kr_err gather_members(maker *m) {
    const kr_circle *c = m->f.circle;
    m->place = kr_new_n(m->arena, uint32_t, c->n_persons + 1);
    m->f.members = kr_new_n(m->arena, kr_relative, c->n_persons + 1);
    if (!m->place || !m->f.members) return KR_E_MEMORY;
    m->f.ego = KR_NOBODY;
    for (size_t i = 0; i < c->n_persons; i++) {
        const kr_person *p = &c->persons[i];
        m->place[i] = KR_NOBODY;
        if (kr_person_status(p) != KR_HERE && p->id != c->self.ego) continue;
        if (p->id == c->self.ego) m->f.ego = (uint32_t)m->f.n;
        m->place[i] = (uint32_t)m->f.n;
        m->f.members[m->f.n++].person = p;
    }
    return KR_OK;
}

static kr_err gather_unions(maker *m) {
    const kr_circle *c = m->f.circle;
    m->f.couples = kr_new_n(m->arena, kr_couple, c->n_unions + c->n_parentages + 1);
    if (!m->f.couples) return KR_E_MEMORY;
    for (size_t i = 0; i < c->n_unions; i++) {
        const kr_union *u = &c->unions[i];
        uint32_t a = place_of(m, u->a), b = place_of(m, u->b);
        if (a == KR_NOBODY) a = b, b = KR_NOBODY;
        if (u->gone || a == KR_NOBODY || a == b) continue;
        m->f.couples[m->f.n_couples++] = (kr_couple){.record = u, .a = a, .b = b};
    }
    return KR_OK;
}

/* -- children -- */

/* The couple a parentage speaks of; a parent known by themselves gets one of their own. Couples with a record
 * come first and are found through a table by place of the union. */
typedef struct lookup {
    uint32_t *of_union;  /* place in circle->unions -> couple */
    uint32_t *of_parent; /* member -> couple without a record */
} lookup;

static kr_err make_lookup(maker *m, lookup *l) {
    const kr_circle *c = m->f.circle;
    l->of_union = kr_new_n(m->arena, uint32_t, c->n_unions + 1);
    l->of_parent = kr_new_n(m->arena, uint32_t, m->f.n + 1);
    if (!l->of_union || !l->of_parent) return KR_E_MEMORY;
    for (size_t i = 0; i < c->n_unions; i++) l->of_union[i] = KR_NOBODY;
    for (size_t i = 0; i < m->f.n; i++) l->of_parent[i] = KR_NOBODY;
    for (size_t i = 0; i < m->f.n_couples; i++) l->of_union[m->f.couples[i].record - c->unions] = (uint32_t)i;
    return KR_OK;
}

static uint32_t couple_for(maker *m, lookup *l, const kr_parentage *p) {
    const kr_circle *c = m->f.circle;
    kr_kind kind = KR_KIND_none;
    const kr_union *u = p->pair ? kr_circle_record_of(c, p->pair, &kind) : NULL;
    if (u && kind == KR_KIND_union) return l->of_union[u - c->unions];
    uint32_t parent = place_of(m, p->parent);
    if (parent == KR_NOBODY) return KR_NOBODY;
    if (l->of_parent[parent] == KR_NOBODY) {
        l->of_parent[parent] = (uint32_t)m->f.n_couples;
        m->f.couples[m->f.n_couples++] = (kr_couple){.a = parent, .b = KR_NOBODY};
    }
    return l->of_parent[parent];
}

static kr_date birth_of(const maker *m, const kr_child *child) {
    const kr_person *p = m->f.members[child->child].person;
    return p->born ? p->born : p->birth_year ? (kr_date)p->birth_year * 10000 : 0;
}

/* By couple; then rank, birth, order in which they were named. What is not known keeps its place: the sort is
 * stable and compares only what both know. */
static int by_age(const void *x, const void *y, void *context) {
    const kr_child *a = x, *b = y;
    const maker *m = context;
    if (a->couple != b->couple) return a->couple < b->couple ? -1 : 1;
    int64_t ra = a->record->rank, rb = b->record->rank;
    if (ra != rb) return !ra || (rb && ra > rb) ? 1 : -1;
    kr_date da = birth_of(m, a), db = birth_of(m, b);
    if (ra == 0 && da != db) return !da || (db && da > db) ? 1 : -1;
    return a->child < b->child ? -1 : a->child > b->child;
}

static kr_err gather_children(maker *m) {
    const kr_circle *c = m->f.circle;
    lookup l;
    m->f.children = kr_new_n(m->arena, kr_child, c->n_parentages + 1);
    kr_child *scratch = kr_new_n(m->arena, kr_child, c->n_parentages + 1);
    if (!m->f.children || !scratch || make_lookup(m, &l)) return KR_E_MEMORY;
    for (size_t i = 0; i < c->n_parentages; i++) {
        const kr_parentage *p = &c->parentages[i];
        uint32_t child = place_of(m, p->child), couple;
        if (p->gone || child == KR_NOBODY || (couple = couple_for(m, &l, p)) == KR_NOBODY) continue;
        if (m->f.couples[couple].a == child || m->f.couples[couple].b == child) continue;
        m->f.children[m->f.n_children++] = (kr_child){child, couple, p};
    }
    kr_sort(m->f.children, m->f.n_children, sizeof(kr_child), by_age, m, scratch);
    /* Said twice is once: the same child in the same couple stands side by side only when rank and birth are
     * the same, so each couple is looked through. */
    uint32_t *seen = kr_new_n(m->arena, uint32_t, m->f.n + 1);
    if (!seen) return KR_E_MEMORY;
    size_t kept = 0;
    for (size_t i = 0; i < m->f.n_children; i++) {
        kr_child one = m->f.children[i];
        if (seen[one.child] == one.couple + 1) continue;
        seen[one.child] = one.couple + 1;
        kr_couple *couple = &m->f.couples[one.couple];
        if (couple->n_children++ == 0) couple->first_child = (uint32_t)kept;
        m->f.children[kept++] = one;
    }
    m->f.n_children = kept;
    return KR_OK;
}

/* -- from members to their couples and origins -- */

static int64_t rank_in(const kr_couple *c, uint32_t member) {
    if (!c->record) return 0;
    return c->b == member && c->record->rank_b ? c->record->rank_b : c->record->rank;
}

typedef struct pick {
    uint32_t member, what;
    int64_t rank, when;
} pick;

static int by_rank(const void *x, const void *y, void *context) {
    const pick *a = x, *b = y;
    (void)context;
    if (a->member != b->member) return a->member < b->member ? -1 : 1;
    if (a->rank != b->rank) return !a->rank || (b->rank && a->rank > b->rank) ? 1 : -1;
    if (a->when != b->when) return !a->when || (b->when && a->when > b->when) ? 1 : -1;
    return a->what < b->what ? -1 : a->what > b->what;
}

static kr_err link_couples(maker *m) {
    size_t n = 0;
    pick *picks = kr_new_n(m->arena, pick, m->f.n_couples * 2 + 1);
    pick *scratch = kr_new_n(m->arena, pick, m->f.n_couples * 2 + 1);
    m->f.couples_of = kr_new_n(m->arena, uint32_t, m->f.n_couples * 2 + 1);
    if (!picks || !scratch || !m->f.couples_of) return KR_E_MEMORY;
    for (size_t i = 0; i < m->f.n_couples; i++) {
        const kr_couple *c = &m->f.couples[i];
        int64_t when = c->record ? c->record->since : 0;
        picks[n++] = (pick){c->a, (uint32_t)i, rank_in(c, c->a), when};
        if (c->b != KR_NOBODY) picks[n++] = (pick){c->b, (uint32_t)i, rank_in(c, c->b), when};
    }
    kr_sort(picks, n, sizeof *picks, by_rank, NULL, scratch);
    for (size_t i = 0; i < n; i++) {
        kr_relative *member = &m->f.members[picks[i].member];
        if (member->n_couples++ == 0) member->first_couple = (uint32_t)i;
        m->f.couples_of[i] = picks[i].what;
    }
    return KR_OK;
}

static kr_err link_origins(maker *m) {
    pick *picks = kr_new_n(m->arena, pick, m->f.n_children + 1);
    pick *scratch = kr_new_n(m->arena, pick, m->f.n_children + 1);
    m->f.origins = kr_new_n(m->arena, uint32_t, m->f.n_children + 1);
    if (!picks || !scratch || !m->f.origins) return KR_E_MEMORY;
    for (size_t i = 0; i < m->f.n_children; i++) {
        const kr_parentage *p = m->f.children[i].record;
        picks[i] = (pick){m->f.children[i].child, (uint32_t)i, p->type ? p->type : KR_parentage_type_birth,
                          p->rank_parent};
    }
    kr_sort(picks, m->f.n_children, sizeof *picks, by_rank, NULL, scratch);
    for (size_t i = 0; i < m->f.n_children; i++) {
        kr_relative *member = &m->f.members[picks[i].member];
        if (member->n_origins++ == 0) member->first_origin = (uint32_t)i;
        m->f.origins[i] = picks[i].what;
    }
    return KR_OK;
}

kr_err kr_family_make(kr_family *out, kr_arena *arena, const kr_view *view) {
    maker m = {.f.circle = view->circle, .arena = arena};
    kr_err err = gather_members(&m);
    if (err == KR_OK) err = gather_unions(&m);
    if (err == KR_OK) err = gather_children(&m);
    if (err == KR_OK) err = link_couples(&m);
    if (err == KR_OK) err = link_origins(&m);
    if (err == KR_OK) *out = m.f;
    return err;
}

/* Members stand in the order of the circle's persons, as pointers into one array. */
uint32_t kr_family_index(const kr_family *family, kr_id person) {
    const kr_person *p = kr_circle_person(family->circle, person);
    size_t low = 0, high = family->n;
    while (p && low < high) {
        size_t middle = (low + high) / 2;
        if (family->members[middle].person == p) return (uint32_t)middle;
        if (family->members[middle].person < p)
            low = middle + 1;
        else
            high = middle;
    }
    return KR_NOBODY;
}

uint32_t kr_couple_other(const kr_couple *couple, uint32_t member) {
    return couple->a == member ? couple->b : couple->a;
}

bool kr_relative_related(const kr_family *family, uint32_t member) {
    const kr_relative *m = &family->members[member];
    return m->n_couples > 0 || m->n_origins > 0;
}

int kr_person_born_year(const kr_person *person) {
    return person->born ? person->born / 10000 : (int)person->birth_year;
}

int kr_person_died_year(const kr_person *person) {
    return person->died / 10000;
}

int kr_person_age(const kr_person *person, kr_date today) {
    if (person->dead == KR_yesno_yes && !person->died) return -1;
    kr_date end = person->died ? person->died : today, born = person->born;
    if (!born) born = (kr_date)person->birth_year * 10000;
    if (!born || !end || end / 10000 < born / 10000) return -1;
    int age = end / 10000 - born / 10000;
    /* The day in the year counts only when both are known. */
    if (born % 10000 && end % 10000 && end % 10000 < born % 10000) age--;
    return age < 0 ? -1 : age;
}
