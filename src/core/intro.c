#include "core/intro.h"

#include "core/num.h"
#include "core/utf8.h"

/* What is known of the way from somebody to the nearest goal. */
typedef struct reach {
    uint32_t steps; /* UINT32_MAX: none */
    uint32_t next;
    uint8_t width, kind; /* of the way to `next` */
    bool goal;
} reach;

typedef struct search {
    const kr_network *network;
    const kr_ways *ways;
    const kr_goal *goal;
    reach *at;
    uint32_t *queue;
} search;

static uint8_t narrow(uint8_t a, uint8_t b) {
    return a < b ? a : b;
}

/* By name, so that it does not matter who was named first. */
static int by_name(const kr_network *network, uint32_t a, uint32_t b) {
    const kr_person *x = network->alters[a].person, *y = network->alters[b].person;
    int order = kr_utf8_collate(x->name, y->name);
    return order ? order : x->id < y->id ? -1 : x->id > y->id;
}

/* -- goals
 * ----------------------------------------------------------------------------------------------------------
 */

static bool may_ask(const search *s, uint32_t who) {
    return s->ways->may[who] & KR_MAY_ASK;
}

static bool has_contact(const search *s, uint32_t who) {
    return s->ways->may[who] & KR_OWN_CONTACT;
}

bool kr_intro_goal(const kr_network *network, const kr_ways *ways, size_t i) {
    const kr_alter *a = &network->alters[i];
    uint8_t state = a->tie ? a->tie->state : 0;
    return (ways->may[i] & KR_MAY_NAME) && a->person->what != KR_what_animal &&
           !kr_person_is_dead(a->person) && state != KR_state_died && state != KR_state_rather_not;
}

/* `words` at the beginning of a word in the text, whatever the capitals and accents. */
static bool has_words(kr_str text, kr_str words) {
    bool begins = true;
    for (size_t at = 0; at < text.len;) {
        size_t here = at, want = 0;
        bool same = begins && words.len > 0;
        while (same && want < words.len)
            same = kr_utf8_fold(kr_utf8_next(words, &want)) == kr_utf8_fold(kr_utf8_next(text, &here));
        if (same) return true;
        uint32_t c = kr_utf8_next(text, &at);
        begins = c == ' ' || c == ',' || c == ';' || c == '\n' || c == '-' || c == '(';
    }
    return false;
}

static bool matches(const search *s, uint32_t i) {
    const kr_alter *a = &s->network->alters[i];
    if (s->goal->who) return a->person->id == s->goal->who && kr_intro_goal(s->network, s->ways, i);
    if (!may_ask(s, i)) return false;
    if (s->goal->domain) return kr_domains_of(a) >> s->goal->domain & 1;
    return has_words(a->person->talents, s->goal->words) || has_words(a->person->role, s->goal->words) ||
           (a->tie && has_words(a->tie->together, s->goal->words));
}

/* -- from the goals to everybody
 * --------------------------------------------------------------------------------------------- */

/* The widest way to somebody one step nearer to a goal. */
static void choose_next(search *s, uint32_t who) {
    reach *r = &s->at[who];
    r->width = 0;
    for (uint32_t i = s->ways->first[who]; i < s->ways->first[who + 1]; i++) {
        const kr_way *way = &s->ways->list[i];
        const reach *to = &s->at[way->to];
        if (to->steps == UINT32_MAX || to->steps + 1 != r->steps || (!to->goal && !may_ask(s, way->to)))
            continue;
        uint8_t width = narrow(way->width, to->width);
        bool first = r->width == 0 || width > r->width;
        if (!first && (width < r->width || by_name(s->network, way->to, r->next) > 0)) continue;
        *r = (reach){r->steps, way->to, width, way->kind, false};
    }
}

/* In the order of the queue whoever is nearer is settled first. */
static void spread(search *s) {
    size_t head = 0, tail = 0;
    for (uint32_t i = 0; i < s->network->n; i++) {
        s->at[i] = (reach){.steps = UINT32_MAX};
        if (!matches(s, i)) continue;
        s->at[i] = (reach){.width = 4, .goal = true};
        s->queue[tail++] = i;
    }
    while (head < tail) {
        uint32_t who = s->queue[head++];
        if (!s->at[who].goal) choose_next(s, who);
        for (uint32_t i = s->ways->first[who]; i < s->ways->first[who + 1]; i++) {
            uint32_t to = s->ways->list[i].to;
            if (s->at[to].steps != UINT32_MAX || !may_ask(s, to)) continue;
            s->at[to].steps = s->at[who].steps + 1;
            s->queue[tail++] = to;
        }
    }
}

/* -- with whom to begin
 * -------------------------------------------------------------------------------------------------------- */

typedef struct start {
    uint32_t who, steps;
    uint8_t width;
} start;

static int by_length(const void *a, const void *b, void *context) {
    const start *x = a, *y = b;
    if (x->steps != y->steps) return x->steps < y->steps ? -1 : 1;
    if (x->width != y->width) return x->width > y->width ? -1 : 1;
    return by_name(context, x->who, y->who);
}

