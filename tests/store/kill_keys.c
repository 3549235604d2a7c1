/* Another server key, the end of the one before, and erasing (which seals a circle anew): stopped before
 * every single write to the disk, one after the other. Killed (kill -9), or the disk refuses that one write.
 * Whatever was there is there afterwards and opens, nothing looks tampered with, and what was begun can be
 * done again to its end. */
#include "share_help.h"

#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "store/operator.h"
#include "store/verify.h"

enum { CHANGE, FINISH, ERASE, OPERATIONS };
enum { KILLED, REFUSED, WAYS };
enum { CONTACTS = 5 };

/* -- the stroke: before the write that brings `left` to nothing -- */
static long left;
static int way;

static bool stroke(void) {
    if (left <= 0 || --left > 0) return false;
    if (way == KILLED) (void)kill(getpid(), SIGKILL);
    errno = EIO;
    return true;
}

static ssize_t stroke_pwrite(int fd, const void *bytes, size_t len, off_t at) {
    return stroke() ? -1 : pwrite(fd, bytes, len, at);
}
static int stroke_truncate(int fd, off_t len) {
    return stroke() ? -1 : ftruncate(fd, len);
}

static void watch_sqlite(void) {
    sqlite3_vfs *vfs = sqlite3_vfs_find(NULL);
    assert_non_null(vfs);
    assert_int_equal(vfs->xSetSystemCall(vfs, "pwrite", (sqlite3_syscall_ptr)stroke_pwrite), SQLITE_OK);
    /* where SQLite was built without this one, it says so and uses the other */
    (void)vfs->xSetSystemCall(vfs, "pwrite64", (sqlite3_syscall_ptr)stroke_pwrite);
    assert_int_equal(vfs->xSetSystemCall(vfs, "ftruncate", (sqlite3_syscall_ptr)stroke_truncate), SQLITE_OK);
}

/* What the store itself writes: the key file, the heads. */
ssize_t __real_write(int fd, const void *bytes, size_t len);
ssize_t __wrap_write(int fd, const void *bytes, size_t len);
ssize_t __wrap_write(int fd, const void *bytes, size_t len) {
    return stroke() ? -1 : __real_write(fd, bytes, len);
}
int __real_rename(const char *from, const char *to);
int __wrap_rename(const char *from, const char *to);
int __wrap_rename(const char *from, const char *to) {
    return stroke() ? -1 : __real_rename(from, to);
}
int __real_link(const char *from, const char *to);
int __wrap_link(const char *from, const char *to);
int __wrap_link(const char *from, const char *to) {
    return stroke() ? -1 : __real_link(from, to);
}

/* -- what is there -- */
typedef struct world {
    kr_id circles[2], contacts[CONTACTS], guest;
} world;

static void make_world(place *p, world *w) {
    kr_share_entry wish = wish_for("Sanne");
    w->guest = place_account(p, "sanne");
    for (int c = 0; c < 2; c++) w->circles[c] = place_circle(p);
    for (int i = 0; i < CONTACTS; i++) {
        char name[20];
        snprintf(name, sizeof name, "Contact %d", i);
        w->contacts[i] = place_name(p, w->circles[0], name);
    }
    let_in(p, w->circles[0], w->guest, &wish);
}

static kr_err do_it(place *p, const world *w, int operation) {
    if (operation == CHANGE) return kr_key_change(p->store, NULL, NOW, &p->error);
    if (operation == FINISH) return kr_key_change_end(p->store, NOW, &p->error);
    return kr_circle_erase(p->store, p->annie.id, w->circles[0], &w->contacts[2], 1, NOW, &p->error);
}

static void sign_in(place *p, const char *login, kr_id id) {
    kr_id who = 0;
    kr_account account;
    assert_int_equal(kr_account_check(p->store, &who, kr_str_z(login), KR_STR(PASSWORD), NOW, &p->error),
                     KR_OK);
    assert_true(who == id);
    assert_int_equal(kr_account_get(p->store, &account, &p->arena, who, &p->error), KR_OK);
    assert_true(kr_str_is(account.login, login));
}

static void print_finding(void *context, const kr_finding *f) {
    (void)context;
    print_error("found %d: %s\n", f->kind, f->detail);
}

/* Everybody comes in, everything opens, nothing looks tampered with. `erased`: 1 must be, 0 must not, -1
 * either. */
static void all_there(place *p, const world *w, int erased) {
    kr_verified sums;
    sign_in(p, "annie", p->annie.id);
    sign_in(p, "sanne", w->guest);
    kr_snapshot_release(p->store, place_circle_now(p, w->circles[1]));
    kr_snapshot *s = place_circle_now(p, w->circles[0]);
    assert_int_equal(kr_circle_check(kr_snapshot_circle(s), NULL), KR_OK);
    for (int i = 0; i < CONTACTS; i++) {
        bool there = kr_circle_person(kr_snapshot_circle(s), w->contacts[i]) != NULL;
        if (i != 2) assert_true(there);
        if (i == 2 && erased >= 0) assert_int_equal(there, !erased);
    }
    kr_snapshot_release(p->store, s);
    assert_int_equal(look_in(p, w->guest, w->circles[0]), KR_OK);
    assert_int_equal(look_in(p, w->guest, w->circles[1]), KR_E_NOT_FOUND);
    assert_int_equal(kr_store_verify(p->store, &sums, print_finding, NULL, &p->error), KR_OK);
    assert_int_equal(sums.findings, 0);
    kr_arena_reset(&p->arena);
}

