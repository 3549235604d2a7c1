/* Writes every measure into its document, from the table that the program itself measures with and the words
 * of its pages: `measures FILE` gives the file with what stands between its two marks made anew. A test fails
 * when that differs. */
#include "words/measures.h"

#include <stdio.h>
#include <stdlib.h>

#include "measure/circle.h"

#define BEGIN "<!-- maten: begin -->"
#define END   "<!-- maten: einde -->"
#define ROOM  ((size_t)4 << 20)

static void stop(const char *what) {
    fprintf(stderr, "measures: %s\n", what);
    exit(1);
}

/* A bar would end the cell. */
static void put_cell(kr_arena *arena, const kr_measure_row *row, kr_measure_part part) {
    kr_buf out;
    kr_str text;
    kr_buf_init(&out, arena, 8000);
    kr_say_measure(&out, KR_NL, row, part);
    if (kr_buf_end(&out, &text) != KR_OK) stop("no memory");
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '|') putchar('\\');
        putchar(text.ptr[i]);
    }
}

static void write_row(kr_arena *arena, const char *group, const kr_measure *m) {
    static const kr_measure_part parts[] = {KR_MEASURE_NAME,   KR_MEASURE_FORMULA, KR_MEASURE_RANGE,
                                            KR_MEASURE_SOURCE, KR_MEASURE_WHAT,    KR_MEASURE_NOT};
    kr_measure_row row = {group, m->name, m->range, m->source, m->formula};
    printf("| `%s` |", m->name);
    for (size_t i = 0; i < KR_COUNT(parts); i++) {
        putchar(' ');
        put_cell(arena, &row, parts[i]);
        printf(" |");
    }
    putchar('\n');
}

static void write_groups(kr_arena *arena) {
    for (unsigned g = 0; g < KR_MEASURE_GROUPS; g++) {
        const char *group = kr_measure_group_name((kr_measure_group)g);
        char key[64];
        size_t n;
        snprintf(key, sizeof key, "maten.group.%s", group);
        kr_str title = kr_word(KR_NL, key);
        printf("\n### %.*s\n\n", KR_ARG(title));
        printf("| Kolom | Naam | Formule | Bereik | Bron | Betekenis | Wat het niet zegt |\n");
        printf("|---|---|---|---|---|---|---|\n");
        const kr_measure *all = kr_measures((kr_measure_group)g, &n);
        for (size_t i = 0; i < n; i++) write_row(arena, group, &all[i]);
        if (g != KR_MEASURES_STRUCTURE) continue;
        all = kr_measures_said(&n);
        for (size_t i = 0; i < n; i++) write_row(arena, group, &all[i]);
    }
}

static void write_works(kr_arena *arena) {
    const char *last = "";
    printf("\n### Bronnen\n\n");
    for (;;) {
        const char *next = NULL;
        for (unsigned g = 0; g < KR_MEASURE_GROUPS; g++) {
            size_t n;
            const kr_measure *all = kr_measures((kr_measure_group)g, &n);
            for (size_t i = 0; i < n; i++) {
                if (strcmp(all[i].source, last) <= 0) continue;
                if (!next || strcmp(all[i].source, next) < 0) next = all[i].source;
            }
        }
        if (!next) break;
        kr_measure_row row = {"", "", "", next, ""};
        printf("- ");
        put_cell(arena, &row, KR_MEASURE_WORK);
        putchar('\n');
        last = next;
    }
    putchar('\n');
}

static char *read_all(const char *path) {
    FILE *file = fopen(path, "rb");
    char *text = file ? calloc(1, ROOM) : NULL;
    if (!text) stop(path);
    size_t len = fread(text, 1, ROOM - 1, file);
    if (len == ROOM - 1 || fclose(file) != 0) stop(path);
    return text;
}

int main(int argc, char **argv) {
    kr_arena arena;
    if (argc != 2) stop("which file?");
    char *text = read_all(argv[1]);
    const char *begin = strstr(text, BEGIN "\n"), *end = strstr(text, END);
    if (!begin || !end || end < begin) stop("the marks are not there");
    kr_arena_init(&arena, kr_heap(), ROOM);
    fwrite(text, 1, (size_t)(begin - text) + strlen(BEGIN "\n"), stdout);
    write_groups(&arena);
    write_works(&arena);
    fputs(end, stdout);
    kr_arena_dispose(&arena);
    free(text);
    return 0;
}
