#include "core/lines.h"

bool kr_lines_has(kr_str text, kr_str line) {
    while (text.len) {
        kr_str one;
        text = kr_str_cut(text, '\n', &one);
        if (kr_str_eq(kr_str_trim(one), line)) return true;
    }
    return false;
}

static void add_line(kr_buf *out, kr_str line) {
    if (!line.len) return;
    if (out->len) kr_put_c(out, '\n');
    kr_put(out, line);
}

void kr_lines_rest(kr_buf *out, kr_str text, const kr_str *known, size_t n) {
    while (text.len) {
        kr_str one;
        bool own = true;
        text = kr_str_cut(text, '\n', &one);
        one = kr_str_trim(one);
        for (size_t i = 0; i < n; i++) own = own && !kr_str_eq(one, known[i]);
        if (own) add_line(out, one);
    }
}

void kr_lines_add(kr_buf *out, kr_str text) {
    kr_lines_rest(out, text, NULL, 0);
}