/* Could the first word be theirs? `any`: also of somebody with whom no contact is known. */
static bool can_begin(const search *s, uint32_t who, bool any) {
    const kr_person *p = s->network->alters[who].person;
    if (s->at[who].steps == UINT32_MAX || !may_ask(s, who) || (s->goal->who && s->at[who].goal)) return false;
    bool thing = p->what == KR_what_place || p->what == KR_what_group;
    return has_contact(s, who) || (any && !thing);
}

/* Somebody in between whom one could ask directly makes a way longer than it need be. */
static bool needless(const search *s, uint32_t who, bool any) {
    for (uint32_t at = who; !s->at[at].goal;) {
        at = s->at[at].next;
        if (!s->at[at].goal && can_begin(s, at, any)) return true;
        if (s->at[at].goal && !s->goal->who && can_begin(s, at, any)) return true;
    }
    return false;
}

static size_t find_starts(const search *s, start *starts, start *scratch, bool any) {
    size_t n = 0;
    for (uint32_t i = 0; i < s->network->n; i++) {
        if (!can_begin(s, i, any) || needless(s, i, any)) continue;
        uint8_t width = narrow(kr_ego_width(&s->network->alters[i]), s->at[i].width);
        starts[n++] = (start){i, s->at[i].steps, width};
    }
    kr_sort(starts, n, sizeof *starts, by_length, (void *)(uintptr_t)s->network, scratch);
    return n;
}

static kr_err write_way(kr_intro *out, kr_arena *arena, const search *s, const start *from) {
    *out = (kr_intro){kr_new_n(arena, kr_intro_step, from->steps + 1), 0, from->width};
    if (!out->steps) return KR_E_MEMORY;
    uint32_t at = from->who;
    out->steps[out->n++] = (kr_intro_step){at, 0};
    while (!s->at[at].goal) {
        out->steps[out->n++] = (kr_intro_step){s->at[at].next, s->at[at].kind};
        at = s->at[at].next;
    }
    return KR_OK;
}

/* -- the same domain of life
 * --------------------------------------------------------------------------------------------- */

static size_t find_neighbours(const search *s, uint32_t goal, start *starts, start *scratch) {
    uint32_t domains = kr_domains_of(&s->network->alters[goal]);
    size_t n = 0;
    for (uint32_t i = 0; i < s->network->n; i++) {
        const kr_alter *a = &s->network->alters[i];
        bool person = a->person->what == 0 || a->person->what == KR_what_person;
        bool known = s->at[i].steps != UINT32_MAX;
        if (i == goal || known || !person || !may_ask(s, i) || !has_contact(s, i)) continue;
        if (kr_domains_of(a) & domains) starts[n++] = (start){i, 1, kr_ego_width(a)};
    }
    kr_sort(starts, n, sizeof *starts, by_length, (void *)(uintptr_t)s->network, scratch);
    return n;
}

static kr_err add_neighbours(kr_intro *out, size_t *count, kr_arena *arena, const search *s, start *starts,
                             start *scratch) {
    size_t goal = kr_network_index(s->network, s->goal->who);
    uint8_t what = goal == SIZE_MAX ? 0 : s->network->alters[goal].person->what;
    if ((what != KR_what_place && what != KR_what_group) || !s->at[goal].goal) return KR_OK;
    size_t n = find_neighbours(s, (uint32_t)goal, starts, scratch);
    for (size_t i = 0; i < n && *count < KR_INTRO_MOST; i++) {
        kr_intro_step *steps = kr_new_n(arena, kr_intro_step, 2);
        if (!steps) return KR_E_MEMORY;
        steps[0] = (kr_intro_step){starts[i].who, 0};
        steps[1] = (kr_intro_step){(uint32_t)goal, KR_WAY_AREA};
        out[(*count)++] = (kr_intro){steps, 2, 1};
    }
    return KR_OK;
}

kr_err kr_intro_find(kr_intro out[KR_INTRO_MOST], size_t *count, kr_arena *arena, const kr_network *network,
                     const kr_ways *ways, const kr_goal *goal) {
    search s = {network, ways, goal, kr_new_n(arena, reach, network->n + 1),
                kr_new_n(arena, uint32_t, network->n + 1)};
    start *starts = kr_new_n(arena, start, network->n + 1), *scratch = kr_new_n(arena, start, network->n + 1);
    size_t found = 0;
    if (!s.at || !s.queue || !starts || !scratch) return KR_E_MEMORY;
    spread(&s);
    size_t n = find_starts(&s, starts, scratch, false);
    if (n == 0) n = find_starts(&s, starts, scratch, true);
    for (size_t i = 0; i < n && found < KR_INTRO_MOST; i++)
        if (write_way(&out[found++], arena, &s, &starts[i]) != KR_OK) return KR_E_MEMORY;
    if (goal->who && add_neighbours(out, &found, arena, &s, starts, scratch) != KR_OK) return KR_E_MEMORY;
    *count = found;
    return KR_OK;
}
