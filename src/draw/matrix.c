/* Who knows whom, as a table: a row and a column for everybody. */
#include "draw/more.h"

#include "draw/font_metrics.h"
#include "draw/netmap.h"

#define CELL 22.0
#define FONT 13.2

void kr_put_cell(kr_scene *scene, uint8_t symbol, double x, double y) {
    if (symbol == KR_SIGN_YES) {
        (void)kr_scene_circle(scene, "a-yes", x, y, 6);
    } else if (symbol == KR_SIGN_NO) {
        kr_shape *dash = kr_scene_add(scene, KR_SH_LINE, "a-no");
        dash->x = x - 5, dash->a = x + 5;
        dash->y = dash->b = y;
    } else {
        (void)kr_scene_rect(scene, "a-self", x - CELL / 2 + 1, y - CELL / 2 + 1, CELL - 2, CELL - 2, 4);
    }
}

typedef struct table {
    kr_drawing_work *work;
    size_t n;
    uint32_t *order;
    double left, head, cell; /* where the cells begin */
    bool numbers;            /* numbers above the columns instead of names */
} table;

/* In the order of naming, or group by group. */
static kr_err put_in_order(table *t) {
    const kr_network *net = t->work->network;
    kr_arena *arena = t->work->arena;
    t->n = net->n;
    t->order = kr_new_n(arena, uint32_t, t->n + 1);
    if (!t->order) return KR_E_MEMORY;
    for (uint32_t i = 0; i < t->n; i++) t->order[i] = i;
    if (!t->work->options->other_side || !net->n_known || t->n > KR_NET_MOST) return KR_OK;
    kr_net map;
    uint32_t *group = kr_new_n(arena, uint32_t, t->n + 1);
    kr_err err = kr_net_begin(&map, arena, t->n, net->n_known, false);
    if (err != KR_OK || !group) return KR_E_MEMORY;
    for (; map.n_links < net->n_known; map.n_links++) {
        map.links[map.n_links][0] = net->pairs[map.n_links].a;
        map.links[map.n_links][1] = net->pairs[map.n_links].b;
    }
    size_t count = kr_net_groups(group, arena, &map, &err), at = 0;
    for (size_t g = 0; err == KR_OK && g <= count; g++)
        for (uint32_t i = 0; i < t->n; i++)
            if (group[i] == (g < count ? g : UINT32_MAX)) t->order[at++] = i;
    return err;
}

static void put_ground(const table *t) {
    kr_scene *scene = t->work->scene;
    double size = (double)t->n * t->cell;
    (void)kr_scene_group(scene, NULL, true);
    for (size_t i = 0; i <= t->n; i++) {
        double at = (double)i * t->cell;
        bool strong = i % 5 == 0 || i == t->n;
        kr_shape *row = kr_scene_add(scene, KR_SH_LINE, strong ? "a-grid a-five" : "a-grid");
        row->x = t->left, row->a = t->left + size;
        row->y = row->b = t->head + at;
        kr_shape *column = kr_scene_add(scene, KR_SH_LINE, strong ? "a-grid a-five" : "a-grid");
        column->x = column->a = t->left + at;
        column->y = t->head, column->b = t->head + size;
    }
    for (size_t i = 0; i < t->n; i++) {
        double middle = ((double)i + 0.5) * t->cell;
        double edge = t->cell / 2 - 1;
        (void)kr_scene_rect(scene, "a-self", t->left + middle - edge, t->head + middle - edge, 2 * edge,
                            2 * edge, 3);
    }
    kr_scene_close(scene);
}

static void put_heads(const table *t) {
    kr_drawing_work *w = t->work;
    (void)kr_scene_group(w->scene, NULL, true);
    for (size_t i = 0; i < t->n; i++) {
        double x = t->left + ((double)i + 0.5) * t->cell;
        bool cut = false;
        if (t->numbers) {
            double size = i >= 99 ? 9.6 : 11;
            (void)kr_scene_text(w->scene, "m-key", x, t->head - 5, size,
                                kr_text_number(w->arena, KR_STR("{n}"), i + 1));
            continue;
        }
        kr_str name = kr_text_fit(w->arena, w->network->alters[t->order[i]].person->name, 11, 400, &cut);
        kr_shape *text = kr_scene_text(w->scene, "m-key", x + FONT * 0.33, t->head - 6, FONT, name);
        text->anchor = KR_START;
        text->c = -90;
    }
    kr_scene_close(w->scene);
}

