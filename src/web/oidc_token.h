/* The token by which an organisation says who somebody is (OpenID Connect Core 1.0, 3.1.3.7), checked. Pure:
 * no store, no request, no clock. */
#ifndef KR_OIDC_TOKEN_H
#define KR_OIDC_TOKEN_H

#include <jansson.h>

#include "core/arena.h"

typedef struct kr_oidc_expect {
    kr_str issuer, client, nonce;
    kr_str access_token; /* for at_hash; KR_NONE: there was none, and then none may be vouched for */
    int64_t now;         /* ms */
} kr_oidc_expect;

typedef struct kr_oidc_person {
    kr_str subject; /* 1 to 255 bytes; theirs, and nobody's name */
    kr_str name;    /* may be empty */
} kr_oidc_person;

#define KR_OIDC_MOST_TOKEN 16384

/* `keys` is a JWK set. Signed with RS256, ES256 or PS256 by one of its keys; never "none", never a shared
 * secret. KR_E_NOT_FOUND: no key of that name, so newer keys may help. KR_E_DENIED, key "via.refused", detail
 * a word for who runs this ("nonce"): anything else that is not right. */
kr_err kr_oidc_check(kr_oidc_person *out, kr_arena *arena, const json_t *keys, kr_str token,
                     const kr_oidc_expect *expect, kr_error *error) KR_CHECKED;

#endif
