/* In a group: who chooses whom, for one question. What somebody would rather not is only there when it is
 * asked for. Nobody is counted, and nobody stands at the top. */
#include "draw/more.h"

#include "core/num.h"
#include "draw/netmap.h"

typedef struct gathered {
    kr_drawing_work *work;
    kr_net net;
    uint32_t *who, *at;    /* node -> alter; alter -> node, UINT32_MAX */
    uint8_t *tints, *says; /* says: n × n, CHOOSES and RATHER_NOT */
    kr_str question;
    bool any_not;
} gathered;

enum { CHOOSES = 1, RATHER_NOT = 2 };

static bool counts(const kr_nomination *one) {
    return !one->gone && one->from && one->to && one->from != one->to;
}

kr_str kr_group_question(const kr_circle *circle, kr_str asked) {
    if (asked.len) return asked;
    for (size_t i = 0; circle && i < circle->n_nominations; i++) {
        const kr_nomination *one = &circle->nominations[i];
        if (counts(one) && one->rather_not != KR_yesno_yes) return one->question;
    }
    return KR_NONE;
}

size_t kr_group_questions(const kr_circle *circle, kr_str *out, size_t cap) {
    size_t n = 0;
    for (size_t i = 0; circle && i < circle->n_nominations && n < cap; i++) {
        const kr_nomination *one = &circle->nominations[i];
        bool known = !counts(one);
        for (size_t k = 0; k < n && !known; k++) known = kr_str_eq(out[k], one->question);
        if (!known) out[n++] = one->question;
    }
    return n;
}

static size_t index_of(const kr_network *net, kr_id person) {
    if (net->ego && net->ego->id == person) return net->n;
    return kr_network_index(net, person);
}

/* Everybody who chose or was chosen, for whatever question: who is in the group does not change with it. */
static kr_err members(gathered *g) {
    const kr_network *net = g->work->network;
    const kr_circle *circle = net->circle;
    kr_arena *arena = g->work->arena;
    size_t n = 0, cap = net->n + 1;
    bool *in = kr_new_n(arena, bool, cap);
    g->who = kr_new_n(arena, uint32_t, cap);
    g->at = kr_new_n(arena, uint32_t, cap);
    g->tints = kr_new_n(arena, uint8_t, cap);
    if (!in || !g->who || !g->at || !g->tints) return KR_E_MEMORY;
    for (size_t i = 0; circle && i < circle->n_nominations; i++) {
        const kr_nomination *one = &circle->nominations[i];
        if (!counts(one)) continue;
        size_t a = index_of(net, one->from), b = index_of(net, one->to);
        if (a == SIZE_MAX || b == SIZE_MAX) continue;
        in[a] = in[b] = true;
    }
    for (size_t i = 0; i < cap; i++) {
        g->at[i] = UINT32_MAX;
        if (!in[i]) continue;
        g->at[i] = (uint32_t)n;
        g->who[n++] = (uint32_t)i;
    }
    if (n == 0) return KR_E_NOT_FOUND;
    if (n > KR_NET_MOST) return KR_E_LIMIT;
    g->says = kr_new_n(arena, uint8_t, n * n);
    kr_err err = kr_net_begin(&g->net, arena, n, n * n / 2 + 1, g->work->narrow);
    if (err != KR_OK || !g->says) return KR_E_MEMORY;
    for (size_t i = 0; i < n; i++) {
        const kr_person *person = g->who[i] < net->n ? net->alters[g->who[i]].person : net->ego;
        g->net.nodes[i].ego = g->who[i] == net->n;
        kr_net_name(&g->net, i, person->name);
    }
    return KR_OK;
}

static void choices(gathered *g) {
    const kr_network *net = g->work->network;
    const kr_circle *circle = net->circle;
    bool show_not = g->work->options->layers & KR_LAYER_REJECTIONS;
    size_t n = g->net.n;
    for (size_t i = 0; i < circle->n_nominations; i++) {
        const kr_nomination *one = &circle->nominations[i];
        bool no = one->rather_not == KR_yesno_yes;
        if (!counts(one) || !kr_str_eq(one->question, g->question) || (no && !show_not)) continue;
        size_t a = index_of(net, one->from), b = index_of(net, one->to);
        if (a == SIZE_MAX || b == SIZE_MAX) continue;
        g->says[g->at[a] * n + g->at[b]] |= no ? RATHER_NOT : CHOOSES;
    }
    for (size_t a = 0; a < n; a++) {
        for (size_t b = a + 1; b < n; b++) {
            if (!g->says[a * n + b] && !g->says[b * n + a]) continue;
            g->net.links[g->net.n_links][0] = (uint32_t)a;
            g->net.links[g->net.n_links++][1] = (uint32_t)b;
        }
    }
}

