/* Accounts. The database holds a keyed index of the login and, sealed, the login itself, the name and the
 * wishes for reading; the password's hash is sealed too, so that a copy of the folder cannot even be guessed
 * at. */
#include "store/share_int.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/utf8.h"
#include "store/known.h"

#define LOGIN_MOST     100
#define NAME_MOST      100
#define PASSWORD_LEAST 8
#define PASSWORD_MOST  200
#define PREFS_BYTES    4000
/* A code point is at most 4 bytes. */
#define LOGIN_BYTES     (4 * LOGIN_MOST)
#define SEALED_PLAIN    6144
#define PASSWORD_SEALED (KR_PASSWORD_TEXT + KR_SEAL_EXTRA)
#define TEXTS           3

/* -- what a login is -- */
/* Lower case, no accents, no space around: "Annie" and "annié " are one person at the door. */
static size_t fold_login(char *out, size_t room, kr_str login) {
    kr_arena arena;
    kr_buf buf;
    kr_str folded;
    size_t at = 0, len = 0;
    login = kr_str_trim(login);
    kr_arena_init(&arena, kr_heap(), 1u << 16);
    kr_buf_init(&buf, &arena, room);
    for (uint32_t c; (c = kr_utf8_next(login, &at)) != 0;)
        if (c < 0x300 || c > 0x36f) kr_put_utf8(&buf, kr_utf8_fold(c)); /* accents that stand apart */
    if (kr_buf_end(&buf, &folded) == KR_OK && folded.len <= room) {
        memcpy(out, folded.ptr, folded.len);
        len = folded.len;
    }
    kr_arena_dispose(&arena);
    return len;
}

/* False: no login could look like this, or no memory; `out` is filled all the same, so that all cost the
 * same. */
static bool login_index_by(unsigned char (*keys)[KR_KEY_BYTES], unsigned char out[KR_HASH_BYTES],
                           kr_str login) {
    char folded[LOGIN_BYTES * 2];
    bool good = login.len <= 2 * LOGIN_BYTES && kr_utf8_valid(login);
    size_t len = good ? fold_login(folded, sizeof folded, login) : 0;
    crypto_generichash(out, KR_HASH_BYTES, (const unsigned char *)folded, len, keys[KR_FOR_LOGIN],
                       KR_KEY_BYTES);
    sodium_memzero(folded, sizeof folded);
    return len > 0;
}

static bool login_index(const kr_store *store, unsigned char out[KR_HASH_BYTES], kr_str login) {
    return login_index_by(store->keys, out, login);
}

/* What may be typed where, and the sentences for what does not fit. */
typedef struct text_rule {
    const char *field;
    size_t least, most;
    const char *brief, *longer, *signs;
} text_rule;

static const text_rule login_rule = {
    "login", 1, LOGIN_MOST, "error.login_empty", "error.login_long", "error.login_signs"};
static const text_rule name_rule = {
    "name", 1, NAME_MOST, "error.call_empty", "error.call_long", "error.call_signs"};
static const text_rule password_rule = {"password",
                                        PASSWORD_LEAST,
                                        PASSWORD_MOST,
                                        "error.password_short",
                                        "error.password_long",
                                        "error.password_signs"};

static kr_err check_text(kr_str text, const text_rule *rule, kr_error *error) {
    char limit[24];
    if (!kr_utf8_valid(text)) return kr_fail(error, KR_E_INVALID, rule->signs, rule->field, "");
    size_t n = kr_utf8_count(text);
    if (n >= rule->least && n <= rule->most) return KR_OK;
    snprintf(limit, sizeof limit, "%zu", n < rule->least ? rule->least : rule->most);
    return kr_fail(error, KR_E_INVALID, n < rule->least ? rule->brief : rule->longer, rule->field, limit);
}

/* Long enough, and not one that others try or know. */
static kr_err check_password(const kr_store *store, kr_str password, kr_str login, kr_str name,
                             kr_error *error) {
    bool leaked = false;
    kr_err err = check_text(password, &password_rule, error);
    if (err) return err;
    const char *easy = kr_password_easy(password, login, name);
    if (easy) return kr_fail(error, KR_E_INVALID, easy, "password", "");
    /* a list that is damaged keeps nobody from choosing a password: it is told when Kring starts */
    if (kr_passwords_have(store->dir, &leaked, password, NULL)) leaked = false;
    return leaked ? kr_fail(error, KR_E_INVALID, "error.password_leaked", "password", "") : KR_OK;
}

