#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli/cli.h"

#define MOST_PAPER (128u << 20)

/* The worker's two pipes; -1 once closed. */
typedef struct pipes {
    int to, from;
} pipes;

static void shut(int *fd) {
    if (*fd >= 0) (void)close(*fd); /* a pipe: nothing to lose */
    *fd = -1;
}

/* A pipe that the worker does not inherit but for the ends it is given. */
static bool open_pipe(int ends[2]) {
    return pipe(ends) == 0 && fcntl(ends[0], F_SETFD, FD_CLOEXEC) == 0 &&
           fcntl(ends[1], F_SETFD, FD_CLOEXEC) == 0;
}

static kr_err start(const char *program, const char *kind, pipes *p, pid_t *child, kr_error *error) {
    int in[2] = {-1, -1}, out[2] = {-1, -1};
    char worker[] = "kring-worker", format[4] = {kind[0], kind[1], kind[2], 0};
    char *arguments[] = {worker, format, NULL}, *environment[] = {NULL};
    posix_spawn_file_actions_t actions;
    if (!open_pipe(in) || !open_pipe(out) || posix_spawn_file_actions_init(&actions) != 0) {
        shut(&in[0]), shut(&in[1]), shut(&out[0]), shut(&out[1]);
        return kr_fail(error, KR_E_IO, "cli.io", NULL, strerror(errno));
    }
    int wrong = posix_spawn_file_actions_adddup2(&actions, in[0], STDIN_FILENO);
    if (!wrong) wrong = posix_spawn_file_actions_adddup2(&actions, out[1], STDOUT_FILENO);
    if (!wrong) wrong = posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    if (!wrong) wrong = posix_spawn(child, program, &actions, NULL, arguments, environment);
    (void)posix_spawn_file_actions_destroy(&actions);
    shut(&in[0]), shut(&out[1]);
    *p = (pipes){in[1], out[0]};
    if (!wrong) return KR_OK;
    shut(&p->to), shut(&p->from);
    return kr_fail(error, KR_E_IO, "cli.no_worker", NULL, strerror(wrong));
}

/* Gives and takes in turns, so that neither side waits for the other. */
static kr_err exchange(pipes *p, kr_str svg, kr_buf *out) {
    static char part[65536];
    if (fcntl(p->to, F_SETFL, O_NONBLOCK) != 0) return KR_E_IO;
    while (p->from >= 0) {
        struct pollfd both[2] = {{p->from, POLLIN, 0}, {p->to, POLLOUT, 0}};
        if (poll(both, p->to >= 0 ? 2 : 1, -1) < 0 && errno != EINTR) return KR_E_IO;
        if (p->to >= 0 && both[1].revents) {
            ssize_t n = write(p->to, svg.ptr, svg.len);
            if (n > 0) svg = kr_str_n(svg.ptr + n, svg.len - (size_t)n);
            if (svg.len == 0 || (n < 0 && errno != EAGAIN && errno != EINTR)) shut(&p->to);
        }
        if (!both[0].revents) continue;
        ssize_t n = read(p->from, part, sizeof part);
        if (n > 0) kr_put(out, kr_str_n(part, (size_t)n));
        if (n == 0 || (n < 0 && errno != EINTR)) shut(&p->from);
    }
    return KR_OK;
}

kr_err cli_paper(cli *c, const char *kind, kr_str svg, kr_str *out, kr_error *error) {
    const char *program;
    pipes p;
    pid_t child;
    kr_buf bytes;
    kr_buf_init(&bytes, &c->arena, MOST_PAPER);
    kr_err err = cli_beside(c, "kring-worker", &program, error);
    if (err == KR_OK) err = start(program, kind, &p, &child, error);
    if (err != KR_OK) return err;
    err = exchange(&p, svg, &bytes);
    shut(&p.to), shut(&p.from);
    int status = 0;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) continue;
    if (err != KR_OK) return kr_fail(error, err, "cli.io", NULL, strerror(errno));
    if (!WIFEXITED(status) || WEXITSTATUS(status) == 3)
        return kr_fail(error, KR_E_MEMORY, "worker.memory", NULL, NULL);
    if (WEXITSTATUS(status) == 127) return kr_fail(error, KR_E_IO, "cli.no_worker", NULL, program);
    if (WEXITSTATUS(status) != 0) return kr_fail(error, KR_E_INVALID, "worker.input", NULL, NULL);
    if (kr_buf_end(&bytes, out) != KR_OK) return kr_fail(error, KR_E_MEMORY, "error.memory", NULL, NULL);
    return KR_OK;
}
