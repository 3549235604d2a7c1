/* Writing on a sheet: one section or all of them, one card, or all of them; always a plain form. */
#include "draw/icons.h"
#include "web/pages_life.h"
#include "web/sheet.h"

#include <stdio.h>

/* One page of writing. */
typedef struct writing {
    kr_page page;
    kr_leaf leaf;
    kr_str voice; /* whose column; empty when there are none, or for what is shared */
} writing;

static void put_people(const kr_page *page, kr_model *object, kr_id chosen) {
    kr_model *array = kr_put_array(object, "people");
    bool seen = false;
    for (size_t i = 0; i < page->net.n; i++) {
        char digits[17];
        const kr_person *person = page->net.alters[i].person;
        kr_id_text(person->id, digits);
        kr_model *one = kr_add_object(array);
        kr_put_text(one, "value", kr_str_z(digits));
        kr_put_text(one, "label", person->name);
        kr_put_bool(one, "selected", person->id == chosen);
        seen = seen || person->id == chosen;
    }
    /* who left the circle, or is only in the family tree, stays in their place */
    const kr_person *other = !seen && chosen ? kr_circle_person(page->request->view.circle, chosen) : NULL;
    if (!other || other->gone) return;
    char digits[17];
    kr_id_text(other->id, digits);
    kr_model *one = kr_add_object(array);
    kr_put_text(one, "value", kr_str_z(digits));
    kr_put_text(one, "label", other->name);
    kr_put_bool(one, "selected", true);
}

static void put_icons(const kr_page *page, kr_model *object, kr_str chosen) {
    size_t n;
    const kr_icon *icons = kr_icons(&n);
    kr_model *array = kr_put_array(object, "icons");
    for (size_t i = 0; i < n; i++) {
        char key[40];
        kr_model *one = kr_add_object(array);
        snprintf(key, sizeof key, "pic.%s", icons[i].name);
        kr_put_text(one, "value", kr_str_z(icons[i].name));
        kr_put_word(page->request, one, "label", key);
        kr_put_bool(one, "selected", kr_str_is(chosen, icons[i].name));
    }
}

static void put_field(const writing *w, kr_model *row, const char *name, char what, kr_str place,
                      kr_str key) {
    kr_put_text(row, name, kr_leaf_field(w->page.request->arena, what, place, key));
}

/* One row: what is there of `part`, or nothing yet. `key` tells rows of a list apart. */
static void put_row(const writing *w, kr_model *rows, const kr_sheet_place *place, const kr_sheet_part *part,
                    kr_str key) {
    kr_model *row = kr_add_object(rows);
    put_field(w, row, "w", 'w', place->id, key);
    put_field(w, row, "p", 'p', place->id, key);
    put_field(w, row, "f", 'f', place->id, key);
    put_field(w, row, "i", 'i', place->id, key);
    put_field(w, row, "x", 'x', place->id, key);
    kr_put_number(row, "nr", (int64_t)kr_model_count(rows));
    if (part) {
        kr_put_leaf_part(&w->page, row, &w->leaf, part);
    } else {
        kr_put_text(row, "words", KR_NONE);
        kr_put_bool(row, "picture", false);
        kr_put_text(row, "icon", KR_NONE);
    }
    kr_put_bool(row, "is_text", place->kind == KR_GUIDE_place_text);
    kr_put_bool(row, "is_person", place->kind == KR_GUIDE_place_person);
    kr_put_bool(row, "is_picture", place->kind == KR_GUIDE_place_picture);
    kr_put_bool(row, "with_person", place->person);
    kr_put_bool(row, "with_picture", place->picture);
    kr_put_bool(row, "many", place->rows > 0);
    if (place->person) put_people(&w->page, row, part ? part->person : 0);
    kr_str icon = part && kr_str_starts(part->picture, KR_STR("icon:"))
                      ? kr_str_n(part->picture.ptr + 5, part->picture.len - 5)
                      : KR_NONE;
    if (place->picture) put_icons(&w->page, row, icon);
}

/* What is there, and room to go on; more comes when that is used. */
static void put_rows(const writing *w, kr_model *object, const kr_sheet_place *place) {
    kr_model *rows = kr_put_array(object, "rows");
    size_t at = 0, n = 0;
    for (const kr_sheet_part *part; (part = kr_leaf_next(&w->leaf, &at, place->id, w->voice)); n++) {
        char digits[17];
        kr_id_text(part->id, digits);
        put_row(w, rows, place, part, place->rows ? kr_str_z(digits) : KR_NONE);
        if (!place->rows) return;
    }
    if (!place->rows) put_row(w, rows, place, NULL, KR_NONE);
    if (place->rows > n) put_row(w, rows, place, NULL, KR_STR("n1"));
    bool two = n == 0 && !place->picture && place->kind != KR_GUIDE_place_text;
    if (two && place->rows > 1) put_row(w, rows, place, NULL, KR_STR("n2"));
    kr_put_bool(object, "more", place->rows > n + (two ? 2 : 1));
}

