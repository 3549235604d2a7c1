/* How long looking ahead and looking back take, in the process: for a circle of 150 people all that stands
 * out, in words, what if somebody is away, and who could introduce me, beside drawing that circle; and the
 * story between two moments of a circle with 20,000 changes, both moments folded anew. The quickest of many,
 * in microseconds of the processor. One line of JSON.
 *
 * bench_ahead SECONDS */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "core/draft.h"
#include "core/ideas.h"
#include "core/intro.h"
#include "core/observe.h"
#include "core/story.h"
#include "core/traits.h"
#include "core/whatif.h"
#include "draw/draw.h"
#include "words/notice.h"

enum { PEOPLE = 150, CHANGES = 20000, CHANGED_PEOPLE = 300 };
#define MEMORY ((size_t)2 << 30)

typedef struct made {
    kr_arena arena;
    uint64_t seed;
    kr_change *changes;
    size_t n;
    kr_circle circle;
    kr_id people[CHANGED_PEOPLE];
    size_t goal; /* to be introduced to */
} made;

static double now(void) {
    struct timespec at;
    if (clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &at) != 0) return 0;
    return (double)at.tv_sec * 1e6 + (double)at.tv_nsec / 1e3;
}

static _Noreturn void stop(const char *what) {
    fprintf(stderr, "bench_ahead: %s\n", what);
    exit(1);
}

static kr_str word(void *context, const char *key) {
    (void)context;
    return kr_word(KR_NL, key);
}

static uint64_t roll(made *m, uint64_t sides) {
    m->seed ^= m->seed >> 12;
    m->seed ^= m->seed << 25;
    m->seed ^= m->seed >> 27;
    return (m->seed * 2685821657736338717ull >> 33) % sides;
}

static kr_id next_id(void *context) {
    made *m = context;
    return roll(m, UINT64_C(1) << 30) << 31 | roll(m, UINT64_C(1) << 30) << 1 | 1;
}

/* -- inventing
 * ---------------------------------------------------------------------------------------------------- */

static void begin(made *m, kr_draft *d, kr_act act) {
    kr_maker maker = {7, KR_STR("Annie"), 8, 1770000000000 + (int64_t)m->n * 60000, {next_id, m}};
    kr_draft_begin(d, &m->arena, &m->circle, maker, act, m->n);
}

static void end(made *m, kr_draft *d, bool fold) {
    kr_error error = {0};
    if (kr_draft_end(d, &m->changes[m->n], &error) != KR_OK) stop(error.key);
    m->changes[m->n].seq = m->n + 1;
    m->n++;
    if (fold && kr_circle_fold(&m->circle, &m->arena, m->changes, m->n, &error) != KR_OK) stop(error.key);
}

static void tell(made *m, kr_draft *d, kr_id person) {
    kr_id tie = kr_draft_tie(d, m->circle.self.ego, person);
    kr_draft_number(d, KR_KIND_person, person, KR_F_person_sector, (int64_t)(1 + roll(m, 11)));
    kr_draft_set(d, KR_KIND_person, person, KR_F_person_domain, 2u << roll(m, 12));
    kr_draft_number(d, KR_KIND_tie, tie, KR_F_tie_closeness, (int64_t)(1 + roll(m, 4)));
    kr_draft_number(d, KR_KIND_tie, tie, KR_F_tie_lensink_area, (int64_t)(1 + roll(m, 4)));
    kr_draft_number(d, KR_KIND_tie, tie, KR_F_tie_live, (int64_t)roll(m, 6));
    kr_draft_set(d, KR_KIND_tie, tie, KR_F_tie_gets, (uint32_t)roll(m, 32) << 1);
    kr_draft_set(d, KR_KIND_tie, tie, KR_F_tie_gets_could, (uint32_t)roll(m, 32) << 1);
    if (roll(m, 20) == 0) kr_draft_number(d, KR_KIND_tie, tie, KR_F_tie_private_mark, KR_yesno_yes);
}

