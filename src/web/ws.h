/* The few words of RFC 6455 that live pages need: the answer to a handshake, and what a browser may send
 * afterwards, which is only close, ping and pong. Pure: bytes in, events out. */
#ifndef KR_WS_H
#define KR_WS_H

#include "core/base.h"

#define KR_WS_MOST   125 /* bytes in a control frame */
#define KR_WS_ACCEPT 29  /* characters of the answer to a key, and the NUL */

/* What was read so far of the frame that is coming in. */
typedef struct kr_ws {
    unsigned char bytes[6 + KR_WS_MOST];
    size_t n;
    bool broken;
} kr_ws;

typedef enum kr_ws_event {
    KR_WS_MORE, /* nothing whole yet: all bytes were taken */
    KR_WS_PING, /* to be answered with the same bytes */
    KR_WS_PONG,
    KR_WS_CLOSE, /* they leave */
    KR_WS_BROKEN /* not what may be sent here: hang up. Stays so */
} kr_ws_event;

/* Takes bytes up to the end of the next frame; *used says how many. `payload` (KR_WS_MOST bytes) and *length
 * are what was in it. Total. */
kr_ws_event kr_ws_take(kr_ws *ws, const unsigned char *bytes, size_t count, size_t *used,
                       unsigned char payload[KR_WS_MOST], size_t *length);

/* A frame from the server: 0x1 text, 0x8 close, 0x9 ping, 0xA pong. `out` holds length + 2 bytes; length at
 * most KR_WS_MOST. Returns the bytes written. */
size_t kr_ws_frame(unsigned char *out, unsigned opcode, const void *payload, size_t length);

/* Sec-WebSocket-Accept for a Sec-WebSocket-Key; false when that is no key. */
bool kr_ws_accept(char out[KR_WS_ACCEPT], kr_str key);

#endif
