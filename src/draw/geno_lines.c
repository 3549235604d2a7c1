/* Bars between partners and lines to children. */
#include "draw/geno.h"

void kr_geno_line(kr_geno *g, const char *cls, const kr_geno_point *points, size_t n) {
    kr_buf path;
    kr_str text = KR_NONE;
    kr_buf_init(&path, g->arena, 1u << 20);
    for (size_t i = 0; i < n; i++) {
        double dx = i ? points[i].x - points[i - 1].x : 1, dy = i ? points[i].y - points[i - 1].y : 1;
        if (i && dx == 0 && dy == 0) continue;
        if (i && dx == 0) {
            kr_put_c(&path, 'V');
            kr_put_num(&path, points[i].y);
        } else if (i && dy == 0) {
            kr_put_c(&path, 'H');
            kr_put_num(&path, points[i].x);
        } else {
            kr_put_c(&path, i ? 'L' : 'M');
            kr_put_num(&path, points[i].x);
            kr_put_c(&path, ' ');
            kr_put_num(&path, points[i].y);
        }
    }
    if (kr_buf_end(&path, &text) != KR_OK) {
        g->w->scene->err = KR_E_MEMORY;
        return;
    }
    kr_shape *shape = kr_scene_add(g->w->scene, KR_SH_PATH, cls);
    shape->text = text;
    shape->line = true;
}

static void slash(kr_geno *g, const char *cls, double x, double y, double lean) {
    kr_geno_point p[2] = {{x - 5 * lean, y + 9}, {x + 5 * lean, y - 9}};
    kr_geno_line(g, cls, p, 2);
    g->w->scene->shapes[g->w->scene->count - 1].line = false;
}

static double bar_y(const kr_geno *g, const kr_geno_couple *c) {
    return g->rows[c->row].bars + 22.0 * c->track;
}

static double bus_y(const kr_geno *g, const kr_geno_bus *b) {
    return g->rows[b->row].buses + 11.0 * b->track;
}

static double feet_of(const kr_geno *g, uint32_t person) {
    double me = person == g->root ? 5 : 0; /* a larger name */
    const kr_geno_person *p = &g->persons[person];
    if (!p->ghost && !p->name.len) return kr_geno_y(g, person) + KR_GENO_HALF + me; /* no name in between */
    return kr_geno_y(g, person) + g->rows[g->persons[person].row].below + me;
}

static const char *union_class(const kr_union *u) {
    if (!u) return "g-u g-u--m";
    switch (u->type) {
    case KR_union_type_living_together:
    case KR_union_type_engaged_together:
    case KR_union_type_relation:
        return "g-u g-u--lt";
    case KR_union_type_lat:
        return "g-u g-u--lat";
    case KR_union_type_engaged:
        return "g-u g-u--eng";
    case KR_union_type_affair:
        return u->secret == KR_yesno_yes ? "g-u g-u--secret" : "g-u g-u--affair";
    case KR_union_type_casual:
    case KR_union_type_met:
        return "g-u g-u--affair";
    default:
        return "g-u g-u--m";
    }
}

/* The gap of the bar in which its words stand: beside the partner further out. */
static void word_gap(const kr_geno *g, const kr_geno_couple *c, double *x0, double *x1) {
    *x0 = c->x0;
    *x1 = c->x1;
    uint32_t ends[2];
    kr_geno_ends(g, c, ends);
    if (ends[1] == KR_NOBODY) return;
    const kr_geno_row *row = &g->rows[c->row];
    double before = g->items[ends[0]].x;
    uint32_t low = 0, high = row->n;
    while (low < high) {
        uint32_t middle = (low + high) / 2;
        if (g->items[g->order[row->first + middle]].x < g->items[ends[1]].x)
            low = middle + 1;
        else
            high = middle;
    }
    if (low > 0) before = g->items[g->order[row->first + low - 1]].x;
    if (before > *x0) *x0 = before;
}

