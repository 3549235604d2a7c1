/* What the pages of a circle share: beginning a page, names and faces, words of choices. */
#include "web/pages.h"

#include "core/utf8.h"

#define SENTENCE_MOST (4u << 20)

kr_buf kr_page_buf(const kr_page *page) {
    kr_buf buf;
    kr_buf_init(&buf, page->request->arena, SENTENCE_MOST);
    return buf;
}

kr_str kr_page_text(const kr_buf *buf) {
    kr_str text = KR_NONE;
    if (kr_buf_end(buf, &text) != KR_OK) return KR_NONE;
    return text;
}

const char *kr_page_z(const kr_page *page, kr_str text) {
    kr_str copy = kr_arena_copy(page->request->arena, text);
    return copy.ptr ? copy.ptr : "";
}

kr_err kr_page_open(kr_page *page, kr_request *request, kr_reply *reply, const char *title_key,
                    kr_error *error) {
    memset(page, 0, sizeof *page);
    page->request = request;
    page->reply = reply;
    page->lang = request->prefs.lang;
    kr_err err = kr_network_make(&page->net, request->arena, &request->view);
    if (err) return kr_fail(error, err, "error.memory", "", "");
    page->ego = page->net.ego ? kr_page_z(page, page->net.ego->name) : "";
    kr_buf title = kr_page_buf(page);
    kr_say_with(page, &title, title_key, "name", kr_str_z(page->ego));
    page->model = kr_page_model_titled(request, reply, kr_page_text(&title));
    if (!page->model) return kr_fail(error, KR_E_MEMORY, "error.memory", "", "");
    kr_put_text(page->model, "ego", kr_str_z(page->ego));
    return KR_OK;
}

kr_str kr_page_link(const kr_page *page, const char *before, kr_id id, const char *tail) {
    char digits[17];
    kr_buf buf = kr_page_buf(page);
    kr_put(&buf, page->request->base);
    kr_put_z(&buf, before);
    if (id) {
        kr_id_text(id, digits);
        kr_put_z(&buf, digits);
    }
    kr_put_z(&buf, tail);
    return kr_page_text(&buf);
}

void kr_put_initials_of(const kr_page *page, kr_model *object, const char *name, kr_str text) {
    kr_buf buf = kr_page_buf(page);
    kr_put_initials(&buf, text);
    kr_put_text(object, name, kr_page_text(&buf));
}

uint8_t kr_alter_tint(const kr_alter *alter) {
    const kr_form *form = kr_form_of(KR_FORM_LENSINK);
    kr_place place = kr_place_of(form, alter);
    return place.area ? form->areas[place.area - 1].tint : 0;
}

void kr_put_face(const kr_page *page, kr_model *object, const kr_alter *alter) {
    char digits[17];
    kr_id_text(alter->person->id, digits);
    kr_put_text(object, "id", kr_str_z(digits));
    kr_put_text(object, "name", alter->person->name);
    kr_put_text(object, "role", alter->person->role);
    kr_put_initials_of(page, object, "initials", alter->person->name);
    kr_put_photo(page, object, alter->person);
    kr_put_text(object, "href", kr_page_link(page, "/mens/", alter->person->id, ""));
    uint8_t tint = kr_alter_tint(alter);
    if (tint) {
        kr_put_number(object, "tint", tint);
    } else {
        kr_put_bool(object, "tint", false);
    }
}

const kr_alter *kr_page_alter(const kr_page *page, kr_id person) {
    size_t at = kr_network_index(&page->net, person);
    if (at != SIZE_MAX) return &page->net.alters[at];
    for (size_t i = 0; i < page->net.n_left; i++)
        if (page->net.left[i].person->id == person) return &page->net.left[i];
    return NULL;
}

void kr_page_names(const kr_page *page, kr_buf *out, const uint32_t *people, size_t count, size_t most) {
    kr_str *names = kr_new_n(page->request->arena, kr_str, count ? count : 1);
    if (!names) {
        out->err = KR_E_MEMORY;
        return;
    }
    for (size_t i = 0; i < count; i++) names[i] = page->net.alters[people[i]].person->name;
    kr_say_names(out, page->lang, names, count, most);
}

void kr_say_with(const kr_page *page, kr_buf *out, const char *key, const char *name, kr_str text) {
    kr_word_arg arg = KR_WORD_TEXT(name, text);
    kr_say(out, page->lang, key, &arg, 1);
}

const kr_choice_list *kr_list_of(kr_kind kind, uint16_t field) {
    const kr_field *found = kr_schema_field(kind, field);
    return found ? found->list : NULL;
}

kr_str kr_page_choice(const kr_page *page, const kr_choice_list *list, unsigned number) {
    const char *name = number && list ? kr_choice_name(list, number) : NULL;
    if (!name) return KR_NONE;
    kr_buf key = kr_page_buf(page);
    kr_put_z(&key, list->name);
    kr_put_c(&key, '.');
    kr_put_z(&key, name);
    return kr_word_s(page->lang, kr_page_text(&key));
}

/* Only a plain capital followed by a small letter: "Buren" becomes "buren", "GGZ" and "Étienne" stay. */
kr_str kr_page_low(const kr_page *page, kr_str text) {
    if (text.len < 2 || text.ptr[0] < 'A' || text.ptr[0] > 'Z') return text;
    if (text.ptr[1] >= 'A' && text.ptr[1] <= 'Z') return text;
    if (text.ptr[0] == 'I' && text.ptr[1] == ' ') return text;
    char *first = (char *)kr_arena_alloc(page->request->arena, text.len + 1);
    if (!first) return text;
    memcpy(first, text.ptr, text.len);
    first[0] = (char)(first[0] - 'A' + 'a');
    return kr_str_n(first, text.len);
}

/* First letter large, to begin a line with what somebody typed. */
kr_str kr_page_high(const kr_page *page, kr_str text) {
    if (!text.len || text.ptr[0] < 'a' || text.ptr[0] > 'z') return text;
    char *first = (char *)kr_arena_alloc(page->request->arena, text.len + 1);
    if (!first) return text;
    memcpy(first, text.ptr, text.len);
    first[0] = (char)(first[0] - 'a' + 'A');
    return kr_str_n(first, text.len);
}

kr_str kr_page_ring(const kr_page *page, const kr_form *form, unsigned ring) {
    if (!ring || ring > form->n_rings) return KR_NONE;
    return kr_page_choice(page, kr_list_of(KR_KIND_tie, form->ring_field), ring);
}

kr_str kr_page_area(const kr_page *page, const kr_form *form, unsigned area) {
    if (!area || area > form->n_areas || !form->area_field) return KR_NONE;
    return kr_word(page->lang, form->areas[area - 1].key);
}

kr_str kr_page_choice_low(const kr_page *page, const kr_choice_list *list, unsigned number) {
    return kr_page_low(page, kr_page_choice(page, list, number));
}

void kr_page_set(const kr_page *page, kr_buf *out, const kr_choice_list *list, uint32_t set) {
    kr_str names[32];
    size_t count = 0;
    for (size_t i = 0; list && i < list->count && count < KR_COUNT(names); i++)
        if (set & (1u << list->choices[i].number))
            names[count++] = kr_page_choice_low(page, list, list->choices[i].number);
    if (count) kr_say_names(out, page->lang, names, count, count);
}

const kr_answer *kr_page_answer(const kr_page *page, kr_str about) {
    const kr_circle *circle = page->request->view.circle;
    for (size_t i = circle->n_answers; i > 0; i--)
        if (!circle->answers[i - 1].gone && kr_str_eq(circle->answers[i - 1].about, about))
            return &circle->answers[i - 1];
    return NULL;
}