kr_err kr_account_password_fits(kr_store *store, kr_id account, kr_str password, kr_error *error) {
    kr_arena arena;
    kr_account who = {.id = 0};
    kr_arena_init(&arena, kr_heap(), 1u << 18);
    kr_err err = kr_account_get(store, &who, &arena, account, error);
    if (!err) err = check_password(store, password, who.login, who.name, error);
    kr_arena_dispose(&arena);
    return err;
}

/* -- sealed rows -- */
/* Three texts, each after its length, filled up to a multiple of 64 so that the size says little. */
static kr_err seal_texts(kr_store *store, kr_str *out, kr_arena *arena, kr_id account,
                         const kr_str texts[TEXTS], kr_error *error) {
    unsigned char plain[SEALED_PLAIN] = {0}, bound[8];
    kr_account_key key;
    size_t at = 0;
    kr_err err = kr_account_key_make(store, &key, account, error);
    if (err) return err;
    for (size_t i = 0; i < TEXTS; i++) {
        if (texts[i].len > sizeof plain - at - 64)
            return kr_fail(error, KR_E_LIMIT, "error.too_large", "", "");
        plain[at++] = (unsigned char)(texts[i].len & 0xff);
        plain[at++] = (unsigned char)(texts[i].len >> 8);
        if (texts[i].len) memcpy(plain + at, texts[i].ptr, texts[i].len);
        at += texts[i].len;
    }
    at = (at + 63) & ~(size_t)63;
    unsigned char *sealed = kr_arena_alloc(arena, at + KR_SEAL_EXTRA);
    if (!sealed) return kr_no_memory(error);
    kr_put_u64(bound, account);
    kr_seal(sealed, key.texts, kr_str_n((char *)plain, at), bound, sizeof bound);
    sodium_memzero(&key, sizeof key);
    sodium_memzero(plain, sizeof plain);
    *out = kr_str_n((char *)sealed, at + KR_SEAL_EXTRA);
    return KR_OK;
}

/* Accounts from before they had keys of their own are under the server's, until tidying comes by. */
static kr_err open_texts(kr_store *store, unsigned char *plain, kr_id account, kr_str sealed, bool *own,
                         kr_error *error) {
    unsigned char bound[8];
    kr_account_key key;
    kr_put_u64(bound, account);
    kr_err err = kr_account_key_get(store, &key, account, error);
    if (err && err != KR_E_NOT_FOUND) return err;
    *own = !err && kr_unseal(plain, key.texts, sealed, bound, sizeof bound);
    if (!err) sodium_memzero(&key, sizeof key);
    if (*own || kr_unseal_for(store, plain, KR_FOR_ACCOUNT, sealed, bound, sizeof bound)) return KR_OK;
    return kr_fail(error, KR_E_CORRUPT, "error.store_damaged", "", "account");
}

static kr_err unseal_texts(kr_store *store, kr_str texts[TEXTS], kr_arena *arena, kr_id account,
                           kr_str sealed, kr_error *error) {
    bool own;
    unsigned char *plain = kr_arena_alloc(arena, sealed.len + 1);
    if (!plain) return kr_no_memory(error);
    kr_err err = open_texts(store, plain, account, sealed, &own, error);
    if (err) return err;
    size_t len = sealed.len - KR_SEAL_EXTRA, at = 0;
    for (size_t i = 0; i < TEXTS; i++) {
        size_t n = at + 2 <= len ? (size_t)plain[at] | (size_t)plain[at + 1] << 8 : len;
        if (at + 2 > len || n > len - at - 2)
            return kr_fail(error, KR_E_CORRUPT, "error.store_damaged", "", "account");
        texts[i] = kr_str_n((char *)plain + at + 2, n);
        at += 2 + n;
    }
    return KR_OK;
}

