/* Where everybody stands in their row. The order is fixed; each row in turn moves as near as it can (least
 * squares, one pass that joins those who push each other) to where its children and parents want it. */
#include "draw/geno.h"

#include "core/num.h"

typedef struct placer {
    kr_geno *g;
    double *want, *weight; /* by item */
    double *gap;           /* least distance to the next in the row, by item */
    double *sum, *heavy, *shift;
    uint32_t *len;
} placer;

uint32_t kr_geno_entry(const kr_geno *g, const kr_geno_link *l) {
    return g->persons[l->child].row > g->couples[l->couple].row + 1 ? l->first_way : l->child;
}

double kr_geno_head_x(const kr_geno *g, const kr_geno_link *l) {
    const kr_geno_person *p = &g->persons[l->child];
    double x = g->items[l->child].x, step = p->n_origins > 4 ? 30.0 / p->n_origins : 9;
    if (p->n_origins < 2 || p->n_origins > 40) return x;
    /* Whoever stands further left comes in further left. */
    const kr_geno_couple *mine = &g->couples[l->couple];
    double here = g->items[mine->a].x, before = 0;
    for (uint32_t i = 0; i < p->n_origins; i++) {
        const kr_geno_link *other = &g->links[g->origins[p->first_origin + i]];
        double there = g->items[g->couples[other->couple].a].x;
        before += there < here || (there == here && other < l);
    }
    return x + step * (before - ((double)p->n_origins - 1) / 2);
}

/* Where the twins of a link meet: the middle of all of them. */
static double joint_of(const kr_geno *g, const kr_geno_link *l) {
    const kr_geno_couple *c = &g->couples[l->couple];
    double sum = 0, n = 0;
    for (uint32_t k = l->twins; k < c->first_link + c->n_links && k < l->twins + 9; k++) {
        if (g->links[k].twins != l->twins) continue;
        sum += g->items[g->links[k].child].x;
        n++;
    }
    return n > 0 ? sum / n : g->items[l->child].x;
}

double kr_geno_entry_x(const kr_geno *g, const kr_geno_link *l) {
    uint32_t entry = kr_geno_entry(g, l);
    if (entry == l->child && l->twins != KR_NOBODY) return joint_of(g, l);
    return entry == l->child ? kr_geno_head_x(g, l) : g->items[entry].x;
}

void kr_geno_ends(const kr_geno *g, const kr_geno_couple *c, uint32_t ends[2]) {
    uint32_t a = c->a, b = c->b;
    if (c->across) {
        if (g->persons[a].row != c->row)
            a = c->leg;
        else
            b = c->leg;
    }
    if (b != KR_NOBODY && g->items[b].x < g->items[a].x) {
        uint32_t other = a;
        a = b, b = other;
    }
    ends[0] = a;
    ends[1] = b;
}

double kr_geno_y(const kr_geno *g, uint32_t person) {
    return g->rows[g->persons[person].row].y + g->items[person].lift;
}

#define PAIR_GAP 92.0
#define KIN_GAP  16.0
#define HEAD_GAP 30.0 /* between families */

double kr_geno_apart(const kr_geno *g, uint32_t left, uint32_t right) {
    const kr_geno_item *a = &g->items[left], *b = &g->items[right];
    bool together = left < g->n && right < g->n && a->unit == b->unit;
    double gap = a->right + b->left + (left < g->n && right < g->n && !together ? HEAD_GAP : KIN_GAP);
    return together && gap < PAIR_GAP ? PAIR_GAP : gap;
}

/* The room every gap needs: for those beside it, and for what is written on the bar in it. */
static void measure_gaps(placer *p) {
    kr_geno *g = p->g;
    for (int32_t r = 0; r < g->n_rows; r++) {
        const kr_geno_row *row = &g->rows[r];
        for (uint32_t i = 0; i < row->n; i++) {
            uint32_t one = g->order[row->first + i];
            g->items[one].x = i; /* its place, until the first pass */
            if (i + 1 < row->n) p->gap[one] = kr_geno_apart(g, one, g->order[row->first + i + 1]);
        }
    }
    for (uint32_t i = 0; i < g->n_couples; i++) {
        kr_geno_couple *c = &g->couples[i];
        uint32_t ends[2];
        kr_geno_ends(g, c, ends);
        if (ends[1] == KR_NOBODY || c->said_em <= 0) continue;
        const kr_geno_row *row = &g->rows[c->row];
        uint32_t last = (uint32_t)g->items[ends[1]].x;
        uint32_t before = g->order[row->first + (last > 0 ? last - 1 : 0)];
        double need = c->said_em * KR_GENO_SMALL + 16;
        if (before != ends[1] && p->gap[before] < need) p->gap[before] = need;
    }
}

