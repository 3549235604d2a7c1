/* The server: libmicrohttpd, one thread for each connection, because pages wait (for the disk, for argon2id)
 * and a page that waits must hold up nobody else. */
#include <errno.h>
#include <microhttpd.h>
#include <signal.h>
#include <stdio.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "web/door.h"
#include "web/listen.h"
#include "web/live.h"
#include "web/pool.h"
#include "web/post.h"

#define TIMEOUT_S    30
#define STACK_BYTES  (512u << 10)
#define LINE_BYTES   (32u << 10)
#define BODY_TIME_MS 120000
#define MOST_DRAINED ((size_t)32 << 20)
#define GRACE_MS     10000
#define TIDY_S       3600
#define MOST_HANDLES 4096

struct kr_server {
    kr_web web;
    kr_store *store;
    struct MHD_Daemon *daemon;
    kr_pool pool;
    kr_door door;
    pthread_t tidy;
    bool tidying, verbose;
    bool looks; /* header lines are looked at where they lie: only known of this version of the library */
    pthread_mutex_t lock; /* of stopping and busy */
    pthread_cond_t wake;
    bool stopping;
    int busy; /* requests being answered */
    int port;
};

/* One request on its connection, from its first line to its last byte. Lives in its own arena. */
typedef struct exchange {
    kr_arena *arena;
    kr_seat *seat;
    kr_call call;
    kr_output output;
    char *body;
    size_t body_len, body_cap, drained;
    int64_t began;
    int refused; /* status to refuse with */
    bool open, large;
} exchange;

