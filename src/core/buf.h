/* A growing text with a maximum, living in an arena.
 *
 * Errors stick: after one append fails, the rest do nothing, and kr_buf_end tells. So writers need one check.
 */
#ifndef KR_BUF_H
#define KR_BUF_H

#include "core/arena.h"

/* Caller-owned; the bytes belong to the arena. Invariant: len <= cap <= max. */
typedef struct kr_buf {
    kr_arena *arena;
    char *ptr;
    size_t len, cap, max;
    kr_err err;
} kr_buf;

void kr_buf_init(kr_buf *buf, kr_arena *arena, size_t max);
/* For a writer that puts many small pieces: where the next `more` bytes may be written; then add to `len`
 * what was. NULL when there is no room for so many, and kr_put decides what fits. */
char *kr_buf_room(kr_buf *buf, size_t more);
/* Makes room first. */
void kr_put_growing(kr_buf *buf, kr_str s);
/* Written here, in the header: a page is ten thousand small pieces. */
static inline void kr_put(kr_buf *buf, kr_str s) {
    if (buf->err != KR_OK || s.len > buf->cap - buf->len) {
        kr_put_growing(buf, s);
    } else if (s.len > 0) {
        memcpy(buf->ptr + buf->len, s.ptr, s.len);
        buf->len += s.len;
    }
}
static inline void kr_put_z(kr_buf *buf, const char *zero_terminated) {
    kr_put(buf, kr_str_z(zero_terminated));
}
static inline void kr_put_c(kr_buf *buf, char c) {
    kr_put(buf, kr_str_n(&c, 1));
}
void kr_put_int(kr_buf *buf, int64_t value);
/* At most two decimals, no exponent, no trailing zeros, "-0" written as "0": the same bytes on every machine.
 * Not finite or beyond ±1e12: sets KR_E_INVALID. */
void kr_put_num(kr_buf *buf, double value);
/* The same straight into memory, at most 8 bytes; returns the end. For numbers that are small: hundredths,
 * half away from zero; the cast truncates alike everywhere. */
static inline bool kr_num_is_small(double value) {
    return value > -9999 && value < 9999;
}
char *kr_num_small(char *to, double value);
/* A letter and a point, as a path has them: "M12.5 -3". */
void kr_put_point(kr_buf *buf, char letter, double x, double y);
/* With & < > " ' escaped, for HTML and XML text and quoted attributes. Control characters XML forbids are
 * dropped. */
void kr_put_xml(kr_buf *buf, kr_str s);
/* How many bytes of the text stand there as they are, from the first on. */
size_t kr_xml_plain(kr_str s);
/* All that was written, borrowed from the arena, or the first error. */
kr_err kr_buf_end(const kr_buf *buf, kr_str *out) KR_CHECKED;

#endif
