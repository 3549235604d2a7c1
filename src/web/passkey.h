/* Passkeys on a page: what the browser is asked, and what it answered. */
#ifndef KR_PASSKEY_PAGE_H
#define KR_PASSKEY_PAGE_H

#include "web/second.h"
#include "web/webauthn.h"

typedef enum kr_key_for {
    KR_KEY_NEW = 'n',   /* somebody who is signed in makes one */
    KR_KEY_SIGN = 'i',  /* signing in with it alone */
    KR_KEY_SECOND = 't' /* after a password */
} kr_key_for;

/* Object `name` for {{>sleutel-knop}}: what the browser is asked, sealed in a token for 10 minutes and good
 * once; or false, where no browser would make or show one (an address of numbers, http). `account` is who
 * makes it or whose password was right, 0 for KR_KEY_SIGN; `label` what a new one will be called. */
kr_err kr_put_key(kr_request *request, kr_model *model, const char *name, kr_key_for what, kr_id account,
                  kr_str label, kr_error *error) KR_CHECKED;
/* Would a browser make or show one here? */
bool kr_key_possible(const kr_request *request);
/* Did the form bring an answer at all? */
bool kr_key_posted(const kr_request *request);
/* Whose passkey this is, when all is right with it. KR_E_DENIED: "error.passkey". For KR_KEY_SECOND it must
 * be of `*account`. */
kr_err kr_key_shown(kr_request *request, kr_key_for what, kr_id *account, kr_error *error) KR_CHECKED;
/* A new one of who is signed in, kept. */
kr_err kr_key_made(kr_request *request, kr_error *error) KR_CHECKED;

/* page_passkey.c */
kr_err kr_page_key_sign(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_keys(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_key_begin(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_key_new(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_key_drop_ask(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_key_drop(kr_request *request, kr_reply *reply, kr_error *error);

#endif