static kr_err seal_password(kr_store *store, unsigned char out[PASSWORD_SEALED], kr_id account,
                            const char *hash, kr_error *error) {
    unsigned char bound[8];
    kr_account_key key;
    kr_put_u64(bound, account);
    kr_err err = kr_account_key_make(store, &key, account, error);
    if (err) return err;
    kr_seal(out, key.password, kr_str_n(hash, KR_PASSWORD_TEXT), bound, sizeof bound);
    sodium_memzero(&key, sizeof key);
    return KR_OK;
}

static bool unseal_password(kr_store *store, char out[KR_PASSWORD_TEXT], kr_id account, kr_str sealed) {
    unsigned char bound[8];
    kr_account_key key;
    kr_put_u64(bound, account);
    if (sealed.len != PASSWORD_SEALED) return false;
    bool own = kr_account_key_get(store, &key, account, NULL) == KR_OK &&
               kr_unseal((unsigned char *)out, key.password, sealed, bound, sizeof bound);
    return own || kr_unseal_for(store, (unsigned char *)out, KR_FOR_PASSWORD, sealed, bound, sizeof bound);
}

static kr_err new_password(kr_store *store, unsigned char out[PASSWORD_SEALED], kr_id account,
                           kr_str password, kr_error *error) {
    char hash[KR_PASSWORD_TEXT] = {0};
    kr_err err = kr_password_make(store, hash, password, error);
    if (!err) err = seal_password(store, out, account, hash, error);
    sodium_memzero(hash, sizeof hash);
    return err;
}

/* -- finding -- */
/* What signing in needs. id 0: nobody. */
typedef struct found {
    kr_id id;
    unsigned char password[PASSWORD_SEALED], recovery[KR_HASH_BYTES], login[KR_HASH_BYTES];
} found;

static kr_err find_by_login(kr_store *store, found *out, const unsigned char login[KR_HASH_BYTES],
                            kr_error *error) {
    kr_db *db = NULL;
    sqlite3_stmt *st = NULL;
    bool row = false, good = true;
    kr_err err = kr_reader_take(store, &db, error);
    if (err) return err;
    *out = (found){0};
    err = kr_db_use(db, KR_SQL_ACCOUNT_BY_LOGIN, &st, error);
    if (!err) {
        kr_bind_blob(db, st, 1, login, KR_HASH_BYTES);
        err = kr_db_step(db, st, &row, error);
        if (!err && row) {
            out->id = kr_column_id(st, 0);
            good = kr_column_bytes(st, 1, out->password, PASSWORD_SEALED) &&
                   kr_column_bytes(st, 2, out->recovery, KR_HASH_BYTES);
        }
        kr_db_done(st);
    }
    kr_reader_give(store, db);
    if (!err && !good) return kr_fail(error, KR_E_CORRUPT, "error.store_damaged", "", "account");
    return err;
}

/* While the server's key is being changed the index may be under either; who has it is found in the same way,
 * at the same cost. */
static kr_err find_login(kr_store *store, found *out, unsigned char index[KR_HASH_BYTES], kr_str login,
                         kr_error *error) {
    kr_err err = kr_server_key_fresh(store, error);
    if (err) return err;
    unsigned char(*other)[KR_KEY_BYTES] = store->other;
    (void)login_index(store, index, login);
    err = find_by_login(store, out, index, error);
    if (!err && !out->id && other) {
        unsigned char second[KR_HASH_BYTES];
        (void)login_index_by(other, second, login);
        err = find_by_login(store, out, second, error);
    }
    return err;
}

kr_err kr_account_named(kr_store *store, kr_id *out, kr_str login, kr_error *error) {
    unsigned char index[KR_HASH_BYTES];
    found who;
    kr_err err = find_login(store, &who, index, login, error);
    if (err) return err;
    if (!who.id) return kr_fail(error, KR_E_NOT_FOUND, "error.no_login", "login", "");
    *out = who.id;
    return KR_OK;
}

static kr_err no_account(kr_error *error) {
    return kr_fail(error, KR_E_NOT_FOUND, "error.no_account", "", "");
}

