/* From a network and options to a scene. */
#include "draw/draw.h"

#include "draw/drawing.h"

static const char *const names[] = {NULL, "lensink", "wijkecogram", "horizons", "rings", "ecogram"};

kr_drawing kr_drawing_named(kr_str name) {
    for (size_t i = 1; i < KR_COUNT(names); i++) {
        if (kr_str_is(name, names[i])) return (kr_drawing)i;
    }
    return (kr_drawing)0;
}

const char *kr_drawing_name(kr_drawing drawing) {
    return drawing >= KR_DRAW_LENSINK && drawing <= KR_DRAW_ECOGRAM ? names[drawing] : NULL;
}

/* Widths are in units of which 800 (ecogram: 900) go on a sheet; larger type is a narrower sheet. */
static void measure_sheet(kr_drawing_work *w) {
    const kr_draw_options *o = w->options;
    w->width = o->as == KR_DRAW_ECOGRAM ? 900 : 800;
    if (o->large) w->width *= 0.8;
    if (o->paper == KR_SCREEN) return;
    /* A4 and A3 with a margin of 10 mm, 14 on the poster. */
    double across = o->paper == KR_A4 ? 210 : 297, down = o->paper == KR_A4 ? 297 : 420,
           edge = o->paper == KR_A4 ? 10 : 14;
    double unit = w->width / (across - 2 * edge);
    w->margin = edge * unit;
    w->height = (down - 2 * edge) * unit;
    w->scene->mm_width = across;
    w->scene->mm_height = down;
}

static void entitle(kr_drawing_work *w) {
    const kr_person *ego = w->network->ego;
    kr_str name = ego && ego->name.len ? ego->name : kr_word_for(w, "draw.me");
    const char *key = w->options->as == KR_DRAW_ECOGRAM ? "draw.title.ecogram" : "draw.title.circle";
    kr_scene *scene = w->scene;
    scene->title =
        w->options->title.len ? w->options->title : kr_text_name(w->arena, kr_word_for(w, key), name);
    const char *desc = w->options->as == KR_DRAW_ECOGRAM ? "draw.desc.ecogram" : "draw.desc.circle";
    kr_str text = kr_text_name(w->arena, kr_word_for(w, desc), name);
    scene->description = text.ptr ? kr_text_number(w->arena, text, w->network->n) : text;
    scene->name = names[w->options->as];
    scene->root_class = w->options->as == KR_DRAW_ECOGRAM ? "e-svg m-svg" : "m-svg";
    if (!scene->title.ptr || !scene->description.ptr) scene->err = KR_E_MEMORY;
}

static kr_err attempt(kr_scene **out, kr_arena *arena, const kr_network *network,
                      const kr_draw_options *options) {
    static const kr_form_id forms[] = {0, KR_FORM_LENSINK, KR_FORM_WARD, KR_FORM_HORIZONS, KR_FORM_RINGS};
    kr_drawing_work w = {.arena = arena, .network = network, .options = options};
    w.scene = kr_new(arena, kr_scene);
    if (!w.scene) return KR_E_MEMORY;
    w.scene->arena = arena;
    w.scene->cap = 128 + network->n * 10;
    /* Not zeroed: each shape is when it is added. */
    w.scene->shapes = kr_arena_grow(arena, NULL, 0, w.scene->cap * sizeof(kr_shape));
    if (!w.scene->shapes) return KR_E_MEMORY;
    w.form = options->as == KR_DRAW_ECOGRAM ? NULL : kr_form_of(forms[options->as]);
    measure_sheet(&w);
    kr_work_words(&w);
    entitle(&w);
    kr_err err = kr_work_spots(&w);
    if (err == KR_OK) err = w.form ? kr_circle_scene(&w) : kr_eco_scene(&w);
    if (w.scene->err != KR_OK) err = w.scene->err;
    if (err == KR_OK) *out = w.scene;
    return err;
}

kr_err kr_scene_make(kr_scene **out, kr_arena *arena, const kr_network *network,
                     const kr_draw_options *options, kr_error *error) {
    if (network->n > KR_DRAW_MOST) return kr_fail(error, KR_E_LIMIT, "error.draw_many", NULL, NULL);
    if (!kr_drawing_name(options->as)) return kr_fail(error, KR_E_INVALID, "error.draw_kind", NULL, NULL);
    kr_err err = attempt(out, arena, network, options);
    if (err == KR_E_LIMIT && options->large) {
        /* Too many people for large type on one sheet: better all of them, a little smaller. */
        kr_draw_options usual = *options;
        usual.large = false;
        err = attempt(out, arena, network, &usual);
    }
    if (err != KR_OK)
        return kr_fail(error, err, err == KR_E_MEMORY ? "error.memory" : "error.draw_many", NULL, NULL);
    return KR_OK;
}
