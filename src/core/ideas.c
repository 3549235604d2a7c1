#include "core/ideas.h"

#include "core/num.h"
#include "core/see.h"

typedef struct thinking {
    kr_see see;
    kr_idea *list;
    size_t n, cap;
    uint32_t goals; /* of the wishes there are: bit = goal */
} thinking;

const char *kr_idea_way_name(kr_idea_way way) {
    static const char *const names[] = {
#define KR_IDEA_WAY(name) #name,
        KR_IDEA_WAYS(KR_IDEA_WAY)
#undef KR_IDEA_WAY
    };
    return names[way];
}

static kr_idea *think(thinking *t, const char *key, kr_step step, kr_idea_way way, size_t person) {
    if (t->n == t->cap) return NULL;
    kr_idea *idea = &t->list[t->n++];
    *idea = (kr_idea){.key = key, .step = step, .way = way, .goal = KR_goal_contacts};
    if (person != SIZE_MAX) idea->people[idea->n_people++] = (uint32_t)person;
    return idea;
}

/* -- about one person -- */

/* Somebody whom a suggestion may be about at all: not private, alive, and no "not now" said. */
static bool open_to(const thinking *t, size_t i) {
    const kr_alter *a = &t->see.network->alters[i];
    return t->see.named[i] && a->tie && a->tie->wish != KR_wish_none && a->tie->visit != KR_visit_avoid;
}

static bool is_heavy(const kr_tie *tie) {
    return tie->tone == KR_tone_tense || tie->tone == KR_tone_ambivalent || tie->energy == KR_energy_costs ||
           tie->feels == KR_faces_hard;
}

static bool is_over(const kr_tie *tie) {
    return tie->state == KR_state_broken || tie->state == KR_state_ended;
}

/* Wanted; or nothing said of it, and it was close or lasted long, and is not heavy. Which reason; NULL: not.
 */
static const char *might_wake(const thinking *t, const kr_alter *a) {
    const kr_tie *tie = a->tie;
    if (!kr_holds_quiet(&t->see, a, 0)) return NULL;
    bool wanted = tie->wish == KR_wish_wake || tie->wish == KR_wish_more || tie->wish == KR_wish_together;
    if (tie->wish) return wanted ? "idea.wake.why" : NULL;
    if (is_heavy(tie)) return NULL;
    if (kr_holds_close(&t->see, a, KR_closeness_friend)) return "idea.wake.why.close";
    return kr_holds_long(&t->see, a, 10) ? "idea.wake.why.long" : NULL;
}

/* The first kind of support that somebody could give, and that one might ask for. */
static uint8_t might_ask(const kr_alter *a) {
    const kr_tie *tie = a->tie;
    if (a->paid || is_heavy(tie) || is_over(tie)) return 0;
    for (uint8_t kind = KR_support_practical; kind <= KR_support_company; kind++) {
        uint8_t would = kr_see_would(tie, kind);
        bool could = (tie->gets_could | tie->gets_sometimes) >> kind & 1;
        if (tie->gets >> kind & 1 || would == KR_would_no) continue;
        if (would == KR_would_yes || (could && would == KR_would_perhaps)) return kind;
    }
    return 0;
}

