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

kr_err kr_scene_check(kr_scene_report *out, kr_arena *arena, const kr_scene *scene) {
    body *bodies = kr_new_n(arena, body, scene->count + 1),
         *scratch = kr_new_n(arena, body, scene->count + 1);
    if (!bodies || !scratch) return KR_E_MEMORY;
    size_t n = 0;
    kr_scene_report report = {.persons = scene->persons, .smallest = 1e9};
    /* Points a unit: as printed on A4, or on the larger paper that so many people need, or 190 mm wide from
     * the screen. */
    double wide = scene->grown ? scene->mm_width : scene->mm_width > 0 ? 210.0 : 190.0;
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
    *out = report;
    return KR_OK;
}
