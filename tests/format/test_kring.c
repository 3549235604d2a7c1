/* Out and in again: .kring, tables, JSON; applying to a circle that is there; who seems to be there already.
 */
#include "format_help.h"

#include <jansson.h>
#include <stdio.h>

static const char table_text[] =
    "name,what,role,sector,domain,remark,phone,tie_phone,closeness,gets,since,travel_minutes,knows\n"
    "Corrie van Dam,,buurvrouw,neighbour,home hobby,\"koffie, op \"\"dinsdag\"\"\",06-1,weekly,friend,"
    "listening company,1998-07,0,told\n"
    "Koor,group,,,,,,,,,,,\n"
    "'=SOM(A1),,,,,'-x,,,,,,,\n"
    "''t Winkeltje,place,,,,,,,,,,,\n";

static kr_str kring_of(help *h, const kr_circle *circle, kr_viewer viewer) {
    kr_view view;
    kr_buf buf;
    kr_str text;
    assert_int_equal(kr_view_make(&view, &h->arena, circle, viewer, 0, &h->error), KR_OK);
    kr_buf_init(&buf, &h->arena, 1u << 24);
    assert_int_equal(kr_kring_write(&buf, &view, &h->error), KR_OK);
    assert_int_equal(kr_buf_end(&buf, &text), KR_OK);
    return text;
}

/* One more change on top of what there is. */
static void add(help *h, kr_circle *circle, kr_draft *draft) {
    kr_change *all = kr_new_n(&h->arena, kr_change, circle->n_changes + 1);
    assert_non_null(all);
    memcpy(all, circle->changes, circle->n_changes * sizeof *all);
    kr_err err = kr_draft_end(draft, &all[circle->n_changes], &h->error);
    if (err != KR_OK) print_message("%s %s\n", h->error.key, h->error.field);
    assert_int_equal(err, KR_OK);
    help_fold(h, circle, all, circle->n_changes + 1);
}

/* A circle with a bit of everything: sets changed, somebody thrown away, an undo, a wish, a newer program's
 * field. */
static kr_circle rich_circle(help *h) {
    kr_circle circle = help_circle(h, KR_FORMAT_CSV, table_text, "Annie");
    kr_draft d;
    kr_id corrie = circle.persons[1].id;
    kr_draft_begin(&d, &h->arena, &circle, help_maker(h), KR_ACT_SAY, circle.n_changes);
    kr_draft_set(&d, KR_KIND_person, corrie, KR_F_person_domain,
                 1u << KR_domain_hobby | 1u << KR_domain_faith);
    kr_draft_clear(&d, KR_KIND_person, corrie, KR_F_person_role);
    kr_draft_bin(&d, circle.persons[2].id);
    kr_draft_acquainted(&d, corrie, circle.persons[3].id, KR_yesno_yes);
    kr_draft_acquainted(&d, corrie, circle.persons[4].id, KR_yesno_no);
    add(h, &circle, &d);
    kr_draft_begin(&d, &h->arena, &circle, help_maker(h), KR_ACT_MOMENT, circle.n_changes);
    (void)kr_draft_moment(&d, KR_STR("Zomer\t\"26\" \\ é 😀"), KR_STR("twee\nregels"));
    add(h, &circle, &d);
    kr_change *all = kr_new_n(&h->arena, kr_change, circle.n_changes + 1);
    assert_non_null(all);
    memcpy(all, circle.changes, circle.n_changes * sizeof *all);
    kr_assignment *newer = kr_new_n(&h->arena, kr_assignment, 3);
    assert_non_null(newer);
    newer[0] = (kr_assignment){
        .record = 999, .kind = 900, .field = 7, .op = KR_OP_ADD, .type = KR_SET, .value.set = 6};
    newer[1] = (kr_assignment){.record = corrie,
                               .kind = KR_KIND_person,
                               .field = 60,
                               .op = KR_OP_SET,
                               .type = KR_TEXT,
                               .value.text = KR_STR("later")};
    newer[2] = (kr_assignment){
        .record = corrie, .kind = KR_KIND_person, .field = 61, .op = KR_OP_CLEAR, .type = KR_REF};
    all[circle.n_changes] = (kr_change){.seq = circle.n_changes + 1,
                                        .base = 2,
                                        .at_ms = -5,
                                        .act = 4000,
                                        .undoes = 1,
                                        .assignments = newer,
                                        .count = 3};
    help_fold(h, &circle, all, circle.n_changes + 1);
    return circle;
}

