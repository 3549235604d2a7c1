/* The one writer: scene -> SVG, as a part of a page or as a file of its own. */
#include "core/num.h"
#include "draw/font_metrics.h"
#include "draw/scene.h"

/* What is written between two long texts is shorter than this, with a few short ones in between. */
#define PIECE 768
#define SHORT 64

typedef struct writer {
    kr_buf *out;
    char *at, *from;     /* where the next byte goes, and what is not counted yet */
    char *stop;          /* a piece that begins before this has room */
    bool alone;          /* a file of its own */
    double ox, oy;       /* of the item we are in */
    const char *end[16]; /* what closes the open groups */
    double back[16][2];  /* and where they stood */
    int depth;
    bool cut[KR_CUTS]; /* what cuts photos stands there already */
    double turn[2];    /* the angles of the newest sector */
    double unit[2][2]; /* and where they point */
    char aside[PIECE]; /* when there is no room for a whole piece */
} writer;

/* Everything that is put first asks for room once, and then goes straight into the text: a drawing is some
 * thousand small pieces. */
static void begin_piece(writer *w) {
    kr_buf *out = w->out;
    bool there = out->err == KR_OK && out->cap - out->len >= PIECE;
    w->from = w->at = there ? out->ptr + out->len : kr_buf_room(out, PIECE);
    if (!w->at) w->from = w->at = w->aside;
    w->stop = w->from == w->aside ? w->aside + 1 : out->ptr + (out->cap - PIECE + 1);
}

static void end_piece(writer *w) {
    if (w->from == w->aside)
        kr_put(w->out, kr_str_n(w->aside, (size_t)(w->at - w->aside)));
    else
        w->out->len += (size_t)(w->at - w->from);
}

/* Room for the next piece: mostly there is, right behind the one before. */
static inline void next_piece(writer *w) {
    if (w->at < w->stop) return;
    end_piece(w);
    begin_piece(w);
}

/* Only what is short: written in this file, mostly. */
static inline void put(writer *w, kr_str text) {
    memcpy(w->at, text.ptr, text.len);
    w->at += text.len;
}

static inline void put_char(writer *w, char c) {
    *w->at++ = c;
}

static inline void put_z(writer *w, const char *text) {
    char *to = w->at;
    while (*text) *to++ = *text++;
    w->at = to;
}

static void put_number(writer *w, double value) {
    if (kr_num_is_small(value)) {
        w->at = kr_num_small(w->at, value);
        return;
    }
    end_piece(w);
    kr_put_num(w->out, value);
    begin_piece(w);
}

/* Of any length. */
static void put_long(writer *w, kr_str text) {
    end_piece(w);
    kr_put(w->out, text);
    begin_piece(w);
}

static void put_escaped(writer *w, kr_str text) {
    if (text.len > 0 && text.len <= SHORT && kr_xml_plain(text) == text.len) {
        put(w, text);
        return;
    }
    end_piece(w);
    kr_put_xml(w->out, text);
    begin_piece(w);
}

static inline void attribute(writer *w, kr_str name, double value) {
    put(w, name);
    put_number(w, value);
    put_char(w, '"');
}

static inline void words(writer *w, kr_str name, kr_str value) {
    put(w, name);
    put_escaped(w, value);
    put_char(w, '"');
}

static void class_of(writer *w, const kr_shape *s) {
    if (!s->cls && !s->tint && !s->ring) return;
    put(w, KR_STR(" class=\""));
    if (s->cls) put_z(w, s->cls);
    if (s->tint) {
        if (s->cls) put_char(w, ' ');
        put_char(w, 'q');
        put_char(w, (char)('0' + s->tint));
    }
    if (s->ring) {
        if (s->cls || s->tint) put_char(w, ' ');
        put_char(w, 'r');
        put_char(w, (char)('0' + s->ring));
    }
    put_char(w, '"');
}

static void open(writer *w, const char *end) {
    if (w->depth >= 16) return;
    w->end[w->depth] = end;
    w->back[w->depth][0] = w->ox;
    w->back[w->depth++][1] = w->oy;
}

static void pair(writer *w, double x, double y) {
    put_number(w, x - w->ox);
    put_char(w, ' ');
    put_number(w, y - w->oy);
}

static void move(writer *w, const kr_shape *s) {
    if (!s->bare || w->alone) {
        put(w, KR_STR(" transform=\"translate("));
        pair(w, s->x, s->y);
        put(w, KR_STR(")\""));
    }
    w->ox = s->x;
    w->oy = s->y;
}

static void put_item(writer *w, const kr_shape *s) {
    open(w, "</g>");
    put(w, KR_STR("<g role=\"listitem\""));
    move(w, s);
    class_of(w, s);
    put(w, KR_STR(">"));
}

