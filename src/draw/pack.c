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
static bool line_inside(const kr_layout *l, const piece *p, kr_box box, kr_box dot, bool over) {
    if (!over) return box_inside(p, box);
    if (!box_inside(p, dot)) return false;
    double x0 = box.x0 - p->cx, y0 = box.y0 - p->cy, x1 = box.x1 - p->cx, y1 = box.y1 - p->cy;
    double reach = l->radius - 2, fx = high(-x0, x1), fy = high(-y0, y1);
    if (fx * fx + fy * fy > reach * reach || box.x0 < l->left + 2 || box.x1 > l->left + l->width - 2)
        return false;
    return in_wedge(p, x0, y0, 3) && in_wedge(p, x1, y0, 3) && in_wedge(p, x0, y1, 3) &&
           in_wedge(p, x1, y1, 3);
}

/* Where in a row something may lie, from the middle of the circle: a quick answer, a little too wide, that
 * spares looking at every place. */
typedef struct span {
    double lo, hi;
    double hole; /* not nearer than this, either way: the ring begins here */
} span;

/* Only where slope * x <= level. */
static void keep_border(span *s, double slope, double level) {
    if (slope > 1e-9)
        s->hi = low(s->hi, level / slope);
    else if (slope < -1e-9)
        s->lo = high(s->lo, level / slope);
    else if (level < -1e-6)
        s->hi = s->lo - 1;
}

/* The row from y0 to y1, from the middle of the circle. */
static span row_span(const piece *p, double y0, double y1, double inner, double outer, double gap) {
    double far = high(-y0, y1), near = y0 > 0 ? y0 : y1 < 0 ? -y1 : 0;
    double reach = outer * outer - far * far, hole = inner * inner - near * near;
    if (reach < 0) return (span){1, -1, 0};
    reach = kr_sqrt(reach);
    span s = {-reach, reach, hole > 0 ? kr_sqrt(hole) : 0};
    if (p->whole || p->wide) return s;
    for (int i = 0; i < 2; i++) {
        double y = i ? y1 : y0;
        keep_border(&s, p->ay, p->ax * y - gap);
        keep_border(&s, -p->by, -gap - p->bx * y);
    }
    return s;
}

typedef struct cursor {
    double x, y;
} cursor;

/* A dot with its name, looking for a place in a row. */
typedef struct line {
    kr_layout *l;
    const piece *p;
    kr_spot *spot;
    kr_level level;
    bool over;
    double r, half, wide;
    span cell, area;         /* of this row: for what must be in the cell, and for the whole */
    double dot[2], name[2];  /* where dot and whole begin, from the cursor: name on the right, on the left */
    double next[2], last[2]; /* where the cursor may stand */
} line;

static void begin_row(line *t, double y) {
    const kr_layout *l = t->l;
    const piece *p = t->p;
    double tall = t->over ? t->r : t->half, across = t->over ? 2 * t->r : t->wide;
    y -= p->cy;
    t->cell = row_span(p, y - tall, y + tall, p->r0 + 2, p->r1 - 2, 4);
    t->area = (span){-1e9, 1e9, 0};
    if (t->over) t->area = row_span(p, y - t->half, y + t->half, 0, l->radius - 2, 3);
    t->area.lo = high(t->area.lo, l->left - p->cx);
    t->area.hi = low(t->area.hi, l->left + l->width - p->cx);
    for (int left = 0; left <= t->over; left++) {
        t->next[left] = p->cx - 0.01 + high(t->cell.lo - t->dot[left], t->area.lo - t->name[left]);
        t->last[left] =
            p->cx + 0.01 + low(t->cell.hi - t->dot[left] - across, t->area.hi - t->name[left] - t->wide);
        t->last[left] = low(t->last[left], p->box.x1);
    }
}

