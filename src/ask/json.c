/* JSON within limits, and the parts of FHIR that stand everywhere: extensions and translations. */
#include "ask/inside.h"
#include "core/utf8.h"

#define MOST_CONTAINERS 60000u
#define MOST_VALUES     200000u

kr_err ask_no_memory(kr_error *error) {
    return kr_fail(error, KR_E_MEMORY, "error.memory", NULL, NULL);
}

kr_err ask_fail(kr_error *error, kr_err code, const char *key, kr_str detail) {
    char text[160];
    kr_str head = kr_utf8_head(detail, 100);
    size_t n = head.len < sizeof text - 1 ? head.len : sizeof text - 1;
    if (n) memcpy(text, head.ptr, n);
    text[n] = '\0';
    return kr_fail(error, code, key, NULL, text);
}

/* Jansson goes deeper than we do, and takes far more memory for an empty array than its two bytes. */
static kr_err limits(kr_str text, kr_error *error) {
    size_t depth = 0, containers = 0, values = 0;
    bool inside = false;
    if (text.len > KR_ASK_MOST_BYTES) return kr_fail(error, KR_E_LIMIT, "ask.error.large", NULL, NULL);
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (inside) {
            if (c == '\\')
                i++;
            else if (c == '"')
                inside = false;
            continue;
        }
        inside = c == '"';
        values += c == ',';
        if (c == '{' || c == '[') {
            containers++;
            depth++;
        }
        if ((c == '}' || c == ']') && depth > 0) depth--;
        if (depth > KR_ASK_MOST_DEPTH) return kr_fail(error, KR_E_LIMIT, "ask.error.deep", NULL, NULL);
        if (containers > MOST_CONTAINERS || values > MOST_VALUES)
            return kr_fail(error, KR_E_LIMIT, "ask.error.large", NULL, NULL);
    }
    return KR_OK;
}

kr_err ask_json_read(json_t **out, kr_str bytes, const char *type, kr_error *error) {
    json_error_t found;
    if (kr_str_starts(bytes, KR_STR("\xEF\xBB\xBF"))) bytes = kr_str_n(bytes.ptr + 3, bytes.len - 3);
    kr_err err = limits(bytes, error);
    if (err != KR_OK) return err;
    json_t *root = json_loadb(bytes.ptr, bytes.len, JSON_REJECT_DUPLICATES, &found);
    if (!root && json_error_code(&found) == json_error_out_of_memory) return ask_no_memory(error);
    if (!root)
        return kr_fail_at(error, KR_E_SYNTAX, "ask.error.json", NULL,
                          found.line > 0 ? (uint32_t)found.line : 1,
                          found.column > 0 ? (uint32_t)found.column : 1);
    const char *says = json_string_value(json_object_get(root, "resourceType"));
    if (says && strcmp(says, type) == 0) {
        *out = root;
        return KR_OK;
    }
    err = kr_fail(error, KR_E_INVALID, "ask.error.resource", NULL, type);
    json_decref(root);
    return err;
}

kr_str ask_string(kr_arena *arena, const json_t *object, const char *name, bool *ok) {
    const json_t *value = json_object_get(object, name);
    if (!json_is_string(value)) return KR_NONE;
    kr_str text = kr_str_n(json_string_value(value), json_string_length(value));
    if (text.len > KR_ASK_MOST_TEXT) {
        *ok = false;
        return KR_NONE;
    }
    text = kr_arena_copy(arena, text);
    *ok = *ok && text.ptr;
    return text.ptr ? text : KR_NONE;
}

const json_t *ask_extension(const json_t *element, const char *url) {
    const json_t *list = json_object_get(element, "extension");
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *one = json_array_get(list, i);
        const char *is = json_string_value(json_object_get(one, "url"));
        if (is && strcmp(is, url) == 0) return one;
    }
    return NULL;
}

static bool lang_of(const json_t *code, int *out) {
    const char *text = json_string_value(code);
    if (text && strncmp(text, "nl", 2) == 0) {
        *out = KR_ASK_NL;
        return true;
    }
    if (text && strncmp(text, "en", 2) == 0) {
        *out = KR_ASK_EN;
        return true;
    }
    return false;
}

/* One extension with two within: lang and content. */
static void take_translation(kr_arena *arena, const json_t *one, kr_ask_words *words, bool *ok) {
    const json_t *lang = ask_extension(one, "lang"), *content = ask_extension(one, "content");
    int at;
    if (!lang || !content || !lang_of(json_object_get(lang, "valueCode"), &at)) return;
    kr_str text = ask_string(arena, content, "valueString", ok);
    if (text.len == 0) text = ask_string(arena, content, "valueMarkdown", ok);
    if (text.len) words->in[at] = text;
}

kr_ask_words ask_words(kr_arena *arena, const json_t *object, const char *name, bool *ok) {
    char beside[64] = "_";
    kr_str text = ask_string(arena, object, name, ok);
    kr_ask_words words;
    size_t len = strlen(name);
    for (int i = 0; i < KR_ASK_LANGS; i++) words.in[i] = text;
    if (len + 2 > sizeof beside) return words;
    memcpy(beside + 1, name, len + 1);
    const json_t *list = json_object_get(json_object_get(object, beside), "extension");
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *one = json_array_get(list, i);
        const char *url = json_string_value(json_object_get(one, "url"));
        if (url && strcmp(url, ASK_TRANSLATION) == 0) take_translation(arena, one, &words, ok);
    }
    return words;
}
