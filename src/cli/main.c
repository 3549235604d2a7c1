/* kring: begin a circle, bring people in, list, draw, check, serve. */
#include <signal.h>

#include "cli/cli.h"

static int run(cli *c, int argc, char **argv) {
    if (argc == 2 && strcmp(argv[1], "--version") == 0) return cli_version();
    int code = cli_parse(c, argc, argv);
    if (code != CLI_DONE) return code;
    if (cli_has(c, OPT_HELP)) return cli_help(c);
    return c->command->run(c);
}

int main(int argc, char **argv) {
    /* A reader that went away is an error like any other. */
    if (signal(SIGPIPE, SIG_IGN) == SIG_ERR) return CLI_WRONG;
    cli c = {.lang = cli_language(argc, argv)};
    kr_arena_init(&c.arena, kr_heap(), (size_t)1 << 30);
    int code = run(&c, argc, argv);
    if (fflush(stdout) != 0 && code == CLI_DONE) code = cli_fail_key(&c, NULL, "cli.no_output", NULL);
    kr_arena_dispose(&c.arena);
    return code;
}
