#include "draw/mini.h"

#include "core/num.h"
#include "core/utf8.h"
#include "draw/font_metrics.h"
#include "draw/text.h"

kr_err kr_mini_begin(kr_mini *m, kr_buf *out, kr_arena *arena, bool large) {
    static const double share[5] = {28.0 / 193, 76.0 / 193, 116.0 / 193, 156.0 / 193, 1};
    *m = (kr_mini){.out = out, .arena = arena, .radius = large ? 193 : 38};
    m->grid = kr_new(arena, kr_grid);
    if (!m->grid) return KR_E_MEMORY;
    kr_grid_clear(m->grid, -202, -202, 404);
    kr_grid_take(m->grid, (kr_box){-27, -27, 27, 27});
    kr_grid_take(m->grid, (kr_box){202, -300, 900, 900});
    for (int i = 0; i < 5; i++) m->ring[i] = m->radius * share[i];
    return KR_OK;
}

kr_place kr_mini_place(const kr_alter *alter) {
    return kr_place_of(kr_form_of(KR_FORM_LENSINK), alter);
}

static void pair(kr_mini *m, double x, double y) {
    kr_put_num(m->out, x);
    kr_put_c(m->out, ' ');
    kr_put_num(m->out, y);
}

static void sector(kr_mini *m, int area, int ring, double r0, double r1) {
    const kr_form *form = kr_form_of(KR_FORM_LENSINK);
    double from = form->areas[area].from, to = form->areas[area].to, x, y;
    kr_put_z(m->out, "<path class=\"w q");
    kr_put_int(m->out, form->areas[area].tint);
    kr_put_z(m->out, " r");
    kr_put_int(m->out, ring);
    kr_put_z(m->out, "\" d=\"M");
    for (int i = 0; i < 4; i++) {
        double r = i < 2 ? r1 : r0;
        kr_polar(0, 0, r, i == 0 || i == 3 ? from : to, &x, &y);
        if (i == 2) kr_put_c(m->out, 'L');
        if (i == 1 || i == 3) {
            kr_put_c(m->out, 'A');
            pair(m, r, r);
            kr_put_z(m->out, i == 1 ? " 0 0 1 " : " 0 0 0 ");
        }
        pair(m, x, y);
    }
    kr_put_z(m->out, "Z\"/>");
}

void kr_mini_ground(kr_mini *m) {
    bool large = m->radius > 100;
    for (int a = 0; a < 4; a++) {
        for (int r = 4; r > 0 && large; r--) sector(m, a, r, m->ring[r - 1], m->ring[r]);
        if (!large) sector(m, a, 3, m->ring[0], m->ring[4]);
    }
    if (!large) kr_put_z(m->out, "<g class=\"m-mini\">");
    for (int r = 1; r < 4; r++) kr_mini_circle(m, large ? "a-ring" : NULL, 0, 0, 0, m->ring[r]);
    kr_put_z(m->out, large ? "<path class=\"a-axis\" d=\"M0-193V193M-193 0H193\"/>"
                           : "<path d=\"M0-38V38M-38 0H38\"/></g>");
}

void kr_mini_circle(kr_mini *m, const char *cls, int tint, double x, double y, double r) {
    kr_put_z(m->out, "<circle");
    if (cls) {
        kr_put_z(m->out, " class=\"");
        kr_put_z(m->out, cls);
        if (tint) kr_put_z(m->out, " q"), kr_put_int(m->out, tint);
        kr_put_c(m->out, '"');
    }
    if (x != 0) kr_put_z(m->out, " cx=\""), kr_put_num(m->out, x), kr_put_c(m->out, '"');
    if (y != 0) kr_put_z(m->out, " cy=\""), kr_put_num(m->out, y), kr_put_c(m->out, '"');
    kr_put_z(m->out, " r=\"");
    kr_put_num(m->out, r);
    kr_put_z(m->out, "\"/>");
}

