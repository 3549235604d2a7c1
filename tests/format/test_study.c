/* Files of research tools: what the tools themselves export comes in with as many people and ties as it has;
 * small hand-made files show what each rule does. */
#include "format_help.h"
#include "format/study.h"

#include <stdio.h>
#include <stdlib.h>

static kr_file data_file(const char *name) {
    const char *slash = strrchr(name, '/');
    return (kr_file){kr_str_z(slash ? slash + 1 : name), help_data(name)};
}

static kr_study *read_study(help *h, kr_format format, const kr_file *files, size_t n) {
    kr_study *study = NULL;
    kr_study_options options = {.with_details = false};
    kr_err err = kr_study_read(&study, &h->arena, format, files, n, &options, &h->error);
    if (err != KR_OK) print_message("%s %s\n", h->error.key, h->error.field);
    assert_int_equal(err, KR_OK);
    return study;
}

static kr_circle circle_of(help *h, const kr_import *import) {
    kr_change *changes;
    size_t count;
    kr_circle circle;
    assert_int_equal(
        kr_import_history(&changes, &count, &h->arena, import, help_maker(h), KR_NONE, &h->error), KR_OK);
    help_fold(h, &circle, changes, count);
    return circle;
}

static double cell_number(const kr_csv *csv, size_t row, const char *column) {
    char text[64];
    kr_str cell = help_cell(csv, row, column);
    assert_true(cell.len && cell.len < sizeof text);
    memcpy(text, cell.ptr, cell.len);
    text[cell.len] = '\0';
    return strtod(text, NULL);
}

static void close_to(double have, double want) {
    double off = have > want ? have - want : want - have;
    if (off > 1e-8) print_message("%.10f is not %.10f\n", have, want);
    assert_true(off <= 1e-8);
}

/* Burt's constraint of a binary network, as ../measures.md has it. */
static double constraint_of(const kr_network *net) {
    double sum = 0;
    unsigned degree[64] = {0};
    assert_true(net->n <= 64);
    for (size_t i = 0; i < net->n_known; i++) degree[net->pairs[i].a]++, degree[net->pairs[i].b]++;
    for (size_t i = 0; i < net->n; i++) {
        double c = 1.0 / (double)net->n;
        for (size_t k = 0; k < net->n_known; k++) {
            const kr_pair *p = &net->pairs[k];
            size_t other = p->a == i ? p->b : p->b == i ? p->a : SIZE_MAX;
            if (other != SIZE_MAX) c += 1.0 / (double)net->n / (degree[other] + 1.0);
        }
        sum += c * c;
    }
    return sum;
}

/* -- Network Canvas -- */

static const char *const canvas_files[] = {
    "case_1_54ba71fa-808e-4ed5-a65a-b7a06668164f", "case_2_b11bed2e-4daf-49dc-ad67-2165ffbfae14",
    "case_3_fd5e0e36-d35c-455a-b0bb-9d1c16bb5cde", "case_4_602140e1-c5cb-46ac-bfec-ad8f0a1fd420",
    "case_5_74a68643-6e7a-4abb-970f-b8d51f05f2d3", "case_6_58cc5211-cafa-4746-8996-6857d4726b74"};

static void check_canvas(const kr_network *net, const kr_csv *want, size_t row) {
    double n = (double)net->n, m = (double)net->n_known, years = 0;
    unsigned daily = 0, close = 0, alone = 0, aged = 0;
    for (size_t i = 0; i < net->n; i++) {
        const kr_alter *a = &net->alters[i];
        aged += a->person->birth_year > 0; /* one age was not given, and stays unknown */
        if (a->person->birth_year) years += 2024.0 - (double)a->person->birth_year; /* the interviews' year */
        daily += a->tie->live == KR_frequency_daily;
        close += a->tie->strength == KR_strength_strong;
        alone += a->known == 0;
        assert_true(a->person->gender != 0);
    }
    close_to(n, cell_number(want, row, "size"));
    close_to(m, cell_number(want, row, "ties"));
    close_to(2 * m / (n * (n - 1)), cell_number(want, row, "density"));
    close_to(n - 2 * m / n, cell_number(want, row, "effective_size"));
    close_to(constraint_of(net), cell_number(want, row, "constraint"));
    close_to(alone, cell_number(want, row, "isolates"));
    close_to(years / aged, cell_number(want, row, "mean_age"));
    close_to(daily, cell_number(want, row, "contact_daily"));
    close_to(close, cell_number(want, row, "very_close"));
}

