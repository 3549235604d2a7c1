/* Drawings: network + options -> scene -> SVG. Pure and deterministic: same circle, same bytes, native and
 * WebAssembly. */
#ifndef KR_DRAW_H
#define KR_DRAW_H

#include "core/network.h"

typedef enum kr_drawing {
    KR_DRAW_LENSINK = 1,
    KR_DRAW_WARD,
    KR_DRAW_HORIZONS,
    KR_DRAW_RINGS,
    KR_DRAW_ECOGRAM,
    KR_DRAW_GENOGRAM,
    KR_DRAW_FUNCTIONS,     /* who gives which kind of support: now, sometimes, could */
    KR_DRAW_DOMAINS,       /* people and places per domain of life */
    KR_DRAW_SOCIOGRAM,     /* the people among themselves */
    KR_DRAW_GROUP,         /* who chooses whom in a group */
    KR_DRAW_MATRIX,        /* who knows whom, as a table */
    KR_DRAW_CARDS,         /* relatives, friends, services; three zones */
    KR_DRAW_LIFELINE,      /* events along the years, and who was there */
    KR_DRAW_OVER_TIME,     /* the circle at each moment */
    KR_DRAW_NEIGHBOURHOOD, /* places, by how one gets there and how long it takes */
    KR_DRAW_MAP,           /* rings and sectors of one's own: `form` */
    KR_DRAW_PLAIN,         /* large, few words, at most three kinds of line */
    KR_DRAW_LAST = KR_DRAW_PLAIN
} kr_drawing;
/* "lensink", "wijkecogram", "horizons", "rings", "ecogram", "genogram", "functions", "domains", "sociogram",
 * "group", "matrix", "cards", "lifeline", "over-time", "neighbourhood", "map", "plain"; 0 for anything else.
 */
kr_drawing kr_drawing_named(kr_str name);
const char *kr_drawing_name(kr_drawing drawing);
/* Whose eyes paper is drawn through: the wall, or initials; the life line needs what happened too. */
kr_viewer kr_drawing_viewer(kr_drawing drawing, bool initials);

/* Ecogram layers and what a circle may show besides. */
enum {
    KR_LAYER_STRENGTH = 1,    /* width of the line */
    KR_LAYER_TONE = 2,        /* kind of line */
    KR_LAYER_ENERGY = 4,      /* arrowheads */
    KR_LAYER_SUPPORT = 8,     /* letters on the line */
    KR_LAYER_PAID = 16,       /* paid helpers */
    KR_LAYER_AREAS = 32,      /* areas of life */
    KR_LAYER_ACQUAINTED = 64, /* lines between people who know each other */
    KR_LAYER_FREQUENCY = 128, /* filled, outlined, dashed */
    KR_LAYER_ALL = 255,
    /* The family tree and the other drawings. */
    KR_LAYER_YEARS = 256,       /* years and ages */
    KR_LAYER_HOUSEHOLDS = 512,  /* who lives together */
    KR_LAYER_BONDS = 1024,      /* emotional lines: the owner's alone, never on by default on paper */
    KR_LAYER_CONDITIONS = 2048, /* illness, addiction and other private marks: the same */
    KR_LAYER_EGO = 4096,        /* the person in the middle in a drawing that can do without */
    KR_LAYER_REJECTIONS = 8192, /* "rather not" in the group */
    KR_LAYER_PHOTOS = 32768,    /* photos in the symbols, where there is room and there is one */
    KR_LAYER_FAMILY = 16384     /* the household in the middle of the ecogram opens into its family tree */
};

typedef enum kr_paper { KR_SCREEN, KR_A4, KR_A3, KR_A2, KR_A1, KR_A0 } kr_paper;

/* A circle as it was at a moment, for the drawing over time. */
typedef struct kr_then {
    kr_network network;
    kr_str name, day; /* words to stand with it: "Na mijn heup", "14 juni 2026" */
} kr_then;

