/* From text to nodes. */
#include "web/mustache_node.h"

/* A section, parent or block that waits for its end. */
typedef struct waiting {
    uint32_t node;
    size_t at;        /* where its tag begins */
    bool left_blank;  /* only whitespace stood before it on its line */
    uint32_t padding; /* the text node that holds that whitespace; UINT32_MAX: there is none */
} waiting;

typedef struct compiler {
    kr_arena *arena;
    kr_error *error;
    kr_str text;
    kr_str open, close; /* the delimiters */
    size_t at;          /* where the search for the next tag begins */
    size_t chunk;       /* text from here on has not become a node yet */
    bool line_open;     /* nothing of this line has become a node yet */
    kr_node *nodes;
    size_t count, cap;
    kr_part *parts;
    size_t n_parts, parts_cap;
    waiting stack[KR_TEMPLATE_DEPTH];
    size_t depth;
} compiler;

typedef struct tag {
    char sigil;        /* one of # ^ / > < $ ! = & {, or 0 */
    kr_str content;    /* trimmed */
    size_t start, end; /* with its delimiters */
    size_t left;       /* where the whitespace before it begins */
    size_t next;       /* where the next line begins, when right_blank */
    bool left_blank, right_blank;
} tag;

static kr_err fail(compiler *c, kr_err code, const char *key, size_t at, kr_str detail) {
    uint32_t line = 1, column = 1;
    for (size_t i = 0; i < at && i < c->text.len; i++) {
        bool newline = c->text.ptr[i] == '\n';
        line += newline;
        column = newline ? 1 : column + 1;
    }
    char text[60];
    size_t n = detail.len < sizeof text - 1 ? detail.len : sizeof text - 1;
    if (n > 0) memcpy(text, detail.ptr, n);
    text[n] = '\0';
    return kr_fail_at(c->error, code, key, text, line, column);
}

static kr_err wrong(compiler *c, const tag *t) {
    return fail(c, KR_E_SYNTAX, "error.template", t->start,
                kr_str_n(c->text.ptr + t->start, t->end - t->start));
}

static kr_err no_memory(compiler *c) {
    return kr_fail(c->error, KR_E_MEMORY, "error.memory", NULL, NULL);
}

/* -- nodes
 * ------------------------------------------------------------------------------------------------------------
 */

static kr_node *add_node(compiler *c, kr_node_kind kind) {
    if (c->count == c->cap) {
        size_t cap = c->cap ? c->cap * 2 : 32;
        if (cap > UINT32_MAX / 2) return NULL;
        kr_node *grown = kr_arena_grow(c->arena, c->nodes, c->cap * sizeof *c->nodes, cap * sizeof *c->nodes);
        if (!grown) return NULL;
        c->nodes = grown;
        c->cap = cap;
    }
    kr_node *node = &c->nodes[c->count++];
    *node = (kr_node){.kind = (uint8_t)kind, .end = (uint32_t)c->count, .text = KR_NONE, .indent = KR_NONE};
    return node;
}

/* The first thing on its line carries the indentation. */
static void take_line(compiler *c, kr_node *node) {
    node->line_start = c->line_open;
    c->line_open = false;
}

static bool in_parent(const compiler *c) {
    return c->depth > 0 && c->nodes[c->stack[c->depth - 1].node].kind == KR_NODE_PARENT;
}

/* Text up to `upto` becomes a node; inside a parent it is ignored. */
static kr_err flush(compiler *c, size_t upto) {
    kr_str text = kr_str_n(c->text.ptr + c->chunk, upto - c->chunk);
    c->chunk = upto;
    if (text.len == 0 || in_parent(c)) return KR_OK;
    kr_node *node = add_node(c, KR_NODE_TEXT);
    if (!node) return no_memory(c);
    take_line(c, node);
    node->text = text;
    c->line_open = text.ptr[text.len - 1] == '\n';
    return KR_OK;
}

static bool add_part(compiler *c, kr_str part) {
    if (c->n_parts == c->parts_cap) {
        size_t cap = c->parts_cap ? c->parts_cap * 2 : 32;
        kr_part *grown =
            kr_arena_grow(c->arena, c->parts, c->parts_cap * sizeof *c->parts, cap * sizeof *c->parts);
        if (!grown) return false;
        c->parts = grown;
        c->parts_cap = cap;
    }
    c->parts[c->n_parts++] = (kr_part){part, kr_hash(part)};
    return true;
}

static kr_err set_name(compiler *c, kr_node *node, kr_str name) {
    node->text = name;
    node->part = (uint32_t)c->n_parts;
    if (kr_str_is(name, ".")) return KR_OK;
    for (bool more = true; more;) {
        kr_str part;
        kr_str rest = kr_str_cut(name, '.', &part);
        more = part.len < name.len;
        if (!add_part(c, part)) return no_memory(c);
        name = rest;
    }
    node->n_parts = (uint32_t)c->n_parts - node->part;
    return KR_OK;
}

