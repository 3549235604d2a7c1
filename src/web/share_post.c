/* An invitation that leaves by mail: only where to look and who asks it; of the circle nothing. */
#include "web/engine.h"
#include "web/pages_share.h"
#include "web/post.h"

kr_err kr_post_invite(kr_request *request, kr_str address, const kr_share_entry *share, const char *code,
                      kr_error *error) {
    kr_buf out;
    kr_str link;
    kr_buf_init(&out, request->arena, 700);
    kr_put(&out, request->web->mail.address.len ? request->web->mail.address : kr_share_host(request));
    kr_put_z(&out, "/meekijken#"); /* what stands behind # is in no log */
    kr_put_z(&out, code);
    if (kr_buf_end(&out, &link) != KR_OK) return kr_fail(error, KR_E_MEMORY, "error.memory", NULL, NULL);
    return kr_post_put(request, address, request->account.name, share->id, link, error);
}
