/* A drawing over several sheets: how it is divided. Inside the drawing room; see kr_scene_sheets in draw.h.
 */
#ifndef KR_DRAW_SHEETS_H
#define KR_DRAW_SHEETS_H

#include "draw/drawing.h"

/* The smallest type, in units. */
double kr_sheets_smallest(const kr_scene *scene);
/* Is all type at least seven points on the paper it has? */
bool kr_sheets_readable(const kr_scene *scene);
/* Divides the scene over sheets of the paper that was asked for, or larger when there would be very many, in
 * type of seven points. KR_E_LIMIT when even then there are too many. */
kr_err kr_sheets_fit(kr_drawing_work *work) KR_CHECKED;

#endif
