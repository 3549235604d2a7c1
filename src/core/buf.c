#include "core/buf.h"

void kr_buf_init(kr_buf *buf, kr_arena *arena, size_t max) {
    *buf = (kr_buf){.arena = arena, .ptr = NULL, .len = 0, .cap = 0, .max = max, .err = KR_OK};
}

/* Room for `more` bytes, or a sticking error. */
static bool reserve(kr_buf *buf, size_t more) {
    if (buf->err != KR_OK) return false;
    if (more <= buf->cap - buf->len) return true;
    if (more > buf->max - buf->len) {
        buf->err = KR_E_LIMIT;
        return false;
    }
    size_t first = buf->max < 64 ? buf->max : 64;
    size_t cap = buf->cap ? buf->cap : first;
    while (cap - buf->len < more) cap = cap > buf->max / 2 ? buf->max : cap * 2;
    char *ptr = kr_arena_grow(buf->arena, buf->ptr, buf->cap, cap);
    if (!ptr) {
        buf->err = KR_E_MEMORY;
        return false;
    }
    buf->ptr = ptr;
    buf->cap = cap;
    return true;
}

char *kr_buf_room(kr_buf *buf, size_t more) {
    if (buf->err != KR_OK || more > buf->max - buf->len || !reserve(buf, more)) return NULL;
    return buf->ptr + buf->len;
}

void kr_put_growing(kr_buf *buf, kr_str s) {
    if (s.len == 0 || !reserve(buf, s.len)) return;
    memcpy(buf->ptr + buf->len, s.ptr, s.len);
    buf->len += s.len;
}

void kr_put_int(kr_buf *buf, int64_t value) {
    char digits[24];
    size_t at = sizeof digits;
    uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    do digits[--at] = (char)('0' + rest % 10);
    while ((rest /= 10) != 0);
    if (value < 0) digits[--at] = '-';
    kr_put(buf, kr_str_n(digits + at, sizeof digits - at));
}

/* 00 to 99, two letters each. */
static const char pairs[] = "0001020304050607080910111213141516171819"
                            "2021222324252627282930313233343536373839"
                            "4041424344454647484950515253545556575859"
                            "6061626364656667686970717273747576777879"
                            "8081828384858687888990919293949596979899";

static char *put_pair(char *to, uint32_t two) {
    memcpy(to, pairs + 2 * two, 2);
    return to + 2;
}

static inline char *small_number(char *to, double value) {
    int32_t whole = (int32_t)(value * 100.0 + (value < 0 ? -0.5 : 0.5));
    uint32_t size = whole < 0 ? (uint32_t)-whole : (uint32_t)whole, units = size / 100, rest = size % 100;
    if (whole < 0) *to++ = '-';
    if (units < 10) {
        *to++ = (char)('0' + units);
    } else if (units < 100) {
        to = put_pair(to, units);
    } else {
        uint32_t hundreds = units / 100;
        to = hundreds < 10 ? (*to = (char)('0' + hundreds), to + 1) : put_pair(to, hundreds);
        to = put_pair(to, units % 100);
    }
    if (rest) {
        *to++ = '.';
        to = put_pair(to, rest) - (pairs[2 * rest + 1] == '0');
    }
    return to;
}

char *kr_num_small(char *to, double value) {
    return small_number(to, value);
}

/* What a drawing writes, some thousand times: straight into the text where there is room. */
static void put_small(kr_buf *buf, double value) {
    char text[8];
    if (buf->err == KR_OK && buf->cap - buf->len >= sizeof text)
        buf->len = (size_t)(kr_num_small(buf->ptr + buf->len, value) - buf->ptr);
    else
        kr_put(buf, kr_str_n(text, (size_t)(kr_num_small(text, value) - text)));
}

void kr_put_num(kr_buf *buf, double value) {
    if (kr_num_is_small(value)) {
        put_small(buf, value);
        return;
    }
    if (!(value > -1e12 && value < 1e12)) {
        if (buf->err == KR_OK) buf->err = KR_E_INVALID;
        return;
    }
    int64_t hundredths = (int64_t)(value * 100.0 + (value < 0 ? -0.5 : 0.5));
    if (hundredths < 0) kr_put_c(buf, '-');
    uint64_t rest = hundredths < 0 ? (uint64_t)-hundredths : (uint64_t)hundredths;
    kr_put_int(buf, (int64_t)(rest / 100));
    rest %= 100;
    if (rest == 0) return;
    kr_put_c(buf, '.');
    kr_put_c(buf, (char)('0' + rest / 10));
    if (rest % 10) kr_put_c(buf, (char)('0' + rest % 10));
}

void kr_put_point(kr_buf *buf, char letter, double x, double y) {
    char *to = kr_num_is_small(x) && kr_num_is_small(y) ? kr_buf_room(buf, 18) : NULL;
    if (to) {
        char *from = to;
        *to++ = letter;
        to = small_number(to, x);
        *to++ = ' ';
        buf->len += (size_t)(small_number(to, y) - from);
        return;
    }
    kr_put_c(buf, letter);
    kr_put_num(buf, x);
    kr_put_c(buf, ' ');
    kr_put_num(buf, y);
}

