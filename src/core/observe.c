#include "core/observe.h"

/* Each rule looks at one thing, says it in one sentence with names, and asks one open question. A rule says
 * nothing of what is not known. Who has a private mark is never named. The order of the rules is the order of
 * telling. */

typedef struct watch {
    kr_observation *list;
    size_t n, cap;
    kr_arena *arena;
    const kr_network *network;
    kr_figures figures;
    kr_date today;
    bool failed;
} watch;

typedef bool (*test_fn)(const watch *w, const kr_alter *alter, int argument);

static bool may_name(const kr_alter *alter) {
    return !alter->tie || alter->tie->private_mark != KR_yesno_yes;
}

/* The alters for whom the test holds, in the order in which they were named. */
static uint32_t *gather(watch *w, test_fn test, int argument, size_t *count) {
    uint32_t *list = kr_new_n(w->arena, uint32_t, w->network->n);
    *count = 0;
    if (!list) {
        w->failed = true;
        return NULL;
    }
    for (size_t i = 0; i < w->network->n; i++) {
        const kr_alter *alter = &w->network->alters[i];
        if (may_name(alter) && test(w, alter, argument)) list[(*count)++] = (uint32_t)i;
    }
    return list;
}

static kr_observation *say(watch *w, const char *key, int64_t n, int64_t m) {
    if (w->failed || w->n >= w->cap) return NULL;
    kr_observation *o = &w->list[w->n++];
    *o = (kr_observation){.key = key, .n = n, .m = m};
    return o;
}

/* Says `key` about everybody for whom the test holds, when there is somebody. */
static void say_who(watch *w, const char *key, test_fn test, int argument) {
    size_t count;
    uint32_t *people = gather(w, test, argument, &count);
    if (count == 0) return;
    kr_observation *o = say(w, key, (int64_t)count, (int64_t)w->network->n);
    if (!o) return;
    o->people = people;
    o->n_people = count;
}

static bool is_close(const watch *w, const kr_alter *a, int argument) {
    (void)w;
    return a->tie && a->tie->closeness == argument;
}

static bool is_quiet(const watch *w, const kr_alter *a, int argument) {
    (void)w, (void)argument;
    return a->tie && (a->tie->state == KR_state_fading || a->tie->state == KR_state_dormant);
}

static bool has_energy(const watch *w, const kr_alter *a, int argument) {
    (void)w;
    return a->tie && a->tie->energy == argument;
}

static bool both_ways(const watch *w, const kr_alter *a, int argument) {
    (void)w, (void)argument;
    return a->tie && a->tie->gets && a->tie->gives;
}

static bool known_long(const watch *w, const kr_alter *a, int argument) {
    return a->tie && a->tie->since && w->today / 10000 - a->tie->since / 10000 >= argument;
}

static bool lives_near(const watch *w, const kr_alter *a, int argument) {
    (void)w, (void)argument;
    const kr_person *p = a->person;
    return p->lives_where ? p->lives_where <= KR_lives_where_neighbourhood
                          : (p->has >> KR_F_person_travel_minutes & 1 && p->travel_minutes <= 15);
}

static bool lives_far(const watch *w, const kr_alter *a, int argument) {
    (void)w, (void)argument;
    return a->person->lives_where == KR_lives_where_abroad ||
           (a->person->has >> KR_F_person_travel_minutes & 1 && a->person->travel_minutes > 60);
}

static bool is_here(const watch *w, const kr_alter *a, int argument) {
    (void)w, (void)a, (void)argument;
    return true;
}

static bool gives_unpaid(const watch *w, const kr_alter *a, int kind) {
    (void)w;
    return !a->paid && a->tie && a->tie->gets >> kind & 1;
}

static bool gives_paid(const watch *w, const kr_alter *a, int kind) {
    (void)w;
    return a->paid && a->tie && a->tie->gets >> kind & 1;
}

