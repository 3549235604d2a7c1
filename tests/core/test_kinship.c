/* What people in a family are to each other: a family with everything in it, held against words that a person
 * would use, and laws that hold in any family. */
#include "core_help.h"

#include "core/kinship.h"

typedef struct clan {
    grow g;
    kr_draft draft;
    kr_family f;
    kr_kinship *kin;
    const char *names[64];
    kr_id ids[64];
    size_t n;
} clan;

static kr_id who(const clan *c, const char *name) {
    for (size_t i = 0; i < c->n; i++)
        if (strcmp(c->names[i], name) == 0) return c->ids[i];
    fail_msg("%s is not there", name);
    return 0;
}

static void person(clan *c, const char *name) {
    kr_id id = c->n ? kr_draft_contact(&c->draft, text_of(name), KR_what_person) : 0;
    if (!c->n) {
        kr_draft_ego(&c->draft, text_of(name));
        id = kr_draft_get(&c->draft, KR_KIND_circle, KR_CIRCLE_RECORD, KR_F_circle_ego).value.ref;
    }
    c->names[c->n] = name;
    c->ids[c->n++] = id;
}

static kr_id joined(clan *c, const char *a, const char *b, unsigned type, unsigned end) {
    kr_id id = kr_draft_new_id(&c->draft);
    kr_draft_ref(&c->draft, KR_KIND_union, id, KR_F_union_a, who(c, a));
    kr_draft_ref(&c->draft, KR_KIND_union, id, KR_F_union_b, who(c, b));
    kr_draft_number(&c->draft, KR_KIND_union, id, KR_F_union_type, type);
    kr_draft_number(&c->draft, KR_KIND_union, id, KR_F_union_end, end);
    return id;
}

static void child(clan *c, const char *name, kr_id pair, const char *parent, unsigned type) {
    kr_id id = kr_draft_new_id(&c->draft);
    kr_draft_ref(&c->draft, KR_KIND_parentage, id, KR_F_parentage_child, who(c, name));
    if (pair) kr_draft_ref(&c->draft, KR_KIND_parentage, id, KR_F_parentage_pair, pair);
    if (parent) kr_draft_ref(&c->draft, KR_KIND_parentage, id, KR_F_parentage_parent, who(c, parent));
    kr_draft_number(&c->draft, KR_KIND_parentage, id, KR_F_parentage_type, type);
}

enum { M = KR_union_type_married, B = KR_parentage_type_birth };

static void begin(clan *c) {
    static const char *const names[] = {
        "Ego",      "Vader",     "Moeder",    "Stiefvader", "Broer",      "Halfzus",        "Stiefbroer",
        "Opa",      "Oma",       "Over",      "Tante",      "OomA",       "Neefje",         "Kleine",
        "Oudoom",   "Achter",    "Man",       "Ex",         "Schoonma",   "Zwager",         "Dochter",
        "Adoptie",  "Pleeg",     "Stiefkind", "Klein",      "PleegKlein", "Achterklein",    "Schoonzoon",
        "Vriendin", "Oomzegger", "Pleegma",   "Donor",      "Vreemde",    "MaVanSchoonzoon"};
    memset(c, 0, sizeof *c);
    grow_begin(&c->g, NULL);
    grow_draft(&c->g, &c->draft, KR_ACT_NAME);
    for (size_t i = 0; i < KR_COUNT(names); i++) person(c, names[i]);
    kr_id great =
        joined(c, "Over", "Oudoom", KR_union_type_unknown, 0); /* two of the same blood may be told */
    (void)great;
    kr_id grand = joined(c, "Opa", "Oma", M, 0),
          parents = joined(c, "Vader", "Moeder", M, KR_union_end_widowed);
    kr_id second = joined(c, "Moeder", "Stiefvader", M, 0);
    kr_id aunt = joined(c, "OomA", "Tante", M, 0), own = joined(c, "Ego", "Man", M, 0);
    joined(c, "Ego", "Ex", M, KR_union_end_divorced);
    kr_id young = joined(c, "Dochter", "Schoonzoon", M, 0);
    joined(c, "Broer", "Vriendin", KR_union_type_lat, 0);
    child(c, "Opa", 0, "Over", B);
    child(c, "Vader", grand, NULL, B);
    child(c, "Tante", grand, NULL, B);
    child(c, "Ego", parents, NULL, B);
    child(c, "Ego", 0, "Pleegma", KR_parentage_type_foster);
    child(c, "Ego", 0, "Donor", KR_parentage_type_donor);
    child(c, "Broer", parents, NULL, B);
    child(c, "Halfzus", second, NULL, B);
    child(c, "Stiefbroer", 0, "Stiefvader", B);
    child(c, "Neefje", aunt, NULL, B);
    child(c, "Kleine", 0, "Neefje", B);
    child(c, "Oomzegger", 0, "Broer", B);
    child(c, "Achter", 0, "Oomzegger", B);
    child(c, "Man", 0, "Schoonma", B);
    child(c, "Zwager", 0, "Schoonma", B);
    child(c, "Dochter", own, NULL, B);
    child(c, "Adoptie", own, NULL, KR_parentage_type_adopted);
    child(c, "Pleeg", own, NULL, KR_parentage_type_foster);
    child(c, "Stiefkind", 0, "Man", B);
    child(c, "Klein", young, NULL, B);
    child(c, "PleegKlein", young, NULL, KR_parentage_type_foster);
    child(c, "Achterklein", 0, "Klein", B);
    child(c, "Schoonzoon", 0, "MaVanSchoonzoon", B);
    assert_int_equal(grow_change(&c->g, &c->draft, NULL), KR_OK);
}

