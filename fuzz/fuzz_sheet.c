/* A form of a sheet in three files, with form feeds between them: structure, Dutch, English. What is sound
 * keeps every promise of sheet.h. */
#include <stdlib.h>

#include "core/utf8.h"
#include "guide/sheet.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds) {
    if (!holds) abort();
}

static void text_holds(kr_str text) {
    must(kr_utf8_valid(text) && text.len > 0);
}

static void structure_holds(const kr_sheet_form *form) {
    size_t at = 0;
    bool cards = form->look == KR_GUIDE_look_cards;
    must(form->look && form->purpose && (form->n_cards > 0) == cards && (form->n_sections > 0) == !cards);
    must((form->n_voices > 0) == (form->look == KR_GUIDE_look_voices));
    must(form->n_cards <= KR_SHEET_MOST_CARDS && form->n_places <= KR_SHEET_MOST_PLACES);
    for (size_t i = 0; i < form->n_cards; i++) must(kr_sheet_card_at(form, form->cards[i]) == i);
    for (size_t i = 0; i < form->n_sections; i++) {
        must(form->sections[i].first == at && form->sections[i].count > 0);
        must(kr_sheet_section_at(form, form->sections[i].id) == i);
        at += form->sections[i].count;
    }
    must(at == form->n_places);
    for (size_t i = 0; i < form->n_places; i++) {
        const kr_sheet_place *place = &form->places[i];
        must(kr_sheet_place_at(form, place->id) == i && place->kind);
        must((place->kind == KR_GUIDE_place_choice) == (place->option > 0));
        must((size_t)place->first + place->option <= form->n_options);
    }
}

static void texts_hold(const kr_sheet_form *form, const kr_sheet_text *text) {
    text_holds(text->name);
    for (size_t i = 0; i < form->n_cards; i++) text_holds(text->cards[i].ask);
    for (size_t i = 0; i < form->n_voices; i++) text_holds(text->voices[i].name);
    for (size_t i = 0; i < form->n_sections; i++) text_holds(text->sections[i].title);
    for (size_t i = 0; i < form->n_places; i++) text_holds(text->places[i].ask);
    for (size_t i = 0; i < form->n_options; i++) text_holds(text->options[i]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const char *const names[] = {"a.yaml", "a.nl.yaml", "a.en.yaml"};
    kr_arena arena;
    kr_sheet_forms forms;
    kr_guide_report report;
    kr_guide_file files[KR_COUNT(names)];
    kr_str rest = kr_str_n((const char *)data, size);
    size_t n = 0;
    for (; n < KR_COUNT(names) && (n == 0 || rest.len); n++) {
        files[n].name = kr_str_z(names[n]);
        rest = kr_str_cut(rest, '\f', &files[n].bytes);
    }
    kr_arena_init(&arena, kr_heap(), (size_t)64 << 20);
    kr_err err = kr_sheet_forms_read(&forms, &arena, NULL, files, n, true, &report);
    must(err == KR_OK || err == KR_E_MEMORY);
    if (err == KR_OK) {
        must(forms.n == 1 || report.n > 0);
        for (size_t i = 0; i < forms.n; i++) {
            structure_holds(&forms.items[i]);
            must(kr_sheet_text_in(&forms.items[i], KR_GUIDE_EN) != NULL);
            for (size_t k = 0; k < KR_GUIDE_LANGS; k++)
                if (forms.items[i].texts[k]) texts_hold(&forms.items[i], forms.items[i].texts[k]);
        }
    }
    kr_arena_dispose(&arena);
    return 0;
}
