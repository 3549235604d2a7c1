/* Is everything in the store as it was written? For the operator: `kring admin verify` and `audit`. */
#ifndef KR_STORE_VERIFY_H
#define KR_STORE_VERIFY_H

#include "store/store.h"

typedef enum kr_finding_kind {
    KR_FOUND_FILE = 1, /* the database itself: SQLite's own check */
    KR_FOUND_ACCOUNT,  /* a row of an account does not open */
    KR_FOUND_HEAD,     /* the head of a circle is not genuine */
    KR_FOUND_KEY,      /* the key of a circle is not there, or does not open */
    KR_FOUND_BODY,     /* a change does not open, stands elsewhere, or is not one */
    KR_FOUND_CUT,      /* changes were taken away or put in */
    KR_FOUND_OLDER,    /* an older state was put back: keys.db or the outside heads know a newer one */
    KR_FOUND_GONE,     /* a circle is not there, and nobody destroyed it */
    KR_FOUND_SHARE,    /* shares, invitations, links or proposals were changed, taken away or put back */
    KR_FOUND_LEDGER,   /* rows of who looked were changed, taken away, put in or reordered */
    KR_FOUND_HEADS     /* the file of outside heads was changed or cut */
} kr_finding_kind;

typedef struct kr_finding {
    kr_finding_kind kind;
    kr_id circle, account; /* 0: of the store as a whole */
    uint64_t at;           /* number of the change or row, 0 when it is not one */
    const char *detail;    /* a word for the operator, in English; no name and no content */
} kr_finding;

/* Called once for every finding. */
typedef void (*kr_finding_fn)(void *context, const kr_finding *finding);

typedef struct kr_verified {
    uint64_t accounts, circles, changes, shares, looks, heads; /* looked at */
    uint64_t findings;
} kr_verified;

/* Reads everything: each body, head, share and row of the ledger, against the keys, keys.db's notes and the
 * outside heads; goes on after damage. KR_OK also when there were findings; an error means that it could not
 * look (KR_E_MEMORY, KR_E_IO, KR_E_BUSY). Writes nothing and holds up nobody. */
kr_err kr_store_verify(kr_store *store, kr_verified *out, kr_finding_fn found, void *context,
                       kr_error *error) KR_CHECKED;

/* The rows of one ledger as they stand, oldest first (circle 0: the store's own); *whole false when the chain
 * is broken somewhere. For `audit`: who the operator may show it to is the caller's matter. */
kr_err kr_ledger_read(kr_store *store, kr_look **out, size_t *count, bool *whole, kr_arena *arena,
                      kr_id circle, kr_error *error) KR_CHECKED;

/* Takes away the rows of before this time, in every ledger, and leaves a signed anchor in their place, so
 * that the rest still verifies. Shares that ended before then go along. That it is done, and `why` (at most
 * 200 bytes), stands in the store's own ledger before anything goes. *gone gets how many rows went, also when
 * it was stopped. KR_E_CORRUPT (error.ledger_damaged): something was changed, taken away or put back, and
 * nothing went. Looks at all of the store as kr_store_verify does; others write on meanwhile. */
kr_err kr_ledger_prune(kr_store *store, int64_t before, kr_str why, int64_t now, uint64_t *gone,
                       kr_error *error) KR_CHECKED;

/* Writes the heads that changed to the outside file now. It is done every five minutes at most, by tidying,
 * and at closing. */
void kr_heads_flush(kr_store *store);
/* An older database was put back on purpose: the outside heads and keys.db's notes of before say nothing of
 * now. What was withdrawn, erased and destroyed since stays so: tidying does it again. Said in the ledger
 * (KR_EVENT_RESTORE), with the reason. */
kr_err kr_store_restored(kr_store *store, kr_str why, int64_t now, kr_error *error) KR_CHECKED;

#endif
