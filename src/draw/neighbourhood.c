/* Places around the person in the middle, by how one gets there; whether one comes there is said by form as
 * well as by colour. No map of streets: what counts is how far it is for this person. */
#include "core/num.h"
#include "draw/ringed.h"

/* Nearest first: a place that can be reached in several ways stands in the nearest ring. */
static const struct {
    const char *key;
    uint32_t ways;
    int64_t minutes; /* when it is only said how long it takes */
} rings[] = {
    {"draw.buurt.walk", 1u << KR_gets_about_on_foot | 1u << KR_gets_about_wheelchair, 15},
    {"draw.buurt.cycle", 1u << KR_gets_about_bicycle, 30},
    {"draw.buurt.ride",
     1u << KR_gets_about_public_transport | 1u << KR_gets_about_car | 1u << KR_gets_about_companion,
     INT64_MAX},
};

/* In the order of the choices; the first for when nothing is said. */
static const struct {
    const char *key, *told;
    uint8_t tint, look, badge, sign;
} visits[] = {{"draw.buurt.open", NULL, 0, 4, KR_BADGE_NONE, KR_SIGNS_NEIGHBOURHOOD},
              {"draw.buurt.now", "draw.buurt.now", 2, 1, KR_BADGE_NONE, KR_SIGNS_NEIGHBOURHOOD + 1},
              {"draw.buurt.want", "draw.buurt.want", 3, 2, KR_BADGE_WANT, KR_SIGNS_NEIGHBOURHOOD + 2},
              {"draw.buurt.avoid", "draw.buurt.avoid", 4, 3, KR_BADGE_AVOID, KR_SIGNS_NEIGHBOURHOOD + 3}};

static size_t ring_of(const kr_person *p) {
    for (size_t r = 0; r < KR_COUNT(rings); r++) {
        if (p->reach & rings[r].ways) return r + 1;
    }
    bool known = p->reach == 0 && p->has >> KR_F_person_travel_minutes & 1;
    for (size_t r = 0; known && r < KR_COUNT(rings); r++) {
        if (p->travel_minutes <= rings[r].minutes) return r + 1;
    }
    return 0;
}

static size_t visit_of(const kr_alter *a) {
    return a->tie && a->tie->visit < KR_COUNT(visits) ? a->tie->visit : 0;
}

static bool is_here(const kr_alter *a) {
    return a->person->what == KR_what_place || visit_of(a) > 0;
}

/* "8 min · Gerrit, Mieke +2" */
#define NAMES 2
#define WIDE  13.0

typedef struct company {
    uint32_t who[NAMES];
    uint32_t n;
} company;

static kr_str note_of(kr_drawing_work *w, const kr_alter *a, const company *c, bool whole) {
    kr_buf buf;
    kr_str out = {NULL, 0};
    kr_buf_init(&buf, w->arena, 4096);
    if (a->person->has >> KR_F_person_travel_minutes & 1)
        kr_put(&buf, kr_text_number(w->arena, kr_word_for(w, "draw.buurt.minutes"),
                                    (size_t)a->person->travel_minutes));
    for (uint32_t i = 0; i < c->n && i < NAMES; i++) {
        kr_put_z(&buf, i ? ", " : buf.len ? (whole ? ", " : " \xc2\xb7 ") : "");
        kr_put(&buf, w->network->alters[c->who[i]].person->name);
    }
    if (c->n > NAMES) {
        kr_put_z(&buf, " +");
        kr_put_int(&buf, (int64_t)c->n - NAMES);
    }
    if (kr_buf_end(&buf, &out) != KR_OK) w->scene->err = KR_E_MEMORY;
    bool cut = false;
    if (out.len && !whole) out = kr_text_fit(w->arena, out, WIDE, 400, &cut);
    return out.ptr ? out : KR_NONE;
}

/* Whom one knows there: who is said to be acquainted with the place. */
static company *companies(kr_drawing_work *w, size_t all) {
    company *there = kr_new_n(w->arena, company, all + 1);
    for (size_t i = 0; there && i < w->network->n_known; i++) {
        const kr_pair *pair = &w->network->pairs[i];
        for (int end = 0; end < 2; end++) {
            uint32_t place = end ? pair->b : pair->a, other = end ? pair->a : pair->b;
            if (!is_here(&w->network->alters[place]) || is_here(&w->network->alters[other])) continue;
            company *c = &there[place];
            if (c->n < NAMES) c->who[c->n] = other;
            c->n++;
        }
    }
    return there;
}

typedef struct stop {
    uint32_t alter, ring;
    int64_t minutes;
} stop;

