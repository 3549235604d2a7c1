/* Values: as FHIR writes them (valueCoding, answerInteger ...) and as an answer of ours. */
#include <stdio.h>
#include <stdlib.h>

#include "ask/inside.h"
#include "core/utf8.h"

bool kr_ask_number(kr_str text, double *out) {
    double value = 0, scale = 1;
    size_t i = 0, digits = 0;
    bool minus = text.len > 0 && text.ptr[0] == '-', point = false;
    for (i = minus; i < text.len; i++) {
        char c = text.ptr[i];
        if (c == '.' && !point && digits > 0) {
            point = true;
        } else if (c >= '0' && c <= '9' && digits < 15) {
            digits++;
            value = value * 10 + (c - '0');
            if (point) scale *= 10;
        } else {
            return false;
        }
    }
    if (digits == 0 || text.ptr[text.len - 1] == '.') return false;
    *out = (minus ? -value : value) / scale;
    return true;
}

const kr_ask_option *kr_ask_option_of(const kr_ask_item *item, kr_str code) {
    for (uint32_t i = 0; i < item->n_options; i++)
        if (kr_str_eq(item->options[i].code, code)) return &item->options[i];
    return NULL;
}

static bool number_fits(const kr_ask_item *item, kr_str value) {
    double number;
    if (!kr_ask_number(value, &number)) return false;
    if (item->type == KR_ASK_INTEGER && memchr(value.ptr, '.', value.len)) return false;
    return !(item->has_least && number < item->least) && !(item->has_most && number > item->most);
}

bool kr_ask_fits(const kr_ask_item *item, kr_str value) {
    kr_date date;
    size_t most = item->max_length ? item->max_length : KR_ASK_MOST_TEXT;
    if (value.len == 0 || value.len > KR_ASK_MOST_TEXT || !kr_utf8_valid(value)) return false;
    switch ((kr_ask_type)item->type) {
    case KR_ASK_GROUP:
    case KR_ASK_DISPLAY:
        return false;
    case KR_ASK_BOOLEAN:
        return kr_str_is(value, "true") || kr_str_is(value, "false");
    case KR_ASK_DECIMAL:
    case KR_ASK_INTEGER:
        return number_fits(item, value);
    case KR_ASK_DATE:
        return kr_date_parse(value, &date);
    case KR_ASK_CHOICE:
        return kr_ask_option_of(item, value) != NULL;
    case KR_ASK_STRING:
    case KR_ASK_TEXT:
    case KR_ASK_OPEN_CHOICE:
        return kr_utf8_count(value) <= most;
    }
    return false;
}

static kr_str from_number(kr_arena *arena, const json_t *value, bool *ok) {
    char text[40];
    int n = json_is_integer(value) ? snprintf(text, sizeof text, "%lld", (long long)json_integer_value(value))
                                   : snprintf(text, sizeof text, "%.6f", json_real_value(value));
    if (n < 0 || n >= (int)sizeof text) return KR_NONE;
    /* 3.500000 is 3.5 */
    while (!json_is_integer(value) && n > 0 && (text[n - 1] == '0' || text[n - 1] == '.'))
        if (text[--n] == '.') break;
    kr_str out = kr_arena_copy(arena, kr_str_n(text, (size_t)n));
    *ok = *ok && out.ptr;
    return out.ptr ? out : KR_NONE;
}

bool ask_value_read(kr_str *out, kr_arena *arena, const json_t *object, const char *prefix, bool *ok) {
    static const char *const kinds[] = {"String", "Date", "Boolean", "Integer", "Decimal", "Coding"};
    char name[40];
    for (size_t i = 0; i < KR_COUNT(kinds); i++) {
        snprintf(name, sizeof name, "%s%s", prefix, kinds[i]);
        const json_t *value = json_object_get(object, name);
        if (!value) continue;
        if (json_is_boolean(value))
            *out = json_is_true(value) ? KR_STR("true") : KR_STR("false");
        else if (json_is_number(value))
            *out = from_number(arena, value, ok);
        else if (json_is_object(value)) {
            *out = ask_string(arena, value, "code", ok);
            if (out->len == 0) *out = ask_string(arena, value, "display", ok);
        } else
            *out = ask_string(arena, object, name, ok);
        return out->len > 0;
    }
    return false;
}

/* A number as it was written: 3.50 is a real, 3 an integer. */
static json_t *number_json(const kr_ask_item *item, kr_str value) {
    double number = 0;
    int64_t whole;
    if (item->type == KR_ASK_INTEGER && kr_str_int(value, &whole)) return json_integer(whole);
    if (kr_str_int(value, &whole)) return json_integer(whole);
    return kr_ask_number(value, &number) ? json_real(number) : json_null();
}

static json_t *text_json(kr_str text) {
    return json_stringn(text.ptr, text.len);
}

static json_t *coding_json(const kr_ask_option *option) {
    json_t *coding = json_object();
    if (!coding) return NULL;
    bool ok = true;
    if (option->system.len) ok = json_object_set_new(coding, "system", text_json(option->system)) == 0;
    ok = ok && json_object_set_new(coding, "code", text_json(option->code)) == 0;
    if (option->text.in[0].len)
        ok = ok && json_object_set_new(coding, "display", text_json(option->text.in[0])) == 0;
    if (ok) return coding;
    json_decref(coding);
    return NULL;
}

static json_t *option_json(const kr_ask_option *option, const char **name) {
    int64_t whole = 0;
    *name = "valueString";
    if (option->value == KR_ASK_IS_CODE) {
        *name = "valueCoding";
        return coding_json(option);
    }
    if (option->value == KR_ASK_IS_DATE) *name = "valueDate";
    if (option->value == KR_ASK_IS_INTEGER && kr_str_int(option->code, &whole)) {
        *name = "valueInteger";
        return json_integer(whole);
    }
    return text_json(option->code);
}

json_t *ask_value_write(const kr_ask_item *item, kr_str value) {
    static const char *const names[] = {"",
                                        "",
                                        "valueBoolean",
                                        "valueDecimal",
                                        "valueInteger",
                                        "valueDate",
                                        "valueString",
                                        "valueString",
                                        "valueString",
                                        "valueString"};
    const char *name = names[item->type];
    const kr_ask_option *option = kr_ask_option_of(item, value);
    json_t *inner, *answer = json_object();
    if (option)
        inner = option_json(option, &name);
    else if (item->type == KR_ASK_BOOLEAN)
        inner = json_boolean(kr_str_is(value, "true"));
    else if (item->type == KR_ASK_INTEGER || item->type == KR_ASK_DECIMAL)
        inner = number_json(item, value);
    else
        inner = text_json(value);
    if (answer && inner && json_object_set_new(answer, name, inner) == 0) return answer;
    json_decref(answer);
    return NULL;
}