/* Takes this place when it is free; else says where to look on. */
static bool line_here(line *t, cursor at, int left) {
    double begin = at.x + t->dot[left], x0 = at.x + t->name[left];
    double x = begin + t->r, end = begin + (t->over ? 2 * t->r : t->wide) - t->p->cx;
    kr_box dot = {begin, at.y - t->r, begin + 2 * t->r, at.y + t->r};
    kr_box box = {x0, at.y - t->half, x0 + t->wide, at.y + t->half};
    t->next[left] = at.x + 1;
    if (begin - t->p->cx < t->cell.hole && end > -t->cell.hole)
        t->next[left] = high(at.x + 1, t->p->cx + t->cell.hole - t->dot[left] - 0.01);
    if (!line_inside(t->l, t->p, box, dot, t->over)) return false;
    int column = kr_grid_last(t->l->grid, box);
    if (column >= 0) {
        t->next[left] = high(at.x + 1, t->l->grid->left + 2.0 * (column + 1) - t->name[left]);
        return false;
    }
    kr_grid_take(t->l->grid, (kr_box){box.x0 - 2, box.y0, box.x1 + 3, box.y1});
    t->spot->x = x;
    t->spot->y = at.y;
    t->spot->left = left;
    t->spot->level = (uint8_t)t->level;
    return true;
}

/* Along the row in steps, past whatever is in the way. */
static bool line_row(line *t, cursor *at) {
    const double from = at->x, step = 5;
    for (;;) {
        double want = 1e9;
        for (int left = 0; left <= t->over; left++) {
            if (t->next[left] <= t->last[left]) want = low(want, t->next[left]);
        }
        if (want > 1e8) return false;
        if (want > at->x) {
            int steps = (int)((want - from) / step);
            at->x = from + step * (from + step * steps < want ? steps + 1 : steps);
        }
        if (at->x >= t->p->box.x1) return false;
        for (int left = 0; left <= t->over; left++) {
            if (at->x > t->last[left]) t->next[left] = 1e9;
            if (t->next[left] <= at->x && line_here(t, *at, left)) return true;
        }
    }
}

