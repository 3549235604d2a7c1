/* What a card says about a person, as fields of the schema. Phone, mail and address only when they are asked
 * for. */
#include "format/inside.h"
#include "core/utf8.h"

/* The first property of this name that says something. */
static const kr_vcard_prop *first_of(const kr_vcard *card, const char *name) {
    for (size_t i = 0; i < card->n_props; i++) {
        if (kr_vcard_is(&card->props[i], name) && kr_str_trim(card->props[i].value).len)
            return &card->props[i];
    }
    return NULL;
}

static kr_str plain(kr_rows *rows, kr_str value) {
    kr_str out = KR_NONE;
    if (rows->err == KR_OK) rows->err = kr_vcard_plain(&out, rows->arena, value);
    return kr_str_trim(out);
}

static kr_str plain_of(kr_rows *rows, const kr_vcard *card, const char *name) {
    const kr_vcard_prop *prop = first_of(card, name);
    return prop ? plain(rows, prop->value) : KR_NONE;
}

static kr_str joined(kr_rows *rows, const kr_str *parts, size_t n, const char *between) {
    size_t room = 1;
    for (size_t i = 0; i < n; i++) room += parts[i].len + 4;
    kr_buf buf;
    kr_str out = KR_NONE;
    kr_buf_init(&buf, rows->arena, room);
    for (size_t i = 0; i < n; i++) {
        kr_str part = kr_str_trim(parts[i]);
        if (part.len == 0) continue;
        if (buf.len) kr_put_z(&buf, between);
        kr_put(&buf, part);
    }
    if (rows->err == KR_OK) rows->err = kr_buf_end(&buf, &out);
    return out;
}

/* Given, additional and family name; honorifics only when there is nothing but a family name. */
static kr_str structured_name(kr_rows *rows, const kr_vcard *card) {
    const kr_vcard_prop *prop = first_of(card, "N");
    if (!prop) return KR_NONE;
    kr_str family = plain(rows, kr_vcard_part(prop->value, 0)),
           given = plain(rows, kr_vcard_part(prop->value, 1));
    kr_str additional = plain(rows, kr_vcard_part(prop->value, 2)),
           title = plain(rows, kr_vcard_part(prop->value, 3));
    if (given.len) title = KR_NONE;
    return joined(rows, (kr_str[]){title, given, additional, family}, 4, " ");
}

static kr_str organisation(kr_rows *rows, const kr_vcard *card) {
    const kr_vcard_prop *prop = first_of(card, "ORG");
    return prop ? plain(rows, kr_vcard_part(prop->value, 0)) : KR_NONE;
}

/* "tel:+31-6-1234" is how 4.0 writes a number. */
static kr_str without_scheme(kr_str value) {
    static const char *const schemes[] = {"tel:", "mailto:", "TEL:", "MAILTO:"};
    for (size_t i = 0; i < KR_COUNT(schemes); i++) {
        kr_str scheme = kr_str_z(schemes[i]);
        if (kr_str_starts(value, scheme)) return kr_str_n(value.ptr + scheme.len, value.len - scheme.len);
    }
    return value;
}

/* Telephones write the number as the name of whoever has none. */
static kr_str unless_phone(kr_str name) {
    return kr_is_phone(without_scheme(name)) ? KR_NONE : name;
}

/* What to call them; nothing when the card does not say. *named: the card itself gave it as a name. */
static kr_str name_of(kr_rows *rows, const kr_vcard *card, bool *named) {
    *named = true;
    kr_str name = unless_phone(plain_of(rows, card, "FN"));
    if (name.len == 0) name = unless_phone(structured_name(rows, card));
    if (name.len == 0) name = unless_phone(plain_of(rows, card, "NICKNAME"));
    if (name.len) return name;
    *named = false;
    name = unless_phone(organisation(rows, card));
    return name.len ? name : unless_phone(without_scheme(plain_of(rows, card, "EMAIL")));
}

static const kr_field *person_field(uint16_t number) {
    return kr_schema_field(KR_KIND_person, number);
}

