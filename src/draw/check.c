/* Looks at the finished shapes alone: which symbols and texts touch, how small is the smallest text. */
#include "core/num.h"
#include "draw/scene.h"

typedef struct body {
    kr_box box; /* around it, upright */
    kr_box own; /* of a text, before it is turned */
    const kr_shape *shape;
    bool round;
    double sine, cosine; /* of the turn */
} body;

static int by_left(const void *a, const void *b, void *context) {
    (void)context;
    double x = ((const body *)a)->box.x0, y = ((const body *)b)->box.x0;
    return x < y ? -1 : x > y;
}

static double low(double a, double b) {
    return a < b ? a : b;
}

static double high(double a, double b) {
    return a > b ? a : b;
}

/* The four corners on the sheet. */
static void corners(const body *b, double x[4], double y[4]) {
    for (int i = 0; i < 4; i++) {
        double dx = (i == 0 || i == 3 ? b->own.x0 : b->own.x1) - b->shape->x,
               dy = (i < 2 ? b->own.y0 : b->own.y1) - b->shape->y;
        x[i] = b->shape->x + dx * b->cosine - dy * b->sine;
        y[i] = b->shape->y + dx * b->sine + dy * b->cosine;
    }
}

static body body_of(const kr_shape *shape) {
    body it = {.shape = shape, .cosine = 1};
    double r = shape->a, x[4], y[4];
    switch (shape->kind) {
    case KR_SH_TEXT:
        it.own = kr_text_box(shape);
        if (shape->c != 0)
            it.sine = kr_sin(shape->c * (KR_PI / 180)), it.cosine = kr_cos(shape->c * (KR_PI / 180));
        break;
    case KR_SH_RECT:
        it.own = (kr_box){shape->x, shape->y, shape->x + shape->a, shape->y + shape->b};
        break;
    default:
        it.own = (kr_box){shape->x - r, shape->y - r, shape->x + r, shape->y + r};
        it.round = shape->kind == KR_SH_CIRCLE;
        break;
    }
    corners(&it, x, y);
    it.box = (kr_box){low(low(x[0], x[1]), low(x[2], x[3])), low(low(y[0], y[1]), low(y[2], y[3])),
                      high(high(x[0], x[1]), high(x[2], x[3])), high(high(y[0], y[1]), high(y[2], y[3]))};
    return it;
}

/* A hundredth of a unit is rounding, not touching. */
#define HAIR 0.01

static bool boxes_touch(const kr_box *a, const kr_box *b) {
    return a->x0 < b->x1 - HAIR && b->x0 < a->x1 - HAIR && a->y0 < b->y1 - HAIR && b->y0 < a->y1 - HAIR;
}

static double beyond(double v, double least, double most) {
    return v < least ? least - v : v > most ? v - most : 0;
}

/* A circle and a box, seen from the box. */
static bool circle_touches(const body *circle, const body *other) {
    double dx = circle->shape->x - other->shape->x, dy = circle->shape->y - other->shape->y;
    double x = other->shape->x + dx * other->cosine + dy * other->sine,
           y = other->shape->y - dx * other->sine + dy * other->cosine;
    double ox = beyond(x, other->own.x0, other->own.x1), oy = beyond(y, other->own.y0, other->own.y1);
    double reach = circle->shape->a - HAIR;
    return ox * ox + oy * oy < reach * reach;
}

/* Is there a gap between two turned boxes along the sides of `a`? */
static bool gap_along(const body *a, const body *b) {
    double x[4], y[4];
    corners(b, x, y);
    kr_box seen = {1e18, 1e18, -1e18, -1e18};
    for (int i = 0; i < 4; i++) {
        double dx = x[i] - a->shape->x, dy = y[i] - a->shape->y;
        double u = a->shape->x + dx * a->cosine + dy * a->sine,
               v = a->shape->y - dx * a->sine + dy * a->cosine;
        seen = (kr_box){low(seen.x0, u), low(seen.y0, v), high(seen.x1, u), high(seen.y1, v)};
    }
    return !boxes_touch(&a->own, &seen);
}

