/* Who is asking: the session behind the cookie; and forms that outlive it. */
#include "store/sign.h"
#include "web/engine.h"

static void take_account(kr_request *request, const kr_account *account) {
    request->account = *account;
    request->signed_in = true;
    kr_lang linked = request->prefs.lang;
    kr_prefs_from_json(&request->prefs, request->arena, request->account.prefs, &request->prefs_lang);
    if (request->prefs_link) request->prefs.lang = linked;
}

kr_err kr_request_who(kr_request *request, kr_id circle, kr_error *error) {
    kr_str token = kr_parse_cookie(kr_header_in(request->call, "cookie"), KR_COOKIE_SESSION);
    if (token.len == 0 || token.len >= KR_TOKEN_TEXT) return KR_OK;
    kr_error why = {.code = KR_OK};
    kr_err err = kr_visit_begin(request->web->store, &request->visit, request->arena, token, circle,
                                request->now, &why);
    if (err == KR_E_NOT_FOUND || err == KR_E_INVALID || err == KR_E_SYNTAX) return KR_OK;
    if (err == KR_OK) {
        request->session = request->visit.session;
        if (!request->session.expired) take_account(request, &request->visit.account);
    } else if (error) {
        *error = why;
    }
    return err;
}

kr_str kr_request_browser(const kr_request *request) {
    return kr_parse_cookie(kr_header_in(request->call, "cookie"), KR_COOKIE_BROWSER);
}

/* When this fails the browser is a stranger next time, which is no reason to send anybody away now. */
static void know_browser(kr_request *request, kr_id account) {
    char token[KR_TOKEN_TEXT];
    kr_str now_has = request->new_browser ? KR_NONE : kr_request_browser(request);
    if (kr_browser_keep(request->web->store, token, account, now_has, request->now, NULL) == KR_OK)
        kr_set_cookie(request, KR_COOKIE_BROWSER, kr_str_z(token), (int)(KR_BROWSER_MS / 1000));
}

/* All that is kept of where somebody signs in. */
static kr_device device_of(const kr_request *request) {
    kr_str agent = kr_header_in(request->call, "user-agent");
    static const char *const small[] = {"Mobi", "Android", "iPhone", "iPad"};
    if (agent.len == 0) return KR_DEVICE_UNTOLD;
    for (size_t i = 0; i < KR_COUNT(small); i++)
        if (kr_str_find(agent, kr_str_z(small[i])) != SIZE_MAX) return KR_DEVICE_PHONE;
    return KR_DEVICE_COMPUTER;
}

kr_err kr_request_sign_in(kr_request *request, kr_id account, uint8_t way, kr_error *error) {
    char token[KR_TOKEN_TEXT];
    kr_store *store = request->web->store;
    kr_err err = kr_session_begin_on(store, token, account, device_of(request), way, request->now, error);
    if (err != KR_OK) return err;
    kr_str text = kr_arena_copy(request->arena, kr_str_z(token));
    if (!text.ptr) return kr_fail(error, KR_E_MEMORY, "error.memory", NULL, NULL);
    err = kr_session_find(store, &request->session, text, request->now, error);
    if (err != KR_OK) return err;
    kr_account whose;
    err = kr_account_get(store, &whose, request->arena, account, error);
    if (err != KR_OK) return err;
    take_account(request, &whose);
    kr_set_cookie(request, KR_COOKIE_SESSION, text, 0);
    know_browser(request, account);
    return KR_OK;
}

void kr_request_kept_out(kr_request *request, kr_id account, uint8_t way) {
    const kr_look look = {.account = account,
                          .event = KR_EVENT_SIGN_IN_REFUSED,
                          .action = KR_ACTION_EXECUTE,
                          .outcome = KR_OUTCOME_REFUSED,
                          .role = way};
    kr_error why;
    kr_err err = kr_look_note(request->web->store, KR_LEDGER_DOOR, &look, request->now, &why);
    (void)err;
}

void kr_request_told(kr_request *request, uint8_t event, uint8_t action, uint8_t outcome) {
    const kr_look look = {.account = request->account.id,
                          .session = request->session.id,
                          .event = event,
                          .action = action,
                          .outcome = outcome};
    kr_error why;
    if (!request->signed_in) return;
    kr_err err = kr_look_note(request->web->store, KR_LEDGER_DOOR, &look, request->now, &why);
    (void)err;
}

/* "http://127.0.0.1:8700" and "127.0.0.1:8700": the same place? Only the Host line says where this is: what
 * somebody else may add ("X-Forwarded-Host") is not believed. */