/* What stands for each byte that cannot stand for itself; an empty text drops it. NULL: as it is. */
static const char *const xml_escapes[128] = {
    [0] = "",        [1] = "",       [2] = "",       [3] = "",         [4] = "",        [5] = "",
    [6] = "",        [7] = "",       [8] = "",       [11] = "",        [12] = "",       [14] = "",
    [15] = "",       [16] = "",      [17] = "",      [18] = "",        [19] = "",       [20] = "",
    [21] = "",       [22] = "",      [23] = "",      [24] = "",        [25] = "",       [26] = "",
    [27] = "",       [28] = "",      [29] = "",      [30] = "",        [31] = "",       [127] = "",
    ['&'] = "&amp;", ['<'] = "&lt;", ['>'] = "&gt;", ['"'] = "&quot;", ['\''] = "&#39;"};

/* Length of a code point that stands for no character (U+FFFE and U+FFFF of every plane, U+FDD0..U+FDEF), or
 * 0. XML refuses the first two, and a PDF all of them: one such name would spoil the whole drawing. */
static size_t no_character(kr_str s, size_t at) {
    const unsigned char *c = (const unsigned char *)s.ptr + at;
    size_t left = s.len - at;
    if (c[0] == 0xEF && left >= 3) {
        bool last = c[1] == 0xBF && c[2] >= 0xBE, arabic = c[1] == 0xB7 && c[2] >= 0x90 && c[2] <= 0xAF;
        return last || arabic ? 3 : 0;
    }
    return c[0] >= 0xF0 && left >= 4 && (c[1] & 0x0F) == 0x0F && c[2] == 0xBF && c[3] >= 0xBE ? 4 : 0;
}

/* Bytes that do not simply stand for themselves; from 0xEF on it may be. */
static const uint8_t needs_care[256] = {
    [0] = 1,   [1] = 1,   [2] = 1,   [3] = 1,   [4] = 1,    [5] = 1,   [6] = 1,   [7] = 1,   [8] = 1,
    [11] = 1,  [12] = 1,  [14] = 1,  [15] = 1,  [16] = 1,   [17] = 1,  [18] = 1,  [19] = 1,  [20] = 1,
    [21] = 1,  [22] = 1,  [23] = 1,  [24] = 1,  [25] = 1,   [26] = 1,  [27] = 1,  [28] = 1,  [29] = 1,
    [30] = 1,  [31] = 1,  ['"'] = 1, ['&'] = 1, ['\''] = 1, ['<'] = 1, ['>'] = 1, [127] = 1, [239] = 1,
    [240] = 1, [241] = 1, [242] = 1, [243] = 1, [244] = 1,  [245] = 1, [246] = 1, [247] = 1, [248] = 1,
    [249] = 1, [250] = 1, [251] = 1, [252] = 1, [253] = 1,  [254] = 1, [255] = 1};

/* Sixteen bytes that stand for themselves, seen at once where the processor can. It may say no where the
 * table above says yes, never the other way round. */
#if defined(__SSE2__) || defined(__ARM_NEON)
typedef unsigned char bytes16 __attribute__((vector_size(16)));
typedef uint64_t words2 __attribute__((vector_size(16)));
static bool all_plain(const char *at) {
    bytes16 b;
    memcpy(&b, at, sizeof b);
    words2 care = (words2)((b < 0x20) | (b == '"') | (b == '&') | (b == '\'') | (b == '<') | (b == '>') |
                           (b == 0x7f) | (b >= 0xef));
    return (care[0] | care[1]) == 0;
}
#else
static bool all_plain(const char *at) {
    (void)at;
    return false;
}
#endif

/* How many bytes from `i` on stand for themselves. */
static size_t plain_run(kr_str s, size_t i) {
    size_t end = i;
    while (s.len - end >= 16 && all_plain(s.ptr + end)) end += 16;
    /* the last sixteen, some of them for the second time */
    if (s.len >= 16 && s.len - end < 16 && all_plain(s.ptr + s.len - 16)) return s.len - i;
    while (end < s.len && !needs_care[(unsigned char)s.ptr[end]]) end++;
    return end - i;
}

size_t kr_xml_plain(kr_str s) {
    return plain_run(s, 0);
}

void kr_put_xml(kr_buf *buf, kr_str s) {
    size_t from = 0, i = 0;
    while ((i += plain_run(s, i)) < s.len) {
        unsigned char c = (unsigned char)s.ptr[i];
        size_t len = c >= 0xEF ? no_character(s, i) : 1;
        if (len > 0) {
            kr_put(buf, kr_str_n(s.ptr + from, i - from));
            /* U+FFFD: something that cannot be shown */
            kr_put_z(buf, c >= 0xEF ? "\xEF\xBF\xBD" : xml_escapes[c]);
            from = i + len;
        }
        i += len > 0 ? len : 1;
    }
    kr_put(buf, kr_str_n(s.ptr + from, s.len - from));
}

kr_err kr_buf_end(const kr_buf *buf, kr_str *out) {
    if (buf->err != KR_OK) return buf->err;
    *out = kr_str_n(buf->ptr ? buf->ptr : "", buf->len);
    return KR_OK;
}
