#define _GNU_SOURCE
#include "apart/spawner.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define MOST_JOBS 16
#define FDS       3 /* in, out, control */

typedef struct order {
    uint8_t program;
    char kind[8];
    uint32_t width;
} order;

typedef struct job {
    pid_t pid; /* 0: free */
    int control;
} job;

typedef struct spawner {
    const kr_spawner_setup *setup;
    unsigned char *settings;
    size_t settings_len;
    int line, signals;
    job jobs[MOST_JOBS];
} spawner;

/* -- in the new process -- */
static bool known_kind(const order *o) {
    static const char *const kinds[] = {"pdf", "png", "photo", "picture"};
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (strcmp(kinds[i], o->kind) == 0) return true;
    return false;
}

/* What a courier is told, as a pipe that already holds it: it fits, or it is not started. */
static int told(const spawner *s) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) return -1;
    if (fcntl(ends[1], F_SETPIPE_SZ, (int)s->settings_len) < 0) (void)fcntl(ends[1], F_SETFL, O_NONBLOCK);
    ssize_t n = write(ends[1], s->settings, s->settings_len);
    close(ends[1]);
    if (n == (ssize_t)s->settings_len) return ends[0];
    close(ends[0]);
    return -1;
}

static bool begin(spawner *s, pid_t *pid, const order *o, const int fds[FDS]) {
    bool courier = o->program == KR_PROGRAM_COURIER;
    const char *path = courier ? s->setup->courier : s->setup->worker;
    char digits[16];
    int extra = -1;
    if (!path || (courier ? !s->settings : o->program != KR_PROGRAM_WORKER || !known_kind(o))) return false;
    if (courier && (extra = told(s)) < 0) return false;
    snprintf(digits, sizeof digits, "%u", o->width);
    char *args[] = {(char *)(uintptr_t)path, courier ? NULL : (char *)(uintptr_t)o->kind,
                    o->width ? digits : NULL, NULL};
    char *env[] = {(char *)(uintptr_t) "PATH=/usr/bin:/bin", (char *)(uintptr_t) "LC_ALL=C.UTF-8", NULL};
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t how;
    sigset_t none;
    sigemptyset(&none);
    bool good = posix_spawn_file_actions_init(&actions) == 0;
    if (good && posix_spawnattr_init(&how) == 0) {
        good = posix_spawnattr_setflags(&how, POSIX_SPAWN_SETSIGMASK) == 0 &&
               posix_spawnattr_setsigmask(&how, &none) == 0 &&
               posix_spawn_file_actions_adddup2(&actions, fds[0], 0) == 0 &&
               posix_spawn_file_actions_adddup2(&actions, fds[1], 1) == 0 &&
               posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0) == 0 &&
               (extra < 0 || posix_spawn_file_actions_adddup2(&actions, extra, 3) == 0) &&
               posix_spawn(pid, path, &actions, &how, args, env) == 0;
        posix_spawnattr_destroy(&how);
    } else {
        good = false;
    }
    posix_spawn_file_actions_destroy(&actions);
    if (extra >= 0) close(extra);
    return good;
}

/* 1 with an order, 0 at the end, -1 for something else. */
static int hear(const spawner *s, order *o, int fds[FDS]) {
    union {
        struct cmsghdr head;
        char room[CMSG_SPACE(FDS * sizeof(int))];
    } control;
    struct iovec part = {.iov_base = o, .iov_len = sizeof *o};
    struct msghdr message = {
        .msg_iov = &part, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control.room};
    ssize_t n = recvmsg(s->line, &message, MSG_CMSG_CLOEXEC);
    if (n == 0 || (n < 0 && errno != EINTR && errno != EAGAIN)) return 0;
    struct cmsghdr *head = n > 0 ? CMSG_FIRSTHDR(&message) : NULL;
    if (!head || head->cmsg_level != SOL_SOCKET || head->cmsg_type != SCM_RIGHTS) return -1;
    size_t count = (head->cmsg_len - CMSG_LEN(0)) / sizeof(int);
    memcpy(fds, CMSG_DATA(head), (count < FDS ? count : FDS) * sizeof(int));
    if (n == (ssize_t)sizeof *o && count == FDS) {
        o->kind[sizeof o->kind - 1] = '\0';
        return 1;
    }
    for (size_t i = 0; i < count && i < FDS; i++) close(fds[i]);
    return -1;
}

static job *free_job(spawner *s) {
    for (int i = 0; i < MOST_JOBS; i++)
        if (s->jobs[i].pid == 0) return &s->jobs[i];
    return NULL;
}

static bool take_order(spawner *s) {
    order o = {0};
    int fds[FDS] = {-1, -1, -1};
    int heard = hear(s, &o, fds);
    if (heard <= 0) return heard < 0;
    job *free = free_job(s);
    pid_t pid = 0;
    bool begun = free && begin(s, &pid, &o, fds);
    close(fds[0]);
    close(fds[1]);
    if (begun)
        *free = (job){pid, fds[2]};
    else
        close(fds[2]); /* its end says enough */
    return true;
}