static void put_row(const table *t, size_t row) {
    kr_drawing_work *w = t->work;
    const kr_network *net = w->network;
    uint32_t a = t->order[row];
    double y = t->head + ((double)row + 0.5) * t->cell;
    kr_spot spot = w->spots[a];
    bool cut = false;
    if (net->alters[a].known)
        spot.also = net->alters[a].known == 1
                        ? kr_word_for(w, "among.draw.knows.one")
                        : kr_text_number(w->arena, kr_word_for(w, "among.draw.knows"), net->alters[a].known);
    kr_shape *item = kr_scene_add(w->scene, KR_SH_ITEM, NULL);
    item->x = 0, item->y = y;
    kr_shape *link = kr_scene_add(w->scene, KR_SH_LINK, NULL);
    link->text = kr_told_circle(w, &spot);
    link->extra = kr_person_href(w, net->alters[a].person->id);
    double before = t->numbers ? 26 : 0;
    kr_str name =
        kr_text_fit(w->arena, net->alters[a].person->name, (t->left - 6 - before) / FONT, 400, &cut);
    kr_shape *text = kr_scene_text(w->scene, "t", before, y + FONT * 0.34, FONT, name);
    text->anchor = KR_START;
    text->mark = KR_MARK_NAME;
    text->owner = a + 1;
    text->cut = cut;
    kr_scene_close(w->scene);
    (void)kr_scene_group(w->scene, NULL, true);
    if (t->numbers) {
        kr_str number = kr_text_number(w->arena, KR_STR("{n}"), row + 1);
        kr_scene_text(w->scene, "m-key", 20, y + FONT * 0.34, 11, number)->anchor = KR_LAST;
    }
    for (size_t column = 0; column < t->n; column++) {
        if (column == row) continue;
        uint8_t says = kr_network_acquainted(net, a < t->order[column] ? a : t->order[column],
                                             a < t->order[column] ? t->order[column] : a);
        double x = t->left + ((double)column + 0.5) * t->cell;
        if (says) kr_put_cell(w->scene, says == KR_yesno_yes ? KR_SIGN_YES : KR_SIGN_NO, x, y);
    }
    kr_scene_close(w->scene);
    kr_scene_close(w->scene);
}

static kr_err draw(kr_drawing_work *w) {
    table t = {.work = w, .cell = CELL};
    if (w->network->n == 0) return KR_E_NOT_FOUND;
    if (w->network->n > KR_NET_MOST) return KR_E_LIMIT;
    kr_err err = kr_work_spots(w);
    if (err == KR_OK) err = put_in_order(&t);
    if (err != KR_OK) return err;
    double widest = 0, most = 12;
    t.numbers = w->narrow || t.n > 40;
    for (size_t i = 0; i < t.n; i++) {
        double wide = kr_text_width(w->network->alters[i].person->name, 400) + (t.numbers ? 2 : 0);
        if (wide > widest) widest = wide;
    }
    t.left = (widest < most ? widest : most) * FONT + 12;
    t.head = t.numbers ? 20 : 0;
    for (size_t i = 0; !t.numbers && i < t.n; i++) {
        double wide = kr_text_width(w->network->alters[i].person->name, 400);
        if (wide * FONT + 14 > t.head) t.head = (wide < 11 ? wide : 11) * FONT + 14;
    }
    double size = (double)t.n * t.cell;
    put_ground(&t);
    put_heads(&t);
    kr_scene_add(w->scene, KR_SH_LIST, NULL)->text = kr_work_count(w, t.n);
    for (size_t i = 0; i < t.n; i++) put_row(&t, i);
    kr_scene_close(w->scene);
    w->scene->persons = t.n;
    w->scene->left = w->scene->top = -8;
    w->scene->width = t.left + size + 16;
    w->scene->height = t.head + size + 16;
    w->width = w->scene->width;
    w->scene->root_class =
        w->scene->width < 500 && !w->narrow ? "m-svg d-svg a-own" : kr_wide_class(w->scene->width, w->narrow);
    return KR_OK;
}

static size_t legend(kr_legend_entry *out, size_t cap, const kr_network *net, const kr_draw_options *o) {
    size_t n = 0;
    (void)o;
    if (net->n_known) {
        if (n < cap) out[n] = (kr_legend_entry){NULL, "legend.acquainted", KR_SIGN_YES};
        n++;
    }
    if (net->n_pairs > net->n_known) {
        if (n < cap) out[n] = (kr_legend_entry){NULL, "among.legend.no", KR_SIGN_NO};
        n++;
    }
    return n;
}

const kr_drawer kr_draws_matrix = {KR_DRAW_MATRIX, "draw.title.matrix", "draw.desc.matrix", draw, legend};
