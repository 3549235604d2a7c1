/* A circle with rings and sectors of one's own. */
#include "draw/ringed.h"

/* Which of the alters is this person: by where the person stands in the circle, so that a form with many
 * places costs no more than its places. */
static uint32_t *index_of(kr_drawing_work *w) {
    const kr_circle *c = w->network->circle;
    uint32_t *at = kr_new_n(w->arena, uint32_t, c->n_persons + 1);
    for (size_t i = 0; at && i < w->network->n; i++) {
        const kr_person *p = kr_circle_person(c, w->network->alters[i].person->id);
        if (p) at[p - c->persons] = (uint32_t)i + 1;
    }
    return at;
}

/* On its page whoever waits for a place stands beside the drawing already. */
static void only_placed(kr_drawing_work *w) {
    size_t n = 0;
    for (size_t i = 0; i < w->n; i++)
        if (w->spots[i].ring) w->spots[n++] = w->spots[i];
    w->apart = n < w->n;
    w->n = w->persons = n;
}

kr_err kr_map_prepare(kr_drawing_work *w) {
    const kr_circle *c = w->network->circle;
    const kr_own_form *own = kr_own_form_of(c, w->options->form);
    if (!own) return KR_E_NOT_FOUND;
    size_t rings = kr_own_words(own->rings, w->ring, KR_FORM_RINGS),
           areas = kr_own_words(own->areas, w->area, KR_FORM_AREAS);
    /* without a name (a guest may not see it, or a file had none) there is an empty word, not none at all */
    kr_str name = own->name.ptr ? own->name : KR_STR("");
    if (rings == 0) w->ring[rings++] = name;
    if (areas == 0) w->area[areas++] = name;
    uint32_t *at = index_of(w);
    if (!at || !kr_ringed_form(w, rings, areas, 0)) return KR_E_MEMORY;
    for (size_t i = 0; i < c->n_form_places; i++) {
        const kr_form_place *place = &c->form_places[i];
        if (place->gone || place->form != own->id) continue;
        const kr_person *p = kr_circle_person(c, place->person);
        uint32_t alter = p ? at[p - c->persons] : 0;
        int64_t area = areas == 1 ? 1 : place->area;
        bool fits = place->ring >= 1 && place->ring <= (int64_t)rings && area >= 1 && area <= (int64_t)areas;
        if (!alter || !fits) continue;
        w->spots[alter - 1].ring = (uint8_t)place->ring;
        w->spots[alter - 1].area = (uint8_t)area;
    }
    if (!kr_draws_wall(w->options)) only_placed(w);
    return KR_OK;
}

/* The signs that people have in every circle; the names of rings and sectors stand in it. */
static size_t legend(kr_legend_entry *out, size_t cap, const kr_network *network,
                     const kr_draw_options *options) {
    kr_draw_options as_rings = *options;
    as_rings.as = KR_DRAW_RINGS;
    as_rings.layers &= ~(unsigned)KR_LAYER_AREAS;
    as_rings.wall = true; /* nothing is suggested here */
    return kr_legend(out, cap, network, &as_rings);
}

const kr_drawer kr_draws_map = {KR_DRAW_MAP, "draw.title.map", "draw.desc.map", NULL, legend};