static void put_open(writer *w, const kr_shape *s) {
    switch (s->kind) {
    case KR_SH_ITEM:
        put_item(w, s);
        return;
    case KR_SH_LIST:
        put(w, KR_STR("<g role=\"list\""));
        words(w, KR_STR(" aria-label=\""), s->text);
        class_of(w, s);
        break;
    case KR_SH_LINK:
        if (s->extra.len && !w->alone) {
            put(w, KR_STR("<a"));
            class_of(w, s);
            words(w, KR_STR(" href=\""), s->extra);
            if (s->current) put(w, KR_STR(" aria-current=\"true\""));
            words(w, KR_STR(" aria-label=\""), s->text);
            put(w, KR_STR(">"));
            open(w, "</a>");
            return;
        }
        put(w, KR_STR("<g role=\"img\""));
        class_of(w, s);
        if (s->current) put(w, KR_STR(" data-current=\"true\""));
        words(w, KR_STR(" aria-label=\""), s->text);
        break;
    default:
        open(w, "</g>");
        put(w, KR_STR("<g"));
        class_of(w, s);
        if (s->hidden) put(w, KR_STR(" aria-hidden=\"true\""));
        if (s->a != 0) move(w, s);
        put(w, KR_STR(">"));
        return;
    }
    put(w, KR_STR(">"));
    open(w, "</g>");
}

static void put_end(writer *w) {
    if (w->depth == 0) return;
    put_z(w, w->end[--w->depth]);
    w->ox = w->back[w->depth][0];
    w->oy = w->back[w->depth][1];
}

/* The rings of an area have the same angles, one after the other. */
static void aim(writer *w, double from, double to) {
    const double turn[2] = {from, to};
    for (int i = 0; i < 2; i++) {
        if (w->turn[i] == turn[i]) continue;
        w->turn[i] = turn[i];
        kr_polar(0, 0, 1, turn[i], &w->unit[i][0], &w->unit[i][1]);
    }
}

static void put_sector(writer *w, const kr_shape *s) {
    double x0, y0, x1, y1, x2, y2, x3, y3;
    if (s->d - s->c >= 359.99) {
        /* A whole ring: two circles, the inner one cut out by going the other way round. */
        for (int inner = 0; inner < 2; inner++) {
            double r = inner ? s->a : s->b;
            if (r <= 0) continue;
            const char *sweep = inner ? " 0 1 0 " : " 0 1 1 ";
            for (int half = 0; half < 3; half++) {
                put_char(w, half == 0 ? 'M' : 'A');
                if (half) put_number(w, r), put_char(w, ' '), put_number(w, r), put_z(w, sweep);
                pair(w, s->x, s->y + (half == 1 ? r : -r));
            }
            put(w, KR_STR("Z"));
        }
        return;
    }
    aim(w, s->c, s->d);
    x0 = s->x + s->b * w->unit[0][0], y0 = s->y + s->b * w->unit[0][1];
    x1 = s->x + s->b * w->unit[1][0], y1 = s->y + s->b * w->unit[1][1];
    x2 = s->x + s->a * w->unit[1][0], y2 = s->y + s->a * w->unit[1][1];
    x3 = s->x + s->a * w->unit[0][0], y3 = s->y + s->a * w->unit[0][1];
    bool large = s->d - s->c > 180;
    put(w, KR_STR("M"));
    pair(w, x0, y0);
    put(w, KR_STR("A"));
    put_number(w, s->b), put_char(w, ' '), put_number(w, s->b);
    put(w, large ? KR_STR(" 0 1 1 ") : KR_STR(" 0 0 1 "));
    pair(w, x1, y1);
    put(w, KR_STR("L"));
    pair(w, x2, y2);
    put(w, KR_STR("A"));
    put_number(w, s->a), put_char(w, ' '), put_number(w, s->a);
    put(w, large ? KR_STR(" 0 1 0 ") : KR_STR(" 0 0 0 "));
    pair(w, x3, y3);
    put(w, KR_STR("Z"));
}

static void put_path(writer *w, const kr_shape *s) {
    put(w, KR_STR("<path"));
    class_of(w, s);
    if (s->kind == KR_SH_PATH && !s->bare && (s->x - w->ox != 0 || s->y - w->oy != 0)) {
        put(w, KR_STR(" transform=\"translate("));
        pair(w, s->x, s->y);
        put(w, KR_STR(")\""));
    }
    put(w, KR_STR(" d=\""));
    switch (s->kind) {
    case KR_SH_SECTOR:
        put_sector(w, s);
        break;
    case KR_SH_CURVE:
        put(w, KR_STR("M")), pair(w, s->x, s->y), put(w, KR_STR("Q")), pair(w, s->a, s->b),
            put(w, KR_STR(" ")), pair(w, s->c, s->d);
        break;
    case KR_SH_LINE:
        put(w, KR_STR("M")), pair(w, s->x, s->y), put(w, KR_STR("L")), pair(w, s->a, s->b);
        break;
    case KR_SH_DIAMOND:
        put(w, KR_STR("M")), pair(w, s->x, s->y - s->a), put(w, KR_STR("L")), pair(w, s->x + s->a, s->y),
            put(w, KR_STR("L"));
        pair(w, s->x, s->y + s->a), put(w, KR_STR("L")), pair(w, s->x - s->a, s->y), put(w, KR_STR("Z"));
        break;
    default:
        put_long(w, s->text);
        break;
    }
    put(w, KR_STR("\"/>"));
}

