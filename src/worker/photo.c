#include "worker/photo.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* The square that is kept of the photo as it was stored, before it is turned. */
typedef struct crop {
    size_t left, top, square;
} crop;

/* Beside the middle nothing is known of where the face is; but who stands upright on a photo that is higher
 * than wide has the face above the middle. `turn` says on which side above is. */
static crop crop_of(const photo_pixels *pixels, int turn) {
    size_t w = pixels->width, h = pixels->height, shorter = w < h ? w : h, rest = (w < h ? h : w) - shorter;
    bool tall = turn >= 5 ? w > h : h > w, ends_up = turn == 3 || turn == 4 || turn == 7 || turn == 8;
    size_t before = !tall ? rest / 2 : ends_up ? rest - rest / 3 : rest / 3;
    return (crop){w > h ? before : 0, w > h ? 0 : before, shorter};
}

/* One row of the crop to `side` columns: each pixel covers its part of one column or two. The sums are over
 * `square` parts. */
static void shrink_row(uint64_t *line, const unsigned char *row, size_t side, size_t square) {
    memset(line, 0, side * 3 * sizeof *line);
    for (size_t x = 0; x < square; x++) {
        size_t to = x * side / square, end = (x + 1) * side, border = (to + 1) * square;
        size_t first = (end < border ? end : border) - x * side, second = end > border ? end - border : 0;
        for (size_t c = 0; c < 3; c++) {
            line[to * 3 + c] += row[x * 3 + c] * first;
            if (second) line[to * 3 + 3 + c] += row[x * 3 + c] * second;
        }
    }
}

static void add_row(uint64_t *sum, const uint64_t *line, size_t side, size_t part) {
    for (size_t i = 0; i < side * 3; i++) sum[i] += line[i] * part;
}

/* The mean of all that lies under each pixel of the result, in whole numbers: the same everywhere. */
static unsigned char *shrink(const photo_pixels *pixels, crop at, size_t side) {
    size_t square = at.square;
    uint64_t *sum = calloc(side * side * 3, sizeof *sum), *line = calloc(side * 3, sizeof *line);
    unsigned char *out = sum && line ? malloc(side * side * 3) : NULL;
    for (size_t y = 0; out && y < square; y++) {
        shrink_row(line, pixels->rgb + ((at.top + y) * pixels->width + at.left) * 3, side, square);
        size_t to = y * side / square, end = (y + 1) * side, border = (to + 1) * square;
        add_row(sum + to * side * 3, line, side, (end < border ? end : border) - y * side);
        if (end > border) add_row(sum + (to + 1) * side * 3, line, side, end - border);
    }
    uint64_t all = (uint64_t)square * square;
    for (size_t i = 0; out && i < side * side * 3; i++) out[i] = (unsigned char)((sum[i] + all / 2) / all);
    free(sum);
    free(line);
    return out;
}

/* Upright: which stored pixel belongs at (x, y). The eight ways of holding a camera, as EXIF numbers them. */
static size_t stored_at(int turn, size_t x, size_t y, size_t side) {
    size_t last = side - 1, a = turn >= 5 ? y : x, b = turn >= 5 ? x : y;
    bool flip_a = turn == 2 || turn == 3 || turn == 7 || turn == 8;
    bool flip_b = turn == 3 || turn == 4 || turn == 6 || turn == 7;
    return (flip_b ? last - b : b) * side + (flip_a ? last - a : a);
}

static unsigned char *upright(const unsigned char *stored, int turn, size_t side) {
    unsigned char *out = malloc(side * side * 3);
    for (size_t y = 0; out && y < side; y++)
        for (size_t x = 0; x < side; x++)
            memcpy(out + (y * side + x) * 3, stored + stored_at(turn, x, y, side) * 3, 3);
    return out;
}

const char *worker_photo(worker_bytes *out, const worker_bytes *in) {
    photo_look look = photo_look_at(in->ptr, in->len);
    if (look.kind == PHOTO_OTHER) return "photo.kind";
    if (look.kind == PHOTO_HEIC) return "photo.heic";
    if (look.kind == PHOTO_MOVING) return "photo.moving";
    photo_pixels pixels;
    const char *wrong = photo_read(&pixels, look.kind, in->ptr, in->len);
    if (wrong) return wrong;
    crop at = crop_of(&pixels, look.turn);
    size_t side = at.square < PHOTO_SIDE ? at.square : PHOTO_SIDE;
    unsigned char *small = shrink(&pixels, at, side),
                  *turned = small ? upright(small, look.turn, side) : NULL;
    wrong = turned ? photo_write(out, turned, side) : "worker.memory";
    free(pixels.rgb);
    free(small);
    free(turned);
    return wrong;
}

int worker_photo_code(const char *key) {
    static const struct {
        const char *key;
        int code;
    } codes[] = {{"worker.memory", 3}, {"photo.kind", 4},  {"photo.heic", 5},
                 {"photo.moving", 6},  {"photo.large", 7}, {"photo.broken", 8}};
    for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++)
        if (strcmp(key, codes[i].key) == 0) return codes[i].code;
    return 1;
}
