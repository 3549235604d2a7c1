/* Inside the room: reading one guide from its files. */
#ifndef KR_GUIDE_READ_H
#define KR_GUIDE_READ_H

#include "guide/guide.h"
#include "yaml/yaml_tree.h"

/* One file being read. Memory that ran out sticks in `err`; what is wrong with the file goes into the report,
 * and reading goes on, so that all of it is told at once. */
typedef struct kr_guide_reader {
    kr_arena *arena;   /* of what is kept */
    kr_arena *scratch; /* of the trees of one guide's files */
    kr_guide_report *report;
    kr_str file;
    int lang;     /* of a file with texts */
    bool reading; /* remark on how it reads */
    bool wrong;   /* something is wrong with this guide */
    kr_err err;   /* KR_OK or KR_E_MEMORY */
} kr_guide_reader;

/* -- files.c: which files belong together
 * ---------------------------------------------------------------------------------------- */
/* What a file is to its guide or sheet: the structure, or the texts in a language. */
enum { KR_GUIDE_PART_STRUCTURE, KR_GUIDE_PART_TEXT };

typedef struct kr_guide_entry {
    kr_str id;
    unsigned part; /* KR_GUIDE_PART_STRUCTURE, or KR_GUIDE_PART_TEXT + language */
    const kr_guide_file *file;
} kr_guide_entry;

/* Those that may be read, by id and then structure first. O(files log files). */
kr_err kr_guide_entries(kr_guide_reader *r, const kr_guide_file *files, size_t n_files, kr_guide_entry **out,
                        size_t *n) KR_CHECKED;
/* Reads the `n` files of one thing, its structure first: `structure` says whether it is known, and only then
 * are its texts read, each with r->lang set. False when there is no structure. What is wrong is reported;
 * afterwards r->file is the structure. */
bool kr_guide_read_parts(kr_guide_reader *r, const kr_guide_entry *entries, size_t n,
                         bool (*structure)(kr_guide_reader *, kr_str, void *),
                         void (*texts)(kr_guide_reader *, kr_str, void *), void *thing, bool *known);
kr_err kr_guide_sort(kr_guide_reader *r, void *items, size_t n, size_t size,
                     int (*compare)(const void *, const void *, void *)) KR_CHECKED;

/* -- read_fields.c: a value in a map. What is not there gives 0, empty or NULL; when it is needed that is a
 * problem, and so is anything that does not fit.
 * --------------------------------------------------------------------------------------- */
void kr_guide_wrong(kr_guide_reader *r, uint32_t line, const char *key, kr_str what, kr_str more);
void kr_guide_remark(kr_guide_reader *r, uint32_t line, const char *key, kr_str what, kr_str more);
kr_str kr_guide_copy(kr_guide_reader *r, kr_str text);
/* A number as text in the arena. */
kr_str kr_guide_number_text(kr_guide_reader *r, uint64_t number);
/* Only these keys may be there. */
void kr_guide_only(kr_guide_reader *r, const kr_yaml *map, const char *const *keys, size_t n_keys);
/* A value of that kind, or NULL; `need`: it must be there. */
const kr_yaml *kr_guide_at(kr_guide_reader *r, const kr_yaml *map, const char *key, kr_yaml_kind kind,
                           bool need);
unsigned kr_guide_word_at(kr_guide_reader *r, const kr_yaml *map, const char *key, kr_guide_list list,
                          bool need);
/* As a set of bits, and in their order in out[0..most) when `out` is not NULL. */
uint32_t kr_guide_words_at(kr_guide_reader *r, const kr_yaml *map, const char *key, kr_guide_list list,
                           bool need, uint8_t *out, size_t most, uint8_t *count);
uint16_t kr_guide_number_at(kr_guide_reader *r, const kr_yaml *map, const char *key, uint16_t most);
/* One number, or [from, to]. */
kr_guide_range kr_guide_range_at(kr_guide_reader *r, const kr_yaml *map, const char *key, uint16_t most);
bool kr_guide_yes_at(kr_guide_reader *r, const kr_yaml *map, const char *key, bool otherwise);
/* a-z 0-9 -, at most 60 of them, beginning with a letter or digit. */
bool kr_guide_id_fits(kr_str id);
kr_str kr_guide_id_at(kr_guide_reader *r, const kr_yaml *map, const char *key, bool need);
/* One paragraph of at most `most` characters, copied. */
kr_str kr_guide_line_at(kr_guide_reader *r, const kr_yaml *map, const char *key, size_t most, bool need);

/* The tree of a file, a map, in scratch; NULL after reporting. */
const kr_yaml *kr_guide_tree(kr_guide_reader *r, kr_str bytes);

/* -- read_structure.c, read_texts.c: into `guide`. False when the file could not be read at all.
 * --------------------------------------------------------------------------------------- */
bool kr_guide_read_structure(kr_guide_reader *r, kr_str bytes, kr_guide *guide);
/* read_phases.c: the phases, once the steps are known. */
void kr_guide_read_phases(kr_guide_reader *r, const kr_yaml *root, kr_guide *guide, kr_guide_step *steps);
/* The structure is known: texts of the same steps and phases are wanted. */
bool kr_guide_read_texts(kr_guide_reader *r, kr_str bytes, kr_guide *guide);

/* check.c: rules that look at more than one value of a structure. */
void kr_guide_check(kr_guide_reader *r, const kr_guide *guide, const kr_yaml *root);

#endif
