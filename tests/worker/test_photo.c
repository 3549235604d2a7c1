/* Photos: upright whichever way the phone was held, a small square, nothing in it but the picture; and what
 * is not a photo, or too much of one, refused with the right words. The pictures are made here. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>

#include <cmocka.h>
#include <png.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <webp/encode.h>

#include "worker/photo.h"

#define MARK "Wilhelminastraat 12"

static worker_bytes make(const void *bytes, size_t len) {
    worker_bytes out = {0};
    assert_true(worker_bytes_add(&out, bytes, len));
    return out;
}

/* Four areas, each of its own colour: red and green above, blue and white below. */
static void colour_at(unsigned char *rgb, size_t x, size_t y, size_t w, size_t h) {
    static const unsigned char colours[4][3] = {{230, 20, 20}, {20, 200, 20}, {20, 20, 230}, {250, 250, 250}};
    memcpy(rgb, colours[(y >= h / 2 ? 2 : 0) + (x >= w / 2 ? 1 : 0)], 3);
}

static unsigned char *areas(size_t w, size_t h) {
    unsigned char *rgb = malloc(w * h * 3);
    assert_non_null(rgb);
    for (size_t y = 0; y < h; y++)
        for (size_t x = 0; x < w; x++) colour_at(rgb + (y * w + x) * 3, x, y, w, h);
    return rgb;
}

/* The same picture as a camera that was held another way stores it: which upright pixel lies at (x, y). The
 * table is that of the EXIF standard: where its row 0 and column 0 are seen. */
static unsigned char *held(const unsigned char *rgb, size_t side, int turn) {
    static const char seen[9][2] = {{0, 0},     {'t', 'l'}, {'t', 'r'}, {'b', 'r'}, {'b', 'l'},
                                    {'l', 't'}, {'r', 't'}, {'r', 'b'}, {'l', 'b'}};
    unsigned char *out = malloc(side * side * 3);
    assert_non_null(out);
    for (size_t row = 0; row < side; row++)
        for (size_t column = 0; column < side; column++) {
            size_t x = 0, y = 0;
            const char *how = seen[turn];
            if (how[0] == 't') y = row;
            if (how[0] == 'b') y = side - 1 - row;
            if (how[0] == 'l') x = row;
            if (how[0] == 'r') x = side - 1 - row;
            if (how[1] == 't') y = column;
            if (how[1] == 'b') y = side - 1 - column;
            if (how[1] == 'l') x = column;
            if (how[1] == 'r') x = side - 1 - column;
            memcpy(out + (row * side + column) * 3, rgb + (y * side + x) * 3, 3);
        }
    return out;
}

static worker_bytes jpeg_of(const unsigned char *rgb, size_t side) {
    worker_bytes out = {0};
    assert_null(photo_write(&out, rgb, side, side, PHOTO_MOST_BYTES));
    return out;
}

/* EXIF with the orientation, and a place in the description that must not come out again. */
static size_t exif_of(unsigned char *out, int turn, bool small_first) {
    static const unsigned char little[] = {'I', 'I', 42, 0, 8, 0,  0, 0, 2, 0,    0x0E, 1, 2,
                                           0,   20,  0,  0, 0, 38, 0, 0, 0, 0x12, 1,    3, 0,
                                           1,   0,   0,  0, 0, 0,  0, 0, 0, 0,    0,    0};
    static const unsigned char big[] = {'M', 'M', 0,  42, 0,    0, 0, 8, 0, 2, 1, 0x0E, 0, 2, 0, 0, 0, 20, 0,
                                        0,   0,   38, 1,  0x12, 0, 3, 0, 0, 0, 1, 0,    0, 0, 0, 0, 0, 0,  0};
    memcpy(out, "Exif\0\0", 6);
    memcpy(out + 6, small_first ? little : big, sizeof little);
    out[6 + (small_first ? 30 : 31)] = (unsigned char)turn;
    memcpy(out + 6 + sizeof little, MARK, sizeof MARK);
    return 6 + sizeof little + sizeof MARK;
}

