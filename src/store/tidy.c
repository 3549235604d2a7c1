/* What happens by itself: bins older than 30 days are emptied, forgotten sign-ins and keys go, and what a
 * restored or interrupted database brought back is erased again. */
#include "store/share_int.h"
#include "store/verify.h"

#define PAGE 256

/* One circle that cannot be read must not keep the others from being tidied; a broken disk stops everything.
 */
static bool goes_on(kr_err err) {
    return err == KR_OK || err == KR_E_NOT_FOUND || err == KR_E_CORRUPT || err == KR_E_BUSY;
}

/* Keeps the first error. */
static kr_err first_of(kr_err before, kr_err err) {
    if (err == KR_E_NOT_FOUND) err = KR_OK; /* somebody else destroyed it meanwhile */
    return before ? before : err;
}

/* -- circles that must stay away -- */
static kr_err drop_one(kr_store *store, kr_id gone, bool accounts, kr_error *error) {
    kr_err err = accounts ? kr_account_gone(store, gone, error) : kr_circle_owned(store, 0, gone, error);
    if (!err && !accounts) err = kr_circle_drop(store, gone, error);
    return err == KR_E_NOT_FOUND || err == KR_E_CORRUPT ? KR_OK : err;
}

/* Circles first: an account that still has some cannot go. */
static kr_err drop_destroyed(kr_store *store, kr_error *error) {
    kr_err err = KR_OK;
    for (int accounts = 0; !err && accounts < 2; accounts++) {
        kr_id gone[PAGE], after = (kr_id)INT64_MIN;
        size_t count = PAGE;
        while (!err && count == PAGE) {
            err = kr_keys_list(store, gone, NULL, PAGE, &count, after, error);
            for (size_t i = 0; !err && i < count; i++) err = drop_one(store, gone[i], accounts, error);
            if (count) after = gone[count - 1];
        }
    }
    return err;
}

/* -- erasures done again -- */
typedef struct again {
    kr_store *store;
    kr_id circle;
    uint64_t version;
} again;

static kr_err pick_again(void *context, kr_arena *arena, const kr_circle *circle, kr_cut **out,
                         size_t *count) {
    const again *a = context;
    (void)circle;
    return kr_erased_after(a->store, out, count, arena, a->circle, a->version, NULL);
}

static kr_err erase_again(kr_store *store, kr_id circle, uint64_t newest, int64_t now, kr_error *error) {
    kr_db *db = NULL;
    kr_head head;
    kr_err err = kr_reader_take(store, &db, error);
    if (err) return err;
    err = kr_head_read(db, &head, circle, error);
    kr_reader_give(store, db);
    if (err || head.version >= newest) return err;
    again a = {store, circle, head.version};
    return kr_erase_picked(store, 0, circle, pick_again, &a, now, error);
}

static kr_err replay(kr_store *store, int64_t now, kr_error *error) {
    kr_id circles[PAGE], after = (kr_id)INT64_MIN;
    uint64_t versions[PAGE];
    size_t count = PAGE;
    kr_err first = KR_OK;
    while (count == PAGE) {
        kr_err err = kr_keys_list(store, circles, versions, PAGE, &count, after, error);
        if (err) return err;
        for (size_t i = 0; i < count; i++) {
            err = erase_again(store, circles[i], versions[i], now, first ? NULL : error);
            if (!goes_on(err)) return err;
            first = first_of(first, err);
        }
        if (count) after = circles[count - 1];
    }
    return first;
}

/* -- bins -- */
typedef struct bin {
    int64_t before; /* thrown away at this time or earlier */
    bool whole;     /* the circle itself is in the bin */
} bin;

typedef struct picked {
    kr_cut *cuts;
    size_t count;
    int64_t before;
} picked;

static void pick_one(picked *p, kr_id id, int64_t gone) {
    if (gone > 0 && gone <= p->before) p->cuts[p->count++] = (kr_cut){id, KR_CUT_ERASE};
}

static kr_err pick_bin(void *context, kr_arena *arena, const kr_circle *c, kr_cut **out, size_t *count) {
    bin *b = context;
    size_t most = 0, n;
    for (int kind = KR_KIND_person; kind <= KR_KIND_LAST; kind++) {
        (void)kr_circle_records(c, (kr_kind)kind, &n);
        most += n;
    }
    picked p = {kr_new_n(arena, kr_cut, most + 1), 0, b->before};
    if (!p.cuts) return KR_E_MEMORY;
    b->whole = c->self.gone > 0 && c->self.gone <= b->before;
    for (int kind = KR_KIND_person; kind <= KR_KIND_LAST; kind++) {
        const char *record = kr_circle_records(c, (kr_kind)kind, &n);
        for (size_t i = 0; i < n; i++, record += kr_kind_size((kr_kind)kind)) {
            kr_id id;
            memcpy(&id, record, sizeof id); /* every struct begins with its id */
            pick_one(&p, id, kr_record_gone(record, (kr_kind)kind));
        }
    }
    *out = p.cuts;
    *count = b->whole ? 0 : p.count; /* the whole circle goes at once */
    return KR_OK;
}

