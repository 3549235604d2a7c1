/* What the pages of a circle share: the network, names and faces, tiles and fields of forms, sentences in
 * words. */
#ifndef KR_WEB_PAGES_H
#define KR_WEB_PAGES_H

#include "web/web.h"

/* One page being built; lives on the stack of the page function. */
typedef struct kr_page {
    kr_request *request;
    kr_reply *reply;
    kr_model *model;
    kr_network net;
    kr_lang lang;
    const char *ego; /* what to call the person in the middle; never NULL */
} kr_page;

/* Makes the network and the model, with the title (a catalogue key with {name}, the person in the middle). */
kr_err kr_page_open(kr_page *page, kr_request *request, kr_reply *reply, const char *title_key,
                    kr_error *error) KR_CHECKED;

/* A buffer for one sentence or drawing in the request's arena. */
kr_buf kr_page_buf(const kr_page *page);
/* What was written, or nothing at all when memory ran out (the model is then marked by the next member). */
kr_str kr_page_text(const kr_buf *buf);
/* Text with a NUL behind it; "" when memory ran out. */
const char *kr_page_z(const kr_page *page, kr_str text);
/* A path below this circle: base + "/mens/" + id + tail. */
kr_str kr_page_link(const kr_page *page, const char *before, kr_id id, const char *tail);

/* name, initials, photo, id, href (contact page) and tint (1..4 or false) of somebody around. */
void kr_put_face(const kr_page *page, kr_model *object, const kr_alter *alter);
/* photo: the address of the photo of this person, or false (pages_photo.c). */
void kr_put_photo(const kr_page *page, kr_model *object, const kr_person *person);
void kr_put_initials_of(const kr_page *page, kr_model *object, const char *name, kr_str text);
/* Which of the four area colours: by the Lensink area, said or suggested; 0 none. */
uint8_t kr_alter_tint(const kr_alter *alter);
const kr_alter *kr_page_alter(const kr_page *page, kr_id person);
/* "Sanne, Bram en Corrie" of indices into the network. */
void kr_page_names(const kr_page *page, kr_buf *out, const uint32_t *people, size_t count, size_t most);

/* kr_say with one text argument, straight into a buffer or a member. */
void kr_say_with(const kr_page *page, kr_buf *out, const char *key, const char *name, kr_str text);
/* The label of a choice: "sector", 5 -> "Buur". Empty when it is 0. */
kr_str kr_page_choice(const kr_page *page, const kr_choice_list *list, unsigned number);
/* The same, to stand within a sentence: first letter small. */
kr_str kr_page_choice_low(const kr_page *page, const kr_choice_list *list, unsigned number);
kr_str kr_page_low(const kr_page *page, kr_str text);
const kr_choice_list *kr_list_of(kr_kind kind, uint16_t field);
/* "Vriend" for ring 2 of a form: the word for one person there; empty for 0. And the area. */
kr_str kr_page_ring(const kr_page *page, const kr_form *form, unsigned ring);
kr_str kr_page_area(const kr_page *page, const kr_form *form, unsigned area);
kr_str kr_page_high(const kr_page *page, kr_str text);
/* The labels of a set as "een, twee en drie", small. */
void kr_page_set(const kr_page *page, kr_buf *out, const kr_choice_list *list, uint32_t set);

/* Of a wish, a step, a sheet: its own words, to call it by; empty for other kinds (page_conflict.c). */
kr_str kr_page_record_words(kr_kind kind, const void *record);
/* Of any record that is not NULL: a name, both names of a pair, its own words. And what a field holds, in the
 * words of the reader; a set only as that there is one. */
kr_str kr_page_called(const kr_page *page, kr_kind kind, const void *record);
kr_str kr_page_value(const kr_page *page, const kr_field *field, const kr_assignment *a);

/* -- fields of forms (page_fields.c)
 * --------------------------------------------------------------------------- */
typedef enum kr_widget {
    KR_AS_PICK,   /* tiles, one beside the other */
    KR_AS_DUO,    /* tiles with short words: two beside each other on a phone as well */
    KR_AS_SELECT, /* a list that folds out */
    KR_AS_LINE,   /* one line of text */
    KR_AS_SHORT,  /* a few characters: a year, minutes */
    KR_AS_AREA,   /* some lines of text */
    KR_AS_CHECK,  /* a yes that may be ticked */
    KR_AS_OWN     /* drawn by the template of its layer; only saved here */
} kr_widget;

typedef struct kr_field_spec {
    uint8_t kind, field, look;
} kr_field_spec;

/* Adds the field to an array for field.mustache. `record` may be NULL: nothing said yet. `name` fills {name}.
 * The words are "ask.KIND.FIELD" where the catalogue has it, else "field.KIND.FIELD"; a line below a choice
 * is "hint.LIST.CHOICE". When `typed`, what was just posted is shown instead of what is stored. */
void kr_put_field(const kr_page *page, kr_model *array, const void *record, kr_field_spec spec, kr_str name,
                  bool typed);
/* Writes what was posted for this field into the draft. A choice that was not posted stays as it is; boxes
 * and ticks that were not posted are off. */
