/* What the columns of address books and lists mean. Which program made the file does not matter: each column
 * is known by its own heading. */
#include "format/inside.h"
#include "core/utf8.h"

typedef enum meaning {
    M_NOTHING, /* known to be of no use: labels, numbers */
    M_TYPE,    /* says of the next column whether it is a fax */
    M_UNKNOWN,
    M_FIELD, /* a column of Kring itself */
    M_ID,
    M_ACQUAINTED,
    M_NAME,
    M_GIVEN,
    M_MIDDLE,
    M_FAMILY,
    M_PREFIX,
    M_NICK,
    M_ORG,
    M_TITLE,
    M_ROLE,
    M_REMARK,
    M_PHONE,
    M_EMAIL,
    M_ADDRESS, /* in one piece */
    M_STREET,
    M_ZIP,
    M_TOWN,
    M_LIVES,
    M_WORK_DETAIL,
    M_BIRTHDAY,
    M_GENDER,
    M_AGE,
    M_GROUP,
    M_RELATED,
    M_KIND
} meaning;

typedef struct heading {
    const char *words; /* lower case, letters only */
    meaning means;
} heading;

static const heading headings[] = {
    {"name", M_NAME},
    {"naam", M_NAME},
    {"namen", M_NAME},
    {"fullname", M_NAME},
    {"volledigenaam", M_NAME},
    {"displayname", M_NAME},
    {"weergavenaam", M_NAME},
    {"contact", M_NAME},
    {"contactpersoon", M_NAME},
    {"contactnaam", M_NAME},
    {"persoon", M_NAME},
    {"wie", M_NAME},
    {"nom", M_NAME},
    {"anzeigename", M_NAME},
    {"firstname", M_GIVEN},
    {"givenname", M_GIVEN},
    {"voornaam", M_GIVEN},
    {"roepnaam", M_GIVEN},
    {"vorname", M_GIVEN},
    {"prenom", M_GIVEN},
    {"middlename", M_MIDDLE},
    {"additionalname", M_MIDDLE},
    {"tussenvoegsel", M_MIDDLE},
    {"tussenvoegsels", M_MIDDLE},
    {"voorvoegsel", M_MIDDLE},
    {"middelstenaam", M_MIDDLE},
    {"tweedevoornaam", M_MIDDLE},
    {"lastname", M_FAMILY},
    {"familyname", M_FAMILY},
    {"surname", M_FAMILY},
    {"achternaam", M_FAMILY},
    {"familienaam", M_FAMILY},
    {"nachname", M_FAMILY},
    {"nomdefamille", M_FAMILY},
    {"nameprefix", M_PREFIX},
    {"aanhef", M_PREFIX},
    {"titel", M_PREFIX},
    {"title", M_PREFIX},
    {"nickname", M_NICK},
    {"bijnaam", M_NICK},
    {"spitzname", M_NICK},
    {"company", M_ORG},
    {"companyname", M_ORG},
    {"organization", M_ORG},
    {"organisation", M_ORG},
    {"organizationname", M_ORG},
    {"organisatie", M_ORG},
    {"organisatienaam", M_ORG},
    {"bedrijf", M_ORG},
    {"bedrijfsnaam", M_ORG},
    {"instelling", M_ORG},
    {"firma", M_ORG},
    {"jobtitle", M_TITLE},
    {"organizationtitle", M_TITLE},
    {"functie", M_TITLE},
    {"beroep", M_TITLE},
    {"position", M_TITLE},
    {"profession", M_TITLE},
    {"occupation", M_TITLE},
    {"role", M_ROLE},
    {"rol", M_ROLE},
    {"relatie", M_ROLE},
    {"relation", M_ROLE},
    {"relationship", M_ROLE},
    {"wieisdit", M_ROLE},
    {"wieisdat", M_ROLE},
    {"band", M_ROLE},
    {"verwantschap", M_ROLE},
    {"beziehung", M_ROLE},
    {"notes", M_REMARK},
    {"note", M_REMARK},
    {"notities", M_REMARK},
    {"notitie", M_REMARK},
    {"opmerking", M_REMARK},
    {"opmerkingen", M_REMARK},
    {"toelichting", M_REMARK},
    {"bijzonderheden", M_REMARK},
    {"comment", M_REMARK},
    {"comments", M_REMARK},
    {"remark", M_REMARK},
    {"remarks", M_REMARK},
    {"notizen", M_REMARK},
    {"address", M_ADDRESS},
    {"adres", M_ADDRESS},
    {"homeaddress", M_ADDRESS},
    {"otheraddress", M_ADDRESS},
    {"thuisadres", M_ADDRESS},
    {"adresthuis", M_ADDRESS},
    {"addressformatted", M_ADDRESS},
    {"street", M_STREET},
    {"straat", M_STREET},
    {"homestreet", M_STREET},
    {"huisadresstraat", M_STREET},
    {"addressstreet", M_STREET},
    {"otherstreet", M_STREET},
    {"zip", M_ZIP},
    {"zipcode", M_ZIP},
    {"postcode", M_ZIP},
    {"postalcode", M_ZIP},
    {"homezip", M_ZIP},
    {"homepostalcode", M_ZIP},
    {"addresspostalcode", M_ZIP},
    {"city", M_TOWN},
    {"town", M_TOWN},
    {"stad", M_TOWN},
    {"plaats", M_TOWN},
    {"homecity", M_TOWN},
    {"addresscity", M_TOWN},
    {"woonplaats", M_LIVES},
    {"woontin", M_LIVES},
    {"businessaddress", M_WORK_DETAIL},
    {"businessstreet", M_WORK_DETAIL},
    {"workaddress", M_WORK_DETAIL},
    {"workstreet", M_WORK_DETAIL},
    {"birthday", M_BIRTHDAY},
    {"birthdate", M_BIRTHDAY},
    {"dateofbirth", M_BIRTHDAY},
    {"geboortedatum", M_BIRTHDAY},
    {"geboortejaar", M_BIRTHDAY},
    {"birthyear", M_BIRTHDAY},
    {"verjaardag", M_BIRTHDAY},
    {"geburtstag", M_BIRTHDAY},
    {"gender", M_GENDER},
    {"sex", M_GENDER},
    {"geslacht", M_GENDER},
    {"age", M_AGE},
    {"leeftijd", M_AGE},
    {"categories", M_GROUP},
    {"category", M_GROUP},
    {"categorie", M_GROUP},
    {"categorieen", M_GROUP},
    {"groupmembership", M_GROUP},
    {"groups", M_GROUP},
    {"labels", M_GROUP},
    {"groep", M_GROUP},
    {"kring", M_GROUP},
    {"leefgebied", M_GROUP},
    {"spouse", M_RELATED},
    {"partner", M_RELATED},
    {"echtgenoot", M_RELATED},
    {"relationvalue", M_RELATED},
    {"soort", M_KIND},
    {"action", M_NOTHING},
    {"id", M_NOTHING},
    {"namelower", M_NOTHING},
    {"namelowerunique", M_NOTHING},
    {"contacttype", M_NOTHING},
    {"domain", M_NOTHING},
    {"apiid", M_NOTHING},
    {"externalid", M_NOTHING},
    {"sensitivity", M_NOTHING},
    {"priority", M_NOTHING},
    {"initials", M_NOTHING},
    {"initialen", M_NOTHING},
    {"shortname", M_NOTHING},
    {"namesuffix", M_NOTHING},
    {"suffix", M_NOTHING},
};

