/* The server's key: 32 bytes, from which come all other keys, one per purpose. It has a version; while it is
 * being changed two are known, and everything opens with either (rotate.c).
 *
 * In the table meta of keys.db:
 *   store      what the data folder is called, and a mac by the newest server key
 *   ring       sealed by the newest: its version, since when, and the lasting keys
 *   ring_next  sealed by the one before: the newest, so that a running server learns it
 *   ring_prev  sealed by the newest: the one before, until all is under the newest
 *
 * Lasting keys are those of purposes that only recognise long random tokens or hold a chain together: they
 * cannot be made anew without what they were made of, so they go along from version to version, sealed.
 */
#include <sodium.h>

#include "store/key_ring.h"

#define SECRET_MOST (16 + KR_PURPOSES * (1 + KR_KEY_BYTES))

/* What a new version opens and closes anew; every other purpose lasts. */
static bool is_renewed(unsigned purpose) {
    return purpose == KR_FOR_CHECK || purpose == KR_FOR_LOGIN || purpose == KR_FOR_ACCOUNT ||
           purpose == KR_FOR_PASSWORD || purpose == KR_FOR_WRAP || purpose == KR_FOR_RING;
}

/* -- rings -- */
kr_ring *kr_ring_make(kr_store *store, const unsigned char root[KR_KEY_BYTES]) {
    kr_ring *ring = sodium_malloc(sizeof *ring);
    if (!ring) return NULL;
    *ring = (kr_ring){.version = 1, .older = store->rings};
    memcpy(ring->root, root, KR_KEY_BYTES);
    for (unsigned purpose = 1; purpose < KR_PURPOSES; purpose++)
        crypto_kdf_derive_from_key(ring->keys[purpose], KR_KEY_BYTES, purpose, "kringsrv", root);
    store->rings = ring;
    return ring;
}

void kr_rings_free(kr_store *store) {
    while (store->rings) {
        kr_ring *older = store->rings->older;
        sodium_free(store->rings);
        store->rings = older;
    }
}

/* Other threads may be using the ring, but then these bytes are there already. */
static void put_key(unsigned char to[KR_KEY_BYTES], const unsigned char from[KR_KEY_BYTES]) {
    if (sodium_memcmp(to, from, KR_KEY_BYTES)) memcpy(to, from, KR_KEY_BYTES);
}

static void share_lasting(kr_ring *to, const kr_ring *from) {
    for (unsigned purpose = 1; purpose < KR_PURPOSES; purpose++)
        if (!is_renewed(purpose)) put_key(to->keys[purpose], from->keys[purpose]);
}

/* -- rows of meta -- */
kr_err kr_meta_named(kr_db *db, kr_meta_row *out, const char *name, kr_error *error) {
    sqlite3_stmt *st = NULL;
    bool row = false;
    out->len = 0;
    kr_err err = kr_db_use(db, KR_SQL_META_NAMED, &st, error);
    if (err) return err;
    kr_bind_text(db, st, 1, name);
    err = kr_db_step(db, st, &row, error);
    kr_str value = !err && row ? kr_column_blob(st, 0) : KR_NONE;
    if (!err && value.len > sizeof out->bytes)
        err = kr_fail(error, KR_E_CORRUPT, "error.store_damaged", "", "meta");
    if (!err && value.len) memcpy(out->bytes, value.ptr, out->len = value.len);
    kr_db_done(st);
    return err;
}

kr_err kr_meta_name(kr_db *db, const char *name, const void *bytes, size_t len, kr_error *error) {
    sqlite3_stmt *st = NULL;
    kr_err err = kr_db_use(db, len ? KR_SQL_META_NAMED_PUT : KR_SQL_META_NAMED_DROP, &st, error);
    if (err) return err;
    kr_bind_text(db, st, 1, name);
    if (len) kr_bind_blob(db, st, 2, bytes, len);
    return kr_db_run(db, st, NULL, error);
}

static kr_str as_str(const void *bytes, size_t len) {
    return kr_str_n(bytes, len);
}

kr_err kr_ring_seal_root(kr_db *db, const char *name, const kr_ring *by,
                         const unsigned char root[KR_KEY_BYTES], kr_error *error) {
    unsigned char sealed[KR_KEY_BYTES + KR_SEAL_EXTRA];
    kr_seal(sealed, by->keys[KR_FOR_RING], as_str(root, KR_KEY_BYTES), name, strlen(name));
    return kr_meta_name(db, name, sealed, sizeof sealed, error);
}

