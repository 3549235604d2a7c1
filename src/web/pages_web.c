/* The function web and the domains of life: the drawing, the same in words, and small forms to change it. */
#include "web/pages_web.h"

#include <stdio.h>

#include "draw/ringed.h"
#include "web/engine.h"

const kr_route kr_routes_web[] = {
    {"GET", "/kring/:circle/functies", KR_SHARED, false, kr_page_functions, "functies", KR_PART_MAP, 0, 0},
    {"POST", "/kring/:circle/functies", KR_SHARED, true, kr_page_functions_save, NULL, KR_PART_MAP, 0,
     KR_RIGHT_EDIT},
    {"GET", "/kring/:circle/levensgebieden", KR_SHARED, false, kr_page_domains, "levensgebieden", KR_PART_MAP,
     0, 0},
    {"POST", "/kring/:circle/levensgebieden", KR_SHARED, true, kr_page_domains_save, NULL, KR_PART_MAP, 0,
     KR_RIGHT_EDIT},
    {"GET", "/kring/:circle/buurt", KR_SHARED, false, kr_page_neighbourhood, "buurt", KR_PART_MAP, 0, 0},
    {"POST", "/kring/:circle/buurt", KR_SHARED, true, kr_page_neighbourhood_save, NULL, KR_PART_MAP, 0,
     KR_RIGHT_EDIT},
    {"GET", "/kring/:circle/vormen", KR_SHARED, false, kr_page_forms, "vormen", KR_PART_MAP, 0, 0},
    {"POST", "/kring/:circle/vormen", KR_SHARED, true, kr_page_forms_save, NULL, KR_PART_MAP, 0,
     KR_RIGHT_ADD},
    {"GET", "/kring/:circle/vormen/:form", KR_SHARED, false, kr_page_form, "vorm", KR_PART_MAP, 0, 0},
    {"POST", "/kring/:circle/vormen/:form", KR_SHARED, true, kr_page_form_save, NULL, KR_PART_MAP, 0,
     KR_RIGHT_ADD},
    {0},
};

/* -- shared
 * -------------------------------------------------------------------------------------------------------------
 */

void kr_web_field(char *out, const char *kind, kr_id record) {
    char digits[17];
    kr_id_text(record, digits);
    snprintf(out, 40, "%s-%s", kind, digits);
}

void kr_put_everybody(const kr_page *page, kr_model *object, const char *name, kr_skip_fn skip,
                      void *context) {
    kr_model *array = kr_put_array(object, name);
    for (size_t i = 0; i < page->net.n; i++) {
        const kr_alter *alter = &page->net.alters[i];
        if (skip && skip(alter, context)) continue;
        char digits[17];
        kr_model *one = kr_add_object(array);
        kr_id_text(alter->person->id, digits);
        kr_put_text(one, "id", kr_str_z(digits));
        kr_put_text(one, "name", alter->person->name);
    }
}

const kr_alter *kr_web_alter(const kr_page *page, kr_str text) {
    kr_id id;
    size_t at = kr_id_parse(text, &id) ? kr_network_index(&page->net, id) : SIZE_MAX;
    return at == SIZE_MAX ? NULL : &page->net.alters[at];
}

/* This page with what was asked for, in a narrow drawing. */
static kr_str narrow_href(kr_page *page) {
    static const char *const kept[] = {"kant", "wie"};
    kr_buf href = kr_page_buf(page);
    kr_put_z(&href, "?smal=1");
    for (size_t i = 0; i < KR_COUNT(kept); i++) {
        kr_str value = kr_query(page->request, kept[i]);
        kr_id id;
        if (!kr_id_parse(value, &id) && !kr_str_is(value, "geven")) continue;
        kr_put_c(&href, '&');
        kr_put_z(&href, kept[i]);
        kr_put_c(&href, '=');
        kr_put(&href, value);
    }
    return kr_page_text(&href);
}

kr_err kr_put_web(kr_page *page, kr_draw_options *options, const char *title_key, kr_error *error) {
    kr_put_word(page->request, page->model, "drawing_title", title_key);
    kr_put_bool(page->model, "has_layers", false);
    if (!kr_model_get(page->model, "paper_more")) kr_put_text(page->model, "paper_more", KR_NONE);
    if (!options->link_prefix.len) options->link_prefix = kr_page_link(page, "/mens/", 0, "");
    options->narrow = kr_page_narrow(page);
    kr_put_text(page->model, "smal", options->narrow ? KR_STR("1") : KR_STR("0"));
    kr_put_text(page->model, "narrow_href", options->narrow ? KR_NONE : narrow_href(page));
    return kr_put_drawing(page, options, error);
}

