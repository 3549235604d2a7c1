/* What happens to shares by itself: somebody leaves all that was shared with them, ended things are
 * forgotten, and what a restored database brought back is withdrawn again. */
#include "store/share_int.h"

#include <sodium.h>

#include "store/heads.h"

#define PAGE 256

/* -- somebody goes -- */
static kr_err drop_proposals(kr_db *db, void *context, kr_error *error) {
    const kr_id *account = context;
    sqlite3_stmt *st = NULL;
    kr_err err = kr_db_use(db, KR_SQL_PROPOSALS_BY, &st, error);
    if (err) return err;
    kr_bind_id(db, st, 1, *account);
    return kr_db_run(db, st, NULL, error);
}

kr_err kr_shares_leave(kr_store *store, kr_id account, int64_t now, kr_error *error) {
    kr_id shares[PAGE];
    size_t count = PAGE, left = PAGE;
    kr_err err = KR_OK;
    while (!err && left && count == PAGE) { /* one that is damaged stays: nobody comes in by it */
        kr_asked asked = {
            .sql = KR_SQL_SHARES_GUEST, .bound = {account}, .n_bound = 1, .width = 1, .cap = PAGE};
        err = kr_numbers_read(store, &asked, shares, &count, error);
        left = 0;
        for (size_t i = 0; !err && i < count; i++) {
            err = kr_share_leave(store, account, shares[i], now, error);
            left += err == KR_OK;
            if (err == KR_E_NOT_FOUND) err = KR_OK;
        }
    }
    return err ? err : kr_write(store, drop_proposals, &account, true, error);
}

/* -- tidying -- */
enum { CIRCLE, SHARE, AT, WIDTH }; /* a share, and when it was withdrawn */

static kr_err page_of(kr_store *store, kr_id rows[PAGE][WIDTH], size_t *count, kr_id after, kr_error *error) {
    kr_asked asked = {
        .sql = KR_SQL_SHARES_WITHDRAWN, .bound = {after}, .n_bound = 1, .width = WIDTH, .cap = PAGE};
    return kr_numbers_read(store, &asked, rows[0], count, error);
}

/* keys.db may not have heard of a withdrawal, when it could not be written just then. */
static kr_err tell_keys(kr_store *store, kr_error *error) {
    kr_id rows[PAGE][WIDTH];
    kr_id after = (kr_id)INT64_MIN;
    size_t count = PAGE;
    kr_err err = KR_OK;
    while (!err && count == PAGE) {
        err = page_of(store, rows, &count, after, error);
        for (size_t i = 0; !err && i < count; i++) {
            bool known = false;
            err = kr_withdrawn_has(store, rows[i][CIRCLE], rows[i][SHARE], &known, error);
            if (!err && !known)
                kr_withdrawn_note(store, rows[i][CIRCLE], rows[i][SHARE], (int64_t)rows[i][AT]);
        }
        if (count) after = rows[count - 1][SHARE];
    }
    return err;
}

static kr_err page_of_keys(kr_store *store, kr_id rows[PAGE][2], size_t *count, const kr_id after[2],
                           kr_error *error) {
    kr_asked asked = {.sql = KR_SQL_WITHDRAWN_ALL,
                      .bound = {after[CIRCLE], after[SHARE]},
                      .n_bound = 2,
                      .width = 2,
                      .cap = PAGE};
    pthread_mutex_lock(&store->keys_lock);
    kr_err err = kr_db_numbers(&store->keys_db, &asked, rows[0], count, error);
    pthread_mutex_unlock(&store->keys_lock);
    return err;
}

static kr_err is_alive(kr_store *store, const kr_id row[2], bool *out, kr_error *error) {
    kr_db *db = NULL;
    sqlite3_stmt *st = NULL;
    kr_err err = kr_reader_take(store, &db, error);
    if (err) return err;
    err = kr_db_use(db, KR_SQL_SHARE_ALIVE, &st, error);
    if (!err) {
        kr_bind_id(db, st, 1, row[SHARE]);
        kr_bind_id(db, st, 2, row[CIRCLE]);
        err = kr_db_step(db, st, out, error);
        kr_db_done(st);
    }
    kr_reader_give(store, db);
    return err;
}

static kr_err withdraw_again(kr_store *store, int64_t now, kr_error *error) {
    kr_id rows[PAGE][2], after[2] = {(kr_id)INT64_MIN, (kr_id)INT64_MIN};
    size_t count = PAGE;
    kr_err err = KR_OK;
    while (!err && count == PAGE) {
        err = page_of_keys(store, rows, &count, after, error);
        for (size_t i = 0; !err && i < count; i++) {
            bool alive = false;
            err = is_alive(store, rows[i], &alive, error);
            if (!err && alive) err = kr_share_end(store, rows[i][CIRCLE], rows[i][SHARE], now, error);
            if (err == KR_E_NOT_FOUND || err == KR_E_CORRUPT) err = KR_OK;
        }
        if (count) memcpy(after, rows[count - 1], sizeof after);
    }
    return err;
}

