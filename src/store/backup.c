/* Backups while everything goes on, and putting them back. Copies of kring.db may be kept side by side; of
 * keys.db there is one, the newest, so that a key that was destroyed is in no backup. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "core/num.h"
#include "store/key_ring.h"
#include "store/operator.h"

#define MOST_COPIES 4096
#define PATH_MOST   4096

static kr_err os_fail(kr_error *error, const char *path) {
    int os = errno;
    if (os == ENOSPC || os == EDQUOT || os == EFBIG)
        return kr_fail(error, KR_E_FULL, "error.disk_full", "", path);
    if (os == EROFS || os == EACCES || os == EPERM)
        return kr_fail(error, KR_E_READONLY, "error.disk_readonly", "", path);
    if (os == ENOENT) return kr_fail(error, KR_E_NOT_FOUND, "error.no_backup", "", path);
    return kr_fail(error, KR_E_IO, "error.disk", "", path);
}

static kr_err path_in(char out[PATH_MOST], const char *folder, const char *name, kr_error *error) {
    int n = snprintf(out, PATH_MOST, "%s/%s", folder, name);
    return n > 0 && n < PATH_MOST ? KR_OK : kr_fail(error, KR_E_LIMIT, "error.disk", "", folder);
}

static kr_err sync_path(const char *path, int flags, kr_error *error) {
    int fd = open(path, flags | O_CLOEXEC);
    if (fd < 0) return os_fail(error, path);
    bool good = fsync(fd) == 0 || errno == EINVAL;
    close(fd);
    return good ? KR_OK : os_fail(error, path);
}

/* -- one database -- */
static kr_err sql_text(sqlite3 *db, const char *text, const char *path, kr_error *error) {
    int rc = sqlite3_exec(db, text, NULL, NULL, NULL);
    return rc == SQLITE_OK ? KR_OK : kr_fail(error, KR_E_IO, "error.disk", "", path);
}

static kr_err is_sound(sqlite3 *db, const char *path, kr_error *error) {
    sqlite3_stmt *st = NULL;
    bool good = sqlite3_prepare_v2(db, "PRAGMA integrity_check(1)", -1, &st, NULL) == SQLITE_OK &&
                sqlite3_step(st) == SQLITE_ROW && strcmp((const char *)sqlite3_column_text(st, 0), "ok") == 0;
    sqlite3_finalize(st);
    return good ? KR_OK : kr_fail(error, KR_E_CORRUPT, "error.backup_damaged", "", path);
}

/* All pages in one step: of one moment. The write-ahead log lets others write meanwhile. */
static kr_err copy_pages(sqlite3 *to, sqlite3 *from, const char *path, kr_error *error) {
    sqlite3_backup *copy = sqlite3_backup_init(to, "main", from, "main");
    int rc = copy ? sqlite3_backup_step(copy, -1) : SQLITE_ERROR;
    for (int tries = 0; (rc == SQLITE_BUSY || rc == SQLITE_LOCKED) && tries < 50; tries++) {
        sqlite3_sleep(100);
        rc = sqlite3_backup_step(copy, -1);
    }
    if (copy) (void)sqlite3_backup_finish(copy);
    if (rc == SQLITE_DONE) return KR_OK;
    int base = rc & 0xff;
    if (base == SQLITE_FULL) return kr_fail(error, KR_E_FULL, "error.disk_full", "", path);
    if (base == SQLITE_CORRUPT || base == SQLITE_NOTADB)
        return kr_fail(error, KR_E_CORRUPT, "error.backup_damaged", "", path);
    return kr_fail(error, KR_E_IO, "error.disk", "", path);
}

