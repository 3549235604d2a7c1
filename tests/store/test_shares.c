/* Letting somebody in: what they get, from when and until when; what happens when somebody changes the rows;
 * and that it goes along with the circle. */
#include "share_help.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "store/share_int.h"

static kr_err enter(place *p, kr_id account, kr_id circle, kr_snapshot **out, kr_access *access) {
    return kr_circle_enter(p->store, out, access, &p->arena, account, circle, NOW + 1, &p->error);
}

static void test_let_in(void **state) {
    place p;
    kr_snapshot *s = NULL, *again = NULL;
    kr_access access;
    (void)state;
    place_begin(&p);
    kr_id circle = place_circle(&p), sanne = place_account(&p, "sanne");
    place_name(&p, circle, "Corrie");
    assert_int_equal(look_in(&p, sanne, circle), KR_E_NOT_FOUND);
    kr_share_entry wish = wish_for("Sanne");
    kr_id share = let_in(&p, circle, sanne, &wish);
    assert_int_equal(enter(&p, sanne, circle, &s, &access), KR_OK);
    assert_false(access.owner);
    assert_true(access.share.id == share && access.share.rules.guest == sanne);
    assert_true(access.share.rules.owner == p.annie.id);
    assert_true(kr_str_is(access.share.name, "Sanne"));
    assert_int_equal(kr_snapshot_circle(s)->n_persons, 2);
    /* the second time it is the same one, not made anew */
    assert_int_equal(enter(&p, sanne, circle, &again, &access), KR_OK);
    assert_ptr_equal(s, again);
    kr_snapshot_release(p.store, again);
    kr_snapshot_release(p.store, s);
    /* the owner gets the whole */
    assert_int_equal(enter(&p, p.annie.id, circle, &s, &access), KR_OK);
    assert_true(access.owner);
    kr_snapshot_release(p.store, s);
    /* what is for the owner stays the owner's */
    assert_int_equal(kr_circle_open(p.store, &s, sanne, circle, &p.error), KR_E_NOT_FOUND);
    kr_share_entry *list;
    size_t n;
    assert_int_equal(kr_shares_of(p.store, &list, &n, &p.arena, sanne, circle, &p.error), KR_E_NOT_FOUND);
    assert_int_equal(kr_shares_of(p.store, &list, &n, &p.arena, 0, circle, &p.error), KR_E_NOT_FOUND);
    assert_int_equal(kr_share_withdraw(p.store, sanne, circle, share, NOW, &p.error), KR_E_NOT_FOUND);
    assert_int_equal(kr_share_withdraw(p.store, p.annie.id, circle, share, NOW, &p.error), KR_OK);
    assert_int_equal(look_in(&p, sanne, circle), KR_E_NOT_FOUND);
    place_end(&p);
}

/* The visit brings the filtered circle along once it is made; never after withdrawal. */
static void test_visit(void **state) {
    place p;
    char token[KR_TOKEN_TEXT];
    kr_visit visit;
    (void)state;
    place_begin(&p);
    kr_id circle = place_circle(&p), sanne = place_account(&p, "sanne");
    kr_share_entry wish = wish_for("Sanne");
    kr_id share = let_in(&p, circle, sanne, &wish);
    assert_int_equal(kr_session_begin(p.store, token, sanne, NOW, &p.error), KR_OK);
    for (int round = 0; round < 4; round++) {
        kr_err err = kr_visit_begin(p.store, &visit, &p.arena, kr_str_z(token), circle, NOW + 2, &p.error);
        assert_int_equal(err, KR_OK);
        assert_false(visit.access.owner);
        assert_int_equal(visit.snapshot != NULL, round == 1 || round == 2);
        if (visit.snapshot) {
            assert_true(visit.access.share.id == share);
            assert_true(kr_str_is(visit.access.share.word, "dochter en mantelzorger"));
        }
        kr_snapshot_release(p.store, visit.snapshot);
        if (round == 0) assert_int_equal(look_in(&p, sanne, circle), KR_OK);
        if (round == 2)
            assert_int_equal(kr_share_withdraw(p.store, p.annie.id, circle, share, NOW, &p.error), KR_OK);
    }
    place_end(&p);
}

