#include "draw/netmap.h"

#include "core/num.h"
#include "draw/stress.h"

#define LONE_ACROSS 92.0
#define LONE_DOWN   74.0

kr_err kr_net_begin(kr_net *net, kr_arena *arena, size_t n, size_t links, bool narrow) {
    *net = (kr_net){.arena = arena, .n = n, .narrow = narrow};
    net->r = narrow ? 12 : n > 60 ? 11.5 : 15;
    net->font = narrow ? 13.5 : 13.2;
    net->nodes = kr_new_n(arena, kr_net_node, n + 1);
    net->links = kr_arena_alloc(arena, (links + 1) * sizeof *net->links);
    return net->nodes && net->links ? KR_OK : KR_E_MEMORY;
}

void kr_net_name(kr_net *net, size_t at, kr_str name) {
    kr_net_node *node = &net->nodes[at];
    kr_label label = kr_label_break(name, 6.2);
    for (int i = 0; i < label.lines; i++) {
        bool cut = false;
        node->line[i] = kr_text_fit(net->arena, label.line[i], 9, 400, &cut);
        double wide = kr_text_width(node->line[i], 400);
        if (wide > node->wide) node->wide = wide;
        node->cut |= cut;
    }
}

/* -- connected parts -- */

static uint32_t root_of(uint32_t *up, uint32_t at) {
    while (up[at] != at) at = up[at] = up[up[at]];
    return at;
}

static kr_err find_parts(kr_net *net) {
    uint32_t *up = kr_new_n(net->arena, uint32_t, net->n + 1),
             *name = kr_new_n(net->arena, uint32_t, net->n + 1);
    if (!up || !name) return KR_E_MEMORY;
    for (uint32_t i = 0; i < net->n; i++) up[i] = i, name[i] = UINT32_MAX;
    for (size_t i = 0; i < net->n_links; i++) {
        uint32_t a = root_of(up, net->links[i][0]), b = root_of(up, net->links[i][1]);
        if (a < b) up[b] = a;
        if (b < a) up[a] = b;
        net->nodes[net->links[i][0]].degree++;
        net->nodes[net->links[i][1]].degree++;
    }
    for (uint32_t i = 0; i < net->n; i++) {
        uint32_t root = root_of(up, i);
        if (name[root] == UINT32_MAX) name[root] = (uint32_t)net->n_parts++;
        net->nodes[i].part = name[root];
        net->n_lone += net->nodes[i].degree == 0;
    }
    return KR_OK;
}

/* One connected part while it is laid out. */
typedef struct part {
    uint32_t *who;
    size_t n;
    uint16_t *steps;
    double *x, *y;               /* in steps */
    double *px, *py, best, size; /* on paper; the stress before anybody was pushed aside */
    kr_box box;
} part;

/* The longest direction lies flat on a sheet, and upright on a phone. */
static void turn(const kr_net *net, part *p) {
    double mx = 0, my = 0, xx = 0, yy = 0, xy = 0, k = 1 / (double)p->n;
    for (size_t i = 0; i < p->n; i++) mx += p->x[i] * k, my += p->y[i] * k;
    for (size_t i = 0; i < p->n; i++) {
        double x = p->x[i] -= mx, y = p->y[i] -= my;
        xx += x * x, yy += y * y, xy += x * y;
    }
    double angle = kr_atan2(2 * xy, xx - yy) / 2 + (net->narrow ? KR_PI / 2 : 0);
    double c = kr_cos(angle), s = kr_sin(angle);
    for (size_t i = 0; i < p->n; i++) {
        double x = p->x[i], y = p->y[i];
        p->x[i] = c * x + s * y;
        p->y[i] = c * y - s * x;
    }
    /* Whoever was named first stands to the left and above. */
    double sx = p->x[0] > 0 ? -1 : 1, sy = p->y[0] > 0 ? -1 : 1;
    for (size_t i = 0; i < p->n; i++) p->x[i] *= sx, p->y[i] *= sy;
}

