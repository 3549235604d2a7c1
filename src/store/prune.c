/* Old rows of a ledger go, and a signed anchor stays in their place: the rest verifies as before, and nobody
 * without the server's key can take rows away and make it look like this. */
#include "store/share_int.h"
#include "store/verify.h"

#define PAGE 256

typedef struct pruning {
    const kr_store *store;
    kr_id circle;
    int64_t before;
    kr_chain_end last; /* the newest row that goes; n 0: none */
    bool reached;      /* one that stays was seen */
    uint64_t gone;
    bool damaged;
} pruning;

static kr_err take_row(void *context, const kr_look *look, const unsigned char mac[KR_HASH_BYTES],
                       bool broken) {
    pruning *p = context;
    (void)broken;
    p->reached = p->reached || look->at >= p->before;
    if (p->reached) return KR_OK;
    p->last.n = look->n;
    memcpy(p->last.mac, mac, KR_HASH_BYTES);
    p->gone++;
    return KR_OK;
}

static kr_err put_anchor(kr_db *db, const pruning *p, kr_error *error) {
    unsigned char seal[KR_HASH_BYTES];
    sqlite3_stmt *st = NULL;
    kr_err err = kr_db_use(db, KR_SQL_LOOK_ANCHOR_PUT, &st, error);
    if (err) return err;
    kr_anchor_mac(p->store, seal, p->circle, &p->last);
    kr_bind_id(db, st, 1, p->circle);
    kr_bind_int(db, st, 2, (int64_t)p->last.n);
    kr_bind_blob(db, st, 3, p->last.mac, KR_HASH_BYTES);
    kr_bind_blob(db, st, 4, seal, KR_HASH_BYTES);
    err = kr_db_run(db, st, NULL, error);
    if (!err) err = kr_db_use(db, KR_SQL_LOOKS_PRUNE, &st, error);
    if (err) return err;
    kr_bind_id(db, st, 1, p->circle);
    kr_bind_int(db, st, 2, (int64_t)p->last.n);
    return kr_db_run(db, st, NULL, error);
}

/* One that was tampered with is left as it is: pruning must not wipe out the traces. */
static kr_err prune_list(kr_db *db, void *context, kr_error *error) {
    pruning *p = context;
    kr_chain_end end;
    bool whole = true;
    *p = (pruning){.store = p->store, .circle = p->circle, .before = p->before};
    kr_err err = kr_ledger_walk(p->store, db, NULL, p->circle, take_row, p, &end, &whole, error);
    p->damaged = !whole;
    if (p->damaged) p->gone = 0;
    return err || !p->gone ? err : put_anchor(db, p, error);
}

kr_err kr_ledger_prune(kr_store *store, int64_t before, int64_t now, uint64_t *gone, kr_error *error) {
    kr_id ids[PAGE], after = (kr_id)INT64_MIN;
    size_t count = PAGE;
    uint64_t sum = 0;
    bool damaged = false;
    kr_err err = KR_OK;
    while (!err && count == PAGE) {
        kr_asked asked = {.sql = KR_SQL_LOOK_LISTS, .bound = {after}, .n_bound = 1, .width = 1, .cap = PAGE};
        err = kr_numbers_read(store, &asked, ids, &count, error);
        for (size_t i = 0; !err && i < count; i++) {
            pruning p = {.store = store, .circle = ids[i], .before = before};
            err = kr_write(store, prune_list, &p, true, error);
            sum += p.gone;
            damaged = damaged || p.damaged;
        }
        if (count) after = ids[count - 1];
    }
    if (!err) err = kr_shares_forget(store, before, error);
    const kr_look look = {
        .event = KR_EVENT_PRUNED, .action = KR_ACTION_DELETE, .ground = KR_GROUND_DUTY, .why = KR_NONE};
    if (!err && sum) err = kr_look_note(store, 0, &look, now, error);
    if (err) return err;
    *gone = sum;
    return damaged ? kr_fail(error, KR_E_CORRUPT, "error.ledger_damaged", "", "") : KR_OK;
}
