#include "draw/more.h"

static kr_err draw(kr_drawing_work *w) {
    (void)w;
    return KR_E_NOT_FOUND;
}

const kr_drawer kr_draws_group = {KR_DRAW_GROUP, "draw.title.group", "draw.desc.group", draw, NULL};
