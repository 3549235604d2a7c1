/* The circle family: rings times areas, from the form alone. */
#include "core/num.h"
#include "draw/drawing.h"
#include "draw/font_metrics.h"

typedef struct plan {
    kr_drawing_work *w;
    kr_layout l;
    double top, bottom; /* of the part with the circle and the names of the areas */
    double waiting_top, waiting_font, waiting_height;
    double list_top, list_font, list_height;
    kr_level waiting_level;
    size_t waiting, listed;
    bool sentence; /* the names of the rings do not fit in the circle */
    bool framed;   /* what follows was measured */
    double count_em;
    kr_label name[KR_MOST_AREAS]; /* of the areas, in two lines where they are long */
} plan;

/* Which of the four tints from the inside to the outside. */
static uint8_t shade_of(const kr_form *form, size_t ring) {
    static const uint8_t shade[KR_MOST_RINGS][KR_MOST_RINGS] = {
        {2}, {1, 3}, {1, 2, 3}, {1, 2, 3, 4}, {1, 2, 2, 3, 4}, {1, 2, 2, 3, 3, 4}};
    return shade[form->n_rings - 1][ring];
}

/* -- names of areas and rings
 * ------------------------------------------------------------------------------------ */

typedef struct corner {
    double x, y;
    kr_anchor anchor;
    bool below;
} corner;

static corner corner_of(const plan *p, size_t area) {
    const kr_form_area *a = &p->w->form->areas[area];
    const kr_layout *l = &p->l;
    double angle = (a->from + a->to) / 2 * (KR_PI / 180), dx = kr_sin(angle), dy = -kr_cos(angle);
    corner c = {.below = dy > 0.01};
    if (l->zoom) return (corner){l->left + 12, l->top + 26, KR_START, false};
    c.anchor = dx > -0.3 && dx < 0.3 ? KR_MIDDLE : dx < 0 ? KR_START : KR_LAST;
    c.x = c.anchor == KR_MIDDLE ? 0 : dx < 0 ? l->left + 12 : l->left + l->width - 12;
    double lift = p->w->narrow ? 16 : 0;
    c.y = c.below ? l->cy + l->radius + (c.anchor == KR_MIDDLE ? 24 : 2 + lift / 2)
                  : l->cy - l->radius - 14 - lift;
    return c;
}

/* More areas than there are corners: their names stand around the circle. */
static bool is_around(const plan *p) {
    return p->w->form->n_areas > 4 && !p->l.zoom;
}

static double size_of(double v) {
    return v < 0 ? -v : v;
}

/* The name of an area along the outside of the circle, read from left to right on both halves. */
static void label_around(plan *p, size_t area, bool draw) {
    kr_drawing_work *w = p->w;
    kr_layout *l = &p->l;
    const kr_form_area *a = &w->form->areas[area];
    double angle = (a->from + a->to) / 2, turn = angle, sine = kr_sin(angle * (KR_PI / 180)),
           cosine = kr_cos(angle * (KR_PI / 180)), font = w->narrow ? 12.6 : 18;
    double half = (a->to - a->from) / 2 * (KR_PI / 180),
           room = 2 * (l->radius + 6) * kr_sin(half) / kr_cos(half) - 16;
    double em = kr_text_width(w->area[area], 700) * 1.02, least = w->narrow ? 11 : 13;
    if (em * font > room) font = room / em > least ? room / em : least;
    bool cut = false;
    kr_str name = kr_text_fit(w->arena, w->area[area], room / font / 1.02, 700, &cut);
    double length = kr_text_width(name, 700) * font, out = l->radius + 7, tall = font * KR_FONT_LINE;
    if (!draw) {
        for (int i = 0; i < 6; i++) {
            double along = ((i + 0.5) / 6 - 0.5) * length, mid = out + tall / 2;
            double x = l->cx + sine * mid + cosine * along, y = l->cy - cosine * mid + sine * along;
            double hx = (size_of(cosine) * length / 6 + size_of(sine) * tall) / 2,
                   hy = (size_of(sine) * length / 6 + size_of(cosine) * tall) / 2;
            l->kept[l->n_kept++] = (kr_box){x - hx, y - hy, x + hx, y + hy};
        }
        return;
    }
    bool below = cosine < -0.001;
    if (below) turn -= 180;
    out += font * (below ? KR_FONT_ASCENT : KR_FONT_DESCENT);
    kr_shape *text = kr_scene_text(w->scene, "e-domt", l->cx + sine * out, l->cy - cosine * out, font, name);
    text->bold = true;
    text->c = turn > 180 ? turn - 360 : turn;
    text->tint = a->tint;
}

