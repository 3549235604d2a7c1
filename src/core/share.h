/* What somebody whom the owner let in may see and do. The rules are data: each field of the schema names the
 * part of the circle it belongs to (kr_part), a share gives a right per part, and what is KR_PRIVATE, or
 * hangs on a tie marked private, is nobody's but the owner's.
 *
 * Shown: every field that is not private and whose part may be read, of records that are there. A kind of
 * record is there for whoever reads its own part (a wish: WISH; a sheet: SHEETS), ties for MAP, or when
 * something is said of them that may be seen; a run, a sheet or a filled-in question set also when it was
 * opened by itself. What a person is called goes along with them: everybody with MAP or REACH, else only of
 * whom something is said that may be seen and at whom something that is shown points. Who stands in the
 * middle is known always.
 *
 * Never shown: the person behind a private tie, whoever would rather not be on the map (`knows`), what is
 * marked as the owner's alone (a wish, an event, a step, a talent, a sheet), anything that points at those,
 * however far away, and any text in which their name stands, however it is written (what the guest wrote
 * themselves they keep; what somebody else is called themselves is theirs, unless it says whose mother they
 * are). What was thrown away, people who turned out to be another, children who were not born, secret unions,
 * whom somebody would rather not have in a group, notes on a way that are not for whoever helps. Without
 * TIME: whoever left the circle, moments, when changes were made, and what stood in a field before, but for
 * what the guest's own changes took the place of. Without FAMILY: who is only in the family tree. Who made a
 * change, unless that was the guest or the owner. Without the owner's word (`self_too`) what is inner about
 * the guest: of their person, their ties, and what is written about them. A record that makes no sense
 * without what is hidden is not there; other references to it go. */
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
 * without the part TIME is refused that: KR_E_DENIED). KR_E_NOT_FOUND for a circle in the bin. Texts are
 * borrowed from `circle`, the rest is in the arena. The view's viewer is KR_VIEWER_GUEST; made again from the
 * circle of such a view, kr_view_make only folds. O(assignments + text bytes of what is shown · log names).
 */
kr_err kr_view_shared(kr_view *out, kr_arena *arena, const kr_circle *circle, const kr_share *share,
                      uint64_t upto, kr_error *error) KR_CHECKED;

/* May this guest make this change? `shown` is their view of `whole`, both the newest. Every assignment must
 * be to a field they see, in a part they may edit, or add to in a record they made (or make here: a person
 * with the tie to whoever is in the middle, say); none may reach what is hidden, replace a value they do not
 * see, set a private field or `merged_into`, move or rename whoever is in the middle, or keep a note from
 * others; `knows` needs KR_RIGHT_EDIT on MAP. Throwing away (`gone`) needs the right to edit the record's own
 * part, or to have made it. Taking back: only their own changes, to what stood there. A new tie is the only
 * one of its pair in the whole circle, so that what was allowed leaves it as kr_circle_check wants it.
 * KR_E_DENIED (error.share_right) names the field; KR_E_INVALID as kr_assignment_check. O(assignments · log;
 * for taking back also one fold). */
kr_err kr_share_allows(const kr_circle *whole, const kr_circle *shown, const kr_share *share,
                       const kr_change *change, kr_error *error) KR_CHECKED;

/* For "Ziet Sanne wel / niet": how many persons of the circle are in the view, who is left out (ids of
 * `whole`, at most `cap`; returns how many there are). */
size_t kr_share_left_out(const kr_circle *whole, const kr_circle *shown, kr_id *out, size_t cap);
/* The same for who is in the view without what they are called, because that tells of somebody hidden: they
 * stand in no drawing. */
size_t kr_share_nameless(const kr_circle *whole, const kr_circle *shown, kr_id *out, size_t cap);

#endif
