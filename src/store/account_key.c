/* The key of an account, in keys.db as those of circles are: when it is destroyed, no old copy of kring.db
 * tells any longer who this was. */
#include <sodium.h>

#include "store/key_ring.h"

#define WRAPPED (KR_KEY_BYTES + KR_SEAL_EXTRA)
#define SLOTS   256

/* Every page asks for the account, so those used last are kept at hand. */
struct kr_account_keys {
    kr_id account[SLOTS];
    kr_account_key key[SLOTS];
};

static size_t slot_of(kr_id account) {
    return (size_t)((account ^ account >> 32) % SLOTS);
}

static bool recall(kr_store *store, kr_account_key *out, kr_id account) {
    size_t at = slot_of(account);
    pthread_mutex_lock(&store->accounts.lock);
    bool there = store->accounts.slots && store->accounts.slots->account[at] == account;
    if (there) *out = store->accounts.slots->key[at];
    pthread_mutex_unlock(&store->accounts.lock);
    return there;
}

/* key NULL: forgotten. */
static void remember(kr_store *store, const kr_account_key *key, kr_id account) {
    size_t at = slot_of(account);
    pthread_mutex_lock(&store->accounts.lock);
    if (!store->accounts.slots) {
        store->accounts.slots = sodium_malloc(sizeof *store->accounts.slots);
        if (store->accounts.slots) memset(store->accounts.slots, 0, sizeof *store->accounts.slots);
    }
    struct kr_account_keys *slots = store->accounts.slots;
    if (slots && key) {
        slots->account[at] = account;
        slots->key[at] = *key;
    } else if (slots && slots->account[at] == account)
        slots->account[at] = 0;
    pthread_mutex_unlock(&store->accounts.lock);
}

static void derive(kr_account_key *out, const unsigned char raw[KR_KEY_BYTES]) {
    crypto_kdf_derive_from_key(out->texts, KR_KEY_BYTES, 1, "kringacc", raw);
    crypto_kdf_derive_from_key(out->password, KR_KEY_BYTES, 2, "kringacc", raw);
}

/* The caller holds keys_lock. */
static kr_err read_wrapped(kr_db *db, unsigned char wrapped[WRAPPED], kr_id account, kr_error *error) {
    sqlite3_stmt *st = NULL;
    bool row = false, good = false;
    kr_err err = kr_db_use(db, KR_SQL_ACCOUNT_KEY_GET, &st, error);
    if (err) return err;
    kr_bind_id(db, st, 1, account);
    err = kr_db_step(db, st, &row, error);
    if (!err && row) good = kr_column_bytes(st, 0, wrapped, WRAPPED);
    kr_db_done(st);
    if (err) return err;
    if (!row) return KR_E_NOT_FOUND;
    return good ? KR_OK : kr_fail(error, KR_E_CORRUPT, "error.store_damaged", "", "account");
}

static kr_err unwrap(kr_store *store, kr_account_key *out, const unsigned char wrapped[WRAPPED],
                     kr_id account, kr_error *error) {
    unsigned char raw[KR_KEY_BYTES], place[8];
    kr_put_u64(place, account);
    if (!kr_unseal_for(store, raw, KR_FOR_WRAP, kr_str_n((const char *)wrapped, WRAPPED), place,
                       sizeof place))
        return kr_fail(error, KR_E_CORRUPT, "error.store_damaged", "", "account");
    derive(out, raw);
    sodium_memzero(raw, sizeof raw);
    return KR_OK;
}

kr_err kr_account_key_get(kr_store *store, kr_account_key *out, kr_id account, kr_error *error) {
    unsigned char wrapped[WRAPPED];
    if (recall(store, out, account)) return KR_OK;
    pthread_mutex_lock(&store->keys_lock);
    kr_err err = read_wrapped(&store->keys_db, wrapped, account, error);
    pthread_mutex_unlock(&store->keys_lock);
    if (!err && unwrap(store, out, wrapped, account, NULL)) {
        err = kr_server_key_fresh(store, error); /* another process may have changed the server's key */
        if (!err) err = unwrap(store, out, wrapped, account, error);
    }
    if (!err) remember(store, out, account);
    return err;
}

