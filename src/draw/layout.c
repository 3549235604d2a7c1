#include "draw/layout.h"

#include "core/num.h"
#include "draw/font_metrics.h"
#include "draw/pack.h"

const kr_size kr_sizes[KR_LEVELS] = {
    [KR_LV_ROOMY] = {25.5, 26, 100},  [KR_LV_MIDDLE] = {22.5, 20, 82}, [KR_LV_FULL] = {20, 15.5, 68},
    [KR_LV_SMALL] = {15, 13, 54},     [KR_LV_LINE1] = {6.5, 13, 19},   [KR_LV_LINE2] = {5.5, 11.6, 16},
    [KR_LV_LINE3] = {4.5, 10.5, 14},  [KR_LV_NUMBER] = {10, 10.5, 22}, [KR_LV_DOT] = {3, 0, 8},
    [KR_LV_SPECK] = {1.6, 0, 4.4},    [KR_LV_BESIDE] = {15, 14, 38},   [KR_LV_CLOSE] = {11.5, 12.4, 42},
    [KR_LV_TOUCH] = {10.5, 12.4, 24},
};

/* Once: they hang on the form alone. */
static void find_fans(kr_layout *l) {
    if (l->fan[0].n) return;
    for (size_t a = 0; a < l->form->n_areas; a++) {
        kr_fan *fan = &l->fan[a];
        double from = l->form->areas[a].from, to = l->form->areas[a].to;
        fan->n = 0;
        for (int i = 0; i < 6; i++) {
            double at = i == 0 ? from : i == 1 ? to : (i - 2) * 90.0;
            if (i > 1 && (at < from || at > to)) continue;
            kr_polar(0, 0, 1, at, &fan->x[fan->n], &fan->y[fan->n]);
            fan->n++;
        }
    }
}

void kr_layout_sort(kr_layout *l) {
    find_fans(l);
    for (size_t r = 0; r < KR_MOST_RINGS; r++) {
        for (size_t a = 0; a < KR_MOST_AREAS; a++) l->cells[r][a] = (kr_cell){.level = (uint8_t)l->start};
    }
    for (size_t i = 0; i < l->n; i++) {
        if (l->spots[i].ring) l->cells[l->spots[i].ring - 1][l->spots[i].area - 1].n++;
    }
    size_t at = 0;
    for (size_t a = 0; a < KR_MOST_AREAS; a++) {
        for (size_t r = 0; r < KR_MOST_RINGS; r++) {
            l->cells[r][a].first = at;
            at += l->cells[r][a].n;
            l->cells[r][a].n = 0;
        }
    }
    for (size_t i = 0; i < l->n; i++) {
        if (!l->spots[i].ring) continue;
        kr_cell *cell = &l->cells[l->spots[i].ring - 1][l->spots[i].area - 1];
        l->order[cell->first + cell->n++] = (uint32_t)i;
    }
}

void kr_spot_boxes(const kr_spot *s, kr_level level, bool role, kr_box *symbol, kr_box *label) {
    const kr_size *size = &kr_sizes[level];
    /* Badges keep their size: beside a small symbol they stick out further. */
    double out = level == KR_LV_CLOSE ? 2.6 : 1.5, h = size->r + out;
    double badge =
        s->suggested || s->carer || s->past || s->badge ? size->r * (level == KR_LV_CLOSE ? 0.3 : 0.25) : 0;
    if (level == KR_LV_TOUCH) { /* two bars are nearer to a circle than its square, and hold all of it: more
                                   of them fit along a ring */
        double bar = 0.64 * h;
        *symbol = (kr_box){-bar, -h, bar, h};
        *label = (kr_box){-h, -bar, h, bar};
        if (s->angular) *label = (kr_box){-h, -h, h, h};
        return;
    }
    *symbol = (kr_box){-h - badge, -h - badge, h + badge, h};
    double half = s->label.widest * size->font / 2;
    double top = size->r + 0.75, bottom = top + KR_FONT_LINE * size->font * s->label.lines;
    if (role && s->role) {
        double wide = s->role_em * size->font * 0.81 / 2;
        if (wide > half) half = wide;
        bottom += KR_FONT_LINE * size->font * 0.81;
    }
    *label =
        s->above ? (kr_box){-half - 1, -bottom, half + 1, -top} : (kr_box){-half - 1, top, half + 1, bottom};
}

