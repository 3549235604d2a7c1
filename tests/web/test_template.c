/* The official Mustache tests: every *.json in the folder that KRING_MUSTACHE_SPECS names, default
 * ../shared/data/mustache beside the project. Each test has name, data, template, expected, and perhaps
 * partials. Ends with 1 when one fails, with 77 (skipped) when the folder is not there. Tests of
 * lambdas carry code of other languages and are passed over. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

#include "json_model.h"
#include "web/mustache.h"

#ifndef KR_SOURCE_ROOT
#define KR_SOURCE_ROOT "."
#endif

typedef struct tally {
    unsigned passed, failed, skipped;
} tally;

typedef struct shelf {
    kr_arena *arena;
    json_t *partials;
    kr_error error;
    kr_err err;
} shelf;

static kr_str text_of(const json_t *value) {
    return kr_str_n(json_is_string(value) ? json_string_value(value) : "", json_string_length(value));
}

static const kr_template *partial(void *context, kr_str name) {
    shelf *s = context;
    const json_t *text = json_object_getn(s->partials, name.ptr, name.len);
    if (!json_is_string(text)) return NULL;
    kr_template *made = NULL;
    kr_err err = kr_template_compile(&made, s->arena, text_of(text), &s->error);
    if (err != KR_OK) s->err = err;
    return made;
}

static kr_err render(kr_str *out, kr_arena *arena, const json_t *test, kr_error *error) {
    shelf s = {.arena = arena, .partials = json_object_get(test, "partials")};
    kr_template *made;
    kr_err err = kr_template_compile(&made, arena, text_of(json_object_get(test, "template")), error);
    if (err != KR_OK) return err;
    kr_render how = {.partial = partial, .partial_context = &s};
    kr_buf buf;
    kr_buf_init(&buf, arena, 1 << 20);
    const kr_model *model = model_of_json(arena, json_object_get(test, "data"));
    if (!model) return KR_E_MEMORY;
    err = kr_template_render(&buf, made, model, &how, error);
    if (err == KR_OK && s.err != KR_OK) {
        *error = s.error;
        return s.err;
    }
    return err == KR_OK ? kr_buf_end(&buf, out) : err;
}

static bool has_code(const json_t *data) {
    const char *key;
    json_t *value;
    json_object_foreach((json_t *)data, key, value) {
        if (strcmp(key, "__tag__") == 0 || has_code(value)) return true;
    }
    return false;
}

static void report(const char *file, const json_t *test, kr_str got, const kr_error *error) {
    printf("not ok  %s: %s\n", file, text_of(json_object_get(test, "name")).ptr);
    printf("  template: %s\n", text_of(json_object_get(test, "template")).ptr);
    printf("  expected: %s\n", text_of(json_object_get(test, "expected")).ptr);
    if (error->code != KR_OK)
        printf("  error:    %s at %u:%u: %s\n", error->key, error->line, error->column, error->detail);
    else
        printf("  got:      %.*s\n", KR_ARG(got));
}

static void run_test(tally *t, const char *file, const json_t *test) {
    if (has_code(json_object_get(test, "data"))) {
        t->skipped++;
        return;
    }
    kr_arena arena;
    kr_arena_init(&arena, kr_heap(), 16 << 20);
    kr_error error = {0};
    kr_str got = KR_NONE;
    kr_err err = render(&got, &arena, test, &error);
    if (err == KR_OK && kr_str_eq(got, text_of(json_object_get(test, "expected")))) {
        t->passed++;
    } else {
        t->failed++;
        error.code = err;
        report(file, test, got, &error);
    }
    kr_arena_dispose(&arena);
}

static void run_file(tally *t, const char *dir, const char *file) {
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", dir, file);
    json_error_t why;
    json_t *root = json_load_file(path, JSON_ALLOW_NUL, &why);
    const json_t *tests = json_object_get(root, "tests");
    if (!json_is_array(tests)) {
        printf("not ok  %s: %s\n", file, root ? "no list of tests" : why.text);
        t->failed++;
    }
    for (size_t i = 0; i < json_array_size(tests); i++) run_test(t, file, json_array_get(tests, i));
    json_decref(root);
}

int main(void) {
    const char *given = getenv("KRING_MUSTACHE_SPECS");
    const char *dir = given && given[0] ? given : KR_SOURCE_ROOT "/../shared/data/mustache";
    DIR *folder = opendir(dir);
    if (!folder) {
        printf("skipped: the official Mustache tests are not in %s\n", dir);
        return 77;
    }
    tally t = {0};
    for (struct dirent *entry; (entry = readdir(folder));) {
        if (kr_str_ends(kr_str_z(entry->d_name), KR_STR(".json"))) run_file(&t, dir, entry->d_name);
    }
    closedir(folder);
    printf("%u passed, %u failed, %u skipped\n", t.passed, t.failed, t.skipped);
    return t.failed > 0 || t.passed == 0;
}