static void test_until(void **state) {
    place p;
    kr_snapshot *s = NULL;
    kr_access access;
    kr_share_entry *list;
    size_t n;
    (void)state;
    place_begin(&p);
    kr_id circle = place_circle(&p), sanne = place_account(&p, "sanne");
    kr_share_entry wish = wish_for("Sanne");
    wish.until = NOW + DAY;
    let_in(&p, circle, sanne, &wish);
    assert_int_equal(look_in(&p, sanne, circle), KR_OK);
    assert_int_equal(kr_shared_with(p.store, &list, &n, &p.arena, sanne, NOW, &p.error), KR_OK);
    assert_int_equal(n, 1);
    assert_true(kr_str_is(list[0].name, "Zonnebloem Wachter")); /* what the owner is called */
    assert_int_equal(kr_circle_enter(p.store, &s, &access, &p.arena, sanne, circle, NOW + DAY, &p.error),
                     KR_E_NOT_FOUND);
    assert_int_equal(kr_shared_with(p.store, &list, &n, &p.arena, sanne, NOW + DAY, &p.error), KR_OK);
    assert_int_equal(n, 0);
    place_end(&p);
}

/* Other words for the same share; and the owner looks as they do. */
static void test_reworded(void **state) {
    place p;
    kr_snapshot *s = NULL;
    kr_access access;
    kr_share_entry *list;
    size_t n;
    (void)state;
    place_begin(&p);
    kr_id circle = place_circle(&p), sanne = place_account(&p, "sanne");
    kr_share_entry wish = wish_for("Sanne");
    kr_id share = let_in(&p, circle, sanne, &wish);
    assert_int_equal(look_in(&p, sanne, circle), KR_OK);
    wish.name = KR_STR(" Sanne van Dam ");
    wish.rules.rights[KR_PART_MAP] = KR_RIGHT_READ;
    wish.rules.rights[KR_PART_WISH] = KR_RIGHT_ADD;
    wish.rules.guest = 12345; /* not for the owner to say */
    assert_int_equal(kr_share_put(p.store, &share, p.annie.id, circle, &wish, NOW + 5, &p.error), KR_OK);
    assert_int_equal(enter(&p, sanne, circle, &s, &access), KR_OK);
    assert_int_equal(access.share.rules.rights[KR_PART_MAP], KR_RIGHT_READ);
    assert_int_equal(access.share.rules.rights[KR_PART_WISH], KR_RIGHT_ADD);
    assert_true(kr_str_is(access.share.name, "Sanne van Dam") && access.share.rules.guest == sanne);
    kr_snapshot_release(p.store, s);
    assert_int_equal(kr_circle_enter_as(p.store, &s, &access, &p.arena, p.annie.id, circle, share, &p.error),
                     KR_OK);
    assert_false(access.owner);
    kr_snapshot_release(p.store, s);
    assert_int_equal(kr_circle_enter_as(p.store, &s, &access, &p.arena, sanne, circle, share, &p.error),
                     KR_E_NOT_FOUND);
    assert_int_equal(kr_share_withdraw(p.store, p.annie.id, circle, share, NOW, &p.error), KR_OK);
    assert_int_equal(kr_circle_enter_as(p.store, &s, &access, &p.arena, p.annie.id, circle, share, &p.error),
                     KR_OK);
    kr_snapshot_release(p.store, s);
    assert_int_equal(kr_shares_of(p.store, &list, &n, &p.arena, p.annie.id, circle, &p.error), KR_OK);
    assert_int_equal(n, 1);
    assert_true(list[0].withdrawn == NOW && list[0].version == 6);
    wish.name = KR_STR("  ");
    share = 0;
    assert_int_equal(kr_share_put(p.store, &share, p.annie.id, circle, &wish, NOW, &p.error), KR_E_INVALID);
    place_end(&p);
}

