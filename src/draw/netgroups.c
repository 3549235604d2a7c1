/* Which people belong together: from everybody alone, the two groups that gain most by being one become one,
 * until nothing is gained (Clauset, Newman and Moore 2004). Whole numbers only, so that it is the same
 * everywhere. */
#include "core/num.h"
#include "draw/netmap.h"

typedef struct grouping {
    size_t n, links;
    uint32_t *between; /* n × n: lines between two groups */
    int64_t *ends;     /* line ends in a group */
    uint32_t *group;   /* of each node, while they merge: the node it is called after */
} grouping;

/* Twice the lines, times the lines between, minus the product of the line ends: what is gained. */
static bool merge_best(grouping *g) {
    int64_t best = 0;
    size_t a = 0, b = 0;
    for (size_t i = 0; i < g->n; i++) {
        if (g->group[i] != i) continue;
        for (size_t j = i + 1; j < g->n; j++) {
            if (!g->between[i * g->n + j] || g->group[j] != j) continue;
            int64_t gain = 2 * (int64_t)g->links * g->between[i * g->n + j] - g->ends[i] * g->ends[j];
            if (gain > best) best = gain, a = i, b = j;
        }
    }
    if (best <= 0) return false;
    for (size_t k = 0; k < g->n; k++) {
        if (g->group[k] == b) g->group[k] = (uint32_t)a;
        g->between[a * g->n + k] += g->between[b * g->n + k];
        g->between[k * g->n + a] = g->between[a * g->n + k];
        g->between[b * g->n + k] = g->between[k * g->n + b] = 0;
    }
    g->between[a * g->n + a] = 0;
    g->ends[a] += g->ends[b];
    return true;
}

size_t kr_net_groups(uint32_t *out, kr_arena *arena, const kr_net *net, kr_err *err) {
    size_t n = net->n, count = 0;
    grouping g = {n, 0, kr_new_n(arena, uint32_t, n * n + 1), kr_new_n(arena, int64_t, n + 1),
                  kr_new_n(arena, uint32_t, n + 1)};
    if (!g.between || !g.ends || !g.group) {
        *err = KR_E_MEMORY;
        return 0;
    }
    for (size_t i = 0; i < n; i++) g.group[i] = (uint32_t)i;
    for (size_t i = 0; i < net->n_links; i++) {
        uint32_t a = net->links[i][0], b = net->links[i][1];
        if (net->nodes[a].ego || net->nodes[b].ego) continue;
        g.between[a * n + b]++, g.between[b * n + a]++;
        g.ends[a]++, g.ends[b]++, g.links++;
    }
    for (size_t i = 0; i < n; i++) out[i] = g.ends[i] ? 0 : UINT32_MAX;
    while (merge_best(&g)) {
    }
    for (size_t i = 0; i < n; i++) {
        if (out[i] == UINT32_MAX) continue;
        out[i] = g.group[i] == i ? (uint32_t)count++ : out[g.group[i]];
    }
    return count;
}

/* -- outlines -- */

typedef struct point {
    double x, y;
} point;

static int by_place(const void *a, const void *b, void *context) {
    const point *p = a, *q = b;
    (void)context;
    if (p->x != q->x) return p->x < q->x ? -1 : 1;
    return p->y < q->y ? -1 : p->y > q->y;
}

static double corner(point a, point b, point c) {
    return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
}

/* The convex hull, round by the monotone chain; `hull` has room for 2n + 2. Clockwise on paper. */
static size_t hull_of(point *hull, point *points, size_t n) {
    size_t k = 0;
    for (size_t i = 0; i < n; i++) {
        while (k >= 2 && corner(hull[k - 2], hull[k - 1], points[i]) <= 0) k--;
        hull[k++] = points[i];
    }
    for (size_t i = n - 1, floor = k + 1; i-- > 0;) {
        while (k >= floor && corner(hull[k - 2], hull[k - 1], points[i]) <= 0) k--;
        hull[k++] = points[i];
    }
    return k > 1 ? k - 1 : k;
}

static size_t hull_make(point **out, kr_arena *arena, const double (*centres)[2], size_t n) {
    point *points = kr_new_n(arena, point, n + 1), *scratch = kr_new_n(arena, point, n + 1);
    *out = kr_new_n(arena, point, 2 * n + 3);
    if (!points || !scratch || !*out || n < 2) return 0;
    for (size_t i = 0; i < n; i++) points[i] = (point){centres[i][0], centres[i][1]};
    kr_sort(points, n, sizeof *points, by_place, NULL, scratch);
    return hull_of(*out, points, n);
}

static void put_point(kr_buf *out, const char *letter, double x, double y) {
    kr_put_z(out, letter);
    kr_put_num(out, x);
    kr_put_c(out, ' ');
    kr_put_num(out, y);
}

kr_str kr_net_outline(kr_arena *arena, const double (*centres)[2], size_t n, double reach) {
    point *hull;
    size_t k = hull_make(&hull, arena, centres, n);
    kr_buf buf;
    kr_str out = KR_NONE;
    if (k < 2) return out;
    kr_buf_init(&buf, arena, 1u << 16);
    for (size_t i = 0; i <= k; i++) {
        point a = hull[i % k], b = hull[(i + 1) % k];
        double dx = b.x - a.x, dy = b.y - a.y, length = kr_sqrt(dx * dx + dy * dy);
        if (length < 1e-9) continue;
        double ox = dy / length * reach, oy = -dx / length * reach;
        if (buf.len) {
            kr_put_c(&buf, 'A');
            kr_put_num(&buf, reach);
            kr_put_c(&buf, ' ');
            kr_put_num(&buf, reach);
            put_point(&buf, " 0 0 1 ", a.x + ox, a.y + oy);
        } else {
            put_point(&buf, "M", a.x + ox, a.y + oy);
        }
        if (i < k) put_point(&buf, "L", b.x + ox, b.y + oy);
    }
    kr_put_c(&buf, 'Z');
    return kr_buf_end(&buf, &out) == KR_OK ? out : KR_NONE;
}

/* Is the point inside, or nearer than `reach` to the edge? */
static bool near_hull(const point *hull, size_t k, double x, double y, double reach) {
    bool inside = k > 2;
    for (size_t i = 0; i < k; i++) {
        point a = hull[i], b = hull[(i + 1) % k];
        double dx = b.x - a.x, dy = b.y - a.y, square = dx * dx + dy * dy;
        if (corner(a, b, (point){x, y}) < 0) inside = false;
        double t = square > 0 ? ((x - a.x) * dx + (y - a.y) * dy) / square : 0;
        t = t < 0 ? 0 : t > 1 ? 1 : t;
        double ox = x - a.x - t * dx, oy = y - a.y - t * dy;
        if (ox * ox + oy * oy < reach * reach) return true;
    }
    return inside;
}

bool kr_net_apart(const kr_net *net, const uint32_t *group, uint32_t which, kr_arena *arena) {
    double(*centres)[2] = kr_arena_alloc(arena, (net->n + 1) * sizeof *centres);
    size_t n = 0;
    point *hull;
    if (!centres) return false;
    for (size_t i = 0; i < net->n; i++) {
        if (group[i] != which) continue;
        centres[n][0] = net->nodes[i].x, centres[n++][1] = net->nodes[i].y;
    }
    size_t k = hull_make(&hull, arena, (const double(*)[2])centres, n);
    for (size_t i = 0; k && i < net->n; i++) {
        if (group[i] != which && near_hull(hull, k, net->nodes[i].x, net->nodes[i].y, net->r * 2 + 8))
            return false;
    }
    return k > 0;
}
