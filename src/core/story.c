#include "core/story.h"

#include "core/num.h"

typedef struct telling {
    kr_story *story;
    kr_arena *arena;
    const kr_circle *before, *after;
    const kr_difference *all;
    size_t n;
    bool *quiet; /* for each difference: has a private mark */
    bool failed;
} telling;

typedef bool (*happened)(const telling *t, const kr_difference *d);

/* -- what happened to one
 * ---------------------------------------------------------------------------------------------- */

static bool both(const kr_difference *d) {
    return d->before && d->after && d->tie_before && d->tie_after;
}

static bool came_back(const telling *t, const kr_difference *d) {
    const kr_person *was = d->kind == KR_CAME ? kr_circle_person(t->before, d->person) : NULL;
    return was && kr_person_status(was) == KR_LEFT;
}

static bool came(const telling *t, const kr_difference *d) {
    return d->kind == KR_CAME && !came_back(t, d);
}

static bool closer(const telling *t, const kr_difference *d) {
    (void)t;
    return d->kind == KR_MOVED && d->closer > 0;
}

static bool further(const telling *t, const kr_difference *d) {
    (void)t;
    return d->kind == KR_MOVED && d->closer < 0;
}

/* A place that nobody had asked for before is no move. */
static bool elsewhere(const telling *t, const kr_difference *d) {
    (void)t;
    const kr_form *form = kr_form_of(KR_FORM_LENSINK);
    const kr_alter before = {.person = d->before, .tie = d->tie_before},
                   after = {.person = d->after, .tie = d->tie_after};
    if (d->kind != KR_MOVED || d->closer) return false;
    kr_place was = kr_place_of(form, &before), is = kr_place_of(form, &after);
    return was.area && is.area && (was.area != is.area || was.ring != is.ring);
}

static bool is_awake(uint8_t state) {
    return state == KR_state_active || state == KR_state_restored;
}

static bool is_quiet(uint8_t state) {
    return state == KR_state_fading || state == KR_state_dormant || state == KR_state_broken ||
           state == KR_state_ended;
}

static bool awake(const telling *t, const kr_difference *d) {
    (void)t;
    return both(d) && is_quiet(d->tie_before->state) && is_awake(d->tie_after->state);
}

static bool faded(const telling *t, const kr_difference *d) {
    (void)t;
    return both(d) && is_awake(d->tie_before->state) && is_quiet(d->tie_after->state);
}

/* 1 more contact, -1 less, 0 the same or not known. */
static int contact(const kr_difference *d) {
    uint8_t was = both(d) ? kr_tie_often(d->tie_before) : 0, is = both(d) ? kr_tie_often(d->tie_after) : 0;
    return !was || !is || was == is ? 0 : is < was ? 1 : -1;
}

static bool oftener(const telling *t, const kr_difference *d) {
    (void)t;
    return contact(d) > 0;
}

static bool seldomer(const telling *t, const kr_difference *d) {
    (void)t;
    return contact(d) < 0;
}

static bool is_heavy(uint8_t tone) {
    return tone == KR_tone_tense || tone == KR_tone_ambivalent;
}

static bool lighter(const telling *t, const kr_difference *d) {
    (void)t;
    return both(d) && is_heavy(d->tie_before->tone) && d->tie_after->tone && !is_heavy(d->tie_after->tone);
}

static bool heavier(const telling *t, const kr_difference *d) {
    (void)t;
    return both(d) && d->tie_before->tone && !is_heavy(d->tie_before->tone) && is_heavy(d->tie_after->tone);
}

static bool died(const telling *t, const kr_difference *d) {
    const kr_person *is = d->after ? d->after : kr_circle_person(t->after, d->person);
    return d->before && is && !kr_person_is_dead(d->before) && kr_person_is_dead(is);
}

static bool went(const telling *t, const kr_difference *d) {
    return d->kind == KR_WENT && !died(t, d);
}

/* -- lines
 * ------------------------------------------------------------------------------------------------------- */

static kr_story_line *add_line(telling *t, kr_story_kind kind) {
    kr_story_line *line = &t->story->lines[t->story->n];
    *line = (kr_story_line){.kind = (uint8_t)kind, .who = kr_new_n(t->arena, const kr_person *, t->n + 1)};
    if (!line->who) {
        t->failed = true;
        return NULL;
    }
    t->story->n++;
    return line;
}

static void tell(telling *t, kr_story_kind kind, happened test) {
    kr_story_line *line = NULL;
    for (size_t i = 0; i < t->n && !t->failed; i++) {
        const kr_difference *d = &t->all[i];
        if (t->quiet[i] || !test(t, d)) continue;
        if (!line) line = add_line(t, kind);
        if (line) line->who[line->n++] = d->after ? d->after : d->before;
    }
}

/* What was added to a set of which something was said before. */
static uint32_t added(const kr_difference *d, bool gets) {
    if (!both(d)) return 0;
    const kr_tie *was = d->tie_before, *is = d->tie_after;
    if (!(was->gets | was->gives)) return 0;
    return gets ? is->gets & ~was->gets : is->gives & ~was->gives;
}

