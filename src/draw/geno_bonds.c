/* How people are with each other: one table says what every kind of line looks like, in the drawing and in
 * the legend. */
#include "core/num.h"
#include "draw/geno.h"

enum { PLAIN, DOTS, DASHES, ZIGZAG, WAVE, NONE };
enum { NO_HEAD, OPEN_HEAD, FULL_HEAD, TWO_HEADS };
enum { NO_GLYPH, BARS, BARS_RING, HEART, CROSS, BLOCK, GEM };

static const struct {
    uint8_t lines, stroke, head, glyph, sides;
} looks[] = {
    [KR_bond_type_connected] = {1, PLAIN, 0, 0, 0},
    [KR_bond_type_close] = {2, PLAIN, 0, 0, 0},
    [KR_bond_type_fused] = {3, PLAIN, 0, 0, 0},
    [KR_bond_type_distant] = {1, DOTS, 0, 0, 0},
    [KR_bond_type_conflict] = {0, ZIGZAG, 0, 0, 0},
    [KR_bond_type_close_conflict] = {2, ZIGZAG, 0, 0, 0},
    [KR_bond_type_fused_conflict] = {3, ZIGZAG, 0, 0, 0},
    [KR_bond_type_cutoff] = {1, PLAIN, 0, BARS, 0},
    [KR_bond_type_repaired] = {1, PLAIN, 0, BARS_RING, 0},
    [KR_bond_type_focused] = {1, PLAIN, FULL_HEAD, 0, 0},
    [KR_bond_type_focused_hard] = {1, ZIGZAG, FULL_HEAD, 0, 0},
    [KR_bond_type_emotional_abuse] = {0, ZIGZAG, OPEN_HEAD, 0, 0},
    [KR_bond_type_physical_abuse] = {0, ZIGZAG, FULL_HEAD, 0, 0},
    [KR_bond_type_sexual_abuse] = {0, ZIGZAG, FULL_HEAD, 0, 1},
    [KR_bond_type_neglect] = {1, DASHES, OPEN_HEAD, 0, 0},
    [KR_bond_type_caretaker] = {1, PLAIN, TWO_HEADS, 0, 0},
    [KR_bond_type_spiritual] = {0, WAVE, 0, 0, 0},
    [KR_bond_type_controlling] = {1, PLAIN, FULL_HEAD, BLOCK, 0},
    [KR_bond_type_manipulative] = {0, WAVE, FULL_HEAD, 0, 0},
    [KR_bond_type_jealous] = {1, PLAIN, OPEN_HEAD, GEM, 0},
    [KR_bond_type_distrust] = {1, DASHES, 0, CROSS, 0},
    [KR_bond_type_indifferent] = {1, DASHES, 0, 0, 0},
    [KR_bond_type_in_love] = {1, PLAIN, 0, HEART, 0},
    [KR_bond_type_never_met] = {1, DOTS, 0, CROSS, 0},
};

/* -- lines along points -- */

typedef struct course {
    const kr_geno_point *p;
    size_t n;
    double length;
} course;

static double distance(kr_geno_point a, kr_geno_point b) {
    return kr_sqrt((a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y));
}

/* The point at `at` along the course, `aside` to its left; the direction there. */
static kr_geno_point along(const course *c, double at, double aside, kr_geno_point *way) {
    size_t i = 1;
    double left = at < 0 ? 0 : at, piece = 0;
    for (; i < c->n; i++) {
        piece = distance(c->p[i - 1], c->p[i]);
        if (left <= piece || i + 1 == c->n) break;
        left -= piece;
    }
    kr_geno_point a = c->p[i - 1], b = c->p[i];
    double t = piece > 0 ? left / piece : 0, dx = piece > 0 ? (b.x - a.x) / piece : 1,
           dy = piece > 0 ? (b.y - a.y) / piece : 0;
    if (t > 1) t = 1;
    if (way) *way = (kr_geno_point){dx, dy};
    return (kr_geno_point){a.x + (b.x - a.x) * t - dy * aside, a.y + (b.y - a.y) * t + dx * aside};
}

static void put_point(kr_buf *out, char letter, kr_geno_point p) {
    kr_put_c(out, letter);
    kr_put_num(out, p.x);
    kr_put_c(out, ' ');
    kr_put_num(out, p.y);
}

