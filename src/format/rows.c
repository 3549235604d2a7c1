/* Building an import row by row. Whatever does not fit the schema becomes a note, so that applying never
 * fails on it. */
#include "format/inside.h"
#include "core/num.h"
#include "core/utf8.h"

#define MOST_FIELDS 96
#define MOST_NOTES  400
#define MOST_PAIRS  50000

/* Row `row` says it is related to `who`, or (mark) that it is called `who`. */
struct kr_related {
    kr_str who;
    uint32_t row;
    bool mark;
};

kr_err kr_rows_begin(kr_rows *rows, kr_arena *arena, kr_format format) {
    *rows = (kr_rows){.arena = arena};
    rows->import = kr_new(arena, kr_import);
    rows->fields = kr_new_n(arena, kr_import_field, MOST_FIELDS);
    if (!rows->import || !rows->fields) return KR_E_MEMORY;
    rows->import->format = format;
    return KR_OK;
}

static void fail(kr_rows *rows, kr_err err) {
    if (rows->err == KR_OK) rows->err = err;
}

kr_err kr_one_line(kr_str *out, kr_arena *arena, kr_str s) {
    s = kr_str_trim(s);
    bool clean = true;
    for (size_t i = 0; i < s.len && clean; i++) clean = (unsigned char)s.ptr[i] >= 0x20 && s.ptr[i] != 0x7F;
    if (clean) {
        *out = s;
        return KR_OK;
    }
    kr_buf buf;
    kr_buf_init(&buf, arena, s.len + 1);
    for (size_t i = 0; i < s.len; i++) {
        bool control = (unsigned char)s.ptr[i] < 0x20 || s.ptr[i] == 0x7F;
        char c = control ? ' ' : s.ptr[i];
        /* "\r\n" and runs of line breaks become one space. */
        if (control && buf.len > 0 && buf.ptr[buf.len - 1] == ' ') continue;
        kr_put_c(&buf, c);
    }
    kr_err err = kr_buf_end(&buf, out);
    if (err == KR_OK) *out = kr_str_trim(*out);
    return err;
}

/* Text of several lines: only LF, no other control characters. */
static kr_err clean_text(kr_str *out, kr_arena *arena, kr_str s) {
    s = kr_str_trim(s);
    bool clean = true;
    for (size_t i = 0; i < s.len && clean; i++) {
        unsigned char c = (unsigned char)s.ptr[i];
        clean = (c >= 0x20 && c != 0x7F) || c == '\n';
    }
    if (clean) {
        *out = s;
        return KR_OK;
    }
    kr_buf buf;
    kr_buf_init(&buf, arena, s.len + 1);
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.ptr[i];
        if (c == '\r') {
            if (i + 1 >= s.len || s.ptr[i + 1] != '\n') kr_put_c(&buf, '\n');
        } else if (c == '\n' || (c >= 0x20 && c != 0x7F)) {
            kr_put_c(&buf, s.ptr[i]);
        } else if (c == '\t') {
            kr_put_c(&buf, ' ');
        }
    }
    kr_err err = kr_buf_end(&buf, out);
    if (err == KR_OK) *out = kr_str_trim(*out);
    return err;
}

void kr_rows_note(kr_rows *rows, const char *key, kr_str detail, uint32_t line) {
    kr_import *import = rows->import;
    if (rows->err != KR_OK) return;
    detail = kr_utf8_head(detail, 120);
    for (size_t i = 0; i < import->n_notes; i++) {
        kr_import_note *note = &import->notes[i];
        if (strcmp(note->key, key) == 0 && kr_str_eq(note->detail, detail)) {
            note->count++;
            return;
        }
    }
    if (import->n_notes >= MOST_NOTES) return;
    kr_import_note *notes =
        kr_grow_one(rows->arena, import->notes, import->n_notes, &rows->cap_notes, sizeof *notes);
    kr_str copy = KR_NONE, one = KR_NONE;
    if (notes) import->notes = notes;
    if (!notes || kr_one_line(&one, rows->arena, detail) != KR_OK) {
        fail(rows, KR_E_MEMORY);
        return;
    }
    copy = kr_arena_copy(rows->arena, one);
    if (!copy.ptr) {
        fail(rows, KR_E_MEMORY);
        return;
    }
    kr_import_note *note = &notes[import->n_notes++];
    *note = (kr_import_note){.detail = copy, .line = line, .count = 1};
    memcpy(note->key, key, strlen(key) < sizeof note->key ? strlen(key) : sizeof note->key - 1);
}

bool kr_rows_has(const kr_rows *rows, kr_kind kind, uint16_t field) {
    for (size_t i = 0; i < rows->n_fields; i++) {
        if (rows->fields[i].field->kind == kind && rows->fields[i].field->number == field) return true;
    }
    return false;
}

static void put_field(kr_rows *rows, const kr_field *field, kr_str written) {
    if (rows->n_fields < MOST_FIELDS) rows->fields[rows->n_fields++] = (kr_import_field){field, written};
}

