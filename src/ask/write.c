/* Answers as a QuestionnaireResponse, put into the one they came from: what was in it and is unknown here
 * stays. */
#include "ask/inside.h"

typedef struct writing {
    kr_arena *arena;
    const kr_ask_filled *filled;
    bool failed;
} writing;

static bool set(writing *w, json_t *object, const char *name, json_t *value) {
    bool ok = value && json_object_set_new(object, name, value) == 0;
    if (!ok) w->failed = true;
    return ok;
}

static json_t *text_of(kr_str text) {
    return json_stringn(text.ptr, text.len);
}

/* The nth item with this linkId in the old response. */
static const json_t *old_item(const json_t *list, kr_str link_id, uint32_t nth) {
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *one = json_array_get(list, i), *link = json_object_get(one, "linkId");
        if (!json_is_string(link)) continue;
        if (!kr_str_eq(kr_str_n(json_string_value(link), json_string_length(link)), link_id)) continue;
        if (--nth == 0) return one;
    }
    return NULL;
}

/* An answer of the old response that says the same, with all that hangs on it. */
static json_t *one_answer(writing *w, const kr_ask_item *item, const json_t *old, kr_str value) {
    for (size_t i = 0; i < json_array_size(old); i++) {
        const json_t *one = json_array_get(old, i);
        kr_str before = KR_NONE;
        bool ok = true;
        if (!ask_value_read(&before, w->arena, one, "value", &ok) || !kr_str_eq(before, value)) continue;
        json_t *copy = json_deep_copy(one);
        if (copy) json_object_del(copy, "item");
        return copy;
    }
    return ask_value_write(item, value);
}

static bool put_unknown(writing *w, json_t *object) {
    if (ask_extension(object, ASK_ABSENT)) return true;
    json_t *list = json_object_get(object, "extension");
    if (!json_is_array(list) && set(w, object, "extension", json_array()))
        list = json_object_get(object, "extension");
    json_t *absent = json_object();
    if (!list || !absent) {
        json_decref(absent);
        w->failed = true;
        return false;
    }
    bool ok = set(w, absent, "url", json_string(ASK_ABSENT)) &&
              set(w, absent, "valueCode", json_string("asked-unknown"));
    if (json_array_append_new(list, absent) != 0) w->failed = true;
    return ok;
}

static void drop_unknown(json_t *object) {
    json_t *list = json_object_get(object, "extension");
    for (size_t i = json_array_size(list); i > 0; i--) {
        const char *url = json_string_value(json_object_get(json_array_get(list, i - 1), "url"));
        if (url && strcmp(url, ASK_ABSENT) == 0) json_array_remove(list, i - 1);
    }
    if (list && json_array_size(list) == 0) json_object_del(object, "extension");
}

static json_t *items_of(writing *w, uint32_t parent, uint32_t instance, const json_t *old);

/* Answers of one question; what is asked below it stands in the first. */
static bool put_answers(writing *w, json_t *object, uint32_t at, uint32_t instance, const json_t *old) {
    const kr_ask_item *item = &w->filled->set->items[at];
    size_t n;
    const kr_ask_answer *answers = kr_ask_answers(w->filled, at, instance, &n);
    json_object_del(object, "answer");
    drop_unknown(object);
    if (n == 0) return false;
    if (answers[0].unknown) return put_unknown(w, object);
    json_t *list = json_array();
    for (size_t i = 0; list && i < n; i++) {
        json_t *one = one_answer(w, item, json_object_get(old, "answer"), answers[i].value);
        if (!one || json_array_append_new(list, one) != 0) w->failed = true;
    }
    if (!set(w, object, "answer", list)) return true;
    const json_t *below = json_object_get(json_array_get(json_object_get(old, "answer"), 0), "item");
    json_t *more = items_of(w, at, instance, below);
    json_t *first = json_array_get(list, 0);
    if (json_array_size(more) > 0 && first)
        set(w, first, "item", more);
    else
        json_decref(more);
    return true;
}

