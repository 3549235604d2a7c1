/* Is everything as it was written? On a connection of its own, circle by circle. */
#include "store/verify.h"

#include <sodium.h>

#include "store/share_int.h"
#include "store/sign.h"
#include "store/verify_int.h"

#define PAGE       256
#define ARENA_MOST ((size_t)512 << 20)

void kr_found(kr_checking *c, kr_finding_kind kind, kr_id circle, uint64_t at, const char *detail) {
    const kr_finding finding = {.kind = kind, .circle = circle, .at = at, .detail = detail};
    c->out->findings++;
    if (c->found) c->found(c->context, &finding);
}

/* -- the files -- */
static int says_ok(void *context, int columns, char **values, char **names) {
    (void)names;
    if (columns == 1 && values[0] && strcmp(values[0], "ok") == 0) *(bool *)context = true;
    return 0;
}

static kr_err check_file(kr_checking *c, kr_db *db, const char *detail, kr_error *error) {
    bool good = false;
    int rc = sqlite3_exec(db->handle, "PRAGMA quick_check(1)", says_ok, &good, NULL);
    if (rc == SQLITE_NOMEM) return kr_no_memory(error);
    if (rc == SQLITE_BUSY) return kr_db_fail(db, rc, error);
    if (!good) kr_found(c, KR_FOUND_FILE, 0, 0, detail);
    return KR_OK;
}

static kr_err check_keys_file(kr_checking *c, kr_error *error) {
    kr_db db;
    kr_err err = kr_db_open(&db, c->store->keys_path, NULL, error);
    if (err) return err;
    err = check_file(c, &db, "SQLite finds keys.db damaged", error);
    kr_db_close(&db);
    return err;
}

/* What one signs in with. */
static kr_err check_ways(kr_checking *c, kr_id id, kr_error *error) {
    kr_passkey *keys;
    kr_outside *outsides;
    size_t count;
    kr_err err = kr_account_password_whole(c->store, &c->arena, id, error);
    if (!err) err = kr_second_whole(c->store, id, error);
    if (!err) err = kr_passkeys_of(c->store, &keys, &count, &c->arena, id, error);
    return err ? err : kr_outsides_of(c->store, &outsides, &count, &c->arena, id, error);
}

static kr_err check_account(kr_checking *c, kr_id id, kr_error *error) {
    kr_account account;
    kr_arena_reset(&c->arena);
    kr_err err = kr_account_get(c->store, &account, &c->arena, id, error);
    c->out->accounts++;
    if (!err) err = check_ways(c, id, error);
    if (err == KR_E_CORRUPT) {
        const kr_finding finding = {
            .kind = KR_FOUND_ACCOUNT, .account = id, .detail = "an account does not open in its place"};
        c->out->findings++;
        if (c->found) c->found(c->context, &finding);
    }
    return err == KR_E_CORRUPT || err == KR_E_NOT_FOUND ? KR_OK : err;
}

typedef kr_err (*check_fn)(kr_checking *c, kr_id id, kr_error *error);

static kr_err each(kr_checking *c, kr_sql which, check_fn check, kr_error *error) {
    kr_id ids[PAGE], after = (kr_id)INT64_MIN;
    size_t count = PAGE;
    kr_err err = KR_OK;
    while (!err && count == PAGE) {
        kr_asked asked = {.sql = which, .bound = {after}, .n_bound = 1, .width = 1, .cap = PAGE};
        err = kr_db_numbers(c->db, &asked, ids, &count, error);
        for (size_t i = 0; !err && i < count; i++) err = check(c, ids[i], error);
        if (count) after = ids[count - 1];
    }
    return err;
}

/* -- what should be there -- */
static kr_err check_there(kr_checking *c, kr_id circle, const char *detail, kr_error *error) {
    kr_head head;
    bool destroyed = false;
    kr_err err = kr_head_read(c->db, &head, circle, NULL);
    if (err != KR_E_NOT_FOUND) return err == KR_E_CORRUPT ? KR_OK : err;
    err = kr_key_destroyed(c->store, circle, &destroyed, error);
    if (!err && !destroyed) kr_found(c, KR_FOUND_GONE, circle, 0, detail);
    return err;
}

