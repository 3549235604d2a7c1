/* Somebody who would rather not be on the map: nothing that says who they are is left, today or in history,
 * in the changes, in shares, links and proposals, or after an older database is put back. */
#include "share_help.h"

#include <stdio.h>
#include <unistd.h>

#include "store/store_int.h"

static bool holds(kr_str text, const char *name) {
    return kr_str_find(text, kr_str_z(name)) != SIZE_MAX;
}

/* Does any change of the circle hold this text, or its maker's name? */
static bool says(const kr_circle *c, const char *text) {
    for (size_t i = 0; i < c->n_changes; i++) {
        if (holds(c->changes[i].author_name, text)) return true;
        for (size_t j = 0; j < c->changes[i].count; j++) {
            const kr_assignment *a = &c->changes[i].assignments[j];
            if (a->type == KR_TEXT && holds(a->value.text, text)) return true;
        }
    }
    return false;
}

static const char *const secrets[] = {"Corrie",      "corrie",   "Dongen",     "buurvrouw van drie",
                                      "06-55512345", "/9j/4AAQ", "Kerkstraat", "huilt",
                                      "1941"};

typedef struct telling {
    kr_id corrie, joop;
    int round;
    kr_store *store;
} telling;

static kr_err tell(void *context, kr_arena *arena, const kr_circle *now, kr_change *out, kr_error *error) {
    const telling *t = context;
    kr_draft d;
    kr_maker maker = {
        .author = 1, .author_name = KR_STR("Corrie"), .at_ms = NOW, .ids = kr_store_ids(t->store)};
    kr_draft_begin(&d, arena, now, maker, KR_ACT_SAY, now->n_changes);
    kr_id tie = kr_draft_tie(&d, now->self.ego, t->corrie), both = kr_draft_tie(&d, t->corrie, t->joop);
    if (t->round == 0) {
        kr_draft_text(&d, KR_KIND_person, t->corrie, KR_F_person_role, KR_STR("buurvrouw van drie"));
        kr_draft_text(&d, KR_KIND_person, t->corrie, KR_F_person_phone, KR_STR("06-55512345"));
        kr_draft_text(&d, KR_KIND_person, t->corrie, KR_F_person_photo, KR_STR("/9j/4AAQabcd"));
        kr_draft_text(&d, KR_KIND_person, t->corrie, KR_F_person_address, KR_STR("Kerkstraat 9"));
        kr_draft_number(&d, KR_KIND_person, t->corrie, KR_F_person_birth_year, 1941);
        kr_draft_number(&d, KR_KIND_person, t->corrie, KR_F_person_died, 20200501);
        kr_draft_number(&d, KR_KIND_person, t->corrie, KR_F_person_knows, KR_knows_objects);
        kr_draft_text(&d, KR_KIND_tie, tie, KR_F_tie_quality, KR_STR("Zij huilt vaak"));
        kr_draft_number(&d, KR_KIND_tie, tie, KR_F_tie_closeness, KR_closeness_friend);
        kr_draft_number(&d, KR_KIND_tie, both, KR_F_tie_acquainted, KR_yesno_yes);
        kr_draft_text(&d, KR_KIND_person, t->joop, KR_F_person_remark, KR_STR("Man van Corrie van Dongen"));
    } else {
        kr_draft_text(&d, KR_KIND_person, t->joop, KR_F_person_remark,
                      KR_STR("Leest de krant, CORRIES krant"));
        kr_draft_text(&d, KR_KIND_circle, KR_CIRCLE_RECORD, KR_F_circle_story, KR_STR("corrie, en Roos"));
    }
    return kr_draft_end(&d, out, error);
}

static void tell_all(place *p, kr_id circle, telling *t) {
    t->store = p->store;
    t->corrie = place_name(p, circle, "Corrie van Dongen");
    t->joop = place_name(p, circle, "Joop van Dongen");
    for (t->round = 0; t->round < 2; t->round++)
        assert_int_equal(kr_circle_change(p->store, NULL, p->annie.id, circle, tell, t, &p->error), KR_OK);
}

