#include "cli/cli.h"

/* "--name NAME", "[--initials]", "-o OUT". */
static void put_option(kr_buf *out, const cli_command *command, unsigned i) {
    bool needed = command->required & CLI_BIT(i);
    const cli_option *option = &cli_options[i];
    kr_put_z(out, needed ? " " : " [");
    kr_put_z(out, i == OPT_OUT ? "-" : "--");
    kr_put_z(out, option->name);
    if (option->value) {
        kr_put_c(out, ' ');
        kr_put_z(out, option->value);
    }
    if (!needed) kr_put_c(out, ']');
}

static void put_usage(kr_buf *out, const cli_command *command) {
    kr_put_z(out, "  kring ");
    kr_put_z(out, command->name);
    if (command->operand) {
        kr_put_c(out, ' ');
        kr_put_z(out, command->operand);
    }
    for (unsigned i = 0; i < OPT_COUNT; i++) {
        if (command->allowed & CLI_BIT(i)) put_option(out, command, i);
    }
    kr_put_c(out, '\n');
}

static void put_line(kr_buf *out, kr_lang lang, const char *key) {
    kr_put(out, kr_word(lang, key));
    kr_put_c(out, '\n');
}

static void put_all(kr_buf *out, kr_lang lang) {
    put_line(out, lang, "cli.what");
    kr_put_c(out, '\n');
    for (size_t i = 0; i < cli_command_count; i++) {
        put_usage(out, &cli_commands[i]);
        kr_put_z(out, "      ");
        put_line(out, lang, cli_commands[i].help);
    }
    kr_put_z(out, "  kring --version\n  kring --help\n  kring ");
    put_line(out, lang, "cli.command_help");
    kr_put_c(out, '\n');
    put_line(out, lang, "cli.rules");
}

static void put_command(kr_buf *out, kr_lang lang, const cli_command *command) {
    char more[64] = "";
    put_usage(out, command);
    kr_put_c(out, '\n');
    put_line(out, lang, command->help);
    size_t len = strlen(command->help);
    if (len + sizeof ".more" <= sizeof more) {
        memcpy(more, command->help, len);
        memcpy(more + len, ".more", sizeof ".more");
        put_line(out, lang, more);
    }
    kr_put_c(out, '\n');
    for (unsigned i = 0; i < OPT_COUNT; i++) {
        if (!((command->allowed | CLI_BIT(OPT_LANG) | CLI_BIT(OPT_HELP)) & CLI_BIT(i))) continue;
        kr_put_z(out, i == OPT_OUT ? "  -" : "  --");
        kr_put_z(out, cli_options[i].name);
        if (cli_options[i].value) {
            kr_put_c(out, ' ');
            kr_put_z(out, cli_options[i].value);
        }
        kr_put_z(out, "\n      ");
        put_line(out, lang, cli_options[i].help);
    }
}

int cli_help(cli *c) {
    kr_buf text;
    kr_str said;
    kr_buf_init(&text, &c->arena, 65536);
    if (c->command)
        put_command(&text, c->lang, c->command);
    else
        put_all(&text, c->lang);
    if (kr_buf_end(&text, &said) != KR_OK) return CLI_WRONG;
    return fwrite(said.ptr, 1, said.len, stdout) == said.len ? CLI_DONE : CLI_WRONG;
}

int cli_version(void) {
    return puts("kring " KR_VERSION) >= 0 ? CLI_DONE : CLI_WRONG;
}
