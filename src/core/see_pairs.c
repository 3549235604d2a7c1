/* Rules about who knows whom. Only what was said counts: two of whom nothing is said are not strangers. */
#include "core/see.h"

/* Counted in pairs: how many know each other, of how many it is said, of how many it is not. */
static void count_pairs(const kr_see *see, kr_observation *o) {
    const kr_network *n = see->network;
    o->held = (int64_t)n->n_known;
    o->known = (int64_t)n->n_pairs;
    o->unknown = (int64_t)(n->n * (n->n - 1) / 2 - n->n_pairs);
}

/* Few enough to name. */
#define FEW_KNOWN 3

/* Those whom `who` knows, when they are few and may all be named; else none. */
static size_t known_to(const kr_see *see, size_t who, uint32_t list[FEW_KNOWN]) {
    const kr_network *n = see->network;
    size_t count = 0;
    if (n->alters[who].known > FEW_KNOWN) return 0;
    for (size_t i = 0; i < n->n_known; i++) {
        const kr_pair *pair = &n->pairs[i];
        if (pair->a != who && pair->b != who) continue;
        uint32_t other = pair->a == who ? pair->b : pair->a;
        if (count == FEW_KNOWN || !see->named[other]) return 0;
        list[count++] = other;
    }
    return count;
}

static void see_know(kr_see *see, const kr_rule *rule) {
    const kr_network *n = see->network;
    size_t best = SIZE_MAX;
    if (n->n < 3 || n->n_known < rule->from) return;
    for (size_t i = 0; i < n->n; i++)
        if (see->named[i] && (best == SIZE_MAX || n->alters[i].known > n->alters[best].known)) best = i;
    if (best == SIZE_MAX || n->alters[best].known == 0) return;
    uint32_t *who = kr_new_n(see->arena, uint32_t, 1 + FEW_KNOWN);
    if (!who) {
        see->failed = true;
        return;
    }
    who[0] = (uint32_t)best;
    size_t others = known_to(see, best, who + 1);
    kr_observation *o = kr_see_say(see, rule, (int64_t)n->n_known, (int64_t)n->alters[best].known);
    if (!o) return;
    kr_see_about(o, who, 1);
    o->others = others ? who + 1 : NULL;
    o->n_others = others;
    count_pairs(see, o);
}

/* Both ends of a pair, when both may be named. */
static kr_observation *say_pair(kr_see *see, const kr_rule *rule, const kr_pair *pair, size_t count) {
    if (!see->named[pair->a] || !see->named[pair->b]) return NULL;
    uint32_t *two = kr_new_n(see->arena, uint32_t, 2);
    if (!two) {
        see->failed = true;
        return NULL;
    }
    two[0] = pair->a, two[1] = pair->b;
    kr_observation *o = kr_see_say(see, rule, (int64_t)count, (int64_t)count);
    if (!o) return NULL;
    kr_see_about(o, two, 2);
    count_pairs(see, o);
    return o;
}

static void see_know_two(kr_see *see, const kr_rule *rule) {
    const kr_network *n = see->network;
    if (n->n >= 3 && n->n_known == 1) (void)say_pair(see, rule, &n->pairs[0], 1);
}

static void see_know_none(kr_see *see, const kr_rule *rule) {
    const kr_network *n = see->network;
    if (n->n < 3 || n->n_known || n->n_pairs < rule->from) return;
    kr_observation *o = kr_see_say(see, rule, (int64_t)n->n_pairs, (int64_t)n->n_pairs);
    if (o) count_pairs(see, o);
}

/* Close to the person in the middle and strangers to each other, as was said. */
static void see_close_strangers(kr_see *see, const kr_rule *rule) {
    const kr_network *n = see->network;
    const kr_pair *first = NULL;
    size_t count = 0;
    for (size_t i = n->n_known; i < n->n_pairs; i++) {
        const kr_pair *p = &n->pairs[i];
        if (!see->named[p->a] || !see->named[p->b] || !kr_holds_close(see, &n->alters[p->a], rule->limit) ||
            !kr_holds_close(see, &n->alters[p->b], rule->limit))
            continue;
        if (!first) first = p;
        count++;
    }
    if (!first) return;
    kr_observation *o = say_pair(see, rule, first, count);
    if (o) o->held = (int64_t)count;
}

