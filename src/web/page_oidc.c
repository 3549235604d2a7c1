/* Signing in by an organisation: going there, coming back, beginning here, and linking it to an account that
 * is there already. */
#include <sodium.h>

#include "core/utf8.h"
#include "web/oidc.h"

#define URLSAFE       sodium_base64_VARIANT_URLSAFE_NO_PADDING
#define VIA_MS        (15 * 60 * 1000LL)
#define KR_COOKIE_VIA "__Host-kring-via"
#define PARTS         9

/* -- what is kept meanwhile -- */
static kr_str random_text(kr_arena *arena) {
    unsigned char bytes[32];
    char text[64];
    randombytes_buf(bytes, sizeof bytes);
    sodium_bin2base64(text, sizeof text, bytes, sizeof bytes, URLSAFE);
    return kr_arena_copy(arena, kr_str_z(text));
}

static kr_err seal_parts(kr_request *request, kr_str *out, const char *purpose, const kr_str *parts, size_t n,
                         kr_error *error) {
    kr_buf plain, number;
    kr_str text, made;
    kr_buf_init(&number, request->arena, 64);
    kr_put_int(&number, request->now);
    kr_buf_init(&plain, request->arena, 8192);
    if (kr_buf_end(&number, &made) == KR_OK) kr_put_part(&plain, made);
    for (size_t i = 0; i < n; i++) kr_put_part(&plain, parts[i]);
    kr_err err = kr_buf_end(&plain, &text);
    if (err) return kr_fail(error, err, "error.memory", NULL, NULL);
    return kr_seal_text(request->web->store, out, request->arena, kr_str_z(purpose), text, error);
}

/* False: not ours, or too old. */
static bool open_parts(kr_request *request, kr_str sealed, const char *purpose, kr_str *parts, size_t n) {
    kr_str rest, made;
    int64_t at;
    if (sealed.len == 0 || sealed.len > 8192 ||
        kr_unseal_text(request->web->store, &rest, request->arena, kr_str_z(purpose), sealed, NULL))
        return false;
    if (!kr_take_part(&rest, &made) || !kr_str_int(made, &at) || at > request->now ||
        request->now - at > VIA_MS)
        return false;
    for (size_t i = 0; i < n; i++)
        if (!kr_take_part(&rest, &parts[i])) return false;
    return rest.len == 0;
}

static kr_err keep(kr_request *request, const kr_via *via, kr_error *error) {
    char link[17];
    kr_str sealed;
    kr_id_text(via->link, link);
    const kr_str parts[] = {via->provider, via->state,     via->nonce,  via->verifier,
                            via->go_on,    kr_str_z(link), via->back_to};
    kr_err err = seal_parts(request, &sealed, "via", parts, KR_COUNT(parts), error);
    if (!err) kr_set_cookie(request, KR_COOKIE_VIA, sealed, (int)(VIA_MS / 1000));
    return err;
}

static bool kept(kr_request *request, kr_via *via) {
    kr_str parts[7];
    kr_str cookie = kr_parse_cookie(kr_header_in(request->call, "cookie"), KR_COOKIE_VIA);
    if (!open_parts(request, cookie, "via", parts, KR_COUNT(parts))) return false;
    *via = (kr_via){.provider = parts[0],
                    .state = parts[1],
                    .nonce = parts[2],
                    .verifier = parts[3],
                    .go_on = parts[4],
                    .back_to = parts[6]};
    return kr_id_parse(parts[5], &via->link) || kr_str_is(parts[5], "0000000000000000");
}

static kr_str back_to(kr_request *request, kr_str name) {
    kr_buf out;
    kr_str text;
    kr_buf_init(&out, request->arena, 1024);
    kr_put_z(&out, request->web->behind_tls ? "https://" : "http://");
    kr_put(&out, kr_header_in(request->call, "host"));
    kr_put_z(&out, "/inloggen/terug/");
    kr_put(&out, name);
    return kr_buf_end(&out, &text) == KR_OK ? text : KR_NONE;
}

