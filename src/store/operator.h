/* What who runs the server may ask of the store: its key, backups, numbers, accounts. Nothing here gives a
 * name or anything out of a circle. Thread-safe, as store.h. */
#ifndef KR_STORE_OPERATOR_H
#define KR_STORE_OPERATOR_H

#include "store/store.h"

/* -- the server's key (rotate.c) -- */
#define KR_KEY_KEPT_MS (2 * 3600 * 1000LL)

typedef enum kr_key_from { KR_KEY_OF_FILE = 1, KR_KEY_OF_ENV, KR_KEY_OF_COMMAND } kr_key_from;
typedef struct kr_key_status {
    uint64_t version;
    int64_t since; /* 0: since the data folder was made */
    kr_key_from from;
    char mark[9];            /* to tell keys apart; says nothing of the key */
    bool changing;           /* the key before is known still */
    bool source_old;         /* the file, environment or command gives the key before */
    uint64_t keys, old_keys; /* wrapped keys, and those still under the key before */
} kr_key_status;
kr_err kr_key_status_of(kr_store *store, kr_key_status *out, kr_error *error) KR_CHECKED;
/* Another server key: all keys of circles and accounts are wrapped anew, and sign-in names get another index.
 * A server that runs goes on and learns it by itself. Stopped anywhere, nothing is lost: done again it goes
 * on where it was. `key`: as in kr_store_options, must be given unless the key is in a file; NULL: random.
 * The key before is let go two hours later (tidying), or by kr_key_change_end. KR_E_EXISTS
 * (error.key_same): it is this key already. O(accounts + circles). */
kr_err kr_key_change(kr_store *store, const char *key, int64_t now, kr_error *error) KR_CHECKED;
/* Now; KR_E_CONFLICT (error.key_source) when the file, environment or command still gives the key before. */
kr_err kr_key_change_end(kr_store *store, int64_t now, kr_error *error) KR_CHECKED;

#endif