static kr_err lay_out(kr_net *net, part *p, const uint32_t *index, const uint32_t (*links)[2],
                      size_t n_links) {
    kr_arena *arena = net->arena;
    uint32_t(*own)[2] = kr_arena_alloc(arena, (n_links + 1) * sizeof *own);
    p->steps = kr_new_n(arena, uint16_t, p->n * p->n);
    p->x = kr_new_n(arena, double, p->n * 4);
    if (!own || !p->steps || !p->x) return KR_E_MEMORY;
    p->y = p->x + p->n;
    p->px = p->y + p->n;
    p->py = p->px + p->n;
    size_t n = 0;
    for (size_t i = 0; i < n_links; i++) {
        if (net->nodes[links[i][0]].part != net->nodes[p->who[0]].part) continue;
        own[n][0] = index[links[i][0]], own[n++][1] = index[links[i][1]];
    }
    kr_err err = kr_steps_make(p->steps, arena, (const uint32_t(*)[2])own, n, p->n);
    if (err == KR_OK) err = kr_stress_make(p->x, p->y, arena, p->steps, p->n);
    if (err != KR_OK) return err;
    turn(net, p);
    p->best = kr_stress_of(p->steps, p->n, p->x, p->y);
    return KR_OK;
}

/* Whoever stands too near to somebody else steps aside, both by half. Returns the smallest distance left. */
static double push(part *p, double room) {
    double least = 1e18;
    for (int round = 0; round < 120; round++) {
        least = 1e18;
        for (size_t i = 0; i < p->n; i++) {
            for (size_t j = i + 1; j < p->n; j++) {
                double dx = p->px[j] - p->px[i], dy = p->py[j] - p->py[i], square = dx * dx + dy * dy;
                if (square < least) least = square;
                if (square >= room * room) continue;
                double d = kr_sqrt(square), move = (room + 0.05 - d) / 2;
                if (d < 1e-6) dx = 1, dy = (double)(j % 3) - 1, d = kr_sqrt(1 + dy * dy);
                p->px[i] -= dx / d * move, p->py[i] -= dy / d * move;
                p->px[j] += dx / d * move, p->py[j] += dy / d * move;
            }
        }
        if (least >= room * room) break;
    }
    least = 1e36;
    for (size_t i = 0; i < p->n; i++) {
        for (size_t j = i + 1; j < p->n; j++) {
            double dx = p->px[j] - p->px[i], dy = p->py[j] - p->py[i];
            if (dx * dx + dy * dy < least) least = dx * dx + dy * dy;
        }
    }
    return kr_sqrt(least);
}

/* As small as the room between symbols allows without spoiling the distances. */
static void scale(const kr_net *net, part *p, double step) {
    /* Two squares touch at their corners first. */
    double room = 2.62 * net->r + 1, across = 0, size = step;
    if (p->size >= step) return;
    for (size_t i = 0; i < p->n; i++) {
        double half = p->x[i] < 0 ? -p->x[i] : p->x[i];
        if (half > across) across = half;
    }
    if (net->narrow && across * 2 * size > 276) size = 276 / (across * 2);
    if (!net->narrow && size < p->size * 1.18) size = p->size * 1.18;
    for (int again = 0; again < 14; again++, size *= 1.22) {
        for (size_t i = 0; i < p->n; i++) p->px[i] = p->x[i] * size, p->py[i] = p->y[i] * size;
        double least = push(p, room);
        if (least < room - 0.01 && least > 0) {
            for (size_t i = 0; i < p->n; i++) p->px[i] *= room / least, p->py[i] *= room / least;
        }
        if (net->narrow) break;
        double now = kr_stress_of(p->steps, p->n, p->px, p->py), pairs = (double)(p->n * p->n);
        if (now <= p->best * 1.004 + pairs * 1e-7) break;
    }
    p->size = size;
    p->box = (kr_box){1e18, 1e18, -1e18, -1e18};
    for (size_t i = 0; i < p->n; i++) {
        if (p->px[i] < p->box.x0) p->box.x0 = p->px[i];
        if (p->px[i] > p->box.x1) p->box.x1 = p->px[i];
        if (p->py[i] < p->box.y0) p->box.y0 = p->py[i];
        if (p->py[i] > p->box.y1) p->box.y1 = p->py[i];
    }
    double beside = net->narrow ? 32 : 46;
    p->box.x0 -= beside, p->box.x1 += beside;
    p->box.y0 -= net->r + 10, p->box.y1 += net->r + 42;
}