/* Everybody with the same new kinds in one line. At most 31 lines. */
static void tell_support(telling *t, kr_story_kind kind) {
    kr_story_line *of[64] = {NULL};
    for (size_t i = 0; i < t->n && !t->failed; i++) {
        uint32_t kinds = t->quiet[i] ? 0 : added(&t->all[i], kind == KR_STORY_GETS) & 62;
        if (!kinds) continue;
        if (!of[kinds]) of[kinds] = add_line(t, kind);
        if (!of[kinds]) return;
        of[kinds]->kinds = kinds;
        of[kinds]->who[of[kinds]->n++] = t->all[i].after;
    }
}

/* -- who met
 * ----------------------------------------------------------------------------------------------------- */

/* For each person of the circle after: its difference + 1, when it is here at both moments and may be named.
 */
static uint32_t *find_present(telling *t) {
    uint32_t *at = kr_new_n(t->arena, uint32_t, t->after->n_persons + 1);
    for (size_t i = 0; at && i < t->n; i++)
        if (t->all[i].before && t->all[i].after && !t->quiet[i])
            at[t->all[i].after - t->after->persons] = (uint32_t)i + 1;
    return at;
}

typedef struct meeting {
    uint32_t a, b; /* differences */
} meeting;

/* The tie keeps its record: so before and after are compared by its number. */
static size_t find_meetings(telling *t, const uint32_t *at, meeting *out) {
    size_t n = 0;
    for (size_t i = 0; i < t->after->n_ties; i++) {
        const kr_tie *is = &t->after->ties[i];
        if (is->gone || is->acquainted != KR_yesno_yes || is->private_mark == KR_yesno_yes) continue;
        const kr_tie *was = kr_circle_tie(t->before, is->id);
        if (!was || was->gone || was->acquainted != KR_yesno_no) continue;
        const kr_person *a = kr_circle_person(t->after, is->a), *b = kr_circle_person(t->after, is->b);
        uint32_t x = a ? at[a - t->after->persons] : 0, y = b ? at[b - t->after->persons] : 0;
        if (x && y && x != y) out[n++] = (meeting){(x < y ? x : y) - 1, (x < y ? y : x) - 1};
    }
    return n;
}

static int by_both(const void *a, const void *b, void *context) {
    const meeting *x = a, *y = b;
    (void)context;
    if (x->a != y->a) return x->a < y->a ? -1 : 1;
    return x->b < y->b ? -1 : x->b > y->b;
}

static void tell_meetings(telling *t) {
    uint32_t *at = find_present(t);
    meeting *all = kr_new_n(t->arena, meeting, t->after->n_ties + 1);
    size_t n = at && all ? find_meetings(t, at, all) : 0;
    meeting *scratch = kr_new_n(t->arena, meeting, n + 1);
    if (!at || !all || !scratch) {
        t->failed = true;
        return;
    }
    kr_sort(all, n, sizeof *all, by_both, NULL, scratch);
    kr_story_line *line = NULL;
    for (size_t i = 0; i < n; i++) {
        if (!i || all[i].a != all[i - 1].a) line = add_line(t, KR_STORY_MET);
        if (!line) return;
        line->with = t->all[all[i].a].after;
        line->who[line->n++] = t->all[all[i].b].after;
    }
}

/* -- all of it
 * ---------------------------------------------------------------------------------------------------------
 */

static bool is_private(const kr_tie *tie) {
    return tie && tie->private_mark == KR_yesno_yes;
}

static void tell_all(telling *t) {
    tell(t, KR_STORY_BACK, came_back);
    tell(t, KR_STORY_CAME, came);
    tell(t, KR_STORY_CLOSER, closer);
    tell(t, KR_STORY_AWAKE, awake);
    tell(t, KR_STORY_OFTENER, oftener);
    tell_support(t, KR_STORY_GETS);
    tell_support(t, KR_STORY_GIVES);
    tell(t, KR_STORY_LIGHTER, lighter);
    tell_meetings(t);
    t->story->good = t->story->n;
    tell(t, KR_STORY_ELSEWHERE, elsewhere);
    tell(t, KR_STORY_FURTHER, further);
    tell(t, KR_STORY_SELDOMER, seldomer);
    tell(t, KR_STORY_HEAVIER, heavier);
    tell(t, KR_STORY_FADED, faded);
    tell(t, KR_STORY_WENT, went);
    tell(t, KR_STORY_DIED, died);
}

kr_err kr_story_make(kr_story *out, kr_arena *arena, const kr_view *before, const kr_view *after) {
    kr_difference *list;
    size_t count;
    kr_err err = kr_view_compare(&list, &count, arena, before, after);
    if (err != KR_OK) return err;
    kr_story story = {.differences = list, .n_differences = count};
    telling t = {.story = &story,
                 .arena = arena,
                 .before = before->circle,
                 .after = after->circle,
                 .all = list,
                 .n = count};
    t.quiet = kr_new_n(arena, bool, count + 1);
    /* One line of each kind, 31 of each kind of support, and for those who met at most one each. */
    story.lines = kr_new_n(arena, kr_story_line, KR_STORY_KINDS + 62 + count + 1);
    if (!t.quiet || !story.lines) return KR_E_MEMORY;
    for (size_t i = 0; i < count; i++) {
        t.quiet[i] = is_private(list[i].tie_before) || is_private(list[i].tie_after);
        story.stayed += list[i].kind == KR_STAYED;
    }
    tell_all(&t);
    if (t.failed) return KR_E_MEMORY;
    *out = story;
    return KR_OK;
}
