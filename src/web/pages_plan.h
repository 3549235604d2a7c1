/* What the pages of the plan share: pages_plan.c (all of it), pages_plan_step.c, pages_plan_good.c,
 * pages_plan_back.c, pages_plan_paper.c, and pages_wishes.c. */
#ifndef KR_WEB_PAGES_PLAN_H
#define KR_WEB_PAGES_PLAN_H

#include "core/plan.h"
#include "web/pages.h"

/* -- words (plan_words.c) -- */

/* "u"; the name of the person in the middle where somebody else reads: an example, or filled in for them. */
kr_str kr_plan_you(const kr_page *page);
/* "zaterdag 14 november", with the year when it is another one; empty for no date. */
kr_str kr_plan_day(const kr_page *page, kr_date date);
/* "u, Corrie en mijn zus", with `you` for the person in the middle; and "zaterdag 14 november, half elf". */
kr_str kr_plan_who(const kr_page *page, const kr_action *action, kr_str you);
kr_str kr_plan_when(const kr_page *page, const kr_action *action);
/* "Corrie staat dichterbij." Of one person alone, whoever else the line names. */
kr_str kr_plan_move_said(const kr_page *page, const kr_plan_move *move);

/* -- pieces of a model (plan_words.c) -- */

/* The face of somebody, who may have left the circle; `me` is false. And that of the person in the middle. */
void kr_put_plan_face(const kr_page *page, kr_model *array, const kr_person *person);
void kr_put_plan_me(const kr_page *page, kr_model *array);
/* Everybody around as [{value, label, checked}]; whoever is chosen stands there also when they left. */
void kr_put_plan_people(const kr_page *page, kr_model *object, const char *name, kr_id chosen);
/* The wishes that are not in the bin, the same way. */
void kr_put_plan_wishes(const kr_page *page, kr_model *object, const char *name, kr_id chosen);
/* {field, question, value, native}: a day. Native when it is whole, or nothing yet. */
void kr_put_plan_date(const kr_page *page, kr_model *object, const char *name, const char *field,
                      const char *question_key, kr_date date, bool typed);
/* Which steps of a wish are shown: the newest that were done and the first that are open, or all of them. */
typedef enum kr_plan_much { KR_PLAN_NONE, KR_PLAN_SOME, KR_PLAN_ALL } kr_plan_much;
/* A wish with its steps, for plan-wish.mustache. `part->wish` may be NULL. */
void kr_put_plan_part(const kr_page *page, kr_model *object, const kr_plan_part *part, kr_plan_much much,
                      const kr_moment *since, const kr_plan_move *moves, size_t n_moves);
/* Only its words and where it stands. */
void kr_put_plan_line(const kr_page *page, kr_model *object, const kr_wish *wish);
/* Which ties moved since the plan began, and since which moment; none when there is no such moment. Folds
 * the circle of then: only where somebody is named. */
kr_err kr_plan_since(const kr_page *page, const kr_moment **since, kr_plan_move **moves, size_t *count,
                     kr_error *error) KR_CHECKED;
/* For the page of time: `plan_moves` [{line}] and `has_plan_moves`. */
kr_err kr_put_plan_moves(const kr_page *page, const kr_circle *circle, const kr_story *story) KR_CHECKED;

/* -- what was asked and posted -- */

/* The record in params[1] when it is of this kind and not in the bin; NULL. */
const void *kr_plan_asked(const kr_request *request, kr_kind kind);
/* What was posted under this name, when it is such a record; 0. */
kr_id kr_plan_posted(const kr_draft *draft, const kr_request *request, const char *name, kr_kind kind);
/* A date as it was posted: today when it is empty and `today`. */
void kr_plan_draft_date(kr_draft *draft, const kr_request *request, kr_kind kind, kr_id record,
                        uint16_t field, const char *name, bool today);
/* Opened from a step of a guide: `weg` {value}, to go along with a form, or false; and the run it belongs to,
 * or 0. */
void kr_put_plan_way(const kr_page *page);
kr_id kr_plan_run(const kr_draft *draft, const kr_request *request);
/* The answer to a form that was refused: why, as member `problem`. False when it is no error of the form. */
bool kr_plan_refused(kr_request *request, kr_reply *reply, kr_err err, const kr_error *error,
                     kr_str *problem);
void kr_put_plan_problem(const kr_page *page, kr_str problem);

/* -- a picture of a wish or of what went well (pages_plan_good.c) -- */
kr_err kr_plan_picture(kr_request *request, kr_reply *reply, kr_kind kind, kr_error *error);
kr_err kr_plan_picture_save(kr_request *request, kr_reply *reply, kr_kind kind, kr_error *error);
/* In pages_photo.c: the photo that was posted as `foto`, made small, as the text that is kept. */
kr_err kr_page_read_photo(kr_request *request, kr_str *text, kr_error *error) KR_CHECKED;

/* -- pages -- */
kr_err kr_page_plan(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_idea_take(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_gifts(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_gifts_save(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_step_new(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_step_add(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_step(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_step_save(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_step_do(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_step_outcome(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_smaller(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_smaller_save(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_good(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_good_add(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_good_one(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_good_save(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_reviews(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_review_add(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_review(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_review_save(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_plan_paper(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_wish_one(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_wish_do(kr_request *request, kr_reply *reply, kr_error *error);

#endif
