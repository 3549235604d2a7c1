/* JSON: what writing and reading share. Written by hand, so that all memory comes from the arena. */
#include "format/inside.h"

#include <jansson.h>

#define MOST_DEPTH      32
#define MOST_CONTAINERS 1500000u
#define MOST_VALUES     6000000u

void kr_put_json(kr_buf *out, kr_str s) {
    static const char digits[] = "0123456789abcdef";
    kr_put_c(out, '"');
    size_t from = 0;
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.ptr[i];
        if (c >= 0x20 && c != '"' && c != '\\' && c != 0x7F) continue;
        kr_put(out, kr_str_n(s.ptr + from, i - from));
        from = i + 1;
        if (c == '"' || c == '\\') {
            kr_put_c(out, '\\');
            kr_put_c(out, (char)c);
        } else if (c == '\n') {
            kr_put(out, KR_STR("\\n"));
        } else {
            kr_put(out, KR_STR("\\u00"));
            kr_put_c(out, digits[c >> 4]);
            kr_put_c(out, digits[c & 15]);
        }
    }
    kr_put(out, kr_str_n(s.ptr + from, s.len - from));
    kr_put_c(out, '"');
}

static void put_names(kr_buf *out, const kr_choice_list *list, uint32_t set) {
    bool first = true;
    kr_put_c(out, '[');
    for (unsigned bit = 0; bit < 32; bit++) {
        const char *name = set >> bit & 1 ? kr_choice_name(list, bit) : NULL;
        if (!name) continue;
        if (!first) kr_put_c(out, ',');
        kr_put_json(out, kr_str_z(name));
        first = false;
    }
    kr_put_c(out, ']');
}

void kr_put_json_value(kr_buf *out, const kr_field *field, const kr_assignment *value) {
    char text[17];
    const char *name;
    switch (field->type) {
    case KR_TEXT:
        kr_put_json(out, value->value.text);
        break;
    case KR_NUMBER:
    case KR_TIME:
        kr_put_int(out, value->value.number);
        break;
    case KR_DATE:
        kr_put_json(out, kr_str_n(text, kr_date_text((kr_date)value->value.number, text)));
        break;
    case KR_CHOICE:
        name = kr_choice_name(field->list, (unsigned)value->value.number);
        if (name)
            kr_put_json(out, kr_str_z(name));
        else
            kr_put_int(out, value->value.number);
        break;
    case KR_SET:
        put_names(out, field->list, value->value.set);
        break;
    case KR_REF:
        kr_id_text(value->value.ref, text);
        kr_put_json(out, kr_str_z(text));
        break;
    }
}

/* An object or list of ours takes 40 bytes of text and more, so a text of many empty ones is none of ours. */
static size_t most_containers(kr_str text) {
    size_t most = text.len / 16 + 1000;
    return most < MOST_CONTAINERS ? most : MOST_CONTAINERS;
}

/* Jansson's own depth is 2048 and it takes some 250 bytes for an empty array, so 16 MB of "[[],[],…" would be
 * a gigabyte. */
kr_err kr_json_limits(kr_str text, kr_error *error) {
    size_t depth = 0, containers = 0, values = 0, most = most_containers(text);
    uint32_t line = 1;
    bool inside = false;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (c == '\n') line++;
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
        if (depth > MOST_DEPTH) return kr_fail_at(error, KR_E_LIMIT, "format.error.deep", "32", line, 0);
        if (containers > most || values > MOST_VALUES)
            return kr_fail_at(error, KR_E_LIMIT, "format.error.large", NULL, line, 0);
    }
    return KR_OK;
}

kr_err kr_json_read(json_t **out, kr_arena *arena, kr_str bytes, kr_error *error) {
    kr_str text;
    kr_err err = kr_text_of_file(&text, arena, bytes, error);
    if (err == KR_OK) err = kr_json_limits(text, error);
    if (err != KR_OK) return err;
    json_error_t found;
    json_t *root = json_loadb(text.ptr, text.len, JSON_REJECT_DUPLICATES, &found);
    if (root) {
        *out = root;
        return KR_OK;
    }
    enum json_error_code code = json_error_code(&found);
    uint32_t line = found.line > 0 ? (uint32_t)found.line : 0,
             column = found.column > 0 ? (uint32_t)found.column : 0;
    if (code == json_error_out_of_memory) return kr_fail(error, KR_E_MEMORY, "error.memory", NULL, NULL);
    if (code == json_error_premature_end_of_input)
        return kr_fail_at(error, KR_E_SYNTAX, "format.error.json_end", NULL, line, column);
    if (code == json_error_duplicate_key)
        return kr_fail_at(error, KR_E_SYNTAX, "format.error.json_twice", NULL, line, column);
    return kr_fail_at(error, KR_E_SYNTAX, "format.error.json", NULL, line, column);
}
