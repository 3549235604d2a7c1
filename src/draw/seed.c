/* The growing circle beside naming: no rings or areas yet, everybody alike. */
#include "core/utf8.h"
#include "draw/font_metrics.h"
#include "draw/grid.h"
#include "draw/text.h"

enum { MOST = 24 };

typedef struct seed {
    const kr_person *person;
    bool fresh, placed, named;
    double x, y, width;
    kr_str label;
} seed;

/* The same wish for the same place in the row of names, so that the others stay when one is added: round and
 * round, each time a golden angle further, so that neighbours in time are not neighbours on paper. */
static void place(seed *s, size_t at, kr_grid *grid, double radius) {
    static const double rings[] = {0.49, 0.72, 0.88, 0.6, 0.8, 0.38};
    for (int named = 1; named >= 0 && !s->placed; named--) {
        for (size_t turn = 0; turn < 144 && !s->placed; turn++) {
            double r = radius * rings[(at / 6 + turn / 24) % 6], x, y;
            kr_polar(0, 0, r, 312 + 137.508 * (double)at + 15.0 * (double)(turn % 24), &x, &y);
            kr_box symbol = {x - 18, y - 18, x + 18, y + 17},
                   label = {x - s->width / 2 - 2, y + 17.2, x + s->width / 2 + 2, y + 36};
            if (!kr_grid_free(grid, symbol) || (named && !kr_grid_free(grid, label))) continue;
            kr_grid_take(grid, symbol);
            if (named) kr_grid_take(grid, label);
            s->x = x;
            s->y = y;
            s->placed = true;
            s->named = named;
        }
    }
}

static void put_seed(kr_buf *out, kr_arena *arena, const seed *s) {
    kr_put_z(out, s->fresh ? "<g class=\"e-p is-new\" transform=\"translate("
                           : "<g class=\"e-p\" transform=\"translate(");
    kr_put_num(out, s->x);
    kr_put_c(out, ' ');
    kr_put_num(out, s->y);
    kr_put_z(out, ")\"><circle r=\"16\"/><text class=\"e-i\">");
    kr_buf initials;
    kr_str text = KR_NONE;
    kr_buf_init(&initials, arena, 64);
    kr_put_initials(&initials, s->person->name);
    if (kr_buf_end(&initials, &text) == KR_OK) kr_put_xml(out, text);
    kr_put_z(out, "</text>");
    if (s->named) {
        kr_put_z(out, "<text class=\"e-l\">");
        kr_put_xml(out, s->label);
        kr_put_z(out, "</text>");
    }
    kr_put_z(out, "</g>");
}

static void put_frame(kr_buf *out, double radius, kr_str label) {
    double edge = radius + 6;
    kr_put_z(out, "<svg class=\"k-seed\" viewBox=\"");
    kr_put_num(out, -edge), kr_put_c(out, ' '), kr_put_num(out, -edge), kr_put_c(out, ' ');
    kr_put_num(out, 2 * edge), kr_put_c(out, ' '), kr_put_num(out, 2 * edge);
    kr_put_z(out, "\" role=\"img\" aria-label=\"");
    kr_put_xml(out, label);
    kr_put_z(out, "\"><g aria-hidden=\"true\"><circle class=\"e-3\" r=\"");
    kr_put_num(out, radius);
    kr_put_z(out, "\"/><circle class=\"e-2\" r=\"");
    kr_put_num(out, radius * 0.7);
    kr_put_z(out, "\"/><circle class=\"e-1\" r=\"");
    kr_put_num(out, radius * 0.39);
    kr_put_z(out, "\"/>");
}

kr_err kr_seed_svg(kr_buf *out, kr_arena *arena, const kr_network *network, kr_id newest, kr_str label,
                   kr_str me) {
    size_t first = network->n > MOST ? network->n - MOST : 0, n = network->n - first;
    double radius = n <= 8 ? 160 : n <= 14 ? 195 : 245;
    seed *seeds = kr_new_n(arena, seed, n + 1);
    kr_grid *grid = kr_new(arena, kr_grid);
    if (!seeds || !grid) return KR_E_MEMORY;
    kr_grid_clear(grid, -radius - 4, -radius - 4, 2 * radius + 8);
    kr_grid_take(grid, (kr_box){-29, -29, 29, 29});
    kr_grid_take(grid, (kr_box){radius + 4, -radius - 4, 2000, 2000});
    put_frame(out, radius, label);
    for (size_t i = 0; i < n; i++) {
        seed *s = &seeds[i];
        bool cut;
        s->person = network->alters[first + i].person;
        s->fresh = newest && s->person->id == newest;
        s->label = kr_text_fit(arena, s->person->name, 9, 700, &cut);
        if (!s->label.ptr) return KR_E_MEMORY;
        s->width = kr_text_width(s->label, 700) * 14;
        place(s, (first + i) % (MOST * 2), grid, radius);
        if (s->placed) put_seed(out, arena, s);
    }
    kr_put_z(out, "<circle class=\"a-ego\" r=\"25\"/><text class=\"a-me\">");
    bool cut;
    me = kr_text_fit(arena, me, 2.8, 700, &cut);
    if (!me.ptr) return KR_E_MEMORY;
    kr_put_xml(out, me);
    kr_put_z(out, "</text></g></svg>");
    return out->err;
}
