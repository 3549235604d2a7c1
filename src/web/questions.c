#include "web/questions.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

#include "words/words.h"

#define MOST_SETS   200u
#define MOST_MEMORY ((size_t)256 << 20)

static const kr_question_list lists[] = {
    {"csi", "carer-conversation", "carer-talk", NULL},
    {"ediz", "carer-conversation", "carer-talk", NULL},
    {"ediz-plus", "carer-conversation", "carer-talk", NULL},
    {"cra", "carer-conversation", "carer-talk", NULL},
    {"carerqol", "carer-conversation", "carer-talk", "free"},
    {"ssl", "support-conversation", "support-talk", NULL},
    {"lsns-6", "support-conversation", "support-talk", NULL},
    {"djg-11", "loneliness", "friendship", "research"},
    {"djg-6", "loneliness", "friendship", "research"},
};

const kr_question_list *kr_question_lists(size_t *count) {
    *count = KR_COUNT(lists);
    return lists;
}

const kr_question_set *kr_questions_find(const kr_questions *questions, kr_str id) {
    for (size_t i = 0; i < questions->n; i++)
        if (kr_str_eq(questions->items[i].id, id)) return &questions->items[i];
    return NULL;
}

static bool plain_id(kr_str id) {
    for (size_t i = 0; i < id.len; i++) {
        char c = id.ptr[i];
        bool fine = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c == '-' && i > 0);
        if (!fine) return false;
    }
    return id.len > 0 && id.len <= 60;
}

static void tell(kr_arena *arena, const char *path, const kr_error *error) {
    kr_buf line;
    kr_str said;
    kr_buf_init(&line, arena, 4096);
    kr_say_error(&line, KR_EN, error);
    if (kr_buf_end(&line, &said) == KR_OK) fprintf(stderr, "%s: %.*s\n", path, KR_ARG(said));
}

static kr_err keep(kr_questions *q, kr_str id, const kr_ask_set *set, bool own) {
    size_t at = 0;
    while (at < q->n && !kr_str_eq(q->items[at].id, id)) at++;
    if (at == MOST_SETS) return KR_OK;
    kr_str copy = kr_arena_copy(&q->arena, id);
    if (!copy.ptr) return KR_E_MEMORY;
    q->items[at] = (kr_question_set){copy, set, own};
    if (at == q->n) q->n++;
    return KR_OK;
}

static kr_err take(kr_questions *q, const char *path, kr_str name, kr_str bytes, bool own) {
    kr_ask_set *set;
    kr_error error = {0};
    kr_str id = kr_str_n(name.ptr, name.len - 5); /* without .json */
    kr_err err = kr_ask_read(&set, &q->arena, bytes, &error);
    if (err == KR_OK) return keep(q, id, set, own);
    if (err == KR_E_MEMORY) return err;
    tell(&q->arena, path, &error);
    return KR_OK;
}

static kr_err take_file(kr_questions *q, const char *folder, const char *name, char *bytes) {
    char path[4400];
    kr_str called = kr_str_z(name);
    if (!kr_str_ends(called, KR_STR(".json")) || !plain_id(kr_str_n(name, called.len - 5))) return KR_OK;
    int n = snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = n > 0 && (size_t)n < sizeof path ? fopen(path, "rb") : NULL;
    if (!file) return KR_OK;
    size_t got = fread(bytes, 1, KR_ASK_MOST_BYTES + 1, file);
    fclose(file);
    return take(q, path, called, kr_str_n(bytes, got), false);
}

static kr_err take_folder(kr_questions *q, const char *dir) {
    char folder[4200];
    int n = snprintf(folder, sizeof folder, "%s/questions", dir);
    DIR *open = n > 0 && (size_t)n < sizeof folder ? opendir(folder) : NULL;
    kr_err err = KR_OK;
    if (!open) return KR_OK; /* most have none */
    char *bytes = malloc(KR_ASK_MOST_BYTES + 1);
    if (!bytes) err = KR_E_MEMORY;
    for (struct dirent *one; err == KR_OK && (one = readdir(open));)
        err = take_file(q, folder, one->d_name, bytes);
    free(bytes);
    (void)closedir(open);
    return err;
}

kr_err kr_questions_open(kr_questions *out, const char *dir, kr_error *error) {
    size_t n;
    const kr_ask_file *files = kr_ask_files(&n);
    kr_arena_init(&out->arena, kr_heap(), MOST_MEMORY);
    out->items = kr_new_n(&out->arena, kr_question_set, MOST_SETS);
    kr_err err = out->items ? KR_OK : KR_E_MEMORY;
    for (size_t i = 0; err == KR_OK && i < n; i++)
        err = take(out, files[i].name.ptr, files[i].name, files[i].bytes, true);
    if (err == KR_OK && dir) err = take_folder(out, dir);
    return err == KR_OK ? KR_OK : kr_fail(error, err, "error.memory", NULL, NULL);
}

void kr_questions_close(kr_questions *questions) {
    if (questions->arena.allocator) kr_arena_dispose(&questions->arena);
}
