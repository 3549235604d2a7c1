/* libfido2 reads what devices make (CBOR) and verifies signatures; what the browser says (JSON) is read with
 * jansson and compared here. */
#include "web/webauthn.h"

#include <fido.h>
#include <fido/eddsa.h>
#include <fido/es256.h>
#include <fido/rs256.h>
#include <jansson.h>
#include <sodium.h>

#define CLIENT_MOST   4096
#define AUTHDATA_MOST 2048
#define SIGN_MOST     1024
#define RP_MOST       255
#define FLAG_UP       0x01
#define FLAG_UV       0x04
#define FLAG_KEY      0x40
#define FLAG_MORE     0xc0 /* a key or extensions follow */
#define FLAGS_AT      32
#define SHORTEST      37
#define KEY_HEAD      18 /* what kind of device, and how long its number is */

static kr_err refused(kr_error *error) {
    return kr_fail(error, KR_E_DENIED, "error.passkey", NULL, NULL);
}

static kr_str text_of(const json_t *object, const char *name) {
    const json_t *value = json_object_get(object, name);
    return json_is_string(value) ? kr_str_n(json_string_value(value), json_string_length(value)) : KR_NONE;
}

static bool right_client(const kr_ceremony *at, kr_str client, const char *type) {
    json_error_t why;
    if (client.len == 0 || client.len > CLIENT_MOST || at->challenge.len == 0) return false;
    json_t *said = json_loadb(client.ptr, client.len, JSON_REJECT_DUPLICATES, &why);
    if (!said) return false;
    const json_t *cross = json_object_get(said, "crossOrigin");
    kr_str challenge = text_of(said, "challenge");
    bool right = json_is_object(said) && kr_str_is(text_of(said, "type"), type) &&
                 kr_str_eq(text_of(said, "origin"), at->origin) && challenge.len == at->challenge.len &&
                 sodium_memcmp(challenge.ptr, at->challenge.ptr, challenge.len) == 0 &&
                 (!cross || json_is_false(cross)) && !json_object_get(said, "topOrigin");
    json_decref(said);
    return right;
}

/* The first 32 bytes are the hash of whom it is for. */
static bool right_place(const kr_ceremony *at, kr_str authdata) {
    unsigned char hash[crypto_hash_sha256_BYTES];
    if (authdata.len < SHORTEST || authdata.len > AUTHDATA_MOST || at->rp.len == 0 || at->rp.len > RP_MOST)
        return false;
    crypto_hash_sha256(hash, (const unsigned char *)at->rp.ptr, at->rp.len);
    return sodium_memcmp(hash, authdata.ptr, sizeof hash) == 0;
}

/* What follows the fixed part is CBOR. A few bytes can promise an array of billions, for which libfido2's
 * reader asks memory before it looks further: every promise must fit in what is there. */
static bool keeps_its_promises(const unsigned char *at, size_t left) {
    while (left > 0) {
        unsigned kind = at[0] >> 5, info = at[0] & 31;
        size_t more = info < 24 ? 0 : info <= 27 ? (size_t)1 << (info - 24) : SIZE_MAX;
        uint64_t n = info;
        if (more == SIZE_MAX || more >= left) return false; /* of unknown length: no device makes it */
        for (size_t i = 1; i <= more; i++) n = (i == 1 ? 0 : n << 8) | at[i];
        at += 1 + more;
        left -= 1 + more;
        bool bytes = kind == 2 || kind == 3, holds = kind == 4 || kind == 5;
        if ((bytes || holds) && n > left) return false;
        at += bytes ? (size_t)n : 0;
        left -= bytes ? (size_t)n : 0;
    }
    return true;
}

static bool modest(kr_str authdata) {
    const unsigned char *bytes = (const unsigned char *)authdata.ptr;
    size_t at = SHORTEST;
    if (bytes[FLAGS_AT] & FLAG_KEY) {
        if (authdata.len < at + KEY_HEAD) return false;
        at += KEY_HEAD + ((size_t)bytes[at + 16] << 8 | bytes[at + 17]);
    }
    return at <= authdata.len && keeps_its_promises(bytes + at, authdata.len - at);
}

static bool known_alg(int alg) {
    return alg == COSE_ES256 || alg == COSE_EDDSA || alg == COSE_RS256;
}

/* -- a new one -- */
static kr_err take_made(kr_passkey *out, kr_arena *arena, const fido_cred_t *cred, kr_error *error) {
    size_t id_len = fido_cred_id_len(cred), key_len = fido_cred_pubkey_len(cred);
    const unsigned char *id = fido_cred_id_ptr(cred), *key = fido_cred_pubkey_ptr(cred);
    uint8_t flags = fido_cred_flags(cred), needed = FLAG_UP | FLAG_UV | FLAG_KEY;
    if ((flags & needed) != needed || !id || !key || id_len == 0 || id_len > KR_PASSKEY_ID_MOST ||
        key_len > KR_PASSKEY_KEY_MOST)
        return refused(error);
    kr_str credential = kr_arena_copy(arena, kr_str_n((const char *)id, id_len));
    kr_str public_key = kr_arena_copy(arena, kr_str_n((const char *)key, key_len));
    if (!credential.ptr || !public_key.ptr) return kr_fail(error, KR_E_MEMORY, "error.memory", NULL, NULL);
    out->credential = credential;
    out->key = public_key;
    out->alg = fido_cred_type(cred);
    out->counter = fido_cred_sigcount(cred);
    return KR_OK;
}

