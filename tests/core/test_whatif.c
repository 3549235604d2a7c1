/* What if somebody is not there: a circle counted by hand, and a thousand invented ones counted again in
 * another way. */
#include "core/whatif.h"
#include "world.h"

static const char *const names[] = {"Sanne", "Corrie", "Yusuf", "Noor", "Kees", "Riet", "De Linde", "Fleur"};
enum { SANNE, CORRIE, YUSUF, NOOR, KEES, RIET, LINDE, FLEUR, PEOPLE };
#define P (1 << KR_support_practical)
#define L (1 << KR_support_listening)
#define C (1 << KR_support_company)

typedef struct hand {
    grow g;
    kr_id ids[PEOPLE];
    kr_network net;
    kr_ways ways;
    kr_whatif what;
} hand;

static kr_id tie(hand *h, kr_draft *d, int who) {
    return kr_draft_tie(d, h->g.circle.self.ego, h->ids[who]);
}

static void set(hand *h, kr_draft *d, int who, uint16_t field, uint32_t value) {
    kr_draft_set(d, KR_KIND_tie, tie(h, d, who), field, value);
}

static void number(hand *h, kr_draft *d, int who, uint16_t field, int64_t value) {
    kr_draft_number(d, KR_KIND_tie, tie(h, d, who), field, value);
}

static void begin(hand *h) {
    kr_draft d;
    memset(h, 0, sizeof *h);
    grow_begin(&h->g, NULL);
    grow_people(&h->g, "Annie", names, h->ids, PEOPLE);
    grow_draft(&h->g, &d, KR_ACT_SAY);
    set(h, &d, KEES, KR_F_tie_gets, C);
    assert_int_equal(grow_change(&h->g, &d, NULL), KR_OK);
    grow_draft(&h->g, &d, KR_ACT_SAY);
    kr_draft_number(&d, KR_KIND_person, h->ids[NOOR], KR_F_person_sector, KR_sector_professional);
    kr_draft_number(&d, KR_KIND_person, h->ids[LINDE], KR_F_person_what, KR_what_place);
    kr_draft_set(&d, KR_KIND_person, h->ids[SANNE], KR_F_person_domain, 1 << KR_domain_sport);
    set(h, &d, SANNE, KR_F_tie_gets, P | L | C);
    set(h, &d, CORRIE, KR_F_tie_gets, L);
    set(h, &d, NOOR, KR_F_tie_gets, P);
    set(h, &d, YUSUF, KR_F_tie_gets_sometimes, P);
    set(h, &d, RIET, KR_F_tie_gets_could, P);
    set(h, &d, KEES, KR_F_tie_gets, 0);
    number(h, &d, CORRIE, KR_F_tie_ask_practical, KR_would_no);
    number(h, &d, CORRIE, KR_F_tie_ask_company, KR_would_yes);
    set(h, &d, SANNE, KR_F_tie_gives, L);
    kr_draft_acquainted(&d, h->ids[SANNE], h->ids[FLEUR], KR_yesno_yes);
    kr_draft_acquainted(&d, h->ids[RIET], h->ids[LINDE], KR_yesno_yes);
    assert_int_equal(grow_change(&h->g, &d, NULL), KR_OK);
    h->net = world_network(&h->g, &h->ways);
}

static void ask(hand *h, const int *who, size_t n) {
    kr_id chosen[PEOPLE];
    for (size_t i = 0; i < n; i++) chosen[i] = h->ids[who[i]];
    assert_int_equal(kr_whatif_make(&h->what, &h->g.arena, &h->net, &h->ways, chosen, n), KR_OK);
}

static const kr_whatif_support *kind(const hand *h, uint8_t kind) {
    for (size_t i = 0; i < h->what.n_support; i++)
        if (h->what.support[i].kind == kind) return &h->what.support[i];
    return NULL;
}

static void assert_some(kr_some some, const uint32_t *who, size_t n) {
    assert_int_equal(some.n, n);
    for (size_t i = 0; i < n; i++) assert_int_equal(some.who[i], who[i]);
}
#define SOME(some, ...)                                                                                      \
    assert_some(some, (const uint32_t[]){__VA_ARGS__},                                                       \
                sizeof((const uint32_t[]){__VA_ARGS__}) / sizeof(uint32_t))

