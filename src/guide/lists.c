#include "guide/guide.h"

#define WORD(list, name, word) word,

static const char *const themes[] = {NULL, KR_GUIDE_THEMES(WORD)};
static const char *const shapes[] = {NULL, KR_GUIDE_SHAPES(WORD)};
static const char *const capabilities[] = {NULL, KR_GUIDE_CAPABILITIES(WORD)};
static const char *const goals[] = {NULL, KR_GUIDE_GOALS(WORD)};
static const char *const whos[] = {NULL, KR_GUIDE_WHOS(WORD)};
static const char *const trainings[] = {NULL, KR_GUIDE_TRAININGS(WORD)};
static const char *const leaders[] = {NULL, KR_GUIDE_LEADERS(WORD)};
static const char *const evidences[] = {NULL, KR_GUIDE_EVIDENCES(WORD)};
static const char *const licences[] = {NULL, KR_GUIDE_LICENCES(WORD)};
static const char *const kinds[] = {NULL, KR_GUIDE_KINDS(WORD)};
static const char *const presences[] = {NULL, KR_GUIDE_PRESENCES(WORD)};
static const char *const tools[] = {NULL, KR_GUIDE_TOOLS(WORD)};
static const char *const exercises[] = {NULL, KR_GUIDE_EXERCISES(WORD)};
static const char *const forms[] = {NULL, KR_GUIDE_FORMS(WORD)};
static const char *const looks[] = {NULL, KR_GUIDE_LOOKS(WORD)};
static const char *const purposes[] = {NULL, KR_GUIDE_PURPOSES(WORD)};
static const char *const places[] = {NULL, KR_GUIDE_PLACES(WORD)};

typedef struct list {
    const char *name;
    const char *const *words;
    size_t count; /* with the place for none */
} list;

static const list lists[KR_GUIDE_LISTS] = {
    [KR_GUIDE_LIST_THEME] = {"theme", themes, KR_COUNT(themes)},
    [KR_GUIDE_LIST_SHAPE] = {"shape", shapes, KR_COUNT(shapes)},
    [KR_GUIDE_LIST_CAPABILITY] = {"capability", capabilities, KR_COUNT(capabilities)},
    [KR_GUIDE_LIST_GOAL] = {"goal", goals, KR_COUNT(goals)},
    [KR_GUIDE_LIST_WHO] = {"who", whos, KR_COUNT(whos)},
    [KR_GUIDE_LIST_TRAINING] = {"training", trainings, KR_COUNT(trainings)},
    [KR_GUIDE_LIST_LEADER] = {"leader", leaders, KR_COUNT(leaders)},
    [KR_GUIDE_LIST_EVIDENCE] = {"evidence", evidences, KR_COUNT(evidences)},
    [KR_GUIDE_LIST_LICENCE] = {"licence", licences, KR_COUNT(licences)},
    [KR_GUIDE_LIST_KIND] = {"kind", kinds, KR_COUNT(kinds)},
    [KR_GUIDE_LIST_PRESENT] = {"present", presences, KR_COUNT(presences)},
    [KR_GUIDE_LIST_TOOL] = {"tool", tools, KR_COUNT(tools)},
    [KR_GUIDE_LIST_FORM] = {"form", forms, KR_COUNT(forms)},
    [KR_GUIDE_LIST_EXERCISE] = {"exercise", exercises, KR_COUNT(exercises)},
    [KR_GUIDE_LIST_LOOK] = {"look", looks, KR_COUNT(looks)},
    [KR_GUIDE_LIST_PURPOSE] = {"purpose", purposes, KR_COUNT(purposes)},
    [KR_GUIDE_LIST_PLACE] = {"place", places, KR_COUNT(places)},
};

const char *kr_guide_list_name(kr_guide_list which) {
    return lists[which].name;
}

unsigned kr_guide_list_count(kr_guide_list which) {
    return (unsigned)lists[which].count - 1;
}

const char *kr_guide_word(kr_guide_list which, unsigned value) {
    return value < lists[which].count ? lists[which].words[value] : NULL;
}

unsigned kr_guide_word_find(kr_guide_list which, kr_str word) {
    for (unsigned i = 1; i < lists[which].count; i++) {
        if (kr_str_is(word, lists[which].words[i])) return i;
    }
    return 0;
}