/* -- the function web
 * --------------------------------------------------------------------------------------------------- */

static const char *const questions[KR_FUNCTION_AREAS][2] = {
    {"functions.ask.practical", "functions.ask.practical.give"},
    {"functions.ask.listening", "functions.ask.listening.give"},
    {"functions.ask.company", "functions.ask.company.give"},
    {"functions.ask.advice", "functions.ask.advice.give"}};
static const char *const says[KR_FUNCTION_RINGS] = {"functions.say.now", "functions.say.sometimes",
                                                    "functions.say.could"};

static bool asked_give(const kr_request *request, kr_str value) {
    (void)request;
    return kr_str_is(value, "geven");
}

static void put_sides(const kr_page *page, bool give) {
    kr_model *sides = kr_put_array(page->model, "sides");
    for (int side = 0; side < 2; side++) {
        kr_model *one = kr_add_object(sides);
        kr_put_word(page->request, one, "label", side ? "functions.give" : "functions.get");
        kr_put_text(one, "href", kr_page_link(page, side ? "/functies?kant=geven" : "/functies", 0, ""));
        kr_put_bool(one, "current", give == side);
    }
    kr_put_bool(page->model, "give", give);
}

static void put_ring_choices(const kr_page *page, kr_model *object, size_t chosen) {
    kr_model *rings = kr_put_array(object, "rings");
    for (size_t r = 0; r < KR_FUNCTION_RINGS; r++) {
        kr_model *ring = kr_add_object(rings);
        kr_put_number(ring, "value", (int64_t)r + 1);
        kr_put_word(page->request, ring, "label", kr_function_rings[r].key);
        kr_put_bool(ring, "checked", chosen == r + 1);
    }
}

typedef struct area_side {
    size_t area;
    bool give;
} area_side;

static bool stands_there(const kr_alter *alter, void *context) {
    const area_side *at = context;
    return kr_function_ring_of(alter->tie, at->area, at->give) != 0;
}

static void put_area(const kr_page *page, kr_model *array, area_side at) {
    const kr_function_area *area = &kr_function_areas[at.area];
    kr_model *object = kr_add_object(array);
    kr_buf say = kr_page_buf(page);
    kr_put_number(object, "n", (int64_t)at.area + 1);
    kr_put_number(object, "tint", area->tint);
    kr_put_word(page->request, object, "label", area->key);
    kr_put_word(page->request, object, "ask", questions[at.area][at.give]);
    kr_model *people = kr_put_array(object, "people");
    uint32_t *who = kr_new_n(page->request->arena, uint32_t, page->net.n + 1);
    for (size_t ring = 1; who && ring <= KR_FUNCTION_RINGS; ring++) {
        size_t n = 0;
        for (size_t i = 0; i < page->net.n; i++) {
            if (kr_function_ring_of(page->net.alters[i].tie, at.area, at.give) != ring) continue;
            who[n++] = (uint32_t)i;
            kr_model *one = kr_add_object(people);
            kr_put_face(page, one, &page->net.alters[i]);
            put_ring_choices(page, one, ring);
        }
        if (!n) continue;
        kr_buf names = kr_page_buf(page);
        kr_page_names(page, &names, who, n, n);
        if (say.len) kr_put_c(&say, ' ');
        kr_say_with(page, &say, says[ring - 1], "names", kr_page_text(&names));
    }
    kr_put_bool(object, "has", kr_model_count(people) > 0);
    kr_put_text(object, "sentence", kr_page_text(&say));
    kr_put_everybody(page, object, "others", stands_there, &at);
    put_ring_choices(page, object, 1);
}

/* The same as a table: one row for everybody who stands in the web. */
static void put_rows(const kr_page *page, bool give) {
    kr_model *rows = kr_put_array(page->model, "rows");
    for (size_t i = 0; i < page->net.n; i++) {
        const kr_alter *alter = &page->net.alters[i];
        size_t ring[KR_FUNCTION_AREAS], any = 0;
        for (size_t a = 0; a < KR_FUNCTION_AREAS; a++)
            any |= ring[a] = kr_function_ring_of(alter->tie, a, give);
        if (!any) continue;
        kr_model *row = kr_add_object(rows);
        kr_put_face(page, row, alter);
        kr_model *cells = kr_put_array(row, "cells");
        for (size_t a = 0; a < KR_FUNCTION_AREAS; a++) {
            kr_model *cell = kr_add_object(cells);
            kr_put_word(page->request, cell, "area", kr_function_areas[a].key);
            kr_put_bool(cell, "ring", false);
            if (ring[a]) kr_put_word(page->request, cell, "ring", kr_function_rings[ring[a] - 1].key);
        }
    }
    kr_put_bool(page->model, "has_rows", kr_model_count(rows) > 0);
}

