/* Address cards: every card of the samples against the expectations beside them, and the rules one by one. */
#include "format_help.h"

#include <stdio.h>
#include <stdlib.h>

static kr_vcard *cards_of(help *h, kr_str bytes, size_t *count) {
    kr_vcard *cards = NULL;
    assert_int_equal(kr_vcard_parse(&cards, count, &h->arena, bytes, &h->error), KR_OK);
    return cards;
}

static const kr_vcard_prop *prop_of(const kr_vcard *card, const char *name, size_t index) {
    for (size_t i = 0; i < card->n_props; i++) {
        if (kr_vcard_is(&card->props[i], name) && index-- == 0) return &card->props[i];
    }
    return NULL;
}

static kr_str plain(help *h, kr_str value) {
    kr_str out;
    assert_int_equal(kr_vcard_plain(&out, &h->arena, value), KR_OK);
    return out;
}

static kr_str value_of(help *h, const kr_vcard *card, const char *name) {
    const kr_vcard_prop *prop = prop_of(card, name, 0);
    return prop ? plain(h, prop->value) : KR_NONE;
}

/* All values of one name with | between, as the expectations have them. */
static kr_str all_values(help *h, const kr_vcard *card, const char *name, const char *scheme) {
    kr_buf buf;
    kr_str out;
    const kr_vcard_prop *prop;
    kr_buf_init(&buf, &h->arena, 1u << 16);
    for (size_t i = 0; (prop = prop_of(card, name, i)); i++) {
        if (i) kr_put_c(&buf, '|');
        kr_str value = plain(h, prop->value);
        if (kr_str_starts(value, kr_str_z(scheme)))
            value = kr_str_n(value.ptr + strlen(scheme), value.len - strlen(scheme));
        kr_put(&buf, value);
    }
    assert_int_equal(kr_buf_end(&buf, &out), KR_OK);
    return out;
}

static kr_str parts_joined(help *h, const kr_vcard *card, const char *name) {
    const kr_vcard_prop *prop = prop_of(card, name, 0);
    kr_buf buf;
    kr_str out;
    kr_buf_init(&buf, &h->arena, 1u << 16);
    for (size_t i = 0; prop && i < 8; i++) {
        kr_str part = plain(h, kr_vcard_part(prop->value, i));
        if (part.len == 0) continue;
        if (buf.len) kr_put_z(&buf, " / ");
        kr_put(&buf, part);
    }
    assert_int_equal(kr_buf_end(&buf, &out), KR_OK);
    return out;
}

static size_t count_of(const kr_vcard *card, const char *name) {
    size_t n = 0;
    while (prop_of(card, name, n)) n++;
    return n;
}

static void check_number(const kr_csv *want, size_t row, const char *column, size_t have) {
    char text[32];
    (void)snprintf(text, sizeof text, "%zu", have);
    help_equal(help_cell(want, row, column), text);
}

static void check_text(const kr_csv *want, size_t row, const char *column, kr_str have) {
    kr_str cell = kr_str_trim(help_cell(want, row, column));
    have = kr_str_trim(have);
    if (!kr_str_eq(cell, have))
        print_message("row %zu, %s: have \"%.*s\", want \"%.*s\"\n", row, column, KR_ARG(have), KR_ARG(cell));
    assert_true(kr_str_eq(cell, have));
}

static void check_card(help *h, const kr_csv *want, size_t row, const kr_vcard *card) {
    char version[16];
    (void)snprintf(version, sizeof version, "%d.%d", card->version / 10, card->version % 10);
    help_equal(help_cell(want, row, "version"), version);
    check_number(want, row, "n_tel", count_of(card, "TEL"));
    check_number(want, row, "n_email", count_of(card, "EMAIL"));
    check_number(want, row, "n_adr", count_of(card, "ADR"));
    check_number(want, row, "n_url", count_of(card, "URL"));
    check_text(want, row, "tel", all_values(h, card, "TEL", "tel:"));
    check_text(want, row, "email", all_values(h, card, "EMAIL", "mailto:"));
    check_text(want, row, "bday", value_of(h, card, "BDAY"));
    check_text(want, row, "org", parts_joined(h, card, "ORG"));
    check_text(want, row, "title", value_of(h, card, "TITLE"));
    check_text(want, row, "categories", value_of(h, card, "CATEGORIES"));
    check_text(want, row, "related", value_of(h, card, "RELATED"));
    check_number(want, row, "has_photo", prop_of(card, "PHOTO", 0) != NULL);
    check_number(want, row, "has_note", prop_of(card, "NOTE", 0) != NULL);
    const kr_vcard_prop *name = prop_of(card, "N", 0);
    check_text(want, row, "fn", value_of(h, card, "FN"));
    check_text(want, row, "family", name ? plain(h, kr_vcard_part(name->value, 0)) : KR_NONE);
    check_text(want, row, "given", name ? plain(h, kr_vcard_part(name->value, 1)) : KR_NONE);
}

