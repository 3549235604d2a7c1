/* Who could introduce me: choose a goal, and read who knows whom on the way there. */
#include "core/intro.h"

#include "core/utf8.h"
#include "draw/paths.h"
#include "web/pages_whatif.h"

#define INTERESTS 60

typedef struct asking {
    kr_page page;
    kr_ways ways;
    kr_goal goal;
    kr_str word;        /* how the goal is called within a sentence */
    bool chosen, thing; /* thing: a place or a group */
    kr_intro found[KR_INTRO_MOST];
    size_t n;
} asking;

static bool is_thing(const kr_alter *a) {
    return a->person->what == KR_what_place || a->person->what == KR_what_group;
}

/* -- what one can ask for
 * ---------------------------------------------------------------------------------------------- */

static void put_option(const kr_page *page, kr_model *list, const char *sort, kr_str value, kr_str label,
                       bool checked) {
    kr_model *one = kr_add_object(list);
    kr_buf code = kr_page_buf(page);
    kr_put_z(&code, sort);
    kr_put(&code, value);
    kr_put_text(one, "value", kr_page_text(&code));
    kr_put_text(one, "label", label);
    kr_put_bool(one, "checked", checked);
}

static void put_people(asking *a, bool things, const char *name) {
    const kr_page *page = &a->page;
    kr_model *list = kr_put_array(page->model, name);
    for (size_t i = 0; i < page->net.n; i++) {
        const kr_alter *alter = &page->net.alters[i];
        char digits[17];
        if (is_thing(alter) != things || !kr_intro_goal(&page->net, &a->ways, i)) continue;
        kr_id_text(alter->person->id, digits);
        put_option(page, list, "", kr_str_z(digits), alter->person->name,
                   a->goal.who && a->goal.who == alter->person->id);
    }
}

static void put_domains(asking *a) {
    const kr_page *page = &a->page;
    const kr_choice_list *list = kr_list_of(KR_KIND_person, KR_F_person_domain);
    kr_model *options = kr_put_array(page->model, "domains");
    for (size_t d = 0; d < list->count; d++) {
        bool any = false;
        for (size_t i = 0; i < page->net.n; i++)
            any = any || kr_domains_of(&page->net.alters[i]) >> list->choices[d].number & 1;
        if (any)
            put_option(page, options, "d:", kr_str_z(list->choices[d].name),
                       kr_page_choice(page, list, list->choices[d].number),
                       a->goal.domain == list->choices[d].number);
    }
}

static bool same_words(kr_str a, kr_str b) {
    return kr_utf8_collate(a, b) == 0 || kr_str_eq(a, b);
}

/* What people around can do, each once, in the order of the alphabet. */
static void put_interests(asking *a) {
    const kr_page *page = &a->page;
    kr_str all[INTERESTS];
    size_t n = 0;
    for (size_t i = 0; i < page->net.n; i++) {
        kr_str rest = page->net.alters[i].person->talents, part;
        if (!(a->ways.may[i] & KR_MAY_ASK)) continue;
        while (rest.len && n < INTERESTS) {
            rest = kr_str_cut(rest, ',', &part);
            part = kr_str_trim(part);
            size_t at = 0;
            if (!part.len || part.len > 60) continue;
            while (at < n && kr_utf8_collate(all[at], part) < 0) at++;
            if (at < n && same_words(all[at], part)) continue;
            memmove(&all[at + 1], &all[at], (n - at) * sizeof *all);
            all[at] = part;
            n++;
        }
    }
    kr_model *options = kr_put_array(page->model, "interests");
    for (size_t i = 0; i < n; i++)
        put_option(page, options, "t:", all[i], all[i],
                   same_words(all[i], a->goal.words) && a->goal.words.len);
}

