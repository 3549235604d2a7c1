/* Pages about time and plain mode: what their files share. */
#ifndef KR_WEB_PAGES_LIFE_H
#define KR_WEB_PAGES_LIFE_H

#include "core/life.h"
#include "web/page_drawing.h"

/* As kr_put_drawing, for a wide screen and for a phone: the style sheet shows one of the two, so that turning
 * a phone needs no script. */
kr_err kr_put_both(kr_page *page, kr_draw_options *options, const char *title_key,
                   kr_error *error) KR_CHECKED;

kr_err kr_page_event_new(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_event_show(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_event_add(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_event_change(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_over_time(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_plain(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_plain_look(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_plain_people(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_plain_person(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_plain_new(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_plain_add(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_plain_ask(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_plain_answer(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_plain_pictures(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_plain_picture(kr_request *request, kr_reply *reply, kr_error *error);
/* An icon as markup under `name`. */
void kr_put_icon_svg(const kr_page *page, kr_model *object, const char *name, const char *icon);

#endif
