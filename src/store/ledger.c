/* The ledger: one row per sign-in, circle, part, kind of action and quarter of an hour, with opaque numbers
 * and no content. Each row's mac covers the row before it, and a signed head says where the list ends, so
 * that no row can be taken away or changed without the server's key. Circle 0 is the store's own list. */
#include "store/store_int.h"

#include <sodium.h>

#include "core/num.h"
#include "store/heads.h"

#define QUARTER_MS (15 * 60 * 1000LL)
#define WHY_MOST   200

/* Rows from before the fields of NEN 7513 keep the mac they were given. */
enum { FORM_FIRST = 1, FORM_NOW = 2 };

/* -- what is signed -- */
static void put_u64s(unsigned char *text, const uint64_t *values, size_t count) {
    for (size_t i = 0; i < count; i++) kr_put_u64(text + 8 * i, values[i]);
}

static void ledger_hash(const kr_store *store, unsigned char out[KR_HASH_BYTES], const unsigned char *text,
                        size_t len) {
    crypto_generichash(out, KR_HASH_BYTES, text, len, store->keys[KR_FOR_LEDGER], KR_KEY_BYTES);
}

static void first_mac(const kr_store *store, unsigned char out[KR_HASH_BYTES],
                      const unsigned char before[KR_HASH_BYTES], kr_id circle, const kr_look *look) {
    const uint64_t values[] = {circle, look->n, look->account, (uint64_t)look->at};
    unsigned char text[KR_HASH_BYTES + sizeof values + 1];
    memcpy(text, before, KR_HASH_BYTES);
    put_u64s(text + KR_HASH_BYTES, values, KR_COUNT(values));
    text[sizeof text - 1] = look->part;
    ledger_hash(store, out, text, sizeof text);
}

/* `why` as it is stored: sealed, or empty. */
static void row_mac(const kr_store *store, unsigned char out[KR_HASH_BYTES],
                    const unsigned char before[KR_HASH_BYTES], kr_id circle, const kr_look *look,
                    kr_str why) {
    const uint64_t values[] = {circle,        look->n,     (uint64_t)look->at, look->account,
                               look->session, look->share, look->object,       look->on_behalf};
    const unsigned char small[] = {look->event, look->action, look->outcome,
                                   look->part,  look->role,   look->ground};
    unsigned char text[2 * KR_HASH_BYTES + sizeof values + sizeof small], *at = text;
    memcpy(at, before, KR_HASH_BYTES);
    at += KR_HASH_BYTES;
    put_u64s(at, values, KR_COUNT(values));
    at += sizeof values;
    memcpy(at, small, sizeof small);
    crypto_generichash(at + sizeof small, KR_HASH_BYTES, (const unsigned char *)why.ptr, why.len, NULL, 0);
    ledger_hash(store, out, text, sizeof text);
}

static void head_mac(const kr_store *store, unsigned char out[KR_HASH_BYTES], kr_id circle,
                     const kr_chain_end *end) {
    unsigned char text[16 + KR_HASH_BYTES];
    kr_put_u64(text, circle);
    kr_put_u64(text + 8, end->n);
    memcpy(text + 16, end->mac, KR_HASH_BYTES);
    ledger_hash(store, out, text, sizeof text);
}

/* The reason opens only in its own circle and at its own time. */
static kr_err seal_why(const kr_store *store, unsigned char *out, size_t *len, kr_id circle,
                       const kr_look *look) {
    unsigned char bound[16];
    *len = 0;
    if (!look->why.len) return KR_OK;
    if (look->why.len > WHY_MOST) return KR_E_LIMIT;
    kr_put_u64(bound, circle);
    kr_put_u64(bound + 8, (uint64_t)look->at);
    kr_seal(out, store->keys[KR_FOR_REASON], look->why, bound, sizeof bound);
    *len = look->why.len + KR_SEAL_EXTRA;
    return KR_OK;
}

