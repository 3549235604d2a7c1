/* The map of measures: YAML, made into what it means. Every key that means nothing is an error, so that a
 * slip of the pen is not measured. */
#include "format/case_inside.h"
#include "yaml/yaml_tree.h"

typedef struct reader {
    kr_arena *arena;
    kr_error *error;
} reader;

static kr_err memory(const reader *r) {
    return kr_fail(r->error, KR_E_MEMORY, "error.memory", NULL, NULL);
}

static kr_err wrong(const reader *r, const char *key, const kr_yaml *at, kr_str word) {
    char detail[100] = "";
    if (word.len) memcpy(detail, word.ptr, word.len < 99 ? word.len : 99);
    return kr_fail_at(r->error, KR_E_INVALID, key, detail, at->line, at->column);
}

/* Only these keys; `names` ends with NULL. */
static kr_err only(const reader *r, const kr_yaml *map, const char *const *names) {
    if (map->kind != KR_YAML_MAP) return wrong(r, "format.error.map_names", map, map->key);
    for (const kr_yaml *one = map->first; one; one = one->next) {
        const char *const *name = names;
        while (*name && !kr_str_is(one->key, *name)) name++;
        if (!*name) return wrong(r, "format.error.map_key", one, one->key);
    }
    return KR_OK;
}

static kr_err word_at(const reader *r, const kr_yaml *map, const char *key, kr_str *out) {
    const kr_yaml *found = kr_yaml_find(map, key);
    if (!found) return KR_OK;
    if (found->kind != KR_YAML_WORD || found->word.len == 0)
        return wrong(r, "format.error.map_word", found, found->key);
    *out = found->word;
    return KR_OK;
}

/* A list of words, or one word. */
static kr_err words_at(const reader *r, const kr_yaml *map, const char *key, kr_words_list *out) {
    const kr_yaml *found = kr_yaml_find(map, key);
    if (!found) return KR_OK;
    if (found->kind == KR_YAML_MAP) return wrong(r, "format.error.map_list", found, found->key);
    size_t n = found->kind == KR_YAML_LIST ? found->count : 1;
    kr_str *all = kr_new_n(r->arena, kr_str, n);
    if (!all) return memory(r);
    out->all = all;
    const kr_yaml *one = found->kind == KR_YAML_LIST ? found->first : found;
    for (; out->n < n; one = one->next) {
        if (one->kind != KR_YAML_WORD) return wrong(r, "format.error.map_list", one, found->key);
        all[out->n++] = one->word;
    }
    return KR_OK;
}

static kr_err yes_at(const reader *r, const kr_yaml *map, const char *key, bool *out) {
    kr_str word = KR_STR("no");
    kr_err err = word_at(r, map, key, &word);
    if (err != KR_OK) return err;
    *out = kr_str_is(word, "yes") || kr_str_is(word, "true");
    if (*out || kr_str_is(word, "no") || kr_str_is(word, "false")) return KR_OK;
    return wrong(r, "format.error.map_yes", kr_yaml_find(map, key), word);
}

/* 0.25, 1/3. */
static bool number_of(kr_str word, double *out) {
    kr_str over;
    kr_str under = kr_str_cut(word, '/', &over);
    double a, b = 1;
    if (!kr_cell_number(over, false, &a)) return false;
    if (over.len < word.len && (!kr_cell_number(under, false, &b) || b == 0)) return false;
    *out = a / b;
    return true;
}

static kr_err scores_of(const reader *r, const kr_yaml *map, kr_scores *out) {
    if (map->kind != KR_YAML_MAP) return wrong(r, "format.error.map_names", map, map->key);
    out->words = kr_new_n(r->arena, kr_worth, map->count);
    if (!out->words) return memory(r);
    for (const kr_yaml *one = map->first; one; one = one->next) {
        kr_worth *worth = &out->words[out->n++];
        worth->word = one->key;
        if (one->kind != KR_YAML_WORD || !number_of(one->word, &worth->value))
            return wrong(r, "format.error.map_number", one, one->kind == KR_YAML_WORD ? one->word : one->key);
    }
    return KR_OK;
}