/* -- finding tags
 * ----------------------------------------------------------------------------------------------------- */

static size_t find_from(kr_str text, size_t from, kr_str needle) {
    size_t at = kr_str_find(kr_str_n(text.ptr + from, text.len - from), needle);
    return at == SIZE_MAX ? SIZE_MAX : from + at;
}

static bool is_blank(char c) {
    return c == ' ' || c == '\t';
}

static void look_around(const compiler *c, tag *t) {
    kr_str s = c->text;
    t->left = t->start;
    while (t->left > c->chunk && is_blank(s.ptr[t->left - 1])) t->left--;
    t->left_blank = t->left == 0 || s.ptr[t->left - 1] == '\n';
    size_t at = t->end;
    while (at < s.len && is_blank(s.ptr[at])) at++;
    bool crlf = at + 1 < s.len && s.ptr[at] == '\r' && s.ptr[at + 1] == '\n';
    t->right_blank = at == s.len || s.ptr[at] == '\n' || crlf;
    t->next = at == s.len ? at : at + (crlf ? 2 : 1);
}

static bool has_space(kr_str s) {
    for (size_t i = 0; i < s.len; i++)
        if (is_blank(s.ptr[i]) || s.ptr[i] == '\n' || s.ptr[i] == '\r') return true;
    return false;
}

/* The tag whose opening delimiter stands at `start`. */
static kr_err read_tag(compiler *c, size_t start, tag *out) {
    kr_str s = c->text;
    tag t = {.start = start};
    size_t at = start + c->open.len;
    while (at < s.len && (is_blank(s.ptr[at]) || s.ptr[at] == '\n')) at++;
    if (at < s.len && memchr("#^/><$!=&{", s.ptr[at], 10)) t.sigil = s.ptr[at++];
    if (t.sigil == '{' && !kr_str_is(c->open, "{{")) {
        t.sigil = 0;
        at--;
    }
    /* {{{name}}} and {{=<% %>=}} end with a character more. */
    char extra = t.sigil == '{' ? '}' : t.sigil == '=' ? '=' : '\0';
    size_t end = find_from(s, at, c->close);
    while (extra && end != SIZE_MAX && (end == at || s.ptr[end - 1] != extra)) {
        if (extra == '}' && end + c->close.len < s.len && s.ptr[end + c->close.len] == '}') {
            end++; /* of "}}}" the first is the extra one */
            continue;
        }
        end = find_from(s, end + 1, c->close);
    }
    if (end == SIZE_MAX) {
        size_t show = s.len - start < 40 ? s.len - start : 40;
        return fail(c, KR_E_SYNTAX, "error.template", start, kr_str_n(s.ptr + start, show));
    }
    t.end = end + c->close.len;
    t.content = kr_str_trim(kr_str_n(s.ptr + at, end - at - (extra != 0)));
    look_around(c, &t);
    if (t.sigil != '!' && t.sigil != '=' && t.content.len == 0) return wrong(c, &t);
    *out = t;
    return KR_OK;
}

/* -- each kind of tag
 * ------------------------------------------------------------------------------------------------- */

/* Text before the tag becomes a node. A tag that stands alone takes its line with it. */
static kr_err take_place(compiler *c, const tag *t, bool alone) {
    kr_err err = flush(c, alone ? t->left : t->start);
    c->chunk = alone ? t->next : t->end;
    return err;
}

static kr_err delimiters(compiler *c, const tag *t) {
    size_t n = 0;
    while (n < t->content.len && !is_blank(t->content.ptr[n]) && t->content.ptr[n] != '\n') n++;
    kr_str open = kr_str_n(t->content.ptr, n);
    kr_str close = kr_str_trim(kr_str_n(t->content.ptr + n, t->content.len - n));
    if (open.len == 0 || close.len == 0 || has_space(close)) return wrong(c, t);
    if (memchr(open.ptr, '=', open.len) || memchr(close.ptr, '=', close.len)) return wrong(c, t);
    c->open = open;
    c->close = close;
    return take_place(c, t, t->left_blank && t->right_blank);
}

/* A sentence without arguments is escaped here, once. */
static kr_err set_sentence(compiler *c, kr_node *node, kr_str key) {
    node->kind = KR_NODE_WORD;
    node->sentence = kr_sentence_find(key);
    if (!node->sentence || !kr_sentence_plain(node->sentence)) return KR_OK;
    kr_str *said = kr_new_n(c->arena, kr_str, 2);
    if (!said) return no_memory(c);
    for (int lang = KR_NL; lang <= KR_EN; lang++) {
        kr_buf out;
        kr_buf_init(&out, c->arena, 1u << 20);
        kr_put_xml(&out, kr_word_s((kr_lang)lang, key));
        if (kr_buf_end(&out, &said[lang]) != KR_OK) return no_memory(c);
    }
    node->said = said;
    return KR_OK;
}

