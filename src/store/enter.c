/* Coming in: the owner gets the circle, a guest the circle as their share sees it, everybody else the same
 * answer. Filtered circles stay beside the snapshot they were made from; which share, in which state, is read
 * anew each time, so that a withdrawal counts at once. */
#include "store/share_int.h"

#include <sodium.h>
#include <stdlib.h>

#define SHOWN_MOST ((size_t)512 << 20)
#define TRIES      20

kr_err kr_access_fill(kr_access *out, kr_arena *arena, const kr_snapshot *shown) {
    kr_access access = {.owner = false, .share = shown->share};
    kr_str *texts[] = {&access.share.name, &access.share.word, &access.share.why};
    for (size_t i = 0; i < KR_COUNT(texts); i++) {
        *texts[i] = kr_arena_copy(arena, *texts[i]);
        if (!texts[i]->ptr) return KR_E_MEMORY;
    }
    *out = access;
    return KR_OK;
}

/* -- making what they see -- */
static kr_err filter(kr_snapshot *s, kr_snapshot *whole, const kr_share_row *row, kr_error *error) {
    kr_view view;
    kr_err err = kr_share_open(&s->share, &s->arena, row, &whole->head, &whole->key, error);
    if (!err) err = kr_view_shared(&view, &s->arena, &whole->circle, &s->share.rules, 0, error);
    if (!err) s->circle = *view.circle;
    return err;
}

kr_err kr_shown_make(kr_store *store, kr_snapshot **out, kr_entry *entry, kr_snapshot *whole,
                     const kr_share_set *set, const kr_share_row *row, kr_error *error) {
    kr_share_mark mark;
    kr_share_mark_of(&mark, row, set);
    *out = kr_cache_find_shown(store, &whole->head, &mark);
    if (*out) return KR_OK;
    kr_snapshot *s = calloc(1, sizeof *s);
    if (!s) return kr_no_memory(error);
    atomic_init(&s->refs, 1);
    kr_arena_init(&s->arena, store->allocator, SHOWN_MOST);
    kr_err err = filter(s, whole, row, error);
    if (err) {
        kr_arena_dispose(&s->arena);
        free(s);
        return err;
    }
    s->head = whole->head;
    s->mark = mark;
    s->whole = kr_snapshot_hold(whole); /* texts may be borrowed from it */
    if (entry->now == whole) kr_cache_put_shown(store, entry, kr_snapshot_hold(s));
    *out = s;
    return KR_OK;
}

/* -- whole and shares, of one moment -- */
static kr_err read_shares(kr_store *store, kr_share_set *set, kr_arena *arena, const kr_head *head,
                          kr_error *error) {
    kr_db *db = NULL;
    kr_head now;
    kr_err err = kr_reader_take(store, &db, error);
    if (err) return err;
    err = kr_db_do(db, KR_SQL_BEGIN, error);
    if (!err) err = kr_head_read(db, &now, head->circle, error);
    if (!err && !kr_head_same(&now, head)) err = kr_fail(error, KR_E_CONFLICT, "error.busy", "", "");
    if (!err) err = kr_shares_read(db, set, arena, head->circle, error);
    kr_reader_give(store, db);
    return err;
}

kr_err kr_shares_load(kr_store *store, kr_snapshot **whole, kr_share_set *set, kr_arena *arena,
                      kr_entry *entry, kr_error *error) {
    kr_snapshot *now = NULL;
    uint64_t seen = 0;
    kr_err err = KR_E_CONFLICT;
    for (int n = 0; n < TRIES && err == KR_E_CONFLICT; n++) { /* another process may be writing */
        kr_snapshot_release(store, now);
        now = NULL;
        err = kr_circle_load(store, &now, entry, 0, error);
        if (!err) err = read_shares(store, set, arena, &now->head, error);
    }
    if (!err) err = kr_shares_check(set, &now->key, error);
    if (!err) err = kr_share_seen(store, entry->circle, &seen, error);
    if (!err && set->n < seen) err = kr_damaged(error, "older shares");
    if (err) {
        kr_snapshot_release(store, now);
        return err == KR_E_CONFLICT ? kr_fail(error, KR_E_BUSY, "error.busy", "", "") : err;
    }
    *whole = now;
    return KR_OK;
}

