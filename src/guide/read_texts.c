/* ID.LANG.yaml: a guide in one language. */
#include "guide/read.h"

/* Who a text is for, when somebody looks at how it reads. */
typedef enum reader_of { FOR_ALL, FOR_PERSON } reader_of;

typedef struct text_field {
    const char *key;
    uint16_t most; /* characters */
    bool need;
    reader_of whose;
    size_t offset;
} text_field;

#define OF_GUIDE(member) offsetof(kr_guide_text, member)
#define OF_STEP(member)  offsetof(kr_guide_step_text, member)

static const text_field of_guide[] = {
    {"name", 90, true, FOR_ALL, OF_GUIDE(name)},        {"short", 90, true, FOR_PERSON, OF_GUIDE(brief)},
    {"aim", 500, true, FOR_PERSON, OF_GUIDE(aim)},      {"for_whom", 600, true, FOR_ALL, OF_GUIDE(for_whom)},
    {"by_whom", 600, true, FOR_ALL, OF_GUIDE(by_whom)}, {"before", 800, false, FOR_ALL, OF_GUIDE(before)},
    {"time", 600, true, FOR_ALL, OF_GUIDE(time)},       {"evidence", 800, true, FOR_ALL, OF_GUIDE(evidence)},
    {"honest", 900, false, FOR_ALL, OF_GUIDE(honest)},
};
static const text_field of_step[] = {
    {"title", 50, true, FOR_PERSON, OF_STEP(title)},
    {"purpose", 250, true, FOR_PERSON, OF_STEP(purpose)},
    {"person", 900, true, FOR_PERSON, OF_STEP(person)},
    {"helper", 900, true, FOR_ALL, OF_STEP(helper)},
    {"outcome", 250, true, FOR_PERSON, OF_STEP(outcome)},
};
enum { MOST_ASK = 250, MOST_HINT = 250, MOST_PHASE = 60 };

/* Long sentences, and words that are not for this reader. */
static void look(kr_guide_reader *r, uint32_t line, kr_str text, reader_of whose) {
    if (!r->reading) return;
    kr_reading found = kr_reading_of(text, r->lang, whose == FOR_PERSON);
    if (found.sentence.len)
        kr_guide_remark(r, line, "guide.error.sentence", found.sentence,
                        kr_guide_number_text(r, found.words));
    if (found.word.len) kr_guide_remark(r, line, "guide.error.plain", found.word, KR_NONE);
}

static void read_fields(kr_guide_reader *r, const kr_yaml *map, const text_field *fields, size_t count,
                        void *into) {
    for (size_t i = 0; i < count; i++) {
        kr_str *text = (kr_str *)(void *)((char *)into + fields[i].offset);
        *text = kr_guide_line_at(r, map, fields[i].key, fields[i].most, fields[i].need);
        if (text->len) look(r, kr_yaml_find(map, fields[i].key)->line, *text, fields[i].whose);
    }
}

static kr_str read_line(kr_guide_reader *r, const kr_yaml *map, const char *key, size_t most, bool need) {
    kr_str text = kr_guide_line_at(r, map, key, most, need);
    if (text.len) look(r, kr_yaml_find(map, key)->line, text, FOR_PERSON);
    return text;
}

static void read_questions(kr_guide_reader *r, const kr_yaml *map, kr_guide_step_text *out) {
    static const char *const keys[] = {"ask", "hint"};
    const kr_yaml *list = kr_guide_at(r, map, "questions", KR_YAML_LIST, true);
    if (!list) return;
    if (list->count == 0) kr_guide_wrong(r, list->line, "guide.error.missing", KR_STR("questions"), KR_NONE);
    if (list->count > KR_GUIDE_MOST_QUESTIONS) {
        kr_guide_wrong(r, list->line, "guide.error.many", KR_STR("questions"),
                       kr_guide_number_text(r, KR_GUIDE_MOST_QUESTIONS));
        return;
    }
    kr_guide_question *questions = kr_new_n(r->arena, kr_guide_question, list->count + 1);
    if (!questions) {
        r->err = KR_E_MEMORY;
        return;
    }
    out->questions = questions;
    for (const kr_yaml *one = list->first; one; one = one->next) {
        kr_guide_question *question = &questions[out->n_questions++];
        *question = (kr_guide_question){KR_NONE, KR_NONE};
        if (one->kind != KR_YAML_MAP) {
            kr_guide_wrong(r, one->line, "guide.error.not_map", KR_STR("questions"), KR_NONE);
            continue;
        }
        kr_guide_only(r, one, keys, KR_COUNT(keys));
        question->ask = read_line(r, one, "ask", MOST_ASK, true);
        question->hint = read_line(r, one, "hint", MOST_HINT, false);
    }
}