/* "E-mail 2 - Value" becomes "emailvalue". */
static size_t letters_only(kr_str text, char out[40]) {
    size_t n = 0;
    for (size_t at = 0; at < text.len && n < 39;) {
        uint32_t c = kr_utf8_fold(kr_utf8_next(text, &at));
        if (c >= 'a' && c <= 'z') out[n++] = (char)c;
    }
    out[n] = '\0';
    return n;
}

static bool contains(const char *text, const char *word) {
    return strstr(text, word) != NULL;
}

static bool ends_in(const char *text, const char *word) {
    size_t n = strlen(text), m = strlen(word);
    return n >= m && strcmp(text + n - m, word) == 0;
}

/* Telephone and mail have too many headings for a list. */
static meaning by_part(const char *words) {
    if (ends_in(words, "type") || ends_in(words, "label")) return M_TYPE;
    if (contains(words, "phonetic") || contains(words, "yomi") || ends_in(words, "reltype") ||
        ends_in(words, "rel"))
        return M_NOTHING;
    if (contains(words, "fax") || contains(words, "assistant") || contains(words, "pager") ||
        contains(words, "telex"))
        return M_UNKNOWN;
    if (contains(words, "email") && !contains(words, "displayname") && !contains(words, "weergavenaam"))
        return M_EMAIL;
    if (contains(words, "phone") || contains(words, "telefo") || contains(words, "mobiel") ||
        contains(words, "mobile") || strcmp(words, "tel") == 0)
        return M_PHONE;
    return M_UNKNOWN;
}

