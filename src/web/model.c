/* Building the model of a page. A failure of memory marks the spot, and kr_model_ok finds the mark: a form
 * that lost a value on the way must never reach somebody who would then send it back. */
#include "web/engine.h"

static const char lost[] = "\1lost";

static void mark_object(json_t *object) {
    json_object_clear(object);
    (void)json_object_set_new_nocheck(object, lost, json_true());
}

static void put(json_t *object, const char *name, json_t *value) {
    if (!object) {
        json_decref(value);
        return;
    }
    if (!value || json_object_set_new_nocheck(object, name, value) != 0) mark_object(object);
}

void kr_put_text(json_t *object, const char *name, kr_str value) {
    put(object, name, json_stringn(value.ptr ? value.ptr : "", value.len));
}

void kr_put_markup(json_t *object, const char *name, kr_str value) {
    put(object, name, json_stringn_nocheck(value.ptr ? value.ptr : "", value.len));
}

void kr_put_word(const kr_request *request, json_t *object, const char *name, const char *key) {
    kr_str word = kr_word(request->prefs.lang, key);
    put(object, name, json_stringn_nocheck(word.ptr, word.len));
}

void kr_put_number(json_t *object, const char *name, int64_t value) {
    put(object, name, json_integer(value));
}

void kr_put_bool(json_t *object, const char *name, bool value) {
    put(object, name, json_boolean(value));
}

json_t *kr_put_object(json_t *object, const char *name) {
    json_t *made = json_object();
    put(object, name, made);
    return object ? json_object_get(object, name) : NULL;
}

json_t *kr_put_array(json_t *object, const char *name) {
    put(object, name, json_array());
    return object ? json_object_get(object, name) : NULL;
}

json_t *kr_add_object(json_t *array) {
    if (!array) return NULL;
    json_t *made = json_object();
    if (made && json_array_append_new(array, made) == 0) return made;
    json_array_clear(array);
    (void)json_array_append_new(array, json_string_nocheck(lost));
    return NULL;
}

void kr_put_say(const kr_request *request, json_t *object, const char *name, const char *key,
                const kr_word_arg *args, size_t n) {
    kr_buf text;
    kr_str said;
    kr_buf_init(&text, request->arena, 64 << 10);
    kr_say(&text, request->prefs.lang, key, args, n);
    if (kr_buf_end(&text, &said) != KR_OK)
        put(object, name, NULL);
    else
        kr_put_text(object, name, said);
}

/* "sector.family" in `key`. */
static bool choice_key(char key[64], const kr_choice_list *list, const kr_choice *choice) {
    size_t a = strlen(list->name), b = strlen(choice->name);
    if (a + b + 2 > 64) return false;
    memcpy(key, list->name, a);
    key[a] = '.';
    memcpy(key + a + 1, choice->name, b + 1);
    return true;
}

static void put_options(const kr_request *request, json_t *object, const char *name,
                        const kr_choice_list *list, uint32_t chosen_bits) {
    json_t *array = kr_put_array(object, name);
    for (size_t i = 0; i < list->count; i++) {
        const kr_choice *choice = &list->choices[i];
        char key[64];
        json_t *option = kr_add_object(array);
        if (!choice_key(key, list, choice)) continue;
        kr_put_text(option, "value", kr_str_z(choice->name));
        kr_put_word(request, option, "label", key);
        kr_put_bool(option, "checked", (chosen_bits >> choice->number) & 1u);
    }
}

void kr_put_choices(const kr_request *request, json_t *object, const char *name, const kr_choice_list *list,
                    unsigned chosen) {
    put_options(request, object, name, list, chosen > 0 && chosen < 32 ? 1u << chosen : 0);
}

void kr_put_set(const kr_request *request, json_t *object, const char *name, const kr_choice_list *list,
                uint32_t chosen) {
    put_options(request, object, name, list, chosen);
}

kr_err kr_model_ok(const json_t *model) {
    if (json_is_string(model)) return strcmp(json_string_value(model), lost) == 0 ? KR_E_MEMORY : KR_OK;
    if (json_is_array(model)) {
        for (size_t i = 0; i < json_array_size(model); i++)
            if (kr_model_ok(json_array_get(model, i)) != KR_OK) return KR_E_MEMORY;
    } else if (json_is_object(model)) {
        if (json_object_size(model) == 0) return KR_E_MEMORY;
        const char *name;
        json_t *value;
        json_object_foreach((json_t *)(uintptr_t)model, name, value) {
            if (name[0] == lost[0]) return KR_E_MEMORY;
            if ((json_is_object(value) || json_is_array(value)) && kr_model_ok(value) != KR_OK)
                return KR_E_MEMORY;
        }
    }
    return model ? KR_OK : KR_E_MEMORY;
}
