/* What oidc.c and oidc_talk.c share. */
#ifndef KR_OIDC_INT_H
#define KR_OIDC_INT_H

#include <pthread.h>

#include "web/oidc.h"

#define KR_PROVIDERS_MOST 16

struct kr_provider {
    kr_str name, title, issuer, client, secret;
    bool post; /* the secret goes in the body */
    /* what was learned from it; guarded by the lock of kr_oidc */
    json_t *settings, *keys;
    int64_t settings_at, keys_at;
};

struct kr_oidc {
    pthread_mutex_t lock;
    kr_arena arena;
    kr_provider items[KR_PROVIDERS_MOST];
    size_t n;
};

bool kr_oidc_safe(kr_str url);

#endif
