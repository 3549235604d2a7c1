/* The room between two rows: bars of partners first, shorter ones above longer ones; then the lines to the
 * children, each at a height of its own where they would lie on each other. */
#include "core/num.h"
#include "draw/geno.h"

/* -- legs: where the lines of several partners leave one person -- */

typedef struct leg {
    uint32_t couple;
    double other;
} leg;

/* Near partners on the outside, so that a bar to somebody further away passes below. */
static int by_reach(const void *a, const void *b, void *context) {
    const leg *x = a, *y = b;
    double middle = *(const double *)context;
    bool left = x->other < middle, right = y->other < middle;
    if (left != right) return left ? -1 : 1;
    if (x->other != y->other) return x->other > y->other ? -1 : 1;
    if (left) return x->couple < y->couple ? -1 : x->couple > y->couple;
    return x->couple > y->couple ? -1 : x->couple < y->couple;
}

static kr_err set_legs(kr_geno *g) {
    leg *legs = kr_new_n(g->arena, leg, 2 * (size_t)g->n_couples + 2);
    if (!legs) return KR_E_MEMORY;
    for (uint32_t i = 0; i < g->n; i++) {
        const kr_geno_person *p = &g->persons[i];
        uint32_t n = 0;
        for (uint32_t k = 0; k < p->n_couples; k++) {
            uint32_t at = g->couples_of[p->first_couple + k];
            kr_geno_couple *c = &g->couples[at];
            uint32_t other = c->a == i ? c->b : c->a;
            if (c->across) other = p->row == c->row ? c->leg : KR_NOBODY;
            double x = other == KR_NOBODY ? g->items[i].x + 0.01 : g->items[other].x;
            legs[n++] = (leg){at, x};
        }
        kr_sort(legs, n, sizeof *legs, by_reach, &g->items[i].x, legs + g->n_couples + 1);
        double step = n > 3 ? 36.0 / n : 16, from = g->items[i].x - step * ((double)n - 1) / 2;
        for (uint32_t k = 0; k < n; k++) {
            kr_geno_couple *c = &g->couples[legs[k].couple];
            c->leg_x[c->a == i ? 0 : 1] = from + step * (double)k;
        }
    }
    for (uint32_t i = 0; i < g->n_couples; i++) {
        kr_geno_couple *c = &g->couples[i];
        double a = c->leg_x[0], b = c->b == KR_NOBODY ? a : c->leg_x[1];
        if (c->across && g->persons[c->a].row != c->row) a = g->items[c->leg].x;
        if (c->across && g->persons[c->a].row == c->row) b = g->items[c->leg].x;
        c->x0 = a < b ? a : b;
        c->x1 = a < b ? b : a;
    }
    return KR_OK;
}

/* -- heights -- */

typedef struct span {
    double x0, x1, key;
    uint32_t what, cluster;
    uint16_t track;
} span;

static int by_x0(const void *a, const void *b, void *context) {
    const span *x = a, *y = b;
    (void)context;
    if (x->x0 != y->x0) return x->x0 < y->x0 ? -1 : 1;
    return x->what < y->what ? -1 : x->what > y->what;
}

static int by_key(const void *a, const void *b, void *context) {
    const span *x = a, *y = b;
    (void)context;
    if (x->cluster != y->cluster) return x->cluster < y->cluster ? -1 : 1;
    if (x->key != y->key) return x->key < y->key ? -1 : 1;
    return x->what < y->what ? -1 : x->what > y->what;
}

/* Those that touch, directly or through others, make a cluster; spans are sorted by x0. */
static void cluster(span *s, uint32_t n, double air) {
    double end = -1e18;
    uint32_t at = 0;
    for (uint32_t i = 0; i < n; i++) {
        if (s[i].x0 >= end + air) at = i;
        s[i].cluster = at;
        if (i == at || s[i].x1 > end) end = s[i].x1;
    }
}

/* In the order of their keys, each as high as those it touches let it. Returns how many heights. */
static uint16_t stack_up(span *s, uint32_t n, double air) {
    uint16_t most = 0;
    for (uint32_t i = 0, from = 0; i < n; i++) {
        if (s[i].cluster != s[from].cluster) from = i;
        uint16_t track = 0;
        for (uint32_t k = from; k < i; k++) {
            if (s[k].track >= track && s[k].x0 < s[i].x1 + air && s[i].x0 < s[k].x1 + air)
                track = (uint16_t)(s[k].track + 1);
        }
        s[i].track = track;
        if (track + 1 > most) most = (uint16_t)(track + 1);
    }
    return most;
}

