#include "draw/pack.h"

#include "core/num.h"
#include "draw/font_metrics.h"

/* A piece of a ring, with what is needed to see whether a box lies in it. */
typedef struct piece {
    double cx, cy, r0, r1;
    double ax, ay, bx, by; /* along the two borders */
    double from, to;       /* radians */
    bool whole, wide;
    kr_box box;
} piece;

static double low(double a, double b) {
    return a < b ? a : b;
}

static double high(double a, double b) {
    return a > b ? a : b;
}

static piece piece_of(const kr_layout *l, size_t ring, size_t area) {
    const kr_form_area *a = &l->form->areas[area];
    piece p = {.cx = l->cx, .cy = l->cy, .r0 = l->ring[ring], .r1 = l->ring[ring + 1]};
    p.from = a->from * (KR_PI / 180);
    p.to = a->to * (KR_PI / 180);
    p.whole = a->to - a->from >= 359.9;
    p.wide = a->to - a->from > 180;
    const kr_fan *fan = &l->fan[area];
    p.ax = fan->x[0], p.ay = fan->y[0];
    p.bx = fan->x[1], p.by = fan->y[1];
    p.box = (kr_box){1e9, 1e9, -1e9, -1e9};
    for (int i = 0; i < fan->n + 2; i++) {
        int at = i < fan->n ? i : i - fan->n;
        double r = i < fan->n ? p.r1 : p.r0, x = p.cx + r * fan->x[at], y = p.cy + r * fan->y[at];
        p.box = (kr_box){low(p.box.x0, x), low(p.box.y0, y), high(p.box.x1, x), high(p.box.y1, y)};
    }
    return p;
}

/* At least `gap` inside both borders. */
static bool in_wedge(const piece *p, double x, double y, double gap) {
    if (p->whole) return true;
    bool a = p->ax * y - p->ay * x >= gap, b = p->bx * y - p->by * x <= -gap;
    return p->wide ? a || b : a && b;
}

static bool box_inside(const piece *p, kr_box b) {
    double x0 = b.x0 - p->cx, y0 = b.y0 - p->cy, x1 = b.x1 - p->cx, y1 = b.y1 - p->cy;
    double fx = high(-x0, x1), fy = high(-y0, y1);
    double limit = p->r1 - 2;
    if (fx * fx + fy * fy > limit * limit) return false;
    double nx = x0 > 0 ? x0 : x1 < 0 ? x1 : 0, ny = y0 > 0 ? y0 : y1 < 0 ? y1 : 0;
    limit = p->r0 + 2;
    if (nx * nx + ny * ny < limit * limit) return false;
    return in_wedge(p, x0, y0, 4) && in_wedge(p, x1, y0, 4) && in_wedge(p, x0, y1, 4) &&
           in_wedge(p, x1, y1, 4);
}

/* Numbers and dots: row by row from the top, from left to right, wholly inside the cell. */
static bool fill_dots(kr_layout *l, const kr_cell *cell, const piece *p) {
    const kr_size *size = &kr_sizes[cell->level];
    double r = size->r, step = cell->level == KR_LV_NUMBER ? 4 : 2;
    size_t i = 0;
    for (double y = p->box.y0 + r + 3; y + r < p->box.y1 && i < cell->n; y += size->pitch) {
        for (double x = p->box.x0 + r + 3; x + r < p->box.x1 && i < cell->n;) {
            kr_spot *s = &l->spots[l->order[cell->first + i]];
            kr_box box = {x - r, y - r, x + r, y + r};
            if (!box_inside(p, box) || !kr_grid_free(l->grid, box)) {
                x += step;
                continue;
            }
            s->x = x;
            s->y = y;
            s->level = cell->level;
            x += size->pitch;
            i++;
        }
    }
    if (i < cell->n) return false;
    for (i = 0; i < cell->n; i++) {
        const kr_spot *s = &l->spots[l->order[cell->first + i]];
        kr_grid_take(l->grid, (kr_box){s->x - r - 0.5, s->y - r - 0.5, s->x + r + 0.5, s->y + r + 0.5});
    }
    return true;
}

