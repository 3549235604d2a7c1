/* What the heading of a column says; between headings.c and csv_import.c only. */
#ifndef KR_FORMAT_HEADINGS_H
#define KR_FORMAT_HEADINGS_H

#include "format/inside.h"

typedef enum kr_meaning {
    M_NOTHING, /* known to be of no use: labels, numbers */
    M_TYPE,    /* says of the next column whether it is a fax */
    M_UNKNOWN,
    M_FIELD, /* a column of Kring itself */
    M_ID,
    M_ACQUAINTED,
    M_NAME,
    M_GIVEN,
    M_MIDDLE,
    M_FAMILY,
    M_PREFIX,
    M_NICK,
    M_ORG,
    M_TITLE,
    M_ROLE,
    M_REMARK,
    M_PHONE,
    M_EMAIL,
    M_ADDRESS, /* in one piece */
    M_STREET,
    M_ZIP,
    M_TOWN,
    M_LIVES,
    M_WORK_DETAIL,
    M_BIRTHDAY,
    M_GENDER,
    M_AGE,
    M_GROUP,
    M_RELATED,
    M_KIND
} kr_meaning;

typedef struct kr_csv_column {
    kr_meaning means;
    const kr_field *field;
} kr_csv_column;

/* "E-mail 2 - Value" becomes "emailvalue". Returns the length. */
size_t kr_letters_only(kr_str text, char out[40]);
/* `own`: the columns of Kring itself. */
kr_csv_column kr_csv_column_of(kr_str title, const kr_column *own, size_t n_own);

#endif
