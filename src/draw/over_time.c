/* The circle at each moment, one small picture beside the other. Whoever stayed stands on the same spot in
 * all of them, so that what changed is seen at once. */
#include "core/num.h"
#include "draw/font_metrics.h"
#include "draw/mini.h"
#include "draw/more.h"
#include "draw/text.h"

#define MOST_MOMENTS 24
#define CELLS        16

enum { CAME = KR_SIGNS_LIFELINE + 11, MOVED, WENT, STAYED };

typedef struct somebody {
    kr_id id;
    size_t order;
} somebody;

/* Where one person stands at one moment: cell 1..16 and seat in it; cell 0: not there. */
typedef struct stand {
    uint8_t cell;
    bool here;
    uint32_t seat;
} stand;

typedef struct over {
    kr_drawing_work *w;
    const kr_then *moments;
    size_t n_moments, n;
    somebody *people; /* by id */
    stand *stands;    /* person × moment */
    size_t per_cell[CELLS + 1];
    double radius, ring[5];
    double font, wide; /* of one picture */
} over;

static int by_id(const void *a, const void *b, void *context) {
    const somebody *x = a, *y = b;
    (void)context;
    if (x->id != y->id) return x->id < y->id ? -1 : 1;
    return x->order < y->order ? -1 : x->order > y->order;
}

static size_t place_of(const over *o, kr_id id) {
    size_t low = 0, high = o->n;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (o->people[middle].id == id) return middle;
        if (o->people[middle].id < id)
            low = middle + 1;
        else
            high = middle;
    }
    return SIZE_MAX;
}

/* Everybody who was there at any moment, once. */
static kr_err gather(over *o) {
    size_t all = 0;
    for (size_t m = 0; m < o->n_moments; m++) all += o->moments[m].network.n;
    o->people = kr_new_n(o->w->arena, somebody, all + 1);
    somebody *scratch = kr_new_n(o->w->arena, somebody, all + 1);
    if (!o->people || !scratch) return KR_E_MEMORY;
    size_t n = 0;
    for (size_t m = 0; m < o->n_moments; m++)
        for (size_t i = 0; i < o->moments[m].network.n; i++, n++)
            o->people[n] = (somebody){o->moments[m].network.alters[i].person->id, n};
    kr_sort(o->people, n, sizeof *o->people, by_id, NULL, scratch);
    for (size_t i = 0; i < n; i++)
        if (i == 0 || o->people[i].id != o->people[i - 1].id) o->people[o->n++] = o->people[i];
    o->stands = kr_new_n(o->w->arena, stand, o->n * o->n_moments + 1);
    return o->stands ? KR_OK : KR_E_MEMORY;
}

/* A seat of one's own in every cell one ever stood in, in the order in which people came. */
static void seat_all(over *o) {
    for (size_t m = 0; m < o->n_moments; m++) {
        const kr_network *net = &o->moments[m].network;
        for (size_t i = 0; i < net->n; i++) {
            size_t at = place_of(o, net->alters[i].person->id);
            if (at == SIZE_MAX) continue;
            stand *row = &o->stands[at * o->n_moments], *s = &row[m];
            kr_place place = kr_mini_place(&net->alters[i]);
            s->here = true;
            if (!place.ring || !place.area) continue;
            s->cell = (uint8_t)((place.ring - 1) * 4 + place.area);
            size_t before = 0;
            while (before < m && row[before].cell != s->cell) before++;
            s->seat = before < m ? row[before].seat : (uint32_t)o->per_cell[s->cell]++;
        }
    }
}

static uint8_t spot(const over *o, const stand *s, double x, double y, double *px, double *py) {
    size_t ring = (size_t)(s->cell - 1) / 4, n = o->per_cell[s->cell], rows = 1;
    const kr_form_area *area = &kr_form_of(KR_FORM_LENSINK)->areas[(s->cell - 1) % 4];
    double inner = o->ring[ring], width = o->ring[ring + 1] - inner, arc = (inner + width / 2) * KR_PI / 2;
    while (rows < 5 && (double)((n + rows - 1) / rows) * o->radius * 0.12 > arc) rows++;
    double angle = area->from + (area->to - area->from) * (0.08 + 0.84 * ((double)s->seat + 0.5) / (double)n);
    kr_polar(x, y, inner + width * ((double)(s->seat % rows) + 0.5) / (double)rows, angle, px, py);
    return area->tint;
}

