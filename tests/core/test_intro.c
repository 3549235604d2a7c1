/* Who could introduce me: a small circle by hand, and invented ones against every way there is. */
#include "core/intro.h"
#include "world.h"

static const char *const names[] = {"Truus", "Piet", "De Linde", "Corrie", "Yusuf", "Hennie", "Kees"};
enum { TRUUS, PIET, LINDE, CORRIE, YUSUF, HENNIE, KEES, PEOPLE };

typedef struct hand {
    grow g;
    kr_id ids[PEOPLE];
    kr_network net;
    kr_ways ways;
    kr_intro found[KR_INTRO_MOST];
    size_t n;
} hand;

static void number(hand *h, kr_draft *d, int who, uint16_t field, int64_t value) {
    kr_draft_number(d, KR_KIND_tie, kr_draft_tie(d, h->g.circle.self.ego, h->ids[who]), field, value);
}

/* Truus is called every week, and knows Piet, who comes at De Linde; Corrie is close and knows Yusuf. */
static void begin(hand *h) {
    kr_draft d;
    memset(h, 0, sizeof *h);
    grow_begin(&h->g, NULL);
    grow_people(&h->g, "Annie", names, h->ids, PEOPLE);
    grow_draft(&h->g, &d, KR_ACT_SAY);
    kr_draft_number(&d, KR_KIND_person, h->ids[LINDE], KR_F_person_what, KR_what_place);
    kr_draft_set(&d, KR_KIND_person, h->ids[LINDE], KR_F_person_domain, 1 << KR_domain_hobby);
    kr_draft_set(&d, KR_KIND_person, h->ids[HENNIE], KR_F_person_domain, 1 << KR_domain_hobby);
    kr_draft_text(&d, KR_KIND_person, h->ids[HENNIE], KR_F_person_talents, KR_STR("lachen, Zíngen"));
    number(h, &d, TRUUS, KR_F_tie_phone, KR_frequency_weekly);
    number(h, &d, CORRIE, KR_F_tie_closeness, KR_closeness_intimate);
    number(h, &d, HENNIE, KR_F_tie_live, KR_frequency_weekly);
    kr_draft_acquainted(&d, h->ids[TRUUS], h->ids[PIET], KR_yesno_yes);
    kr_draft_acquainted(&d, h->ids[PIET], h->ids[LINDE], KR_yesno_yes);
    kr_draft_acquainted(&d, h->ids[CORRIE], h->ids[YUSUF], KR_yesno_yes);
    kr_draft_acquainted(&d, h->ids[YUSUF], h->ids[LINDE], KR_yesno_yes);
    assert_int_equal(grow_change(&h->g, &d, NULL), KR_OK);
    h->net = world_network(&h->g, &h->ways);
}

static void find(hand *h, kr_goal goal) {
    assert_int_equal(kr_intro_find(h->found, &h->n, &h->g.arena, &h->net, &h->ways, &goal), KR_OK);
}

static void assert_way(const kr_intro *intro, const uint32_t *who, size_t n) {
    assert_int_equal(intro->n, n);
    for (size_t i = 0; i < n; i++) assert_int_equal(intro->steps[i].who, who[i]);
}
#define WAY(intro, ...)                                                                                      \
    assert_way(intro, (const uint32_t[]){__VA_ARGS__},                                                       \
               sizeof((const uint32_t[]){__VA_ARGS__}) / sizeof(uint32_t))

static void to_a_place(void **state) {
    (void)state;
    hand h;
    begin(&h);
    find(&h, (kr_goal){.who = h.ids[LINDE]});
    assert_int_equal(h.n, 3);
    WAY(&h.found[0], CORRIE, YUSUF, LINDE); /* as short as the other, and nearer */
    WAY(&h.found[1], TRUUS, PIET, LINDE);
    WAY(&h.found[2], HENNIE, LINDE); /* knows nobody there, but the same hobby */
    assert_int_equal(h.found[1].steps[1].kind, KR_WAY_KNOWS);
    assert_int_equal(h.found[1].steps[2].kind, KR_WAY_COMES);
    assert_int_equal(h.found[2].steps[1].kind, KR_WAY_AREA);
    grow_end(&h.g);
}

