/* What stands on a sheet, for the page that shows it and for paper. */
#include "core/photo.h"
#include "draw/icons.h"
#include "web/pages_life.h"
#include "web/sheet.h"

#include <stdio.h>

#define ICON KR_STR("icon:")

const kr_field_spec kr_leaf_private = {KR_KIND_sheet, KR_F_sheet_private_mark, KR_AS_CHECK};

static void put_who(const kr_page *page, kr_model *object, kr_id id) {
    const kr_alter *alter = id ? kr_page_alter(page, id) : NULL;
    const kr_person *person = id ? kr_circle_person(page->request->view.circle, id) : NULL;
    if (!person || person->gone) {
        kr_put_bool(object, "who", false);
        return;
    }
    kr_model *who = kr_put_object(object, "who");
    if (alter) {
        kr_put_face(page, who, alter);
        return;
    }
    kr_put_text(who, "name", person->name);
    kr_put_initials_of(page, who, "initials", person->name);
    kr_put_photo(page, who, person);
    kr_put_bool(who, "tint", false);
    kr_put_bool(who, "href", false);
}

void kr_put_leaf_part(const kr_page *page, kr_model *object, const kr_leaf *leaf, const kr_sheet_part *part) {
    char digits[17], tail[40];
    kr_id_text(part->id, digits);
    snprintf(tail, sizeof tail, "/plaatje/%s", digits);
    kr_put_text(object, "id", kr_str_z(digits));
    kr_put_text(object, "words", part->words);
    put_who(page, object, part->person);
    bool icon = kr_str_starts(part->picture, ICON), photo = !icon && kr_photo_there(part->picture);
    if (photo)
        kr_put_text(object, "photo", kr_leaf_link(page, leaf->sheet, tail));
    else
        kr_put_bool(object, "photo", false);
    kr_str name = icon ? kr_str_n(part->picture.ptr + ICON.len, part->picture.len - ICON.len) : KR_NONE;
    const kr_icon *found = icon ? kr_icon_named(name) : NULL;
    kr_put_icon_svg(page, object, "icon_svg", found ? found->name : NULL);
    kr_put_text(object, "icon", found ? name : KR_NONE);
    kr_put_bool(object, "picture", photo || found);
}

static kr_str chosen_label(const kr_leaf *leaf, const kr_sheet_place *place, const kr_sheet_part *part) {
    size_t at = part ? kr_sheet_option_at(leaf->form, place, part->words) : SIZE_MAX;
    return at == SIZE_MAX ? KR_NONE : leaf->text->options[at];
}

/* Empty lines to write on, as many as make sense there. */
static void put_lines(kr_model *object, const kr_sheet_place *place) {
    size_t lines = place->kind == KR_GUIDE_place_text ? 5
                   : place->rows                      ? (place->rows < 4 ? place->rows : 4)
                                                      : 1;
    kr_model *array = kr_put_array(object, "lines");
    bool picture = place->kind == KR_GUIDE_place_picture;
    for (size_t i = 0; i < lines && !picture && !place->option; i++) kr_add_object(array);
    kr_put_bool(object, "frame", picture);
}

static void put_options(kr_model *object, const kr_leaf *leaf, const kr_sheet_place *place) {
    kr_model *array = kr_put_array(object, "options");
    for (size_t i = 0; i < place->option; i++)
        kr_put_text(kr_add_object(array), "label", leaf->text->options[place->first + i]);
}

/* What somebody said in one place; false when nothing. */
static bool put_place(const kr_page *page, kr_model *array, const kr_leaf *leaf, size_t nr, kr_str voice,
                      bool blank) {
    const kr_sheet_place *place = &leaf->form->places[nr];
    size_t at = 0, photos = 0;
    const kr_sheet_part *part = leaf->n_parts && !blank ? kr_leaf_next(leaf, &at, place->id, voice) : NULL;
    if (!part && !blank) return false;
    kr_model *object = kr_add_object(array);
    kr_put_text(object, "ask", leaf->text->places[nr].ask);
    kr_put_text(object, "hint", leaf->text->places[nr].hint);
    kr_put_bool(object, "is_text", place->kind == KR_GUIDE_place_text);
    kr_put_bool(object, "is_people", place->kind == KR_GUIDE_place_person);
    kr_put_bool(object, "is_pictures", place->kind == KR_GUIDE_place_picture);
    kr_put_bool(object, "is_lines", place->kind == KR_GUIDE_place_line);
    kr_put_text(object, "choice", place->option ? chosen_label(leaf, place, part) : KR_NONE);
    if (blank) {
        put_lines(object, place);
        put_options(object, leaf, place);
        return true;
    }
    kr_model *items = kr_put_array(object, "items");
    for (; part && !place->option; part = kr_leaf_next(leaf, &at, place->id, voice)) {
        kr_put_leaf_part(page, kr_add_object(items), leaf, part);
        photos += part->picture.len > 0;
    }
    kr_put_bool(object, "pictured", photos > 0);
    return true;
}

