/* Beginning: a name to sign in with, what to be called, a password; and the sheet to come back with. */
#include "core/utf8.h"
#include "web/second.h"

/* Whoever comes to look along with somebody else begins without a circle of their own, and goes on there. */
static kr_str next_page(const kr_request *request) {
    kr_str wanted = kr_posted(request, "verder");
    return kr_safe_path(request->web, wanted.len ? wanted : kr_query(request, "verder"));
}

static kr_err show(kr_request *request, kr_reply *reply, const kr_error *error) {
    kr_model *model = kr_page_model(request, reply, "begin.title");
    kr_page_flow(request, model, "/", "begin.back");
    kr_put_error(request, model, "wrong", error);
    kr_put_field_value(request, model, "login");
    kr_put_field_value(request, model, "name");
    kr_put_field_value(request, model, "voor");
    kr_put_field_value(request, model, "door");
    kr_put_text(model, "verder", next_page(request));
    kr_put_bool(model, "ander", kr_posted_has(request, "ander"));
    kr_put_bool(model, "akkoord", kr_posted_has(request, "akkoord"));
    kr_put_insecure(request, model);
    return KR_OK;
}

kr_err kr_page_begin_show(kr_request *request, kr_reply *reply, kr_error *error) {
    (void)error;
    if (request->signed_in) {
        reply->location = KR_STR("/kringen");
        return KR_OK;
    }
    return show(request, reply, NULL);
}

/* The page with the code to come back with; it is shown once, and only its hash is kept. */
void kr_show_sheet(kr_request *request, kr_reply *reply, const char *code, kr_str next) {
    kr_model *model = kr_page_model(request, reply, "sheet.title");
    kr_put_text(model, "code", kr_str_z(code));
    kr_put_text(model, "login", request->account.login);
    kr_put_text(model, "next", next);
    kr_put_say(request, model, "host", "sheet.where",
               (kr_word_arg[]){KR_WORD_TEXT("host", kr_header_in(request->call, "host"))}, 1);
    reply->tmpl = "blad";
}

static kr_err make_circle(kr_request *request, kr_id *circle, kr_error *error) {
    bool other = kr_posted_has(request, "ander") && kr_str_trim(kr_posted(request, "voor")).len > 0;
    kr_str by = kr_str_trim(kr_posted(request, "door"));
    if (!other) return kr_circle_begin(request, circle, request->account.name, KR_NONE, false, error);
    return kr_circle_begin(request, circle, kr_posted(request, "voor"), by.len ? by : request->account.name,
                           kr_posted_has(request, "akkoord"), error);
}

kr_err kr_page_begin(kr_request *request, kr_reply *reply, kr_error *error) {
    char code[64];
    kr_id account, circle = 0;
    kr_error own = {.code = KR_OK};
    kr_str login = kr_str_trim(kr_posted(request, "login"));
    kr_str name = kr_str_trim(kr_posted(request, "name"));
    if (request->signed_in) return kr_page_begin_show(request, reply, error);
    if (name.len == 0) name = login;
    kr_err err = kr_newcomer_look(request->web->store, request->now, &own);
    if (!err)
        err = kr_account_create(request->web->store, &account, login, name, kr_posted(request, "password"),
                                request->now, code, &own);
    if (!err) kr_newcomer_note(request->web->store, request->now);
    if (err != KR_OK && kr_error_of_form(&own)) {
        reply->status = own.code == KR_E_BUSY ? 429 : 422;
        kr_reply_retry(request, reply, &own);
        return show(request, reply, &own);
    }
    if (err == KR_OK) err = kr_request_sign_in(request, account, KR_SIGN_BEGUN, &own);
    kr_str next = next_page(request);
    if (err == KR_OK && !next.len) err = make_circle(request, &circle, &own);
    if (err != KR_OK) {
        if (error) *error = own;
        return err;
    }
    kr_show_sheet(request, reply, code, next.len ? next : kr_circle_path(request, circle, "/namen"));
    return KR_OK;
}

/* -- forgot the password
 * ---------------------------------------------------------------------------------------- */

static kr_err show_forgot(kr_request *request, kr_reply *reply, const kr_error *error) {
    kr_model *model = kr_page_model(request, reply, "forgot.title");
    kr_page_flow(request, model, "/inloggen", "forgot.back");
    kr_put_error(request, model, "wrong", error);
    kr_put_field_value(request, model, "login");
    kr_put_insecure(request, model);
    return KR_OK;
}

kr_err kr_page_forgot_show(kr_request *request, kr_reply *reply, kr_error *error) {
    (void)error;
    return show_forgot(request, reply, NULL);
}

static kr_err forgot_refused(kr_request *request, kr_reply *reply, kr_error *own, kr_error *error) {
    kr_err err = kr_form_refused(request, reply, own, error);
    if (err) return err;
    if (own->code == KR_E_DENIED) (void)kr_fail(own, KR_E_DENIED, "forgot.wrong", NULL, NULL);
    return show_forgot(request, reply, own);
}

kr_err kr_forgot_finish(kr_request *request, kr_reply *reply, const kr_pending *pending, kr_error *error) {
    char fresh[64];
    kr_id account;
    kr_error own = {.code = KR_OK};
    kr_err err = kr_account_recover(request->web->store, &account, pending->login, pending->recovery,
                                    pending->password, request->now, fresh, &own);
    if (err) return forgot_refused(request, reply, &own, error);
    request->new_browser = true;
    err = kr_request_sign_in(request, account, pending->way, error);
    if (err) return err;
    kr_show_sheet(request, reply, fresh, KR_STR("/kringen"));
    return KR_OK;
}

/* The sheet gives a new password, and leaves the second proof as it is: with a sheet that was found nobody
 * comes in, nor keeps its owner out. So that proof is asked before anything changes. */
kr_err kr_page_forgot(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_error own = {.code = KR_OK};
    kr_pending pending = {.after = KR_AFTER_FORGOT,
                          .login = kr_str_trim(kr_posted(request, "login")),
                          .recovery = kr_posted(request, "code"),
                          .password = kr_posted(request, "password")};
    kr_store *store = request->web->store;
    kr_err err = kr_account_recover_check(store, &pending.account, pending.login, pending.recovery, &own);
    if (err == KR_E_DENIED) kr_request_kept_out(request, 0, KR_SIGN_SHEET);
    if (!err) err = kr_account_password_fits(store, pending.account, pending.password, &own);
    if (err) return forgot_refused(request, reply, &own, error);
    return kr_sign_on(request, reply, &pending, KR_NONE, error);
}
