/* The server's key, and backups. */
#include "cli/admin.h"

/* -- the server's key -- */
static const char *source_key(kr_key_from from) {
    return from == KR_KEY_OF_FILE  ? "admin.key.file"
           : from == KR_KEY_OF_ENV ? "admin.key.env"
                                   : "admin.key.command";
}

static int show_keys(cli *c, kr_store *store) {
    kr_key_status k;
    kr_error error = {0};
    char since[32];
    kr_err err = kr_key_status_of(store, &k, &error);
    if (err != KR_OK) return admin_end(c, store, err, &error);
    kr_word_arg args[] = {KR_WORD_NUMBER("version", (int64_t)k.version),
                          KR_WORD_TEXT("mark", kr_str_z(k.mark)),
                          KR_WORD_TEXT("since", kr_str_z(admin_moment(since, k.since))),
                          KR_WORD_NUMBER("n", (int64_t)k.keys), KR_WORD_NUMBER("old", (int64_t)k.old_keys)};
    cli_say(c, stdout, k.since ? "admin.key.since" : "admin.key.first", args, KR_COUNT(args));
    cli_say(c, stdout, source_key(k.from), NULL, 0);
    cli_say(c, stdout, "admin.key.wrapped", args, KR_COUNT(args));
    if (k.changing) cli_say(c, stdout, "admin.key.changing", args, KR_COUNT(args));
    if (k.source_old) cli_say(c, stdout, "admin.key.source_old", args, KR_COUNT(args));
    return admin_end(c, store, KR_OK, NULL);
}

static int rotate_keys(cli *c, kr_store *store) {
    kr_key_status k;
    kr_error error = {0};
    const char *fresh = cli_secret(c, "KRING_NEW_KEY");
    int64_t now = admin_now();
    kr_err err = kr_key_change(store, fresh, now, &error);
    if (err == KR_OK)
        err = kr_operator_note(store, KR_EVENT_KEY_ROTATED, 0, 0, KR_NONE, KR_OUTCOME_DONE, now, &error);
    if (err == KR_OK) err = kr_key_status_of(store, &k, &error);
    if (err == KR_OK) {
        kr_word_arg args[] = {KR_WORD_NUMBER("version", (int64_t)k.version),
                              KR_WORD_NUMBER("before", (int64_t)k.version - 1)};
        cli_say(c, stdout, "admin.key.rotated", args, KR_COUNT(args));
        cli_say(c, stdout, k.from == KR_KEY_OF_FILE ? "admin.key.kept" : "admin.key.set", args,
                KR_COUNT(args));
    }
    return admin_end(c, store, err, &error);
}

int admin_keys(cli *c) {
    kr_store *store = NULL;
    kr_error error = {0};
    const char *what = c->operands[1];
    bool rotate = strcmp(what, "rotate") == 0, finish = strcmp(what, "finish") == 0;
    if (!rotate && !finish && strcmp(what, "status") != 0) return cli_misuse(c, "admin.unknown", what);
    int code = admin_open(c, 2, &store);
    if (code != CLI_DONE) return code;
    if (rotate) return rotate_keys(c, store);
    if (!finish) return show_keys(c, store);
    kr_err err = kr_key_change_end(store, admin_now(), &error);
    if (err == KR_OK) cli_say(c, stdout, "admin.key.finished", NULL, 0);
    return admin_end(c, store, err, &error);
}

/* -- backups -- */
static const char *backup_folder(cli *c) {
    kr_buf path;
    kr_str whole;
    const char *dir = admin_folder(c, 1);
    if (!dir || cli_has(c, OPT_FOLDER)) return cli_value(c, OPT_FOLDER, NULL);
    kr_str text = kr_str_z(dir);
    while (text.len > 1 && text.ptr[text.len - 1] == '/') text.len--;
    kr_buf_init(&path, &c->arena, 8192);
    kr_put(&path, text);
    kr_put_z(&path, ".backup");
    kr_put_c(&path, '\0');
    return kr_buf_end(&path, &whole) == KR_OK ? whole.ptr : NULL;
}

int admin_backup(cli *c) {
    kr_store *store = NULL;
    kr_error error = {0};
    kr_backup made;
    int64_t keep = 30;
    const char *said = cli_value(c, OPT_KEEP, NULL);
    if (said && !(kr_str_int(kr_str_z(said), &keep) && keep >= 1 && keep <= 1000))
        return cli_misuse(c, "admin.keep", said);
    int code = admin_open(c, 1, &store);
    if (code != CLI_DONE) return code;
    const char *folder = backup_folder(c);
    if (!folder) {
        kr_store_close(store);
        return CLI_WRONG;
    }
    kr_err err = kr_store_backup(store, &made, folder, (unsigned)keep, admin_now(), &error);
    if (err == KR_OK) {
        kr_word_arg args[] = {KR_WORD_TEXT("folder", kr_str_z(folder)),
                              KR_WORD_TEXT("file", kr_str_z(made.file)),
                              KR_WORD_NUMBER("bytes", (int64_t)made.bytes), KR_WORD_NUMBER("n", made.gone)};
        cli_say(c, stdout, "admin.backup", args, KR_COUNT(args));
        if (made.gone) cli_say(c, stdout, "admin.backup_gone", args, KR_COUNT(args));
    }
    return admin_end(c, store, err, &error);
}

int admin_restore(cli *c) {
    kr_store *store = NULL;
    kr_error error = {0};
    kr_store_options options = {.dir = admin_folder(c, 2)};
    if (!options.dir) return CLI_USAGE;
    if (cli_key_from(c, &options, &error) != KR_OK) return cli_fail(c, options.dir, &error);
    kr_err err = kr_store_restore(&store, &options, c->operands[1], cli_value(c, OPT_COPY, NULL),
                                  cli_value(c, OPT_KEYS, NULL), admin_now(), &error);
    if (err != KR_OK) return cli_fail(c, options.dir, &error);
    kr_word_arg args[] = {KR_WORD_TEXT("dir", kr_str_z(options.dir))};
    cli_say(c, stdout, "admin.restored", args, 1);
    return admin_end(c, store, KR_OK, NULL);
}