static size_t people_in(const plan *p, size_t area) {
    size_t n = 0;
    for (size_t r = 0; r < p->w->form->n_rings; r++) n += p->l.cells[r][area].n;
    return n;
}

/* Words of one's own may be longer than half the sheet, where the name of the next area begins. */
static void fit_label(kr_drawing_work *w, kr_label *label, double most) {
    bool cut = false;
    if (label->widest <= most) return;
    label->widest = 0;
    for (int i = 0; i < label->lines; i++) {
        label->line[i] = kr_text_fit(w->arena, label->line[i], most, 700, &cut);
        label->width[i] = kr_text_width(label->line[i], 400);
        if (label->width[i] > label->widest) label->widest = label->width[i];
    }
}

/* The name of an area with how many stand in it; `draw` false only keeps the place free. */
static void area_label(plan *p, size_t area, bool draw) {
    kr_drawing_work *w = p->w;
    if (w->form->n_areas == 1 || (p->l.zoom && (int)area != p->l.zoom - 1)) return;
    if (is_around(p)) {
        label_around(p, area, draw);
        return;
    }
    corner c = corner_of(p, area);
    double phone = w->roomy ? 1.65 : 1, room = w->form->n_areas == 4 && !p->l.zoom ? 9.4 : 20;
    if (!p->name[area].lines) p->name[area] = kr_label_break(w->area[area], room);
    if (p->count_em == 0) p->count_em = kr_text_width(w->said.many, 400);
    kr_label name = p->name[area];
    if (w->given) fit_label(w, &name, (w->width / 2 - 16) / (w->narrow ? 15.0 : 20.0 * phone) / 1.06);
    size_t people = people_in(p, area);
    double font = w->narrow ? 15 : 20, size = font * phone, wide = name.widest * size * 1.06 + 6,
           small = w->narrow ? 13 : 15, count = p->count_em * small;
    double height = KR_FONT_LINE * size * name.lines + (people && !w->roomy ? 22 : 2);
    if (wide < count) wide = count;
    double x0 = c.anchor == KR_START ? c.x : c.anchor == KR_LAST ? c.x - wide : c.x - wide / 2;
    if (!draw) {
        p->l.kept[p->l.n_kept++] = (kr_box){x0, c.y - size, x0 + wide, c.y - size + height};
        return;
    }
    kr_shape *text = kr_scene_text(w->scene, "m-quad", c.x, c.y, font, name.line[0]);
    text->anchor = c.anchor;
    text->bold = true;
    text->tint = w->form->areas[area].tint;
    if (name.lines == 2) text->extra = name.line[1];
    if (!people) return;
    double y = c.y + (w->narrow ? 18 : 22) + (name.lines - 1) * font * KR_FONT_LINE;
    kr_scene_text(w->scene, "m-quadn", c.x, y, small, kr_work_count(w, people))->anchor = c.anchor;
}

static void put_pills(plan *p) {
    kr_layout *l = &p->l;
    if (!l->pills) return;
    (void)kr_scene_group(p->w->scene, "m-ringlabels", false);
    for (size_t r = 0; r < l->form->n_rings; r++) {
        double middle = (l->ring[r] + l->ring[r + 1]) / 2, half = l->pill[r] / 2;
        double x = l->cx - (l->pills_up ? 0 : middle), y = l->cy - (l->pills_up ? middle : 0);
        (void)kr_scene_rect(p->w->scene, "m-pill", x - half, y - 11.5, 2 * half, 23, 11.5);
        kr_shape *text = kr_scene_text(p->w->scene, "m-ringlabel", x, y + 4.8, 14, p->w->ring[r]);
        text->owner = 0;
    }
    kr_scene_close(p->w->scene);
}

