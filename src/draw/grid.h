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
    uint64_t taken[KR_GRID_WORDS]
                  [KR_GRID_ROWS]; /* the rows of a strip stand together: a box is a few short runs */
} kr_grid;

/* Nothing taken on a sheet of this height. */
void kr_grid_clear(kr_grid *grid, double left, double top, double height);
/* False also when the box is not wholly on the sheet. O(height of the box). */
bool kr_grid_free(const kr_grid *grid, kr_box box);
/* A quick look at one point: false means that no box around it is free. */
bool kr_grid_point_free(const kr_grid *grid, double x, double y);
void kr_grid_take(kr_grid *grid, kr_box box);

#endif
