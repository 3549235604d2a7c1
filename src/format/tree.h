/* A family tree on its way in: what GEDCOM and GenoPro have in common. Not for other rooms.
 *
 * Readers fill it, tree_put.c turns it into changes. Persons, unions, children and events stand in the order
 * of the file, so that a file that is written again has the same order. */
#ifndef KR_FORMAT_TREE_H
#define KR_FORMAT_TREE_H

#include "core/family.h"
#include "format/inside.h"

/* Of all kinds together; a circle holds no more. */
#define KR_TREE_MOST       200000
#define KR_TREE_MOST_BYTES (64u << 20)

typedef struct kr_tree_person {
    kr_str mark, name, surname, occupation, note, birth_place, death_place;
    kr_date born, died;
    uint32_t line;
    uint16_t first_year; /* the earliest year in which they did something; 0 unknown */
    uint8_t gender, arrival, what;
    bool named, dead;
    bool twin; /* something about this person alone says that they are one of several of one birth */
    uint8_t twin_type;
    bool placed; /* stands on a sheet, at x and y (downwards), in the units of the file */
    uint16_t sheet;
    int32_t x, y;
} kr_tree_person;

/* a and b: persons by index, KR_NOBODY when not known. Ranks: 0 when the order of the file says it. */
typedef struct kr_tree_union {
    kr_str mark, place, note;
    uint32_t a, b, rank_a, rank_b, line;
    kr_date since, until;
    uint8_t type, end;
} kr_tree_union;

typedef struct kr_tree_child {
    uint32_t person, pair, rank, rank_parent, twin;
    uint8_t type, twin_type;
} kr_tree_child;

/* Two of one birth, as the file says it of them; which family that is comes at the end. */
typedef struct kr_tree_twin {
    uint32_t a, b, line;
    uint8_t type;
} kr_tree_twin;

/* How two people are with each other: for the eyes of the owner alone. */
typedef struct kr_tree_bond {
    uint32_t from, to, line;
    uint8_t type;
    kr_str note;
} kr_tree_bond;

/* `detail`: how the file writes the date when that is more than a date, then one line "TAG value" for each
 * further thing that is kept. */
typedef struct kr_tree_event {
    uint32_t owner; /* person, or union when of_union */
    bool of_union;
    uint8_t kind;
    kr_date date;
    kr_str tag, what, place, detail, note;
} kr_tree_event;

typedef struct kr_import_tree {
    kr_tree_person *persons;
    kr_tree_union *unions;
    kr_tree_child *children;
    kr_tree_event *events;
    kr_tree_twin *twins;
    kr_tree_bond *bonds;
    size_t n_persons, n_unions, n_children, n_events, n_twins, n_bonds;
    size_t cap_persons, cap_unions, cap_children, cap_events, cap_twins, cap_bonds, cap_notes;
    kr_date today; /* of the file: its own date, else the last year that stands in it; 0 unknown */
    kr_arena *arena;
    kr_import *import;
    uint16_t *note_slots; /* key and detail -> place in import->notes + 1 */
    bool with_notes;      /* also remarks about people who may be alive */
    kr_err err;           /* the first failure sticks */
} kr_tree;

/* tree.c: building. NULL when it failed or there are too many. */
kr_err kr_tree_begin(kr_tree **out, kr_arena *arena, kr_format format, bool with_notes) KR_CHECKED;
kr_tree_person *kr_tree_person_add(kr_tree *tree);
kr_tree_union *kr_tree_union_add(kr_tree *tree);
kr_tree_child *kr_tree_child_add(kr_tree *tree);
kr_tree_event *kr_tree_event_add(kr_tree *tree);
void kr_tree_twin_add(kr_tree *tree, kr_tree_twin twin);
void kr_tree_bond_add(kr_tree *tree, kr_tree_bond bond);
/* Something that is not taken over; the same key and detail count up. */
void kr_tree_note(kr_tree *tree, const char *key, kr_str detail, uint32_t line);
/* Fit for this field: one line or several, not longer than it may be; what is cut off is noted. */
kr_str kr_tree_text(kr_tree *tree, kr_kind kind, uint16_t field, kr_str text, uint32_t line);
/* When all is read: remarks of the living go, rows are made, the first person stands in the middle. */
kr_err kr_tree_end(kr_tree *tree, kr_import **out, kr_error *error) KR_CHECKED;
/* No death is known and they were born less than a hundred years before the day of the file, or nobody knows
 * when. O(1). */
