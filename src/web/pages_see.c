/* What stands out: one quiet sentence with names, one open question, and room for an answer in own words.
 * Three at a time: the most telling first, the rest by theme, and what was answered aside. */
#include "web/pages_see.h"

#include <stdio.h>

#include "draw/draw.h"

#define AT_ONCE 3
#define MOST    400

static kr_str page_word(void *context, const char *key) {
    const kr_page *page = context;
    return kr_word(page->lang, key);
}

kr_err kr_see_all(const kr_page *page, kr_observation **out, size_t *count) {
    return kr_observe(out, count, page->request->arena, &page->net, kr_date_of(page->request->local), MOST);
}

kr_str kr_see_about_of(const kr_page *page, const kr_observation *o) {
    kr_buf buf = kr_page_buf(page);
    kr_observation_about(&buf, o);
    return kr_page_text(&buf);
}

const kr_observation *kr_see_find(const kr_page *page, const kr_observation *list, size_t count,
                                  kr_str about) {
    for (size_t i = 0; about.len && i < count; i++)
        if (kr_str_eq(kr_see_about_of(page, &list[i]), about)) return &list[i];
    return NULL;
}

kr_str kr_see_said(const kr_page *page, const kr_observation *o, kr_notice_part part) {
    kr_buf out = kr_page_buf(page);
    kr_say_notice(&out, page->lang, &page->net, o, part);
    return kr_page_text(&out);
}

bool kr_see_aside(const kr_answer *answer) {
    return answer && (answer->fits == KR_fits_fits || answer->fits == KR_fits_not);
}

void kr_put_fits(const kr_page *page, kr_model *object, const kr_answer *answer) {
    const kr_choice_list *list = kr_list_of(KR_KIND_answer, KR_F_answer_fits);
    kr_put_choices(page->request, object, "fits", list, answer ? answer->fits : 0);
    kr_put_text(object, "words", answer ? answer->words : KR_NONE);
}

kr_err kr_put_look_picture(const kr_page *page, kr_model *object, const uint32_t *people, size_t count) {
    kr_buf svg = kr_page_buf(page);
    kr_err err = kr_atlas_svg(&svg, page->request->arena, &page->net, people, count, false, page_word,
                              (void *)(uintptr_t)page);
    if (err) return err;
    kr_put_markup(object, "picture_svg", kr_page_text(&svg));
    return KR_OK;
}

/* Behind "Hoe komen we hieraan?": the rule and the numbers. */
static void put_trace(const kr_page *page, kr_model *object, const kr_observation *o) {
    kr_put_text(object, "trace_looks", kr_see_said(page, o, KR_NOTICE_LOOKS));
    kr_put_text(object, "trace_when", kr_see_said(page, o, KR_NOTICE_WHEN));
    kr_put_text(object, "trace_count", kr_see_said(page, o, KR_NOTICE_COUNT));
    kr_put_text(object, "trace_not", kr_see_said(page, o, KR_NOTICE_NOT));
}

static kr_err put_look(const kr_page *page, kr_model *array, const kr_observation *o, size_t nr) {
    kr_model *object = kr_add_object(array);
    kr_str about = kr_see_about_of(page, o);
    kr_put_number(object, "nr", (int64_t)nr);
    kr_put_text(object, "about", about);
    kr_put_text(object, "look_title", kr_see_said(page, o, KR_NOTICE_TITLE));
    kr_put_text(object, "say", kr_see_said(page, o, KR_NOTICE_SAY));
    kr_put_text(object, "ask", kr_see_said(page, o, KR_NOTICE_ASK));
    kr_put_bool(object, "has_people", o->n_people > 0);
    kr_put_bool(object, "cards", strcmp(o->key, "see.prompts") == 0);
    put_trace(page, object, o);
    kr_put_fits(page, object, kr_page_answer(page, about));
    uint32_t *all = kr_new_n(page->request->arena, uint32_t, o->n_people + o->n_others);
    if (!all) return KR_E_MEMORY;
    for (size_t i = 0; i < o->n_people; i++) all[i] = o->people[i];
    for (size_t i = 0; i < o->n_others; i++) all[o->n_people + i] = o->others[i];
    return kr_put_look_picture(page, object, all, o->n_people + o->n_others);
}

/* -- which are shown -- */

typedef struct looking {
    kr_page page;
    kr_observation *list;
    size_t count;
    bool *aside, *later; /* per observation */
    kr_theme theme;
    bool in_theme, back; /* one theme; what was answered */
    size_t from;
} looking;

static kr_err sort_out(looking *l) {
    l->aside = kr_new_n(l->page.request->arena, bool, l->count);
    l->later = kr_new_n(l->page.request->arena, bool, l->count);
    if (!l->aside || !l->later) return KR_E_MEMORY;
    for (size_t i = 0; i < l->count; i++) {
        const kr_answer *answer = kr_page_answer(&l->page, kr_see_about_of(&l->page, &l->list[i]));
        l->aside[i] = kr_see_aside(answer);
        l->later[i] = l->aside[i] || (answer && answer->fits == KR_fits_later);
    }
    return KR_OK;
}

