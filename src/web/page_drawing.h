/* What every page with a drawing shares: the drawing itself and its legend in the model. */
#ifndef KR_WEB_PAGE_DRAWING_H
#define KR_WEB_PAGE_DRAWING_H

#include "draw/draw.h"
#include "web/pages.h"

/* Fills words, title and day into the options, draws, and puts `svg` (markup), `legend` ([{group, symbol_svg,
 * label}]), `has_legend`, `empty` (nothing to draw yet) and `too_many` into the model; for
 * drawing.mustache. `options->as` and what is special for it come from the page. */
kr_err kr_put_drawing(kr_page *page, kr_draw_options *options, kr_error *error) KR_CHECKED;
/* Is the drawing to be as narrow as a phone? The page cannot know how wide the screen is: our script or a
 * link asks for it, and until the browser closes that is kept. */
bool kr_page_narrow(kr_page *page);
/* "1" in the query switches a layer on, "0" off; anything else keeps what is usual. Puts {name, label, on,
 * href} into the array `layers`. */
typedef struct kr_layer_switch {
    unsigned layer;
    const char *name, *label_key;
    bool usual;
} kr_layer_switch;
unsigned kr_put_layers(kr_page *page, const kr_layer_switch *switches, size_t count, kr_str rest_of_query);

#endif
