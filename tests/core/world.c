#include "world.h"

uint64_t world_roll(uint64_t *seed, uint64_t sides) {
    *seed ^= *seed >> 12;
    *seed ^= *seed << 25;
    *seed ^= *seed >> 27;
    return (*seed * 0x2545f4914f6cdd1du >> 33) % sides;
}

void world_make(world *w, uint64_t seed) {
    seed = seed * 0x9e3779b97f4a7c15u + 77;
    memset(w, 0, sizeof *w);
    w->n = 4 + world_roll(&seed, WORLD_MOST - 4);
    for (size_t i = 0; i < w->n; i++) {
        world_one *o = &w->all[i];
        o->name[0] = (char)('A' + i);
        o->name[1] = (char)('a' + (i * 7) % 26);
        o->what = world_roll(&seed, 5) ? KR_what_person : (uint8_t)(2 + world_roll(&seed, 3));
        o->sector = world_roll(&seed, 4) ? KR_sector_friend : KR_sector_professional;
        o->live = world_roll(&seed, 2) ? (uint8_t)world_roll(&seed, 6) : 0;
        o->closeness = (uint8_t)world_roll(&seed, 5);
        o->state = world_roll(&seed, 3) ? 0 : (uint8_t)(1 + world_roll(&seed, 8));
        o->wish = world_roll(&seed, 3) ? 0 : (uint8_t)(1 + world_roll(&seed, 9));
        o->lives = world_roll(&seed, 4) ? 0 : (uint8_t)(1 + world_roll(&seed, 6));
        o->died = world_roll(&seed, 12) == 0;
        o->hidden = world_roll(&seed, 5) == 0;
        o->domain = (uint8_t)world_roll(&seed, 4);
        o->gets = world_roll(&seed, 2) ? (uint8_t)(world_roll(&seed, 32) << 1) : 0;
        o->gives = world_roll(&seed, 3) ? 0 : (uint8_t)(world_roll(&seed, 32) << 1);
        o->sometimes = world_roll(&seed, 3) ? 0 : (uint8_t)(world_roll(&seed, 32) << 1);
        o->could = world_roll(&seed, 3) ? 0 : (uint8_t)(world_roll(&seed, 32) << 1);
        for (int k = 1; k <= 5; k++) o->ask[k] = world_roll(&seed, 2) ? 0 : (uint8_t)world_roll(&seed, 4);
        o->energy = (uint8_t)world_roll(&seed, 5);
        o->balance = (uint8_t)world_roll(&seed, 5);
        o->carer = world_roll(&seed, 6) == 0;
    }
    for (size_t a = 0; a < w->n; a++)
        for (size_t b = a + 1; b < w->n; b++)
            w->knows[a][b] = world_roll(&seed, 5) ? 0 : (uint8_t)world_roll(&seed, 4);
    for (size_t a = 0; a < w->n; a++)
        for (size_t b = a + 1; b < w->n; b++) w->strong[a][b] = (uint8_t)world_roll(&seed, 4);
}

void world_order(const world *w, size_t *order, uint64_t seed) {
    seed = seed * 0x9e3779b97f4a7c15u + 5;
    for (size_t i = 0; i < w->n; i++) order[i] = i;
    for (size_t i = w->n; i > 1; i--) {
        size_t j = world_roll(&seed, i), keep = order[i - 1];
        order[i - 1] = order[j];
        order[j] = keep;
    }
}

