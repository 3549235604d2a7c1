/* The life line: the drawing, and the same as a list from old to young. */
#include "web/pages_life.h"

#include "web/engine.h"

static kr_str page_word(void *context, const char *key) {
    const kr_page *page = context;
    return kr_word(page->lang, key);
}

kr_err kr_put_both(kr_page *page, kr_draw_options *options, const char *title_key, kr_error *error) {
    kr_put_word(page->request, page->model, "drawing_title", title_key);
    kr_put_bool(page->model, "has_layers", false);
    kr_put_text(page->model, "paper_more", KR_NONE);
    options->narrow = false;
    kr_err err = kr_put_drawing(page, options, error);
    const kr_model *svg = kr_model_get(page->model, "svg");
    if (err != KR_OK || !svg || svg->kind != KR_MODEL_TEXT) return err;
    kr_scene *small;
    options->narrow = true;
    err = kr_scene_make(&small, page->request->arena, &page->net, options, error);
    if (err != KR_OK) return err == KR_E_LIMIT || err == KR_E_NOT_FOUND ? KR_OK : err;
    kr_buf both = kr_page_buf(page);
    kr_put(&both, kr_str_n(svg->as.text, svg->len));
    kr_scene_svg(&both, small, false);
    kr_str text = kr_page_text(&both);
    if (text.len) kr_put_markup(page->model, "svg", text);
    return KR_OK;
}

static void put_date(const kr_page *page, kr_model *object, const kr_event *e) {
    kr_buf date = kr_page_buf(page);
    if (e->date) kr_say_date(&date, page->lang, e->date);
    if (e->until) {
        kr_buf until = kr_page_buf(page);
        kr_say_date(&until, page->lang, e->until);
        kr_put_z(&date, date.len ? " " : "");
        kr_say_with(page, &date, "life.until", "date", kr_page_text(&until));
    }
    kr_put_text(object, "date", kr_page_text(&date));
}

/* "Erbij: Corrie, Sanne. Hielp: Noor." */
static kr_str who_was_there(const kr_page *page, const kr_life *life, const kr_life_event *event) {
    static const char *const keys[] = {"life.who.there", "life.who.came", "life.who.there", "life.who.helped",
                                       "life.who.left"};
    static const uint8_t order[] = {KR_presence_part_there, KR_presence_part_helped, KR_presence_part_came,
                                    KR_presence_part_left};
    kr_str *names = kr_new_n(page->request->arena, kr_str, event->there + 1);
    kr_buf out = kr_page_buf(page);
    for (size_t p = 0; names && p < KR_COUNT(order); p++) {
        size_t n = 0;
        for (size_t i = 0; i < event->there; i++) {
            const kr_life_presence *one = &life->presences[event->first + i];
            uint8_t part = one->said->part ? one->said->part : (uint8_t)KR_presence_part_there;
            if (part == order[p]) names[n++] = one->person->name;
        }
        if (!n) continue;
        kr_buf list = kr_page_buf(page);
        kr_say_names(&list, page->lang, names, n, 12);
        if (out.len) kr_put_c(&out, ' ');
        kr_say_with(page, &out, keys[order[p]], "names", kr_page_text(&list));
    }
    if (event->event->people.len) {
        if (out.len) kr_put_c(&out, ' ');
        kr_say_with(page, &out, "life.who.there", "names", event->event->people);
    }
    return kr_page_text(&out);
}

static void put_event(const kr_page *page, kr_model *array, const kr_life *life, const kr_life_event *event) {
    const kr_event *e = event->event;
    kr_model *object = kr_add_object(array);
    char digits[17];
    kr_id_text(e->id, digits);
    kr_put_text(object, "id", kr_str_z(digits));
    kr_put_text(object, "what", e->what);
    put_date(page, object, e);
    kr_buf more = kr_page_buf(page);
    kr_put(&more, kr_page_choice(page, kr_list_of(KR_KIND_event, KR_F_event_strand), event->strand));
    if (e->turning) {
        kr_put_z(&more, ", ");
        kr_put(&more, kr_page_choice_low(page, kr_list_of(KR_KIND_event, KR_F_event_turning), e->turning));
    }
    if (e->place.len) {
        kr_put_z(&more, ", ");
        kr_put(&more, e->place);
    }
    kr_put_text(object, "more", kr_page_text(&more));
    kr_put_text(object, "who", who_was_there(page, life, event));
    kr_put_text(object, "remark", e->remark);
    kr_put_bool(object, "turning", e->turning != 0);
}

static void put_span(const kr_page *page, kr_model *array, const kr_life_span *span) {
    kr_model *object = kr_add_object(array);
    kr_buf from = kr_page_buf(page), until = kr_page_buf(page);
    kr_put_text(object, "name", span->person->name);
    kr_put_text(object, "href", kr_page_link(page, "/mens/", span->person->id, ""));
    kr_put_int(&from, (int64_t)span->from);
    if (!span->goes_on && !span->unknown_end) kr_put_int(&until, (int64_t)span->until);
    kr_put_text(object, "a", kr_page_text(&from));
    if (span->goes_on)
        kr_put_word(page->request, object, "b", "life.now");
    else if (span->unknown_end)
        kr_put_word(page->request, object, "b", "life.sign.open");
    else
        kr_put_text(object, "b", kr_page_text(&until));
}

