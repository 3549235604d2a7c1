/* The one writer: scene -> SVG, as a part of a page or as a file of its own. */
#include "core/num.h"
#include "draw/font_metrics.h"
#include "draw/scene.h"

typedef struct writer {
    kr_buf *out;
    bool alone;          /* a file of its own */
    double ox, oy;       /* of the item we are in */
    const char *end[16]; /* what closes the open groups */
    double back[16][2];  /* and where they stood */
    int depth;
} writer;

static void put(writer *w, const char *text) {
    kr_put_z(w->out, text);
}

static void attribute(writer *w, const char *name, double value) {
    kr_put_c(w->out, ' ');
    put(w, name);
    put(w, "=\"");
    kr_put_num(w->out, value);
    kr_put_c(w->out, '"');
}

static void words(writer *w, const char *name, kr_str value) {
    kr_put_c(w->out, ' ');
    put(w, name);
    put(w, "=\"");
    kr_put_xml(w->out, value);
    kr_put_c(w->out, '"');
}

static void class_of(writer *w, const kr_shape *s) {
    if (!s->cls && !s->tint && !s->ring) return;
    put(w, " class=\"");
    if (s->cls) put(w, s->cls);
    if (s->tint) {
        put(w, s->cls ? " q" : "q");
        kr_put_c(w->out, (char)('0' + s->tint));
    }
    if (s->ring) {
        put(w, s->cls || s->tint ? " r" : "r");
        kr_put_c(w->out, (char)('0' + s->ring));
    }
    kr_put_c(w->out, '"');
}

static void open(writer *w, const char *end) {
    if (w->depth >= 16) return;
    w->end[w->depth] = end;
    w->back[w->depth][0] = w->ox;
    w->back[w->depth++][1] = w->oy;
}

static void pair(writer *w, double x, double y) {
    kr_put_num(w->out, x - w->ox);
    kr_put_c(w->out, ' ');
    kr_put_num(w->out, y - w->oy);
}

static void move(writer *w, const kr_shape *s) {
    if (!s->bare || w->alone) {
        put(w, " transform=\"translate(");
        pair(w, s->x, s->y);
        put(w, ")\"");
    }
    w->ox = s->x;
    w->oy = s->y;
}

static void put_item(writer *w, const kr_shape *s) {
    open(w, "</g>");
    put(w, "<g role=\"listitem\"");
    move(w, s);
    class_of(w, s);
    put(w, ">");
}

static void put_open(writer *w, const kr_shape *s) {
    switch (s->kind) {
    case KR_SH_ITEM:
        put_item(w, s);
        return;
    case KR_SH_LIST:
        put(w, "<g role=\"list\"");
        words(w, "aria-label", s->text);
        class_of(w, s);
        break;
    case KR_SH_LINK:
        if (s->extra.len && !w->alone) {
            put(w, "<a");
            class_of(w, s);
            words(w, "href", s->extra);
            if (s->current) put(w, " aria-current=\"true\"");
            words(w, "aria-label", s->text);
            put(w, ">");
            open(w, "</a>");
            return;
        }
        put(w, "<g role=\"img\"");
        class_of(w, s);
        if (s->current) put(w, " data-current=\"true\"");
        words(w, "aria-label", s->text);
        break;
    default:
        open(w, "</g>");
        put(w, "<g");
        class_of(w, s);
        if (s->hidden) put(w, " aria-hidden=\"true\"");
        if (s->a != 0) move(w, s);
        put(w, ">");
        return;
    }
    put(w, ">");
    open(w, "</g>");
}

static void put_end(writer *w) {
    if (w->depth == 0) return;
    put(w, w->end[--w->depth]);
    w->ox = w->back[w->depth][0];
    w->oy = w->back[w->depth][1];
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
                put(w, half == 0 ? "M" : "A");
                if (half) kr_put_num(w->out, r), kr_put_c(w->out, ' '), kr_put_num(w->out, r), put(w, sweep);
                pair(w, s->x, s->y + (half == 1 ? r : -r));
            }
            put(w, "Z");
        }
        return;
    }
    kr_polar(s->x, s->y, s->b, s->c, &x0, &y0);
    kr_polar(s->x, s->y, s->b, s->d, &x1, &y1);
    kr_polar(s->x, s->y, s->a, s->d, &x2, &y2);
    kr_polar(s->x, s->y, s->a, s->c, &x3, &y3);
    bool large = s->d - s->c > 180;
    put(w, "M");
    pair(w, x0, y0);
    put(w, "A");
    kr_put_num(w->out, s->b), kr_put_c(w->out, ' '), kr_put_num(w->out, s->b);
    put(w, large ? " 0 1 1 " : " 0 0 1 ");
    pair(w, x1, y1);
    put(w, "L");
    pair(w, x2, y2);
    put(w, "A");
    kr_put_num(w->out, s->a), kr_put_c(w->out, ' '), kr_put_num(w->out, s->a);
    put(w, large ? " 0 1 0 " : " 0 0 0 ");
    pair(w, x3, y3);
    put(w, "Z");
}

