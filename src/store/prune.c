/* Old rows of a ledger go, and a signed anchor stays in their place: the rest verifies as before, and nobody
 * without the server's key can take rows away and make it look like this.
 *
 * Reading needs nobody to wait; only the taking away writes, some rows at a time, each time with the anchor
 * where they were. Stopped anywhere, what is left is whole. */
#include <sodium.h>

#include "store/share_int.h"
#include "store/verify.h"

#define PAGE 256
#define STEP 2000

typedef struct pruning {
    const kr_store *store;
    kr_id circle;
    int64_t before;
    uint64_t first;    /* the oldest row of the list */
    kr_chain_end last; /* the newest row that goes; n 0: none */
    bool reached;      /* one that stays was seen */
    kr_chain_end cut;  /* where the anchor comes now */
} pruning;

static kr_err take_row(void *context, const kr_look *look, const unsigned char mac[KR_HASH_BYTES],
                       bool broken) {
    pruning *p = context;
    (void)broken;
    if (!p->first) p->first = look->n;
    p->reached = p->reached || look->at >= p->before;
    if (p->reached) return KR_OK;
    p->last.n = look->n;
    memcpy(p->last.mac, mac, KR_HASH_BYTES);
    return KR_OK;
}

static kr_err damaged(kr_error *error) {
    return kr_fail(error, KR_E_CORRUPT, "error.ledger_damaged", "", "");
}

/* What would go from this list. KR_E_CORRUPT: it was tampered with. */
static kr_err look_at(kr_store *store, pruning *p, kr_id circle, int64_t before, kr_error *error) {
    kr_db *db = NULL;
    kr_chain_end end;
    bool whole = true;
    *p = (pruning){.store = store, .circle = circle, .before = before};
    kr_err err = kr_reader_take(store, &db, error);
    if (err) return err;
    err = kr_db_do(db, KR_SQL_BEGIN, error);
    if (!err) err = kr_ledger_walk(store, db, NULL, circle, take_row, p, &end, &whole, error);
    kr_reader_give(store, db);
    return !err && !whole ? damaged(error) : err;
}

static kr_err put_anchor(kr_db *db, const pruning *p, kr_error *error) {
    unsigned char seal[KR_HASH_BYTES];
    sqlite3_stmt *st = NULL;
    kr_err err = kr_db_use(db, KR_SQL_LOOK_ANCHOR_PUT, &st, error);
    if (err) return err;
    kr_anchor_mac(p->store, seal, p->circle, &p->cut);
    kr_bind_id(db, st, 1, p->circle);
    kr_bind_int(db, st, 2, (int64_t)p->cut.n);
    kr_bind_blob(db, st, 3, p->cut.mac, KR_HASH_BYTES);
    kr_bind_blob(db, st, 4, seal, KR_HASH_BYTES);
    err = kr_db_run(db, st, NULL, error);
    if (!err) err = kr_db_use(db, KR_SQL_LOOKS_PRUNE, &st, error);
    if (err) return err;
    kr_bind_id(db, st, 1, p->circle);
    kr_bind_int(db, st, 2, (int64_t)p->cut.n);
    return kr_db_run(db, st, NULL, error);
}

/* The row at the cut, as it stands now. The newest that goes must be the one that was looked at. */
static kr_err cut_here(kr_db *db, void *context, kr_error *error) {
    pruning *p = context;
    sqlite3_stmt *st = NULL;
    bool row = false, good = false;
    kr_err err = kr_db_use(db, KR_SQL_LOOK_MAC, &st, error);
    if (err) return err;
    kr_bind_id(db, st, 1, p->circle);
    kr_bind_int(db, st, 2, (int64_t)p->cut.n);
    err = kr_db_step(db, st, &row, error);
    if (!err && row) good = kr_column_bytes(st, 0, p->cut.mac, KR_HASH_BYTES);
    kr_db_done(st);
    if (err || !row) return err; /* the circle was destroyed meanwhile, or somebody else pruned it */
    if (good && p->cut.n == p->last.n) good = sodium_memcmp(p->cut.mac, p->last.mac, KR_HASH_BYTES) == 0;
    return good ? put_anchor(db, p, error) : damaged(error);
}

/* -- all lists -- */
typedef kr_err (*list_fn)(kr_store *store, pruning *p, uint64_t *sum, kr_error *error);

static kr_err count_list(kr_store *store, pruning *p, uint64_t *sum, kr_error *error) {
    (void)store;
    (void)error;
    if (p->last.n) *sum += p->last.n - p->first + 1;
    return KR_OK;
}

static kr_err prune_list(kr_store *store, pruning *p, uint64_t *sum, kr_error *error) {
    kr_err err = KR_OK;
    for (uint64_t from = p->first; !err && p->last.n && from <= p->last.n; from = p->cut.n + 1) {
        p->cut.n = p->last.n - from < STEP ? p->last.n : from + STEP - 1;
        err = kr_write(store, cut_here, p, p->cut.n == p->last.n, error);
        if (!err) *sum += p->cut.n - from + 1;
    }
    return err;
}

static kr_err each_list(kr_store *store, int64_t before, list_fn run, uint64_t *sum, kr_error *error) {
    kr_id ids[PAGE], after = (kr_id)INT64_MIN;
    size_t count = PAGE;
    kr_err err = KR_OK;
    while (!err && count == PAGE) {
        kr_asked asked = {.sql = KR_SQL_LOOK_LISTS, .bound = {after}, .n_bound = 1, .width = 1, .cap = PAGE};
        err = kr_numbers_read(store, &asked, ids, &count, error);
        for (size_t i = 0; !err && i < count; i++) {
            pruning p;
            err = look_at(store, &p, ids[i], before, error);
            if (!err) err = run(store, &p, sum, error);
        }
        if (count) after = ids[count - 1];
    }
    return err;
}

/* Where something was taken away or put back, the old rows may be all that tells of it. */
static void count_grave(void *context, const kr_finding *finding) {
    uint64_t *grave = context;
    *grave += finding->kind == KR_FOUND_FILE || finding->kind == KR_FOUND_OLDER ||
              finding->kind == KR_FOUND_GONE || finding->kind == KR_FOUND_LEDGER ||
              finding->kind == KR_FOUND_HEADS;
}

kr_err kr_ledger_prune(kr_store *store, int64_t before, kr_str why, int64_t now, uint64_t *gone,
                       kr_error *error) {
    const kr_look look = {
        .event = KR_EVENT_PRUNED, .action = KR_ACTION_DELETE, .ground = KR_GROUND_DUTY, .why = why};
    kr_verified verified = {0};
    uint64_t grave = 0, there = 0;
    *gone = 0;
    kr_err err = kr_store_verify(store, &verified, count_grave, &grave, error);
    if (!err && grave) return damaged(error);
    if (!err) err = each_list(store, before, count_list, &there, error);
    /* first it is written down, then done: never gone without a word */
    if (!err && there) err = kr_look_note(store, 0, &look, now, error);
    if (!err && there) err = each_list(store, before, prune_list, gone, error);
    return err ? err : kr_shares_forget(store, before, error);
}