static kr_err open_why(const kr_store *store, kr_look *look, kr_arena *arena, kr_id circle, kr_str sealed) {
    unsigned char bound[16];
    look->why = KR_NONE;
    if (!sealed.len) return KR_OK;
    unsigned char *plain = kr_arena_alloc(arena, sealed.len);
    if (!plain) return KR_E_MEMORY;
    kr_put_u64(bound, circle);
    kr_put_u64(bound + 8, (uint64_t)look->at);
    if (!kr_unseal(plain, store->keys[KR_FOR_REASON], sealed, bound, sizeof bound)) return KR_E_CORRUPT;
    look->why = kr_str_n((char *)plain, sealed.len - KR_SEAL_EXTRA);
    return KR_OK;
}

/* -- where a list begins and ends -- */
/* Number and mac from a row of look or look_head; 0 and zeros when there is none. */
static kr_err read_end(kr_db *db, kr_sql which, kr_id circle, kr_chain_end *out, kr_error *error) {
    sqlite3_stmt *st = NULL;
    bool row = false;
    kr_err err = kr_db_use(db, which, &st, error);
    if (err) return err;
    *out = (kr_chain_end){0};
    kr_bind_id(db, st, 1, circle);
    err = kr_db_step(db, st, &row, error);
    if (!err && row) {
        out->n = (uint64_t)sqlite3_column_int64(st, 0);
        (void)kr_column_bytes(st, 1, out->mac, KR_HASH_BYTES); /* of another length: zeros, fits nothing */
    }
    kr_db_done(st);
    return err;
}

static bool ends_well(const kr_store *store, kr_id circle, const kr_chain_end *last,
                      const kr_chain_end *head) {
    unsigned char mac[KR_HASH_BYTES];
    if (last->n == 0 && head->n == 0) return true;
    head_mac(store, mac, circle, last);
    return last->n == head->n && sodium_memcmp(mac, head->mac, KR_HASH_BYTES) == 0;
}

/* -- adding -- */
/* What can be tried without being made to wait must not fill the ledger. */
static bool is_unslowed(const kr_look *look) {
    return look->event == KR_EVENT_SIGN_IN_REFUSED &&
           (look->role == KR_SIGN_SHEET || look->role == KR_SIGN_PASSKEY ||
            look->role == KR_SIGN_ORGANISATION);
}

/* One row for a quarter of an hour says enough of these. */
static bool is_merged(const kr_look *look) {
    return look->event <= KR_EVENT_LEDGER || look->event == KR_EVENT_ONCE_LOOKED ||
           look->event == KR_EVENT_REFUSED || is_unslowed(look);
}

static bool same_look(const kr_look *a, const kr_look *b) {
    return a->at == b->at && a->account == b->account && a->session == b->session && a->share == b->share &&
           a->object == b->object && a->on_behalf == b->on_behalf && a->event == b->event &&
           a->action == b->action && a->outcome == b->outcome && a->part == b->part && a->role == b->role;
}

static void take_columns(sqlite3_stmt *st, kr_look *out) {
    *out = (kr_look){.n = (uint64_t)sqlite3_column_int64(st, 0),
                     .at = sqlite3_column_int64(st, 1),
                     .account = kr_column_id(st, 2),
                     .session = kr_column_id(st, 3),
                     .share = kr_column_id(st, 4),
                     .object = kr_column_id(st, 5),
                     .on_behalf = kr_column_id(st, 6),
                     .event = (uint8_t)sqlite3_column_int(st, 7),
                     .action = (uint8_t)sqlite3_column_int(st, 8),
                     .outcome = (uint8_t)sqlite3_column_int(st, 9),
                     .part = (uint8_t)sqlite3_column_int(st, 10),
                     .role = (uint8_t)sqlite3_column_int(st, 11),
                     .ground = (uint8_t)sqlite3_column_int(st, 12)};
}

