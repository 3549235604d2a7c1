#define _DEFAULT_SOURCE /* initgroups */
#include <errno.h>
#include <grp.h>
#include <poll.h>
#include <pwd.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/cli.h"
#include "store/store.h"
#include "web/web.h"

/* $XDG_DATA_HOME/kring, else ~/.local/share/kring; NULL when there is no home. */
const char *cli_own_folder(cli *c) {
    const char *data = getenv("XDG_DATA_HOME"), *home = getenv("HOME");
    kr_buf path;
    kr_str whole;
    if ((!data || data[0] != '/') && (!home || !*home)) return NULL;
    kr_buf_init(&path, &c->arena, 8192);
    kr_put_z(&path, data && data[0] == '/' ? data : home);
    kr_put_z(&path, data && data[0] == '/' ? "/kring" : "/.local/share/kring");
    kr_put_c(&path, '\0');
    return kr_buf_end(&path, &whole) == KR_OK ? whole.ptr : NULL;
}

/* A disk that cannot be written answers so for a folder that is there, too. */
static bool is_folder(const char *path) {
    struct stat there;
    return stat(path, &there) == 0 && S_ISDIR(there.st_mode);
}

/* Makes the folders above `path`; the store makes the last one itself. */
static bool make_above(cli *c, const char *path) {
    kr_str copy = kr_arena_copy(&c->arena, kr_str_z(path));
    if (!copy.ptr) return false;
    char *text = kr_arena_alloc(&c->arena, copy.len + 1);
    if (!text) return false;
    memcpy(text, copy.ptr, copy.len);
    for (size_t i = 1; i < copy.len; i++) {
        if (text[i] != '/') continue;
        text[i] = '\0';
        if (mkdir(text, 0700) != 0 && !is_folder(text)) return false;
        text[i] = '/';
    }
    return true;
}

/* "127.0.0.1:8700" and the port that was found: "http://127.0.0.1:8700/". */
static void say_address(cli *c, const char *listen, int port) {
    const char *colon = strrchr(listen, ':');
    kr_str host = colon ? kr_str_n(listen, (size_t)(colon - listen)) : kr_str_z(listen);
    if (host.len == 0 || kr_str_is(host, "0.0.0.0") || kr_str_is(host, "[::]")) host = KR_STR("localhost");
    kr_buf text;
    kr_str address;
    kr_buf_init(&text, &c->arena, 1024);
    kr_put_z(&text, "http://");
    kr_put(&text, host);
    kr_put_c(&text, ':');
    kr_put_int(&text, port);
    kr_put_c(&text, '/');
    if (kr_buf_end(&text, &address) != KR_OK) return;
    kr_word_arg args[] = {KR_WORD_TEXT("address", address)};
    cli_say(c, stdout, "cli.address", args, 1);
}

/* Something, a colon, and a port that exists. */
static bool sound_listen(const char *listen) {
    const char *colon = strrchr(listen, ':');
    int64_t port = -1;
    return colon && colon != listen && colon[1] >= '0' && colon[1] <= '9' &&
           kr_str_int(kr_str_z(colon + 1), &port) && port <= 65535;
}

/* 0 when nothing is said; false when it is no number of connections. */
static bool per_address(cli *c, unsigned *out) {
    int64_t most = 0;
    const char *said = cli_value(c, OPT_PER_ADDRESS, NULL);
    if (said && (!kr_str_int(kr_str_z(said), &most) || most < 1 || most > 256)) return false;
    *out = (unsigned)most;
    return true;
}

/* 0 when nothing is said; false when it is no number of accounts. */
static bool new_accounts(cli *c, int *out) {
    int64_t most = 0;
    const char *said = cli_value(c, OPT_NEW_ACCOUNTS, NULL);
    if (said && (!kr_str_int(kr_str_z(said), &most) || most < 1 || most > 100000)) return false;
    *out = (int)most;
    return true;
}

/* Blocks what ends the server before any thread begins, so that only this one takes it. */
static bool hold_signals(sigset_t *ends) {
    return sigemptyset(ends) == 0 && sigaddset(ends, SIGINT) == 0 && sigaddset(ends, SIGTERM) == 0 &&
           sigaddset(ends, SIGCHLD) == 0 && pthread_sigmask(SIG_BLOCK, ends, NULL) == 0;
}

