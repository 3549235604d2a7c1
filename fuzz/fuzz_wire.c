/* What the courier hears and says: whatever comes in, fields lie within the bytes, and what can be read can
 * be written again and reads the same. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "apart/wire.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool so) {
    if (!so) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    kr_wire wire, again;
    char text[64];
    size_t len = 0;
    if (!kr_wire_parse(&wire, data, size)) return 0;
    must(wire.count <= KR_WIRE_FIELDS);
    for (size_t i = 0; i < wire.count; i++) {
        const char *from = wire.fields[i].ptr;
        must(from >= (const char *)data && from + wire.fields[i].len <= (const char *)data + size);
    }
    for (int tag = 0; tag < 20; tag++)
        if (kr_wire_text(&wire, (kr_wire_tag)tag, text, sizeof text))
            must(text[0] && strlen(text) < sizeof text);
    unsigned char *bytes = kr_wire_pack(&len, wire.kind, wire.fields, wire.count);
    must(bytes && len == size + 4 && memcmp(bytes + 4, data, size) == 0);
    must(kr_wire_parse(&again, bytes + 4, len - 4) && again.count == wire.count);
    free(bytes);
    return 0;
}
