/* Inside the rules of what stands out: what a rule sees and how it speaks. Only for see_*.c, observe.c and
 * what looks at the same (traits.c, ideas.c). */
#ifndef KR_SEE_H
#define KR_SEE_H

#include "core/observe.h"

typedef struct kr_see {
    kr_observation *list;
    size_t n, cap;
    kr_arena *arena;
    const kr_network *network;
    kr_date today;
    const bool *named;     /* per alter: alive and without a private mark */
    size_t living;         /* alters that are alive, marked or not */
    const uint32_t *place; /* per person of the circle: index + 1 among the alters, 0 for anybody else */
    uint8_t kind;          /* the kind of support, in a rule that is asked for each */
    bool failed;
} kr_see;

#define KR_TIE_FIELD(name)    ((uint64_t)1 << KR_F_tie_##name)
#define KR_PERSON_FIELD(name) ((uint64_t)1 << KR_F_person_##name)

/* Adds what the rule says; NULL when there is no room or memory (marked in `see`). held = n, and everything
 * counts as known, until the rule says otherwise. */
kr_observation *kr_see_say(kr_see *see, const kr_rule *rule, int64_t n, int64_t m);
/* Those who may be named and for whom the test holds, in the order in which they were named. NULL without
 * memory. */
uint32_t *kr_see_gather(kr_see *see, kr_holds_fn holds, int32_t limit, size_t *count);
/* How many alive for whom it holds, named or not: for saying that nobody does something. */
size_t kr_see_count(const kr_see *see, kr_holds_fn holds, int32_t limit);
/* Says the rule about everybody for whom it holds, when there are at least `from`. */
kr_observation *kr_see_who(kr_see *see, const kr_rule *rule);
/* The index of this person among the alters, when they may be named; else SIZE_MAX. O(1). */
size_t kr_see_index(const kr_see *see, kr_id person);
void kr_see_about(kr_observation *observation, uint32_t *people, size_t count);

/* What several rules ask. `limit` is what is compared with. */
bool kr_holds_kind(const kr_see *see, const kr_alter *a, int32_t what); /* group, place, animal */
bool kr_holds_sector(const kr_see *see, const kr_alter *a, int32_t sector);
bool kr_holds_close(const kr_see *see, const kr_alter *a, int32_t closeness); /* this near or nearer */
bool kr_holds_light(const kr_see *see, const kr_alter *a, int32_t unused);
bool kr_holds_quiet(const kr_see *see, const kr_alter *a, int32_t unused);
bool kr_holds_long(const kr_see *see, const kr_alter *a, int32_t years);
bool kr_holds_new(const kr_see *see, const kr_alter *a, int32_t years); /* certainly shorter than that */
bool kr_holds_near(const kr_see *see, const kr_alter *a, int32_t minutes);
bool kr_holds_far(const kr_see *see, const kr_alter *a, int32_t minutes);
bool kr_holds_gets(const kr_see *see, const kr_alter *a, int32_t kind);
bool kr_holds_gives(const kr_see *see, const kr_alter *a, int32_t kind);
bool kr_holds_both(const kr_see *see, const kr_alter *a, int32_t unused);
/* tie.ask_... for a kind of support; 0 when there is nothing. */
uint8_t kr_see_would(const kr_tie *tie, unsigned kind);
/* Catalogue key of a kind of support. */
const char *kr_see_support_key(unsigned kind);
const char *kr_see_sector_key(unsigned sector);
size_t kr_see_bits(uint32_t set);

extern const kr_rule kr_rules_people[], kr_rules_pairs[], kr_rules_ties[], kr_rules_support[],
    kr_rules_near[], kr_rules_wish[];

#endif