static void put_circle(writer *w, const kr_shape *s) {
    put(w, KR_STR("<circle"));
    class_of(w, s);
    if (!s->bare || w->alone) {
        if (s->x - w->ox != 0) attribute(w, KR_STR(" cx=\""), s->x - w->ox);
        if (s->y - w->oy != 0) attribute(w, KR_STR(" cy=\""), s->y - w->oy);
        attribute(w, KR_STR(" r=\""), s->a);
    }
    put(w, KR_STR("/>"));
}

static void put_rect(writer *w, const kr_shape *s) {
    put(w, KR_STR("<rect"));
    class_of(w, s);
    attribute(w, KR_STR(" x=\""), s->x - w->ox);
    attribute(w, KR_STR(" y=\""), s->y - w->oy);
    attribute(w, KR_STR(" width=\""), s->a);
    attribute(w, KR_STR(" height=\""), s->b);
    if (s->c > 0) attribute(w, KR_STR(" rx=\""), s->c);
    put(w, KR_STR("/>"));
}

static void put_line(writer *w, const kr_shape *s, kr_str line, bool first) {
    put(w, first ? KR_STR("<tspan x=\"") : KR_STR("<tspan dy=\"1.3em\" x=\""));
    put_number(w, s->bare && !w->alone ? 0 : s->x - w->ox);
    put(w, KR_STR("\">"));
    put_escaped(w, line);
    put(w, KR_STR("</tspan>"));
}

static void put_text(writer *w, const kr_shape *s) {
    put(w, KR_STR("<text"));
    class_of(w, s);
    if (!s->bare || w->alone) {
        if (s->x - w->ox != 0) attribute(w, KR_STR(" x=\""), s->x - w->ox);
        if (s->y - w->oy != 0) attribute(w, KR_STR(" y=\""), s->y - w->oy);
        attribute(w, KR_STR(" font-size=\""), s->a);
        if (s->anchor != KR_START)
            put(w, s->anchor == KR_LAST ? KR_STR(" text-anchor=\"end\"") : KR_STR(" text-anchor=\"middle\""));
        if (s->bold) put(w, KR_STR(" font-weight=\"700\""));
    }
    if (s->c != 0) {
        put(w, KR_STR(" transform=\"rotate("));
        put_number(w, s->c), put_char(w, ' '), pair(w, s->x, s->y);
        put(w, KR_STR(")\""));
    }
    if (s->hidden) put(w, KR_STR(" aria-hidden=\"true\""));
    put(w, KR_STR(">"));
    if (s->extra.len) {
        put_line(w, s, s->text, true);
        put_line(w, s, s->extra, false);
    } else {
        put_escaped(w, s->text);
    }
    put(w, KR_STR("</text>"));
}

/* Round by a path that all photos share: a style would not be allowed in a page, nor known on paper. */
static const struct {
    const char *name, *shape;
} cuts[KR_CUTS] = {{NULL, NULL},
                   {"m-round", "<circle cx=\".5\" cy=\".5\" r=\".5\"/>"},
                   {"m-dome", "<path d=\"M0 1V.5C0 .22 .22 0 .5 0S1 .22 1 .5V1Z\"/>"},
                   {"m-diamond", "<path d=\"M.5 0 1 .5 .5 1 0 .5Z\"/>"}};

static void put_cut(writer *w, size_t cut) {
    if (w->cut[cut]) return;
    put(w, KR_STR("<clipPath id=\""));
    put_z(w, cuts[cut].name);
    put(w, KR_STR("\" clipPathUnits=\"objectBoundingBox\">"));
    put_z(w, cuts[cut].shape);
    put(w, KR_STR("</clipPath>"));
    w->cut[cut] = true;
}

