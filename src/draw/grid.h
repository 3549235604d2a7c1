/* Which parts of the sheet are taken: one bit for two by two units. Boxes are rounded outward, so what is
 * apart in the grid is apart on paper. */
#ifndef KR_DRAW_GRID_H
#define KR_DRAW_GRID_H

#include "draw/scene.h"

#define KR_GRID_WORDS 8
#define KR_GRID_ROWS  700

typedef struct kr_grid {
    double left, top; /* of the sheet */
    int rows;
    uint64_t taken[KR_GRID_ROWS][KR_GRID_WORDS];
} kr_grid;

/* Nothing taken on a sheet of this height. */
void kr_grid_clear(kr_grid *grid, double left, double top, double height);
/* False also when the box is not wholly on the sheet. O(height of the box). */
bool kr_grid_free(const kr_grid *grid, kr_box box);
void kr_grid_take(kr_grid *grid, kr_box box);

#endif