static bool find_theme(kr_str name, kr_theme *out) {
    for (unsigned t = 0; t < KR_THEME_COUNT; t++) {
        if (!kr_str_is(name, kr_theme_name((kr_theme)t))) continue;
        *out = (kr_theme)t;
        return true;
    }
    return false;
}

static void read_query(looking *l) {
    int64_t from;
    l->in_theme = find_theme(kr_query(l->page.request, "thema"), &l->theme);
    l->back = !l->in_theme && kr_query(l->page.request, "keek").len > 0;
    if (kr_str_int(kr_query(l->page.request, "vanaf"), &from) && from > 0 && from < MOST)
        l->from = (size_t)from;
}

/* Of one theme, what was put off behind the rest. */
static size_t of_theme(const looking *l, size_t *out) {
    size_t n = 0;
    for (int later = 0; later < 2; later++)
        for (size_t i = 0; i < l->count; i++)
            if (l->list[i].rule->theme == l->theme && !l->aside[i] && l->later[i] == (later == 1))
                out[n++] = i;
    return n;
}

static void theme_path(const kr_page *page, kr_model *object, const char *name, const char *theme,
                       size_t from) {
    char path[80];
    if (from)
        snprintf(path, sizeof path, "/opvalt?thema=%s&vanaf=%u", theme, (unsigned)from);
    else
        snprintf(path, sizeof path, "/opvalt?thema=%s", theme);
    kr_put_text(object, name, kr_page_link(page, path, 0, ""));
}

static kr_err put_looks(looking *l) {
    kr_page *page = &l->page;
    size_t *chosen = kr_new_n(page->request->arena, size_t, l->count + AT_ONCE), n;
    if (!chosen) return KR_E_MEMORY;
    if (l->in_theme)
        n = of_theme(l, chosen);
    else
        n = l->back ? 0 : kr_observe_first(chosen, AT_ONCE, l->list, l->count, l->later);
    if (l->from >= n) l->from = 0;
    size_t upto = l->from + AT_ONCE < n ? l->from + AT_ONCE : n;
    kr_model *looks = kr_put_array(page->model, "looks");
    for (size_t i = l->from; i < upto; i++) {
        kr_err err = put_look(page, looks, &l->list[chosen[i]], i);
        if (err) return err;
    }
    kr_put_bool(page->model, "has_looks", n > 0);
    kr_put_bool(page->model, "next", false);
    kr_put_bool(page->model, "previous", false);
    if (upto < n) theme_path(page, page->model, "next", kr_theme_name(l->theme), upto);
    if (l->from)
        theme_path(page, page->model, "previous", kr_theme_name(l->theme),
                   l->from > AT_ONCE ? l->from - AT_ONCE : 0);
    kr_put_text(page->model, "theme", l->in_theme ? kr_str_z(kr_theme_name(l->theme)) : KR_NONE);
    kr_put_number(page->model, "from", (int64_t)l->from);
    return KR_OK;
}

/* The themes in which there is something left to look at. */
static void put_themes(looking *l) {
    kr_page *page = &l->page;
    kr_model *themes = kr_put_array(page->model, "themes");
    for (unsigned t = 0; t < KR_THEME_COUNT; t++) {
        bool any = false;
        for (size_t i = 0; i < l->count; i++) any = any || (l->list[i].rule->theme == t && !l->aside[i]);
        bool current = l->in_theme && l->theme == t;
        if (!any && !current) continue;
        kr_model *theme = kr_add_object(themes);
        char key[48];
        snprintf(key, sizeof key, "see.theme.%s", kr_theme_name((kr_theme)t));
        kr_put_word(page->request, theme, "label", key);
        theme_path(page, theme, "href", kr_theme_name((kr_theme)t), 0);
        kr_put_bool(theme, "current", current);
        if (current) kr_put_word(page->request, page->model, "theme_label", key);
    }
    if (!l->in_theme) kr_put_bool(page->model, "theme_label", false);
    kr_put_bool(page->model, "has_themes", kr_model_count(themes) > 0);
}

/* -- what was looked at already -- */

const kr_rule *kr_see_rule(kr_str about) {
    const kr_rule *rules[128];
    kr_str key;
    size_t n = kr_rules(rules, KR_COUNT(rules));
    (void)kr_str_cut(about, ':', &key);
    for (size_t i = 0; i < n && i < KR_COUNT(rules); i++)
        if (kr_str_is(key, rules[i]->key)) return rules[i];
    return NULL;
}

