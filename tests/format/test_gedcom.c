/* GEDCOM and GenoPro against the counts beside the data, which were made without Kring: of every person in
 * every file parents, siblings, partners, children and so on, from the family graph that drawings use. */
#include "format_help.h"

#include "core/family.h"

#include <stdio.h>
#include <stdlib.h>

/* A set of members. */
typedef struct set {
    uint32_t *items;
    size_t n;
    bool *has;
} set;

static set set_new(help *h, size_t n) {
    set s = {kr_new_n(&h->arena, uint32_t, n + 1), 0, kr_new_n(&h->arena, bool, n + 1)};
    assert_non_null(s.items);
    assert_non_null(s.has);
    return s;
}

static void set_clear(set *s) {
    for (size_t i = 0; i < s->n; i++) s->has[s->items[i]] = false;
    s->n = 0;
}

static void set_add(set *s, uint32_t item) {
    if (item == KR_NOBODY || s->has[item]) return;
    s->has[item] = true;
    s->items[s->n++] = item;
}

static void add_parents(const kr_family *f, uint32_t who, set *out) {
    const kr_relative *m = &f->members[who];
    for (uint32_t i = 0; i < m->n_origins; i++) {
        const kr_couple *c = &f->couples[f->children[f->origins[m->first_origin + i]].couple];
        set_add(out, c->a);
        set_add(out, c->b);
    }
}

static void add_children(const kr_family *f, uint32_t who, set *out) {
    const kr_relative *m = &f->members[who];
    for (uint32_t i = 0; i < m->n_couples; i++) {
        const kr_couple *c = &f->couples[f->couples_of[m->first_couple + i]];
        for (uint32_t k = 0; k < c->n_children; k++) set_add(out, f->children[c->first_child + k].child);
    }
}

static void add_partners(const kr_family *f, uint32_t who, set *out) {
    const kr_relative *m = &f->members[who];
    for (uint32_t i = 0; i < m->n_couples; i++)
        set_add(out, kr_couple_other(&f->couples[f->couples_of[m->first_couple + i]], who));
}

/* Also of families of whom no parent is known: those are in the records alone. */
static void add_same_family(const kr_family *f, uint32_t who, set *out) {
    const kr_circle *c = f->circle;
    kr_id self = f->members[who].person->id;
    for (size_t i = 0; i < c->n_parentages; i++) {
        if (c->parentages[i].child != self) continue;
        kr_kind kind;
        const kr_union *u = kr_circle_record_of(c, c->parentages[i].pair, &kind);
        if (u->a || u->b) continue;
        for (size_t k = 0; k < c->n_parentages; k++) {
            if (c->parentages[k].pair == u->id) set_add(out, kr_family_index(f, c->parentages[k].child));
        }
    }
    const kr_relative *m = &f->members[who];
    for (uint32_t i = 0; i < m->n_origins; i++) {
        const kr_couple *couple = &f->couples[f->children[f->origins[m->first_origin + i]].couple];
        for (uint32_t k = 0; k < couple->n_children; k++)
            set_add(out, f->children[couple->first_child + k].child);
    }
}

typedef struct sets {
    set parents, others, full, half, partners, children, grandparents, grandchildren, aunts, cousins,
        siblings;
} sets;

static sets sets_new(help *h, size_t n) {
    return (sets){set_new(h, n), set_new(h, n), set_new(h, n), set_new(h, n), set_new(h, n), set_new(h, n),
                  set_new(h, n), set_new(h, n), set_new(h, n), set_new(h, n), set_new(h, n)};
}

static void find_siblings(const kr_family *f, uint32_t who, sets *s) {
    add_same_family(f, who, &s->full);
    for (size_t i = 0; i < s->parents.n; i++) add_children(f, s->parents.items[i], &s->siblings);
    for (size_t i = 0; i < s->full.n; i++) set_add(&s->siblings, s->full.items[i]);
    for (size_t i = 0; i < s->siblings.n; i++) {
        uint32_t other = s->siblings.items[i];
        size_t shared = 0;
        if (other == who) continue;
        set_clear(&s->others);
        add_parents(f, other, &s->others);
        for (size_t k = 0; k < s->others.n; k++) shared += s->parents.has[s->others.items[k]];
        if (s->full.has[other]) continue;
        set_add(shared > 1 ? &s->full : &s->half, other);
    }
}

static size_t without(const set *s, uint32_t who) {
    return s->n - (s->has[who] ? 1 : 0);
}

