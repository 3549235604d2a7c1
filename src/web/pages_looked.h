/* Who looked, in plain words: for the owner alone. */
#ifndef KR_PAGES_LOOKED_H
#define KR_PAGES_LOOKED_H

#include "store/share.h"
#include "web/pages.h"

typedef struct kr_looks_asked {
    int64_t before; /* 0: up to now */
    int days;       /* so many days back; 0: all there is */
    size_t lines;   /* at most so many */
    bool others;    /* without what the owner looked at themselves */
} kr_looks_asked;

/* member "days" of the page: [{day, lines: [{who, said, why, time, initials, tint, own, operator}]}], newest
 * first, what one person looked at on a day as one line; "has_looks", "more" (there is more than was asked
 * for) and "oldest" (a number for `before`). `shares` are all of the circle, for the names of those who came
 * in by them. */
kr_err kr_put_looks(const kr_page *page, const kr_share_entry *shares, size_t n_shares, kr_looks_asked asked,
                    kr_error *error) KR_CHECKED;

/* Each look by itself, as it is told to the owner, to take along: `rows` gets an object per look with at_ms
 * (UTC, milliseconds since 1970), day ("14 november 2026"), time ("14.32 uur"; of looking "14.30–14.45 uur"),
 * who, said, why, own and operator, beside the numbers of the ledger: share, event and part. */
kr_err kr_put_looks_told(kr_request *request, kr_id circle, const kr_share_entry *shares, size_t n_shares,
                         const kr_look *looks, size_t n_looks, kr_model *rows, kr_error *error) KR_CHECKED;

#endif