static void pack(placer *p, int32_t r) {
    kr_geno *g = p->g;
    const kr_geno_row *row = &g->rows[r];
    double x = 0;
    for (uint32_t i = 0; i < row->n; i++) {
        uint32_t one = g->order[row->first + i];
        g->items[one].x = x;
        x += p->gap[one];
    }
}

/* The row as near to what is wanted as order and gaps allow. */
static void settle(placer *p, int32_t r) {
    kr_geno *g = p->g;
    const kr_geno_row *row = &g->rows[r];
    double before = 0;
    uint32_t n = 0;
    for (uint32_t i = 0; i < row->n; i++) {
        uint32_t one = g->order[row->first + i];
        double w = p->weight[one], d = (w > 0 ? p->want[one] / w : g->items[one].x) - before;
        if (w <= 0) w = 0.02;
        p->shift[n] = before;
        before += p->gap[one];
        p->sum[n] = d * w;
        p->heavy[n] = w;
        p->len[n] = 1;
        n++;
        while (n > 1 && p->sum[n - 2] * p->heavy[n - 1] > p->sum[n - 1] * p->heavy[n - 2]) {
            p->sum[n - 2] += p->sum[n - 1];
            p->heavy[n - 2] += p->heavy[n - 1];
            p->len[n - 2] += p->len[n - 1];
            n--;
        }
    }
    uint32_t at = 0;
    double x = 0;
    for (uint32_t k = 0; k < n; k++) {
        for (uint32_t i = 0; i < p->len[k]; i++, at++) {
            uint32_t one = g->order[row->first + at];
            g->items[one].x = p->sum[k] / p->heavy[k] + x;
            x += p->gap[one];
        }
    }
}

static void pull(placer *p, uint32_t item, double x, double weight) {
    p->want[item] += x * weight;
    p->weight[item] += weight;
}

static void forget(placer *p, int32_t r) {
    const kr_geno_row *row = &p->g->rows[r];
    for (uint32_t i = 0; i < row->n; i++) {
        uint32_t one = p->g->order[row->first + i];
        p->want[one] = p->weight[one] = 0;
    }
}

/* First and last child of a couple, from left to right. */
static uint32_t span_of(const kr_geno *g, const kr_geno_couple *c, double *x0, double *x1) {
    uint32_t n = 0;
    for (uint32_t k = 0; k < c->n_links; k++) {
        const kr_geno_link *l = &g->links[c->first_link + k];
        if (l->back) continue;
        double x = g->items[kr_geno_entry(g, l)].x;
        if (n == 0 || x < *x0) *x0 = x;
        if (n == 0 || x > *x1) *x1 = x;
        n++;
    }
    return n;
}

/* How far partners may stand apart to let their children hang between them. */
static double widest(const kr_geno *g) {
    return g->n > 400 ? 260 : g->n > 120 ? 420 : 760;
}

#define INSIDE 26.0

static void pull_parents(placer *p, const kr_geno_couple *c, double weight) {
    kr_geno *g = p->g;
    double x0 = 0, x1 = 0;
    uint32_t ends[2], kids = span_of(g, c, &x0, &x1);
    if (!kids) return;
    kr_geno_ends(g, c, ends);
    double middle = (x0 + x1) / 2;
    if (ends[1] == KR_NOBODY) {
        pull(p, ends[0], middle, weight);
        return;
    }
    double half = (x1 - x0) / 2, close = p->gap[ends[0]] / 2;
    half = half > 0.5 ? half + INSIDE : 0;
    if (half < close || 2 * half > widest(g)) half = close;
    pull(p, ends[0], middle - half, weight);
    pull(p, ends[1], middle + half, weight);
}

static void pull_children(placer *p, const kr_geno_couple *c, double weight) {
    kr_geno *g = p->g;
    double x0 = 0, x1 = 0;
    uint32_t ends[2], kids = span_of(g, c, &x0, &x1);
    if (!kids) return;
    kr_geno_ends(g, c, ends);
    double left = g->items[ends[0]].x, right = ends[1] == KR_NOBODY ? left : g->items[ends[1]].x;
    double shift = (left + right) / 2 - (x0 + x1) / 2;
    if (x0 >= left + 10 && x1 <= right - 10) shift *= 0.5;
    for (uint32_t k = 0; k < c->n_links; k++) {
        const kr_geno_link *l = &g->links[c->first_link + k];
        uint32_t one = kr_geno_entry(g, l);
        if (!l->back) pull(p, one, g->items[one].x + shift, weight);
    }
}

