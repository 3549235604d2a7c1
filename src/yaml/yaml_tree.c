/* YAML by the events of libyaml, which knows the syntax; the tree, its limits and its errors are ours. */
#include "yaml/yaml_tree.h"
#include "core/utf8.h"

#include <yaml.h>

typedef struct reader {
    yaml_parser_t parser;
    kr_arena *arena;
    kr_error *error;
    size_t nodes;
} reader;

static kr_err wrong(reader *r, kr_err code, const char *key, yaml_mark_t at) {
    return kr_fail_at(r->error, code, key, NULL, (uint32_t)at.line + 1, (uint32_t)at.column + 1);
}

static kr_err next(reader *r, yaml_event_t *event) {
    if (yaml_parser_parse(&r->parser, event)) return KR_OK;
    if (r->parser.error == YAML_MEMORY_ERROR)
        return kr_fail(r->error, KR_E_MEMORY, "error.memory", NULL, NULL);
    return wrong(r, KR_E_SYNTAX, "format.error.yaml", r->parser.problem_mark);
}

static kr_err node_of(kr_yaml **out, reader *r, kr_yaml_kind kind, yaml_mark_t at) {
    if (++r->nodes > KR_YAML_MOST_NODES) return wrong(r, KR_E_LIMIT, "format.error.yaml_large", at);
    kr_yaml *node = kr_new(r->arena, kr_yaml);
    if (!node) return kr_fail(r->error, KR_E_MEMORY, "error.memory", NULL, NULL);
    node->kind = kind;
    node->line = (uint32_t)at.line + 1;
    node->column = (uint32_t)at.column + 1;
    *out = node;
    return KR_OK;
}

static kr_err word_of(kr_str *out, reader *r, const yaml_event_t *event) {
    kr_str word = kr_str_n((const char *)event->data.scalar.value, event->data.scalar.length);
    bool tagged = event->data.scalar.anchor || event->data.scalar.tag;
    if (tagged) return wrong(r, KR_E_UNSUPPORTED, "format.error.yaml_anchor", event->start_mark);
    if (!kr_utf8_valid(word)) return wrong(r, KR_E_SYNTAX, "format.error.yaml", event->start_mark);
    *out = kr_arena_copy(r->arena, word);
    return out->ptr ? KR_OK : kr_fail(r->error, KR_E_MEMORY, "error.memory", NULL, NULL);
}

static kr_err read_node(kr_yaml **out, reader *r, yaml_event_t *event, unsigned depth);

/* The key of the next item of a map and its line; *end at its end. */
static kr_err read_key(kr_str *key, uint32_t *line, bool *end, reader *r, const kr_yaml *map) {
    yaml_event_t event;
    kr_err err = next(r, &event);
    if (err != KR_OK) return err;
    *end = event.type == YAML_MAPPING_END_EVENT;
    *line = (uint32_t)event.start_mark.line + 1;
    if (!*end && event.type != YAML_SCALAR_EVENT)
        err = wrong(r, KR_E_UNSUPPORTED, "format.error.yaml_anchor", event.start_mark);
    if (!*end && err == KR_OK) err = word_of(key, r, &event);
    for (const kr_yaml *one = map->first; err == KR_OK && !*end && one; one = one->next) {
        if (kr_str_eq(one->key, *key))
            err = wrong(r, KR_E_EXISTS, "format.error.yaml_twice", event.start_mark);
    }
    yaml_event_delete(&event);
    return err;
}