static void network_canvas(void **state) {
    (void)state;
    help h;
    kr_file files[18];
    char path[200];
    kr_csv want;
    static const char *const tails[] = {"_ego.csv", "_attributeList_Person.csv", "_edgeList_Close.csv"};
    help_begin(&h, NULL);
    for (size_t i = 0; i < 18; i++) {
        (void)snprintf(path, sizeof path, "networkcanvas/%s%s", canvas_files[i / 3], tails[i % 3]);
        files[i].bytes = help_data(path);
        files[i].name = kr_arena_copy(&h.arena, kr_str_z(path));
    }
    kr_str expected = help_data("networkcanvas/expected.csv");
    assert_int_equal(kr_csv_parse(&want, &h.arena, expected, &h.error), KR_OK);
    kr_study *study = read_study(&h, KR_FORMAT_NETWORKCANVAS, files, 18);
    assert_int_equal(study->n_cases, 6);
    assert_int_equal(want.n_rows, 7);
    for (size_t i = 0; i < 6; i++) {
        kr_view view;
        size_t at = kr_study_case_named(study, help_cell(&want, i + 1, "case"));
        assert_true(at < 6);
        kr_circle circle = circle_of(&h, study->cases[at].import);
        kr_network net = help_network(&h, &circle, KR_VIEWER_OWNER, &view);
        check_canvas(&net, &want, i + 1);
    }
    for (size_t i = 0; i < 18; i++) free((void *)(uintptr_t)files[i].bytes.ptr);
    free((void *)(uintptr_t)expected.ptr);
    help_end(&h);
}

/* -- egor and EgoWeb -- */

/* People and pairs of one case, counted in the tables by another way than the reader's. */
typedef struct counts {
    size_t people, pairs;
} counts;

static counts count_rows(const kr_csv *alters, const kr_csv *ties, kr_str ego) {
    counts sum = {0, 0};
    static bool seen[40][40];
    memset(seen, 0, sizeof seen);
    for (size_t i = 1; i < alters->n_rows; i++) sum.people += kr_str_eq(alters->cells[i][0], ego);
    for (size_t i = 1; i < ties->n_rows; i++) {
        int64_t a = 0, b = 0;
        if (!kr_str_eq(ties->cells[i][0], ego)) continue;
        assert_true(kr_str_int(ties->cells[i][1], &a) && kr_str_int(ties->cells[i][2], &b));
        assert_true(a > 0 && a < 40 && b > 0 && b < 40);
        if (a == b || seen[a][b] || seen[b][a]) continue;
        seen[a][b] = true;
        if ((size_t)a <= sum.people && (size_t)b <= sum.people) sum.pairs++;
    }
    return sum;
}

static void check_tables(kr_format format, const char *const names[3]) {
    help h;
    kr_file files[3];
    kr_csv alters, ties;
    size_t people = 0;
    help_begin(&h, NULL);
    for (size_t i = 0; i < 3; i++) files[i] = data_file(names[i]);
    assert_int_equal(kr_csv_parse(&alters, &h.arena, files[1].bytes, &h.error), KR_OK);
    assert_int_equal(kr_csv_parse(&ties, &h.arena, files[2].bytes, &h.error), KR_OK);
    kr_study *study = read_study(&h, format, files, 3);
    assert_int_equal(study->n_cases, 32);
    for (size_t i = 0; i < study->n_cases; i++) {
        kr_view view;
        counts want = count_rows(&alters, &ties, study->cases[i].id);
        kr_circle circle = circle_of(&h, study->cases[i].import);
        kr_network net = help_network(&h, &circle, KR_VIEWER_OWNER, &view);
        assert_int_equal(net.n, want.people);
        assert_int_equal(net.n_known, want.pairs);
        people += net.n;
        assert_true(net.ego->gender == KR_gender_man || net.ego->gender == KR_gender_woman);
    }
    assert_int_equal(people, 508);
    for (size_t i = 0; i < 3; i++) free((void *)(uintptr_t)files[i].bytes.ptr);
    help_end(&h);
}

