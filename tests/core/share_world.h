/* Invented circles with everything in them, and shares of them, for what must hold for any. Every text is a
 * mark of its own ("Zqaaabc"), so that a byte of it can be found wherever it comes out. */
#ifndef SHARE_WORLD_H
#define SHARE_WORLD_H

#include "core/share.h"

enum { SHARE_OWNER = 901, SHARE_GUEST = 77, SHARE_OTHER = 55, SHARE_MOST = 400, SHARE_PEOPLE = 10 };

/* What a mark stands for. */
typedef struct share_mark {
    kr_id record; /* whose text it is; 0: the name of somebody who made a change */
    uint16_t kind, field;
    uint32_t bearers;  /* of a word of a name: bit i for the i-th person */
    uint32_t lent;     /* of a word of a name: in whose name it stands too, telling of its bearer */
    uint32_t own;      /* of a word of a name: who is called so themselves too, as a second name */
    uint32_t mentions; /* of a text: whose name stands in it too */
    kr_id author;
} share_mark;

typedef struct share_thing {
    kr_id id;
    kr_kind kind;
} share_thing;

typedef struct share_world {
    kr_arena arena;
    uint64_t seed;
    kr_change *changes;
    size_t n, cap;
    share_thing things[SHARE_MOST];
    size_t n_things;
    share_mark marks[4096];
    size_t n_marks;
    kr_id people[SHARE_PEOPLE];
    kr_str first[SHARE_PEOPLE]; /* the first word of what they are called now */
    size_t n_people;
    bool tied[SHARE_PEOPLE][SHARE_PEOPLE];
    kr_assignment items[64]; /* of the change that is being made */
    size_t n_items;
    kr_id author;
    kr_circle whole;
    kr_share share;
} share_world;

/* The same seed, the same circle and the same share. False without memory. */
bool share_world_make(share_world *w, uint64_t seed);
void share_world_end(share_world *w);
uint64_t share_roll(share_world *w, uint64_t sides);
/* The mark that stands at `text`, and where the next may begin; SIZE_MAX when there is none. */
size_t share_mark_at(kr_str text, size_t at, size_t *next);

/* What is to be hidden, worked out from the rules as people read them, without the code that is tested. */
typedef struct share_rules {
    const share_world *w;
    const kr_circle *c;
    const void *records[SHARE_MOST];
    bool hidden[SHARE_MOST]; /* behind a private tie, or about them */
    bool self[SHARE_MOST];   /* inner about the guest */
    bool mine[SHARE_MOST];
    bool absent[SHARE_MOST]; /* for any reason not there */
} share_rules;
void share_rules_make(share_rules *out, const share_world *w);
/* NULL, or what is wrong with this assignment being seen at all. */
const char *share_rules_wrong(const share_rules *r, const kr_assignment *a);
bool share_rules_reads(const share_rules *r, kr_part part);
size_t share_thing_of(const share_world *w, kr_id id);
/* NULL, or what is wrong in this text: a mark that nobody but the owner may see. */
const char *share_rules_leak(const share_rules *r, kr_str text);
/* Is there a word in it of the name of somebody hidden, though it is another's too? Such a text may be left
 * out. */
bool share_rules_may_go(const share_rules *r, kr_str text);
/* How many marks there are in it that may be seen: so that an empty answer does not pass for a safe one. */
size_t share_marks_in(const share_world *w, kr_str text);

#endif
