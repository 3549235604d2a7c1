#include "cli/cli.h"

/* Every assignment this program knows must be one it would have made. What a newer program wrote is left
 * alone. */
static kr_err check_changes(const kr_circle *circle, uint64_t *seq, kr_error *error) {
    for (size_t i = 0; i < circle->n_changes; i++) {
        const kr_change *change = &circle->changes[i];
        for (size_t k = 0; k < change->count; k++) {
            const kr_assignment *a = &change->assignments[k];
            if (!kr_schema_field((kr_kind)a->kind, a->field)) continue;
            kr_err err = kr_assignment_check(a, error);
            if (err == KR_OK) continue;
            *seq = change->seq;
            return err;
        }
    }
    return KR_OK;
}

int cmd_check(cli *c) {
    kr_error error = {0};
    kr_circle circle;
    kr_view view;
    kr_network network;
    uint64_t seq = 0;
    kr_err err = cli_load(c, c->operand, &circle, &error);
    if (err == KR_OK) err = kr_circle_check(&circle, &error);
    if (err == KR_OK) err = check_changes(&circle, &seq, &error);
    if (err == KR_OK) err = cli_network(c, &circle, KR_VIEWER_OWNER, &view, &network, &error);
    if (err != KR_OK) {
        int code = cli_fail(c, c->operand, &error);
        kr_word_arg args[] = {KR_WORD_NUMBER("seq", (int64_t)seq)};
        if (seq) cli_say(c, stderr, "cli.at_change", args, 1);
        return code;
    }
    kr_word_arg args[] = {KR_WORD_NUMBER("n", (int64_t)network.n),
                          KR_WORD_NUMBER("changes", (int64_t)circle.n_changes),
                          KR_WORD_NUMBER("moments", (int64_t)circle.n_moments)};
    cli_say(c, stdout, "cli.sound", args, KR_COUNT(args));
    return CLI_DONE;
}
