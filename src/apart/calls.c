/* Which calls a process may make. A list of what is needed; all else is refused with EPERM, so that a library
 * that tries something finds out and goes on. */
#define _GNU_SOURCE
#include <errno.h>
#include <sched.h>
#include <seccomp.h>
#include <stdint.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <termios.h>
#include <unistd.h>

#include "apart/confine.h"

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define CHECKED_BUILD true
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || __has_feature(memory_sanitizer)
#define CHECKED_BUILD true
#endif
#endif
#ifndef CHECKED_BUILD
#define CHECKED_BUILD false
#endif

#define COUNT(list) (sizeof(list) / sizeof(list)[0])

/* Names that this machine does not have are left out. */
static const char *const everybody[] = {
    "read", "write", "readv", "writev", "pread64", "pwrite64", "preadv", "pwritev", "close", "close_range",
    "lseek", "open", "openat", "access", "faccessat", "faccessat2", "stat", "lstat", "fstat", "newfstatat",
    "statx", "readlink", "readlinkat", "getdents64", "getcwd", "statfs", "fstatfs", "fcntl", "fadvise64",
    /* memory */
    "mmap", "mprotect", "munmap", "mremap", "madvise", "brk", "mlock", "mlock2", "munlock", "msync",
    "membarrier",
    /* waiting */
    "poll", "ppoll", "select", "pselect6", "epoll_create1", "epoll_ctl", "epoll_wait", "epoll_pwait",
    "epoll_pwait2", "eventfd2", "pipe", "pipe2", "dup", "dup2", "dup3", "timerfd_create", "timerfd_settime",
    "clock_gettime", "clock_getres", "clock_nanosleep", "nanosleep", "gettimeofday", "time", "times",
    "restart_syscall",
    /* lines that are there, and pairs that lead nowhere else */
    "getsockname", "getpeername", "getsockopt", "setsockopt", "sendto", "recvfrom", "sendmsg", "recvmsg",
    "sendmmsg", "recvmmsg", "shutdown", "socketpair",
    /* threads and signals */
    "exit", "exit_group", "futex", "set_robust_list", "rseq", "set_tid_address", "gettid", "getpid",
    "getppid", "getuid", "geteuid", "getgid", "getegid", "sched_yield", "sched_getaffinity", "sched_getparam",
    "sched_getscheduler", "rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "rt_sigtimedwait",
    "rt_sigpending", "rt_sigsuspend", "sigaltstack", "wait4", "waitid",
    /* about itself and the machine */
    "getrandom", "uname", "sysinfo", "getrusage", "getrlimit", "arch_prctl"};

static const char *const server[] = {
    "accept", "accept4", "listen",   "sendfile", "fsync",     "fdatasync", "ftruncate", "fallocate",
    "flock",  "unlink",  "unlinkat", "rename",   "renameat",  "renameat2", "link",      "linkat",
    "mkdir",  "mkdirat", "rmdir",    "umask",    "utimensat", "fchmod",    "fchown",    "sync_file_range"};

static const char *const client[] = {"connect", "bind"};

bool kr_confine_checked(void) {
    return CHECKED_BUILD;
}

static int allow(scmp_filter_ctx filter, const char *const *names, size_t count) {
    int wrong = 0;
    for (size_t i = 0; i < count && !wrong; i++) {
        int number = seccomp_syscall_resolve_name(names[i]);
        if (number < 0) continue;
        wrong = seccomp_rule_add(filter, SCMP_ACT_ALLOW, number, 0);
    }
    return wrong;
}

/* Only with this value of one argument. */
static int allow_when(scmp_filter_ctx filter, int number, struct scmp_arg_cmp when) {
    return seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, number, 1, &when);
}

/* Threads, not processes; signals and limits of its own. clone3 hides its flags in memory: who asks hears
 * that there is none and takes clone. */
static int allow_some(scmp_filter_ctx filter) {
    static const unsigned long asks[] = {FIONBIO, FIONREAD, TCGETS};
    const scmp_datum_t own = (scmp_datum_t)getpid();
    int wrong = allow_when(filter, SCMP_SYS(clone), SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_THREAD, CLONE_THREAD));
    if (!wrong) wrong = seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0);
    if (!wrong) wrong = allow_when(filter, SCMP_SYS(tgkill), SCMP_A0(SCMP_CMP_EQ, own, 0));
    if (!wrong) wrong = allow_when(filter, SCMP_SYS(prctl), SCMP_A0(SCMP_CMP_EQ, PR_SET_NAME, 0));
    if (!wrong) wrong = allow_when(filter, SCMP_SYS(prlimit64), SCMP_A2(SCMP_CMP_EQ, 0, 0)); /* only asking */
    for (size_t i = 0; i < COUNT(asks) && !wrong; i++)
        wrong = allow_when(filter, SCMP_SYS(ioctl), SCMP_A1(SCMP_CMP_EQ, asks[i], 0));
    return wrong;
}

/* To other machines, and what finding their addresses takes: netlink, the cache of names. */
static int allow_sockets(scmp_filter_ctx filter) {
    static const int families[] = {AF_INET, AF_INET6, AF_UNIX, AF_NETLINK};
    int wrong = allow(filter, client, COUNT(client));
    for (size_t i = 0; i < COUNT(families) && !wrong; i++)
        wrong = allow_when(filter, SCMP_SYS(socket), SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)families[i], 0));
    return wrong;
}

bool kr_confine_calls(bool network, kr_confined *out) {
    if (kr_confine_checked()) {
        out->wrong = "seccomp";
        return true;
    }
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(EPERM));
    if (!filter) return false;
    int wrong = allow(filter, everybody, COUNT(everybody));
    if (!wrong) wrong = allow_some(filter);
    if (!wrong) wrong = network ? allow_sockets(filter) : allow(filter, server, COUNT(server));
    if (!wrong) wrong = seccomp_load(filter);
    seccomp_release(filter);
    out->calls = wrong == 0;
    if (wrong == -EINVAL || wrong == -EOPNOTSUPP) out->wrong = "seccomp"; /* a kernel without */
    return wrong == 0 || out->wrong;
}

bool kr_confine_self(void) {
    const struct rlimit none = {0, 0};
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return false;
    return kr_confine_checked() || (setrlimit(RLIMIT_CORE, &none) == 0 && prctl(PR_SET_DUMPABLE, 0) == 0);
}
