#include "web/oidc_token.h"

#include <jose/b64.h>
#include <jose/jwk.h>
#include <jose/jws.h>
#include <sodium.h>

#include "core/utf8.h"

#define SKEW_S    120         /* clocks that differ */
#define OLD_S     (24 * 3600) /* a token older than this was not made for this sign-in */
#define RSA_LEAST 256         /* bytes of the modulus */
#define URLSAFE   sodium_base64_VARIANT_URLSAFE_NO_PADDING

static kr_err refused(kr_error *error, const char *why) {
    return kr_fail(error, KR_E_DENIED, "via.refused", NULL, why);
}

static kr_str text_of(const json_t *object, const char *name) {
    const json_t *value = json_object_get(object, name);
    return json_is_string(value) ? kr_str_n(json_string_value(value), json_string_length(value)) : KR_NONE;
}

/* One part between the points, as a JSON object; NULL when it is not that. */
static json_t *part_of(kr_str part) {
    unsigned char bytes[KR_OIDC_MOST_TOKEN];
    size_t len = 0;
    json_error_t why;
    if (part.len == 0 || part.len > sizeof bytes ||
        sodium_base642bin(bytes, sizeof bytes, part.ptr, part.len, NULL, &len, NULL, URLSAFE))
        return NULL;
    json_t *value = json_loadb((const char *)bytes, len, JSON_REJECT_DUPLICATES, &why);
    sodium_memzero(bytes, len);
    if (value && !json_is_object(value)) {
        json_decref(value);
        return NULL;
    }
    return value;
}

/* -- the signature -- */
static const char *kind_for(kr_str alg) {
    if (kr_str_is(alg, "RS256") || kr_str_is(alg, "PS256")) return "RSA";
    return kr_str_is(alg, "ES256") ? "EC" : NULL;
}

/* May this key have signed a token with this header? */
static bool key_fits(const json_t *key, const json_t *header) {
    kr_str alg = text_of(header, "alg"), kid = text_of(header, "kid"), use = text_of(key, "use");
    kr_str of_key = text_of(key, "alg");
    const char *kind = kind_for(alg);
    if (!kind || !kr_str_is(text_of(key, "kty"), kind)) return false;
    if (kid.len && !kr_str_eq(text_of(key, "kid"), kid)) return false;
    if (use.len && !kr_str_is(use, "sig")) return false;
    if (of_key.len && !kr_str_eq(of_key, alg)) return false;
    if (kr_str_is(alg, "ES256")) return kr_str_is(text_of(key, "crv"), "P-256");
    kr_str n = text_of(key, "n");
    return n.len * 3 / 4 >= RSA_LEAST;
}

static bool signed_by(const json_t *key, kr_str head, kr_str body, kr_str signature) {
    json_t *jws = json_pack("{s:s%,s:s%,s:s%}", "protected", head.ptr, head.len, "payload", body.ptr,
                            body.len, "signature", signature.ptr, signature.len);
    bool right = jws && jose_jws_ver(NULL, jws, NULL, key, false);
    json_decref(jws);
    return right;
}

static kr_err check_signature(const json_t *keys, const json_t *header, kr_str head, kr_str body,
                              kr_str signature, kr_error *error) {
    const json_t *list = json_object_get(keys, "keys");
    const json_t *fits = NULL;
    size_t n = 0;
    if (!kind_for(text_of(header, "alg"))) return refused(error, "alg");
    if (json_object_get(header, "crit")) return refused(error, "crit");
    for (size_t i = 0; i < json_array_size(list) && i < 100; i++) {
        const json_t *key = json_array_get(list, i);
        if (!key_fits(key, header)) continue;
        n++;
        fits = key;
        if (text_of(header, "kid").len && signed_by(key, head, body, signature)) return KR_OK;
    }
    if (n == 0) return kr_fail(error, KR_E_NOT_FOUND, "via.refused", NULL, "kid");
    /* without a name for the key there must be no choice */
    bool right = n == 1 && text_of(header, "kid").len == 0 && signed_by(fits, head, body, signature);
    return right ? KR_OK : refused(error, "signature");
}

