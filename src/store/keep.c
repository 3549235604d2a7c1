/* How long a circle is kept, as its owner chose: it is erased when nobody opened it for so long. And what its
 * owner wanted after their death. Both stand in the circle itself, sealed like the rest. */
#include "store/operator.h"
#include "store/store_int.h"

#define PAGE     64
#define MONTH_MS (KR_DAY_MS * 61 / 2)
#define LEAST_MS (6 * MONTH_MS)

int64_t kr_kept_ms(uint8_t keep_for) {
    static const uint8_t months[] = {0, 6, 12, 24, 60};
    return keep_for < KR_COUNT(months) ? months[keep_for] * MONTH_MS : 0;
}

/* The newest row about it in the ledger; the day it was made when there is none. */
static kr_err last_look(kr_db *db, kr_id circle, int64_t *out, kr_error *error) {
    sqlite3_stmt *st = NULL;
    bool row = false;
    kr_err err = kr_db_use(db, KR_SQL_CIRCLE_USED, &st, error);
    if (err) return err;
    kr_bind_id(db, st, 1, circle);
    err = kr_db_step(db, st, &row, error);
    if (!err && !row) err = kr_no_circle(error);
    if (!err) *out = sqlite3_column_int64(st, 0);
    kr_db_done(st);
    return err;
}

static int64_t last_use(const kr_circle *circle, int64_t looked) {
    int64_t changed = circle->n_changes ? circle->changes[circle->n_changes - 1].at_ms : 0;
    return changed > looked ? changed : looked;
}

kr_err kr_circle_kept_until(kr_store *store, kr_id account, kr_id circle, int64_t *out, kr_error *error) {
    kr_db *db = NULL;
    kr_snapshot *snapshot = NULL;
    int64_t looked = 0;
    kr_err err = kr_circle_open(store, &snapshot, account, circle, error);
    if (err) return err;
    err = kr_reader_take(store, &db, error);
    if (!err) {
        err = last_look(db, circle, &looked, error);
        kr_reader_give(store, db);
    }
    int64_t kept = kr_kept_ms(snapshot->circle.self.keep_for);
    if (!err) *out = kept ? last_use(&snapshot->circle, looked) + kept : 0;
    kr_snapshot_release(store, snapshot);
    return err;
}

static kr_err end_one(kr_store *store, kr_id circle, int64_t looked, int64_t now, kr_error *error) {
    kr_snapshot *snapshot = NULL;
    kr_entry *entry = kr_cache_enter(store, circle);
    if (!entry) return kr_no_memory(error);
    kr_err err = kr_circle_load(store, &snapshot, entry, 0, error);
    kr_cache_leave(store, entry);
    if (err) return err;
    int64_t kept = kr_kept_ms(snapshot->circle.self.keep_for);
    bool over = kept && last_use(&snapshot->circle, looked) + kept <= now;
    kr_snapshot_release(store, snapshot);
    return over ? kr_circle_destroy(store, 0, circle, now, error) : KR_OK;
}

kr_err kr_keep_tidy(kr_store *store, int64_t now, kr_error *error) {
    kr_id rows[PAGE][2], after = (kr_id)INT64_MIN; /* a circle, and when it was used last */
    int64_t day = now / KR_DAY_MS;
    size_t count = PAGE;
    kr_err err = KR_OK, first = KR_OK;
    if (atomic_load(&store->kept_day) == day) return KR_OK; /* opening them all is a day's work */
    while (!err && count == PAGE) {
        kr_asked asked = {.sql = KR_SQL_CIRCLES_QUIET,
                          .bound = {after, (kr_id)(now - LEAST_MS)},
                          .n_bound = 2,
                          .width = 2,
                          .cap = PAGE};
        err = kr_numbers_read(store, &asked, rows[0], &count, first ? NULL : error);
        for (size_t i = 0; !err && i < count; i++) {
            kr_err one = end_one(store, rows[i][0], (int64_t)rows[i][1], now, first ? NULL : error);
            /* one that cannot be read does not keep the others */
            if (one != KR_OK && one != KR_E_NOT_FOUND && one != KR_E_CORRUPT && one != KR_E_BUSY) err = one;
            if (one != KR_OK && one != KR_E_NOT_FOUND && !first) first = one;
        }
        if (count) after = rows[count - 1][0];
    }
    if (!err) atomic_store(&store->kept_day, day);
    return first ? first : err;
}

kr_err kr_circle_after_death(kr_store *store, kr_id circle, kr_str why, bool *gone, int64_t now,
                             kr_error *error) {
    kr_snapshot *snapshot = NULL;
    kr_entry *entry = kr_cache_enter(store, circle);
    if (!entry) return kr_no_memory(error);
    kr_err err = kr_circle_load(store, &snapshot, entry, 0, error);
    kr_cache_leave(store, entry);
    if (err) return err;
    bool destroy = snapshot->circle.self.after_death == KR_after_death_destroy;
    kr_id account = snapshot->head.account;
    kr_snapshot_release(store, snapshot);
    /* written before it happens, and refused without a reason */
    err = kr_operator_note(store, KR_EVENT_EMERGENCY, 0, account, why, KR_OUTCOME_DONE, now, error);
    if (!err && destroy) err = kr_circle_destroy(store, 0, circle, now, error);
    if (!err) *gone = destroy;
    return err;
}