static kr_err is_there(kr_db *db, kr_id circle, const kr_look *look, bool *there, kr_error *error) {
    sqlite3_stmt *st = NULL;
    bool row = true;
    if (!is_merged(look)) return KR_OK;
    kr_err err = kr_db_use(db, KR_SQL_LOOK_SAME, &st, error);
    if (err) return err;
    kr_bind_id(db, st, 1, circle);
    kr_bind_int(db, st, 2, look->at);
    kr_bind_id(db, st, 3, look->account);
    kr_bind_int(db, st, 4, look->part);
    while (!err && !*there) {
        kr_look other;
        err = kr_db_step(db, st, &row, error);
        if (err || !row) break;
        take_columns(st, &other);
        *there = same_look(look, &other);
    }
    kr_db_done(st);
    return err;
}

static kr_err put_row(kr_db *db, kr_id circle, const kr_look *look, kr_str why,
                      const unsigned char mac[KR_HASH_BYTES], kr_error *error) {
    sqlite3_stmt *st = NULL;
    kr_err err = kr_db_use(db, KR_SQL_LOOK_ADD, &st, error);
    if (err) return err;
    const int64_t values[] = {(int64_t)circle,
                              (int64_t)look->n,
                              look->at,
                              (int64_t)look->account,
                              (int64_t)look->session,
                              (int64_t)look->share,
                              (int64_t)look->object,
                              (int64_t)look->on_behalf,
                              look->event,
                              look->action,
                              look->outcome,
                              look->part,
                              look->role,
                              look->ground};
    int at = 1;
    for (size_t i = 0; i < KR_COUNT(values); i++) kr_bind_int(db, st, at++, values[i]);
    kr_bind_blob(db, st, at++, why.len ? why.ptr : "", why.len);
    kr_bind_int(db, st, at++, FORM_NOW);
    kr_bind_blob(db, st, at, mac, KR_HASH_BYTES);
    return kr_db_run(db, st, NULL, error);
}

static kr_err put_head(kr_db *db, kr_id circle, uint64_t n, const unsigned char mac[KR_HASH_BYTES],
                       kr_error *error) {
    sqlite3_stmt *st = NULL;
    kr_err err = kr_db_use(db, KR_SQL_LOOK_HEAD_PUT, &st, error);
    if (err) return err;
    kr_bind_id(db, st, 1, circle);
    kr_bind_int(db, st, 2, (int64_t)n);
    kr_bind_blob(db, st, 3, mac, KR_HASH_BYTES);
    return kr_db_run(db, st, NULL, error);
}

/* The row after `end`, which moves on to it. */
static kr_err add_after(const kr_store *store, kr_db *db, kr_id circle, kr_chain_end *end, kr_look *look,
                        kr_error *error) {
    unsigned char why[WHY_MOST + KR_SEAL_EXTRA], head[KR_HASH_BYTES], mac[KR_HASH_BYTES];
    size_t len;
    if (seal_why(store, why, &len, circle, look))
        return kr_fail(error, KR_E_LIMIT, "error.too_large", "", "");
    kr_str sealed = kr_str_n((const char *)why, len);
    look->n = end->n + 1;
    row_mac(store, mac, end->mac, circle, look, sealed);
    end->n = look->n;
    memcpy(end->mac, mac, sizeof mac);
    head_mac(store, head, circle, end);
    kr_err err = put_row(db, circle, look, sealed, mac, error);
    return err ? err : put_head(db, circle, end->n, head, error);
}

