#include "draw/more.h"

static kr_err draw(kr_drawing_work *w) {
    (void)w;
    return KR_E_NOT_FOUND;
}

void kr_cards_sign(kr_scene *scene, uint8_t symbol, double x, double y, kr_text_fn text, void *context) {
    (void)scene, (void)symbol, (void)x, (void)y, (void)text, (void)context;
}

const kr_drawer kr_draws_cards = {KR_DRAW_CARDS, "draw.title.cards", "draw.desc.cards", draw, NULL};