double kr_spot_line(const kr_spot *s, kr_level level) {
    const kr_size *size = &kr_sizes[level];
    double behind = (s->carer ? 1.0 : 0) + (s->suggested ? 0.8 : 0) + (s->died ? 0.8 : 0);
    return 2 * size->r + 4 + (s->em + behind) * size->font;
}

/* What comes after a level when it is too full. */
static uint8_t smaller(uint8_t level) {
    if (level == KR_LV_FULL) return KR_LV_SMALL;
    if (level == KR_LV_TOUCH || level == KR_LV_LINE3) return KR_LV_NUMBER;
    return (uint8_t)(level + 1);
}

static double span_of(const kr_layout *l, size_t area) {
    return (l->form->areas[area].to - l->form->areas[area].from) * (KR_PI / 180);
}

/* The same for numbers that a finger can hit: rows along the ring, as far out as they need. */
static double touch_need(size_t n, double angle, double r0) {
    double side = 2 * kr_sizes[KR_LV_TOUCH].r + 3, least = 1e6;
    for (int rows = 1; rows <= 4; rows++) {
        double room = rows * (angle * (r0 + side / 2 + 2 + (rows - 1) * side / 2) - 4);
        double lack = (double)n * side - room, wide = rows * side + 4;
        if (lack > 0) wide += lack / (angle * rows);
        if (wide < least) least = wide;
    }
    return least;
}

/* Length of arc that the people of a cell want, side by side. Asked in every round, so it is kept. */
static double arc_of(const kr_layout *l, kr_cell *cell) {
    bool roles = kr_cell_roles(cell);
    uint8_t made_for = kr_cell_look(cell);
    if (cell->arc_for == made_for) return cell->arc;
    cell->arc = 0;
    cell->tall = kr_sizes[cell->level].pitch;
    cell->arc_for = made_for;
    for (size_t i = 0; i < cell->n; i++) {
        kr_box symbol, label;
        kr_spot_boxes(&l->spots[l->order[cell->first + i]], (kr_level)cell->level, roles, &symbol, &label);
        double wide = label.x1 - label.x0, tall = label.y1 - symbol.y0, side = symbol.x1 - symbol.x0;
        if (side > wide) wide = side;
        cell->arc += (wide + tall) * 0.4 + 2;
        if (tall + 2 > cell->tall) cell->tall = tall + 2;
    }
    return cell->arc;
}

/* How wide a ring must be for this cell at its level, when it begins at r0. */
static double bare_need(kr_layout *l, size_t ring, size_t area, double r0) {
    kr_cell *cell = &l->cells[ring][area];
    const kr_size *size = &kr_sizes[cell->level];
    if (cell->n == 0) return 0;
    double angle = span_of(l, area), sum = 0;
    if (cell->level == KR_LV_TOUCH) return touch_need(cell->n, angle, r0);
    if (cell->level <= KR_LV_SMALL) {
        double room = 0;
        sum = arc_of(l, cell);
        for (int rows = 1; rows <= 5; rows++) {
            double r = r0 + size->r + 5 + (rows - 1) * cell->tall;
            room += angle * r - (angle < 6 ? size->r + 6 : 0);
            if (room >= sum || (rows == 1 && cell->n == 1))
                return 2 * size->r + (l->narrow ? 7 : 10) + (rows - 1) * cell->tall;
        }
        return 1e6;
    }
    if (cell->level <= KR_LV_LINE3) {
        double longest = 0;
        for (size_t i = 0; i < cell->n; i++) {
            double wide = kr_spot_line(&l->spots[l->order[cell->first + i]], (kr_level)cell->level) + 7;
            sum += wide;
            if (wide > longest) longest = wide;
        }
        sum = (sum + longest) * size->pitch / 0.66;
    } else {
        sum = (double)cell->n * size->pitch * size->pitch / 0.72 + 2 * size->pitch * size->pitch;
    }
    return kr_sqrt(r0 * r0 + 2 * sum / angle) - r0 + 6;
}

