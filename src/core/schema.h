/* The schema as data: what a circle can hold. Derived from it: the C structs below, validation, the .kring
 * format, CSV columns, forms, the data dictionary, what a viewer may see. The list itself stands in
 * schema.def. */
#ifndef KR_SCHEMA_H
#define KR_SCHEMA_H

#include "core/base.h"

/* Raised whenever a number is added to schema.def. Older and newer bodies stay readable. */
#define KR_SCHEMA_VERSION 4

typedef enum kr_type { KR_TEXT = 1, KR_NUMBER, KR_DATE, KR_TIME, KR_CHOICE, KR_SET, KR_REF } kr_type;

typedef enum kr_sensitivity { KR_OPEN, KR_INNER, KR_PRIVATE } kr_sensitivity;
/* The parts of a circle that are opened to somebody one by one. Permanent numbers: the ledger of who looked
 * keeps them. */
typedef enum kr_part {
    KR_PART_MAP,       /* who is there, and where they stand */
    KR_PART_FAMILY,    /* the family tree */
    KR_PART_FEEL,      /* how a tie feels */
    KR_PART_WISH,      /* wishes */
    KR_PART_PLAN,      /* the plan: steps, asking, talents, roles */
    KR_PART_TIME,      /* moments, and how it was before */
    KR_PART_LIFE,      /* what happened in a life */
    KR_PART_WAYS,      /* runs along a guide */
    KR_PART_SHEETS,    /* sheets */
    KR_PART_QUESTIONS, /* filled-in question sets */
    KR_PART_REACH,     /* telephone, mail, address: whom one can call */
    KR_PART_NOTES,     /* remarks and the story */
    KR_PARTS
} kr_part;

/* Kinds: KR_KIND_person, ... */
typedef enum kr_kind {
    KR_KIND_none = 0,
#define KIND(number, name) KR_KIND_##name = number,
#include "core/schema.def"
#undef KIND
} kr_kind;

/* Choices: KR_sector_family, ... A choice field that is not known holds 0. */
enum {
#define CHOICES(list)
#define END(list)
#define CHOICE(list, number, name) KR_##list##_##name = number,
#include "core/schema.def"
#undef CHOICE
#undef END
#undef CHOICES
};

/* Fields, unique within their kind: KR_F_person_name, ... */
enum {
#define FIELD(kind, number, name, type, limit, choices, sensitivity, part) KR_F_##kind##_##name = number,
#include "core/schema.def"
#undef FIELD
};

/* The members of the structs. Text is borrowed from the arena of the circle. Unknown: empty, 0. A number that
 * is known to be 0 has its bit in `has` (bit n = field number n), as every known field has. */
#define KR_MEMBER_TEXT(name)   kr_str name;
#define KR_MEMBER_NUMBER(name) int64_t name;
#define KR_MEMBER_DATE(name)   kr_date name;
#define KR_MEMBER_TIME(name)   int64_t name;
#define KR_MEMBER_CHOICE(name) uint8_t name;
#define KR_MEMBER_SET(name)    uint32_t name;
#define KR_MEMBER_REF(name)    kr_id name;

