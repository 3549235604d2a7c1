#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "web/live.h"
#include "web/ws.h"

#define SWEEP_MS 1000  /* how often everything is looked at: what other processes and the clock did */
#define PING_MS  25000 /* keeps the connection open where somebody in between would close it */
#define DEAF_MS  80000 /* nothing heard for so long: nobody is there */
#define POKES    64
#define MEMO     2048 /* more than sockets, so that there is always room */
#define ARENA    ((size_t)64 << 20)

typedef struct line {
    kr_live_seat seat;
    kr_ws ws;
    int fd;
    int64_t heard, pinged;
} line;

typedef struct poke {
    kr_id circle, account;
} poke;

struct kr_live {
    kr_store *store;
    int64_t (*clock)(void *context);
    void *clock_context;
    pthread_t thread;
    bool running;
    int wake[2];
    pthread_mutex_t lock; /* of what follows, up to the lines */
    bool stopping;
    line *coming; /* entered, not yet taken over by the thread */
    size_t n_coming;
    poke pokes[POKES];
    size_t n_pokes; /* more than POKES: look at all */
    kr_id accounts[KR_LIVE_MOST];
    size_t n_accounts; /* of every socket, coming or there */
    /* the thread alone */
    line *lines;
    size_t n;
    struct pollfd *polls;
};

