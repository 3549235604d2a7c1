/* Templates: any text compiles or is refused with a place in it, and what compiled is rendered within its
 * limits. A file is the template; from the first line that is "---" on follow partials "a", "b" and "c", each
 * ended by such a line. */
#include <stdlib.h>

#include "web/mustache.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

typedef struct shelf {
    const kr_template *partials[3];
} shelf;

static const kr_template *partial(void *context, kr_str name) {
    const shelf *s = context;
    return name.len == 1 && name.ptr[0] >= 'a' && name.ptr[0] <= 'c' ? s->partials[name.ptr[0] - 'a'] : NULL;
}

static kr_model *model(kr_arena *arena) {
    kr_model *root = kr_model_make(arena);
    kr_put_text(root, "x", KR_STR("<&\"'"));
    kr_put_number(root, "n", 3);
    kr_put_text(kr_put_object(root, "t"), "x", KR_STR("1.5"));
    kr_model *list = kr_put_array(root, "list");
    kr_put_number(kr_add_object(list), "y", 1);
    kr_put_number(list, NULL, 2);
    kr_put_text(list, NULL, KR_NONE);
    kr_put_null(list, NULL);
    kr_put_bool(kr_put_array(list, NULL), NULL, true);
    kr_put_bool(root, "no", false);
    kr_put_text(kr_put_object(kr_put_object(kr_put_object(root, "o"), "x"), "y"), "z", KR_STR("deep"));
    kr_put_text(root, "which", KR_STR("b"));
    kr_put_text(root, "names", KR_STR("Sanne en Bram"));
    kr_put_array(root, "empty");
    return root;
}

static kr_str next_part(kr_str *rest) {
    size_t at = kr_str_find(*rest, KR_STR("\n---\n"));
    kr_str part = kr_str_n(rest->ptr, at == SIZE_MAX ? rest->len : at + 1);
    size_t skip = at == SIZE_MAX ? rest->len : at + 5;
    *rest = kr_str_n(rest->ptr + skip, rest->len - skip);
    return part;
}

static const kr_template *compile(kr_arena *arena, kr_str text) {
    kr_error error = {0};
    kr_template *made = NULL;
    kr_err err = kr_template_compile(&made, arena, text, &error);
    if (err == KR_E_SYNTAX && (error.line == 0 || error.column == 0)) abort();
    return made;
}

static void render(kr_arena *arena, const kr_template *tmpl, shelf *s, bool words, bool strict) {
    kr_buf out;
    kr_str text;
    kr_model *data = model(arena);
    kr_render how = {.partial = partial, .partial_context = s, .words = words, .strict = strict};
    kr_buf_init(&out, arena, 1 << 16);
    if (data && kr_template_render(&out, tmpl, data, &how, NULL) == KR_OK && kr_buf_end(&out, &text) != KR_OK)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    kr_arena arena;
    kr_arena_init(&arena, kr_heap(), 64 << 20);
    kr_str rest = kr_str_n(size ? (const char *)data : "", size);
    kr_str text = next_part(&rest);
    shelf s = {{NULL}};
    for (size_t i = 0; i < KR_COUNT(s.partials); i++) s.partials[i] = compile(&arena, next_part(&rest));
    const kr_template *tmpl = compile(&arena, text);
    if (tmpl) {
        render(&arena, tmpl, &s, true, false);
        render(&arena, tmpl, &s, false, true);
    }
    kr_arena_dispose(&arena);
    return 0;
}
