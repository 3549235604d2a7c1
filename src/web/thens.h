/* The circle at each of its moments, for the drawing over time: for pages, paper and the command. */
#ifndef KR_WEB_THENS_H
#define KR_WEB_THENS_H

#include "core/view.h"
#include "draw/draw.h"
#include "words/words.h"

typedef struct kr_point {
    const kr_moment *moment; /* NULL: now */
    kr_view view;
} kr_point;

/* Every moment that is not in the bin, oldest first, and now when something changed since; at most the newest
 * 24. `points` (may be NULL) gets the views they were made from. `circle` is the whole circle of its owner;
 * what `viewer` may not see is left out of every moment. `now_ms`: on the
 * reader's clock. Errors: KR_E_MEMORY, KR_E_LIMIT. O(moments × assignments). */
kr_err kr_thens_make(kr_then **out, size_t *count, const kr_point **points, kr_arena *arena,
                     const kr_circle *circle, kr_viewer viewer, kr_lang lang, int64_t now_ms,
                     kr_error *error) KR_CHECKED;

#endif
