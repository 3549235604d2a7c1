/* Known browsers: a browser in which somebody signed in before keeps a random token, and tries made with it
 * are counted apart. So whoever types wrong passwords for a name keeps only strangers waiting, not its owner
 * (OWASP, "Slow Down Online Guessing Attacks with Device Cookies").
 *
 * One token serves everybody who uses that browser. What is stored is keyed and differs per account, so that
 * a copy of the database does not tell who share a computer. */
#include "store/store_int.h"

#include <sodium.h>

#define TOKEN_BYTES 32
#define MOST_KNOWN  8
#define URLSAFE     sodium_base64_VARIANT_URLSAFE_NO_PADDING

bool kr_browser_hash(const kr_store *store, unsigned char out[KR_HASH_BYTES], kr_id account, kr_str token) {
    unsigned char bytes[TOKEN_BYTES + 8];
    size_t len = 0;
    if (token.len != KR_TOKEN_TEXT - 1 ||
        sodium_base642bin(bytes, TOKEN_BYTES, token.ptr, token.len, NULL, &len, NULL, URLSAFE) ||
        len != TOKEN_BYTES)
        return false;
    kr_put_u64(bytes + TOKEN_BYTES, account);
    crypto_generichash(out, KR_HASH_BYTES, bytes, sizeof bytes, store->keys[KR_FOR_BROWSER], KR_KEY_BYTES);
    sodium_memzero(bytes, sizeof bytes);
    return true;
}

kr_err kr_browser_known(kr_store *store, bool *out, const unsigned char hash[KR_HASH_BYTES], int64_t now,
                        kr_error *error) {
    kr_db *db = NULL;
    sqlite3_stmt *st = NULL;
    bool row = false;
    kr_err err = kr_reader_take(store, &db, error);
    if (err) return err;
    err = kr_db_use(db, KR_SQL_BROWSER_GET, &st, error);
    if (!err) {
        kr_bind_blob(db, st, 1, hash, KR_HASH_BYTES);
        err = kr_db_step(db, st, &row, error);
        if (!err) *out = row && now - sqlite3_column_int64(st, 0) < KR_BROWSER_MS;
        kr_db_done(st);
    }
    kr_reader_give(store, db);
    return err;
}

typedef struct known {
    kr_id account;
    int64_t now;
    unsigned char hash[KR_HASH_BYTES];
} known;

static kr_err put_known(kr_db *db, void *context, kr_error *error) {
    const known *k = context;
    sqlite3_stmt *st = NULL;
    kr_err err = kr_db_use(db, KR_SQL_BROWSER_PUT, &st, error);
    if (err) return err;
    kr_bind_blob(db, st, 1, k->hash, sizeof k->hash);
    kr_bind_id(db, st, 2, k->account);
    kr_bind_int(db, st, 3, k->now);
    err = kr_db_run(db, st, NULL, error);
    if (!err) err = kr_db_use(db, KR_SQL_BROWSER_TRIM, &st, error);
    if (err) return err;
    kr_bind_id(db, st, 1, k->account);
    kr_bind_blob(db, st, 2, k->hash, sizeof k->hash);
    kr_bind_int(db, st, 3, MOST_KNOWN);
    return kr_db_run(db, st, NULL, error);
}

kr_err kr_browser_keep(kr_store *store, char token[KR_TOKEN_TEXT], kr_id account, kr_str now_has, int64_t now,
                       kr_error *error) {
    unsigned char raw[TOKEN_BYTES];
    char text[KR_TOKEN_TEXT];
    known k = {.account = account, .now = now};
    if (kr_browser_hash(store, k.hash, account, now_has)) {
        memcpy(text, now_has.ptr, now_has.len);
        text[now_has.len] = '\0';
    } else {
        randombytes_buf(raw, sizeof raw);
        sodium_bin2base64(text, sizeof text, raw, sizeof raw, URLSAFE);
        (void)kr_browser_hash(store, k.hash, account, kr_str_z(text));
        sodium_memzero(raw, sizeof raw);
    }
    kr_err err = kr_write(store, put_known, &k, false, error);
    if (!err) memcpy(token, text, sizeof text);
    return err;
}

kr_err kr_browsers_drop(kr_db *db, kr_id account, const unsigned char but[KR_HASH_BYTES], kr_error *error) {
    static const kr_sql steps[] = {KR_SQL_BROWSER_TRIES, KR_SQL_BROWSER_DROP_ALL};
    kr_err err = KR_OK;
    for (size_t i = 0; !err && i < KR_COUNT(steps); i++) {
        sqlite3_stmt *st = NULL;
        err = kr_db_use(db, steps[i], &st, error);
        if (err) break;
        kr_bind_id(db, st, 1, account);
        kr_bind_blob(db, st, 2, but, KR_HASH_BYTES);
        err = kr_db_run(db, st, NULL, error);
    }
    return err;
}

static kr_err forget(kr_db *db, void *context, kr_error *error) {
    const known *k = context;
    return kr_browsers_drop(db, k->account, k->hash, error);
}

kr_err kr_browsers_forget(kr_store *store, kr_id account, kr_str but, kr_error *error) {
    known k = {.account = account};
    if (!kr_browser_hash(store, k.hash, account, but)) memset(k.hash, 0, sizeof k.hash);
    return kr_write(store, forget, &k, false, error);
}
