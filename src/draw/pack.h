/* Putting the people of each cell in their places, once the rings are known. */
#ifndef KR_DRAW_PACK_H
#define KR_DRAW_PACK_H

#include "draw/layout.h"

/* Cells whose people stand in rows, as dots with a name, numbers or dots. Returns a cell that is too full, or
 * NULL. */
kr_cell *kr_pack_lines(kr_layout *layout);
/* Cells whose people are spread along the ring, with their names below. Returns a cell that is too full, or
 * NULL. */
kr_cell *kr_pack_spread(kr_layout *layout);

#endif
