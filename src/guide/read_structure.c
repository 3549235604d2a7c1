/* ID.yaml: what a guide is made of. */
#include "guide/read.h"

static uint8_t nr_of(kr_guide_reader *r, const kr_yaml *root) {
    const kr_yaml *value = kr_guide_at(r, root, "nr", KR_YAML_WORD, false);
    int64_t number = 0;
    if (!value) return 0;
    kr_str word = value->word;
    bool method = word.ptr[0] == 'C', tool = word.ptr[0] == 'D';
    int64_t most = method ? KR_GUIDE_METHODS : tool ? KR_GUIDE_MOST_NR - KR_GUIDE_METHODS : 0;
    bool digits = word.len >= 2 && word.len <= 3 && word.ptr[1] >= '1' && word.ptr[1] <= '9' &&
                  kr_str_int(kr_str_n(word.ptr + 1, word.len - 1), &number);
    if (digits && number <= most) return (uint8_t)(number + (tool ? KR_GUIDE_METHODS : 0));
    kr_guide_wrong(r, value->line, "guide.error.nr", word, KR_NONE);
    return 0;
}

static void read_choose(kr_guide_reader *r, const kr_yaml *root, kr_guide *guide) {
    static const char *const keys[] = {"goals", "who", "minutes", "easy"};
    const kr_yaml *map = kr_guide_at(r, root, "choose", KR_YAML_MAP, true);
    if (!map) return;
    kr_guide_only(r, map, keys, KR_COUNT(keys));
    (void)kr_guide_words_at(r, map, "goals", KR_GUIDE_LIST_GOAL, true, guide->goals, KR_GUIDE_MOST_GOALS,
                            &guide->n_goals);
    guide->who = kr_guide_words_at(r, map, "who", KR_GUIDE_LIST_WHO, true, NULL, 0, NULL);
    guide->first_minutes = kr_guide_number_at(r, map, "minutes", 600);
    guide->easy = kr_guide_yes_at(r, map, "easy", false);
}

static void read_time(kr_guide_reader *r, const kr_yaml *root, kr_guide *guide) {
    static const char *const keys[] = {"sessions", "minutes", "weeks"};
    const kr_yaml *map = kr_guide_at(r, root, "time", KR_YAML_MAP, false);
    if (!map) return;
    kr_guide_only(r, map, keys, KR_COUNT(keys));
    guide->sessions = kr_guide_range_at(r, map, "sessions", 100);
    guide->minutes = kr_guide_range_at(r, map, "minutes", 1000);
    guide->weeks = kr_guide_range_at(r, map, "weeks", 520);
}

static void read_worth(kr_guide_reader *r, const kr_yaml *root, kr_guide *guide) {
    static const char *const of_needs[] = {"training", "leader"};
    static const char *const of_evidence[] = {"level", "year", "source"};
    const kr_yaml *needs = kr_guide_at(r, root, "needs", KR_YAML_MAP, true);
    const kr_yaml *evidence = kr_guide_at(r, root, "evidence", KR_YAML_MAP, true);
    if (needs) {
        kr_guide_only(r, needs, of_needs, KR_COUNT(of_needs));
        guide->training = (uint8_t)kr_guide_word_at(r, needs, "training", KR_GUIDE_LIST_TRAINING, true);
        guide->leader = (uint8_t)kr_guide_word_at(r, needs, "leader", KR_GUIDE_LIST_LEADER, true);
    }
    if (!evidence) return;
    kr_guide_only(r, evidence, of_evidence, KR_COUNT(of_evidence));
    guide->evidence = (uint8_t)kr_guide_word_at(r, evidence, "level", KR_GUIDE_LIST_EVIDENCE, true);
    guide->evidence_year = kr_guide_number_at(r, evidence, "year", 2100);
    guide->evidence_source = kr_guide_line_at(r, evidence, "source", 300, false);
}

static void read_limits(kr_guide_reader *r, const kr_yaml *root, kr_guide *guide) {
    static const char *const keys[] = {"visits", "weeks"};
    const kr_yaml *map = kr_guide_at(r, root, "limits", KR_YAML_MAP, false);
    if (!map) return;
    kr_guide_only(r, map, keys, KR_COUNT(keys));
    guide->most_visits = kr_guide_number_at(r, map, "visits", 500);
    guide->most_weeks = kr_guide_number_at(r, map, "weeks", 520);
}

/* An exercise says so, and names the invented circle it is done with. */
static void read_exercise(kr_guide_reader *r, const kr_yaml *root, kr_guide *guide) {
    static const char *const keys[] = {"form", "with"};
    bool practice = guide->theme == KR_GUIDE_theme_practice;
    const kr_yaml *map = kr_guide_at(r, root, "exercise", KR_YAML_MAP, practice);
    if (!map) return;
    if (!practice) kr_guide_wrong(r, map->line, "guide.error.exercise", KR_STR("exercise"), KR_NONE);
    kr_guide_only(r, map, keys, KR_COUNT(keys));
    guide->exercise = (uint8_t)kr_guide_word_at(r, map, "form", KR_GUIDE_LIST_EXERCISE, true);
    guide->invented = kr_guide_id_at(r, map, "with", false);
}

