/* Another server key, while everything goes on. In this order, so that after each step all is readable by who
 * has the key before or the new one:
 *   1  keys.db   ring_next: the new key, sealed by the one before: every process that opens or seals
 * something from now on knows both 2  kring.db  accounts to keys of their own; the index of each sign-in name
 *   3  keys.db   every wrapped key, the mac, ring and ring_prev, in one transaction: the new key is the
 * newest 4  kring.db  its mac; the key file and after two hours, when nothing that began before is still
 * under way: 5            what was sealed by the key before meanwhile, once more; ring_next and ring_prev go
 */
#include <sodium.h>

#include "store/key_ring.h"
#include "store/operator.h"

#define WRAPPED (KR_KEY_BYTES + KR_SEAL_EXTRA)

static kr_err stop(const kr_store *store, int step, kr_error *error) {
    return store->stop_after == step ? kr_fail(error, KR_E_IO, "error.disk", "", "test") : KR_OK;
}

/* -- wrapping anew -- */
typedef struct wrapped {
    kr_id id;        /* of the circle or account */
    int64_t version; /* of the circle's key */
    unsigned char bytes[WRAPPED], place[16];
    bool there, fits;
} wrapped;

/* Which table: circles or accounts. */
typedef struct shelf {
    kr_sql list, put;
    size_t place_len;
} shelf;

static const shelf shelves[] = {{KR_SQL_KEY_WRAPPED, KR_SQL_KEY_REWRAP, 16},
                                {KR_SQL_ACCOUNT_KEYS, KR_SQL_ACCOUNT_KEY_REWRAP, 8}};

static kr_err next_wrapped(kr_db *db, const shelf *on, wrapped *w, kr_error *error) {
    sqlite3_stmt *st = NULL;
    bool circles = on->list == KR_SQL_KEY_WRAPPED;
    kr_err err = kr_db_use(db, on->list, &st, error);
    if (err) return err;
    kr_bind_id(db, st, 1, w->id);
    if (circles) kr_bind_int(db, st, 2, w->version);
    err = kr_db_step(db, st, &w->there, error);
    if (!err && w->there) {
        w->id = kr_column_id(st, 0);
        w->version = circles ? sqlite3_column_int64(st, 1) : 0;
        w->fits = kr_column_bytes(st, circles ? 2 : 1, w->bytes, WRAPPED);
        kr_put_u64(w->place, w->id);
        kr_put_u64(w->place + 8, (uint64_t)w->version);
    }
    kr_db_done(st);
    return err;
}

static kr_err put_wrapped(kr_db *db, const shelf *on, const wrapped *w, kr_error *error) {
    sqlite3_stmt *st = NULL;
    kr_err err = kr_db_use(db, on->put, &st, error);
    if (err) return err;
    kr_bind_blob(db, st, 1, w->bytes, WRAPPED);
    kr_bind_id(db, st, 2, w->id);
    if (on->put == KR_SQL_KEY_REWRAP) kr_bind_int(db, st, 3, w->version);
    return kr_db_run(db, st, NULL, error);
}

static bool opens(const kr_ring *ring, const wrapped *w, const shelf *on, unsigned char raw[KR_KEY_BYTES]) {
    return w->fits && kr_unseal(raw, ring->keys[KR_FOR_WRAP], kr_str_n((const char *)w->bytes, WRAPPED),
                                w->place, on->place_len);
}

/* What the one before opens and the newest does not, under the newest. One that neither opens was damaged
 * before: it stays as it is. */
static kr_err wrap_all(kr_db *db, const kr_ring *before, const kr_ring *newest, kr_error *error) {
    unsigned char raw[KR_KEY_BYTES];
    kr_err err = KR_OK;
    for (size_t i = 0; !err && i < KR_COUNT(shelves); i++) {
        wrapped w = {.id = (kr_id)INT64_MIN, .version = -1, .there = true};
        while (!err) {
            err = next_wrapped(db, &shelves[i], &w, error);
            if (err || !w.there) break;
            if (opens(newest, &w, &shelves[i], raw) || !opens(before, &w, &shelves[i], raw)) continue;
            kr_seal(w.bytes, newest->keys[KR_FOR_WRAP], kr_str_n((const char *)raw, sizeof raw), w.place,
                    shelves[i].place_len);
            err = put_wrapped(db, &shelves[i], &w, error);
        }
    }
    sodium_memzero(raw, sizeof raw);
    return err;
}

