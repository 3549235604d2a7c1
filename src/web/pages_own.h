/* What the pages for accounts and files share. */
#ifndef KR_PAGES_OWN_H
#define KR_PAGES_OWN_H

#include "web/engine.h"

/* The sentence for an error above a form, as member `name`; false when there is none. */
void kr_put_error(kr_request *request, kr_model *model, const char *name, const kr_error *error);
/* Errors that a form shows itself, with what was typed still in it; others become a page of their own. */
bool kr_error_of_form(const kr_error *error);
/* "/kring/0123456789abcdef" + tail. */
kr_str kr_circle_path(kr_request *request, kr_id circle, const char *tail);
/* A circle of this account that holds the person in the middle, and by whom it is filled in (may be empty).
 */
kr_err kr_circle_begin(kr_request *request, kr_id *out, kr_str ego, kr_str filled_by, bool agreed,
                       kr_error *error) KR_CHECKED;
/* Signing in does not work where the browser keeps no secure cookie: http on another machine. */
void kr_put_insecure(kr_request *request, kr_model *model);
void kr_put_field_value(kr_request *request, kr_model *model, const char *name);
/* The title of a circle for its owner. */
void kr_put_circle_title(kr_request *request, kr_model *object, const char *name, const kr_circle *circle);

/* page_start.c */
kr_err kr_page_start(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_prose(kr_request *request, kr_reply *reply, kr_error *error);
/* page_sign.c */
/* The ways to sign in beside a password, as inloggen.mustache shows them. */
kr_err kr_put_sign_ways(kr_request *request, kr_model *model, kr_error *error) KR_CHECKED;
kr_err kr_page_sign_show(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_sign_in(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_sign_out(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_forgot_show(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_forgot(kr_request *request, kr_reply *reply, kr_error *error);
/* page_begin.c */
kr_err kr_page_begin_show(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_begin(kr_request *request, kr_reply *reply, kr_error *error);
/* page_circles.c */
kr_err kr_page_circles(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_circle_new(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_circle_gone(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_circle_destroy(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_looked(kr_request *request, kr_reply *reply, kr_error *error);
/* page_learn.c */
kr_err kr_page_learn_do(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_learn(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_learn_begin(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_learn_again(kr_request *request, kr_reply *reply, kr_error *error);
/* page_account.c */
kr_err kr_page_account(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_account_save(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_account_password(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_account_sessions(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_account_delete(kr_request *request, kr_reply *reply, kr_error *error);
/* page_all.c */
kr_err kr_page_all(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_all_take(kr_request *request, kr_reply *reply, kr_error *error);
/* page_safe.c */
kr_err kr_page_leave_fast(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_plain_day(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_screen(kr_request *request, kr_reply *reply, kr_error *error);
/* page_reading.c */
kr_err kr_page_reading(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_reading_save(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_lang(kr_request *request, kr_reply *reply, kr_error *error);
/* page_files.c */
kr_err kr_page_take(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_take_kring(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_take_csv(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_take_vcard(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_take_gedcom(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_take_gedcom551(kr_request *request, kr_reply *reply, kr_error *error);
/* page_paper.c */
kr_err kr_page_paper(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_print(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_empty(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_empty_pdf(kr_request *request, kr_reply *reply, kr_error *error);
/* page_import.c */
kr_err kr_page_bring_show(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_bring(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_bring_take(kr_request *request, kr_reply *reply, kr_error *error);

#endif