static kr_shape *put_path(kr_scene *scene, const char *cls, kr_buf *data) {
    kr_str text = KR_NONE;
    if (kr_buf_end(data, &text) != KR_OK) scene->err = KR_E_MEMORY;
    kr_shape *s = kr_scene_add(scene, KR_SH_PATH, cls);
    s->text = text;
    return s;
}

static void stroke(kr_scene *scene, const char *cls, const course *c, double from, double to, double aside) {
    kr_buf data;
    bool straight = c->n == 2;
    size_t steps = straight ? 1 : 16;
    kr_buf_init(&data, scene->arena, 8192);
    for (size_t i = 0; i <= steps; i++)
        put_point(&data, i ? 'L' : 'M',
                  along(c, from + (to - from) * (double)i / (double)steps, aside, NULL));
    (void)put_path(scene, cls, &data);
}

static void zigzag(kr_scene *scene, const course *c, double from, double to, bool wave) {
    kr_buf data;
    double run = to - from, high = wave ? 5 : 7;
    size_t n = (size_t)(run / 11);
    if (n < 2) n = 2;
    kr_buf_init(&data, scene->arena, 1u << 16);
    put_point(&data, 'M', along(c, from, 0, NULL));
    for (size_t i = 0; i < n; i++) {
        double side = i % 2 ? high : -high;
        kr_geno_point top =
                          along(c, from + run * ((double)i + 0.5) / (double)n, wave ? 2 * side : side, NULL),
                      end = along(c, from + run * ((double)i + 1) / (double)n, 0, NULL);
        put_point(&data, wave ? 'Q' : 'L', top);
        if (wave)
            kr_put_c(&data, ' '), kr_put_num(&data, end.x), kr_put_c(&data, ' '), kr_put_num(&data, end.y);
        else if (i + 1 == n)
            put_point(&data, 'L', end);
    }
    (void)put_path(scene, "g-f", &data);
}

static void head(kr_scene *scene, const course *c, double at, bool full) {
    kr_buf data;
    kr_buf_init(&data, scene->arena, 512);
    put_point(&data, 'M', along(c, at - 10, 6, NULL));
    put_point(&data, 'L', along(c, at, 0, NULL));
    put_point(&data, 'L', along(c, at - 10, -6, NULL));
    if (full) kr_put_c(&data, 'Z');
    (void)put_path(scene, full ? "g-f g-ff" : "g-f g-fo", &data);
}

static void glyph(kr_scene *scene, const course *c, uint8_t kind) {
    static const char *const shapes[] = {[HEART] = "M0 6C-8 0-6-6-3-6-1-6 0-5 0-3 0-5 1-6 3-6 6-6 8 0 0 6Z",
                                         [CROSS] = "M-5-5 5 5M5-5-5 5",
                                         [BLOCK] = "M-4-4H4V4H-4Z",
                                         [GEM] = "M0-6 6 0 0 6-6 0Z"};
    double half = c->length / 2;
    if (kind == BARS || kind == BARS_RING) {
        for (int side = -1; side <= 1; side += 2) {
            kr_buf data;
            kr_buf_init(&data, scene->arena, 512);
            put_point(&data, 'M', along(c, half + side * 7, 9, NULL));
            put_point(&data, 'L', along(c, half + side * 7, -9, NULL));
            (void)put_path(scene, "g-f", &data);
        }
        kr_geno_point middle = along(c, half, 0, NULL);
        if (kind == BARS_RING) (void)kr_scene_circle(scene, "g-f g-fo", middle.x, middle.y, 4);
        return;
    }
    kr_geno_point middle = along(c, half, 0, NULL);
    kr_shape *s = kr_scene_add(scene, KR_SH_PATH, kind == CROSS ? "g-f" : "g-f g-ff");
    s->x = middle.x, s->y = middle.y;
    s->text = kr_str_z(shapes[kind]);
}