/* Inside the drawing itself: nothing is fetched, and a file stays whole. What is not base64 stays out. */
static void put_image(writer *w, const kr_shape *s) {
    for (size_t i = 0; i < s->text.len; i++) {
        char c = s->text.ptr[i];
        bool letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (!letter && c != '+' && c != '/' && c != '=') return;
    }
    size_t cut = s->c > 0 && s->c < KR_CUTS ? (size_t)s->c : 0;
    if (cut) put_cut(w, cut);
    put(w, KR_STR("<image"));
    class_of(w, s);
    attribute(w, KR_STR(" x=\""), s->x - s->a - w->ox);
    attribute(w, KR_STR(" y=\""), s->y - s->a - w->oy);
    attribute(w, KR_STR(" width=\""), 2 * s->a);
    attribute(w, KR_STR(" height=\""), 2 * s->a);
    if (cut) {
        put(w, KR_STR(" clip-path=\"url(#"));
        put_z(w, cuts[cut].name);
        put(w, KR_STR(")\""));
    }
    put(w, KR_STR(" preserveAspectRatio=\"xMidYMid slice\" href=\""));
    if (!s->extra.len) put(w, KR_STR("data:image/jpeg;base64,"));
    put_escaped(w, s->extra.len ? s->extra : s->text);
    put(w, KR_STR("\"/>"));
}

static void put_shape(writer *w, const kr_shape *s) {
    switch (s->kind) {
    case KR_SH_GROUP:
    case KR_SH_LIST:
    case KR_SH_ITEM:
    case KR_SH_LINK:
        put_open(w, s);
        break;
    case KR_SH_END:
        put_end(w);
        break;
    case KR_SH_CIRCLE:
        put_circle(w, s);
        break;
    case KR_SH_RECT:
        put_rect(w, s);
        break;
    case KR_SH_TEXT:
        put_text(w, s);
        break;
    case KR_SH_IMAGE:
        put_image(w, s);
        break;
    default:
        put_path(w, s);
        break;
    }
}

static void put_head(writer *w, const kr_scene *scene) {
    if (w->alone) put(w, KR_STR("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"));
    put(w, KR_STR("<svg"));
    if (w->alone) {
        put(w, KR_STR(" xmlns=\"http://www.w3.org/2000/svg\""));
        if (scene->mm_width > 0) {
            put(w, KR_STR(" width=\"")), put_number(w, scene->mm_width), put(w, KR_STR("mm\" height=\""));
            put_number(w, scene->mm_height), put(w, KR_STR("mm\""));
        } else {
            attribute(w, KR_STR(" width=\""), scene->width),
                attribute(w, KR_STR(" height=\""), scene->height);
        }
    }
    if (scene->root_class) words(w, KR_STR(" class=\""), kr_str_z(scene->root_class));
    put(w, KR_STR(" viewBox=\""));
    put_number(w, scene->left), put(w, KR_STR(" ")), put_number(w, scene->top), put(w, KR_STR(" "));
    put_number(w, scene->width), put(w, KR_STR(" ")), put_number(w, scene->height);
    put(w, KR_STR("\" role=\"group\" aria-labelledby=\""));
    put_z(w, scene->name), put(w, KR_STR("-t\" aria-describedby=\"")), put_z(w, scene->name),
        put(w, KR_STR("-d\">"));
    put(w, KR_STR("<title id=\"")), put_z(w, scene->name), put(w, KR_STR("-t\">"));
    put_escaped(w, scene->title);
    put(w, KR_STR("</title><desc id=\"")), put_z(w, scene->name), put(w, KR_STR("-d\">"));
    put_escaped(w, scene->description);
    put(w, KR_STR("</desc>"));
    if (w->alone) {
        put(w, KR_STR("<style>"));
        for (size_t i = 0; kr_paper_style[i]; i++) put_long(w, kr_str_z(kr_paper_style[i]));
        put(w, KR_STR("</style>"));
        kr_shape paper = {
            .cls = "paper", .x = scene->left, .y = scene->top, .a = scene->width, .b = scene->height};
        put_rect(w, &paper);
    }
}

static void begin(writer *w, kr_buf *out, bool alone) {
    w->out = out;
    w->alone = alone;
    w->ox = w->oy = 0;
    w->depth = 0;
    memset(w->cut, 0, sizeof w->cut);
    w->turn[0] = w->turn[1] = 0;
    w->unit[0][0] = w->unit[1][0] = 0;
    w->unit[0][1] = w->unit[1][1] = -1;
    begin_piece(w);
}

/* Each shape begins a new piece. */
static void put_shapes(writer *w, const kr_scene *scene) {
    for (size_t i = 0; i < scene->count; i++) {
        next_piece(w);
        put_shape(w, &scene->shapes[i]);
    }
}

void kr_scene_svg(kr_buf *out, const kr_scene *scene, bool standalone) {
    writer w;
    (void)kr_buf_room(out, scene->count * 64); /* about what it will need: less to move while it grows */
    begin(&w, out, standalone);
    put_head(&w, scene);
    put_shapes(&w, scene);
    put(&w, standalone ? KR_STR("</svg>\n") : KR_STR("</svg>"));
    end_piece(&w);
}

void kr_scene_fragment(kr_buf *out, const kr_scene *scene) {
    writer w;
    begin(&w, out, false);
    put_shapes(&w, scene);
    end_piece(&w);
}
