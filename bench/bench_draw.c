/* How long drawings take in the process: layout and SVG, again and again for some seconds, the quickest of
 * all in microseconds of the processor. One line of JSON.
 *
 * bench_draw map SECONDS KIND screen|a4 DOT: an invented circle of 30; also written down for Graphviz.
 *
 * bench_draw sociogram SECONDS LINKS: how many people, then pairs of numbers; also where everybody stands.
 *
 * bench_draw genogram SECONDS FILE.kring: a whole family, however large. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "core/circle.h"
#include "core/view.h"
#include "draw/scene.h"
#include "format/format.h"
#include "made.h"
#include "words/words.h"

enum { PEOPLE = 30, MOST = 400 };
#define MEMORY ((size_t)4 << 30)

static double now(void) {
    struct timespec at;
    if (clock_gettime(CLOCK_MONOTONIC, &at) != 0) return 0;
    return (double)at.tv_sec * 1e6 + (double)at.tv_nsec / 1e3;
}

static void stop(const char *what) {
    fprintf(stderr, "bench_draw: %s\n", what);
    exit(1);
}

static kr_str word(void *context, const char *key) {
    (void)context;
    return kr_word(KR_NL, key);
}

typedef struct best {
    double layout, all; /* microseconds */
    size_t persons, bytes;
    int times;
} best;

/* Memory is emptied and used again, as the server does with that of a page. */
static void once(best *b, kr_arena *arena, const kr_network *network, const kr_draw_options *options) {
    kr_scene *scene = NULL;
    kr_error error = {0};
    kr_buf out;
    kr_str svg;
    double began = now();
    if (kr_scene_make(&scene, arena, network, options, &error) != KR_OK) stop(error.key);
    double laid = now();
    kr_buf_init(&out, arena, MEMORY / 4);
    kr_scene_svg(&out, scene, true);
    if (kr_buf_end(&out, &svg) != KR_OK) stop("no memory");
    double all = now() - began;
    if (laid - began < b->layout) b->layout = laid - began;
    if (all < b->all) b->all = all;
    b->persons = scene->persons;
    b->bytes = svg.len;
    b->times++;
    kr_arena_reset(arena);
}

static best repeat(const kr_network *network, const kr_draw_options *options, double seconds) {
    best b = {.layout = 1e18, .all = 1e18};
    double end = now() + seconds * 1e6;
    kr_arena arena;
    kr_arena_init(&arena, kr_heap(), MEMORY);
    do once(&b, &arena, network, options);
    while (now() < end);
    kr_arena_dispose(&arena);
    return b;
}

static void say(const best *b) {
    printf("{\"layout_us\": %.2f, \"us\": %.2f, \"persons\": %zu, \"bytes\": %zu, \"times\": %d", b->layout,
           b->all, b->persons, b->bytes, b->times);
}

/* -- a circle -- */
/* The same people, names and lines: to the person in the middle, and in the ecogram among each other. */
static void write_dot(const char *path, const kr_network *network, bool pairs) {
    FILE *file = fopen(path, "w");
    if (!file) stop(path);
    fprintf(file, "graph {\nroot=ego;\nego [label=\"%.*s\"];\n", KR_ARG(network->ego->name));
    for (size_t i = 0; i < network->n; i++)
        fprintf(file, "p%zu [label=\"%.*s\"];\nego -- p%zu;\n", i, KR_ARG(network->alters[i].person->name),
                i);
    for (size_t i = 0; pairs && i < network->n_known; i++)
        fprintf(file, "p%u -- p%u;\n", (unsigned)network->pairs[i].a, (unsigned)network->pairs[i].b);
    fprintf(file, "}\n");
    if (fclose(file) != 0) stop(path);
}

static void map(double seconds, const char *kind, bool sheet, const char *dot) {
    kr_arena arena;
    kr_arena_init(&arena, kr_heap(), MEMORY);
    kr_network network = made_network(&arena, 3, PEOPLE, 0);
    kr_draw_options options = {.as = kr_drawing_named(kr_str_z(kind)),
                               .layers = KR_LAYER_ALL,
                               .paper = sheet ? KR_A4 : KR_SCREEN,
                               .roles = true,
                               .text = word};
    if (!options.as) stop(kind);
    write_dot(dot, &network, options.as == KR_DRAW_ECOGRAM);
    best b = repeat(&network, &options, seconds);
    say(&b);
    printf("}\n");
    kr_arena_dispose(&arena);
}