static void to_somebody(void **state) {
    (void)state;
    hand h;
    begin(&h);
    find(&h, (kr_goal){.who = h.ids[PIET]});
    assert_int_equal(h.n, 2);
    WAY(&h.found[0], TRUUS, PIET);
    WAY(&h.found[1], CORRIE, YUSUF, LINDE, PIET);
    find(&h, (kr_goal){.who = h.ids[KEES]});
    assert_int_equal(h.n, 0);
    find(&h, (kr_goal){.who = 12345});
    assert_int_equal(h.n, 0);
    find(&h, (kr_goal){.words = KR_STR("zing")});
    assert_int_equal(h.n, 1);
    WAY(&h.found[0], HENNIE);
    find(&h, (kr_goal){.words = KR_STR("ingen")});
    assert_int_equal(h.n, 0);
    find(&h, (kr_goal){.words = KR_NONE});
    assert_int_equal(h.n, 0);
    find(&h, (kr_goal){.domain = KR_domain_hobby});
    WAY(&h.found[0], HENNIE);
    grow_end(&h.g);
}

/* Whoever must not be asked, or named, is not on any way; and a conflict is none. */
static void with_care(void **state) {
    (void)state;
    static const struct {
        int who;
        uint16_t field;
        int64_t value;
    } marks[] = {{YUSUF, KR_F_tie_private_mark, KR_yesno_yes}, {YUSUF, KR_F_tie_state, KR_state_broken},
                 {YUSUF, KR_F_tie_state, KR_state_ended},      {YUSUF, KR_F_tie_state, KR_state_rather_not},
                 {YUSUF, KR_F_tie_wish, KR_wish_distance},     {CORRIE, KR_F_tie_private_mark, KR_yesno_yes},
                 {CORRIE, KR_F_tie_wish, KR_wish_end}};
    for (size_t i = 0; i < KR_COUNT(marks); i++) {
        hand h;
        kr_draft d;
        begin(&h);
        grow_draft(&h.g, &d, KR_ACT_SAY);
        number(&h, &d, marks[i].who, marks[i].field, marks[i].value);
        assert_int_equal(grow_change(&h.g, &d, NULL), KR_OK);
        h.net = world_network(&h.g, &h.ways);
        find(&h, (kr_goal){.who = h.ids[LINDE]});
        WAY(&h.found[0], TRUUS, PIET, LINDE);
        grow_end(&h.g);
    }
    hand h;
    kr_draft d;
    begin(&h);
    grow_draft(&h.g, &d, KR_ACT_SAY);
    kr_draft_set(&d, KR_KIND_tie, kr_draft_tie(&d, h.ids[CORRIE], h.ids[YUSUF]), KR_F_tie_between,
                 1 << KR_between_conflict);
    number(&h, &d, PIET, KR_F_tie_private_mark, KR_yesno_yes);
    assert_int_equal(grow_change(&h.g, &d, NULL), KR_OK);
    h.net = world_network(&h.g, &h.ways);
    find(&h, (kr_goal){.who = h.ids[LINDE]});
    assert_int_equal(h.n, 2);
    WAY(&h.found[0], YUSUF, LINDE); /* nobody with contact of one's own comes so far: then anybody */
    WAY(&h.found[1], HENNIE, LINDE);
    find(&h, (kr_goal){.who = h.ids[PIET]}); /* who is hidden is no goal either */
    assert_int_equal(h.n, 0);
    grow_end(&h.g);
}

/* -- invented worlds
 * ---------------------------------------------------------------------------------------------- */

static bool askable(const world_one *o) {
    bool over = o->state == KR_state_broken || o->state == KR_state_ended || o->state == KR_state_died;
    return !over && o->state != KR_state_rather_not && !o->hidden && !o->died && o->what != KR_what_animal &&
           o->wish != KR_wish_distance && o->wish != KR_wish_end;
}

static bool contact(const world_one *o) {
    return (o->live && o->live != KR_frequency_never) || o->lives == KR_lives_where_same_house ||
           o->lives == KR_lives_where_street || o->gets || o->gives || o->sometimes ||
           o->closeness == KR_closeness_intimate;
}

static int joined(const world *w, size_t a, size_t b) {
    size_t low = a < b ? a : b, high = a < b ? b : a;
    if (a == b || w->knows[low][high] != KR_yesno_yes) return 0;
    return w->strong[low][high] ? w->strong[low][high] + 1 : 2;
}

/* Every way of at most `left` steps, from here to the goal: the widest of the shortest. */
static void walk(const world *w, size_t at, size_t goal, size_t left, size_t steps, int width, bool *been,
                 size_t *best, int *widest) {
    if (at == goal) {
        if (steps < *best) *best = steps, *widest = width;
        if (steps == *best && width > *widest) *widest = width;
        return;
    }
    been[at] = true;
    for (size_t to = 0; to < w->n && left; to++) {
        int wide = joined(w, at, to);
        if (!wide || been[to] || (to != goal && !askable(&w->all[to]))) continue;
        walk(w, to, goal, left - 1, steps + 1, wide < width ? wide : width, been, best, widest);
    }
    been[at] = false;
}

