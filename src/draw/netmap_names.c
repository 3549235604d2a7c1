/* Where the names stand: beside their symbol, off all symbols and other names, and across as few lines as can
 * be. */
#include "draw/font_metrics.h"
#include "draw/netmap.h"

static bool meet(kr_box a, kr_box b) {
    return a.x0 < b.x1 && b.x0 < a.x1 && a.y0 < b.y1 && b.y0 < a.y1;
}

static kr_box box_at(const kr_net *net, const kr_net_node *node, kr_side side) {
    double font = net->font, wide = node->wide * font + 3, gap = net->r + 3;
    double tall = (KR_FONT_ASCENT + KR_FONT_DESCENT + (node->line[1].len ? KR_FONT_LINE : 0)) * font + 1;
    double x = node->x - wide / 2, y = node->y - tall / 2;
    if (side == KR_SIDE_BELOW) y = node->y + gap;
    if (side == KR_SIDE_ABOVE) y = node->y - gap - tall;
    if (side == KR_SIDE_RIGHT) x = node->x + gap + 1;
    if (side == KR_SIDE_LEFT) x = node->x - gap - 1 - wide;
    return (kr_box){x, y, x + wide, y + tall};
}

/* Does a line from one point to another touch the box? */
static bool passes(kr_box b, const kr_net_node *from, const kr_net_node *to) {
    double t0 = 0, t1 = 1, dx = to->x - from->x, dy = to->y - from->y;
    double q[4] = {from->x - b.x0, b.x1 - from->x, from->y - b.y0, b.y1 - from->y}, d[4] = {-dx, dx, -dy, dy};
    for (int i = 0; i < 4; i++) {
        if (d[i] == 0 && q[i] < 0) return false;
        if (d[i] < 0 && q[i] / d[i] > t0) t0 = q[i] / d[i];
        if (d[i] > 0 && q[i] / d[i] < t1) t1 = q[i] / d[i];
    }
    return t0 < t1;
}

static bool is_free(const kr_net *net, size_t at, kr_box box) {
    double r = net->r + 1.5;
    if (net->narrow && (box.x0 < 0 || box.x1 > 344)) return false;
    for (size_t i = 0; i < net->n; i++) {
        const kr_net_node *other = &net->nodes[i];
        if (i == at) continue;
        if (meet(box, (kr_box){other->x - r, other->y - r, other->x + r, other->y + r})) return false;
        if (other->side != KR_SIDE_LIST && meet(box, other->name)) return false;
    }
    return true;
}

static size_t crossed(const kr_net *net, kr_box box) {
    size_t n = 0;
    for (size_t i = 0; i < net->n_links; i++)
        n += passes(box, &net->nodes[net->links[i][0]], &net->nodes[net->links[i][1]]);
    return n;
}

static bool put_name(kr_net *net, size_t at) {
    kr_net_node *node = &net->nodes[at];
    size_t least = SIZE_MAX;
    kr_side best = KR_SIDE_LIST;
    for (kr_side side = KR_SIDE_BELOW; side <= KR_SIDE_LEFT; side++) {
        kr_box box = box_at(net, node, side);
        if (!is_free(net, at, box)) continue;
        /* Below is where one looks first. */
        size_t cost = node->degree ? crossed(net, box) * 4 + (size_t)side : (size_t)side;
        if (cost >= least) continue;
        least = cost;
        best = side;
    }
    node->side = (uint8_t)best;
    if (best != KR_SIDE_LIST) node->name = box_at(net, node, best);
    return best != KR_SIDE_LIST;
}

size_t kr_net_names(kr_net *net) {
    size_t listed = 0;
    for (size_t i = 0; i < net->n; i++) net->nodes[i].side = KR_SIDE_LIST;
    /* Those with few lines stand at the edge, where there is room; the others come first. */
    for (int few = 0; few < 2; few++) {
        for (size_t i = 0; i < net->n; i++) {
            if ((net->nodes[i].degree < 3) == few) listed += !put_name(net, i);
        }
    }
    return listed;
}
