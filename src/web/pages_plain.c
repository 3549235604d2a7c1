/* Plain mode: large, one thing at a time. What is answered here goes into the same fields as everywhere, so
 * that every other drawing shows it. */
#include <stdio.h>

#include "draw/plain.h"
#include "web/engine.h"
#include "web/pages_life.h"

#define CARDS 6 /* people on one page */

static kr_str page_word(void *context, const char *key) {
    const kr_page *page = context;
    return kr_word(page->lang, key);
}

void kr_put_icon_svg(const kr_page *page, kr_model *object, const char *name, const char *icon) {
    const kr_icon *found = icon ? kr_icon_named(kr_str_z(icon)) : NULL;
    kr_buf svg = kr_page_buf(page);
    if (found) kr_put_icon(&svg, found);
    if (found)
        kr_put_markup(object, name, kr_page_text(&svg));
    else
        kr_put_bool(object, name, false);
}

/* Every page here begins like this: the icons that buttons share, and the way back. */
static kr_err begin(kr_page *page, kr_request *request, kr_reply *reply, const char *back, kr_error *error) {
    static const char *const icons[][2] = {
        {"people_svg", "people"},   {"plus_svg", "plus"},     {"ask_svg", "happy"},
        {"look_svg", "look"},       {"stop_svg", "stop"},     {"back_svg", "back"},
        {"forward_svg", "forward"}, {"pencil_svg", "pencil"}, {"question_svg", "question"},
        {"yes_svg", "yes"},         {"photo_svg", "photo"}};
    kr_err err = kr_page_open(page, request, reply, "title.plain", error);
    if (err) return err;
    for (size_t i = 0; i < KR_COUNT(icons); i++) kr_put_icon_svg(page, page->model, icons[i][0], icons[i][1]);
    kr_page_flow(request, page->model, back, back[0] ? "plain.back" : "contact.back");
    return KR_OK;
}

static void put_portrait(const kr_page *page, kr_model *object, const kr_alter *alter) {
    const kr_icon *icon = kr_plain_icon_of(alter->person);
    kr_put_face(page, object, alter);
    kr_put_icon_svg(page, object, "pic_svg", icon ? icon->name : NULL);
    kr_put_text(object, "link", kr_page_link(page, "/eenvoudig/mensen/", alter->person->id, ""));
}

static const kr_alter *asked(const kr_page *page) {
    kr_id id;
    if (!kr_id_parse(page->request->params[1], &id)) return NULL;
    size_t at = kr_network_index(&page->net, id);
    return at == SIZE_MAX ? NULL : &page->net.alters[at];
}

kr_err kr_page_plain(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_page page;
    kr_err err = begin(&page, request, reply, "", error);
    if (err) return err;
    kr_put_bool(page.model, "has_people", page.net.n > 0);
    kr_put_bool(page.model, "stopped", kr_query(request, "stop").len > 0);
    return KR_OK;
}

/* -- people -- */

static size_t asked_number(const kr_request *request, const char *name) {
    int64_t n;
    if (!kr_str_int(kr_query(request, name), &n) || n < 1 || n > 100000) return 1;
    return (size_t)n;
}

static void put_turn(const kr_page *page, const char *name, const char *path, size_t sheet, bool there) {
    char where[80];
    snprintf(where, sizeof where, "%s%u", path, (unsigned)sheet);
    if (there)
        kr_put_text(page->model, name, kr_page_link(page, where, 0, ""));
    else
        kr_put_bool(page->model, name, false);
}

kr_err kr_page_plain_people(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_page page;
    kr_err err = begin(&page, request, reply, "/eenvoudig", error);
    if (err) return err;
    size_t sheet = asked_number(request, "blad"), sheets = (page.net.n + CARDS - 1) / CARDS;
    if (sheet > sheets) sheet = sheets ? sheets : 1;
    kr_model *people = kr_put_array(page.model, "people");
    for (size_t i = (sheet - 1) * CARDS; i < page.net.n && i < sheet * CARDS; i++)
        put_portrait(&page, kr_add_object(people), &page.net.alters[i]);
    kr_put_bool(page.model, "has_people", page.net.n > 0);
    put_turn(&page, "previous", "/eenvoudig/mensen?blad=", sheet - 1, sheet > 1);
    put_turn(&page, "next", "/eenvoudig/mensen?blad=", sheet + 1, sheet < sheets);
    return KR_OK;
}

