/* What the operator does with accounts, what it leaves behind in the ledger, and numbers without people. */
#include "store/operator.h"

#include <sys/stat.h>

#include "store/heads.h"
#include "store/key_ring.h"

#define QUARTER_MS (15 * 60 * 1000LL)

/* -- who may come in -- */
static kr_err read_flags(kr_db *db, kr_account_flags *out, kr_id account, bool *row, kr_error *error) {
    sqlite3_stmt *st = NULL;
    kr_err err = kr_db_use(db, KR_SQL_ACCOUNT_FLAGS, &st, error);
    if (err) return err;
    kr_bind_id(db, st, 1, account);
    err = kr_db_step(db, st, row, error);
    if (!err && *row)
        *out = (kr_account_flags){sqlite3_column_int(st, 0) != 0, sqlite3_column_int(st, 1) != 0};
    kr_db_done(st);
    return err;
}

kr_err kr_account_flags_of(kr_store *store, kr_account_flags *out, kr_id account, kr_error *error) {
    kr_db *db = NULL;
    bool row = false;
    kr_account_flags flags = {0};
    kr_err err = kr_reader_take(store, &db, error);
    if (err) return err;
    err = read_flags(db, &flags, account, &row, error);
    kr_reader_give(store, db);
    if (err) return err;
    if (!row) return kr_fail(error, KR_E_NOT_FOUND, "error.no_account", "", "");
    *out = flags;
    return KR_OK;
}

kr_err kr_account_allowed(kr_db *db, kr_id account, kr_error *error) {
    kr_account_flags flags = {0};
    bool row = false;
    kr_err err = read_flags(db, &flags, account, &row, error);
    return err || !flags.disabled ? err : kr_fail(error, KR_E_DENIED, "error.disabled", "", "");
}

typedef struct at_door {
    const kr_store *store;
    kr_look look;
} at_door;

static kr_err note_door(kr_db *db, void *context, kr_error *error) {
    const at_door *d = context;
    return kr_ledger_add(d->store, db, KR_LEDGER_DOOR, &d->look, error);
}

void kr_door_note(kr_store *store, uint8_t event, kr_id account, uint8_t way, uint8_t outcome, int64_t now) {
    const kr_look look = {
        .account = account, .event = event, .action = KR_ACTION_EXECUTE, .outcome = outcome, .role = way};
    at_door d = {store, kr_look_at(&look, now)};
    /* names that nobody has can be made up without end */
    if (!account && atomic_exchange(&store->strangers, now / QUARTER_MS) == now / QUARTER_MS) return;
    if (kr_write(store, note_door, &d, false, NULL) == KR_OK) kr_heads_note(store, KR_LEDGER_DOOR);
}

/* -- acts -- */
typedef struct act {
    const kr_store *store;
    kr_look look;
    kr_sql set; /* 0: nothing but the row */
    bool on;
} act;

static kr_err end_sessions(kr_db *db, kr_id account, kr_error *error) {
    static const unsigned char nothing[KR_HASH_BYTES];
    sqlite3_stmt *st = NULL;
    kr_err err = kr_db_use(db, KR_SQL_SESSION_DROP_ALL, &st, error);
    if (err) return err;
    kr_bind_id(db, st, 1, account);
    kr_bind_id(db, st, 2, 0);
    err = kr_db_run(db, st, NULL, error);
    return err ? err : kr_browsers_drop(db, account, nothing, error);
}

static kr_err do_act(kr_db *db, void *context, kr_error *error) {
    const act *a = context;
    sqlite3_stmt *st = NULL;
    int touched = 1;
    kr_err err = KR_OK;
    if (a->set) {
        err = kr_db_use(db, a->set, &st, error);
        if (err) return err;
        kr_bind_int(db, st, 1, a->on);
        kr_bind_id(db, st, 2, a->look.object);
        err = kr_db_run(db, st, &touched, error);
    }
    if (!err && !touched) err = kr_fail(error, KR_E_NOT_FOUND, "error.no_account", "", "");
    if (!err && a->look.event == KR_EVENT_ACCOUNT_DISABLED) err = end_sessions(db, a->look.object, error);
    return err ? err : kr_ledger_add(a->store, db, 0, &a->look, error);
}

static kr_look operator_look(uint8_t event, kr_id by, kr_id account, kr_str why, int64_t now) {
    return (kr_look){.at = now,
                     .account = by,
                     .object = account,
                     .event = event,
                     .action = KR_ACTION_EXECUTE,
                     .ground = KR_GROUND_DUTY,
                     .why = why};
}

kr_err kr_operator_note(kr_store *store, uint8_t event, kr_id by, kr_id account, kr_str why, uint8_t outcome,
                        int64_t now, kr_error *error) {
    act a = {.store = store, .look = operator_look(event, by, account, why, now)};
    bool looked = event == KR_EVENT_SUPPORT || event == KR_EVENT_EMERGENCY;
    if (looked && !why.len) return kr_fail(error, KR_E_INVALID, "error.reason", "why", "");
    if (looked) a.look.ground = event == KR_EVENT_SUPPORT ? KR_GROUND_SUPPORT : KR_GROUND_EMERGENCY;
    if (looked) a.look.action = KR_ACTION_READ;
    a.look.outcome = outcome;
    return kr_write(store, do_act, &a, false, error);
}

