/* Opening and closing the store, and lending out connections for reading. */
#include "store/key_ring.h"

#include <errno.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/heads.h"

#define STORE_ID KR_STORE_ID
#define META     KR_STORE_META

kr_err kr_no_memory(kr_error *error) {
    return kr_fail(error, KR_E_MEMORY, "error.memory", "", "");
}

kr_err kr_damaged(kr_error *error, const char *detail) {
    return kr_fail(error, KR_E_CORRUPT, "error.circle_damaged", "", detail);
}

kr_err kr_no_circle(kr_error *error) {
    return kr_fail(error, KR_E_NOT_FOUND, "error.no_circle", "", "");
}

kr_id kr_random_id(void) {
    kr_id id = 0;
    while (id <= KR_CIRCLE_RECORD) randombytes_buf(&id, sizeof id); /* 0 is nobody, 1 the circle itself */
    return id;
}

static kr_id next_id(void *context) {
    (void)context;
    return kr_random_id();
}

kr_ids kr_store_ids(kr_store *store) {
    return (kr_ids){next_id, store};
}

void kr_store_source(const kr_store *store, char out[33]) {
    sodium_bin2hex(out, 33, store->source, sizeof store->source);
}

/* -- connections for reading -- */
static int free_reader(const kr_store *store, bool open) {
    for (int i = 0; i < KR_READERS; i++)
        if (!store->readers.lent[i] && store->readers.open[i] == open) return i;
    return -1;
}

kr_err kr_reader_take(kr_store *store, kr_db **out, kr_error *error) {
    int at = -1;
    pthread_mutex_lock(&store->readers.lock);
    while (at < 0) {
        at = free_reader(store, true);
        if (at < 0) at = free_reader(store, false);
        if (at < 0) pthread_cond_wait(&store->readers.free, &store->readers.lock);
    }
    store->readers.lent[at] = true;
    bool open = store->readers.open[at];
    pthread_mutex_unlock(&store->readers.lock);
    kr_err err = open ? KR_OK : kr_db_open(&store->readers.db[at], store->main_path, NULL, error);
    pthread_mutex_lock(&store->readers.lock);
    store->readers.open[at] = !err;
    if (err) {
        store->readers.lent[at] = false;
        pthread_cond_signal(&store->readers.free);
    }
    pthread_mutex_unlock(&store->readers.lock);
    if (!err) *out = &store->readers.db[at];
    return err;
}

void kr_reader_give(kr_store *store, kr_db *db) {
    kr_db_back(db);
    pthread_mutex_lock(&store->readers.lock);
    store->readers.lent[db - store->readers.db] = false;
    pthread_cond_signal(&store->readers.free);
    pthread_mutex_unlock(&store->readers.lock);
}

kr_err kr_numbers_read(kr_store *store, const kr_asked *asked, kr_id *out, size_t *count, kr_error *error) {
    kr_db *db = NULL;
    kr_err err = kr_reader_take(store, &db, error);
    if (err) return err;
    err = kr_db_numbers(db, asked, out, count, error);
    kr_reader_give(store, db);
    return err;
}

/* -- do the two databases and the key belong together? -- */
static kr_err meta_get(kr_db *db, unsigned char out[META], bool *fresh, kr_error *error) {
    sqlite3_stmt *st = NULL;
    bool row = false;
    kr_err err = kr_db_use(db, KR_SQL_META_GET, &st, error);
    if (err) return err;
    err = kr_db_step(db, st, &row, error);
    if (!err && row && !kr_column_bytes(st, 0, out, META))
        err = kr_fail(error, KR_E_CORRUPT, "error.store_damaged", "", "meta");
    if (!err) *fresh = !row;
    kr_db_done(st);
    return err;
}

static kr_err meta_put(kr_db *db, const unsigned char meta[META], kr_error *error) {
    sqlite3_stmt *st = NULL;
    kr_err err = kr_db_use(db, KR_SQL_META_PUT, &st, error);
    if (err) return err;
    kr_bind_blob(db, st, 1, meta, META);
    return kr_db_run(db, st, NULL, error);
}

static kr_err has_keys(kr_db *db, bool *out, kr_error *error) {
    sqlite3_stmt *st = NULL;
    kr_err err = kr_db_use(db, KR_SQL_KEY_ALL, &st, error);
    if (err) return err;
    kr_bind_int(db, st, 1, INT64_MIN);
    kr_bind_int(db, st, 2, -1);
    err = kr_db_step(db, st, out, error);
    kr_db_done(st);
    return err;
}