/* One stroke: apart; two: divorced, leaning towards who has the children; a third across: together again. */
static void put_end(kr_geno *g, const kr_geno_couple *c, double x, double y) {
    const kr_union *u = c->record;
    double lean = 1;
    if (u->custody && u->custody == g->persons[c->a].who->id && c->leg_x[0] < c->leg_x[1]) lean = -1;
    if (u->custody && c->b != KR_NOBODY && u->custody == g->persons[c->b].who->id &&
        c->leg_x[1] < c->leg_x[0])
        lean = -1;
    switch (u->end) {
    case KR_union_end_separated:
    case KR_union_end_ended:
        slash(g, "g-slash", x, y, lean);
        break;
    case KR_union_end_bed_and_board:
        slash(g, "g-slash", x, y, lean);
        slash(g, "g-slash", x, y, 0);
        break;
    case KR_union_end_divorced:
    case KR_union_end_annulled:
    case KR_union_end_divorced_again:
        slash(g, "g-slash", x - 4, y, lean);
        slash(g, "g-slash", x + 4, y, lean);
        if (u->end == KR_union_end_annulled) slash(g, "g-slash", x, y, -lean);
        if (u->end == KR_union_end_divorced_again) slash(g, "g-slash", x + 12, y, lean);
        break;
    case KR_union_end_together_again:
        slash(g, "g-slash", x - 4, y, lean);
        slash(g, "g-slash", x + 4, y, lean);
        slash(g, "g-slash", x, y, -1.8 * lean);
        break;
    case KR_union_end_widowed:
    default:
        break;
    }
}

static void put_words(kr_geno *g, const kr_geno_couple *c, double y) {
    double x0, x1, font = KR_GENO_SMALL;
    word_gap(g, c, &x0, &x1);
    double x = (x0 + x1) / 2;
    bool ended = c->record && c->record->end && c->record->end != KR_union_end_widowed;
    if (ended || (c->record && c->record->until && !c->record->end)) {
        if (ended)
            put_end(g, c, x, y);
        else
            slash(g, "g-slash", x, y, 1);
    }
    if (c->said[1].len) {
        kr_shape *t =
            c->said[0].len ? kr_scene_text(g->w->scene, "g-ut", x - 15, y - 7, font, c->said[0]) : NULL;
        if (t) t->anchor = KR_LAST;
        t = kr_scene_text(g->w->scene, "g-ut", x + 15, y - 7, font, c->said[1]);
        t->anchor = KR_START;
    } else if (c->said[0].len) {
        (void)kr_scene_text(g->w->scene, "g-ut", x, y - 7, font, c->said[0]);
    }
}

static void put_union(kr_geno *g, const kr_geno_couple *c) {
    if (c->b == KR_NOBODY) return;
    double y = bar_y(g, c), a = c->leg_x[0], b = c->leg_x[1], ya = feet_of(g, c->a), yb = feet_of(g, c->b);
    if (c->across) {
        bool a_up = g->persons[c->a].row != c->row;
        /* The upper one's leg comes down the row as a line on its way. */
        double top = g->rows[c->row].y - g->rows[c->row].above - 30;
        if (a_up)
            a = g->items[c->leg].x, ya = top;
        else
            b = g->items[c->leg].x, yb = top;
    }
    kr_geno_point p[4] = {{a, ya}, {a, y}, {b, y}, {b, yb}};
    kr_geno_line(g, union_class(c->record), p, 4);
    if (c->related) {
        kr_geno_point q[2] = {{c->x0 + 4, y + 4}, {c->x1 - 4, y + 4}};
        kr_geno_line(g, "g-u g-u--kin", q, 2);
        g->w->scene->shapes[g->w->scene->count - 1].line = false;
    }
    put_words(g, c, y);
}

void kr_geno_unions(kr_geno *g) {
    for (uint32_t i = 0; i < g->n_couples; i++) put_union(g, &g->couples[i]);
}

/* -- children -- */

