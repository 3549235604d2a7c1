/* Circles: making, opening, changing, two processes at once, the cache, the end of a circle, and who looked.
 */
#include "store_help.h"

#include <stdio.h>
#include <stdlib.h>

#include "store/store_int.h"

static size_t contacts(const kr_circle *c) {
    return c->n_persons - 1;
}

static void test_change(void **state) {
    place p;
    (void)state;
    place_begin(&p);
    kr_id circle = place_circle(&p);
    kr_snapshot *before = place_circle_now(&p, circle);
    kr_id corrie = place_name(&p, circle, "Corrie van Dam"), joop = place_name(&p, circle, "Joop");
    kr_snapshot *after = place_circle_now(&p, circle);
    assert_int_equal(kr_snapshot_circle(before)->n_changes, 1); /* a snapshot never changes */
    assert_int_equal(contacts(kr_snapshot_circle(before)), 0);
    assert_int_equal(kr_snapshot_circle(after)->n_changes, 3);
    assert_true(kr_str_is(kr_circle_person(kr_snapshot_circle(after), corrie)->name, "Corrie van Dam"));
    kr_snapshot_release(p.store, before);
    kr_snapshot_release(p.store, after);
    place_shut(&p);
    place_open(&p);
    after = place_circle_now(&p, circle);
    const kr_circle *c = kr_snapshot_circle(after);
    assert_int_equal(c->n_changes, 3);
    assert_int_equal(kr_circle_check(c, &p.error), KR_OK);
    assert_true(kr_str_is(kr_circle_person(c, corrie)->name, "Corrie van Dam"));
    assert_true(kr_str_is(kr_circle_person(c, joop)->name, "Joop"));
    for (size_t i = 0; i < c->n_changes; i++) {
        assert_int_equal(c->changes[i].seq, i + 1);
        assert_true(kr_str_is(c->changes[i].author_name, "Zonnebloem"));
    }
    kr_snapshot_release(p.store, after);
    place_end(&p);
}

/* A circle that grew change by change is the same, byte for byte, as one folded at once. */
static void same_as_folded(place *p, const kr_circle *c) {
    kr_circle whole;
    assert_int_equal(kr_circle_fold(&whole, &p->arena, c->changes, c->n_changes, &p->error), KR_OK);
    assert_memory_equal(&whole.self, &c->self, sizeof c->self);
    assert_int_equal(whole.n_persons, c->n_persons);
    assert_int_equal(whole.n_ties, c->n_ties);
    assert_int_equal(whole.index_cap, c->index_cap);
    assert_memory_equal(whole.persons, c->persons, c->n_persons * sizeof *c->persons);
    assert_memory_equal(whole.ties, c->ties, c->n_ties * sizeof *c->ties);
    for (size_t i = 0; i < c->n_persons; i++)
        assert_ptr_equal(kr_circle_person(c, c->persons[i].id), &c->persons[i]);
    for (size_t i = 0; i < c->n_ties; i++) assert_ptr_equal(kr_circle_tie(c, c->ties[i].id), &c->ties[i]);
}

static void test_grows(void **state) {
    place p;
    (void)state;
    place_begin(&p);
    kr_id circle = place_circle(&p), people[60];
    for (size_t i = 0; i < KR_COUNT(people); i++) {
        char name[40];
        snprintf(name, sizeof name, "Persoon %zu", i);
        people[i] = place_name(&p, circle, name);
        throwing t = {people[i / 2], NOW + (int64_t)i};
        if (i % 5 == 4)
            assert_int_equal(kr_circle_change(p.store, NULL, p.annie.id, circle, throw_one, &t, &p.error),
                             KR_OK);
        kr_snapshot *s = place_circle_now(&p, circle);
        same_as_folded(&p, kr_snapshot_circle(s));
        kr_snapshot_release(p.store, s);
    }
    place_end(&p);
}

