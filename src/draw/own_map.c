#include "draw/more.h"

static kr_err draw(kr_drawing_work *w) {
    (void)w;
    return KR_E_NOT_FOUND;
}

const kr_drawer kr_draws_map = {KR_DRAW_MAP, "draw.title.map", "draw.desc.map", draw, NULL};
