/* A sheet that somebody fills in, as its pages see it: the record (`sheet`), its form, and what stands on it.
 */
#ifndef KR_WEB_SHEET_H
#define KR_WEB_SHEET_H

#include "web/engine.h"
#include "web/pages.h"

/* A column that its writer opened is a part with this place; no place of a form is called so. */
#define KR_SHEET_OPENED "~open"

/* The owner's alone, whatever they share: the one field of a sheet that is asked as a field. */
extern const kr_field_spec kr_leaf_private;

typedef struct kr_leaf {
    const kr_sheet *sheet;
    const kr_sheet_form *form; /* NULL: this Kring does not have it */
    const kr_sheet_text *text;
    const kr_sheet_part **parts; /* not in the bin; by rank */
    size_t n_parts;
} kr_leaf;

/* The sheet in the address that is not in the bin. KR_E_NOT_FOUND. O(parts of the circle). */
kr_err kr_leaf_asked(kr_leaf *out, const kr_request *request, kr_error *error) KR_CHECKED;
/* All sheets of the circle, newest first, at most `most`; of one form when `form` is not empty. */
void kr_put_leaves(const kr_page *page, kr_model *array, kr_str form, size_t most);
/* Its own title, else the name of the form, else what stands in the record. */
kr_str kr_leaf_name(const kr_page *page, const kr_sheet *sheet);
/* The next part that stands in this place and was said by this voice (empty: nobody in particular), from *at
 * on; NULL when there is none. */
const kr_sheet_part *kr_leaf_next(const kr_leaf *leaf, size_t *at, kr_str place, kr_str voice);
const kr_sheet_part *kr_leaf_part(const kr_leaf *leaf, kr_str place, kr_str voice);
bool kr_leaf_opened(const kr_leaf *leaf, kr_str voice);
/* base + "/bladen/blad/ID" + tail. */
kr_str kr_leaf_link(const kr_page *page, const kr_sheet *sheet, const char *tail);

/* -- what stands on it (sheet_show.c)
 * --------------------------------------------------------------------------------- */
/* words, who {name, initials, ...}, photo, icon_svg of one part; members that are not there are false. */
void kr_put_leaf_part(const kr_page *page, kr_model *object, const kr_leaf *leaf, const kr_sheet_part *part);
/* sections: [{title, say, href, has, places: [...]}] of a form with sections; those of one voice, or the
 * shared ones with an empty voice. `blank`: as on paper that is still empty. */
void kr_put_sections(const kr_page *page, kr_model *object, const kr_leaf *leaf, kr_str voice, bool blank);
/* cover: the first picture of the first section, for a book; or false. */
void kr_put_cover(const kr_page *page, kr_model *object, const kr_leaf *leaf);
/* chosen, open and aside: [{ask, hint, words, href}], and how many of each. */
void kr_put_cards(const kr_page *page, kr_model *object, const kr_leaf *leaf);
/* Several voices: columns, what they say of each topic, and the questions that come of it. */
void kr_put_voices(const kr_page *page, kr_model *object, const kr_leaf *leaf);
/* Name, kind of look, date, who wrote, and title: for every page of a sheet. */
void kr_put_leaf_head(const kr_page *page, const kr_leaf *leaf);
/* What a form is for: name, short, aim, how, honest, then, icon. */
void kr_put_sheet_form(const kr_page *page, kr_model *object, const kr_sheet_form *form);

/* -- writing (sheet_edit.c, sheet_save.c)
 * ----------------------------------------------------------------------------- */
/* The name of the field of a form on the page: "w.PLACE" or "w.PLACE.ROW", of at most 96 bytes. `row` may be
 * empty. */
kr_str kr_leaf_field(kr_arena *arena, char what, kr_str place, kr_str row);
/* The section that was asked for with ?deel=: its place in the form, or SIZE_MAX for all of them. */
size_t kr_leaf_asked_section(const kr_leaf *leaf, kr_str asked, kr_str voice);
/* Is this section one that this voice writes? */
static inline bool kr_leaf_writes(const kr_leaf *leaf, size_t section, kr_str voice) {
    return leaf->form->n_voices == 0 || leaf->form->sections[section].shared == (voice.len == 0);
}
/* The next card that was neither chosen nor laid aside, after `at`; SIZE_MAX when there is none. */
size_t kr_leaf_next_card(const kr_leaf *leaf, size_t at);

/* Out of the bin, with what went into it together with the sheet. */
void kr_leaf_restore(kr_draft *draft, kr_id sheet);

kr_err kr_page_sheet_write(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_sheet_save(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_sheet_act(kr_request *request, kr_reply *reply, kr_error *error);

#endif
