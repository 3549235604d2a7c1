/* Maps of easyNWK: the published sample against what that tool shows of it, and dated maps as moments. */
#include "format_help.h"

#include <stdio.h>
#include <stdlib.h>

static const char sample[] = "easynwk/rosa-braunsteigl-mueller.json";

static bool field_is(const kr_import_row *row, kr_kind kind, uint16_t field, const char *value) {
    return kr_str_is(help_field(row, kind, field), value);
}

/* As that tool counts: human, alive and within the outer circle; connected also has a line. Lines are the
 * note's. */
static bool is_connectable(const kr_import_row *row) {
    return !row->is_ego && !field_is(row, KR_KIND_person, KR_F_person_what, "animal") &&
           !field_is(row, KR_KIND_tie, KR_F_tie_state, "died") &&
           help_field(row, KR_KIND_tie, KR_F_tie_horizon).len > 0;
}

static bool has_no_line(const kr_import *import, kr_str name) {
    for (size_t i = 0; i < import->n_notes; i++) {
        const kr_import_note *note = &import->notes[i];
        if (strcmp(note->key, "format.note.no_line") == 0 && kr_str_eq(note->detail, name)) return true;
    }
    return false;
}

static bool in_category(const kr_import_row *row, kr_str category) {
    static const struct {
        const char *category, *area;
    } areas[] = {{"family", "family"},
                 {"friends", "friends"},
                 {"colleagues", "colleagues"},
                 {"professional help", "professionals"}};
    if (kr_str_is(category, "entire network")) return true;
    if (kr_str_is(category, "without professional help"))
        return !field_is(row, KR_KIND_tie, KR_F_tie_horizon_area, "professionals");
    for (size_t i = 0; i < KR_COUNT(areas); i++) {
        if (kr_str_is(category, areas[i].category))
            return field_is(row, KR_KIND_tie, KR_F_tie_horizon_area, areas[i].area);
    }
    fail();
    return false;
}

typedef struct sizes {
    size_t connected, connectable, horizon[3], women, men, other, unspecified, ties;
} sizes;

static void count_row(sizes *n, const kr_import *import, const kr_import_row *row) {
    static const char *const horizons[] = {"close", "middle", "loose"};
    if (!is_connectable(row)) return;
    n->connectable++;
    if (has_no_line(import, row->name)) return;
    n->connected++;
    for (size_t h = 0; h < 3; h++) n->horizon[h] += field_is(row, KR_KIND_tie, KR_F_tie_horizon, horizons[h]);
    kr_str gender = help_field(row, KR_KIND_person, KR_F_person_gender);
    n->women += kr_str_is(gender, "woman");
    n->men += kr_str_is(gender, "man");
    n->other += kr_str_is(gender, "other");
    n->unspecified += gender.len == 0;
}

static void check(const kr_csv *want, size_t row, const char *column, size_t have) {
    char text[24];
    (void)snprintf(text, sizeof text, "%zu", have);
    if (!kr_str_is(help_cell(want, row, column), text)) print_message("row %zu, %s\n", row, column);
    help_equal(help_cell(want, row, column), text);
}

static void as_that_tool_counts(void **state) {
    (void)state;
    help h;
    help_begin(&h, NULL);
    kr_str table = help_data("easynwk/expected.csv"), bytes = help_data(sample);
    kr_csv want;
    assert_int_equal(kr_csv_parse(&want, &h.arena, table, &h.error), KR_OK);
    assert_int_equal(kr_format_guess(bytes), KR_FORMAT_EASYNWK);
    kr_import *import = help_import(&h, KR_FORMAT_EASYNWK, bytes, false);
    assert_int_equal(want.n_rows, 7);
    for (size_t row = 1; row < want.n_rows; row++) {
        kr_str category = help_cell(&want, row, "category");
        sizes n = {0};
        for (size_t i = 0; i < import->n_rows; i++) {
            const kr_import_row *r = &import->rows[i];
            if (!r->is_ego && in_category(r, category)) count_row(&n, import, r);
        }
        for (size_t i = 0; i < import->n_pairs; i++)
            n.ties += in_category(&import->rows[import->pairs[i].a], category) &&
                      in_category(&import->rows[import->pairs[i].b], category);
        check(&want, row, "size_connected", n.connected);
        check(&want, row, "size_connectable", n.connectable);
        check(&want, row, "close", n.horizon[0]);
        check(&want, row, "middle", n.horizon[1]);
        check(&want, row, "distant", n.horizon[2]);
        check(&want, row, "female", n.women);
        check(&want, row, "male", n.men);
        check(&want, row, "diverse", n.other);
        check(&want, row, "unspecified", n.unspecified);
        check(&want, row, "ties", n.ties);
        kr_str unlinked = help_cell(&want, row, "no_edge_to_ego");
        if (unlinked.len) assert_true(has_no_line(import, unlinked));
    }
    free((void *)(uintptr_t)table.ptr);
    free((void *)(uintptr_t)bytes.ptr);
    help_end(&h);
}