/* What is in a list or map. Maps are for settings: few keys, so that each is compared with all before it. */
static kr_err read_items(kr_yaml *into, reader *r, unsigned depth) {
    kr_yaml **last = &into->first;
    for (;;) {
        yaml_event_t event;
        kr_yaml *item = NULL;
        kr_str key = KR_NONE;
        bool end = false;
        uint32_t line = 0;
        kr_err err = into->kind == KR_YAML_MAP ? read_key(&key, &line, &end, r, into) : KR_OK;
        if (err != KR_OK || end) return err;
        err = next(r, &event);
        if (err != KR_OK) return err;
        if (event.type == YAML_SEQUENCE_END_EVENT) {
            yaml_event_delete(&event);
            return KR_OK;
        }
        if (into->kind == KR_YAML_MAP && into->count >= 1000)
            err = wrong(r, KR_E_LIMIT, "format.error.yaml_large", event.start_mark);
        if (err == KR_OK) err = read_node(&item, r, &event, depth);
        yaml_event_delete(&event);
        if (err != KR_OK) return err;
        item->key = key;
        item->key_line = line;
        *last = item;
        last = &item->next;
        into->count++;
    }
}

static kr_err read_node(kr_yaml **out, reader *r, yaml_event_t *event, unsigned depth) {
    bool list = event->type == YAML_SEQUENCE_START_EVENT, map = event->type == YAML_MAPPING_START_EVENT;
    if (!list && !map && event->type != YAML_SCALAR_EVENT)
        return wrong(r, KR_E_UNSUPPORTED, "format.error.yaml_anchor", event->start_mark);
    if (depth >= KR_YAML_MOST_DEPTH)
        return wrong(r, KR_E_LIMIT, "format.error.yaml_large", event->start_mark);
    kr_err err = node_of(out, r, list ? KR_YAML_LIST : map ? KR_YAML_MAP : KR_YAML_WORD, event->start_mark);
    if (err != KR_OK) return err;
    if (event->type == YAML_SCALAR_EVENT) return word_of(&(*out)->word, r, event);
    bool tagged = list ? event->data.sequence_start.anchor || event->data.sequence_start.tag
                       : event->data.mapping_start.anchor || event->data.mapping_start.tag;
    if (tagged) return wrong(r, KR_E_UNSUPPORTED, "format.error.yaml_anchor", event->start_mark);
    return read_items(*out, r, depth + 1);
}

/* Everything up to the node, the node, and that nothing follows. */
static kr_err read_document(kr_yaml **out, reader *r) {
    kr_yaml *root = NULL;
    for (;;) {
        yaml_event_t event;
        kr_err err = next(r, &event);
        if (err != KR_OK) return err;
        bool end = event.type == YAML_STREAM_END_EVENT;
        bool frame = end || event.type == YAML_STREAM_START_EVENT ||
                     event.type == YAML_DOCUMENT_START_EVENT || event.type == YAML_DOCUMENT_END_EVENT;
        if (!frame && root) err = wrong(r, KR_E_UNSUPPORTED, "format.error.yaml_anchor", event.start_mark);
        if (!frame && err == KR_OK) err = read_node(&root, r, &event, 0);
        yaml_mark_t at = event.start_mark;
        yaml_event_delete(&event);
        if (err != KR_OK) return err;
        if (!end) continue;
        if (!root) return node_of(out, r, KR_YAML_MAP, at);
        *out = root;
        return KR_OK;
    }
}

kr_err kr_yaml_read(kr_yaml **out, kr_arena *arena, kr_str bytes, kr_error *error) {
    reader r = {.arena = arena, .error = error};
    kr_yaml *root = NULL;
    if (bytes.len > KR_YAML_MOST_BYTES)
        return kr_fail(error, KR_E_LIMIT, "format.error.yaml_large", NULL, NULL);
    if (!yaml_parser_initialize(&r.parser)) return kr_fail(error, KR_E_MEMORY, "error.memory", NULL, NULL);
    yaml_parser_set_encoding(&r.parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&r.parser, (const unsigned char *)bytes.ptr, bytes.len);
    kr_err err = read_document(&root, &r);
    yaml_parser_delete(&r.parser);
    if (err == KR_OK) *out = root;
    return err;
}

const kr_yaml *kr_yaml_find(const kr_yaml *map, const char *key) {
    for (const kr_yaml *one = map->kind == KR_YAML_MAP ? map->first : NULL; one; one = one->next) {
        if (kr_str_is(one->key, key)) return one;
    }
    return NULL;
}
