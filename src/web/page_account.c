/* The account: what to be called, the password, where one is signed in, and leaving for good. */
#include "core/utf8.h"
#include "web/pages_own.h"

static kr_err show(kr_request *request, kr_reply *reply, const kr_error *wrong, const char *where) {
    kr_model *model = kr_page_model(request, reply, "account.title");
    kr_put_text(model, "sign_name", request->account.login);
    kr_put_text(model, "word", request->prefs.word);
    kr_put_error(request, model, "wrong", wrong);
    kr_put_bool(model, "wrong_name", wrong && strcmp(where, "name") == 0);
    kr_put_bool(model, "wrong_password", wrong && strcmp(where, "password") == 0);
    kr_put_bool(model, "wrong_delete", wrong && strcmp(where, "delete") == 0);
    reply->tmpl = "account";
    return KR_OK;
}

kr_err kr_page_account(kr_request *request, kr_reply *reply, kr_error *error) {
    (void)error;
    return show(request, reply, NULL, "");
}

/* Back to the form with the reason, or on as a page of its own when it is nobody's typing. */
static kr_err refuse(kr_request *request, kr_reply *reply, const kr_error *own, const char *where,
                     kr_error *error) {
    if (!kr_error_of_form(own)) {
        if (error) *error = *own;
        return own->code;
    }
    reply->status = own->code == KR_E_BUSY ? 429 : 422;
    kr_reply_retry(request, reply, own);
    return show(request, reply, own, where);
}

kr_err kr_page_account_save(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_error own = {.code = KR_OK};
    kr_str name = kr_str_trim(kr_posted(request, "name"));
    kr_prefs prefs = request->prefs;
    bool chosen;
    /* as they stand with the account: a link may have chosen another language for this browser */
    kr_prefs_from_json(&prefs, request->arena, request->account.prefs, &chosen);
    prefs.word = kr_utf8_head(kr_str_trim(kr_posted(request, "word")), 60);
    kr_err err = kr_account_update(request->web->store, request->account.id, name,
                                   kr_prefs_json(request->arena, &prefs), &own);
    if (err != KR_OK) return refuse(request, reply, &own, "name", error);
    kr_go(request, reply, "/account", "account.saved");
    return KR_OK;
}

kr_err kr_page_account_password(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_error own = {.code = KR_OK};
    kr_err err =
        kr_account_password(request->web->store, request->account.id, kr_posted(request, "old_password"),
                            kr_posted(request, "password"), request->now, &own);
    if (err == KR_E_DENIED) (void)kr_fail(&own, KR_E_DENIED, "account.password.wrong", NULL, NULL);
    if (err != KR_OK) return refuse(request, reply, &own, "password", error);
    /* whoever knew the old password is out; this browser gets a fresh session, and is known anew */
    err = kr_session_end_all(request->web->store, request->account.id, 0, error);
    if (err == KR_OK) err = kr_browsers_forget(request->web->store, request->account.id, KR_NONE, error);
    request->new_browser = true;
    if (err == KR_OK) err = kr_request_sign_in(request, request->account.id, error);
    if (err != KR_OK) return err;
    kr_go(request, reply, "/account", "account.password.saved");
    return KR_OK;
}

kr_err kr_page_account_sessions(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_err err = kr_session_end_all(request->web->store, request->account.id, request->session.id, error);
    if (err == KR_OK)
        err =
            kr_browsers_forget(request->web->store, request->account.id, kr_request_browser(request), error);
    if (err != KR_OK) return err;
    kr_go(request, reply, "/account", "account.sessions.done");
    return KR_OK;
}

kr_err kr_page_account_delete(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_id account = request->account.id;
    kr_error own = {.code = KR_OK};
    kr_err err =
        kr_account_confirm(request->web->store, account, kr_posted(request, "password"), request->now, &own);
    if (err == KR_E_DENIED) (void)kr_fail(&own, KR_E_DENIED, "account.password.wrong", NULL, NULL);
    if (err == KR_OK && !kr_posted_has(request, "zeker"))
        err = kr_fail(&own, KR_E_INVALID, "account.delete.unsure", NULL, NULL);
    if (err != KR_OK) return refuse(request, reply, &own, "delete", error);
    err = kr_account_delete(request->web->store, account, request->now, error);
    if (err != KR_OK) return err;
    request->signed_in = false;
    kr_set_cookie(request, KR_COOKIE_SESSION, KR_NONE, -1);
    reply->forget = true;
    kr_go(request, reply, "/", "account.delete.done");
    return KR_OK;
}
