/* A circle with something of everything in it, its owner, a guest and a stranger: what tests of sharing begin
 * with. */
#ifndef SCENE_H
#define SCENE_H

#include "web_help.h"

/* Made beside what the example has: an own form, and an event of the family. */
#define SCENE_FORM  ((kr_id)0x5ce0000000000001)
#define SCENE_EVENT ((kr_id)0x5ce0000000000002)

typedef struct person {
    kr_id account;
    char cookie[2048];
} person;

typedef struct scene {
    site s;
    person annie, sanne, henk; /* owner, guest, stranger */
    kr_id circle, share;
    char base[40];
    kr_arena arena;
    kr_id records[64];                 /* one of each kind, 0 when there is none */
    kr_id other_share, once, proposal; /* that a test made; 0 */
} scene;

/* Set-up and teardown for cmocka: the three accounts, and Annie's circle, which is that of an example. */
int scene_begin(void **state);
int scene_end(void **state);
/* An account of its own, with an empty circle. */
void scene_meet(scene *at, person *who, const char *login, const char *name);
/* The next requests are theirs; NULL: nobody's. */
void scene_become(scene *at, const person *who);
/* Sanne is let in with these rights; the share stays the same one. */
void scene_let_in(scene *at, const uint8_t rights[KR_PARTS], bool propose);
void scene_only(uint8_t rights[KR_PARTS], unsigned part, kr_right right);
/* Everything but this part. */
void scene_all_but(uint8_t rights[KR_PARTS], unsigned part);
bool scene_writes(const kr_route *route);
/* An address on this route, below `base` when it is one of a circle: with numbers of records that are there,
 * and words that are known, as far as there are. */
void scene_address(const scene *at, char out[300], const char *pattern, const char *base);
/* A request of theirs with nothing in it but, for a post, the token. */
kr_output scene_ask(scene *at, const person *who, const kr_route *route, const char *base);

#endif
