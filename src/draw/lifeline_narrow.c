/* On a phone: downwards, each label beside its mark, with a thin line to the year it belongs to. */
#include "draw/lifeline.h"

#define AXIS 46
#define MARK 76

static double *room_for(kr_lifeline *l, kr_life_label *labels) {
    double *y = kr_new_n(l->w->arena, double, l->life.n_dated + 1);
    for (size_t i = 0; y && i < l->life.n_dated; i++)
        labels[i] = kr_lifeline_label(l, &l->life.events[i], 360 - MARK - 22);
    return y;
}

static double tall(const kr_lifeline *l, const kr_life_label *label) {
    return label->lines * l->slot + 8;
}

/* As near their year as there is room: first pushed down, then from the end pushed up. Returns the height. */
static double give_places(kr_lifeline *l, const kr_life_label *labels, double *y, double height) {
    size_t n = l->life.n_dated;
    double all = 0, free = 0;
    for (size_t i = 0; i < n; i++) all += tall(l, &labels[i]);
    if (height < all) height = all;
    for (size_t i = 0; i < n; i++) {
        y[i] = (l->life.events[i].at - l->first) / (l->last - l->first) * height - l->slot / 2;
        if (y[i] < free) y[i] = free;
        free = y[i] + tall(l, &labels[i]);
    }
    double below = height;
    for (size_t i = n; i-- > 0;) {
        if (y[i] + tall(l, &labels[i]) > below) y[i] = below - tall(l, &labels[i]);
        below = y[i];
    }
    return height;
}

static void put_axis(kr_lifeline *l, double top, double height) {
    kr_scene *s = l->w->scene;
    int step = kr_lifeline_step(height / (l->last - l->first), 40);
    double today = l->life.today ? top + (l->life.today - l->first) / (l->last - l->first) * height : -1000;
    kr_scene_group(s, "l-years", true);
    kr_shape *axis = kr_scene_add(s, KR_SH_LINE, "l-axis");
    axis->x = axis->a = AXIS, axis->y = top, axis->b = top + height;
    for (int year = ((int)l->first + step - 1) / step * step; year <= (int)l->last; year += step) {
        double y = top + (year - l->first) / (l->last - l->first) * height;
        char digits[12];
        kr_shape *rule = kr_scene_add(s, KR_SH_LINE, "l-axis");
        rule->x = AXIS - 4, rule->a = AXIS, rule->y = rule->b = y;
        if (y > today - 18 && y < today + 18) continue;
        kr_str text =
            kr_arena_copy(l->w->arena, kr_str_n(digits, kr_date_text((kr_date)year * 10000, digits)));
        kr_scene_text(s, "l-year", AXIS - 8, y + 4.5, 12.5, text)->anchor = KR_LAST;
    }
    if (l->life.today) {
        kr_shape *rule = kr_scene_add(s, KR_SH_LINE, "l-today");
        rule->x = AXIS - 6, rule->a = AXIS + 6, rule->y = rule->b = today;
        kr_shape *text =
            kr_scene_text(s, "l-now", AXIS - 8, today + 4.5, 12.5, kr_word_for(l->w, "life.today.short"));
        text->anchor = KR_LAST;
        text->bold = true;
    }
    kr_scene_close(s);
}

double kr_lifeline_narrow(kr_lifeline *l) {
    kr_life_label *labels = kr_new_n(l->w->arena, kr_life_label, l->life.n_dated + 1);
    double *y = labels ? room_for(l, labels) : NULL, end = 0;
    l->right = 360;
    if (!y) {
        l->w->scene->err = KR_E_MEMORY;
        return 0;
    }
    if (l->life.n_dated) {
        double height = give_places(l, labels, y, 440);
        put_axis(l, 0, height);
        kr_scene_group(l->w->scene, "l-leads", true);
        for (size_t i = 0; i < l->life.n_dated; i++) {
            double at = (l->life.events[i].at - l->first) / (l->last - l->first) * height;
            kr_shape *lead = kr_scene_add(l->w->scene, KR_SH_LINE, "l-lead");
            lead->x = AXIS, lead->y = at, lead->a = MARK - 10, lead->b = y[i] + l->slot / 2;
        }
        kr_scene_close(l->w->scene);
        kr_shape *list = kr_scene_add(l->w->scene, KR_SH_LIST, "l-events");
        list->text = kr_word_for(l->w, "life.list.events");
        for (size_t i = 0; i < l->life.n_dated; i++)
            kr_lifeline_event(l, &l->life.events[i], &labels[i], MARK, y[i] + l->slot / 2, 0, 1);
        kr_scene_close(l->w->scene);
        end = height + 24;
    }
    if (l->life.n_events > l->life.n_dated) end = kr_lifeline_tray(l, end, 360) + 24;
    if (!l->life.n_spans) return end;
    l->left = 112;
    l->width = 360 - l->left - 30;
    size_t mark = l->w->scene->count;
    kr_lifeline_years(l, end + l->slot, 0);
    size_t after = l->w->scene->count;
    double bottom = kr_lifeline_people(l, end + l->slot * 1.4);
    for (size_t i = mark; i < after; i++)
        if (l->w->scene->shapes[i].kind == KR_SH_LINE) l->w->scene->shapes[i].b = bottom;
    return bottom;
}
