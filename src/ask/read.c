/* A Questionnaire, made flat. */
#include "ask/inside.h"
#include "core/num.h"
#include "core/utf8.h"

typedef struct reading {
    kr_arena *arena;
    kr_ask_item *items;
    kr_ask_when **when; /* of each item; their questions are found when all items are there */
    kr_str **asked;     /* beside each condition: the linkId it names */
    uint32_t n;
    kr_error *error;
} reading;

static const char *const type_names[] = {"group", "display", "boolean", "decimal", "integer",
                                         "date",  "string",  "text",    "choice",  "open-choice"};

static kr_err wrong(reading *r, kr_err code, const char *key, kr_str link_id) {
    return ask_fail(r->error, code, key, link_id);
}

static bool is_true(const json_t *object, const char *name) {
    return json_is_true(json_object_get(object, name));
}

static kr_err read_type(reading *r, kr_ask_item *item, const json_t *json) {
    const char *type = json_string_value(json_object_get(json, "type"));
    for (size_t i = 0; type && i < KR_COUNT(type_names); i++) {
        if (strcmp(type, type_names[i]) != 0) continue;
        item->type = (uint8_t)i;
        return KR_OK;
    }
    return wrong(r, KR_E_UNSUPPORTED, "ask.error.type", item->link_id);
}

static bool read_weight(const json_t *element, kr_ask_option *option) {
    const json_t *found = ask_extension(element, ASK_ORDINAL);
    const json_t *value = found ? json_object_get(found, "valueDecimal") : NULL;
    if (found && !value) value = json_object_get(found, "valueInteger");
    if (!json_is_number(value)) return false;
    option->weighted = true;
    option->weight = json_number_value(value);
    return true;
}

static kr_err read_option(reading *r, const kr_ask_item *item, kr_ask_option *option, const json_t *json) {
    const json_t *coding = json_object_get(json, "valueCoding");
    bool ok = true;
    if (json_is_object(coding)) {
        option->value = KR_ASK_IS_CODE;
        option->code = ask_string(r->arena, coding, "code", &ok);
        option->system = ask_string(r->arena, coding, "system", &ok);
        option->text = ask_words(r->arena, coding, "display", &ok);
        if (option->code.len == 0) option->code = option->text.in[0];
        if (!read_weight(coding, option)) (void)read_weight(json, option);
    } else {
        option->value = json_object_get(json, "valueInteger") ? KR_ASK_IS_INTEGER
                        : json_object_get(json, "valueDate")  ? KR_ASK_IS_DATE
                                                              : KR_ASK_IS_STRING;
        if (!ask_value_read(&option->code, r->arena, json, "value", &ok)) option->code = KR_NONE;
        if (option->value == KR_ASK_IS_STRING) option->text = ask_words(r->arena, json, "valueString", &ok);
        (void)read_weight(json, option);
    }
    for (int i = 0; i < KR_ASK_LANGS; i++)
        if (option->text.in[i].len == 0) option->text.in[i] = option->code;
    if (!ok || option->code.len == 0) return wrong(r, KR_E_INVALID, "ask.error.option", item->link_id);
    return KR_OK;
}

static kr_err read_options(reading *r, kr_ask_item *item, const json_t *json) {
    const json_t *list = json_object_get(json, "answerOption");
    size_t n = json_array_size(list);
    if (n > KR_ASK_MOST_OPTIONS) return wrong(r, KR_E_LIMIT, "ask.error.options", item->link_id);
    if (item->type == KR_ASK_CHOICE && n == 0)
        return wrong(r, KR_E_UNSUPPORTED, "ask.error.no_options", item->link_id);
    if (n == 0) return KR_OK;
    kr_ask_option *options = kr_new_n(r->arena, kr_ask_option, n);
    if (!options) return ask_no_memory(r->error);
    item->options = options;
    for (size_t i = 0; i < n; i++) {
        kr_err err = read_option(r, item, &options[i], json_array_get(list, i));
        if (err != KR_OK) return err;
        if (kr_ask_option_of(item, options[i].code))
            return wrong(r, KR_E_INVALID, "ask.error.option", item->link_id);
        item->n_options++;
    }
    return KR_OK;
}

static kr_err read_condition(reading *r, uint32_t at, kr_ask_when *when, const json_t *json) {
    static const char *const operators[] = {"exists", "=", "!=", ">", "<", ">=", "<="};
    const char *op = json_string_value(json_object_get(json, "operator"));
    size_t i = 0;
    bool ok = true;
    while (op && i < KR_COUNT(operators) && strcmp(op, operators[i]) != 0) i++;
    r->asked[at][r->items[at].n_when] = ask_string(r->arena, json, "question", &ok);
    if (!op || i == KR_COUNT(operators) || !ask_value_read(&when->answer, r->arena, json, "answer", &ok) ||
        !ok)
        return wrong(r, KR_E_INVALID, "ask.error.when", r->items[at].link_id);
    when->op = (uint8_t)i;
    return KR_OK;
}

