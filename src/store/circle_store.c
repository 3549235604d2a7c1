/* Making, opening, changing and destroying circles. */
#include "store/store_int.h"

#include <sodium.h>

/* What one circle may take while it is added to; reading has more room (snapshot.c). */
#define LOG_MOST    ((size_t)192 << 20)
#define CHANGE_MOST ((size_t)128 << 20)
#define TRIES       20

/* -- rows -- */
kr_err kr_change_put(kr_db *db, kr_id circle, uint64_t seq, kr_str body, kr_error *error) {
    sqlite3_stmt *st = NULL;
    kr_err err = kr_db_use(db, KR_SQL_CHANGE_ADD, &st, error);
    if (err) return err;
    kr_bind_id(db, st, 1, circle);
    kr_bind_int(db, st, 2, (int64_t)seq);
    kr_bind_blob(db, st, 3, body.ptr, body.len);
    return kr_db_run(db, st, NULL, error);
}

kr_err kr_head_write(kr_db *db, const kr_head *before, const kr_head *after, kr_error *error) {
    sqlite3_stmt *st = NULL;
    int touched = 0;
    kr_err err = kr_db_use(db, KR_SQL_CIRCLE_HEAD, &st, error);
    if (err) return err;
    kr_bind_int(db, st, 1, (int64_t)after->version);
    kr_bind_int(db, st, 2, (int64_t)after->seq);
    kr_bind_int(db, st, 3, after->bin_since);
    kr_bind_blob(db, st, 4, after->chain, KR_HASH_BYTES);
    kr_bind_blob(db, st, 5, after->mac, KR_HASH_BYTES);
    kr_bind_id(db, st, 6, after->circle);
    kr_bind_int(db, st, 7, (int64_t)before->version);
    kr_bind_int(db, st, 8, (int64_t)before->seq);
    kr_bind_id(db, st, 9, before->account);
    kr_bind_int(db, st, 10, before->created);
    kr_bind_int(db, st, 11, before->bin_since);
    kr_bind_blob(db, st, 12, before->chain, KR_HASH_BYTES);
    kr_bind_blob(db, st, 13, before->mac, KR_HASH_BYTES);
    err = kr_db_run(db, st, &touched, error);
    return !err && touched == 0 ? kr_fail(error, KR_E_CONFLICT, "error.busy", "", "") : err;
}

kr_err kr_log_append(kr_change_log *log, kr_head *head, const kr_circle_key *key, kr_arena *arena,
                     const kr_change *change, kr_str *sealed, kr_error *error) {
    kr_buf buf;
    kr_str plain, kept;
    kr_change numbered = *change, decoded;
    numbered.seq = head->seq + 1;
    kr_buf_init(&buf, arena, KR_MAX_CHANGE_BYTES);
    kr_change_encode(&buf, &numbered);
    kr_err err = kr_buf_end(&buf, &plain);
    if (buf.len > KR_MAX_CHANGE_BYTES / 2 && err)
        return kr_fail(error, KR_E_LIMIT, "error.too_large", "", "");
    if (err) return kr_no_memory(error);
    if (log->arena.used + plain.len > LOG_MOST) return kr_fail(error, KR_E_LIMIT, "error.too_large", "", "");
    kept = kr_arena_copy(&log->arena, plain);
    if (!kept.ptr || kr_body_seal(sealed, arena, head, key, numbered.seq, plain)) return kr_no_memory(error);
    err = kr_change_decode(&decoded, &log->arena, kept, error);
    if (err) return err;
    if (kr_log_put(log, (size_t)head->seq, &decoded)) return kr_no_memory(error);
    kr_chain_add(head, numbered.seq, *sealed);
    return KR_OK;
}

kr_err kr_log_finish(kr_store *store, kr_snapshot **out, kr_change_log *log, const kr_circle *before,
                     const kr_head *head, const kr_circle_key *key, kr_error *error) {
    kr_err err = kr_snapshot_fold(store, out, log, before, head, key, error);
    if (err) return err;
    (*out)->head.bin_since = kr_bin_since(&(*out)->circle);
    kr_head_mac((*out)->head.mac, &(*out)->head, key);
    return KR_OK;
}

/* -- a new circle -- */
typedef struct fresh {
    kr_head head;
    const kr_str *bodies;
} fresh;