static kr_err refuse(void *context, kr_arena *arena, const kr_circle *now, kr_change *out, kr_error *error) {
    (void)arena, (void)now, (void)out;
    ++*(int *)context;
    return kr_fail(error, KR_E_CONFLICT, "error.conflict", "name", "");
}

static void test_refused(void **state) {
    place p;
    kr_snapshot *s = NULL;
    int calls = 0;
    (void)state;
    place_begin(&p);
    kr_id circle = place_circle(&p);
    /* a maker's own refusal comes back as it is, at once */
    assert_int_equal(kr_circle_change(p.store, &s, p.annie.id, circle, refuse, &calls, &p.error),
                     KR_E_CONFLICT);
    assert_string_equal(p.error.key, "error.conflict");
    assert_int_equal(calls, 1);
    assert_null(s);
    kr_id bep = place_account(&p, "bep");
    naming n = {p.store, "Indringer", 0, 0};
    assert_int_equal(kr_circle_change(p.store, &s, bep, circle, name_one, &n, &p.error), KR_E_NOT_FOUND);
    assert_int_equal(n.person, 0);
    kr_error other = {0}, none = {0};
    assert_int_equal(kr_circle_open(p.store, &s, bep, circle, &other), KR_E_NOT_FOUND);
    assert_int_equal(kr_circle_open(p.store, &s, bep, circle + 1, &none), KR_E_NOT_FOUND);
    assert_memory_equal(&other, &none, sizeof other);
    assert_int_equal(kr_circle_create(p.store, &circle, 424242, NULL, 0, NOW, &p.error), KR_E_NOT_FOUND);
    assert_string_equal(p.error.key, "error.no_account");
    place_end(&p);
}

static void test_list(void **state) {
    place p;
    kr_circle_entry *list;
    kr_id ids[3], empty = 0;
    size_t n = 9;
    (void)state;
    place_begin(&p);
    kr_id bep = place_account(&p, "bep");
    assert_int_equal(kr_circles_of(p.store, &list, &n, &p.arena, bep, &p.error), KR_OK);
    assert_int_equal(n, 0);
    for (int i = 0; i < 3; i++)
        assert_int_equal(kr_circle_create(p.store, &ids[i], bep, NULL, 0, NOW + i, &p.error), KR_OK);
    place_circle(&p);
    assert_int_equal(kr_circles_of(p.store, &list, &n, &p.arena, bep, &p.error), KR_OK);
    assert_int_equal(n, 3);
    for (size_t i = 0; i < 3; i++) assert_true(list[i].id == ids[i] && list[i].created == NOW + (int64_t)i);
    assert_int_equal(kr_circle_destroy(p.store, bep, ids[1], NOW, &p.error), KR_OK);
    assert_int_equal(kr_circles_of(p.store, &list, &n, &p.arena, bep, &p.error), KR_OK);
    assert_int_equal(n, 2);
    kr_snapshot *s = NULL;
    assert_int_equal(kr_circle_open(p.store, &s, bep, ids[0], &p.error),
                     KR_OK); /* a circle without changes */
    assert_int_equal(kr_snapshot_circle(s)->n_changes, 0);
    kr_snapshot_release(p.store, s);
    assert_int_equal(kr_account_delete(p.store, bep, NOW, &p.error), KR_OK);
    assert_int_equal(kr_circle_open(p.store, &s, bep, ids[0], &p.error), KR_E_NOT_FOUND);
    assert_int_equal(kr_account_check(p.store, &empty, KR_STR("bep"), KR_STR(PASSWORD), NOW, &p.error),
                     KR_E_DENIED);
    assert_int_equal(place_count(&p, "kring.db", "SELECT count(*) FROM circle"), 1);
    assert_int_equal(place_count(&p, "keys.db", "SELECT count(*) FROM circle_key"), 1);
    place_end(&p);
}

