/* Tables: how they are cut into cells, what columns mean, and what becomes of whole address books. */
#include "format_help.h"

#include <stdio.h>
#include <stdlib.h>

static kr_csv parse(help *h, kr_str bytes) {
    kr_csv csv;
    assert_int_equal(kr_csv_parse(&csv, &h->arena, bytes, &h->error), KR_OK);
    return csv;
}

static void cells_and_quotes(void **state) {
    (void)state;
    help h;
    help_begin(&h, NULL);
    kr_csv csv = parse(&h, KR_STR("a,\"b\"\"c\",\"d\r\ne\"\r\n\r\n1,,3,"));
    assert_int_equal(csv.n_rows, 2);
    assert_int_equal(csv.delimiter, ',');
    assert_int_equal(csv.widths[0], 3);
    help_equal(csv.cells[0][1], "b\"c");
    help_equal(csv.cells[0][2], "d\ne");
    assert_int_equal(csv.widths[1], 4);
    help_equal(csv.cells[1][1], "");
    help_equal(csv.cells[1][3], "");
    assert_int_equal(csv.lines[1], 4);
    help_end(&h);
}

static void breaks_and_separators(void **state) {
    (void)state;
    static const struct {
        const char *text;
        char delimiter;
        size_t rows, width;
    } cases[] = {
        {"a;b;c\n1;2;3", ';', 2, 3},        {"a\tb\r1\t2\r", '\t', 2, 2},  {"sep=;\na,x;b\n1;2", ';', 2, 2},
        {"naam\nJan\n\nPiet\n", ',', 3, 1}, {"\"a;b\",c\n1,2", ',', 2, 2}, {"een", ',', 1, 1},
    };
    for (size_t i = 0; i < KR_COUNT(cases); i++) {
        help h;
        help_begin(&h, NULL);
        kr_csv csv = parse(&h, kr_str_z(cases[i].text));
        assert_int_equal(csv.delimiter, cases[i].delimiter);
        assert_int_equal(csv.n_rows, cases[i].rows);
        assert_int_equal(csv.widths[0], cases[i].width);
        help_end(&h);
    }
}

static void character_sets(void **state) {
    (void)state;
    help h;
    help_begin(&h, NULL);
    help_equal(parse(&h, KR_STR("\xEF\xBB\xBFnaam")).cells[0][0], "naam");
    help_equal(parse(&h, KR_STR("Zo\xEB \x80")).cells[0][0], "Zoë €");
    help_equal(parse(&h, KR_STR("\xFF\xFEZ\0o\0\xEB\0\x3D\xD8\x00\xDE")).cells[0][0], "Zoë😀");
    help_equal(parse(&h, KR_STR("\xFE\xFF\0Z\0o\0\xEB\xD8")).cells[0][0], "Zoë");
    kr_csv csv;
    assert_int_equal(kr_csv_parse(&csv, &h.arena, KR_STR("a\0b"), &h.error), KR_E_SYNTAX);
    assert_string_equal(h.error.key, "format.error.not_text");
    kr_str text;
    assert_int_equal(kr_text_of_charset(&text, &h.arena, KR_STR("\xC9\xCE"), KR_STR("ISO-8859-2")), KR_OK);
    help_equal(text, "ÉÎ");
    assert_int_equal(kr_text_of_charset(&text, &h.arena, KR_STR("\xD1"), KR_STR("KOI8-R")), KR_OK);
    help_equal(text, "я");
    assert_int_equal(kr_text_of_charset(&text, &h.arena, KR_STR("\xA4"), KR_STR("no-such-set")), KR_OK);
    help_equal(text, "¤");
    help_end(&h);
}

static void too_much(void **state) {
    (void)state;
    help h;
    help_begin(&h, NULL);
    char *wide = malloc(2002);
    assert_non_null(wide);
    memset(wide, ',', 2001);
    kr_csv csv;
    assert_int_equal(kr_csv_parse(&csv, &h.arena, kr_str_n(wide, 2001), &h.error), KR_E_LIMIT);
    assert_string_equal(h.error.key, "format.error.csv_wide");
    free(wide);
    char *many = malloc(2 * 10002);
    assert_non_null(many);
    for (size_t i = 0; i < 10002; i++) memcpy(many + 2 * i, "a\n", 2);
    assert_int_equal(kr_csv_parse(&csv, &h.arena, kr_str_n(many, 2 * 10002), &h.error), KR_E_LIMIT);
    assert_string_equal(h.error.key, "format.error.rows");
    assert_int_equal(kr_csv_parse(&csv, &h.arena, kr_str_n(many, 2 * 10001), &h.error), KR_OK);
    free(many);
    help_end(&h);
}