static kr_err read_when(reading *r, uint32_t at, const json_t *json) {
    const json_t *list = json_object_get(json, "enableWhen");
    size_t n = json_array_size(list);
    kr_ask_item *item = &r->items[at];
    const char *behavior = json_string_value(json_object_get(json, "enableBehavior"));
    item->any = behavior && strcmp(behavior, "any") == 0;
    if (n > KR_ASK_MOST_WHEN) return wrong(r, KR_E_LIMIT, "ask.error.when", item->link_id);
    if (n == 0) return KR_OK;
    r->when[at] = kr_new_n(r->arena, kr_ask_when, n);
    r->asked[at] = kr_new_n(r->arena, kr_str, n);
    if (!r->when[at] || !r->asked[at]) return ask_no_memory(r->error);
    item->when = r->when[at];
    for (; item->n_when < n; item->n_when++) {
        kr_err err = read_condition(r, at, &r->when[at][item->n_when], json_array_get(list, item->n_when));
        if (err != KR_OK) return err;
    }
    return KR_OK;
}

static void read_bound(const json_t *json, const char *url, bool *has, double *out) {
    const json_t *found = ask_extension(json, url);
    const json_t *value = json_object_get(found, "valueInteger");
    if (!value) value = json_object_get(found, "valueDecimal");
    *has = json_is_number(value);
    if (*has) *out = json_number_value(value);
}

static kr_err read_item(reading *r, uint32_t at, uint32_t parent, const json_t *json) {
    kr_ask_item *item = &r->items[at];
    bool ok = true;
    *item = (kr_ask_item){.parent = parent, .repeater = KR_ASK_NOWHERE};
    item->link_id = ask_string(r->arena, json, "linkId", &ok);
    if (item->link_id.len == 0 || item->link_id.len > KR_ASK_MOST_LINK)
        return wrong(r, KR_E_INVALID, "ask.error.link",
                     parent == KR_ASK_NOWHERE ? KR_NONE : r->items[parent].link_id);
    kr_err err = read_type(r, item, json);
    item->text = ask_words(r->arena, json, "text", &ok);
    item->required = is_true(json, "required");
    item->repeats = is_true(json, "repeats");
    item->read_only = is_true(json, "readOnly");
    json_int_t length = json_integer_value(json_object_get(json, "maxLength"));
    item->max_length = length > 0 && length < (json_int_t)KR_ASK_MOST_TEXT ? (uint32_t)length : 0;
    read_bound(json, ASK_LEAST, &item->has_least, &item->least);
    read_bound(json, ASK_MOST, &item->has_most, &item->most);
    const json_t *measure = ask_extension(json, ASK_MEASURE);
    item->measure = measure ? ask_string(r->arena, measure, "valueString", &ok) : item->link_id;
    if (err == KR_OK && !ok) err = wrong(r, KR_E_LIMIT, "ask.error.text", item->link_id);
    if (err == KR_OK) err = read_options(r, item, json);
    if (err == KR_OK) err = read_when(r, at, json);
    return err;
}

/* Who is asked about more than once: one group, not a group within it as well. */
static kr_err find_repeater(reading *r, uint32_t at) {
    kr_ask_item *item = &r->items[at];
    uint32_t outer = item->parent == KR_ASK_NOWHERE ? KR_ASK_NOWHERE : r->items[item->parent].repeater;
    item->repeater = outer;
    if (item->type != KR_ASK_GROUP || !item->repeats) return KR_OK;
    if (outer != KR_ASK_NOWHERE) return wrong(r, KR_E_UNSUPPORTED, "ask.error.repeats", item->link_id);
    item->repeater = at;
    return KR_OK;
}

/* The depth of the JSON is limited, so these are as well. */
static size_t count_items(const json_t *list) {
    size_t n = json_array_size(list);
    for (size_t i = 0; i < json_array_size(list); i++)
        n += count_items(json_object_get(json_array_get(list, i), "item"));
    return n;
}

static kr_err read_items(reading *r, uint32_t parent, const json_t *list) {
    for (size_t i = 0; i < json_array_size(list); i++) {
        uint32_t at = r->n++;
        const json_t *json = json_array_get(list, i);
        kr_err err = read_item(r, at, parent, json);
        if (err == KR_OK) err = find_repeater(r, at);
        if (err == KR_OK) err = read_items(r, at, json_object_get(json, "item"));
        if (err != KR_OK) return err;
        r->items[at].end = r->n;
    }
    return KR_OK;
}

