/* The newest arena goes out first, and to the processor that had it: its memory is still in that processor's
 * cache. One that grew large is not kept. */
#define _GNU_SOURCE /* sched_getcpu */
#include <sched.h>
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

/* The pile of the processor that this runs on; only a hint, it may be another one in a moment. */
static size_t pile_here(void) {
    int processor = sched_getcpu();
    return processor > 0 ? (size_t)processor % KR_POOL_PILES : 0;
}

/* From its own pile, or else from any. */
static kr_arena *take_kept(kr_pool *pool, size_t pile) {
    if (pool->n_kept == 0) return NULL;
    while (pool->piles[pile].count == 0) pile = (pile + 1) % KR_POOL_PILES;
    pool->n_kept--;
    return pool->piles[pile].kept[--pool->piles[pile].count];
}

kr_arena *kr_pool_take(kr_pool *pool) {
    size_t pile = pile_here();
    pthread_mutex_lock(&pool->lock);
    kr_arena *arena = take_kept(pool, pile);
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
    size_t pile = pile_here();
    pthread_mutex_lock(&pool->lock);
    keep = keep && pool->n_kept < KR_POOL_KEPT;
    if (keep) {
        pool->n_kept++;
        pool->piles[pile].kept[pool->piles[pile].count++] = arena;
    }
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
    for (kr_arena *arena; (arena = take_kept(pool, 0)) != NULL;) drop(arena);
    pthread_mutex_destroy(&pool->lock);
}
