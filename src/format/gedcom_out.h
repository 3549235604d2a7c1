/* What the files that write GEDCOM share. Not for other rooms. */
#ifndef KR_FORMAT_GEDCOM_OUT_H
#define KR_FORMAT_GEDCOM_OUT_H

#include "format/tree.h"

/* A FAM: a union, or a parent who is known only as a parent. */
typedef struct gedcom_fam {
    const kr_union *record; /* NULL for a parent alone */
    uint32_t a, b;          /* persons by place in the circle, KR_NOBODY when not here */
    kr_str mark;
} gedcom_fam;

/* A child in a FAM, or a partner in it. */
typedef struct gedcom_member {
    uint32_t person, fam, order;
    int64_t rank, when;
    const kr_parentage *record; /* of a child */
    bool again;                 /* a child that the same FAM has already, in another way */
    uint32_t birth, n_birth;    /* in `births`: those of the same birth, itself among them */
} gedcom_member;

typedef struct gedcom_out {
    kr_buf *out;
    kr_arena *arena;
    const kr_circle *c;
    const kr_gedcom_options *options;
    bool *taken;   /* by place in the circle: stands in the family tree */
    kr_str *marks; /* of the taken persons */
    gedcom_fam *fams;
    size_t n_fams;
    gedcom_member *children, *origins, *partners; /* by FAM; by child; by partner */
    size_t n_children, n_partners;
    uint32_t *births;                                     /* persons of one birth, together */
    uint32_t *first_child, *first_origin, *first_partner; /* where those of a FAM or person begin */
    const kr_event **events;                              /* of persons, then of FAMs */
    uint32_t *first_event;                                /* by person; by n_persons + FAM */
} gedcom_out;

/* gedcom_index.c: who and what stands in the file, in its order. Errors: KR_E_MEMORY. */
kr_err gedcom_index(gedcom_out *g) KR_CHECKED;

/* gedcom_put.c: lines. A value of several lines goes on below; in the old version long ones too. */
void gedcom_line(gedcom_out *g, int level, const char *tag, kr_str value);
void gedcom_text(gedcom_out *g, int level, const char *tag, kr_str text);
void gedcom_mark_line(gedcom_out *g, int level, const char *tag, kr_str mark);
/* A date as it was written, or as the field has it; nothing when both are empty. */
void gedcom_date(gedcom_out *g, int level, kr_str phrase, kr_str remark, kr_date date);
/* An event with everything that was kept of it. date and place: what the person's own fields say now. */
void gedcom_put_event(gedcom_out *g, const kr_event *event, kr_date date, kr_str place);
/* One made of fields. */
void gedcom_happened(gedcom_out *g, const char *tag, kr_date date, kr_str place);

#endif