/* The sealed row of an account; the password and login index too when `who` is given. */
static kr_err read_account(kr_store *store, kr_str *sealed, found *who, kr_arena *arena, kr_id account,
                           kr_error *error) {
    kr_db *db = NULL;
    sqlite3_stmt *st = NULL;
    bool row = false, good = true;
    kr_err err = kr_reader_take(store, &db, error);
    if (err) return err;
    err = kr_db_use(db, KR_SQL_ACCOUNT_GET, &st, error);
    if (!err) {
        kr_bind_id(db, st, 1, account);
        err = kr_db_step(db, st, &row, error);
        if (!err && row) *sealed = kr_arena_copy(arena, kr_column_blob(st, 0));
        if (!err && row && who) {
            who->id = account;
            good = kr_column_bytes(st, 1, who->password, PASSWORD_SEALED) &&
                   kr_column_bytes(st, 2, who->login, KR_HASH_BYTES);
        }
        kr_db_done(st);
    }
    kr_reader_give(store, db);
    if (err) return err;
    if (!row) return no_account(error);
    if (!good) return kr_fail(error, KR_E_CORRUPT, "error.store_damaged", "", "account");
    return sealed->ptr ? KR_OK : kr_no_memory(error);
}

/* -- making -- */
typedef struct fresh_account {
    kr_id id;
    unsigned char login[KR_HASH_BYTES], password[PASSWORD_SEALED], recovery[KR_HASH_BYTES];
    kr_str sealed;
    int64_t now;
} fresh_account;

static kr_err add_account(kr_db *db, void *context, kr_error *error) {
    const fresh_account *a = context;
    sqlite3_stmt *st = NULL;
    int touched = 0;
    kr_err err = kr_db_use(db, KR_SQL_ACCOUNT_ADD, &st, error);
    if (err) return err;
    kr_bind_id(db, st, 1, a->id);
    kr_bind_blob(db, st, 2, a->login, sizeof a->login);
    kr_bind_blob(db, st, 3, a->sealed.ptr, a->sealed.len);
    kr_bind_blob(db, st, 4, a->password, sizeof a->password);
    kr_bind_blob(db, st, 5, a->recovery, sizeof a->recovery);
    kr_bind_int(db, st, 6, a->now);
    err = kr_db_run(db, st, &touched, error);
    if (!err && touched == 0) return kr_fail(error, KR_E_EXISTS, "error.login_taken", "login", "");
    return err;
}

static kr_err prepare_account(kr_store *store, fresh_account *a, kr_arena *arena, const kr_str texts[TEXTS],
                              kr_str password, const char *code, kr_error *error) {
    found taken;
    kr_err err = find_login(store, &taken, a->login, texts[0], error);
    if (err) return err;
    if (taken.id)
        return kr_fail(error, KR_E_EXISTS, "error.login_taken", "login", ""); /* before the costly hash */
    err = seal_texts(store, &a->sealed, arena, a->id, texts, error);
    if (!err) err = new_password(store, a->password, a->id, password, error);
    kr_recovery_hash(store, a->recovery, a->id, kr_str_z(code));
    return err;
}

kr_err kr_account_create(kr_store *store, kr_id *out, kr_str login, kr_str name, kr_str password, int64_t now,
                         char recovery[64], kr_error *error) {
    kr_arena arena;
    char code[64];
    const kr_str texts[TEXTS] = {kr_str_trim(login), kr_str_trim(name), KR_NONE};
    kr_err err = check_text(texts[0], &login_rule, error);
    if (!err) err = check_text(texts[1], &name_rule, error);
    if (!err) err = check_password(store, password, texts[0], texts[1], error);
    if (err) return err;
    fresh_account a = {.id = kr_random_id(), .now = now};
    if (!login_index(store, a.login, login))
        return kr_fail(error, KR_E_INVALID, "error.login_empty", "login", "");
    kr_recovery_make(code);
    kr_arena_init(&arena, kr_heap(), 1u << 16);
    err = prepare_account(store, &a, &arena, texts, password, code, error);
    if (!err) err = kr_write(store, add_account, &a, false, error);
    if (!err) {
        *out = a.id;
        memcpy(recovery, code, sizeof code);
    }
    sodium_memzero(code, sizeof code);
    kr_arena_dispose(&arena);
    return err;
}

