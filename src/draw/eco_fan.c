/* The ecogram of many people: their names in a column left and right of the house, area by area, and a line
 * to each. */
#include "core/num.h"
#include "draw/eco.h"
#include "draw/font_metrics.h"

/* Rows on the left: areas in their order until half of all rows stand there. An area may go on at the other
 * side. */
static size_t rows_in_all(const kr_eco *e) {
    return e->around + e->n;
}

static double widest(const kr_eco *e) {
    double most = 8;
    for (size_t i = 0; i < e->around; i++) {
        const kr_spot *s = &e->w->spots[e->order[i]];
        kr_str letters[5];
        double em = s->em + 2.2 + 1.15 * (double)kr_eco_support(e, &e->w->network->alters[s->alter], letters);
        if (em > most) most = em;
    }
    return most;
}

typedef struct fan {
    double font, pitch, x, step, reach; /* x: of the dots, from the middle; reach: width of a row */
    size_t half;
    double top;
} fan;

/* Sizes: as large as the sheet allows. `first_chip` of the first alter keeps nothing: all comes from here
 * again. */
static fan measure(const kr_eco *e) {
    const kr_drawing_work *w = e->w;
    fan f = {.half = (rows_in_all(e) + 1) / 2 + 1};
    double least = w->width * 0.01305, most = w->width * 0.0165,
           room = w->height > 0 ? w->height - e->top - 6 : 1e9;
    f.font = room / ((double)f.half * KR_FONT_LINE + 1);
    if (f.font > most) f.font = most;
    if (f.font < least) f.font = least;
    double side = w->width / 2 - e->home_radius - 60, em = widest(e);
    if (em * f.font > side) f.font = side / em > least ? side / em : least;
    f.pitch = f.font * KR_FONT_LINE + (f.font > least * 1.02 ? 2.5 : 0.02);
    if (f.pitch * (double)f.half > room) f.pitch = f.font * KR_FONT_LINE + 0.02;
    f.reach = em * f.font < side ? em * f.font : side;
    f.x = w->width / 2 - f.reach - 6;
    f.top = e->top + 4;
    return f;
}

/* So many that a name would be cut here and there; more than one in twenty is too much. */
static bool cuts_names(const kr_eco *e, const fan *f) {
    size_t cut = 0;
    for (size_t i = 0; i < e->around; i++)
        cut += e->w->spots[e->order[i]].em > f->reach / f->font - 2.2 || e->w->spots[e->order[i]].cut;
    return cut * 20 > e->around;
}

/* On a screen as many lines as one can still follow. */
#define MOST_LINES 150

bool kr_eco_fan(kr_eco *e) {
    fan f = measure(e);
    if (cuts_names(e, &f) || (e->w->height <= 0 && e->around > MOST_LINES)) return false;
    double height = f.pitch * (double)f.half, least = 2 * e->home_radius + 20;
    if (e->w->height > 0 && e->top + 4 + height > e->w->height) return false;
    e->cy = e->top + 4 + (height > least ? height : least) / 2;
    e->bottom = e->top + 8 + (height > least ? height : least);
    return true;
}

static void put_title(kr_eco *e, const fan *f, const kr_eco_group *group, bool right, double y) {
    kr_shape *text =
        kr_scene_text(e->w->scene, "e-domt", right ? f->x + f->font * 0.5 : -f->x - f->font * 0.5,
                      y + f->font * 0.334, f->font, group->title);
    text->anchor = right ? KR_START : KR_LAST;
    text->bold = true;
    text->tint = group->tint;
}

static kr_str joined(kr_drawing_work *w, const kr_str *letters, size_t n) {
    kr_buf buf;
    kr_str out = KR_NONE;
    kr_buf_init(&buf, w->arena, 256);
    for (size_t i = 0; i < n; i++) {
        if (i) kr_put_c(&buf, ' ');
        kr_put(&buf, letters[i]);
    }
    if (kr_buf_end(&buf, &out) != KR_OK) w->scene->err = KR_E_MEMORY;
    return out;
}