/* Words come from outside: draw knows no language. Returns borrowed text. */
typedef kr_str (*kr_text_fn)(void *context, const char *key);

typedef struct kr_draw_options {
    kr_drawing as;
    unsigned layers; /* KR_LAYER_... */
    kr_paper
        paper; /* KR_SCREEN: for a page, without legend; else with title, date line and legend on the sheet */
    bool large;     /* larger type */
    bool narrow;    /* on a screen as narrow as a phone: names as large as text there, and whoever has no room
                       for a name as a number, with the names below */
    bool roles;     /* the role under the name where there is room */
    kr_id selected; /* drawn with a thick ring; 0 nobody */
    int zoom_area;  /* 0 the whole; n only area n of the form (ecogram: of life), enlarged */
    int page;       /* KR_SCREEN with more than 150 people: areas must be zoomed; 0 */
    bool wall;      /* to hang up, also when it comes from a page: no question marks; paper is that anyway */
    kr_str title;   /* on paper: "De kring van Annie" */
    kr_str date_line;    /* on paper: "12 november 2026" */
    kr_str link_prefix;  /* "/k/ID/p/": people become links to prefix + id; empty: no links */
    kr_str photo_prefix; /* "/kring/ID/mens/": photos come from prefix + id + "/foto"; empty: they stand in
                            the drawing itself */
    kr_str spot_prefix;  /* when not empty, every ring × area cell is a link: prefix + "ring=R&area=A" */
    kr_id root; /* genogram: who stands in the middle of it; 0: circle.family_root, else the person in the
                   middle, else the first of the family */
    int generations;     /* genogram: how many rows, 0: four around the root; KR_EVERYBODY: the whole file */
    kr_id form;          /* KR_DRAW_MAP: which own form */
    kr_str question;     /* group: which question; empty: that of the first choice */
    bool other_side;     /* functions: what I give; lifeline: newest first; matrix: by group */
    bool simple;         /* genogram: without years, marks and households */
    int sheets;          /* on paper: KR_SHEETS_... */
    kr_date today;       /* for ages; 0: none are shown but at death */
    kr_str event_prefix; /* lifeline: events become links to prefix + id; empty: no links */
    const kr_then *moments; /* over-time: oldest first */
    size_t n_moments;
    kr_text_fn text;
    void *text_context;
} kr_draw_options;
#define KR_EVERYBODY 1000000

/* On one sheet, whatever becomes of the type; over several of the paper asked for when type would be under
 * seven points even on the largest; over several anyway. For drawings that are as large as they need to be
 * (a family tree, a matrix, ...); the others always fit on one. */
enum { KR_SHEETS_ONE, KR_SHEETS_READABLE, KR_SHEETS_MANY };

/* A shape on the sheet; units: 1 = one CSS pixel on screen, on paper 1/100 mm is not used: also pixels of
 * 1/96 inch. `role` is the CSS class; colours come from style sheet on screen and from the writer's table on
 * paper. */
typedef struct kr_scene kr_scene;

/* Builds the scene. Errors: KR_E_MEMORY; KR_E_LIMIT above KR_DRAW_MOST people (then zoom or list). */
#define KR_DRAW_MOST 2000
kr_err kr_scene_make(kr_scene **out, kr_arena *arena, const kr_network *network,
                     const kr_draw_options *options, kr_error *error) KR_CHECKED;

typedef struct kr_scene_report {
    size_t persons;   /* drawn, without the one in the middle */
    size_t overlaps;  /* pairs of symbols and texts that touch, counted on the finished scene */
    size_t shortened; /* names that were cut */
    double smallest;  /* smallest text in points, on its paper or 190 mm wide */
    /* What a critical eye counts, from shapes marked as lines (kr_shape.line). */
    size_t crossings;     /* of two lines, each pair of segments once, joints not counted */
    size_t through;       /* lines that run through a symbol they do not belong to */
    size_t bends;         /* corners of lines */
    double width, height; /* of the drawing, in units */
    double longest;       /* longest line, in units */
} kr_scene_report;
/* Counts from the finished shapes alone. O(shapes log shapes) typical. */
kr_err kr_scene_check(kr_scene_report *out, kr_arena *arena, const kr_scene *scene) KR_CHECKED;