static kr_err check_outside(kr_checking *c, kr_error *error) {
    const kr_heads *heads = &c->heads;
    kr_err err = KR_OK;
    c->out->heads = heads->count;
    if (heads->broken)
        kr_found(c, KR_FOUND_HEADS, 0, heads->broken, "a line does not follow the one before");
    else if (heads->noted && !heads->met)
        kr_found(c, KR_FOUND_HEADS, 0, heads->lines, "the file was cut, or is not there");
    for (size_t i = 0; !err && heads->slots && i <= heads->mask; i++)
        if (heads->slots[i].known && heads->slots[i].circle > KR_LEDGER_DOOR)
            err = check_there(c, heads->slots[i].circle, "a circle of the outside heads is not there", error);
    return err;
}

/* A key of which changes were seen, and no circle: its row was taken away. */
static kr_err keyed_page(kr_store *store, kr_id out[PAGE], size_t *count, kr_id after, kr_error *error) {
    kr_db *db = &store->keys_db;
    sqlite3_stmt *st = NULL;
    bool row = true;
    size_t n = 0;
    pthread_mutex_lock(&store->keys_lock);
    kr_err err = kr_db_use(db, KR_SQL_KEY_SEEN_OF, &st, error);
    if (!err) {
        kr_bind_id(db, st, 1, after);
        while (!err && n < PAGE) {
            err = kr_db_step(db, st, &row, error);
            if (err || !row) break;
            out[n++] = kr_column_id(st, 0);
        }
        kr_db_done(st);
    }
    pthread_mutex_unlock(&store->keys_lock);
    *count = n;
    return err;
}

static kr_err check_keyed(kr_checking *c, kr_error *error) {
    kr_id ids[PAGE], after = (kr_id)INT64_MIN;
    size_t count = PAGE;
    kr_err err = KR_OK;
    while (!err && count == PAGE) {
        err = keyed_page(c->store, ids, &count, after, error);
        for (size_t i = 0; !err && i < count; i++)
            if (!kr_heads_of(&c->heads, ids[i])) /* else it was told already */
                err = check_there(c, ids[i], "a circle that keys.db knows is not there", error);
        if (count) after = ids[count - 1];
    }
    return err;
}

static kr_err check_all(kr_checking *c, kr_error *error) {
    kr_err err = check_file(c, c->db, "SQLite finds kring.db damaged", error);
    if (!err) err = check_keys_file(c, error);
    if (!err) err = kr_heads_read(c->store, &c->heads, error); /* before the rows: these are never older */
    if (!err) err = each(c, KR_SQL_ACCOUNTS, check_account, error);
    if (!err) err = each(c, KR_SQL_CIRCLES, kr_check_circle, error);
    if (!err) err = kr_db_do(c->db, KR_SQL_BEGIN, error);
    if (!err) err = kr_check_ledger(c, 0, error);
    if (!err) err = kr_check_ledger(c, KR_LEDGER_DOOR, error);
    kr_db_back(c->db);
    if (!err) err = check_outside(c, error);
    return err ? err : check_keyed(c, error);
}

kr_err kr_store_verify(kr_store *store, kr_verified *out, kr_finding_fn found, void *context,
                       kr_error *error) {
    kr_db db;
    *out = (kr_verified){0};
    kr_checking c = {.store = store, .db = &db, .out = out, .found = found, .context = context};
    kr_err err = kr_db_open(&db, store->main_path, NULL, error);
    if (err) return err;
    kr_arena_init(&c.arena, kr_heap(), ARENA_MOST);
    err = check_all(&c, error);
    if (err == KR_E_CORRUPT) { /* a page that cannot be read at all; SQLite's own check said so too */
        kr_found(&c, KR_FOUND_FILE, 0, 0, "the database cannot be read to its end");
        err = KR_OK;
    }
    kr_arena_dispose(&c.arena);
    kr_heads_free(&c.heads);
    kr_db_close(&db);
    return err;
}

/* -- after a restore -- */
static kr_err forget_seen(kr_store *store, kr_error *error) {
    static const kr_sql steps[] = {KR_SQL_KEY_SEEN_FORGET, KR_SQL_SHARE_SEEN_FORGET};
    kr_err err = kr_keys_begin(store, error);
    if (err) return err;
    for (size_t i = 0; !err && i < KR_COUNT(steps); i++) err = kr_db_do(&store->keys_db, steps[i], error);
    return kr_keys_end(store, err, error);
}

kr_err kr_store_restored(kr_store *store, kr_str why, int64_t now, kr_error *error) {
    const kr_look look = {
        .event = KR_EVENT_RESTORE, .action = KR_ACTION_EXECUTE, .ground = KR_GROUND_DUTY, .why = why};
    kr_seen_flush(store);
    kr_err err = forget_seen(store, error);
    if (err) return err;
    kr_heads_anew(store);
    return kr_look_note(store, 0, &look, now, error);
}