static void find_all(const kr_family *f, uint32_t who, sets *s) {
    set *all = &s->parents;
    for (size_t i = 0; i < sizeof *s / sizeof *all; i++) set_clear(&all[i]);
    add_parents(f, who, &s->parents);
    add_partners(f, who, &s->partners);
    add_children(f, who, &s->children);
    find_siblings(f, who, s);
    for (size_t i = 0; i < s->parents.n; i++) add_parents(f, s->parents.items[i], &s->grandparents);
    for (size_t i = 0; i < s->children.n; i++) add_children(f, s->children.items[i], &s->grandchildren);
    set_clear(&s->others);
    for (size_t i = 0; i < s->grandparents.n; i++) add_children(f, s->grandparents.items[i], &s->others);
    for (size_t i = 0; i < s->others.n; i++) {
        if (!s->parents.has[s->others.items[i]] && s->others.items[i] != who)
            set_add(&s->aunts, s->others.items[i]);
    }
    set_clear(&s->others);
    for (size_t i = 0; i < s->aunts.n; i++) add_children(f, s->aunts.items[i], &s->others);
    for (size_t i = 0; i < s->others.n; i++) {
        uint32_t one = s->others.items[i];
        bool own = one == who || s->siblings.has[one] || s->children.has[one];
        if (!own) set_add(&s->cousins, one);
    }
}

static void check_number(const kr_csv *want, size_t row, const char *column, size_t have) {
    int64_t number = -1;
    kr_str cell = help_cell(want, row, column);
    assert_true(kr_str_int(cell, &number));
    if ((int64_t)have == number) return;
    kr_str file = want->cells[row][0], mark = want->cells[row][1];
    print_message("%.*s %.*s %s: %zu, not %lld\n", KR_ARG(file), KR_ARG(mark), column, have,
                  (long long)number);
    fail();
}

static const char *sex_of(uint8_t gender) {
    return gender == KR_gender_man ? "M" : gender == KR_gender_woman ? "F" : "";
}

static void check_person(const kr_csv *want, size_t row, const kr_family *f, uint32_t who, sets *s) {
    const kr_person *p = f->members[who].person;
    kr_str mark = help_cell(want, row, "xref"), name = help_cell(want, row, "name");
    kr_str sex = help_cell(want, row, "sex");
    if (!kr_str_eq(p->source_mark, mark))
        print_message("'%.*s', not '%.*s'\n", KR_ARG(p->source_mark), KR_ARG(mark));
    assert_true(kr_str_eq(mark, p->source_mark));
    if (kr_str_is(sex, "M") || kr_str_is(sex, "F")) assert_true(kr_str_is(sex, sex_of(p->gender)));
    if (name.len && !kr_str_eq(p->name, name))
        print_message("'%.*s', not '%.*s'\n", KR_ARG(p->name), KR_ARG(name));
    if (name.len) assert_true(kr_str_eq(p->name, name));
    find_all(f, who, s);
    check_number(want, row, "parents", s->parents.n);
    check_number(want, row, "full_siblings", without(&s->full, who));
    check_number(want, row, "half_siblings", without(&s->half, who));
    check_number(want, row, "partners", s->partners.n);
    check_number(want, row, "children", s->children.n);
    check_number(want, row, "grandparents", s->grandparents.n);
    check_number(want, row, "grandchildren", s->grandchildren.n);
    check_number(want, row, "aunts_uncles", s->aunts.n);
    check_number(want, row, "cousins", s->cousins.n);
}

static kr_circle circle_of(help *h, kr_format format, kr_str bytes) {
    kr_change *changes;
    size_t count;
    kr_circle circle;
    kr_import *import = help_import(h, format, bytes, true);
    assert_int_equal(
        kr_import_history(&changes, &count, &h->arena, import, help_maker(h), KR_NONE, &h->error), KR_OK);
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(changes[i].seq, i + 1);
        for (size_t k = 0; k < changes[i].count; k++) {
            kr_err err = kr_assignment_check(&changes[i].assignments[k], &h->error);
            if (err != KR_OK) print_message("%s %s\n", h->error.key, h->error.field);
            assert_int_equal(err, KR_OK);
        }
    }
    help_fold(h, &circle, changes, count);
    return circle;
}

static kr_str data_of(const char *folder, kr_str name) {
    char path[256];
    (void)snprintf(path, sizeof path, "%s/%.*s", folder, KR_ARG(name));
    return help_data(path);
}

/* The rows of one file in the table of persons: *from .. the result. */
static size_t rows_of(const kr_csv *persons, size_t from, kr_str file) {
    size_t to = from;
    while (to < persons->n_rows && kr_str_eq(help_cell(persons, to, "file"), file)) to++;
    return to;
}

static void check_file(const kr_csv *persons, size_t from, size_t to, kr_str file) {
    help h;
    help_begin(&h, NULL);
    kr_str bytes = data_of("gedcom", file);
    kr_circle circle = circle_of(&h, KR_FORMAT_GEDCOM, bytes);
    kr_view view;
    kr_family family;
    assert_int_equal(kr_view_make(&view, &h.arena, &circle, KR_VIEWER_OWNER, 0, &h.error), KR_OK);
    assert_int_equal(kr_family_make(&family, &h.arena, &view), KR_OK);
    if (to > from) assert_int_equal(family.n, to - from);
    sets s = sets_new(&h, family.n);
    for (size_t i = from; i < to; i++) check_person(persons, i, &family, (uint32_t)(i - from), &s);
    free((void *)(uintptr_t)bytes.ptr);
    help_end(&h);
}

