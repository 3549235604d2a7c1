/* What a fault in the server could still reach. A whole server is started as `kring serve` starts it, in a
 * process of its own; while it serves, the same process tries what a thief inside it would try, from its
 * first thread and from a fresh one. */
#define _GNU_SOURCE
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>

#include <cmocka.h>
#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "apart/confine.h"
#include "apart/spawner.h"
#include "web/web.h"

static char base[] = "/tmp/kring-confined-XXXXXX";
static char data[100], key[120], beside[120], fresh[120], inside[120], lead[120], kept[120];
static int spawner = -1;
static pid_t parent;
static int wall[2]; /* both ends are the parent's, and known to the child: nothing of it is a way out */

static bool opens(const char *path, int flags) {
    int fd = open(path, flags | O_CLOEXEC, 0600);
    if (fd >= 0) close(fd);
    return fd >= 0;
}

/* -- programs -- */
static bool runs(const char *path) {
    char *arguments[] = {(char *)(uintptr_t)path, NULL}, *environment[] = {NULL};
    (void)execve(path, arguments, environment);
    return errno != EPERM && errno != EACCES;
}
static bool shell(void) {
    return runs("/bin/sh");
}
static bool interpreter(void) {
    return runs("/usr/bin/env") || runs("/usr/bin/python3") || runs("/usr/bin/node");
}
static bool itself(void) {
    return runs("/proc/self/exe");
}
static bool from_memory(void) {
    char *none[] = {NULL};
    int fd = (int)syscall(SYS_memfd_create, "x", 0);
    return fd >= 0 || (syscall(SYS_execveat, 0, "", none, none, 0x1000) == 0 || errno != EPERM);
}
static bool forks(void) {
    pid_t child = fork();
    if (child == 0) _exit(0);
    return child >= 0 || syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0) >= 0;
}
static bool spawns(void) {
    pid_t child = 0;
    char *arguments[] = {(char *)(uintptr_t) "sh", NULL}, *environment[] = {NULL};
    return posix_spawn(&child, "/bin/sh", NULL, NULL, arguments, environment) == 0;
}
/* The spawner starts two programs, with words of a list, and nothing else. */
static bool asks_spawner(void) {
    int control = -1, ends[2];
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0) return false;
    static const char *const kinds[] = {"sh", "-c", "../kring", "pdf;sh", ""};
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (kr_spawner_run(spawner, KR_PROGRAM_WORKER, kinds[i], 100, ends[0], ends[1], &control) &&
            kr_spawner_code(control, 3000) == 0)
            return true;
    return kr_spawner_run(spawner, (kr_program)7, "pdf", 100, ends[0], ends[1], &control) &&
           kr_spawner_code(control, 3000) == 0;
}

