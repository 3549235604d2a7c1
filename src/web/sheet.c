#include "web/sheet.h"

#include "core/num.h"
#include "draw/icons.h"
#include "web/pages_life.h"

#include <stdio.h>

kr_str kr_leaf_link(const kr_page *page, const kr_sheet *sheet, const char *tail) {
    return kr_page_link(page, "/bladen/blad/", sheet->id, tail);
}

static int by_rank(const void *a, const void *b, void *context) {
    const kr_sheet_part *x = *(const kr_sheet_part *const *)a, *y = *(const kr_sheet_part *const *)b;
    (void)context;
    if (x->rank != y->rank) return x->rank < y->rank ? -1 : 1;
    return x < y ? -1 : x > y; /* as they were made: both lie in one array */
}

static kr_err take_parts(kr_leaf *leaf, const kr_request *request) {
    const kr_circle *c = request->view.circle;
    const kr_sheet_part **parts = kr_new_n(request->arena, const kr_sheet_part *, c->n_sheet_parts + 1);
    void *spare = kr_arena_array(request->arena, c->n_sheet_parts + 1, sizeof *parts);
    if (!parts || !spare) return KR_E_MEMORY;
    for (size_t i = 0; i < c->n_sheet_parts; i++) {
        const kr_sheet_part *part = &c->sheet_parts[i];
        if (part->sheet == leaf->sheet->id && !part->gone) parts[leaf->n_parts++] = part;
    }
    kr_sort(parts, leaf->n_parts, sizeof *parts, by_rank, NULL, spare);
    leaf->parts = parts;
    return KR_OK;
}

kr_err kr_leaf_asked(kr_leaf *out, const kr_request *request, kr_error *error) {
    kr_id id;
    kr_kind kind = KR_KIND_none;
    const kr_sheet *sheet = NULL;
    if (kr_id_parse(request->params[1], &id)) sheet = kr_circle_record_of(request->view.circle, id, &kind);
    if (!sheet || kind != KR_KIND_sheet || sheet->gone)
        return kr_fail(error, KR_E_NOT_FOUND, "error.say.404", "", "");
    *out = (kr_leaf){.sheet = sheet, .form = kr_sheet_form_find(&request->web->sheets, sheet->form)};
    if (out->form) out->text = kr_sheet_text_in(out->form, (int)request->prefs.lang);
    return take_parts(out, request) == KR_OK ? KR_OK : kr_fail(error, KR_E_MEMORY, "error.memory", "", "");
}

kr_str kr_leaf_name(const kr_page *page, const kr_sheet *sheet) {
    const kr_sheet_form *form = kr_sheet_form_find(&page->request->web->sheets, sheet->form);
    if (sheet->title.len) return sheet->title;
    return form ? kr_sheet_text_in(form, (int)page->lang)->name : sheet->form;
}

static void put_leaf(const kr_page *page, kr_model *array, const kr_sheet *sheet) {
    const kr_sheet_form *form = kr_sheet_form_find(&page->request->web->sheets, sheet->form);
    kr_str name = form ? kr_sheet_text_in(form, (int)page->lang)->name : sheet->form;
    kr_buf date = kr_page_buf(page);
    kr_model *one = kr_add_object(array);
    kr_put_text(one, "title", kr_leaf_name(page, sheet));
    kr_put_text(one, "kind", sheet->title.len ? name : KR_NONE);
    if (sheet->date) kr_say_date(&date, page->lang, sheet->date);
    kr_put_text(one, "date", kr_page_text(&date));
    kr_put_text(one, "by", sheet->by_whom);
    kr_put_text(one, "href", kr_leaf_link(page, sheet, ""));
    const kr_icon *icon = form ? kr_icon_named(form->icon) : NULL;
    kr_put_icon_svg(page, one, "icon_svg", icon ? icon->name : "pencil");
}

void kr_put_leaves(const kr_page *page, kr_model *array, kr_str form, size_t most) {
    const kr_circle *c = page->request->view.circle;
    for (size_t i = c->n_sheets; i > 0 && kr_model_count(array) < most; i--) {
        const kr_sheet *sheet = &c->sheets[i - 1];
        if (sheet->gone || (form.len && !kr_str_eq(sheet->form, form))) continue;
        put_leaf(page, array, sheet);
    }
}

const kr_sheet_part *kr_leaf_next(const kr_leaf *leaf, size_t *at, kr_str place, kr_str voice) {
    while (*at < leaf->n_parts) {
        const kr_sheet_part *part = leaf->parts[(*at)++];
        if (kr_str_eq(part->place, place) && kr_str_eq(part->voice, voice)) return part;
    }
    return NULL;
}

const kr_sheet_part *kr_leaf_part(const kr_leaf *leaf, kr_str place, kr_str voice) {
    size_t at = 0;
    return kr_leaf_next(leaf, &at, place, voice);
}

bool kr_leaf_opened(const kr_leaf *leaf, kr_str voice) {
    const kr_sheet_part *part = kr_leaf_part(leaf, KR_STR(KR_SHEET_OPENED), voice);
    return part && part->chosen == KR_yesno_yes;
}

kr_str kr_leaf_field(kr_arena *arena, char what, kr_str place, kr_str row) {
    kr_buf name;
    kr_str text;
    kr_buf_init(&name, arena, 96);
    kr_put_c(&name, what);
    kr_put_c(&name, '.');
    kr_put(&name, place);
    if (row.len) kr_put_c(&name, '.');
    kr_put(&name, row);
    kr_put_c(&name, '\0');
    if (kr_buf_end(&name, &text) != KR_OK) return KR_STR("");
    text.len--; /* the NUL stays behind it */
    return text;
}

size_t kr_leaf_asked_section(const kr_leaf *leaf, kr_str asked, kr_str voice) {
    size_t at = kr_sheet_section_at(leaf->form, asked);
    if (at != SIZE_MAX && kr_leaf_writes(leaf, at, voice)) return at;
    return SIZE_MAX;
}

size_t kr_leaf_next_card(const kr_leaf *leaf, size_t at) {
    for (size_t i = 0; i < leaf->form->n_cards; i++) {
        size_t k = (at + 1 + i) % leaf->form->n_cards;
        const kr_sheet_part *part = kr_leaf_part(leaf, leaf->form->cards[k], KR_NONE);
        if (!part || !part->chosen) return k;
    }
    return SIZE_MAX;
}
