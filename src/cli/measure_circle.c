#include "cli/measure.h"

int measure_circle(cli *c) {
    return cli_misuse(c, "measure.three_files", NULL);
}