kr_err kr_webauthn_made(kr_passkey *out, kr_arena *arena, const kr_ceremony *at, kr_str client,
                        kr_str authdata, kr_error *error) {
    static const int algs[] = {COSE_ES256, COSE_EDDSA, COSE_RS256};
    if (!right_client(at, client, "webauthn.create") || !right_place(at, authdata) || !modest(authdata))
        return refused(error);
    /* libfido2 wants to know beforehand which kind of key it is */
    for (size_t i = 0; i < KR_COUNT(algs); i++) {
        fido_cred_t *cred = fido_cred_new();
        if (!cred) return kr_fail(error, KR_E_MEMORY, "error.memory", NULL, NULL);
        bool read =
            fido_cred_set_type(cred, algs[i]) == FIDO_OK &&
            fido_cred_set_authdata_raw(cred, (const unsigned char *)authdata.ptr, authdata.len) == FIDO_OK;
        kr_err err = read ? take_made(out, arena, cred, error) : KR_OK;
        fido_cred_free(&cred);
        if (read) return err;
    }
    return refused(error);
}

/* -- one that is known -- */
/* The key as libfido2 has it; freed by drop_key. */
static void *take_key(int alg, kr_str key) {
    es256_pk_t *es = NULL;
    rs256_pk_t *rs = NULL;
    eddsa_pk_t *ed = NULL;
    if (alg == COSE_ES256 && (es = es256_pk_new()) && es256_pk_from_ptr(es, key.ptr, key.len) == FIDO_OK)
        return es;
    if (alg == COSE_RS256 && (rs = rs256_pk_new()) && rs256_pk_from_ptr(rs, key.ptr, key.len) == FIDO_OK)
        return rs;
    if (alg == COSE_EDDSA && (ed = eddsa_pk_new()) && eddsa_pk_from_ptr(ed, key.ptr, key.len) == FIDO_OK)
        return ed;
    es256_pk_free(&es);
    rs256_pk_free(&rs);
    eddsa_pk_free(&ed);
    return NULL;
}

static void drop_key(int alg, void *key) {
    es256_pk_t *es = alg == COSE_ES256 ? key : NULL;
    rs256_pk_t *rs = alg == COSE_RS256 ? key : NULL;
    eddsa_pk_t *ed = alg == COSE_EDDSA ? key : NULL;
    es256_pk_free(&es);
    rs256_pk_free(&rs);
    eddsa_pk_free(&ed);
}

static bool verify(fido_assert_t *shown, const kr_passkey *known, const kr_ceremony *at, kr_str client,
                   kr_str authdata, kr_str signature) {
    unsigned char hash[crypto_hash_sha256_BYTES];
    char rp[RP_MOST + 1];
    memcpy(rp, at->rp.ptr, at->rp.len); /* right_place looked at its length */
    rp[at->rp.len] = '\0';
    crypto_hash_sha256(hash, (const unsigned char *)client.ptr, client.len);
    if (fido_assert_set_count(shown, 1) != FIDO_OK || fido_assert_set_rp(shown, rp) != FIDO_OK ||
        fido_assert_set_clientdata_hash(shown, hash, sizeof hash) != FIDO_OK ||
        fido_assert_set_authdata_raw(shown, 0, (const unsigned char *)authdata.ptr, authdata.len) !=
            FIDO_OK ||
        fido_assert_set_sig(shown, 0, (const unsigned char *)signature.ptr, signature.len) != FIDO_OK ||
        fido_assert_set_up(shown, FIDO_OPT_TRUE) != FIDO_OK ||
        fido_assert_set_uv(shown, FIDO_OPT_TRUE) != FIDO_OK)
        return false;
    void *key = take_key(known->alg, known->key);
    bool right = key && fido_assert_verify(shown, 0, known->alg, key) == FIDO_OK;
    drop_key(known->alg, key);
    return right;
}

kr_err kr_webauthn_shown(const kr_passkey *known, uint32_t *counter, const kr_ceremony *at, kr_str client,
                         kr_str authdata, kr_str signature, kr_error *error) {
    if (!known_alg(known->alg) || signature.len == 0 || signature.len > SIGN_MOST) return refused(error);
    if (!right_client(at, client, "webauthn.get") || !right_place(at, authdata) || !modest(authdata))
        return refused(error);
    if (!((unsigned char)authdata.ptr[FLAGS_AT] & FLAG_MORE) && authdata.len != SHORTEST)
        return refused(error); /* libfido2 would leave unread what follows */
    fido_assert_t *shown = fido_assert_new();
    if (!shown) return kr_fail(error, KR_E_MEMORY, "error.memory", NULL, NULL);
    bool right = verify(shown, known, at, client, authdata, signature);
    if (right) *counter = fido_assert_sigcount(shown, 0);
    fido_assert_free(&shown);
    return right ? KR_OK : refused(error);
}