kr_err kr_page_functions(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_page page;
    kr_err err = kr_page_open(&page, request, reply, "title.functions", error);
    if (err != KR_OK) return err;
    bool give = asked_give(request, kr_query(request, "kant"));
    put_sides(&page, give);
    kr_model *areas = kr_put_array(page.model, "areas");
    for (size_t a = 0; a < KR_FUNCTION_AREAS; a++) put_area(&page, areas, (area_side){a, give});
    put_rows(&page, give);
    kr_put_bool(page.model, "has_people", page.net.n > 0);
    kr_put_text(page.model, "paper_more", give ? KR_STR("&kant=geven") : KR_NONE);
    kr_draw_options options = {.as = KR_DRAW_FUNCTIONS, .other_side = give};
    return kr_put_web(&page, &options, give ? "functions.give.h" : "functions.get.h", error);
}

typedef struct moving {
    kr_request *request;
    const kr_page *page;
    area_side at;
} moving;

/* Everything this area holds of somebody goes to one ring; whoever is new there begins with its first kind.
 */
static void move_to(kr_draft *draft, const moving *job, const kr_alter *alter, size_t ring) {
    const kr_tie none = {0}, *tie = alter->tie ? alter->tie : &none;
    uint32_t kinds = kr_function_areas[job->at.area].kinds, held = 0;
    kr_id record = kr_draft_tie(draft, draft->circle->self.ego, alter->person->id);
    for (size_t r = 0; r < KR_FUNCTION_RINGS; r++) {
        const kr_function_ring *one = &kr_function_rings[r];
        held |= kr_function_set(tie, job->at.give ? one->gives : one->gets) & kinds;
    }
    if (!held) held = kinds & (~kinds + 1);
    for (size_t r = 0; r < KR_FUNCTION_RINGS; r++) {
        uint16_t field = job->at.give ? kr_function_rings[r].gives : kr_function_rings[r].gets;
        uint32_t before = kr_function_set(tie, field), after = before & ~kinds;
        if (r + 1 == ring) after |= held;
        if (after != before) kr_draft_set(draft, KR_KIND_tie, record, field, after);
    }
}

static void fill_functions(kr_draft *draft, void *context) {
    const moving *job = context;
    int64_t ring;
    for (size_t i = 0; i < job->page->net.n; i++) {
        const kr_alter *alter = &job->page->net.alters[i];
        size_t now = kr_function_ring_of(alter->tie, job->at.area, job->at.give);
        char name[40];
        kr_web_field(name, "ring", alter->person->id);
        if (!now || !kr_str_int(kr_posted(job->request, name), &ring)) continue;
        if (ring >= 0 && ring <= KR_FUNCTION_RINGS && (size_t)ring != now)
            move_to(draft, job, alter, (size_t)ring);
    }
    const kr_alter *fresh = kr_web_alter(job->page, kr_posted(job->request, "erbij"));
    if (!fresh || !kr_str_int(kr_posted(job->request, "erbij-ring"), &ring)) return;
    if (ring >= 1 && ring <= KR_FUNCTION_RINGS) move_to(draft, job, fresh, (size_t)ring);
}

kr_err kr_page_functions_save(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_page page;
    int64_t area = 0;
    kr_err err = kr_page_open(&page, request, reply, "title.functions", error);
    if (err != KR_OK) return err;
    if (!kr_str_int(kr_posted(request, "vak"), &area) || area < 1 || area > KR_FUNCTION_AREAS)
        return kr_fail(error, KR_E_INVALID, "error.say.400", NULL, NULL);
    bool give = asked_give(request, kr_posted(request, "kant"));
    moving job = {request, &page, {(size_t)area - 1, give}};
    err = kr_page_change(request, KR_ACT_SAY, fill_functions, &job, error);
    if (err != KR_OK) return err;
    char path[64];
    snprintf(path, sizeof path, "/functies%s#h-vak-%d", give ? "?kant=geven" : "", (int)area);
    kr_go(request, reply, path, "notice.saved");
    return KR_OK;
}
