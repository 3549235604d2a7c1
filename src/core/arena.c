#include "core/arena.h"

#include <stdlib.h>

/* The bytes follow the header, aligned like any type. */
struct kr_block {
    kr_block *older;
    size_t size, used;
    union {
        long long number;
        double real;
        void *pointer;
        char bytes[16];
    } data[];
};

static char *bytes_of(kr_block *block) {
    return (char *)block->data;
}

enum { ALIGN = 16, FIRST_BLOCK = 4096, LARGEST_BLOCK = 1 << 20 };

static void *heap_alloc(void *context, size_t size) {
    (void)context;
    return malloc(size);
}

static void heap_release(void *context, void *ptr) {
    (void)context;
    free(ptr);
}

const kr_allocator *kr_heap(void) {
    static const kr_allocator heap = {heap_alloc, heap_release, NULL};
    return &heap;
}

void kr_arena_init(kr_arena *arena, const kr_allocator *allocator, size_t limit) {
    *arena = (kr_arena){.allocator = allocator, .limit = limit, .next_block = FIRST_BLOCK};
}

static bool round_up(size_t size, size_t *out) {
    if (size > SIZE_MAX / 2) return false;
    *out = (size + ALIGN - 1) / ALIGN * ALIGN;
    return true;
}

static kr_block *new_block(kr_arena *arena, size_t need) {
    size_t size = arena->next_block > need ? arena->next_block : need;
    kr_block *block = arena->allocator->alloc(arena->allocator->context, sizeof *block + size);
    if (!block) return NULL;
    block->older = arena->block;
    block->size = size;
    block->used = 0;
    arena->block = block;
    if (arena->next_block < LARGEST_BLOCK) arena->next_block *= 2;
    return block;
}

static void *refuse(kr_arena *arena) {
    arena->refused = true;
    return NULL;
}

/* Not zeroed. */
static void *take(kr_arena *arena, size_t size) {
    size_t need;
    if (size == 0) size = 1;
    if (!round_up(size, &need)) return refuse(arena);
    if (need > arena->limit - arena->used || arena->used > arena->limit) return refuse(arena);
    kr_block *block = arena->block;
    if (!block || need > block->size - block->used) block = new_block(arena, need);
    if (!block) return refuse(arena);
    char *ptr = bytes_of(block) + block->used;
    block->used += need;
    arena->used += need;
    return ptr;
}

void *kr_arena_alloc(kr_arena *arena, size_t size) {
    void *ptr = take(arena, size);
    if (ptr) memset(ptr, 0, size);
    return ptr;
}

void *kr_arena_array(kr_arena *arena, size_t count, size_t size) {
    if (size != 0 && count > SIZE_MAX / size) return refuse(arena);
    return kr_arena_alloc(arena, count * size);
}

void *kr_arena_grow(kr_arena *arena, void *ptr, size_t old_size, size_t new_size) {
    size_t old_need = 0, new_need;
    if (!round_up(new_size ? new_size : 1, &new_need)) return refuse(arena);
    if (ptr && !round_up(old_size ? old_size : 1, &old_need)) return refuse(arena);
    if (ptr && new_need <= old_need) return ptr;
    kr_block *block = arena->block;
    size_t more = new_need - old_need;
    bool newest = ptr && block && (char *)ptr + old_need == bytes_of(block) + block->used;
    if (newest && more <= block->size - block->used && more <= arena->limit - arena->used) {
        block->used += more;
        arena->used += more;
        return ptr;
    }
    void *moved = take(arena, new_size);
    if (moved && ptr && old_size) memcpy(moved, ptr, old_size);
    return moved;
}

kr_str kr_arena_copy(kr_arena *arena, kr_str s) {
    char *ptr = s.len < SIZE_MAX ? take(arena, s.len + 1) : NULL;
    if (!ptr) return (kr_str){NULL, 0};
    if (s.len) memcpy(ptr, s.ptr, s.len);
    ptr[s.len] = '\0';
    return kr_str_n(ptr, s.len);
}

/* Keeps `keep` (may be NULL) and gives the other blocks back. */
static void release_but(kr_arena *arena, kr_block *keep) {
    kr_block *block = arena->block;
    while (block) {
        kr_block *older = block->older;
        if (block != keep) arena->allocator->release(arena->allocator->context, block);
        block = older;
    }
    arena->block = keep;
    arena->used = 0;
    arena->refused = false;
}

void kr_arena_reset(kr_arena *arena) {
    kr_block *largest = arena->block;
    for (kr_block *b = arena->block; b; b = b->older) {
        if (b->size > largest->size) largest = b;
    }
    release_but(arena, largest);
    if (largest) {
        largest->older = NULL;
        largest->used = 0;
    }
}

void kr_arena_dispose(kr_arena *arena) {
    release_but(arena, NULL);
    arena->next_block = FIRST_BLOCK;
}
