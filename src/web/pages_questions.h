/* What the pages of question sets share. */
#ifndef KR_WEB_PAGES_QUESTIONS_H
#define KR_WEB_PAGES_QUESTIONS_H

#include "ask/score.h"
#include "web/ask_words.h"
#include "web/engine.h"
#include "web/pages.h"

/* -- filled.c: what a circle holds of one filling
 * ------------------------------------------------------------------------ */
/* NULL when there is none, or it lies in the bin. */
const kr_filled *kr_filled_named(const kr_circle *circle, kr_str id);
/* Its answers, beside the questions of `set`. Errors: KR_E_MEMORY. O(answers of the circle). */
kr_err kr_filled_answers(kr_ask_filled *out, kr_arena *arena, const kr_circle *circle, const kr_ask_set *set,
                         kr_id filled) KR_CHECKED;
/* Writes these answers in the place of what is there for one question. `values` are as in kr_ask_answer;
 * `unknown`: I do not know. */
void kr_draft_answers(kr_draft *draft, kr_id filled, const kr_ask_item *item, uint32_t instance,
                      const kr_str *values, size_t n, bool unknown);
/* Who answered: their name, or "iemand anders"; empty for the owner. */
kr_str kr_filled_by(const kr_page *page, const kr_filled *filled);

/* All of it as FHIR JSON. Errors: KR_E_MEMORY. */
kr_err kr_filled_export(kr_buf *out, const kr_request *request, const kr_circle *circle,
                        const kr_question_set *set, const kr_filled *filled) KR_CHECKED;

/* The set in params[1]; NULL when it is not here. */
const kr_question_set *kr_asked_set(const kr_request *request);
/* "/vragenlijsten/SET/FILLED" and a tail. */
kr_str kr_filled_path(const kr_request *request, kr_str set, kr_id filled, const char *tail);
/* A day of a moment, in words. */
kr_str kr_page_day(const kr_page *page, int64_t ms);
kr_str kr_page_words(const kr_page *page, kr_ask_words words);

/* -- pages_question_line.c: drawings
 * ------------------------------------------------------------------------ */
/* The same thing at several times, as a line; points from old to new. */
kr_str kr_ask_line_svg(const kr_page *page, const double *values, size_t n, double least, double most);
/* Eight spokes with figures from 0 to 10; below 0: none. */
kr_str kr_ask_wheel_svg(const kr_page *page, const double values[8], const kr_str names[8]);
/* What this set gave at all times somebody wanted to see, when there are two or more. */
void kr_put_through_time(const kr_page *page, kr_model *model, const kr_question_set *set,
                         const kr_filled *filled);

kr_err kr_page_questions(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_question_set(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_question_begin(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_question_bring(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_question_blank(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_question(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_question_answer(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_question_out(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_question_keep(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_question_export(kr_request *request, kr_reply *reply, kr_error *error);

#endif
