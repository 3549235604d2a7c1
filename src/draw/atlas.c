/* A small quiet circle: everybody as a dot, some standing out. */
#include "draw/mini.h"
#include "draw/text.h"

static void open_large(kr_buf *out, kr_arena *arena, kr_text_fn text, void *context, size_t n) {
    kr_put_z(out, "<svg class=\"k-atlas\" viewBox=\"-202 -202 404 404\" role=\"img\" aria-label=\"");
    kr_put_xml(out, kr_text_number(arena, kr_text_of(text, context, "draw.atlas"), n));
    kr_put_z(out, "\"><g aria-hidden=\"true\">");
}

static void small_dot(kr_mini *m, int tint, double x, double y, bool marked) {
    kr_put_z(m->out, "<circle cx=\"");
    kr_put_num(m->out, x);
    kr_put_z(m->out, "\" cy=\"");
    kr_put_num(m->out, y);
    kr_put_z(m->out, marked ? "\" r=\"4\" class=\"d q" : "\" r=\"2.2\" class=\"d q");
    kr_put_int(m->out, tint);
    kr_put_z(m->out, marked ? "\"/>" : "\" opacity=\".3\"/>");
}

static void put_named(kr_mini *m, const kr_network *network, const bool *stands) {
    for (size_t i = 0; i < network->n; i++) {
        if (!stands[i]) continue;
        kr_mini_person p = {.name = network->alters[i].person->name,
                            .place = kr_mini_place(&network->alters[i])};
        kr_mini_stand(m, &p);
        kr_mini_put(m, &p, NULL, NULL);
    }
}

kr_err kr_atlas_svg(kr_buf *out, kr_arena *arena, const kr_network *network, const uint32_t *marked,
                    size_t n_marked, bool names, kr_text_fn text, void *context) {
    kr_mini m;
    bool *stands = kr_new_n(arena, bool, network->n + 1);
    if (!stands || kr_mini_begin(&m, out, arena, names) != KR_OK) return KR_E_MEMORY;
    for (size_t i = 0; i < n_marked; i++) {
        if (marked[i] < network->n) stands[marked[i]] = true;
    }
    if (names)
        open_large(out, arena, text, context, network->n);
    else
        kr_put_z(
            out,
            "<svg class=\"k-look__pic\" viewBox=\"-40 -40 80 80\" aria-hidden=\"true\" focusable=\"false\">");
    kr_mini_ground(&m);
    for (size_t i = 0; i < network->n; i++) kr_mini_count(&m, kr_mini_place(&network->alters[i]));
    for (size_t i = 0; i < network->n; i++) {
        kr_place place = kr_mini_place(&network->alters[i]);
        double x, y;
        stands[i] = stands[i] && place.ring && place.area;
        if (!place.ring || !place.area) continue;
        int tint = kr_form_of(KR_FORM_LENSINK)->areas[place.area - 1].tint;
        if (!names || !stands[i]) kr_mini_dot(&m, place, &x, &y);
        if (!names)
            small_dot(&m, tint, x, y, stands[i]);
        else if (!stands[i])
            kr_mini_circle(&m, "a-d", tint, x, y, 4.5);
    }
    kr_mini_circle(&m, names ? "a-ego" : "m-me", 0, 0, 0, names ? 22 : 4.5);
    if (names) put_named(&m, network, stands);
    kr_put_z(out, names ? "</g></svg>" : "</svg>");
    return out->err;
}