/* -- the steps -- */
static kr_err announce(kr_store *store, const kr_ring *next, kr_error *error) {
    kr_err err = kr_keys_begin(store, error);
    if (err) return err;
    err = kr_ring_seal_root(&store->keys_db, "ring_next", store->ring, next->root, error);
    return kr_keys_end(store, err, error);
}

static kr_err commit_newest(kr_store *store, kr_ring *before, kr_ring *newest, kr_error *error) {
    unsigned char meta[KR_STORE_META];
    kr_err err = kr_keys_begin(store, error);
    if (err) return err;
    kr_db *db = &store->keys_db;
    memcpy(meta, store->ring_rows.store.bytes, KR_STORE_ID);
    kr_ring_mac(newest, meta + KR_STORE_ID, meta);
    err = wrap_all(db, before, newest, error);
    if (!err) err = kr_meta_name(db, "store", meta, sizeof meta, error);
    if (!err) err = kr_ring_seal_self(db, newest, error);
    if (!err) err = kr_ring_seal_root(db, "ring_prev", newest, before->root, error);
    err = kr_keys_end(store, err, error);
    if (!err) kr_keys_empty_log(store);
    return err;
}

static kr_err put_main(kr_db *db, void *context, kr_error *error) {
    return kr_meta_name(db, "store", context, KR_STORE_META, error);
}

/* kring.db and the file say so too. Done again when it was already. */
static kr_err spread(kr_store *store, kr_error *error) {
    unsigned char meta[KR_STORE_META], root[KR_KEY_BYTES];
    memcpy(meta, store->ring_rows.store.bytes, sizeof meta);
    kr_err err = kr_write(store, put_main, meta, false, error);
    if (err || store->key_from.given || store->key_from.command) return err;
    err = kr_key_fetch(&store->key_from, root, error);
    if (!err && sodium_memcmp(root, store->ring->root, sizeof root))
        err = kr_key_file_put(store->key_path, store->ring->root, store->ring->version - 1, error);
    sodium_memzero(root, sizeof root);
    return err;
}

/* The ring of the key to go to: one that was announced already goes first. */
static kr_err choose_next(kr_store *store, const char *key, kr_ring **out, kr_error *error) {
    unsigned char root[KR_KEY_BYTES];
    bool said = key != NULL;
    if (said && !kr_key_read(root, (const unsigned char *)key, strlen(key)))
        return kr_fail(error, KR_E_DENIED, "error.key_form", "", "KRING_NEW_KEY");
    if (!said) randombytes_buf(root, sizeof root);
    pthread_mutex_lock(&store->keys_lock);
    bool same = said && sodium_memcmp(root, store->ring->root, sizeof root) == 0;
    kr_ring *next = store->announced ? store->other_ring : NULL;
    bool another = next && said && sodium_memcmp(root, next->root, sizeof root) != 0;
    if (!next && !same) next = kr_ring_make(store, root);
    pthread_mutex_unlock(&store->keys_lock);
    sodium_memzero(root, sizeof root);
    if (same) return kr_fail(error, KR_E_EXISTS, "error.key_same", "", "");
    if (another) return kr_fail(error, KR_E_CONFLICT, "error.key_changing", "", "");
    *out = next;
    return next ? KR_OK : kr_no_memory(error);
}

kr_err kr_key_change(kr_store *store, const char *key, int64_t now, kr_error *error) {
    kr_ring *next = NULL;
    if (!key && (store->key_from.given || store->key_from.command))
        return kr_fail(error, KR_E_INVALID, "error.key_new", "", "");
    kr_err err = kr_server_key_fresh(store, error);
    if (!err && store->other_ring && !store->announced)
        return kr_fail(error, KR_E_CONFLICT, "error.key_changing", "", "");
    if (!err) err = choose_next(store, key, &next, error);
    kr_ring *before = store->ring;
    if (!err && !store->announced) err = announce(store, next, error);
    if (!err) err = stop(store, 1, error);
    if (!err) err = kr_server_key_fresh(store, error);
    if (!err) err = kr_accounts_own_keys(store, error);
    if (err) return err;
    next->version = before->version + 1;
    next->since = now;
    /* found by either from here on */
    err = kr_accounts_index_by(store, next->keys, error);
    if (!err) err = stop(store, 2, error);
    if (!err) err = commit_newest(store, before, next, error);
    if (!err) err = stop(store, 3, error);
    if (!err) err = kr_server_key_fresh(store, error);
    if (!err) err = spread(store, error);
    return err ? err : stop(store, 4, error);
}