void kr_geno_bond_line(kr_scene *scene, uint8_t type, const kr_geno_point *points, size_t n) {
    if (type == 0 || type >= KR_COUNT(looks)) type = KR_bond_type_connected;
    course c = {points, n, 0};
    for (size_t i = 1; i < n; i++) c.length += distance(points[i - 1], points[i]);
    uint8_t lines = looks[type].lines, kind = looks[type].stroke, heads = looks[type].head;
    double end = heads ? c.length - 6 : c.length;
    const char *cls = kind == DOTS ? "g-f g-f--dots" : kind == DASHES ? "g-f g-f--dash" : "g-f";
    double apart = kind == ZIGZAG ? 6 : 3.5;
    size_t first = scene->count;
    if (looks[type].glyph == BARS || looks[type].glyph == BARS_RING) {
        stroke(scene, cls, &c, 0, c.length / 2 - 7, 0);
        stroke(scene, cls, &c, c.length / 2 + 7, end, 0);
    } else if (lines == 2) {
        stroke(scene, cls, &c, 0, end, apart / 1.4);
        stroke(scene, cls, &c, 0, end, -apart / 1.4);
    } else if (lines) {
        stroke(scene, cls, &c, 0, end, 0);
        if (lines == 3)
            stroke(scene, cls, &c, 0, end, 1.4 * apart), stroke(scene, cls, &c, 0, end, -1.4 * apart);
    }
    if (kind == ZIGZAG || kind == WAVE) zigzag(scene, &c, 0, end, kind == WAVE);
    if (looks[type].sides) stroke(scene, cls, &c, 0, end - 4, 11), stroke(scene, cls, &c, 0, end - 4, -11);
    if (heads) head(scene, &c, c.length, heads != OPEN_HEAD);
    if (heads == TWO_HEADS) head(scene, &c, c.length - 9, true);
    if (looks[type].glyph) glyph(scene, &c, looks[type].glyph);
    if (scene->err == KR_OK && scene->count > first) scene->shapes[first].line = true;
}

/* -- which way round -- */

/* How much is in the way at a point: somebody else's shape most, then names and years. Looked up row by row.
 */
static uint32_t trouble(const kr_geno *g, uint32_t a, uint32_t b, kr_geno_point p) {
    for (int32_t r = 0; r < g->n_rows; r++) {
        const kr_geno_row *row = &g->rows[r];
        if (p.y > row->y + row->below && p.y < row->bars + 22.0 * row->n_bars - 18) return 1;
        if (p.y < row->y - row->above - 4 || p.y > row->y + row->below) continue;
        uint32_t low = 0, high = row->n;
        while (low < high) {
            uint32_t middle = (low + high) / 2;
            if (g->items[g->order[row->first + middle]].x < p.x - 60)
                low = middle + 1;
            else
                high = middle;
        }
        for (; low < row->n; low++) {
            uint32_t one = g->order[row->first + low];
            double dx = g->items[one].x - p.x, dy = row->y - p.y;
            if (dx > 60) break;
            if (one >= g->n) continue;
            if (dx * dx + dy * dy < 30 * 30 && one != a && one != b) return 60;
            if (dy < -20 && dx > -g->items[one].right && dx < g->items[one].left) return 3;
            if (dy > 24 && dx < 44 && dx > -44) return 3;
            if (dy > 24 && dx < 4 && dx > -4) return 4;
        }
    }
    return 0;
}

#define SAMPLES 33

/* A cubic from a to b without what lies within their shapes. */
static size_t curve(const kr_geno *g, uint32_t a, uint32_t b, const kr_geno_point c[4],
                    kr_geno_point out[SAMPLES]) {
    kr_geno_point from = {g->items[a].x, kr_geno_y(g, a)}, to = {g->items[b].x, kr_geno_y(g, b)};
    double near_a = KR_GENO_HALF + (a == g->root ? 9 : 3.5), near_b = KR_GENO_HALF + (b == g->root ? 9 : 3.5);
    size_t n = 0;
    for (int i = 0; i < SAMPLES; i++) {
        double t = (double)i / (SAMPLES - 1), u = 1 - t,
               k[4] = {u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t};
        kr_geno_point p = {k[0] * c[0].x + k[1] * c[1].x + k[2] * c[2].x + k[3] * c[3].x,
                           k[0] * c[0].y + k[1] * c[1].y + k[2] * c[2].y + k[3] * c[3].y};
        if (distance(p, from) >= near_a && distance(p, to) >= near_b) out[n++] = p;
    }
    return n;
}