static void put_row(kr_eco *e, const fan *f, kr_spot *s, bool right, double y) {
    kr_drawing_work *w = e->w;
    const kr_alter *alter = &w->network->alters[s->alter];
    double r = f->font * 0.36, x = right ? f->x : -f->x, gap = r + f->font * 0.4, base = y + f->font * 0.334;
    bool cut = false;
    kr_str letters[5], name = kr_text_fit(w->arena, s->name, f->reach / f->font - 2.2, 400, &cut);
    size_t n = kr_eco_support(e, alter, letters);
    static const char *const classes[2][4] = {
        {"m-d m-s f0", "m-d m-s f1", "m-d m-s f2", "m-d m-s f3"},
        {"m-d m-s f0 is-past", "m-d m-s f1 is-past", "m-d m-s f2 is-past", "m-d m-s f3 is-past"}};
    kr_shape *item = kr_scene_add(w->scene, KR_SH_ITEM, NULL);
    item->x = x, item->y = y;
    kr_shape *link = kr_scene_add(w->scene, KR_SH_LINK, classes[s->past][kr_often_look(w, alter)]);
    link->ring = 3;
    link->current = s->selected;
    link->text = kr_eco_told(e, s);
    link->extra = kr_person_href(w, alter->person->id);
    (void)kr_scene_rect(w->scene, "sel", right ? x - r : x + r - f->reach, y - f->pitch / 2, f->reach,
                        f->pitch, 3);
    kr_put_symbol(w->scene, alter->person->what, x, y, r, false, s->alter + 1);
    kr_shape *text = kr_scene_text(w->scene, "t", right ? x + gap : x - gap, base, f->font, name);
    text->anchor = right ? KR_START : KR_LAST;
    text->owner = s->alter + 1;
    text->mark = KR_MARK_NAME;
    text->cut = cut || s->cut;
    kr_scene_close(w->scene);
    double at = gap + kr_text_width(name, 400) * f->font + f->font * 0.5;
    if (n > 0) {
        kr_shape *letter =
            kr_scene_text(w->scene, "m-nr", right ? x + at : x - at, base, f->font, joined(w, letters, n));
        letter->anchor = right ? KR_START : KR_LAST;
        letter->bold = true;
        letter->hidden = true;
    }
    kr_scene_close(w->scene);
    w->scene->persons++;
}

/* Walks over all rows; `people` false: only titles and lines. */
static void walk(kr_eco *e, const fan *f, bool people) {
    size_t row = 0;
    for (size_t g = 0; g < e->n; g++) {
        const kr_eco_group *group = &e->groups[g];
        if (people) {
            kr_shape *list = kr_scene_add(e->w->scene, KR_SH_LIST, group->tint ? NULL : "q0");
            list->tint = group->tint;
            list->text = group->title;
        }
        /* No title alone at the foot of the left column. */
        if (row + 1 == f->half) row++;
        for (size_t i = 0; i <= group->n; i++, row++) {
            bool right = row >= f->half;
            double y = f->top + ((double)(right ? row - f->half : row) + 0.5) * f->pitch;
            if (i == 0) {
                if (!people) put_title(e, f, group, right, y);
                continue;
            }
            kr_spot *s = &e->w->spots[e->order[group->first + i - 1]];
            if (people) {
                put_row(e, f, s, right, y);
                continue;
            }
            double x = (right ? 1 : -1) * (f->x - f->font * 0.36 - 4), dx = x, dy = y - e->cy;
            double far = kr_sqrt(dx * dx + dy * dy), edge = e->home_radius + 5;
            kr_eco_line(e, &e->w->network->alters[s->alter], dx / far * edge, e->cy + dy / far * edge, x, y);
        }
        if (people) kr_scene_close(e->w->scene);
    }
}

/* Below the columns when there is room, else between them, above and below the house. */
static void put_legend(kr_eco *e) {
    double height = kr_put_legend(e->w, 0, false), hr = e->home_radius + 24;
    if (e->bottom + height + 10 <= e->w->height) {
        (void)kr_put_legend(e->w, e->w->height - height, true);
        return;
    }
    size_t next = kr_put_legend_column(e->w, 0, e->top + 4, e->cy - hr - e->top);
    (void)kr_put_legend_column(e->w, next, e->cy + hr, e->bottom - e->cy - hr);
}

void kr_eco_fan_put(kr_eco *e) {
    kr_drawing_work *w = e->w;
    fan f = measure(e);
    (void)kr_scene_group(w->scene, NULL, true);
    walk(e, &f, false);
    kr_eco_lines_put(e, true);
    if (w->height > 0) put_legend(e);
    kr_scene_close(w->scene);
    kr_eco_home_put(e);
    walk(e, &f, true);
}