/* A kring.db from before the server's key was changed, put back: its sign-in names are found by another
 * index. While the key is being changed, either will do. */
static kr_err same_key(kr_store *store, const unsigned char main_meta[META], kr_error *error) {
    kr_meta_row row = {META, {0}};
    memcpy(row.bytes, main_meta, META);
    if (kr_ring_fits(store->ring, &row)) return KR_OK;
    if (store->other_ring && kr_ring_fits(store->other_ring, &row)) return KR_OK;
    kr_err err = kr_accounts_index(store, error);
    kr_ring_mac(store->ring, row.bytes + STORE_ID, row.bytes);
    return err ? err : kr_meta_name(&store->writer.db, "store", row.bytes, META, error);
}

static kr_err belong_together(kr_store *store, kr_error *error) {
    unsigned char main_meta[META] = {0}, meta[META] = {0};
    bool main_fresh = true, keys_fresh = true, keyed = false;
    kr_err err = meta_get(&store->writer.db, main_meta, &main_fresh, error);
    if (!err) err = meta_get(&store->keys_db, meta, &keys_fresh, error);
    if (!err && keys_fresh && !main_fresh)
        err = kr_fail(error, KR_E_CORRUPT, "error.keys_missing", "", "keys.db");
    if (!err && main_fresh && !keys_fresh) err = has_keys(&store->keys_db, &keyed, error);
    if (!err && keyed) err = kr_fail(error, KR_E_CORRUPT, "error.store_damaged", "", "kring.db");
    if (!err) err = kr_server_key_load(store, keys_fresh, error);
    if (err) return err;
    if (keys_fresh) {
        randombytes_buf(meta, STORE_ID);
        kr_ring_mac(store->ring, meta + STORE_ID, meta);
        err = meta_put(&store->keys_db, meta, error);
        if (!err) err = kr_server_key_fresh(store, error);
        if (err) return err;
    }
    memcpy(store->source, meta, STORE_ID);
    if (main_fresh) return meta_put(&store->writer.db, meta, error);
    if (memcmp(meta, main_meta, STORE_ID))
        return kr_fail(error, KR_E_CORRUPT, "error.keys_missing", "", "keys.db");
    return same_key(store, main_meta, error);
}

/* -- opening -- */
static char *joined(const char *dir, size_t dir_len, const char *rest) {
    size_t room = dir_len + strlen(rest) + 1;
    char *out = malloc(room);
    if (out) snprintf(out, room, "%.*s%s", (int)dir_len, dir, rest);
    return out;
}

static bool set_paths(kr_store *store, const kr_store_options *options) {
    size_t len = strlen(options->dir);
    while (len > 1 && options->dir[len - 1] == '/') len--;
    store->dir = joined(options->dir, len, "");
    store->main_path = joined(options->dir, len, "/kring.db");
    store->keys_path = joined(options->dir, len, "/keys.db");
    store->key_path = options->key_file ? strdup(options->key_file) : joined(options->dir, len, ".key");
    store->heads_path =
        options->heads_file ? strdup(options->heads_file) : joined(options->dir, len, ".heads");
    return store->heads_path && store->dir && store->main_path && store->keys_path && store->key_path;
}

static kr_err set_source(kr_store *store, const kr_store_options *options, kr_error *error) {
    store->key_from.path = store->key_path;
    if (options->key) {
        if (!kr_key_read(store->key_from.text, (const unsigned char *)options->key, strlen(options->key)))
            return kr_fail(error, KR_E_DENIED, "error.key_form", "", "KRING_KEY");
        store->key_from.given = true;
    } else if (options->key_command) {
        store->key_from.command = strdup(options->key_command);
        if (!store->key_from.command) return kr_no_memory(error);
    }
    return KR_OK;
}

