/* The plan: wishes with their small steps, in the order in which they are shown, and which ties moved since.
 *
 * A step that was made smaller gives its place to its pieces, unless something was already said about how it
 * went; then it stays, and the pieces follow. A wish in the bin takes its steps along. Nothing here knows
 * what day it is: no step is ever late. */
#ifndef KR_PLAN_H
#define KR_PLAN_H

#include "core/draft.h"
#include "core/story.h"

#define KR_PLAN_PIECES 6 /* at most, when a step is made smaller */

typedef struct kr_plan_step {
    const kr_action *action;
    const kr_action *of;    /* the larger step that this is a piece of; NULL */
    const kr_success *kept; /* kept as something that went well; NULL */
    bool now;               /* the first of its wish about which nothing is said yet */
} kr_plan_step;

/* A wish and its steps; `wish` is NULL for steps that stand by themselves. */
typedef struct kr_plan_part {
    const kr_wish *wish;
    kr_plan_step *steps;
    size_t n;
} kr_plan_part;

typedef struct kr_plan {
    kr_plan_part *parts; /* open ones first, then those that rest, then those that came true */
    size_t n, n_open, n_resting;
    kr_plan_part alone;
} kr_plan;

/* Wishes and steps: those with a rank first, in its order, then as they were made. Total: pieces that point
 * round in a circle are shown once. O(n log n) in wishes and actions. KR_E_MEMORY. */
kr_err kr_plan_make(kr_plan *out, kr_arena *arena, const kr_circle *circle) KR_CHECKED;
/* The part that holds this step or is this wish; NULL. O(steps). */
const kr_plan_part *kr_plan_part_of(const kr_plan *plan, kr_id record);

/* Somebody by a reference of a plan: who they turned out to be when two were one; NULL when they are in the
 * bin or not known. Whoever left the circle is still there. O(1). */
const kr_person *kr_plan_person(const kr_circle *circle, kr_id person);
/* With whom, or about whom when it is done alone; NULL. */
const kr_person *kr_plan_about(const kr_circle *circle, const kr_action *action);

/* -- which ties moved -- */

typedef struct kr_plan_move {
    const kr_person *who;
    const kr_story_line *line; /* what happened; NULL: it is as it was */
    const kr_wish *wish;       /* that is about them; NULL */
    const kr_action *action;   /* the newest step with them, a done one first; NULL */
} kr_plan_move;

/* For everybody named by a step or a wish: the first line of the story about them. Those first whose tie
 * moved, in the order of the story; then those who stayed as they were and with whom a step was done or
 * tried. Nobody twice, nobody who is not in both moments. O(actions + wishes + story). KR_E_MEMORY. */
kr_err kr_plan_moves(kr_plan_move **out, size_t *count, kr_arena *arena, const kr_circle *circle,
                     const kr_story *story) KR_CHECKED;
/* The newest moment (not in the bin) that was kept before the plan's first step or wish about somebody was
 * written down: what the plan may be laid beside. NULL when there is none. O(assignments). */
const kr_moment *kr_plan_begun_after(const kr_circle *circle);

/* -- steps of a draft -- */

/* Makes a step smaller: every piece that has words becomes a step in its place, with its wish and with whom.
 */
void kr_plan_split(kr_draft *draft, const kr_action *action, const kr_str *pieces, size_t count);
/* One place earlier or later among its own: the steps of a wish, or the pieces of a step. */
void kr_plan_shift(kr_draft *draft, kr_id action, bool earlier);
/* Keeps a step as something that went well; once. */
void kr_plan_keep(kr_draft *draft, const kr_action *action, kr_date on);
/* To the bin with all its steps, and back with those that went along. */
void kr_plan_bin_wish(kr_draft *draft, kr_id wish);
void kr_plan_restore_wish(kr_draft *draft, kr_id wish);

#endif
