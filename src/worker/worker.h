/* The parts of the worker: a small process that turns SVG into a PDF or PNG, or a photo into a small one, and
 * then ends. It is given
 * bytes and gives bytes back; it opens no connection, starts no program and writes no file. */
#ifndef KR_WORKER_H
#define KR_WORKER_H

#include <stdbool.h>
#include <stddef.h>

#define WORKER_MOST_INPUT  (16u << 20)
#define WORKER_MOST_PIXELS (80u * 1000 * 1000)
#define WORKER_MOST_MM     2000.0
#define WORKER_MOST_PAGES  200

typedef enum worker_kind { WORKER_PDF, WORKER_PNG, WORKER_PHOTO, WORKER_PICTURE } worker_kind;

/* Bytes that grow; freed by the caller with free(). Invariant: len <= cap. */
typedef struct worker_bytes {
    unsigned char *ptr;
    size_t len, cap;
} worker_bytes;

/* false when there is no memory. */
bool worker_bytes_add(worker_bytes *bytes, const unsigned char *data, size_t len);

/* Gives up what is not needed: memory above 1 GB, more than 20 s of processor time, sockets, programs,
 * signals to others, writing files, reading other files than fonts. Returns false when the machine refuses;
 * the worker then does not go on. */
bool worker_lock(void);

/* Part of worker_lock: nothing of the disk can be read but fonts and libraries, where the kernel can see to
 * that (Landlock). false when it should have and did not. */
bool worker_reach(void);

/* The folder in which this program lies; false when the system does not say. */
bool worker_folder(char *out, size_t cap);
/* Where the bundled fonts may lie, seen from there; NULL after the last. */
const char *worker_place(size_t index);

/* Makes the bundled font known to fontconfig, with what the machine has in its usual place behind it for
 * other scripts. Nothing is read from the user's own settings. false: not even a sans could be found. */
bool worker_fonts(void);

/* Renders; for a PDF `svg` may hold several drawings with a form feed between them, each on a page of its
 * own. `pixels` is the width of a PNG, 0 for 300 dots per inch. Returns a catalogue key for what went
 * wrong, NULL when all went well. */
const char *worker_render(worker_bytes *out, worker_kind kind, const worker_bytes *svg, unsigned pixels);

#endif
