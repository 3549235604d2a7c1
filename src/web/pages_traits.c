/* The characteristics: what each one is, what is known of it here, of how many it is not known, with and
 * without those who do it as their work. */
#include "core/traits.h"

#include <stdio.h>

#include "web/pages_see.h"

#define NAMED 8

static kr_str named(const kr_page *page, const uint32_t *people, size_t count) {
    kr_buf names = kr_page_buf(page);
    kr_page_names(page, &names, people, count, NAMED);
    return count ? kr_page_text(&names) : KR_NONE;
}

/* "Volwassene en met pensioen": of variety which kinds there are, of likeness which one is shared. */
static kr_str kinds_of(const kr_page *page, const kr_trait_part *part) {
    kr_buf words = kr_page_buf(page);
    if (!part->kinds) return KR_NONE;
    kr_say_set(&words, page->lang, part->kinds, part->set);
    return kr_page_text(&words);
}

static void put_part(const kr_page *page, kr_model *array, const kr_trait_part *part, bool pairs, bool like) {
    kr_model *object = kr_add_object(array);
    kr_word_arg args[] = {KR_WORD_NUMBER("n", (int64_t)part->count), KR_WORD_NUMBER("of", (int64_t)part->of),
                          KR_WORD_TEXT("kinds", kinds_of(page, part))};
    kr_put_text(object, "label",
                part->list ? kr_page_choice(page, part->list, part->choice)
                           : kr_word(page->lang, part->label_key));
    kr_put_text(object, "names", named(page, part->people, part->n_people));
    kr_put_bool(object, "kinds", false);
    kr_put_bool(object, "count", false);
    if (part->kinds)
        kr_put_say(page->request, object, "kinds", like ? "trait.like" : "trait.kinds", args, KR_COUNT(args));
    else
        kr_put_say(page->request, object, "count", pairs ? "trait.pairs" : "trait.names", args, 1);
}

static void put_unknown(const kr_page *page, kr_model *object, const kr_trait *t, bool pairs) {
    kr_word_arg n = KR_WORD_NUMBER("n", (int64_t)t->unknown);
    kr_put_bool(object, "unknown", false);
    if (t->unknown)
        kr_put_say(page->request, object, "unknown", pairs ? "see.unknown.pairs" : "see.unknown", &n, 1);
}

/* Of these nothing was told and nothing was answered: they stand together in a few lines. */
static bool is_quiet(const kr_page *page, const kr_trait *t) {
    const kr_answer *answer = kr_page_answer(page, kr_str_z(t->key));
    return t->n_parts == 0 && !(answer && (answer->fits || answer->words.len));
}

static void put_trait(const kr_page *page, kr_model *array, const kr_trait *t) {
    kr_model *object = kr_add_object(array);
    bool pairs = strcmp(t->key, "trait.density") == 0, like = strcmp(t->key, "trait.likeness") == 0;
    char key[48];
    kr_put_text(object, "about", kr_str_z(t->key));
    kr_put_text(object, "name", kr_str_z(t->key + sizeof "trait." - 1));
    snprintf(key, sizeof key, "%s.title", t->key);
    kr_put_word(page->request, object, "label", key);
    snprintf(key, sizeof key, "%s.what", t->key);
    kr_put_word(page->request, object, "what", key);
    kr_model *parts = kr_put_array(object, "parts");
    for (size_t i = 0; i < t->n_parts; i++) put_part(page, parts, &t->parts[i], pairs, like);
    kr_put_bool(object, "has_parts", t->n_parts > 0);
    put_unknown(page, object, t, pairs);
    const kr_answer *answer = kr_page_answer(page, kr_str_z(t->key));
    kr_put_fits(page, object, answer);
    kr_put_bool(object, "answered", answer && (answer->fits || answer->words.len));
}

#define EVERYTHING UINT32_MAX

/* The groups, in addresses: one at a time, so that a page stays short; "alles" is all of them, for paper. */
static const struct {
    const char *name, *title;
} groups[] = {{"", "trait.group.six"},
              {"contact", "trait.group.contact"},
              {"steun", "trait.group.support"},
              {"buiten", "trait.group.outward"}};

