/* Passkeys: a public key, the number its device gave it and the name its owner did, sealed in one piece for
 * this row and account. Found by a keyed hash of the number. */
#include "store/store_int.h"

#include <sodium.h>

#define TEXTS       3
#define PLAIN_MOST  (3 * 2 + KR_PASSKEY_ID_MOST + KR_PASSKEY_KEY_MOST + 4 * KR_PASSKEY_NAME_MOST)
#define ROUNDED     ((PLAIN_MOST + 63) / 64 * 64)
#define SEALED_MOST (ROUNDED + KR_SEAL_EXTRA)

void kr_passkey_handle(const kr_store *store, unsigned char out[KR_PASSKEY_HANDLE], kr_id account) {
    unsigned char text[9] = {'h'};
    kr_put_u64(text + 1, account);
    crypto_generichash(out, KR_PASSKEY_HANDLE, text, sizeof text, store->keys[KR_FOR_PASSKEY], KR_KEY_BYTES);
}

static void credential_hash(const kr_store *store, unsigned char out[KR_HASH_BYTES], kr_str credential) {
    crypto_generichash_state state;
    crypto_generichash_init(&state, store->keys[KR_FOR_PASSKEY], KR_KEY_BYTES, KR_HASH_BYTES);
    crypto_generichash_update(&state, (const unsigned char *)"c", 1);
    crypto_generichash_update(&state, (const unsigned char *)credential.ptr, credential.len);
    crypto_generichash_final(&state, out, KR_HASH_BYTES);
}

/* -- adding -- */
typedef struct fresh_passkey {
    const kr_passkey *what;
    kr_id id;
    int64_t now;
    unsigned char credential[KR_HASH_BYTES], sealed[SEALED_MOST];
    size_t sealed_len;
} fresh_passkey;

static kr_err seal(kr_store *store, fresh_passkey *f, kr_error *error) {
    const kr_str texts[TEXTS] = {f->what->credential, f->what->key, f->what->name};
    unsigned char plain[ROUNDED] = {0};
    size_t at = 0;
    for (size_t i = 0; i < TEXTS; i++) {
        plain[at++] = (unsigned char)(texts[i].len & 0xff);
        plain[at++] = (unsigned char)(texts[i].len >> 8);
        if (texts[i].len) memcpy(plain + at, texts[i].ptr, texts[i].len);
        at += texts[i].len;
    }
    at = (at + 63) & ~(size_t)63;
    f->sealed_len = at + KR_SEAL_EXTRA;
    return kr_own_seal(store, f->sealed, f->what->account, 'p', f->id, kr_str_n((char *)plain, at), error);
}

static kr_err count(kr_db *db, kr_id account, int64_t *out, kr_error *error) {
    sqlite3_stmt *st = NULL;
    bool row = false;
    kr_err err = kr_db_use(db, KR_SQL_WAYS, &st, error);
    if (err) return err;
    kr_bind_id(db, st, 1, account);
    err = kr_db_step(db, st, &row, error);
    if (!err) *out = row ? sqlite3_column_int64(st, 3) : 0;
    kr_db_done(st);
    return err;
}

static kr_err add(kr_db *db, void *context, kr_error *error) {
    const fresh_passkey *f = context;
    sqlite3_stmt *st = NULL;
    int touched = 0;
    int64_t there = 0;
    kr_err err = count(db, f->what->account, &there, error);
    if (err) return err;
    if (there >= KR_PASSKEYS_MOST) return kr_fail(error, KR_E_LIMIT, "error.passkey_many", "", "20");
    err = kr_db_use(db, KR_SQL_PASSKEY_ADD, &st, error);
    if (err) return err;
    kr_bind_id(db, st, 1, f->id);
    kr_bind_id(db, st, 2, f->what->account);
    kr_bind_blob(db, st, 3, f->credential, sizeof f->credential);
    kr_bind_blob(db, st, 4, f->sealed, f->sealed_len);
    kr_bind_int(db, st, 5, f->what->alg);
    kr_bind_int(db, st, 6, f->what->counter);
    kr_bind_int(db, st, 7, f->now);
    err = kr_db_run(db, st, &touched, error);
    return !err && touched == 0 ? kr_fail(error, KR_E_EXISTS, "error.passkey_known", "", "") : err;
}

kr_err kr_passkey_add(kr_store *store, kr_id *out, const kr_passkey *passkey, int64_t now, kr_error *error) {
    fresh_passkey f = {.what = passkey, .id = kr_random_id(), .now = now};
    if (passkey->credential.len == 0 || passkey->credential.len > KR_PASSKEY_ID_MOST ||
        passkey->key.len > KR_PASSKEY_KEY_MOST || passkey->name.len > 4 * KR_PASSKEY_NAME_MOST)
        return kr_fail(error, KR_E_INVALID, "error.passkey", "", "");
    credential_hash(store, f.credential, passkey->credential);
    kr_err err = seal(store, &f, error);
    if (!err) err = kr_write(store, add, &f, false, error);
    if (!err) *out = f.id;
    return err;
}