static void bars_of_row(kr_geno *g, int32_t r, span *s, span *scratch) {
    uint32_t n = 0;
    for (uint32_t i = g->row_couples[r]; i < g->row_couples[r + 1]; i++) {
        const kr_geno_couple *c = &g->couples[g->by_row[i]];
        if (c->b == KR_NOBODY && !c->n_links) continue;
        s[n++] = (span){.x0 = c->x0, .x1 = c->x1, .key = c->x1 - c->x0, .what = g->by_row[i]};
    }
    kr_sort(s, n, sizeof *s, by_x0, NULL, scratch);
    cluster(s, n, 4);
    kr_sort(s, n, sizeof *s, by_key, NULL, scratch);
    g->rows[r].n_bars = stack_up(s, n, 4);
    for (uint32_t i = 0; i < n; i++) g->couples[s[i].what].track = s[i].track;
}

/* -- lines to children -- */

static double limited(double x, double least, double most) {
    if (least > most) return (least + most) / 2;
    return x < least ? least : x > most ? most : x;
}

/* From the bar to the children, unless all of them hang between the partners. */
static void bus_of_couple(kr_geno *g, uint32_t at) {
    kr_geno_couple *c = &g->couples[at];
    double x0 = 0, x1 = 0;
    uint32_t n = 0;
    for (uint32_t k = 0; k < c->n_links; k++) {
        const kr_geno_link *l = &g->links[c->first_link + k];
        if (l->back) continue;
        double x = kr_geno_entry_x(g, l);
        if (n == 0 || x < x0) x0 = x;
        if (n == 0 || x > x1) x1 = x;
        n++;
    }
    if (!n) return;
    bool lone = c->x1 - c->x0 < 1, ghost = g->persons[c->a].ghost;
    c->hangs =
        lone ? x1 - x0 < 0.5 && x0 - c->x0 < 0.5 && c->x0 - x0 < 0.5 : x0 >= c->x0 + 5 && x1 <= c->x1 - 5;
    if (c->hangs) return;
    double from = limited((x0 + x1) / 2, c->x0 + (lone ? 0 : 12), c->x1 - (lone ? 0 : 12));
    g->buses[g->n_buses++] = (kr_geno_bus){.row = c->row,
                                           .couple = at,
                                           .way = KR_NOBODY,
                                           .from = from,
                                           .x0 = from < x0 && !ghost ? from : x0,
                                           .x1 = from > x1 && !ghost ? from : x1};
}

static void bus_of_way(kr_geno *g, int32_t row, double from, double to, uint32_t item) {
    g->buses[g->n_buses++] = (kr_geno_bus){.row = row,
                                           .couple = KR_NOBODY,
                                           .way = item,
                                           .from = from,
                                           .x0 = from < to ? from : to,
                                           .x1 = from < to ? to : from};
}

static void buses_of_ways(kr_geno *g) {
    for (uint32_t i = 0; i < g->n_links; i++) {
        const kr_geno_link *l = &g->links[i];
        int32_t rows = g->persons[l->child].row - g->couples[l->couple].row - 1;
        if (l->back || rows < 1) continue;
        for (uint32_t k = 0; k < (uint32_t)rows; k++) {
            uint32_t one = l->first_way + k, next = k + 1 < (uint32_t)rows ? one + 1 : l->child;
            double to = next == l->child ? kr_geno_head_x(g, l) : g->items[next].x;
            bus_of_way(g, g->items[one].row, g->items[one].x, to, one);
        }
    }
    for (uint32_t i = 0; i < g->n_couples; i++) {
        const kr_geno_couple *c = &g->couples[i];
        if (!c->across) continue;
        bool a_up = g->persons[c->a].row != c->row;
        uint32_t upper = a_up ? c->a : c->b;
        double x = a_up ? c->leg_x[0] : c->leg_x[1];
        int32_t row = g->persons[upper].row;
        for (uint32_t one = c->first_leg; one <= c->leg; one++, row++) {
            bus_of_way(g, row, x, g->items[one].x, one == c->first_leg ? KR_NOBODY : one - 1);
            g->buses[g->n_buses - 1].couple = i;
            x = g->items[one].x;
        }
    }
}

/* How many lines below `bus` come down within the other's reach. */
static uint32_t falls_within(const kr_geno *g, const kr_geno_bus *bus, const kr_geno_bus *other) {
    uint32_t n = 0;
    if (bus->couple == KR_NOBODY || g->couples[bus->couple].row != bus->row || bus->way != KR_NOBODY) {
        double to = bus->from == bus->x0 ? bus->x1 : bus->x0;
        return to > other->x0 && to < other->x1;
    }
    const kr_geno_couple *c = &g->couples[bus->couple];
    for (uint32_t k = 0; k < c->n_links && k < 200; k++) {
        const kr_geno_link *l = &g->links[c->first_link + k];
        if (l->back) continue;
        double x = kr_geno_entry_x(g, l);
        n += x > other->x0 - 1 && x < other->x1 + 1;
    }
    return n;
}

