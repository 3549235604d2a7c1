/* Two maps laid over each other, and what may be seen of the other's. */
#include "core/two.h"
#include "world.h"

static const char *const mine[] = {"Sanne Mulder", "Corrie", "Dr. Bakker", "Jan", "Yusuf", "Bram", "Kees"};
static const char *const theirs[] = {"Corrie",      "Mulder, Sanne", "huisarts", "Loes",
                                     "Yusuf Demir", "Jan",           "Jan"};
enum { SANNE, CORRIE, BAKKER, JAN, YUSUF, BRAM, KEES, PEOPLE };
enum { T_CORRIE, T_SANNE, T_BAKKER, T_LOES, T_YUSUF };

typedef struct map {
    grow g;
    kr_id ids[PEOPLE];
    kr_view view;
    kr_network net;
} map;

static void see(map *m) {
    assert_int_equal(kr_view_make(&m->view, &m->g.arena, &m->g.circle, KR_VIEWER_BESIDE, 0, NULL), KR_OK);
    assert_int_equal(kr_network_make(&m->net, &m->g.arena, &m->view), KR_OK);
}

static void number(map *m, kr_draft *d, int who, uint16_t field, int64_t value) {
    kr_draft_number(d, KR_KIND_tie, kr_draft_tie(d, m->g.circle.self.ego, m->ids[who]), field, value);
}

static void place(map *m, kr_draft *d, int who, uint8_t ring, uint8_t area) {
    number(m, d, who, KR_F_tie_closeness, ring);
    number(m, d, who, KR_F_tie_lensink_area, area);
}

static void begin(map *here, map *there) {
    kr_draft d;
    memset(here, 0, sizeof *here), memset(there, 0, sizeof *there);
    grow_begin(&here->g, NULL), grow_begin(&there->g, NULL);
    there->g.seed = 99;
    grow_people(&here->g, "Annie de Groot", mine, here->ids, PEOPLE);
    grow_people(&there->g, "Annie", theirs, there->ids, PEOPLE);
    grow_draft(&here->g, &d, KR_ACT_PLACE);
    place(here, &d, SANNE, KR_closeness_intimate, KR_lensink_area_family);
    place(here, &d, CORRIE, KR_closeness_intimate, KR_lensink_area_society);
    kr_draft_text(&d, KR_KIND_person, here->ids[BAKKER], KR_F_person_role, KR_STR("Huisarts"));
    kr_draft_acquainted(&d, here->ids[SANNE], here->ids[CORRIE], KR_yesno_yes);
    assert_int_equal(grow_change(&here->g, &d, NULL), KR_OK);
    grow_draft(&there->g, &d, KR_ACT_PLACE);
    place(there, &d, T_SANNE, KR_closeness_intimate, KR_lensink_area_family);
    place(there, &d, T_CORRIE, KR_closeness_acquaintance, KR_lensink_area_society);
    kr_draft_text(&d, KR_KIND_person, there->ids[T_BAKKER], KR_F_person_role, KR_STR("huisarts"));
    kr_draft_acquainted(&d, there->ids[T_SANNE], there->ids[T_CORRIE], KR_yesno_no);
    assert_int_equal(grow_change(&there->g, &d, NULL), KR_OK);
    see(here), see(there);
}

static void done(map *here, map *there) {
    grow_end(&here->g);
    grow_end(&there->g);
}

