/* The round ecogram: everybody on an own ray, so that no line runs through somebody else. */
#include "core/num.h"
#include "draw/eco.h"
#include "draw/font_metrics.h"

#define MOST  40
#define CROWD 32    /* more only when no line runs through a name */
#define BEGIN 254.0 /* degrees: the first area stands left of the top */
#define GAP   2.6
#define CHIP  9.5

/* Three sizes to try. */
static const struct {
    double r, font;
    kr_level level;
} sizes[] = {{22, 16.5, KR_LV_FULL}, {20, 15.5, KR_LV_FULL}, {15, 13, KR_LV_SMALL}};

static double outer(const kr_eco *e) {
    return e->w->width / 2 - 42;
}

/* An arc for each area: enough for its name, the rest by how many stand in it. */
static bool share_circle(kr_eco *e) {
    double rest = 360 - GAP * (double)e->n, least[KR_ECO_AREAS];
    for (size_t g = 0; g < e->n; g++) {
        double wide = kr_text_width(e->groups[g].title, 700) * 16.5 + 10;
        least[g] = wide / outer(e) * (180 / KR_PI);
        rest -= least[g];
    }
    if (rest < 0) return false;
    double at = BEGIN, people = 0;
    for (size_t g = 0; g < e->n; g++) people += (double)e->groups[g].n;
    for (size_t g = 0; g < e->n; g++) {
        kr_eco_group *group = &e->groups[g];
        group->from = at;
        group->to = at + least[g] + rest * (double)group->n / people;
        at = group->to + GAP;
    }
    return true;
}

/* Small boxes along a turned title, taken so that no name comes there. */
static void take_title(kr_eco *e, double middle, double wide) {
    double x, y, dx, dy;
    kr_polar(0, e->cy, outer(e) + 16.5, middle, &x, &y);
    kr_polar(0, 0, 1, middle + 90, &dx, &dy);
    for (double at = -wide / 2 - 2; at <= wide / 2 + 8; at += 6) {
        double bx = x + dx * at, by = y + dy * at;
        kr_grid_take(e->grid, (kr_box){bx - 14, by - 14, bx + 14, by + 14});
    }
}

static bool chips_free(kr_eco *e, double angle, double first, size_t n) {
    for (size_t i = 0; i < n; i++) {
        double x, y;
        kr_polar(0, e->cy, first + 21.5 * (double)i, angle, &x, &y);
        if (!kr_grid_free(e->grid, (kr_box){x - CHIP - 1, y - CHIP - 1, x + CHIP + 1, y + CHIP + 1}))
            return false;
    }
    return true;
}

static void take_chips(kr_eco *e, double angle, double first, size_t n) {
    for (size_t i = 0; i < n; i++) {
        double x, y;
        kr_polar(0, e->cy, first + 21.5 * (double)i, angle, &x, &y);
        kr_grid_take(e->grid, (kr_box){x - CHIP - 1, y - CHIP - 1, x + CHIP + 1, y + CHIP + 1});
    }
}

/* Walks along the line of somebody, outside the house: is it free, also of their own name? With `take` it is
 * kept free from now on. */
static bool line_free(kr_eco *e, double angle, double far, const kr_box *own, bool take) {
    double house = e->home_radius + 11;
    for (double at = e->home_radius + 7; at < far; at += 4) {
        double x, y;
        kr_polar(0, e->cy, at, angle, &x, &y);
        if (x > -house && x < house && y > e->cy - house && y < e->cy + house) continue;
        kr_box box = {x - 2, y - 2, x + 2, y + 2};
        if (take) {
            kr_grid_take(e->grid, box);
            continue;
        }
        if (!kr_grid_free(e->grid, box)) return false;
        if (x > own->x0 && x < own->x1 && y > own->y0 && y < own->y1) return false;
    }
    return true;
}

/* How one person is tried: which size, the letters on their line, and whether the name stands on the other
 * side of the symbol than usual. */
typedef struct try {
    size_t size, n_chips;
    double first_chip;
    bool other;
}
try;

/* Does the name stand where the letters of the own line stand? */
static bool meets_chips(const kr_eco *e, const kr_box *name, double angle, const try *t) {
    for (size_t i = 0; i < t->n_chips; i++) {
        double x, y;
        kr_polar(0, e->cy, t->first_chip + 21.5 * (double)i, angle, &x, &y);
        if (x + CHIP + 1 > name->x0 && x - CHIP - 1 < name->x1 && y + CHIP + 1 > name->y0 &&
            y - CHIP - 1 < name->y1)
            return true;
    }
    return false;
}

