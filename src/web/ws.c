#include <openssl/evp.h>
#include <sodium.h>

#include "web/ws.h"

enum { OP_CLOSE = 8, OP_PING = 9, OP_PONG = 10, MASK_BYTES = 4, HEAD_BYTES = 2 };

/* A control frame of a browser: whole, without extensions, masked, and short. */
static bool may_begin(const kr_ws *ws) {
    unsigned opcode = ws->bytes[0] & 0x0fu;
    if (ws->n >= 1 && ((ws->bytes[0] & 0xf0u) != 0x80u || opcode < OP_CLOSE || opcode > OP_PONG))
        return false;
    return ws->n < 2 || ((ws->bytes[1] & 0x80u) && (ws->bytes[1] & 0x7fu) <= KR_WS_MOST);
}

static size_t wanted(const kr_ws *ws) {
    return ws->n < HEAD_BYTES ? HEAD_BYTES : (size_t)HEAD_BYTES + MASK_BYTES + (ws->bytes[1] & 0x7fu);
}

static kr_ws_event whole(kr_ws *ws, unsigned char payload[KR_WS_MOST], size_t *length) {
    const unsigned char *mask = ws->bytes + HEAD_BYTES, *data = mask + MASK_BYTES;
    unsigned opcode = ws->bytes[0] & 0x0fu;
    *length = ws->bytes[1] & 0x7fu;
    for (size_t i = 0; i < *length; i++) payload[i] = data[i] ^ mask[i % MASK_BYTES];
    ws->n = 0;
    return opcode == OP_CLOSE ? KR_WS_CLOSE : opcode == OP_PING ? KR_WS_PING : KR_WS_PONG;
}

kr_ws_event kr_ws_take(kr_ws *ws, const unsigned char *bytes, size_t count, size_t *used,
                       unsigned char payload[KR_WS_MOST], size_t *length) {
    *length = 0;
    for (*used = 0; !ws->broken && *used < count;) {
        ws->bytes[ws->n++] = bytes[(*used)++];
        if (ws->n <= HEAD_BYTES && !may_begin(ws)) ws->broken = true;
        if (!ws->broken && ws->n >= HEAD_BYTES && ws->n == wanted(ws)) return whole(ws, payload, length);
    }
    return ws->broken ? KR_WS_BROKEN : KR_WS_MORE;
}

size_t kr_ws_frame(unsigned char *out, unsigned opcode, const void *payload, size_t length) {
    if (length > KR_WS_MOST) length = KR_WS_MOST;
    out[0] = (unsigned char)(0x80u | (opcode & 0x0fu));
    out[1] = (unsigned char)length;
    if (length) memcpy(out + HEAD_BYTES, payload, length);
    return length + HEAD_BYTES;
}

/* SHA-1 proves nothing here: the standard asks for it, so that both know the other understood. */
bool kr_ws_accept(char out[KR_WS_ACCEPT], kr_str key) {
    static const char magic[] = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    unsigned char raw[16], digest[EVP_MAX_MD_SIZE];
    char text[24 + sizeof magic];
    size_t len = 0;
    unsigned n = 0;
    if (key.len != 24 || sodium_base642bin(raw, sizeof raw, key.ptr, key.len, NULL, &len, NULL,
                                           sodium_base64_VARIANT_ORIGINAL) != 0)
        return false;
    if (len != sizeof raw) return false;
    memcpy(text, key.ptr, key.len);
    memcpy(text + key.len, magic, sizeof magic - 1);
    if (EVP_Digest(text, key.len + sizeof magic - 1, digest, &n, EVP_sha1(), NULL) != 1 || n != 20)
        return false;
    return sodium_bin2base64(out, KR_WS_ACCEPT, digest, n, sodium_base64_VARIANT_ORIGINAL) != NULL;
}