/* -- invitations -- */
static void test_codes(void **state) {
    place p;
    char code[KR_CODE_TEXT], typed[60] = "", newer[KR_CODE_TEXT];
    kr_share_entry told;
    (void)state;
    place_begin(&p);
    kr_id circle = place_circle(&p), sanne = place_account(&p, "sanne"), piet = place_account(&p, "piet"),
          kees = place_account(&p, "kees");
    kr_share_entry wish = wish_for("Sanne");
    kr_id share = 0;
    assert_int_equal(kr_share_put(p.store, &share, p.annie.id, circle, &wish, NOW, &p.error), KR_OK);
    assert_int_equal(kr_invite_make(p.store, code, p.annie.id, circle, share, KR_INVITE_TABLE, NOW, &p.error),
                     KR_OK);
    assert_false(place_holds(&p, code, strlen(code)));
    /* the owner's own, too late, and wrong: the same answer */
    assert_int_equal(kr_invite_open(p.store, &told, &p.arena, p.annie.id, kr_str_z(code), NOW, &p.error),
                     KR_E_NOT_FOUND);
    assert_int_equal(
        kr_invite_open(p.store, &told, &p.arena, kees, kr_str_z(code), NOW + 15 * 60000, &p.error),
        KR_E_NOT_FOUND);
    assert_int_equal(kr_invite_open(p.store, &told, &p.arena, sanne, KR_STR("ABCD"), NOW, &p.error),
                     KR_E_NOT_FOUND);
    assert_int_equal(
        kr_invite_make(p.store, newer, p.annie.id, circle, share, KR_INVITE_TABLE, NOW, &p.error), KR_OK);
    assert_int_equal(kr_invite_open(p.store, &told, &p.arena, sanne, kr_str_z(code), NOW, &p.error),
                     KR_E_NOT_FOUND); /* a newer one ended it */
    /* as people type it */
    for (size_t i = 0, at = 0; newer[i]; i++) {
        char c = newer[i];
        if (c == '-') continue;
        if (i % 3 == 0) typed[at++] = ' ';
        typed[at++] = (char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c == '0' ? 'o' : c == '1' ? 'l' : c);
    }
    assert_int_equal(kr_invite_open(p.store, &told, &p.arena, sanne, kr_str_z(typed), NOW, &p.error), KR_OK);
    assert_true(kr_str_is(told.name, "Zonnebloem Wachter") && told.why.len == 0);
    /* not before the owner said so, and only the first */
    assert_int_equal(look_in(&p, sanne, circle), KR_E_NOT_FOUND);
    assert_int_equal(kr_invite_open(p.store, &told, &p.arena, piet, kr_str_z(newer), NOW, &p.error),
                     KR_E_NOT_FOUND);
    assert_int_equal(kr_invite_make(p.store, code, p.annie.id, circle, share, KR_INVITE_MAIL, NOW, &p.error),
                     KR_E_EXISTS);
    assert_int_equal(kr_share_confirm(p.store, p.annie.id, circle, share, true, NOW, &p.error), KR_OK);
    assert_int_equal(look_in(&p, sanne, circle), KR_OK);
    /* "no" ends it */
    wish = wish_for("Piet");
    share = 0;
    assert_int_equal(kr_share_put(p.store, &share, p.annie.id, circle, &wish, NOW, &p.error), KR_OK);
    assert_int_equal(kr_share_confirm(p.store, p.annie.id, circle, share, true, NOW, &p.error),
                     KR_E_NOT_FOUND);
    assert_int_equal(kr_invite_make(p.store, code, p.annie.id, circle, share, KR_INVITE_MAIL, NOW, &p.error),
                     KR_OK);
    assert_int_equal(kr_invite_open(p.store, &told, &p.arena, piet, kr_str_z(code), NOW, &p.error), KR_OK);
    assert_int_equal(kr_share_confirm(p.store, p.annie.id, circle, share, false, NOW, &p.error), KR_OK);
    assert_int_equal(kr_share_confirm(p.store, p.annie.id, circle, share, true, NOW, &p.error),
                     KR_E_NOT_FOUND);
    assert_int_equal(look_in(&p, piet, circle), KR_E_NOT_FOUND);
    place_end(&p);
}

/* Guessing is slowed down for who guesses, and for nobody else. */
static void test_guessing(void **state) {
    place p;
    kr_share_entry told;
    (void)state;
    place_begin(&p);
    kr_id circle = place_circle(&p), sanne = place_account(&p, "sanne"), piet = place_account(&p, "piet");
    for (int i = 0; i < 5; i++)
        assert_int_equal(
            kr_invite_open(p.store, &told, &p.arena, piet, KR_STR("01234-56789-01234-56789"), NOW, &p.error),
            KR_E_NOT_FOUND);
    assert_int_equal(
        kr_invite_open(p.store, &told, &p.arena, piet, KR_STR("01234-56789-01234-56789"), NOW, &p.error),
        KR_E_BUSY);
    kr_share_entry wish = wish_for("Sanne");
    let_in(&p, circle, sanne, &wish);
    place_end(&p);
}

