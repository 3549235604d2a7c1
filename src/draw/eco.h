/* The ecogram: the household in the middle, people and places around it by area of life, lines between. */
#ifndef KR_DRAW_ECO_H
#define KR_DRAW_ECO_H

#include "draw/drawing.h"

struct kr_geno;

/* The area of a spot that stands in the house. */
#define KR_ECO_INSIDE 100

typedef struct kr_eco_group {
    size_t first, n; /* in `order` */
    kr_str title;
    uint8_t tint;
    double from, to; /* degrees, in the round form */
} kr_eco_group;

/* The line of somebody in the round form: where it points, and how far the first letter on it is. */
typedef struct kr_eco_ray {
    double dx, dy, first_chip;
} kr_eco_ray;

/* A line as it will be drawn, from the house outward. */
typedef struct kr_eco_stroke {
    double x, y, dx, dy, length;
    uint8_t look; /* of KR_ECO_LOOKS: tone and strength */
    bool in, out; /* arrowheads */
} kr_eco_stroke;
#define KR_ECO_LOOKS 12

typedef struct kr_eco {
    kr_drawing_work *w;
    kr_grid *grid;
    kr_eco_group groups[KR_ECO_AREAS];
    uint32_t *order; /* those around, by area, in the order of naming */
    size_t n, around;
    uint32_t home[8]; /* those in the house */
    size_t n_home;
    kr_str letters[6];
    kr_str strength[4], tone[5], energy[5];
    double home_radius, cy, top, bottom;
    struct kr_geno *house;   /* NULL: the house is not opened */
    double house_x, house_y; /* middle of the house as its tree was laid out */
    kr_eco_ray *rays;        /* by alter */
    kr_eco_stroke *strokes;  /* lines that wait for kr_eco_lines_put: one for each of those around at most */
    size_t n_strokes;
    bool clear; /* in the round form: no line runs through a name */
} kr_eco;

/* The round form: up to some thirty people. False when it does not fit. */
bool kr_eco_round(kr_eco *eco);
void kr_eco_round_put(kr_eco *eco);
/* Two columns left and right of the house, for more people. False when the sheet is too small. */
bool kr_eco_fan(kr_eco *eco);
void kr_eco_fan_put(kr_eco *eco);

/* A field for each area of life with its people one after the other: as many as the sheet holds. Draws them;
 * false when the sheet is too small. */
bool kr_eco_many(kr_eco *eco);

/* The line of one tie from (x0, y0) at the house to (x1, y1) at the person. Drawn by kr_eco_lines_put, with
 * all others since the last time; `thin` in full drawings. */
void kr_eco_line(kr_eco *eco, const kr_alter *alter, double x0, double y0, double x1, double y1);
void kr_eco_lines_put(kr_eco *eco, bool thin);
/* The kinds of support of a tie, either way, as letters; returns how many. */
size_t kr_eco_support(const kr_eco *eco, const kr_alter *alter, kr_str letters[5]);
kr_str kr_eco_told(kr_eco *eco, const kr_spot *spot);
/* Whether somebody is left out: paid helpers when that layer is off. */
bool kr_eco_hidden(const kr_eco *eco, const kr_alter *alter);
/* The house with who lives there. */
void kr_eco_home_put(kr_eco *eco);
/* Opens the house into a family tree: fills house, home_radius, and marks who stands in it. Nothing when
 * nobody else lives there. KR_E_MEMORY. */
kr_err kr_eco_house(kr_eco *eco) KR_CHECKED;
void kr_eco_house_put(kr_eco *eco);

#endif