/* The dot in its own cell; the name wholly in the cell too, or, when `over`, anywhere in the area. */
static bool line_fits(const kr_layout *l, const piece *p, kr_box box, kr_box dot, bool over) {
    if (!box_inside(p, over ? dot : box)) return false;
    if (over) {
        double reach = l->radius - 2, fx = high(p->cx - box.x0, box.x1 - p->cx),
               fy = high(p->cy - box.y0, box.y1 - p->cy);
        if (fx * fx + fy * fy > reach * reach || box.x0 < l->left + 2 || box.x1 > l->left + l->width - 2)
            return false;
        if (!in_wedge(p, box.x0 - p->cx, box.y0 - p->cy, 3) ||
            !in_wedge(p, box.x1 - p->cx, box.y0 - p->cy, 3))
            return false;
        if (!in_wedge(p, box.x0 - p->cx, box.y1 - p->cy, 3) ||
            !in_wedge(p, box.x1 - p->cx, box.y1 - p->cy, 3))
            return false;
    }
    return kr_grid_free(l->grid, box);
}

typedef struct cursor {
    double x, y;
} cursor;

static bool line_here(kr_layout *l, const piece *p, kr_spot *s, kr_level level, cursor at, bool over,
                      double *wide) {
    const kr_size *size = &kr_sizes[level];
    double half = KR_FONT_LINE * size->font / 2, r = size->r;
    *wide = kr_spot_line(s, level);
    for (int left = 0; left <= (over ? 1 : 0); left++) {
        double x = left ? at.x : at.x + r;
        kr_box dot = {x - r, at.y - r, x + r, at.y + r};
        kr_box box = {left ? x + r - *wide : x - r, at.y - half, left ? x + r : x - r + *wide, at.y + half};
        if (!line_fits(l, p, box, dot, over)) continue;
        kr_grid_take(l->grid, (kr_box){box.x0 - 2, box.y0, box.x1 + 3, box.y1});
        s->x = x;
        s->y = at.y;
        s->left = left;
        s->level = (uint8_t)level;
        return true;
    }
    return false;
}

/* Next free place from the cursor on, row by row. */
static bool line_next(kr_layout *l, const piece *p, kr_spot *s, kr_level level, cursor *at, bool over) {
    const kr_size *size = &kr_sizes[level];
    double half = KR_FONT_LINE * size->font / 2, wide;
    for (; at->y + half < p->box.y1; at->y += size->pitch, at->x = p->box.x0 + 3) {
        for (; at->x < p->box.x1; at->x += 5) {
            if (!line_here(l, p, s, level, *at, over, &wide)) continue;
            at->x += wide + 7;
            return true;
        }
    }
    return false;
}

/* Dots with a name beside them. Names stay in their cell while they can. */
static bool fill_lines(kr_layout *l, const kr_cell *cell, const piece *p) {
    kr_level level = (kr_level)cell->level;
    double half = KR_FONT_LINE * kr_sizes[level].font / 2;
    const cursor start = {p->box.x0 + 3, p->box.y0 + half + 3};
    cursor inside = start, over = start;
    for (size_t i = 0; i < cell->n; i++) {
        kr_spot *s = &l->spots[l->order[cell->first + i]];
        if (line_next(l, p, s, level, &inside, false)) continue;
        if (line_next(l, p, s, level, &over, true)) continue;
        over = start;
        if (!line_next(l, p, s, level, &over, true)) return false;
    }
    return true;
}

static bool pack(kr_layout *l, bool lines) {
    bool all = true;
    for (size_t r = 0; r < l->form->n_rings; r++) {
        for (size_t a = 0; a < l->form->n_areas; a++) {
            kr_cell *cell = &l->cells[r][a];
            bool mine = cell->level >= KR_LV_LINE1 && (cell->level <= KR_LV_LINE3) == lines;
            if (!cell->n || !mine || (l->zoom && (int)a != l->zoom - 1)) continue;
            piece p = piece_of(l, r, a);
            cell->full = !(lines ? fill_lines(l, cell, &p) : fill_dots(l, cell, &p));
            all = all && !cell->full;
        }
    }
    return all;
}

bool kr_pack_lines(kr_layout *l) {
    bool dots = pack(l, false), lines = pack(l, true);
    return dots && lines;
}

/* -- spread
 * ---------------------------------------------------------------------------------------------------- */

/* Cells keep the same slots while they grow a little, so that few move. */
static size_t slots_for(size_t n) {
    static const size_t steps[] = {1, 2, 3, 4, 5, 6, 8, 10, 12, 16, 20, 26, 32, 40};
    for (size_t i = 0; i < KR_COUNT(steps); i++) {
        if (n <= steps[i]) return steps[i];
    }
    return n;
}

