/* What a device says when a passkey is made or shown (WebAuthn level 2, 7.1 and 7.2), checked. Pure: no
 * store, no request. All texts are bytes as the browser gave them, after base64url. */
#ifndef KR_WEBAUTHN_H
#define KR_WEBAUTHN_H

#include "store/sign.h"

typedef struct kr_ceremony {
    kr_str origin;    /* "https://kring.example", as the browser must have written it */
    kr_str rp;        /* "kring.example": the host without a port */
    kr_str challenge; /* as the page had it, base64url */
} kr_ceremony;

/* A new one: fills credential, key, alg and counter, in the arena. Attestation "none" is asked and nothing
 * else is looked at: whose make the device is, is nobody's business. The user must have been verified (PIN,
 * finger, face). KR_E_DENIED, key "error.passkey", for anything that is not right. */
kr_err kr_webauthn_made(kr_passkey *out, kr_arena *arena, const kr_ceremony *at, kr_str client,
                        kr_str authdata, kr_error *error) KR_CHECKED;
/* One that is known: is this signed by it, now, for this page, by a verified user? *counter gets its sign
 * counter, for kr_passkey_used to judge. */
kr_err kr_webauthn_shown(const kr_passkey *known, uint32_t *counter, const kr_ceremony *at, kr_str client,
                         kr_str authdata, kr_str signature, kr_error *error) KR_CHECKED;

#endif
