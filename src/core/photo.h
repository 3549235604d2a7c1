/* The photo of a person as it is kept: a small JPEG as base64, in one text field. What stands in the field is
 * not trusted, because files come from anywhere: only a small picture with nothing else in it counts. */
#ifndef KR_PHOTO_H
#define KR_PHOTO_H

#include "core/arena.h"

/* More than Kring itself makes. */
#define KR_PHOTO_MOST_BYTES 48000
#define KR_PHOTO_MOST_SIDE  1024

/* Is it worth asking for? O(1); kr_photo_bytes says for certain. */
bool kr_photo_there(kr_str text);
/* The bytes of the JPEG, in the arena. Errors: KR_E_NOT_FOUND when there is none or it is not sound: not
 * base64, not a JPEG, too large, or with metadata in it; KR_E_MEMORY. Total, O(bytes). */
kr_err kr_photo_bytes(kr_str *out, kr_arena *arena, kr_str text) KR_CHECKED;
/* The text to keep. Errors: KR_E_INVALID when the bytes are not such a photo; KR_E_MEMORY. */
kr_err kr_photo_text(kr_str *out, kr_arena *arena, kr_str bytes) KR_CHECKED;

#endif
