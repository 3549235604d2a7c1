/* Lists out of keys.db, and which keys are retired and destroyed. */
#include "store/store_int.h"

/* -- lists -- */
kr_err kr_keys_list(kr_store *store, kr_id *out, uint64_t *versions, size_t cap, size_t *count, kr_id after,
                    kr_error *error) {
    kr_db *db = &store->keys_db;
    sqlite3_stmt *st = NULL;
    bool row = true;
    size_t n = 0;
    pthread_mutex_lock(&store->keys_lock);
    kr_err err = kr_db_use(db, versions ? KR_SQL_ERASED_LAST : KR_SQL_DESTROYED_ALL, &st, error);
    if (!err) {
        kr_bind_id(db, st, 1, after);
        while (!err && n < cap) {
            err = kr_db_step(db, st, &row, error);
            if (err || !row) break;
            if (versions) versions[n] = (uint64_t)sqlite3_column_int64(st, 1);
            out[n++] = kr_column_id(st, 0);
        }
        kr_db_done(st);
    }
    pthread_mutex_unlock(&store->keys_lock);
    if (!err) *count = n;
    return err;
}

/* Whoever was reduced first and erased later is erased; once a name had to go from texts, it has to. */
static uint8_t how_of(sqlite3_stmt *st) {
    int least = sqlite3_column_int(st, 1), most = sqlite3_column_int(st, 2);
    if (least >= KR_CUT_INITIALS) return KR_CUT_INITIALS;
    return most > KR_CUT_ERASE ? KR_CUT_AWAY : KR_CUT_ERASE;
}

kr_err kr_erased_after(kr_store *store, kr_cut **out, size_t *count, kr_arena *arena, kr_id circle,
                       uint64_t version, kr_error *error) {
    kr_db *db = &store->keys_db;
    sqlite3_stmt *st = NULL;
    bool row = true;
    size_t n = 0, cap = 0;
    kr_cut *list = NULL;
    pthread_mutex_lock(&store->keys_lock);
    kr_err err = kr_db_use(db, KR_SQL_ERASED_NEWER, &st, error);
    if (!err) {
        kr_bind_id(db, st, 1, circle);
        kr_bind_int(db, st, 2, (int64_t)version);
        while (!err) {
            err = kr_db_step(db, st, &row, error);
            if (err || !row) break;
            if (n == cap) {
                cap = cap ? cap * 2 : 64;
                list = kr_arena_grow(arena, list, n * sizeof *list, cap * sizeof *list);
                if (!list) err = kr_no_memory(error);
            }
            if (!err) list[n++] = (kr_cut){kr_column_id(st, 0), how_of(st)};
        }
        kr_db_done(st);
    }
    pthread_mutex_unlock(&store->keys_lock);
    if (err) return err;
    *out = list;
    *count = n;
    return KR_OK;
}

/* -- tidying -- */
typedef struct row {
    kr_id circle;
    int64_t version;
    bool retired;
} row;

#define PAGE 256

static kr_err page_of_keys(kr_store *store, row rows[PAGE], size_t *count, row after, kr_error *error) {
    kr_db *db = &store->keys_db;
    sqlite3_stmt *st = NULL;
    bool more = true;
    size_t n = 0;
    pthread_mutex_lock(&store->keys_lock);
    kr_err err = kr_db_use(db, KR_SQL_KEY_ALL, &st, error);
    if (!err) {
        kr_bind_id(db, st, 1, after.circle);
        kr_bind_int(db, st, 2, after.version);
        while (!err && more && n < PAGE) {
            err = kr_db_step(db, st, &more, error);
            if (!err && more)
                rows[n++] = (row){kr_column_id(st, 0), sqlite3_column_int64(st, 1),
                                  sqlite3_column_type(st, 2) != SQLITE_NULL};
        }
        kr_db_done(st);
    }
    pthread_mutex_unlock(&store->keys_lock);
    *count = n;
    return err;
}

static kr_err version_in_use(kr_store *store, kr_id circle, int64_t *version, kr_error *error) {
    kr_db *db = NULL;
    sqlite3_stmt *st = NULL;
    bool found = false;
    kr_err err = kr_reader_take(store, &db, error);
    if (err) return err;
    err = kr_db_use(db, KR_SQL_CIRCLE_VERSION, &st, error);
    if (!err) {
        kr_bind_id(db, st, 1, circle);
        err = kr_db_step(db, st, &found, error);
        if (!err) *version = found ? sqlite3_column_int64(st, 0) : -1;
        kr_db_done(st);
    }
    kr_reader_give(store, db);
    return err;
}

static kr_err use_again(kr_store *store, kr_id circle, int64_t version, kr_error *error) {
    kr_err err = kr_keys_begin(store, error);
    if (err) return err;
    sqlite3_stmt *st = NULL;
    err = kr_db_use(&store->keys_db, KR_SQL_KEY_USED, &st, error);
    if (!err) {
        kr_bind_id(&store->keys_db, st, 1, circle);
        kr_bind_int(&store->keys_db, st, 2, version);
        err = kr_db_run(&store->keys_db, st, NULL, error);
    }
    return kr_keys_end(store, err, error);
}

/* In use: not retired, also when a restored kring.db went back to it. Newer than in use: an erasure is under
 * way. Anything else waits 30 days, so that a kring.db that is put back in that time can still be read. */
static kr_err settle(kr_store *store, row key, int64_t now, kr_error *error) {
    int64_t used = -1;
    kr_err err = version_in_use(store, key.circle, &used, error);
    if (err) return err;
    if (used == key.version) return key.retired ? use_again(store, key.circle, key.version, error) : KR_OK;
    if ((used >= 0 && key.version > used) || key.retired) return KR_OK;
    return kr_key_retire(store, key.circle, (uint64_t)key.version, now, error);
}

static kr_err destroy_retired(kr_store *store, int64_t now, kr_error *error) {
    int touched = 0;
    kr_err err = kr_keys_begin(store, error);
    if (err) return err;
    sqlite3_stmt *st = NULL;
    err = kr_db_use(&store->keys_db, KR_SQL_KEY_TIDY, &st, error);
    if (!err) {
        kr_bind_int(&store->keys_db, st, 1, now - KR_BIN_MS);
        err = kr_db_run(&store->keys_db, st, &touched, error);
    }
    err = kr_keys_end(store, err, error);
    if (!err && touched) kr_keys_empty_log(store);
    return err;
}

kr_err kr_keys_tidy(kr_store *store, int64_t now, kr_error *error) {
    row rows[PAGE], after = {(kr_id)INT64_MIN, -1, false};
    size_t count = PAGE;
    kr_err err = KR_OK;
    while (!err && count == PAGE) {
        err = page_of_keys(store, rows, &count, after, error);
        for (size_t i = 0; !err && i < count; i++) err = settle(store, rows[i], now, error);
        if (count) after = rows[count - 1];
    }
    return err ? err : destroy_retired(store, now, error);
}
