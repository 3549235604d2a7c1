#include "draw/more.h"

#include "draw/font_metrics.h"
#include "draw/sheets.h"

const kr_drawer *kr_drawer_of(kr_drawing as) {
    static const kr_drawer *const all[] = {&kr_draws_genogram,      &kr_draws_functions, &kr_draws_domains,
                                           &kr_draws_sociogram,     &kr_draws_group,     &kr_draws_matrix,
                                           &kr_draws_cards,         &kr_draws_lifeline,  &kr_draws_over_time,
                                           &kr_draws_neighbourhood, &kr_draws_map,       &kr_draws_plain};
    for (size_t i = 0; i < KR_COUNT(all); i++) {
        if (all[i]->as == as) return all[i];
    }
    return NULL;
}

typedef void (*signer)(kr_scene *, uint8_t, double, double, kr_text_fn, void *);

void kr_more_sign(kr_scene *scene, uint8_t symbol, double x, double y, kr_text_fn text, void *context) {
    static const struct {
        uint8_t first;
        signer draw;
    } signs[] = {{KR_SIGNS_PLAIN, kr_plain_sign},         {KR_SIGNS_NEIGHBOURHOOD, kr_neighbourhood_sign},
                 {KR_SIGNS_LIFELINE, kr_lifeline_sign},   {KR_SIGNS_CARDS, kr_cards_sign},
                 {KR_SIGNS_SOCIOGRAM, kr_sociogram_sign}, {KR_SIGNS_DOMAINS, kr_domains_sign},
                 {KR_SIGNS_FUNCTIONS, kr_functions_sign}, {KR_SIGNS_GENOGRAM, kr_genogram_sign}};
    for (size_t i = 0; i < KR_COUNT(signs); i++) {
        if (symbol < signs[i].first) continue;
        signs[i].draw(scene, symbol, x, y, text, context);
        return;
    }
}

bool kr_more_sign_wide(uint8_t symbol) {
    return symbol < KR_SIGNS_FUNCTIONS && kr_genogram_sign_wide(symbol);
}

/* -- the sheet around a drawing -- */

static const struct {
    double across, down;
} papers[] = {{210, 297}, {297, 420}, {420, 594}, {594, 841}, {841, 1189}};

static kr_str words(kr_drawing_work *w, const char *key, size_t n) {
    const kr_person *ego = w->network->ego;
    kr_str name = ego && ego->name.len ? ego->name : kr_word_for(w, "draw.me");
    kr_str text = kr_text_name(w->arena, kr_word_for(w, key), name);
    if (text.ptr) text = kr_text_number(w->arena, text, n);
    if (!text.ptr) w->scene->err = KR_E_MEMORY;
    return text.ptr ? text : KR_NONE;
}

/* Title and date above, legend below, each as wide as the drawing; on several sheets on the first of them. */
static void frame(kr_drawing_work *w, const kr_drawer *d, bool spread) {
    kr_scene *s = w->scene;
    double wide = s->width > 560 ? s->width : 560, middle = s->left + s->width / 2, left = s->left;
    w->width = spread && wide > 900 ? 900 : wide;
    kr_shape *line = kr_scene_text(s, "m-title", spread ? left : middle, s->top - 44, 26, s->title);
    line->bold = true;
    if (spread) line->anchor = KR_START;
    if (w->options->date_line.len) {
        line = kr_scene_text(s, "m-date", spread ? left : middle, s->top - 20, 14, w->options->date_line);
        if (spread) line->anchor = KR_START;
    }
    double legend_top = s->top + s->height + 24, legend = 0;
    if (d->legend) legend = kr_put_legend_at(w, spread ? left + w->width / 2 : middle, legend_top, true);
    s->left = middle - wide / 2;
    s->width = wide;
    s->height += 84 + (legend > 0 ? legend + 24 : 0);
    s->top -= 84;
}

/* The smallest paper, from the one asked for on, upright or on its side, on which type is readable: a unit of
 * a drawing is about 0.2 mm then. */
static void fit_paper(kr_drawing_work *w) {
    kr_scene *s = w->scene;
    size_t at = (size_t)w->options->paper - KR_A4;
    double edge = 10, best = 0, across = 0, down = 0;
    for (; at < KR_COUNT(papers); at++) {
        for (int side = 0; side < 2; side++) {
            double a = side ? papers[at].down : papers[at].across,
                   b = side ? papers[at].across : papers[at].down;
            double x = (a - 2 * edge) / s->width, y = (b - 2 * edge) / s->height, scale = x < y ? x : y;
            if (scale > best * 1.02) best = scale, across = a, down = b;
        }
        if (best >= 0.2) break;
    }
    s->grown = at > (size_t)w->options->paper - KR_A4;
    s->mm_width = across;
    s->mm_height = down;
    double wide = across / best, tall = down / best;
    s->left -= (wide - s->width) / 2;
    s->top -= (tall - s->height) / 2 < edge / best * 2 ? (tall - s->height) / 2 : edge / best * 2;
    s->width = wide;
    s->height = tall;
}

/* Around the drawing, and onto paper. */
static kr_err put_on_paper(kr_drawing_work *w, const kr_drawer *d) {
    kr_scene *s = w->scene, bare = *s;
    int sheets = w->options->sheets;
    if (sheets != KR_SHEETS_MANY) {
        frame(w, d, false);
        fit_paper(w);
        if (sheets == KR_SHEETS_ONE || kr_sheets_readable(s)) return KR_OK;
        /* As it was, but for the memory it took. */
        s->count = bare.count;
        s->left = bare.left, s->top = bare.top, s->width = bare.width, s->height = bare.height;
        s->grown = false;
    }
    frame(w, d, true);
    return kr_sheets_fit(w);
}

kr_err kr_more_scene(kr_scene **out, kr_arena *arena, const kr_network *network,
                     const kr_draw_options *options, kr_error *error) {
    const kr_drawer *d = kr_drawer_of(options->as);
    kr_drawing_work w = {.arena = arena, .network = network, .options = options, .n = network->n};
    w.scene = kr_new(arena, kr_scene);
    if (!d) return kr_fail(error, KR_E_INVALID, "error.draw_kind", NULL, NULL);
    if (!w.scene) return kr_fail(error, KR_E_MEMORY, "error.memory", NULL, NULL);
    w.scene->arena = arena;
    w.scene->cap = 256 + network->n * 12;
    w.scene->shapes = kr_arena_grow(arena, NULL, 0, w.scene->cap * sizeof(kr_shape));
    if (!w.scene->shapes) return kr_fail(error, KR_E_MEMORY, "error.memory", NULL, NULL);
    w.narrow = options->narrow && options->paper == KR_SCREEN;
    w.width = w.narrow ? 360 : 800;
    w.scene->name = kr_drawing_name(options->as);
    w.scene->root_class = "m-svg d-svg";
    kr_work_words(&w);
    kr_err err = d->draw(&w);
    w.scene->title = options->title.len ? options->title : words(&w, d->title_key, network->n);
    w.scene->description = words(&w, d->desc_key, w.scene->persons);
    if (err == KR_OK && options->paper != KR_SCREEN) err = put_on_paper(&w, d);
    if (w.scene->err != KR_OK) err = w.scene->err;
    if (err != KR_OK)
        return kr_fail(error, err,
                       err == KR_E_MEMORY      ? "error.memory"
                       : err == KR_E_NOT_FOUND ? "error.draw_empty"
                                               : "error.draw_many",
                       NULL, NULL);
    *out = w.scene;
    return KR_OK;
}
