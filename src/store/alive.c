/* Is a session still one? Asked for a page that stays open, which must not keep its session alive. */
#include "store/store_int.h"

kr_err kr_session_alive(kr_store *store, kr_id session, int64_t now, kr_error *error) {
    kr_db *db = NULL;
    sqlite3_stmt *st = NULL;
    bool there = false, fresh = false;
    kr_err err = kr_reader_take(store, &db, error);
    if (err) return err;
    err = kr_db_use(db, KR_SQL_SESSION_ALIVE, &st, error);
    if (!err) {
        kr_bind_id(db, st, 1, session);
        err = kr_db_step(db, st, &there, error);
        if (!err && there)
            fresh = now - sqlite3_column_int64(st, 0) <= KR_SESSION_TOTAL_MS &&
                    now - sqlite3_column_int64(st, 1) <= KR_SESSION_IDLE_MS;
        kr_db_done(st);
    }
    kr_reader_give(store, db);
    if (err || fresh) return err;
    return kr_fail(error, there ? KR_E_DENIED : KR_E_NOT_FOUND, "error.no_session", "", "");
}