static void read_step(kr_guide_reader *r, const kr_yaml *map, kr_guide_step_text *out) {
    static const char *const keys[] = {"title", "purpose", "person", "helper", "questions", "outcome"};
    if (map->kind != KR_YAML_MAP) {
        kr_guide_wrong(r, map->line, "guide.error.not_map", map->key, KR_NONE);
        return;
    }
    kr_guide_only(r, map, keys, KR_COUNT(keys));
    read_fields(r, map, of_step, KR_COUNT(of_step), out);
    read_questions(r, map, out);
}

/* Every step of the structure, and no other. */
static void read_steps(kr_guide_reader *r, const kr_yaml *root, const kr_guide *guide, kr_guide_text *text) {
    const kr_yaml *map = kr_guide_at(r, root, "steps", KR_YAML_MAP, true);
    kr_guide_step_text *steps = kr_new_n(r->arena, kr_guide_step_text, guide->n_steps + 1);
    if (!steps) r->err = KR_E_MEMORY;
    text->steps = steps;
    if (!map || !steps) return;
    for (size_t i = 0; i < guide->n_steps; i++) {
        kr_str id = guide->steps[i].id;
        const kr_yaml *found = map->first;
        while (found && !kr_str_eq(found->key, id)) found = found->next;
        if (found) read_step(r, found, &steps[i]);
        if (!found && id.len) kr_guide_wrong(r, map->key_line, "guide.error.step_missing", id, KR_NONE);
    }
    for (const kr_yaml *one = map->first; one; one = one->next) {
        if (kr_guide_step_at(guide, one->key) == SIZE_MAX)
            kr_guide_wrong(r, one->key_line, "guide.error.no_step", one->key, KR_NONE);
    }
}

static void read_phases(kr_guide_reader *r, const kr_yaml *root, const kr_guide *guide, kr_guide_text *text) {
    const kr_yaml *map = kr_guide_at(r, root, "phases", KR_YAML_MAP, guide->n_phases > 0);
    kr_str *names = kr_new_n(r->arena, kr_str, guide->n_phases + 1);
    if (!names) r->err = KR_E_MEMORY;
    text->phases = names;
    if (!map || !names) return;
    for (size_t i = 0; i < guide->n_phases; i++) {
        kr_str id = guide->phases[i].id;
        const kr_yaml *found = map->first;
        while (found && !kr_str_eq(found->key, id)) found = found->next;
        names[i] = KR_NONE;
        if (!found && id.len) kr_guide_wrong(r, map->key_line, "guide.error.phase_missing", id, KR_NONE);
        if (!found) continue;
        char key[64] = "";
        memcpy(key, id.ptr, id.len); /* an id has at most 60 letters */
        names[i] = read_line(r, map, key, MOST_PHASE, true);
    }
    for (const kr_yaml *one = map->first; one; one = one->next) {
        bool known = false;
        for (size_t i = 0; i < guide->n_phases; i++)
            known = known || kr_str_eq(one->key, guide->phases[i].id);
        if (!known) kr_guide_wrong(r, one->key_line, "guide.error.no_phase", one->key, KR_NONE);
    }
}

bool kr_guide_read_texts(kr_guide_reader *r, kr_str bytes, kr_guide *guide) {
    static const char *const keys[] = {"name", "short",    "aim",    "for_whom", "by_whom", "before",
                                       "time", "evidence", "honest", "phases",   "steps"};
    const kr_yaml *root = kr_guide_tree(r, bytes);
    if (!root) return false;
    kr_guide_text *text = kr_new(r->arena, kr_guide_text);
    if (!text) {
        r->err = KR_E_MEMORY;
        return false;
    }
    kr_guide_only(r, root, keys, KR_COUNT(keys));
    read_fields(r, root, of_guide, KR_COUNT(of_guide), text);
    read_phases(r, root, guide, text);
    read_steps(r, root, guide, text);
    guide->texts[r->lang] = text;
    return true;
}