static kr_err value(compiler *c, const tag *t) {
    kr_err err = take_place(c, t, false);
    if (err != KR_OK || in_parent(c)) return err;
    if (has_space(t->content)) return wrong(c, t);
    kr_node *node = add_node(c, t->sigil ? KR_NODE_RAW : KR_NODE_VALUE);
    if (!node) return no_memory(c);
    take_line(c, node);
    if (!t->sigil && kr_str_starts(t->content, KR_STR("t.")) && t->content.len > 2) {
        err = set_sentence(c, node, kr_str_n(t->content.ptr + 2, t->content.len - 2));
        if (err != KR_OK) return err;
    }
    return set_name(c, node, t->content);
}

/* {{>*name}}: what name says in the model. */
static kr_err set_target(compiler *c, kr_node *node, const tag *t) {
    kr_str name = t->content;
    if (name.len > 1 && name.ptr[0] == '*') {
        node->dynamic = true;
        name = kr_str_trim(kr_str_n(name.ptr + 1, name.len - 1));
    }
    return has_space(name) ? wrong(c, t) : set_name(c, node, name);
}

static kr_err partial(compiler *c, const tag *t) {
    bool alone = t->left_blank && t->right_blank;
    kr_err err = take_place(c, t, alone);
    if (err != KR_OK || in_parent(c)) return err;
    kr_node *node = add_node(c, KR_NODE_PARTIAL);
    if (!node) return no_memory(c);
    if (alone) {
        node->alone = true;
        node->indent = kr_str_n(c->text.ptr + t->left, t->start - t->left);
    } else {
        take_line(c, node);
    }
    return set_target(c, node, t);
}

static kr_err push(compiler *c, const tag *t, uint32_t padding) {
    if (c->depth == KR_TEMPLATE_DEPTH)
        return fail(c, KR_E_LIMIT, "error.template_depth", t->start, t->content);
    c->stack[c->depth++] = (waiting){(uint32_t)c->count - 1, t->start, t->left_blank, padding};
    return KR_OK;
}

static kr_err section(compiler *c, const tag *t) {
    if (has_space(t->content)) return wrong(c, t);
    bool alone = t->left_blank && t->right_blank;
    kr_err err = take_place(c, t, alone);
    if (err != KR_OK) return err;
    kr_node *node = add_node(c, t->sigil == '#' ? KR_NODE_SECTION : KR_NODE_INVERTED);
    if (!node) return no_memory(c);
    if (!alone) take_line(c, node);
    err = set_name(c, node, t->content);
    return err == KR_OK ? push(c, t, UINT32_MAX) : err;
}

/* Whether a parent stands alone is known at its end: until then the whitespace before it is a node of its
 * own. */
static kr_err parent(compiler *c, const tag *t) {
    uint32_t padding = UINT32_MAX;
    kr_err err = flush(c, t->left_blank ? t->left : t->start);
    if (err == KR_OK && t->left_blank && t->left < t->start && !in_parent(c)) {
        padding = (uint32_t)c->count;
        err = flush(c, t->start);
    }
    if (err != KR_OK) return err;
    c->chunk = t->end;
    kr_node *node = add_node(c, KR_NODE_PARENT);
    if (!node) return no_memory(c);
    node->alone = t->left_blank;
    node->indent = t->left_blank ? kr_str_n(c->text.ptr + t->left, t->start - t->left) : KR_NONE;
    take_line(c, node);
    err = set_target(c, node, t);
    return err == KR_OK ? push(c, t, padding) : err;
}

static kr_err block(compiler *c, const tag *t) {
    if (has_space(t->content)) return wrong(c, t);
    bool override = in_parent(c), left = t->left_blank && !override;
    kr_err err = flush(c, left ? t->left : t->start);
    if (err != KR_OK) return err;
    kr_node *node = add_node(c, KR_NODE_BLOCK);
    if (!node) return no_memory(c);
    node->own_lines = (left || override) && t->right_blank;
    node->alone = left;
    if (left) node->indent = kr_str_n(c->text.ptr + t->left, t->start - t->left);
    if (!left && !override) node->line_start = c->line_open;
    c->chunk = node->own_lines ? t->next : t->end;
    c->line_open = node->own_lines;
    err = set_name(c, node, t->content);
    return err == KR_OK ? push(c, t, UINT32_MAX) : err;
}

/* -- their ends
 * ------------------------------------------------------------------------------------------------------- */

