/* Whose shoulders: by hand, and in invented worlds counted again. */
#include "core/load.h"
#include "world.h"

static const char *const names[] = {"Sanne", "Corrie", "Noor", "Moos"};
enum { SANNE, CORRIE, NOOR, MOOS, PEOPLE };
#define P (1u << KR_support_practical)
#define L (1u << KR_support_listening)
#define A (1u << KR_support_advice)
#define C (1u << KR_support_company)

typedef struct hand {
    grow g;
    kr_id ids[PEOPLE];
    kr_network net;
    kr_ways ways;
    kr_load load;
} hand;

static kr_id tie(hand *h, kr_draft *d, int who) {
    return kr_draft_tie(d, h->g.circle.self.ego, h->ids[who]);
}

static void begin(hand *h) {
    kr_draft d;
    memset(h, 0, sizeof *h);
    grow_begin(&h->g, NULL);
    grow_people(&h->g, "Annie", names, h->ids, PEOPLE);
    grow_draft(&h->g, &d, KR_ACT_SAY);
    kr_draft_number(&d, KR_KIND_person, h->ids[NOOR], KR_F_person_sector, KR_sector_professional);
    kr_draft_number(&d, KR_KIND_person, h->ids[MOOS], KR_F_person_what, KR_what_animal);
    kr_draft_set(&d, KR_KIND_tie, tie(h, &d, SANNE), KR_F_tie_gets, P | L | A);
    kr_draft_number(&d, KR_KIND_tie, tie(h, &d, SANNE), KR_F_tie_live, KR_frequency_daily);
    kr_draft_set(&d, KR_KIND_tie, tie(h, &d, CORRIE), KR_F_tie_gets, L);
    kr_draft_number(&d, KR_KIND_tie, tie(h, &d, CORRIE), KR_F_tie_phone, KR_frequency_weekly);
    kr_draft_set(&d, KR_KIND_tie, tie(h, &d, CORRIE), KR_F_tie_gives, C);
    kr_draft_set(&d, KR_KIND_tie, tie(h, &d, NOOR), KR_F_tie_gets, P);
    kr_draft_set(&d, KR_KIND_tie, tie(h, &d, MOOS), KR_F_tie_gets_sometimes, C);
    assert_int_equal(grow_change(&h->g, &d, NULL), KR_OK);
}

static void make(hand *h, kr_load_reader reader, int who) {
    h->net = world_network(&h->g, &h->ways);
    assert_int_equal(kr_load_make(&h->load, &h->g.arena, &h->net, &h->ways, reader, h->ids[who]), KR_OK);
}

static void by_hand(void **state) {
    (void)state;
    hand h;
    begin(&h);
    make(&h, KR_LOAD_OWNER, 0);
    assert_int_equal(h.load.n, 4);
    assert_int_equal(h.load.givers, 2);
    const kr_load_one *sanne = &h.load.ones[SANNE];
    assert_int_equal(sanne->now, P | L | A);
    assert_int_equal(sanne->alone, P | A); /* Noor does practical things as her work */
    assert_int_equal(sanne->why, KR_LOAD_KINDS | KR_LOAD_ALONE | KR_LOAD_TIMES);
    assert_int_equal(h.load.ones[CORRIE].why, 0);
    assert_int_equal(h.load.ones[NOOR].why, 0);
    assert_true(h.load.ones[NOOR].paid);
    assert_int_equal(h.load.ones[MOOS].sometimes, C);
    assert_int_equal(h.load.n_mine, 1);
    assert_int_equal(h.load.mine[0].given, C);
    grow_end(&h.g);
}

static void felt(void **state) {
    (void)state;
    hand h;
    kr_draft d;
    begin(&h);
    grow_draft(&h.g, &d, KR_ACT_SAY);
    kr_draft_number(&d, KR_KIND_tie, tie(&h, &d, CORRIE), KR_F_tie_balance, KR_balance_get_much);
    kr_draft_number(&d, KR_KIND_tie, tie(&h, &d, CORRIE), KR_F_tie_energy, KR_energy_both);
    kr_draft_number(&d, KR_KIND_tie, tie(&h, &d, SANNE), KR_F_tie_balance, KR_balance_get_much);
    kr_draft_number(&d, KR_KIND_person, h.ids[SANNE], KR_F_person_carer, KR_yesno_yes);
    assert_int_equal(grow_change(&h.g, &d, NULL), KR_OK);
    make(&h, KR_LOAD_OWNER, 0);
    assert_int_equal(h.load.ones[CORRIE].why, KR_LOAD_FELT);
    assert_int_equal(h.load.ones[CORRIE].energy, KR_energy_both);
    assert_true(h.load.ones[SANNE].why & KR_LOAD_CARES);
    /* The carer reads what she does, and nothing of what is felt or of others. */
    make(&h, KR_LOAD_CARER, SANNE);
    assert_int_equal(h.load.n, 1);
    assert_int_equal(h.load.ones[0].who, SANNE);
    assert_int_equal(h.load.ones[0].balance | h.load.ones[0].energy, 0);
    assert_int_equal(h.load.ones[0].why & KR_LOAD_FELT, 0);
    assert_int_equal(h.load.n_mine, 0);
    make(&h, KR_LOAD_CARER, MOOS);
    assert_int_equal(h.load.n, 1);
    grow_end(&h.g);
}

static void invented(void **state) {
    (void)state;
    for (uint64_t seed = 1; seed <= 500; seed++) {
        static world w;
        size_t order[WORLD_MOST];
        kr_str first = KR_NONE;
        grow grown[2];
        world_make(&w, seed);
        for (int turn = 0; turn < 2; turn++) {
            grow *g = &grown[turn];
            kr_id ids[WORLD_MOST];
            kr_ways ways;
            kr_load load;
            kr_buf out;
            grow_begin(g, NULL);
            world_order(&w, order, turn ? seed : 0);
            world_tell(&w, g, order, turn == 1, ids);
            kr_network net = world_network(g, &ways);
            assert_int_equal(kr_load_make(&load, &g->arena, &net, &ways, KR_LOAD_OWNER, 0), KR_OK);
            kr_buf_init(&out, &g->arena, 1 << 16);
            for (size_t who = 0; who < w.n; who++) /* by name: the lists are in the order of naming */
                for (size_t i = 0; i < load.n; i++) {
                    const kr_load_one *one = &load.ones[i];
                    if (net.alters[one->who].person->id != ids[who]) continue;
                    const world_one *o = &w.all[who];
                    assert_false(o->hidden);
                    assert_int_equal(one->balance, o->balance);
                    if (one->now) assert_int_equal(one->now, o->gets & 62);
                    if (one->why) assert_true(!one->paid && o->sector != KR_sector_professional && !o->died);
                    kr_put(&out, kr_str_z(o->name));
                    kr_put_int(&out, one->now * 1000 + one->alone);
                    kr_put_int(&out, one->sometimes * 1000 + one->why);
                }
            kr_str text;
            assert_int_equal(kr_buf_end(&out, &text), KR_OK);
            if (turn) assert_true(kr_str_eq(first, text));
            first = text;
        }
        grow_end(&grown[0]);
        grow_end(&grown[1]);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(by_hand),
        cmocka_unit_test(felt),
        cmocka_unit_test(invented),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