/* -- the ground
 * ---------------------------------------------------------------------------------------------------- */

static void put_sectors(plan *p) {
    kr_layout *l = &p->l;
    for (size_t a = 0; a < l->form->n_areas; a++) {
        if (l->zoom && (int)a != l->zoom - 1) continue;
        for (size_t r = l->form->n_rings; r-- > 0;) {
            kr_shape *s = kr_scene_add(p->w->scene, KR_SH_SECTOR, l->form->areas[a].tint ? "w" : "w q0");
            s->x = l->cx, s->y = l->cy;
            s->a = l->ring[r], s->b = l->ring[r + 1];
            s->c = l->form->areas[a].from, s->d = l->form->areas[a].to;
            s->tint = l->form->areas[a].tint;
            s->ring = shade_of(l->form, r);
        }
    }
    if (l->zoom) return;
    for (size_t r = 1; r <= l->form->n_rings; r++)
        (void)kr_scene_circle(p->w->scene, r == l->form->n_rings ? "m-ring m-edge" : "m-ring", l->cx, l->cy,
                              l->ring[r]);
    for (size_t a = 0; a < l->form->n_areas && l->form->n_areas > 1; a++) {
        kr_shape *s = kr_scene_add(p->w->scene, KR_SH_LINE, "m-axis");
        kr_polar(l->cx, l->cy, l->inner, l->form->areas[a].from, &s->x, &s->y);
        kr_polar(l->cx, l->cy, l->radius, l->form->areas[a].from, &s->a, &s->b);
    }
}

static void put_ties(plan *p) {
    kr_drawing_work *w = p->w;
    kr_layout *l = &p->l;
    if (!(w->options->layers & KR_LAYER_ACQUAINTED)) return;
    size_t chosen = w->options->selected ? kr_network_index(w->network, w->options->selected) : SIZE_MAX;
    for (size_t i = 0; i < w->network->n_known; i++) {
        const kr_pair *pair = &w->network->pairs[i];
        if (w->apart) return;
        const kr_spot *a = &w->spots[pair->a], *b = &w->spots[pair->b];
        if (!a->ring || !b->ring || (l->zoom && (a->area != l->zoom || b->area != l->zoom))) continue;
        bool mine = pair->a == chosen || pair->b == chosen;
        if (chosen != SIZE_MAX && !mine && w->network->n_known > 40) continue;
        kr_shape *s = kr_scene_add(w->scene, KR_SH_CURVE, mine ? "m-tie m-mine" : "m-tie");
        s->x = a->x, s->y = a->y;
        s->c = b->x, s->d = b->y;
        s->a = l->cx + 0.78 * ((a->x + b->x) / 2 - l->cx);
        s->b = l->cy + 0.78 * ((a->y + b->y) / 2 - l->cy);
    }
}

static void put_ego(plan *p) {
    kr_drawing_work *w = p->w;
    const kr_layout *l = &p->l;
    kr_str name =
        w->network->ego && w->network->ego->name.len ? w->network->ego->name : kr_word_for(w, "draw.me");
    double r = l->inner - 10, font = 19;
    double em = kr_text_width(name, 700);
    bool cut = false;
    if (em * font > 2 * r - 12) font = 15.5;
    if (em * font > 2 * r - 8) font = 13;
    name = kr_text_fit(w->arena, name, (2 * r - 8) / font, 700, &cut);
    (void)kr_scene_group(w->scene, "m-ego", false);
    kr_scene_circle(w->scene, NULL, l->cx, l->cy, r)->mark = KR_MARK_SYMBOL;
    kr_shape *text = kr_scene_text(w->scene,
                                   font == 19  ? NULL
                                   : font > 14 ? "m-me2"
                                               : "m-me3",
                                   l->cx, l->cy + font * 0.34, font, name);
    text->bold = true;
    text->mark = KR_MARK_NONE;
    kr_scene_close(w->scene);
}

