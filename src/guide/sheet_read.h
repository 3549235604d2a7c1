/* Inside the room: reading one form of a sheet from its files. */
#ifndef KR_SHEET_READ_H
#define KR_SHEET_READ_H

#include "guide/read.h"
#include "guide/sheet.h"

/* Into `form`. False when the file could not be read at all. */
bool kr_sheet_read_structure(kr_guide_reader *r, kr_str bytes, kr_sheet_form *form);
/* The structure is known: texts for all that it has, and for nothing else. */
bool kr_sheet_read_texts(kr_guide_reader *r, kr_str bytes, kr_sheet_form *form);

#endif