static int64_t steady_ms(void) {
    struct timespec now;
    if (clock_gettime(CLOCK_MONOTONIC, &now) != 0) return 0;
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void count_busy(struct kr_server *server, int step) {
    pthread_mutex_lock(&server->lock);
    server->busy += step;
    /* Only who waits for the end wants to know: waking the thread that tidies up after every request costs
     * more than most requests. */
    if (server->busy == 0 && server->stopping) pthread_cond_broadcast(&server->wake);
    pthread_mutex_unlock(&server->lock);
}

static void on_connection(void *context, struct MHD_Connection *connection, void **seat,
                          enum MHD_ConnectionNotificationCode what) {
    struct kr_server *server = context;
    if (what == MHD_CONNECTION_NOTIFY_CLOSED) {
        kr_door_leave(&server->door, *seat);
        return;
    }
    const union MHD_ConnectionInfo *fd =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    const union MHD_ConnectionInfo *from =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    *seat = fd ? kr_door_enter(&server->door, fd->connect_fd, from ? from->client_addr : NULL, steady_ms())
               : NULL;
    /* Only this thread lets people in, and each other has a thread of its own. */
    const struct timespec a_little = {.tv_nsec = 2000000};
    if (kr_door_crowded(&server->door)) (void)nanosleep(&a_little, NULL);
}

static kr_seat *seat_of(struct MHD_Connection *connection) {
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    return info ? info->socket_context : NULL;
}

/* The whole address as it was sent: libmicrohttpd's own decoding is not used. */
static void *on_line(void *context, const char *uri, struct MHD_Connection *connection) {
    struct kr_server *server = context;
    kr_arena *arena = kr_pool_take(&server->pool);
    if (!arena) return NULL;
    exchange *x = kr_new(arena, exchange);
    kr_str target = x ? kr_arena_copy(arena, kr_str_z(uri)) : (kr_str){NULL, 0};
    if (!target.ptr) {
        kr_pool_give(&server->pool, arena);
        return NULL;
    }
    x->arena = arena;
    x->seat = seat_of(connection);
    x->call.arena = arena;
    x->call.target = target;
    x->began = steady_ms();
    count_busy(server, 1);
    return x;
}

/* In a log stands nothing that was sent: a method may be any word. */
static const char *method_told(kr_str method) {
    static const char *const known[] = {"GET", "HEAD", "POST"};
    for (size_t i = 0; i < KR_COUNT(known); i++)
        if (kr_str_is(method, known[i])) return known[i];
    return "OTHER";
}

static void on_done(void *context, struct MHD_Connection *connection, void **state,
                    enum MHD_RequestTerminationCode code) {
    struct kr_server *server = context;
    exchange *x = *state;
    (void)connection;
    if (!x) return;
    if (server->verbose)
        fprintf(stderr, "%s %s %d %lld ms%s\n", x->refused ? "?" : method_told(x->call.method),
                x->output.route ? x->output.route : "(refused)", x->output.status,
                (long long)(steady_ms() - x->began),
                code == MHD_REQUEST_TERMINATED_COMPLETED_OK ? "" : " (cut off)");
    if (x->large) kr_pool_large_done(&server->pool);
    *state = NULL;
    kr_seat_waits(x->seat, steady_ms());
    kr_pool_give(&server->pool, x->arena);
    count_busy(server, -1);
}

typedef struct gathering {
    kr_header *headers;
    size_t count, cap;
    bool too_many;
} gathering;

static enum MHD_Result on_header(void *context, enum MHD_ValueKind kind, const char *name, size_t name_len,
                                 const char *value, size_t value_len) {
    gathering *g = context;
    (void)kind;
    if (g->count == g->cap) {
        g->too_many = true;
        return MHD_NO;
    }
    g->headers[g->count++] =
        (kr_header){kr_str_n(name, name_len), kr_str_n(value ? value : "", value ? value_len : 0)};
    return MHD_YES;
}

/* The header lines are there: may this go on? */
static void open_exchange(struct kr_server *server, exchange *x, struct MHD_Connection *connection,
                          const char *method, const char *version) {
    int64_t length = 0;
    gathering g = {.headers = kr_arena_grow(x->arena, NULL, 0, 100 * sizeof(kr_header)), .cap = 100};
    x->open = true;
    if (!g.headers) {
        x->refused = 503;
        return;
    }
    MHD_get_connection_values_n(connection, MHD_HEADER_KIND, on_header, &g);
    x->call.method = kr_str_z(method);
    x->call.headers = g.headers;
    x->call.n_headers = g.count;
    x->call.http10 = strcmp(version, MHD_HTTP_VERSION_1_0) == 0;
    bool sound = !g.too_many && (!server->looks || kr_gate_lines(version, g.headers, g.count));
    if (!x->call.http10 && strcmp(version, MHD_HTTP_VERSION_1_1) != 0)
        x->refused = 505;
    else
        x->refused = sound ? kr_call_open(&server->web, &x->call) : 400;
    if (x->refused) return;
    if (kr_str_int(kr_header_in(&x->call, "content-length"), &length) && length > (int64_t)MOST_DRAINED)
        x->refused = 413;
    else if (x->call.most_body > KR_MOST_UNKNOWN &&
             (length > (int64_t)KR_MOST_UNKNOWN || kr_header_in(&x->call, "transfer-encoding").len)) {
        x->large = kr_pool_large_begin(&server->pool);
        if (!x->large) x->refused = 503;
        /* somebody's file: these are few by themselves, and may take their time */
        if (x->large && !kr_seat_busy(x->seat)) x->refused = 503;
    }
    if (!x->refused && length > 0 && (uint64_t)length <= x->call.most_body) x->body_cap = (size_t)length;
}

/* Keeps what fits; reads on past the rest, so that the answer can still be heard. */
static bool take_body(exchange *x, const char *bytes, size_t count) {
    if (steady_ms() - x->began > BODY_TIME_MS) return false;
    if (x->refused || x->call.body_too_large || count > x->call.most_body - x->body_len) {
        x->call.body_too_large = true;
        x->drained += count;
        return x->drained <= MOST_DRAINED;
    }
    if (!x->body || x->body_len + count > x->body_cap) {
        size_t cap = x->body_cap ? x->body_cap : 4096;
        while (cap < x->body_len + count) cap *= 2;
        char *more = kr_arena_grow(x->arena, x->body, x->body ? x->body_cap : 0, cap);
        if (!more) return false;
        x->body = more;
        x->body_cap = cap;
    }
    memcpy(x->body + x->body_len, bytes, count);
    x->body_len += count;
    return true;
}

/* The connection of a page that stays open: our own thread takes over a second handle of it, so that the
 * library can forget it, and its place among the connections with it. */
static void on_upgrade(void *context, struct MHD_Connection *connection, void *state, const char *already,
                       size_t count, MHD_socket socket, struct MHD_UpgradeResponseHandle *handle) {
    struct kr_server *server = context;
    const exchange *x = state;
    int own = fcntl(socket, F_DUPFD_CLOEXEC, 0);
    (void)connection;
    if (own >= 0) kr_live_enter(server->web.live, x->output.live, own, already, count);
    MHD_upgrade_action(handle, MHD_UPGRADE_ACTION_CLOSE);
}

static enum MHD_Result send_output(struct kr_server *server, struct MHD_Connection *connection,
                                   const exchange *x) {
    const kr_output *output = &x->output;
    struct MHD_Response *response =
        output->live ? MHD_create_response_for_upgrade(on_upgrade, server)
                     : MHD_create_response_from_buffer(output->body.len, (void *)(uintptr_t)output->body.ptr,
                                                       MHD_RESPMEM_PERSISTENT);
    if (!response) return MHD_NO;
    for (size_t i = 0; i < output->n_headers; i++) {
        kr_str value = output->headers[i].value;
        char text[4200];
        if (value.len >= sizeof(text)) continue;
        memcpy(text, value.ptr, value.len);
        text[value.len] = '\0';
        if (MHD_add_response_header(response, output->headers[i].name.ptr, text) != MHD_YES) {
            MHD_destroy_response(response);
            return MHD_NO;
        }
    }
    enum MHD_Result result = MHD_queue_response(connection, (unsigned)output->status, response);
    MHD_destroy_response(response);
    return result;
}

static enum MHD_Result on_request(void *context, struct MHD_Connection *connection, const char *url,
                                  const char *method, const char *version, const char *upload,
                                  size_t *upload_size, void **state) {
    struct kr_server *server = context;
    exchange *x = *state;
    (void)url;
    if (!x) return MHD_NO;
    if (!x->open) {
        open_exchange(server, x, connection, method, version);
        if (x->refused) {
            kr_output_plain(&x->output, x->refused);
            kr_output_policy(&server->web, &x->output, false);
            kr_output_header(&x->output, "Connection", KR_STR("close"));
            return send_output(server, connection, x);
        }
        return MHD_YES;
    }
    if (*upload_size > 0) {
        bool going_on = take_body(x, upload, *upload_size);
        *upload_size = 0;
        return going_on ? MHD_YES : MHD_NO;
    }
    x->call.body = kr_str_n(x->body ? x->body : "", x->body_len);
    if (!kr_seat_busy(x->seat)) return MHD_NO;
    kr_call_answer(&server->web, &x->call, &x->output);
    kr_seat_sends(x->seat, steady_ms());
    return send_output(server, connection, x);
}

/* libmicrohttpd decodes %XX by this; we do that ourselves, after cutting the path into parts. */
static size_t keep_as_is(void *context, struct MHD_Connection *connection, char *text) {
    (void)context;
    (void)connection;
    return strlen(text);
}

static void *tidy_loop(void *context) {
    struct kr_server *server = context;
    pthread_mutex_lock(&server->lock);
    while (!server->stopping) {
        struct timespec until;
        kr_error error;
        pthread_mutex_unlock(&server->lock);
        if (kr_store_tidy(server->store, kr_clock_utc(), &error) != KR_OK && server->verbose)
            fprintf(stderr, "tidy: %s\n", error.key);
        pthread_mutex_lock(&server->lock);
        if (clock_gettime(CLOCK_REALTIME, &until) != 0) break;
        until.tv_sec += TIDY_S;
        while (!server->stopping &&
               pthread_cond_timedwait(&server->wake, &server->lock, &until) != ETIMEDOUT) {
        }
    }
    pthread_mutex_unlock(&server->lock);
    return NULL;
}

/* Takes over the socket. */
static kr_err start_daemon(struct kr_server *server, const kr_server_options *options, const kr_listening *at,
                           kr_error *error) {
    unsigned flags = MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_THREAD_PER_CONNECTION | MHD_USE_POLL |
                     MHD_USE_ITC | MHD_ALLOW_UPGRADE;
    if (at->six) flags |= MHD_USE_IPv6;
    server->looks = strcmp(MHD_get_version(), "0.9.75") == 0;
    server->port = at->port; /* before the first connection's thread reads these */
    /* not strict: what it would refuse then our gate refuses, with headers of ours */
    server->daemon = MHD_start_daemon(
        flags, 0, NULL, NULL, on_request, server, MHD_OPTION_LISTEN_SOCKET, at->fd,
        MHD_OPTION_CONNECTION_LIMIT, (unsigned)KR_SEATS, MHD_OPTION_PER_IP_CONNECTION_LIMIT,
        options->per_address, MHD_OPTION_NOTIFY_CONNECTION, on_connection, server,
        MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)TIMEOUT_S, MHD_OPTION_THREAD_STACK_SIZE, (size_t)STACK_BYTES,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)LINE_BYTES, MHD_OPTION_STRICT_FOR_CLIENT, 0,
        MHD_OPTION_URI_LOG_CALLBACK, on_line, server, MHD_OPTION_UNESCAPE_CALLBACK, keep_as_is, NULL,
        MHD_OPTION_NOTIFY_COMPLETED, on_done, server, MHD_OPTION_END);
    if (server->daemon) return KR_OK;
    close(at->fd);
    return kr_fail(error, KR_E_IO, "error.listen", NULL, options->listen);
}

