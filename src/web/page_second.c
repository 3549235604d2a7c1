/* The second proof at signing in; and switching it on and off: an app that shows codes, reserve codes for
 * when there is no phone. */
#include "web/qr.h"
#include "web/passkey.h"

#include <sodium.h>

/* -- at signing in -- */
static kr_err show_ask(kr_request *request, kr_reply *reply, kr_id account, kr_str token, kr_str sealed,
                       const kr_error *wrong, kr_error *error) {
    kr_model *model = kr_page_model(request, reply, "second.title");
    kr_page_flow(request, model, "/inloggen", "forgot.back");
    kr_put_error(request, model, "wrong", wrong);
    kr_put_text(model, "token", token);
    kr_put_text(model, "sealed", sealed);
    reply->tmpl = "tweede";
    return kr_put_key(request, model, "key", KR_KEY_SECOND, account, KR_NONE, error);
}

static kr_err finish(kr_request *request, kr_reply *reply, const kr_pending *pending, kr_str sealed,
                     kr_error *error) {
    if (pending->after == KR_AFTER_FORGOT) return kr_forgot_finish(request, reply, pending, error);
    return kr_sign_finish(request, reply, pending, sealed, error);
}

static uint8_t first_way(kr_after after) {
    return after == KR_AFTER_FORGOT    ? KR_SIGN_SHEET
           : after == KR_AFTER_OUTSIDE ? KR_SIGN_ORGANISATION
                                       : KR_SIGN_PASSWORD;
}

kr_err kr_sign_on(kr_request *request, kr_reply *reply, const kr_pending *pending, kr_str sealed,
                  kr_error *error) {
    kr_ways ways;
    kr_str token;
    kr_err err = kr_account_ways(request->web->store, &ways, pending->account, error);
    if (!err && !ways.second) {
        kr_pending alone = *pending;
        alone.way = first_way(pending->after);
        return finish(request, reply, &alone, sealed, error);
    }
    if (!err) err = kr_pending_seal(request, &token, pending, error);
    return err ? err : show_ask(request, reply, pending->account, token, sealed, NULL, error);
}

/* Who comes here by an address has nothing to go on with. */
kr_err kr_page_second_back(kr_request *request, kr_reply *reply, kr_error *error) {
    (void)error;
    reply->location = request->signed_in ? KR_STR("/kringen") : KR_STR("/inloggen");
    return KR_OK;
}

/* A code, or a passkey of this account. */
static kr_err second_proof(kr_request *request, const kr_pending *pending, kr_error *error) {
    kr_store *store = request->web->store;
    kr_id account = pending->account;
    kr_str browser = kr_request_browser(request);
    if (!kr_key_posted(request))
        return kr_second_check(store, account, kr_str_trim(kr_posted(request, "code")), browser, request->now,
                               error);
    kr_err err = kr_second_try(store, account, browser, request->now, error);
    if (!err) err = kr_key_shown(request, KR_KEY_SECOND, &account, error);
    if (err == KR_E_DENIED) kr_request_kept_out(request, account, pending->way);
    return err ? err : kr_second_clear(store, account, browser, error);
}

kr_err kr_page_second(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_pending pending;
    kr_error own = {.code = KR_OK};
    kr_str token = kr_posted(request, "token"), sealed = kr_posted(request, "sealed");
    kr_err err = kr_pending_open(request, &pending, token, &own);
    if (err == KR_E_DENIED) {
        reply->status = 422;
        return kr_sign_again(request, reply, &own, sealed, error);
    }
    pending.way = first_way(pending.after) | (kr_key_posted(request) ? KR_SIGN_KEY : KR_SIGN_CODE);
    if (!err) err = second_proof(request, &pending, &own);
    if (err) {
        err = kr_form_refused(request, reply, &own, error);
        return err ? err : show_ask(request, reply, pending.account, token, sealed, &own, error);
    }
    return finish(request, reply, &pending, sealed, error);
}

/* -- switching on -- */
static void secret_purpose(kr_id account, char out[32]) {
    memcpy(out, "app secret:", 11);
    kr_id_text(account, out + 11);
}

static kr_err seal_secret(kr_request *request, kr_str *out, const unsigned char secret[KR_TOTP_SECRET],
                          kr_error *error) {
    char purpose[32];
    secret_purpose(request->account.id, purpose);
    return kr_seal_text(request->web->store, out, request->arena, kr_str_z(purpose),
                        kr_str_n((const char *)secret, KR_TOTP_SECRET), error);
}