/* One struct per kind; each begins with id and has. */
typedef struct kr_circle_record {
    kr_id id;
    uint64_t has;
#define FIELD(kind, number, name, type, limit, choices, sensitivity, part) KR_IN_##kind(type, name)
#define KR_SKIP(type, name)
#define KR_TAKE(type, name) KR_MEMBER_##type(name)
#define KR_IN_circle        KR_TAKE
#define KR_IN_person        KR_SKIP
#define KR_IN_tie           KR_SKIP
#define KR_IN_moment        KR_SKIP
#define KR_IN_event         KR_SKIP
#define KR_IN_wish          KR_SKIP
#define KR_IN_answer        KR_SKIP
#define KR_IN_union         KR_SKIP
#define KR_IN_parentage     KR_SKIP
#define KR_IN_bond          KR_SKIP
#define KR_IN_household     KR_SKIP
#define KR_IN_moved         KR_SKIP
#define KR_IN_own_form      KR_SKIP
#define KR_IN_form_place    KR_SKIP
#define KR_IN_nomination    KR_SKIP
#define KR_IN_presence      KR_SKIP
#define KR_IN_action        KR_SKIP
#define KR_IN_success       KR_SKIP
#define KR_IN_talent        KR_SKIP
#define KR_IN_role          KR_SKIP
#define KR_IN_gift          KR_SKIP
#define KR_IN_review        KR_SKIP
#define KR_IN_asking        KR_SKIP
#define KR_IN_run           KR_SKIP
#define KR_IN_run_step      KR_SKIP
#define KR_IN_run_answer    KR_SKIP
#define KR_IN_sheet         KR_SKIP
#define KR_IN_sheet_part    KR_SKIP
#define KR_IN_filled        KR_SKIP
#define KR_IN_filled_item   KR_SKIP
#include "core/schema.def"
} kr_circle_record;

typedef struct kr_person {
    kr_id id;
    uint64_t has;
#undef KR_IN_circle
#undef KR_IN_person
#define KR_IN_circle KR_SKIP
#define KR_IN_person KR_TAKE
#include "core/schema.def"
} kr_person;

typedef struct kr_tie {
    kr_id id;
    uint64_t has;
#undef KR_IN_person
#undef KR_IN_tie
#define KR_IN_person KR_SKIP
#define KR_IN_tie    KR_TAKE
#include "core/schema.def"
} kr_tie;

typedef struct kr_moment {
    kr_id id;
    uint64_t has;
#undef KR_IN_tie
#undef KR_IN_moment
#define KR_IN_tie    KR_SKIP
#define KR_IN_moment KR_TAKE
#include "core/schema.def"
} kr_moment;

typedef struct kr_event {
    kr_id id;
    uint64_t has;
#undef KR_IN_moment
#undef KR_IN_event
#define KR_IN_moment KR_SKIP
#define KR_IN_event  KR_TAKE
#include "core/schema.def"
} kr_event;

typedef struct kr_wish {
    kr_id id;
    uint64_t has;
#undef KR_IN_event
#undef KR_IN_wish
#define KR_IN_event KR_SKIP
#define KR_IN_wish  KR_TAKE
#include "core/schema.def"
} kr_wish;

typedef struct kr_answer {
    kr_id id;
    uint64_t has;
#undef KR_IN_wish
#undef KR_IN_answer
#define KR_IN_wish   KR_SKIP
#define KR_IN_answer KR_TAKE
#include "core/schema.def"
} kr_answer;

typedef struct kr_union {
    kr_id id;
    uint64_t has;
#undef KR_IN_answer
#undef KR_IN_union
#define KR_IN_answer KR_SKIP
#define KR_IN_union  KR_TAKE
#include "core/schema.def"
} kr_union;

typedef struct kr_parentage {
    kr_id id;
    uint64_t has;
#undef KR_IN_union
#undef KR_IN_parentage
#define KR_IN_union     KR_SKIP
#define KR_IN_parentage KR_TAKE
#include "core/schema.def"
} kr_parentage;

typedef struct kr_bond {
    kr_id id;
    uint64_t has;
#undef KR_IN_parentage
#undef KR_IN_bond
#define KR_IN_parentage KR_SKIP
#define KR_IN_bond      KR_TAKE
#include "core/schema.def"
} kr_bond;

typedef struct kr_household {
    kr_id id;
    uint64_t has;
#undef KR_IN_bond
#undef KR_IN_household
#define KR_IN_bond      KR_SKIP
#define KR_IN_household KR_TAKE
#include "core/schema.def"
} kr_household;