/* HOME/.local/share/kring, made on the way; the store makes the last folder. */
static bool own_folder(char *out, size_t cap) {
    const char *home = getenv("HOME"), *data = getenv("XDG_DATA_HOME");
    int n = data && data[0] == '/' ? snprintf(out, cap, "%s/kring", data)
                                   : snprintf(out, cap, "%s/.local/share/kring", home ? home : "/tmp");
    if (n < 0 || (size_t)n >= cap) return false;
    for (char *at = out + 1; *at; at++) {
        if (*at != '/') continue;
        *at = '\0';
        int made = mkdir(out, 0700);
        *at = '/';
        if (made != 0 && errno != EEXIST) return false;
    }
    return true;
}

/* Open pages and requests at once need more handles than a shell gives by itself. */
static void more_handles(void) {
    struct rlimit files;
    if (getrlimit(RLIMIT_NOFILE, &files) != 0 || files.rlim_cur >= MOST_HANDLES) return;
    files.rlim_cur = files.rlim_max < MOST_HANDLES ? files.rlim_max : MOST_HANDLES;
    (void)setrlimit(RLIMIT_NOFILE, &files);
}

static kr_err open_store(struct kr_server *server, const kr_server_options *said, kr_error *error) {
    char own[4096];
    const char *dir = said->dir;
    if (!dir && !own_folder(own, sizeof(own))) return kr_fail(error, KR_E_IO, "error.folder", NULL, own);
    const kr_store_options options = {.dir = dir ? dir : own,
                                      .key = said->key,
                                      .key_command = said->key_command,
                                      .new_accounts = said->new_accounts};
    return kr_store_open(&server->store, &options, error);
}

