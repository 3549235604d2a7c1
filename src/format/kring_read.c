/* .kring back to changes. Only numbers and values count; names beside them are for people. */
#include "format/inside.h"

#include <jansson.h>

typedef struct reader {
    kr_arena *arena;
    kr_error *error;
    uint64_t seq; /* of the change that is being read, for the message */
} reader;

static kr_err wrong(const reader *in, const char *key) {
    char text[24];
    kr_buf buf;
    kr_str where = KR_NONE;
    kr_buf_init(&buf, in->arena, sizeof text);
    kr_put_int(&buf, (int64_t)in->seq);
    kr_put_c(&buf, '\0');
    if (kr_buf_end(&buf, &where) != KR_OK) return kr_fail(in->error, KR_E_MEMORY, "error.memory", NULL, NULL);
    return kr_fail(in->error, KR_E_SYNTAX, key, NULL, where.ptr);
}

static bool take_whole(const json_t *object, const char *key, int64_t low, int64_t high, int64_t *out) {
    const json_t *value = json_object_get(object, key);
    if (!json_is_integer(value)) return false;
    int64_t number = (int64_t)json_integer_value(value);
    if (number < low || number > high) return false;
    *out = number;
    return true;
}

/* Absent is 0. */
static bool take_optional(const json_t *object, const char *key, int64_t *out) {
    *out = 0;
    return !json_object_get(object, key) || take_whole(object, key, 0, INT64_MAX, out);
}

static bool take_id(const json_t *object, const char *key, kr_id *out) {
    const json_t *value = json_object_get(object, key);
    if (!json_is_string(value)) return false;
    return kr_id_parse(kr_str_n(json_string_value(value), json_string_length(value)), out);
}

static bool take_optional_id(const json_t *object, const char *key, kr_id *out) {
    *out = 0;
    return !json_object_get(object, key) || take_id(object, key, out);
}

static kr_err take_text(const reader *in, const json_t *value, kr_str *out) {
    *out = KR_NONE;
    if (!value) return KR_OK;
    if (!json_is_string(value)) return wrong(in, "format.error.kring_value");
    kr_str copy = kr_arena_copy(in->arena, kr_str_n(json_string_value(value), json_string_length(value)));
    if (!copy.ptr) return kr_fail(in->error, KR_E_MEMORY, "error.memory", NULL, NULL);
    *out = copy;
    return KR_OK;
}

static const char *const type_names[] = {"", "text", "number", "date", "time", "choice", "set", "ref"};
static const char *const op_names[] = {"", "set", "clear", "add", "remove"};

static unsigned named(const char *const *names, size_t count, const char *name) {
    for (size_t i = 1; name && i < count; i++) {
        if (strcmp(names[i], name) == 0) return (unsigned)i;
    }
    return 0;
}

/* Which of "text", "number", ... stands in the object. */
static unsigned type_of(const json_t *object) {
    for (unsigned i = 1; i < KR_COUNT(type_names); i++) {
        if (json_object_get(object, type_names[i])) return i;
    }
    return 0;
}

static kr_err take_value(const reader *in, const json_t *object, kr_assignment *a) {
    const char *key = type_names[a->type];
    int64_t number = 0;
    if (a->type == KR_TEXT) return take_text(in, json_object_get(object, key), &a->value.text);
    if (a->type == KR_REF)
        return take_id(object, key, &a->value.ref) ? KR_OK : wrong(in, "format.error.kring_value");
    if (a->type == KR_SET) {
        if (!take_whole(object, key, 0, UINT32_MAX, &number)) return wrong(in, "format.error.kring_value");
        a->value.set = (uint32_t)number;
        return KR_OK;
    }
    if (!take_whole(object, key, INT64_MIN, INT64_MAX, &a->value.number))
        return wrong(in, "format.error.kring_value");
    return KR_OK;
}

