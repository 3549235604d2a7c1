/* Cookies that are set: always __Host-, so Secure, for this site alone, out of reach of scripts. */
#include "web/engine.h"

void kr_set_cookie(kr_request *request, const char *name, kr_str value, int seconds) {
    kr_buf out;
    kr_str text;
    if (request->n_cookies == KR_COUNT(request->cookies)) return;
    kr_buf_init(&out, request->arena, 4096);
    kr_put_z(&out, name);
    kr_put_c(&out, '=');
    kr_put(&out, value);
    kr_put_z(&out, "; Path=/; Secure; HttpOnly; SameSite=Lax");
    if (seconds) {
        kr_put_z(&out, "; Max-Age=");
        kr_put_int(&out, seconds < 0 ? 0 : seconds);
    }
    if (kr_buf_end(&out, &text) == KR_OK) request->cookies[request->n_cookies++] = text;
}