/* Parts side by side in rows, the largest first, each row around the middle. Returns the height. */
static double pack(kr_net *net, part *parts, size_t count, double width) {
    double y = 0;
    for (size_t from = 0, to; from < count; from = to) {
        double wide = 0, tall = 0, x;
        for (to = from; to < count; to++) {
            double w = parts[to].box.x1 - parts[to].box.x0, h = parts[to].box.y1 - parts[to].box.y0;
            if (to > from && wide + w > width) break;
            wide += w;
            if (h > tall) tall = h;
        }
        x = (width - wide) / 2;
        for (size_t i = from; i < to; i++) {
            part *p = &parts[i];
            double down = y + (tall - (p->box.y1 - p->box.y0)) / 2 - p->box.y0;
            for (size_t k = 0; k < p->n; k++) {
                net->nodes[p->who[k]].x = p->px[k] + x - p->box.x0;
                net->nodes[p->who[k]].y = p->py[k] + down;
            }
            x += p->box.x1 - p->box.x0;
        }
        y += tall + 8;
    }
    return y;
}

static int larger_first(const void *a, const void *b, void *context) {
    size_t x = ((const part *)a)->n, y = ((const part *)b)->n;
    (void)context;
    return x > y ? -1 : x < y;
}

static kr_err make_parts(kr_net *net, part **out, size_t *count) {
    part *parts = kr_new_n(net->arena, part, net->n_parts + 1),
         *scratch = kr_new_n(net->arena, part, net->n_parts + 1);
    uint32_t *index = kr_new_n(net->arena, uint32_t, net->n + 1),
             *who = kr_new_n(net->arena, uint32_t, net->n + 1);
    if (!parts || !scratch || !index || !who) return KR_E_MEMORY;
    for (size_t i = 0; i < net->n; i++) parts[net->nodes[i].part].n++;
    for (size_t p = 0, at = 0; p < net->n_parts; p++)
        parts[p].who = who + at, at += parts[p].n, parts[p].n = 0;
    for (uint32_t i = 0; i < net->n; i++) {
        part *p = &parts[net->nodes[i].part];
        index[i] = (uint32_t)p->n;
        p->who[p->n++] = i;
    }
    kr_sort(parts, net->n_parts, sizeof *parts, larger_first, NULL, scratch);
    *count = 0;
    while (*count < net->n_parts && parts[*count].n > 1) ++*count;
    *out = parts;
    for (size_t i = 0; i < *count; i++) {
        kr_err err = lay_out(net, &parts[i], index, (const uint32_t(*)[2])net->links, net->n_links);
        if (err != KR_OK) return err;
    }
    return KR_OK;
}

/* Whoever has no line here: a quiet row below. Returns where it ends. */
static double put_lone(kr_net *net, double top, double width) {
    double across = net->narrow ? (width - 8) / 4 : LONE_ACROSS;
    size_t columns = (size_t)(width / across), at = 0;
    net->lone_top = net->n_lone ? top : 0;
    if (!net->n_lone) return top;
    if (net->n_lone < columns) columns = net->n_lone;
    double left = (width - (double)columns * across) / 2, y = top + (net->n_lone < net->n ? 38 : 30);
    for (size_t i = 0; i < net->n; i++) {
        kr_net_node *node = &net->nodes[i];
        if (node->degree) continue;
        node->x = left + ((double)(at % columns) + 0.5) * across;
        node->y = y + (double)(at / columns) * LONE_DOWN;
        at++;
        for (int k = 0; k < 2; k++) {
            bool cut = false;
            node->line[k] = kr_text_fit(net->arena, node->line[k], (across - 6) / net->font, 400, &cut);
            if (!node->line[k].ptr && cut) return -1;
            node->cut |= cut;
        }
    }
    for (size_t i = 0; i < net->n; i++) {
        kr_net_node *node = &net->nodes[i];
        if (node->degree) continue;
        double a = kr_text_width(node->line[0], 400), b = kr_text_width(node->line[1], 400);
        node->wide = a > b ? a : b;
    }
    return y + (double)((at - 1) / columns) * LONE_DOWN + net->r + 42;
}