static void put_ground(over *o, double x, double y) {
    kr_scene *s = o->w->scene;
    const kr_form *form = kr_form_of(KR_FORM_LENSINK);
    for (size_t a = 0; a < form->n_areas; a++)
        for (int r = 4; r > 0; r--) {
            kr_shape *part = kr_scene_add(s, KR_SH_SECTOR, "w");
            part->x = x, part->y = y, part->a = o->ring[r - 1], part->b = o->ring[r];
            part->c = form->areas[a].from, part->d = form->areas[a].to;
            part->tint = form->areas[a].tint, part->ring = (uint8_t)r;
        }
    for (int r = 1; r < 4; r++) (void)kr_scene_circle(s, "m-ring o-ring", x, y, o->ring[r]);
    (void)kr_scene_circle(s, "o-me", x, y, o->ring[0] * 0.62);
}

/* From where somebody stood to where they stand: a thin arrow. */
static void put_move(over *o, double x0, double y0, double x1, double y1) {
    double dx = x1 - x0, dy = y1 - y0, length = kr_sqrt(dx * dx + dy * dy), dot = o->radius * 0.05;
    (void)kr_scene_circle(o->w->scene, "o-was", x0, y0, dot * 0.7);
    if (length < dot * 3.5) return;
    dx /= length, dy /= length;
    double ax = x0 + dx * dot, ay = y0 + dy * dot, bx = x1 - dx * dot * 1.5, by = y1 - dy * dot * 1.5;
    kr_shape *line = kr_scene_add(o->w->scene, KR_SH_LINE, "o-move");
    line->x = ax, line->y = ay, line->a = bx, line->b = by;
    for (int side = -1; side <= 1; side += 2) {
        kr_shape *head = kr_scene_add(o->w->scene, KR_SH_LINE, "o-move");
        head->x = bx, head->y = by;
        head->a = bx - dx * 5 + side * dy * 3.5, head->b = by - dy * 5 - side * dx * 3.5;
    }
}

static void put_person(over *o, size_t at, size_t m, double x, double y) {
    const stand *now = &o->stands[at * o->n_moments + m], *was = m ? now - 1 : NULL;
    double px, py, wx = 0, wy = 0, dot = o->radius * 0.05;
    bool stood = was && was->here && was->cell;
    if (stood) (void)spot(o, was, x, y, &wx, &wy);
    if (!now->here) {
        if (stood) (void)kr_scene_circle(o->w->scene, "o-gone", wx, wy, dot);
        return;
    }
    if (!now->cell) return;
    uint8_t tint = spot(o, now, x, y, &px, &py);
    if (stood && was->cell != now->cell) put_move(o, wx, wy, px, py);
    kr_shape *shape = kr_scene_circle(o->w->scene, "o-dot", px, py, dot);
    shape->tint = tint;
    if (m && !was->here) (void)kr_scene_circle(o->w->scene, "o-new", px, py, dot * 1.75);
}

/* "Erbij: Noor, Ilse", for who came (`went` false) or went between this moment and the one before. */
static kr_str named(over *o, size_t m, bool went) {
    kr_buf buf;
    kr_str text = KR_NONE;
    const kr_network *net = &o->moments[went ? m - 1 : m].network;
    size_t n = 0;
    kr_buf_init(&buf, o->w->arena, 100000);
    for (size_t i = 0; i < net->n; i++) {
        size_t at = place_of(o, net->alters[i].person->id);
        if (at == SIZE_MAX || o->stands[at * o->n_moments + (went ? m : m - 1)].here) continue;
        kr_put(&buf, n++ ? KR_STR(", ") : kr_word_for(o->w, went ? "over.went" : "over.came"));
        if (n == 1) kr_put_c(&buf, ' ');
        kr_put(&buf, net->alters[i].person->name);
    }
    if (kr_buf_end(&buf, &text) != KR_OK) o->w->scene->err = KR_E_MEMORY;
    return text;
}

static double put_line(over *o, const char *cls, kr_str text, double x, double y, bool bold, int most) {
    if (!text.len) return y;
    double room = (o->wide - 14) / o->font;
    kr_label broken = kr_label_break(text, most > 1 ? room : 1e9);
    for (int i = 0; i < broken.lines; i++) {
        bool cut;
        kr_str line = kr_text_fit(o->w->arena, broken.line[i], room, bold ? 700 : 400, &cut);
        kr_shape *shape = kr_scene_text(o->w->scene, cls, x, y, o->font, line);
        shape->bold = bold;
        y += o->font * 1.34;
    }
    return y;
}