static void no_secret(const kr_circle *c, bool number_too) {
    for (size_t i = 0; i < KR_COUNT(secrets); i++) {
        if (kr_str_is(kr_str_z(secrets[i]), "Dongen")) continue; /* Joop is called so too */
        if (says(c, secrets[i])) print_error("still there: %s\n", secrets[i]);
        assert_false(says(c, secrets[i]));
    }
    for (size_t i = 0; number_too && i < c->n_changes; i++)
        for (size_t j = 0; j < c->changes[i].count; j++)
            assert_true(c->changes[i].assignments[j].value.number != 1941);
    assert_int_equal(kr_circle_check(c, NULL), KR_OK);
}

static void as_initials(place *p, kr_id circle, const telling *t) {
    kr_snapshot *s = place_circle_now(p, circle);
    const kr_circle *c = kr_snapshot_circle(s);
    const kr_person *corrie = kr_circle_person(c, t->corrie), *joop = kr_circle_person(c, t->joop);
    no_secret(c, true);
    assert_non_null(corrie);
    assert_true(kr_str_is(corrie->name, "C.D."));
    assert_int_equal(corrie->knows, KR_knows_objects);
    assert_int_equal(corrie->dead, KR_yesno_yes); /* that, not when */
    assert_int_equal(corrie->died, 0);
    assert_true(kr_str_is(joop->name, "Joop van Dongen"));
    assert_true(kr_str_is(joop->remark, "Leest de krant, C.S krant"));
    assert_true(kr_str_is(c->self.story, "C., en Roos"));
    const kr_tie *tie = kr_circle_tie_between(c, c->self.ego, t->corrie);
    assert_int_equal(tie->closeness, KR_closeness_friend);
    assert_int_equal(kr_circle_tie_between(c, t->corrie, t->joop)->acquainted, KR_yesno_yes);
    kr_snapshot_release(p->store, s);
}

static void test_initials(void **state) {
    place p;
    telling t;
    (void)state;
    place_begin(&p);
    kr_id circle = place_circle(&p);
    tell_all(&p, circle, &t);
    kr_err (*reduce)(kr_store *, kr_id, kr_id, kr_id, kr_reduce_how, int64_t, kr_error *) = kr_circle_reduce;
    assert_int_equal(reduce(p.store, p.annie.id + 1, circle, t.corrie, KR_REDUCE_INITIALS, NOW, &p.error),
                     KR_E_NOT_FOUND);
    assert_int_equal(reduce(p.store, p.annie.id, circle, t.corrie, KR_REDUCE_INITIALS, NOW, &p.error), KR_OK);
    as_initials(&p, circle, &t);
    place_shut(&p);
    place_open(&p);
    as_initials(&p, circle, &t);
    /* the key of before is destroyed as after erasing */
    kr_circle_key old;
    uint64_t seen;
    assert_int_equal(kr_store_tidy(p.store, NOW + 31 * DAY, &p.error), KR_OK);
    assert_int_equal(kr_key_get(p.store, &old, circle, 1, &seen, &p.error), KR_E_CORRUPT);
    as_initials(&p, circle, &t);
    place_end(&p);
}

static void test_away(void **state) {
    place p;
    telling t;
    (void)state;
    place_begin(&p);
    kr_id circle = place_circle(&p);
    tell_all(&p, circle, &t);
    assert_int_equal(kr_circle_reduce(p.store, p.annie.id, circle, t.corrie, KR_REDUCE_AWAY, NOW, &p.error),
                     KR_OK);
    kr_snapshot *s = place_circle_now(&p, circle);
    const kr_circle *c = kr_snapshot_circle(s);
    no_secret(c, true);
    assert_null(kr_circle_person(c, t.corrie));
    assert_true(says(c, "Joop van Dongen"));
    kr_snapshot_release(p.store, s);
    place_end(&p);
}

