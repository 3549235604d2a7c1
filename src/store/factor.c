/* The second factor: a secret that an app on somebody's phone holds too, and reserve codes on paper. The
 * secret is sealed for its account; of reserve codes only keyed hashes are kept. Looking at a code and using
 * it up is one step of the database, so that the same code sent twice at once counts once. */
#include "store/store_int.h"

#include <sodium.h>

#define SECRET_SEALED (KR_TOTP_SECRET + KR_SEAL_EXTRA)
#define DIGITS        6
#define SPARE_SYMBOLS 10

static kr_err wrong(kr_error *error) {
    return kr_fail(error, KR_E_DENIED, "error.code", "", "");
}

static void spare_hash(const kr_store *store, unsigned char out[KR_HASH_BYTES], kr_id account, kr_str code) {
    unsigned char text[8 + SPARE_SYMBOLS + 1];
    kr_put_u64(text, account);
    size_t len = kr_code_normal((char *)text + 8, SPARE_SYMBOLS + 1, code);
    crypto_generichash(out, KR_HASH_BYTES, text, 8 + len, store->keys[KR_FOR_SPARE], KR_KEY_BYTES);
    sodium_memzero(text, sizeof text);
}

/* The six digits, however they were grouped; false when it is not that. */
static bool read_digits(char out[DIGITS + 1], kr_str code) {
    size_t n = 0;
    for (size_t i = 0; i < code.len; i++) {
        char c = code.ptr[i];
        if (c == ' ' || c == '-') continue;
        if (c < '0' || c > '9' || n == DIGITS) return false;
        out[n++] = c;
    }
    out[n] = '\0';
    return n == DIGITS;
}

/* The step of this code around now, later than `after`; 0: it is not right. All three are looked at. */
static kr_err right_step(uint64_t *out, const unsigned char secret[KR_TOTP_SECRET], const char *digits,
                         int64_t now, uint64_t after, kr_error *error) {
    uint64_t step = (uint64_t)now / KR_TOTP_STEP_MS, found = 0;
    char own[DIGITS + 1];
    for (uint64_t s = step - 1; s <= step + 1; s++) {
        if (kr_totp(own, DIGITS, secret, KR_TOTP_SECRET, s) != KR_OK) return kr_no_memory(error);
        if (sodium_memcmp(own, digits, DIGITS) == 0 && s > after && !found) found = s;
    }
    sodium_memzero(own, sizeof own);
    *out = found;
    return KR_OK;
}

/* -- switching on -- */
typedef struct second {
    kr_store *store;
    kr_id account;
    int64_t now;
    uint64_t step;
    bool with_secret;
    unsigned char sealed[SECRET_SEALED];
    unsigned char spare[KR_SPARE_CODES][KR_HASH_BYTES];
} second;

static kr_err drop_rows(kr_db *db, kr_sql which, kr_id account, kr_error *error) {
    sqlite3_stmt *st = NULL;
    kr_err err = kr_db_use(db, which, &st, error);
    if (err) return err;
    kr_bind_id(db, st, 1, account);
    return kr_db_run(db, st, NULL, error);
}

kr_err kr_second_drop(kr_db *db, kr_id account, kr_error *error) {
    kr_err err = drop_rows(db, KR_SQL_SPARE_DROP, account, error);
    return err ? err : drop_rows(db, KR_SQL_FACTOR_DROP, account, error);
}

static kr_err put_spare(kr_db *db, const second *s, kr_error *error) {
    sqlite3_stmt *st = NULL;
    kr_err err = drop_rows(db, KR_SQL_SPARE_DROP, s->account, error);
    for (size_t i = 0; !err && i < KR_SPARE_CODES; i++) {
        err = kr_db_use(db, KR_SQL_SPARE_ADD, &st, error);
        if (err) break;
        kr_bind_id(db, st, 1, s->account);
        kr_bind_blob(db, st, 2, s->spare[i], KR_HASH_BYTES);
        err = kr_db_run(db, st, NULL, error);
    }
    return err;
}

static kr_err put_second(kr_db *db, void *context, kr_error *error) {
    const second *s = context;
    sqlite3_stmt *st = NULL;
    kr_err err = KR_OK;
    if (s->with_secret) {
        err = kr_db_use(db, KR_SQL_FACTOR_PUT, &st, error);
        if (err) return err;
        kr_bind_id(db, st, 1, s->account);
        kr_bind_blob(db, st, 2, s->sealed, sizeof s->sealed);
        kr_bind_int(db, st, 3, (int64_t)s->step);
        kr_bind_int(db, st, 4, s->now);
        err = kr_db_run(db, st, NULL, error);
    }
    return err ? err : put_spare(db, s, error);
}

