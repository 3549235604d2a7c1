/* The table of what is scored. Each row says where its facts come from; docs/questions.md tells more.
 *
 * What the makers do not say is not made up: which of the three answers of EDIZ-plus count, which items of
 * the CRA are put the other way round, and what the answers of the SSL weigh, all that comes with the items,
 * as ordinalValue, from whoever may use them. The Dutch tariff of the CarerQol is not here.
 */
#include "ask/score.h"

/* Robinson 1983: 7 and more. */
static const int8_t csi[] = {0, 7, -1};
/* De Boer and others 2012: none, light, moderate, heavy. */
static const int8_t ediz_plus[] = {0, 1, 4, 9, -1};
/* Lubben and others 2006. */
static const int8_t lsns[] = {0, 12, -1}, lsns_part[] = {0, 6, -1};
/* Van Tilburg and De Jong Gierveld 1999, as RIVM has it on vzinfo.nl. A line at 11 stands in one source only
 * and is left out. */
static const int8_t djg_11[] = {0, 3, 9, -1};
/* The manual of 2022, paragraph 8, and CBS 2020. */
static const int8_t djg_6[] = {0, 2, 5, -1}, djg_6_part[] = {0, 1, 3, -1};
/* The health monitors of GGD, on vzinfo.nl: 19 and more. */
static const int8_t ssl_d8[] = {8, 19, -1};

#define WEIGHT(instrument, name, items, count, least, most)                                                  \
    { instrument, name, items, NULL, count, 0, KR_ASK_WEIGHT, KR_ASK_SUM, least, most, NULL, true }
#define MEAN(instrument, name, items, count, least, most)                                                    \
    { instrument, name, items, NULL, count, 0, KR_ASK_WEIGHT, KR_ASK_MEAN, least, most, NULL, true }
#define WHEEL(name) WEIGHT("wheel", name, name, 1, 0, 10)

static const kr_ask_scale scales[] = {
    {"csi", "total", "1-13", NULL, 13, 0, KR_ASK_YES, KR_ASK_SUM, 0, 1, csi, true},
    /* Pot and others 1995: "min of meer" and stronger count. */
    {"ediz", "total", "1-9", NULL, 9, 0, KR_ASK_MIDDLE, KR_ASK_SUM, 1, 5, NULL, true},
    {"ediz-plus", "total", "1-15", NULL, 15, 0, KR_ASK_WEIGHT, KR_ASK_SUM, 0, 1, ediz_plus, true},
    /* Given and others 1992, Nijboer and others 1999: never one total. */
    MEAN("cra", "self-esteem", "self-esteem.1-7", 7, 1, 5),
    MEAN("cra", "family", "family.1-5", 5, 1, 5),
    MEAN("cra", "finances", "finances.1-3", 3, 1, 5),
    MEAN("cra", "schedule", "schedule.1-5", 5, 1, 5),
    MEAN("cra", "health", "health.1-4", 4, 1, 5),
    /* Brouwer and others 2006; iMTA. */
    {"carerqol", "total", "fulfilment support relational mental daily financial physical",
     "relational mental daily financial physical", 7, 0, KR_ASK_WEIGHT, KR_ASK_SUM, 0, 2, NULL, true},
    WEIGHT("carerqol", "happiness", "vas", 1, 0, 10),
    /* Van Sonderen 1991: six kinds of support, and the negative ones apart. */
    WEIGHT("ssl-i", "everyday", "everyday.*", 0, 1, 4),
    WEIGHT("ssl-i", "problems", "problems.*", 0, 1, 4),
    WEIGHT("ssl-i", "esteem", "esteem.*", 0, 1, 4),
    WEIGHT("ssl-i", "practical", "practical.*", 0, 1, 4),
    WEIGHT("ssl-i", "company", "company.*", 0, 1, 4),
    WEIGHT("ssl-i", "information", "information.*", 0, 1, 4),
    WEIGHT("ssl-i", "negative", "negative.1-7", 7, 1, 4),
    WEIGHT("ssl-d", "everyday", "everyday.*", 0, 1, 4),
    WEIGHT("ssl-d", "problems", "problems.*", 0, 1, 4),
    WEIGHT("ssl-d", "esteem", "esteem.*", 0, 1, 4),
    WEIGHT("ssl-d", "practical", "practical.*", 0, 1, 4),
    WEIGHT("ssl-d", "company", "company.*", 0, 1, 4),
    WEIGHT("ssl-d", "information", "information.*", 0, 1, 4),
    {"ssl-d8", "total", "1-8", NULL, 8, 0, KR_ASK_WEIGHT, KR_ASK_SUM, 1, 3, ssl_d8, true},
    /* Van Eijk and others 1994. */
    WEIGHT("ssl-12", "total", "everyday.1-4 problems.1-4 esteem.1-4", 12, 1, 4),
    WEIGHT("ssl-12", "everyday", "everyday.1-4", 4, 1, 4),
    WEIGHT("ssl-12", "problems", "problems.1-4", 4, 1, 4),
    WEIGHT("ssl-12", "esteem", "esteem.1-4", 4, 1, 4),
    {"lsns-6", "total", "1-6", NULL, 6, 0, KR_ASK_WEIGHT, KR_ASK_SUM, 0, 5, lsns, true},
    {"lsns-6", "family", "1-3", NULL, 3, 0, KR_ASK_WEIGHT, KR_ASK_SUM, 0, 5, lsns_part, true},
    {"lsns-6", "friends", "4-6", NULL, 3, 0, KR_ASK_WEIGHT, KR_ASK_SUM, 0, 5, lsns_part, true},
    /* The social items are put positively. One may be missing in the whole, none in a part. */
    {"djg-11", "total", "1-11", "1 4 7 8 11", 11, 1, KR_ASK_MIDDLE, KR_ASK_SUM, 1, 5, djg_11, false},
    {"djg-11", "emotional", "2 3 5 6 9 10", NULL, 6, 0, KR_ASK_MIDDLE, KR_ASK_SUM, 1, 5, NULL, false},
    {"djg-11", "social", "1 4 7 8 11", "1 4 7 8 11", 5, 0, KR_ASK_MIDDLE, KR_ASK_SUM, 1, 5, NULL, false},
    {"djg-6", "total", "1-6", "2 3 5", 6, 1, KR_ASK_MIDDLE, KR_ASK_SUM, 1, 5, djg_6, false},
    {"djg-6", "emotional", "1 4 6", NULL, 3, 0, KR_ASK_MIDDLE, KR_ASK_SUM, 1, 5, djg_6_part, false},
    {"djg-6", "social", "2 3 5", "2 3 5", 3, 0, KR_ASK_MIDDLE, KR_ASK_SUM, 1, 5, djg_6_part, false},
    /* Ours: eight domains of Schalock, how content with each, never a total. */
    WHEEL("body"),
    WHEEL("feelings"),
    WHEEL("choices"),
    WHEEL("relations"),
    WHEEL("belonging"),
    WHEEL("growth"),
    WHEEL("means"),
    WHEEL("rights"),
};

const kr_ask_scale *kr_ask_scales(size_t *count) {
    *count = KR_COUNT(scales);
    return scales;
}
