#include "cli/measure.h"

int cmd_measure(cli *c) {
    static const cli_opt of_tables[] = {OPT_WHERE,       OPT_NO_TIE, OPT_COLUMNS,
                                        OPT_COMPOSITION, OPT_ALTERS, OPT_SUPPORT};
    if (cli_has(c, OPT_JSON) && cli_has(c, OPT_CSV)) return cli_misuse(c, "cli.one_of_two", "--json, --csv");
    if (cli_has(c, OPT_EGOR)) {
        if (cli_has(c, OPT_TABLE)) return cli_misuse(c, "cli.one_of_two", "--egor, --as");
        return measure_egor(c);
    }
    for (size_t i = 0; i < KR_COUNT(of_tables); i++) {
        if (cli_has(c, of_tables[i]))
            return cli_misuse(c, "measure.only_egor", cli_options[of_tables[i]].name);
    }
    if (c->n_operands > 1) return cli_misuse(c, "cli.too_many", c->operands[1]);
    if (!cli_has(c, OPT_TABLE)) return measure_circle(c);
    if (cli_has(c, OPT_JSON)) return cli_misuse(c, "cli.one_of_two", "--as, --json");
    return measure_easynwk(c);
}
