/* The plan: order, pieces, resting, the bin, two who turned out to be one, and which ties moved. */
#include "core/plan.h"
#include "core_help.h"

static const char *const names[] = {"Corrie", "Hennie", "Riet"};
enum { CORRIE, HENNIE, RIET, PEOPLE };

typedef struct hand {
    grow g;
    kr_id ids[PEOPLE];
    kr_plan plan;
} hand;

static void begin(hand *h) {
    memset(h, 0, sizeof *h);
    grow_begin(&h->g, NULL);
    grow_people(&h->g, "Annie", names, h->ids, PEOPLE);
}

static kr_draft draft_of(hand *h, kr_act act) {
    kr_draft d;
    grow_draft(&h->g, &d, act);
    return d;
}

static void end(hand *h, kr_draft *d) {
    assert_int_equal(grow_change(&h->g, d, NULL), KR_OK);
    assert_int_equal(kr_plan_make(&h->plan, &h->g.arena, &h->g.circle), KR_OK);
}

static kr_id wish(kr_draft *d, const char *words, kr_id about) {
    kr_id id = kr_draft_new_id(d);
    kr_draft_text(d, KR_KIND_wish, id, KR_F_wish_words, text_of(words));
    kr_draft_ref(d, KR_KIND_wish, id, KR_F_wish_about, about);
    return id;
}

static kr_id step(kr_draft *d, const char *what, kr_id of_wish) {
    kr_id id = kr_draft_new_id(d);
    kr_draft_text(d, KR_KIND_action, id, KR_F_action_what, text_of(what));
    kr_draft_ref(d, KR_KIND_action, id, KR_F_action_wish, of_wish);
    return id;
}

static void number(hand *h, kr_kind kind, kr_id record, uint16_t field, int64_t value) {
    kr_draft d = draft_of(h, KR_ACT_PLAN);
    kr_draft_number(&d, kind, record, field, value);
    end(h, &d);
}

static const kr_action *action(const hand *h, kr_id id) {
    kr_kind kind;
    return kr_circle_record_of(&h->g.circle, id, &kind);
}

/* The steps of a part, in order, by the letters they are called by; '*' before the one that is now. */
static void shows(const kr_plan_part *part, const char *expected) {
    char said[64] = "";
    size_t at = 0;
    for (size_t i = 0; i < part->n; i++) {
        if (part->steps[i].now) said[at++] = '*';
        said[at++] = part->steps[i].action->what.ptr[0];
    }
    said[at] = 0;
    assert_string_equal(said, expected);
}

static void order(void **state) {
    (void)state;
    hand h;
    begin(&h);
    kr_draft d = draft_of(&h, KR_ACT_PLAN);
    kr_id one = wish(&d, "one", h.ids[CORRIE]), two = wish(&d, "two", 0), three = wish(&d, "three", 0);
    kr_id a = step(&d, "a", one), b = step(&d, "b", one), c = step(&d, "c", one);
    step(&d, "x", 0);
    end(&h, &d);
    assert_int_equal(h.plan.n, 3);
    assert_int_equal(h.plan.n_open, 3);
    shows(&h.plan.parts[0], "*abc");
    shows(&h.plan.alone, "*x");
    assert_null(h.plan.alone.wish);
    /* one place up, one place down; at the ends nothing happens */
    d = draft_of(&h, KR_ACT_PLAN);
    kr_plan_shift(&d, c, true);
    end(&h, &d);
    shows(&h.plan.parts[0], "*acb");
    d = draft_of(&h, KR_ACT_PLAN);
    kr_plan_shift(&d, a, false);
    end(&h, &d);
    shows(&h.plan.parts[0], "*cab");
    d = draft_of(&h, KR_ACT_PLAN);
    kr_plan_shift(&d, c, true);
    kr_plan_shift(&d, b, false);
    assert_int_equal(d.count, 0);
    /* what went any way at all is said: the next one is now */
    number(&h, KR_KIND_action, c, KR_F_action_outcome, KR_outcome_another_time);
    shows(&h.plan.parts[0], "c*ab");
    /* a wish that rests comes after the open ones, and has no step of now; one that came true is last */
    number(&h, KR_KIND_wish, one, KR_F_wish_state, KR_wish_state_resting);
    number(&h, KR_KIND_wish, two, KR_F_wish_state, KR_wish_state_fulfilled);
    assert_int_equal(h.plan.n_open, 1);
    assert_int_equal(h.plan.n_resting, 1);
    assert_true(h.plan.parts[0].wish->id == three);
    assert_true(h.plan.parts[1].wish->id == one && h.plan.parts[2].wish->id == two);
    shows(&h.plan.parts[1], "cab");
    /* a rank goes before being first */
    number(&h, KR_KIND_wish, one, KR_F_wish_state, KR_wish_state_open);
    number(&h, KR_KIND_wish, three, KR_F_wish_rank, 5);
    assert_true(h.plan.parts[0].wish->id == three && h.plan.parts[1].wish->id == one);
    assert_true(kr_plan_part_of(&h.plan, b)->wish->id == one);
    assert_null(kr_plan_part_of(&h.plan, h.ids[RIET]));
    grow_end(&h.g);
}

