/* The family tree while it is being drawn: who is in it, in which row, where, and the lines between them.
 *
 * An item takes room in a row: a person, or a line that passes the row on its way to a row further down.
 * Persons are items 0..n-1. */
#ifndef KR_DRAW_GENO_H
#define KR_DRAW_GENO_H

#include "core/family.h"
#include "draw/drawing.h"

typedef struct kr_geno_person {
    const kr_person *who;
    uint32_t member;                  /* in the family */
    uint32_t first_couple, n_couples; /* in couples_of */
    uint32_t first_origin, n_origins; /* in origins: links */
    uint32_t block;                   /* who stands together in a row: partners and who belongs to them */
    int32_t row;
    bool ghost;      /* nobody: where the parents of brothers and sisters would stand */
    bool folded;     /* children are there but not drawn */
    bool apart;      /* no family tie: below the tree */
    uint32_t beside; /* lives with this person, without a family tie; else KR_NOBODY */
    kr_str name;
    kr_label label;
    bool cut;
} kr_geno_person;

typedef struct kr_geno_couple {
    const kr_union *record;
    uint32_t a, b; /* b may be KR_NOBODY */
    uint32_t first_link, n_links;
    int32_t row;  /* of the bar: below the lower of the two */
    bool across;  /* on different rows */
    bool related; /* have an ancestor in common */
    uint32_t leg; /* across: the item in `row` where the line of the upper one comes down, else KR_NOBODY */
    uint32_t first_leg; /* across: items from the row below the upper one to `row` */
    kr_str said[2];     /* "m 1997", "d 2008" */
    double said_em;
    uint16_t track;  /* height of the bar in the room below the row, 0 on top */
    double leg_x[2]; /* where the legs of a and b come down */
    double x0, x1;   /* of the bar */
    bool hangs;      /* the children hang from the bar itself */
} kr_geno_couple;

typedef struct kr_geno_link {
    const kr_parentage *record;
    uint32_t child, couple;
    bool back;          /* would make somebody their own ancestor: no room is kept for it */
    uint32_t first_way; /* items in the rows between, from above */
    uint32_t twins;     /* KR_NOBODY, or the first link of the same birth */
    kr_str said;        /* "A 2013" */
    double said_em;
} kr_geno_link;

typedef struct kr_geno_item {
    int32_t row;
    uint32_t unit;         /* stands together: block, or the item itself above the blocks */
    double x, left, right; /* room to both sides of x */
    double moved, lift;    /* asked for by hand: sideways; down, within the room of the row */
} kr_geno_item;

/* A child of a couple neither of whom is here; of families with at least two of them. */
typedef struct kr_geno_loose {
    const kr_parentage *record;
    uint32_t group, member;
} kr_geno_loose;

/* A piece of line that runs sideways between two rows: from one point above to points below. */
typedef struct kr_geno_bus {
    int32_t row;          /* below this one */
    uint32_t couple, way; /* the children of a couple, or one line on its way: an item */
    double from, x0, x1;  /* where it comes from above; its ends */
    uint16_t track;
} kr_geno_bus;

typedef struct kr_geno_row {
    uint32_t first, n;        /* in `order` */
    double y, above, below;   /* middle of the symbols; room from there up and down */
    double bars, buses, foot; /* heights: first bar, first bus, where the slanting lines of twins begin */
    uint16_t n_bars, n_buses;
} kr_geno_row;

typedef struct kr_geno {
    kr_drawing_work *w;
    kr_arena *arena;
    const kr_draw_options *options;
    kr_family family;
    uint32_t *local; /* member -> person, KR_NOBODY */
    kr_geno_person *persons;
    uint32_t n, root; /* root: a person */
    uint32_t start;   /* with whom the walk through the family begins, + 1; 0: with the root */
    kr_geno_couple *couples;
    uint32_t n_couples;
    kr_geno_link *links;
    uint32_t n_links;
    uint32_t *couples_of, *origins;
    kr_geno_item *items;
    uint32_t n_items;
    kr_geno_row *rows;
    int32_t n_rows;
    uint32_t *order;
    uint32_t *by_row;      /* couples by row */
    uint32_t *row_couples; /* first in by_row, of each row and one more */
    kr_geno_bus *buses;
    uint32_t n_buses;
    bool simple;
    kr_geno_loose *loose; /* by family, oldest first */
    uint32_t n_loose, n_ghosts;
    uint32_t *loose_of; /* by member: where its brothers and sisters begin, + 1; 0: none */
    /* Inside another drawing: only these members, close together; who has no tie with them stays `apart`. */
    const bool *only;
} kr_geno;