static void by_hand(void **state) {
    (void)state;
    map a, b;
    kr_two two;
    begin(&a, &b);
    assert_int_equal(kr_two_make(&two, &a.g.arena, &a.net, &b.net, NULL, 0), KR_OK);
    assert_true(two.one_middle);
    assert_int_equal(two.ones[SANNE].there, T_SANNE);
    assert_true(two.ones[SANNE].same);
    assert_int_equal(two.ones[CORRIE].there, T_CORRIE);
    assert_true(two.ones[CORRIE].placed && !two.ones[CORRIE].same && two.ones[CORRIE].closer == 1);
    assert_true(two.ones[BAKKER].perhaps && two.ones[BAKKER].there == T_BAKKER);
    assert_true(two.ones[YUSUF].perhaps && two.ones[YUSUF].there == T_YUSUF);
    assert_int_equal(two.ones[JAN].there, KR_TWO_NONE); /* two of that name there: which one? */
    assert_int_equal(two.n_both, 2);
    assert_int_equal(two.n_perhaps, 2);
    assert_int_equal(two.n_here, 3);
    assert_int_equal(two.n_there, 3);
    assert_int_equal(two.n_pairs, 1);
    assert_true(two.pairs[0].here);
    /* What the reader says about who is who. */
    kr_two_said said[] = {{a.ids[BAKKER], b.ids[T_BAKKER], true},
                          {a.ids[YUSUF], b.ids[T_YUSUF], false},
                          {a.ids[BRAM], b.ids[T_LOES], true},
                          {1234, b.ids[T_LOES], true}};
    assert_int_equal(kr_two_make(&two, &a.g.arena, &a.net, &b.net, said, 4), KR_OK);
    assert_false(two.ones[BAKKER].perhaps);
    assert_int_equal(two.ones[YUSUF].there, KR_TWO_NONE);
    assert_int_equal(two.ones[BRAM].there, T_LOES);
    assert_int_equal(two.n_perhaps, 0);
    done(&a, &b);
}

/* A carer's own map: each stands on the other's. */
static void two_middles(void **state) {
    (void)state;
    map a, b;
    kr_two two;
    kr_draft d;
    begin(&a, &b);
    grow_draft(&b.g, &d, KR_ACT_SELF);
    kr_draft_ego(&d, KR_STR("Sanne"));
    kr_id annie = kr_draft_contact(&d, KR_STR("Annie"), KR_what_person);
    kr_draft_bin(&d, b.ids[T_SANNE]);
    assert_int_equal(grow_change(&b.g, &d, NULL), KR_OK);
    see(&b);
    assert_int_equal(kr_two_make(&two, &a.g.arena, &a.net, &b.net, NULL, 0), KR_OK);
    assert_false(two.one_middle);
    assert_int_equal(two.their_place, SANNE);
    assert_int_equal(b.net.alters[two.our_place].person->id, annie);
    done(&a, &b);
}

/* -- what may be seen
 * ----------------------------------------------------------------------------------------------------- */

static void assert_open(const void *record, kr_kind kind) {
    size_t count;
    const kr_field *fields = kr_schema_fields(&count);
    for (size_t i = 0; i < count; i++) {
        if (fields[i].kind != kind) continue;
        kr_assignment a = kr_record_get(record, kind, &fields[i]);
        if (a.op == KR_OP_CLEAR || strcmp(fields[i].name, "gone") == 0) continue;
        assert_int_equal(fields[i].sensitivity, KR_OPEN);
        bool name = kind == KR_KIND_person && (a.field == KR_F_person_name || a.field == KR_F_person_role);
        if (fields[i].type == KR_TEXT) assert_true(name || kind == KR_KIND_circle);
    }
}

static void eyes_of_the_other(void **state) {
    (void)state;
    for (uint64_t seed = 1; seed <= 200; seed++) {
        static world w;
        grow g;
        kr_id ids[WORLD_MOST];
        size_t order[WORLD_MOST];
        kr_view view;
        kr_draft d;
        world_make(&w, seed);
        grow_begin(&g, NULL);
        world_order(&w, order, seed);
        world_tell(&w, &g, order, false, ids);
        grow_draft(&g, &d, KR_ACT_SAY);
        kr_draft_text(&d, KR_KIND_person, ids[0], KR_F_person_remark, KR_STR("geheim"));
        kr_draft_text(&d, KR_KIND_person, ids[0], KR_F_person_talents, KR_STR("geheim"));
        kr_draft_text(&d, KR_KIND_wish, kr_draft_new_id(&d), KR_F_wish_words, KR_STR("geheim"));
        kr_draft_text(&d, KR_KIND_event, kr_draft_new_id(&d), KR_F_event_what, KR_STR("geheim"));
        kr_draft_text(&d, KR_KIND_circle, KR_CIRCLE_RECORD, KR_F_circle_story, KR_STR("geheim"));
        assert_int_equal(grow_change(&g, &d, NULL), KR_OK);
        assert_int_equal(kr_view_make(&view, &g.arena, &g.circle, KR_VIEWER_BESIDE, 0, NULL), KR_OK);
        const kr_circle *c = view.circle;
        assert_open(&c->self, KR_KIND_circle);
        for (size_t i = 0; i < c->n_persons; i++) assert_open(&c->persons[i], KR_KIND_person);
        for (size_t i = 0; i < c->n_ties; i++) assert_open(&c->ties[i], KR_KIND_tie);
        for (int kind = KR_KIND_moment; kind <= KR_KIND_LAST; kind++) {
            size_t count;
            (void)kr_circle_records(c, (kr_kind)kind, &count);
            assert_int_equal(count, 0);
        }
        for (size_t i = 0; i < w.n; i++)
            assert_int_equal(kr_circle_person(c, ids[i]) == NULL, w.all[i].hidden);
        grow_end(&g);
    }
}

