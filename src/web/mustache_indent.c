/* Blocks are written where they read well and appear where the parent wants them: their own indentation is
 * taken off when compiling, the parent's is put on when rendering. */
#include "web/mustache_node.h"

static bool is_blank(char c) {
    return c == ' ' || c == '\t';
}

static kr_str leading(kr_str line) {
    size_t n = 0;
    while (n < line.len && is_blank(line.ptr[n])) n++;
    return kr_str_n(line.ptr, n);
}

kr_str kr_nodes_indent(const kr_node *nodes, uint32_t from, uint32_t to) {
    for (uint32_t i = from; i < to; i++) {
        if (nodes[i].alone) return nodes[i].indent;
        if (!nodes[i].line_start) continue;
        if (nodes[i].kind != KR_NODE_TEXT) return KR_NONE;
        kr_str rest = nodes[i].text;
        while (rest.len > 0) {
            kr_str line;
            kr_str after = kr_str_cut(rest, '\n', &line);
            kr_str space = leading(line);
            bool blank = space.len == line.len && line.len < rest.len;
            if (!blank && !kr_str_is(line, "\r")) return space;
            rest = after;
        }
    }
    return KR_NONE;
}

static size_t common(kr_str a, kr_str b) {
    size_t n = 0;
    while (n < a.len && n < b.len && a.ptr[n] == b.ptr[n]) n++;
    return n;
}

/* Lines only get shorter, so the copy needs no more room than the text. */
static bool dedent_text(kr_node *node, kr_str indent, kr_arena *arena) {
    if (node->text.len == 0) return true;
    char *copy = kr_arena_alloc(arena, node->text.len);
    if (!copy) return false;
    size_t at = 0;
    bool start = node->line_start;
    kr_str rest = node->text;
    while (rest.len > 0) {
        kr_str line;
        kr_str after = kr_str_cut(rest, '\n', &line);
        size_t whole = line.len + (line.len < rest.len);
        size_t skip = start ? common(leading(line), indent) : 0;
        memcpy(copy + at, line.ptr + skip, whole - skip);
        at += whole - skip;
        start = true;
        rest = after;
    }
    node->text = kr_str_n(copy, at);
    return true;
}

bool kr_nodes_dedent(kr_node *nodes, uint32_t from, uint32_t to, kr_str indent, kr_arena *arena) {
    if (indent.len == 0) return true;
    for (uint32_t i = from; i < to;) {
        kr_node *node = &nodes[i];
        if (node->kind == KR_NODE_TEXT && !dedent_text(node, indent, arena)) return false;
        if (node->alone || node->kind == KR_NODE_BLOCK) {
            size_t skip = common(node->indent, indent);
            node->indent = kr_str_n(node->indent.ptr + skip, node->indent.len - skip);
        }
        i = node->kind == KR_NODE_PARENT ? node->end : i + 1;
    }
    return true;
}