typedef struct kr_moved {
    kr_id id;
    uint64_t has;
#undef KR_IN_household
#undef KR_IN_moved
#define KR_IN_household KR_SKIP
#define KR_IN_moved     KR_TAKE
#include "core/schema.def"
} kr_moved;

typedef struct kr_own_form {
    kr_id id;
    uint64_t has;
#undef KR_IN_moved
#undef KR_IN_own_form
#define KR_IN_moved    KR_SKIP
#define KR_IN_own_form KR_TAKE
#include "core/schema.def"
} kr_own_form;

typedef struct kr_form_place {
    kr_id id;
    uint64_t has;
#undef KR_IN_own_form
#undef KR_IN_form_place
#define KR_IN_own_form   KR_SKIP
#define KR_IN_form_place KR_TAKE
#include "core/schema.def"
} kr_form_place;

typedef struct kr_nomination {
    kr_id id;
    uint64_t has;
#undef KR_IN_form_place
#undef KR_IN_nomination
#define KR_IN_form_place KR_SKIP
#define KR_IN_nomination KR_TAKE
#include "core/schema.def"
} kr_nomination;

typedef struct kr_presence {
    kr_id id;
    uint64_t has;
#undef KR_IN_nomination
#undef KR_IN_presence
#define KR_IN_nomination KR_SKIP
#define KR_IN_presence   KR_TAKE
#include "core/schema.def"
} kr_presence;

typedef struct kr_action {
    kr_id id;
    uint64_t has;
#undef KR_IN_presence
#undef KR_IN_action
#define KR_IN_presence KR_SKIP
#define KR_IN_action   KR_TAKE
#include "core/schema.def"
} kr_action;

typedef struct kr_success {
    kr_id id;
    uint64_t has;
#undef KR_IN_action
#undef KR_IN_success
#define KR_IN_action  KR_SKIP
#define KR_IN_success KR_TAKE
#include "core/schema.def"
} kr_success;

typedef struct kr_talent {
    kr_id id;
    uint64_t has;
#undef KR_IN_success
#undef KR_IN_talent
#define KR_IN_success KR_SKIP
#define KR_IN_talent  KR_TAKE
#include "core/schema.def"
} kr_talent;

typedef struct kr_role {
    kr_id id;
    uint64_t has;
#undef KR_IN_talent
#undef KR_IN_role
#define KR_IN_talent KR_SKIP
#define KR_IN_role   KR_TAKE
#include "core/schema.def"
} kr_role;

typedef struct kr_gift {
    kr_id id;
    uint64_t has;
#undef KR_IN_role
#undef KR_IN_gift
#define KR_IN_role KR_SKIP
#define KR_IN_gift KR_TAKE
#include "core/schema.def"
} kr_gift;

typedef struct kr_review {
    kr_id id;
    uint64_t has;
#undef KR_IN_gift
#undef KR_IN_review
#define KR_IN_gift   KR_SKIP
#define KR_IN_review KR_TAKE
#include "core/schema.def"
} kr_review;

typedef struct kr_asking {
    kr_id id;
    uint64_t has;
#undef KR_IN_review
#undef KR_IN_asking
#define KR_IN_review KR_SKIP
#define KR_IN_asking KR_TAKE
#include "core/schema.def"
} kr_asking;

typedef struct kr_run {
    kr_id id;
    uint64_t has;
#undef KR_IN_asking
#undef KR_IN_run
#define KR_IN_asking KR_SKIP
#define KR_IN_run    KR_TAKE
#include "core/schema.def"
} kr_run;

typedef struct kr_run_step {
    kr_id id;
    uint64_t has;
#undef KR_IN_run
#undef KR_IN_run_step
#define KR_IN_run      KR_SKIP
#define KR_IN_run_step KR_TAKE
#include "core/schema.def"
} kr_run_step;

typedef struct kr_run_answer {
    kr_id id;
    uint64_t has;
#undef KR_IN_run_step
#undef KR_IN_run_answer
#define KR_IN_run_step   KR_SKIP
#define KR_IN_run_answer KR_TAKE
#include "core/schema.def"
} kr_run_answer;