/* -- going there -- */
void kr_put_vias(kr_request *request, kr_model *model, kr_str go_on) {
    const kr_oidc *oidc = request->web->oidc;
    kr_model *list = kr_put_array(model, "vias");
    kr_put_bool(model, "any_via", kr_oidc_count(oidc) > 0);
    for (size_t i = 0; i < kr_oidc_count(oidc); i++) {
        const kr_provider *provider = kr_oidc_at(oidc, i);
        kr_model *one = kr_add_object(list);
        kr_buf href;
        kr_str text = KR_NONE;
        kr_buf_init(&href, request->arena, 2048);
        kr_put_z(&href, "/inloggen/via/");
        kr_put(&href, kr_provider_name(provider));
        kr_str safe = kr_safe_path(request->web, go_on);
        if (safe.len && !memchr(safe.ptr, '&', safe.len)) {
            kr_put_z(&href, "?verder=");
            kr_put(&href, safe);
        }
        kr_put_text(one, "title", kr_provider_title(provider));
        kr_put_text(one, "name", kr_provider_name(provider));
        kr_put_text(one, "href", kr_buf_end(&href, &text) == KR_OK ? text : KR_NONE);
    }
}

static kr_err leave(kr_request *request, kr_reply *reply, const kr_provider *provider, kr_id link,
                    kr_str go_on, kr_error *error) {
    kr_via via = {.provider = kr_provider_name(provider),
                  .state = random_text(request->arena),
                  .nonce = random_text(request->arena),
                  .verifier = random_text(request->arena),
                  .go_on = kr_safe_path(request->web, go_on),
                  .link = link,
                  .back_to = back_to(request, kr_provider_name(provider))};
    if (!via.state.ptr || !via.nonce.ptr || !via.verifier.ptr || !via.back_to.len)
        return kr_fail(error, KR_E_MEMORY, "error.memory", NULL, NULL);
    kr_err err = kr_oidc_address(request, &reply->location, provider, &via, error);
    return err ? err : keep(request, &via, error);
}

/* What went wrong outside stands above the page to sign in on; why exactly, in the log of who runs this. */
static kr_err not_now(kr_request *request, kr_reply *reply, kr_error *own, kr_error *error) {
    bool outside = own->code == KR_E_IO || own->code == KR_E_UNSUPPORTED || own->code == KR_E_BUSY ||
                   own->code == KR_E_DENIED;
    if (!outside) {
        if (error) *error = *own;
        return own->code;
    }
    reply->status = own->code == KR_E_DENIED ? 422 : 503;
    bool refused = strcmp(own->key, "via.refused") == 0;
    (void)kr_fail(own, KR_E_DENIED, refused ? "via.refused" : "via.failed", NULL, NULL);
    return kr_sign_again(request, reply, own, KR_NONE, error);
}

/* ?koppel= comes from the page of the account, after somebody proved who they are. */
kr_err kr_page_via(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_error own = {.code = KR_OK};
    kr_str parts[2], token = kr_query(request, "koppel");
    kr_id link = 0;
    const kr_provider *provider = kr_oidc_find(request->web->oidc, request->params[0]);
    if (!provider) return kr_fail(error, KR_E_NOT_FOUND, "error.say.404", NULL, NULL);
    if (token.len) {
        bool good = request->signed_in && open_parts(request, token, "via link", parts, 2) &&
                    kr_str_eq(parts[1], kr_provider_name(provider)) && kr_id_parse(parts[0], &link) &&
                    link == request->account.id;
        if (!good) {
            reply->location = KR_STR("/account/via");
            return KR_OK;
        }
    }
    kr_err err = leave(request, reply, provider, link, kr_query(request, "verder"), &own);
    return err ? not_now(request, reply, &own, error) : KR_OK;
}

/* -- coming back -- */
/* Nobody knows this person here yet: they may begin, or sign in and link. */
static kr_err show_new(kr_request *request, kr_reply *reply, const kr_provider *provider, kr_str token,
                       kr_str name, const kr_error *wrong) {
    kr_model *model = kr_page_model(request, reply, "via.new.title");
    kr_word_arg title = KR_WORD_TEXT("title", kr_provider_title(provider));
    kr_page_flow(request, model, "/inloggen", "forgot.back");
    kr_put_say(request, model, "lead", "via.new.lead", &title, 1);
    kr_put_say(request, model, "say_have", "via.new.have", &title, 1);
    kr_put_text(model, "token", token);
    kr_put_text(model, "name", name);
    kr_put_error(request, model, "wrong", wrong);
    reply->tmpl = "via-nieuw";
    return KR_OK;
}