/* -- turned round, and told in another order
 * ------------------------------------------------------------------------------------------------ */

static kr_str told(kr_arena *arena, const kr_two *two, const kr_network *here, const kr_network *there,
                   bool turned) {
    kr_buf out;
    kr_str text;
    kr_buf_init(&out, arena, 1 << 16);
    for (char letter = 'A'; letter <= 'Z'; letter++)
        for (size_t k = 0; k < 2 * two->n; k++) { /* first those on the first map */
            const kr_two_one *one = &two->ones[k % two->n];
            bool first = (turned ? one->there : one->here) != KR_TWO_NONE;
            if (first != (k < two->n)) continue;
            kr_str a = one->here == KR_TWO_NONE ? KR_STR("-") : here->alters[one->here].person->name;
            kr_str b = one->there == KR_TWO_NONE ? KR_STR("-") : there->alters[one->there].person->name;
            if ((a.ptr[0] == '-' ? b : a).ptr[0] != letter) continue;
            kr_put(&out, turned ? b : a), kr_put(&out, turned ? a : b);
            kr_put_int(&out, (turned ? -one->closer : one->closer) * 10 + one->same + 2 * one->placed +
                                 4 * one->perhaps);
        }
    kr_put_int(&out, (int64_t)two->n_pairs);
    assert_int_equal(kr_buf_end(&out, &text), KR_OK);
    return text;
}

static void turned_round(void **state) {
    (void)state;
    for (uint64_t seed = 1; seed <= 300; seed++) {
        static world w[2];
        map m[2], again;
        size_t order[WORLD_MOST];
        kr_id ids[WORLD_MOST];
        kr_two two, back, other;
        memset(m, 0, sizeof m), memset(&again, 0, sizeof again);
        for (int i = 0; i < 2; i++) {
            world_make(&w[i], seed * 2 + (uint64_t)i);
            grow_begin(&m[i].g, NULL);
            m[i].g.seed = seed + 100 * (uint64_t)i;
            world_order(&w[i], order, seed + (uint64_t)i);
            world_tell(&w[i], &m[i].g, order, false, ids);
            see(&m[i]);
        }
        grow_begin(&again.g, NULL);
        again.g.seed = seed;
        world_order(&w[0], order, seed + 77);
        world_tell(&w[0], &again.g, order, true, ids);
        see(&again);
        kr_arena *arena = &m[0].g.arena;
        assert_int_equal(kr_two_make(&two, arena, &m[0].net, &m[1].net, NULL, 0), KR_OK);
        assert_int_equal(kr_two_make(&back, arena, &m[1].net, &m[0].net, NULL, 0), KR_OK);
        assert_int_equal(kr_two_make(&other, arena, &again.net, &m[1].net, NULL, 0), KR_OK);
        assert_int_equal(two.n, two.n_both + two.n_here + two.n_there + two.n_perhaps);
        assert_int_equal(two.n_here, back.n_there);
        kr_str text = told(arena, &two, &m[0].net, &m[1].net, false);
        assert_true(kr_str_eq(text, told(arena, &back, &m[1].net, &m[0].net, true)));
        assert_true(kr_str_eq(text, told(arena, &other, &again.net, &m[1].net, false)));
        grow_end(&m[0].g), grow_end(&m[1].g), grow_end(&again.g);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(by_hand),
        cmocka_unit_test(two_middles),
        cmocka_unit_test(eyes_of_the_other),
        cmocka_unit_test(turned_round),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