static void put_choice(const writing *w, kr_model *object, const kr_sheet_place *place) {
    const kr_sheet_part *part = kr_leaf_part(&w->leaf, place->id, w->voice);
    kr_model *options = kr_put_array(object, "options");
    put_field(w, object, "c", 'c', place->id, KR_NONE);
    for (size_t i = 0; i < place->option; i++) {
        kr_str id = w->leaf.form->options[place->first + i];
        kr_model *one = kr_add_object(options);
        kr_put_text(one, "value", id);
        kr_put_text(one, "label", w->leaf.text->options[place->first + i]);
        kr_put_bool(one, "checked", part && kr_str_eq(part->words, id));
    }
}

static void put_place(const writing *w, kr_model *array, size_t nr) {
    const kr_sheet_place *place = &w->leaf.form->places[nr];
    kr_model *object = kr_add_object(array);
    kr_put_text(object, "key", place->id);
    kr_put_text(object, "ask", w->leaf.text->places[nr].ask);
    kr_put_text(object, "hint", w->leaf.text->places[nr].hint);
    kr_put_bool(object, "is_choice", place->option > 0);
    kr_put_bool(object, "many", place->rows > 0);
    kr_put_bool(object, "more", false);
    if (place->option)
        put_choice(w, object, place);
    else
        put_rows(w, object, place);
}

static void put_section(const writing *w, kr_model *array, size_t nr) {
    const kr_sheet_section *section = &w->leaf.form->sections[nr];
    kr_model *object = kr_add_object(array);
    kr_put_text(object, "key", section->id);
    kr_put_text(object, "title", w->leaf.text->sections[nr].title);
    kr_put_text(object, "say", w->leaf.text->sections[nr].say);
    kr_model *places = kr_put_array(object, "places");
    for (size_t i = 0; i < section->count; i++) put_place(w, places, section->first + i);
}

/* The other sections, to go to: [{label, href, current}]. */
static void put_path(const writing *w, size_t now) {
    kr_model *array = kr_put_array(w->page.model, "path_to");
    for (size_t s = 0; s < w->leaf.form->n_sections; s++) {
        if (!kr_leaf_writes(&w->leaf, s, w->voice)) continue;
        kr_model *one = kr_add_object(array);
        kr_buf href = kr_page_buf(&w->page);
        kr_put(&href, kr_leaf_link(&w->page, w->leaf.sheet, "/schrijf?deel="));
        kr_put(&href, w->leaf.form->sections[s].id);
        if (w->voice.len) kr_put_z(&href, "&stem=");
        kr_put(&href, w->voice);
        kr_put_text(one, "href", kr_page_text(&href));
        kr_put_text(one, "label", w->leaf.text->sections[s].title);
        kr_put_bool(one, "current", s == now);
    }
}

static void write_sections(const writing *w) {
    kr_str asked = kr_query(w->page.request, "deel");
    for (size_t s = w->leaf.form->n_sections; !kr_query(w->page.request, "deel").len && s > 0; s--)
        if (kr_leaf_writes(&w->leaf, s - 1, w->voice)) asked = w->leaf.form->sections[s - 1].id;
    size_t now = kr_leaf_asked_section(&w->leaf, asked, w->voice), last = SIZE_MAX;
    kr_model *array = kr_put_array(w->page.model, "sections");
    for (size_t s = 0; s < w->leaf.form->n_sections; s++) {
        if (!kr_leaf_writes(&w->leaf, s, w->voice)) continue;
        if (now == SIZE_MAX || now == s) put_section(w, array, s);
        last = s;
    }
    kr_put_bool(w->page.model, "one", now != SIZE_MAX);
    kr_put_bool(w->page.model, "next", now != SIZE_MAX && now != last);
    kr_put_text(w->page.model, "part", now == SIZE_MAX ? KR_STR("alles") : asked);
    kr_put_text(w->page.model, "voice", w->voice);
    size_t voice = kr_sheet_voice_at(w->leaf.form, w->voice);
    kr_put_bool(w->page.model, "speaks", voice != SIZE_MAX);
    if (voice != SIZE_MAX) {
        kr_model *who = kr_put_object(w->page.model, "speaker");
        kr_put_text(who, "name", w->leaf.text->voices[voice].name);
        kr_put_text(who, "say", w->leaf.text->voices[voice].say);
    }
    put_path(w, now);
}

