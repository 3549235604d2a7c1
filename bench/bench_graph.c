/* What the Graphviz library needs for a graph, in the process: layout and SVG, again and again for some
 * seconds, the quickest of all in microseconds of the processor. Reading the graph is not counted. One line
 * of JSON.
 *
 * bench_graph ENGINE FILE SECONDS         times
 * bench_graph ENGINE FILE seeds N         layouts from N starts: where every node stands, by its name */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* Its headers do not pass our warnings. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wpedantic"
#pragma GCC diagnostic ignored "-Wstrict-prototypes"
#pragma GCC diagnostic ignored "-Wundef"
#include <gvc.h>
#pragma GCC diagnostic pop

static double now(void) {
    struct timespec at;
    if (clock_gettime(CLOCK_MONOTONIC, &at) != 0) return 0;
    return (double)at.tv_sec * 1e6 + (double)at.tv_nsec / 1e3;
}

static void stop(const char *what) {
    fprintf(stderr, "bench_graph: %s\n", what);
    exit(1);
}

static char *read_file(const char *name) {
    FILE *file = fopen(name, "rb");
    if (!file || fseek(file, 0, SEEK_END) != 0) stop(name);
    long size = ftell(file);
    char *text = size > 0 ? calloc(1, (size_t)size + 1) : NULL;
    rewind(file);
    if (!text || fread(text, 1, (size_t)size, file) != (size_t)size || fclose(file) != 0) stop(name);
    return text;
}

static Agraph_t *read_graph(const char *text) {
    Agraph_t *graph = agmemread(text);
    if (!graph) stop("this is no graph");
    return graph;
}

static void times(GVC_t *gvc, const char *engine, const char *text, double seconds) {
    double layout = 1e18, all = 1e18, end = now() + seconds * 1e6;
    unsigned bytes = 0;
    int count = 0;
    do {
        Agraph_t *graph = read_graph(text);
        char *svg = NULL;
        double began = now();
        if (gvLayout(gvc, graph, engine) != 0) stop(engine);
        double laid = now();
        if (gvRenderData(gvc, graph, "svg", &svg, &bytes) != 0 || bytes == 0) stop("no SVG");
        double ended = now();
        if (laid - began < layout) layout = laid - began;
        if (ended - began < all) all = ended - began;
        gvFreeRenderData(svg);
        gvFreeLayout(gvc, graph);
        agclose(graph);
        count++;
    } while (now() < end);
    printf("{\"layout_us\": %.2f, \"us\": %.2f, \"bytes\": %u, \"times\": %d}\n", layout, all, bytes, count);
}

static void seeds(GVC_t *gvc, const char *engine, const char *text, int n) {
    printf("[");
    for (int seed = 1; seed <= n; seed++) {
        Agraph_t *graph = read_graph(text);
        char start[] = "start", none[] = "", number[16];
        const char *comma = "";
        snprintf(number, sizeof number, "%d", seed);
        agsafeset(graph, start, number, none);
        if (gvLayout(gvc, graph, engine) != 0) stop(engine);
        printf("%s{", seed > 1 ? ", " : "");
        for (Agnode_t *node = agfstnode(graph); node; node = agnxtnode(graph, node)) {
            printf("%s\"%s\": [%.6f, %.6f]", comma, agnameof(node), ND_coord(node).x, ND_coord(node).y);
            comma = ", ";
        }
        printf("}");
        gvFreeLayout(gvc, graph);
        agclose(graph);
    }
    printf("]\n");
}

int main(int argc, char **argv) {
    if (argc < 4) return 2;
    GVC_t *gvc = gvContext();
    if (!gvc) stop("no context");
    char *text = read_file(argv[2]);
    if (argc == 5 && strcmp(argv[3], "seeds") == 0) {
        seeds(gvc, argv[1], text, (int)strtol(argv[4], NULL, 10));
    } else if (argc == 4) {
        times(gvc, argv[1], text, strtod(argv[3], NULL));
    } else {
        return 2;
    }
    free(text);
    gvFreeContext(gvc);
    return 0;
}
