/* What the columns of research tools mean: one table of names, one of words. docs/exchange.md says the same
 * for people; a test holds the two beside each other. */
#include "format/graph.h"
#include "format/headings.h"
#include "core/utf8.h"

typedef enum meaning {
    IS_NOTHING = 1, /* of use to the other tool only: left without a word */
    IS_PLACE,       /* where somebody stood in another drawing: left, and said */
    IS_NAME,
    IS_AGE,
    IS_GENDER,
    IS_ROLE,
    IS_STRENGTH,
    IS_OFTEN,
    IS_FIELD /* the choice, number or date of `field` */
} meaning;

static const struct {
    const char *name; /* letters and digits, lower case, without "alter" in front */
    meaning is;
    uint16_t kind, field;
} names[] = {
    {"name", IS_NAME, 0, 0},
    {"naam", IS_NAME, 0, 0},
    {"label", IS_NAME, 0, 0},
    {"nickname", IS_NAME, 0, 0},
    {"firstname", IS_NAME, 0, 0},
    {"age", IS_AGE, 0, 0},
    {"ageyears", IS_AGE, 0, 0},
    {"leeftijd", IS_AGE, 0, 0},
    {"alter", IS_AGE, 0, 0},
    {"sex", IS_GENDER, 0, 0},
    {"gender", IS_GENDER, 0, 0},
    {"geslacht", IS_GENDER, 0, 0},
    {"role", IS_ROLE, 0, 0},
    {"relation", IS_ROLE, 0, 0},
    {"relationship", IS_ROLE, 0, 0},
    {"reltype", IS_ROLE, 0, 0},
    {"relatie", IS_ROLE, 0, 0},
    {"relstrength", IS_STRENGTH, 0, 0},
    {"strength", IS_STRENGTH, 0, 0},
    {"tiestrength", IS_STRENGTH, 0, 0},
    {"closeness", IS_STRENGTH, 0, 0},
    {"emotionalcloseness", IS_STRENGTH, 0, 0},
    {"contactfreq", IS_OFTEN, 0, 0},
    {"contactfrequency", IS_OFTEN, 0, 0},
    {"frequency", IS_OFTEN, 0, 0},
    {"freq", IS_OFTEN, 0, 0},
    {"howoften", IS_OFTEN, 0, 0},
    {"birthyear", IS_FIELD, KR_KIND_person, KR_F_person_birth_year},
    {"yearofbirth", IS_FIELD, KR_KIND_person, KR_F_person_birth_year},
    {"yob", IS_FIELD, KR_KIND_person, KR_F_person_birth_year},
    {"knownsince", IS_FIELD, KR_KIND_tie, KR_F_tie_since},
    {"since", IS_FIELD, KR_KIND_tie, KR_F_tie_since},
    {"traveltime", IS_FIELD, KR_KIND_person, KR_F_person_travel_minutes},
    {"occupation", IS_FIELD, KR_KIND_person, KR_F_person_occupation},
    {"city", IS_FIELD, KR_KIND_person, KR_F_person_lives},
    {"town", IS_FIELD, KR_KIND_person, KR_F_person_lives},
    {"residence", IS_FIELD, KR_KIND_person, KR_F_person_lives},
    {"notes", IS_FIELD, KR_KIND_person, KR_F_person_remark},
    {"id", IS_NOTHING, 0, 0},
    {"uuid", IS_NOTHING, 0, 0},
    {"type", IS_NOTHING, 0, 0},
    {"null", IS_NOTHING, 0, 0},
    {"edgeid", IS_NOTHING, 0, 0},
    {"weight", IS_NOTHING, 0, 0},
    {"degree", IS_NOTHING, 0, 0},
    {"networkcanvasuuid", IS_NOTHING, 0, 0},
    {"networkcanvasegouuid", IS_NOTHING, 0, 0},
    {"networkcanvastype", IS_NOTHING, 0, 0},
    {"networkcanvassourceuuid", IS_NOTHING, 0, 0},
    {"networkcanvastargetuuid", IS_NOTHING, 0, 0},
    {"networkcanvascaseid", IS_NOTHING, 0, 0},
    {"networkcanvassessionid", IS_NOTHING, 0, 0},
    {"networkcanvasprotocolname", IS_NOTHING, 0, 0},
    {"sessionstart", IS_NOTHING, 0, 0},
    {"sessionfinish", IS_NOTHING, 0, 0},
    {"sessionexported", IS_NOTHING, 0, 0},
    {"appversion", IS_NOTHING, 0, 0},
    {"commithash", IS_NOTHING, 0, 0},
    {"x", IS_PLACE, 0, 0},
    {"y", IS_PLACE, 0, 0},
    {"cordsx", IS_PLACE, 0, 0},
    {"cordsy", IS_PLACE, 0, 0},
    {"layoutx", IS_PLACE, 0, 0},
    {"layouty", IS_PLACE, 0, 0},
    {"layoutscreenspacex", IS_PLACE, 0, 0},
    {"layoutscreenspacey", IS_PLACE, 0, 0},
};

