/* The network of a view: the people around the person in the middle, and who knows whom. The one thing that
 * drawings, lists, measures and observations work on. */
#ifndef KR_NETWORK_H
#define KR_NETWORK_H

#include "core/view.h"

/* Somebody around the person in the middle. */
typedef struct kr_alter {
    const kr_person *person;
    const kr_tie *tie; /* with the person in the middle; NULL when nothing is said about it yet */
    uint32_t known;    /* how many others here they know */
    uint8_t often;     /* best of the four frequencies (kr frequency choice), 0 unknown */
    bool paid;         /* does it as work (sector professional) */
} kr_alter;

/* Two alters by index, a < b, who are said to know each other (or, `not`, not to). */
typedef struct kr_pair {
    uint32_t a, b;
    const kr_tie *tie;
    bool no; /* said: they do not know each other */
} kr_pair;

typedef struct kr_network {
    const kr_circle *circle; /* what may be seen: for drawings that need more than people and ties */
    const kr_person *ego;    /* NULL before there is one */
    kr_alter *alters;        /* in the order in which they were named; only those who are here (KR_HERE) */
    size_t n;
    kr_pair *pairs; /* acquainted pairs first, then the others; by (a, b) */
    size_t n_pairs, n_known;
    kr_alter *left; /* taken out of the circle */
    size_t n_left;
    kr_alter *kin; /* only in the family tree: in lists, but on no map and in no count */
    size_t n_kin;
} kr_network;

/* The best of its four frequencies (kr frequency choice), 0 when none is said. */
uint8_t kr_tie_often(const kr_tie *tie);
/* O(persons + ties). */
kr_err kr_network_make(kr_network *out, kr_arena *arena, const kr_view *view) KR_CHECKED;
/* Takes those who are only in the family tree behind the alters, for tables. Errors: KR_E_MEMORY. O(persons).
 */
kr_err kr_network_with_kin(kr_network *network, kr_arena *arena) KR_CHECKED;
/* Index in alters, or SIZE_MAX. */
size_t kr_network_index(const kr_network *network, kr_id person);
/* Do these two know each other: yesno choice, 0 not known. */
uint8_t kr_network_acquainted(const kr_network *network, size_t a, size_t b);

/* A circle form: rings × sectors as data. */
typedef enum kr_form_id { KR_FORM_LENSINK = 1, KR_FORM_WARD, KR_FORM_HORIZONS, KR_FORM_RINGS } kr_form_id;

typedef struct kr_form_area {
    uint8_t choice;  /* number in the area field; 0 in a form without sectors */
    const char *key; /* catalogue key */
    uint8_t tint;    /* 1..4: which of the four area colours; 0 none */
    double from, to; /* degrees clockwise from the top, 0..360 */
} kr_form_area;

/* Most rings and areas that a form can have: those of one's own are the largest. */
#define KR_FORM_RINGS 6
#define KR_FORM_AREAS 8

typedef struct kr_form {
    kr_form_id id;    /* 0: made for one drawing; keys are NULL then */
    const char *name; /* "lensink", "wijkecogram", "horizons", "rings": in commands and addresses */
    const char *title_key;
    uint16_t ring_field, area_field;      /* fields of tie; area_field 0 without sectors */
    const char *ring_keys[KR_FORM_RINGS]; /* inside to outside */
    size_t n_rings;
    kr_form_area areas[KR_FORM_AREAS];
    size_t n_areas; /* at least 1 */
} kr_form;

const kr_form *kr_form_of(kr_form_id id);
/* NULL for an unknown name. */
const kr_form *kr_form_named(kr_str name);
/* The choices of its ring field. */
const kr_choice_list *kr_form_ring_list(const kr_form *form);
/* All forms. */
const kr_form *kr_forms(size_t *count);

/* Where somebody stands in a form. ring counts from 1 (inside), area is an index + 1 into form->areas; 0 = no
 * place yet. `..._suggested`: not said by anybody; follows from the crosswalk and may be confirmed or not. */
typedef struct kr_place {
    uint8_t ring, area;
    bool ring_suggested, area_suggested;
} kr_place;
kr_place kr_place_of(const kr_form *form, const kr_alter *alter);

/* Forms of one's own. The one with this number, or for 0 the first; NULL when there is none, or it is in the
 * bin. */
const kr_own_form *kr_own_form_of(const kr_circle *circle, kr_id form);
/* Whatever the capitals; NULL when there is none. O(forms). */
const kr_own_form *kr_own_form_named(const kr_circle *circle, kr_str name);
/* The words on its lines, borrowed, without empty ones; returns how many, at most `cap`. */
size_t kr_own_words(kr_str lines, kr_str *out, size_t cap);
/* What is said about the place of somebody in such a form, not in the bin; NULL. O(places). */
const kr_form_place *kr_own_place(const kr_circle *circle, kr_id form, kr_id person);

/* Areas of life in the ecogram, from the sector and domain of a contact. 0..KR_ECO_AREAS-1, catalogue key
 * eco.NAME. */
#define KR_ECO_AREAS 9
typedef struct kr_eco_area {
    const char *key;
    uint8_t tint;
} kr_eco_area;
const kr_eco_area *kr_eco_areas(void);
size_t kr_eco_area_of(const kr_alter *alter);

#endif
