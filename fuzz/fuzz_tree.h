/* What the fuzzers of family trees do besides: what comes in is fit for the schema, goes out as GEDCOM of
 * both versions and comes in again with as many people, unions and children. */
#ifndef FUZZ_TREE_H
#define FUZZ_TREE_H

#include "core/family.h"
#include "fuzz_import.h"

static inline void tree_round(kr_arena *arena, const kr_view *view, bool seven) {
    const kr_circle *c = view->circle;
    kr_gedcom_options options = {.seven = seven, .with_private = true, .with_notes = true, .today = 20260101};
    kr_buf buf;
    kr_str text;
    kr_import *import;
    kr_change *changes;
    kr_circle again;
    size_t count;
    uint64_t seed = 88172645463325253u;
    kr_maker maker = {.author_name = KR_STR("A"), .at_ms = 1700000000000, .ids = {fuzz_next_id, &seed}};
    kr_buf_init(&buf, arena, (size_t)32 << 20);
    if (!went_well(kr_gedcom_write(&buf, arena, view, &options, NULL)) || kr_buf_end(&buf, &text) != KR_OK)
        return;
    if (!went_well(kr_import_read(&import, arena, KR_FORMAT_GEDCOM, text, true, NULL))) return;
    if (!went_well(kr_import_history(&changes, &count, arena, import, maker, KR_NONE, NULL))) return;
    if (!went_well(kr_circle_fold(&again, arena, changes, count, NULL))) return;
    must(again.n_unions == c->n_unions);
    /* The person in the middle of a file without people is in no family tree. */
    must(import->n_rows == c->n_persons || (import->n_rows == 0 && c->n_persons == 1));
}

static inline int fuzz_tree(kr_format format, const uint8_t *data, size_t size) {
    kr_arena arena;
    kr_import *import;
    kr_change *changes;
    kr_circle circle;
    kr_view view;
    kr_family family;
    size_t count;
    uint64_t seed = 88172645463325252u;
    kr_maker maker = {.author_name = KR_STR("A"), .at_ms = 1700000000000, .ids = {fuzz_next_id, &seed}};
    (void)fuzz_format(format, data, size);
    kr_arena_init(&arena, kr_heap(), FUZZ_MEMORY);
    kr_err err = kr_import_read(&import, &arena, format, kr_str_n((const char *)data, size), true, NULL);
    if (err == KR_OK) err = kr_import_history(&changes, &count, &arena, import, maker, KR_NONE, NULL);
    for (size_t i = 0; err == KR_OK && i < count; i++) {
        for (size_t k = 0; k < changes[i].count; k++)
            must(kr_assignment_check(&changes[i].assignments[k], NULL) == KR_OK);
    }
    if (err == KR_OK) err = kr_circle_fold(&circle, &arena, changes, count, NULL);
    if (err == KR_OK) err = kr_view_make(&view, &arena, &circle, KR_VIEWER_OWNER, 0, NULL);
    if (err == KR_OK) err = kr_family_make(&family, &arena, &view);
    if (err == KR_OK) {
        tree_round(&arena, &view, false);
        tree_round(&arena, &view, true);
    }
    kr_arena_dispose(&arena);
    return 0;
}

#endif