static kr_err add(kr_store *store, kr_id account, kr_error *error) {
    unsigned char raw[KR_KEY_BYTES], wrapped[WRAPPED], place[8];
    kr_db *db = &store->keys_db;
    sqlite3_stmt *st = NULL;
    kr_put_u64(place, account);
    crypto_kdf_keygen(raw);
    kr_seal(wrapped, store->keys[KR_FOR_WRAP], kr_str_n((const char *)raw, sizeof raw), place, sizeof place);
    sodium_memzero(raw, sizeof raw);
    kr_err err = kr_keys_begin(store, error);
    if (err) return err;
    err = kr_db_use(db, KR_SQL_ACCOUNT_KEY_ADD, &st, error);
    if (!err) {
        kr_bind_id(db, st, 1, account);
        kr_bind_blob(db, st, 2, wrapped, sizeof wrapped);
        err = kr_db_run(db, st, NULL, error);
    }
    return kr_keys_end(store, err, error);
}

kr_err kr_account_key_make(kr_store *store, kr_account_key *out, kr_id account, kr_error *error) {
    kr_err err = kr_account_key_get(store, out, account, error);
    if (err != KR_E_NOT_FOUND) return err;
    err = kr_server_key_fresh(store, error);
    if (!err) err = add(store, account, error);
    return err ? err : kr_account_key_get(store, out, account, error);
}

kr_err kr_account_key_destroy(kr_store *store, kr_id account, int64_t now, kr_error *error) {
    static const kr_sql steps[] = {KR_SQL_ACCOUNT_KEY_DROP, KR_SQL_DESTROYED_ADD};
    kr_err err = kr_keys_begin(store, error);
    if (err) return err;
    for (size_t i = 0; !err && i < KR_COUNT(steps); i++) {
        sqlite3_stmt *st = NULL;
        err = kr_db_use(&store->keys_db, steps[i], &st, error);
        if (err) break;
        kr_bind_id(&store->keys_db, st, 1, account);
        if (i) kr_bind_int(&store->keys_db, st, 2, now);
        err = kr_db_run(&store->keys_db, st, NULL, error);
    }
    err = kr_keys_end(store, err, error);
    if (err) return err;
    remember(store, NULL, account);
    kr_keys_empty_log(store);
    return KR_OK;
}

/* -- small things of an account -- */
void kr_own_bound(unsigned char out[17], kr_id account, char what, kr_id id) {
    out[0] = (unsigned char)what;
    kr_put_u64(out + 1, account);
    kr_put_u64(out + 9, id);
}

kr_err kr_own_seal(kr_store *store, unsigned char *out, kr_id account, char what, kr_id id, kr_str plain,
                   kr_error *error) {
    unsigned char bound[17];
    kr_account_key key;
    kr_err err = kr_account_key_make(store, &key, account, error);
    if (err) return err;
    kr_own_bound(bound, account, what, id);
    kr_seal(out, key.texts, plain, bound, sizeof bound);
    sodium_memzero(&key, sizeof key);
    return KR_OK;
}

kr_err kr_own_unseal(kr_store *store, unsigned char *out, kr_id account, char what, kr_id id, kr_str sealed,
                     kr_error *error) {
    unsigned char bound[17];
    kr_account_key key;
    kr_err err = kr_account_key_get(store, &key, account, error);
    if (err && err != KR_E_NOT_FOUND) return err;
    kr_own_bound(bound, account, what, id);
    bool open = !err && kr_unseal(out, key.texts, sealed, bound, sizeof bound);
    if (!err) sodium_memzero(&key, sizeof key);
    return open ? KR_OK : kr_fail(error, KR_E_CORRUPT, "error.store_damaged", "", "account");
}
