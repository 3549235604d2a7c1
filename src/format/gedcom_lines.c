/* GEDCOM as lines: level, mark, tag, value. Any bytes give lines or an error. */
#include "format/tree.h"

#define MOST_LINES 3000000u
#define MOST_LEVEL 200

typedef struct lexer {
    kr_tree *tree;
    kr_gedcom_line *lines;
    size_t n, cap;
    uint32_t line;
    uint32_t open[MOST_LEVEL + 1]; /* on each level, the line that is not finished */
    int deepest;                   /* of those */
} lexer;

static bool is_space(char c) {
    return c == ' ' || c == '\t';
}

static bool in_tag(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

/* "1 @I1@ INDI value" into its parts; false when it is no such line. */
static bool split(kr_str s, kr_gedcom_line *out) {
    size_t at = 0, from;
    unsigned level = 0;
    while (at < s.len && is_space(s.ptr[at])) at++;
    for (from = at; at < s.len && s.ptr[at] >= '0' && s.ptr[at] <= '9' && at - from < 3; at++)
        level = level * 10 + (unsigned)(s.ptr[at] - '0');
    if (at == from || at >= s.len || !is_space(s.ptr[at])) return false;
    while (at < s.len && is_space(s.ptr[at])) at++;
    if (at < s.len && s.ptr[at] == '@') {
        for (from = at++; at < s.len && s.ptr[at] != '@'; at++) continue;
        if (at >= s.len) return false;
        out->xref = kr_str_n(s.ptr + from, ++at - from);
        while (at < s.len && is_space(s.ptr[at])) at++;
    }
    for (from = at; at < s.len && in_tag(s.ptr[at]); at++) continue;
    if (at == from || (at < s.len && !is_space(s.ptr[at]))) return false;
    out->tag = kr_str_n(s.ptr + from, at - from);
    /* One space belongs to the line, more are the value's own. */
    if (at < s.len) at++;
    out->value = kr_str_n(s.ptr + at, s.len - at);
    out->level = (uint16_t)level;
    return true;
}

static void close_down_to(lexer *l, int level) {
    for (int i = l->deepest; i >= level; i--) l->lines[l->open[i]].end = (uint32_t)l->n;
    if (l->deepest >= level) l->deepest = level - 1;
}

static kr_err take_line(lexer *l, kr_str s) {
    kr_gedcom_line line = {.line = l->line};
    if (kr_str_trim(s).len == 0) return KR_OK;
    if (!split(s, &line)) {
        kr_tree_note(l->tree, "format.note.gedcom_line", KR_NONE, l->line);
        return KR_OK;
    }
    if (line.level > MOST_LEVEL) return KR_E_LIMIT;
    if ((int)line.level > l->deepest + 1) {
        kr_tree_note(l->tree, "format.note.gedcom_level", line.tag, l->line);
        line.level = (uint16_t)(l->deepest + 1);
    }
    if (l->n >= MOST_LINES) return KR_E_LIMIT;
    kr_gedcom_line *all = kr_grow_one(l->tree->arena, l->lines, l->n, &l->cap, sizeof *all);
    if (!all) return KR_E_MEMORY;
    l->lines = all;
    close_down_to(l, line.level);
    l->open[line.level] = (uint32_t)l->n;
    l->deepest = line.level;
    all[l->n++] = line;
    return KR_OK;
}

kr_err kr_gedcom_lines(kr_gedcom_line **out, size_t *count, kr_tree *tree, kr_str text, kr_error *error) {
    lexer l = {.tree = tree, .deepest = -1};
    size_t from = 0;
    kr_err err = KR_OK;
    for (size_t i = 0; i <= text.len && err == KR_OK; i++) {
        if (i < text.len && text.ptr[i] != '\n' && text.ptr[i] != '\r') continue;
        l.line++;
        err = take_line(&l, kr_str_n(text.ptr + from, i - from));
        if (i + 1 < text.len && text.ptr[i] == '\r' && text.ptr[i + 1] == '\n') i++;
        from = i + 1;
        bool head = l.n == 0 || kr_str_is(l.lines[0].tag, "HEAD");
        if (!head) return kr_fail_at(error, KR_E_SYNTAX, "format.error.gedcom", NULL, l.line, 0);
    }
    if (err == KR_OK && l.n == 0) return kr_fail_at(error, KR_E_SYNTAX, "format.error.gedcom", NULL, 1, 0);
    if (err == KR_E_LIMIT)
        return kr_fail_at(error, KR_E_LIMIT, l.n >= MOST_LINES ? "format.error.large" : "format.error.deep",
                          "99", l.line, 0);
    if (err != KR_OK) return kr_fail(error, err, "error.memory", NULL, NULL);
    close_down_to(&l, 0);
    *out = l.lines;
    *count = l.n;
    return KR_OK;
}