static bool receives(const watch *w, const kr_alter *a, int kind) {
    (void)w;
    return a->tie && a->tie->gives >> kind & 1;
}

static bool in_sector(const watch *w, const kr_alter *a, int sector) {
    (void)w;
    return a->person->sector == sector;
}

/* -- the rules
 * ---------------------------------------------------------------------------------------------------------
 */

static void rule_beginning(watch *w) {
    if (w->network->n >= 5) return;
    size_t count;
    uint32_t *people = gather(w, is_here, 0, &count);
    kr_observation *o = say(w, "see.beginning", (int64_t)w->network->n, (int64_t)w->network->n);
    if (!o) return;
    o->people = people;
    o->n_people = count;
}

static void rule_size(watch *w) {
    if (w->network->n >= 5) say(w, "see.size", (int64_t)w->figures.size, (int64_t)w->figures.size_unpaid);
}

static void rule_close(watch *w) {
    say_who(w, "see.close", is_close, KR_closeness_intimate);
}

static const char *sector_key(size_t sector) {
    static const char *const keys[] = {NULL,
                                       "sector.household",
                                       "sector.family",
                                       "sector.friend",
                                       "sector.acquaintance",
                                       "sector.neighbour",
                                       "sector.colleague",
                                       "sector.fellow",
                                       "sector.volunteer",
                                       "sector.professional",
                                       "sector.spiritual",
                                       "sector.society"};
    return keys[sector];
}

/* The kind of contact there is most of, when at least half of the people have a kind and one leads. */
static void rule_composition(watch *w) {
    const size_t *by = w->figures.by_sector;
    size_t most = 0, said = w->network->n - by[0];
    for (size_t i = 1; i < KR_COUNT(w->figures.by_sector); i++) {
        if (!most || by[i] > by[most]) most = i;
    }
    if (w->network->n < 5 || said * 2 < w->network->n || by[most] < 2) return;
    size_t count;
    uint32_t *people = gather(w, in_sector, (int)most, &count);
    kr_observation *o = say(w, "see.composition", (int64_t)by[most], (int64_t)said);
    if (!o) return;
    o->word_key = sector_key(most);
    o->people = people;
    o->n_people = count;
}

/* Few enough to name. */
#define FEW_KNOWN 3

/* Those whom `who` knows, when they are few and may all be named; else none. */
static size_t known_to(const watch *w, size_t who, uint32_t list[FEW_KNOWN]) {
    const kr_network *n = w->network;
    size_t count = 0;
    if (n->alters[who].known > FEW_KNOWN) return 0;
    for (size_t i = 0; i < n->n_known; i++) {
        const kr_pair *pair = &n->pairs[i];
        if (pair->a != who && pair->b != who) continue;
        uint32_t other = pair->a == who ? pair->b : pair->a;
        if (count == FEW_KNOWN || !may_name(&n->alters[other])) return 0;
        list[count++] = other;
    }
    return count;
}

/* One pair alone: both by name. Else the one who knows most of the others, and whom, when those are few. */
static void say_know(watch *w, size_t best) {
    const kr_network *n = w->network;
    uint32_t *who = kr_new_n(w->arena, uint32_t, 1 + FEW_KNOWN);
    if (!who) {
        w->failed = true;
        return;
    }
    who[0] = (uint32_t)best;
    size_t others = known_to(w, best, who + 1);
    bool two = n->n_known == 1 && others == 1;
    kr_observation *o =
        say(w, two ? "see.know_two" : "see.know", (int64_t)n->n_known, (int64_t)n->alters[best].known);
    if (!o) return;
    o->people = who;
    o->n_people = two ? 2 : 1;
    if (two || others == 0) return;
    o->others = who + 1;
    o->n_others = others;
}

