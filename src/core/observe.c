/* Runs the rules one after the other and puts what they say in order. The rules themselves stand in see_*.c.
 */
#include "core/num.h"
#include "core/see.h"

const char *kr_theme_name(kr_theme theme) {
    static const char *const names[] = {
#define KR_THEME(name) #name,
        KR_THEMES(KR_THEME)
#undef KR_THEME
    };
    return names[theme];
}

size_t kr_rules(const kr_rule **out, size_t cap) {
    static const kr_rule *const tables[] = {kr_rules_people,  kr_rules_ties, kr_rules_pairs,
                                            kr_rules_support, kr_rules_near, kr_rules_wish};
    size_t n = 0;
    for (size_t t = 0; t < KR_COUNT(tables); t++)
        for (const kr_rule *rule = tables[t]; rule->key; rule++, n++)
            if (n < cap) out[n] = rule;
    return n;
}

bool kr_see_alive(const kr_alter *alter) {
    return !kr_person_is_dead(alter->person) && !(alter->tie && alter->tie->state == KR_state_died);
}

bool kr_see_private(const kr_alter *alter) {
    return alter->tie && alter->tie->private_mark == KR_yesno_yes;
}

bool kr_see_nameable(const kr_alter *alter) {
    return kr_see_alive(alter) && !kr_see_private(alter) && alter->person->knows != KR_knows_objects;
}

uint32_t *kr_see_gather(kr_see *see, kr_holds_fn holds, int32_t limit, size_t *count) {
    uint32_t *list = kr_new_n(see->arena, uint32_t, see->network->n);
    *count = 0;
    if (!list) {
        see->failed = true;
        return NULL;
    }
    for (size_t i = 0; i < see->network->n; i++)
        if (see->named[i] && holds(see, &see->network->alters[i], limit)) list[(*count)++] = (uint32_t)i;
    return list;
}

size_t kr_see_count(const kr_see *see, kr_holds_fn holds, int32_t limit) {
    size_t count = 0;
    for (size_t i = 0; i < see->network->n; i++) {
        const kr_alter *a = &see->network->alters[i];
        count += kr_see_alive(a) && holds(see, a, limit);
    }
    return count;
}

/* One of the fields the rule looks at is said about this person. */
static bool is_known(const kr_rule *rule, const kr_alter *a) {
    return (a->person->has & rule->person_fields) || (a->tie && a->tie->has & rule->tie_fields);
}

static void count_known(const kr_see *see, const kr_rule *rule, kr_observation *o) {
    size_t known = 0;
    if (rule->counts != KR_OF_PEOPLE || !(rule->person_fields | rule->tie_fields)) return;
    for (size_t i = 0; i < see->network->n; i++) {
        const kr_alter *a = &see->network->alters[i];
        known += kr_see_alive(a) && is_known(rule, a);
    }
    o->known = (int64_t)known;
    o->unknown = (int64_t)(see->living - known);
}

kr_observation *kr_see_say(kr_see *see, const kr_rule *rule, int64_t n, int64_t m) {
    if (see->failed || see->n >= see->cap) return NULL;
    kr_observation *o = &see->list[see->n++];
    *o = (kr_observation){.key = rule->key,
                          .rule = rule,
                          .n = n,
                          .m = m,
                          .word_key = rule->each_support ? kr_see_support_key(see->kind) : NULL,
                          .held = n,
                          .known = (int64_t)see->living};
    count_known(see, rule, o);
    return o;
}

void kr_see_about(kr_observation *o, uint32_t *people, size_t count) {
    o->people = people;
    o->n_people = count;
}

kr_observation *kr_see_who(kr_see *see, const kr_rule *rule) {
    size_t count;
    int32_t limit = rule->each_support ? see->kind : rule->limit;
    uint32_t *people = kr_see_gather(see, rule->holds, limit, &count);
    if (count == 0 || count < rule->from) return NULL;
    kr_observation *o = kr_see_say(see, rule, (int64_t)count, (int64_t)see->living);
    if (o) kr_see_about(o, people, count);
    return o;
}