#define KR_GENO_HALF  23.0 /* of a symbol */
#define KR_GENO_NAME  16.0 /* sizes of type */
#define KR_GENO_SMALL 14.0
#define KR_GENO_YEARS 13.5
#define KR_GENO_MOST  30000

/* Who is drawn. KR_E_NOT_FOUND: nobody but the root; KR_E_LIMIT. O(members + ties). */
kr_err kr_geno_choose(kr_geno *g) KR_CHECKED;
/* The household of the person in the middle, for inside the ecogram: who lives there, and a partner who died;
 * false when nobody else does. Fills family and only. O(members). */
bool kr_geno_household(kr_geno *g, const kr_network *network, kr_err *err);
/* Brothers and sisters without parents: finds them, and gives them a place to hang from. */
kr_err kr_geno_find_loose(kr_geno *g) KR_CHECKED;
uint32_t kr_geno_loose_end(const kr_geno *g, uint32_t first);
void kr_geno_add_ghosts(kr_geno *g);
/* The row of everybody: partners on one, children below their parents. O((persons + links) log). */
kr_err kr_geno_rows(kr_geno *g) KR_CHECKED;
/* Names and words, and the room they take. */
kr_err kr_geno_words(kr_geno *g) KR_CHECKED;
/* Blocks, lines on their way, and the order from left to right. */
kr_err kr_geno_order(kr_geno *g) KR_CHECKED;
/* x of every item. */
kr_err kr_geno_place(kr_geno *g) KR_CHECKED;
/* Bars and buses at heights of their own, and y of every row. */
kr_err kr_geno_tracks(kr_geno *g) KR_CHECKED;
/* All of that, one after the other. */
kr_err kr_geno_lay_out(kr_geno *g) KR_CHECKED;

/* Where a line to a child enters the row below the couple: the child or the first item on the way. */
uint32_t kr_geno_entry(const kr_geno *g, const kr_geno_link *link);
/* The x of a line to a child where it enters the row below the couple: beside each other when several lines
 * come to one child. */
double kr_geno_entry_x(const kr_geno *g, const kr_geno_link *link);
/* The same at the child itself, after whatever rows are passed. */
double kr_geno_head_x(const kr_geno *g, const kr_geno_link *link);
/* The items at both ends of a bar, left one first; the second is KR_NOBODY for one parent. */
void kr_geno_ends(const kr_geno *g, const kr_geno_couple *couple, uint32_t ends[2]);
double kr_geno_apart(const kr_geno *g, uint32_t left, uint32_t right);
/* The height of somebody: that of the row, and what they were moved by hand. */
double kr_geno_y(const kr_geno *g, uint32_t person);

/* -- drawing -- */

/* A line of points; `cls` its class. */
typedef struct kr_geno_point {
    double x, y;
} kr_geno_point;
void kr_geno_line(kr_geno *g, const char *cls, const kr_geno_point *points, size_t n);
void kr_geno_unions(kr_geno *g);
void kr_geno_children(kr_geno *g);
void kr_geno_homes(kr_geno *g);
kr_err kr_geno_bonds(kr_geno *g) KR_CHECKED;
void kr_geno_symbol(kr_geno *g, uint32_t person);
/* The bare shape of somebody, for the picture and the legend. */
typedef struct kr_geno_look {
    uint8_t gender, what, arrival, orientation;
    uint32_t conditions;
    bool root, died;
    kr_drawing_work *w; /* with `face`: whose photo stands within the outline */
    const kr_person *face;
} kr_geno_look;
void kr_geno_shape(kr_scene *scene, const kr_geno_look *look, double x, double y, double half,
                   uint32_t owner);
void kr_geno_bond_line(kr_scene *scene, uint8_t type, const kr_geno_point *points, size_t n);
kr_str kr_geno_told(kr_geno *g, uint32_t person);
/* Is this seen through the eyes of the owner, with these layers? */
bool kr_geno_layer(const kr_geno *g, unsigned layer);
/* Marks couples who are family of each other. */
void kr_geno_relate(kr_geno *g);
size_t kr_geno_legend(kr_legend_entry *out, size_t cap, const kr_network *network,
                      const kr_draw_options *options);
/* The same for the household inside the ecogram. */
size_t kr_geno_legend_indoors(kr_legend_entry *out, size_t cap, const kr_network *network,
                              const kr_draw_options *options);

#endif
