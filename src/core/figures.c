#include "core/observe.h"

static bool is_near(const kr_person *p) {
    if (p->lives_where) return p->lives_where <= KR_lives_where_neighbourhood;
    return p->has >> KR_F_person_travel_minutes & 1 && p->travel_minutes <= 15;
}

static void count_place(kr_figures *f, const kr_person *p) {
    bool known = p->lives_where || p->has >> KR_F_person_travel_minutes & 1;
    if (!known)
        f->place_unknown++;
    else if (is_near(p))
        f->near++;
    else if (p->lives_where == KR_lives_where_abroad)
        f->abroad++;
    else
        f->far++;
}

static void count_tie(kr_figures *f, const kr_alter *alter, kr_date today) {
    const kr_tie *t = alter->tie;
    if (!t || !t->since) {
        f->since_unknown++;
    } else {
        f->since_known++;
        if (today / 10000 - t->since / 10000 >= 10) f->ten_years++;
    }
    if (!t) return;
    if (t->gets && t->gives) f->both_ways++;
    if (t->state == KR_state_fading || t->state == KR_state_dormant) f->quiet++;
    for (unsigned kind = 1; kind <= 5; kind++) {
        bool gets = t->gets >> kind & 1;
        f->gets[kind] += gets;
        f->gets_unpaid[kind] += gets && !alter->paid;
        f->gives[kind] += t->gives >> kind & 1;
    }
}

void kr_figures_of(kr_figures *out, const kr_network *network, kr_date today) {
    kr_figures f = {.size = network->n, .density = -1};
    for (size_t i = 0; i < network->n; i++) {
        const kr_alter *alter = &network->alters[i];
        f.size_unpaid += !alter->paid;
        f.by_sector[alter->person->sector < KR_COUNT(f.by_sector) ? alter->person->sector : 0]++;
        count_place(&f, alter->person);
        count_tie(&f, alter, today);
    }
    f.pairs_known = network->n_known;
    f.pairs_not = network->n_pairs - network->n_known;
    f.pairs_possible = network->n * (network->n - (network->n > 0)) / 2;
    if (network->n >= 3 && network->n_pairs > 0) f.density = (double)f.pairs_known / (double)f.pairs_possible;
    *out = f;
}
