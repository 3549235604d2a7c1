/* Paper and photos: SVG goes to a small program of its own, which can reach nothing else, and comes back as
 * PDF or PNG; a photo comes back small and upright. */
#define _GNU_SOURCE /* pipe2: no descriptor leaks into another worker that starts at the same moment */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "apart/spawner.h"
#include "web/engine.h"

#define MOST_SLOTS   2
#define MOST_WAIT_S  15
#define MOST_TIME_MS 20000
#define MOST_END_MS  5000 /* between its last byte and its end */
#define MOST_BYTES   ((size_t)64 << 20)

static bool take_slot(kr_web *web) {
    struct timespec until;
    bool taken = false;
    if (clock_gettime(CLOCK_REALTIME, &until) != 0) return false;
    until.tv_sec += MOST_WAIT_S;
    pthread_mutex_lock(&web->render_lock);
    while (web->render_slots >= MOST_SLOTS)
        if (pthread_cond_timedwait(&web->render_free, &web->render_lock, &until) != 0) break;
    if (web->render_slots < MOST_SLOTS) {
        web->render_slots++;
        taken = true;
    }
    pthread_mutex_unlock(&web->render_lock);
    return taken;
}

static void give_slot(kr_web *web) {
    pthread_mutex_lock(&web->render_lock);
    web->render_slots--;
    pthread_cond_signal(&web->render_free);
    pthread_mutex_unlock(&web->render_lock);
}

typedef struct worker {
    pid_t pid;
    int in, out, control; /* control: instead of pid, when the spawner started it */
} worker;

static bool start_here(worker *w, const char *program, const char *kind, int width, int in, int out) {
    char digits[16];
    snprintf(digits, sizeof(digits), "%d", width);
    char *args[] = {(char *)(uintptr_t)program, (char *)(uintptr_t)kind, width > 0 ? digits : NULL, NULL};
    char *env[] = {(char *)(uintptr_t) "PATH=/usr/bin:/bin", (char *)(uintptr_t) "LC_ALL=C.UTF-8", NULL};
    posix_spawn_file_actions_t actions;
    if (posix_spawn_file_actions_init(&actions) != 0) return false;
    bool started = posix_spawn_file_actions_adddup2(&actions, in, 0) == 0 &&
                   posix_spawn_file_actions_adddup2(&actions, out, 1) == 0 &&
                   posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0) == 0 &&
                   posix_spawn(&w->pid, program, &actions, NULL, args, env) == 0;
    posix_spawn_file_actions_destroy(&actions);
    return started;
}

static bool start(const kr_web *web, worker *w, const char *kind, int width) {
    int in[2], out[2];
    if (pipe2(in, O_CLOEXEC) != 0) return false;
    if (pipe2(out, O_CLOEXEC) != 0) {
        close(in[0]);
        close(in[1]);
        return false;
    }
    bool started = web->spawner > 0 ? kr_spawner_run(web->spawner, KR_PROGRAM_WORKER, kind, width, in[0],
                                                     out[1], &w->control)
                                    : start_here(w, web->worker.ptr, kind, width, in[0], out[1]);
    close(in[0]);
    close(out[1]);
    w->in = in[1];
    w->out = out[0];
    if (started) return true;
    close(w->in);
    close(w->out);
    return false;
}

