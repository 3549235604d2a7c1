/* What the columns of address books and lists mean. Which program made the file does not matter: each column
 * is known by its own heading. */
#include "format/headings.h"

static bool gives_name(kr_meaning m) {
    return m == M_NAME || m == M_GIVEN || m == M_FAMILY || m == M_NICK || m == M_ORG || m == M_PHONE ||
           m == M_EMAIL;
}

typedef struct table {
    kr_rows rows;
    kr_csv csv;
    kr_csv_column *columns;
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
    (void)kr_letters_only(cell_of(t, row, col - 1), words);
    return strstr(words, "fax") || strstr(words, "pager");
}

/* All filled cells of a row that mean this, one after the other. */
static kr_str gathered(table *t, size_t row, kr_meaning means, const char *between, size_t most) {
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

/* A column with names may hold a number for whoever has none. */
static kr_str name_in(table *t, size_t row, kr_meaning means) {
    kr_str name = gathered(t, row, means, " ", 1);
    return kr_is_phone(name) ? KR_NONE : name;
}

/* What to call them; nothing when the row does not say. */
static kr_str name_of(table *t, size_t row, bool *named) {
    *named = true;
    kr_str name = name_in(t, row, M_NAME);
    if (name.len) return name;
    kr_str given = gathered(t, row, M_GIVEN, " ", 2), middle = gathered(t, row, M_MIDDLE, " ", 2);
    kr_str family = gathered(t, row, M_FAMILY, " ", 2);
    kr_str prefix = given.len || !family.len ? KR_NONE : gathered(t, row, M_PREFIX, " ", 1);
    if (given.len || family.len) name = in_order(t, (kr_str[]){prefix, given, middle, family}, 4, " ");
    if (name.len && !kr_is_phone(name)) return name;
    name = name_in(t, row, M_NICK);
    if (name.len) return name;
    *named = false;
    name = name_in(t, row, M_ORG);
    return name.len ? name : name_in(t, row, M_EMAIL);
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
        kr_csv_column c = col < t->width ? t->columns[col] : (kr_csv_column){M_UNKNOWN, NULL};
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

static bool has_own_name(const table *t) {
    bool own = false;
    for (size_t col = 0; col < t->width && !own; col++)
        own = kr_str_is(kr_str_trim(t->csv.cells[0][col]), "name");
    return own;
}

/* Which columns there are. A list of one column without a heading is a list of names. */
static kr_err read_headings(table *t, size_t *first_row, kr_error *error) {
    t->width = t->csv.n_rows ? t->csv.widths[0] : 0;
    if (t->width == 0) return kr_fail(error, KR_E_SYNTAX, "format.error.empty", NULL, NULL);
    t->columns = kr_new_n(t->rows.arena, kr_csv_column, t->width);
    if (!t->columns) return kr_fail(error, KR_E_MEMORY, "error.memory", NULL, NULL);
    bool any = false;
    kr_column all[KR_MOST_COLUMNS];
    /* Kring's own names count in its own lists and in those made after them, not in address books: those have
     * a "domain" or a "state", too, and mean something else. */
    size_t n_all = has_own_name(t) ? kr_columns(all) : 0;
    for (size_t col = 0; col < t->width; col++) {
        t->columns[col] = kr_csv_column_of(t->csv.cells[0][col], all, n_all);
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