/* -- reading -- */
/* `credential` still holds all that is sealed. */
static kr_err unseal(kr_store *store, kr_passkey *p, kr_arena *arena, kr_error *error) {
    kr_str texts[TEXTS], sealed = p->credential;
    unsigned char *plain = kr_arena_alloc(arena, sealed.len + 1);
    if (!plain) return kr_no_memory(error);
    kr_err err = kr_own_unseal(store, plain, p->account, 'p', p->id, sealed, error);
    if (err) return err;
    size_t len = sealed.len - KR_SEAL_EXTRA, at = 0;
    for (size_t i = 0; i < TEXTS; i++) {
        size_t n = at + 2 <= len ? (size_t)plain[at] | (size_t)plain[at + 1] << 8 : len;
        if (at + 2 > len || n > len - at - 2)
            return kr_fail(error, KR_E_CORRUPT, "error.store_damaged", "", "passkey");
        texts[i] = kr_str_n((char *)plain + at + 2, n);
        at += 2 + n;
    }
    p->credential = texts[0];
    p->key = texts[1];
    p->name = texts[2];
    return KR_OK;
}

static kr_err take_row(sqlite3_stmt *st, kr_passkey *p, kr_arena *arena, kr_error *error) {
    int64_t used = sqlite3_column_int64(st, 6);
    *p = (kr_passkey){.id = kr_column_id(st, 0),
                      .account = kr_column_id(st, 1),
                      .credential = kr_arena_copy(arena, kr_column_blob(st, 2)),
                      .alg = (int32_t)sqlite3_column_int64(st, 3),
                      .counter = (uint32_t)sqlite3_column_int64(st, 4),
                      .made = sqlite3_column_int64(st, 5),
                      .used = used - used % KR_SEEN_MS};
    return p->credential.ptr ? KR_OK : kr_no_memory(error);
}

kr_err kr_passkey_find(kr_store *store, kr_passkey *out, kr_arena *arena, kr_str credential,
                       kr_error *error) {
    unsigned char hash[KR_HASH_BYTES];
    kr_db *db = NULL;
    sqlite3_stmt *st = NULL;
    bool row = false;
    kr_passkey p;
    credential_hash(store, hash, credential);
    kr_err err = kr_reader_take(store, &db, error);
    if (err) return err;
    err = kr_db_use(db, KR_SQL_PASSKEY_FIND, &st, error);
    if (!err) {
        kr_bind_blob(db, st, 1, hash, sizeof hash);
        err = kr_db_step(db, st, &row, error);
        if (!err && row) err = take_row(st, &p, arena, error);
        kr_db_done(st);
    }
    kr_reader_give(store, db);
    if (err) return err;
    if (!row) return kr_fail(error, KR_E_NOT_FOUND, "error.passkey", "", "");
    err = unseal(store, &p, arena, error);
    if (!err) *out = p;
    return err;
}

kr_err kr_passkeys_of(kr_store *store, kr_passkey **out, size_t *n, kr_arena *arena, kr_id account,
                      kr_error *error) {
    kr_db *db = NULL;
    sqlite3_stmt *st = NULL;
    bool row = true;
    size_t found = 0;
    kr_passkey *list = kr_new_n(arena, kr_passkey, KR_PASSKEYS_MOST);
    if (!list) return kr_no_memory(error);
    kr_err err = kr_reader_take(store, &db, error);
    if (err) return err;
    err = kr_db_use(db, KR_SQL_PASSKEY_LIST, &st, error);
    if (!err) {
        kr_bind_id(db, st, 1, account);
        while (!err && found < KR_PASSKEYS_MOST) {
            err = kr_db_step(db, st, &row, error);
            if (err || !row) break;
            err = take_row(st, &list[found], arena, error);
            found += !err;
        }
        kr_db_done(st);
    }
    kr_reader_give(store, db);
    for (size_t i = 0; !err && i < found; i++) err = unseal(store, &list[i], arena, error);
    if (err) return err;
    *out = list;
    *n = found;
    return KR_OK;
}

/* -- using and dropping -- */
typedef struct passkey_use {
    kr_id id, account;
    uint32_t counter;
    int64_t now;
} passkey_use;

static kr_err use(kr_db *db, void *context, kr_error *error) {
    const passkey_use *u = context;
    sqlite3_stmt *st = NULL;
    int touched = 0;
    kr_err err = kr_db_use(db, KR_SQL_PASSKEY_USED, &st, error);
    if (err) return err;
    kr_bind_int(db, st, 1, u->counter);
    kr_bind_int(db, st, 2, u->now);
    kr_bind_id(db, st, 3, u->id);
    err = kr_db_run(db, st, &touched, error);
    return !err && touched == 0 ? kr_fail(error, KR_E_DENIED, "error.passkey", "", "") : err;
}

kr_err kr_passkey_used(kr_store *store, kr_id passkey, uint32_t counter, int64_t now, kr_error *error) {
    passkey_use u = {.id = passkey, .counter = counter, .now = now};
    return kr_write(store, use, &u, false, error);
}

static kr_err drop(kr_db *db, void *context, kr_error *error) {
    const passkey_use *u = context;
    sqlite3_stmt *st = NULL;
    kr_err err = kr_db_use(db, KR_SQL_PASSKEY_DROP, &st, error);
    if (err) return err;
    kr_bind_id(db, st, 1, u->account);
    kr_bind_id(db, st, 2, u->id);
    return kr_db_run(db, st, NULL, error);
}

kr_err kr_passkey_drop(kr_store *store, kr_id account, kr_id passkey, kr_error *error) {
    passkey_use u = {.id = passkey, .account = account};
    return kr_write(store, drop, &u, false, error);
}
