/* Text in the drawings: how wide, how to break in two lines, how to shorten, words with a number in them. */
#ifndef KR_DRAW_TEXT_H
#define KR_DRAW_TEXT_H

#include "core/arena.h"
#include "draw/draw.h"

/* A name on at most two lines; widths in em at weight 400. Lines are borrowed from the name. */
typedef struct kr_label {
    kr_str line[2];
    double width[2], widest, whole; /* whole: on one line */
    int lines;
} kr_label;

/* Breaks at the space that gives the narrowest label, when the text is wider than `most` em. O(length). */
kr_label kr_label_break(kr_str text, double most);
/* The text, or its beginning and an ellipsis when it is wider than `most` em; NULL ptr when there is no
 * memory. *cut tells. */
kr_str kr_text_fit(kr_arena *arena, kr_str text, double most, int weight, bool *cut);
/* Looks up a word; the key itself when there is no catalogue. */
kr_str kr_text_of(kr_text_fn text, void *context, const char *key);
/* The word of `key` with {n} replaced. NULL ptr when there is no memory. */
kr_str kr_text_number(kr_arena *arena, kr_str pattern, size_t n);
/* The word of `key` with {name} replaced. */
kr_str kr_text_name(kr_arena *arena, kr_str pattern, kr_str name);

#endif
