/* The ecogram of very many people: a field for each area of life, left and right of the house (on a
 * screen under it), with its people one after the other. The line of a tie is too much for so many; a short
 * piece of it stands before each name and says the same. */
#include "core/num.h"
#include "draw/eco.h"
#include "draw/font_metrics.h"

#define SPINE 56.0 /* room for the lines between the house and the fields, at either side */
#define STUB  25.0

typedef enum pass { MEASURE, GROUNDS, LINES, PEOPLE } pass;

typedef struct many {
    kr_eco *e;
    double font, pitch, column, inner; /* inner: where the fields begin, from the middle */
    double top, room;                  /* of the fields */
    double lowest;                     /* result */
    bool under;                        /* the fields stand under the house */
    pass pass;
} many;

static kr_str title_of(const many *m, const kr_eco_group *group) {
    kr_drawing_work *w = m->e->w;
    kr_buf buf;
    kr_str out = KR_NONE;
    kr_buf_init(&buf, w->arena, 4096);
    kr_put(&buf, group->title);
    kr_put(&buf, KR_STR(", "));
    kr_put(&buf, kr_work_count(w, group->n));
    if (kr_buf_end(&buf, &out) != KR_OK) w->scene->err = KR_E_MEMORY;
    return out;
}

static kr_str letters_of(const many *m, const kr_alter *alter) {
    kr_str letters[5], out = KR_NONE;
    size_t n = kr_eco_support(m->e, alter, letters);
    if (n == 0) return KR_NONE;
    kr_buf buf;
    kr_buf_init(&buf, m->e->w->arena, 256);
    for (size_t i = 0; i < n; i++) {
        if (i) kr_put_c(&buf, ' ');
        kr_put(&buf, letters[i]);
    }
    if (kr_buf_end(&buf, &out) != KR_OK) m->e->w->scene->err = KR_E_MEMORY;
    return out;
}

/* What stands beside the name: the piece of line, the symbol, the gap after them. */
static double lead_of(const many *m) {
    return STUB + 4 + 2 * m->font * 0.36 + m->font * 0.4;
}

static double wish_of(const many *m, const kr_spot *s) {
    kr_str letters[5];
    size_t n = kr_eco_support(m->e, &m->e->w->network->alters[s->alter], letters);
    return lead_of(m) + (s->em + (n ? 0.5 + 1.25 * (double)n : 0) + 1.2) * m->font;
}

static double wide_of(const many *m, const kr_spot *s, double most) {
    double wide = wish_of(m, s);
    return wide < most ? wide : most;
}

/* At most one name in twenty is cut. */
static bool names_fit(const many *m) {
    size_t cut = 0;
    for (size_t i = 0; i < m->e->around; i++) {
        const kr_spot *s = &m->e->w->spots[m->e->order[i]];
        cut += s->cut || wish_of(m, s) > m->column - 20;
    }
    return cut * 20 <= m->e->around;
}

static void put_person(const many *m, const kr_spot *s, double left, double y, double most) {
    static const char *const classes[2] = {"m-d m-s f0", "m-d m-s f0 is-past"};
    kr_drawing_work *w = m->e->w;
    const kr_alter *alter = &w->network->alters[s->alter];
    double r = m->font * 0.36, x = left + STUB + 4 + r, name_x = x + r + m->font * 0.4,
           base = y + m->font * 0.334, wide = wide_of(m, s, most), letters_em = 0;
    kr_str letters = letters_of(m, alter);
    if (letters.len) letters_em = kr_text_width(letters, 700) + 0.5;
    bool cut = false;
    kr_str name = kr_text_fit(w->arena, s->name, (wide - lead_of(m)) / m->font - letters_em - 0.7, 400, &cut);
    kr_shape *item = kr_scene_add(w->scene, KR_SH_ITEM, NULL);
    item->x = x, item->y = y;
    kr_shape *link = kr_scene_add(w->scene, KR_SH_LINK, classes[s->past]);
    link->ring = 3;
    link->current = s->selected;
    link->text = kr_eco_told(m->e, s);
    link->extra = kr_person_href(w, alter->person->id);
    (void)kr_scene_rect(w->scene, "sel", left, y - m->pitch / 2, wide - m->font * 0.5, m->pitch, 3);
    kr_put_symbol(w->scene, alter->person->what, x, y, r, false, s->alter + 1);
    kr_shape *text = kr_scene_text(w->scene, "t", name_x, base, m->font, name);
    text->anchor = KR_START;
    text->owner = s->alter + 1;
    text->mark = KR_MARK_NAME;
    text->cut = cut || s->cut;
    kr_scene_close(w->scene);
    if (letters.len) {
        double after = name_x + (kr_text_width(name, 400) + 0.5) * m->font;
        text = kr_scene_text(w->scene, "m-nr", after, base, m->font, letters);
        text->anchor = KR_START;
        text->bold = true;
        text->hidden = true;
    }
    kr_scene_close(w->scene);
    w->scene->persons++;
}