/* Each cell as a link: for tapping somebody and then a spot. */
static void put_spots(plan *p) {
    kr_drawing_work *w = p->w;
    kr_layout *l = &p->l;
    if (w->options->spot_prefix.len == 0) return;
    (void)kr_scene_group(w->scene, "m-spots", false);
    for (size_t a = 0; a < l->form->n_areas; a++) {
        for (size_t r = 0; r < l->form->n_rings; r++) {
            if (l->zoom && (int)a != l->zoom - 1) continue;
            kr_buf href, label;
            kr_shape *link = kr_scene_add(w->scene, KR_SH_LINK, "m-spot");
            kr_buf_init(&href, w->arena, 4096);
            kr_put(&href, w->options->spot_prefix);
            kr_put(&href, KR_STR("ring="));
            kr_put_int(&href, (int64_t)r + 1);
            kr_put(&href, KR_STR("&area="));
            kr_put_int(&href, (int64_t)a + 1);
            kr_buf_init(&label, w->arena, 4096);
            if (l->form->n_areas > 1) kr_put(&label, w->area[a]), kr_put(&label, KR_STR(", "));
            kr_put(&label, w->ring[r]);
            if (kr_buf_end(&href, &link->extra) != KR_OK || kr_buf_end(&label, &link->text) != KR_OK)
                w->scene->err = KR_E_MEMORY;
            kr_shape *s = kr_scene_add(w->scene, KR_SH_SECTOR, "m-cell");
            s->x = l->cx, s->y = l->cy, s->a = l->ring[r], s->b = l->ring[r + 1];
            s->c = l->form->areas[a].from, s->d = l->form->areas[a].to;
            kr_scene_close(w->scene);
        }
    }
    kr_scene_close(w->scene);
}

/* -- people
 * ----------------------------------------------------------------------------------------------------------
 */

static kr_str list_label(kr_drawing_work *w, kr_str name, size_t n) {
    kr_buf buf;
    kr_str out = KR_NONE;
    kr_buf_init(&buf, w->arena, 4096);
    kr_put(&buf, name);
    kr_put(&buf, KR_STR(", "));
    kr_put(&buf, kr_work_count(w, n));
    if (kr_buf_end(&buf, &out) != KR_OK) w->scene->err = KR_E_MEMORY;
    return out;
}

static void put_people(plan *p) {
    kr_drawing_work *w = p->w;
    kr_layout *l = &p->l;
    for (size_t a = 0; a < l->form->n_areas; a++) {
        size_t n = people_in(p, a);
        if (!n || (l->zoom && (int)a != l->zoom - 1)) continue;
        uint8_t tint = l->form->areas[a].tint;
        kr_shape *list = kr_scene_add(w->scene, KR_SH_LIST, tint ? NULL : "q0");
        list->tint = tint;
        list->text = list_label(w, w->area[a], n);
        for (size_t r = 0; r < l->form->n_rings; r++) {
            const kr_cell *cell = &l->cells[r][a];
            for (size_t i = 0; i < cell->n; i++) {
                const kr_spot *s = &w->spots[l->order[cell->first + i]];
                kr_put_person(w, s, s->tint ? (uint8_t)(s->tint - 1) : 0, s->tint ? 0 : shade_of(l->form, r),
                              kr_told_circle(w, s));
                w->scene->persons++;
            }
        }
        kr_scene_close(w->scene);
    }
}

/* -- below the circle: who waits for a place, and names that did not fit
 * ---------------------------------------------- */

void kr_flow_next(kr_flow *f, double wide, double *x, double *y) {
    if (f->x > f->left && f->x + wide > f->left + f->width) {
        f->x = f->left;
        f->y += f->pitch;
    }
    *x = f->x;
    *y = f->y + f->pitch / 2;
    f->x += wide;
}