/* On one row: straight, or over or under what stands between. On two rows: out sideways, around the line
 * between parents and children, and in again. */
static size_t bow(const kr_geno *g, uint32_t a, uint32_t b, size_t way, kr_geno_point out[SAMPLES]) {
    static const double bends[] = {0, -0.12, 0.12, -0.25, 0.25, -0.4, 0.4, -0.6, 0.6, -0.9, 0.9};
    static const double outs[] = {30, 30, 44, 44, 64, 64, 90, 90, 130, 130, 0};
    kr_geno_point from = {g->items[a].x, kr_geno_y(g, a)}, to = {g->items[b].x, kr_geno_y(g, b)};
    double dx = to.x - from.x, dy = to.y - from.y;
    if (g->persons[a].row == g->persons[b].row || way + 1 == KR_COUNT(outs)) {
        double bend = way + 1 == KR_COUNT(outs) ? 0 : bends[way], wide = dx < 0 ? -dx : dx;
        double lead = wide * 0.3 < 50 ? dx * 0.3 : dx < 0 ? -50 : 50;
        if (wide > 400) wide = 400;
        kr_geno_point c[4] = {
            from, {from.x + lead, from.y + wide * bend}, {to.x - lead, to.y + wide * bend}, to};
        return curve(g, a, b, c, out);
    }
    double side = way % 2 ? -1 : 1,
           far = side > 0 ? (from.x > to.x ? from.x : to.x) : (from.x < to.x ? from.x : to.x);
    double x = far + side * (outs[way] + KR_GENO_HALF), lean = dy > 0 ? 8 : -8;
    kr_geno_point c[4] = {{from.x + side * 14, from.y + lean},
                          {x, from.y + lean},
                          {x, to.y - lean},
                          {to.x + side * 14, to.y - lean}};
    return curve(g, a, b, c, out);
}

static void put_bond(kr_geno *g, const kr_bond *bond, uint32_t a, uint32_t b, uint32_t nth) {
    kr_geno_point best[SAMPLES], now[SAMPLES];
    size_t n_best = 0;
    uint32_t least = UINT32_MAX;
    for (size_t k = 0; k < 11; k++) {
        size_t n = bow(g, a, b, k, now);
        uint32_t cost = (uint32_t)k * 2 + (k < 2 * (size_t)nth ? 50 : 0) + (k == 10 ? 10 : 0);
        for (size_t i = 0; i < n; i++) cost += trouble(g, a, b, now[i]);
        if (n < 2 || cost >= least) continue;
        least = cost;
        n_best = n;
        memcpy(best, now, sizeof best);
    }
    if (n_best < 2) return;
    double dx = best[n_best - 1].x - best[0].x, dy = best[n_best - 1].y - best[0].y, bent = 0;
    for (size_t i = 1; i + 1 < n_best; i++) {
        double off = (best[i].x - best[0].x) * dy - (best[i].y - best[0].y) * dx;
        if (off < 0) off = -off;
        bent = off > bent ? off : bent;
    }
    if (bent < 1) best[1] = best[n_best - 1], n_best = 2;
    kr_geno_bond_line(g->w->scene, bond->type, best, n_best);
}

kr_err kr_geno_bonds(kr_geno *g) {
    const kr_circle *c = g->family.circle;
    for (size_t i = 0; i < c->n_bonds && i < 2000; i++) {
        const kr_bond *b = &c->bonds[i];
        if (b->gone) continue;
        uint32_t from = kr_family_index(&g->family, b->from), to = kr_family_index(&g->family, b->to),
                 nth = 0;
        if (from == KR_NOBODY || to == KR_NOBODY) continue;
        from = g->local[from], to = g->local[to];
        if (from == KR_NOBODY || to == KR_NOBODY || from == to) continue;
        for (size_t k = i; k > 0 && k + 40 > i; k--) {
            const kr_bond *other = &c->bonds[k - 1];
            nth += !other->gone && ((other->from == b->from && other->to == b->to) ||
                                    (other->from == b->to && other->to == b->from));
        }
        put_bond(g, b, from, to, nth);
    }
    return g->w->scene->err;
}
