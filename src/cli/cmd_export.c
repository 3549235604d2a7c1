#include "cli/cli.h"
#include "format/format.h"

static kr_err table(cli *c, const kr_circle *circle, kr_viewer viewer, bool json, kr_str *out,
                    kr_error *error) {
    kr_view view;
    kr_network network;
    kr_buf text;
    kr_err err = cli_network(c, circle, viewer, &view, &network, error);
    if (err != KR_OK) return err;
    kr_buf_init(&text, &c->arena, CLI_MOST_BYTES);
    err = json ? kr_json_write(&text, &network) : kr_csv_write(&text, &network, true);
    if (err == KR_OK) err = kr_buf_end(&text, out);
    return err == KR_OK ? KR_OK : kr_fail(error, err, "error.memory", NULL, NULL);
}

int cmd_export(cli *c) {
    kr_error error = {0};
    kr_circle circle;
    const char *out = c->values[OPT_OUT], *to = c->values[OPT_FILE];
    kr_viewer viewer = cli_has(c, OPT_INITIALS) ? KR_VIEWER_INITIALS : KR_VIEWER_OWNER;
    kr_err err = cli_absent(out, &error);
    if (err != KR_OK) return cli_fail(c, out, &error);
    err = cli_load(c, c->operand, &circle, &error);
    if (err != KR_OK) return cli_fail(c, c->operand, &error);
    if (strcmp(to, "kring") == 0) {
        err = cli_save(c, out, &circle, viewer, &error);
    } else {
        kr_str bytes;
        err = table(c, &circle, viewer, strcmp(to, "json") == 0, &bytes, &error);
        if (err == KR_OK) err = cli_write(c, out, bytes, &error);
    }
    return err == KR_OK ? CLI_DONE : cli_fail(c, out, &error);
}
