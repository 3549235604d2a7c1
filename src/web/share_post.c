/* An invitation that leaves by mail: only where to look and who asks it; of the circle nothing. */
#include "web/engine.h"
#include "web/pages_share.h"
#include "web/post.h"

typedef struct letter {
    kr_request *request;
    kr_str address;
} letter;

static kr_err write_letter(void *context, const char *code, kr_str *mail, kr_error *error) {
    const letter *l = context;
    kr_request *request = l->request;
    const kr_mail_settings *settings = &request->web->mail;
    kr_buf out;
    kr_str link;
    kr_buf_init(&out, request->arena, 700);
    kr_put(&out, settings->address.len ? settings->address : kr_share_host(request));
    kr_put_z(&out, "/meekijken#"); /* what stands behind # is in no log */
    kr_put_z(&out, code);
    if (kr_buf_end(&out, &link) != KR_OK) return kr_fail(error, KR_E_MEMORY, "error.memory", NULL, NULL);
    return kr_mail_write(mail, request->arena, settings, request->prefs.lang, l->address,
                         request->account.name, link, request->now, error);
}

kr_err kr_post_invite(kr_request *request, kr_str address, const kr_share_entry *share, kr_error *error) {
    kr_web *web = request->web;
    letter l = {request, address};
    if (!kr_post_can(web)) return kr_fail(error, KR_E_UNSUPPORTED, "share.mail.none", NULL, NULL);
    kr_err err = kr_invite_post(web->store, request->account.id, request->circle_id, share->id, write_letter,
                                &l, request->now, error);
    if (err == KR_OK) kr_post_wake(web->post);
    return err;
}
