/* Sheets: all forms by what they are for, beginning one, and one that is filled in, on the screen and on
 * paper. */
#include "core/photo.h"
#include "web/sheet.h"

#include <stdio.h>

/* What stands around eight pictures in a form. */
#define MOST_FORM ((uint32_t)(33u << 20))

static void put_purposes(const kr_page *page) {
    const kr_sheet_forms *all = &page->request->web->sheets;
    kr_model *array = kr_put_array(page->model, "purposes"), *forms = NULL;
    for (size_t i = 0; i < all->n; i++) {
        unsigned purpose = all->items[i].purpose;
        if (i == 0 || purpose != all->items[i - 1].purpose) {
            char key[48];
            kr_model *group = kr_add_object(array);
            snprintf(key, sizeof key, "guide.purpose.%s", kr_guide_word(KR_GUIDE_LIST_PURPOSE, purpose));
            kr_put_word(page->request, group, "title", key);
            kr_put_text(group, "key", kr_str_z(kr_guide_word(KR_GUIDE_LIST_PURPOSE, purpose)));
            forms = kr_put_array(group, "forms");
        }
        kr_put_sheet_form(page, kr_add_object(forms), &all->items[i]);
    }
}

static kr_err show_all(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_page page;
    kr_err err = kr_page_open(&page, request, reply, "title.sheets", error);
    if (err != KR_OK) return err;
    kr_model *mine = kr_put_array(page.model, "mine");
    kr_put_leaves(&page, mine, KR_NONE, 200);
    kr_put_bool(page.model, "has_mine", kr_model_count(mine) > 0);
    put_purposes(&page);
    return KR_OK;
}

/* -- one form -- */

static const kr_sheet_form *asked_form(const kr_request *request) {
    return kr_sheet_form_find(&request->web->sheets, request->params[1]);
}

static kr_err show_form(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_page page;
    const kr_sheet_form *form = asked_form(request);
    if (!form) return kr_fail(error, KR_E_NOT_FOUND, "error.say.404", "", "");
    kr_err err = kr_page_open(&page, request, reply, "title.sheets", error);
    if (err != KR_OK) return err;
    kr_put_sheet_form(&page, kr_put_object(page.model, "form"), form);
    kr_put_text(page.model, "title", kr_sheet_text_in(form, (int)page.lang)->name);
    kr_model *mine = kr_put_array(page.model, "mine");
    kr_put_leaves(&page, mine, form->id, 50);
    kr_put_bool(page.model, "has_mine", kr_model_count(mine) > 0);
    kr_put_text(page.model, "weg", kr_query(request, "weg"));
    kr_leaf blank = {.form = form, .text = kr_sheet_text_in(form, (int)page.lang)};
    kr_put_cards(&page, page.model, &blank);
    kr_model *parts = kr_put_array(page.model, "parts");
    for (size_t i = 0; i < form->n_sections; i++)
        kr_put_text(kr_add_object(parts), "title", blank.text->sections[i].title);
    kr_put_bool(page.model, "has_parts", form->n_sections > 0);
    kr_page_flow(request, page.model, "/bladen", "leaf.back.all");
    return KR_OK;
}

typedef struct beginning {
    kr_request *request;
    const kr_sheet_form *form;
    kr_id sheet;
} beginning;

static void fill_new(kr_draft *draft, void *context) {
    beginning *job = context;
    kr_id run = 0;
    kr_kind kind = KR_KIND_none;
    kr_str head, way = kr_posted(job->request, "weg");
    job->sheet = kr_draft_new_id(draft);
    kr_draft_text(draft, KR_KIND_sheet, job->sheet, KR_F_sheet_form, job->form->id);
    kr_draft_text(draft, KR_KIND_sheet, job->sheet, KR_F_sheet_title, kr_posted(job->request, "titel"));
    kr_draft_number(draft, KR_KIND_sheet, job->sheet, KR_F_sheet_date, kr_date_of(job->request->local));
    (void)kr_str_cut(way, '/', &head);
    if (kr_id_parse(head, &run) && kr_circle_record_of(draft->circle, run, &kind) && kind == KR_KIND_run)
        kr_draft_ref(draft, KR_KIND_sheet, job->sheet, KR_F_sheet_run, run);
}

