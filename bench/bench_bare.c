/* What a durable change costs at the least: one thread, one prepared insert, one row a transaction, full
 * sync, into a table as the store's own. Prints how many a second.
 *
 * bench_bare FILE SECONDS */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static double now(void) {
    struct timespec at;
    if (clock_gettime(CLOCK_MONOTONIC, &at) != 0) return 0;
    return (double)at.tv_sec + (double)at.tv_nsec / 1e9;
}

int main(int argc, char **argv) {
    static unsigned char body[160];
    sqlite3 *db = NULL;
    sqlite3_stmt *insert = NULL;
    long rows = 0;
    if (argc != 3) return 2;
    double seconds = strtod(argv[2], NULL);
    if (sqlite3_open(argv[1], &db) != SQLITE_OK ||
        sqlite3_exec(db,
                     "pragma journal_mode=wal; pragma synchronous=full; pragma secure_delete=on;"
                     "create table change (circle integer not null, seq integer not null, body blob not null,"
                     " primary key (circle, seq)) without rowid;",
                     NULL, NULL, NULL) != SQLITE_OK ||
        sqlite3_prepare_v2(db, "insert into change values (1, ?, ?)", -1, &insert, NULL) != SQLITE_OK) {
        fprintf(stderr, "bench_bare: %s\n", sqlite3_errmsg(db));
        return 1;
    }
    double began = now(), passed;
    do {
        sqlite3_bind_int64(insert, 1, ++rows);
        sqlite3_bind_blob(insert, 2, body, sizeof body, SQLITE_STATIC);
        if (sqlite3_step(insert) != SQLITE_DONE) return 1;
        sqlite3_reset(insert);
        passed = now() - began;
    } while (passed < seconds);
    printf("%.1f\n", (double)rows / passed);
    sqlite3_finalize(insert);
    sqlite3_close(db);
    return 0;
}