kr_err kr_ring_seal_self(kr_db *db, const kr_ring *ring, kr_error *error) {
    unsigned char plain[SECRET_MOST], sealed[SECRET_MOST + KR_SEAL_EXTRA];
    size_t at = 16;
    kr_put_u64(plain, ring->version);
    kr_put_u64(plain + 8, (uint64_t)ring->since);
    for (unsigned purpose = 1; purpose < KR_PURPOSES; purpose++) {
        if (is_renewed(purpose)) continue;
        plain[at++] = (unsigned char)purpose;
        memcpy(plain + at, ring->keys[purpose], KR_KEY_BYTES);
        at += KR_KEY_BYTES;
    }
    kr_seal(sealed, ring->keys[KR_FOR_RING], as_str(plain, at), "ring", 4);
    sodium_memzero(plain, sizeof plain);
    return kr_meta_name(db, "ring", sealed, at + KR_SEAL_EXTRA, error);
}

static kr_err read_rows(kr_db *db, kr_ring_rows *rows, kr_error *error) {
    kr_err err = kr_meta_named(db, &rows->store, "store", error);
    if (!err) err = kr_meta_named(db, &rows->ring, "ring", error);
    if (!err) err = kr_meta_named(db, &rows->next, "ring_next", error);
    return err ? err : kr_meta_named(db, &rows->prev, "ring_prev", error);
}

static bool same_row(const kr_meta_row *a, const kr_meta_row *b) {
    return a->len == b->len && memcmp(a->bytes, b->bytes, a->len) == 0;
}

static bool same_rows(const kr_ring_rows *a, const kr_ring_rows *b) {
    return same_row(&a->store, &b->store) && same_row(&a->ring, &b->ring) && same_row(&a->next, &b->next) &&
           same_row(&a->prev, &b->prev);
}

/* -- which ring is the newest, which the other -- */
void kr_ring_mac(const kr_ring *ring, unsigned char mac[KR_HASH_BYTES], const unsigned char *id) {
    crypto_generichash(mac, KR_HASH_BYTES, id, KR_STORE_ID, ring->keys[KR_FOR_CHECK], KR_KEY_BYTES);
}

bool kr_ring_fits(const kr_ring *ring, const kr_meta_row *meta) {
    unsigned char mac[KR_HASH_BYTES];
    if (meta->len != KR_STORE_META) return false;
    kr_ring_mac(ring, mac, meta->bytes);
    return sodium_memcmp(mac, meta->bytes + KR_STORE_ID, KR_HASH_BYTES) == 0;
}

/* The root in a row, opened by this ring; as a ring of its own. NULL when it does not open, or no memory. */
static kr_ring *ring_in(kr_store *store, const kr_meta_row *row, const char *name, const kr_ring *by) {
    unsigned char root[KR_KEY_BYTES];
    if (row->len != KR_KEY_BYTES + KR_SEAL_EXTRA ||
        !kr_unseal(root, by->keys[KR_FOR_RING], as_str(row->bytes, row->len), name, strlen(name)))
        return NULL;
    kr_ring *ring = NULL; /* one that is known already need not be made again */
    for (kr_ring *r = store->rings; r && !ring; r = r->older)
        if (sodium_memcmp(r->root, root, KR_KEY_BYTES) == 0) ring = r;
    if (!ring) ring = kr_ring_make(store, root);
    sodium_memzero(root, sizeof root);
    return ring;
}

/* Version, since when and lasting keys. Without a row it is the first version, all of whose keys are its own.
 */
static bool take_self(kr_ring *ring, const kr_meta_row *row) {
    unsigned char plain[SECRET_MOST];
    if (!row->len) return true;
    if (row->len > sizeof plain + KR_SEAL_EXTRA || row->len < 16 + KR_SEAL_EXTRA ||
        !kr_unseal(plain, ring->keys[KR_FOR_RING], as_str(row->bytes, row->len), "ring", 4))
        return false;
    size_t len = row->len - KR_SEAL_EXTRA;
    ring->version = kr_get_u64(plain);
    ring->since = (int64_t)kr_get_u64(plain + 8);
    for (size_t at = 16; at + 1 + KR_KEY_BYTES <= len; at += 1 + KR_KEY_BYTES)
        if (plain[at] < KR_PURPOSES && !is_renewed(plain[at])) put_key(ring->keys[plain[at]], plain + at + 1);
    sodium_memzero(plain, sizeof plain);
    return true;
}