static void put_text(kr_rows *rows, const kr_field *field, kr_str written, uint32_t line) {
    kr_str text;
    /* Short fields are lines, long ones may have several. */
    kr_err err = field->limit > 400 ? clean_text(&text, rows->arena, written)
                                    : kr_one_line(&text, rows->arena, written);
    if (err != KR_OK) {
        fail(rows, err);
        return;
    }
    kr_str head = kr_str_trim(kr_utf8_head(text, (size_t)field->limit));
    if (head.len == 0) return;
    if (kr_utf8_count(text) > (size_t)field->limit)
        kr_rows_note(rows, "format.note.shortened", kr_str_z(field->name), line);
    put_field(rows, field, head);
}

static bool put_number(kr_rows *rows, const kr_field *field, kr_str written) {
    int64_t number;
    if (!kr_str_int(written, &number) || number < 0 || number > field->limit) return false;
    put_field(rows, field, written);
    return true;
}

static bool put_date(kr_rows *rows, const kr_field *field, kr_str written) {
    kr_date date;
    char text[11];
    if (!kr_date_guess(written, &date)) return false;
    size_t len = kr_date_text(date, text);
    kr_str copy = kr_arena_copy(rows->arena, kr_str_n(text, len));
    if (!copy.ptr)
        fail(rows, KR_E_MEMORY);
    else
        put_field(rows, field, copy);
    return true;
}

/* The elements that are known, by their names. */
static bool put_set(kr_rows *rows, const kr_field *field, kr_str written) {
    kr_buf names;
    kr_buf_init(&names, rows->arena, 1024);
    bool all = true;
    uint32_t seen = 0;
    for (size_t at = 0; at < written.len;) {
        size_t end = at;
        while (end < written.len && !memchr(" ,;\t\r\n", written.ptr[end], 6)) end++;
        unsigned choice = kr_choice_guess(field->list, kr_str_n(written.ptr + at, end - at));
        if (end > at && !choice) all = false;
        if (choice && !(seen >> choice & 1)) {
            if (names.len) kr_put_c(&names, ' ');
            kr_put_z(&names, kr_choice_name(field->list, choice));
            seen |= (uint32_t)1 << choice;
        }
        at = end + 1;
    }
    kr_str text;
    if (kr_buf_end(&names, &text) != KR_OK)
        fail(rows, KR_E_MEMORY);
    else if (text.len)
        put_field(rows, field, text);
    return all;
}

void kr_rows_field(kr_rows *rows, const kr_field *field, kr_str written, uint32_t line) {
    written = kr_str_trim(written);
    if (rows->err != KR_OK || written.len == 0 || kr_rows_has(rows, field->kind, field->number)) return;
    bool understood = true;
    unsigned choice = 0;
    switch (field->type) {
    case KR_TEXT:
        put_text(rows, field, written, line);
        break;
    case KR_NUMBER:
        understood = put_number(rows, field, written);
        break;
    case KR_DATE:
        understood = put_date(rows, field, written);
        break;
    case KR_CHOICE:
        choice = kr_choice_guess(field->list, written);
        understood = choice != 0;
        if (choice) put_field(rows, field, kr_str_z(kr_choice_name(field->list, choice)));
        break;
    case KR_SET:
        understood = put_set(rows, field, written);
        break;
    default:
        understood = false;
    }
    if (!understood) kr_rows_note(rows, "format.note.not_understood", kr_str_z(field->name), line);
}

void kr_rows_choice(kr_rows *rows, kr_kind kind, uint16_t number, unsigned choice) {
    const kr_field *field = kr_schema_field(kind, number);
    const char *name = field && field->list ? kr_choice_name(field->list, choice) : NULL;
    if (name && rows->err == KR_OK && !kr_rows_has(rows, kind, number))
        put_field(rows, field, kr_str_z(name));
}

#define MOST_NAME 200

/* A person's name has 200 code points at most. */
static kr_err fit_name(kr_str *out, kr_rows *rows, kr_str name, uint32_t line) {
    kr_str whole;
    kr_err err = kr_one_line(&whole, rows->arena, name);
    if (err != KR_OK) return err;
    if (kr_utf8_count(whole) > MOST_NAME)
        kr_rows_note(rows, "format.note.shortened",
                     kr_str_z(kr_schema_field(KR_KIND_person, KR_F_person_name)->name), line);
    *out = kr_str_trim(kr_utf8_head(whole, MOST_NAME));
    return KR_OK;
}

/* Nobody is called by a number: a name stands on paper, where no telephone numbers may stand. Seven digits or
 * more, and written as numbers of telephones are. */
bool kr_is_phone(kr_str s) {
    size_t digits = 0;
    bool parted = false;
    s = kr_str_trim(s);
    for (size_t i = 0; i < s.len; i++) {
        bool digit = s.ptr[i] >= '0' && s.ptr[i] <= '9';
        if (!digit && !memchr("+-()./ ", s.ptr[i], 7)) return false;
        digits += digit;
        parted = parted || !digit;
    }
    return digits >= 7 && (parted || s.ptr[0] == '0');
}

