/* Who looked: one row per account, circle, part and quarter of an hour, with opaque numbers and no content.
 * Each row's mac covers the row before it, and a signed head says where the list ends, so that no row can be
 * taken away or changed without the server's key. */
#include "store/store_int.h"

#include <sodium.h>

#define QUARTER_MS (15 * 60 * 1000LL)

typedef struct note {
    kr_look look;
    kr_id circle;
} note;

static void row_mac(const kr_store *store, unsigned char out[KR_HASH_BYTES],
                    const unsigned char before[KR_HASH_BYTES], kr_id circle, uint64_t n,
                    const kr_look *look) {
    unsigned char text[KR_HASH_BYTES + 33];
    memcpy(text, before, KR_HASH_BYTES);
    kr_put_u64(text + KR_HASH_BYTES, circle);
    kr_put_u64(text + KR_HASH_BYTES + 8, n);
    kr_put_u64(text + KR_HASH_BYTES + 16, look->account);
    kr_put_u64(text + KR_HASH_BYTES + 24, (uint64_t)look->at);
    text[KR_HASH_BYTES + 32] = look->part;
    crypto_generichash(out, KR_HASH_BYTES, text, sizeof text, store->keys[KR_FOR_LEDGER], KR_KEY_BYTES);
}

static void head_mac(const kr_store *store, unsigned char out[KR_HASH_BYTES], kr_id circle, uint64_t n,
                     const unsigned char last[KR_HASH_BYTES]) {
    unsigned char text[16 + KR_HASH_BYTES];
    kr_put_u64(text, circle);
    kr_put_u64(text + 8, n);
    memcpy(text + 16, last, KR_HASH_BYTES);
    crypto_generichash(out, KR_HASH_BYTES, text, sizeof text, store->keys[KR_FOR_LEDGER], KR_KEY_BYTES);
}

/* Number and mac from a row of look or look_head; 0 and zeros when there is none. */
static kr_err read_end(kr_db *db, kr_sql which, kr_id circle, uint64_t *n, unsigned char mac[KR_HASH_BYTES],
                       kr_error *error) {
    sqlite3_stmt *st = NULL;
    bool row = false;
    kr_err err = kr_db_use(db, which, &st, error);
    if (err) return err;
    *n = 0;
    memset(mac, 0, KR_HASH_BYTES);
    kr_bind_id(db, st, 1, circle);
    err = kr_db_step(db, st, &row, error);
    if (!err && row) {
        *n = (uint64_t)sqlite3_column_int64(st, 0);
        (void)kr_column_bytes(st, 1, mac, KR_HASH_BYTES); /* of another length: zeros, which match nothing */
    }
    kr_db_done(st);
    return err;
}

static bool ends_well(const kr_store *store, kr_id circle, uint64_t n,
                      const unsigned char last[KR_HASH_BYTES], uint64_t head_n,
                      const unsigned char head[KR_HASH_BYTES]) {
    unsigned char mac[KR_HASH_BYTES];
    if (n == 0 && head_n == 0) return true;
    head_mac(store, mac, circle, n, last);
    return n == head_n && sodium_memcmp(mac, head, KR_HASH_BYTES) == 0;
}

static kr_err is_there(kr_db *db, const note *t, bool *there, kr_error *error) {
    sqlite3_stmt *st = NULL;
    kr_err err = kr_db_use(db, KR_SQL_LOOK_HAS, &st, error);
    if (err) return err;
    kr_bind_id(db, st, 1, t->circle);
    kr_bind_int(db, st, 2, t->look.at);
    kr_bind_id(db, st, 3, t->look.account);
    kr_bind_int(db, st, 4, t->look.part);
    err = kr_db_step(db, st, there, error);
    kr_db_done(st);
    return err;
}

static kr_err put_row(kr_db *db, const note *t, uint64_t n, const unsigned char mac[KR_HASH_BYTES],
                      const unsigned char head[KR_HASH_BYTES], kr_error *error) {
    sqlite3_stmt *st = NULL;
    kr_err err = kr_db_use(db, KR_SQL_LOOK_ADD, &st, error);
    if (err) return err;
    kr_bind_id(db, st, 1, t->circle);
    kr_bind_int(db, st, 2, (int64_t)n);
    kr_bind_id(db, st, 3, t->look.account);
    kr_bind_int(db, st, 4, t->look.part);
    kr_bind_int(db, st, 5, t->look.at);
    kr_bind_blob(db, st, 6, mac, KR_HASH_BYTES);
    err = kr_db_run(db, st, NULL, error);
    if (!err) err = kr_db_use(db, KR_SQL_LOOK_HEAD_PUT, &st, error);
    if (err) return err;
    kr_bind_id(db, st, 1, t->circle);
    kr_bind_int(db, st, 2, (int64_t)n);
    kr_bind_blob(db, st, 3, head, KR_HASH_BYTES);
    return kr_db_run(db, st, NULL, error);
}

typedef struct noting {
    const kr_store *store;
    note note;
} noting;

