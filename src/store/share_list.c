/* Lists of shares: those of a circle for its owner, those of an account for the guest. */
#include "store/share_int.h"

#include <sodium.h>

#include "core/arena.h"

#define TRIES 20

static kr_err read_set(kr_store *store, kr_share_set *set, kr_arena *arena, const kr_head *head,
                       kr_error *error) {
    kr_db *db = NULL;
    kr_err err = kr_reader_take(store, &db, error);
    if (err) return err;
    err = kr_db_do(db, KR_SQL_BEGIN, error);
    if (!err) err = kr_still_keyed(db, head, error);
    if (!err) err = kr_shares_read(db, set, arena, head->circle, error);
    kr_reader_give(store, db);
    return err;
}

kr_err kr_shares_now(kr_store *store, kr_head *head, kr_circle_key *key, kr_share_set *set, kr_arena *arena,
                     kr_id owner, kr_id circle, kr_error *error) {
    kr_err err = KR_E_CONFLICT;
    uint64_t seen = 0;
    for (int n = 0; n < TRIES && err == KR_E_CONFLICT; n++) {
        err = kr_share_seen(store, circle, &seen, error); /* first, so that it is not newer than the rows */
        if (!err) err = kr_circle_keyed(store, head, key, owner, circle, error);
        if (!err) err = read_set(store, set, arena, head, error);
    }
    if (err == KR_E_CONFLICT) return kr_fail(error, KR_E_BUSY, "error.busy", "", "");
    if (!err) err = kr_shares_check(set, key, error);
    return !err && set->n < seen ? kr_damaged(error, "older shares") : err;
}

/* One that a restored database brought back is as good as withdrawn until tidying says so too. */
static kr_err hold_back(kr_store *store, kr_share_entry *e, kr_error *error) {
    bool gone = false;
    kr_err err = e->withdrawn ? KR_OK : kr_withdrawn_has(store, e->circle, e->id, &gone, error);
    if (!err && gone) e->withdrawn = e->confirmed ? e->confirmed : e->made + 1;
    return err;
}

/* By its dates alone, without opening a row: it only leads to the page that asks. */
kr_err kr_share_waits(kr_store *store, bool *out, kr_id circle, int64_t now, kr_error *error) {
    kr_db *db = NULL;
    sqlite3_stmt *st = NULL;
    kr_err err = kr_reader_take(store, &db, error);
    if (err) return err;
    err = kr_db_use(db, KR_SQL_SHARE_WAITS, &st, error);
    if (!err) {
        kr_bind_id(db, st, 1, circle);
        kr_bind_int(db, st, 2, now);
        err = kr_db_step(db, st, out, error);
        kr_db_done(st);
    }
    kr_reader_give(store, db);
    return err;
}

/* -- for the owner -- */
static kr_err last_look(kr_db *db, kr_share_entry *e, kr_error *error) {
    sqlite3_stmt *st = NULL;
    bool row = false;
    kr_err err = kr_db_use(db, KR_SQL_SHARE_LOOKED, &st, error);
    if (err) return err;
    kr_bind_id(db, st, 1, e->id);
    kr_bind_id(db, st, 2, e->circle);
    err = kr_db_step(db, st, &row, error);
    if (!err && row) e->looked = sqlite3_column_int64(st, 0);
    kr_db_done(st);
    return err;
}

static kr_err last_looks(kr_store *store, kr_share_entry *list, size_t count, kr_error *error) {
    kr_db *db = NULL;
    kr_err err = kr_reader_take(store, &db, error);
    if (err) return err;
    for (size_t i = 0; !err && i < count; i++) err = last_look(db, &list[i], error);
    kr_reader_give(store, db);
    return err;
}

static void newest_first(kr_share_entry *list, size_t count) {
    for (size_t i = 1; i < count; i++) { /* at most KR_MOST_SHARES */
        kr_share_entry e = list[i];
        size_t at = i;
        for (; at > 0 && list[at - 1].made < e.made; at--) list[at] = list[at - 1];
        list[at] = e;
    }
}

