/* What a browser sends over an open page's socket, in pieces of any size: the same events come out whatever
 * the pieces, nothing is taken twice, and once broken it stays broken. */
#include <stdlib.h>

#include "web/ws.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count);

typedef struct heard {
    unsigned events, sum;
    bool broken;
} heard;

static heard listen(const uint8_t *bytes, size_t count, size_t step) {
    kr_ws ws = {.n = 0};
    heard out = {.events = 0};
    unsigned char payload[KR_WS_MOST], frame[KR_WS_MOST + 2];
    for (size_t at = 0; at < count;) {
        size_t used, length, piece = count - at < step ? count - at : step;
        kr_ws_event event = kr_ws_take(&ws, bytes + at, piece, &used, payload, &length);
        if (length > KR_WS_MOST || used > piece) abort();
        if (event == KR_WS_BROKEN) {
            out.broken = true;
            if (kr_ws_take(&ws, bytes, count, &used, payload, &length) != KR_WS_BROKEN || used) abort();
            break;
        }
        if (used == 0) abort();
        at += used;
        if (event == KR_WS_MORE) continue;
        out.events++;
        for (size_t i = 0; i < length; i++) out.sum = out.sum * 31 + payload[i];
        if (kr_ws_frame(frame, 10, payload, length) != length + 2) abort();
    }
    return out;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count) {
    char accept[KR_WS_ACCEPT];
    heard whole = listen(bytes, count, count ? count : 1), single = listen(bytes, count, 1);
    if (whole.events != single.events || whole.sum != single.sum || whole.broken != single.broken) abort();
    (void)kr_ws_accept(accept, kr_str_n((const char *)bytes, count));
    return 0;
}
