/* kring guide: the guides that are built in, and those in a folder. */
#ifndef KR_CLI_GUIDE_H
#define KR_CLI_GUIDE_H

#include "cli/cli.h"
#include "guide/guide.h"

/* A word of a list in the reader's language: "theme", "carers" by catalogue key "guide.theme.carers". */
kr_str guide_word(cli *c, kr_guide_list list, unsigned value);
/* The words of a set, with commas between. */
void guide_put_words(cli *c, kr_buf *out, kr_guide_list list, uint32_t set);

/* guide_show.c: one guide, to be read from top to bottom. */
void guide_put(cli *c, kr_buf *out, const kr_guide *guide);
/* guide_coverage.c: which guide is about what, as tables in Markdown. */
void guide_put_coverage(cli *c, kr_buf *out, const kr_guides *guides);

#endif
