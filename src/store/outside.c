/* Somebody's account at an organisation: a keyed hash of issuer and subject leads to the account here. The
 * organisation learns nothing by it, and gets no access to any circle. */
#include "store/store_int.h"

#include <sodium.h>
#include <stdio.h>

#define PROVIDER_MOST 64
#define PLAIN         (PROVIDER_MOST + KR_HASH_BYTES) /* the provider's name, and who it is there */
#define SEALED        (PLAIN + KR_SEAL_EXTRA)
#define MOST_LISTED   20

/* The length of the issuer stands before it, so that no two pairs are one text. */
static void subject_hash(const kr_store *store, unsigned char out[KR_HASH_BYTES], kr_str issuer,
                         kr_str subject) {
    crypto_generichash_state state;
    unsigned char len[8];
    kr_put_u64(len, issuer.len);
    crypto_generichash_init(&state, store->keys[KR_FOR_OUTSIDE], KR_KEY_BYTES, KR_HASH_BYTES);
    crypto_generichash_update(&state, len, sizeof len);
    crypto_generichash_update(&state, (const unsigned char *)issuer.ptr, issuer.len);
    crypto_generichash_update(&state, (const unsigned char *)subject.ptr, subject.len);
    crypto_generichash_final(&state, out, KR_HASH_BYTES);
}

/* Sealed for the account: the provider's name, and behind it who it is there. A row that somebody without the
 * key gave another account, or another subject, leads nowhere. */
static kr_err open_link(kr_store *store, char provider[PROVIDER_MOST + 1], kr_id account, kr_id id,
                        const unsigned char subject[KR_HASH_BYTES], kr_str sealed, kr_error *error) {
    unsigned char plain[PLAIN];
    if (sealed.len != SEALED) return kr_fail(error, KR_E_CORRUPT, "error.store_damaged", "", "account");
    kr_err err = kr_own_unseal(store, plain, account, 'o', id, sealed, error);
    if (err) return err;
    if (sodium_memcmp(plain + PROVIDER_MOST, subject, KR_HASH_BYTES))
        return kr_fail(error, KR_E_CORRUPT, "error.store_damaged", "", "account");
    memcpy(provider, plain, PROVIDER_MOST);
    provider[PROVIDER_MOST] = '\0';
    return KR_OK;
}

kr_err kr_outside_find(kr_store *store, kr_id *account, kr_str issuer, kr_str subject, kr_error *error) {
    unsigned char hash[KR_HASH_BYTES], sealed[SEALED];
    char provider[PROVIDER_MOST + 1];
    kr_db *db = NULL;
    sqlite3_stmt *st = NULL;
    bool row = false, good = false;
    kr_id found = 0, id = 0;
    subject_hash(store, hash, issuer, subject);
    kr_err err = kr_reader_take(store, &db, error);
    if (err) return err;
    err = kr_db_use(db, KR_SQL_OUTSIDE_FIND, &st, error);
    if (!err) {
        kr_bind_blob(db, st, 1, hash, sizeof hash);
        err = kr_db_step(db, st, &row, error);
        if (!err && row) {
            found = kr_column_id(st, 0);
            id = kr_column_id(st, 1);
            good = kr_column_bytes(st, 2, sealed, sizeof sealed);
        }
        kr_db_done(st);
    }
    kr_reader_give(store, db);
    if (err) return err;
    if (!row) return kr_fail(error, KR_E_NOT_FOUND, "error.no_account", "", "");
    err = open_link(store, provider, found, id, hash, kr_str_n((char *)sealed, good ? sizeof sealed : 0),
                    error);
    if (!err) *account = found;
    return err;
}

/* -- adding -- */
typedef struct fresh_link {
    kr_id id, account;
    int64_t now;
    bool bare;
    unsigned char subject[KR_HASH_BYTES], sealed[SEALED];
} fresh_link;

static kr_err add(kr_db *db, void *context, kr_error *error) {
    const fresh_link *f = context;
    sqlite3_stmt *st = NULL;
    int touched = 0;
    kr_err err = kr_db_use(db, KR_SQL_OUTSIDE_ADD, &st, error);
    if (err) return err;
    kr_bind_id(db, st, 1, f->id);
    kr_bind_blob(db, st, 2, f->subject, sizeof f->subject);
    kr_bind_id(db, st, 3, f->account);
    kr_bind_blob(db, st, 4, f->sealed, sizeof f->sealed);
    kr_bind_int(db, st, 5, f->now);
    err = kr_db_run(db, st, &touched, error);
    if (!err && touched == 0) return kr_fail(error, KR_E_EXISTS, "error.outside_taken", "", "");
    if (err || !f->bare) return err;
    err = kr_db_use(db, KR_SQL_ACCOUNT_BARE, &st, error);
    if (err) return err;
    kr_bind_int(db, st, 1, 1);
    kr_bind_id(db, st, 2, f->account);
    return kr_db_run(db, st, NULL, error);
}