static void dutch_headings(void **state) {
    (void)state;
    help h;
    help_begin(&h, NULL);
    kr_import *import =
        help_import(&h, KR_FORMAT_CSV,
                    KR_STR("Voornaam;Tussenvoegsel;Achternaam;Relatie;Groep;Leeftijd;Telefoon;"
                           "Opmerking;Schoenmaat\n"
                           "Corrie;van;Dam;buurvrouw;Buren;81;06-1;Koffie op dinsdag;38\n"
                           ";;;;;;;;\n"
                           "Bram;;;broer;Familie;;;;\n"),
                    false);
    assert_int_equal(import->n_rows, 2);
    const kr_import_row *corrie = help_row(import, "Corrie van Dam");
    help_equal(help_field(corrie, KR_KIND_person, KR_F_person_role), "buurvrouw");
    help_equal(help_field(corrie, KR_KIND_person, KR_F_person_sector), "neighbour");
    help_equal(help_field(corrie, KR_KIND_person, KR_F_person_age_group), "eighty_plus");
    help_equal(help_field(corrie, KR_KIND_person, KR_F_person_remark), "Koffie op dinsdag");
    help_equal(help_field(corrie, KR_KIND_person, KR_F_person_phone), "");
    assert_int_equal(corrie->line, 2);
    assert_true(corrie->take && corrie->named);
    assert_int_equal(help_note(import, "format.note.details")->count, 1);
    help_equal(help_note(import, "format.note.column")->detail, "Schoenmaat");
    help_equal(help_field(help_row(import, "Bram"), KR_KIND_person, KR_F_person_sector), "family");
    help_end(&h);
}

static void names_only(void **state) {
    (void)state;
    help h;
    help_begin(&h, NULL);
    kr_import *import =
        help_import(&h, KR_FORMAT_CSV, KR_STR("name\nSanne\nde mevrouw van de koffie\n"), false);
    assert_int_equal(import->n_rows, 2);
    assert_int_equal(import->n_notes, 0);
    help_equal(import->rows[1].name, "de mevrouw van de koffie");
    /* Without a heading the first line is somebody, too. */
    import = help_import(&h, KR_FORMAT_CSV, KR_STR("Sanne\nBram\n"), false);
    assert_int_equal(import->n_rows, 2);
    kr_import *none;
    assert_int_equal(kr_import_read(&none, &h.arena, KR_FORMAT_CSV, KR_STR("a,b\n1,2\n"), false, &h.error),
                     KR_E_SYNTAX);
    assert_string_equal(h.error.key, "format.error.csv_name");
    help_end(&h);
}

/* A "domain" or "state" of an address book is not ours; "sector" by hand is. */
static void names_of_our_fields_elsewhere(void **state) {
    (void)state;
    help h;
    help_begin(&h, NULL);
    kr_import *import = help_import(&h, KR_FORMAT_CSV, KR_STR("Name,domain,state\nJan,home,active\n"), false);
    assert_int_equal(import->rows[0].n_fields, 0);
    import = help_import(&h, KR_FORMAT_CSV, KR_STR("name,domain,state\nJan,home,active\n"), false);
    assert_int_equal(import->rows[0].n_fields, 2);
    import = help_import(&h, KR_FORMAT_CSV, KR_STR("naam;sector\nJan;vrienden\n"), false);
    help_equal(help_field(import->rows, KR_KIND_person, KR_F_person_sector), "friend");
    help_end(&h);
}

/* Cells that hold just a mail address. */
static bool is_mail(kr_str cell) {
    cell = kr_str_trim(cell);
    if (!memchr(cell.ptr, '@', cell.len) || memchr(cell.ptr, ' ', cell.len)) return false;
    return !memchr(cell.ptr, '/', cell.len) && !memchr(cell.ptr, ':', cell.len);
}

