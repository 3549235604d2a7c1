/* What the files of this room share. Not for other rooms. */
#ifndef KR_ASK_INSIDE_H
#define KR_ASK_INSIDE_H

#include <jansson.h>

#include "ask/ask.h"

#define ASK_TRANSLATION "http://hl7.org/fhir/StructureDefinition/translation"
#define ASK_ORDINAL     "http://hl7.org/fhir/StructureDefinition/ordinalValue"
#define ASK_LEAST       "http://hl7.org/fhir/StructureDefinition/minValue"
#define ASK_MOST        "http://hl7.org/fhir/StructureDefinition/maxValue"
#define ASK_ABSENT      "http://hl7.org/fhir/StructureDefinition/data-absent-reason"
#define ASK_MINUTES     "urn:kring:minutes"
#define ASK_MEASURE     "urn:kring:instrument-item"

/* json.c */
/* An object within the limits that calls itself `type`. The caller gives it back with json_decref. */
kr_err ask_json_read(json_t **out, kr_str bytes, const char *type, kr_error *error) KR_CHECKED;
kr_err ask_fail(kr_error *error, kr_err code, const char *key, kr_str detail);
kr_err ask_no_memory(kr_error *error);
/* A string member, copied; empty when there is none or it is no string. *ok turns false without memory or
 * when it is too long. */
kr_str ask_string(kr_arena *arena, const json_t *object, const char *name, bool *ok);
/* The extension with this address, or NULL. */
const json_t *ask_extension(const json_t *element, const char *url);
/* A text with its translations beside it, in `_name`. */
kr_ask_words ask_words(kr_arena *arena, const json_t *object, const char *name, bool *ok);

/* answer.c: what stands under "answer" and in enableWhen. */
/* The member that begins with `prefix` ("value", "answer"), as an answer of ours. False when there is none or
 * it is of a kind that Kring does not know. */
bool ask_value_read(kr_str *out, kr_arena *arena, const json_t *object, const char *prefix, bool *ok);
/* NULL without memory. */
json_t *ask_value_write(const kr_ask_item *item, kr_str value);

/* builtin.c: the table that tools/embed_questions.mjs makes. */
extern const kr_ask_file kr_ask_table[];
extern const size_t kr_ask_table_count;

#endif