static kr_err add_circle(kr_db *db, void *context, kr_error *error) {
    const fresh *f = context;
    sqlite3_stmt *st = NULL;
    kr_err err = kr_db_use(db, KR_SQL_CIRCLE_ADD, &st, error);
    if (err) return err;
    kr_bind_id(db, st, 1, f->head.circle);
    kr_bind_id(db, st, 2, f->head.account);
    kr_bind_int(db, st, 3, f->head.created);
    kr_bind_int(db, st, 4, (int64_t)f->head.version);
    kr_bind_int(db, st, 5, (int64_t)f->head.seq);
    kr_bind_int(db, st, 6, f->head.bin_since);
    kr_bind_blob(db, st, 7, f->head.chain, KR_HASH_BYTES);
    kr_bind_blob(db, st, 8, f->head.mac, KR_HASH_BYTES);
    err = kr_db_run(db, st, NULL, error);
    for (uint64_t i = 0; !err && i < f->head.seq; i++)
        err = kr_change_put(db, f->head.circle, i + 1, f->bodies[i], error);
    return err;
}

/* Two at once may make one more, which is no harm. */
static kr_err room_for_one(kr_store *store, kr_id account, kr_error *error) {
    kr_id many = 0;
    size_t n = 0;
    kr_asked asked = {.sql = KR_SQL_CIRCLES_COUNT, .bound = {account}, .n_bound = 1, .width = 1, .cap = 1};
    kr_err err = kr_numbers_read(store, &asked, &many, &n, error);
    if (err || many < KR_MOST_CIRCLES) return err;
    return kr_fail(error, KR_E_LIMIT, "error.circles_many", "", "");
}

static kr_err create(kr_store *store, kr_snapshot **out, kr_change_log *log, kr_arena *arena, fresh *f,
                     const kr_change *changes, size_t count, int64_t now, kr_error *error) {
    kr_circle_key key;
    kr_str *bodies = kr_new_n(arena, kr_str, count + 1);
    if (!bodies) return kr_no_memory(error);
    kr_err err = room_for_one(store, f->head.account, error);
    if (!err) err = kr_key_make(store, &key, f->head.circle, f->head.version, NULL, 0, now, error);
    for (size_t i = 0; !err && i < count; i++)
        err = kr_log_append(log, &f->head, &key, arena, &changes[i], &bodies[i], error);
    if (!err) err = kr_log_finish(store, out, log, NULL, &f->head, &key, error);
    sodium_memzero(&key, sizeof key);
    if (err) return err;
    f->head = (*out)->head;
    f->bodies = bodies;
    return kr_write(store, add_circle, f, false, error);
}

kr_err kr_circle_create(kr_store *store, kr_id *out, kr_id account, const kr_change *changes, size_t count,
                        int64_t now, kr_error *error) {
    kr_arena arena;
    kr_snapshot *snapshot = NULL;
    fresh f = {.head = {.circle = kr_random_id(), .account = account, .created = now, .version = 1}};
    kr_change_log *log = kr_log_new(store);
    kr_entry *entry = log ? kr_cache_enter(store, f.head.circle) : NULL;
    if (!entry) {
        kr_log_release(log);
        return kr_no_memory(error);
    }
    kr_arena_init(&arena, store->allocator, CHANGE_MOST);
    kr_chain_start(&f.head);
    kr_err err = create(store, &snapshot, log, &arena, &f, changes, count, now, error);
    if (!err) {
        kr_seen_note(store, &snapshot->head);
        kr_cache_put_now(store, entry, snapshot);
        *out = f.head.circle;
    } else
        kr_snapshot_release(store, snapshot);
    kr_cache_leave(store, entry);
    kr_log_release(log);
    kr_arena_dispose(&arena);
    return err;
}

/* -- opening -- */
kr_err kr_circle_open(kr_store *store, kr_snapshot **out, kr_id account, kr_id circle, kr_error *error) {
    kr_db *db = NULL;
    kr_head head;
    kr_err err = kr_reader_take(store, &db, error);
    if (err) return err;
    err = kr_head_read(db, &head, circle, error);
    kr_reader_give(store, db);
    if (!err && head.account != account) err = kr_no_circle(error);
    if (err) return err;
    kr_snapshot *found = kr_cache_find(store, &head);
    if (found) {
        *out = found;
        return KR_OK;
    }
    kr_entry *entry = kr_cache_enter(store, circle);
    if (!entry) return kr_no_memory(error);
    err = kr_circle_load(store, out, entry, account, error);
    kr_cache_leave(store, entry);
    return err;
}