/* A step of a walk as it may stand in an address: "0123456789abcdef/step". */
static bool is_way(kr_str way) {
    for (size_t i = 0; i < way.len; i++) {
        char c = way.ptr[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '/';
        if (!plain) return false;
    }
    return way.len > 0 && way.len < 100;
}

static kr_err begin(kr_request *request, kr_reply *reply, kr_error *error) {
    beginning job = {.request = request, .form = asked_form(request)};
    char path[240], digits[17];
    if (!job.form) return kr_fail(error, KR_E_NOT_FOUND, "error.say.404", "", "");
    kr_err err = kr_page_change(request, KR_ACT_SHEET, fill_new, &job, error);
    if (err != KR_OK) return err;
    kr_str way = kr_posted(request, "weg"), first = KR_NONE;
    bool from = is_way(way), cards = job.form->look == KR_GUIDE_look_cards;
    if (cards) first = job.form->cards[0];
    if (!cards && !job.form->n_voices) first = job.form->sections[0].id;
    kr_id_text(job.sheet, digits);
    snprintf(path, sizeof path, "/bladen/blad/%s%s%.*s%s%.*s", digits,
             !first.len ? ""
             : cards    ? "/schrijf?kaart="
                        : "/schrijf?deel=",
             KR_ARG(first),
             !from       ? ""
             : first.len ? "&weg="
                         : "?weg=",
             from ? (int)way.len : 0, from ? way.ptr : "");
    kr_go(request, reply, path, "leaf.begun");
    return KR_OK;
}

/* -- one sheet -- */

/* Somebody's own form that is no longer there: the words are. */
static void put_loose(const kr_page *page, const kr_leaf *leaf) {
    kr_model *array = kr_put_array(page->model, "loose");
    for (size_t i = 0; i < leaf->n_parts; i++)
        if (leaf->parts[i]->words.len || leaf->parts[i]->person || leaf->parts[i]->picture.len)
            kr_put_leaf_part(page, kr_add_object(array), leaf, leaf->parts[i]);
}

/* Could the life line help: does the form take events, and is there any? */
static bool takes_life(const kr_leaf *leaf, const kr_circle *circle) {
    bool takes = false, any = false;
    for (size_t i = 0; leaf->form && i < leaf->form->n_places; i++)
        takes = takes || leaf->form->places[i].events;
    for (size_t i = 0; i < circle->n_events; i++) any = any || !circle->events[i].gone;
    return takes && any;
}

static void put_walk(const kr_page *page, const kr_leaf *leaf) {
    kr_kind kind = KR_KIND_none;
    const kr_run *run =
        leaf->sheet->run ? kr_circle_record_of(page->request->view.circle, leaf->sheet->run, &kind) : NULL;
    if (!run || kind != KR_KIND_run || run->gone) {
        kr_put_bool(page->model, "walk", false);
        return;
    }
    const kr_guide *guide = kr_guides_find(&page->request->web->guides, run->guide);
    kr_model *walk = kr_put_object(page->model, "walk");
    kr_put_text(walk, "name", guide ? kr_guide_text_in(guide, (int)page->lang)->name : run->guide);
    kr_put_text(walk, "href", kr_page_link(page, "/weg/", run->id, ""));
}

static kr_err open_leaf(kr_page *page, kr_leaf *leaf, kr_request *request, kr_reply *reply, kr_error *error) {
    kr_err err = kr_leaf_asked(leaf, request, error);
    if (err == KR_OK) err = kr_page_open(page, request, reply, "title.sheet", error);
    if (err != KR_OK) return err;
    kr_put_leaf_head(page, leaf);
    kr_put_text(page->model, "title", kr_leaf_name(page, leaf->sheet));
    if (!leaf->form) {
        put_loose(page, leaf);
        kr_put_bool(page->model, "form", false);
    } else if (leaf->form->look == KR_GUIDE_look_cards) {
        kr_put_cards(page, page->model, leaf);
    } else if (leaf->form->look == KR_GUIDE_look_voices) {
        kr_put_voices(page, page->model, leaf);
    } else {
        kr_put_sections(page, page->model, leaf, KR_NONE, false);
        kr_put_cover(page, page->model, leaf);
    }
    kr_put_bool(page->model, "blank", false);
    return KR_OK;
}

static kr_err show_one(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_page page;
    kr_leaf leaf;
    kr_err err = open_leaf(&page, &leaf, request, reply, error);
    if (err != KR_OK) return err;
    kr_put_bool(page.model, "life", takes_life(&leaf, request->view.circle));
    put_walk(&page, &leaf);
    kr_page_flow(request, page.model, "/bladen", "leaf.back.all");
    return KR_OK;
}

static kr_err print_one(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_page page;
    kr_leaf leaf;
    kr_err err = open_leaf(&page, &leaf, request, reply, error);
    if (err != KR_OK) return err;
    kr_put_bool(page.model, "large", kr_str_is(kr_query(request, "papier"), "a3"));
    return KR_OK;
}

static kr_err print_blank(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_page page;
    kr_leaf leaf = {.form = asked_form(request)};
    if (!leaf.form) return kr_fail(error, KR_E_NOT_FOUND, "error.say.404", "", "");
    kr_err err = kr_page_open(&page, request, reply, "title.sheet", error);
    if (err != KR_OK) return err;
    leaf.text = kr_sheet_text_in(leaf.form, (int)page.lang);
    kr_put_sheet_form(&page, kr_put_object(page.model, "form"), leaf.form);
    kr_model *form = kr_model_get(page.model, "form");
    kr_put_bool(form, "is_poster", false); /* on paper an empty one has lines, like any other */
    kr_put_bool(form, "is_book", false);
    kr_put_bool(form, "is_voices", false);
    kr_put_bool(form, "is_form", leaf.form->look != KR_GUIDE_look_cards);
    kr_put_bool(page.model, "blank", true);
    kr_put_text(page.model, "title", leaf.text->name);
    kr_put_text(page.model, "name", leaf.text->name);
    kr_put_text(page.model, "date", KR_NONE);
    kr_put_text(page.model, "by", KR_NONE);
    kr_put_bool(page.model, "large", false);
    kr_buf href = kr_page_buf(&page);
    kr_put(&href, request->base);
    kr_put_z(&href, "/bladen/");
    kr_put(&href, leaf.form->id);
    kr_put_text(page.model, "href", kr_page_text(&href));
    kr_put_cards(&page, page.model, &leaf);
    kr_str first = leaf.form->n_voices ? leaf.form->voices[0] : KR_NONE;
    kr_put_sections(&page, page.model, &leaf, first, true);
    return KR_OK;
}

/* As photos of people: never kept by the browser. */
static kr_err picture(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_leaf leaf;
    kr_id id;
    kr_err err = kr_leaf_asked(&leaf, request, error);
    if (err != KR_OK) return err;
    err = KR_E_NOT_FOUND;
    for (size_t i = 0; kr_id_parse(request->params[2], &id) && i < leaf.n_parts; i++)
        if (leaf.parts[i]->id == id)
            err = kr_photo_bytes(&reply->body, request->arena, leaf.parts[i]->picture);
    if (err == KR_E_MEMORY) return kr_fail(error, err, "error.memory", "", "");
    if (err != KR_OK) return kr_fail(error, KR_E_NOT_FOUND, "error.say.404", "", "");
    reply->type = "image/jpeg";
    return KR_OK;
}

const kr_route kr_routes_sheets[] = {
    {"GET", "/kring/:circle/bladen", KR_SHARED, false, show_all, "bladen", KR_PART_SHEETS, 0, 0},
    {"GET", "/kring/:circle/bladen/:form", KR_SHARED, false, show_form, "bladvorm", KR_PART_SHEETS, 0, 0},
    {"POST", "/kring/:circle/bladen/:form", KR_SHARED, true, begin, NULL, KR_PART_SHEETS, 0, KR_RIGHT_ADD},
    {"GET", "/kring/:circle/bladen/:form/leeg", KR_SHARED, false, print_blank, "blad-druk", KR_PART_SHEETS, 0,
     0},
    {"GET", "/kring/:circle/bladen/blad/:sheet", KR_SHARED, false, show_one, "blad-een", KR_PART_SHEETS, 0,
     0},
    {"POST", "/kring/:circle/bladen/blad/:sheet", KR_SHARED, true, kr_page_sheet_act, NULL, KR_PART_SHEETS, 0,
     KR_RIGHT_ADD},
    {"GET", "/kring/:circle/bladen/blad/:sheet/schrijf", KR_SHARED, false, kr_page_sheet_write,
     "blad-schrijf", KR_PART_SHEETS, 0, KR_RIGHT_ADD},
    {"POST", "/kring/:circle/bladen/blad/:sheet/schrijf", KR_SHARED, true, kr_page_sheet_save, NULL,
     KR_PART_SHEETS, MOST_FORM, KR_RIGHT_ADD},
    {"GET", "/kring/:circle/bladen/blad/:sheet/druk", KR_SHARED, false, print_one, "blad-druk",
     KR_PART_SHEETS, 0, 0},
    {"GET", "/kring/:circle/bladen/blad/:sheet/plaatje/:part", KR_SHARED, false, picture, NULL,
     KR_PART_SHEETS, 0, 0},
    {0},
};
