/* The thread that empties the outbox. It waits until something is due, takes one mail after the other, and
 * notes in the store what becomes certain before it goes on: whatever stops in the middle, the store knows
 * enough to begin again. */
#include "web/post.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "store/outbox.h"
#include "web/engine.h"
#include "web/helpers.h"

#define LOOK_MS   60000 /* at least so often, for what another process put in */
#define REST_MS   5000  /* after a try that did not come to an end */
#define READY_MS  60000
#define ANSWER_MS 60000

struct kr_post {
    kr_web *web;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    bool stopping, woken;
    atomic_bool stop;
};

/* -- one mail -- */
typedef enum outcome { OUT_GONE, OUT_LATER, OUT_REFUSED, OUT_BROKEN, OUT_NOT_HANDED } outcome;

static bool send_mail(const kr_courier *courier, kr_str body) {
    size_t end = kr_str_find(body, KR_STR("\n"));
    if (end == SIZE_MAX) return false;
    const kr_wire_field fields[] = {{KR_TAG_TO, body.ptr, end},
                                    {KR_TAG_MESSAGE, body.ptr + end + 1, body.len - end - 1}};
    return kr_wire_send(courier->in, KR_WIRE_MAIL, fields, 2);
}

/* Waits in small pieces, so that stopping does not have to wait; what was handed over is waited for. */
static bool hear(const kr_post *post, const kr_courier *courier, int ms, bool handed, unsigned char **bytes,
                 kr_wire *wire) {
    for (int waited = 0; waited < ms; waited += 100) {
        struct pollfd wait = {.fd = courier->out, .events = POLLIN};
        if (!handed && atomic_load(&post->stop)) return false;
        int ready = poll(&wait, 1, 100);
        if (ready < 0 && errno != EINTR) return false;
        if (ready > 0) return kr_wire_read(courier->out, 5000, bytes, wire);
    }
    return false;
}

static outcome result_of(const kr_wire *wire) {
    const kr_wire_field *result = kr_wire_find(wire, KR_TAG_RESULT);
    if (wire->kind != KR_WIRE_MAILED || !result || result->len != 1) return OUT_BROKEN;
    return result->ptr[0] == KR_RESULT_DONE      ? OUT_GONE
           : result->ptr[0] == KR_RESULT_LATER   ? OUT_LATER
           : result->ptr[0] == KR_RESULT_REFUSED ? OUT_REFUSED
                                                 : OUT_BROKEN;
}

/* `handed` says whether the store knows that it may have arrived. */
static outcome hand_over(const kr_post *post, const kr_courier *courier, const kr_outbox_mail *mail,
                         bool *handed) {
    unsigned char *bytes = NULL;
    kr_wire wire;
    *handed = false;
    if (!send_mail(courier, mail->body) || !hear(post, courier, READY_MS, false, &bytes, &wire))
        return OUT_BROKEN;
    outcome out = OUT_BROKEN;
    bool ready = wire.kind == KR_WIRE_READY;
    if (!ready) out = result_of(&wire);
    free(bytes);
    if (!ready) return out;
    kr_error error;
    if (kr_outbox_hand(post->web->store, mail->id, &error) != KR_OK) return OUT_NOT_HANDED;
    *handed = true;
    if (!kr_wire_send(courier->in, KR_WIRE_GO, NULL, 0) ||
        !hear(post, courier, ANSWER_MS, true, &bytes, &wire))
        return OUT_BROKEN;
    out = result_of(&wire);
    free(bytes);
    return out;
}

