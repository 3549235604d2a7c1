/* One field, many ways to name people: "Sanne", "Sanne, Bram", a pasted row, "Corrie (heeft de sleutel)",
 * "Jan: buurman". */
#include "web/pages.h"

#include "core/utf8.h"

static bool is_capital(kr_str s, size_t at) {
    while (at < s.len && s.ptr[at] == ' ') at++;
    uint32_t first = kr_utf8_next(s, &at);
    return first && ((first >= 'A' && first <= 'Z') || (first >= 0xC0 && first <= 0xDE && first != 0xD7));
}

/* Where the next name begins: after a line, a semicolon, or a comma outside brackets. After a colon a remark
 * is being written, and a comma only ends it when a name (a capital) follows. */
static size_t end_of_name(kr_str text) {
    int depth = 0;
    bool colon = false;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (c == '\n' || c == '\r' || c == '\t') return i;
        if (c == '(') depth++;
        if (c == ')' && depth > 0) depth--;
        if (depth > 0) continue;
        if (c == ';') return i;
        if (c == ':') colon = true;
        if (c != ',') continue;
        if (!colon || is_capital(text, i + 1)) return i;
    }
    return text.len;
}

/* Takes marks of a list from the front: "- Sanne", "3. Bram", "• Corrie". */
static kr_str without_mark(kr_str s) {
    size_t at = 0;
    while (at < s.len && s.ptr[at] >= '0' && s.ptr[at] <= '9') at++;
    if (at > 0 && at < 4 && at + 1 < s.len && (s.ptr[at] == '.' || s.ptr[at] == ')') && s.ptr[at + 1] == ' ')
        return kr_str_trim(kr_str_n(s.ptr + at + 1, s.len - at - 1));
    if (kr_str_starts(s, KR_STR("- ")) || kr_str_starts(s, KR_STR("* ")))
        return kr_str_trim(kr_str_n(s.ptr + 2, s.len - 2));
    if (kr_str_starts(s, KR_STR("\xe2\x80\xa2"))) return kr_str_trim(kr_str_n(s.ptr + 3, s.len - 3));
    return s;
}

static kr_named one_name(kr_str s) {
    kr_named named = {s, KR_NONE};
    size_t open = kr_str_find(s, KR_STR("(")), colon = kr_str_find(s, KR_STR(":"));
    if (open != SIZE_MAX && open > 0 && (colon == SIZE_MAX || open < colon)) {
        kr_str rest = kr_str_n(s.ptr + open + 1, s.len - open - 1);
        size_t close = kr_str_find(rest, KR_STR(")"));
        named.remark = kr_str_trim(kr_str_n(rest.ptr, close == SIZE_MAX ? rest.len : close));
        named.name = kr_str_trim(kr_str_n(s.ptr, open));
    } else if (colon != SIZE_MAX && colon > 0) {
        named.name = kr_str_trim(kr_str_n(s.ptr, colon));
        named.remark = kr_str_trim(kr_str_n(s.ptr + colon + 1, s.len - colon - 1));
    }
    named.name = kr_utf8_head(named.name, 200);
    named.remark = kr_utf8_head(named.remark, 4000);
    return named;
}

size_t kr_names_parse(kr_str text, kr_named *out, size_t cap) {
    size_t count = 0;
    while (text.len && count < cap) {
        size_t end = end_of_name(text);
        kr_str piece = without_mark(kr_str_trim(kr_str_n(text.ptr, end)));
        text = end < text.len ? kr_str_n(text.ptr + end + 1, text.len - end - 1) : KR_NONE;
        if (!piece.len) continue;
        kr_named named = one_name(piece);
        if (named.name.len) out[count++] = named;
    }
    return count;
}