static void kring_loses_nothing(void **state) {
    (void)state;
    help h;
    help_begin(&h, NULL);
    kr_circle circle = rich_circle(&h);
    kr_str text = kring_of(&h, &circle, KR_VIEWER_OWNER);
    kr_change *changes;
    size_t count;
    kr_err err = kr_kring_read(&changes, &count, &h.arena, text, &h.error);
    if (err != KR_OK) print_message("%s %s %u\n", h.error.key, h.error.detail, h.error.line);
    assert_int_equal(err, KR_OK);
    assert_int_equal(count, circle.n_changes);
    assert_true(help_same_changes(changes, circle.changes, count));
    kr_circle again;
    help_fold(&h, &again, changes, count);
    kr_str second = kring_of(&h, &again, KR_VIEWER_OWNER);
    assert_true(kr_str_eq(text, second));
    assert_int_equal(kr_format_guess(text), KR_FORMAT_KRING);
    help_end(&h);
}

/* An oracle that is not ours: the JSON library reads what we write, and the readable part says what the
 * circle says. */
static void kring_is_readable(void **state) {
    (void)state;
    help h;
    help_begin(&h, NULL);
    kr_circle circle = rich_circle(&h);
    kr_str text = kring_of(&h, &circle, KR_VIEWER_OWNER);
    json_t *root = json_loadb(text.ptr, text.len, JSON_REJECT_DUPLICATES, NULL);
    assert_non_null(root);
    const json_t *people = json_object_get(json_object_get(root, "circle"), "people");
    assert_int_equal(json_array_size(people), 4); /* not the one in the bin */
    const json_t *corrie = json_array_get(people, 1);
    assert_string_equal(json_string_value(json_object_get(corrie, "name")), "Corrie van Dam");
    assert_string_equal(json_string_value(json_object_get(corrie, "sector")), "neighbour");
    assert_string_equal(json_string_value(json_array_get(json_object_get(corrie, "domain"), 1)), "faith");
    assert_int_equal(json_integer_value(json_object_get(corrie, "travel_minutes")), 0);
    assert_null(json_object_get(corrie, "role"));
    const json_t *tie = json_array_get(json_object_get(json_object_get(root, "circle"), "ties"), 0);
    assert_string_equal(json_string_value(json_object_get(tie, "since")), "1998-07");
    json_decref(root);
    help_end(&h);
}

static void strangers_see_no_names(void **state) {
    (void)state;
    help h;
    help_begin(&h, NULL);
    kr_circle circle = rich_circle(&h);
    kr_str text = kring_of(&h, &circle, KR_VIEWER_INITIALS);
    static const char *const secrets[] = {"Corrie",    "Dam",    "Annie", "Koor",
                                          "Winkeltje", "koffie", "06-1",  "Zomer"};
    for (size_t i = 0; i < KR_COUNT(secrets); i++)
        assert_int_equal(kr_str_find(text, kr_str_z(secrets[i])), SIZE_MAX);
    kr_change *changes;
    size_t count;
    assert_int_equal(kr_kring_read(&changes, &count, &h.arena, text, &h.error), KR_OK);
    kr_circle again;
    help_fold(&h, &again, changes, count);
    help_equal(kr_circle_ego(&again)->name, "An");
    help_end(&h);
}

/* A choice, a type and a length that only a newer program knows: kept, and written again. */
static void what_newer_programs_say(void **state) {
    (void)state;
    help h;
    help_begin(&h, NULL);
    kr_change *changes, *again;
    size_t count, same;
    kr_circle circle;
    kr_str text = KR_STR(
        "{\"format\":\"kring\",\"version\":1,\"schema\":9,\"changes\":[{\"seq\":1,\"at\":1,\"act\":99,"
        "\"records\":[{\"id\":\"00000000000001ff\",\"kind\":2,\"fields\":[{\"field\":1,\"text\":\"Jan\"},"
        "{\"field\":4,\"choice\":30},{\"field\":3,\"number\":-7},{\"field\":5,\"op\":\"add\",\"set\":"
        "2147483648}]}]}]}");
    assert_int_equal(kr_kring_read(&changes, &count, &h.arena, text, &h.error), KR_OK);
    assert_int_equal(kr_circle_fold(&circle, &h.arena, changes, count, &h.error), KR_OK);
    assert_int_equal(kr_kring_read(&again, &same, &h.arena, kring_of(&h, &circle, KR_VIEWER_OWNER), &h.error),
                     KR_OK);
    assert_int_equal(same, count);
    assert_true(help_same_changes(changes, again, count));
    assert_int_equal(changes[0].assignments[1].value.number, 30);
    assert_int_equal(circle.persons[0].role.len, 0);
    help_end(&h);
}

