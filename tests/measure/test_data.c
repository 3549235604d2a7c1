/* People who name each other at two or three moments, and who gives what to whom: every expected value in the
 * folders egonet-waves and egonet-constructed. */
#include "../format/format_help.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "measure/measure.h"

static size_t compared;

/* Blank is undefined, and nothing else. */
static void check(const kr_csv *want, size_t row, const char *column, double have) {
    kr_str cell = help_cell(want, row, column);
    double wanted = KR_UNDEFINED;
    if (cell.len) wanted = strtod(cell.ptr, NULL);
    bool same =
        cell.len ? fabs(have - wanted) <= 1e-8 * (fabs(wanted) > 1 ? fabs(wanted) : 1) : !kr_is_defined(have);
    if (!same) print_message("row %zu, %s: %.12f, not %.*s\n", row, column, have, KR_ARG(cell));
    assert_true(same);
    compared++;
}

static void check_all(const kr_csv *want, size_t row, kr_measure_group group, const double *of) {
    size_t n;
    const kr_measure *all = kr_measures(group, &n);
    for (size_t i = 0; i < n; i++) check(want, row, all[i].name, of[i]);
}

static void table(help *h, kr_csv *out, const char *name) {
    kr_str bytes = help_data(name);
    kr_str copy = kr_arena_copy(&h->arena, bytes);
    assert_non_null(copy.ptr);
    free((void *)(uintptr_t)bytes.ptr);
    assert_int_equal(kr_csv_parse(out, &h->arena, copy, &h->error), KR_OK);
}

static double cell_number(const kr_csv *csv, size_t row, const char *column) {
    kr_str cell = help_cell(csv, row, column);
    return cell.len ? strtod(cell.ptr, NULL) : KR_UNDEFINED;
}

/* -- Waves ----------------------------------------------------------------------------------------------- */

/* Row i names column j: 1, 0, or -1 when it was not answered. */
typedef struct wave {
    int names[64][64];
    size_t n;
} wave;

static wave read_wave(help *h, const char *name, int number) {
    char path[128];
    kr_csv csv;
    wave w = {.n = 0};
    (void)snprintf(path, sizeof path, "egonet-waves/%s-wave%d.csv", name, number);
    table(h, &csv, path);
    w.n = csv.n_rows;
    for (size_t i = 0; i < w.n; i++) {
        for (size_t j = 0; j < w.n; j++)
            w.names[i][j] = csv.cells[i][j].len ? csv.cells[i][j].ptr[0] == '1' : -1;
    }
    return w;
}

static bool answered(const wave *w, size_t ego) {
    for (size_t j = 0; j < w->n; j++) {
        if (w->names[ego][j] >= 0) return true;
    }
    return false;
}

/* The alters are those whom ego names; marks are their columns. */
static kr_ego_net net_of(help *h, const wave *w, size_t ego, uint64_t *marks) {
    kr_ego_tie *ties = kr_new_n(&h->arena, kr_ego_tie, w->n * w->n);
    kr_ego_net net;
    size_t n = 0, count = 0;
    for (size_t j = 0; j < w->n; j++) {
        if (j != ego && w->names[ego][j] == 1) marks[n++] = j;
    }
    for (uint32_t a = 0; a < n; a++) {
        for (uint32_t b = 0; b < n; b++) {
            if (w->names[marks[a]][marks[b]] == 1) ties[count++] = (kr_ego_tie){a, b};
        }
    }
    assert_int_equal(kr_ego_net_make(&net, &h->arena, n, ties, count, NULL), KR_OK);
    return net;
}

static void structure_of(help *h, const wave *w, size_t ego, const kr_csv *want, size_t row) {
    kr_structure s;
    kr_naming naming;
    for (size_t i = 0; i < KR_S_COUNT; i++) s.of[i] = KR_UNDEFINED;
    for (size_t i = 0; i < KR_NM_COUNT; i++) naming.of[i] = KR_UNDEFINED;
    if (answered(w, ego)) {
        uint64_t marks[64];
        uint32_t named_by = 0, mutual = 0;
        kr_ego_net net = net_of(h, w, ego, marks);
        assert_int_equal(kr_structure_of(&s, NULL, &h->arena, &net, KR_PART_ALL), KR_OK);
        for (size_t j = 0; j < w->n; j++) {
            named_by += j != ego && w->names[j][ego] == 1;
            mutual += j != ego && w->names[j][ego] == 1 && w->names[ego][j] == 1;
        }
        kr_naming_of(&naming, net.n, named_by, mutual);
    }
    check_all(want, row, KR_MEASURES_STRUCTURE, s.of);
    check_all(want, row, KR_MEASURES_NAMING, naming.of);
}

static void change_of(help *h, const wave *from, const wave *to, size_t ego, const kr_csv *want, size_t row) {
    kr_change_measures c;
    for (size_t i = 0; i < KR_CH_COUNT; i++) c.of[i] = KR_UNDEFINED;
    uint64_t before[64], after[64];
    bool was = answered(from, ego), is = answered(to, ego);
    kr_ego_net a = net_of(h, from, ego, before), b = net_of(h, to, ego, after);
    if (was && is) assert_int_equal(kr_change_of(&c, &h->arena, &a, before, &b, after), KR_OK);
    if (was) c.of[KR_CH_n_from] = a.n;
    if (is) c.of[KR_CH_n_to] = b.n;
    check_all(want, row, KR_MEASURES_CHANGE, c.of);
}