/* -- signing in -- */
static kr_err denied(kr_error *error) {
    return kr_fail(error, KR_E_DENIED, "error.sign_in", "", "");
}

static kr_err right_password(kr_store *store, const found *who, kr_str password, kr_error *error) {
    char hash[KR_PASSWORD_TEXT] = {0};
    bool right = false;
    bool known = who->id && unseal_password(store, hash, who->id,
                                            kr_str_n((const char *)who->password, PASSWORD_SEALED));
    if (password.len > 4 * PASSWORD_MOST) password = KR_NONE; /* cannot be right, and must not cost more */
    kr_err err = kr_password_check(store, &right, known ? hash : NULL, password, error);
    sodium_memzero(hash, sizeof hash);
    if (err) return err;
    return right ? KR_OK : denied(error);
}

/* Counted before it is checked; a right one begins anew. `tries`: under what it is counted. */
static kr_err one_try(kr_store *store, const found *who, const unsigned char tries[KR_HASH_BYTES],
                      kr_str password, int64_t now, kr_error *error) {
    kr_err err = kr_attempt_begin(store, tries, now, error);
    if (!err) err = right_password(store, who, password, error);
    return err ? err : kr_attempt_clear(store, tries, error);
}

kr_err kr_account_check_from(kr_store *store, kr_id *out, kr_str login, kr_str password, kr_str browser,
                             int64_t now, kr_error *error) {
    unsigned char index[KR_HASH_BYTES], own[KR_HASH_BYTES];
    bool known = false;
    found who;
    kr_err err = find_login(store, &who, index, login, error);
    if (!err && kr_browser_hash(store, own, who.id, browser))
        err = kr_browser_known(store, &known, own, now, error);
    if (!err && !known) err = kr_crowd_look(store, now, error);
    if (!err) err = one_try(store, &who, known ? own : index, password, now, error);
    if (err == KR_E_DENIED && !known) kr_crowd_note(store, now);
    if (err == KR_E_DENIED)
        kr_door_note(store, KR_EVENT_SIGN_IN_REFUSED, who.id, KR_SIGN_PASSWORD, KR_OUTCOME_REFUSED, now);
    if (!err) *out = who.id;
    return err;
}

kr_err kr_account_check(kr_store *store, kr_id *out, kr_str login, kr_str password, int64_t now,
                        kr_error *error) {
    return kr_account_check_from(store, out, login, password, KR_NONE, now, error);
}

static void confirm_tries(const kr_store *store, unsigned char out[KR_HASH_BYTES], kr_id account) {
    unsigned char id[8];
    kr_put_u64(id, account);
    crypto_generichash(out, KR_HASH_BYTES, id, sizeof id, store->keys[KR_FOR_CONFIRM], KR_KEY_BYTES);
}

/* Whoever is signed in knows the account already: strangers at the door must not keep them waiting here. */
static kr_err confirm(kr_store *store, const found *who, kr_str password, int64_t now, kr_error *error) {
    unsigned char tries[KR_HASH_BYTES];
    confirm_tries(store, tries, who->id);
    return one_try(store, who, tries, password, now, error);
}

static kr_err find_by_id(kr_store *store, found *out, kr_id account, kr_error *error) {
    kr_arena arena;
    kr_str sealed;
    *out = (found){0};
    kr_arena_init(&arena, kr_heap(), 1u << 16);
    kr_err err = read_account(store, &sealed, out, &arena, account, error);
    kr_arena_dispose(&arena);
    return err;
}

kr_err kr_account_confirm(kr_store *store, kr_id account, kr_str password, int64_t now, kr_error *error) {
    found who;
    kr_err err = find_by_id(store, &who, account, error);
    return err ? err : confirm(store, &who, password, now, error);
}

/* -- another password -- */
static const unsigned char nothing[KR_HASH_BYTES];

typedef struct password_change {
    kr_id account;
    bool alone; /* with it, every other way in goes */
    unsigned char password[PASSWORD_SEALED], recovery[KR_HASH_BYTES], old_recovery[KR_HASH_BYTES];
} password_change;