static const char *child_class(uint8_t type) {
    static const char *const classes[] = {"g-c",
                                          "g-c",
                                          "g-c g-c--adopt",
                                          "g-c g-c--foster",
                                          "g-c g-c--step",
                                          "g-c g-c--donor",
                                          "g-c g-c--donor",
                                          "g-c g-c--step",
                                          "g-c g-c--unknown"};
    return classes[type < KR_COUNT(classes) ? type : 0];
}

static double head_of(const kr_geno *g, uint32_t person) {
    const kr_geno_person *p = &g->persons[person];
    double y = kr_geno_y(g, person);
    if (p->who->arrival > KR_arrival_expected) return y - 13;
    if (person == g->root) return y - KR_GENO_HALF - 6;
    return y - KR_GENO_HALF;
}

static void put_twin(kr_geno *g, const kr_geno_link *l, double y) {
    double x = g->items[l->child].x, joint = kr_geno_entry_x(g, l),
           foot = g->rows[g->couples[l->couple].row].foot;
    double head = head_of(g, l->child);
    bool first = &g->links[l->twins] == l;
    kr_geno_point p[3] = {{joint, y}, {joint, foot}, {x, head}};
    if (first)
        kr_geno_line(g, child_class(l->record->type), p, 3);
    else
        kr_geno_line(g, child_class(l->record->type), p + 1, 2);
    if (!first && (l->record->twin_type == KR_twin_type_identical ||
                   g->links[l->twins].record->twin_type == KR_twin_type_identical)) {
        double other = g->items[g->links[l->twins].child].x, half = (foot + head) / 2;
        kr_geno_point q[2] = {{(joint + other) / 2, half}, {(joint + x) / 2, half}};
        kr_geno_line(g, "g-c", q, 2);
    }
}

/* Beside the line, above the years. */
static void put_said(kr_geno *g, const kr_geno_link *l, double x, double head) {
    if (!l->said.len) return;
    kr_shape *t =
        kr_scene_text(g->w->scene, "g-ut", x - 7, head - (g->only ? 9 : 27), KR_GENO_SMALL, l->said);
    t->anchor = KR_LAST;
}

/* From the bar or the bus at height y down to the child, or to the first piece on the way. */
static void put_link(kr_geno *g, const kr_geno_link *l, double y) {
    uint32_t entry = kr_geno_entry(g, l);
    double x = kr_geno_entry_x(g, l);
    if (l->back) {
        kr_geno_point p[2] = {{x, y}, {g->items[l->child].x, head_of(g, l->child)}};
        kr_geno_line(g, "g-c g-c--back", p, 2);
        return;
    }
    bool far = entry != l->child;
    double end = far ? g->rows[g->items[entry].row].y : head_of(g, l->child);
    if (l->twins != KR_NOBODY && !far) {
        put_twin(g, l, y);
    } else if (l->record->type == KR_parentage_type_adopted && !far) {
        kr_geno_point p[2] = {{x - 2.5, y}, {x - 2.5, end}}, q[2] = {{x + 2.5, y}, {x + 2.5, end}};
        kr_geno_line(g, "g-c", p, 2);
        kr_geno_line(g, "g-c g-c--adopt", q, 2);
        g->w->scene->shapes[g->w->scene->count - 1].line = false;
    } else {
        kr_geno_point p[2] = {{x, y}, {x, end}};
        kr_geno_line(g, child_class(l->record->type), p, 2);
    }
    if (!far) put_said(g, l, l->twins == KR_NOBODY ? x : g->items[l->child].x, head_of(g, l->child));
}

