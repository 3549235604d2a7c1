/* What keys.db knows of shares: how far a circle's counter had come, and which were withdrawn. Whoever puts
 * an older kring.db back brings none of them to life. */
#include "store/share_int.h"

static kr_err get(kr_store *store, kr_sql which, kr_id circle, kr_id share, bool *row, uint64_t *n,
                  kr_error *error) {
    kr_db *db = &store->keys_db;
    sqlite3_stmt *st = NULL;
    pthread_mutex_lock(&store->keys_lock);
    kr_err err = kr_db_use(db, which, &st, error);
    if (!err) {
        kr_bind_id(db, st, 1, circle);
        if (share) kr_bind_id(db, st, 2, share);
        err = kr_db_step(db, st, row, error);
        if (!err && *row) *n = (uint64_t)sqlite3_column_int64(st, 0);
        kr_db_done(st);
    }
    pthread_mutex_unlock(&store->keys_lock);
    return err;
}

kr_err kr_share_seen(kr_store *store, kr_id circle, uint64_t *n, kr_error *error) {
    bool row = false;
    uint64_t value = 0;
    kr_err err = get(store, KR_SQL_SHARE_SEEN, circle, 0, &row, &value, error);
    if (!err) *n = value;
    return err;
}

kr_err kr_withdrawn_has(kr_store *store, kr_id circle, kr_id share, bool *out, kr_error *error) {
    uint64_t n;
    bool row = false;
    kr_err err = get(store, KR_SQL_WITHDRAWN_HAS, circle, share, &row, &n, error);
    if (!err) *out = row;
    return err;
}

static kr_err put(kr_store *store, kr_sql which, const int64_t *values, int count) {
    kr_err err = kr_keys_begin(store, NULL);
    if (err) return err;
    sqlite3_stmt *st = NULL;
    err = kr_db_use(&store->keys_db, which, &st, NULL);
    if (!err) {
        for (int i = 0; i < count; i++) kr_bind_int(&store->keys_db, st, i + 1, values[i]);
        err = kr_db_run(&store->keys_db, st, NULL, NULL);
    }
    return kr_keys_end(store, err, NULL);
}

void kr_share_seen_note(kr_store *store, kr_id circle, uint64_t n) {
    const int64_t values[] = {(int64_t)circle, (int64_t)n};
    kr_may_fail(put(store, KR_SQL_SHARE_SEEN_PUT, values, 2));
}

void kr_withdrawn_note(kr_store *store, kr_id circle, kr_id share, int64_t now) {
    const int64_t values[] = {(int64_t)circle, (int64_t)share, now};
    kr_may_fail(put(store, KR_SQL_WITHDRAWN_ADD, values, 3));
}