static void seen_from(clan *c, const char *root) {
    kr_view view;
    assert_int_equal(kr_view_make(&view, &c->g.arena, &c->g.circle, KR_VIEWER_OWNER, 0, NULL), KR_OK);
    assert_int_equal(kr_family_make(&c->f, &c->g.arena, &view), KR_OK);
    uint32_t at = root ? kr_family_index(&c->f, who(c, root)) : KR_NOBODY;
    assert_int_equal(kr_kinship_of(&c->kin, &c->g.arena, &c->f, at), KR_OK);
}

static const kr_kinship *of(const clan *c, const char *name) {
    return &c->kin[kr_family_index(&c->f, who(c, name))];
}

static void expect(const clan *c, const char *name, kr_kin kin) {
    if (of(c, name)->kin != kin)
        fail_msg("%s is %s, not %s", name, kr_kin_name((kr_kin)of(c, name)->kin), kr_kin_name(kin));
}

static void everybody_has_a_name(void **state) {
    static const struct {
        const char *name;
        kr_kin kin;
    } rows[] = {{"Ego", KR_KIN_SELF},
                {"Vader", KR_KIN_PARENT},
                {"Moeder", KR_KIN_PARENT},
                {"Stiefvader", KR_KIN_STEP_PARENT},
                {"Pleegma", KR_KIN_FOSTER_PARENT},
                {"Donor", KR_KIN_DONOR},
                {"Broer", KR_KIN_SIBLING},
                {"Halfzus", KR_KIN_HALF_SIBLING},
                {"Stiefbroer", KR_KIN_STEP_SIBLING},
                {"Opa", KR_KIN_GRANDPARENT},
                {"Oma", KR_KIN_GRANDPARENT},
                {"Over", KR_KIN_GREAT_GRANDPARENT},
                {"Tante", KR_KIN_AUNT},
                {"OomA", KR_KIN_AUNT},
                {"Neefje", KR_KIN_COUSIN},
                {"Kleine", KR_KIN_DISTANT_COUSIN},
                {"Oomzegger", KR_KIN_NIECE},
                {"Achter", KR_KIN_GREAT_NIECE},
                {"Man", KR_KIN_PARTNER},
                {"Ex", KR_KIN_FORMER_PARTNER},
                {"Schoonma", KR_KIN_PARENT_IN_LAW},
                {"Zwager", KR_KIN_SIBLING_IN_LAW},
                {"Dochter", KR_KIN_CHILD},
                {"Adoptie", KR_KIN_ADOPTED_CHILD},
                {"Pleeg", KR_KIN_FOSTER_CHILD},
                {"Stiefkind", KR_KIN_STEP_CHILD},
                {"Klein", KR_KIN_GRANDCHILD},
                {"PleegKlein", KR_KIN_FOSTER_GRANDCHILD},
                {"Achterklein", KR_KIN_GREAT_GRANDCHILD},
                {"Schoonzoon", KR_KIN_CHILD_IN_LAW},
                {"Vriendin", KR_KIN_PARTNER_OF},
                {"MaVanSchoonzoon", KR_KIN_PARENT_OF},
                {"Vreemde", KR_KIN_NONE}};
    clan c;
    (void)state;
    begin(&c);
    seen_from(&c, "Ego");
    for (size_t i = 0; i < KR_COUNT(rows); i++) expect(&c, rows[i].name, rows[i].kin);
    assert_int_equal(of(&c, "Vriendin")->via, kr_family_index(&c.f, who(&c, "Broer")));
    assert_int_equal(of(&c, "Neefje")->up, 2);
    assert_int_equal(of(&c, "Neefje")->down, 2);
    grow_end(&c.g);
}

