/* Photos as strangers send them: our own reading of headers, and the whole way through the libraries. */
#include <stdint.h>
#include <stdlib.h>

#include "worker/photo.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    worker_bytes in = {0}, out = {0};
    if (size == 0 || !worker_bytes_add(&in, data, size)) return 0;
    photo_look look = photo_look_at(in.ptr, in.len);
    if (look.turn < 1 || look.turn > 8) abort();
    const char *wrong = worker_photo(&out, &in);
    /* What comes out is a small photo that stands upright, and can be read again. */
    if (!wrong) {
        photo_pixels pixels;
        if (out.len > PHOTO_MOST_BYTES || photo_look_at(out.ptr, out.len).turn != 1) abort();
        if (photo_read(&pixels, PHOTO_JPEG, out.ptr, out.len)) abort();
        if (pixels.width != pixels.height || pixels.width > PHOTO_SIDE) abort();
        free(pixels.rgb);
    }
    free(in.ptr);
    free(out.ptr);
    return 0;
}
