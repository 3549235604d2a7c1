/* A map of people and the lines between them: where everybody stands, and where their name does. */
#ifndef KR_DRAW_NETMAP_H
#define KR_DRAW_NETMAP_H

#include "draw/ringed.h"

typedef enum kr_side { KR_SIDE_LIST, KR_SIDE_BELOW, KR_SIDE_ABOVE, KR_SIDE_RIGHT, KR_SIDE_LEFT } kr_side;

typedef struct kr_net_node {
    kr_str line[2]; /* the name as it stands there; the second line may be empty */
    double wide;    /* of the wider line, in em */
    bool cut, ego;
    double x, y;
    uint32_t part;   /* which connected part, from 0; those without lines have a part of their own */
    uint32_t degree; /* lines it has */
    uint8_t side;    /* KR_SIDE_LIST: a number; the name stands in the list below */
    uint32_t number;
    kr_box name; /* where the name stands; the place in the list for KR_SIDE_LIST */
} kr_net_node;

typedef struct kr_net {
    kr_arena *arena;
    kr_net_node *nodes;
    size_t n, n_parts, n_lone, n_listed;
    uint32_t (*links)[2];
    size_t n_links;
    bool narrow;
    double r, font, step;
    double lone_top, list_top; /* result: where the row without lines and the list begin; 0 without */
    kr_box box;                /* result: around everything */
} kr_net;

/* Room for `n` nodes and `links` lines. */
kr_err kr_net_begin(kr_net *net, kr_arena *arena, size_t n, size_t links, bool narrow) KR_CHECKED;
void kr_net_name(kr_net *net, size_t node, kr_str name);
/* Places everybody: distances follow the number of lines between two people, symbols and names stand free.
 * KR_E_LIMIT above KR_NET_MOST nodes. O(n² × a few hundred). */
#define KR_NET_MOST 400
kr_err kr_net_place(kr_net *net) KR_CHECKED;
/* Names, once everybody stands; in netmap_names.c. Returns how many found no room. */
size_t kr_net_names(kr_net *net);

/* Groups of people who know each other more than the others: greedy modularity, counted in whole numbers.
 * `out[i]` is the group of node i, from 0, in the order of their first members; SIZE_MAX of nobody: people
 * without lines have none. Returns how many groups; KR_E_MEMORY through `err`. O(n² + links × groups). */
size_t kr_net_groups(uint32_t *out, kr_arena *arena, const kr_net *net, kr_err *err);
/* A smooth outline around some nodes; `centres` are their points, `reach` how far around. Empty when it
 * cannot be made. */
kr_str kr_net_outline(kr_arena *arena, const double (*centres)[2], size_t n, double reach);
/* Does the outline of these nodes leave everybody else out? */
bool kr_net_apart(const kr_net *net, const uint32_t *group, uint32_t which, kr_arena *arena);

/* -- on the sheet (netmap_put.c) -- */
/* What stands in a drawing: alters by their index, and behind them the person in the middle. */
typedef struct kr_net_sheet {
    kr_drawing_work *work;
    const kr_net *net;
    const uint32_t *who;  /* node -> alter; network->n: the person in the middle */
    const uint8_t *tints; /* node -> colour */
    const char *lone_key; /* heading of the row without lines, when there are others too */
    kr_str (*told)(struct kr_net_sheet *sheet, size_t node);
    void *context;
} kr_net_sheet;
void kr_net_put_people(kr_net_sheet *sheet, kr_str list_label);
/* The end of a line at the edge of a symbol, `gap` off it, and where it comes from. */
void kr_net_edge(const kr_net *net, size_t from, size_t to, double gap, double *x, double *y);
/* The box of the scene, and how wide a page has to show it. */
void kr_net_frame(kr_drawing_work *work, const kr_net *net);
/* Symbols of the legend of the group and of the table: from KR_SIGNS_SOCIOGRAM + 4 on. */
enum {
    KR_SIGN_CHOOSES = KR_SIGNS_SOCIOGRAM + 4,
    KR_SIGN_MUTUAL,
    KR_SIGN_NOT,
    KR_SIGN_YES,
    KR_SIGN_NO,
    KR_SIGN_SELF
};
void kr_group_sign(kr_scene *scene, uint8_t symbol, double x, double y, kr_text_fn text, void *context);
void kr_put_cell(kr_scene *scene, uint8_t symbol, double x, double y);
/* The question that is drawn: the one asked for, else that of the first choice. Borrowed. */
kr_str kr_group_question(const kr_circle *circle, kr_str asked);
/* All questions that somebody answered, each once, in the order in which they came; at most `cap`. */
size_t kr_group_questions(const kr_circle *circle, kr_str *out, size_t cap);
#define KR_QUESTIONS 24
/* A class for the <svg> that keeps type readable when the drawing is wider than a page. */
const char *kr_wide_class(double width, bool narrow);

#endif
