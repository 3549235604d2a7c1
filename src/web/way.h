/* A walk along a guide, as its pages see it: the record (`run`), its guide, and how each step stands.
 *
 * A step may be done several times (`turn`), and in a cycle in several rounds; what was written then stays.
 */
#ifndef KR_WEB_WAY_H
#define KR_WEB_WAY_H

#include "guide/guide.h"
#include "web/engine.h"
#include "web/pages.h"

/* How one step stands in the round that is going on. */
typedef struct kr_way_at {
    const kr_run_step *said; /* its newest turn; NULL: never opened */
    uint8_t state;           /* KR_step_state_..., 0 not begun */
    int64_t turn;            /* 1 for the first */
} kr_way_at;

typedef struct kr_way {
    const kr_run *run;
    const kr_guide *guide; /* NULL: this Kring does not have it */
    const kr_guide_text *text;
    int64_t round;
    kr_way_at *at; /* one for each step of the guide */
    size_t here;   /* the step where the talk ended */
    bool ended;    /* every step is done or skipped */
} kr_way;

/* The walk of this number that is not in the bin. KR_E_NOT_FOUND. O(steps + what was written). */
kr_err kr_way_open(kr_way *out, const kr_request *request, const kr_circle *circle, kr_id run,
                   kr_error *error) KR_CHECKED;
/* The walk in the address. */
kr_err kr_way_asked(kr_way *out, const kr_request *request, kr_error *error) KR_CHECKED;
/* Where to go on after step `at`: the next that is neither done nor skipped, else an earlier one; SIZE_MAX
 * when there is none. */
size_t kr_way_next(const kr_way *way, size_t at);
/* What was answered to a question (from 1) in one turn of one round; NULL. */
const kr_run_answer *kr_way_answer(const kr_circle *circle, kr_id run, kr_str step, int64_t round,
                                   int64_t turn, int64_t question);
/* A number that is not said is 1. */
static inline int64_t kr_way_count(int64_t number) {
    return number > 0 ? number : 1;
}

/* -- words
 * ---------------------------------------------------------------------------------------------------------
 */
/* The name of the guide in the reader's language, or its id when it is not here. */
kr_str kr_way_name(const kr_page *page, const kr_way *way);
/* "guide.LIST.WORD". */
kr_str kr_guide_said(const kr_page *page, kr_guide_list list, unsigned value);
/* "een, twee en drie" of a set. */
kr_str kr_guide_said_set(const kr_page *page, kr_guide_list list, uint32_t set);
/* [{say}]: the sentences of a paragraph, `together` in each item (0: one by one). */
void kr_put_sentences(kr_model *object, const char *name, kr_str text, size_t together);
/* One sentence with one argument as a member; false when `with` is empty. */
void kr_put_maybe(const kr_page *page, kr_model *object, const char *name, const char *key, const char *arg,
                  kr_str with);
/* A date in words. */
kr_str kr_page_date(const kr_page *page, kr_date date);
/* base + "/weg/RUN" + (step.len ? "/STEP" : ""). */
kr_str kr_way_link(const kr_page *page, const kr_way *way, kr_str step);
/* groups: [{name, has_name, start, steps: [...]}] for guide-path.mustache; `now` SIZE_MAX: none. */
void kr_put_path(const kr_page *page, kr_model *object, const kr_way *way, size_t now);
/* started, with: sentences below the heading. */
void kr_put_way_head(const kr_page *page, const kr_way *way);
/* ways: walks that are going on, newest first, at most `most`: [{name, step, href}]; has_ways. */
void kr_put_ways_on(const kr_page *page, kr_model *object, size_t most);
/* way_back {href, label} or false: somebody came here from a step (?weg=RUN/STEP). For every page of a
 * circle. */
void kr_put_way_back(const kr_request *request, kr_model *model);
/* The step somebody came from, "RUN/STEP", in the address (?weg=) or in what a form of such a page posts
 * (csrf.mustache); only characters that are safe in an address. Empty when there is none. */
kr_str kr_way_from(const kr_request *request);
/* The address of the tool of a step, with the way back; empty when it opens no page. pages_step.c */
kr_str kr_way_tool(const kr_page *page, const kr_way *way, const kr_guide_step *step);

/* -- saving (way_save.c)
 * ---------------------------------------------------------------------------------------------- */
/* What is posted from a step into the draft; `at` is the place of the step. */
typedef struct kr_way_saving {
    kr_request *request;
    kr_id run;
    size_t at;
} kr_way_saving;
void kr_way_fill_step(kr_draft *draft, void *saving);

/* pages_step.c: the page of one step; `typed`: with what was just posted, and a sentence about what went
 * wrong. */
kr_err kr_page_step_show(kr_request *request, kr_reply *reply, const kr_way *way, size_t at, bool typed,
                         kr_str problem, kr_error *error);

/* pages_choose.c */
kr_err kr_page_choose(kr_request *request, kr_reply *reply, kr_error *error);

#endif
