/* Memory that lives and dies together: one arena per request, command or snapshot.
 *
 * Nothing in an arena is freed by itself. Every arena has a limit, and every allocation may fail: the caller
 * gets NULL.
 */
#ifndef KR_ARENA_H
#define KR_ARENA_H

#include "core/base.h"

/* Where memory comes from; tests put one here that fails on purpose. `alloc` may return NULL. */
typedef struct kr_allocator {
    void *(*alloc)(void *context, size_t size);
    void (*release)(void *context, void *ptr);
    void *context;
} kr_allocator;

/* malloc and free. */
const kr_allocator *kr_heap(void);

typedef struct kr_block kr_block;

/* Caller-owned. Invariant: used <= limit; blocks form a list, newest first. */
typedef struct kr_arena {
    const kr_allocator *allocator;
    kr_block *block;
    size_t used, limit;
    size_t next_block;
    bool refused; /* something asked for was not given, since it was made or reset */
} kr_arena;

/* Makes an empty arena that takes at most `limit` bytes in all. Allocates nothing yet. */
void kr_arena_init(kr_arena *arena, const kr_allocator *allocator, size_t limit);
/* `size` zeroed bytes, aligned for any type; NULL when there is no memory or the limit is reached. O(size).
 */
void *kr_arena_alloc(kr_arena *arena, size_t size) KR_CHECKED;
/* The same for `count` items; also NULL when the product overflows. */
void *kr_arena_array(kr_arena *arena, size_t count, size_t size) KR_CHECKED;
/* Grows the newest allocation in place where it can, else moves it. Bytes beyond old_size are not zeroed. */
void *kr_arena_grow(kr_arena *arena, void *ptr, size_t old_size, size_t new_size) KR_CHECKED;
/* A copy of `s` (with a NUL behind it, not counted). ptr is NULL when there is no memory. */
kr_str kr_arena_copy(kr_arena *arena, kr_str s) KR_CHECKED;
/* Forgets everything but keeps the largest block for reuse. */
void kr_arena_reset(kr_arena *arena);
/* Gives all memory back. The arena may be used again after kr_arena_init. */
void kr_arena_dispose(kr_arena *arena);

#define kr_new(arena, type)          ((type *)kr_arena_alloc((arena), sizeof(type)))
#define kr_new_n(arena, type, count) ((type *)kr_arena_array((arena), (count), sizeof(type)))

#endif
