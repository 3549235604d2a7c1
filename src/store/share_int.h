/* How shares, invitations, links and proposals are kept. Nobody outside src/store and its tests includes
 * this.
 *
 *   share       one row per share: opaque ids and dates, and what was agreed, sealed with the circle's key
 *               and bound to all the rest of the row
 *   share_head  a counter and a mac over all shares of the circle, so that none is taken away or put back
 *   invite, once, proposal: rows by themselves, each bound to its place
 * keys.db:
 *   share_seen  how far that counter had come; withdrawn: shares that must not come back
 *
 * All writing is done under the lock of the circle (kr_cache_enter), in one transaction with its row in the
 * ledger. */
#ifndef KR_SHARE_INT_H
#define KR_SHARE_INT_H

#include "core/reduce.h"
#include "store/share.h"
#include "store/store_int.h"

#define KR_MOST_SHARES    200  /* that stand */
#define KR_MOST_ENDED     1000 /* with those that ended and are not forgotten yet */
#define KR_MOST_INVITES   50
#define KR_MOST_ONCES     100
#define KR_MOST_PROPOSALS 500
#define KR_SHARE_ARENA    ((size_t)64 << 20)

typedef struct kr_share_row {
    kr_id id, guest;
    int64_t made, until, opened, confirmed, withdrawn;
    uint64_t version;
    kr_str sealed; /* in the arena */
} kr_share_row;

/* All shares of one circle, in the order of their numbers as SQLite sees them. */
typedef struct kr_share_set {
    kr_id circle;
    kr_share_row *rows;
    size_t count;
    uint64_t n;
    unsigned char mac[KR_HASH_BYTES]; /* as stored; zeros when there is none */
} kr_share_set;

/* -- rows (share_rows.c) -- */
/* Inside a transaction; the array has room for one more. */
kr_err kr_shares_read(kr_db *db, kr_share_set *out, kr_arena *arena, kr_id circle,
                      kr_error *error) KR_CHECKED;
/* error.circle_damaged when a row was taken away, put back or changed. */
kr_err kr_shares_check(const kr_share_set *set, const kr_circle_key *key, kr_error *error) KR_CHECKED;
/* Counts on and signs; the rows must be written already. `whole` false: it must never look whole again. */
kr_err kr_shares_sign(kr_db *db, kr_share_set *set, const kr_circle_key *key, bool whole,
                      kr_error *error) KR_CHECKED;
kr_share_row *kr_share_find(const kr_share_set *set, kr_id id);
/* By which share this account comes in now; NULL: by none. The same choice as KR_SQL_VISIT makes. */
kr_share_row *kr_share_pick(const kr_share_set *set, kr_id account, int64_t now);
kr_err kr_share_open(kr_share_entry *out, kr_arena *arena, const kr_share_row *row, const kr_head *head,
                     const kr_circle_key *key, kr_error *error) KR_CHECKED;
/* Fills in the row from the entry, sealed anew. */
kr_err kr_share_close(kr_share_row *row, kr_arena *arena, const kr_share_entry *entry, kr_id circle,
                      const kr_circle_key *key) KR_CHECKED;
kr_err kr_share_row_put(kr_db *db, kr_id circle, const kr_share_row *row, kr_error *error) KR_CHECKED;
/* What tells one state of a share from all others. */
void kr_share_mark_of(kr_share_mark *out, const kr_share_row *row, const kr_share_set *set);
/* From the columns of a share and its set from `at` on; false when there is none. */
bool kr_share_mark_columns(sqlite3_stmt *st, int at, kr_share_mark *out);
/* Length before bytes; `at` moves on. What does not fit in `len` is left out, and the reader sees it. */
void kr_pack_text(unsigned char *out, size_t len, size_t *at, kr_str text);
bool kr_unpack_text(const unsigned char *in, size_t len, size_t *at, kr_str *text);

/* -- changing them (share_store.c) -- */
typedef struct kr_sharing kr_sharing;
struct kr_sharing {
    kr_id owner; /* whose circle it must be; 0: anybody's */
    kr_id circle;
    kr_id id; /* 0: a new one; it gets its number here */
    /* What becomes of it; called inside the transaction, perhaps twice. */
    kr_err (*edit)(kr_sharing *sharing, kr_share_entry *entry, kr_error *error);
    /* What goes along with it, after its row was written; NULL: nothing. */
    kr_err (*along)(kr_sharing *sharing, kr_db *db, kr_error *error);
    void *context;
    kr_look look; /* its row in the ledger; `share` is filled in */
    int64_t now;
    /* from here on filled in by kr_share_edit */
    kr_store *store;
    kr_head head;
    kr_circle_key key;
    kr_arena arena; /* of one try */
    kr_share_set set;
    uint64_t seen;        /* how far keys.db knows the counter to be */
    kr_share_entry entry; /* as it is now; texts until kr_sharing_end */
};
kr_err kr_share_edit(kr_store *store, kr_sharing *sharing, kr_error *error) KR_CHECKED;
void kr_sharing_end(kr_sharing *sharing);

/* A circle's head and key for sealing beside it; for its owner (0: anybody's). */
kr_err kr_circle_keyed(kr_store *store, kr_head *head, kr_circle_key *key, kr_id owner, kr_id circle,
                       kr_error *error) KR_CHECKED;
