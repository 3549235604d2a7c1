/* YAML as a tree, as far as a hand-written file needs it: no anchors, no tags, one document. */
#ifndef KR_YAML_TREE_H
#define KR_YAML_TREE_H

#include "core/arena.h"

#define KR_YAML_MOST_BYTES (256u << 10)
#define KR_YAML_MOST_NODES 20000u
#define KR_YAML_MOST_DEPTH 8u

typedef enum kr_yaml_kind { KR_YAML_WORD, KR_YAML_LIST, KR_YAML_MAP } kr_yaml_kind;

typedef struct kr_yaml {
    kr_yaml_kind kind;
    kr_str key;            /* in a map */
    kr_str word;           /* KR_YAML_WORD */
    struct kr_yaml *first; /* KR_YAML_LIST, KR_YAML_MAP: what is in it, in the order of the file */
    struct kr_yaml *next;
    size_t count;
    uint32_t line, column;
    uint32_t key_line; /* in a map */
} kr_yaml;

/* Errors, with line and column: KR_E_SYNTAX, KR_E_LIMIT, KR_E_UNSUPPORTED (anchors, tags, a second document),
 * KR_E_EXISTS (a key that is there already), KR_E_MEMORY. An empty file gives an empty map. O(bytes). */
kr_err kr_yaml_read(kr_yaml **out, kr_arena *arena, kr_str bytes, kr_error *error) KR_CHECKED;
/* NULL when there is none. */
const kr_yaml *kr_yaml_find(const kr_yaml *map, const char *key);

#endif