static void split(hand *h, kr_id id, const char *first, const char *second) {
    kr_draft d = draft_of(h, KR_ACT_PLAN);
    kr_str pieces[] = {text_of(first), KR_STR("  "), text_of(second)};
    kr_plan_split(&d, action(h, id), pieces, KR_COUNT(pieces));
    end(h, &d);
}

static void pieces(void **state) {
    (void)state;
    hand h;
    begin(&h);
    kr_draft d = draft_of(&h, KR_ACT_PLAN);
    kr_id one = wish(&d, "one", 0), a = step(&d, "a", one), b = step(&d, "b", one);
    kr_draft_ref(&d, KR_KIND_action, a, KR_F_action_person, h.ids[CORRIE]);
    end(&h, &d);
    /* the pieces take its place, with its wish and with whom; an empty line makes none */
    split(&h, a, "p", "q");
    shows(&h.plan.parts[0], "*pqb");
    const kr_plan_step *p = &h.plan.parts[0].steps[0];
    assert_true(p->of && p->of->id == a && p->action->wish == one && p->action->person == h.ids[CORRIE]);
    kr_id id_p = p->action->id, id_q = h.plan.parts[0].steps[1].action->id;
    /* smaller still */
    split(&h, id_q, "r", "s");
    shows(&h.plan.parts[0], "*prsb");
    /* pieces change places among themselves; the whole group is one place for the others */
    d = draft_of(&h, KR_ACT_PLAN);
    kr_plan_shift(&d, id_p, false);
    end(&h, &d);
    shows(&h.plan.parts[0], "*rspb");
    d = draft_of(&h, KR_ACT_PLAN);
    kr_plan_shift(&d, b, true);
    end(&h, &d);
    shows(&h.plan.parts[0], "*brsp");
    /* said how it went: then the larger step stays, and the pieces follow */
    number(&h, KR_KIND_action, a, KR_F_action_outcome, KR_outcome_tried);
    shows(&h.plan.parts[0], "*barsp");
    /* thrown away: the pieces stand by themselves, in their wish */
    d = draft_of(&h, KR_ACT_BIN);
    kr_draft_bin(&d, a);
    end(&h, &d);
    assert_int_equal(h.plan.parts[0].n, 4);
    for (size_t i = 0; i < 4; i++)
        assert_true(!h.plan.parts[0].steps[i].of || h.plan.parts[0].steps[i].of->id == id_q);
    grow_end(&h.g);
}

/* Files can say anything: pieces of each other, of themselves, of a wish that is a person. */
static void circles(void **state) {
    (void)state;
    hand h;
    begin(&h);
    kr_draft d = draft_of(&h, KR_ACT_PLAN);
    kr_id a = step(&d, "a", 0), b = step(&d, "b", 0), c = step(&d, "c", 0), e = step(&d, "e", h.ids[RIET]);
    kr_draft_ref(&d, KR_KIND_action, a, KR_F_action_part_of, b);
    kr_draft_ref(&d, KR_KIND_action, b, KR_F_action_part_of, c);
    kr_draft_ref(&d, KR_KIND_action, c, KR_F_action_part_of, a);
    kr_draft_ref(&d, KR_KIND_action, e, KR_F_action_part_of, e);
    end(&h, &d);
    assert_int_equal(h.plan.alone.n, 4);
    grow_end(&h.g);
}

