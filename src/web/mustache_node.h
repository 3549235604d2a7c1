/* A compiled template. Only for mustache_*.c.
 *
 * Nodes stand in the order of the text; the children of node i are the nodes i+1 .. end-1. Whitespace that
 * belongs to a standalone tag is taken out when compiling, so that rendering only writes. */
#ifndef KR_MUSTACHE_NODE_H
#define KR_MUSTACHE_NODE_H

#include "web/mustache.h"

typedef enum kr_node_kind {
    KR_NODE_TEXT,
    KR_NODE_INDENT, /* writes nothing but the indentation that goes before the rest of its line */
    KR_NODE_VALUE,  /* {{name}} */
    KR_NODE_RAW,    /* {{{name}}} {{&name}} */
    KR_NODE_WORD,   /* {{t.key}} */
    KR_NODE_SECTION,
    KR_NODE_INVERTED,
    KR_NODE_PARTIAL,
    KR_NODE_PARENT, /* its children are the blocks that it overrides, and nothing else */
    KR_NODE_BLOCK
} kr_node_kind;

typedef struct kr_node {
    uint8_t kind;
    bool line_start; /* the first thing on its line: indentation is written before it */
    bool dynamic;    /* a partial or parent whose name stands in the model */
    bool alone;      /* a partial, parent or block with only whitespace before it on its line: `indent` */
    bool own_lines;  /* a block whose content begins on the line after the tag */
    uint32_t end;    /* index behind its last child */
    uint32_t part, n_parts; /* the name split at its dots, in `parts`; n_parts 0 is the name "." */
    kr_str text;            /* the text, or the name */
    kr_str indent;          /* goes before each line that is put in this place */
    const kr_sentence *sentence;
    const kr_str *said; /* the sentence in each language, escaped, when it is always the same; or NULL */
    const kr_template *other; /* the partial or parent, when the template was joined to it */
} kr_node;

/* A name, or what stands between its dots. */
typedef struct kr_part {
    kr_str name;
    uint32_t hash;
} kr_part;

struct kr_template {
    kr_node *nodes;
    const kr_part *parts;
    uint32_t count;
};

/* Takes `indent` away from the start of each line of text and from each place in the nodes from..to-1; blocks
 * that are overrides have lost theirs already. Changed text is copied into the arena. False when there is no
 * memory. */
bool kr_nodes_dedent(kr_node *nodes, uint32_t from, uint32_t to, kr_str indent, kr_arena *arena);
/* The whitespace before the first line of text in the nodes from..to-1; empty when there is none. */
kr_str kr_nodes_indent(const kr_node *nodes, uint32_t from, uint32_t to);

#endif
