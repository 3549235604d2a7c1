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
    for (int word = 0; word < KR_GRID_WORDS; word++)
        memset(grid->taken[word], 0, (size_t)grid->rows * sizeof grid->taken[word][0]);
}

void kr_grid_take(kr_grid *grid, kr_box box) {
    if (box.x1 < grid->left || box.y1 < grid->top) return;
    int x0 = floor_half(box.x0 - grid->left, KR_GRID_WORDS * 64);
    int x1 = floor_half(box.x1 - grid->left, KR_GRID_WORDS * 64 - 1) + 1;
    int y0 = floor_half(box.y0 - grid->top, grid->rows),
        y1 = floor_half(box.y1 - grid->top, grid->rows - 1) + 1;
    for (int word = x0 / 64; x0 < x1 && word <= (x1 - 1) / 64; word++) {
        uint64_t mask = kr_grid_mask(word, x0, x1), *strip = grid->taken[word];
        for (int y = y0; y < y1; y++) strip[y] |= mask;
    }
}
