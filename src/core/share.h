/* What somebody whom the owner let in may see and do. The rules are data: each field of the schema names the
 * part of the circle it belongs to (kr_part), a share gives a right per part, and what is KR_PRIVATE, or
 * hangs on a tie marked private, is nobody's but the owner's.
 *
 * A shared view never holds: the person behind a private tie, or anything that points at them, or a text in
 * which their name stands; who made a change, unless that was this guest or the owner; without the part TIME
 * what stood in a field before. Without the owner's word (`self_too`) the guest does not see what is inner
 * about their own tie. */
#ifndef KR_SHARE_H
#define KR_SHARE_H

#include "core/view.h"

/* What may be done in a part; each includes those before it. Permanent numbers. */
typedef enum kr_right {
    KR_RIGHT_NONE = 0,
    KR_RIGHT_READ = 1,
    KR_RIGHT_ADD = 2, /* new records, and changing those one made oneself */
    KR_RIGHT_EDIT = 3 /* any field that may be seen; throwing away */
} kr_right;

/* A record that is opened by itself: a run, a sheet, a filled-in question set. */
typedef struct kr_share_one {
    kr_id record;
    uint8_t right;
} kr_share_one;
#define KR_MOST_SHARE_ONES 32

typedef struct kr_share {
    kr_id guest;                           /* the account */
    kr_id owner;                           /* the account that owns the circle */
    kr_id person;                          /* who of the map this is; 0: not said, or not on it */
    uint8_t rights[KR_PARTS];              /* kr_right, by kr_part */
    kr_share_one ones[KR_MOST_SHARE_ONES]; /* opened by themselves, whatever `rights` says */
    size_t n_ones;
    bool self_too; /* may see what is inner about their own tie */
    bool propose;  /* what they change waits until the owner accepts it */
} kr_share;

/* What this guest may do with the part: the right itself. */
static inline bool kr_share_may(const kr_share *share, kr_part part, kr_right right) {
    return share->rights[part] >= (uint8_t)right;
}

/* A circle with only what this guest may see, by today's rules; changes keep their numbers (an emptied one
 * has no assignments, author, time or act). `upto` 0: as it is now, else as it was after that change (a guest
 * without the part TIME is refused that: KR_E_DENIED). The view's viewer is KR_VIEWER_GUEST; made again from
 * the circle of such a view, kr_view_make only folds. O(assignments + text bytes of what is shown). */
kr_err kr_view_shared(kr_view *out, kr_arena *arena, const kr_circle *circle, const kr_share *share,
                      uint64_t upto, kr_error *error) KR_CHECKED;

/* May this guest make this change? `shown` is their view of `whole`, both the newest. Every assignment must
 * be to a field they see, in a part they may edit, or add to in a record they made (or make here); none may
 * reach what is hidden, set a private field or `merged_into`, or rename the person in the middle. KR_E_DENIED
 * (error.share_right) names the field. O(assignments · log). */
kr_err kr_share_allows(const kr_circle *whole, const kr_circle *shown, const kr_share *share,
                       const kr_change *change, kr_error *error) KR_CHECKED;

/* For "Ziet Sanne wel / niet": how many persons of the circle are in the view, who is left out (ids of
 * `whole`, at most `cap`; returns how many there are). */
size_t kr_share_left_out(const kr_circle *whole, const kr_circle *shown, kr_id *out, size_t cap);

#endif