static kr_err put_recovered(kr_db *db, void *context, kr_error *error) {
    const password_change *c = context;
    sqlite3_stmt *st = NULL;
    int touched = 0;
    kr_err err = kr_db_use(db, KR_SQL_ACCOUNT_RECOVERED, &st, error);
    if (err) return err;
    kr_bind_blob(db, st, 1, c->password, sizeof c->password);
    kr_bind_blob(db, st, 2, c->recovery, sizeof c->recovery);
    kr_bind_id(db, st, 3, c->account);
    kr_bind_blob(db, st, 4, c->old_recovery, sizeof c->old_recovery); /* the code works once */
    err = kr_db_run(db, st, &touched, error);
    if (!err && touched == 0) err = kr_fail(error, KR_E_DENIED, "error.recovery", "", "");
    if (!err) err = kr_db_use(db, KR_SQL_SESSION_DROP_ALL, &st, error);
    if (err) return err;
    kr_bind_id(db, st, 1, c->account);
    kr_bind_id(db, st, 2, 0);
    err = kr_db_run(db, st, NULL, error);
    return err ? err : kr_browsers_drop(db, c->account, nothing, error);
}

static kr_err recover(kr_store *store, const found *who, kr_str recovery, kr_str password, char code[64],
                      kr_error *error) {
    password_change c = {.account = who->id};
    kr_recovery_hash(store, c.old_recovery, who->id, recovery);
    if (sodium_memcmp(c.old_recovery, who->recovery, KR_HASH_BYTES) || !who->id)
        return kr_fail(error, KR_E_DENIED, "error.recovery", "", "");
    kr_recovery_make(code);
    kr_recovery_hash(store, c.recovery, who->id, kr_str_z(code));
    kr_err err = new_password(store, c.password, who->id, password, error);
    return err ? err : kr_write(store, put_recovered, &c, false, error);
}

kr_err kr_account_recover(kr_store *store, kr_id *out, kr_str login, kr_str recovery, kr_str password,
                          int64_t now, char fresh[64], kr_error *error) {
    unsigned char index[KR_HASH_BYTES];
    char code[64] = "";
    found who;
    kr_err err = check_password(store, password, login, KR_NONE, error);
    if (err) return err;
    /* Not slowed down: 125 random bits cannot be guessed, and so the sheet also helps somebody whom a
     * stranger keeps waiting by typing wrong passwords. */
    err = find_login(store, &who, index, login, error);
    if (!err) err = recover(store, &who, recovery, password, code, error);
    if (err) return err;
    *out = who.id;
    memcpy(fresh, code, sizeof code);
    sodium_memzero(code, sizeof code);
    kr_door_note(store, KR_EVENT_PASSWORD_RENEWED, who.id, KR_SIGN_SHEET, KR_OUTCOME_DONE, now);
    /* done, whatever happens to the counter */
    kr_may_fail(kr_attempt_clear(store, index, NULL));
    return KR_OK;
}

kr_err kr_account_recover_check(kr_store *store, kr_id *out, kr_str login, kr_str recovery, kr_error *error) {
    unsigned char index[KR_HASH_BYTES], code[KR_HASH_BYTES];
    found who;
    kr_err err = find_login(store, &who, index, login, error);
    if (err) return err;
    kr_recovery_hash(store, code, who.id, recovery);
    if (sodium_memcmp(code, who.recovery, KR_HASH_BYTES) || !who.id)
        return kr_fail(error, KR_E_DENIED, "error.recovery", "", "");
    *out = who.id;
    return KR_OK;
}

static kr_err drop_by_account(kr_db *db, kr_sql sql, kr_id account, kr_error *error) {
    sqlite3_stmt *st = NULL;
    kr_err err = kr_db_use(db, sql, &st, error);
    if (err) return err;
    kr_bind_id(db, st, 1, account);
    return kr_db_run(db, st, NULL, error);
}