/* The ground of a field, its name, and the line from the house. */
static void put_field(const many *m, const kr_eco_group *group, bool right, double top, double bottom) {
    kr_drawing_work *w = m->e->w;
    double left = right ? m->inner : -m->inner - m->column, side = right ? m->inner : -m->inner;
    kr_shape *line = kr_scene_add(w->scene, KR_SH_CURVE, "m-tie");
    double y = top + m->pitch * 0.8, dx = right ? 1 : -1, dy = 0;
    if (y > m->e->cy + 60) dy = 0.5;
    if (y < m->e->cy - 60) dy = -0.5;
    if (m->under) dx = 0, dy = 1;
    line->x = dx * m->e->home_radius * (dy != 0 ? 0.87 : 1), line->y = m->e->cy + dy * m->e->home_radius;
    line->a = m->under ? 0 : side - dx * SPINE * 0.5, line->b = y;
    line->c = side, line->d = y;
    kr_shape *ground =
        kr_scene_rect(w->scene, group->tint ? "e-dom" : "e-dom q0", left, top, m->column, bottom - top, 10);
    ground->tint = group->tint;
    ground->ring = 3;
    bool cut;
    double font = m->font * 1.12;
    kr_str title = kr_text_fit(w->arena, title_of(m, group), (m->column - 24) / font, 700, &cut);
    kr_shape *text = kr_scene_text(w->scene, "m-head", left + 12, top + m->pitch * 0.8 + font * 0.334, font,
                                   title.ptr ? title : KR_NONE);
    text->anchor = KR_START;
    text->bold = true;
}

/* One area, as many rows as fit above `floor`, from the person `from` on; returns the next person, and the
 * foot of the field in *foot. */
static size_t fill_field(const many *m, const kr_eco_group *group, size_t from, bool right, double top,
                         double floor, double *foot) {
    kr_drawing_work *w = m->e->w;
    double left = right ? m->inner : -m->inner - m->column;
    kr_flow f = {left + 12, m->column - 20, m->font, m->pitch, left + 12, top + m->pitch * 1.6};
    size_t i = from;
    for (; i < group->n; i++) {
        const kr_spot *s = &w->spots[m->e->order[group->first + i]];
        kr_flow next = f;
        double x, y;
        kr_flow_next(&next, wide_of(m, s, f.width), &x, &y);
        if (next.y + m->pitch * 1.4 > floor) break;
        f = next;
        *foot = f.y + m->pitch * 1.4;
        if (m->pass == PEOPLE) put_person(m, s, x, y, f.width);
        if (m->pass == LINES) kr_eco_line(m->e, &w->network->alters[s->alter], x, y, x + STUB, y);
    }
    if (i > from && m->pass == GROUNDS) put_field(m, group, right, top, *foot);
    return i;
}

/* Everybody in two columns that end above `floor`; false when that is too little. */
static bool walk(many *m, double floor) {
    kr_drawing_work *w = m->e->w;
    double y = m->top, foot = y;
    bool right = false;
    m->lowest = y;
    for (size_t g = 0; g < m->e->n; g++) {
        const kr_eco_group *group = &m->e->groups[g];
        if (m->pass == PEOPLE) {
            kr_shape *list = kr_scene_add(w->scene, KR_SH_LIST, group->tint ? NULL : "q0");
            list->tint = group->tint;
            list->text = title_of(m, group);
        }
        for (size_t i = 0; i < group->n;) {
            size_t next = fill_field(m, group, i, right, y, floor, &foot);
            if (next > i && foot > m->lowest) m->lowest = foot;
            if (next > i) y = foot + m->pitch * 0.7;
            i = next;
            if (i == group->n) break;
            if (right) return false;
            right = true, y = m->top;
        }
        if (m->pass == PEOPLE) kr_scene_close(w->scene);
    }
    return true;
}

/* The lowest floor with which everybody has a place: both columns about as long. */
static bool level_columns(many *m, double *floor) {
    double low = m->top, high = m->top + m->room;
    if (!walk(m, high)) return false;
    while (high - low > m->pitch / 2) {
        double middle = (low + high) / 2;
        if (walk(m, middle))
            high = middle;
        else
            low = middle;
    }
    *floor = high;
    return walk(m, high);
}

static many measure(kr_eco *e, double font, double legend) {
    const kr_drawing_work *w = e->w;
    many m = {.e = e, .font = font, .pitch = font * 1.42};
    m.under = w->height <= 0;
    m.inner = m.under ? 12 : e->home_radius + SPINE;
    m.column = w->width / 2 - 12 - m.inner;
    m.top = e->top + 6 + (m.under ? 2 * e->home_radius + 28 : 0);
    m.room = w->height > 0 ? w->height - legend - m.top : 1e6;
    return m;
}

bool kr_eco_many(kr_eco *e) {
    static const double fonts[] = {15.5, 14, 12.8, 11.8};
    kr_drawing_work *w = e->w;
    bool paper = w->height > 0;
    double legend = paper ? kr_put_legend(w, 0, false) + 12 : 0, floor = 0;
    many m = {0};
    bool fits = false;
    for (size_t i = paper ? 0 : 2; i < KR_COUNT(fonts) && !fits; i++) {
        m = measure(e, fonts[i], legend);
        fits = m.room > 2 * e->home_radius && (m.under || names_fit(&m)) && level_columns(&m, &floor);
    }
    if (!fits) return false;
    double high = m.lowest - m.top, least = 2 * e->home_radius + 12;
    e->cy = m.under ? e->top + e->home_radius + 10 : m.top + (high < least ? least : high) / 2;
    e->bottom = m.top + (high < least ? least : high) + 8;
    (void)kr_scene_group(w->scene, NULL, true);
    for (m.pass = GROUNDS; m.pass < PEOPLE; m.pass++) (void)walk(&m, floor);
    kr_eco_lines_put(e, true);
    if (paper) (void)kr_put_legend(w, w->height - legend + 12, true);
    kr_scene_close(w->scene);
    kr_eco_home_put(e);
    (void)walk(&m, floor);
    return true;
}
