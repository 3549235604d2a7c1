/* A small process that starts the worker and the courier for a web process that can start nothing itself. It
 * is made before anything is opened and before the web process gives up its rights, and ends when that one
 * does. It starts two programs and no other, with arguments from a fixed list. */
#ifndef KR_APART_SPAWNER_H
#define KR_APART_SPAWNER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum kr_program { KR_PROGRAM_WORKER = 1, KR_PROGRAM_COURIER } kr_program;

typedef struct kr_spawner_setup {
    const char *worker, *courier; /* paths; NULL: there is none */
    /* Called in the new process: what a courier is told first, a whole message as of kr_wire_send, in memory
     * of malloc. Secrets in it never come into the web process. NULL: couriers are not started. */
    bool (*settings)(void *context, unsigned char **bytes, size_t *len);
    void *context;
} kr_spawner_setup;

/* The line to it; -1 when it could not be made. Before there are threads. */
int kr_spawner_start(const kr_spawner_setup *setup);

/* Has a program started with `in` and `out` as its standard input and output (they stay the caller's). `kind`
 * and `width`: for the worker ("pdf", "png", "photo", "picture"). *control: one byte comes out of it when the
 * program ends, its code, 255 when it was stopped; closing it stops the program. From any thread. */
bool kr_spawner_run(int spawner, kr_program program, const char *kind, int width, int in, int out,
                    int *control);
/* The code; -1 when it did not end well or not within `ms`. Closes `control`. */
int kr_spawner_code(int control, int ms);

#endif
