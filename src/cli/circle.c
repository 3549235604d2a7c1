#include <errno.h>
#include <stdlib.h>
#include <sys/random.h>
#include <time.h>

#include "cli/cli.h"
#include "web/engine.h"
#include "format/format.h"

kr_err cli_load(cli *c, const char *path, kr_circle *out, kr_error *error) {
    kr_str bytes;
    kr_change *changes = NULL;
    size_t count = 0;
    kr_err err = cli_read(c, path, &bytes, error);
    if (err == KR_OK) err = kr_kring_read(&changes, &count, &c->arena, bytes, error);
    if (err == KR_OK) err = kr_circle_fold(out, &c->arena, changes, count, error);
    return err;
}

kr_err cli_save(cli *c, const char *path, const kr_circle *circle, kr_viewer viewer, kr_error *error) {
    kr_view view;
    kr_buf text;
    kr_str bytes;
    kr_buf_init(&text, &c->arena, CLI_MOST_BYTES);
    kr_err err = kr_view_make(&view, &c->arena, circle, viewer, 0, error);
    if (err == KR_OK) err = kr_kring_write(&text, &view, error);
    if (err != KR_OK) return err;
    if (kr_buf_end(&text, &bytes) != KR_OK) return kr_fail(error, KR_E_MEMORY, "error.memory", NULL, NULL);
    return cli_write(c, path, bytes, error);
}

kr_err cli_add(cli *c, kr_circle *circle, kr_draft *draft, kr_error *error) {
    kr_change *all = kr_new_n(&c->arena, kr_change, circle->n_changes + 1);
    if (!all) return kr_fail(error, KR_E_MEMORY, "error.memory", NULL, NULL);
    if (circle->n_changes) memcpy(all, circle->changes, circle->n_changes * sizeof *all);
    kr_err err = kr_draft_end(draft, &all[circle->n_changes], error);
    if (err != KR_OK) return err;
    return kr_circle_fold(circle, &c->arena, all, circle->n_changes + 1, error);
}

static kr_id next_id(void *context) {
    (void)context;
    kr_id id = 0;
    while (id == 0) {
        if (getrandom(&id, sizeof id, 0) == (ssize_t)sizeof id) continue;
        if (errno != EINTR) abort(); /* a machine without random numbers cannot be trusted with anything */
        id = 0;
    }
    return id;
}

kr_maker cli_maker(kr_str name) {
    struct timespec now = {0};
    (void)clock_gettime(CLOCK_REALTIME, &now); /* cannot fail for this clock */
    return (kr_maker){.author_name = name,
                      .at_ms = (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000,
                      .ids = {next_id, NULL}};
}

kr_err cli_network(cli *c, const kr_circle *circle, kr_viewer viewer, kr_view *view, kr_network *out,
                   kr_error *error) {
    kr_err err = kr_view_make(view, &c->arena, circle, viewer, 0, error);
    if (err == KR_OK && (err = kr_network_make(out, &c->arena, view)) != KR_OK) {
        return kr_fail(error, err, "error.memory", NULL, NULL);
    }
    return err;
}

kr_err cli_heading(cli *c, const kr_view *view, const kr_network *network, kr_str *title, kr_str *date_line) {
    kr_buf head, date;
    kr_buf_init(&head, &c->arena, 4096);
    kr_buf_init(&date, &c->arena, 256);
    if (view->circle->self.title.len) {
        kr_put(&head, view->circle->self.title);
    } else if (network->ego) {
        kr_word_arg name = KR_WORD_TEXT("name", network->ego->name);
        kr_say(&head, c->lang, "cli.title", &name, 1);
    }
    size_t n = view->circle->n_changes;
    if (n) kr_say_date(&date, c->lang, kr_date_of(kr_clock_local(view->circle->changes[n - 1].at_ms)));
    kr_err err = kr_buf_end(&head, title);
    return err == KR_OK ? kr_buf_end(&date, date_line) : err;
}
