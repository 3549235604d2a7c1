/* Files of research tools, in and out: egor (and tables like its), EgoWeb, Network Canvas, GraphML, GEXF.
 *
 * In: one or more files give cases, one per person in the middle; each is an import like any other. Out: one
 * circle, through a view, or several as a study without names. What maps to what stands in docs/exchange.md.
 */
#ifndef KR_STUDY_H
#define KR_STUDY_H

#include "format/format.h"

#define KR_STUDY_MOST_BYTES (64u << 20) /* of all files together, unpacked */
#define KR_STUDY_MOST_FILES 20000
#define KR_STUDY_MOST_CASES 10000
#define KR_STUDY_MOST_ITEMS 2000000 /* rows of tables, or persons and ties in graphs */

/* A file with its name inside the folder or zip ("case_1_ego.csv"). */
typedef struct kr_file {
    kr_str name, bytes;
} kr_file;

typedef struct kr_study_case {
    kr_str id;         /* as the files call this case; never empty, no two the same */
    kr_import *import; /* its notes are about this case alone */
} kr_study_case;

typedef struct kr_study {
    kr_format format;
    kr_study_case *cases; /* in the order in which the files name them */
    size_t n_cases;
    kr_import_note *notes; /* about the files as a whole */
    size_t n_notes;
} kr_study;

typedef struct kr_study_options {
    bool with_details; /* also phone, mail and address */
    kr_str ego;        /* GraphML and GEXF: the mark of the person in the middle; empty: by their own sign */
} kr_study_options;

/* Is this one of the formats that are read here? */
bool kr_is_study(kr_format format);
/* A zip becomes the files in it, a single file itself. Errors: KR_E_SYNTAX, KR_E_LIMIT, KR_E_UNSUPPORTED,
 * KR_E_MEMORY. O(bytes). */
kr_err kr_study_unpack(kr_file **out, size_t *count, kr_arena *arena, kr_file file,
                       kr_error *error) KR_CHECKED;
/* Reads all files as one study. Files that are none of it are noted and left. Errors: KR_E_SYNTAX with the
 * line, and the file's name in error->field; KR_E_NOT_FOUND when there is no case, or no such ego;
 * KR_E_LIMIT; KR_E_MEMORY. O(bytes + rows log rows). */
kr_err kr_study_read(kr_study **out, kr_arena *arena, kr_format format, const kr_file *files, size_t count,
                     const kr_study_options *options, kr_error *error) KR_CHECKED;
/* By its id; SIZE_MAX when there is none. O(cases). */
size_t kr_study_case_named(const kr_study *study, kr_str id);

/* -- out -- */

/* One zip of these files, in this order. The same bytes for the same files. Errors: KR_E_MEMORY, KR_E_LIMIT.
 */
kr_err kr_zip_write(kr_buf *out, kr_arena *arena, const kr_file *files, size_t count,
                    kr_error *error) KR_CHECKED;

/* All columns by their names in the schema, as in kr_csv_write. Persons are named by their record numbers. */
/* egor: egos.csv, alters.csv, edges.csv. EgoWeb: the same tables with the headings of that tool. `files` gets
 * three. */
kr_err kr_egor_write(kr_file files[3], kr_arena *arena, const kr_network *network, bool egoweb,
                     kr_error *error) KR_CHECKED;
/* The tables of Network Canvas: ego, attributeList_Person, edgeList_Knows, under the name of the case. */
kr_err kr_networkcanvas_write(kr_file files[3], kr_arena *arena, const kr_network *network, kr_str name,
                              kr_error *error) KR_CHECKED;
/* GraphML; `netcanvas`: with the person in the middle as data of the graph, as Network Canvas does, instead
 * of as a node. */
kr_err kr_graphml_write(kr_buf *out, kr_arena *arena, const kr_network *network, bool netcanvas,
                        kr_error *error) KR_CHECKED;
/* GEXF 1.3: who was there when, and who knew whom: one time for each moment that was kept, by its day, and
 * one for today. A circle without moments gives a graph without time. O(moments × (persons + ties)). */
kr_err kr_gexf_write(kr_buf *out, kr_arena *arena, const kr_circle *circle, kr_viewer viewer,
                     kr_error *error) KR_CHECKED;

#endif