static kr_err add_look(kr_db *db, void *context, kr_error *error) {
    const noting *g = context;
    unsigned char last[KR_HASH_BYTES], head[KR_HASH_BYTES], mac[KR_HASH_BYTES];
    uint64_t n, head_n;
    bool there = false;
    kr_err err = is_there(db, &g->note, &there, error);
    if (!err && !there) err = read_end(db, KR_SQL_LOOK_LAST, g->note.circle, &n, last, error);
    if (!err && !there) err = read_end(db, KR_SQL_LOOK_HEAD, g->note.circle, &head_n, head, error);
    if (err || there) return err;
    /* a list that was tampered with goes on, but must never look whole again */
    if (!ends_well(g->store, g->note.circle, n, last, head_n, head)) memset(last, 0xff, sizeof last);
    row_mac(g->store, mac, last, g->note.circle, n + 1, &g->note.look);
    head_mac(g->store, head, g->note.circle, n + 1, mac);
    return put_row(db, &g->note, n + 1, mac, head, error);
}

static size_t recent_slot(const note *t) {
    uint64_t h = t->circle ^ t->look.account * 31 ^ (uint64_t)t->look.at * 0x9e3779b97f4a7c15u ^ t->look.part;
    return (size_t)((h ^ h >> 32) % KR_RECENT_LOOKS);
}

static bool recent(kr_store *store, const note *t, bool add) {
    size_t at = recent_slot(t);
    pthread_mutex_lock(&store->ledger.lock);
    kr_look *look = &store->ledger.looks[at];
    bool there = store->ledger.circles[at] == t->circle && look->account == t->look.account &&
                 look->at == t->look.at && look->part == t->look.part;
    if (add) {
        store->ledger.circles[at] = t->circle;
        *look = t->look;
    }
    pthread_mutex_unlock(&store->ledger.lock);
    return there;
}

kr_err kr_look_note(kr_store *store, kr_id account, kr_id circle, uint8_t part, int64_t now,
                    kr_error *error) {
    noting g = {store, {{account, now - now % QUARTER_MS, part}, circle}};
    if (recent(store, &g.note, false)) return KR_OK;
    kr_err err = kr_write(store, add_look, &g, false, error);
    if (!err) (void)recent(store, &g.note, true);
    return err;
}

/* -- reading it -- */
typedef struct list {
    kr_look *items;
    size_t count, cap;
} list;

static kr_err take_look(list *out, kr_arena *arena, const kr_look *look) {
    if (out->count == out->cap) {
        size_t cap = out->cap ? out->cap * 2 : 32;
        kr_look *items = kr_arena_grow(arena, out->items, out->cap * sizeof *items, cap * sizeof *items);
        if (!items) return KR_E_MEMORY;
        out->items = items;
        out->cap = cap;
    }
    out->items[out->count++] = *look;
    return KR_OK;
}

static kr_err ledger_damaged(kr_error *error) {
    return kr_fail(error, KR_E_CORRUPT, "error.ledger_damaged", "", "");
}

static kr_err read_looks(const kr_store *store, list *out, kr_arena *arena, kr_db *db, kr_id circle,
                         kr_error *error) {
    unsigned char last[KR_HASH_BYTES] = {0}, mac[KR_HASH_BYTES], there[KR_HASH_BYTES], head[KR_HASH_BYTES];
    uint64_t head_n;
    sqlite3_stmt *st = NULL;
    bool row = true;
    kr_err err = read_end(db, KR_SQL_LOOK_HEAD, circle, &head_n, head, error);
    if (!err) err = kr_db_use(db, KR_SQL_LOOKS, &st, error);
    if (err) return err;
    kr_bind_id(db, st, 1, circle);
    while (!err) {
        err = kr_db_step(db, st, &row, error);
        if (err || !row) break;
        kr_look look = {kr_column_id(st, 1), sqlite3_column_int64(st, 3), (uint8_t)sqlite3_column_int(st, 2)};
        row_mac(store, mac, last, circle, out->count + 1, &look);
        if ((uint64_t)sqlite3_column_int64(st, 0) != out->count + 1 ||
            !kr_column_bytes(st, 4, there, KR_HASH_BYTES) || sodium_memcmp(mac, there, KR_HASH_BYTES))
            err = ledger_damaged(error);
        else if (take_look(out, arena, &look))
            err = kr_no_memory(error);
        memcpy(last, mac, sizeof last);
    }
    kr_db_done(st);
    if (!err && !ends_well(store, circle, out->count, last, head_n, head)) err = ledger_damaged(error);
    return err;
}

kr_err kr_looks_of(kr_store *store, kr_look **out, size_t *count, kr_arena *arena, kr_id account,
                   kr_id circle, kr_error *error) {
    list looks = {0};
    kr_db *db = NULL;
    kr_err err = kr_circle_owned(store, account ? account : 1, circle, error); /* account 0 owns nothing */
    if (!err) err = kr_reader_take(store, &db, error);
    if (err) return err;
    err = kr_db_do(db, KR_SQL_BEGIN, error);
    if (!err) err = read_looks(store, &looks, arena, db, circle, error);
    kr_reader_give(store, db);
    if (err) return err;
    *out = looks.items;
    *count = looks.count;
    return KR_OK;
}