static kr_err put_password(kr_db *db, void *context, kr_error *error) {
    const password_change *c = context;
    sqlite3_stmt *st = NULL;
    int touched = 0;
    kr_err err = kr_db_use(db, KR_SQL_ACCOUNT_PASSWORD, &st, error);
    if (err) return err;
    kr_bind_blob(db, st, 1, c->password, sizeof c->password);
    kr_bind_id(db, st, 2, c->account);
    err = kr_db_run(db, st, &touched, error);
    if (!err && touched == 0) err = no_account(error);
    if (!err && c->alone) err = drop_by_account(db, KR_SQL_PASSKEYS_DROP, c->account, error);
    return !err && c->alone ? drop_by_account(db, KR_SQL_OUTSIDES_DROP, c->account, error) : err;
}

kr_err kr_account_password_put(kr_store *store, kr_id account, kr_str password, bool alone, kr_error *error) {
    password_change c = {.account = account, .alone = alone};
    kr_err err = kr_account_password_fits(store, account, password, error);
    if (!err) err = new_password(store, c.password, account, password, error);
    return err ? err : kr_write(store, put_password, &c, false, error);
}

kr_err kr_account_password(kr_store *store, kr_id account, kr_str old_password, kr_str password, int64_t now,
                           kr_error *error) {
    kr_err err = kr_account_password_fits(store, account, password, error);
    if (!err) err = kr_account_confirm(store, account, old_password, now, error);
    return err ? err : kr_account_password_put(store, account, password, false, error);
}

/* -- reading and changing -- */
kr_err kr_account_unseal(kr_store *store, kr_account *out, kr_arena *arena, kr_id account, kr_str sealed,
                         kr_error *error) {
    kr_str texts[TEXTS];
    kr_err err = unseal_texts(store, texts, arena, account, sealed, error);
    if (!err) *out = (kr_account){account, texts[1], texts[0], texts[2]};
    return err;
}

kr_err kr_account_get(kr_store *store, kr_account *out, kr_arena *arena, kr_id account, kr_error *error) {
    kr_str sealed;
    kr_err err = read_account(store, &sealed, NULL, arena, account, error);
    return err ? err : kr_account_unseal(store, out, arena, account, sealed, error);
}

kr_err kr_account_password_whole(kr_store *store, kr_arena *arena, kr_id account, kr_error *error) {
    char hash[KR_PASSWORD_TEXT];
    found who;
    kr_str sealed;
    kr_err err = read_account(store, &sealed, &who, arena, account, error);
    if (err) return err;
    bool good = unseal_password(store, hash, account, kr_str_n((char *)who.password, sizeof who.password));
    sodium_memzero(hash, sizeof hash);
    return good ? KR_OK : kr_fail(error, KR_E_CORRUPT, "error.store_damaged", "", "account");
}

typedef struct account_update {
    kr_id account;
    kr_str before, after;
} account_update;

static kr_err put_sealed(kr_db *db, void *context, kr_error *error) {
    const account_update *u = context;
    sqlite3_stmt *st = NULL;
    int touched = 0;
    kr_err err = kr_db_use(db, KR_SQL_ACCOUNT_SEALED, &st, error);
    if (err) return err;
    kr_bind_blob(db, st, 1, u->after.ptr, u->after.len);
    kr_bind_id(db, st, 2, u->account);
    kr_bind_blob(db, st, 3, u->before.ptr, u->before.len);
    err = kr_db_run(db, st, &touched, error);
    return !err && touched == 0 ? kr_fail(error, KR_E_BUSY, "error.busy", "", "") : err;
}

kr_err kr_account_update(kr_store *store, kr_id account, kr_str name, kr_str prefs, kr_error *error) {
    kr_arena arena;
    account_update u = {.account = account};
    kr_str texts[TEXTS];
    name = kr_str_trim(name);
    kr_err err = check_text(name, &name_rule, error);
    if (err) return err;
    if (prefs.len > PREFS_BYTES) return kr_fail(error, KR_E_LIMIT, "error.too_large", "prefs", "");
    kr_arena_init(&arena, kr_heap(), 1u << 18);
    err = read_account(store, &u.before, NULL, &arena, account, error);
    if (!err) err = unseal_texts(store, texts, &arena, account, u.before, error);
    texts[1] = name;
    texts[2] = prefs;
    if (!err) err = seal_texts(store, &u.after, &arena, account, texts, error);
    if (!err) err = kr_write(store, put_sealed, &u, false, error);
    kr_arena_dispose(&arena);
    return err;
}