/* "0123...", "d:culture" or "t:zingen"; what the person typed goes before. */
static void read_goal(asking *a) {
    const kr_page *page = &a->page;
    kr_str value = kr_query(page->request, "naar"), typed = kr_str_trim(kr_query(page->request, "iets"));
    typed = kr_utf8_head(typed, 60);
    if (typed.len) {
        a->goal.words = typed;
    } else if (kr_str_starts(value, KR_STR("t:"))) {
        a->goal.words = kr_utf8_head(kr_str_n(value.ptr + 2, value.len - 2), 60);
    } else if (kr_str_starts(value, KR_STR("d:"))) {
        const kr_choice_list *list = kr_list_of(KR_KIND_person, KR_F_person_domain);
        a->goal.domain = (uint8_t)kr_choice_named(list, kr_str_n(value.ptr + 2, value.len - 2));
        a->word = kr_page_choice_low(page, list, a->goal.domain);
    } else {
        size_t at = kr_id_parse(value, &a->goal.who) ? kr_network_index(&page->net, a->goal.who) : SIZE_MAX;
        const kr_alter *alter = at == SIZE_MAX ? NULL : &page->net.alters[at];
        if (!alter) a->goal.who = 0;
        a->word = alter ? alter->person->name : KR_NONE;
        a->thing = alter && is_thing(alter);
    }
    if (a->goal.words.len) a->word = a->goal.words;
    a->chosen = a->goal.who || a->goal.domain || a->goal.words.len;
}

/* -- the ways
 * ------------------------------------------------------------------------------------------------------- */

static const kr_alter *alter_of(const asking *a, const kr_intro *intro, size_t step) {
    return &a->page.net.alters[intro->steps[step].who];
}

/* "Truus kent Piet", "Piet komt bij De Linde", "Bij De Linde komt Gerrit ook". */
static const char *step_key(const asking *a, const kr_intro *intro, size_t i) {
    static const char *const keys[] = {NULL,
                                       "intro.step.knows",
                                       "intro.step.family",
                                       "intro.step.friends",
                                       "intro.step.colleagues",
                                       "intro.step.carers",
                                       "intro.step.comes",
                                       "intro.step.area"};
    uint8_t kind = intro->steps[i].kind;
    if (kind == KR_WAY_COMES && is_thing(alter_of(a, intro, i - 1)))
        return is_thing(alter_of(a, intro, i)) ? "intro.step.both" : "intro.step.there";
    if (kind == KR_WAY_COMES && alter_of(a, intro, i)->person->what == KR_what_group)
        return "intro.step.group";
    return keys[kind];
}

static void put_line(const asking *a, kr_model *lines, const char *key, kr_str from, kr_str to) {
    kr_word_arg args[] = {KR_WORD_TEXT("via", from), KR_WORD_TEXT("to", to), KR_WORD_TEXT("word", a->word)};
    kr_put_say(a->page.request, kr_add_object(lines), "line", key, args, KR_COUNT(args));
}

static void put_steps(const asking *a, kr_model *object, const kr_intro *intro) {
    kr_model *lines = kr_put_array(object, "lines"), *faces = kr_put_array(object, "faces");
    const kr_alter *first = alter_of(a, intro, 0), *last = alter_of(a, intro, intro->n - 1);
    if (intro->n == 1)
        put_line(a, lines, is_thing(first) ? "intro.self.place" : "intro.self", first->person->name, KR_NONE);
    else if (is_thing(first))
        put_line(a, lines, "intro.step.you", first->person->name, KR_NONE);
    for (size_t i = 0; i < intro->n; i++) {
        kr_put_face(&a->page, kr_add_object(faces), alter_of(a, intro, i));
        if (i)
            put_line(a, lines, step_key(a, intro, i), alter_of(a, intro, i - 1)->person->name,
                     alter_of(a, intro, i)->person->name);
    }
    if (intro->n > 1 && !a->goal.who) put_line(a, lines, "intro.end", last->person->name, KR_NONE);
}

