/* The server's key in its versions. Nobody outside src/store includes this. */
#ifndef KR_STORE_KEY_RING_H
#define KR_STORE_KEY_RING_H

#include "store/key_source.h"

#define KR_STORE_ID   16
#define KR_STORE_META (KR_STORE_ID + KR_HASH_BYTES)

/* One version and all that follows from it, in locked memory until the store is closed: threads may still be
 * using it. */
struct kr_ring {
    uint64_t version;
    int64_t since; /* 0: with the data folder */
    unsigned char root[KR_KEY_BYTES];
    unsigned char keys[KR_PURPOSES][KR_KEY_BYTES];
    struct kr_ring *older;
};

kr_ring *kr_ring_make(kr_store *store, const unsigned char root[KR_KEY_BYTES]);
void kr_rings_free(kr_store *store);
/* The mac over the name of the data folder; does a row "store" bear this ring's? */
void kr_ring_mac(const kr_ring *ring, unsigned char mac[KR_HASH_BYTES], const unsigned char *id);
bool kr_ring_fits(const kr_ring *ring, const kr_meta_row *meta);
/* Rows of meta, within the caller's transaction. len 0: there is none, or it goes. */
kr_err kr_meta_named(kr_db *db, kr_meta_row *out, const char *name, kr_error *error) KR_CHECKED;
kr_err kr_meta_name(kr_db *db, const char *name, const void *bytes, size_t len, kr_error *error) KR_CHECKED;
kr_err kr_ring_seal_root(kr_db *db, const char *name, const kr_ring *by,
                         const unsigned char root[KR_KEY_BYTES], kr_error *error) KR_CHECKED;
kr_err kr_ring_seal_self(kr_db *db, const kr_ring *ring, kr_error *error) KR_CHECKED;

#endif
