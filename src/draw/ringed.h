/* Circles whose rings, areas and people come from the drawing itself instead of from a form of the table: the
 * same layout, with words of their own. */
#ifndef KR_DRAW_RINGED_H
#define KR_DRAW_RINGED_H

#include "draw/more.h"

bool kr_is_ringed(kr_drawing as);
/* Gives the work its form, words and spots. KR_E_MEMORY; KR_E_NOT_FOUND when there is nothing to draw. */
kr_err kr_ringed_prepare(kr_drawing_work *work) KR_CHECKED;

/* A form of rings × areas, areas as wide as each other and beginning at the top left; with it the work has
 * room for `spots`, after those that kr_work_spots made for everybody. NULL without memory. */
kr_form *kr_ringed_form(kr_drawing_work *work, size_t rings, size_t areas, size_t spots);
/* The next spot, of this alter. */
kr_spot *kr_ringed_spot(kr_drawing_work *work, size_t alter, size_t ring, size_t area);

/* The function web as data: its rings, its areas, and where somebody stands. */
#define KR_FUNCTION_RINGS 3
#define KR_FUNCTION_AREAS 4
typedef struct kr_function_ring {
    const char *key;
    uint8_t look, sign;
    uint16_t gets, gives; /* fields of tie: towards the person in the middle, and from them */
} kr_function_ring;
typedef struct kr_function_area {
    const char *key;
    uint32_t kinds; /* of support, as a set */
    uint8_t tint;
} kr_function_area;
extern const kr_function_ring kr_function_rings[KR_FUNCTION_RINGS];
extern const kr_function_area kr_function_areas[KR_FUNCTION_AREAS];
/* The set in this field of a tie; 0 for any other field. */
uint32_t kr_function_set(const kr_tie *tie, uint16_t field);
/* The innermost ring, from 1, in which somebody stands in this area, from 0; 0: in none. `other`: what the
 * person in the middle gives. */
size_t kr_function_ring_of(const kr_tie *tie, size_t area, bool other);

kr_err kr_functions_prepare(kr_drawing_work *work) KR_CHECKED;
kr_err kr_neighbourhood_prepare(kr_drawing_work *work) KR_CHECKED;
kr_err kr_map_prepare(kr_drawing_work *work) KR_CHECKED;

/* Circles of the legend that several drawings share: a group, a place, an animal. `kinds` has bit `what` for
 * each that is there; `n` entries are written already; returns how many there are then. */
size_t kr_ringed_kinds(kr_legend_entry *out, size_t cap, size_t n, unsigned kinds);
/* Symbol of a kr_functions_sign. */
#define KR_SIGN_KIND(what) ((uint8_t)(KR_SIGNS_FUNCTIONS + 1 + (what))) /* what is 2, 3 or 4 */

#endif