static void expected_files(void **state) {
    (void)state;
    help h;
    help_begin(&h, NULL);
    kr_str list = help_data("contacts-csv/expected-files.csv");
    kr_csv want = parse(&h, list);
    assert_int_equal(want.n_rows, 5);
    for (size_t row = 1; row < want.n_rows; row++) {
        char name[128], text[32];
        (void)snprintf(name, sizeof name, "contacts-csv/%.*s", KR_ARG(help_cell(&want, row, "file")));
        kr_str bytes = help_data(name);
        kr_csv csv = parse(&h, bytes);
        help_equal(help_cell(&want, row, "delimiter"), csv.delimiter == ',' ? "comma" : "other");
        (void)snprintf(text, sizeof text, "%zu", csv.widths[0]);
        help_equal(help_cell(&want, row, "columns"), text);
        (void)snprintf(text, sizeof text, "%zu", csv.n_rows - 1);
        help_equal(help_cell(&want, row, "rows"), text);
        size_t mails = 0;
        for (size_t r = 1; r < csv.n_rows; r++) {
            assert_int_equal(csv.widths[r], csv.widths[0]);
            for (size_t c = 0; c < csv.widths[r]; c++) mails += is_mail(csv.cells[r][c]);
        }
        (void)snprintf(text, sizeof text, "%zu", mails);
        help_equal(help_cell(&want, row, "emails"), text);
        kr_import *import = help_import(&h, KR_FORMAT_CSV, bytes, true);
        assert_int_equal(import->n_rows, csv.n_rows - 1);
        free((void *)(uintptr_t)bytes.ptr);
    }
    free((void *)(uintptr_t)list.ptr);
    help_end(&h);
}

/* Is every address or number in `part` also in `whole`? */
static void contains_all(kr_str whole, kr_str part) {
    while (part.len) {
        kr_str one;
        part = kr_str_trim(kr_str_cut(part, ',', &one));
        if (kr_str_find(whole, kr_str_trim(one)) == SIZE_MAX)
            print_message("%.*s is not in %.*s\n", KR_ARG(one), KR_ARG(whole));
        assert_true(kr_str_find(whole, kr_str_trim(one)) != SIZE_MAX);
    }
}

/* The card that another program makes of each table is the oracle: names, mail, numbers, notes, year of
 * birth. */
static void as_others_read_them(void **state) {
    (void)state;
    static const char *const names[] = {"email-only", "gmail", "thunderbird-all"};
    for (size_t i = 0; i < KR_COUNT(names); i++) {
        help h;
        help_begin(&h, NULL);
        char path[128];
        (void)snprintf(path, sizeof path, "contacts-csv/%s.csv", names[i]);
        kr_str table = help_data(path);
        (void)snprintf(path, sizeof path, "contacts-csv/%s.expected.vcf", names[i]);
        kr_str cards = help_data(path);
        kr_import *have = help_import(&h, KR_FORMAT_CSV, table, true);
        kr_import *want = help_import(&h, KR_FORMAT_VCARD, cards, true);
        assert_int_equal(have->n_rows, want->n_rows);
        for (size_t r = 0; r < want->n_rows; r++) {
            const kr_import_row *a = &have->rows[r], *b = &want->rows[r];
            assert_true(kr_str_eq(a->name, b->name));
            static const uint16_t same[] = {KR_F_person_remark, KR_F_person_birth_year, KR_F_person_gender,
                                            KR_F_person_role};
            for (size_t f = 0; f < KR_COUNT(same); f++) {
                kr_str x = help_field(a, KR_KIND_person, same[f]), y = help_field(b, KR_KIND_person, same[f]);
                if (!kr_str_eq(x, y)) print_message("%.*s / %.*s\n", KR_ARG(x), KR_ARG(y));
                assert_true(kr_str_eq(x, y));
            }
            contains_all(help_field(b, KR_KIND_person, KR_F_person_email),
                         help_field(a, KR_KIND_person, KR_F_person_email));
            contains_all(help_field(a, KR_KIND_person, KR_F_person_email),
                         help_field(b, KR_KIND_person, KR_F_person_email));
            contains_all(help_field(b, KR_KIND_person, KR_F_person_phone),
                         help_field(a, KR_KIND_person, KR_F_person_phone));
        }
        /* Numbers of a fax are left, the others are all there. */
        if (i == 1)
            help_equal(help_field(have->rows, KR_KIND_person, KR_F_person_phone),
                       "mainphone, homephone, mobile, workphone");
        free((void *)(uintptr_t)table.ptr);
        free((void *)(uintptr_t)cards.ptr);
        help_end(&h);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_and_quotes),
        cmocka_unit_test(breaks_and_separators),
        cmocka_unit_test(character_sets),
        cmocka_unit_test(too_much),
        cmocka_unit_test(dutch_headings),
        cmocka_unit_test(names_only),
        cmocka_unit_test(names_of_our_fields_elsewhere),
        cmocka_unit_test(expected_files),
        cmocka_unit_test(as_others_read_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
