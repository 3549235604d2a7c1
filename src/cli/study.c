/* Files of research tools: many files, many persons in the middle. */
#include <dirent.h>
#include <errno.h>
#include <sys/stat.h>

#include "cli/cli.h"
#include "core/num.h"
#include "format/study.h"

#define MOST_NAMES 20000

typedef struct files {
    kr_file *all;
    size_t n, cap, bytes;
} files;

static kr_err out_of_memory(kr_error *error) {
    return kr_fail(error, KR_E_MEMORY, "error.memory", NULL, NULL);
}

static kr_err add(cli *c, files *f, kr_file file, kr_error *error) {
    if (f->n == f->cap) {
        size_t cap = f->cap ? f->cap * 2 : 16;
        kr_file *all = kr_new_n(&c->arena, kr_file, cap);
        if (!all) return out_of_memory(error);
        if (f->n) memcpy(all, f->all, f->n * sizeof *all);
        f->all = all;
        f->cap = cap;
    }
    f->all[f->n++] = file;
    f->bytes += file.bytes.len;
    bool fits = f->bytes <= KR_STUDY_MOST_BYTES && f->n <= KR_STUDY_MOST_FILES;
    return fits ? KR_OK : kr_fail(error, KR_E_LIMIT, "format.error.bytes", NULL, "64");
}

static kr_str name_in(const char *path) {
    const char *slash = strrchr(path, '/');
    return kr_str_z(slash && slash[1] ? slash + 1 : path);
}

static kr_err add_file(cli *c, files *f, const char *path, kr_error *error) {
    kr_str bytes;
    kr_file *unpacked;
    size_t count;
    kr_err err = cli_read(c, path, &bytes, error);
    if (err == KR_OK)
        err = kr_study_unpack(&unpacked, &count, &c->arena, (kr_file){name_in(path), bytes}, error);
    for (size_t i = 0; err == KR_OK && i < count; i++) err = add(c, f, unpacked[i], error);
    return err;
}

static bool is_data(kr_str name) {
    static const char *const ends[] = {".csv", ".CSV", ".tsv", ".graphml", ".gexf", ".xml", ".zip"};
    for (size_t i = 0; i < KR_COUNT(ends); i++) {
        if (kr_str_ends(name, kr_str_z(ends[i]))) return true;
    }
    return false;
}

static int by_name(const void *a, const void *b, void *context) {
    const kr_str *x = a, *y = b;
    (void)context;
    return kr_str_cmp(*x, *y);
}

/* "FOLDER/NAME" with a NUL behind it; ptr NULL without memory. */
static kr_str path_in(cli *c, const char *folder, kr_str name) {
    kr_buf text;
    kr_str path;
    kr_buf_init(&text, &c->arena, 8192);
    kr_put_z(&text, folder);
    kr_put_c(&text, '/');
    kr_put(&text, name);
    kr_put_c(&text, '\0');
    return kr_buf_end(&text, &path) == KR_OK ? path : (kr_str){NULL, 0};
}

/* In the order of their names, so that the same folder gives the same cases on every disk. */
static kr_err add_folder(cli *c, files *f, const char *path, kr_error *error) {
    DIR *folder = opendir(path);
    kr_str *names = kr_new_n(&c->arena, kr_str, MOST_NAMES),
           *scratch = kr_new_n(&c->arena, kr_str, MOST_NAMES);
    size_t n = 0;
    kr_err err = KR_OK;
    if (!folder) return kr_fail(error, KR_E_IO, "cli.io", NULL, strerror(errno));
    if (!names || !scratch) err = out_of_memory(error);
    for (struct dirent *entry; err == KR_OK && n < MOST_NAMES && (entry = readdir(folder));) {
        if (!is_data(kr_str_z(entry->d_name))) continue;
        names[n] = path_in(c, path, kr_str_z(entry->d_name));
        if (!names[n++].ptr) err = out_of_memory(error);
    }
    (void)closedir(folder); /* it was only read */
    if (err != KR_OK) return err;
    kr_sort(names, n, sizeof *names, by_name, NULL, scratch);
    for (size_t i = 0; err == KR_OK && i < n; i++) err = add_file(c, f, names[i].ptr, error);
    return err;
}

