#include "core/ways.h"

#include "core/kinship.h"
#include "core/num.h"

static bool is_over(uint8_t state) {
    return state == KR_state_broken || state == KR_state_ended || state == KR_state_died;
}

bool kr_gives_now(const kr_alter *a, unsigned kind) {
    return a->tie && a->tie->gets >> kind & 1 && !is_over(a->tie->state) && !kr_person_is_dead(a->person);
}

uint32_t kr_domains_of(const kr_alter *a) {
    return a->person->domain | (a->tie ? a->tie->domains : 0);
}

uint8_t kr_ego_width(const kr_alter *a) {
    if (!a->tie) return 1;
    if (a->tie->closeness) return (uint8_t)(5 - a->tie->closeness);
    if (a->tie->strength) return (uint8_t)(a->tie->strength + 1);
    return a->often && a->often <= KR_frequency_weekly ? 2 : 1;
}

/* -- who may be named, who may be asked
 * --------------------------------------------------------------------------- */

/* A way to get there without anybody else. */
static bool goes_alone(const kr_person *p) {
    return p->what == KR_what_place && (p->reach & ~(1u << KR_gets_about_companion));
}

static bool own_contact(const kr_network *network, const kr_alter *a) {
    const kr_person *p = a->person;
    const kr_tie *t = a->tie;
    bool near = p->lives_where == KR_lives_where_same_house || p->lives_where == KR_lives_where_street;
    bool home = network->ego && p->household && p->household == network->ego->household;
    if (p->phone.len || p->email.len || near || home || goes_alone(p)) return true;
    if (!t) return false;
    if (a->often && a->often < KR_frequency_never) return true;
    return t->gets || t->gives || t->gets_sometimes || t->gives_sometimes || t->visit == KR_visit_now ||
           t->closeness == KR_closeness_intimate;
}

static bool may_ask(const kr_alter *a) {
    const kr_tie *t = a->tie;
    if (a->person->what == KR_what_animal || kr_person_is_dead(a->person)) return false;
    if (!t) return true;
    bool left_alone = t->state == KR_state_rather_not || t->wish == KR_wish_distance ||
                      t->wish == KR_wish_end || t->visit == KR_visit_avoid;
    return !is_over(t->state) && !left_alone;
}

/* Where each person of the circle stands among the alters, + 1; 0: not there. */
static kr_err find_places(uint32_t **out, kr_arena *arena, const kr_network *network) {
    const kr_circle *c = network->circle;
    uint32_t *place = kr_new_n(arena, uint32_t, c ? c->n_persons + 1 : 1);
    if (!place) return KR_E_MEMORY;
    for (size_t i = 0; c && i < network->n; i++) {
        const kr_person *p = kr_circle_person(c, network->alters[i].person->id);
        if (p) place[p - c->persons] = (uint32_t)i + 1;
    }
    *out = place;
    return KR_OK;
}

static uint32_t place_of(const kr_circle *c, const uint32_t *place, kr_id id) {
    const kr_person *p = id ? kr_circle_person(c, id) : NULL;
    return p ? place[p - c->persons] : 0;
}

static void hide(uint8_t *may, uint32_t place) {
    if (place) may[place - 1] &= (uint8_t) ~(KR_MAY_NAME | KR_MAY_ASK);
}

static void fill_may(kr_ways *w, const kr_network *network, const uint32_t *place) {
    const kr_circle *c = network->circle;
    for (size_t i = 0; i < network->n; i++) {
        const kr_alter *a = &network->alters[i];
        bool hidden = (a->tie && a->tie->private_mark == KR_yesno_yes) ||
                      a->person->knows == KR_knows_objects; /* would rather not be on the map */
        unsigned may = hidden ? 0 : KR_MAY_NAME | (may_ask(a) ? KR_MAY_ASK : 0u);
        if (own_contact(network, a)) may |= KR_OWN_CONTACT;
        w->may[i] = (uint8_t)may;
    }
    for (size_t i = 0; c && i < c->n_ties; i++) {
        const kr_tie *t = &c->ties[i];
        if (t->gone || t->private_mark != KR_yesno_yes) continue;
        hide(w->may, place_of(c, place, t->a));
        hide(w->may, place_of(c, place, t->b));
    }
}

/* -- who knows whom
 * ----------------------------------------------------------------------------------------------- */

typedef struct joined {
    uint32_t a, b; /* a < b */
    uint8_t kind, width;
} joined;

static uint8_t kind_of(const kr_network *network, const kr_pair *p) {
    static const uint8_t said[][2] = {{KR_between_family, KR_WAY_FAMILY},
                                      {KR_between_friends, KR_WAY_FRIENDS},
                                      {KR_between_carers, KR_WAY_CARERS},
                                      {KR_between_colleagues, KR_WAY_COLLEAGUES}};
    uint8_t a = network->alters[p->a].person->what, b = network->alters[p->b].person->what;
    if (a == KR_what_place || a == KR_what_group || b == KR_what_place || b == KR_what_group)
        return KR_WAY_COMES;
    for (size_t i = 0; i < KR_COUNT(said); i++)
        if (p->tie && p->tie->between >> said[i][0] & 1) return said[i][1];
    return KR_WAY_KNOWS;
}