kr_err kr_operator_disable(kr_store *store, kr_id by, kr_id account, bool disabled, kr_str why, int64_t now,
                           kr_error *error) {
    act a = {.store = store, .set = KR_SQL_ACCOUNT_DISABLE, .on = disabled};
    a.look =
        operator_look(disabled ? KR_EVENT_ACCOUNT_DISABLED : KR_EVENT_ACCOUNT_ENABLED, by, account, why, now);
    a.look.action = KR_ACTION_UPDATE;
    return kr_write(store, do_act, &a, false, error);
}

kr_err kr_operator_administrator(kr_store *store, kr_id by, kr_id account, bool on, kr_str why, int64_t now,
                                 kr_error *error) {
    act a = {.store = store, .set = KR_SQL_ACCOUNT_ADMINISTRATOR, .on = on};
    a.look = operator_look(KR_EVENT_ADMINISTRATOR, by, account, why, now);
    a.look.action = on ? KR_ACTION_UPDATE : KR_ACTION_DELETE;
    return kr_write(store, do_act, &a, false, error);
}

kr_err kr_operator_create(kr_store *store, kr_id by, kr_id *out, kr_str login, kr_str name, int64_t now,
                          char recovery[64], kr_error *error) {
    char password[64];
    kr_recovery_make(password); /* nobody ever sees it: the recovery code makes another */
    kr_err err = kr_account_create(store, out, login, name, kr_str_z(password), now, recovery, error);
    if (!err)
        err =
            kr_operator_note(store, KR_EVENT_ACCOUNT_CREATED, by, *out, KR_NONE, KR_OUTCOME_DONE, now, error);
    return err;
}

kr_err kr_operator_find(kr_store *store, kr_id *out, kr_str login, kr_error *error) {
    return kr_account_named(store, out, login, error);
}

/* -- what is remembered of the last time -- */
typedef struct remembering {
    const char *name;
    unsigned char bytes[16];
} remembering;

static kr_err put_last(kr_db *db, void *context, kr_error *error) {
    const remembering *r = context;
    return kr_meta_name(db, r->name, r->bytes, sizeof r->bytes, error);
}

kr_err kr_operator_last(kr_store *store, const char *what, int64_t now, uint64_t number, kr_error *error) {
    remembering r = {.name = what};
    kr_put_u64(r.bytes, (uint64_t)now);
    kr_put_u64(r.bytes + 8, number);
    return kr_write(store, put_last, &r, false, error);
}

static kr_err read_last(kr_db *db, const char *what, int64_t *at, uint64_t *number, kr_error *error) {
    kr_meta_row row;
    kr_err err = kr_meta_named(db, &row, what, error);
    if (err || row.len != 16) return err;
    *at = (int64_t)kr_get_u64(row.bytes);
    *number = kr_get_u64(row.bytes + 8);
    return KR_OK;
}

/* -- numbers -- */
static kr_err count_rows(kr_db *db, kr_sql which, uint64_t *out, int columns, kr_error *error) {
    sqlite3_stmt *st = NULL;
    bool row = false;
    kr_err err = kr_db_use(db, which, &st, error);
    if (err) return err;
    err = kr_db_step(db, st, &row, error);
    for (int i = 0; !err && row && i < columns; i++) out[i] = (uint64_t)sqlite3_column_int64(st, i);
    kr_db_done(st);
    return err;
}

static uint64_t size_of(const char *path) {
    struct stat there;
    return stat(path, &there) == 0 ? (uint64_t)there.st_size : 0;
}

kr_err kr_operator_numbers(kr_store *store, kr_numbers *out, kr_error *error) {
    kr_db *db = NULL;
    uint64_t people[3] = {0}, circles[2] = {0};
    *out = (kr_numbers){0};
    kr_err err = kr_reader_take(store, &db, error);
    if (err) return err;
    err = kr_db_do(db, KR_SQL_BEGIN, error);
    if (!err) err = count_rows(db, KR_SQL_ACCOUNT_NUMBERS, people, 3, error);
    if (!err) err = count_rows(db, KR_SQL_CIRCLE_NUMBERS, circles, 2, error);
    if (!err) err = read_last(db, "backup", &out->backup_at, &out->backup_bytes, error);
    if (!err) err = read_last(db, "verify", &out->verify_at, &out->findings, error);
    kr_reader_give(store, db);
    if (err) return err;
    out->accounts = people[0], out->disabled = people[1], out->administrators = people[2];
    out->circles = circles[0], out->changes = circles[1];
    out->bytes = size_of(store->main_path) + size_of(store->keys_path);
    while (kr_schema_main[out->schema]) out->schema++;
    pthread_mutex_lock(&store->keys_lock);
    out->key_version = store->ring->version;
    out->key_changing = store->other_ring != NULL;
    pthread_mutex_unlock(&store->keys_lock);
    return KR_OK;
}
