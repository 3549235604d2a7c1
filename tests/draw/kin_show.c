/* kin_show FILE [GENERATIONS [ROOT]]: the family in a file of lines (see kin.h; "-N" grows one of N persons)
 * as SVG; with "check" instead, what a critical eye counts. For looking at drawings by hand. */
#include <stdio.h>
#include <stdlib.h>

#include "kin.h"

static char *read_all(const char *name) {
    FILE *f = fopen(name, "rb");
    char *text = calloc(1, 1 << 24);
    if (!f || !text || fread(text, 1, (1 << 24) - 1, f) == 0) exit(2);
    fclose(f);
    return text;
}

int main(int argc, char **argv) {
    if (argc < 2) return 2;
    kr_arena arena;
    kr_arena_init(&arena, kr_heap(), (size_t)4 << 30);
    char *text =
        argv[1][0] == '-' ? kin_grown(&arena, 7, (size_t)strtoul(argv[1] + 1, NULL, 10)) : read_all(argv[1]);
    kr_circle circle = kin_circle(&arena, text);
    kr_network network = kin_network(&arena, &circle);
    kr_draw_options options = {.as = KR_DRAW_GENOGRAM,
                               .layers = KR_LAYER_YEARS | KR_LAYER_HOUSEHOLDS | KR_LAYER_BONDS |
                                         KR_LAYER_CONDITIONS,
                               .today = 20261112,
                               .generations = argc > 2 ? atoi(argv[2]) : 0, /* NOLINT */
                               .paper = argc > 3 ? KR_A4 : KR_SCREEN,
                               .text = kin_words};
    kr_scene *scene = NULL;
    kr_error error = {0};
    if (kr_scene_make(&scene, &arena, &network, &options, &error) != KR_OK) {
        fprintf(stderr, "%s\n", error.key);
        return 1;
    }
    kr_scene_report report;
    if (kr_scene_check(&report, &arena, scene) != KR_OK) return 1;
    fprintf(stderr, "persons %zu overlaps %zu crossings %zu through %zu bends %zu %.0f x %.0f longest %.0f\n",
            report.persons, report.overlaps, report.crossings, report.through, report.bends, report.width,
            report.height, report.longest);
    kr_buf out;
    kr_str svg;
    kr_buf_init(&out, &arena, (size_t)1 << 30);
    kr_scene_svg(&out, scene, true);
    if (kr_buf_end(&out, &svg) != KR_OK) return 1;
    return fwrite(svg.ptr, 1, svg.len, stdout) == svg.len ? 0 : 1;
}