/* One that does not speak any more is there by its theme: own words never go away by themselves. */
static void put_answered(looking *l, kr_model *array, const kr_answer *answer, const kr_rule *rule) {
    kr_page *page = &l->page;
    const kr_observation *o = kr_see_find(page, l->list, l->count, answer->about);
    kr_model *object = kr_add_object(array);
    char key[48];
    snprintf(key, sizeof key, "see.theme.%s", kr_theme_name((kr_theme)rule->theme));
    kr_put_number(object, "nr", (int64_t)kr_model_count(array));
    kr_put_text(object, "about", answer->about);
    kr_put_text(object, "look_title", o ? kr_see_said(page, o, KR_NOTICE_TITLE) : kr_word(page->lang, key));
    kr_put_text(object, "say", o ? kr_see_said(page, o, KR_NOTICE_SAY) : KR_NONE);
    kr_put_text(object, "ask", o ? kr_see_said(page, o, KR_NOTICE_ASK) : KR_NONE);
    kr_put_text(object, "answer",
                kr_page_choice(page, kr_list_of(KR_KIND_answer, KR_F_answer_fits), answer->fits));
    kr_put_text(object, "words", answer->words);
}

static void put_aside(looking *l) {
    const kr_circle *circle = l->page.request->view.circle;
    kr_model *array = kr_put_array(l->page.model, "aside");
    size_t n = 0;
    for (size_t i = circle->n_answers; i > 0; i--) {
        const kr_answer *answer = &circle->answers[i - 1];
        const kr_rule *rule = answer->gone || !kr_see_aside(answer) ? NULL : kr_see_rule(answer->about);
        if (!rule) continue;
        n++;
        if (l->back) put_answered(l, array, answer, rule);
    }
    kr_put_bool(l->page.model, "has_aside", n > 0);
    kr_put_bool(l->page.model, "back", l->back);
}

kr_err kr_page_see(kr_request *request, kr_reply *reply, kr_error *error) {
    looking l = {0};
    kr_err err = kr_page_open(&l.page, request, reply, "title.see", error);
    if (err) return err;
    err = kr_see_all(&l.page, &l.list, &l.count);
    if (!err) err = sort_out(&l);
    read_query(&l);
    if (!err) err = put_looks(&l);
    if (err) return kr_fail(error, err, "error.memory", "", "");
    put_themes(&l);
    put_aside(&l);
    kr_put_bool(l.page.model, "first", !l.in_theme && !l.back);
    kr_put_bool(l.page.model, "empty", l.page.net.n == 0);
    if (!l.in_theme && !l.back)
        kr_put_wing(&l.page);
    else
        kr_put_bool(l.page.model, "has_wing", false);
    return KR_OK;
}

/* -- the people of one observation, large and by name -- */

kr_err kr_page_see_drawing(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_page page;
    kr_observation *list;
    size_t count;
    kr_err err = kr_page_open(&page, request, reply, "title.see", error);
    if (err) return err;
    err = kr_see_all(&page, &list, &count);
    if (err) return kr_fail(error, err, "error.memory", "", "");
    const kr_observation *o = kr_see_find(&page, list, count, kr_query(request, "bij"));
    if (!o) { /* it does not speak any more */
        kr_go(request, reply, "/opvalt", NULL);
        return KR_OK;
    }
    kr_put_text(page.model, "look_title", kr_see_said(&page, o, KR_NOTICE_TITLE));
    kr_put_text(page.model, "say", kr_see_said(&page, o, KR_NOTICE_SAY));
    kr_put_text(page.model, "ask", kr_see_said(&page, o, KR_NOTICE_ASK));
    kr_model *people = kr_put_array(page.model, "people");
    uint32_t *all = kr_new_n(request->arena, uint32_t, o->n_people + o->n_others);
    if (!all) return kr_fail(error, KR_E_MEMORY, "error.memory", "", "");
    for (size_t i = 0; i < o->n_people + o->n_others; i++) {
        all[i] = i < o->n_people ? o->people[i] : o->others[i - o->n_people];
        kr_put_face(&page, kr_add_object(people), &page.net.alters[all[i]]);
    }
    kr_buf svg = kr_page_buf(&page);
    err =
        kr_atlas_svg(&svg, request->arena, &page.net, all, o->n_people + o->n_others, true, page_word, &page);
    if (err) return kr_fail(error, err, "error.memory", "", "");
    kr_put_markup(page.model, "picture_svg", kr_page_text(&svg));
    kr_page_flow(request, page.model, "/opvalt", "see.back");
    return KR_OK;
}

const kr_route kr_routes_see[] = {
    {"GET", "/kring/:circle/opvalt", KR_SHARED, false, kr_page_see, "see", KR_PART_FEEL, 0, 0},
    {"POST", "/kring/:circle/opvalt", KR_SHARED, true, kr_page_answer_save, NULL, KR_PART_FEEL, 0,
     KR_RIGHT_ADD},
    {"GET", "/kring/:circle/opvalt/tekening", KR_SHARED, false, kr_page_see_drawing, "see-drawing",
     KR_PART_FEEL, 0, 0},
    {"GET", "/kring/:circle/kenmerken", KR_SHARED, false, kr_page_traits, "traits", KR_PART_FEEL, 0, 0},
    {"GET", "/kring/:circle/naast", KR_SHARED, false, kr_page_beside, "beside", KR_PART_WISH, 0, 0},
    {0},
};
