/* Tables as text: RFC 4180 with the habits of real exports. Two passes: count, then fill, so that memory is
 * exact. */
#include "format/graph.h"

#define MOST_CELLS   2000000u
#define MOST_LARGE   8000000u /* of a study */
#define MOST_COLUMNS 1000u

typedef struct scanner {
    char *text; /* our own copy: doubled quotes are taken out in place */
    size_t len, at;
    uint32_t line;
    char delimiter;
} scanner;

typedef struct cell {
    size_t from, to;     /* in the text */
    bool last;           /* of its row */
    uint32_t line, open; /* where it begins; the line of a quote that is never closed, 0 when all is well */
} cell;

/* One line break further, of any kind. */
static void step_break(scanner *s) {
    if (s->text[s->at] == '\r' && s->at + 1 < s->len && s->text[s->at + 1] == '\n') s->at++;
    s->at++;
    s->line++;
}

static bool at_break(const scanner *s) {
    return s->text[s->at] == '\n' || s->text[s->at] == '\r';
}

/* A quoted cell, from the opening quote. `*to` is where the next byte of the value goes: the value is moved
 * to the front of the place it was read from when `write` is set. */
static bool quoted(scanner *s, bool write, size_t *to) {
    s->at++;
    while (s->at < s->len) {
        char c = s->text[s->at];
        if (c == '"') {
            s->at++;
            if (s->at >= s->len || s->text[s->at] != '"') return true;
        }
        if (at_break(s)) {
            if (write) s->text[*to] = '\n';
            (*to)++;
            step_break(s);
            continue;
        }
        if (write) s->text[*to] = s->text[s->at];
        (*to)++;
        s->at++;
    }
    return false;
}

static cell next_cell(scanner *s, bool write) {
    cell c = {.from = s->at, .to = s->at, .line = s->line};
    if (s->at < s->len && s->text[s->at] == '"') {
        if (!quoted(s, write, &c.to)) {
            c.open = c.line;
            c.last = true;
            return c;
        }
    }
    while (s->at < s->len && s->text[s->at] != s->delimiter && !at_break(s)) {
        if (write) s->text[c.to] = s->text[s->at];
        c.to++;
        s->at++;
    }
    if (s->at >= s->len) {
        c.last = true;
    } else if (s->text[s->at] == s->delimiter) {
        s->at++;
    } else {
        c.last = true;
        step_break(s);
    }
    return c;
}

/* The separator that stands most often in the first row, outside quotes. */
static char guess_delimiter(kr_str text) {
    size_t commas = 0, semicolons = 0, tabs = 0;
    bool inside = false;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (c == '"') inside = !inside;
        if (inside) continue;
        if ((c == '\n' || c == '\r') && commas + semicolons + tabs > 0) break;
        if ((c == '\n' || c == '\r') && i > 0) break;
        commas += c == ',';
        semicolons += c == ';';
        tabs += c == '\t';
    }
    if (tabs > commas && tabs > semicolons) return '\t';
    return semicolons > commas ? ';' : ',';
}

/* "sep=;" in front, as Excel writes it. */
static size_t separator_line(kr_str text, char *delimiter) {
    if (text.len < 6 || !kr_str_starts(text, KR_STR("sep=")) || (text.ptr[5] != '\n' && text.ptr[5] != '\r'))
        return 0;
    *delimiter = text.ptr[4];
    return text.ptr[5] == '\r' && text.len > 6 && text.ptr[6] == '\n' ? 7 : 6;
}

typedef struct totals {
    size_t rows, cells;
} totals;

/* A row that is one empty cell is a blank line, and no row. */
static kr_err count_all(scanner s, size_t most_rows, totals *sum, kr_error *error) {
    size_t width = 0;
    while (s.at < s.len) {
        cell c = next_cell(&s, false);
        if (c.open) return kr_fail_at(error, KR_E_SYNTAX, "format.error.csv_quote", NULL, c.open, 0);
        width++;
        if (!c.last && s.at < s.len) continue;
        bool trailing = !c.last; /* the file ends on a separator: one more, empty cell */
        width += trailing;
        if (width > MOST_COLUMNS)
            return kr_fail_at(error, KR_E_LIMIT, "format.error.csv_wide", "1000", c.line, 0);
        if (width > 1 || c.to > c.from) {
            sum->rows++;
            sum->cells += width;
        }
        width = 0;
        if (sum->rows > most_rows + 1 ||
            sum->cells > (most_rows > KR_IMPORT_MOST_ROWS ? MOST_LARGE : MOST_CELLS))
            return kr_fail_at(error, KR_E_LIMIT,
                              most_rows > KR_IMPORT_MOST_ROWS ? "format.error.study_rows"
                                                              : "format.error.rows",
                              most_rows > KR_IMPORT_MOST_ROWS ? "2000000" : "10000", c.line, 0);
    }
    return KR_OK;
}

static void fill_all(scanner s, kr_csv *csv, kr_str *cells) {
    size_t row = 0, width = 0, used = 0;
    while (s.at < s.len) {
        cell c = next_cell(&s, true);
        if (width == 0) csv->lines[row] = c.line;
        if (width == 0) csv->cells[row] = cells + used;
        bool end = c.last || s.at >= s.len;
        if (end && c.last && width == 0 && c.to == c.from) continue; /* a blank line */
        cells[used + width++] = kr_str_n(s.text + c.from, c.to - c.from);
        if (!end) continue;
        if (!c.last) cells[used + width++] = KR_NONE;
        csv->widths[row++] = width;
        used += width;
        width = 0;
    }
}

kr_err kr_csv_parse(kr_csv *out, kr_arena *arena, kr_str bytes, kr_error *error) {
    if (bytes.len > KR_IMPORT_MOST_BYTES) return kr_fail(error, KR_E_LIMIT, "format.error.bytes", NULL, "16");
    return kr_csv_parse_rows(out, arena, bytes, KR_IMPORT_MOST_ROWS, error);
}

kr_err kr_csv_parse_rows(kr_csv *out, kr_arena *arena, kr_str bytes, size_t most_rows, kr_error *error) {
    kr_str text;
    kr_err err = kr_text_of_file(&text, arena, bytes, error);
    if (err != KR_OK) return err;
    kr_csv csv = {.delimiter = guess_delimiter(text)};
    size_t skip = separator_line(text, &csv.delimiter);
    char *copy = kr_arena_alloc(arena, text.len + 1);
    if (!copy) return kr_fail(error, KR_E_MEMORY, "error.memory", NULL, NULL);
    if (text.len) memcpy(copy, text.ptr, text.len);
    scanner s = {.text = copy, .len = text.len, .at = skip, .line = skip ? 2 : 1, .delimiter = csv.delimiter};
    totals sum = {0, 0};
    err = count_all(s, most_rows, &sum, error);
    if (err != KR_OK) return err;
    /* One more of each: a blank line at the end is looked at before it is found to be blank. */
    csv.cells = kr_new_n(arena, kr_str *, sum.rows + 1);
    csv.widths = kr_new_n(arena, size_t, sum.rows + 1);
    csv.lines = kr_new_n(arena, uint32_t, sum.rows + 1);
    kr_str *cells = kr_new_n(arena, kr_str, sum.cells + 1);
    if (!csv.cells || !csv.widths || !csv.lines || !cells)
        return kr_fail(error, KR_E_MEMORY, "error.memory", NULL, NULL);
    csv.n_rows = sum.rows;
    fill_all(s, &csv, cells);
    *out = csv;
    return KR_OK;
}
