/* What happened between two moments, as a story: what grew, came back and moved nearer first.
 *
 * Only what was said at both moments counts as a change: what was not known before is no news about life.
 * Nobody with a private mark at either moment is in it. */
#ifndef KR_STORY_H
#define KR_STORY_H

#include "core/network.h"

/* In the order of telling. */
typedef enum kr_story_kind {
    KR_STORY_BACK,      /* had left, and is here again */
    KR_STORY_CAME,      /* is here for the first time */
    KR_STORY_CLOSER,    /* stands nearer */
    KR_STORY_AWAKE,     /* was fading, dormant, broken or over, and is active or mended */
    KR_STORY_OFTENER,   /* more contact */
    KR_STORY_GETS,      /* gives a kind of support that they did not before: `kinds` */
    KR_STORY_GIVES,     /* gets one from the person in the middle: `kinds` */
    KR_STORY_LIGHTER,   /* tense before, and not now */
    KR_STORY_MET,       /* two who did not know each other, by what was said, and do now: `with` */
    KR_STORY_ELSEWHERE, /* stands in another area */
    KR_STORY_FURTHER,
    KR_STORY_SELDOMER,
    KR_STORY_HEAVIER,
    KR_STORY_FADED,
    KR_STORY_WENT, /* is not here any more */
    KR_STORY_DIED,
    KR_STORY_KINDS
} kr_story_kind;

/* One sentence. */
typedef struct kr_story_line {
    uint8_t kind;
    uint32_t kinds;        /* support, for KR_STORY_GETS and KR_STORY_GIVES */
    const kr_person *with; /* for KR_STORY_MET */
    const kr_person **who; /* as they are after; who went as they were; in the order of kr_view_compare */
    size_t n;
} kr_story_line;

typedef struct kr_story {
    kr_story_line *lines;
    size_t n;
    size_t good; /* how many of the first lines are about what grew, came back or came nearer */
    size_t stayed;
    const kr_difference *differences; /* for the drawing */
    size_t n_differences;
} kr_story;

/* O(persons + ties + meetings log), the same whatever the order of the ties. KR_E_MEMORY. */
kr_err kr_story_make(kr_story *out, kr_arena *arena, const kr_view *before, const kr_view *after) KR_CHECKED;

#endif
