/* What the files that verify share. Nobody outside src/store includes this. */
#ifndef KR_VERIFY_INT_H
#define KR_VERIFY_INT_H

#include "store/heads.h"

typedef struct kr_checking {
    kr_store *store;
    kr_db *db; /* a connection of its own: nobody waits for it */
    kr_heads heads;
    kr_verified *out;
    kr_finding_fn found;
    void *context;
    kr_arena arena; /* of one circle */
} kr_checking;

void kr_found(kr_checking *c, kr_finding_kind kind, kr_id circle, uint64_t at, const char *detail);
/* All of one circle, of one moment. KR_OK also when something was found. */
kr_err kr_check_circle(kr_checking *c, kr_id circle, kr_error *error) KR_CHECKED;
/* A ledger against its chain, its head and the outside; inside a transaction. */
kr_err kr_check_ledger(kr_checking *c, kr_id circle, kr_error *error) KR_CHECKED;

#endif