static void make_spare(second *s, char spare[KR_SPARE_CODES][KR_SPARE_TEXT]) {
    for (size_t i = 0; i < KR_SPARE_CODES; i++) {
        kr_code_make(spare[i], SPARE_SYMBOLS);
        spare_hash(s->store, s->spare[i], s->account, kr_str_z(spare[i]));
    }
}

kr_err kr_second_on(kr_store *store, kr_id account, const unsigned char secret[KR_TOTP_SECRET], kr_str code,
                    int64_t now, char spare[KR_SPARE_CODES][KR_SPARE_TEXT], kr_error *error) {
    char digits[DIGITS + 1], codes[KR_SPARE_CODES][KR_SPARE_TEXT];
    second s = {.store = store, .account = account, .now = now, .with_secret = true};
    if (!read_digits(digits, code)) return wrong(error);
    kr_err err = right_step(&s.step, secret, digits, now, 0, error);
    if (err) return err;
    if (!s.step) return wrong(error);
    err =
        kr_own_seal(store, s.sealed, account, 'f', 0, kr_str_n((const char *)secret, KR_TOTP_SECRET), error);
    if (err) return err;
    make_spare(&s, codes);
    err = kr_write(store, put_second, &s, false, error);
    if (!err) memcpy(spare, codes, sizeof codes);
    sodium_memzero(codes, sizeof codes);
    return err;
}

kr_err kr_second_spare(kr_store *store, kr_id account, char spare[KR_SPARE_CODES][KR_SPARE_TEXT],
                       kr_error *error) {
    char codes[KR_SPARE_CODES][KR_SPARE_TEXT];
    second s = {.store = store, .account = account};
    make_spare(&s, codes);
    kr_err err = kr_write(store, put_second, &s, false, error);
    if (!err) memcpy(spare, codes, sizeof codes);
    sodium_memzero(codes, sizeof codes);
    return err;
}

static kr_err switch_off(kr_db *db, void *context, kr_error *error) {
    const kr_id *account = context;
    return kr_second_drop(db, *account, error);
}

kr_err kr_second_off(kr_store *store, kr_id account, kr_error *error) {
    return kr_write(store, switch_off, &account, false, error);
}

/* -- tries -- */
kr_err kr_second_tries(kr_store *store, unsigned char out[KR_HASH_BYTES], kr_id account, kr_str browser,
                       int64_t now, kr_error *error) {
    unsigned char text[8 + KR_HASH_BYTES] = {0}, own[KR_HASH_BYTES];
    bool known = false;
    kr_err err = KR_OK;
    if (kr_browser_hash(store, own, account, browser)) err = kr_browser_known(store, &known, own, now, error);
    if (err) return err;
    kr_put_u64(text, account);
    if (known) memcpy(text + 8, own, sizeof own);
    crypto_generichash(out, KR_HASH_BYTES, text, sizeof text, store->keys[KR_FOR_FACTOR], KR_KEY_BYTES);
    return KR_OK;
}

kr_err kr_second_try(kr_store *store, kr_id account, kr_str browser, int64_t now, kr_error *error) {
    unsigned char tries[KR_HASH_BYTES];
    kr_err err = kr_second_tries(store, tries, account, browser, now, error);
    return err ? err : kr_attempt_begin(store, tries, now, error);
}

/* A browser that is forgotten in between leaves its tries to be tidied away. */
kr_err kr_second_clear(kr_store *store, kr_id account, kr_str browser, kr_error *error) {
    unsigned char tries[KR_HASH_BYTES];
    kr_err err = kr_second_tries(store, tries, account, browser, 0, error);
    return err ? err : kr_attempt_clear(store, tries, error);
}

/* -- looking at a code -- */
typedef struct look {
    kr_store *store;
    kr_id account;
    int64_t now;
    char digits[DIGITS + 1];
    bool is_digits;
    kr_account_key key;
    unsigned char spare[KR_HASH_BYTES];
} look;

static kr_err read_secret(kr_db *db, const look *l, unsigned char secret[KR_TOTP_SECRET], uint64_t *step,
                          kr_error *error) {
    unsigned char sealed[SECRET_SEALED], bound[17];
    sqlite3_stmt *st = NULL;
    bool row = false, good = false;
    kr_err err = kr_db_use(db, KR_SQL_FACTOR_GET, &st, error);
    if (err) return err;
    kr_bind_id(db, st, 1, l->account);
    err = kr_db_step(db, st, &row, error);
    if (!err && row) {
        good = kr_column_bytes(st, 0, sealed, sizeof sealed);
        *step = (uint64_t)sqlite3_column_int64(st, 1);
    }
    kr_db_done(st);
    if (err) return err;
    if (!row) return wrong(error);
    kr_own_bound(bound, l->account, 'f', 0);
    if (!good ||
        !kr_unseal(secret, l->key.texts, kr_str_n((const char *)sealed, sizeof sealed), bound, sizeof bound))
        return kr_fail(error, KR_E_CORRUPT, "error.store_damaged", "", "factor");
    return KR_OK;
}