static void test_kin(void **state) {
    (void)state;
    help h;
    help_begin(&h, NULL);
    kr_csv files, persons;
    kr_str bytes = help_data("gedcom/expected-files.csv"), table = help_data("gedcom/expected-persons.csv");
    assert_int_equal(kr_csv_parse(&files, &h.arena, bytes, &h.error), KR_OK);
    assert_int_equal(kr_csv_parse(&persons, &h.arena, table, &h.error), KR_OK);
    size_t seen = 0;
    for (size_t i = 1; i < files.n_rows; i++) {
        kr_str file = help_cell(&files, i, "file");
        size_t from = 1;
        while (from < persons.n_rows && !kr_str_eq(help_cell(&persons, from, "file"), file)) from++;
        size_t to = rows_of(&persons, from, file);
        check_file(&persons, from, to, file);
        seen += to - from;
    }
    assert_int_equal(seen, persons.n_rows - 1);
    free((void *)(uintptr_t)bytes.ptr);
    free((void *)(uintptr_t)table.ptr);
    help_end(&h);
}

static void check_counts(const kr_csv *files, size_t row) {
    help h;
    help_begin(&h, NULL);
    kr_str bytes = data_of("gedcom", help_cell(files, row, "file"));
    kr_import *import = help_import(&h, KR_FORMAT_GEDCOM, bytes, true);
    kr_circle c = circle_of(&h, KR_FORMAT_GEDCOM, bytes);
    size_t two = 0, links = 0, men = 0, women = 0;
    for (size_t i = 0; i < c.n_unions; i++) two += c.unions[i].a && c.unions[i].b;
    for (size_t i = 0; i < c.n_parentages; i++) {
        kr_kind kind;
        const kr_union *u = kr_circle_record_of(&c, c.parentages[i].pair, &kind);
        /* Born to and adopted by the same two is one link. */
        bool again = false;
        for (size_t k = 0; k < i; k++)
            again = again || (c.parentages[k].child == c.parentages[i].child &&
                              c.parentages[k].pair == c.parentages[i].pair);
        if (!again) links += (u->a != 0) + (u->b != 0);
    }
    for (size_t i = 0; i < c.n_persons; i++) {
        men += c.persons[i].gender == KR_gender_man;
        women += c.persons[i].gender == KR_gender_woman;
    }
    check_number(files, row, "INDI", import->n_rows);
    check_number(files, row, "FAM", c.n_unions);
    check_number(files, row, "parent_child_links", links);
    check_number(files, row, "families_two_partners", two);
    check_number(files, row, "sex_M", men);
    check_number(files, row, "sex_F", women);
    free((void *)(uintptr_t)bytes.ptr);
    help_end(&h);
}

static void test_counts(void **state) {
    (void)state;
    help h;
    help_begin(&h, NULL);
    kr_csv files;
    kr_str bytes = help_data("gedcom/expected-files.csv");
    assert_int_equal(kr_csv_parse(&files, &h.arena, bytes, &h.error), KR_OK);
    for (size_t i = 1; i < files.n_rows; i++) check_counts(&files, i);
    free((void *)(uintptr_t)bytes.ptr);
    help_end(&h);
}

static void test_genopro(void **state) {
    (void)state;
    help h;
    help_begin(&h, NULL);
    kr_csv persons;
    kr_str table = help_data("genopro/expected-persons.csv");
    assert_int_equal(kr_csv_parse(&persons, &h.arena, table, &h.error), KR_OK);
    for (size_t at = 1; at < persons.n_rows;) {
        kr_str file = help_cell(&persons, at, "file"), bytes = data_of("genopro", file);
        kr_circle c = circle_of(&h, KR_FORMAT_GENOPRO, bytes);
        size_t to = rows_of(&persons, at, file);
        assert_int_equal(c.n_persons, to - at);
        for (size_t i = 0; i < c.n_persons; i++, at++) {
            const kr_person *p = &c.persons[i];
            size_t parent = 0, child = 0;
            for (size_t k = 0; k < c.n_unions; k++)
                parent += c.unions[k].a == p->id || c.unions[k].b == p->id;
            for (size_t k = 0; k < c.n_parentages; k++) child += c.parentages[k].child == p->id;
            assert_true(kr_str_eq(p->source_mark, help_cell(&persons, at, "id")));
            kr_str name = help_cell(&persons, at, "name");
            if (name.len == 0) name = KR_STR("?");
            if (!kr_str_eq(p->name, name))
                print_message("'%.*s', not '%.*s'\n", KR_ARG(p->name), KR_ARG(name));
            assert_true(kr_str_eq(p->name, name));
            assert_true(kr_str_is(help_cell(&persons, at, "gender"), sex_of(p->gender)));
            check_number(&persons, at, "parents_in", parent);
            check_number(&persons, at, "child_of", child);
        }
        free((void *)(uintptr_t)bytes.ptr);
    }
    free((void *)(uintptr_t)table.ptr);
    help_end(&h);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_kin),
        cmocka_unit_test(test_counts),
        cmocka_unit_test(test_genopro),
    };
    return cmocka_run_group_tests_name("gedcom", tests, NULL, NULL);
}