/* -- the door -- */
typedef struct door {
    kr_head head;
    kr_share_mark mark;
    bool shared;
} door;

static kr_err read_door(kr_store *store, door *out, kr_id account, kr_id circle, int64_t now,
                        kr_error *error) {
    kr_db *db = NULL;
    sqlite3_stmt *st = NULL;
    bool row = false, good = true;
    kr_err err = kr_reader_take(store, &db, error);
    if (err) return err;
    *out = (door){.head.circle = circle};
    err = kr_db_use(db, KR_SQL_DOOR, &st, error);
    if (!err) {
        kr_bind_id(db, st, 1, circle);
        kr_bind_id(db, st, 2, account);
        kr_bind_int(db, st, 3, now);
        err = kr_db_step(db, st, &row, error);
        if (!err && row) good = kr_head_columns(st, 0, &out->head);
        if (!err && row) out->shared = kr_share_mark_columns(st, 7, &out->mark);
        kr_db_done(st);
    }
    kr_reader_give(store, db);
    if (err) return err;
    return row && good ? KR_OK : kr_no_circle(error);
}

static kr_err make_for(kr_store *store, kr_snapshot **out, kr_entry *entry, kr_arena *arena, kr_id account,
                       kr_id share, int64_t now, kr_error *error) {
    kr_snapshot *whole = NULL;
    kr_share_set set;
    bool gone = false;
    kr_err err = kr_shares_load(store, &whole, &set, arena, entry, error);
    if (err) return err;
    const kr_share_row *row = share ? kr_share_find(&set, share) : kr_share_pick(&set, account, now);
    if (!row || (share && whole->head.account != account)) err = kr_no_circle(error);
    if (!err && !share) err = kr_withdrawn_has(store, entry->circle, row->id, &gone, error);
    if (!err && gone) err = kr_no_circle(error);
    if (!err) err = kr_shown_make(store, out, entry, whole, &set, row, error);
    kr_snapshot_release(store, whole);
    return err;
}

static kr_err make_shown(kr_store *store, kr_snapshot **out, kr_id account, kr_id circle, kr_id share,
                         int64_t now, kr_error *error) {
    kr_arena arena;
    kr_entry *entry = kr_cache_enter(store, circle);
    if (!entry) return kr_no_memory(error);
    kr_arena_init(&arena, kr_heap(), KR_SHARE_ARENA);
    kr_err err = make_for(store, out, entry, &arena, account, share, now, error);
    kr_cache_leave(store, entry);
    kr_arena_dispose(&arena);
    return err;
}

static kr_err hand_over(kr_store *store, kr_snapshot **out, kr_access *access, kr_arena *arena,
                        kr_snapshot *shown, kr_error *error) {
    if (kr_access_fill(access, arena, shown)) {
        kr_snapshot_release(store, shown);
        return kr_no_memory(error);
    }
    *out = shown;
    return KR_OK;
}

kr_err kr_circle_enter(kr_store *store, kr_snapshot **out, kr_access *access, kr_arena *arena, kr_id account,
                       kr_id circle, int64_t now, kr_error *error) {
    door d;
    kr_err err = read_door(store, &d, account, circle, now, error);
    if (err) return err;
    if (account && d.head.account == account) {
        err = kr_circle_open(store, out, account, circle, error);
        if (!err) *access = (kr_access){.owner = true};
        return err;
    }
    if (!account || !d.shared) return kr_no_circle(error);
    kr_snapshot *shown = kr_cache_find_shown(store, &d.head, &d.mark);
    if (!shown) err = make_shown(store, &shown, account, circle, 0, now, error);
    /* that something is damaged, only the owner hears */
    if (err == KR_E_CORRUPT) return kr_no_circle(error);
    return err ? err : hand_over(store, out, access, arena, shown, error);
}

kr_err kr_circle_enter_as(kr_store *store, kr_snapshot **out, kr_access *access, kr_arena *arena,
                          kr_id account, kr_id circle, kr_id share, kr_error *error) {
    kr_snapshot *shown = NULL;
    if (!share || !account) return kr_no_circle(error);
    kr_err err = kr_circle_owned(store, account, circle, error);
    if (!err) err = make_shown(store, &shown, account, circle, share, 0, error);
    return err ? err : hand_over(store, out, access, arena, shown, error);
}
