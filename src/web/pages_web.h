/* What the pages of the function web, the domains of life, the neighbourhood and circles of one's own share.
 */
#ifndef KR_WEB_PAGES_WEB_H
#define KR_WEB_PAGES_WEB_H

#include "web/page_drawing.h"

/* Everybody as [{id, name}], without those for whom `skip` holds (NULL: all). */
typedef bool (*kr_skip_fn)(const kr_alter *alter, void *context);
void kr_put_everybody(const kr_page *page, kr_model *object, const char *name, kr_skip_fn skip,
                      void *context);
/* An alter whose id was posted or asked under this name; NULL. */
const kr_alter *kr_web_alter(const kr_page *page, kr_str id);
/* Draws, with a title above the drawing, links to people and on a phone the narrow sheet. */
kr_err kr_put_web(kr_page *page, kr_draw_options *options, const char *title_key, kr_error *error) KR_CHECKED;
/* "kind-0123456789abcdef": the name of a field about one record. `out` holds 40 bytes. */
void kr_web_field(char *out, const char *kind, kr_id record);

kr_err kr_page_functions(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_functions_save(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_domains(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_domains_save(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_neighbourhood(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_neighbourhood_save(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_forms(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_forms_save(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_form(kr_request *request, kr_reply *reply, kr_error *error);
kr_err kr_page_form_save(kr_request *request, kr_reply *reply, kr_error *error);

#endif