static kr_err end_parent(compiler *c, const tag *t, const waiting *w) {
    kr_node *node = &c->nodes[w->node];
    node->alone = w->left_blank && t->right_blank;
    c->chunk = node->alone ? t->next : t->end;
    c->line_open = node->alone;
    if (node->alone) {
        node->line_start = false;
        if (w->padding != UINT32_MAX) c->nodes[w->padding].text = KR_NONE;
    }
    node->end = (uint32_t)c->count;
    return KR_OK;
}

static kr_err end_block(compiler *c, const tag *t, const waiting *w, bool override) {
    bool alone = t->left_blank && t->right_blank;
    kr_err err = flush(c, alone || (override && t->left_blank) ? t->left : t->start);
    if (err != KR_OK) return err;
    c->chunk = alone && !override ? t->next : t->end;
    kr_node *node = &c->nodes[w->node];
    node->end = (uint32_t)c->count;
    uint32_t first = w->node + 1;
    if (!node->own_lines || first == node->end) return KR_OK;
    kr_str indent = kr_nodes_indent(c->nodes, first, node->end);
    if (!override)
        node->indent = indent;
    else if (!kr_nodes_dedent(c->nodes, first, node->end, indent, c->arena))
        return no_memory(c);
    return KR_OK;
}

static kr_err end_section(compiler *c, const tag *t, const waiting *w) {
    bool alone = t->left_blank && t->right_blank;
    kr_err err = take_place(c, t, alone);
    if (err != KR_OK) return err;
    if (!alone && c->line_open) {
        kr_node *node = add_node(c, KR_NODE_INDENT);
        if (!node) return no_memory(c);
        take_line(c, node);
    }
    c->nodes[w->node].end = (uint32_t)c->count;
    return KR_OK;
}

/* The name at the end is the name at the beginning, but for space behind a star. */
static bool same_name(const kr_node *node, kr_str name) {
    if (node->dynamic && name.len > 0 && name.ptr[0] == '*')
        name = kr_str_trim(kr_str_n(name.ptr + 1, name.len - 1));
    return kr_str_eq(node->text, name);
}

static kr_err end(compiler *c, const tag *t) {
    if (c->depth == 0) return wrong(c, t);
    waiting w = c->stack[c->depth - 1];
    const kr_node *node = &c->nodes[w.node];
    if (!same_name(node, t->content)) return wrong(c, t);
    kr_node_kind kind = node->kind;
    bool override =
        kind == KR_NODE_BLOCK && c->depth > 1 && c->nodes[c->stack[c->depth - 2].node].kind == KR_NODE_PARENT;
    kr_err err = kind == KR_NODE_PARENT  ? end_parent(c, t, &w)
                 : kind == KR_NODE_BLOCK ? end_block(c, t, &w, override)
                                         : end_section(c, t, &w);
    c->depth--;
    return err;
}

static kr_err one_tag(compiler *c, const tag *t) {
    switch (t->sigil) {
    case '!':
        return take_place(c, t, t->left_blank && t->right_blank);
    case '=':
        return delimiters(c, t);
    case '#':
    case '^':
        return section(c, t);
    case '/':
        return end(c, t);
    case '>':
        return partial(c, t);
    case '<':
        return parent(c, t);
    case '$':
        return block(c, t);
    default:
        return value(c, t);
    }
}

static kr_err compile(compiler *c) {
    while (c->at < c->text.len) {
        size_t start = find_from(c->text, c->at, c->open);
        if (start == SIZE_MAX) break;
        tag t;
        kr_err err = read_tag(c, start, &t);
        if (err == KR_OK) err = one_tag(c, &t);
        if (err != KR_OK) return err;
        c->at = c->chunk;
    }
    if (c->depth > 0) {
        const waiting *w = &c->stack[c->depth - 1];
        return fail(c, KR_E_SYNTAX, "error.template", w->at, c->nodes[w->node].text);
    }
    return flush(c, c->text.len);
}

kr_err kr_template_compile(kr_template **out, kr_arena *arena, kr_str text, kr_error *error) {
    if (text.len > UINT32_MAX / 2) return kr_fail(error, KR_E_LIMIT, "error.too_large", NULL, NULL);
    compiler c = {.arena = arena, .error = error, .text = text, .line_open = true};
    c.open = KR_STR("{{");
    c.close = KR_STR("}}");
    kr_err err = compile(&c);
    if (err != KR_OK) return err;
    kr_template *made = kr_new(arena, kr_template);
    if (!made) return no_memory(&c);
    *made = (kr_template){c.nodes, c.parts, (uint32_t)c.count};
    *out = made;
    return KR_OK;
}

void kr_template_join(kr_template *tmpl, kr_partial_fn find, void *context) {
    for (uint32_t i = 0; i < tmpl->count; i++) {
        kr_node *node = &tmpl->nodes[i];
        bool other = node->kind == KR_NODE_PARTIAL || node->kind == KR_NODE_PARENT;
        if (other && !node->dynamic) node->other = find(context, node->text);
    }
}