/* An older kring.db is put back: it is reduced again, though its texts are those of before. */
static void test_backup(void **state) {
    place p;
    telling t;
    char main_path[300], copy[300];
    (void)state;
    for (int away = 0; away < 2; away++) {
        place_begin(&p);
        kr_id circle = place_circle(&p);
        tell_all(&p, circle, &t);
        place_shut(&p);
        snprintf(main_path, sizeof main_path, "%s/kring.db", p.dir);
        snprintf(copy, sizeof copy, "%s/backup", p.dir);
        copy_file(main_path, copy);
        place_open(&p);
        assert_int_equal(kr_circle_reduce(p.store, p.annie.id, circle, t.corrie,
                                          away ? KR_REDUCE_AWAY : KR_REDUCE_INITIALS, NOW, &p.error),
                         KR_OK);
        place_shut(&p);
        copy_file(copy, main_path);
        unlink(copy);
        place_open(&p);
        assert_int_equal(kr_store_tidy(p.store, NOW + DAY, &p.error), KR_OK);
        if (away) {
            kr_snapshot *s = place_circle_now(&p, circle);
            no_secret(kr_snapshot_circle(s), true);
            assert_null(kr_circle_person(kr_snapshot_circle(s), t.corrie));
            kr_snapshot_release(p.store, s);
        } else {
            as_initials(&p, circle, &t);
        }
        place_end(&p);
    }
}

/* Nobody can be made initials of whose map it is. */
static void test_not_the_owner(void **state) {
    place p;
    (void)state;
    place_begin(&p);
    kr_id circle = place_circle(&p);
    kr_snapshot *s = place_circle_now(&p, circle);
    kr_id ego = kr_snapshot_circle(s)->self.ego;
    kr_str name = kr_circle_ego(kr_snapshot_circle(s))->name;
    assert_int_equal(kr_circle_reduce(p.store, p.annie.id, circle, ego, KR_REDUCE_AWAY, NOW, &p.error),
                     KR_OK);
    kr_snapshot *after = place_circle_now(&p, circle);
    assert_true(kr_str_eq(kr_circle_ego(kr_snapshot_circle(after))->name, name));
    kr_snapshot_release(p.store, after);
    kr_snapshot_release(p.store, s);
    place_end(&p);
}

/* What a share and a link say about them goes along. */
static void test_beside(void **state) {
    place p;
    telling t;
    kr_share_entry *list;
    kr_once *onces;
    size_t n;
    char code[KR_CODE_TEXT];
    (void)state;
    place_begin(&p);
    kr_id circle = place_circle(&p), guest = place_account(&p, "sanne");
    tell_all(&p, circle, &t);
    kr_share_entry wish = wish_for("Sanne");
    wish.why = KR_STR("voor Corrie van Dongen");
    let_in(&p, circle, guest, &wish);
    kr_once once = {.kind = KR_ONCE_SUGGEST,
                    .whom = KR_STR("Corrie"),
                    .asked = KR_STR("Wat vindt Corrie?"),
                    .until = NOW + DAY};
    assert_int_equal(kr_once_make(p.store, code, p.annie.id, circle, &once, NOW, &p.error), KR_OK);
    assert_int_equal(
        kr_circle_reduce(p.store, p.annie.id, circle, t.corrie, KR_REDUCE_INITIALS, NOW, &p.error), KR_OK);
    assert_int_equal(kr_shares_of(p.store, &list, &n, &p.arena, p.annie.id, circle, &p.error), KR_OK);
    assert_true(n == 1 && kr_str_is(list[0].why, "voor C. van D.") && kr_str_is(list[0].name, "Sanne"));
    assert_int_equal(kr_onces_of(p.store, &onces, &n, &p.arena, p.annie.id, circle, &p.error), KR_OK);
    assert_true(n == 1 && kr_str_is(onces[0].whom, "C.") && kr_str_is(onces[0].asked, "Wat vindt C.?"));
    assert_int_equal(look_in(&p, guest, circle), KR_OK); /* the guest stays */
    place_end(&p);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_initials), cmocka_unit_test(test_away),
                                       cmocka_unit_test(test_backup), cmocka_unit_test(test_not_the_owner),
                                       cmocka_unit_test(test_beside)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
