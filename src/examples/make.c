/* make-examples OUT.c STORY...: reads the stories and writes what kr_examples gives: each circle as a .kring
 * file. */
#include <stdio.h>
#include <stdlib.h>

#include "examples/story.h"
#include "format/format.h"

static const size_t most = 1u << 20;

static bool read_file(const char *path, kr_arena *arena, kr_str *out) {
    char *bytes = kr_arena_alloc(arena, most);
    FILE *file = fopen(path, "rb");
    if (!bytes || !file) {
        if (file) fclose(file);
        return false;
    }
    size_t len = fread(bytes, 1, most, file);
    bool sound = !ferror(file) && len < most;
    if (fclose(file) != 0) sound = false;
    *out = kr_str_n(bytes, len);
    return sound;
}

static kr_err to_kring(const kr_story *story, kr_arena *arena, kr_str *kring, kr_str *title, bool *practice,
                       kr_error *error) {
    kr_circle circle;
    kr_view view;
    kr_buf text;
    kr_buf_init(&text, arena, 8u << 20);
    kr_err err = kr_circle_fold(&circle, arena, story->changes, story->count, error);
    if (err == KR_OK) err = kr_circle_check(&circle, error);
    if (err == KR_OK) err = kr_view_make(&view, arena, &circle, KR_VIEWER_OWNER, 0, error);
    if (err == KR_OK) err = kr_kring_write(&text, &view, error);
    if (err != KR_OK) return err;
    *title = circle.self.title;
    *practice = circle.self.practice.len > 0;
    return kr_buf_end(&text, kring);
}

static bool write_bytes(FILE *out, size_t number, kr_str bytes) {
    bool sound = fprintf(out, "static const unsigned char bytes%zu[] = {", number) > 0;
    for (size_t i = 0; i < bytes.len && sound; i++) {
        sound = fprintf(out, "%s%u",
                        i == 0        ? ""
                        : i % 32 == 0 ? ",\n"
                                      : ",",
                        (unsigned char)bytes.ptr[i]) > 0;
    }
    return sound && fprintf(out, "};\n") > 0;
}

/* Names may hold anything; octal escapes keep the C file plain. */
static bool write_text(FILE *out, kr_str text) {
    bool sound = fputs("{\"", out) >= 0;
    for (size_t i = 0; i < text.len && sound; i++) {
        sound = fprintf(out, "\\%03o", (unsigned)(unsigned char)text.ptr[i]) > 0;
    }
    return sound && fprintf(out, "\", %zu}", text.len) > 0;
}

static FILE *open_in(const char *dir, kr_str name, const char *end) {
    char path[4096];
    int n = snprintf(path, sizeof path, "%s/%.*s%s", dir, KR_ARG(name), end);
    return n > 0 && (size_t)n < sizeof path ? fopen(path, "wb") : NULL;
}

static bool write_kring(const char *dir, kr_str slug, kr_str kring) {
    FILE *out = open_in(dir, slug, ".kring");
    if (!out) return false;
    bool sound = fwrite(kring.ptr, 1, kring.len, out) == kring.len;
    return fclose(out) == 0 && sound;
}

/* One story, read, and its circle. */
typedef struct told {
    kr_story story;
    kr_str title, kring;
    bool practice;
} told;

static bool read_story(told *out, kr_arena *arena, const char *path) {
    kr_str text;
    kr_error error = {0};
    if (!read_file(path, arena, &text)) {
        fprintf(stderr, "%s: cannot be read\n", path);
        return false;
    }
    if (kr_story_read(&out->story, arena, text, &error) == KR_OK &&
        to_kring(&out->story, arena, &out->kring, &out->title, &out->practice, &error) == KR_OK)
        return true;
    fprintf(stderr, "%s:%u: %s %s %s\n", path, error.line, error.key, error.field, error.detail);
    return false;
}

static bool write_row(FILE *out, const told *t, size_t number) {
    return fprintf(out, "{\"%.*s\", ", KR_ARG(t->story.slug)) > 0 && write_text(out, t->story.name) &&
           fputs(", ", out) >= 0 && write_text(out, t->title) &&
           fprintf(out, ", {(const char *)bytes%zu, sizeof bytes%zu}},\n", number, number) > 0;
}

static bool write_table(FILE *out, const told *all, size_t count) {
    bool sound = fputs("#include \"examples/table.h\"\n", out) >= 0;
    for (size_t i = 0; i < count && sound; i++) sound = write_bytes(out, i, all[i].kring);
    sound = sound && fputs("const kr_example kr_example_table[] = {\n", out) >= 0;
    size_t shown = 0;
    for (size_t i = 0; i < count && sound; i++) shown += !all[i].practice;
    for (size_t i = 0; i < 2 * count && sound;
         i++) /* first who is shown, then who is there to practise with */
        if (all[i % count].practice == (i >= count)) sound = write_row(out, &all[i % count], i % count);
    return sound && fprintf(out, "};\nconst size_t kr_example_count = %zu, kr_practice_count = %zu;\n", shown,
                            count - shown) > 0;
}

int main(int argc, char **argv) {
    static told all[16];
    if (argc < 3 || (size_t)argc - 2 > KR_COUNT(all)) return 2;
    size_t count = (size_t)argc - 2;
    kr_arena arena;
    kr_arena_init(&arena, kr_heap(), 512u << 20);
    bool sound = true;
    for (size_t i = 0; i < count && sound; i++) {
        sound = read_story(&all[i], &arena, argv[i + 2]) &&
                (all[i].practice || write_kring(argv[1], all[i].story.slug, all[i].kring));
    }
    FILE *out = sound ? open_in(argv[1], KR_STR("examples_table"), ".c") : NULL;
    sound = out && write_table(out, all, count);
    if (out && fclose(out) != 0) sound = false;
    kr_arena_dispose(&arena);
    return sound ? 0 : 1;
}