/* The view of a tool: which form of the circle, which set of questions or cards. */
static void read_with(kr_guide_reader *r, const kr_yaml *map, kr_guide_step *step) {
    static const char *const forms[] = {"form"}, *const sets[] = {"set"};
    bool circle = step->tool == KR_GUIDE_tool_circle;
    bool set = step->tool == KR_GUIDE_tool_questions || step->tool == KR_GUIDE_tool_deck ||
               step->tool == KR_GUIDE_tool_sheet;
    const kr_yaml *with = kr_guide_at(r, map, "with", KR_YAML_MAP, set);
    if (!with) return;
    kr_guide_only(r, with, circle ? forms : sets, circle || set ? 1 : 0);
    if (circle) step->form = (uint8_t)kr_guide_word_at(r, with, "form", KR_GUIDE_LIST_FORM, true);
    if (set) step->set = kr_guide_id_at(r, with, "set", true);
}

static void read_step(kr_guide_reader *r, const kr_yaml *map, kr_guide_step *step) {
    static const char *const keys[] = {"id",       "kind",   "tool",   "with",    "present", "minutes",
                                       "optional", "repeat", "closed", "session", "print"};
    *step = (kr_guide_step){.id = KR_NONE, .set = KR_NONE};
    if (map->kind != KR_YAML_MAP) {
        kr_guide_wrong(r, map->line, "guide.error.not_map", KR_STR("steps"), KR_NONE);
        return;
    }
    kr_guide_only(r, map, keys, KR_COUNT(keys));
    step->id = kr_guide_id_at(r, map, "id", true);
    step->kind = (uint8_t)kr_guide_word_at(r, map, "kind", KR_GUIDE_LIST_KIND, true);
    step->tool = (uint8_t)kr_guide_word_at(r, map, "tool", KR_GUIDE_LIST_TOOL, false);
    if (!kr_yaml_find(map, "tool")) step->tool = KR_GUIDE_tool_none;
    read_with(r, map, step);
    step->present = kr_guide_words_at(r, map, "present", KR_GUIDE_LIST_PRESENT, true, NULL, 0, NULL);
    step->minutes = kr_guide_number_at(r, map, "minutes", 1000);
    step->session = (uint8_t)kr_guide_number_at(r, map, "session", 100);
    step->optional = kr_guide_yes_at(r, map, "optional", false);
    step->repeat = kr_guide_yes_at(r, map, "repeat", false);
    step->closed = kr_guide_yes_at(r, map, "closed", false);
    step->print = kr_guide_yes_at(r, map, "print", true);
}

/* The steps, or NULL. */
static kr_guide_step *read_steps(kr_guide_reader *r, const kr_yaml *root, kr_guide *guide) {
    const kr_yaml *list = kr_guide_at(r, root, "steps", KR_YAML_LIST, true);
    if (!list) return NULL;
    if (list->count == 0) kr_guide_wrong(r, list->line, "guide.error.missing", KR_STR("steps"), KR_NONE);
    if (list->count > KR_GUIDE_MOST_STEPS) {
        kr_guide_wrong(r, list->line, "guide.error.many", KR_STR("steps"),
                       kr_guide_number_text(r, KR_GUIDE_MOST_STEPS));
        return NULL;
    }
    kr_guide_step *steps = kr_new_n(r->arena, kr_guide_step, list->count + 1);
    if (!steps) {
        r->err = KR_E_MEMORY;
        return NULL;
    }
    for (const kr_yaml *one = list->first; one; one = one->next) {
        kr_guide_step *step = &steps[guide->n_steps];
        read_step(r, one, step);
        if (step->id.len && kr_guide_step_at(guide, step->id) != SIZE_MAX)
            kr_guide_wrong(r, one->line, "guide.error.twice", step->id, KR_NONE);
        guide->steps = steps;
        guide->n_steps++;
    }
    return steps;
}

bool kr_guide_read_structure(kr_guide_reader *r, kr_str bytes, kr_guide *guide) {
    static const char *const keys[] = {"id",     "nr",    "theme",  "shape",    "main",    "also",
                                       "choose", "time",  "needs",  "evidence", "licence", "source",
                                       "phases", "steps", "limits", "exercise"};
    const kr_yaml *root = kr_guide_tree(r, bytes);
    if (!root) return false;
    kr_guide_only(r, root, keys, KR_COUNT(keys));
    kr_str id = kr_guide_id_at(r, root, "id", true);
    if (id.len && !kr_str_eq(id, guide->id))
        kr_guide_wrong(r, kr_yaml_find(root, "id")->line, "guide.error.file_id", id, guide->id);
    guide->nr = nr_of(r, root);
    guide->theme = (uint8_t)kr_guide_word_at(r, root, "theme", KR_GUIDE_LIST_THEME, true);
    guide->shape = (uint8_t)kr_guide_word_at(r, root, "shape", KR_GUIDE_LIST_SHAPE, true);
    guide->main = kr_guide_words_at(r, root, "main", KR_GUIDE_LIST_CAPABILITY, true, NULL, 0, NULL);
    guide->also = kr_guide_words_at(r, root, "also", KR_GUIDE_LIST_CAPABILITY, false, NULL, 0, NULL);
    read_choose(r, root, guide);
    read_time(r, root, guide);
    read_worth(r, root, guide);
    guide->licence = (uint8_t)kr_guide_word_at(r, root, "licence", KR_GUIDE_LIST_LICENCE, true);
    guide->source = kr_guide_line_at(r, root, "source", 300, true);
    read_limits(r, root, guide);
    read_exercise(r, root, guide);
    kr_guide_step *steps = read_steps(r, root, guide);
    if (steps) kr_guide_read_phases(r, root, guide, steps);
    if (steps) kr_guide_check(r, guide, root);
    return steps != NULL;
}