static void put_card(const writing *w, kr_model *array, size_t nr) {
    const kr_sheet_part *part = kr_leaf_part(&w->leaf, w->leaf.form->cards[nr], KR_NONE);
    kr_model *one = kr_add_object(array);
    kr_word_arg of[] = {KR_WORD_NUMBER("n", (int64_t)nr + 1),
                        KR_WORD_NUMBER("all", (int64_t)w->leaf.form->n_cards)};
    kr_put_text(one, "key", w->leaf.form->cards[nr]);
    kr_put_text(one, "ask", w->leaf.text->cards[nr].ask);
    kr_put_text(one, "hint", w->leaf.text->cards[nr].hint);
    kr_put_text(one, "words", part ? part->words : KR_NONE);
    kr_put_number(one, "tint", (int64_t)(nr % 4 + 1));
    kr_put_bool(one, "chosen", part && part->chosen == KR_yesno_yes);
    kr_put_bool(one, "aside", part && part->chosen == KR_yesno_no);
    kr_put_bool(one, "neither", !part || !part->chosen);
    kr_put_say(w->page.request, one, "of", "leaf.card.of", of, 2);
    put_field(w, one, "w", 'w', w->leaf.form->cards[nr], KR_NONE);
    put_field(w, one, "k", 'k', w->leaf.form->cards[nr], KR_NONE);
}

static kr_str card_href(const writing *w, size_t nr) {
    kr_buf href = kr_page_buf(&w->page);
    kr_put(&href, kr_leaf_link(&w->page, w->leaf.sheet, "/schrijf?kaart="));
    kr_put(&href, w->leaf.form->cards[nr]);
    return kr_page_text(&href);
}

/* A card by its name, or one that was not looked at yet: the first, or any. */
static size_t asked_card(const writing *w) {
    const kr_sheet_form *form = w->leaf.form;
    kr_str asked = kr_query(w->page.request, "kaart");
    size_t at = kr_sheet_card_at(form, asked), n = form->n_cards;
    if (at != SIZE_MAX) return at;
    bool any = kr_str_is(asked, "een");
    at = kr_leaf_next_card(&w->leaf, any ? (size_t)(w->page.request->now / 7 % (int64_t)n) : n - 1);
    return at == SIZE_MAX ? 0 : at;
}

static void write_cards(const writing *w) {
    kr_model *model = w->page.model, *cards = kr_put_array(model, "cards");
    bool all = kr_str_is(kr_query(w->page.request, "deel"), "alles");
    size_t n = w->leaf.form->n_cards, at = asked_card(w);
    kr_put_bool(model, "one", !all);
    for (size_t i = 0; i < n; i++) {
        if (all || i == at) put_card(w, cards, i);
    }
    if (all) return;
    kr_put_text(model, "before_href", card_href(w, (at + n - 1) % n));
    kr_put_text(model, "after_href", card_href(w, (at + 1) % n));
    kr_put_text(model, "any_href", kr_leaf_link(&w->page, w->leaf.sheet, "/schrijf?kaart=een"));
}

kr_err kr_page_sheet_write(kr_request *request, kr_reply *reply, kr_error *error) {
    writing w = {.voice = kr_query(request, "stem")};
    char back[48], digits[17];
    kr_err err = kr_leaf_asked(&w.leaf, request, error);
    if (err != KR_OK) return err;
    if (!w.leaf.form || (w.voice.len && kr_sheet_voice_at(w.leaf.form, w.voice) == SIZE_MAX))
        return kr_fail(error, KR_E_NOT_FOUND, "error.say.404", "", "");
    err = kr_page_open(&w.page, request, reply, "title.sheet", error);
    if (err != KR_OK) return err;
    kr_put_leaf_head(&w.page, &w.leaf);
    kr_put_text(w.page.model, "title", kr_leaf_name(&w.page, w.leaf.sheet));
    if (w.leaf.form->look == KR_GUIDE_look_cards)
        write_cards(&w);
    else
        write_sections(&w);
    kr_id_text(w.leaf.sheet->id, digits);
    snprintf(back, sizeof back, "/bladen/blad/%s", digits);
    kr_page_flow(request, w.page.model, back, "leaf.back");
    if (w.leaf.form->look == KR_GUIDE_look_cards) reply->tmpl = "blad-kaart";
    return KR_OK;
}
