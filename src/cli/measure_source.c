/* One table of `kring measure --egor`: a file or standard input, by the marks of its egos. */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/measure.h"

#define TELL_EVERY 1000000u

static kr_err more(void *context, char *into, size_t most, size_t *got, kr_error *error) {
    const measure_source *s = context;
    for (;;) {
        ssize_t n = read(s->fd, into, most);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) {
            bool folder = errno == EISDIR;
            return kr_fail(error, KR_E_IO, folder ? "cli.is_folder" : "cli.io", NULL, strerror(errno));
        }
        *got = (size_t)n;
        return KR_OK;
    }
}

kr_err measure_source_open(measure_source *out, cli *c, const char *path, kr_error *error) {
    *out = (measure_source){.c = c, .path = path, .fd = STDIN_FILENO};
    if (strcmp(path, "-") != 0) out->fd = open(path, O_RDONLY | O_CLOEXEC);
    if (out->fd < 0) {
        const char *key = errno == ENOENT || errno == ENOTDIR ? "cli.no_file"
                          : errno == EACCES                   ? "cli.not_allowed"
                                                              : "cli.io";
        return kr_fail(error, KR_E_NOT_FOUND, key, NULL, strerror(errno));
    }
    return kr_table_begin(&out->table, &c->arena, more, out, error);
}

void measure_source_close(measure_source *s) {
    if (!s->c) return;
    measure_sort_end(s->sort);
    if (s->table.width) kr_table_end(&s->table);
    if (s->fd > STDIN_FILENO) (void)close(s->fd);
}

/* The wanted cells of the row of the table. */
static void pick(measure_source *s) {
    for (size_t i = 0; i < s->row.n; i++) s->row.cells[i] = s->table.cells[s->columns[i]];
    s->row.line = s->table.line;
}

static kr_err check_mark(const measure_source *s, kr_error *error) {
    if (kr_str_trim(s->row.cells[0]).len) return KR_OK;
    return kr_fail_at(error, KR_E_INVALID, "format.error.table_no_mark", NULL, s->row.line,
                      (uint32_t)s->columns[0] + 1);
}

static kr_err again(measure_source *s, kr_error *error) {
    kr_table_end(&s->table);
    s->table.width = 0;
    if (lseek(s->fd, 0, SEEK_SET) != 0) return kr_fail(error, KR_E_IO, "cli.io", NULL, strerror(errno));
    return kr_table_begin(&s->table, &s->c->arena, more, s, error);
}

/* A copy of the mark of the row before, as long as it fits. */
typedef struct last {
    char text[256];
    size_t len;
} last;

static bool keep(last *l, kr_str mark) {
    if (mark.len > sizeof l->text) return false;
    memcpy(l->text, mark.ptr, mark.len);
    l->len = mark.len;
    return true;
}

/* Reads the whole file and begins it again. */
static kr_err is_in_order(measure_source *s, bool *in_order, kr_error *error) {
    last before = {.len = 0};
    bool there = true, order = true;
    kr_err err = KR_OK;
    while (err == KR_OK && order) {
        err = kr_table_next(&s->table, &there, error);
        if (err != KR_OK || !there) break;
        kr_str mark = kr_str_trim(s->table.cells[s->columns[0]]);
        kr_str had = kr_str_n(before.text, before.len);
        order = kr_str_eq(mark, had) || (kr_mark_cmp(had, mark) < 0 || before.len == 0);
        order = order && keep(&before, mark);
    }
    if (err == KR_OK) err = again(s, error);
    *in_order = order;
    return err;
}

static void tell(measure_source *s, const char *key, uint64_t rows) {
    kr_str name = strcmp(s->path, "-") == 0 ? kr_word(s->c->lang, "cli.standard") : kr_str_z(s->path);
    kr_word_arg args[] = {KR_WORD_TEXT("name", name), KR_WORD_NUMBER("n", (int64_t)rows)};
    cli_say(s->c, stderr, key, args, KR_COUNT(args));
}

static kr_err sort_all(measure_source *s, kr_error *error) {
    uint64_t rows = 0;
    bool there;
    tell(s, "measure.sorting", 0);
    kr_err err = measure_sort_begin(&s->sort, s->c, s->row.n, error);
    while (err == KR_OK) {
        err = kr_table_next(&s->table, &there, error);
        if (err != KR_OK || !there) break;
        pick(s);
        err = check_mark(s, error);
        if (err == KR_OK) err = measure_sort_put(s->sort, &s->row, error);
        if (++rows % TELL_EVERY == 0) tell(s, "measure.sorted", rows);
    }
    return err == KR_OK ? measure_sort_turn(s->sort, error) : err;
}

kr_err measure_source_begin(measure_source *s, const size_t *columns, size_t n_columns, kr_error *error) {
    struct stat what;
    bool in_order = false;
    kr_err err = KR_OK;
    s->columns = columns;
    s->row.n = n_columns;
    s->row.cells = kr_new_n(&s->c->arena, kr_str, n_columns);
    if (!s->row.cells) return kr_fail(error, KR_E_MEMORY, "error.memory", NULL, NULL);
    if (fstat(s->fd, &what) == 0 && S_ISREG(what.st_mode) && lseek(s->fd, 0, SEEK_CUR) >= 0)
        err = is_in_order(s, &in_order, error);
    if (err == KR_OK && !in_order) err = sort_all(s, error);
    return err == KR_OK ? measure_source_next(s, error) : err;
}

kr_err measure_source_next(measure_source *s, kr_error *error) {
    if (s->sort) return measure_sort_take(s->sort, &s->row, &s->there, error);
    kr_err err = kr_table_next(&s->table, &s->there, error);
    if (err != KR_OK || !s->there) return err;
    pick(s);
    return check_mark(s, error);
}
