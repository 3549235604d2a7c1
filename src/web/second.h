/* Signing in in two steps: what is known after the first one, until the second; and proving once more who one
 * is, before what cannot be taken back. */
#ifndef KR_SECOND_H
#define KR_SECOND_H

#include "store/sign.h"
#include "web/pages_own.h"

typedef enum kr_after {
    KR_AFTER_SIGN = 's',   /* goes in */
    KR_AFTER_FORGOT = 'f', /* gets a new password by the sheet, then goes in */
    KR_AFTER_OUTSIDE = 'o' /* came from an organisation; goes in */
} kr_after;

/* Waits in the page that asks for the second proof, sealed; 10 minutes, and no longer than the password stays
 * as it is. */
typedef struct kr_pending {
    kr_after after;
    kr_id account;
    uint8_t way;  /* kr_sign_way; not sealed: `after` tells the first, the answer the second */
    kr_str go_on; /* a path on this site, or KR_NONE */
    kr_str login, recovery, password; /* of KR_AFTER_FORGOT */
} kr_pending;

kr_err kr_pending_seal(kr_request *request, kr_str *out, const kr_pending *pending,
                       kr_error *error) KR_CHECKED;
/* KR_E_DENIED, key "second.late": too old, or not ours. */
kr_err kr_pending_open(kr_request *request, kr_pending *out, kr_str token, kr_error *error) KR_CHECKED;

/* The first proof was right: goes in, or asks for the second. `sealed` is a form that waits, or KR_NONE. */
kr_err kr_sign_on(kr_request *request, kr_reply *reply, const kr_pending *pending, kr_str sealed,
                  kr_error *error) KR_CHECKED;
/* Both proofs were right (page_sign.c, page_begin.c). */
kr_err kr_sign_finish(kr_request *request, kr_reply *reply, const kr_pending *pending, kr_str sealed,
                      kr_error *error) KR_CHECKED;
/* The page to sign in on, with why it has to be done again. */
kr_err kr_sign_again(kr_request *request, kr_reply *reply, const kr_error *why, kr_str sealed,
                     kr_error *error) KR_CHECKED;
/* The sheet to come back with, shown once (page_begin.c). */
void kr_show_sheet(kr_request *request, kr_reply *reply, const char *code, kr_str next);
kr_err kr_forgot_finish(kr_request *request, kr_reply *reply, const kr_pending *pending,
                        kr_error *error) KR_CHECKED;

/* Somebody who is signed in proves it once more with what the form of {{>nogmaals}} asked: their password
 * (field `field`), and a code when the second factor is on. Who has no password must have signed in within
 * ten minutes (KR_E_DENIED, "prove.again"). */
kr_err kr_prove(kr_request *request, const char *field, kr_error *error) KR_CHECKED;
/* What {{>nogmaals}} needs, as object `name`; `id` keeps apart what stands on one page more than once. */
kr_err kr_put_prove(kr_request *request, kr_model *model, const char *name, const char *id,
                    kr_error *error) KR_CHECKED;
/* A form that could not be carried out: its status, and when to try again. KR_OK when the form shows it
 * itself. */
kr_err kr_form_refused(kr_request *request, kr_reply *reply, const kr_error *own, kr_error *error) KR_CHECKED;

/* "vandaag om 14.32 uur", "op 12 november 2026". */
void kr_put_moment(kr_request *request, kr_model *object, const char *name, int64_t ms);
/* A piece of a sealed text, "LEN:bytes", so that nothing in it can be taken for something else. */
void kr_put_part(kr_buf *out, kr_str part);
bool kr_take_part(kr_str *rest, kr_str *out);

/* page_second.c */
kr_err kr_page_second_back(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_second(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_factor(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_factor_on(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_factor_spare(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_factor_off(kr_request *request, kr_reply *reply, kr_error *error);
/* page_account.c */
kr_err kr_page_account_session(kr_request *request, kr_reply *reply, kr_error *error);

#endif
