/* What kind of photo this is and how the phone was held, read from the headers. No byte of it is trusted. */
#include <stdint.h>
#include <string.h>

#include "worker/photo.h"

typedef struct part {
    const unsigned char *ptr;
    size_t len;
} part;

static bool begins(part p, size_t at, const char *with, size_t len) {
    return at <= p.len && len <= p.len - at && memcmp(p.ptr + at, with, len) == 0;
}

static uint32_t number(const unsigned char *ptr, size_t bytes, bool small_first) {
    uint32_t value = 0;
    for (size_t i = 0; i < bytes; i++) value = value << 8 | ptr[small_first ? bytes - 1 - i : i];
    return value;
}

#define TAG_TURN   0x0112
#define TYPE_SHORT 3

/* The orientation in an EXIF block, which is a TIFF file of its own; 0 when it does not say. */
static int turn_of(part exif) {
    if (begins(exif, 0, "Exif\0\0", 6)) exif = (part){exif.ptr + 6, exif.len - 6};
    bool small_first = begins(exif, 0, "II*\0", 4);
    if (exif.len < 8 || (!small_first && !begins(exif, 0, "MM\0*", 4))) return 0;
    size_t at = number(exif.ptr + 4, 4, small_first);
    if (at > exif.len || exif.len - at < 2) return 0;
    size_t entries = number(exif.ptr + at, 2, small_first);
    at += 2;
    for (size_t i = 0; i < entries && exif.len - at >= 12; i++, at += 12) {
        const unsigned char *entry = exif.ptr + at;
        if (number(entry, 2, small_first) != TAG_TURN || number(entry + 2, 2, small_first) != TYPE_SHORT)
            continue;
        uint32_t turn = number(entry + 8, 2, small_first);
        return turn >= 1 && turn <= 8 ? (int)turn : 0;
    }
    return 0;
}

/* Segments up to where the picture begins. */
static int turn_in_jpeg(part file) {
    size_t at = 2;
    while (file.len - at >= 4 && file.ptr[at] == 0xFF) {
        unsigned char marker = file.ptr[at + 1];
        if (marker == 0xFF || marker == 0x01 || (marker >= 0xD0 && marker <= 0xD7)) {
            at += marker == 0xFF ? 1 : 2; /* filling, or a marker without anything in it */
            continue;
        }
        size_t len = number(file.ptr + at + 2, 2, false);
        if (marker == 0xDA || marker == 0xD9 || len < 2 || len > file.len - at - 2) return 0;
        part segment = {file.ptr + at + 4, len - 2};
        int turn = marker == 0xE1 && begins(segment, 0, "Exif\0\0", 6) ? turn_of(segment) : 0;
        if (turn) return turn;
        at += 2 + len;
    }
    return 0;
}

static int turn_in_png(part file) {
    for (size_t at = 8; at <= file.len && file.len - at >= 12;) {
        size_t len = number(file.ptr + at, 4, false);
        if (len > file.len - at - 12) return 0;
        if (begins(file, at + 4, "eXIf", 4)) return turn_of((part){file.ptr + at + 8, len});
        at += 12 + len;
    }
    return 0;
}

bool photo_png_whole(const unsigned char *ptr, size_t len) {
    part file = {ptr, len};
    for (size_t at = 8; at <= len && len - at >= 12;) {
        size_t size = number(ptr + at, 4, false);
        if (size > len - at - 12) return false;
        if (begins(file, at + 4, "IEND", 4)) return true;
        at += 12 + size;
    }
    return false;
}

static photo_look look_at_webp(part file) {
    photo_look look = {PHOTO_WEBP, 1};
    for (size_t at = 12; at <= file.len && file.len - at >= 8;) {
        size_t len = number(file.ptr + at + 4, 4, true);
        if (len > file.len - at - 8) break;
        if (begins(file, at, "ANIM", 4)) look.kind = PHOTO_MOVING;
        int turn = begins(file, at, "EXIF", 4) ? turn_of((part){file.ptr + at + 8, len}) : 0;
        if (turn) look.turn = turn;
        len += len & 1;
        if (len > file.len - at - 8) break;
        at += 8 + len;
    }
    return look;
}

photo_look photo_look_at(const unsigned char *ptr, size_t len) {
    static const char *const brands[] = {"heic", "heix", "heim", "heis", "hevc", "mif1", "msf1", "avif"};
    part file = {ptr, len};
    photo_look look = {PHOTO_OTHER, 1};
    int turn = 0;
    if (begins(file, 0, "\xFF\xD8\xFF", 3)) {
        look.kind = PHOTO_JPEG;
        turn = turn_in_jpeg(file);
    } else if (begins(file, 0, "\x89PNG\r\n\x1a\n", 8)) {
        look.kind = PHOTO_PNG;
        turn = turn_in_png(file);
    } else if (begins(file, 0, "RIFF", 4) && begins(file, 8, "WEBP", 4)) {
        look = look_at_webp(file);
    } else if (begins(file, 0, "GIF8", 4)) {
        look.kind = PHOTO_MOVING;
    }
    for (size_t i = 0; begins(file, 4, "ftyp", 4) && i < sizeof brands / sizeof brands[0]; i++)
        if (begins(file, 8, brands[i], 4)) look.kind = PHOTO_HEIC;
    if (turn) look.turn = turn;
    return look;
}