/* Words for choices, letters only. near: Kring has no such choice, this is the nearest. */
static const struct {
    meaning is;
    const char *word;
    uint8_t choice;
    bool near;
} words[] = {
    {IS_GENDER, "w", KR_gender_woman, false},
    {IS_GENDER, "women", KR_gender_woman, false},
    {IS_GENDER, "men", KR_gender_man, false},
    {IS_GENDER, "nonbinary", KR_gender_non_binary, false},
    {IS_GENDER, "gendernonconforming", KR_gender_non_binary, true},
    {IS_GENDER, "genderqueer", KR_gender_non_binary, true},
    {IS_GENDER, "agender", KR_gender_other, true},
    {IS_GENDER, "notlisted", KR_gender_other, true},
    {IS_GENDER, "dontknow", KR_gender_unknown, false},
    {IS_STRENGTH, "veryclose", KR_strength_strong, false},
    {IS_STRENGTH, "verystrong", KR_strength_strong, false},
    {IS_STRENGTH, "especiallyclose", KR_strength_strong, false},
    {IS_STRENGTH, "close", KR_strength_ordinary, true},
    {IS_STRENGTH, "somewhatclose", KR_strength_ordinary, false},
    {IS_STRENGTH, "lessclose", KR_strength_light, false},
    {IS_STRENGTH, "notclose", KR_strength_light, false},
    {IS_STRENGTH, "notveryclose", KR_strength_light, false},
    {IS_STRENGTH, "notcloseatall", KR_strength_light, false},
    {IS_STRENGTH, "weak", KR_strength_light, false},
    {IS_STRENGTH, "distant", KR_strength_light, false},
    {IS_OFTEN, "everyday", KR_frequency_daily, false},
    {IS_OFTEN, "almosteveryday", KR_frequency_daily, true},
    {IS_OFTEN, "severaltimesaweek", KR_frequency_weekly, true},
    {IS_OFTEN, "onceaweek", KR_frequency_weekly, false},
    {IS_OFTEN, "lessthanweekly", KR_frequency_monthly, true},
    {IS_OFTEN, "onceamonth", KR_frequency_monthly, false},
    {IS_OFTEN, "lessthanmonthly", KR_frequency_yearly, true},
    {IS_OFTEN, "onceayear", KR_frequency_yearly, false},
    {IS_OFTEN, "rarely", KR_frequency_yearly, true},
};

/* Letters and digits of ASCII, lower case. Returns the length; 0 when it does not fit. */
static size_t bare(kr_str text, char out[48]) {
    size_t n = 0;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (c >= 'A' && c <= 'Z') c = (char)(c - 'A' + 'a');
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))) continue;
        if (n == 47) return 0;
        out[n++] = c;
    }
    out[n] = '\0';
    return n;
}