void kr_mini_count(kr_mini *m, kr_place place) {
    if (place.ring && place.area) m->per_cell[place.ring - 1][place.area - 1]++;
}

void kr_mini_seat(kr_mini *m, kr_place place, double *x, double *y) {
    size_t r = place.ring - 1, a = place.area - 1, n = m->per_cell[r][a], i = m->seen[r][a]++;
    const kr_form_area *area = &kr_form_of(KR_FORM_LENSINK)->areas[a];
    double inner = m->ring[r], width = m->ring[r + 1] - inner, arc = (inner + width / 2) * KR_PI / 2;
    size_t rows = 1;
    while (rows < 5 && (double)((n + rows - 1) / rows) * m->radius * 0.07 > arc) rows++;
    if (n == 0) n = 1;
    double angle = area->from + (area->to - area->from) * (0.08 + 0.84 * ((double)i + 0.5) / (double)n);
    kr_polar(0, 0, inner + width * ((double)(i % rows) + 0.5) / (double)rows, angle, x, y);
}

void kr_mini_take(kr_mini *m, double x, double y, double r) {
    kr_grid_take(m->grid, (kr_box){x - r, y - r, x + r, y + r});
}

void kr_mini_dot(kr_mini *m, kr_place place, double *x, double *y) {
    kr_mini_seat(m, place, x, y);
    if (m->radius > 100) kr_mini_take(m, *x, *y, 5);
}

/* -- somebody with a name
 * ----------------------------------------------------------------------------------------- */

/* As large as the type on a phone. */
#define FONT 16.5

static kr_box label_box(double width, double x, double y, int side) {
    static const double dy[4] = {30, 6, 6, -20};
    double base = y + dy[side], left = x - width / 2;
    if (side == 1) left = x + 19;
    if (side == 2) left = x - 19 - width;
    return (kr_box){left - 1, base - KR_FONT_ASCENT * FONT, left + width + 1, base + KR_FONT_DESCENT * FONT};
}

bool kr_mini_arrow(double x0, double y0, double x1, double y1, double ends[4]) {
    double dx = x1 - x0, dy = y1 - y0, length = kr_sqrt(dx * dx + dy * dy);
    if (length < 42) return false;
    dx /= length;
    dy /= length;
    ends[0] = x0 + dx * 10, ends[1] = y0 + dy * 10;
    ends[2] = x1 - dx * 19, ends[3] = y1 - dy * 19;
    return true;
}

/* Walks along an arrow: with `take` it is kept free, else the answer is whether it runs over nothing, nor
 * over the label it belongs to. */
static bool along(kr_mini *m, const double ends[4], const kr_box *label, bool take) {
    double dx = ends[2] - ends[0], dy = ends[3] - ends[1], length = kr_sqrt(dx * dx + dy * dy);
    for (double at = 0; at <= length; at += 3) {
        double x = ends[0] + dx / length * at, y = ends[1] + dy / length * at;
        if (take) {
            kr_mini_take(m, x, y, 3);
            continue;
        }
        if (!kr_grid_free(m->grid, (kr_box){x - 3, y - 3, x + 3, y + 3})) return false;
        if (x > label->x0 - 4 && x < label->x1 + 4 && y > label->y0 - 3 && y < label->y1 + 3) return false;
    }
    return true;
}

/* The side on which the name fits, or 4. */
static int side_for(kr_mini *m, const kr_mini_person *p, double width, double x, double y) {
    double ends[4];
    /* Far enough away for the arrow to be seen. */
    if (p->came && !kr_mini_arrow(p->from_x, p->from_y, x, y, ends)) return 4;
    for (int side = 0; side < 4; side++) {
        kr_box label = label_box(width, x, y, side);
        if (label.x0 < -200 || label.x1 > 200 || !kr_grid_free(m->grid, label)) continue;
        if (p->came && !along(m, ends, &label, false)) continue;
        return side;
    }
    return 4;
}