static double cell_need(kr_layout *l, size_t ring, size_t area, double r0) {
    return bare_need(l, ring, area, r0) * (1 + 0.3 * l->cells[ring][area].grew);
}

/* Boundaries as they are when nothing presses. */
static void usual_rings(const kr_layout *l, double *width) {
    static const double share[4][4] = {{1}, {0.5, 0.5}, {0.34, 0.33, 0.33}, {0.29, 0.2425, 0.2425, 0.225}};
    size_t n = l->form->n_rings;
    for (size_t r = 0; r < n; r++)
        width[r] = (l->radius - l->inner) * (n <= KR_COUNT(share) ? share[n - 1][r] : 1.0 / (double)n);
}

static double pill_least(const kr_layout *l, size_t ring) {
    (void)ring;
    double least = l->radius * 0.07;
    return least < 26 && l->pills ? 26 : least;
}

/* Widths that give every ring what it needs and otherwise keep to the usual ones. False when the needs are
 * too much. */
static bool share_out(const kr_layout *l, const double *usual, const double *need, double *width) {
    double room = l->radius - l->inner, rest = room, free = 0, total = 0;
    bool held[KR_MOST_RINGS] = {false};
    for (size_t r = 0; r < l->form->n_rings; r++) total += need[r];
    if (total > room) return false;
    for (size_t round = 0; round <= l->form->n_rings; round++) {
        rest = room;
        free = 0;
        for (size_t r = 0; r < l->form->n_rings; r++) {
            if (held[r])
                rest -= need[r];
            else
                free += usual[r];
        }
        bool again = false;
        for (size_t r = 0; r < l->form->n_rings; r++) {
            width[r] = held[r] ? need[r] : usual[r] * rest / free;
            if (!held[r] && width[r] < need[r]) held[r] = again = true;
        }
        if (!again) return true;
    }
    return true;
}

static kr_cell *hungriest(kr_layout *l, const double *usual) {
    kr_cell *worst = NULL;
    double most = 0;
    for (size_t r = 0; r < l->form->n_rings; r++) {
        for (size_t a = 0; a < l->form->n_areas; a++) {
            kr_cell *cell = &l->cells[r][a];
            double need = cell_need(l, r, a, l->ring[r]) / usual[r];
            if (cell->n && cell->level < KR_LV_SPECK && need > most) most = need, worst = cell;
        }
    }
    return worst;
}

/* False when all of them lie there already. */
static bool set_rings(kr_layout *l, const double *width) {
    bool moved = false;
    for (size_t r = 0; r < l->form->n_rings; r++) {
        double end = l->ring[r] + width[r];
        moved = moved || end != l->ring[r + 1];
        l->ring[r + 1] = end;
    }
    return moved;
}

/* Finds boundaries; makes cells smaller until they fit. */
static bool find_rings(kr_layout *l) {
    double usual[KR_MOST_RINGS], width[KR_MOST_RINGS], need[KR_MOST_RINGS];
    usual_rings(l, usual);
    l->ring[0] = l->inner;
    for (size_t r = 0; r < l->form->n_rings; r++) l->ring[r + 1] = l->ring[r] + usual[r];
    for (int round = 0; round < 400; round++) {
        bool fits = true;
        for (int pass = 0; pass < 3 && fits; pass++) {
            for (size_t r = 0; r < l->form->n_rings; r++) {
                need[r] = pill_least(l, r);
                for (size_t a = 0; a < l->form->n_areas; a++) {
                    double cell = l->zoom && (int)a != l->zoom - 1 ? 0 : cell_need(l, r, a, l->ring[r]);
                    if (cell > need[r]) need[r] = cell;
                }
                /* In steps, so that one person more does not move everybody. */
                double step = l->narrow ? 2 : 12;
                if (need[r] > usual[r])
                    need[r] = usual[r] + step * (double)(int)((need[r] - usual[r]) / step + 0.999);
            }
            fits = share_out(l, usual, need, width);
            if (!fits || !set_rings(l, width)) break;
        }
        if (fits) return true;
        kr_cell *cell = l->fixed ? NULL : hungriest(l, usual);
        if (!cell) return false;
        cell->tight = cell->grew > 0 && !cell->tight;
        if (!cell->tight) cell->level = smaller(cell->level);
        cell->grew = 0;
    }
    return false;
}

