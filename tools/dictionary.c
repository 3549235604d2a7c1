/* Writes docs/data-dictionary.md from the schema, so that the document cannot say anything else than the
 * program. */
#include <stdio.h>

#include "core/schema.h"

static const char *type_words(const kr_field *field) {
    switch (field->type) {
    case KR_TEXT:
        return "text";
    case KR_NUMBER:
        return "number";
    case KR_DATE:
        return "date, may be partial";
    case KR_TIME:
        return "moment (ms since 1970, UTC)";
    case KR_CHOICE:
        return "one of";
    case KR_SET:
        return "any of";
    case KR_REF:
        return "another record";
    }
    return "?";
}

static const char *sensitivity_words(kr_sensitivity sensitivity) {
    if (sensitivity == KR_OPEN) return "open";
    return sensitivity == KR_INNER ? "inner" : "private";
}

static const char *part_words(kr_part part) {
    static const char *const words[] = {"map",  "family", "feelings", "wishes",    "plan",  "time",
                                        "life", "ways",   "sheets",   "questions", "reach", "notes"};
    return words[part];
}

static void write_field(const kr_field *field) {
    printf("| %u | `%s` | %s", (unsigned)field->number, field->name, type_words(field));
    if (field->list != NULL) printf(" [%s](#%s)", field->list->name, field->list->name);
    if (field->type == KR_TEXT) printf(", at most %lld characters", (long long)field->limit);
    if (field->type == KR_NUMBER) printf(", at most %lld", (long long)field->limit);
    printf(" | %s | %s |\n", sensitivity_words(field->sensitivity), part_words(field->part));
}

static void write_lists(const kr_field *fields, size_t count) {
    printf("\n## Choices\n");
    for (size_t i = 0; i < count; i++) {
        bool seen = fields[i].list == NULL;
        for (size_t k = 0; k < i && !seen; k++) seen = fields[k].list == fields[i].list;
        if (seen) continue;
        printf("\n### %s\n\n", fields[i].list->name);
        for (size_t k = 0; k < fields[i].list->count; k++)
            printf("%s%u `%s`", k > 0 ? ", " : "", (unsigned)fields[i].list->choices[k].number,
                   fields[i].list->choices[k].name);
        printf("\n");
    }
}

int main(void) {
    size_t count;
    const kr_field *fields = kr_schema_fields(&count);
    kr_kind kind = KR_KIND_none;
    printf("# Data dictionary\n\nWritten by `tools/dictionary.c` from `src/core/schema.def`; a test fails "
           "when it is "
           "not current.\nEvery field is optional. Numbers are permanent and never used again. Schema "
           "version %d.\n\n"
           "*open*: whoever the owner lets look may see it; *inner*: how a tie feels, wishes and thresholds, "
           "only when "
           "the owner opens them;\n*private*: the owner alone.\n",
           KR_SCHEMA_VERSION);
    for (size_t i = 0; i < count; i++) {
        if (fields[i].kind != kind) {
            kind = fields[i].kind;
            printf("\n## %s\n\n| No. | Name | Holds | Who | Part |\n|-|-|-|-|-|\n", kr_kind_name(kind));
        }
        write_field(&fields[i]);
    }
    write_lists(fields, count);
    return 0;
}