static kr_err read_columns(const reader *r, const kr_yaml *root, kr_case_map *map) {
    static const char *const names[] = {"ego_id", "alter_id", "from", "to", "weight", "strength", NULL};
    kr_str *const places[] = {&map->ego_id, &map->alter_id, &map->from,
                              &map->to,     &map->weight,   &map->strength};
    const kr_yaml *columns = kr_yaml_find(root, "columns");
    if (!columns) return KR_OK;
    kr_err err = only(r, columns, names);
    for (size_t i = 0; err == KR_OK && i < KR_COUNT(places); i++)
        err = word_at(r, columns, names[i], places[i]);
    map->valued = kr_yaml_find(columns, "weight") != NULL;
    return err;
}

static kr_err read_scores(const reader *r, const kr_yaml *root, kr_case_map *map) {
    const kr_yaml *scores = kr_yaml_find(root, "scores");
    if (!scores) return KR_OK;
    if (scores->kind != KR_YAML_MAP) return wrong(r, "format.error.map_names", scores, scores->key);
    map->scores = kr_new_n(r->arena, kr_scores, scores->count);
    if (!map->scores) return memory(r);
    for (const kr_yaml *one = scores->first; one; one = one->next) {
        kr_scores *into = &map->scores[map->n_scores++];
        into->column = one->key;
        kr_err err = scores_of(r, one, into);
        if (err != KR_OK) return err;
        map->valued |= kr_str_eq(one->key, map->weight);
    }
    return KR_OK;
}

static kr_err read_shares(const reader *r, const kr_yaml *root, kr_case_map *map) {
    static const char *const names[] = {"column", "values", "count", NULL};
    const kr_yaml *shares = kr_yaml_find(root, "shares");
    if (!shares) return KR_OK;
    if (shares->kind != KR_YAML_MAP) return wrong(r, "format.error.map_names", shares, shares->key);
    map->shares = kr_new_n(r->arena, kr_named_share, shares->count);
    if (!map->shares) return memory(r);
    for (const kr_yaml *one = shares->first; one; one = one->next) {
        kr_named_share *share = &map->shares[map->n_shares++];
        share->name = one->key;
        kr_err err = only(r, one, names);
        if (err == KR_OK) err = word_at(r, one, "column", &share->column);
        if (err == KR_OK) err = word_at(r, one, "count", &share->count);
        if (err == KR_OK) err = words_at(r, one, "values", &share->values);
        if (err != KR_OK) return err;
        if (!share->column.len || !share->values.n) return wrong(r, "format.error.map_share", one, one->key);
    }
    return KR_OK;
}

static kr_err read_support(const reader *r, const kr_yaml *root, kr_case_map *map) {
    static const char *const names[] = {"functions", "conflict", "yes", NULL};
    const kr_yaml *support = kr_yaml_find(root, "support");
    if (!support) return KR_OK;
    kr_err err = only(r, support, names);
    if (err == KR_OK) err = words_at(r, support, "conflict", &map->conflict);
    if (err == KR_OK) err = words_at(r, support, "yes", &map->yes);
    if (err != KR_OK) return err;
    const kr_yaml *functions = kr_yaml_find(support, "functions");
    if (!functions) return KR_OK;
    if (functions->kind != KR_YAML_MAP || functions->count > KR_MOST_FUNCTIONS)
        return wrong(r, "format.error.map_names", functions, functions->key);
    for (const kr_yaml *one = functions->first; one; one = one->next) {
        kr_named_function *function = &map->functions[map->n_functions++];
        char key[128];
        if (one->key.len >= sizeof key) return wrong(r, "format.error.map_key", one, one->key);
        memcpy(key, one->key.ptr, one->key.len);
        key[one->key.len] = 0;
        function->name = one->key;
        err = words_at(r, functions, key, &function->columns);
        if (err != KR_OK) return err;
    }
    return KR_OK;
}

static kr_err read_reference(const reader *r, const kr_yaml *one, kr_attribute *a) {
    const kr_yaml *reference = kr_yaml_find(one, "reference");
    if (!reference) return KR_OK;
    kr_scores shares = {.n = 0};
    kr_err err = scores_of(r, reference, &shares);
    if (err != KR_OK) return err;
    a->reference = kr_new_n(r->arena, double, a->categories.n);
    if (!a->reference) return memory(r);
    for (size_t i = 0; i < a->categories.n; i++) a->reference[i] = KR_UNDEFINED;
    for (size_t i = 0; i < shares.n; i++) {
        uint16_t place = kr_word_place(&a->categories, shares.words[i].word);
        double share = shares.words[i].value;
        if (!place || !(share >= 0 && share <= 1))
            return wrong(r, "format.error.map_reference", reference, shares.words[i].word);
        a->reference[place - 1] = share;
    }
    return KR_OK;
}