static made *invent(size_t people, size_t changes) {
    kr_draft d;
    made *m = calloc(1, sizeof *m);
    if (!m) stop("no memory");
    m->seed = 88172645463325252ull;
    kr_arena_init(&m->arena, kr_heap(), MEMORY);
    m->changes = kr_new_n(&m->arena, kr_change, changes + 8);
    if (!m->changes) stop("no memory");
    begin(m, &d, KR_ACT_BEGIN);
    kr_draft_ego(&d, KR_STR("Annie"));
    end(m, &d, true);
    begin(m, &d, KR_ACT_NAME);
    for (size_t i = 0; i < people; i++) {
        char name[24];
        snprintf(name, sizeof name, "Mens %zu", i);
        m->people[i] = kr_draft_contact(&d, kr_str_z(name), i % 15 ? KR_what_person : KR_what_place);
    }
    end(m, &d, true);
    begin(m, &d, KR_ACT_SAY);
    for (size_t i = 0; i < people; i++) tell(m, &d, m->people[i]);
    for (size_t i = 0; i < people * 5; i++) {
        kr_id a = m->people[roll(m, people)], b = m->people[roll(m, people)];
        if (a != b) kr_draft_acquainted(&d, a, b, KR_yesno_yes);
    }
    end(m, &d, true);
    return m;
}

/* Everything that a rule of what stands out looks at. */
static void tell_more(made *m, kr_draft *d, kr_id person) {
    static const uint16_t of_person[] = {KR_F_person_age_group, KR_F_person_lives_where, KR_F_person_work,
                                         KR_F_person_gender};
    static const uint16_t of_tie[] = {KR_F_tie_strength, KR_F_tie_tone,       KR_F_tie_energy,
                                      KR_F_tie_balance,  KR_F_tie_capital,    KR_F_tie_wish,
                                      KR_F_tie_visit,    KR_F_tie_state,      KR_F_tie_phone,
                                      KR_F_tie_origin,   KR_F_tie_ask_company};
    kr_id tie = kr_draft_tie(d, m->circle.self.ego, person);
    for (size_t i = 0; i < KR_COUNT(of_person); i++)
        kr_draft_number(d, KR_KIND_person, person, of_person[i], (int64_t)roll(m, 5));
    for (size_t i = 0; i < KR_COUNT(of_tie); i++)
        kr_draft_number(d, KR_KIND_tie, tie, of_tie[i],
                        (int64_t)roll(m, kr_schema_field(KR_KIND_tie, of_tie[i])->list->count + 1));
    kr_draft_number(d, KR_KIND_tie, tie, KR_F_tie_since, 19800000 + (int64_t)roll(m, 46) * 10000);
    kr_draft_set(d, KR_KIND_tie, tie, KR_F_tie_gives, (uint32_t)roll(m, 32) << 1);
    kr_draft_text(d, KR_KIND_person, person, KR_F_person_talents, KR_STR("luisteren en koken"));
}

/* The same people, of whom all of that is told. */
static made *invent_told(void) {
    kr_draft d;
    made *m = invent(PEOPLE, 1);
    begin(m, &d, KR_ACT_SAY);
    for (size_t i = 0; i < PEOPLE; i++) tell_more(m, &d, m->people[i]);
    end(m, &d, true);
    return m;
}

/* One word about one person each time, as people do. */
static void live(made *m) {
    static const uint16_t fields[] = {KR_F_tie_closeness, KR_F_tie_live, KR_F_tie_energy, KR_F_tie_tone};
    while (m->n < CHANGES) {
        kr_draft d;
        kr_id person = m->people[roll(m, CHANGED_PEOPLE)];
        const kr_tie *tie = kr_circle_tie_between(&m->circle, m->circle.self.ego, person);
        if (!tie) stop("no tie");
        begin(m, &d, KR_ACT_SAY);
        uint16_t field = fields[roll(m, KR_COUNT(fields))];
        kr_draft_number(&d, KR_KIND_tie, tie->id, field, (int64_t)(1 + roll(m, 4)));
        kr_draft_text(&d, KR_KIND_person, person, KR_F_person_remark, KR_STR("een woord"));
        kr_draft_text(&d, KR_KIND_person, person, KR_F_person_role, KR_STR("buurvrouw"));
        if (d.count) end(m, &d, false);
    }
    if (kr_circle_fold(&m->circle, &m->arena, m->changes, m->n, NULL) != KR_OK) stop("no memory");
}

/* -- measuring
 * ---------------------------------------------------------------------------------------------------- */

typedef void (*once)(const made *m, const kr_network *network, kr_arena *arena);

static double best(const made *m, const kr_network *network, once what, double seconds) {
    double least = 1e18, last = now() + seconds * 1e6;
    do {
        kr_arena arena;
        double began = now();
        kr_arena_init(&arena, kr_heap(), MEMORY);
        what(m, network, &arena);
        kr_arena_dispose(&arena);
        double took = now() - began;
        if (took < least) least = took;
    } while (now() < last);
    return least;
}