/* Put in right after the first two bytes. */
static worker_bytes with_exif(const worker_bytes *jpeg, int turn, bool small_first) {
    unsigned char block[128];
    size_t len = exif_of(block, turn, small_first);
    unsigned char head[] = {0xFF, 0xE1, 0, (unsigned char)(len + 2)};
    worker_bytes out = make(jpeg->ptr, 2);
    assert_true(worker_bytes_add(&out, head, sizeof head) && worker_bytes_add(&out, block, len) &&
                worker_bytes_add(&out, jpeg->ptr + 2, jpeg->len - 2));
    return out;
}

static bool holds(const worker_bytes *bytes, const char *what) {
    for (size_t i = 0; i + strlen(what) <= bytes->len; i++)
        if (memcmp(bytes->ptr + i, what, strlen(what)) == 0) return true;
    return false;
}

static bool like(const unsigned char *seen, const unsigned char *wanted) {
    for (int c = 0; c < 3; c++)
        if (abs(seen[c] - wanted[c]) > 24) return false;
    return true;
}

/* The middle of each area has the colour that belongs there. */
static void assert_upright(const worker_bytes *jpeg, size_t side) {
    photo_pixels pixels;
    assert_null(photo_read(&pixels, PHOTO_JPEG, jpeg->ptr, jpeg->len));
    assert_int_equal(pixels.width, side);
    assert_int_equal(pixels.height, side);
    for (size_t y = side / 4; y < side; y += side / 2)
        for (size_t x = side / 4; x < side; x += side / 2) {
            unsigned char wanted[3];
            colour_at(wanted, x, y, side, side);
            assert_true(like(pixels.rgb + (y * side + x) * 3, wanted));
        }
    free(pixels.rgb);
}

static void assert_clean(const worker_bytes *jpeg) {
    assert_true(jpeg->len > 100 && jpeg->len <= PHOTO_MOST_BYTES);
    assert_false(holds(jpeg, "Exif"));
    assert_false(holds(jpeg, MARK));
    assert_int_equal(photo_look_at(jpeg->ptr, jpeg->len).turn, 1);
}

static void test_every_way(void **state) {
    (void)state;
    unsigned char *rgb = areas(300, 300);
    for (int turn = 1; turn <= 8; turn++)
        for (int small_first = 0; small_first < 2; small_first++) {
            unsigned char *stored = held(rgb, 300, turn);
            worker_bytes plain = jpeg_of(stored, 300), sent = with_exif(&plain, turn, small_first), out = {0};
            assert_int_equal(photo_look_at(sent.ptr, sent.len).turn, turn);
            assert_true(holds(&sent, MARK));
            assert_null(worker_photo(&out, &sent));
            assert_upright(&out, PHOTO_SIDE);
            assert_clean(&out);
            free(stored);
            free(plain.ptr);
            free(sent.ptr);
            free(out.ptr);
        }
    free(rgb);
}

static worker_bytes png_of(const unsigned char *rgb, size_t w, size_t h, bool seen_through) {
    png_image image = {.version = PNG_IMAGE_VERSION, .width = (png_uint_32)w, .height = (png_uint_32)h};
    worker_bytes out = {0};
    image.format = seen_through ? PNG_FORMAT_RGBA : PNG_FORMAT_RGB;
    png_alloc_size_t len = 0;
    assert_true(png_image_write_to_memory(&image, NULL, &len, 0, rgb, 0, NULL));
    unsigned char *bytes = malloc(len);
    assert_non_null(bytes);
    assert_true(png_image_write_to_memory(&image, bytes, &len, 0, rgb, 0, NULL));
    assert_true(worker_bytes_add(&out, bytes, len));
    free(bytes);
    return out;
}