/* Who knows whom. */
static void rule_know(watch *w) {
    const kr_network *n = w->network;
    if (n->n < 3 || n->n_pairs == 0) return;
    if (n->n_known == 0) {
        say(w, "see.know_none", (int64_t)n->n, 0);
        return;
    }
    size_t best = SIZE_MAX;
    for (size_t i = 0; i < n->n; i++) {
        if (may_name(&n->alters[i]) && (best == SIZE_MAX || n->alters[i].known > n->alters[best].known))
            best = i;
    }
    if (best != SIZE_MAX && n->alters[best].known > 0) say_know(w, best);
}

static const char *support_key(int kind) {
    static const char *const keys[] = {NULL,
                                       "support.practical",
                                       "support.listening",
                                       "support.advice",
                                       "support.weighing",
                                       "support.company"};
    return keys[kind];
}

static void rule_support(watch *w, int kind) {
    size_t unpaid, paid;
    uint32_t *people = gather(w, gives_unpaid, kind, &unpaid);
    uint32_t *helpers = gather(w, gives_paid, kind, &paid);
    if (unpaid + paid == 0) return;
    bool only_paid = unpaid == 0;
    const char *key = only_paid ? "see.support_paid_only" : "see.support";
    kr_observation *o = say(w, key, (int64_t)(unpaid + paid), (int64_t)unpaid);
    if (!o) return;
    o->word_key = support_key(kind);
    o->people = only_paid ? helpers : people;
    o->n_people = only_paid ? paid : unpaid;
    if (only_paid) return;
    o->others = helpers;
    o->n_others = paid;
}

static void rule_give(watch *w, int kind) {
    size_t before = w->n;
    say_who(w, "see.give", receives, kind);
    if (w->n > before) w->list[before].word_key = support_key(kind);
}

/* One person who is there in three or more ways, where nobody else is in more than one. */
static void rule_one_carries(watch *w) {
    size_t best = SIZE_MAX, most = 0, next = 0;
    for (size_t i = 0; i < w->network->n; i++) {
        const kr_alter *a = &w->network->alters[i];
        size_t kinds = a->tie && !a->paid ? (size_t)__builtin_popcount(a->tie->gets) : 0;
        if (kinds > most)
            next = most, most = kinds, best = i;
        else if (kinds > next)
            next = kinds;
    }
    if (best == SIZE_MAX || most < 3 || next > 1 || !may_name(&w->network->alters[best])) return;
    uint32_t *who = kr_new(w->arena, uint32_t);
    if (!who) {
        w->failed = true;
        return;
    }
    *who = (uint32_t)best;
    kr_observation *o = say(w, "see.one_carries", (int64_t)most, (int64_t)w->network->n);
    if (!o) return;
    o->people = who;
    o->n_people = 1;
}

static void all_rules(watch *w) {
    rule_beginning(w);
    rule_close(w);
    say_who(w, "see.quiet", is_quiet, 0);
    say_who(w, "see.both", both_ways, 0);
    rule_one_carries(w);
    rule_size(w);
    rule_composition(w);
    rule_know(w);
    for (int kind = 1; kind <= 5; kind++) rule_support(w, kind);
    say_who(w, "see.energy_gives", has_energy, KR_energy_gives);
    say_who(w, "see.energy_costs", has_energy, KR_energy_costs);
    say_who(w, "see.long", known_long, 10);
    say_who(w, "see.near", lives_near, 0);
    say_who(w, "see.far", lives_far, 0);
    for (int kind = 1; kind <= 5; kind++) rule_give(w, kind);
}

kr_err kr_observe(kr_observation **out, size_t *count, kr_arena *arena, const kr_network *network,
                  kr_date today, size_t cap) {
    watch w = {.arena = arena, .network = network, .today = today, .cap = cap};
    w.list = kr_new_n(arena, kr_observation, cap);
    if (!w.list) return KR_E_MEMORY;
    kr_figures_of(&w.figures, network, today);
    all_rules(&w);
    if (w.failed) return KR_E_MEMORY;
    *out = w.list;
    *count = w.n;
    return KR_OK;
}
