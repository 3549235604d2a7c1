#include "cli/cli.h"

static void print(FILE *out, kr_buf *text) {
    kr_str said;
    if (kr_buf_end(text, &said) != KR_OK) return;
    /* When even this cannot be written there is nobody to tell. */
    (void)fwrite(said.ptr, 1, said.len, out);
}

void cli_say(cli *c, FILE *out, const char *key, const kr_word_arg *args, size_t count) {
    kr_buf text;
    kr_buf_init(&text, &c->arena, 65536);
    kr_say(&text, c->lang, key, args, count);
    kr_put_c(&text, '\n');
    print(out, &text);
}

int cli_fail(cli *c, const char *subject, const kr_error *error) {
    kr_buf text;
    kr_buf_init(&text, &c->arena, 65536);
    kr_put_z(&text, "kring: ");
    if (subject) {
        kr_put(&text, strcmp(subject, "-") == 0 ? kr_word(c->lang, "cli.standard") : kr_str_z(subject));
        kr_put_z(&text, ": ");
    }
    kr_say_error(&text, c->lang, error);
    kr_put_c(&text, '\n');
    print(stderr, &text);
    return CLI_WRONG;
}

int cli_fail_key(cli *c, const char *subject, const char *key, const char *detail) {
    kr_error error = {0};
    (void)kr_fail(&error, KR_E_INVALID, key, NULL, detail);
    return cli_fail(c, subject, &error);
}

int cli_misuse(cli *c, const char *key, const char *detail) {
    kr_word_arg said[] = {KR_WORD_TEXT("detail", kr_str_z(detail))};
    if (key) cli_say(c, stderr, key, said, 1);
    kr_word_arg hint[] = {KR_WORD_TEXT("command", kr_str_z(c->command ? c->command->name : ""))};
    cli_say(c, stderr, c->command ? "cli.see_help" : "cli.see_help_all", hint, 1);
    return CLI_USAGE;
}