static void the_sample_as_a_circle(void **state) {
    (void)state;
    help h;
    help_begin(&h, NULL);
    kr_str bytes = help_data(sample);
    kr_import *import = help_import(&h, KR_FORMAT_EASYNWK, bytes, false);
    const kr_import_row *dog = help_row(import, "Strolchi"), *father = help_row(import, "Hubert");
    assert_true(field_is(dog, KR_KIND_person, KR_F_person_what, "animal"));
    assert_true(field_is(dog, KR_KIND_person, KR_F_person_role, "Hund"));
    assert_true(field_is(father, KR_KIND_tie, KR_F_tie_state, "died"));
    assert_int_equal(help_field(father, KR_KIND_tie, KR_F_tie_horizon).len, 0);
    assert_true(field_is(help_row(import, "Josefine"), KR_KIND_person, KR_F_person_age_group, "eighty_plus"));
    assert_int_equal(import->n_pairs, 5);
    assert_int_equal(import->n_versions, 1);
    assert_int_equal(import->versions[0].date, 20240226);
    kr_change *changes;
    size_t count;
    assert_int_equal(kr_import_history(&changes, &count, &h.arena, import, help_maker(&h), KR_NONE, &h.error),
                     KR_OK);
    kr_circle circle;
    kr_view view;
    help_fold(&h, &circle, changes, count);
    kr_network network = help_network(&h, &circle, KR_VIEWER_OWNER, &view);
    help_equal(network.ego->name, "Rosa Braunsteigl-Müller");
    assert_int_equal(network.n, 10);
    assert_int_equal(network.n_known, 5);
    assert_int_equal(circle.n_moments, 1);
    help_equal(circle.moments[0].name, "Erstgespräch");
    assert_int_equal(kr_date_of(circle.moments[0].at), 20240226);
    assert_int_equal(circle.moments[0].upto, 2);
    free((void *)(uintptr_t)bytes.ptr);
    help_end(&h);
}

#define PERSON(id, name, more) "{\"id\":" id ",\"name\":\"" name "\"," more "}"

/* The newer map stands first in the file; Bram left, Corrie came nearer, Daan came. */
static const char two_maps[] =
    "{\"versions\":["
    "{\"title\":\"later\",\"date\":\"2025-06-01\",\"nwk\":{\"ego\":{\"name\":\"Annie\"},\"alteri\":"
    "[" PERSON("1", "Corrie", "\"angle\":100,\"distance\":10") "," PERSON(
        "3", "Daan",
        "\"angle\":-100,\"distance\":50,\"edgeType\":2") "],"
                                                         "\"connections\":[{\"id1\":1,\"id2\":3},{"
                                                         "\"id1\":1,\"id2\":9}]}},"
                                                         "{\"title\":\"eerst\",\"date\":\"2024-06-01\","
                                                         "\"nwk\":{\"ego\":{\"name\":\"Annie\"},"
                                                         "\"alteri\":[" PERSON(
                                                             "1", "Corrie",
                                                             "\"angle\":100,\"distance\":90,\"role\":"
                                                             "\"buurvrouw\"") "," PERSON("2", "Bram",
                                                                                         "\"angle\":10,"
                                                                                         "\"distance\":"
                                                                                         "40") "],"
                                                                                               "\"connect"
                                                                                               "ions\":[{"
                                                                                               "\"id1\":"
                                                                                               "1,"
                                                                                               "\"id2\":"
                                                                                               "2}]}}]}";

