/* Tables of any length: one buffer that holds a row, moved along. */
#include "format/table.h"
#include "core/utf8.h"
#include "format/inside.h"

#include <stdlib.h>

#define BUFFER (KR_TABLE_MOST_ROW + (256u << 10))

static kr_err fill(kr_table *t, kr_error *error) {
    size_t got = 0;
    if (t->at > 0) memmove(t->bytes, t->bytes + t->at, t->len - t->at);
    t->len -= t->at;
    t->at = 0;
    if (t->len >= KR_TABLE_MOST_ROW)
        return kr_fail_at(error, KR_E_LIMIT, "format.error.table_row", "1", t->next_line, 0);
    kr_err err = t->more(t->context, t->bytes + t->len, BUFFER - t->len, &got, error);
    if (err != KR_OK) return err;
    t->ended = got == 0;
    t->len += got;
    return KR_OK;
}

/* Where the row that begins at `at` ends (its line break, or the end of all there is). `open`: a quote is not
 * closed there. False: more bytes are needed to say. */
static bool row_end(const kr_table *t, size_t *end, bool *open) {
    const char *from = t->bytes + t->at, *stop = t->bytes + t->len;
    const char *eol = memchr(from, '\n', (size_t)(stop - from));
    *open = false;
    *end = eol ? (size_t)(eol - t->bytes) : t->len;
    if (!memchr(from, '"', *end - t->at)) return eol || t->ended;
    bool inside = false, fresh = true;
    for (const char *c = from; c < stop; c++) {
        if (inside) {
            if (*c == '"' && c + 1 < stop && c[1] == '"')
                c++;
            else if (*c == '"')
                inside = false;
            continue;
        }
        if (*c == '\n') {
            *end = (size_t)(c - t->bytes);
            return true;
        }
        inside = fresh && *c == '"';
        fresh = *c == t->delimiter;
    }
    *end = t->len;
    *open = inside;
    return t->ended;
}

/* The same number of bytes or fewer: quotes are taken out in place. Returns where the cell stops. */
static char *quoted(char *c, char *end, kr_str *cell) {
    char *to = c;
    cell->ptr = c;
    for (c++; c < end; c++) {
        if (*c == '"' && (c + 1 >= end || c[1] != '"')) break;
        if (*c == '"') c++;
        *to++ = *c;
    }
    cell->len = (size_t)(to - cell->ptr);
    return c < end ? c + 1 : end;
}

static kr_err split(kr_table *t, char *c, char *end, size_t most, size_t *count, kr_error *error) {
    size_t n = 0;
    for (;;) {
        kr_str cell;
        if (n >= most)
            return kr_fail_at(error, KR_E_LIMIT, "format.error.table_wide", NULL, t->line, (uint32_t)n + 1);
        if (c < end && *c == '"') {
            c = quoted(c, end, &cell);
            if (c < end && *c != t->delimiter)
                return kr_fail_at(error, KR_E_SYNTAX, "format.error.table_quote", NULL, t->line,
                                  (uint32_t)n + 1);
        } else {
            char *stop = memchr(c, t->delimiter, (size_t)(end - c));
            cell = kr_str_n(c, (size_t)((stop ? stop : end) - c));
            c = stop ? stop : end;
        }
        t->cells[n++] = cell;
        if (c >= end) break;
        c++;
    }
    *count = n;
    return KR_OK;
}

static bool is_ascii(const char *text, size_t len) {
    unsigned char all = 0;
    for (size_t i = 0; i < len; i++) all |= (unsigned char)text[i];
    return all < 0x80;
}

static kr_err to_utf8(kr_table *t, size_t n, kr_error *error) {
    kr_arena_reset(&t->row);
    for (size_t i = 0; i < n; i++) {
        if (kr_utf8_valid(t->cells[i])) continue;
        if (kr_text_of_charset(&t->cells[i], &t->row, t->cells[i], KR_NONE) != KR_OK)
            return kr_fail(error, KR_E_MEMORY, "error.memory", NULL, NULL);
    }
    return KR_OK;
}

