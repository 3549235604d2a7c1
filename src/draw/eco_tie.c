/* Lines of the ecogram: width is strength, kind is tone, arrowheads are energy. Only ink, so that grey says
 * the same, and lines that look alike are drawn as one: however many there are, a page has a few shapes. */
#include "core/num.h"
#include "draw/eco.h"

/* Two widths of the sheet, four tones, three strengths. What nobody said looks like supportive and light. */
static const char *const classes[2][KR_ECO_LOOKS] = {
    {"e-tie t-s w1", "e-tie t-s w2", "e-tie t-s w3", "e-tie t-n w1", "e-tie t-n w2", "e-tie t-n w3",
     "e-tie t-g w1", "e-tie t-g w2", "e-tie t-g w3", "e-tie t-a w1", "e-tie t-a w2", "e-tie t-a w3"},
    {"e-thin t-s w1", "e-thin t-s w2", "e-thin t-s w3", "e-thin e-thin--n w1", "e-thin e-thin--n w2",
     "e-thin e-thin--n w3", "e-thin t-g w1", "e-thin t-g w2", "e-thin t-g w3", "e-thin t-a w1",
     "e-thin t-a w2", "e-thin t-a w3"}};

static int tone_of(size_t look) {
    return (int)(look / 3) + 1;
}

static int strength_of(size_t look) {
    return (int)(look % 3) + 1;
}

static size_t look_of(const kr_eco *e, const kr_tie *t) {
    unsigned layers = e->w->options->layers;
    size_t tone = t && (layers & KR_LAYER_TONE) && t->tone < 5 ? t->tone : 0;
    size_t strength = t && (layers & KR_LAYER_STRENGTH) && t->strength < 4 ? t->strength : 0;
    return (tone ? tone - 1 : 0) * 3 + (strength ? strength - 1 : 0);
}

/* A step within a path: a minus sign is space enough. */
static char *put_step(char *to, double by) {
    char text[8];
    size_t n = (size_t)(kr_num_small(text, by) - text);
    if (*text != '-') *to++ = ' ';
    memcpy(to, text, n);
    return to + n;
}

static double hundredth(double v) {
    return (double)((int)(v * 100 + 1000000.5) - 1000000) * 0.01;
}

/* There and back, again and again: the same letters each time. Together both steps are rounded once, so that
 * even a long line ends where it should. */
static void zigzag(kr_buf *buf, const kr_eco_stroke *s, double high, double wave) {
    int turns = (int)(s->length / wave);
    if (turns < 2) turns = 2;
    if (turns > 200) turns = 200;
    double step = s->length / turns, dx = s->dx * step, dy = s->dy * step;
    double px = s->dy * 2 * high, py = s->dx * 2 * high, x = hundredth(dx - px), y = hundredth(dy + py);
    char both[36], *there = put_step(both, x), *back;
    there = put_step(there, y);
    back = put_step(there, hundredth(2 * dx) - x);
    back = put_step(back, hundredth(2 * dy) - y);
    kr_put_point(buf, 'M', s->x, s->y);
    kr_put_point(buf, 'l', dx / 2 + px / 2, dy / 2 - py / 2);
    char *to = kr_buf_room(buf, sizeof both * ((size_t)turns / 2 + 1));
    if (!to) return;
    for (int i = 1; i + 1 < turns; i += 2) {
        memcpy(to, both, sizeof both);
        to += back - both;
    }
    if (turns % 2 == 0) memcpy(to, both, sizeof both), to += there - both;
    buf->len = (size_t)(to - buf->ptr);
    kr_put_point(buf, 'L', s->x + s->dx * s->length, s->y + s->dy * s->length);
}

static void head(kr_buf *buf, double x, double y, double dx, double dy, double size) {
    kr_put_point(buf, 'M', x, y);
    kr_put_point(buf, 'L', x - dx * size - dy * size * 0.55, y - dy * size + dx * size * 0.55);
    kr_put_point(buf, 'L', x - dx * size + dy * size * 0.55, y - dy * size - dx * size * 0.55);
    kr_put_c(buf, 'Z');
}

