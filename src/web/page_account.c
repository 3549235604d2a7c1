/* The account: what to be called, the password, how and where one is signed in, and leaving for good. */
#include "core/utf8.h"
#include "web/oidc.h"

/* Where one is signed in: this browser first. */
static kr_err put_places(kr_request *request, kr_model *model, kr_error *error) {
    static const char *const devices[] = {"where.untold", "where.computer", "where.phone"};
    kr_session_entry *list = NULL;
    size_t n = 0;
    kr_err err = kr_sessions_of(request->web->store, &list, &n, request->arena, request->account.id,
                                request->now, error);
    if (err) return err;
    kr_model *places = kr_put_array(model, "places");
    size_t others = 0;
    for (int round = 0; round < 2; round++)
        for (size_t i = 0; i < n; i++) {
            char id[17];
            bool here = list[i].id == request->session.id;
            if (here != (round == 0)) continue;
            kr_model *place = kr_add_object(places);
            kr_id_text(list[i].id, id);
            kr_put_text(place, "id", kr_str_z(id));
            kr_put_bool(place, "here", here);
            kr_put_word(request, place, "device", devices[list[i].device < 3 ? list[i].device : 0]);
            kr_put_moment(request, place, "since", list[i].begun);
            kr_put_moment(request, place, "seen", list[i].seen);
            others += !here;
        }
    kr_put_bool(model, "others", others > 0);
    return KR_OK;
}

static kr_err show(kr_request *request, kr_reply *reply, const kr_error *wrong, const char *where,
                   kr_error *error) {
    kr_ways ways;
    kr_model *model = kr_page_model(request, reply, "account.title");
    kr_put_text(model, "sign_name", request->account.login);
    kr_put_text(model, "word", request->prefs.word);
    kr_put_error(request, model, "wrong", wrong);
    kr_put_bool(model, "wrong_name", wrong && strcmp(where, "name") == 0);
    kr_put_bool(model, "wrong_password", wrong && strcmp(where, "password") == 0);
    kr_put_bool(model, "wrong_delete", wrong && strcmp(where, "delete") == 0);
    kr_err err = kr_account_ways(request->web->store, &ways, request->account.id, error);
    if (err) return err;
    kr_put_bool(model, "has_password", ways.password);
    kr_put_bool(model, "second", ways.second);
    kr_put_bool(model, "has_vias", kr_oidc_count(request->web->oidc) > 0);
    kr_put_bool(model, "has_keys", ways.passkeys > 0);
    kr_put_bool(model, "other_ways", ways.passkeys > 0 || kr_oidc_count(request->web->oidc) > 0);
    kr_put_say(request, model, "keys", "passkey.count",
               (kr_word_arg[]){KR_WORD_NUMBER("n", (int64_t)ways.passkeys)}, 1);
    err = put_places(request, model, error);
    if (!err) err = kr_put_prove(request, model, "prove_delete", "weg", error);
    reply->tmpl = "account";
    return err;
}

kr_err kr_page_account(kr_request *request, kr_reply *reply, kr_error *error) {
    return show(request, reply, NULL, "", error);
}

/* Back to the form with the reason, or on as a page of its own when it is nobody's typing. */
static kr_err refuse(kr_request *request, kr_reply *reply, const kr_error *own, const char *where,
                     kr_error *error) {
    kr_err err = kr_form_refused(request, reply, own, error);
    return err ? err : show(request, reply, own, where, error);
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
    kr_store *store = request->web->store;
    kr_id account = request->account.id;
    kr_str password = kr_posted(request, "password");
    bool alone = kr_posted(request, "alleen").len > 0;
    /* a code counts once: nothing else may be wrong when it is looked at */
    kr_err err = kr_account_password_fits(store, account, password, &own);
    if (!err) err = kr_prove(request, "old_password", &own);
    if (!err) err = kr_account_password_put(store, account, password, alone, &own);
    if (err != KR_OK) return refuse(request, reply, &own, "password", error);
    /* whoever knew the old password is out; this browser gets a fresh session, and is known anew */
    err = kr_session_end_all(store, account, 0, error);
    if (err == KR_OK) err = kr_browsers_forget(store, account, KR_NONE, error);
    request->new_browser = true;
    if (err == KR_OK) err = kr_request_sign_in(request, account, KR_SIGN_RENEWED, error);
    if (err != KR_OK) return err;
    kr_go(request, reply, "/account", alone ? "account.password.alone.saved" : "account.password.saved");
    return KR_OK;
}

kr_err kr_page_account_sessions(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_err err = kr_session_end_all(request->web->store, request->account.id, request->session.id, error);
    if (err == KR_OK)
        err =
            kr_browsers_forget(request->web->store, request->account.id, kr_request_browser(request), error);
    if (err != KR_OK) return err;
    kr_request_told(request, KR_EVENT_SIGNED_OUT, KR_ACTION_DELETE, KR_OUTCOME_DONE); /* of others */
    kr_go(request, reply, "/account", "account.sessions.done");
    return KR_OK;
}

/* One that is not there any more is what was asked for. */
kr_err kr_page_account_session(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_id session;
    kr_error own = {.code = KR_OK};
    if (!kr_id_parse(kr_posted(request, "id"), &session))
        return kr_fail(error, KR_E_SYNTAX, "error.say.400", NULL, NULL);
    kr_err err = kr_session_end_of(request->web->store, request->account.id, session, &own);
    if (err && err != KR_E_NOT_FOUND) {
        if (error) *error = own;
        return err;
    }
    kr_request_told(request, KR_EVENT_SIGNED_OUT, KR_ACTION_DELETE, KR_OUTCOME_DONE); /* of another */
    kr_go(request, reply, "/account", "where.ended");
    return KR_OK;
}

kr_err kr_page_account_delete(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_id account = request->account.id;
    kr_error own = {.code = KR_OK};
    kr_err err = KR_OK;
    if (!kr_posted_has(request, "zeker"))
        err = kr_fail(&own, KR_E_INVALID, "account.delete.unsure", NULL, NULL);
    if (err == KR_OK) err = kr_prove(request, "password", &own);
    if (err != KR_OK) return refuse(request, reply, &own, "delete", error);
    err = kr_account_delete(request->web->store, account, request->now, error);
    if (err != KR_OK) return err;
    request->signed_in = false;
    kr_set_cookie(request, KR_COOKIE_SESSION, KR_NONE, -1);
    reply->forget = true;
    kr_go(request, reply, "/", "account.delete.done");
    return KR_OK;
}
