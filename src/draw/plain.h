/* What plain mode makes of a circle: few groups, three kinds of tie. */
#ifndef KR_DRAW_PLAIN_H
#define KR_DRAW_PLAIN_H

#include "draw/icons.h"

#define KR_PLAIN_GROUPS 5
/* So many people at once: on paper, and on a screen of whatever width. */
#define KR_PLAIN_WIDE   8
#define KR_PLAIN_NARROW 6

typedef enum kr_plain_kind { KR_PLAIN_OPEN, KR_PLAIN_FINE, KR_PLAIN_ORDINARY, KR_PLAIN_HARD } kr_plain_kind;

/* Fine, ordinary or hard: by how it is between them, else by energy; open when nothing is said. */
kr_plain_kind kr_plain_kind_of(const kr_tie *tie);
/* 1..KR_PLAIN_GROUPS. */
int kr_plain_group_of(const kr_alter *alter);
/* Catalogue key and icon of a group. */
const char *kr_plain_group_key(int group);
const kr_icon *kr_plain_group_icon(int group);
/* The chosen icon of somebody, or one for what is no person; NULL: initials. */
const kr_icon *kr_plain_icon_of(const kr_person *person);

#endif
