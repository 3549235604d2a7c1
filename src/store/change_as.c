/* A change by a guest: made on the circle as they see it, judged against the whole, and committed only while
 * their share still stands. With `propose` it waits for the owner's word. */
#include "store/share_int.h"

#define CHANGE_MOST ((size_t)128 << 20)
#define TRIES       20

typedef struct wish {
    kr_id account;
    kr_make_fn make;
    void *context;
    int64_t now;
    bool *proposed;
} wish;

typedef struct writing {
    const kr_store *store;
    const kr_snapshot *shown;
    const kr_head *before, *after;
    kr_str body;
} writing;

/* In the same transaction: a withdrawal that came before stops it. */
kr_err kr_share_stands(kr_db *db, const kr_snapshot *shown, kr_error *error) {
    sqlite3_stmt *st = NULL;
    bool row = false;
    kr_err err = kr_db_use(db, KR_SQL_SHARE_OPEN, &st, error);
    if (err) return err;
    kr_bind_id(db, st, 1, shown->mark.id);
    kr_bind_int(db, st, 2, (int64_t)shown->mark.version);
    err = kr_db_step(db, st, &row, error);
    kr_db_done(st);
    return err || row ? err : kr_no_circle(error);
}

static kr_err add_change(kr_db *db, void *context, kr_error *error) {
    const writing *w = context;
    kr_err err = kr_share_stands(db, w->shown, error);
    if (!err) err = kr_head_write(db, w->before, w->after, error);
    return err ? err : kr_change_put(db, w->after->circle, w->after->seq, w->body, error);
}

static kr_err commit(kr_store *store, kr_entry *entry, kr_snapshot *whole, const kr_snapshot *shown,
                     kr_arena *arena, const kr_change *change, kr_error *error) {
    kr_snapshot *next = NULL;
    kr_str body;
    kr_head head = whole->head;
    kr_err err = kr_log_append(whole->log, &head, &whole->key, arena, change, &body, error);
    if (!err) err = kr_log_finish(store, &next, whole->log, &whole->circle, &head, &whole->key, error);
    if (!err) {
        writing w = {store, shown, &whole->head, &next->head, body};
        kr_cache_put_next(store, entry, kr_snapshot_hold(next));
        err = kr_write(store, add_change, &w, false, error);
        kr_cache_put_now(store, entry, err ? NULL : kr_snapshot_hold(next));
    }
    if (!err) kr_seen_note(store, &next->head);
    kr_snapshot_release(store, next);
    return err;
}

/* What `make` makes, as it may be kept: by this account, and allowed. */
static kr_err make_change(kr_change *out, const kr_snapshot *shown, const wish *w, kr_arena *arena,
                          kr_error *error) {
    kr_change change = {0};
    kr_err err = w->make(w->context, arena, &shown->circle, &change, error);
    if (err) return err;
    change.author = w->account;
    err = kr_share_allows(&shown->whole->circle, &shown->circle, &shown->share.rules, &change, error);
    if (!err) *out = change;
    return err;
}

/* The circle as this guest sees it now. */
static kr_err see(kr_store *store, kr_snapshot **out, kr_entry *entry, const wish *w, kr_error *error) {
    kr_snapshot *whole = NULL;
    kr_share_set set;
    kr_arena arena;
    bool gone = false;
    kr_arena_init(&arena, kr_heap(), KR_SHARE_ARENA);
    kr_err err = kr_shares_load(store, &whole, &set, &arena, entry, error);
    const kr_share_row *row = err ? NULL : kr_share_pick(&set, w->account, w->now);
    if (!err && !row) err = kr_no_circle(error);
    if (!err) err = kr_withdrawn_has(store, entry->circle, row->id, &gone, error);
    if (!err && gone) err = kr_no_circle(error);
    if (!err) err = kr_shown_make(store, out, entry, whole, &set, row, error);
    kr_snapshot_release(store, whole);
    kr_arena_dispose(&arena);
    return err;
}

static kr_err change_once(kr_store *store, kr_snapshot **out, kr_entry *entry, const wish *w, kr_arena *arena,
                          kr_error *error) {
    kr_snapshot *shown = NULL;
    kr_change change;
    kr_err err = see(store, &shown, entry, w, error);
    if (!err) err = make_change(&change, shown, w, arena, error);
    bool proposes = !err && shown->share.rules.propose;
    if (proposes)
        err = kr_proposal_add(store, shown, arena, &change, w->now, error);
    else if (!err)
        err = commit(store, entry, shown->whole, shown, arena, &change, error);
    kr_snapshot_release(store, shown);
    if (!err) *w->proposed = proposes;
    if (err || proposes) return err;
    /* it is kept; whoever cannot be shown it now sees it when they come in again */
    if (see(store, out, entry, w, NULL)) *out = NULL;
    return KR_OK;
}

kr_err kr_circle_change_as(kr_store *store, kr_snapshot **out, bool *proposed, kr_id account, kr_id circle,
                           kr_make_fn make, void *context, int64_t now, kr_error *error) {
    kr_arena arena;
    kr_snapshot *next = NULL;
    bool waits = false;
    const wish w = {account, make, context, now, &waits};
    kr_entry *entry = kr_cache_enter(store, circle);
    if (!entry) return kr_no_memory(error);
    kr_arena_init(&arena, store->allocator, CHANGE_MOST);
    kr_err err = KR_OK;
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
    if (err == KR_E_CORRUPT) err = kr_no_circle(error);
    if (err) return err;
    *proposed = waits;
    if (waits) return KR_OK;
    if (!next) return kr_no_memory(error);
    if (out)
        *out = next;
    else
        kr_snapshot_release(store, next);
    return KR_OK;
}
