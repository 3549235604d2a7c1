/* ID.LANG.yaml of a form: the words for all that its structure has. */
#include "guide/sheet_read.h"

enum { MOST_ASK = 250, MOST_HINT = 300, MOST_NAME = 60, MOST_SAY = 400, MOST_OPTION = 60 };

/* Reads the text of number `i` from its map. */
typedef struct wanted wanted;
struct wanted {
    const char *key;
    const kr_sheet_form *form;
    size_t n;
    kr_str (*id)(const kr_sheet_form *form, size_t i);
    void (*take)(kr_guide_reader *r, const kr_yaml *map, const wanted *w, size_t i);
    void *into;   /* an array of n */
    kr_str *also; /* of places: the options */
};

static kr_str line(kr_guide_reader *r, const kr_yaml *map, const char *key, size_t most, bool need) {
    kr_str text = kr_guide_line_at(r, map, key, most, need);
    if (!text.len || !r->reading) return text;
    uint32_t where = kr_yaml_find(map, key)->line;
    kr_reading found = kr_reading_of(text, r->lang, true);
    if (found.sentence.len)
        kr_guide_remark(r, where, "guide.error.sentence", found.sentence,
                        kr_guide_number_text(r, found.words));
    if (found.word.len) kr_guide_remark(r, where, "guide.error.plain", found.word, KR_NONE);
    return text;
}

static void take_card(kr_guide_reader *r, const kr_yaml *map, const wanted *w, size_t i) {
    static const char *const keys[] = {"ask", "hint"};
    kr_sheet_card_text *card = (kr_sheet_card_text *)w->into + i;
    kr_guide_only(r, map, keys, KR_COUNT(keys));
    card->ask = line(r, map, "ask", MOST_ASK, true);
    card->hint = line(r, map, "hint", MOST_HINT, false);
}

static void take_voice(kr_guide_reader *r, const kr_yaml *map, const wanted *w, size_t i) {
    static const char *const keys[] = {"name", "say"};
    kr_sheet_voice_text *voice = (kr_sheet_voice_text *)w->into + i;
    kr_guide_only(r, map, keys, KR_COUNT(keys));
    voice->name = line(r, map, "name", MOST_NAME, true);
    voice->say = line(r, map, "say", MOST_SAY, true);
}

static void take_section(kr_guide_reader *r, const kr_yaml *map, const wanted *w, size_t i) {
    static const char *const keys[] = {"title", "say", "differ"};
    kr_sheet_section_text *section = (kr_sheet_section_text *)w->into + i;
    bool voices = w->form->n_voices && !w->form->sections[i].shared;
    kr_guide_only(r, map, keys, voices ? 3 : 2);
    section->title = line(r, map, "title", MOST_NAME, true);
    section->say = line(r, map, "say", MOST_SAY, false);
    section->differ = voices ? line(r, map, "differ", MOST_ASK, true) : KR_NONE;
}

static void take_options(kr_guide_reader *r, const kr_yaml *map, const wanted *w, size_t i) {
    const kr_sheet_place *place = &w->form->places[i];
    const kr_yaml *options = kr_guide_at(r, map, "options", KR_YAML_MAP, true);
    for (size_t k = 0; options && k < place->option; k++) {
        char key[64] = "";
        kr_str id = w->form->options[place->first + k];
        if (id.len < sizeof key) memcpy(key, id.ptr, id.len);
        w->also[place->first + k] = line(r, options, key, MOST_OPTION, true);
    }
    for (const kr_yaml *one = options ? options->first : NULL; one; one = one->next) {
        if (kr_sheet_option_at(w->form, place, one->key) == SIZE_MAX)
            kr_guide_wrong(r, one->key_line, "guide.error.key", one->key, KR_NONE);
    }
}

static void take_place(kr_guide_reader *r, const kr_yaml *map, const wanted *w, size_t i) {
    static const char *const keys[] = {"ask", "hint", "options"};
    kr_sheet_place_text *place = (kr_sheet_place_text *)w->into + i;
    kr_guide_only(r, map, keys, w->form->places[i].option ? 3 : 2);
    place->ask = line(r, map, "ask", MOST_ASK, true);
    place->hint = line(r, map, "hint", MOST_HINT, false);
    if (w->form->places[i].option) take_options(r, map, w, i);
}