kr_err kr_shares_of(kr_store *store, kr_share_entry **out, size_t *count, kr_arena *arena, kr_id account,
                    kr_id circle, kr_error *error) {
    kr_head head;
    kr_circle_key key;
    kr_share_set set;
    kr_err err = kr_shares_now(store, &head, &key, &set, arena, account ? account : 1, circle, error);
    if (err) return err;
    kr_share_entry *list = kr_new_n(arena, kr_share_entry, set.count + 1);
    if (!list) err = kr_no_memory(error);
    for (size_t i = 0; !err && i < set.count; i++) {
        err = kr_share_open(&list[i], arena, &set.rows[i], &head, &key, error);
        if (!err) err = hold_back(store, &list[i], error);
    }
    sodium_memzero(&key, sizeof key);
    if (!err) err = last_looks(store, list, set.count, error);
    if (err) return err;
    newest_first(list, set.count);
    *out = list;
    *count = set.count;
    return KR_OK;
}

/* -- for the guest -- */
typedef struct found {
    kr_id circle, share;
} found;

static kr_err find_shares(kr_store *store, bool asked, found **out, size_t *count, kr_arena *arena,
                          kr_id account, int64_t now, kr_error *error) {
    kr_db *db = NULL;
    sqlite3_stmt *st = NULL;
    bool row = true;
    size_t n = 0, cap = 0;
    found *list = NULL;
    kr_err err = kr_reader_take(store, &db, error);
    if (err) return err;
    err = kr_db_use(db, asked ? KR_SQL_SHARES_ASKED : KR_SQL_SHARES_WITH, &st, error);
    if (!err) {
        kr_bind_id(db, st, 1, account);
        kr_bind_int(db, st, 2, now);
        while (!err) {
            err = kr_db_step(db, st, &row, error);
            if (err || !row) break;
            if (n == cap) {
                cap = cap ? cap * 2 : 16;
                list = kr_arena_grow(arena, list, n * sizeof *list, cap * sizeof *list);
                if (!list) err = kr_no_memory(error);
            }
            if (!err) list[n++] = (found){kr_column_id(st, 0), kr_column_id(st, 1)};
        }
        kr_db_done(st);
    }
    kr_reader_give(store, db);
    *out = list;
    *count = n;
    return err;
}

/* KR_E_NOT_FOUND and KR_E_CORRUPT: this one is not shown. */
static kr_err take_shared(kr_store *store, bool asked, kr_share_entry *out, kr_arena *arena, const found *f,
                          int64_t now, kr_error *error) {
    kr_head head;
    kr_circle_key key;
    kr_share_set set;
    kr_account owner;
    kr_share_entry e;
    kr_err err = kr_shares_now(store, &head, &key, &set, arena, 0, f->circle, error);
    if (err) return err;
    const kr_share_row *row = kr_share_find(&set, f->share);
    err = row ? kr_share_open(&e, arena, row, &head, &key, error) : KR_E_NOT_FOUND;
    sodium_memzero(&key, sizeof key);
    if (!err) err = hold_back(store, &e, error);
    if (!err && (asked ? e.confirmed || e.withdrawn : !kr_share_counts(&e, now))) err = KR_E_NOT_FOUND;
    if (!err) err = kr_account_get(store, &owner, arena, head.account, error);
    if (err) return err;
    e.name = owner.name;
    *out = e;
    return KR_OK;
}

static kr_err list_shared(kr_store *store, bool asked, kr_share_entry **out, size_t *count, kr_arena *arena,
                          kr_id account, int64_t now, kr_error *error) {
    found *all = NULL;
    size_t n = 0, good = 0;
    kr_err err = find_shares(store, asked, &all, &n, arena, account, now, error);
    kr_share_entry *list = err ? NULL : kr_new_n(arena, kr_share_entry, n + 1);
    if (!err && !list) err = kr_no_memory(error);
    for (size_t i = 0; !err && i < n; i++) {
        err = take_shared(store, asked, &list[good], arena, &all[i], now, error);
        if (err == KR_OK)
            good++;
        else if (err == KR_E_NOT_FOUND || err == KR_E_CORRUPT)
            err = KR_OK;
    }
    if (err) return err;
    *out = list;
    *count = good;
    return KR_OK;
}

kr_err kr_shared_with(kr_store *store, kr_share_entry **out, size_t *count, kr_arena *arena, kr_id account,
                      int64_t now, kr_error *error) {
    return list_shared(store, false, out, count, arena, account, now, error);
}

kr_err kr_shares_asked(kr_store *store, kr_share_entry **out, size_t *count, kr_arena *arena, kr_id account,
                       int64_t now, kr_error *error) {
    return list_shared(store, true, out, count, arena, account, now, error);
}