static bool touch(const body *a, const body *b) {
    if (!boxes_touch(&a->box, &b->box)) return false;
    if (a->round && b->round) {
        double dx = a->shape->x - b->shape->x, dy = a->shape->y - b->shape->y,
               reach = a->shape->a + b->shape->a - HAIR;
        return dx * dx + dy * dy < reach * reach;
    }
    if (a->round) return circle_touches(a, b);
    if (b->round) return circle_touches(b, a);
    return !gap_along(a, b) && !gap_along(b, a);
}

static bool one_thing(const kr_shape *a, const kr_shape *b) {
    return a->owner != 0 && a->owner == b->owner && (a->mark == KR_MARK_PART || b->mark == KR_MARK_PART);
}

/* -- lines -- */

typedef struct piece {
    double x0, y0, x1, y1; /* x0 <= x1 */
    uint32_t line;
} piece;

typedef struct pieces {
    piece *all;
    size_t n, cap;
    kr_arena *arena;
    bool failed;
    double at_x, at_y, begin_x, begin_y, way_x, way_y, length, longest;
    size_t bends;
    uint32_t line;
} pieces;

static void add_piece(pieces *p, double x, double y) {
    double dx = x - p->at_x, dy = y - p->at_y, length = kr_sqrt(dx * dx + dy * dy);
    if (length < HAIR) return;
    if (p->n == p->cap) {
        size_t cap = p->cap ? p->cap * 2 : 256;
        piece *all = kr_arena_grow(p->arena, p->all, p->cap * sizeof(piece), cap * sizeof(piece));
        if (!all) {
            p->failed = true;
            return;
        }
        p->all = all;
        p->cap = cap;
    }
    piece one = {p->at_x, p->at_y, x, y, p->line};
    if (one.x0 > one.x1) one = (piece){x, y, p->at_x, p->at_y, p->line};
    p->all[p->n++] = one;
    dx /= length, dy /= length;
    /* A corner of more than ten degrees. */
    if (p->length > 0 && dx * p->way_x + dy * p->way_y < 0.985) p->bends++;
    p->way_x = dx, p->way_y = dy;
    p->length += length;
    if (p->length > p->longest) p->longest = p->length;
    p->at_x = x, p->at_y = y;
}

static void move_to(pieces *p, double x, double y) {
    p->at_x = p->begin_x = x;
    p->at_y = p->begin_y = y;
    p->length = 0;
}

static void add_curve(pieces *p, double cx, double cy, double x, double y) {
    double x0 = p->at_x, y0 = p->at_y;
    for (int i = 1; i <= 8; i++) {
        double t = i / 8.0, u = 1 - t;
        add_piece(p, u * u * x0 + 2 * u * t * cx + t * t * x, u * u * y0 + 2 * u * t * cy + t * t * y);
    }
}

/* A number of path data as the writer makes them: no exponent. */
static bool number_at(kr_str data, size_t *at, double *out) {
    size_t i = *at;
    double sign = 1, value = 0, unit = 1;
    while (i < data.len && (data.ptr[i] == ' ' || data.ptr[i] == ',')) i++;
    if (i < data.len && data.ptr[i] == '-') sign = -1, i++;
    size_t from = i;
    for (; i < data.len && data.ptr[i] >= '0' && data.ptr[i] <= '9'; i++)
        value = value * 10 + (data.ptr[i] - '0');
    if (i < data.len && data.ptr[i] == '.') {
        for (i++; i < data.len && data.ptr[i] >= '0' && data.ptr[i] <= '9'; i++)
            unit /= 10, value += unit * (data.ptr[i] - '0');
    }
    if (i == from) return false;
    *at = i;
    *out = sign * value;
    return true;
}