typedef struct try_out {
    kr_layout *l;
    const piece *p;
    kr_spot *spot;
    kr_level level;
    kr_box symbol, label;
    double gap;  /* from the borders */
    bool loose;  /* a place was found where the name crosses a border: for when there is no better one */
    double x, y; /* that place */
} try_out;

static kr_box moved(kr_box box, double x, double y) {
    return (kr_box){box.x0 + x, box.y0 + y, box.x1 + x, box.y1 + y};
}

/* All corners of a label within the area. */
static bool label_inside(const piece *p, kr_box b) {
    double x0 = b.x0 - p->cx, y0 = b.y0 - p->cy, x1 = b.x1 - p->cx, y1 = b.y1 - p->cy;
    return in_wedge(p, x0, y0, 2) && in_wedge(p, x1, y0, 2) && in_wedge(p, x0, y1, 2) &&
           in_wedge(p, x1, y1, 2);
}

/* One decimal is enough for the eye and makes the drawing shorter. */
static double tenth(double v) {
    return (double)(int)(v * 10 + (v < 0 ? -0.5 : 0.5)) * 0.1;
}

static void settle(const try_out *t, double x, double y) {
    kr_grid_take(t->l->grid, moved(t->symbol, x, y));
    kr_grid_take(t->l->grid, moved(t->label, x, y));
    t->spot->x = x;
    t->spot->y = y;
    t->spot->level = (uint8_t)t->level;
}

static bool try_at(try_out *t, double dx, double dy) {
    if (!in_wedge(t->p, dx, dy, t->gap)) return false;
    double x = tenth(t->p->cx + dx), y = tenth(t->p->cy + dy);
    /* Most places are taken already in the middle of the symbol or of the name. */
    if (!kr_grid_point_free(t->l->grid, x, y)) return false;
    if (!kr_grid_point_free(t->l->grid, x, y + (t->label.y0 + t->label.y1) / 2)) return false;
    kr_box label = moved(t->label, x, y);
    if (label.x0 < t->l->left + 2 || label.x1 > t->l->left + t->l->width - 2) return false;
    bool inside = label_inside(t->p, label);
    if (!inside && t->loose) return false;
    if (!kr_grid_free(t->l->grid, label) || !kr_grid_free(t->l->grid, moved(t->symbol, x, y))) return false;
    if (inside) {
        settle(t, x, y);
        return true;
    }
    t->loose = true;
    t->x = x;
    t->y = y;
    return false;
}

/* A direction and the turning of it by a small angle, either way. */
typedef struct turning {
    double x, y;
} turning;

static turning turned(turning v, double sine, double cosine) {
    return (turning){v.x * cosine - v.y * sine, v.x * sine + v.y * cosine};
}

/* Sine and cosine of a step along the ring: at most half a radian, where a few terms are exact enough. */
static turning small_turn(double step) {
    double s = step * step;
    return (turning){step * (1 - s / 6 * (1 - s / 20 * (1 - s / 42))),
                     1 - s / 2 * (1 - s / 12 * (1 - s / 30))};
}

/* From the wished angle outward in both directions, on one radius. */
static bool search_arc(try_out *t, double radius, double angle, turning wished, double lowest,
                       double highest) {
    double step = (t->l->narrow ? 5 : 13) / radius;
    turning by = small_turn(step);
    turning up = wished, down = wished;
    double above = angle, under = angle;
    if (try_at(t, radius * up.x, radius * up.y)) return true;
    while (above <= highest || under >= lowest) {
        above += step;
        under -= step;
        up = turned(up, by.x, by.y);
        down = turned(down, -by.x, by.y);
        if (above <= highest && try_at(t, radius * up.x, radius * up.y)) return true;
        if (under >= lowest && try_at(t, radius * down.x, radius * down.y)) return true;
    }
    return false;
}

