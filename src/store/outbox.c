#include "store/outbox_int.h"

#include <sodium.h>
#include <stdlib.h>

/* Also the columns `state` and `unsure` of the table. */
#define WAITING     0
#define NOT_ARRIVED 1
#define MOST_UNSURE 2

static void place_of(unsigned char out[14], kr_id id) {
    memcpy(out, "outbox", 6);
    kr_put_u64(out + 6, id);
}

/* -- putting in -- */
static kr_err count_day(kr_db *db, const kr_putting *p, kr_error *error) {
    sqlite3_stmt *st = NULL;
    bool row = false;
    kr_err err = kr_db_use(db, KR_SQL_POSTED_COUNT, &st, error);
    if (err) return err;
    kr_bind_id(db, st, 1, p->account);
    kr_bind_int(db, st, 2, p->now - KR_DAY_MS);
    err = kr_db_step(db, st, &row, error);
    if (!err && row && sqlite3_column_int64(st, 0) >= KR_OUTBOX_MOST_DAY)
        err = kr_fail(error, KR_E_LIMIT, "outbox.day", "", "");
    kr_db_done(st);
    if (!err) err = kr_db_use(db, KR_SQL_POSTED_ADD, &st, error);
    if (err) return err;
    kr_bind_id(db, st, 1, p->account);
    kr_bind_int(db, st, 2, p->now);
    return kr_db_run(db, st, NULL, error);
}

kr_err kr_outbox_drop_in(kr_db *db, kr_id account, kr_id about, kr_error *error) {
    sqlite3_stmt *st = NULL;
    kr_err err = kr_db_use(db, KR_SQL_OUTBOX_DROP_ABOUT, &st, error);
    if (err) return err;
    kr_bind_id(db, st, 1, account);
    kr_bind_id(db, st, 2, about);
    return kr_db_run(db, st, NULL, error);
}

kr_err kr_putting_row(kr_db *db, const kr_putting *p, kr_error *error) {
    sqlite3_stmt *st = NULL;
    kr_err err = count_day(db, p, error);
    if (!err) err = kr_outbox_drop_in(db, p->account, p->about, error);
    if (!err) err = kr_db_use(db, KR_SQL_OUTBOX_ADD, &st, error);
    if (err) return err;
    kr_bind_id(db, st, 1, p->id);
    kr_bind_id(db, st, 2, p->account);
    kr_bind_id(db, st, 3, p->circle);
    kr_bind_id(db, st, 4, p->about);
    kr_bind_blob(db, st, 5, p->sealed.ptr, p->sealed.len);
    kr_bind_int(db, st, 6, p->now);
    return kr_db_run(db, st, NULL, error);
}

kr_err kr_putting_begin(kr_store *store, kr_putting *out, kr_id account, kr_id circle, kr_id about,
                        kr_str body, int64_t now, kr_error *error) {
    kr_putting p = {kr_random_id(), account, circle, about, now, KR_NONE};
    unsigned char place[14];
    kr_account_key key;
    if (body.len == 0 || body.len > KR_OUTBOX_MOST_BYTES)
        return kr_fail(error, KR_E_LIMIT, "error.too_large", "", "");
    kr_err err = kr_account_key_make(store, &key, account, error);
    if (err) return err;
    unsigned char *sealed = malloc(body.len + KR_SEAL_EXTRA);
    if (sealed) {
        place_of(place, p.id);
        kr_seal(sealed, key.texts, body, place, sizeof place);
        p.sealed = kr_str_n((const char *)sealed, body.len + KR_SEAL_EXTRA);
        *out = p;
    }
    sodium_memzero(&key, sizeof key);
    return sealed ? KR_OK : kr_no_memory(error);
}

void kr_putting_end(kr_putting *p) {
    free((void *)(uintptr_t)p->sealed.ptr); /* ours: kr_putting_begin made it */
    p->sealed = KR_NONE;
}

static kr_err put_row(kr_db *db, void *context, kr_error *error) {
    return kr_putting_row(db, context, error);
}

kr_err kr_outbox_put(kr_store *store, kr_id *out, kr_id account, kr_id circle, kr_id about, kr_str body,
                     int64_t now, kr_error *error) {
    kr_putting p;
    kr_err err = kr_circle_owned(store, account, circle, error);
    if (!err) err = kr_putting_begin(store, &p, account, circle, about, body, now, error);
    if (err) return err;
    err = kr_write(store, put_row, &p, true, error);
    kr_putting_end(&p);
    if (!err) *out = p.id;
    return err;
}