/* Tries one that is due. false: rest a while. *next: when to look again. */
static bool try_one(kr_post *post, kr_courier *courier, bool *open, kr_arena *arena, int64_t *next) {
    kr_error error;
    kr_outbox_mail mail;
    bool handed = false;
    kr_store *store = post->web->store;
    if (kr_outbox_take(store, &mail, arena, kr_clock_utc(), &error) != KR_OK) return false;
    *next = mail.next;
    if (!mail.id) return true;
    if (!*open) *open = kr_courier_open(post->web, courier);
    if (!*open) return false;
    outcome out = hand_over(post, courier, &mail, &handed);
    kr_err err = KR_OK;
    if (out == OUT_GONE) err = kr_outbox_done(store, mail.id, KR_OUTBOX_SENT, handed, &error);
    if (out == OUT_LATER) err = kr_outbox_done(store, mail.id, KR_OUTBOX_LATER, handed, &error);
    if (out == OUT_REFUSED) err = kr_outbox_done(store, mail.id, KR_OUTBOX_REFUSED, handed, &error);
    if (out == OUT_BROKEN || out == OUT_NOT_HANDED) { /* another one for the next */
        kr_courier_close(courier);
        *open = false;
    }
    return err == KR_OK && (out == OUT_GONE || out == OUT_REFUSED);
}

/* All that is due. When to look again. */
static int64_t empty(kr_post *post) {
    int64_t next = 0;
    kr_courier courier;
    bool open = false, going_on = true;
    while (going_on && !atomic_load(&post->stop)) {
        kr_arena arena;
        next = 0;
        kr_arena_init(&arena, kr_heap(), (size_t)1 << 20);
        going_on = try_one(post, &courier, &open, &arena, &next);
        kr_arena_dispose(&arena);
        if (next > kr_clock_utc()) break;
    }
    if (open) kr_courier_close(&courier);
    return going_on ? next : kr_clock_utc() + REST_MS;
}

static void rest(kr_post *post, int64_t until) {
    struct timespec when;
    int64_t wait = until - kr_clock_utc();
    if (wait > LOOK_MS) wait = LOOK_MS;
    if (wait < 50) wait = 50;
    pthread_mutex_lock(&post->lock);
    if (clock_gettime(CLOCK_REALTIME, &when) == 0) {
        int64_t nanos = when.tv_nsec + wait % 1000 * 1000000;
        when.tv_sec += wait / 1000 + nanos / 1000000000;
        when.tv_nsec = nanos % 1000000000;
        while (!post->stopping && !post->woken &&
               pthread_cond_timedwait(&post->wake, &post->lock, &when) != ETIMEDOUT) {
        }
    }
    post->woken = false;
    pthread_mutex_unlock(&post->lock);
}

static void *work(void *context) {
    kr_post *post = context;
    kr_error error;
    kr_err err = kr_outbox_wake(post->web->store, kr_clock_utc(), &error);
    int64_t until = err == KR_OK ? 0 : kr_clock_utc() + REST_MS;
    while (!atomic_load(&post->stop)) {
        if (until > kr_clock_utc()) rest(post, until);
        if (!atomic_load(&post->stop)) until = empty(post);
    }
    return NULL;
}

kr_post *kr_post_start(kr_web *web) {
    kr_post *post = calloc(1, sizeof *post);
    if (!post) return NULL;
    post->web = web;
    pthread_mutex_init(&post->lock, NULL);
    pthread_cond_init(&post->wake, NULL);
    if (pthread_create(&post->thread, NULL, work, post) == 0) return post;
    pthread_cond_destroy(&post->wake);
    pthread_mutex_destroy(&post->lock);
    free(post);
    return NULL;
}

void kr_post_wake(kr_post *post) {
    if (!post) return;
    pthread_mutex_lock(&post->lock);
    post->woken = true;
    pthread_cond_signal(&post->wake);
    pthread_mutex_unlock(&post->lock);
}

void kr_post_stop(kr_post *post) {
    if (!post) return;
    pthread_mutex_lock(&post->lock);
    post->stopping = true;
    atomic_store(&post->stop, true);
    pthread_cond_signal(&post->wake);
    pthread_mutex_unlock(&post->lock);
    pthread_join(post->thread, NULL);
    pthread_cond_destroy(&post->wake);
    pthread_mutex_destroy(&post->lock);
    free(post);
}

/* -- for the pages -- */
bool kr_post_can(const kr_web *web) {
    return web->mail.on && web->spawner > 0;
}
