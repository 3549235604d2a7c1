/* Looks at the finished shapes alone: which symbols and texts touch, how small is the smallest text. */
#include "core/num.h"
#include "draw/scene.h"

typedef struct body {
    kr_box box;
    const kr_shape *shape;
    bool round;
} body;

static int by_left(const void *a, const void *b, void *context) {
    (void)context;
    double x = ((const body *)a)->box.x0, y = ((const body *)b)->box.x0;
    return x < y ? -1 : x > y;
}

static body body_of(const kr_shape *shape) {
    body it = {.shape = shape};
    double r = shape->a;
    switch (shape->kind) {
    case KR_SH_TEXT:
        it.box = kr_text_box(shape);
        break;
    case KR_SH_RECT:
        it.box = (kr_box){shape->x, shape->y, shape->x + shape->a, shape->y + shape->b};
        break;
    default:
        it.box = (kr_box){shape->x - r, shape->y - r, shape->x + r, shape->y + r};
        it.round = shape->kind == KR_SH_CIRCLE;
        break;
    }
    if (shape->kind == KR_SH_TEXT && shape->c != 0) {
        /* A turned text: the box around it, which is never too small. */
        double w = (it.box.x1 - it.box.x0) / 2, h = (it.box.y1 - it.box.y0) / 2,
               angle = shape->c * (KR_PI / 180);
        double s = kr_sin(angle), c = kr_cos(angle);
        double mx = (it.box.x0 + it.box.x1) / 2 - shape->x, my = (it.box.y0 + it.box.y1) / 2 - shape->y;
        double cx = shape->x + mx * c - my * s, cy = shape->y + mx * s + my * c;
        double half_w = w * (c < 0 ? -c : c) + h * (s < 0 ? -s : s),
               half_h = w * (s < 0 ? -s : s) + h * (c < 0 ? -c : c);
        it.box = (kr_box){cx - half_w, cy - half_h, cx + half_w, cy + half_h};
    }
    return it;
}

/* A hundredth of a unit is rounding, not touching. */
static bool boxes_touch(const kr_box *a, const kr_box *b) {
    return a->x0 < b->x1 - 0.01 && b->x0 < a->x1 - 0.01 && a->y0 < b->y1 - 0.01 && b->y0 < a->y1 - 0.01;
}

static double beyond(double v, double low, double high) {
    return v < low ? low - v : v > high ? v - high : 0;
}

static bool touch(const body *a, const body *b) {
    if (!boxes_touch(&a->box, &b->box)) return false;
    if (a->round && b->round) {
        double dx = a->shape->x - b->shape->x, dy = a->shape->y - b->shape->y,
               reach = a->shape->a + b->shape->a - 0.01;
        return dx * dx + dy * dy < reach * reach;
    }
    if (!a->round && !b->round) return true;
    const body *circle = a->round ? a : b, *other = a->round ? b : a;
    double dx = beyond(circle->shape->x, other->box.x0, other->box.x1);
    double dy = beyond(circle->shape->y, other->box.y0, other->box.y1);
    double reach = circle->shape->a - 0.01;
    return dx * dx + dy * dy < reach * reach;
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
    double sheet = 190.0 / 25.4 * 72.0 / scene->width; /* points a unit, 190 mm wide */
    if (scene->mm_width > 0) sheet = 210.0 / 25.4 * 72.0 / scene->width;
    for (size_t i = 0; i < scene->count; i++) {
        const kr_shape *shape = &scene->shapes[i];
        if (shape->kind == KR_SH_TEXT && shape->a * sheet < report.smallest)
            report.smallest = shape->a * sheet;
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