static kr_err link_it(kr_request *request, kr_reply *reply, const kr_provider *provider, const kr_via *via,
                      const kr_oidc_person *who, kr_error *error) {
    kr_error own = {.code = KR_OK};
    if (!request->signed_in || request->account.id != via->link) {
        reply->location = KR_STR("/account/via");
        return KR_OK;
    }
    kr_err err = kr_outside_add(request->web->store, via->link, kr_provider_issuer(provider), who->subject,
                                kr_provider_name(provider), request->now, &own);
    if (err && err != KR_E_EXISTS) {
        if (error) *error = own;
        return err;
    }
    kr_go(request, reply, "/account/via", err ? "via.taken" : "via.linked");
    return KR_OK;
}

static kr_err arrive(kr_request *request, kr_reply *reply, const kr_provider *provider, const kr_via *via,
                     const kr_oidc_person *who, kr_error *error) {
    kr_error own = {.code = KR_OK};
    kr_pending pending = {.after = KR_AFTER_OUTSIDE, .go_on = via->go_on};
    kr_str token;
    if (via->link) return link_it(request, reply, provider, via, who, error);
    kr_err err = kr_outside_find(request->web->store, &pending.account, kr_provider_issuer(provider),
                                 who->subject, &own);
    if (!err) return kr_sign_on(request, reply, &pending, KR_NONE, error);
    if (err != KR_E_NOT_FOUND) {
        if (error) *error = own;
        return err;
    }
    const kr_str parts[] = {kr_provider_name(provider), who->subject, via->go_on};
    err = seal_parts(request, &token, "via new", parts, KR_COUNT(parts), error);
    return err ? err : show_new(request, reply, provider, token, who->name, NULL);
}

/* The state is the browser's own, and used once, whatever comes of it. */
static kr_err right_state(kr_request *request, kr_via *via, const kr_provider *provider, kr_error *error) {
    kr_str state = kr_query(request, "state");
    bool right = kept(request, via) && kr_str_eq(via->provider, kr_provider_name(provider)) &&
                 state.len == via->state.len && sodium_memcmp(state.ptr, via->state.ptr, state.len) == 0;
    if (!right) return kr_fail(error, KR_E_DENIED, "via.failed", NULL, "state");
    kr_err err = kr_used_note(request->web->store, "via", state, request->now + 2 * VIA_MS, error);
    return err == KR_E_EXISTS ? kr_fail(error, KR_E_DENIED, "via.failed", NULL, "state") : err;
}

kr_err kr_page_via_back(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_error own = {.code = KR_OK};
    kr_via via;
    kr_oidc_person who;
    kr_str code = kr_query(request, "code");
    const kr_provider *provider = kr_oidc_find(request->web->oidc, request->params[0]);
    if (!provider) return kr_fail(error, KR_E_NOT_FOUND, "error.say.404", NULL, NULL);
    kr_err err = right_state(request, &via, provider, &own);
    if (!err) kr_set_cookie(request, KR_COOKIE_VIA, KR_NONE, -1);
    if (!err && (code.len == 0 || code.len > 4096 || kr_query(request, "error").len))
        err = kr_fail(&own, KR_E_DENIED, "via.failed", NULL, "code");
    if (!err) err = kr_oidc_person_for(request, &who, provider, &via, code, kr_query(request, "iss"), &own);
    if (err == KR_E_DENIED) kr_request_kept_out(request, 0, KR_SIGN_ORGANISATION);
    if (err) return not_now(request, reply, &own, error);
    return arrive(request, reply, provider, &via, &who, error);
}

/* -- beginning here -- */
kr_err kr_page_via_new(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_error own = {.code = KR_OK};
    kr_str parts[3], token = kr_posted(request, "token"), name = kr_str_trim(kr_posted(request, "name"));
    char sheet[64];
    kr_id account;
    if (!open_parts(request, token, "via new", parts, 3)) {
        (void)kr_fail(&own, KR_E_DENIED, "second.late", NULL, NULL);
        reply->status = 422;
        return kr_sign_again(request, reply, &own, KR_NONE, error);
    }
    const kr_provider *provider = kr_oidc_find(request->web->oidc, parts[0]);
    if (!provider) return kr_fail(error, KR_E_NOT_FOUND, "error.say.404", NULL, NULL);
    kr_err err = kr_newcomer_look(request->web->store, request->now, &own);
    if (!err)
        err = kr_outside_create(request->web->store, &account, name, kr_provider_issuer(provider), parts[1],
                                parts[0], request->now, sheet, &own);
    if (!err) kr_newcomer_note(request->web->store, request->now);
    if (err) {
        err = kr_form_refused(request, reply, &own, error);
        return err ? err : show_new(request, reply, provider, token, name, &own);
    }
    if (request->signed_in) err = kr_session_end(request->web->store, request->session.id, error);
    if (!err) err = kr_request_sign_in(request, account, KR_SIGN_BEGUN, error);
    if (err) return err;
    kr_show_sheet(request, reply, sheet, parts[2].len ? parts[2] : KR_STR("/kringen"));
    return KR_OK;
}