/* Two stores on one folder, as two processes have. */
static void test_two(void **state) {
    place p, q;
    (void)state;
    place_begin(&p);
    kr_id circle = place_circle(&p);
    q = p;
    place_open(&q);
    for (int i = 0; i < 10; i++) {
        char name[32];
        snprintf(name, sizeof name, "Persoon %d", i);
        place_name(i % 2 ? &p : &q, circle, name);
        kr_snapshot *a = place_circle_now(&p, circle), *b = place_circle_now(&q, circle);
        assert_int_equal(contacts(kr_snapshot_circle(a)), i + 1);
        assert_int_equal(contacts(kr_snapshot_circle(b)), i + 1);
        assert_int_equal(kr_circle_check(kr_snapshot_circle(a), NULL), KR_OK);
        kr_snapshot_release(p.store, a);
        kr_snapshot_release(q.store, b);
    }
    place_shut(&q);
    place_end(&p);
}

/* Says no as long as nobody of that name is there, and then names one more. */
static kr_err after_corrie(void *context, kr_arena *arena, const kr_circle *now, kr_change *out,
                           kr_error *error) {
    naming *n = context;
    ++n->calls;
    for (size_t i = 0; i < now->n_persons; i++)
        if (kr_str_is(now->persons[i].name, "Corrie")) return name_one(context, arena, now, out, error);
    return kr_fail(error, KR_E_NOT_FOUND, "error.nothing_changed", "", "");
}

/* What one process knows may be old: a change goes on from what the other wrote, who refuses is asked again,
 * and what the other threw away is gone. */
static void test_two_unread(void **state) {
    place p, q;
    kr_snapshot *s = NULL;
    (void)state;
    place_begin(&p);
    kr_id circle = place_circle(&p);
    q = p;
    place_open(&q);
    place_name(&p, circle, "Ahmet");
    place_name(&q, circle, "Bep");
    naming n = {p.store, "Dirk", 0, 0};
    assert_int_equal(kr_circle_change(p.store, NULL, p.annie.id, circle, after_corrie, &n, &p.error),
                     KR_E_NOT_FOUND);
    assert_int_equal(n.calls, 2); /* with Bep, whom this store had not seen */
    place_name(&q, circle, "Corrie");
    n.calls = 0;
    assert_int_equal(kr_circle_change(p.store, &s, p.annie.id, circle, after_corrie, &n, &p.error), KR_OK);
    assert_int_equal(n.calls, 2);
    assert_int_equal(contacts(kr_snapshot_circle(s)), 4);
    kr_snapshot_release(p.store, s);
    place_name(&q, circle, "Els");
    n.calls = 0;
    assert_int_equal(kr_circle_change(p.store, &s, p.annie.id, circle, after_corrie, &n, &p.error), KR_OK);
    assert_int_equal(n.calls, 2); /* the first was refused by the row of the circle */
    assert_int_equal(contacts(kr_snapshot_circle(s)), 6);
    assert_int_equal(kr_circle_check(kr_snapshot_circle(s), NULL), KR_OK);
    same_as_folded(&p, kr_snapshot_circle(s));
    kr_snapshot_release(p.store, s);
    assert_int_equal(kr_circle_destroy(q.store, q.annie.id, circle, NOW, &q.error), KR_OK);
    assert_int_equal(kr_circle_change(p.store, NULL, p.annie.id, circle, after_corrie, &n, &p.error),
                     KR_E_NOT_FOUND);
    assert_string_equal(p.error.key, "error.no_circle");
    place_shut(&q);
    place_end(&p);
}

static void test_cache(void **state) {
    place p;
    kr_id circles[30];
    (void)state;
    place_begin(&p);
    for (size_t i = 0; i < KR_COUNT(circles); i++) {
        circles[i] = place_circle(&p);
        place_name(&p, circles[i], "Corrie");
    }
    place_shut(&p);
    kr_store_options options = {.dir = p.dir, .cache_bytes = 40000};
    assert_int_equal(kr_store_open(&p.store, &options, &p.error), KR_OK);
    kr_snapshot *held = place_circle_now(&p, circles[0]);
    for (size_t i = 0; i < KR_COUNT(circles); i++) {
        kr_snapshot *s = place_circle_now(&p, circles[i]);
        assert_int_equal(contacts(kr_snapshot_circle(s)), 1);
        kr_snapshot_release(p.store, s);
        assert_true(p.store->cache.bytes <= 40000);
    }
    assert_true(p.store->cache.bytes > 0);
    assert_int_equal(contacts(kr_snapshot_circle(held)), 1); /* outlives the cache */
    kr_snapshot_release(p.store, held);
    kr_cache_cool(p.store);
    kr_cache_cool(p.store);
    assert_int_equal(p.store->cache.bytes, 0);
    assert_null(p.store->cache.newest);
    place_end(&p);
}

