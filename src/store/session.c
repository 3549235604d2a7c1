/* Sessions: the cookie holds 32 random bytes, the database their keyed hash. What CSRF tokens are made with
 * follows from the cookie and the server's key, so a copy of the database gives neither. */
#include "store/store_int.h"

#include <sodium.h>

#define TOKEN_BYTES 32
#define PROLONG_MS  60000
#define KNOWN_MS    (30 * KR_DAY_MS)
#define URLSAFE     sodium_base64_VARIANT_URLSAFE_NO_PADDING

typedef struct row {
    kr_id id, account;
    int64_t begun, seen;
    unsigned char hash[KR_HASH_BYTES];
} row;

static void token_hash(const kr_store *store, unsigned char out[32], const unsigned char token[TOKEN_BYTES],
                       kr_purpose purpose) {
    crypto_generichash(out, 32, token, TOKEN_BYTES, store->keys[purpose], KR_KEY_BYTES);
}

static kr_err add(kr_db *db, void *context, kr_error *error) {
    const row *r = context;
    sqlite3_stmt *st = NULL;
    kr_err err = kr_db_use(db, KR_SQL_SESSION_ADD, &st, error);
    if (err) return err;
    kr_bind_id(db, st, 1, r->id);
    kr_bind_blob(db, st, 2, r->hash, sizeof r->hash);
    kr_bind_id(db, st, 3, r->account);
    kr_bind_int(db, st, 4, r->begun);
    return kr_db_run(db, st, NULL, error);
}

kr_err kr_session_begin(kr_store *store, char token[KR_TOKEN_TEXT], kr_id account, int64_t now,
                        kr_error *error) {
    unsigned char raw[TOKEN_BYTES];
    row r = {.id = kr_random_id(), .account = account, .begun = now, .seen = now};
    randombytes_buf(raw, sizeof raw);
    token_hash(store, r.hash, raw, KR_FOR_TOKEN);
    kr_err err = kr_write(store, add, &r, false, error);
    if (!err) sodium_bin2base64(token, KR_TOKEN_TEXT, raw, sizeof raw, URLSAFE);
    sodium_memzero(raw, sizeof raw);
    return err;
}

static kr_err unknown(kr_error *error) {
    return kr_fail(error, KR_E_NOT_FOUND, "error.no_session", "", "");
}

static kr_err look_up(kr_store *store, row *r, kr_error *error) {
    kr_db *db = NULL;
    sqlite3_stmt *st = NULL;
    bool there = false;
    kr_err err = kr_reader_take(store, &db, error);
    if (err) return err;
    err = kr_db_use(db, KR_SQL_SESSION_GET, &st, error);
    if (!err) {
        kr_bind_blob(db, st, 1, r->hash, sizeof r->hash);
        err = kr_db_step(db, st, &there, error);
        if (!err && there) {
            r->id = kr_column_id(st, 0);
            r->account = kr_column_id(st, 1);
            r->begun = sqlite3_column_int64(st, 2);
            r->seen = sqlite3_column_int64(st, 3);
        }
        kr_db_done(st);
    }
    kr_reader_give(store, db);
    return !err && !there ? unknown(error) : err;
}

static kr_err prolong(kr_db *db, void *context, kr_error *error) {
    const row *r = context;
    sqlite3_stmt *st = NULL;
    kr_err err = kr_db_use(db, KR_SQL_SESSION_SEEN, &st, error);
    if (err) return err;
    kr_bind_int(db, st, 1, r->seen);
    kr_bind_id(db, st, 2, r->id);
    return kr_db_run(db, st, NULL, error);
}

kr_err kr_session_find(kr_store *store, kr_session *out, kr_str token, int64_t now, kr_error *error) {
    unsigned char raw[TOKEN_BYTES];
    size_t len = 0;
    row r = {0};
    if (token.len != KR_TOKEN_TEXT - 1 ||
        sodium_base642bin(raw, sizeof raw, token.ptr, token.len, NULL, &len, NULL, URLSAFE) ||
        len != sizeof raw)
        return unknown(error);
    token_hash(store, r.hash, raw, KR_FOR_TOKEN);
    kr_err err = look_up(store, &r, error);
    if (err) return err;
    if (now - r.seen > KNOWN_MS) return unknown(error);
    bool expired = now - r.seen > KR_SESSION_IDLE_MS || now - r.begun > KR_SESSION_TOTAL_MS;
    if (!expired && now - r.seen >= PROLONG_MS) {
        r.seen = now;
        kr_may_fail(kr_write(store, prolong, &r, false, NULL)); /* a full disk must not send anybody away */
    }
    *out = (kr_session){.id = r.id, .account = r.account, .expired = expired};
    token_hash(store, out->secret, raw, KR_FOR_CSRF);
    sodium_memzero(raw, sizeof raw);
    return KR_OK;
}

static kr_err drop(kr_db *db, void *context, kr_error *error) {
    const row *r = context;
    sqlite3_stmt *st = NULL;
    kr_err err = kr_db_use(db, r->account ? KR_SQL_SESSION_DROP_ALL : KR_SQL_SESSION_DROP, &st, error);
    if (err) return err;
    kr_bind_id(db, st, 1, r->account ? r->account : r->id);
    if (r->account) kr_bind_id(db, st, 2, r->id);
    return kr_db_run(db, st, NULL, error);
}

kr_err kr_session_end(kr_store *store, kr_id session, kr_error *error) {
    row r = {.id = session};
    return kr_write(store, drop, &r, false, error);
}

kr_err kr_session_end_all(kr_store *store, kr_id account, kr_id but, kr_error *error) {
    row r = {.id = but, .account = account};
    return account ? kr_write(store, drop, &r, false, error) : KR_OK;
}

/* -- CSRF -- */
static void csrf_mac(const kr_session *session, unsigned char out[32]) {
    static const unsigned char text[] = "kring csrf";
    crypto_generichash(out, 32, text, sizeof text - 1, session->secret, sizeof session->secret);
}

/* A random pad, then the mac under that pad: the page never holds the same bytes twice, so that compression
 * says nothing about it. */
void kr_csrf_token(const kr_session *session, char out[96]) {
    unsigned char bytes[64];
    csrf_mac(session, bytes + 32);
    randombytes_buf(bytes, 32);
    for (int i = 0; i < 32; i++) bytes[32 + i] ^= bytes[i];
    sodium_bin2base64(out, 96, bytes, sizeof bytes, URLSAFE);
}

bool kr_csrf_check(const kr_session *session, kr_str token) {
    unsigned char bytes[64], mac[32];
    size_t len = 0;
    if (token.len != 86 ||
        sodium_base642bin(bytes, sizeof bytes, token.ptr, token.len, NULL, &len, NULL, URLSAFE) ||
        len != sizeof bytes)
        return false;
    csrf_mac(session, mac);
    for (int i = 0; i < 32; i++) bytes[32 + i] ^= bytes[i];
    return sodium_memcmp(bytes + 32, mac, sizeof mac) == 0;
}
