/* Questions to other machines, asked by the courier: this process opens no connection itself. */
#ifndef KR_OUTWARD_H
#define KR_OUTWARD_H

#include "core/arena.h"

struct kr_web;

typedef struct kr_fetch {
    kr_str url;        /* https; http only to this machine. Host and port must be known from DIR/oidc.yaml */
    kr_str body, type; /* a POST of this, when body.ptr; else a GET */
    kr_str user, secret; /* HTTP Basic; empty: none */
    kr_str bearer;       /* or this token; empty: none */
} kr_fetch;

typedef struct kr_fetched {
    int status;
    kr_str type, body; /* in the arena; at most 512 KiB */
} kr_fetched;

/* Asks once, within 25 seconds; nothing is followed elsewhere. Any status is an answer. Errors:
 * KR_E_UNSUPPORTED
 * ("outward.none": there is no courier), KR_E_DENIED ("outward.host": not a host that was told at start),
 * KR_E_BUSY, KR_E_IO ("outward.failed"). Not under a lock. */
kr_err kr_outward_fetch(struct kr_web *web, kr_fetched *out, kr_arena *arena, const kr_fetch *fetch,
                        kr_error *error) KR_CHECKED;

#endif
