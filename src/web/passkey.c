#include "web/passkey.h"

#include <sodium.h>

#define URLSAFE   sodium_base64_VARIANT_URLSAFE_NO_PADDING
#define ASK_MS    (10 * 60 * 1000LL)
#define CHALLENGE 32
#define MOST_IN   8192

static const char purpose[] = "passkey";

static kr_str base64(kr_arena *arena, const void *bytes, size_t len) {
    size_t room = sodium_base64_encoded_len(len, URLSAFE);
    char *text = kr_arena_alloc(arena, room);
    if (!text) return KR_NONE;
    sodium_bin2base64(text, room, bytes, len, URLSAFE);
    return kr_str_n(text, room - 1);
}

/* A posted field as bytes; nothing when it is not that. */
static kr_str posted_bytes(const kr_request *request, const char *name) {
    kr_str text = kr_posted(request, name);
    size_t len = 0;
    if (text.len == 0 || text.len > MOST_IN) return KR_NONE;
    unsigned char *bytes = kr_arena_alloc(request->arena, text.len);
    if (!bytes || sodium_base642bin(bytes, text.len, text.ptr, text.len, NULL, &len, NULL, URLSAFE))
        return KR_NONE;
    return kr_str_n((const char *)bytes, len);
}

/* -- where we are -- */
static kr_str rp_of(const kr_request *request) {
    kr_str host = kr_header_in(request->call, "host"), name;
    (void)kr_str_cut(host, ':', &name);
    return name;
}

/* Only a name that a browser takes for safe can have passkeys: https, or this computer itself. */
bool kr_key_possible(const kr_request *request) {
    kr_str name = rp_of(request);
    bool letter = false;
    if (name.len == 0 || name.len > 253 || name.ptr[0] == '[') return false;
    for (size_t i = 0; i < name.len; i++)
        letter = letter || (name.ptr[i] != '.' && (name.ptr[i] < '0' || name.ptr[i] > '9'));
    return letter && (request->web->behind_tls || kr_str_is(name, "localhost"));
}

static kr_err place(kr_request *request, kr_ceremony *at, kr_str challenge, kr_error *error) {
    kr_buf origin;
    kr_buf_init(&origin, request->arena, 512);
    kr_put_z(&origin, request->web->behind_tls ? "https://" : "http://");
    kr_put(&origin, kr_header_in(request->call, "host"));
    at->rp = rp_of(request);
    at->challenge = challenge;
    kr_err err = kr_buf_end(&origin, &at->origin);
    return err ? kr_fail(error, err, "error.memory", NULL, NULL) : KR_OK;
}

/* -- asking -- */
static void put_credentials(kr_request *request, kr_model *options, const char *name, const kr_passkey *keys,
                            size_t n) {
    kr_model *list = kr_put_array(options, name);
    for (size_t i = 0; i < n; i++) {
        kr_model *one = kr_add_object(list);
        kr_put_text(one, "type", KR_STR("public-key"));
        kr_put_text(one, "id", base64(request->arena, keys[i].credential.ptr, keys[i].credential.len));
    }
}

static void put_new(kr_request *request, kr_model *options, const kr_passkey *keys, size_t n) {
    static const int algs[] = {-7, -8, -257};
    unsigned char handle[KR_PASSKEY_HANDLE];
    kr_account *who = &request->account;
    kr_passkey_handle(request->web->store, handle, who->id);
    kr_model *rp = kr_put_object(options, "rp");
    kr_put_text(rp, "id", rp_of(request));
    kr_put_text(rp, "name", KR_STR("Kring"));
    kr_model *user = kr_put_object(options, "user");
    kr_put_text(user, "id", base64(request->arena, handle, sizeof handle));
    kr_put_text(user, "name", who->login.len ? who->login : who->name);
    kr_put_text(user, "displayName", who->name);
    kr_model *kinds = kr_put_array(options, "pubKeyCredParams");
    for (size_t i = 0; i < KR_COUNT(algs); i++) {
        kr_model *kind = kr_add_object(kinds);
        kr_put_text(kind, "type", KR_STR("public-key"));
        kr_put_number(kind, "alg", algs[i]);
    }
    kr_model *device = kr_put_object(options, "authenticatorSelection");
    kr_put_text(device, "residentKey", KR_STR("required"));
    kr_put_bool(device, "requireResidentKey", true);
    kr_put_text(device, "userVerification", KR_STR("required"));
    kr_put_text(options, "attestation", KR_STR("none"));
    put_credentials(request, options, "excludeCredentials", keys, n);
}

