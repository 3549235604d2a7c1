/* .kring, the lossless form: all changes, and beside them the circle as it stands for programs that only want
 * to look. docs/file-format.md describes it. */
#include "format/inside.h"

static void put_key(kr_buf *out, const char *key) {
    kr_put_json(out, kr_str_z(key));
    kr_put_c(out, ':');
}

static void put_id(kr_buf *out, kr_id id) {
    char text[17];
    kr_id_text(id, text);
    kr_put_json(out, kr_str_z(text));
}

/* JSON numbers end where int64 ends. */
static void put_count(kr_buf *out, uint64_t value) {
    if (value > INT64_MAX && out->err == KR_OK) out->err = KR_E_INVALID;
    kr_put_int(out, (int64_t)value);
}

/* -- the circle as it stands
 * -------------------------------------------------------------------------------------- */

static void put_fields(kr_buf *out, const void *record, kr_kind kind) {
    size_t count;
    const kr_field *fields = kr_schema_fields(&count);
    for (size_t i = 0; i < count; i++) {
        if (fields[i].kind != kind) continue;
        kr_assignment value = kr_record_get(record, kind, &fields[i]);
        if (value.op != KR_OP_SET) continue;
        kr_put_c(out, ',');
        put_key(out, fields[i].name);
        kr_put_json_value(out, &fields[i], &value);
    }
}

static bool is_gone(const void *record, kr_kind kind) {
    const kr_field *gone = kr_schema_field_named(kind, KR_STR("gone"));
    return gone && kr_record_get(record, kind, gone).op == KR_OP_SET;
}

static bool is_shown(const kr_circle *c, const void *record, kr_kind kind) {
    if (is_gone(record, kind)) return false;
    if (kind == KR_KIND_person) return ((const kr_person *)record)->merged_into == 0;
    if (kind != KR_KIND_tie) return true;
    const kr_tie *tie = record;
    const kr_person *a = kr_circle_person(c, tie->a), *b = kr_circle_person(c, tie->b);
    return a && b && is_shown(c, a, KR_KIND_person) && is_shown(c, b, KR_KIND_person);
}

static void put_records(kr_buf *out, const kr_circle *c, const char *name, kr_kind kind, const void *records,
                        size_t count) {
    size_t size = kr_kind_size(kind), shown = 0;
    kr_put(out, KR_STR(",\n  "));
    put_key(out, name);
    kr_put_c(out, '[');
    for (size_t i = 0; i < count; i++) {
        const void *record = (const char *)records + i * size;
        if (!is_shown(c, record, kind)) continue;
        kr_id id;
        memcpy(&id, record, sizeof id);
        kr_put(out, shown++ ? KR_STR(",\n   {\"id\":") : KR_STR("\n   {\"id\":"));
        put_id(out, id);
        put_fields(out, record, kind);
        kr_put_c(out, '}');
    }
    kr_put_c(out, ']');
}

static void put_circle(kr_buf *out, const kr_circle *c) {
    put_key(out, "circle");
    kr_put(out, KR_STR("{\"id\":"));
    put_id(out, KR_CIRCLE_RECORD);
    put_fields(out, &c->self, KR_KIND_circle);
    for (int kind = KR_KIND_person; kind <= KR_KIND_LAST; kind++) {
        static const char *const names[] = {
#define NAME(kind, plural) [KR_KIND_##kind] = #plural,
            KR_RECORD_KINDS(NAME)
#undef NAME
        };
        size_t n;
        const void *records = kr_circle_records(c, (kr_kind)kind, &n);
        /* What most circles have none of is left out. */
        if (n > 0 || kind <= KR_KIND_answer)
            put_records(out, c, kind == KR_KIND_person ? "people" : names[kind], (kr_kind)kind, records, n);
    }
    kr_put_c(out, '}');
}

/* -- the changes
 * -------------------------------------------------------------------------------------------------- */

static const char *const type_names[] = {"", "text", "number", "date", "time", "choice", "set", "ref"};
static const char *const op_names[] = {"", "set", "clear", "add", "remove"};

static void put_value(kr_buf *out, const kr_assignment *a) {
    kr_put_c(out, ',');
    put_key(out, type_names[a->type]);
    if (a->type == KR_TEXT)
        kr_put_json(out, a->value.text);
    else if (a->type == KR_SET)
        kr_put_int(out, a->value.set);
    else if (a->type == KR_REF)
        put_id(out, a->value.ref);
    else
        kr_put_int(out, a->value.number);
}

/* For people who read the file: what the number means. Numbers decide. */
static void put_meaning(kr_buf *out, const kr_assignment *a, const kr_field *field) {
    if (!field || field->type != (kr_type)a->type) return;
    if (field->type != KR_CHOICE && field->type != KR_SET && field->type != KR_DATE) return;
    if (field->type == KR_CHOICE && (a->value.number < 1 || a->value.number > 31)) return;
    if (field->type == KR_DATE && (a->value.number < 1 || a->value.number > 99991231)) return;
    kr_put_c(out, ',');
    put_key(out, "is");
    kr_put_json_value(out, field, a);
}