typedef struct naming {
    kr_id id, about;
} naming;

static kr_err drop_row(kr_db *db, void *context, kr_error *error) {
    const naming *n = context;
    return kr_outbox_drop_in(db, n->id, n->about, error);
}

kr_err kr_outbox_drop(kr_store *store, kr_id account, kr_id about, kr_error *error) {
    naming n = {account, about};
    return kr_write(store, drop_row, &n, true, error);
}

/* -- what its sender may know -- */
kr_err kr_outbox_of(kr_store *store, kr_outbox_row **out, size_t *count, kr_arena *arena, kr_id account,
                    kr_id circle, kr_error *error) {
    kr_outbox_row rows[200];
    size_t n = 0;
    sqlite3_stmt *st = NULL;
    kr_db *db = NULL;
    bool row = true;
    kr_err err = kr_reader_take(store, &db, error);
    if (err) return err;
    err = kr_db_use(db, KR_SQL_OUTBOX_OF, &st, error);
    if (!err) {
        kr_bind_id(db, st, 1, account);
        kr_bind_id(db, st, 2, circle);
        while (!err && n < KR_COUNT(rows)) {
            err = kr_db_step(db, st, &row, error);
            if (err || !row) break;
            rows[n++] = (kr_outbox_row){kr_column_id(st, 0), sqlite3_column_int64(st, 1),
                                        sqlite3_column_int64(st, 2) == NOT_ARRIVED};
        }
        kr_db_done(st);
    }
    kr_reader_give(store, db);
    if (err) return err;
    kr_outbox_row *list = kr_new_n(arena, kr_outbox_row, n + 1);
    if (!list) return kr_no_memory(error);
    memcpy(list, rows, n * sizeof *rows);
    *out = list;
    *count = n;
    return KR_OK;
}

/* -- for whoever sends -- */
static kr_err wake(kr_db *db, void *context, kr_error *error) {
    const int64_t *now = context;
    sqlite3_stmt *st = NULL;
    kr_err err = kr_db_use(db, KR_SQL_OUTBOX_WAKE, &st, error);
    if (err) return err;
    kr_bind_int(db, st, 1, *now);
    return kr_db_run(db, st, NULL, error);
}

kr_err kr_outbox_wake(kr_store *store, int64_t now, kr_error *error) {
    return kr_write(store, wake, &now, false, error);
}

/* Soon at first, for a server that only starts again; then less and less often. */
static int64_t wait_after(int64_t tries) {
    static const int64_t waits[] = {5, 15, 60, 300, 900, 3600};
    size_t at = tries < 0 ? 0 : (size_t)tries;
    return 1000 * (at < KR_COUNT(waits) ? waits[at] : 4 * 3600);
}

typedef struct taking {
    int64_t now, next;
    kr_arena *arena;
    kr_id id, account;
    kr_str sealed;
} taking;

/* Those that were tried long enough say so, and say nothing else any more. */
static kr_err give_up(kr_db *db, int64_t now, kr_error *error) {
    sqlite3_stmt *st = NULL;
    kr_err err = kr_db_use(db, KR_SQL_OUTBOX_GIVE_UP, &st, error);
    if (err) return err;
    kr_bind_int(db, st, 1, now);
    kr_bind_int(db, st, 2, now - KR_OUTBOX_TRY_MS);
    kr_bind_int(db, st, 3, MOST_UNSURE);
    return kr_db_run(db, st, NULL, error);
}

static kr_err claim(kr_db *db, const taking *t, int64_t tries, kr_error *error) {
    sqlite3_stmt *st = NULL;
    kr_err err = kr_db_use(db, KR_SQL_OUTBOX_CLAIM, &st, error);
    if (err) return err;
    kr_bind_int(db, st, 1, t->now + wait_after(tries));
    kr_bind_id(db, st, 2, t->id);
    return kr_db_run(db, st, NULL, error);
}