static void by_hand(void **state) {
    (void)state;
    hand h;
    begin(&h);
    ask(&h, (const int[]){SANNE}, 1);
    assert_int_equal(h.what.n_support, 3);
    const kr_whatif_support *practical = kind(&h, KR_support_practical);
    assert_int_equal(practical->after, KR_AFTER_PAID);
    SOME(practical->gone, SANNE);
    SOME(practical->paid, NOOR);
    assert_int_equal(practical->own.n, 0);
    SOME(practical->ask[KR_ASK_SOMETIMES], YUSUF);
    SOME(practical->ask[KR_ASK_COULD], RIET);
    assert_int_equal(practical->ask[KR_ASK_WOULD].n, 0);
    const kr_whatif_support *listening = kind(&h, KR_support_listening);
    assert_int_equal(listening->after, KR_AFTER_ONE);
    SOME(listening->own, CORRIE);
    const kr_whatif_support *company = kind(&h, KR_support_company);
    assert_int_equal(company->after, KR_AFTER_NOBODY);
    SOME(company->ask[KR_ASK_WOULD], CORRIE);
    SOME(company->ask[KR_ASK_BEFORE], KEES);
    assert_int_equal(h.what.n_alone, 1);
    assert_int_equal(h.what.alone[0].who, CORRIE);
    assert_int_equal(h.what.alone[0].kinds, L);
    SOME(h.what.unreachable, FLEUR);
    assert_int_equal(h.what.n_areas, 1);
    assert_int_equal(h.what.areas[0].domain, KR_domain_sport);
    SOME(h.what.gives[KR_support_listening], SANNE);
    assert_int_equal(h.what.n_doors, 0);
    grow_end(&h.g);
}

static void others(void **state) {
    (void)state;
    hand h;
    begin(&h);
    ask(&h, (const int[]){SANNE, NOOR, SANNE}, 3);
    SOME(h.what.chosen, SANNE, NOOR);
    assert_int_equal(kind(&h, KR_support_practical)->after, KR_AFTER_NOBODY);
    ask(&h, (const int[]){RIET}, 1);
    assert_int_equal(h.what.n_support, 0);
    assert_int_equal(h.what.n_doors, 1);
    assert_int_equal(h.what.doors[0].place, LINDE);
    assert_false(h.what.doors[0].own);
    assert_false(kr_whatif_quiet(&h.what));
    ask(&h, (const int[]){YUSUF}, 1);
    assert_true(kr_whatif_quiet(&h.what));
    ask(&h, NULL, 0);
    assert_true(kr_whatif_quiet(&h.what));
    assert_int_equal(h.what.chosen.n, 0);
    /* A paid helper who goes where one's own stay: nothing to say but that more are left. */
    ask(&h, (const int[]){NOOR}, 1);
    assert_int_equal(kind(&h, KR_support_practical)->after, KR_AFTER_MORE);
    grow_end(&h.g);
}

static void private_marks(void **state) {
    (void)state;
    hand h;
    begin(&h);
    kr_draft d;
    grow_draft(&h.g, &d, KR_ACT_SAY);
    number(&h, &d, CORRIE, KR_F_tie_private_mark, KR_yesno_yes);
    number(&h, &d, YUSUF, KR_F_tie_private_mark, KR_yesno_yes);
    assert_int_equal(grow_change(&h.g, &d, NULL), KR_OK);
    h.net = world_network(&h.g, &h.ways);
    ask(&h, (const int[]){SANNE}, 1);
    const kr_whatif_support *listening = kind(&h, KR_support_listening);
    assert_int_equal(listening->after, KR_AFTER_ONE); /* it is so, and nobody is named */
    assert_int_equal(listening->own.n, 0);
    assert_int_equal(listening->own_all, 1);
    assert_int_equal(h.what.n_alone, 0);
    assert_int_equal(kind(&h, KR_support_practical)->ask[KR_ASK_SOMETIMES].n, 0);
    assert_int_equal(kind(&h, KR_support_company)->ask[KR_ASK_WOULD].n, 0);
    grow_end(&h.g);
}

