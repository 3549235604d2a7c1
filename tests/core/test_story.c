/* The story between two moments. */
#include "core/story.h"
#include "world.h"

static const char *const names[] = {"Sanne", "Corrie", "Yusuf", "Noor", "Kees", "Riet"};
enum { SANNE, CORRIE, YUSUF, NOOR, KEES, RIET, PEOPLE };

typedef struct hand {
    grow g;
    kr_id ids[PEOPLE + 1];
    size_t moment;
    kr_story story;
} hand;

static void number(hand *h, kr_draft *d, int who, uint16_t field, int64_t value) {
    kr_draft_number(d, KR_KIND_tie, kr_draft_tie(d, h->g.circle.self.ego, h->ids[who]), field, value);
}

static void set(hand *h, kr_draft *d, int who, uint16_t field, uint32_t value) {
    kr_draft_set(d, KR_KIND_tie, kr_draft_tie(d, h->g.circle.self.ego, h->ids[who]), field, value);
}

static void begin(hand *h) {
    kr_draft d;
    memset(h, 0, sizeof *h);
    grow_begin(&h->g, NULL);
    grow_people(&h->g, "Annie", names, h->ids, PEOPLE);
    grow_draft(&h->g, &d, KR_ACT_SAY);
    number(h, &d, SANNE, KR_F_tie_closeness, KR_closeness_friend);
    number(h, &d, SANNE, KR_F_tie_live, KR_frequency_weekly);
    set(h, &d, SANNE, KR_F_tie_gets, 1 << KR_support_practical);
    number(h, &d, CORRIE, KR_F_tie_state, KR_state_fading);
    number(h, &d, YUSUF, KR_F_tie_tone, KR_tone_tense);
    number(h, &d, KEES, KR_F_tie_state, KR_state_active);
    kr_draft_acquainted(&d, h->ids[SANNE], h->ids[CORRIE], KR_yesno_no);
    kr_draft_leave(&d, h->ids[RIET]);
    assert_int_equal(grow_change(&h->g, &d, NULL), KR_OK);
    h->moment = h->g.n;
}

static void tell(hand *h) {
    kr_view then, now;
    assert_int_equal(kr_view_make(&then, &h->g.arena, &h->g.circle, KR_VIEWER_OWNER, h->moment, NULL), KR_OK);
    assert_int_equal(kr_view_make(&now, &h->g.arena, &h->g.circle, KR_VIEWER_OWNER, 0, NULL), KR_OK);
    assert_int_equal(kr_story_make(&h->story, &h->g.arena, &then, &now), KR_OK);
}

/* The line of this kind names exactly these, in this order. */
static const kr_story_line *line(const hand *h, kr_story_kind kind, const int *who, size_t n) {
    const kr_story_line *found = NULL;
    for (size_t i = 0; i < h->story.n; i++)
        if (h->story.lines[i].kind == kind) found = &h->story.lines[i];
    assert_non_null(found);
    assert_int_equal(found->n, n);
    for (size_t i = 0; i < n; i++) assert_int_equal(found->who[i]->id, h->ids[who[i]]);
    return found;
}
#define LINE(h, kind, ...)                                                                                   \
    line(h, kind, (const int[]){__VA_ARGS__}, sizeof((const int[]){__VA_ARGS__}) / sizeof(int))

static void change(hand *h) {
    kr_draft d;
    grow_draft(&h->g, &d, KR_ACT_SAY);
    h->ids[PEOPLE] = kr_draft_contact(&d, KR_STR("Fenna"), KR_what_person);
    kr_draft_return(&d, h->ids[RIET]);
    number(h, &d, SANNE, KR_F_tie_closeness, KR_closeness_intimate);
    number(h, &d, SANNE, KR_F_tie_phone, KR_frequency_daily);
    set(h, &d, SANNE, KR_F_tie_gets, 1 << KR_support_practical | 1 << KR_support_company);
    set(h, &d, NOOR, KR_F_tie_gets, 1 << KR_support_advice); /* told for the first time: no news */
    number(h, &d, NOOR, KR_F_tie_live, KR_frequency_daily);
    number(h, &d, NOOR, KR_F_tie_state, KR_state_dormant);
    number(h, &d, CORRIE, KR_F_tie_state, KR_state_active);
    number(h, &d, YUSUF, KR_F_tie_tone, KR_tone_supportive);
    number(h, &d, KEES, KR_F_tie_state, KR_state_dormant);
    kr_draft_acquainted(&d, h->ids[SANNE], h->ids[CORRIE], KR_yesno_yes);
    kr_draft_acquainted(&d, h->ids[SANNE], h->ids[NOOR], KR_yesno_yes); /* nothing was said before */
    assert_int_equal(grow_change(&h->g, &d, NULL), KR_OK);
}