/* A head at (x, y), pointing along (dx, dy), which has length 1. */
static void put_head(kr_scene *scene, double x, double y, double dx, double dy) {
    kr_buf buf;
    kr_shape *head = kr_scene_add(scene, KR_SH_PATH, "a-head");
    const double at[3][2] = {
        {x, y}, {x - 10 * dx + 5 * dy, y - 10 * dy - 5 * dx}, {x - 10 * dx - 5 * dy, y - 10 * dy + 5 * dx}};
    kr_buf_init(&buf, scene->arena, 256);
    for (int i = 0; i < 3; i++) {
        kr_put_z(&buf, i ? "L" : "M");
        kr_put_num(&buf, at[i][0]);
        kr_put_c(&buf, ' ');
        kr_put_num(&buf, at[i][1]);
    }
    kr_put_c(&buf, 'Z');
    if (kr_buf_end(&buf, &head->text) != KR_OK) scene->err = KR_E_MEMORY;
}

/* A short bar across the end of a line: rather not. */
static void put_bar(kr_scene *scene, double x, double y, double dx, double dy) {
    kr_shape *bar = kr_scene_add(scene, KR_SH_LINE, "a-bar");
    bar->x = x - 6 * dy, bar->y = y + 6 * dx;
    bar->a = x + 6 * dy, bar->b = y - 6 * dx;
}

static void put_arrow(gathered *g, size_t from, size_t to, int what, bool mutual, double aside) {
    kr_scene *scene = g->work->scene;
    double x, y, a, b;
    kr_net_edge(&g->net, from, to, 3, &x, &y);
    kr_net_edge(&g->net, to, from, 3, &a, &b);
    double dx = a - x, dy = b - y, length = kr_sqrt(dx * dx + dy * dy);
    if (length < 1e-6) return;
    dx /= length, dy /= length;
    x -= dy * aside, y += dx * aside, a -= dy * aside, b += dx * aside;
    bool no = what == RATHER_NOT;
    kr_shape *line = kr_scene_add(scene, KR_SH_LINE, no ? "a-not" : mutual ? "a-both" : "a-one");
    line->line = true;
    line->x = mutual ? x + 8 * dx : x, line->y = mutual ? y + 8 * dy : y;
    line->a = no ? a : a - 8 * dx, line->b = no ? b : b - 8 * dy;
    if (no) {
        put_bar(scene, a, b, dx, dy);
        return;
    }
    put_head(scene, a, b, dx, dy);
    if (mutual) put_head(scene, x, y, -dx, -dy);
}

static void put_arrows(gathered *g) {
    size_t n = g->net.n;
    (void)kr_scene_group(g->work->scene, NULL, true);
    for (size_t i = 0; i < g->net.n_links; i++) {
        size_t a = g->net.links[i][0], b = g->net.links[i][1];
        uint8_t there = g->says[a * n + b], back = g->says[b * n + a];
        if (there == CHOOSES && back == CHOOSES) {
            put_arrow(g, a, b, CHOOSES, true, 0);
            continue;
        }
        double aside = there && back ? 5 : 0;
        for (int what = CHOOSES; what <= RATHER_NOT; what++) {
            if (there & what) put_arrow(g, a, b, what, false, aside);
            if (back & what) put_arrow(g, b, a, what, false, aside);
        }
    }
    kr_scene_close(g->work->scene);
}

