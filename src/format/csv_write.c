/* A circle as a table. */
#include "format/inside.h"

typedef struct writer {
    kr_buf *out;
    char delimiter;
    const char *line_end;
} writer;

/* Spreadsheets take a cell that begins like this for a sum, and sums can reach other files. */
static bool is_sum(kr_str cell) {
    return cell.len > 0 && memchr("=+-@\t\r", cell.ptr[0], 6);
}

/* `'` itself too, when a sign follows, so that reading back gives the same. */
static bool looks_guarded(kr_str cell) {
    return cell.len > 1 && cell.ptr[0] == '\'' && memchr("=+-@'", cell.ptr[1], 5);
}

static void put_cell(const writer *w, kr_str cell) {
    bool guard = is_sum(cell) || looks_guarded(cell), quote = false;
    for (size_t i = 0; i < cell.len && !quote; i++)
        quote = cell.ptr[i] == '"' || cell.ptr[i] == w->delimiter || cell.ptr[i] == ',' || cell.ptr[i] == ';';
    if (quote) kr_put_c(w->out, '"');
    if (guard) kr_put_c(w->out, '\'');
    for (size_t i = 0; i < cell.len; i++) {
        unsigned char c = (unsigned char)cell.ptr[i];
        if (c == '"') kr_put_c(w->out, '"');
        kr_put_c(w->out, c < 0x20 || c == 0x7F ? ' ' : cell.ptr[i]);
    }
    if (quote) kr_put_c(w->out, '"');
}

static void put_head(const writer *w, const kr_column *columns, size_t n) {
    kr_put(w->out, KR_STR("id"));
    for (size_t i = 0; i < n; i++) {
        kr_put_c(w->out, w->delimiter);
        kr_put_z(w->out, columns[i].name);
    }
    kr_put_c(w->out, w->delimiter);
    kr_put(w->out, KR_STR("acquainted"));
    kr_put_z(w->out, w->line_end);
}

static void put_known(kr_buf *out, const kr_network *network, const kr_known *known, size_t i) {
    char text[17];
    for (uint32_t at = known->first[i]; at < known->first[i + 1]; at++) {
        if (at > known->first[i]) kr_put_c(out, ' ');
        kr_id_text(network->alters[known->others[at]].person->id, text);
        kr_put_z(out, text);
    }
}

/* The written form goes through a scratch buffer, because a cell must be seen before it is quoted. */
static void put_row(const writer *w, kr_buf *scratch, const kr_network *network, size_t row,
                    const kr_column *columns, size_t n) {
    const kr_alter *alter = &network->alters[row];
    char id[17];
    kr_id_text(alter->person->id, id);
    kr_put_z(w->out, id);
    for (size_t i = 0; i < n; i++) {
        kr_assignment value = kr_column_value(network, alter, columns[i].field);
        kr_str cell = KR_NONE;
        scratch->len = 0;
        kr_put_written(scratch, columns[i].field, &value);
        kr_put_c(w->out, w->delimiter);
        if (kr_buf_end(scratch, &cell) != KR_OK) w->out->err = scratch->err;
        put_cell(w, cell);
    }
    kr_put_c(w->out, w->delimiter);
}

kr_err kr_csv_write(kr_buf *out, const kr_network *network, bool for_excel) {
    kr_column columns[KR_MOST_COLUMNS];
    size_t n = kr_columns(columns);
    kr_known known;
    kr_buf scratch;
    kr_err err = kr_known_make(&known, out->arena, network);
    if (err != KR_OK) return err;
    kr_buf_init(&scratch, out->arena, 1u << 20);
    writer w = {out, for_excel ? ';' : ',', for_excel ? "\r\n" : "\n"};
    if (for_excel) kr_put(out, KR_STR("\xEF\xBB\xBF"));
    put_head(&w, columns, n);
    for (size_t i = 0; i < network->n && out->err == KR_OK; i++) {
        put_row(&w, &scratch, network, i, columns, n);
        put_known(out, network, &known, i);
        kr_put_z(out, w.line_end);
    }
    return out->err;
}
