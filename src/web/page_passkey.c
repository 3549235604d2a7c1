/* Signing in with a passkey; and which ones an account has. */
#include "core/utf8.h"
#include "web/passkey.h"

kr_err kr_page_key_sign(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_error own = {.code = KR_OK};
    kr_str sealed = kr_posted(request, "sealed");
    kr_pending pending = {.after = KR_AFTER_SIGN,
                          .way = KR_SIGN_PASSKEY,
                          .go_on = kr_safe_path(request->web, kr_posted(request, "verder"))};
    kr_err err = kr_key_shown(request, KR_KEY_SIGN, &pending.account, &own);
    if (!err) return kr_sign_finish(request, reply, &pending, sealed, error);
    if (err == KR_E_DENIED) kr_request_kept_out(request, 0, KR_SIGN_PASSKEY);
    err = kr_form_refused(request, reply, &own, error);
    return err ? err : kr_sign_again(request, reply, &own, sealed, error);
}

/* -- which there are -- */
static void put_key(kr_request *request, kr_model *array, const kr_passkey *key) {
    char id[17];
    kr_model *row = kr_add_object(array);
    kr_id_text(key->id, id);
    kr_put_text(row, "id", kr_str_z(id));
    kr_put_text(row, "name", key->name);
    kr_put_moment(request, row, "made", key->made);
    kr_put_bool(row, "was_used", key->used > 0);
    kr_put_moment(request, row, "used", key->used ? key->used : key->made);
}

static kr_err show(kr_request *request, kr_reply *reply, const kr_error *wrong, kr_error *error) {
    kr_passkey *keys = NULL;
    size_t n = 0;
    kr_model *model = kr_page_model(request, reply, "passkey.title");
    kr_page_flow(request, model, "/account", "account.back");
    kr_err err = kr_passkeys_of(request->web->store, &keys, &n, request->arena, request->account.id, error);
    if (err) return err;
    kr_model *array = kr_put_array(model, "keys");
    for (size_t i = 0; i < n; i++) put_key(request, array, &keys[i]);
    kr_put_bool(model, "any", n > 0);
    kr_put_error(request, model, "wrong", wrong);
    kr_put_text(model, "key_name", kr_posted(request, "key_name"));
    kr_put_bool(model, "possible", kr_key_possible(request));
    reply->tmpl = "sleutels";
    return kr_put_prove(request, model, "prove", "nieuw", error);
}

kr_err kr_page_keys(kr_request *request, kr_reply *reply, kr_error *error) {
    return show(request, reply, NULL, error);
}

static kr_err refuse(kr_request *request, kr_reply *reply, const kr_error *own, kr_error *error) {
    kr_err err = kr_form_refused(request, reply, own, error);
    return err ? err : show(request, reply, own, error);
}

/* First who one is, then the device: so that no device keeps a passkey that was refused here. */
kr_err kr_page_key_begin(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_error own = {.code = KR_OK};
    kr_str name = kr_utf8_head(kr_str_trim(kr_posted(request, "key_name")), KR_PASSKEY_NAME_MOST);
    kr_err err = kr_prove(request, "password", &own);
    if (err) return refuse(request, reply, &own, error);
    if (name.len == 0) name = kr_word(request->prefs.lang, "passkey.unnamed");
    kr_model *model = kr_page_model(request, reply, "passkey.title");
    kr_page_flow(request, model, "/account/sleutels", "passkey.back");
    kr_put_text(model, "key_name", name);
    reply->tmpl = "sleutel-nieuw";
    return kr_put_key(request, model, "key", KR_KEY_NEW, request->account.id, name, error);
}

kr_err kr_page_key_new(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_error own = {.code = KR_OK};
    kr_err err = kr_key_made(request, &own);
    if (err == KR_E_DENIED) err = kr_fail(&own, KR_E_DENIED, "passkey.not_made", NULL, NULL);
    if (err) return refuse(request, reply, &own, error);
    kr_go(request, reply, "/account/sleutels", "passkey.made");
    return KR_OK;
}

/* -- taking one away -- */
static kr_err show_drop(kr_request *request, kr_reply *reply, const kr_error *wrong, kr_error *error) {
    kr_passkey *keys = NULL;
    size_t n = 0;
    kr_id id;
    kr_err err = kr_passkeys_of(request->web->store, &keys, &n, request->arena, request->account.id, error);
    if (err) return err;
    if (!kr_id_parse(request->params[0], &id)) id = 0;
    const kr_passkey *key = NULL;
    for (size_t i = 0; i < n; i++)
        if (keys[i].id == id) key = &keys[i];
    if (!key) return kr_fail(error, KR_E_NOT_FOUND, "error.say.404", NULL, NULL);
    kr_model *model = kr_page_model(request, reply, "passkey.drop.title");
    kr_page_flow(request, model, "/account/sleutels", "passkey.back");
    kr_put_text(model, "id", request->params[0]);
    kr_put_text(model, "key_name", key->name);
    kr_put_error(request, model, "wrong", wrong);
    reply->tmpl = "sleutel-weg";
    return kr_put_prove(request, model, "prove", "weg", error);
}

kr_err kr_page_key_drop_ask(kr_request *request, kr_reply *reply, kr_error *error) {
    return show_drop(request, reply, NULL, error);
}

kr_err kr_page_key_drop(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_id id;
    kr_error own = {.code = KR_OK};
    if (!kr_id_parse(request->params[0], &id))
        return kr_fail(error, KR_E_NOT_FOUND, "error.say.404", NULL, NULL);
    kr_err err = kr_prove(request, "password", &own);
    if (!err) err = kr_passkey_drop(request->web->store, request->account.id, id, &own);
    if (err) {
        err = kr_form_refused(request, reply, &own, error);
        return err ? err : show_drop(request, reply, &own, error);
    }
    kr_go(request, reply, "/account/sleutels", "passkey.dropped");
    return KR_OK;
}
