/* Sessions: the cookie holds 32 random bytes, the database their keyed hash. What CSRF tokens are made with
 * follows from the cookie and the server's key, so a copy of the database gives neither. */
#include "store/heads.h"
#include "store/share_int.h"

#include <sodium.h>

#define TOKEN_BYTES 32
#define PROLONG_MS  60000
#define KNOWN_MS    (30 * KR_DAY_MS)
#define URLSAFE     sodium_base64_VARIANT_URLSAFE_NO_PADDING

typedef struct row {
    kr_id id, account;
    int64_t begun, seen;
    unsigned char hash[KR_HASH_BYTES];
    kr_device device;
    uint8_t way;
    const kr_store *store;
} row;

static void token_hash(const kr_store *store, unsigned char out[32], const unsigned char token[TOKEN_BYTES],
                       kr_purpose purpose) {
    crypto_generichash(out, 32, token, TOKEN_BYTES, store->keys[purpose], KR_KEY_BYTES);
}

/* The number of a session follows from its cookie, whose it is and when it began: a row that somebody without
 * the key gave another account, or another beginning, is nobody's session. */
static kr_id bound_id(const kr_store *store, const unsigned char token[TOKEN_BYTES], kr_id account,
                      int64_t begun) {
    unsigned char text[TOKEN_BYTES + 16], out[32];
    memcpy(text, token, TOKEN_BYTES);
    kr_put_u64(text + TOKEN_BYTES, account);
    kr_put_u64(text + TOKEN_BYTES + 8, (uint64_t)begun);
    crypto_generichash(out, sizeof out, text, sizeof text, store->keys[KR_FOR_TOKEN], KR_KEY_BYTES);
    sodium_memzero(text, sizeof text);
    kr_id id = kr_get_u64(out);
    return id > KR_CIRCLE_RECORD ? id : kr_get_u64(out + 8) | 2;
}

static kr_err add(kr_db *db, void *context, kr_error *error) {
    const row *r = context;
    sqlite3_stmt *st = NULL;
    kr_err err = kr_account_allowed(db, r->account, error);
    if (!err) err = kr_db_use(db, KR_SQL_SESSION_ADD, &st, error);
    if (err) return err;
    kr_bind_id(db, st, 1, r->id);
    kr_bind_blob(db, st, 2, r->hash, sizeof r->hash);
    kr_bind_id(db, st, 3, r->account);
    kr_bind_int(db, st, 4, r->begun);
    kr_bind_int(db, st, 5, (int64_t)r->device);
    err = kr_db_run(db, st, NULL, error);
    const kr_look in = {.at = r->begun,
                        .account = r->account,
                        .session = r->id,
                        .event = KR_EVENT_SIGNED_IN,
                        .action = KR_ACTION_EXECUTE,
                        .role = r->way,
                        .ground = KR_GROUND_OWN};
    return err ? err : kr_ledger_add(r->store, db, KR_LEDGER_DOOR, &in, error);
}

kr_err kr_session_begin_on(kr_store *store, char token[KR_TOKEN_TEXT], kr_id account, kr_device device,
                           uint8_t way, int64_t now, kr_error *error) {
    unsigned char raw[TOKEN_BYTES];
    row r = {.account = account, .begun = now, .seen = now, .device = device, .way = way, .store = store};
    randombytes_buf(raw, sizeof raw);
    r.id = bound_id(store, raw, account, now);
    token_hash(store, r.hash, raw, KR_FOR_TOKEN);
    kr_err err = kr_write(store, add, &r, false, error);
    if (!err) {
        sodium_bin2base64(token, KR_TOKEN_TEXT, raw, sizeof raw, URLSAFE);
        kr_heads_note(store, KR_LEDGER_DOOR);
    }
    sodium_memzero(raw, sizeof raw);
    return err;
}

