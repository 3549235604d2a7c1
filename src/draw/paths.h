/* Ways in the quiet circle: from the middle to one or more people, through others. */
#ifndef KR_DRAW_PATHS_H
#define KR_DRAW_PATHS_H

#include "draw/draw.h"

/* Indices of alters, from whom to begin with to the goal. */
typedef struct kr_path {
    const uint32_t *who;
    size_t n;
} kr_path;

/* Everybody on a way stands out with a name; the others are dots. A way with somebody without a place in the
 * circle is left out. O(alters + steps). KR_E_MEMORY. */
kr_err kr_paths_svg(kr_buf *out, kr_arena *arena, const kr_network *network, const kr_path *paths,
                    size_t count, kr_text_fn text, void *context) KR_CHECKED;

#endif