static void choose_waiting(plan *p, int smaller) {
    static const kr_level steps[] = {KR_LV_BESIDE, KR_LV_LINE1, KR_LV_LINE2, KR_LV_LINE3};
    int at = (p->waiting > 14) + (p->waiting > 60) + smaller;
    p->waiting_level = p->w->n > 150 && !p->w->given && !p->l.zoom ? KR_LV_DOT : steps[at > 3 ? 3 : at];
}

/* Height of the waiting people; places them when the top is known. */
static double flow_waiting(plan *p) {
    kr_drawing_work *w = p->w;
    if (!p->waiting) return 0;
    const kr_size *size = &kr_sizes[p->waiting_level];
    kr_flow f = {p->l.left + 24, p->l.width - 40, size->font, size->pitch, 0, p->waiting_top + 34};
    f.x = f.left;
    double x, y;
    for (size_t i = 0; i < w->n; i++) {
        kr_spot *s = &w->spots[i];
        if (s->ring) continue;
        s->level = (uint8_t)p->waiting_level;
        double wide = kr_spot_line(s, p->waiting_level) + 4;
        kr_flow_next(&f, p->waiting_level == KR_LV_DOT ? size->pitch : wide + 14, &x, &y);
        s->x = x + size->r;
        s->y = y;
    }
    return f.y + size->pitch + 12 - p->waiting_top;
}

static bool is_listed(const kr_spot *s) {
    return s->ring && kr_level_listed(s->level);
}

/* "Familie, Vrienden" */
static kr_str list_both(kr_drawing_work *w, kr_str area, kr_str ring) {
    kr_buf buf;
    kr_str out = KR_NONE;
    kr_buf_init(&buf, w->arena, 4096);
    kr_put(&buf, area);
    kr_put(&buf, KR_STR(", "));
    kr_put(&buf, ring);
    if (kr_buf_end(&buf, &out) != KR_OK) w->scene->err = KR_E_MEMORY;
    return out;
}

/* The same for the list of names that stand in the circle as a number or a dot. */
static double flow_list(plan *p, bool draw_heads) {
    kr_drawing_work *w = p->w;
    kr_layout *l = &p->l;
    double font = p->list_font, digits = p->listed > 99 ? 1.9 : 1.3;
    kr_flow f = {l->left + 24, l->width - 40, font, font * 1.36, 0, p->list_top + 10};
    uint32_t number = 0;
    f.x = f.left;
    for (size_t a = 0; a < l->form->n_areas; a++) {
        for (size_t r = 0; r < l->form->n_rings; r++) {
            const kr_cell *cell = &l->cells[r][a];
            if (cell->n == 0 || !kr_level_listed(cell->level) || (l->zoom && (int)a != l->zoom - 1)) continue;
            double x, y, down = (KR_FONT_ASCENT - KR_FONT_DESCENT) / 2 * font;
            if (!kr_level_numbered(cell->level)) {
                kr_str head = list_label(w, l->form->n_areas > 1 ? w->area[a] : w->ring[r], cell->n);
                if (w->narrow && l->form->n_areas > 1) head = list_both(w, w->area[a], w->ring[r]);
                kr_flow_next(&f, (kr_text_width(head, 700) + 1.2) * font, &x, &y);
                if (draw_heads) {
                    kr_shape *text = kr_scene_text(w->scene, "m-head", x, y + down, font, head);
                    text->anchor = KR_START;
                    text->bold = true;
                }
            }
            for (size_t i = 0; i < cell->n; i++) {
                kr_spot *s = &w->spots[l->order[cell->first + i]];
                bool numbered = kr_level_numbered(cell->level);
                double lead = numbered ? digits * font : 0;
                kr_flow_next(&f, lead + (s->em + 1.1) * font + 4, &x, &y);
                s->number = ++number;
                s->list_x = x + lead;
                s->list_y = y + down;
                s->list_font = font;
            }
        }
    }
    return number ? f.y + f.pitch + 6 - p->list_top : 0;
}

