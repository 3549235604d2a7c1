/* The measures of research, in words: what is in the catalogue about each row of measure/measures.def. */
#ifndef KR_WORDS_MEASURES_H
#define KR_WORDS_MEASURES_H

#include "words/words.h"

typedef enum kr_measure_part {
    KR_MEASURE_NAME,
    KR_MEASURE_WHAT, /* what it means, in plain words */
    KR_MEASURE_NOT,  /* what it does not say: its own sentence, else that of its group */
    KR_MEASURE_FORMULA,
    KR_MEASURE_RANGE,
    KR_MEASURE_SOURCE, /* author and year */
    KR_MEASURE_WORK    /* and the title */
} kr_measure_part;

/* A row of the table; `group` as kr_measure_group_name has it. */
typedef struct kr_measure_row {
    const char *group, *name, *range, *source, *formula;
} kr_measure_row;

/* Formulas and ranges are set with the signs of mathematics (−, ≥, ², Σ) and their words in the language. */
void kr_say_measure(kr_buf *out, kr_lang lang, const kr_measure_row *row, kr_measure_part part);

#endif
