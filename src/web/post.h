/* Mail that leaves: put in the outbox with what it belongs to, handed to the mail server by the courier,
 * tried again for three days. The only mail there is, is an invitation somebody asked for. */
#ifndef KR_POST_H
#define KR_POST_H

#include "web/mail_settings.h"
#include "web/web.h"

typedef struct kr_post kr_post;

/* Is there a mail server? */
bool kr_post_can(const struct kr_web *web);

/* -- inside -- */
/* The mail as it goes out, in the arena: the address and a line end, then the message. */
kr_err kr_mail_write(kr_str *out, kr_arena *arena, const kr_mail_settings *settings, kr_lang lang, kr_str to,
                     kr_str from, kr_str link, int64_t now, kr_error *error) KR_CHECKED;
/* May this stand in a mail as somebody's name? Nothing that is an address, or ends a line. */
bool kr_mail_name(kr_str name);
/* The thread that sends; NULL when it could not begin. */
kr_post *kr_post_start(struct kr_web *web);
void kr_post_wake(kr_post *post);
void kr_post_stop(kr_post *post);

#endif
