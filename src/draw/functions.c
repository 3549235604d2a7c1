/* Who gives which kind of support: four areas, and rings for now, sometimes, could. Somebody may stand in
 * several places. The other side shows what the person in the middle gives. */
#include "draw/ringed.h"

/* One row for each ring: the drawing, the legend and the words come from it. */
const kr_function_ring kr_function_rings[KR_FUNCTION_RINGS] = {
    {"draw.functions.now", 1, KR_SIGNS_FUNCTIONS, KR_F_tie_gets, KR_F_tie_gives},
    {"draw.functions.sometimes", 2, KR_SIGNS_FUNCTIONS + 1, KR_F_tie_gets_sometimes,
     KR_F_tie_gives_sometimes},
    {"draw.functions.could", 3, KR_SIGNS_FUNCTIONS + 2, KR_F_tie_gets_could, KR_F_tie_gives_could}};

const kr_function_area kr_function_areas[KR_FUNCTION_AREAS] = {
    {"draw.functions.practical", 1u << KR_support_practical, 4},
    {"draw.functions.listening", 1u << KR_support_listening, 1},
    {"draw.functions.company", 1u << KR_support_company, 2},
    {"draw.functions.advice", 1u << KR_support_advice | 1u << KR_support_weighing, 3}};

uint32_t kr_function_set(const kr_tie *t, uint16_t field) {
    switch (field) {
    case KR_F_tie_gets:
        return t->gets;
    case KR_F_tie_gets_sometimes:
        return t->gets_sometimes;
    case KR_F_tie_gets_could:
        return t->gets_could;
    case KR_F_tie_gives:
        return t->gives;
    case KR_F_tie_gives_sometimes:
        return t->gives_sometimes;
    case KR_F_tie_gives_could:
        return t->gives_could;
    default:
        return 0;
    }
}

size_t kr_function_ring_of(const kr_tie *t, size_t area, bool other) {
    for (size_t r = 0; t && r < KR_FUNCTION_RINGS; r++) {
        const kr_function_ring *ring = &kr_function_rings[r];
        if (kr_function_set(t, other ? ring->gives : ring->gets) & kr_function_areas[area].kinds)
            return r + 1;
    }
    return 0;
}

kr_err kr_functions_prepare(kr_drawing_work *w) {
    size_t all = w->n;
    bool other = w->options->other_side;
    kr_form *form = kr_ringed_form(w, KR_FUNCTION_RINGS, KR_FUNCTION_AREAS, all * KR_FUNCTION_AREAS);
    if (!form) return KR_E_MEMORY;
    for (size_t r = 0; r < KR_FUNCTION_RINGS; r++) w->ring[r] = kr_word_for(w, kr_function_rings[r].key);
    for (size_t a = 0; a < KR_FUNCTION_AREAS; a++) {
        w->area[a] = kr_word_for(w, kr_function_areas[a].key);
        form->areas[a].tint = kr_function_areas[a].tint;
    }
    w->apart = true;
    w->persons = 0;
    for (size_t i = 0; i < all; i++) {
        size_t before = w->n;
        for (size_t a = 0; a < KR_FUNCTION_AREAS; a++) {
            size_t ring = kr_function_ring_of(w->network->alters[i].tie, a, other);
            if (ring) kr_ringed_spot(w, i, ring, a + 1)->look = kr_function_rings[ring - 1].look;
        }
        w->persons += w->n > before;
    }
    w->spots += all;
    w->n -= all;
    return KR_OK;
}

static size_t legend(kr_legend_entry *out, size_t cap, const kr_network *net, const kr_draw_options *o) {
    bool there[KR_FUNCTION_RINGS] = {false};
    unsigned kinds = 0;
    size_t n = 0;
    for (size_t i = 0; i < net->n; i++) {
        for (size_t a = 0; a < KR_FUNCTION_AREAS; a++) {
            size_t ring = kr_function_ring_of(net->alters[i].tie, a, o->other_side);
            if (!ring) continue;
            there[ring - 1] = true;
            kinds |= 1u << net->alters[i].person->what;
        }
    }
    for (size_t r = 0; r < KR_FUNCTION_RINGS; r++) {
        if (!there[r]) continue;
        if (n < cap) out[n] = (kr_legend_entry){NULL, kr_function_rings[r].key, kr_function_rings[r].sign};
        n++;
    }
    return kr_ringed_kinds(out, cap, n, kinds);
}

void kr_functions_sign(kr_scene *scene, uint8_t symbol, double x, double y, kr_text_fn text, void *context) {
    (void)text, (void)context;
    static const char *const looks[] = {"g-fill", "g-open", "g-dash"};
    if (symbol < KR_SIGNS_FUNCTIONS + KR_COUNT(looks)) {
        (void)kr_scene_circle(scene, looks[symbol - KR_SIGNS_FUNCTIONS], x, y, 7.5);
    } else if (symbol == KR_SIGN_KIND(KR_what_group)) {
        (void)kr_scene_circle(scene, "g-open", x, y, 8);
        (void)kr_scene_circle(scene, "g-thin", x, y, 5);
    } else if (symbol == KR_SIGN_KIND(KR_what_place)) {
        (void)kr_scene_rect(scene, "g-open", x - 7.5, y - 7.5, 15, 15, 4);
    } else {
        kr_shape *s = kr_scene_add(scene, KR_SH_DIAMOND, "g-open");
        s->x = x;
        s->y = y;
        s->a = 8.5;
    }
}

const kr_drawer kr_draws_functions = {KR_DRAW_FUNCTIONS, "draw.title.functions", "draw.desc.functions", NULL,
                                      legend};
