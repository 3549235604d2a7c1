/* From nodes and a model to text. */
#include <stdio.h>

#include "web/mustache_node.h"

/* What names are looked up in: the innermost value first. */
typedef struct frame {
    json_t *value;
    const struct frame *up;
} frame;

/* What goes before each line: the outermost first. */
typedef struct indent {
    kr_str text;
    const struct indent *outer;
} indent;

/* Blocks that a parent tag overrides. The outermost parent tag, the page itself, has the last word. */
typedef struct overrides {
    const kr_template *tmpl;
    uint32_t parent;
    const struct overrides *outer;
} overrides;

typedef struct scene {
    const kr_template *tmpl;
    const frame *stack;
    const indent *indent;
    const overrides *overrides;
} scene;

typedef struct run {
    kr_buf *out;
    const kr_render *how;
    kr_error *error;
    uint32_t steps, depth;
    char number[40];
} run;

static kr_err render_nodes(run *r, const scene *s, uint32_t from, uint32_t to);

static kr_err fail(run *r, kr_err code, const char *key, kr_str name) {
    char text[80];
    size_t n = name.len < sizeof text - 1 ? name.len : sizeof text - 1;
    if (n > 0) memcpy(text, name.ptr, n);
    text[n] = '\0';
    return kr_fail(r->error, code, key, NULL, text);
}

/* -- names
 * ------------------------------------------------------------------------------------------------------------
 */

/* Only the first part goes through the frames; the rest is looked for in what it gave. */
static json_t *look_up(const frame *stack, const kr_str *parts, uint32_t count) {
    if (count == 0) return stack->value;
    json_t *found = NULL;
    for (const frame *f = stack; f && !found; f = f->up)
        found = json_object_getn(f->value, parts[0].ptr, parts[0].len);
    for (uint32_t i = 1; i < count && found; i++) found = json_object_getn(found, parts[i].ptr, parts[i].len);
    return found;
}

static json_t *value_of(const scene *s, const kr_node *node) {
    return look_up(s->stack, node->n_parts ? s->tmpl->parts + node->part : NULL, node->n_parts);
}

/* As text, borrowed from the model or from `number`. Lists and objects have none. */
static kr_str text_of(run *r, const json_t *value) {
    switch (json_typeof(value)) {
    case JSON_STRING:
        return kr_str_n(json_string_value(value), json_string_length(value));
    case JSON_INTEGER:
        return kr_str_n(r->number, (size_t)snprintf(r->number, sizeof r->number, "%" JSON_INTEGER_FORMAT,
                                                    json_integer_value(value)));
    case JSON_REAL:
        return kr_str_n(r->number,
                        (size_t)snprintf(r->number, sizeof r->number, "%.15g", json_real_value(value)));
    case JSON_TRUE:
        return KR_STR("true");
    case JSON_FALSE:
        return KR_STR("false");
    default:
        return KR_NONE;
    }
}

/* False, null, nothing, an empty list, an empty text and 0 do not show a section. */
static bool is_shown(const json_t *value) {
    if (!value) return false;
    switch (json_typeof(value)) {
    case JSON_NULL:
    case JSON_FALSE:
        return false;
    case JSON_ARRAY:
        return json_array_size(value) > 0;
    case JSON_STRING:
        return json_string_length(value) > 0;
    case JSON_INTEGER:
        return json_integer_value(value) != 0;
    default:
        return true;
    }
}

/* -- writing
 * ----------------------------------------------------------------------------------------------------------
 */

static void put_indent(kr_buf *out, const indent *i) {
    if (!i) return;
    put_indent(out, i->outer);
    kr_put(out, i->text);
}

/* Text whose lines each get the indentation; empty lines do not. */
static void put_lines(run *r, const scene *s, const kr_node *node) {
    bool start = node->line_start;
    kr_str rest = node->text;
    while (rest.len > 0) {
        kr_str line;
        kr_str after = kr_str_cut(rest, '\n', &line);
        bool ends = line.len < rest.len;
        bool empty = ends && (line.len == 0 || kr_str_is(line, "\r"));
        if (start && !empty) put_indent(r->out, s->indent);
        kr_put(r->out, kr_str_n(line.ptr, line.len + ends));
        start = true;
        rest = after;
    }
}