static bool origin_is(kr_str origin, kr_str host, bool tls) {
    size_t at = kr_str_find(origin, KR_STR("://"));
    if (at == SIZE_MAX || host.len == 0) return false;
    if (tls && !kr_str_starts(origin, KR_STR("https://"))) return false;
    return kr_str_eq(kr_str_n(origin.ptr + at + 3, origin.len - at - 3), host);
}

/* Both lines count where both are there; "none" is a person who typed or came back, never another site. */
kr_from kr_request_from(const kr_request *request) {
    kr_str site = kr_header_in(request->call, "sec-fetch-site");
    kr_str origin = kr_header_in(request->call, "origin");
    bool same = kr_str_is(site, "same-origin");
    if (site.len && !same && !kr_str_is(site, "none")) return KR_FROM_ELSEWHERE;
    if (origin.len == 0) return same ? KR_FROM_HERE : KR_FROM_UNSAID;
    kr_str host = kr_header_in(request->call, "host");
    if (!origin_is(origin, host, request->web->behind_tls)) return KR_FROM_ELSEWHERE;
    return site.len == 0 || same ? KR_FROM_HERE : KR_FROM_UNSAID;
}

bool kr_request_same_site(const kr_request *request) {
    return kr_request_from(request) == KR_FROM_HERE;
}

kr_err kr_request_form(kr_request *request, kr_error *error) {
    static const char url[] = "application/x-www-form-urlencoded", multi[] = "multipart/form-data";
    const kr_call *call = request->call;
    kr_str type;
    kr_str_cut(call->content_type, ';', &type);
    type = kr_str_trim(type);
    kr_err err = KR_OK;
    if (call->body.len == 0)
        request->n_form = 0;
    else if (kr_str_is(type, url))
        err = kr_parse_form(&request->form, &request->n_form, request->arena, call->body);
    else if (kr_str_is(type, multi))
        err = kr_parse_multipart(&request->form, &request->n_form, request->arena, call->content_type,
                                 call->body);
    else
        err = KR_E_SYNTAX;
    if (err == KR_OK) err = kr_fields_index(request);
    return err == KR_OK
               ? KR_OK
               : kr_fail(error, err, err == KR_E_LIMIT ? "error.say.413" : "error.say.400", NULL, NULL);
}

static void purpose_of(kr_id account, char out[24]) {
    memcpy(out, "form:", 5);
    kr_id_text(account, out + 5);
}

kr_err kr_request_seal(kr_request *request, kr_id account, kr_str *sealed, kr_error *error) {
    const kr_call *call = request->call;
    char purpose[24];
    kr_buf plain;
    kr_str text;
    if (call->body.len > KR_MOST_SEALED) return kr_fail(error, KR_E_LIMIT, "error.say.413", NULL, NULL);
    purpose_of(account, purpose);
    kr_buf_init(&plain, request->arena, KR_MOST_SEALED + 16384);
    kr_put_int(&plain, request->now);
    kr_put_c(&plain, '\n');
    kr_put(&plain, request->path);
    kr_put_c(&plain, '\n');
    kr_put(&plain, call->content_type);
    kr_put_c(&plain, '\n');
    kr_put(&plain, call->body);
    kr_err err = kr_buf_end(&plain, &text);
    if (err != KR_OK) return kr_fail(error, err, "error.memory", NULL, NULL);
    return kr_seal_text(request->web->store, sealed, request->arena, kr_str_z(purpose), text, error);
}

/* How long a sealed form may wait: as long as a working day and its evening. */
#define SEALED_MS (24 * 3600 * 1000LL)

kr_err kr_request_unseal(kr_request *request, kr_str sealed, kr_sealed_form *out, kr_error *error) {
    char purpose[24];
    kr_str plain, at;
    int64_t made;
    purpose_of(request->account.id, purpose);
    kr_err err =
        kr_unseal_text(request->web->store, &plain, request->arena, kr_str_z(purpose), sealed, error);
    bool unsure = err != KR_OK;
    if (unsure) {
        purpose_of(0, purpose);
        err = kr_unseal_text(request->web->store, &plain, request->arena, kr_str_z(purpose), sealed, error);
    }
    if (err != KR_OK) return err;
    out->unsure = unsure;
    plain = kr_str_cut(plain, '\n', &at);
    if (!kr_str_int(at, &made) || request->now - made > SEALED_MS || made > request->now)
        return kr_fail(error, KR_E_DENIED, "error.say.403", NULL, NULL);
    plain = kr_str_cut(plain, '\n', &out->path);
    out->body = kr_str_cut(plain, '\n', &out->content_type);
    return KR_OK;
}