/* Partners know each other, and so do parents and children, unless somebody said no. */
static void family(void **state) {
    (void)state;
    hand h;
    begin(&h);
    kr_draft d;
    grow_draft(&h.g, &d, KR_ACT_SAY);
    kr_id both = kr_draft_new_id(&d), child = kr_draft_new_id(&d);
    kr_draft_ref(&d, KR_KIND_union, both, KR_F_union_a, h.ids[KEES]);
    kr_draft_ref(&d, KR_KIND_union, both, KR_F_union_b, h.ids[RIET]);
    kr_draft_ref(&d, KR_KIND_parentage, child, KR_F_parentage_child, h.ids[FLEUR]);
    kr_draft_ref(&d, KR_KIND_parentage, child, KR_F_parentage_pair, both);
    number(&h, &d, KEES, KR_F_tie_live, KR_frequency_weekly);
    kr_draft_acquainted(&d, h.ids[FLEUR], h.ids[RIET], KR_yesno_no);
    assert_int_equal(grow_change(&h.g, &d, NULL), KR_OK);
    h.net = world_network(&h.g, &h.ways);
    ask(&h, (const int[]){SANNE}, 1);
    assert_int_equal(h.what.unreachable.n, 0); /* through Kees */
    ask(&h, (const int[]){SANNE, KEES}, 2);
    SOME(h.what.unreachable, RIET, FLEUR);
    grow_end(&h.g);
}

/* -- invented worlds
 * ---------------------------------------------------------------------------------------------- */

static bool over(const world_one *o) {
    return o->state == KR_state_broken || o->state == KR_state_ended || o->state == KR_state_died;
}

static bool contact(const world_one *o) {
    return (o->live && o->live != KR_frequency_never) || o->lives == KR_lives_where_same_house ||
           o->lives == KR_lives_where_street || o->gets || o->gives || o->sometimes ||
           o->closeness == KR_closeness_intimate;
}

/* Who is joined to whom, by ways that are open, over and over until nothing changes. */
static void closure(const world *w, const bool *away, bool out[WORLD_MOST]) {
    for (size_t i = 0; i < w->n; i++) out[i] = contact(&w->all[i]) && !(away && away[i]);
    for (bool again = true; again;) {
        again = false;
        for (size_t a = 0; a < w->n; a++)
            for (size_t b = 0; b < w->n; b++) {
                uint8_t said = a < b ? w->knows[a][b] : w->knows[b][a];
                if (a == b || said != KR_yesno_yes || !out[a] || out[b] || (away && away[b])) continue;
                out[b] = again = true;
            }
    }
}

static void check_reach(const world *w, const hand *h, const kr_id *ids, const bool *away) {
    bool with[WORLD_MOST], without[WORLD_MOST];
    size_t found = 0;
    closure(w, NULL, with);
    closure(w, away, without);
    for (size_t i = 0; i < w->n; i++) {
        const world_one *o = &w->all[i];
        bool counts = o->what != KR_what_place && o->what != KR_what_animal && !o->died && !o->hidden;
        bool expect = with[i] && !without[i] && !away[i] && counts, got = false;
        for (size_t k = 0; k < h->what.unreachable.n; k++)
            got = got || h->net.alters[h->what.unreachable.who[k]].person->id == ids[i];
        assert_int_equal(got, expect);
        found += expect;
    }
    assert_int_equal(h->what.unreachable.n, found);
}

static void check_kinds(const world *w, const hand *h, const bool *away) {
    for (unsigned k = 1; k <= 5; k++) {
        size_t gone = 0, own_gone = 0, own = 0, paid = 0;
        for (size_t i = 0; i < w->n; i++) {
            const world_one *o = &w->all[i];
            if (!(o->gets >> k & 1) || over(o) || o->died) continue;
            bool is_paid = o->sector == KR_sector_professional;
            gone += away[i];
            own_gone += away[i] && !is_paid;
            own += !away[i] && !is_paid;
            paid += !away[i] && is_paid;
        }
        const kr_whatif_support *s = kind(h, (uint8_t)k);
        assert_int_equal(s != NULL, gone > 0);
        if (!s) continue;
        assert_int_equal(s->gone.n, gone);
        assert_int_equal(s->own_all, own);
        assert_int_equal(s->paid_all, paid);
        assert_int_equal(s->after == KR_AFTER_NOBODY, own + paid == 0);
        assert_int_equal(s->after == KR_AFTER_PAID, own == 0 && own_gone > 0 && paid > 0);
        assert_int_equal(s->after == KR_AFTER_ONE, own == 1 && own_gone > 0);
    }
}