/* All is open; now what is not needed is given up, and only then do threads begin. */
static kr_err begin(struct kr_server *server, const kr_server_options *options, kr_error *error) {
    kr_listening at = {.fd = -1};
    kr_err err = kr_listen_at(&at, options->listen ? options->listen : "127.0.0.1:8700", error);
    if (err == KR_OK && options->confine) err = kr_web_confine(options->dir, options->lang, error);
    if (err == KR_OK)
        err = kr_live_start(&server->web.live, server->store, server->web.clock, server->web.clock_context,
                            error);
    if (err != KR_OK && at.fd >= 0) close(at.fd);
    /* requests wake it, so it is there before them */
    if (err == KR_OK && server->web.spawner > 0 && server->web.mail.on)
        server->web.post = kr_post_start(&server->web);
    if (err == KR_OK) err = start_daemon(server, options, &at, error);
    if (err != KR_OK) return err;
    server->tidying = pthread_create(&server->tidy, NULL, tidy_loop, server) == 0;
    return KR_OK;
}

kr_err kr_server_start(kr_server **out, const kr_server_options *options, kr_error *error) {
    const struct sigaction ignore = {.sa_handler = SIG_IGN};
    struct kr_server *server = calloc(1, sizeof(*server));
    if (!server) return kr_fail(error, KR_E_MEMORY, "error.memory", NULL, NULL);
    sigaction(SIGPIPE, &ignore, NULL); /* a reader that went away is no reason to stop */
    pthread_mutex_init(&server->lock, NULL);
    pthread_cond_init(&server->wake, NULL);
    kr_door_init(&server->door);
    kr_pool_init(&server->pool, KR_REQUEST_MEMORY);
    server->verbose = options->verbose;
    more_handles();
    kr_err err = open_store(server, options, error);
    if (err == KR_OK) err = kr_web_open(&server->web, server->store, options, error);
    if (err == KR_OK) err = begin(server, options, error);
    if (err == KR_OK) {
        *out = server;
        return KR_OK;
    }
    kr_server_stop(server);
    return err;
}

int kr_server_port(const kr_server *server) {
    return server->port;
}

static void wait_until_quiet(kr_server *server) {
    struct timespec until;
    pthread_mutex_lock(&server->lock);
    server->stopping = true;
    pthread_cond_broadcast(&server->wake);
    if (clock_gettime(CLOCK_REALTIME, &until) == 0) {
        until.tv_sec += GRACE_MS / 1000;
        while (server->busy > 0 && pthread_cond_timedwait(&server->wake, &server->lock, &until) == 0) {
        }
    }
    pthread_mutex_unlock(&server->lock);
}

void kr_server_stop(kr_server *server) {
    if (!server) return;
    if (server->daemon) {
        MHD_socket door = MHD_quiesce_daemon(server->daemon);
        wait_until_quiet(server);
        MHD_stop_daemon(server->daemon);
        if (door != MHD_INVALID_SOCKET) close(door);
    }
    kr_post_stop(server->web.post);
    if (server->tidying) pthread_join(server->tidy, NULL);
    kr_live_stop(server->web.live);
    kr_web_close(&server->web);
    if (server->store) kr_store_close(server->store);
    kr_pool_dispose(&server->pool);
    kr_door_dispose(&server->door);
    pthread_cond_destroy(&server->wake);
    pthread_mutex_destroy(&server->lock);
    free(server);
}