static bool pills_fit(const kr_layout *l) {
    for (size_t r = 0; r < l->form->n_rings; r++) {
        if (l->pill[r] > l->ring[r + 1] - l->ring[r] + (r == 0 ? 6 : 0)) return false;
    }
    return true;
}

static void take_pills(kr_layout *l) {
    /* Left of the middle where a border runs there or no borders exist; else above it. */
    bool left = l->form->n_areas == 1;
    for (size_t a = 0; a < l->form->n_areas; a++) left = left || l->form->areas[a].from == 270;
    l->pills_up = !left || !pills_fit(l);
    if (!l->pills) return;
    for (size_t r = 0; r < l->form->n_rings; r++) {
        double middle = (l->ring[r] + l->ring[r + 1]) / 2, half = l->pill[r] / 2 + 1;
        double x = l->cx - (l->pills_up ? 0 : middle), y = l->cy - (l->pills_up ? middle : 0);
        kr_grid_take(l->grid, (kr_box){x - half, y - 12, x + half, y + 12});
    }
}

static void prepare(kr_layout *l) {
    kr_grid_clear(l->grid, l->left, l->top, l->height);
    for (size_t i = 0; i < l->n_kept; i++) kr_grid_take(l->grid, l->kept[i]);
    /* Beyond the sheet, as wide as needed: whatever gets there begins on the sheet. */
    kr_grid_take(l->grid, (kr_box){l->left + l->width, l->top, l->left + l->width + 100, l->top + 4096});
    double r = l->inner - 4;
    for (int i = -3; i <= 3; i++) {
        double half = kr_sqrt(r * r - (r * i / 3.5) * (r * i / 3.5));
        kr_grid_take(l->grid, (kr_box){l->cx - half, l->cy + r * (i - 0.5) / 3.5, l->cx + half,
                                       l->cy + r * (i + 0.5) / 3.5});
    }
    take_pills(l);
}

/* One cell of a ring gets smaller people: the others have more room then. False when it cannot. */
static bool shrink(kr_layout *l, kr_cell *cell) {
    if (l->fixed || cell->level >= KR_LV_SPECK) return false;
    cell->level = smaller(cell->level);
    cell->grew = 0;
    cell->tight = false;
    return true;
}

/* Gives every cell that was too full more room; where no ring can grow for it, smaller people. False when
 * neither can be. */
static bool relieve(kr_layout *l) {
    for (size_t r = 0; r < l->form->n_rings; r++) {
        kr_cell *worst = NULL;
        bool grown = false;
        for (size_t a = 0; a < l->form->n_areas; a++) {
            kr_cell *cell = &l->cells[r][a];
            if (!cell->full) continue;
            cell->full = false;
            if (!cell->tight && cell->grew < (cell->level <= KR_LV_FULL ? 1 : 2)) {
                cell->grew++;
                grown = true;
            } else if (!worst || cell->n > worst->n) {
                worst = cell;
            }
        }
        if (worst && !grown && !shrink(l, worst)) return false;
    }
    return true;
}

bool kr_layout_place(kr_layout *l) {
    for (int round = 0; round < 400; round++) {
        if (!find_rings(l)) return false;
        prepare(l);
        bool lines = kr_pack_lines(l), spread = lines && kr_pack_spread(l);
        if (lines && spread) return true;
        if (!relieve(l)) return false;
    }
    return false;
}
