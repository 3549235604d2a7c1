/* The spawner for this server: which programs it may start, and what a courier is told. */
#include <stdio.h>
#include <stdlib.h>

#include "apart/spawner.h"
#include "web/helpers.h"
#include "web/mail_settings.h"
#include "web/web.h"

#define MOST_HOSTS 16
#define MOST_FILE  (256u << 10)

typedef struct telling {
    kr_mail_settings mail;
    kr_str hosts[MOST_HOSTS];
    size_t n_hosts;
} telling;

/* NULL when it cannot be read, or is too long. */
static char *whole_file(kr_str path, size_t *len) {
    FILE *file = path.len ? fopen(path.ptr, "rbe") : NULL;
    char *bytes = file ? malloc(MOST_FILE) : NULL;
    *len = bytes ? fread(bytes, 1, MOST_FILE, file) : 0;
    if (file) fclose(file);
    if (bytes && *len < MOST_FILE) return bytes;
    free(bytes);
    *len = 0;
    return NULL;
}

static void add(kr_wire_field *fields, size_t *n, kr_wire_tag tag, kr_str text) {
    if (text.len) fields[(*n)++] = (kr_wire_field){(uint8_t)tag, text.ptr, text.len};
}

/* In the spawner, once. */
static bool tell(void *context, unsigned char **bytes, size_t *len) {
    const telling *t = context;
    kr_wire_field fields[6 + MOST_HOSTS];
    size_t n = 0, secret_len = 0, ca_len = 0;
    char *secret = whole_file(t->mail.password_file, &secret_len);
    char *ca = whole_file(t->mail.ca_file, &ca_len);
    if (t->mail.on) {
        add(fields, &n, KR_TAG_SERVER, t->mail.server);
        add(fields, &n, KR_TAG_FROM, t->mail.from);
        add(fields, &n, KR_TAG_TLS, t->mail.tls ? KR_STR("must") : KR_STR("none"));
        add(fields, &n, KR_TAG_USER, t->mail.user);
        if (secret) add(fields, &n, KR_TAG_SECRET, kr_str_trim(kr_str_n(secret, secret_len)));
        if (ca) add(fields, &n, KR_TAG_CA, kr_str_n(ca, ca_len));
    }
    for (size_t i = 0; i < t->n_hosts; i++) add(fields, &n, KR_TAG_HOST, t->hosts[i]);
    *bytes = kr_wire_pack(len, KR_WIRE_SETTINGS, fields, n);
    free(secret);
    free(ca);
    return *bytes != NULL;
}

kr_err kr_server_spawner(int *out, const char *dir, kr_error *error) {
    kr_arena arena;
    telling t = {.n_hosts = 0};
    kr_arena_init(&arena, kr_heap(), (size_t)4 << 20);
    kr_err err = kr_mail_settings_read(&t.mail, &arena, dir, error);
    if (err == KR_OK) {
        t.n_hosts = kr_outward_hosts(t.hosts, MOST_HOSTS, &arena, dir);
        const kr_spawner_setup setup = {.worker = kr_helper_path(&arena, "kring-worker"),
                                        .courier = kr_helper_path(&arena, "kring-courier"),
                                        .settings = tell,
                                        .context = &t};
        *out = kr_spawner_start(&setup);
        if (*out < 0) err = kr_fail(error, KR_E_IO, "error.disk", NULL, "fork");
    }
    kr_arena_dispose(&arena);
    return err;
}