kr_err kr_circles_of(kr_store *store, kr_circle_entry **out, size_t *count, kr_arena *arena, kr_id account,
                     kr_error *error) {
    kr_db *db = NULL;
    sqlite3_stmt *st = NULL;
    bool row = true, gone = false;
    size_t n = 0, cap = 0;
    kr_circle_entry *list = NULL;
    kr_err err = kr_reader_take(store, &db, error);
    if (err) return err;
    err = kr_db_use(db, KR_SQL_CIRCLES_OF, &st, error);
    if (!err) {
        kr_bind_id(db, st, 1, account);
        while (!err) {
            err = kr_db_step(db, st, &row, error);
            if (err || !row) break;
            kr_circle_entry entry = {kr_column_id(st, 0), sqlite3_column_int64(st, 1)};
            err = kr_key_destroyed(store, entry.id, &gone, error);
            if (err || gone) continue;
            if (n == cap) {
                size_t more = cap ? cap * 2 : 8;
                kr_circle_entry *grown = kr_arena_grow(arena, list, cap * sizeof *list, more * sizeof *list);
                if (!grown)
                    err = kr_no_memory(error);
                else
                    list = grown, cap = more;
            }
            if (!err) list[n++] = entry;
        }
        kr_db_done(st);
    }
    kr_reader_give(store, db);
    if (err) return err;
    *out = list;
    *count = n;
    return KR_OK;
}

/* -- a change -- */
typedef struct added {
    const kr_head *before, *after;
    kr_str body;
    kr_job_fn along; /* in the same transaction; NULL: nothing */
    void *context;
} added;

static kr_err add_change(kr_db *db, void *context, kr_error *error) {
    const added *a = context;
    /* the head first: it tells whether another process was there before */
    kr_err err = kr_head_write(db, a->before, a->after, error);
    if (!err) err = kr_change_put(db, a->after->circle, a->after->seq, a->body, error);
    return !err && a->along ? a->along(db, a->context, error) : err;
}

typedef struct wish {
    kr_id account;
    kr_make_fn make;
    void *context;
    kr_job_fn along;
} wish;

/* What is made of the newest state that is known here. */
typedef struct made {
    kr_snapshot *now, *next;
    kr_str body;
} made;

static kr_err make_next(kr_store *store, made *out, const wish *w, kr_arena *arena, kr_error *error) {
    kr_change change = {0};
    kr_head head = out->now->head;
    kr_err err = w->make(w->context, arena, &out->now->circle, &change, error);
    if (!err) err = kr_log_append(out->now->log, &head, &out->now->key, arena, &change, &out->body, error);
    if (!err)
        err =
            kr_log_finish(store, &out->next, out->now->log, &out->now->circle, &head, &out->now->key, error);
    return err;
}

/* What is here is nearly always the newest, and writing tells when it was not: its row must then still be the
 * one that was read. So only who refuses needs another look, at what is there for certain. */
static kr_err make_change(kr_store *store, made *out, kr_entry *entry, const wish *w, kr_arena *arena,
                          kr_error *error) {
    kr_snapshot *here = entry->now && entry->now->head.account == w->account ? entry->now : NULL;
    kr_err refused = KR_OK;
    if (here) {
        out->now = kr_snapshot_hold(here);
        refused = make_next(store, out, w, arena, error);
        if (!refused) return KR_OK;
    }
    kr_snapshot *there = NULL;
    kr_err err = kr_circle_load(store, &there, entry, w->account, error);
    bool again = !err && there != here;
    kr_snapshot_release(store, out->now); /* `there` is held, should it be the same one */
    out->now = there;
    if (!again) return err ? err : refused;
    kr_arena_reset(arena);
    return make_next(store, out, w, arena, error);
}