/* Let in twice: the newest counts, and ending that one leaves no older one behind it. */
static void test_twice(void **state) {
    place p;
    (void)state;
    place_begin(&p);
    kr_id circle = place_circle(&p), sanne = place_account(&p, "sanne");
    kr_share_entry wish = wish_for("Sanne");
    let_in(&p, circle, sanne, &wish);
    kr_id newest = let_in(&p, circle, sanne, &wish);
    assert_int_equal(look_in(&p, sanne, circle), KR_OK);
    assert_int_equal(kr_share_withdraw(p.store, p.annie.id, circle, newest, NOW, &p.error), KR_OK);
    assert_int_equal(look_in(&p, sanne, circle), KR_E_NOT_FOUND);
    place_end(&p);
}

/* -- changes by a guest -- */
static kr_err change_as(place *p, kr_id account, kr_id circle, const char *name, bool *proposed,
                        size_t *persons) {
    naming n = {p->store, name, 0, 0};
    kr_snapshot *s = NULL;
    kr_err err =
        kr_circle_change_as(p->store, &s, proposed, account, circle, name_one, &n, NOW + 9, &p->error);
    if (s) *persons = kr_snapshot_circle(s)->n_persons;
    kr_snapshot_release(p->store, s);
    return err;
}

static void test_change(void **state) {
    place p;
    bool proposed = true;
    size_t persons = 0;
    (void)state;
    place_begin(&p);
    kr_id circle = place_circle(&p), sanne = place_account(&p, "sanne");
    assert_int_equal(change_as(&p, sanne, circle, "Joop", &proposed, &persons), KR_E_NOT_FOUND);
    kr_share_entry wish = wish_for("Sanne");
    kr_id share = let_in(&p, circle, sanne, &wish);
    kr_err err = change_as(&p, sanne, circle, "Joop", &proposed, &persons);
    if (err) print_error("%s %s %s\n", p.error.key, p.error.field, p.error.detail);
    assert_int_equal(err, KR_OK);
    assert_false(proposed);
    assert_int_equal(persons, 2);
    kr_snapshot *s = place_circle_now(&p, circle);
    assert_true(kr_snapshot_circle(s)->changes[1].author == sanne); /* not what the maker said */
    kr_snapshot_release(p.store, s);
    wish.rules.rights[KR_PART_MAP] = KR_RIGHT_READ;
    assert_int_equal(kr_share_put(p.store, &share, p.annie.id, circle, &wish, NOW, &p.error), KR_OK);
    assert_int_equal(change_as(&p, sanne, circle, "Piet", &proposed, &persons), KR_E_DENIED);
    assert_int_equal(kr_share_withdraw(p.store, p.annie.id, circle, share, NOW, &p.error), KR_OK);
    assert_int_equal(change_as(&p, sanne, circle, "Piet", &proposed, &persons), KR_E_NOT_FOUND);
    place_end(&p);
}

