/* Along the years: a lane for each strand, in it as many rows as needed, so that every label stands right
 * beside its mark. */
#include "draw/lifeline.h"

#include "core/num.h"
#include "draw/text.h"

#define NAMES 132 /* left of the years: names of strands, and of whoever was there from the beginning */

typedef struct placed {
    const kr_life_event *event;
    kr_life_label label;
    double x, until, from, to; /* the mark, and all the room it takes with its label */
    int side, rows, row;
} placed;

static void measure(kr_lifeline *l, placed *p, double most) {
    p->label = kr_lifeline_label(l, p->event, most);
    p->x = kr_lifeline_x(l, p->event->at);
    p->until = p->event->until ? kr_lifeline_x(l, p->event->until) : p->x;
    double end = l->left + l->width + 34;
    p->from = p->x - 12;
    p->to = p->until + 13 + p->label.width + 10;
    p->side = 1;
    p->rows = p->label.lines;
    if (p->to <= end) return;
    double left = p->x - 13 - p->label.width - 10;
    if (left >= NAMES - 12) {
        p->side = -1;
        p->from = left;
        p->to = p->until + 12;
        return;
    }
    p->side = 0;
    p->rows = p->label.lines + 1;
    p->to = p->x + p->label.width + 10;
    if (p->to < p->until + 12) p->to = p->until + 12;
}

static int by_left(const void *a, const void *b, void *context) {
    double x = ((const placed *)a)->from, y = ((const placed *)b)->from;
    (void)context;
    return x < y ? -1 : x > y;
}

/* First rows that are free; returns how many rows there are then. */
static int give_rows(placed *all, size_t n, double *ends) {
    int used = 0;
    for (size_t i = 0; i < n; i++) {
        placed *p = &all[i];
        int row = 0, free = 0;
        while (free < p->rows) {
            if (row + free >= used || ends[row + free] <= p->from) {
                free++;
            } else {
                row += free + 1;
                free = 0;
            }
        }
        p->row = row;
        for (int r = row; r < row + p->rows; r++) ends[r] = p->to;
        if (row + p->rows > used) used = row + p->rows;
    }
    return used;
}

/* One strand; returns how high it is, 0 when nothing happened there. */
static double put_lane(kr_lifeline *l, uint8_t strand, double top) {
    static const char *const keys[] = {
        "", "strand.home", "strand.love", "strand.work", "strand.health", "strand.people", "strand.other"};
    static const uint8_t tints[] = {0, 3, 1, 4, 2, 0, 0};
    size_t n = 0, most = l->life.n_dated;
    placed *all = kr_new_n(l->w->arena, placed, most + 1), *scratch = kr_new_n(l->w->arena, placed, most + 1);
    double *ends = kr_new_n(l->w->arena, double, most * 3 + 4);
    if (!all || !scratch || !ends) {
        l->w->scene->err = KR_E_MEMORY;
        return 0;
    }
    for (size_t i = 0; i < most; i++) {
        if (l->life.events[i].strand != strand) continue;
        all[n].event = &l->life.events[i];
        measure(l, &all[n++], l->font * 17);
    }
    if (n == 0) return 0;
    kr_sort(all, n, sizeof *all, by_left, NULL, scratch);
    double height = give_rows(all, n, ends) * l->slot + 14;
    kr_shape *lane = kr_scene_rect(l->w->scene, "l-lane", 0, top, l->left + l->width + 40, height, 10);
    lane->tint = tints[strand];
    kr_str name = kr_word_for(l->w, keys[strand]);
    kr_label broken = kr_label_break(name, (NAMES - 24) / l->font);
    kr_shape *title =
        kr_scene_text(l->w->scene, "l-strand", 10, top + 7 + l->font * 1.15, l->font, broken.line[0]);
    title->anchor = KR_START;
    if (broken.lines > 1) title->extra = broken.line[1];
    if (broken.lines > 1 && height < l->slot * 2 + 10) lane->b = height = l->slot * 2 + 10;
    for (size_t i = 0; i < n; i++) {
        const placed *p = &all[i];
        kr_lifeline_event(l, p->event, &p->label, p->x, top + 7 + (p->row + 0.5) * l->slot, p->until,
                          p->side);
    }
    return height;
}

double kr_lifeline_wide(kr_lifeline *l) {
    /* Many events: wider, so that labels need fewer rows. */
    double wide = l->w->options->large ? 940 : 1120;
    if (l->life.n_dated > 40) wide += (double)(l->life.n_dated - 40) * 14;
    if (wide > 4200) wide = 4200;
    if (wide > 1500)
        l->w->scene->root_class = wide > 2600 ? "m-svg d-svg l-svg l-long" : "m-svg d-svg l-svg l-wide";
    l->left = NAMES + 8;
    l->width = wide - l->left - 40;
    l->right = wide;
    /* Rules first: everything else stands on them. How far down they go is known at the end. */
    size_t mark = l->w->scene->count;
    kr_lifeline_years(l, 0, 0);
    size_t after = l->w->scene->count;
    double y = 16;
    kr_shape *list = kr_scene_add(l->w->scene, KR_SH_LIST, "l-events");
    list->text = kr_word_for(l->w, "life.list.events");
    for (uint8_t strand = KR_strand_home; strand <= KR_strand_other; strand++) {
        double height = put_lane(l, strand, y);
        if (height > 0) y += height + 8;
    }
    kr_scene_close(l->w->scene);
    if (l->life.n_spans) y = kr_lifeline_people(l, y + 12);
    for (size_t i = mark; i < after; i++)
        if (l->w->scene->shapes[i].kind == KR_SH_LINE) l->w->scene->shapes[i].b = y;
    if (l->life.n_events > l->life.n_dated) y = kr_lifeline_tray(l, y + 18, l->right);
    return y;
}
