/* The family tree: rows of people, bars between partners, lines to children. */
#include "draw/geno.h"
#include "draw/more.h"

bool kr_geno_layer(const kr_geno *g, unsigned layer) {
    return (g->options->layers & layer) && !g->simple;
}

/* Do these two have an ancestor in common? Looked for among a few dozen. */
static bool share_ancestor(kr_geno *g, uint32_t a, uint32_t b) {
    enum { MOST = 62 };
    uint32_t mine[2][MOST], n[2] = {1, 1};
    mine[0][0] = a, mine[1][0] = b;
    for (int side = 0; side < 2; side++) {
        for (uint32_t i = 0; i < n[side]; i++) {
            const kr_geno_person *p = &g->persons[mine[side][i]];
            for (uint32_t k = 0; k < p->n_origins; k++) {
                const kr_geno_link *l = &g->links[g->origins[p->first_origin + k]];
                const kr_geno_couple *c = &g->couples[l->couple];
                bool blood = l->record->type <= KR_parentage_type_birth;
                if (blood && n[side] < MOST) mine[side][n[side]++] = c->a;
                if (blood && n[side] < MOST && c->b != KR_NOBODY) mine[side][n[side]++] = c->b;
            }
        }
    }
    for (uint32_t i = 0; i < n[0]; i++) {
        for (uint32_t k = 0; k < n[1]; k++) {
            if (mine[0][i] == mine[1][k]) return true;
        }
    }
    return false;
}

void kr_geno_relate(kr_geno *g) {
    for (uint32_t i = 0; i < g->n_couples; i++) {
        kr_geno_couple *c = &g->couples[i];
        if (c->b != KR_NOBODY && g->persons[c->a].n_origins && g->persons[c->b].n_origins)
            c->related = share_ancestor(g, c->a, c->b);
    }
}

/* Who has no family tie: in rows below the tree, as wide as the tree. */
static kr_box whole(kr_geno *g) {
    kr_box b = {1e18, 0, -1e18, 0};
    for (uint32_t i = 0; i < g->n_items; i++) {
        const kr_geno_item *item = &g->items[i];
        if (i < g->n && g->persons[i].apart) continue;
        if (item->x - item->left < b.x0) b.x0 = item->x - item->left;
        if (item->x + item->right > b.x1) b.x1 = item->x + item->right;
    }
    const kr_geno_row *first = &g->rows[0], *last = &g->rows[g->n_rows - 1];
    b.y0 = first->y - first->above;
    b.y1 = last->y + last->below;
    if (last->foot > b.y1) b.y1 = last->foot;
    return b;
}

static void put_apart(kr_geno *g, kr_box *b) {
    uint32_t n = 0;
    double width = b->x1 - b->x0 < 500 ? 500 : b->x1 - b->x0, x = b->x0, y = b->y1 + 90;
    for (uint32_t i = 0; i < g->n; i++) n += g->persons[i].apart;
    if (!n) return;
    kr_shape *head =
        kr_scene_text(g->w->scene, "g-ut", b->x0, b->y1 + 34, 15, kr_word_for(g->w, "geno.apart"));
    head->anchor = KR_START;
    kr_shape *list = kr_scene_add(g->w->scene, KR_SH_LIST, NULL);
    list->text = kr_word_for(g->w, "geno.apart");
    kr_geno_row *row = &g->rows[g->n_rows];
    for (uint32_t i = 0; i < g->n; i++) {
        kr_geno_item *item = &g->items[i];
        if (!g->persons[i].apart) continue;
        if (x > b->x0 && x + item->left + item->right > b->x0 + width) x = b->x0, y += 130;
        item->x = x + item->left;
        row->y = y;
        kr_geno_symbol(g, i);
        x += item->left + item->right + 24;
        if (x - 24 > b->x1) b->x1 = x - 24;
    }
    kr_scene_close(g->w->scene);
    b->y1 = y + 70;
}

/* What a row is to the root: grandparents, parents, ... */
static kr_str row_name(kr_geno *g, int32_t r) {
    static const char *const around[] = {"geno.row.grandparents", "geno.row.parents", "geno.row.own",
                                         "geno.row.children", "geno.row.grandchildren"};
    int32_t from = r - g->persons[g->root].row;
    if (!g->persons[g->root].apart && from >= -2 && from <= 2) return kr_word_for(g->w, around[from + 2]);
    kr_str text = kr_text_number(g->arena, kr_word_for(g->w, "geno.row.n"), (size_t)r + 1);
    return text.ptr ? text : KR_NONE;
}