/* All values of one kind of property, in one field. Fax and pager numbers are nobody's wish. */
static void put_details(kr_rows *rows, const kr_vcard *card, const char *name, uint16_t field) {
    kr_str parts[8];
    size_t n = 0;
    for (size_t i = 0; i < card->n_props && n < KR_COUNT(parts); i++) {
        const kr_vcard_prop *prop = &card->props[i];
        if (!kr_vcard_is(prop, name) || kr_vcard_has(prop, "FAX") || kr_vcard_has(prop, "PAGER")) continue;
        kr_str value = without_scheme(plain(rows, prop->value));
        bool twice = value.len == 0;
        for (size_t j = 0; j < n; j++) twice = twice || kr_str_eq(parts[j], value);
        if (!twice) parts[n++] = value;
    }
    if (n) kr_rows_field(rows, person_field(field), joined(rows, parts, n, ", "), card->line);
}

static void put_address(kr_rows *rows, const kr_vcard *card) {
    const kr_vcard_prop *adr = NULL;
    for (size_t i = 0; i < card->n_props; i++) {
        const kr_vcard_prop *prop = &card->props[i];
        if (!kr_vcard_is(prop, "ADR") || kr_vcard_has(prop, "WORK")) continue;
        if (!adr || kr_vcard_has(prop, "HOME")) adr = prop;
    }
    if (!adr) return;
    kr_str parts[6];
    static const size_t order[] = {0, 1, 2, 5, 3, 6}; /* box, extended, street, code, town, country */
    for (size_t i = 0; i < KR_COUNT(order); i++) parts[i] = plain(rows, kr_vcard_part(adr->value, order[i]));
    kr_rows_field(rows, person_field(KR_F_person_lives), parts[4], adr->line);
    kr_rows_field(rows, person_field(KR_F_person_address), joined(rows, parts, 6, ", "), adr->line);
}

static void put_contact_details(kr_rows *rows, const kr_vcard *card, bool with_details) {
    if (with_details) {
        put_details(rows, card, "TEL", KR_F_person_phone);
        put_details(rows, card, "EMAIL", KR_F_person_email);
        put_address(rows, card);
    } else if (first_of(card, "TEL") || first_of(card, "EMAIL") || first_of(card, "ADR")) {
        kr_rows_note(rows, "format.note.details", KR_NONE, card->line);
    }
}

/* What somebody does: their title, and where. */
static void put_role(kr_rows *rows, const kr_vcard *card, kr_str name) {
    kr_str title = plain_of(rows, card, "TITLE"), org = organisation(rows, card);
    if (title.len == 0) title = plain_of(rows, card, "ROLE");
    if (kr_str_eq(org, name)) org = KR_NONE;
    kr_rows_field(rows, person_field(KR_F_person_role), joined(rows, (kr_str[]){title, org}, 2, ", "),
                  card->line);
}

static void put_notes(kr_rows *rows, const kr_vcard *card) {
    kr_str parts[8];
    size_t n = 0;
    for (size_t i = 0; i < card->n_props && n < KR_COUNT(parts); i++) {
        if (kr_vcard_is(&card->props[i], "NOTE")) parts[n++] = plain(rows, card->props[i].value);
    }
    kr_rows_field(rows, person_field(KR_F_person_remark), joined(rows, parts, n, "\n"), card->line);
}

static void put_birth(kr_rows *rows, const kr_vcard *card) {
    kr_date date;
    const kr_vcard_prop *prop = first_of(card, "BDAY");
    if (!prop || !kr_date_guess(prop->value, &date)) return;
    char text[11];
    (void)kr_date_text(date, text);
    kr_str year = kr_arena_copy(rows->arena, kr_str_n(text, 4));
    if (!year.ptr)
        rows->err = KR_E_MEMORY;
    else
        kr_rows_field(rows, person_field(KR_F_person_birth_year), year, prop->line);
    if (date % 10000) kr_rows_note(rows, "format.note.birthday", KR_NONE, prop->line);
}

/* KIND (4.0), or what Apple writes for a company. */
static void put_kind(kr_rows *rows, const kr_vcard *card) {
    const kr_vcard_prop *kind = first_of(card, "KIND");
    if (!kind) kind = first_of(card, "X-ADDRESSBOOKSERVER-KIND");
    const kr_field *what = person_field(KR_F_person_what);
    unsigned choice = kind ? kr_choice_guess(what->list, kind->value) : 0;
    const kr_vcard_prop *company = first_of(card, "X-ABShowAs");
    if (!choice && company && kr_same_folded(kr_str_trim(company->value), KR_STR("company")))
        choice = KR_what_group;
    if (choice) kr_rows_choice(rows, KR_KIND_person, KR_F_person_what, choice);
}

