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

/* Somebody who looks for a place: which size, how many letters stand on the line, symbol and name around the
 * middle of the symbol. */
typedef struct seeker {
    kr_eco *e;
    kr_spot *spot;
    size_t size, n_chips;
    kr_box symbol, label[2]; /* the name below, above */
    kr_stamp sign, name[2];  /* the same for the grid */
    double reach;            /* no part of the name is further from the middle of the symbol */
} seeker;

/* The line from the house on which somebody is tried. */
typedef struct ray {
    double dx, dy; /* where it points */
    double first_chip;
    double begin;                        /* where the line leaves the house */
    double near, far;                    /* where the symbol may stand */
    double clear;                        /* as far as it was looked at, nothing stands on the line */
    unsigned n_dots, dots[KR_GRID_ROWS]; /* its points up to there; a line on the sheet has fewer */
} ray;

static kr_box chip_box(const kr_eco *e, const ray *line, double first, size_t i) {
    double at = first + 21.5 * (double)i, x = line->dx * at, y = e->cy + line->dy * at;
    return (kr_box){x - CHIP - 1, y - CHIP - 1, x + CHIP + 1, y + CHIP + 1};
}

static bool chips_free(const kr_eco *e, const ray *line, double first, size_t n) {
    for (size_t i = 0; i < n; i++) {
        if (!kr_grid_free(e->grid, chip_box(e, line, first, i))) return false;
    }
    return true;
}

/* The line is looked at point by point; within the house nothing is in its way. */
#define LINE_STEP 4.0

static double line_begin(const kr_eco *e, const ray *line) {
    double x = line->dx < 0 ? -line->dx : line->dx, y = line->dy < 0 ? -line->dy : line->dy;
    double at = e->home_radius + 7, out = (e->home_radius + 11) / (x > y ? x : y);
    if (out > at) at += LINE_STEP * (int)((out - at) / LINE_STEP + 1);
    return at;
}

/* Is the line free up to `far`? Looks on from where it was looked at before. */
static bool is_clear(const kr_eco *e, ray *line, double far) {
    double left = -e->grid->left * 0.5, top = (e->cy - e->grid->top) * 0.5, dx = line->dx * 0.5,
           dy = line->dy * 0.5;
    double at = line->clear;
    unsigned n = line->n_dots;
    for (; at < far; at += LINE_STEP, n++) {
        line->dots[n] = kr_grid_dot(left + dx * at, top + dy * at);
        if (!kr_grid_dot_free(e->grid, line->dots[n])) break;
    }
    line->clear = at;
    line->n_dots = n;
    return at >= far;
}

/* Does the line up to `far` run through the name of its own symbol? Only its end comes near. */
static bool meets_name(const seeker *s, const ray *line, const kr_box *name, double radius, double far) {
    double at = line->begin, skip = (radius - s->reach - at) / LINE_STEP;
    if (skip > 1) at += LINE_STEP * (int)skip;
    for (; at < far; at += LINE_STEP) {
        double x = line->dx * at, y = s->e->cy + line->dy * at;
        if (x > name->x0 && x < name->x1 && y > name->y0 && y < name->y1) return true;
    }
    return false;
}

/* Keeps the line free from now on, where it is free up to now. */
static void take_line(const kr_eco *e, const ray *line, double far) {
    const unsigned *next = line->dots;
    for (double at = line->begin; at < far; at += LINE_STEP) kr_grid_dot_take(e->grid, *next++);
}

/* Does the name stand where the letters of the own line stand? */
static bool meets_chips(const seeker *s, const ray *line, const kr_box *name) {
    for (size_t i = 0; i < s->n_chips; i++) {
        kr_box chip = chip_box(s->e, line, line->first_chip, i);
        if (chip.x1 > name->x0 && chip.x0 < name->x1 && chip.y1 > name->y0 && chip.y0 < name->y1) return true;
    }
    return false;
}

static kr_box moved(kr_box box, double x, double y) {
    return (kr_box){box.x0 + x, box.y0 + y, box.x1 + x, box.y1 + y};
}

/* `other`: the name on the other side of the symbol than usual, which is away from the line. */
static bool stand(const seeker *s, ray *line, double radius, bool other) {
    kr_eco *e = s->e;
    double x = line->dx * radius, y = e->cy + line->dy * radius, far = radius - sizes[s->size].r - 8;
    if (e->clear && !is_clear(e, line, far)) return false;
    bool above = (y < e->cy - 0.3 * radius) != other;
    kr_box b = moved(s->label[above], x, y);
    double edge = e->w->width / 2 - 3, across = (x - e->grid->left) * 0.5, down = (y - e->grid->top) * 0.5;
    if (b.x0 < -edge || b.x1 > edge || !kr_grid_stamp_free(e->grid, &s->sign, across, down) ||
        !kr_grid_stamp_free(e->grid, &s->name[above], across, down))
        return false;
    if (e->clear && meets_name(s, line, &b, radius, far)) return false;
    if (meets_chips(s, line, &b)) return false;
    if (e->clear) take_line(e, line, far);
    kr_grid_take(e->grid, moved(s->symbol, x, y));
    kr_grid_take(e->grid, b);
    s->spot->above = above;
    s->spot->x = x;
    s->spot->y = y;
    s->spot->level = (uint8_t)sizes[s->size].level;
    return true;
}

