/* Between apply.c and history.c only. */
#ifndef KR_FORMAT_APPLY_H
#define KR_FORMAT_APPLY_H

#include "format/inside.h"

/* The `what` that a row gives; 0 when it gives none. */
uint8_t kr_row_what(const kr_import_row *row);
/* All fields of a row; tie 0: only those of the person. */
void kr_row_fields(kr_draft *draft, const kr_import_row *row, kr_id person, kr_id tie, bool only_empty);
/* Whether two contacts know each other, and how they are with each other. */
void kr_apply_pair(kr_draft *draft, const kr_import_pair *pair, kr_id a, kr_id b);
/* Makes the person in the middle and gives their id; 0 when the draft has failed. */
kr_id kr_apply_ego(kr_draft *draft, const kr_import *import, kr_str ego_name);

#endif
