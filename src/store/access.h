/* How somebody stands to a circle they opened: as its owner, or by a share. */
#ifndef KR_STORE_ACCESS_H
#define KR_STORE_ACCESS_H

#include "core/share.h"

/* Somebody's part beside the owner (A27): a role per relationship, never per account. Permanent numbers. */
typedef enum kr_beside_role {
    KR_ROLE_CARER = 1,
    KR_ROLE_RELATIVE,
    KR_ROLE_FRIEND,
    KR_ROLE_VOLUNTEER,
    KR_ROLE_PROFESSIONAL,
    KR_ROLE_ALONGSIDE,     /* thinks along once */
    KR_ROLE_REPRESENTATIVE /* mentor, bewindvoerder, curator: with date and ground */
} kr_beside_role;

/* What makes somebody a representative. Permanent numbers. */
typedef enum kr_basis {
    KR_BASIS_MENTOR = 1, /* these three by a judge */
    KR_BASIS_BEWIND,
    KR_BASIS_CURATOR,
    KR_BASIS_PROXY, /* the owner's own choice, on paper */
    KR_BASIS_LAST = KR_BASIS_PROXY
} kr_basis;

typedef struct kr_share_entry {
    kr_id id, circle;
    kr_share rules;      /* guest 0 until somebody opened the invitation */
    kr_str name;         /* as the owner calls them */
    kr_str word;         /* "dochter en mantelzorger" */
    kr_str why;          /* what it is for, in the owner's words */
    uint8_t role;        /* kr_beside_role */
    uint8_t basis;       /* kr_basis of a representative, else 0 */
    kr_date since;       /* of a representative: the day of the decision, else 0 */
    int64_t made, until; /* until 0: until it is stopped */
    int64_t opened;      /* somebody opened the invitation: rules.guest is known */
    int64_t confirmed;   /* the owner said: yes, that is the one; 0: sees nothing yet */
    int64_t withdrawn;   /* 0: not */
    uint64_t version;    /* raised by every change of it */
    int64_t looked;      /* beginning of the quarter of an hour in which they looked last; 0. Only of
                            kr_shares_of */
} kr_share_entry;

static inline bool kr_share_counts(const kr_share_entry *share, int64_t now) {
    return share->confirmed && !share->withdrawn && (!share->until || now < share->until);
}

/* The snapshot that came along is already filtered for a guest: whatever is in it may be shown to them. */
typedef struct kr_access {
    bool owner;
    kr_share_entry share; /* of a guest; texts in the arena */
} kr_access;

#endif