/* -- with an account that is there -- */
static kr_err show_all(kr_request *request, kr_reply *reply, const kr_error *wrong, kr_error *error) {
    const kr_oidc *oidc = request->web->oidc;
    kr_outside *list = NULL;
    size_t n = 0;
    kr_model *model = kr_page_model(request, reply, "via.title");
    kr_page_flow(request, model, "/account", "account.back");
    kr_err err = kr_outsides_of(request->web->store, &list, &n, request->arena, request->account.id, error);
    if (err) return err;
    kr_model *links = kr_put_array(model, "links"), *others = kr_put_array(model, "others");
    for (size_t i = 0; i < n; i++) {
        char id[17];
        const kr_provider *provider = kr_oidc_find(oidc, list[i].provider);
        kr_model *one = kr_add_object(links);
        kr_id_text(list[i].id, id);
        kr_put_text(one, "id", kr_str_z(id));
        kr_put_text(one, "title", provider ? kr_provider_title(provider) : list[i].provider);
        kr_put_moment(request, one, "since", list[i].made);
    }
    for (size_t i = 0; i < kr_oidc_count(oidc); i++) {
        kr_model *one = kr_add_object(others);
        kr_put_text(one, "name", kr_provider_name(kr_oidc_at(oidc, i)));
        kr_put_text(one, "title", kr_provider_title(kr_oidc_at(oidc, i)));
    }
    kr_put_bool(model, "has_links", n > 0);
    kr_put_error(request, model, "wrong", wrong);
    reply->tmpl = "via";
    return kr_put_prove(request, model, "prove", "via", error);
}

kr_err kr_page_vias(kr_request *request, kr_reply *reply, kr_error *error) {
    return show_all(request, reply, NULL, error);
}

/* The way there is a link on a page: a form may only lead to this site itself. */
static kr_err show_go(kr_request *request, kr_reply *reply, const kr_provider *provider, kr_error *error) {
    char id[17];
    kr_str token;
    kr_buf href;
    kr_str text = KR_NONE;
    kr_id_text(request->account.id, id);
    const kr_str parts[] = {kr_str_z(id), kr_provider_name(provider)};
    kr_err err = seal_parts(request, &token, "via link", parts, KR_COUNT(parts), error);
    if (err) return err;
    kr_buf_init(&href, request->arena, 4096);
    kr_put_z(&href, "/inloggen/via/");
    kr_put(&href, kr_provider_name(provider));
    kr_put_z(&href, "?koppel=");
    kr_put(&href, token);
    if (kr_buf_end(&href, &text)) return kr_fail(error, KR_E_MEMORY, "error.memory", NULL, NULL);
    kr_model *model = kr_page_model(request, reply, "via.title");
    kr_word_arg title = KR_WORD_TEXT("title", kr_provider_title(provider));
    kr_page_flow(request, model, "/account/via", "account.back");
    kr_put_say(request, model, "go", "via.link.go", &title, 1);
    kr_put_say(request, model, "lead", "via.link.lead", &title, 1);
    kr_put_text(model, "href", text);
    reply->tmpl = "via-koppel";
    return KR_OK;
}

kr_err kr_page_vias_do(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_error own = {.code = KR_OK};
    kr_id id;
    const kr_provider *provider = kr_oidc_find(request->web->oidc, kr_posted(request, "koppel"));
    bool drops = kr_id_parse(kr_posted(request, "los"), &id);
    if (!provider && !drops) return kr_fail(error, KR_E_SYNTAX, "error.say.400", NULL, NULL);
    kr_err err = kr_prove(request, "password", &own);
    if (!err && drops) err = kr_outside_drop(request->web->store, request->account.id, id, &own);
    if (err) {
        err = kr_form_refused(request, reply, &own, error);
        return err ? err : show_all(request, reply, &own, error);
    }
    if (provider) return show_go(request, reply, provider, error);
    kr_go(request, reply, "/account/via", "via.loose");
    return KR_OK;
}
