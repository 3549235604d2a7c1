/* The guides and sheets that this server knows: those built in, and those that lie in the data folder. Read
 * once, when it starts. */
#include <dirent.h>
#include <stdio.h>

#include "web/engine.h"

#define MOST_FILES_MEMORY ((size_t)200 << 20)

typedef struct shelf {
    kr_arena *arena;
    kr_guide_file *files;
    size_t n;
    bool too_many;
} shelf;

static kr_err take_file(shelf *s, const char *folder, const char *name) {
    char path[4400];
    int n = snprintf(path, sizeof(path), "%s/%s", folder, name);
    FILE *file = n > 0 && (size_t)n < sizeof(path) ? fopen(path, "rb") : NULL;
    if (!file) return KR_OK; /* gone meanwhile, or not for us to read: its guide will say what is missing */
    char *bytes = kr_arena_alloc(s->arena, KR_GUIDE_MOST_BYTES + 1);
    size_t got = bytes ? fread(bytes, 1, KR_GUIDE_MOST_BYTES + 1, file) : 0;
    fclose(file);
    kr_str kept = kr_arena_copy(s->arena, kr_str_z(path));
    if (!bytes || !kept.ptr) return KR_E_MEMORY;
    s->files[s->n++] = (kr_guide_file){kept, kr_str_n(bytes, got)};
    return KR_OK;
}

static kr_err take_folder(shelf *s, const char *folder) {
    DIR *open = opendir(folder);
    kr_err err = KR_OK;
    if (!open) return KR_OK; /* most have none */
    s->files = kr_new_n(s->arena, kr_guide_file, KR_GUIDE_MOST_FILES);
    if (!s->files) err = KR_E_MEMORY;
    for (struct dirent *one; err == KR_OK && (one = readdir(open));) {
        if (one->d_name[0] == '.' || !kr_str_ends(kr_str_z(one->d_name), KR_STR(".yaml"))) continue;
        s->too_many = s->n == KR_GUIDE_MOST_FILES;
        if (s->too_many) break;
        err = take_file(s, folder, one->d_name);
    }
    (void)closedir(open);
    return err;
}

/* "guides/groslijst.nl.yaml:12: ...", in the log, as `kring guide check` says it. */
static void tell(kr_arena *arena, const kr_guide_report *report, kr_lang lang) {
    for (size_t i = 0; i < report->n; i++) {
        const kr_guide_problem *one = &report->items[i];
        kr_word_arg args[] = {KR_WORD_TEXT("what", one->what), KR_WORD_TEXT("more", one->more)};
        kr_buf line;
        kr_str said;
        kr_buf_init(&line, arena, 8192);
        kr_say(&line, lang, one->key.ptr, args, KR_COUNT(args));
        if (kr_buf_end(&line, &said) != KR_OK) return;
        fprintf(stderr, "%.*s:%u: %.*s\n", KR_ARG(one->file), one->line ? one->line : 1, KR_ARG(said));
    }
}

/* What lies in a folder of the data folder; nothing when it is not there. */
static kr_err take_own(shelf *own, const kr_server_options *options, const char *name) {
    char folder[4200];
    int n = options->dir ? snprintf(folder, sizeof(folder), "%s/%s", options->dir, name) : 0;
    if (n <= 0 || (size_t)n >= sizeof(folder)) return KR_OK;
    kr_err err = take_folder(own, folder);
    if (own->too_many) fprintf(stderr, "%s: %u\n", folder, KR_GUIDE_MOST_FILES);
    return err;
}

static kr_err read_guides(kr_web *web, kr_arena *scratch, const kr_server_options *options) {
    size_t n;
    kr_guides built_in;
    shelf own = {.arena = scratch};
    kr_guide_report report = {0};
    const kr_guide_file *files = kr_guide_files(&n);
    kr_err err = kr_guides_read(&built_in, &web->memory, NULL, files, n, false, &report);
    if (err != KR_OK) return err;
    tell(scratch, &report, options->lang);
    web->guides = built_in;
    err = take_own(&own, options, "guides");
    if (err != KR_OK || own.n == 0) return err;
    err = kr_guides_read(&web->guides, &web->memory, &built_in, own.files, own.n, false, &report);
    if (err == KR_OK) tell(scratch, &report, options->lang);
    return err;
}

static kr_err read_sheets(kr_web *web, kr_arena *scratch, const kr_server_options *options) {
    size_t n;
    kr_sheet_forms built_in;
    shelf own = {.arena = scratch};
    kr_guide_report report = {0};
    const kr_guide_file *files = kr_sheet_files(&n);
    kr_err err = kr_sheet_forms_read(&built_in, &web->memory, NULL, files, n, false, &report);
    if (err != KR_OK) return err;
    tell(scratch, &report, options->lang);
    web->sheets = built_in;
    err = take_own(&own, options, "sheets");
    if (err != KR_OK || own.n == 0) return err;
    err = kr_sheet_forms_read(&web->sheets, &web->memory, &built_in, own.files, own.n, false, &report);
    if (err == KR_OK) tell(scratch, &report, options->lang);
    return err;
}

kr_err kr_web_guides_open(kr_web *web, const kr_server_options *options, kr_error *error) {
    kr_arena scratch;
    kr_arena_init(&scratch, kr_heap(), MOST_FILES_MEMORY);
    kr_err err = read_guides(web, &scratch, options);
    if (err == KR_OK) err = read_sheets(web, &scratch, options);
    kr_arena_dispose(&scratch);
    return err == KR_OK ? KR_OK : kr_fail(error, err, "error.memory", NULL, NULL);
}