static void test_destroy(void **state) {
    place p;
    kr_snapshot *s = NULL;
    (void)state;
    place_begin(&p);
    kr_id circle = place_circle(&p), stays = place_circle(&p);
    kr_id bep = place_account(&p, "bep");
    assert_int_equal(kr_circle_destroy(p.store, bep, circle, NOW, &p.error), KR_E_NOT_FOUND);
    assert_int_equal(kr_circle_destroy(p.store, p.annie.id, circle, NOW, &p.error), KR_OK);
    assert_int_equal(kr_circle_open(p.store, &s, p.annie.id, circle, &p.error), KR_E_NOT_FOUND);
    assert_int_equal(place_count(&p, "kring.db", "SELECT count(*) FROM change"), 1);
    kr_snapshot_release(p.store, place_circle_now(&p, stays));
    place_end(&p);
}

/* -- who looked -- */
static kr_err look_at(place *p, kr_id account, kr_id circle, uint8_t part, int64_t now) {
    const kr_look look = {.account = account, .part = part};
    return kr_look_note(p->store, circle, &look, now, &p->error);
}

static kr_err looks_of(place *p, kr_look **looks, size_t *n, kr_id account, kr_id circle) {
    return kr_looks_of(p->store, looks, n, &p->arena, account, circle, 0, 1000, &p->error);
}

static void test_looks(void **state) {
    place p;
    kr_look *looks;
    size_t n = 0;
    (void)state;
    place_begin(&p);
    kr_id circle = place_circle(&p);
    const int64_t quarter = 15 * 60000;
    const int64_t start = NOW - NOW % quarter;
    for (int round = 0; round < 2; round++) {
        for (int i = 0; i < 6; i++)
            assert_int_equal(
                look_at(&p, p.annie.id, circle, (uint8_t)(i % 2), start + i / 2 * quarter + 59000), KR_OK);
        assert_int_equal(looks_of(&p, &looks, &n, p.annie.id, circle), KR_OK);
        assert_int_equal(n, 6);
        for (int i = 0; i < 6; i++) {
            const kr_look *look = &looks[5 - i];
            assert_true(look->account == p.annie.id);
            assert_int_equal(look->part, i % 2);
            assert_int_equal(look->at, start + i / 2 * quarter);
        }
        place_shut(&p); /* also when nobody remembers */
        place_open(&p);
    }
    assert_int_equal(looks_of(&p, &looks, &n, p.annie.id + 1, circle), KR_E_NOT_FOUND);
    assert_int_equal(looks_of(&p, &looks, &n, 0, circle), KR_E_NOT_FOUND);
    assert_int_equal(look_at(&p, p.annie.id, circle + 1, 0, NOW), KR_E_NOT_FOUND);
    place_end(&p);
}