static void put_waiting(plan *p) {
    kr_drawing_work *w = p->w;
    if (!p->waiting) return;
    kr_layout *l = &p->l;
    (void)kr_scene_group(w->scene, "m-wait", true);
    (void)kr_scene_rect(w->scene, kr_draws_wall(w->options) ? "m-also" : "m-waitbox", l->left + 8,
                        p->waiting_top, l->width - 16, p->waiting_height, 12);
    kr_shape *text =
        kr_scene_text(w->scene, "m-head", l->left + 24, p->waiting_top + 23, 15, w->said.waiting);
    text->anchor = KR_START;
    text->bold = true;
    kr_scene_close(w->scene);
    kr_shape *list = kr_scene_add(w->scene, KR_SH_LIST, "q0");
    list->text = list_label(w, w->said.waiting, p->waiting);
    for (size_t i = 0; i < w->n; i++) {
        const kr_spot *s = &w->spots[i];
        if (s->ring) continue;
        kr_put_person(w, s, 0, 4, kr_told_circle(w, s));
        w->scene->persons++;
    }
    kr_scene_close(w->scene);
}

/* -- all together
 * ------------------------------------------------------------------------------------------------------ */

static kr_str ring_sentence(kr_drawing_work *w) {
    kr_buf buf;
    kr_str out = KR_NONE;
    kr_buf_init(&buf, w->arena, 4096);
    kr_put(&buf, kr_word_for(w, "draw.rings"));
    for (size_t r = 0; r < w->form->n_rings; r++) {
        kr_put(&buf, r ? KR_STR(", ") : KR_STR(" "));
        kr_put(&buf, w->ring[r]);
    }
    if (kr_buf_end(&buf, &out) != KR_OK) w->scene->err = KR_E_MEMORY;
    return out;
}

/* Where the sector of a zoom goes: as large as the sheet allows. */
static void frame_zoom(plan *p, double top, double room) {
    kr_layout *l = &p->l;
    const kr_form_area *a = &p->w->form->areas[l->zoom - 1];
    double x0 = 0, y0 = 0, x1 = 0, y1 = 0;
    for (int i = 0; i < 7; i++) {
        double at = i == 0 ? a->from : i == 1 ? a->to : (i - 2) * 90.0, x, y;
        if (i > 1 && (at < a->from || at > a->to)) continue;
        kr_polar(0, 0, 1, at, &x, &y);
        if (x < x0) x0 = x;
        if (x > x1) x1 = x;
        if (y < y0) y0 = y;
        if (y > y1) y1 = y;
    }
    double pad = 56, wide = (p->w->width - pad - 16) / (x1 - x0), tall = (room - pad) / (y1 - y0);
    l->radius = wide < tall ? wide : tall;
    double right = x1 * l->radius > pad ? x1 * l->radius : pad,
           left = -x0 * l->radius > pad ? -x0 * l->radius : pad;
    l->cx = (left - right) / 2;
    l->cy = top + (-y0 * l->radius > pad ? -y0 * l->radius : pad);
    p->bottom = l->cy + (y1 * l->radius > pad ? y1 * l->radius : pad) + 8;
}

static void frame(plan *p, double top, double radius) {
    kr_layout *l = &p->l;
    l->left = -p->w->width / 2;
    l->width = p->w->width;
    l->n_kept = 0;
    p->top = top;
    if (l->zoom) {
        l->top = top;
        frame_zoom(p, top + 70, radius * 2 + 40);
        l->pills = false;
    } else {
        l->radius = radius;
        l->cx = 0;
        l->cy = p->w->options->paper == KR_SCREEN ? 0 : top + 44 + radius;
        l->top = l->cy - radius - (p->w->narrow ? 56 : 46);
        p->top = l->top;
        p->bottom = l->cy + radius + 46;
        /* On a phone the names of the rings are left out: their names stand in the text below. */
        l->pills = !p->w->narrow || (p->w->given && p->w->form->n_areas == 1 && p->w->form->n_rings < 4);
    }
    l->inner = p->w->narrow ? 34 : radius < 300 ? 48 : 56;
    for (size_t r = 0; r < l->form->n_rings && !p->framed; r++)
        l->pill[r] = kr_text_width(p->w->ring[r], 400) * 14 + 12;
    p->framed = true;
    for (size_t a = 0; a < l->form->n_areas; a++) area_label(p, a, false);
    for (size_t i = 0; i < l->n_kept; i++) {
        if (l->kept[i].y1 > p->bottom - 4 && !l->zoom) p->bottom = l->kept[i].y1 + 10;
    }
    l->height = p->bottom - l->top;
}

