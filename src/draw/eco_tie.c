/* Lines of the ecogram: width is strength, kind is tone, arrowheads are energy. Only ink, so that grey says
 * the same. */
#include "core/num.h"
#include "draw/eco.h"

static const char *line_class(const kr_eco *e, const kr_tie *t, bool thin) {
    static const char *const classes[2][5][4] = {
        {{"e-tie t-s w1", "e-tie t-s w1", "e-tie t-s w2", "e-tie t-s w3"},
         {"e-tie t-s w1", "e-tie t-s w1", "e-tie t-s w2", "e-tie t-s w3"},
         {"e-tie t-n w1", "e-tie t-n w1", "e-tie t-n w2", "e-tie t-n w3"},
         {"e-tie t-g w1", "e-tie t-g w1", "e-tie t-g w2", "e-tie t-g w3"},
         {"e-tie t-a w1", "e-tie t-a w1", "e-tie t-a w2", "e-tie t-a w3"}},
        {{"e-thin t-s w1", "e-thin t-s w1", "e-thin t-s w2", "e-thin t-s w3"},
         {"e-thin t-s w1", "e-thin t-s w1", "e-thin t-s w2", "e-thin t-s w3"},
         {"e-thin e-thin--n w1", "e-thin e-thin--n w1", "e-thin e-thin--n w2", "e-thin e-thin--n w3"},
         {"e-thin t-g w1", "e-thin t-g w1", "e-thin t-g w2", "e-thin t-g w3"},
         {"e-thin t-a w1", "e-thin t-a w1", "e-thin t-a w2", "e-thin t-a w3"}}};
    unsigned layers = e->w->options->layers;
    size_t tone = t && (layers & KR_LAYER_TONE) && t->tone < 5 ? t->tone : 0;
    size_t strength = t && (layers & KR_LAYER_STRENGTH) && t->strength < 4 ? t->strength : 0;
    return classes[thin][tone][strength];
}

static void path(kr_eco *e, const char *cls, kr_buf *data) {
    kr_shape *s = kr_scene_add(e->w->scene, KR_SH_PATH, cls);
    s->bare = true; /* its points are on the sheet already */
    if (kr_buf_end(data, &s->text) != KR_OK) e->w->scene->err = KR_E_MEMORY;
}

typedef struct stroke {
    double x, y, dx, dy, length; /* from the house outward */
} stroke;

static void zigzag(kr_eco *e, const stroke *s, double high, double wave) {
    kr_buf buf;
    kr_buf_init(&buf, e->w->arena, 16384);
    int turns = (int)(s->length / wave);
    if (turns < 2) turns = 2;
    if (turns > 200) turns = 200;
    double step = s->length / turns;
    (void)kr_buf_room(&buf, 18 * ((size_t)turns + 2)); /* at most */
    kr_put_point(&buf, 'M', s->x, s->y);
    for (int i = 0; i < turns; i++) {
        double at = (i + 0.5) * step, side = (i & 1) ? high : -high;
        kr_put_point(&buf, 'L', s->x + s->dx * at - s->dy * side, s->y + s->dy * at + s->dx * side);
    }
    kr_put_point(&buf, 'L', s->x + s->dx * s->length, s->y + s->dy * s->length);
    path(e, "e-line e-zig", &buf);
}

static void head(kr_buf *buf, double x, double y, double dx, double dy, double size) {
    kr_put_point(buf, 'M', x, y);
    kr_put_point(buf, 'L', x - dx * size - dy * size * 0.55, y - dy * size + dx * size * 0.55);
    kr_put_point(buf, 'L', x - dx * size + dy * size * 0.55, y - dy * size - dx * size * 0.55);
    kr_put_c(buf, 'Z');
}

/* Arrowheads: towards the house gives energy, towards the person costs it. Shortens the stroke to make room.
 */
static void heads(kr_eco *e, stroke *s, const kr_tie *t, double size) {
    if (!t || !(e->w->options->layers & KR_LAYER_ENERGY)) return;
    bool in = t->energy == KR_energy_gives || t->energy == KR_energy_both;
    bool out = t->energy == KR_energy_costs || t->energy == KR_energy_both;
    if (!in && !out) return;
    kr_buf buf;
    kr_buf_init(&buf, e->w->arena, 1024);
    if (in) {
        head(&buf, s->x, s->y, -s->dx, -s->dy, size);
        s->x += s->dx * size * 0.8;
        s->y += s->dy * size * 0.8;
        s->length -= size * 0.8;
    }
    if (out) {
        head(&buf, s->x + s->dx * s->length, s->y + s->dy * s->length, s->dx, s->dy, size);
        s->length -= size * 0.8;
    }
    path(e, "e-head", &buf);
}

void kr_eco_line(kr_eco *e, const kr_alter *alter, double x0, double y0, double x1, double y1, bool thin) {
    const kr_tie *t = alter->tie;
    stroke s = {x0, y0, x1 - x0, y1 - y0, 0};
    s.length = kr_sqrt(s.dx * s.dx + s.dy * s.dy);
    if (s.length < 12) return;
    s.dx /= s.length;
    s.dy /= s.length;
    unsigned layers = e->w->options->layers;
    uint8_t tone = t && (layers & KR_LAYER_TONE) ? t->tone : 0;
    double strength = t && (layers & KR_LAYER_STRENGTH) && t->strength ? t->strength : 1;
    (void)kr_scene_group(e->w->scene, line_class(e, t, thin), false);
    heads(e, &s, t, thin ? 6 + strength : 11 + strength * 3);
    if (tone == KR_tone_tense || tone == KR_tone_ambivalent)
        zigzag(e, &s, thin ? 2.6 : 5 + strength, thin ? 8 : 11);
    if (tone != KR_tone_tense) {
        kr_shape *line = kr_scene_add(e->w->scene, KR_SH_LINE, "e-line e-str");
        line->x = s.x, line->y = s.y;
        line->a = s.x + s.dx * s.length, line->b = s.y + s.dy * s.length;
    }
    kr_scene_close(e->w->scene);
}

size_t kr_eco_support(const kr_eco *e, const kr_alter *alter, kr_str letters[5]) {
    size_t n = 0;
    if (!alter->tie || !(e->w->options->layers & KR_LAYER_SUPPORT)) return 0;
    uint32_t all = alter->tie->gets | alter->tie->gives;
    for (int i = 1; i < 6; i++) {
        if (all >> i & 1) letters[n++] = e->letters[i];
    }
    return n;
}
