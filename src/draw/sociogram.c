/* The people among themselves, by how many steps they are from each other; groups that know each other well
 * stand on a common ground. */
#include "draw/more.h"

#include "core/num.h"
#include "draw/netmap.h"

enum { SIGN_KNOWS = KR_SIGNS_SOCIOGRAM, SIGN_GROUND, SIGN_MINE };

typedef struct socio {
    kr_drawing_work *work;
    kr_net net;
    uint32_t *who, *group, *size;
    uint8_t *tints;
    size_t n_groups;
    bool ego;
} socio;

static kr_err gather(socio *s) {
    const kr_network *net = s->work->network;
    kr_arena *arena = s->work->arena;
    s->ego = (s->work->options->layers & KR_LAYER_EGO) && net->ego;
    size_t n = net->n + s->ego;
    if (net->n == 0) return KR_E_NOT_FOUND;
    if (n > KR_NET_MOST) return KR_E_LIMIT;
    kr_err err = kr_net_begin(&s->net, arena, n, net->n_known + n, s->work->narrow);
    s->who = kr_new_n(arena, uint32_t, n);
    s->group = kr_new_n(arena, uint32_t, n);
    s->size = kr_new_n(arena, uint32_t, n + 1);
    s->tints = kr_new_n(arena, uint8_t, n);
    if (err != KR_OK || !s->who || !s->group || !s->size || !s->tints) return KR_E_MEMORY;
    for (size_t i = 0; i < n; i++) {
        s->who[i] = (uint32_t)i;
        s->net.nodes[i].ego = i == net->n;
        kr_net_name(&s->net, i, i < net->n ? net->alters[i].person->name : net->ego->name);
        if (i == net->n) continue;
        if (s->ego) {
            s->net.links[s->net.n_links][0] = (uint32_t)i;
            s->net.links[s->net.n_links++][1] = (uint32_t)net->n;
        }
    }
    for (size_t i = 0; i < net->n_known; i++) {
        s->net.links[s->net.n_links][0] = net->pairs[i].a;
        s->net.links[s->net.n_links++][1] = net->pairs[i].b;
    }
    return KR_OK;
}

/* Colours in turn, the largest group first, so that two large ones never share one. */
static kr_err colour(socio *s) {
    kr_err err = KR_OK;
    s->n_groups = kr_net_groups(s->group, s->work->arena, &s->net, &err);
    if (err != KR_OK) return err;
    uint8_t *tint = kr_new_n(s->work->arena, uint8_t, s->n_groups + 1);
    if (!tint) return KR_E_MEMORY;
    for (size_t i = 0; i < s->net.n; i++)
        if (s->group[i] != UINT32_MAX) s->size[s->group[i]]++;
    for (size_t turn = 0; turn < s->n_groups; turn++) {
        size_t best = s->n_groups;
        for (size_t g = 0; g < s->n_groups; g++)
            if (!tint[g] && (best == s->n_groups || s->size[g] > s->size[best])) best = g;
        tint[best] = (uint8_t)(turn % 4 + 1);
    }
    for (size_t i = 0; i < s->net.n; i++) s->tints[i] = s->group[i] == UINT32_MAX ? 0 : tint[s->group[i]];
    return KR_OK;
}

/* Where the outline would hold others too: a ground along the shortest lines between its people. */
static void put_trail(socio *s, uint32_t which, uint8_t tint) {
    const kr_net *net = &s->net;
    uint32_t *in = kr_new_n(s->work->arena, uint32_t, net->n + 1);
    size_t n = 0, reached = 1;
    if (!in) {
        s->work->scene->err = KR_E_MEMORY;
        return;
    }
    for (uint32_t i = 0; i < net->n; i++)
        if (s->group[i] == which) in[n++] = i;
    while (reached < n) {
        double best = 1e300;
        size_t from = 0, to = reached;
        for (size_t i = 0; i < reached; i++) {
            for (size_t j = reached; j < n; j++) {
                const kr_net_node *a = &net->nodes[in[i]], *b = &net->nodes[in[j]];
                double d = (a->x - b->x) * (a->x - b->x) + (a->y - b->y) * (a->y - b->y);
                if (d < best) best = d, from = i, to = j;
            }
        }
        kr_shape *line =
            kr_scene_add(s->work->scene, KR_SH_LINE, s->net.narrow ? "a-trail a-slim" : "a-trail");
        line->x = net->nodes[in[from]].x, line->y = net->nodes[in[from]].y;
        line->a = net->nodes[in[to]].x, line->b = net->nodes[in[to]].y;
        line->tint = tint;
        line->ring = 3;
        uint32_t swap = in[reached];
        in[reached++] = in[to];
        in[to] = swap;
    }
}