void kr_map_begin(kr_map *map, kr_rows *rows, const kr_graphs *graphs, bool with_details) {
    *map = (kr_map){.rows = rows, .graphs = graphs, .with_details = with_details};
    map->n_columns = kr_columns(map->columns);
}

void kr_map_row(kr_map *map, bool about_ego) {
    kr_buf_init(&map->remark, map->rows->arena, 32768);
    map->name = KR_NONE;
    map->about_ego = about_ego;
}

static void add_line(kr_map *map, kr_str name, kr_str value) {
    if (map->remark.len + name.len + value.len + 3 > map->remark.max) return;
    if (map->remark.len) kr_put_c(&map->remark, '\n');
    kr_put(&map->remark, name);
    if (name.len) kr_put(&map->remark, KR_STR(": "));
    kr_put(&map->remark, value);
}

/* Nothing of ours says this: it is kept as it is. */
static void keep(kr_map *map, kr_str name, const kr_graph_value *value) {
    kr_rows_note(map->rows, "format.note.as_remark", name, value->line);
    add_line(map, name, value->value);
}

static bool put_field(kr_map *map, const kr_field *field, kr_str value, uint32_t line) {
    bool detail = field->kind == KR_KIND_person &&
                  (field->number == KR_F_person_phone || field->number == KR_F_person_email ||
                   field->number == KR_F_person_address);
    if (map->about_ego && field->kind != KR_KIND_person) return false;
    if (detail && !map->with_details) {
        kr_rows_note(map->rows, "format.note.details", KR_NONE, line);
        return true;
    }
    size_t before = map->rows->n_fields;
    if (field->type == KR_CHOICE && !kr_choice_guess(field->list, value)) return false;
    kr_rows_field(map->rows, field, value, line);
    return map->rows->n_fields > before || kr_rows_has(map->rows, field->kind, field->number);
}

static unsigned choice_of(kr_map *map, meaning is, const kr_choice_list *list, const kr_graph_value *value,
                          kr_str word) {
    char letters[48];
    unsigned choice = kr_choice_guess(list, word);
    if (choice || !bare(word, letters)) return choice;
    for (size_t i = 0; i < KR_COUNT(words); i++) {
        if (words[i].is != is || strcmp(words[i].word, letters) != 0) continue;
        if (words[i].near) kr_rows_note(map->rows, "format.note.nearest", word, value->line);
        return words[i].choice;
    }
    return 0;
}

static bool put_choice(kr_map *map, meaning is, kr_kind kind, uint16_t number, const kr_graph_value *value,
                       kr_str word) {
    const kr_field *field = kr_schema_field(kind, number);
    if (map->about_ego && kind != KR_KIND_person) return false;
    unsigned choice = choice_of(map, is, field->list, value, word);
    if (choice) kr_rows_choice(map->rows, kind, number, choice);
    return choice != 0;
}

/* "66 - 100": an age group when both ends lie in the same one. */
static unsigned group_of_band(kr_str text) {
    int64_t ends[2] = {0, 0};
    size_t n = 0;
    for (size_t at = 0; at < text.len;) {
        bool digit = text.ptr[at] >= '0' && text.ptr[at] <= '9';
        if (!digit) {
            at++;
            continue;
        }
        if (n == 2) return 0;
        for (; at < text.len && text.ptr[at] >= '0' && text.ptr[at] <= '9' && ends[n] < 1000; at++)
            ends[n] = ends[n] * 10 + (text.ptr[at] - '0');
        n++;
    }
    if (n != 2) return 0;
    unsigned low = kr_age_group(ends[0]);
    return low == kr_age_group(ends[1] > 130 ? 130 : ends[1]) ? low : 0;
}