static bool stand(kr_eco *e, kr_spot *s, double radius, double angle, const try *t) {
    kr_level level = sizes[t->size].level;
    kr_box symbol, label;
    double x, y;
    kr_polar(0, e->cy, radius, angle, &x, &y);
    s->above = (y < e->cy - 0.3 * radius) != t->other; /* away from the line */
    kr_spot_boxes(s, level, false, &symbol, &label);
    kr_box a = {symbol.x0 + x, symbol.y0 + y, symbol.x1 + x, symbol.y1 + y};
    kr_box b = {label.x0 + x, label.y0 + y, label.x1 + x, label.y1 + y};
    double edge = e->w->width / 2 - 3;
    if (b.x0 < -edge || b.x1 > edge || !kr_grid_free(e->grid, a) || !kr_grid_free(e->grid, b)) return false;
    double far = radius - kr_sizes[level].r - 8;
    if (e->clear && !line_free(e, angle, far, &b, false)) return false;
    if (meets_chips(e, &b, angle, t)) return false;
    if (e->clear) (void)line_free(e, angle, far, &b, true);
    kr_grid_take(e->grid, a);
    kr_grid_take(e->grid, b);
    s->x = x;
    s->y = y;
    s->level = (uint8_t)level;
    return true;
}

static bool place_at(kr_eco *e, kr_spot *s, double angle, size_t i, size_t size, bool other) {
    kr_str letters[5];
    size_t n = kr_eco_support(e, &e->w->network->alters[s->alter], letters);
    double r = sizes[size].r, far = outer(e) - r - 6, near = e->home_radius + 60 + r;
    double first = e->home_radius + 40;
    while (n && first < far && !chips_free(e, angle, first, n)) first += 5;
    if (n && near < first + 21.5 * (double)n + r) near = first + 21.5 * (double)n + r;
    if (near > far) return false;
    const try t = {size, n, first, other};
    /* Neighbours stand nearer and further by turns. */
    static const double wish[] = {0.75, 0.35, 0.95, 0.55};
    double start = near + (far - near) * wish[i % 4];
    for (int step = 0; step < 60; step++) {
        double radius = start + ((step & 1) ? 1 : -1) * ((step + 1) / 2) * 7.0;
        if (radius < near || radius > far || !stand(e, s, radius, angle, &t)) continue;
        take_chips(e, angle, first, n);
        e->angle[s->alter] = angle;
        e->first_chip[s->alter] = first;
        return true;
    }
    return false;
}

/* In the middle of their part of the circle, or a little aside. */
static bool place_one(kr_eco *e, kr_spot *s, double angle, double part, size_t i, size_t size) {
    static const double aside[] = {0, 0.16, -0.16, 0.3, -0.3, 0.42, -0.42};
    for (size_t k = 0; k < (e->clear ? KR_COUNT(aside) : 1); k++) {
        if (place_at(e, s, angle + aside[k] * part, i, size, false)) return true;
        if (e->clear && place_at(e, s, angle + aside[k] * part, i, size, true)) return true;
    }
    return false;
}

static bool place_all(kr_eco *e, size_t size, size_t turn) {
    kr_grid_clear(e->grid, -e->w->width / 2, e->cy - outer(e) - 60, 2 * outer(e) + 120);
    double hr = e->home_radius + 8;
    kr_grid_take(e->grid, (kr_box){-hr, e->cy - hr, hr, e->cy + hr});
    for (size_t g = 0; g < e->n && (e->w->options->layers & KR_LAYER_AREAS); g++) {
        const kr_eco_group *group = &e->groups[g];
        take_title(e, (group->from + group->to) / 2, kr_text_width(group->title, 700) * 16.5);
    }
    for (size_t g = 0; g < e->n; g++) {
        const kr_eco_group *group = &e->groups[g];
        for (size_t i = 0; i < group->n; i++, turn++) {
            double part = (group->to - group->from) / (double)group->n,
                   angle = group->from + part * ((double)i + 0.5);
            if (!place_one(e, &e->w->spots[e->order[group->first + i]], angle, part, turn, size))
                return false;
        }
    }
    return true;
}