static worker_bytes webp_of(const unsigned char *rgb, size_t w, size_t h) {
    uint8_t *bytes = NULL;
    size_t len = WebPEncodeRGB(rgb, (int)w, (int)h, (int)w * 3, 90, &bytes);
    assert_true(len > 0);
    worker_bytes out = make(bytes, len);
    WebPFree(bytes);
    return out;
}

static void test_formats(void **state) {
    (void)state;
    unsigned char *rgb = areas(700, 700);
    worker_bytes sent[] = {png_of(rgb, 700, 700, false), webp_of(rgb, 700, 700)};
    for (int i = 0; i < 2; i++) {
        worker_bytes out = {0};
        assert_null(worker_photo(&out, &sent[i]));
        assert_upright(&out, PHOTO_SIDE);
        assert_clean(&out);
        free(out.ptr);
        free(sent[i].ptr);
    }
    free(rgb);
}

/* What can be seen through becomes white, not black. */
static void test_white(void **state) {
    (void)state;
    unsigned char *rgba = calloc(64 * 64, 4);
    worker_bytes sent = png_of(rgba, 64, 64, true), out = {0};
    photo_pixels pixels;
    assert_null(worker_photo(&out, &sent));
    assert_null(photo_read(&pixels, PHOTO_JPEG, out.ptr, out.len));
    assert_int_equal(pixels.width, 64);
    assert_true(pixels.rgb[64 * 32 * 3] > 250);
    free(pixels.rgb);
    free(out.ptr);
    free(sent.ptr);
    free(rgba);
}

/* Noise is the hardest to make small, and must fit as well. */
static void test_small(void **state) {
    (void)state;
    unsigned char *rgb = malloc(900 * 500 * 3);
    assert_non_null(rgb);
    uint32_t seed = 7;
    for (size_t i = 0; i < 900 * 500 * 3; i++)
        rgb[i] = (unsigned char)((seed = seed * 1664525u + 1013904223u) >> 24);
    worker_bytes sent = png_of(rgb, 900, 500, false), out = {0};
    assert_null(worker_photo(&out, &sent));
    assert_clean(&out);
    free(out.ptr);
    free(sent.ptr);
    free(rgb);
}

/* A PNG that says it is 60,000 by 60,000, and a JPEG and a WebP that do. */
static void test_bombs(void **state) {
    (void)state;
    unsigned char *rgb = areas(64, 64);
    worker_bytes bombs[] = {png_of(rgb, 64, 64, false), jpeg_of(rgb, 64)};
    static const unsigned char crc[] = {0, 0, 0, 0};
    memcpy(bombs[0].ptr + 16, "\0\0\xEA\x60\0\0\xEA\x60", 8);
    /* the checksum belongs to the size */
    uint32_t sum = 0xFFFFFFFFu;
    for (size_t i = 12; i < 29; i++) {
        sum ^= bombs[0].ptr[i];
        for (int k = 0; k < 8; k++) sum = sum >> 1 ^ (sum & 1 ? 0xEDB88320u : 0);
    }
    sum = ~sum;
    for (size_t i = 0; i < sizeof crc; i++) bombs[0].ptr[29 + i] = (unsigned char)(sum >> (24 - 8 * i));
    for (size_t i = 2; i + 9 < bombs[1].len; i++)
        if (bombs[1].ptr[i] == 0xFF && bombs[1].ptr[i + 1] == 0xC0) {
            memcpy(bombs[1].ptr + i + 5, "\xEA\x60\xEA\x60", 4);
            break;
        }
    for (int i = 0; i < 2; i++) {
        worker_bytes out = {0};
        assert_string_equal(worker_photo(&out, &bombs[i]), "photo.large");
        assert_null(out.ptr);
        free(bombs[i].ptr);
    }
    free(rgb);
}

static void refused(const void *bytes, size_t len, const char *key) {
    worker_bytes in = make(bytes, len), out = {0};
    const char *said = worker_photo(&out, &in);
    assert_non_null(said);
    assert_string_equal(said, key);
    assert_true(worker_photo_code(said) >= 3);
    assert_null(out.ptr);
    free(in.ptr);
}