/* A newer program may know more choices, longer texts or another type for a field: that is kept, and what
 * does not fit is not applied. Only values that could mislead this one are refused. The same whatever
 * `schema` says, for a circle that is written again must be read again. */
static kr_err check_known(const reader *in, const kr_assignment *a) {
    const kr_field *field = kr_schema_field((kr_kind)a->kind, a->field);
    if (!field || a->op != KR_OP_SET || a->type != field->type) return KR_OK;
    bool fits = true;
    kr_error why;
    if (field->type == KR_CHOICE) fits = a->value.number >= 1 && a->value.number <= 31;
    if (field->type == KR_NUMBER) fits = a->value.number >= 0;
    if (field->type == KR_DATE) fits = kr_assignment_check(a, &why) == KR_OK;
    return fits ? KR_OK : wrong(in, "format.error.kring_value");
}

static kr_err take_assignment(const reader *in, const json_t *object, kr_assignment *a) {
    int64_t number;
    if (take_whole(object, "field", 0, UINT16_MAX, &number)) {
        a->field = (uint16_t)number;
    } else {
        /* Written by hand: by name only. */
        const char *name = json_string_value(json_object_get(object, "name"));
        const kr_field *field = name ? kr_schema_field_named((kr_kind)a->kind, kr_str_z(name)) : NULL;
        if (!field) return wrong(in, "format.error.kring_field");
        a->field = field->number;
    }
    const json_t *op = json_object_get(object, "op");
    a->op = op ? (uint8_t)named(op_names, KR_COUNT(op_names), json_string_value(op)) : KR_OP_SET;
    a->type = (uint8_t)(a->op == KR_OP_CLEAR ? named(type_names, KR_COUNT(type_names),
                                                     json_string_value(json_object_get(object, "type")))
                                             : type_of(object));
    bool on_set = a->op == KR_OP_ADD || a->op == KR_OP_REMOVE;
    if (!a->op || !a->type || (a->op != KR_OP_CLEAR && on_set != (a->type == KR_SET)))
        return wrong(in, "format.error.kring_value");
    kr_err err = a->op == KR_OP_CLEAR ? KR_OK : take_value(in, object, a);
    return err == KR_OK ? check_known(in, a) : err;
}

static kr_err take_kind(const reader *in, const json_t *group, uint16_t *out) {
    int64_t kind;
    const char *name = json_string_value(json_object_get(group, "kind_name"));
    if (take_whole(group, "kind", 0, UINT16_MAX, &kind)) {
        *out = (uint16_t)kind;
        return KR_OK;
    }
    *out = (uint16_t)(name ? kr_kind_named(kr_str_z(name)) : KR_KIND_none);
    return *out ? KR_OK : wrong(in, "format.error.kring_field");
}

static kr_err take_group(const reader *in, const json_t *group, kr_assignment *items, size_t *n) {
    kr_id record;
    uint16_t kind;
    if (!json_is_object(group) || !take_id(group, "id", &record) || !record)
        return wrong(in, "format.error.kring_id");
    kr_err err = take_kind(in, group, &kind);
    const json_t *fields = json_object_get(group, "fields");
    for (size_t i = 0; i < json_array_size(fields) && err == KR_OK; i++) {
        items[*n] = (kr_assignment){.record = record, .kind = kind};
        err = take_assignment(in, json_array_get(fields, i), &items[*n]);
        ++*n;
    }
    return err;
}

static kr_err take_assignments(const reader *in, const json_t *change, kr_change *out) {
    const json_t *records = json_object_get(change, "records");
    size_t total = 0, n = 0;
    for (size_t i = 0; i < json_array_size(records); i++)
        total += json_array_size(json_object_get(json_array_get(records, i), "fields"));
    if (!json_is_array(records)) return wrong(in, "format.error.kring_change");
    if (total > KR_MAX_ASSIGNMENTS) return kr_fail(in->error, KR_E_LIMIT, "format.error.large", NULL, NULL);
    kr_assignment *items = kr_new_n(in->arena, kr_assignment, total);
    if (!items) return kr_fail(in->error, KR_E_MEMORY, "error.memory", NULL, NULL);
    kr_err err = KR_OK;
    for (size_t i = 0; i < json_array_size(records) && err == KR_OK; i++)
        err = take_group(in, json_array_get(records, i), items, &n);
    out->assignments = items;
    out->count = n;
    return err;
}