/* True when it was told to end. False when the process that starts worker and courier is gone: this one may
 * start none, so no mail would leave any more. Whoever looks after the server begins it anew. */
static bool wait_for_end(const sigset_t *ends, int spawner) {
    for (;;) {
        int taken = 0;
        struct pollfd line = {.fd = spawner};
        if (sigwait(ends, &taken) != 0) continue;
        if (taken != SIGCHLD) return true;
        if (spawner > 0 && poll(&line, 1, 0) > 0 && (line.revents & (POLLHUP | POLLERR))) return false;
    }
}

/* A line of its own in security.txt, and nothing else. */
static bool sound_contact(const char *contact) {
    static const char *const begins[] = {"mailto:", "https://", "tel:"};
    bool known = !contact;
    for (size_t i = 0; contact && i < KR_COUNT(begins); i++)
        known = known || strncmp(contact, begins[i], strlen(begins[i])) == 0;
    for (const char *at = contact; at && *at; at++)
        if ((unsigned char)*at <= ' ' || (unsigned char)*at >= 0x7f) return false;
    return known && (!contact || strlen(contact) <= 200);
}

/* Another user, for who starts as root; NULL: stay who this is. Before anything is opened. */
static bool become(const char *name) {
    if (!name) return true;
    const struct passwd *user = getpwnam(name);
    if (!user) return false;
    uid_t uid = user->pw_uid;
    gid_t gid = user->pw_gid;
    if (geteuid() == uid) return true;
    return initgroups(name, gid) == 0 && setgid(gid) == 0 && setuid(uid) == 0 &&
           (uid == 0 || setuid(0) != 0); /* there is no way back */
}

int cmd_serve(cli *c) {
    kr_error error = {0};
    kr_server *server = NULL;
    sigset_t ends;
    kr_server_options options = {.listen = cli_value(c, OPT_LISTEN, "127.0.0.1:8700"),
                                 .dir = cli_value(c, OPT_DATA, NULL),
                                 .verbose = cli_has(c, OPT_VERBOSE),
                                 .behind_tls = cli_has(c, OPT_TLS),
                                 .lang = c->lang};
    if (!per_address(c, &options.per_address))
        return cli_misuse(c, "cli.per_address", cli_value(c, OPT_PER_ADDRESS, ""));
    if (!new_accounts(c, &options.new_accounts))
        return cli_misuse(c, "cli.new_accounts", cli_value(c, OPT_NEW_ACCOUNTS, ""));
    if (!options.dir && !(options.dir = cli_own_folder(c))) return cli_misuse(c, "cli.no_home", NULL);
    options.contact = cli_value(c, OPT_CONTACT, NULL);
    if (!sound_contact(options.contact)) return cli_misuse(c, "cli.contact", options.contact);
    if (!sound_listen(options.listen)) return cli_misuse(c, "cli.listen", options.listen);
    if (!become(cli_value(c, OPT_USER, NULL)))
        return cli_fail_key(c, cli_value(c, OPT_USER, NULL), "cli.no_user", NULL);
    if (!make_above(c, options.dir)) return cli_fail_key(c, options.dir, "cli.io", strerror(errno));
    if (!hold_signals(&ends)) return cli_fail_key(c, NULL, "cli.io", strerror(errno));
    /* before this process knows any key */
    if (kr_server_spawner(&options.spawner, options.dir, &error) != KR_OK)
        return cli_fail(c, options.dir, &error);
    kr_store_options key = {0};
    if (cli_key_from(c, &key, &error) != KR_OK) return cli_fail(c, NULL, &error);
    options.key = key.key;
    options.key_command = key.key_command;
    options.confine = true;
    if (kr_server_start(&server, &options, &error) != KR_OK) return cli_fail(c, options.dir, &error);
    kr_word_arg args[] = {KR_WORD_TEXT("dir", kr_str_z(options.dir))};
    cli_say(c, stdout, "cli.data_in", args, 1);
    say_address(c, options.listen, kr_server_port(server));
    int code = fflush(stdout) == 0 ? CLI_DONE : CLI_WRONG;
    bool told = wait_for_end(&ends, options.spawner);
    kr_server_stop(server);
    return told ? code : cli_fail_key(c, NULL, "cli.no_spawner", NULL);
}
