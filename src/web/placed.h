/* A family tree that somebody laid out in another program keeps its sheet: for pages and the command. */
#ifndef KR_WEB_PLACED_H
#define KR_WEB_PLACED_H

#include "format/format.h"
#include "words/words.h"

/* Adds to the changes of a new circle (from kr_import_history of this import) one that moves people in the
 * family tree to where they stood on the sheet of the file. Does nothing when the file has no sheet, and when
 * the tree is too large to draw. Errors: KR_E_MEMORY and those of a fold. As costly as drawing the family
 * once. */
kr_err kr_placed_add(kr_change **changes, size_t *count, kr_arena *arena, const kr_import *import,
                     kr_maker maker, kr_lang lang, kr_error *error) KR_CHECKED;

#endif
