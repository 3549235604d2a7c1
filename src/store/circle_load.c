/* Reading a circle in: the head, the key, then every sealed change in order, each checked against its place
 * and all of them against the head. A circle that was read before only takes in what was added since. */
#include "store/store_int.h"

#include <sodium.h>

bool kr_head_columns(sqlite3_stmt *st, int at, kr_head *out) {
    out->account = kr_column_id(st, at);
    out->created = sqlite3_column_int64(st, at + 1);
    out->version = (uint64_t)sqlite3_column_int64(st, at + 2);
    out->seq = (uint64_t)sqlite3_column_int64(st, at + 3);
    out->bin_since = sqlite3_column_int64(st, at + 4);
    return kr_column_bytes(st, at + 5, out->chain, KR_HASH_BYTES) &&
           kr_column_bytes(st, at + 6, out->mac, KR_HASH_BYTES);
}

kr_err kr_head_read(kr_db *db, kr_head *out, kr_id circle, kr_error *error) {
    sqlite3_stmt *st = NULL;
    bool row = false, good = true;
    kr_head head = {.circle = circle};
    kr_err err = kr_db_use(db, KR_SQL_CIRCLE_GET, &st, error);
    if (err) return err;
    kr_bind_id(db, st, 1, circle);
    err = kr_db_step(db, st, &row, error);
    if (!err && row) good = kr_head_columns(st, 0, &head);
    kr_db_done(st);
    if (err) return err;
    if (!row) return kr_no_circle(error);
    if (!good) return kr_damaged(error, "head");
    *out = head;
    return KR_OK;
}

bool kr_head_same(const kr_head *a, const kr_head *b) {
    return a->circle == b->circle && a->account == b->account && a->created == b->created &&
           a->version == b->version && a->seq == b->seq && a->bin_since == b->bin_since &&
           memcmp(a->chain, b->chain, KR_HASH_BYTES) == 0 && memcmp(a->mac, b->mac, KR_HASH_BYTES) == 0;
}

/* What is read so far: `head` runs along with the rows. */
typedef struct reading {
    kr_change_log *log;
    kr_head head;
    kr_circle_key key;
} reading;

static kr_err take_row(reading *r, uint64_t seq, kr_str sealed, kr_error *error) {
    kr_str plain;
    kr_change change;
    if (seq != r->head.seq + 1) return kr_damaged(error, "row");
    kr_err err = kr_body_unseal(&plain, &r->log->arena, &r->head, &r->key, seq, sealed);
    if (err == KR_E_MEMORY) return kr_no_memory(error);
    if (err) return kr_damaged(error, "body");
    err = kr_change_decode(&change, &r->log->arena, plain, error);
    if (err == KR_E_CORRUPT || (!err && change.seq != seq)) return kr_damaged(error, "change");
    if (err) return err;
    err = kr_log_put(r->log, (size_t)seq - 1, &change);
    if (err) return kr_no_memory(error);
    kr_chain_add(&r->head, seq, sealed);
    return KR_OK;
}

static kr_err take_rows(reading *r, kr_db *db, kr_error *error) {
    sqlite3_stmt *st = NULL;
    bool row = true;
    kr_err err = kr_db_use(db, KR_SQL_CHANGES, &st, error);
    if (err) return err;
    kr_bind_id(db, st, 1, r->head.circle);
    kr_bind_int(db, st, 2, (int64_t)r->head.seq);
    while (!err) {
        err = kr_db_step(db, st, &row, error);
        if (err || !row) break;
        err = take_row(r, (uint64_t)sqlite3_column_int64(st, 0), kr_column_blob(st, 1), error);
    }
    kr_db_done(st);
    return err;
}

/* The key of the head, and whether the head is genuine and no older than what was seen before. */
static kr_err check_head(kr_store *store, kr_circle_key *key, const kr_head *head, const kr_snapshot *base,
                         kr_error *error) {
    unsigned char mac[KR_HASH_BYTES];
    uint64_t seen = 0;
    if (base && base->key.version == head->version)
        *key = base->key;
    else {
        kr_err err = kr_key_get(store, key, head->circle, head->version, &seen, error);
        if (err) return err;
    }
    kr_head_mac(mac, head, key);
    if (sodium_memcmp(mac, head->mac, KR_HASH_BYTES)) return kr_damaged(error, "head");
    if (base && base->key.version == head->version) seen = base->head.seq;
    if (head->seq < seen) return kr_damaged(error, "older");
    return KR_OK;
}

static kr_err read_in(kr_store *store, kr_snapshot **out, kr_db *db, const kr_head *head, kr_snapshot *base,
                      kr_error *error) {
    reading r = {.head = *head};
    kr_err err = check_head(store, &r.key, head, base, error);
    if (err) return err;
    bool more = base && base->head.version == head->version;
    if (more) {
        r.log = base->log;
        r.head = base->head;
        atomic_fetch_add_explicit(&r.log->refs, 1, memory_order_relaxed);
    } else {
        r.log = kr_log_new(store);
        if (!r.log) return kr_no_memory(error);
        kr_chain_start(&r.head);
    }
    err = take_rows(&r, db, error);
    if (!err && (r.head.seq != head->seq || sodium_memcmp(r.head.chain, head->chain, KR_HASH_BYTES)))
        err = kr_damaged(error, "chain");
    if (!err) err = kr_snapshot_fold(store, out, r.log, more ? &base->circle : NULL, head, &r.key, error);
    kr_log_release(r.log);
    sodium_memzero(&r.key, sizeof r.key);
    return err;
}

kr_err kr_circle_load(kr_store *store, kr_snapshot **out, kr_entry *entry, kr_id account, kr_error *error) {
    kr_db *db = NULL;
    kr_head head;
    kr_snapshot *base = entry->now, *fresh = NULL; /* only who has entered the circle sets `now` */
    kr_err err = kr_reader_take(store, &db, error);
    if (err) return err;
    err = kr_db_do(db, KR_SQL_BEGIN, error); /* head and rows of one moment */
    if (!err) err = kr_head_read(db, &head, entry->circle, error);
    if (!err && account && head.account != account) err = kr_no_circle(error);
    bool same = !err && base && kr_head_same(&base->head, &head);
    if (!err && !same) err = read_in(store, &fresh, db, &head, base, error);
    kr_db_back(db); /* nothing was written */
    kr_reader_give(store, db);
    if (err) return err;
    if (fresh) kr_cache_put_now(store, entry, kr_snapshot_hold(fresh));
    *out = fresh ? fresh : kr_snapshot_hold(base);
    return KR_OK;
}

static void older(int64_t *since, int64_t gone) {
    if (gone > 0 && (*since == 0 || gone < *since)) *since = gone;
}

int64_t kr_bin_since(const kr_circle *c) {
    int64_t since = 0;
    older(&since, c->self.gone);
    for (int kind = KR_KIND_person; kind <= KR_KIND_LAST; kind++) {
        size_t n;
        const char *record = kr_circle_records(c, (kr_kind)kind, &n);
        for (size_t i = 0; i < n; i++, record += kr_kind_size((kr_kind)kind))
            older(&since, kr_record_gone(record, (kr_kind)kind));
    }
    if (since == 0) return 0;
    return since > KR_DAY_MS ? since / KR_DAY_MS * KR_DAY_MS : 1; /* the day says enough */
}
