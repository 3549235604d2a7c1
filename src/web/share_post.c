/* The one place where an invitation would leave by mail. */
#include "web/pages_share.h"

kr_err kr_post_invite(kr_request *request, kr_str address, const kr_share_entry *share, const char *code,
                      kr_error *error) {
    (void)request;
    (void)address;
    (void)share;
    (void)code;
    return kr_fail(error, KR_E_UNSUPPORTED, "share.mail.none", NULL, NULL);
}
