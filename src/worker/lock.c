#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>

#include "worker/worker.h"

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define CHECKED_BUILD 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define CHECKED_BUILD 1
#endif
#endif

#if !defined(CHECKED_BUILD)

static bool limit(int what, rlim_t most) {
    struct rlimit now;
    if (getrlimit(what, &now) != 0) return false;
    if (now.rlim_max != RLIM_INFINITY && now.rlim_max < most) most = now.rlim_max;
    struct rlimit then = {most, most};
    return setrlimit(what, &then) == 0;
}

#if defined(__x86_64__)
#define OWN_ARCH AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define OWN_ARCH AUDIT_ARCH_AARCH64
#endif

#if defined(OWN_ARCH)
#define LOAD(member) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, (uint32_t)offsetof(struct seccomp_data, member))
#define REFUSE       BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM)
#define DENY(number) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (number), 0, 1), REFUSE
#define WRITE_FLAGS  (O_WRONLY | O_RDWR | O_CREAT | O_TRUNC | O_APPEND)

/* A picture needs memory, its input and the font files. Everything that reaches further is refused, so that a
 * fault in a library has nowhere to go. */
static bool filter_calls(void) {
    struct sock_filter rules[] = {
        LOAD(arch),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, OWN_ARCH, 1, 0),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
        LOAD(nr),
#if defined(__x86_64__)
        /* the same calls under other numbers (x32) */
        BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x40000000, 0, 1),
        REFUSE,
#endif
        DENY(__NR_socket),
        DENY(__NR_socketpair),
        DENY(__NR_connect),
        DENY(__NR_bind),
        DENY(__NR_execve),
        DENY(__NR_execveat),
        DENY(__NR_ptrace),
        DENY(__NR_process_vm_writev),
        DENY(__NR_process_vm_readv),
        DENY(__NR_kill),
        DENY(__NR_tkill),
        DENY(__NR_tgkill),
        DENY(__NR_rt_sigqueueinfo),
        DENY(__NR_rt_tgsigqueueinfo),
        DENY(__NR_pidfd_send_signal),
        DENY(__NR_open_by_handle_at),
        DENY(__NR_fchmodat),
        DENY(__NR_mknodat),
        DENY(__NR_unlinkat),
        DENY(__NR_renameat2),
        DENY(__NR_mkdirat),
        DENY(__NR_linkat),
        DENY(__NR_symlinkat),
        DENY(__NR_openat2),
        DENY(__NR_io_uring_setup),
#if defined(__x86_64__)
        DENY(__NR_fork),
        DENY(__NR_vfork),
        DENY(__NR_open),
        DENY(__NR_creat),
        DENY(__NR_unlink),
        DENY(__NR_rename),
        DENY(__NR_renameat),
        DENY(__NR_mkdir),
        DENY(__NR_link),
        DENY(__NR_symlink),
        DENY(__NR_truncate),
#endif
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_openat, 0, 3),
        LOAD(args[2]),
        BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, WRITE_FLAGS, 0, 1),
        REFUSE,
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    struct sock_fprog program = {.len = (unsigned short)(sizeof rules / sizeof rules[0]), .filter = rules};
    /* A machine without seccomp still has the limits. */
    return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0 || errno == EINVAL;
}
#else
static bool filter_calls(void) {
    return true;
}
#endif

bool worker_lock(void) {
    return prctl(PR_SET_DUMPABLE, 0) == 0 && limit(RLIMIT_AS, (rlim_t)1 << 30) && limit(RLIMIT_CPU, 20) &&
           limit(RLIMIT_NOFILE, 64) && limit(RLIMIT_CORE, 0) && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
           worker_reach() && filter_calls();
}

#else

/* Fontconfig keeps its lists until the process ends, which is at once. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void) {
    return "leak:libfontconfig\n";
}
const char *__lsan_default_options(void);
const char *__lsan_default_options(void) {
    return "print_suppressions=0";
}

/* The sanitizers need the very things that are given up. */
bool worker_lock(void) {
    return true;
}

#endif