static bool is_open(const kr_tie *t) {
    if (!t) return true;
    bool conflict = t->between >> KR_between_conflict & 1;
    return !conflict && !is_over(t->state) && t->state != KR_state_rather_not &&
           t->private_mark != KR_yesno_yes;
}

static size_t join_pairs(joined *out, const kr_network *network) {
    size_t n = 0;
    for (size_t i = 0; i < network->n_known; i++) {
        const kr_pair *p = &network->pairs[i];
        if (!is_open(p->tie)) continue;
        uint8_t kind = kind_of(network, p);
        uint8_t width = kind == KR_WAY_FAMILY || kind == KR_WAY_FRIENDS ? 3 : 2;
        if (p->tie && p->tie->strength) width = (uint8_t)(p->tie->strength + 1);
        out[n++] = (joined){p->a, p->b, kind, width};
    }
    return n;
}

/* Of whom nothing was said themselves; a no, or a conflict, goes before the family. */
static void join_family(joined *out, size_t *n, const kr_network *network, uint32_t a, uint32_t b) {
    if (!a || !b || a == b) return;
    uint32_t low = (a < b ? a : b) - 1, high = (a < b ? b : a) - 1;
    if (kr_network_acquainted(network, low, high)) return;
    out[(*n)++] = (joined){low, high, KR_WAY_FAMILY, 3};
}

static void join_families(joined *out, size_t *n, const kr_network *network, const uint32_t *place) {
    const kr_circle *c = network->circle;
    for (size_t i = 0; i < c->n_unions; i++) {
        const kr_union *u = &c->unions[i];
        if (u->gone || kr_union_parted(u) || u->secret == KR_yesno_yes) continue;
        join_family(out, n, network, place_of(c, place, u->a), place_of(c, place, u->b));
    }
    for (size_t i = 0; i < c->n_parentages; i++) {
        const kr_parentage *p = &c->parentages[i];
        kr_kind kind = KR_KIND_none;
        const kr_union *pair = p->pair ? kr_circle_record_of(c, p->pair, &kind) : NULL;
        if (p->gone) continue;
        uint32_t child = place_of(c, place, p->child);
        join_family(out, n, network, child, place_of(c, place, p->parent));
        if (!pair || kind != KR_KIND_union || pair->gone || pair->secret == KR_yesno_yes) continue;
        join_family(out, n, network, child, place_of(c, place, pair->a));
        join_family(out, n, network, child, place_of(c, place, pair->b));
    }
}

static int by_ends(const void *a, const void *b, void *context) {
    const joined *x = a, *y = b;
    (void)context;
    if (x->a != y->a) return x->a < y->a ? -1 : 1;
    return x->b < y->b ? -1 : x->b > y->b;
}

/* The pairs come by (a, b), so each row comes in order by itself. */
static kr_err fill_rows(kr_ways *w, kr_arena *arena, const joined *pairs, size_t n) {
    uint32_t *at = kr_new_n(arena, uint32_t, w->n + 1);
    w->list = kr_new_n(arena, kr_way, 2 * n + 1);
    if (!at || !w->list) return KR_E_MEMORY;
    for (size_t i = 0; i < n; i++) w->first[pairs[i].a + 1]++, w->first[pairs[i].b + 1]++;
    for (size_t i = 0; i < w->n; i++) w->first[i + 1] += w->first[i];
    memcpy(at, w->first, (w->n + 1) * sizeof *at);
    for (size_t i = 0; i < n; i++) {
        const joined *p = &pairs[i];
        w->list[at[p->a]++] = (kr_way){p->b, p->kind, p->width};
        w->list[at[p->b]++] = (kr_way){p->a, p->kind, p->width};
    }
    return KR_OK;
}

kr_err kr_ways_make(kr_ways *out, kr_arena *arena, const kr_network *network) {
    const kr_circle *c = network->circle;
    size_t family = c ? c->n_unions + 3 * c->n_parentages : 0, n;
    kr_ways w = {.n = network->n};
    uint32_t *place;
    w.may = kr_new_n(arena, uint8_t, network->n + 1);
    w.first = kr_new_n(arena, uint32_t, network->n + 2);
    joined *pairs = kr_new_n(arena, joined, network->n_known + family + 1);
    if (!w.may || !w.first || !pairs || find_places(&place, arena, network) != KR_OK) return KR_E_MEMORY;
    fill_may(&w, network, place);
    n = join_pairs(pairs, network);
    size_t said = n;
    if (c) join_families(pairs, &n, network, place);
    if (n > said) {
        joined *scratch = kr_new_n(arena, joined, n);
        if (!scratch) return KR_E_MEMORY;
        kr_sort(pairs, n, sizeof *pairs, by_ends, NULL, scratch);
        size_t kept = 1; /* married and parents of the same child: once */
        for (size_t i = 1; i < n; i++)
            if (by_ends(&pairs[kept - 1], &pairs[i], NULL) != 0) pairs[kept++] = pairs[i];
        n = kept;
    }
    if (fill_rows(&w, arena, pairs, n) != KR_OK) return KR_E_MEMORY;
    *out = w;
    return KR_OK;
}
