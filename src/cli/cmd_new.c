#include "cli/cli.h"

int cmd_new(cli *c) {
    kr_error error = {0};
    kr_circle circle = {0};
    kr_draft draft;
    kr_str name = kr_str_trim(kr_str_z(c->values[OPT_NAME]));
    kr_draft_begin(&draft, &c->arena, &circle, cli_maker(name), KR_ACT_BEGIN, 0);
    kr_draft_ego(&draft, name);
    kr_err err = cli_absent(c->operand, &error);
    if (err != KR_OK) return cli_fail(c, c->operand, &error);
    err = cli_add(c, &circle, &draft, &error);
    if (err != KR_OK) return cli_fail(c, NULL, &error);
    err = cli_save(c, c->operand, &circle, KR_VIEWER_OWNER, &error);
    return err == KR_OK ? CLI_DONE : cli_fail(c, c->operand, &error);
}