static kr_err link_to(kr_store *store, kr_id account, kr_str issuer, kr_str subject, kr_str provider,
                      bool bare, int64_t now, kr_error *error) {
    char plain[PLAIN] = {0};
    fresh_link f = {.id = kr_random_id(), .account = account, .now = now, .bare = bare};
    if (provider.len > PROVIDER_MOST || subject.len == 0)
        return kr_fail(error, KR_E_INVALID, "error.too_large", "", "");
    memcpy(plain, provider.ptr, provider.len);
    subject_hash(store, f.subject, issuer, subject);
    memcpy(plain + PROVIDER_MOST, f.subject, KR_HASH_BYTES);
    kr_err err = kr_own_seal(store, f.sealed, account, 'o', f.id, kr_str_n(plain, sizeof plain), error);
    return err ? err : kr_write(store, add, &f, false, error);
}

kr_err kr_outside_add(kr_store *store, kr_id account, kr_str issuer, kr_str subject, kr_str provider,
                      int64_t now, kr_error *error) {
    return link_to(store, account, issuer, subject, provider, false, now, error);
}

/* A name to sign in with all the same, for the sheet; and a password that nobody ever sees. */
kr_err kr_outside_create(kr_store *store, kr_id *out, kr_str name, kr_str issuer, kr_str subject,
                         kr_str provider, int64_t now, char recovery[64], kr_error *error) {
    unsigned char random[32];
    char login[40] = "kring-", password[64], sheet[64];
    kr_id account, there;
    kr_err err = kr_outside_find(store, &there, issuer, subject, NULL);
    if (!err) return kr_fail(error, KR_E_EXISTS, "error.outside_taken", "", "");
    if (err != KR_E_NOT_FOUND) return kr_fail(error, err, "error.disk", "", "");
    kr_code_make(login + 6, 10);
    randombytes_buf(random, sizeof random);
    sodium_bin2base64(password, sizeof password, random, sizeof random,
                      sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    err = kr_account_create(store, &account, kr_str_z(login), name, kr_str_z(password), now, sheet, error);
    sodium_memzero(password, sizeof password);
    if (err) return err;
    err = link_to(store, account, issuer, subject, provider, true, now, error);
    if (err) {
        kr_may_fail(kr_account_delete(store, account, now, NULL)); /* somebody was there first */
        return err;
    }
    memcpy(recovery, sheet, sizeof sheet);
    *out = account;
    return KR_OK;
}

/* -- which there are -- */
static kr_err read_rows(kr_db *db, kr_outside *list, kr_str *subjects, size_t *n, kr_arena *arena,
                        kr_id account, kr_error *error) {
    sqlite3_stmt *st = NULL;
    bool row = true;
    kr_err err = kr_db_use(db, KR_SQL_OUTSIDE_LIST, &st, error);
    if (err) return err;
    kr_bind_id(db, st, 1, account);
    while (!err && *n < MOST_LISTED) {
        err = kr_db_step(db, st, &row, error);
        if (err || !row) break;
        kr_str sealed = kr_arena_copy(arena, kr_column_blob(st, 1));
        subjects[*n] = kr_arena_copy(arena, kr_column_blob(st, 3));
        if (!sealed.ptr || !subjects[*n].ptr) err = kr_no_memory(error);
        list[(*n)++] = (kr_outside){kr_column_id(st, 0), account, sealed, sqlite3_column_int64(st, 2)};
    }
    kr_db_done(st);
    return err;
}

kr_err kr_outsides_of(kr_store *store, kr_outside **out, size_t *count, kr_arena *arena, kr_id account,
                      kr_error *error) {
    kr_db *db = NULL;
    size_t n = 0;
    kr_outside *list = kr_new_n(arena, kr_outside, MOST_LISTED);
    kr_str subjects[MOST_LISTED];
    if (!list) return kr_no_memory(error);
    kr_err err = kr_reader_take(store, &db, error);
    if (err) return err;
    err = read_rows(db, list, subjects, &n, arena, account, error);
    kr_reader_give(store, db);
    for (size_t i = 0; !err && i < n; i++) {
        char *name = kr_arena_alloc(arena, PROVIDER_MOST + 1);
        if (!name) return kr_no_memory(error);
        if (subjects[i].len != KR_HASH_BYTES)
            return kr_fail(error, KR_E_CORRUPT, "error.store_damaged", "", "account");
        err = open_link(store, name, account, list[i].id, (const unsigned char *)subjects[i].ptr,
                        list[i].provider, error);
        list[i].provider = kr_str_z(name);
    }
    if (err) return err;
    *out = list;
    *count = n;
    return KR_OK;
}

static kr_err drop(kr_db *db, void *context, kr_error *error) {
    const fresh_link *f = context;
    sqlite3_stmt *st = NULL;
    kr_err err = kr_db_use(db, KR_SQL_OUTSIDE_DROP, &st, error);
    if (err) return err;
    kr_bind_id(db, st, 1, f->account);
    kr_bind_id(db, st, 2, f->id);
    return kr_db_run(db, st, NULL, error);
}

kr_err kr_outside_drop(kr_store *store, kr_id account, kr_id outside, kr_error *error) {
    fresh_link f = {.id = outside, .account = account};
    return kr_write(store, drop, &f, false, error);
}
