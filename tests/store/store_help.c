#include "store_help.h"

#include <dirent.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

void place_open(place *p) {
    kr_store_options options = {.dir = p->dir};
    p->error = (kr_error){0};
    kr_err err = kr_store_open(&p->store, &options, &p->error);
    if (err) print_error("%s %s\n", p->error.key, p->error.detail);
    assert_int_equal(err, KR_OK);
}

void place_shut(place *p) {
    kr_store_close(p->store);
    p->store = NULL;
}

kr_id place_account(place *p, const char *login) {
    kr_id id = 0;
    char recovery[64];
    kr_err err = kr_account_create(p->store, &id, kr_str_z(login), KR_STR("Zonnebloem Wachter"),
                                   KR_STR(PASSWORD), NOW, recovery, &p->error);
    assert_int_equal(err, KR_OK);
    assert_true(id != 0);
    return id;
}

void place_begin(place *p) {
    *p = (place){0};
    const char *tmp = getenv("TMPDIR");
    snprintf(p->dir, sizeof p->dir, "%.150s/kring-store-XXXXXX", tmp ? tmp : "/tmp");
    assert_non_null(mkdtemp(p->dir));
    snprintf(p->key, sizeof p->key, "%s.key", p->dir);
    kr_arena_init(&p->arena, kr_heap(), (size_t)256 << 20);
    place_open(p);
    p->annie.id = place_account(p, "annie");
}

void place_end(place *p) {
    kr_store_close(p->store);
    DIR *dir = opendir(p->dir);
    char path[500];
    for (struct dirent *e; dir && (e = readdir(dir));) {
        snprintf(path, sizeof path, "%s/%s", p->dir, e->d_name);
        unlink(path);
    }
    if (dir) closedir(dir);
    rmdir(p->dir);
    unlink(p->key);
    snprintf(path, sizeof path, "%s.heads", p->dir);
    unlink(path);
    kr_arena_dispose(&p->arena);
}

static kr_maker maker(kr_store *store, int64_t at) {
    return (kr_maker){.author = 7,
                      .author_name = KR_STR("Zonnebloem"),
                      .device = 1,
                      .at_ms = at,
                      .ids = kr_store_ids(store)};
}

kr_id place_circle(place *p) {
    kr_circle empty = {0};
    kr_draft draft;
    kr_change change;
    kr_id id = 0;
    kr_draft_begin(&draft, &p->arena, &empty, maker(p->store, NOW), KR_ACT_BEGIN, 0);
    kr_draft_ego(&draft, KR_STR("Annie Zonnebloem"));
    assert_int_equal(kr_draft_end(&draft, &change, &p->error), KR_OK);
    assert_int_equal(kr_circle_create(p->store, &id, p->annie.id, &change, 1, NOW, &p->error), KR_OK);
    return id;
}

kr_err name_one(void *context, kr_arena *arena, const kr_circle *now, kr_change *out, kr_error *error) {
    naming *n = context;
    kr_draft draft;
    kr_draft_begin(&draft, arena, now, maker(n->store, NOW), KR_ACT_NAME, now->n_changes);
    n->person = kr_draft_contact(&draft, kr_str_z(n->name), 0);
    return kr_draft_end(&draft, out, error);
}

kr_id place_name(place *p, kr_id circle, const char *name) {
    naming n = {p->store, name, 0, 0};
    kr_err err = kr_circle_change(p->store, NULL, p->annie.id, circle, name_one, &n, &p->error);
    if (err) print_error("%s %s %s\n", p->error.key, p->error.field, p->error.detail);
    assert_int_equal(err, KR_OK);
    return n.person;
}

kr_err throw_one(void *context, kr_arena *arena, const kr_circle *now, kr_change *out, kr_error *error) {
    throwing *t = context;
    kr_draft draft;
    kr_draft_begin(&draft, arena, now, maker(NULL, t->at), KR_ACT_BIN, now->n_changes);
    kr_draft_bin(&draft, t->record);
    return kr_draft_end(&draft, out, error);
}

kr_snapshot *place_circle_now(place *p, kr_id circle) {
    kr_snapshot *snapshot = NULL;
    kr_err err = kr_circle_open(p->store, &snapshot, p->annie.id, circle, &p->error);
    if (err) print_error("%s %s\n", p->error.key, p->error.detail);
    assert_int_equal(err, KR_OK);
    return snapshot;
}

bool file_holds(const char *path, const char *bytes, size_t len) {
    FILE *file = fopen(path, "rb");
    if (!file) return false;
    fseek(file, 0, SEEK_END);
    long size = ftell(file);
    rewind(file);
    char *all = malloc((size_t)size + 1);
    assert_non_null(all);
    size_t got = fread(all, 1, (size_t)size, file);
    fclose(file);
    bool found = false;
    for (size_t i = 0; !found && i + len <= got; i++) found = memcmp(all + i, bytes, len) == 0;
    free(all);
    return found;
}

bool place_holds(const place *p, const char *bytes, size_t len) {
    DIR *dir = opendir(p->dir);
    char path[500];
    bool found = false;
    assert_non_null(dir);
    for (struct dirent *e; !found && (e = readdir(dir));) {
        snprintf(path, sizeof path, "%s/%s", p->dir, e->d_name);
        if (e->d_name[0] != '.') found = file_holds(path, bytes, len);
    }
    closedir(dir);
    return found;
}

void copy_file(const char *from, const char *to) {
    FILE *in = fopen(from, "rb"), *out = fopen(to, "wb");
    char part[65536];
    assert_non_null(in);
    assert_non_null(out);
    for (size_t n; (n = fread(part, 1, sizeof part, in)) > 0;) assert_int_equal(fwrite(part, 1, n, out), n);
    fclose(in);
    assert_int_equal(fclose(out), 0);
}

static sqlite3 *open_db(const place *p, const char *file) {
    char path[500];
    sqlite3 *db = NULL;
    snprintf(path, sizeof path, "%s/%s", p->dir, file);
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    sqlite3_busy_timeout(db, 5000);
    return db;
}

void place_sql(const place *p, const char *file, const char *text) {
    sqlite3 *db = open_db(p, file);
    char *message = NULL;
    if (sqlite3_exec(db, text, NULL, NULL, &message) != SQLITE_OK) fail_msg("%s: %s", text, message);
    sqlite3_close(db);
}

int64_t place_count(const place *p, const char *file, const char *text) {
    sqlite3 *db = open_db(p, file);
    sqlite3_stmt *st;
    assert_int_equal(sqlite3_prepare_v2(db, text, -1, &st, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(st), SQLITE_ROW);
    int64_t n = sqlite3_column_int64(st, 0);
    sqlite3_finalize(st);
    sqlite3_close(db);
    return n;
}
