/* What the fuzzers of the formats do with whatever could be read: it becomes a circle that keeps all its
 * rules, and goes out and in again. Anything else ends the program. */
#ifndef FUZZ_IMPORT_H
#define FUZZ_IMPORT_H

#include <jansson.h>
#include <stdlib.h>

#include "format/format.h"

#define FUZZ_MEMORY ((size_t)192 << 20)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static inline void must(bool holds) {
    if (!holds) abort();
}

/* Memory and limits may run out; nothing else may go wrong with what has been read. */
static inline bool went_well(kr_err err) {
    must(err == KR_OK || err == KR_E_MEMORY || err == KR_E_LIMIT);
    return err == KR_OK;
}

static inline kr_id fuzz_next_id(void *context) {
    uint64_t *seed = context;
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    return *seed;
}

static inline bool fuzz_same_assignment(const kr_assignment *a, const kr_assignment *b) {
    if (a->record != b->record || a->kind != b->kind || a->field != b->field || a->op != b->op ||
        a->type != b->type)
        return false;
    if (a->op == KR_OP_CLEAR) return true;
    if (a->type == KR_TEXT) return kr_str_eq(a->value.text, b->value.text);
    if (a->type == KR_REF) return a->value.ref == b->value.ref;
    return a->type == KR_SET ? a->value.set == b->value.set : a->value.number == b->value.number;
}

static inline void must_be_same(const kr_change *a, const kr_change *b, size_t count) {
    for (size_t i = 0; i < count; i++) {
        must(a[i].seq == b[i].seq && a[i].base == b[i].base && a[i].author == b[i].author &&
             a[i].device == b[i].device && a[i].at_ms == b[i].at_ms && a[i].act == b[i].act &&
             a[i].undoes == b[i].undoes && a[i].count == b[i].count);
        must(kr_str_eq(a[i].author_name, b[i].author_name));
        for (size_t j = 0; j < a[i].count; j++)
            must(fuzz_same_assignment(&a[i].assignments[j], &b[i].assignments[j]));
    }
}

/* Out as .kring and in again: the same changes. */
static inline void kring_round(kr_arena *arena, const kr_circle *circle, kr_viewer viewer) {
    kr_view view;
    kr_buf buf;
    kr_str text;
    kr_change *changes;
    size_t count;
    if (!went_well(kr_view_make(&view, arena, circle, viewer, 0, NULL))) return;
    kr_buf_init(&buf, arena, (size_t)64 << 20);
    if (!went_well(kr_kring_write(&buf, &view, NULL)) || kr_buf_end(&buf, &text) != KR_OK) return;
    if (!went_well(kr_kring_read(&changes, &count, arena, text, NULL))) return;
    must(count == view.circle->n_changes);
    must_be_same(changes, view.circle->changes, count);
}

/* Out as a table and in again: as many people. As JSON: something that another library reads. */
static inline void table_round(kr_arena *arena, const kr_network *network) {
    kr_buf buf;
    kr_str text;
    kr_import *import;
    kr_buf_init(&buf, arena, (size_t)32 << 20);
    if (!went_well(kr_csv_write(&buf, network, network->n % 2)) || kr_buf_end(&buf, &text) != KR_OK) return;
    if (network->n && went_well(kr_import_read(&import, arena, KR_FORMAT_CSV, text, true, NULL)))
        must(import->n_rows == network->n);
    kr_buf_init(&buf, arena, (size_t)32 << 20);
    if (!went_well(kr_json_write(&buf, network)) || kr_buf_end(&buf, &text) != KR_OK) return;
    json_t *root = json_loadb(text.ptr, text.len, JSON_REJECT_DUPLICATES, NULL);
    must(root && json_array_size(root) == network->n);
    json_decref(root);
}

static inline void into_a_circle(kr_arena *arena, kr_import *import) {
    uint64_t seed = 88172645463325252u;
    kr_maker maker = {
        .author = 9, .author_name = KR_STR("Annie"), .at_ms = 1700000000000, .ids = {fuzz_next_id, &seed}};
    kr_change *changes;
    kr_circle circle;
    kr_view view;
    kr_network network;
    size_t count;
    import->n_changes = 0; /* as a list of people, also when there is a history */
    if (!went_well(kr_import_history(&changes, &count, arena, import, maker, KR_NONE, NULL))) return;
    if (!went_well(kr_circle_fold(&circle, arena, changes, count, NULL))) return;
    must(kr_circle_check(&circle, NULL) == KR_OK);
    must(kr_circle_ego(&circle) != NULL);
    kring_round(arena, &circle, KR_VIEWER_OWNER);
    kring_round(arena, &circle, KR_VIEWER_INITIALS);
    if (!went_well(kr_view_make(&view, arena, &circle, KR_VIEWER_OWNER, 0, NULL))) return;
    if (!went_well(kr_network_make(&network, arena, &view))) return;
    table_round(arena, &network);
    kr_import_match(import, &network);
}

static inline int fuzz_format(kr_format format, const uint8_t *data, size_t size) {
    kr_arena arena;
    kr_import *import;
    kr_str bytes = kr_str_n((const char *)data, size);
    kr_arena_init(&arena, kr_heap(), FUZZ_MEMORY);
    (void)kr_format_guess(bytes);
    if (kr_import_read(&import, &arena, format, bytes, size % 2, NULL) == KR_OK)
        into_a_circle(&arena, import);
    kr_arena_dispose(&arena);
    return 0;
}

#endif
