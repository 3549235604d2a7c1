/* A file that travels inside a page, compressed and sealed for this account, so that a second step needs no
 * second upload and nothing is kept in between. */
#ifndef KR_WEB_CARRY_H
#define KR_WEB_CARRY_H

#include "web/engine.h"

/* `purpose` is part of the seal: what one page carried no other opens. Empty when the file is too large to
 * travel along. */
kr_str kr_carry_seal(kr_request *request, const char *purpose, kr_str bytes);
/* KR_E_INVALID with "bring.again" when it does not open. */
kr_err kr_carry_open(kr_request *request, const char *purpose, kr_str sealed, kr_str *out,
                     kr_error *error) KR_CHECKED;

#endif
