/* What the pages of the people among themselves share. */
#ifndef KR_WEB_PAGES_AMONG_H
#define KR_WEB_PAGES_AMONG_H

#include "web/pages_web.h"

/* Draws with layers: `switches` may be NULL. `rest` of the address belongs to the layers and the paper. */
kr_err kr_put_among(kr_page *page, kr_draw_options *options, const char *title_key,
                    const kr_layer_switch *switches, size_t count, kr_str rest, kr_error *error) KR_CHECKED;
/* {id, name, href, current} for somebody; `path` comes before the id. */
void kr_put_pick(const kr_page *page, kr_model *array, const kr_person *person, const char *path,
                 bool current);

kr_err kr_page_group(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_group_save(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_table(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_table_save(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_cards(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_cards_save(kr_request *request, kr_reply *reply, kr_error *error);

#endif