static kr_err show(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_page page;
    kr_err err = kr_page_open(&page, request, reply, "title.lifeline", error);
    if (err) return err;
    kr_life life;
    if (kr_life_make(&life, request->arena, &page.net, kr_date_of(request->local)) != KR_OK)
        return kr_fail(error, KR_E_MEMORY, "error.memory", "", "");
    kr_model *dated = kr_put_array(page.model, "events"), *open = kr_put_array(page.model, "undated");
    for (size_t i = 0; i < life.n_events; i++)
        put_event(&page, i < life.n_dated ? dated : open, &life, &life.events[i]);
    kr_put_bool(page.model, "has_events", life.n_dated > 0);
    kr_put_bool(page.model, "has_undated", life.n_events > life.n_dated);
    kr_model *people = kr_put_array(page.model, "spans");
    for (size_t i = 0; i < life.n_spans; i++) put_span(&page, people, &life.spans[i]);
    kr_put_bool(page.model, "has_spans", life.n_spans > 0);
    kr_word_arg n = KR_WORD_NUMBER("n", (int64_t)life.n_others);
    if (life.n_others)
        kr_put_say(request, page.model, "others", "life.others", &n, 1);
    else
        kr_put_bool(page.model, "others", false);
    kr_draw_options options = {.as = KR_DRAW_LIFELINE,
                               .link_prefix = kr_page_link(&page, "/mens/", 0, ""),
                               .event_prefix = !kr_may(request, KR_PART_LIFE, KR_RIGHT_ADD)
                                                   ? KR_NONE
                                                   : kr_page_link(&page, "/levenslijn/", 0, ""),
                               .text = page_word,
                               .text_context = &page};
    return kr_put_both(&page, &options, "life.drawing", error);
}

const kr_route kr_routes_life[] = {
    {"GET", "/kring/:circle/levenslijn", KR_SHARED, false, show, "lifeline", KR_PART_LIFE, 0, 0},
    {"GET", "/kring/:circle/levenslijn/erbij", KR_SHARED, false, kr_page_event_new, "event", KR_PART_LIFE, 0,
     KR_RIGHT_ADD},
    {"POST", "/kring/:circle/levenslijn/erbij", KR_SHARED, true, kr_page_event_add, NULL, KR_PART_LIFE, 0,
     KR_RIGHT_ADD},
    {"GET", "/kring/:circle/levenslijn/:event", KR_SHARED, false, kr_page_event_show, "event", KR_PART_LIFE,
     0, KR_RIGHT_ADD},
    {"POST", "/kring/:circle/levenslijn/:event", KR_SHARED, true, kr_page_event_change, NULL, KR_PART_LIFE, 0,
     KR_RIGHT_ADD},
    {"GET", "/kring/:circle/door-de-tijd", KR_SHARED, false, kr_page_over_time, "over-time", KR_PART_TIME, 0,
     0},
    /* looking is for whom the map is open to; what is said here of people is the owner's own to say */
    {"GET", "/kring/:circle/eenvoudig", KR_SHARED, false, kr_page_plain, "plain", KR_PART_MAP, 0, 0},
    {"GET", "/kring/:circle/eenvoudig/kijken", KR_SHARED, false, kr_page_plain_look, "plain-look",
     KR_PART_MAP, 0, 0},
    {"GET", "/kring/:circle/eenvoudig/mensen", KR_SHARED, false, kr_page_plain_people, "plain-people",
     KR_PART_MAP, 0, 0},
    {"GET", "/kring/:circle/eenvoudig/erbij", KR_OWNER, false, kr_page_plain_new, "plain-new", KR_PART_MAP, 0,
     0},
    {"POST", "/kring/:circle/eenvoudig/erbij", KR_OWNER, true, kr_page_plain_add, NULL, KR_PART_MAP, 0, 0},
    {"GET", "/kring/:circle/eenvoudig/hoe", KR_OWNER, false, kr_page_plain_ask, "plain-ask", KR_PART_FEEL, 0,
     0},
    {"POST", "/kring/:circle/eenvoudig/hoe", KR_OWNER, true, kr_page_plain_answer, NULL, KR_PART_FEEL, 0, 0},
    {"GET", "/kring/:circle/eenvoudig/mensen/:person", KR_SHARED, false, kr_page_plain_person, "plain-person",
     KR_PART_MAP, 0, 0},
    {"GET", "/kring/:circle/eenvoudig/plaatje/:person", KR_OWNER, false, kr_page_plain_pictures,
     "plain-pictures", KR_PART_MAP, 0, 0},
    {"POST", "/kring/:circle/eenvoudig/plaatje/:person", KR_OWNER, true, kr_page_plain_picture, NULL,
     KR_PART_MAP, 0, 0},
    {0},
};