/* The year of birth may be a year off; with it the age on the day of the interview comes back exactly. */
static void put_age(kr_map *map, kr_str name, const kr_graph_value *value) {
    double years;
    char text[24];
    bool number = kr_graph_number(value->value, &years) && years >= 0 && years <= 130;
    unsigned group = number ? kr_age_group((int64_t)years) : group_of_band(value->value);
    const kr_field *born = kr_schema_field(KR_KIND_person, KR_F_person_birth_year);
    kr_rows_choice(map->rows, KR_KIND_person, KR_F_person_age_group, group);
    if (!number || !map->year) {
        keep(map, name, value);
        return;
    }
    kr_date date = (kr_date)(map->year - (int32_t)years) * 10000;
    kr_str year = kr_arena_copy(map->rows->arena, kr_str_n(text, kr_date_text(date, text)));
    if (!year.ptr) {
        map->rows->err = KR_E_MEMORY;
        return;
    }
    kr_rows_field(map->rows, born, year, value->line);
    kr_rows_note(map->rows, "format.note.birth_year", name, value->line);
}

static meaning meaning_of(const char *letters, const kr_field **field) {
    for (size_t i = 0; i < KR_COUNT(names); i++) {
        if (strcmp(names[i].name, letters) != 0) continue;
        if (names[i].is == IS_FIELD) *field = kr_schema_field((kr_kind)names[i].kind, names[i].field);
        return names[i].is;
    }
    return (meaning)0;
}

static void put_meaning(kr_map *map, meaning is, const kr_field *field, kr_str name,
                        const kr_graph_value *value, kr_str word) {
    bool taken = true;
    switch (is) {
    case IS_NOTHING:
        break;
    case IS_PLACE:
        kr_rows_note(map->rows, "format.note.column", name, value->line);
        break;
    case IS_NAME:
        if (map->name.len == 0) map->name = word;
        break;
    case IS_AGE:
        put_age(map, name, value);
        break;
    case IS_GENDER:
        taken = put_choice(map, is, KR_KIND_person, KR_F_person_gender, value, word);
        break;
    case IS_ROLE:
        if (!map->about_ego) (void)put_choice(map, is, KR_KIND_person, KR_F_person_sector, value, word);
        kr_rows_field(map->rows, kr_schema_field(KR_KIND_person, KR_F_person_role), word, value->line);
        break;
    case IS_STRENGTH:
        taken = put_choice(map, is, KR_KIND_tie, KR_F_tie_strength, value, word);
        break;
    case IS_OFTEN:
        taken = put_choice(map, is, KR_KIND_tie, KR_F_tie_live, value, word);
        if (taken) kr_rows_note(map->rows, "format.note.often", name, value->line);
        break;
    case IS_FIELD:
        taken = put_field(map, field, word, value->line);
        break;
    }
    if (!taken) keep(map, name, &(kr_graph_value){.value = word, .line = value->line});
}

/* Network Canvas writes one column with true or false for each answer: "Gender_Woman". It is one of those
 * when another column has the same beginning. */
static bool is_answer(const kr_map *map, kr_str name, kr_str *stem, kr_str *answer) {
    if (map->graphs->format != KR_FORMAT_NETWORKCANVAS) return false;
    *answer = kr_str_cut(name, '_', stem);
    if (stem->len == 0 || answer->len == 0) return false;
    for (size_t i = 0; i < map->graphs->n_columns; i++) {
        kr_str other = map->graphs->columns[i];
        if (other.len > stem->len && other.ptr[stem->len] == '_' && kr_str_starts(other, *stem) &&
            !kr_str_eq(other, name))
            return true;
    }
    return false;
}

static kr_str without_alter(kr_str name) {
    static const char *const before[] = {"alter.", "alter_", "alter "};
    for (size_t i = 0; i < KR_COUNT(before); i++) {
        size_t n = strlen(before[i]);
        if (name.len > n && kr_same_folded(kr_str_n(name.ptr, n), kr_str_z(before[i])))
            return kr_str_n(name.ptr + n, name.len - n);
    }
    return name;
}

