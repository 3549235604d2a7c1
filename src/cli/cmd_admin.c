#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>

#include "cli/admin.h"

typedef struct sub {
    const char *name;
    size_t least, most; /* operands behind it */
    uint64_t options;   /* besides --data and --key-command */
    int (*run)(cli *c);
} sub;

static const sub subs[] = {
    {"create", 1, 1, CLI_BIT(OPT_NAME) | CLI_BIT(OPT_ADMINISTRATOR), admin_create},
    {"disable", 1, 1, CLI_BIT(OPT_REASON), admin_disable},
    {"enable", 1, 1, CLI_BIT(OPT_REASON), admin_enable},
    {"administrator", 1, 1, CLI_BIT(OPT_OFF), admin_administrator},
    {"support", 1, 1, CLI_BIT(OPT_REASON) | CLI_BIT(OPT_EMERGENCY), admin_support},
    {"died", 1, 1, CLI_BIT(OPT_REASON), admin_died},
    {"keys", 1, 2, CLI_BIT(OPT_JSON), admin_keys},
    {"backup", 0, 1, CLI_BIT(OPT_FOLDER) | CLI_BIT(OPT_KEEP), admin_backup},
    {"restore", 1, 2, CLI_BIT(OPT_COPY) | CLI_BIT(OPT_KEYS), admin_restore},
    {"verify", 0, 1, CLI_BIT(OPT_JSON), admin_verify},
    {"prune", 0, 1, CLI_BIT(OPT_KEEP) | CLI_BIT(OPT_REASON), admin_prune},
    {"passwords", 1, 2, 0, admin_passwords},
    {"audit", 0, 1, CLI_BIT(OPT_SINCE), admin_audit},
    {"report", 0, 1, CLI_BIT(OPT_JSON), admin_report},
};

