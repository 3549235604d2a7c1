/* Passwords, recovery codes, and slowing down who guesses them.
 *
 * argon2id at libsodium's INTERACTIVE level: 64 MiB, 2 passes, some 60 ms. OWASP asks for at least 19 MiB and
 * 2 passes; signing in is rare enough to afford three times that memory, and the slots bound what it takes at
 * once. */
#include "store/store_int.h"

#include <sodium.h>
#include <stdio.h>

#define OPS          crypto_pwhash_OPSLIMIT_INTERACTIVE
#define MEM          crypto_pwhash_MEMLIMIT_INTERACTIVE
#define MOST_WAITING 64

_Static_assert(KR_PASSWORD_TEXT == crypto_pwhash_STRBYTES, "size of libsodium");

static kr_err slot_take(kr_store *store, kr_error *error) {
    pthread_mutex_lock(&store->argon.lock);
    if (store->argon.waiting >= MOST_WAITING) {
        pthread_mutex_unlock(&store->argon.lock);
        return kr_fail(error, KR_E_BUSY, "error.wait", "", "5");
    }
    store->argon.waiting++;
    while (store->argon.slots == 0) pthread_cond_wait(&store->argon.free, &store->argon.lock);
    store->argon.waiting--;
    store->argon.slots--;
    pthread_mutex_unlock(&store->argon.lock);
    return KR_OK;
}

static void slot_give(kr_store *store) {
    pthread_mutex_lock(&store->argon.lock);
    store->argon.slots++;
    pthread_cond_signal(&store->argon.free);
    pthread_mutex_unlock(&store->argon.lock);
}

kr_err kr_password_make(kr_store *store, char out[KR_PASSWORD_TEXT], kr_str password, kr_error *error) {
    kr_err err = slot_take(store, error);
    if (err) return err;
    int rc = crypto_pwhash_str(out, password.ptr, password.len, OPS, MEM);
    slot_give(store);
    return rc == 0 ? KR_OK : kr_no_memory(error);
}

kr_err kr_password_check(kr_store *store, bool *right, const char *hash, kr_str password, kr_error *error) {
    unsigned char out[32], salt[crypto_pwhash_SALTBYTES] = {0};
    int rc = 0;
    bool match = false;
    kr_err err = slot_take(store, error);
    if (err) return err;
    if (hash)
        match = crypto_pwhash_str_verify(hash, password.ptr, password.len) == 0;
    else
        rc = crypto_pwhash(out, sizeof out, password.ptr, password.len, salt, OPS, MEM,
                           crypto_pwhash_ALG_ARGON2ID13);
    slot_give(store);
    if (rc) return kr_no_memory(error);
    *right = match;
    return KR_OK;
}

/* -- slowing down -- */
#define FREE_TRIES 5
#define FIRST_MS   5000
#define MOST_MS    (15 * 60 * 1000LL)

/* Five tries are free; then 5 seconds, doubling to a quarter of an hour. It never locks for good: somebody
 * who wants to keep another person out can do no more than make them wait. */
static int64_t delay_after(int64_t failures) {
    if (failures < FREE_TRIES) return 0;
    int64_t ms = FIRST_MS;
    for (int64_t n = FREE_TRIES; n < failures && ms < MOST_MS; n++) ms *= 2;
    return ms < MOST_MS ? ms : MOST_MS;
}

typedef struct attempt {
    const unsigned char *login;
    int64_t now, wait;
} attempt;

static kr_err read_attempt(kr_db *db, const attempt *a, int64_t *failures, int64_t *until, kr_error *error) {
    sqlite3_stmt *st = NULL;
    bool row = false;
    kr_err err = kr_db_use(db, KR_SQL_ATTEMPT_GET, &st, error);
    if (err) return err;
    kr_bind_blob(db, st, 1, a->login, KR_HASH_BYTES);
    err = kr_db_step(db, st, &row, error);
    bool fresh = !err && row && a->now - sqlite3_column_int64(st, 1) < KR_DAY_MS;
    *failures = fresh ? sqlite3_column_int64(st, 0) : 0;
    *until = fresh ? sqlite3_column_int64(st, 2) : 0;
    /* a clock that was once set far ahead must not lock anybody out */
    if (*until > a->now + MOST_MS) *until = a->now + MOST_MS;
    kr_db_done(st);
    return err;
}

static kr_err count_attempt(kr_db *db, void *context, kr_error *error) {
    attempt *a = context;
    sqlite3_stmt *st = NULL;
    int64_t failures, until;
    kr_err err = read_attempt(db, a, &failures, &until, error);
    if (err) return err;
    a->wait = until - a->now;
    if (a->wait > 0) return KR_E_BUSY;
    err = kr_db_use(db, KR_SQL_ATTEMPT_PUT, &st, error);
    if (err) return err;
    kr_bind_blob(db, st, 1, a->login, KR_HASH_BYTES);
    kr_bind_int(db, st, 2, failures + 1);
    kr_bind_int(db, st, 3, a->now);
    kr_bind_int(db, st, 4, a->now + delay_after(failures + 1));
    return kr_db_run(db, st, NULL, error);
}