static void init_locks(kr_store *store) {
    pthread_mutex_init(&store->writer.lock, NULL);
    pthread_mutex_init(&store->readers.lock, NULL);
    pthread_cond_init(&store->readers.free, NULL);
    pthread_mutex_init(&store->keys_lock, NULL);
    pthread_mutex_init(&store->cache.lock, NULL);
    pthread_mutex_init(&store->argon.lock, NULL);
    pthread_cond_init(&store->argon.free, NULL);
    pthread_mutex_init(&store->ledger.lock, NULL);
    pthread_mutex_init(&store->seen.lock, NULL);
    pthread_mutex_init(&store->heads.lock, NULL);
    store->heads.fd = -1;
    pthread_mutex_init(&store->accounts.lock, NULL);
}

static kr_err make_folder(const char *dir, kr_error *error) {
    if (kr_folder_make(dir)) return KR_OK;
    if (errno == EROFS || errno == EACCES || errno == EPERM)
        return kr_fail(error, KR_E_READONLY, "error.disk_readonly", "", dir);
    if (errno == ENOSPC || errno == EDQUOT) return kr_fail(error, KR_E_FULL, "error.disk_full", "", dir);
    return kr_fail(error, KR_E_IO, "error.disk", "", dir);
}

/* A crowd that signs in takes half of the processors; the other half is for who reads. */
static int usual_slots(void) {
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    return processors < 4 ? 1 : processors > 16 ? 8 : (int)(processors / 2);
}

static kr_err open_all(kr_store *store, const kr_store_options *options, kr_error *error) {
    if (!options->dir || !*options->dir) return kr_fail(error, KR_E_INVALID, "error.disk", "", "");
    if (!set_paths(store, options)) return kr_no_memory(error);
    kr_err err = set_source(store, options, error);
    if (!err) err = make_folder(store->dir, error);
    /* keys.db first: kring.db is never there without it */
    if (!err) err = kr_db_open(&store->keys_db, store->keys_path, kr_schema_keys, error);
    if (!err) err = kr_db_open(&store->writer.db, store->main_path, kr_schema_main, error);
    if (!err) err = belong_together(store, error);
    if (!err) kr_heads_open(store);
    return err;
}

kr_err kr_store_open(kr_store **out, const kr_store_options *options, kr_error *error) {
    /* SQLite would count every piece of memory under one lock for all threads, and nobody asks for that
     * count. Only the first time: once it works it refuses this, and then it stands. */
    (void)sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    if (sodium_init() < 0) return kr_fail(error, KR_E_UNSUPPORTED, "error.disk", "", "libsodium");
    kr_store *store = calloc(1, sizeof *store);
    if (!store) return kr_no_memory(error);
    init_locks(store);
    store->allocator = kr_heap();
    store->cache.limit = options->cache_bytes ? options->cache_bytes : (size_t)64 << 20;
    store->newcomers.most = options->new_accounts > 0 ? options->new_accounts : KR_NEWCOMERS_MOST;
    store->argon.slots = options->argon_slots > 0 ? options->argon_slots : usual_slots();
    kr_err err = open_all(store, options, error);
    if (err)
        kr_store_close(store);
    else
        *out = store;
    return err;
}

void kr_store_close(kr_store *store) {
    if (!store) return;
    if (store->keys_db.handle) kr_seen_flush(store);
    if (store->keys_db.handle) kr_heads_flush(store);
    if (store->heads.fd >= 0) close(store->heads.fd);
    kr_cache_clear(store);
    for (int i = 0; i < KR_READERS; i++)
        if (store->readers.open[i]) kr_db_close(&store->readers.db[i]);
    kr_db_close(&store->writer.db);
    kr_db_close(&store->keys_db);
    kr_rings_free(store);
    sodium_free(store->accounts.slots);
    sodium_memzero(&store->key_from.text, sizeof store->key_from.text);
    free(store->key_from.command);
    free(store->dir);
    free(store->main_path);
    free(store->heads_path);
    free(store->keys_path);
    free(store->key_path);
    pthread_mutex_destroy(&store->writer.lock);
    pthread_mutex_destroy(&store->readers.lock);
    pthread_cond_destroy(&store->readers.free);
    pthread_mutex_destroy(&store->keys_lock);
    pthread_mutex_destroy(&store->cache.lock);
    pthread_mutex_destroy(&store->argon.lock);
    pthread_cond_destroy(&store->argon.free);
    pthread_mutex_destroy(&store->ledger.lock);
    pthread_mutex_destroy(&store->seen.lock);
    pthread_mutex_destroy(&store->heads.lock);
    pthread_mutex_destroy(&store->accounts.lock);
    free(store);
}
