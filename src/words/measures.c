#include "words/measures.h"

#include <stdio.h>

/* Words in ranges, in the order in which they are tried: the longer before the shorter. A key of NULL: the
 * sign that stands for it. */
static const struct {
    const char *from, *key, *sign;
} signs[] = {
    {"with a tie of which both are known", "measure.range.tie_known", NULL},
    {"with a pair of which it is said", "measure.range.pair_said", NULL},
    {"ego and reference known", "measure.range.reference", NULL},
    {"for weights in 0..1", "measure.range.weights", NULL},
    {"with a connected triple", "measure.range.triple", NULL},
    {"with an exchange", "measure.range.exchange", NULL},
    {"with a naming", "measure.range.naming", NULL},
    {"not both empty", "measure.range.moments", NULL},
    {"ego known", "measure.range.ego", NULL},
    {"functions", "measure.range.functions", NULL},
    {"n_valid", "measure.range.n_valid", NULL},
    {"n_from", "measure.range.n_from", NULL},
    {"n_to", "measure.range.n_to", NULL},
    {"named", "measure.range.named", NULL},
    {"each", "measure.range.each", NULL},
    {"any", "measure.range.any", NULL},
    {"0 or 1", "measure.range.or", NULL},
    {"sum ", NULL, "Σ "},
    {">=", NULL, "≥"},
    {"^2", NULL, "²"},
    {"..", NULL, " … "},
    {",", NULL, ", "},
    {"log2", NULL, "log₂"},
    {"-", NULL, "−"},
    {"*", NULL, "·"},
};

static bool begins(const char *at, const char *with) {
    return strncmp(at, with, strlen(with)) == 0;
}

/* "0.." by itself, or before a condition. */
static bool is_open(const char *at) {
    return begins(at, "0..") && (at[3] == 0 || at[3] == ';');
}

static void put_set(kr_buf *out, kr_lang lang, const char *text) {
    for (const char *at = text; *at;) {
        size_t i = 0;
        if (is_open(at)) {
            kr_put(out, kr_word(lang, "measure.range.open"));
            at += 3;
            continue;
        }
        while (i < KR_COUNT(signs) && !begins(at, signs[i].from)) i++;
        if (i == KR_COUNT(signs)) {
            kr_put_c(out, *at++);
            continue;
        }
        if (signs[i].key)
            kr_put(out, kr_word(lang, signs[i].key));
        else
            kr_put_z(out, signs[i].sign);
        at += strlen(signs[i].from);
        if (strcmp(signs[i].from, ",") == 0 && *at == ' ') at++;
    }
}

static bool put_key(kr_buf *out, kr_lang lang, const char *group, const char *name, const char *tail) {
    char key[96];
    (void)snprintf(key, sizeof key, "measure.%s%s%s%s", group, *name ? "." : "", name, tail);
    if (!kr_word_known(kr_str_z(key))) return false;
    kr_put(out, kr_word(lang, key));
    return true;
}

void kr_say_measure(kr_buf *out, kr_lang lang, const kr_measure_row *row, kr_measure_part part) {
    static const char *const tails[] = {[KR_MEASURE_NAME] = "",     [KR_MEASURE_WHAT] = ".what",
                                        [KR_MEASURE_NOT] = ".not",  [KR_MEASURE_FORMULA] = ".formula",
                                        [KR_MEASURE_RANGE] = NULL,  [KR_MEASURE_SOURCE] = "",
                                        [KR_MEASURE_WORK] = ".work"};
    char key[64];
    if (part == KR_MEASURE_RANGE) {
        put_set(out, lang, row->range);
        return;
    }
    if (part == KR_MEASURE_SOURCE || part == KR_MEASURE_WORK) {
        (void)snprintf(key, sizeof key, "source.%s%s", row->source, tails[part]);
        kr_put(out, kr_word(lang, key));
        return;
    }
    if (put_key(out, lang, row->group, row->name, tails[part])) return;
    if (part == KR_MEASURE_NOT)
        (void)put_key(out, lang, row->group, "", ".not");
    else if (part == KR_MEASURE_FORMULA)
        put_set(out, lang, row->formula);
    else
        kr_put_z(out, row->name);
}
