/* What an account can sign in with. */
#include "store/store_int.h"

#include <sodium.h>

static kr_err read_ways(kr_store *store, kr_ways *out, unsigned char stamp[KR_STAMP_BYTES], kr_id account,
                        kr_error *error) {
    kr_db *db = NULL;
    sqlite3_stmt *st = NULL;
    bool row = false;
    kr_err err = kr_reader_take(store, &db, error);
    if (err) return err;
    err = kr_db_use(db, KR_SQL_WAYS, &st, error);
    if (!err) {
        kr_bind_id(db, st, 1, account);
        err = kr_db_step(db, st, &row, error);
        if (!err && row) {
            out->password = sqlite3_column_int(st, 0) == 0;
            out->second = sqlite3_column_type(st, 1) != SQLITE_NULL;
            out->since = sqlite3_column_int64(st, 1);
            out->spare = (size_t)sqlite3_column_int64(st, 2);
            out->passkeys = (size_t)sqlite3_column_int64(st, 3);
            kr_str sealed = kr_column_blob(st, 4);
            crypto_generichash(stamp, KR_STAMP_BYTES, (const unsigned char *)sealed.ptr, sealed.len,
                               store->keys[KR_FOR_CONFIRM], KR_KEY_BYTES);
        }
        kr_db_done(st);
    }
    kr_reader_give(store, db);
    return !err && !row ? kr_fail(error, KR_E_NOT_FOUND, "error.no_account", "", "") : err;
}

kr_err kr_account_ways(kr_store *store, kr_ways *out, kr_id account, kr_error *error) {
    unsigned char stamp[KR_STAMP_BYTES];
    kr_ways ways = {0};
    kr_err err = read_ways(store, &ways, stamp, account, error);
    if (!err) *out = ways;
    return err;
}

kr_err kr_account_stamp(kr_store *store, unsigned char out[KR_STAMP_BYTES], kr_id account, kr_error *error) {
    unsigned char stamp[KR_STAMP_BYTES];
    kr_ways ways;
    kr_err err = read_ways(store, &ways, stamp, account, error);
    if (!err) memcpy(out, stamp, sizeof stamp);
    return err;
}
