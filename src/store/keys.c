/* keys.db: the wrapped key of every circle, kept apart from kring.db so that destroying a key reaches the
 * backups of everything else. A version is written here before kring.db uses it, and retired after, so that a
 * crash between the two leaves a readable circle. */
#include "store/store_int.h"

#include <sodium.h>
#include <time.h>

#include "store/heads.h"

#define WRAPPED       (KR_KEY_BYTES + KR_SEAL_EXTRA)
#define SEEN_EVERY_MS 10000

kr_err kr_keys_begin(kr_store *store, kr_error *error) {
    pthread_mutex_lock(&store->keys_lock);
    kr_err err = kr_db_do(&store->keys_db, KR_SQL_BEGIN_WRITE, error);
    if (err) pthread_mutex_unlock(&store->keys_lock);
    return err;
}

kr_err kr_keys_end(kr_store *store, kr_err err, kr_error *error) {
    kr_db *db = &store->keys_db;
    if (!err) err = kr_db_do(db, KR_SQL_COMMIT, error);
    if (err) kr_db_back(db);
    pthread_mutex_unlock(&store->keys_lock);
    return err;
}

static void key_place(unsigned char out[16], kr_id circle, uint64_t version) {
    kr_put_u64(out, circle);
    kr_put_u64(out + 8, version);
}

static void key_set(kr_circle_key *out, uint64_t version, const unsigned char raw[KR_KEY_BYTES]) {
    out->version = version;
    crypto_kdf_derive_from_key(out->body, KR_KEY_BYTES, 1, "kringkey", raw);
    crypto_kdf_derive_from_key(out->head, KR_KEY_BYTES, 2, "kringkey", raw);
}

static kr_err put_key(kr_db *db, kr_id circle, uint64_t version, const unsigned char *wrapped,
                      kr_error *error) {
    sqlite3_stmt *st = NULL;
    kr_err err = kr_db_use(db, KR_SQL_KEY_ADD, &st, error);
    if (err) return err;
    kr_bind_id(db, st, 1, circle);
    kr_bind_int(db, st, 2, (int64_t)version);
    kr_bind_blob(db, st, 3, wrapped, WRAPPED);
    return kr_db_run(db, st, NULL, error);
}

static kr_err put_erased(kr_db *db, kr_id circle, uint64_t version, kr_id record, uint8_t how, int64_t now,
                         kr_error *error) {
    sqlite3_stmt *st = NULL;
    kr_err err = kr_db_use(db, KR_SQL_ERASED_ADD, &st, error);
    if (err) return err;
    kr_bind_id(db, st, 1, circle);
    kr_bind_int(db, st, 2, (int64_t)version);
    kr_bind_id(db, st, 3, record);
    kr_bind_int(db, st, 4, now);
    kr_bind_int(db, st, 5, how);
    return kr_db_run(db, st, NULL, error);
}

kr_err kr_key_make(kr_store *store, kr_circle_key *out, kr_id circle, uint64_t version, const kr_cut *cuts,
                   size_t count, int64_t now, kr_error *error) {
    unsigned char raw[KR_KEY_BYTES], wrapped[WRAPPED], place[16];
    kr_err err = kr_server_key_fresh(store, error);
    if (err) return err;
    crypto_kdf_keygen(raw);
    key_place(place, circle, version);
    kr_seal(wrapped, store->keys[KR_FOR_WRAP], kr_str_n((char *)raw, sizeof raw), place, sizeof place);
    err = kr_keys_begin(store, error);
    if (!err) {
        err = put_key(&store->keys_db, circle, version, wrapped, error);
        for (size_t i = 0; !err && i < count; i++)
            err = put_erased(&store->keys_db, circle, version, cuts[i].record, cuts[i].how, now, error);
        err = kr_keys_end(store, err, error);
    }
    if (!err) key_set(out, version, raw);
    sodium_memzero(raw, sizeof raw);
    return err;
}

