#include "worker/photo.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* What is kept of the photo as it was stored, before it is turned. */
typedef struct crop {
    size_t left, top, width, height;
} crop;

/* Beside the middle nothing is known of where the face is; but who stands upright on a photo that is higher
 * than wide has the face above the middle. `turn` says on which side above is. */
static crop crop_of(const photo_pixels *pixels, int turn) {
    size_t w = pixels->width, h = pixels->height, shorter = w < h ? w : h, rest = (w < h ? h : w) - shorter;
    bool tall = turn >= 5 ? w > h : h > w, ends_up = turn == 3 || turn == 4 || turn == 7 || turn == 8;
    size_t before = !tall ? rest / 2 : ends_up ? rest - rest / 3 : rest / 3;
    return (crop){w > h ? before : 0, w > h ? 0 : before, shorter, shorter};
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
static unsigned char *shrink(const photo_pixels *pixels, crop at, size_t width, size_t height) {
    size_t all_pixels = width * height;
    uint64_t *sum = calloc(all_pixels * 3, sizeof *sum), *line = calloc(width * 3, sizeof *line);
    unsigned char *out = sum && line ? malloc(all_pixels * 3) : NULL;
    for (size_t y = 0; out && y < at.height; y++) {
        shrink_row(line, pixels->rgb + ((at.top + y) * pixels->width + at.left) * 3, width, at.width);
        size_t to = y * height / at.height, end = (y + 1) * height, border = (to + 1) * at.height;
        add_row(sum + to * width * 3, line, width, (end < border ? end : border) - y * height);
        if (end > border) add_row(sum + (to + 1) * width * 3, line, width, end - border);
    }
    uint64_t all = (uint64_t)at.width * at.height;
    for (size_t i = 0; out && i < all_pixels * 3; i++) out[i] = (unsigned char)((sum[i] + all / 2) / all);
    free(sum);
    free(line);
    return out;
}

/* Upright: which stored pixel belongs at (x, y). The eight ways of holding a camera, as EXIF numbers them. */
static size_t stored_at(int turn, size_t x, size_t y, size_t width, size_t height) {
    size_t a = turn >= 5 ? y : x, b = turn >= 5 ? x : y;
    bool flip_a = turn == 2 || turn == 3 || turn == 7 || turn == 8;
    bool flip_b = turn == 3 || turn == 4 || turn == 6 || turn == 7;
    return (flip_b ? height - 1 - b : b) * width + (flip_a ? width - 1 - a : a);
}

/* `width` and `height` as they were stored; lying on its side, they change places. */
static unsigned char *upright(const unsigned char *stored, int turn, size_t width, size_t height) {
    size_t wide = turn >= 5 ? height : width, high = turn >= 5 ? width : height;
    unsigned char *out = malloc(width * height * 3);
    for (size_t y = 0; out && y < high; y++)
        for (size_t x = 0; x < wide; x++)
            memcpy(out + (y * wide + x) * 3, stored + stored_at(turn, x, y, width, height) * 3, 3);
    return out;
}

/* What was sent, as pixels, and how it was held. */
static const char *take(photo_pixels *pixels, int *turn, const worker_bytes *in) {
    photo_look look = photo_look_at(in->ptr, in->len);
    if (look.kind == PHOTO_OTHER) return "photo.kind";
    if (look.kind == PHOTO_HEIC) return "photo.heic";
    if (look.kind == PHOTO_MOVING) return "photo.moving";
    *turn = look.turn;
    return photo_read(pixels, look.kind, in->ptr, in->len);
}

/* The part `at` of it, `width` by `height`, upright, as JPEG. */
static const char *give(worker_bytes *out, const photo_pixels *pixels, int turn, crop at, size_t width,
                        size_t height, size_t most) {
    unsigned char *small = shrink(pixels, at, width, height),
                  *turned = small ? upright(small, turn, width, height) : NULL;
    bool side = turn >= 5;
    const char *wrong = turned ? photo_write(out, turned, side ? height : width, side ? width : height, most)
                               : "worker.memory";
    free(small);
    free(turned);
    return wrong;
}

const char *worker_photo(worker_bytes *out, const worker_bytes *in) {
    photo_pixels pixels;
    int turn = 1;
    const char *wrong = take(&pixels, &turn, in);
    if (wrong) return wrong;
    crop at = crop_of(&pixels, turn);
    size_t side = at.width < PHOTO_SIDE ? at.width : PHOTO_SIDE;
    wrong = give(out, &pixels, turn, at, side, side, PHOTO_MOST_BYTES);
    free(pixels.rgb);
    return wrong;
}

/* At least one pixel is left of the shorter side. */
static size_t part_of(size_t length, size_t longer) {
    size_t part = longer > PICTURE_SIDE ? length * PICTURE_SIDE / longer : length;
    return part ? part : 1;
}

const char *worker_picture(worker_bytes *out, const worker_bytes *in) {
    photo_pixels pixels;
    int turn = 1;
    const char *wrong = take(&pixels, &turn, in);
    if (wrong) return wrong;
    crop at = {0, 0, pixels.width, pixels.height};
    size_t longer = at.width > at.height ? at.width : at.height;
    wrong = give(out, &pixels, turn, at, part_of(at.width, longer), part_of(at.height, longer),
                 PICTURE_MOST_BYTES);
    free(pixels.rgb);
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