bool kr_tree_living(const kr_tree *tree, const kr_tree_person *person);

/* tree_kin.c: partners, parents, siblings, children, grandparents and grandchildren of `ego` that live, each
 * true in near[person]. O(persons + unions + children). */
kr_err kr_tree_near(const kr_tree *tree, kr_arena *arena, uint32_t ego, bool *near) KR_CHECKED;
/* Notes those who are their own forebear. */
void kr_tree_note_circles(kr_tree *tree);

/* tree_twins.c: does a word say that somebody is one of several of one birth? *type: twin_type, 0 not said.
 */
bool kr_tree_says_twin(kr_str words, uint8_t *type);
/* Numbers those of one birth within their families: whom the file names together, and brothers and sisters of
 * whom it says so one by one, born at the same time. O((children + twins) log). */
void kr_tree_number_twins(kr_tree *tree);

/* tree_put.c: as changes of a new circle, or into a draft. */
kr_err kr_tree_history(kr_change **changes, size_t *count, kr_arena *arena, const kr_import *import,
                       kr_maker maker, kr_str ego_name, kr_error *error) KR_CHECKED;
kr_err kr_tree_apply(kr_draft *draft, const kr_import *import, kr_str ego_name, kr_import_counts *counts,
                     kr_error *error) KR_CHECKED;

/* gedcom_date.c */
typedef struct kr_gedcom_date {
    kr_date date; /* the best single day, month or year; 0 none (also before our era and other calendars) */
    bool plain;   /* the phrase says no more than `date` */
} kr_gedcom_date;
kr_gedcom_date kr_gedcom_date_read(kr_str phrase);
/* "4 JUL 1998" */
void kr_gedcom_date_put(kr_buf *out, kr_date date);
/* A phrase in the form of this version; false when it has none there: then it is written as a remark. */
bool kr_gedcom_phrase_put(kr_buf *out, kr_str phrase, bool seven);

/* gedcom_text.c: any GEDCOM character set as UTF-8. Errors: KR_E_SYNTAX, KR_E_MEMORY. */
kr_err kr_gedcom_text(kr_str *out, kr_arena *arena, kr_str bytes, kr_error *error) KR_CHECKED;

/* gedcom_lines.c */
typedef struct kr_gedcom_line {
    kr_str xref, tag, value; /* xref with its @ signs */
    uint32_t line, end;      /* number in the file; the first line after everything below this one */
    uint16_t level;
} kr_gedcom_line;
/* All lines; those that are none are noted. Errors: KR_E_SYNTAX, KR_E_LIMIT, KR_E_MEMORY. */
kr_err kr_gedcom_lines(kr_gedcom_line **out, size_t *count, kr_tree *tree, kr_str text,
                       kr_error *error) KR_CHECKED;

/* gedcom_event.c: what the tags mean. */
typedef struct kr_gedcom_tag {
    const char *tag;
    uint8_t kind;   /* event_kind */
    bool attribute; /* its value says something */
    bool of_person, of_union;
} kr_gedcom_tag;
/* NULL when it is no event or attribute. */
const kr_gedcom_tag *kr_gedcom_tag_of(kr_str tag);
/* Lines of `detail` that are no date begin with one of these: TYPE, CAUS, AGE, AGNC, RELI, PHRASE, ADDR. */
bool kr_gedcom_kept(kr_str tag);

/* zip.c: one file out of a zip, by the end of its name without regard to capitals ("gedcom.ged", ".ged",
 * "data.xml"). Errors: KR_E_SYNTAX "format.error.zip", KR_E_NOT_FOUND, KR_E_LIMIT, KR_E_UNSUPPORTED,
 * KR_E_MEMORY. */
bool kr_is_zip(kr_str bytes);
bool kr_zip_holds(kr_str bytes, const char *ending);
kr_err kr_zip_member(kr_str *out, kr_arena *arena, kr_str bytes, const char *ending,
                     kr_error *error) KR_CHECKED;

kr_err kr_gedcom_import(kr_import **out, kr_arena *arena, kr_str bytes, bool with_notes,
                        kr_error *error) KR_CHECKED;
kr_err kr_genopro_import(kr_import **out, kr_arena *arena, kr_str bytes, bool with_notes,
                         kr_error *error) KR_CHECKED;

#endif
