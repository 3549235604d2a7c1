#include <fontconfig/fontconfig.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "worker/worker.h"

static const char *const files[] = {"kring-latin-400.ttf", "kring-latin-700.ttf", "kring-latin-ext-400.ttf",
                                    "kring-latin-ext-700.ttf"};
/* Beside the program in a build, in the shared folder when installed. */
static const char *const places[] = {"fonts", "../share/kring/fonts", "../../share/kring/fonts"};

/* The machine's own fonts come after ours, for scripts that ours does not have. */
static const char settings[] =
    "<?xml version=\"1.0\"?><!DOCTYPE fontconfig SYSTEM \"fonts.dtd\"><fontconfig>"
    "<dir>/usr/share/fonts</dir><dir>/usr/local/share/fonts</dir><cachedir>/var/cache/fontconfig</cachedir>"
    "<alias><family>sans-serif</family><prefer><family>Atkinson Hyperlegible Next</family>"
    "<family>DejaVu Sans</family><family>Noto Sans</family></prefer></alias></fontconfig>";

const char *worker_place(size_t index) {
    return index < sizeof places / sizeof places[0] ? places[index] : NULL;
}

bool worker_folder(char *out, size_t cap) {
    ssize_t len = readlink("/proc/self/exe", out, cap - 1);
    if (len <= 0) return false;
    out[len] = '\0';
    char *slash = strrchr(out, '/');
    if (!slash) return false;
    *slash = '\0';
    return true;
}

static unsigned add_ours(FcConfig *config) {
    char folder[2048], path[3072];
    if (!worker_folder(folder, sizeof folder)) return 0;
    for (size_t p = 0; p < sizeof places / sizeof places[0]; p++) {
        unsigned found = 0;
        for (size_t f = 0; f < sizeof files / sizeof files[0]; f++) {
            int n = snprintf(path, sizeof path, "%s/%s/%s", folder, places[p], files[f]);
            if (n < 0 || (size_t)n >= sizeof path || access(path, R_OK) != 0) continue;
            if (FcConfigAppFontAddFile(config, (const FcChar8 *)path)) found++;
        }
        if (found) return found;
    }
    return 0;
}

bool worker_fonts(void) {
    FcConfig *config = FcConfigCreate();
    if (!config) return false;
    if (!FcConfigParseAndLoadFromMemory(config, (const FcChar8 *)settings, FcFalse) ||
        !FcConfigBuildFonts(config)) {
        FcConfigDestroy(config);
        return false;
    }
    unsigned ours = add_ours(config);
    const FcFontSet *others = FcConfigGetFonts(config, FcSetSystem);
    bool any = ours > 0 || (others && others->nfont > 0);
    bool set = FcConfigSetCurrent(config);
    FcConfigDestroy(config); /* fontconfig keeps its own reference */
    return any && set;
}
