/* One or more circles as a study without names: tables with codes, a codebook, and what was counted how.
 *
 * What goes in: choices, sets and numbers of people and of their ties with the person in the middle, who
 * knows whom. What never goes in: names, photos, telephone numbers, mail, addresses, marks of other files,
 * and what only the owner sees; people with whom the tie is marked private are left out, and counted. Years
 * of birth become bands of five years, other dates years. Free text stays out unless it is asked for, and
 * then only when nothing in it points at somebody. */
#ifndef KR_RESEARCH_H
#define KR_RESEARCH_H

#include "format/study.h"

typedef struct kr_research_circle {
    const kr_circle *circle;
    kr_str name; /* of the file, for messages alone: it is not written */
} kr_research_circle;

typedef struct kr_research_options {
    bool with_text;
    /* A number for a record: the same for the same record and key, and nobody without the key can go back. */
    uint64_t (*code)(void *context, kr_id id);
    void *code_context;
    /* Words for the codebook and the page that explains it, by key. */
    kr_str (*text)(void *context, const char *key);
    void *text_context;
} kr_research_options;

/* A zip with egos.csv, alters.csv, ties.csv, codebook.csv and README.txt. Errors: KR_E_DENIED when free text
 * would give somebody away ("research.leak.name", ".mail", ".phone", ".place": in error->field the column, in
 * error->detail the file and the how manieth person, never the text itself); KR_E_LIMIT; KR_E_MEMORY. O(bytes
 * log names). */
kr_err kr_research_write(kr_buf *out, kr_arena *arena, const kr_research_circle *circles, size_t count,
                         const kr_research_options *options, kr_error *error) KR_CHECKED;

/* research_leak.c: does a text point at somebody? */
typedef struct kr_leak_names {
    kr_str *words; /* folded, sorted */
    size_t n, cap;
    kr_arena *arena;
} kr_leak_names;
/* The words of a name that tell who it is: not "van" and "de"; of a name with capitals only those with one.
 */
kr_err kr_leak_add(kr_leak_names *names, kr_str name) KR_CHECKED;
kr_err kr_leak_sort(kr_leak_names *names) KR_CHECKED;
/* The key of what was found, or NULL: a word of a name; a mail address; seven digits or more in a row as in a
 * telephone number, or a post code; an initial with a place ("J. uit Delft"). O(text × log names). */
const char *kr_leak_in(const kr_leak_names *names, kr_str text);

#endif
