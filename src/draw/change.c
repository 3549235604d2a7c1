/* Two moments: who came, who moved, who went. */
#include "core/num.h"
#include "draw/mini.h"
#include "draw/text.h"

static kr_place place_in(const kr_person *person, const kr_tie *tie) {
    kr_alter alter = {.person = person, .tie = tie};
    return person ? kr_mini_place(&alter) : (kr_place){0};
}

static bool stands(kr_place place) {
    return place.ring && place.area;
}

static const char plus[] =
    "<g class=\"a-badge\"><circle r=\"7\"/><path d=\"M-3.600 0h7.200M0-3.600v7.200\"/></g>";

/* An arrow from where somebody stood towards where they stand now. */
static void put_move(kr_mini *m, double x0, double y0, double x1, double y1) {
    double dx = x1 - x0, dy = y1 - y0, length = kr_sqrt(dx * dx + dy * dy);
    kr_mini_circle(m, "a-was", 0, x0, y0, 7);
    if (length < 34) return;
    dx /= length;
    dy /= length;
    double ax = x0 + dx * 10, ay = y0 + dy * 10, bx = x1 - dx * 18, by = y1 - dy * 18;
    const double points[10] = {ax,
                               ay,
                               bx,
                               by,
                               bx - dx * 7 - dy * 5,
                               by - dy * 7 + dx * 5,
                               bx - dx * 7 + dy * 5,
                               by - dy * 7 - dx * 5};
    static const int order[5] = {0, 1, 2, 1, 3};
    kr_put_z(m->out, "<path class=\"a-move\" d=\"");
    for (int i = 0; i < 5; i++) {
        kr_put_c(m->out, i == 0 || i == 2 ? 'M' : 'L');
        kr_put_num(m->out, points[2 * order[i]]);
        kr_put_c(m->out, ' ');
        kr_put_num(m->out, points[2 * order[i] + 1]);
    }
    kr_put_z(m->out, "\"/>");
}

typedef struct moved {
    kr_mini_person now, was;
    const kr_difference *difference;
    bool shown, has_was;
} moved;

/* Where somebody stands in this picture: those who went, where they were. */
static kr_place seen_at(const kr_difference *d, bool after) {
    bool then = !after || d->kind == KR_WENT;
    return then ? place_in(d->before, d->tie_before) : place_in(d->after, d->tie_after);
}

static bool stands_out(const kr_difference *d, bool after) {
    if (d->kind == KR_STAYED || (d->kind == KR_CAME && !after)) return false;
    return stands(seen_at(d, after));
}

static moved look_at(kr_mini *m, const kr_difference *d, bool after) {
    moved it = {.difference = d, .shown = stands_out(d, after)};
    if (!it.shown) return it;
    kr_place before = place_in(d->before, d->tie_before);
    it.now.place = seen_at(d, after);
    it.now.name = after && d->kind != KR_WENT ? d->after->name : d->before->name;
    kr_mini_stand(m, &it.now);
    it.has_was = after && d->kind == KR_MOVED && stands(before) &&
                 (before.ring != it.now.place.ring || before.area != it.now.place.area);
    if (it.has_was) {
        it.was.place = before;
        kr_mini_dot(m, before, &it.was.x, &it.was.y);
    }
    return it;
}

static void put_one(kr_mini *m, const moved *it, bool after) {
    if (!it->shown) return;
    switch (it->difference->kind) {
    case KR_CAME:
        kr_mini_put(m, &it->now, " is-new", after ? plus : NULL);
        break;
    case KR_WENT:
        kr_mini_put(m, &it->now, after ? " is-ghost" : NULL, NULL);
        break;
    default:
        if (it->has_was) put_move(m, it->was.x, it->was.y, it->now.x, it->now.y);
        kr_mini_put(m, &it->now, NULL, NULL);
        break;
    }
}

kr_err kr_change_svg(kr_buf *out, kr_arena *arena, const kr_network *network,
                     const kr_difference *differences, size_t count, bool after, kr_text_fn text,
                     void *context) {
    kr_mini m;
    moved *all = kr_new_n(arena, moved, count + 1);
    if (!all || kr_mini_begin(&m, out, arena, true) != KR_OK) return KR_E_MEMORY;
    kr_put_z(out, "<svg class=\"k-atlas\" viewBox=\"-202 -202 404 404\" role=\"img\" aria-label=\"");
    kr_put_xml(out, kr_text_number(
                        arena, kr_text_of(text, context, after ? "draw.change.after" : "draw.change.before"),
                        network->n));
    kr_put_z(out, "\"><g aria-hidden=\"true\">");
    kr_mini_ground(&m);
    for (size_t i = 0; i < network->n; i++) kr_mini_count(&m, kr_mini_place(&network->alters[i]));
    for (size_t i = 0; i < count; i++) {
        const kr_difference *d = &differences[i];
        kr_place place = place_in(after ? d->after : d->before, after ? d->tie_after : d->tie_before);
        double x, y;
        if (stands_out(d, after) || !stands(place)) continue;
        kr_mini_dot(&m, place, &x, &y);
        kr_mini_circle(&m, "a-d", kr_form_of(KR_FORM_LENSINK)->areas[place.area - 1].tint, x, y, 4.5);
    }
    for (size_t i = 0; i < count; i++) all[i] = look_at(&m, &differences[i], after);
    kr_mini_circle(&m, "a-ego", 0, 0, 0, 22);
    for (size_t i = 0; i < count; i++) put_one(&m, &all[i], after);
    kr_put_z(out, "</g></svg>");
    return out->err;
}