static double below(plan *p) {
    double y = p->bottom;
    p->listed = 0;
    for (size_t i = 0; i < p->w->n; i++)
        p->listed += is_listed(&p->w->spots[i]) && (!p->l.zoom || p->w->spots[i].area == p->l.zoom);
    p->sentence = p->l.zoom != 0;
    if (p->sentence) y += 24;
    p->waiting_top = y + 4;
    p->waiting_height = flow_waiting(p);
    if (p->waiting) y += p->waiting_height + 12;
    p->list_top = y;
    p->list_height = p->listed && p->list_font > 0 ? flow_list(p, false) : 0;
    return y + p->list_height;
}

static bool lay_out(plan *p, double top, double radius) {
    kr_layout_sort(&p->l);
    frame(p, top, radius);
    return kr_layout_place(&p->l);
}

static size_t shown(const plan *p) {
    return p->l.zoom ? people_in(p, (size_t)p->l.zoom - 1) : p->w->n;
}

/* More people than this are dots. */
static size_t crowd(const kr_drawing_work *w) {
    return w->given ? SIZE_MAX : 150;
}

/* On paper everything must stand on one sheet: type becomes smaller below the circle, then the circle itself.
 */
static kr_err fit_sheet(plan *p, double top, double legend, double radius) {
    kr_drawing_work *w = p->w;
    for (int round = 0; round < 12; round++) {
        if (!lay_out(p, top, radius)) return KR_E_LIMIT;
        double over = 0;
        for (int smaller = 0; smaller < 3; smaller++) {
            static const double fonts[] = {13, 11.6, 10.5};
            p->list_font = shown(p) > crowd(w) ? 0 : fonts[smaller];
            choose_waiting(p, smaller);
            over = below(p) + legend - w->height;
            if (w->height == 0 || over <= 0) return KR_OK;
        }
        radius -= over / 2 + 6;
        if (radius < 130) radius = 130;
    }
    return KR_E_LIMIT;
}

/* Nobody is drawn smaller, and the circle is as wide as the sheet. */
static bool at_ease(const plan *p, double radius) {
    if (p->l.radius < radius || (p->waiting && p->waiting_level != KR_LV_BESIDE)) return false;
    for (size_t i = 0; i < p->w->n; i++) {
        if (p->w->spots[i].ring && p->w->spots[i].level > KR_LV_FULL) return false;
    }
    return true;
}

/* Where there is paper left, it is above and below. Somewhere else on the sheet people may stand a little
 * differently; when that takes more room than there is, everything stays above. */
static void centre(plan *p, double top, double legend) {
    double rest = p->w->height - legend - below(p), down = 2 * (double)(int)(rest * 0.2);
    if (rest <= 8) return;
    bool fits = lay_out(p, top + down, p->l.radius) && below(p) + legend <= p->w->height;
    if (!fits) (void)lay_out(p, top, p->l.radius);
}

static void finish(plan *p, double end) {
    kr_scene *scene = p->w->scene;
    double m = p->w->margin;
    scene->left = -p->w->width / 2 - m;
    scene->width = p->w->width + 2 * m;
    scene->top = p->w->height > 0 ? -m : p->top;
    scene->height = p->w->height > 0 ? p->w->height + 2 * m : end - p->top;
}