typedef struct column {
    meaning means;
    const kr_field *field;
} column;

static column column_of(kr_str title, const kr_column *all, size_t n_all) {
    char words[40];
    title = kr_str_trim(title);
    const kr_field *own = kr_column_named(all, n_all, title);
    if (kr_str_is(title, "id")) return (column){M_ID, NULL};
    if (kr_str_is(title, "acquainted")) return (column){M_ACQUAINTED, NULL};
    /* Name and details are known by their headings: they need more than to be copied. */
    bool special = own && own->kind == KR_KIND_person &&
                   (own->number == KR_F_person_name || own->number == KR_F_person_phone ||
                    own->number == KR_F_person_email || own->number == KR_F_person_address);
    if (own && !special) return (column){M_FIELD, own};
    if (letters_only(title, words) == 0) return (column){M_UNKNOWN, NULL};
    for (size_t i = 0; i < KR_COUNT(headings); i++) {
        if (strcmp(headings[i].words, words) == 0) return (column){headings[i].means, NULL};
    }
    return (column){by_part(words), NULL};
}

static bool gives_name(meaning m) {
    return m == M_NAME || m == M_GIVEN || m == M_FAMILY || m == M_NICK || m == M_ORG || m == M_PHONE ||
           m == M_EMAIL;
}

typedef struct table {
    kr_rows rows;
    kr_csv csv;
    column *columns;
    size_t width;
    bool with_details;
} table;

/* An apostrophe before a sign that spreadsheets take for a sum is ours. */
static kr_str cell_of(const table *t, size_t row, size_t col) {
    if (col >= t->csv.widths[row]) return KR_NONE;
    kr_str cell = kr_str_trim(t->csv.cells[row][col]);
    if (cell.len > 1 && cell.ptr[0] == '\'' && memchr("=+-@'", cell.ptr[1], 5)) cell.ptr++, cell.len--;
    return cell;
}

/* Numbers of a fax or pager, where the column before says so, are nobody's wish. */
static bool is_fax(const table *t, size_t row, size_t col) {
    char words[40];
    if (col == 0 || t->columns[col].means != M_PHONE || t->columns[col - 1].means != M_TYPE) return false;
    (void)letters_only(cell_of(t, row, col - 1), words);
    return contains(words, "fax") || contains(words, "pager");
}

/* All filled cells of a row that mean this, one after the other. */
static kr_str gathered(table *t, size_t row, meaning means, const char *between, size_t most) {
    kr_buf buf;
    size_t found = 0, width = t->width < t->csv.widths[row] ? t->width : t->csv.widths[row];
    kr_str out = KR_NONE;
    kr_buf_init(&buf, t->rows.arena, 65536);
    for (size_t col = 0; col < width && found < most; col++) {
        if (t->columns[col].means != means) continue;
        kr_str cell = cell_of(t, row, col);
        if (cell.len == 0 || cell.len + buf.len > 60000 || is_fax(t, row, col)) continue;
        if (++found == 1) {
            out = cell; /* nearly always the only one: nothing to join, no memory */
            continue;
        }
        if (found == 2) kr_put(&buf, out);
        kr_put_z(&buf, between);
        kr_put(&buf, cell);
    }
    if (found > 1 && t->rows.err == KR_OK) t->rows.err = kr_buf_end(&buf, &out);
    return out;
}

static kr_str in_order(table *t, const kr_str *parts, size_t n, const char *between) {
    kr_buf buf;
    kr_str out = KR_NONE;
    kr_buf_init(&buf, t->rows.arena, 300000);
    for (size_t i = 0; i < n; i++) {
        if (parts[i].len == 0) continue;
        if (buf.len) kr_put_z(&buf, between);
        kr_put(&buf, parts[i]);
    }
    if (t->rows.err == KR_OK) t->rows.err = kr_buf_end(&buf, &out);
    return out;
}

static kr_str name_of(table *t, size_t row, bool *named) {
    *named = true;
    kr_str name = gathered(t, row, M_NAME, " ", 1);
    if (name.len) return name;
    kr_str given = gathered(t, row, M_GIVEN, " ", 2), middle = gathered(t, row, M_MIDDLE, " ", 2);
    kr_str family = gathered(t, row, M_FAMILY, " ", 2);
    kr_str prefix = given.len || !family.len ? KR_NONE : gathered(t, row, M_PREFIX, " ", 1);
    if (given.len || family.len) return in_order(t, (kr_str[]){prefix, given, middle, family}, 4, " ");
    name = gathered(t, row, M_NICK, " ", 1);
    if (name.len) return name;
    *named = false;
    static const meaning others[] = {M_ORG, M_EMAIL, M_PHONE};
    for (size_t i = 0; i < KR_COUNT(others) && name.len == 0; i++) name = gathered(t, row, others[i], " ", 1);
    return name;
}