/* -- leaving -- */
typedef struct leaving {
    kr_id id;
    unsigned char tries[3][KR_HASH_BYTES]; /* of signing in, of who was signed in, of second proofs */
} leaving;

static kr_err drop_account(kr_db *db, void *context, kr_error *error) {
    const leaving *who = context;
    sqlite3_stmt *st = NULL;
    kr_err err = kr_browsers_drop(db, who->id, nothing, error);
    for (size_t i = 0; !err && i < KR_COUNT(who->tries); i++) {
        err = kr_db_use(db, KR_SQL_ATTEMPT_DROP, &st, error);
        if (err) break;
        kr_bind_blob(db, st, 1, who->tries[i], KR_HASH_BYTES);
        err = kr_db_run(db, st, NULL, error);
    }
    if (!err) err = kr_db_use(db, KR_SQL_ACCOUNT_DROP, &st, error);
    if (err) return err;
    kr_bind_id(db, st, 1, who->id);
    return kr_db_run(db, st, NULL, error);
}

kr_err kr_account_delete(kr_store *store, kr_id account, int64_t now, kr_error *error) {
    kr_arena arena;
    found who;
    leaving gone = {.id = account};
    kr_circle_entry *circles = NULL;
    size_t count = 0;
    kr_arena_init(&arena, kr_heap(), 1u << 24);
    kr_err err = find_by_id(store, &who, account, error);
    if (!err) memcpy(gone.tries[0], who.login, KR_HASH_BYTES);
    confirm_tries(store, gone.tries[1], account);
    if (!err) err = kr_second_tries(store, gone.tries[2], account, KR_NONE, now, error);
    if (!err) err = kr_circles_of(store, &circles, &count, &arena, account, error);
    for (size_t i = 0; !err && i < count; i++)
        err = kr_circle_destroy(store, account, circles[i].id, now, error);
    if (!err) err = kr_shares_leave(store, account, now, error);
    if (!err) err = kr_account_key_destroy(store, account, now, error);
    if (!err) err = kr_write(store, drop_account, &gone, true, error);
    kr_arena_dispose(&arena);
    return err;
}

kr_err kr_account_gone(kr_store *store, kr_id account, kr_error *error) {
    found who;
    leaving gone = {.id = account};
    kr_err err = find_by_id(store, &who, account, error);
    if (err) return err;
    memcpy(gone.tries[0], who.login, KR_HASH_BYTES);
    confirm_tries(store, gone.tries[1], account);
    return kr_write(store, drop_account, &gone, true, error);
}

/* -- for account_move.c -- */
kr_err kr_account_index_of(kr_store *store, unsigned char out[KR_HASH_BYTES],
                           unsigned char (*keys)[KR_KEY_BYTES], kr_arena *arena, kr_id account, kr_str sealed,
                           kr_error *error) {
    kr_str texts[TEXTS];
    kr_err err = unseal_texts(store, texts, arena, account, sealed, error);
    if (!err) (void)login_index_by(keys, out, texts[0]);
    return err;
}

kr_err kr_account_to_own(kr_store *store, kr_str *sealed, kr_str *password, kr_arena *arena, kr_id account,
                         kr_error *error) {
    char hash[KR_PASSWORD_TEXT];
    kr_str texts[TEXTS];
    bool own = false;
    unsigned char *plain = kr_arena_alloc(arena, sealed->len + 1);
    unsigned char *fresh = kr_arena_alloc(arena, PASSWORD_SEALED);
    if (!plain || !fresh) return kr_no_memory(error);
    kr_err err = open_texts(store, plain, account, *sealed, &own, error);
    if (err || own) return err;
    err = unseal_texts(store, texts, arena, account, *sealed, error);
    if (!err && !unseal_password(store, hash, account, *password))
        err = kr_fail(error, KR_E_CORRUPT, "error.store_damaged", "", "account");
    if (!err) err = seal_texts(store, sealed, arena, account, texts, error);
    if (!err) err = seal_password(store, fresh, account, hash, error);
    sodium_memzero(hash, sizeof hash);
    if (!err) *password = kr_str_n((const char *)fresh, PASSWORD_SEALED);
    return err;
}
