/* What the files that read GEDCOM share. Not for other rooms. */
#ifndef KR_FORMAT_GEDCOM_IN_H
#define KR_FORMAT_GEDCOM_IN_H

#include "format/tree.h"

/* A record by its mark. person and pair: which of the tree it is, or KR_NOBODY. */
typedef struct gedcom_mark {
    kr_str xref, text; /* text: of a remark that others point at, once it has been read */
    uint32_t at, person, pair;
} gedcom_mark;

typedef struct gedcom {
    kr_tree *tree;
    kr_gedcom_line *lines;
    size_t n;
    gedcom_mark *marks; /* by xref */
    size_t n_marks;
    bool seven, ours;          /* ours: Kring wrote it */
    struct gedcom_link *links; /* what persons say about their families */
    size_t n_links, cap_links;
} gedcom;

/* A person says: child (or partner) in this family. */
typedef struct gedcom_link {
    uint32_t person, pair, order, line;
    uint8_t type; /* parentage_type, 0 not said */
    bool child, met;
} gedcom_link;

/* NULL when there is no such record. O(log records). */
const gedcom_mark *gedcom_find(const gedcom *g, kr_str xref);
/* The value with its continuations. */
kr_str gedcom_value(gedcom *g, const kr_gedcom_line *line);
/* Remarks about one thing, one below the other. Begin with zeros. */
typedef struct gedcom_notes {
    kr_str all;
    kr_buf buf;
    size_t n;
} gedcom_notes;
/* One remark more: its text, or the record it points at. */
void gedcom_note(gedcom *g, const kr_gedcom_line *line, gedcom_notes *notes);
/* Notes "above.between.TAG" as not taken over; empty parts fall out. */
void gedcom_left(gedcom *g, const char *above, const char *between, const kr_gedcom_line *line);

/* gedcom_person.c, gedcom_family.c: one record into the tree. */
void gedcom_person(gedcom *g, const kr_gedcom_line *record);
void gedcom_family(gedcom *g, const kr_gedcom_line *record);
/* An event or attribute below a record. */
kr_tree_event *gedcom_event(gedcom *g, const kr_gedcom_line *line, const kr_gedcom_tag *tag, uint32_t owner,
                            bool of_union);
/* Nothing but a day and a place: then a person or union has fields of its own for it. */
bool gedcom_bare(const kr_tree_event *event);
/* How many events from `first` on have this tag? */
size_t gedcom_count_tag(const kr_tree *tree, size_t first, const char *tag);
/* Says its value no more than that it happened (nothing, or Y)? */
bool gedcom_only_happened(kr_str value);
/* "adopted" and such as parentage_type; 0 for anything else. */
uint8_t gedcom_pedigree(kr_str word);
/* gedcom_asso.c: what a person is to another: of one birth; in a file of Kring also how they are with each
 * other.
 */
void gedcom_association(gedcom *g, const kr_gedcom_line *line, uint32_t person);
/* gedcom_link.c: what persons say beside what families say: kinds of parentage, order of families. */
kr_err gedcom_link_all(gedcom *g) KR_CHECKED;

#endif