static kr_err put_value(run *r, const scene *s, const kr_node *node) {
    const json_t *value = value_of(s, node);
    if (!value) return r->how->strict ? fail(r, KR_E_NOT_FOUND, "error.template_name", node->text) : KR_OK;
    if (json_is_integer(value)) {
        kr_put_int(r->out, json_integer_value(value));
        return KR_OK;
    }
    kr_str text = text_of(r, value);
    if (node->kind == KR_NODE_RAW)
        kr_put(r->out, text);
    else
        kr_put_xml(r->out, text);
    return KR_OK;
}

typedef struct arguments {
    run *run;
    const scene *scene;
    kr_str missing;
} arguments;

/* An argument of a sentence, from the model. */
static bool argument(void *context, kr_str name, kr_word_arg *out) {
    arguments *a = context;
    kr_str parts[4] = {{0}}, rest = name;
    uint32_t count = 0;
    while (rest.len > 0 && count < KR_COUNT(parts)) rest = kr_str_cut(rest, '.', &parts[count++]);
    const json_t *value = look_up(a->scene->stack, parts, count);
    if (!value) {
        if (!kr_str_is(name, "n") || a->missing.len == 0) a->missing = name;
        return false;
    }
    out->is_number = json_is_integer(value);
    if (out->is_number)
        out->number = json_integer_value(value);
    else
        out->text = text_of(a->run, value);
    return true;
}

static kr_err put_word(run *r, const scene *s, const kr_node *node) {
    if (!r->how->words) return put_value(r, s, node);
    if (!node->sentence) {
        if (r->how->strict) return fail(r, KR_E_NOT_FOUND, "error.template_name", node->text);
        kr_put_xml(r->out, kr_str_n(node->text.ptr + 2, node->text.len - 2));
        return KR_OK;
    }
    arguments a = {.run = r, .scene = s};
    bool complete = kr_say_sentence(r->out, r->how->lang, node->sentence, true, argument, &a);
    if (!complete && r->how->strict) return fail(r, KR_E_NOT_FOUND, "error.template_name", a.missing);
    return KR_OK;
}

/* -- sections
 * ---------------------------------------------------------------------------------------------------------
 */

static kr_err render_section(run *r, const scene *s, uint32_t at) {
    const kr_node *node = &s->tmpl->nodes[at];
    json_t *value = value_of(s, node);
    if (!is_shown(value)) return KR_OK;
    frame inner = {value, s->stack};
    scene within = *s;
    within.stack = &inner;
    if (!json_is_array(value)) return render_nodes(r, &within, at + 1, node->end);
    for (size_t i = 0; i < json_array_size(value); i++) {
        inner.value = json_array_get(value, i);
        kr_err err = render_nodes(r, &within, at + 1, node->end);
        if (err != KR_OK) return err;
    }
    return KR_OK;
}

/* -- partials, parents and blocks
 * --------------------------------------------------------------------------------------- */

static kr_err render_other(run *r, const scene *s, uint32_t at) {
    const kr_node *node = &s->tmpl->nodes[at];
    kr_str name = node->text;
    if (node->dynamic) {
        const json_t *value = value_of(s, node);
        if (!value && r->how->strict) return fail(r, KR_E_NOT_FOUND, "error.template_name", name);
        if (!json_is_string(value)) return KR_OK;
        name = text_of(r, value);
    }
    const kr_template *other = r->how->partial ? r->how->partial(r->how->partial_context, name) : NULL;
    if (!other) return r->how->strict ? fail(r, KR_E_NOT_FOUND, "error.template_name", name) : KR_OK;
    indent in = {node->indent, s->indent};
    overrides over = {s->tmpl, at, s->overrides};
    scene there = {other, s->stack, node->alone ? &in : NULL, s->overrides};
    if (node->kind == KR_NODE_PARENT) there.overrides = &over;
    return render_nodes(r, &there, 0, other->count);
}

