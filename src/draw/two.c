#include "draw/two.h"

#include "core/num.h"
#include "draw/mini.h"
#include "draw/text.h"

/* One person on the sheet: a symbol with a name, and for who stands elsewhere a small open one. */
typedef struct mark {
    kr_place here, there; /* ring 0: not on that map, or without a place */
    kr_mini_person named;
    double x, y; /* of the small one */
    bool both, same, dot;
} mark;

static bool stands(kr_place p) {
    return p.ring && p.area;
}

static kr_place place_in(const kr_network *network, uint32_t at) {
    return at == KR_TWO_NONE ? (kr_place){0} : kr_mini_place(&network->alters[at]);
}

static mark mark_of(const kr_network *here, const kr_network *there, const kr_two_one *one) {
    mark m = {.here = place_in(here, one->here), .there = place_in(there, one->there)};
    const kr_network *from = one->here == KR_TWO_NONE ? there : here;
    m.both = one->here != KR_TWO_NONE && one->there != KR_TWO_NONE;
    m.same = m.both && stands(m.here) && m.here.ring == m.there.ring && m.here.area == m.there.area;
    m.named.name = from->alters[one->here == KR_TWO_NONE ? one->there : one->here].person->name;
    m.named.place = stands(m.here) ? m.here : m.there;
    return m;
}

static bool two_places(const mark *m) {
    return m->both && !m->same && stands(m->here) && stands(m->there);
}

static void put_join(kr_mini *mini, const mark *m) {
    double dx = m->x - m->named.x, dy = m->y - m->named.y, length = kr_sqrt(dx * dx + dy * dy);
    if (length < 1) return;
    kr_put_z(mini->out, "<path class=\"a-join\" d=\"M");
    kr_put_num(mini->out, m->named.x), kr_put_c(mini->out, ' '), kr_put_num(mini->out, m->named.y);
    kr_put_c(mini->out, 'L');
    kr_put_num(mini->out, m->x - dx / length * 8), kr_put_c(mini->out, ' ');
    kr_put_num(mini->out, m->y - dy / length * 8);
    kr_put_z(mini->out, "\"/>");
}

static void put_ground(kr_buf *out, kr_arena *arena, const kr_two *two, kr_text_fn text, void *context) {
    kr_put_z(out, "<svg class=\"k-atlas\" viewBox=\"-202 -202 404 404\" role=\"img\" aria-label=\"");
    kr_put_xml(out, kr_text_number(arena, kr_text_of(text, context, "draw.two"), two->n_both));
    kr_put_z(out, "\"><g aria-hidden=\"true\">");
}

/* Above this those who stand on one map only are dots: the list beside the drawing names them. */
#define MOST_NAMED 12

/* A seat that is free, as near along the ring as can be, in the same quarter. */
static void sit(kr_mini *mini, mark *m) {
    static const double nearer[] = {1, 0.91, 1.07};
    double x, y, r = m->dot ? 4.5 : 7;
    kr_mini_seat(mini, two_places(m) ? m->there : m->named.place, &x, &y);
    m->x = x, m->y = y;
    for (int step = 0; step < 60; step++) {
        double turn = (step % 2 ? 1 : -1) * ((step % 20 + 1) / 2) * KR_PI / 60, out = nearer[step / 20];
        double c = kr_cos(turn) * out, s = kr_sin(turn) * out, to_x = x * c - y * s, to_y = x * s + y * c;
        kr_box box = {to_x - r, to_y - r, to_x + r, to_y + r};
        if (to_x * x <= 0 || to_y * y <= 0 || !kr_grid_free(mini->grid, box)) continue;
        m->x = to_x, m->y = to_y;
        break;
    }
    kr_mini_take(mini, m->x, m->y, r);
}

/* First who stands elsewhere on each, with a name; then whoever else has one; then the dots between them. */
static void seat_all(kr_mini *mini, mark *all, size_t n, size_t alone) {
    for (size_t i = 0; i < n; i++) {
        all[i].dot = !two_places(&all[i]) && !all[i].same && alone > MOST_NAMED;
        kr_mini_count(mini, two_places(&all[i]) ? all[i].there : all[i].named.place);
    }
    for (size_t i = 0; i < n; i++)
        if (two_places(&all[i])) sit(mini, &all[i]);
    for (int turn = 0; turn < 2; turn++)
        for (size_t i = 0; i < n; i++) {
            bool named = !all[i].same && !all[i].dot && stands(all[i].named.place);
            if (named && two_places(&all[i]) == (turn == 0)) kr_mini_stand(mini, &all[i].named);
        }
    for (size_t i = 0; i < n; i++)
        if ((all[i].same || all[i].dot) && stands(all[i].named.place)) sit(mini, &all[i]);
}

static void put_small(kr_mini *mini, const mark *m, bool only_there) {
    const kr_form *form = kr_form_of(KR_FORM_LENSINK);
    kr_place place = two_places(m) ? m->there : m->named.place;
    int tint = form->areas[place.area - 1].tint;
    if (m->dot) {
        kr_mini_circle(mini, only_there ? "a-there" : "a-d", tint, m->x, m->y, 4.5);
        return;
    }
    if (m->same) kr_mini_circle(mini, "a-d", tint, m->x, m->y, 3.5);
    kr_mini_circle(mini, m->same ? "a-twice" : "a-there", tint, m->x, m->y, 7);
}

kr_err kr_two_svg(kr_buf *out, kr_arena *arena, const kr_network *here, const kr_network *there,
                  const kr_two *two, kr_text_fn text, void *context) {
    kr_mini mini;
    mark *all = kr_new_n(arena, mark, two->n + 1);
    if (!all || kr_mini_begin(&mini, out, arena, true) != KR_OK) return KR_E_MEMORY;
    for (size_t i = 0; i < two->n; i++) all[i] = mark_of(here, there, &two->ones[i]);
    put_ground(out, arena, two, text, context);
    kr_mini_ground(&mini);
    seat_all(&mini, all, two->n, two->n_here + two->n_there);
    for (size_t i = 0; i < two->n; i++)
        if (two_places(&all[i])) put_join(&mini, &all[i]);
    for (size_t i = 0; i < two->n; i++)
        if (stands(all[i].named.place) && (all[i].same || all[i].dot || two_places(&all[i])))
            put_small(&mini, &all[i], two->ones[i].here == KR_TWO_NONE);
    kr_mini_circle(&mini, "a-ego", 0, 0, 0, 22);
    for (size_t i = 0; i < two->n; i++) {
        bool only_there = two->ones[i].here == KR_TWO_NONE;
        if (!all[i].same && !all[i].dot && stands(all[i].named.place))
            kr_mini_put(&mini, &all[i].named, only_there ? " is-there" : NULL, NULL);
    }
    kr_put_z(out, "</g></svg>");
    return out->err;
}
