/* Which parts of the sheet are taken: one bit for two by two units. Boxes are rounded outward, so what is
 * apart in the grid is apart on paper. Asking is written here, in the header, because a drawing asks a
 * thousand times. */
#ifndef KR_DRAW_GRID_H
#define KR_DRAW_GRID_H

#include "draw/scene.h"

#define KR_GRID_COLUMNS 512
#define KR_GRID_ROWS    700
#define KR_GRID_STRIDE  (KR_GRID_COLUMNS / 8)

typedef struct kr_grid {
    double left, top; /* of the sheet */
    int rows;
    int least; /* how many rows the lowest of what is taken has */
    /* A row after the other, eight columns in a byte; a little more, because bits are read by 64. */
    unsigned char taken[KR_GRID_ROWS * KR_GRID_STRIDE + 8];
} kr_grid;

/* Nothing taken on a sheet of this height. */
void kr_grid_clear(kr_grid *grid, double left, double top, double height);
void kr_grid_take(kr_grid *grid, kr_box box);

/* Cells of the grid: columns [x0, x1), rows [y0, y1). */
typedef struct kr_cells {
    int x0, x1, y0, y1;
} kr_cells;

/* False when the box is not wholly on the sheet. */
static inline bool kr_grid_cells(const kr_grid *grid, kr_box box, kr_cells *out) {
    double ax = (box.x0 - grid->left) * 0.5, ay = (box.y0 - grid->top) * 0.5;
    double bx = (box.x1 - grid->left) * 0.5, by = (box.y1 - grid->top) * 0.5;
    bool inside = ax >= 0 && ay >= 0 && bx < KR_GRID_COLUMNS && by < grid->rows && ax <= bx && ay <= by;
    if (!inside) return false;
    *out = (kr_cells){(int)ax, (int)bx + 1, (int)ay, (int)by + 1};
    return true;
}

/* 64 columns, from one that is a multiple of eight; the first is the lowest bit. */
static inline uint64_t kr_grid_read(const unsigned char *at) {
    uint64_t bits;
    memcpy(&bits, at, sizeof bits);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    bits = __builtin_bswap64(bits);
#endif
    return bits;
}

static inline void kr_grid_write(unsigned char *at, uint64_t bits) {
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    bits = __builtin_bswap64(bits);
#endif
    memcpy(at, &bits, sizeof bits);
}

/* The bits of [x0, x1) among the 64 columns from `from` on. */
static inline uint64_t kr_grid_mask(int from, int x0, int x1) {
    uint64_t mask = ~(uint64_t)0;
    if (x0 > from) mask &= ~(uint64_t)0 << (x0 - from);
    if (x1 < from + 64) mask &= ~(~(uint64_t)0 << (x1 - from));
    return mask;
}

/* What is taken in these rows. Nothing that stands there is lower than `least`, so one row of so many is
 * enough, and the last. */
static inline uint64_t kr_grid_rows(const kr_grid *grid, int column, int y0, int y1) {
    const unsigned char *at = grid->taken + (size_t)column / 8;
    uint64_t there = kr_grid_read(at + (size_t)(y1 - 1) * KR_GRID_STRIDE);
    for (int y = y0; y < y1; y += grid->least) there |= kr_grid_read(at + (size_t)y * KR_GRID_STRIDE);
    return there;
}

/* A box around a point that is tried at many places, reckoned in cells. */
typedef struct kr_stamp {
    double x0, y0, x1, y1;
} kr_stamp;

static inline kr_stamp kr_grid_stamp(kr_box box) {
    return (kr_stamp){box.x0 * 0.5, box.y0 * 0.5, box.x1 * 0.5, box.y1 * 0.5};
}

/* The same as kr_grid_free for the stamp around a point: `across` and `down` are in cells, from the corner of
 * the sheet. */