kr_err kr_ledger_add(const kr_store *store, kr_db *db, kr_id circle, const kr_look *look, kr_error *error) {
    kr_chain_end last, head;
    kr_look fresh = *look;
    bool there = false;
    kr_err err = is_there(db, circle, look, &there, error);
    if (err || there) return err;
    err = read_end(db, KR_SQL_LOOK_LAST, circle, &last, error);
    if (!err && last.n == 0) err = read_end(db, KR_SQL_LOOK_ANCHOR, circle, &last, error);
    if (!err) err = read_end(db, KR_SQL_LOOK_HEAD, circle, &head, error);
    if (err) return err;
    /* a list that was tampered with goes on, but must never look whole again */
    if (!ends_well(store, circle, &last, &head)) memset(last.mac, 0xff, sizeof last.mac);
    return add_after(store, db, circle, &last, &fresh, error);
}

kr_look kr_look_at(const kr_look *look, int64_t now) {
    kr_look out = *look;
    if (!out.event) out.event = KR_EVENT_LOOK;
    if (!out.action) out.action = KR_ACTION_READ;
    out.at = is_merged(&out) ? now - now % QUARTER_MS : now;
    return out;
}

typedef struct noting {
    const kr_store *store;
    kr_id circle;
    kr_look look;
} noting;

static kr_err circle_there(kr_db *db, kr_id circle, kr_error *error) {
    sqlite3_stmt *st = NULL;
    bool row = false;
    if (circle <= KR_LEDGER_DOOR) return KR_OK;
    kr_err err = kr_db_use(db, KR_SQL_CIRCLE_VERSION, &st, error);
    if (err) return err;
    kr_bind_id(db, st, 1, circle);
    err = kr_db_step(db, st, &row, error);
    kr_db_done(st);
    return err || row ? err : kr_no_circle(error);
}

static kr_err add_look(kr_db *db, void *context, kr_error *error) {
    const noting *g = context;
    kr_err err = circle_there(db, g->circle, error);
    return err ? err : kr_ledger_add(g->store, db, g->circle, &g->look, error);
}

static size_t recent_slot(const noting *g) {
    const kr_look *l = &g->look;
    uint64_t h = g->circle ^ l->account * 31 ^ l->session * 127 ^ (uint64_t)l->at * 0x9e3779b97f4a7c15u ^
                 l->part ^ (uint64_t)l->action << 8;
    return (size_t)((h ^ h >> 32) % KR_RECENT_LOOKS);
}

static bool recent(kr_store *store, const noting *g, bool add) {
    size_t at = recent_slot(g);
    if (!is_merged(&g->look)) return false;
    pthread_mutex_lock(&store->ledger.lock);
    kr_look *look = &store->ledger.looks[at];
    bool there = store->ledger.circles[at] == g->circle && same_look(look, &g->look);
    if (add) {
        store->ledger.circles[at] = g->circle;
        *look = g->look;
        look->why = KR_NONE;
    }
    pthread_mutex_unlock(&store->ledger.lock);
    return there;
}

kr_err kr_look_note(kr_store *store, kr_id circle, const kr_look *look, int64_t now, kr_error *error) {
    noting g = {store, circle, kr_look_at(look, now)};
    bool reason = look->event == KR_EVENT_SUPPORT || look->event == KR_EVENT_EMERGENCY;
    if (reason && !look->why.len) return kr_fail(error, KR_E_INVALID, "error.reason", "why", "");
    if (recent(store, &g, false)) return KR_OK;
    kr_err err = kr_write(store, add_look, &g, false, error);
    if (!err) (void)recent(store, &g, true);
    if (!err) kr_heads_note(store, circle);
    return err;
}

/* -- reading it -- */
typedef struct walk {
    const kr_store *store;
    kr_db *db;
    kr_arena *arena; /* NULL: reasons are not opened */
    kr_id circle;
    kr_chain_end last;
    bool whole;
} walk;

