/* Maps of measures: YAML made into what it means. */
#include "format/case.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    kr_arena arena;
    kr_case_map *map = NULL;
    kr_error error = {0};
    kr_arena_init(&arena, kr_heap(), (size_t)64 << 20);
    kr_err err = kr_case_map_read(&map, &arena, kr_str_n((const char *)data, size), &error);
    if ((err == KR_OK) != (map != NULL) || (err != KR_OK && !error.key[0])) __builtin_trap();
    kr_arena_dispose(&arena);
    return 0;
}
