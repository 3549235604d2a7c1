/* The tools that a step of a guide opens: where each is found. */
#ifndef KR_WEB_TOOLS_H
#define KR_WEB_TOOLS_H

#include "guide/guide.h"
#include "web/engine.h"

/* The address below a circle: "/ecogram", "?vorm=lensink", "/bladen/poster". Empty when the step opens
 * nothing, or when this Kring has no such page (yet). Text from the arena, or static. O(tools). */
kr_str kr_tool_path(const kr_web *web, kr_arena *arena, const kr_guide_step *step);
/* The picture of it: a partial ("ico-list"). Static. */
const char *kr_tool_icon(unsigned tool);

#endif