static int64_t steady_ms(void) {
    struct timespec now;
    if (clock_gettime(CLOCK_MONOTONIC, &now) != 0) return 0;
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void rouse(kr_live *live) {
    ssize_t written = write(live->wake[1], "!", 1);
    (void)written; /* full: it will wake up anyhow */
}

/* -- from other threads -- */

static size_t held_by(const kr_live *live, kr_id account) {
    size_t held = 0;
    for (size_t i = 0; i < live->n_accounts; i++) held += live->accounts[i] == account;
    return held;
}

static bool has_room(const kr_live *live, kr_id account) {
    return !live->stopping && live->n_accounts < KR_LIVE_MOST && held_by(live, account) < KR_LIVE_EACH;
}

bool kr_live_room(kr_live *live, kr_id account) {
    if (!live) return false;
    pthread_mutex_lock(&live->lock);
    bool room = has_room(live, account);
    pthread_mutex_unlock(&live->lock);
    return room;
}

size_t kr_live_count(kr_live *live) {
    if (!live) return 0;
    pthread_mutex_lock(&live->lock);
    size_t count = live->n_accounts;
    pthread_mutex_unlock(&live->lock);
    return count;
}

/* Bytes that came along with the handshake: no browser sends any, but they would be the first frame. */
static bool read_along(line *one, const unsigned char *bytes, size_t count) {
    unsigned char payload[KR_WS_MOST];
    size_t used, length;
    while (count) {
        kr_ws_event event = kr_ws_take(&one->ws, bytes, count, &used, payload, &length);
        if (event == KR_WS_BROKEN || event == KR_WS_CLOSE) return false;
        bytes += used;
        count -= used;
    }
    return true;
}

static void add_poke(kr_live *live, kr_id circle, kr_id account) {
    if (live->n_pokes < POKES) live->pokes[live->n_pokes] = (poke){circle, account};
    if (live->n_pokes <= POKES) live->n_pokes++;
}

void kr_live_enter(kr_live *live, const kr_live_seat *seat, int fd, const void *already, size_t count) {
    line one = {.seat = *seat, .fd = fd, .heard = steady_ms()};
    int flags = fcntl(fd, F_GETFL);
    bool well =
        live && flags >= 0 && fcntl(fd, F_SETFL, flags | O_NONBLOCK) == 0 && read_along(&one, already, count);
    one.pinged = one.heard;
    if (well) {
        pthread_mutex_lock(&live->lock);
        well = has_room(live, seat->account);
        if (well) {
            live->coming[live->n_coming++] = one;
            live->accounts[live->n_accounts++] = seat->account;
            add_poke(live, 0, seat->account); /* they may have missed something since their page was made */
        }
        pthread_mutex_unlock(&live->lock);
    }
    if (well)
        rouse(live);
    else
        close(fd);
}

void kr_live_poke(kr_live *live, kr_id circle, kr_id account) {
    if (!live || (!circle && !account)) return;
    pthread_mutex_lock(&live->lock);
    bool any = live->n_accounts > 0;
    if (any) add_poke(live, circle, account);
    pthread_mutex_unlock(&live->lock);
    if (any) rouse(live);
}

/* -- the thread -- */

static void hang_up(kr_live *live, size_t i) {
    kr_id account = live->lines[i].seat.account;
    close(live->lines[i].fd);
    live->lines[i] = live->lines[--live->n];
    pthread_mutex_lock(&live->lock);
    for (size_t k = 0; k < live->n_accounts; k++)
        if (live->accounts[k] == account) {
            live->accounts[k] = live->accounts[--live->n_accounts];
            break;
        }
    pthread_mutex_unlock(&live->lock);
}

/* Frames are a few bytes. Whoever cannot take those is gone, or will come back and see for themselves. */
static bool tell(const line *one, unsigned opcode, const void *payload, size_t length) {
    unsigned char frame[KR_WS_MOST + 2];
    size_t n = kr_ws_frame(frame, opcode, payload, length);
    return send(one->fd, frame, n, MSG_NOSIGNAL | MSG_DONTWAIT) == (ssize_t)n;
}

static bool tell_seq(const line *one, uint64_t seq) {
    char text[40];
    int n = snprintf(text, sizeof text, "{\"seq\":%llu}", (unsigned long long)seq);
    return tell(one, 1, text, (size_t)n);
}

/* What was found for an account in a circle, kept for one look around. */
typedef struct sight {
    kr_id account, circle;
    uint64_t print, seq;
    bool gone, owner;
} sight;

/* Whatever goes wrong here (a busy disk, no memory) says nothing about who may look: then it stays. */
static void look(kr_live *live, sight *out) {
    kr_snapshot *snapshot = NULL;
    kr_access access = {.owner = false};
    kr_arena arena;
    kr_error error = {.code = KR_OK};
    kr_arena_init(&arena, kr_heap(), ARENA);
    kr_err err = kr_circle_enter(live->store, &snapshot, &access, &arena, out->account, out->circle,
                                 live->clock(live->clock_context), &error);
    out->gone = err == KR_E_NOT_FOUND;
    out->print = 0;
    if (err == KR_OK) {
        const kr_circle *circle = kr_snapshot_circle(snapshot);
        out->print = kr_live_print(circle, access.owner ? NULL : &access.share);
        out->seq = circle->n_changes;
        out->owner = access.owner;
        kr_snapshot_release(live->store, snapshot);
    }
    kr_arena_dispose(&arena);
}

static const sight *seen(kr_live *live, sight *memo, kr_id account, kr_id circle) {
    size_t at = (size_t)((account * 1099511628211u) ^ circle) % MEMO;
    while (memo[at].account && (memo[at].account != account || memo[at].circle != circle))
        at = (at + 1) % MEMO;
    if (!memo[at].account) {
        memo[at] = (sight){.account = account, .circle = circle};
        look(live, &memo[at]);
    }
    return &memo[at];
}

/* False: hang up. */
static bool check(kr_live *live, line *one, sight *memo) {
    kr_error error = {.code = KR_OK};
    const sight *now = seen(live, memo, one->seat.account, one->seat.circle);
    kr_err alive = kr_session_alive(live->store, one->seat.session, live->clock(live->clock_context), &error);
    /* too old: the owner's own page stays, with what is being written, and asks to sign in again; that of a
     * guest goes, for nothing could be taken back from it any longer */
    if (alive == KR_E_DENIED && now->owner && !now->gone) return false;
    if (now->gone || alive == KR_E_NOT_FOUND || alive == KR_E_DENIED) {
        static const char gone[] = "{\"gone\":true}";
        static const unsigned char why[] = {0x03, 0xe8}; /* 1000 */
        if (tell(one, 1, gone, sizeof gone - 1)) (void)tell(one, 8, why, sizeof why);
        return false;
    }
    if (now->print == 0 || now->print == one->seat.print) return true;
    uint64_t seq = now->seq == one->seat.seq ? 0 : now->seq;
    one->seat.print = now->print;
    one->seat.seq = now->seq;
    return tell_seq(one, seq);
}

static bool keep_awake(line *one, int64_t now) {
    if (now - one->heard > DEAF_MS) return false;
    if (now - one->pinged < PING_MS) return true;
    one->pinged = now;
    return tell(one, 9, NULL, 0);
}

static bool poked(const line *one, const poke *pokes, size_t n) {
    for (size_t i = 0; i < n; i++)
        if ((pokes[i].circle && pokes[i].circle == one->seat.circle) ||
            (pokes[i].account && pokes[i].account == one->seat.account))
            return true;
    return false;
}

/* Those who were poked, or all. */
static void look_around(kr_live *live, sight *memo, bool all, const poke *pokes, size_t n_pokes) {
    int64_t now = steady_ms();
    memset(memo, 0, MEMO * sizeof *memo);
    for (size_t i = 0; i < live->n;) {
        line *one = &live->lines[i];
        bool stays = !(all || poked(one, pokes, n_pokes)) || check(live, one, memo);
        if (stays) stays = keep_awake(one, now);
        if (stays)
            i++;
        else
            hang_up(live, i);
    }
}

static bool hear(line *one) {
    unsigned char bytes[512], payload[KR_WS_MOST];
    size_t used, length;
    ssize_t n = recv(one->fd, bytes, sizeof bytes, MSG_DONTWAIT);
    if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR)) return true;
    if (n <= 0) return false;
    one->heard = steady_ms();
    for (const unsigned char *at = bytes, *end = bytes + n; at < end; at += used) {
        kr_ws_event event = kr_ws_take(&one->ws, at, (size_t)(end - at), &used, payload, &length);
        if (event == KR_WS_BROKEN) return false;
        if (event == KR_WS_PING && !tell(one, 10, payload, length)) return false;
        if (event == KR_WS_CLOSE) {
            (void)tell(one, 8, payload, length < 2 ? 0 : 2);
            return false;
        }
    }
    return true;
}

