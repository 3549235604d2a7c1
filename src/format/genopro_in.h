/* What the files that read GenoPro share. Not for other rooms.
 *
 * A file of GenoPro is XML: sections with records, records with parts. Of each record the parts that Kring
 * knows are gathered by name (genopro.c); at its end it goes into the tree (genopro_records.c); what points
 * at records further on is settled when all is read (genopro_links.c). */
#ifndef KR_FORMAT_GENOPRO_IN_H
#define KR_FORMAT_GENOPRO_IN_H

#include "format/tree.h"
#include "format/xml.h"

/* The parts of any record. */
typedef enum geno_part {
    GENO_NOTHING, /* known, and says nothing that is not said elsewhere */
    GENO_ID,
    GENO_ALIAS, /* the same person on another sheet */
    GENO_NAME,
    GENO_DISPLAY,
    GENO_FIRST,
    GENO_MIDDLE,
    GENO_LAST,
    GENO_POSITION,
    GENO_SHEET,
    GENO_GENDER,
    GENO_DEAD,
    GENO_BIRTH,
    GENO_BIRTH_PLACE,
    GENO_PREGNANT,
    GENO_DEATH,
    GENO_DEATH_PLACE,
    GENO_CAUSE,
    GENO_WORK,
    GENO_NOTE,
    GENO_WORD, /* which kind of tie */
    GENO_PAIRS,
    GENO_FROM,
    GENO_TO,
    GENO_TWIN,
    GENO_DATE,
    GENO_PLACE,
    GENO_DIVORCE,
    GENO_PARTS
} geno_part;

/* Records that others point at, by their mark. */
typedef enum geno_kind {
    GENO_PERSONS,
    GENO_ALIASES,
    GENO_UNIONS,
    GENO_TWINS,
    GENO_PLACES,
    GENO_WORKS,
    GENO_WEDDINGS,
    GENO_SHEETS,
    GENO_KINDS
} geno_kind;

typedef struct geno_mark {
    kr_str id;
    uint32_t index; /* persons and unions: in the tree; else in `things` */
} geno_mark;

typedef struct geno_marks {
    geno_mark *all;
    size_t n, cap;
} geno_marks;

/* A record without a place of its own in the tree. text: its name, or where it points. */
typedef struct geno_thing {
    kr_str text, date, place, divorce, note;
    uint32_t line, count;
    uint32_t first; /* twins: the first child of this birth, KR_NOBODY before there is one */
    uint8_t type;
} geno_thing;

typedef enum geno_link_what {
    GENO_LINK_FAMILY, /* one: person, other: union */
    GENO_LINK_BOND,
    GENO_LINK_SOCIAL,
    GENO_LINK_BIRTH_PLACE, /* of tree person `index`; one: the place */
    GENO_LINK_DEATH_PLACE,
    GENO_LINK_WORK,
    GENO_LINK_WEDDING /* of tree union `index` */
} geno_link_what;

typedef struct geno_link {
    geno_link_what what;
    kr_str one, other, word, twin, note;
    uint32_t index, line;
} geno_link;

typedef struct genopro {
    kr_tree *tree;
    kr_xml xml;
    const char *path[KR_XML_MOST_DEPTH + 1]; /* names of the open elements, in the arena */
    int depth, unknown;                      /* unknown: depth of an element that is left, 0 none */
    const struct geno_record *record;
    kr_str parts[GENO_PARTS];
    uint32_t line; /* where the record begins */
    geno_marks marks[GENO_KINDS];
    geno_thing *things;
    size_t n_things, cap_things;
    geno_link *links;
    size_t n_links, cap_links;
    bool other; /* XML of another program */
} genopro;

/* genopro.c */
void geno_fail(genopro *g, kr_err err);
uint32_t geno_line(const genopro *g);
/* Not taken over: "Individual.Name.First". */
void geno_left(genopro *g, const char *path);
/* The same with what it says: "Family.Relation Rape". */
void geno_left_word(genopro *g, const char *path, kr_str word, uint32_t line);

/* genopro_records.c: at the end of a record. */
void geno_end_person(genopro *g);
void geno_end_family(genopro *g);
void geno_end_pedigree(genopro *g);
void geno_end_twin(genopro *g);
void geno_end_bond(genopro *g);
void geno_end_social(genopro *g);
void geno_end_place(genopro *g);
void geno_end_work(genopro *g);
void geno_end_wedding(genopro *g);
void geno_end_sheet(genopro *g);
/* "~1200", "<1003", "7.2.999", "0888": as GEDCOM says it. */
kr_str geno_phrase(genopro *g, kr_str written);
/* A day for a field; when the phrase says more than that, an event holds it too. */
typedef struct geno_owner {
    uint32_t index;
    bool of_union;
} geno_owner;
kr_date geno_date(genopro *g, kr_str written, const char *tag, geno_owner owner, uint8_t kind, kr_str cause);

/* genopro_words.c */
/* Which union a word of GenoPro is; false when Kring has none like it. */
bool geno_relation(kr_str word, uint8_t *type, uint8_t *end);
/* Which emotional line; exact: it means the same. 0 when Kring has none like it. */
uint8_t geno_bond(kr_str word, bool *exact);
uint8_t geno_parentage(kr_str word);
/* A child that was not born, by the cause of death; 0 none. */
uint8_t geno_arrival(kr_str cause);

/* genopro_links.c: when all is read. */
kr_err geno_settle(genopro *g) KR_CHECKED;

#endif
