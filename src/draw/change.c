/* Two moments: who came, who moved, who went. */
#include "core/num.h"
#include "core/utf8.h"
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
static void put_move(kr_mini *m, const kr_mini_person *p) {
    double e[4];
    kr_mini_circle(m, "a-was", 0, p->from_x, p->from_y, 7);
    if (!kr_mini_arrow(p->from_x, p->from_y, p->x, p->y, e)) return;
    double dx = e[2] - e[0], dy = e[3] - e[1], length = kr_sqrt(dx * dx + dy * dy);
    dx *= 7 / length;
    dy *= 7 / length;
    const double points[8] = {e[0],
                              e[1],
                              e[2],
                              e[3],
                              e[2] - dx - dy * 0.7,
                              e[3] - dy + dx * 0.7,
                              e[2] - dx + dy * 0.7,
                              e[3] - dy - dx * 0.7};
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

/* Somebody in both pictures: the seat of a dot, and where they stand when they stand out. */
typedef struct one {
    kr_place before, after;
    double before_x, before_y, after_x, after_y; /* seats */
    kr_mini_person was, now;
} one;

static bool alike(kr_place a, kr_place b) {
    return a.ring == b.ring && a.area == b.area;
}

/* Seats for everybody of both moments, so that who stayed has the same seat in both pictures. */
static void seat_all(kr_mini *m, one *all, const kr_difference *differences, size_t count) {
    for (size_t i = 0; i < count; i++) {
        one *it = &all[i];
        it->before = place_in(differences[i].before, differences[i].tie_before);
        it->after = place_in(differences[i].after, differences[i].tie_after);
        if (stands(it->before)) kr_mini_count(m, it->before);
        if (stands(it->after) && !alike(it->before, it->after)) kr_mini_count(m, it->after);
    }
    for (size_t i = 0; i < count; i++) {
        one *it = &all[i];
        if (stands(it->before)) kr_mini_seat(m, it->before, &it->before_x, &it->before_y);
        it->after_x = it->before_x, it->after_y = it->before_y;
        if (stands(it->after) && !alike(it->before, it->after))
            kr_mini_seat(m, it->after, &it->after_x, &it->after_y);
    }
}

static bool out_before(const kr_difference *d, const one *it) {
    return d->kind != KR_STAYED && d->kind != KR_CAME && stands(it->before);
}

static bool out_after(const kr_difference *d, const one *it) {
    return d->kind != KR_STAYED && stands(d->kind == KR_WENT ? it->before : it->after);
}

/* The dots of those who do not stand out; drawn when `draw`. */
static void put_dots(kr_mini *m, const one *all, const kr_difference *differences, size_t count, bool after,
                     bool draw) {
    for (size_t i = 0; i < count; i++) {
        const one *it = &all[i];
        kr_place place = after ? it->after : it->before;
        if (!stands(place) || (after ? out_after : out_before)(&differences[i], it)) continue;
        double x = after ? it->after_x : it->before_x, y = after ? it->after_y : it->before_y;
        kr_mini_take(m, x, y, 5);
        if (draw)
            kr_mini_circle(m, "a-d", kr_form_of(KR_FORM_LENSINK)->areas[place.area - 1].tint, x, y, 4.5);
    }
}

static void stand_before(kr_mini *m, one *all, const kr_difference *differences, size_t count) {
    for (size_t i = 0; i < count; i++) {
        one *it = &all[i];
        if (!out_before(&differences[i], it)) continue;
        it->was = (kr_mini_person){.name = differences[i].before->name, .place = it->before};
        kr_mini_stand(m, &it->was);
    }
}

/* Who went stands where they stood; who moved comes with an arrow from there. */
static void stand_after(kr_mini *m, one *all, const kr_difference *differences, size_t count) {
    for (size_t i = 0; i < count; i++) {
        one *it = &all[i];
        const kr_difference *d = &differences[i];
        if (!out_before(d, it) || !out_after(d, it)) continue;
        it->now = it->was;
        it->now.stood = true;
        if (d->kind == KR_WENT)
            kr_mini_stand(m, &it->now);
        else if (!alike(it->before, it->after))
            kr_mini_take(m, it->was.x, it->was.y, 8);
    }
    for (size_t i = 0; i < count; i++) {
        one *it = &all[i];
        const kr_difference *d = &differences[i];
        if (d->kind == KR_WENT || !out_after(d, it)) continue;
        bool same = out_before(d, it) && alike(it->before, it->after);
        it->now = (kr_mini_person){.name = d->after->name, .place = it->after};
        it->now.stood = same, it->now.x = it->was.x, it->now.y = it->was.y;
        it->now.came = out_before(d, it) && !same;
        it->now.from_x = it->was.x, it->now.from_y = it->was.y;
        kr_mini_stand(m, &it->now);
    }
}

static void put_all(kr_mini *m, const one *all, const kr_difference *differences, size_t count, bool after) {
    for (size_t i = 0; i < count; i++)
        if (after && all[i].now.came) put_move(m, &all[i].now);
    for (size_t i = 0; i < count; i++) {
        const one *it = &all[i];
        const kr_difference *d = &differences[i];
        if (!after && out_before(d, it)) kr_mini_put(m, &it->was, NULL, NULL);
        if (!after || !out_after(d, it)) continue;
        bool came = d->kind == KR_CAME;
        kr_mini_put(m, &it->now,
                    came                 ? " is-new"
                    : d->kind == KR_WENT ? " is-ghost"
                                         : NULL,
                    came ? plus : NULL);
    }
}

/* The names of the areas, in the corners. */
static void put_areas(kr_mini *m, kr_text_fn text, void *context) {
    const kr_form *form = kr_form_of(KR_FORM_LENSINK);
    for (size_t a = 0; a < form->n_areas; a++) {
        double middle = (form->areas[a].from + form->areas[a].to) / 2, x, y;
        kr_polar(0, 0, 1, middle, &x, &y);
        kr_put_z(m->out, x < 0 ? "<text class=\"a-quad q" : "<text class=\"a-quad a-last q");
        kr_put_int(m->out, form->areas[a].tint);
        kr_put_z(m->out, x < 0 ? "\" x=\"-200\" y=\"" : "\" x=\"200\" y=\"");
        kr_put_int(m->out, y < 0 ? -200 : 212);
        kr_put_z(m->out, "\">");
        kr_put_xml(m->out, kr_text_of(text, context, form->areas[a].key));
        kr_put_z(m->out, "</text>");
    }
}

static void put_ego(kr_mini *m, const kr_network *network) {
    kr_buf initials;
    kr_str text = KR_NONE;
    kr_mini_circle(m, "a-ego", 0, 0, 0, 22);
    if (!network->ego || !network->ego->name.len) return;
    kr_buf_init(&initials, m->arena, 64);
    kr_put_initials(&initials, network->ego->name);
    if (kr_buf_end(&initials, &text) != KR_OK) return;
    kr_put_z(m->out, "<text class=\"a-me\">");
    kr_put_xml(m->out, text);
    kr_put_z(m->out, "</text>");
}

kr_err kr_change_svg(kr_buf *out, kr_arena *arena, const kr_network *network,
                     const kr_difference *differences, size_t count, bool after, kr_text_fn text,
                     void *context) {
    kr_mini m, before;
    one *all = kr_new_n(arena, one, count + 1);
    if (!all || kr_mini_begin(&m, out, arena, true) != KR_OK ||
        kr_mini_begin(&before, out, arena, true) != KR_OK)
        return KR_E_MEMORY;
    kr_put_z(out, "<svg class=\"k-atlas\" viewBox=\"-202 -222 404 444\" role=\"img\" aria-label=\"");
    kr_put_xml(out, kr_text_number(
                        arena, kr_text_of(text, context, after ? "draw.change.after" : "draw.change.before"),
                        network->n));
    kr_put_z(out, "\"><g aria-hidden=\"true\">");
    kr_mini_ground(&m);
    put_areas(&m, text, context);
    seat_all(&before, all, differences, count);
    put_dots(&before, all, differences, count, false, !after);
    stand_before(&before, all, differences, count);
    if (after) {
        put_dots(&m, all, differences, count, true, true);
        stand_after(&m, all, differences, count);
    }
    put_ego(&m, network);
    put_all(&m, all, differences, count, after);
    kr_put_z(out, "</g></svg>");
    return out->err;
}