static kr_err take_change(const reader *in, const json_t *change, kr_change *out) {
    int64_t seq, base, act, at, undoes;
    if (!take_whole(change, "seq", 1, INT64_MAX, &seq) || (uint64_t)seq != in->seq)
        return wrong(in, "format.error.kring_order");
    bool fits =
        take_optional(change, "base", &base) && take_whole(change, "act", 0, UINT16_MAX, &act) &&
        take_whole(change, "at", INT64_MIN, INT64_MAX, &at) && take_optional(change, "undoes", &undoes) &&
        take_optional_id(change, "author", &out->author) && take_optional_id(change, "device", &out->device);
    if (!fits) return wrong(in, "format.error.kring_change");
    out->seq = in->seq;
    out->base = (uint64_t)base;
    out->act = (uint16_t)act;
    out->at_ms = at;
    out->undoes = (uint64_t)undoes;
    kr_err err = take_text(in, json_object_get(change, "author_name"), &out->author_name);
    return err == KR_OK ? take_assignments(in, change, out) : err;
}

/* Is this a file of ours, of a version we can read? */
static kr_err check_head(const json_t *root, kr_error *error) {
    const char *format = json_string_value(json_object_get(root, "format"));
    int64_t version;
    if (!format || strcmp(format, "kring") != 0)
        return kr_fail(error, KR_E_SYNTAX, "format.error.kring_format", NULL, NULL);
    if (!take_whole(root, "version", 1, INT64_MAX, &version))
        return kr_fail(error, KR_E_SYNTAX, "format.error.kring_format", NULL, NULL);
    if (version > KR_KRING_VERSION)
        return kr_fail(error, KR_E_UNSUPPORTED, "format.error.kring_newer", NULL, NULL);
    return KR_OK;
}

kr_err kr_kring_changes(kr_change **changes, size_t *count, kr_arena *arena, json_t *root, kr_error *error) {
    reader in = {.arena = arena, .error = error};
    kr_err err = check_head(root, error);
    if (err != KR_OK) return err;
    const json_t *list = json_object_get(root, "changes");
    if (!list) return kr_fail(error, KR_E_NOT_FOUND, "format.error.kring_changes", NULL, NULL);
    if (!json_is_array(list)) return kr_fail(error, KR_E_SYNTAX, "format.error.kring_changes", NULL, NULL);
    size_t n = json_array_size(list);
    kr_change *all = kr_new_n(arena, kr_change, n);
    if (!all) return kr_fail(error, KR_E_MEMORY, "error.memory", NULL, NULL);
    for (size_t i = 0; i < n && err == KR_OK; i++) {
        in.seq = i + 1;
        err = take_change(&in, json_array_get(list, i), &all[i]);
    }
    if (err != KR_OK) return err;
    *changes = all;
    *count = n;
    return KR_OK;
}

kr_err kr_kring_read(kr_change **changes, size_t *count, kr_arena *arena, kr_str bytes, kr_error *error) {
    if (bytes.len > KR_KRING_MOST_BYTES) return kr_fail(error, KR_E_LIMIT, "format.error.bytes", NULL, "64");
    json_t *root;
    kr_err err = kr_json_read(&root, arena, bytes, error);
    if (err != KR_OK) return err;
    err = kr_kring_changes(changes, count, arena, root, error);
    json_decref(root);
    /* A file without a history is a list to import, not a circle to open. */
    return err == KR_E_NOT_FOUND ? kr_fail(error, KR_E_SYNTAX, "format.error.kring_changes", NULL, NULL)
                                 : err;
}