static void put_ground(socio *s, uint32_t which, bool apart) {
    kr_arena *arena = s->work->arena;
    double(*at)[2] = kr_arena_alloc(arena, (s->net.n + 1) * sizeof *at);
    size_t n = 0;
    uint8_t tint = 0;
    for (size_t i = 0; at && i < s->net.n; i++) {
        if (s->group[i] != which) continue;
        at[n][0] = s->net.nodes[i].x, at[n++][1] = s->net.nodes[i].y;
        tint = s->tints[i];
    }
    if (n < 3) return;
    if (!apart) {
        put_trail(s, which, tint);
        return;
    }
    kr_shape *path = kr_scene_add(s->work->scene, KR_SH_PATH, "a-ground");
    path->text = kr_net_outline(arena, (const double(*)[2])at, n, s->net.r + 9);
    path->tint = tint;
    path->ring = 3;
}

static void put_lines(socio *s) {
    kr_scene *scene = s->work->scene;
    (void)kr_scene_group(scene, NULL, true);
    for (size_t i = 0; i < s->net.n_links; i++) {
        size_t a = s->net.links[i][0], b = s->net.links[i][1];
        bool mine = s->net.nodes[a].ego || s->net.nodes[b].ego;
        kr_shape *line = kr_scene_add(scene, KR_SH_LINE,
                                      mine                   ? "a-mine"
                                      : s->net.n_links > 300 ? "a-tie a-many"
                                                             : "a-tie");
        kr_net_edge(&s->net, a, b, 1, &line->x, &line->y);
        kr_net_edge(&s->net, b, a, 1, &line->a, &line->b);
        line->line = true;
    }
    kr_scene_close(scene);
}

/* "Corrie, buurvrouw, kent 4 mensen hier". */
static kr_str told(kr_net_sheet *sheet, size_t node) {
    kr_drawing_work *w = sheet->work;
    if (sheet->net->nodes[node].ego) return w->network->ego->name;
    const kr_alter *alter = &w->network->alters[sheet->who[node]];
    kr_spot spot = w->spots[sheet->who[node]];
    if (alter->known)
        spot.also = alter->known == 1
                        ? kr_word_for(w, "among.draw.knows.one")
                        : kr_text_number(w->arena, kr_word_for(w, "among.draw.knows"), alter->known);
    return kr_told_circle(w, &spot);
}

static kr_err draw(kr_drawing_work *w) {
    socio s = {.work = w};
    kr_err err = kr_work_spots(w);
    if (err == KR_OK) err = gather(&s);
    if (err == KR_OK) err = kr_net_place(&s.net);
    if (err == KR_OK) err = colour(&s);
    if (err != KR_OK) return err;
    kr_net_frame(w, &s.net);
    (void)kr_scene_group(w->scene, NULL, true);
    for (uint32_t g = 0; g < s.n_groups; g++) put_ground(&s, g, kr_net_apart(&s.net, s.group, g, w->arena));
    kr_scene_close(w->scene);
    put_lines(&s);
    kr_net_sheet sheet = {
        .work = w, .net = &s.net, .who = s.who, .tints = s.tints, .lone_key = "draw.also", .told = told};
    kr_net_put_people(&sheet, kr_work_count(w, w->network->n));
    return KR_OK;
}

static size_t legend(kr_legend_entry *out, size_t cap, const kr_network *net, const kr_draw_options *o) {
    size_t n = 0;
    unsigned kinds = 0;
    for (size_t i = 0; i < net->n; i++) kinds |= 1u << net->alters[i].person->what;
    if (net->n_known) {
        if (n < cap) out[n] = (kr_legend_entry){NULL, "legend.acquainted", SIGN_KNOWS};
        n++;
    }
    if (net->n && net->ego && o->layers & KR_LAYER_EGO) {
        if (n < cap) out[n] = (kr_legend_entry){NULL, "among.legend.mine", SIGN_MINE};
        n++;
    }
    /* Three who know each other are the least that stand on a ground. */
    if (net->n_known > 1) {
        if (n < cap) out[n] = (kr_legend_entry){NULL, "among.legend.ground", SIGN_GROUND};
        n++;
    }
    return kr_ringed_kinds(out, cap, n, kinds);
}

void kr_sociogram_sign(kr_scene *scene, uint8_t symbol, double x, double y, kr_text_fn text, void *context) {
    if (symbol >= KR_SIGNS_SOCIOGRAM + 4) {
        kr_group_sign(scene, symbol, x, y, text, context);
        return;
    }
    if (symbol == SIGN_GROUND) {
        kr_shape *ground = kr_scene_rect(scene, "a-ground", x - 9, y - 7, 18, 14, 7);
        ground->tint = 2;
        ground->ring = 3;
        return;
    }
    kr_shape *line = kr_scene_add(scene, KR_SH_LINE, symbol == SIGN_MINE ? "g-dash" : "g-w1");
    line->x = x - 9, line->a = x + 9;
    line->y = line->b = y;
}

const kr_drawer kr_draws_sociogram = {KR_DRAW_SOCIOGRAM, "draw.title.sociogram", "draw.desc.sociogram", draw,
                                      legend};
