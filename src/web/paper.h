/* Sheets of paper: drawings with title, date and legend; the list in columns. */
#ifndef KR_WEB_PAPER_H
#define KR_WEB_PAPER_H

#include "draw/draw.h"
#include "web/pages_own.h"

/* What was asked for, from the address. */
typedef struct kr_paper_wish {
    kr_drawing as;
    kr_paper paper;
    bool initials, large, list;
    int sheet;        /* of the list, from 1 */
    const char *kind; /* "pdf", "png", "svg" */
} kr_paper_wish;

/* One sheet of the list as SVG. */
void kr_list_svg(kr_buf *out, kr_request *request, const kr_network *network, kr_str title, kr_str date_line,
                 const kr_paper_wish *wish);
/* How somebody stands in the list: "vriend", "elke week"; empty when nothing is said. */
kr_str kr_list_near(const kr_request *request, const kr_alter *alter);
kr_str kr_list_often(const kr_request *request, const kr_alter *alter);

#endif
