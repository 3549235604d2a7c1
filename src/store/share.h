/* Who was let in: shares, invitations, single questions by a link, and what waits for the owner's word.
 *
 * Names, roles and rights are sealed with the key of the circle; in the clear stand only opaque ids and
 * dates. A share counts while it is confirmed, not withdrawn, and before its end; each request asks again, so
 * that a withdrawal counts from the moment its call returns. Thread-safe, as store.h. */
#ifndef KR_STORE_SHARE_H
#define KR_STORE_SHARE_H

#include "store/store.h"

/* -- by the owner -- */
/* A new share (id 0) or another wording of one (its id): name, word, why, role, rules, until. The guest
 * stays. */
kr_err kr_share_put(kr_store *store, kr_id *id, kr_id account, kr_id circle, const kr_share_entry *share,
                    int64_t now, kr_error *error) KR_CHECKED;
kr_err kr_share_withdraw(kr_store *store, kr_id account, kr_id circle, kr_id share, int64_t now,
                         kr_error *error) KR_CHECKED;
/* All of a circle, newest first, those that ended too (kept until the ledger's period ends). Owner only. */
kr_err kr_shares_of(kr_store *store, kr_share_entry **out, size_t *count, kr_arena *arena, kr_id account,
                    kr_id circle, kr_error *error) KR_CHECKED;

/* Did somebody open an invitation, and wait for the owner's word now? For every page of the owner: one look
 * in an index. */
kr_err kr_share_waits(kr_store *store, bool *out, kr_id circle, int64_t now, kr_error *error) KR_CHECKED;

/* -- by the guest -- */
/* The circles shared with this account now; `name` is what the circle's owner is called on it. */
kr_err kr_shared_with(kr_store *store, kr_share_entry **out, size_t *count, kr_arena *arena, kr_id account,
                      int64_t now, kr_error *error) KR_CHECKED;
/* What this account opened the invitation of, while the owner has not said yes: whose it is, and nothing of
 * the circle is shown. */
kr_err kr_shares_asked(kr_store *store, kr_share_entry **out, size_t *count, kr_arena *arena, kr_id account,
                       int64_t now, kr_error *error) KR_CHECKED;
/* The guest steps out. */
kr_err kr_share_leave(kr_store *store, kr_id account, kr_id share, int64_t now, kr_error *error) KR_CHECKED;

/* -- who has the door open: for whoever looks -- */
/* As kr_circle_open, for the owner and for guests. KR_E_NOT_FOUND for anybody else, and for a share that does
 * not count: the same answer. Filtered circles are kept beside the snapshot, so that a second look costs what
 * the owner's costs. */
kr_err kr_circle_enter(kr_store *store, kr_snapshot **out, kr_access *access, kr_arena *arena, kr_id account,
                       kr_id circle, int64_t now, kr_error *error) KR_CHECKED;
/* The owner looks as this share sees it; withdrawn and unconfirmed ones too. Nothing is written in the
 * ledger. */
kr_err kr_circle_enter_as(kr_store *store, kr_snapshot **out, kr_access *access, kr_arena *arena,
                          kr_id account, kr_id circle, kr_id share, kr_error *error) KR_CHECKED;
/* kr_circle_change by a guest: `make` gets the filtered circle, kr_share_allows judges what it made, and with
 * `propose` the change is kept as a proposal instead: *proposed is set and *out stays as it was. */
kr_err kr_circle_change_as(kr_store *store, kr_snapshot **out, bool *proposed, kr_id account, kr_id circle,
                           kr_make_fn make, void *context, int64_t now, kr_error *error) KR_CHECKED;

/* -- invitations -- */
typedef enum kr_invite_way { KR_INVITE_MAIL = 1, KR_INVITE_LETTER, KR_INVITE_TABLE } kr_invite_way;
#define KR_CODE_TEXT 32 /* "K7QM-2F9X-…": characters that cannot be mistaken for each other, and the NUL */
typedef struct kr_invite {
    kr_id id, share;
    uint8_t way;
    int64_t made, until, opened, ended;
} kr_invite;
/* For a share that nobody opened yet; only a keyed hash of the code is stored. A newer code ends older ones,
 * and a mail with one of these that still waits does not leave.
 * At the table it lives 15 minutes, else 14 days. */