static void put_persons(kr_geno *g) {
    for (int32_t r = 0; r < g->n_rows; r++) {
        const kr_geno_row *row = &g->rows[r];
        kr_shape *list = kr_scene_add(g->w->scene, KR_SH_LIST, NULL);
        list->text = row_name(g, r);
        for (uint32_t i = 0; i < row->n; i++) {
            uint32_t one = g->order[row->first + i];
            if (one < g->n && !g->persons[one].ghost) kr_geno_symbol(g, one);
        }
        kr_scene_close(g->w->scene);
    }
}

kr_err kr_geno_lay_out(kr_geno *g) {
    kr_err err = kr_geno_choose(g);
    if (err == KR_OK) err = kr_geno_rows(g);
    if (err == KR_OK) err = kr_geno_order(g);
    if (err == KR_OK) err = kr_geno_words(g);
    if (err == KR_OK) err = kr_geno_place(g);
    if (err == KR_OK) err = kr_geno_tracks(g);
    return err;
}

/* -- the best of a few -- */

/* How often lines cross, counted on the lines alone; SIZE_MAX without memory. */
static size_t crossings_of(kr_geno *g) {
    kr_drawing_work *w = g->w, trial = *w;
    kr_scene scene = {.arena = g->arena, .cap = 256};
    kr_scene_report report;
    scene.shapes = kr_arena_grow(g->arena, NULL, 0, scene.cap * sizeof(kr_shape));
    if (!scene.shapes) return SIZE_MAX;
    trial.scene = &scene;
    g->w = &trial;
    kr_geno_unions(g);
    kr_geno_children(g);
    g->w = w;
    if (scene.err != KR_OK || kr_scene_check(&report, g->arena, &scene) != KR_OK) return SIZE_MAX;
    return report.crossings;
}

/* A family that is a tree has no crossings wherever the walk begins. In others another beginning may give
 * fewer: a dozen in a small family, less in a larger one, so that the cost stays that of one large family. */
#define BEGINNINGS 12
#define WORK       2400

static kr_err lay_out_best(kr_geno *g) {
    const kr_geno fresh = *g;
    kr_err err = kr_geno_lay_out(g);
    if (err != KR_OK || g->n < 8) return err;
    size_t tries = WORK / g->n < BEGINNINGS ? WORK / g->n : BEGINNINGS, best = 0;
    if (tries) best = crossings_of(g);
    for (size_t i = 0; i < tries && best > 0; i++) {
        kr_geno other = fresh;
        other.start = (uint32_t)(g->n * i / tries) + 1;
        err = kr_geno_lay_out(&other);
        if (err != KR_OK) return err;
        size_t n = crossings_of(&other);
        if (n >= best) continue;
        best = n;
        *g = other;
    }
    return KR_OK;
}

static kr_err draw(kr_drawing_work *w) {
    kr_geno *g = kr_new(w->arena, kr_geno);
    kr_view view = {.circle = w->network->circle};
    if (!g) return KR_E_MEMORY;
    *g = (kr_geno){.w = w, .arena = w->arena, .options = w->options, .simple = w->options->simple};
    kr_err err = kr_family_make(&g->family, w->arena, &view);
    if (err == KR_OK) err = lay_out_best(g);
    if (err != KR_OK) return err;
    kr_geno_relate(g);
    kr_box box = {0, 0, 0, 0};
    if (g->n_rows) box = whole(g);
    (void)kr_scene_group(w->scene, "g-lines", true);
    if (kr_geno_layer(g, KR_LAYER_HOUSEHOLDS)) kr_geno_homes(g);
    kr_geno_unions(g);
    kr_geno_children(g);
    if (kr_geno_layer(g, KR_LAYER_BONDS)) err = kr_geno_bonds(g);
    kr_scene_close(w->scene);
    put_persons(g);
    put_apart(g, &box);
    w->scene->left = box.x0 - 24;
    w->scene->top = box.y0 - 24;
    w->scene->width = box.x1 - box.x0 + 48;
    w->scene->height = box.y1 - box.y0 + 48;
    w->scene->persons = g->n - g->n_ghosts;
    return err;
}

const kr_drawer kr_draws_genogram = {KR_DRAW_GENOGRAM, "draw.title.genogram", "draw.desc.genogram", draw,
                                     kr_geno_legend};