static bool settle_on(kr_store *store, kr_ring *newest, const kr_ring_rows *rows) {
    if (!take_self(newest, &rows->ring)) return false;
    kr_ring *prev = ring_in(store, &rows->prev, "ring_prev", newest);
    kr_ring *next = prev ? NULL : ring_in(store, &rows->next, "ring_next", newest);
    kr_ring *other = prev ? prev : next;
    if (other) share_lasting(other, newest);
    store->ring = newest;
    store->keys = newest->keys;
    store->other_ring = other;
    store->other = other ? other->keys : NULL;
    store->announced = next != NULL;
    store->ring_rows = *rows;
    return true;
}

/* `known` is a ring from before, or the one the source gave. */
static bool settle_by(kr_store *store, kr_ring *known, const kr_ring_rows *rows) {
    if (kr_ring_fits(known, &rows->store)) return settle_on(store, known, rows);
    kr_ring *next = ring_in(store, &rows->next, "ring_next", known);
    return next && kr_ring_fits(next, &rows->store) && settle_on(store, next, rows);
}

static kr_err from_source(kr_store *store, kr_ring **out, kr_error *error) {
    unsigned char root[KR_KEY_BYTES];
    kr_err err = kr_key_fetch(&store->key_from, root, error);
    if (err) return err;
    *out = kr_ring_make(store, root);
    sodium_memzero(root, sizeof root);
    return *out ? KR_OK : kr_no_memory(error);
}

static kr_err wrong_key(const kr_store *store, kr_error *error) {
    const char *from = store->key_from.given     ? "KRING_KEY"
                       : store->key_from.command ? "--key-command"
                                                 : store->key_path;
    return kr_fail(error, KR_E_DENIED, "error.key_wrong", "", from);
}

kr_err kr_server_key_load(kr_store *store, bool may_make, kr_error *error) {
    kr_ring *ring = NULL;
    kr_ring_rows rows;
    kr_err err = from_source(store, &ring, error);
    if (err == KR_E_NOT_FOUND && may_make) {
        err = kr_key_file_make(store->key_path, error);
        if (!err) err = from_source(store, &ring, error);
    }
    if (err == KR_E_NOT_FOUND)
        return kr_fail(error, KR_E_NOT_FOUND, "error.key_missing", "", store->key_path);
    if (!err) err = read_rows(&store->keys_db, &rows, error);
    if (err) return err;
    if (!rows.store.len) { /* a new folder: nothing is under any key yet */
        store->ring = ring;
        store->keys = ring->keys;
        return KR_OK;
    }
    return settle_by(store, ring, &rows) ? KR_OK : wrong_key(store, error);
}

/* The caller holds keys_lock. */
static kr_err refresh(kr_store *store, kr_error *error) {
    kr_ring_rows rows;
    kr_err err = read_rows(&store->keys_db, &rows, error);
    if (err || same_rows(&rows, &store->ring_rows)) return err;
    if (settle_by(store, store->ring, &rows)) return KR_OK;
    if (store->other_ring && settle_by(store, store->other_ring, &rows)) return KR_OK;
    kr_ring *ring = NULL; /* it was changed while this process slept */
    err = from_source(store, &ring, error);
    if (err) return err;
    return settle_by(store, ring, &rows) ? KR_OK : wrong_key(store, error);
}

kr_err kr_server_key_fresh(kr_store *store, kr_error *error) {
    pthread_mutex_lock(&store->keys_lock);
    kr_err err = refresh(store, error);
    pthread_mutex_unlock(&store->keys_lock);
    return err;
}

/* Sealed by the newest key or the other. */
bool kr_unseal_for(const kr_store *store, unsigned char *out, kr_purpose purpose, kr_str sealed,
                   const void *bound, size_t bound_len) {
    unsigned char(*newest)[KR_KEY_BYTES] = store->keys, (*other)[KR_KEY_BYTES] = store->other;
    if (kr_unseal(out, newest[purpose], sealed, bound, bound_len)) return true;
    return other && kr_unseal(out, other[purpose], sealed, bound, bound_len);
}
