/* The binary form of changes: any bytes give changes or an error; what was read is written the same, and,
 * when it keeps the rules of a circle, also goes out as .kring and in again. */
#include "fuzz_import.h"

static void list(kr_arena *arena, kr_str bytes) {
    kr_change *changes, *again;
    size_t count, same;
    kr_buf buf;
    kr_str text;
    kr_circle circle;
    if (kr_changes_decode(&changes, &count, arena, bytes, NULL) != KR_OK) return;
    kr_buf_init(&buf, arena, (size_t)32 << 20);
    kr_changes_encode(&buf, changes, count);
    if (kr_buf_end(&buf, &text) != KR_OK) return;
    if (!went_well(kr_changes_decode(&again, &same, arena, text, NULL))) return;
    must(same == count);
    must_be_same(changes, again, count);
    if (!went_well(kr_circle_fold(&circle, arena, changes, count, NULL))) return;
    if (kr_circle_check(&circle, NULL) != KR_OK) return;
    for (size_t i = 0; i < count; i++) {
        /* What JSON cannot hold is refused when it is written. */
        if (changes[i].base > INT64_MAX || changes[i].undoes > INT64_MAX) return;
    }
    kring_round(arena, &circle, KR_VIEWER_OWNER);
    kring_round(arena, &circle, KR_VIEWER_INITIALS);
}

static void one(kr_arena *arena, kr_str bytes) {
    kr_change change;
    kr_buf buf;
    kr_str text;
    if (kr_change_decode(&change, arena, bytes, NULL) != KR_OK) return;
    kr_buf_init(&buf, arena, (size_t)32 << 20);
    kr_change_encode(&buf, &change);
    if (kr_buf_end(&buf, &text) != KR_OK) return;
    kr_change again;
    if (went_well(kr_change_decode(&again, arena, text, NULL))) must_be_same(&change, &again, 1);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    kr_arena arena;
    kr_str bytes = kr_str_n((const char *)data, size);
    kr_arena_init(&arena, kr_heap(), FUZZ_MEMORY);
    one(&arena, bytes);
    kr_arena_reset(&arena);
    list(&arena, bytes);
    kr_arena_dispose(&arena);
    return 0;
}