kr_err kr_second_whole(kr_store *store, kr_id account, kr_error *error) {
    unsigned char secret[KR_TOTP_SECRET];
    uint64_t step;
    look l = {.store = store, .account = account};
    kr_db *db = NULL;
    kr_err err = kr_account_key_get(store, &l.key, account, error);
    if (err)
        return err == KR_E_NOT_FOUND ? KR_OK : err; /* an account of before such keys has no second step */
    err = kr_reader_take(store, &db, error);
    if (!err) {
        err = read_secret(db, &l, secret, &step, error);
        kr_reader_give(store, db);
    }
    sodium_memzero(secret, sizeof secret);
    sodium_memzero(&l, sizeof l);
    return err == KR_E_DENIED ? KR_OK : err; /* not switched on */
}

static kr_err use_digits(kr_db *db, const look *l, kr_error *error) {
    unsigned char secret[KR_TOTP_SECRET];
    uint64_t last = 0, step = 0;
    sqlite3_stmt *st = NULL;
    int touched = 0;
    kr_err err = read_secret(db, l, secret, &last, error);
    if (!err) err = right_step(&step, secret, l->digits, l->now, last, error);
    sodium_memzero(secret, sizeof secret);
    if (err) return err;
    if (!step) return wrong(error);
    err = kr_db_use(db, KR_SQL_FACTOR_STEP, &st, error);
    if (err) return err;
    kr_bind_int(db, st, 1, (int64_t)step);
    kr_bind_id(db, st, 2, l->account);
    err = kr_db_run(db, st, &touched, error);
    return !err && touched == 0 ? wrong(error) : err;
}

static kr_err use_code(kr_db *db, void *context, kr_error *error) {
    const look *l = context;
    sqlite3_stmt *st = NULL;
    int touched = 0;
    if (l->is_digits) return use_digits(db, l, error);
    kr_err err = kr_db_use(db, KR_SQL_SPARE_USE, &st, error);
    if (err) return err;
    kr_bind_id(db, st, 1, l->account);
    kr_bind_blob(db, st, 2, l->spare, KR_HASH_BYTES);
    err = kr_db_run(db, st, &touched, error);
    return !err && touched == 0 ? wrong(error) : err;
}

kr_err kr_second_check(kr_store *store, kr_id account, kr_str code, kr_str browser, int64_t now,
                       kr_error *error) {
    look l = {.store = store, .account = account, .now = now};
    unsigned char tries[KR_HASH_BYTES];
    l.is_digits = read_digits(l.digits, code);
    spare_hash(store, l.spare, account, code);
    kr_err err = kr_account_key_get(store, &l.key, account, error);
    if (err == KR_E_NOT_FOUND) err = KR_OK; /* then there is no secret that it would open */
    if (!err) err = kr_second_tries(store, tries, account, browser, now, error);
    if (!err) err = kr_attempt_begin(store, tries, now, error);
    if (!err) err = kr_write(store, use_code, &l, false, error);
    sodium_memzero(&l, sizeof l);
    if (err == KR_E_DENIED)
        kr_door_note(store, KR_EVENT_SIGN_IN_REFUSED, account, KR_SIGN_CODE, KR_OUTCOME_REFUSED, now);
    return err ? err : kr_attempt_clear(store, tries, error);
}

/* -- what counts once -- */
typedef struct used {
    unsigned char mark[KR_HASH_BYTES];
    int64_t until;
} used;

static kr_err add_used(kr_db *db, void *context, kr_error *error) {
    const used *u = context;
    sqlite3_stmt *st = NULL;
    int touched = 0;
    kr_err err = kr_db_use(db, KR_SQL_USED_ADD, &st, error);
    if (err) return err;
    kr_bind_blob(db, st, 1, u->mark, sizeof u->mark);
    kr_bind_int(db, st, 2, u->until);
    err = kr_db_run(db, st, &touched, error);
    return !err && touched == 0 ? kr_fail(error, KR_E_EXISTS, "error.used", "", "") : err;
}

kr_err kr_used_note(kr_store *store, const char *kind, kr_str bytes, int64_t until, kr_error *error) {
    used u = {.until = until};
    crypto_generichash_state state;
    crypto_generichash_init(&state, store->keys[KR_FOR_USED], KR_KEY_BYTES, KR_HASH_BYTES);
    crypto_generichash_update(&state, (const unsigned char *)kind, strlen(kind) + 1);
    crypto_generichash_update(&state, (const unsigned char *)bytes.ptr, bytes.len);
    crypto_generichash_final(&state, u.mark, sizeof u.mark);
    return kr_write(store, add_used, &u, false, error);
}
