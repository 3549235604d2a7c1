#include "draw/more.h"

static kr_err draw(kr_drawing_work *w) {
    (void)w;
    return KR_E_NOT_FOUND;
}

const kr_drawer kr_draws_over_time = {KR_DRAW_OVER_TIME, "draw.title.over_time", "draw.desc.over_time", draw,
                                      NULL};
