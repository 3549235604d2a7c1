/* From nodes and a model to text. */
#include "web/mustache_node.h"

/* What names are looked up in: the innermost value first. */
typedef struct frame {
    const kr_model *value;
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
static const kr_model *look_up(const frame *stack, const kr_part *parts, uint32_t count) {
    if (count == 0) return stack->value;
    const kr_model *found = NULL;
    for (const frame *f = stack; f && !found; f = f->up)
        found = kr_model_find(f->value, parts[0].name, parts[0].hash);
    for (uint32_t i = 1; i < count && found; i++) found = kr_model_find(found, parts[i].name, parts[i].hash);
    return found;
}

static const kr_model *value_of(const scene *s, const kr_node *node) {
    return look_up(s->stack, s->tmpl->parts + node->part, node->n_parts);
}

/* As text, borrowed from the model. Numbers are written elsewhere; lists and objects have none. */
static kr_str text_of(const kr_model *value) {
    switch ((kr_model_kind)value->kind) {
    case KR_MODEL_TEXT:
        return kr_str_n(value->as.text, value->len);
    case KR_MODEL_TRUE:
        return KR_STR("true");
    case KR_MODEL_FALSE:
        return KR_STR("false");
    default:
        return KR_NONE;
    }
}

/* False, null, nothing, an empty list, an empty text and 0 do not show a section. */
static bool is_shown(const kr_model *value) {
    if (!value) return false;
    switch ((kr_model_kind)value->kind) {
    case KR_MODEL_NULL:
    case KR_MODEL_FALSE:
        return false;
    case KR_MODEL_LIST:
        return kr_model_count(value) > 0;
    case KR_MODEL_TEXT:
        return value->len > 0;
    case KR_MODEL_NUMBER:
        return value->as.number != 0;
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

/* It is markup: where a text is asked for, it is written out as one. */
static void put_drawn(kr_buf *out, const kr_drawn *drawn, bool raw) {
    if (raw) {
        drawn->write(out, drawn->what);
        return;
    }
    kr_buf text;
    kr_str said;
    kr_buf_init(&text, out->arena, out->max);
    drawn->write(&text, drawn->what);
    kr_err err = kr_buf_end(&text, &said);
    if (err == KR_OK)
        kr_put_xml(out, said);
    else if (out->err == KR_OK)
        out->err = err;
}

static kr_err put_value(run *r, const scene *s, const kr_node *node) {
    const kr_model *value = value_of(s, node);
    if (!value) return r->how->strict ? fail(r, KR_E_NOT_FOUND, "error.template_name", node->text) : KR_OK;
    if (value->kind == KR_MODEL_NUMBER)
        kr_put_int(r->out, value->as.number);
    else if (value->kind == KR_MODEL_DRAWN)
        put_drawn(r->out, value->as.drawn, node->kind == KR_NODE_RAW);
    else if (node->kind == KR_NODE_RAW)
        kr_put(r->out, text_of(value));
    else
        kr_put_xml(r->out, text_of(value));
    return KR_OK;
}

typedef struct arguments {
    const scene *scene;
    kr_str missing;
} arguments;

/* An argument of a sentence, from the model. */
static bool argument(void *context, kr_str name, kr_word_arg *out) {
    arguments *a = context;
    kr_part parts[4] = {{.hash = 0}};
    kr_str rest = name;
    uint32_t count = 0;
    for (; rest.len > 0 && count < KR_COUNT(parts); count++) {
        rest = kr_str_cut(rest, '.', &parts[count].name);
        parts[count].hash = kr_hash(parts[count].name);
    }
    const kr_model *value = look_up(a->scene->stack, parts, count);
    if (!value) {
        if (!kr_str_is(name, "n") || a->missing.len == 0) a->missing = name;
        return false;
    }
    out->is_number = value->kind == KR_MODEL_NUMBER;
    if (out->is_number)
        out->number = value->as.number;
    else
        out->text = text_of(value);
    return true;
}

static kr_err put_word(run *r, const scene *s, const kr_node *node) {
    if (!r->how->words) return put_value(r, s, node);
    if (node->said) {
        kr_put(r->out, node->said[r->how->lang == KR_EN]);
        return KR_OK;
    }
    if (!node->sentence) {
        if (r->how->strict) return fail(r, KR_E_NOT_FOUND, "error.template_name", node->text);
        kr_put_xml(r->out, kr_str_n(node->text.ptr + 2, node->text.len - 2));
        return KR_OK;
    }
    arguments a = {.scene = s};
    bool complete = kr_say_sentence(r->out, r->how->lang, node->sentence, true, argument, &a);
    if (!complete && r->how->strict) return fail(r, KR_E_NOT_FOUND, "error.template_name", a.missing);
    return KR_OK;
}

/* -- sections
 * ---------------------------------------------------------------------------------------------------------
 */

static kr_err render_section(run *r, const scene *s, uint32_t at) {
    const kr_node *node = &s->tmpl->nodes[at];
    const kr_model *value = value_of(s, node);
    if (!is_shown(value)) return KR_OK;
    frame inner = {value, s->stack};
    scene within = *s;
    within.stack = &inner;
    if (value->kind != KR_MODEL_LIST) return render_nodes(r, &within, at + 1, node->end);
    for (const kr_member *item = kr_model_first(value); item; item = item->next) {
        inner.value = &item->value;
        kr_err err = render_nodes(r, &within, at + 1, node->end);
        if (err != KR_OK) return err;
    }
    return KR_OK;
}

/* -- partials, parents and blocks
 * --------------------------------------------------------------------------------------- */

/* Nothing before each line is no indentation at all, and most of our own have none. */
static const indent *indented(const indent *i) {
    return i->text.len > 0 ? i : i->outer;
}

static kr_err render_other(run *r, const scene *s, uint32_t at) {
    const kr_node *node = &s->tmpl->nodes[at];
    kr_str name = node->text;
    if (node->dynamic) {
        const kr_model *value = value_of(s, node);
        if (!value && r->how->strict) return fail(r, KR_E_NOT_FOUND, "error.template_name", name);
        if (!value || value->kind != KR_MODEL_TEXT) return KR_OK;
        name = text_of(value);
    }
    const kr_template *other = node->other;
    if (!other && r->how->partial) other = r->how->partial(r->how->partial_context, name);
    if (!other) return r->how->strict ? fail(r, KR_E_NOT_FOUND, "error.template_name", name) : KR_OK;
    indent in = {node->indent, s->indent};
    overrides over = {s->tmpl, at, s->overrides};
    scene there = {other, s->stack, node->alone ? indented(&in) : NULL, s->overrides};
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
    scene there = {over->tmpl, s->stack, site->alone ? indented(&in) : NULL, over->outer};
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

kr_err kr_template_render(kr_buf *out, const kr_template *tmpl, const kr_model *model, const kr_render *how,
                          kr_error *error) {
    run r = {.out = out, .how = how, .error = error};
    frame bottom = {model, NULL};
    scene s = {.tmpl = tmpl, .stack = &bottom};
    kr_err err = render_nodes(&r, &s, 0, tmpl->count);
    if (out->err != KR_OK) return kr_fail(error, KR_E_MEMORY, "error.memory", NULL, NULL);
    return err;
}