kr_err kr_attempt_begin(kr_store *store, const unsigned char login[KR_HASH_BYTES], int64_t now,
                        kr_error *error) {
    attempt a = {login, now, 0};
    kr_err err = kr_write(store, count_attempt, &a, false, error);
    if (err == KR_E_BUSY && a.wait > 0) {
        char seconds[24];
        snprintf(seconds, sizeof seconds, "%lld", (long long)((a.wait + 999) / 1000));
        return kr_fail(error, KR_E_BUSY, "error.wait", "", seconds);
    }
    return err;
}

/* Two that begin a minute at once may lose a few from the count, which is no harm. */
static bool this_minute(kr_store *store, int64_t now) {
    long long minute = now / 60000;
    if (atomic_exchange(&store->crowd.minute, minute) == minute) return true;
    atomic_store(&store->crowd.wrong, 0);
    return false;
}

kr_err kr_crowd_look(kr_store *store, int64_t now, kr_error *error) {
    char seconds[24];
    if (!this_minute(store, now) || atomic_load(&store->crowd.wrong) < KR_CROWD_MOST) return KR_OK;
    snprintf(seconds, sizeof seconds, "%d", (int)(60 - now / 1000 % 60));
    return kr_fail(error, KR_E_BUSY, "error.wait", "", seconds);
}

void kr_crowd_note(kr_store *store, int64_t now) {
    (void)this_minute(store, now);
    atomic_fetch_add(&store->crowd.wrong, 1);
}

/* -- newcomers -- */
static bool this_hour(kr_store *store, int64_t now) {
    long long hour = now / 3600000;
    if (atomic_exchange(&store->newcomers.hour, hour) == hour) return true;
    atomic_store(&store->newcomers.made, 0);
    return false;
}

kr_err kr_newcomer_look(kr_store *store, int64_t now, kr_error *error) {
    char seconds[24];
    if (!this_hour(store, now) || atomic_load(&store->newcomers.made) < store->newcomers.most) return KR_OK;
    snprintf(seconds, sizeof seconds, "%d", (int)(3600 - now / 1000 % 3600));
    return kr_fail(error, KR_E_BUSY, "error.newcomers", "", seconds);
}

void kr_newcomer_note(kr_store *store, int64_t now) {
    (void)this_hour(store, now);
    atomic_fetch_add(&store->newcomers.made, 1);
}

static kr_err drop_attempt(kr_db *db, void *context, kr_error *error) {
    sqlite3_stmt *st = NULL;
    kr_err err = kr_db_use(db, KR_SQL_ATTEMPT_DROP, &st, error);
    if (err) return err;
    kr_bind_blob(db, st, 1, context, KR_HASH_BYTES);
    return kr_db_run(db, st, NULL, error);
}

kr_err kr_attempt_clear(kr_store *store, const unsigned char login[KR_HASH_BYTES], kr_error *error) {
    unsigned char copy[KR_HASH_BYTES];
    memcpy(copy, login, sizeof copy);
    return kr_write(store, drop_attempt, copy, false, error);
}

/* -- recovery codes -- */
#define SYMBOLS 25
static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"; /* Crockford: no I, L, O, U */

void kr_code_make(char *out, size_t symbols) {
    unsigned char random[SYMBOLS];
    size_t at = 0;
    randombytes_buf(random, sizeof random);
    for (size_t i = 0; i < symbols && i < SYMBOLS; i++) {
        if (i && i % 5 == 0) out[at++] = '-';
        out[at++] = alphabet[random[i] & 31];
    }
    out[at] = '\0';
    sodium_memzero(random, sizeof random);
}

void kr_recovery_make(char out[64]) {
    kr_code_make(out, SYMBOLS);
}

/* As people copy it from paper: any case, spaces or none, O for 0, I and L for 1. Other characters count as
 * they are, so that they make a wrong code. */
size_t kr_code_normal(char *out, size_t most, kr_str code) {
    size_t len = 0;
    for (size_t i = 0; i < code.len && len < most; i++) {
        char c = code.ptr[i];
        if (c == ' ' || c == '-' || c == '\t' || c == '\r' || c == '\n') continue;
        if (c >= 'a' && c <= 'z') c = (char)(c - 'a' + 'A');
        if (c == 'O') c = '0';
        if (c == 'I' || c == 'L') c = '1';
        out[len++] = c;
    }
    return len;
}

void kr_recovery_hash(const kr_store *store, unsigned char out[KR_HASH_BYTES], kr_id account, kr_str code) {
    unsigned char text[8 + SYMBOLS + 1];
    kr_put_u64(text, account);
    size_t len = kr_code_normal((char *)text + 8, SYMBOLS + 1, code);
    crypto_generichash(out, KR_HASH_BYTES, text, 8 + len, store->keys[KR_FOR_RECOVERY], KR_KEY_BYTES);
    sodium_memzero(text, sizeof text);
}
