/* What the worker cannot do any more once it is locked. Each try is made in a process of its own. */
#define _GNU_SOURCE
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>

#include <cmocka.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "worker/worker.h"

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define CHECKED_BUILD true
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define CHECKED_BUILD true
#endif
#endif
#ifndef CHECKED_BUILD
#define CHECKED_BUILD false
#endif

static char secret[] = "/tmp/kring-lock-XXXXXX";
static pid_t parent;

static bool reads_fonts(void) {
    return worker_fonts();
}
static bool reads_a_secret(void) {
    return open(secret, O_RDONLY | O_CLOEXEC) >= 0;
}
static bool writes(void) {
    return open(secret, O_WRONLY | O_CLOEXEC) >= 0;
}
static bool connects(void) {
    return socket(AF_INET, SOCK_STREAM, 0) >= 0;
}
static bool connects_otherwise(void) {
    int ends[2];
    return socket(AF_INET6, SOCK_DGRAM, 0) >= 0 || socket(AF_UNIX, SOCK_STREAM, 0) >= 0 ||
           socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0 || syscall(SYS_io_uring_setup, 1, NULL) >= 0;
}
static bool starts_programs(void) {
    char name[] = "/bin/true", *arguments[] = {name, NULL}, *environment[] = {NULL};
    return execve(name, arguments, environment) == 0 || errno != EPERM;
}
/* A program that never was a file. */
static bool starts_from_memory(void) {
    char *none[] = {NULL};
    int fd = (int)syscall(SYS_memfd_create, "x", 0);
    return syscall(SYS_execveat, fd, "", none, none, 0x1000) == 0 || errno != EPERM;
}
static bool makes_files(void) {
    char name[] = "/tmp/kring-lock-made";
    return open(name, O_WRONLY | O_CREAT | O_CLOEXEC, 0600) >= 0 || mkdir(name, 0700) == 0 ||
           rename(secret, name) == 0 || link(secret, name) == 0 || symlink(secret, name) == 0 ||
           unlink(secret) == 0 || truncate(secret, 0) == 0;
}
static bool looks_at_others(void) {
    return ptrace(PTRACE_TRACEME, 0, NULL, NULL) == 0 ||
           syscall(SYS_process_vm_readv, parent, NULL, 0, NULL, 0, 0) >= 0;
}
static bool reads_the_machine(void) {
    char name[64];
    snprintf(name, sizeof name, "/proc/%d/environ", (int)parent);
    return open("/etc/passwd", O_RDONLY | O_CLOEXEC) >= 0 || open(name, O_RDONLY | O_CLOEXEC) >= 0 ||
           open("/tmp", O_RDONLY | O_DIRECTORY | O_CLOEXEC) >= 0;
}
static bool signals(void) {
    return kill(parent, 0) == 0 || syscall(SYS_tgkill, parent, parent, 0) == 0;
}

/* Does it succeed in a locked process? */
static bool can(bool (*act)(void)) {
    int status = 0;
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) _exit(!worker_lock() ? 2 : act() ? 1 : 0);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_not_equal(WEXITSTATUS(status), 2);
    return WEXITSTATUS(status) == 1;
}

static void test_lock(void **state) {
    (void)state;
    if (CHECKED_BUILD) skip(); /* the sanitizers need what is given up */
    assert_true(can(reads_fonts));
    assert_false(can(writes));
    assert_false(can(connects));
    assert_false(can(connects_otherwise));
    assert_false(can(starts_programs));
    assert_false(can(starts_from_memory));
    assert_false(can(makes_files));
    assert_false(can(looks_at_others));
    assert_false(can(signals));
}

static void test_secrets(void **state) {
    (void)state;
    long version = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
    if (CHECKED_BUILD || version < 1) skip(); /* a kernel without Landlock cannot keep files away */
    assert_true(reads_a_secret());
    assert_false(can(reads_a_secret));
    assert_true(reads_the_machine());
    assert_false(can(reads_the_machine));
}

int main(void) {
    parent = getpid();
    int fd = mkstemp(secret);
    if (fd < 0 || close(fd) != 0) return 1;
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_lock), cmocka_unit_test(test_secrets)};
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    unlink(secret);
    return failed;
}