static void put_way(const asking *a, kr_model *array, const kr_intro *intro, size_t nr) {
    kr_model *object = kr_add_object(array);
    const kr_alter *first = alter_of(a, intro, 0);
    bool thing = is_thing(first);
    kr_word_arg args[] = {KR_WORD_TEXT("via", first->person->name), KR_WORD_TEXT("word", a->word)};
    kr_put_number(object, "nr", (int64_t)nr + 1);
    kr_put_say(a->page.request, object, "label", thing ? "intro.through.place" : "intro.through", args, 2);
    put_steps(a, object, intro);
    const char *wish = thing          ? "intro.wish.place"
                       : !a->goal.who ? "intro.wish.word"
                       : a->thing     ? "intro.wish.along"
                                      : "intro.wish.who";
    kr_put_say(a->page.request, object, "wish", wish, args, 2);
    kr_put_say(a->page.request, object, "ask", thing ? "intro.ask.place" : "intro.ask", args, 2);
}

static kr_err put_picture(asking *a) {
    kr_path paths[KR_INTRO_MOST];
    kr_buf svg = kr_page_buf(&a->page);
    for (size_t i = 0; i < a->n; i++) {
        uint32_t *who = kr_new_n(a->page.request->arena, uint32_t, a->found[i].n + 1);
        if (!who) return KR_E_MEMORY;
        for (size_t k = 0; k < a->found[i].n; k++) who[k] = a->found[i].steps[k].who;
        paths[i] = (kr_path){who, a->found[i].n};
    }
    kr_err err =
        kr_paths_svg(&svg, a->page.request->arena, &a->page.net, paths, a->n, kr_ahead_word, &a->page);
    if (err == KR_OK) kr_put_markup(a->page.model, "picture_svg", kr_page_text(&svg));
    return err;
}

/* With whom there is contact already needs no introduction; the ways may help all the same. */
static void put_heading(asking *a) {
    kr_word_arg args[] = {KR_WORD_TEXT("word", a->word)};
    size_t goal = a->goal.who ? kr_network_index(&a->page.net, a->goal.who) : SIZE_MAX;
    bool direct = goal != SIZE_MAX && a->ways.may[goal] & KR_OWN_CONTACT;
    kr_put_say(a->page.request, a->page.model, "heading",
               a->goal.who ? "intro.heading" : "intro.heading.word", args, 1);
    kr_put_say(a->page.request, a->page.model, "none", "intro.none", args, 1);
    kr_put_text(a->page.model, "opens", a->thing ? a->page.net.alters[goal].person->opens_door : KR_NONE);
    kr_put_bool(a->page.model, "direct", false);
    if (direct)
        kr_put_say(a->page.request, a->page.model, "direct", a->thing ? "intro.direct.place" : "intro.direct",
                   args, 1);
}

kr_err kr_page_intro(kr_request *request, kr_reply *reply, kr_error *error) {
    asking a = {0};
    kr_err err = kr_page_open(&a.page, request, reply, "title.intro", error);
    if (err != KR_OK) return err;
    read_goal(&a);
    err = kr_ways_make(&a.ways, request->arena, &a.page.net);
    if (err == KR_OK && a.chosen)
        err = kr_intro_find(a.found, &a.n, request->arena, &a.page.net, &a.ways, &a.goal);
    if (err == KR_OK) err = put_picture(&a);
    if (err != KR_OK) return kr_fail(error, err, "error.memory", "", "");
    put_people(&a, true, "places");
    put_people(&a, false, "people");
    put_domains(&a);
    put_interests(&a);
    kr_put_text(a.page.model, "typed", kr_query(request, "iets"));
    kr_put_bool(a.page.model, "has_people", a.page.net.n > 0);
    kr_put_bool(a.page.model, "chosen", a.chosen);
    kr_model *list = kr_put_array(a.page.model, "paths");
    for (size_t i = 0; i < a.n; i++) put_way(&a, list, &a.found[i], i);
    kr_put_bool(a.page.model, "has_paths", a.n > 0);
    if (a.chosen) put_heading(&a);
    return KR_OK;
}