static void tell_one(kr_draft *d, const world_one *o, kr_id person, kr_id tie) {
    static const uint16_t asks[] = {0,
                                    KR_F_tie_ask_practical,
                                    KR_F_tie_ask_listening,
                                    KR_F_tie_ask_advice,
                                    KR_F_tie_ask_weighing,
                                    KR_F_tie_ask_company};
    kr_draft_number(d, KR_KIND_person, person, KR_F_person_sector, o->sector);
    kr_draft_number(d, KR_KIND_person, person, KR_F_person_lives_where, o->lives);
    if (o->died) kr_draft_number(d, KR_KIND_person, person, KR_F_person_died, 20200000);
    if (o->carer) kr_draft_number(d, KR_KIND_person, person, KR_F_person_carer, KR_yesno_yes);
    if (o->domain) kr_draft_set(d, KR_KIND_person, person, KR_F_person_domain, 1u << o->domain);
    kr_draft_number(d, KR_KIND_tie, tie, KR_F_tie_live, o->live);
    kr_draft_number(d, KR_KIND_tie, tie, KR_F_tie_closeness, o->closeness);
    kr_draft_number(d, KR_KIND_tie, tie, KR_F_tie_state, o->state);
    kr_draft_number(d, KR_KIND_tie, tie, KR_F_tie_wish, o->wish);
    kr_draft_number(d, KR_KIND_tie, tie, KR_F_tie_energy, o->energy);
    kr_draft_number(d, KR_KIND_tie, tie, KR_F_tie_balance, o->balance);
    if (o->hidden) kr_draft_number(d, KR_KIND_tie, tie, KR_F_tie_private_mark, KR_yesno_yes);
    kr_draft_set(d, KR_KIND_tie, tie, KR_F_tie_gets, o->gets);
    kr_draft_set(d, KR_KIND_tie, tie, KR_F_tie_gives, o->gives);
    kr_draft_set(d, KR_KIND_tie, tie, KR_F_tie_gets_sometimes, o->sometimes);
    kr_draft_set(d, KR_KIND_tie, tie, KR_F_tie_gets_could, o->could);
    for (int k = 1; k <= 5; k++) kr_draft_number(d, KR_KIND_tie, tie, asks[k], o->ask[k]);
}

void world_tell(const world *w, grow *g, const size_t *order, bool backwards, kr_id *ids) {
    kr_draft d;
    grow_draft(g, &d, KR_ACT_BEGIN);
    kr_draft_ego(&d, KR_STR("Zelf"));
    assert_int_equal(grow_change(g, &d, NULL), KR_OK);
    grow_draft(g, &d, KR_ACT_NAME);
    for (size_t i = 0; i < w->n; i++) {
        const world_one *o = &w->all[order[i]];
        ids[order[i]] = kr_draft_contact(&d, kr_str_z(o->name), o->what);
    }
    assert_int_equal(grow_change(g, &d, NULL), KR_OK);
    grow_draft(g, &d, KR_ACT_SAY);
    for (size_t i = 0; i < w->n; i++)
        tell_one(&d, &w->all[order[i]], ids[order[i]], kr_draft_tie(&d, g->circle.self.ego, ids[order[i]]));
    for (size_t k = 0; k < w->n * w->n; k++) {
        size_t at = backwards ? w->n * w->n - 1 - k : k, a = at / w->n, b = at % w->n;
        uint8_t said = a < b ? w->knows[a][b] : 0;
        if (!said) continue;
        kr_draft_acquainted(&d, ids[a], ids[b], said == 3 ? KR_yesno_yes : said);
        if (said == KR_yesno_yes)
            kr_draft_number(&d, KR_KIND_tie, kr_draft_tie(&d, ids[a], ids[b]), KR_F_tie_strength,
                            w->strong[a][b]);
        if (said == 3)
            kr_draft_set(&d, KR_KIND_tie, kr_draft_tie(&d, ids[a], ids[b]), KR_F_tie_between,
                         1u << KR_between_conflict);
    }
    assert_int_equal(grow_change(g, &d, NULL), KR_OK);
}

kr_network world_network(grow *g, kr_ways *ways) {
    kr_network network = grow_network(g);
    assert_int_equal(kr_ways_make(ways, &g->arena, &network), KR_OK);
    return network;
}

void world_names(kr_buf *out, const kr_network *network, kr_some some) {
    for (char letter = 'A'; letter <= 'Z'; letter++)
        for (size_t i = 0; i < some.n; i++) {
            kr_str name = network->alters[some.who[i]].person->name;
            if (name.ptr[0] == letter) kr_put(out, name), kr_put_c(out, ' ');
        }
}