/* False: not one that this page made for this account. */
static bool open_secret(kr_request *request, unsigned char out[KR_TOTP_SECRET], kr_str sealed) {
    char purpose[32];
    kr_str plain;
    secret_purpose(request->account.id, purpose);
    if (kr_unseal_text(request->web->store, &plain, request->arena, kr_str_z(purpose), sealed, NULL) ||
        plain.len != KR_TOTP_SECRET)
        return false;
    memcpy(out, plain.ptr, KR_TOTP_SECRET);
    return true;
}

/* RFC 4648, in groups of four when `group`. */
static void put_base32(kr_buf *out, const unsigned char *bytes, size_t len, bool group) {
    static const char signs[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    uint32_t bits = 0;
    int n = 0;
    size_t written = 0;
    for (size_t i = 0; i < len; i++) {
        bits = bits << 8 | bytes[i];
        for (n += 8; n >= 5; n -= 5) {
            if (group && written && written % 4 == 0) kr_put_c(out, ' ');
            kr_put_c(out, signs[bits >> (n - 5) & 31]);
            written++;
        }
    }
}

/* What stands in the address must not end it. */
static void put_percent(kr_buf *out, kr_str text) {
    static const char hex[] = "0123456789ABCDEF";
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                     c == '.' || c == '_';
        if (plain) {
            kr_put_c(out, (char)c);
        } else {
            kr_put_c(out, '%');
            kr_put_c(out, hex[c >> 4]);
            kr_put_c(out, hex[c & 15]);
        }
    }
}

/* The app shows where a code is for: Kring, and the name to sign in with when it is short enough. */
static void put_secret(kr_request *request, kr_model *model, const unsigned char secret[KR_TOTP_SECRET]) {
    kr_buf address, groups, svg;
    kr_str text = KR_NONE;
    kr_str login = request->account.login;
    kr_buf_init(&address, request->arena, 512);
    kr_put_z(&address, "otpauth://totp/Kring:");
    put_percent(&address, login.len && login.len <= 40 ? login : KR_STR("Kring"));
    kr_put_z(&address, "?secret=");
    put_base32(&address, secret, KR_TOTP_SECRET, false);
    kr_put_z(&address, "&issuer=Kring&algorithm=SHA1&digits=6&period=30");
    kr_buf_init(&groups, request->arena, 128);
    put_base32(&groups, secret, KR_TOTP_SECRET, true);
    kr_put_text(model, "groups", kr_buf_end(&groups, &text) == KR_OK ? text : KR_NONE);
    kr_buf_init(&svg, request->arena, 64 << 10);
    if (kr_buf_end(&address, &text) != KR_OK) {
        kr_put_lost(model);
        return;
    }
    kr_put_text(model, "address", text);
    kr_put_qr(&svg, text, kr_word(request->prefs.lang, "factor.qr"));
    if (kr_buf_end(&svg, &text) == KR_OK)
        kr_put_markup(model, "qr_svg", text);
    else
        kr_put_lost(model);
}

static kr_err show_on(kr_request *request, kr_reply *reply, const unsigned char secret[KR_TOTP_SECRET],
                      const kr_error *wrong, kr_error *error) {
    kr_str sealed;
    kr_model *model = kr_page_model(request, reply, "factor.title");
    kr_page_flow(request, model, "/account", "account.back");
    kr_err err = seal_secret(request, &sealed, secret, error);
    if (!err) err = kr_put_prove(request, model, "prove", "aan", error);
    if (err) return err;
    kr_put_text(model, "secret", sealed);
    put_secret(request, model, secret);
    kr_put_error(request, model, "wrong", wrong);
    reply->tmpl = "tweede-aan";
    return KR_OK;
}

static kr_err show_is_on(kr_request *request, kr_reply *reply, const kr_ways *ways, const kr_error *wrong,
                         const char *where, kr_error *error) {
    kr_model *model = kr_page_model(request, reply, "factor.title");
    kr_word_arg left = KR_WORD_NUMBER("n", (int64_t)ways->spare);
    kr_page_flow(request, model, "/account", "account.back");
    kr_err err = kr_put_prove(request, model, "prove_spare", "reserve", error);
    if (!err) err = kr_put_prove(request, model, "prove_off", "uit", error);
    if (err) return err;
    kr_put_say(request, model, "left", "factor.spare.left", &left, 1);
    kr_put_error(request, model, "wrong", wrong);
    kr_put_bool(model, "wrong_spare", wrong && strcmp(where, "spare") == 0);
    kr_put_bool(model, "wrong_off", wrong && strcmp(where, "off") == 0);
    reply->tmpl = "tweede-is-aan";
    return KR_OK;
}

