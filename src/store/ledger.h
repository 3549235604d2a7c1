/* Who looked and what was done: the ledger, with the fields that NEN 7513 asks for and no content.
 *
 * Each circle has a chain of rows, the store one of its own (circle 0: what the operator did). A row's mac
 * covers the row before it, and a signed head says where the chain ends; heads are also kept in a file
 * outside the database. The organisation and source of NEN 7513 are the store's own id (kr_store_source). */
#ifndef KR_STORE_LEDGER_H
#define KR_STORE_LEDGER_H

#include "core/arena.h"

typedef struct kr_store kr_store;

/* The chain of who came in and who did not; its rows name no circle. */
#define KR_LEDGER_DOOR ((kr_id)1)

/* What happened. Permanent numbers. Those marked * are one row per sign-in, part and quarter of an hour. */
typedef enum kr_look_event {
    KR_EVENT_LOOK = 1,   /* * a part was looked at or, by its action, changed */
    KR_EVENT_LEDGER = 2, /* * the ledger itself was read */
    KR_EVENT_EXPORT = 3, /* taken along as a file */
    KR_EVENT_ERASE = 4,
    KR_EVENT_SHARE_MADE = 10, /* by the owner; `share` says which */
    KR_EVENT_SHARE_CHANGED,
    KR_EVENT_INVITE_MADE,
    KR_EVENT_INVITE_OPENED, /* by the guest; not confirmed yet */
    KR_EVENT_SHARE_CONFIRMED,
    KR_EVENT_SHARE_WITHDRAWN,
    KR_EVENT_SHARE_LEFT, /* the guest stepped out */
    KR_EVENT_PROPOSED,
    KR_EVENT_PROPOSAL_ACCEPTED,
    KR_EVENT_PROPOSAL_DECLINED,
    KR_EVENT_ONCE_MADE,   /* a link for taking part once; `object` says which */
    KR_EVENT_ONCE_LOOKED, /* * somebody opened that link */
    KR_EVENT_ONCE_ANSWERED,
    KR_EVENT_ONCE_ENDED,
    KR_EVENT_HANDED_OVER,     /* to a representative */
    KR_EVENT_SIGNED_IN = 30,  /* these in the chain of the door, KR_LEDGER_DOOR */
    KR_EVENT_SIGN_IN_REFUSED, /* account 0: of names that nobody has; and by sheet, passkey or
                                 organisation alone: one row for a quarter of an hour */
    KR_EVENT_SIGNED_OUT,
    KR_EVENT_PASSWORD_RENEWED, /* by the recovery code */
    KR_EVENT_REFUSED, /* * of an account: a circle that is not open to it (R, U), a form that no page of ours
                         sent (E) */
    KR_EVENT_ACCOUNT_DISABLED = 40, /* from here on: by the operator; `object` is the account */
    KR_EVENT_ACCOUNT_ENABLED,
    KR_EVENT_KEY_ROTATED,
    KR_EVENT_BACKUP,
    KR_EVENT_RESTORE,
    KR_EVENT_VERIFIED,
    KR_EVENT_PRUNED,
    KR_EVENT_SUPPORT,   /* somebody of the operator looked, on request: with reason */
    KR_EVENT_EMERGENCY, /* the same without request: with reason */
    KR_EVENT_ACCOUNT_CREATED,
    KR_EVENT_ADMINISTRATOR /* may open the page of the administrator, or no longer (action D) */
} kr_look_event;

/* Event action code. */
typedef enum kr_look_action {
    KR_ACTION_CREATE = 'C',
    KR_ACTION_READ = 'R',
    KR_ACTION_UPDATE = 'U',
    KR_ACTION_DELETE = 'D',
    KR_ACTION_EXECUTE = 'E'
} kr_look_action;

/* Event outcome indicator. */
typedef enum kr_look_outcome {
    KR_OUTCOME_DONE = 0,
    KR_OUTCOME_REFUSED = 4,
    KR_OUTCOME_FAILED = 8
} kr_look_outcome;

/* Purpose of use: on what ground. Permanent numbers. */
typedef enum kr_look_ground {
    KR_GROUND_OWN = 1,   /* the owner, of their own circle */
    KR_GROUND_LET_IN,    /* the owner opened it */
    KR_GROUND_REPRESENT, /* mentor, bewindvoerder, curator */
    KR_GROUND_DUTY,      /* the operator keeps the server running */
    KR_GROUND_SUPPORT,   /* the operator, on request */
    KR_GROUND_EMERGENCY
} kr_look_ground;

/* By which way somebody came in, or tried to: the `role` of KR_EVENT_SIGNED_IN and KR_EVENT_SIGN_IN_REFUSED,
 * which have no share. One of the first, and perhaps one of the last two. Permanent numbers. */
typedef enum kr_sign_way {
    KR_SIGN_UNSAID = 0,
    KR_SIGN_BEGUN, /* a new account */
    KR_SIGN_PASSWORD,
    KR_SIGN_PASSKEY,
    KR_SIGN_ORGANISATION,
    KR_SIGN_SHEET,       /* the recovery code */
    KR_SIGN_RENEWED,     /* was in, and chose a new password */
    KR_SIGN_CODE = 0x10, /* and a code of the app, or a reserve code */
    KR_SIGN_KEY = 0x20   /* and a passkey */
} kr_sign_way;

typedef struct kr_look {
    uint64_t n;      /* its place in the chain, from 1 */
    int64_t at;      /* of those marked *: the beginning of a quarter of an hour */
    kr_id account;   /* who; 0: the operator, or nobody who is known */
    kr_id session;   /* the sign-in: NEN 7513's access point */
    kr_id share;     /* by which share they came in, or which one it is about; 0 */
    kr_id object;    /* the record, link or account it is about; 0: the circle */
    kr_id on_behalf; /* the account they acted for; 0: themselves */
    uint8_t event;   /* kr_look_event; 0 is taken as KR_EVENT_LOOK */
    uint8_t action;  /* kr_look_action; 0 is taken as KR_ACTION_READ */
    uint8_t outcome; /* kr_look_outcome */
    uint8_t part;    /* kr_part */
    uint8_t role; /* kr_beside_role of their share; 0: the owner, or the operator. At the door: kr_sign_way */
    uint8_t ground; /* kr_look_ground; 0: not said */
    kr_str why;     /* of the operator's events: the reason, at most 200 bytes; kept sealed */
} kr_look;

/* Writes a row (n is filled in by the store; circle 0: of the store as a whole; KR_LEDGER_DOOR). Durable when
 * it returns. Cheap when the same row of a * event is there already. KR_E_INVALID (error.reason) for support
 * or emergency without a reason. */
kr_err kr_look_note(kr_store *store, kr_id circle, const kr_look *look, int64_t now,
                    kr_error *error) KR_CHECKED;
/* For the owner: the rows of the circle and what the operator did to all or to this account since it was
 * begun, newest first, at most `most` of those before the time `before` (0: now). KR_E_CORRUPT
 * (error.ledger_damaged) when anything was changed or taken away. O(rows of the circle). */
kr_err kr_looks_of(kr_store *store, kr_look **out, size_t *count, kr_arena *arena, kr_id account,
                   kr_id circle, int64_t before, size_t most, kr_error *error) KR_CHECKED;
/* The store's own id, as 32 hexadecimal digits and the NUL. */
void kr_store_source(const kr_store *store, char out[33]);

#endif
