/* What a guest may see and do, rule by rule. The property over thousands of circles stands in
 * test_share_world.c. */
#include "core_help.h"

#include "core/share.h"

enum { OWNER = 901, GUEST = 77, OTHER = 55 };
static const char *const names[] = {"Sanne de Wit", "Piet Jansen", "Kees Jansen", "Mo"};

typedef struct scene {
    grow g;
    kr_id ids[4];
    kr_share share;
    kr_view view;
} scene;

static void begin(scene *s) {
    grow_begin(&s->g, NULL);
    grow_people(&s->g, "Annie", names, s->ids, 4);
    s->share = (kr_share){.guest = GUEST, .owner = OWNER};
}

static const kr_circle *look(scene *s) {
    assert_int_equal(kr_view_shared(&s->view, &s->g.arena, &s->g.circle, &s->share, 0, NULL), KR_OK);
    assert_int_equal(kr_circle_check(s->view.circle, NULL), KR_OK);
    return s->view.circle;
}

static void say_text(scene *s, kr_kind kind, kr_id record, uint16_t field, const char *text) {
    kr_draft d;
    grow_draft(&s->g, &d, KR_ACT_SAY);
    kr_draft_text(&d, kind, record, field, kr_str_z(text));
    assert_int_equal(grow_change(&s->g, &d, NULL), KR_OK);
}

static void say_number(scene *s, kr_kind kind, kr_id record, uint16_t field, int64_t value) {
    kr_draft d;
    grow_draft(&s->g, &d, KR_ACT_SAY);
    kr_draft_number(&d, kind, record, field, value);
    assert_int_equal(grow_change(&s->g, &d, NULL), KR_OK);
}

static kr_id tie_of(const scene *s, size_t i) {
    return kr_circle_tie_between(&s->g.circle, s->g.circle.self.ego, s->ids[i])->id;
}

static void a_part_is_shown_and_no_other(void **state) {
    (void)state;
    scene s;
    begin(&s);
    say_text(&s, KR_KIND_person, s.ids[0], KR_F_person_remark, "Belt elke dag");
    say_text(&s, KR_KIND_person, s.ids[0], KR_F_person_phone, "030 1");
    say_number(&s, KR_KIND_tie, tie_of(&s, 0), KR_F_tie_tone, KR_tone_tense);
    s.share.rights[KR_PART_MAP] = KR_RIGHT_READ;
    const kr_circle *c = look(&s);
    assert_int_equal(c->n_persons, 5);
    assert_int_equal(c->n_ties, 4);
    const kr_person *sanne = kr_circle_person(c, s.ids[0]);
    assert_true(kr_str_is(sanne->name, "Sanne de Wit"));
    assert_int_equal(sanne->remark.len + sanne->phone.len, 0);
    assert_int_equal(kr_circle_tie_between(c, c->self.ego, s.ids[0])->tone, 0);
    s.share.rights[KR_PART_FEEL] = KR_RIGHT_READ;
    c = look(&s);
    assert_int_equal(kr_circle_tie_between(c, c->self.ego, s.ids[0])->tone, KR_tone_tense);
    /* Only how it feels: nobody but of whom that is said. */
    s.share.rights[KR_PART_MAP] = KR_RIGHT_NONE;
    c = look(&s);
    assert_int_equal(c->n_persons, 2);
    assert_int_equal(c->n_ties, 1);
    grow_end(&s.g);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_part_is_shown_and_no_other),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