int64_t admin_now(void) {
    struct timespec t;
    return clock_gettime(CLOCK_REALTIME, &t) == 0 ? (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000 : 0;
}

const char *admin_folder(cli *c, size_t at) {
    const char *said = cli_value(c, OPT_DATA, NULL);
    if (said && at < c->n_operands) {
        (void)cli_misuse(c, "admin.folder_twice", NULL);
        return NULL;
    }
    if (said) return said;
    if (at < c->n_operands) return c->operands[at];
    const char *own = cli_own_folder(c);
    if (!own) (void)cli_misuse(c, "cli.no_home", NULL);
    return own;
}

int admin_open(cli *c, size_t at, kr_store **out) {
    kr_error error = {0};
    struct stat there;
    char path[4096];
    kr_store_options options = {.dir = admin_folder(c, at)};
    if (!options.dir) return CLI_USAGE;
    /* a slip of the pen must not make a new folder */
    errno = 0;
    int n = snprintf(path, sizeof path, "%s/kring.db", options.dir);
    if (n < 0 || (size_t)n >= sizeof path || stat(path, &there) != 0)
        return cli_fail_key(c, options.dir, errno == EACCES ? "admin.not_yours" : "admin.no_folder", NULL);
    if (cli_key_from(c, &options, &error) != KR_OK) return cli_fail(c, options.dir, &error);
    if (kr_store_open(out, &options, &error) != KR_OK) return cli_fail(c, options.dir, &error);
    return CLI_DONE;
}

int admin_end(cli *c, kr_store *store, kr_err err, const kr_error *error) {
    kr_store_close(store);
    return err == KR_OK ? CLI_DONE : cli_fail(c, NULL, error);
}

int cmd_admin(cli *c) {
    const sub *found = NULL;
    for (size_t i = 0; i < KR_COUNT(subs) && !found; i++)
        if (strcmp(subs[i].name, c->operand) == 0) found = &subs[i];
    if (!found) return cli_misuse(c, "admin.unknown", c->operand);
    size_t n = c->n_operands - 1;
    if (n < found->least) return cli_misuse(c, "admin.missing", found->name);
    if (n > found->most) return cli_misuse(c, "cli.too_many", c->operands[n]);
    uint64_t allowed = found->options | CLI_BIT(OPT_DATA) | CLI_BIT(OPT_KEY_COMMAND) | CLI_BIT(OPT_LANG);
    for (unsigned i = 0; i < OPT_COUNT; i++)
        if (c->values[i] && !(allowed & CLI_BIT(i)))
            return cli_misuse(c, "cli.unknown_option", cli_options[i].name);
    return found->run(c);
}

/* -- accounts -- */
int admin_account(cli *c, kr_store *store, kr_id *out) {
    kr_error error = {0};
    kr_err err = kr_operator_find(store, out, kr_str_z(c->operands[1]), &error);
    return err == KR_OK ? CLI_DONE : admin_end(c, store, err, &error);
}

static kr_str reason(const cli *c) {
    return kr_str_z(cli_value(c, OPT_REASON, ""));
}

int admin_create(cli *c) {
    kr_store *store = NULL;
    kr_error error = {0};
    kr_id account;
    char recovery[64];
    const char *name = cli_value(c, OPT_NAME, c->operands[1]);
    int code = admin_open(c, 2, &store);
    if (code != CLI_DONE) return code;
    int64_t now = admin_now();
    kr_err err = kr_operator_create(store, 0, &account, kr_str_z(c->operands[1]), kr_str_z(name), now,
                                    recovery, &error);
    if (err == KR_OK) {
        kr_word_arg args[] = {KR_WORD_TEXT("code", kr_str_z(recovery))};
        cli_say(c, stdout, "admin.created", args, 1);
        if (cli_has(c, OPT_ADMINISTRATOR))
            err = kr_operator_administrator(store, 0, account, true, KR_NONE, now, &error);
    }
    return admin_end(c, store, err, &error);
}

static int set_disabled(cli *c, bool disabled) {
    kr_store *store = NULL;
    kr_error error = {0};
    kr_id account;
    int code = admin_open(c, 2, &store);
    if (code == CLI_DONE) code = admin_account(c, store, &account);
    if (code != CLI_DONE) return code;
    kr_err err = kr_operator_disable(store, 0, account, disabled, reason(c), admin_now(), &error);
    if (err == KR_OK) cli_say(c, stdout, disabled ? "admin.disabled" : "admin.enabled", NULL, 0);
    return admin_end(c, store, err, &error);
}

int admin_disable(cli *c) {
    return set_disabled(c, true);
}

int admin_enable(cli *c) {
    return set_disabled(c, false);
}

int admin_administrator(cli *c) {
    kr_store *store = NULL;
    kr_error error = {0};
    kr_id account;
    bool on = !cli_has(c, OPT_OFF);
    int code = admin_open(c, 2, &store);
    if (code == CLI_DONE) code = admin_account(c, store, &account);
    if (code != CLI_DONE) return code;
    kr_err err = kr_operator_administrator(store, 0, account, on, KR_NONE, admin_now(), &error);
    if (err == KR_OK) cli_say(c, stdout, on ? "admin.administrator" : "admin.no_administrator", NULL, 0);
    return admin_end(c, store, err, &error);
}

int admin_support(cli *c) {
    kr_store *store = NULL;
    kr_error error = {0};
    kr_id account;
    if (!reason(c).len) return cli_misuse(c, "admin.needs_reason", NULL);
    int code = admin_open(c, 2, &store);
    if (code == CLI_DONE) code = admin_account(c, store, &account);
    if (code != CLI_DONE) return code;
    uint8_t event = cli_has(c, OPT_EMERGENCY) ? KR_EVENT_EMERGENCY : KR_EVENT_SUPPORT;
    kr_err err = kr_operator_note(store, event, 0, account, reason(c), KR_OUTCOME_DONE, admin_now(), &error);
    if (err == KR_OK) cli_say(c, stdout, "admin.support", NULL, 0);
    return admin_end(c, store, err, &error);
}

/* Nobody signs in as them any more, and each of their circles goes or stays, as they chose for it. */
int admin_died(cli *c) {
    kr_store *store = NULL;
    kr_error error = {0};
    kr_id account;
    kr_circle_entry *list = NULL;
    size_t n = 0, erased = 0;
    if (!reason(c).len) return cli_misuse(c, "admin.needs_reason", NULL);
    int code = admin_open(c, 2, &store);
    if (code == CLI_DONE) code = admin_account(c, store, &account);
    if (code != CLI_DONE) return code;
    kr_err err = kr_operator_disable(store, 0, account, true, reason(c), admin_now(), &error);
    if (err == KR_OK) err = kr_circles_of(store, &list, &n, &c->arena, account, &error);
    for (size_t i = 0; err == KR_OK && i < n; i++) {
        bool gone = false;
        err = kr_circle_after_death(store, list[i].id, reason(c), &gone, admin_now(), &error);
        erased += gone;
    }
    if (err == KR_OK) {
        kr_word_arg args[] = {KR_WORD_NUMBER("n", (int64_t)erased),
                              KR_WORD_NUMBER("kept", (int64_t)(n - erased))};
        cli_say(c, stdout, "admin.died", args, KR_COUNT(args));
    }
    return admin_end(c, store, err, &error);
}
