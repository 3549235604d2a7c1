/* Forms of sheets: talk cards, pages with places to fill in, posters, a life book, a page with several
 * voices. Data, like the guides: docs/sheet-format.md tells how one is written. What somebody wrote on one is
 * a record of the circle (kr_sheet, kr_sheet_part in core/schema.def). */
#ifndef KR_SHEET_FORM_H
#define KR_SHEET_FORM_H

#include "guide/guide.h"

#define KR_SHEET_MOST_CARDS    40u
#define KR_SHEET_MOST_VOICES   5u
#define KR_SHEET_MOST_SECTIONS 20u
#define KR_SHEET_MOST_PLACES   60u /* of all sections together */
#define KR_SHEET_MOST_OPTIONS  8u
#define KR_SHEET_MOST_ROWS     60u

typedef struct kr_sheet_place {
    kr_str id;      /* once in a form */
    uint8_t kind;   /* kr_guide_place */
    uint8_t rows;   /* most rows of a list that grows; 0: it holds one thing */
    bool person;    /* somebody of the map may stand with it */
    bool picture;   /* and a picture */
    bool events;    /* events of the life line may come here */
    uint8_t option; /* how many options a choice has, */
    uint16_t first; /* the first of them in form->options */
} kr_sheet_place;

typedef struct kr_sheet_section {
    kr_str id;
    size_t first, count; /* its places */
    bool shared;         /* where there are voices: of all of them together */
    bool aged;           /* a part of a life, from one age to another */
    uint16_t from, to;
} kr_sheet_section;

typedef struct kr_sheet_card_text {
    kr_str ask, hint; /* hint may be empty */
} kr_sheet_card_text;
typedef struct kr_sheet_voice_text {
    kr_str name, say;
} kr_sheet_voice_text;
typedef struct kr_sheet_section_text {
    kr_str title, say, differ; /* say and differ may be empty */
} kr_sheet_section_text;
typedef struct kr_sheet_place_text {
    kr_str ask, hint; /* hint may be empty */
} kr_sheet_place_text;

typedef struct kr_sheet_text {
    kr_str name, brief, aim, how;
    kr_str honest, then; /* may be empty */
    /* as many as the form has, in that order */
    const kr_sheet_card_text *cards;
    const kr_sheet_voice_text *voices;
    const kr_sheet_section_text *sections;
    const kr_sheet_place_text *places;
    const kr_str *options;
} kr_sheet_text;

typedef struct kr_sheet_form {
    kr_str id;
    uint8_t look, purpose; /* kr_guide_look, kr_guide_purpose */
    uint16_t order;        /* within its purpose */
    kr_str icon;           /* a name; may be empty */
    kr_str source;
    uint8_t columns; /* on paper: 1 or 2 */
    const kr_str *cards, *voices, *options;
    size_t n_cards, n_voices, n_options;
    const kr_sheet_section *sections;
    size_t n_sections;
    const kr_sheet_place *places;
    size_t n_places;
    const kr_sheet_text *texts[KR_GUIDE_LANGS]; /* NULL where it has none; at least one is there */
} kr_sheet_form;

typedef struct kr_sheet_forms {
    const kr_sheet_form *items; /* by purpose, order and id */
    size_t n;
} kr_sheet_forms;

/* As kr_guides_read: whatever is wrong goes into `report`, a form with a problem is left out, ids in `base`
 * are taken. Errors: KR_E_MEMORY, KR_E_LIMIT. O(bytes). */
kr_err kr_sheet_forms_read(kr_sheet_forms *out, kr_arena *arena, const kr_sheet_forms *base,
                           const kr_guide_file *files, size_t n_files, bool reading,
                           kr_guide_report *report) KR_CHECKED;
/* NULL when there is none. O(forms). */
const kr_sheet_form *kr_sheet_form_find(const kr_sheet_forms *forms, kr_str id);
/* In this language, or in the one that there is. Never NULL. */
const kr_sheet_text *kr_sheet_text_in(const kr_sheet_form *form, int lang);
/* Places in the form, or SIZE_MAX. */
size_t kr_sheet_card_at(const kr_sheet_form *form, kr_str id);
size_t kr_sheet_voice_at(const kr_sheet_form *form, kr_str id);
size_t kr_sheet_section_at(const kr_sheet_form *form, kr_str id);
size_t kr_sheet_place_at(const kr_sheet_form *form, kr_str id);
size_t kr_sheet_option_at(const kr_sheet_form *form, const kr_sheet_place *place, kr_str id);

/* The files of sheets/, as they were when Kring was built. Static memory. */
const kr_guide_file *kr_sheet_files(size_t *count);

#endif
