/* The words every room shares: result codes, errors that people can read, slices of text.
 *
 * Every function that can fail returns a kr_err; out-parameters are untouched on failure. Detail goes into a
 * caller-supplied kr_error, as a catalogue key with arguments, so that each reader gets it in their own
 * language.
 */
#ifndef KR_BASE_H
#define KR_BASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define KR_CHECKED      __attribute__((warn_unused_result))
#define KR_COUNT(array) (sizeof(array) / sizeof((array)[0]))

typedef enum kr_err {
    KR_OK = 0,
    KR_E_MEMORY,  /* no memory left, or a buffer or arena reached its limit */
    KR_E_LIMIT,   /* the input is larger or deeper than this parser accepts */
    KR_E_SYNTAX,  /* the input is not what it says it is */
    KR_E_INVALID, /* well formed, but against a rule of the schema */
    KR_E_NOT_FOUND,
    KR_E_EXISTS,
    KR_E_CONFLICT, /* somebody else changed the same field since */
    KR_E_DENIED,
    KR_E_IO,       /* reading or writing failed */
    KR_E_FULL,     /* the disk is full */
    KR_E_READONLY, /* the disk cannot be written */
    KR_E_CORRUPT,  /* stored bytes do not open or do not fit together */
    KR_E_UNSUPPORTED,
    KR_E_BUSY
} kr_err;

/* What went wrong, for a person. `key` names a sentence in the catalogue (po/), with {field}, {detail},
 * {line} and {column} as its arguments; line and column are 1-based, 0 when they mean nothing. Owns its
 * bytes. */
typedef struct kr_error {
    kr_err code;
    char key[48];
    char field[48];
    char detail[160];
    uint32_t line, column;
} kr_error;

/* Fills `error` (may be NULL) and returns `code`, so that `return kr_fail(...)` reads well. */
kr_err kr_fail(kr_error *error, kr_err code, const char *key, const char *field, const char *detail);
/* The same, with a place in the input. */
kr_err kr_fail_at(kr_error *error, kr_err code, const char *key, const char *detail, uint32_t line,
                  uint32_t column);

/* Text as a slice: not NUL-terminated, borrowed from whoever made it. UTF-8 unless a header says otherwise.
 */
typedef struct kr_str {
    const char *ptr;
    size_t len;
} kr_str;

#define KR_STR(literal) ((kr_str){"" literal, sizeof(literal) - 1})
#define KR_NONE         ((kr_str){"", 0})
/* For printf("%.*s"). */
#define KR_ARG(s) (int)(s).len, (s).ptr

static inline kr_str kr_str_z(const char *zero_terminated) {
    return (kr_str){zero_terminated ? zero_terminated : "", zero_terminated ? strlen(zero_terminated) : 0};
}
static inline kr_str kr_str_n(const char *ptr, size_t len) {
    return (kr_str){ptr, len};
}
static inline bool kr_str_eq(kr_str a, kr_str b) {
    return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}
static inline bool kr_str_is(kr_str a, const char *zero_terminated) {
    return kr_str_eq(a, kr_str_z(zero_terminated));
}
/* Byte order; shorter first when one is a prefix of the other. */
int kr_str_cmp(kr_str a, kr_str b);
bool kr_str_starts(kr_str s, kr_str prefix);
bool kr_str_ends(kr_str s, kr_str suffix);
/* Position of `needle`, or SIZE_MAX. O(n·m). */
size_t kr_str_find(kr_str s, kr_str needle);
/* Without ASCII white space (and U+00A0) at both ends. */
kr_str kr_str_trim(kr_str s);
/* Splits at the first `separator`: *head gets what is before it, the result what is after. At the end, empty.
 */
kr_str kr_str_cut(kr_str s, char separator, kr_str *head);
/* Whole decimal number with optional minus sign; false when `s` is anything else or out of range. */
bool kr_str_int(kr_str s, int64_t *out);

/* A record's random number; 0 is nobody. Written as 16 lower-case hexadecimal digits. */
typedef uint64_t kr_id;
void kr_id_text(kr_id id, char out[17]);
bool kr_id_parse(kr_str s, kr_id *out);

/* Where new random numbers come from: core has none of its own. Never returns 0. */
typedef struct kr_ids {
    kr_id (*next)(void *context);
    void *context;
} kr_ids;

/* A date that may be known in part, as yyyymmdd; month and day 00 when unknown; 0 is unknown altogether. */
typedef int32_t kr_date;
/* Accepts 1998, 1998-07, 1998-07-14 (real calendar dates, years 1..9999). */
bool kr_date_parse(kr_str s, kr_date *out);
/* Writes the same form back. Returns the length, at most 10; 0 for an unknown date. */
size_t kr_date_text(kr_date date, char out[11]);
/* The calendar day of a moment in milliseconds since 1970 (UTC; add the offset of the place first). */
kr_date kr_date_of(int64_t ms);

#endif
