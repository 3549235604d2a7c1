/* Putting the people of each cell in their places, once the rings are known. */
#ifndef KR_DRAW_PACK_H
#define KR_DRAW_PACK_H

#include "draw/layout.h"

/* Cells whose people stand in rows, as dots with a name, numbers or dots. Marks cells that are too full;
 * false when there are any. */
bool kr_pack_lines(kr_layout *layout);
/* The same for cells whose people are spread along the ring, with their names below. */
bool kr_pack_spread(kr_layout *layout);

#endif