static void about_wish(thinking *t, size_t i, const kr_alter *a) {
    const kr_tie *tie = a->tie;
    bool over = is_over(tie), quiet = kr_holds_quiet(&t->see, a, 0);
    kr_idea *idea = NULL;
    if (tie->wish == KR_wish_keep && !over)
        idea = think(t, "idea.keep", KR_STEP_BONDING, KR_IDEA_maintain, i);
    else if (tie->wish == KR_wish_mend)
        idea = think(t, "idea.mend", KR_STEP_BONDING, KR_IDEA_unblock, i);
    else if (tie->wish == KR_wish_distance || tie->wish == KR_wish_end)
        idea = think(t, "idea.replace", KR_STEP_BONDING, KR_IDEA_replace, i);
    else if (!over && !quiet && tie->wish == KR_wish_more && kr_holds_far(&t->see, a, 60))
        idea = think(t, "idea.reach", KR_STEP_BONDING, KR_IDEA_reachable, i);
    else if (!over && !quiet && tie->wish == KR_wish_more)
        idea = think(t, "idea.closer", KR_STEP_BONDING, KR_IDEA_deepen, i);
    else if (!over && !quiet && tie->wish == KR_wish_together)
        idea = think(t, "idea.together", KR_STEP_BONDING, KR_IDEA_deepen, i);
    if (idea && tie->wish == KR_wish_together) idea->goal = KR_goal_doing;
}

static void about_person(thinking *t, size_t i) {
    const kr_alter *a = &t->see.network->alters[i];
    if (!open_to(t, i)) return;
    about_wish(t, i, a);
    const char *why = might_wake(t, a);
    kr_idea *wake = why ? think(t, "idea.wake", KR_STEP_BONDING, KR_IDEA_revive, i) : NULL;
    if (wake) wake->why = why;
    bool away = a->tie->wish == KR_wish_distance || a->tie->wish == KR_wish_end;
    uint8_t kind = away ? 0 : might_ask(a);
    kr_idea *idea = kind ? think(t, "idea.activate", KR_STEP_BONDING, KR_IDEA_activate, i) : NULL;
    if (!idea) return;
    idea->kind = kind;
    if (kr_see_would(a->tie, kind) != KR_would_yes) idea->why = "idea.activate.why.perhaps";
    idea->goal = kind == KR_support_practical ? KR_goal_practical
                 : kind == KR_support_company ? KR_goal_doing
                                              : KR_goal_contacts;
}

/* -- about more than one, or nobody -- */

/* Close to the person in the middle, and said not to know each other. */
static void about_pairs(thinking *t) {
    const kr_network *n = t->see.network;
    for (size_t i = n->n_known; i < n->n_pairs; i++) {
        const kr_pair *p = &n->pairs[i];
        const kr_alter *a = &n->alters[p->a], *b = &n->alters[p->b];
        if (!open_to(t, p->a) || !open_to(t, p->b) || is_heavy(a->tie) || is_heavy(b->tie)) continue;
        if (!kr_holds_close(&t->see, a, KR_closeness_friend) ||
            !kr_holds_close(&t->see, b, KR_closeness_friend))
            continue;
        kr_idea *idea = think(t, "idea.introduce", KR_STEP_BONDING, KR_IDEA_denser, p->a);
        if (idea) idea->people[idea->n_people++] = p->b;
        return; /* one at a time is enough */
    }
}

/* Who could come along the first time: near, close and not heavy; at most three, in the order of naming. */
static void come_along(const thinking *t, kr_idea *idea) {
    const kr_network *n = t->see.network;
    for (size_t i = 0; i < n->n && idea->n_others < KR_COUNT(idea->others); i++) {
        const kr_alter *a = &n->alters[i];
        bool person = !a->person->what || a->person->what == KR_what_person;
        if (!open_to(t, i) || a->paid || !person || is_heavy(a->tie) || is_over(a->tie)) continue;
        if (!kr_holds_close(&t->see, a, KR_closeness_friend) || kr_holds_quiet(&t->see, a, 0) ||
            kr_holds_far(&t->see, a, 60))
            continue;
        idea->others[idea->n_others++] = (uint32_t)i;
    }
}

