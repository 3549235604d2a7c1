/* ID.yaml of a form: its cards, or its voices, sections and places. */
#include "guide/sheet_read.h"

enum { MOST_AGE = 130, MOST_ORDER = 999, MOST_COLUMNS = 2 };

/* What grows while reading: places and options of all sections lie in one array each. */
typedef struct growing {
    kr_sheet_place *places;
    kr_str *options;
    size_t n_places, n_options;
} growing;

static const kr_yaml *list_at(kr_guide_reader *r, const kr_yaml *map, const char *key, bool need,
                              size_t most) {
    const kr_yaml *list = kr_guide_at(r, map, key, KR_YAML_LIST, need);
    if (!list) return NULL;
    if (list->count == 0) kr_guide_wrong(r, list->line, "guide.error.missing", kr_str_z(key), KR_NONE);
    if (list->count <= most) return list;
    kr_guide_wrong(r, list->line, "guide.error.many", kr_str_z(key), kr_guide_number_text(r, most));
    return NULL;
}

/* A list of ids, each once, copied to `out`. */
static size_t ids_of(kr_guide_reader *r, const kr_yaml *list, kr_str *out) {
    size_t n = 0;
    for (const kr_yaml *one = list->first; one; one = one->next) {
        kr_str id = one->kind == KR_YAML_WORD ? one->word : KR_NONE;
        bool twice = false;
        for (size_t i = 0; i < n; i++) twice = twice || kr_str_eq(out[i], id);
        if (!kr_guide_id_fits(id)) kr_guide_wrong(r, one->line, "guide.error.id", id, KR_NONE);
        if (twice) kr_guide_wrong(r, one->line, "guide.error.twice", id, KR_NONE);
        out[n++] = kr_guide_copy(r, id);
    }
    return n;
}

static const kr_str *read_ids(kr_guide_reader *r, const kr_yaml *root, const char *key, bool need,
                              size_t most, size_t *n) {
    const kr_yaml *list = list_at(r, root, key, need, most);
    kr_str *ids = kr_new_n(r->arena, kr_str, (list ? list->count : 0) + 1);
    if (!ids) r->err = KR_E_MEMORY;
    if (list && ids) *n = ids_of(r, list, ids);
    return ids;
}

static void read_options(kr_guide_reader *r, const kr_yaml *map, kr_sheet_place *place, growing *g) {
    bool choice = place->kind == KR_GUIDE_place_choice;
    const kr_yaml *list = list_at(r, map, "options", choice, KR_SHEET_MOST_OPTIONS);
    if (!list) return;
    if (!choice) {
        kr_guide_wrong(r, list->line, "guide.error.options", place->id, KR_NONE);
        return;
    }
    place->first = (uint16_t)g->n_options;
    place->option = (uint8_t)ids_of(r, list, g->options + g->n_options);
    g->n_options += place->option;
}

static void read_place(kr_guide_reader *r, const kr_yaml *map, kr_sheet_form *form, growing *g) {
    static const char *const keys[] = {"id", "kind", "rows", "person", "picture", "events", "options"};
    kr_sheet_place *place = &g->places[g->n_places];
    *place = (kr_sheet_place){.id = KR_NONE};
    if (map->kind != KR_YAML_MAP) {
        kr_guide_wrong(r, map->line, "guide.error.not_map", KR_STR("places"), KR_NONE);
        return;
    }
    kr_guide_only(r, map, keys, KR_COUNT(keys));
    place->id = kr_guide_id_at(r, map, "id", true);
    place->kind = (uint8_t)kr_guide_word_at(r, map, "kind", KR_GUIDE_LIST_PLACE, true);
    place->rows = (uint8_t)kr_guide_number_at(r, map, "rows", KR_SHEET_MOST_ROWS);
    place->person = kr_guide_yes_at(r, map, "person", place->kind == KR_GUIDE_place_person);
    place->picture = kr_guide_yes_at(r, map, "picture", place->kind == KR_GUIDE_place_picture);
    place->events = kr_guide_yes_at(r, map, "events", false);
    read_options(r, map, place, g);
    if (place->kind == KR_GUIDE_place_choice && (place->rows || place->person || place->picture))
        kr_guide_wrong(r, map->line, "guide.error.choice_alone", place->id, KR_NONE);
    if (place->events && (!place->rows || place->kind != KR_GUIDE_place_line))
        kr_guide_wrong(r, map->line, "guide.error.events_rows", place->id, KR_NONE);
    if (place->id.len && kr_sheet_place_at(form, place->id) != SIZE_MAX)
        kr_guide_wrong(r, map->line, "guide.error.twice", place->id, KR_NONE);
    form->n_places = ++g->n_places;
}

static void read_ages(kr_guide_reader *r, const kr_yaml *map, kr_sheet_section *section) {
    if (!kr_yaml_find(map, "ages")) return;
    kr_guide_range ages = kr_guide_range_at(r, map, "ages", MOST_AGE);
    section->aged = true;
    section->from = ages.from;
    section->to = ages.to;
}