/* -- and the end of it -- */
static kr_err source_gives(kr_store *store, bool *newest, kr_error *error) {
    unsigned char root[KR_KEY_BYTES];
    kr_err err = kr_key_fetch(&store->key_from, root, error);
    if (err == KR_E_NOT_FOUND) return kr_fail(error, err, "error.key_missing", "", store->key_path);
    if (err) return err;
    *newest = sodium_memcmp(root, store->ring->root, sizeof root) == 0;
    sodium_memzero(root, sizeof root);
    return KR_OK;
}

static kr_err forget_before(kr_store *store, kr_error *error) {
    kr_ring *newest = store->ring, *before = store->other_ring;
    kr_err err = kr_accounts_index(store, error);
    if (!err) err = kr_keys_begin(store, error);
    if (err) return err;
    err = wrap_all(&store->keys_db, before, newest, error);
    if (!err) err = kr_meta_name(&store->keys_db, "ring_next", NULL, 0, error);
    if (!err) err = kr_meta_name(&store->keys_db, "ring_prev", NULL, 0, error);
    err = kr_keys_end(store, err, error);
    if (err) return err;
    kr_keys_empty_log(store);
    return kr_server_key_fresh(store, error);
}

kr_err kr_server_key_settle(kr_store *store, bool force, int64_t now, kr_error *error) {
    bool newest = false;
    kr_err err = kr_server_key_fresh(store, error);
    if (err || !store->other_ring || store->announced) return err;
    if (!force && now - store->ring->since < KR_KEY_KEPT_MS) return KR_OK;
    err = spread(store, error);
    if (!err) err = source_gives(store, &newest, error);
    if (err) return err;
    if (!newest) return force ? kr_fail(error, KR_E_CONFLICT, "error.key_source", "", "") : KR_OK;
    return forget_before(store, error);
}

kr_err kr_key_change_end(kr_store *store, int64_t now, kr_error *error) {
    return kr_server_key_settle(store, true, now, error);
}

/* -- how it stands -- */
static kr_err count_keys(kr_store *store, kr_key_status *out, kr_error *error) {
    unsigned char raw[KR_KEY_BYTES];
    kr_err err = KR_OK;
    pthread_mutex_lock(&store->keys_lock);
    for (size_t i = 0; !err && i < KR_COUNT(shelves); i++) {
        wrapped w = {.id = (kr_id)INT64_MIN, .version = -1, .there = true};
        while (!err) {
            err = next_wrapped(&store->keys_db, &shelves[i], &w, error);
            if (err || !w.there) break;
            out->keys++;
            if (!opens(store->ring, &w, &shelves[i], raw)) out->old_keys++;
        }
    }
    pthread_mutex_unlock(&store->keys_lock);
    sodium_memzero(raw, sizeof raw);
    return err;
}

kr_err kr_key_status_of(kr_store *store, kr_key_status *out, kr_error *error) {
    bool newest = true;
    unsigned char mark[16];
    *out = (kr_key_status){0};
    kr_err err = kr_server_key_fresh(store, error);
    if (!err) err = source_gives(store, &newest, error);
    if (err) return err;
    out->version = store->ring->version;
    out->since = store->ring->since;
    out->from = store->key_from.given     ? KR_KEY_OF_ENV
                : store->key_from.command ? KR_KEY_OF_COMMAND
                                          : KR_KEY_OF_FILE;
    out->changing = store->other_ring != NULL;
    out->source_old = !newest;
    crypto_generichash(mark, sizeof mark, (const unsigned char *)"mark", 4, store->ring->keys[KR_FOR_CHECK],
                       KR_KEY_BYTES);
    sodium_bin2hex(out->mark, sizeof out->mark, mark, 4);
    return count_keys(store, out, error);
}
