/* What the files of this room share among themselves. Not for other rooms. */
#ifndef KR_FORMAT_INSIDE_H
#define KR_FORMAT_INSIDE_H

#include "format/format.h"

/* Room for one more item behind *count: grows by doubling, keeps what is there. NULL when there is no memory.
 */
void *kr_grow_one(kr_arena *arena, void *items, size_t count, size_t *cap, size_t size) KR_CHECKED;

/* charset.c: all text inside Kring is UTF-8. */
/* A file without a declared character set: byte-order mark, else UTF-8 when it is that, else Windows-1252.
 * Errors: KR_E_SYNTAX "format.error.not_text" (NUL bytes), KR_E_MEMORY. */
kr_err kr_text_of_file(kr_str *out, kr_arena *arena, kr_str bytes, kr_error *error) KR_CHECKED;
/* By the name in the file ("ISO-8859-15"); empty or unknown: UTF-8 when it is that, else Windows-1252. */
kr_err kr_text_of_charset(kr_str *out, kr_arena *arena, kr_str bytes, kr_str charset) KR_CHECKED;
/* Is there a UTF-16 byte-order mark? */
bool kr_is_utf16(kr_str bytes);

/* vcard.c: parts and values as they are meant. */
/* Part `index` of a structured value, split at ';' that are not escaped; still escaped. Empty when there is
 * none. */
kr_str kr_vcard_part(kr_str value, size_t index);
/* Without backslashes; "\n" becomes a line break. */
kr_err kr_vcard_plain(kr_str *out, kr_arena *arena, kr_str value) KR_CHECKED;
bool kr_vcard_is(const kr_vcard_prop *prop, const char *name);
/* Does a parameter (as "TYPE=x", "x" or in a list) hold this word? */
bool kr_vcard_has(const kr_vcard_prop *prop, const char *word);

/* words.c: what people write in files, as choices of the schema. */
/* Also by Dutch, English and German words; 0 when it is not known. */
unsigned kr_choice_guess(const kr_choice_list *list, kr_str word);
bool kr_same_folded(kr_str a, kr_str b);
/* The age group of a number of years. */
unsigned kr_age_group(int64_t years);
/* 1998-07-14, 19980714, 14-07-1998, 14/7/1998, 14.7.1998 and 1998; false for anything else. */
bool kr_date_guess(kr_str s, kr_date *out);
/* A name as it is compared: folded, words in order of the alphabet, without "van", "de" and such. */
kr_err kr_name_key(kr_str *out, kr_arena *arena, kr_str name) KR_CHECKED;

/* rows.c: building an import. The first failure sticks in `err`. */
typedef struct kr_rows {
    kr_arena *arena;
    kr_import *import;
    size_t cap_rows, cap_pairs, cap_notes, cap_fields;
    kr_import_field *fields; /* of the row that is being made */
    size_t n_fields;
    struct kr_related *related;
    size_t n_related, cap_related;
    kr_err err;
} kr_rows;
kr_err kr_rows_begin(kr_rows *rows, kr_arena *arena, kr_format format) KR_CHECKED;
/* The same for a second map in the same file. */
kr_err kr_rows_end(kr_rows *rows, kr_import **out, kr_error *error) KR_CHECKED;
/* One field of the row that is being made. What does not fit the schema is noted instead; a field that is
 * there already stays. */
void kr_rows_field(kr_rows *rows, const kr_field *field, kr_str written, uint32_t line);
void kr_rows_choice(kr_rows *rows, kr_kind kind, uint16_t field, unsigned choice);
bool kr_rows_has(const kr_rows *rows, kr_kind kind, uint16_t field);
/* Closes the row. `name` is made fit for one line. Returns its index; SIZE_MAX when it failed. */
size_t kr_rows_row(kr_rows *rows, kr_str name, bool named, uint32_t line);
void kr_rows_pair(kr_rows *rows, size_t a, size_t b, bool multiplex);
/* The same with all that is known of the pair. */
void kr_rows_tie(kr_rows *rows, const kr_import_pair *pair);
/* Row `row` names somebody: a pair when that is another row's name or mark ("urn:uuid:..."), else a note. */
void kr_rows_related(kr_rows *rows, size_t row, kr_str who);
/* Gives the row a mark by which others can name it. */
void kr_rows_mark(kr_rows *rows, size_t row, kr_str mark);
/* Something left. Notes with the same key and detail count up. */
void kr_rows_note(kr_rows *rows, const char *key, kr_str detail, uint32_t line);
/* Is this a telephone number? Then it is nobody's name. */
bool kr_is_phone(kr_str s);
/* One line: line breaks and control characters become spaces. */
kr_err kr_one_line(kr_str *out, kr_arena *arena, kr_str s) KR_CHECKED;

/* kring_read.c: the changes of a tree that has been read. KR_E_NOT_FOUND when it holds none. */
struct json_t;
kr_err kr_kring_changes(kr_change **changes, size_t *count, kr_arena *arena, struct json_t *root,
                        kr_error *error) KR_CHECKED;
#define KR_KRING_VERSION    1
#define KR_KRING_MOST_BYTES (64u << 20)

/* The readers of each format. */
kr_err kr_csv_import(kr_import **out, kr_arena *arena, kr_str bytes, bool with_details,
                     kr_error *error) KR_CHECKED;
kr_err kr_vcard_import(kr_import **out, kr_arena *arena, kr_str bytes, bool with_details,
                       kr_error *error) KR_CHECKED;
kr_err kr_easynwk_import(kr_import **out, kr_arena *arena, kr_str bytes, kr_error *error) KR_CHECKED;
kr_err kr_kring_import(kr_import **out, kr_arena *arena, kr_str bytes, bool with_details,
                       kr_error *error) KR_CHECKED;

/* columns.c: which fields stand in CSV and JSON, and what they are called there. */
typedef struct kr_column {
    const kr_field *field;
    char name[48];
} kr_column;
#define KR_MOST_COLUMNS 96
/* Person fields first, `name` in front, then those of the tie; tie fields whose name a person field has get
 * "tie_". */
size_t kr_columns(kr_column out[KR_MOST_COLUMNS]);
/* NULL when no column is called that. */
const kr_field *kr_column_named(const kr_column *columns, size_t n, kr_str name);
/* What a column holds for this contact: of the person, or of the tie as seen from the person in the middle.
 */
kr_assignment kr_column_value(const kr_network *network, const kr_alter *alter, const kr_field *field);
/* Whom each contact is said to know: others[first[i]] .. others[first[i + 1] - 1]. O(contacts + pairs). */
typedef struct kr_known {
    uint32_t *first, *others;
} kr_known;
kr_err kr_known_make(kr_known *out, kr_arena *arena, const kr_network *network) KR_CHECKED;

/* json.c: writing by hand, so that memory stays within the arena; reading by jansson, behind limits. */
void kr_put_json(kr_buf *out, kr_str s);
/* A known value: choices by name, sets as an array of names, dates and references as text. */
void kr_put_json_value(kr_buf *out, const kr_field *field, const kr_assignment *value);
/* Counts depth, objects and values before jansson sees the text, so that memory is bounded. */
kr_err kr_json_limits(kr_str text, kr_error *error) KR_CHECKED;
/* The tree, to be given back with json_decref. Errors with line and column: "format.error.json",
 * "format.error.json_end" (the text stops halfway), "format.error.json_twice" (a name twice in one object),
 * and those of kr_json_limits. */
struct json_t;
kr_err kr_json_read(struct json_t **out, kr_arena *arena, kr_str bytes, kr_error *error) KR_CHECKED;

#endif
