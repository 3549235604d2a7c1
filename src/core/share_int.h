/* What the files of a share have in common: the sieve, which knows of every record of a circle whether a
 * guest may know of it, and of every field whether it may be seen. Made for one share, from the newest
 * circle. */
#ifndef KR_SHARE_INT_H
#define KR_SHARE_INT_H

#include "core/share.h"

/* For the proof that the tests would notice: built with one rule switched off (tests/core), never otherwise.
 */
#ifdef KR_SHARE_MUTANT
extern int KR_SHARE_MUTANT; /* the proof's: which rule is off */
#else
#define KR_SHARE_MUTANT 0
#endif
enum {
    KR_RULE_PART = 1,     /* the part must be opened */
    KR_RULE_PRIVATE,      /* private fields are the owner's */
    KR_RULE_TIE,          /* whoever is behind a private tie is not there */
    KR_RULE_ABOUT,        /* nor is what points at them */
    KR_RULE_NAME_IN_TEXT, /* nor a text in which they are named */
    KR_RULE_SELF,         /* nor what is inner about the guest */
    KR_RULE_BEFORE,       /* nor, without the part TIME, what stood there before */
    KR_RULE_WHO,          /* nor who else made a change */
    KR_RULE_BIN,          /* nor what was thrown away */
    KR_RULE_NOTE,         /* nor a note on a way that the owner keeps */
    KR_RULE_LEFT,         /* nor, without TIME, whoever left */
    KR_RULE_HIDDEN_EDIT,  /* a change touches only what its maker sees */
    KR_RULE_RIGHT,        /* and may change */
    KR_RULES
};
static inline bool kr_share__off(int rule) {
    return KR_SHARE_MUTANT == rule;
}

/* Of each record, by its number in the sieve. */
enum {
    KR_SIEVE_PRIVATE = 1, /* is, or speaks of, somebody behind a private tie */
    KR_SIEVE_SELF = 2,    /* inner, about the guest */
    KR_SIEVE_MINE = 4,    /* the guest made it */
    KR_SIEVE_OPENED = 8,  /* opened by itself */
    KR_SIEVE_THERE = 16,  /* of a person: may be known of, when something points at them */
    KR_SIEVE_SHOWN = 32
};
#define KR_SIEVE_NOBODY UINT32_MAX
#define KR_SIEVE_FIELDS 64 /* field numbers are below this: they have a bit in `has` */

typedef struct kr_share_names kr_share_names;

/* Records are numbered by kind and place: 0 the circle, then persons, ties ... Memory from `arena`. */
typedef struct kr_sieve {
    const kr_circle *circle;
    const kr_share *share;
    kr_arena *arena;
    uint32_t base[KR_KIND_LAST + 2];
    const char *first[KR_KIND_LAST + 1]; /* the records of each kind */
    size_t size[KR_KIND_LAST + 1];
    uint8_t *is;   /* KR_SIEVE_..., by number */
    uint32_t *who; /* number of the record of every assignment, in the order of the changes */
    size_t n_assignments;
    const kr_assignment **called; /* those that say what somebody is called */
    size_t n_called;
    const kr_field *fields[KR_KIND_LAST + 1][KR_SIEVE_FIELDS];
    kr_share_names *names; /* of whom is hidden; NULL when nobody is */
    kr_err err;            /* the first failure on the way */
} kr_sieve;

/* Looks at every record. Errors: KR_E_MEMORY. O(assignments + records). */
kr_err kr_sieve_make(kr_sieve *out, kr_arena *arena, const kr_circle *circle,
                     const kr_share *share) KR_CHECKED;
/* The number of the record with this id and kind, or KR_SIEVE_NOBODY. */
uint32_t kr_sieve_number(const kr_sieve *sieve, kr_id id, kr_kind kind);
/* The same, of whatever kind. */
uint32_t kr_sieve_of(const kr_sieve *sieve, kr_id id);
const void *kr_sieve_record(const kr_sieve *sieve, uint32_t number, kr_kind *kind);
/* The same when its kind is known. */
static inline const void *kr_sieve_record_at(const kr_sieve *sieve, uint32_t number, kr_kind kind) {
    if (kind == KR_KIND_circle) return &sieve->circle->self;
    return sieve->first[kind] + (number - sieve->base[kind]) * sieve->size[kind];
}
/* Who is behind a private tie, and what speaks of them; the same for the guest. First step of making. */
kr_err kr_sieve_mark(kr_sieve *sieve) KR_CHECKED;
/* May this field of a record that is shown be seen? Values that point at, or name, somebody apart. */
bool kr_sieve_field(const kr_sieve *sieve, uint32_t number, kr_kind kind, const void *record,
                    const kr_field *field);

/* Rules of fields that need no sieve. */
bool kr_share__reads(const kr_share *share, kr_part part);
/* How a person is called and whether they are there: goes along with every person. */
bool kr_share__is_calling(kr_kind kind, uint16_t field);
/* A reference without which a record makes no sense. */
bool kr_share__is_essential(kr_kind kind, uint16_t field);
/* The part in which a kind of record lives. KR_PARTS for a kind that is nobody's but the owner's. */
kr_part kr_share__home(kr_kind kind);
/* Inner about the guest: of their own person and of any tie of theirs. */
bool kr_share__is_own_inner(const kr_share *share, kr_kind kind, const void *record, const kr_field *field);
/* The note of a step that the owner keeps, or whom it is for. */
bool kr_share__is_own_note(kr_kind kind, const void *record, uint16_t field);
/* A word of this program (which guide, which place of a sheet), or a picture: nobody's name stands there. */
bool kr_share__is_code(kr_kind kind, uint16_t field);
/* The record was opened by itself: its right, else KR_RIGHT_NONE. */
uint8_t kr_share__one(const kr_share *share, kr_id record);
/* The next record that the key of an answer speaks of ("idea.x:0123456789abcdef"); 0 at the end. */
kr_id kr_share__in_key(kr_str about, size_t *at);

/* kr_share_allows, with memory from `arena`. */
kr_err kr_share__allows(kr_arena *arena, const kr_circle *whole, const kr_circle *shown,
                        const kr_share *share, const kr_change *change, kr_error *error) KR_CHECKED;

/* The names of whom is hidden, to look for in texts: whole names, and words of three letters or more that are
 * not also a word of a shown name; letters alike, however they are written. */
kr_err kr_share_names_make(kr_share_names **out, const kr_sieve *sieve) KR_CHECKED;
/* Does one of them stand in this text? `name` when the text itself is what a shown person is called: they may
 * begin with the same first name, and a word of their own name is theirs, unless it tells of another ("Moeder
 * van Kees"). *out untouched on failure. O(bytes · log names). */
kr_err kr_share_names_in(bool *out, kr_share_names *names, kr_str text, bool name) KR_CHECKED;

#endif
