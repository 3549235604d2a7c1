/* A QR code as SVG: one path, drawn by the style sheet. */
#ifndef KR_QR_H
#define KR_QR_H

#include "core/buf.h"

/* `text` is at most 512 bytes; `label` says what it is to who cannot see it. Errors: KR_E_LIMIT, KR_E_MEMORY;
 * they stick to `out`. */
void kr_put_qr(kr_buf *out, kr_str text, kr_str label);

#endif