/* Lines drawn as a path: M, L, H, V, Q and Z, all absolute. */
static void add_path(pieces *p, const kr_shape *shape) {
    kr_str data = shape->text;
    char letter = 'M';
    for (size_t at = 0; at < data.len;) {
        char c = data.ptr[at];
        if (c >= 'A' && c <= 'Z') letter = c, at++;
        if (letter == 'Z') {
            add_piece(p, p->begin_x, p->begin_y);
            continue;
        }
        double v[4] = {0, 0, 0, 0};
        size_t need = letter == 'H' || letter == 'V' ? 1 : letter == 'Q' ? 4 : 2;
        for (size_t i = 0; i < need; i++) {
            if (!number_at(data, &at, &v[i])) return;
        }
        double x = shape->x + v[0], y = shape->y + v[1];
        if (letter == 'H')
            add_piece(p, x, p->at_y);
        else if (letter == 'V')
            add_piece(p, p->at_x, shape->y + v[0]);
        else if (letter == 'Q')
            add_curve(p, x, y, shape->x + v[2], shape->y + v[3]);
        else if (letter == 'L')
            add_piece(p, x, y);
        else if (letter == 'M')
            move_to(p, x, y), letter = 'L';
        else
            return;
    }
}

static void add_line(pieces *p, const kr_shape *shape) {
    p->line++;
    move_to(p, shape->x, shape->y);
    if (shape->kind == KR_SH_LINE) add_piece(p, shape->a, shape->b);
    if (shape->kind == KR_SH_CURVE) add_curve(p, shape->a, shape->b, shape->c, shape->d);
    if (shape->kind == KR_SH_PATH) add_path(p, shape);
}

static int by_start(const void *a, const void *b, void *context) {
    (void)context;
    double x = ((const piece *)a)->x0, y = ((const piece *)b)->x0;
    return x < y ? -1 : x > y;
}

static double side_of(const piece *p, double x, double y) {
    return (p->x1 - p->x0) * (y - p->y0) - (p->y1 - p->y0) * (x - p->x0);
}

static double length_of(const piece *p) {
    return kr_sqrt((p->x1 - p->x0) * (p->x1 - p->x0) + (p->y1 - p->y0) * (p->y1 - p->y0));
}

/* Do they cross, each well within the other? Lines that end on another one are joined to it. Two that lie on
 * each other for a while count too. */
static bool crossing(const piece *a, const piece *b) {
    const double near = 0.4;
    double la = length_of(a), lb = length_of(b);
    double a0 = side_of(b, a->x0, a->y0) / lb, a1 = side_of(b, a->x1, a->y1) / lb,
           b0 = side_of(a, b->x0, b->y0) / la, b1 = side_of(a, b->x1, b->y1) / la;
    if (a->line != b->line && a0 > -near && a0 < near && a1 > -near && a1 < near) {
        bool upright = a->x1 - a->x0 < near;
        double p0 = upright ? a->y0 : a->x0, p1 = upright ? a->y1 : a->x1, q0 = upright ? b->y0 : b->x0,
               q1 = upright ? b->y1 : b->x1;
        double from = high(low(p0, p1), low(q0, q1)), to = low(high(p0, p1), high(q0, q1));
        return to - from > 1;
    }
    return ((a0 > near && a1 < -near) || (a0 < -near && a1 > near)) &&
           ((b0 > near && b1 < -near) || (b0 < -near && b1 > near));
}

/* Does the piece run through the inside of a symbol? Where it ends at the edge it does not. */
static bool runs_through(const piece *p, const body *b) {
    double edge = b->round ? 1.5 : 1.0, t0 = 0, t1 = 1;
    double x0 = b->box.x0 + edge, x1 = b->box.x1 - edge, y0 = b->box.y0 + edge, y1 = b->box.y1 - edge;
    double dx = p->x1 - p->x0, dy = p->y1 - p->y0;
    double q[4] = {p->x0 - x0, x1 - p->x0, p->y0 - y0, y1 - p->y0}, d[4] = {-dx, dx, -dy, dy};
    for (int i = 0; i < 4; i++) {
        if (d[i] == 0 && q[i] < 0) return false;
        if (d[i] < 0 && q[i] / d[i] > t0) t0 = q[i] / d[i];
        if (d[i] > 0 && q[i] / d[i] < t1) t1 = q[i] / d[i];
    }
    if (t0 >= t1) return false;
    if (!b->round) return true;
    double along = ((b->shape->x - p->x0) * dx + (b->shape->y - p->y0) * dy) / (dx * dx + dy * dy);
    along = along < 0 ? 0 : along > 1 ? 1 : along;
    double ox = p->x0 + along * dx - b->shape->x, oy = p->y0 + along * dy - b->shape->y;
    return ox * ox + oy * oy < (b->shape->a - edge) * (b->shape->a - edge);
}

