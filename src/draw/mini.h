/* The small quiet circle beside sentences: shared by the atlas and by the picture of a change. */
#ifndef KR_DRAW_MINI_H
#define KR_DRAW_MINI_H

#include "draw/grid.h"

typedef struct kr_mini {
    kr_buf *out;
    kr_arena *arena;
    kr_grid *grid;
    double radius, ring[5];
    size_t per_cell[4][4], seen[4][4];
} kr_mini;

/* Somebody who stands out. */
typedef struct kr_mini_person {
    kr_str name;
    kr_place place;
    double x, y;
    int side;         /* label: 0 below, 1 right, 2 left, 3 above, 4 without */
    bool stood, came; /* stands where x and y say, if that is free; comes with an arrow from from_x, from_y */
    double from_x, from_y;
} kr_mini_person;

/* KR_E_MEMORY. `large`: with names, 404 wide; else 80 wide. */
kr_err kr_mini_begin(kr_mini *mini, kr_buf *out, kr_arena *arena, bool large);
void kr_mini_ground(kr_mini *mini);
/* Tells how many stand in each cell; call for everybody before kr_mini_dot. */
void kr_mini_count(kr_mini *mini, kr_place place);
/* Where the next one of this cell has a seat; with kr_mini_dot a dot is there, and nothing else comes there.
 */
void kr_mini_seat(kr_mini *mini, kr_place place, double *x, double *y);
void kr_mini_dot(kr_mini *mini, kr_place place, double *x, double *y);
/* Finds a free place for somebody with a symbol and a name, near their dot. */
void kr_mini_stand(kr_mini *mini, kr_mini_person *person);
/* Symbol, initials and name; `extra` is a class more, `inner` what stands between symbol and name. */
void kr_mini_put(kr_mini *mini, const kr_mini_person *person, const char *extra, const char *inner);
/* Keeps a square around a point free of what comes later. */
void kr_mini_take(kr_mini *mini, double x, double y, double r);
/* The part of an arrow that is drawn between two spots; false when they are too near for one. */
bool kr_mini_arrow(double x0, double y0, double x1, double y1, double ends[4]);
void kr_mini_circle(kr_mini *mini, const char *cls, int tint, double x, double y, double r);
kr_place kr_mini_place(const kr_alter *alter);

#endif