/* One line, or more when a cell holds line breaks. *count 0: the end. */
static kr_err next_row(kr_table *t, size_t most, size_t *count, kr_error *error) {
    size_t end;
    bool open;
    *count = 0;
    while (!row_end(t, &end, &open)) {
        kr_err err = fill(t, error);
        if (err != KR_OK) return err;
    }
    if (t->at >= t->len) return KR_OK;
    char *from = t->bytes + t->at, *stop = t->bytes + end;
    t->line = t->next_line;
    if (open) return kr_fail_at(error, KR_E_SYNTAX, "format.error.csv_quote", NULL, t->line, 0);
    for (const char *c = from; (c = memchr(c, '\n', (size_t)(stop - c))); c++) t->next_line++;
    t->next_line++;
    t->at = end < t->len ? end + 1 : t->len;
    if (stop > from && stop[-1] == '\r') stop--;
    if (memchr(from, 0, (size_t)(stop - from)))
        return kr_fail_at(error, KR_E_SYNTAX, "format.error.not_text", NULL, t->line, 0);
    bool plain = is_ascii(from, (size_t)(stop - from));
    kr_err err = split(t, from, stop, most, count, error);
    return err == KR_OK && !plain ? to_utf8(t, *count, error) : err;
}

static char guess_delimiter(const char *text, size_t len) {
    size_t commas = 0, semicolons = 0, tabs = 0;
    bool inside = false;
    for (size_t i = 0; i < len && (inside || text[i] != '\n'); i++) {
        inside ^= text[i] == '"';
        if (inside) continue;
        commas += text[i] == ',';
        semicolons += text[i] == ';';
        tabs += text[i] == '\t';
    }
    if (tabs > commas && tabs > semicolons) return '\t';
    return semicolons > commas ? ';' : ',';
}

static kr_err read_heads(kr_table *t, kr_error *error) {
    size_t n = 0;
    do {
        kr_err err = fill(t, error);
        if (err != KR_OK) return err;
    } while (!t->ended && !memchr(t->bytes, '\n', t->len));
    if (kr_is_utf16(kr_str_n(t->bytes, t->len)))
        return kr_fail_at(error, KR_E_UNSUPPORTED, "format.error.table_utf16", NULL, 1, 0);
    if (t->len >= 3 && memcmp(t->bytes, "\xEF\xBB\xBF", 3) == 0) t->at = 3;
    t->delimiter = guess_delimiter(t->bytes + t->at, t->len - t->at);
    kr_err err = next_row(t, KR_TABLE_MOST_COLUMNS, &n, error);
    if (err != KR_OK) return err;
    if (n == 0) return kr_fail_at(error, KR_E_SYNTAX, "format.error.table_empty", NULL, 1, 0);
    t->width = n;
    t->heads = kr_new_n(t->arena, kr_str, n);
    if (!t->heads) return kr_fail(error, KR_E_MEMORY, "error.memory", NULL, NULL);
    for (size_t i = 0; i < n; i++) {
        t->heads[i] = kr_arena_copy(t->arena, kr_str_trim(t->cells[i]));
        if (!t->heads[i].ptr) return kr_fail(error, KR_E_MEMORY, "error.memory", NULL, NULL);
    }
    return KR_OK;
}

kr_err kr_table_begin(kr_table *out, kr_arena *arena, kr_read_more more, void *context, kr_error *error) {
    kr_table t = {.arena = arena, .more = more, .context = context, .next_line = 1};
    t.bytes = kr_arena_alloc(arena, BUFFER);
    t.cells = kr_new_n(arena, kr_str, KR_TABLE_MOST_COLUMNS);
    if (!t.bytes || !t.cells) return kr_fail(error, KR_E_MEMORY, "error.memory", NULL, NULL);
    kr_arena_init(&t.row, arena->allocator, (size_t)8 * KR_TABLE_MOST_ROW);
    kr_err err = read_heads(&t, error);
    if (err != KR_OK) {
        kr_arena_dispose(&t.row);
        return err;
    }
    *out = t;
    return KR_OK;
}