static void count_through(kr_scene_report *report, const pieces *p, const body *bodies, size_t n) {
    size_t from = 0;
    double widest = 0;
    for (size_t i = 0; i < n; i++) widest = high(widest, bodies[i].box.x1 - bodies[i].box.x0);
    for (size_t i = 0; i < p->n; i++) {
        const piece *one = &p->all[i];
        while (from < n && bodies[from].box.x0 < one->x0 - widest) from++;
        for (size_t k = from; k < n && bodies[k].box.x0 < one->x1; k++) {
            const body *b = &bodies[k];
            if (b->shape->mark != KR_MARK_SYMBOL || b->box.x1 < one->x0) continue;
            report->through += runs_through(one, b);
        }
    }
}

/* Bodies are sorted from left to right. */
static kr_err check_lines(kr_scene_report *report, kr_arena *arena, const kr_scene *scene, const body *bodies,
                          size_t n) {
    pieces p = {.arena = arena};
    for (size_t i = 0; i < scene->count; i++) {
        if (scene->shapes[i].line) add_line(&p, &scene->shapes[i]);
    }
    piece *scratch = kr_new_n(arena, piece, p.n + 1);
    if (p.failed || !scratch) return KR_E_MEMORY;
    kr_sort(p.all, p.n, sizeof *p.all, by_start, NULL, scratch);
    for (size_t i = 0; i < p.n; i++) {
        const piece *a = &p.all[i];
        double top = low(a->y0, a->y1), bottom = high(a->y0, a->y1);
        for (size_t k = i + 1; k < p.n && p.all[k].x0 <= a->x1; k++) {
            const piece *b = &p.all[k];
            if (high(b->y0, b->y1) < top || low(b->y0, b->y1) > bottom) continue;
            report->crossings += crossing(a, b);
        }
    }
    count_through(report, &p, bodies, n);
    report->bends = p.bends;
    report->longest = p.longest;
    return KR_OK;
}

kr_err kr_scene_check(kr_scene_report *out, kr_arena *arena, const kr_scene *scene) {
    body *bodies = kr_new_n(arena, body, scene->count + 1),
         *scratch = kr_new_n(arena, body, scene->count + 1);
    if (!bodies || !scratch) return KR_E_MEMORY;
    size_t n = 0;
    kr_scene_report report = {
        .persons = scene->persons, .smallest = 1e9, .width = scene->width, .height = scene->height};
    /* Points a unit: on the paper it was made for, or 190 mm wide from the screen. */
    double wide = scene->mm_width > 0 ? scene->mm_width : 190.0;
    double points = wide / 25.4 * 72.0 / scene->width;
    for (size_t i = 0; i < scene->count; i++) {
        const kr_shape *shape = &scene->shapes[i];
        if (shape->kind == KR_SH_TEXT && shape->a * points < report.smallest)
            report.smallest = shape->a * points;
        if (shape->mark == KR_MARK_NONE) continue;
        if (shape->mark == KR_MARK_NAME && shape->cut) report.shortened++;
        bodies[n++] = body_of(shape);
    }
    if (report.smallest > 1e8) report.smallest = 0;
    kr_sort(bodies, n, sizeof *bodies, by_left, NULL, scratch);
    for (size_t i = 0; i < n; i++) {
        for (size_t j = i + 1; j < n && bodies[j].box.x0 < bodies[i].box.x1; j++) {
            if (!one_thing(bodies[i].shape, bodies[j].shape) && touch(&bodies[i], &bodies[j]))
                report.overlaps++;
        }
    }
    kr_err err = check_lines(&report, arena, scene, bodies, n);
    if (err == KR_OK) *out = report;
    return err;
}