static void put_item(writing *w, json_t *list, uint32_t at, uint32_t instance, uint32_t nth,
                     const json_t *old) {
    const kr_ask_item *item = &w->filled->set->items[at];
    const json_t *before = old_item(old, item->link_id, nth);
    if (item->type == KR_ASK_DISPLAY || !kr_ask_on(w->filled, at, instance)) return;
    json_t *object = before ? json_deep_copy(before) : json_object();
    bool full = false;
    if (!object) {
        w->failed = true;
        return;
    }
    set(w, object, "linkId", text_of(item->link_id));
    if (!before && item->text.in[0].len) set(w, object, "text", text_of(item->text.in[0]));
    if (item->type == KR_ASK_GROUP) {
        json_t *below = items_of(w, at, instance, json_object_get(before, "item"));
        full = json_array_size(below) > 0;
        if (full)
            set(w, object, "item", below);
        else
            json_decref(below);
    } else {
        full = put_answers(w, object, at, instance, before);
    }
    if (!full)
        json_decref(object);
    else if (json_array_append_new(list, object) != 0)
        w->failed = true;
}

/* Items that this set does not know go along as they are. */
static void put_strangers(writing *w, json_t *list, const json_t *old) {
    for (size_t i = 0; i < json_array_size(old); i++) {
        const json_t *one = json_array_get(old, i), *link = json_object_get(one, "linkId");
        kr_str id = kr_str_n(json_string_value(link), json_string_length(link));
        if (!json_is_string(link) || kr_ask_find(w->filled->set, id) != KR_ASK_NOWHERE) continue;
        json_t *copy = json_deep_copy(one);
        if (!copy || json_array_append_new(list, copy) != 0) w->failed = true;
    }
}

static json_t *items_of(writing *w, uint32_t parent, uint32_t instance, const json_t *old) {
    const kr_ask_set *all = w->filled->set;
    uint32_t at = parent == KR_ASK_NOWHERE ? 0 : parent + 1;
    uint32_t end = parent == KR_ASK_NOWHERE ? all->n_items : all->items[parent].end;
    json_t *list = json_array();
    if (!list) {
        w->failed = true;
        return NULL;
    }
    for (; at < end; at = all->items[at].end) {
        bool many = all->items[at].type == KR_ASK_GROUP && all->items[at].repeater == at;
        uint32_t n = many ? kr_ask_instances(w->filled, at) : 1;
        for (uint32_t g = 1; g <= n; g++) put_item(w, list, at, many ? g : instance, g, old);
    }
    put_strangers(w, list, old);
    return list;
}

static void put_head(writing *w, json_t *root, const kr_ask_response *response) {
    set(w, root, "resourceType", json_string("QuestionnaireResponse"));
    if (response->questionnaire.len) set(w, root, "questionnaire", text_of(response->questionnaire));
    set(w, root, "status", json_string(response->completed ? "completed" : "in-progress"));
    if (response->authored.len) set(w, root, "authored", text_of(response->authored));
    json_t *source = json_object_get(root, "source");
    if (!source && set(w, root, "source", json_object())) source = json_object_get(root, "source");
    if (!json_is_object(source)) return;
    const char *type = json_string_value(json_object_get(source, "type"));
    bool other = type && strcmp(type, "Patient") != 0;
    if (!type || other != response->by_other)
        set(w, source, "type", json_string(response->by_other ? "RelatedPerson" : "Patient"));
    if (response->by_other && response->by_whom.len) set(w, source, "display", text_of(response->by_whom));
}

static int into_buf(const char *bytes, size_t size, void *context) {
    kr_buf *out = context;
    kr_put(out, kr_str_n(bytes, size));
    return out->err == KR_OK ? 0 : -1;
}

kr_err kr_ask_write(kr_buf *out, kr_arena *arena, const kr_ask_filled *filled,
                    const kr_ask_response *response) {
    writing w = {.arena = arena, .filled = filled};
    json_t *root = NULL;
    kr_error ignored;
    if (response->json.len) {
        kr_err err = ask_json_read(&root, response->json, "QuestionnaireResponse", &ignored);
        if (err == KR_E_MEMORY) return err;
        if (err != KR_OK) root = NULL;
    }
    json_t *fresh = root ? root : json_object();
    if (!fresh) return KR_E_MEMORY;
    json_t *old = json_incref(json_object_get(fresh, "item"));
    put_head(&w, fresh, response);
    json_t *items = items_of(&w, KR_ASK_NOWHERE, 1, old);
    if (json_array_size(items) > 0) {
        set(&w, fresh, "item", items);
    } else {
        json_decref(items);
        json_object_del(fresh, "item");
    }
    json_decref(old);
    if (!w.failed && json_dump_callback(fresh, into_buf, out, JSON_INDENT(2)) != 0) w.failed = true;
    kr_put_c(out, '\n');
    json_decref(fresh);
    return w.failed ? KR_E_MEMORY : KR_OK;
}