static void reap(spawner *s) {
    struct signalfd_siginfo info;
    int status = 0;
    pid_t pid;
    while (read(s->signals, &info, sizeof info) > 0) continue;
    while ((pid = waitpid(-1, &status, WNOHANG)) > 0) {
        unsigned char code = WIFEXITED(status) ? (unsigned char)WEXITSTATUS(status) : 255;
        for (int i = 0; i < MOST_JOBS; i++) {
            if (s->jobs[i].pid != pid) continue;
            (void)send(s->jobs[i].control, &code, 1, MSG_NOSIGNAL | MSG_DONTWAIT);
            close(s->jobs[i].control);
            s->jobs[i].pid = 0;
        }
    }
}

static void stop_all(spawner *s) {
    for (int i = 0; i < MOST_JOBS; i++)
        if (s->jobs[i].pid) kill(s->jobs[i].pid, SIGKILL);
}

static void serve(spawner *s) {
    for (;;) {
        struct pollfd fds[2 + MOST_JOBS] = {{.fd = s->line, .events = POLLIN},
                                            {.fd = s->signals, .events = POLLIN}};
        for (int i = 0; i < MOST_JOBS; i++) fds[2 + i].fd = s->jobs[i].pid ? s->jobs[i].control : -1;
        if (poll(fds, 2 + MOST_JOBS, -1) < 0) continue;
        for (int i = 0; i < MOST_JOBS; i++) /* nobody listens any more */
            if (fds[2 + i].revents && s->jobs[i].pid) kill(s->jobs[i].pid, SIGKILL);
        if (fds[1].revents) reap(s);
        if (fds[0].revents && !take_order(s)) break;
    }
    stop_all(s);
}

/* Nothing of what the other process has open stays open here. */
static void leave_the_rest(int line) {
    int null = open("/dev/null", O_RDWR);
    for (int fd = 0; fd < 2 && null >= 0; fd++) (void)dup2(null, fd);
    if (dup2(line, 3) == 3) (void)close_range(4, ~0u, 0);
}

static _Noreturn void live(const kr_spawner_setup *setup, int line) {
    spawner s = {.setup = setup, .line = 3};
    sigset_t all, child;
    sigfillset(&all); /* it ends when its line does, not by Ctrl-C on the way */
    sigdelset(&all, SIGKILL);
    (void)sigprocmask(SIG_SETMASK, &all, NULL);
    (void)prctl(PR_SET_NAME, "kring-spawner");
    (void)prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    (void)prctl(PR_SET_DUMPABLE, 0);
    leave_the_rest(line);
    for (char **word = environ; word && *word; word++) memset(*word, 0, strlen(*word)); /* a key, perhaps */
    environ = NULL;
    sigemptyset(&child);
    sigaddset(&child, SIGCHLD);
    s.signals = signalfd(-1, &child, SFD_CLOEXEC | SFD_NONBLOCK);
    (void)fcntl(s.line, F_SETFD, FD_CLOEXEC);
    if (setup->settings && !setup->settings(setup->context, &s.settings, &s.settings_len)) s.settings = NULL;
    if (s.signals >= 0) serve(&s);
    _exit(0);
}

/* -- in the web process -- */
int kr_spawner_start(const kr_spawner_setup *setup) {
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0) return -1;
    pid_t pid = fork();
    if (pid == 0) live(setup, ends[1]);
    close(ends[1]);
    if (pid > 0) return ends[0];
    close(ends[0]);
    return -1;
}

bool kr_spawner_run(int line, kr_program program, const char *kind, int width, int in, int out,
                    int *control) {
    union {
        struct cmsghdr head;
        char room[CMSG_SPACE(FDS * sizeof(int))];
    } room;
    order o = {.program = (uint8_t)program, .width = width > 0 ? (uint32_t)width : 0};
    int pair[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0) return false;
    snprintf(o.kind, sizeof o.kind, "%s", kind ? kind : "");
    memset(&room, 0, sizeof room);
    const int fds[FDS] = {in, out, pair[1]};
    struct iovec part = {.iov_base = &o, .iov_len = sizeof o};
    struct msghdr message = {
        .msg_iov = &part, .msg_iovlen = 1, .msg_control = &room, .msg_controllen = sizeof room.room};
    struct cmsghdr *head = CMSG_FIRSTHDR(&message);
    head->cmsg_level = SOL_SOCKET;
    head->cmsg_type = SCM_RIGHTS;
    head->cmsg_len = CMSG_LEN(sizeof fds);
    memcpy(CMSG_DATA(head), fds, sizeof fds);
    ssize_t n;
    while ((n = sendmsg(line, &message, MSG_NOSIGNAL)) < 0 && errno == EINTR) continue;
    close(pair[1]);
    if (n == (ssize_t)sizeof o) {
        *control = pair[0];
        return true;
    }
    close(pair[0]);
    return false;
}

int kr_spawner_code(int control, int ms) {
    unsigned char code = 255;
    struct pollfd wait = {.fd = control, .events = POLLIN};
    int ready;
    while ((ready = poll(&wait, 1, ms)) < 0 && errno == EINTR) continue;
    ssize_t n = ready > 0 ? read(control, &code, 1) : 0;
    close(control);
    return n == 1 && code != 255 ? code : -1;
}
