#include <dirent.h>
#include <errno.h>

#include "cli/cli.h"
#include "examples/examples.h"
#include "format/format.h"
#include "store/store.h"

/* A folder with anything in it is somebody's. */
static kr_err empty(const char *path, kr_error *error) {
    DIR *dir = opendir(path);
    if (!dir) return errno == ENOENT ? KR_OK : kr_fail(error, KR_E_IO, "cli.io", NULL, strerror(errno));
    kr_err err = KR_OK;
    for (const struct dirent *entry = readdir(dir); entry && err == KR_OK; entry = readdir(dir)) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) continue;
        err = kr_fail(error, KR_E_EXISTS, "cli.not_empty", NULL, NULL);
    }
    (void)closedir(dir); /* only read */
    return err;
}

/* What the person in the middle did was done by this account. */
static void adopt(kr_change *changes, size_t count, kr_str name, kr_id account) {
    for (size_t i = 0; i < count; i++) {
        if (kr_str_eq(changes[i].author_name, name)) changes[i].author = account;
    }
}

static kr_err add_example(cli *c, kr_store *store, const kr_example *example, kr_str password,
                          kr_error *error) {
    kr_id account, circle;
    kr_change *changes;
    size_t count;
    char recovery[64];
    int64_t now = cli_maker(KR_NONE).at_ms;
    kr_err err = kr_kring_read(&changes, &count, &c->arena, example->kring, error);
    if (err == KR_OK) {
        err = kr_account_create(store, &account, kr_str_z(example->slug), example->name, password, now,
                                recovery, error);
    }
    if (err != KR_OK) return err;
    adopt(changes, count, example->name, account);
    return kr_circle_create(store, &circle, account, changes, count, now, error);
}

/* "kring-voorbeeld-1": easy to type, and only for people who do not exist. */
static kr_str password_of(cli *c, size_t number) {
    kr_buf text;
    kr_str password;
    kr_buf_init(&text, &c->arena, 64);
    kr_put_z(&text, "kring-voorbeeld-");
    kr_put_int(&text, (int64_t)number);
    return kr_buf_end(&text, &password) == KR_OK ? password : KR_NONE;
}

static kr_err add_all(cli *c, kr_store *store, kr_error *error) {
    size_t count;
    const kr_example *examples = kr_examples(&count);
    for (size_t i = 0; i < count; i++) {
        kr_str password = password_of(c, i + 1);
        kr_err err = add_example(c, store, &examples[i], password, error);
        if (err != KR_OK) return err;
        kr_word_arg args[] = {KR_WORD_TEXT("name", kr_str_z(examples[i].slug)),
                              KR_WORD_TEXT("password", password), KR_WORD_TEXT("title", examples[i].title)};
        cli_say(c, stdout, "cli.sign_in", args, KR_COUNT(args));
    }
    return KR_OK;
}

int cmd_demo(cli *c) {
    kr_error error = {0};
    kr_store *store = NULL;
    kr_store_options options = {.dir = c->operand};
    if (cli_key_from(c, &options, &error) != KR_OK) return cli_fail(c, c->operand, &error);
    if (empty(c->operand, &error) != KR_OK) return cli_fail(c, c->operand, &error);
    kr_err err = kr_store_open(&store, &options, &error);
    if (err != KR_OK) return cli_fail(c, c->operand, &error);
    cli_say(c, stdout, "cli.demo_made", NULL, 0);
    err = add_all(c, store, &error);
    kr_store_close(store);
    if (err != KR_OK) return cli_fail(c, c->operand, &error);
    kr_word_arg args[] = {KR_WORD_TEXT("dir", kr_str_z(c->operand))};
    cli_say(c, stdout, "cli.demo_serve", args, 1);
    return CLI_DONE;
}
