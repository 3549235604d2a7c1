#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "worker/worker.h"

bool worker_bytes_add(worker_bytes *bytes, const unsigned char *data, size_t len) {
    if (len > bytes->cap - bytes->len) {
        size_t cap = bytes->cap ? bytes->cap : 65536;
        while (cap - bytes->len < len) {
            if (cap > SIZE_MAX / 2) return false;
            cap *= 2;
        }
        unsigned char *grown = realloc(bytes->ptr, cap);
        if (!grown) return false;
        bytes->ptr = grown;
        bytes->cap = cap;
    }
    memcpy(bytes->ptr + bytes->len, data, len);
    bytes->len += len;
    return true;
}
