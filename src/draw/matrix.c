#include "draw/more.h"

static kr_err draw(kr_drawing_work *w) {
    (void)w;
    return KR_E_NOT_FOUND;
}

const kr_drawer kr_draws_matrix = {KR_DRAW_MATRIX, "draw.title.matrix", "draw.desc.matrix", draw, NULL};