static int by_link(const void *a, const void *b, void *context) {
    const kr_ask_item *items = context;
    return kr_str_cmp(items[*(const uint32_t *)a].link_id, items[*(const uint32_t *)b].link_id);
}

uint32_t kr_ask_find(const kr_ask_set *set, kr_str link_id) {
    size_t low = 0, high = set->n_items;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = kr_str_cmp(set->items[set->by_link[middle]].link_id, link_id);
        if (order == 0) return set->by_link[middle];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return KR_ASK_NOWHERE;
}

/* Every linkId once; every condition about a question that is there. */
static kr_err tie_together(reading *r, kr_ask_set *set) {
    uint32_t *sorted = kr_new_n(r->arena, uint32_t, r->n + 1),
             *scratch = kr_new_n(r->arena, uint32_t, r->n + 1);
    if (!sorted || !scratch) return ask_no_memory(r->error);
    for (uint32_t i = 0; i < r->n; i++) sorted[i] = i;
    kr_sort(sorted, r->n, sizeof *sorted, by_link, r->items, scratch);
    for (uint32_t i = 1; i < r->n; i++)
        if (kr_str_eq(r->items[sorted[i - 1]].link_id, r->items[sorted[i]].link_id))
            return wrong(r, KR_E_INVALID, "ask.error.twice", r->items[sorted[i]].link_id);
    set->items = r->items;
    set->n_items = r->n;
    set->by_link = sorted;
    for (uint32_t i = 0; i < r->n; i++) {
        for (uint32_t k = 0; k < r->items[i].n_when; k++) {
            uint32_t asked = kr_ask_find(set, r->asked[i][k]);
            if (asked == KR_ASK_NOWHERE || !kr_ask_is_question(&r->items[asked]))
                return wrong(r, KR_E_INVALID, "ask.error.when", r->items[i].link_id);
            r->when[i][k].item = asked;
        }
    }
    return KR_OK;
}

static kr_err read_head(kr_ask_set *set, kr_arena *arena, const json_t *root, kr_error *error) {
    bool ok = true;
    set->id = ask_string(arena, root, "id", &ok);
    set->url = ask_string(arena, root, "url", &ok);
    set->version = ask_string(arena, root, "version", &ok);
    set->publisher = ask_string(arena, root, "publisher", &ok);
    set->copyright = ask_string(arena, root, "copyright", &ok);
    set->title = ask_words(arena, root, "title", &ok);
    set->description = ask_words(arena, root, "description", &ok);
    set->purpose = ask_words(arena, root, "purpose", &ok);
    json_int_t minutes =
        json_integer_value(json_object_get(ask_extension(root, ASK_MINUTES), "valueInteger"));
    set->minutes = minutes > 0 && minutes < 600 ? (uint32_t)minutes : 0;
    return ok ? KR_OK : kr_fail(error, KR_E_LIMIT, "ask.error.text", NULL, "title");
}

static kr_err read_root(kr_ask_set *set, kr_arena *arena, const json_t *root, kr_error *error) {
    reading r = {.arena = arena, .error = error};
    size_t n = count_items(json_object_get(root, "item"));
    if (n > KR_ASK_MOST_ITEMS) return kr_fail(error, KR_E_LIMIT, "ask.error.items", NULL, NULL);
    r.items = kr_new_n(arena, kr_ask_item, n + 1);
    r.when = kr_new_n(arena, kr_ask_when *, n + 1);
    r.asked = kr_new_n(arena, kr_str *, n + 1);
    if (!r.items || !r.when || !r.asked) return ask_no_memory(error);
    kr_err err = read_head(set, arena, root, error);
    if (err == KR_OK) err = read_items(&r, KR_ASK_NOWHERE, json_object_get(root, "item"));
    if (err == KR_OK && r.n == 0) err = kr_fail(error, KR_E_INVALID, "ask.error.empty", NULL, NULL);
    return err == KR_OK ? tie_together(&r, set) : err;
}

kr_err kr_ask_read(kr_ask_set **out, kr_arena *arena, kr_str bytes, kr_error *error) {
    json_t *root;
    kr_err err = ask_json_read(&root, bytes, "Questionnaire", error);
    if (err != KR_OK) return err;
    kr_ask_set *set = kr_new(arena, kr_ask_set);
    err = set ? read_root(set, arena, root, error) : ask_no_memory(error);
    if (err == KR_OK) {
        set->json = kr_arena_copy(arena, bytes);
        if (!set->json.ptr) err = ask_no_memory(error);
    }
    json_decref(root);
    if (err == KR_OK) *out = set;
    return err;
}
