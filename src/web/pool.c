/* The newest arena goes out first: its memory is still in the processor's cache. One that grew large is not
 * kept. */
#include <stdlib.h>

#include "web/pool.h"

#define WORTH_KEEPING ((size_t)768 << 10)
/* A first block in which most pages fit: an arena that grows by small blocks would ask the system for memory
 * in every request anew. */
#define WARM ((size_t)448 << 10)

void kr_pool_init(kr_pool *pool, size_t limit_of_each) {
    memset(pool, 0, sizeof(*pool));
    pool->limit = limit_of_each;
    pthread_mutex_init(&pool->lock, NULL);
}

kr_arena *kr_pool_take(kr_pool *pool) {
    kr_arena *arena = NULL;
    pthread_mutex_lock(&pool->lock);
    if (pool->n_kept > 0) arena = pool->kept[--pool->n_kept];
    pthread_mutex_unlock(&pool->lock);
    if (arena) return arena;
    arena = malloc(sizeof(*arena));
    if (!arena) return NULL;
    kr_arena_init(arena, kr_heap(), pool->limit);
    void *warm = kr_arena_alloc(arena, WARM);
    if (warm) kr_arena_reset(arena);
    return arena;
}

static void drop(kr_arena *arena) {
    kr_arena_dispose(arena);
    free(arena);
}

void kr_pool_give(kr_pool *pool, kr_arena *arena) {
    bool keep = arena->used <= WORTH_KEEPING;
    if (keep) kr_arena_reset(arena);
    pthread_mutex_lock(&pool->lock);
    keep = keep && pool->n_kept < KR_POOL_KEPT;
    if (keep) pool->kept[pool->n_kept++] = arena;
    pthread_mutex_unlock(&pool->lock);
    if (!keep) drop(arena);
}

bool kr_pool_large_begin(kr_pool *pool) {
    pthread_mutex_lock(&pool->lock);
    bool room = pool->large < KR_POOL_LARGE;
    if (room) pool->large++;
    pthread_mutex_unlock(&pool->lock);
    return room;
}

void kr_pool_large_done(kr_pool *pool) {
    pthread_mutex_lock(&pool->lock);
    pool->large--;
    pthread_mutex_unlock(&pool->lock);
}

void kr_pool_dispose(kr_pool *pool) {
    for (size_t i = 0; i < pool->n_kept; i++) drop(pool->kept[i]);
    pool->n_kept = 0;
    pthread_mutex_destroy(&pool->lock);
}