static void waves(void **state) {
    static const char *const names[] = {"dutchschool1", "dutchschool4", "glasgow50"};
    static const int moments[] = {2, 2, 3};
    (void)state;
    for (size_t i = 0; i < KR_COUNT(names); i++) {
        char path[128];
        kr_csv structure, change;
        wave all[3];
        help h;
        help_begin(&h, NULL);
        for (int k = 0; k < moments[i]; k++) all[k] = read_wave(&h, names[i], k + 1);
        (void)snprintf(path, sizeof path, "egonet-waves/expected-%s-structure.csv", names[i]);
        table(&h, &structure, path);
        for (size_t row = 1; row < structure.n_rows; row++) {
            size_t k = (size_t)cell_number(&structure, row, "wave"),
                   ego = (size_t)cell_number(&structure, row, "ego_id");
            structure_of(&h, &all[k - 1], ego - 1, &structure, row);
        }
        (void)snprintf(path, sizeof path, "egonet-waves/expected-%s-change.csv", names[i]);
        table(&h, &change, path);
        for (size_t row = 1; row < change.n_rows; row++) {
            size_t from = (size_t)cell_number(&change, row, "from_wave"),
                   to = (size_t)cell_number(&change, row, "to_wave");
            change_of(&h, &all[from - 1], &all[to - 1], (size_t)cell_number(&change, row, "ego_id") - 1,
                      &change, row);
        }
        help_end(&h);
    }
    assert_true(compared > 8000);
}

/* -- Give and take --------------------------------------------------------------------------------------- */

static const char *const functions[] = {"material", "affective", "informative", "connecting"};

/* Days since 1970, by the civil calendar. */
static double days(kr_str date) {
    int y, m, d;
    if (!date.len || sscanf(date.ptr, "%d-%d-%d", &y, &m, &d) != 3) return KR_UNDEFINED;
    y -= m <= 2;
    int era = y / 400, year = y - era * 400, day = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
    return era * 146097.0 + (year * 365 + year / 4 - year / 100 + day);
}

typedef struct person {
    double alter[64], distance[64], silent[64];
    uint32_t receives[64], gives[64];
    size_t n;
} person;

static person read_person(const kr_csv *alters, const kr_csv *exchange, double ego) {
    person p = {.n = 0};
    double today = days(KR_STR("2026-01-01"));
    for (size_t row = 1; row < alters->n_rows; row++) {
        if (cell_number(alters, row, "ego_id") != ego) continue;
        p.alter[p.n] = cell_number(alters, row, "alter_id");
        p.distance[p.n] = cell_number(alters, row, "distance_km");
        p.silent[p.n++] = today - days(help_cell(alters, row, "last_contact"));
    }
    for (size_t row = 1; row < exchange->n_rows; row++) {
        if (cell_number(exchange, row, "ego_id") != ego) continue;
        size_t j = 0;
        unsigned f = 0;
        while (p.alter[j] != cell_number(exchange, row, "alter_id")) j++;
        while (!kr_str_is(help_cell(exchange, row, "function"), functions[f])) f++;
        p.receives[j] |= (uint32_t)(cell_number(exchange, row, "receives") == 1) << f;
        p.gives[j] |= (uint32_t)(cell_number(exchange, row, "gives") == 1) << f;
    }
    return p;
}

static void check_reach(help *h, const kr_csv *want, size_t row, const person *p) {
    kr_numeric distance, silent;
    assert_int_equal(kr_numeric_of(&distance, &h->arena, p->distance, p->n, KR_UNDEFINED), KR_OK);
    assert_int_equal(kr_numeric_of(&silent, &h->arena, p->silent, p->n, KR_UNDEFINED), KR_OK);
    double known = distance.of[KR_N_n_valid], heard = silent.of[KR_N_n_valid];
    check(want, row, "distance_known", known);
    check(want, row, "distance_median", distance.of[KR_N_median]);
    check(want, row, "distance_mean", distance.of[KR_N_mean]);
    check(want, row, "distance_max", distance.of[KR_N_max]);
    check(want, row, "within_1km", kr_within_of(p->distance, p->n, 1));
    check(want, row, "within_5km", kr_within_of(p->distance, p->n, 5));
    check(want, row, "within_25km", kr_within_of(p->distance, p->n, 25));
    check(want, row, "prop_within_5km",
          known > 0 ? kr_within_of(p->distance, p->n, 5) / known : KR_UNDEFINED);
    double dormant = heard - kr_within_of(p->silent, p->n, 365);
    check(want, row, "last_contact_known", heard);
    check(want, row, "dormant", dormant);
    check(want, row, "prop_dormant", heard > 0 ? dormant / heard : KR_UNDEFINED);
}

static void give_and_take(void **state) {
    (void)state;
    help h;
    kr_csv alters, exchange, egos, by_function;
    help_begin(&h, NULL);
    table(&h, &alters, "egonet-constructed/alters.csv");
    table(&h, &exchange, "egonet-constructed/exchange.csv");
    table(&h, &egos, "egonet-constructed/expected-egos.csv");
    table(&h, &by_function, "egonet-constructed/expected-functions.csv");
    for (size_t row = 1; row < egos.n_rows; row++) {
        kr_exchange e;
        double ego = cell_number(&egos, row, "ego_id");
        person p = read_person(&alters, &exchange, ego);
        kr_exchange_of(&e, p.receives, p.gives, p.n, KR_COUNT(functions));
        check_all(&egos, row, KR_MEASURES_EXCHANGE, e.of);
        check_reach(&h, &egos, row, &p);
        for (size_t at = 1; at < by_function.n_rows; at++) {
            if (cell_number(&by_function, at, "ego_id") != ego) continue;
            unsigned f = 0;
            while (!kr_str_is(help_cell(&by_function, at, "function"), functions[f])) f++;
            check_all(&by_function, at, KR_MEASURES_FUNCTION, e.function[f]);
        }
    }
    help_end(&h);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(waves), cmocka_unit_test(give_and_take)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
