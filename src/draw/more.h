/* The drawings besides circles and ecogram: one row each. A drawing puts its shapes into the scene in units
 * of about one CSS pixel and says which box they fill; sheet, title, date and legend are put around it here.
 */
#ifndef KR_DRAW_MORE_H
#define KR_DRAW_MORE_H

#include "draw/drawing.h"

/* Symbols of a legend from here on belong to the drawings below; each has 32 of its own. */
#define KR_SIGN_MORE 64
enum {
    KR_SIGNS_GENOGRAM = 64, /* has 96 */
    KR_SIGNS_FUNCTIONS = 160,
    KR_SIGNS_DOMAINS = 168,
    KR_SIGNS_SOCIOGRAM = 176,
    KR_SIGNS_CARDS = 192,
    KR_SIGNS_LIFELINE = 200,
    KR_SIGNS_NEIGHBOURHOOD = 216,
    KR_SIGNS_PLAIN = 232
};

typedef struct kr_drawer {
    kr_drawing as;
    const char *title_key; /* "{name}": "Stamboom van {name}" */
    const char *desc_key;  /* for a screen reader: {name}, {n} people */
    /* Shapes into work->scene; then scene->left, top, width, height are the box around them, persons how many
     * are drawn (without the one in the middle). Errors: KR_E_MEMORY, KR_E_LIMIT, KR_E_NOT_FOUND (nothing to
     * draw: the page says what to do instead). */
    kr_err (*draw)(kr_drawing_work *work);
    /* As kr_legend: what this drawing needs. NULL: no legend. */
    size_t (*legend)(kr_legend_entry *out, size_t cap, const kr_network *network,
                     const kr_draw_options *options);
} kr_drawer;

const kr_drawer *kr_drawer_of(kr_drawing as);
kr_err kr_more_scene(kr_scene **out, kr_arena *arena, const kr_network *network,
                     const kr_draw_options *options, kr_error *error) KR_CHECKED;
/* The shapes of one symbol of a legend around (x, y), within 20 × 20, or 48 × 22 when it is wide. */
void kr_more_sign(kr_scene *scene, uint8_t symbol, double x, double y, kr_text_fn text, void *context);
bool kr_more_sign_wide(uint8_t symbol);

/* One per drawing; each in a file of that name. */
void kr_over_time_sign(kr_scene *scene, uint8_t symbol, double x, double y);
extern const kr_drawer kr_draws_genogram, kr_draws_functions, kr_draws_domains, kr_draws_sociogram,
    kr_draws_group, kr_draws_matrix, kr_draws_cards, kr_draws_lifeline, kr_draws_over_time,
    kr_draws_neighbourhood, kr_draws_map, kr_draws_plain;
void kr_genogram_sign(kr_scene *scene, uint8_t symbol, double x, double y, kr_text_fn text, void *context);
void kr_functions_sign(kr_scene *scene, uint8_t symbol, double x, double y, kr_text_fn text, void *context);
void kr_domains_sign(kr_scene *scene, uint8_t symbol, double x, double y, kr_text_fn text, void *context);
void kr_sociogram_sign(kr_scene *scene, uint8_t symbol, double x, double y, kr_text_fn text, void *context);
void kr_cards_sign(kr_scene *scene, uint8_t symbol, double x, double y, kr_text_fn text, void *context);
void kr_lifeline_sign(kr_scene *scene, uint8_t symbol, double x, double y, kr_text_fn text, void *context);
void kr_neighbourhood_sign(kr_scene *scene, uint8_t symbol, double x, double y, kr_text_fn text,
                           void *context);
void kr_plain_sign(kr_scene *scene, uint8_t symbol, double x, double y, kr_text_fn text, void *context);
bool kr_genogram_sign_wide(uint8_t symbol);

#endif