size_t kr_rows_row(kr_rows *rows, kr_str name, bool named, uint32_t line) {
    kr_import *import = rows->import;
    size_t n_fields = rows->n_fields;
    rows->n_fields = 0;
    if (rows->err != KR_OK) return SIZE_MAX;
    if (import->n_rows >= KR_IMPORT_MOST_ROWS) {
        fail(rows, KR_E_LIMIT);
        return SIZE_MAX;
    }
    kr_import_row *all = kr_grow_one(rows->arena, import->rows, import->n_rows, &rows->cap_rows, sizeof *all);
    kr_import_field *fields = kr_new_n(rows->arena, kr_import_field, n_fields + 1);
    kr_str fit = KR_NONE;
    if (all) import->rows = all;
    if (!all || !fields || fit_name(&fit, rows, name, line) != KR_OK) {
        fail(rows, KR_E_MEMORY);
        return SIZE_MAX;
    }
    if (fit.len == 0) {
        fit = KR_STR(KR_IMPORT_NAMELESS);
        named = false;
    }
    memcpy(fields, rows->fields, n_fields * sizeof *fields);
    all[import->n_rows] = (kr_import_row){
        .name = fit, .named = named, .fields = fields, .n_fields = n_fields, .line = line, .take = true};
    return import->n_rows++;
}

void kr_rows_pair(kr_rows *rows, size_t a, size_t b, bool multiplex) {
    if (a == b || a >= rows->import->n_rows || b >= rows->import->n_rows) return;
    kr_rows_tie(rows, &(kr_import_pair){.a = (uint32_t)a, .b = (uint32_t)b, .multiplex = multiplex});
}

void kr_rows_tie(kr_rows *rows, const kr_import_pair *pair) {
    kr_import *import = rows->import;
    if (rows->err != KR_OK || pair->a == pair->b || pair->a >= import->n_rows || pair->b >= import->n_rows)
        return;
    if (import->n_pairs >= MOST_PAIRS) {
        kr_rows_note(rows, "format.note.pairs", KR_NONE, 0);
        return;
    }
    kr_import_pair *pairs =
        kr_grow_one(rows->arena, import->pairs, import->n_pairs, &rows->cap_pairs, sizeof *pairs);
    if (!pairs) {
        fail(rows, KR_E_MEMORY);
        return;
    }
    import->pairs = pairs;
    pairs[import->n_pairs++] = *pair;
}

static void remember(kr_rows *rows, size_t row, kr_str who, bool mark) {
    kr_str key;
    who = kr_str_trim(who);
    if (rows->err != KR_OK || row == SIZE_MAX || who.len == 0 || rows->n_related >= 100000) return;
    struct kr_related *all =
        kr_grow_one(rows->arena, rows->related, rows->n_related, &rows->cap_related, sizeof *all);
    if (all) rows->related = all;
    if (!all || kr_name_key(&key, rows->arena, who) != KR_OK) {
        fail(rows, KR_E_MEMORY);
        return;
    }
    if (key.len == 0) return;
    all[rows->n_related++] = (struct kr_related){key, (uint32_t)row, mark};
}

void kr_rows_related(kr_rows *rows, size_t row, kr_str who) {
    remember(rows, row, who, false);
}

void kr_rows_mark(kr_rows *rows, size_t row, kr_str mark) {
    remember(rows, row, mark, true);
}

/* Those who are called something stand before those who ask for it. */
static int by_who(const void *a, const void *b, void *context) {
    const struct kr_related *x = a, *y = b;
    (void)context;
    int order = kr_str_cmp(x->who, y->who);
    return order ? order : (int)y->mark - (int)x->mark;
}

static void find_related(kr_rows *rows) {
    bool asked = false;
    for (size_t i = 0; i < rows->n_related && !asked; i++) asked = !rows->related[i].mark;
    if (!asked) return;
    for (size_t i = 0; i < rows->import->n_rows; i++) remember(rows, i, rows->import->rows[i].name, true);
    struct kr_related *scratch = kr_new_n(rows->arena, struct kr_related, rows->n_related);
    if (!scratch) fail(rows, KR_E_MEMORY);
    if (rows->err != KR_OK) return;
    kr_sort(rows->related, rows->n_related, sizeof *scratch, by_who, NULL, scratch);
    const struct kr_related *called = NULL;
    for (size_t i = 0; i < rows->n_related; i++) {
        const struct kr_related *r = &rows->related[i];
        if (r->mark) {
            if (!called || !kr_str_eq(called->who, r->who)) called = r;
        } else if (called && kr_str_eq(called->who, r->who)) {
            kr_rows_pair(rows, called->row, r->row, false);
        } else {
            kr_rows_note(rows, "format.note.related", KR_NONE, 0);
        }
    }
}

kr_err kr_rows_end(kr_rows *rows, kr_import **out, kr_error *error) {
    if (rows->err == KR_OK) find_related(rows);
    if (rows->err == KR_E_LIMIT) return kr_fail(error, KR_E_LIMIT, "format.error.rows", NULL, "10000");
    if (rows->err != KR_OK) return kr_fail(error, rows->err, "error.memory", NULL, NULL);
    *out = rows->import;
    return KR_OK;
}