static kr_err seal_ask(kr_request *request, kr_str *token, kr_key_for what, kr_id account, kr_str label,
                       const unsigned char challenge[CHALLENGE], kr_error *error) {
    char id[17];
    kr_buf plain, number;
    kr_str text, made = KR_NONE;
    kr_id_text(account, id);
    kr_buf_init(&number, request->arena, 64);
    kr_put_int(&number, request->now);
    kr_buf_init(&plain, request->arena, 4096);
    kr_put_c(&plain, (char)what);
    if (kr_buf_end(&number, &made) == KR_OK) kr_put_part(&plain, made);
    kr_put_part(&plain, kr_str_z(id));
    kr_put_part(&plain, kr_str_n((const char *)challenge, CHALLENGE));
    kr_put_part(&plain, label);
    kr_err err = kr_buf_end(&plain, &text);
    if (err || !made.len) return kr_fail(error, KR_E_MEMORY, "error.memory", NULL, NULL);
    return kr_seal_text(request->web->store, token, request->arena, kr_str_z(purpose), text, error);
}

kr_err kr_put_key(kr_request *request, kr_model *model, const char *name, kr_key_for what, kr_id account,
                  kr_str label, kr_error *error) {
    unsigned char challenge[CHALLENGE];
    kr_passkey *keys = NULL;
    size_t n = 0;
    kr_str token, json = KR_NONE;
    kr_buf out;
    kr_err err = KR_OK;
    if (account) err = kr_passkeys_of(request->web->store, &keys, &n, request->arena, account, error);
    if (err) return err;
    if (!kr_key_possible(request) || (what == KR_KEY_SECOND && n == 0)) {
        kr_put_bool(model, name, false);
        return KR_OK;
    }
    randombytes_buf(challenge, sizeof challenge);
    err = seal_ask(request, &token, what, account, label, challenge, error);
    kr_model *options = kr_model_make(request->arena);
    if (err) return err;
    kr_put_text(options, "challenge", base64(request->arena, challenge, sizeof challenge));
    kr_put_number(options, "timeout", 120000);
    if (what == KR_KEY_NEW) {
        put_new(request, options, keys, n);
    } else {
        kr_put_text(options, "rpId", rp_of(request));
        kr_put_text(options, "userVerification", KR_STR("required"));
        put_credentials(request, options, "allowCredentials", keys, n);
    }
    kr_buf_init(&out, request->arena, 64 << 10);
    kr_model_json(&out, options);
    if (kr_model_ok(options) || kr_buf_end(&out, &json))
        return kr_fail(error, KR_E_MEMORY, "error.memory", NULL, NULL);
    kr_model *key = kr_put_object(model, name);
    kr_put_text(key, "token", token);
    kr_put_text(key, "options", json);
    kr_put_text(key, "kind", what == KR_KEY_NEW ? KR_STR("maak") : KR_STR("toon"));
    kr_put_text(key, "to",
                what == KR_KEY_NEW    ? KR_STR("/account/sleutels/nieuw")
                : what == KR_KEY_SIGN ? KR_STR("/inloggen/sleutel")
                                      : KR_STR("/inloggen/code"));
    kr_put_bool(key, "makes", what == KR_KEY_NEW);
    return KR_OK;
}

/* -- the answer -- */
typedef struct asked {
    kr_id account;
    kr_str label, challenge;
} asked;