/* The lines on their way run straight. */
static void pull_ways(placer *p, int32_t r, bool up) {
    kr_geno *g = p->g;
    for (uint32_t i = 0; i < g->rows[r].n; i++) {
        uint32_t one = g->order[g->rows[r].first + i];
        if (one < g->n) continue;
        /* Items of one line lie in a row; where it ends is known by whoever made it. */
        if (!up && one > g->n && g->items[one - 1].row == r - 1) pull(p, one, g->items[one - 1].x, 2);
        if (one + 1 < g->n_items && g->items[one + 1].row == r + 1) pull(p, one, g->items[one + 1].x, 2);
    }
}

static void pull_arrivals(placer *p, int32_t r) {
    kr_geno *g = p->g;
    for (uint32_t i = 0; i < g->rows[r].n; i++) {
        uint32_t one = g->order[g->rows[r].first + i];
        if (one >= g->n) continue;
        const kr_geno_person *person = &g->persons[one];
        for (uint32_t k = 0; k < person->n_origins; k++) {
            const kr_geno_link *l = &g->links[g->origins[person->first_origin + k]];
            int32_t rows = person->row - g->couples[l->couple].row - 1;
            if (l->back || rows < 1) continue;
            uint32_t last = l->first_way + (uint32_t)rows - 1;
            pull(p, one, g->items[last].x, 0.5);
        }
    }
}

/* ... and the last piece on the way wants to be above whom it leads to. */
static void pull_departures(placer *p, int32_t r) {
    kr_geno *g = p->g;
    if (r + 1 >= g->n_rows) return;
    for (uint32_t i = 0; i < g->rows[r + 1].n; i++) {
        uint32_t one = g->order[g->rows[r + 1].first + i];
        if (one >= g->n) continue;
        const kr_geno_person *person = &g->persons[one];
        for (uint32_t k = 0; k < person->n_origins; k++) {
            const kr_geno_link *l = &g->links[g->origins[person->first_origin + k]];
            int32_t rows = person->row - g->couples[l->couple].row - 1;
            if (!l->back && rows > 0) pull(p, l->first_way + (uint32_t)rows - 1, g->items[one].x, 2);
        }
    }
}

/* Partners who are wanted nowhere stay with their partner. */
static void pull_partners(placer *p, int32_t r) {
    kr_geno *g = p->g;
    const kr_geno_row *row = &g->rows[r];
    for (uint32_t i = 1; i < row->n; i++) {
        uint32_t one = g->order[row->first + i], last = g->order[row->first + i - 1];
        if (g->items[one].unit != g->items[last].unit || p->weight[one] > 0 || p->weight[last] <= 0) continue;
        double d = p->want[last] / p->weight[last] + p->gap[last], w = p->weight[last] * 0.3;
        pull(p, one, d, w);
    }
    for (uint32_t i = row->n; i > 1; i--) {
        uint32_t one = g->order[row->first + i - 2], next = g->order[row->first + i - 1];
        if (g->items[one].unit != g->items[next].unit || p->weight[one] > 0 || p->weight[next] <= 0) continue;
        pull(p, one, p->want[next] / p->weight[next] - p->gap[one], p->weight[next] * 0.3);
    }
}

static void couples_in(placer *p, int32_t r, void (*fn)(placer *, const kr_geno_couple *, double), double w) {
    kr_geno *g = p->g;
    if (r < 0 || r >= g->n_rows) return;
    for (uint32_t i = g->row_couples[r]; i < g->row_couples[r + 1]; i++) fn(p, &g->couples[g->by_row[i]], w);
}

static void pass(placer *p, int32_t r, double parents, double children) {
    forget(p, r);
    if (parents > 0) couples_in(p, r, pull_parents, parents);
    if (children > 0) couples_in(p, r - 1, pull_children, children);
    pull_ways(p, r, children <= 0);
    pull_departures(p, r);
    if (children > 0) pull_arrivals(p, r);
    pull_partners(p, r);
    settle(p, r);
}

static kr_err sort_couples(kr_geno *g) {
    g->by_row = kr_new_n(g->arena, uint32_t, g->n_couples + 1);
    g->row_couples = kr_new_n(g->arena, uint32_t, (size_t)g->n_rows + 3);
    if (!g->by_row || !g->row_couples) return KR_E_MEMORY;
    for (uint32_t i = 0; i < g->n_couples; i++) g->row_couples[g->couples[i].row + 2]++;
    for (int32_t r = 2; r <= g->n_rows + 1; r++) g->row_couples[r] += g->row_couples[r - 1];
    for (uint32_t i = 0; i < g->n_couples; i++) g->by_row[g->row_couples[g->couples[i].row + 1]++] = i;
    return KR_OK;
}

