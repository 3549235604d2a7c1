/* A study without names: whatever the circle, nobody's name stands in any byte of it; and what research tools
 * get comes back as it was. */
#include "format_help.h"
#include "core/utf8.h"
#include "format/graph.h"
#include "format/research.h"

#include <stdio.h>
#include <stdlib.h>

static uint64_t random_of(help *h) {
    return help_maker(h).ids.next(h);
}

/* Capital and five letters that no word of the schema has. */
static kr_str random_name(help *h) {
    static const char letters[] = "bcdfghjklmnpqrstvwxz";
    char text[16] = "Q";
    size_t n = 5 + random_of(h) % 5;
    for (size_t i = 1; i < n; i++) text[i] = letters[random_of(h) % 20];
    return kr_arena_copy(&h->arena, kr_str_n(text, n));
}

static kr_str joined(help *h, const char *before, kr_str name, const char *after) {
    kr_buf text;
    kr_str out;
    kr_buf_init(&text, &h->arena, 400);
    kr_put_z(&text, before);
    kr_put(&text, name);
    kr_put_z(&text, after);
    assert_int_equal(kr_buf_end(&text, &out), KR_OK);
    return out;
}

typedef struct made {
    kr_circle circle;
    kr_str names[40];
    size_t n;
} made;

/* Every text field says something; `told`: with somebody's name in it. */
static void put_texts(help *h, kr_draft *draft, kr_kind kind, kr_id record, const made *m, bool told) {
    size_t count;
    const kr_field *fields = kr_schema_fields(&count);
    for (size_t i = 0; i < count; i++) {
        if (fields[i].kind != kind || fields[i].type != KR_TEXT || random_of(h) % 3) continue;
        if (kind == KR_KIND_person &&
            (fields[i].number == KR_F_person_name || fields[i].number == KR_F_person_photo))
            continue;
        /* What stands here is a name itself. */
        bool name = kr_str_is(kr_str_z(fields[i].name), "surname") ||
                    kr_str_is(kr_str_z(fields[i].name), "filled_by");
        if (name && !told) continue;
        kr_str text = told ? joined(h, "fietst met ", m->names[random_of(h) % m->n], " naar de markt")
                           : KR_STR("fietst graag naar de markt");
        kr_draft_text(draft, kind, record, fields[i].number, kr_utf8_head(text, (size_t)fields[i].limit));
    }
}

static void make(help *h, made *m, bool told) {
    kr_circle empty = {.changes = NULL};
    kr_draft draft;
    kr_change *change = kr_new(&h->arena, kr_change);
    kr_maker maker = help_maker(h);
    kr_id people[40];
    m->n = 3 + random_of(h) % 30;
    for (size_t i = 0; i < m->n; i++) m->names[i] = random_name(h);
    maker.author_name = m->names[0];
    kr_draft_begin(&draft, &h->arena, &empty, maker, KR_ACT_BEGIN, 0);
    kr_draft_ego(&draft, m->names[0]);
    kr_id ego = kr_draft_get(&draft, KR_KIND_circle, KR_CIRCLE_RECORD, KR_F_circle_ego).value.ref;
    put_texts(h, &draft, KR_KIND_circle, KR_CIRCLE_RECORD, m, told);
    put_texts(h, &draft, KR_KIND_person, ego, m, told);
    for (size_t i = 1; i < m->n; i++) {
        people[i] = kr_draft_contact(&draft, m->names[i], KR_what_person);
        kr_id tie = kr_draft_tie(&draft, ego, people[i]);
        put_texts(h, &draft, KR_KIND_person, people[i], m, told);
        put_texts(h, &draft, KR_KIND_tie, tie, m, told);
        kr_draft_number(&draft, KR_KIND_person, people[i], KR_F_person_birth_year,
                        1930 + (int64_t)(random_of(h) % 80));
        if (random_of(h) % 5 == 0)
            kr_draft_number(&draft, KR_KIND_tie, tie, KR_F_tie_private_mark, KR_yesno_yes);
        if (i > 1 && random_of(h) % 2) kr_draft_acquainted(&draft, people[i], people[i - 1], KR_yesno_yes);
    }
    assert_int_equal(kr_draft_end(&draft, change, &h->error), KR_OK);
    help_fold(h, &m->circle, change, 1);
}

static uint64_t code(void *context, kr_id id) {
    (void)context;
    return id * 0x9E3779B97F4A7C15u ^ id >> 7;
}

static kr_str word(void *context, const char *key) {
    (void)context;
    return kr_str_z(key);
}

