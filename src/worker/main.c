/* kring-worker pdf | png [PIXELS-WIDE]: SVG on standard input, the picture on standard output.
 * For a PDF there may be several drawings, with a form feed between them: a page for each.
 * kring-worker photo: a photo on standard input, a small upright square JPEG without metadata on standard
 * output; kring-worker picture: all of it, somewhat larger.
 *
 * Ends with 0, or with 1 (the input), 2 (called wrongly), 3 (out of means) or 4 to 8 (why a photo is not
 * taken: photo.h) and one catalogue key on standard error; never with words from the drawing, which may be
 * names. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "worker/photo.h"

static int end(int code, const char *key) {
    if (fprintf(stderr, "%s\n", key) < 0) return 3;
    return code;
}

static bool read_all(worker_bytes *out, const char **wrong) {
    static unsigned char part[65536];
    for (;;) {
        ssize_t n = read(STDIN_FILENO, part, sizeof part);
        if (n < 0 && errno == EINTR) continue;
        *wrong = "worker.input";
        if (n < 0) return false;
        if (n == 0) return out->len > 0;
        *wrong = "worker.too_large";
        if (out->len + (size_t)n > WORKER_MOST_INPUT) return false;
        *wrong = "worker.memory";
        if (!worker_bytes_add(out, part, (size_t)n)) return false;
    }
}

static bool write_all(const worker_bytes *bytes) {
    for (size_t at = 0; at < bytes->len;) {
        ssize_t n = write(STDOUT_FILENO, bytes->ptr + at, bytes->len - at);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return false;
        at += (size_t)n;
    }
    return true;
}

static bool arguments(int argc, char **argv, worker_kind *kind, unsigned *pixels) {
    *pixels = 0;
    if (argc < 2) return false;
    bool png = strcmp(argv[1], "png") == 0;
    bool photo = strcmp(argv[1], "photo") == 0, picture = strcmp(argv[1], "picture") == 0;
    if (!png && !photo && !picture && strcmp(argv[1], "pdf") != 0) return false;
    *kind = png ? WORKER_PNG : photo ? WORKER_PHOTO : picture ? WORKER_PICTURE : WORKER_PDF;
    if (argc == 2) return true;
    char *stop = NULL;
    unsigned long wide = strtoul(argv[2], &stop, 10);
    *pixels = (unsigned)wide;
    return argc == 3 && png && *argv[2] && !*stop && wide >= 16 && wide <= 32000;
}

int main(int argc, char **argv) {
    worker_kind kind = WORKER_PDF;
    unsigned pixels;
    if (!arguments(argc, argv, &kind, &pixels)) return end(2, "worker.usage");
    bool photo = kind == WORKER_PHOTO || kind == WORKER_PICTURE;
    if (signal(SIGPIPE, SIG_IGN) == SIG_ERR || !worker_lock() || (!photo && !worker_fonts()))
        return end(3, "worker.start");
    worker_bytes in = {0}, out = {0};
    const char *wrong = NULL;
    int code = 0;
    if (!read_all(&in, &wrong)) {
        code = end(1, wrong);
    } else if (photo &&
               (wrong = kind == WORKER_PHOTO ? worker_photo(&out, &in) : worker_picture(&out, &in))) {
        code = end(worker_photo_code(wrong), wrong);
    } else if (!photo && (wrong = worker_render(&out, kind, &in, pixels))) {
        code = end(strcmp(wrong, "worker.memory") == 0 ? 3 : 1, wrong);
    } else if (!write_all(&out)) {
        code = end(3, "worker.output");
    }
    free(in.ptr);
    free(out.ptr);
    return code;
}
