/* Words in the model of a page. */
#include "web/engine.h"

/* A key that is not in the catalogue is given back, and belongs to the caller. */
void kr_put_word(const kr_request *request, kr_model *object, const char *name, const char *key) {
    kr_str word = kr_word(request->prefs.lang, key);
    if (word.ptr == key)
        kr_put_text(object, name, word);
    else
        kr_put_markup(object, name, word);
}

void kr_put_say(const kr_request *request, kr_model *object, const char *name, const char *key,
                const kr_word_arg *args, size_t n) {
    kr_buf text;
    kr_str said;
    kr_buf_init(&text, request->arena, 64 << 10);
    kr_say(&text, request->prefs.lang, key, args, n);
    if (kr_buf_end(&text, &said) != KR_OK)
        kr_put_lost(object);
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

static void put_options(const kr_request *request, kr_model *object, const char *name,
                        const kr_choice_list *list, uint32_t chosen_bits) {
    kr_model *array = kr_put_array(object, name);
    for (size_t i = 0; i < list->count; i++) {
        const kr_choice *choice = &list->choices[i];
        char key[64];
        kr_model *option = kr_add_object(array);
        if (!choice_key(key, list, choice)) continue;
        kr_put_text(option, "value", kr_str_z(choice->name));
        kr_put_word(request, option, "label", key);
        kr_put_bool(option, "checked", (chosen_bits >> choice->number) & 1u);
    }
}

void kr_put_choices(const kr_request *request, kr_model *object, const char *name, const kr_choice_list *list,
                    unsigned chosen) {
    put_options(request, object, name, list, chosen > 0 && chosen < 32 ? 1u << chosen : 0);
}

void kr_put_set(const kr_request *request, kr_model *object, const char *name, const kr_choice_list *list,
                uint32_t chosen) {
    put_options(request, object, name, list, chosen);
}
