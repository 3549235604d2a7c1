/* Who was there: a thin line from when they came to when they went, with signs for what they did; and what
 * has no date. */
#include "draw/font_metrics.h"
#include "draw/lifeline.h"
#include "draw/text.h"

/* Came, was there, helped, left, died: told apart by form. `owner` is the line it stands on, + 1. */
void kr_lifeline_presence(kr_scene *s, uint8_t part, double x, double y, uint32_t owner) {
    static const char *const paths[] = {"", "M-3.500-5L5 0L-3.500 5Z", "",
                                        "", "M-4-4L4 4M4-4L-4 4",      "M0-6V6M-4-2.500H4"};
    kr_shape *mark;
    if (part == KR_presence_part_there) {
        mark = kr_scene_circle(s, "l-there", x, y, 4.5);
    } else if (part == KR_presence_part_helped) {
        mark = kr_scene_rect(s, "l-helped", x - 4.5, y - 4.5, 9, 9, 1);
    } else {
        mark = kr_scene_add(s, KR_SH_PATH, part == KR_presence_part_came ? "l-came" : "l-left");
        mark->x = x, mark->y = y, mark->a = 5;
        mark->text = kr_str_z(paths[part < KR_COUNT(paths) ? part : 4]);
    }
    if (!owner) return;
    mark->mark = KR_MARK_SYMBOL;
    mark->owner = owner;
}

static kr_str told(kr_lifeline *l, const kr_life_span *span) {
    kr_buf buf;
    kr_str text = KR_NONE;
    kr_buf_init(&buf, l->w->arena, 2000);
    kr_put(&buf, span->person->name);
    kr_put_z(&buf, ", ");
    kr_put_int(&buf, (int64_t)span->from);
    kr_put_z(&buf, " - ");
    if (span->goes_on)
        kr_put(&buf, kr_word_for(l->w, "life.now"));
    else if (span->unknown_end)
        kr_put(&buf, kr_word_for(l->w, "life.sign.open"));
    else
        kr_put_int(&buf, (int64_t)span->until);
    if (kr_buf_end(&buf, &text) != KR_OK) l->w->scene->err = KR_E_MEMORY;
    return text;
}

static void put_name(kr_lifeline *l, const kr_life_span *span, double x, double y, uint32_t owner) {
    bool cut;
    double most = (x - 12) / l->font;
    if (most > 14) most = 14;
    kr_str name = kr_text_fit(l->w->arena, span->person->name, most, 400, &cut);
    kr_shape *text = kr_scene_text(l->w->scene, "l-name", x - 10, y + l->font * 0.34, l->font, name);
    text->anchor = KR_LAST;
    text->mark = KR_MARK_NAME;
    text->owner = owner;
    text->cut = cut;
}

/* `last`: where the sign before it stands, so that two on one day stand beside each other. */
static void put_span(kr_lifeline *l, size_t i, double y) {
    kr_scene *s = l->w->scene;
    const kr_life_span *span = &l->life.spans[i];
    double x = kr_lifeline_x(l, span->from), to = kr_lifeline_x(l, span->until);
    uint32_t owner = (uint32_t)i + 1;
    kr_shape *item = kr_scene_add(s, KR_SH_ITEM, "l-person");
    item->x = x, item->y = y;
    kr_shape *link = kr_scene_add(s, KR_SH_LINK, "l-who");
    link->text = told(l, span);
    link->extra = kr_person_href(l->w, span->person->id);
    put_name(l, span, x, y, owner);
    kr_shape *line = kr_scene_add(s, KR_SH_LINE, span->unknown_end ? "l-life l-fade" : "l-life");
    line->x = x, line->y = line->b = y, line->a = to > x + 4 ? to : x + 4;
    /* Each in a row of its own, with its own signs on it: nothing to cross or to run through. */
    line->owner = owner;
    kr_shape *hit = kr_scene_rect(s, "l-hit", x, y - l->slot / 2, line->a - x + 6, l->slot, 3);
    hit->hidden = true;
    if (span->from_known) (void)kr_scene_circle(s, "l-start", x, y, 2.5);
    kr_scene_close(s);
    kr_scene_close(s);
}

/* Signs of one person, from left to right; the next stands at least 12 units further. */
static void put_signs(kr_lifeline *l, double top, double pitch) {
    double *last = kr_new_n(l->w->arena, double, l->life.n_spans + 1);
    if (!last) {
        l->w->scene->err = KR_E_MEMORY;
        return;
    }
    kr_scene_group(l->w->scene, "l-signs", true);
    for (size_t i = 0; i < l->life.n_presences; i++) {
        const kr_life_presence *p = &l->life.presences[i];
        double at = l->life.events[p->event].at;
        if (p->span == SIZE_MAX || !at) continue;
        double x = kr_lifeline_x(l, at);
        if (last[p->span] > 0 && x < last[p->span] + 12) x = last[p->span] + 12;
        last[p->span] = x;
        if (x + 6 > l->right) l->right = x + 6;
        uint8_t part = p->said->part ? p->said->part : (uint8_t)KR_presence_part_there;
        kr_lifeline_presence(l->w->scene, part, x, top + (double)p->span * pitch, (uint32_t)p->span + 1);
    }
    for (size_t i = 0; i < l->life.n_spans; i++) {
        const kr_life_span *span = &l->life.spans[i];
        if (!span->died) continue;
        double x = kr_lifeline_x(l, span->until);
        if (last[i] > 0 && x < last[i] + 12) x = last[i] + 12;
        if (x + 6 > l->right) l->right = x + 6;
        kr_lifeline_presence(l->w->scene, 5, x, top + (double)i * pitch, (uint32_t)i + 1);
    }
    kr_scene_close(l->w->scene);
}

double kr_lifeline_people(kr_lifeline *l, double top) {
    double pitch = l->slot, first = top + l->slot * 1.7;
    kr_lifeline_heading(l, "life.people", l->w->narrow ? 0 : 10, top + l->font);
    kr_shape *list = kr_scene_add(l->w->scene, KR_SH_LIST, "l-people");
    list->text = kr_word_for(l->w, "life.people");
    for (size_t i = 0; i < l->life.n_spans; i++) put_span(l, i, first + (double)i * pitch);
    kr_scene_close(l->w->scene);
    put_signs(l, first, pitch);
    return first + (double)l->life.n_spans * pitch;
}

double kr_lifeline_tray(kr_lifeline *l, double top, double wide) {
    double x = 10, y = top + l->slot * 1.9, tallest = 1;
    size_t mark = l->w->scene->count;
    (void)kr_scene_rect(l->w->scene, "l-tray", 0, top, wide, 0, 10);
    kr_lifeline_heading(l, "life.undated", 10, top + l->font * 1.4);
    kr_shape *list = kr_scene_add(l->w->scene, KR_SH_LIST, "l-events");
    list->text = kr_word_for(l->w, "life.undated");
    for (size_t i = l->life.n_dated; i < l->life.n_events; i++) {
        double most = wide - 60 < l->font * 30 ? wide - 60 : l->font * 30;
        kr_life_label label = kr_lifeline_label(l, &l->life.events[i], most);
        if (x > 10 && x + 22 + label.width > wide - 10) x = 10, y += l->slot * 2.2, tallest = 1;
        kr_lifeline_event(l, &l->life.events[i], &label, x + 10, y + l->slot / 2, 0, 1);
        x += label.width + 48;
        if (label.lines > tallest) tallest = label.lines;
    }
    kr_scene_close(l->w->scene);
    double bottom = y + l->slot * (tallest + 0.5);
    l->w->scene->shapes[mark].b = bottom - top;
    return bottom;
}