/* Bit set of the sectors each one knows people from; NULL without memory. */
static uint32_t *sectors_known(kr_see *see) {
    const kr_network *n = see->network;
    uint32_t *sets = kr_new_n(see->arena, uint32_t, n->n);
    if (!sets) {
        see->failed = true;
        return NULL;
    }
    for (size_t i = 0; i < n->n_known; i++) {
        const kr_pair *p = &n->pairs[i];
        sets[p->a] |= 1u << n->alters[p->b].person->sector;
        sets[p->b] |= 1u << n->alters[p->a].person->sector;
    }
    return sets;
}

/* Whoever knows people of several kinds, everybody for whom it is so. */
static void see_between(kr_see *see, const kr_rule *rule) {
    const kr_network *n = see->network;
    uint32_t *sets = sectors_known(see), *people = kr_new_n(see->arena, uint32_t, n->n);
    size_t count = 0;
    if (!sets || !people) {
        see->failed = true;
        return;
    }
    for (size_t i = 0; i < n->n; i++)
        if (see->named[i] && kr_see_bits(sets[i] & ~1u) >= (size_t)rule->limit) people[count++] = (uint32_t)i;
    if (count < rule->from) return;
    kr_observation *o = kr_see_say(see, rule, (int64_t)count, (int64_t)see->living);
    if (!o) return;
    kr_see_about(o, people, count);
    count_pairs(see, o);
}

/* -- groups of people who know each other -- */

static uint32_t root_of(uint32_t *up, uint32_t i) {
    while (up[i] != i) i = up[i] = up[up[i]];
    return i;
}

/* For each alter who is alive the first of its group; the groups are what is left when one goes from one to
 * the next who know each other. */
static bool find_groups(kr_see *see, uint32_t *up, uint32_t *size) {
    const kr_network *n = see->network;
    if (!up || !size) {
        see->failed = true;
        return false;
    }
    for (size_t i = 0; i < n->n; i++) up[i] = (uint32_t)i, size[i] = 0;
    for (size_t i = 0; i < n->n_known; i++) {
        const kr_pair *p = &n->pairs[i];
        if (!kr_see_alive(&n->alters[p->a]) || !kr_see_alive(&n->alters[p->b])) continue;
        uint32_t a = root_of(up, p->a), b = root_of(up, p->b);
        if (a < b)
            up[b] = a;
        else
            up[a] = b;
    }
    for (size_t i = 0; i < n->n; i++) size[root_of(up, (uint32_t)i)]++;
    return true;
}

static uint32_t *members(kr_see *see, uint32_t *up, uint32_t root, size_t *count) {
    uint32_t *list = kr_new_n(see->arena, uint32_t, see->network->n);
    *count = 0;
    if (!list) see->failed = true;
    for (size_t i = 0; list && i < see->network->n; i++)
        if (see->named[i] && root_of(up, (uint32_t)i) == root) list[(*count)++] = (uint32_t)i;
    return list;
}

/* Two or more groups that do not know each other, as far as was said: the first two by name. */
static void see_apart(kr_see *see, const kr_rule *rule) {
    const kr_network *n = see->network;
    uint32_t *up = kr_new_n(see->arena, uint32_t, n->n), *size = kr_new_n(see->arena, uint32_t, n->n);
    uint32_t first[2] = {0};
    size_t groups = 0, a, b;
    if (!find_groups(see, up, size)) return;
    for (uint32_t i = 0; i < n->n; i++) {
        if (size[i] < (uint32_t)rule->limit) continue;
        if (groups < 2) first[groups] = i;
        groups++;
    }
    if (groups < rule->from) return;
    uint32_t *one = members(see, up, first[0], &a), *two = members(see, up, first[1], &b);
    if (!one || !two || a < 2 || b < 2) return;
    kr_observation *o = kr_see_say(see, rule, (int64_t)groups, (int64_t)groups);
    if (!o) return;
    kr_see_about(o, one, a);
    o->others = two;
    o->n_others = b;
    count_pairs(see, o);
}

/* A row of bits a person: whom they know. */
typedef struct knows {
    uint64_t *bits;
    size_t words;
} knows;