static void bin(void **state) {
    (void)state;
    hand h;
    begin(&h);
    kr_draft d = draft_of(&h, KR_ACT_PLAN);
    kr_id one = wish(&d, "one", 0), a = step(&d, "a", one), b = step(&d, "b", one);
    end(&h, &d);
    d = draft_of(&h, KR_ACT_BIN);
    kr_draft_bin(&d, b);
    end(&h, &d);
    d = draft_of(&h, KR_ACT_BIN);
    kr_plan_bin_wish(&d, one);
    end(&h, &d);
    assert_int_equal(h.plan.n, 0);
    assert_int_equal(h.plan.alone.n, 0);
    assert_true(action(&h, a)->gone > 0);
    /* back with what went along, not with what was thrown away before */
    d = draft_of(&h, KR_ACT_RESTORE);
    kr_plan_restore_wish(&d, one);
    end(&h, &d);
    shows(&h.plan.parts[0], "*a");
    /* a success is kept once */
    number(&h, KR_KIND_action, a, KR_F_action_outcome, KR_outcome_did);
    for (int twice = 0; twice < 2; twice++) {
        d = draft_of(&h, KR_ACT_SUCCESS);
        kr_plan_keep(&d, action(&h, a), 20261105);
        if (d.count) end(&h, &d);
    }
    assert_int_equal(h.g.circle.n_successes, 1);
    assert_int_equal(h.g.circle.successes[0].date, 20261105);
    assert_non_null(h.plan.parts[0].steps[0].kept);
    grow_end(&h.g);
}

static void two_are_one(void **state) {
    (void)state;
    hand h;
    begin(&h);
    kr_draft d = draft_of(&h, KR_ACT_PLAN);
    kr_id one = wish(&d, "one", h.ids[HENNIE]), a = step(&d, "a", one), talent = kr_draft_new_id(&d);
    kr_draft_ref(&d, KR_KIND_action, a, KR_F_action_person, h.ids[HENNIE]);
    kr_draft_text(&d, KR_KIND_talent, talent, KR_F_talent_words, KR_STR("singing"));
    kr_draft_ref(&d, KR_KIND_talent, talent, KR_F_talent_person, h.ids[HENNIE]);
    end(&h, &d);
    d = draft_of(&h, KR_ACT_MERGE);
    kr_draft_merge(&d, h.ids[RIET], h.ids[HENNIE]);
    end(&h, &d);
    assert_true(action(&h, a)->person == h.ids[RIET]);
    assert_true(h.plan.parts[0].wish->about == h.ids[RIET]);
    assert_true(h.g.circle.talents[0].person == h.ids[RIET]);
    /* and also who is named by the old number is found */
    assert_true(kr_plan_person(&h.g.circle, h.ids[HENNIE])->id == h.ids[RIET]);
    d = draft_of(&h, KR_ACT_UNDO);
    size_t kept = 0;
    d.undoes = h.g.n;
    kr_draft_undo(&d, h.g.n, &kept);
    end(&h, &d);
    assert_true(action(&h, a)->person == h.ids[HENNIE]);
    /* who left is still named; who is in the bin is not */
    d = draft_of(&h, KR_ACT_LEAVE);
    kr_draft_leave(&d, h.ids[HENNIE]);
    end(&h, &d);
    assert_non_null(kr_plan_person(&h.g.circle, h.ids[HENNIE]));
    d = draft_of(&h, KR_ACT_BIN);
    kr_draft_bin(&d, h.ids[HENNIE]);
    end(&h, &d);
    assert_null(kr_plan_person(&h.g.circle, h.ids[HENNIE]));
    grow_end(&h.g);
}

static void tie(hand *h, kr_draft *d, int who, uint16_t field, int64_t value) {
    kr_draft_number(d, KR_KIND_tie, kr_draft_tie(d, h->g.circle.self.ego, h->ids[who]), field, value);
}

