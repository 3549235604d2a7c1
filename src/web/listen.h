/* The socket at which people knock: made before the process gives up making any. */
#ifndef KR_LISTEN_H
#define KR_LISTEN_H

#include "core/base.h"

typedef struct kr_listening {
    int fd, port;
    bool six; /* IPv6 */
} kr_listening;

/* At "127.0.0.1:8700" or "[::1]:8700"; port 0 picks a free one. KR_E_INVALID: that is no address; KR_E_IO:
 * somebody else is there, or it may not. */
kr_err kr_listen_at(kr_listening *out, const char *listen, kr_error *error) KR_CHECKED;

#endif