static bool is_folder(const char *path) {
    struct stat there;
    return strcmp(path, "-") != 0 && stat(path, &there) == 0 && S_ISDIR(there.st_mode);
}

static kr_err read_all(cli *c, files *f, const char **at, kr_error *error) {
    kr_err err = KR_OK;
    for (size_t i = 0; err == KR_OK && i < c->n_operands; i++) {
        *at = c->operands[i];
        err = is_folder(*at) ? add_folder(c, f, *at, error) : add_file(c, f, *at, error);
    }
    return err;
}

/* -- what becomes of the cases -- */

static int take_one(cli *c, kr_study *study, size_t at) {
    kr_error error = {0};
    kr_circle circle = {0};
    const char *into = c->values[OPT_INTO], *out = c->values[OPT_OUT];
    kr_import *import = study->cases[at].import;
    if (into && cli_load(c, into, &circle, &error) != KR_OK) return cli_fail(c, into, &error);
    kr_import_call_nameless(import, kr_word(c->lang, "cli.nameless"));
    kr_err err = into ? cli_take_into(c, &circle, import, &error) : cli_take_new(c, &circle, import, &error);
    if (err != KR_OK) return cli_fail(c, c->operand, &error);
    for (size_t i = 0; i < study->n_notes; i++) cli_say_note(c, &study->notes[i]);
    err = cli_save(c, out, &circle, KR_VIEWER_OWNER, &error);
    return err == KR_OK ? CLI_DONE : cli_fail(c, out, &error);
}

