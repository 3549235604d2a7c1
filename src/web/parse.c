/* Addresses, forms, cookies and preferences of browsers: total readers with limits. Anything is accepted or
 * refused, nothing is read twice, and no input takes longer than its length says. */
#include "core/utf8.h"
#include "web/engine.h"

static int hex(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

/* Decodes %XX (and + when `plus`) from `in` to `out`, which may be the same place. SIZE_MAX on a broken %. */
static size_t decode(char *out, kr_str in, bool plus) {
    size_t n = 0;
    for (size_t i = 0; i < in.len; i++) {
        char c = in.ptr[i];
        if (c == '%') {
            int high = i + 2 < in.len ? hex(in.ptr[i + 1]) : -1;
            int low = i + 2 < in.len ? hex(in.ptr[i + 2]) : -1;
            if (high < 0 || low < 0) return SIZE_MAX;
            c = (char)(high * 16 + low);
            i += 2;
        } else if (plus && c == '+') {
            c = ' ';
        }
        out[n++] = c;
    }
    return n;
}

bool kr_parse_target(kr_arena *arena, kr_str target, kr_str *path, kr_str *query) {
    kr_str head;
    kr_str rest = kr_str_cut(target, '?', &head);
    char *text = kr_arena_alloc(arena, head.len + 1);
    if (!text) return false;
    size_t n = decode(text, head, false);
    if (n == SIZE_MAX) return false;
    kr_str out = kr_str_n(text, n);
    if (!kr_utf8_valid(out)) return false;
    for (size_t i = 0; i < n; i++)
        if ((unsigned char)text[i] < 0x20 || text[i] == 0x7f || text[i] == '\\') return false;
    *path = out;
    *query = rest;
    return true;
}

/* CRLF and CR become LF, in place. */
static size_t unify_lines(char *text, size_t len) {
    size_t n = 0;
    for (size_t i = 0; i < len; i++) {
        if (text[i] == '\r') {
            if (i + 1 < len && text[i + 1] == '\n') i++;
            text[n++] = '\n';
        } else {
            text[n++] = text[i];
        }
    }
    return n;
}

/* Decodes one name or value to *at and moves it on. */
static bool take_part(kr_str *out, char **at, kr_str raw) {
    size_t n = decode(*at, raw, true);
    if (n == SIZE_MAX) return false;
    n = unify_lines(*at, n);
    *out = kr_str_n(*at, n);
    *at += n;
    return kr_utf8_valid(*out);
}

kr_err kr_parse_form(kr_field_in **out, size_t *count, kr_arena *arena, kr_str bytes) {
    size_t most = 1;
    for (size_t i = 0; i < bytes.len; i++) most += bytes.ptr[i] == '&';
    if (most > KR_MOST_FIELDS) return KR_E_LIMIT;
    kr_field_in *fields = kr_new_n(arena, kr_field_in, most);
    char *text = kr_arena_alloc(arena, bytes.len + 1);
    if (!fields || !text) return KR_E_MEMORY;
    size_t n = 0;
    while (bytes.len) {
        kr_str pair, name;
        bytes = kr_str_cut(bytes, '&', &pair);
        if (pair.len == 0) continue;
        kr_str value = kr_str_cut(pair, '=', &name);
        if (!take_part(&fields[n].name, &text, name) || !take_part(&fields[n].value, &text, value))
            return KR_E_SYNTAX;
        fields[n].filename = KR_NONE;
        n++;
    }
    *out = fields;
    *count = n;
    return KR_OK;
}

kr_str kr_parse_cookie(kr_str line, const char *name) {
    kr_str want = kr_str_z(name);
    while (line.len) {
        kr_str pair, key;
        line = kr_str_cut(line, ';', &pair);
        kr_str value = kr_str_cut(pair, '=', &key);
        if (kr_str_eq(kr_str_trim(key), want)) return kr_str_trim(value);
    }
    return KR_NONE;
}

static char small(char c) {
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static bool same_token(kr_str a, const char *b) {
    size_t i = 0;
    for (; i < a.len && b[i]; i++)
        if (small(a.ptr[i]) != b[i]) return false;
    return i == a.len && b[i] == 0;
}

/* "q=0.8" -> 800; 1000 without. */
static int weight_of(kr_str parameters) {
    while (parameters.len) {
        kr_str one;
        parameters = kr_str_cut(parameters, ';', &one);
        one = kr_str_trim(one);
        if (one.len < 3 || small(one.ptr[0]) != 'q' || one.ptr[1] != '=') continue;
        int weight = one.ptr[2] == '1' ? 1000 : 0, unit = 100;
        for (size_t i = 4; i < one.len && unit > 0 && weight < 1000; i++, unit /= 10)
            if (one.ptr[i] >= '0' && one.ptr[i] <= '9') weight += (one.ptr[i] - '0') * unit;
        return weight;
    }
    return 1000;
}

bool kr_parse_accepts(kr_str line, const char *token, int *q1000) {
    while (line.len) {
        kr_str item, name;
        line = kr_str_cut(line, ',', &item);
        kr_str parameters = kr_str_cut(item, ';', &name);
        if (!same_token(kr_str_trim(name), token)) continue;
        int weight = weight_of(parameters);
        if (q1000) *q1000 = weight;
        return weight > 0;
    }
    return false;
}