kr_err kr_session_begin(kr_store *store, char token[KR_TOKEN_TEXT], kr_id account, int64_t now,
                        kr_error *error) {
    return kr_session_begin_on(store, token, account, KR_DEVICE_UNTOLD, KR_SIGN_UNSAID, now, error);
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

static bool read_token(unsigned char raw[TOKEN_BYTES], kr_str token) {
    size_t len = 0;
    return token.len == KR_TOKEN_TEXT - 1 &&
           !sodium_base642bin(raw, TOKEN_BYTES, token.ptr, token.len, NULL, &len, NULL, URLSAFE) &&
           len == TOKEN_BYTES;
}

static bool is_expired(const row *r, int64_t now) {
    return now - r->seen > KR_SESSION_IDLE_MS || now - r->begun > KR_SESSION_TOTAL_MS;
}

/* What was found, as a session; used again it lasts longer. */
static kr_err take_session(kr_store *store, kr_session *out, row *r, const unsigned char raw[TOKEN_BYTES],
                           int64_t now, kr_error *error) {
    if (now - r->seen > KNOWN_MS || r->id != bound_id(store, raw, r->account, r->begun))
        return unknown(error);
    bool expired = is_expired(r, now);
    if (!expired && now - r->seen >= PROLONG_MS) {
        r->seen = now;
        kr_may_fail(kr_write(store, prolong, r, false, NULL)); /* a full disk must not send anybody away */
    }
    *out = (kr_session){.id = r->id, .account = r->account, .expired = expired, .begun = r->begun};
    token_hash(store, out->secret, raw, KR_FOR_CSRF);
    return KR_OK;
}

kr_err kr_session_find(kr_store *store, kr_session *out, kr_str token, int64_t now, kr_error *error) {
    unsigned char raw[TOKEN_BYTES];
    row r = {0};
    if (!read_token(raw, token)) return unknown(error);
    token_hash(store, r.hash, raw, KR_FOR_TOKEN);
    kr_err err = look_up(store, &r, error);
    if (!err) err = take_session(store, out, &r, raw, now, error);
    sodium_memzero(raw, sizeof raw);
    return err;
}

/* -- a whole visit in one reading -- */
typedef struct reading {
    row session;
    kr_str sealed; /* the account's texts, in the arena */
    kr_head head;  /* circle 0: there is none, or it cannot be one */
    kr_share_mark mark;
    bool shared; /* `mark` is by which share they come in */
} reading;

static void take_row(sqlite3_stmt *st, reading *r, kr_arena *arena, kr_id circle) {
    r->session.id = kr_column_id(st, 0);
    r->session.account = kr_column_id(st, 1);
    r->session.begun = sqlite3_column_int64(st, 2);
    r->session.seen = sqlite3_column_int64(st, 3);
    r->sealed = kr_arena_copy(arena, kr_column_blob(st, 4));
    bool there = sqlite3_column_type(st, 5) != SQLITE_NULL && kr_head_columns(st, 5, &r->head);
    r->head.circle = there ? circle : 0;
    r->shared = there && kr_share_mark_columns(st, 12, &r->mark);
}

static kr_err read_visit(kr_store *store, reading *r, kr_arena *arena, kr_id circle, int64_t now,
                         kr_error *error) {
    kr_db *db = NULL;
    sqlite3_stmt *st = NULL;
    bool there = false;
    kr_err err = kr_reader_take(store, &db, error);
    if (err) return err;
    err = kr_db_use(db, KR_SQL_VISIT, &st, error);
    if (!err) {
        kr_bind_blob(db, st, 1, r->session.hash, sizeof r->session.hash);
        kr_bind_id(db, st, 2, circle);
        kr_bind_int(db, st, 3, now);
        err = kr_db_step(db, st, &there, error);
        if (!err && there) take_row(st, r, arena, circle);
        kr_db_done(st);
    }
    kr_reader_give(store, db);
    if (err) return err;
    if (!there) return unknown(error);
    return r->sealed.ptr ? KR_OK : kr_no_memory(error);
}

/* What is at hand of the circle that was asked for: whole for its owner, filtered for a guest. */
static kr_err take_circle(kr_store *store, kr_visit *visit, kr_arena *arena, const reading *r,
                          kr_error *error) {
    if (!visit->circle || r->head.circle != visit->circle) return KR_OK;
    visit->access.owner = r->head.account == r->session.account;
    if (visit->access.owner)
        visit->snapshot = kr_cache_find(store, &r->head);
    else if (r->shared)
        visit->snapshot = kr_cache_find_shown(store, &r->head, &r->mark);
    if (visit->access.owner || !visit->snapshot || !kr_access_fill(&visit->access, arena, visit->snapshot))
        return KR_OK;
    kr_snapshot_release(store, visit->snapshot);
    return kr_no_memory(error);
}

kr_err kr_visit_begin(kr_store *store, kr_visit *out, kr_arena *arena, kr_str token, kr_id circle,
                      int64_t now, kr_error *error) {
    unsigned char raw[TOKEN_BYTES];
    reading r = {.sealed = KR_NONE};
    kr_visit visit = {.circle = circle};
    if (!read_token(raw, token)) return unknown(error);
    token_hash(store, r.session.hash, raw, KR_FOR_TOKEN);
    kr_err err = read_visit(store, &r, arena, circle, now, error);
    if (!err) err = take_session(store, &visit.session, &r.session, raw, now, error);
    sodium_memzero(raw, sizeof raw);
    if (err) return err;
    if (!visit.session.expired) {
        err = kr_account_unseal(store, &visit.account, arena, r.session.account, r.sealed, error);
        if (err) return err;
        err = take_circle(store, &visit, arena, &r, error);
        if (err) return err;
    }
    *out = visit;
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

/* -- where somebody is signed in -- */
static kr_err drop_of(kr_db *db, void *context, kr_error *error) {
    const row *r = context;
    sqlite3_stmt *st = NULL;
    int touched = 0;
    kr_err err = kr_db_use(db, KR_SQL_SESSION_DROP_OF, &st, error);
    if (err) return err;
    kr_bind_id(db, st, 1, r->account);
    kr_bind_id(db, st, 2, r->id);
    err = kr_db_run(db, st, &touched, error);
    return !err && touched == 0 ? unknown(error) : err;
}

kr_err kr_session_end_of(kr_store *store, kr_id account, kr_id session, kr_error *error) {
    row r = {.id = session, .account = account};
    return kr_write(store, drop_of, &r, false, error);
}

#define MOST_LISTED 100

static kr_err list(kr_db *db, kr_session_entry *out, size_t *count, kr_id account, int64_t now,
                   kr_error *error) {
    sqlite3_stmt *st = NULL;
    bool there = true;
    kr_err err = kr_db_use(db, KR_SQL_SESSION_LIST, &st, error);
    if (err) return err;
    kr_bind_id(db, st, 1, account);
    kr_bind_int(db, st, 2, now - KR_SESSION_IDLE_MS);
    kr_bind_int(db, st, 3, now - KR_SESSION_TOTAL_MS);
    while (!err && *count < MOST_LISTED) {
        err = kr_db_step(db, st, &there, error);
        if (err || !there) break;
        int64_t seen = sqlite3_column_int64(st, 2);
        out[(*count)++] = (kr_session_entry){.id = kr_column_id(st, 0),
                                             .begun = sqlite3_column_int64(st, 1),
                                             .seen = seen - seen % KR_SEEN_MS,
                                             .device = (uint8_t)sqlite3_column_int(st, 3)};
    }
    kr_db_done(st);
    return err;
}

kr_err kr_sessions_of(kr_store *store, kr_session_entry **out, size_t *count, kr_arena *arena, kr_id account,
                      int64_t now, kr_error *error) {
    kr_db *db = NULL;
    size_t n = 0;
    kr_session_entry *entries = kr_new_n(arena, kr_session_entry, MOST_LISTED);
    if (!entries) return kr_no_memory(error);
    kr_err err = kr_reader_take(store, &db, error);
    if (err) return err;
    err = list(db, entries, &n, account, now, error);
    kr_reader_give(store, db);
    if (err) return err;
    *out = entries;
    *count = n;
    return KR_OK;
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