static kr_err empty_bin(kr_store *store, kr_id circle, int64_t now, kr_error *error) {
    bin b = {now - KR_BIN_MS, false};
    kr_err err = kr_erase_picked(store, 0, circle, pick_bin, &b, now, error);
    return !err && b.whole ? kr_circle_destroy(store, 0, circle, now, error) : err;
}

static kr_err circles_with_bins(kr_store *store, kr_id **out, size_t *count, kr_arena *arena, int64_t before,
                                kr_error *error) {
    kr_db *db = NULL;
    sqlite3_stmt *st = NULL;
    bool row = true;
    size_t n = 0, cap = 0;
    kr_id *list = NULL;
    kr_err err = kr_reader_take(store, &db, error);
    if (err) return err;
    err = kr_db_use(db, KR_SQL_CIRCLES_BIN, &st, error);
    if (!err) {
        kr_bind_int(db, st, 1, before);
        while (!err) {
            err = kr_db_step(db, st, &row, error);
            if (err || !row) break;
            if (n == cap) {
                cap = cap ? cap * 2 : 64;
                list = kr_arena_grow(arena, list, n * sizeof *list, cap * sizeof *list);
                if (!list) err = kr_no_memory(error);
            }
            if (!err) list[n++] = kr_column_id(st, 0);
        }
        kr_db_done(st);
    }
    kr_reader_give(store, db);
    if (err) return err;
    *out = list;
    *count = n;
    return KR_OK;
}

static kr_err empty_bins(kr_store *store, int64_t now, kr_error *error) {
    kr_arena arena;
    kr_id *circles = NULL;
    size_t count = 0;
    kr_arena_init(&arena, kr_heap(), (size_t)64 << 20);
    kr_err first = circles_with_bins(store, &circles, &count, &arena, now - KR_BIN_MS, error);
    for (size_t i = 0; i < count; i++) {
        kr_err err = empty_bin(store, circles[i], now, first ? NULL : error);
        first = first_of(first, err);
        if (!goes_on(err)) break;
    }
    kr_arena_dispose(&arena);
    return first;
}

/* -- old sign-ins -- */
static kr_err drop_before(kr_db *db, kr_sql which, int64_t before, kr_error *error) {
    sqlite3_stmt *st = NULL;
    kr_err err = kr_db_use(db, which, &st, error);
    if (err) return err;
    kr_bind_int(db, st, 1, before);
    return kr_db_run(db, st, NULL, error);
}

static kr_err drop_old(kr_db *db, void *context, kr_error *error) {
    const int64_t *now = context;
    kr_err err = drop_before(db, KR_SQL_SESSION_TIDY, *now - KR_BIN_MS, error);
    if (!err) err = drop_before(db, KR_SQL_BROWSER_TIDY, *now - KR_BROWSER_MS, error);
    if (!err) err = drop_before(db, KR_SQL_USED_TIDY, *now, error);
    if (!err) err = drop_before(db, KR_SQL_OUTBOX_TIDY, *now - KR_BIN_MS, error);
    if (!err) err = drop_before(db, KR_SQL_POSTED_TIDY, *now - KR_DAY_MS, error);
    return err ? err : drop_before(db, KR_SQL_ATTEMPT_TIDY, *now - KR_DAY_MS, error);
}

kr_err kr_store_tidy(kr_store *store, int64_t now, kr_error *error) {
    kr_cache_cool(store);
    kr_seen_flush(store);
    kr_heads_flush(store);
    kr_err first = drop_destroyed(store, error);
    kr_err err = goes_on(first) ? replay(store, now, first ? NULL : error) : KR_OK;
    first = first_of(first, err);
    if (goes_on(first)) first = first_of(first, empty_bins(store, now, first ? NULL : error));
    if (goes_on(first)) first = first_of(first, kr_write(store, drop_old, &now, true, first ? NULL : error));
    if (goes_on(first)) first = first_of(first, kr_keep_tidy(store, now, first ? NULL : error));
    if (goes_on(first)) first = first_of(first, kr_shares_tidy(store, now, first ? NULL : error));
    if (goes_on(first)) first = first_of(first, kr_keys_tidy(store, now, first ? NULL : error));
    if (goes_on(first)) first = first_of(first, kr_server_key_fresh(store, first ? NULL : error));
    if (goes_on(first)) first = first_of(first, kr_accounts_own_keys(store, first ? NULL : error));
    if (goes_on(first))
        first = first_of(first, kr_server_key_settle(store, false, now, first ? NULL : error));
    return first;
}