static void apply(kr_see *see, const kr_rule *rule) {
    unsigned last = rule->each_support ? KR_support_company : KR_support_practical;
    for (unsigned kind = KR_support_practical; kind <= last && !see->failed; kind++) {
        see->kind = (uint8_t)kind;
        if (rule->see)
            rule->see(see, rule);
        else
            (void)kr_see_who(see, rule);
    }
}

/* Merge sort is stable: the order of the rules stays within one level. */
static int by_telling(const void *a, const void *b, void *context) {
    const kr_observation *x = a, *y = b;
    (void)context;
    return (int)y->rule->telling - (int)x->rule->telling;
}

size_t kr_see_index(const kr_see *see, kr_id person) {
    const kr_circle *c = see->network->circle;
    const kr_person *found = c ? kr_circle_person(c, person) : NULL;
    uint32_t at = found ? see->place[found - c->persons] : 0;
    return at && see->named[at - 1] ? at - 1 : SIZE_MAX;
}

static kr_err make_places(kr_see *see) {
    const kr_circle *c = see->network->circle;
    uint32_t *place = kr_new_n(see->arena, uint32_t, c ? c->n_persons : 1);
    if (!place) return KR_E_MEMORY;
    for (size_t i = 0; c && i < see->network->n; i++) {
        const kr_person *p = kr_circle_person(c, see->network->alters[i].person->id);
        if (p) place[p - c->persons] = (uint32_t)i + 1;
    }
    see->place = place;
    return KR_OK;
}

static kr_err prepare(kr_see *see, size_t room) {
    const kr_network *n = see->network;
    bool *named = kr_new_n(see->arena, bool, n->n);
    see->list = kr_new_n(see->arena, kr_observation, room);
    if (!named || !see->list) return KR_E_MEMORY;
    see->cap = room;
    for (size_t i = 0; i < n->n; i++) {
        see->living += kr_see_alive(&n->alters[i]);
        named[i] = kr_see_nameable(&n->alters[i]);
    }
    see->named = named;
    return make_places(see);
}

enum { MOST_RULES = 128 };

kr_err kr_observe(kr_observation **out, size_t *count, kr_arena *arena, const kr_network *network,
                  kr_date today, size_t cap) {
    kr_see see = {.arena = arena, .network = network, .today = today};
    const kr_rule *rules[MOST_RULES];
    size_t n = kr_rules(rules, MOST_RULES);
    kr_err err = prepare(&see, n * KR_support_company);
    if (err != KR_OK) return err;
    for (size_t i = 0; i < n && i < MOST_RULES && !see.failed; i++) apply(&see, rules[i]);
    kr_observation *scratch = see.failed ? NULL : kr_new_n(arena, kr_observation, see.n);
    if (!scratch) return KR_E_MEMORY;
    kr_sort(see.list, see.n, sizeof *see.list, by_telling, NULL, scratch);
    *out = see.list;
    *count = see.n < cap ? see.n : cap;
    return KR_OK;
}

static bool has(const size_t *list, size_t count, size_t wanted) {
    for (size_t i = 0; i < count; i++)
        if (list[i] == wanted) return true;
    return false;
}

size_t kr_observe_first(size_t *out, size_t most, const kr_observation *list, size_t count,
                        const bool *aside) {
    size_t n = 0;
    uint32_t themes = 0;
    for (int again = 0; again < 2; again++) {
        for (size_t i = 0; i < count && n < most; i++) {
            uint32_t theme = 1u << list[i].rule->theme;
            if ((aside && aside[i]) || (!again && themes & theme) || has(out, n, i)) continue;
            themes |= theme;
            out[n++] = i;
        }
    }
    return n;
}

void kr_observation_about(kr_buf *out, const kr_observation *o) {
    kr_put_z(out, o->key);
    if (!o->word_key) return;
    kr_put_c(out, ':');
    kr_put_z(out, o->word_key);
}
