/* What the two layouts of the life line share: along the years on a wide sheet, downwards on a phone. */
#ifndef KR_DRAW_LIFELINE_H
#define KR_DRAW_LIFELINE_H

#include "core/life.h"
#include "draw/more.h"

typedef struct kr_lifeline {
    kr_drawing_work *w;
    kr_life life;
    double first, last; /* years that are drawn */
    double left, width; /* where the first year stands; how wide all years are */
    double font, slot;  /* of labels, and the height of a row */
    double right;       /* how far anything reaches */
} kr_lifeline;

/* The label of an event on at most two lines. */
typedef struct kr_life_label {
    kr_str line[2];
    int lines;
    double width;
} kr_life_label;

/* Whole drawings; return how high they are. */
double kr_lifeline_wide(kr_lifeline *line);
double kr_lifeline_narrow(kr_lifeline *line);

double kr_lifeline_x(const kr_lifeline *line, double year);
kr_life_label kr_lifeline_label(kr_lifeline *line, const kr_life_event *event, double most);
/* Mark and label of one event, as an item. `side` 1: the label right of the mark, -1: left, 0: below. */
void kr_lifeline_event(kr_lifeline *line, const kr_life_event *event, const kr_life_label *label, double x,
                       double y, double x_until, int side);
/* Years along the top of `top`..`bottom`, and today. */
void kr_lifeline_years(kr_lifeline *line, double top, double bottom);
/* The lines of people from `top` on; returns where they end. */
double kr_lifeline_people(kr_lifeline *line, double top);
/* What has no date, from `top` on. */
double kr_lifeline_tray(kr_lifeline *line, double top, double wide);
/* So many years between two labels that these are `room` apart. */
int kr_lifeline_step(double per_year, double room);
/* The sign of what somebody did (kr_presence_part; 5: died). `owner`: the line it stands on + 1, 0 in a
 * legend. */
void kr_lifeline_presence(kr_scene *scene, uint8_t part, double x, double y, uint32_t owner);
void kr_lifeline_heading(kr_lifeline *line, const char *key, double x, double y);

#endif