static void read_section(kr_guide_reader *r, const kr_yaml *map, kr_sheet_form *form, growing *g,
                         kr_sheet_section *section) {
    static const char *const keys[] = {"id", "shared", "ages", "places"};
    *section = (kr_sheet_section){.id = KR_NONE, .first = g->n_places};
    if (map->kind != KR_YAML_MAP) {
        kr_guide_wrong(r, map->line, "guide.error.not_map", KR_STR("sections"), KR_NONE);
        return;
    }
    kr_guide_only(r, map, keys, KR_COUNT(keys));
    section->id = kr_guide_id_at(r, map, "id", true);
    section->shared = kr_guide_yes_at(r, map, "shared", false);
    if (section->shared && form->look != KR_GUIDE_look_voices)
        kr_guide_wrong(r, map->line, "guide.error.shared", section->id, KR_NONE);
    read_ages(r, map, section);
    const kr_yaml *list = list_at(r, map, "places", true, KR_SHEET_MOST_PLACES - g->n_places);
    for (const kr_yaml *one = list ? list->first : NULL; one; one = one->next) read_place(r, one, form, g);
    section->count = g->n_places - section->first;
}

static void read_sections(kr_guide_reader *r, const kr_yaml *root, kr_sheet_form *form) {
    const kr_yaml *list = list_at(r, root, "sections", true, KR_SHEET_MOST_SECTIONS);
    kr_sheet_section *sections = kr_new_n(r->arena, kr_sheet_section, KR_SHEET_MOST_SECTIONS);
    growing g = {.places = kr_new_n(r->arena, kr_sheet_place, KR_SHEET_MOST_PLACES + 1),
                 .options = kr_new_n(r->arena, kr_str, KR_SHEET_MOST_PLACES * KR_SHEET_MOST_OPTIONS + 1)};
    if (!sections || !g.places || !g.options) r->err = KR_E_MEMORY;
    if (!list || r->err != KR_OK) return;
    form->sections = sections;
    form->places = g.places;
    form->options = g.options;
    for (const kr_yaml *one = list->first; one; one = one->next) {
        kr_sheet_section *section = &sections[form->n_sections];
        read_section(r, one, form, &g, section);
        if (section->id.len && kr_sheet_section_at(form, section->id) != SIZE_MAX)
            kr_guide_wrong(r, one->line, "guide.error.twice", section->id, KR_NONE);
        form->n_sections++;
    }
    form->n_options = g.n_options;
}

/* Cards have no sections, and voices only belong to a page for several. */
static void check_look(kr_guide_reader *r, const kr_yaml *root, const kr_sheet_form *form) {
    static const char *const of[] = {"cards", "voices", "sections"};
    bool wanted[] = {form->look == KR_GUIDE_look_cards, form->look == KR_GUIDE_look_voices,
                     form->look != KR_GUIDE_look_cards};
    for (size_t i = 0; i < KR_COUNT(of); i++) {
        const kr_yaml *there = kr_yaml_find(root, of[i]);
        if (there && !wanted[i] && form->look)
            kr_guide_wrong(r, there->key_line, "guide.error.look", kr_str_z(of[i]),
                           kr_str_z(kr_guide_word(KR_GUIDE_LIST_LOOK, form->look)));
    }
}

bool kr_sheet_read_structure(kr_guide_reader *r, kr_str bytes, kr_sheet_form *form) {
    static const char *const keys[] = {"id",      "look",  "purpose", "order",  "icon",
                                       "columns", "cards", "voices",  "source", "sections"};
    const kr_yaml *root = kr_guide_tree(r, bytes);
    if (!root) return false;
    kr_guide_only(r, root, keys, KR_COUNT(keys));
    kr_str id = kr_guide_id_at(r, root, "id", true);
    if (id.len && !kr_str_eq(id, form->id))
        kr_guide_wrong(r, kr_yaml_find(root, "id")->line, "guide.error.file_id", id, form->id);
    form->look = (uint8_t)kr_guide_word_at(r, root, "look", KR_GUIDE_LIST_LOOK, true);
    form->purpose = (uint8_t)kr_guide_word_at(r, root, "purpose", KR_GUIDE_LIST_PURPOSE, true);
    form->order = kr_guide_number_at(r, root, "order", MOST_ORDER);
    form->icon = kr_guide_id_at(r, root, "icon", false);
    form->columns = (uint8_t)kr_guide_number_at(r, root, "columns", MOST_COLUMNS);
    form->source = kr_guide_line_at(r, root, "source", 300, true);
    check_look(r, root, form);
    bool cards = form->look == KR_GUIDE_look_cards, voices = form->look == KR_GUIDE_look_voices;
    if (cards) form->cards = read_ids(r, root, "cards", true, KR_SHEET_MOST_CARDS, &form->n_cards);
    if (voices) form->voices = read_ids(r, root, "voices", true, KR_SHEET_MOST_VOICES, &form->n_voices);
    if (form->look && !cards) read_sections(r, root, form);
    return form->n_cards > 0 || form->n_sections > 0;
}