static uint32_t chosen_group(kr_request *request) {
    kr_str wish = kr_query(request, "groep");
    if (kr_str_is(wish, "alles")) return EVERYTHING;
    for (uint32_t i = 1; i < KR_COUNT(groups); i++)
        if (kr_str_is(wish, groups[i].name)) return i;
    return 0;
}

static kr_str group_name(uint32_t group) {
    return kr_str_z(group == EVERYTHING ? "alles" : groups[group].name);
}

static kr_str address(const kr_page *page, uint32_t group, bool paid) {
    kr_buf path = kr_page_buf(page);
    kr_str name = group_name(group);
    kr_put(&path, kr_page_link(page, "/kenmerken", 0, ""));
    if (name.len) kr_put_z(&path, "?groep=");
    kr_put(&path, name);
    if (!paid) kr_put_z(&path, name.len ? "&zonder=1" : "?zonder=1");
    return kr_page_text(&path);
}

static void put_switch(const kr_page *page, uint32_t group, bool paid) {
    kr_model *array = kr_put_array(page->model, "switch");
    for (int without = 0; without < 2; without++) {
        kr_model *object = kr_add_object(array);
        kr_put_word(page->request, object, "label", without ? "trait.without" : "trait.with");
        kr_put_text(object, "href", address(page, group, !without));
        kr_put_bool(object, "on", paid == !without);
    }
    kr_put_bool(page->model, "without", !paid);
    kr_put_text(page->model, "chosen", group_name(group));
    array = kr_put_array(page->model, "choices");
    for (uint32_t i = 0; i <= KR_COUNT(groups); i++) {
        uint32_t one = i < KR_COUNT(groups) ? i : EVERYTHING;
        kr_model *object = kr_add_object(array);
        kr_put_word(page->request, object, "label", one == EVERYTHING ? "trait.all" : groups[i].title);
        kr_put_text(object, "href", address(page, one, paid));
        kr_put_bool(object, "on", one == group);
    }
}

/* A group: what is told one by one, the rest together. */
static void put_group(const kr_page *page, kr_model *array, const kr_trait *list, size_t count) {
    kr_model *object = kr_add_object(array);
    kr_put_word(page->request, object, "group", groups[list->group].title);
    kr_put_number(object, "nr", (int64_t)list->group);
    kr_model *traits = kr_put_array(object, "traits"), *quiet = kr_put_array(object, "quiet");
    for (size_t i = 0; i < count; i++) put_trait(page, is_quiet(page, &list[i]) ? quiet : traits, &list[i]);
    kr_put_bool(object, "has_traits", kr_model_count(traits) > 0);
    kr_put_bool(object, "has_quiet", kr_model_count(quiet) > 0);
}

kr_err kr_page_traits(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_page page;
    kr_trait *list;
    size_t count, next;
    kr_err err = kr_page_open(&page, request, reply, "title.traits", error);
    if (err) return err;
    bool paid = !kr_query(request, "zonder").len;
    uint32_t group = chosen_group(request);
    err = kr_traits(&list, &count, request->arena, &page.net, kr_date_of(request->local), paid);
    if (err) return kr_fail(error, err, "error.memory", "", "");
    put_switch(&page, group, paid);
    kr_model *array = kr_put_array(page.model, "groups");
    for (size_t i = 0; i < count; i = next) {
        for (next = i + 1; next < count && list[next].group == list[i].group;) next++;
        if (group == EVERYTHING || group == (uint32_t)list[i].group)
            put_group(&page, array, &list[i], next - i);
    }
    bool hidden = false;
    for (size_t i = 0; i < page.net.n; i++) hidden = hidden || kr_see_private(&page.net.alters[i]);
    kr_put_bool(page.model, "hidden", hidden);
    kr_put_bool(page.model, "empty", page.net.n == 0);
    return KR_OK;
}