static inline bool kr_grid_stamp_free(const kr_grid *grid, const kr_stamp *s, double across, double down) {
    int x0 = (int)(across + s->x0), x1 = (int)(across + s->x1), y0 = (int)(down + s->y0),
        y1 = (int)(down + s->y1), from = x0 & ~7;
    if (x0 < 0 || y0 < 0 || x1 >= KR_GRID_COLUMNS || y1 >= grid->rows) return false;
    if (x1 - from < 64) {
        uint64_t mask = ~(uint64_t)0 << (x0 - from) & ~(uint64_t)0 >> (63 - (x1 - from));
        return !(kr_grid_rows(grid, from, y0, y1 + 1) & mask);
    }
    for (int x = from; x <= x1; x += 64) {
        if (kr_grid_rows(grid, x, y0, y1 + 1) & kr_grid_mask(x, x0, x1 + 1)) return false;
    }
    return true;
}

/* A point of a line and what is next to it, three cells by three: the number of its first cell, row by row
 * from the corner of the sheet. `across` and `down` are in cells; all nine are on the sheet. */
static inline unsigned kr_grid_dot(double across, double down) {
    return (unsigned)((int)(down - 1) * KR_GRID_COLUMNS + (int)(across - 1));
}
/* 16 columns, from one that is a multiple of eight: three cells always lie in so many. */
static inline unsigned kr_grid_short(const unsigned char *at) {
    return at[0] | (unsigned)at[1] << 8;
}
static inline bool kr_grid_dot_free(const kr_grid *grid, unsigned dot) {
    const unsigned char *at = grid->taken + dot / 8;
    unsigned there =
        kr_grid_short(at) | kr_grid_short(at + KR_GRID_STRIDE) | kr_grid_short(at + 2 * KR_GRID_STRIDE);
    return !(there >> dot % 8 & 7);
}
/* Written from a multiple of 64 columns on, so that the next dot can read it back at once. */
static inline void kr_grid_dot_take(kr_grid *grid, unsigned dot) {
    unsigned char *at = grid->taken + dot / 64 * 8;
    uint64_t mask = (uint64_t)7 << dot % 64;
    for (int y = 0; y < 3; y++)
        kr_grid_write(at + y * KR_GRID_STRIDE, kr_grid_read(at + y * KR_GRID_STRIDE) | mask);
    if (dot % 64 > 61) {
        mask = (uint64_t)7 >> (64 - dot % 64);
        for (int y = 0; y < 3; y++)
            kr_grid_write(at + y * KR_GRID_STRIDE + 8, kr_grid_read(at + y * KR_GRID_STRIDE + 8) | mask);
    }
    if (grid->least > 3) grid->least = 3;
}

/* A quick look at one point, in cells. */
static inline bool kr_grid_point_free(const kr_grid *grid, double across, double down) {
    int column = (int)across, row = (int)down;
    if ((unsigned)column >= KR_GRID_COLUMNS || (unsigned)row >= (unsigned)grid->rows) return false;
    return !(grid->taken[row * KR_GRID_STRIDE + column / 8] >> column % 8 & 1);
}

/* False also when the box is not wholly on the sheet. O(height of the box). */
static inline bool kr_grid_free(const kr_grid *grid, kr_box box) {
    kr_cells c;
    if (!kr_grid_cells(grid, box, &c)) return false;
    for (int x = c.x0 & ~7; x < c.x1; x += 64) {
        if (kr_grid_rows(grid, x, c.y0, c.y1) & kr_grid_mask(x, c.x0, c.x1)) return false;
    }
    return true;
}

/* The last column of the box in which something stands; -1 when the box is free. A box that is not wholly on
 * the sheet: its first column. */
static inline int kr_grid_last(const kr_grid *grid, kr_box box) {
    kr_cells c;
    int last = -1;
    if (!kr_grid_cells(grid, box, &c)) {
        double across = (box.x0 - grid->left) * 0.5;
        return across > 0 && across < KR_GRID_COLUMNS ? (int)across : 0;
    }
    for (int x = c.x0 & ~7; x < c.x1; x += 64) {
        uint64_t there = kr_grid_rows(grid, x, c.y0, c.y1) & kr_grid_mask(x, c.x0, c.x1);
        if (there) last = x + 63 - __builtin_clzll(there);
    }
    return last;
}

#endif