static kr_err study(help *h, const made *m, size_t n, bool with_text, kr_str *zip) {
    kr_research_circle circles[3];
    kr_research_options options = {.with_text = with_text, .code = code, .text = word};
    kr_buf out;
    for (size_t i = 0; i < n; i++) circles[i] = (kr_research_circle){&m[i].circle, KR_STR("a.kring")};
    kr_buf_init(&out, &h->arena, 1u << 26);
    kr_err err = kr_research_write(&out, &h->arena, circles, n, &options, &h->error);
    return err == KR_OK ? kr_buf_end(&out, zip) : err;
}

static void nobody_in(help *h, const made *m, size_t n, kr_str zip) {
    kr_file *files;
    size_t count;
    assert_int_equal(kr_zip_files(&files, &count, &h->arena, zip, 1u << 26, &h->error), KR_OK);
    assert_int_equal(count, 5);
    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; k < m[i].n; k++) {
            assert_true(kr_str_find(zip, m[i].names[k]) == SIZE_MAX);
            for (size_t f = 0; f < count; f++)
                assert_true(kr_str_find(files[f].bytes, m[i].names[k]) == SIZE_MAX);
        }
    }
}

static void no_name_in_any_byte(void **state) {
    (void)state;
    for (uint64_t round = 0; round < 60; round++) {
        help h;
        made all[3];
        kr_str zip;
        help_begin(&h, NULL);
        h.seed += round * 7919;
        for (size_t i = 0; i < 3; i++) make(&h, &all[i], true);
        assert_int_equal(study(&h, all, 3, false, &zip), KR_OK);
        nobody_in(&h, all, 3, zip);
        /* Text that was asked for, with names in it: nothing leaves. */
        zip = KR_NONE;
        assert_int_equal(study(&h, all, 3, true, &zip), KR_E_DENIED);
        help_equal(kr_str_z(h.error.key), "research.leak.name");
        assert_true(strstr(h.error.detail, "a.kring") != NULL);
        for (size_t k = 0; k < all[0].n; k++)
            assert_true(kr_str_find(kr_str_z(h.error.detail), all[0].names[k]) == SIZE_MAX);
        assert_int_equal(zip.len, 0);
        help_end(&h);
    }
}

static void text_without_names(void **state) {
    (void)state;
    help h;
    made m;
    kr_str zip, egos;
    kr_csv alters;
    kr_file *files;
    size_t count;
    help_begin(&h, NULL);
    make(&h, &m, false);
    assert_int_equal(study(&h, &m, 1, true, &zip), KR_OK);
    nobody_in(&h, &m, 1, zip);
    assert_int_equal(kr_zip_files(&files, &count, &h.arena, zip, 1u << 26, &h.error), KR_OK);
    egos = files[0].bytes;
    assert_true(kr_str_find(egos, KR_STR("ego,alters")) == 0);
    assert_int_equal(kr_csv_parse(&alters, &h.arena, files[1].bytes, &h.error), KR_OK);
    size_t open = 0;
    for (size_t i = 0; i < m.circle.n_ties; i++)
        open += m.circle.ties[i].a == m.circle.self.ego && m.circle.ties[i].private_mark != KR_yesno_yes;
    assert_int_equal(alters.n_rows, open + 1);
    kr_str band = help_cell(&alters, 1, "birth_year");
    assert_int_equal(band.len, 9);
    assert_true(band.ptr[4] == '-');
    help_end(&h);
}

static void what_points_at_somebody(void **state) {
    (void)state;
    static const struct {
        const char *text, *key;
    } cases[] = {{"wandelt met Corrie", "research.leak.name"},
                 {"wandelt met corrie", "research.leak.name"},
                 {"op Corries fiets", "research.leak.name"},
                 {"bij de familie DAM", "research.leak.name"},
                 {"met Jo naar zee", "research.leak.name"},
                 {"zegt jo tegen iedereen", NULL},
                 {"kent van vroeger", NULL},
                 {"mail: x.y@voorbeeld.nl", "research.leak.mail"},
                 {"bel 06-12 34 56 78", "research.leak.phone"},
                 {"woont op 2611 AB", "research.leak.phone"},
                 {"sinds 1998, in 2004 weer", NULL},
                 {"J. uit Delft", "research.leak.place"},
                 {"samen met K. de Vries op de markt", "research.leak.place"},
                 {"Elke week naar het koor", NULL},
                 {"", NULL}};
    help h;
    help_begin(&h, NULL);
    kr_leak_names names = {.arena = &h.arena};
    assert_int_equal(kr_leak_add(&names, KR_STR("Corrie van Dam")), KR_OK);
    assert_int_equal(kr_leak_add(&names, KR_STR("Jo")), KR_OK);
    assert_int_equal(kr_leak_sort(&names), KR_OK);
    for (size_t i = 0; i < KR_COUNT(cases); i++) {
        const char *found = kr_leak_in(&names, kr_str_z(cases[i].text));
        if (!found != !cases[i].key || (found && strcmp(found, cases[i].key) != 0))
            print_message("%s: %s\n", cases[i].text, found ? found : "nothing");
        assert_true(found ? cases[i].key && strcmp(found, cases[i].key) == 0 : !cases[i].key);
    }
    help_end(&h);
}

