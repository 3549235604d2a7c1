/* Arenas for requests, kept warm: a request takes one, and its memory is there already. */
#ifndef KR_POOL_H
#define KR_POOL_H

#include "web/engine.h"

#define KR_POOL_KEPT 12
/* Piles of them, one for each processor; more processors share one. */
#define KR_POOL_PILES 8
/* Uploads of more than 1 MiB that may be in memory at once. */
#define KR_POOL_LARGE 4

typedef struct kr_pool {
    pthread_mutex_t lock;
    struct {
        kr_arena *kept[KR_POOL_KEPT];
        size_t count;
    } piles[KR_POOL_PILES];
    size_t n_kept, limit; /* n_kept: in all piles together */
    int large;
} kr_pool;

void kr_pool_init(kr_pool *pool, size_t limit_of_each);
/* NULL when there is no memory. */
kr_arena *kr_pool_take(kr_pool *pool) KR_CHECKED;
void kr_pool_give(kr_pool *pool, kr_arena *arena);
bool kr_pool_large_begin(kr_pool *pool);
void kr_pool_large_done(kr_pool *pool);
void kr_pool_dispose(kr_pool *pool);

#endif