static kr_err change_once(kr_store *store, kr_snapshot **out, kr_entry *entry, const wish *w, kr_arena *arena,
                          kr_error *error) {
    made m = {.body = KR_NONE};
    kr_err err = make_change(store, &m, entry, w, arena, error);
    if (!err) {
        added a = {&m.now->head, &m.next->head, m.body, w->along, w->context};
        kr_cache_put_next(store, entry, kr_snapshot_hold(m.next));
        err = kr_write(store, add_change, &a, false, error);
        if (!err) kr_cache_put_now(store, entry, kr_snapshot_hold(m.next));
        /* whatever the disk did: the next one to come reads it anew, into a log of its own */
        else
            kr_cache_put_now(store, entry, NULL);
    }
    if (!err) {
        kr_seen_note(store, &m.next->head);
        *out = kr_snapshot_hold(m.next);
    }
    kr_snapshot_release(store, m.next);
    kr_snapshot_release(store, m.now);
    return err;
}

kr_err kr_circle_change(kr_store *store, kr_snapshot **out, kr_id account, kr_id circle, kr_make_fn make,
                        void *context, kr_error *error) {
    return kr_circle_change_along(store, out, account, circle, make, context, NULL, error);
}

kr_err kr_circle_change_along(kr_store *store, kr_snapshot **out, kr_id account, kr_id circle,
                              kr_make_fn make, void *context, kr_job_fn along, kr_error *error) {
    kr_arena arena;
    kr_snapshot *next = NULL;
    const wish w = {account, make, context, along};
    kr_entry *entry = kr_cache_enter(store, circle);
    if (!entry) return kr_no_memory(error);
    kr_arena_init(&arena, store->allocator, CHANGE_MOST);
    kr_err err;
    bool raced;
    int tries = 0;
    do { /* another process may have been first: make the change again, on what is there now */
        kr_arena_reset(&arena);
        err = change_once(store, &next, entry, &w, &arena, error);
        raced = err == KR_E_CONFLICT && !entry->now;
    } while (raced && ++tries < TRIES);
    if (raced) err = kr_fail(error, KR_E_BUSY, "error.busy", "", "");
    kr_cache_leave(store, entry);
    kr_arena_dispose(&arena);
    if (err) return err;
    if (out)
        *out = next;
    else
        kr_snapshot_release(store, next);
    return KR_OK;
}

/* -- the end of a circle -- */
static kr_err drop_circle(kr_db *db, void *context, kr_error *error) {
    static const kr_sql steps[] = {KR_SQL_LOOKS_DROP, KR_SQL_LOOK_HEAD_DROP, KR_SQL_LOOK_ANCHOR_DROP,
                                   KR_SQL_CIRCLE_DROP};
    const kr_id *circle = context;
    kr_err err = KR_OK;
    for (size_t i = 0; !err && i < KR_COUNT(steps); i++) {
        sqlite3_stmt *st = NULL;
        err = kr_db_use(db, steps[i], &st, error);
        if (err) break;
        kr_bind_id(db, st, 1, *circle);
        err = kr_db_run(db, st, NULL, error);
    }
    return err;
}

kr_err kr_circle_drop(kr_store *store, kr_id circle, kr_error *error) {
    return kr_write(store, drop_circle, &circle, true, error);
}

kr_err kr_circle_owned(kr_store *store, kr_id account, kr_id circle, kr_error *error) {
    kr_db *db = NULL;
    kr_head head;
    kr_err err = kr_reader_take(store, &db, error);
    if (err) return err;
    err = kr_head_read(db, &head, circle, error);
    kr_reader_give(store, db);
    if (!err && account && head.account != account) err = kr_no_circle(error);
    return err;
}

/* The key first: from then on nobody can read it, and a crash before the rows are gone is put right by
 * tidying. */
kr_err kr_circle_destroy(kr_store *store, kr_id account, kr_id circle, int64_t now, kr_error *error) {
    kr_entry *entry = kr_cache_enter(store, circle);
    if (!entry) return kr_no_memory(error);
    kr_err err = kr_circle_owned(store, account, circle, error);
    if (!err) err = kr_key_destroy(store, circle, now, error);
    if (!err) {
        kr_cache_put_now(store, entry, NULL);
        err = kr_circle_drop(store, circle, error);
    }
    kr_cache_leave(store, entry);
    return err;
}