void kr_put_sections(const kr_page *page, kr_model *object, const kr_leaf *leaf, kr_str voice, bool blank) {
    kr_model *array = kr_put_array(object, "sections");
    for (size_t s = 0; s < leaf->form->n_sections; s++) {
        const kr_sheet_section *section = &leaf->form->sections[s];
        if (!kr_leaf_writes(leaf, s, voice)) continue;
        kr_model *one = kr_add_object(array);
        bool any = false;
        kr_put_text(one, "key", section->id);
        kr_put_number(one, "tint", (int64_t)(s % 4 + 1));
        kr_put_text(one, "title", leaf->text->sections[s].title);
        kr_put_text(one, "say", leaf->text->sections[s].say);
        if (leaf->sheet) {
            kr_buf href = kr_page_buf(page);
            kr_put(&href, kr_leaf_link(page, leaf->sheet, "/schrijf?deel="));
            kr_put(&href, section->id);
            kr_put_text(one, "href", kr_page_text(&href));
        }
        kr_model *places = kr_put_array(one, "places");
        for (size_t i = 0; i < section->count; i++)
            any = put_place(page, places, leaf, section->first + i, voice, blank) || any;
        kr_put_bool(one, "has", any);
    }
}

void kr_put_cover(const kr_page *page, kr_model *object, const kr_leaf *leaf) {
    const kr_sheet_section *front = &leaf->form->sections[0];
    kr_put_bool(object, "cover", false);
    for (size_t i = 0; i < front->count; i++) {
        const kr_sheet_part *part = kr_leaf_part(leaf, leaf->form->places[front->first + i].id, KR_NONE);
        if (!part || !part->picture.len) continue;
        kr_put_leaf_part(page, kr_put_object(object, "cover"), leaf, part);
        return;
    }
}

static void put_card(const kr_page *page, kr_model *array, const kr_leaf *leaf, size_t nr,
                     const kr_sheet_part *part) {
    kr_model *one = kr_add_object(array);
    kr_put_text(one, "ask", leaf->text->cards[nr].ask);
    kr_put_text(one, "hint", leaf->text->cards[nr].hint);
    kr_put_text(one, "words", part ? part->words : KR_NONE);
    kr_put_number(one, "tint", (int64_t)(nr % 4 + 1));
    if (!leaf->sheet) return;
    kr_buf href = kr_page_buf(page);
    kr_put(&href, kr_leaf_link(page, leaf->sheet, "/schrijf?kaart="));
    kr_put(&href, leaf->form->cards[nr]);
    kr_put_text(one, "href", kr_page_text(&href));
}

void kr_put_cards(const kr_page *page, kr_model *object, const kr_leaf *leaf) {
    kr_model *chosen = kr_put_array(object, "chosen"), *open = kr_put_array(object, "open"),
             *aside = kr_put_array(object, "aside");
    for (size_t i = 0; i < leaf->form->n_cards; i++) {
        const kr_sheet_part *part = kr_leaf_part(leaf, leaf->form->cards[i], KR_NONE);
        bool yes = part && part->chosen == KR_yesno_yes, no = part && part->chosen == KR_yesno_no;
        put_card(page, yes ? chosen : no ? aside : open, leaf, i, part);
    }
    kr_put_bool(object, "has_chosen", kr_model_count(chosen) > 0);
    kr_put_bool(object, "has_open", kr_model_count(open) > 0);
    kr_put_bool(object, "has_aside", kr_model_count(aside) > 0);
}

void kr_put_leaf_head(const kr_page *page, const kr_leaf *leaf) {
    kr_model *model = page->model;
    kr_buf date = kr_page_buf(page);
    char digits[17];
    kr_id_text(leaf->sheet->id, digits);
    kr_put_text(model, "id", kr_str_z(digits));
    kr_put_text(model, "name", kr_leaf_name(page, leaf->sheet));
    kr_put_text(model, "own_title", leaf->sheet->title);
    kr_put_text(model, "by", leaf->sheet->by_whom);
    kr_put_field(page, kr_put_array(model, "alone"), leaf->sheet, kr_leaf_private, KR_NONE, false);
    if (leaf->sheet->date) kr_say_date(&date, page->lang, leaf->sheet->date);
    kr_put_text(model, "date", kr_page_text(&date));
    kr_put_text(model, "href", kr_leaf_link(page, leaf->sheet, ""));
    kr_put_text(model, "write_href", kr_leaf_link(page, leaf->sheet, "/schrijf"));
    kr_put_text(model, "print_href", kr_leaf_link(page, leaf->sheet, "/druk"));
    if (leaf->form) kr_put_sheet_form(page, kr_put_object(model, "form"), leaf->form);
}

void kr_put_sheet_form(const kr_page *page, kr_model *object, const kr_sheet_form *form) {
    const kr_sheet_text *text = kr_sheet_text_in(form, (int)page->lang);
    const kr_icon *icon = kr_icon_named(form->icon);
    kr_buf href = kr_page_buf(page);
    kr_put(&href, page->request->base);
    kr_put_z(&href, "/bladen/");
    kr_put(&href, form->id);
    kr_put_text(object, "href", kr_page_text(&href));
    kr_put_text(object, "key", form->id);
    kr_put_text(object, "name", text->name);
    kr_put_text(object, "brief", text->brief);
    kr_put_text(object, "aim", text->aim);
    kr_put_text(object, "how", text->how);
    kr_put_text(object, "honest", text->honest);
    kr_put_text(object, "then", text->then);
    kr_put_icon_svg(page, object, "icon_svg", icon ? icon->name : "pencil");
    kr_put_bool(object, "is_cards", form->look == KR_GUIDE_look_cards);
    kr_put_bool(object, "is_form", form->look == KR_GUIDE_look_form);
    kr_put_bool(object, "is_voices", form->look == KR_GUIDE_look_voices);
    kr_put_bool(object, "is_book", form->look == KR_GUIDE_look_book);
    kr_put_bool(object, "is_poster", form->look == KR_GUIDE_look_poster);
    kr_put_bool(object, "two", form->columns == 2);
}