static void egor_tables(void **state) {
    (void)state;
    static const char *const names[] = {"egonet-formats/egos_32.csv", "egonet-formats/alters_32.csv",
                                        "egonet-formats/edges_32.csv"};
    check_tables(KR_FORMAT_EGOR, names);
}

static void egoweb_tables(void **state) {
    (void)state;
    static const char *const names[] = {"egonet-formats/egoweb-egos_32.csv",
                                        "egonet-formats/egoweb-alters_32.csv",
                                        "egonet-formats/egoweb-edges_32.csv"};
    check_tables(KR_FORMAT_EGOWEB, names);
}

/* The wide table has the same people with the same gender as the long one. */
static void wide_and_long(void **state) {
    (void)state;
    help h;
    help_begin(&h, NULL);
    kr_file files[2] = {data_file("egonet-formats/alters_32.csv"),
                        data_file("egonet-formats/alters_32_wide.csv")};
    kr_study *one = read_study(&h, KR_FORMAT_EGOR, &files[0], 1),
             *other = read_study(&h, KR_FORMAT_EGOR, &files[1], 1);
    assert_int_equal(one->n_cases, 32);
    assert_int_equal(other->n_cases, 32);
    for (size_t i = 0; i < 32; i++) {
        const kr_import *a = one->cases[i].import,
                        *b = other->cases[kr_study_case_named(other, one->cases[i].id)].import;
        assert_int_equal(a->n_rows, b->n_rows);
        for (size_t k = 0; k < a->n_rows; k++) {
            assert_true(kr_str_eq(a->rows[k].name, b->rows[k].name));
            assert_true(kr_str_eq(help_field(&a->rows[k], KR_KIND_person, KR_F_person_gender),
                                  help_field(&b->rows[k], KR_KIND_person, KR_F_person_gender)));
        }
    }
    for (size_t i = 0; i < 2; i++) free((void *)(uintptr_t)files[i].bytes.ptr);
    help_end(&h);
}

/* -- small files -- */

static kr_study *small(help *h, kr_format format, const char *text) {
    kr_file file = {KR_STR("small"), kr_str_z(text)};
    return read_study(h, format, &file, 1);
}

static void egoweb_one_table(void **state) {
    (void)state;
    help h;
    help_begin(&h, NULL);
    kr_study *study = small(&h, KR_FORMAT_EGOWEB,
                            "Interview ID,EgoID,SEX,Alter Number,Alter Name,RELATION,SEX\n"
                            "7,A,woman,1,Bram,friend,man\n7,A,woman,2,Corrie,neighbour,woman\n");
    const kr_import *import = study->cases[0].import;
    assert_int_equal(study->n_cases, 1);
    help_equal(study->cases[0].id, "A");
    assert_int_equal(import->n_rows, 3);
    assert_true(import->rows[0].is_ego);
    help_equal(help_field(&import->rows[0], KR_KIND_person, KR_F_person_gender), "woman");
    const kr_import_row *bram = help_row(import, "Bram");
    assert_non_null(bram);
    help_equal(help_field(bram, KR_KIND_person, KR_F_person_gender), "man");
    help_equal(help_field(bram, KR_KIND_person, KR_F_person_sector), "friend");
    help_end(&h);
}

