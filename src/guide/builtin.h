/* The tables that tools/embed_guides.mjs makes; only for builtin.c. */
#ifndef KR_GUIDE_BUILTIN_H
#define KR_GUIDE_BUILTIN_H

#include "guide/guide.h"

extern const kr_guide_file kr_guide_table[];
extern const size_t kr_guide_table_count;
extern const kr_guide_file kr_sheet_table[];
extern const size_t kr_sheet_table_count;

#endif
