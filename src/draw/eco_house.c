/* The house in the middle of the ecogram, opened: who lives there as a small family tree. */
#include "core/num.h"
#include "draw/eco.h"
#include "draw/geno.h"

/* More is a group that lives together: their names in the middle say as much. */
#define MOST 12

/* Together until one of them died. */
static bool late_partner(const kr_union *u, const kr_person *other) {
    bool ended =
        u && (u->end || u->until) && u->end != KR_union_end_widowed && u->end != KR_union_end_together_again;
    return kr_person_is_dead(other) && !ended;
}

static bool lives_with(const kr_person *p, const kr_person *ego) {
    kr_id homes[2] = {ego->household, ego->second_household};
    if (kr_person_is_dead(p) || p->what == KR_what_group || p->what == KR_what_place) return false;
    if (p->lives_where == KR_lives_where_same_house) return true;
    for (int i = 0; i < 2; i++) {
        if (homes[i] && (p->household == homes[i] || p->second_household == homes[i])) return true;
    }
    return p->what == KR_what_animal && p->lives_where == 0 && p->household == 0;
}

/* Helpers whom this drawing leaves out are not let in by the back door. */
static bool left_out(const kr_network *network, const kr_draw_options *o, const kr_person *p) {
    size_t at = kr_network_index(network, p->id);
    return at != SIZE_MAX && network->alters[at].paid && !(o->layers & KR_LAYER_PAID);
}

bool kr_geno_household(kr_geno *g, const kr_network *network, kr_err *err) {
    kr_view view = {.circle = network->circle};
    kr_family *f = &g->family;
    uint32_t inside = 1;
    *err = KR_OK;
    if (!network->circle || !network->ego) return false;
    *err = kr_family_make(f, g->arena, &view);
    bool *only = *err == KR_OK ? kr_new_n(g->arena, bool, f->n + 1) : NULL;
    if (!only) *err = KR_E_MEMORY;
    if (*err != KR_OK || f->ego == KR_NOBODY) return false;
    const kr_relative *me = &f->members[f->ego];
    only[f->ego] = true;
    for (uint32_t i = 0; i < me->n_couples; i++) {
        const kr_couple *c = &f->couples[f->couples_of[me->first_couple + i]];
        uint32_t other = kr_couple_other(c, f->ego);
        if (other == KR_NOBODY || only[other] || !c->record) continue;
        only[other] = late_partner(c->record, f->members[other].person);
        inside += only[other];
    }
    for (uint32_t i = 0; i < f->n; i++) {
        const kr_person *p = f->members[i].person;
        if (only[i] || !lives_with(p, me->person) || left_out(network, g->options, p)) continue;
        only[i] = true;
        inside++;
    }
    g->only = only;
    return inside > 1 && inside <= MOST;
}

size_t kr_draw_household(const kr_person **out, size_t cap, kr_arena *arena, const kr_network *network) {
    const kr_draw_options o = {.layers = KR_LAYER_PAID};
    kr_geno g = {.arena = arena, .options = &o};
    kr_err err;
    size_t n = 0;
    if (!kr_geno_household(&g, network, &err)) return 0;
    if (n++ < cap) out[0] = network->ego;
    for (uint32_t i = 0; i < g.family.n; i++) {
        if (!g.only[i] || i == g.family.ego) continue;
        if (n < cap) out[n] = g.family.members[i].person;
        n++;
    }
    return n;
}

/* -- where they stand -- */

typedef struct house {
    kr_eco *e;
    kr_geno *g;
    kr_box box;     /* of the tree */
    double x, y, r; /* the circle around all of it */
} house;

static kr_box body_of(const kr_geno *g, uint32_t i) {
    const kr_geno_person *p = &g->persons[i];
    const kr_geno_item *item = &g->items[i];
    double y = g->rows[p->row].y, lines = p->label.lines > 1 ? 20 : 0, me = i == g->root ? 7 : 0;
    return (kr_box){item->x - item->left - 2, y - KR_GENO_HALF - 3 - me, item->x + item->right + 2,
                    y + KR_GENO_HALF + 24 + lines + me};
}

static void grow(kr_box *all, kr_box one) {
    if (one.x0 < all->x0) all->x0 = one.x0;
    if (one.y0 < all->y0) all->y0 = one.y0;
    if (one.x1 > all->x1) all->x1 = one.x1;
    if (one.y1 > all->y1) all->y1 = one.y1;
}

static kr_box bar_of(const kr_geno *g, const kr_geno_couple *c) {
    double y = g->rows[c->row].bars + 22.0 * c->track;
    return (kr_box){c->x0 - 3, y - 20, c->x1 + 3, y + 4};
}

/* Who has no tie with the others stands below them, in rows about as wide as the tree. */
static void put_below(house *h) {
    kr_geno *g = h->g;
    double wide = h->box.x1 - h->box.x0 < 190 ? 190 : h->box.x1 - h->box.x0, gap = 18;
    double middle = (h->box.x0 + h->box.x1) / 2, y = h->box.y1 + 14 + KR_GENO_HALF;
    for (uint32_t i = 0; i < g->n;) {
        double sum = 0, high = 0, x;
        uint32_t to = i;
        for (; to < g->n; to++) {
            const kr_geno_item *item = &g->items[to];
            if (!g->persons[to].apart) continue;
            if (sum > 0 && sum + gap + item->left + item->right > wide) break;
            sum += (sum > 0 ? gap : 0) + item->left + item->right;
            if (g->persons[to].label.lines > 1) high = 20;
        }
        x = middle - sum / 2;
        for (uint32_t k = i; k < to; k++) {
            kr_geno_item *item = &g->items[k];
            if (!g->persons[k].apart) continue;
            item->x = x + item->left;
            item->moved = y;
            x += item->left + item->right + gap;
        }
        i = to;
        y += 2 * KR_GENO_HALF + 36 + high;
    }
}

