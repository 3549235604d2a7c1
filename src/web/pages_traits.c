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

static void put_switch(const kr_page *page, bool paid) {
    kr_model *array = kr_put_array(page->model, "switch");
    for (int without = 0; without < 2; without++) {
        kr_model *object = kr_add_object(array);
        kr_put_word(page->request, object, "label", without ? "trait.without" : "trait.with");
        kr_put_text(object, "href",
                    kr_page_link(page, without ? "/kenmerken?zonder=1" : "/kenmerken", 0, ""));
        kr_put_bool(object, "on", paid == !without);
    }
    kr_put_bool(page->model, "without", !paid);
}

kr_err kr_page_traits(kr_request *request, kr_reply *reply, kr_error *error) {
    static const char *const groups[] = {"trait.group.six", "trait.group.contact", "trait.group.support",
                                         "trait.group.outward"};
    kr_page page;
    kr_trait *list;
    size_t count;
    kr_err err = kr_page_open(&page, request, reply, "title.traits", error);
    if (err) return err;
    bool paid = !kr_query(request, "zonder").len;
    err = kr_traits(&list, &count, request->arena, &page.net, kr_date_of(request->local), paid);
    if (err) return kr_fail(error, err, "error.memory", "", "");
    put_switch(&page, paid);
    kr_model *array = kr_put_array(page.model, "groups"), *traits = NULL;
    for (size_t i = 0; i < count; i++) {
        if (i == 0 || list[i].group != list[i - 1].group) {
            kr_model *group = kr_add_object(array);
            kr_put_word(request, group, "group", groups[list[i].group]);
            kr_put_number(group, "nr", (int64_t)list[i].group);
            traits = kr_put_array(group, "traits");
        }
        put_trait(&page, traits, &list[i]);
    }
    bool hidden = false;
    for (size_t i = 0; i < page.net.n; i++) hidden = hidden || kr_see_private(&page.net.alters[i]);
    kr_put_bool(page.model, "hidden", hidden);
    kr_put_bool(page.model, "empty", page.net.n == 0);
    return KR_OK;
}