static kr_str card_id(const kr_sheet_form *form, size_t i) {
    return form->cards[i];
}
static kr_str voice_id(const kr_sheet_form *form, size_t i) {
    return form->voices[i];
}
static kr_str section_id(const kr_sheet_form *form, size_t i) {
    return form->sections[i].id;
}
static kr_str place_id(const kr_sheet_form *form, size_t i) {
    return form->places[i].id;
}

/* Everything the structure has, and no more. */
static void read_map(kr_guide_reader *r, const kr_yaml *root, const wanted *w) {
    const kr_yaml *map = kr_guide_at(r, root, w->key, KR_YAML_MAP, w->n > 0);
    for (size_t i = 0; map && i < w->n; i++) {
        kr_str id = w->id(w->form, i);
        const kr_yaml *found = map->first;
        while (found && !kr_str_eq(found->key, id)) found = found->next;
        if (!found && id.len) kr_guide_wrong(r, map->key_line, "guide.error.sheet_text", id, KR_NONE);
        if (found && found->kind == KR_YAML_MAP) w->take(r, found, w, i);
        if (found && found->kind != KR_YAML_MAP)
            kr_guide_wrong(r, found->line, "guide.error.not_map", found->key, KR_NONE);
    }
    for (const kr_yaml *one = map ? map->first : NULL; one; one = one->next) {
        bool known = false;
        for (size_t i = 0; i < w->n && !known; i++) known = kr_str_eq(one->key, w->id(w->form, i));
        if (!known) kr_guide_wrong(r, one->key_line, "guide.error.sheet_none", one->key, KR_NONE);
    }
}

static void read_parts(kr_guide_reader *r, const kr_yaml *root, const kr_sheet_form *form,
                       kr_sheet_text *text) {
    kr_sheet_card_text *cards = kr_new_n(r->arena, kr_sheet_card_text, form->n_cards + 1);
    kr_sheet_voice_text *voices = kr_new_n(r->arena, kr_sheet_voice_text, form->n_voices + 1);
    kr_sheet_section_text *sections = kr_new_n(r->arena, kr_sheet_section_text, form->n_sections + 1);
    kr_sheet_place_text *places = kr_new_n(r->arena, kr_sheet_place_text, form->n_places + 1);
    kr_str *options = kr_new_n(r->arena, kr_str, form->n_options + 1);
    if (!cards || !voices || !sections || !places || !options) {
        r->err = KR_E_MEMORY;
        return;
    }
    text->cards = cards;
    text->voices = voices;
    text->sections = sections;
    text->places = places;
    text->options = options;
    const wanted all[] = {{"cards", form, form->n_cards, card_id, take_card, cards, NULL},
                          {"voices", form, form->n_voices, voice_id, take_voice, voices, NULL},
                          {"sections", form, form->n_sections, section_id, take_section, sections, NULL},
                          {"places", form, form->n_places, place_id, take_place, places, options}};
    for (size_t i = 0; i < KR_COUNT(all); i++) read_map(r, root, &all[i]);
}

bool kr_sheet_read_texts(kr_guide_reader *r, kr_str bytes, kr_sheet_form *form) {
    static const char *const keys[] = {"name", "short", "aim",    "how",      "honest",
                                       "then", "cards", "voices", "sections", "places"};
    const kr_yaml *root = kr_guide_tree(r, bytes);
    if (!root) return false;
    kr_sheet_text *text = kr_new(r->arena, kr_sheet_text);
    if (!text) {
        r->err = KR_E_MEMORY;
        return false;
    }
    kr_guide_only(r, root, keys, KR_COUNT(keys));
    text->name = line(r, root, "name", MOST_NAME, true);
    text->brief = line(r, root, "short", 120, true);
    text->aim = line(r, root, "aim", 500, true);
    text->how = line(r, root, "how", 600, true);
    text->honest = line(r, root, "honest", 600, false);
    text->then = line(r, root, "then", 400, false);
    read_parts(r, root, form, text);
    form->texts[r->lang] = text;
    return true;
}