static void put_all(plan *p) {
    kr_drawing_work *w = p->w;
    (void)kr_scene_group(w->scene, NULL, true);
    put_sectors(p);
    put_ties(p);
    put_pills(p);
    for (size_t a = 0; a < w->form->n_areas; a++) area_label(p, a, true);
    if (p->sentence) {
        kr_shape *text =
            kr_scene_text(w->scene, "m-ringlabel", p->l.left + 12, p->bottom + 16, 14, ring_sentence(w));
        text->anchor = KR_START;
    }
    kr_scene_close(w->scene);
    put_spots(p);
    put_ego(p);
    put_people(p);
    put_waiting(p);
    if (p->list_height > 0) (void)flow_list(p, true);
}

static void place_all(plan *p) {
    kr_drawing_work *w = p->w;
    for (size_t i = 0; i < w->n; i++) {
        kr_place place = {0};
        if (!w->given) place = kr_place_of(w->form, &w->network->alters[i]);
        kr_spot *s = &w->spots[i];
        if (w->given) {
            p->waiting += !s->ring;
            continue;
        }
        bool whole = place.ring && place.area;
        s->ring = whole ? place.ring : 0;
        s->area = whole ? place.area : 0;
        s->suggested = whole && !kr_draws_wall(w->options) && (place.ring_suggested || place.area_suggested);
        if (!whole) p->waiting++;
    }
    if (p->l.zoom) p->waiting = 0;
}

kr_err kr_circle_scene(kr_drawing_work *w) {
    plan p = {.w = w};
    kr_layout *l = &p.l;
    l->form = w->form;
    l->spots = w->spots;
    l->n = w->n;
    l->zoom =
        w->options->zoom_area > 0 && (size_t)w->options->zoom_area <= w->form->n_areas && w->form->n_areas > 1
            ? w->options->zoom_area
            : 0;
    l->order = kr_new_n(w->arena, uint32_t, w->n + 1);
    l->grid = kr_arena_grow(w->arena, NULL, 0, sizeof(kr_grid)); /* cleared before each round */
    if (!l->order || !l->grid) return KR_E_MEMORY;
    place_all(&p);
    bool paper = w->options->paper != KR_SCREEN;
    double top = paper ? kr_put_title(w, 0) + 6 : 0, legend = paper ? kr_put_legend(w, 0, false) + 12 : 0;
    double radius = w->width / 2 - 14 - (is_around(&p) ? 18 : 0);
    kr_err err = KR_OK;
    /* First with room for the type of a phone. */
    for (int level = KR_LV_ROOMY; level < KR_LV_FULL && !w->roomy; level++) {
        if (paper || w->options->large || w->options->narrow || w->n > (level == KR_LV_ROOMY ? 20 : 30))
            continue;
        l->start = (kr_level)level;
        l->fixed = true;
        w->roomy = true;
        w->roomy = lay_out(&p, top, radius);
        w->scene->root_class = level == KR_LV_ROOMY ? "m-svg m-roomy" : "m-svg m-mid";
    }
    if (w->roomy) {
        choose_waiting(&p, 0);
        (void)below(&p);
    }
    if (!w->roomy) {
        w->narrow = !paper && w->options->narrow;
        l->narrow = w->narrow;
        if (w->narrow) w->width = 360, radius = 360 / 2.0 - (is_around(&p) ? 22 : 2);
        l->start = w->n > crowd(w) && !l->zoom ? KR_LV_DOT : w->narrow ? KR_LV_CLOSE : KR_LV_FULL;
        l->fixed = false;
        w->scene->root_class = w->narrow ? "m-svg m-narrow" : "m-svg";
        err = fit_sheet(&p, top, legend, radius);
    }
    if (err != KR_OK) return err;
    if (w->comfortable && !at_ease(&p, radius)) return KR_E_LIMIT;
    if (paper) centre(&p, top, legend);
    double end = below(&p);
    put_all(&p);
    if (paper) (void)kr_put_legend(w, w->height - legend + 12, true);
    finish(&p, end + 6);
    return KR_OK;
}
