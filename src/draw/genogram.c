#include "draw/more.h"

static kr_err draw(kr_drawing_work *w) {
    (void)w;
    return KR_E_NOT_FOUND;
}

void kr_genogram_sign(kr_scene *scene, uint8_t symbol, double x, double y, kr_text_fn text, void *context) {
    (void)scene, (void)symbol, (void)x, (void)y, (void)text, (void)context;
}

bool kr_genogram_sign_wide(uint8_t symbol) {
    (void)symbol;
    return false;
}

const kr_drawer kr_draws_genogram = {KR_DRAW_GENOGRAM, "draw.title.genogram", "draw.desc.genogram", draw,
                                     NULL};