static void weights(void **state) {
    (void)state;
    help h;
    help_begin(&h, NULL);
    kr_file files[2] = {{KR_STR("alters.csv"), KR_STR("egoID;alterID\n1;a\n1;b\n1;c\n")},
                        {KR_STR("ties.csv"), KR_STR("egoID;Source;Target;weight\n1;a;b;3\n1;b;a;1\n1;a;c;0\n"
                                                    "1;b;b;2\n1;b;z;1\n")}};
    const kr_import *import = read_study(&h, KR_FORMAT_EGOR, files, 2)->cases[0].import;
    assert_int_equal(import->n_pairs, 2);
    assert_false(import->pairs[0].no);
    assert_int_equal(import->pairs[0].strength, KR_strength_strong);
    assert_true(import->pairs[1].no);
    assert_non_null(help_note(import, "format.note.loop"));
    assert_non_null(help_note(import, "format.note.tie_to_nobody"));
    /* Half weights are no steps: they are left, and the tie is not. */
    files[1].bytes = KR_STR("egoID;Source;Target;weight\n1;a;b;0,33\n1;a;c;1\n");
    import = read_study(&h, KR_FORMAT_EGOR, files, 2)->cases[0].import;
    assert_int_equal(import->n_pairs, 2);
    assert_int_equal(import->pairs[0].strength, 0);
    assert_non_null(help_note(import, "format.note.weight"));
    help_end(&h);
}

static const char graphml[] =
    "<?xml version='1.0'?><graphml xmlns='http://graphml.graphdrawing.org/xmlns'>"
    "<key id='d0' for='node' attr.name='name' attr.type='string'/>"
    "<key id='d1' for='node' attr.name='age' attr.type='int'/>"
    "<key id='d2' for='node' attr.name='hobby' attr.type='string'><default>chess</default></key>"
    "<key id='d3' for='edge' attr.name='closeness' attr.type='string'/>"
    "<graph id='G' edgedefault='undirected'>"
    "<node id='n0'><data key='d0'>Annie</data></node>"
    "<node id='n1'><data key='d0'>Bram &amp; Co</data><data key='d1'>34</data></node>"
    "<node id='n2'><data key='d0'>Corrie</data><data key='d2'>singing</data></node>"
    "<edge source='n0' target='n1'><data key='d3'>very close</data></edge>"
    "<edge source='n1' target='n2'/></graph></graphml>";

static void graphml_plain(void **state) {
    (void)state;
    help h;
    help_begin(&h, NULL);
    kr_study *study = NULL;
    kr_file file = {KR_STR("x.graphml"), kr_str_z(graphml)};
    kr_study_options options = {.ego = KR_STR("n0")};
    assert_int_equal(kr_format_guess(file.bytes), KR_FORMAT_GRAPHML);
    assert_int_equal(kr_study_read(&study, &h.arena, KR_FORMAT_GRAPHML, &file, 1, &options, &h.error), KR_OK);
    const kr_import *import = study->cases[0].import;
    assert_int_equal(import->n_rows, 3);
    assert_int_equal(import->n_pairs, 1);
    assert_true(import->rows[0].is_ego);
    const kr_import_row *bram = help_row(import, "Bram & Co"), *corrie = help_row(import, "Corrie");
    help_equal(help_field(bram, KR_KIND_tie, KR_F_tie_strength), "strong");
    help_equal(help_field(bram, KR_KIND_person, KR_F_person_age_group), "adult");
    help_equal(help_field(bram, KR_KIND_person, KR_F_person_remark), "age: 34\nhobby: chess");
    help_equal(help_field(corrie, KR_KIND_person, KR_F_person_remark), "hobby: singing");
    options.ego = KR_STR("n9");
    study = NULL;
    assert_int_equal(kr_study_read(&study, &h.arena, KR_FORMAT_GRAPHML, &file, 1, &options, &h.error),
                     KR_E_NOT_FOUND);
    assert_null(study);
    help_end(&h);
}