static void a_hand_written_circle(void **state) {
    (void)state;
    help h;
    help_begin(&h, NULL);
    kr_circle circle = help_circle(
        &h, KR_FORMAT_KRING,
        "{\"format\":\"kring\",\"version\":1,\"circle\":{\"title\":\"Thuis\",\"ego\":\"ik\",\"people\":["
        "{\"id\":\"ik\",\"name\":\"Annie\"},{\"id\":\"c\",\"name\":\"Corrie\",\"sector\":\"neighbour\","
        "\"domain\":[\"home\",\"hobby\"],\"shoes\":38},\"Bram\",{\"id\":\"d\",\"name\":\"Daan\"}],"
        "\"ties\":[{\"a\":\"c\",\"b\":\"ik\",\"closeness\":\"friend\",\"gets\":[\"advice\"]},"
        "{\"a\":\"c\",\"b\":\"d\",\"acquainted\":\"yes\"}]}}",
        "");
    kr_view view;
    kr_network network = help_network(&h, &circle, KR_VIEWER_OWNER, &view);
    help_equal(circle.self.title, "Thuis");
    help_equal(network.ego->name, "Annie");
    assert_int_equal(network.n, 3);
    assert_int_equal(network.n_known, 1);
    assert_int_equal(network.alters[0].tie->closeness, KR_closeness_friend);
    /* Corrie gets advice, so the person in the middle gives it. */
    assert_int_equal(network.alters[0].tie->gives, 1u << KR_support_advice);
    assert_int_equal(network.alters[0].tie->gets, 0);
    assert_int_equal(network.alters[0].person->domain, 1u << KR_domain_home | 1u << KR_domain_hobby);
    help_end(&h);
}

static kr_str csv_of(help *h, const kr_network *network, bool for_excel) {
    kr_buf buf;
    kr_str text;
    kr_buf_init(&buf, &h->arena, 1u << 24);
    assert_int_equal(kr_csv_write(&buf, network, for_excel), KR_OK);
    assert_int_equal(kr_buf_end(&buf, &text), KR_OK);
    return text;
}

static void tables_come_back(void **state) {
    (void)state;
    for (int excel = 0; excel < 2; excel++) {
        help h;
        help_begin(&h, NULL);
        kr_circle circle = rich_circle(&h);
        kr_view view;
        kr_network network = help_network(&h, &circle, KR_VIEWER_OWNER, &view);
        kr_str text = csv_of(&h, &network, excel);
        kr_import *import = help_import(&h, KR_FORMAT_CSV, text, true);
        assert_int_equal(import->n_rows, network.n);
        assert_int_equal(import->n_notes, 0);
        kr_change *changes;
        size_t count;
        assert_int_equal(
            kr_import_history(&changes, &count, &h.arena, import, help_maker(&h), KR_NONE, &h.error), KR_OK);
        kr_circle again;
        kr_view second;
        help_fold(&h, &again, changes, count);
        kr_network copy = help_network(&h, &again, KR_VIEWER_OWNER, &second);
        assert_int_equal(copy.n_known, network.n_known);
        kr_column columns[KR_MOST_COLUMNS];
        size_t n = kr_columns(columns);
        for (size_t i = 0; i < network.n; i++) {
            for (size_t c = 0; c < n; c++) {
                kr_assignment a = kr_column_value(&network, &network.alters[i], columns[c].field);
                kr_assignment b = kr_column_value(&copy, &copy.alters[i], columns[c].field);
                kr_buf x, y;
                kr_buf_init(&x, &h.arena, 1u << 16);
                kr_buf_init(&y, &h.arena, 1u << 16);
                kr_put_written(&x, columns[c].field, &a);
                kr_put_written(&y, columns[c].field, &b);
                if (!kr_str_eq(kr_str_n(x.ptr, x.len), kr_str_n(y.ptr, y.len)))
                    print_message("%s: %.*s / %.*s\n", columns[c].name, (int)x.len, x.ptr, (int)y.len, y.ptr);
                assert_true(kr_str_eq(kr_str_n(x.ptr, x.len), kr_str_n(y.ptr, y.len)));
            }
        }
        help_end(&h);
    }
}

