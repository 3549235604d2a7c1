/* Signing in and out; and the form that waited for it. */
#include "web/oidc.h"
#include "web/passkey.h"

static kr_err show(kr_request *request, kr_reply *reply, const kr_error *wrong, kr_str go_on, kr_str sealed,
                   kr_error *error) {
    kr_model *model = kr_page_model(request, reply, "sign.title");
    kr_put_error(request, model, "wrong", wrong);
    kr_put_field_value(request, model, "login");
    kr_put_text(model, "verder", kr_safe_path(request->web, go_on));
    kr_put_text(model, "sealed", sealed);
    kr_put_bool(model, "again", sealed.len > 0);
    kr_put_bool(model, "unsure", false);
    kr_put_bool(model, "first", false);
    kr_put_insecure(request, model);
    reply->tmpl = "inloggen";
    return kr_put_sign_ways(request, model, error);
}

kr_err kr_page_sign_show(kr_request *request, kr_reply *reply, kr_error *error) {
    if (request->signed_in) {
        reply->location = KR_STR("/kringen");
        return KR_OK;
    }
    return show(request, reply, NULL, kr_query(request, "verder"), KR_NONE, error);
}

/* Where somebody goes after signing in: where they wanted to be, their only circle, or the list. */
static kr_err go_in(kr_request *request, kr_reply *reply, kr_str go_on, kr_error *error) {
    kr_circle_entry *list;
    size_t count;
    kr_str wanted = kr_safe_path(request->web, go_on);
    reply->location = wanted.len ? wanted : KR_STR("/kringen");
    if (wanted.len) return KR_OK;
    kr_err err =
        kr_circles_of(request->web->store, &list, &count, request->arena, request->account.id, error);
    if (err == KR_OK && count == 1) reply->location = kr_circle_path(request, list[0].id, "");
    return err;
}

/* The form that was sealed is carried out, if it was made by this account. */
static kr_err go_on_with(kr_request *request, kr_str sealed, kr_reply *reply, kr_error *error) {
    kr_sealed_form form;
    kr_error why = {.code = KR_OK};
    kr_err err = kr_request_unseal(request, sealed, &form, &why);
    if (err == KR_OK) {
        bool unsure = form.unsure;
        err = kr_request_resume(request, &form, reply, &why);
        if (err == KR_OK || err != KR_E_NOT_FOUND || !unsure) {
            if (err != KR_OK && error) *error = why;
            return err;
        }
        request->base = KR_NONE; /* a form of nobody knows whom, for a circle that is not theirs */
    }
    kr_page_model(request, reply, "sign.other.title");
    reply->tmpl = "ander-account";
    reply->status = 403;
    return KR_OK;
}

kr_err kr_put_sign_ways(kr_request *request, kr_model *model, kr_error *error) {
    kr_put_vias(request, model,
                kr_posted_has(request, "verder") ? kr_posted(request, "verder")
                                                 : kr_query(request, "verder"));
    return kr_put_key(request, model, "key", KR_KEY_SIGN, 0, KR_NONE, error);
}

kr_err kr_sign_again(kr_request *request, kr_reply *reply, const kr_error *why, kr_str sealed,
                     kr_error *error) {
    return show(request, reply, why, kr_posted(request, "verder"), sealed, error);
}

kr_err kr_sign_finish(kr_request *request, kr_reply *reply, const kr_pending *pending, kr_str sealed,
                      kr_error *error) {
    kr_err err = KR_OK;
    /* a session that was there goes; the new one has a token of its own */
    if (request->signed_in) err = kr_session_end(request->web->store, request->session.id, error);
    if (!err) err = kr_request_sign_in(request, pending->account, pending->way, error);
    if (err) return err;
    return sealed.len ? go_on_with(request, sealed, reply, error)
                      : go_in(request, reply, pending->go_on, error);
}

kr_err kr_page_sign_in(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_error own = {.code = KR_OK};
    kr_str sealed = kr_posted(request, "sealed");
    kr_pending pending = {.after = KR_AFTER_SIGN, .go_on = kr_posted(request, "verder")};
    kr_err err = kr_account_check_from(
        request->web->store, &pending.account, kr_str_trim(kr_posted(request, "login")),
        kr_posted(request, "password"), kr_request_browser(request), request->now, &own);
    if (err) {
        err = kr_form_refused(request, reply, &own, error);
        if (own.code == KR_E_DENIED) (void)kr_fail(&own, KR_E_DENIED, "sign.wrong", NULL, NULL);
        return err ? err : show(request, reply, &own, pending.go_on, sealed, error);
    }
    pending.go_on = kr_safe_path(request->web, pending.go_on);
    return kr_sign_on(request, reply, &pending, sealed, error);
}

kr_err kr_page_sign_out(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_err err = kr_session_end(request->web->store, request->session.id, error);
    if (err != KR_OK && err != KR_E_NOT_FOUND) return err;
    kr_request_told(request, KR_EVENT_SIGNED_OUT, KR_ACTION_EXECUTE, KR_OUTCOME_DONE);
    request->signed_in = false;
    kr_set_cookie(request, KR_COOKIE_SESSION, KR_NONE, -1);
    reply->forget = true;
    reply->location = KR_STR("/");
    return KR_OK;
}
