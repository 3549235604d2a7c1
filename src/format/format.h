/* Files in and out. Every reader has limits and is total: a list of what would come, or an error with a
 * place. Readers make a kr_import, which is shown beforehand; nothing is changed until its rows are put into
 * a draft. */
#ifndef KR_FORMAT_H
#define KR_FORMAT_H

#include "core/draft.h"
#include "core/network.h"

#define KR_IMPORT_MOST_BYTES (16u << 20)
#define KR_IMPORT_MOST_ROWS  10000

typedef enum kr_format {
    KR_FORMAT_KRING = 1,
    KR_FORMAT_CSV,
    KR_FORMAT_VCARD,
    KR_FORMAT_EASYNWK,
    KR_FORMAT_GEDCOM, /* 5.5, 5.5.1 and 7.0, also in a zip (.gdz) */
    KR_FORMAT_GENOPRO,
    KR_FORMAT_EGOR, /* these five: see format/study.h */
    KR_FORMAT_EGOWEB,
    KR_FORMAT_NETWORKCANVAS,
    KR_FORMAT_GRAPHML,
    KR_FORMAT_GEXF
} kr_format;
/* "kring", "csv", "vcard", "easynwk", "gedcom", "genopro", "egor", "egoweb", "networkcanvas", "graphml",
 * "gexf"; 0 for anything else. */
kr_format kr_format_named(kr_str name);
/* Guesses from the first bytes; 0 when it is none of these. */
kr_format kr_format_guess(kr_str bytes);

/* One person that could be taken. Fields by the schema; `values` are in their written form. */
typedef struct kr_import_field {
    const kr_field *field; /* of person or of tie (with the person in the middle) */
    kr_str written;
} kr_import_field;
typedef struct kr_import_row {
    kr_str name; /* what to call them; a card without a name gets its organisation or mail, or a description;
                    never a telephone number */
    bool named;  /* false: the file gave no name */
    bool is_ego;
    kr_import_field *fields;
    size_t n_fields;
    uint32_t line; /* where it begins in the file; 0 unknown */
    bool take;     /* ticked; readers set it to true */
    kr_id same_as; /* somebody already in the circle who it seems to be ("is dit dezelfde persoon?"), 0 nobody
                    */
    bool join;     /* the person said: yes, the same. Then only empty fields are filled */
    uint64_t mark; /* the file's own number for this person, the same in every version; 0 none */
} kr_import_row;
typedef struct kr_import_pair {
    uint32_t a, b; /* rows */
    bool multiplex;
    bool no;          /* said: they do not know each other */
    uint8_t strength; /* choices of the tie between them; 0 unknown */
    uint32_t between;
} kr_import_pair;
/* Something that is not taken over, for the list "what was left". key + detail as in kr_error. */
typedef struct kr_import_note {
    char key[48];
    kr_str detail;
    uint32_t line, count;
} kr_import_note;
/* What a card that says nothing at all about whose it is is called, in the file that Kring makes. */
#define KR_IMPORT_NAMELESS "een kaartje zonder naam"

/* Dated maps in one file (easyNWK versions): rows and pairs hold the newest. `versions` has them all, oldest
 * first; the map of the last one is this import itself. Empty when the file holds one map without a date or
 * title. */
typedef struct kr_import {
    kr_format format;
    kr_str title;
    kr_import_row *rows;
    size_t n_rows;
    kr_import_pair *pairs;
    size_t n_pairs;
    kr_import_note *notes;
    size_t n_notes;
    struct kr_import_version {
        kr_str title;
        kr_date date;
        struct kr_import *map;
    } * versions;
    size_t n_versions;
    const kr_change *changes; /* .kring: the whole history, to be taken as it is into a new circle */
    size_t n_changes;
    struct kr_import_tree *tree; /* GEDCOM, GenoPro: the family tree; row i is its person i. Else NULL */
} kr_import;

/* Reads any of the formats; of research tools a file with one case (KR_E_UNSUPPORTED when it has more).
 * with_details: also phone, mail and address (else they are left, and noted); of a
 * family tree: also remarks about people who may be alive. */
kr_err kr_import_read(kr_import **out, kr_arena *arena, kr_format format, kr_str bytes, bool with_details,
                      kr_error *error) KR_CHECKED;
/* Of a family tree: who stands in the middle, by the mark in the file ("@I1@", also without the signs).
 * Errors: KR_E_NOT_FOUND. O(rows). */
kr_err kr_import_choose(kr_import *import, kr_str mark, kr_error *error) KR_CHECKED;
/* Of a family tree that was laid out by hand: where row `row` stood on the sheet of the file, in its own
 * units from left to right, and on which of its sheets. False: on none. */