static kr_err refused(kr_error *error) {
    return kr_fail(error, KR_E_DENIED, "error.passkey", NULL, NULL);
}

static kr_err open_ask(kr_request *request, asked *out, kr_key_for what, kr_error *error) {
    kr_str rest, made, id;
    int64_t at;
    kr_err err = kr_unseal_text(request->web->store, &rest, request->arena, kr_str_z(purpose),
                                kr_posted(request, "key_token"), NULL);
    if (err == KR_E_MEMORY) return kr_fail(error, err, "error.memory", NULL, NULL);
    if (err || rest.len == 0 || rest.ptr[0] != (char)what) return refused(error);
    rest = kr_str_n(rest.ptr + 1, rest.len - 1);
    bool good = kr_take_part(&rest, &made) && kr_take_part(&rest, &id) &&
                kr_take_part(&rest, &out->challenge) && kr_take_part(&rest, &out->label) && !rest.len &&
                kr_str_int(made, &at) && at <= request->now && request->now - at <= ASK_MS &&
                kr_id_parse(id, &out->account);
    return good ? KR_OK : refused(error);
}

/* Each question is answered once. */
static kr_err use_up(kr_request *request, const asked *ask, kr_error *error) {
    kr_err err =
        kr_used_note(request->web->store, "passkey", ask->challenge, request->now + 2 * ASK_MS, error);
    return err == KR_E_EXISTS ? refused(error) : err;
}

bool kr_key_posted(const kr_request *request) {
    return kr_posted(request, "key_id").len > 0;
}

/* The device tells whom it takes this for; where it does, that must be so. */
static bool right_handle(kr_request *request, kr_id account) {
    unsigned char handle[KR_PASSKEY_HANDLE];
    kr_str said = posted_bytes(request, "key_user");
    if (kr_posted(request, "key_user").len == 0) return true;
    kr_passkey_handle(request->web->store, handle, account);
    return said.len == sizeof handle && sodium_memcmp(said.ptr, handle, sizeof handle) == 0;
}

kr_err kr_key_shown(kr_request *request, kr_key_for what, kr_id *account, kr_error *error) {
    kr_store *store = request->web->store;
    kr_ceremony at;
    kr_passkey key;
    asked ask;
    uint32_t counter = 0;
    kr_err err = open_ask(request, &ask, what, error);
    if (!err) err = place(request, &at, base64(request->arena, ask.challenge.ptr, ask.challenge.len), error);
    if (!err) err = kr_passkey_find(store, &key, request->arena, posted_bytes(request, "key_id"), error);
    if (err == KR_E_NOT_FOUND) return refused(error);
    if (err) return err;
    if (what == KR_KEY_SECOND && (ask.account != *account || key.account != *account)) return refused(error);
    if (!right_handle(request, key.account)) return refused(error);
    err = kr_webauthn_shown(&key, &counter, &at, posted_bytes(request, "key_client"),
                            posted_bytes(request, "key_data"), posted_bytes(request, "key_sign"), error);
    if (!err) err = use_up(request, &ask, error);
    if (!err) err = kr_passkey_used(store, key.id, counter, request->now, error);
    if (!err) *account = key.account;
    return err;
}

kr_err kr_key_made(kr_request *request, kr_error *error) {
    kr_ceremony at;
    kr_passkey key = {.account = request->account.id};
    asked ask;
    kr_id id;
    kr_err err = open_ask(request, &ask, KR_KEY_NEW, error);
    if (!err && ask.account != request->account.id) err = refused(error);
    if (!err) err = place(request, &at, base64(request->arena, ask.challenge.ptr, ask.challenge.len), error);
    if (!err)
        err = kr_webauthn_made(&key, request->arena, &at, posted_bytes(request, "key_client"),
                               posted_bytes(request, "key_data"), error);
    if (!err) err = use_up(request, &ask, error);
    key.name = ask.label;
    return err ? err : kr_passkey_add(request->web->store, &id, &key, request->now, error);
}
