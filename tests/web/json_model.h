/* Models written as JSON, for tests. */
#ifndef JSON_MODEL_H
#define JSON_MODEL_H

#include <jansson.h>
#include <stdio.h>

#include "web/model.h"

/* Puts what the JSON says into an object (or a list: `name` NULL). The model borrows its names. A broken
 * number, which our models do not have, becomes its text. */
static inline void put_json(kr_model *into, const char *name, const json_t *from) {
    const char *key;
    json_t *value;
    char number[40];
    switch (json_typeof(from)) {
    case JSON_OBJECT:
        into = kr_put_object(into, name);
        json_object_foreach((json_t *)(uintptr_t)from, key, value) put_json(into, key, value);
        return;
    case JSON_ARRAY:
        into = kr_put_array(into, name);
        for (size_t i = 0; i < json_array_size(from); i++) put_json(into, NULL, json_array_get(from, i));
        return;
    case JSON_STRING:
        kr_put_text(into, name, kr_str_n(json_string_value(from), json_string_length(from)));
        return;
    case JSON_INTEGER:
        kr_put_number(into, name, json_integer_value(from));
        return;
    case JSON_REAL:
        snprintf(number, sizeof number, "%.15g", json_real_value(from));
        kr_put_text(into, name, kr_str_z(number));
        return;
    case JSON_NULL:
        kr_put_null(into, name);
        return;
    default:
        kr_put_bool(into, name, json_is_true(from));
    }
}

/* The value itself; NULL when there is no memory. */
static inline kr_model *model_of_json(kr_arena *arena, const json_t *from) {
    kr_model *root = kr_model_make(arena);
    if (root && from) put_json(root, "root", from);
    return kr_model_ok(root) == KR_OK ? kr_model_get(root, "root") : NULL;
}

#endif
