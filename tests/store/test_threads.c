/* Many at once: every change arrives, nobody sees half of one, and the thread sanitizer has nothing to say.
 */
#include "share_help.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

enum { CIRCLES = 4, WRITERS = 6, READERS = 4, CHANGES = 40 };

typedef struct crowd {
    place p;
    kr_id circles[CIRCLES];
    atomic_int turn, failed, writing;
} crowd;

static void *writes(void *context) {
    crowd *c = context;
    int me = atomic_fetch_add(&c->turn, 1);
    for (int i = 0; i < CHANGES; i++) {
        char name[40];
        kr_error error = {0};
        naming n = {c->p.store, name, 0, 0};
        snprintf(name, sizeof name, "Persoon %d van %d", i, me);
        kr_snapshot *s = NULL;
        kr_id circle = c->circles[(me + i) % CIRCLES];
        if (kr_circle_change(c->p.store, &s, c->p.annie.id, circle, name_one, &n, &error)) {
            atomic_fetch_add(&c->failed, 1);
            continue;
        }
        const kr_person *person = kr_circle_person(kr_snapshot_circle(s), n.person);
        if (!person || !kr_str_is(person->name, name)) atomic_fetch_add(&c->failed, 1);
        kr_snapshot_release(c->p.store, s);
    }
    atomic_fetch_sub(&c->writing, 1);
    return NULL;
}

static void *reads(void *context) {
    crowd *c = context;
    size_t seen[CIRCLES] = {0};
    for (int i = 0; atomic_load(&c->writing) > 0; i++) {
        kr_snapshot *s = NULL;
        kr_error error = {0};
        if (kr_circle_open(c->p.store, &s, c->p.annie.id, c->circles[i % CIRCLES], &error)) {
            atomic_fetch_add(&c->failed, 1);
            continue;
        }
        const kr_circle *circle = kr_snapshot_circle(s);
        /* time does not run back, and every person named is there */
        if (circle->n_changes < seen[i % CIRCLES] || circle->n_persons != circle->n_changes)
            atomic_fetch_add(&c->failed, 1);
        if (kr_circle_check(circle, NULL)) atomic_fetch_add(&c->failed, 1);
        seen[i % CIRCLES] = circle->n_changes;
        kr_snapshot_release(c->p.store, s);
        const kr_look look = {.account = c->p.annie.id, .part = (uint8_t)(i % 5)};
        if (kr_look_note(c->p.store, c->circles[i % CIRCLES], &look, NOW + i * 1000LL, &error))
            atomic_fetch_add(&c->failed, 1);
        if (i % 50 == 0 && kr_store_tidy(c->p.store, NOW, &error)) atomic_fetch_add(&c->failed, 1);
    }
    return NULL;
}

static void crowd_run(crowd *c) {
    pthread_t threads[WRITERS + READERS];
    atomic_store(&c->writing, WRITERS);
    for (int i = 0; i < WRITERS + READERS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, i < WRITERS ? writes : reads, c), 0);
    for (int i = 0; i < WRITERS + READERS; i++) assert_int_equal(pthread_join(threads[i], NULL), 0);
    assert_int_equal(atomic_load(&c->failed), 0);
    size_t total = 0;
    for (int i = 0; i < CIRCLES; i++) {
        kr_snapshot *s = place_circle_now(&c->p, c->circles[i]);
        total += kr_snapshot_circle(s)->n_changes - 1;
        kr_snapshot_release(c->p.store, s);
    }
    assert_int_equal(total, WRITERS * CHANGES);
    kr_look *looks;
    size_t n;
    assert_int_equal(
        kr_looks_of(c->p.store, &looks, &n, &c->p.arena, c->p.annie.id, c->circles[0], 0, 100, &c->p.error),
        KR_OK);
}

static void test_crowd(void **state) {
    crowd c = {0};
    (void)state;
    place_begin(&c.p);
    for (int i = 0; i < CIRCLES; i++) c.circles[i] = place_circle(&c.p);
    crowd_run(&c);
    place_end(&c.p);
}

/* The same with a cache that holds next to nothing, so that circles come and go all the time. */
static void test_crowd_without_cache(void **state) {
    crowd c = {0};
    (void)state;
    place_begin(&c.p);
    for (int i = 0; i < CIRCLES; i++) c.circles[i] = place_circle(&c.p);
    place_shut(&c.p);
    kr_store_options options = {.dir = c.p.dir, .cache_bytes = 1};
    assert_int_equal(kr_store_open(&c.p.store, &options, &c.p.error), KR_OK);
    crowd_run(&c);
    place_end(&c.p);
}

static void *creates(void *context) {
    crowd *c = context;
    kr_error error;
    char recovery[64];
    kr_id id;
    /* all want the same login: exactly one gets it */
    if (kr_account_create(c->p.store, &id, KR_STR("samen"), KR_STR("Samen"), KR_STR(PASSWORD), NOW, recovery,
                          &error))
        atomic_fetch_add(&c->failed, 1);
    return NULL;
}

static void *guesses(void *context) {
    crowd *c = context;
    kr_error error;
    kr_id id;
    kr_err err = kr_account_check(c->p.store, &id, KR_STR("annie"), KR_STR("verkeerd woord"), NOW, &error);
    if (err == KR_E_DENIED) atomic_fetch_add(&c->turn, 1);
    if (err != KR_E_DENIED && err != KR_E_BUSY) atomic_fetch_add(&c->failed, 1);
    return NULL;
}