/* Inside a transaction: is the circle still sealed with this key? KR_E_CONFLICT when not. */
kr_err kr_still_keyed(kr_db *db, const kr_head *head, kr_error *error) KR_CHECKED;
/* Head, key and shares, of one moment and checked. */
kr_err kr_shares_now(kr_store *store, kr_head *head, kr_circle_key *key, kr_share_set *set, kr_arena *arena,
                     kr_id owner, kr_id circle, kr_error *error) KR_CHECKED;
/* One row of KR_SQL_... COUNT statements. */
kr_err kr_count_rows(kr_db *db, kr_sql which, kr_id id, int64_t now, int64_t *out,
                     kr_error *error) KR_CHECKED;

/* Inside the transaction that seals a circle anew: shares, links and proposals go along, without the erased
 * records. */
typedef struct kr_resealing {
    kr_store *store;
    const kr_head *before, *after;
    const kr_circle_key *old_key, *new_key;
    bool (*erased)(const void *context, kr_id record);
    const void *context;
    const kr_reduce *reduce; /* whose names go out of every text; NULL: nobody's */
    uint64_t shares;         /* out: the counter of the set, 0 when there is none */
} kr_resealing;
kr_err kr_shares_reseal(kr_db *db, kr_resealing *r, kr_error *error) KR_CHECKED;
kr_err kr_onces_reseal(kr_db *db, const kr_resealing *r, kr_arena *arena, kr_error *error) KR_CHECKED;
kr_err kr_proposals_reseal(kr_db *db, const kr_resealing *r, kr_arena *arena, kr_error *error) KR_CHECKED;

/* Does each row of the circle open in its place? *bad gets how many do not; inside a transaction. */
kr_err kr_onces_check(kr_store *store, kr_db *db, const kr_head *head, const kr_circle_key *key,
                      kr_arena *arena, size_t *bad, kr_error *error) KR_CHECKED;
kr_err kr_proposals_check(kr_db *db, const kr_head *head, const kr_circle_key *key, kr_arena *arena,
                          size_t *bad, kr_error *error) KR_CHECKED;
kr_err kr_invites_check(const kr_store *store, kr_db *db, kr_id circle, size_t *bad,
                        kr_error *error) KR_CHECKED;

/* -- what keys.db knows (share_seen.c) -- */
kr_err kr_share_seen(kr_store *store, kr_id circle, uint64_t *n, kr_error *error) KR_CHECKED;
/* A witness, as kr_seen_note: when it cannot be written, an older state goes unnoticed for longer. */
void kr_share_seen_note(kr_store *store, kr_id circle, uint64_t n);
kr_err kr_withdrawn_has(kr_store *store, kr_id circle, kr_id share, bool *out, kr_error *error) KR_CHECKED;
void kr_withdrawn_note(kr_store *store, kr_id circle, kr_id share, int64_t now);

/* -- by itself (share_tidy.c) -- */
/* The account leaves all that was shared with it; its proposals go. */
kr_err kr_shares_leave(kr_store *store, kr_id account, int64_t now, kr_error *error) KR_CHECKED;
kr_err kr_shares_tidy(kr_store *store, int64_t now, kr_error *error) KR_CHECKED;
/* Shares that ended before this time go, with the ledger's rows of then. */
kr_err kr_shares_forget(kr_store *store, int64_t before, kr_error *error) KR_CHECKED;
/* Withdrawn by the store itself: a restored database brought it back. */
kr_err kr_share_end(kr_store *store, kr_id circle, kr_id share, int64_t now, kr_error *error) KR_CHECKED;

/* -- codes (code.c) -- */
void kr_door_code(char out[KR_CODE_TEXT]);
/* As people copy it from paper. `kind`: what it is for. False: no code looks like this; `out` is filled all
 * the same. */
bool kr_door_hash(const kr_store *store, unsigned char out[KR_HASH_BYTES], char kind, kr_str code);

/* -- filtered circles (enter.c) -- */
/* The circle as this share sees it, from the cache or made, held. The caller has entered the circle. `whole`
 * is its newest snapshot. */
kr_err kr_shown_make(kr_store *store, kr_snapshot **out, kr_entry *entry, kr_snapshot *whole,
                     const kr_share_set *set, const kr_share_row *row, kr_error *error) KR_CHECKED;
/* The newest snapshot and its shares, of one moment and checked. The caller has entered the circle. */
kr_err kr_shares_load(kr_store *store, kr_snapshot **whole, kr_share_set *set, kr_arena *arena,
                      kr_entry *entry, kr_error *error) KR_CHECKED;
/* Keeps what a guest made until the owner accepts it; `shown` is the circle as they see it (proposal.c). */
kr_err kr_proposal_add(kr_store *store, const kr_snapshot *shown, kr_arena *arena, const kr_change *change,
                       int64_t now, kr_error *error) KR_CHECKED;
/* Inside a transaction: KR_E_NOT_FOUND when the share was changed or withdrawn since. */
kr_err kr_share_stands(kr_db *db, const kr_snapshot *shown, kr_error *error) KR_CHECKED;
kr_err kr_access_fill(kr_access *out, kr_arena *arena, const kr_snapshot *shown) KR_CHECKED;

#endif
