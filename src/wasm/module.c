#include "wasm/module.h"

/* Memory for one answer; a circle of 200,000 records stays far below it. */
#define MOST ((size_t)256 << 20)

static kr_arena arena;
static kr_str result, kept;

kr_arena *kr_module_arena(void) {
    if (!arena.allocator) kr_arena_init(&arena, kr_heap(), MOST);
    return &arena;
}

void kr_module_answer(kr_str bytes) {
    result = bytes;
}

void kr_module_keep(kr_str bytes) {
    kept = bytes;
}

kr_str kr_module_kept(void) {
    return kept;
}

/* Room for the caller to put bytes into; 0 when there is none. Lives until reset. */
uint32_t EXPORT(alloc)(uint32_t size) {
    return (uint32_t)(uintptr_t)kr_arena_alloc(kr_module_arena(), size);
}

/* Forgets everything that was allocated and made. */
void EXPORT(reset)(void) {
    if (arena.allocator) kr_arena_dispose(&arena);
    arena = (kr_arena){0};
    result = kept = KR_NONE;
}

const char *EXPORT(output)(void) {
    return result.ptr;
}

uint32_t EXPORT(output_size)(void) {
    return (uint32_t)result.len;
}
