/* Sheets of paper: drawings with title, date and legend; the list in columns. */
#ifndef KR_WEB_PAPER_H
#define KR_WEB_PAPER_H

#include "draw/draw.h"
#include "web/pages_own.h"

/* What was asked for, from the address. */
typedef struct kr_paper_wish {
    kr_drawing as;
    kr_paper paper;
    bool initials, large, list, photos;
    bool spread;      /* over several sheets of this paper, whether it is needed or not */
    bool other_side;  /* functions: what the person in the middle gives */
    kr_id form;       /* map: which form of one's own */
    bool ego;         /* sociogram: with the person in the middle */
    size_t question;  /* group: which one, from 1; 0: the first */
    int sheet;        /* of the list, from 1; 0: all */
    const char *kind; /* "pdf", "png", "svg" */
} kr_paper_wish;

typedef struct kr_list_paper {
    kr_str title, date_line;
    bool large;
    int sheet; /* from 1; 0: all, with a form feed between them, as the worker wants them for a PDF */
} kr_list_paper;
/* A drawing as a file: all of it; for a PDF sheet after sheet, with a form feed between them. */
kr_err kr_paper_svg(kr_buf *out, kr_arena *arena, const kr_scene *scene, bool pdf) KR_CHECKED;
/* The list as SVG, a sheet of A4 at a time. */
void kr_list_svg(kr_buf *out, kr_lang lang, const kr_network *network, const kr_list_paper *paper);
/* How somebody stands in the list: "vriend", "elke week"; empty when nothing is said. */
kr_str kr_list_near(kr_lang lang, const kr_alter *alter);
kr_str kr_list_often(kr_lang lang, const kr_alter *alter);

#endif