kr_err kr_key_get(kr_store *store, kr_circle_key *out, kr_id circle, uint64_t version, uint64_t *seen,
                  kr_error *error) {
    unsigned char raw[KR_KEY_BYTES], wrapped[WRAPPED], place[16];
    kr_db *db = &store->keys_db;
    sqlite3_stmt *st = NULL;
    bool row = false, good = false;
    pthread_mutex_lock(&store->keys_lock);
    kr_err err = kr_db_use(db, KR_SQL_KEY_GET, &st, error);
    if (!err) {
        kr_bind_id(db, st, 1, circle);
        kr_bind_int(db, st, 2, (int64_t)version);
        err = kr_db_step(db, st, &row, error);
        if (!err && row) {
            good = kr_column_bytes(st, 0, wrapped, WRAPPED);
            *seen = (uint64_t)sqlite3_column_int64(st, 1); /* NULL reads as 0: nothing known */
        }
        kr_db_done(st);
    }
    pthread_mutex_unlock(&store->keys_lock);
    if (err) return err;
    key_place(place, circle, version);
    kr_str text = kr_str_n((char *)wrapped, WRAPPED);
    if (!good) return kr_damaged(error, "key");
    if (!kr_unseal_for(store, raw, KR_FOR_WRAP, text, place, sizeof place)) {
        err = kr_server_key_fresh(store, error); /* another process may have changed the server's key */
        if (err) return err;
        if (!kr_unseal_for(store, raw, KR_FOR_WRAP, text, place, sizeof place))
            return kr_damaged(error, "key");
    }
    key_set(out, version, raw);
    sodium_memzero(raw, sizeof raw);
    return KR_OK;
}

kr_err kr_key_last(kr_store *store, kr_id circle, uint64_t *version, kr_error *error) {
    kr_db *db = &store->keys_db;
    sqlite3_stmt *st = NULL;
    bool row = false;
    pthread_mutex_lock(&store->keys_lock);
    kr_err err = kr_db_use(db, KR_SQL_KEY_LAST, &st, error);
    if (!err) {
        kr_bind_id(db, st, 1, circle);
        err = kr_db_step(db, st, &row, error);
        if (!err) *version = row ? (uint64_t)sqlite3_column_int64(st, 0) : 0;
        kr_db_done(st);
    }
    pthread_mutex_unlock(&store->keys_lock);
    return err;
}