/* On the wished radius first, then nearer and further, as far as the ring goes. */
static bool search(try_out *t, double r, double angle, double lowest, double highest) {
    double low_r = t->p->r0 + kr_sizes[t->level].r, high_r = t->p->r1 - kr_sizes[t->level].r;
    double step = t->l->narrow ? 5 : 13, far = high(r - low_r, high_r - r);
    int rows = far > 0 ? (int)(far / step) : 0;
    if (rows > 12) rows = 12;
    turning wished = {kr_sin(angle), -kr_cos(angle)};
    for (int row = 0; row <= 2 * rows; row++) {
        double radius = r + ((row & 1) ? -1 : 1) * ((row + 1) / 2) * step;
        if (row && (radius < low_r || radius > high_r)) continue;
        if (search_arc(t, radius, angle, wished, lowest, highest)) return true;
    }
    if (t->loose) settle(t, t->x, t->y);
    return t->loose;
}

/* Where the i-th of a cell would like to stand. */
static void wish(const kr_layout *l, const piece *p, const kr_cell *cell, size_t i, double *r, double *angle,
                 double *lowest, double *highest) {
    const kr_size *size = &kr_sizes[cell->level];
    double width = p->r1 - p->r0, middle = (p->r0 + p->r1) / 2;
    size_t slots = slots_for(cell->n), rows = (size_t)((width - 2 * size->r - 8) / size->pitch) + 1;
    double margin = p->whole ? 0 : (size->r + (l->narrow ? 2 : 7)) / middle;
    *lowest = p->from + margin;
    *highest = p->to - margin;
    if (*highest < *lowest) *lowest = *highest = (p->from + p->to) / 2;
    double arc = (*highest - *lowest) * middle;
    if (rows > slots) rows = slots;
    while (rows > 1 && arc / (double)((slots + rows - 2) / (rows - 1)) > size->pitch * 1.25) rows--;
    size_t row = i % rows;
    *angle = *lowest + (*highest - *lowest) * ((double)i + 0.5) / (double)slots;
    if (cell->level == KR_LV_TOUCH && slots > 1) /* from border to border: there is no name that needs room */
        *angle = *lowest + (*highest - *lowest) * (double)i / (double)(slots - 1);
    /* The label hangs below: a little up looks centred. */
    *r = rows == 1 ? middle
                   : p->r0 + size->r + 5 + (width - 2 * size->r - 10) * (double)row / (double)(rows - 1);
}

/* Somebody for whom there is no room with a symbol stands as a dot with the name beside it, when the ring
 * cannot grow. */
static bool alone_as_line(kr_layout *l, const kr_cell *cell, const piece *p, kr_spot *s) {
    if (cell->level != KR_LV_SMALL || (cell->grew == 0 && !cell->tight)) return false;
    for (kr_level level = KR_LV_LINE1; level <= KR_LV_LINE3; level++) {
        cursor at = {p->box.x0 + 3, p->box.y0 + KR_FONT_LINE * kr_sizes[level].font / 2 + 3};
        if (line_next(l, p, s, level, &at, true)) return true;
    }
    return false;
}

static bool spread_one(kr_layout *l, const kr_cell *cell, const piece *p, size_t i) {
    kr_spot *s = &l->spots[l->order[cell->first + i]];
    try_out t = {.l = l,
                 .p = p,
                 .spot = s,
                 .level = (kr_level)cell->level,
                 .gap = kr_sizes[cell->level].r + (l->narrow ? 1.5 : 4)};
    double r, angle, lowest, highest;
    wish(l, p, cell, i, &r, &angle, &lowest, &highest);
    /* Where it is crowded the words under a name go first, before anybody becomes smaller. */
    for (int with_role = s->role && cell->grew == 0 && !cell->tight; with_role >= 0; with_role--) {
        kr_spot_boxes(s, t.level, with_role, &t.symbol, &t.label);
        if (!search(&t, r, angle, lowest, highest)) continue;
        s->shows_role = with_role;
        return true;
    }
    return alone_as_line(l, cell, p, s);
}

/* Stops after the first ring with a cell that is too full: the ring changes then, and everybody is placed
 * anew. */
bool kr_pack_spread(kr_layout *l) {
    for (size_t r = 0; r < l->form->n_rings; r++) {
        bool full = false;
        for (size_t a = 0; a < l->form->n_areas; a++) {
            kr_cell *cell = &l->cells[r][a];
            if (!cell->n || cell->level > KR_LV_SMALL || (l->zoom && (int)a != l->zoom - 1)) continue;
            piece p = piece_of(l, r, a);
            for (size_t i = 0; i < cell->n && !cell->full; i++) cell->full = !spread_one(l, cell, &p, i);
            full = full || cell->full;
        }
        if (full) return false;
    }
    return true;
}