/* A name that every disk takes; two that become the same are told apart by their place. */
static kr_str file_of(cli *c, const kr_study *study, size_t at, bool numbered) {
    kr_buf text;
    kr_str name, id = study->cases[at].id;
    kr_buf_init(&text, &c->arena, 256);
    for (size_t i = 0; i < id.len && i < 100; i++) {
        char ch = id.ptr[i];
        bool fine = (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z') || (ch >= '0' && ch <= '9') ||
                    ch == '-' || ch == '_' || (ch == '.' && i > 0);
        kr_put_c(&text, fine ? ch : '_');
    }
    if (numbered) {
        kr_put_c(&text, '-');
        kr_put_int(&text, (int64_t)at + 1);
    }
    kr_put_z(&text, ".kring");
    return kr_buf_end(&text, &name) == KR_OK ? name : KR_NONE;
}

/* What was noted of all cases together, each once with its count: of a hundred circles nobody reads a hundred
 * times that a column has no place. What does not fit is told at once. */
#define MOST_NOTES 200
typedef struct gathered {
    kr_import_note notes[MOST_NOTES];
    size_t n;
} gathered;

static void gather(cli *c, gathered *g, kr_import *import) {
    for (size_t i = 0; i < import->n_notes; i++) {
        const kr_import_note *note = &import->notes[i];
        size_t at = 0;
        while (at < g->n && (strcmp(g->notes[at].key, note->key) != 0 || g->notes[at].line != note->line ||
                             !kr_str_eq(g->notes[at].detail, note->detail)))
            at++;
        if (at < g->n)
            g->notes[at].count += note->count;
        else if (at < MOST_NOTES)
            g->notes[g->n++] = *note;
        else
            cli_say_note(c, note);
    }
    import->n_notes = 0;
}

static int take_case(cli *c, const kr_study *study, size_t at) {
    kr_error error = {0};
    kr_circle circle = {0};
    kr_str path = KR_NONE;
    kr_import *import = study->cases[at].import;
    for (int numbered = 0; numbered < 2; numbered++) {
        kr_str name = file_of(c, study, at, numbered);
        path = name.len ? path_in(c, c->values[OPT_OUT], name) : (kr_str){NULL, 0};
        if (!path.ptr) return cli_fail_key(c, NULL, "error.memory", NULL);
        if (cli_absent(path.ptr, &error) == KR_OK) break;
    }
    kr_word_arg args[] = {KR_WORD_TEXT("detail", study->cases[at].id),
                          KR_WORD_TEXT("file", kr_str_z(path.ptr))};
    cli_say(c, stderr, "cli.case", args, KR_COUNT(args));
    kr_import_call_nameless(import, kr_word(c->lang, "cli.nameless"));
    kr_err err = cli_take_new(c, &circle, import, &error);
    if (err == KR_OK) err = cli_save(c, path.ptr, &circle, KR_VIEWER_OWNER, &error);
    return err == KR_OK ? CLI_DONE : cli_fail(c, path.ptr, &error);
}

/* Each case in memory of its own, so that a thousand take no more than one. */
static int take_each(cli *c, const kr_study *study) {
    const char *out = c->values[OPT_OUT];
    if (cli_has(c, OPT_INTO)) return cli_misuse(c, "cli.which_case", NULL);
    if (strcmp(out, "-") == 0) return cli_misuse(c, "cli.which_case", NULL);
    if (mkdir(out, 0700) != 0) return cli_fail_key(c, out, "cli.io", strerror(errno));
    gathered *all = kr_new(&c->arena, gathered);
    if (!all) return cli_fail_key(c, NULL, "error.memory", NULL);
    all->n = 0;
    for (size_t i = 0; i < study->n_notes; i++) cli_say_note(c, &study->notes[i]);
    for (size_t i = 0; i < study->n_cases; i++) {
        gather(c, all, study->cases[i].import);
        cli one = *c;
        kr_arena_init(&one.arena, kr_heap(), (size_t)1 << 29);
        int code = take_case(&one, study, i);
        kr_arena_dispose(&one.arena);
        if (code != CLI_DONE) return code;
    }
    kr_word_arg args[] = {KR_WORD_NUMBER("n", (int64_t)study->n_cases), KR_WORD_TEXT("file", kr_str_z(out))};
    cli_say(c, stderr, "cli.cases", args, KR_COUNT(args));
    if (all->n) cli_say(c, stderr, "cli.notes", NULL, 0);
    for (size_t i = 0; i < all->n; i++) cli_say_note(c, &all->notes[i]);
    return CLI_DONE;
}

/* Several files can only be tables or graphs of a study, and so can what a folder holds. */
bool cli_looks_like_study(const cli *c) {
    if (c->n_operands == 1) return is_folder(c->operand);
    for (size_t i = 0; i < c->n_operands; i++)
        if (!is_folder(c->operands[i]) && !is_data(kr_str_z(c->operands[i]))) return false;
    return true;
}

int cli_import_study(cli *c, int format) {
    kr_error error = {0};
    files f = {NULL, 0, 0, 0};
    kr_study *study;
    const char *at = c->operand, *wanted = c->values[OPT_CASE];
    kr_study_options options = {.with_details = cli_has(c, OPT_DETAILS),
                                .ego = kr_str_z(cli_value(c, OPT_EGO, ""))};
    if (read_all(c, &f, &at, &error) != KR_OK) return cli_fail(c, at, &error);
    kr_err err = kr_study_read(&study, &c->arena, (kr_format)format, f.all, f.n, &options, &error);
    if (err != KR_OK) return cli_fail(c, error.field[0] ? error.field : c->operand, &error);
    if (!wanted) return study->n_cases == 1 ? take_one(c, study, 0) : take_each(c, study);
    size_t found = kr_study_case_named(study, kr_str_z(wanted));
    if (found == SIZE_MAX) return cli_fail_key(c, c->operand, "cli.no_case", wanted);
    return take_one(c, study, found);
}