static void test_refused(void **state) {
    (void)state;
    unsigned char *rgb = areas(400, 400);
    worker_bytes jpeg = jpeg_of(rgb, 400), png = png_of(rgb, 400, 400, false), webp = webp_of(rgb, 400, 400);
    refused(jpeg.ptr, jpeg.len / 2, "photo.broken");
    refused(png.ptr, png.len / 2, "photo.broken");
    refused(webp.ptr, webp.len / 2, "photo.broken");
    refused(jpeg.ptr, 3, "photo.broken");
    refused("\0\0\0\x18"
            "ftypheic\0\0\0\0mif1heic",
            24, "photo.heic");
    refused("GIF89a\1\0\1\0", 10, "photo.moving");
    refused("%PDF-1.7\n", 9, "photo.kind");
    refused("<svg xmlns='http://www.w3.org/2000/svg'/>", 41, "photo.kind");
    refused("a", 1, "photo.kind");
    free(jpeg.ptr);
    free(png.ptr);
    free(webp.ptr);
    free(rgb);
}

/* The files in tests/reject, each with the key of the sentence beside it, which the catalogue has. */
static worker_bytes file_of(const char *folder, const char *name) {
    char path[1024];
    unsigned char bytes[8192];
    snprintf(path, sizeof path, KR_SOURCE_ROOT "/%s/%s", folder, name);
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    worker_bytes out = {0};
    for (size_t n; (n = fread(bytes, 1, sizeof bytes, file)) > 0;)
        assert_true(worker_bytes_add(&out, bytes, n));
    assert_int_equal(fclose(file), 0);
    return out;
}

static void test_files(void **state) {
    static const char *const names[] = {"bomb.png", "bomb.jpg", "bomb.webp", "moves.webp", "cut.jpg",
                                        "cut.png",  "cut.webp", "moves.gif", "phone.heic", "letter.jpg"};
    (void)state;
    worker_bytes po = file_of("po", "photo.nl.po");
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        char beside[64], key[64] = "", msgid[80];
        snprintf(beside, sizeof beside, "%s.expected", names[i]);
        worker_bytes file = file_of("tests/reject", names[i]), want = file_of("tests/reject", beside);
        assert_true(want.len > 1 && want.len < sizeof key);
        memcpy(key, want.ptr, want.len - 1);
        refused(file.ptr, file.len, key);
        snprintf(msgid, sizeof msgid, "msgid \"%s\"", key);
        assert_true(holds(&po, msgid));
        free(file.ptr);
        free(want.ptr);
    }
    free(po.ptr);
}

/* An orientation that does not exist, or points outside, is no orientation. */
static void test_odd_exif(void **state) {
    (void)state;
    unsigned char *rgb = areas(300, 300);
    worker_bytes plain = jpeg_of(rgb, 300);
    static const int odd[] = {0, 9, 255};
    for (size_t i = 0; i < 3; i++) {
        worker_bytes sent = with_exif(&plain, odd[i], true);
        assert_int_equal(photo_look_at(sent.ptr, sent.len).turn, 1);
        for (size_t at = 2; at < 70; at++) {
            unsigned char kept = sent.ptr[at];
            sent.ptr[at] = 0xFF;
            int turn = photo_look_at(sent.ptr, sent.len).turn;
            assert_true(turn >= 1 && turn <= 8);
            sent.ptr[at] = kept;
        }
        for (size_t len = 0; len < 80; len++) assert_int_equal(photo_look_at(sent.ptr, len).turn, 1);
        free(sent.ptr);
    }
    free(plain.ptr);
    free(rgb);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_every_way), cmocka_unit_test(test_formats),
                                       cmocka_unit_test(test_white),     cmocka_unit_test(test_small),
                                       cmocka_unit_test(test_bombs),     cmocka_unit_test(test_refused),
                                       cmocka_unit_test(test_odd_exif),  cmocka_unit_test(test_files)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
