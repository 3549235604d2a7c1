#include "draw/grid.h"

/* Half of it, rounded down, kept within the sheet: adding first keeps the cast on the positive side. */
static int floor_half(double v, int most) {
    int half = v > -16384 && v < 16384 ? (int)(v * 0.5 + 8192) - 8192 : v < 0 ? -8192 : 8192;
    return half < 0 ? 0 : half > most ? most : half;
}

void kr_grid_clear(kr_grid *grid, double left, double top, double height) {
    grid->left = left;
    grid->top = top;
    grid->rows = height > 0 && height < 2.0 * KR_GRID_ROWS ? (int)(height / 2) + 1 : KR_GRID_ROWS;
    if (grid->rows > KR_GRID_ROWS) grid->rows = KR_GRID_ROWS;
    grid->least = KR_GRID_ROWS;
    memset(grid->taken, 0, (size_t)grid->rows * KR_GRID_STRIDE + 8);
}

/* What of the box is on the sheet. */
static kr_cells clipped(const kr_grid *grid, kr_box box) {
    return (kr_cells){floor_half(box.x0 - grid->left, KR_GRID_COLUMNS),
                      floor_half(box.x1 - grid->left, KR_GRID_COLUMNS - 1) + 1,
                      floor_half(box.y0 - grid->top, grid->rows),
                      floor_half(box.y1 - grid->top, grid->rows - 1) + 1};
}

void kr_grid_take(kr_grid *grid, kr_box box) {
    kr_cells c;
    if (box.x1 < grid->left || box.y1 < grid->top) return;
    /* What reaches over the border stands in the first or the last row of whatever meets it. */
    if (!kr_grid_cells(grid, box, &c))
        c = clipped(grid, box);
    else if (c.y1 - c.y0 < grid->least)
        grid->least = c.y1 - c.y0;
    for (int x = c.x0 & ~7; x < c.x1; x += 64) {
        uint64_t mask = kr_grid_mask(x, c.x0, c.x1);
        unsigned char *at = grid->taken + (size_t)c.y0 * KR_GRID_STRIDE + (size_t)x / 8;
        int rows = c.y1 - c.y0;
        for (; rows >= 4; rows -= 4, at += 4 * KR_GRID_STRIDE) {
            for (int i = 0; i < 4; i++) {
                unsigned char *row = at + i * KR_GRID_STRIDE;
                kr_grid_write(row, kr_grid_read(row) | mask);
            }
        }
        for (; rows > 0; rows--, at += KR_GRID_STRIDE) kr_grid_write(at, kr_grid_read(at) | mask);
    }
}
