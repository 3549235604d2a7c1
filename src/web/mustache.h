/* Mustache, conforming to the official tests: interpolation, sections, inverted sections, partials, comments,
 * delimiters, dynamic names, inheritance. Templates are compiled once and rendered many times; a compiled
 * template is immutable and may be rendered by several threads at once.
 *
 * Words: in a page, {{t.names.ask}} is the sentence "names.ask" of the catalogue, in the reader's language.
 * Its {arguments} are taken from the model, as a tag {{argument}} at that place would be; {n} chooses between
 * one and more. Sentence and arguments are both escaped for HTML. */
#ifndef KR_MUSTACHE_H
#define KR_MUSTACHE_H

#include "core/buf.h"
#include "web/model.h"
#include "words/words.h"

/* Sections within sections in one template, and the total depth of a rendering (sections, partials and
 * parents). */
#define KR_TEMPLATE_DEPTH 64
#define KR_RENDER_DEPTH   400
/* Tags and pieces of text written in one rendering, so that templates that call each other come to an end. */
#define KR_RENDER_STEPS 4000000u

typedef struct kr_template kr_template;

/* Where partials come from: NULL when there is none by that name (renders as nothing). */
typedef const kr_template *(*kr_partial_fn)(void *context, kr_str name);

typedef struct kr_render {
    kr_partial_fn partial; /* NULL: there are none */
    void *partial_context;
    bool words; /* names that begin with "t." come from the catalogue; false: they are names like any other */
    kr_lang lang; /* in this language */
    bool strict;  /* tests: a name, partial or catalogue key that does not exist is an error (a null or false
                     value is not) */
} kr_render;

/* Compiles; the template borrows `text` and lives in the arena. O(bytes). Errors: KR_E_SYNTAX with line and
 * column, KR_E_LIMIT (depth), KR_E_MEMORY. */
kr_err kr_template_compile(kr_template **out, kr_arena *arena, kr_str text, kr_error *error) KR_CHECKED;
/* Finds the partials and parents of a template, all in one go, so that rendering need not look for them. To
 * be done before it is rendered, if at all, and they live as long as it does. */
void kr_template_join(kr_template *tmpl, kr_partial_fn find, void *context);
/* Renders with a model. Values are escaped but for {{{name}}} and {{&name}}. What was written before
 * an error stays in `out`: throw it away. Errors: KR_E_LIMIT, KR_E_MEMORY (also when `out` reaches its
 * maximum); in strict mode KR_E_NOT_FOUND with the name as detail. */
kr_err kr_template_render(kr_buf *out, const kr_template *tmpl, const kr_model *model, const kr_render *how,
                          kr_error *error) KR_CHECKED;

#endif