/* -- there and back -- */

static void same_people(help *h, const kr_circle *a, const kr_circle *b) {
    kr_view views[2];
    kr_network x = help_network(h, a, KR_VIEWER_OWNER, &views[0]),
               y = help_network(h, b, KR_VIEWER_OWNER, &views[1]);
    kr_column columns[KR_MOST_COLUMNS];
    size_t n = kr_columns(columns);
    assert_int_equal(x.n, y.n);
    assert_int_equal(x.n_pairs, y.n_pairs);
    assert_int_equal(x.n_known, y.n_known);
    for (size_t i = 0; i < x.n; i++) {
        for (size_t k = 0; k < n; k++) {
            kr_assignment p = kr_column_value(&x, &x.alters[i], columns[k].field),
                          q = kr_column_value(&y, &y.alters[i], columns[k].field);
            bool same = p.op == q.op && kr_str_eq(p.value.text, q.value.text) &&
                        p.value.number == q.value.number && p.value.set == q.value.set;
            if (!same) print_message("%.*s: %s\n", KR_ARG(x.alters[i].person->name), columns[k].name);
            assert_true(same);
        }
    }
    for (size_t i = 0; i < x.n_pairs; i++) {
        assert_int_equal(x.pairs[i].a, y.pairs[i].a);
        assert_int_equal(x.pairs[i].b, y.pairs[i].b);
        assert_int_equal(x.pairs[i].no, y.pairs[i].no);
        assert_int_equal(x.pairs[i].tie->strength, y.pairs[i].tie->strength);
        assert_int_equal(x.pairs[i].tie->between, y.pairs[i].tie->between);
    }
}

static kr_circle again(help *h, kr_format format, const kr_file *files, size_t n) {
    kr_study *got = NULL;
    kr_study_options options = {.with_details = true};
    kr_change *changes;
    size_t count;
    kr_circle circle;
    kr_err err = kr_study_read(&got, &h->arena, format, files, n, &options, &h->error);
    if (err != KR_OK) print_message("%s line %u\n", h->error.key, h->error.line);
    assert_int_equal(err, KR_OK);
    assert_int_equal(got->n_cases, 1);
    assert_int_equal(kr_import_history(&changes, &count, &h->arena, got->cases[0].import, help_maker(h),
                                       KR_NONE, &h->error),
                     KR_OK);
    help_fold(h, &circle, changes, count);
    return circle;
}

static const char people[] =
    "name,role,sector,closeness,gets,remark,acquainted,id\n"
    "=Jan,\"a \"\"b\"\", c\",friend,intimate,practical advice,<x> & y,00000000000000bb,"
    "00000000000000aa\n"
    "Corrie van Dam,buurvrouw,neighbour,friend,,-1+2,,00000000000000bb\n"
    "Piet,@broer,family,,listening,,00000000000000bb,00000000000000cc\n";

static void there_and_back(void **state) {
    (void)state;
    help h;
    kr_view view;
    kr_file files[3];
    kr_buf text;
    help_begin(&h, NULL);
    kr_circle circle = help_circle(&h, KR_FORMAT_CSV, people, "Annie"), back;
    kr_network net = help_network(&h, &circle, KR_VIEWER_OWNER, &view);
    for (int egoweb = 0; egoweb < 2; egoweb++) {
        assert_int_equal(kr_egor_write(files, &h.arena, &net, egoweb, &h.error), KR_OK);
        assert_true(kr_str_find(files[1].bytes, KR_STR(",=Jan")) == SIZE_MAX);
        assert_true(kr_str_find(files[1].bytes, KR_STR("'=Jan")) != SIZE_MAX);
        assert_true(kr_str_find(files[1].bytes, KR_STR(",-1+2")) == SIZE_MAX);
    }
    for (int netcanvas = 0; netcanvas < 2; netcanvas++) {
        kr_buf_init(&text, &h.arena, 1u << 22);
        assert_int_equal(kr_graphml_write(&text, &h.arena, &net, netcanvas, &h.error), KR_OK);
        files[0] = (kr_file){KR_STR("a.graphml"), kr_str_n(text.ptr, text.len)};
        back = again(&h, netcanvas ? KR_FORMAT_NETWORKCANVAS : KR_FORMAT_GRAPHML, files, 1);
        same_people(&h, &circle, &back);
        help_equal(kr_circle_ego(&back)->name, "Annie");
    }
    kr_buf_init(&text, &h.arena, 1u << 22);
    assert_int_equal(kr_gexf_write(&text, &h.arena, &circle, KR_VIEWER_OWNER, &h.error), KR_OK);
    files[0] = (kr_file){KR_STR("a.gexf"), kr_str_n(text.ptr, text.len)};
    back = again(&h, KR_FORMAT_GEXF, files, 1);
    same_people(&h, &circle, &back);
    help_end(&h);
}