static kr_err begin(placer *p, kr_geno *g) {
    size_t n = g->n_items + 2;
    *p = (placer){.g = g};
    p->want = kr_new_n(g->arena, double, n);
    p->weight = kr_new_n(g->arena, double, n);
    p->gap = kr_new_n(g->arena, double, n);
    p->sum = kr_new_n(g->arena, double, n);
    p->heavy = kr_new_n(g->arena, double, n);
    p->shift = kr_new_n(g->arena, double, n);
    p->len = kr_new_n(g->arena, uint32_t, n);
    return p->want && p->weight && p->gap && p->sum && p->heavy && p->shift && p->len ? KR_OK : KR_E_MEMORY;
}

/* How far up or down somebody may be moved and still stand in their generation, clear of the lines. */
#define LIFT_UP   14.0
#define LIFT_DOWN 8.0

/* Whoever was moved by hand stays moved; the others make way, in the order in which they stand now. */
typedef struct standing {
    uint32_t item, place;
    double x;
} standing;

static int by_x(const void *a, const void *b, void *context) {
    const standing *x = a, *y = b;
    (void)context;
    if (x->x != y->x) return x->x < y->x ? -1 : 1;
    return x->place < y->place ? -1 : x->place > y->place;
}

static kr_err move_row(placer *p, int32_t r) {
    kr_geno *g = p->g;
    const kr_geno_row *row = &g->rows[r];
    bool any = false;
    for (uint32_t i = 0; i < row->n; i++) any |= g->items[g->order[row->first + i]].moved != 0;
    if (!any) return KR_OK;
    standing *all = kr_new_n(g->arena, standing, 2 * (size_t)row->n + 1);
    if (!all) return KR_E_MEMORY;
    for (uint32_t i = 0; i < row->n; i++) {
        uint32_t one = g->order[row->first + i];
        g->items[one].x += g->items[one].moved;
        all[i] = (standing){one, i, g->items[one].x};
    }
    kr_sort(all, row->n, sizeof *all, by_x, NULL, all + row->n);
    for (uint32_t i = 0; i < row->n; i++) {
        uint32_t one = g->order[row->first + i] = all[i].item;
        p->weight[one] = g->items[one].moved != 0 ? 1000 : 1;
        p->want[one] = g->items[one].x * p->weight[one];
        if (i) {
            uint32_t last = all[i - 1].item;
            p->gap[last] = g->items[last].right + g->items[one].left + KIN_GAP;
        }
    }
    settle(p, r);
    return KR_OK;
}

static kr_err stay_moved(placer *p) {
    kr_geno *g = p->g;
    const kr_circle *c = g->family.circle;
    for (size_t i = 0; i < c->n_moves; i++) {
        const kr_moved *m = &c->moves[i];
        uint32_t member = m->gone || !kr_str_is(m->drawing, "genogram")
                              ? KR_NOBODY
                              : kr_family_index(&g->family, m->person);
        if (member == KR_NOBODY || g->local[member] == KR_NOBODY) continue;
        kr_geno_item *item = &g->items[g->local[member]];
        if (m->has & (1u << KR_F_moved_x)) item->moved = (double)(m->x - 100000);
        double lift = m->has & (1u << KR_F_moved_y) ? (double)(m->y - 100000) : 0;
        item->lift = lift < -LIFT_UP ? -LIFT_UP : lift > LIFT_DOWN ? LIFT_DOWN : lift;
    }
    for (int32_t r = 0; r < g->n_rows; r++) {
        kr_err err = move_row(p, r);
        if (err != KR_OK) return err;
    }
    return KR_OK;
}

kr_err kr_geno_place(kr_geno *g) {
    placer p;
    kr_err err = begin(&p, g);
    if (err == KR_OK) err = sort_couples(g);
    if (err != KR_OK) return err;
    measure_gaps(&p);
    int32_t wide = 0;
    for (int32_t r = 0; r < g->n_rows; r++) wide = g->rows[r].n > g->rows[wide].n ? r : wide;
    for (int32_t r = 0; r < g->n_rows; r++) pack(&p, r);
    for (int32_t r = wide - 1; r >= 0; r--) pass(&p, r, 1, 0);
    for (int32_t r = wide + 1; r < g->n_rows; r++) pass(&p, r, 0, 1);
    for (int round = 0; round < 12; round++) {
        double both = round < 10 ? 0.4 : 0.15;
        for (int32_t r = g->n_rows - 1; r >= 0; r--) pass(&p, r, 1, both);
        for (int32_t r = 0; r < g->n_rows; r++) pass(&p, r, both, 1);
    }
    for (int32_t r = g->n_rows - 1; r >= 0; r--) pass(&p, r, 1, 0.3);
    return g->only ? KR_OK : stay_moved(&p);
}
