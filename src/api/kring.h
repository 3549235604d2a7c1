/* Kring for other programs: open a circle, list who is in it, draw it, measure it, say what stands out, take
 * it along in another form. See docs/api.md and src/api/example.c.
 *
 * - A kring_circle is what one viewer may see of one file. It is made by kring_open and given back with
 *   kring_close; it never changes, and several threads may read one at the same time if each has its own
 *   kring_text.
 * - Everything that can fail returns a kring_status; what it would have filled is untouched then. `problem`
 * may be NULL; else it says in words what is the matter and where.
 * - Text is UTF-8. `const char *` ends in a zero byte and is borrowed from the circle until it is closed.
 *   kring_text belongs to the caller, and is given back with kring_text_free.
 * - A drawing for which the circle has nothing (a group in which nobody chose) is NOT_FOUND.
 * - Nothing here reads files, asks the time or the language of the machine, or keeps anything outside a
 * circle. A file without more than 64 MB takes at most 1 GB of memory.
 * - Names begin with kring_. A program that was built with version 0 goes on working with later versions 0:
 * things may be added behind, never changed. */
#ifndef KRING_H
#define KRING_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

#define KRING_API_VERSION 0

typedef enum kring_status {
    KRING_OK = 0,
    KRING_MEMORY = 1,     /* no memory left */
    KRING_LIMIT = 2,      /* larger than Kring accepts */
    KRING_SYNTAX = 3,     /* the bytes are not what they should be */
    KRING_INVALID = 4,    /* well formed, but against a rule; a wrong argument */
    KRING_NOT_FOUND = 5,  /* no such person, field, drawing, measure or format */
    KRING_UNDEFINED = 6,  /* a measure that is not defined, or not known, for this circle: never 0 */
    KRING_UNSUPPORTED = 7 /* something this version does not do */
} kring_status;

/* Whose eyes. */
typedef enum kring_viewer {
    KRING_OWNER = 0,   /* everything */
    KRING_WALL = 1,    /* names, but no remarks, telephone, mail or address, and nothing private */
    KRING_INITIALS = 2 /* names are initials; no free text */
} kring_viewer;

typedef enum kring_language { KRING_DUTCH = 0, KRING_ENGLISH = 1 } kring_language;

/* What went wrong. Owns its bytes. */
typedef struct kring_problem {
    kring_status status;
    char key[48];          /* the same in every language: for programs */
    char sentence[400];    /* English, for people; cut off when it is longer */
    unsigned line, column; /* in the bytes, from 1; 0 when they mean nothing */
} kring_problem;

/* Bytes that the library made for the caller. {0} before use. There is a zero byte behind the last. */
typedef struct kring_text {
    char *bytes;
    size_t length;
} kring_text;

typedef struct kring_circle kring_circle;

/* "0.1.0". Static. */
const char *kring_version(void);

/* A .kring file that was read into memory; `bytes` may be given back at once. Cost: linear in `length`.
 * Errors: MEMORY, LIMIT, SYNTAX, INVALID. */
kring_status kring_open(kring_circle **out, const void *bytes, size_t length, kring_viewer viewer,
                        kring_problem *problem);
/* NULL is fine. */
void kring_close(kring_circle *circle);
void kring_text_free(kring_text *text);

/* -- who is there -- */

/* The people around the person in the middle, in the order in which they were named. */
size_t kring_people(const kring_circle *circle);
/* What the one in the middle is called; "" when nobody is. */
const char *kring_ego(const kring_circle *circle);
/* Sixteen hexadecimal digits, the same in every version of the file; NULL beyond the last. */
const char *kring_person_id(const kring_circle *circle, size_t person);
const char *kring_person_name(const kring_circle *circle, size_t person);
/* A field as files write it, by its name in docs/data-dictionary.md: "role", "closeness", "gets"; a field of
 * the tie that has the same name as one of the person with "tie_" in front. An unknown value is "". NULL when
 * there is no such person or field. */
const char *kring_person_field(const kring_circle *circle, size_t person, const char *field);
/* 1 when they are said to know each other, 0 when they are said not to, -1 when nobody knows. */
int kring_acquainted(const kring_circle *circle, size_t person, size_t other);

/* -- what is made of it -- */

/* A drawing as SVG that stands by itself, by the names of `kring draw --as`: "lensink", "ecogram", "genogram"
 * ... Errors: NOT_FOUND (no such drawing), LIMIT (too many people for one drawing), UNSUPPORTED, MEMORY. */
kring_status kring_draw(const kring_circle *circle, const char *drawing, kring_language language,
                        kring_text *out, kring_problem *problem);
/* A structural measure by the name of its column in `kring measure`: "size", "density", "constraint". Living
 * people, helpers by profession included. Errors: NOT_FOUND, UNDEFINED, LIMIT, MEMORY. */
kring_status kring_measure(const kring_circle *circle, const char *measure, double *out,
                           kring_problem *problem);
/* What stands out, one sentence and one question a line, with a tab between them; `today` as 2026-11-21.
 * Nothing to say is an empty text. Errors: INVALID (no date), MEMORY. */
kring_status kring_observe(const kring_circle *circle, const char *today, kring_language language,
                           kring_text *out, kring_problem *problem);
/* "csv", "json", "kring", "gedcom", "graphml" or "gexf". Errors: NOT_FOUND, LIMIT, MEMORY. */
kring_status kring_export(const kring_circle *circle, const char *format, kring_text *out,
                          kring_problem *problem);

#ifdef __cplusplus
}
#endif

#endif
