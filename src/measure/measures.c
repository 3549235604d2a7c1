#include "measure/measure.h"

#define ROW(name, range, source, formula) {#name, range, #source, formula},
static const kr_measure structure[] = {
#define STRUCTURE ROW
#include "measure/measures.def"
#undef STRUCTURE
};
static const kr_measure alter[] = {
#define ALTER ROW
#include "measure/measures.def"
#undef ALTER
};
static const kr_measure weighted[] = {
#define WEIGHTED ROW
#include "measure/measures.def"
#undef WEIGHTED
};
static const kr_measure category[] = {
#define CATEGORY ROW
#include "measure/measures.def"
#undef CATEGORY
};
static const kr_measure numeric[] = {
#define NUMERIC ROW
#include "measure/measures.def"
#undef NUMERIC
};
static const kr_measure support[] = {
#define SUPPORT ROW
#include "measure/measures.def"
#undef SUPPORT
};
static const kr_measure exchange[] = {
#define EXCHANGE ROW
#include "measure/measures.def"
#undef EXCHANGE
};
static const kr_measure function[] = {
#define FUNCTION ROW
#include "measure/measures.def"
#undef FUNCTION
};
static const kr_measure change[] = {
#define CHANGE ROW
#include "measure/measures.def"
#undef CHANGE
};
static const kr_measure naming[] = {
#define NAMING ROW
#include "measure/measures.def"
#undef NAMING
};

static const struct group {
    const kr_measure *all;
    size_t count;
} groups[KR_MEASURE_GROUPS] = {
    [KR_MEASURES_STRUCTURE] = {structure, KR_COUNT(structure)},
    [KR_MEASURES_ALTER] = {alter, KR_COUNT(alter)},
    [KR_MEASURES_WEIGHTED] = {weighted, KR_COUNT(weighted)},
    [KR_MEASURES_CATEGORY] = {category, KR_COUNT(category)},
    [KR_MEASURES_NUMERIC] = {numeric, KR_COUNT(numeric)},
    [KR_MEASURES_SUPPORT] = {support, KR_COUNT(support)},
    [KR_MEASURES_EXCHANGE] = {exchange, KR_COUNT(exchange)},
    [KR_MEASURES_FUNCTION] = {function, KR_COUNT(function)},
    [KR_MEASURES_CHANGE] = {change, KR_COUNT(change)},
    [KR_MEASURES_NAMING] = {naming, KR_COUNT(naming)},
};

const kr_measure *kr_measures(kr_measure_group group, size_t *count) {
    *count = groups[group].count;
    return groups[group].all;
}

const char *kr_measure_group_name(kr_measure_group group) {
    static const char *const names[KR_MEASURE_GROUPS] = {
        [KR_MEASURES_STRUCTURE] = "structure", [KR_MEASURES_ALTER] = "alter",
        [KR_MEASURES_WEIGHTED] = "weighted",   [KR_MEASURES_CATEGORY] = "category",
        [KR_MEASURES_NUMERIC] = "numeric",     [KR_MEASURES_SUPPORT] = "support",
        [KR_MEASURES_EXCHANGE] = "exchange",   [KR_MEASURES_FUNCTION] = "function",
        [KR_MEASURES_CHANGE] = "change",       [KR_MEASURES_NAMING] = "naming",
    };
    return names[group];
}