kr_err kr_page_plain_person(kr_request *request, kr_reply *reply, kr_error *error) {
    static const char *const keys[] = {NULL, "plain.fine", "plain.ordinary", "plain.hard"};
    static const char *const faces[] = {NULL, "happy", "ordinary", "hard"};
    kr_page page;
    kr_err err = begin(&page, request, reply, "/eenvoudig/mensen", error);
    if (err) return err;
    const kr_alter *alter = asked(&page);
    if (!alter) return kr_fail(error, KR_E_NOT_FOUND, "error.say.404", "", "");
    put_portrait(&page, kr_put_object(page.model, "one"), alter);
    kr_plain_kind kind = kr_plain_kind_of(alter->tie);
    kr_put_icon_svg(&page, page.model, "face_svg", faces[kind]);
    if (kind)
        kr_put_word(request, page.model, "kind", keys[kind]);
    else
        kr_put_bool(page.model, "kind", false);
    kr_put_text(page.model, "ask", kr_page_link(&page, "/eenvoudig/hoe?wie=", alter->person->id, ""));
    kr_put_text(page.model, "picture", kr_page_link(&page, "/eenvoudig/plaatje/", alter->person->id, ""));
    kr_put_text(page.model, "photo_page", kr_page_link(&page, "/mens/", alter->person->id, "#foto"));
    return KR_OK;
}

/* -- somebody new -- */

kr_err kr_page_plain_new(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_page page;
    kr_err err = begin(&page, request, reply, "/eenvoudig", error);
    if (!err) kr_put_bool(page.model, "nobody", kr_query(request, "leeg").len > 0);
    return err;
}

typedef struct adding {
    kr_str name;
    kr_id person;
} adding;

static void fill_new(kr_draft *draft, void *context) {
    adding *job = context;
    job->person = kr_draft_contact(draft, job->name, KR_what_person);
}

kr_err kr_page_plain_add(kr_request *request, kr_reply *reply, kr_error *error) {
    adding job = {.name = kr_str_trim(kr_posted(request, "naam"))};
    if (!job.name.len) {
        kr_go(request, reply, "/eenvoudig/erbij?leeg=1", NULL);
        return KR_OK;
    }
    kr_err err = kr_page_change(request, KR_ACT_NAME, fill_new, &job, error);
    if (err) return err;
    kr_go_to(request, reply, "/eenvoudig/plaatje/", job.person, "?nieuw=1", NULL);
    return KR_OK;
}

/* -- a picture for somebody -- */

kr_err kr_page_plain_pictures(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_page page;
    kr_err err = begin(&page, request, reply, "/eenvoudig/mensen", error);
    if (err) return err;
    const kr_alter *alter = asked(&page);
    if (!alter) return kr_fail(error, KR_E_NOT_FOUND, "error.say.404", "", "");
    put_portrait(&page, kr_put_object(page.model, "one"), alter);
    kr_put_text(page.model, "action", kr_page_link(&page, "/eenvoudig/plaatje/", alter->person->id, ""));
    kr_put_bool(page.model, "new", kr_query(request, "nieuw").len > 0);
    kr_put_text(page.model, "photo_page", kr_page_link(&page, "/mens/", alter->person->id, "#foto"));
    size_t count;
    const kr_icon *icons = kr_icons(&count);
    kr_model *array = kr_put_array(page.model, "icons");
    for (size_t i = 0; i < count; i++) {
        if (!icons[i].person) continue;
        kr_model *one = kr_add_object(array);
        char key[48];
        snprintf(key, sizeof key, "pic.%s", icons[i].name);
        kr_put_text(one, "value", kr_str_z(icons[i].name));
        kr_put_word(request, one, "label", key);
        kr_put_icon_svg(&page, one, "icon_svg", icons[i].name);
        kr_put_bool(one, "on", kr_str_is(alter->person->pictogram, icons[i].name));
    }
    return KR_OK;
}

