/* Text of several lines of which some come from a list of examples: which of them are there, what is one's
 * own. */
#ifndef KR_LINES_H
#define KR_LINES_H

#include "core/buf.h"

/* Is this one of the lines? White space at both ends of a line does not count. O(bytes). */
bool kr_lines_has(kr_str text, kr_str line);
/* The lines that are none of `known`, one below the other, without empty ones. O(bytes × known). */
void kr_lines_rest(kr_buf *out, kr_str text, const kr_str *known, size_t n);
/* Adds the lines of `text` on lines of their own, below what is there. O(bytes). */
void kr_lines_add(kr_buf *out, kr_str text);

#endif