/* -- people among themselves -- */
static kr_network read_links(kr_arena *arena, const char *path) {
    FILE *file = fopen(path, "r");
    unsigned n = 0, a, b;
    if (!file || fscanf(file, "%u", &n) != 1 || n == 0 || n > MOST) stop(path);
    kr_network network = made_network(arena, 7 + n, n, 0);
    kr_pair *pairs = kr_new_n(arena, kr_pair, (size_t)n * n);
    if (!pairs) stop("no memory");
    network.pairs = pairs;
    network.n_pairs = 0;
    for (unsigned i = 0; i < n; i++) network.alters[i].known = 0;
    while (fscanf(file, "%u %u", &a, &b) == 2) {
        if (a >= b || b >= n || network.n_pairs == (size_t)n * n) stop("a pair is wrong");
        pairs[network.n_pairs++] = (kr_pair){.a = a, .b = b};
        network.alters[a].known++, network.alters[b].known++;
    }
    network.n_known = network.n_pairs;
    if (fclose(file) != 0) stop(path);
    return network;
}

/* The middle of everybody's symbol, in the finished drawing. */
static void say_places(const kr_network *network, const kr_draw_options *options) {
    kr_arena arena;
    kr_scene *scene = NULL;
    double at[MOST][2] = {{0}};
    kr_arena_init(&arena, kr_heap(), MEMORY);
    if (kr_scene_make(&scene, &arena, network, options, NULL) != KR_OK) stop("cannot draw");
    for (size_t i = 0; i < scene->count; i++) {
        const kr_shape *s = &scene->shapes[i];
        if (s->mark != KR_MARK_SYMBOL || !s->owner || s->owner > network->n) continue;
        bool box = s->kind == KR_SH_RECT;
        at[s->owner - 1][0] = s->x + (box ? s->a / 2 : 0);
        at[s->owner - 1][1] = s->y + (box ? s->b / 2 : 0);
    }
    printf(", \"at\": [");
    for (size_t i = 0; i < network->n; i++) printf("%s[%.6f, %.6f]", i ? ", " : "", at[i][0], at[i][1]);
    printf("]");
    kr_arena_dispose(&arena);
}

static void sociogram(double seconds, const char *path) {
    kr_arena arena;
    kr_arena_init(&arena, kr_heap(), MEMORY);
    kr_network network = read_links(&arena, path);
    kr_draw_options options = {.as = KR_DRAW_SOCIOGRAM, .text = word};
    best b = repeat(&network, &options, seconds);
    say(&b);
    say_places(&network, &options);
    printf("}\n");
    kr_arena_dispose(&arena);
}

/* -- a family -- */
static kr_str read_file(kr_arena *arena, const char *path) {
    FILE *file = fopen(path, "rb");
    if (!file || fseek(file, 0, SEEK_END) != 0) stop(path);
    long size = ftell(file);
    char *bytes = size > 0 ? kr_arena_alloc(arena, (size_t)size) : NULL;
    rewind(file);
    if (!bytes || fread(bytes, 1, (size_t)size, file) != (size_t)size || fclose(file) != 0) stop(path);
    return kr_str_n(bytes, (size_t)size);
}

static void genogram(double seconds, const char *path) {
    kr_arena arena;
    kr_change *changes = NULL;
    size_t count = 0;
    kr_circle circle;
    kr_view view;
    kr_network network;
    kr_error error = {0};
    kr_arena_init(&arena, kr_heap(), MEMORY);
    kr_err err = kr_kring_read(&changes, &count, &arena, read_file(&arena, path), &error);
    if (err == KR_OK) err = kr_circle_fold(&circle, &arena, changes, count, &error);
    if (err == KR_OK) err = kr_view_make(&view, &arena, &circle, KR_VIEWER_WALL, 0, &error);
    if (err == KR_OK) err = kr_network_make(&network, &arena, &view);
    if (err != KR_OK) stop(error.key);
    kr_draw_options options = {.as = KR_DRAW_GENOGRAM,
                               .layers = KR_LAYER_YEARS | KR_LAYER_HOUSEHOLDS,
                               .generations = KR_EVERYBODY,
                               .today = 20261112,
                               .text = word};
    best b = repeat(&network, &options, seconds);
    say(&b);
    printf("}\n");
    kr_arena_dispose(&arena);
}

int main(int argc, char **argv) {
    if (argc < 4) return 2;
    double seconds = strtod(argv[2], NULL);
    if (strcmp(argv[1], "map") == 0 && argc == 6) {
        map(seconds, argv[3], strcmp(argv[4], "a4") == 0, argv[5]);
    } else if (strcmp(argv[1], "sociogram") == 0 && argc == 4) {
        sociogram(seconds, argv[3]);
    } else if (strcmp(argv[1], "genogram") == 0 && argc == 4) {
        genogram(seconds, argv[3]);
    } else {
        return 2;
    }
    return 0;
}