static void maps_become_moments(void **state) {
    (void)state;
    help h;
    help_begin(&h, NULL);
    kr_circle circle = help_circle(&h, KR_FORMAT_EASYNWK, two_maps, "");
    assert_int_equal(circle.n_changes, 5); /* begin, map, moment, map, moment */
    assert_int_equal(circle.n_moments, 2);
    help_equal(circle.moments[0].name, "eerst");
    kr_view then, now;
    assert_int_equal(
        kr_view_make(&then, &h.arena, &circle, KR_VIEWER_OWNER, (uint64_t)circle.moments[0].upto, &h.error),
        KR_OK);
    assert_int_equal(kr_view_make(&now, &h.arena, &circle, KR_VIEWER_OWNER, 0, &h.error), KR_OK);
    kr_difference *list;
    size_t count;
    assert_int_equal(kr_view_compare(&list, &count, &h.arena, &then, &now), KR_OK);
    assert_int_equal(count, 3);
    size_t came = 0, went = 0, moved = 0;
    for (size_t i = 0; i < count; i++) {
        came += list[i].kind == KR_CAME;
        went += list[i].kind == KR_WENT;
        moved += list[i].kind == KR_MOVED && list[i].closer == 1;
    }
    assert_int_equal(came * 100 + went * 10 + moved, 111);
    kr_network network;
    assert_int_equal(kr_network_make(&network, &h.arena, &now), KR_OK);
    assert_int_equal(network.n, 2);
    assert_int_equal(network.n_left, 1);
    assert_int_equal(network.n_known, 1);
    assert_int_equal(network.alters[0].person->role.len, 0); /* the later map does not say it any more */
    help_end(&h);
}

static void somebody_who_is_not_wanted(void **state) {
    (void)state;
    help h;
    help_begin(&h, NULL);
    kr_import *import = help_import(&h, KR_FORMAT_EASYNWK, kr_str_z(two_maps), false);
    assert_int_equal(help_note(import, "format.note.connection")->count, 1);
    assert_non_null(help_note(import, "format.note.multiplex"));
    for (size_t i = 0; i < import->n_rows; i++) {
        if (kr_str_is(import->rows[i].name, "Corrie")) import->rows[i].take = false;
    }
    kr_change *changes;
    size_t count;
    assert_int_equal(
        kr_import_history(&changes, &count, &h.arena, import, help_maker(&h), KR_STR("Mij"), &h.error),
        KR_OK);
    kr_circle circle;
    help_fold(&h, &circle, changes, count);
    assert_int_equal(circle.n_persons, 3);
    help_equal(kr_circle_ego(&circle)->name, "Mij");
    for (size_t i = 0; i < circle.n_persons; i++) assert_false(kr_str_is(circle.persons[i].name, "Corrie"));
    help_end(&h);
}

static void edges_of_areas_and_horizons(void **state) {
    (void)state;
    static const struct {
        const char *place, *area, *horizon;
    } cases[] = {
        {"\"angle\":0,\"distance\":0", "family", "close"},
        {"\"angle\":89.9,\"distance\":33.32", "family", "close"},
        {"\"angle\":90.1,\"distance\":33.34", "friends", "middle"},
        {"\"angle\":179,\"distance\":66.6", "friends", "middle"},
        {"\"angle\":-179,\"distance\":66.7", "colleagues", "loose"},
        {"\"angle\":-90.1,\"distance\":100", "colleagues", "loose"},
        {"\"angle\":-0.1,\"distance\":100.1", "professionals", ""},
        {"\"angle\":1e300,\"distance\":-1", NULL, ""},
        {"\"angle\":\"links\"", "", ""},
    };
    for (size_t i = 0; i < KR_COUNT(cases); i++) {
        help h;
        char text[200];
        help_begin(&h, NULL);
        (void)snprintf(text, sizeof text, "\xEF\xBB\xBF{\"alteri\":[{\"name\":\"Jan\",%s}]}", cases[i].place);
        kr_import *import = help_import(&h, KR_FORMAT_EASYNWK, kr_str_z(text), false);
        assert_int_equal(import->n_rows, 1);
        assert_int_equal(import->n_versions, 0);
        if (cases[i].area)
            help_equal(help_field(import->rows, KR_KIND_tie, KR_F_tie_horizon_area), cases[i].area);
        help_equal(help_field(import->rows, KR_KIND_tie, KR_F_tie_horizon), cases[i].horizon);
        help_end(&h);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(as_that_tool_counts),         cmocka_unit_test(the_sample_as_a_circle),
        cmocka_unit_test(maps_become_moments),         cmocka_unit_test(somebody_who_is_not_wanted),
        cmocka_unit_test(edges_of_areas_and_horizons),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
