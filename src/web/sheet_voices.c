/* A sheet on which several people write, each a column of their own; side by side for whoever opened theirs.
 */
#include "web/sheet.h"

static void put_voice(const kr_page *page, kr_model *array, const kr_leaf *leaf, size_t nr) {
    kr_str voice = leaf->form->voices[nr];
    kr_model *one = kr_add_object(array);
    kr_buf href = kr_page_buf(page);
    kr_put(&href, kr_leaf_link(page, leaf->sheet, "/schrijf?stem="));
    kr_put(&href, voice);
    kr_put_text(one, "href", kr_page_text(&href));
    kr_put_text(one, "key", voice);
    kr_put_text(one, "name", leaf->text->voices[nr].name);
    kr_put_text(one, "say", leaf->text->voices[nr].say);
    kr_put_bool(one, "opened", kr_leaf_opened(leaf, voice));
    kr_put_number(one, "tint", (int64_t)(nr % 4 + 1));
    bool wrote = false;
    for (size_t i = 0; i < leaf->n_parts; i++)
        wrote = wrote || (kr_str_eq(leaf->parts[i]->voice, voice) &&
                          !kr_str_is(leaf->parts[i]->place, KR_SHEET_OPENED));
    kr_put_bool(one, "wrote", wrote);
}

/* Did anybody who opened their column say something of this topic? */
static bool any_said(const kr_leaf *leaf, const kr_sheet_section *section) {
    for (size_t v = 0; v < leaf->form->n_voices; v++) {
        kr_str voice = leaf->form->voices[v];
        for (size_t i = 0; kr_leaf_opened(leaf, voice) && i < section->count; i++)
            if (kr_leaf_part(leaf, leaf->form->places[section->first + i].id, voice)) return true;
    }
    return false;
}

/* What one voice says of a topic: the choice and the words. Gives the choice. */
static kr_str put_said(kr_model *array, const kr_leaf *leaf, const kr_sheet_section *section, size_t nr) {
    kr_str voice = leaf->form->voices[nr], choice = KR_NONE, label = KR_NONE, words = KR_NONE;
    bool opened = kr_leaf_opened(leaf, voice);
    for (size_t i = 0; opened && i < section->count; i++) {
        const kr_sheet_place *place = &leaf->form->places[section->first + i];
        const kr_sheet_part *part = kr_leaf_part(leaf, place->id, voice);
        if (!part) continue;
        size_t at = place->option ? kr_sheet_option_at(leaf->form, place, part->words) : SIZE_MAX;
        if (at != SIZE_MAX) {
            choice = part->words;
            label = leaf->text->options[at];
        } else if (!place->option) {
            words = part->words;
        }
    }
    kr_model *one = kr_add_object(array);
    kr_put_text(one, "voice", leaf->text->voices[nr].name);
    kr_put_bool(one, "opened", opened);
    kr_put_text(one, "choice", label);
    kr_put_text(one, "words", words);
    kr_put_number(one, "tint", (int64_t)(nr % 4 + 1));
    return choice;
}

static void put_question(kr_model *array, const kr_leaf *leaf, size_t section) {
    kr_model *one = kr_add_object(array);
    kr_put_text(one, "title", leaf->text->sections[section].title);
    kr_put_text(one, "differ", leaf->text->sections[section].differ);
}

/* One row for each topic of which anything was said; and where the choices differ, a question. */
static void put_topics(kr_model *object, const kr_leaf *leaf) {
    kr_model *topics = kr_put_array(object, "topics"), *questions = kr_put_array(object, "questions");
    for (size_t s = 0; s < leaf->form->n_sections; s++) {
        const kr_sheet_section *section = &leaf->form->sections[s];
        kr_str first = KR_NONE;
        bool differ = false;
        if (section->shared || !any_said(leaf, section)) continue;
        kr_model *topic = kr_add_object(topics);
        kr_put_text(topic, "title", leaf->text->sections[s].title);
        kr_model *said = kr_put_array(topic, "said");
        for (size_t v = 0; v < leaf->form->n_voices; v++) {
            kr_str choice = put_said(said, leaf, section, v);
            if (!choice.len) continue;
            if (first.len && !kr_str_eq(first, choice)) differ = true;
            first = choice;
        }
        if (differ) put_question(questions, leaf, s);
    }
    kr_put_bool(object, "has_questions", kr_model_count(questions) > 0);
}

void kr_put_voices(const kr_page *page, kr_model *object, const kr_leaf *leaf) {
    size_t opened = 0;
    kr_model *voices = kr_put_array(object, "voices");
    for (size_t i = 0; i < leaf->form->n_voices; i++) {
        put_voice(page, voices, leaf, i);
        opened += kr_leaf_opened(leaf, leaf->form->voices[i]);
    }
    kr_put_bool(object, "beside", opened > 0);
    put_topics(object, leaf);
    kr_put_sections(page, object, leaf, KR_NONE, false);
}