/* Arrowheads: towards the house gives energy, towards the person costs it. Shortens the stroke to make room.
 */
static void heads(kr_buf *buf, kr_eco_stroke *s, double size) {
    if (s->in) {
        head(buf, s->x, s->y, -s->dx, -s->dy, size);
        s->x += s->dx * size * 0.8;
        s->y += s->dy * size * 0.8;
        s->length -= size * 0.8;
    }
    if (s->out) {
        head(buf, s->x + s->dx * s->length, s->y + s->dy * s->length, s->dx, s->dy, size);
        s->length -= size * 0.8;
    }
}

void kr_eco_line(kr_eco *e, const kr_alter *alter, double x0, double y0, double x1, double y1) {
    const kr_tie *t = alter->tie;
    kr_eco_stroke *s = &e->strokes[e->n_strokes];
    *s = (kr_eco_stroke){.x = x0, .y = y0, .dx = x1 - x0, .dy = y1 - y0};
    s->length = kr_sqrt(s->dx * s->dx + s->dy * s->dy);
    if (s->length < 12) return;
    s->dx /= s->length;
    s->dy /= s->length;
    s->look = (uint8_t)look_of(e, t);
    if (t && (e->w->options->layers & KR_LAYER_ENERGY)) {
        s->in = t->energy == KR_energy_gives || t->energy == KR_energy_both;
        s->out = t->energy == KR_energy_costs || t->energy == KR_energy_both;
    }
    e->n_strokes++;
}

typedef enum tie_part { HEADS, ZIGZAGS, STROKES, PARTS } tie_part;

static void put_stroke(kr_buf *buf, kr_eco_stroke *s, tie_part part, bool thin) {
    double strength = strength_of(s->look);
    switch (part) {
    case HEADS:
        heads(buf, s, thin ? 6 + strength : 11 + strength * 3);
        break;
    case ZIGZAGS:
        zigzag(buf, s, thin ? 2.6 : 5 + strength, thin ? 8 : 11);
        break;
    default:
        kr_put_point(buf, 'M', s->x, s->y);
        kr_put_point(buf, 'L', s->x + s->dx * s->length, s->y + s->dy * s->length);
        break;
    }
}

/* All of one look: a path for the heads, for the zigzags, for the strokes. */
static void put_look(kr_eco *e, size_t look, bool thin) {
    static const char *const names[PARTS] = {"e-head", "e-line e-zig", "e-line e-str"};
    int tone = tone_of(look);
    (void)kr_scene_group(e->w->scene, classes[thin][look], false);
    for (tie_part part = HEADS; part < PARTS; part++) {
        if (part == ZIGZAGS && tone != KR_tone_tense && tone != KR_tone_ambivalent) continue;
        if (part == STROKES && tone == KR_tone_tense) continue;
        kr_buf buf;
        kr_buf_init(&buf, e->w->arena, (size_t)16 << 20);
        for (size_t i = 0; i < e->n_strokes; i++) {
            if (e->strokes[i].look == look) put_stroke(&buf, &e->strokes[i], part, thin);
        }
        if (buf.len == 0 && buf.err == KR_OK) continue;
        kr_shape *s = kr_scene_add(e->w->scene, KR_SH_PATH, names[part]);
        s->bare = true; /* its points are on the sheet already */
        if (kr_buf_end(&buf, &s->text) != KR_OK) e->w->scene->err = KR_E_MEMORY;
    }
    kr_scene_close(e->w->scene);
}

void kr_eco_lines_put(kr_eco *e, bool thin) {
    unsigned seen = 0;
    for (size_t i = 0; i < e->n_strokes; i++) seen |= 1u << e->strokes[i].look;
    for (size_t look = 0; look < KR_ECO_LOOKS; look++) {
        if (seen >> look & 1) put_look(e, look, thin);
    }
    e->n_strokes = 0;
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