/* -- files -- */
static bool reads_passwords(void) {
    return opens("/etc/passwd", O_RDONLY) || opens("/etc/hostname", O_RDONLY) ||
           opens("/etc/shadow", O_RDONLY);
}
static bool reads_beside(void) {
    return opens(beside, O_RDONLY);
}
static bool reads_processes(void) {
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/environ", (int)parent);
    return opens(path, O_RDONLY) || opens("/proc/self/environ", O_RDONLY) ||
           opens("/proc/self/mem", O_RDWR) || opens("/proc/self/maps", O_RDONLY);
}
static bool lists(void) {
    return opens("/", O_RDONLY | O_DIRECTORY) || opens("/tmp", O_RDONLY | O_DIRECTORY) ||
           opens(base, O_RDONLY | O_DIRECTORY) || opens("/home", O_RDONLY | O_DIRECTORY);
}
static bool writes_key(void) {
    return opens(key, O_WRONLY) || truncate(key, 0) == 0 || unlink(key) == 0 || chmod(key, 0666) == 0 ||
           rename(fresh, key) == 0;
}
static bool writes_beside(void) {
    char path[140];
    snprintf(path, sizeof path, "%s/new", base);
    return opens(path, O_WRONLY | O_CREAT) || opens(beside, O_WRONLY) || mkdir(path, 0700) == 0 ||
           opens("/tmp/kring-confined-made", O_WRONLY | O_CREAT) ||
           opens("/var/tmp/kring-confined-made", O_WRONLY | O_CREAT) ||
           opens("kring-confined-made", O_WRONLY | O_CREAT) ||
           opens("/dev/shm/kring-made", O_RDWR | O_CREAT) || opens("/tmp", O_WRONLY | O_TMPFILE);
}
static bool moves_out(void) {
    char path[140];
    snprintf(path, sizeof path, "%s/out", base);
    return rename(inside, path) == 0 || link(inside, path) == 0 || link(beside, fresh) == 0;
}
static bool through_a_link(void) {
    return opens(lead, O_RDONLY) || symlink("/etc/passwd", fresh) == 0;
}
static bool climbs(void) {
    char path[160];
    snprintf(path, sizeof path, "%s/../other", data);
    return opens(path, O_RDONLY) || chroot(data) == 0 ||
           syscall(SYS_mount, "none", data, "tmpfs", 0, 0) == 0 || unshare(CLONE_NEWUSER | CLONE_NEWNS) == 0;
}
static bool makes_devices(void) {
    return mknod(fresh, S_IFCHR | 0600, 0x101) == 0 || mkfifo(fresh, 0600) == 0;
}
static bool reads_own(void) {
    return opens(kept, O_RDONLY) && opens(kept, O_RDWR) && opens(key, O_RDONLY);
}
static bool writes_own(void) {
    return opens(fresh, O_WRONLY | O_CREAT) && unlink(fresh) == 0;
}

/* -- lines -- */
static bool sockets(void) {
    static const int kinds[] = {AF_INET, AF_INET6, AF_UNIX, AF_NETLINK, AF_PACKET};
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (socket(kinds[i], SOCK_STREAM, 0) >= 0 || socket(kinds[i], SOCK_DGRAM, 0) >= 0) return true;
    return socket(AF_INET, SOCK_RAW, 1) >= 0;
}
static bool connects(void) {
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(53)};
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    /* on a handle that is there: the one it listens on, and others */
    for (int fd = 0; fd < 64; fd++)
        if (connect(fd, (struct sockaddr *)&to, sizeof to) == 0 ||
            bind(fd, (struct sockaddr *)&to, sizeof to) == 0)
            return true;
    return false;
}
static bool rings(void) {
    return syscall(SYS_io_uring_setup, 1, NULL) >= 0 || syscall(SYS_bpf, 0, NULL, 0) >= 0;
}

/* -- others -- */
static bool traces(void) {
    return ptrace(PTRACE_ATTACH, parent, NULL, NULL) == 0 || ptrace(PTRACE_TRACEME, 0, NULL, NULL) == 0;
}
static bool reads_memory(void) {
    char byte;
    struct iovec here = {&byte, 1}, there = {wall, 1};
    return process_vm_readv(parent, &here, 1, &there, 1, 0) >= 0 ||
           process_vm_writev(parent, &here, 1, &there, 1, 0) >= 0;
}
static bool signals(void) {
    return kill(parent, 0) == 0 || kill(-1, 0) == 0 || syscall(SYS_tgkill, parent, parent, 0) == 0 ||
           syscall(SYS_pidfd_open, parent, 0) >= 0;
}
static bool becomes_another(void) {
    return setuid(65534) == 0 || setgid(65534) == 0 || setresuid(65534, 65534, 65534) == 0;
}

/* -- the server in its process -- */
typedef struct trial {
    bool (*act)(void);
    bool done;
} trial;

static void *on_thread(void *context) {
    trial *t = context;
    t->done = t->act();
    return NULL;
}

