#include "format_help.h"

#include <stdio.h>
#include <stdlib.h>

void help_begin(help *h, const kr_allocator *allocator) {
    *h = (help){.seed = 88172645463325252u};
    kr_arena_init(&h->arena, allocator ? allocator : kr_heap(), (size_t)1 << 30);
}

void help_end(help *h) {
    kr_arena_dispose(&h->arena);
}

static kr_id next_id(void *context) {
    help *h = context;
    h->seed ^= h->seed << 13;
    h->seed ^= h->seed >> 7;
    h->seed ^= h->seed << 17;
    return h->seed;
}

kr_maker help_maker(help *h) {
    return (kr_maker){.author = 77,
                      .author_name = KR_STR("Annie"),
                      .device = 5,
                      .at_ms = 1700000000000,
                      .ids = {next_id, h}};
}

kr_str help_read(const char *path) {
    FILE *file = fopen(path, "rb");
    if (!file) return (kr_str){NULL, 0};
    (void)fseek(file, 0, SEEK_END);
    long size = ftell(file);
    rewind(file);
    char *bytes = malloc(size > 0 ? (size_t)size : 1);
    assert_non_null(bytes);
    size_t got = size > 0 ? fread(bytes, 1, (size_t)size, file) : 0;
    (void)fclose(file);
    return kr_str_n(bytes, got);
}

kr_str help_data(const char *name) {
    const char *folder = getenv("KRING_TEST_DATA");
    char path[512];
    (void)snprintf(path, sizeof path, "%s/%s", folder && *folder ? folder : "../shared/data", name);
    kr_str bytes = help_read(path);
    if (!bytes.ptr) {
        print_message("skipped: no %s (set KRING_TEST_DATA)\n", path);
        skip();
    }
    return bytes;
}

void help_fold(help *h, kr_circle *circle, const kr_change *changes, size_t count) {
    kr_err err = kr_circle_fold(circle, &h->arena, changes, count, &h->error);
    if (err != KR_OK) print_message("fold: %s\n", h->error.key);
    assert_int_equal(err, KR_OK);
    err = kr_circle_check(circle, &h->error);
    if (err != KR_OK) print_message("check: %s %s\n", h->error.key, h->error.detail);
    assert_int_equal(err, KR_OK);
}

kr_network help_network(help *h, const kr_circle *circle, kr_viewer viewer, kr_view *view) {
    kr_network network;
    assert_int_equal(kr_view_make(view, &h->arena, circle, viewer, 0, &h->error), KR_OK);
    assert_int_equal(kr_network_make(&network, &h->arena, view), KR_OK);
    return network;
}

kr_import *help_import(help *h, kr_format format, kr_str bytes, bool with_details) {
    kr_import *import = NULL;
    kr_err err = kr_import_read(&import, &h->arena, format, bytes, with_details, &h->error);
    if (err != KR_OK) print_message("import: %s line %u\n", h->error.key, h->error.line);
    assert_int_equal(err, KR_OK);
    return import;
}

kr_circle help_circle(help *h, kr_format format, const char *text, const char *ego) {
    kr_import *import = help_import(h, format, kr_str_z(text), true);
    kr_change *changes;
    size_t count;
    kr_circle circle;
    kr_err err =
        kr_import_history(&changes, &count, &h->arena, import, help_maker(h), kr_str_z(ego), &h->error);
    if (err != KR_OK) print_message("history: %s %s\n", h->error.key, h->error.field);
    assert_int_equal(err, KR_OK);
    help_fold(h, &circle, changes, count);
    return circle;
}

kr_str help_field(const kr_import_row *row, kr_kind kind, uint16_t field) {
    for (size_t i = 0; i < row->n_fields; i++) {
        if (row->fields[i].field->kind == kind && row->fields[i].field->number == field)
            return row->fields[i].written;
    }
    return KR_NONE;
}

const kr_import_row *help_row(const kr_import *import, const char *name) {
    for (size_t i = 0; i < import->n_rows; i++) {
        if (kr_str_is(import->rows[i].name, name)) return &import->rows[i];
    }
    print_message("nobody is called %s\n", name);
    fail();
    return NULL;
}

const kr_import_note *help_note(const kr_import *import, const char *key) {
    for (size_t i = 0; i < import->n_notes; i++) {
        if (strcmp(import->notes[i].key, key) == 0) return &import->notes[i];
    }
    return NULL;
}

static bool same_assignment(const kr_assignment *a, const kr_assignment *b) {
    if (a->record != b->record || a->kind != b->kind || a->field != b->field || a->op != b->op ||
        a->type != b->type)
        return false;
    if (a->op == KR_OP_CLEAR) return true;
    if (a->type == KR_TEXT) return kr_str_eq(a->value.text, b->value.text);
    if (a->type == KR_REF) return a->value.ref == b->value.ref;
    if (a->type == KR_SET) return a->value.set == b->value.set;
    return a->value.number == b->value.number;
}

bool help_same_changes(const kr_change *a, const kr_change *b, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (a[i].seq != b[i].seq || a[i].base != b[i].base || a[i].author != b[i].author ||
            a[i].device != b[i].device || a[i].at_ms != b[i].at_ms || a[i].act != b[i].act ||
            a[i].undoes != b[i].undoes || a[i].count != b[i].count ||
            !kr_str_eq(a[i].author_name, b[i].author_name))
            return false;
        for (size_t j = 0; j < a[i].count; j++) {
            if (!same_assignment(&a[i].assignments[j], &b[i].assignments[j])) return false;
        }
    }
    return true;
}

void help_equal(kr_str have, const char *want) {
    if (!want || !kr_str_is(have, want))
        print_message("have \"%.*s\", want \"%s\"\n", KR_ARG(have), want ? want : "");
    assert_true(kr_str_is(have, want));
}

kr_str help_cell(const kr_csv *csv, size_t row, const char *column) {
    for (size_t i = 0; i < csv->widths[0]; i++) {
        if (kr_str_is(csv->cells[0][i], column)) return i < csv->widths[row] ? csv->cells[row][i] : KR_NONE;
    }
    print_message("no column %s\n", column);
    fail();
    return KR_NONE;
}
