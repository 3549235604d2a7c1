#include "core/utf8.h"

/* Length of a valid sequence at `at`, or 0. */
static size_t sequence(kr_str s, size_t at, uint32_t *code_point) {
    unsigned char c = (unsigned char)s.ptr[at];
    size_t len = c < 0x80 ? 1 : c < 0xC2 ? 0 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : c < 0xF5 ? 4 : 0;
    if (len == 0 || at + len > s.len) return 0;
    uint32_t value = len == 1 ? c : c & (0xFFu >> (len + 1));
    for (size_t i = 1; i < len; i++) {
        unsigned char next = (unsigned char)s.ptr[at + i];
        if ((next & 0xC0) != 0x80) return 0;
        value = value << 6 | (next & 0x3F);
    }
    if (len == 3 && (value < 0x800 || (value >= 0xD800 && value <= 0xDFFF))) return 0;
    if (len == 4 && (value < 0x10000 || value > 0x10FFFF)) return 0;
    *code_point = value;
    return len;
}

bool kr_utf8_valid(kr_str s) {
    uint32_t code_point;
    for (size_t at = 0; at < s.len;) {
        size_t len = sequence(s, at, &code_point);
        if (len == 0 || code_point == 0) return false;
        at += len;
    }
    return true;
}

uint32_t kr_utf8_next(kr_str s, size_t *at) {
    if (*at >= s.len) return 0;
    uint32_t code_point;
    size_t len = sequence(s, *at, &code_point);
    *at += len ? len : 1;
    return len && code_point ? code_point : 0xFFFD;
}

void kr_put_utf8(kr_buf *buf, uint32_t c) {
    if (c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF)) c = 0xFFFD;
    char bytes[4];
    size_t n = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    static const unsigned char lead[] = {0, 0x00, 0xC0, 0xE0, 0xF0};
    for (size_t i = n - 1; i > 0; i--, c >>= 6) bytes[i] = (char)(0x80 | (c & 0x3F));
    bytes[0] = (char)(lead[n] | c);
    kr_put(buf, kr_str_n(bytes, n));
}

size_t kr_utf8_count(kr_str s) {
    size_t count = 0;
    for (size_t at = 0; at < s.len; count++) kr_utf8_next(s, &at);
    return count;
}

kr_str kr_utf8_head(kr_str s, size_t count) {
    size_t at = 0;
    while (count-- > 0 && at < s.len) {
        if ((unsigned char)s.ptr[at] < 0x80)
            at++;
        else
            (void)kr_utf8_next(s, &at);
    }
    return kr_str_n(s.ptr, at);
}

/* Base letters of U+00C0..U+017F; '.' = no base letter, stays itself. */
static const char bases[] = "aaaaaaaceeeeiiiidnooooo.ouuuuyts"
                            "aaaaaaaceeeeiiiidnooooo.ouuuuyty"
                            "aaaaaaccccccccddddeeeeeeeeeegggg"
                            "gggghhhhiiiiiiiiiiiijjkkklllllll"
                            "lllnnnnnnnnnoooooooorrrrrrssssss"
                            "ssttttttuuuuuuuuuuuuwwyyyzzzzzzs";

uint32_t kr_utf8_fold(uint32_t c) {
    if (c >= 'A' && c <= 'Z') return c + 32;
    if (c >= 0xC0 && c <= 0x17F && bases[c - 0xC0] != '.') return (uint32_t)bases[c - 0xC0];
    return c;
}

int kr_utf8_collate(kr_str a, kr_str b) {
    size_t i = 0, j = 0;
    while (i < a.len && j < b.len) {
        uint32_t x = kr_utf8_fold(kr_utf8_next(a, &i)), y = kr_utf8_fold(kr_utf8_next(b, &j));
        if (x != y) return x < y ? -1 : 1;
    }
    if (i < a.len || j < b.len) return i < a.len ? 1 : -1;
    return kr_str_cmp(a, b);
}

static bool is_article(kr_str word) {
    static const char articles[][5] = {"de", "het", "een", "mijn", "the", "a", "my", "'t"};
    static const uint8_t lengths[] = {2, 3, 3, 4, 3, 1, 2, 2};
    for (size_t i = 0; i < KR_COUNT(articles) && word.len <= 4; i++) {
        if (word.len != lengths[i]) continue;
        size_t at = 0;
        while (at < word.len && (char)kr_utf8_fold((unsigned char)word.ptr[at]) == articles[i][at]) at++;
        if (at == word.len) return true;
    }
    return false;
}

/* Signs before a letter ("(Jan", "'s") do not stand in a symbol. */
static kr_str from_letter(kr_str word) {
    size_t at = 0;
    char begin = word.len ? word.ptr[0] : 0;
    if ((begin >= 'A' && begin <= 'Z') || (begin >= 'a' && begin <= 'z')) return word;
    char small = word.len > 0 ? (char)(word.ptr[0] | 0x20) : 0;
    if (small >= 'a' && small <= 'z') return word;
    while (at < word.len) {
        size_t before = at;
        uint32_t c = kr_utf8_next(word, &at);
        bool letter = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
                      (c >= 0xC0 && (c < 0x2000 || c > 0x206F));
        if (letter) return kr_str_n(word.ptr + before, word.len - before);
    }
    return kr_str_n(word.ptr, 0);
}

void kr_put_initials(kr_buf *buf, kr_str name) {
    kr_str rest = kr_str_trim(name), first = KR_NONE, last = KR_NONE;
    while (rest.len > 0) {
        kr_str word;
        rest = kr_str_trim(kr_str_cut(rest, ' ', &word));
        if (first.len == 0 && rest.len > 0 && is_article(word)) continue;
        word = from_letter(word);
        if (word.len == 0) continue;
        if (first.len == 0)
            first = word;
        else
            last = word;
    }
    if (last.len == 0) {
        kr_put(buf, kr_utf8_head(first, 2));
        return;
    }
    kr_put(buf, kr_utf8_head(first, 1));
    kr_put(buf, kr_utf8_head(last, 1));
}
