#include "draw/text.h"

#include "core/utf8.h"
#include "draw/font_metrics.h"

static unsigned glyph_width(uint32_t code, int bold) {
    if (code >= KR_FONT_MAIN_FIRST && code <= KR_FONT_MAIN_LAST)
        return kr_font_main[bold][code - KR_FONT_MAIN_FIRST];
    if (code >= KR_FONT_PUNCT_FIRST && code <= KR_FONT_PUNCT_LAST)
        return kr_font_punct[bold][code - KR_FONT_PUNCT_FIRST];
    for (size_t i = 0; i < KR_FONT_OTHERS; i++) {
        if (kr_font_others[i].code == code) return kr_font_others[i].width[bold];
    }
    return 0;
}

/* Marks that stand on the letter before them take no room. */
static bool is_combining(uint32_t code) {
    return (code >= 0x300 && code <= 0x36f) || (code >= 0x200b && code <= 0x200f) || code == 0xad;
}

double kr_text_width(kr_str text, int weight) {
    int bold = weight >= 550;
    uint64_t sum = 0;
    for (size_t at = 0; at < text.len;) {
        unsigned char c = (unsigned char)text.ptr[at];
        if (c >= 0x20 && c < 0x7f) { /* each of these has a width */
            sum += kr_font_main[bold][c - KR_FONT_MAIN_FIRST];
            at++;
            continue;
        }
        uint32_t code = c < 0x80 ? (at++, c) : kr_utf8_next(text, &at);
        unsigned width = glyph_width(code, bold);
        if (width == 0 && !is_combining(code)) width = 1000;
        sum += width;
    }
    return (double)sum / 1000.0;
}

kr_label kr_label_break(kr_str text, double most) {
    kr_label label = {.lines = 1};
    label.line[0] = text;
    label.width[0] = label.widest = label.whole = kr_text_width(text, 400);
    if (label.widest <= most) return label;
    double best = label.widest, head = 0, all = label.widest;
    size_t from = 0;
    for (size_t i = 1; i + 1 < text.len; i++) {
        if (text.ptr[i] != ' ') continue;
        head += kr_text_width(kr_str_n(text.ptr + from, i - from), 400);
        from = i;
        double tail = all - head - kr_font_main[0][0] / 1000.0, wider = head > tail ? head : tail;
        if (wider >= best) continue;
        best = wider;
        label.lines = 2;
        label.line[0] = kr_str_n(text.ptr, i);
        label.line[1] = kr_str_n(text.ptr + i + 1, text.len - i - 1);
        label.width[0] = head;
        label.width[1] = tail;
        label.widest = wider;
    }
    return label;
}

kr_str kr_text_fit(kr_arena *arena, kr_str text, double most, int weight, bool *cut) {
    *cut = false;
    if (kr_text_width(text, weight) <= most) return text;
    int bold = weight >= 550;
    static const char ellipsis[] = "\xe2\x80\xa6";
    double room = most - kr_text_width(KR_STR("\xe2\x80\xa6"), weight), used = 0;
    size_t at = 0, end = 0;
    while (at < text.len) {
        uint32_t code = kr_utf8_next(text, &at);
        unsigned width = glyph_width(code, bold);
        used += (width == 0 && !is_combining(code) ? 1000 : width) / 1000.0;
        if (used > room) break;
        end = at;
    }
    while (end > 0 && text.ptr[end - 1] == ' ') end--;
    char *ptr = kr_arena_alloc(arena, end + sizeof ellipsis);
    if (!ptr) return (kr_str){NULL, 0};
    if (end) memcpy(ptr, text.ptr, end);
    memcpy(ptr + end, ellipsis, sizeof ellipsis - 1);
    *cut = true;
    return kr_str_n(ptr, end + sizeof ellipsis - 1);
}

kr_str kr_text_of(kr_text_fn text, void *context, const char *key) {
    return text ? text(context, key) : kr_str_z(key);
}

static kr_str replaced(kr_arena *arena, kr_str pattern, kr_str what, kr_str with) {
    size_t at = kr_str_find(pattern, what);
    if (at == SIZE_MAX) return pattern;
    size_t len = pattern.len - what.len + with.len;
    char *ptr = kr_arena_alloc(arena, len + 1);
    if (!ptr) return (kr_str){NULL, 0};
    memcpy(ptr, pattern.ptr, at);
    if (with.len) memcpy(ptr + at, with.ptr, with.len);
    memcpy(ptr + at + with.len, pattern.ptr + at + what.len, pattern.len - at - what.len);
    return kr_str_n(ptr, len);
}

kr_str kr_text_number(kr_arena *arena, kr_str pattern, size_t n) {
    char digits[24];
    size_t at = sizeof digits;
    do digits[--at] = (char)('0' + n % 10);
    while ((n /= 10) != 0);
    return replaced(arena, pattern, KR_STR("{n}"), kr_str_n(digits + at, sizeof digits - at));
}

kr_str kr_text_name(kr_arena *arena, kr_str pattern, kr_str name) {
    return replaced(arena, pattern, KR_STR("{name}"), name);
}