static kr_err read_attribute(const reader *r, const kr_yaml *one, kr_attribute *a) {
    static const char *const names[] = {"column", "type",      "categories", "ego",
                                        "ties",   "reference", "scores",     NULL};
    kr_str type = KR_NONE;
    a->name = a->column = one->key;
    kr_err err = only(r, one, names);
    if (err == KR_OK) err = word_at(r, one, "column", &a->column);
    if (err == KR_OK) err = word_at(r, one, "ego", &a->ego);
    if (err == KR_OK) err = word_at(r, one, "type", &type);
    if (err == KR_OK) err = words_at(r, one, "categories", &a->categories);
    if (err == KR_OK) err = yes_at(r, one, "ties", &a->ties);
    if (err == KR_OK && kr_yaml_find(one, "scores"))
        err = scores_of(r, kr_yaml_find(one, "scores"), &a->scores);
    if (err != KR_OK) return err;
    a->numeric = kr_str_is(type, "numeric") || (type.len == 0 && a->categories.n == 0);
    if (type.len && !a->numeric && !kr_str_is(type, "categorical"))
        return wrong(r, "format.error.map_type", kr_yaml_find(one, "type"), type);
    if (a->numeric == (a->categories.n > 0) || a->categories.n > 1000)
        return wrong(r, "format.error.map_categories", one, one->key);
    return read_reference(r, one, a);
}

static kr_err read_attributes(const reader *r, const kr_yaml *root, kr_case_map *map) {
    const kr_yaml *attributes = kr_yaml_find(root, "attributes");
    if (!attributes) return KR_OK;
    if (attributes->kind != KR_YAML_MAP)
        return wrong(r, "format.error.map_names", attributes, attributes->key);
    map->attributes = kr_new_n(r->arena, kr_attribute, attributes->count);
    if (!map->attributes) return memory(r);
    for (const kr_yaml *one = attributes->first; one; one = one->next) {
        kr_err err = read_attribute(r, one, &map->attributes[map->n_attributes++]);
        if (err != KR_OK) return err;
    }
    return KR_OK;
}

kr_err kr_case_map_read(kr_case_map **out, kr_arena *arena, kr_str bytes, kr_error *error) {
    static const char *const names[] = {"columns", "scores", "shares", "support", "attributes", NULL};
    static const kr_str yes[] = {{"yes", 3}, {"1", 1}, {"true", 4}, {"TRUE", 4}};
    reader r = {arena, error};
    kr_yaml *root;
    kr_err err = kr_yaml_read(&root, arena, bytes, error);
    if (err != KR_OK) return err;
    kr_case_map *map = kr_new(arena, kr_case_map);
    if (!map) return memory(&r);
    map->ego_id = KR_STR("ego_id");
    map->alter_id = KR_STR("alter_id");
    map->from = KR_STR("from");
    map->to = KR_STR("to");
    map->weight = KR_STR("weight");
    err = only(&r, root, names);
    if (err == KR_OK) err = read_columns(&r, root, map);
    if (err == KR_OK) err = read_scores(&r, root, map);
    if (err == KR_OK) err = read_shares(&r, root, map);
    if (err == KR_OK) err = read_support(&r, root, map);
    if (err == KR_OK) err = read_attributes(&r, root, map);
    if (err != KR_OK) return err;
    if (!map->yes.n) map->yes = (kr_words_list){yes, KR_COUNT(yes)};
    *out = map;
    return KR_OK;
}

bool kr_score_of(const kr_scores *scores, kr_str word, double *out) {
    for (size_t i = 0; i < scores->n; i++) {
        if (!kr_str_eq(scores->words[i].word, word)) continue;
        *out = scores->words[i].value;
        return true;
    }
    return false;
}

const kr_scores *kr_scores_for(const kr_case_map *map, kr_str column) {
    for (size_t i = 0; map && i < map->n_scores; i++) {
        if (kr_str_eq(map->scores[i].column, column)) return &map->scores[i];
    }
    return NULL;
}

uint16_t kr_word_place(const kr_words_list *list, kr_str word) {
    for (size_t i = 0; i < list->n; i++) {
        if (kr_str_eq(list->all[i], word)) return (uint16_t)(i + 1);
    }
    return 0;
}