void kr_map_value(kr_map *map, const kr_graph_value *value) {
    char letters[48];
    kr_str name = without_alter(value->name), word = value->value, stem, answer;
    const kr_field *field = NULL;
    bool yes = kr_same_folded(word, KR_STR("true")), no = kr_same_folded(word, KR_STR("false"));
    if ((yes || no) && is_answer(map, name, &stem, &answer)) {
        if (no) return;
        name = stem;
        word = answer;
    }
    const kr_field *own = kr_column_named(map->columns, map->n_columns, name);
    if (own && own->kind == KR_KIND_person && own->number == KR_F_person_remark) {
        add_line(map, KR_NONE, word);
        return;
    }
    bool is_name = own && own->kind == KR_KIND_person && own->number == KR_F_person_name;
    if (own && !is_name && put_field(map, own, word, value->line)) return;
    meaning is = bare(name, letters) ? meaning_of(letters, &field) : (meaning)0;
    if (is == 0 && kr_same_folded(name, KR_STR("acquainted"))) return; /* the ties say this */
    kr_graph_value at = {.name = name, .value = word, .line = value->line};
    if (is)
        put_meaning(map, is, field, name, &at, word);
    else
        keep(map, name, &at);
}

void kr_map_end(kr_map *map, uint32_t line) {
    kr_str text;
    if (map->remark.err != KR_OK || kr_buf_end(&map->remark, &text) != KR_OK) {
        if (map->rows->err == KR_OK) map->rows->err = KR_E_MEMORY;
        return;
    }
    if (text.len) kr_rows_field(map->rows, kr_schema_field(KR_KIND_person, KR_F_person_remark), text, line);
}

/* -- between two people around -- */

static void put_weight(kr_map *map, const kr_graph_value *value, kr_import_pair *pair) {
    static const uint8_t steps[] = {0, KR_strength_light, KR_strength_ordinary, KR_strength_strong};
    double weight;
    if (!kr_graph_number(value->value, &weight)) return;
    if (weight == 0) pair->no = true;
    if (weight > 0 && weight <= 3 && map->graphs->thirds)
        pair->strength = steps[(int)weight];
    else if (weight != 0 && weight != 1)
        kr_rows_note(map->rows, "format.note.weight", KR_NONE, value->line);
}

void kr_map_tie(kr_map *map, const kr_graph_value *value, kr_import_pair *pair) {
    static const char *const known[] = {"family", "friend", "colleague", "carer", "conflict"};
    const kr_field *between = kr_schema_field(KR_KIND_tie, KR_F_tie_between);
    const kr_field *strength = kr_schema_field(KR_KIND_tie, KR_F_tie_strength);
    char letters[48];
    if (!bare(value->name, letters)) letters[0] = '\0';
    const kr_field *unused = NULL;
    if (strcmp(letters, "weight") == 0) {
        put_weight(map, value, pair);
    } else if (strcmp(letters, "acquainted") == 0) {
        pair->no = kr_str_is(value->value, "no");
    } else if (meaning_of(letters, &unused) == IS_STRENGTH) {
        unsigned choice = choice_of(map, IS_STRENGTH, strength->list, value, value->value);
        if (choice) pair->strength = (uint8_t)choice;
        if (!choice) kr_rows_note(map->rows, "format.note.column", value->name, value->line);
    } else if (strcmp(letters, "between") == 0 || strcmp(letters, "networkcanvastype") == 0 ||
               meaning_of(letters, &unused) == IS_ROLE) {
        if (!bare(value->value, letters)) return;
        for (size_t i = 0; i < KR_COUNT(known); i++) {
            if (strstr(letters, known[i])) pair->between |= (uint32_t)1 << between->list->choices[i].number;
        }
    } else if (meaning_of(letters, &unused) != IS_NOTHING) {
        kr_rows_note(map->rows, "format.note.column", value->name, value->line);
    }
}
