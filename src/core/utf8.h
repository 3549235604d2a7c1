/* UTF-8: is it valid, which characters, how does it sort, what are somebody's initials. */
#ifndef KR_UTF8_H
#define KR_UTF8_H

#include "core/buf.h"

/* No overlong forms, no surrogates, nothing above U+10FFFF, no NUL. */
bool kr_utf8_valid(kr_str s);
/* Next code point from *at (advanced); U+FFFD and one byte further on a bad sequence; 0 at the end. */
uint32_t kr_utf8_next(kr_str s, size_t *at);
void kr_put_utf8(kr_buf *buf, uint32_t code_point);
/* Number of code points. */
size_t kr_utf8_count(kr_str s);
/* At most `count` code points from the start, not splitting one. */
kr_str kr_utf8_head(kr_str s, size_t count);
/* Lower case without accents for Latin letters (A–ž), one code point at a time; others unchanged. For finding
 * and sorting, never for showing. */
uint32_t kr_utf8_fold(uint32_t code_point);
/* Order of two names for a reader: folded, then by bytes. */
int kr_utf8_collate(kr_str a, kr_str b);
/* Two letters to stand in a symbol: of one word its first two letters, of more the first of the first and
 * last
 * ("Sanne" Sa, "Corrie van Dam" CD; leading articles such as "de" are skipped when more follows). */
void kr_put_initials(kr_buf *buf, kr_str name);

#endif