static void put(table *t, size_t row, uint16_t field, kr_str written) {
    kr_rows_field(&t->rows, kr_schema_field(KR_KIND_person, field), written, t->csv.lines[row]);
}

static void put_details(table *t, size_t row) {
    kr_str lives = gathered(t, row, M_LIVES, ", ", 1);
    put(t, row, KR_F_person_lives, lives);
    kr_str phone = gathered(t, row, M_PHONE, ", ", 6), email = gathered(t, row, M_EMAIL, ", ", 6);
    kr_str address = gathered(t, row, M_ADDRESS, ", ", 1), town = gathered(t, row, M_TOWN, ", ", 1);
    if (address.len == 0) {
        kr_str street = gathered(t, row, M_STREET, ", ", 1), zip = gathered(t, row, M_ZIP, " ", 1);
        address = in_order(t, (kr_str[]){street, zip, town}, 3, ", ");
    }
    if (t->with_details) {
        put(t, row, KR_F_person_phone, phone);
        put(t, row, KR_F_person_email, email);
        put(t, row, KR_F_person_address, address);
        put(t, row, KR_F_person_lives, town);
    } else if (phone.len || email.len || address.len) {
        kr_rows_note(&t->rows, "format.note.details", KR_NONE, t->csv.lines[row]);
    }
}

/* The year only: the day is nobody's business here. */
static void put_birth(table *t, size_t row) {
    kr_str written = gathered(t, row, M_BIRTHDAY, " ", 1);
    kr_date date;
    char text[11];
    if (written.len == 0 || !kr_date_guess(written, &date)) return;
    (void)kr_date_text(date, text);
    kr_str year = kr_arena_copy(t->rows.arena, kr_str_n(text, 4));
    if (!year.ptr) t->rows.err = KR_E_MEMORY;
    if (year.ptr) put(t, row, KR_F_person_birth_year, year);
    if (date % 10000) kr_rows_note(&t->rows, "format.note.birthday", KR_NONE, t->csv.lines[row]);
}

static void put_age(table *t, size_t row) {
    int64_t years;
    kr_str written = gathered(t, row, M_AGE, " ", 1);
    if (written.len && kr_str_int(written, &years))
        kr_rows_choice(&t->rows, KR_KIND_person, KR_F_person_age_group, kr_age_group(years));
}

/* Google writes "* My Contacts ::: Friends", Outlook "Familie;Zakelijk". */
static void put_group(table *t, size_t row) {
    kr_str rest = gathered(t, row, M_GROUP, ";", 3);
    const kr_field *sector = kr_schema_field(KR_KIND_person, KR_F_person_sector);
    unsigned found = 0;
    bool any = rest.len > 0;
    while (rest.len && !found) {
        size_t end = 0;
        while (end < rest.len && !memchr(";,:", rest.ptr[end], 3)) end++;
        kr_str one = kr_str_trim(kr_str_n(rest.ptr, end));
        while (one.len && (one.ptr[0] == '*' || one.ptr[0] == ' ')) one.ptr++, one.len--;
        found = kr_choice_guess(sector->list, one);
        end += end < rest.len;
        rest = kr_str_n(rest.ptr + end, rest.len - end);
    }
    if (found)
        kr_rows_choice(&t->rows, KR_KIND_person, KR_F_person_sector, found);
    else if (any)
        kr_rows_note(&t->rows, "format.note.groups", KR_NONE, t->csv.lines[row]);
}

/* Columns with Kring's own names, and what is left of the others. */
static void put_columns(table *t, size_t row) {
    for (size_t col = 0; col < t->csv.widths[row]; col++) {
        column c = col < t->width ? t->columns[col] : (column){M_UNKNOWN, NULL};
        kr_str cell = cell_of(t, row, col);
        if (cell.len == 0) continue;
        bool left = c.means == M_UNKNOWN || c.means == M_WORK_DETAIL;
        if (c.means == M_FIELD)
            kr_rows_field(&t->rows, c.field, cell, t->csv.lines[row]);
        else if (left)
            kr_rows_note(&t->rows, "format.note.column", col < t->width ? cell_of(t, 0, col) : KR_NONE,
                         t->csv.lines[row]);
    }
}