void kr_draft_posted(kr_draft *draft, const kr_request *request, kr_id record, kr_field_spec spec);
/* A date as people write it, 14 juli 1998 or 7/1998, as the schema takes it; what is none stays as it is. */
kr_str kr_page_turn_date(kr_arena *arena, kr_str text);
/* "tie.since": the name of the form field. `out` holds 48 bytes. */
void kr_field_name(char *out, kr_field_spec spec);
/* What a field holds, in the words of the reader; empty when unknown. */
kr_str kr_field_words(const kr_page *page, const void *record, kr_field_spec spec);

/* Rings of a form as tiles: [{id, value, label, checked, r1..r4}], name of the field in `field`. */
void kr_put_rings(const kr_page *page, kr_model *array, const kr_form *form, unsigned checked);
/* Areas: [{value, label, checked, tint}]. */
void kr_put_areas(const kr_page *page, kr_model *array, const kr_form *form, unsigned checked);
/* The five kinds of support: [{id, label, sub, gets, gives, yes, perhaps, no}]. */
void kr_put_support(const kr_page *page, kr_model *array, const kr_tie *tie);
/* Ring and area as posted under "ring.FORM" and "vak.FORM" (0: no place). */
void kr_draft_place(kr_draft *draft, const kr_request *request, kr_id tie, const kr_form *form);
unsigned kr_tie_choice(const kr_tie *tie, uint16_t field);

/* -- layers of a contact (pages_layers.c)
 * ------------------------------------------------------------------------ */
typedef struct kr_layer {
    const char *id;   /* in addresses: "contact" */
    const char *icon; /* partial */
    bool inner;       /* only the owner sees it: with a lock */
    const kr_field_spec *fields;
    size_t n_fields;
    /* One sentence in words about what is known; writes nothing when nothing is. */
    void (*say)(const kr_page *page, kr_buf *out, const kr_alter *alter);
} kr_layer;
const kr_layer *kr_layers(size_t *count);
const kr_layer *kr_layer_named(kr_str id);
/* May this be asked about them? A place has no schooling and a group no parents; what somebody wrote there
 * all the same stays to be seen. A layer that does not fit is shown when its sentence says something. */
bool kr_field_fits(kr_field_spec spec, const kr_person *person);
bool kr_layer_fits(const kr_layer *layer, const kr_person *person);

/* May this reader change anything in the drawer? Is anything known in it that they may read? O(log) each. */
bool kr_layer_may(const kr_page *page, const kr_layer *layer, const kr_alter *alter);
bool kr_layer_known(const kr_page *page, const kr_layer *layer, const kr_alter *alter);
/* known: [{label, words}] for whoever only reads; wrote: who wrote what stands there, when that was a guest.
 */
void kr_put_layer_known(const kr_page *page, kr_model *object, const kr_layer *layer, const kr_alter *alter);

/* -- sentences (page_text.c)
 * ------------------------------------------------------------------------------------- */
void kr_say_who(const kr_page *page, kr_buf *out, const kr_alter *alter);
void kr_say_place(const kr_page *page, kr_buf *out, const kr_alter *alter);
void kr_say_contact(const kr_page *page, kr_buf *out, const kr_alter *alter);
void kr_say_energy(const kr_page *page, kr_buf *out, const kr_alter *alter);
void kr_say_support(const kr_page *page, kr_buf *out, const kr_alter *alter);
void kr_say_ask(const kr_page *page, kr_buf *out, const kr_alter *alter);
void kr_say_wish(const kr_page *page, kr_buf *out, const kr_alter *alter);
void kr_say_knows(const kr_page *page, kr_buf *out, const kr_alter *alter);
void kr_say_told(const kr_page *page, kr_buf *out, const kr_alter *alter);
void kr_say_where(const kr_page *page, kr_buf *out, const kr_alter *alter);
void kr_say_more(const kr_page *page, kr_buf *out, const kr_alter *alter);
void kr_say_family(const kr_page *page, kr_buf *out, const kr_alter *alter); /* family_words.c */

/* -- naming people (names_parse.c)
 * ---------------------------------------------------------------------------------- */
typedef struct kr_named {
    kr_str name, remark;
} kr_named;
/* At most `cap` names, borrowed from the text, of at most 200 (remarks 4000) code points. O(bytes). */
size_t kr_names_parse(kr_str text, kr_named *out, size_t cap);

/* -- answers to what stands out
 * ------------------------------------------------------------------------------------ */
/* The newest answer about this, not in the bin; NULL when there is none. */
const kr_answer *kr_page_answer(const kr_page *page, kr_str about);

/* Page functions that live in a file of their own. */
kr_err kr_page_map(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_names_show(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_names_add(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_card(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_place_show(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_place_save(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_place_confirm(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_list(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_pairs(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_pairs_save(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_ecogram(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_see(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_answer_save(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_wishes(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_wish_save(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_self(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_self_save(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_event_save(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_contact(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_contact_save(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_contact_act(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_merge(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_merge_save(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_time(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_moment_save(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_history(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_undo(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_redo(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_bin(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_bin_act(kr_request *request, kr_reply *reply, kr_error *error);
void kr_put_history(const kr_page *page, kr_model *array, uint64_t before, size_t most);

#endif