/* Seen from somebody else, the same family has other words. */
static void from_elsewhere(void **state) {
    clan c;
    (void)state;
    begin(&c);
    seen_from(&c, "Klein");
    expect(&c, "Ego", KR_KIN_GRANDPARENT);
    expect(&c, "Adoptie", KR_KIN_AUNT);
    expect(&c, "Broer", KR_KIN_GREAT_AUNT);
    seen_from(&c, "Halfzus");
    expect(&c, "Ego", KR_KIN_HALF_SIBLING);
    expect(&c, "Stiefvader", KR_KIN_PARENT);
    expect(&c, "Vader", KR_KIN_STEP_PARENT);
    seen_from(&c, NULL);
    expect(&c, "Ego", KR_KIN_NONE);
    grow_end(&c.g);
}

/* In any web of records, also one that goes round: everybody is reached once, and ways back mirror: whoever
 * is n up and m down for me, has me m up and n down. */
static void laws(void **state) {
    (void)state;
    for (uint64_t seed = 1; seed <= 60; seed++) {
        static char names[24][8];
        clan c;
        memset(&c, 0, sizeof c);
        grow_begin(&c.g, NULL);
        c.g.seed = seed;
        grow_draft(&c.g, &c.draft, KR_ACT_NAME);
        size_t people = 2 + grow_random(&c.g) % 22;
        for (size_t i = 0; i < people; i++) {
            names[i][0] = 'a', names[i][1] = (char)('a' + i), names[i][2] = '\0';
            person(&c, names[i]);
        }
        kr_id pairs[12];
        size_t n_pairs = 0;
        for (size_t i = 0; i < 8; i++) {
            size_t a = grow_random(&c.g) % people, b = grow_random(&c.g) % people;
            if (a != b) pairs[n_pairs++] = joined(&c, names[a], names[b], M, 0);
        }
        bool acyclic = seed % 2;
        for (size_t i = 0; i < 2 * people && n_pairs; i++) {
            size_t kid = grow_random(&c.g) % people, parent = grow_random(&c.g) % people;
            if (acyclic && parent >= kid) continue;
            if (acyclic || i % 3)
                child(&c, names[kid], 0, names[parent], B);
            else
                child(&c, names[kid], pairs[grow_random(&c.g) % n_pairs], NULL, B);
        }
        assert_int_equal(grow_change(&c.g, &c.draft, NULL), KR_OK);
        for (size_t r = 0; r < people; r++) {
            seen_from(&c, names[r]);
            kr_kinship *mine = c.kin;
            for (size_t i = 0; i < people; i++) {
                uint32_t me = kr_family_index(&c.f, who(&c, names[r]));
                uint32_t other = kr_family_index(&c.f, who(&c, names[i]));
                assert_true(kr_kin_name((kr_kin)mine[other].kin)[0] != '\0');
                assert_int_equal(mine[other].kin == KR_KIN_SELF, me == other);
                if (!acyclic || !mine[other].line) continue;
                kr_kinship *theirs;
                assert_int_equal(kr_kinship_of(&theirs, &c.g.arena, &c.f, other), KR_OK);
                assert_true(theirs[me].line);
                assert_int_equal(theirs[me].up + theirs[me].down, mine[other].up + mine[other].down);
            }
        }
        grow_end(&c.g);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(everybody_has_a_name),
                                       cmocka_unit_test(from_elsewhere), cmocka_unit_test(laws)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
