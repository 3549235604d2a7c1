/* Asking for help, talents, roles and one's own strengths: what their files share. A way of small steps asks
 * one thing on a page, each of which may be skipped, and comes back to one page where everything stands. */
#ifndef KR_WEB_PAGES_ASK_H
#define KR_WEB_PAGES_ASK_H

#include "core/asking.h"
#include "web/pages.h"

typedef enum kr_small_look {
    KR_SMALL_FIELD,  /* as the schema says */
    KR_SMALL_TICKS,  /* lines to tick, and room for one's own */
    KR_SMALL_START,  /* words of one's own; a sentence to begin with may be taken and changed */
    KR_SMALL_WHO,    /* somebody of the map, or nobody yet */
    KR_SMALL_WISH,   /* one of the wishes */
    KR_SMALL_TALENT, /* one of one's own talents */
} kr_small_look;

typedef struct kr_small_step {
    const char *slug; /* in the address */
    kr_field_spec spec;
    uint8_t look;
    const char *key; /* KEY.ask, KEY.say and, where there are examples, KEY.1, KEY.2 ... in the catalogue */
} kr_small_step;

typedef struct kr_small_way {
    kr_kind kind;
    const char *path; /* "/hulp-vragen/" */
    const char *title_key, *back_key;
    const kr_small_step *steps;
    size_t n;
} kr_small_way;

/* The record in the address that is of this kind and not in the bin; NULL. */
const void *kr_small_asked(const kr_request *request, kr_kind kind);
/* GET and POST of path + ID + "/stap/" + slug. */
kr_err kr_small_show(kr_request *request, kr_reply *reply, const kr_small_way *way, kr_error *error);
kr_err kr_small_save(kr_request *request, kr_reply *reply, const kr_small_way *way, kr_error *error);
/* rows: [{label, text, has, href}] of what the record says, in the order of the steps. */
void kr_small_rows(const kr_page *page, kr_model *object, const kr_small_way *way, const void *record);

/* A line for each paragraph: [{line}]. */
void kr_put_lines(const kr_page *page, kr_model *object, const char *name, kr_str text);
void kr_put_id(kr_model *object, const char *name, kr_id id);
/* The key "BASE.N". `out` holds 96 bytes. */
void kr_small_key(char *out, const char *base, size_t n);
/* groups: whom one could ask, with what one said about it. `chosen` 0: nobody yet. */
kr_err kr_put_ask_people(const kr_page *page, kr_model *object, kr_id chosen);
/* The person that was posted in a field, 0 when it is nobody of this circle. */
kr_id kr_posted_person(const kr_draft *draft, const kr_request *request, const char *name);
/* nav: the four pages that belong together. */
void kr_put_own_nav(const kr_page *page, const char *current);
/* "‘Zelf naar de markt’", for a list of records to choose from. */
const kr_wish *kr_wish_of(const kr_circle *circle, kr_id id);
const kr_talent *kr_talent_of(const kr_circle *circle, kr_id id);
/* A step in the plan: its id, new; or the id of the one there is already with these words for this person. */
kr_id kr_draft_action(kr_draft *draft, kr_str what, kr_id person, kr_id wish);

kr_err kr_page_askings(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_asking_new(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_asking_add(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_asking(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_asking_act(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_asking_step(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_asking_step_save(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_asking_card(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_rehearse(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_rehearse_save(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_talents(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_talent_add(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_talent(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_talent_act(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_talent_card(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_roles(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_role_add(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_role(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_role_act(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_role_step(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_role_step_save(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_strengths(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_strengths_save(kr_request *request, kr_reply *reply, kr_error *error);

#endif