static void graphml_canvas(void **state) {
    (void)state;
    help h;
    help_begin(&h, NULL);
    kr_str text = KR_STR(
        "<graphml xmlns:nc='http://schema.networkcanvas.com/xmlns'>"
        "<key id='label' for='all' attr.name='label'/><key id='networkCanvasType' for='all' "
        "attr.name='networkCanvasType'/><key id='u1' for='node' attr.name='Age' attr.type='int'/>"
        "<key id='u2_a' for='node' attr.name='Gender_Female'/><key id='u2_b' for='node' "
        "attr.name='Gender_Male'/>"
        "<key id='e1' for='graph' attr.name='Age'/>"
        "<graph edgedefault='undirected' nc:caseId='P014' nc:sessionStartTime='2024-12-17T16:04:03.385Z'>"
        "<data key='e1'>40</data>"
        "<node id='1'><data key='networkCanvasType'>Person</data><data key='label'>Avery</data><data "
        "key='u1'>29</data><data key='u2_a'>false</data><data key='u2_b'>true</data></node>"
        "<node id='2'><data key='networkCanvasType'>Place</data><data key='label'>The café</data></node>"
        "<edge id='1' source='1' target='2'><data key='networkCanvasType'>friends</data></edge>"
        "</graph></graphml>");
    assert_int_equal(kr_format_guess(text), KR_FORMAT_NETWORKCANVAS);
    kr_study *study = small(&h, KR_FORMAT_NETWORKCANVAS, text.ptr);
    const kr_import *import = study->cases[0].import;
    help_equal(study->cases[0].id, "P014");
    assert_int_equal(import->n_rows, 3);
    assert_true(import->rows[0].is_ego);
    help_equal(help_field(&import->rows[0], KR_KIND_person, KR_F_person_birth_year), "1984");
    const kr_import_row *avery = help_row(import, "Avery"), *cafe = help_row(import, "The café");
    help_equal(help_field(avery, KR_KIND_person, KR_F_person_birth_year), "1995");
    help_equal(help_field(avery, KR_KIND_person, KR_F_person_gender), "man");
    help_equal(help_field(cafe, KR_KIND_person, KR_F_person_what), "place");
    assert_int_equal(import->pairs[0].between, 1u << KR_between_friends);
    help_end(&h);
}

static void graphml_many(void **state) {
    (void)state;
    help h;
    help_begin(&h, NULL);
    kr_str text = KR_STR("<graphml><graph id='a'><node id='1'/></graph><graph id='a'><node id='1'/>"
                         "<node id='2'/></graph></graphml>");
    kr_study *study = small(&h, KR_FORMAT_GRAPHML, text.ptr);
    kr_import *import = NULL;
    assert_int_equal(study->n_cases, 2);
    help_equal(study->cases[0].id, "a");
    help_equal(study->cases[1].id, "a#2");
    assert_int_equal(kr_import_read(&import, &h.arena, KR_FORMAT_GRAPHML, text, false, &h.error),
                     KR_E_UNSUPPORTED);
    help_equal(kr_str_z(h.error.key), "format.error.cases");
    help_end(&h);
}

static const char gexf[] =
    "<gexf xmlns='http://gexf.net/1.3' version='1.3'><graph mode='dynamic' timeformat='date' "
    "defaultedgetype='undirected'><attributes class='node' mode='dynamic'><attribute id='0' "
    "title='closeness' "
    "type='string'/></attributes><nodes>"
    "<node id='a' label='Annie'><attvalues><attvalue for='0' value='very close' end='2021-05-01'/><attvalue "
    "for='0' value='not close' start='2021-05-01'/></attvalues></node>"
    "<node id='b' label='Bram' start='2020-01-01' end='2022-06-01'/>"
    "<node id='c' label='Corrie'><spells><spell start='2021-05-01'/></spells></node>"
    "</nodes><edges><edge id='0' source='a' target='b' start='2020-01-01'/>"
    "<edge id='1' source='b' target='c' start='2021-05-01' end='2022-06-01'/></edges></graph></gexf>";