/* Accessible SVG. `standalone`: with XML header, style and sizes in mm for a file or the worker; else an
 * <svg> fragment for a page, styled by the page's style sheet (no style attributes: the content policy
 * forbids them). */
void kr_scene_svg(kr_buf *out, const kr_scene *scene, bool standalone);

/* Over how many sheets it goes: 1 unless options->sheets asked for more. O(1). */
size_t kr_scene_sheets(const kr_scene *scene);
/* Sheet `sheet` (from 0, row by row) of a drawing over several, as a file: its part, a little of the next
 * sheets, a line to cut along and which sheet it is; sheet 0 of an undivided drawing is all of it.
 * kr_scene_svg gives everything in one. Errors:
 * KR_E_INVALID when there is no such sheet, KR_E_MEMORY. O(shapes). */
kr_err kr_scene_sheet_svg(kr_buf *out, kr_arena *arena, const kr_scene *scene, size_t sheet) KR_CHECKED;

/* The legend as data, for pages: made from the same table that chose the symbols. Returns the number of
 * entries that this drawing needs; key is a catalogue key, symbol a small SVG fragment written to `out` by
 * kr_legend_symbol. */
typedef struct kr_legend_entry {
    const char *group_key; /* NULL when the group goes on */
    const char *key;
    uint8_t symbol;
} kr_legend_entry;
size_t kr_legend(kr_legend_entry *out, size_t cap, const kr_network *network, const kr_draw_options *options);
void kr_legend_symbol(kr_buf *out, uint8_t symbol, kr_text_fn text, void *context);

/* Whom KR_LAYER_FAMILY shows in the house, the person in the middle first; 0 when nobody else lives there.
 * O(people). */
size_t kr_draw_household(const kr_person **out, size_t cap, kr_arena *arena, const kr_network *network);

/* A small quiet circle (the "atlas"): dots only, `marked` alters stand out with their name when `names`. */
kr_err kr_atlas_svg(kr_buf *out, kr_arena *arena, const kr_network *network, const uint32_t *marked,
                    size_t n_marked, bool names, kr_text_fn text, void *context) KR_CHECKED;
/* The growing circle beside naming: everyone as a neutral seed with a name (most recent 24), the newest
 * marked. */
kr_err kr_seed_svg(kr_buf *out, kr_arena *arena, const kr_network *network, kr_id newest, kr_str label,
                   kr_str me) KR_CHECKED;
/* Two moments: the circle `after` with what came (plus), moved (arrow), went (dashed); or `before` with those
 * people standing out. */
kr_err kr_change_svg(kr_buf *out, kr_arena *arena, const kr_network *network,
                     const kr_difference *differences, size_t count, bool after, kr_text_fn text,
                     void *context) KR_CHECKED;

/* Where somebody stands on a sheet that was laid out elsewhere, in its own units, and how far that is from
 * where the family tree puts them: what a record `moved` holds, without its 100000. Rows are ours: only from
 * left to right does anybody move. Whoever is not drawn moves 0. Errors: KR_E_MEMORY, KR_E_LIMIT,
 * KR_E_NOT_FOUND (nobody has a family tie). As costly as drawing the whole family. */
#define KR_MOST_MOVE 90000
typedef struct kr_sheet_spot {
    kr_id person;
    double x;
    uint16_t sheet; /* of several sheets each is fitted by itself */
    int32_t move;   /* out */
} kr_sheet_spot;
kr_err kr_genogram_fit(kr_sheet_spot *spots, size_t n, kr_arena *arena, const kr_network *network,
                       kr_text_fn text, void *context) KR_CHECKED;

/* Width of text in the bundled font at size 1 (em), weight 400 or 700. Glyphs it lacks count one em. */
double kr_text_width(kr_str text, int weight);

#endif