typedef struct picturing {
    kr_id person;
    kr_str name;
} picturing;

static void fill_picture(kr_draft *draft, void *context) {
    const picturing *job = context;
    kr_draft_text(draft, KR_KIND_person, job->person, KR_F_person_pictogram, job->name);
}

kr_err kr_page_plain_picture(kr_request *request, kr_reply *reply, kr_error *error) {
    const kr_person *person = kr_page_person(request);
    if (!person) return kr_fail(error, KR_E_NOT_FOUND, "error.say.404", "", "");
    picturing job = {person->id, kr_posted(request, "plaatje")};
    if (!kr_icon_named(job.name)) job.name = KR_NONE;
    bool is_new = kr_posted_has(request, "nieuw");
    kr_err err = kr_page_change(request, KR_ACT_SAY, fill_picture, &job, error);
    if (err) return err;
    kr_go_to(request, reply, is_new ? "/eenvoudig/hoe?wie=" : "/eenvoudig/mensen/", job.person, "", NULL);
    return KR_OK;
}

/* -- looking -- */

kr_err kr_page_plain_look(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_page page;
    kr_err err = begin(&page, request, reply, "/eenvoudig", error);
    if (err) return err;
    size_t count[KR_PLAIN_GROUPS + 1] = {0}, sheet = asked_number(request, "blad");
    int group = (int)asked_number(request, "deel"), first = 0;
    for (size_t i = 0; i < page.net.n; i++) count[kr_plain_group_of(&page.net.alters[i])]++;
    for (int g = KR_PLAIN_GROUPS; g > 0; g--)
        if (count[g]) first = g;
    if (group > KR_PLAIN_GROUPS || !count[group]) group = first;
    bool one = page.net.n <= KR_PLAIN_NARROW;
    kr_model *groups = kr_put_array(page.model, "groups");
    for (int g = 1; g <= KR_PLAIN_GROUPS && !one; g++) {
        if (!count[g]) continue;
        kr_model *object = kr_add_object(groups);
        char path[48];
        snprintf(path, sizeof path, "/eenvoudig/kijken?deel=%d", g);
        kr_put_text(object, "href", kr_page_link(&page, path, 0, ""));
        kr_put_word(request, object, "label", kr_plain_group_key(g));
        kr_put_icon_svg(&page, object, "icon_svg", kr_plain_group_icon(g)->name);
        kr_put_bool(object, "on", g == group);
    }
    kr_put_bool(page.model, "has_groups", !one);
    kr_put_bool(page.model, "has_people", page.net.n > 0);
    size_t sheets = one ? 1 : (count[group] + KR_PLAIN_NARROW - 1) / KR_PLAIN_NARROW;
    if (sheet > sheets) sheet = sheets ? sheets : 1;
    char path[64];
    snprintf(path, sizeof path, "/eenvoudig/kijken?deel=%d&blad=", group);
    put_turn(&page, "previous", path, sheet - 1, sheet > 1);
    put_turn(&page, "next", path, sheet + 1, sheet < sheets);
    kr_model *people = kr_put_array(page.model, "people");
    for (size_t i = 0; i < page.net.n; i++)
        if (one || kr_plain_group_of(&page.net.alters[i]) == group)
            put_portrait(&page, kr_add_object(people), &page.net.alters[i]);
    kr_draw_options options = {.as = KR_DRAW_PLAIN,
                               .zoom_area = one ? 0 : group,
                               .page = (int)sheet,
                               .link_prefix = kr_page_link(&page, "/eenvoudig/mensen/", 0, ""),
                               .photo_prefix = kr_page_link(&page, "/mens/", 0, ""),
                               .text = page_word,
                               .text_context = &page};
    return kr_put_both(&page, &options, "plain.drawing", error);
}