/* Cells that look like sums get an apostrophe on the way out, and lose it on the way in. */
static void tables_there_and_back(void **state) {
    (void)state;
    help h;
    kr_view view;
    kr_file files[3];
    help_begin(&h, NULL);
    kr_circle circle = help_circle(&h, KR_FORMAT_CSV, people, "Annie"), back;
    kr_network net = help_network(&h, &circle, KR_VIEWER_OWNER, &view);
    assert_int_equal(kr_egor_write(files, &h.arena, &net, false, &h.error), KR_OK);
    back = again(&h, KR_FORMAT_EGOR, files, 3);
    same_people(&h, &circle, &back);
    assert_int_equal(kr_egor_write(files, &h.arena, &net, true, &h.error), KR_OK);
    back = again(&h, KR_FORMAT_EGOWEB, files, 3);
    same_people(&h, &circle, &back);
    assert_int_equal(kr_networkcanvas_write(files, &h.arena, &net, KR_STR("case_1"), &h.error), KR_OK);
    back = again(&h, KR_FORMAT_NETWORKCANVAS, files, 3);
    same_people(&h, &circle, &back);
    help_end(&h);
}

/* Who came and went over the moments comes back as moments with the same people. */
static void over_time(void **state) {
    (void)state;
    help h;
    kr_buf text;
    help_begin(&h, NULL);
    kr_circle circle =
        help_circle(&h, KR_FORMAT_EASYNWK,
                    "{\"versions\":[{\"title\":\"a\",\"date\":\"2023-01-01\",\"nwk\":{\"ego\":{"
                    "\"name\":\"E\"},\"alteri\":[{\"id\":1,\"name\":\"Jan\"},{\"id\":2,\"name\":"
                    "\"Piet\"}],\"connections\":[{\"id1\":1,\"id2\":2}]}},{\"title\":\"b\",\"date\":"
                    "\"2023-06-01\",\"nwk\":{\"alteri\":[{\"id\":2,\"name\":\"Piet\"},{\"id\":3,"
                    "\"name\":\"Corrie\"}]}}]}",
                    "");
    kr_buf_init(&text, &h.arena, 1u << 22);
    assert_int_equal(kr_gexf_write(&text, &h.arena, &circle, KR_VIEWER_OWNER, &h.error), KR_OK);
    kr_str said = kr_str_n(text.ptr, text.len);
    assert_true(kr_str_find(said, KR_STR("<spell start=\"2023-01-01\" end=\"2023-06-01\"/>")) != SIZE_MAX);
    kr_file file = {KR_STR("a.gexf"), said};
    kr_study *got = NULL;
    kr_study_options options = {.with_details = false};
    assert_int_equal(kr_study_read(&got, &h.arena, KR_FORMAT_GEXF, &file, 1, &options, &h.error), KR_OK);
    const kr_import *import = got->cases[0].import;
    assert_int_equal(import->n_versions, 2);
    assert_int_equal(import->versions[0].date, 20230101);
    assert_int_equal(import->versions[0].map->n_pairs, 1);
    assert_int_equal(import->versions[1].map->n_pairs, 0);
    assert_non_null(help_row(import->versions[0].map, "Jan"));
    assert_non_null(help_row(import, "Corrie"));
    assert_int_equal(import->n_rows, 3); /* with the one in the middle */
    help_end(&h);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_name_in_any_byte),     cmocka_unit_test(text_without_names),
        cmocka_unit_test(what_points_at_somebody), cmocka_unit_test(there_and_back),
        cmocka_unit_test(tables_there_and_back),   cmocka_unit_test(over_time)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