static void moved(void **state) {
    (void)state;
    hand h;
    begin(&h);
    kr_draft d = draft_of(&h, KR_ACT_SAY);
    for (int who = 0; who < PEOPLE; who++) tie(&h, &d, who, KR_F_tie_closeness, KR_closeness_friend);
    end(&h, &d);
    d = draft_of(&h, KR_ACT_MOMENT);
    kr_id moment = kr_draft_moment(&d, KR_STR("before"), KR_NONE);
    end(&h, &d);
    assert_null(kr_plan_begun_after(&h.g.circle));
    d = draft_of(&h, KR_ACT_PLAN);
    kr_id one = wish(&d, "one", h.ids[CORRIE]), a = step(&d, "a", one), b = step(&d, "b", 0);
    kr_draft_ref(&d, KR_KIND_action, b, KR_F_action_person, h.ids[RIET]);
    kr_draft_number(&d, KR_KIND_action, b, KR_F_action_outcome, KR_outcome_tried);
    end(&h, &d);
    d = draft_of(&h, KR_ACT_MOMENT);
    kr_draft_moment(&d, KR_STR("after"), KR_NONE);
    end(&h, &d);
    d = draft_of(&h, KR_ACT_SAY);
    tie(&h, &d, CORRIE, KR_F_tie_closeness, KR_closeness_intimate);
    tie(&h, &d, HENNIE, KR_F_tie_closeness, KR_closeness_intimate); /* no step, no wish: not of the plan */
    end(&h, &d);
    const kr_moment *since = kr_plan_begun_after(&h.g.circle);
    assert_true(since && since->id == moment);
    kr_view then, now;
    kr_story story;
    kr_plan_move *moves;
    size_t n;
    assert_int_equal(
        kr_view_make(&then, &h.g.arena, &h.g.circle, KR_VIEWER_OWNER, (uint64_t)since->upto, NULL), KR_OK);
    assert_int_equal(kr_view_make(&now, &h.g.arena, &h.g.circle, KR_VIEWER_OWNER, 0, NULL), KR_OK);
    assert_int_equal(kr_story_make(&story, &h.g.arena, &then, &now), KR_OK);
    assert_int_equal(kr_plan_moves(&moves, &n, &h.g.arena, &h.g.circle, &story), KR_OK);
    assert_int_equal(n, 2);
    assert_true(moves[0].who->id == h.ids[CORRIE] && moves[0].line->kind == KR_STORY_CLOSER);
    assert_true(moves[0].wish->id == one && moves[0].action->id == a);
    assert_true(moves[1].who->id == h.ids[RIET] && !moves[1].line && moves[1].action->id == b);
    grow_end(&h.g);
}

/* Nobody but the owner sees anything of a plan. */
static void only_the_owner(void **state) {
    (void)state;
    hand h;
    begin(&h);
    kr_draft d = draft_of(&h, KR_ACT_PLAN);
    kr_id one = wish(&d, "one", 0), a = step(&d, "a", one), gift = kr_draft_new_id(&d);
    kr_draft_text(&d, KR_KIND_gift, gift, KR_F_gift_words, KR_STR("cake"));
    end(&h, &d);
    d = draft_of(&h, KR_ACT_SUCCESS);
    kr_plan_keep(&d, action(&h, a), 20261105);
    end(&h, &d);
    static const kr_viewer others[] = {KR_VIEWER_WALL, KR_VIEWER_INITIALS, KR_VIEWER_LIFE, KR_VIEWER_BESIDE};
    for (size_t i = 0; i < KR_COUNT(others); i++) {
        kr_view view;
        assert_int_equal(kr_view_make(&view, &h.g.arena, &h.g.circle, others[i], 0, NULL), KR_OK);
        assert_int_equal(view.circle->n_wishes + view.circle->n_actions + view.circle->n_gifts +
                             view.circle->n_successes,
                         0);
    }
    grow_end(&h.g);
}

/* A view of nothing at all, without an index. */
static void empty(void **state) {
    (void)state;
    kr_arena arena;
    kr_circle circle = {0};
    kr_plan plan;
    kr_arena_init(&arena, kr_heap(), 1u << 20);
    assert_int_equal(kr_plan_make(&plan, &arena, &circle), KR_OK);
    assert_int_equal(plan.n + plan.alone.n, 0);
    assert_null(kr_plan_begun_after(&circle));
    kr_arena_dispose(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(order),          cmocka_unit_test(pieces),
                                       cmocka_unit_test(circles),        cmocka_unit_test(bin),
                                       cmocka_unit_test(two_are_one),    cmocka_unit_test(moved),
                                       cmocka_unit_test(only_the_owner), cmocka_unit_test(empty)};
    return cmocka_run_group_tests_name("plan", tests, NULL, NULL);
}
