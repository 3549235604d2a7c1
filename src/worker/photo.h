/* Photos of people: whatever a phone sends becomes a small upright square without anything else in it. Apart
 * from drawings, so that tests and the fuzzer can use it on its own. */
#ifndef KR_WORKER_PHOTO_H
#define KR_WORKER_PHOTO_H

#include "worker/worker.h"

#define PHOTO_MOST_PIXELS (64u * 1000 * 1000)
#define PHOTO_SIDE        256u        /* of the result; a smaller photo stays as small as it is */
#define PHOTO_MOST_BYTES  (24u << 10) /* of the result */
/* A picture on a sheet keeps its shape. */
#define PICTURE_SIDE       720u   /* the longer side of the result, at most */
#define PICTURE_MOST_BYTES 47000u /* what the field of a record holds, as base64 */

typedef enum photo_kind {
    PHOTO_OTHER,
    PHOTO_JPEG,
    PHOTO_PNG,
    PHOTO_WEBP,
    PHOTO_MOVING, /* GIF, or a WebP that moves */
    PHOTO_HEIC    /* what some phones keep photos in; HEIC and AVIF */
} photo_kind;

typedef struct photo_look {
    photo_kind kind;
    int turn; /* as EXIF says it, 1 (upright) to 8 */
} photo_look;

/* What this is and how it was held, from its headers alone. Total. O(bytes). */
photo_look photo_look_at(const unsigned char *ptr, size_t len);

/* Does every part of this PNG lie within the file, up to its end mark? libpng asks for as much memory as a
 * part says it is long, before it looks whether it is there. */
bool photo_png_whole(const unsigned char *ptr, size_t len);

/* Three bytes a pixel, rows without gaps; freed by the caller with free(). */
typedef struct photo_pixels {
    unsigned char *rgb;
    size_t width, height;
} photo_pixels;

/* Decodes, already smaller where the format can do that. The size in the header is checked before anything is
 * decoded. NULL, or a key: photo.large, photo.broken, worker.memory. */
const char *photo_read(photo_pixels *out, photo_kind kind, const unsigned char *ptr, size_t len);

/* As JPEG, as good as fits in `most` bytes. */
const char *photo_write(worker_bytes *out, const unsigned char *rgb, size_t width, size_t height,
                        size_t most);

/* From what was sent to the small JPEG. NULL, or a key: photo.kind, photo_heic, photo_moving,
 * photo.large, photo.broken, worker.memory. */
const char *worker_photo(worker_bytes *out, const worker_bytes *in);
/* The same for a picture on a sheet: all of it, in its own shape, not larger than PICTURE_SIDE. */
const char *worker_picture(worker_bytes *out, const worker_bytes *in);
/* With which code the worker ends for this key; the page that sent the photo knows them (src/web/render.c).
 */
int worker_photo_code(const char *key);

#endif
