/* What is asked of an organisation's server: its settings, its keys, and a token for a code. */
#include <sodium.h>

#include "web/oidc_int.h"
#include "web/outward.h"

#define SETTINGS_MS (3600 * 1000LL)
#define KEYS_MS     (3600 * 1000LL)
#define AGAIN_MS    (60 * 1000LL) /* an unknown key is looked for so often at most */
#define URLSAFE     sodium_base64_VARIANT_URLSAFE_NO_PADDING

static kr_err failed(kr_error *error, const char *why) {
    return kr_fail(error, KR_E_DENIED, "via.failed", NULL, why);
}

static kr_str text_of(const json_t *object, const char *name) {
    const json_t *value = json_object_get(object, name);
    return json_is_string(value) ? kr_str_n(json_string_value(value), json_string_length(value)) : KR_NONE;
}

static kr_err fetch_json(kr_request *request, json_t **out, const kr_fetch *fetch, const char *what,
                         kr_error *error) {
    kr_fetched got;
    json_error_t why;
    kr_err err = kr_outward_fetch(request->web, &got, request->arena, fetch, error);
    if (err) return err;
    if (got.status != 200) return failed(error, what);
    json_t *value = json_loadb(got.body.ptr, got.body.len, JSON_REJECT_DUPLICATES, &why);
    if (!json_is_object(value)) {
        json_decref(value);
        return failed(error, what);
    }
    *out = value;
    return KR_OK;
}

/* -- what is learned, and kept for an hour -- */
static json_t *recall(kr_oidc *oidc, json_t *const *what, const int64_t *at, int64_t now, int64_t most) {
    pthread_mutex_lock(&oidc->lock);
    json_t *copy = *what && now - *at < most && now >= *at ? json_deep_copy(*what) : NULL;
    pthread_mutex_unlock(&oidc->lock);
    return copy;
}

static void remember(kr_oidc *oidc, json_t **what, int64_t *at, const json_t *value, int64_t now) {
    json_t *copy = json_deep_copy(value);
    pthread_mutex_lock(&oidc->lock);
    json_t *old = *what;
    *what = copy;
    *at = now;
    pthread_mutex_unlock(&oidc->lock);
    json_decref(old);
}

static kr_str joined(kr_arena *arena, kr_str first, const char *second) {
    kr_buf out;
    kr_str text;
    kr_buf_init(&out, arena, 4096);
    kr_put(&out, first);
    kr_put_z(&out, second);
    return kr_buf_end(&out, &text) == KR_OK ? text : KR_NONE;
}

/* The issuer must call itself what it is called here, or one organisation could speak for another. */
static kr_err settings_of(kr_request *request, json_t **out, kr_provider *p, kr_error *error) {
    static const char *const places[] = {"authorization_endpoint", "token_endpoint", "jwks_uri"};
    kr_oidc *oidc = request->web->oidc;
    *out = recall(oidc, &p->settings, &p->settings_at, request->now, SETTINGS_MS);
    if (*out) return KR_OK;
    kr_str base = p->issuer;
    if (kr_str_ends(base, KR_STR("/"))) base.len--;
    kr_fetch fetch = {.url = joined(request->arena, base, "/.well-known/openid-configuration")};
    json_t *value;
    kr_err err = fetch_json(request, &value, &fetch, "settings", error);
    if (err) return err;
    bool good = kr_str_eq(text_of(value, "issuer"), p->issuer);
    for (size_t i = 0; i < KR_COUNT(places); i++) good = good && kr_oidc_safe(text_of(value, places[i]));
    if (!good) {
        json_decref(value);
        return failed(error, "settings");
    }
    remember(oidc, &p->settings, &p->settings_at, value, request->now);
    *out = value;
    return KR_OK;
}

/* `again`: a key was not among those that are known. */
static kr_err keys_of(kr_request *request, json_t **out, kr_provider *p, const json_t *settings, bool again,
                      kr_error *error) {
    kr_oidc *oidc = request->web->oidc;
    *out = recall(oidc, &p->keys, &p->keys_at, request->now, again ? AGAIN_MS : KEYS_MS);
    if (*out) return KR_OK;
    kr_fetch fetch = {.url = text_of(settings, "jwks_uri")};
    json_t *value;
    kr_err err = fetch_json(request, &value, &fetch, "keys", error);
    if (err) return err;
    if (!json_is_array(json_object_get(value, "keys"))) {
        json_decref(value);
        return failed(error, "keys");
    }
    remember(oidc, &p->keys, &p->keys_at, value, request->now);
    *out = value;
    return KR_OK;
}

/* -- addresses and forms -- */
static void put_percent(kr_buf *out, kr_str text) {
    static const char hex[] = "0123456789ABCDEF";
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                     c == '.' || c == '_' || c == '~';
        if (plain) {
            kr_put_c(out, (char)c);
        } else {
            kr_put_c(out, '%');
            kr_put_c(out, hex[c >> 4]);
            kr_put_c(out, hex[c & 15]);
        }
    }
}