/* The block of that name in the outermost parent tag that has one; its index, and the tag in *found. */
static uint32_t find_override(const overrides *over, kr_str name, const overrides **found) {
    uint32_t at = 0;
    for (; over; over = over->outer) {
        const kr_node *nodes = over->tmpl->nodes;
        for (uint32_t i = over->parent + 1; i < nodes[over->parent].end; i = nodes[i].end) {
            if (nodes[i].kind != KR_NODE_BLOCK || !kr_str_eq(nodes[i].text, name)) continue;
            *found = over;
            at = i;
        }
    }
    return at;
}

/* The words of the override in the place of the block. They see the blocks of the template in which they were
 * written, and the model of the place in which they appear. */
static kr_err render_override(run *r, const scene *s, const kr_node *site, const overrides *over,
                              uint32_t at) {
    const kr_node *node = &over->tmpl->nodes[at];
    if (node->end == at + 1) return KR_OK;
    indent in = {site->indent, s->indent};
    scene there = {over->tmpl, s->stack, site->alone ? &in : NULL, over->outer};
    if (site->alone && !node->own_lines) put_indent(r->out, &in);
    return render_nodes(r, &there, at + 1, node->end);
}

static kr_err render_block(run *r, const scene *s, uint32_t at) {
    const kr_node *node = &s->tmpl->nodes[at];
    const overrides *found = NULL;
    uint32_t other = find_override(s->overrides, node->text, &found);
    if (found) return render_override(r, s, node, found, other);
    if (node->alone && !node->own_lines) {
        put_indent(r->out, s->indent);
        kr_put(r->out, node->indent);
    }
    return render_nodes(r, s, at + 1, node->end);
}

static kr_err render_node(run *r, const scene *s, uint32_t at) {
    const kr_node *node = &s->tmpl->nodes[at];
    if (node->line_start && s->indent && node->kind != KR_NODE_TEXT) put_indent(r->out, s->indent);
    switch ((kr_node_kind)node->kind) {
    case KR_NODE_TEXT:
        if (s->indent)
            put_lines(r, s, node);
        else
            kr_put(r->out, node->text);
        return KR_OK;
    case KR_NODE_INDENT:
        return KR_OK;
    case KR_NODE_VALUE:
    case KR_NODE_RAW:
        return put_value(r, s, node);
    case KR_NODE_WORD:
        return put_word(r, s, node);
    case KR_NODE_SECTION:
        return render_section(r, s, at);
    case KR_NODE_INVERTED:
        return is_shown(value_of(s, node)) ? KR_OK : render_nodes(r, s, at + 1, node->end);
    case KR_NODE_PARTIAL:
    case KR_NODE_PARENT:
        return render_other(r, s, at);
    case KR_NODE_BLOCK:
        return render_block(r, s, at);
    }
    return KR_OK;
}

static kr_err render_nodes(run *r, const scene *s, uint32_t from, uint32_t to) {
    if (r->depth == KR_RENDER_DEPTH) return kr_fail(r->error, KR_E_LIMIT, "error.template_depth", NULL, NULL);
    r->depth++;
    kr_err err = KR_OK;
    for (uint32_t i = from; i < to && err == KR_OK; i = s->tmpl->nodes[i].end) {
        if (++r->steps > KR_RENDER_STEPS)
            err = kr_fail(r->error, KR_E_LIMIT, "error.template_depth", NULL, NULL);
        if (err == KR_OK && r->out->err != KR_OK) err = KR_E_MEMORY;
        if (err == KR_OK) err = render_node(r, s, i);
    }
    r->depth--;
    return err;
}

kr_err kr_template_render(kr_buf *out, const kr_template *tmpl, json_t *model, const kr_render *how,
                          kr_error *error) {
    run r = {.out = out, .how = how, .error = error};
    frame bottom = {model, NULL};
    scene s = {.tmpl = tmpl, .stack = &bottom};
    kr_err err = render_nodes(&r, &s, 0, tmpl->count);
    if (out->err != KR_OK) return kr_fail(error, KR_E_MEMORY, "error.memory", NULL, NULL);
    return err;
}