void kr_table_end(kr_table *table) {
    kr_arena_dispose(&table->row);
}

kr_err kr_table_next(kr_table *t, bool *there, kr_error *error) {
    for (;;) {
        size_t n;
        kr_err err = next_row(t, KR_TABLE_MOST_COLUMNS, &n, error);
        if (err != KR_OK) return err;
        if (n == 1 && t->cells[0].len == 0 && t->width > 1) continue; /* a blank line */
        if (n > 0 && n != t->width) {
            char wanted[24];
            size_t len = 0, width = t->width;
            do wanted[sizeof wanted - 1 - ++len] = (char)('0' + width % 10);
            while (width /= 10);
            wanted[sizeof wanted - 1] = 0;
            return kr_fail_at(error, KR_E_SYNTAX, "format.error.table_width",
                              wanted + sizeof wanted - 1 - len, t->line, (uint32_t)n);
        }
        *there = n > 0;
        return KR_OK;
    }
}

kr_err kr_table_column(const kr_table *table, kr_str head, size_t *column, kr_error *error) {
    size_t found = table->width;
    for (size_t i = 0; i < table->width; i++) {
        if (!kr_str_eq(table->heads[i], head)) continue;
        if (found < table->width) {
            char name[48] = "";
            if (head.len) memcpy(name, head.ptr, head.len < 47 ? head.len : 47);
            return kr_fail_at(error, KR_E_INVALID, "format.error.table_twice", name, 1, (uint32_t)i + 1);
        }
        found = i;
    }
    *column = found;
    return KR_OK;
}

bool kr_cell_is_unknown(kr_str cell) {
    cell = kr_str_trim(cell);
    return cell.len == 0 || kr_str_is(cell, "NA");
}

/* Only the signs of a number, so that strtod can find nothing else ("inf", "0x10"). */
bool kr_cell_number(kr_str cell, bool comma, double *out) {
    char text[64];
    size_t n = 0, digits = 0;
    cell = kr_str_trim(cell);
    if (cell.len == 0 || cell.len >= sizeof text) return false;
    for (size_t i = 0; i < cell.len; i++) {
        char c = cell.ptr[i];
        if (c == ',' && comma) c = '.';
        if (!(c >= '0' && c <= '9') && c != '.' && c != '-' && c != '+' && c != 'e' && c != 'E') return false;
        digits += c >= '0' && c <= '9';
        text[n++] = c;
    }
    text[n] = 0;
    char *end;
    double value = strtod(text, &end);
    if (!digits || *end || !(value < 1e300 && value > -1e300)) return false;
    *out = value;
    return true;
}

void kr_put_table_cell(kr_buf *out, kr_str cell) {
    double number;
    bool sum = cell.len > 0 && memchr("=+-@\t\r", cell.ptr[0], 6) && !kr_cell_number(cell, false, &number);
    bool quote = false;
    for (size_t i = 0; i < cell.len && !quote; i++)
        quote = cell.ptr[i] == '"' || cell.ptr[i] == ',' || cell.ptr[i] == ';';
    if (quote) kr_put_c(out, '"');
    if (sum) kr_put_c(out, '\'');
    for (size_t i = 0; i < cell.len; i++) {
        unsigned char c = (unsigned char)cell.ptr[i];
        if (c == '"') kr_put_c(out, '"');
        kr_put_c(out, c < 0x20 || c == 0x7F ? ' ' : cell.ptr[i]);
    }
    if (quote) kr_put_c(out, '"');
}

int kr_mark_cmp(kr_str a, kr_str b) {
    int64_t x, y;
    bool number = kr_str_int(a, &x), other = kr_str_int(b, &y);
    if (number && other && x != y) return x < y ? -1 : 1;
    if (number != other) return number ? -1 : 1;
    return kr_str_cmp(a, b);
}
