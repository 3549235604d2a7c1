/* A full disk and a read-only one: a clear answer, nothing half done, and it goes on when there is room
 * again. The disk is full because files may not grow (RLIMIT_FSIZE), which works for everybody, and on a
 * small file system of its own where mounting is allowed. */
#define _GNU_SOURCE
#include "store_help.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

static void file_limit(rlim_t bytes) {
    struct rlimit limit;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
    limit.rlim_cur = bytes;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

static char *large(size_t len) {
    char *text = malloc(len + 1);
    assert_non_null(text);
    memset(text, 'x', len);
    text[len] = '\0';
    return text;
}

/* Sets the story of the circle, which may be long. */
static kr_err tell(void *context, kr_arena *arena, const kr_circle *now, kr_change *out, kr_error *error) {
    kr_draft draft;
    kr_maker maker = {.author = 1, .at_ms = NOW};
    kr_draft_begin(&draft, arena, now, maker, KR_ACT_SELF, now->n_changes);
    kr_draft_text(&draft, KR_KIND_circle, KR_CIRCLE_RECORD, KR_F_circle_story, kr_str_z(context));
    return kr_draft_end(&draft, out, error);
}

/* Writes until it is refused; returns how many changes there are then. */
static size_t fill(place *p, kr_id circle) {
    char *story = large(15000);
    kr_err err = KR_OK;
    kr_snapshot *s = place_circle_now(p, circle);
    size_t n = kr_snapshot_circle(s)->n_changes - 1;
    kr_snapshot_release(p->store, s);
    for (; !err && n < 10000; n++) {
        story[n % 15000] = (char)('A' + n % 26);
        err = kr_circle_change(p->store, NULL, p->annie.id, circle, tell, story, &p->error);
    }
    free(story);
    if (err != KR_E_FULL) print_error("%s: %s\n", p->error.key, p->error.detail);
    assert_int_equal(err, KR_E_FULL);
    assert_string_equal(p->error.key, "error.disk_full");
    s = place_circle_now(p, circle); /* reading goes on */
    size_t count = kr_snapshot_circle(s)->n_changes;
    kr_snapshot_release(p->store, s);
    assert_int_equal(count, n); /* the last one was refused */
    return count;
}

static void goes_on(place *p, kr_id circle, size_t before) {
    kr_id corrie = place_name(p, circle, "Corrie");
    for (int again = 0; again < 2; again++) {
        kr_snapshot *s = place_circle_now(p, circle);
        assert_int_equal(kr_snapshot_circle(s)->n_changes, before + 1);
        assert_non_null(kr_circle_person(kr_snapshot_circle(s), corrie));
        kr_snapshot_release(p->store, s);
        if (again) break;
        place_shut(p);
        place_open(p);
    }
}

static void test_files_may_not_grow(void **state) {
    place p;
    char token[KR_TOKEN_TEXT];
    kr_session session;
    (void)state;
    place_begin(&p);
    kr_id circle = place_circle(&p);
    assert_int_equal(kr_session_begin(p.store, token, p.annie.id, NOW, &p.error), KR_OK);
    file_limit(300000);
    size_t count = fill(&p, circle);
    /* being signed in does not depend on writing */
    assert_int_equal(kr_session_find(p.store, &session, kr_str_z(token), NOW + 3600000, &p.error), KR_OK);
    assert_false(session.expired);
    file_limit(RLIM_INFINITY);
    goes_on(&p, circle, count);
    place_end(&p);
}

/* An erasure that does not fit has not happened, also not later by itself. */
static void test_erase_full(void **state) {
    place p;
    (void)state;
    place_begin(&p);
    kr_id circle = place_circle(&p), corrie = place_name(&p, circle, "Corrie");
    file_limit(400000);
    fill(&p, circle);
    kr_err err = kr_circle_erase(p.store, p.annie.id, circle, &corrie, 1, NOW, &p.error);
    assert_int_equal(err, KR_E_FULL);
    file_limit(RLIM_INFINITY);
    assert_int_equal(kr_store_tidy(p.store, NOW, &p.error), KR_OK);
    kr_snapshot *s = place_circle_now(&p, circle);
    assert_non_null(kr_circle_person(kr_snapshot_circle(s), corrie));
    kr_snapshot_release(p.store, s);
    assert_int_equal(kr_circle_erase(p.store, p.annie.id, circle, &corrie, 1, NOW, &p.error), KR_OK);
    s = place_circle_now(&p, circle);
    assert_null(kr_circle_person(kr_snapshot_circle(s), corrie));
    kr_snapshot_release(p.store, s);
    place_end(&p);
}

/* A file system of one megabyte, or NULL where mounting is not allowed. */
static const char *small_disk(char where[64]) {
    snprintf(where, 64, "/tmp/kring-disk-XXXXXX");
    if (!mkdtemp(where)) return NULL;
    if (mount("tmpfs", where, "tmpfs", 0, "size=1m,mode=0700") == 0) return where;
    rmdir(where);
    return NULL;
}

/* Also when the test stops half-way. */
static int unmount(void **state) {
    if (*state) {
        umount2(*state, MNT_DETACH);
        rmdir(*state);
    }
    return 0;
}

static void test_small_disk(void **state) {
    static char where[64];
    place p = {0};
    if (!small_disk(where)) {
        print_message("mounting is not allowed here: skipped\n");
        skip();
    }
    *state = where;
    snprintf(p.dir, sizeof p.dir, "%s/kring", where);
    snprintf(p.key, sizeof p.key, "%s.key", p.dir);
    kr_arena_init(&p.arena, kr_heap(), (size_t)64 << 20);
    place_open(&p);
    p.annie.id = place_account(&p, "annie");
    kr_id circle = place_circle(&p);
    size_t count = fill(&p, circle);
    assert_int_equal(mount("tmpfs", where, "tmpfs", MS_REMOUNT, "size=8m"), 0);
    goes_on(&p, circle, count);
    place_shut(&p);
    /* and read-only */
    assert_int_equal(mount("tmpfs", where, "tmpfs", MS_REMOUNT | MS_RDONLY, NULL), 0);
    kr_store_options options = {.dir = p.dir};
    kr_err err = kr_store_open(&p.store, &options, &p.error);
    if (err != KR_E_READONLY) print_error("%s: %s\n", p.error.key, p.error.detail);
    assert_int_equal(err, KR_E_READONLY);
    assert_string_equal(p.error.key, "error.disk_readonly");
    char new_dir[80];
    snprintf(new_dir, sizeof new_dir, "%s/new", where);
    options.dir = new_dir;
    assert_int_equal(kr_store_open(&p.store, &options, &p.error), KR_E_READONLY);
    assert_int_equal(mount("tmpfs", where, "tmpfs", MS_REMOUNT, NULL), 0);
    place_open(&p);
    kr_snapshot_release(p.store, place_circle_now(&p, circle));
    place_end(&p);
}

/* Also in a folder that others may look into. */
static void test_files_are_private(void **state) {
    static const char *const names[] = {"kring.db", "keys.db", "kring.db-wal", "keys.db-wal"};
    place p;
    char path[500];
    struct stat is;
    (void)state;
    place_begin(&p);
    for (size_t i = 0; i < KR_COUNT(names); i++) {
        snprintf(path, sizeof path, "%s/%s", p.dir, names[i]);
        assert_int_equal(stat(path, &is), 0);
        assert_int_equal(is.st_mode & 077, 0);
    }
    place_end(&p);
}

static void test_folder_that_cannot_be(void **state) {
    kr_store *store = NULL;
    kr_error error;
    (void)state;
    kr_store_options options = {.dir = "/dev/null/kring"};
    assert_int_equal(kr_store_open(&store, &options, &error), KR_E_IO);
    assert_string_equal(error.key, "error.disk");
    assert_null(store);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_files_may_not_grow),           cmocka_unit_test(test_erase_full),
        cmocka_unit_test_teardown(test_small_disk, unmount), cmocka_unit_test(test_files_are_private),
        cmocka_unit_test(test_folder_that_cannot_be),
    };
    signal(SIGXFSZ, SIG_IGN);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