/* Along the ring from the shortest way to the longest. */
static int by_minutes(const void *a, const void *b, void *context) {
    const stop *x = a, *y = b;
    (void)context;
    if (x->ring != y->ring) return x->ring < y->ring ? -1 : 1;
    return x->minutes < y->minutes ? -1 : x->minutes > y->minutes;
}

static kr_err find_stops(kr_drawing_work *w, size_t all, stop **out, size_t *count) {
    stop *stops = kr_new_n(w->arena, stop, all + 1), *scratch = kr_new_n(w->arena, stop, all + 1);
    size_t n = 0;
    if (!stops || !scratch) return KR_E_MEMORY;
    for (size_t i = 0; i < all; i++) {
        const kr_alter *a = &w->network->alters[i];
        if (is_here(a))
            stops[n++] = (stop){(uint32_t)i, (uint32_t)ring_of(a->person), a->person->travel_minutes};
    }
    kr_sort(stops, n, sizeof *stops, by_minutes, NULL, scratch);
    *out = stops;
    *count = n;
    return n ? KR_OK : KR_E_NOT_FOUND;
}

kr_err kr_neighbourhood_prepare(kr_drawing_work *w) {
    size_t all = w->n, count;
    stop *stops;
    kr_err err = find_stops(w, all, &stops, &count);
    if (err != KR_OK) return err;
    company *there = companies(w, all);
    if (!there || !kr_ringed_form(w, KR_COUNT(rings), 1, count)) return KR_E_MEMORY;
    for (size_t r = 0; r < KR_COUNT(rings); r++) w->ring[r] = kr_word_for(w, rings[r].key);
    w->area[0] = kr_word_for(w, "draw.buurt.area");
    w->said.waiting = kr_word_for(w, "draw.buurt.waiting");
    w->apart = true;
    w->persons = count;
    for (size_t i = 0; i < count; i++) {
        const kr_alter *a = &w->network->alters[stops[i].alter];
        size_t visit = visit_of(a);
        kr_spot *s = kr_ringed_spot(w, stops[i].alter, stops[i].ring, stops[i].ring ? 1 : 0);
        s->tint = (uint8_t)(visits[visit].tint + 1);
        s->look = visits[visit].look;
        s->badge = visits[visit].badge;
        s->note = note_of(w, a, &there[stops[i].alter], false);
        s->role = s->note.len > 0;
        s->role_em = s->role ? kr_text_width(s->note, 400) : 0;
        s->also = note_of(w, a, &there[stops[i].alter], true);
        if (visits[visit].told) {
            kr_str told = kr_word_for(w, visits[visit].told);
            kr_buf buf;
            kr_buf_init(&buf, w->arena, 4096);
            kr_put(&buf, told);
            kr_put_z(&buf, s->also.len ? ", " : "");
            kr_put(&buf, s->also);
            if (kr_buf_end(&buf, &s->also) != KR_OK) return KR_E_MEMORY;
        }
    }
    w->spots += all;
    w->n -= all;
    return KR_OK;
}

static size_t legend(kr_legend_entry *out, size_t cap, const kr_network *net, const kr_draw_options *o) {
    bool there[KR_COUNT(visits)] = {false};
    size_t n = 0;
    (void)o;
    for (size_t i = 0; i < net->n; i++) {
        if (is_here(&net->alters[i])) there[visit_of(&net->alters[i])] = true;
    }
    for (size_t step = 1; step <= KR_COUNT(visits); step++) { /* what is not said comes last */
        size_t v = step % KR_COUNT(visits);
        if (!there[v]) continue;
        if (n < cap) out[n] = (kr_legend_entry){NULL, visits[v].key, visits[v].sign};
        n++;
    }
    return n;
}

void kr_neighbourhood_sign(kr_scene *scene, uint8_t symbol, double x, double y, kr_text_fn text,
                           void *context) {
    (void)text, (void)context;
    static const char *const looks[] = {"g-thin", "g-fill", "g-open", "g-dash"};
    static const char *const badges[] = {NULL, NULL, "M0-3.500V3.500M-3.500 0H3.500", "M-3 3L3-3"};
    size_t at = symbol - KR_SIGNS_NEIGHBOURHOOD;
    if (at >= KR_COUNT(looks)) return;
    (void)kr_scene_rect(scene, looks[at], x - 7.5, y - 7.5, 15, 15, 4);
    if (!badges[at]) return;
    kr_shape *s = kr_scene_add(scene, KR_SH_PATH, "g-line");
    s->x = x;
    s->y = y;
    s->text = kr_str_z(badges[at]);
}

const kr_drawer kr_draws_neighbourhood = {KR_DRAW_NEIGHBOURHOOD, "draw.title.neighbourhood",
                                          "draw.desc.neighbourhood", NULL, legend};