/* False when nobody can stand on this line. */
static bool aim(const seeker *s, double angle, ray *line) {
    const kr_eco *e = s->e;
    double r = sizes[s->size].r, first = e->home_radius + 40;
    line->near = e->home_radius + 60 + r, line->far = outer(e) - r - 6;
    kr_polar(0, 0, 1, angle, &line->dx, &line->dy);
    while (s->n_chips && first < line->far && !chips_free(e, line, first, s->n_chips)) first += 5;
    double after = first + 21.5 * (double)s->n_chips + r;
    if (s->n_chips && line->near < after) line->near = after;
    if (line->near > line->far) return false;
    line->first_chip = first;
    line->begin = line_begin(e, line);
    line->clear = line->begin;
    line->n_dots = 0;
    return !e->clear || is_clear(e, line, line->near - r - 8);
}

static bool place_at(const seeker *s, ray *line, size_t turn, bool other) {
    /* Neighbours stand nearer and further by turns. */
    static const double wish[] = {0.75, 0.35, 0.95, 0.55};
    double start = line->near + (line->far - line->near) * wish[turn % 4];
    for (int step = 0; step < 60; step++) {
        double radius = start + ((step & 1) ? 1 : -1) * ((step + 1) / 2) * 7.0;
        if (radius < line->near || radius > line->far || !stand(s, line, radius, other)) continue;
        for (size_t i = 0; i < s->n_chips; i++)
            kr_grid_take(s->e->grid, chip_box(s->e, line, line->first_chip, i));
        s->e->rays[s->spot->alter] = (kr_eco_ray){line->dx, line->dy, line->first_chip};
        return true;
    }
    return false;
}

static double furthest(kr_box box) {
    double x = box.x1 > -box.x0 ? box.x1 : -box.x0, y = box.y1 > -box.y0 ? box.y1 : -box.y0;
    return x + y;
}

/* In the middle of their part of the circle, or a little aside. */
static bool place_one(kr_eco *e, kr_spot *spot, double angle, double part, size_t turn, size_t size) {
    static const double aside[] = {0, 0.16, -0.16, 0.3, -0.3, 0.42, -0.42};
    kr_str letters[5];
    seeker s;
    s.e = e, s.spot = spot, s.size = size;
    s.reach = 0;
    s.n_chips = kr_eco_support(e, &e->w->network->alters[spot->alter], letters);
    for (int above = 0; above < 2; above++) {
        spot->above = above;
        kr_spot_boxes(spot, sizes[size].level, false, &s.symbol, &s.label[above]);
        s.name[above] = kr_grid_stamp(s.label[above]);
        double far = furthest(s.label[above]);
        if (far > s.reach) s.reach = far;
    }
    s.sign = kr_grid_stamp(s.symbol);
    for (size_t k = 0; k < (e->clear ? KR_COUNT(aside) : 1); k++) {
        ray line;
        if (!aim(&s, angle + aside[k] * part, &line)) continue;
        if (place_at(&s, &line, turn, false)) return true;
        if (e->clear && place_at(&s, &line, turn, true)) return true;
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

/* Then all of a line is on it too. */
static bool grid_holds_circle(const kr_eco *e) {
    return e->w->width <= 2 * KR_GRID_COLUMNS && outer(e) + 60 <= KR_GRID_ROWS;
}

bool kr_eco_round(kr_eco *e) {
    if (!grid_holds_circle(e) || e->around > MOST || e->home_radius > (e->house ? 230 : 150) ||
        !share_circle(e))
        return false;
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
        const kr_eco_ray *line = &e->rays[s->alter];
        double dx = s->x, dy = s->y - e->cy, far = kr_sqrt(dx * dx + dy * dy) - kr_sizes[s->level].r - 7,
               near = e->home_radius + 7;
        kr_eco_line(e, &e->w->network->alters[s->alter], near * line->dx, e->cy + near * line->dy,
                    far * line->dx, e->cy + far * line->dy);
    }
    kr_eco_lines_put(e, false);
    kr_scene_close(e->w->scene);
}

static void put_chips(kr_eco *e) {
    (void)kr_scene_group(e->w->scene, "e-chips", true);
    for (size_t i = 0; i < e->around; i++) {
        const kr_spot *s = &e->w->spots[e->order[i]];
        kr_str letters[5];
        size_t n = kr_eco_support(e, &e->w->network->alters[s->alter], letters);
        for (size_t k = 0; k < n; k++) {
            const kr_eco_ray *line = &e->rays[s->alter];
            double at = line->first_chip + 21.5 * (double)k, x = at * line->dx, y = e->cy + at * line->dy;
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