static const world_one *one_of(const world *w, const kr_network *net, uint32_t who) {
    for (size_t i = 0; i < w->n; i++)
        if (kr_str_is(net->alters[who].person->name, w->all[i].name)) return &w->all[i];
    fail();
    return NULL;
}

static void check_tact(const world *w, const hand *h, kr_some some, unsigned kind) {
    for (size_t i = 0; i < some.n; i++) {
        const world_one *o = one_of(w, &h->net, some.who[i]);
        assert_false(o->hidden);
        if (!kind) continue;
        assert_false(over(o) || o->state == KR_state_rather_not || o->died);
        assert_false(o->wish == KR_wish_distance || o->wish == KR_wish_end);
        assert_true(o->ask[kind] != KR_would_no && o->what != KR_what_animal && o->what != KR_what_place);
    }
}

/* Everything that is told, in letters, by name. */
static kr_str told(hand *h, const world *w) {
    kr_buf out;
    kr_str text;
    kr_buf_init(&out, &h->g.arena, 1 << 16);
    for (size_t i = 0; i < h->what.n_support; i++) {
        const kr_whatif_support *s = &h->what.support[i];
        kr_put_int(&out, s->kind * 10 + s->after);
        world_names(&out, &h->net, s->gone), kr_put_c(&out, '|');
        world_names(&out, &h->net, s->own), kr_put_c(&out, '|');
        world_names(&out, &h->net, s->paid);
        check_tact(w, h, s->own, 0);
        check_tact(w, h, s->paid, 0);
        for (unsigned r = 0; r < KR_ASK_REASONS; r++) {
            kr_put_c(&out, '/');
            world_names(&out, &h->net, s->ask[r]);
            check_tact(w, h, s->ask[r], s->kind);
        }
    }
    kr_put_z(&out, "reach ");
    world_names(&out, &h->net, h->what.unreachable);
    check_tact(w, h, h->what.unreachable, 0);
    for (size_t i = 0; i < h->what.n_areas; i++) {
        kr_put_int(&out, h->what.areas[i].domain);
        world_names(&out, &h->net, h->what.areas[i].gone);
        world_names(&out, &h->net, h->what.areas[i].places);
    }
    size_t gone = 0;
    for (size_t i = 0; i < h->what.n_doors; i++) gone += h->what.doors[i].gone.n;
    kr_put_int(&out, (int64_t)(h->what.n_doors * 1000 + gone));
    assert_int_equal(kr_buf_end(&out, &text), KR_OK);
    return text;
}

static void invented(void **state) {
    (void)state;
    for (uint64_t seed = 1; seed <= 1000; seed++) {
        static world w;
        size_t order[WORLD_MOST];
        kr_str first = KR_NONE;
        hand h[2];
        world_make(&w, seed);
        for (int turn = 0; turn < 2; turn++) {
            kr_id ids[WORLD_MOST], chosen[WORLD_MOST];
            bool away[WORLD_MOST] = {false};
            uint64_t dice = seed + 9000;
            size_t n = 1 + world_roll(&dice, 3);
            grow_begin(&h[turn].g, NULL);
            world_order(&w, order, turn ? seed : 0);
            world_tell(&w, &h[turn].g, order, turn == 1, ids);
            for (size_t i = 0; i < n; i++) {
                size_t who = world_roll(&dice, w.n);
                away[who] = true;
                chosen[turn ? n - 1 - i : i] = ids[who];
            }
            h[turn].net = world_network(&h[turn].g, &h[turn].ways);
            assert_int_equal(
                kr_whatif_make(&h[turn].what, &h[turn].g.arena, &h[turn].net, &h[turn].ways, chosen, n),
                KR_OK);
            check_reach(&w, &h[turn], ids, away);
            check_kinds(&w, &h[turn], away);
            kr_str text = told(&h[turn], &w);
            if (turn) assert_true(kr_str_eq(first, text));
            first = text;
        }
        grow_end(&h[0].g);
        grow_end(&h[1].g);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(by_hand), cmocka_unit_test(others),   cmocka_unit_test(private_marks),
        cmocka_unit_test(family),  cmocka_unit_test(invented),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
