#include "draw/absence.h"

#include "draw/mini.h"
#include "draw/text.h"

static const char question[] =
    "<g class=\"a-badge\"><circle r=\"7\"/><path d=\"M-2-1.800a2 2 0 1 1 2.600 1.900"
    "c-.500.200-.600.500-.600 1.100M0 3.600v.01\"/></g>";

static bool stands(const kr_network *network, size_t i, kr_place *place) {
    *place = kr_mini_place(&network->alters[i]);
    return place->ring && place->area;
}

/* Those with a name of one role: first who is away, so that nobody else takes their room. */
static void put_role(kr_mini *m, const kr_network *network, const uint8_t *roles, uint8_t role) {
    for (size_t i = 0; i < network->n; i++) {
        kr_mini_person p = {.name = network->alters[i].person->name};
        if (roles[i] != role || !stands(network, i, &p.place)) continue;
        kr_mini_stand(m, &p);
        kr_mini_put(m, &p, role == KR_ABSENCE_AWAY ? " is-ghost" : NULL,
                    role == KR_ABSENCE_ASK ? question : NULL);
    }
}

kr_err kr_absence_svg(kr_buf *out, kr_arena *arena, const kr_network *network, const uint8_t *roles,
                      kr_text_fn text, void *context) {
    kr_mini m;
    kr_place place;
    if (kr_mini_begin(&m, out, arena, true) != KR_OK) return KR_E_MEMORY;
    kr_put_z(out, "<svg class=\"k-atlas\" viewBox=\"-202 -202 404 404\" role=\"img\" aria-label=\"");
    kr_put_xml(out, kr_text_number(arena, kr_text_of(text, context, "draw.absence"), network->n));
    kr_put_z(out, "\"><g aria-hidden=\"true\">");
    kr_mini_ground(&m);
    for (size_t i = 0; i < network->n; i++) kr_mini_count(&m, kr_mini_place(&network->alters[i]));
    for (size_t i = 0; i < network->n; i++) {
        double x, y;
        if (roles[i] != KR_ABSENCE_DOT || !stands(network, i, &place)) continue;
        kr_mini_dot(&m, place, &x, &y);
        kr_mini_circle(&m, "a-d", kr_form_of(KR_FORM_LENSINK)->areas[place.area - 1].tint, x, y, 4.5);
    }
    kr_mini_circle(&m, "a-ego", 0, 0, 0, 22);
    for (uint8_t role = KR_ABSENCE_AWAY; role <= KR_ABSENCE_ASK; role++) put_role(&m, network, roles, role);
    kr_put_z(out, "</g></svg>");
    return out->err;
}
