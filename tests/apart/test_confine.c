/* What the web process and the courier cannot do any more once they are confined, each try in a process of
 * its own; and what they still can. */
#define _GNU_SOURCE
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>

#include <cmocka.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mount.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "apart/confine.h"

static char base[] = "/tmp/kring-confine-XXXXXX";
static char data[100], inside[120], fresh[120], outside[120], key[120];
static pid_t parent;

/* -- what is tried -- */
static bool writes_inside(void) {
    int fd = open(fresh, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    return fd >= 0 && write(fd, "x", 1) == 1 && ftruncate(fd, 0) == 0 && fsync(fd) == 0 && unlink(fresh) == 0;
}
static bool reads_key(void) {
    return open(key, O_RDONLY | O_CLOEXEC) >= 0;
}
static bool writes_key(void) {
    return open(key, O_WRONLY | O_CLOEXEC) >= 0;
}
static bool reads_outside(void) {
    return open(outside, O_RDONLY | O_CLOEXEC) >= 0;
}
static bool reads_inside(void) {
    return open(inside, O_RDONLY | O_CLOEXEC) >= 0;
}
static bool reads_passwords(void) {
    return open("/etc/passwd", O_RDONLY | O_CLOEXEC) >= 0;
}
static bool makes_outside(void) {
    return open("/tmp/kring-confine-made", O_WRONLY | O_CREAT | O_CLOEXEC, 0600) >= 0;
}
static bool connects(void) {
    return socket(AF_INET, SOCK_STREAM, 0) >= 0 || socket(AF_UNIX, SOCK_STREAM, 0) >= 0;
}
static bool listens(void) {
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    return fd >= 0 && listen(fd, 1) == 0;
}
static bool starts_programs(void) {
    char name[] = "/bin/true", *arguments[] = {name, NULL}, *environment[] = {NULL};
    (void)execve(name, arguments, environment);
    return errno != EPERM && errno != EACCES;
}
static bool forks(void) {
    pid_t child = fork();
    if (child == 0) _exit(0);
    return child >= 0;
}
static bool signals(void) {
    return kill(parent, 0) == 0 || syscall(SYS_tgkill, parent, parent, 0) == 0;
}
static bool traces(void) {
    return ptrace(PTRACE_TRACEME, 0, NULL, NULL) == 0;
}
static bool reads_others(void) {
    return syscall(SYS_process_vm_readv, parent, NULL, 0, NULL, 0, 0) >= 0;
}
static bool mounts(void) {
    return mount("none", base, "tmpfs", 0, NULL) == 0 || chroot(base) == 0 || unshare(CLONE_NEWNS) == 0;
}
static bool becomes_another(void) {
    return setuid(65534) == 0 || setgid(65534) == 0;
}
static bool raises_limits(void) {
    const struct rlimit more = {1024, 1024};
    return setrlimit(RLIMIT_NOFILE, &more) == 0;
}
static bool odd_calls(void) {
    return syscall(SYS_io_uring_setup, 1, NULL) >= 0 || errno != EPERM || syscall(SYS_bpf, 0, NULL, 0) >= 0 ||
           errno != EPERM || syscall(SYS_userfaultfd, 0) >= 0 || errno != EPERM ||
           syscall(SYS_keyctl, 0, 0, 0, 0, 0) >= 0 || errno != EPERM;
}
static void *nothing(void *context) {
    return context;
}
static bool makes_threads(void) {
    pthread_t thread;
    return pthread_create(&thread, NULL, nothing, NULL) == 0 && pthread_join(thread, NULL) == 0;
}
static bool pairs(void) {
    int ends[2];
    return socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0 && write(ends[0], "x", 1) == 1;
}

static bool confine(bool network) {
    const kr_reach_path web[] = {{data, KR_REACH_WRITE}, {key, KR_REACH_READ}, {"/nowhere", KR_REACH_WRITE}};
    const kr_reach_path courier[] = {{"/etc/ssl/certs", KR_REACH_READ}};
    kr_confined confined = {0};
    return kr_confine_self() &&
           kr_confine_files(network ? courier : web, network ? 1 : 3, network, &confined) &&
           kr_confine_calls(network, &confined);
}

/* Does it succeed in a confined process? */
static bool can(bool (*act)(void), bool network) {
    int status = 0;
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) _exit(!confine(network) ? 2 : act() ? 1 : 0);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_not_equal(WEXITSTATUS(status), 2);
    return WEXITSTATUS(status) == 1;
}

static void test_calls(void **state) {
    static bool (*const never[])(void) = {starts_programs, forks,         signals,
                                          traces,          reads_others,  mounts,
                                          becomes_another, raises_limits, odd_calls};
    (void)state;
    if (kr_confine_checked()) skip(); /* the sanitizers need what is given up */
    for (size_t i = 0; i < sizeof never / sizeof never[0]; i++)
        for (int network = 0; network < 2; network++)
            if (can(never[i], network)) fail_msg("call %zu, network %d", i, network);
    assert_false(can(connects, false));
    assert_true(can(connects, true));
    assert_false(can(listens, true)); /* outward only */
    for (int network = 0; network < 2; network++) {
        assert_true(can(makes_threads, network));
        assert_true(can(pairs, network));
    }
}

static void test_files(void **state) {
    (void)state;
    if (kr_confine_checked() || kr_confine_files_version() == 0) skip();
    assert_true(can(writes_inside, false));
    assert_true(can(reads_inside, false));
    assert_true(can(reads_key, false));
    assert_false(can(writes_key, false));
    assert_false(can(reads_outside, false));
    assert_false(can(reads_passwords, false));
    assert_false(can(makes_outside, false));
    assert_false(can(writes_inside, true));
    assert_false(can(reads_inside, true));
    assert_false(can(reads_key, true));
    assert_false(can(reads_passwords, true));
}

static void make(const char *path) {
    int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0 || write(fd, "x", 1) != 1 || close(fd) != 0) exit(1);
}

int main(void) {
    parent = getpid();
    if (!mkdtemp(base)) return 1;
    snprintf(data, sizeof data, "%s/data", base);
    snprintf(inside, sizeof inside, "%s/data/kring.db", base);
    snprintf(fresh, sizeof fresh, "%s/data/kring.db-wal", base);
    snprintf(outside, sizeof outside, "%s/other", base);
    snprintf(key, sizeof key, "%s/data.key", base);
    if (mkdir(data, 0700) != 0) return 1;
    make(inside);
    make(outside);
    make(key);
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_calls), cmocka_unit_test(test_files)};
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    unlink(inside);
    unlink(outside);
    unlink(key);
    rmdir(data);
    rmdir(base);
    return failed;
}