static void tables_are_safe(void **state) {
    (void)state;
    help h;
    help_begin(&h, NULL);
    kr_circle circle =
        help_circle(&h, KR_FORMAT_CSV,
                    "name,remark\n=1+1,\"een\ntwee\"\n+31,-3\n@x,\"a\"\"b;c\"\nJan,'t Hooft\n", "Annie");
    kr_view view;
    kr_network network = help_network(&h, &circle, KR_VIEWER_OWNER, &view);
    kr_csv csv;
    assert_int_equal(kr_csv_parse(&csv, &h.arena, csv_of(&h, &network, false), &h.error), KR_OK);
    assert_int_equal(csv.n_rows, 5);
    help_equal(csv.cells[0][0], "id");
    help_equal(csv.cells[0][1], "name");
    for (size_t r = 0; r < csv.n_rows; r++) {
        assert_int_equal(csv.widths[r], csv.widths[0]);
        for (size_t c = 0; c < csv.widths[r]; c++) {
            kr_str cell = csv.cells[r][c];
            assert_true(cell.len == 0 || !memchr("=+-@", cell.ptr[0], 4));
            assert_true(cell.len == 0 || !memchr(cell.ptr, '\n', cell.len));
        }
    }
    help_equal(help_cell(&csv, 1, "name"), "'=1+1");
    help_equal(help_cell(&csv, 1, "remark"), "een twee");
    help_equal(help_cell(&csv, 3, "remark"), "a\"b;c");
    help_equal(help_cell(&csv, 4, "remark"), "'t Hooft");
    assert_true(kr_str_starts(csv_of(&h, &network, true), KR_STR("\xEF\xBB\xBFid;name;")));
    help_end(&h);
}

static void json_for_programs(void **state) {
    (void)state;
    help h;
    help_begin(&h, NULL);
    kr_circle circle = rich_circle(&h);
    kr_view view;
    kr_network network = help_network(&h, &circle, KR_VIEWER_OWNER, &view);
    kr_buf buf;
    kr_buf_init(&buf, &h.arena, 1u << 20);
    assert_int_equal(kr_json_write(&buf, &network), KR_OK);
    json_t *root = json_loadb(buf.ptr, buf.len, JSON_REJECT_DUPLICATES, NULL);
    assert_non_null(root);
    assert_int_equal(json_array_size(root), network.n);
    const json_t *corrie = json_array_get(root, 0);
    assert_string_equal(json_string_value(json_object_get(corrie, "tie_phone")), "weekly");
    assert_string_equal(json_string_value(json_object_get(corrie, "phone")), "06-1");
    assert_int_equal(json_array_size(json_object_get(corrie, "gets")), 2);
    assert_int_equal(json_array_size(json_object_get(corrie, "acquainted")), 1);
    json_decref(root);
    help_end(&h);
}

static void same_person_or_not(void **state) {
    (void)state;
    help h;
    help_begin(&h, NULL);
    kr_circle circle =
        help_circle(&h, KR_FORMAT_CSV, "naam;relatie\nCorrie van Dam;buurvrouw\nZoë;nicht\n", "Annie");
    kr_view view;
    kr_network network = help_network(&h, &circle, KR_VIEWER_OWNER, &view);
    kr_import *import = help_import(
        &h, KR_FORMAT_CSV,
        KR_STR("naam;relatie;geslacht\nDam, Corrie;vriendin;v\nzoe;;v\nDaan;;\nCorrie;;\n"), false);
    kr_import_match(import, &network);
    assert_true(import->rows[0].same_as == network.alters[0].person->id);
    assert_true(import->rows[1].same_as == network.alters[1].person->id);
    assert_true(import->rows[2].same_as == 0 && import->rows[3].same_as == 0);
    import->rows[0].join = true;
    import->rows[3].take = false;
    kr_draft d;
    kr_import_counts counts;
    kr_draft_begin(&d, &h.arena, &circle, help_maker(&h), KR_ACT_IMPORT, circle.n_changes);
    assert_int_equal(kr_import_apply(&d, import, KR_STR("Iemand"), &counts, &h.error), KR_OK);
    assert_int_equal(counts.taken * 100 + counts.joined * 10 + counts.left, 211);
    add(&h, &circle, &d);
    network = help_network(&h, &circle, KR_VIEWER_OWNER, &view);
    assert_int_equal(network.n, 4); /* Zoë was not said to be the same */
    help_equal(network.alters[0].person->role, "buurvrouw");
    assert_int_equal(network.alters[0].person->gender, KR_gender_woman);
    help_equal(network.ego->name, "Annie");
    help_end(&h);
}