static kr_err drop_old(kr_db *db, void *context, kr_error *error) {
    static const kr_sql steps[] = {KR_SQL_INVITE_TIDY, KR_SQL_ONCE_TIDY, KR_SQL_PROPOSAL_TIDY};
    const int64_t *now = context;
    kr_err err = KR_OK;
    for (size_t i = 0; !err && i < KR_COUNT(steps); i++) {
        sqlite3_stmt *st = NULL;
        err = kr_db_use(db, steps[i], &st, error);
        if (err) break;
        kr_bind_int(db, st, 1, *now - KR_BIN_MS);
        err = kr_db_run(db, st, NULL, error);
    }
    return err;
}

kr_err kr_shares_tidy(kr_store *store, int64_t now, kr_error *error) {
    kr_err err = withdraw_again(store, now, error);
    if (!err) err = tell_keys(store, error);
    return err ? err : kr_write(store, drop_old, &now, true, error);
}

/* -- with the ledger's old rows -- */
typedef struct forgetting {
    kr_head head;
    kr_circle_key key;
    kr_arena arena;
    int64_t before;
    uint64_t n; /* out: the counter, 0 when nothing went */
} forgetting;

static kr_err drop_share(kr_db *db, kr_id id, kr_error *error) {
    sqlite3_stmt *st = NULL;
    kr_err err = kr_db_use(db, KR_SQL_SHARE_DROP, &st, error);
    if (err) return err;
    kr_bind_id(db, st, 1, id);
    return kr_db_run(db, st, NULL, error);
}

static kr_err forget_ended(kr_db *db, void *context, kr_error *error) {
    forgetting *f = context;
    kr_share_set set;
    size_t kept = 0;
    f->n = 0;
    kr_arena_reset(&f->arena);
    kr_err err = kr_still_keyed(db, &f->head, error);
    if (!err) err = kr_shares_read(db, &set, &f->arena, f->head.circle, error);
    if (!err) err = kr_shares_check(&set, &f->key, error);
    for (size_t i = 0; !err && i < set.count; i++) {
        const kr_share_row *row = &set.rows[i];
        if (row->withdrawn > 0 && row->withdrawn < f->before)
            err = drop_share(db, row->id, error);
        else
            set.rows[kept++] = *row;
    }
    if (err || kept == set.count) return err;
    set.count = kept;
    err = kr_shares_sign(db, &set, &f->key, true, error);
    f->n = set.n;
    return err;
}

static kr_err forget_in(kr_store *store, kr_id circle, int64_t before, kr_error *error) {
    forgetting f = {.before = before};
    kr_entry *entry = kr_cache_enter(store, circle);
    if (!entry) return kr_no_memory(error);
    kr_arena_init(&f.arena, kr_heap(), KR_SHARE_ARENA);
    kr_err err = KR_E_CONFLICT;
    for (int n = 0; n < 20 && err == KR_E_CONFLICT; n++) {
        err = kr_circle_keyed(store, &f.head, &f.key, 0, circle, error);
        if (!err) err = kr_write(store, forget_ended, &f, true, error);
    }
    sodium_memzero(&f.key, sizeof f.key);
    if (!err && f.n) kr_share_seen_note(store, circle, f.n);
    if (!err && f.n) kr_heads_note(store, circle);
    kr_cache_leave(store, entry);
    kr_arena_dispose(&f.arena);
    return err;
}

/* By pages of shares, not of circles: who ended many is met more than once, which does no harm. */
kr_err kr_shares_forget(kr_store *store, int64_t before, kr_error *error) {
    kr_id rows[PAGE][WIDTH];
    kr_id after = (kr_id)INT64_MIN;
    size_t count = PAGE;
    kr_err err = KR_OK;
    while (!err && count == PAGE) {
        err = page_of(store, rows, &count, after, error);
        for (size_t i = 0; !err && i < count; i++) {
            if ((int64_t)rows[i][AT] >= before) continue;
            err = forget_in(store, rows[i][CIRCLE], before, error);
            /* one that is damaged stays as it is */
            if (err == KR_E_CORRUPT || err == KR_E_NOT_FOUND || err == KR_E_CONFLICT) err = KR_OK;
        }
        if (count) after = rows[count - 1][SHARE];
    }
    return err;
}