/* One picture with its name; returns how far down it reaches. */
static double put_moment(over *o, size_t m, double x, double y) {
    kr_scene *s = o->w->scene;
    const kr_then *then = &o->moments[m];
    double cy = y + o->radius;
    kr_shape *item = kr_scene_add(s, KR_SH_ITEM, NULL);
    item->x = x, item->y = cy;
    kr_shape *link = kr_scene_add(s, KR_SH_LINK, "o-pic");
    kr_buf told;
    kr_str came = m ? named(o, m, false) : KR_NONE, went = m ? named(o, m, true) : KR_NONE;
    kr_buf_init(&told, o->w->arena, 200000);
    const kr_str parts[] = {then->name, then->day, kr_work_count(o->w, then->network.n), came, went};
    for (size_t i = 0; i < KR_COUNT(parts); i++) {
        if (parts[i].len && told.len) kr_put_z(&told, ". ");
        kr_put(&told, parts[i]);
    }
    if (kr_buf_end(&told, &link->text) != KR_OK) s->err = KR_E_MEMORY;
    kr_scene_group(s, NULL, true);
    put_ground(o, x, cy);
    for (size_t i = 0; i < o->n; i++) put_person(o, i, m, x, cy);
    double at = y + o->radius * 2 + o->font * 1.6;
    at = put_line(o, "o-name", then->name, x, at, true, 2);
    at = put_line(o, "o-day", then->day, x, at, false, 1);
    at = put_line(o, "o-who", came, x, at + 3, false, 2);
    at = put_line(o, "o-who", went, x, at, false, 2);
    kr_scene_close(s);
    kr_scene_close(s);
    kr_scene_close(s);
    return at;
}

static kr_err draw(kr_drawing_work *w) {
    static const double share[5] = {28.0 / 193, 76.0 / 193, 116.0 / 193, 156.0 / 193, 1};
    const kr_draw_options *opt = w->options;
    kr_then only = {*w->network, kr_word_for(w, "over.now"), opt->date_line};
    over o = {.w = w, .moments = opt->n_moments ? opt->moments : &only};
    o.n_moments = opt->n_moments ? opt->n_moments : 1;
    if (o.n_moments > MOST_MOMENTS) o.moments += o.n_moments - MOST_MOMENTS, o.n_moments = MOST_MOMENTS;
    if (gather(&o) != KR_OK) return KR_E_MEMORY;
    if (o.n == 0) return KR_E_NOT_FOUND;
    seat_all(&o);
    size_t columns = w->narrow          ? 2
                     : o.n_moments < 3  ? o.n_moments
                     : o.n_moments == 4 ? 4
                     : o.n_moments < 7  ? 3
                                        : 4;
    if (w->narrow && o.n_moments == 1) columns = 1;
    double total = w->narrow ? 360 : 1080;
    o.wide = total / (double)columns;
    if (o.wide > 400) o.wide = 400;
    o.font = w->narrow ? 13.5 : opt->large ? 17 : 15;
    o.radius = o.wide / 2 - (w->narrow ? 8 : 16);
    for (int i = 0; i < 5; i++) o.ring[i] = o.radius * share[i];
    kr_shape *list = kr_scene_add(w->scene, KR_SH_LIST, NULL);
    list->text = kr_word_for(w, "over.list");
    double y = 0, next = 0;
    for (size_t m = 0; m < o.n_moments; m++) {
        size_t column = m % columns;
        if (m && column == 0) y = next + 14;
        double bottom = put_moment(&o, m, (double)column * o.wide + o.wide / 2, y);
        if (bottom > next) next = bottom;
    }
    kr_scene_close(w->scene);
    w->scene->root_class = w->narrow ? "m-svg d-svg o-svg l-small" : "m-svg d-svg o-svg";
    if (w->narrow) w->scene->name = "over-time-small";
    w->scene->left = 0, w->scene->top = -6;
    w->scene->width = (double)columns * o.wide;
    w->scene->height = next + 6;
    w->scene->persons = o.n;
    return KR_OK;
}

void kr_over_time_sign(kr_scene *s, uint8_t symbol, double x, double y) {
    if (symbol == CAME) (void)kr_scene_circle(s, "o-new", x, y, 8.5);
    if (symbol == CAME || symbol == STAYED) (void)kr_scene_circle(s, "o-dot q0", x, y, 5);
    if (symbol == WENT) (void)kr_scene_circle(s, "o-gone", x, y, 5);
    if (symbol != MOVED) return;
    (void)kr_scene_circle(s, "o-was", x - 7, y, 3);
    kr_shape *path = kr_scene_add(s, KR_SH_PATH, "o-move");
    path->x = x, path->y = y;
    path->text = KR_STR("M-3 0H9M5-3.500L9 0L5 3.500");
}

static size_t legend(kr_legend_entry *out, size_t cap, const kr_network *network,
                     const kr_draw_options *options) {
    static const char *const keys[] = {"over.sign.came", "over.sign.moved", "over.sign.went",
                                       "over.sign.stayed"};
    (void)network;
    if (options->n_moments < 2) return 0;
    for (size_t i = 0; i < KR_COUNT(keys) && i < cap; i++)
        out[i] = (kr_legend_entry){i ? NULL : "life.legend", keys[i], (uint8_t)(CAME + i)};
    return KR_COUNT(keys);
}

const kr_drawer kr_draws_over_time = {KR_DRAW_OVER_TIME, "draw.title.over_time", "draw.desc.over_time", draw,
                                      legend};