static void put_pair(kr_buf *out, const char *name, kr_str value) {
    if (out->len && out->ptr[out->len - 1] != '?' && out->ptr[out->len - 1] != '&') kr_put_c(out, '&');
    kr_put_z(out, name);
    kr_put_c(out, '=');
    put_percent(out, value);
}

static kr_str percent(kr_arena *arena, kr_str text) {
    kr_buf out;
    kr_str made;
    kr_buf_init(&out, arena, 8192);
    put_percent(&out, text);
    return kr_buf_end(&out, &made) == KR_OK ? made : KR_NONE;
}

kr_err kr_oidc_address(kr_request *request, kr_str *out, const kr_provider *provider, const kr_via *via,
                       kr_error *error) {
    unsigned char hash[crypto_hash_sha256_BYTES];
    char challenge[48];
    json_t *settings;
    kr_buf url;
    kr_err err = settings_of(request, &settings, (kr_provider *)(uintptr_t)provider, error);
    if (err) return err;
    kr_str place = text_of(settings, "authorization_endpoint");
    crypto_hash_sha256(hash, (const unsigned char *)via->verifier.ptr, via->verifier.len);
    sodium_bin2base64(challenge, sizeof challenge, hash, sizeof hash, URLSAFE);
    kr_buf_init(&url, request->arena, 8192);
    kr_put(&url, place);
    kr_put_c(&url, memchr(place.ptr, '?', place.len) ? '&' : '?');
    put_pair(&url, "response_type", KR_STR("code"));
    put_pair(&url, "client_id", provider->client);
    put_pair(&url, "redirect_uri", via->back_to);
    put_pair(&url, "scope", KR_STR("openid profile"));
    put_pair(&url, "state", via->state);
    put_pair(&url, "nonce", via->nonce);
    put_pair(&url, "code_challenge", kr_str_z(challenge));
    put_pair(&url, "code_challenge_method", KR_STR("S256"));
    json_decref(settings);
    err = kr_buf_end(&url, out);
    return err ? kr_fail(error, err, "error.memory", NULL, NULL) : KR_OK;
}

static kr_err ask_token(kr_request *request, json_t **out, const kr_provider *p, const json_t *settings,
                        const kr_via *via, kr_str code, kr_error *error) {
    kr_buf body;
    kr_fetch fetch = {.url = text_of(settings, "token_endpoint"),
                      .type = KR_STR("application/x-www-form-urlencoded")};
    kr_buf_init(&body, request->arena, 16384);
    put_pair(&body, "grant_type", KR_STR("authorization_code"));
    put_pair(&body, "code", code);
    put_pair(&body, "redirect_uri", via->back_to);
    put_pair(&body, "code_verifier", via->verifier);
    if (p->post || !p->secret.len) put_pair(&body, "client_id", p->client);
    if (p->post && p->secret.len) put_pair(&body, "client_secret", p->secret);
    if (!p->post && p->secret.len) {
        fetch.user = percent(request->arena, p->client); /* RFC 6749, 2.3.1 */
        fetch.secret = percent(request->arena, p->secret);
    }
    if (kr_buf_end(&body, &fetch.body)) return kr_fail(error, KR_E_MEMORY, "error.memory", NULL, NULL);
    return fetch_json(request, out, &fetch, "token", error);
}

/* The answer bears the name of who gave it, when this organisation says that it always does. */
static bool right_answerer(const kr_provider *p, const json_t *settings, kr_str issuer) {
    bool always = json_is_true(json_object_get(settings, "authorization_response_iss_parameter_supported"));
    return issuer.len ? kr_str_eq(issuer, p->issuer) : !always;
}

static kr_err judge(kr_request *request, kr_oidc_person *out, kr_provider *p, const json_t *settings,
                    const json_t *answer, const kr_via *via, kr_error *error) {
    kr_oidc_expect expect = {.issuer = p->issuer,
                             .client = p->client,
                             .nonce = via->nonce,
                             .access_token = text_of(answer, "access_token"),
                             .now = request->now};
    kr_str token = text_of(answer, "id_token");
    kr_err err = KR_E_NOT_FOUND;
    for (int again = 0; again < 2 && err == KR_E_NOT_FOUND; again++) {
        json_t *keys;
        err = keys_of(request, &keys, p, settings, again, error);
        if (err) return err;
        err = kr_oidc_check(out, request->arena, keys, token, &expect, error);
        json_decref(keys);
    }
    return err == KR_E_NOT_FOUND ? kr_fail(error, KR_E_DENIED, "via.refused", NULL, "kid") : err;
}

kr_err kr_oidc_person_for(kr_request *request, kr_oidc_person *out, const kr_provider *provider,
                          const kr_via *via, kr_str code, kr_str issuer, kr_error *error) {
    kr_provider *p = (kr_provider *)(uintptr_t)provider; /* only what was learned of it changes */
    json_t *settings = NULL, *answer = NULL;
    kr_err err = settings_of(request, &settings, p, error);
    if (err) return err;
    if (!right_answerer(p, settings, issuer)) err = failed(error, "iss");
    if (!err) err = ask_token(request, &answer, p, settings, via, code, error);
    if (!err) err = judge(request, out, p, settings, answer, via, error);
    json_decref(answer);
    json_decref(settings);
    return err;
}