/* Takes over who came in and what was poked; false: it is time to stop. */
static bool take_over(kr_live *live, poke *pokes, size_t *n_pokes) {
    pthread_mutex_lock(&live->lock);
    for (size_t i = 0; i < live->n_coming; i++) live->lines[live->n++] = live->coming[i];
    memcpy(pokes, live->pokes, sizeof live->pokes);
    *n_pokes = live->n_pokes;
    live->n_coming = 0;
    live->n_pokes = 0;
    bool on = !live->stopping;
    pthread_mutex_unlock(&live->lock);
    return on;
}

static void drain(int fd) {
    char bytes[64];
    while (read(fd, bytes, sizeof bytes) > 0) {
    }
}

/* Waits until somebody sends, somebody pokes, or it is time to look around. */
static void wait_for(kr_live *live, int64_t swept) {
    int64_t left = swept + SWEEP_MS - steady_ms();
    live->polls[0] = (struct pollfd){.fd = live->wake[0], .events = POLLIN};
    for (size_t i = 0; i < live->n; i++)
        live->polls[i + 1] = (struct pollfd){.fd = live->lines[i].fd, .events = POLLIN};
    int timeout = live->n == 0 ? -1 : left > 0 ? (int)left : 0;
    if (poll(live->polls, live->n + 1, timeout) > 0 && live->polls[0].revents) drain(live->wake[0]);
}

/* From the last to the first: the last one takes the place of who leaves. */
static void hear_all(kr_live *live) {
    for (size_t i = live->n; i > 0; i--)
        if (live->polls[i].revents && !hear(&live->lines[i - 1])) hang_up(live, i - 1);
}

static void *run(void *context) {
    kr_live *live = context;
    sight *memo = calloc(MEMO, sizeof *memo);
    poke pokes[POKES];
    size_t n_pokes = 0;
    int64_t swept = steady_ms();
    while (memo) {
        wait_for(live, swept);
        hear_all(live);
        if (!take_over(live, pokes, &n_pokes)) break;
        bool all = n_pokes > POKES || steady_ms() - swept >= SWEEP_MS;
        if (all || n_pokes) look_around(live, memo, all, pokes, all ? 0 : n_pokes);
        if (all) swept = steady_ms();
    }
    while (live->n) hang_up(live, live->n - 1);
    free(memo);
    return NULL;
}

static bool make_pipe(kr_live *live) {
    if (pipe(live->wake) != 0) {
        live->wake[0] = live->wake[1] = -1;
        return false;
    }
    for (int i = 0; i < 2; i++)
        if (fcntl(live->wake[i], F_SETFD, FD_CLOEXEC) != 0 || fcntl(live->wake[i], F_SETFL, O_NONBLOCK) != 0)
            return false;
    return true;
}

kr_err kr_live_start(kr_live **out, kr_store *store, int64_t (*clock)(void *context), void *clock_context,
                     kr_error *error) {
    kr_live *live = calloc(1, sizeof *live);
    if (!live) return kr_fail(error, KR_E_MEMORY, "error.memory", NULL, NULL);
    live->store = store;
    live->clock = clock;
    live->clock_context = clock_context;
    pthread_mutex_init(&live->lock, NULL);
    live->coming = calloc(KR_LIVE_MOST, sizeof *live->coming);
    live->lines = calloc(KR_LIVE_MOST, sizeof *live->lines);
    live->polls = calloc(KR_LIVE_MOST + 1, sizeof *live->polls);
    bool well = live->coming && live->lines && live->polls && make_pipe(live);
    live->running = well && pthread_create(&live->thread, NULL, run, live) == 0;
    if (!live->running) {
        kr_live_stop(live);
        return kr_fail(error, KR_E_MEMORY, "error.memory", NULL, NULL);
    }
    *out = live;
    return KR_OK;
}

void kr_live_stop(kr_live *live) {
    if (!live) return;
    pthread_mutex_lock(&live->lock);
    live->stopping = true;
    pthread_mutex_unlock(&live->lock);
    if (live->running) {
        rouse(live);
        pthread_join(live->thread, NULL);
    }
    for (size_t i = 0; i < live->n_coming; i++) close(live->coming[i].fd);
    if (live->wake[1] > 0) {
        close(live->wake[0]);
        close(live->wake[1]);
    }
    pthread_mutex_destroy(&live->lock);
    free(live->coming);
    free(live->lines);
    free(live->polls);
    free(live);
}