static void draw(const made *m, const kr_network *network, kr_arena *arena) {
    kr_draw_options options = {.as = KR_DRAW_LENSINK, .layers = KR_LAYER_ALL, .text = word};
    kr_scene *scene;
    kr_buf out;
    kr_str svg;
    (void)m;
    if (kr_scene_make(&scene, arena, network, &options, NULL) != KR_OK) stop("cannot draw");
    kr_buf_init(&out, arena, MEMORY / 4);
    kr_scene_svg(&out, scene, false);
    if (kr_buf_end(&out, &svg) != KR_OK) stop("cannot draw");
}

/* All that can be said, each in its three sentences. */
static void observe(const made *m, const kr_network *network, kr_arena *arena) {
    kr_observation *seen;
    size_t n;
    kr_buf out;
    kr_str text;
    (void)m;
    if (kr_observe(&seen, &n, arena, network, 20260401, 1000) != KR_OK || n < 40) stop("cannot see");
    kr_buf_init(&out, arena, MEMORY / 4);
    for (size_t i = 0; i < n; i++)
        for (int part = KR_NOTICE_TITLE; part <= KR_NOTICE_ASK; part++)
            kr_say_notice(&out, KR_NL, network, &seen[i], (kr_notice_part)part);
    if (kr_buf_end(&out, &text) != KR_OK) stop("no memory");
}

static void steps(const made *m, const kr_network *network, kr_arena *arena) {
    kr_idea *ideas;
    kr_trait *traits;
    size_t n;
    (void)m;
    if (kr_ideas(&ideas, &n, arena, network, 20260401, 1000) != KR_OK || n == 0 ||
        kr_traits(&traits, &n, arena, network, 20260401, true) != KR_OK)
        stop("no memory");
}

static void whatif(const made *m, const kr_network *network, kr_arena *arena) {
    kr_ways ways;
    kr_whatif what;
    if (kr_ways_make(&ways, arena, network) != KR_OK ||
        kr_whatif_make(&what, arena, network, &ways, m->people, 5) != KR_OK || what.n_support == 0)
        stop("cannot look ahead");
}

static void intro(const made *m, const kr_network *network, kr_arena *arena) {
    kr_ways ways;
    kr_intro found[KR_INTRO_MOST];
    size_t n = 0;
    kr_goal goal = {.who = m->people[m->goal]};
    if (kr_ways_make(&ways, arena, network) != KR_OK ||
        kr_intro_find(found, &n, arena, network, &ways, &goal) != KR_OK)
        stop("no memory");
    if (n < KR_INTRO_MOST) stop("too few ways");
}

static void compare(const made *m, const kr_network *network, kr_arena *arena) {
    kr_view before, after;
    kr_story story;
    (void)network;
    if (kr_view_make(&before, arena, &m->circle, KR_VIEWER_OWNER, CHANGES / 2, NULL) != KR_OK ||
        kr_view_make(&after, arena, &m->circle, KR_VIEWER_OWNER, CHANGES - 1, NULL) != KR_OK ||
        kr_story_make(&story, arena, &before, &after) != KR_OK || story.n == 0)
        stop("no story");
}

static kr_network network_of(made *m) {
    kr_view view;
    kr_network network = {0};
    if (kr_view_make(&view, &m->arena, &m->circle, KR_VIEWER_OWNER, 0, NULL) != KR_OK ||
        kr_network_make(&network, &m->arena, &view) != KR_OK)
        stop("no memory");
    return network;
}

int main(int argc, char **argv) {
    if (argc != 2) return 2;
    double seconds = strtod(argv[1], NULL);
    made *m = invent(PEOPLE, 0), *told = invent_told(), *long_lived = invent(CHANGED_PEOPLE, CHANGES);
    kr_network network = network_of(m), told_network = network_of(told);
    live(long_lived);
    m->goal = PEOPLE - 1;
    printf("{\"draw_us\": %.2f", best(m, &network, draw, seconds));
    printf(", \"observe_us\": %.2f", best(told, &told_network, observe, seconds));
    printf(", \"steps_us\": %.2f", best(told, &told_network, steps, seconds));
    printf(", \"whatif_us\": %.2f", best(m, &network, whatif, seconds));
    printf(", \"intro_us\": %.2f", best(m, &network, intro, seconds));
    printf(", \"compare_us\": %.2f}\n", best(long_lived, NULL, compare, seconds));
    kr_arena_dispose(&m->arena);
    kr_arena_dispose(&told->arena);
    kr_arena_dispose(&long_lived->arena);
    free(m);
    free(told);
    free(long_lived);
    return 0;
}