static size_t index_of(const world *w, const hand *h, uint32_t who) {
    for (size_t i = 0; i < w->n; i++)
        if (kr_str_is(h->net.alters[who].person->name, w->all[i].name)) return i;
    fail();
    return 0;
}

static void check_ways(const world *w, const hand *h, size_t goal) {
    for (size_t i = 0; i < h->n; i++) {
        const kr_intro *intro = &h->found[i];
        if (intro->steps[intro->n - 1].kind == KR_WAY_AREA) continue;
        size_t from = index_of(w, h, intro->steps[0].who), best = 9;
        int widest = 0;
        bool been[WORLD_MOST] = {false};
        walk(w, from, goal, 6, 0, 4, been, &best, &widest);
        assert_int_equal(index_of(w, h, intro->steps[intro->n - 1].who), goal);
        if (intro->n <= 7) {
            assert_int_equal(best, intro->n - 1);
            uint8_t ego = kr_ego_width(&h->net.alters[intro->steps[0].who]);
            assert_int_equal(intro->width, widest < ego ? widest : ego);
        }
        for (size_t k = 0; k + 1 < intro->n; k++) {
            assert_true(askable(&w->all[index_of(w, h, intro->steps[k].who)]));
            if (k)
                assert_false(contact(&w->all[index_of(w, h, intro->steps[k].who)]) && contact(&w->all[from]));
        }
    }
    /* Nobody with contact knows the goal directly and is passed over for a longer way. */
    size_t direct = 0, short_ones = 0;
    for (size_t i = 0; i < w->n; i++)
        direct += joined(w, i, goal) && askable(&w->all[i]) && contact(&w->all[i]);
    for (size_t i = 0; i < h->n; i++)
        short_ones += h->found[i].n == 2 && h->found[i].steps[1].kind != KR_WAY_AREA &&
                      contact(&w->all[index_of(w, h, h->found[i].steps[0].who)]);
    bool is_goal = !w->all[goal].hidden && !w->all[goal].died && w->all[goal].what != KR_what_animal &&
                   w->all[goal].state != KR_state_died && w->all[goal].state != KR_state_rather_not;
    size_t most = direct < KR_INTRO_MOST ? direct : KR_INTRO_MOST;
    assert_int_equal(short_ones, is_goal ? most : 0);
}

static kr_str told(hand *h) {
    kr_buf out;
    kr_str text;
    kr_buf_init(&out, &h->g.arena, 4096);
    for (size_t i = 0; i < h->n; i++) {
        for (size_t k = 0; k < h->found[i].n; k++) {
            kr_put(&out, h->net.alters[h->found[i].steps[k].who].person->name);
            kr_put_int(&out, h->found[i].steps[k].kind);
        }
        kr_put_int(&out, h->found[i].width);
        kr_put_c(&out, '/');
    }
    assert_int_equal(kr_buf_end(&out, &text), KR_OK);
    return text;
}

static void invented(void **state) {
    (void)state;
    for (uint64_t seed = 1; seed <= 1000; seed++) {
        static world w;
        size_t order[WORLD_MOST], goal;
        kr_str first = KR_NONE;
        hand h[2];
        world_make(&w, seed);
        if (w.n > 14) w.n = 14;
        goal = seed % w.n;
        for (int turn = 0; turn < 2; turn++) {
            kr_id ids[WORLD_MOST];
            grow_begin(&h[turn].g, NULL);
            world_order(&w, order, turn ? seed : 0);
            world_tell(&w, &h[turn].g, order, turn == 1, ids);
            h[turn].net = world_network(&h[turn].g, &h[turn].ways);
            find(&h[turn], (kr_goal){.who = ids[goal]});
            check_ways(&w, &h[turn], goal);
            kr_str text = told(&h[turn]);
            if (turn) assert_true(kr_str_eq(first, text));
            first = text;
            find(&h[turn], (kr_goal){.domain = (uint8_t)(1 + seed % 3)});
            for (size_t i = 0; i < h[turn].n; i++)
                for (size_t k = 0; k < h[turn].found[i].n; k++)
                    assert_true(askable(&w.all[index_of(&w, &h[turn], h[turn].found[i].steps[k].who)]));
        }
        grow_end(&h[0].g);
        grow_end(&h[1].g);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(to_a_place),
        cmocka_unit_test(to_somebody),
        cmocka_unit_test(with_care),
        cmocka_unit_test(invented),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
