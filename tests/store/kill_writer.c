/* Pulls the plug: a child writes from four threads and says of each change when it was told that it is kept;
 * it is killed at a random moment; what it was told must then be true. Now and then it erases somebody too. A
 * fifth thread shares a circle and takes it away again. Nothing of it may look as if somebody had tampered.
 *
 * kill_writer [rounds]     20 by default; every round goes on with the folder of the one before */
#include "share_help.h"

#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "store/verify.h"

enum { WRITERS = 4, SHARER = WRITERS, MOST_PEOPLE = 200000 };

/* What the child says, in pieces that a pipe keeps whole: K kept, e about to erase or
 * withdraw, E erased or withdrawn. */
typedef struct word {
    kr_id person;
    uint8_t what, writer;
} word;

typedef struct child {
    place *p;
    kr_id circle;
    uint8_t writer;
    int out;
} child;

static void say(const child *c, kr_id person, char what) {
    word w = {.person = person, .what = (uint8_t)what, .writer = c->writer};
    if (write(c->out, &w, sizeof w) != (ssize_t)sizeof w) _exit(3);
}

static void *writes(void *context) {
    child *c = context;
    kr_id last = 0;
    for (int i = 0;; i++) {
        char name[40];
        kr_error error = {0};
        naming n = {c->p->store, name, 0, 0};
        snprintf(name, sizeof name, "Persoon %d", i);
        if (kr_circle_change(c->p->store, NULL, c->p->annie.id, c->circle, name_one, &n, &error)) _exit(4);
        say(c, n.person, 'K');
        if (i % 9 == 8) {
            say(c, last, 'e');
            if (kr_circle_erase(c->p->store, c->p->annie.id, c->circle, &last, 1, NOW, &error)) _exit(5);
            say(c, last, 'E');
        }
        last = n.person;
    }
    return NULL;
}

static void *shares(void *context) {
    child *c = context;
    kr_share_entry wish = wish_for("Sanne");
    for (int i = 0;; i++) {
        kr_error error = {0};
        kr_id share = 0;
        kr_err err = kr_share_put(c->p->store, &share, c->p->annie.id, c->circle, &wish, NOW, &error);
        if (err == KR_E_LIMIT) return NULL; /* enough for one circle */
        if (err) _exit(8);
        say(c, share, 'K');
        if (i % 2) continue;
        say(c, share, 'e');
        if (kr_share_withdraw(c->p->store, c->p->annie.id, c->circle, share, NOW, &error)) _exit(9);
        say(c, share, 'E');
    }
}

static void run_child(place *p, const kr_id circles[WRITERS / 2], int out) {
    pthread_t threads[WRITERS + 1];
    child children[WRITERS + 1];
    kr_store_options options = {.dir = p->dir};
    if (kr_store_open(&p->store, &options, NULL)) _exit(6);
    for (uint8_t i = 0; i < WRITERS; i++) { /* two and two in the same circle */
        children[i] = (child){p, circles[i / 2], i, out};
        if (pthread_create(&threads[i], NULL, writes, &children[i])) _exit(7);
    }
    children[SHARER] = (child){p, circles[0], SHARER, out};
    if (pthread_create(&threads[SHARER], NULL, shares, &children[SHARER])) _exit(7);
    for (;;) pause();
}

typedef struct known {
    word *words;
    size_t count;
} known;

/* The last thing said about a person counts. */
static void note(known *k, word w) {
    if (w.what == 'K') {
        assert_true(k->count < MOST_PEOPLE);
        k->words[k->count++] = w;
        return;
    }
    for (size_t i = k->count; i-- > 0;)
        if (k->words[i].person == w.person) {
            k->words[i].what = w.what;
            return;
        }
}

static const kr_share_entry *share_in(const kr_share_entry *list, size_t n, kr_id id) {
    for (size_t i = 0; i < n; i++)
        if (list[i].id == id) return &list[i];
    return NULL;
}