static void put_couple_bus(kr_geno *g, const kr_geno_bus *b) {
    const kr_geno_couple *c = &g->couples[b->couple];
    double y = bus_y(g, b), top = c->b == KR_NOBODY ? feet_of(g, c->a) : bar_y(g, c);
    double from = c->b == KR_NOBODY ? c->leg_x[0] : b->from;
    kr_geno_point drop[2] = {{from, top}, {from, y}}, bar[2] = {{b->x0, y}, {b->x1, y}};
    if (!g->persons[c->a].ghost) kr_geno_line(g, "g-c", drop, 2);
    if (b->x1 - b->x0 > 0.01) kr_geno_line(g, "g-c", bar, 2);
    for (uint32_t k = 0; k < c->n_links; k++) {
        if (!g->links[c->first_link + k].back) put_link(g, &g->links[c->first_link + k], y);
    }
}

/* A piece on its way: through its row, aside, and on to the next. */
static void put_way(kr_geno *g, const kr_geno_link *l, uint32_t at, const kr_geno_bus *b) {
    double y = bus_y(g, b), x = g->items[at].x;
    bool last = g->items[at].row + 1 == g->persons[l->child].row;
    uint32_t next = last ? l->child : at + 1;
    double to = last ? kr_geno_head_x(g, l) : g->items[next].x,
           end = last ? head_of(g, l->child) : g->rows[g->items[next].row].y;
    kr_geno_point p[4] = {{x, g->rows[g->items[at].row].y}, {x, y}, {to, y}, {to, end}};
    kr_geno_line(g, child_class(l->record->type), p, 4);
    if (last) put_said(g, l, to, head_of(g, l->child));
}

static void put_leg(kr_geno *g, const kr_geno_bus *b) {
    const kr_geno_couple *c = &g->couples[b->couple];
    bool a_up = g->persons[c->a].row != c->row;
    uint32_t upper = a_up ? c->a : c->b, next = b->way == KR_NOBODY ? c->first_leg : b->way + 1;
    double y = bus_y(g, b), x = b->way == KR_NOBODY ? c->leg_x[a_up ? 0 : 1] : g->items[b->way].x;
    double top = b->way == KR_NOBODY ? feet_of(g, upper) : g->rows[b->row].y;
    double to = g->items[next].x, end = g->rows[b->row + 1].y;
    if (next == c->leg) end = g->rows[c->row].y - g->rows[c->row].above - 30;
    kr_geno_point p[4] = {{x, top}, {x, y}, {to, y}, {to, end}};
    kr_geno_line(g, union_class(c->record), p, 4);
}

/* The link whose way an item is on: items of one way lie side by side, made in the order of the walk. */
static kr_err ways_of(kr_geno *g, uint32_t **out) {
    uint32_t *of = kr_new_n(g->arena, uint32_t, g->n_items + 1);
    if (!of) return KR_E_MEMORY;
    for (uint32_t i = 0; i < g->n_links; i++) {
        const kr_geno_link *l = &g->links[i];
        int32_t rows = g->persons[l->child].row - g->couples[l->couple].row - 1;
        for (int32_t k = 0; !l->back && k < rows; k++) of[l->first_way + (uint32_t)k] = i;
    }
    *out = of;
    return KR_OK;
}

void kr_geno_children(kr_geno *g) {
    uint32_t *of = NULL;
    if (ways_of(g, &of) != KR_OK) {
        g->w->scene->err = KR_E_MEMORY;
        return;
    }
    for (uint32_t i = 0; i < g->n_couples; i++) {
        const kr_geno_couple *c = &g->couples[i];
        double y = c->b == KR_NOBODY ? feet_of(g, c->a) : bar_y(g, c);
        for (uint32_t k = 0; k < c->n_links; k++) {
            const kr_geno_link *l = &g->links[c->first_link + k];
            if (c->hangs || l->back) put_link(g, l, y);
        }
    }
    for (uint32_t i = 0; i < g->n_buses; i++) {
        const kr_geno_bus *b = &g->buses[i];
        if (b->couple == KR_NOBODY)
            put_way(g, &g->links[of[b->way]], b->way, b);
        else if (g->couples[b->couple].row != b->row || b->way != KR_NOBODY)
            put_leg(g, b);
        else
            put_couple_bus(g, b);
    }
}