static void test_proposals(void **state) {
    place p;
    bool proposed = false;
    size_t persons = 0, n = 0;
    kr_proposal *list;
    kr_snapshot *s = NULL;
    (void)state;
    place_begin(&p);
    kr_id circle = place_circle(&p), sanne = place_account(&p, "sanne");
    kr_share_entry wish = wish_for("Sanne");
    wish.rules.propose = true;
    kr_id share = let_in(&p, circle, sanne, &wish);
    assert_int_equal(change_as(&p, sanne, circle, "Joop Terlouw", &proposed, &persons), KR_OK);
    assert_true(proposed);
    assert_int_equal(change_as(&p, sanne, circle, "Piet Anders", &proposed, &persons), KR_OK);
    assert_false(place_holds(&p, "Terlouw", 7));
    s = place_circle_now(&p, circle);
    assert_int_equal(kr_snapshot_circle(s)->n_changes, 1);
    kr_snapshot_release(p.store, s);
    assert_int_equal(kr_proposals_of(p.store, &list, &n, &p.arena, sanne, circle, &p.error), KR_E_NOT_FOUND);
    assert_int_equal(kr_proposals_of(p.store, &list, &n, &p.arena, p.annie.id, circle, &p.error), KR_OK);
    assert_int_equal(n, 2);
    assert_true(list[0].account == sanne && list[0].share == share && list[0].change.author == sanne);
    kr_id one = list[0].id, two = list[1].id;
    assert_int_equal(kr_proposal_take(p.store, &s, sanne, circle, one, true, false, NOW, &p.error),
                     KR_E_NOT_FOUND);
    assert_int_equal(kr_proposal_take(p.store, &s, p.annie.id, circle, one, true, false, NOW + 50, &p.error),
                     KR_OK);
    assert_int_equal(kr_snapshot_circle(s)->n_changes, 2);
    assert_true(kr_snapshot_circle(s)->changes[1].author == sanne);
    assert_int_equal(kr_snapshot_circle(s)->changes[1].at_ms, NOW + 50);
    kr_snapshot_release(p.store, s);
    assert_int_equal(kr_proposal_take(p.store, NULL, p.annie.id, circle, one, true, false, NOW, &p.error),
                     KR_E_NOT_FOUND);
    assert_int_equal(kr_proposal_take(p.store, NULL, p.annie.id, circle, two, false, false, NOW, &p.error),
                     KR_OK);
    assert_int_equal(kr_proposals_of(p.store, &list, &n, &p.arena, p.annie.id, circle, &p.error), KR_OK);
    assert_int_equal(n, 0);
    place_end(&p);
}

/* -- once -- */
static void test_once(void **state) {
    place p;
    char code[KR_CODE_TEXT], second[KR_CODE_TEXT];
    kr_once wish = {.kind = KR_ONCE_STEP,
                    .about = 77,
                    .whom = KR_STR("Buurman Kees"),
                    .asked = KR_STR("Wilt u de heg knippen?"),
                    .said = KR_NONE},
            got, *list;
    size_t n;
    (void)state;
    place_begin(&p);
    kr_id circle = place_circle(&p), sanne = place_account(&p, "sanne");
    assert_int_equal(kr_once_make(p.store, code, sanne, circle, &wish, NOW, &p.error), KR_E_NOT_FOUND);
    assert_int_equal(kr_once_make(p.store, code, p.annie.id, circle, &wish, NOW, &p.error), KR_OK);
    assert_int_equal(kr_once_make(p.store, second, p.annie.id, circle, &wish, NOW + 1, &p.error), KR_OK);
    assert_int_equal(kr_once_find(p.store, &got, &p.arena, kr_str_z(code), NOW, &p.error), KR_OK);
    assert_true(kr_str_is(got.asked, "Wilt u de heg knippen?") && got.about == 77 && got.circle == circle);
    assert_int_equal(kr_once_answer(p.store, kr_str_z(code), KR_STR("Doe ik zaterdag"), 2, NOW + 9, &p.error),
                     KR_OK);
    assert_int_equal(kr_once_answer(p.store, kr_str_z(code), KR_STR("Toch niet"), 1, NOW + 9, &p.error),
                     KR_E_NOT_FOUND);
    assert_int_equal(kr_once_find(p.store, &got, &p.arena, kr_str_z(code), NOW, &p.error), KR_E_NOT_FOUND);
    assert_int_equal(kr_onces_of(p.store, &list, &n, &p.arena, sanne, circle, &p.error), KR_E_NOT_FOUND);
    assert_int_equal(kr_onces_of(p.store, &list, &n, &p.arena, p.annie.id, circle, &p.error), KR_OK);
    assert_int_equal(n, 2);
    assert_true(kr_str_is(list[1].said, "Doe ik zaterdag") && list[1].outcome == 2);
    assert_int_equal(kr_once_end(p.store, p.annie.id, circle, list[0].id, NOW, &p.error), KR_OK);
    assert_int_equal(kr_once_find(p.store, &got, &p.arena, kr_str_z(second), NOW, &p.error), KR_E_NOT_FOUND);
    assert_false(place_holds(&p, "heg knippen", 11) || place_holds(&p, "zaterdag", 8));
    place_end(&p);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_let_in),   cmocka_unit_test(test_visit),  cmocka_unit_test(test_until),
        cmocka_unit_test(test_reworded), cmocka_unit_test(test_codes),  cmocka_unit_test(test_guessing),
        cmocka_unit_test(test_twice),    cmocka_unit_test(test_change), cmocka_unit_test(test_proposals),
        cmocka_unit_test(test_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
