/* The programs beside this one, and the lines to them. */
#ifndef KR_WEB_HELPERS_H
#define KR_WEB_HELPERS_H

#include "apart/wire.h"
#include "core/arena.h"

struct kr_web;

/* The path of a program that lies beside this one, or where a build or a package has it; NULL when there is
 * none. */
const char *kr_helper_path(kr_arena *arena, const char *name);

/* A courier of one's own, for a conversation. */
typedef struct kr_courier {
    int in, out, control; /* in: what it reads */
} kr_courier;
/* false: there is none, or no more can run now. */
bool kr_courier_open(const struct kr_web *web, kr_courier *courier);
/* Stops it, whatever it is doing. */
void kr_courier_close(kr_courier *courier);

#endif
