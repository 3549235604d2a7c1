/* The columns of lists: every field of a person and of the tie with them, by its name in the schema. */
#include "format/inside.h"

/* What says nothing about a contact, or only to Kring itself. */
static bool is_column(const kr_field *field) {
    if (field->type == KR_TIME || field->type == KR_REF) return false;
    if (field->kind == KR_KIND_tie)
        return field->number != KR_F_tie_acquainted && field->number != KR_F_tie_between;
    /* A photo is no text for a list. */
    return field->kind == KR_KIND_person && field->number != KR_F_person_photo;
}

static void name_column(kr_column *column, const char *prefix, const char *name) {
    size_t at = 0;
    for (const char *parts[] = {prefix, name}, **p = parts; p < parts + 2; p++) {
        for (const char *c = *p; *c && at + 1 < sizeof column->name; c++) column->name[at++] = *c;
    }
    column->name[at] = '\0';
}

size_t kr_columns(kr_column out[KR_MOST_COLUMNS]) {
    size_t n = 0, count;
    const kr_field *fields = kr_schema_fields(&count);
    for (size_t i = 0; i < count && n < KR_MOST_COLUMNS; i++) {
        const kr_field *field = &fields[i];
        if (!is_column(field)) continue;
        bool clash =
            field->kind == KR_KIND_tie && kr_schema_field_named(KR_KIND_person, kr_str_z(field->name));
        out[n].field = field;
        name_column(&out[n++], clash ? "tie_" : "", field->name);
    }
    return n;
}

const kr_field *kr_column_named(const kr_column *columns, size_t n, kr_str name) {
    for (size_t i = 0; i < n; i++) {
        if (kr_str_is(name, columns[i].name)) return columns[i].field;
    }
    return NULL;
}

static void put_set(kr_buf *out, const kr_choice_list *list, uint32_t set) {
    bool first = true;
    for (unsigned bit = 1; bit < 32; bit++) {
        const char *name = set >> bit & 1 ? kr_choice_name(list, bit) : NULL;
        if (!name) continue;
        if (!first) kr_put_c(out, ' ');
        kr_put_z(out, name);
        first = false;
    }
}

void kr_put_written(kr_buf *out, const kr_field *field, const kr_assignment *value) {
    char text[17];
    const char *name;
    if (value->op != KR_OP_SET) return;
    switch (field->type) {
    case KR_TEXT:
        kr_put(out, value->value.text);
        break;
    case KR_NUMBER:
    case KR_TIME:
        kr_put_int(out, value->value.number);
        break;
    case KR_DATE:
        kr_put(out, kr_str_n(text, kr_date_text((kr_date)value->value.number, text)));
        break;
    case KR_CHOICE:
        name = kr_choice_name(field->list, (unsigned)value->value.number);
        if (name) kr_put_z(out, name);
        break;
    case KR_SET:
        put_set(out, field->list, value->value.set);
        break;
    case KR_REF:
        kr_id_text(value->value.ref, text);
        kr_put_z(out, text);
        break;
    }
}

/* The tie says what `a` gets and gives; when the person in the middle is `b` it is the other way round. */
static const kr_field *seen_from(const kr_network *network, const kr_tie *tie, const kr_field *field) {
    if (!network->ego || tie->b != network->ego->id) return field;
    if (field->number == KR_F_tie_gets) return kr_schema_field(KR_KIND_tie, KR_F_tie_gives);
    if (field->number == KR_F_tie_gives) return kr_schema_field(KR_KIND_tie, KR_F_tie_gets);
    return field;
}

kr_assignment kr_column_value(const kr_network *network, const kr_alter *alter, const kr_field *field) {
    if (field->kind == KR_KIND_person) return kr_record_get(alter->person, KR_KIND_person, field);
    if (!alter->tie) return (kr_assignment){.op = KR_OP_CLEAR};
    return kr_record_get(alter->tie, KR_KIND_tie, seen_from(network, alter->tie, field));
}

kr_err kr_known_make(kr_known *out, kr_arena *arena, const kr_network *network) {
    size_t pairs = network->n_known;
    out->first = kr_new_n(arena, uint32_t, network->n + 2);
    out->others = kr_new_n(arena, uint32_t, pairs * 2 + 1);
    if (!out->first || !out->others) return KR_E_MEMORY;
    for (size_t i = 0; i < pairs; i++) {
        out->first[network->pairs[i].a + 2]++;
        out->first[network->pairs[i].b + 2]++;
    }
    for (size_t i = 2; i < network->n + 2; i++) out->first[i] += out->first[i - 1];
    for (size_t i = 0; i < pairs; i++) {
        uint32_t a = network->pairs[i].a, b = network->pairs[i].b;
        out->others[out->first[a + 1]++] = b;
        out->others[out->first[b + 1]++] = a;
    }
    return KR_OK;
}