void kr_keys_empty_log(kr_store *store) {
    pthread_mutex_lock(&store->keys_lock);
    (void)sqlite3_wal_checkpoint_v2(store->keys_db.handle, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
    pthread_mutex_unlock(&store->keys_lock);
}

kr_err kr_key_retire(kr_store *store, kr_id circle, uint64_t version, int64_t now, kr_error *error) {
    kr_err err = kr_keys_begin(store, error);
    if (err) return err;
    kr_db *db = &store->keys_db;
    sqlite3_stmt *st = NULL;
    err = kr_db_use(db, KR_SQL_KEY_RETIRE, &st, error);
    if (!err) {
        kr_bind_int(db, st, 1, now);
        kr_bind_id(db, st, 2, circle);
        kr_bind_int(db, st, 3, (int64_t)version);
        err = kr_db_run(db, st, NULL, error);
    }
    return kr_keys_end(store, err, error);
}

static kr_err drop(kr_db *db, kr_sql which, kr_id circle, kr_error *error) {
    sqlite3_stmt *st = NULL;
    kr_err err = kr_db_use(db, which, &st, error);
    if (err) return err;
    kr_bind_id(db, st, 1, circle);
    return kr_db_run(db, st, NULL, error);
}

kr_err kr_key_destroy(kr_store *store, kr_id circle, int64_t now, kr_error *error) {
    kr_err err = kr_keys_begin(store, error);
    if (err) return err;
    kr_db *db = &store->keys_db;
    sqlite3_stmt *st = NULL;
    err = drop(db, KR_SQL_KEY_DROP, circle, error);
    if (!err) err = drop(db, KR_SQL_ERASED_DROP, circle, error);
    if (!err) err = drop(db, KR_SQL_SHARE_SEEN_DROP, circle, error);
    if (!err) err = drop(db, KR_SQL_WITHDRAWN_DROP, circle, error);
    if (!err) err = kr_db_use(db, KR_SQL_DESTROYED_ADD, &st, error);
    if (!err) {
        kr_bind_id(db, st, 1, circle);
        kr_bind_int(db, st, 2, now);
        err = kr_db_run(db, st, NULL, error);
    }
    err = kr_keys_end(store, err, error);
    if (!err) kr_keys_empty_log(store);
    return err;
}

void kr_key_abandon(kr_store *store, kr_id circle, uint64_t version, int64_t now) {
    kr_err err = kr_keys_begin(store, NULL);
    if (err) return;
    kr_db *db = &store->keys_db;
    sqlite3_stmt *st = NULL;
    err = kr_db_use(db, KR_SQL_ERASED_TAKE_BACK, &st, NULL);
    if (!err) {
        kr_bind_id(db, st, 1, circle);
        kr_bind_int(db, st, 2, (int64_t)version);
        err = kr_db_run(db, st, NULL, NULL);
    }
    err = kr_keys_end(store, err, NULL);
    if (!err) kr_may_fail(kr_key_retire(store, circle, version, now, NULL));
}

kr_err kr_key_destroyed(kr_store *store, kr_id circle, bool *out, kr_error *error) {
    kr_db *db = &store->keys_db;
    sqlite3_stmt *st = NULL;
    pthread_mutex_lock(&store->keys_lock);
    kr_err err = kr_db_use(db, KR_SQL_DESTROYED_HAS, &st, error);
    if (!err) {
        kr_bind_id(db, st, 1, circle);
        err = kr_db_step(db, st, out, error);
        kr_db_done(st);
    }
    pthread_mutex_unlock(&store->keys_lock);
    return err;
}

/* -- the newest change seen -- */
static int64_t monotonic_ms(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static kr_err write_seen(kr_store *store, const kr_seen *items, size_t count) {
    kr_err err = kr_keys_begin(store, NULL);
    if (err) return err;
    kr_db *db = &store->keys_db;
    for (size_t i = 0; !err && i < count; i++) {
        sqlite3_stmt *st = NULL;
        err = kr_db_use(db, KR_SQL_KEY_SEEN, &st, NULL);
        if (err) break;
        kr_bind_int(db, st, 1, (int64_t)items[i].seq);
        kr_bind_id(db, st, 2, items[i].circle);
        kr_bind_int(db, st, 3, (int64_t)items[i].version);
        err = kr_db_run(db, st, NULL, NULL);
    }
    return kr_keys_end(store, err, NULL);
}

/* A witness, not a promise: when it cannot be written, only an older kring.db put back goes unnoticed for
 * longer. */
void kr_seen_flush(kr_store *store) {
    kr_seen items[KR_SEEN_MOST];
    pthread_mutex_lock(&store->seen.lock);
    size_t count = store->seen.count;
    memcpy(items, store->seen.items, count * sizeof items[0]);
    store->seen.count = 0;
    store->seen.written = monotonic_ms();
    pthread_mutex_unlock(&store->seen.lock);
    if (count) (void)write_seen(store, items, count);
}

void kr_seen_note(kr_store *store, const kr_head *head) {
    int64_t now = monotonic_ms();
    pthread_mutex_lock(&store->seen.lock);
    size_t at = 0;
    while (at < store->seen.count && store->seen.items[at].circle != head->circle) at++;
    if (at < KR_SEEN_MOST) store->seen.items[at] = (kr_seen){head->circle, head->version, head->seq};
    if (at == store->seen.count && at < KR_SEEN_MOST) store->seen.count++;
    bool due = store->seen.count == KR_SEEN_MOST || now - store->seen.written > SEEN_EVERY_MS;
    pthread_mutex_unlock(&store->seen.lock);
    if (due) kr_seen_flush(store);
    kr_heads_note(store, head->circle);
}