typedef struct kr_sheet {
    kr_id id;
    uint64_t has;
#undef KR_IN_run_answer
#undef KR_IN_sheet
#define KR_IN_run_answer KR_SKIP
#define KR_IN_sheet      KR_TAKE
#include "core/schema.def"
} kr_sheet;

typedef struct kr_sheet_part {
    kr_id id;
    uint64_t has;
#undef KR_IN_sheet
#undef KR_IN_sheet_part
#define KR_IN_sheet      KR_SKIP
#define KR_IN_sheet_part KR_TAKE
#include "core/schema.def"
} kr_sheet_part;

typedef struct kr_filled {
    kr_id id;
    uint64_t has;
#undef KR_IN_sheet_part
#undef KR_IN_filled
#define KR_IN_sheet_part KR_SKIP
#define KR_IN_filled     KR_TAKE
#include "core/schema.def"
} kr_filled;

typedef struct kr_filled_item {
    kr_id id;
    uint64_t has;
#undef KR_IN_filled
#undef KR_IN_filled_item
#define KR_IN_filled      KR_SKIP
#define KR_IN_filled_item KR_TAKE
#include "core/schema.def"
} kr_filled_item;

#undef FIELD
#undef KR_IN_circle
#undef KR_IN_person
#undef KR_IN_tie
#undef KR_IN_moment
#undef KR_IN_event
#undef KR_IN_wish
#undef KR_IN_answer
#undef KR_IN_union
#undef KR_IN_parentage
#undef KR_IN_bond
#undef KR_IN_household
#undef KR_IN_moved
#undef KR_IN_own_form
#undef KR_IN_form_place
#undef KR_IN_nomination
#undef KR_IN_presence
#undef KR_IN_action
#undef KR_IN_success
#undef KR_IN_talent
#undef KR_IN_role
#undef KR_IN_gift
#undef KR_IN_review
#undef KR_IN_asking
#undef KR_IN_run
#undef KR_IN_run_step
#undef KR_IN_run_answer
#undef KR_IN_sheet
#undef KR_IN_sheet_part
#undef KR_IN_filled
#undef KR_IN_filled_item
#undef KR_SKIP
#undef KR_TAKE

typedef struct kr_choice {
    uint8_t number;
    const char *name; /* "family": stands in files; the catalogue key is "LIST.NAME", e.g. "sector.family" */
} kr_choice;

typedef struct kr_choice_list {
    const char *name;
    const kr_choice *choices; /* in the order in which they are shown */
    size_t count;
} kr_choice_list;

typedef struct kr_field {
    kr_kind kind;
    uint16_t number;
    const char *name; /* stands in files and forms; the catalogue key is "field.KIND.NAME" */
    kr_type type;
    int64_t limit;
    const kr_choice_list *list; /* NULL without choices */
    kr_sensitivity sensitivity;
    kr_part part;
    size_t offset; /* in the struct of its kind */
} kr_field;

/* All fields, ordered by kind and number. Static. */
const kr_field *kr_schema_fields(size_t *count);
/* NULL when this program does not know the number or name. O(1) and O(fields). */
const kr_field *kr_schema_field(kr_kind kind, uint16_t number);
const kr_field *kr_schema_field_named(kr_kind kind, kr_str name);
/* "person"; NULL for an unknown kind. */
const char *kr_kind_name(kr_kind kind);
kr_kind kr_kind_named(kr_str name);
size_t kr_kind_size(kr_kind kind);
/* "neighbour"; NULL for an unknown number. */
const char *kr_choice_name(const kr_choice_list *list, unsigned number);
/* 0 for an unknown name. */
unsigned kr_choice_named(const kr_choice_list *list, kr_str name);
const kr_choice_list *kr_choice_list_named(kr_str name);

#endif