static void own_numbers_are_surer_than_names(void **state) {
    (void)state;
    help h;
    help_begin(&h, NULL);
    kr_circle circle = help_circle(&h, KR_FORMAT_CSV, "naam\nJan\nJan\n", "Annie");
    kr_view view;
    kr_network network = help_network(&h, &circle, KR_VIEWER_OWNER, &view);
    kr_import *import = help_import(&h, KR_FORMAT_CSV, csv_of(&h, &network, false), false);
    kr_import_match(import, &network);
    assert_true(import->rows[0].same_as == network.alters[0].person->id);
    assert_true(import->rows[1].same_as == network.alters[1].person->id);
    help_end(&h);
}

static void history_goes_into_another_circle(void **state) {
    (void)state;
    help h;
    help_begin(&h, NULL);
    kr_circle rich = rich_circle(&h), other = help_circle(&h, KR_FORMAT_CSV, "naam\nDaan\n", "Bram");
    kr_import *import = help_import(&h, KR_FORMAT_KRING, kring_of(&h, &rich, KR_VIEWER_OWNER), false);
    assert_int_equal(import->n_rows, 4);
    assert_true(import->rows[0].is_ego);
    assert_int_equal(import->n_changes, rich.n_changes);
    assert_non_null(help_note(import, "format.note.details"));
    kr_draft d;
    kr_import_counts counts;
    kr_draft_begin(&d, &h.arena, &other, help_maker(&h), KR_ACT_IMPORT, other.n_changes);
    assert_int_equal(kr_import_apply(&d, import, KR_NONE, &counts, &h.error), KR_OK);
    assert_int_equal(counts.taken, 3);
    assert_int_equal(counts.pairs, 1);
    add(&h, &other, &d);
    kr_view view;
    kr_network network = help_network(&h, &other, KR_VIEWER_OWNER, &view);
    assert_int_equal(network.n, 4);
    assert_int_equal(network.n_known, 1);
    assert_int_equal(network.alters[1].tie->closeness, KR_closeness_friend);
    help_equal(network.ego->name, "Bram");
    help_end(&h);
}

static void what_is_it(void **state) {
    (void)state;
    static const struct {
        const char *text;
        int format;
    } cases[] = {{"\xEF\xBB\xBF\r\nbegin:vcard\n", KR_FORMAT_VCARD},
                 {"{\"versions\":[]}", KR_FORMAT_EASYNWK},
                 {" {\"format\": \"kring\"}", KR_FORMAT_KRING},
                 {"naam;rol\n", KR_FORMAT_CSV},
                 {"{\"a\":1}", 0},
                 {"%PDF-1.4", 0},
                 {"PK\x03\x04", 0},
                 {"<html>", 0},
                 {"", 0}};
    for (size_t i = 0; i < KR_COUNT(cases); i++)
        assert_int_equal(kr_format_guess(kr_str_z(cases[i].text)), cases[i].format);
    assert_int_equal(kr_format_guess(KR_STR("\xFF\xFE"
                                            "B\0E\0G\0I\0N\0:\0V\0C\0A\0R\0D\0")),
                     KR_FORMAT_VCARD);
    assert_int_equal(kr_format_named(KR_STR("vcard")), KR_FORMAT_VCARD);
    assert_int_equal(kr_format_named(KR_STR("xls")), 0);
    assert_int_equal(kr_format_named(KR_STR("")), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(kring_loses_nothing),
        cmocka_unit_test(kring_is_readable),
        cmocka_unit_test(strangers_see_no_names),
        cmocka_unit_test(a_hand_written_circle),
        cmocka_unit_test(tables_come_back),
        cmocka_unit_test(tables_are_safe),
        cmocka_unit_test(json_for_programs),
        cmocka_unit_test(same_person_or_not),
        cmocka_unit_test(own_numbers_are_surer_than_names),
        cmocka_unit_test(history_goes_into_another_circle),
        cmocka_unit_test(what_newer_programs_say),
        cmocka_unit_test(what_is_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