static void gexf_over_time(void **state) {
    (void)state;
    help h;
    kr_view view;
    help_begin(&h, NULL);
    assert_int_equal(kr_format_guess(kr_str_z(gexf)), KR_FORMAT_GEXF);
    kr_study *study = small(&h, KR_FORMAT_GEXF, gexf);
    const kr_import *import = study->cases[0].import;
    assert_int_equal(import->n_versions, 3);
    assert_int_equal(import->versions[0].date, 20200101);
    assert_int_equal(import->versions[0].map->n_rows, 2);
    assert_int_equal(import->versions[1].map->n_rows, 3);
    assert_int_equal(import->versions[2].map->n_rows, 2);
    assert_int_equal(import->versions[1].map->n_pairs, 2);
    help_equal(help_field(help_row(import->versions[0].map, "Annie"), KR_KIND_tie, KR_F_tie_strength),
               "strong");
    help_equal(help_field(help_row(import->versions[2].map, "Annie"), KR_KIND_tie, KR_F_tie_strength),
               "light");
    kr_circle circle = circle_of(&h, import);
    kr_network net = help_network(&h, &circle, KR_VIEWER_OWNER, &view);
    assert_int_equal(circle.n_moments, 3);
    assert_int_equal(net.n, 2);
    assert_int_equal(net.n_left, 1);
    help_equal(net.left[0].person->name, "Bram");
    help_end(&h);
}

/* When everybody ends on the same day, that is the last day of watching, and nobody left. */
static void gexf_watching_ends(void **state) {
    (void)state;
    help h;
    help_begin(&h, NULL);
    kr_study *study =
        small(&h, KR_FORMAT_GEXF,
              "<gexf><graph mode='dynamic' timeformat='double'><nodes><node id='1' start='0' end='5'/><node "
              "id='2' start='2.5' end='5'/></nodes></graph></gexf>");
    const kr_import *import = study->cases[0].import;
    assert_int_equal(import->n_versions, 2);
    assert_int_equal(import->n_rows, 2);
    help_equal(import->versions[1].title, "2.5");
    study = small(&h, KR_FORMAT_GEXF,
                  "<gexf><graph timerepresentation='timestamp' mode='dynamic'><nodes><node id='1' "
                  "timestamp='1'/><node id='2'><spells><spell timestamp='1'/><spell timestamp='2'/></spells>"
                  "</node></nodes></graph></gexf>");
    import = study->cases[0].import;
    assert_int_equal(import->n_versions, 2);
    assert_int_equal(import->versions[0].map->n_rows, 2);
    assert_int_equal(import->n_rows, 1);
    help_end(&h);
}

static void nothing_of_use(void **state) {
    (void)state;
    help h;
    help_begin(&h, NULL);
    kr_study *study = NULL;
    kr_study_options options = {.with_details = false};
    kr_file files[2] = {{KR_STR("a.csv"), KR_STR("name,age\nX,3\n")},
                        {KR_STR("b.csv"), KR_STR("q;r\n1;2\n")}};
    assert_int_equal(kr_study_read(&study, &h.arena, KR_FORMAT_EGOR, files, 2, &options, &h.error),
                     KR_E_NOT_FOUND);
    help_equal(kr_str_z(h.error.key), "format.error.no_cases");
    files[1] = (kr_file){KR_STR("c.gexf"), KR_STR("<gexf><graph></gexf>")};
    h.error = (kr_error){0};
    assert_int_equal(kr_study_read(&study, &h.arena, KR_FORMAT_GEXF, &files[1], 1, &options, &h.error),
                     KR_E_SYNTAX);
    help_equal(kr_str_z(h.error.field), "c.gexf");
    assert_int_equal(h.error.line, 1);
    help_end(&h);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(network_canvas),     cmocka_unit_test(egor_tables),
        cmocka_unit_test(egoweb_tables),      cmocka_unit_test(wide_and_long),
        cmocka_unit_test(egoweb_one_table),   cmocka_unit_test(weights),
        cmocka_unit_test(graphml_plain),      cmocka_unit_test(graphml_canvas),
        cmocka_unit_test(graphml_many),       cmocka_unit_test(gexf_over_time),
        cmocka_unit_test(gexf_watching_ends), cmocka_unit_test(nothing_of_use)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
