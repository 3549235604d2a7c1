/* Rules about what somebody wants, and what happened. */
#include "core/see.h"

static bool wants(const kr_see *see, const kr_alter *a, int32_t wish) {
    (void)see;
    return a->tie && a->tie->wish == wish;
}

static bool wants_more(const kr_see *see, const kr_alter *a, int32_t unused) {
    (void)unused;
    return wants(see, a, KR_wish_more) || wants(see, a, KR_wish_together);
}

static bool wants_away(const kr_see *see, const kr_alter *a, int32_t unused) {
    (void)unused;
    return wants(see, a, KR_wish_distance) || wants(see, a, KR_wish_end);
}

/* The people who were marked, in the order in which they were named. */
static uint32_t *marked_people(kr_see *see, const bool *marked, size_t *count) {
    uint32_t *people = kr_new_n(see->arena, uint32_t, see->network->n);
    *count = 0;
    if (!people) see->failed = true;
    for (size_t i = 0; people && i < see->network->n; i++)
        if (marked[i]) people[(*count)++] = (uint32_t)i;
    return people;
}

static bool *new_marks(kr_see *see) {
    bool *marked = kr_new_n(see->arena, bool, see->network->n);
    if (!marked) see->failed = true;
    return marked;
}

/* Wishes in own words, and whom they are about. */
static void see_wishes(kr_see *see, const kr_rule *rule) {
    const kr_circle *c = see->network->circle;
    bool *marked = new_marks(see);
    size_t count = 0, wishes = 0;
    for (size_t i = 0; marked && c && i < c->n_wishes; i++) {
        if (c->wishes[i].gone || !c->wishes[i].words.len) continue;
        size_t at = c->wishes[i].about ? kr_see_index(see, c->wishes[i].about) : SIZE_MAX;
        if (at != SIZE_MAX) marked[at] = true;
        wishes++;
    }
    if (!marked || wishes < rule->from) return;
    uint32_t *people = marked_people(see, marked, &count);
    kr_observation *o = kr_see_say(see, rule, (int64_t)wishes, (int64_t)wishes);
    if (!o) return;
    kr_see_about(o, people, count);
    o->known = (int64_t)wishes;
}

/* Something large in the last years (limit). */
static void see_turning(kr_see *see, const kr_rule *rule) {
    const kr_circle *c = see->network->circle;
    kr_date from = see->today - rule->limit * 10000;
    size_t count = 0;
    uint32_t set = 0;
    for (size_t i = 0; c && i < c->n_events; i++) {
        const kr_event *e = &c->events[i];
        if (e->gone || !e->turning || e->date < from || e->date > see->today) continue;
        set |= 1u << e->turning;
        count++;
    }
    if (count < rule->from) return;
    kr_observation *o = kr_see_say(see, rule, (int64_t)count, (int64_t)count);
    if (!o) return;
    o->list = kr_choice_list_named(KR_STR("turning"));
    o->set = set & ~(1u << KR_turning_other); /* "something else" says nothing */
    o->known = (int64_t)count;
}

/* Who was there when something happened, or helped. */
static void see_was_there(kr_see *see, const kr_rule *rule) {
    const kr_circle *c = see->network->circle;
    bool *marked = new_marks(see);
    size_t count = 0;
    for (size_t i = 0; marked && c && i < c->n_presences; i++) {
        const kr_presence *p = &c->presences[i];
        if (p->gone || (p->part != KR_presence_part_there && p->part != KR_presence_part_helped)) continue;
        size_t at = kr_see_index(see, p->person);
        if (at != SIZE_MAX) marked[at] = true;
    }
    if (!marked) return;
    uint32_t *people = marked_people(see, marked, &count);
    if (count < rule->from) return;
    kr_observation *o = kr_see_say(see, rule, (int64_t)count, (int64_t)see->living);
    if (o) kr_see_about(o, people, count);
}

#define T(name) .tie_fields = KR_TIE_FIELD(name)

const kr_rule kr_rules_wish[] = {
    {"see.wish_more", KR_THEME_wishes, 4, 1, T(wish), .holds = wants_more},
    {"see.wish_wake", KR_THEME_wishes, 4, 1, KR_wish_wake, T(wish), .holds = wants},
    {"see.wish_keep", KR_THEME_wishes, 3, 1, KR_wish_keep, T(wish), .holds = wants},
    {"see.wish_mend", KR_THEME_wishes, 3, 1, KR_wish_mend, T(wish), .holds = wants},
    {"see.wish_away", KR_THEME_wishes, 3, 1, T(wish), .holds = wants_away},
    {"see.wishes", KR_THEME_wishes, 3, 1, .counts = KR_OF_OTHER, .see = see_wishes},
    {"see.turning", KR_THEME_time, 3, 1, 2, .counts = KR_OF_OTHER, .see = see_turning},
    {"see.was_there", KR_THEME_time, 2, 1, .counts = KR_OF_OTHER, .see = see_was_there},
    {0},
};