static kr_server *serve(void) {
    kr_server *server = NULL;
    kr_error error = {0};
    if (kr_server_spawner(&spawner, data, &error) != KR_OK) return NULL;
    const kr_server_options options = {
        .listen = "127.0.0.1:0", .dir = data, .lang = KR_EN, .spawner = spawner, .confine = true};
    return kr_server_start(&server, &options, &error) == KR_OK ? server : NULL;
}

typedef struct named {
    const char *name;
    bool (*act)(void);
} named;

/* In a process that serves, one after another: how each went is told by a letter. One that got away (by
 * becoming another program, say) tells nothing more. */
static void try_all(char *out, const named *list, size_t count, bool fresh_thread) {
    int told[2], status = 0;
    size_t got = 0;
    assert_int_equal(pipe(told), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        close(told[0]);
        if (!serve()) _exit(2);
        for (size_t i = 0; i < count; i++) {
            trial t = {list[i].act, true};
            pthread_t thread;
            if (!fresh_thread)
                t.done = t.act();
            else if (pthread_create(&thread, NULL, on_thread, &t) != 0 || pthread_join(thread, NULL) != 0)
                _exit(3);
            if (write(told[1], t.done ? "y" : "n", 1) != 1) _exit(4);
        }
        _exit(0);
    }
    close(told[1]);
    for (ssize_t n; got < count && (n = read(told[0], out + got, count - got)) > 0;) got += (size_t)n;
    memset(out + got, '?', count - got);
    close(told[0]);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
}

static void never(const named *list, size_t count) {
    char went[20];
    for (int thread = 0; thread < 2; thread++) {
        try_all(went, list, count, thread);
        for (size_t i = 0; i < count; i++)
            if (went[i] != 'n') fail_msg("%s%s", list[i].name, thread ? ", on a fresh thread" : "");
    }
}

static void no_shell_and_no_programs(void **state) {
    static const named list[] = {{"a shell", shell},
                                 {"an interpreter", interpreter},
                                 {"itself", itself},
                                 {"from memory", from_memory},
                                 {"fork", forks},
                                 {"spawn", spawns},
                                 {"the spawner", asks_spawner}};
    (void)state;
    if (kr_confine_checked()) skip(); /* the sanitizers need what is given up */
    never(list, sizeof list / sizeof list[0]);
}

static void no_file_but_its_own(void **state) {
    static const named list[] = {{"passwords", reads_passwords},
                                 {"a file beside", reads_beside},
                                 {"processes", reads_processes},
                                 {"folders", lists},
                                 {"its key", writes_key},
                                 {"beside its folder", writes_beside},
                                 {"out of its folder", moves_out},
                                 {"through a link", through_a_link},
                                 {"up", climbs},
                                 {"devices", makes_devices}};
    (void)state;
    if (kr_confine_checked() || kr_confine_files_version() == 0) skip();
    never(list, sizeof list / sizeof list[0]);
    /* and these it needs */
    static const named own[] = {{"reads", reads_own}, {"writes", writes_own}};
    char went[2];
    try_all(went, own, 2, true);
    assert_memory_equal(went, "yy", 2);
}

static void no_line_outward(void **state) {
    static const named list[] = {{"a socket", sockets}, {"a line", connects}, {"rings", rings}};
    (void)state;
    if (kr_confine_checked()) skip();
    never(list, sizeof list / sizeof list[0]);
}

static void no_look_at_others(void **state) {
    static const named list[] = {{"traces", traces},
                                 {"memory", reads_memory},
                                 {"signals", signals},
                                 {"another user", becomes_another}};
    (void)state;
    if (kr_confine_checked()) skip();
    never(list, sizeof list / sizeof list[0]);
}

/* Every thread of it, and it answers. */
static bool line_of(const char *path, const char *line) {
    char text[4000];
    FILE *file = fopen(path, "re");
    size_t len = file ? fread(text, 1, sizeof text - 1, file) : 0;
    if (file) fclose(file);
    text[len] = '\0';
    return strstr(text, line) != NULL;
}