/* "Corrie, kiest Sanne, Bram". */
static kr_str told(kr_net_sheet *sheet, size_t node) {
    const gathered *g = sheet->context;
    const kr_network *net = sheet->work->network;
    kr_buf buf;
    kr_str out = KR_NONE;
    bool any = false;
    kr_buf_init(&buf, sheet->work->arena, 1u << 16);
    kr_put(&buf, g->who[node] < net->n ? net->alters[g->who[node]].person->name : net->ego->name);
    for (size_t i = 0; i < g->net.n; i++) {
        if (!(g->says[node * g->net.n + i] & CHOOSES)) continue;
        kr_put_z(&buf, ", ");
        if (!any) kr_put(&buf, kr_word_for(sheet->work, "among.draw.chooses"));
        if (!any) kr_put_c(&buf, ' ');
        kr_put(&buf, g->who[i] < net->n ? net->alters[g->who[i]].person->name : net->ego->name);
        any = true;
    }
    if (kr_buf_end(&buf, &out) != KR_OK) sheet->work->scene->err = KR_E_MEMORY;
    return out;
}

static kr_err draw(kr_drawing_work *w) {
    gathered g = {.work = w};
    kr_err err = kr_work_spots(w);
    if (err == KR_OK) err = members(&g);
    if (err != KR_OK) return err;
    g.question = kr_group_question(w->network->circle, w->options->question);
    choices(&g);
    err = kr_net_place(&g.net);
    if (err != KR_OK) return err;
    kr_net_frame(w, &g.net);
    if (g.question.len && w->options->paper != KR_SCREEN) {
        kr_shape *text = kr_scene_text(w->scene, "m-key", w->scene->left + w->scene->width / 2,
                                       w->scene->top - 4, 15, g.question);
        text->mark = KR_MARK_TEXT;
        w->scene->top -= 26, w->scene->height += 26;
    }
    put_arrows(&g);
    kr_net_sheet sheet = {.work = w,
                          .net = &g.net,
                          .who = g.who,
                          .tints = g.tints,
                          .lone_key = "among.draw.too",
                          .told = told,
                          .context = &g};
    kr_net_put_people(&sheet, kr_work_count(w, g.net.n));
    return KR_OK;
}

static bool chosen_back(const kr_circle *circle, const kr_nomination *one) {
    for (size_t i = 0; i < circle->n_nominations; i++) {
        const kr_nomination *other = &circle->nominations[i];
        if (counts(other) && other->from == one->to && other->to == one->from &&
            other->rather_not != KR_yesno_yes && kr_str_eq(other->question, one->question))
            return true;
    }
    return false;
}

static size_t legend(kr_legend_entry *out, size_t cap, const kr_network *net, const kr_draw_options *o) {
    static const kr_legend_entry rows[] = {{NULL, "among.legend.chooses", KR_SIGN_CHOOSES},
                                           {NULL, "among.legend.mutual", KR_SIGN_MUTUAL},
                                           {NULL, "among.legend.not", KR_SIGN_NOT}};
    bool there[3] = {false};
    kr_str question = kr_group_question(net->circle, o->question);
    for (size_t i = 0; net->circle && i < net->circle->n_nominations; i++) {
        const kr_nomination *one = &net->circle->nominations[i];
        if (!counts(one) || !kr_str_eq(one->question, question)) continue;
        if (one->rather_not == KR_yesno_yes)
            there[2] |= (o->layers & KR_LAYER_REJECTIONS) != 0;
        else
            there[there[1] && there[0] ? 0 : chosen_back(net->circle, one)] = true;
    }
    size_t n = 0;
    for (size_t i = 0; i < KR_COUNT(rows); i++) {
        if (!there[i]) continue;
        if (n < cap) out[n] = rows[i];
        n++;
    }
    return n;
}

void kr_group_sign(kr_scene *scene, uint8_t symbol, double x, double y, kr_text_fn text, void *context) {
    (void)text, (void)context;
    if (symbol >= KR_SIGN_YES) {
        kr_put_cell(scene, symbol, x, y);
        return;
    }
    bool no = symbol == KR_SIGN_NOT, mutual = symbol == KR_SIGN_MUTUAL;
    kr_shape *line = kr_scene_add(scene, KR_SH_LINE, no ? "a-not" : mutual ? "a-both" : "a-one");
    line->x = mutual ? x - 2 : x - 10, line->a = no ? x + 9 : x + 2;
    line->y = line->b = y;
    if (no) put_bar(scene, x + 9, y, 1, 0);
    if (!no) put_head(scene, x + 10, y, 1, 0);
    if (mutual) put_head(scene, x - 10, y, -1, 0);
}

const kr_drawer kr_draws_group = {KR_DRAW_GROUP, "draw.title.group", "draw.desc.group", draw, legend};