/* Next free place from the cursor on, row by row. */
static bool line_next(kr_layout *l, const piece *p, kr_spot *s, kr_level level, cursor *at, bool over) {
    const kr_size *size = &kr_sizes[level];
    line t;
    t.l = l, t.p = p, t.spot = s;
    t.level = level;
    t.over = over;
    t.r = size->r;
    t.half = KR_FONT_LINE * size->font / 2;
    t.wide = kr_spot_line(s, level);
    t.dot[0] = t.name[0] = 0;
    t.dot[1] = -t.r, t.name[1] = t.r - t.wide;
    for (; at->y + t.half < p->box.y1; at->y += size->pitch, at->x = p->box.x0 + 3) {
        begin_row(&t, at->y);
        if (!line_row(&t, at)) continue;
        at->x += t.wide + 7;
        return true;
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

/* What a dot takes, with its name when it has one. */
static kr_box taken_by(const kr_spot *s, kr_level level) {
    const kr_size *size = &kr_sizes[level];
    if (level > KR_LV_LINE3) return (kr_box){s->x - size->r, s->y - size->r, s->x + size->r, s->y + size->r};
    double wide = kr_spot_line(s, level), half = KR_FONT_LINE * size->font / 2;
    double x0 = s->left ? s->x + size->r - wide : s->x - size->r;
    return (kr_box){x0, s->y - half, x0 + wide, s->y + half};
}

/* Everybody of a cell in which nothing changed stands where they stood, when nothing stands there now. */
static bool stand_again(kr_layout *l, const kr_cell *cell) {
    kr_level level = (kr_level)cell->level;
    for (size_t i = 0; i < cell->n; i++) {
        if (!kr_grid_free(l->grid, taken_by(&l->spots[l->order[cell->first + i]], level))) return false;
    }
    for (size_t i = 0; i < cell->n; i++) {
        kr_box b = taken_by(&l->spots[l->order[cell->first + i]], level);
        if (level > KR_LV_LINE3)
            kr_grid_take(l->grid, (kr_box){b.x0 - 0.5, b.y0 - 0.5, b.x1 + 0.5, b.y1 + 0.5});
        else
            kr_grid_take(l->grid, (kr_box){b.x0 - 2, b.y0, b.x1 + 3, b.y1});
    }
    return true;
}

/* Nothing changed for this cell since everybody of it had a place. */
static bool as_before(const kr_layout *l, size_t ring, size_t area) {
    const kr_cell *cell = &l->cells[ring][area];
    return cell->stood && cell->so == kr_cell_look(cell) && cell->r0 == l->ring[ring] &&
           cell->r1 == l->ring[ring + 1];
}

static void remember(kr_layout *l, size_t ring, size_t area) {
    kr_cell *cell = &l->cells[ring][area];
    cell->stood = !cell->full;
    cell->so = kr_cell_look(cell);
    cell->r0 = l->ring[ring];
    cell->r1 = l->ring[ring + 1];
}

static bool pack(kr_layout *l, bool lines, bool *again) {
    bool all = true;
    for (size_t r = 0; r < l->form->n_rings; r++) {
        for (size_t a = 0; a < l->form->n_areas; a++) {
            kr_cell *cell = &l->cells[r][a];
            bool mine = cell->level >= KR_LV_LINE1 && (cell->level <= KR_LV_LINE3) == lines;
            if (!cell->n || !mine || (l->zoom && (int)a != l->zoom - 1)) continue;
            *again = *again && as_before(l, r, a);
            if (*again && stand_again(l, cell)) continue;
            *again = false;
            piece p = piece_of(l, r, a);
            cell->full = !(lines ? fill_lines(l, cell, &p) : fill_dots(l, cell, &p));
            remember(l, r, a);
            all = all && !cell->full;
        }
    }
    return all;
}

bool kr_pack_lines(kr_layout *l) {
    bool again = true, dots = pack(l, false, &again), lines = pack(l, true, &again);
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
    kr_stamp signs, words; /* the same for the grid */
    double gap;            /* from the borders */
    double a, b;           /* how far the corners of the label reach towards the two borders */
    bool loose;  /* a place was found where the name crosses a border: for when there is no better one */
    double x, y; /* that place */
} try_out;

static kr_box moved(kr_box box, double x, double y) {
    return (kr_box){box.x0 + x, box.y0 + y, box.x1 + x, box.y1 + y};
}

/* What is the same for every place that is tried. */
static void measure_label(try_out *t) {
    const piece *p = t->p;
    kr_box b = t->label;
    t->a = p->ax * (p->ax > 0 ? b.y0 : b.y1) - p->ay * (p->ay > 0 ? b.x1 : b.x0);
    t->b = p->bx * (p->bx > 0 ? b.y1 : b.y0) - p->by * (p->by > 0 ? b.x0 : b.x1);
    t->signs = kr_grid_stamp(t->symbol);
    t->words = kr_grid_stamp(t->label);
}

/* All corners of a label around (x, y) within the area. */
static bool label_inside(const try_out *t, double x, double y) {
    const piece *p = t->p;
    if (p->whole) return true;
    if (!p->wide) return p->ax * y - p->ay * x + t->a >= 2 && p->bx * y - p->by * x + t->b <= -2;
    kr_box b = moved(t->label, x, y);
    return in_wedge(p, b.x0, b.y0, 2) && in_wedge(p, b.x1, b.y0, 2) && in_wedge(p, b.x0, b.y1, 2) &&
           in_wedge(p, b.x1, b.y1, 2);
}

/* One decimal is enough for the eye and makes the drawing shorter. Adding first keeps the cast on the
 * positive side, where it rounds to the nearest. */
static double tenth(double v) {
    return (double)((int)(v * 10 + 100000.5) - 100000) * 0.1;
}

static void settle(const try_out *t, double x, double y) {
    kr_grid_take(t->l->grid, moved(t->symbol, x, y));
    kr_grid_take(t->l->grid, moved(t->label, x, y));
    t->spot->x = x;
    t->spot->y = y;
    t->spot->level = (uint8_t)t->level;
}

/* Is there room on the sheet? Keeps a place that is only second best for later. */
static bool try_place(try_out *t, double x, double y, double across, double down) {
    const kr_layout *l = t->l;
    if (x + t->label.x0 < l->left + 2 || x + t->label.x1 > l->left + l->width - 2) return false;
    bool inside = label_inside(t, x - t->p->cx, y - t->p->cy);
    if (!inside && t->loose) return false;
    if (!kr_grid_stamp_free(l->grid, &t->words, across, down) ||
        !kr_grid_stamp_free(l->grid, &t->signs, across, down))
        return false;
    if (inside) {
        settle(t, x, y);
        return true;
    }
    t->loose = true;
    t->x = x;
    t->y = y;
    return false;
}

static inline bool try_at(try_out *t, double dx, double dy) {
    if (!in_wedge(t->p, dx, dy, t->gap)) return false;
    double x = tenth(t->p->cx + dx), y = tenth(t->p->cy + dy);
    double across = (x - t->l->grid->left) * 0.5, down = (y - t->l->grid->top) * 0.5;
    /* Most places are taken already in the middle of the symbol. */
    return kr_grid_point_free(t->l->grid, across, down) && try_place(t, x, y, across, down);
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
        kr_searched *before = &l->searched[level - KR_LV_LINE1];
        double wide = kr_spot_line(s, level);
        cursor at = {p->box.x0 + 3, p->box.y0 + KR_FONT_LINE * kr_sizes[level].font / 2 + 3};
        if (before->wide > 0 && wide >= before->wide) at = (cursor){before->x, before->y};
        bool found = line_next(l, p, s, level, &at, true);
        *before = (kr_searched){wide, found ? at.x - wide - 7 : at.x, at.y};
        if (found) return true;
    }
    return false;
}

/* Where they stood in the round before, when nothing stands there now. */
static bool stays(try_out *t) {
    kr_spot *s = t->spot;
    if (s->level != t->level) return false;
    kr_spot_boxes(s, t->level, s->shows_role, &t->symbol, &t->label);
    if (!kr_grid_free(t->l->grid, moved(t->label, s->x, s->y)) ||
        !kr_grid_free(t->l->grid, moved(t->symbol, s->x, s->y)))
        return false;
    settle(t, s->x, s->y);
    return true;
}

static bool spread_one(kr_layout *l, const kr_cell *cell, const piece *p, size_t i, bool again) {
    kr_spot *s = &l->spots[l->order[cell->first + i]];
    try_out t;
    t.l = l, t.p = p, t.spot = s;
    t.level = (kr_level)cell->level;
    t.gap = kr_sizes[cell->level].r + (l->narrow ? 1.5 : 4);
    t.loose = false;
    double r, angle, lowest, highest;
    if (again && stays(&t)) return true;
    wish(l, p, cell, i, &r, &angle, &lowest, &highest);
    for (int with_role = s->role && kr_cell_roles(cell); with_role >= 0; with_role--) {
        kr_spot_boxes(s, t.level, with_role, &t.symbol, &t.label);
        measure_label(&t);
        if (!search(&t, r, angle, lowest, highest)) continue;
        s->shows_role = with_role;
        return true;
    }
    return alone_as_line(l, cell, p, s);
}

/* False when it is too full. `again`: nothing changed for it since the round before. */
static bool spread_cell(kr_layout *l, size_t ring, size_t area, bool again) {
    kr_cell *cell = &l->cells[ring][area];
    piece p = piece_of(l, ring, area);
    for (size_t i = 0; i < KR_COUNT(l->searched); i++) l->searched[i].wide = 0;
    for (size_t i = 0; i < cell->n && !cell->full; i++) cell->full = !spread_one(l, cell, &p, i, again);
    remember(l, ring, area);
    return cell->stood;
}

/* Stops after the first ring with a cell that is too full: the ring changes then, and everybody is placed
 * anew; up to the first cell that changed, where they stood. */
bool kr_pack_spread(kr_layout *l) {
    bool again = true;
    for (size_t r = 0; r < l->form->n_rings; r++) {
        bool full = false;
        for (size_t a = 0; a < l->form->n_areas; a++) {
            const kr_cell *cell = &l->cells[r][a];
            if (!cell->n || cell->level > KR_LV_SMALL || (l->zoom && (int)a != l->zoom - 1)) continue;
            again = again && as_before(l, r, a);
            if (!spread_cell(l, r, a, again)) full = true;
        }
        if (full) return false;
    }
    return true;
}
