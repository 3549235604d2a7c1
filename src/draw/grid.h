/* Which parts of the sheet are taken: one bit for two by two units. Boxes are rounded outward, so what is
 * apart in the grid is apart on paper. Asking is written here, in the header, because a drawing asks a
 * thousand times. */
#ifndef KR_DRAW_GRID_H
#define KR_DRAW_GRID_H

#include "draw/scene.h"

#define KR_GRID_WORDS 8
#define KR_GRID_ROWS  700

typedef struct kr_grid {
    double left, top; /* of the sheet */
    int rows;
    uint64_t taken[KR_GRID_WORDS][KR_GRID_ROWS]; /* the rows of a strip stand together: a box is a few short
                                                    runs */
} kr_grid;

/* Nothing taken on a sheet of this height. */
void kr_grid_clear(kr_grid *grid, double left, double top, double height);
void kr_grid_take(kr_grid *grid, kr_box box);

/* The bits of [x0, x1) that fall into one word. */
static inline uint64_t kr_grid_mask(int word, int x0, int x1) {
    int from = x0 - word * 64, to = x1 - word * 64;
    uint64_t mask = ~(uint64_t)0;
    if (from > 0) mask &= ~(uint64_t)0 << from;
    if (to < 64) mask &= ~(~(uint64_t)0 << to);
    return mask;
}

/* A quick look at one point: false means that no box around it is free. */
static inline bool kr_grid_point_free(const kr_grid *grid, double x, double y) {
    double across = (x - grid->left) * 0.5, down = (y - grid->top) * 0.5;
    if (!(across >= 0 && down >= 0 && across < KR_GRID_WORDS * 64 && down < grid->rows)) return false;
    return !(grid->taken[(int)across / 64][(int)down] >> ((int)across % 64) & 1);
}

/* False also when the box is not wholly on the sheet. O(height of the box). */
static inline bool kr_grid_free(const kr_grid *grid, kr_box box) {
    double ax = (box.x0 - grid->left) * 0.5, ay = (box.y0 - grid->top) * 0.5;
    double bx = (box.x1 - grid->left) * 0.5, by = (box.y1 - grid->top) * 0.5;
    bool inside = ax >= 0 && ay >= 0 && bx < KR_GRID_WORDS * 64 && by < grid->rows && ax <= bx && ay <= by;
    if (!inside) return false;
    int x0 = (int)ax, x1 = (int)bx + 1, y0 = (int)ay, y1 = (int)by + 1;
    for (int word = x0 / 64; word <= (x1 - 1) / 64; word++) {
        /* All rows together, without a question in between: the compiler makes few instructions of it. */
        const uint64_t *strip = grid->taken[word];
        uint64_t there = 0;
        for (int y = y0; y < y1; y++) there |= strip[y];
        if (there & kr_grid_mask(word, x0, x1)) return false;
    }
    return true;
}

#endif
