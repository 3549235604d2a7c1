/* Mail that waits: put in, tried, wiped when it left, given up after three days; an uncertain hand-over is
 * repeated once and no more; nothing of it can be read on the disk. */
#include <stdio.h>
#include <string.h>

#include "share_help.h"

#include "store/outbox.h"

static kr_id put(place *p, kr_id circle, kr_id about, const char *body, int64_t now) {
    kr_id id = 0;
    assert_int_equal(kr_outbox_put(p->store, &id, p->annie.id, circle, about, kr_str_z(body), now, &p->error),
                     KR_OK);
    return id;
}

static kr_outbox_mail take(place *p, int64_t now) {
    kr_outbox_mail mail;
    assert_int_equal(kr_outbox_take(p->store, &mail, &p->arena, now, &p->error), KR_OK);
    return mail;
}

static int64_t rows(const place *p) {
    return place_count(p, "kring.db", "SELECT count(*) FROM outbox");
}

static bool failed(place *p, kr_id circle) {
    kr_outbox_row *list = NULL;
    size_t count = 0;
    assert_int_equal(kr_outbox_of(p->store, &list, &count, &p->arena, p->annie.id, circle, &p->error), KR_OK);
    assert_int_equal(count, 1);
    return list[0].failed;
}

static void test_sent(void **state) {
    place p;
    (void)state;
    place_begin(&p);
    kr_id circle = place_circle(&p);
    put(&p, circle, 7, "krekelien@example.net\nhallo", NOW);
    assert_false(place_holds(&p, "krekelien", 9));
    kr_outbox_mail mail = take(&p, NOW);
    assert_true(kr_str_is(mail.body, "krekelien@example.net\nhallo"));
    assert_int_equal(take(&p, NOW).id, 0); /* nobody else gets it meanwhile */
    assert_int_equal(kr_outbox_hand(p.store, mail.id, &p.error), KR_OK);
    assert_int_equal(kr_outbox_done(p.store, mail.id, KR_OUTBOX_SENT, true, &p.error), KR_OK);
    assert_int_equal(rows(&p), 0);
    assert_int_equal(take(&p, NOW + DAY).id, 0);
    place_end(&p);
}

static void test_later(void **state) {
    place p;
    (void)state;
    place_begin(&p);
    kr_id circle = place_circle(&p);
    put(&p, circle, 7, "a@b.nl\nx", NOW);
    int64_t now = NOW, last = 0;
    int tries = 0;
    for (;;) {
        kr_outbox_mail mail = take(&p, now);
        if (!mail.id && mail.next == INT64_MAX) break;
        if (mail.id) {
            tries++;
            last = now;
            assert_int_equal(kr_outbox_done(p.store, mail.id, KR_OUTBOX_LATER, false, &p.error), KR_OK);
        } else {
            now = mail.next;
        }
        assert_true(tries < 100);
    }
    /* often at first, then every four hours, for three days */
    assert_true(tries > 15 && tries < 40);
    assert_true(last > NOW + 2 * DAY && last <= NOW + 3 * DAY);
    assert_true(failed(&p, circle));
    assert_int_equal(place_count(&p, "kring.db", "SELECT sum(length(sealed)) FROM outbox"), 0);
    assert_int_equal(kr_store_tidy(p.store, NOW + 40 * DAY, &p.error), KR_OK);
    assert_int_equal(rows(&p), 0);
    place_end(&p);
}

/* Power out after the hand-over, twice. */
static void test_unsure(void **state) {
    place p;
    (void)state;
    place_begin(&p);
    kr_id circle = place_circle(&p);
    put(&p, circle, 7, "a@b.nl\nx", NOW);
    kr_str first = KR_NONE;
    for (int time = 0; time < 2; time++) {
        kr_outbox_mail mail = take(&p, NOW);
        assert_true(mail.id != 0);
        if (time == 0) first = mail.body;
        assert_true(kr_str_eq(mail.body, first));
        assert_int_equal(kr_outbox_hand(p.store, mail.id, &p.error), KR_OK);
        place_shut(&p);
        place_open(&p);
        assert_int_equal(kr_outbox_wake(p.store, NOW, &p.error), KR_OK);
    }
    assert_int_equal(take(&p, NOW).id, 0);
    assert_true(failed(&p, circle));
    place_end(&p);
}

/* For certain not taken: that does not count as uncertain, however often. */
static void test_certain(void **state) {
    place p;
    (void)state;
    place_begin(&p);
    kr_id circle = place_circle(&p);
    put(&p, circle, 7, "a@b.nl\nx", NOW);
    int64_t now = NOW;
    for (int time = 0; time < 5; time++) {
        kr_outbox_mail mail = take(&p, now);
        assert_true(mail.id != 0);
        assert_int_equal(kr_outbox_hand(p.store, mail.id, &p.error), KR_OK);
        assert_int_equal(kr_outbox_done(p.store, mail.id, KR_OUTBOX_LATER, true, &p.error), KR_OK);
        now = take(&p, now).next;
    }
    assert_false(failed(&p, circle));
    place_end(&p);
}

