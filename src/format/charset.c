/* Character sets. Whole files by their first bytes, single values by the name that the file gives. */
#include "format/inside.h"
#include "core/utf8.h"

#include <iconv.h>

void *kr_grow_one(kr_arena *arena, void *items, size_t count, size_t *cap, size_t size) {
    if (count < *cap) return items;
    size_t next = *cap ? *cap * 2 : 16;
    if (next > SIZE_MAX / size) return NULL;
    void *grown = kr_arena_grow(arena, items, *cap * size, next * size);
    if (!grown) return NULL;
    *cap = next;
    return grown;
}

/* 0x80..0x9F of Windows-1252; the five holes stand for themselves. */
static const uint16_t windows_1252[32] = {0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                          0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D,   0x017D, 0x8F,
                                          0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                          0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178};

static kr_err from_1252(kr_str *out, kr_arena *arena, kr_str bytes) {
    kr_buf buf;
    kr_buf_init(&buf, arena, bytes.len * 3 + 1);
    for (size_t i = 0; i < bytes.len; i++) {
        unsigned char c = (unsigned char)bytes.ptr[i];
        kr_put_utf8(&buf, c >= 0x80 && c < 0xA0 ? windows_1252[c - 0x80] : c);
    }
    return kr_buf_end(&buf, out);
}

bool kr_is_utf16(kr_str bytes) {
    if (bytes.len < 2) return false;
    unsigned char a = (unsigned char)bytes.ptr[0], b = (unsigned char)bytes.ptr[1];
    return (a == 0xFF && b == 0xFE) || (a == 0xFE && b == 0xFF);
}

static kr_err from_utf16(kr_str *out, kr_arena *arena, kr_str bytes) {
    bool big = (unsigned char)bytes.ptr[0] == 0xFE;
    kr_buf buf;
    kr_buf_init(&buf, arena, bytes.len * 2 + 4);
    uint32_t high = 0;
    for (size_t i = 2; i + 1 < bytes.len; i += 2) {
        uint32_t a = (unsigned char)bytes.ptr[i], b = (unsigned char)bytes.ptr[i + 1];
        uint32_t unit = big ? a << 8 | b : b << 8 | a;
        bool is_high = unit >= 0xD800 && unit < 0xDC00, is_low = unit >= 0xDC00 && unit < 0xE000;
        if (high && is_low) {
            kr_put_utf8(&buf, 0x10000 + ((high - 0xD800) << 10) + (unit - 0xDC00));
            high = 0;
            continue;
        }
        if (high) kr_put_utf8(&buf, 0xFFFD);
        high = is_high ? unit : 0;
        if (is_low) kr_put_utf8(&buf, 0xFFFD);
        if (!is_high && !is_low) kr_put_utf8(&buf, unit);
    }
    if (high) kr_put_utf8(&buf, 0xFFFD);
    return kr_buf_end(&buf, out);
}

kr_err kr_text_of_file(kr_str *out, kr_arena *arena, kr_str bytes, kr_error *error) {
    kr_str text = bytes;
    kr_err err = KR_OK;
    if (kr_is_utf16(bytes)) {
        err = from_utf16(&text, arena, bytes);
    } else {
        if (kr_str_starts(bytes, KR_STR("\xEF\xBB\xBF"))) text = kr_str_n(bytes.ptr + 3, bytes.len - 3);
        if (text.len && memchr(text.ptr, 0, text.len))
            return kr_fail(error, KR_E_SYNTAX, "format.error.not_text", NULL, NULL);
        if (!kr_utf8_valid(text)) err = from_1252(&text, arena, text);
    }
    if (err != KR_OK) return kr_fail(error, err, "error.memory", NULL, NULL);
    if (text.len && memchr(text.ptr, 0, text.len))
        return kr_fail(error, KR_E_SYNTAX, "format.error.not_text", NULL, NULL);
    *out = text;
    return KR_OK;
}

static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* Only these go to iconv: single-byte and the common Asian ones. Stateful encodings are left out: rare in
 * address books, and their converters have had holes. */
static const char *const converted[] = {
    "iso-8859-2",   "iso-8859-3",   "iso-8859-4",   "iso-8859-5",   "iso-8859-7",  "iso-8859-9",
    "iso-8859-10",  "iso-8859-13",  "iso-8859-14",  "iso-8859-15",  "iso-8859-16", "windows-1250",
    "windows-1251", "windows-1253", "windows-1254", "windows-1257", "cp1250",      "cp1251",
    "cp437",        "cp850",        "koi8-r",       "koi8-u",       "macintosh",   "shift_jis",
    "euc-jp",       "big5",         "gb2312",       "gbk",          "gb18030",     "euc-kr"};

static const char *known_charset(kr_str name) {
    char low[24];
    if (name.len >= sizeof low) return NULL;
    for (size_t i = 0; i < name.len; i++) low[i] = lower(name.ptr[i]);
    low[name.len] = '\0';
    for (size_t i = 0; i < KR_COUNT(converted); i++) {
        if (strcmp(low, converted[i]) == 0) return converted[i];
    }
    return NULL;
}

/* Bytes that mean nothing become U+FFFD, one by one. */
static kr_err convert(kr_str *out, kr_arena *arena, kr_str bytes, iconv_t with) {
    kr_buf buf;
    kr_buf_init(&buf, arena, bytes.len * 4 + 16);
    char piece[512];
    char *in = (char *)(uintptr_t)bytes.ptr;
    size_t left = bytes.len;
    while (left > 0 && buf.err == KR_OK) {
        char *to = piece;
        size_t room = sizeof piece, before = left;
        size_t done = iconv(with, &in, &left, &to, &room);
        kr_put(&buf, kr_str_n(piece, sizeof piece - room));
        if (done == (size_t)-1 && left == before && room == sizeof piece) {
            kr_put_utf8(&buf, 0xFFFD);
            in++, left--;
        }
    }
    return kr_buf_end(&buf, out);
}

kr_err kr_text_of_charset(kr_str *out, kr_arena *arena, kr_str bytes, kr_str charset) {
    const char *name = known_charset(charset);
    bool latin =
        charset.len > 0 &&
        (kr_same_folded(charset, KR_STR("iso-8859-1")) || kr_same_folded(charset, KR_STR("windows-1252")) ||
         kr_same_folded(charset, KR_STR("cp1252")) || kr_same_folded(charset, KR_STR("latin1")));
    iconv_t with = name ? iconv_open("UTF-8", name) : (iconv_t)-1;
    if (with != (iconv_t)-1) {
        kr_str text;
        kr_err err = convert(&text, arena, bytes, with);
        (void)iconv_close(with);
        if (err != KR_OK) return err;
        if (kr_utf8_valid(text)) {
            *out = text;
            return KR_OK;
        }
    }
    if (!latin && kr_utf8_valid(bytes)) {
        *out = bytes;
        return KR_OK;
    }
    return from_1252(out, arena, bytes);
}
