#define _GNU_SOURCE /* pipe2 */
#include "web/helpers.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "apart/spawner.h"
#include "web/engine.h"

const char *kr_helper_path(kr_arena *arena, const char *name) {
    static const char *const places[] = {"", "src/worker/", "../worker/", "../../src/worker/", "../libexec/"};
    char self[3800], path[4096];
    ssize_t n = readlink("/proc/self/exe", self, sizeof(self) - 1);
    if (n <= 0) return NULL;
    self[n] = '\0';
    char *slash = strrchr(self, '/');
    if (!slash) return NULL;
    *slash = '\0';
    for (size_t i = 0; i < KR_COUNT(places); i++) {
        int len = snprintf(path, sizeof(path), "%s/%s%s", self, places[i], name);
        if (len < 0 || (size_t)len >= sizeof(path) || access(path, X_OK) != 0) continue;
        char *copy = kr_arena_alloc(arena, (size_t)len + 1);
        if (copy) memcpy(copy, path, (size_t)len + 1);
        return copy;
    }
    return NULL;
}

bool kr_courier_open(const kr_web *web, kr_courier *courier) {
    int in[2], out[2];
    if (web->spawner <= 0 || pipe2(in, O_CLOEXEC) != 0) return false;
    if (pipe2(out, O_CLOEXEC) != 0) {
        close(in[0]);
        close(in[1]);
        return false;
    }
    kr_courier made = {.in = in[1], .out = out[0]};
    bool good = kr_spawner_run(web->spawner, KR_PROGRAM_COURIER, NULL, 0, in[0], out[1], &made.control);
    close(in[0]);
    close(out[1]);
    if (good) {
        *courier = made;
        return true;
    }
    close(in[1]);
    close(out[0]);
    return false;
}

void kr_courier_close(kr_courier *courier) {
    close(courier->in);
    close(courier->out);
    close(courier->control);
}