static void test_looks_tampered(void **state) {
    static const char *const harm[] = {
        "DELETE FROM look WHERE n = 3",
        "DELETE FROM look WHERE n = 2",
        "UPDATE look SET account = account + 1 WHERE n = 1",
        "DELETE FROM look; DELETE FROM look_head",
        "UPDATE look SET n = -n WHERE n < 3; UPDATE look SET n = 3 + n WHERE n < 0",
        "DELETE FROM look WHERE n = 3; UPDATE look_head SET n = 2, mac = (SELECT mac FROM look WHERE n = 2)",
    };
    for (size_t i = 0; i < KR_COUNT(harm); i++) {
        place p;
        kr_look *looks;
        size_t n = 0;
        (void)state;
        place_begin(&p);
        kr_id circle = place_circle(&p);
        for (uint8_t part = 0; part < 3; part++)
            assert_int_equal(look_at(&p, p.annie.id, circle, part, NOW), KR_OK);
        place_sql(&p, "kring.db", harm[i]);
        kr_err err = looks_of(&p, &looks, &n, p.annie.id, circle);
        /* all rows and the head gone looks like a circle nobody looked at: known, see docs/decisions */
        assert_int_equal(err, i == 3 ? KR_OK : KR_E_CORRUPT);
        assert_int_equal(look_at(&p, p.annie.id, circle, 4, NOW), KR_OK);
        err = looks_of(&p, &looks, &n, p.annie.id, circle);
        assert_int_equal(err, i == 3 ? KR_OK : KR_E_CORRUPT); /* a new row does not make it whole */
        place_end(&p);
    }
}

/* -- nothing readable on disk -- */
static void test_nothing_readable(void **state) {
    static const char *const words[] = {"Corrie van Dam", "corrie", "Zonnebloem", "zonnebloem", "Wachter",
                                        "annie",          "Annie",  "geheimtaal", PASSWORD,     "$argon2"};
    place p;
    char token[KR_TOKEN_TEXT];
    kr_session s;
    (void)state;
    place_begin(&p);
    kr_id circle = place_circle(&p);
    place_name(&p, circle, "Corrie van Dam");
    assert_int_equal(
        kr_account_update(p.store, p.annie.id, KR_STR("Wachter"), KR_STR("geheimtaal"), &p.error), KR_OK);
    assert_int_equal(kr_session_begin(p.store, token, p.annie.id, NOW, &p.error), KR_OK);
    assert_int_equal(kr_session_find(p.store, &s, kr_str_z(token), NOW, &p.error), KR_OK);
    for (int shut = 0; shut < 2; shut++) {
        for (size_t i = 0; i < KR_COUNT(words); i++)
            assert_false(place_holds(&p, words[i], strlen(words[i])));
        assert_false(place_holds(&p, token, 43));
        assert_true(place_holds(&p, "CREATE TABLE", 12)); /* the search itself works */
        if (!shut) place_shut(&p);
    }
    place_end(&p);
}

/* Somebody may have very many, and not without end. */
static void test_many_circles(void **state) {
    place p;
    kr_id circle;
    (void)state;
    place_begin(&p);
    kr_id first = place_circle(&p), bep = place_account(&p, "bep");
    place_sql(&p, "kring.db",
              "WITH RECURSIVE r(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM r WHERE i < 499)"
              " INSERT INTO circle(id, account, created, version, seq, bin_since, chain, mac)"
              " SELECT 1000 + i, account, created, version, seq, bin_since, chain, mac FROM r, circle");
    assert_int_equal(kr_circle_create(p.store, &circle, p.annie.id, NULL, 0, NOW, &p.error), KR_E_LIMIT);
    assert_string_equal(p.error.key, "error.circles_many");
    assert_int_equal(kr_circle_create(p.store, &circle, bep, NULL, 0, NOW, &p.error), KR_OK); /* others may */
    assert_int_equal(kr_circle_destroy(p.store, p.annie.id, first, NOW, &p.error), KR_OK);
    assert_int_equal(kr_circle_create(p.store, &circle, p.annie.id, NULL, 0, NOW, &p.error), KR_OK);
    place_end(&p);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_many_circles),   cmocka_unit_test(test_change),
        cmocka_unit_test(test_grows),          cmocka_unit_test(test_refused),
        cmocka_unit_test(test_list),           cmocka_unit_test(test_two),
        cmocka_unit_test(test_two_unread),     cmocka_unit_test(test_cache),
        cmocka_unit_test(test_destroy),        cmocka_unit_test(test_looks),
        cmocka_unit_test(test_looks_tampered), cmocka_unit_test(test_nothing_readable),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