/* Everybody apart has a height of their own: `moved` holds it, the row of all of them takes it on. */
static void stand(kr_geno *g, uint32_t i) {
    if (g->persons[i].apart) g->rows[g->persons[i].row].y = g->items[i].moved;
}

static void reach(house *h, kr_box b, double *dx, double *dy, double *far) {
    for (int i = 0; i < 4; i++) {
        double x = (i & 1 ? b.x1 : b.x0) - h->x, y = (i & 2 ? b.y1 : b.y0) - h->y, d = kr_sqrt(x * x + y * y);
        if (d > *far) *far = d, *dx = x, *dy = y;
    }
}

/* The smallest circle around all, nearly: the middle steps towards whoever is furthest, less each time. */
static void enclose(house *h) {
    const kr_geno *g = h->g;
    h->x = (h->box.x0 + h->box.x1) / 2;
    h->y = (h->box.y0 + h->box.y1) / 2;
    for (int step = 1; step <= 160; step++) {
        double dx = 0, dy = 0, far = 0;
        for (uint32_t i = 0; i < g->n; i++) {
            stand(h->g, i);
            reach(h, body_of(g, i), &dx, &dy, &far);
        }
        for (uint32_t i = 0; i < g->n_couples; i++) {
            if (g->couples[i].b != KR_NOBODY) reach(h, bar_of(g, &g->couples[i]), &dx, &dy, &far);
        }
        h->r = far + 7;
        if (step == 160) return;
        h->x += dx / (step + 1);
        h->y += dy / (step + 1);
    }
}

kr_err kr_eco_house(kr_eco *e) {
    kr_drawing_work *w = e->w;
    kr_geno *g = kr_new(w->arena, kr_geno);
    kr_draw_options *o = kr_new(w->arena, kr_draw_options);
    kr_err err;
    if (!g || !o) return KR_E_MEMORY;
    *o = *w->options;
    o->layers = (o->layers & KR_LAYER_PHOTOS) | KR_LAYER_YEARS;
    o->simple = false;
    *g = (kr_geno){.w = w, .arena = w->arena, .options = w->options};
    bool opens = kr_geno_household(g, w->network, &err);
    if (err != KR_OK || !opens) return err;
    g->options = o;
    err = kr_geno_lay_out(g);
    if (err != KR_OK) return err;
    house h = {.e = e, .g = g, .box = {1e18, 1e18, -1e18, -1e18}};
    for (uint32_t i = 0; i < g->n; i++) {
        size_t at = kr_network_index(w->network, g->persons[i].who->id);
        if (at != SIZE_MAX) w->spots[at].area = KR_ECO_INSIDE;
        if (!g->persons[i].apart) grow(&h.box, body_of(g, i));
    }
    for (uint32_t i = 0; i < g->n_couples; i++) {
        if (g->couples[i].b != KR_NOBODY) grow(&h.box, bar_of(g, &g->couples[i]));
    }
    put_below(&h);
    enclose(&h);
    e->house = g;
    e->house_x = h.x;
    e->house_y = h.y;
    e->home_radius = h.r < 96 ? 96 : h.r;
    return KR_OK;
}

void kr_eco_house_put(kr_eco *e) {
    kr_geno *g = e->house;
    kr_scene *scene = e->w->scene;
    double dy = e->cy - e->house_y;
    for (uint32_t i = 0; i < g->n_items; i++) g->items[i].x -= e->house_x;
    for (uint32_t i = 0; i < g->n_buses; i++) {
        g->buses[i].from -= e->house_x;
        g->buses[i].x0 -= e->house_x;
        g->buses[i].x1 -= e->house_x;
    }
    for (uint32_t i = 0; i < g->n_couples; i++) {
        kr_geno_couple *c = &g->couples[i];
        c->leg_x[0] -= e->house_x, c->leg_x[1] -= e->house_x;
        c->x0 -= e->house_x, c->x1 -= e->house_x;
    }
    for (int32_t r = 0; r < g->n_rows; r++) {
        kr_geno_row *row = &g->rows[r];
        row->y += dy, row->bars += dy, row->buses += dy, row->foot += dy;
    }
    (void)kr_scene_group(scene, "e-house", true);
    (void)kr_scene_circle(scene, "e-home__c", 0, e->cy, e->home_radius);
    kr_geno_unions(g);
    kr_geno_children(g);
    kr_scene_close(scene);
    kr_shape *list = kr_scene_add(scene, KR_SH_LIST, NULL);
    list->text = kr_word_for(e->w, "draw.home");
    for (uint32_t i = 0; i < g->n; i++) {
        if (g->persons[i].apart) g->rows[g->persons[i].row].y = g->items[i].moved + dy;
        kr_geno_symbol(g, i);
        if (kr_network_index(e->w->network, g->persons[i].who->id) != SIZE_MAX) scene->persons++;
    }
    kr_scene_close(scene);
}
