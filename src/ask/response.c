/* A QuestionnaireResponse: read against its set, and written. */
#include "ask/inside.h"

typedef struct taking {
    kr_arena *arena;
    const kr_ask_set *set;
    kr_ask_answer *answers;
    size_t n, cap;
    uint32_t *instances; /* of each group so far */
    kr_error *error;
} taking;

static kr_err take(taking *t, const kr_ask_item *item, uint32_t turn, kr_str value, bool unknown) {
    if (t->n == t->cap) {
        size_t cap = t->cap ? t->cap * 2 : 64;
        kr_ask_answer *more = kr_arena_grow(t->arena, t->answers, t->cap * sizeof *more, cap * sizeof *more);
        if (!more) return ask_no_memory(t->error);
        t->answers = more;
        t->cap = cap;
    }
    if (t->n == KR_ASK_MOST_ANSWERS)
        return ask_fail(t->error, KR_E_LIMIT, "ask.error.answers", item->link_id);
    t->answers[t->n++] = (kr_ask_answer){item->link_id, turn, value, unknown};
    return KR_OK;
}

static kr_err take_items(taking *t, const json_t *list, uint32_t instance);

static bool is_unknown(const json_t *json) {
    const json_t *absent = ask_extension(json, ASK_ABSENT);
    return absent && json_is_string(json_object_get(absent, "valueCode"));
}

static kr_err take_question(taking *t, const kr_ask_item *item, const json_t *json, uint32_t instance) {
    const json_t *list = json_object_get(json, "answer");
    size_t n = json_array_size(list);
    uint32_t turn = (instance - 1) * KR_ASK_TURNS + 1;
    if (n > KR_ASK_TURNS || (n > 1 && !item->repeats))
        return ask_fail(t->error, KR_E_LIMIT, "ask.error.answers", item->link_id);
    if (n == 0 && is_unknown(json)) return take(t, item, turn, KR_NONE, true);
    for (size_t i = 0; i < n; i++) {
        const json_t *answer = json_array_get(list, i);
        kr_str value = KR_NONE;
        bool ok = true, there = ask_value_read(&value, t->arena, answer, "value", &ok);
        kr_err err = KR_OK;
        if (!ok || (there && !kr_ask_fits(item, value)))
            err = ask_fail(t->error, KR_E_INVALID, "ask.error.answer", item->link_id);
        else if (there)
            err = take(t, item, turn + (uint32_t)i, value, false);
        if (err == KR_OK) err = take_items(t, json_object_get(answer, "item"), instance);
        if (err != KR_OK) return err;
    }
    return KR_OK;
}

/* The depth of the JSON is limited, so this is as well. */
static kr_err take_items(taking *t, const json_t *list, uint32_t instance) {
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *json = json_array_get(list, i);
        const json_t *link = json_object_get(json, "linkId");
        if (!json_is_string(link)) return ask_fail(t->error, KR_E_INVALID, "ask.error.link", KR_NONE);
        uint32_t at = kr_ask_find(t->set, kr_str_n(json_string_value(link), json_string_length(link)));
        if (at == KR_ASK_NOWHERE) continue; /* stays in what was read */
        const kr_ask_item *item = &t->set->items[at];
        uint32_t here = instance;
        if (item->type == KR_ASK_GROUP && item->repeater == at) here = ++t->instances[at];
        if (here > KR_ASK_INSTANCES)
            return ask_fail(t->error, KR_E_LIMIT, "ask.error.answers", item->link_id);
        kr_err err = kr_ask_is_question(item) ? take_question(t, item, json, here) : KR_OK;
        if (err == KR_OK) err = take_items(t, json_object_get(json, "item"), here);
        if (err != KR_OK) return err;
    }
    return KR_OK;
}

static kr_err read_root(kr_ask_response *out, taking *t, const json_t *root) {
    bool ok = true;
    const json_t *source = json_object_get(root, "source");
    kr_str status = ask_string(t->arena, root, "status", &ok);
    kr_str kind = ask_string(t->arena, source, "type", &ok);
    out->questionnaire = ask_string(t->arena, root, "questionnaire", &ok);
    out->authored = ask_string(t->arena, root, "authored", &ok);
    out->completed = kr_str_is(status, "completed") || kr_str_is(status, "amended");
    out->by_other = kind.len > 0 && !kr_str_is(kind, "Patient");
    out->by_whom = out->by_other ? ask_string(t->arena, source, "display", &ok) : KR_NONE;
    if (!ok) return ask_fail(t->error, KR_E_LIMIT, "ask.error.text", KR_STR("source"));
    t->instances = kr_new_n(t->arena, uint32_t, t->set->n_items + 1);
    if (!t->instances) return ask_no_memory(t->error);
    kr_err err = take_items(t, json_object_get(root, "item"), 1);
    out->answers = t->answers;
    out->n_answers = t->n;
    return err;
}

kr_err kr_ask_read_response(kr_ask_response **out, kr_arena *arena, const kr_ask_set *set, kr_str bytes,
                            kr_error *error) {
    json_t *root;
    taking t = {.arena = arena, .set = set, .error = error};
    kr_err err = ask_json_read(&root, bytes, "QuestionnaireResponse", error);
    if (err != KR_OK) return err;
    kr_ask_response *response = kr_new(arena, kr_ask_response);
    err = response ? read_root(response, &t, root) : ask_no_memory(error);
    if (err == KR_OK) {
        response->json = kr_arena_copy(arena, bytes);
        if (!response->json.ptr) err = ask_no_memory(error);
    }
    json_decref(root);
    if (err == KR_OK) *out = response;
    return err;
}