static void expected_cards(void **state) {
    (void)state;
    help h;
    help_begin(&h, NULL);
    kr_str list = help_data("vcard/expected-cards.csv"), bytes = {NULL, 0};
    kr_csv want;
    assert_int_equal(kr_csv_parse(&want, &h.arena, list, &h.error), KR_OK);
    kr_vcard *cards = NULL;
    kr_import *import = NULL;
    size_t count = 0, seen = 0, index = 0;
    kr_str file = KR_NONE;
    for (size_t row = 1; row < want.n_rows; row++) {
        if (!kr_str_eq(file, help_cell(&want, row, "file"))) {
            assert_int_equal(index, count); /* as many cards as expected */
            free((void *)(uintptr_t)bytes.ptr);
            char path[128];
            file = help_cell(&want, row, "file");
            (void)snprintf(path, sizeof path, "vcard/%.*s", KR_ARG(file));
            bytes = help_data(path);
            cards = cards_of(&h, bytes, &count);
            import = help_import(&h, KR_FORMAT_VCARD, bytes, true);
            assert_int_equal(import->n_rows, count);
            index = 0;
        }
        check_card(&h, &want, row, &cards[index]);
        kr_str fn = kr_str_trim(help_cell(&want, row, "fn"));
        if (fn.len) assert_true(kr_str_eq(import->rows[index].name, fn));
        assert_true(import->rows[index].name.len > 0);
        index++;
        seen++;
    }
    assert_int_equal(index, count);
    assert_int_equal(seen, 24);
    free((void *)(uintptr_t)bytes.ptr);
    free((void *)(uintptr_t)list.ptr);
    help_end(&h);
}

/* Whatever the samples hold becomes a circle. */
static void samples_become_circles(void **state) {
    (void)state;
    static const char *const names[] = {"android-2.1", "apple", "fullcontact", "thunderbird-list",
                                        "gmail-list"};
    for (size_t i = 0; i < KR_COUNT(names); i++) {
        help h;
        help_begin(&h, NULL);
        char path[64];
        (void)snprintf(path, sizeof path, "vcard/%s.vcf", names[i]);
        kr_str bytes = help_data(path);
        kr_import *import = help_import(&h, KR_FORMAT_VCARD, bytes, true);
        kr_change *changes;
        size_t count;
        assert_int_equal(
            kr_import_history(&changes, &count, &h.arena, import, help_maker(&h), KR_NONE, &h.error), KR_OK);
        kr_circle circle;
        kr_view view;
        help_fold(&h, &circle, changes, count);
        assert_int_equal(help_network(&h, &circle, KR_VIEWER_OWNER, &view).n, import->n_rows);
        help_equal(kr_circle_ego(&circle)->name, "Ik");
        free((void *)(uintptr_t)bytes.ptr);
        help_end(&h);
    }
}

