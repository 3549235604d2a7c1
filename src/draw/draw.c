/* From a network and options to a scene. */
#include "draw/draw.h"

#include "draw/drawing.h"
#include "draw/more.h"
#include "draw/ringed.h"

static const char *const names[] = {
    NULL,       "lensink",   "wijkecogram", "horizons",      "rings", "ecogram",
    "genogram", "functions", "domains",     "sociogram",     "group", "matrix",
    "cards",    "lifeline",  "over-time",   "neighbourhood", "map",   "plain"};

kr_drawing kr_drawing_named(kr_str name) {
    for (size_t i = 1; i < KR_COUNT(names); i++) {
        if (kr_str_is(name, names[i])) return (kr_drawing)i;
    }
    return (kr_drawing)0;
}

const char *kr_drawing_name(kr_drawing drawing) {
    return drawing >= KR_DRAW_LENSINK && drawing <= KR_DRAW_LAST ? names[drawing] : NULL;
}

kr_viewer kr_drawing_viewer(kr_drawing drawing, bool initials) {
    if (initials) return KR_VIEWER_INITIALS;
    return drawing == KR_DRAW_LIFELINE || drawing == KR_DRAW_GROUP ? KR_VIEWER_LIFE : KR_VIEWER_WALL;
}

/* A4 to A0, in millimetres. */
static const struct {
    double across, down;
} papers[] = {{210, 297}, {297, 420}, {420, 594}, {594, 841}, {841, 1189}};

/* How a drawing is tried. */
typedef struct trial {
    double scale; /* of the sheet: less is larger type */
    size_t paper; /* in `papers`; beyond what was asked for the type stays as on A4, and there is more room */
    bool comfortable; /* only when everybody has all the room there can be */
} trial;

/* Widths are in units of which 800 (ecogram: 900) go on a sheet; larger type is a narrower sheet. */
static void measure_sheet(kr_drawing_work *w, const trial *t) {
    const kr_draw_options *o = w->options;
    w->width = (o->as == KR_DRAW_ECOGRAM ? 900 : 800) * t->scale;
    if (o->large) w->width *= 0.8;
    if (o->paper == KR_SCREEN) return;
    /* A4 and A3 with a margin of 10 mm, 14 on the poster. */
    double across = papers[t->paper].across, down = papers[t->paper].down, edge = t->paper == 0 ? 10 : 14;
    w->scene->grown = t->paper > (o->paper == KR_A3 ? 1u : 0u);
    if (w->scene->grown) w->width *= (across - 2 * edge) / 190;
    double unit = w->width / (across - 2 * edge);
    w->margin = edge * unit;
    w->height = (down - 2 * edge) * unit;
    w->scene->mm_width = across;
    w->scene->mm_height = down;
}

bool kr_draws_wall(const kr_draw_options *options) {
    return options->wall || options->paper != KR_SCREEN;
}

static void entitle(kr_drawing_work *w) {
    const kr_person *ego = w->network->ego;
    kr_str name = ego && ego->name.len ? ego->name : kr_word_for(w, "draw.me");
    const kr_drawer *drawer = kr_drawer_of(w->options->as);
    const char *key = w->options->as == KR_DRAW_ECOGRAM ? "draw.title.ecogram" : "draw.title.circle";
    if (drawer) key = drawer->title_key;
    if (w->options->as == KR_DRAW_FUNCTIONS && w->options->other_side) key = "draw.title.functions.other";
    kr_scene *scene = w->scene;
    scene->title =
        w->options->title.len ? w->options->title : kr_text_name(w->arena, kr_word_for(w, key), name);
    const char *desc = w->options->as == KR_DRAW_ECOGRAM ? "draw.desc.ecogram" : "draw.desc.circle";
    if (drawer) desc = drawer->desc_key;
    kr_str text = kr_text_name(w->arena, kr_word_for(w, desc), name);
    scene->description =
        text.ptr ? kr_text_number(w->arena, text, w->given ? w->persons : w->network->n) : text;
    scene->name = names[w->options->as];
    scene->root_class = w->options->as == KR_DRAW_ECOGRAM ? "e-svg m-svg" : "m-svg";
    if (!scene->title.ptr || !scene->description.ptr) scene->err = KR_E_MEMORY;
}

