/* Decoded circles: immutable, counted, and kept in a cache bounded in bytes that lets go of the longest
 * unused first. */
#include "store/store_int.h"

#include <sodium.h>
#include <stdlib.h>

/* What one circle may take in memory. Reading in a stored circle gets more room than adding to one, so that
 * whatever was once accepted can always be read. */
#define FOLD_MOST ((size_t)512 << 20)

/* -- the log -- */
kr_change_log *kr_log_new(kr_store *store) {
    kr_change_log *log = calloc(1, sizeof *log);
    if (!log) return NULL;
    atomic_init(&log->refs, 1);
    kr_arena_init(&log->arena, store->allocator, FOLD_MOST);
    return log;
}

void kr_log_release(kr_change_log *log) {
    if (!log || atomic_fetch_sub_explicit(&log->refs, 1, memory_order_acq_rel) != 1) return;
    kr_arena_dispose(&log->arena);
    free(log);
}

/* A full array is left to the snapshots that point into it and copied to one twice as large. */
kr_err kr_log_put(kr_change_log *log, size_t at, const kr_change *change) {
    if (at >= log->cap) {
        size_t cap = log->cap ? log->cap * 2 : 16;
        kr_change *items = kr_new_n(&log->arena, kr_change, cap);
        if (!items) return KR_E_MEMORY;
        if (at) memcpy(items, log->items, at * sizeof *items);
        log->items = items;
        log->cap = cap;
    }
    log->items[at] = *change;
    return KR_OK;
}

/* -- snapshots -- */
kr_err kr_snapshot_fold(kr_store *store, kr_snapshot **out, kr_change_log *log, const kr_circle *before,
                        const kr_head *head, const kr_circle_key *key, kr_error *error) {
    static const kr_circle nothing;
    kr_snapshot *s = calloc(1, sizeof *s);
    if (!s) return kr_no_memory(error);
    atomic_init(&s->refs, 1);
    kr_arena_init(&s->arena, store->allocator, FOLD_MOST);
    kr_err err = kr_circle_fold_more(&s->circle, &s->arena, before ? before : &nothing, log->items,
                                     (size_t)head->seq, error);
    if (err) {
        kr_arena_dispose(&s->arena);
        free(s);
        return err;
    }
    atomic_fetch_add_explicit(&log->refs, 1, memory_order_relaxed);
    s->log = log;
    s->head = *head;
    s->key = *key;
    *out = s;
    return KR_OK;
}

kr_snapshot *kr_snapshot_hold(kr_snapshot *snapshot) {
    atomic_fetch_add_explicit(&snapshot->refs, 1, memory_order_relaxed);
    return snapshot;
}

const kr_circle *kr_snapshot_circle(const kr_snapshot *snapshot) {
    return &snapshot->circle;
}

void kr_snapshot_release(kr_store *store, kr_snapshot *snapshot) {
    if (!snapshot || atomic_fetch_sub_explicit(&snapshot->refs, 1, memory_order_acq_rel) != 1) return;
    kr_arena_dispose(&snapshot->arena);
    kr_log_release(snapshot->log);
    kr_snapshot_release(store, snapshot->whole);
    sodium_memzero(&snapshot->key, sizeof snapshot->key);
    free(snapshot);
}

/* -- the cache; all below with cache.lock held, unless the name begins with kr_ -- */
static kr_entry **bucket(kr_cache *cache, kr_id circle) {
    return &cache->buckets[(circle ^ circle >> 20 ^ circle >> 40) % KR_CACHE_BUCKETS];
}

static kr_entry *find(kr_cache *cache, kr_id circle) {
    kr_entry *entry = *bucket(cache, circle);
    while (entry && entry->circle != circle) entry = entry->chain;
    return entry;
}

static void unlink_use(kr_cache *cache, kr_entry *entry) {
    if (entry->newer)
        entry->newer->older = entry->older;
    else if (cache->newest == entry)
        cache->newest = entry->older;
    if (entry->older)
        entry->older->newer = entry->newer;
    else if (cache->oldest == entry)
        cache->oldest = entry->newer;
    entry->newer = entry->older = NULL;
}

static void touch(kr_cache *cache, kr_entry *entry) {
    entry->used = cache->round;
    if (cache->newest == entry) return;
    unlink_use(cache, entry);
    entry->older = cache->newest;
    if (cache->newest) cache->newest->newer = entry;
    cache->newest = entry;
    if (!cache->oldest) cache->oldest = entry;
}

static void release_shown(kr_snapshot *shown) {
    while (shown) {
        kr_snapshot *next = shown->next_shown;
        kr_snapshot_release(NULL, shown);
        shown = next;
    }
}

static void forget(kr_cache *cache, kr_entry *entry) {
    kr_entry **at = bucket(cache, entry->circle);
    while (*at != entry) at = &(*at)->chain;
    *at = entry->chain;
    unlink_use(cache, entry);
    cache->bytes -= entry->bytes;
    release_shown(entry->shown);
    kr_snapshot_release(NULL, entry->now);
    kr_snapshot_release(NULL, entry->next);
    pthread_mutex_destroy(&entry->lock);
    free(entry);
}

/* Lets go of entries, longest unused first, until `enough`. Entries in use stay. */
static void shrink(kr_cache *cache, size_t enough) {
    kr_entry *entry = cache->oldest;
    while (entry && cache->bytes > enough) {
        kr_entry *newer = entry->newer;
        if (entry->pins == 0) forget(cache, entry);
        entry = newer;
    }
}