static bool knows_all(const knows *k, const uint32_t *list, size_t count, size_t who) {
    for (size_t i = 0; i < count; i++)
        if (!(k->bits[list[i] * k->words + who / 64] >> (who % 64) & 1)) return false;
    return true;
}

static bool make_knows(kr_see *see, knows *k) {
    const kr_network *n = see->network;
    k->words = (n->n + 63) / 64;
    k->bits = kr_new_n(see->arena, uint64_t, n->n * k->words);
    if (!k->bits) see->failed = true;
    for (size_t i = 0; k->bits && i < n->n_known; i++) {
        const kr_pair *p = &n->pairs[i];
        k->bits[p->a * k->words + p->b / 64] |= (uint64_t)1 << (p->b % 64);
        k->bits[p->b * k->words + p->a / 64] |= (uint64_t)1 << (p->a % 64);
    }
    return k->bits != NULL;
}

/* Few enough to search and to read; more than this many people are looked at from the first ones only. */
#define GROUP_STARTS 400
#define GROUP_MOST   4096

/* The first group found, going through people in the order in which they were named, of at least `from` who
 * all know each other. */
static void see_trio(kr_see *see, const kr_rule *rule) {
    const kr_network *n = see->network;
    knows k;
    if (n->n_known < 3 || n->n > GROUP_MOST || !make_knows(see, &k)) return;
    uint32_t *list = kr_new_n(see->arena, uint32_t, n->n);
    size_t best = 0;
    if (!list) see->failed = true;
    for (size_t start = 0; list && start < n->n && start < GROUP_STARTS && best < rule->from; start++) {
        best = 0;
        for (size_t i = start; i < n->n; i++)
            if (see->named[i] && (i == start || (best && knows_all(&k, list, best, i))))
                list[best++] = (uint32_t)i;
    }
    if (best < rule->from) return;
    kr_observation *o = kr_see_say(see, rule, (int64_t)best, (int64_t)best);
    if (!o) return;
    kr_see_about(o, list, best);
    count_pairs(see, o);
}

/* Who knows none of the others, when that was said of at least `limit` of them. */
static void see_on_own(kr_see *see, const kr_rule *rule) {
    const kr_network *n = see->network;
    uint32_t *said = kr_new_n(see->arena, uint32_t, n->n), *people = kr_new_n(see->arena, uint32_t, n->n);
    size_t count = 0;
    if (!said || !people) {
        see->failed = true;
        return;
    }
    if (n->n_known == 0) return; /* then see.know_none says it of all */
    for (size_t i = n->n_known; i < n->n_pairs; i++) said[n->pairs[i].a]++, said[n->pairs[i].b]++;
    for (size_t i = 0; i < n->n; i++)
        if (see->named[i] && !n->alters[i].known && said[i] >= (uint32_t)rule->limit)
            people[count++] = (uint32_t)i;
    if (count < rule->from) return;
    kr_observation *o = kr_see_say(see, rule, (int64_t)count, (int64_t)see->living);
    if (!o) return;
    kr_see_about(o, people, count);
    count_pairs(see, o);
}

#define PAIRS .tie_fields = KR_TIE_FIELD(acquainted) | KR_TIE_FIELD(between), .counts = KR_OF_PAIRS

const kr_rule kr_rules_pairs[] = {
    {"see.close_strangers", KR_THEME_density, 3, 1, KR_closeness_friend, PAIRS, .see = see_close_strangers},
    {"see.know", KR_THEME_density, 2, 2, PAIRS, .see = see_know},
    {"see.know_two", KR_THEME_density, 2, 1, PAIRS, .see = see_know_two},
    {"see.know_none", KR_THEME_density, 2, 1, PAIRS, .says_unknown = true, .see = see_know_none},
    {"see.apart", KR_THEME_density, 2, 2, 2, PAIRS, .says_unknown = true, .see = see_apart},
    {"see.between", KR_THEME_density, 2, 1, 3, PAIRS, .see = see_between},
    {"see.trio", KR_THEME_density, 2, 3, PAIRS, .see = see_trio},
    {"see.on_own", KR_THEME_density, 1, 1, 2, PAIRS, .says_unknown = true, .see = see_on_own},
    {0},
};