static void outward(thinking *t) {
    const kr_network *n = t->see.network;
    bool company = t->goals & (1u << KR_goal_contacts | 1u << KR_goal_doing);
    for (size_t i = 0; i < n->n; i++) {
        const kr_alter *a = &n->alters[i];
        if (!open_to(t, i) || is_over(a->tie)) continue;
        kr_idea *idea = NULL;
        if (a->tie->visit == KR_visit_want)
            idea = think(t, "idea.place", KR_STEP_BRIDGING, KR_IDEA_larger, i);
        else if (company && a->tie->capital == KR_capital_bridging)
            idea = think(t, "idea.via", KR_STEP_BRIDGING, KR_IDEA_varied, i);
        else if (t->goals >> KR_goal_practical & 1 && a->tie->capital == KR_capital_linking)
            idea = think(t, "idea.linking", KR_STEP_LINKING, KR_IDEA_caring, i);
        if (!idea) continue;
        if (a->tie->visit == KR_visit_want) come_along(t, idea), idea->goal = KR_goal_doing;
        if (idea->step == KR_STEP_LINKING) idea->goal = KR_goal_practical;
    }
}

/* Few around, as a beginning: somebody who comes along or by. */
#define FEW 5

static void from_oneself(thinking *t) {
    const kr_person *ego = t->see.network->ego;
    size_t unpaid = 0;
    for (size_t i = 0; i < t->see.network->n; i++)
        unpaid += kr_see_alive(&t->see.network->alters[i]) && !t->see.network->alters[i].paid;
    bool company = t->goals & (1u << KR_goal_contacts | 1u << KR_goal_doing);
    if (ego && company && (ego->strengths.len || ego->talents.len)) {
        kr_idea *idea = think(t, "idea.give", KR_STEP_BRIDGING, KR_IDEA_larger, SIZE_MAX);
        if (idea) idea->goal = KR_goal_doing;
    }
    if (company && unpaid < FEW) (void)think(t, "idea.buddy", KR_STEP_BRIDGING, KR_IDEA_larger, SIZE_MAX);
}

/* -- all of them -- */

static int by_step(const void *a, const void *b, void *context) {
    (void)context;
    return (int)((const kr_idea *)a)->step - (int)((const kr_idea *)b)->step;
}

static kr_err begin(thinking *t, kr_arena *arena) {
    const kr_network *n = t->see.network;
    bool *named = kr_new_n(arena, bool, n->n);
    t->cap = n->n * 4 + 8;
    t->list = kr_new_n(arena, kr_idea, t->cap);
    if (!named || !t->list) return KR_E_MEMORY;
    for (size_t i = 0; i < n->n; i++) named[i] = kr_see_nameable(&n->alters[i]);
    t->see.named = named;
    for (size_t i = 0; n->circle && i < n->circle->n_wishes; i++)
        if (!n->circle->wishes[i].gone) t->goals |= 1u << n->circle->wishes[i].goal;
    return KR_OK;
}

kr_err kr_ideas(kr_idea **out, size_t *count, kr_arena *arena, const kr_network *network, kr_date today,
                size_t cap) {
    thinking t = {.see = {.arena = arena, .network = network, .today = today}};
    kr_err err = begin(&t, arena);
    if (err != KR_OK) return err;
    for (size_t i = 0; i < network->n; i++) about_person(&t, i);
    about_pairs(&t);
    outward(&t);
    from_oneself(&t);
    kr_idea *scratch = kr_new_n(arena, kr_idea, t.n);
    if (!scratch) return KR_E_MEMORY;
    kr_sort(t.list, t.n, sizeof *t.list, by_step, NULL, scratch);
    *out = t.list;
    *count = t.n < cap ? t.n : cap;
    return KR_OK;
}

void kr_idea_about(kr_buf *out, const kr_network *network, const kr_idea *idea) {
    static const char *const kinds[] = {"", "_practical", "_listening", "_advice", "_weighing", "_company"};
    kr_put_z(out, idea->key);
    kr_put_z(out, kinds[idea->kind]);
    for (size_t i = 0; i < idea->n_people; i++) {
        char digits[17];
        kr_id_text(network->alters[idea->people[i]].person->id, digits);
        kr_put_c(out, ':');
        kr_put_z(out, digits);
    }
}
