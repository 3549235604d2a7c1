/* GEDCOM records as a family tree: persons, then families, then who belongs to which. */
#include "core/num.h"
#include "format/gedcom_in.h"

#include "core/utf8.h"

#define MOST_NOTES_BYTES 100000

/* -- marks -- */

static int by_xref(const void *a, const void *b, void *context) {
    (void)context;
    int order = kr_str_cmp(((const gedcom_mark *)a)->xref, ((const gedcom_mark *)b)->xref);
    if (order) return order;
    return ((const gedcom_mark *)a)->at < ((const gedcom_mark *)b)->at ? -1 : 1;
}

const gedcom_mark *gedcom_find(const gedcom *g, kr_str xref) {
    size_t low = 0, high = g->n_marks;
    xref = kr_str_trim(xref);
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (kr_str_cmp(g->marks[middle].xref, xref) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return xref.len && low < g->n_marks && kr_str_eq(g->marks[low].xref, xref) ? &g->marks[low] : NULL;
}

/* Of a mark that stands there twice, the first record is the one that is pointed at. */
static kr_err gather_marks(gedcom *g) {
    size_t records = 0, persons = 0, unions = 0;
    for (size_t i = 0; i < g->n; i = g->lines[i].end) records++;
    g->marks = kr_new_n(g->tree->arena, gedcom_mark, records + 1);
    gedcom_mark *scratch = kr_new_n(g->tree->arena, gedcom_mark, records + 1);
    if (!g->marks || !scratch) return KR_E_MEMORY;
    for (size_t i = 0; i < g->n; i = g->lines[i].end) {
        const kr_gedcom_line *line = &g->lines[i];
        gedcom_mark mark = {.xref = line->xref, .at = (uint32_t)i, .person = KR_NOBODY, .pair = KR_NOBODY};
        if (kr_str_is(line->tag, "INDI")) mark.person = (uint32_t)persons++;
        if (kr_str_is(line->tag, "FAM")) mark.pair = (uint32_t)unions++;
        if (line->xref.len) g->marks[g->n_marks++] = mark;
    }
    kr_sort(g->marks, g->n_marks, sizeof *scratch, by_xref, NULL, scratch);
    for (size_t i = 1; i < g->n_marks; i++) {
        if (kr_str_eq(g->marks[i].xref, g->marks[i - 1].xref))
            kr_tree_note(g->tree, "format.note.mark_twice", g->marks[i].xref, g->lines[g->marks[i].at].line);
    }
    return KR_OK;
}

/* -- values -- */

static void put_value(const gedcom *g, kr_buf *out, kr_str s) {
    for (size_t i = 0; i < s.len; i++) {
        kr_put_c(out, s.ptr[i]);
        /* A doubled sign is one: everywhere in the old version, in front in the new one. */
        bool doubled = s.ptr[i] == '@' && i + 1 < s.len && s.ptr[i + 1] == '@';
        if (doubled && (!g->seven || i == 0)) i++;
    }
}

kr_str gedcom_value(gedcom *g, const kr_gedcom_line *line) {
    size_t at = (size_t)(line - g->lines) + 1, len = line->value.len;
    bool more = memchr(line->value.ptr, '@', line->value.len) != NULL;
    for (size_t i = at; i < line->end; i = g->lines[i].end) {
        bool conc = kr_str_is(g->lines[i].tag, "CONC"), cont = kr_str_is(g->lines[i].tag, "CONT");
        if (conc || cont) len += g->lines[i].value.len + 1, more = true;
    }
    if (!more) return line->value;
    kr_buf buf;
    kr_str out = KR_NONE;
    kr_buf_init(&buf, g->tree->arena, len + 1);
    put_value(g, &buf, line->value);
    for (size_t i = at; i < line->end; i = g->lines[i].end) {
        bool conc = kr_str_is(g->lines[i].tag, "CONC"), cont = kr_str_is(g->lines[i].tag, "CONT");
        if (cont) kr_put_c(&buf, '\n');
        if (conc || cont) put_value(g, &buf, g->lines[i].value);
    }
    if (kr_buf_end(&buf, &out) != KR_OK && g->tree->err == KR_OK) g->tree->err = KR_E_MEMORY;
    return out;
}

void gedcom_left(gedcom *g, const char *above, const char *between, const kr_gedcom_line *line) {
    char path[64];
    size_t n = 0;
    const kr_str parts[] = {kr_str_z(above), kr_str_z(between),
                            kr_str_n(line->tag.ptr, line->tag.len < 24 ? line->tag.len : 24)};
    if (kr_str_is(line->tag, "CONC") || kr_str_is(line->tag, "CONT")) return;
    for (size_t i = 0; i < KR_COUNT(parts); i++) {
        if (parts[i].len == 0 || n + parts[i].len + 1 > sizeof path) continue;
        if (n) path[n++] = '.';
        memcpy(path + n, parts[i].ptr, parts[i].len);
        n += parts[i].len;
    }
    kr_tree_note(g->tree, "format.note.gedcom_tag", kr_str_n(path, n), line->line);
}

/* A record that many point at is put together once. */
static kr_str pointed_at(gedcom *g, kr_str xref) {
    gedcom_mark *mark = (gedcom_mark *)(uintptr_t)gedcom_find(g, xref);
    if (!mark) return KR_NONE;
    if (!mark->text.ptr) mark->text = kr_str_trim(gedcom_value(g, &g->lines[mark->at]));
    return mark->text;
}

void gedcom_note(gedcom *g, const kr_gedcom_line *line, gedcom_notes *notes) {
    kr_str text = kr_str_trim(gedcom_value(g, line));
    bool pointer =
        text.len > 2 && text.ptr[0] == '@' && text.ptr[text.len - 1] == '@' && line->value.len == text.len;
    if (pointer) text = pointed_at(g, text);
    if (text.len == 0) return;
    if (notes->n++ == 0) {
        notes->all = text;
        return;
    }
    /* What is longer than a remark may be is not carried along, however many there are. */
    if (notes->all.len + text.len > MOST_NOTES_BYTES) return;
    if (notes->n == 2) {
        kr_buf_init(&notes->buf, g->tree->arena, MOST_NOTES_BYTES + 16);
        kr_put(&notes->buf, notes->all);
    }
    kr_put_c(&notes->buf, '\n');
    kr_put(&notes->buf, text);
    if (kr_buf_end(&notes->buf, &notes->all) != KR_OK && g->tree->err == KR_OK) g->tree->err = KR_E_MEMORY;
}

/* -- the head -- */

static void read_head(gedcom *g) {
    for (size_t i = 1; g->n && i < g->lines[0].end; i = g->lines[i].end) {
        const kr_gedcom_line *line = &g->lines[i];
        if (kr_str_is(line->tag, "SOUR")) g->ours = kr_str_is(kr_str_trim(line->value), "KRING");
        if (kr_str_is(line->tag, "DATE")) g->tree->today = kr_gedcom_date_read(line->value).date;
        if (!kr_str_is(line->tag, "GEDC")) continue;
        for (size_t k = i + 1; k < line->end; k = g->lines[k].end) {
            if (kr_str_is(g->lines[k].tag, "VERS"))
                g->seven = kr_str_starts(kr_str_trim(g->lines[k].value), KR_STR("7"));
        }
    }
}

static kr_err read_records(gedcom *g) {
    kr_err err = KR_OK;
    for (size_t i = 0; i < g->n && err == KR_OK && g->tree->err == KR_OK; i = g->lines[i].end) {
        const kr_gedcom_line *line = &g->lines[i];
        if (kr_str_is(line->tag, "INDI"))
            gedcom_person(g, line);
        else if (kr_str_is(line->tag, "FAM"))
            gedcom_family(g, line);
        else if (!kr_str_is(line->tag, "HEAD") && !kr_str_is(line->tag, "TRLR") &&
                 !kr_str_is(line->tag, "NOTE") && !kr_str_is(line->tag, "SNOTE"))
            kr_tree_note(g->tree, "format.note.gedcom_record", kr_utf8_head(line->tag, 24), line->line);
    }
    return err;
}

static kr_err read_text(kr_import **out, kr_tree *tree, kr_str text, kr_error *error) {
    gedcom g = {.tree = tree};
    kr_err err = kr_gedcom_lines(&g.lines, &g.n, tree, text, error);
    if (err != KR_OK) return err;
    read_head(&g);
    err = gather_marks(&g);
    if (err == KR_OK) err = read_records(&g);
    if (err == KR_OK && tree->err == KR_OK) err = gedcom_link_all(&g);
    if (err != KR_OK) return kr_fail(error, err, "error.memory", NULL, NULL);
    return kr_tree_end(tree, out, error);
}

kr_err kr_gedcom_import(kr_import **out, kr_arena *arena, kr_str bytes, bool with_notes, kr_error *error) {
    kr_tree *tree;
    kr_str text;
    kr_err err = KR_OK;
    if (kr_is_zip(bytes)) err = kr_zip_member(&bytes, arena, bytes, ".ged", error);
    if (err == KR_OK) err = kr_gedcom_text(&text, arena, bytes, error);
    if (err != KR_OK) return err;
    if (kr_tree_begin(&tree, arena, KR_FORMAT_GEDCOM, with_notes) != KR_OK)
        return kr_fail(error, KR_E_MEMORY, "error.memory", NULL, NULL);
    return read_text(out, tree, text, error);
}
