/* Stories: how the example people are written (examples/README.md). Read at build time only. */
#ifndef KR_STORY_H
#define KR_STORY_H

#include "core/draft.h"

typedef struct kr_story {
    kr_str slug, name;
    kr_change *changes;
    size_t count;
} kr_story;

/* Makes the changes of a story. The same text gives the same bytes, always. Errors: KR_E_SYNTAX and
 * KR_E_INVALID with the line, KR_E_MEMORY. */
kr_err kr_story_read(kr_story *out, kr_arena *arena, kr_str text, kr_error *error) KR_CHECKED;

#endif
