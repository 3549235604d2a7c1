/* Mustache, conforming to the official tests: interpolation, sections, inverted sections, partials, comments, delimiters,
 * dynamic names, inheritance. Templates are compiled once and rendered many times; a compiled template is immutable. */
#ifndef KR_MUSTACHE_H
#define KR_MUSTACHE_H

#include <jansson.h>

#include "core/buf.h"

typedef struct kr_template kr_template;

/* Where partials come from: NULL when there is none by that name (renders as nothing). */
typedef const kr_template *(*kr_partial_fn)(void *context, kr_str name);
/* Names that begin with "t." come from the catalogue: writes the sentence for key `name` without "t.". `value` finds
 * {arguments} in the model: returns NULL when unknown. false: no such key. */
typedef struct kr_mustache_words {
    bool (*write)(void *context, kr_buf *out, kr_str key, const char *(*value)(void *stack, kr_str name, size_t *len), void *stack);
    void *context;
} kr_mustache_words;

typedef struct kr_render {
    kr_partial_fn partial;
    void *partial_context;
    const kr_mustache_words *words; /* may be NULL */
    bool strict;                    /* tests: an unknown name is an error */
} kr_render;

/* Compiles; the template borrows `text` and lives in the arena. Errors: KR_E_SYNTAX with line and column, KR_E_LIMIT (depth 64),
 * KR_E_MEMORY. */
kr_err kr_template_compile(kr_template **out, kr_arena *arena, kr_str text, kr_error *error) KR_CHECKED;
/* Renders with a jansson model. Values are escaped but for {{{name}}} and {{&name}}. */
kr_err kr_template_render(kr_buf *out, const kr_template *tmpl, json_t *model, const kr_render *how, kr_error *error) KR_CHECKED;

#endif