kr_snapshot *kr_cache_find(kr_store *store, const kr_head *head) {
    kr_cache *cache = &store->cache;
    kr_snapshot *found = NULL;
    pthread_mutex_lock(&cache->lock);
    kr_entry *entry = find(cache, head->circle);
    if (entry && entry->now && kr_head_same(&entry->now->head, head)) found = entry->now;
    if (entry && entry->next && kr_head_same(&entry->next->head, head)) found = entry->next;
    if (found) {
        touch(cache, entry);
        kr_snapshot_hold(found);
    }
    pthread_mutex_unlock(&cache->lock);
    return found;
}

kr_entry *kr_cache_enter(kr_store *store, kr_id circle) {
    kr_cache *cache = &store->cache;
    pthread_mutex_lock(&cache->lock);
    kr_entry *entry = find(cache, circle);
    if (!entry) {
        entry = calloc(1, sizeof *entry);
        if (entry && pthread_mutex_init(&entry->lock, NULL)) {
            free(entry);
            entry = NULL;
        }
        if (entry) {
            entry->circle = circle;
            entry->chain = *bucket(cache, circle);
            *bucket(cache, circle) = entry;
        }
    }
    if (entry) {
        entry->pins++;
        touch(cache, entry);
    }
    pthread_mutex_unlock(&cache->lock);
    if (entry) pthread_mutex_lock(&entry->lock);
    return entry;
}

void kr_cache_leave(kr_store *store, kr_entry *entry) {
    kr_cache *cache = &store->cache;
    pthread_mutex_unlock(&entry->lock);
    pthread_mutex_lock(&cache->lock);
    entry->pins--;
    if (entry->pins == 0 && !entry->now) forget(cache, entry);
    shrink(cache, cache->limit);
    pthread_mutex_unlock(&cache->lock);
}

void kr_cache_put_next(kr_store *store, kr_entry *entry, kr_snapshot *snapshot) {
    pthread_mutex_lock(&store->cache.lock);
    kr_snapshot *old = entry->next;
    entry->next = snapshot;
    pthread_mutex_unlock(&store->cache.lock);
    kr_snapshot_release(store, old);
}

void kr_cache_put_now(kr_store *store, kr_entry *entry, kr_snapshot *snapshot) {
    kr_cache *cache = &store->cache;
    size_t bytes = snapshot ? sizeof *snapshot + snapshot->arena.used + snapshot->log->arena.used : 0;
    pthread_mutex_lock(&cache->lock);
    kr_snapshot *old = entry->now, *next = entry->next, *shown = entry->shown;
    entry->now = snapshot;
    entry->shown = NULL;
    entry->next = NULL;
    cache->bytes += bytes;
    cache->bytes -= entry->bytes;
    entry->bytes = bytes;
    pthread_mutex_unlock(&cache->lock);
    release_shown(shown);
    kr_snapshot_release(store, old);
    kr_snapshot_release(store, next);
}

kr_snapshot *kr_cache_find_shown(kr_store *store, const kr_head *head, const kr_share_mark *mark) {
    kr_cache *cache = &store->cache;
    pthread_mutex_lock(&cache->lock);
    kr_entry *entry = find(cache, head->circle);
    kr_snapshot *found = entry ? entry->shown : NULL;
    while (found && memcmp(&found->mark, mark, sizeof *mark) != 0) found = found->next_shown;
    if (found && !kr_head_same(&found->head, head)) found = NULL;
    if (found) {
        touch(cache, entry);
        kr_snapshot_hold(found);
    }
    pthread_mutex_unlock(&cache->lock);
    return found;
}

void kr_cache_drop_shown(kr_store *store, kr_entry *entry) {
    kr_cache *cache = &store->cache;
    size_t bytes = 0;
    pthread_mutex_lock(&cache->lock);
    kr_snapshot *shown = entry->shown;
    for (const kr_snapshot *s = shown; s; s = s->next_shown) bytes += sizeof *s + s->arena.used;
    entry->shown = NULL;
    entry->bytes -= bytes;
    cache->bytes -= bytes;
    pthread_mutex_unlock(&cache->lock);
    release_shown(shown);
}

/* What was there for an older state of the same share goes. */
void kr_cache_put_shown(kr_store *store, kr_entry *entry, kr_snapshot *shown) {
    kr_cache *cache = &store->cache;
    kr_snapshot *old = NULL;
    pthread_mutex_lock(&cache->lock);
    for (kr_snapshot **at = &entry->shown; *at && !old;) {
        if ((*at)->mark.id == shown->mark.id) {
            old = *at;
            *at = old->next_shown;
        } else
            at = &(*at)->next_shown;
    }
    size_t more = sizeof *shown + shown->arena.used, less = old ? sizeof *old + old->arena.used : 0;
    shown->next_shown = entry->shown;
    entry->shown = shown;
    entry->bytes = entry->bytes + more - less;
    cache->bytes = cache->bytes + more - less;
    pthread_mutex_unlock(&cache->lock);
    kr_snapshot_release(store, old);
}

void kr_cache_cool(kr_store *store) {
    kr_cache *cache = &store->cache;
    pthread_mutex_lock(&cache->lock);
    kr_entry *entry = cache->oldest;
    while (entry && entry->used != cache->round) {
        kr_entry *newer = entry->newer;
        if (entry->pins == 0) forget(cache, entry);
        entry = newer;
    }
    cache->round++;
    pthread_mutex_unlock(&cache->lock);
}

void kr_cache_clear(kr_store *store) {
    pthread_mutex_lock(&store->cache.lock);
    shrink(&store->cache, 0);
    while (store->cache.oldest) forget(&store->cache, store->cache.oldest);
    pthread_mutex_unlock(&store->cache.lock);
}
