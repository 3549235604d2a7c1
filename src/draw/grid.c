#include "draw/grid.h"

typedef struct span {
    int x0, y0, x1, y1; /* half open */
    bool inside;
} span;

/* Half of it, rounded down: adding first keeps the cast on the positive side. */
static int floor_half(double v) {
    return v > -16384 && v < 16384 ? (int)(v * 0.5 + 8192) - 8192 : v < 0 ? -8192 : 8192;
}

static span span_of(const kr_grid *grid, kr_box box) {
    span s = {floor_half(box.x0 - grid->left), floor_half(box.y0 - grid->top),
              floor_half(box.x1 - grid->left) + 1, floor_half(box.y1 - grid->top) + 1, true};
    s.inside = s.x0 >= 0 && s.y0 >= 0 && s.x1 <= KR_GRID_WORDS * 64 && s.y1 <= grid->rows && s.x0 < s.x1 &&
               s.y0 < s.y1;
    return s;
}

/* The bits of [x0, x1) that fall into one word. */
static uint64_t mask_of(int word, int x0, int x1) {
    int from = x0 - word * 64, to = x1 - word * 64;
    uint64_t mask = ~(uint64_t)0;
    if (from > 0) mask &= ~(uint64_t)0 << from;
    if (to < 64) mask &= ~(~(uint64_t)0 << to);
    return mask;
}

void kr_grid_clear(kr_grid *grid, double left, double top, double height) {
    grid->left = left;
    grid->top = top;
    grid->rows = height > 0 && height < 2.0 * KR_GRID_ROWS ? (int)(height / 2) + 1 : KR_GRID_ROWS;
    if (grid->rows > KR_GRID_ROWS) grid->rows = KR_GRID_ROWS;
    for (int word = 0; word < KR_GRID_WORDS; word++)
        memset(grid->taken[word], 0, (size_t)grid->rows * sizeof grid->taken[word][0]);
}

bool kr_grid_point_free(const kr_grid *grid, double x, double y) {
    int column = floor_half(x - grid->left), row = floor_half(y - grid->top);
    if (column < 0 || column >= KR_GRID_WORDS * 64 || row < 0 || row >= grid->rows) return false;
    return !(grid->taken[column / 64][row] >> (column % 64) & 1);
}

bool kr_grid_free(const kr_grid *grid, kr_box box) {
    span s = span_of(grid, box);
    if (!s.inside) return false;
    for (int word = s.x0 / 64; word <= (s.x1 - 1) / 64; word++) {
        /* All rows together, without a question in between: the compiler makes few instructions of it. */
        const uint64_t *strip = grid->taken[word];
        uint64_t there = 0;
        for (int y = s.y0; y < s.y1; y++) there |= strip[y];
        if (there & mask_of(word, s.x0, s.x1)) return false;
    }
    return true;
}

void kr_grid_take(kr_grid *grid, kr_box box) {
    span s = span_of(grid, box);
    if (s.x0 < 0) s.x0 = 0;
    if (s.y0 < 0) s.y0 = 0;
    if (s.x1 > KR_GRID_WORDS * 64) s.x1 = KR_GRID_WORDS * 64;
    if (s.y1 > grid->rows) s.y1 = grid->rows;
    if (s.x0 >= s.x1) return;
    for (int word = s.x0 / 64; word <= (s.x1 - 1) / 64; word++) {
        uint64_t mask = mask_of(word, s.x0, s.x1);
        uint64_t *strip = grid->taken[word];
        for (int y = s.y0; y < s.y1; y++) strip[y] |= mask;
    }
}