static void folding_and_quoting(void **state) {
    (void)state;
    help h;
    help_begin(&h, NULL);
    size_t count;
    kr_vcard *cards = cards_of(
        &h,
        KR_STR("BEGIN:VCARD\r\nVERSION:3.0\r\nitem1.FN;X=\"a:b;c\":Jan\r\n  sen\r\n"
               "NOTE:een\\, twee\\n drie\\;\\\\\r\nEND:VCARD\r\n"
               "begin:vcard\nversion:2.1\nFN;QUOTED-PRINTABLE;CHARSET=ISO-8859-1:Zo=EB =\n van D=\nam\n"
               "NOTE:een\n twee\nAGENT:\nBEGIN:VCARD\nFN:Binnen\nEND:VCARD\nTEL:1\nend:vcard\n"),
        &count);
    assert_int_equal(count, 2);
    const kr_vcard_prop *fn = prop_of(&cards[0], "FN", 0);
    help_equal(fn->value, "Jan sen");
    help_equal(fn->group, "item1");
    help_equal(fn->params, "X=\"a:b;c\"");
    assert_int_equal(fn->line, 3);
    help_equal(value_of(&h, &cards[0], "NOTE"), "een, twee\n drie;\\");
    assert_int_equal(cards[1].version, 21);
    help_equal(value_of(&h, &cards[1], "FN"), "Zoë  van Dam");
    help_equal(value_of(&h, &cards[1], "NOTE"), "een twee");
    help_equal(value_of(&h, &cards[1], "TEL"), "1");
    help_end(&h);
}

static void cards_without_a_name(void **state) {
    (void)state;
    help h;
    help_begin(&h, NULL);
    kr_import *import =
        help_import(&h, KR_FORMAT_VCARD,
                    KR_STR("BEGIN:VCARD\nORG:Buurtzorg;Team 3\nTITLE:wijkverpleegkundige\nEND:VCARD\n"
                           "BEGIN:VCARD\nEMAIL:jan@voorbeeld.nl\nEND:VCARD\n"
                           "BEGIN:VCARD\nVERSION:4.0\nTEL:tel:+31-6-1\nEND:VCARD\n"
                           "BEGIN:VCARD\nPHOTO:x\nEND:VCARD\n"
                           "BEGIN:VCARD\nN:Dam;Corrie;van;;\nORG:Kerk\nEND:VCARD\n"),
                    false);
    assert_int_equal(import->n_rows, 5);
    static const char *const names[] = {"Buurtzorg", "jan@voorbeeld.nl", KR_IMPORT_NAMELESS,
                                        KR_IMPORT_NAMELESS, "Corrie van Dam"};
    for (size_t i = 0; i < 5; i++) {
        help_equal(import->rows[i].name, names[i]);
        assert_int_equal(import->rows[i].named, i == 4);
    }
    help_equal(help_field(&import->rows[0], KR_KIND_person, KR_F_person_role), "wijkverpleegkundige");
    assert_non_null(help_note(import, "format.note.nameless"));
    kr_import_call_nameless(import, KR_STR("a card without a name"));
    help_equal(import->rows[2].name, "a card without a name");
    size_t said = 0;
    for (size_t i = 0; i < import->n_notes; i++) {
        said += kr_str_is(import->notes[i].detail, "a card without a name");
        assert_false(kr_str_is(import->notes[i].detail, KR_IMPORT_NAMELESS));
    }
    assert_int_equal(said, 1);
    help_equal(import->rows[3].name, "a card without a name");
    help_equal(import->rows[0].name, "Buurtzorg");
    help_end(&h);
}

static void a_number_is_no_name(void **state) {
    (void)state;
    static const char *const numbers[] = {"06-12345678", "+31612345678", "tel:+31 6 1234 5678",
                                          "(030) 123 45 67", "0612345678"};
    static const char *const names[] = {"Oma 2", "De 7 dwergen", "112", "Zaal 1234567", "1000001"};
    char text[200];
    for (size_t i = 0; i < KR_COUNT(numbers); i++) {
        help h;
        help_begin(&h, NULL);
        (void)snprintf(text, sizeof text, "BEGIN:VCARD\nFN:%s\nTEL:%s\nEND:VCARD\n", numbers[i], numbers[i]);
        kr_import *import = help_import(&h, KR_FORMAT_VCARD, kr_str_z(text), false);
        help_equal(import->rows[0].name, KR_IMPORT_NAMELESS);
        assert_false(import->rows[0].named);
        (void)snprintf(text, sizeof text, "naam;telefoon\n;%s\n%s;\n", numbers[i] + (i == 2 ? 4 : 0),
                       numbers[i] + (i == 2 ? 4 : 0));
        import = help_import(&h, KR_FORMAT_CSV, kr_str_z(text), false);
        assert_int_equal(import->n_rows, 2);
        help_equal(import->rows[0].name, KR_IMPORT_NAMELESS);
        help_equal(import->rows[1].name, KR_IMPORT_NAMELESS);
        (void)snprintf(text, sizeof text, "BEGIN:VCARD\nFN:%s\nEND:VCARD\n", names[i]);
        help_equal(help_import(&h, KR_FORMAT_VCARD, kr_str_z(text), false)->rows[0].name, names[i]);
        help_end(&h);
    }
}

