#include "guide/choose.h"

#define SHORT_MINUTES   30u
#define HOUR_MINUTES    75u
#define BIT(list, word) KR_GUIDE_BIT(KR_GUIDE_##list##_##word)

static bool has_goal(const kr_guide *guide, uint8_t goal, bool first) {
    for (size_t i = 0; i < guide->n_goals && (i == 0 || !first); i++)
        if (guide->goals[i] == goal) return true;
    return false;
}

static bool fits_time(const kr_guide *guide, uint8_t time) {
    bool once = guide->sessions.to <= 1 && guide->shape != KR_GUIDE_shape_sessions &&
                guide->shape != KR_GUIDE_shape_visits && guide->shape != KR_GUIDE_shape_cycle;
    if (time == KR_CHOOSE_SHORT)
        return guide->first_minutes && guide->first_minutes <= SHORT_MINUTES && guide->sessions.to <= 1;
    if (time == KR_CHOOSE_HOUR) return guide->first_minutes <= HOUR_MINUTES;
    return time != KR_CHOOSE_OFTEN || !once;
}

static bool for_carers(const kr_guide *guide) {
    return guide->theme == KR_GUIDE_theme_carers || guide->theme == KR_GUIDE_theme_tools_carers ||
           has_goal(guide, KR_GUIDE_goal_relieve_carer, false);
}

/* Can somebody in this part lead it, or do it, without first finding another who leads? */
static bool can_lead(const kr_guide *guide, uint8_t person) {
    if (person == KR_CHOOSE_PROFESSIONAL) return guide->leader != KR_GUIDE_leader_independent;
    if (person == KR_CHOOSE_VOLUNTEER)
        return guide->leader <= KR_GUIDE_leader_volunteer && guide->training != KR_GUIDE_training_course;
    return guide->leader <= KR_GUIDE_leader_none && guide->training <= KR_GUIDE_training_read_first;
}

static uint32_t fits_of(const kr_guide *guide, const kr_choose_wants *w) {
    uint32_t fits = 0;
    if (w->goal && has_goal(guide, w->goal, false)) fits |= KR_CHOOSE_FITS_GOAL;
    if (w->who && (guide->who & KR_GUIDE_BIT(w->who))) fits |= KR_CHOOSE_FITS_WHO;
    if (w->time && fits_time(guide, w->time)) fits |= KR_CHOOSE_FITS_TIME;
    if (w->easy && guide->easy) fits |= KR_CHOOSE_FITS_EASY;
    if (w->person == KR_CHOOSE_CARER && for_carers(guide)) fits |= KR_CHOOSE_FITS_PERSON;
    if (guide->training == KR_GUIDE_training_none) fits |= KR_CHOOSE_NO_TRAINING;
    return fits;
}

/* Nothing of it has to wait for a tool that comes later. */
static bool at_once(const kr_guide *guide) {
    for (size_t i = 0; i < guide->n_steps; i++)
        if (kr_guide_tool_later(guide->steps[i].tool)) return false;
    return true;
}

/* Which of two comes first. What was said weighs most, in the order in which it is hard to do without; then
 * what can be begun at once. These numbers never leave this file. */
static uint32_t weight(const kr_guide *guide, const kr_choose_wants *w, uint32_t fits) {
    uint32_t all = 0;
    if (fits & KR_CHOOSE_FITS_WHO) all += 400;
    if (fits & KR_CHOOSE_FITS_EASY) all += 200;
    if (fits & KR_CHOOSE_FITS_PERSON) all += 150;
    if (fits & KR_CHOOSE_FITS_TIME) all += 100;
    if (can_lead(guide, w->person)) all += w->person ? 120 : 80;
    if (w->goal && has_goal(guide, w->goal, true)) all += 40;
    if (at_once(guide)) all += 60;
    if (guide->theme == KR_GUIDE_theme_tools_learning && w->goal != KR_GUIDE_goal_learn) all /= 4;
    return all;
}

static bool kept(const kr_guide *guide, const kr_choose_wants *w, uint32_t must) {
    uint32_t fits = fits_of(guide, w);
    if (kr_guide_is_exercise(guide)) return false;
    bool carers_only = guide->theme == KR_GUIDE_theme_carers || guide->theme == KR_GUIDE_theme_tools_carers;
    if (carers_only && w->goal != KR_GUIDE_goal_relieve_carer &&
        (w->person == KR_CHOOSE_MYSELF || w->person == KR_CHOOSE_ANYBODY))
        return false;
    return (fits & must) == must;
}

/* Beside what was chosen already one of another kind is wanted, where there is one. */
static bool another(const kr_chosen *out, size_t n, const kr_guide *guide, bool other_shape) {
    for (size_t i = 0; i < n; i++) {
        if (out[i].guide == guide) return false;
        if (other_shape && out[i].guide->shape == guide->shape &&
            (out[i].guide->nr > KR_GUIDE_METHODS) == (guide->nr > KR_GUIDE_METHODS))
            return false;
    }
    return true;
}

static const kr_guide *best(const kr_chosen *out, size_t n, const kr_guides *guides, const kr_choose_wants *w,
                            uint32_t must, bool other_shape) {
    const kr_guide *found = NULL;
    uint32_t most = 0;
    for (size_t i = 0; i < guides->n; i++) {
        const kr_guide *guide = &guides->items[i];
        if (!kept(guide, w, must) || !another(out, n, guide, other_shape)) continue;
        uint32_t now = weight(guide, w, fits_of(guide, w));
        if (found && now <= most) continue;
        found = guide;
        most = now;
    }
    return found;
}

size_t kr_guides_choose(kr_chosen *out, const kr_guides *guides, const kr_choose_wants *wants) {
    uint32_t must[] = {0, 0, 0, 0};
    size_t n = 0, n_must = 0;
    uint32_t goal = wants->goal ? KR_CHOOSE_FITS_GOAL : 0, who = wants->who ? KR_CHOOSE_FITS_WHO : 0;
    uint32_t easy = wants->easy ? KR_CHOOSE_FITS_EASY : 0, time = wants->time ? KR_CHOOSE_FITS_TIME : 0;
    must[n_must++] = goal | who | easy | time;
    must[n_must++] = goal | who | easy;
    must[n_must++] = goal | who;
    must[n_must++] = goal;
    for (size_t m = 0; m < n_must && n < KR_CHOOSE_MOST; m++) {
        for (int other = 1; other >= 0; other--) {
            const kr_guide *next;
            while (n < KR_CHOOSE_MOST && (next = best(out, n, guides, wants, must[m], other != 0)) != NULL)
                out[n++] = (kr_chosen){next, fits_of(next, wants)};
        }
        if (n > 0 && m + 1 < n_must && must[m + 1] == goal) break; /* rather fewer than what does not fit */
    }
    return n;
}
