/* The scene: a flat list of shapes in the order in which they are drawn, with groups opened and closed in
 * between. Everything is in absolute coordinates of the sheet; the writer makes them relative to the item
 * they stand in. */
#ifndef KR_DRAW_SCENE_H
#define KR_DRAW_SCENE_H

#include "core/arena.h"
#include "draw/draw.h"

typedef enum kr_shape_kind {
    KR_SH_GROUP,   /* <g class>; hidden: aria-hidden; with a = 1 moved to x y */
    KR_SH_LIST,    /* <g role="list" aria-label=text> */
    KR_SH_ITEM,    /* <g role="listitem" transform=translate(x y)> */
    KR_SH_LINK,    /* <a href=extra aria-label=text>, or <g role="img"> when extra is empty */
    KR_SH_END,     /* closes the newest open one */
    KR_SH_CIRCLE,  /* x y, a radius */
    KR_SH_RECT,    /* x y left top, a b width height, c corner */
    KR_SH_DIAMOND, /* x y, a half diagonal */
    KR_SH_SECTOR,  /* x y centre, a b inner outer radius, c d degrees clockwise from the top */
    KR_SH_CURVE,   /* from x y over a b to c d */
    KR_SH_LINE,    /* from x y to a b */
    KR_SH_PATH,    /* text is path data, relative to x y */
    KR_SH_TEXT,    /* x y baseline, a size, c degrees of turn, second line in extra */
    KR_SH_IMAGE /* x y centre, a half the side; text is a JPEG in base64, or extra its address; c: kr_cut */
} kr_shape_kind;

/* What counts when looking for things that touch. */
typedef enum kr_mark {
    KR_MARK_NONE,
    KR_MARK_SYMBOL,
    KR_MARK_TEXT,
    KR_MARK_NAME, /* the text that names somebody */
    KR_MARK_PART  /* belongs to the symbol of its owner, may touch that one only */
} kr_mark;

/* What a photo is cut to. */
typedef enum kr_cut { KR_CUT_NONE, KR_CUT_ROUND, KR_CUT_DOME, KR_CUT_DIAMOND, KR_CUTS } kr_cut;

typedef enum kr_anchor { KR_MIDDLE, KR_START, KR_LAST } kr_anchor;

typedef struct kr_shape {
    uint8_t kind, mark, tint, ring, anchor;
    bool bare; /* in a page the style sheet gives position and size, so that it may enlarge them on a phone */
    bool bold, hidden, current, cut;
    bool line;      /* a line of the drawing, counted when looking for crossings; not a frame or a grid */
    uint32_t owner; /* index of the alter + 1; 0 nobody */
    double x, y, a, b, c, d;
    const char *cls;
    kr_str text, extra;
} kr_shape;

/* How a drawing is divided over sheets; `across` 0: it is not. */
typedef struct kr_sheets {
    size_t across, down;
    double mm;            /* of a unit */
    double width, height; /* of a sheet, in mm */
    uint32_t *list;       /* those on which something stands, row by row */
    size_t n;
    kr_str words; /* "rij {row}, vel {col} ({n} van {of})" */
} kr_sheets;

/* Grows in its arena; the first failure sticks in `err`. */
struct kr_scene {
    kr_arena *arena;
    kr_err err;
    kr_shape *shapes;
    size_t count, cap;
    double left, top, width, height; /* the view box */
    double mm_width, mm_height;      /* on paper; 0 on screen */
    bool grown;                      /* larger paper than was asked for, and type measured for that */
    kr_str title, description;
    kr_sheets sheets;
    const char *root_class, *name; /* name makes the ids of title and description */
    size_t persons;
};

/* A zeroed shape at the end; never NULL (a spare one after a failure). */
kr_shape *kr_scene_add(kr_scene *scene, kr_shape_kind kind, const char *cls);
kr_shape *kr_scene_circle(kr_scene *scene, const char *cls, double x, double y, double r);
kr_shape *kr_scene_rect(kr_scene *scene, const char *cls, double x, double y, double w, double h,
                        double corner);
kr_shape *kr_scene_text(kr_scene *scene, const char *cls, double x, double y, double size, kr_str text);
kr_shape *kr_scene_group(kr_scene *scene, const char *cls, bool hidden);
void kr_scene_close(kr_scene *scene);

/* A box around a text shape that has not been turned. */
typedef struct kr_box {
    double x0, y0, x1, y1;
} kr_box;
kr_box kr_text_box(const kr_shape *text);

/* The shapes alone, without an <svg> around them. */
void kr_scene_fragment(kr_buf *out, const kr_scene *scene);

/* The style sheet that a drawing carries when it leaves the page, in pieces; NULL at the end. */
extern const char *const kr_paper_style[];

/* Points of an angle in degrees, clockwise from the top. */
void kr_polar(double x, double y, double radius, double degrees, double *px, double *py);

#endif
