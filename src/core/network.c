#include "core/network.h"

#include "core/num.h"

/* The best of the four: daily is 1, never 5; what is not said does not count. */
uint8_t kr_tie_often(const kr_tie *t) {
    uint8_t best = 0;
    const uint8_t all[] = {t->live, t->phone, t->message, t->online};
    for (size_t i = 0; i < KR_COUNT(all); i++) {
        if (all[i] && (!best || all[i] < best)) best = all[i];
    }
    return best;
}

/* What is said of two contacts: that they know each other, that they do not, or nothing. */
static uint8_t acquainted(const kr_tie *t) {
    if (t->acquainted) return t->acquainted;
    return t->between ? KR_yesno_yes : 0;
}

static kr_alter alter_of(const kr_person *person) {
    return (kr_alter){.person = person, .paid = person->sector == KR_sector_professional};
}

/* alters and left, and for each person of the circle its index + 1 among the alters. */
static kr_err gather_people(kr_network *out, kr_arena *arena, const kr_circle *c, uint32_t *place) {
    out->alters = kr_new_n(arena, kr_alter, c->n_persons);
    out->left = kr_new_n(arena, kr_alter, c->n_persons);
    out->kin = kr_new_n(arena, kr_alter, c->n_persons);
    if (!out->alters || !out->left || !out->kin) return KR_E_MEMORY;
    for (size_t i = 0; i < c->n_persons; i++) {
        const kr_person *p = &c->persons[i];
        if (p->id == c->self.ego || p->name.len == 0) continue;
        kr_status status = kr_person_status(p);
        if (status == KR_LEFT) out->left[out->n_left++] = alter_of(p);
        if (status != KR_HERE) continue;
        if (p->only_family == KR_yesno_yes) {
            out->kin[out->n_kin++] = alter_of(p);
            continue;
        }
        out->alters[out->n++] = alter_of(p);
        place[i] = (uint32_t)out->n;
    }
    return KR_OK;
}

static uint32_t place_of(const kr_circle *c, const uint32_t *place, kr_id id) {
    const kr_person *person = kr_circle_person(c, id);
    return person ? place[person - c->persons] : 0;
}

static void join_ego_tie(kr_network *out, const kr_tie *t, kr_id other, uint32_t at) {
    if (at) {
        out->alters[at - 1].tie = t;
        out->alters[at - 1].often = kr_tie_often(t);
        return;
    }
    for (size_t i = 0; i < out->n_left; i++) {
        if (out->left[i].person->id != other) continue;
        out->left[i].tie = t;
        out->left[i].often = kr_tie_often(t);
    }
}

static void join_pair(kr_network *out, const kr_tie *t, uint32_t a, uint32_t b) {
    uint8_t said = acquainted(t);
    if (!a || !b || a == b || !said) return;
    uint32_t low = (a < b ? a : b) - 1, high = (a < b ? b : a) - 1;
    bool no = said == KR_yesno_no;
    out->pairs[out->n_pairs++] = (kr_pair){low, high, t, no};
    if (no) return;
    out->n_known++;
    out->alters[low].known++;
    out->alters[high].known++;
}

static int by_ends(const void *a, const void *b, void *context) {
    const kr_pair *x = a, *y = b;
    (void)context;
    if (x->no != y->no) return x->no ? 1 : -1;
    if (x->a != y->a) return x->a < y->a ? -1 : 1;
    return x->b < y->b ? -1 : x->b > y->b;
}

kr_err kr_network_make(kr_network *out, kr_arena *arena, const kr_view *view) {
    const kr_circle *c = view->circle;
    kr_network n = {.circle = c, .ego = kr_circle_ego(c)};
    uint32_t *place = kr_new_n(arena, uint32_t, c->n_persons);
    n.pairs = kr_new_n(arena, kr_pair, c->n_ties);
    kr_pair *scratch = kr_new_n(arena, kr_pair, c->n_ties);
    if (!place || !n.pairs || !scratch || gather_people(&n, arena, c, place) != KR_OK) return KR_E_MEMORY;
    for (size_t i = 0; i < c->n_ties; i++) {
        const kr_tie *t = &c->ties[i];
        if (t->gone) continue;
        if (t->a == c->self.ego)
            join_ego_tie(&n, t, t->b, place_of(c, place, t->b));
        else if (t->b == c->self.ego)
            join_ego_tie(&n, t, t->a, place_of(c, place, t->a));
        else
            join_pair(&n, t, place_of(c, place, t->a), place_of(c, place, t->b));
    }
    kr_sort(n.pairs, n.n_pairs, sizeof *n.pairs, by_ends, NULL, scratch);
    *out = n;
    return KR_OK;
}

kr_err kr_network_with_kin(kr_network *network, kr_arena *arena) {
    kr_alter *all = kr_new_n(arena, kr_alter, network->n + network->n_kin + 1);
    if (!all) return KR_E_MEMORY;
    if (network->n) memcpy(all, network->alters, network->n * sizeof *all);
    if (network->n_kin) memcpy(all + network->n, network->kin, network->n_kin * sizeof *all);
    network->alters = all;
    network->n += network->n_kin;
    return KR_OK;
}

size_t kr_network_index(const kr_network *network, kr_id person) {
    for (size_t i = 0; i < network->n; i++) {
        if (network->alters[i].person->id == person) return i;
    }
    return SIZE_MAX;
}

static bool find_pair(const kr_pair *pairs, size_t count, uint32_t a, uint32_t b) {
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        const kr_pair *p = &pairs[middle];
        if (p->a == a && p->b == b) return true;
        if (p->a < a || (p->a == a && p->b < b))
            low = middle + 1;
        else
            high = middle;
    }
    return false;
}

uint8_t kr_network_acquainted(const kr_network *n, size_t a, size_t b) {
    uint32_t low = (uint32_t)(a < b ? a : b), high = (uint32_t)(a < b ? b : a);
    if (find_pair(n->pairs, n->n_known, low, high)) return KR_yesno_yes;
    if (find_pair(n->pairs + n->n_known, n->n_pairs - n->n_known, low, high)) return KR_yesno_no;
    return 0;
}