static int64_t steady_ms(void) {
    struct timespec now;
    if (clock_gettime(CLOCK_MONOTONIC, &now) != 0) return 0;
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Writes some of what is left; closes the pipe when all is in. false when the worker does not listen any
 * more. */
static bool feed(worker *w, kr_str *left) {
    ssize_t n = write(w->in, left->ptr, left->len);
    if (n < 0) return errno == EAGAIN || errno == EINTR;
    *left = kr_str_n(left->ptr + n, left->len - (size_t)n);
    if (left->len == 0) {
        close(w->in);
        w->in = -1;
    }
    return true;
}

/* Reads what has come. 1 more may follow, 0 the end, -1 wrong. */
static int drain(worker *w, kr_buf *out) {
    char part[65536];
    ssize_t n = read(w->out, part, sizeof(part));
    if (n < 0) return errno == EAGAIN || errno == EINTR ? 1 : -1;
    if (n == 0) return 0;
    kr_put(out, kr_str_n(part, (size_t)n));
    return out->err == KR_OK ? 1 : -1;
}

static bool converse(worker *w, kr_str svg, kr_buf *out) {
    int64_t until = steady_ms() + MOST_TIME_MS;
    (void)fcntl(w->in, F_SETFL, O_NONBLOCK);
    for (;;) {
        int64_t left = until - steady_ms();
        struct pollfd fds[2] = {{.fd = w->out, .events = POLLIN}, {.fd = w->in, .events = POLLOUT}};
        if (left <= 0 || poll(fds, w->in >= 0 ? 2 : 1, (int)left) < 0) return false;
        if (w->in >= 0 && (fds[1].revents & (POLLOUT | POLLERR)) && !feed(w, &svg)) return false;
        if (fds[0].revents & (POLLIN | POLLHUP | POLLERR)) {
            int more = drain(w, out);
            if (more <= 0) return more == 0;
        }
    }
}

/* With which code it ended; -1 when it was stopped or broke down. */
static int finish(worker *w, bool well) {
    int status = 0;
    if (w->in >= 0) close(w->in);
    close(w->out);
    if (w->control >= 0) {
        int code = kr_spawner_code(w->control, well ? MOST_END_MS : 0);
        return well ? code : -1;
    }
    if (!well) kill(w->pid, SIGKILL);
    while (waitpid(w->pid, &status, 0) < 0)
        if (errno != EINTR) return -1;
    return well && WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/* Gives `in` to the worker and takes what it makes of it. The code it ended with; the error only when it was
 * not started. */
static kr_err hand_over(kr_web *web, kr_str *out, int *code, kr_arena *arena, kr_str in, const char *kind,
                        int width, kr_error *error) {
    worker w = {.pid = 0, .in = -1, .out = -1, .control = -1};
    kr_buf bytes;
    if (web->worker.len == 0) return kr_fail(error, KR_E_UNSUPPORTED, "files.no_worker", NULL, NULL);
    if (!take_slot(web)) return kr_fail(error, KR_E_BUSY, "error.say.503", NULL, NULL);
    kr_buf_init(&bytes, arena, MOST_BYTES);
    *code = -1;
    if (start(web, &w, kind, width)) *code = finish(&w, converse(&w, in, &bytes));
    give_slot(web);
    if (*code == 0 && (bytes.len == 0 || kr_buf_end(&bytes, out) != KR_OK)) *code = -1;
    return KR_OK;
}

kr_err kr_render_svg(kr_web *web, kr_str *out, kr_arena *arena, kr_str svg, const char *kind, int width,
                     kr_error *error) {
    int code;
    kr_err err = hand_over(web, out, &code, arena, svg, kind, width, error);
    if (err != KR_OK || code == 0) return err;
    return kr_fail(error, KR_E_IO, "files.no_paper", NULL, NULL);
}

/* kind: "photo" or "picture". */
static kr_err render_image(kr_web *web, kr_str *out, kr_arena *arena, kr_str bytes, const char *kind,
                           kr_error *error) {
    /* As the worker ends: src/worker/photo.c. */
    static const char *const why[] = {[4] = "photo.kind",
                                      [5] = "photo.heic",
                                      [6] = "photo.moving",
                                      [7] = "photo.large",
                                      [8] = "photo.broken"};
    int code;
    kr_err err = hand_over(web, out, &code, arena, bytes, kind, 0, error);
    if (err != KR_OK || code == 0) return err;
    bool known = code >= 4 && code < (int)KR_COUNT(why);
    return kr_fail(error, KR_E_INVALID, known ? why[code] : "photo.heavy", NULL, NULL);
}

kr_err kr_render_photo(kr_web *web, kr_str *out, kr_arena *arena, kr_str bytes, kr_error *error) {
    return render_image(web, out, arena, bytes, "photo", error);
}

kr_err kr_render_picture(kr_web *web, kr_str *out, kr_arena *arena, kr_str bytes, kr_error *error) {
    return render_image(web, out, arena, bytes, "picture", error);
}