/* The row under the statement: does it follow the one before? */
static kr_err take_row(walk *w, sqlite3_stmt *st, kr_look *look) {
    unsigned char mac[KR_HASH_BYTES], there[KR_HASH_BYTES];
    take_columns(st, look);
    kr_str why = kr_column_blob(st, 13);
    int form = sqlite3_column_int(st, 14);
    if (form == FORM_FIRST)
        first_mac(w->store, mac, w->last.mac, w->circle, look);
    else
        row_mac(w->store, mac, w->last.mac, w->circle, look, why);
    bool good = look->n == w->last.n + 1 && kr_column_bytes(st, 15, there, KR_HASH_BYTES) &&
                sodium_memcmp(mac, there, KR_HASH_BYTES) == 0;
    if (!good) w->whole = false;
    /* after damage it goes on from what is there */
    w->last.n = look->n;
    if (kr_column_bytes(st, 15, there, KR_HASH_BYTES)) memcpy(w->last.mac, there, KR_HASH_BYTES);
    if (!w->arena) return KR_OK;
    kr_err err = open_why(w->store, look, w->arena, w->circle, why);
    if (err == KR_E_CORRUPT) w->whole = false;
    return err == KR_E_MEMORY ? err : KR_OK;
}

static kr_err walk_rows(walk *w, kr_ledger_fn each, void *context, kr_error *error) {
    sqlite3_stmt *st = NULL;
    bool row = true;
    kr_err err = kr_db_use(w->db, KR_SQL_LOOKS, &st, error);
    if (err) return err;
    kr_bind_id(w->db, st, 1, w->circle);
    while (!err) {
        kr_look look;
        err = kr_db_step(w->db, st, &row, error);
        if (err || !row) break;
        bool before = w->whole;
        err = take_row(w, st, &look);
        if (!err && each) err = each(context, &look, w->last.mac, before && !w->whole);
        if (err == KR_E_MEMORY) err = kr_no_memory(error);
    }
    kr_db_done(st);
    return err;
}

/* The anchor stands for the rows before it; it is signed as a head is, in the name of another list. */
static kr_err begin_at_anchor(walk *w, kr_error *error) {
    unsigned char seal[KR_HASH_BYTES], mac[KR_HASH_BYTES];
    sqlite3_stmt *st = NULL;
    bool row = false, good = true;
    kr_err err = kr_db_use(w->db, KR_SQL_LOOK_ANCHOR, &st, error);
    if (err) return err;
    kr_bind_id(w->db, st, 1, w->circle);
    err = kr_db_step(w->db, st, &row, error);
    if (!err && row) {
        w->last.n = (uint64_t)sqlite3_column_int64(st, 0);
        good =
            kr_column_bytes(st, 1, w->last.mac, KR_HASH_BYTES) && kr_column_bytes(st, 2, seal, KR_HASH_BYTES);
        kr_anchor_mac(w->store, mac, w->circle, &w->last);
        good = good && sodium_memcmp(mac, seal, KR_HASH_BYTES) == 0;
    }
    kr_db_done(st);
    if (!good) w->whole = false;
    return err;
}

void kr_anchor_mac(const kr_store *store, unsigned char out[KR_HASH_BYTES], kr_id circle,
                   const kr_chain_end *end) {
    unsigned char text[24 + KR_HASH_BYTES];
    memcpy(text, "anchored", 8);
    kr_put_u64(text + 8, circle);
    kr_put_u64(text + 16, end->n);
    memcpy(text + 24, end->mac, KR_HASH_BYTES);
    ledger_hash(store, out, text, sizeof text);
}

kr_err kr_ledger_walk(const kr_store *store, kr_db *db, kr_arena *arena, kr_id circle, kr_ledger_fn each,
                      void *context, kr_chain_end *end, bool *whole, kr_error *error) {
    walk w = {.store = store, .db = db, .arena = arena, .circle = circle, .whole = true};
    kr_chain_end head;
    kr_err err = begin_at_anchor(&w, error);
    if (!err) err = read_end(db, KR_SQL_LOOK_HEAD, circle, &head, error);
    if (!err) err = walk_rows(&w, each, context, error);
    if (err) return err;
    *whole = w.whole && ends_well(store, circle, &w.last, &head);
    *end = w.last;
    return KR_OK;
}

