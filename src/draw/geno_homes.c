/* Who lives together: an outline around all of them, or, when others would be inside, as few as can be, all
 * drawn alike. */
#include "core/num.h"
#include "draw/geno.h"

typedef struct resident {
    kr_id home;
    uint32_t person;
    bool part; /* lives in two houses */
} resident;

static int by_home(const void *a, const void *b, void *context) {
    const resident *x = a, *y = b;
    const kr_geno *g = context;
    if (x->home != y->home) return x->home < y->home ? -1 : 1;
    int32_t rx = g->persons[x->person].row, ry = g->persons[y->person].row;
    if (rx != ry) return rx < ry ? -1 : 1;
    double px = g->items[x->person].x, py = g->items[y->person].x;
    return px < py ? -1 : px > py;
}

static kr_box box_of(const kr_geno *g, uint32_t person) {
    const kr_geno_item *item = &g->items[person];
    const kr_geno_row *row = &g->rows[item->row];
    double half = item->left > item->right ? item->left : item->right, side = half < 44 ? half : 44;
    double name = g->persons[person].label.widest * KR_GENO_NAME / 2 + 4;
    if (name > side) side = name;
    double y = kr_geno_y(g, person);
    return (kr_box){item->x - side, y - row->above - 6, item->x + side, y + row->below + 4};
}

static void grow(kr_box *all, kr_box one) {
    if (one.x0 < all->x0) all->x0 = one.x0;
    if (one.y0 < all->y0) all->y0 = one.y0;
    if (one.x1 > all->x1) all->x1 = one.x1;
    if (one.y1 > all->y1) all->y1 = one.y1;
}

/* How many persons of a row have their symbol between x0 and x1. */
static uint32_t within(const kr_geno *g, int32_t r, double x0, double x1) {
    const kr_geno_row *row = &g->rows[r];
    uint32_t low = 0, high = row->n, n = 0;
    while (low < high) {
        uint32_t middle = (low + high) / 2;
        if (g->items[g->order[row->first + middle]].x < x0 - KR_GENO_HALF)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < row->n; low++) {
        uint32_t one = g->order[row->first + low];
        if (g->items[one].x > x1 + KR_GENO_HALF) break;
        n += one < g->n && !g->persons[one].ghost;
    }
    return n;
}

static void put_outline(kr_geno *g, kr_box b, bool dashed) {
    (void)kr_scene_rect(g->w->scene, dashed ? "g-h g-h--part" : "g-h", b.x0 - 6, b.y0 - 4, b.x1 - b.x0 + 12,
                        b.y1 - b.y0 + 8, 18);
}

/* An outline while it grows: the box around `n` people in the rows from top to bottom. */
typedef struct piece {
    kr_box box;
    uint32_t n;
    int32_t top, bottom;
} piece;

static bool only_they(const kr_geno *g, const piece *p) {
    uint32_t inside = 0;
    for (int32_t row = p->top; row <= p->bottom && inside <= p->n; row++)
        inside += within(g, row, p->box.x0 - 6, p->box.x1 + 6);
    return inside <= p->n;
}

static piece both_of(const piece *a, const piece *b) {
    piece all = *a;
    grow(&all.box, b->box);
    all.n += b->n;
    if (b->top < all.top) all.top = b->top;
    if (b->bottom > all.bottom) all.bottom = b->bottom;
    return all;
}

/* More people at one address than this are a residence: outlines by row will do. */
#define MOST_JOINED 40

static void put_home(kr_geno *g, const resident *r, uint32_t n, piece *pieces) {
    uint32_t count = 0;
    bool part = false;
    for (uint32_t i = 0; i < n; i++) {
        int32_t row = g->persons[r[i].person].row;
        piece one = {box_of(g, r[i].person), 1, row, row};
        part |= r[i].part;
        piece last = count ? both_of(&pieces[count - 1], &one) : one;
        bool fits = count && pieces[count - 1].bottom == row && only_they(g, &last);
        if (fits)
            pieces[count - 1] = last;
        else
            pieces[count++] = one;
    }
    for (uint32_t i = 0; count <= MOST_JOINED && i < count; i++) {
        for (uint32_t k = i + 1; k < count; k++) {
            piece all = both_of(&pieces[i], &pieces[k]);
            if (!only_they(g, &all)) continue;
            pieces[i] = all;
            pieces[k] = pieces[--count];
            k = i;
        }
    }
    for (uint32_t i = 0; i < count; i++) put_outline(g, pieces[i].box, part);
}

void kr_geno_homes(kr_geno *g) {
    resident *all = kr_new_n(g->arena, resident, 4 * (size_t)g->n + 2), *scratch = all + 2 * g->n + 1;
    piece *pieces = kr_new_n(g->arena, piece, 2 * (size_t)g->n + 2);
    uint32_t n = 0;
    if (!all || !pieces) {
        g->w->scene->err = KR_E_MEMORY;
        return;
    }
    for (uint32_t i = 0; i < g->n; i++) {
        const kr_person *p = g->persons[i].who;
        if (g->persons[i].apart) continue;
        bool both = p->household && p->second_household;
        if (p->household) all[n++] = (resident){p->household, i, both};
        if (p->second_household) all[n++] = (resident){p->second_household, i, both};
    }
    /* A pet whose house is not said lives where it stands. */
    for (uint32_t i = 0; i < g->n; i++) {
        const kr_geno_person *p = &g->persons[i];
        if (p->beside == KR_NOBODY || p->who->household) continue;
        kr_id home = g->persons[p->beside].who->household;
        if (home) all[n++] = (resident){home, i, false};
    }
    kr_sort(all, n, sizeof *all, by_home, g, scratch);
    for (uint32_t i = 0, k; i < n; i = k) {
        for (k = i + 1; k < n && all[k].home == all[i].home;) k++;
        put_home(g, all + i, k - i, pieces);
    }
}
