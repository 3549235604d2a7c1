#include "core/photo.h"

static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

bool kr_photo_there(kr_str text) {
    return text.len > 32 && text.len % 4 == 0 && memcmp(text.ptr, "/9j/", 4) == 0;
}

static int value_of(char c) {
    if (c >= 'A' && c <= 'Z') return c - 'A';
    if (c >= 'a' && c <= 'z') return c - 'a' + 26;
    if (c >= '0' && c <= '9') return c - '0' + 52;
    return c == '+' ? 62 : c == '/' ? 63 : -1;
}

/* `out` has room for three bytes for each four letters. False when it is not base64. */
static bool decode(unsigned char *out, size_t *len, kr_str text) {
    size_t n = 0;
    for (size_t i = 0; i < text.len; i += 4) {
        bool last = i + 4 == text.len;
        size_t fill = last && text.ptr[i + 3] == '=' ? (text.ptr[i + 2] == '=' ? 2 : 1) : 0;
        uint32_t bits = 0;
        for (size_t k = 0; k < 4; k++) {
            int value = k >= 4 - fill ? 0 : value_of(text.ptr[i + k]);
            if (value < 0) return false;
            bits = bits << 6 | (uint32_t)value;
        }
        for (size_t k = 0; k < 3 - fill; k++) out[n++] = (unsigned char)(bits >> (16 - 8 * k) & 0xFF);
    }
    *len = n;
    return true;
}

/* Tables, the size and the picture; no EXIF, no remarks, no colour profile: nothing that tells more than is
 * seen. */
static bool is_plain(unsigned char marker) {
    return marker == 0xE0 || marker == 0xDB || marker == 0xC4 || marker == 0xDD || marker == 0xC0 ||
           marker == 0xC1 || marker == 0xC2;
}

static bool is_sound(const unsigned char *ptr, size_t len) {
    bool sized = false;
    if (len < 4 || len > KR_PHOTO_MOST_BYTES || ptr[0] != 0xFF || ptr[1] != 0xD8) return false;
    for (size_t at = 2; len - at >= 4;) {
        unsigned char marker = ptr[at + 1];
        size_t size = (size_t)ptr[at + 2] << 8 | ptr[at + 3];
        if (ptr[at] != 0xFF || size < 2 || size > len - at - 2) return false;
        if (marker == 0xDA) return sized;
        if (!is_plain(marker)) return false;
        if (marker >= 0xC0 && marker <= 0xC2) {
            if (size < 8 || sized) return false;
            unsigned high = (unsigned)ptr[at + 5] << 8 | ptr[at + 6],
                     wide = (unsigned)ptr[at + 7] << 8 | ptr[at + 8];
            if (!high || !wide || high > KR_PHOTO_MOST_SIDE || wide > KR_PHOTO_MOST_SIDE) return false;
            sized = true;
        }
        at += 2 + size;
    }
    return false;
}

kr_err kr_photo_bytes(kr_str *out, kr_arena *arena, kr_str text) {
    size_t len = 0;
    if (!kr_photo_there(text) || text.len / 4 * 3 > KR_PHOTO_MOST_BYTES) return KR_E_NOT_FOUND;
    char *bytes = kr_arena_alloc(arena, text.len / 4 * 3);
    if (!bytes) return KR_E_MEMORY;
    unsigned char *raw = (unsigned char *)bytes;
    if (!decode(raw, &len, text) || !is_sound(raw, len)) return KR_E_NOT_FOUND;
    *out = kr_str_n(bytes, len);
    return KR_OK;
}

kr_err kr_photo_text(kr_str *out, kr_arena *arena, kr_str bytes) {
    const unsigned char *from = (const unsigned char *)bytes.ptr;
    if (!is_sound(from, bytes.len)) return KR_E_INVALID;
    char *text = kr_arena_alloc(arena, (bytes.len + 2) / 3 * 4);
    if (!text) return KR_E_MEMORY;
    size_t n = 0;
    for (size_t i = 0; i < bytes.len; i += 3) {
        size_t left = bytes.len - i < 3 ? bytes.len - i : 3;
        uint32_t bits = 0;
        for (size_t k = 0; k < 3; k++) bits = bits << 8 | (k < left ? from[i + k] : 0u);
        for (size_t k = 0; k < 4; k++) text[n++] = k <= left ? letters[bits >> (18 - 6 * k) & 63] : '=';
    }
    *out = kr_str_n(text, n);
    return KR_OK;
}