static void test_about(void **state) {
    place p;
    kr_id id;
    (void)state;
    place_begin(&p);
    kr_id circle = place_circle(&p), sanne = place_account(&p, "sanne");
    put(&p, circle, 7, "a@b.nl\nold", NOW);
    kr_outbox_mail mail = take(&p, NOW);
    put(&p, circle, 7, "a@b.nl\nnew", NOW + 1);
    assert_int_equal(kr_outbox_hand(p.store, mail.id, &p.error),
                     KR_E_NOT_FOUND); /* the old one is not sent */
    assert_true(kr_str_is(take(&p, NOW + 1).body, "a@b.nl\nnew"));
    assert_int_equal(kr_outbox_drop(p.store, p.annie.id, 7, &p.error), KR_OK);
    assert_int_equal(rows(&p), 0);
    /* somebody else's circle */
    assert_int_equal(kr_outbox_put(p.store, &id, sanne, circle, 7, KR_STR("a@b.nl\nx"), NOW, &p.error),
                     KR_E_NOT_FOUND);
    for (int i = 2; i < KR_OUTBOX_MOST_DAY; i++) put(&p, circle, 7, "a@b.nl\nx", NOW + i);
    assert_int_equal(
        kr_outbox_put(p.store, &id, p.annie.id, circle, 7, KR_STR("a@b.nl\nx"), NOW + 50, &p.error),
        KR_E_LIMIT);
    assert_string_equal(p.error.key, "outbox.day");
    put(&p, circle, 7, "a@b.nl\nx", NOW + DAY + 60); /* the next day */
    /* it goes along with the circle */
    assert_int_equal(kr_circle_destroy(p.store, p.annie.id, circle, NOW, &p.error), KR_OK);
    assert_int_equal(rows(&p), 0);
    place_end(&p);
}

/* What the mail of an invitation says: the code, or that nothing may be written. */
static kr_err write_code(void *context, const char *code, kr_str *mail, kr_error *error) {
    char *text = context;
    if (!text) return kr_fail(error, KR_E_INVALID, "share.mail.wrong", "", "");
    snprintf(text, 100, "sanne@example.net\n%s", code);
    *mail = kr_str_z(text);
    return KR_OK;
}

static int64_t invites(const place *p, bool open) {
    return place_count(p, "kring.db",
                       open ? "SELECT count(*) FROM invite WHERE ended = 0" : "SELECT count(*) FROM invite");
}

/* An invitation and its mail are there both or neither. */
static void test_invitation(void **state) {
    place p;
    char text[100], code[KR_CODE_TEXT];
    kr_share_entry told, wish = wish_for("Sanne");
    kr_id share = 0, other = 0;
    (void)state;
    place_begin(&p);
    kr_id circle = place_circle(&p), sanne = place_account(&p, "sanne");
    assert_int_equal(kr_share_put(p.store, &share, p.annie.id, circle, &wish, NOW, &p.error), KR_OK);
    assert_int_equal(kr_share_put(p.store, &other, p.annie.id, circle, &wish, NOW, &p.error), KR_OK);
    assert_int_equal(kr_invite_post(p.store, p.annie.id, circle, share, write_code, NULL, NOW, &p.error),
                     KR_E_INVALID);
    assert_int_equal(kr_invite_post(p.store, sanne, circle, share, write_code, text, NOW, &p.error),
                     KR_E_NOT_FOUND); /* not her circle */
    assert_int_equal(rows(&p) + invites(&p, false), 0);
    for (int i = 0; i < KR_OUTBOX_MOST_DAY; i++) {
        assert_int_equal(
            kr_invite_post(p.store, p.annie.id, circle, share, write_code, text, NOW + i, &p.error), KR_OK);
        assert_int_equal(rows(&p), 1);
        assert_int_equal(invites(&p, true), 1);
    }
    /* one too many: no mail, and the code before it still works */
    char late[100];
    assert_int_equal(kr_invite_post(p.store, p.annie.id, circle, other, write_code, late, NOW, &p.error),
                     KR_E_LIMIT);
    assert_string_equal(p.error.key, "outbox.day");
    assert_int_equal(kr_invite_post(p.store, p.annie.id, circle, share, write_code, late, NOW, &p.error),
                     KR_E_LIMIT);
    assert_int_equal(rows(&p), 1);
    assert_int_equal(invites(&p, false), KR_OUTBOX_MOST_DAY);
    kr_outbox_mail mail = take(&p, NOW + 100);
    assert_true(kr_str_is(mail.body, text));
    assert_int_equal(kr_invite_open(p.store, &told, &p.arena, sanne, kr_str_z(strchr(text, '\n') + 1),
                                    NOW + 100, &p.error),
                     KR_OK);
    place_end(&p);
    /* a newer code by another way ends the mail before it, and so does taking the share away */
    place_begin(&p);
    circle = place_circle(&p);
    for (int stop = 0; stop < 2; stop++) {
        share = 0;
        assert_int_equal(kr_share_put(p.store, &share, p.annie.id, circle, &wish, NOW, &p.error), KR_OK);
        assert_int_equal(kr_invite_post(p.store, p.annie.id, circle, share, write_code, text, NOW, &p.error),
                         KR_OK);
        assert_int_equal(rows(&p), 1);
        kr_err err =
            stop ? kr_share_withdraw(p.store, p.annie.id, circle, share, NOW, &p.error)
                 : kr_invite_make(p.store, code, p.annie.id, circle, share, KR_INVITE_LETTER, NOW, &p.error);
        assert_int_equal(err, KR_OK);
        assert_int_equal(rows(&p), 0);
    }
    place_end(&p);
}

/* Put in another row's place it does not open: not sent, and told. */
static void test_moved(void **state) {
    place p;
    (void)state;
    place_begin(&p);
    kr_id circle = place_circle(&p);
    put(&p, circle, 7, "a@b.nl\nx", NOW);
    place_sql(&p, "kring.db", "UPDATE outbox SET id = id + 1");
    assert_int_equal(take(&p, NOW).id, 0);
    assert_true(failed(&p, circle));
    place_end(&p);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_sent),   cmocka_unit_test(test_later),
                                       cmocka_unit_test(test_unsure), cmocka_unit_test(test_certain),
                                       cmocka_unit_test(test_about),  cmocka_unit_test(test_invitation),
                                       cmocka_unit_test(test_moved)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