static void put_gender(kr_rows *rows, const kr_vcard *card) {
    const kr_vcard_prop *prop = first_of(card, "GENDER");
    if (!prop) prop = first_of(card, "X-GENDER");
    const kr_field *field = person_field(KR_F_person_gender);
    unsigned choice = prop ? kr_choice_guess(field->list, kr_vcard_part(prop->value, 0)) : 0;
    if (choice) kr_rows_choice(rows, KR_KIND_person, KR_F_person_gender, choice);
}

/* "Familie", "Friends": the first category that says where somebody belongs. */
static void put_categories(kr_rows *rows, const kr_vcard *card) {
    kr_str all = plain_of(rows, card, "CATEGORIES");
    const kr_field *sector = person_field(KR_F_person_sector);
    while (all.len) {
        kr_str one;
        all = kr_str_cut(all, ',', &one);
        unsigned choice = kr_choice_guess(sector->list, one);
        if (choice) kr_rows_choice(rows, KR_KIND_person, KR_F_person_sector, choice);
    }
}

static void note_left(kr_rows *rows, const kr_vcard *card) {
    static const char *const left[] = {"NICKNAME", "URL",   "IMPP",   "ANNIVERSARY", "PHOTO",
                                       "LOGO",     "SOUND", "MEMBER", "KEY",         "CATEGORIES"};
    for (size_t i = 0; i < KR_COUNT(left); i++) {
        bool there = false;
        for (size_t j = 0; j < card->n_props && !there; j++) there = kr_vcard_is(&card->props[j], left[i]);
        if (!there) continue;
        if (strcmp(left[i], "CATEGORIES") == 0 && kr_rows_has(rows, KR_KIND_person, KR_F_person_sector))
            continue;
        kr_rows_note(rows, "format.note.property", kr_str_z(left[i]), card->line);
    }
}

static void put_related(kr_rows *rows, const kr_vcard *card, size_t row) {
    static const char *const names[] = {
        "RELATED", "X-ABRELATEDNAMES", "X-SPOUSE", "X-EVOLUTION-SPOUSE", "X-MS-SPOUSE", "AGENT"};
    for (size_t i = 0; i < card->n_props; i++) {
        for (size_t j = 0; j < KR_COUNT(names); j++) {
            if (kr_vcard_is(&card->props[i], names[j]))
                kr_rows_related(rows, row, plain(rows, card->props[i].value));
        }
    }
    const kr_vcard_prop *uid = first_of(card, "UID");
    if (!uid) return;
    kr_rows_mark(rows, row, uid->value);
    /* 3.0 gives the bare number, RELATED the address. */
    kr_rows_mark(rows, row, joined(rows, (kr_str[]){KR_STR("urn:uuid:"), uid->value}, 2, ""));
}

static void put_card(kr_rows *rows, const kr_vcard *card, bool with_details) {
    bool named;
    kr_str name = name_of(rows, card, &named);
    put_kind(rows, card);
    put_role(rows, card, name);
    put_categories(rows, card);
    put_notes(rows, card);
    put_gender(rows, card);
    put_birth(rows, card);
    put_contact_details(rows, card, with_details);
    note_left(rows, card);
    size_t row = kr_rows_row(rows, name, named, card->line);
    if (row == SIZE_MAX) return;
    if (!named) kr_rows_note(rows, "format.note.nameless", rows->import->rows[row].name, card->line);
    put_related(rows, card, row);
}

kr_err kr_vcard_import(kr_import **out, kr_arena *arena, kr_str bytes, bool with_details, kr_error *error) {
    kr_vcard *cards;
    size_t count;
    kr_err err = kr_vcard_parse(&cards, &count, arena, bytes, error);
    if (err != KR_OK) return err;
    kr_rows rows;
    if (kr_rows_begin(&rows, arena, KR_FORMAT_VCARD) != KR_OK)
        return kr_fail(error, KR_E_MEMORY, "error.memory", NULL, NULL);
    for (size_t i = 0; i < count && rows.err == KR_OK; i++) put_card(&rows, &cards[i], with_details);
    return kr_rows_end(&rows, out, error);
}
