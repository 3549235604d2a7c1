#include "draw/scene.h"

#include "core/num.h"
#include "draw/font_metrics.h"

static kr_shape *spare(kr_scene *scene) {
    return &scene->shapes[scene->cap - 1];
}

static bool grow(kr_scene *scene) {
    size_t cap = scene->cap * 2;
    kr_shape *shapes = scene->err == KR_OK ? kr_arena_grow(scene->arena, scene->shapes,
                                                           scene->cap * sizeof *shapes, cap * sizeof *shapes)
                                           : NULL;
    if (!shapes) {
        scene->err = KR_E_MEMORY;
        return false;
    }
    scene->shapes = shapes;
    scene->cap = cap;
    return true;
}

/* Always keeps one shape in hand, so that a failure can be noticed at the end instead of after every call. */
kr_shape *kr_scene_add(kr_scene *scene, kr_shape_kind kind, const char *cls) {
    if (scene->count + 1 >= scene->cap && !grow(scene)) return spare(scene);
    kr_shape *shape = &scene->shapes[scene->count++];
    /* Field by field: to fill so few bytes at once takes the processor longer, and so does reading back what
     * was just written. */
    shape->kind = (uint8_t)kind;
    shape->mark = shape->tint = shape->ring = shape->anchor = 0;
    shape->bare = shape->bold = shape->hidden = shape->current = shape->cut = shape->line = false;
    shape->owner = 0;
    shape->x = shape->y = shape->a = shape->b = shape->c = shape->d = 0;
    shape->cls = cls;
    shape->text.ptr = shape->extra.ptr = NULL;
    shape->text.len = shape->extra.len = 0;
    return shape;
}

kr_shape *kr_scene_circle(kr_scene *scene, const char *cls, double x, double y, double r) {
    kr_shape *shape = kr_scene_add(scene, KR_SH_CIRCLE, cls);
    shape->x = x;
    shape->y = y;
    shape->a = r;
    return shape;
}

kr_shape *kr_scene_rect(kr_scene *scene, const char *cls, double x, double y, double w, double h,
                        double corner) {
    kr_shape *shape = kr_scene_add(scene, KR_SH_RECT, cls);
    shape->x = x;
    shape->y = y;
    shape->a = w;
    shape->b = h;
    shape->c = corner;
    return shape;
}

kr_shape *kr_scene_text(kr_scene *scene, const char *cls, double x, double y, double size, kr_str text) {
    kr_shape *shape = kr_scene_add(scene, KR_SH_TEXT, cls);
    shape->x = x;
    shape->y = y;
    shape->a = size;
    shape->text = text;
    shape->mark = KR_MARK_TEXT;
    if (!text.ptr) scene->err = KR_E_MEMORY;
    return shape;
}

kr_shape *kr_scene_group(kr_scene *scene, const char *cls, bool hidden) {
    kr_shape *shape = kr_scene_add(scene, KR_SH_GROUP, cls);
    shape->hidden = hidden;
    return shape;
}

void kr_scene_close(kr_scene *scene) {
    (void)kr_scene_add(scene, KR_SH_END, NULL);
}

kr_box kr_text_box(const kr_shape *text) {
    int weight = text->bold ? 700 : 400;
    double width = kr_text_width(text->text, weight);
    if (text->extra.len) {
        double second = kr_text_width(text->extra, weight);
        if (second > width) width = second;
    }
    width *= text->a;
    double x0 = text->anchor == KR_START  ? text->x
                : text->anchor == KR_LAST ? text->x - width
                                          : text->x - width / 2;
    double below = KR_FONT_DESCENT + (text->extra.len ? KR_FONT_LINE : 0);
    return (kr_box){x0, text->y - KR_FONT_ASCENT * text->a, x0 + width, text->y + below * text->a};
}

void kr_polar(double x, double y, double radius, double degrees, double *px, double *py) {
    double angle = degrees * (KR_PI / 180);
    *px = x + radius * kr_sin(angle);
    *py = y - radius * kr_cos(angle);
}