bool kr_eco_round(kr_eco *e) {
    if (e->around > MOST || e->home_radius > (e->house ? 230 : 150) || !share_circle(e)) return false;
    e->cy = e->top + outer(e) + 40;
    e->bottom = e->cy + outer(e) + 44;
    if (e->w->height > 0) {
        double rest = e->w->height - e->bottom - kr_put_legend(e->w, 0, false) - 6;
        if (rest < 0) return false;
        e->cy += rest / 3;
    }
    /* Rather smaller than a line through a name; and rather that than no round form. */
    for (int round = 0; round < (e->w->comfortable ? 1 : 2); round++) {
        e->clear = round == 0;
        for (size_t size = 1; size < (e->w->comfortable ? 2 : KR_COUNT(sizes)); size++) {
            for (size_t turn = 0; turn < (e->clear ? 4 : 1); turn++) {
                if (place_all(e, size, turn)) return true;
            }
        }
        if (e->around > CROWD) return false;
    }
    return false;
}

/* -- drawing
 * ----------------------------------------------------------------------------------------------------------
 */

static void put_areas(kr_eco *e) {
    kr_scene *scene = e->w->scene;
    if (!(e->w->options->layers & KR_LAYER_AREAS)) return;
    (void)kr_scene_group(scene, "e-doms", false);
    for (size_t g = 0; g < e->n; g++) {
        const kr_eco_group *group = &e->groups[g];
        kr_shape *s = kr_scene_add(scene, KR_SH_SECTOR, group->tint ? "e-dom" : "e-dom q0");
        s->x = 0, s->y = e->cy;
        s->a = e->home_radius + 100 < 222 ? 210 : e->home_radius + 100, s->b = outer(e);
        s->c = group->from, s->d = group->to;
        s->tint = group->tint;
        s->ring = 3;
        double middle = (group->from + group->to) / 2, x, y, turn = middle;
        while (turn >= 360) turn -= 360;
        bool under = turn > 100 && turn < 260;
        kr_polar(0, e->cy, outer(e) + (under ? 23 : 10), middle, &x, &y);
        kr_shape *text = kr_scene_text(scene, "e-domt", x, y, 16.5, group->title);
        text->bold = true;
        text->tint = group->tint;
        text->c = under ? turn - 180 : turn > 180 ? turn - 360 : turn;
    }
    kr_scene_close(scene);
}

static void put_lines(kr_eco *e) {
    (void)kr_scene_group(e->w->scene, "e-ties", false);
    for (size_t i = 0; i < e->around; i++) {
        const kr_spot *s = &e->w->spots[e->order[i]];
        double angle = e->angle[s->alter], x0, y0, x1, y1;
        double dx = s->x, dy = s->y - e->cy, far = kr_sqrt(dx * dx + dy * dy) - kr_sizes[s->level].r - 7;
        kr_polar(0, e->cy, e->home_radius + 7, angle, &x0, &y0);
        kr_polar(0, e->cy, far, angle, &x1, &y1);
        kr_eco_line(e, &e->w->network->alters[s->alter], x0, y0, x1, y1, false);
    }
    kr_scene_close(e->w->scene);
}

static void put_chips(kr_eco *e) {
    (void)kr_scene_group(e->w->scene, "e-chips", true);
    for (size_t i = 0; i < e->around; i++) {
        const kr_spot *s = &e->w->spots[e->order[i]];
        kr_str letters[5];
        size_t n = kr_eco_support(e, &e->w->network->alters[s->alter], letters);
        for (size_t k = 0; k < n; k++) {
            double x, y;
            kr_polar(0, e->cy, e->first_chip[s->alter] + 21.5 * (double)k, e->angle[s->alter], &x, &y);
            kr_scene_circle(e->w->scene, "e-chip", x, y, CHIP)->mark = KR_MARK_SYMBOL;
            kr_shape *text = kr_scene_text(e->w->scene, NULL, x, y + 4.3, 12.5, letters[k]);
            text->bold = true;
            text->mark = KR_MARK_NONE;
        }
    }
    kr_scene_close(e->w->scene);
}

void kr_eco_round_put(kr_eco *e) {
    kr_drawing_work *w = e->w;
    (void)kr_scene_group(w->scene, NULL, true);
    put_areas(e);
    put_lines(e);
    kr_scene_close(w->scene);
    kr_eco_home_put(e);
    for (size_t g = 0; g < e->n; g++) {
        const kr_eco_group *group = &e->groups[g];
        kr_shape *list = kr_scene_add(w->scene, KR_SH_LIST, group->tint ? NULL : "q0");
        list->tint = group->tint;
        list->text = group->title;
        for (size_t i = 0; i < group->n; i++) {
            const kr_spot *s = &w->spots[e->order[group->first + i]];
            kr_put_person(w, s, 0, 3, kr_eco_told(e, s));
            w->scene->persons++;
        }
        kr_scene_close(w->scene);
    }
    put_chips(e);
}