static void put_assignment(kr_buf *out, const kr_assignment *a) {
    const kr_field *field = kr_schema_field((kr_kind)a->kind, a->field);
    if (a->op < KR_OP_SET || a->op > KR_OP_REMOVE || a->type < KR_TEXT || a->type > KR_REF) {
        if (out->err == KR_OK) out->err = KR_E_INVALID;
        return;
    }
    kr_put(out, KR_STR("{\"field\":"));
    kr_put_int(out, a->field);
    if (field) {
        kr_put(out, KR_STR(",\"name\":"));
        kr_put_json(out, kr_str_z(field->name));
    }
    if (a->op != KR_OP_SET) {
        kr_put(out, KR_STR(",\"op\":"));
        kr_put_json(out, kr_str_z(op_names[a->op]));
    }
    if (a->op == KR_OP_CLEAR) {
        kr_put(out, KR_STR(",\"type\":"));
        kr_put_json(out, kr_str_z(type_names[a->type]));
    } else {
        put_value(out, a);
        put_meaning(out, a, field);
    }
    kr_put_c(out, '}');
}

/* Assignments that follow each other and speak of one record stand together; their order is kept. */
static void put_assignments(kr_buf *out, const kr_change *change) {
    for (size_t i = 0; i < change->count && out->err == KR_OK; i++) {
        const kr_assignment *a = &change->assignments[i], *before = i ? a - 1 : NULL;
        const char *kind = kr_kind_name((kr_kind)a->kind);
        if (before && before->record == a->record && before->kind == a->kind) {
            kr_put_c(out, ',');
        } else {
            kr_put(out, i ? KR_STR("]},\n    {\"id\":") : KR_STR("\n    {\"id\":"));
            put_id(out, a->record);
            kr_put(out, KR_STR(",\"kind\":"));
            kr_put_int(out, a->kind);
            if (kind) {
                kr_put(out, KR_STR(",\"kind_name\":"));
                kr_put_json(out, kr_str_z(kind));
            }
            kr_put(out, KR_STR(",\"fields\":["));
        }
        put_assignment(out, a);
    }
    if (change->count) kr_put(out, KR_STR("]}"));
}

static void put_optional_id(kr_buf *out, const char *key, kr_id id) {
    if (!id) return;
    kr_put_c(out, ',');
    put_key(out, key);
    put_id(out, id);
}

static void put_change(kr_buf *out, const kr_change *change) {
    kr_put(out, KR_STR("{\"seq\":"));
    put_count(out, change->seq);
    kr_put(out, KR_STR(",\"base\":"));
    put_count(out, change->base);
    kr_put(out, KR_STR(",\"at\":"));
    kr_put_int(out, change->at_ms);
    kr_put(out, KR_STR(",\"act\":"));
    kr_put_int(out, change->act);
    if (change->undoes) {
        kr_put(out, KR_STR(",\"undoes\":"));
        put_count(out, change->undoes);
    }
    put_optional_id(out, "author", change->author);
    put_optional_id(out, "device", change->device);
    if (change->author_name.len) {
        kr_put(out, KR_STR(",\"author_name\":"));
        kr_put_json(out, change->author_name);
    }
    kr_put(out, KR_STR(",\"records\":["));
    put_assignments(out, change);
    kr_put(out, KR_STR("]}"));
}

kr_err kr_kring_write(kr_buf *out, const kr_view *view, kr_error *error) {
    const kr_circle *c = view->circle;
    kr_put(out, KR_STR("{\"format\":\"kring\",\"version\":"));
    kr_put_int(out, KR_KRING_VERSION);
    kr_put(out, KR_STR(",\"schema\":"));
    kr_put_int(out, KR_SCHEMA_VERSION);
    kr_put(out, KR_STR(",\n "));
    put_circle(out, c);
    kr_put(out, KR_STR(",\n \"changes\":["));
    for (size_t i = 0; i < c->n_changes && out->err == KR_OK; i++) {
        if (c->changes[i].seq > view->upto) break;
        kr_put(out, i ? KR_STR(",\n  ") : KR_STR("\n  "));
        put_change(out, &c->changes[i]);
    }
    kr_put(out, KR_STR("]}\n"));
    if (out->err == KR_E_INVALID)
        return kr_fail(error, KR_E_INVALID, "format.error.kring_number", NULL, NULL);
    if (out->err == KR_E_LIMIT) return kr_fail(error, KR_E_LIMIT, "format.error.large", NULL, NULL);
    if (out->err != KR_OK) return kr_fail(error, out->err, "error.memory", NULL, NULL);
    if (out->len > KR_KRING_MOST_BYTES) return kr_fail(error, KR_E_LIMIT, "format.error.large", NULL, NULL);
    /* What could not be read again must not be written. */
    return kr_json_limits(kr_str_n(out->ptr, out->len), error);
}