static void by_hand(void **state) {
    (void)state;
    hand h;
    begin(&h);
    change(&h);
    tell(&h);
    static const uint8_t order[] = {KR_STORY_BACK,    KR_STORY_CAME,    KR_STORY_CLOSER,
                                    KR_STORY_AWAKE,   KR_STORY_OFTENER, KR_STORY_GETS,
                                    KR_STORY_LIGHTER, KR_STORY_MET,     KR_STORY_FADED};
    assert_int_equal(h.story.n, sizeof order);
    for (size_t i = 0; i < sizeof order; i++) assert_int_equal(h.story.lines[i].kind, order[i]);
    assert_int_equal(h.story.good, 8);
    LINE(&h, KR_STORY_BACK, RIET);
    LINE(&h, KR_STORY_CAME, PEOPLE);
    LINE(&h, KR_STORY_CLOSER, SANNE);
    LINE(&h, KR_STORY_AWAKE, CORRIE);
    assert_int_equal(LINE(&h, KR_STORY_GETS, SANNE)->kinds, 1 << KR_support_company);
    assert_int_equal(LINE(&h, KR_STORY_MET, CORRIE)->with->id, h.ids[SANNE]);
    LINE(&h, KR_STORY_FADED, KEES);
    grow_end(&h.g);
}

static void endings(void **state) {
    (void)state;
    hand h;
    kr_draft d;
    begin(&h);
    grow_draft(&h.g, &d, KR_ACT_SAY);
    kr_draft_leave(&d, h.ids[NOOR]);
    kr_draft_leave(&d, h.ids[KEES]);
    kr_draft_number(&d, KR_KIND_person, h.ids[KEES], KR_F_person_died, 20260200);
    number(&h, &d, SANNE, KR_F_tie_live, KR_frequency_monthly);
    number(&h, &d, SANNE, KR_F_tie_closeness, KR_closeness_acquaintance);
    assert_int_equal(grow_change(&h.g, &d, NULL), KR_OK);
    tell(&h);
    assert_int_equal(h.story.good, 0);
    LINE(&h, KR_STORY_FURTHER, SANNE);
    LINE(&h, KR_STORY_SELDOMER, SANNE);
    LINE(&h, KR_STORY_WENT, NOOR);
    LINE(&h, KR_STORY_DIED, KEES);
    grow_end(&h.g);
}

static void quiet(void **state) {
    (void)state;
    hand h;
    kr_draft d;
    begin(&h);
    tell(&h);
    assert_int_equal(h.story.n, 0);
    assert_int_equal(h.story.stayed, PEOPLE - 1);
    /* Whoever was private, or is now, is in no sentence. */
    change(&h);
    grow_draft(&h.g, &d, KR_ACT_SAY);
    number(&h, &d, SANNE, KR_F_tie_private_mark, KR_yesno_yes);
    assert_int_equal(grow_change(&h.g, &d, NULL), KR_OK);
    tell(&h);
    for (size_t i = 0; i < h.story.n; i++) {
        assert_true(!h.story.lines[i].with || h.story.lines[i].with->id != h.ids[SANNE]);
        for (size_t k = 0; k < h.story.lines[i].n; k++)
            assert_true(h.story.lines[i].who[k]->id != h.ids[SANNE]);
    }
    assert_int_equal(h.story.lines[0].kind, KR_STORY_BACK);
    grow_end(&h.g);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(by_hand),
        cmocka_unit_test(endings),
        cmocka_unit_test(quiet),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