/* -- what it says -- */
static bool for_us(const json_t *claims, kr_str client) {
    const json_t *aud = json_object_get(claims, "aud"), *azp = json_object_get(claims, "azp");
    bool ours = json_is_string(aud) && kr_str_eq(text_of(claims, "aud"), client);
    bool several = json_array_size(aud) > 1;
    for (size_t i = 0; i < json_array_size(aud); i++) {
        const json_t *one = json_array_get(aud, i);
        ours = ours || (json_is_string(one) && kr_str_is(client, json_string_value(one)));
    }
    if (azp ? !kr_str_eq(text_of(claims, "azp"), client) : several) return false;
    return ours;
}

/* Seconds since 1970; false when it is no number. */
static bool moment(const json_t *claims, const char *name, double *out) {
    const json_t *value = json_object_get(claims, name);
    *out = json_number_value(value);
    return json_is_number(value) && *out > 0 && *out < 1e11;
}

static const char *wrong_time(const json_t *claims, int64_t now_ms) {
    double exp, iat, nbf, now = (double)now_ms / 1000;
    if (!moment(claims, "exp", &exp) || exp + SKEW_S < now) return "exp";
    if (!moment(claims, "iat", &iat) || iat > now + SKEW_S || iat + OLD_S < now) return "iat";
    if (json_object_get(claims, "nbf") && (!moment(claims, "nbf", &nbf) || nbf > now + SKEW_S)) return "nbf";
    return NULL;
}

/* All algorithms that are taken go with SHA-256: half of it, of the access token. */
static bool right_hash(const json_t *claims, kr_str access_token) {
    unsigned char hash[crypto_hash_sha256_BYTES];
    char text[32];
    kr_str said = text_of(claims, "at_hash");
    if (!json_object_get(claims, "at_hash")) return true;
    if (access_token.len == 0) return false;
    crypto_hash_sha256(hash, (const unsigned char *)access_token.ptr, access_token.len);
    sodium_bin2base64(text, sizeof text, hash, sizeof hash / 2, URLSAFE);
    return said.len == strlen(text) && sodium_memcmp(said.ptr, text, said.len) == 0;
}

static const char *wrong_claim(const json_t *claims, const kr_oidc_expect *e) {
    kr_str nonce = text_of(claims, "nonce"), subject = text_of(claims, "sub");
    if (e->issuer.len == 0 || !kr_str_eq(text_of(claims, "iss"), e->issuer)) return "iss";
    if (!for_us(claims, e->client)) return "aud";
    const char *time = wrong_time(claims, e->now);
    if (time) return time;
    if (e->nonce.len == 0 || nonce.len != e->nonce.len || sodium_memcmp(nonce.ptr, e->nonce.ptr, nonce.len))
        return "nonce";
    if (subject.len == 0 || subject.len > 255) return "sub";
    return right_hash(claims, e->access_token) ? NULL : "at_hash";
}

static kr_err take_person(kr_oidc_person *out, kr_arena *arena, const json_t *claims, kr_error *error) {
    kr_str subject = kr_arena_copy(arena, text_of(claims, "sub"));
    kr_str name = kr_arena_copy(arena, kr_utf8_head(kr_str_trim(text_of(claims, "name")), 100));
    if (!subject.ptr || !name.ptr) return kr_fail(error, KR_E_MEMORY, "error.memory", NULL, NULL);
    *out = (kr_oidc_person){subject, name};
    return KR_OK;
}

kr_err kr_oidc_check(kr_oidc_person *out, kr_arena *arena, const json_t *keys, kr_str token,
                     const kr_oidc_expect *expect, kr_error *error) {
    kr_str head, body, signature, rest;
    if (token.len > KR_OIDC_MOST_TOKEN) return refused(error, "size");
    rest = kr_str_cut(token, '.', &head);
    signature = kr_str_cut(rest, '.', &body);
    if (!head.len || !body.len || !signature.len || memchr(signature.ptr, '.', signature.len))
        return refused(error, "form");
    json_t *header = part_of(head);
    if (!header) return refused(error, "header");
    kr_err err = check_signature(keys, header, head, body, signature, error);
    json_decref(header);
    if (err) return err;
    json_t *claims = part_of(body);
    if (!claims) return refused(error, "claims");
    const char *wrong = wrong_claim(claims, expect);
    err = wrong ? refused(error, wrong) : take_person(out, arena, claims, error);
    json_decref(claims);
    return err;
}
