#include "cli/measure.h"

int measure_easynwk(cli *c) {
    return cli_misuse(c, "measure.three_files", NULL);
}