bool kr_import_stood(const kr_import *import, size_t row, double *x, uint16_t *sheet);
/* Fills same_as by name (folded, "van" and order of family and given name not counting). */
void kr_import_match(kr_import *import, const kr_network *network);
/* Puts the ticked rows into the draft: contacts, fields, pairs. For the first import of a new circle (no ego
 * yet) the person in the middle is called `ego_name`, or, when that is empty, as the ego row says, or "Ik";
 * an ego row gives its fields too. In a circle that has its person in the middle the ego row is left. counts
 * may be NULL. The draft's circle may be empty. O(rows log rows). */
typedef struct kr_import_counts {
    size_t taken, joined, left, pairs;
} kr_import_counts;
kr_err kr_import_apply(kr_draft *draft, const kr_import *import, kr_str ego_name, kr_import_counts *counts,
                       kr_error *error) KR_CHECKED;

/* The changes of a new circle made from this import: its beginning, the import, and for a file with dated
 * maps one import and one moment for each, oldest first. From a .kring with a history: that history as it is.
 * Everything is borrowed from the arena and the import. Rows that are not ticked are in none of the maps.
 * O(versions × rows). */
kr_err kr_import_history(kr_change **changes, size_t *count, kr_arena *arena, const kr_import *import,
                         kr_maker maker, kr_str ego_name, kr_error *error) KR_CHECKED;
/* Other words for rows that are called KR_IMPORT_NAMELESS, in the reader's language; also in the notes.
 * Borrowed. */
void kr_import_call_nameless(kr_import *import, kr_str name);

/* .kring: lossless, documented JSON (docs/file-format.md): all changes with ids as strings, and for readers
 * the circle as it stands. Written from a view, so nothing else can leave. */
kr_err kr_kring_write(kr_buf *out, const kr_view *view, kr_error *error) KR_CHECKED;
kr_err kr_kring_read(kr_change **changes, size_t *count, kr_arena *arena, kr_str bytes,
                     kr_error *error) KR_CHECKED;

/* One row per contact, all fields of person and tie as columns by their names in the schema; cells that begin
 * with = + - @ get an apostrophe; no line breaks inside a cell. With a byte-order mark, semicolons and CRLF
 * when `for_excel` (that is what a Dutch Excel opens as a table). The last column, `acquainted`, holds the
 * ids of those they are said to know. */
kr_err kr_csv_write(kr_buf *out, const kr_network *network, bool for_excel) KR_CHECKED;
/* The same as a JSON array of objects; choices by name, sets as arrays. */
kr_err kr_json_write(kr_buf *out, const kr_network *network) KR_CHECKED;

/* The contacts as an address book: name, phone, mail and address. Address books often lie with others, so
 * what else is known goes along only when it is asked for. People who are only in the family tree are in
 * none. */
typedef struct kr_vcard_options {
    bool four;         /* 4.0, else 3.0 */
    bool with_remarks; /* also role, birthday and remark */
} kr_vcard_options;
kr_err kr_vcard_write(kr_buf *out, const kr_network *network, const kr_vcard_options *options) KR_CHECKED;

/* The family tree as GEDCOM 7.0, or 5.5.1 (UTF-8). Persons, unions, children and events in their order, with
 * the marks of the file they came from. What only the owner sees (emotional lines, illness, secrets) leaves
 * only when asked for, and so do remarks about people who may be alive. O(records log records). Errors:
 * KR_E_MEMORY, KR_E_LIMIT. */
typedef struct kr_gedcom_options {
    bool seven;        /* 7.0, else 5.5.1 */
    bool with_private; /* also secret unions, and bonds and conditions as remarks */
    bool with_notes;   /* also remarks about the living */
    kr_date today;     /* stands in the head; tells who may be alive */
} kr_gedcom_options;
kr_err kr_gedcom_write(kr_buf *out, kr_arena *arena, const kr_view *view, const kr_gedcom_options *options,
                       kr_error *error) KR_CHECKED;

/* A value in its written form, as all these files have it; nothing when it is unknown. */
void kr_put_written(kr_buf *out, const kr_field *field, const kr_assignment *value);

/* Low-level readers, for the fuzzers and for other programs. */
typedef struct kr_csv {
    kr_str **cells;
    size_t *widths;
    uint32_t *lines;
    size_t n_rows;
    char delimiter;
} kr_csv;
/* RFC 4180 with the habits of real exports: byte-order mark, UTF-8, UTF-16 or Windows-1252, comma, semicolon
 * or tab (guessed from the first row), CRLF, LF or CR, quotes doubled. */
kr_err kr_csv_parse(kr_csv *out, kr_arena *arena, kr_str bytes, kr_error *error) KR_CHECKED;

typedef struct kr_vcard_prop {
    kr_str group, name, params, value;
    uint32_t line;
} kr_vcard_prop; /* value decoded to UTF-8, still escaped */
typedef struct kr_vcard {
    kr_vcard_prop *props;
    size_t n_props;
    uint32_t line;
    int version; /* 21, 30, 40 */
} kr_vcard;
kr_err kr_vcard_parse(kr_vcard **out, size_t *count, kr_arena *arena, kr_str bytes,
                      kr_error *error) KR_CHECKED;

#endif