typedef struct list {
    kr_arena *arena;
    kr_look *items;
    size_t count, cap;
    kr_id account; /* 0: all; else what the operator did to all or to this one */
    int64_t since, before;
} list;

static kr_err take_look(void *context, const kr_look *look, const unsigned char mac[KR_HASH_BYTES],
                        bool broken) {
    list *out = context;
    (void)mac;
    (void)broken;
    if (out->account && look->object && look->object != out->account) return KR_OK;
    if (look->at < out->since || (out->before && look->at >= out->before)) return KR_OK;
    if (out->count == out->cap) {
        size_t cap = out->cap ? out->cap * 2 : 32;
        kr_look *items = kr_arena_grow(out->arena, out->items, out->cap * sizeof *items, cap * sizeof *items);
        if (!items) return KR_E_MEMORY;
        out->items = items;
        out->cap = cap;
    }
    out->items[out->count++] = *look;
    return KR_OK;
}

static int newest_first(const void *a, const void *b, void *context) {
    const kr_look *x = a, *y = b;
    (void)context;
    if (x->at != y->at) return x->at > y->at ? -1 : 1;
    return x->n > y->n ? -1 : x->n < y->n;
}

static kr_err read_both(const kr_store *store, kr_db *db, list *out, kr_id account, kr_id circle,
                        kr_error *error) {
    kr_chain_end end;
    kr_head head;
    bool whole = true, too = true;
    kr_err err = kr_db_do(db, KR_SQL_BEGIN, error);
    if (!err) err = kr_head_read(db, &head, circle, error);
    if (!err) err = kr_ledger_walk(store, db, out->arena, circle, take_look, out, &end, &whole, error);
    out->account = account;
    if (!err) out->since = head.created;
    if (!err) err = kr_ledger_walk(store, db, out->arena, 0, take_look, out, &end, &too, error);
    if (!err && !(whole && too)) err = kr_fail(error, KR_E_CORRUPT, "error.ledger_damaged", "", "");
    return err;
}

kr_err kr_looks_of(kr_store *store, kr_look **out, size_t *count, kr_arena *arena, kr_id account,
                   kr_id circle, int64_t before, size_t most, kr_error *error) {
    list looks = {.arena = arena, .before = before};
    kr_db *db = NULL;
    kr_err err = kr_circle_owned(store, account ? account : 1, circle, error); /* account 0 owns nothing */
    if (!err) err = kr_reader_take(store, &db, error);
    if (err) return err;
    err = read_both(store, db, &looks, account, circle, error);
    kr_reader_give(store, db);
    if (err) return err;
    kr_look *scratch = kr_new_n(arena, kr_look, looks.count + 1);
    if (!scratch) return kr_no_memory(error);
    if (looks.count) kr_sort(looks.items, looks.count, sizeof *looks.items, newest_first, NULL, scratch);
    if (looks.count > most) { /* those of one moment stay together */
        size_t n = most;
        while (n && n < looks.count && looks.items[n].at == looks.items[n - 1].at) n++;
        looks.count = n;
    }
    *out = looks.items;
    *count = looks.count;
    return KR_OK;
}

kr_err kr_ledger_read(kr_store *store, kr_look **out, size_t *count, bool *whole, kr_arena *arena,
                      kr_id circle, kr_error *error) {
    list looks = {.arena = arena};
    kr_db *db = NULL;
    kr_chain_end end;
    bool good = true;
    kr_err err = kr_reader_take(store, &db, error);
    if (err) return err;
    err = kr_db_do(db, KR_SQL_BEGIN, error);
    if (!err) err = kr_ledger_walk(store, db, arena, circle, take_look, &looks, &end, &good, error);
    kr_reader_give(store, db);
    if (err) return err;
    *out = looks.items;
    *count = looks.count;
    *whole = good;
    return KR_OK;
}
