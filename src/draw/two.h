/* Two maps in one quiet circle: where each puts somebody, joined by a thin line. */
#ifndef KR_DRAW_TWO_H
#define KR_DRAW_TWO_H

#include "core/two.h"
#include "draw/draw.h"

/* Whoever stands at the same place on both is a dot with a ring around it; whoever stands elsewhere, or on
 * one map only, has a name: filled here, open there; when these last are many they are dots. A place that
 * nobody gave on one of the maps is left out. O(people). KR_E_MEMORY. */
kr_err kr_two_svg(kr_buf *out, kr_arena *arena, const kr_network *here, const kr_network *there,
                  const kr_two *two, kr_text_fn text, void *context) KR_CHECKED;

#endif
