/* Mail that must still leave. A row is there before the page says "onderweg" and is wiped when the mail
 * server took it; what the mail says and whom it is for are sealed with the key of the account that sends it.
 *
 * A hand-over is uncertain from the moment kr_outbox_hand returned until it is known how it ended. When the
 * power goes out between these, the mail is sent once more, with the same bytes and so the same Message-ID;
 * when that happens to it twice it is not sent a third time, and its sender is told. Thread-safe, as store.h.
 */
#ifndef KR_STORE_OUTBOX_H
#define KR_STORE_OUTBOX_H

#include "store/store.h"

#define KR_OUTBOX_MOST_BYTES (64u << 10)
#define KR_OUTBOX_MOST_DAY   20 /* mails of one account in 24 hours */
#define KR_OUTBOX_TRY_MS     (3 * 24 * 3600 * 1000LL)

/* Puts a mail in. What waits about the same thing (`about`, say a share) of this account goes: nobody gets
 * two codes of which one works. `body` is for whoever takes it. Errors: KR_E_LIMIT ("outbox.day": enough for
 * one day), KR_E_NOT_FOUND (no such account or circle). */
kr_err kr_outbox_put(kr_store *store, kr_id *out, kr_id account, kr_id circle, kr_id about, kr_str body,
                     int64_t now, kr_error *error) KR_CHECKED;
/* Takes away what is still here about that: waiting or not arrived. */
kr_err kr_outbox_drop(kr_store *store, kr_id account, kr_id about, kr_error *error) KR_CHECKED;

typedef struct kr_outbox_row {
    kr_id about;
    int64_t made;
    bool failed; /* it did not arrive, and nothing is tried any more; else it is under way */
} kr_outbox_row;
/* What is under way or did not arrive, of this circle of this account. */
kr_err kr_outbox_of(kr_store *store, kr_outbox_row **out, size_t *count, kr_arena *arena, kr_id account,
                    kr_id circle, kr_error *error) KR_CHECKED;

/* -- for whoever sends -- */
/* At start: what waits for a later try is tried now. */
kr_err kr_outbox_wake(kr_store *store, int64_t now, kr_error *error) KR_CHECKED;
typedef struct kr_outbox_mail {
    kr_id id; /* 0: nothing is due */
    kr_str body;
    int64_t next; /* with id 0: when something will be; INT64_MAX */
} kr_outbox_mail;
/* The mail that is due longest; nobody else gets it until its next try, which is later each time. What was
 * tried for three days, or was twice uncertain, becomes "not arrived" on the way. */
kr_err kr_outbox_take(kr_store *store, kr_outbox_mail *out, kr_arena *arena, int64_t now,
                      kr_error *error) KR_CHECKED;
/* From here on it is uncertain. KR_E_NOT_FOUND: it was dropped meanwhile, do not send it. */
kr_err kr_outbox_hand(kr_store *store, kr_id id, kr_error *error) KR_CHECKED;
typedef enum kr_outbox_end {
    KR_OUTBOX_SENT,    /* wiped */
    KR_OUTBOX_LATER,   /* for certain not taken: it is no longer uncertain */
    KR_OUTBOX_REFUSED, /* not arrived */
} kr_outbox_end;
/* How it ended. `handed`: kr_outbox_hand was called in this try. */
kr_err kr_outbox_done(kr_store *store, kr_id id, kr_outbox_end end, bool handed, kr_error *error) KR_CHECKED;

#endif
