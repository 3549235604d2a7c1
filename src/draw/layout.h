/* Where everybody stands in a circle of rings and areas: one parametric layout for all forms.
 *
 * Nobody ever leaves their own ring and area. When a cell fills up, first its ring becomes wider, then its
 * people become smaller, a level at a time; a cell that holds more than it can name shows numbers, and the
 * names stand in a list. Within a cell people keep the order in which they were named, so that somebody new
 * moves few others. */
#ifndef KR_DRAW_LAYOUT_H
#define KR_DRAW_LAYOUT_H

#include "draw/grid.h"
#include "draw/text.h"

typedef enum kr_level {
    KR_LV_ROOMY,  /* room for the larger type of a phone; drawn as KR_LV_FULL */
    KR_LV_MIDDLE, /* the same for somewhat larger type */
    KR_LV_FULL,   /* symbol with initials, name below */
    KR_LV_CLOSE,  /* the same on a narrow screen, where a unit is larger; after it comes KR_LV_TOUCH */
    KR_LV_TOUCH,  /* a number that a finger can hit; the name stands in the list */
    KR_LV_SMALL,  /* the same, smaller */
    KR_LV_LINE1,  /* dot with the name beside it */
    KR_LV_LINE2,
    KR_LV_LINE3,
    KR_LV_NUMBER, /* a number; the name stands in the list */
    KR_LV_DOT,    /* a dot; the name stands in the list under its cell */
    KR_LV_SPECK,
    KR_LV_BESIDE, /* symbol with initials, name beside it: waiting for a place */
    KR_LEVELS
} kr_level;

/* Shown as a number; the name stands in the list below. */
static inline bool kr_level_numbered(uint8_t level) {
    return level == KR_LV_TOUCH || level == KR_LV_NUMBER;
}
static inline bool kr_level_listed(uint8_t level) {
    return level == KR_LV_TOUCH || (level >= KR_LV_NUMBER && level <= KR_LV_SPECK);
}

/* Sizes of a level. */
typedef struct kr_size {
    double r, font, pitch; /* radius of the symbol, size of the name, distance of two rows */
} kr_size;
extern const kr_size kr_sizes[KR_LEVELS];

/* A small sign beside the symbol. */
enum { KR_BADGE_NONE, KR_BADGE_WANT, KR_BADGE_AVOID };

typedef struct kr_spot {
    uint32_t alter;
    uint8_t ring, area; /* from 1; ring 0: waiting for a place */
    bool suggested, carer, selected, past, died, cut;
    bool role; /* wanted; `shows_role` when there was room */
    bool shows_role;
    bool angular; /* a place or an animal: not a round symbol */
    bool left;    /* result: the name stands left of the dot */
    bool above;   /* the name stands above the symbol */
    uint8_t level;
    uint8_t tint;  /* of the four colours + 1; 0: that of its area */
    uint8_t look;  /* 1..4: filled, outlined, dashed, thin; 0: by how often there is contact */
    uint8_t badge; /* KR_BADGE_... */
    kr_str note;   /* stands below the name instead of the role */
    kr_str also;   /* read aloud at the end */
    kr_str name;
    double em;      /* width of the whole name, and of what stands behind it */
    kr_label label; /* broken in two when it is long */
    double role_em;
    double x, y;                      /* result: centre of the symbol */
    uint32_t number;                  /* result: KR_LV_NUMBER and on */
    double list_x, list_y, list_font; /* result: where the name stands when it is in the list */
} kr_spot;

/* Before this place, row by row, there is none for a line as wide as this or wider. */
typedef struct kr_searched {
    double wide, x, y; /* wide 0: nothing is known */
} kr_searched;

typedef struct kr_cell {
    size_t first, n;     /* in `order` */
    uint8_t level, grew; /* grew: how often its ring was made wider because it was full */
    bool full;           /* not everybody found a place this time */
    bool tight;          /* its ring cannot grow for it */
    bool stood;          /* everybody had a place in the round before: from r0 to r1, `so` as here */
    uint8_t so;
    uint8_t arc_for; /* what `arc` was reckoned for; 0 not yet */
    double r0, r1;
    double arc, tall; /* what its people want along the ring, and from row to row */
} kr_cell;

/* Where it is crowded the words under a name go first, before anybody becomes smaller. */
static inline bool kr_cell_roles(const kr_cell *cell) {
    return cell->grew == 0 && !cell->tight;
}
/* How its people look, as one number above 0. */
static inline uint8_t kr_cell_look(const kr_cell *cell) {
    return (uint8_t)(2 * cell->level + kr_cell_roles(cell) + 1);
}

#define KR_MOST_RINGS KR_FORM_RINGS
#define KR_MOST_AREAS KR_FORM_AREAS

/* Directions of an area, from the middle: its two borders, and the compass points that lie in it. */
typedef struct kr_fan {
    double x[6], y[6];
    int n;
} kr_fan;

typedef struct kr_layout {
    const kr_form *form;
    double cx, cy, radius, inner;    /* centre of the circle, its radius, that of the middle */
    double left, top, width, height; /* of the grid: what names must stay within */
    int zoom;                        /* 0, or the only area that is drawn */
    kr_level start;                  /* level to begin with */
    bool narrow;                     /* for a phone: every unit counts */
    bool fixed;                      /* do not try smaller levels */
    kr_spot *spots;
    size_t n;
    uint32_t *order;
    kr_cell cells[KR_MOST_RINGS][KR_MOST_AREAS];
    double ring[KR_MOST_RINGS + 1]; /* result: boundaries, from the inside */
    bool pills_up;                  /* result: names of rings stand above the middle instead of left of it */
    bool pills;
    double pill[KR_MOST_RINGS]; /* widths of the names of the rings */
    kr_box kept[56];            /* what is taken before anybody stands: names of areas, the middle */
    size_t n_kept;
    kr_fan fan[KR_MOST_AREAS];
    kr_grid *grid;
    kr_searched searched[3]; /* in the cell that is being filled, by KR_LV_LINE1 to 3 */
} kr_layout;

/* Fills order, cells and fans from the spots and the form. */
void kr_layout_sort(kr_layout *layout);
/* Places everybody who has a ring and an area. False when it does not fit (only with `fixed`, or above what a
 * speck can show). Linear in people for ordinary circles. */
bool kr_layout_place(kr_layout *layout);
/* Symbol and label of somebody at KR_LV_FULL or KR_LV_SMALL around (0, 0); role line included when `role`. */
void kr_spot_boxes(const kr_spot *spot, kr_level level, bool role, kr_box *symbol, kr_box *label);
/* Width of dot and name beside it. */
double kr_spot_line(const kr_spot *spot, kr_level level);

#endif