static void a_long_name_is_cut_and_said(void **state) {
    (void)state;
    char text[600] = "BEGIN:VCARD\nFN:";
    for (size_t most = 200; most <= 201; most++) {
        help h;
        help_begin(&h, NULL);
        memset(text + 15, 'a', most);
        (void)snprintf(text + 15 + most, sizeof text - 15 - most, "\nEND:VCARD\n");
        kr_import *import = help_import(&h, KR_FORMAT_VCARD, kr_str_z(text), false);
        assert_int_equal(import->rows[0].name.len, 200);
        assert_int_equal(help_note(import, "format.note.shortened") != NULL, most > 200);
        help_end(&h);
    }
}

static void kinds_groups_and_relations(void **state) {
    (void)state;
    help h;
    help_begin(&h, NULL);
    kr_import *import = help_import(
        &h, KR_FORMAT_VCARD,
        KR_STR("BEGIN:VCARD\nVERSION:4.0\nFN:Bram\nUID:urn:uuid:11\n"
               "RELATED;TYPE=friend:urn:uuid:22\nCATEGORIES:Werk,Familie\nGENDER:M;x\nEND:VCARD\n"
               "BEGIN:VCARD\nVERSION:4.0\nKIND:group\nFN:Koor\nUID:urn:uuid:22\nEND:VCARD\n"
               "BEGIN:VCARD\nVERSION:4.0\nKIND:location\nFN:Buurthuis\nRELATED:Niemand hier\nEND:VCARD\n"),
        false);
    help_equal(help_field(&import->rows[0], KR_KIND_person, KR_F_person_sector), "colleague");
    help_equal(help_field(&import->rows[0], KR_KIND_person, KR_F_person_gender), "man");
    help_equal(help_field(&import->rows[1], KR_KIND_person, KR_F_person_what), "group");
    help_equal(help_field(&import->rows[2], KR_KIND_person, KR_F_person_what), "place");
    assert_int_equal(import->n_pairs, 1);
    assert_int_equal(import->pairs[0].a + import->pairs[0].b, 1);
    assert_int_equal(help_note(import, "format.note.related")->count, 1);
    help_end(&h);
}

static void details_only_when_asked(void **state) {
    (void)state;
    help h;
    help_begin(&h, NULL);
    kr_str text = KR_STR(
        "BEGIN:VCARD\nFN:Jan\nTEL;TYPE=FAX:9\nTEL:1\nTEL:2\nEMAIL:j@v.nl\n"
        "ADR;TYPE=WORK:;;Werkweg 1;Utrecht;;;\nADR;TYPE=HOME:;;Dorpsstraat 1;Ede;;6711AA;\nEND:VCARD\n");
    const kr_import_row *row = &help_import(&h, KR_FORMAT_VCARD, text, true)->rows[0];
    help_equal(help_field(row, KR_KIND_person, KR_F_person_phone), "1, 2");
    help_equal(help_field(row, KR_KIND_person, KR_F_person_email), "j@v.nl");
    help_equal(help_field(row, KR_KIND_person, KR_F_person_address), "Dorpsstraat 1, 6711AA, Ede");
    help_equal(help_field(row, KR_KIND_person, KR_F_person_lives), "Ede");
    kr_import *without = help_import(&h, KR_FORMAT_VCARD, text, false);
    assert_int_equal(without->rows[0].n_fields, 0);
    assert_int_equal(help_note(without, "format.note.details")->count, 1);
    help_end(&h);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(expected_cards),
        cmocka_unit_test(samples_become_circles),
        cmocka_unit_test(folding_and_quoting),
        cmocka_unit_test(cards_without_a_name),
        cmocka_unit_test(a_number_is_no_name),
        cmocka_unit_test(a_long_name_is_cut_and_said),
        cmocka_unit_test(kinds_groups_and_relations),
        cmocka_unit_test(details_only_when_asked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
