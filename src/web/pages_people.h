/* Those who stand on somebody's map: do they know, what stands there of them, and less of it. */
#ifndef KR_PAGES_PEOPLE_H
#define KR_PAGES_PEOPLE_H

#include "web/pages.h"

/* May this person be offered where somebody is proposed, asked or invited? Never behind a tie marked private,
 * never who would rather not be on the map. */
bool kr_may_be_proposed(const kr_alter *alter);
/* Somebody living, so no group, place, animal, and nobody who died: who can be told. */
bool kr_can_be_told(const kr_person *person);

kr_err kr_page_keep(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_keep_save(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_told(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_telling(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_notice(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_own_card(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_less(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_less_do(kr_request *request, kr_reply *reply, kr_error *error);

#endif
