/* The quiet circle for "what if somebody is not there": who is away is drawn with dashes, and some stand out.
 */
#ifndef KR_DRAW_ABSENCE_H
#define KR_DRAW_ABSENCE_H

#include "draw/draw.h"

typedef enum kr_absence {
    KR_ABSENCE_DOT,   /* a dot */
    KR_ABSENCE_AWAY,  /* dashed, with a name */
    KR_ABSENCE_NAMED, /* stands out, with a name */
    KR_ABSENCE_ASK    /* the same, with a question mark */
} kr_absence;

/* `roles` is one kr_absence for each alter; whoever has no place in the circle is left out. O(alters).
 * KR_E_MEMORY. */
kr_err kr_absence_svg(kr_buf *out, kr_arena *arena, const kr_network *network, const uint8_t *roles,
                      kr_text_fn text, void *context) KR_CHECKED;

#endif