static kr_err take_row(kr_db *db, void *context, kr_error *error) {
    taking *t = context;
    sqlite3_stmt *st = NULL;
    bool row = false;
    int64_t tries = 0;
    t->id = 0;
    t->next = INT64_MAX;
    kr_err err = give_up(db, t->now, error);
    if (!err) err = kr_db_use(db, KR_SQL_OUTBOX_NEXT, &st, error);
    if (err) return err;
    err = kr_db_step(db, st, &row, error);
    if (!err && row) t->next = sqlite3_column_int64(st, 2);
    if (!err && row && t->next <= t->now) {
        t->id = kr_column_id(st, 0);
        t->account = kr_column_id(st, 1);
        tries = sqlite3_column_int64(st, 3);
        t->sealed = kr_arena_copy(t->arena, kr_column_blob(st, 4));
        if (!t->sealed.ptr) err = kr_no_memory(error);
    }
    kr_db_done(st);
    return err || !t->id ? err : claim(db, t, tries, error);
}

/* KR_E_CORRUPT when it does not open: its key is gone, or the row was touched. */
static kr_err open_row(kr_store *store, kr_str *out, kr_arena *arena, const taking *t, kr_error *error) {
    unsigned char place[14];
    kr_account_key key;
    if (t->sealed.len <= KR_SEAL_EXTRA) return kr_damaged(error, "outbox");
    kr_err err = kr_account_key_get(store, &key, t->account, error);
    if (err) return err == KR_E_NOT_FOUND ? kr_damaged(error, "outbox") : err;
    size_t len = t->sealed.len - KR_SEAL_EXTRA;
    unsigned char *plain = kr_arena_alloc(arena, len);
    place_of(place, t->id);
    if (!plain)
        err = kr_no_memory(error);
    else if (!kr_unseal(plain, key.texts, t->sealed, place, sizeof place))
        err = kr_damaged(error, "outbox");
    sodium_memzero(&key, sizeof key);
    if (!err) *out = kr_str_n((const char *)plain, len);
    return err;
}

kr_err kr_outbox_take(kr_store *store, kr_outbox_mail *out, kr_arena *arena, int64_t now, kr_error *error) {
    taking t = {.now = now, .arena = arena};
    kr_outbox_mail mail = {.next = INT64_MAX};
    kr_err err = kr_write(store, take_row, &t, false, error);
    if (err) return err;
    mail.id = t.id;
    mail.next = t.next;
    if (t.id) err = open_row(store, &mail.body, arena, &t, error);
    if (err == KR_E_CORRUPT) { /* it will never open */
        err = kr_outbox_done(store, t.id, KR_OUTBOX_REFUSED, false, error);
        mail.id = 0;
        mail.next = now;
    }
    if (!err) *out = mail;
    return err;
}

static kr_err hand(kr_db *db, void *context, kr_error *error) {
    const kr_id *id = context;
    sqlite3_stmt *st = NULL;
    int touched = 0;
    kr_err err = kr_db_use(db, KR_SQL_OUTBOX_HAND, &st, error);
    if (err) return err;
    kr_bind_id(db, st, 1, *id);
    err = kr_db_run(db, st, &touched, error);
    return err || touched ? err : kr_fail(error, KR_E_NOT_FOUND, "error.say.404", "", "");
}

kr_err kr_outbox_hand(kr_store *store, kr_id id, kr_error *error) {
    return kr_write(store, hand, &id, false, error);
}

typedef struct ending {
    kr_id id;
    kr_outbox_end end;
    bool handed;
} ending;

static kr_err end_row(kr_db *db, void *context, kr_error *error) {
    const ending *e = context;
    static const kr_sql which[] = {[KR_OUTBOX_SENT] = KR_SQL_OUTBOX_SENT,
                                   [KR_OUTBOX_LATER] = KR_SQL_OUTBOX_BACK,
                                   [KR_OUTBOX_REFUSED] = KR_SQL_OUTBOX_REFUSED};
    sqlite3_stmt *st = NULL;
    kr_err err = kr_db_use(db, which[e->end], &st, error);
    if (err) return err;
    kr_bind_id(db, st, 1, e->id);
    if (e->end == KR_OUTBOX_LATER) kr_bind_int(db, st, 2, e->handed ? 1 : 0);
    return kr_db_run(db, st, NULL, error);
}

kr_err kr_outbox_done(kr_store *store, kr_id id, kr_outbox_end end, bool handed, kr_error *error) {
    ending e = {id, end, handed};
    return kr_write(store, end_row, &e, end != KR_OUTBOX_LATER, error);
}
