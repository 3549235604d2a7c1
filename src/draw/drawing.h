/* What all drawings of a circle share while they are being made. */
#ifndef KR_DRAW_DRAWING_H
#define KR_DRAW_DRAWING_H

#include "draw/layout.h"

/* The words of a drawing, looked up once. */
typedef struct kr_said {
    kr_str often[6], one, many, carer, suggested, died, ended, waiting, list, group, place, animal, alone;
} kr_said;

typedef struct kr_drawing_work {
    kr_scene *scene;
    kr_arena *arena;
    const kr_network *network;
    const kr_draw_options *options;
    const kr_form *form; /* NULL in the ecogram */
    kr_said said;
    kr_str ring[KR_MOST_RINGS], area[KR_MOST_AREAS];
    double width;  /* of the sheet without margins */
    double height; /* on paper; 0 on screen: as high as needed */
    double margin; /* around it, on paper */
    bool roomy;
    bool comfortable; /* on paper: only when everybody has all the room there can be, else KR_E_LIMIT */
    bool narrow;      /* one unit is about one CSS pixel of a phone */
    kr_spot *spots;
    size_t n;
    bool given;     /* the drawing itself said where its spots stand and what rings and areas are called */
    bool apart;     /* and spots are not the alters, one by one: no lines between them */
    size_t persons; /* how many people (given: somebody may stand in several places) */
} kr_drawing_work;

/* For others to see: without question marks. */
bool kr_draws_wall(const kr_draw_options *options);
kr_str kr_word_for(const kr_drawing_work *work, const char *key);
/* Fills `said`, `ring` and `area`. */
void kr_work_words(kr_drawing_work *work);
/* "8 mensen". */
kr_str kr_work_count(const kr_drawing_work *work, size_t n);
/* Spots for all alters, in their order; ring and area 0. KR_E_MEMORY. */
kr_err kr_work_spots(kr_drawing_work *work);

/* One person: item, link, symbol and name, as the level of the spot says. */
void kr_put_person(kr_drawing_work *work, const kr_spot *spot, uint8_t tint, uint8_t shade, kr_str told);
/* "Corrie, buurvrouw, heel dichtbij, contact elke week". */
kr_str kr_told_circle(kr_drawing_work *work, const kr_spot *spot);
/* How often: 0 filled, 1 outlined, 2 dashed, 3 not said. */
int kr_often_look(const kr_drawing_work *work, const kr_alter *alter);
kr_str kr_person_href(kr_drawing_work *work, kr_id person);
/* Is there a photo of them that may be shown? */
bool kr_photo_wanted(const kr_drawing_work *work, const kr_person *person);
/* The photo of somebody around (x, y), `half` to each side, cut as `cut` says; nothing when it is not sound.
 */
bool kr_draw_photo(kr_drawing_work *work, const kr_person *person, double x, double y, double half,
                   kr_cut cut);
/* The outline of a symbol by what it is: circle, double circle, rounded square, diamond. */
void kr_put_symbol(kr_scene *scene, uint8_t what, double x, double y, double r, bool bare, uint32_t owner);
kr_str kr_initials_of(kr_arena *arena, kr_str name);

/* Title and date line on paper; returns the height they take. */
double kr_put_title(kr_drawing_work *work, double top);
/* The legend on paper. `scene` NULL in the work: only measures. Returns the height. */
double kr_put_legend(kr_drawing_work *work, double top, bool draw);
/* The same around another middle. */
double kr_put_legend_at(kr_drawing_work *work, double middle, double top, bool draw);
#define KR_MOST_SIGNS 80
size_t kr_put_legend_column(kr_drawing_work *work, size_t first, double top, double room);
void kr_legend_shapes(kr_scene *scene, uint8_t symbol, double x, double y, kr_text_fn text, void *context);

/* Rows of names below the drawing. */
typedef struct kr_flow {
    double left, width, font, pitch;
    double x, y; /* runs along */
} kr_flow;
/* Room for `wide` units in this row or the next; gives its left side and the middle of the row. */
void kr_flow_next(kr_flow *flow, double wide, double *x, double *y);

kr_err kr_circle_scene(kr_drawing_work *work);
kr_err kr_eco_scene(kr_drawing_work *work);

#endif