/* Names that have no room beside their symbol, in columns below. */
static void put_list(kr_net *net, double top, double left, double width) {
    size_t columns = (size_t)(width / (net->narrow ? 160 : 190)), at = 0;
    if (columns < 1) columns = 1;
    double across = width / (double)columns, pitch = net->font * 1.75;
    size_t rows = (net->n_listed + columns - 1) / columns;
    net->list_top = net->n_listed ? top : 0;
    for (size_t i = 0; i < net->n; i++) {
        kr_net_node *node = &net->nodes[i];
        if (node->side != KR_SIDE_LIST) continue;
        node->number = (uint32_t)at + 1;
        double x = left + (double)(at / rows) * across, y = top + 14 + (double)(at % rows) * pitch;
        node->name = (kr_box){x, y, x + across, y + pitch};
        if (node->name.y1 > net->box.y1) net->box.y1 = node->name.y1;
        at++;
    }
}

static void bound(kr_net *net) {
    kr_box b = {1e18, 1e18, -1e18, -1e18};
    for (size_t i = 0; i < net->n; i++) {
        const kr_net_node *node = &net->nodes[i];
        kr_box s = {node->x - net->r - 12, node->y - net->r - 12, node->x + net->r + 12,
                    node->y + net->r + 12};
        if (node->side != KR_SIDE_LIST) {
            if (node->name.x0 < s.x0) s.x0 = node->name.x0;
            if (node->name.x1 > s.x1) s.x1 = node->name.x1;
            if (node->name.y0 < s.y0) s.y0 = node->name.y0;
            if (node->name.y1 > s.y1) s.y1 = node->name.y1;
        }
        if (s.x0 < b.x0) b.x0 = s.x0;
        if (s.x1 > b.x1) b.x1 = s.x1;
        if (s.y0 < b.y0) b.y0 = s.y0;
        if (s.y1 > b.y1) b.y1 = s.y1;
    }
    net->box = b;
}

kr_err kr_net_place(kr_net *net) {
    part *parts;
    size_t count;
    if (net->n == 0) return KR_E_NOT_FOUND;
    if (net->n > KR_NET_MOST) return KR_E_LIMIT;
    kr_err err = find_parts(net);
    if (err == KR_OK) err = make_parts(net, &parts, &count);
    if (err != KR_OK) return err;
    double step = net->narrow ? 62 : 92, width = 0;
    for (int again = 0; again < 5; again++, step *= 1.18) {
        width = net->narrow ? 344 : 760;
        for (size_t i = 0; i < count; i++) {
            scale(net, &parts[i], step);
            if (parts[i].box.x1 - parts[i].box.x0 > width) width = parts[i].box.x1 - parts[i].box.x0;
        }
        double bottom = put_lone(net, pack(net, parts, count, width), width);
        if (bottom < 0) return KR_E_MEMORY;
        net->n_listed = kr_net_names(net);
        if (net->n_listed * 25 <= net->n || net->narrow) break;
    }
    bound(net);
    double left = net->box.x0 < 0 ? net->box.x0 : 0, right = net->box.x1 > width ? net->box.x1 : width;
    net->box.x0 = left, net->box.x1 = right;
    put_list(net, net->box.y1 + 10, left + 8, right - left - 16);
    return KR_OK;
}
