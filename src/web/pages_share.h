/* What the pages of sharing have in common: who sees what, as switches and as words. */
#ifndef KR_PAGES_SHARE_H
#define KR_PAGES_SHARE_H

#include "store/share.h"
#include "web/pages.h"

#define KR_DAY_MS 86400000LL

/* -- words (pages_share_words.c) -- */
/* "map", "family": the end of a catalogue key. */
const char *kr_share_part_name(unsigned part);
/* The parts in the order in which people think of them; KR_PARTS of them. */
const uint8_t *kr_share_parts(void);
/* "carer"; NULL for an unknown number. And back; 0. */
const char *kr_share_role_name(unsigned role);
uint8_t kr_share_role_named(kr_str name);
/* "Mark" for "Mark de Wit", the whole of "Dr. Bakker". */
kr_str kr_share_call(kr_str name);
/* What somebody in this role gets to begin with, and until when: to be changed at once. */
void kr_share_begin_with(kr_share_entry *share, uint8_t role, int64_t now);
/* Is this a part one thinks of first for somebody in this role? */
bool kr_share_fits(uint8_t role, unsigned part);
/* The end of the day that `date` is, at the reader's place, in UTC. */
int64_t kr_share_day_end(kr_date date);
/* "22 mensen en waar zij staan, uw plan en de stamboom" of what is open (or, `closed`, what is not). */
kr_str kr_share_say_parts(const kr_page *page, const kr_share *rules, bool closed, size_t people,
                          const kr_str *first, size_t n_first);
/* "vandaag", "gisteren", "op 12 november 2026". */
kr_str kr_share_day(const kr_request *request, int64_t at);
/* "until": a sentence, or empty. */
kr_str kr_share_until(const kr_page *page, int64_t until);

/* -- the form (pages_share_form.c) -- */
/* id, name, call, initials, tint and all switches. `at` makes the ids of its fields different from those of
 * another form on the page. */
void kr_put_share_form(const kr_page *page, kr_model *card, const kr_share_entry *share, size_t at);
/* What was posted goes into the share; what a form did not ask stays. */
void kr_share_posted(kr_request *request, kr_share_entry *share);

/* -- how it looks through their eyes (pages_share_look.c) -- */
kr_err kr_put_share_look(const kr_page *page, kr_model *object, const kr_share_entry *share,
                         kr_error *error) KR_CHECKED;

/* -- one share (pages_share.c) -- */
/* The share in params[1]; KR_E_NOT_FOUND. */
kr_err kr_share_asked(kr_request *request, kr_share_entry *out, kr_error *error) KR_CHECKED;
/* base + before + id + tail, of the request alone. */
kr_str kr_share_link(const kr_request *request, const char *before, kr_id id, const char *tail);
void kr_put_share_name(const kr_request *request, kr_model *object, const kr_share_entry *share);

/* -- invitations and links (pages_share_invite.c, share_post.c) -- */
/* "https://kring.example.nl" as this request reached us. */
kr_str kr_share_host(const kr_request *request);
/* members address, full, code, qr_svg of a code that belongs at `path`. */
void kr_put_share_code(const kr_request *request, kr_model *model, const char *path, const char *code);
/* Makes an invitation and the mail that brings it: both or neither. "Somebody wants to share something with
 * you", and where; of the circle it says nothing. The address is used once and kept nowhere else. Errors, and
 * then nothing is made: KR_E_UNSUPPORTED ("share.mail.none": there is no mail here), KR_E_INVALID
 * ("share.mail.wrong": the address; "mail.name": the owner's name), KR_E_LIMIT ("outbox.day"). */
kr_err kr_post_invite(kr_request *request, kr_str address, const kr_share_entry *share,
                      kr_error *error) KR_CHECKED;

/* -- handing over (pages_share_hand.c) -- */
/* "mentor sinds 3 mei 2026", or empty for somebody who does not act for the owner. */
kr_str kr_share_basis(const kr_request *request, const kr_share_entry *share);

/* -- pages -- */
kr_err kr_page_hand(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_hand_make(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_share(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_share_save(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_share_stop(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_share_stop_do(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_share_confirm(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_share_new(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_share_add(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_invite(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_invite_make(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_meet_show(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_meet(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_leave_show(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_leave(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_once_new(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_once_make(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_answers(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_answers_do(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_once_show(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_once_open(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_once_answer(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_proposals(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_proposals_do(kr_request *request, kr_reply *reply, kr_error *error);

#endif