/* How many files beside the folder begin with this end of its name; taken away when asked. */
static int beside(const place *p, const char *end, bool away) {
    char begins[300], path[600];
    int count = 0;
    const char *slash = strrchr(p->dir, '/');
    size_t len = (size_t)snprintf(begins, sizeof begins, "%s%s", slash + 1, end);
    snprintf(path, sizeof path, "%.*s", (int)(slash - p->dir), p->dir);
    DIR *dir = opendir(path);
    assert_non_null(dir);
    for (const struct dirent *e; (e = readdir(dir));) {
        if (strncmp(e->d_name, begins, len) != 0) continue;
        count++;
        if (away) assert_int_equal(unlinkat(dirfd(dir), e->d_name, 0), 0);
    }
    closedir(dir);
    return count;
}

/* Once more, to its end. */
static void to_the_end(place *p, const world *w, int operation) {
    kr_key_status status;
    if (operation == ERASE) {
        kr_err err = do_it(p, w, ERASE);
        if (err != KR_E_NOT_FOUND) assert_int_equal(err, KR_OK);
        return;
    }
    if (operation == CHANGE) {
        kr_err err = do_it(p, w, CHANGE);
        if (err != KR_E_CONFLICT) assert_int_equal(err, KR_OK); /* else it had come that far */
    }
    assert_int_equal(do_it(p, w, FINISH), KR_OK);
    assert_int_equal(kr_key_status_of(p->store, &status, &p->error), KR_OK);
    assert_int_equal(status.version, 2);
    assert_int_equal(status.old_keys, 0);
    assert_int_equal(status.keys, 4); /* two accounts, two circles */
    assert_false(status.changing || status.source_old);
    /* the key, and the one before: no copy that nobody knows of */
    assert_int_equal(beside(p, ".key", false), 2);
}

/* -- one time -- */
static void copy_place(place *to, const place *from) {
    static const char *const files[] = {"/kring.db", "/keys.db", ".key", ".key.before-1", ".heads"};
    char one[300], other[300];
    *to = (place){.annie = from->annie};
    snprintf(to->dir, sizeof to->dir, "%.180s-again", from->dir);
    snprintf(to->key, sizeof to->key, "%.190s.key", to->dir);
    kr_arena_init(&to->arena, kr_heap(), (size_t)256 << 20);
    assert_int_equal(mkdir(to->dir, 0700), 0);
    for (size_t i = 0; i < KR_COUNT(files); i++) {
        snprintf(one, sizeof one, "%s%s", from->dir, files[i]);
        snprintf(other, sizeof other, "%s%s", to->dir, files[i]);
        if (access(one, F_OK) == 0) copy_file(one, other);
    }
    assert_int_equal(chmod(to->key, 0600), 0);
}

static void drop_place(place *p) {
    place_end(p);
    (void)beside(p, ".key.", true);
}

/* In the other process. NONE: there was no such write any more. */
enum { STRUCK, NONE, TO_THE_END };
static _Noreturn void run_child(place *p, const world *w, int operation, long number) {
    watch_sqlite();
    place_open(p);
    left = number;
    kr_err err = do_it(p, w, operation);
    bool struck = left == 0;
    left = 0;
    if (!struck) {
        assert_int_equal(err, KR_OK);
        left = number;
        place_shut(p);
        _exit(left == 0 ? STRUCK : NONE);
    }
    all_there(p, w, operation == ERASE ? -1 : 0); /* refused once: this process goes on */
    to_the_end(p, w, operation);
    all_there(p, w, operation == ERASE);
    place_shut(p);
    _exit(TO_THE_END);
}

/* False: the operation makes fewer writes than this. */
static bool one_time(const place *base, const world *w, int operation, long number) {
    place p;
    int status = 0;
    copy_place(&p, base);
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) run_child(&p, w, operation, number);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    int code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    if (way == KILLED && code != NONE) assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
    if (way == REFUSED) assert_true(code == STRUCK || code == NONE || code == TO_THE_END);
    bool ended = code == TO_THE_END;
    place_open(&p);
    all_there(&p, w, operation != ERASE ? 0 : ended ? 1 : -1);
    if (!ended) to_the_end(&p, w, operation);
    for (int again = 0; again < 2; again++) {
        assert_int_equal(kr_store_tidy(p.store, NOW, &p.error), KR_OK);
        all_there(&p, w, operation == ERASE);
        place_shut(&p);
        place_open(&p);
    }
    drop_place(&p);
    return code != NONE;
}

static void every_write(void **state) {
    static const char *const names[] = {"another key", "the end of the one before", "erasing"};
    (void)state;
    for (int operation = 0; operation < OPERATIONS; operation++) {
        place base;
        world w;
        place_begin(&base);
        make_world(&base, &w);
        if (operation == FINISH) assert_int_equal(do_it(&base, &w, CHANGE), KR_OK);
        place_shut(&base);
        for (way = 0; way < WAYS; way++) {
            long number = 1;
            while (one_time(&base, &w, operation, number)) number++;
            print_message("%s: %ld writes, %s before each\n", names[operation], number - 1,
                          way == KILLED ? "killed" : "refused");
            assert_true(number > 5);
        }
        place_open(&base);
        drop_place(&base);
    }
}

int main(void) {
    /* what is killed leaves what it wrote in memory, so that memory is a disk that is good enough, and quick
     */
    if (access("/dev/shm", W_OK) == 0) (void)setenv("TMPDIR", "/dev/shm", 1);
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_write)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