static bool stand_at(kr_mini *m, kr_mini_person *p, double width, double x, double y) {
    double r = width > 0 ? 15 : 7, ends[4];
    if (!kr_grid_free(m->grid, (kr_box){x - r, y - r, x + r, y + r})) return false;
    int side = width > 0 ? side_for(m, p, width, x, y) : 4;
    if (width > 0 && side == 4) return false;
    p->x = x;
    p->y = y;
    p->side = side;
    if (p->came && kr_mini_arrow(p->from_x, p->from_y, x, y, ends)) (void)along(m, ends, NULL, true);
    if (side == 4) {
        kr_mini_take(m, x, y, r);
        return true;
    }
    kr_grid_take(m->grid, (kr_box){x - 15, y - 20, x + 21, y + 15});
    kr_grid_take(m->grid, label_box(width, x, y, side));
    return true;
}

/* First with a name, then as a dot alone. */
static bool find_place(kr_mini *m, kr_mini_person *p, double width) {
    const kr_form_area *area = &kr_form_of(KR_FORM_LENSINK)->areas[p->place.area - 1];
    double middle = (area->from + area->to) / 2, x, y;
    double from = m->ring[p->place.ring - 1] + (p->place.ring == 1 ? 12 : 8), to = m->ring[p->place.ring] - 8;
    for (int i = 0; i < 3; i++) {
        double r = (from + to) / 2 + (i == 0 ? 0 : i == 1 ? (to - from) / 2 : (from - to) / 2);
        for (int step = 0; step < 27; step++) {
            double angle = middle + ((step & 1) ? 1 : -1) * ((step + 1) / 2) * 3.0;
            if (angle < area->from + 4 || angle > area->to - 4) continue;
            kr_polar(0, 0, r, angle, &x, &y);
            if (stand_at(m, p, width, x, y)) return true;
        }
    }
    return false;
}

void kr_mini_stand(kr_mini *m, kr_mini_person *p) {
    double width = kr_text_width(p->name, 700) * FONT;
    if (p->stood && stand_at(m, p, width, p->x, p->y)) return;
    if (find_place(m, p, width)) return;
    /* Rather a line over something than nobody's name. */
    bool came = p->came;
    p->came = false;
    bool found = came && find_place(m, p, width);
    p->came = came;
    if (found || find_place(m, p, 0)) return;
    p->side = 4;
    kr_mini_dot(m, p->place, &p->x, &p->y);
}

void kr_mini_put(kr_mini *m, const kr_mini_person *p, const char *extra, const char *inner) {
    static const char *const sides[5] = {"", " at-e", " at-w", " at-up", ""};
    kr_buf *out = m->out;
    kr_put_z(out, "<g class=\"a-p q");
    kr_put_int(out, kr_form_of(KR_FORM_LENSINK)->areas[p->place.area - 1].tint);
    kr_put_z(out, " r");
    kr_put_int(out, p->place.ring);
    kr_put_z(out, sides[p->side]);
    if (extra) kr_put_z(out, extra);
    kr_put_z(out, "\" transform=\"translate(");
    pair(m, p->x, p->y);
    if (p->side == 4) {
        kr_put_z(out, ")\"><circle class=\"a-n\" r=\"6\"/></g>");
        return;
    }
    kr_put_z(out, ")\"><circle class=\"a-n\" r=\"14\"/>");
    if (inner) kr_put_z(out, inner);
    kr_put_z(out, "<text class=\"a-i\">");
    kr_buf initials;
    kr_str text = KR_NONE;
    kr_buf_init(&initials, m->arena, 64);
    kr_put_initials(&initials, p->name);
    if (kr_buf_end(&initials, &text) == KR_OK) kr_put_xml(out, text);
    kr_put_z(out, "</text><text class=\"a-l\">");
    kr_put_xml(out, p->name);
    kr_put_z(out, "</text></g>");
}
