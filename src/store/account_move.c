/* All accounts, one after another: to keys of their own, and to an index of their sign-in names under the
 * newest server key. Each may be stopped anywhere and begun again. */
#include <stdlib.h>

#include "store/store_int.h"

#define PAGE 256

typedef struct one {
    kr_id id;
    unsigned char login[KR_HASH_BYTES], index[KR_HASH_BYTES];
    kr_str sealed, password, new_sealed, new_password;
    bool readable;
} one;

typedef struct page {
    one items[PAGE];
    size_t count;
    unsigned char (*keys)[KR_KEY_BYTES];
    kr_arena arena;
} page;

static kr_err read_page(kr_store *store, page *p, kr_id after, kr_error *error) {
    kr_db *db = NULL;
    sqlite3_stmt *st = NULL;
    bool row = true;
    p->count = 0;
    kr_err err = kr_reader_take(store, &db, error);
    if (err) return err;
    err = kr_db_use(db, KR_SQL_ACCOUNTS, &st, error);
    if (!err) kr_bind_id(db, st, 1, after);
    while (!err && p->count < PAGE) {
        err = kr_db_step(db, st, &row, error);
        if (err || !row) break;
        one *o = &p->items[p->count];
        *o = (one){.id = kr_column_id(st, 0)};
        o->readable = kr_column_bytes(st, 1, o->login, KR_HASH_BYTES);
        o->sealed = kr_arena_copy(&p->arena, kr_column_blob(st, 2));
        o->password = kr_arena_copy(&p->arena, kr_column_blob(st, 3));
        if (!o->sealed.ptr || !o->password.ptr) err = kr_no_memory(error);
        p->count++;
    }
    if (st) kr_db_done(st);
    kr_reader_give(store, db);
    return err;
}

/* Runs `work` on each page; what it leaves readable and changed is written by `put`. */
typedef kr_err (*work_fn)(kr_store *store, page *p, one *o, kr_error *error);

static kr_err over_all(kr_store *store, work_fn work, kr_job_fn put, unsigned char (*keys)[KR_KEY_BYTES],
                       kr_error *error) {
    page *p = calloc(1, sizeof *p);
    if (!p) return kr_no_memory(error);
    kr_id after = (kr_id)INT64_MIN;
    kr_err err = KR_OK;
    p->count = PAGE;
    p->keys = keys;
    while (!err && p->count == PAGE) {
        kr_arena_init(&p->arena, kr_heap(), (size_t)64 << 20);
        err = read_page(store, p, after, error);
        for (size_t i = 0; !err && i < p->count; i++) {
            if (!p->items[i].readable) continue;
            err = work(store, p, &p->items[i], error);
            /* one account that is damaged must not keep the others from being moved */
            if (err == KR_E_CORRUPT) p->items[i].readable = false, err = KR_OK;
        }
        if (!err && p->count) err = kr_write(store, put, p, true, error);
        if (p->count) after = p->items[p->count - 1].id;
        kr_arena_dispose(&p->arena);
    }
    free(p);
    return err;
}

/* -- the index of the sign-in name -- */
static kr_err find_index(kr_store *store, page *p, one *o, kr_error *error) {
    return kr_account_index_of(store, o->index, p->keys, &p->arena, o->id, o->sealed, error);
}

static kr_err put_indexes(kr_db *db, void *context, kr_error *error) {
    const page *p = context;
    kr_err err = KR_OK;
    for (size_t i = 0; !err && i < p->count; i++) {
        const one *o = &p->items[i];
        sqlite3_stmt *st = NULL;
        if (!o->readable || memcmp(o->index, o->login, KR_HASH_BYTES) == 0) continue;
        err = kr_db_use(db, KR_SQL_ACCOUNT_LOGIN, &st, error);
        if (err) break;
        kr_bind_blob(db, st, 1, o->index, KR_HASH_BYTES);
        kr_bind_id(db, st, 2, o->id);
        kr_bind_blob(db, st, 3, o->login, KR_HASH_BYTES);
        err = kr_db_run(db, st, NULL, error);
        if (!err) err = kr_db_use(db, KR_SQL_ACCOUNT_TRIES, &st, error);
        if (err) break;
        kr_bind_blob(db, st, 1, o->index, KR_HASH_BYTES);
        kr_bind_blob(db, st, 2, o->login, KR_HASH_BYTES);
        err = kr_db_run(db, st, NULL, error);
    }
    return err;
}

kr_err kr_accounts_index_by(kr_store *store, unsigned char (*keys)[KR_KEY_BYTES], kr_error *error) {
    return over_all(store, find_index, put_indexes, keys, error);
}

kr_err kr_accounts_index(kr_store *store, kr_error *error) {
    return kr_accounts_index_by(store, store->keys, error);
}

/* -- keys of their own -- */
static kr_err to_own(kr_store *store, page *p, one *o, kr_error *error) {
    o->new_sealed = o->sealed;
    o->new_password = o->password;
    return kr_account_to_own(store, &o->new_sealed, &o->new_password, &p->arena, o->id, error);
}

static kr_err put_own(kr_db *db, void *context, kr_error *error) {
    const page *p = context;
    kr_err err = KR_OK;
    for (size_t i = 0; !err && i < p->count; i++) {
        const one *o = &p->items[i];
        sqlite3_stmt *st = NULL;
        if (!o->readable || o->new_sealed.ptr == o->sealed.ptr) continue;
        err = kr_db_use(db, KR_SQL_ACCOUNT_RESEAL, &st, error);
        if (err) break;
        kr_bind_blob(db, st, 1, o->new_sealed.ptr, o->new_sealed.len);
        kr_bind_blob(db, st, 2, o->new_password.ptr, o->new_password.len);
        kr_bind_id(db, st, 3, o->id);
        kr_bind_blob(db, st, 4, o->sealed.ptr, o->sealed.len);
        kr_bind_blob(db, st, 5, o->password.ptr, o->password.len);
        err = kr_db_run(db, st, NULL, error);
    }
    return err;
}

kr_err kr_accounts_own_keys(kr_store *store, kr_error *error) {
    if (atomic_load(&store->accounts_own)) return KR_OK;
    kr_err err = over_all(store, to_own, put_own, NULL, error);
    if (!err) atomic_store(&store->accounts_own, true);
    return err;
}