static kr_err attempt(kr_scene **out, kr_arena *arena, const kr_network *network,
                      const kr_draw_options *options, const trial *t) {
    static const kr_form_id forms[] = {0, KR_FORM_LENSINK, KR_FORM_WARD, KR_FORM_HORIZONS, KR_FORM_RINGS};
    kr_drawing_work w = {.arena = arena, .network = network, .options = options};
    w.scene = kr_new(arena, kr_scene);
    if (!w.scene) return KR_E_MEMORY;
    w.scene->arena = arena;
    w.scene->cap = 160 + network->n * 14;
    /* Not zeroed: each shape is when it is added. */
    w.scene->shapes = kr_arena_grow(arena, NULL, 0, w.scene->cap * sizeof(kr_shape));
    if (!w.scene->shapes) return KR_E_MEMORY;
    bool ringed = kr_is_ringed(options->as);
    if (options->as < KR_DRAW_ECOGRAM) w.form = kr_form_of(forms[options->as]);
    w.comfortable = t->comfortable;
    measure_sheet(&w, t);
    kr_work_words(&w);
    kr_err err = ringed ? kr_ringed_prepare(&w) : kr_work_spots(&w);
    entitle(&w);
    if (err == KR_OK) err = w.form ? kr_circle_scene(&w) : kr_eco_scene(&w);
    if (w.given) w.scene->persons = w.persons;
    if (w.scene->err != KR_OK) err = w.scene->err;
    if (err == KR_OK) *out = w.scene;
    return err;
}

/* On paper with few people everything is larger: a poster is read from where the table stands. */
#define FEW 45

static kr_err attempt_larger(kr_scene **out, kr_arena *arena, const kr_network *network,
                             const kr_draw_options *options) {
    static const double scales[] = {0.62, 0.72, 0.85};
    kr_err err = KR_E_LIMIT;
    if (options->paper == KR_SCREEN || network->n == 0 || network->n > FEW) return err;
    for (size_t i = 0; i < KR_COUNT(scales) && err == KR_E_LIMIT; i++)
        err = attempt(out, arena, network, options, &(trial){scales[i], options->paper == KR_A3, true});
    return err;
}

/* Very many people: larger paper than was asked for. */
static kr_err attempt_grown(kr_scene **out, kr_arena *arena, const kr_network *network,
                            const kr_draw_options *options) {
    kr_err err = KR_E_LIMIT;
    if (options->paper == KR_SCREEN || options->as < KR_DRAW_ECOGRAM) return err;
    for (size_t i = options->paper == KR_A3 ? 2 : 1; i < KR_COUNT(papers) && err == KR_E_LIMIT; i++)
        err = attempt(out, arena, network, options, &(trial){1, i, false});
    return err;
}

kr_err kr_scene_make(kr_scene **out, kr_arena *arena, const kr_network *network,
                     const kr_draw_options *options, kr_error *error) {
    /* A family tree may be larger, and looks after itself. */
    if (network->n > KR_DRAW_MOST && options->as != KR_DRAW_GENOGRAM)
        return kr_fail(error, KR_E_LIMIT, "error.draw_many", NULL, NULL);
    if (!kr_drawing_name(options->as)) return kr_fail(error, KR_E_INVALID, "error.draw_kind", NULL, NULL);
    if (options->as > KR_DRAW_ECOGRAM && !kr_is_ringed(options->as))
        return kr_more_scene(out, arena, network, options, error);
    const trial usual = {1, options->paper == KR_A3, false};
    kr_draw_options plain = *options;
    kr_err err = attempt_larger(out, arena, network, options);
    if (err == KR_E_LIMIT) err = attempt(out, arena, network, options, &usual);
    if (err == KR_E_LIMIT && options->large) {
        /* Too many people for large type on one sheet: better all of them, a little smaller. */
        plain.large = false;
        err = attempt(out, arena, network, &plain, &usual);
    }
    if (err == KR_E_LIMIT) err = attempt_grown(out, arena, network, &plain);
    if (err != KR_OK)
        return kr_fail(error, err,
                       err == KR_E_MEMORY      ? "error.memory"
                       : err == KR_E_NOT_FOUND ? "error.draw_empty"
                                               : "error.draw_many",
                       NULL, NULL);
    return KR_OK;
}
