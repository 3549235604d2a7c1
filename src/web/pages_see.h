/* What the pages of what stands out share: pages_see.c, pages_answer.c, pages_traits.c, pages_beside.c. */
#ifndef KR_WEB_PAGES_SEE_H
#define KR_WEB_PAGES_SEE_H

#include "core/ideas.h"
#include "core/observe.h"
#include "web/pages.h"
#include "words/notice.h"

/* Everything that can be said. */
kr_err kr_see_all(const kr_page *page, kr_observation **out, size_t *count) KR_CHECKED;
/* The observation that an answer was kept under; NULL when it does not speak any more. */
const kr_observation *kr_see_find(const kr_page *page, const kr_observation *list, size_t count,
                                  kr_str about);
kr_str kr_see_about_of(const kr_page *page, const kr_observation *observation);
kr_str kr_see_said(const kr_page *page, const kr_observation *observation, kr_notice_part part);
/* The rule of a key, with or without its word; NULL. */
const kr_rule *kr_see_rule(kr_str about);
/* Looked at and put aside: it fits, or it does not. `later` is another thing. */
bool kr_see_aside(const kr_answer *answer);
/* The three answers as choices, and the own words. */
void kr_put_fits(const kr_page *page, kr_model *object, const kr_answer *answer);
/* The small quiet circle with these people. */
kr_err kr_put_look_picture(const kr_page *page, kr_model *object, const uint32_t *people,
                           size_t count) KR_CHECKED;
/* The kinds of support, both ways (the "wing"). */
void kr_put_wing(const kr_page *page);
/* "see.give:support.practical" or "idea.wake:0123456789abcdef": nothing that means something in an address.
 */
bool kr_about_plain(kr_str about);

/* A suggestion in words: "title", "why", "step", "wish"; and what its answer is kept under. */
kr_str kr_idea_said(const kr_page *page, const kr_idea *idea, const char *part);
kr_str kr_idea_about_of(const kr_page *page, const kr_idea *idea);
/* A suggestion that became a wish or a step has had its answer (pages_wishes.c). */
void kr_see_taken(kr_draft *draft, kr_str about);

kr_err kr_page_see_drawing(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_traits(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_beside(kr_request *request, kr_reply *reply, kr_error *error);

#endif