static void all_at_once(crowd *c, void *(*run)(void *), int n) {
    pthread_t threads[12];
    for (int i = 0; i < n; i++) assert_int_equal(pthread_create(&threads[i], NULL, run, c), 0);
    for (int i = 0; i < n; i++) assert_int_equal(pthread_join(threads[i], NULL), 0);
}

static void test_accounts_at_once(void **state) {
    crowd c = {0};
    (void)state;
    place_begin(&c.p);
    all_at_once(&c, creates, 8);
    assert_int_equal(atomic_load(&c.failed), 7);
    atomic_store(&c.failed, 0);
    all_at_once(&c, guesses, 12); /* guessing at once gives no more tries than one after another */
    assert_int_equal(atomic_load(&c.failed), 0);
    assert_int_equal(atomic_load(&c.turn), 5);
    place_end(&c.p);
}

/* -- withdrawn while they look -- */
enum { ROUNDS = 12, LOOKERS = 4 };

typedef struct door {
    place p;
    kr_id circle, guest;
    char token[KR_TOKEN_TEXT];
    atomic_int withdrawn; /* how many times the owner took it away, and the call returned */
    atomic_int opened;    /* and opened it, before the call began */
    atomic_int done, failed, seen, changed;
} door;

/* Away when this began, and not opened again since: then nothing may be seen. */
static bool may_see(door *d, int withdrawn) {
    return atomic_load(&d->opened) > withdrawn;
}

static bool sees(door *d, kr_arena *arena, bool visit) {
    kr_error error;
    kr_snapshot *s = NULL;
    if (visit) {
        kr_visit v;
        if (kr_visit_begin(d->p.store, &v, arena, kr_str_z(d->token), d->circle, NOW + 1, &error))
            atomic_fetch_add(&d->failed, 1);
        else
            s = v.snapshot;
    } else {
        kr_access access;
        kr_err err = kr_circle_enter(d->p.store, &s, &access, arena, d->guest, d->circle, NOW + 1, &error);
        if (err && err != KR_E_NOT_FOUND) atomic_fetch_add(&d->failed, 1);
    }
    if (!s) return false;
    if (kr_circle_check(kr_snapshot_circle(s), NULL)) atomic_fetch_add(&d->failed, 1);
    kr_snapshot_release(d->p.store, s);
    return true;
}

static void *looks(void *context) {
    door *d = context;
    kr_arena arena;
    kr_arena_init(&arena, kr_heap(), 1u << 20);
    for (int i = 0; !atomic_load(&d->done); i++) {
        int withdrawn = atomic_load(&d->withdrawn);
        kr_arena_reset(&arena);
        bool seen = sees(d, &arena, i % 2);
        if (seen && !may_see(d, withdrawn)) atomic_fetch_add(&d->failed, 1);
        if (seen) atomic_fetch_add(&d->seen, 1);
    }
    kr_arena_dispose(&arena);
    return NULL;
}

static void *changes_as(void *context) {
    door *d = context;
    for (int i = 0; !atomic_load(&d->done); i++) {
        char name[40];
        bool proposed = false;
        kr_error error;
        naming n = {d->p.store, name, 0, 0};
        snprintf(name, sizeof name, "Persoon %d", i);
        int withdrawn = atomic_load(&d->withdrawn);
        kr_err err = kr_circle_change_as(d->p.store, NULL, &proposed, d->guest, d->circle, name_one, &n,
                                         NOW + 1, &error);
        if (!err && !may_see(d, withdrawn)) atomic_fetch_add(&d->failed, 1);
        if (err && err != KR_E_NOT_FOUND) atomic_fetch_add(&d->failed, 1);
        if (!err) atomic_fetch_add(&d->changed, 1);
    }
    return NULL;
}

static void test_withdrawn_while_looking(void **state) {
    door d = {.circle = 0};
    pthread_t threads[LOOKERS + 1];
    kr_share_entry wish = wish_for("Sanne");
    (void)state;
    place_begin(&d.p);
    d.circle = place_circle(&d.p);
    d.guest = place_account(&d.p, "sanne");
    assert_int_equal(kr_session_begin(d.p.store, d.token, d.guest, NOW, &d.p.error), KR_OK);
    for (int i = 0; i < LOOKERS + 1; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, i < LOOKERS ? looks : changes_as, &d), 0);
    for (int i = 0; i < ROUNDS; i++) {
        atomic_fetch_add(&d.opened, 1);
        kr_id share = let_in(&d.p, d.circle, d.guest, &wish);
        for (int seen = atomic_load(&d.seen); atomic_load(&d.seen) == seen && !atomic_load(&d.failed);)
            sched_yield();
        assert_int_equal(kr_share_withdraw(d.p.store, d.p.annie.id, d.circle, share, NOW, &d.p.error), KR_OK);
        atomic_fetch_add(&d.withdrawn, 1);
    }
    atomic_store(&d.done, 1);
    for (int i = 0; i < LOOKERS + 1; i++) assert_int_equal(pthread_join(threads[i], NULL), 0);
    assert_int_equal(atomic_load(&d.failed), 0);
    assert_true(atomic_load(&d.seen) >= ROUNDS);
    kr_snapshot *s = place_circle_now(&d.p, d.circle);
    assert_int_equal(kr_snapshot_circle(s)->n_changes, 1 + atomic_load(&d.changed)); /* none lost */
    kr_snapshot_release(d.p.store, s);
    place_end(&d.p);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_crowd),
        cmocka_unit_test(test_crowd_without_cache),
        cmocka_unit_test(test_accounts_at_once),
        cmocka_unit_test(test_withdrawn_while_looking),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