static bool answers(int port) {
    static const char ask[] = "GET /hulp HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    char text[64] = "";
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    bool well = fd >= 0 && connect(fd, (struct sockaddr *)&to, sizeof to) == 0 &&
                send(fd, ask, sizeof ask - 1, 0) == (ssize_t)(sizeof ask - 1) &&
                recv(fd, text, 15, MSG_WAITALL) == 15;
    if (fd >= 0) close(fd);
    return well && strncmp(text, "HTTP/1.1 200 OK", 15) == 0;
}

static void every_thread_is_locked_in(void **state) {
    int told[2], port = 0, status;
    char path[80], one[400];
    size_t threads = 0;
    (void)state;
    if (kr_confine_checked()) skip();
    assert_int_equal(pipe(told), 0);
    pid_t child = fork();
    if (child == 0) {
        kr_server *server = serve();
        port = server ? kr_server_port(server) : -1;
        if (write(told[1], &port, sizeof port) != sizeof port) _exit(1);
        for (;;) pause();
    }
    assert_int_equal(read(told[0], &port, sizeof port), sizeof port);
    assert_true(port > 0);
    for (int i = 0; i < 3; i++) assert_true(answers(port));
    snprintf(path, sizeof path, "/proc/%d/task", (int)child);
    DIR *tasks = opendir(path);
    assert_non_null(tasks);
    for (struct dirent *task; (task = readdir(tasks));) {
        if (task->d_name[0] == '.') continue;
        snprintf(one, sizeof one, "%s/%s/status", path, task->d_name);
        threads++;
        if (!line_of(one, "NoNewPrivs:\t1") || !line_of(one, "Seccomp:\t2"))
            fail_msg("thread %s", task->d_name);
    }
    closedir(tasks);
    assert_true(threads >= 3);
    kill(child, SIGKILL);
    assert_int_equal(waitpid(child, &status, 0), child);
    close(told[0]);
    close(told[1]);
}

static void make(const char *path) {
    int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0 || write(fd, "x", 1) != 1 || close(fd) != 0) exit(1);
}

static void clear(const char *path) {
    char one[700];
    DIR *folder = opendir(path);
    for (struct dirent *e; folder && (e = readdir(folder));) {
        if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0) continue;
        snprintf(one, sizeof one, "%s/%s", path, e->d_name);
        if (unlink(one) != 0) clear(one);
    }
    if (folder) closedir(folder);
    rmdir(path);
}

int main(void) {
    parent = getpid();
    if (!mkdtemp(base)) return 1;
    snprintf(data, sizeof data, "%s/data", base);
    snprintf(key, sizeof key, "%s/data.key", base);
    snprintf(beside, sizeof beside, "%s/other", base);
    snprintf(fresh, sizeof fresh, "%s/data/fresh", base);
    snprintf(inside, sizeof inside, "%s/data/inside", base);
    snprintf(kept, sizeof kept, "%s/data/kring.db", base);
    snprintf(lead, sizeof lead, "%s/data/lead", base);
    make(beside);
    /* once outside, so that the folder and its key are there, and each trial finds the same */
    kr_server *server = NULL;
    kr_error error = {0};
    const kr_server_options options = {.listen = "127.0.0.1:0", .dir = data, .lang = KR_EN};
    if (kr_server_start(&server, &options, &error) != KR_OK) return 1;
    kr_server_stop(server);
    make(inside);
    if (symlink(beside, lead) != 0) return 1;
    /* what is refused inside is possible outside: the trials do try something */
    bool sound =
        reads_passwords() && reads_beside() && lists() && writes_own() && through_a_link() && sockets();
    const struct CMUnitTest tests[] = {cmocka_unit_test(no_shell_and_no_programs),
                                       cmocka_unit_test(no_file_but_its_own),
                                       cmocka_unit_test(no_line_outward), cmocka_unit_test(no_look_at_others),
                                       cmocka_unit_test(every_thread_is_locked_in)};
    int failed = sound ? cmocka_run_group_tests(tests, NULL, NULL) : 1;
    clear(base);
    return failed;
}