static void put_path(writer *w, const kr_shape *s) {
    put(w, "<path");
    class_of(w, s);
    if (s->kind == KR_SH_PATH && !s->bare && (s->x - w->ox != 0 || s->y - w->oy != 0)) {
        put(w, " transform=\"translate(");
        pair(w, s->x, s->y);
        put(w, ")\"");
    }
    put(w, " d=\"");
    switch (s->kind) {
    case KR_SH_SECTOR:
        put_sector(w, s);
        break;
    case KR_SH_CURVE:
        put(w, "M"), pair(w, s->x, s->y), put(w, "Q"), pair(w, s->a, s->b), put(w, " "), pair(w, s->c, s->d);
        break;
    case KR_SH_LINE:
        put(w, "M"), pair(w, s->x, s->y), put(w, "L"), pair(w, s->a, s->b);
        break;
    case KR_SH_DIAMOND:
        put(w, "M"), pair(w, s->x, s->y - s->a), put(w, "L"), pair(w, s->x + s->a, s->y), put(w, "L");
        pair(w, s->x, s->y + s->a), put(w, "L"), pair(w, s->x - s->a, s->y), put(w, "Z");
        break;
    default:
        kr_put(w->out, s->text);
        break;
    }
    put(w, "\"/>");
}

static void put_circle(writer *w, const kr_shape *s) {
    put(w, "<circle");
    class_of(w, s);
    if (!s->bare || w->alone) {
        if (s->x - w->ox != 0) attribute(w, "cx", s->x - w->ox);
        if (s->y - w->oy != 0) attribute(w, "cy", s->y - w->oy);
        attribute(w, "r", s->a);
    }
    put(w, "/>");
}

static void put_rect(writer *w, const kr_shape *s) {
    put(w, "<rect");
    class_of(w, s);
    attribute(w, "x", s->x - w->ox);
    attribute(w, "y", s->y - w->oy);
    attribute(w, "width", s->a);
    attribute(w, "height", s->b);
    if (s->c > 0) attribute(w, "rx", s->c);
    put(w, "/>");
}

static void put_line(writer *w, const kr_shape *s, kr_str line, bool first) {
    put(w, first ? "<tspan x=\"" : "<tspan dy=\"1.3em\" x=\"");
    kr_put_num(w->out, s->bare && !w->alone ? 0 : s->x - w->ox);
    put(w, "\">");
    kr_put_xml(w->out, line);
    put(w, "</tspan>");
}

static void put_text(writer *w, const kr_shape *s) {
    put(w, "<text");
    class_of(w, s);
    if (!s->bare || w->alone) {
        if (s->x - w->ox != 0) attribute(w, "x", s->x - w->ox);
        if (s->y - w->oy != 0) attribute(w, "y", s->y - w->oy);
        attribute(w, "font-size", s->a);
        if (s->anchor != KR_START)
            put(w, s->anchor == KR_LAST ? " text-anchor=\"end\"" : " text-anchor=\"middle\"");
        if (s->bold) put(w, " font-weight=\"700\"");
    }
    if (s->c != 0) {
        put(w, " transform=\"rotate(");
        kr_put_num(w->out, s->c), kr_put_c(w->out, ' '), pair(w, s->x, s->y);
        put(w, ")\"");
    }
    if (s->hidden) put(w, " aria-hidden=\"true\"");
    put(w, ">");
    if (s->extra.len) {
        put_line(w, s, s->text, true);
        put_line(w, s, s->extra, false);
    } else {
        kr_put_xml(w->out, s->text);
    }
    put(w, "</text>");
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
    default:
        put_path(w, s);
        break;
    }
}

static void put_head(writer *w, const kr_scene *scene) {
    if (w->alone) put(w, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    put(w, "<svg");
    if (w->alone) {
        put(w, " xmlns=\"http://www.w3.org/2000/svg\"");
        if (scene->mm_width > 0) {
            put(w, " width=\""), kr_put_num(w->out, scene->mm_width), put(w, "mm\" height=\"");
            kr_put_num(w->out, scene->mm_height), put(w, "mm\"");
        } else {
            attribute(w, "width", scene->width), attribute(w, "height", scene->height);
        }
    }
    if (scene->root_class) words(w, "class", kr_str_z(scene->root_class));
    put(w, " viewBox=\"");
    kr_put_num(w->out, scene->left), put(w, " "), kr_put_num(w->out, scene->top), put(w, " ");
    kr_put_num(w->out, scene->width), put(w, " "), kr_put_num(w->out, scene->height);
    put(w, "\" role=\"group\" aria-labelledby=\"");
    put(w, scene->name), put(w, "-t\" aria-describedby=\""), put(w, scene->name), put(w, "-d\">");
    put(w, "<title id=\""), put(w, scene->name), put(w, "-t\">");
    kr_put_xml(w->out, scene->title);
    put(w, "</title><desc id=\""), put(w, scene->name), put(w, "-d\">");
    kr_put_xml(w->out, scene->description);
    put(w, "</desc>");
    if (w->alone) {
        put(w, "<style>");
        for (size_t i = 0; kr_paper_style[i]; i++) put(w, kr_paper_style[i]);
        put(w, "</style>");
        kr_shape paper = {
            .cls = "paper", .x = scene->left, .y = scene->top, .a = scene->width, .b = scene->height};
        put_rect(w, &paper);
    }
}

void kr_scene_svg(kr_buf *out, const kr_scene *scene, bool standalone) {
    writer w = {.out = out, .alone = standalone};
    put_head(&w, scene);
    for (size_t i = 0; i < scene->count; i++) put_shape(&w, &scene->shapes[i]);
    put(&w, standalone ? "</svg>\n" : "</svg>");
}

void kr_scene_fragment(kr_buf *out, const kr_scene *scene) {
    writer w = {.out = out};
    for (size_t i = 0; i < scene->count; i++) put_shape(&w, &scene->shapes[i]);
}