static void put_fields(table *t, size_t row, kr_str name) {
    put_columns(t, row);
    kr_str role = gathered(t, row, M_ROLE, ", ", 2), title = gathered(t, row, M_TITLE, ", ", 1);
    kr_str org = gathered(t, row, M_ORG, ", ", 1);
    if (kr_str_eq(org, name)) org = KR_NONE;
    if (role.len == 0) role = in_order(t, (kr_str[]){title, org}, 2, ", ");
    put(t, row, KR_F_person_role, role);
    put(t, row, KR_F_person_remark, gathered(t, row, M_REMARK, "\n", 4));
    put(t, row, KR_F_person_gender, gathered(t, row, M_GENDER, " ", 1));
    put(t, row, KR_F_person_what, gathered(t, row, M_KIND, " ", 1));
    put_details(t, row);
    put_birth(t, row);
    put_age(t, row);
    put_group(t, row);
}

static kr_id id_in(const table *t, size_t row) {
    kr_id id = 0;
    for (size_t col = 0; col < t->width; col++) {
        if (t->columns[col].means == M_ID && kr_id_parse(cell_of(t, row, col), &id)) return id;
    }
    return 0;
}

static void put_acquainted(table *t, size_t row, size_t index) {
    kr_str rest = gathered(t, row, M_ACQUAINTED, " ", 1);
    while (rest.len) {
        kr_str one;
        rest = kr_str_cut(rest, ' ', &one);
        kr_rows_related(&t->rows, index, one);
    }
}

static bool is_blank(const table *t, size_t row) {
    for (size_t col = 0; col < t->csv.widths[row]; col++) {
        if (kr_str_trim(t->csv.cells[row][col]).len) return false;
    }
    return true;
}

static void put_row(table *t, size_t row) {
    if (is_blank(t, row)) return;
    bool named;
    kr_str name = name_of(t, row, &named);
    put_fields(t, row, name);
    size_t index = kr_rows_row(&t->rows, name, named, t->csv.lines[row]);
    if (index == SIZE_MAX) return;
    kr_import_row *made = &t->rows.import->rows[index];
    if (!named) kr_rows_note(&t->rows, "format.note.nameless", made->name, made->line);
    kr_id id = id_in(t, row);
    char text[17];
    kr_id_text(id, text);
    kr_str mark = id ? kr_arena_copy(t->rows.arena, kr_str_n(text, 16)) : KR_NONE;
    if (!mark.ptr) t->rows.err = KR_E_MEMORY;
    made->mark = id;
    if (id && mark.ptr) kr_rows_mark(&t->rows, index, mark);
    put_acquainted(t, row, index);
    kr_rows_related(&t->rows, index, gathered(t, row, M_RELATED, " ", 1));
}

/* Which columns there are. A list of one column without a heading is a list of names. */
static kr_err read_headings(table *t, size_t *first_row, kr_error *error) {
    t->width = t->csv.n_rows ? t->csv.widths[0] : 0;
    if (t->width == 0) return kr_fail(error, KR_E_SYNTAX, "format.error.empty", NULL, NULL);
    t->columns = kr_new_n(t->rows.arena, column, t->width);
    if (!t->columns) return kr_fail(error, KR_E_MEMORY, "error.memory", NULL, NULL);
    bool any = false;
    kr_column all[KR_MOST_COLUMNS];
    size_t n_all = kr_columns(all);
    for (size_t col = 0; col < t->width; col++) {
        t->columns[col] = column_of(t->csv.cells[0][col], all, n_all);
        any = any || gives_name(t->columns[col].means);
    }
    *first_row = any;
    if (any) return KR_OK;
    if (t->width > 1)
        return kr_fail_at(error, KR_E_SYNTAX, "format.error.csv_name", NULL, t->csv.lines[0], 0);
    t->columns[0].means = M_NAME;
    return KR_OK;
}

kr_err kr_csv_import(kr_import **out, kr_arena *arena, kr_str bytes, bool with_details, kr_error *error) {
    table t = {.with_details = with_details};
    kr_err err = kr_csv_parse(&t.csv, arena, bytes, error);
    if (err != KR_OK) return err;
    if (kr_rows_begin(&t.rows, arena, KR_FORMAT_CSV) != KR_OK)
        return kr_fail(error, KR_E_MEMORY, "error.memory", NULL, NULL);
    size_t first;
    err = read_headings(&t, &first, error);
    if (err != KR_OK) return err;
    for (size_t row = first; row < t.csv.n_rows && t.rows.err == KR_OK; row++) put_row(&t, row);
    return kr_rows_end(&t.rows, out, error);
}