static void check_shares(place *p, kr_id circle, const known *k) {
    kr_share_entry *list;
    size_t n;
    kr_err err = kr_shares_of(p->store, &list, &n, &p->arena, p->annie.id, circle, &p->error);
    if (err) print_error("%s %s\n", p->error.key, p->error.detail);
    assert_int_equal(err, KR_OK);
    for (size_t i = 0; i < k->count; i++) {
        const word *w = &k->words[i];
        const kr_share_entry *e = w->writer == SHARER ? share_in(list, n, w->person) : NULL;
        if (w->writer != SHARER) continue;
        assert_non_null(e);
        if (w->what != 'e') assert_int_equal(e->withdrawn != 0, w->what == 'E');
    }
    kr_arena_reset(&p->arena);
}

static void print_finding(void *context, const kr_finding *f) {
    (void)context;
    print_error("found %d: %s\n", f->kind, f->detail);
}

static void check_whole(place *p) {
    kr_verified sums;
    assert_int_equal(kr_store_verify(p->store, &sums, print_finding, NULL, &p->error), KR_OK);
    assert_int_equal(sums.findings, 0);
}

static void check(place *p, const kr_id circles[WRITERS / 2], const known *k) {
    place_open(p); /* opens at once: what the log holds is taken in */
    for (int c = 0; c < WRITERS / 2; c++) {
        kr_snapshot *s = place_circle_now(p, circles[c]);
        const kr_circle *circle = kr_snapshot_circle(s);
        assert_int_equal(kr_circle_check(circle, NULL), KR_OK);
        for (size_t i = 0; i < k->count; i++) {
            if (k->words[i].writer == SHARER || k->words[i].writer / 2 != c || k->words[i].what == 'e')
                continue;
            bool there = kr_circle_person(circle, k->words[i].person) != NULL;
            assert_int_equal(there, k->words[i].what == 'K');
        }
        kr_snapshot_release(p->store, s);
    }
    check_shares(p, circles[0], k);
    check_whole(p);
    assert_int_equal(kr_store_tidy(p->store, NOW, &p->error), KR_OK);
    check_whole(p);
    place_shut(p);
}

static void sleep_ms(long ms) {
    struct timespec t = {ms / 1000, ms % 1000 * 1000000};
    nanosleep(&t, NULL);
}

static void one_round(place *p, const kr_id circles[WRITERS / 2], known *k, long ms) {
    int ends[2];
    word w;
    int status = 0;
    assert_int_equal(pipe(ends), 0);
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        close(ends[0]);
        run_child(p, circles, ends[1]);
    }
    close(ends[1]);
    sleep_ms(ms);
    assert_int_equal(kill(pid, SIGKILL), 0);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL); /* it did not stop by itself */
    while (read(ends[0], &w, sizeof w) == (ssize_t)sizeof w) note(k, w);
    close(ends[0]);
    check(p, circles, k);
}

int main(int argc, char **argv) {
    int64_t rounds = 20;
    place p;
    kr_id circles[WRITERS / 2];
    known k = {malloc(MOST_PEOPLE * sizeof(word)), 0};
    if (!k.words || (argc > 1 && !kr_str_int(kr_str_z(argv[1]), &rounds))) return 2;
    place_begin(&p);
    uint64_t random = kr_store_ids(p.store).next(NULL);
    for (int i = 0; i < WRITERS / 2; i++) circles[i] = place_circle(&p);
    place_shut(&p);
    for (int64_t i = 0; i < rounds; i++) {
        random = random * 6364136223846793005u + 1442695040888963407u;
        one_round(&p, circles, &k, 15 + (long)(random >> 33) % 120);
        if (i % 20 == 19) { /* circles of a size that people have */
            place_open(&p);
            for (int c = 0; c < WRITERS / 2; c++) circles[c] = place_circle(&p);
            place_shut(&p);
            printf("%lld rounds, %zu kept changes there\n", (long long)i + 1, k.count);
            k.count = 0;
        }
    }
    place_end(&p);
    free(k.words);
    return 0;
}