kr_err kr_page_factor(kr_request *request, kr_reply *reply, kr_error *error) {
    unsigned char secret[KR_TOTP_SECRET];
    kr_ways ways;
    kr_err err = kr_account_ways(request->web->store, &ways, request->account.id, error);
    if (err) return err;
    if (ways.second) return show_is_on(request, reply, &ways, NULL, "", error);
    kr_totp_secret(secret);
    err = show_on(request, reply, secret, NULL, error);
    sodium_memzero(secret, sizeof secret);
    return err;
}

/* Shown once; only hashes are kept. */
static void show_spare(kr_request *request, kr_reply *reply, char spare[KR_SPARE_CODES][KR_SPARE_TEXT],
                       bool fresh) {
    kr_model *model = kr_page_model(request, reply, "spare.title");
    kr_model *codes = kr_put_array(model, "codes");
    for (size_t i = 0; i < KR_SPARE_CODES; i++) kr_put_text(kr_add_object(codes), "code", kr_str_z(spare[i]));
    kr_put_text(model, "login", request->account.login);
    kr_put_bool(model, "just_on", !fresh);
    kr_put_say(request, model, "host", "spare.where",
               (kr_word_arg[]){KR_WORD_TEXT("host", kr_header_in(request->call, "host"))}, 1);
    reply->tmpl = "reserve";
}

kr_err kr_page_factor_on(kr_request *request, kr_reply *reply, kr_error *error) {
    unsigned char secret[KR_TOTP_SECRET];
    char spare[KR_SPARE_CODES][KR_SPARE_TEXT];
    kr_error own = {.code = KR_OK};
    kr_ways ways;
    kr_store *store = request->web->store;
    kr_err err = kr_account_ways(store, &ways, request->account.id, error);
    if (err) return err;
    if (ways.second || !open_secret(request, secret, kr_posted(request, "secret"))) {
        reply->location = KR_STR("/account/tweede");
        return KR_OK;
    }
    err = kr_prove(request, "password", &own);
    if (!err)
        err = kr_second_on(store, request->account.id, secret, kr_str_trim(kr_posted(request, "app_code")),
                           request->now, spare, &own);
    if (err) {
        err = kr_form_refused(request, reply, &own, error);
        if (!err) err = show_on(request, reply, secret, &own, error);
    } else {
        show_spare(request, reply, spare, false);
    }
    sodium_memzero(secret, sizeof secret);
    sodium_memzero(spare, sizeof spare);
    return err;
}

static kr_err refuse(kr_request *request, kr_reply *reply, const kr_ways *ways, const kr_error *own,
                     const char *where, kr_error *error) {
    kr_err err = kr_form_refused(request, reply, own, error);
    return err ? err : show_is_on(request, reply, ways, own, where, error);
}

kr_err kr_page_factor_spare(kr_request *request, kr_reply *reply, kr_error *error) {
    char spare[KR_SPARE_CODES][KR_SPARE_TEXT];
    kr_error own = {.code = KR_OK};
    kr_ways ways;
    kr_err err = kr_account_ways(request->web->store, &ways, request->account.id, error);
    if (err) return err;
    if (!ways.second) {
        reply->location = KR_STR("/account/tweede");
        return KR_OK;
    }
    err = kr_prove(request, "password", &own);
    if (!err) err = kr_second_spare(request->web->store, request->account.id, spare, &own);
    if (err) return refuse(request, reply, &ways, &own, "spare", error);
    show_spare(request, reply, spare, true);
    sodium_memzero(spare, sizeof spare);
    return KR_OK;
}

kr_err kr_page_factor_off(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_error own = {.code = KR_OK};
    kr_ways ways;
    kr_err err = kr_account_ways(request->web->store, &ways, request->account.id, error);
    if (err) return err;
    if (ways.second) {
        err = kr_prove(request, "password", &own);
        if (!err) err = kr_second_off(request->web->store, request->account.id, &own);
        if (err) return refuse(request, reply, &ways, &own, "off", error);
    }
    kr_go(request, reply, "/account", "factor.off.done");
    return KR_OK;
}
