/* Circles as files: what was read is written and read the same, and its people can go into another circle. */
#include "fuzz_import.h"

static void history(kr_arena *arena, kr_str bytes) {
    kr_change *changes;
    kr_circle circle;
    size_t count;
    if (kr_kring_read(&changes, &count, arena, bytes, NULL) != KR_OK) return;
    if (!went_well(kr_circle_fold(&circle, arena, changes, count, NULL))) return;
    kring_round(arena, &circle, KR_VIEWER_OWNER);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    kr_arena arena;
    kr_arena_init(&arena, kr_heap(), FUZZ_MEMORY);
    history(&arena, kr_str_n((const char *)data, size));
    kr_arena_dispose(&arena);
    return fuzz_format(KR_FORMAT_KRING, data, size);
}
