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
#include <sys/socket.h>
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
static bool starts_programs(void) {
    char name[] = "/bin/true", *arguments[] = {name, NULL}, *environment[] = {NULL};
    return execve(name, arguments, environment) == 0 || errno != EPERM;
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
    assert_false(can(starts_programs));
    assert_false(can(signals));
}

static void test_secrets(void **state) {
    (void)state;
    long version = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
    if (CHECKED_BUILD || version < 1) skip(); /* a kernel without Landlock cannot keep files away */
    assert_true(reads_a_secret());
    assert_false(can(reads_a_secret));
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