kr_err kr_invite_make(kr_store *store, char code[KR_CODE_TEXT], kr_id account, kr_id circle, kr_id share,
                      kr_invite_way way, int64_t now, kr_error *error) KR_CHECKED;
/* Writes the mail that brings this code: `mail` is what kr_outbox_put takes, and lives until kr_invite_post
 * returns. */
typedef kr_err (*kr_invite_write)(void *context, const char *code, kr_str *mail, kr_error *error);
/* kr_invite_make for a mail, and the mail in the outbox: both or neither, whatever happens in between. Errors
 * of `write`, and those of kr_outbox_put. */
kr_err kr_invite_post(kr_store *store, kr_id account, kr_id circle, kr_id share, kr_invite_write write,
                      void *context, int64_t now, kr_error *error) KR_CHECKED;
/* Binds the share to the first account that opens it; it still sees nothing until the owner confirms. `out`
 * gets what may be told before: the owner's name, nothing of the circle. KR_E_NOT_FOUND for a wrong, used,
 * ended or own code: the same answer. Slowed down per account as sign-ins are. */
kr_err kr_invite_open(kr_store *store, kr_share_entry *out, kr_arena *arena, kr_id account, kr_str code,
                      int64_t now, kr_error *error) KR_CHECKED;
/* The same, but nothing is bound yet: the owner's name, the role and what it rests on, and until when. For
 * whoever must know what they say yes to. */
kr_err kr_invite_look(kr_store *store, kr_share_entry *out, kr_arena *arena, kr_id account, kr_str code,
                      int64_t now, kr_error *error) KR_CHECKED;
/* "Yes, that is the one", or not: then the share is withdrawn. */
kr_err kr_share_confirm(kr_store *store, kr_id account, kr_id circle, kr_id share, bool yes, int64_t now,
                        kr_error *error) KR_CHECKED;

/* -- taking part once, by a link, without an account -- */
typedef enum kr_once_kind { KR_ONCE_SUGGEST = 1, KR_ONCE_ANSWER, KR_ONCE_STEP } kr_once_kind;
typedef struct kr_once {
    kr_id id, circle;
    uint8_t kind;
    kr_id about;     /* the action of KR_ONCE_STEP, or 0 */
    kr_str whom;     /* as the owner calls them */
    kr_str asked;    /* what the page asks, in the owner's words: all that the link shows */
    kr_str said;     /* what came back; empty until then */
    uint8_t outcome; /* of KR_ONCE_STEP: 1 done, 2 later, 3 needs help; 0 */
    int64_t made, until, answered, ended;
} kr_once;
kr_err kr_once_make(kr_store *store, char code[KR_CODE_TEXT], kr_id account, kr_id circle,
                    const kr_once *once, int64_t now, kr_error *error) KR_CHECKED;
kr_err kr_once_find(kr_store *store, kr_once *out, kr_arena *arena, kr_str code, int64_t now,
                    kr_error *error) KR_CHECKED;
kr_err kr_once_answer(kr_store *store, kr_str code, kr_str said, uint8_t outcome, int64_t now,
                      kr_error *error) KR_CHECKED;
kr_err kr_onces_of(kr_store *store, kr_once **out, size_t *count, kr_arena *arena, kr_id account,
                   kr_id circle, kr_error *error) KR_CHECKED;
kr_err kr_once_end(kr_store *store, kr_id account, kr_id circle, kr_id once, int64_t now,
                   kr_error *error) KR_CHECKED;

/* -- proposals: what guests changed and the owner has not accepted yet -- */
typedef struct kr_proposal {
    kr_id id, share, account;
    int64_t at;
    kr_change change; /* as they made it; base is what they had seen */
} kr_proposal;
kr_err kr_proposals_of(kr_store *store, kr_proposal **out, size_t *count, kr_arena *arena, kr_id account,
                       kr_id circle, kr_error *error) KR_CHECKED;
/* Accepted: becomes a change of the guest's, made now against the newest circle (KR_E_CONFLICT when a field
 * was changed since; `anyway` takes the proposal's value). Declined: it is gone; nobody is told why. */
kr_err kr_proposal_take(kr_store *store, kr_snapshot **out, kr_id account, kr_id circle, kr_id proposal,
                        bool accept, bool anyway, int64_t now, kr_error *error) KR_CHECKED;

#endif