static uint32_t cost_above(const kr_geno *g, const kr_geno_bus *a, const kr_geno_bus *b) {
    return falls_within(g, a, b) + (b->from > a->x0 - 1 && b->from < a->x1 + 1);
}

#define BUS_AIR 6.0

static void buses_of_row(kr_geno *g, int32_t r, uint32_t first, uint32_t n, span *s, span *scratch) {
    for (uint32_t i = 0; i < n; i++) {
        const kr_geno_bus *b = &g->buses[first + i];
        s[i] = (span){.x0 = b->x0, .x1 = b->x1, .what = first + i};
    }
    kr_sort(s, n, sizeof *s, by_x0, NULL, scratch);
    cluster(s, n, BUS_AIR);
    for (uint32_t i = 0; i < n; i++) {
        for (uint32_t k = i + 1; k < n && k < i + 300 && s[k].x0 < s[i].x1 + BUS_AIR; k++) {
            const kr_geno_bus *a = &g->buses[s[i].what], *b = &g->buses[s[k].what];
            double better = (double)cost_above(g, b, a) - (double)cost_above(g, a, b);
            s[i].key -= better;
            s[k].key += better;
        }
    }
    kr_sort(s, n, sizeof *s, by_key, NULL, scratch);
    g->rows[r].n_buses = stack_up(s, n, BUS_AIR);
    for (uint32_t i = 0; i < n; i++) g->buses[s[i].what].track = s[i].track;
}

static int by_row(const void *a, const void *b, void *context) {
    const kr_geno_bus *x = a, *y = b;
    (void)context;
    return x->row < y->row ? -1 : x->row > y->row;
}

static kr_err make_buses(kr_geno *g, span *s, span *scratch, uint32_t most) {
    g->buses = kr_new_n(g->arena, kr_geno_bus, most + 1);
    kr_geno_bus *spare = kr_new_n(g->arena, kr_geno_bus, most + 1);
    if (!g->buses || !spare) return KR_E_MEMORY;
    for (uint32_t i = 0; i < g->n_couples; i++) bus_of_couple(g, i);
    buses_of_ways(g);
    kr_sort(g->buses, g->n_buses, sizeof *g->buses, by_row, NULL, spare);
    for (uint32_t i = 0; i < g->n_buses;) {
        uint32_t n = 0;
        int32_t r = g->buses[i].row;
        while (i + n < g->n_buses && g->buses[i + n].row == r) n++;
        buses_of_row(g, r, i, n, s, scratch);
        i += n;
    }
    return KR_OK;
}

/* -- heights of rows -- */

#define BAR_DROP  30.0
#define BAR_STEP  22.0
#define BUS_DROP  16.0
#define BUS_STEP  11.0
#define TOP_ROOM  77.0 /* from the last line to the top of a symbol: years, and how a child came */
#define TOP_SMALL 40.0
#define TOP_CLOSE 26.0

static void set_heights(kr_geno *g) {
    bool years = !g->simple && !g->only && (g->options->layers & KR_LAYER_YEARS), said = false;
    double y = 0, top = years ? TOP_ROOM : TOP_SMALL;
    for (uint32_t i = 0; i < g->n_links; i++) said |= g->links[i].said_em > 0;
    if (g->only) top = said ? TOP_SMALL : TOP_CLOSE;
    for (int32_t r = 0; r < g->n_rows; r++) {
        kr_geno_row *row = &g->rows[r];
        int lines = 1;
        bool empty = true;
        for (uint32_t i = 0; i < row->n; i++) {
            uint32_t one = g->order[row->first + i];
            empty = empty && (one >= g->n || g->persons[one].ghost);
            if (one < g->n && g->persons[one].label.lines > lines) lines = g->persons[one].label.lines;
        }
        row->y = y;
        row->above = KR_GENO_HALF + (years ? 22 : 4);
        row->below = KR_GENO_HALF + 25 + 21 * (lines - 1);
        if (empty) row->above = row->below = 0;
        row->bars = y + row->below + BAR_DROP;
        double last = row->n_bars ? row->bars + BAR_STEP * (row->n_bars - 1) : y + row->below;
        row->buses = last + BUS_DROP;
        row->foot = row->n_buses ? row->buses + BUS_STEP * (row->n_buses - 1) : last;
        y = row->foot + top + KR_GENO_HALF;
    }
}

kr_err kr_geno_tracks(kr_geno *g) {
    kr_err err = set_legs(g);
    if (err != KR_OK) return err;
    uint32_t most = g->n_items + g->n_couples * 2 + g->n_links + 2;
    span *s = kr_new_n(g->arena, span, most), *scratch = kr_new_n(g->arena, span, most);
    if (!s || !scratch) return KR_E_MEMORY;
    for (int32_t r = 0; r < g->n_rows; r++) bars_of_row(g, r, s, scratch);
    err = make_buses(g, s, scratch, most);
    if (err == KR_OK) set_heights(g);
    return err;
}
