#include "draw/ringed.h"

bool kr_is_ringed(kr_drawing as) {
    return as == KR_DRAW_FUNCTIONS || as == KR_DRAW_NEIGHBOURHOOD || as == KR_DRAW_MAP;
}

kr_err kr_ringed_prepare(kr_drawing_work *w) {
    kr_err err = kr_work_spots(w);
    w->persons = w->network->n;
    if (err != KR_OK) return err;
    switch (w->options->as) {
    case KR_DRAW_FUNCTIONS:
        return kr_functions_prepare(w);
    case KR_DRAW_NEIGHBOURHOOD:
        return kr_neighbourhood_prepare(w);
    case KR_DRAW_MAP:
        return kr_map_prepare(w);
    default:
        return KR_OK;
    }
}

/* Neighbours never have the same colour. */
static uint8_t tint_of(size_t area, size_t areas) {
    if (areas == 1) return 0;
    return area == 4 && areas == 5 ? 2 : (uint8_t)(area % 4 + 1);
}

kr_form *kr_ringed_form(kr_drawing_work *w, size_t rings, size_t areas, size_t spots) {
    kr_form *form = kr_new(w->arena, kr_form);
    kr_spot *room = kr_new_n(w->arena, kr_spot, w->n + spots + 1);
    if (!form || !room) return NULL;
    /* The first area ends at the top, so that words are read clockwise from the top left. */
    double wide = 360.0 / (double)areas, at = areas > 1 && areas < 5 ? 360.0 - wide : 0;
    form->n_rings = rings;
    form->n_areas = areas;
    for (size_t a = 0; a<areas; a++, at = at + wide> 359.9 ? 0 : at + wide)
        form->areas[a] = (kr_form_area){
            .choice = (uint8_t)(a + 1), .tint = tint_of(a, areas), .from = at, .to = at + wide};
    memcpy(room, w->spots, w->n * sizeof *room);
    w->spots = room;
    w->form = form;
    w->given = true;
    return form;
}

kr_spot *kr_ringed_spot(kr_drawing_work *w, size_t alter, size_t ring, size_t area) {
    /* Those of everybody stand in front; they are taken away when all others are there. */
    kr_spot *s = &w->spots[w->n++];
    *s = w->spots[alter];
    s->ring = (uint8_t)ring;
    s->area = (uint8_t)area;
    return s;
}

size_t kr_ringed_kinds(kr_legend_entry *out, size_t cap, size_t n, unsigned kinds) {
    static const struct {
        uint8_t what;
        const char *key;
    } rows[] = {
        {KR_what_group, "legend.group"}, {KR_what_place, "legend.place"}, {KR_what_animal, "legend.animal"}};
    for (size_t i = 0; i < KR_COUNT(rows); i++) {
        if (!(kinds >> rows[i].what & 1)) continue;
        if (n < cap) out[n] = (kr_legend_entry){NULL, rows[i].key, KR_SIGN_KIND(rows[i].what)};
        n++;
    }
    return n;
}
