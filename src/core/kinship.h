/* What everybody in a family is to one person in it: mother, half-brother, niece, stepfather, friend of a
 * son. */
#ifndef KR_KINSHIP_H
#define KR_KINSHIP_H

#include "core/family.h"

/* Catalogue key "kin.NAME.m", ".f" or ".x" (kr_kin_name, kr_kin_letter). Those that end in _of say whose:
 * {name} is the one in `via`. */
typedef enum kr_kin {
    KR_KIN_NONE = 0, /* no family tie found */
    KR_KIN_SELF,
    KR_KIN_PARENT,
    KR_KIN_ADOPTIVE_PARENT,
    KR_KIN_FOSTER_PARENT,
    KR_KIN_STEP_PARENT,
    KR_KIN_DONOR,
    KR_KIN_SURROGATE,
    KR_KIN_GRANDPARENT,
    KR_KIN_GREAT_GRANDPARENT,
    KR_KIN_ANCESTOR,
    KR_KIN_CHILD,
    KR_KIN_ADOPTED_CHILD,
    KR_KIN_FOSTER_CHILD,
    KR_KIN_STEP_CHILD,
    KR_KIN_GRANDCHILD,
    KR_KIN_ADOPTED_GRANDCHILD,
    KR_KIN_FOSTER_GRANDCHILD,
    KR_KIN_STEP_GRANDCHILD,
    KR_KIN_GREAT_GRANDCHILD,
    KR_KIN_DESCENDANT,
    KR_KIN_SIBLING,
    KR_KIN_HALF_SIBLING,
    KR_KIN_FOSTER_SIBLING,
    KR_KIN_STEP_SIBLING,
    KR_KIN_AUNT,
    KR_KIN_GREAT_AUNT,
    KR_KIN_NIECE,
    KR_KIN_GREAT_NIECE,
    KR_KIN_COUSIN,
    KR_KIN_DISTANT_COUSIN,
    KR_KIN_PARTNER,
    KR_KIN_FORMER_PARTNER,
    KR_KIN_PARENT_IN_LAW,
    KR_KIN_CHILD_IN_LAW,
    KR_KIN_SIBLING_IN_LAW,
    KR_KIN_PARTNER_OF,
    KR_KIN_FORMER_PARTNER_OF,
    KR_KIN_PARENT_OF,
    KR_KIN_CHILD_OF,
    KR_KIN_RELATIVE
} kr_kin;

typedef struct kr_kinship {
    uint8_t kin;       /* kr_kin */
    uint8_t nth;       /* FORMER_PARTNER_OF: the how-manieth partner of `via`; 0 otherwise */
    bool line;         /* of the same blood, or raised so: an ancestor, or a descendant of one */
    uint32_t up, down; /* steps to the common ancestor and down again; only when `line` */
    uint32_t via;      /* member, KR_NOBODY: nobody */
    uint32_t couple;   /* through which couple somebody is a partner; KR_NOBODY */
} kr_kinship;

/* One for each member, in their order. `root` KR_NOBODY: all are KR_KIN_NONE. A tie by birth goes before
 * adoption, foster care and step, the shortest way before a longer one. O(members + couples + children).
 * Errors: KR_E_MEMORY. */
kr_err kr_kinship_of(kr_kinship **out, kr_arena *arena, const kr_family *family, uint32_t root) KR_CHECKED;

/* "half_sibling". */
const char *kr_kin_name(kr_kin kin);
/* 'm', 'f' or 'x': which of the three words fits this person. */
char kr_kin_letter(const kr_person *person);
/* Are these two parted (separated, divorced, annulled, ended)? A death does not part. */
bool kr_union_parted(const kr_union *record);

#endif
