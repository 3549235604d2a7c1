#include <stdlib.h>

#include "cli/cli.h"
#include "store/store.h"

const char *cli_secret(cli *c, const char *name) {
    char *value = getenv(name);
    if (!value || !*value) return NULL;
    size_t len = strlen(value);
    char *copy = kr_arena_alloc(&c->arena, len + 1);
    if (!copy) return NULL;
    memcpy(copy, value, len + 1);
    memset(value, 0, len); /* also gone from /proc/PID/environ */
    (void)unsetenv(name);
    return copy;
}

kr_err cli_key_from(cli *c, kr_store_options *options, kr_error *error) {
    const char *command = cli_value(c, OPT_KEY_COMMAND, NULL), *key = cli_secret(c, "KRING_KEY");
    if (command && key) return kr_fail(error, KR_E_INVALID, "cli.key_twice", NULL, NULL);
    options->key_command = command;
    options->key = key;
    return KR_OK;
}