static kr_err copy_into(const char *from, const char *to, kr_error *error) {
    sqlite3 *source = NULL, *target = NULL;
    int fd = open(to, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0) return os_fail(error, to);
    kr_err err = kr_owned_as(fd, to) ? KR_OK : os_fail(error, to);
    close(fd);
    if (!err && sqlite3_open_v2(from, &source, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK)
        err = kr_fail(error, KR_E_NOT_FOUND, "error.no_backup", "", from);
    if (!err && sqlite3_open_v2(to, &target, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK)
        err = kr_fail(error, KR_E_IO, "error.disk", "", to);
    if (!err) {
        sqlite3_busy_timeout(source, 10000);
        err = copy_pages(target, source, to, error);
    }
    /* the copy stands alone: no log beside it */
    if (!err) err = sql_text(target, "PRAGMA journal_mode = DELETE", to, error);
    if (!err) err = is_sound(target, to, error);
    sqlite3_close(target);
    sqlite3_close(source);
    return err ? err : sync_path(to, O_RDONLY, error);
}

/* Under another name first: nobody ever finds half a copy. */
static kr_err copy_as(const char *from, const char *folder, const char *name, kr_error *error) {
    char part[PATH_MOST], whole[PATH_MOST];
    kr_err err = path_in(part, folder, ".part", error);
    if (!err) err = path_in(whole, folder, name, error);
    if (err) return err;
    unlink(part);
    err = copy_into(from, part, error);
    if (!err && rename(part, whole)) err = os_fail(error, whole);
    if (err) unlink(part);
    return err ? err : sync_path(folder, O_RDONLY | O_DIRECTORY, error);
}

/* -- the copies in a folder -- */
static bool is_copy(const char *name) {
    size_t len = strlen(name);
    return len == strlen("kring-20260101T000000000Z.db") && memcmp(name, "kring-20", 8) == 0 &&
           strcmp(name + len - 4, "Z.db") == 0;
}

typedef struct copies {
    char (*names)[40];
    size_t count;
} copies;

static int by_name(const void *a, const void *b, void *context) {
    (void)context;
    return strcmp(a, b);
}

/* Oldest first. */
static kr_err list_copies(copies *out, kr_arena *arena, const char *folder, kr_error *error) {
    DIR *dir = opendir(folder);
    if (!dir) return os_fail(error, folder);
    out->names = kr_arena_alloc(arena, MOST_COPIES * sizeof *out->names);
    void *scratch = kr_arena_alloc(arena, MOST_COPIES * sizeof *out->names);
    out->count = 0;
    for (const struct dirent *e; scratch && out->names && (e = readdir(dir));)
        if (is_copy(e->d_name) && out->count < MOST_COPIES)
            snprintf(out->names[out->count++], sizeof *out->names, "%s", e->d_name);
    closedir(dir);
    if (!out->names || !scratch) return kr_no_memory(error);
    if (out->count) kr_sort(out->names, out->count, sizeof *out->names, by_name, NULL, scratch);
    return KR_OK;
}

static kr_err drop_oldest(kr_backup *out, const char *folder, unsigned keep, kr_error *error) {
    kr_arena arena;
    copies all = {0};
    char path[PATH_MOST];
    kr_arena_init(&arena, kr_heap(), 1u << 20);
    kr_err err = list_copies(&all, &arena, folder, error);
    for (size_t i = 0; !err && keep && i + keep < all.count; i++) {
        err = path_in(path, folder, all.names[i], error);
        if (!err && unlink(path)) err = os_fail(error, path);
        if (!err) out->gone++;
    }
    kr_arena_dispose(&arena);
    return err;
}

static void name_copy(char out[40], int64_t now) {
    time_t seconds = (time_t)(now / 1000);
    struct tm t;
    size_t n = gmtime_r(&seconds, &t) ? strftime(out, 40, "kring-%Y%m%dT%H%M%S", &t) : 0;
    snprintf(out + n, 40 - n, "%03dZ.db", (int)(now % 1000));
}

static kr_err key_version(kr_store *store, uint64_t *out, kr_error *error) {
    kr_err err = kr_server_key_fresh(store, error);
    pthread_mutex_lock(&store->keys_lock);
    *out = store->ring->version;
    pthread_mutex_unlock(&store->keys_lock);
    return err;
}

kr_err kr_store_backup(kr_store *store, kr_backup *out, const char *folder, unsigned keep, int64_t now,
                       kr_error *error) {
    char path[PATH_MOST];
    struct stat there;
    uint64_t before = 0, after = 0;
    *out = (kr_backup){0};
    if (!kr_folder_make(folder)) return os_fail(error, folder);
    name_copy(out->file, now);
    kr_err err = path_in(path, folder, out->file, error);
    if (!err && stat(path, &there) == 0) err = kr_fail(error, KR_E_EXISTS, "error.busy", "", path);
    for (int tries = 0; !err && tries < 3; tries++) {
        if (tries) unlink(path);
        err = key_version(store, &before, error);
        /* in this order: a key is in keys.db before kring.db uses it, and 30 days after */
        if (!err) err = copy_as(store->main_path, folder, out->file, error);
        if (!err) err = copy_as(store->keys_path, folder, "keys.db", error);
        if (!err) err = key_version(store, &after, error);
        if (!err && before == after) break;
    }
    if (!err && stat(path, &there) == 0) out->bytes = (uint64_t)there.st_size;
    if (!err) err = path_in(path, folder, "keys.db", error);
    if (!err && stat(path, &there) == 0) out->bytes += (uint64_t)there.st_size;
    if (!err) err = drop_oldest(out, folder, keep, error);
    if (!err) err = kr_operator_last(store, "backup", now, out->bytes, error);
    if (!err) err = kr_operator_note(store, KR_EVENT_BACKUP, 0, 0, KR_NONE, KR_OUTCOME_DONE, now, error);
    return err;
}

/* -- putting back -- */
static kr_err newest_copy(char out[40], const char *folder, kr_error *error) {
    kr_arena arena;
    copies all = {0};
    kr_arena_init(&arena, kr_heap(), 1u << 20);
    kr_err err = list_copies(&all, &arena, folder, error);
    if (!err && !all.count) err = kr_fail(error, KR_E_NOT_FOUND, "error.no_backup", "", folder);
    if (!err) memcpy(out, all.names[all.count - 1], 40);
    kr_arena_dispose(&arena);
    return err;
}

static kr_err must_be_absent(const char *dir, kr_error *error) {
    static const char *const names[] = {"kring.db", "keys.db"};
    char path[PATH_MOST];
    struct stat there;
    for (size_t i = 0; i < KR_COUNT(names); i++) {
        kr_err err = path_in(path, dir, names[i], error);
        if (err) return err;
        if (lstat(path, &there) == 0) return kr_fail(error, KR_E_EXISTS, "error.restore_full", "", dir);
    }
    return KR_OK;
}

/* After a failure: all of these were made here. */
static void empty_again(const char *dir) {
    static const char *const names[] = {"kring.db", "kring.db-wal", "kring.db-shm",
                                        "keys.db",  "keys.db-wal",  "keys.db-shm"};
    char path[PATH_MOST];
    for (size_t i = 0; i < KR_COUNT(names); i++)
        if (path_in(path, dir, names[i], NULL) == KR_OK) unlink(path);
    (void)rmdir(dir); /* stays when something else is in it */
}

/* What keys.db and the file outside know of newer states would call an older one tampered with. */
static kr_err forget_newer(const char *keys, const kr_store_options *options, int64_t now, kr_error *error) {
    sqlite3 *db = NULL;
    char heads[PATH_MOST], aside[PATH_MOST + 40];
    if (sqlite3_open_v2(keys, &db, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK) {
        sqlite3_close(db);
        return kr_fail(error, KR_E_IO, "error.disk", "", keys);
    }
    kr_err err = sql_text(db, "UPDATE circle_key SET seen = NULL", keys, error);
    /* only newer folders have it */
    (void)sqlite3_exec(db, "DELETE FROM share_seen", NULL, NULL, NULL);
    (void)sqlite3_exec(db, "DELETE FROM meta WHERE name = 'heads'", NULL, NULL, NULL);
    (void)sqlite3_exec(db, "DELETE FROM meta WHERE name = 'heads'", NULL, NULL, NULL);
    sqlite3_close(db);
    if (err) return err;
    int n = options->heads_file ? snprintf(heads, sizeof heads, "%s", options->heads_file)
                                : snprintf(heads, sizeof heads, "%s.heads", options->dir);
    if (n < 0 || (size_t)n >= sizeof heads) return kr_fail(error, KR_E_LIMIT, "error.disk", "", options->dir);
    snprintf(aside, sizeof aside, "%s.before-%lld", heads, (long long)now);
    if (rename(heads, aside) && errno != ENOENT) return os_fail(error, heads);
    return KR_OK;
}

static kr_err fill_folder(const kr_store_options *options, const char *folder, const char *file,
                          const char *keys, int64_t now, kr_error *error) {
    char newest[40], from[PATH_MOST], to[PATH_MOST];
    kr_err err = KR_OK;
    if (!file) {
        err = newest_copy(newest, folder, error);
        file = newest;
    }
    if (!err && !kr_folder_make(options->dir)) err = os_fail(error, options->dir);
    if (!err && !keys) err = path_in(from, folder, "keys.db", error);
    /* keys.db first: kring.db is never there without it */
    if (!err) err = copy_as(keys ? keys : from, options->dir, "keys.db", error);
    if (!err) err = path_in(to, options->dir, "keys.db", error);
    if (!err) err = forget_newer(to, options, now, error);
    if (!err && strchr(file, '/'))
        err = copy_as(file, options->dir, "kring.db", error);
    else if (!err) {
        err = path_in(from, folder, file, error);
        if (!err) err = copy_as(from, options->dir, "kring.db", error);
    }
    return err;
}

kr_err kr_store_restore(kr_store **out, const kr_store_options *options, const char *folder, const char *file,
                        const char *keys, int64_t now, kr_error *error) {
    kr_store *store = NULL;
    kr_err err = must_be_absent(options->dir, error);
    if (err) return err;
    err = fill_folder(options, folder, file, keys, now, error);
    if (!err) err = kr_store_open(&store, options, error);
    if (!err) err = kr_store_tidy(store, now, error);
    /* one circle that is damaged must not keep the rest away; verifying tells which */
    if (err == KR_E_CORRUPT && store) err = KR_OK;
    if (!err) err = kr_operator_note(store, KR_EVENT_RESTORE, 0, 0, KR_NONE, KR_OUTCOME_DONE, now, error);
    if (!err) {
        *out = store;
        return KR_OK;
    }
    kr_store_close(store);
    empty_again(options->dir);
    return err;
}
