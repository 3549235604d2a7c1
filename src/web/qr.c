#include "web/qr.h"

#include <qrencode.h>

#define QUIET 4 /* modules of white around it, as readers need */

static void put_row(kr_buf *out, const unsigned char *row, int width, int y) {
    for (int x = 0; x < width;) {
        int from = x;
        while (x < width && (row[x] & 1)) x++;
        if (x == from) {
            x++;
            continue;
        }
        kr_put_c(out, 'M');
        kr_put_int(out, from + QUIET);
        kr_put_c(out, ' ');
        kr_put_int(out, y + QUIET);
        kr_put_c(out, 'h');
        kr_put_int(out, x - from);
        kr_put_z(out, "v1h-");
        kr_put_int(out, x - from);
        kr_put_c(out, 'z');
    }
}

void kr_put_qr(kr_buf *out, kr_str text, kr_str label) {
    unsigned char bytes[512];
    if (text.len == 0 || text.len > sizeof bytes) {
        if (!out->err) out->err = KR_E_LIMIT;
        return;
    }
    memcpy(bytes, text.ptr, text.len);
    QRcode *code = QRcode_encodeData((int)text.len, bytes, 0, QR_ECLEVEL_M);
    if (!code) {
        if (!out->err) out->err = KR_E_MEMORY;
        return;
    }
    int side = code->width + 2 * QUIET;
    kr_put_z(out, "<svg class=\"k-qr\" viewBox=\"0 0 ");
    kr_put_int(out, side);
    kr_put_c(out, ' ');
    kr_put_int(out, side);
    kr_put_z(out, "\" role=\"img\" aria-label=\"");
    kr_put_xml(out, label);
    kr_put_z(out, "\" shape-rendering=\"crispEdges\"><path d=\"");
    for (int y = 0; y < code->width; y++)
        put_row(out, code->data + (size_t)y * (size_t)code->width, code->width, y);
    kr_put_z(out, "\"/></svg>");
    QRcode_free(code);
}
